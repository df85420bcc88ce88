//! The records of a delimited text, cut by csv-core: a line each, unless a quoted field holds a line feed. What one record
//! may hold is bounded, for a quote that is never closed goes on to the end of the text.
//!
//! csv-core and not the csv crate above it, because that makes its automaton anew for every text, which takes as long as
//! to read a form. Here a thread keeps the automata it has made. (They are not copied: a copy of csv-core's, as of 0.1.13,
//! lacks the states that end a record.)

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::{memchr, memchr_iter};

use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::bytes::source::unopenable;

/// What may part the fields of a record.
pub(in crate::reading) const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];

thread_local! {
    /// Automata that nobody uses now, each with its separator.
    static IDLE: RefCell<Vec<(u8, Reader)>> = const { RefCell::new(Vec::new()) };
}

/// An automaton that is at the beginning of a text.
fn automaton(separator: u8) -> Reader {
    let idle = IDLE.with_borrow_mut(|idle| {
        let at = idle.iter().position(|(own, _)| *own == separator)?;
        Some(idle.swap_remove(at).1)
    });
    idle.unwrap_or_else(|| ReaderBuilder::new().delimiter(separator).build())
}

/// A walk over the records of a text.
pub(in crate::reading) struct Records<R> {
    text: R,
    separator: u8,
    /// There from the first record on, until reading fails.
    reader: Option<Reader>,
    /// The bytes of the fields, one behind the other, and where each ends.
    fields: Vec<u8>,
    ends: Vec<usize>,
    /// What was read of the text for the record, and where its fields begin where some have quotes.
    raw: Vec<u8>,
    starts: Vec<u32>,
    /// The text came to its end, and with it the last record.
    is_ended: bool,
}

/// The fields of a record.
#[derive(Debug, Clone, Copy)]
pub(in crate::reading) struct Fields<'r> {
    text: &'r str,
    ends: &'r [usize],
    /// Where its fields begin, of a record that has more than bare ASCII; 0 where that is on a further line.
    starts: &'r [u32],
}

impl<'r> Fields<'r> {
    /// How many there are.
    pub(in crate::reading) fn len(self) -> usize {
        self.ends.len()
    }

    /// How many bytes they have together.
    pub(in crate::reading) fn bytes(self) -> usize {
        self.text.len()
    }

    /// The field at a position.
    pub(in crate::reading) fn get(self, at: usize) -> Option<&'r str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
    }

    /// The character of its line that a field begins with, from 1.
    pub(in crate::reading) fn start(self, at: usize) -> Option<u32> {
        if !self.starts.is_empty() {
            return self.starts.get(at).copied().filter(|start| *start > 0);
        }
        let begun = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        u32::try_from(begun + at + 1).ok()
    }

    /// The fields, from the left.
    pub(in crate::reading) fn iter(self) -> impl Iterator<Item = &'r str> {
        (0..self.len()).filter_map(move |at| self.get(at))
    }
}

impl<'t> Records<&'t [u8]> {
    /// The records of a text whose lines end with line feeds, its fields parted by one of [`SEPARATORS`].
    pub(in crate::reading) fn of_text(text: &'t str, separator: u8) -> Self {
        Self::new(text.as_bytes(), separator)
    }
}

impl<R: Read> Records<BufReader<LineFeeds<R>>> {
    /// The records of a stream in UTF-8, whatever its lines end with.
    pub(in crate::reading) fn of_stream(text: R, separator: u8) -> Self {
        const PIECE: usize = 64 << 10;
        Self::new(BufReader::with_capacity(PIECE, LineFeeds { text, is_returned: false }), separator)
    }
}

impl<R: BufRead> Records<R> {
    fn new(text: R, separator: u8) -> Self {
        // A form has lines of ten fields and some hundred bytes, a data set longer ones: they grow.
        Self {
            text,
            separator,
            reader: None,
            fields: vec![0; 1 << 10],
            ends: vec![0; 32],
            raw: Vec::new(),
            starts: Vec::new(),
            is_ended: false,
        }
    }

