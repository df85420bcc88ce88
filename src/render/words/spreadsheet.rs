//! Text on its way into a spreadsheet, which would take some of it for formulas.

use std::io::Write;

use super::clean::clean;

/// Whether a text begins as a formula does. Full-width signs begin one too where the system is Chinese or Japanese; the
/// reader of delimited text knows the same signs.
pub(in crate::render) fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// A list for a spreadsheet: commas, and lines that end as Windows ends them.
pub(in crate::render) fn writer<W: Write>(out: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out)
}

/// A cell that stays text in a spreadsheet: cleaned, and with an apostrophe in front of what begins as a formula does.
pub(in crate::render) fn text(value: &str) -> String {
    let text = clean(value);
    let text = text.trim();
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_no_formula() {
        for formula in ["=cmd", "+1", "-1 + 2", "@SUM(A1)", "\t=cmd", "\r=cmd", " =cmd", "＝cmd", "\u{feff}=cmd"] {
            assert!(text(formula).starts_with('\''), "{formula:?}");
        }
        assert_eq!(text("表三\n“=”"), "表三 “=”");
    }
}
