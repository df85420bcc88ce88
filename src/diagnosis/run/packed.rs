//! The figures of a filing in few bytes, for as long as a run may come back to them.
//!
//! Most figures are small counts and many are zero, so each is written in as many bytes as it takes. Where they stand is
//! written once for all filings that are laid out alike, from the place of the first on: the offices of a county fill in
//! one template, and the lines of a data set are all the same.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::{CellIndex, Entries, Pattern, Place};

/// The figures of some cells, in their order; `None` where none was printed.
pub(super) type Figures = Vec<Option<Decimal>>;

/// What was printed in a cell.
#[derive(Debug, Clone, Copy)]
pub(super) enum Printed {
    Nothing,
    Count(u64),
    Figure(Decimal),
}

impl From<Option<Decimal>> for Printed {
    fn from(figure: Option<Decimal>) -> Self {
        figure.map_or(Self::Nothing, Self::Figure)
    }
}

/// The figures of a filing, packed, and where they stand.
#[derive(Debug)]
pub(super) struct Packed {
    figures: Box<[u8]>,
    places: Places,
    from: Corner,
}

/// So many patterns are known by themselves: a run has few, one for each template and year.
const PATTERNS: usize = 16;

/// Places, said from a corner on.
type Places = Arc<Box<[u8]>>;

/// From where on places are said: the number of a sheet or table, and the row.
type Corner = [u32; 2];

/// What the filings of a run share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    places: HashSet<Places>,
    /// Where the figures of the last patterns stand: with the next filing of one no place is looked at.
    patterns: VecDeque<(Arc<Pattern>, Places, Corner)>,
    /// The sheets that places name.
    sheets: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

/// What stands for a figure: below, that none was printed, that a decimal follows, or so many zeros; from here on a whole
/// number above zero.
const WHOLE: u128 = 32;
const UNPRINTED: u128 = 0;
const DECIMAL: u128 = 1;
/// So many zeros at most in one.
const ZEROS: u128 = WHOLE - ZERO;
/// One zero.
const ZERO: u128 = 2;

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

impl Shared {
    /// Packs figures, and where those of some cells stand.
    pub(super) fn pack(
        &mut self,
        figures: impl Iterator<Item = Printed>,
        entries: &Entries,
        cells: &[CellIndex],
    ) -> Packed {
        let mut writer = Writer::default();
        let mut zeros = 0;
        for figure in figures {
            let is_zero = match figure {
                Printed::Nothing => false,
                Printed::Count(count) => count == 0,
                Printed::Figure(figure) => figure.is_zero(),
            };
            if is_zero {
                zeros += 1;
                continue;
            }
            writer.zeros(&mut zeros);
            match figure {
                Printed::Nothing => writer.number(UNPRINTED),
                Printed::Count(count) => writer.count(count),
                Printed::Figure(figure) => writer.figure(figure),
            }
        }
        // The zeros behind the last are not written.
        let figures = writer.bytes.into();
        let (places, from) = self.places_of(entries, cells);
        Packed { figures, places, from }
    }

    fn places_of(&mut self, entries: &Entries, cells: &[CellIndex]) -> (Places, Corner) {
        let Some((pattern, at)) = entries.pattern() else {
            return self.places(cells.iter().map(|cell| entries.place(*cell)));
        };
        let sheet = at.sheet.as_ref().map(|sheet| self.number(sheet));
        let mut known = self.patterns.iter().filter(|(known, ..)| Arc::ptr_eq(known, pattern));
        if let Some((_, places, [table, row])) = known.next() {
            return (Arc::clone(places), [sheet.unwrap_or(*table), row + at.rows]);
        }
        let (places, from) = self.places(cells.iter().map(|cell| entries.place(*cell)));
        let first = [from[0], from[1].saturating_sub(at.rows)];
        self.patterns.truncate(PATTERNS - 1);
        self.patterns.push_front((Arc::clone(pattern), Arc::clone(&places), first));
        (places, from)
    }

