//! What a file is, by its first bytes and never by its name: an `.et` is a workbook, a photo renamed `.xlsx` a photo.

use encoding_rs::Encoding;
use memchr::memmem;

use super::mime;
use crate::reading::bytes::problem::{Problem, ReadError};

/// What a file turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum Format {
    /// A zip package or compound file: a workbook, or a document.
    Container,
    /// Text with fields.
    Text,
    /// A web page.
    Page,
    /// Printed pages: a PDF.
    Pdf,
    /// Rich text.
    RichText,
    /// A web page and what belongs to it, as one message.
    Archive,
}

/// Every extension that a folder is searched for, and what a user may read about it.
pub const EXTENSIONS: &[(&str, Readable)] = &[
    ("xlsx", Readable::Yes),
    ("xlsm", Readable::Yes),
    ("xlsb", Readable::Yes),
    ("xltx", Readable::Yes),
    ("xltm", Readable::Yes),
    ("xls", Readable::Yes),
    ("xlt", Readable::Yes),
    ("et", Readable::Yes),
    ("ett", Readable::Yes),
    ("ods", Readable::Yes),
    ("ots", Readable::Yes),
    ("docx", Readable::Yes),
    ("docm", Readable::Yes),
    ("dotx", Readable::Yes),
    ("dotm", Readable::Yes),
    ("doc", Readable::Yes),
    ("dot", Readable::Yes),
    ("wps", Readable::Yes),
    ("wpt", Readable::Yes),
    ("rtf", Readable::Yes),
    ("odt", Readable::Yes),
    ("ott", Readable::Yes),
    ("html", Readable::Yes),
    ("htm", Readable::Yes),
    ("xhtml", Readable::Yes),
    ("mht", Readable::Yes),
    ("mhtml", Readable::Yes),
    ("csv", Readable::IfStatutory),
    ("tsv", Readable::IfStatutory),
    ("txt", Readable::IfStatutory),
    ("md", Readable::IfStatutory),
    ("json", Readable::IfStatutory),
    ("jsonl", Readable::IfStatutory),
    ("ndjson", Readable::IfStatutory),
    ("pdf", Readable::Yes),
    ("zip", Readable::Packed),
    ("ofd", Readable::NotYet),
    ("fods", Readable::NotYet),
    ("fodt", Readable::NotYet),
    ("rar", Readable::NotYet),
    ("7z", Readable::NotYet),
    ("tar", Readable::NotYet),
    ("gz", Readable::NotYet),
    ("tgz", Readable::NotYet),
    ("bz2", Readable::NotYet),
    ("xz", Readable::NotYet),
    ("eml", Readable::NotYet),
    ("msg", Readable::NotYet),
];

/// Extensions of pictures: a walked folder passes them over, and says so.
pub const PICTURES: &[&str] = &["jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp"];

/// How a walked folder treats an extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readable {
    /// Read; if no table is found in it, that is said.
    Yes,
    /// Plain text: read, and passed over when it holds no label of any form.
    IfStatutory,
    /// An archive: each file in it is treated as if it lay in a folder.
    Packed,
    /// Named with what to do instead; never passed over in silence.
    NotYet,
}

/// Archives that are no zip: where their mark stands, the mark, and what people call them.
const ARCHIVES: &[(usize, &[u8], &str)] = &[
    (0, b"Rar!\x1A\x07", "RAR"),
    (0, b"7z\xBC\xAF\x27\x1C", "7z"),
    (0, b"\x1F\x8B\x08", "gzip"),
    (0, b"BZh", "bzip2"),
    (0, b"\xFD7zXZ\0", "xz"),
    (257, b"ustar", "tar"),
];

/// Workbooks and documents that office programs write as one text of XML, by what they begin with: those of 2003, those of
/// Open XML without a package, and the flat ones of ODF. Some systems export the first as `.xls`.
const FLAT: &[&str] = &["workbook", "ss:workbook", "w:worddocument", "pkg:package", "office:document"];

