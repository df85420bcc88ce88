//! Where the figures of filings stand, once for all that are laid out alike.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;
use std::sync::Arc;

use super::bytes::{Reader, Writer, unzigzag, zigzag};
use crate::model::{CellIndex, Entries, Pattern, Place};

/// Where the figures of a filing stand.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    places: Places,
    from: Corner,
}

/// Places, said from a corner on.
type Places = Arc<Box<[u8]>>;

/// From where on places are said: the number of a sheet or table, and the row.
type Corner = [u32; 2];

/// So many patterns are known by themselves: a run has few, one for each template and year.
const PATTERNS: usize = 16;

/// Where the figures of a pattern stand, in filings on its own sheets or on another one.
#[derive(Debug)]
struct Known {
    pattern: Arc<Pattern>,
    is_moved: bool,
    placed: Placed,
}

/// The layouts of a run.
#[derive(Debug, Default)]
pub(super) struct Layouts {
    pub(super) known: HashSet<Places>,
    /// Where the figures of the last patterns stand: with the next filing of one no place is looked at.
    patterns: VecDeque<Known>,
    /// The sheets that places name.
    sheets: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

/// How places are said; the lowest two bits of a head, whose others say for how many cells.
const NOWHERE: u64 = 0;
/// In the row of the last, one column on.
const NEXT: u64 = 1;
/// On the page and in the table of the last.
const NEAR: u64 = 2;
const FAR: u64 = 3;

/// The kinds of places. All of a filing are of one, that of the first.
const SHEET: u8 = 0;
const LINE: u8 = 1;
const CELL: u8 = 2;
const PRINTED: u8 = 3;

/// A place as numbers: row and column are the last two, which is where places differ.
type Spot = [u32; 4];

impl Layouts {
    /// Where some cells of a filing stand.
    pub(super) fn of(&mut self, entries: &Entries, cells: &[CellIndex]) -> Placed {
        let Some((pattern, at)) = entries.pattern() else {
            return self.places(cells.iter().map(|cell| entries.place(*cell)));
        };
        let is_known = |one: &&Known| Arc::ptr_eq(&one.pattern, pattern) && one.is_moved == at.sheet.is_some();
        if let Some(Placed { places, from: [table, row] }) =
            self.patterns.iter().find(is_known).map(|one| one.placed.clone())
        {
            // All sheets of the pattern became this one.
            let is_on_sheet = places.last() == Some(&SHEET);
            let sheet = at.sheet.as_ref().filter(|_| is_on_sheet).map(|sheet| self.number(sheet));
            return Placed { places, from: [sheet.unwrap_or(table), row.saturating_add(at.rows)] };
        }
        let placed = self.places(cells.iter().map(|cell| entries.place(*cell)));
        let [table, row] = placed.from;
        let first = Placed { from: [table, row.saturating_sub(at.rows)], ..placed.clone() };
        self.patterns.truncate(PATTERNS - 1);
        let pattern = Arc::clone(pattern);
        self.patterns.push_front(Known { pattern, is_moved: at.sheet.is_some(), placed: first });
        placed
    }

