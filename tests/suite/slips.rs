//! Balanced matrices, slips of every kind, and how well the wrong cells are named.

use std::collections::BTreeMap;

use gouji::diagnosis::{Certainty, Diagnosis, Evidence, SharedLine, localise};
use gouji::forms::Forms;
use gouji::model::{BlockAt, CellIndex, Entry, Figure, FormEdition, TableStatus, Transcript};
use gouji::rules::{BlankPolicy, Plan, Side};
use rust_decimal::Decimal;

/// Numbers from a fixed seed, the same on every machine.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below.max(1) as u64).unwrap_or(0)
    }
}

/// A filled table 三 that balances, as reported or as it should be.
#[derive(Clone)]
pub(crate) struct Matrix<'f> {
    form: &'f FormEdition,
    pub(crate) table: usize,
    /// Per cell of the edition.
    pub(crate) figures: Vec<i64>,
    pub(crate) rows: Vec<usize>,
    pub(crate) columns: Vec<usize>,
}

/// How large the figures of a matrix are.
pub(crate) const SCALES: [usize; 5] = [3, 20, 150, 900, 40_000_000];

impl<'f> Matrix<'f> {
    /// A random matrix: figures below `scale`, many of them zero as in real reports.
    pub(crate) fn random(form: &'f FormEdition, plan: &Plan, scale: usize, dice: &mut Dice) -> Self {
        let table = form.tables.iter().position(|table| table.id == "requests").expect("a table of requests");
        let block = &form.tables[table].blocks[0];
        let (rows, columns) = (block.rows.printed().collect(), block.columns.printed().collect());
        let mut this = Self { form, table, figures: vec![0; form.cells.len()], rows, columns };
        for (index, cell) in form.each_cell().filter(|(_, cell)| cell.table == table && !cell.total) {
            let is_zero = dice.roll(100) < if cell.column == this.columns[0] { 20 } else { 60 };
            this.figures[index.at()] =
                if cell.alternative || is_zero { 0 } else { i64::try_from(dice.roll(scale)).expect("small") };
        }
        this.balance(plan);
        this
    }

    /// What a report says.
    pub(crate) fn of(form: &'f FormEdition, figure: impl Fn(&str) -> i64) -> Self {
        let table = form.tables.iter().position(|table| table.id == "requests").expect("a table of requests");
        let block = &form.tables[table].blocks[0];
        let (rows, columns) = (block.rows.printed().collect(), block.columns.printed().collect());
        let own = |cell: &gouji::model::CellSpec| if cell.table == table { figure(&cell.id) } else { 0 };
        let figures = form.cells.iter().map(own).collect();
        Self { form, table, figures, rows, columns }
    }

    /// Sets totals, and what came in, from the other figures.
    fn balance(&mut self, plan: &Plan) {
        for _ in 0..4 {
            for edit in plan.printed().filter(|edit| usize::from(edit.table) == self.table) {
                let terms = plan.terms(edit);
                let sum = |side| {
                    terms.iter().filter(|term| term.side == side).map(|t| self.figures[t.cell.at()]).sum::<i64>()
                };
                let (left, right) = (sum(Side::Left), sum(Side::Right));
                let totals: Vec<CellIndex> = terms.iter().filter(|t| t.side == Side::Right).map(|t| t.cell).collect();
                if let [total] = totals.as_slice() {
                    self.figures[total.at()] = left;
                } else if right > left {
                    self.figures[terms[0].cell.at()] += right - left;
                } else {
                    self.figures[totals[totals.len() - 1].at()] += left - right;
                }
            }
        }
    }

    pub(crate) fn cell(&self, row: usize, column: usize) -> CellIndex {
        self.form
            .cell_at(BlockAt { table: self.table, block: 0 }, self.rows[row], self.columns[column])
            .expect("a printed cell")
    }

    pub(crate) fn transcript(&self) -> Transcript {
        let entry = |index: CellIndex| {
            let figure = self.figures[index.at()];
            Entry::new(Figure::Number(Decimal::from(figure)), &figure.to_string(), None, None)
        };
        Transcript {
            edition: self.form.id.clone(),
            entries: self.form.each_cell().map(|(index, cell)| (!cell.alternative).then(|| entry(index))).collect(),
            absent: self.form.cells.iter().map(|cell| cell.alternative).collect(),
            tables: vec![TableStatus::Present; self.form.tables.len()].into(),
            observations: Vec::new(),
            formulas: Vec::new(),
        }
    }
}

/// What is done to a balanced matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Clean,
    Transposed,
    DroppedDigit,
    DoubledDigit,
    WrongDigit,
    ExtraZero,
    Sign,
    OffByOne,
    LostToZero,
    Neighbour,
    TenThousand,
    TotalWithoutItem,
    TwoSlips,
    Swapped,
    OtherApplicant,
    OtherResult,
    OneRowDown,
    ThreeSlips,
    ShiftedColumn,
    ShiftedRow,
    SwappedColumns,
    ShiftedRows,
}

