//! A compound file: the container of `.xls`, of old Word documents and of workbooks with a password.
//!
//! The crate `cfb` opens it, which calamine does not leave it to do: calamine follows a chain of sectors that runs in a
//! circle for ever. Not in its strict mode, which refuses what `LibreOffice` writes.

use std::borrow::Cow;
use std::io::{self, Cursor, Read, Write};
use std::ops::Range;

use cfb::{CompoundFile, Version};

use super::super::super::problem::ReadError;
use super::super::binary::Fields;
use super::super::damaged;

/// How many sectors of the table of sectors the header lists itself.
const LISTED_IN_HEADER: usize = 109;
/// The mark of a sector that is free.
const FREE: [u8; 4] = [0xFF; 4];

/// An open compound file.
pub(super) struct Container<'a> {
    file: CompoundFile<Cursor<Cow<'a, [u8]>>>,
    length: u64,
}

impl<'a> Container<'a> {
    /// Opens a compound file and reads its directory.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let file = CompoundFile::open(Cursor::new(with_free_tail(bytes))).map_err(damaged)?;
        Ok(Self { file, length: bytes.len() as u64 })
    }

    /// Whether there is a stream of this name, not counting those of embedded documents.
    pub(super) fn has(&self, name: &str) -> bool {
        self.file.is_stream(name)
    }

    /// The content of a stream, which is as long as its directory says and no longer than the file.
    pub(super) fn stream(&mut self, name: &str) -> Result<Vec<u8>, ReadError> {
        let ends_early = || damaged(format!("the stream {name} ends early"));
        let mut stream = self.file.open_stream(name).map_err(damaged)?;
        let length = stream.len();
        if length > self.length {
            return Err(ends_early());
        }
        let mut content = Vec::new();
        stream.read_to_end(&mut content).map_err(damaged)?;
        if content.len() as u64 == length { Ok(content) } else { Err(ends_early()) }
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

/// The last sector of the table of sectors has room for more sectors than the file has. Those are to be marked as free,
/// and `cfb` insists; `SheetJS`, which is behind the download buttons of many offices' pages, marks them as ends of
/// chains, and a file that was cut short has lost them.
fn with_free_tail(bytes: &[u8]) -> Cow<'_, [u8]> {
    let is_free = |entry: &[u8]| entry == FREE;
    match tail(bytes) {
        Some(tail) if !bytes[tail.clone()].chunks_exact(4).all(is_free) => {
            let mut bytes = bytes.to_vec();
            bytes[tail].as_chunks_mut().0.fill(FREE);
            Cow::Owned(bytes)
        }
        _ => Cow::Borrowed(bytes),
    }
}

/// Where the table of sectors speaks of sectors beyond the end of the file.
fn tail(bytes: &[u8]) -> Option<Range<usize>> {
    let number = |at: usize| Fields(bytes.get(at..)?).size().ok();
    let size = 1_usize << Fields(bytes.get(30..)?).u16().ok().filter(|shift| matches!(shift, 9 | 12))?;
    let start = |sector: usize| sector.checked_add(1)?.checked_mul(size);
    let in_sector = size / 4;
    let sectors = bytes.len().div_ceil(size).checked_sub(1)?;
    // How many sectors of the table stand before its last, how many entries of that are of the file, where it is listed.
    let before = number(44)?.checked_sub(1)?;
    let known = sectors.checked_sub(before.checked_mul(in_sector)?).filter(|known| *known < in_sector)?;
    let (mut list, mut at) = (76, before);
    if before >= LISTED_IN_HEADER {
        (list, at) = (start(number(68)?)?, before - LISTED_IN_HEADER);
        // A list goes on in the sector that its last entry names.
        while at >= in_sector - 1 {
            (list, at) = (start(number(list + size - 4)?)?, at - (in_sector - 1));
        }
    }
    let table = start(number(list.checked_add(4 * at)?)?)?;
    (table + size <= bytes.len()).then_some(table + 4 * known..table + size)
}
