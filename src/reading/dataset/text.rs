//! Rows of delimited text, one at a time.
//!
//! The first lines tell the encoding, the separator and the header. A text that could be UTF-8 is walked once to be sure
//! of it, and any other is decoded; it is cut into records as it is read.

use std::io::Read;
use std::sync::Arc;

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::Halt;
use super::rows::{Row, Rows};
use super::summary;
use super::top::TopRow;
use crate::reading::bytes::encoding::{Decoded, decode_head, is_utf_8, unmarked};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::bytes::source::{Source, unopenable};
use crate::reading::cells::grid::{Grid, GridRow, Origin, trimmed};
use crate::reading::cells::spread::MergedRows;
use crate::reading::formats::delimited::with_line_feeds;
use crate::reading::formats::records::{Records, SEPARATORS};
use crate::reading::recognise::Recogniser;

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
pub(super) fn recognise(head: &[u8], recogniser: &Recogniser) -> Result<Option<Shape>, ReadError> {
    if begins_with_a_title(head) && !has_a_long_line(head) {
        return Ok(None);
    }
    let Some((encoding, text)) = decode_head(head) else { return Ok(None) };
    let text = with_line_feeds(&text);
    for separator in SEPARATORS {
        if is_headed(&text, separator, recogniser)? {
            return Ok(Some(Shape { encoding, separator }));
        }
    }
    Ok(None)
}

/// Whether the first line that holds something has no separator on it, as the title of a report has none: it heads nothing,
/// and the rest need not be decoded for that. In UTF-16 bytes tell no line, and in quotes a line goes on.
fn begins_with_a_title(head: &[u8]) -> bool {
    let is_of_pairs = matches!(head, [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..]);
    let mut lines = head.split(|byte| matches!(byte, b'\n' | b'\r')).map(<[u8]>::trim_ascii);
    let first = lines.find(|line| !line.is_empty()).filter(|_| !is_of_pairs).unwrap_or_default();
    let is_apart = |byte: &u8| *byte == b'"' || SEPARATORS.contains(byte);
    let holds_words = || decode_head(first).is_some_and(|(_, text)| !trimmed(&text).is_empty());
    !first.iter().any(is_apart) && holds_words()
}

/// Whether one of the first lines has more separators than those of a form: a data set may have its title above it.
fn has_a_long_line(head: &[u8]) -> bool {
    /// Table 4 has fifteen columns.
    const LONG: usize = 32;
    let lines = head.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_empty());
    let is_long = |line: &[u8]| line.iter().filter(|byte| SEPARATORS.contains(byte)).nth(LONG).is_some();
    lines.take(TopRow::MOST_TITLES + 1).any(is_long)
}

/// Whether the first row of a text that is more than a title heads a data set. A text that is no data set may go on as it
/// likes: what is wrong with it is said by whoever reads it.
fn is_headed(text: &str, separator: u8, recogniser: &Recogniser) -> Result<bool, ReadError> {
    let mut records = Records::of_text(text, separator);
    let mut titles = 0;
    while let Ok(Some((index, fields))) = records.next() {
        let row = Row::of_fields(index, fields);
        if row.is_empty() {
            continue;
        }
        if row.cells().any(|cell| cell.text.len() > limits::MAX_FIELD_BYTES) {
            return Ok(false);
        }
        match TopRow::read(&row, recogniser)? {
            TopRow::Title if titles < TopRow::MOST_TITLES => titles += 1,
            TopRow::Header(header) if header.has_gaps() => {
                let first = row.with(std::iter::empty());
                return Ok(!goes_on(first, &mut records, recogniser));
            }
            top => return Ok(matches!(top, TopRow::Header(_))),
        }
    }
    Ok(false)
}

/// Whether a row that heads a data set with gaps is but the first of the head of a summary.
fn goes_on(first: GridRow, records: &mut Records<&[u8]>, recogniser: &Recogniser) -> bool {
    /// Rows of a head, and the first of its agencies.
    const ENOUGH: usize = 12;
    let mut grid = Grid::new(Origin::Text);
    grid.rows.push(first);
    while let Ok(Some((index, fields))) = records.next()
        && grid.rows.len() < ENOUGH
    {
        grid.rows.push(Row::of_fields(index, fields).with(std::iter::empty()));
    }
    grid.rows.retain(|row| !row.cells.is_empty());
    summary::is_headed(&grid, recogniser)
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
        let source = self.source.reader()?;
        // What was found to be UTF-8 needs no decoding.
        let text: Box<dyn Read> = if self.shape.encoding == UTF_8 {
            Box::new(unmarked(source).map_err(|error| unopenable(&error))?)
        } else {
            Box::new(Decoded::new(source, self.shape.encoding))
        };
        let mut records = Records::of_stream(text, self.shape.separator);
        while let Some((index, fields)) = records.next()? {
            let is_short = fields.bytes() <= limits::MAX_FIELD_BYTES;
            if !is_short && fields.iter().any(|field| field.len() > limits::MAX_FIELD_BYTES) {
                return Err(ReadError::new(Problem::TextTooLong).with("limit", limits::MAX_FIELD_BYTES).into());
            }
            let row = Row::of_fields(index, fields);
            if !row.is_empty() {
                each(row)?;
            }
        }
        Ok(())
    }

    fn origin(&self) -> &Origin {
        &Origin::Text
    }

    fn is_hidden(&self) -> bool {
        false
    }

    fn merged(&self) -> Result<Arc<MergedRows>, ReadError> {
        Ok(Arc::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_alone_on_its_line_is_told_without_decoding_the_rest() {
        let utf_16: Vec<u8> = "\u{FEFF}上报\n单位,年度".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (gb18030, _, _) = GB18030.encode("\r\n某县教育局2023年政府信息公开工作年度报告\r\n信息内容,本年制发件数");
        assert!(begins_with_a_title(&gb18030));
        assert!(begins_with_a_title("\u{FEFF} 某县教育局 \n填报单位,年度".as_bytes()));
        for head in [
            &utf_16[..],
            "填报单位,年度\n某县教育局,2023".as_bytes(),
            "\u{3000}\n填报单位;年度".as_bytes(),
            "\u{FEFF}\r\n\r\n填报单位\t年度".as_bytes(),
            "\"填报\n单位\",年度".as_bytes(),
            b"\n\n",
            b"",
        ] {
            assert!(!begins_with_a_title(head), "{}", String::from_utf8_lossy(head));
        }
    }
}
