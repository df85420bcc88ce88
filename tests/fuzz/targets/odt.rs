//! A part of an ODF text.
#![no_main]

libfuzzer_sys::fuzz_target!(|mutant: &[u8]| {
    if let Some(package) = laws::ODT.with(mutant) {
        laws::hold(&package);
    }
});
