//! `--format markdown`: a comment on a merge request, or a job summary.
//!
//! The summary and a table of the filings, the worst first, then the findings of each, folded. A comment on GitHub holds
//! 65,536 characters and a job summary 1 MiB, so what goes beyond [`LONGEST`] is left out whole, and how much was left
//! out is said. Text from files is escaped for Markdown and HTML.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::clean::clean;
use super::lines::{self, headline, refusal, severity_words, summary};
use super::message::edition;
use super::of_data_set::OfDataSet;
use super::phrases::{filled, phrase};
use super::state::State;
use super::suspects::suspect_words;
use super::tally::Tally;
use super::{Renderer, Style, skipped, where_words, whereabouts};
use crate::diagnosis::{Assessment, Diagnosis, Finding, Report, Status};
use crate::model::plain;

/// Characters of the whole, with room left for what a workflow puts round it.
const LONGEST: usize = 60_000;
/// Characters of the table of filings.
const LONGEST_TABLE: usize = 20_000;
/// Findings of one filing.
const MOST_FINDINGS: usize = 100;
/// Characters of the names of files that were passed over.
const LONGEST_SKIPPED: usize = 2_000;
/// What the result begins with: nobody sees it, and whoever updates a comment can find it.
pub(super) const MARK: &str = "<!-- gouji -->";

/// The columns of the table of filings.
const COLUMNS: [&str; 6] =
    ["markdown-agency", "markdown-file", "markdown-state", "severity-error", "severity-warning", "severity-note"];

/// A document with a table of filings and their findings.
#[derive(Debug)]
pub struct Markdown<'f, W> {
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
    pub fn new(style: Style<'f>, out: W) -> Self {
        Self { style, out, rows: Default::default(), details: Default::default(), of_data_set: OfDataSet::default() }
    }
}

