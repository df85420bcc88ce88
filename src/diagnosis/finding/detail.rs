//! What was found, as facts.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::grounds::listed;
use crate::model::{BlockAt, CellIndex, Comparator, Observation, Place, Reason, plain};
use crate::rules::{Fact, Line, Side};

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
    pub(super) fn made(&self) -> String {
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
    pub(in crate::diagnosis) fn because(reason: Reason) -> Self {
        Self { reason: Some(reason), ..Self::default() }
    }

    /// Adds a fact.
    pub(in crate::diagnosis) fn with(mut self, name: Fact, value: impl Display) -> Self {
        self.facts.insert(name, value.to_string());
        self
    }

    /// Adds a place.
    pub(in crate::diagnosis) fn at(mut self, name: Fact, place: Option<Place>) -> Self {
        self.places.extend(place.map(|place| (name, place)));
        self
    }

    /// Adds what it rests on besides the figures of its own cells.
    pub(in crate::diagnosis) fn resting_on(mut self, what: impl Display) -> Self {
        self.compared.push(what.to_string());
        self
    }

    /// Adds the two sides that should be equal, and their difference. The left one is that of its own cells.
    pub(in crate::diagnosis) fn comparing(mut self, left: Decimal, right: Decimal) -> Self {
        self.sums = Some((left, right));
        self.resting_on(plain(right))
            .with(Fact::Left, plain(left))
            .with(Fact::Right, plain(right))
            .with(Fact::Difference, plain(left - right))
    }

    /// Adds what it would be of another filing, and what it would rest on then.
    pub(in crate::diagnosis) fn or_of(self, fingerprint: Arc<str>, compared: &str) -> Self {
        Self { twin: Some(Twin { fingerprint, compared: listed([compared].into_iter()) }), ..self }
    }

    /// Tells it from others.
    pub(in crate::diagnosis) fn about(self, subject: String) -> Self {
        Self { subject, ..self }
    }
}
