//! The identity of a finding: what stays the same when other cells are corrected or rows move.

use std::collections::HashMap;
use std::sync::Arc;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::{Detail, Finding};
use crate::model::{FormEdition, Observation, ObservationKind, Reason, fold};
use crate::rules::Rule;

/// What the observations of one cause have in common, so that they are one finding, signed by that and never by its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::diagnosis) enum Extent {
    /// The table.
    Table,
    /// The table, the way in which it came about and, where the block has several rows, the column.
    Column,
}

impl Extent {
    /// Of a kind of observation whose cells have one cause; `None` where each is a matter of its own.
    pub(in crate::diagnosis) fn of(kind: ObservationKind) -> Option<Self> {
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
    pub(in crate::diagnosis) fn shared(self, seen: &Observation, edition: &FormEdition) -> String {
        let Some(cell) = seen.cells.first().map(|cell| edition.cell(*cell)).filter(|_| self == Self::Column) else {
            return String::new();
        };
        let has_rows = edition.block_of(cell).rows.with_cells().count() > 1;
        let column = if has_rows { edition.column_of(cell).id.as_str() } else { "" };
        format!(":{}:{column}", seen.reason.map_or("", Reason::word))
    }
}

impl Finding {
    /// Sets the fingerprint, from what stays the same when other cells are corrected or rows move: agency (or path),
    /// year, code, and the cells; the table for blanks, the folded label where there is no cell.
    pub(in crate::diagnosis) fn sign(&mut self, owner: &str, year: Option<u16>, edition: &FormEdition) {
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
    pub(in crate::diagnosis) fn sign_as(&mut self, owner: &str, year: Option<u16>) {
        let subject = match &self.detail {
            Detail::Stated(facts) if !facts.subject.is_empty() => facts.subject.clone(),
            _ => self.cell_ids(),
        };
        self.sign_with(owner, year, &subject);
    }

    fn sign_with(&mut self, owner: &str, year: Option<u16>, subject: &str) {
        self.fingerprint = fingerprint(owner, year, &self.rule, subject);
    }
}

/// The identity of a finding.
pub(in crate::diagnosis) fn fingerprint(owner: &str, year: Option<u16>, rule: &Rule, subject: &str) -> Arc<str> {
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    digest([owner, &year, &rule.code, subject])
}

/// Sixteen hexadecimal digits of a digest of `fields`. U+001F separates them: no name or label holds it.
fn digest<const N: usize>(fields: [&str; N]) -> Arc<str> {
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
pub(in crate::diagnosis) fn tell_apart(findings: &mut [Finding]) {
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
