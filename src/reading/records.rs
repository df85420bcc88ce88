//! The records of a delimited text that is in memory: a line each, unless a quoted field holds a line feed.
//!
//! Fields are read as the csv crate reads them, and almost all are slices of the text: a form has some five hundred
//! fields, and building that crate's automaton costs more than to read them.

use std::borrow::Cow;

use memchr::memchr;

use super::limits;
use super::line::Line;
use super::problem::{Problem, ReadError};

/// A walk over the records of a text whose lines end with line feeds.
pub(super) struct Records<'t> {
    rest: &'t str,
    separator: u8,
    /// Of what is left, from 0.
    line: u32,
    /// The last record ended with its line, and no quote of it was left open.
    is_ended: bool,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str, separator: u8) -> Self {
        Self::from_line(text, separator, 0)
    }

    /// The records of a text that goes on from a line of another.
    pub(super) fn from_line(text: &'t str, separator: u8, line: u32) -> Self {
        Self { rest: text, separator, line, is_ended: true }
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'t str {
        self.rest
    }

    /// The line that it begins on.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// Whether the last record ended with its line, and no quote of it was left open.
    pub(super) fn is_ended(&self) -> bool {
        self.is_ended
    }

    /// Reads the fields of the next record and says on which line it begins; nothing at the end.
    ///
    /// # Errors
    /// [`Problem::TooManyFields`].
    pub(super) fn read(&mut self, fields: &mut Vec<Cow<'t, str>>) -> Result<Option<u32>, ReadError> {
        fields.clear();
        self.skip_blank();
        if self.rest.is_empty() {
            return Ok(None);
        }
        let first = self.line;
        let line = memchr(b'\n', self.rest.as_bytes()).map_or(self.rest, |end| &self.rest[..end]);
        if memchr(b'"', line.as_bytes()).is_some() {
            self.read_quoted(fields)?;
        } else {
            let line = Line { index: first, text: line, separator: self.separator };
            line.fields().try_for_each(|field| self.push(fields, Cow::Borrowed(field.text())))?;
            self.end_line(line.text.len());
        }
        Ok(Some(first))
    }

    /// The line that the next record is, if it has no quotes and is too short to have too many fields.
    pub(super) fn read_line(&mut self) -> Option<Line<'t>> {
        self.skip_blank();
        let text = memchr(b'\n', self.rest.as_bytes()).map_or(self.rest, |end| &self.rest[..end]);
        let is_plain = !text.is_empty() && text.len() < limits::MAX_COLUMNS as usize;
        if !is_plain || memchr(b'"', text.as_bytes()).is_some() {
            return None;
        }
        let line = Line { index: self.line, text, separator: self.separator };
        self.end_line(text.len());
        Some(line)
    }

    fn skip_blank(&mut self) {
        while let Some(rest) = self.rest.strip_prefix('\n') {
            self.rest = rest;
            self.line = self.line.saturating_add(1);
        }
    }

    /// Reads a record that may have quoted fields.
    fn read_quoted(&mut self, fields: &mut Vec<Cow<'t, str>>) -> Result<(), ReadError> {
        let separator = char::from(self.separator);
        let is_end = |c: char| c == separator || c == '\n';
        loop {
            let field = if let Some(inner) = self.rest.strip_prefix('"') {
                let (text, length) = unquoted(inner);
                self.line = self.line.saturating_add(u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX));
                self.rest = &inner[length..];
                text
            } else {
                Cow::Borrowed("")
            };
            // What stands behind the quotes belongs to the field.
            let (plain, rest) = self.rest.split_at(self.rest.find(is_end).unwrap_or(self.rest.len()));
            self.rest = rest;
            let whole = if field.is_empty() { Cow::Borrowed(plain) } else { field + plain };
            self.push(fields, whole)?;
            match rest.strip_prefix(separator) {
                Some(rest) => self.rest = rest,
                None => break,
            }
        }
        self.end_line(0);
        Ok(())
    }

    fn push(&self, fields: &mut Vec<Cow<'t, str>>, field: Cow<'t, str>) -> Result<(), ReadError> {
        if fields.len() > limits::MAX_COLUMNS as usize {
            let error = ReadError::new(Problem::TooManyFields).with("limit", limits::MAX_COLUMNS);
            return Err(error.with("line", u64::from(self.line) + 1));
        }
        fields.push(field);
        Ok(())
    }

    /// Goes on behind the line feed that stands `ahead`, if one does.
    fn end_line(&mut self, ahead: usize) {
        self.rest = &self.rest[ahead..];
        self.is_ended = self.rest.starts_with('\n');
        if let Some(rest) = self.rest.strip_prefix('\n') {
            self.rest = rest;
            self.line = self.line.saturating_add(1);
        }
    }
}

/// The text up to the closing quote, doubled ones taken for one, and how long it is with that quote. What is never
/// closed goes on to the end.
fn unquoted(text: &str) -> (Cow<'_, str>, usize) {
    let mut whole = Cow::Borrowed("");
    let mut start = 0;
    while let Some(quote) = text[start..].find('"').map(|at| start + at) {
        whole += &text[start..quote];
        if !text[quote + 1..].starts_with('"') {
            return (whole, quote + 1);
        }
        whole += "\"";
        start = quote + 2;
    }
    (whole + &text[start..], text.len())
}

/// The text with every line ended by a line feed. Old Macintosh programs end lines with a carriage return alone.
pub(super) fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    let mut lines = String::with_capacity(text.len());
    let mut pieces = text.split('\r');
    lines.extend(pieces.next());
    for piece in pieces {
        lines.push('\n');
        lines.push_str(piece.strip_prefix('\n').unwrap_or(piece));
    }
    Cow::Owned(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(text: &str) -> Vec<(u32, Vec<String>)> {
        let (mut records, mut fields, mut all) = (Records::new(text, b','), Vec::new(), Vec::new());
        while let Some(line) = records.read(&mut fields).expect("few fields") {
            all.push((line, fields.iter().map(|field| field.clone().into_owned()).collect()));
        }
        all
    }

    fn theirs(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        reader.records().map(|record| record.expect("UTF-8").iter().map(str::to_owned).collect()).collect()
    }

    /// Every text of so many of these characters.
    #[test]
    fn records_are_those_of_the_csv_crate() {
        let marks = ["a", ",", "\"", "\n", "县"];
        for length in 0..=7_u32 {
            for number in 0..marks.len().pow(length) {
                let text: String =
                    (0..length).map(|place| marks[number / marks.len().pow(place) % marks.len()]).collect();
                let records: Vec<_> = ours(&text).into_iter().map(|(_, record)| record).collect();
                assert_eq!(records, theirs(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn a_record_is_on_the_line_it_begins_on() {
        let lines = |text: &str| ours(text).into_iter().map(|(line, _)| line).collect::<Vec<_>>();
        assert_eq!(lines("a\n\nb\n\"c\n\"\"d\"\ne"), [0, 2, 3, 5]);
        assert_eq!(lines("\n\n\"a\n\n\",b\n\nc\n"), [2, 6]);
    }

    #[test]
    fn lines_end_with_line_feeds() {
        for text in ["a\r\nb\r\n", "a\rb\r", "a\nb\n", "a\r\nb\r"] {
            assert_eq!(with_line_feeds(text), "a\nb\n");
        }
        assert_eq!(with_line_feeds("a\r\r\nb\n\r"), "a\n\nb\n\n");
    }
}
