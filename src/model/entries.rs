//! The entries of a filing, made when somebody asks for them.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use compact_str::{CompactString, ToCompactString as _};

use super::{CellIndex, Entry, Figure, Place};

/// The entries of a filing: one slot per cell of its edition, as a slice. `None` is a cell that was not read.
///
/// A data set or the files of a county have the same cells in the same places thousands of times, and of each filing only
/// its figures are new. Nearly all are sound, and nobody asks more of them than what they add up to: what else there is
/// to an entry is kept once, as a [`Pattern`], and the entries of one filing are made when the slice is looked at.
#[derive(Clone, Default)]
pub struct Entries {
    /// All of them, once they are made.
    made: OnceLock<Vec<Option<Entry>>>,
    alike: Option<Alike>,
}

/// A filing that is like others but for its figures.
#[derive(Clone)]
struct Alike {
    pattern: Arc<Pattern>,
    /// Per cell; zero for those that hold no count.
    counts: Box<[i64]>,
    at: Offset,
}

/// Where a filing stands, from where its pattern does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offset {
    /// So many rows down.
    pub rows: u32,
    /// On the sheet of this name instead.
    pub sheet: Option<Arc<str>>,
}

/// What the entries of like filings have in common.
#[derive(Debug)]
pub struct Pattern {
    entries: Vec<Option<Entry>>,
    /// Per cell: every filing has a count of its own there, and it is in the unit of the form.
    is_count: Vec<bool>,
    /// The other cells, in the form's order.
    others: Box<[CellIndex]>,
    read: usize,
    has_only_counts: bool,
}

impl Pattern {
    /// The pattern of filings that have the entries of `one`, but for the counts in these cells.
    #[must_use]
    pub fn of(one: Vec<Option<Entry>>, counts: impl IntoIterator<Item = CellIndex>) -> Self {
        let mut is_count = vec![false; one.len()];
        counts.into_iter().for_each(|cell| is_count[cell.at()] = one[cell.at()].is_some());
        let read = one.iter().flatten().count();
        let has_only_counts = is_count.iter().filter(|is_count| **is_count).count() == read;
        let others = (0..).map(CellIndex).zip(&is_count).filter(|(_, is_count)| !**is_count).map(|(cell, _)| cell);
        Self { others: others.collect(), entries: one, is_count, read, has_only_counts }
    }

    /// The number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.entries.len()
    }

    /// Whether every filing has a count of its own in a cell.
    #[must_use]
    pub fn is_count(&self, cell: CellIndex) -> bool {
        self.is_count[cell.at()]
    }
}

impl Alike {
    fn entry(&self, cell: usize) -> Option<Entry> {
        let mut entry = self.pattern.entries[cell].clone()?;
        entry.place = entry.place.map(|place| place.moved(&self.at));
        if self.pattern.is_count[cell] {
            entry.figure = Figure::Number(self.counts[cell].into());
            entry.printed = self.counts[cell].to_compact_string();
        }
        Some(entry)
    }
}

impl Entries {
    /// The entries of a filing that is like others: its counts, one slot per cell of the pattern, none below zero.
    #[must_use]
    pub fn alike(pattern: &Arc<Pattern>, counts: Box<[i64]>, at: Offset) -> Self {
        Self { made: OnceLock::new(), alike: Some(Alike { pattern: Arc::clone(pattern), counts, at }) }
    }

    /// The entry of a cell.
    #[must_use]
    pub fn of(&self, cell: CellIndex) -> Option<&Entry> {
        // Where nothing was read, nothing needs to be made.
        let is_none = self.alike.as_ref().is_some_and(|alike| alike.pattern.entries[cell.at()].is_none());
        if is_none { None } else { self[cell.at()].as_ref() }
    }

    /// The figure of a cell where it is a count: a whole number not below zero, in the unit of the form. `None` says only
    /// that its entry has to be looked at.
    #[inline]
    #[must_use]
    pub fn count(&self, cell: CellIndex) -> Option<u64> {
        match &self.alike {
            Some(alike) => alike.pattern.is_count[cell.at()].then(|| alike.counts[cell.at()].unsigned_abs()),
            None => self.of(cell).and_then(Entry::count),
        }
    }

    /// Says of some cells in turn what [`Entries::count`] says of each.
    pub fn each_count(&self, cells: &[CellIndex], mut say: impl FnMut(CellIndex, Option<u64>)) {
        let alike = self.counts();
        for cell in cells {
            let count = match alike {
                Some((counts, is_count)) => is_count[cell.at()].then(|| counts[cell.at()].unsigned_abs()),
                None => self.of(*cell).and_then(Entry::count),
            };
            say(*cell, count);
        }
    }

    /// The counts of all cells, zero where there is none, and which cells have one; for a filing that is like others.
    #[must_use]
    pub fn counts(&self) -> Option<(&[i64], &[bool])> {
        self.alike.as_ref().map(|alike| (&*alike.counts, alike.pattern.is_count.as_slice()))
    }

    /// The same for a filing in which nothing else was read: its counts, and the cells in which nothing stands.
    #[must_use]
    pub fn only_counts(&self) -> Option<(&[i64], &[CellIndex])> {
        let alike = self.alike.as_ref().filter(|alike| alike.pattern.has_only_counts);
        alike.map(|alike| (&*alike.counts, &*alike.pattern.others))
    }

