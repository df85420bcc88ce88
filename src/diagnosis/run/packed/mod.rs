//! The figures of a filing in few bytes, for as long as a run may come back to them.
//!
//! Most figures are small counts, so each takes one byte, and those that are more than that follow behind. Where they
//! stand is written once for all filings that are laid out alike, from the place of the first on: the offices of a county
//! fill in one template, and the lines of a data set are all the same.

mod bytes;
mod places;

use memchr::memchr_iter;
use rust_decimal::Decimal;

use crate::model::{CellIndex, Entries, Place};
use bytes::{Reader, Writer};
use places::{Layouts, Placed};

/// The figures of a filing, packed, and where they stand.
#[derive(Debug)]
pub(super) struct Packed {
    /// A byte for each, but for the zeros behind the last that is not zero; then two for each that is [`MORE`]; then
    /// those that are [`FAR`], in as many as they take.
    figures: Box<[u8]>,
    /// How many have a byte, and how many of these are `MORE`: a form has at most 65535 cells.
    bytes: u16,
    words: u16,
    places: Placed,
}

/// What stands for a figure that was not printed. A smaller byte is the figure.
const NOTHING: u8 = FAR - 2;
/// For a count of two bytes.
const MORE: u8 = FAR - 1;
/// For any other figure.
const FAR: u8 = u8::MAX;

/// What the filings of a run share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    layouts: Layouts,
    /// Where figures are written, filing after filing.
    sections: Sections,
}

/// The parts of packed figures, as they are written.
#[derive(Debug, Default)]
struct Sections {
    bytes: Vec<u8>,
    /// Room for them, and how many there are.
    words: Vec<[u8; 2]>,
    more: usize,
    far: Writer,
}

impl Shared {
    /// Packs some figures first, then those of some cells and where they stand. What a cell says that is no count in the
    /// form's unit, `exact` knows.
    pub(super) fn pack(
        &mut self,
        first: impl Iterator<Item = Option<Decimal>>,
        entries: &Entries,
        cells: &[CellIndex],
        exact: impl Fn(CellIndex) -> Option<Decimal>,
    ) -> Packed {
        let sections = &mut self.sections;
        sections.clear();
        first.for_each(|figure| sections.figure(figure));
        entries.each_count(cells, |cell, count| match count {
            Some(count) => sections.count(count),
            None => sections.figure(exact(cell)),
        });
        sections.packed(self.layouts.of(entries, cells))
    }

    /// The place of the `wanted`th of the cells, from 0.
    pub(super) fn place(&self, packed: &Packed, wanted: usize) -> Option<Place> {
        self.layouts.place(&packed.places, wanted)
    }
}

impl Packed {
    /// The `wanted`th of the figures, from 0; `None` where none was printed.
    pub(super) fn figure(&self, wanted: usize) -> Option<Decimal> {
        let (bytes, rest) = self.figures.split_at(usize::from(self.bytes));
        let (words, far) = rest.split_at(2 * usize::from(self.words));
        let before = |kind: u8| memchr_iter(kind, &bytes[..wanted]).count();
        match bytes.get(wanted).copied().unwrap_or(0) {
            NOTHING => None,
            MORE => Some(u16::from_le_bytes(words.as_chunks().0[before(MORE)]).into()),
            FAR => {
                let mut reader = Reader { bytes: far };
                (0..=before(FAR)).map(|_| reader.figure()).last().flatten()
            }
            count => Some(count.into()),
        }
    }
}

impl Sections {
    /// Nothing written.
    fn clear(&mut self) {
        self.bytes.clear();
        self.more = 0;
        self.far.bytes.clear();
    }

    #[inline]
    fn count(&mut self, count: u64) {
        // Small and large figures come in no order: it is cheaper to write what will be written over than to guess.
        let [a, b, ..] = count.to_le_bytes();
        let (is_more, is_far) = (count >= u64::from(NOTHING), count > u64::from(u16::MAX));
        if is_far {
            return self.far(count.into());
        }
        self.bytes.push(if is_more { MORE } else { a });
        if self.more == self.words.len() {
            self.words.resize(2 * self.more + 1, [0; 2]);
        }
        self.words[self.more] = [a, b];
        self.more += usize::from(is_more);
    }

