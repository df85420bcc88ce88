//! The figures of a filing in few bytes, for as long as a run may come back to them.
//!
//! Most figures are small, most places are beside the one before, and a zero that was printed needs no place: whatever
//! is written down is the difference to what it can be expected to be, in as many bytes as it takes.

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::Place;

/// The figures of some cells of a form, in the order of these cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Figures {
    /// What was printed in each, in the form's unit, and where, if it is not zero; `None` where no figure was.
    pub(super) cells: Vec<Option<(Decimal, Option<Place>)>>,
    /// By table: its largest printed figure; `None` where there is none, or one that cannot be read.
    pub(super) largest: Vec<Option<Decimal>>,
}

/// The same, packed.
#[derive(Debug, Default)]
pub(super) struct Packed {
    bytes: Box<[u8]>,
    /// The sheets that the places name, if they are on sheets.
    sheets: Option<Box<Sheets>>,
}

type Sheets = Vec<Arc<str>>;

/// What stands in a cell; the lowest two bits of its head.
const UNPRINTED: u64 = 0;
const WHOLE: u64 = 1;
const DECIMAL: u64 = 2;
/// How its place is said; the next two. The other bits count the zeros before it.
const NOWHERE: u64 = 0;
/// In the row of the last, as many columns on as cells.
const NEXT: u64 = 1;
/// On the page and in the table of the last.
const NEAR: u64 = 2;
const FAR: u64 = 3;

/// A place as numbers: row and column are the last two, which is where places differ.
type Spot = [u32; 4];

/// The place of the next cell in the row, with zeros between.
fn next([page, table, row, column]: Spot, zeros: u64) -> Option<Spot> {
    Some([page, table, row, column.checked_add(u32::try_from(zeros).ok()?)?.checked_add(1)?])
}

/// The numbers of a place that are written down.
fn said(how: u64) -> Range<usize> {
    match how {
        NEAR => 2..4,
        FAR => 0..4,
        _ => 0..0,
    }
}

impl Figures {
    pub(super) fn pack(&self) -> Packed {
        let mut writer = Writer { bytes: Vec::with_capacity(4 * self.cells.len()), sheets: Vec::new() };
        for largest in &self.largest {
            match largest {
                None => writer.number(UNPRINTED),
                Some(figure) => writer.figure(0, NOWHERE, *figure),
            }
        }
        let (mut zeros, mut last, mut kind) = (0, Spot::default(), None);
        for cell in &self.cells {
            match cell {
                Some((figure, _)) if figure.is_zero() => {
                    zeros += 1;
                    continue;
                }
                None => writer.number(zeros << 4 | UNPRINTED),
                Some((figure, place)) => {
                    // Of places of two kinds, as no file has them, those of the first are kept.
                    let spot = place.as_ref().map(|place| writer.spot(place));
                    let spot = spot.filter(|(own, _)| *kind.get_or_insert(*own) == *own);
                    let how = match spot {
                        None => NOWHERE,
                        Some((_, spot)) if Some(spot) == next(last, zeros) => NEXT,
                        Some((_, spot)) if spot[..2] == last[..2] => NEAR,
                        Some(_) => FAR,
                    };
                    writer.figure(zeros, how, *figure);
                    if let Some((_, spot)) = spot {
                        for at in said(how) {
                            writer.number(zigzag(i64::from(spot[at]) - i64::from(last[at])));
                        }
                        last = spot;
                    }
                }
            }
            zeros = 0;
        }
        // The zeros behind the last are not written, the kind of places is.
        writer.bytes.push(kind.unwrap_or_default());
        let sheets = (!writer.sheets.is_empty()).then(|| Box::new(writer.sheets));
        Packed { bytes: writer.bytes.into(), sheets }
    }
}

impl Packed {
    /// The figures of so many cells and tables; as many as were packed.
    pub(super) fn unpack(&self, cells: usize, tables: usize) -> Figures {
        let (kind, bytes) = self.bytes.split_last().map_or((0, &[][..]), |(kind, bytes)| (*kind, bytes));
        let mut reader = Reader { bytes };
        let mut figures = Figures { cells: Vec::with_capacity(cells), largest: Vec::with_capacity(tables) };
        for _ in 0..tables {
            let head = reader.number();
            figures.largest.push(reader.figure(head));
        }
        let mut last = Spot::default();
        while !reader.bytes.is_empty() {
            let head = reader.number();
            let zeros = usize::try_from(head >> 4).unwrap_or(cells).min(cells - figures.cells.len());
            figures.cells.extend(std::iter::repeat_n(Some((Decimal::ZERO, None)), zeros));
            let figure = reader.figure(head);
            let how = head >> 2 & 3;
            if how == NEXT {
                last = next(last, head >> 4).unwrap_or(last);
            }
            for at in said(how) {
                last[at] = u32::try_from(i64::from(last[at]) + unzigzag(reader.number())).unwrap_or_default();
            }
            let place = if how == NOWHERE { None } else { self.place(kind, last) };
            figures.cells.push(figure.map(|figure| (figure, place)));
        }
        figures.cells.resize(cells, Some((Decimal::ZERO, None)));
        figures
    }

    /// Has each sheet's name from `known`, so that a run keeps it once.
    pub(super) fn share_sheets(&mut self, mut known: impl FnMut(&Arc<str>) -> Arc<str>) {
        for sheet in self.sheets.iter_mut().flat_map(|sheets| sheets.iter_mut()) {
            *sheet = known(sheet);
        }
    }

