//! Rows of delimited text, one at a time.
//!
//! The first lines tell the encoding, the separator and the header. A text that could be UTF-8 is walked once to be sure
//! of it, and any other is decoded; it is cut into records as it is read. A record is walked only once all of it is there,
//! and what it may hold is bounded.

use std::io::Read;

use encoding_rs::{Encoding, GB18030, UTF_8};
use memchr::{memchr, memrchr};

use super::super::Reader;
use super::super::encoding::{Decoded, decode_head, is_utf_8, unmarked};
use super::super::grid::{GridRow, Origin};
use super::super::limits;
use super::super::problem::{Problem, ReadError};
use super::super::records::{Records, with_line_feeds};
use super::super::source::{Source, unopenable};
use super::Halt;
use super::header::Header;
use super::rows::{Row, Rows, cells};

/// How a delimited text is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    encoding: &'static Encoding,
    separator: u8,
}

/// A delimited text whose first row heads a data set.
#[derive(Debug)]
pub(super) struct Delimited<'a> {
    source: Source<'a>,
    shape: Shape,
}

/// How a text is written that begins with `head`, if its first row heads a data set.
///
/// # Errors
/// [`Problem::ColumnsAmbiguous`] for a header in which two columns are the same thing.
pub(super) fn recognise(head: &[u8], reader: &Reader) -> Result<Option<Shape>, ReadError> {
    let Some((encoding, text)) = decode_head(head) else { return Ok(None) };
    let text = with_line_feeds(&text);
    for separator in [b',', b'\t', b';'] {
        if let Some(row) = first_row(&text, separator)
            && Header::read(&row, reader)?.is_some()
        {
            return Ok(Some(Shape { encoding, separator }));
        }
    }
    Ok(None)
}

/// The first row of a text that holds something, if that is more than one cell. A text that is no data set may go on as
/// it likes: what is wrong with it is said by whoever reads it.
fn first_row(text: &str, separator: u8) -> Option<GridRow> {
    let (mut records, mut fields) = (Records::new(text, separator), Vec::new());
    while let Some(index) = records.read(&mut fields).ok()? {
        let cells = cells(&fields).ok()?;
        if !cells.is_empty() {
            let width = u32::try_from(fields.len()).ok();
            return (cells.len() > 1).then_some(GridRow { index, width, cells });
        }
    }
    None
}

impl<'a> Delimited<'a> {
    /// The text in `source`. One that begins as UTF-8 and does not go on so is GB18030, as the whole decides.
    pub(super) fn new(source: Source<'a>, mut shape: Shape) -> Result<Self, ReadError> {
        if shape.encoding == UTF_8 {
            let is_utf_8 = is_utf_8(source.reader()?).map_err(|error| unopenable(&error))?;
            shape.encoding = if is_utf_8 { UTF_8 } else { GB18030 };
        }
        Ok(Self { source, shape })
    }
}

impl Rows for Delimited<'_> {
    fn walk(&self, each: &mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<(), Halt> {
        each_row(self.source.reader()?, self.shape, each)
    }

    fn origin(&self) -> &Origin {
        &Origin::Text
    }

    fn is_hidden(&self) -> bool {
        false
    }
}

