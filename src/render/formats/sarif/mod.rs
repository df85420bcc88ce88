//! `--format sarif`: SARIF 2.1.0, for code scanning and for viewers of it.
//!
//! One run. The rules come first, from the catalogue; results are written while the filings come; what could not be read
//! comes last, as notifications of the run, which then was not successful.

mod location;
mod result;
mod rule;

use std::io::{self, Write};

use serde::Serialize;

use super::Scribe;
use crate::render::Style;
use crate::render::elements::Elements;
use crate::render::said::{SaidFiling, SaidRun, skipped};
use crate::render::words::clean::escaped_json;
use crate::render::words::phrases::language_tag;
use crate::render::words::places;
use location::Location;
use result::ResultJson;
use rule::Descriptor;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What the beginning of a log holds, by which it is known for one of gouji.
const MARK: &str = "\"driver\":{\"name\":\"gouji\"";

/// One log with one run.
#[derive(Debug)]
pub(super) struct Sarif<'f, W> {
    style: Style<'f>,
    results: Elements<W>,
    notifications: Vec<Notification>,
}

impl<'f, W: Write> Sarif<'f, W> {
    /// A result that is written to `out`.
    pub(super) fn new(style: Style<'f>, out: W) -> Self {
        Self { style, results: Elements::new(out, "\n"), notifications: Vec::new() }
    }
}

/// Whether a text begins as a log of gouji's does.
pub(super) fn is_own(head: &str) -> bool {
    head.starts_with('{') && head.contains(MARK)
}

/// What stands before the results.
fn head(style: Style) -> io::Result<String> {
    let rules = style.catalogue.rules().iter().map(|rule| Descriptor::new(rule, style.lang)).collect();
    let tool = Tool { driver: Driver { name: "gouji", version: env!("CARGO_PKG_VERSION"), rules } };
    let tool = escaped_json(serde_json::to_string(&tool)?);
    let language = language_tag(style.lang);
    Ok(format!(
        "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{tool},\n\
         \"language\":\"{language}\",\"columnKind\":\"unicodeCodePoints\",\"results\":["
    ))
}

impl<W: Write> Scribe for Sarif<'_, W> {
    fn begin(&mut self) -> io::Result<()> {
        self.results.write(&head(self.style)?)
    }

    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        if let Some(refusal) = filing.refusal() {
            let path = &filing.assessment.source.path;
            let text = format!("{} {}", places::path(path), refusal.line());
            self.notifications.push(Notification::new("error", &refusal.kind, path, text.trim()));
        }
        filing.findings().try_for_each(|said| {
            let result = serde_json::to_string(&ResultJson::new(said))?;
            self.results.push(&escaped_json(result))
        })
    }

    fn end(&mut self, run: SaidRun) -> io::Result<()> {
        let execution_successful = self.notifications.is_empty() && run.report.left.is_none();
        let skipped = run.report.skipped.iter().map(|one| {
            let text = skipped::alone(one, places::path, self.style.lang);
            Notification::new("note", "skipped", &one.path, &text)
        });
        self.notifications.extend(skipped);
        let invocation =
            Invocation { execution_successful, tool_execution_notifications: std::mem::take(&mut self.notifications) };
        let invocations = escaped_json(serde_json::to_string(&[invocation])?);
        let properties = run.unlisted().map(|unlisted| RunProperties { unlisted });
        let properties = properties.map(|properties| serde_json::to_string(&properties)).transpose()?;
        let properties =
            properties.map(|properties| format!(",\n\"properties\":{}", escaped_json(properties))).unwrap_or_default();
        self.results.close(&format!("\n],\n\"invocations\":{invocations}{properties}}}]}}\n"))
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
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

/// What a log has no other place for.
#[derive(Serialize)]
struct RunProperties {
    /// How much was found and is not listed.
    unlisted: String,
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

impl Notification {
    fn new(level: &'static str, id: &str, path: &str, text: &str) -> Self {
        let locations = if path.is_empty() { Vec::new() } else { vec![Location::new(path, None, None)] };
        Self { level, descriptor: Reference { id: id.to_owned() }, message: Message::new(text), locations }
    }
}

#[derive(Debug, Serialize)]
struct Message {
    text: String,
}

impl Message {
    fn new(text: &str) -> Self {
        Self { text: literal(text) }
    }
}

/// A text that says itself: braces in a message mark where arguments go, and `[…](…)` is a link.
fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("](", "] (")
}
