//! `--format xlsx`: the audit ledger (核查台账), a workbook to filter, to assign and to fill in.
//!
//! The first sheet holds every finding, with a column for the agency's explanation that `--explanations` reads back; the
//! second the agencies, the third those of the roster that did not submit, the fourth what could not be read and what
//! concerns the whole run. What came from a file is written as text that nothing computes, not even when its cell is edited; sums are
//! numbers where these are exact.

mod agencies;

use std::io::{self, Write};
use std::mem;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::Scribe;
use crate::diagnosis::Detail;
use crate::render::Style;
use crate::render::canonical::field::Field;
use crate::render::canonical::{refused, save_result};
use crate::render::listing::Listing;
use crate::render::said::{Said, SaidFiling, SaidRun};
use crate::rules::{Check, Trigger};
use agencies::Agencies;

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
pub(super) struct Ledger<'f, W> {
    style: Style<'f>,
    out: W,
    findings: Vec<Listing>,
    missing: Listing,
    unread: Listing,
    agencies: Agencies,
}

impl<'f, W: Write> Ledger<'f, W> {
    /// A ledger that is written to `out`.
    pub(super) fn new(style: Style<'f>, out: W) -> Self {
        let missing = Listing::new("sheet-missing", 1, &MISSING_COLUMNS, style);
        let unread = Listing::new("sheet-unread", 1, &UNREAD_COLUMNS, style);
        Self { style, out, findings: Vec::new(), missing, unread, agencies: Agencies::default() }
    }

    fn finding(&mut self, said: Said) -> Result<(), XlsxError> {
        let filing = said.filing.assessment;
        let (row, column) = said.row_and_column();
        let (answer, equation) = (said.answer(), said.equation());
        let number = |number: Option<_>| number.map_or(Field::Blank, Field::Number);
        let fields = [
            text(filing.agency.clone().unwrap_or_default()),
            number(filing.year.map(Into::into)),
            text(filing.source.to_string()),
            text(said.code().to_owned()),
            text(said.severity().to_owned() + said.explained()),
            text(said.table().to_owned()),
            text(row.into_owned()),
            text(column.into_owned()),
            text(said.place()),
            text(equation.as_ref().map(|one| one.text.clone()).unwrap_or_default()),
            number(equation.as_ref().map(|one| one.left)),
            number(equation.as_ref().map(|one| one.right)),
            number(equation.as_ref().map(|one| one.difference)),
            text(said.titled()),
            text(said.basis().to_owned()),
            text(said.suspects().unwrap_or_default()),
            text(answer.map(|one| one.reason.clone()).unwrap_or_default()),
            text(answer.map(|one| one.author.clone()).unwrap_or_default()),
            text(answer.map(|one| one.date.clone()).unwrap_or_default()),
            text(said.finding.cell_ids()),
            text(said.finding.cell_figures()),
            text(said.finding.fingerprint.to_string()),
        ];
        if self.findings.last().is_none_or(Listing::is_full) {
            let number = self.findings.len() + 1;
            self.findings.push(Listing::new("sheet-findings", number, &FINDING_COLUMNS, self.style));
        }
        match self.findings.last_mut() {
            Some(sheet) => sheet.row(&fields, Some(said.finding.severity)),
            None => Ok(()),
        }
    }

    /// What belongs to the run: who did not submit has a sheet of its own.
    fn concern(&mut self, said: Said) -> Result<(), XlsxError> {
        let (concern, finding) = (said.filing.assessment, said.finding);
        let sentence = text(said.sentence());
        if let (Trigger::Check(Check::AgencyMissing), Detail::Stated(stated)) = (&finding.rule.trigger, &finding.detail)
        {
            let fact = |name: &str| text(stated.facts.get(name).cloned().unwrap_or_default());
            let year = concern.year.map_or(Field::Blank, |year| Field::Number(year.into()));
            return self.missing.row(&[fact("agency"), fact("level"), fact("parent"), year, sentence], None);
        }
        let (source, code) = (text(concern.source.to_string()), text(said.code().to_owned()));
        self.unread.row(&[source, code, sentence, text(said.remedy().to_owned())], Some(finding.severity))
    }

    fn workbook(&mut self) -> Result<Workbook, XlsxError> {
        if self.findings.is_empty() {
            self.findings.push(Listing::new("sheet-findings", 1, &FINDING_COLUMNS, self.style));
        }
        let mut agencies = Listing::new("sheet-agencies", 1, &agencies::COLUMNS, self.style);
        for agency in &self.agencies.listed {
            agencies.row(&agency.fields(self.style), agency.gravest())?;
        }
        let mut workbook = Workbook::new();
        for sheet in self.findings.drain(..) {
            workbook.push_worksheet(sheet.end()?);
        }
        workbook.push_worksheet(agencies.end()?);
        for (name, columns, sheet) in [
            ("sheet-missing", &MISSING_COLUMNS[..], &mut self.missing),
            ("sheet-unread", &UNREAD_COLUMNS[..], &mut self.unread),
        ] {
            workbook.push_worksheet(mem::replace(sheet, Listing::new(name, 1, columns, self.style)).end()?);
        }
        Ok(workbook)
    }
}

impl<W: Write> Scribe for Ledger<'_, W> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        self.agencies.count(filing);
        if let Some(refusal) = filing.refusal() {
            let source = text(filing.assessment.source.to_string());
            let fields = [source, text(refusal.title.to_owned()), text(refusal.fact), text(refusal.help)];
            self.unread.row(&fields, None).map_err(refused)?;
        }
        filing.findings().try_for_each(|said| self.finding(said)).map_err(refused)
    }

    fn run(&mut self, run: SaidRun) -> io::Result<()> {
        run.findings().try_for_each(|said| self.concern(said)).map_err(refused)
    }

    fn end(&mut self, _: SaidRun) -> io::Result<()> {
        let mut workbook = self.workbook().map_err(refused)?;
        save_result(&mut workbook, &mut self.out)
    }
}

/// Text that came from anywhere.
fn text(text: String) -> Field<'static> {
    if text.is_empty() { Field::Blank } else { Field::Text(text.into()) }
}
