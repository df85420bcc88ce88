//! The end of a run on the terminal: what belongs to the run itself, the filings that did not pass in a line each, and
//! the findings by rule.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::render::said::{Said, SaidFiling, SaidRun, State};
use crate::render::words::clean::clean;
use crate::render::words::phrases::{filled, list, phrase};
use crate::render::words::wrap::{hanging, wrap};
use crate::render::{Style, table};

/// What is kept of a run for its end: a line for each filing that did not pass, and the titles of rules.
#[derive(Debug, Default)]
pub(super) struct Roundup {
    rows: Vec<[String; 7]>,
    titles: BTreeMap<String, String>,
}

impl Roundup {
    /// Takes note of a filing.
    pub(super) fn note(&mut self, filing: SaidFiling) {
        for said in filing.findings() {
            if !self.titles.contains_key(said.code()) {
                self.titles.insert(said.code().to_owned(), said.title().to_owned());
            }
        }
        let (state, tally) = (filing.state(), filing.tally());
        if state == State::Pass {
            return;
        }
        let name = filing.assessment.agency.as_ref().map(|_| filing.owner()).filter(|name| !name.is_empty());
        let count = |count: usize| if state == State::Unassessed { String::new() } else { count.to_string() };
        self.rows.push([
            name.unwrap_or_else(|| filing.headline()),
            state.words(filing.style.lang).to_owned(),
            count(tally.errors),
            count(tally.warnings),
            count(tally.explained),
            filing.missing_tables(),
            clean(&filing.likeliest_fix()).into_owned(),
        ]);
    }

    /// Writes it. One filing needs no list.
    pub(super) fn write(&self, run: SaidRun, out: &mut dyn Write) -> io::Result<()> {
        let (report, style, lang) = (run.report, run.style, run.style.lang);
        if !report.concerns().is_empty() {
            writeln!(out, "{}", phrase("page-run", lang))?;
        }
        for said in run.findings() {
            let text = format!("{} {}", said.severity(), said.titled());
            writeln!(out, "  {} {}", said.code(), hanging(&text, style.width, 7))?;
        }
        if !report.concerns().is_empty() {
            writeln!(out)?;
        }
        if report.filings() > 1 && !self.rows.is_empty() {
            writeln!(out, "{}", phrase("roundup-filings", lang))?;
            self.write_table(style, out)?;
        }
        if report.filings() > 1 && !report.summary().by_code.is_empty() {
            let rule = |(code, count): (&String, &usize)| {
                // A rule that only the run's own findings have is not among the titles.
                let of_run = || run.findings().find(|said| said.code() == code).map(Said::title);
                let title = self.titles.get(code).map(String::as_str).or_else(of_run).unwrap_or_default();
                filled("roundup-rule", lang, &[("code", code), ("title", &title), ("count", count)])
            };
            let rules = list(report.summary().by_code.iter().map(rule), lang);
            let text = phrase("roundup-rules", lang).to_owned() + &rules;
            writeln!(out, "{}", hanging(&text, style.width, 0))?;
        }
        Ok(())
    }

    /// Columns that are blank in every row are left out.
    fn write_table(&self, style: Style, out: &mut dyn Write) -> io::Result<()> {
        const NAMES: [&str; 7] = [
            "list-agency",
            "markdown-state",
            "severity-error",
            "severity-warning",
            "roundup-explained",
            "roundup-missing",
            "list-fix",
        ];
        let is_blank = |at: usize| self.rows.iter().all(|row| row[at].is_empty() || row[at] == "0");
        let shown: Vec<usize> = (0..NAMES.len()).filter(|at| *at < 2 || !is_blank(*at)).collect();
        let total = usize::from(style.width.max(60)) - (3 * shown.len() + 1);
        let narrow = |at: usize| match at {
            1 => 10,
            2..=4 => 6,
            5 => 8,
            _ => 0,
        };
        let taken: usize = shown.iter().map(|at| narrow(*at)).sum();
        let left = total - taken;
        let has_fix = shown.contains(&6);
        let width = |at: usize| match at {
            0 if has_fix => left * 45 / 100,
            0 => left,
            6 => left - left * 45 / 100,
            at => narrow(at),
        };
        let titles: Vec<_> = shown.iter().map(|at| wrap(phrase(NAMES[*at], style.lang), width(*at))).collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let rows = || self.rows.iter().map(|row| shown.iter().map(|at| wrap(&row[*at], width(*at))).collect());
        table::write_long(out, style.width, &titles, rows)
    }
}
