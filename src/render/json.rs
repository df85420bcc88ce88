//! `--format json` and `jsonl`: the contract `gouji/1`. Keys are always there and only grow.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::elements::Elements;
use super::message::{basis, edition, error_text, message, plain};
use super::{Renderer, Style};
use crate::diagnosis::{Assessment, Diagnosis, Finding, Report};
use crate::model::{FormEdition, TableStatus, Transcript};

#[cfg(test)]
mod schema;

/// One indented document. It is written piece by piece, each as the serialiser would indent it inside the whole.
#[derive(Debug)]
pub struct Json<'f, W> {
    style: Style<'f>,
    filings: Elements<W>,
}

impl<'f, W: Write> Json<'f, W> {
    /// A result that is written to `out`.
    pub fn new(style: Style<'f>, out: W) -> Self {
        Self { style, filings: Elements::new(out, "\n    ") }
    }

    fn open(&mut self) -> io::Result<()> {
        self.filings.open(|| Ok(format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"filings\": [")))
    }
}

impl<W: Write> Renderer for Json<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        self.open()?;
        self.filings.push(&indented(&FilingJson::new(filing, self.style), 4)?)
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        self.open()?;
        let end = if self.filings.is_empty() { "" } else { "\n  " };
        let summary = indented(&summary(report), 2)?;
        let findings = indented(&concerns(report, self.style), 2)?;
        self.filings.close(&format!("{end}],\n  \"summary\": {summary},\n  \"findings\": {findings}\n}}\n"))
    }
}

/// A value as it stands `depth` columns into a document. No line of JSON begins inside a text.
fn indented(value: &impl Serialize, depth: usize) -> io::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    Ok(text.replace('\n', &format!("\n{}", " ".repeat(depth))))
}

/// Each filing on a line, and the summary last.
#[derive(Debug)]
pub struct JsonLines<'f, W> {
    style: Style<'f>,
    out: W,
}

impl<'f, W: Write> JsonLines<'f, W> {
    /// A result that is written to `out`.
    pub fn new(style: Style<'f>, out: W) -> Self {
        Self { style, out }
    }
}

impl<W: Write> Renderer for JsonLines<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, &FilingJson::new(filing, self.style))?;
        writeln!(self.out)
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        serde_json::to_writer(
            &mut self.out,
            &Closing { summary: summary(report), findings: concerns(report, self.style) },
        )?;
        writeln!(self.out)?;
        self.out.flush()
    }
}

const SCHEMA: &str = "gouji/1";

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Closing<'a> {
    summary: SummaryJson<'a>,
    findings: Vec<ConcernJson<'a>>,
}

/// What belongs to the run and not to one filing, and the line of the list that it speaks of.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "RunFinding"))]
struct ConcernJson<'a> {
    source: SourceJson<'a>,
    agency: Option<&'a str>,
    year: Option<u16>,
    #[serde(flatten)]
    finding: FindingJson,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Filing"))]
struct FilingJson<'a> {
    source: SourceJson<'a>,
    agency: Option<&'a str>,
    year: Option<u16>,
    edition: Option<&'a str>,
    #[cfg_attr(test, schemars(extend("enum" = ["pass", "findings", "unassessed"])))]
    status: &'static str,
    /// Per table of the edition whether it was found: `present` or `missing`.
    #[cfg_attr(test, schemars(with = "Option<BTreeMap<String, String>>"))]
    tables: Option<Ordered<'static>>,
    /// With `--cells` every cell that was read, as printed; null is a blank or a sign for none.
    #[cfg_attr(test, schemars(with = "Option<BTreeMap<String, Option<String>>>"))]
    cells: Option<Ordered<'static>>,
    /// With `--cells` the unit of each figure that is not in the form's.
    #[cfg_attr(test, schemars(with = "Option<BTreeMap<String, String>>"))]
    units: Option<Ordered<'static>>,
    findings: Vec<FindingJson>,
    suspects: Vec<SuspectJson>,
    error: Option<ErrorJson>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Source"))]
struct SourceJson<'a> {
    path: &'a str,
    sheet: Option<&'a str>,
    /// The line of a data set, from 1.
    record: Option<u32>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Finding"))]
struct FindingJson {
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

/// One explanation of the broken relations that hang together.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Suspect"))]
struct SuspectJson {
    cells: Vec<SuspectCellJson>,
    slip: String,
    /// The fingerprints of the findings that the corrections resolve.
    resolves: Vec<String>,
    #[cfg_attr(test, schemars(extend("enum" = ["only", "likely", "possible"])))]
    certainty: &'static str,
    /// How many explanations of these relations are as small, this one among them; more than are listed, if they are
    /// very many.
    alternatives: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "SuspectCell"))]
