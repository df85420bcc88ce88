//! The records of an `.xls` stream, and the strings in them.
//!
//! A record is a type, a length and at most 64 KB; a longer one goes on in CONTINUE records. Strings are the hard part:
//! the table of shared strings is cut into CONTINUE records anywhere, in the middle of a string too, where the rest may
//! even change between one and two bytes a character. Before Excel 97 strings are bytes in the code page of the author.

use encoding_rs::Encoding;

use super::super::problem::ReadError;
use super::binary::{Fields, utf16};
use super::damaged;
use super::strings::SharedStrings;

/// Types of records.
pub(super) mod record {
    pub(in super::super) const FORMULA: u16 = 0x0006;
    pub(in super::super) const EOF: u16 = 0x000A;
    pub(in super::super) const FILEPASS: u16 = 0x002F;
    pub(in super::super) const CONTINUE: u16 = 0x003C;
    pub(in super::super) const CODEPAGE: u16 = 0x0042;
    pub(in super::super) const BOUNDSHEET: u16 = 0x0085;
    pub(in super::super) const MULRK: u16 = 0x00BD;
    pub(in super::super) const RSTRING: u16 = 0x00D6;
    pub(in super::super) const XF: u16 = 0x00E0;
    pub(in super::super) const SST: u16 = 0x00FC;
    pub(in super::super) const LABELSST: u16 = 0x00FD;
    pub(in super::super) const NUMBER: u16 = 0x0203;
    pub(in super::super) const LABEL: u16 = 0x0204;
    pub(in super::super) const BOOLERR: u16 = 0x0205;
    pub(in super::super) const STRING: u16 = 0x0207;
    pub(in super::super) const RK: u16 = 0x027E;
    pub(in super::super) const FORMAT: u16 = 0x041E;
    pub(in super::super) const BOF: u16 = 0x0809;
}

/// How often a record may be continued. The largest file has 4,000 continuations of the usual 8 KB; it could have eight
/// million empty ones.
const MAX_CONTINUED: usize = 100_000;

/// One record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    /// One of the types in [`record`], or any other.
    pub kind: u16,
    /// What it holds.
    pub content: &'a [u8],
}

/// Walks the records of a stream.
#[derive(Debug, Clone, Copy)]
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    /// The records from the start of `stream`.
    pub(super) fn new(stream: &'a [u8]) -> Self {
        Self { rest: stream }
    }

    /// The next record. The end of the stream before an EOF record is damage: the file was cut off.
    pub(super) fn next(&mut self) -> Result<Record<'a>, ReadError> {
        let cut = || damaged("the workbook ends early");
        let mut fields = Fields(self.rest);
        let kind = fields.u16().map_err(|_| cut())?;
        let length = fields.u16().map_err(|_| cut())?;
        let content = fields.take(usize::from(length)).map_err(|_| cut())?;
        self.rest = fields.0;
        Ok(Record { kind, content })
    }

    /// The contents of the CONTINUE records that follow at once.
    pub(super) fn continued(&mut self) -> Result<Vec<&'a [u8]>, ReadError> {
        let mut contents = Vec::new();
        let mut ahead = *self;
        while let Ok(Record { kind: record::CONTINUE, content }) = ahead.next() {
            contents.push(content);
            *self = ahead;
            if contents.len() > MAX_CONTINUED {
                return Err(damaged("a record goes on and on"));
            }
        }
        Ok(contents)
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }
}

/// How a stream writes its strings.
#[derive(Debug, Clone, Copy)]
pub(super) enum Script {
    /// Excel 97 and later: UTF-16, its upper bytes left out where they are all zero.
    Unicode,
    /// Excel 5 and 95: bytes in a code page.
    CodePage(&'static Encoding),
}

impl Script {
    /// The script of a stream that says this code page, if it is not Unicode. What China wrote without saying is GBK.
    pub(super) fn of_code_page(code_page: u16) -> Self {
        Self::CodePage(match code_page {
            874 => encoding_rs::WINDOWS_874,
            932 | 10001 => encoding_rs::SHIFT_JIS,
            949 | 10003 => encoding_rs::EUC_KR,
            950 | 10002 => encoding_rs::BIG5,
            1250 => encoding_rs::WINDOWS_1250,
            1251 => encoding_rs::WINDOWS_1251,
            1252 | 32_769 => encoding_rs::WINDOWS_1252,
            1253 => encoding_rs::WINDOWS_1253,
            1254 => encoding_rs::WINDOWS_1254,
            1255 => encoding_rs::WINDOWS_1255,
            1256 => encoding_rs::WINDOWS_1256,
            1257 => encoding_rs::WINDOWS_1257,
            1258 => encoding_rs::WINDOWS_1258,
            10000 | 32_768 => encoding_rs::MACINTOSH,
            65001 => encoding_rs::UTF_8,
            _ => encoding_rs::GB18030,
        })
    }

    /// A string with its length in two bytes, as cells and results of formulas have it.
    pub(super) fn string(self, mut fields: Fields<'_>, continued: &[&[u8]]) -> Result<String, ReadError> {
        let length = usize::from(fields.u16()?);
        self.characters(fields, length, continued)
    }

    /// A string with its length in one byte, as names of sheets have it.
    pub(super) fn short_string(self, mut fields: Fields<'_>) -> Result<String, ReadError> {
        let length = usize::from(fields.u8()?);
        self.characters(fields, length, &[])
    }

