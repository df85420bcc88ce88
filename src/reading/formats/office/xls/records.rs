//! The records that an `.xls` is a stream of: a type, a length and at most 64 KB. A longer one goes on in CONTINUE records.

use super::super::binary::Fields;
use super::super::damaged;
use crate::reading::bytes::problem::{Problem, ReadError};

pub(super) const FORMULA: u16 = 0x0006;
pub(super) const EOF: u16 = 0x000A;
pub(super) const FONT: u16 = 0x0031;
pub(super) const FILEPASS: u16 = 0x002F;
pub(super) const CONTINUE: u16 = 0x003C;
pub(super) const CODEPAGE: u16 = 0x0042;
pub(super) const COLINFO: u16 = 0x007D;
pub(super) const BOUNDSHEET: u16 = 0x0085;
pub(super) const MULRK: u16 = 0x00BD;
pub(super) const RSTRING: u16 = 0x00D6;
pub(super) const XF: u16 = 0x00E0;
pub(super) const MERGEDCELLS: u16 = 0x00E5;
pub(super) const SST: u16 = 0x00FC;
pub(super) const LABELSST: u16 = 0x00FD;
pub(super) const NUMBER: u16 = 0x0203;
pub(super) const LABEL: u16 = 0x0204;
pub(super) const BOOLERR: u16 = 0x0205;
pub(super) const STRING: u16 = 0x0207;
pub(super) const ROW: u16 = 0x0208;
pub(super) const RK: u16 = 0x027E;
pub(super) const FORMAT: u16 = 0x041E;
pub(super) const BOF: u16 = 0x0809;

/// A part of the stream that holds a worksheet, as its BOF record says.
pub(super) const WORKSHEET: u16 = 0x0010;

/// Whether records of this kind are a cell with one value.
pub(super) fn is_cell(kind: u16) -> bool {
    matches!(kind, NUMBER | RK | BOOLERR | FORMULA | LABELSST | LABEL | RSTRING)
}

/// How often a record may be continued. The largest file has 4,000 continuations of the usual 8 KB; it could have eight
/// million empty ones, and calamine's time grows with the square of their number.
const MAX_CONTINUED: usize = 10_000;

/// One record.
#[derive(Clone, Copy)]
pub(super) struct BiffRecord<'s> {
    /// One of the types above, or any other.
    pub(super) kind: u16,
    /// What it holds.
    pub(super) content: &'s [u8],
}

/// Walks the records of a stream.
#[derive(Clone, Copy)]
pub(super) struct BiffRecords<'s>(pub(super) Fields<'s>);

impl<'s> BiffRecords<'s> {
    /// The next record. The end of the stream before an EOF record is damage: the file was cut off.
    pub(super) fn next(&mut self) -> Result<BiffRecord<'s>, ReadError> {
        let cut = |_| damaged("the workbook ends early");
        let (kind, length) = (self.0.u16().map_err(cut)?, self.0.u16().map_err(cut)?);
        Ok(BiffRecord { kind, content: self.0.take(usize::from(length)).map_err(cut)? })
    }

    /// What the CONTINUE records hold that follow at once, empty ones left out.
    pub(super) fn continued(&mut self) -> Result<Vec<&'s [u8]>, ReadError> {
        let (mut parts, mut count) = (Vec::new(), 0);
        let mut ahead = *self;
        while let Ok(BiffRecord { kind: CONTINUE, content }) = ahead.next() {
            parts.extend(Some(content).filter(|content| !content.is_empty()));
            *self = ahead;
            count += 1;
            if count > MAX_CONTINUED {
                return Err(damaged("a record goes on and on"));
            }
        }
        Ok(parts)
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.0.0.len()
    }
}

/// Appends a record of this content.
pub(super) fn append(stream: &mut Vec<u8>, kind: u16, content: &[&[u8]]) -> Result<(), ReadError> {
    let length = content.iter().map(|part| part.len()).sum::<usize>();
    let length = u16::try_from(length).map_err(|_| ReadError::new(Problem::TextTooLong).with("limit", u16::MAX))?;
    stream.extend_from_slice(&kind.to_le_bytes());
    stream.extend_from_slice(&length.to_le_bytes());
    for part in content {
        stream.extend_from_slice(part);
    }
    Ok(())
}