    fn place(&self, kind: u8, [page, table, row, column]: Spot) -> Option<Place> {
        Some(match kind {
            SHEET => Place::Sheet { sheet: Arc::clone(self.sheets.as_ref()?.get(table as usize)?), row, column },
            LINE => Place::Line { line: row, field: column },
            CELL => Place::Cell { table, row, column },
            _ => Place::Printed { page, table, row, column },
        })
    }
}

/// The kinds of places.
const SHEET: u8 = 0;
const LINE: u8 = 1;
const CELL: u8 = 2;
const PRINTED: u8 = 3;

struct Writer {
    bytes: Vec<u8>,
    sheets: Sheets,
}

impl Writer {
    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    fn number(&mut self, number: impl Into<u128>) {
        let mut number: u128 = number.into();
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    fn figure(&mut self, zeros: u64, place: u64, figure: Decimal) {
        let figure = figure.normalize();
        let (mantissa, scale) = (figure.mantissa(), figure.scale());
        let head = zeros << 4 | place << 2;
        self.number(head | if scale == 0 { WHOLE } else { DECIMAL });
        self.number(mantissa.unsigned_abs() << 1 | u128::from(mantissa < 0));
        if scale > 0 {
            self.number(scale);
        }
    }

    /// The kind of a place, and its numbers.
    fn spot(&mut self, place: &Place) -> (u8, Spot) {
        match place {
            Place::Sheet { sheet, row, column } => {
                let known = self.sheets.iter().position(|known| known == sheet);
                let table = known.unwrap_or_else(|| {
                    self.sheets.push(Arc::clone(sheet));
                    self.sheets.len() - 1
                });
                (SHEET, [0, u32::try_from(table).unwrap_or(u32::MAX), *row, *column])
            }
            Place::Line { line, field } => (LINE, [0, 0, *line, *field]),
            Place::Cell { table, row, column } => (CELL, [0, *table, *row, *column]),
            Place::Printed { page, table, row, column } => (PRINTED, [*page, *table, *row, *column]),
        }
    }
}

struct Reader<'p> {
    bytes: &'p [u8],
}

impl Reader<'_> {
    fn wide(&mut self) -> u128 {
        let (mut number, mut shift) = (0_u128, 0);
        while let Some((byte, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            number |= u128::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        number
    }

    fn number(&mut self) -> u64 {
        u64::try_from(self.wide()).unwrap_or(u64::MAX)
    }

    /// The figure behind its head.
    fn figure(&mut self, head: u64) -> Option<Decimal> {
        let kind = head & 3;
        if kind == UNPRINTED {
            return None;
        }
        let number = self.wide();
        let scale = if kind == DECIMAL { u32::try_from(self.number()).ok()? } else { 0 };
        let magnitude = i128::try_from(number >> 1).ok()?;
        let mantissa = if number & 1 == 1 { -magnitude } else { magnitude };
        Decimal::try_from_i128_with_scale(mantissa, scale).ok()
    }
}

/// Small numbers of either sign as small ones.
fn zigzag(number: i64) -> u64 {
    number.unsigned_abs() << 1 | u64::from(number < 0)
}

fn unzigzag(number: u64) -> i64 {
    let magnitude = i64::try_from(number >> 1).unwrap_or_default();
    if number & 1 == 1 { -magnitude } else { magnitude }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn figure() -> impl Strategy<Value = Decimal> {
        let wide = (any::<i64>(), 0_u32..=10).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale));
        prop_oneof![3 => Just(Decimal::ZERO), 3 => (0..2_000_i64).prop_map(Decimal::from), 1 => wide]
    }

    /// Places as a file has them: all of one kind.
    fn place(kind: u8) -> impl Strategy<Value = Place> {
        let number = prop_oneof![0..50_u32, any::<u32>()];
        (0..3_usize, [0..3_u32, 0..4_u32], [number.clone(), number]).prop_map(
            move |(at, [page, table], [row, column])| match kind {
                SHEET => Place::Sheet { sheet: ["一", "二", "三"][at].into(), row, column },
                LINE => Place::Line { line: row, field: column },
                CELL => Place::Cell { table, row, column },
                _ => Place::Printed { page, table, row, column },
            },
        )
    }

    fn figures() -> impl Strategy<Value = Figures> {
        (SHEET..=PRINTED).prop_flat_map(|kind| {
            let printed = (figure(), proptest::option::of(place(kind)));
            // A zero keeps no place.
            let printed = printed.prop_map(|(figure, place)| (figure, place.filter(|_| !figure.is_zero())));
            let cells = proptest::collection::vec(proptest::option::weighted(0.8, printed), 0..60);
            let largest = proptest::collection::vec(proptest::option::of(figure()), 0..4);
            (cells, largest).prop_map(|(cells, largest)| Figures { cells, largest })
        })
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_out_again(figures in figures()) {
            let unpacked = figures.pack().unpack(figures.cells.len(), figures.largest.len());
            prop_assert_eq!(unpacked, figures);
        }
    }

    #[test]
    fn usual_figures_take_few_bytes() {
        let cell =
            |at: u32| Some((Decimal::from(at % 150), Some(Place::Line { line: 20 + at / 7, field: 4 + at % 7 })));
        let figures = Figures { cells: (1..=40).map(cell).collect(), largest: vec![Some(139.into()); 3] };
        assert!(figures.pack().bytes.len() < 140, "{} bytes", figures.pack().bytes.len());
        let blank = Figures { cells: vec![Some((Decimal::ZERO, None)); 40], largest: vec![None; 3] };
        assert_eq!(blank.pack().bytes.len(), 4);
    }
}
