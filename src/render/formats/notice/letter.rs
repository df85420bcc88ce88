//! What a letter says: everything that was found of one agency, in lines of words.
//!
//! It speaks to the agency. What the office knows besides (its roster, who was called what, what it did not check) is
//! none of the agency's business.

use std::collections::{BTreeMap, HashMap};

use super::block::{LetterBlock, Sheet, plain};
use super::names::report;
use super::problem::{LetterProblem, listed};
use super::report::Report;
use super::template::Filling;
use super::{Key, LetterWishes};
use crate::model::Lang;
use crate::render::said::Said;
use crate::render::words::clean::clean;
use crate::render::words::phrases::{filled, phrase};
use crate::rules::{Check, Severity, Trigger};

/// A letter under way.
#[derive(Debug, Default)]
pub(super) struct Letter {
    /// The agency, else the file whose sender it is to.
    pub(super) agency: Option<String>,
    pub(super) file: String,
    pub(super) reports: Vec<Report>,
    /// What only the run shows: what was submitted twice, and what a superior's sums lack.
    pub(super) run: Vec<LetterProblem>,
    /// The years for which nothing came; `None` where none at all is known.
    pub(super) missing: Vec<Option<u16>>,
}

/// What a letter asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LetterKind {
    /// To correct and submit again.
    Return,
    /// To confirm or explain.
    Confirm,
    /// To submit.
    Remind,
}

impl Letter {
    /// Notes what the run shows; of a run of one `year` nothing else can be missing.
    pub(super) fn hear_of_run(&mut self, said: Said, year: Option<u16>, lang: Lang) {
        if said.finding.rule.trigger == Trigger::Check(Check::AgencyMissing) {
            self.missing.push(said.filing.assessment.year.or(year));
        } else {
            self.run.extend(LetterProblem::of_run(said, lang));
        }
    }

    /// Whether there is nothing to say.
    pub(super) fn is_empty(&self) -> bool {
        self.reports.is_empty() && self.run.is_empty() && self.missing.is_empty()
    }

    fn kind(&self) -> LetterKind {
        let is_returned = |report: &Report| report.unread.is_some() || report.count(Severity::Error) > 0;
        if self.reports.iter().any(is_returned) {
            LetterKind::Return
        } else if self.reports.is_empty() && self.run.is_empty() {
            LetterKind::Remind
        } else {
            LetterKind::Confirm
        }
    }

    /// Whom it is to.
    pub(super) fn addressee(&self, lang: Lang) -> String {
        match &self.agency {
            Some(agency) => clean(agency).into_owned(),
            None => filled("notice-sender", lang, &[("file", &self.file)]),
        }
    }

    /// Everything a template can ask for; `number` counts the letters.
    pub(super) fn filling(&self, wishes: &LetterWishes, number: usize, lang: Lang) -> Filling {
        let kind = self.kind();
        let (title, request) = match kind {
            LetterKind::Return => ("notice-return", "notice-request-return"),
            LetterKind::Confirm => ("notice-confirm", "notice-request-confirm"),
            LetterKind::Remind => ("notice-remind", "notice-request-submit"),
        };
        let hand =
            |text: &str, name: &str| if text.is_empty() { phrase(name, lang).to_owned() } else { text.to_owned() };
        let deadline = hand(&wishes.deadline, "notice-by-hand-date");
        let count = |severity| self.reports.iter().map(|report| report.count(severity)).sum::<usize>().to_string();
        let mut years: Vec<u16> = self.reports.iter().filter_map(|report| report.year).collect();
        years.extend(self.missing.iter().flatten());
        years.sort_unstable();
        years.dedup();
        let list = phrase("list", lang);
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        let mut files: Vec<&str> = self.reports.iter().map(|report| report.file.as_str()).collect();
        files.dedup();
        let one = |text: String| vec![text];
        let lines = [
            ("title", one(phrase(title, lang).to_owned())),
            ("number", one(wishes.numbered(number))),
            ("agency", one(self.addressee(lang))),
            ("year", one(years.join(list))),
            ("files", one(files.join(list))),
            ("opening", self.opening(lang)),
            ("errors", one(count(Severity::Error))),
            ("warnings", one(count(Severity::Warning))),
            ("request", one(filled(request, lang, &[("deadline", &deadline)]))),
            ("deadline", one(deadline)),
            ("contact", one(wishes.contact.clone())),
            ("office", one(hand(&wishes.office, "notice-by-hand-office"))),
        ];
        let lines =
            lines.into_iter().map(|(name, lines)| (name, lines.iter().map(|line| clean(line).into()).collect()));
        let blocks = BTreeMap::from([("problems", self.problems(lang)), ("form", self.forms(lang))]);
        Filling { lines: lines.collect(), blocks }
    }

