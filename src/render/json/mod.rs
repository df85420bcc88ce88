//! `--format json` and `jsonl`: the contract `gouji/1`. Keys are always there and only grow.
//!
//! Here is how the pieces of a result follow each other; what they hold is said by the types in `filing`, `finding`,
//! `suspect` and `run`. The JSON Schema beside this folder is made from these types, their
//! comments included.

mod filing;
mod finding;
mod parts;
mod run;
#[cfg(test)]
mod schema;
mod suspect;

use std::io::{self, Write};

use serde::Serialize;

use super::clean::escaped_json;
use super::elements::Elements;
use super::{Renderer, Style};
use crate::diagnosis::{Assessment, Report, Total};
use filing::FilingJson;
pub(in crate::render) use finding::FindingJson;
use run::Closing;

const SCHEMA: &str = "gouji/1";

/// One indented document. It is written piece by piece, each as the serialiser would indent it inside the whole.
#[derive(Debug)]
pub struct Json<'f, W> {
    style: Style<'f>,
    filings: Elements<W>,
    /// What it is the sum of, if it is one.
    sum: Option<&'f Total>,
}

impl<'f, W: Write> Json<'f, W> {
    /// A result that is written to `out`.
    pub fn new(style: Style<'f>, out: W) -> Self {
        Self { style, filings: Elements::new(out, "\n    "), sum: None }
    }

    /// The same of a sum.
    pub(super) fn of_sum(style: Style<'f>, sum: &'f Total, out: W) -> Self {
        Self { sum: Some(sum), ..Self::new(style, out) }
    }

    fn open(&mut self) -> io::Result<()> {
        self.filings.open(|| Ok(format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"filings\": [")))
    }
}

impl<W: Write> Renderer for Json<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        self.open()?;
        self.filings.push(&indented(&FilingJson::new(filing, self.style), 2)?)
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        self.open()?;
        let end = if self.filings.is_empty() { "" } else { "\n  " };
        let closing = Closing::new(report, self.style);
        let summary = indented(&closing.summary, 1)?;
        let findings = indented(&closing.findings, 1)?;
        self.filings.write(&format!("{end}],\n  \"summary\": {summary},\n  \"findings\": {findings}"))?;
        if let Some(sum) = self.sum {
            parts::write(sum, |text| self.filings.write(text))?;
        }
        self.filings.close("\n}\n")
    }
}

/// A value as it stands so many steps into a document. No text in JSON holds a line feed.
fn indented(value: &impl Serialize, depth: usize) -> io::Result<String> {
    let text = serde_json::to_string_pretty(value)?.replace('\n', &format!("\n{}", "  ".repeat(depth)));
    Ok(escaped_json(text))
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

    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.out.write_all(escaped_json(serde_json::to_string(value)?).as_bytes())?;
        self.out.write_all(b"\n")
    }
}

impl<W: Write> Renderer for JsonLines<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        self.line(&FilingJson::new(filing, self.style))
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        self.line(&Closing::new(report, self.style))?;
        self.out.flush()
    }
}
