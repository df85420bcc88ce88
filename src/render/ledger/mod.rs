//! `--format xlsx`: the audit ledger (核查台账), a workbook to filter, to assign and to fill in.
//!
//! The first sheet holds every finding, with a column for the agency's explanation that `--explanations` reads back; the
//! second the agencies, the third those of the roster that did not submit, the fourth what could not be read and what
//! concerns the whole run. What came from a file is written as text that nothing computes, not even when its cell is edited; sums are
//! numbers where these are exact.

mod agencies;
mod listing;

use std::io::{self, Write};

use rust_xlsxwriter::{Workbook, XlsxError};

use super::canonical::field::Field;
use super::canonical::{refused, save_result};
use super::lines::{self, severity_words};
use super::message::{basis, edition, error_text, message, row_and_column};
use super::whereabouts::span;
use super::{Renderer, Style};
use crate::diagnosis::{Assessment, Detail, Finding, Report};
use crate::rules::{Check, Trigger};
use agencies::Agencies;
pub(super) use listing::Listing;

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
        let severity = severity_words(finding.severity, lang).to_owned();
        let answer = finding.explanation.as_deref().filter(|_| finding.explained);
        let sums = finding.sums();
        let number = |number| Field::Number(number);
        let fields = [
            text(filing.agency.clone().unwrap_or_default()),
            filing.year.map_or(Field::Blank, |year| number(year.into())),
            text(filing.source.to_string()),
            text(finding.rule.code.clone()),
            text(severity + lines::explained(finding, lang)),
            text(table.unwrap_or_default()),
            text(row.unwrap_or_default().into_owned()),
            text(column.unwrap_or_default().into_owned()),
            text(span(finding, self.style.lang)),
            text(finding.equation().unwrap_or_default()),
            sums.map_or(Field::Blank, |(left, ..)| number(left)),
            sums.map_or(Field::Blank, |(_, right, _)| number(right)),
            sums.map_or(Field::Blank, |(.., difference)| number(difference)),
            text(lines::titled(finding, filing, self.style)),
            text(basis(finding, lang).to_owned()),
            text(lines::suspects(finding, filing, self.style).unwrap_or_default()),
            text(answer.map(|one| one.reason.clone()).unwrap_or_default()),
            text(answer.map(|one| one.author.clone()).unwrap_or_default()),
            text(answer.map(|one| one.date.clone()).unwrap_or_default()),
            text(finding.cell_ids()),
            text(finding.cell_figures()),
            text(finding.fingerprint.to_string()),
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
        for (concern, finding) in lines::concerns(report) {
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
        let mut agencies = Listing::new("sheet-agencies", 1, &agencies::COLUMNS, self.style);
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
            let fields = [
                text(filing.source.to_string()),
                text(error.problem.record().title.get(self.style.lang).to_owned()),
                text(fact),
                text(help),
            ];
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
