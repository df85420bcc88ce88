//! Counted filings on disk. Which of them go into a sum is known when all were heard (a second filing of an agency, an
//! edition that few have), and then each is read again: a run may have more than fit into memory.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use rust_decimal::Decimal;

use super::count::{Count, Counted};

const MISSING: u8 = 0;
const UNKNOWN: u8 = 1;
const BLANK: u8 = 2;
const NUMBER: u8 = 3;
/// From here on a small count, itself in the sign.
const SMALL: u8 = 4;

/// Filings that were counted, in a file without a name.
#[derive(Debug)]
pub(super) struct Spool {
    file: BufWriter<File>,
    length: u64,
}

impl Spool {
    /// An empty one.
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(tempfile::tempfile()?), length: 0 })
    }

    /// Puts a filing at the end, and gives where it stands.
    pub(super) fn push(&mut self, counted: &Counted) -> io::Result<u64> {
        let mut bytes = vec![u8::from(counted.is_undivided), u8::from(counted.has_blank_totals)];
        for count in &counted.cells {
            match count {
                Count::Missing => bytes.push(MISSING),
                Count::Unknown => bytes.push(UNKNOWN),
                Count::Blank => bytes.push(BLANK),
                Count::Number(number) => {
                    if let Some(small) = small(*number) {
                        bytes.push(SMALL + small);
                    } else {
                        bytes.push(NUMBER);
                        bytes.extend(number.normalize().serialize());
                    }
                }
            }
        }
        let at = self.length;
        self.file.write_all(&bytes)?;
        self.length += bytes.len() as u64;
        Ok(at)
    }

    /// Ends the writing.
    pub(super) fn finish(self) -> io::Result<Spooled> {
        Ok(Spooled { file: BufReader::new(self.file.into_inner().map_err(io::IntoInnerError::into_error)?), at: None })
    }
}

/// A number that is a small count.
fn small(number: Decimal) -> Option<u8> {
    let count = u8::try_from(number.trunc().mantissa()).ok().filter(|_| number.fract().is_zero())?;
    (count <= u8::MAX - SMALL && number == Decimal::from(count)).then_some(count)
}

/// A spool that is read.
#[derive(Debug)]
pub(super) struct Spooled {
    file: BufReader<File>,
    at: Option<u64>,
}

impl Spooled {
    /// The filing that stands there, of an edition with so many cells.
    pub(super) fn read(&mut self, at: u64, cells: usize) -> io::Result<Counted> {
        match self.at.and_then(|now| at.checked_signed_diff(now)) {
            Some(step) => self.file.seek_relative(step)?,
            None => drop(self.file.seek(SeekFrom::Start(at))?),
        }
        let mut length = 0;
        let mut bytes = |count: usize| {
            let mut bytes = [0; 16];
            length += count as u64;
            self.file.read_exact(&mut bytes[..count]).map(|()| bytes)
        };
        let [is_undivided, has_blank_totals, ..] = bytes(2)?;
        let mut counts = Vec::with_capacity(cells);
        for _ in 0..cells {
            counts.push(match bytes(1)?[0] {
                MISSING => Count::Missing,
                UNKNOWN => Count::Unknown,
                BLANK => Count::Blank,
                NUMBER => Count::Number(Decimal::deserialize(bytes(16)?)),
                small => Count::Number(Decimal::from(small - SMALL)),
            });
        }
        self.at = Some(at + length);
        let (is_undivided, has_blank_totals) = (is_undivided > 0, has_blank_totals > 0);
        Ok(Counted { cells: counts.into(), is_undivided, has_blank_totals })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_there_is_read_again_in_any_order() {
        let number = |text: &str| Count::Number(text.parse().expect("a figure"));
        let filings = [
            vec![number("0"), number("251"), number("252"), Count::Blank],
            vec![Count::Missing, Count::Unknown, number("-3"), number("12.5")],
            vec![number("1"), number("999999999999999.0000000001"), number("2.50"), number("1000")],
        ];
        let counted =
            |cells: &Vec<Count>| Counted { cells: cells.clone().into(), is_undivided: false, has_blank_totals: true };
        let mut spool = Spool::new().expect("a file");
        let at: Vec<u64> = filings.iter().map(|cells| spool.push(&counted(cells)).expect("written")).collect();
        let mut spooled = spool.finish().expect("read");
        for turn in [2, 0, 1, 1, 2] {
            assert_eq!(spooled.read(at[turn], 4).expect("a filing"), counted(&filings[turn]));
        }
    }
}
