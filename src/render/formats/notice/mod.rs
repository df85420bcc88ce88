//! `--format notice`: letters (整改通知), one for each agency whose filings are returned for correction (退回修改), are to
//! be confirmed, or did not come. Who passes gets none.
//!
//! What the target is called decides what is written: Markdown, one page, one document with a letter a page, or a folder
//! with a document for each agency.
//!
//! | part | what it does |
//! |---|---|
//! | `letter` | what is said to an agency |
//! | `sheet` | the tables with what is wrong in them |
//! | `template` | which words stand where, from `letter.zh.md` or a file of the office's own |
//! | `block` | what both come to: titles, paragraphs, tables |
//! | `markdown`, `page`, `docx` | how these are written |
//!
//! The filings of an agency may come apart, so letters are kept until the end; there are no more than agencies with
//! findings, and no more than [`DRAWN`] of them have their tables.

mod block;
mod docx;
mod letter;
mod markdown;
mod names;
mod page;
mod problem;
mod report;
mod sheet;
mod template;

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::Scribe;
use crate::diagnosis::Skipped;
use crate::model::{Lang, Reason, fill};
use crate::reading::total_of;
use crate::render::Style;
use crate::render::said::{Said, SaidFiling, SaidRun, State, nameless_key};
use crate::render::words::phrases::phrase;
use crate::rules::{Fact, Severity};
use block::{LetterBlock, plain};
use letter::{Letter, common};
use names::file_name;
use problem::LetterProblem;
use report::Report;
pub use template::{FIELDS, FieldSlip, LetterTemplate, TemplateFault};

/// A filing's tables are some ten thousand bytes: so many filings have theirs in their letters.
const DRAWN: usize = 3_000;

/// What records of one file have in common: the file, and what is said.
type Key = (Arc<str>, String);

/// What an office wants in its letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LetterWishes {
    /// Who signs.
    pub office: String,
    /// The number of a letter; `{n}` counts them.
    pub number: String,
    /// Until when.
    pub deadline: String,
    /// Whom to ask.
    pub contact: String,
    /// Which words stand where, if not the usual ones.
    pub template: Option<LetterTemplate>,
}

impl LetterWishes {
    fn numbered(&self, number: usize) -> String {
        fill(&self.number, |name| (name == "n").then(|| number.to_string()))
    }
}

/// What letters are written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Medium {
    /// Text with marks.
    #[default]
    Markdown,
    /// A page for a browser.
    Page,
    /// A document for Word and WPS.
    Document,
}

impl Medium {
    /// What a file of this name is to be.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        match super::ending(path).as_str() {
            "docx" => Self::Document,
            "html" | "htm" => Self::Page,
            _ => Self::Markdown,
        }
    }
}

/// A folder for files that are one result together.
pub trait Folder {
    /// Puts a file into it, under a name like this one that every system takes.
    ///
    /// # Errors
    /// When it cannot be written, or a file of that name is none of gouji's.
    fn put(&mut self, name: &str, ending: &str, bytes: &[u8]) -> io::Result<()>;
}

/// Where letters go.
pub(super) enum LetterShelf<'a> {
    /// All of them into one file.
    One(Box<dyn Write + 'a>),
    /// Each into a file of its own.
    Each(Box<dyn Folder + 'a>),
}

/// Letters that are written when the run is over.
pub(super) struct Notices<'f> {
    style: Style<'f>,
    shelf: LetterShelf<'f>,
    letters: Vec<Letter>,
    known: HashMap<String, usize>,
    drawn: usize,
    /// The years of all filings, also of those that pass.
    years: BTreeSet<u16>,
}

impl<'f> Notices<'f> {
    /// Letters that go to `shelf`.
    pub(super) fn new(style: Style<'f>, shelf: LetterShelf<'f>) -> Self {
        Self { style, shelf, letters: Vec::new(), known: HashMap::new(), drawn: 0, years: BTreeSet::new() }
    }

    fn medium(&self) -> Medium {
        if matches!(self.shelf, LetterShelf::Each(_)) { Medium::Document } else { self.style.medium }
    }

    /// The letter to whoever submitted a filing. A line that adds up others is no agency's: its figures are asked of whoever
    /// sent the file.
    fn letter(&mut self, filing: SaidFiling) -> &mut Letter {
        let path = &filing.assessment.source.path;
        let agency = filing.agency().filter(|agency| total_of(agency).is_none());
        let key = if agency.is_some() { filing.agency_key() } else { nameless_key(path) };
        let at = *self.known.entry(key).or_insert(self.letters.len());
        if at == self.letters.len() {
            let (agency, file) = (agency.map(str::to_owned), file_name(path));
            self.letters.push(Letter { agency, file, ..Letter::default() });
        }
        &mut self.letters[at]
    }

    /// A file that could not be read, and bears the name of an agency of which nothing came, is that agency's: its letter
    /// is the one about the file.
    /// Of one that was passed over there is no letter yet.
    fn adopt(&mut self, said: Said, path: &str, skipped: &[Skipped]) {
        let Some(agency) = said.filing.agency() else { return };
        if let Some(at) = self.known.remove(&nameless_key(path)) {
            self.letters[at].agency = Some(agency.to_owned());
            self.known.entry(said.filing.agency_key()).or_insert(at);
        } else if let Some(skipped) = skipped.iter().find(|skipped| skipped.path == path) {
            let report = Report::of_skipped(skipped, self.style.lang);
            self.letter(said.filing).reports.push(report);
        }
    }

