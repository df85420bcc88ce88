//! A finding: one rule that fired at one place.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;
use std::sync::Arc;

use data_encoding::HEXLOWER;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use crate::model::{
    BlockAt, CellIndex, Comparator, Explanation, FormEdition, Observation, ObservationKind, Place, Reason, Transcript,
    fold, plain, push_plain,
};
use crate::rules::{Fact, Line, Rule, Severity, Side};

/// What the observations of one cause have in common, so that they are one finding, signed by that and never by its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// The table.
    Table,
    /// The table, the way in which it came about and, where the block has several rows, the column.
    Column,
}

impl Extent {
    /// Of a kind of observation whose cells have one cause; `None` where each is a matter of its own.
    pub(super) fn of(kind: ObservationKind) -> Option<Self> {
        match kind {
            ObservationKind::BlankCell
            | ObservationKind::FormulaNotComputed
            | ObservationKind::HiddenLines
            | ObservationKind::Placeholder => Some(Self::Table),
            // A program that writes `3.0` writes a whole column of it.
            ObservationKind::NormalisedNumber => Some(Self::Column),
            _ => None,
        }
    }

    /// What they share, beside the table.
    pub(super) fn shared(self, seen: &Observation, edition: &FormEdition) -> String {
        let Some(cell) = seen.cells.first().map(|cell| edition.cell(*cell)).filter(|_| self == Self::Column) else {
            return String::new();
        };
        let has_rows = edition.block_of(cell).rows.with_cells().count() > 1;
        let column = if has_rows { edition.column_of(cell).id.as_str() } else { "" };
        format!(":{}:{column}", seen.reason.map_or("", Reason::word))
    }
}

/// One audit finding (审核发现).
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that fired.
    pub rule: Arc<Rule>,
    /// The edition it speaks of, by id; a record can say its own words of it.
    pub edition: Arc<str>,
    /// How grave it is in this run.
    pub severity: Severity,
    /// The table, by position in the edition.
    pub table: Option<usize>,
    /// The cells it is about, in the form's order.
    pub cells: Vec<FoundCell>,
    /// Where it is when no single cell says so, as the label of a row that is not in the form.
    pub place: Option<Place>,
    /// What exactly was found.
    pub detail: Detail,
    /// The finding's identity over corrections elsewhere: 16 hexadecimal digits.
    pub fingerprint: Arc<str>,
    /// A warning that its agency has explained.
    pub explained: bool,
    /// What the agency says of it; of no effect unless it is `explained`.
    pub explanation: Option<Arc<Explanation>>,
    /// The lines of all explanations that speak of it: several may have one of its cells each.
    pub answered_by: Vec<u32>,
}

/// A cell of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCell {
    /// The cell.
    pub cell: CellIndex,
    /// Its stable name.
    pub id: Arc<str>,
    /// Where it stands in the file.
    pub place: Option<Place>,
    /// Its figure, or its text where it is none; `None` when blank.
    pub value: Option<String>,
    /// The two sides that should be equal in this cell, of a finding that lists several such.
    pub sums: Option<(Decimal, Decimal)>,
}

impl FoundCell {
    /// These cells of a filing, in the form's order.
    pub(super) fn all(edition: &FormEdition, filing: &Transcript, cells: &[CellIndex]) -> Vec<Self> {
        let found = cells.iter().map(|cell| Self {
            cell: *cell,
            id: edition.cell(*cell).id.clone(),
            place: filing.place(*cell),
            value: filing.quoted(*cell),
            sums: None,
        });
        let mut found: Vec<_> = found.collect();
        // Nearly always they are.
        if !found.is_sorted_by_key(|found| found.cell) {
            found.sort_unstable_by_key(|found| found.cell);
        }
        found
    }
}

/// What was found, as facts.
#[derive(Debug, Clone)]
pub enum Detail {
    /// A balance relation that does not hold.
    Balance {
        /// The line along which it is repeated.
        line: Line,
        /// The block that it stands in.
        at: BlockAt,
        /// How the sides should lie.
        comparison: Comparator,
        /// The terms and what they count as.
        terms: Vec<TermValue>,
        /// Σ left.
        left: Decimal,
        /// Σ right.
        right: Decimal,
    },
    /// A figure outside its bounds.
    Bound,
    /// The totals of a table that were left blank, in the order of the cells.
    BlankTotals(Vec<BlankTotal>),
    /// Something that the reader saw.
    Observed(Observation),
    /// What a check beyond the form and the file found.
    Stated(Facts),
}

