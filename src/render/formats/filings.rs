//! `--format filings`: one line a filing, for a notebook or a database.
//!
//! UTF-8 with a byte order mark, as `--format csv` is; pandas, polars and `DuckDB` take it off. The names of the columns are
//! those of the contract whatever the language: `agency year edition status errors warnings notes checks path sheet
//! record`, then one column a code of the catalogue, in its order, with how often the filing has it. `checks` counts the
//! balance relations that were judged. Of what could not be assessed no count is known, and a blank is no zero.
//!
//! What belongs to the run (who did not submit, a superior's figure) comes last, a line a finding, with the status `run`.

use std::io::{self, Write};

use super::Scribe;
use crate::diagnosis::Finding;
use crate::render::Style;
use crate::render::said::{SaidFiling, SaidRun, State};
use crate::render::words::spreadsheet::{text, writer};
use crate::rules::Severity;

/// The columns in front of those of the codes.
const COLUMNS: [&str; 11] =
    ["agency", "year", "edition", "status", "errors", "warnings", "notes", "checks", "path", "sheet", "record"];

/// How the list begins, by which it is known for a result.
const MARK: &str = "\u{FEFF}agency,year,edition,status,errors,";

/// The status of a line that is of no filing.
const OF_RUN: &str = "run";

/// One line a filing.
#[derive(Debug)]
pub(super) struct Filings<'f, W: Write> {
    style: Style<'f>,
    out: csv::Writer<W>,
}

impl<'f, W: Write> Filings<'f, W> {
    /// A result that is written to `out`.
    pub(super) fn new(style: Style<'f>, out: W) -> Self {
        let out = writer(out);
        Self { style, out }
    }

    fn line(&mut self, said: SaidFiling, status: &str) -> io::Result<()> {
        let (filing, is_assessed) = (said.assessment, said.state() != State::Unassessed);
        let count = |is_counted: &dyn Fn(&Finding) -> bool| {
            let counted = || filing.findings.iter().filter(|finding| is_counted(finding)).count().to_string();
            is_assessed.then(counted).unwrap_or_default()
        };
        let of = |severity: Severity| count(&|finding| finding.severity == severity);
        let judged = filing.checked.held + filing.checked.violated;
        let is_checked = is_assessed && status != OF_RUN;
        let source = &filing.source;
        let mut record = vec![
            text(filing.agency.as_deref().unwrap_or_default()),
            filing.year.map(|year| year.to_string()).unwrap_or_default(),
            text(filing.edition.as_deref().unwrap_or_default()),
            status.to_owned(),
            of(Severity::Error),
            of(Severity::Warning),
            of(Severity::Note),
            if is_checked { judged.to_string() } else { String::new() },
            text(&source.path),
            text(source.sheet.as_deref().unwrap_or_default()),
            source.record.map(|record| record.to_string()).unwrap_or_default(),
        ];
        let rules = self.style.catalogue.rules();
        record.extend(rules.iter().map(|rule| count(&|finding| finding.rule.code == rule.code)));
        Ok(self.out.write_record(record)?)
    }
}

/// Whether a text begins as such a list does.
pub(super) fn is_own(head: &str) -> bool {
    head.starts_with(MARK)
}

impl<W: Write> Scribe for Filings<'_, W> {
    fn begin(&mut self) -> io::Result<()> {
        let mut header: Vec<String> = COLUMNS.iter().map(|&name| name.to_owned()).collect();
        header[0].insert(0, '\u{FEFF}');
        header.extend(self.style.catalogue.rules().iter().map(|rule| rule.code.clone()));
        Ok(self.out.write_record(header)?)
    }

    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        self.line(filing, filing.assessment.status().word())
    }

    fn run(&mut self, run: SaidRun) -> io::Result<()> {
        run.say_nothing(|none| self.filing(none))?;
        run.concerns().try_for_each(|concern| self.line(concern, OF_RUN))
    }

    fn end(&mut self, _: SaidRun) -> io::Result<()> {
        self.out.flush()
    }
}
