//! Results of gouji, read again: a document, or filings line by line.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    laws::stand_in(bytes, &laws::hold(bytes));
});