    /// The fields of the next record and the line it begins on, from 0; nothing at the end. Blank lines are none.
    ///
    /// # Errors
    /// [`Problem::TooManyFields`], [`Problem::TextTooLong`] for a record without an end, [`Problem::UnknownEncoding`]
    /// for what is not UTF-8, and what the source says.
    pub(in crate::reading) fn next(&mut self) -> Result<Option<(u32, Fields<'_>)>, ReadError> {
        let mut reader = self.reader.take().unwrap_or_else(|| automaton(self.separator));
        let before = reader.line();
        let read = self.read(&mut reader)?;
        let after = self.reader.insert(reader).line();
        let Some((bytes, count)) = read else { return Ok(None) };
        let (bytes, ends) = (&self.fields[..bytes], &self.ends[..count]);
        // Blank lines in front are passed over; the others are those of the record and the one that ends it.
        let inside = memchr_iter(b'\n', bytes).count() as u64;
        let blank = (after - before).saturating_sub(inside + u64::from(!self.is_ended));
        let line = u32::try_from(before - 1 + blank).unwrap_or(u32::MAX);
        let text = std::str::from_utf8(bytes).ok().filter(|text| ends.iter().all(|end| text.is_char_boundary(*end)));
        let text = text.ok_or_else(|| ReadError::new(Problem::UnknownEncoding))?;
        if ends.len() > limits::MAX_COLUMNS as usize {
            let error = ReadError::new(Problem::TooManyFields).with("limit", limits::MAX_COLUMNS);
            return Err(error.with("line", u64::from(line) + 1));
        }
        self.starts.clear();
        if memchr(b'"', &self.raw).is_some() {
            let raw = std::str::from_utf8(&self.raw).unwrap_or_default();
            begin_quoted(raw.trim_start_matches('\n'), char::from(self.separator), &mut self.starts);
        } else if !text.is_ascii() {
            begin_bare(text, ends, &mut self.starts);
        }
        Ok(Some((line, Fields { text, ends, starts: &self.starts })))
    }

    /// Reads a record, and says how many bytes and fields it has.
    fn read(&mut self, reader: &mut Reader) -> Result<Option<(usize, usize)>, ReadError> {
        let too_long = || ReadError::new(Problem::TextTooLong).with("limit", limits::MAX_RECORD_BYTES);
        let (mut bytes, mut fields, mut taken) = (0, 0, 0);
        self.raw.clear();
        loop {
            let piece = self.text.fill_buf();
            let piece = piece.map_err(|error| ReadError::inside(&error).unwrap_or_else(|| unopenable(&error)))?;
            self.is_ended = piece.is_empty();
            let (result, read, written, ended) =
                reader.read_record(piece, &mut self.fields[bytes..], &mut self.ends[fields..]);
            // A text of blank lines is no record.
            if bytes + fields + written + ended > 0 {
                self.raw.extend_from_slice(&piece[..read]);
            }
            self.text.consume(read);
            (bytes, fields, taken) = (bytes + written, fields + ended, taken + read);
            match result {
                ReadRecordResult::Record => return Ok(Some((bytes, fields))),
                ReadRecordResult::End => return Ok(None),
                _ if taken > limits::MAX_RECORD_BYTES && bytes + fields > 0 => return Err(too_long()),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.fields.resize(2 * self.fields.len(), 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
            }
        }
    }
}

/// The character that each field of a record without quotes begins with, from 1.
fn begin_bare(text: &str, ends: &[usize], starts: &mut Vec<u32>) {
    // Names stand in front and figures behind, and a record has two hundred of these.
    let bare_from = text.bytes().rposition(|byte| !byte.is_ascii()).map_or(0, |last| last + 1);
    let (mut at, mut begun) = (1, 0);
    for end in ends {
        starts.push(u32::try_from(at).unwrap_or(u32::MAX));
        at += 1 + if begun >= bare_from { end - begun } else { text[begun..*end].chars().count() };
        begun = *end;
    }
}

/// The character that each field of a record with quotes begins with, from 1; 0 for one on a further line than the first.
fn begin_quoted(raw: &str, separator: char, starts: &mut Vec<u32>) {
    let (mut is_quoted, mut is_first, mut at) = (false, true, 1_u32);
    let mut chars = raw.chars().peekable();
    starts.push(at);
    while let Some(c) = chars.next() {
        // Behind a line feed no field is on the first line any more.
        at = if c == '\n' || at == 0 { 0 } else { at.saturating_add(1) };
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                at = if at == 0 { 0 } else { at.saturating_add(1) };
            }
            '"' if is_quoted => is_quoted = false,
            '"' if is_first => is_quoted = true,
            '\n' if !is_quoted => return,
            c if c == separator && !is_quoted => {
                starts.push(at);
                is_first = true;
                continue;
            }
            _ => {}
        }
        is_first = false;
    }
}

impl<R> Drop for Records<R> {
    fn drop(&mut self) {
        if let Some(mut reader) = self.reader.take() {
            reader.reset();
            IDLE.with_borrow_mut(|idle| idle.push((self.separator, reader)));
        }
    }
}

/// A text with every line ended by a line feed, which csv-core counts. Old Macintosh programs end lines with a carriage
/// return alone.
pub(in crate::reading) struct LineFeeds<R> {
    text: R,
    /// The last byte was a carriage return.
    is_returned: bool,
}

