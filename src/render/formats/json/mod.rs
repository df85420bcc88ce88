//! `--format json` and `jsonl`: the contract `gouji/1`. Keys are always there and only grow.
//!
//! Here is how the pieces of a result follow each other; what they hold is said by the types in `filing`, `suspect` and
//! `run`, and in `render/finding_json.rs`. The JSON Schema in `render` is made from these types, their comments included.

mod filing;
mod parts;
mod run;
#[cfg(test)]
mod schema;
mod suspect;

use std::io::{self, Write};

use serde::Serialize;

use super::Scribe;
use crate::diagnosis::{Skipped, Total};
use crate::render::elements::Elements;
use crate::render::said::{SaidFiling, SaidRun};
use crate::render::words::clean::escaped_json;
use filing::FilingJson;
use run::{Closing, SkippedLine};

const SCHEMA: &str = "gouji/1";

/// What a document says that was written to be read again. The same cells beside the findings of a check lie in the folder of
/// the reports that they were read from.
const CONVERTED: &str = "\"converted\": true";

/// Whether a text begins as a result does.
pub(super) fn is_own(head: &str) -> bool {
    head.starts_with('{') && head.contains(SCHEMA) && !head.contains(CONVERTED)
}

/// Whether a text begins as a result of a filing a line does.
pub(super) fn is_own_line(head: &str) -> bool {
    head.starts_with("{\"source\":")
}

/// One indented document. It is written piece by piece, each as the serialiser would indent it inside the whole.
#[derive(Debug)]
pub(super) struct Json<'f, W> {
    filings: Elements<W>,
    /// What it is the sum of, if it is one.
    sum: Option<&'f Total>,
    is_converted: bool,
}

impl<'f, W: Write> Json<'f, W> {
    /// A result that is written to `out`.
    pub(super) fn new(out: W) -> Self {
        Self { filings: Elements::new(out, "\n    "), sum: None, is_converted: false }
    }

    /// The same of filings that are to be read again, or of a sum.
    pub(super) fn of_filings(sum: Option<&'f Total>, out: W) -> Self {
        Self { sum, is_converted: sum.is_none(), ..Self::new(out) }
    }
}

impl<W: Write> Scribe for Json<'_, W> {
    fn begin(&mut self) -> io::Result<()> {
        let converted = if self.is_converted { format!("\n  {CONVERTED},") } else { String::new() };
        self.filings.write(&format!("{{\n  \"schema\": \"{SCHEMA}\",{converted}\n  \"filings\": ["))
    }

    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        self.filings.push(&indented(&FilingJson::new(filing), 2)?)
    }

    /// What belongs to the run has a key of its own.
    fn run(&mut self, _: SaidRun) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, run: SaidRun) -> io::Result<()> {
        let end = if self.filings.is_empty() { "" } else { "\n  " };
        let closing = Closing::new(run);
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
pub(super) struct JsonLines<W> {
    out: W,
}

impl<W: Write> JsonLines<W> {
    /// A result that is written to `out`.
    pub(super) fn new(out: W) -> Self {
        Self { out }
    }

    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.out.write_all(escaped_json(serde_json::to_string(value)?).as_bytes())?;
        self.out.write_all(b"\n")
    }
}

impl<W: Write> Scribe for JsonLines<W> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        self.line(&FilingJson::new(filing))
    }

    fn skipped(&mut self, skipped: &Skipped) -> io::Result<()> {
        self.line(&SkippedLine::new(skipped))
    }

    /// What belongs to the run stands on the last line.
    fn run(&mut self, _: SaidRun) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, run: SaidRun) -> io::Result<()> {
        self.line(&Closing::new(run))?;
        self.out.flush()
    }
}
