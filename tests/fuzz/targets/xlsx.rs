//! A part of an `.xlsx`.
#![no_main]

libfuzzer_sys::fuzz_target!(|mutant: &[u8]| {
    if let Some(package) = laws::XLSX.with(mutant) {
        laws::hold(&package);
    }
});