    fn figure(&mut self, figure: Option<Decimal>) {
        let Some(figure) = figure else { return self.bytes.push(NOTHING) };
        let figure = if figure.scale() == 0 { figure } else { figure.normalize() };
        match u64::try_from(figure.mantissa()).ok().filter(|_| figure.scale() == 0) {
            Some(count) => self.count(count),
            None => self.far(figure),
        }
    }

    /// The digits, with a bit for the sign and one that says whether their decimal places follow.
    fn far(&mut self, figure: Decimal) {
        self.bytes.push(FAR);
        let (mantissa, scale) = (figure.mantissa(), figure.scale());
        self.far.number(mantissa.unsigned_abs() << 2 | u128::from(mantissa < 0) << 1 | u128::from(scale > 0));
        if scale > 0 {
            self.far.number(scale);
        }
    }

    fn packed(&self, places: Placed) -> Packed {
        let end = self.bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        let narrow = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let figures = [&self.bytes[..end], self.words[..self.more].as_flattened(), &self.far.bytes].concat();
        Packed { figures: figures.into(), bytes: narrow(end), words: narrow(self.more), places }
    }
}

impl Reader<'_> {
    /// As [`Sections::far`] writes it.
    fn figure(&mut self) -> Option<Decimal> {
        let number = self.number();
        let scale = if number & 1 == 1 { u32::try_from(self.number()).ok()? } else { 0 };
        let magnitude = i128::try_from(number >> 2).ok()?;
        let mantissa = if number & 2 == 2 { -magnitude } else { magnitude };
        Decimal::try_from_i128_with_scale(mantissa, scale).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

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

    type Figures = Vec<Option<Decimal>>;
    /// So many figures come before those of cells.
    const FIRST: usize = 2;

    type Filing = Vec<(Option<Decimal>, Option<Place>)>;

    fn filing() -> impl Strategy<Value = Filing> {
        let cell = |kind| (proptest::option::weighted(0.8, figure()), proptest::option::weighted(0.8, place(kind)));
        (0..4_u8).prop_flat_map(move |kind| proptest::collection::vec(cell(kind), 0..60))
    }

    fn pack(shared: &mut Shared, filing: &Filing) -> Packed {
        // The first two as figures of no cell. What has no place has no entry, so its figure is known from elsewhere.
        let (first, rest) = filing.split_at(filing.len().min(FIRST));
        let entry = |(figure, place): &(Option<Decimal>, Option<Place>)| {
            let figure = figure.map_or(Figure::Blank, Figure::Number);
            Some(Entry { figure, printed: "".into(), place: Some(place.clone()?), unit: None })
        };
        let entries: Entries = rest.iter().map(entry).collect();
        let cells: Vec<_> = (0..).map(CellIndex).take(rest.len()).collect();
        shared.pack(first.iter().map(|(figure, _)| *figure), &entries, &cells, |cell| rest[cell.at()].0)
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_out_again(filings in proptest::collection::vec(filing(), 1..4)) {
            let mut shared = Shared::default();
            let packed: Vec<_> = filings.iter().map(|filing| pack(&mut shared, filing)).collect();
            for (filing, packed) in filings.iter().zip(&packed) {
                let figures: Figures = filing.iter().map(|(figure, _)| *figure).collect();
                prop_assert_eq!((0..filing.len()).map(|at| packed.figure(at)).collect::<Figures>(), figures);
                for (at, (_, place)) in filing.iter().skip(FIRST).enumerate() {
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
            let entries = Entries::alike(&pattern, [7, 300, 0, 0, 0].into(), at);
            let packed = shared.pack(std::iter::empty(), &entries, &cells, |_| None);
            let figures = [Some(7), Some(300), None, None, None].map(|figure| figure.map(Decimal::from));
            for (at, cell) in cells.iter().enumerate() {
                assert_eq!(packed.figure(at), figures[at]);
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
        assert_eq!(shared.place(&packed[98], 69 - FIRST), filing(99)[69].1);
        let blank: Filing = vec![(Some(Decimal::ZERO), None); 70];
        assert_eq!(pack(&mut shared, &blank).figures.len(), 0);
    }
}
