//! What is known of a file before its objects are read. The library that reads them expands object streams while it
//! opens the file and asks nobody how far; so every stream is expanded here first, within limits and for nothing else.

use std::borrow::Cow;

use super::{damaged, limits, streams};
use crate::reading::bytes::problem::{Problem, ReadError};

/// The file as the library may see it: pictures and the outlines of fonts are never looked at, so theirs are streams that
/// hold nothing.
pub(super) fn guarded(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let mut guarded = bytes.to_vec();
    names(bytes)?;
    if count(bytes, b" obj") > limits::MAX_OBJECTS {
        return Err(too_complex("objects", limits::MAX_OBJECTS));
    }
    let (mut total, mut open) = (0, 0);
    let mut objects = count(bytes, b"<<");
    let mut after = 0;
    for (number, at) in positions(bytes, b"stream").enumerate() {
        if number >= 2 * limits::MAX_STREAMS {
            return Err(too_complex("streams", limits::MAX_STREAMS));
        }
        let before = &bytes[after..at];
        after = at + b"stream".len();
        if before.ends_with(b"end") {
            open = 0;
            continue;
        }
        // Each stream without an end is looked for to the end of the file.
        open += 1;
        if open > limits::MAX_OPEN_STREAMS {
            return Err(damaged("streams without an end"));
        }
        let start = after + end_of_line(&bytes[after..]);
        if is_unseen(before) {
            // The reserved kind of block: an empty stream to whoever takes it for one.
            let end = bytes.len().min(start + 2);
            guarded[start..end].fill(0x07);
            continue;
        }
        let expanded = streams::stays_within(&bytes[start..], limits::MAX_STREAM_BYTES)
            .ok_or_else(|| too_large(limits::MAX_STREAM_BYTES))?;
        if row_of_table(before).is_some_and(|row| expanded.len() / row > limits::MAX_OBJECTS) {
            return Err(too_complex("objects", limits::MAX_OBJECTS));
        }
        total += expanded.len();
        objects += count(&expanded, b"<<");
        if total > limits::MAX_STREAMS_BYTES {
            return Err(too_large(limits::MAX_STREAMS_BYTES));
        }
    }
    if objects > limits::MAX_DICTIONARIES {
        return Err(too_complex("dictionaries", limits::MAX_DICTIONARIES));
    }
    Ok(guarded)
}

/// The error of a file with too much of something.
pub(super) fn too_complex(what: &str, limit: usize) -> ReadError {
    ReadError::new(Problem::TooComplex).with("what", what).with("limit", limit)
}

/// The error of a stream that expands too far.
pub(super) fn too_large(limit: usize) -> ReadError {
    ReadError::new(Problem::PackageTooLarge).with("part", "stream").with("limit", limit)
}

/// Looks for names that say that the file is encrypted, or compressed in a way that is not measured here and that no
/// program of this century writes.
fn names(bytes: &[u8]) -> Result<(), ReadError> {
    for at in positions(bytes, b"/") {
        let rest = &bytes[at + 1..bytes.len().min(at + 64)];
        let end = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        match &*unescaped(&rest[..end]) {
            b"Encrypt" => return Err(ReadError::new(Problem::PdfProtected)),
            b"LZWDecode" | b"RunLengthDecode" => return Err(damaged("LZW")),
            // So short a name is in one compressed font of some hundred by chance.
            b"LZW" | b"RL" if may_be_value(&bytes[..at]) => return Err(damaged("RL")),
            _ => {}
        }
    }
    Ok(())
}

