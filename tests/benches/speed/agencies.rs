//! Figures of invented agencies, the same for the same seed: balanced, one year following from another, and slips.

use gouji::model::{CellIndex, FormEdition};
use gouji::rules::{Plan, Side};

use crate::slips::{Dice, Kind, Matrix};

/// Years of one edition.
pub(crate) const YEARS: [u16; 3] = [2022, 2023, 2024];
const COLUMNS: [&str; 7] =
    ["natural_person", "enterprise", "research", "nonprofit", "legal_service", "other_org", "total"];
/// Slips as people make them: a digit, a pair of digits, a figure in another cell.
const SLIPS: [Kind; 6] =
    [Kind::Transposed, Kind::DroppedDigit, Kind::WrongDigit, Kind::OffByOne, Kind::TwoSlips, Kind::OtherApplicant];

/// How many filings have a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slipped {
    None,
    OneInFive,
    All,
}

impl Slipped {
    /// How many of so many filings have one.
    pub(crate) fn of(self, count: usize) -> usize {
        match self {
            Self::None => 0,
            Self::OneInFive => count.div_ceil(5),
            Self::All => count,
        }
    }

    fn has(self, at: usize) -> bool {
        match self {
            Self::None => false,
            Self::OneInFive => at.is_multiple_of(5),
            Self::All => true,
        }
    }
}

/// What one agency reports for one year, before its office writes it down.
pub(crate) struct Filing {
    /// The number of the agency.
    pub(crate) agency: usize,
    pub(crate) year: u16,
    /// Per cell of the edition.
    pub(crate) figures: Vec<i64>,
}

impl Filing {
    pub(crate) fn figure(&self, cell: CellIndex) -> i64 {
        self.figures[cell.at()]
    }
}

/// Makes filings from a seed.
pub(crate) struct Agencies<'f> {
    pub(crate) form: &'f FormEdition,
    plan: Plan,
}

impl<'f> Agencies<'f> {
    pub(crate) fn new(form: &'f FormEdition) -> Self {
        Self { form, plan: Plan::of(form) }
    }

    /// So many filings, the `years` of an agency beside each other. What is carried over and what is in force follows
    /// from the year before, and nothing else is worth a question.
    pub(crate) fn filings(&self, count: usize, years: usize, slipped: Slipped) -> impl Iterator<Item = Filing> {
        let mut dice = Dice::new(20_240_331);
        let agencies = 0..count.div_ceil(years);
        let filings = agencies.flat_map(move |agency| {
            let first = self.matrix(&mut dice);
            let years = (0..).zip(YEARS).take(years).map(|(turn, year)| {
                let matrix = self.turned(&first, agency, turn + 1);
                // The dice roll for a slip in any case, so the filings differ in their slips alone.
                let slip = SLIPS[dice.roll(SLIPS.len())].slip(&matrix, &mut dice);
                (year, matrix, slip)
            });
            years.map(|(year, matrix, slip)| (agency, year, matrix, slip)).collect::<Vec<_>>()
        });
        filings.take(count).enumerate().map(move |(at, (agency, year, matrix, slip))| {
            let matrix = slip.filter(|_| slipped.has(at)).unwrap_or(matrix);
            Filing { agency, year, figures: matrix.figures }
        })
    }

    /// The figures of an agency in its `turn`th year, of which nothing is to be said.
    fn turned(&self, first: &Matrix<'f>, at: usize, turn: i64) -> Matrix<'f> {
        let mut matrix = first.clone();
        let mut named = Named { form: self.form, figures: &mut matrix.figures };
        for (column, name) in (0..).zip(COLUMNS) {
            let (id, of) = (|row: &str| format!("requests.{row}.{name}"), if name == "total" { 6 } else { 1 });
            // No column is so small that what came in from last year could be more than all of it.
            for row in ["granted", "processed_total"] {
                named.add(&id(row), of * (2 + turn));
            }
            let offset = i64::try_from(at).unwrap_or(0) + column;
            let left_over = |turn: i64| if of > 1 { 3 } else { (offset + turn) % 2 };
            named.set(&id("carried_in"), left_over(turn - 1));
            named.set(&id("carried_out"), left_over(turn));
            let processed = named.get(&id("processed_total"));
            named.set(&id("received"), processed + left_over(turn) - left_over(turn - 1));
        }
        for id in ["review.reconsideration.upheld", "review.reconsideration.total", "disclosure.permits.decisions"] {
            named.add(id, turn);
        }
        for column in ["issued", "repealed", "in_force"] {
            named.set(&format!("disclosure.regulations.{column}"), 0);
        }
        let documents = |column: &str| format!("disclosure.normative_documents.{column}");
        let more = named.get(&documents("issued")) - named.get(&documents("repealed"));
        named.set(&documents("in_force"), 2_000 + turn * more);
        matrix
    }

    /// Figures of all tables, balanced.
    fn matrix(&self, dice: &mut Dice) -> Matrix<'f> {
        let mut matrix = Matrix::random(self.form, &self.plan, 150, dice);
        let is_requests = |table: usize| self.form.tables[table].id == "requests";
        for (index, cell) in self.form.each_cell().filter(|(_, cell)| !is_requests(cell.table) && !cell.total) {
            let is_zero = cell.alternative || dice.roll(100) < 40;
            matrix.figures[index.at()] = if is_zero { 0 } else { i64::try_from(dice.roll(400)).expect("small") };
        }
        for edit in self.plan.printed().filter(|edit| !is_requests(usize::from(edit.table))) {
            let terms = self.plan.terms(edit);
            let sum = terms.iter().filter(|term| term.side == Side::Left).map(|t| matrix.figures[t.cell.at()]).sum();
            if let Some(total) = terms.iter().find(|term| term.side == Side::Right) {
                matrix.figures[total.cell.at()] = sum;
            }
        }
        matrix
    }
}

/// Figures by the ids of their cells.
struct Named<'n> {
    form: &'n FormEdition,
    figures: &'n mut [i64],
}

impl Named<'_> {
    fn get(&self, id: &str) -> i64 {
        self.figures[self.form.index[id].at()]
    }

    fn set(&mut self, id: &str, figure: i64) {
        self.figures[self.form.index[id].at()] = figure;
    }

    fn add(&mut self, id: &str, more: i64) {
        self.set(id, self.get(id) + more);
    }
}
