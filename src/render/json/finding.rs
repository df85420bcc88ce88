//! A finding as `gouji/1` writes it.

use compact_str::CompactString;
use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::diagnosis::{Assessment, Finding, FoundCell};
use crate::model::{Place, quoted};
use crate::render::Style;
use crate::render::message::{basis, edition, message};

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Finding"))]
pub(super) struct FindingJson<'a> {
    code: &'a str,
    name: &'a str,
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "note"])))]
    severity: &'static str,
    table: Option<&'a str>,
    #[cfg_attr(test, schemars(with = "Vec<CellJson>"))]
    cells: Cells<'a>,
    /// Of a balance relation that does not hold. Numbers are exact decimals, as text.
    equation: Option<String>,
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    left: Option<CompactString>,
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    right: Option<CompactString>,
    /// left − right.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    difference: Option<CompactString>,
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
    place: Option<&'a str>,
    /// The figure as an exact decimal, or the text where it is none; null is a blank.
    value: Option<&'a str>,
}

/// A place, as it is said.
pub(super) struct PlaceJson<'a>(pub(super) &'a Place);

impl Serialize for PlaceJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Most places are so short that they need no memory.
        let mut text = CompactString::default();
        self.0.write_to(&mut text).map_err(S::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

/// The cells of a finding, each written as it comes: there are many, and their places can share the memory of one.
struct Cells<'a>(&'a [FoundCell]);

impl Serialize for Cells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut cells = serializer.serialize_seq(Some(self.0.len()))?;
        let mut text = String::new();
        for cell in self.0 {
            text.clear();
            cell.place.iter().try_for_each(|place| place.write_to(&mut text)).map_err(S::Error::custom)?;
            let place = cell.place.as_ref().map(|_| text.as_str());
            cells.serialize_element(&CellJson { id: &cell.id, place, value: cell.value.as_deref() })?;
        }
        cells.end()
    }
}

impl<'a> FindingJson<'a> {
    pub(super) fn new(finding: &'a Finding, filing: &'a Assessment, style: Style<'a>) -> Self {
        let sums = finding.sums();
        let table = finding.table.zip(edition(filing, style.forms)).map(|(table, form)| form.tables[table].id.as_str());
        Self {
            code: &finding.rule.code,
            name: &finding.rule.name,
            severity: finding.severity.word(),
            table,
            cells: Cells(&finding.cells),
            equation: finding.equation(),
            left: sums.map(|(left, ..)| quoted(left)),
            right: sums.map(|(_, right, _)| quoted(right)),
            difference: sums.map(|(.., difference)| quoted(difference)),
            message: message(finding, filing, style.forms, style.lang),
            basis: basis(finding, style.lang),
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
