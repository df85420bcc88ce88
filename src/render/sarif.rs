//! `--format sarif`: SARIF 2.1.0, for code scanning and for viewers of it.
//!
//! One run. The rules come first, from the catalogue; results are written while the filings come; what could not be read
//! comes last, as notifications of the run, which then was not successful.
//!
//! A place in a text is a region. Its column is the number of the field: as many separators stand before a field, so the
//! region, which ends with the line, holds it. A place in a sheet or a table has no line that a viewer could open; it is
//! the name of a logical location, whose qualified name is the cell's.

use std::io::{self, Write};

use serde::Serialize;

use super::catalogue::sections;
use super::clean::clean;
use super::elements::Elements;
use super::lines::{self, refusal};
use super::message::{edition, plain, words};
use super::phrases::phrase;
use super::terminal::severity_phrase;
use super::{Renderer, Style, basis, message, whereabouts};
use crate::diagnosis::{Assessment, Finding, FoundCell, Report};
use crate::model::{Lang, Place};
use crate::rules::Rule;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What the beginning of a log holds, by which it is known for one of gouji.
pub(super) const MARK: &str = "\"driver\":{\"name\":\"gouji\"";

/// One log with one run.
#[derive(Debug)]
pub struct Sarif<'f, W> {
    style: Style<'f>,
    results: Elements<W>,
    notifications: Vec<Notification>,
}

impl<'f, W: Write> Sarif<'f, W> {
    /// A result that is written to `out`.
    pub fn new(style: Style<'f>, out: W) -> Self {
        Self { style, results: Elements::new(out, "\n"), notifications: Vec::new() }
    }

    fn open(&mut self) -> io::Result<()> {
        let style = self.style;
        self.results.open(|| head(style))
    }
}

/// What stands before the results.
fn head(style: Style) -> io::Result<String> {
    let rules = style.catalogue.rules().iter().map(|rule| Descriptor::new(rule, style.lang)).collect();
    let tool = Tool { driver: Driver { name: "gouji", version: env!("CARGO_PKG_VERSION"), rules } };
    let tool = serde_json::to_string(&tool)?;
    let language = match style.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    Ok(format!(
        "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{tool},\n\
         \"language\":\"{language}\",\"columnKind\":\"unicodeCodePoints\",\"results\":["
    ))
}

impl<W: Write> Renderer for Sarif<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        self.open()?;
        if let Some(error) = &filing.error {
            let path = &filing.source.path;
            let text = format!("{} {}", whereabouts::path(path), refusal(error, self.style.lang));
            self.notifications.push(Notification::new("error", &error.problem.kind(), path, text.trim()));
        }
        for finding in &filing.findings {
            let result = ResultJson::new(finding, filing, self.style);
            self.results.push(&serde_json::to_string(&result)?)?;
        }
        Ok(())
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        if report.filings() == 0 {
            self.filing(&lines::nothing())?;
        }
        for concern in report.concerns() {
            self.filing(concern)?;
        }
        self.open()?;
        let execution_successful = self.notifications.is_empty();
        let skipped = report.skipped.iter().map(|path| {
            let text = phrase("skipped", self.style.lang).to_owned() + &whereabouts::path(path);
            Notification::new("note", "skipped", path, &text)
        });
        self.notifications.extend(skipped);
        let invocation =
            Invocation { execution_successful, tool_execution_notifications: std::mem::take(&mut self.notifications) };
        let invocations = serde_json::to_string(&[invocation])?;
        self.results.close(&format!("\n],\n\"invocations\":{invocations}}}]}}\n"))
    }
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'a str,
    version: &'a str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    name: &'a str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
    properties: RuleProperties<'a>,
}

#[derive(Debug, Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties<'a> {
    /// The first letter of the code.
    family: &'a str,
    /// The word officers use, in Chinese whatever the language.
    severity: &'static str,
    since: &'a str,
    tags: [&'a str; 2],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultJson<'a> {
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

#[derive(Debug, Serialize)]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    physical: PhysicalLocation,
    #[serde(rename = "logicalLocations", skip_serializing_if = "Vec::is_empty")]
    logical: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Debug, Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fully_qualified_name: Option<String>,
    kind: &'static str,
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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Debug, Serialize)]
struct Notification {
    level: &'static str,
    descriptor: Reference,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Debug, Serialize)]
struct Reference {
    id: String,
}

