//! The end of a run on the terminal: what belongs to the run itself, the filings that did not pass in a line each, and
//! the findings by rule.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::clean::clean;
use super::lines::{concerns, headline, owner, severity_words, titled};
use super::phrases::{filled, phrase};
use super::state::State;
use super::tally::{Tally, likeliest_fix, missing_tables};
use super::wrap::{hanging, wrap};
use super::{Style, table};
use crate::diagnosis::{Assessment, Report};

/// What is kept of a run for its end: a line for each filing that did not pass, and the titles of rules.
#[derive(Debug, Default)]
pub(super) struct Roundup {
    rows: Vec<[String; 7]>,
    titles: BTreeMap<String, String>,
}

impl Roundup {
    /// Takes note of a filing.
    pub(super) fn note(&mut self, filing: &Assessment, style: Style) {
        for finding in &filing.findings {
            if !self.titles.contains_key(&finding.rule.code) {
                self.titles.insert(finding.rule.code.clone(), finding.rule.wording(style.lang).title.clone());
            }
        }
        let state = State::of(filing);
        if state == State::Pass {
            return;
        }
        let name = Some(owner(filing, style.lang)).filter(|name| !name.is_empty() && filing.agency.is_some());
        let tally = Tally::of(filing);
        let count = |count: usize| if filing.error.is_some() { String::new() } else { count.to_string() };
        self.rows.push([
            name.unwrap_or_else(|| headline(filing, style.lang)),
            state.words(style.lang).to_owned(),
            count(tally.errors),
            count(tally.warnings),
            count(tally.explained),
            missing_tables(filing, style),
            clean(&likeliest_fix(filing, style)).into_owned(),
        ]);
    }

    /// Writes it. One filing needs no list.
    pub(super) fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let lang = style.lang;
        if !report.concerns().is_empty() {
            writeln!(out, "{}", phrase("page-run", lang))?;
        }
        for (concern, finding) in concerns(report) {
            let text = format!("{} {}", severity_words(finding.severity, lang), titled(finding, concern, style));
            writeln!(out, "  {} {}", finding.rule.code, hanging(&text, style.width, 7))?;
        }
        if !report.concerns().is_empty() {
            writeln!(out)?;
        }
        if report.filings() > 1 && !self.rows.is_empty() {
            writeln!(out, "{}", phrase("roundup-filings", lang))?;
            writeln!(out, "{}", self.table(style))?;
        }
        if report.filings() > 1 && !report.summary().by_code.is_empty() {
            let rule = |(code, count): (&String, &usize)| {
                let title = self.titles.get(code).or_else(|| titles_of(report, code, style)).map(String::as_str);
                filled("roundup-rule", lang, &[("code", code), ("title", &title.unwrap_or_default()), ("count", count)])
            };
            let rules: Vec<_> = report.summary().by_code.iter().map(rule).collect();
            let text = phrase("roundup-rules", lang).to_owned() + &rules.join(phrase("list", lang));
            writeln!(out, "{}", hanging(&text, style.width, 0))?;
        }
        Ok(())
    }

    /// Columns that are blank in every row are left out.
    fn table(&self, style: Style) -> comfy_table::Table {
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
        let mut table = table::ruled(style.width, &titles.iter().map(String::as_str).collect::<Vec<_>>());
        for row in &self.rows {
            table.add_row(shown.iter().map(|at| wrap(&row[*at], width(*at))));
        }
        table
    }
}

/// The title of a rule that only the run's own findings have.
fn titles_of<'r>(report: &'r Report, code: &str, style: Style) -> Option<&'r String> {
    let (_, finding) = concerns(report).find(|(_, finding)| finding.rule.code == code)?;
    Some(&finding.rule.wording(style.lang).title)
}
