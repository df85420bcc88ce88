//! `--format filings`: one line a filing, for a notebook or a database.
//!
//! UTF-8 with a byte order mark, as `--format csv` is; pandas, polars and `DuckDB` take it off. The names of the columns are
//! those of the contract whatever the language: `agency year edition status errors warnings notes checks path sheet
//! record`, then one column a code of the catalogue, in its order, with how often the filing has it. `checks` counts the
//! balance relations that were judged. Of what could not be assessed no count is known, and a blank is no zero.
//!
//! What belongs to the run (who did not submit, a superior's figure) comes last, a line a finding, with the status `run`.

use std::io::{self, Write};
use std::mem;

use super::csv::text;
use super::lines::nothing;
use super::{Renderer, Style};
use crate::diagnosis::{Assessment, Report};
use crate::rules::Severity;

/// The columns in front of those of the codes.
const COLUMNS: [&str; 11] =
    ["agency", "year", "edition", "status", "errors", "warnings", "notes", "checks", "path", "sheet", "record"];

/// How the list begins, by which it is known for a result.
pub(super) const MARK: &str = "\u{FEFF}agency,year,edition,status,errors,";

/// The status of a line that is of no filing.
const OF_RUN: &str = "run";

/// One line a filing.
#[derive(Debug)]
pub struct Filings<'f, W: Write> {
    style: Style<'f>,
    out: csv::Writer<W>,
    opened: bool,
}

impl<'f, W: Write> Filings<'f, W> {
    /// A result that is written to `out`.
    pub fn new(style: Style<'f>, out: W) -> Self {
        let out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        Self { style, out, opened: false }
    }

    fn open(&mut self) -> io::Result<()> {
        if mem::replace(&mut self.opened, true) {
            return Ok(());
        }
        let mut header: Vec<String> = COLUMNS.iter().map(|&name| name.to_owned()).collect();
        header[0].insert(0, '\u{FEFF}');
        header.extend(self.style.catalogue.rules().iter().map(|rule| rule.code.clone()));
        Ok(self.out.write_record(header)?)
    }

    fn line(&mut self, filing: &Assessment, status: &str) -> io::Result<()> {
        self.open()?;
        let count = |is_counted: &dyn Fn(&crate::diagnosis::Finding) -> bool| {
            let counted = || filing.findings.iter().filter(|finding| is_counted(finding)).count().to_string();
            filing.error.is_none().then(counted).unwrap_or_default()
        };
        let of = |severity: Severity| count(&|finding| finding.severity == severity);
        let judged = filing.checked.held + filing.checked.violated;
        let is_checked = filing.error.is_none() && status != OF_RUN;
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

impl<W: Write> Renderer for Filings<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        self.line(filing, filing.status().word())
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        self.open()?;
        nothing(report).iter().try_for_each(|said| self.filing(said))?;
        report.concerns().iter().try_for_each(|concern| self.line(concern, OF_RUN))?;
        self.out.flush()
    }
}
