//! The figures of a filing in few bytes, for as long as a run may come back to them.
//!
//! Most figures are small counts and many are zero, so each is written in as many bytes as it takes. Where they stand is
//! written once for all filings that are laid out alike, from the place of the first on: the offices of a county fill in
//! one template, and the lines of a data set are all the same.

mod bytes;
mod places;

use rust_decimal::Decimal;

use crate::model::{CellIndex, Entries, Place};
use bytes::{Reader, Writer};
use places::{Layouts, Placed};

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
    places: Placed,
}

/// What the filings of a run share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    layouts: Layouts,
    /// Where figures are written, filing after filing.
    bytes: Vec<u8>,
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

impl Shared {
    /// Packs figures, and where those of some cells stand.
    pub(super) fn pack(
        &mut self,
        figures: impl Iterator<Item = Printed>,
        entries: &Entries,
        cells: &[CellIndex],
    ) -> Packed {
        let mut writer = Writer { bytes: std::mem::take(&mut self.bytes) };
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
        let figures = writer.bytes.as_slice().into();
        writer.bytes.clear();
        self.bytes = writer.bytes;
        Packed { figures, places: self.layouts.of(entries, cells) }
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
        self.layouts.place(&packed.places, wanted)
    }
}

impl Writer {
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
}

impl Reader<'_> {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use rust_decimal::prelude::ToPrimitive as _;

    use super::*;
    use crate::model::{Entry, Figure, Offset, Pattern};

    fn figure() -> impl Strategy<Value = Decimal> {
        let wide = (any::<i64>(), 0_u32..=10).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale));
        prop_oneof![3 => Just(Decimal::ZERO), 3 => (0..2_000_i64).prop_map(Decimal::from), 1 => wide]
    }

    /// Places as a file has them: all of one kind.
    fn place(kind: u8) -> impl Strategy<Value = Place> {
        let number = || prop_oneof![5 => 1..6_u32, 1 => 0..50_u32, 1 => any::<u32>()];
        (0..3_usize, [0..3_u32, 0..4_u32], [number(), number()]).prop_map(move |(at, [page, table], [row, column])| {
            match kind {
                0 => Place::Sheet { sheet: ["一", "二", "三"][at].into(), row, column },
                1 => Place::Line { line: row, field: column },
                2 => Place::Cell { table, row, column },
                _ => Place::Printed { page, table, row, column },
            }
        })
    }

    type Filing = Vec<(Option<Decimal>, Option<Place>)>;

    fn filing() -> impl Strategy<Value = Filing> {
        let cell = |kind| (proptest::option::weighted(0.8, figure()), proptest::option::weighted(0.8, place(kind)));
        (0..4_u8).prop_flat_map(move |kind| proptest::collection::vec(cell(kind), 0..60))
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
        for (rows, sheet) in [(9, Some("二")), (4, None), (0, None), (2, Some("三")), (9, Some("一")), (1, None)] {
            let at = Offset { rows, sheet: sheet.map(Arc::from) };
            let entries = Entries::alike(&pattern, [7; 5].into(), at);
            let packed = shared.pack(std::iter::empty(), &entries, &cells);
            for (at, cell) in cells.iter().enumerate() {
                assert_eq!(shared.place(&packed, at), entries.place(*cell), "{rows} {sheet:?}");
            }
        }
        assert_eq!(shared.layouts.known.len(), 1);
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
        assert_eq!(shared.layouts.known.len(), 1);
        assert_eq!(shared.place(&packed[98], 69), filing(99)[69].1);
        let blank: Filing = vec![(Some(Decimal::ZERO), None); 70];
        assert_eq!(pack(&mut shared, &blank).figures.len(), 0);
    }
}