/// Hands on the rows of a text as it is read.
fn each_row(source: impl Read, shape: Shape, each: &mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<(), Halt> {
    // What was found to be UTF-8 needs no decoding.
    let source: Box<dyn Read> = if shape.encoding == UTF_8 {
        Box::new(unmarked(source).map_err(|error| unopenable(&error))?)
    } else {
        Box::new(Decoded::new(source, shape.encoding))
    };
    let mut text = Lines { source, bytes: Vec::new(), is_returned: false, ended: false };
    let mut line = 0;
    while !text.ended {
        text.fetch()?;
        let whole = text.whole()?;
        let mut records = Records::from_line(whole, shape.separator, line);
        let mut fields = Vec::new();
        let done = loop {
            if let Some(plain) = records.read_line() {
                each(Row::Line(plain))?;
                line = records.line();
                continue;
            }
            let begin = records.rest();
            let Some(index) = records.read(&mut fields)? else {
                line = records.line();
                break whole.len();
            };
            // A quote that is still open may be closed further on.
            if !records.is_ended() && !text.ended {
                break whole.len() - begin.len();
            }
            line = records.line();
            each(Row::Cells(GridRow { index, width: u32::try_from(fields.len()).ok(), cells: cells(&fields)? }))?;
        };
        text.bytes.drain(..done);
    }
    Ok(())
}

/// The lines of a text as it is read, each ended by a line feed, whatever it ended with.
struct Lines<R> {
    source: R,
    /// What is there and not yet read.
    bytes: Vec<u8>,
    /// The last byte was a carriage return.
    is_returned: bool,
    /// There is no more.
    ended: bool,
}

impl<R: Read> Lines<R> {
    /// Fetches as much again as is left of the last piece, so that a record of many pieces is not walked as many times.
    fn fetch(&mut self) -> Result<(), ReadError> {
        const PIECE: usize = 64 << 10;
        if self.bytes.len() >= limits::MAX_RECORD_BYTES {
            return Err(ReadError::new(Problem::TextTooLong).with("limit", limits::MAX_RECORD_BYTES));
        }
        let (from, wanted) = (self.bytes.len(), self.bytes.len().max(PIECE));
        let mut piece = (&mut self.source).take(wanted as u64);
        let read = piece.read_to_end(&mut self.bytes);
        let read = read.map_err(|error| ReadError::inside(&error).unwrap_or_else(|| unopenable(&error)))?;
        self.ended = read < wanted;
        self.end_lines(from);
        Ok(())
    }

    /// Makes line feeds of what lines ended with that were fetched last.
    fn end_lines(&mut self, from: usize) {
        if !self.is_returned && memchr(b'\r', &self.bytes[from..]).is_none() {
            return;
        }
        let mut kept = from;
        for at in from..self.bytes.len() {
            let byte = self.bytes[at];
            let is_second = byte == b'\n' && self.is_returned;
            self.is_returned = byte == b'\r';
            if !is_second {
                self.bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        self.bytes.truncate(kept);
    }

    /// The whole lines of what is there; at the end all of it.
    fn whole(&self) -> Result<&str, ReadError> {
        let end = if self.ended { None } else { memrchr(b'\n', &self.bytes).map(|at| at + 1) };
        let end = end.unwrap_or(if self.ended { self.bytes.len() } else { 0 });
        // It was decoded, or found to be UTF-8; a file can have been written to since then.
        simdutf8::basic::from_utf8(&self.bytes[..end]).map_err(|_| ReadError::new(Problem::UnknownEncoding))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::grid::trimmed;

    /// The rows of a text as the csv crate reads it, whatever its pieces and the ends of its lines.
    #[test]
    fn rows_are_those_of_the_csv_crate() {
        let quoted = format!("\"{}\",2", "第一行\n".repeat(9_000));
        let many = "某县,1,,\"a\"\"b\"\r\n".repeat(9_000);
        for text in [
            "a,b\n\n\n1,2\n".to_owned(),
            format!("{}{many}", "\n".repeat(200_000)),
            format!("{many}{quoted}\r\nx,y"),
            format!("{many},\"{quoted}"),
            many.replace("\r\n", "\r"),
        ] {
            let shape = Shape { encoding: UTF_8, separator: b',' };
            let mut ours = Vec::new();
            let mut take = |row: Row| {
                let Some(row) = row.cells() else { return Ok(()) };
                let cells: Vec<_> = row.cells.iter().map(|cell| (cell.column, cell.text.to_string())).collect();
                ours.push((row.index, cells));
                Ok(())
            };
            assert!(each_row(text.as_bytes(), shape, &mut take).is_ok());
            let text = with_line_feeds(&text);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let (mut theirs, mut from, mut line) = (Vec::new(), 0, 0);
            for record in reader.records().map(|record| record.expect("UTF-8")) {
                let begin = usize::try_from(record.position().expect("a position").byte()).expect("short");
                // Blank lines in front of a record count as part of it.
                let begin = begin + text[begin..].bytes().take_while(|byte| *byte == b'\n').count();
                line += text[from..begin].matches('\n').count();
                from = begin;
                let cells = (0_u32..).zip(record.iter().map(|field| trimmed(field).to_owned()));
                let cells: Vec<_> = cells.filter(|(_, text)| !text.is_empty()).collect();
                theirs.push((u32::try_from(line).expect("short"), cells));
            }
            assert!(ours == theirs, "{} rows, {} of the crate", ours.len(), theirs.len());
        }
    }
}
