//! `--format xlsx`: the audit ledger (核查台账), a workbook to filter, to assign and to fill in.
//!
//! The first sheet holds every finding, the second the agencies, the third what could not be read and what concerns the
//! whole run. What came from a file is written as text that nothing computes, not even when its cell is edited; sums are
//! numbers where these are exact.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::canonical::field::Field;
use super::canonical::sheet::{FONT, lay_on_paper, put};
use super::canonical::{refused, save_result};
use super::clean::clean;
use super::message::{basis, edition, error_text, message, row_and_column};
use super::phrases::phrase;
use super::suspects::suspect_words;
use super::tally::{Tally, likeliest_fix, missing_tables};
use super::terminal::severity_phrase;
use super::whereabouts::span;
use super::wrap::wrap;
use super::{Renderer, Style};
use crate::diagnosis::{Assessment, Detail, Finding, Report, Status};
use crate::rules::{Check, Severity, Trigger};

/// Rows of a sheet under its header, as Excel has them.
const MAX_ROWS: u32 = 1_048_575;
/// One line of text, in points, and the highest row.
const LINE: f64 = 14.5;
const MAX_LINES: usize = 25;

/// The columns of the first sheet, and how wide they are.
const FINDING_COLUMNS: [(&str, u16); 22] = [
    ("list-agency", 18),
    ("list-year", 7),
    ("list-file", 24),
    ("column-code", 8),
    ("rules-severity", 9),
    ("ledger-table", 7),
    ("forms-row", 22),
    ("forms-column", 12),
    ("ledger-place", 16),
    ("ledger-formula", 24),
    ("ledger-left", 9),
    ("ledger-right", 9),
    ("ledger-difference", 9),
    ("column-message", 48),
    ("explain-basis", 36),
    ("page-suspects", 40),
    ("ledger-explanation", 30),
    ("ledger-author", 10),
    ("ledger-date", 11),
    ("csv-cells", 24),
    ("ledger-figures", 14),
    ("ledger-fingerprint", 19),
];
/// The columns that stay in sight: those of the agency.
const FIXED_COLUMNS: u16 = 1;
const AGENCY_COLUMNS: [(&str, u16); 10] = [
    ("list-agency", 26),
    ("ledger-state", 16),
    ("severity-error", 9),
    ("severity-warning", 9),
    ("roundup-explained", 9),
    ("severity-note", 9),
    ("roundup-missing", 14),
    ("page-suspects", 10),
    ("list-fix", 44),
    ("ledger-files", 60),
];
const MISSING_COLUMNS: [(&str, u16); 5] =
    [("list-agency", 30), ("ledger-level", 12), ("ledger-parent", 26), ("list-year", 8), ("column-message", 60)];
const UNREAD_COLUMNS: [(&str, u16); 4] =
    [("ledger-what", 40), ("column-code", 14), ("list-reason", 60), ("ledger-help", 60)];

/// A ledger that is written when it is finished.
pub struct Ledger<'f, W> {
    style: Style<'f>,
    out: W,
    findings: Vec<Listing>,
    unread: Listing,
    agencies: Agencies,
}

impl<'f, W: Write> Ledger<'f, W> {
    /// A ledger that is written to `out`.
    pub fn new(style: Style<'f>, out: W) -> Self {
        let unread = Listing::new("sheet-unread", 1, &UNREAD_COLUMNS, style);
        Self { style, out, findings: Vec::new(), unread, agencies: Agencies::default() }
    }