pub(crate) const KINDS: [Kind; 22] = [
    Kind::Clean,
    Kind::Transposed,
    Kind::DroppedDigit,
    Kind::DoubledDigit,
    Kind::WrongDigit,
    Kind::ExtraZero,
    Kind::Sign,
    Kind::OffByOne,
    Kind::LostToZero,
    Kind::Neighbour,
    Kind::TenThousand,
    Kind::TotalWithoutItem,
    Kind::TwoSlips,
    Kind::Swapped,
    Kind::OtherApplicant,
    Kind::OtherResult,
    Kind::OneRowDown,
    Kind::ThreeSlips,
    Kind::ShiftedColumn,
    Kind::ShiftedRow,
    Kind::SwappedColumns,
    Kind::ShiftedRows,
];

pub(crate) const SINGLES: [Kind; 11] = [
    Kind::Transposed,
    Kind::DroppedDigit,
    Kind::DoubledDigit,
    Kind::WrongDigit,
    Kind::ExtraZero,
    Kind::Sign,
    Kind::OffByOne,
    Kind::LostToZero,
    Kind::Neighbour,
    Kind::TenThousand,
    Kind::TotalWithoutItem,
];

impl Kind {
    /// The slip in a copy of `matrix`; `None` when the dice found no place for it.
    pub(crate) fn slip<'f>(self, matrix: &Matrix<'f>, dice: &mut Dice) -> Option<Matrix<'f>> {
        let mut slipped = matrix.clone();
        let (rows, columns) = (matrix.rows.len(), matrix.columns.len());
        for _ in 0..60 {
            slipped.figures.clone_from(&matrix.figures);
            let (row, column) = (dice.roll(rows), dice.roll(columns));
            let cell = matrix.cell(row, column);
            match self {
                Self::Clean => return Some(slipped),
                Self::TwoSlips | Self::ThreeSlips => {
                    let times = if self == Self::TwoSlips { 2 } else { 3 };
                    for _ in 0..times {
                        let kind = SINGLES[dice.roll(SINGLES.len())];
                        if let Some(next) = kind.slip(&slipped, dice) {
                            slipped = next;
                        }
                    }
                    if wrong(matrix, &slipped).len() == times {
                        return Some(slipped);
                    }
                }
                Self::Swapped => {
                    let other = matrix.cell(dice.roll(rows), dice.roll(columns));
                    slipped.figures.swap(cell.at(), other.at());
                }
                Self::OtherApplicant | Self::OtherResult => {
                    // Of an item to another item: not the totals, which follow.
                    let (other_row, other_column) = match self {
                        Self::OtherApplicant => (row, dice.roll(columns - 1)),
                        _ => (dice.roll(rows - 2), column),
                    };
                    let other = matrix.cell(other_row, other_column);
                    if column == columns - 1 || matrix.figures[cell.at()] == 0 || other == cell {
                        continue;
                    }
                    slipped.figures[cell.at()] -= 1;
                    slipped.figures[other.at()] += 1;
                }
                Self::OneRowDown => {
                    if row + 1 == rows || matrix.figures[matrix.cell(row + 1, column).at()] != 0 {
                        continue;
                    }
                    slipped.figures.swap(cell.at(), matrix.cell(row + 1, column).at());
                }
                Self::ShiftedColumn | Self::ShiftedRow | Self::SwappedColumns | Self::ShiftedRows => {
                    let (last_row, last_column) = (row + dice.roll(rows - row), column + dice.roll(columns - column));
                    for (to, from) in self.moves((row, column), (last_row, last_column), columns) {
                        let (to, from) = (matrix.cell(to.0, to.1), matrix.cell(from.0, from.1));
                        slipped.figures[to.at()] = matrix.figures[from.at()];
                    }
                    // Fewer wrong cells are no stretch.
                    if wrong(matrix, &slipped).len() < 4 {
                        continue;
                    }
                }
                _ => {
                    let value = self.single(matrix, (row, column), dice);
                    let Some(value) = value else { continue };
                    slipped.figures[cell.at()] = value;
                }
            }
            let wrong = wrong(matrix, &slipped).len();
            if wrong > 0 && !matches!(self, Self::TwoSlips | Self::ThreeSlips) {
                return Some(slipped);
            }
        }
        None
    }

    /// Where the figures of a spoilt stretch came from; what is pushed out at its end stands at its beginning.
    fn moves(
        self,
        (row, column): (usize, usize),
        (last_row, last_column): (usize, usize),
        columns: usize,
    ) -> Vec<((usize, usize), (usize, usize))> {
        let above = |at: usize| if at == row { last_row } else { at - 1 };
        let left = |at: usize| if at == column { last_column } else { at - 1 };
        match self {
            Self::ShiftedColumn => (row..=last_row).map(|at| ((at, column), (above(at), column))).collect(),
            Self::ShiftedRow => (column..=last_column).map(|at| ((row, at), (row, left(at)))).collect(),
            Self::SwappedColumns => (row..=last_row)
                .flat_map(|at| [((at, column), (at, last_column)), ((at, last_column), (at, column))])
                .collect(),
            _ => (row..=last_row).flat_map(|at| (0..columns).map(move |c| ((at, c), (above(at), c)))).collect(),
        }
    }

    fn single(self, matrix: &Matrix, (row, column): (usize, usize), dice: &mut Dice) -> Option<i64> {
        let value = matrix.figures[matrix.cell(row, column).at()];
        let digits: Vec<u8> = value.to_string().into_bytes();
        let number = |digits: Vec<u8>| String::from_utf8(digits).ok()?.parse::<i64>().ok();
        let at = dice.roll(digits.len());
        match self {
            Self::Transposed => {
                let mut other = digits.clone();
                (at + 1 < digits.len()).then(|| other.swap(at, at + 1))?;
                number(other)
            }
            Self::DroppedDigit => (digits.len() > 1).then(|| number([&digits[..at], &digits[at + 1..]].concat()))?,
            Self::DoubledDigit => (value > 0).then(|| number([&digits[..=at], &digits[at..]].concat()))?,
            Self::WrongDigit => {
                let mut other = digits.clone();
                other[at] = b'0' + u8::try_from(dice.roll(10)).ok()?;
                number(other)
            }
            Self::ExtraZero => (value > 0).then_some(value * 10),
            Self::Sign => (value > 0).then_some(-value),
            Self::OffByOne => Some(if dice.roll(2) == 0 { value + 1 } else { (value - 1).max(0) }),
            Self::LostToZero => (value > 0).then_some(0),
            Self::Neighbour => {
                let other = if dice.roll(2) == 0 { (row + 1, column) } else { (row, column + 1) };
                (other.0 < matrix.rows.len() && other.1 < matrix.columns.len())
                    .then(|| matrix.figures[matrix.cell(other.0, other.1).at()])
            }
            Self::TenThousand => (value > 0).then_some(value * 10_000),
            Self::TotalWithoutItem => {
                let total = (row, matrix.columns.len() - 1);
                let item = matrix.figures[matrix.cell(row, dice.roll(matrix.columns.len() - 1)).at()];
                (column == total.1).then_some(value - item)
            }
            _ => None,
        }
    }
}