/// What the items of a total make that was left blank.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlankTotal {
    /// By the items of its own row, if they are all known.
    pub by_row: Option<Decimal>,
    /// By the items of its own column, if they are all known.
    pub by_column: Option<Decimal>,
    /// The largest of its parts, where these do not add up to it.
    pub at_least: Option<Decimal>,
}

impl BlankTotal {
    /// The figure that belongs there; `None` where the items do not make one, or make two.
    #[must_use]
    pub fn proposed(&self) -> Option<Decimal> {
        match (self.by_row, self.by_column) {
            (Some(row), Some(column)) => Some(row).filter(|row| *row == column),
            (row, column) => row.or(column),
        }
    }

    /// All that the items make, as a text; empty where nothing is known.
    fn made(&self) -> String {
        let made = match (self.by_row, self.by_column) {
            (Some(row), Some(column)) if row != column => format!("{} ≠ {}", plain(row), plain(column)),
            (row, column) => row.or(column).map(plain).unwrap_or_default(),
        };
        match self.at_least {
            Some(least) if made.is_empty() => format!("≥ {}", plain(least)),
            _ => made,
        }
    }
}

/// The facts that a record's sentence names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Which of the reasons in the rule's record it is, where it has several.
    pub reason: Option<Reason>,
    /// By their names.
    pub facts: BTreeMap<Fact, String>,
    /// Places in files, by their names; behind a fact of the same name it is where that is.
    pub places: BTreeMap<Fact, Place>,
    /// What tells it from other findings of its rule about the same agency and year.
    pub subject: String,
    /// What it rests on beside the figures of its own cells: last year's, what a text claims, whose filing is the same.
    pub compared: Vec<String>,
    /// The two sides that should be equal, where it is about such.
    pub sums: Option<(Decimal, Decimal)>,
    /// Where it is about two filings alike: what it would be, had these come in another order.
    pub twin: Option<Twin>,
}

/// The finding that another filing would have instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// Its identity.
    pub fingerprint: Arc<str>,
    /// What it would rest on.
    pub compared: String,
}

impl Facts {
    /// Facts for one of the reasons in the record.
    pub(super) fn because(reason: Reason) -> Self {
        Self { reason: Some(reason), ..Self::default() }
    }

    /// Adds a fact.
    pub(super) fn with(mut self, name: Fact, value: impl Display) -> Self {
        self.facts.insert(name, value.to_string());
        self
    }

    /// Adds a place.
    pub(super) fn at(mut self, name: Fact, place: Option<Place>) -> Self {
        self.places.extend(place.map(|place| (name, place)));
        self
    }

    /// Adds what it rests on besides the figures of its own cells.
    pub(super) fn resting_on(mut self, what: impl Display) -> Self {
        self.compared.push(what.to_string());
        self
    }

    /// Adds the two sides that should be equal, and their difference. The left one is that of its own cells.
    pub(super) fn comparing(mut self, left: Decimal, right: Decimal) -> Self {
        self.sums = Some((left, right));
        self.resting_on(plain(right))
            .with(Fact::Left, plain(left))
            .with(Fact::Right, plain(right))
            .with(Fact::Difference, plain(left - right))
    }

    /// Adds what it would be of another filing, and what it would rest on then.
    pub(super) fn or_of(self, fingerprint: Arc<str>, compared: &str) -> Self {
        Self { twin: Some(Twin { fingerprint, compared: listed([compared].into_iter()) }), ..self }
    }

    /// Tells it from others.
    pub(super) fn about(self, subject: String) -> Self {
        Self { subject, ..self }
    }
}

/// A term of a balance relation and what it counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermValue {
    /// The cell.
    pub cell: CellIndex,
    /// Its side.
    pub side: Side,
    /// Its value in the form's unit, a blank item as zero.
    pub value: Decimal,
    /// It is a total of which nothing readable is printed: the value is what its items make.
    pub is_made: bool,
}