    /// What a cell reads as.
    #[must_use]
    pub fn figure(&self, cell: CellIndex) -> Option<Figure> {
        match (self.count(cell), &self.alike) {
            (Some(count), _) => Some(Figure::Number(count.into())),
            (None, Some(alike)) => alike.pattern.entries[cell.at()].as_ref().map(|entry| entry.figure.clone()),
            (None, None) => self.of(cell).map(|entry| entry.figure.clone()),
        }
    }

    /// Where a cell stands.
    #[must_use]
    pub fn place(&self, cell: CellIndex) -> Option<Place> {
        match &self.alike {
            Some(alike) => Some(alike.pattern.entries[cell.at()].as_ref()?.place.as_ref()?.moved(&alike.at)),
            None => self.of(cell)?.place.clone(),
        }
    }

    /// How the value of a cell is quoted in a result, as [`Entry::quoted`] says.
    #[must_use]
    pub fn quoted(&self, cell: CellIndex) -> Option<CompactString> {
        match (self.count(cell), &self.alike) {
            (Some(count), _) => Some(itoa::Buffer::new().format(count).into()),
            (None, Some(alike)) => alike.pattern.entries[cell.at()].as_ref()?.quoted(),
            (None, None) => self.of(cell)?.quoted(),
        }
    }

    /// Where it stands, if it is like others: whatever is true of the places of the pattern is true of its own, so many
    /// rows further down.
    #[must_use]
    pub fn pattern(&self) -> Option<(&Arc<Pattern>, &Offset)> {
        self.alike.as_ref().map(|alike| (&alike.pattern, &alike.at))
    }

    /// How many cells were read.
    #[must_use]
    pub fn read(&self) -> usize {
        self.alike.as_ref().map_or_else(|| self.iter().flatten().count(), |alike| alike.pattern.read)
    }
}

impl Deref for Entries {
    type Target = [Option<Entry>];

    fn deref(&self) -> &[Option<Entry>] {
        self.made.get_or_init(|| {
            let alike = self.alike.iter();
            alike.flat_map(|alike| (0..alike.pattern.cells()).map(|cell| alike.entry(cell))).collect()
        })
    }
}

impl DerefMut for Entries {
    fn deref_mut(&mut self) -> &mut [Option<Entry>] {
        // They are made now, for from now on it is like no other.
        let _: &[_] = self;
        self.alike = None;
        self.made.get_mut().map_or(&mut [], Vec::as_mut_slice)
    }
}

impl From<Vec<Option<Entry>>> for Entries {
    fn from(entries: Vec<Option<Entry>>) -> Self {
        Self { made: OnceLock::from(entries), alike: None }
    }
}

impl FromIterator<Option<Entry>> for Entries {
    fn from_iter<I: IntoIterator<Item = Option<Entry>>>(entries: I) -> Self {
        Vec::from_iter(entries).into()
    }
}

/// As the slice, however it came about.
impl fmt::Debug for Entries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unit;

    fn entry(figure: Figure, printed: &str, field: u32) -> Entry {
        Entry { figure, printed: printed.into(), place: Some(Place::Line { line: 1, field }), unit: None }
    }

    fn alike() -> Entries {
        let fees = Entry { unit: Some(Unit::WanYuan), ..entry(Figure::Number(0.into()), "0", 4) };
        let pattern = Pattern::of(
            vec![
                Some(entry(Figure::Number(0.into()), "0", 1)),
                None,
                Some(entry(Figure::Placeholder, "/", 3)),
                Some(fees),
            ],
            [0, 1, 3].map(CellIndex),
        );
        Entries::alike(&Arc::new(pattern), [12, 0, 0, 7].into(), Offset { rows: 4, sheet: None })
    }

    #[test]
    fn what_is_asked_of_a_cell_is_what_its_entry_says() {
        let entries = alike();
        let made = Entries::from(entries.to_vec());
        assert_eq!(format!("{entries:?}"), format!("{made:?}"));
        for entries in [alike(), entries, made.clone()] {
            assert_eq!((entries.read(), entries.len(), entries.only_counts()), (3, 4, None));
            for cell in (0..4).map(CellIndex) {
                let entry = made.of(cell);
                assert_eq!(entries.place(cell), entry.and_then(|entry| entry.place.clone()));
                assert_eq!(entries.quoted(cell), entry.and_then(Entry::quoted));
                assert_eq!(entries.figure(cell), entry.map(|entry| entry.figure.clone()));
                assert_eq!(entries.of(cell), entry);
            }
            assert_eq!(entries.count(CellIndex(0)), Some(12));
            assert_eq!([1, 2].map(|cell| entries.count(CellIndex(cell))), [None; 2]);
        }
        let first = made.of(CellIndex(0)).expect("an entry");
        assert_eq!((first.printed.as_str(), &first.place), ("12", &Some(Place::Line { line: 5, field: 1 })));
        assert_eq!(made.of(CellIndex(3)).and_then(|entry| entry.unit), Some(Unit::WanYuan));
    }

    #[test]
    fn an_entry_that_is_replaced_is_like_no_other() {
        let mut entries = alike();
        entries[0] = None;
        assert_eq!((entries.of(CellIndex(0)), entries.count(CellIndex(0)), entries.read()), (None, None, 2));
        assert_eq!(entries.place(CellIndex(0)), None);
    }
}
