//! Letters as a document for Word and WPS, on A4 with the margins and type sizes of official letters (GB/T 9704): the
//! title in the middle, text of 16 points on lines of 28, headings that are Word's own.
//!
//! A package of six small parts, written as text: `docx-rs` 0.4 without pictures brings 40 crates, a second `zip`
//! among them, and what is most of these lines, widths and merged cells of the form, would be as long with it.

mod table;

use std::fmt::Write as _;
use std::io::{self, Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::block::{LetterBlock, StyledLine};
use crate::reading::{LETTER_PROPERTY, RESULT_PROPERTY};
use crate::render::page::escape::{escaped, push_escaped};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The parts that are the same in every document.
const PARTS: [(&str, &str); 5] = [
    ("[Content_Types].xml", include_str!("types.xml")),
    ("_rels/.rels", include_str!("rels.xml")),
    ("word/_rels/document.xml.rels", include_str!("document.rels.xml")),
    ("word/styles.xml", include_str!("styles.xml")),
    ("word/fontTable.xml", include_str!("fonts.xml")),
];

/// A document with the letters, or with what is said where there are none; one that lies in a folder of letters says to
/// whom it is.
pub(super) fn written(letters: &[Vec<LetterBlock>], none: &str, agency: Option<&str>) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let own = [("word/document.xml", document(letters, none)), ("docProps/custom.xml", properties(agency))];
    let parts = PARTS.iter().map(|(name, text)| (*name, *text));
    for (name, text) in parts.chain(own.iter().map(|(name, text)| (*name, text.as_str()))) {
        // Always the same time: the same letters are the same bytes.
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn document(letters: &[Vec<LetterBlock>], none: &str) -> String {
    let mut out = format!("{HEAD}<w:document xmlns:w=\"{WORD}\"><w:body>");
    if letters.is_empty() {
        paragraph(&mut out, "Body", "", &super::block::plain(none));
    }
    let mut is_first = true;
    for blocks in letters {
        let (mut breaks, mut has_form) = (!std::mem::replace(&mut is_first, false), false);
        for block in blocks {
            // A letter begins a page, and so do the tables behind it.
            breaks |= matches!(block, LetterBlock::Form(_)) && !std::mem::replace(&mut has_form, true);
            push(&mut out, block, if breaks { "<w:pageBreakBefore/>" } else { "" });
            breaks = false;
        }
    }
    out + "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" \
           w:left=\"1588\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
}

fn push(out: &mut String, block: &LetterBlock, breaks: &str) {
    match block {
        LetterBlock::Title(words) => paragraph(out, "Heading1", breaks, words),
        LetterBlock::Number(words) => paragraph(out, "Number", breaks, words),
        LetterBlock::Heading(level, words) => paragraph(out, &format!("Heading{level}"), breaks, words),
        LetterBlock::Address(words) => paragraph(out, "Normal", breaks, words),
        LetterBlock::Text(words) | LetterBlock::Item(None, words) => paragraph(out, "Body", breaks, words),
        LetterBlock::Item(Some(number), words) => {
            let mut numbered = super::block::plain(format!("{number}. "));
            numbered.extend(words.iter().cloned());
            paragraph(out, "Body", breaks, &numbered);
        }
        LetterBlock::Signature(words) => paragraph(out, "Signed", breaks, words),
        LetterBlock::Legend(words) => paragraph(out, "Legend", breaks, words),
        LetterBlock::Form(sheet) => {
            paragraph(out, "FormTitle", breaks, &super::block::plain(sheet.title.as_str()));
            table::push(out, sheet);
        }
    }
}

fn paragraph(out: &mut String, style: &str, breaks: &str, words: &StyledLine) {
    out.extend(["<w:p><w:pPr><w:pStyle w:val=\"", style, "\"/>", breaks, "</w:pPr>"]);
    for span in words {
        let bold = if span.is_bold { "<w:rPr><w:b/><w:bCs/></w:rPr>" } else { "" };
        out.extend(["<w:r>", bold]);
        push_text(out, &span.text);
        out.push_str("</w:r>");
    }
    out.push_str("</w:p>");
}

/// The text of a run. The sign of a figure stays with it at the end of a line.
fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while !rest.is_empty() {
        let is_sign = |at: &usize| rest[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        let sign = rest.match_indices('-').map(|(at, _)| at).find(is_sign);
        let end = sign.unwrap_or(rest.len());
        if end > 0 {
            out.push_str("<w:t xml:space=\"preserve\">");
            push_escaped(out, &rest[..end]);
            out.push_str("</w:t>");
        }
        if sign.is_some() {
            out.push_str("<w:noBreakHyphen/>");
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
}

/// By these properties a walk knows the document for a result, and a folder its letters.
fn properties(agency: Option<&str>) -> String {
    let letter = agency.map(|agency| (LETTER_PROPERTY, agency));
    let properties = std::iter::once((RESULT_PROPERTY, "gouji/1")).chain(letter);
    let mut out = format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" \
         xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">"
    );
    for (id, (name, value)) in (2..).zip(properties) {
        let _ = write!(
            out,
            "<property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"{id}\" name=\"{name}\"><vt:lpwstr>{}\
             </vt:lpwstr></property>",
            escaped(value)
        );
    }
    out + "</Properties>"
}