    /// Where figures stand, said from the first place on; one copy for all that say the same.
    fn places(&mut self, places: impl Iterator<Item = Option<Place>>) -> (Places, Corner) {
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
                writer.run(&mut run);
                run.0 = how;
            }
            run.1 += 1;
            if let Some(spot) = spot {
                // Where it is said anew it is so for one cell.
                if !said(how).is_empty() {
                    writer.run(&mut run);
                    for at in said(how) {
                        writer.number(zigzag(i64::from(spot[at]) - i64::from(last[at])));
                    }
                }
                last = spot;
            }
        }
        writer.run(&mut run);
        let (kind, from) = first.unwrap_or_default();
        writer.bytes.push(kind);
        let places = writer.bytes.into_boxed_slice();
        let known = self.places.get(&places).cloned();
        let places = known.unwrap_or_else(|| {
            let places = Arc::new(places);
            self.places.insert(Arc::clone(&places));
            places
        });
        (places, from)
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

    /// The figures of so many cells; as many as were packed.
    pub(super) fn figures(packed: &Packed, cells: usize) -> Figures {
        let mut reader = Reader { bytes: &packed.figures };
        let mut figures = Figures::with_capacity(cells);
        while !reader.bytes.is_empty() {
            match reader.number() {
                UNPRINTED => figures.push(None),
                DECIMAL => figures.push(reader.decimal()),
                zeros @ ZERO..WHOLE => figures.extend((ZERO..=zeros).map(|_| Some(Decimal::ZERO))),
                whole => figures.push(whole_number(whole - WHOLE + 1)),
            }
        }
        figures.resize(cells, Some(Decimal::ZERO));
        figures
    }

    /// The place of the `wanted`th of the cells, from 0.
    pub(super) fn place(&self, packed: &Packed, wanted: usize) -> Option<Place> {
        let (kind, bytes) = packed.places.split_last()?;
        let mut reader = Reader { bytes };
        let mut last = [0, packed.from[0], packed.from[1], 0];
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

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    fn number(&mut self, number: impl Into<u128>) {
        let mut number: u128 = number.into();
        // Nearly all are small, and need no wide arithmetic.
        if let Some(byte) = u8::try_from(number).ok().filter(|byte| *byte < 0x80) {
            return self.bytes.push(byte);
        }
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    /// A count above zero.
    fn count(&mut self, count: u64) {
        self.number(WHOLE - 1 + u128::from(count));
    }

    fn zeros(&mut self, zeros: &mut u128) {
        while *zeros > 0 {
            let some = ZEROS.min(*zeros);
            self.number(ZERO + some - 1);
            *zeros -= some;
        }
    }

    fn figure(&mut self, figure: Decimal) {
        let figure = if figure.scale() == 0 { figure } else { figure.normalize() };
        match (u128::try_from(figure.mantissa()), figure.scale()) {
            (Ok(whole), 0) => self.number(WHOLE + whole - 1),
            (_, scale) => {
                self.number(DECIMAL);
                let mantissa = figure.mantissa();
                self.number(mantissa.unsigned_abs() << 1 | u128::from(mantissa < 0));
                self.number(scale);
            }
        }
    }

    /// So many places said one way.
    fn run(&mut self, (how, count): &mut (u64, u64)) {
        if *count > 0 {
            self.number(*count << 2 | *how);
        }
        *count = 0;
    }
}

struct Reader<'p> {
    bytes: &'p [u8],
}

impl Reader<'_> {
    fn number(&mut self) -> u128 {
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

    fn decimal(&mut self) -> Option<Decimal> {
        let (number, scale) = (self.number(), self.number());
        let magnitude = i128::try_from(number >> 1).ok()?;
        let mantissa = if number & 1 == 1 { -magnitude } else { magnitude };
        Decimal::try_from_i128_with_scale(mantissa, u32::try_from(scale).ok()?).ok()
    }
}

fn whole_number(number: u128) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(i128::try_from(number).ok()?, 0).ok()
}

/// Small numbers of either sign as small ones.
fn zigzag(number: i64) -> u64 {
    number.unsigned_abs() << 1 | u64::from(number < 0)
}

