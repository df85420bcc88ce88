//! `--format xlsx`: the audit ledger (核查台账), a workbook to filter, to assign, to print and to fill in.
//!
//! The first sheet holds every finding, those of the run among them, with columns for the agency's explanation that
//! `--explanations` reads back, open where an explanation counts; the second the agencies, those with most to do first,
//! the third those of the roster that did not submit, the fourth what could not be read. What an officer needs on paper
//! stands first; what programs and the curious need is folded away. What came from a file is written as text that nothing
//! computes, not even when its cell is edited; sums are numbers where these are exact.

mod agencies;

use std::io::{self, Write};
use std::mem;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::Scribe;
use crate::render::Style;
use crate::render::canonical::field::Field;
use crate::render::canonical::{refused, save_result};
use crate::render::listing::{Columns, Listing};
use crate::render::said::{OfDataSet, Said, SaidFiling, SaidRun};
use crate::render::words::phrases::phrase;
use crate::rules::{Fact, Severity};
use agencies::Agencies;

/// The columns of the first sheet, and how wide they are: together as much as is read on A4 across.
const FINDING_COLUMNS: Columns = &[
    ("list-agency", 15),
    ("list-year", 6),
    ("rules-severity", 8),
    ("column-code", 7),
    ("ledger-table", 6),
    ("forms-row", 17),
    ("forms-column", 10),
    ("column-message", 38),
    ("page-suspects", 30),
    ("ledger-explanation", 20),
    ("ledger-author", 8),
    ("ledger-date", 10),
    ("ledger-place", 16),
    ("ledger-formula", 24),
    ("ledger-left", 9),
    ("ledger-right", 9),
    ("ledger-difference", 9),
    ("explain-basis", 36),
    ("list-file", 24),
    ("csv-cells", 24),
    ("ledger-figures", 14),
    ("ledger-fingerprint", 19),
];
/// As many of them are on paper.
const PRINTED_COLUMNS: usize = 12;
const MISSING_COLUMNS: Columns =
    &[("list-agency", 30), ("ledger-level", 12), ("ledger-parent", 26), ("list-year", 8), ("column-message", 60)];
const UNREAD_COLUMNS: Columns = &[("ledger-what", 40), ("column-code", 14), ("list-reason", 60), ("ledger-help", 60)];

/// A ledger that is written when it is finished.
pub(super) struct Ledger<'f, W> {
    style: Style<'f>,
    out: W,
    findings: Vec<Listing>,
    missing: Listing,
    unread: Listing,
    agencies: Agencies,
    of_data_set: OfDataSet,
}

impl<'f, W: Write> Ledger<'f, W> {
    /// A ledger that is written to `out`.
    pub(super) fn new(style: Style<'f>, out: W) -> Self {
        let missing = Listing::new("sheet-missing", 1, MISSING_COLUMNS, style);
        let unread = Listing::new("sheet-unread", 1, UNREAD_COLUMNS, style);
        let (agencies, of_data_set) = (Agencies::default(), OfDataSet::default());
        Self { style, out, findings: Vec::new(), missing, unread, agencies, of_data_set }
    }

    /// A finding in a row; of the run's own also what to do, for these no letter goes out.
    fn finding(&mut self, said: Said, is_of_run: bool) -> Result<(), XlsxError> {
        let remedy = if is_of_run {
            format!("\n{}{}", phrase("what-to-do", self.style.lang), said.remedy())
        } else {
            String::new()
        };
        let filing = said.filing.assessment;
        let (row, column) = said.row_and_column();
        let (answer, equation) = (said.answer(), said.equation());
        // Where the run speaks of an agency without a filing of its own, it is named in the facts.
        let agency = filing.agency.clone().or_else(|| said.missing_agency()?.facts.get(&Fact::Agency).cloned());
        let fields = [
            Field::words(agency.unwrap_or_default()),
            Field::number(filing.year),
            Field::words(said.severity().to_owned() + said.explained()),
            Field::words(said.code().to_owned()),
            Field::words(said.table().to_owned()),
            Field::words(row.into_owned()),
            Field::words(column.into_owned()),
            Field::words(said.titled() + &remedy),
            Field::words(said.suspects().unwrap_or_default()),
            Field::words(answer.map(|one| one.reason.clone()).unwrap_or_default()),
            Field::words(answer.map(|one| one.author.clone()).unwrap_or_default()),
            Field::words(answer.map(|one| one.date.clone()).unwrap_or_default()),
            Field::words(said.place()),
            Field::words(equation.as_ref().map(|one| one.text.clone()).unwrap_or_default()),
            Field::number(equation.as_ref().map(|one| one.left)),
            Field::number(equation.as_ref().map(|one| one.right)),
            Field::number(equation.as_ref().map(|one| one.difference)),
            Field::words(said.basis().to_owned()),
            Field::words(filing.source.to_string()),
            Field::words(said.finding.cell_ids()),
            Field::words(said.finding.grounds()),
            Field::words(said.finding.fingerprint.to_string()),
        ];
        self.put(&fields, Some(said.finding.severity))
    }

