//! A finding as `gouji/1` writes it.

use serde::Serialize;

use crate::diagnosis::{Assessment, Finding};
use crate::render::Style;
use crate::render::message::{basis, edition, message, plain};

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Finding"))]
pub(super) struct FindingJson {
    code: String,
    name: String,
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "note"])))]
    severity: &'static str,
    table: Option<String>,
    cells: Vec<CellJson>,
    /// Of a balance relation that does not hold. Numbers are exact decimals, as text.
    equation: Option<String>,
    left: Option<String>,
    right: Option<String>,
    /// left − right.
    difference: Option<String>,
    message: String,
    basis: String,
    /// The finding's identity, which corrections elsewhere do not change.
    fingerprint: String,
    /// A warning that its agency has explained.
    explained: bool,
    /// What the agency says of it; without effect unless it is `explained`.
    explanation: Option<ExplanationJson>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Explanation"))]
struct ExplanationJson {
    reason: String,
    author: String,
    date: String,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Cell"))]
struct CellJson {
    /// `table.row.column`, as `requests.granted.natural_person`.
    id: String,
    /// Where in the file, in fixed English: `Sheet1!D7`, `line 12, field 4`, `table 3, row 7, column 2`.
    place: Option<String>,
    /// The figure as an exact decimal, or the text where it is none; null is a blank.
    value: Option<String>,
}

impl FindingJson {
    pub(super) fn new(finding: &Finding, filing: &Assessment, style: Style) -> Self {
        let sums = finding.sums();
        let table = finding.table.zip(edition(filing, style.forms)).map(|(table, form)| form.tables[table].id.clone());
        let cells = finding.cells.iter().map(|cell| CellJson {
            id: cell.id.clone(),
            place: cell.place.as_ref().map(ToString::to_string),
            value: cell.value.clone(),
        });
        Self {
            code: finding.rule.code.clone(),
            name: finding.rule.name.clone(),
            severity: finding.severity.word(),
            table,
            cells: cells.collect(),
            equation: finding.equation(),
            left: sums.map(|(left, ..)| plain(left)),
            right: sums.map(|(_, right, _)| plain(right)),
            difference: sums.map(|(.., difference)| plain(difference)),
            message: message(finding, filing, style.forms, style.lang),
            basis: basis(finding, style.lang).to_owned(),
            fingerprint: finding.fingerprint.clone(),
            explained: finding.explained,
            explanation: finding.explanation.as_ref().map(|one| ExplanationJson {
                reason: one.reason.clone(),
                author: one.author.clone(),
                date: one.date.clone(),
            }),
        }
    }
}
