//! `--write-explanations`: the warnings that wait for an explanation (情况说明), one a line, with the reason left to fill in.
//!
//! The columns are those of the contract: `fingerprint,agency,year,code,cells,figures,reason,author,date`.

use std::io::{self, Write};
use std::mem;

use super::Renderer;
use super::words::spreadsheet::{text, writer};
use crate::diagnosis::{Assessment, Report};
use crate::rules::Severity;

/// A form to fill in, for every warning that is not explained.
#[derive(Debug)]
pub struct ExplanationForm<W: Write> {
    out: csv::Writer<W>,
    opened: bool,
}

impl<W: Write> ExplanationForm<W> {
    /// A form that is written to `out`.
    pub fn new(out: W) -> Self {
        let out = writer(out);
        Self { out, opened: false }
    }

    fn open(&mut self) -> io::Result<()> {
        const COLUMNS: [&str; 9] =
            ["\u{FEFF}fingerprint", "agency", "year", "code", "cells", "figures", "reason", "author", "date"];
        if mem::replace(&mut self.opened, true) {
            return Ok(());
        }
        Ok(self.out.write_record(COLUMNS)?)
    }
}

impl<W: Write> Renderer for ExplanationForm<W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        self.open()?;
        self.warnings(filing)
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        self.open()?;
        report.concerns().iter().try_for_each(|concern| self.warnings(concern))?;
        self.out.flush()
    }
}

impl<W: Write> ExplanationForm<W> {
    fn warnings(&mut self, filing: &Assessment) -> io::Result<()> {
        let open = filing.findings.iter().filter(|one| one.severity == Severity::Warning && !one.explained);
        for finding in open {
            self.out.write_record([
                finding.fingerprint.to_string(),
                text(filing.agency.as_deref().unwrap_or_default()),
                filing.year.map(|year| year.to_string()).unwrap_or_default(),
                finding.rule.code.clone(),
                finding.cell_ids(),
                text(&finding.grounds()),
                String::new(),
                String::new(),
                String::new(),
            ])?;
        }
        Ok(())
    }
}
