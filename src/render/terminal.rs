//! `--format table`: what an officer reads.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Ansi};
use comfy_table::{ColumnConstraint, Width};

use super::clean::clean;
use super::message::{error_text, message, where_words};
use super::phrases::{fill, phrase};
use super::{Style, basis, form_view, table};
use crate::diagnosis::{Assessment, Finding, Report, Status};
use crate::rules::Severity;

/// Writes the report: each filing with its findings, then the summary.
///
/// # Errors
/// When the writer fails.
pub fn terminal(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for filing in &report.filings {
        if style.quiet && filing.status() == Status::Pass {
            continue;
        }
        write_filing(filing, style, out)?;
    }
    write_summary(report, style, out)
}

fn write_filing(filing: &Assessment, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (mark, color) = match filing.status() {
        Status::Pass => ("✓", AnsiColor::Green),
        Status::Findings if filing.findings.iter().any(|f| f.severity == Severity::Error) => ("✗", AnsiColor::Red),
        Status::Findings => ("!", AnsiColor::Yellow),
        Status::Unassessed => ("?", AnsiColor::Magenta),
    };
    let mark = painted(mark, color, style.color);
    writeln!(out, "{mark} {}", headline(filing, style))?;
    if let Some(error) = &filing.error {
        let (fact, help) = error_text(error, style.lang);
        writeln!(out, "  {}{fact}", phrase("cannot-assess", style.lang))?;
        writeln!(out, "  {}{help}", phrase("what-to-do", style.lang))?;
        return writeln!(out);
    }
    writeln!(out, "  {}", checked(filing, style))?;
    if !filing.findings.is_empty() {
        writeln!(out, "{}", findings(filing, style))?;
        write_bases(filing, style, out)?;
    }
    if style.show_form {
        form_view::draw(filing, style, out)?;
    }
    writeln!(out)
}

/// `青禾县人民政府 2023 年 · 2021 版 · 附件/统计表.xlsx [Sheet1]`
fn headline(filing: &Assessment, style: Style) -> String {
    let mut parts = Vec::new();
    let agency = filing.agency.as_deref().map(clean);
    let year = filing.year.map(|year| filled("year", style, &[("year", &year)]));
    match (agency, year) {
        (Some(agency), Some(year)) => parts.push(format!("{agency} {year}")),
        (Some(agency), None) => parts.push(agency.into_owned()),
        (None, Some(year)) => parts.push(year),
        (None, None) => {}
    }
    if let Some(edition) = &filing.edition {
        parts.push(filled("edition", style, &[("edition", edition)]));
    }
    let path = clean(&filing.source.path).into_owned();
    parts.push(match &filing.source.sheet {
        Some(sheet) => format!("{path} [{}]", clean(sheet)),
        None => path,
    });
    parts.join(" · ")
}

/// What was checked and what came of it: `42 项勾稽关系全部成立，200 个指标`.
fn checked(filing: &Assessment, style: Style) -> String {
    let checked = filing.checked;
    let total = checked.held + checked.violated + checked.undetermined;
    let name = match (total, checked.violated, checked.undetermined) {
        (0, ..) => "checked-none",
        (_, 0, 0) => "checked-all",
        (_, 0, _) => "checked-some",
        (_, _, 0) => "checked-broken",
        _ => "checked-broken-some",
    };
    filled(
        name,
        style,
        &[
            ("total", &total),
            ("held", &checked.held),
            ("violated", &checked.violated),
            ("undetermined", &checked.undetermined),
            ("cells", &checked.cells),
        ],
    )
}

fn findings(filing: &Assessment, style: Style) -> comfy_table::Table {
    let lang = style.lang;
    let header = ["column-code", "column-where", "column-equation", "column-message"].map(|name| phrase(name, lang));
    let mut out = table::bordered(style.width, &header);
    for finding in &filing.findings {
        let severity = phrase(severity_phrase(finding.severity), lang);
        let place = place(finding);
        let words = where_words(finding, filing, style.forms, lang);
        let equation = match (finding.equation(), finding.sums()) {
            (Some(equation), Some((.., difference))) => {
                format!("{equation}\n{} {}", phrase("difference", lang), super::message::plain(difference))
            }
            _ => String::new(),
        };
        let explained = if finding.explained { phrase("explained", lang) } else { "" };
        out.add_row(vec![
            format!("{}\n{severity}{explained}", finding.rule.code),
            if place.is_empty() { words } else { format!("{words}\n{place}") },
            equation,
            format!(
                "{}{}{}",
                finding.rule.wording(lang).title,
                phrase("title-separator", lang),
                message(finding, filing, style.forms, lang)
            ),
        ]);
    }
    constrain(&mut out, filing, style);
    out
}

/// Narrow columns for what is short, so that the sentence gets the room.
fn constrain(out: &mut comfy_table::Table, filing: &Assessment, style: Style) {
    let width = style.width.max(60);
    let has_equation = filing.findings.iter().any(|finding| finding.sums().is_some());
    let share = |percent: u16| ColumnConstraint::UpperBoundary(Width::Fixed(width * percent / 100));
    let equation = if has_equation { share(24) } else { ColumnConstraint::UpperBoundary(Width::Fixed(6)) };
    out.set_constraints(vec![ColumnConstraint::ContentWidth, share(26), equation]);
}

/// Where the finding is in the file. A balance is where its first and last cells are.
fn place(finding: &Finding) -> String {
    if let Some(place) = &finding.place {
        return clean(&place.to_string()).into_owned();
    }
    let mut places = finding.cells.iter().filter_map(|cell| cell.place.as_ref());
    match (places.next(), places.next_back()) {
        (Some(first), Some(last)) => clean(&format!("{first} … {last}")).into_owned(),
        (Some(only), None) => clean(&only.to_string()).into_owned(),
        _ => String::new(),
    }
}

/// The bases of the errors and warnings, each once.
fn write_bases(filing: &Assessment, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut said: Vec<&str> = Vec::new();
    for finding in filing.findings.iter().filter(|finding| finding.severity != Severity::Note) {
        let basis = basis(finding, style.lang);
        if !said.contains(&finding.rule.code.as_str()) {
            said.push(&finding.rule.code);
            writeln!(out, "  {} {}{basis}", finding.rule.code, phrase("basis", style.lang))?;
        }
    }
    Ok(())
}

fn write_summary(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary();
    let text = filled(
        "summary",
        style,
        &[
            ("files", &report.files),
            ("filings", &report.filings.len()),
            ("pass", &summary.pass),
            ("with_errors", &summary.with_errors),
            ("with_warnings", &summary.with_warnings),
            ("unassessed", &summary.unassessed),
        ],
    );
    writeln!(out, "{text}")?;
    if !report.skipped.is_empty() {
        let skipped = report.skipped.iter().map(|path| clean(path)).collect::<Vec<_>>().join(", ");
        writeln!(out, "{}{skipped}", phrase("skipped", style.lang))?;
    }
    Ok(())
}

/// The name of a severity's phrase.
pub(super) fn severity_phrase(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Note => "severity-note",
    }
}

/// A phrase with its facts.
fn filled(name: &str, style: Style, facts: &[(&str, &dyn ToString)]) -> String {
    let facts: Vec<_> = facts.iter().map(|(name, value)| (*name, value.to_string())).collect();
    let fact = |name: &str| facts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
    fill(phrase(name, style.lang), fact)
}

fn painted(text: &str, color: AnsiColor, enabled: bool) -> String {
    let paint = Ansi::new().fg_color(Some(color.into())).bold();
    if enabled { format!("{paint}{text}{paint:#}") } else { text.to_owned() }
}
