//! A filing as `gouji/1` writes it: whose it is, what was read of it, and what is wrong with it.

use std::borrow::Cow;
#[cfg(test)]
use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::suspect::{SuspectJson, suspects};
use crate::model::{Entry, Figure, FormEdition, Transcript};
use crate::render::canonical::field::unread;
use crate::render::finding_json::FindingJson;
use crate::render::said::{Refusal, SaidFiling};
use crate::render::source_json::SourceJson;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Filing"))]
pub(super) struct FilingJson<'a> {
    source: SourceJson<'a>,
    agency: Option<&'a str>,
    year: Option<u16>,
    edition: Option<&'a str>,
    /// The extension of the edition (`--forms`) of which the filing has some cell.
    extension: Option<&'a str>,
    #[cfg_attr(test, schemars(extend("enum" = ["pass", "findings", "unassessed"])))]
    status: &'static str,
    /// Per table of the edition whether it was found: `present` or `missing`.
    #[cfg_attr(test, schemars(with = "Option<BTreeMap<String, String>>"))]
    tables: Option<TablesJson<'a>>,
    /// With `--cells` every cell that was read, as printed; null is a blank or a sign for none.
    #[cfg_attr(test, schemars(with = "Option<BTreeMap<String, Option<String>>>"))]
    cells: Option<Ordered<'a>>,
    /// With `--cells` the unit of each figure that is not in the form's.
    #[cfg_attr(test, schemars(with = "Option<BTreeMap<String, String>>"))]
    units: Option<Ordered<'a>>,
    findings: Vec<FindingJson<'a>>,
    suspects: Vec<SuspectJson<'a>>,
    error: Option<ErrorJson>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Error"))]
struct ErrorJson {
    kind: String,
    message: String,
    help: String,
}

/// A map in the order of the form.
struct Ordered<'a>(Vec<(&'a str, Option<Cow<'static, str>>)>);

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'a> FilingJson<'a> {
    pub(super) fn new(said: SaidFiling<'a>) -> Self {
        let (filing, style) = (said.assessment, said.style);
        let read = filing.transcript.as_ref().zip(said.form);
        let diagnoses = filing.diagnoses.iter();
        Self {
            source: SourceJson::of(&filing.source),
            agency: filing.agency.as_deref(),
            year: filing.year,
            edition: filing.edition.as_deref(),
            extension: read.and_then(|(transcript, form)| transcript.extension(form)),
            status: filing.status().word(),
            tables: read.map(|(transcript, form)| TablesJson { transcript, form }),
            cells: read.filter(|_| style.cells).map(|(transcript, form)| cells(transcript, form)),
            units: read.filter(|_| style.cells).map(|(transcript, form)| units(transcript, form)),
            findings: said.findings().map(FindingJson::new).collect(),
            suspects: diagnoses.flat_map(|diagnosis| suspects(diagnosis, read.map(|(_, form)| form))).collect(),
            error: said.refusal().map(|Refusal { kind, fact, help, .. }| ErrorJson { kind, message: fact, help }),
        }
    }
}

/// Whether each table was found.
struct TablesJson<'a> {
    transcript: &'a Transcript,
    form: &'a FormEdition,
}

impl Serialize for TablesJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A table that the filing may do without, and does without, is none of its form.
        let tables = self.form.tables.iter().zip(&*self.transcript.tables).enumerate();
        let is_there = |at: usize| !self.form.cells_of(at).all(|cell| self.transcript.absent[cell]);
        let tables = tables.filter(|(at, _)| is_there(*at)).map(|(_, table)| table);
        serializer.collect_map(tables.map(|(table, status)| (&table.id, status.word())))
    }
}

/// Every cell that was read: its figure in the unit it was printed in, its text where that is no figure (a word for a
/// formula without a value), and null where it is blank or a sign for "none".
fn cells<'a>(transcript: &Transcript, form: &'a FormEdition) -> Ordered<'a> {
    let read = form.each_cell().filter_map(|(index, cell)| Some((cell, transcript.entry(index)?)));
    let value = |cell, entry: &Entry| match entry.figure {
        Figure::Placeholder => None,
        Figure::Unreadable => Some(unread(entry, cell).into_owned().into()),
        _ => entry.quoted().map(Into::into),
    };
    Ordered(read.map(|(cell, entry)| (&*cell.id, value(cell, entry))).collect())
}

/// The units of the figures that are not in the form's: `cells` has the figure as printed, and this what it counts.
fn units<'a>(transcript: &Transcript, form: &'a FormEdition) -> Ordered<'a> {
    let read = form.each_cell().filter_map(|(index, cell)| Some((cell, transcript.entry(index)?)));
    let own = read.filter_map(|(cell, entry)| Some((cell, entry.foreign_unit(cell.unit)?)));
    Ordered(own.map(|(cell, unit)| (&*cell.id, Some(unit.word().into()))).collect())
}
