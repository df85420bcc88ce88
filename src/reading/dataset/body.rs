//! The rows below a header, and which of them are no records: notes, the names and the numbers of the columns, the sample that
//! shows how a record is filled in, and what was struck out as a whole.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::Halt;
use super::ditto::Ditto;
use super::header::{CellLayout, Header};
use super::rows::{Row, RowCell, Rows};
use crate::model::{Observation, Reason, Unit, agency_key, fold};
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::grid::{GridCell, Origin};
use crate::reading::cells::lexicon::{ColumnRole, LEXICON};
use crate::reading::cells::number;
use crate::reading::cells::spread::{MergedRows, Spread};
use crate::reading::cells::totals::{TotalOf, is_note, total_of};
use crate::reading::recognise::Recogniser;

/// The rows below a header that are records. What says whose a row is may be merged over several rows: then it is said of
/// each of them.
pub(super) struct Body<'r> {
    rows: &'r dyn Rows,
    header: &'r Header,
    recogniser: &'r Recogniser<'r>,
    /// The rows of the last walk that a person would take for records, and that are none.
    aside: RefCell<Vec<Observation>>,
    /// What the notes of the last walk state of the unit of money.
    unit: RefCell<Option<UnitNote>>,
    /// The row that heads other columns, where the last walk came to one and ended.
    next: Cell<Option<u32>>,
}

/// A note below the records that states the unit of their sums.
pub(super) struct UnitNote {
    /// The row it stands on, from 0.
    pub(super) row: u32,
    pub(super) printed: String,
    pub(super) unit: Unit,
}

impl UnitNote {
    /// That of a row, if it states one.
    fn of(row: &Row) -> Option<Self> {
        row.cells().find_map(|cell| {
            let folded = fold(cell.text);
            let unit = folded.unit.as_deref().and_then(Unit::named)?;
            LEXICON.is_note_of_unit(&folded.body).then(|| Self { row: row.index, printed: cell.text.to_owned(), unit })
        })
    }
}

impl<'r> Body<'r> {
    pub(super) fn new(rows: &'r dyn Rows, header: &'r Header, recogniser: &'r Recogniser<'r>) -> Self {
        Self { rows, header, recogniser, aside: RefCell::default(), unit: RefCell::default(), next: Cell::default() }
    }

    /// What is said of the rows that the last walk passed over: samples, and rows that were struck out.
    pub(super) fn aside(&self) -> Vec<Observation> {
        self.aside.take()
    }

    /// The unit of money that a note states which the last walk passed over.
    pub(super) fn unit_note(&self) -> Option<UnitNote> {
        self.unit.take()
    }

    /// The row that heads other columns, at which the last walk ended: files put together, or blocks below each other.
    pub(super) fn next(&self) -> Option<u32> {
        self.next.take()
    }

    /// Whether a row heads other columns than the header. A record has a figure, if only its year.
    fn heads_others(&self, row: &Row) -> Result<bool, ReadError> {
        // The ids of cells have no Chinese words either.
        let is_figure = |cell: RowCell| number::is_meant(cell.text, cell.kind) && cell.text.contains(char::is_numeric);
        let has_figure = || row.cells().any(is_figure);
        Ok(row.cells().nth(1).is_some() && !has_figure() && Header::read(row, self.recogniser)?.is_some())
    }

    /// Whether a row is the heading of those that follow, 一、县直部门, and has nothing else.
    fn is_group(&self, row: &Row) -> bool {
        let mut cells = row.cells();
        let (Some(first), None) = (cells.next(), cells.next()) else { return false };
        self.header.agency.is_some_and(|agency| first.column <= agency) && total_of(first.text) == Some(TotalOf::Group)
    }

    /// Whether a row calls the columns what they are: the header again, as files that were put together have it, or their names
    /// below their codes. One that calls them anything else heads other columns than these, and is no row to be passed over.
    fn is_head(&self, row: &Row) -> bool {
        let is = |column: u32, role: ColumnRole| {
            row.cell(column).is_some_and(|cell| LEXICON.column_role(cell.text) == Some(role))
        };
        let has_no_figure = || !row.cells().any(|cell| number::is_meant(cell.text, cell.kind));
        let is_of_year = self.header.year.map_or_else(has_no_figure, |year| is(year, ColumnRole::Year));
        let is_of_whose = is_of_year && self.header.agency.is_some_and(|agency| is(agency, ColumnRole::Agency));
        is_of_whose
            && match &self.header.layout {
                CellLayout::Wide { cells, .. } => cells.iter().all(|(column, name)| {
                    row.cell(*column).is_some_and(|cell| self.recogniser.name(cell.text).cells == name.cells)
                }),
                CellLayout::Long { cells, value, .. } => {
                    is(*value, ColumnRole::Value) && cells.iter().all(|column| is(*column, ColumnRole::Cell))
                }
            }
    }