    /// Takes what all records of a data set have in common out of the letters to their agencies: whoever sent the file
    /// is asked, once.
    fn ask_senders(&mut self) {
        let (common, lang) = (common(&self.letters), self.style.lang);
        let mut senders: Vec<(Key, LetterProblem)> = Vec::new();
        for report in self.letters.iter_mut().flat_map(|letter| &mut letter.reports) {
            let is_common = |line: &mut LetterProblem| line.key.as_ref().is_some_and(|key| common.contains_key(key));
            for line in report.lines.extract_if(.., is_common) {
                if let Some(key) = line.key.clone().filter(|key| senders.iter().all(|(known, _)| known != key)) {
                    senders.push((key, line));
                }
            }
        }
        for letter in &mut self.letters {
            letter.reports.retain(|report| !report.is_empty());
        }
        let mut by_file: Vec<(Arc<str>, Vec<LetterProblem>)> = Vec::new();
        for (key, line) in senders {
            let line = line.of_records(common[&key], lang);
            match by_file.iter_mut().find(|(path, _)| *path == key.0) {
                Some((_, lines)) => lines.push(line),
                None => by_file.push((key.0, vec![line])),
            }
        }
        for (path, lines) in by_file {
            let reports = vec![Report::of_data_set(&path, lines)];
            self.letters.push(Letter { file: file_name(&path), reports, ..Letter::default() });
        }
    }
}

impl Scribe for Notices<'_> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        self.years.extend(filing.assessment.year);
        if filing.state() == State::Pass {
            return Ok(());
        }
        let (is_drawn, is_full) = (self.medium() != Medium::Markdown, self.drawn >= DRAWN);
        let mut report = Report::of(filing, is_drawn && !is_full);
        report.is_undrawn = is_drawn && is_full;
        self.drawn += usize::from(!report.sheets.is_empty());
        self.letter(filing).reports.push(report);
        Ok(())
    }

    /// What only the run shows of an agency: that it did not submit, or submitted twice.
    fn run(&mut self, run: SaidRun) -> io::Result<()> {
        let year = self.years.first().copied().filter(|_| self.years.len() == 1);
        let is_asked = |said: &Said| said.finding.severity != Severity::Note && !said.finding.explained;
        for said in run.findings().filter(|said| said.filing.assessment.agency.is_some()).filter(is_asked) {
            match file_of(said) {
                Some(path) => self.adopt(said, path, &run.report.skipped),
                None => self.letter(said.filing).hear_of_run(said, year, run.style.lang),
            }
        }
        Ok(())
    }

    fn end(&mut self, run: SaidRun) -> io::Result<()> {
        self.ask_senders();
        let lang = self.style.lang;
        let wishes = self.style.letters.cloned().unwrap_or_default();
        let template = wishes.template.clone().map_or_else(|| usual(lang), Ok)?;
        self.letters.retain(|letter| !letter.is_empty());
        let written = |(number, letter): (usize, &Letter)| template.fill(&letter.filling(&wishes, number, lang));
        let mut letters: Vec<Vec<LetterBlock>> = (1..).zip(&self.letters).map(written).collect();
        // Whoever has all letters in one file has to see that something may be missing; an agency with its own has not.
        let covering = [run.interrupted(), run.unlisted()].into_iter().flatten();
        let covering: Vec<_> = covering.map(|line| LetterBlock::Text(plain(line))).collect();
        if !covering.is_empty() && matches!(self.shelf, LetterShelf::One(_)) {
            letters.insert(0, covering);
        }
        match &mut self.shelf {
            LetterShelf::One(out) => {
                let none = phrase("notice-nothing", lang);
                match self.style.medium {
                    Medium::Markdown => out.write_all(markdown::written(&letters, none).as_bytes())?,
                    Medium::Page => out.write_all(page::written(&letters, none, lang).as_bytes())?,
                    Medium::Document => out.write_all(&docx::written(&letters, none, None)?)?,
                }
                out.flush()
            }
            LetterShelf::Each(folder) => {
                for (letter, blocks) in self.letters.iter().zip(&letters) {
                    let name = letter.addressee(lang);
                    let bytes = docx::written(std::slice::from_ref(blocks), "", Some(&name))?;
                    folder.put(&name, ".docx", &bytes)?;
                }
                Ok(())
            }
        }
    }
}

/// The file that is thought to be the missing one of an agency: it could not be read, or does not say whose it is.
fn file_of(said: Said<'_>) -> Option<&str> {
    match &said.finding.detail {
        crate::diagnosis::Detail::Stated(stated)
            if matches!(stated.reason, Some(Reason::Unread | Reason::Nameless)) =>
        {
            stated.facts.get(&Fact::Path).map(String::as_str)
        }
        _ => None,
    }
}

/// The words of letters where an office has none of its own.
fn usual(lang: Lang) -> io::Result<LetterTemplate> {
    let text = match lang {
        Lang::Zh => include_str!("letter.zh.md"),
        Lang::En => include_str!("letter.en.md"),
    };
    LetterTemplate::read(text).map_err(|fault| io::Error::other(fault.words(lang)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_templates_hold_every_part_of_a_letter() {
        for lang in [Lang::Zh, Lang::En] {
            usual(lang).expect("a template");
        }
    }

    #[test]
    fn what_a_file_is_called_decides_what_letters_are() {
        for (name, medium) in [
            ("a.docx", Medium::Document),
            ("a.HTML", Medium::Page),
            ("a.md", Medium::Markdown),
            ("-", Medium::Markdown),
        ] {
            assert_eq!(Medium::of(Path::new(name)), medium, "{name}");
        }
    }
}
