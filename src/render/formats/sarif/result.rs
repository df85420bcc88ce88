//! A finding as a result of SARIF.

use serde::Serialize;

use super::Message;
use super::location::Location;
use crate::render::said::Said;
use crate::render::words::clean::clean;
use crate::render::words::labels::lines_of;
use crate::render::words::phrases::phrase;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultJson<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints<'a>,
    /// Always there: of a run either all results say it or none.
    suppressions: Vec<Suppression>,
    properties: ResultProperties<'a>,
}

#[derive(Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "gouji/v1")]
    gouji: &'a str,
}

/// A warning that its agency has explained.
#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
}

#[derive(Serialize)]
struct ResultProperties<'a> {
    agency: Option<String>,
    year: Option<u16>,
    edition: Option<&'a str>,
    equation: Option<String>,
    left: Option<String>,
    right: Option<String>,
    difference: Option<String>,
    basis: &'a str,
}

impl<'a> ResultJson<'a> {
    pub(super) fn new(said: Said<'a>) -> Self {
        let Said { finding, filing } = said;
        let (assessment, style) = (filing.assessment, filing.style);
        let path = &*assessment.source.path;
        // The first cell is where the finding is, unless it says another place; the other cells are related to it.
        let (here, further) = match (&finding.place, finding.cells.as_slice()) {
            (place, [first, further @ ..]) if place.is_none() || *place == first.place => {
                (Location::of_cell(path, first), further)
            }
            (place, further) => (Location::new(path, place.as_ref(), None), further),
        };
        let related = (1..).zip(further).map(|(id, cell)| {
            let value = cell.value.as_deref().unwrap_or_default();
            let said = filing.form.map(|form| {
                let (row, column) = lines_of(form, cell.cell, style.lang);
                format!("{row} · {column}{}{value}", phrase("title-separator", style.lang))
            });
            Location::of_cell(path, cell).related(id, said.map(|text| Message::new(&clean(&text))))
        });
        let mut text = said.sentence();
        if let Some(suspects) = said.suspects() {
            text.extend(["\n", phrase("suspect", style.lang), &suspects]);
        }
        let equation = said.equation();
        let figures = equation.as_ref().map(|equation| equation.figures().map(Some));
        let [left, right, difference] = figures.unwrap_or_default();
        let explained = Suppression { kind: "external", status: "accepted" };
        Self {
            rule_id: said.code(),
            rule_index: style.catalogue.rules().iter().position(|rule| rule.code == finding.rule.code),
            level: finding.severity.word(),
            message: Message::new(&text),
            locations: [here],
            related_locations: related.collect(),
            partial_fingerprints: Fingerprints { gouji: &finding.fingerprint },
            suppressions: finding.explained.then_some(explained).into_iter().collect(),
            properties: ResultProperties {
                agency: assessment.agency.as_deref().map(|agency| clean(agency).into_owned()),
                year: assessment.year,
                edition: assessment.edition.as_deref(),
                equation: equation.map(|equation| equation.text),
                left,
                right,
                difference,
                basis: said.basis(),
            },
        }
    }
}
