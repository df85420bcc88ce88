//! `--format sarif`: SARIF 2.1.0, for code scanning and for viewers of it.
//!
//! One run. The rules come first, from the catalogue; results are written while the filings come; what could not be read
//! comes last, as notifications of the run, which then was not successful.

mod location;
mod result;
mod rule;

use std::io::{self, Write};

use serde::Serialize;

use super::clean::escaped_json;
use super::elements::Elements;
use super::lines::{self, refusal};
use super::phrases::language_tag;
use super::{Renderer, Style, skipped, whereabouts};
use crate::diagnosis::{Assessment, Report};
use location::Location;
use result::ResultJson;
use rule::Descriptor;

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
    let tool = escaped_json(serde_json::to_string(&tool)?);
    let language = language_tag(style.lang);
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
            self.results.push(&escaped_json(serde_json::to_string(&result)?))?;
        }
        Ok(())
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        lines::say_run(self, report)?;
        self.open()?;
        let execution_successful = self.notifications.is_empty();
        let skipped = report.skipped.iter().map(|one| {
            let text = skipped::alone(one, whereabouts::path, self.style.lang);
            Notification::new("note", "skipped", &one.path, &text)
        });
        self.notifications.extend(skipped);
        let invocation =
            Invocation { execution_successful, tool_execution_notifications: std::mem::take(&mut self.notifications) };
        let invocations = escaped_json(serde_json::to_string(&[invocation])?);
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