    fn characters(self, fields: Fields<'_>, length: usize, continued: &[&[u8]]) -> Result<String, ReadError> {
        match self {
            Self::Unicode => {
                let mut segments = Segments::new(fields.0, continued);
                let wide = segments.u8()? & 1 != 0;
                segments.characters(length, wide)
            }
            Self::CodePage(encoding) => {
                let mut bytes = fields.0.to_vec();
                for more in continued {
                    bytes.extend_from_slice(more);
                }
                bytes.truncate(length);
                Ok(encoding.decode_without_bom_handling(&bytes).0.into_owned())
            }
        }
    }
}

/// Reads the table of shared strings. Its declared counts are skipped: the strings that are there count.
pub(super) fn shared_strings(table: &[u8], continued: &[&[u8]]) -> Result<SharedStrings, ReadError> {
    let mut fields = Fields(table);
    fields.take(8)?;
    let mut segments = Segments::new(fields.0, continued);
    let mut strings = SharedStrings::default();
    while !segments.is_at_end() {
        let length = usize::from(segments.u16()?);
        let flags = segments.u8()?;
        let runs = if flags & 8 == 0 { 0 } else { usize::from(segments.u16()?) };
        let phonetics = if flags & 4 == 0 { 0 } else { segments.size()? };
        strings.push(&segments.characters(length, flags & 1 != 0)?)?;
        segments.skip(runs * 4)?;
        segments.skip(phonetics)?;
    }
    Ok(strings)
}

/// A record and its CONTINUE records, read as one.
struct Segments<'a> {
    now: Fields<'a>,
    next: std::slice::Iter<'a, &'a [u8]>,
}

impl<'a> Segments<'a> {
    fn new(first: &'a [u8], continued: &'a [&'a [u8]]) -> Self {
        Self { now: Fields(first), next: continued.iter() }
    }

    /// Goes on to the next segment with content if this one is used up.
    fn is_at_end(&mut self) -> bool {
        while self.now.0.is_empty() {
            match self.next.next() {
                Some(segment) => self.now = Fields(segment),
                None => return true,
            }
        }
        false
    }

    fn u8(&mut self) -> Result<u8, ReadError> {
        self.is_at_end();
        self.now.u8()
    }

    fn u16(&mut self) -> Result<u16, ReadError> {
        Ok(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    fn size(&mut self) -> Result<usize, ReadError> {
        let bytes = [self.u8()?, self.u8()?, self.u8()?, self.u8()?];
        usize::try_from(u32::from_le_bytes(bytes)).map_err(damaged)
    }

    fn skip(&mut self, mut count: usize) -> Result<(), ReadError> {
        while count > 0 {
            if self.is_at_end() {
                return Err(damaged("the shared strings end early"));
            }
            let here = count.min(self.now.0.len());
            self.now.take(here)?;
            count -= here;
        }
        Ok(())
    }

    /// `length` characters of one or two bytes; where they go on in the next segment, it says anew which.
    fn characters(&mut self, length: usize, mut wide: bool) -> Result<String, ReadError> {
        let mut units = Vec::with_capacity(length.min(self.now.0.len()) * 2);
        let mut left = length;
        while left > 0 {
            let here = left.min(if wide { self.now.0.len() / 2 } else { self.now.0.len() });
            if wide {
                units.extend_from_slice(self.now.take(here * 2)?);
            } else {
                units.extend(self.now.take(here)?.iter().flat_map(|byte| [*byte, 0]));
            }
            left -= here;
            if left > 0 {
                // An odd byte before the cut belongs to nothing.
                self.now = Fields(&[]);
                if self.is_at_end() {
                    return Err(damaged("a text ends early"));
                }
                wide = self.now.u8()? & 1 != 0;
            }
        }
        Ok(utf16(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_goes_on_in_the_next_record_with_another_width() {
        let table = [&[0; 8][..], &[4, 0, 0], b"ab"].concat();
        let more = [&[1_u8][..], &[0x8C, 0x4E, 0x00, 0x30], &[1, 0, 8 | 4, 1, 0, 3, 0, 0, 0], b"c", &[0; 5]].concat();
        let strings = shared_strings(&table, &[&more, &[], &[0, 0, 2, 0, 0], b"\0xy"]).expect("whole");
        let all: Vec<_> = (0..3).map(|index| strings.get(index).expect("in the table")).collect();
        assert_eq!(all, ["ab二\u{3000}", "c", "xy"]);
    }

    #[test]
    fn declared_lengths_are_not_believed() {
        for table in [
            &[0xFF; 8][..],
            &[&[0xFF; 8][..], &[0xFF, 0xFF, 0]].concat(),
            &[&[0xFF; 8][..], &[1, 0, 4, 0xFF, 0xFF, 0xFF, 0xFF, b'a']].concat(),
            &[&[0xFF; 8][..], &[1]].concat(),
        ] {
            let read = shared_strings(table, &[]);
            assert_eq!(read.is_ok(), table.len() == 8, "{table:?}");
        }
    }

    #[test]
    fn old_files_are_in_the_code_page_they_say() {
        let name = [4, 0xB6, 0xFE, 0xA1, 0xA2];
        assert_eq!(Script::of_code_page(936).short_string(Fields(&name)).ok().as_deref(), Some("二、"));
    }
}
