//! `--format concise`: a line a finding, for editors, hooks and `grep`.
//!
//! | line | of |
//! |---|---|
//! | `PATH:LINE:FIELD: CODE severity sentence` | a field of a text |
//! | `PATH:Sheet1!D7: CODE severity sentence (+3)` | a cell of a workbook, and three places more |
//! | `PATH:table 3, row 7, column 2: …` | a cell of a document or page |
//! | `PATH:LINE: …`, `PATH:Sheet1: …`, `PATH: …` | what has no cell |
//! | `PATH: unassessed KIND sentence` | a file that could not be assessed |
//! | `-: CODE severity sentence` | the run; `-: interrupted …` where it was broken off |
//!
//! Places, severities and kinds are the words of the JSON results, whatever the language of the sentence. What more
//! there is stands at the end: programs that jump to a place take the line apart at its first `: `.

use std::collections::HashSet;
use std::io::{self, Write};

use super::Scribe;
use crate::diagnosis::Finding;
use crate::model::Place;
use crate::render::said::{Said, SaidFiling, SaidRun};
use crate::render::words::clean::clean;
use crate::render::words::places;

/// What stands for the path of what belongs to no file.
const RUN: &str = "-";

/// A line a finding.
#[derive(Debug)]
pub(super) struct Concise<W> {
    out: W,
}

impl<W: Write> Concise<W> {
    /// A result that is written to `out`.
    pub(super) fn new(out: W) -> Self {
        Self { out }
    }

    /// One physical line: a path, a place and a sentence can each hold what would break it.
    fn line(&mut self, at: &str, rest: &str) -> io::Result<()> {
        let at = clean(at);
        // A log of a pipeline takes a line that begins so for a command.
        let is_mistaken = ["::", "##["].iter().any(|mark| at.trim_start().starts_with(mark));
        let here = if is_mistaken { "./" } else { "" };
        writeln!(self.out, "{here}{at}: {}", clean(rest))
    }

    fn finding(&mut self, at: &str, said: Said) -> io::Result<()> {
        let more = match places_of(said.finding).len() {
            0 | 1 => String::new(),
            count => format!(" (+{})", count - 1),
        };
        let (code, severity) = (said.code(), said.finding.severity.word());
        self.line(at, &format!("{code} {severity} {}{}{more}", said.sentence(), said.explained()))
    }
}

impl<W: Write> Scribe for Concise<W> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        if let Some(refusal) = filing.refusal() {
            let path = path(&filing.assessment.source.path);
            self.line(&path, &format!("unassessed {} {}", refusal.kind, refusal.line()))?;
        }
        filing.findings().try_for_each(|said| self.finding(&at(said), said))
    }

    fn run(&mut self, run: SaidRun) -> io::Result<()> {
        run.say_nothing(|none| self.filing(none))?;
        run.findings().try_for_each(|said| self.finding(RUN, said))
    }

    fn end(&mut self, run: SaidRun) -> io::Result<()> {
        if let Some(interrupted) = run.interrupted() {
            self.line(RUN, &format!("interrupted {interrupted}"))?;
        }
        self.out.flush()
    }
}

/// The path and the first place of a finding; of what has none the line of the data set or the sheet, if there is one.
fn at(said: Said) -> String {
    let source = &said.filing.assessment.source;
    let place = match places::first(said.finding) {
        Some(Place::Line { line, field, .. }) => Some(format!("{line}:{field}")),
        Some(place) => Some(place.to_string()),
        None => source.record.map(|record| record.to_string()).or_else(|| source.sheet.as_deref().map(str::to_owned)),
    };
    let path = path(&source.path);
    place.map_or_else(|| path.clone(), |place| format!("{path}:{place}"))
}

/// A path as forges know it; a file of the name that stands for the run has its folder before it.
fn path(path: &str) -> String {
    match places::path(path) {
        none if none.is_empty() => RUN.to_owned(),
        file if file == RUN => format!("./{RUN}"),
        path => path,
    }
}

/// The places of a finding, each once.
fn places_of(finding: &Finding) -> HashSet<&Place> {
    finding.place.iter().chain(finding.cells.iter().filter_map(|cell| cell.place.as_ref())).collect()
}
