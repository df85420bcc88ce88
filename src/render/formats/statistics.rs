//! `--statistics`: how often each rule spoke and of how many filings, in place of the findings.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Scribe;
use crate::render::said::{SaidFiling, SaidRun};
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
}

impl<W: Write> Scribe for Statistics<'_, W> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        let mut own: BTreeMap<&str, usize> = BTreeMap::new();
        for said in filing.findings() {
            *own.entry(said.code()).or_default() += 1;
            let count = self.counts.entry(said.code().to_owned());
            count.or_insert_with(|| Count { title: said.title().to_owned(), ..Count::default() });
        }
        for (code, findings) in own {
            let count = self.counts.entry(code.to_owned()).or_default();
            count.findings += findings;
            count.filings += 1;
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
        writeln!(self.out, "{}", hanging(&run.summary(), width, 0))?;
        if let Some(skipped) = run.skipped() {
            writeln!(self.out, "{}", hanging(&skipped, width, 0))?;
        }
        self.out.flush()
    }
}
