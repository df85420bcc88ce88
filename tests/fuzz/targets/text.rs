//! Text with fields: comma, tab, pipe, Markdown.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    laws::stand_in(bytes, &laws::hold(bytes));
});
