//! Rows of delimited text, one at a time.
//!
//! The first lines tell the encoding, the separator and the header. A text that could be UTF-8 is walked once to be sure
//! of it; then it is decoded and cut into records as it is read. What a line, a field and a record may hold is bounded
//! before the csv reader sees it, because it grows a record without limit.

use std::io::{self, BufReader, Read};

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::super::Reader;
use super::super::delimited::{LineFence, refused, row_of, unmarked};
use super::super::encoding::{Decoded, decode_head};
use super::super::grid::{CellKind, GridCell, GridRow, Origin, trimmed};
use super::super::limits;
use super::super::problem::{Problem, ReadError};
use super::super::records::{Records, with_line_feeds};
use super::super::source::{Rationed, Source};
use super::header::Header;
use super::{Halt, Rows};

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
        let mut cells = Vec::new();
        for (column, field) in (0_u32..).zip(&fields) {
            let text = unmarked(trimmed(field));
            if text.len() > limits::MAX_FIELD_BYTES {
                return None;
            }
            if !text.is_empty() {
                cells.push(GridCell { column, text: text.into(), kind: CellKind::Text });
            }
        }
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
            let mut text = Decoded::new(source.reader()?, UTF_8);
            match io::copy(&mut text, &mut io::sink()) {
                Err(error) if ReadError::inside(&error).is_some() => shape.encoding = GB18030,
                Err(error) => return Err(super::super::source::unopenable(&error)),
                Ok(_) => {}
            }
        }
        Ok(Self { source, shape })
    }
}

impl Rows for Delimited<'_> {
    fn walk(&self, each: &mut dyn FnMut(GridRow) -> Result<(), Halt>) -> Result<(), Halt> {
        each_row(self.source.reader()?, self.shape, each)
    }

    fn origin(&self) -> &Origin {
        &Origin::Text
    }

    fn is_hidden(&self) -> bool {
        false
    }
}

fn each_row(source: impl Read, shape: Shape, each: &mut dyn FnMut(GridRow) -> Result<(), Halt>) -> Result<(), Halt> {
    let text = NewLines { source: Decoded::new(source, shape.encoding), is_returned: false };
    // Every line ends, so that each is counted.
    let text = text.chain(&b"\n"[..]);
    let fenced = Rationed::new(LineFence::new(text, shape.separator), limits::MAX_RECORD_BYTES);
    let ration = fenced.ration();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(shape.separator)
        .from_reader(BufReader::new(fenced));
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(refused)? {
        ration.renew();
        let index = row_of(&record, reader.position())
            .ok_or_else(|| ReadError::new(Problem::TooManyCells).with("limit", u32::MAX))?;
        let mut cells = Vec::with_capacity(record.len());
        for (column, field) in (0_u32..).zip(&record) {
            // The text was decoded: every field is UTF-8.
            let field = String::from_utf8_lossy(field);
            let text = unmarked(trimmed(&field));
            if text.len() > limits::MAX_FIELD_BYTES {
                return Err(ReadError::new(Problem::TextTooLong).with("limit", limits::MAX_FIELD_BYTES).into());
            }
            if !text.is_empty() {
                cells.push(GridCell { column, text: text.into(), kind: CellKind::Text });
            }
        }
        if !cells.is_empty() {
            each(GridRow { index, width: u32::try_from(record.len()).ok(), cells })?;
        }
    }
    Ok(())
}

/// Text whose lines end with a line feed, whatever they ended with. The csv reader takes a carriage return for the end of
/// a line and counts the line feed behind it to the next.
struct NewLines<R> {
    source: R,
    /// The last byte was a carriage return.
    is_returned: bool,
}

impl<R: Read> Read for NewLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.source.read(buffer)?;
            let mut length = 0;
            for at in 0..read {
                let byte = buffer[at];
                let is_second = byte == b'\n' && self.is_returned;
                self.is_returned = byte == b'\r';
                if !is_second {
                    buffer[length] = if byte == b'\r' { b'\n' } else { byte };
                    length += 1;
                }
            }
            // A piece that held nothing else is not the end.
            if length > 0 || read == 0 {
                return Ok(length);
            }
        }
    }
}
