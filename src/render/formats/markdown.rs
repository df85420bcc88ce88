//! `--format markdown`: a comment on a merge request, or a job summary.
//!
//! The summary and a table of the filings, the worst first, then the findings of each, folded. A comment on GitHub holds
//! 65,536 characters and a job summary 1 MiB, so what goes beyond [`LONGEST`] is left out whole, and how much was left
//! out is said. Text from files is escaped for Markdown and HTML.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Scribe;
use crate::model::plain;
use crate::render::Style;
use crate::render::said::{OfDataSet, Said, SaidFiling, SaidRun, State, skipped};
use crate::render::words::markdown::escape;
use crate::render::words::phrases::{filled, list, phrase};
use crate::render::words::places;

/// Characters of the whole, with room left for what a workflow puts round it.
const LONGEST: usize = 60_000;
/// Characters of the table of filings.
const LONGEST_TABLE: usize = 20_000;
/// Findings of one filing.
const MOST_FINDINGS: usize = 100;
/// Characters of the names of files that were passed over.
const LONGEST_SKIPPED: usize = 2_000;
/// What the result begins with: nobody sees it, and whoever updates a comment can find it.
const MARK: &str = "<!-- gouji -->";

/// The columns of the table of filings.
const COLUMNS: [&str; 6] =
    ["markdown-agency", "markdown-file", "markdown-state", "severity-error", "severity-warning", "severity-note"];

/// A document with a table of filings and their findings.
#[derive(Debug)]
pub(super) struct Markdown<'f, W> {
    style: Style<'f>,
    out: W,
    /// Lines of the table, by state.
    rows: [Bounded; State::ALL.len()],
    /// Folded findings, by state.
    details: [Bounded; State::ALL.len()],
    of_data_set: OfDataSet,
}

/// Pieces of text that together are not too long; those for which there was no room are counted.
#[derive(Debug, Default)]
struct Bounded {
    pieces: Vec<String>,
    chars: usize,
    left_out: usize,
}

impl Bounded {
    fn push(&mut self, piece: String, longest: usize) {
        let chars = piece.chars().count();
        if self.chars + chars <= longest {
            self.chars += chars;
            self.pieces.push(piece);
        } else {
            self.left_out += 1;
        }
    }
}

impl<'f, W: Write> Markdown<'f, W> {
    /// A result that is written to `out`.
    pub(super) fn new(style: Style<'f>, out: W) -> Self {
        Self { style, out, rows: Default::default(), details: Default::default(), of_data_set: OfDataSet::default() }
    }
}

/// Whether a text begins as a comment of gouji's does.
pub(super) fn is_own(head: &str) -> bool {
    head.starts_with(MARK)
}

impl<W: Write> Scribe for Markdown<'_, W> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        let state = filing.state();
        if self.style.quiet && state == State::Pass {
            return Ok(());
        }
        self.rows[state as usize].push(row(filing), LONGEST_TABLE);
        let shown = self.of_data_set.unsaid(filing);
        if state == State::Unassessed || !shown.findings.is_empty() {
            self.details[state as usize].push(details(filing, SaidFiling::of(&shown, self.style)), LONGEST);
        }
        Ok(())
    }

    /// What belongs to the run has a section of its own.
    fn run(&mut self, run: SaidRun) -> io::Result<()> {
        run.say_nothing(|none| self.filing(none))
    }

    fn end(&mut self, run: SaidRun) -> io::Result<()> {
        let lang = self.style.lang;
        let mut text = format!("{MARK}\n## {}\n\n{}\n", phrase("markdown-title", lang), run.summary());
        for line in [run.interrupted(), run.unlisted()].iter().flatten() {
            let _ = writeln!(text, "\n{line}");
        }
        let (rows, more_rows) = worst_first(&self.rows, LONGEST_TABLE);
        if !rows.is_empty() {
            let names = COLUMNS.map(|name| phrase(name, lang)).join(" | ");
            let _ = write!(text, "\n| {names} |\n|---|---|---|--:|--:|--:|\n{rows}");
        }
        if more_rows > 0 {
            let _ = writeln!(text, "\n{}", filled("markdown-more-filings", lang, &[("count", &more_rows)]));
        }
        if !run.report.concerns().is_empty() {
            let _ = writeln!(text, "\n### {}\n\n{}", phrase("page-run", lang), concerns(run));
        }
        let mut of_data_set = Bounded::default();
        for said in self.of_data_set.in_words(lang) {
            of_data_set.push(format!("\n{}\n", escape(&said)), LONGEST_TABLE);
        }
        text += &of_data_set.pieces.concat();
        if of_data_set.left_out > 0 {
            let more = filled("markdown-more-concerns", lang, &[("count", &of_data_set.left_out)]);
            let _ = writeln!(text, "\n{more}");
        }
        if !run.report.skipped.is_empty() {
            let _ = writeln!(text, "\n{}", passed_over(run));
        }
        let (details, more_details) = worst_first(&self.details, LONGEST.saturating_sub(text.chars().count()));
        if !details.is_empty() {
            let _ = write!(text, "\n### {}\n{details}", phrase("markdown-details", lang));
        }
        if more_details > 0 {
            let _ = writeln!(text, "\n{}", filled("markdown-more-details", lang, &[("count", &more_details)]));
        }
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }
}

