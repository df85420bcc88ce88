//! A part of a Word document.
#![no_main]

libfuzzer_sys::fuzz_target!(|mutant: &[u8]| {
    if let Some(package) = laws::DOCX.with(mutant) {
        laws::hold(&package);
    }
});
