//! A finding as `gouji/1` writes it, in the results of a check and of a comparison.

use serde::Serialize;

use crate::diagnosis::{BlankTotal, Detail, Finding, FoundCell};
use crate::model::{ObservationKind, Reason, plain};
use crate::render::said::Said;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Finding"))]
pub(in crate::render) struct FindingJson<'a> {
    code: &'a str,
    name: &'a str,
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "note"])))]
    severity: &'static str,
    table: Option<&'a str>,
    cells: Vec<CellJson<'a>>,
    /// Of a balance relation that does not hold. Numbers are exact decimals, as text.
    equation: Option<String>,
    left: Option<String>,
    right: Option<String>,
    /// left − right.
    difference: Option<String>,
    message: String,
    basis: &'a str,
    /// The finding's identity, which corrections elsewhere do not change.
    fingerprint: &'a str,
    /// A warning that its agency has explained.
    explained: bool,
    /// What the agency says of it; without effect unless it is `explained`.
    explanation: Option<ExplanationJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Explanation"))]
struct ExplanationJson<'a> {
    reason: &'a str,
    author: &'a str,
    date: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Cell"))]
struct CellJson<'a> {
    /// `table.row.column`, as `requests.granted.natural_person`.
    id: &'a str,
    /// Where in the file, in fixed English: `Sheet1!D7`, `line 12, field 4`, `table 3, row 7, column 2`.
    place: Option<String>,
    /// The figure as an exact decimal, or the text where it is none; null is a blank.
    value: Option<&'a str>,
    /// What a person sees in the cell, where its number format shows another figure than it stores; empty where nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    shown: Option<&'a str>,
    /// What the items of a total make that was left blank, as an exact decimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    proposed: Option<String>,
    /// The two sides that should be equal in this cell, of a finding that lists several such.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    right: Option<String>,
    /// left − right.
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<String>,
}

impl<'a> CellJson<'a> {
    fn of(at: usize, cell: &'a FoundCell, finding: &'a Finding) -> Self {
        let shown = match &finding.detail {
            // Which date a cell shows is not known.
            Detail::Observed(seen)
                if seen.kind == ObservationKind::ShownOtherwise && seen.reason != Some(Reason::DateFormat) =>
            {
                Some(seen.printed.as_str())
            }
            _ => None,
        };
        let proposed = match &finding.detail {
            Detail::BlankTotals(totals) => totals.get(at).and_then(BlankTotal::proposed).map(plain),
            _ => None,
        };
        let place = cell.place.as_ref().map(ToString::to_string);
        let [left, right, difference] = match cell.sums {
            Some((left, right)) => [left, right, left - right].map(|value| Some(plain(value))),
            None => [None, None, None],
        };
        Self { id: &cell.id, place, value: cell.value.as_deref(), shown, proposed, left, right, difference }
    }
}

impl<'a> FindingJson<'a> {
    pub(in crate::render) fn new(said: Said<'a>) -> Self {
        let finding = said.finding;
        let equation = said.equation();
        let figures = equation.as_ref().map(|equation| equation.figures().map(Some));
        let [left, right, difference] = figures.unwrap_or_default();
        Self {
            code: said.code(),
            name: &finding.rule.name,
            severity: finding.severity.word(),
            table: finding.table.zip(said.filing.form).map(|(table, form)| form.tables[table].id.as_str()),
            cells: finding.cells.iter().enumerate().map(|(at, cell)| CellJson::of(at, cell, finding)).collect(),
            equation: equation.map(|equation| equation.text),
            left,
            right,
            difference,
            message: said.sentence(),
            basis: said.basis(),
            fingerprint: &finding.fingerprint,
            explained: finding.explained,
            explanation: finding.explanation.as_ref().map(|one| ExplanationJson {
                reason: &one.reason,
                author: &one.author,
                date: &one.date,
            }),
        }
    }
}