/// The cells that are wrong, with what they should be.
pub(crate) fn wrong(right: &Matrix, reported: &Matrix) -> Vec<(CellIndex, Decimal)> {
    let cells = right.form.each_cell().map(|(index, _)| index);
    let wrong = cells.filter(|cell| right.figures[cell.at()] != reported.figures[cell.at()]);
    wrong.map(|cell| (cell, Decimal::from(right.figures[cell.at()]))).collect()
}

/// What became of one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Result {
    /// No relation is broken: arithmetic cannot see it.
    Invisible,
    /// The truth is the only smallest set.
    Only,
    /// The truth is named first of several.
    First,
    /// The truth is among those listed, not first.
    Listed,
    /// Fewer cells explain it too.
    Smaller,
    /// A set as small as the truth, but not the truth, and said to be the only one.
    WronglyOnly,
    /// The truth is not listed though as small as what is.
    Missed,
    /// Nothing explains it.
    Unexplained,
}

/// Judges what was said of a case.
pub(crate) fn judge(truth: &[(CellIndex, Decimal)], diagnoses: &[Diagnosis]) -> Result {
    let Some(first) = diagnoses.first() else { return Result::Invisible };
    let is_truth = |suspect: &gouji::diagnosis::Suspect| {
        suspect.cells.iter().map(|cell| (cell.cell, cell.proposed)).eq(truth.iter().copied())
    };
    let place = first.suspects.iter().position(is_truth);
    let smallest = first.suspects.first().map(|suspect| suspect.cells.len());
    let is_only = first.suspects.first().is_some_and(|suspect| suspect.certainty == Certainty::Only);
    match (place, smallest) {
        (_, None) => Result::Unexplained,
        (Some(0), _) if is_only => Result::Only,
        (Some(0), _) => Result::First,
        (Some(_), _) => Result::Listed,
        (None, Some(size)) if size < truth.len() => Result::Smaller,
        (None, _) if is_only => Result::WronglyOnly,
        (None, _) => Result::Missed,
    }
}