    /// What came and what did not, a paragraph each.
    fn opening(&self, lang: Lang) -> Vec<String> {
        let missing =
            self.missing.iter().map(|year| filled("notice-missing", lang, &[("report", &report(*year, lang))]));
        self.reports.iter().map(|report| report.opening(lang)).chain(missing).collect()
    }

    /// Sections with their headings; of several filings each under its own.
    fn problems(&self, lang: Lang) -> Vec<LetterBlock> {
        let mut blocks = Vec::new();
        let of_run: Vec<&LetterProblem> = self.run.iter().collect();
        let of_run = (!of_run.is_empty()).then(|| ("notice-run", listed(&of_run, lang)));
        if let [report] = self.reports.as_slice() {
            push_sections(&mut blocks, 2, report.sections(lang).into_iter().chain(of_run), lang);
            return blocks;
        }
        for report in self.reports.iter().filter(|report| report.unread.is_none()) {
            blocks.push(LetterBlock::Heading(2, plain(self.name_of(report, lang))));
            push_sections(&mut blocks, 3, report.sections(lang), lang);
        }
        push_sections(&mut blocks, 2, of_run, lang);
        blocks
    }

    /// What tells a filing from the others of the letter: its year and file, and where in this it stands if that is needed.
    fn name_of(&self, report: &Report, lang: Lang) -> String {
        let is_same = |other: &&Report| (other.year, &other.file) == (report.year, &report.file);
        let has_copy = self.reports.iter().filter(is_same).count() > 1;
        let file = if has_copy { format!("{}{}", report.file, report.part) } else { report.file.clone() };
        let year = report.year.map(|year| filled("notice-year", lang, &[("year", &year)]));
        filled("notice-filing", lang, &[("year", &year.unwrap_or_default()), ("file", &file)])
    }

    /// The tables that have something marked, and what the marks mean; of several filings each under its name.
    fn forms(&self, lang: Lang) -> Vec<LetterBlock> {
        let named = |report: &Report, sheet: &Sheet| {
            let mut sheet = sheet.clone();
            if self.reports.len() > 1 {
                let (name, separator) = (self.name_of(report, lang), phrase("title-separator", lang));
                sheet.title = format!("{name}{separator}{}", sheet.title);
            }
            sheet
        };
        let sheets = self.reports.iter().flat_map(|report| report.sheets.iter().map(move |sheet| named(report, sheet)));
        let mut blocks: Vec<LetterBlock> = sheets.map(LetterBlock::Form).collect();
        if !blocks.is_empty() {
            blocks.push(LetterBlock::Legend(plain(phrase("notice-legend", lang))));
        }
        if self.reports.iter().any(|report| report.is_undrawn) {
            blocks.push(LetterBlock::Text(plain(phrase("notice-undrawn", lang))));
        }
        blocks
    }
}

fn push_sections(
    blocks: &mut Vec<LetterBlock>,
    level: u8,
    sections: impl IntoIterator<Item = (&'static str, Vec<LetterBlock>)>,
    lang: Lang,
) {
    let name = if level == 2 { "notice-numbers" } else { "notice-subnumbers" };
    let numbers = phrase(name, lang).split(';').chain(std::iter::repeat(""));
    for (number, (name, section)) in numbers.zip(sections) {
        blocks.push(LetterBlock::Heading(level, plain(format!("{number}{}", phrase(name, lang)))));
        blocks.extend(section);
    }
}

/// How many records of a file have each thing in common.
pub(super) fn common(letters: &[Letter]) -> HashMap<Key, usize> {
    let mut times = HashMap::new();
    for line in letters.iter().flat_map(|letter| &letter.reports).flat_map(|report| &report.lines) {
        if let Some(key) = &line.key {
            *times.entry(key.clone()).or_default() += 1;
        }
    }
    times.retain(|_, times| *times > 1);
    times
}
