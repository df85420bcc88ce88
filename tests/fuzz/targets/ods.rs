//! A part of an ODF spreadsheet.
#![no_main]

libfuzzer_sys::fuzz_target!(|mutant: &[u8]| {
    if let Some(package) = laws::ODS.with(mutant) {
        laws::hold(&package);
    }
});