/// What became of the cases of one kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    pub(crate) results: BTreeMap<Result, usize>,
    /// What a pick by lot among the listed would name first, on average, times a million.
    pub(crate) by_lot: u64,
    /// Cases in which every explanation names the columns, or the rows, of the truth.
    pub(crate) lines_named: usize,
    /// Time of each diagnosis, in nanoseconds.
    pub(crate) times: Vec<u128>,
}

impl Tally {
    pub(crate) fn count(&self, results: &[Result]) -> usize {
        results.iter().filter_map(|result| self.results.get(result)).sum()
    }

    /// Cases that arithmetic can see.
    pub(crate) fn visible(&self) -> usize {
        self.results.iter().filter(|(result, _)| **result != Result::Invisible).map(|(_, times)| times).sum()
    }

    pub(crate) fn median(&self) -> u128 {
        let mut times = self.times.clone();
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or(0)
    }
}

/// Whether all explanations name the same columns, or the same rows, and these are the truth's.
fn names_lines(form: &FormEdition, truth: &[(CellIndex, Decimal)], diagnosis: &Diagnosis) -> bool {
    let columns = || truth.iter().map(|(cell, _)| form.cell(*cell).column).collect::<Vec<_>>();
    let rows = || truth.iter().map(|(cell, _)| form.cell(*cell).row).collect::<Vec<_>>();
    let sorted = |mut lines: Vec<usize>| {
        lines.sort_unstable();
        lines
    };
    let shared = |lines: Option<Vec<SharedLine>>| {
        lines.map(|lines| lines.into_iter().map(|shared| shared.line).collect::<Vec<_>>())
    };
    shared(diagnosis.shared_columns(form)).is_some_and(|lines| sorted(lines) == sorted(columns()))
        || shared(diagnosis.shared_rows(form)).is_some_and(|lines| sorted(lines) == sorted(rows()))
}

/// Runs `cases` of every kind, on matrices of every scale and on those of `reports` by turns.
pub(crate) fn confusion(form: &FormEdition, reports: &[BTreeMap<String, i64>], cases: usize) -> BTreeMap<Kind, Tally> {
    let plan = Plan::of(form);
    let mut table: BTreeMap<Kind, Tally> = BTreeMap::new();
    let mut dice = Dice::new(20_260_131);
    for kind in KINDS {
        for case in 0..cases {
            let at = case % (SCALES.len() + reports.len());
            let matrix = match at.checked_sub(SCALES.len()) {
                None => Matrix::random(form, &plan, SCALES[at], &mut dice),
                Some(report) => Matrix::of(form, |id| reports[report].get(id).copied().unwrap_or(0)),
            };
            let Some(slipped) = kind.slip(&matrix, &mut dice) else { continue };
            let transcript = slipped.transcript();
            let begin = std::time::Instant::now();
            let diagnoses = localise(form, &plan, &transcript, BlankPolicy::Zero, &Evidence::default());
            let time = begin.elapsed().as_nanos();
            let truth = wrong(&matrix, &slipped);
            let tally = table.entry(kind).or_default();
            tally.times.push(time);
            let result = judge(&truth, &diagnoses);
            *tally.results.entry(result).or_default() += 1;
            if let Some(diagnosis) = diagnoses.first() {
                tally.lines_named += usize::from(names_lines(form, &truth, diagnosis));
                if matches!(result, Result::Only | Result::First | Result::Listed) {
                    tally.by_lot += 1_000_000 / u64::try_from(diagnosis.suspects.len()).unwrap_or(1);
                }
            }
        }
    }
    table
}

/// The figures of the consistent reports among the fixtures.
pub(crate) fn published(forms: &Forms) -> Vec<BTreeMap<String, i64>> {
    let catalogue = gouji::rules::Catalogue::embedded().expect("the records are sound");
    let reader = gouji::reading::Reader::new(forms, gouji::reading::ReadOptions::default());
    let assessor = gouji::diagnosis::Assessor::new(reader, catalogue, gouji::diagnosis::Policy::default());
    let assessor = assessor.expect("every relation has a rule");
    let form = forms.get("2021").expect("an embedded edition");
    let names = ["two-years-a-2023", "two-years-a-2024", "decimal-fee-2021", "decimal-fee-2022"];
    let report = |name: &str| {
        let path = format!("fixtures/published/{name}.csv");
        let filing = assessor.assess(&path, Ok(std::fs::read(&path).expect("a fixture"))).remove(0);
        let transcript = filing.transcript.expect("it was read");
        let figure = |index| {
            let number = transcript.entry(index).and_then(Entry::number)?;
            i64::try_from(number.trunc().mantissa()).ok()
        };
        form.each_cell().filter_map(|(index, cell)| Some((cell.id.to_string(), figure(index)?))).collect()
    };
    names.map(report).into()
}
