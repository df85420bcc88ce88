//! `--statistics`: how often each rule spoke and of how many filings, in place of the findings.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::Scribe;
use crate::render::said::{Said, SaidFiling, SaidRun};
use crate::render::words::phrases::phrase;
use crate::render::words::wrap::hanging;
use crate::render::{Style, table};

/// Counts by rule.
#[derive(Debug)]
pub(super) struct Statistics<'f, W> {
    style: Style<'f>,
    out: W,
    counts: BTreeMap<String, Count>,
}

/// How often a rule spoke.
#[derive(Debug, Default)]
struct Count {
    title: String,
    findings: usize,
    filings: usize,
}

impl<'f, W: Write> Statistics<'f, W> {
    /// A result that is written to `out`.
    pub(super) fn new(style: Style<'f>, out: W) -> Self {
        Self { style, out, counts: BTreeMap::new() }
    }

    /// Counts a finding under its code.
    fn count<'a>(&mut self, said: Said<'a>) -> &'a str {
        let count = self.counts.entry(said.code().to_owned()).or_default();
        said.title().clone_into(&mut count.title);
        count.findings += 1;
        said.code()
    }
}

impl<W: Write> Scribe for Statistics<'_, W> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        let codes: BTreeSet<&str> = filing.findings().map(|said| self.count(said)).collect();
        for code in codes {
            self.counts.entry(code.to_owned()).or_default().filings += 1;
        }
        Ok(())
    }

    /// What belongs to the run is of no filing.
    fn run(&mut self, run: SaidRun) -> io::Result<()> {
        for said in run.findings() {
            self.count(said);
        }
        Ok(())
    }

    fn end(&mut self, run: SaidRun) -> io::Result<()> {
        let (lang, width) = (self.style.lang, self.style.width);
        let names = ["column-code", "statistics-count", "statistics-filings", "statistics-title"];
        let mut listed = table::listed(&names.map(|name| phrase(name, lang)));
        for (code, count) in &self.counts {
            listed.add_row([code.as_str(), &count.findings.to_string(), &count.filings.to_string(), &count.title]);
        }
        if !self.counts.is_empty() {
            writeln!(self.out, "{listed}\n")?;
        }
        for line in run.lines() {
            writeln!(self.out, "{}", hanging(&line, width, 0))?;
        }
        self.out.flush()
    }
}