impl Finding {
    /// A finding about `cells`; its fingerprint is set by [`Finding::sign`].
    pub(super) fn new(
        rule: &Arc<Rule>,
        edition: &FormEdition,
        filing: &Transcript,
        cells: &[CellIndex],
        detail: Detail,
    ) -> Self {
        let cells = FoundCell::all(edition, filing, cells);
        let table = cells.first().map(|found| edition.cell(found.cell).table);
        Self { edition: edition.id.clone(), table, cells, ..Self::of_run(rule, detail) }
    }

    /// A finding about no filing.
    pub(super) fn of_run(rule: &Arc<Rule>, detail: Detail) -> Self {
        Self {
            rule: Arc::clone(rule),
            edition: Arc::default(),
            severity: rule.severity,
            table: None,
            cells: Vec::new(),
            place: None,
            detail,
            fingerprint: Arc::default(),
            explained: false,
            explanation: None,
            answered_by: Vec::new(),
        }
    }

    /// Whether it lists cells of one cause: what is said of some of them is said of it.
    pub(super) fn lists_cells(&self) -> bool {
        match &self.detail {
            Detail::BlankTotals(_) => true,
            Detail::Observed(seen) => Extent::of(seen.kind).is_some(),
            _ => self.cells.iter().any(|cell| cell.sums.is_some()),
        }
    }

    /// The ids of its cells, joined by `;`.
    #[must_use]
    pub fn cell_ids(&self) -> String {
        self.cells.iter().map(|cell| &*cell.id).collect::<Vec<_>>().join(";")
    }

    /// The figures that it rests on: those of its cells, joined by `;`, and behind a `|` what they were compared with, where
    /// it was something else. This is what an explanation speaks of.
    #[must_use]
    pub fn grounds(&self) -> String {
        match self.compared() {
            Some(compared) => format!("{}|{compared}", self.cell_figures()),
            None => self.cell_figures(),
        }
    }

    /// The figures of its cells.
    pub(super) fn cell_figures(&self) -> String {
        listed(self.cells.iter().map(|cell| cell.value.as_deref().unwrap_or_default()))
    }

    /// What these were compared with; of a finding that lists cells of one cause something for each of them.
    pub(super) fn compared(&self) -> Option<String> {
        let compared: Vec<String> = match &self.detail {
            Detail::BlankTotals(totals) => totals.iter().map(BlankTotal::made).collect(),
            Detail::Balance { terms, .. } => {
                terms.iter().filter(|term| term.is_made).map(|term| plain(term.value)).collect()
            }
            Detail::Observed(seen) if seen.kind == ObservationKind::ShownOtherwise => vec![seen.printed.clone()],
            Detail::Stated(facts) => {
                let sums = self.cells.iter().filter_map(|cell| Some((cell, cell.sums?)));
                // A line that stands for several has no figure of its own.
                let of_cell = |(cell, (left, right)): (&FoundCell, (Decimal, Decimal))| match cell.value {
                    Some(_) => plain(right),
                    None => format!("{} ≠ {}", plain(left), plain(right)),
                };
                sums.map(of_cell).chain(facts.compared.iter().cloned()).collect()
            }
            Detail::Observed(_) | Detail::Bound => Vec::new(),
        };
        (!compared.is_empty()).then(|| listed(compared.iter().map(String::as_str)))
    }

    /// The sums of a balance: left, right, and left − right.
    #[must_use]
    pub fn sums(&self) -> Option<(Decimal, Decimal, Decimal)> {
        match self.detail {
            Detail::Balance { left, right, .. } | Detail::Stated(Facts { sums: Some((left, right)), .. }) => {
                Some((left, right, left - right))
            }
            _ => None,
        }
    }

    /// The equation with its figures, as `60 + 0 = 60 ≠ 61 + 0 = 61` or `9 > 7`. Of long sums only what is not zero is
    /// shown.
    #[must_use]
    pub fn equation(&self) -> Option<String> {
        let Detail::Balance { comparison, left, right, .. } = &self.detail else {
            return self.sums().map(|(left, right, _)| format!("{} ≠ {}", plain(left), plain(right)));
        };
        let mut text = self.side(Side::Left, *left)?;
        text.extend([" ", comparison.broken_sign(), " "]);
        text.push_str(&self.side(Side::Right, *right)?);
        Some(text)
    }

    fn side(&self, side: Side, sum: Decimal) -> Option<String> {
        let (sum, mut figures) = (plain(sum), self.figures(side)?);
        if figures != sum {
            figures.extend([" = ", &sum]);
        }
        Some(figures)
    }

