//! A data set with a filing a row.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    laws::stand_in(bytes, &laws::hold(bytes));
});
