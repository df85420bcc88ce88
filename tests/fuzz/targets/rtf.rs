//! Rich text.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    laws::hold(&[b"{\\rtf1", bytes].concat());
});
