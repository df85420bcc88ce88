//! A compound file: the container of `.xls`, of old Word documents and of whatever has a password.
//!
//! The crate `cfb` opens it, for calamine too, which of itself follows a chain of sectors that runs in a circle for ever.
//! Not in its strict mode, which refuses what `LibreOffice` writes. `cfb` reserves nothing because a directory declared it;
//! but it reads the table of sectors as often as it is listed, and a file
//! that lists the same sector eight million times costs gigabytes. So the list is counted first. And it insists that the
//! table says nothing of sectors beyond the end of the file, where `SheetJS`, which is behind the download buttons of many
//! offices' pages, leaves marks.

use std::borrow::Cow;
use std::io::{self, Cursor, Read, Write};

use cfb::{CompoundFile, Version};

use super::binary::Fields;
use super::damaged;
use crate::reading::bytes::problem::ReadError;

/// Where the header begins to list the sectors of the table, and how many it lists.
const LIST: usize = 76;
const LISTED_IN_HEADER: usize = 109;
/// Numbers of sectors from here on are marks, as that of a free one.
const MARKS: usize = 0xFFFF_FFFA;
const FREE: u8 = 0xFF;
/// Programs fill the end of the list with zeros, which count as a sector each.
const SLACK: usize = 256;

/// An open compound file.
pub(super) struct Container<'a> {
    file: CompoundFile<Cursor<Cow<'a, [u8]>>>,
    /// How many bytes its streams can still have: they do not share any.
    left: u64,
}

impl<'a> Container<'a> {
    /// Opens a compound file and reads its directory.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let file = CompoundFile::open(Cursor::new(with_free_tail(bytes)?)).map_err(damaged)?;
        Ok(Self { file, left: bytes.len() as u64 })
    }

    /// Whether there is a stream of this name, not counting those of embedded documents.
    pub(super) fn has(&self, name: &str) -> bool {
        self.file.is_stream(name)
    }

    /// The content of a stream, which is as long as its directory says.
    pub(super) fn stream(&mut self, name: &str) -> Result<Vec<u8>, ReadError> {
        if !self.has(name) {
            return Err(damaged(format!("the stream {name} is missing")));
        }
        let ends_early = || damaged(format!("the stream {name} ends early"));
        let mut stream = self.file.open_stream(name).map_err(damaged)?;
        self.left = self.left.checked_sub(stream.len()).ok_or_else(ends_early)?;
        let mut content = Vec::new();
        stream.read_to_end(&mut content).map_err(damaged)?;
        if content.len() as u64 == stream.len() { Ok(content) } else { Err(ends_early()) }
    }
}