    /// Hands on a row that is a record and no sample of one. All rows of a sample are one.
    fn hand_on(&self, row: Row, each: &mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<(), Halt> {
        let whose = self.header.agency.and_then(|column| row.cell(column));
        let Some(sample) = whose.filter(|whose| LEXICON.is_sample(whose.text)) else { return each(row) };
        let mut aside = self.aside.borrow_mut();
        if aside.last().is_none_or(|last| (last.reason, last.printed.as_str()) != (Some(Reason::Sample), sample.text)) {
            let place = self.origin().place_from(row.index, sample.column, sample.start);
            aside.push(Observation::aside(Reason::Sample, sample.text, Some(place)));
        }
        Ok(())
    }
}

impl Rows for Body<'_> {
    fn walk(&self, each: &mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<(), Halt> {
        self.aside.take();
        self.unit.take();
        self.next.take();
        let each = &mut |row: Row| self.hand_on(row, each);
        let mut ditto = Ditto::of(self.header);
        let (mut spread, mut merged, mut is_first) = (Spread::over(self.header.spread()), None, true);
        let walked = self.rows.walk(&mut |row| {
            if row.index <= self.header.row {
                return Ok(());
            }
            // The number of a row may be left where the row was struck out.
            let is_of_record = |column: u32| self.header.is_of_record(column);
            let is_struck = || row.notes.left_out.iter().any(|one| is_of_record(one.column));
            if row.is_empty() || (!row.cells().any(|cell| is_of_record(cell.column)) && is_struck()) {
                self.aside.borrow_mut().extend(row.notes.struck_row(self.origin()));
                return Ok(());
            }
            // Of a text nothing is merged.
            let held = |column| row.cell(column).map(|cell| (Box::<str>::from(cell.text), cell.kind));
            let may_be_covered = row.width.is_none() && spread.take(row.index, held);
            if is_note(row.cells().map(|cell| cell.text)) {
                let mut unit = self.unit.borrow_mut();
                *unit = unit.take().or_else(|| UnitNote::of(&row));
                return Ok(());
            }
            if self.is_group(&row) || self.is_head(&row) {
                return Ok(());
            }
            if self.heads_others(&row)? {
                self.next.set(Some(row.index));
                return Err(Halt::Enough);
            }
            if is_numbering(&row, self.header, std::mem::take(&mut is_first)) {
                return Ok(());
            }
            if !may_be_covered {
                return ditto.hand_on(row, each);
            }
            let merged = match &mut merged {
                Some(merged) => merged,
                none => none.insert(self.rows.merged()?),
            };
            let held = spread.held(row.index, merged);
            let mut held =
                held.map(|(column, (text, kind))| GridCell { column, text: text.to_string(), kind: *kind }).peekable();
            if held.peek().is_some() {
                ditto.hand_on(Row::of_sheet(&row.with(held), row.notes), each)
            } else {
                ditto.hand_on(row, each)
            }
        });
        match walked {
            Err(Halt::Enough) if self.next.get().is_some() => Ok(()),
            walked => walked,
        }
    }

    fn origin(&self) -> &Origin {
        self.rows.origin()
    }

    fn is_hidden(&self) -> bool {
        self.rows.is_hidden()
    }

    fn merged(&self) -> Result<Arc<MergedRows>, ReadError> {
        self.rows.merged()
    }
}

/// Whether a row counts the columns, as 栏次 | 1 | 2 | 3 and 甲 | 乙 | 1 | 2: nothing else stands on it. The word says so by
/// itself; letters, which an agency of an example may be called by, and blanks say so above the first record, before three
/// columns at least; letters begin with the first.
fn is_numbering(row: &Row, header: &Header, is_first: bool) -> bool {
    let (mut named, mut first_letter, mut last, mut count) = (None, None, None, 0_u32);
    for cell in row.cells() {
        if named.is_none() && count == 0 && LEXICON.numbering_names.have(cell.text) {
            named = Some(cell.text);
            continue;
        }
        if count == 0 && (LEXICON.is_numbering_letter(cell.text) || LEXICON.is_placeholder(cell.text)) {
            first_letter = first_letter.or(Some(cell.text).filter(|text| LEXICON.is_numbering_letter(text)));
            continue;
        }
        let Some(number) = number(cell.text) else { return false };
        if last.is_some_and(|last: u32| last.checked_add(1) != Some(number)) {
            return false;
        }
        (last, count) = (Some(number), count + 1);
    }
    let whose = row.text(header.agency);
    let is_named = named.is_some_and(|name| !LEXICON.is_numbering_letter(name));
    let is_nobodys = whose.is_none_or(|whose| number(whose).is_some() || LEXICON.is_numbering_letter(whose));
    let is_lettered = named.is_some() || first_letter.is_none_or(|letter| LEXICON.is_first_letter(letter));
    (is_named && count > 0) || (is_first && is_nobodys && is_lettered && count >= 3)
}

/// The number of a column: `1`, `(1)`, `①`, `12=13+14`.
pub(super) fn number(text: &str) -> Option<u32> {
    let key = agency_key(text);
    let number = key.split('=').next()?.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '.'));
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| number.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_by_numbers() {
        let numbers = ["1", "１", "(1)", "①", "1.", "12=13+14"].map(number);
        assert_eq!(numbers, [Some(1), Some(1), Some(1), Some(1), Some(1), Some(12)]);
        assert_eq!(["", "3.5", "-1", "1O", "件"].map(number), [None; 5]);
    }
}
