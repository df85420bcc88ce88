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
//! | 指标代码 指纹 填报数 | cells fingerprint figures | for programs: cell names joined by `;`, the finding's identity, the figures of the cells and what they were compared with |
//!
//! A text that a spreadsheet would take for a formula has an apostrophe in front; a figure never has.

use std::io::{self, Write};
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::Scribe;
use crate::model::{Lang, plain};
use crate::render::Style;
use crate::render::said::{Equation, Said, SaidFiling, SaidRun};
use crate::render::words::phrases::phrase;
use crate::render::words::spreadsheet::{text, writer};

/// What a column holds of a line.
type Column = fn(&FindingLine) -> String;

/// The columns, in their order: the name of each and what it holds.
const COLUMNS: [(&str, Column); 23] = [
    ("csv-agency", |line| text(line.filing.assessment.agency.as_deref().unwrap_or_default())),
    ("csv-year", |line| number(line.filing.assessment.year)),
    ("csv-file", |line| text(&line.filing.assessment.source.path)),
    ("csv-sheet", |line| text(line.filing.assessment.source.sheet.as_deref().unwrap_or_default())),
    ("csv-record", |line| number(line.filing.assessment.source.record)),
    ("csv-edition", |line| text(line.filing.assessment.edition.as_deref().unwrap_or_default())),
    ("csv-code", |line| text(line.code)),
    ("csv-severity", |line| text(line.severity)),
    ("csv-table", |line| line.of(Said::table)),
    ("csv-row", |line| line.of(|said| said.shared_lines().0)),
    ("csv-column", |line| line.of(|said| said.shared_lines().1)),
    ("csv-place", |line| line.of(Said::place)),
    ("csv-equation", |line| text(line.equation.as_ref().map(|one| one.text.as_str()).unwrap_or_default())),
    ("csv-left", |line| line.sum(|equation| equation.left)),
    ("csv-right", |line| line.sum(|equation| equation.right)),
    ("csv-difference", |line| line.sum(|equation| equation.difference)),
    ("csv-message", |line| text(&line.message)),
    ("csv-basis", |line| line.of(Said::basis)),
    ("csv-suspect", |line| line.of(|said| said.suspects().unwrap_or_default())),
    ("csv-explained", |line| line.of(|said| said.answer().map(|one| one.reason.as_str()).unwrap_or_default())),
    ("csv-cells", |line| line.of(|said| said.finding.cell_ids())),
    ("csv-fingerprint", |line| line.of(|said| said.finding.fingerprint.to_string())),
    ("csv-figures", |line| line.of(|said| said.finding.grounds())),
];

/// One line: a finding, or a file that could not be assessed.
struct FindingLine<'a> {
    filing: SaidFiling<'a>,
    code: &'a str,
    severity: &'a str,
    message: String,
    equation: Option<Equation>,
    finding: Option<Said<'a>>,
}

impl<'a> FindingLine<'a> {
    fn finding(said: Said<'a>) -> Self {
        Self {
            filing: said.filing,
            code: said.code(),
            severity: said.severity(),
            message: said.sentence(),
            equation: said.equation(),
            finding: Some(said),
        }
    }

    /// A text of the finding; blank where the line is about a file.
    fn of<T: AsRef<str>>(&self, what: impl Fn(Said<'a>) -> T) -> String {
        self.finding.map(|said| text(what(said).as_ref())).unwrap_or_default()
    }

    /// A figure of the equation. It is no formula, whatever its sign.
    fn sum(&self, which: impl Fn(&Equation) -> Decimal) -> String {
        self.equation.as_ref().map(|equation| plain(which(equation))).unwrap_or_default()
    }
}

/// One line a finding.
#[derive(Debug)]
pub(super) struct Csv<W: Write> {
    lang: Lang,
    out: csv::Writer<W>,
}

impl<W: Write> Csv<W> {
    /// A result that is written to `out`.
    pub(super) fn new(style: Style, out: W) -> Self {
        let out = writer(out);
        Self { lang: style.lang, out }
    }

    fn line(&mut self, line: &FindingLine) -> io::Result<()> {
        self.out.write_record(COLUMNS.map(|(_, column)| column(line)))?;
        Ok(())
    }
}

impl<W: Write> Scribe for Csv<W> {
    fn begin(&mut self) -> io::Result<()> {
        self.out.write_record(header(self.lang))?;
        Ok(())
    }

    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        if let Some(refusal) = filing.refusal() {
            let (code, severity, message) = (refusal.title, filing.state().words(self.lang), refusal.line());
            self.line(&FindingLine { filing, code, severity, message, equation: None, finding: None })?;
        }
        filing.findings().try_for_each(|said| self.line(&FindingLine::finding(said)))
    }

    fn end(&mut self, _: SaidRun) -> io::Result<()> {
        self.out.flush()
    }
}

/// The header, its byte order mark in front.
fn header(lang: Lang) -> [String; COLUMNS.len()] {
    let mut names = COLUMNS.map(|(name, _)| phrase(name, lang).to_owned());
    names[0].insert(0, '\u{FEFF}');
    names
}

/// Whether a text begins as a list of findings does, in either language.
pub(super) fn is_own(head: &str) -> bool {
    static BEGINNINGS: LazyLock<[String; 2]> =
        LazyLock::new(|| [Lang::Zh, Lang::En].map(|lang| header(lang).join(",")));
    BEGINNINGS.iter().any(|beginning| head.starts_with(beginning))
}

fn number(number: Option<impl ToString>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}
