//! The sheet of agencies: what the filings of each add up to.

use std::collections::{HashMap, HashSet};

use crate::render::Style;
use crate::render::canonical::field::Field;
use crate::render::listing::Columns;
use crate::render::said::{SaidFiling, State};
use crate::render::words::clean::clean;
use crate::render::words::phrases::phrase;
use crate::rules::Severity;

pub(super) const COLUMNS: Columns = &[
    ("list-agency", 26),
    ("ledger-state", 14),
    ("severity-error", 8),
    ("severity-warning", 8),
    ("roundup-explained", 8),
    ("severity-note", 8),
    ("roundup-missing", 12),
    ("page-suspects", 8),
    ("list-fix", 46),
    ("ledger-files", 30),
];

/// The agencies in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Agencies {
    listed: Vec<Agency>,
    known: HashMap<String, usize>,
}

/// What an agency's filings add up to.
#[derive(Debug, Default)]
pub(super) struct Agency {
    name: Option<String>,
    /// Filings with an error or a warning, and those that could not be assessed.
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
    pub(super) fn count(&mut self, filing: SaidFiling) {
        let at = *self.known.entry(filing.agency_key()).or_insert(self.listed.len());
        if at == self.listed.len() {
            self.listed.push(Agency { name: filing.agency().map(str::to_owned), ..Agency::default() });
        }
        self.listed[at].count(filing);
    }
}

impl Agencies {
    /// Those with most to do first; of equals in the order in which they were met.
    pub(super) fn worst_first(&self) -> Vec<&Agency> {
        let mut sorted: Vec<&Agency> = self.listed.iter().collect();
        sorted.sort_by_key(|agency| (agency.state(), std::cmp::Reverse((agency.errors, agency.warnings))));
        sorted
    }
}

impl Agency {
    fn count(&mut self, filing: SaidFiling) {
        match filing.state() {
            State::Pass => {}
            State::Errors | State::Warnings => self.findings += 1,
            State::Unassessed => self.unassessed += 1,
        }
        let tally = filing.tally();
        self.errors += tally.errors;
        self.warnings += tally.warnings;
        self.explained += tally.explained;
        self.notes += tally.notes;
        self.missing.extend(Some(filing.missing_tables()).filter(|names| !names.is_empty()));
        self.fix = self.fix.take().or_else(|| Some(filing.likeliest_fix()).filter(|words| !words.is_empty()));
        self.suspects += filing.assessment.diagnoses.iter().filter(|one| one.best().is_some()).count();
        let path = filing.assessment.source.path.to_string();
        if self.seen.insert(path.clone()) {
            self.files.push(path);
        }
    }

    pub(super) fn gravest(&self) -> Option<Severity> {
        match self {
            Self { errors: 1.., .. } => Some(Severity::Error),
            Self { findings: 1.., .. } => Some(Severity::Warning),
            _ => None,
        }
    }

    fn state(&self) -> State {
        match self.gravest() {
            _ if self.unassessed > 0 => State::Unassessed,
            Some(Severity::Error) => State::Errors,
            Some(_) => State::Warnings,
            None => State::Pass,
        }
    }

    pub(super) fn fields(&self, style: Style) -> [Field<'static>; 10] {
        let name = self.name.clone().unwrap_or_else(|| phrase("agency-unknown", style.lang).to_owned());
        let files: Vec<_> = self.files.iter().map(|file| clean(file)).collect();
        let count = |count: usize| Field::Number(count.into());
        [
            Field::words(name),
            Field::words(self.state().words(style.lang).to_owned()),
            count(self.errors),
            count(self.warnings),
            count(self.explained),
            count(self.notes),
            Field::words(self.missing.join("\n")),
            count(self.suspects),
            Field::words(self.fix.clone().unwrap_or_default()),
            Field::words(files.join("\n")),
        ]
    }
}