    fn finding(&mut self, finding: &Finding, filing: &Assessment) -> Result<(), XlsxError> {
        let (forms, lang) = (self.style.forms, self.style.lang);
        let form = edition(filing, forms);
        let (row, column) = row_and_column(finding, filing, forms, lang);
        let table = finding.table.zip(form).map(|(table, form)| form.tables[table].brief.get(lang).to_owned());
        let explaining = filing.diagnoses.iter().filter(|one| one.findings.contains(&finding.fingerprint));
        let suspects: Vec<_> = explaining
            .zip(form)
            .filter(|(one, _)| !one.is_silent())
            .map(|(one, form)| suspect_words(one, form, lang))
            .collect();
        let severity = phrase(severity_phrase(finding.severity), lang).to_owned();
        let explained = if finding.explained { phrase("explained", lang) } else { "" };
        let answer = finding.explanation.as_deref().filter(|_| finding.explained);
        let sums = finding.sums();
        let number = |number| Field::Number(number);
        let title = &finding.rule.wording(lang).title;
        let fields = [
            text(filing.agency.clone().unwrap_or_default()),
            filing.year.map_or(Field::Blank, |year| number(year.into())),
            text(source(filing)),
            text(finding.rule.code.clone()),
            text(severity + explained),
            text(table.unwrap_or_default()),
            text(row.unwrap_or_default()),
            text(column.unwrap_or_default()),
            text(span(finding, self.style.lang)),
            text(finding.equation().unwrap_or_default()),
            sums.map_or(Field::Blank, |(left, ..)| number(left)),
            sums.map_or(Field::Blank, |(_, right, _)| number(right)),
            sums.map_or(Field::Blank, |(.., difference)| number(difference)),
            text(format!("{title}{}{}", phrase("title-separator", lang), message(finding, filing, forms, lang))),
            text(basis(finding, lang).to_owned()),
            text(suspects.join("\n")),
            text(answer.map(|one| one.reason.clone()).unwrap_or_default()),
            text(answer.map(|one| one.author.clone()).unwrap_or_default()),
            text(answer.map(|one| one.date.clone()).unwrap_or_default()),
            text(finding.cell_ids()),
            text(finding.cell_figures()),
            text(finding.fingerprint.clone()),
        ];
        if self.findings.last().is_none_or(Listing::is_full) {
            let number = self.findings.len() + 1;
            self.findings.push(Listing::new("sheet-findings", number, &FINDING_COLUMNS, self.style));
        }
        match self.findings.last_mut() {
            Some(sheet) => sheet.row(&fields, Some(finding.severity)),
            None => Ok(()),
        }
    }

    fn end(&mut self, report: &Report) -> Result<Workbook, XlsxError> {
        let lang = self.style.lang;
        let mut missing = Listing::new("sheet-missing", 1, &MISSING_COLUMNS, self.style);
        for (concern, finding) in report.concerns().iter().flat_map(|one| one.findings.iter().map(move |it| (one, it)))
        {
            let said = message(finding, concern, self.style.forms, lang);
            if let (Trigger::Check(Check::AgencyMissing), Detail::Stated(stated)) =
                (&finding.rule.trigger, &finding.detail)
            {
                let fact = |name: &str| text(stated.facts.get(name).cloned().unwrap_or_default());
                let year = concern.year.map_or(Field::Blank, |year| Field::Number(year.into()));
                missing.row(&[fact("agency"), fact("level"), fact("parent"), year, text(said)], None)?;
                continue;
            }
            let help = finding.rule.wording(lang).remedy.clone();
            let fields = [text(concern.source.to_string()), text(finding.rule.code.clone()), text(said), text(help)];
            self.unread.row(&fields, Some(finding.severity))?;
        }
        if self.findings.is_empty() {
            self.findings.push(Listing::new("sheet-findings", 1, &FINDING_COLUMNS, self.style));
        }
        let mut agencies = Listing::new("sheet-agencies", 1, &AGENCY_COLUMNS, self.style);
        for agency in &self.agencies.listed {
            agencies.row(&agency.fields(self.style), agency.gravest())?;
        }
        let unread = std::mem::replace(&mut self.unread, Listing::new("sheet-unread", 1, &UNREAD_COLUMNS, self.style));
        let mut workbook = Workbook::new();
        for sheet in self.findings.drain(..) {
            workbook.push_worksheet(sheet.end()?);
        }
        workbook.push_worksheet(agencies.end()?);
        workbook.push_worksheet(missing.end()?);
        workbook.push_worksheet(unread.end()?);
        Ok(workbook)
    }
}