struct SuspectCellJson {
    id: String,
    place: Option<String>,
    reported: Option<String>,
    proposed: String,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Error"))]
struct ErrorJson {
    kind: String,
    message: String,
    help: String,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Summary"))]
struct SummaryJson<'a> {
    files: usize,
    skipped: &'a [String],
    filings: usize,
    pass: usize,
    with_errors: usize,
    with_warnings: usize,
    unassessed: usize,
    by_severity: BySeverity,
    by_code: &'a BTreeMap<String, usize>,
    /// The run was broken off; so many inputs were not looked at.
    interrupted: Option<usize>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct BySeverity {
    error: usize,
    warning: usize,
    note: usize,
}

/// A map in the order of the form.
struct Ordered<'a>(Vec<(String, Option<std::borrow::Cow<'a, str>>)>);

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
    fn new(filing: &'a Assessment, style: Style) -> Self {
        let read = filing.transcript.as_ref().zip(edition(filing, style.forms));
        Self {
            source: source(filing),
            agency: filing.agency.as_deref(),
            year: filing.year,
            edition: filing.edition.as_deref(),
            status: filing.status().word(),
            tables: read.map(|(transcript, form)| tables(transcript, form)),
            cells: read.filter(|_| style.cells).map(|(transcript, form)| cells(transcript, form)),
            units: read.filter(|_| style.cells).map(|(transcript, form)| units(transcript, form)),
            findings: filing.findings.iter().map(|finding| finding_json(finding, filing, style)).collect(),
            suspects: filing
                .diagnoses
                .iter()
                .flat_map(|diagnosis| suspects(diagnosis, read.map(|(_, form)| form)))
                .collect(),
            error: filing.error.as_ref().map(|error| {
                let (message, help) = error_text(error, style.lang);
                ErrorJson { kind: error.problem.kind(), message, help }
            }),
        }
    }
}

fn source(filing: &Assessment) -> SourceJson<'_> {
    let source = &filing.source;
    SourceJson { path: &source.path, sheet: source.sheet.as_deref(), record: source.record }
}

fn concerns<'a>(report: &'a Report, style: Style) -> Vec<ConcernJson<'a>> {
    let findings = report.concerns().iter().flat_map(|concern| concern.findings.iter().map(move |one| (concern, one)));
    let said = findings.map(|(concern, finding)| ConcernJson {
        source: source(concern),
        agency: concern.agency.as_deref(),
        year: concern.year,
        finding: finding_json(finding, concern, style),
    });
    said.collect()
}

fn tables(transcript: &Transcript, form: &FormEdition) -> Ordered<'static> {
    let word = |status: &TableStatus| Some(status.word().into());
    let tables = form.tables.iter().zip(&transcript.tables);
    Ordered(tables.map(|(table, status)| (table.id.clone(), word(status))).collect())
}

/// Every cell that was read: its figure in the unit it was printed in, its text where that is no figure, and null where
/// it is blank or a sign for "none".
fn cells(transcript: &Transcript, form: &FormEdition) -> Ordered<'static> {
    let read = form.each_cell().filter_map(|(index, cell)| Some((cell, transcript.entry(index)?)));
    let value = |entry: &crate::model::Entry| match entry.figure {
        crate::model::Figure::Placeholder => None,
        _ => entry.quoted().map(Into::into),
    };
    Ordered(read.map(|(cell, entry)| (cell.id.clone(), value(entry))).collect())
}

/// Explanations as small as each other that are listed at most.
const MOST_SUSPECTS: usize = 50;

fn suspects<'d>(diagnosis: &'d Diagnosis, form: Option<&'d FormEdition>) -> impl Iterator<Item = SuspectJson> + 'd {
    diagnosis.suspects.iter().take(MOST_SUSPECTS).map(move |suspect| SuspectJson {
        cells: suspect
            .cells
            .iter()
            .map(|cell| SuspectCellJson {
                id: form.map(|form| form.cell(cell.cell).id.clone()).unwrap_or_default(),
                place: cell.place.as_ref().map(ToString::to_string),
                reported: cell.reported.clone(),
                proposed: plain(cell.proposed),
            })
            .collect(),
        slip: suspect.slip.name(),
        resolves: diagnosis.findings.clone(),
        certainty: suspect.certainty.word(),
        alternatives: diagnosis.suspects.len(),
    })
}

/// The units of the figures that are not in the form's: `cells` has the figure as printed, and this what it counts.
fn units(transcript: &Transcript, form: &FormEdition) -> Ordered<'static> {
    let read = form.each_cell().filter_map(|(index, cell)| Some((cell, transcript.entry(index)?)));
    let own = read.filter_map(|(cell, entry)| Some((cell, entry.foreign_unit(cell.unit)?)));
    Ordered(own.map(|(cell, unit)| (cell.id.clone(), Some(unit.word().into()))).collect())
}

fn finding_json(finding: &Finding, filing: &Assessment, style: Style) -> FindingJson {
    let sums = finding.sums();
    let table = finding.table.zip(edition(filing, style.forms)).map(|(table, form)| form.tables[table].id.clone());
    let cells = finding.cells.iter().map(|cell| CellJson {
        id: cell.id.clone(),
        place: cell.place.as_ref().map(ToString::to_string),
        value: cell.value.clone(),
    });
    FindingJson {
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

fn summary(report: &Report) -> SummaryJson<'_> {
    use crate::rules::Severity;
    let summary = report.summary();
    let count = |severity| summary.by_severity.get(&severity).copied().unwrap_or(0);
    SummaryJson {
        files: report.files,
        skipped: &report.skipped,
        filings: report.filings(),
        pass: summary.pass,
        with_errors: summary.with_errors,
        with_warnings: summary.with_warnings,
        unassessed: summary.unassessed,
        by_severity: BySeverity {
            error: count(Severity::Error),
            warning: count(Severity::Warning),
            note: count(Severity::Note),
        },
        by_code: &summary.by_code,
        interrupted: report.left,
    }
}
