//! What a finding rests on: the figures of its cells, and what these were compared with. This is what an explanation speaks
//! of.

use rust_decimal::Decimal;

use super::{BlankTotal, Detail, Finding, FoundCell};
use crate::model::{ObservationKind, plain};

impl Finding {
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
    pub(in crate::diagnosis) fn cell_figures(&self) -> String {
        listed(self.cells.iter().map(|cell| cell.value.as_deref().unwrap_or_default()))
    }

    /// What these were compared with; of a finding that lists cells of one cause something for each of them.
    pub(in crate::diagnosis) fn compared(&self) -> Option<String> {
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
}

/// Texts of a list of figures, without the signs that part them.
pub(super) fn listed<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    texts.map(|text| text.replace(';', ",").replace('|', "/")).collect::<Vec<_>>().join(";")
}
