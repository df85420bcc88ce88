//! A zip archive with files in folders and another archive.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    laws::unpack(bytes);
});