impl<R: Read> Read for LineFeeds<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.text.read(buffer)?;
            let kept = self.end_lines(&mut buffer[..read]);
            if kept > 0 || read == 0 {
                return Ok(kept);
            }
        }
    }
}

impl<R> LineFeeds<R> {
    /// Makes line feeds of what lines end with, and says how many bytes are left.
    fn end_lines(&mut self, bytes: &mut [u8]) -> usize {
        if !self.is_returned && !bytes.contains(&b'\r') {
            return bytes.len();
        }
        let mut kept = 0;
        for at in 0..bytes.len() {
            let byte = bytes[at];
            let is_second = byte == b'\n' && self.is_returned;
            self.is_returned = byte == b'\r';
            if !is_second {
                bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Found = Vec<(u32, Vec<String>)>;

    fn all(mut records: Records<impl BufRead>) -> Found {
        let mut all = Vec::new();
        while let Some((line, fields)) = records.next().expect("few fields") {
            all.push((line, fields.iter().map(str::to_owned).collect()));
        }
        all
    }

    /// As the csv crate has them, with the lines counted by hand.
    fn theirs(text: &str) -> Found {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let (mut line, mut counted) = (0, 0);
        let record = |record: csv::StringRecord| {
            let begin = usize::try_from(record.position().expect("a position").byte()).expect("short");
            let begin = begin + text[begin..].bytes().take_while(|byte| *byte == b'\n').count();
            line += text[counted..begin].matches('\n').count();
            counted = begin;
            (u32::try_from(line).expect("short"), record.iter().map(str::to_owned).collect())
        };
        reader.records().map(|read| read.expect("UTF-8")).map(record).collect()
    }

    /// In an editor a field is where it begins, whatever stands in front of it.
    #[test]
    fn a_field_begins_at_a_character_of_its_line() {
        let text = "\n\n青禾县,12,3\n\"青,禾\"\"县\",12,3\n\"a\nb\",7\nx,y";
        let mut records = Records::of_text(text, b',');
        let mut starts = Vec::new();
        while let Some((_, fields)) = records.next().expect("few fields") {
            starts.push((0..fields.len()).map(|at| fields.start(at)).collect::<Vec<_>>());
        }
        let expected = [
            vec![Some(1), Some(5), Some(8)],
            // `"青,禾""县",` are nine characters.
            vec![Some(1), Some(10), Some(13)],
            vec![Some(1), None],
            vec![Some(1), Some(3)],
        ];
        assert_eq!(starts, expected);
    }

    /// Every text of so many of these characters.
    #[test]
    fn records_are_those_of_the_csv_crate() {
        let marks = ["a", ",", "\"", "\n", "县"];
        for length in 0..=7_u32 {
            for number in 0..marks.len().pow(length) {
                let text: String =
                    (0..length).map(|place| marks[number / marks.len().pow(place) % marks.len()]).collect();
                assert_eq!(all(Records::of_text(&text, b',')), theirs(&text), "{text:?}");
            }
        }
    }

    /// Whatever pieces a text comes in, and whatever ends its lines.
    #[test]
    fn a_stream_has_the_records_of_its_text() {
        let quoted = format!("\"{}\",2", "第一行\n".repeat(9_000));
        let many = "某县,1,,\"a\"\"b\"\n".repeat(9_000);
        for text in [
            "a\n\nb\n\"c\n\"\"d\"\ne".to_owned(),
            format!("{}{many}", "\n".repeat(200_000)),
            format!("{many}{quoted}\nx,y"),
            format!("{many},\"{quoted}"),
        ] {
            for ends in ["\n", "\r\n", "\r"] {
                let stream = text.replace('\n', ends);
                assert!(all(Records::of_stream(stream.as_bytes(), b',')) == theirs(&text), "{ends:?}");
            }
        }
    }

    #[test]
    fn a_record_without_an_end_is_refused() {
        let text = format!("a\n\"{}", "b,".repeat(limits::MAX_RECORD_BYTES));
        let mut records = Records::of_text(&text, b',');
        assert!(records.next().is_ok_and(|record| record.is_some()));
        assert_eq!(records.next().expect_err("too long").problem, Problem::TextTooLong);
        let commas = ",".repeat(limits::MAX_COLUMNS as usize + 1);
        let error = Records::of_text(&commas, b',').next().map(|_| ()).expect_err("too many");
        assert_eq!((error.problem, error.facts["line"].as_str()), (Problem::TooManyFields, "1"));
    }

    #[test]
    fn a_character_cut_in_two_is_no_text() {
        let error = Records::of_stream(&b"a,\xC3,\xA9\n"[..], b',').next().map(|_| ()).expect_err("no UTF-8");
        assert_eq!(error.problem, Problem::UnknownEncoding);
    }
}
