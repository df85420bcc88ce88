//! The streams of an old Word document, in a valid compound file.
#![no_main]

libfuzzer_sys::fuzz_target!(|mutant: &[u8]| {
    if let Some(document) = laws::document(mutant) {
        laws::hold(&document);
    }
});
