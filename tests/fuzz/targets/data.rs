//! A part of a workbook that holds a data set.
#![no_main]

libfuzzer_sys::fuzz_target!(|mutant: &[u8]| {
    if let Some(package) = laws::DATA.with(mutant) {
        laws::hold(&package);
    }
});