impl<W: Write> Renderer for Ledger<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        self.agencies.count(filing, self.style);
        if let Some(error) = &filing.error {
            let (fact, help) = error_text(error, self.style.lang);
            let fields = [text(source(filing)), text(error.problem.kind()), text(fact), text(help)];
            self.unread.row(&fields, None).map_err(refused)?;
        }
        filing.findings.iter().try_for_each(|finding| self.finding(finding, filing)).map_err(refused)
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        let mut workbook = self.end(report).map_err(refused)?;
        save_result(&mut workbook, &mut self.out)
    }
}

/// Text that came from anywhere.
fn text(text: String) -> Field<'static> {
    if text.is_empty() { Field::Blank } else { Field::Text(text.into()) }
}

/// The file, with its sheet or line.
fn source(filing: &Assessment) -> String {
    let source = &filing.source;
    let sheet = source.sheet.as_ref().map(|sheet| format!(" [{sheet}]")).unwrap_or_default();
    let record = source.record.map(|record| format!(" #{record}")).unwrap_or_default();
    format!("{}{sheet}{record}", source.path)
}

/// One sheet of the ledger: a header that stays in sight, with filters, and rows high enough for their text.
struct Listing {
    sheet: Worksheet,
    columns: &'static [(&'static str, u16)],
    next: u32,
    looks: Looks,
    failure: Option<XlsxError>,
}

struct Looks {
    /// Without the mark of text: a number that is edited stays one.
    number: Format,
    text: Format,
    error: Format,
    warning: Format,
}

impl Looks {
    fn new() -> Self {
        let text = Format::new()
            .set_font_name(FONT)
            .set_font_size(10)
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00BF_BFBF));
        let (number, text) = (text.clone().set_align(FormatAlign::Center), text.set_quote_prefix());
        let shaded = |color| text.clone().set_background_color(Color::RGB(color));
        Self { error: shaded(0x00FC_E4E4), warning: shaded(0x00FF_F2CC), number, text }
    }
}

impl Listing {
    fn new(name: &str, number: usize, columns: &'static [(&'static str, u16)], style: Style) -> Self {
        let mut made = Self { sheet: Worksheet::new(), columns, next: 1, looks: Looks::new(), failure: None };
        made.failure = made.open(name, number, style).err();
        made
    }

    fn open(&mut self, name: &str, number: usize, style: Style) -> Result<(), XlsxError> {
        let name = phrase(name, style.lang);
        self.sheet.set_name(if number == 1 { name.to_owned() } else { format!("{name} ({number})") })?;
        let header = Format::new()
            .set_font_name(FONT)
            .set_font_size(10)
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_background_color(Color::RGB(0x00D9_E2F0));
        for (column, (name, width)) in (0..).zip(self.columns) {
            self.sheet.write_string_with_format(0, column, phrase(name, style.lang), &header)?;
            self.sheet.set_column_width(column, *width)?;
        }
        self.sheet.set_row_height(0, 2.0 * LINE)?;
        self.sheet.set_freeze_panes(1, FIXED_COLUMNS)?;
        self.sheet.set_repeat_rows(0, 0)?;
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.next > MAX_ROWS
    }

    /// A row; a severity gives its first cell and that of the severity their colour.
    fn row(&mut self, fields: &[Field], severity: Option<Severity>) -> Result<(), XlsxError> {
        let colored = match severity {
            Some(Severity::Error) => &self.looks.error,
            Some(Severity::Warning) => &self.looks.warning,
            Some(Severity::Note) | None => &self.looks.text,
        };
        let mut lines = 1;
        for ((column, field), (name, width)) in (0..).zip(fields).zip(self.columns) {
            let field = match field {
                Field::Text(text) => {
                    // Line breaks of our own stay, those of a file are cleaned away where they come in.
                    let text: Vec<_> = text.split('\n').map(clean).collect();
                    Field::Text(text.join("\n").into())
                }
                other => other.clone(),
            };
            lines = lines.max(wrap(&field.plain(), usize::from(*width).saturating_sub(1)).lines().count());
            let is_colored = ["rules-severity", "column-code", "ledger-state"].contains(name);
            let format = match field {
                Field::Number(_) => &self.looks.number,
                _ if is_colored => colored,
                _ => &self.looks.text,
            };
            put(&mut self.sheet, (self.next, column), &field, format)?;
        }
        let height = f64::from(u16::try_from(lines.min(MAX_LINES)).unwrap_or(1)) * LINE + 3.0;
        self.sheet.set_row_height(self.next, height)?;
        self.next += 1;
        Ok(())
    }

    fn end(mut self) -> Result<Worksheet, XlsxError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let last = u16::try_from(self.columns.len()).unwrap_or(1) - 1;
        self.sheet.autofilter(0, 0, self.next.max(2) - 1, last)?;
        lay_on_paper(&mut self.sheet, self.columns.iter().map(|(_, width)| f64::from(*width)).sum());
        Ok(self.sheet)
    }
}