impl<'a> Descriptor<'a> {
    fn new(rule: &'a Rule, lang: Lang) -> Self {
        let wording = rule.wording(lang);
        let sections = sections(rule, lang);
        let join = |section: &dyn Fn(&str, &[String]) -> String| {
            let sections: Vec<_> = sections.iter().map(|(name, text)| section(name, text)).collect();
            literal(&sections.join("\n\n"))
        };
        let family = &rule.code[..rule.code.len().min(1)];
        Self {
            id: &rule.code,
            name: &rule.name,
            short_description: Message { text: literal(&wording.title) },
            full_description: Message { text: literal(&wording.checks) },
            help: Help {
                text: join(&|name, text| format!("{name}\n{}", text.join("\n"))),
                markdown: join(&|name, text| format!("**{name}**\n\n{}", text.join("\n\n"))),
            },
            default_configuration: Configuration { level: rule.severity.word() },
            properties: RuleProperties {
                family,
                severity: phrase(severity_phrase(rule.severity), Lang::Zh),
                since: &rule.since,
                tags: [family, &rule.name],
            },
        }
    }
}

impl<'a> ResultJson<'a> {
    fn new(finding: &'a Finding, filing: &'a Assessment, style: Style<'a>) -> Self {
        let path = filing.source.path.as_str();
        // The first cell is where the finding is, unless it says another place; the other cells are related to it.
        let (here, further) = match (&finding.place, finding.cells.as_slice()) {
            (place, [first, further @ ..]) if place.is_none() || *place == first.place => {
                (Location::of_cell(path, first), further)
            }
            (place, further) => (Location::new(path, place.as_ref(), None), further),
        };
        let form = edition(filing, style.forms);
        let related = (1..).zip(further).map(|(id, cell)| {
            let value = cell.value.as_deref().unwrap_or_default();
            let said = form.map(|form| {
                let spec = form.cell(cell.cell);
                let (row, column) = (words(form.row_of(spec), style.lang), words(form.column_of(spec), style.lang));
                format!("{row} · {column}{}{value}", phrase("title-separator", style.lang))
            });
            let message = said.map(|text| Message { text: literal(&clean(&text)) });
            Location { id: Some(id), message, ..Location::of_cell(path, cell) }
        });
        let mut said = message(finding, filing, style.forms, style.lang);
        if let Some(suspects) = lines::suspects(finding, filing, style) {
            said.extend(["\n", phrase("suspect", style.lang), &suspects]);
        }
        let figures = finding.sums().map(|(left, right, difference)| [left, right, difference].map(plain));
        let [left, right, difference] = figures.map_or_else(Default::default, |figures| figures.map(Some));
        let explained = Suppression { kind: "external", status: "accepted" };
        Self {
            rule_id: &finding.rule.code,
            rule_index: style.catalogue.rules().iter().position(|rule| rule.code == finding.rule.code),
            level: finding.severity.word(),
            message: Message { text: literal(&said) },
            locations: [here],
            related_locations: related.collect(),
            partial_fingerprints: Fingerprints { gouji: &finding.fingerprint },
            suppressions: finding.explained.then_some(explained).into_iter().collect(),
            properties: ResultProperties {
                agency: filing.agency.as_deref().map(|agency| clean(agency).into_owned()),
                year: filing.year,
                edition: filing.edition.as_deref(),
                equation: finding.equation(),
                left,
                right,
                difference,
                basis: basis(finding, style.lang),
            },
        }
    }
}

impl Location {
    fn of_cell(path: &str, cell: &FoundCell) -> Self {
        Self::new(path, cell.place.as_ref(), Some(&cell.id))
    }

    fn new(path: &str, place: Option<&Place>, cell: Option<&String>) -> Self {
        let region = match place {
            Some(Place::Line { line, field }) => Some(Region { start_line: *line, start_column: *field }),
            _ => None,
        };
        let name = place.map(|place| clean(&place.to_string()).into_owned());
        let is_named = name.is_some() || cell.is_some();
        let logical = is_named.then(|| LogicalLocation { name, fully_qualified_name: cell.cloned(), kind: "cell" });
        Self {
            id: None,
            physical: PhysicalLocation { artifact_location: ArtifactLocation { uri: whereabouts::uri(path) }, region },
            logical: logical.into_iter().collect(),
            message: None,
        }
    }
}

impl Notification {
    fn new(level: &'static str, id: &str, path: &str, text: &str) -> Self {
        let locations = if path.is_empty() { Vec::new() } else { vec![Location::new(path, None, None)] };
        let message = Message { text: literal(text) };
        Self { level, descriptor: Reference { id: id.to_owned() }, message, locations }
    }
}

/// A text that says itself: braces in a message mark where arguments go, and `[…](…)` is a link.
fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("](", "] (")
}
