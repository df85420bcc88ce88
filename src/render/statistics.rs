//! `--statistics`: how often each rule spoke and of how many filings, in place of the findings.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::phrases::phrase;
use super::skipped::said_skipped;
use super::wrap::hanging;
use super::{Renderer, Style, lines, table};
use crate::diagnosis::{Assessment, Report};

/// Counts by rule.
#[derive(Debug)]
pub struct Statistics<'f, W> {
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
    pub fn new(style: Style<'f>, out: W) -> Self {
        Self { style, out, counts: BTreeMap::new() }
    }
}

impl<W: Write> Renderer for Statistics<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        let mut own: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &filing.findings {
            *own.entry(&finding.rule.code).or_default() += 1;
            let title = || finding.rule.wording(self.style.lang).title.clone();
            let count = self.counts.entry(finding.rule.code.clone());
            count.or_insert_with(|| Count { title: title(), ..Count::default() });
        }
        for (code, findings) in own {
            let count = self.counts.entry(code.to_owned()).or_default();
            count.findings += findings;
            count.filings += 1;
        }
        Ok(())
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        lines::say_run(self, report)?;
        let (lang, width) = (self.style.lang, self.style.width);
        let names = ["column-code", "statistics-count", "statistics-filings", "statistics-title"];
        let mut listed = table::listed(&names.map(|name| phrase(name, lang)));
        for (code, count) in &self.counts {
            listed.add_row([code.as_str(), &count.findings.to_string(), &count.filings.to_string(), &count.title]);
        }
        if !self.counts.is_empty() {
            writeln!(self.out, "{listed}\n")?;
        }
        writeln!(self.out, "{}", hanging(&lines::summary(report, lang), width, 0))?;
        if !report.skipped.is_empty() {
            writeln!(self.out, "{}", hanging(&said_skipped(&report.skipped, lang), width, 0))?;
        }
        self.out.flush()
    }
}