fn unzigzag(number: u128) -> i64 {
    let magnitude = i64::try_from(number >> 1).unwrap_or_default();
    if number & 1 == 1 { -magnitude } else { magnitude }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::prelude::ToPrimitive as _;

    use super::*;
    use crate::model::{Entry, Figure, Offset};

    fn figure() -> impl Strategy<Value = Decimal> {
        let wide = (any::<i64>(), 0_u32..=10).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale));
        prop_oneof![3 => Just(Decimal::ZERO), 3 => (0..2_000_i64).prop_map(Decimal::from), 1 => wide]
    }

    /// Places as a file has them: all of one kind.
    fn place(kind: u8) -> impl Strategy<Value = Place> {
        let number = || prop_oneof![5 => 1..6_u32, 1 => 0..50_u32, 1 => any::<u32>()];
        (0..3_usize, [0..3_u32, 0..4_u32], [number(), number()]).prop_map(move |(at, [page, table], [row, column])| {
            match kind {
                SHEET => Place::Sheet { sheet: ["一", "二", "三"][at].into(), row, column },
                LINE => Place::Line { line: row, field: column },
                CELL => Place::Cell { table, row, column },
                _ => Place::Printed { page, table, row, column },
            }
        })
    }

    type Filing = Vec<(Option<Decimal>, Option<Place>)>;

    fn filing() -> impl Strategy<Value = Filing> {
        let cell = |kind| (proptest::option::weighted(0.8, figure()), proptest::option::weighted(0.8, place(kind)));
        (SHEET..=PRINTED).prop_flat_map(move |kind| proptest::collection::vec(cell(kind), 0..60))
    }

    fn pack(shared: &mut Shared, filing: &Filing) -> Packed {
        let entry = |place: &Place| {
            Some(Entry { figure: Figure::Blank, printed: "".into(), place: Some(place.clone()), unit: None })
        };
        let entries: Entries = filing.iter().map(|(_, place)| place.as_ref().and_then(entry)).collect();
        let cells: Vec<_> = (0..).map(CellIndex).take(filing.len()).collect();
        let printed = |figure: Option<Decimal>| match figure.and_then(|figure| figure.to_u64().zip(Some(figure))) {
            Some((count, figure)) if Decimal::from(count) == figure && count % 2 == 0 => Printed::Count(count),
            _ => figure.into(),
        };
        shared.pack(filing.iter().map(|(figure, _)| printed(*figure)), &entries, &cells)
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_out_again(filings in proptest::collection::vec(filing(), 1..4)) {
            let mut shared = Shared::default();
            let packed: Vec<_> = filings.iter().map(|filing| pack(&mut shared, filing)).collect();
            for (filing, packed) in filings.iter().zip(&packed) {
                let figures: Figures = filing.iter().map(|(figure, _)| *figure).collect();
                prop_assert_eq!(Shared::figures(packed, filing.len()), figures);
                for (at, (_, place)) in filing.iter().enumerate() {
                    prop_assert_eq!(&shared.place(packed, at), place);
                }
            }
        }
    }

    /// Filings of one pattern on other rows and sheets, the first of them not on the first row.
    #[test]
    fn places_of_one_pattern_are_those_of_each_filing() {
        let mut shared = Shared::default();
        let place = |column| Place::Sheet { sheet: "一".into(), row: 3 + column / 2, column };
        let entry =
            |column| Some(Entry { figure: Figure::Blank, printed: "".into(), place: Some(place(column)), unit: None });
        let pattern = Arc::new(Pattern::of((0..5).map(entry).collect(), [0, 1].map(CellIndex)));
        let cells: Vec<_> = (0..5).map(CellIndex).collect();
        for (rows, sheet) in [(4, None), (0, None), (9, Some("二")), (2, Some("三")), (1, None)] {
            let at = Offset { rows, sheet: sheet.map(Arc::from) };
            let entries = Entries::alike(&pattern, [7; 5].into(), at);
            let packed = shared.pack(std::iter::empty(), &entries, &cells);
            for (at, cell) in cells.iter().enumerate() {
                assert_eq!(shared.place(&packed, at), entries.place(*cell), "{rows} {sheet:?}");
            }
        }
        assert_eq!(shared.places.len(), 1);
    }

    #[test]
    fn usual_figures_take_few_bytes_and_places_are_kept_once() {
        let mut shared = Shared::default();
        let filing = |first: u32| -> Filing {
            let place = |at: u32| Place::Line { line: first + at / 7, field: 4 + at % 7 };
            (0..70).map(|at| (Some(Decimal::from(at * first % 150)), Some(place(at)))).collect()
        };
        let packed: Vec<_> = (1..100).map(|first| pack(&mut shared, &filing(first))).collect();
        assert!(packed.iter().all(|packed| packed.figures.len() < 100), "{}", packed[98].figures.len());
        assert_eq!(shared.places.len(), 1);
        assert_eq!(shared.place(&packed[98], 69), filing(99)[69].1);
        let blank: Filing = vec![(Some(Decimal::ZERO), None); 70];
        assert_eq!(pack(&mut shared, &blank).figures.len(), 0);
    }
}
