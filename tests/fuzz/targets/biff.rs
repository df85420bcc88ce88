//! The records of an `.xls`, in a valid compound file.
#![no_main]

libfuzzer_sys::fuzz_target!(|records: &[u8]| {
    laws::hold(&laws::stream(laws::BIFF, records));
});
