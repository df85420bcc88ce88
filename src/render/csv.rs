//! `--format csv`: the list of findings (审核清单), one a line, for a spreadsheet.
//!
//! UTF-8 with a byte order mark, as Excel wants it. The columns are fixed; new ones come at the end. The header speaks
//! the language of the run:
//!
//! | zh | en | holds |
//! |---|---|---|
//! | 填报单位 年度 | agency year | whose report it is, as far as that is known |
//! | 文件 工作表 记录 | file sheet record | where it was read: the path as given, the sheet, the line of a data set |
//! | 表式版本 | edition | the edition of the form |
//! | 代码 级别 | code severity | the rule; of a file that could not be assessed the kind of problem and 无法核查 (`unassessed`) |
//! | 表 行 栏 | table row column | the line of the form that all cells of the finding share, in the form's words |
//! | 位置 | place | where in the file |
//! | 公式 左值 右值 差额 | equation left right difference | of a balance relation that does not hold |
//! | 说明 依据 | message basis | what is wrong, and where that is laid down; of a file, what to do |
//! | 疑似差错 | suspect | which cells are likely wrong and what they should be, where that explains the finding |
//! | 情况说明 | explained | how the agency has explained a warning |
//! | 指标代码 指纹 填报数 | cells fingerprint figures | for programs: cell names joined by `;`, the finding's identity, the figures of the cells |
//!
//! A text that a spreadsheet would take for a formula has an apostrophe in front; a figure never has.

use std::io::{self, Write};
use std::mem;
use std::sync::LazyLock;

use super::clean::clean;
use super::labels::{self, telling_line, words};
use super::lines::{self, refusal, severity_words};
use super::message::edition;
use super::phrases::phrase;
use super::state::State;
use super::{Renderer, Style, basis, message, whereabouts};
use crate::diagnosis::{Assessment, Detail, Finding, Report};
use crate::model::{FormEdition, Lang, LineSpec, plain};
use crate::rules::Line;

/// The columns, in their order.
const COLUMNS: [&str; 23] = [
    "csv-agency",
    "csv-year",
    "csv-file",
    "csv-sheet",
    "csv-record",
    "csv-edition",
    "csv-code",
    "csv-severity",
    "csv-table",
    "csv-row",
    "csv-column",
    "csv-place",
    "csv-equation",
    "csv-left",
    "csv-right",
    "csv-difference",
    "csv-message",
    "csv-basis",
    "csv-suspect",
    "csv-explained",
    "csv-cells",
    "csv-fingerprint",
    "csv-figures",
];

/// One line a finding.
#[derive(Debug)]
pub struct Csv<'f, W: Write> {
    style: Style<'f>,
    out: csv::Writer<W>,
    opened: bool,
}

impl<'f, W: Write> Csv<'f, W> {
    /// A result that is written to `out`.
    pub fn new(style: Style<'f>, out: W) -> Self {
        let out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        Self { style, out, opened: false }
    }

    fn open(&mut self) -> io::Result<()> {
        if mem::replace(&mut self.opened, true) {
            return Ok(());
        }
        self.out.write_record(header(self.style.lang))?;
        Ok(())
    }

    fn line(&mut self, filing: &Assessment, rest: &[String; 17]) -> io::Result<()> {
        let source = &filing.source;
        let known = [
            text(filing.agency.as_deref().unwrap_or_default()),
            filing.year.map(|year| year.to_string()).unwrap_or_default(),
            text(&source.path),
            text(source.sheet.as_deref().unwrap_or_default()),
            source.record.map(|record| record.to_string()).unwrap_or_default(),
            text(filing.edition.as_deref().unwrap_or_default()),
        ];
        self.out.write_record(known.iter().chain(rest))?;
        Ok(())
    }

    fn finding(&mut self, finding: &Finding, filing: &Assessment) -> io::Result<()> {
        let lang = self.style.lang;
        let form = edition(filing, self.style.forms);
        let table = form.zip(finding.table).map(|(form, table)| form.tables[table].brief.get(lang)).unwrap_or_default();
        let (row, column) = form.map(|form| shared_lines(finding, form, lang)).unwrap_or_default();
        let figures = finding.sums().map(|(left, right, difference)| [left, right, difference].map(plain));
        let [left, right, difference] = figures.unwrap_or_default();
        let explained = finding.explanation.as_ref().filter(|_| finding.explained);
        let explained = explained.map(|one| one.reason.as_str()).unwrap_or_default();
        self.line(
            filing,
            &[
                text(&finding.rule.code),
                text(severity_words(finding.severity, lang)),
                text(table),
                text(row),
                text(column),
                text(&whereabouts::span(finding, lang)),
                text(&finding.equation().unwrap_or_default()),
                left,
                right,
                difference,
                text(&message(finding, filing, self.style.forms, lang)),
                text(basis(finding, lang)),
                text(&lines::suspects(finding, filing, self.style).unwrap_or_default()),
                text(explained),
                text(&finding.cell_ids()),
                text(&finding.fingerprint),
                text(&finding.cell_figures()),
            ],
        )
    }
}

impl<W: Write> Renderer for Csv<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        self.open()?;
        if let Some(error) = &filing.error {
            let mut line: [String; 17] = Default::default();
            line[0] = text(error.problem.record().title.get(self.style.lang));
            line[1] = text(State::Unassessed.words(self.style.lang));
            line[10] = text(&refusal(error, self.style.lang));
            self.line(filing, &line)?;
        }
        filing.findings.iter().try_for_each(|finding| self.finding(finding, filing))
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        lines::say_run(self, report)?;
        self.open()?;
        self.out.flush()
    }
}

/// The header, its byte order mark in front.
fn header(lang: Lang) -> Vec<String> {
    let mut names: Vec<String> = COLUMNS.iter().map(|name| phrase(name, lang).to_owned()).collect();
    names[0].insert(0, '\u{FEFF}');
    names
}

/// How a list of findings begins, by which it is known for one.
pub(super) fn beginnings() -> &'static [String] {
    static BEGINNINGS: LazyLock<[String; 2]> =
        LazyLock::new(|| [Lang::Zh, Lang::En].map(|lang| header(lang).join(",")));
    &*BEGINNINGS
}

/// The row and the column that all cells of a finding share.
fn shared_lines<'f>(finding: &Finding, form: &'f FormEdition, lang: Lang) -> (&'f str, &'f str) {
    if let (Detail::Balance { line, block, .. }, Some(table)) = (&finding.detail, finding.table) {
        let words = telling_line(form, (table, *block), *line, lang).unwrap_or_default();
        return match line {
            Line::Row(_) => (words, ""),
            Line::Column(_) => ("", words),
        };
    }
    let (row, column) = labels::shared_lines(form, finding.cells.iter().map(|found| found.cell));
    let said = |line: Option<&'f LineSpec>| line.map(|line| words(line, lang)).unwrap_or_default();
    (said(row), said(column))
}

/// A cell that stays text in a spreadsheet. Full-width signs begin a formula too where the system is Chinese or Japanese.
pub(super) fn text(value: &str) -> String {
    let text = clean(value);
    let text = text.trim();
    let is_formula = text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_no_formula() {
        for formula in ["=cmd", "+1", "-1 + 2", "@SUM(A1)", "\t=cmd", "\r=cmd", " =cmd", "＝cmd", "\u{feff}=cmd"] {
            assert!(text(formula).starts_with('\''), "{formula:?}");
        }
        assert_eq!(text("表三\n“=”"), "表三 “=”");
    }
}
