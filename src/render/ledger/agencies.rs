//! The sheet of agencies: what the filings of each add up to.

use std::collections::{HashMap, HashSet};

use super::text;
use crate::diagnosis::{Assessment, Status};
use crate::render::Style;
use crate::render::canonical::field::Field;
use crate::render::clean::clean;
use crate::render::phrases::phrase;
use crate::render::state::State;
use crate::render::tally::{Tally, likeliest_fix, missing_tables};
use crate::rules::Severity;

pub(super) const COLUMNS: [(&str, u16); 10] = [
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

/// The agencies in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Agencies {
    pub(super) listed: Vec<Agency>,
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
    pub(super) fn count(&mut self, filing: &Assessment, style: Style) {
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
        match filing.status() {
            Status::Pass => {}
            Status::Findings => self.findings += 1,
            Status::Unassessed => self.unassessed += 1,
        }
        let tally = Tally::of(filing);
        self.errors += tally.errors;
        self.warnings += tally.warnings;
        self.explained += tally.explained;
        self.notes += tally.notes;
        self.missing.extend(Some(missing_tables(filing, style)).filter(|names| !names.is_empty()));
        self.fix = self.fix.take().or_else(|| Some(likeliest_fix(filing, style)).filter(|words| !words.is_empty()));
        self.suspects += filing.diagnoses.iter().filter(|one| one.best().is_some()).count();
        if self.seen.insert(filing.source.path.to_string()) {
            self.files.push(filing.source.path.to_string());
        }
    }

    pub(super) fn gravest(&self) -> Option<Severity> {
        match self {
            Self { errors: 1.., .. } => Some(Severity::Error),
            Self { findings: 1.., .. } => Some(Severity::Warning),
            _ => None,
        }
    }

    pub(super) fn fields(&self, style: Style) -> [Field<'static>; 10] {
        let state = match self.gravest() {
            _ if self.unassessed > 0 => State::Unassessed,
            Some(Severity::Error) => State::Errors,
            Some(_) => State::Warnings,
            None => State::Pass,
        };
        let name = self.name.clone().unwrap_or_else(|| phrase("agency-unknown", style.lang).to_owned());
        let files: Vec<_> = self.files.iter().map(|file| clean(file)).collect();
        let count = |count: usize| Field::Number(count.into());
        [
            text(name),
            text(state.words(style.lang).to_owned()),
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