    /// Places, said from the first on; one copy for all that say the same.
    fn places(&mut self, places: impl Iterator<Item = Option<Place>>) -> Placed {
        let mut writer = Writer::default();
        let (mut first, mut last, mut run) = (None, Spot::default(), (NOWHERE, 0));
        for place in places {
            let spot = place.map(|place| self.spot(&place));
            // Of places of two kinds, as no file has them, those of the first are kept.
            let spot = spot.filter(|(own, spot)| {
                let (kind, _) = first.get_or_insert_with(|| {
                    last = [0, spot[1], spot[2], 0];
                    (*own, [spot[1], spot[2]])
                });
                kind == own
            });
            let spot = spot.map(|(_, spot)| spot);
            let how = match spot {
                None => NOWHERE,
                Some(spot) if Some(spot) == next(last) => NEXT,
                Some(spot) if spot[..2] == last[..2] => NEAR,
                Some(_) => FAR,
            };
            if how != run.0 {
                write_run(&mut writer, &mut run);
                run.0 = how;
            }
            run.1 += 1;
            if let Some(spot) = spot {
                // Where it is said anew it is so for one cell.
                if !said(how).is_empty() {
                    write_run(&mut writer, &mut run);
                    for at in said(how) {
                        writer.number(zigzag(i64::from(spot[at]) - i64::from(last[at])));
                    }
                }
                last = spot;
            }
        }
        write_run(&mut writer, &mut run);
        let (kind, from) = first.unwrap_or_default();
        writer.bytes.push(kind);
        let places = writer.bytes.into_boxed_slice();
        let known = self.known.get(&places).cloned();
        let places = known.unwrap_or_else(|| {
            let places = Arc::new(places);
            self.known.insert(Arc::clone(&places));
            places
        });
        Placed { places, from }
    }

    /// The kind of a place, and its numbers.
    fn spot(&mut self, place: &Place) -> (u8, Spot) {
        match place {
            Place::Sheet { sheet, row, column } => (SHEET, [0, self.number(sheet), *row, *column]),
            Place::Line { line, field } => (LINE, [0, 0, *line, *field]),
            Place::Cell { table, row, column } => (CELL, [0, *table, *row, *column]),
            Place::Printed { page, table, row, column } => (PRINTED, [*page, *table, *row, *column]),
        }
    }

    /// The number of a sheet.
    fn number(&mut self, sheet: &Arc<str>) -> u32 {
        // The last one, nearly always.
        let last = self.sheets.len().saturating_sub(1);
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        if self.sheets.get(last).is_some_and(|known| known == sheet) {
            return narrow(last);
        }
        *self.numbers.entry(Arc::clone(sheet)).or_insert_with(|| {
            self.sheets.push(Arc::clone(sheet));
            narrow(self.sheets.len() - 1)
        })
    }

    /// The place of the `wanted`th of the cells, from 0.
    pub(super) fn place(&self, placed: &Placed, wanted: usize) -> Option<Place> {
        let (kind, bytes) = placed.places.split_last()?;
        let mut reader = Reader { bytes };
        let mut last = [0, placed.from[0], placed.from[1], 0];
        let mut passed = 0;
        while !reader.bytes.is_empty() {
            let head = u64::try_from(reader.number()).ok()?;
            let (how, count) = (head & 3, usize::try_from(head >> 2).ok()?);
            let is_here = wanted - passed < count;
            if how == NEXT {
                let on = if is_here { wanted - passed + 1 } else { count };
                last[3] += u32::try_from(on).ok()?;
            }
            for at in said(how) {
                last[at] = u32::try_from(i64::from(last[at]) + unzigzag(reader.number())).ok()?;
            }
            if is_here {
                return self.place_at(*kind, last).filter(|_| how != NOWHERE);
            }
            passed += count;
        }
        None
    }

    fn place_at(&self, kind: u8, [page, table, row, column]: Spot) -> Option<Place> {
        Some(match kind {
            SHEET => Place::Sheet { sheet: Arc::clone(self.sheets.get(table as usize)?), row, column },
            LINE => Place::Line { line: row, field: column },
            CELL => Place::Cell { table, row, column },
            _ => Place::Printed { page, table, row, column },
        })
    }
}

/// The place of the next cell in the row.
fn next([page, table, row, column]: Spot) -> Option<Spot> {
    Some([page, table, row, column.checked_add(1)?])
}

/// The numbers of a place that are written down.
fn said(how: u64) -> Range<usize> {
    match how {
        NEAR => 2..4,
        FAR => 0..4,
        _ => 0..0,
    }
}

/// So many places said one way.
fn write_run(writer: &mut Writer, (how, count): &mut (u64, u64)) {
    if *count > 0 {
        writer.number(*count << 2 | *how);
    }
    *count = 0;
}