    fn put(&mut self, fields: &[Field], severity: Option<Severity>) -> Result<(), XlsxError> {
        if self.findings.last().is_none_or(Listing::is_full) {
            let listing = Listing::new("sheet-findings", self.findings.len() + 1, FINDING_COLUMNS, self.style);
            self.findings.push(listing.folded_from(PRINTED_COLUMNS));
        }
        self.findings.last_mut().map_or(Ok(()), |sheet| sheet.row(fields, severity))
    }

    /// What is said of no single filing, in a row each: what every record of a data set has, what is not listed.
    fn sentences(&mut self, run: SaidRun) -> Result<(), XlsxError> {
        for words in self.of_data_set.in_words(self.style.lang).into_iter().chain(run.unlisted()) {
            let fields: Vec<Field> = FINDING_COLUMNS
                .iter()
                .map(|(name, _)| if *name == "column-message" { Field::words(words.clone()) } else { Field::Blank })
                .collect();
            self.put(&fields, None)?;
        }
        Ok(())
    }

    /// What belongs to the run: who did not submit has a sheet of its own besides.
    fn concern(&mut self, said: Said) -> Result<(), XlsxError> {
        self.finding(said, true)?;
        let Some(stated) = said.missing_agency() else { return Ok(()) };
        let fact = |name| Field::words(stated.facts.get(&name).cloned().unwrap_or_default());
        let year = Field::number(said.filing.assessment.year);
        let sentence = Field::words(said.sentence());
        self.missing.row(&[fact(Fact::Agency), fact(Fact::Level), fact(Fact::Parent), year, sentence], None)
    }

    fn workbook(&mut self, run: SaidRun) -> Result<Workbook, XlsxError> {
        self.sentences(run)?;
        if self.findings.is_empty() {
            let listing = Listing::new("sheet-findings", 1, FINDING_COLUMNS, self.style);
            self.findings.push(listing.folded_from(PRINTED_COLUMNS));
        }
        let mut agencies = Listing::new("sheet-agencies", 1, agencies::COLUMNS, self.style);
        for agency in self.agencies.worst_first() {
            agencies.row(&agency.fields(self.style), agency.gravest())?;
        }
        if let Some(interrupted) = run.interrupted() {
            self.unread
                .row(&[Field::Blank, Field::Blank, Field::words(interrupted), Field::Blank], Some(Severity::Error))?;
        }
        let mut listings = mem::take(&mut self.findings);
        listings.push(agencies);
        listings.push(mem::replace(&mut self.missing, Listing::new("sheet-missing", 1, MISSING_COLUMNS, self.style)));
        listings.push(mem::replace(&mut self.unread, Listing::new("sheet-unread", 1, UNREAD_COLUMNS, self.style)));
        let mut workbook = Workbook::new();
        for mut listing in listings {
            if run.report.left.is_some() {
                listing.call_unfinished()?;
            }
            workbook.push_worksheet(listing.end()?);
        }
        Ok(workbook)
    }
}

impl<W: Write> Scribe for Ledger<'_, W> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        self.agencies.count(filing);
        if let Some(refusal) = filing.refusal() {
            let source = Field::words(filing.assessment.source.to_string());
            let fields = [
                source,
                Field::words(refusal.title.to_owned()),
                Field::words(refusal.fact),
                Field::words(refusal.help),
            ];
            self.unread.row(&fields, None).map_err(refused)?;
        }
        let shown = self.of_data_set.unsaid(filing);
        SaidFiling::of(&shown, self.style).findings().try_for_each(|said| self.finding(said, false)).map_err(refused)
    }

    fn run(&mut self, run: SaidRun) -> io::Result<()> {
        run.findings().try_for_each(|said| self.concern(said)).map_err(refused)
    }

    fn end(&mut self, run: SaidRun) -> io::Result<()> {
        let mut workbook = self.workbook(run).map_err(refused)?;
        save_result(&mut workbook, &mut self.out)
    }
}
