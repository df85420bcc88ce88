//! Text with fields: comma, tab, pipe, Markdown.
#![no_main]

use gouji::model::Entry;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let filings = laws::hold(bytes);
    // What is said to be printed stands in the file.
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // In JSON a character may be spelt by its number.
    if text.contains('\\') {
        return;
    }
    let entries = filings.iter().filter_map(|filing| filing.transcript.as_ref()).flat_map(|read| &read.entries);
    for Entry { printed, .. } in entries.flatten() {
        assert!(text.contains(printed.as_str()) || printed.contains('"'), "{printed:?} was never printed");
    }
});
