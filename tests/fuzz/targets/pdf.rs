//! What a page draws, in a file that is sound otherwise; or a whole file, where the mutant begins as one.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"%PDF-") {
        laws::hold(bytes);
    } else {
        laws::hold(&laws::pdf(bytes));
    }
});