impl<W: Write> Renderer for Markdown<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        if self.style.quiet && filing.status() == Status::Pass {
            return Ok(());
        }
        let state = State::of(filing) as usize;
        self.rows[state].push(row(filing, self.style), LONGEST_TABLE);
        let shown = self.of_data_set.unsaid(filing, self.style);
        if filing.error.is_some() || !shown.findings.is_empty() {
            self.details[state].push(details(&shown, State::of(filing), self.style), LONGEST);
        }
        Ok(())
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        lines::nothing(report).iter().try_for_each(|none| self.filing(none))?;
        let lang = self.style.lang;
        let mut text = format!("{MARK}\n## {}\n\n{}\n", phrase("markdown-title", lang), summary(report, lang));
        let (rows, more_rows) = worst_first(&self.rows, LONGEST_TABLE);
        if !rows.is_empty() {
            let names = COLUMNS.map(|name| phrase(name, lang)).join(" | ");
            let _ = write!(text, "\n| {names} |\n|---|---|---|--:|--:|--:|\n{rows}");
        }
        if more_rows > 0 {
            let _ = writeln!(text, "\n{}", filled("markdown-more-filings", lang, &[("count", &more_rows)]));
        }
        if !report.concerns().is_empty() {
            let _ = writeln!(text, "\n### {}\n\n{}", phrase("page-run", lang), concerns(report, self.style));
        }
        for said in self.of_data_set.in_words(self.style) {
            let _ = writeln!(text, "\n{}", escape(&said));
        }
        if !report.skipped.is_empty() {
            let _ = writeln!(text, "\n{}", passed_over(report, self.style));
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
fn row(filing: &Assessment, style: Style) -> String {
    let count = |count: usize| if filing.error.is_some() { String::new() } else { count.to_string() };
    let counts = Tally::of(filing).by_severity().map(count).join(" | ");
    let owner = escape(&lines::owner(filing, style.lang));
    let (file, state) = (escape(&lines::file(filing)), State::of(filing));
    format!("| {owner} | {file} | {} {} | {counts} |\n", state.mark(), state.words(style.lang))
}

/// What was found in a filing, folded.
fn details(filing: &Assessment, state: State, style: Style) -> String {
    let lang = style.lang;
    let mut text = format!("\n<details><summary>{} {}</summary>\n\n", state.mark(), escape(&headline(filing, lang)));
    if let Some(error) = &filing.error {
        let _ = writeln!(text, "{}{}", phrase("cannot-assess", lang), escape(&refusal(error, lang)));
    }
    if let Some(unnamed) = lines::unnamed(filing, lang) {
        let _ = writeln!(text, "{}\n", escape(unnamed));
    }
    if !filing.findings.is_empty() {
        let names = ["column-code", "column-where", "column-equation", "column-message"];
        let names = names.map(|name| phrase(name, lang)).join(" | ");
        let _ = writeln!(text, "| {names} |\n|---|---|---|---|");
    }
    for finding in filing.findings.iter().take(MOST_FINDINGS) {
        text += &finding_row(finding, filing, style);
    }
    let more = filing.findings.len().saturating_sub(MOST_FINDINGS);
    if more > 0 {
        let _ = writeln!(text, "\n{}", filled("markdown-more-findings", lang, &[("count", &more)]));
    }
    let notes = [suspects(filing, style), bases(filing, style)].concat();
    if !notes.is_empty() {
        let _ = writeln!(text, "\n{}", notes.join("\n"));
    }
    text + "\n</details>\n"
}

/// Which cells are likely wrong, an item for the relations that hang together.
fn suspects(filing: &Assessment, style: Style) -> Vec<String> {
    let Some(form) = edition(filing, style.forms) else { return Vec::new() };
    let item = |(number, diagnosis): (usize, &Diagnosis)| {
        let title = filled("suspect-title", style.lang, &[("number", &number)]);
        format!("- {title}{}", escape(&suspect_words(diagnosis, form, style.lang)))
    };
    (1..).zip(lines::told(filing)).map(item).collect()
}

/// The bases of the errors and warnings, each once.
fn bases(filing: &Assessment, style: Style) -> Vec<String> {
    let said = phrase("basis", style.lang);
    let item = |(code, basis): (&str, &str)| format!("- {code} {said}{}", escape(basis));
    lines::bases(filing, style.lang).into_iter().map(item).collect()
}

fn finding_row(finding: &Finding, filing: &Assessment, style: Style) -> String {
    let lang = style.lang;
    let (severity, explained) = (severity_words(finding.severity, lang), lines::explained(finding, lang));
    let place = [where_words(finding, filing, style.forms, lang), whereabouts::span(finding, lang)];
    let place = place.iter().filter(|part| !part.is_empty()).map(|part| escape(part)).collect::<Vec<_>>().join("<br>");
    let difference = finding.sums().map(|(.., difference)| plain(difference));
    let difference = difference.map(|value| format!("<br>{} {value}", phrase("difference", lang))).unwrap_or_default();
    let equation = escape(&finding.equation().unwrap_or_default());
    let said = escape(&lines::titled(finding, filing, style));
    format!("| {}<br>{severity}{explained} | {place} | {equation}{difference} | {said} |\n", finding.rule.code)
}

/// What belongs to the run and not to one filing, an item each.
fn concerns(report: &Report, style: Style) -> String {
    let lang = style.lang;
    let mut items = Bounded::default();
    for (concern, finding) in lines::concerns(report) {
        let (severity, said) =
            (severity_words(finding.severity, lang), escape(&lines::titled(finding, concern, style)));
        items.push(format!("- {} {severity} {said}\n", finding.rule.code), LONGEST_TABLE);
    }
    let rest = match items.left_out {
        0 => String::new(),
        count => filled("markdown-more-concerns", lang, &[("count", &count)]),
    };
    items.pieces.concat() + &rest
}

/// Which files were passed over.
fn passed_over(report: &Report, style: Style) -> String {
    let mut names = Bounded::default();
    let item = |one| skipped::item(one, |path| escape(&whereabouts::path(path)), style.lang);
    report.skipped.iter().for_each(|one| names.push(item(one), LONGEST_SKIPPED));
    let rest = if names.left_out > 0 { " …" } else { "" };
    skipped::heading(&report.skipped, style.lang) + &names.pieces.join(phrase("list", style.lang)) + rest
}

/// A text without any power in Markdown or HTML: what could begin a construct is written as a reference to the
/// character. A name after `@` or a number after `#` would call a person or an issue even so, and is widened.
fn escape(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            '@' if next.is_ascii_alphanumeric() => out.push('＠'),
            '#' if next.is_ascii_digit() => out.push('＃'),
            '&' | '<' | '>' | '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            // What looks like an address would become a link.
            ':' if next == '/' => out.push_str("&#58;"),
            '.' if before.eq_ignore_ascii_case(&'w') => out.push_str("&#46;"),
            c => out.push(c),
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        let text = escape("<b>|`*_[x](y)\\ & @someone #12 https://a.b www.a.b ~~$");
        assert!(!text.contains(['<', '|', '`', '*', '_', '[', ']', '\\', '@', '~', '$']), "{text}");
        assert!(!text.contains("#12 ") && !text.contains("://") && !text.contains("www."), "{text}");
        assert_eq!(escape("表三：60 + 0 = 60 ≠ 61, a-b/c.csv #REF!"), "表三：60 + 0 = 60 ≠ 61, a-b/c.csv #REF!");
    }

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
