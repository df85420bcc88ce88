//! `--format table`: what an officer reads.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Ansi};

use super::clean::clean;
use super::lines::{bases, explained, severity_words, summary, titled, told, unnamed};
use super::message::{edition, error_text, where_words};
use super::of_data_set::OfDataSet;
use super::phrases::{filled, phrase};
use super::roundup::Roundup;
use super::skipped::said_skipped;
use super::state::State;
use super::suspects::suspect_words;
use super::wrap::{hanging, wrap};
use super::{Renderer, SUSPECT, Style, form_view, table, whereabouts};
use crate::diagnosis::{Assessment, Report, Status};
use crate::model::plain;

/// Each filing with its findings, then the summary.
#[derive(Debug)]
pub struct Terminal<'f, W> {
    style: Style<'f>,
    out: W,
    roundup: Roundup,
    of_data_set: OfDataSet,
}

impl<'f, W: Write> Terminal<'f, W> {
    /// A result that is written to `out`.
    pub fn new(style: Style<'f>, out: W) -> Self {
        Self { style, out, roundup: Roundup::default(), of_data_set: OfDataSet::default() }
    }
}

impl<W: Write> Renderer for Terminal<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        self.roundup.note(filing, self.style);
        if self.style.quiet && filing.status() == Status::Pass {
            return Ok(());
        }
        let shown = self.of_data_set.unsaid(filing, self.style);
        write_filing(filing, &shown, self.style, &mut self.out)
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        for said in self.of_data_set.in_words(self.style) {
            writeln!(self.out, "{}\n", hanging(&said, self.style.width, 0))?;
        }
        self.roundup.write(report, self.style, &mut self.out)?;
        write_summary(report, self.style, &mut self.out)?;
        self.out.flush()
    }
}

fn write_filing(filing: &Assessment, shown: &Assessment, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let state = State::of(filing);
    let color = match state {
        State::Unassessed => AnsiColor::Magenta,
        State::Errors => AnsiColor::Red,
        State::Warnings => AnsiColor::Yellow,
        State::Pass => AnsiColor::Green,
    };
    let mark = painted(state.mark(), color, style.color);
    // The widest mark takes two columns.
    writeln!(out, "{mark} {}", hanging(&headline(filing, style), style.width, 3))?;
    if let Some(error) = &filing.error {
        let (fact, help) = error_text(error, style.lang);
        for (name, text) in [("cannot-assess", fact), ("what-to-do", help)] {
            writeln!(out, "  {}", hanging(&(phrase(name, style.lang).to_owned() + &text), style.width, 2))?;
        }
        return writeln!(out);
    }
    writeln!(out, "  {}", hanging(&checked(filing, style), style.width, 2))?;
    if let Some(text) = unnamed(filing, style.lang) {
        writeln!(out, "  {}", hanging(text, style.width, 2))?;
    }
    let repeated = filing.findings.len() - shown.findings.len();
    if repeated > 0 {
        let text = filled("of-data-set-more", style.lang, &[("count", &repeated)]);
        writeln!(out, "  {}", hanging(&text, style.width, 2))?;
    }
    if !shown.findings.is_empty() {
        writeln!(out, "{}", findings(shown, style))?;
        write_suspects(filing, style, out)?;
        write_bases(shown, style, out)?;
    }
    if style.show_form {
        form_view::draw(filing, style, out)?;
    }
    writeln!(out)
}

/// `青禾县人民政府 2023 年 · 2021 版 · 附件/统计表.xlsx [Sheet1]`
pub(super) fn headline(filing: &Assessment, style: Style) -> String {
    let mut parts = Vec::new();
    let agency = filing.agency.as_deref().map(clean);
    let year = filing.year.map(|year| filled("year", style.lang, &[("year", &year)]));
    match (agency, year) {
        (Some(agency), Some(year)) => parts.push(format!("{agency} {year}")),
        (Some(agency), None) => parts.push(agency.into_owned()),
        (None, Some(year)) => parts.push(year),
        (None, None) => {}
    }
    if let Some(edition) = &filing.edition {
        parts.push(filled("edition", style.lang, &[("edition", edition)]));
    }
    let path = clean(&filing.source.path).into_owned();
    parts.push(match &filing.source.sheet {
        Some(sheet) => format!("{path} [{}]", clean(sheet)),
        None => path,
    });
    if let Some(record) = filing.source.record {
        parts.push(filled("record", style.lang, &[("record", &record)]));
    }
    parts.join(" · ")
}