/// A compound file of one stream, which is these parts. Of the older version: calamine knows no root without small
/// streams in the newer one.
pub(super) fn of_stream(name: &str, parts: &[&[u8]]) -> io::Result<Vec<u8>> {
    let mut file = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    let mut stream = file.create_stream(name)?;
    for part in parts {
        stream.write_all(part)?;
    }
    stream.flush()?;
    drop(stream);
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// The file, its table of sectors free where it speaks of sectors that are not there.
///
/// # Errors
/// A table of sectors that is longer than the file needs.
fn with_free_tail(bytes: &[u8]) -> Result<Cow<'_, [u8]>, ReadError> {
    let number = |at: usize| Fields(bytes.get(at..).unwrap_or_default()).size();
    let size = match Fields(bytes.get(30..).unwrap_or_default()).u16()? {
        9 => 512,
        12 => 4096,
        _ => return Err(damaged("its sectors have no known size")),
    };
    let sectors = bytes.len().div_ceil(size).saturating_sub(1);
    let in_sector = size / 4;
    let needed = sectors.div_ceil(in_sector) + SLACK;
    let (mut start, mut length, mut next) = (LIST, LISTED_IN_HEADER, number(68)?);
    let (mut listed, mut last) = (0, None);
    for _ in 0..=sectors {
        let numbers = bytes.get(start..start + 4 * length).unwrap_or_default();
        for sector in
            numbers.chunks_exact(4).filter_map(|entry| Fields(entry).size().ok()).filter(|sector| *sector < MARKS)
        {
            // The one that speaks of the last sectors there are.
            last = if listed * in_sector < sectors { Some((sector, listed)) } else { last };
            listed += 1;
        }
        if listed > needed {
            return Err(damaged("its table of sectors is longer than the file"));
        }
        if next >= sectors {
            let tail = last.and_then(|(sector, before)| {
                let table = (sector + 1).checked_mul(size)?;
                let end = table.checked_add(size).filter(|end| *end <= bytes.len())?;
                Some(table + 4 * (sectors - before * in_sector).min(in_sector)..end)
            });
            return Ok(match tail.filter(|tail| bytes[tail.clone()].iter().any(|byte| *byte != FREE)) {
                Some(tail) => {
                    let mut bytes = bytes.to_vec();
                    bytes[tail].fill(FREE);
                    Cow::Owned(bytes)
                }
                None => Cow::Borrowed(bytes),
            });
        }
        // A list goes on in the sector that its last entry names.
        (start, length) = ((next + 1) * size, in_sector - 1);
        next = number(start + 4 * length).unwrap_or(MARKS);
    }
    Err(damaged("its sectors run in a circle"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(size: usize) -> Vec<u8> {
        let mut file = CompoundFile::create(Cursor::new(Vec::new())).expect("written to memory");
        let content = vec![7; size];
        file.create_stream("/A").expect("a stream").write_all(&content).expect("written to memory");
        file.flush().expect("written to memory");
        file.into_inner().into_inner()
    }

    #[test]
    fn streams_have_the_length_that_the_directory_says() {
        let bytes = container(100_000);
        let mut file = Container::open(&bytes).expect("a container");
        assert!(file.has("A") && !file.has("B") && file.stream("B").is_err());
        assert_eq!(file.stream("A").expect("a stream").len(), 100_000);
        assert!(file.stream("A").is_err(), "more bytes than the file has");
    }

    #[test]
    fn a_table_may_speak_of_sectors_that_are_not_there() {
        let mut bytes = container(100_000);
        let size = 1_usize << bytes[30];
        let table = (1 + Fields(&bytes[LIST..]).size().expect("a number")) * size;
        // The mark for the end of a chain, as the spreadsheets of web pages have it.
        bytes[table + size - 4..table + size].copy_from_slice(&[0xFE, 0xFF, 0xFF, 0xFF]);
        assert!(CompoundFile::open(Cursor::new(&bytes)).is_err());
        assert_eq!(Container::open(&bytes).and_then(|mut file| file.stream("A")).expect("a stream").len(), 100_000);
    }

    #[test]
    fn a_table_that_is_listed_again_and_again_is_refused() {
        // 4 MB of lists that name the table of sectors, each list the next one.
        let mut bytes = container(4 << 20);
        let size = 1_usize << bytes[30];
        let sectors = bytes.len() / size - 1;
        let table = bytes[LIST..LIST + 4].to_vec();
        for sector in 1..sectors {
            let at = (sector + 1) * size;
            bytes[at..at + size].chunks_exact_mut(4).for_each(|entry| entry.copy_from_slice(&table));
            let next = u32::try_from(sector + 1).expect("a small file").to_le_bytes();
            bytes[at + size - 4..at + size].copy_from_slice(&next);
        }
        bytes[68..72].copy_from_slice(&1_u32.to_le_bytes());
        let error = Container::open(&bytes).map(|_| ()).map_err(|error| error.to_string());
        assert!(error.as_ref().is_err_and(|error| error.contains("longer than the file")), "{error:?}");
    }

    #[test]
    fn lists_in_a_circle_are_refused() {
        let mut bytes = container(100_000);
        let size = 1_usize << bytes[30];
        bytes[68..72].copy_from_slice(&1_u32.to_le_bytes());
        bytes[2 * size..3 * size].fill(0xFF);
        bytes[3 * size - 4..3 * size].copy_from_slice(&1_u32.to_le_bytes());
        assert!(Container::open(&bytes).is_err());
    }
}
