//! A part of an `.xlsb`.
#![no_main]

libfuzzer_sys::fuzz_target!(|mutant: &[u8]| {
    if let Some(package) = laws::XLSB.with(mutant) {
        laws::hold(&package);
    }
});