/// The pieces of the worst filings first, as many as fit, and how many do not.
fn worst_first(by_state: &[Bounded], longest: usize) -> (String, usize) {
    let mut all = Bounded::default();
    for bounded in by_state {
        bounded.pieces.iter().for_each(|piece| all.push(piece.clone(), longest));
        all.left_out += bounded.left_out;
    }
    (all.pieces.concat(), all.left_out)
}

/// A filing in a line of the table.
fn row(filing: SaidFiling) -> String {
    let state = filing.state();
    let count = |count: usize| if state == State::Unassessed { String::new() } else { count.to_string() };
    let counts = filing.tally().by_severity().map(count).join(" | ");
    let (owner, file) = (escape(&filing.owner()), escape(&filing.file()));
    format!("| {owner} | {file} | {} {} | {counts} |\n", state.mark(), state.words(filing.style.lang))
}

/// What was found in a filing, folded: of its findings those that are shown.
fn details(filing: SaidFiling, shown: SaidFiling) -> String {
    let lang = filing.style.lang;
    let (mark, headline) = (filing.state().mark(), escape(&filing.headline()));
    let mut text = format!("\n<details><summary>{mark} {headline}</summary>\n\n");
    if let Some(refusal) = filing.refusal() {
        let _ = writeln!(text, "{}{}", phrase("cannot-assess", lang), escape(&refusal.line()));
    }
    if let Some(unnamed) = filing.unnamed() {
        let _ = writeln!(text, "{}\n", escape(unnamed));
    }
    // The answer first: what to correct, and then what that resolves.
    let suspects = filing.suspects().map(|suspects| {
        let others = suspects.others_line();
        let others = if others.is_empty() { others } else { format!("<br>{}", escape(&others)) };
        format!("- {}{}{others}\n", suspects.title(), escape(&suspects.words()))
    });
    let suspects: String = suspects.collect();
    if !suspects.is_empty() {
        let _ = writeln!(text, "{suspects}");
    }
    let findings = shown.findings();
    if findings.len() > 0 {
        let names = ["column-code", "column-where", "column-equation", "column-message"];
        let names = names.map(|name| phrase(name, lang)).join(" | ");
        let _ = writeln!(text, "| {names} |\n|---|---|---|---|");
    }
    let more = findings.len().saturating_sub(MOST_FINDINGS);
    findings.take(MOST_FINDINGS).for_each(|said| text += &finding_row(said));
    if more > 0 {
        let _ = writeln!(text, "\n{}", filled("markdown-more-findings", lang, &[("count", &more)]));
    }
    let basis = |(code, basis): (&str, &str)| format!("- {code} {}{}", phrase("basis", lang), escape(basis));
    let notes: Vec<_> = shown.bases().into_iter().map(basis).collect();
    if !notes.is_empty() {
        let _ = writeln!(text, "\n{}", notes.join("\n"));
    }
    text + "\n</details>\n"
}

fn finding_row(said: Said) -> String {
    let place = [said.lines(), said.place()];
    let place = place.iter().filter(|part| !part.is_empty()).map(|part| escape(part)).collect::<Vec<_>>().join("<br>");
    let equation = said.equation().map(|equation| {
        let difference = phrase("difference", said.filing.style.lang);
        format!("{}<br>{difference} {}", escape(&equation.text), plain(equation.difference))
    });
    let (severity, explained, titled) = (said.severity(), said.explained(), escape(&said.titled()));
    let equation = equation.unwrap_or_default();
    format!("| {}<br>{severity}{explained} | {place} | {equation} | {titled} |\n", said.code())
}

/// What belongs to the run and not to one filing, an item each.
fn concerns(run: SaidRun) -> String {
    let mut items = Bounded::default();
    for said in run.findings() {
        items.push(format!("- {} {} {}\n", said.code(), said.severity(), escape(&said.titled())), LONGEST_TABLE);
    }
    let rest = match items.left_out {
        0 => String::new(),
        count => filled("markdown-more-concerns", run.style.lang, &[("count", &count)]),
    };
    items.pieces.concat() + &rest
}

/// Which files were passed over.
fn passed_over(run: SaidRun) -> String {
    let (skipped, lang) = (&run.report.skipped, run.style.lang);
    let mut names = Bounded::default();
    let item = |one| skipped::item(one, |path| escape(&places::path(path)), lang);
    for one in skipped {
        names.push(item(one), LONGEST_SKIPPED);
    }
    let rest = if names.left_out > 0 { " …" } else { "" };
    skipped::heading(skipped, lang) + &list(&names.pieces, lang) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_counted_and_the_order_is_kept() {
        let mut worse = Bounded::default();
        for piece in ["甲乙", "丙丁戊", "己"] {
            worse.push(piece.to_owned(), 4);
        }
        let mut better = Bounded::default();
        for piece in ["庚", "辛"] {
            better.push(piece.to_owned(), 4);
        }
        assert_eq!(worst_first(&[worse, better], 4), ("甲乙己庚".to_owned(), 2));
    }
}