    /// The figures of one side, joined by `+`.
    #[must_use]
    pub fn figures(&self, side: Side) -> Option<String> {
        /// A sum this long is read more easily without its zeros.
        const LONG: usize = 7;
        let Detail::Balance { terms, .. } = &self.detail else { return None };
        let values = || terms.iter().filter(|term| term.side == side).map(|term| term.value);
        let count = values().count();
        let is_long = count > LONG;
        let mut figures = String::with_capacity(8 * count);
        for value in values().filter(|value| !is_long || !value.is_zero()) {
            if !figures.is_empty() {
                figures.push_str(" + ");
            }
            push_plain(&mut figures, value);
        }
        Some(if figures.is_empty() { "0".to_owned() } else { figures })
    }

    /// Sets the fingerprint, from what stays the same when other cells are corrected or rows move: agency (or path),
    /// year, code, and the cells; the table for blanks, the folded label where there is no cell.
    pub(super) fn sign(&mut self, owner: &str, year: Option<u16>, edition: &FormEdition) {
        let table = self.table.map_or("", |table| edition.tables[table].id.as_str());
        let cause = |seen: &Observation| Some(table.to_owned() + &Extent::of(seen.kind)?.shared(seen, edition));
        let subject = match &self.detail {
            Detail::BlankTotals(_) => table.to_owned(),
            Detail::Observed(seen) if Extent::of(seen.kind).is_some() => cause(seen).unwrap_or_default(),
            Detail::Observed(seen) if self.cells.is_empty() => {
                let words = if seen.printed.is_empty() { &seen.expected } else { &seen.printed };
                format!("{table}:{}", fold(words).body)
            }
            _ => self.cell_ids(),
        };
        self.sign_with(owner, year, &subject);
    }

    /// The same, for what no filing has.
    pub(super) fn sign_as(&mut self, owner: &str, year: Option<u16>) {
        let subject = match &self.detail {
            Detail::Stated(facts) if !facts.subject.is_empty() => facts.subject.clone(),
            _ => self.cell_ids(),
        };
        self.sign_with(owner, year, &subject);
    }

    fn sign_with(&mut self, owner: &str, year: Option<u16>, subject: &str) {
        self.fingerprint = fingerprint(owner, year, &self.rule, subject);
    }

    /// What it would be of another filing.
    pub(super) fn twin(&self) -> Option<&Twin> {
        match &self.detail {
            Detail::Stated(facts) => facts.twin.as_ref(),
            _ => None,
        }
    }
}

/// The identity of a finding.
pub(super) fn fingerprint(owner: &str, year: Option<u16>, rule: &Rule, subject: &str) -> Arc<str> {
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    digest([owner, &year, &rule.code, subject])
}

/// Texts of a list of figures, without the signs that part them.
fn listed<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    texts.map(|text| text.replace(';', ",").replace('|', "/")).collect::<Vec<_>>().join(";")
}

/// Sixteen hexadecimal digits of a digest of `fields`. U+001F separates them: no name or label holds it.
pub(super) fn digest<const N: usize>(fields: [&str; N]) -> Arc<str> {
    let mut digest = Sha256::new();
    for (at, field) in fields.into_iter().enumerate() {
        if at > 0 {
            digest.update(b"\x1f");
        }
        digest.update(field);
    }
    HEXLOWER.encode(&digest.finalize()[..8]).into()
}

/// Gives findings of equal identity (the same odd row twice) identities of their own, in their order.
pub(super) fn tell_apart(findings: &mut [Finding]) {
    if findings.len() < 2 {
        return;
    }
    let mut times: HashMap<Arc<str>, u32> = HashMap::new();
    for finding in findings {
        let seen = times.entry(finding.fingerprint.clone()).or_default();
        *seen += 1;
        if *seen > 1 {
            finding.fingerprint = digest([&*finding.fingerprint, &seen.to_string()]);
        }
    }
}

/// By severity, table, row, column, code: the order in which officers work through a list.
pub(super) fn sort(findings: &mut [Finding]) {
    fn place(finding: &Finding) -> impl Ord {
        let first = finding.cells.first().map(|cell| cell.cell);
        (finding.severity, finding.table, first, &finding.rule.code, &finding.fingerprint)
    }
    findings.sort_by(|one, other| place(one).cmp(&place(other)));
}