/// The agencies in the order in which they were met.
#[derive(Debug, Default)]
struct Agencies {
    listed: Vec<Agency>,
    known: HashMap<String, usize>,
}

/// What an agency's filings add up to.
#[derive(Debug, Default)]
struct Agency {
    name: Option<String>,
    pass: usize,
    findings: usize,
    unassessed: usize,
    errors: usize,
    warnings: usize,
    explained: usize,
    notes: usize,
    suspects: usize,
    missing: Vec<String>,
    fix: Option<String>,
    files: Vec<String>,
    seen: HashSet<String>,
}

impl Agencies {
    fn count(&mut self, filing: &Assessment, style: Style) {
        // Who is not known is told apart by file.
        let key = filing.agency.clone().unwrap_or_else(|| format!("\u{1f}{}", filing.source.path));
        let at = *self.known.entry(key).or_insert(self.listed.len());
        if at == self.listed.len() {
            self.listed.push(Agency { name: filing.agency.clone(), ..Agency::default() });
        }
        self.listed[at].count(filing, style);
    }
}

impl Agency {
    fn count(&mut self, filing: &Assessment, style: Style) {
        *match filing.status() {
            Status::Pass => &mut self.pass,
            Status::Findings => &mut self.findings,
            Status::Unassessed => &mut self.unassessed,
        } += 1;
        let tally = Tally::of(filing);
        self.errors += tally.errors;
        self.warnings += tally.warnings;
        self.explained += tally.explained;
        self.notes += tally.notes;
        self.missing.extend(Some(missing_tables(filing, style)).filter(|names| !names.is_empty()));
        self.fix = self.fix.take().or_else(|| Some(likeliest_fix(filing, style)).filter(|words| !words.is_empty()));
        self.suspects += filing.diagnoses.iter().filter(|one| one.best().is_some()).count();
        if self.seen.insert(filing.source.path.clone()) {
            self.files.push(filing.source.path.clone());
        }
    }

    fn gravest(&self) -> Option<Severity> {
        match self {
            Self { errors: 1.., .. } => Some(Severity::Error),
            Self { findings: 1.., .. } => Some(Severity::Warning),
            _ => None,
        }
    }

    fn fields(&self, style: Style) -> [Field<'static>; 10] {
        let state = match self.gravest() {
            _ if self.unassessed > 0 => "state-unassessed",
            Some(Severity::Error) => "state-errors",
            Some(_) => "state-warnings",
            None => "state-pass",
        };
        let name = self.name.clone().unwrap_or_else(|| phrase("agency-unknown", style.lang).to_owned());
        let files: Vec<_> = self.files.iter().map(|file| clean(file)).collect();
        let count = |count: usize| Field::Number(count.into());
        [
            text(name),
            text(phrase(state, style.lang).to_owned()),
            count(self.errors),
            count(self.warnings),
            count(self.explained),
            count(self.notes),
            text(self.missing.join("\n")),
            count(self.suspects),
            text(self.fix.clone().unwrap_or_default()),
            text(files.join("\n")),
        ]
    }
}