/// What was checked and what came of it: `42 项勾稽关系全部成立，200 个指标`.
pub(super) fn checked(filing: &Assessment, style: Style) -> String {
    let checked = filing.checked;
    let told = [("sentences", &filing.narrated.sentences as &dyn ToString), ("told", &filing.narrated.told)];
    if filing.transcript.is_none() {
        return filled("checked-text", style.lang, &told);
    }
    let total = checked.held + checked.violated + checked.undetermined;
    let name = match (total, checked.violated, checked.undetermined) {
        (0, ..) => "checked-none",
        (_, 0, 0) => "checked-all",
        (_, 0, _) => "checked-some",
        (_, _, 0) => "checked-broken",
        _ => "checked-broken-some",
    };
    let listed = filing.findings.iter().filter(|finding| finding.sums().is_some()).count();
    let text = filled(
        name,
        style.lang,
        &[
            ("total", &total),
            ("held", &checked.held),
            ("violated", &checked.violated),
            ("undetermined", &checked.undetermined),
            ("cells", &checked.cells),
        ],
    );
    let text = if filing.narrated.told > 0 { text + &filled("checked-narrative", style.lang, &told) } else { text };
    match checked.violated.saturating_sub(listed) {
        0 => text,
        count => text + &filled("checked-unlisted", style.lang, &[("count", &count)]),
    }
}

fn findings(filing: &Assessment, style: Style) -> comfy_table::Table {
    let lang = style.lang;
    let has_equations = filing.findings.iter().any(|finding| finding.sums().is_some());
    let mut header = vec!["column-code", "column-where", "column-equation", "column-message"];
    header.retain(|name| has_equations || *name != "column-equation");
    // What is short gets no more than its share, so that the sentence has the room.
    let total = usize::from(style.width.max(60)) - (3 * header.len() + 1);
    let code = 7;
    let (place_width, equation_width) = (total * 30 / 100, if has_equations { total * 25 / 100 } else { 0 });
    let mut widths = vec![code, place_width, equation_width, total - code - place_width - equation_width];
    widths.retain(|width| *width > 0);
    let titles: Vec<_> = header.iter().zip(&widths).map(|(name, width)| wrap(phrase(name, lang), *width)).collect();
    let mut out = table::ruled(style.width, &titles.iter().map(String::as_str).collect::<Vec<_>>());
    for finding in &filing.findings {
        let (severity, explained) = (severity_words(finding.severity, lang), explained(finding, lang));
        // Findings that one correction resolves bear one number.
        let group = (1..).zip(told(filing)).find(|(_, diagnosis)| diagnosis.findings.contains(&finding.fingerprint));
        let group = group.map(|(number, _)| format!("\n{SUSPECT} {number}")).unwrap_or_default();
        let place = whereabouts::span(finding, lang);
        let words = where_words(finding, filing, style.forms, lang);
        let mut row = vec![format!("{}\n{severity}{explained}{group}", finding.rule.code), format!("{words}\n{place}")];
        if has_equations {
            let equation = finding.equation().map(|equation| equation.replace(" ≠ ", "\n≠ ")).unwrap_or_default();
            let difference = finding.sums().map(|(.., difference)| plain(difference));
            let difference = difference.map(|value| format!("\n{} {value}", phrase("difference", lang)));
            row.push(equation + &difference.unwrap_or_default());
        }
        row.push(titled(finding, filing, style));
        out.add_row(row.iter().zip(&widths).map(|(text, width)| wrap(text.trim_end(), *width)));
    }
    out
}

/// Which cells are likely wrong, one sentence for the relations that hang together.
fn write_suspects(filing: &Assessment, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let Some(form) = edition(filing, style.forms) else { return Ok(()) };
    for (number, diagnosis) in (1..).zip(told(filing)) {
        let mark = painted(SUSPECT, AnsiColor::Cyan, style.color);
        let title = filled("suspect-title", style.lang, &[("number", &number)]);
        let text = format!("{title}{}", suspect_words(diagnosis, form, style.lang));
        writeln!(out, "  {mark} {}", hanging(&text, style.width, 4))?;
    }
    Ok(())
}

/// The bases of the errors and warnings, each once.
fn write_bases(filing: &Assessment, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (code, basis) in bases(filing, style.lang) {
        let text = format!("{}{basis}", phrase("basis", style.lang));
        writeln!(out, "  {code} {}", hanging(&text, style.width, 7))?;
    }
    Ok(())
}

fn write_summary(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let text = summary(report, style.lang);
    writeln!(out, "{}", hanging(&text, style.width, 0))?;
    if !report.skipped.is_empty() {
        writeln!(out, "{}", hanging(&said_skipped(&report.skipped, style.lang), style.width, 0))?;
    }
    if let Some(left) = report.left {
        let text = filled("interrupted", style.lang, &[("count", &left)]);
        writeln!(out, "{}", hanging(&text, style.width, 0))?;
    }
    Ok(())
}

fn painted(text: &str, color: AnsiColor, enabled: bool) -> String {
    let paint = Ansi::new().fg_color(Some(color.into())).bold();
    if enabled { format!("{paint}{text}{paint:#}") } else { text.to_owned() }
}