/// Tells the format.
///
/// # Errors
/// Names what cannot be read and why: a picture, a document of the nineties, an archive, a mail; a workbook or document in
/// a format that is known and not read is [`Problem::UnknownBinary`].
pub(in crate::reading) fn recognise(bytes: &[u8]) -> Result<Format, ReadError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::new(Problem::EmptyFile));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Ok(Format::Container);
    }
    // Word 1 and 2, before there were compound files.
    if bytes.starts_with(b"\xDB\xA5") || bytes.starts_with(b"\x9B\xA5") {
        return Err(ReadError::new(Problem::OldDocument));
    }
    let pictures: &[(&[u8], &str)] = &[
        (b"\xFF\xD8\xFF", "JPEG"),
        (b"\x89PNG", "PNG"),
        (b"GIF8", "GIF"),
        (b"BM", "BMP"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
    ];
    if let Some((_, format)) = pictures.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        // `BM` could begin a text; a bitmap has zero bytes in its header.
        if *format != "BMP" || bytes.iter().take(32).any(|b| *b == 0) {
            return Err(ReadError::new(Problem::Picture).with("format", format));
        }
    }
    if bytes.len() > 12 && bytes.starts_with(b"RIFF") && &bytes[8..12] == b"WEBP" {
        return Err(ReadError::new(Problem::Picture).with("format", "WebP"));
    }
    if let Some((_, _, format)) =
        ARCHIVES.iter().find(|(at, magic, _)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(magic)))
    {
        return Err(ReadError::new(Problem::OtherArchive).with("format", format));
    }
    let head = &bytes[..bytes.len().min(2_048)];
    if memmem::find(&head[..head.len().min(1_028)], b"%PDF-").is_some() {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Ok(Format::RichText);
    }
    if mime::is_message(bytes) {
        // What a mail that was sent to somebody has to say is attached to it; else it is a web archive.
        return if mime::was_sent(bytes) { Err(ReadError::new(Problem::Mail)) } else { Ok(Format::Archive) };
    }
    // Nearly every text has no tag at all.
    if memchr::memchr(b'<', head).is_none() {
        return Ok(Format::Text);
    }
    let head = beginning(head);
    if FLAT.contains(&root(&head)) {
        return Err(ReadError::new(Problem::UnknownBinary));
    }
    Ok(if is_page(&head) { Format::Page } else { Format::Text })
}

/// A text in small letters, without the mark of its encoding and the blanks before it.
fn beginning(head: &[u8]) -> String {
    // Word, Excel and the browsers of old save pages as “Unicode”.
    let head = match Encoding::for_bom(head) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&head[mark..]).0,
        None => String::from_utf8_lossy(head),
    };
    head.trim_start_matches('\u{FEFF}').trim_start().to_ascii_lowercase()
}

/// The name of the element that a text of XML begins with, behind what is said of it as a whole.
fn root(text: &str) -> &str {
    let mut rest = text;
    while let Some((_, behind)) = ["<?", "<!--"].iter().find_map(|mark| rest.strip_prefix(mark)?.split_once('>')) {
        rest = behind.trim_start();
    }
    let name = rest.strip_prefix('<').unwrap_or_default();
    &name[..name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len())]
}

/// Systems of offices export web pages as .xls; a page begins with a tag.
fn is_page(text: &str) -> bool {
    ["<!doctype html", "<head", "<div", "<meta"].iter().any(|tag| text.starts_with(tag))
        || (text.starts_with('<') && ["<html", "<table", "<body"].iter().any(|tag| text.contains(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_named_for_what_it_is() {
        let cases: &[(&[u8], Problem)] = &[
            (b"", Problem::EmptyFile),
            (b" \r\n\t", Problem::EmptyFile),
            (b"\xFF\xD8\xFF\xE0JFIF", Problem::Picture),
            (b"\xDB\xA5\x2D\0", Problem::OldDocument),
            (
                b"\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"x\"><Table>",
                Problem::UnknownBinary,
            ),
            (b"<?xml version=\"1.0\"?><!-- 1 --><office:document xmlns:office=\"x\">", Problem::UnknownBinary),
        ];
        for (bytes, problem) in cases {
            assert_eq!(recognise(bytes).map_err(|error| error.problem), Err(*problem), "{bytes:?}");
        }
        for page in ["\u{feff}<!DOCTYPE html><html>", "<?xml version=\"1.0\"?><html xmlns=\"x\">", "<!-- --> <table>"] {
            assert_eq!(recognise(page.as_bytes()), Ok(Format::Page), "{page}");
        }
        for archive in [
            "MIME-Version: 1.0\r\nContent-Type: text/html",
            "From: <Saved by Blink>\nSubject: 1\n\t2\nMime-Version: 1.0",
        ] {
            assert_eq!(recognise(archive.as_bytes()), Ok(Format::Archive), "{archive}");
        }
        let unicode: Vec<u8> = "\u{feff}<html><table>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(recognise(&unicode), Ok(Format::Page));
        assert_eq!(recognise(b"{\\rtf1"), Ok(Format::RichText));
        assert_eq!(recognise(b"From: here\nto: there\n\nMIME-Version: 1.0"), Ok(Format::Text));
        assert_eq!(recognise("规章,0,0,0".as_bytes()), Ok(Format::Text));
        assert_eq!(recognise(b"BMW,1,2"), Ok(Format::Text));
    }
}
