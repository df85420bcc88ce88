//! A web archive.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    laws::hold(bytes);
});