/// Whether what stands next may be the value of a key, or of a list that is one: right behind it stands a name, or a comment
/// that may hide one.
fn may_be_value(before: &[u8]) -> bool {
    let is_between = |byte: &u8| matches!(byte, b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' | b'[');
    let blanks = before.iter().rev().take_while(|byte| is_between(byte)).count();
    let (before, between) = before.split_at(before.len() - blanks);
    let regular = before.iter().rev().take_while(|byte| is_regular(**byte)).count();
    let is_behind_name = before.len() > regular && before[before.len() - regular - 1] == b'/' && regular > 0;
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let mut line = before.iter().rev().take_while(|byte| !is_end(byte));
    is_behind_name || (between.iter().any(is_end) && line.any(|byte| *byte == b'%'))
}

/// Whether what stands before a stream says that it is a picture, or the outlines of a font.
fn is_unseen(before: &[u8]) -> bool {
    let near = &before[before.len().saturating_sub(2_000)..];
    let own = positions(near, b" obj").last().map_or(near, |at| &near[at..]);
    let is_name = |at: usize, name: &[u8]| {
        let rest = own[at..].strip_prefix(name);
        rest.is_some_and(|rest| rest.first().is_none_or(|byte| !is_regular(*byte)))
    };
    let kinds: [&[u8]; 4] = [b"/Image", b"/Type1C", b"/CIDFontType0C", b"/OpenType"];
    positions(own, b"/").any(|at| {
        let value = own.len() - own[at..].strip_prefix(b"/Subtype").unwrap_or_default().trim_ascii_start().len();
        is_name(at, b"/Length1") || kinds.iter().any(|kind| is_name(value, kind))
    })
}

/// The bytes of a row, of a stream that is the table of where the objects of the file are: what stands before it says how
/// wide its columns are. The library keeps forty bytes for each row, however short that is.
fn row_of_table(before: &[u8]) -> Option<usize> {
    let near = &before[before.len().saturating_sub(2_000)..];
    let own = positions(near, b" obj").last().map_or(near, |at| &near[at..]);
    let widths = positions(own, b"/").find_map(|at| {
        let rest = &own[at + 1..];
        let end = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        let list = rest[end..].trim_ascii_start().strip_prefix(b"[").filter(|_| *unescaped(&rest[..end]) == *b"W")?;
        Some(list.split(|byte| *byte == b']').next().unwrap_or_default())
    })?;
    let widths = widths.split(u8::is_ascii_whitespace).filter_map(|width| str::from_utf8(width).ok()?.parse().ok());
    Some(widths.fold(0, usize::saturating_add).max(1))
}

fn end_of_line(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

fn is_regular(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"()<>[]{}/%".contains(&byte)
}

/// A name with its `#41` escapes read.
fn unescaped(name: &[u8]) -> Cow<'_, [u8]> {
    if !name.contains(&b'#') {
        return Cow::Borrowed(name);
    }
    let hex = |byte: Option<&u8>| char::from(*byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(byte) = name.get(at) {
        if let (b'#', Some(high), Some(low)) = (byte, hex(name.get(at + 1)), hex(name.get(at + 2))) {
            out.push(high << 4 | low);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    Cow::Owned(out)
}

fn count(bytes: &[u8], needle: &[u8]) -> usize {
    positions(bytes, needle).count()
}

/// Where `needle` stands, from left to right and not inside itself.
fn positions<'b>(bytes: &'b [u8], needle: &'b [u8]) -> impl Iterator<Item = usize> + 'b {
    let mut from = 0;
    std::iter::from_fn(move || {
        let first = *needle.first()?;
        while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
            let found = from + at;
            if bytes[found..].starts_with(needle) {
                from = found + needle.len();
                return Some(found);
            }
            from = found + 1;
        }
        from = bytes.len();
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(file: &[u8]) -> Option<Problem> {
        guarded(file).err().map(|error| error.problem)
    }

    #[test]
    fn encryption_is_named_however_it_is_spelt() {
        assert_eq!(refusal(b"trailer <</Encrypt 5 0 R>>"), Some(Problem::PdfProtected));
        assert_eq!(refusal(b"trailer <</Encr#79pt 5 0 R>>"), Some(Problem::PdfProtected));
        assert_eq!(refusal(b"<</EncryptMetadata true>>"), None);
        assert_eq!(refusal(b"<</Filter[/LZWDecode]>> stream"), Some(Problem::Damaged));
    }

    #[test]
    fn short_names_of_filters_are_known_where_values_stand() {
        for filter in ["/Filter/RL", "/F [ /Fl /RL ]", "/Filter %\u{ff}(\n\0[/RL", "/Filter/LZW"] {
            assert_eq!(refusal(format!("<<{filter}>> stream").as_bytes()), Some(Problem::Damaged), "{filter}");
        }
        for bytes in [&b"\xa7\x01/RL<\x93"[..], b"\x99/\x80/LZW>", b"% \r\x02/RL("] {
            assert_eq!(refusal(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn pictures_and_outlines_are_not_expanded_by_anybody() {
        let file = b"4 0 obj <</Subtype /Image /Length 9>> stream\r\n123456789 endstream";
        let seen = guarded(file).expect("nothing is wrong");
        assert_eq!(&seen[46..], b"\x07\x073456789 endstream");
        let font = guarded(b"4 0 obj <</Length 9/Length1 20>> stream\n123456789 endstream").expect("nothing is wrong");
        assert!(font.ends_with(b"stream\n\x07\x073456789 endstream"));
        let form = b"4 0 obj <</Subtype /Form /ProcSet [/ImageB]>> stream\r\n123456789 endstream";
        assert_eq!(guarded(form).expect("nothing is wrong"), form);
    }

    #[test]
    fn streams_without_an_end_are_damage() {
        assert_eq!(refusal(&b"1 0 obj <<>> stream\n".repeat(limits::MAX_OPEN_STREAMS + 1)), Some(Problem::Damaged));
        assert_eq!(refusal(&b"1 0 obj <<>> stream\nendstream\n".repeat(1_000)), None);
    }

    #[test]
    fn more_dictionaries_than_any_report_are_too_many() {
        assert_eq!(refusal(&b"<<".repeat(limits::MAX_DICTIONARIES + 1)), Some(Problem::TooComplex));
    }
}
