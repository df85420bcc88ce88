//! A compound file: the container of `.xls`, of old Word documents and of workbooks with a password.
//!
//! It is a small file system with sectors, chains of sectors and a directory. Two kinds of file call for care: one whose
//! chain runs in a circle (calamine follows it for ever), and one that breaks a rule which does no harm. The crate
//! `cfb` refuses the second kind too, and with it every `.xls` that `SheetJS` wrote on some office's web page: it fills
//! the sector table with the wrong filler. So the rule here is only that nothing is longer than the file.

use super::super::problem::ReadError;
use super::binary::{Fields, utf16};
use super::damaged;

const HEADER: usize = 512;
const DIRECTORY_ENTRY: usize = 128;
const MINI_SECTOR: usize = 64;
/// Sector numbers from here on are marks: end of a chain, free, part of the table itself.
const MARKS: u32 = 0xFFFF_FFFA;
const STREAM: u8 = 2;

/// An open compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector_size: usize,
    /// For each sector the one after it.
    table: Vec<u32>,
    mini_table: Vec<u32>,
    /// Streams below this size stand in small sectors inside the root's stream.
    mini_below: u64,
    entries: Vec<Entry>,
}

/// A line of the directory.
struct Entry {
    name: String,
    kind: u8,
    siblings: [u32; 2],
    child: u32,
    start: u32,
    size: u64,
}

impl<'a> Compound<'a> {
    /// Opens a compound file and reads its directory.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let header = bytes.get(..HEADER).ok_or_else(|| damaged("the file ends early"))?;
        let mut fields = Fields(&header[30..]);
        let sector_size = match fields.u16()? {
            9 => 512,
            12 => 4096,
            _ => return Err(damaged("its sectors have no known size")),
        };
        fields.take(16)?;
        let directory = fields.u32()?;
        fields.take(4)?;
        let mini_below = u64::from(fields.u32()?);
        let mini_table = fields.u32()?;
        fields.take(4)?;
        let more = fields.u32()?;
        fields.take(4)?;
        let mut file =
            Self { bytes, sector_size, table: Vec::new(), mini_table: Vec::new(), mini_below, entries: Vec::new() };
        file.table = file.sector_table(fields, more)?;
        file.mini_table = numbers(&file.chain(mini_table)?);
        for entry in file.chain(directory)?.chunks_exact(DIRECTORY_ENTRY) {
            file.entries.push(Entry::read(entry, sector_size)?);
        }
        Ok(file)
    }

    /// Whether there is a stream of this name, not counting those of embedded documents.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The content of a stream.
    pub(super) fn stream(&self, name: &str) -> Result<Vec<u8>, ReadError> {
        let missing = || damaged(format!("the stream {name} is missing"));
        let entry = self.find(name).ok_or_else(missing)?;
        let mut content =
            if entry.size < self.mini_below { self.mini_chain(entry.start)? } else { self.chain(entry.start)? };
        let size = usize::try_from(entry.size).unwrap_or(usize::MAX);
        if content.len() < size {
            return Err(damaged(format!("the stream {name} ends early")));
        }
        content.truncate(size);
        Ok(content)
    }

    /// The entries of a folder are a tree; a hostile one has circles, so each is visited once.
    fn find(&self, name: &str) -> Option<&Entry> {
        let mut seen = vec![false; self.entries.len()];
        let mut open = vec![self.entries.first()?.child];
        while let Some(index) = open.pop().and_then(|index| usize::try_from(index).ok()) {
            let (Some(entry), Some(seen)) = (self.entries.get(index), seen.get_mut(index)) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            if entry.kind == STREAM && entry.name.eq_ignore_ascii_case(name) {
                return Some(entry);
            }
            open.extend(entry.siblings);
        }
        None
    }

    fn sector_count(&self) -> usize {
        (self.bytes.len().saturating_sub(self.sector_size)).div_ceil(self.sector_size)
    }

    /// The content of a sector; the last one of a file may be cut short.
    fn sector(&self, number: u32) -> Result<&'a [u8], ReadError> {
        let start = usize::try_from(number).ok().and_then(|number| (number + 1).checked_mul(self.sector_size));
        let start = start.filter(|start| *start < self.bytes.len());
        let start = start.ok_or_else(|| damaged("it refers to a sector beyond its end"))?;
        Ok(&self.bytes[start..self.bytes.len().min(start + self.sector_size)])
    }

    /// The sectors of the table itself are listed in the header and then in a chain of their own.
    fn sector_table(&self, mut listed: Fields<'_>, mut more: u32) -> Result<Vec<u32>, ReadError> {
        let wanted = self.sector_count();
        let mut table = Vec::new();
        let mut add = |number: u32| {
            if number < MARKS && table.len() < wanted {
                table.extend(numbers(self.sector(number)?));
            }
            Ok(())
        };
        while !listed.0.is_empty() {
            add(listed.u32()?)?;
        }
        for _ in 0..wanted {
            if more >= MARKS {
                break;
            }
            let list = numbers(self.sector(more)?);
            let (next, list) = list.split_last().ok_or_else(|| damaged("its list of sectors ends early"))?;
            list.iter().try_for_each(|number| add(*number))?;
            more = *next;
        }
        table.truncate(wanted);
        Ok(table)
    }

    fn chain(&self, mut number: u32) -> Result<Vec<u8>, ReadError> {
        let mut content = Vec::new();
        let mut left = self.sector_count();
        while number < MARKS {
            left = left.checked_sub(1).ok_or_else(|| damaged("its sectors run in a circle"))?;
            content.extend_from_slice(self.sector(number)?);
            number = after(&self.table, number)?;
        }
        Ok(content)
    }

    fn mini_chain(&self, mut number: u32) -> Result<Vec<u8>, ReadError> {
        let store = match self.entries.first() {
            Some(root) => self.chain(root.start)?,
            None => Vec::new(),
        };
        let mut content = Vec::new();
        let mut left = store.len() / MINI_SECTOR;
        while number < MARKS {
            left = left.checked_sub(1).ok_or_else(|| damaged("its sectors run in a circle"))?;
            let start = usize::try_from(number).ok().and_then(|number| number.checked_mul(MINI_SECTOR));
            let sector = start.and_then(|start| store.get(start..start + MINI_SECTOR));
            content.extend_from_slice(sector.ok_or_else(|| damaged("it refers to a sector beyond its end"))?);
            number = after(&self.mini_table, number)?;
        }
        Ok(content)
    }
}

impl Entry {
    fn read(bytes: &[u8], sector_size: usize) -> Result<Self, ReadError> {
        let mut fields = Fields(bytes);
        let name = fields.take(64)?;
        // In bytes, with the zero at the end.
        let length = usize::from(fields.u16()?).saturating_sub(2).min(name.len());
        let kind = fields.u8()?;
        fields.take(1)?;
        let siblings = [fields.u32()?, fields.u32()?];
        let child = fields.u32()?;
        fields.take(36)?;
        let start = fields.u32()?;
        let (low, high) = (fields.u32()?, fields.u32()?);
        // With sectors of 512 bytes the upper half is unused, and some programs leave anything there.
        let high = if sector_size == 512 { 0 } else { u64::from(high) << 32 };
        Ok(Self { name: utf16(&name[..length]), kind, siblings, child, start, size: high | u64::from(low) })
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect()
}

fn after(table: &[u32], number: u32) -> Result<u32, ReadError> {
    let next = usize::try_from(number).ok().and_then(|number| table.get(number));
    next.copied().ok_or_else(|| damaged("it refers to a sector beyond its end"))
}
