//! What a letter says: everything that was found of one agency, in lines of words.
//!
//! It speaks to the agency. What the office knows besides (its roster, who was called what, what it did not check) is
//! none of the agency's business, and a path of ours tells it nothing: a file goes by its name.

use std::collections::{BTreeMap, HashMap};

use super::block::{LetterBlock, Sheet, Span, StyledLine, plain};
use super::sheet::sheets;
use super::template::Filling;
use super::{Key, LetterWishes};
use crate::diagnosis::{Detail, Source};
use crate::model::{Lang, Reason};
use crate::render::said::{Said, SaidFiling, key_of_data_set};
use crate::render::words::clean::clean;
use crate::render::words::phrases::{filled, phrase};
use crate::rules::{Check, Fact, Severity, Trigger};

/// As many findings of one severity are said of a filing.
const SAID: usize = 100;

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

/// What is said of one filing.
#[derive(Debug, Default)]
pub(super) struct Report {
    year: Option<u16>,
    file: String,
    /// Where in the file it stands, as far as that says more: the sheet, the line of a data set.
    part: String,
    document: Option<String>,
    /// Why it could not be read.
    unread: Option<String>,
    suspects: Vec<String>,
    pub(super) lines: Vec<LetterProblem>,
    /// Tables with what is wrong in them, and whether there was no room for more.
    pub(super) sheets: Vec<Sheet>,
    pub(super) is_undrawn: bool,
}

/// One problem.
#[derive(Debug)]
pub(super) struct LetterProblem {
    severity: Severity,
    words: StyledLine,
    basis: String,
    /// What it has in common with other records of its file.
    pub(super) key: Option<Key>,
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

impl Report {
    /// What is said of a filing; its tables are drawn where `is_drawn`.
    pub(super) fn of(filing: SaidFiling, is_drawn: bool) -> Self {
        let (assessment, lang) = (filing.assessment, filing.style.lang);
        let form = filing.form.filter(|_| assessment.edition.is_some());
        Self {
            year: assessment.year,
            file: file_name(&assessment.source.path),
            part: part(&assessment.source, lang),
            document: form.map(|form| clean(&form.document).into_owned()),
            unread: filing.refusal().map(|refusal| refusal.fact),
            suspects: filing.suspects().map(|one| clean(&one.all_words()).into_owned()).collect(),
            lines: filing.findings().filter(is_asked).map(|said| LetterProblem::of(said, lang)).collect(),
            sheets: if is_drawn { sheets(filing) } else { Vec::new() },
            is_undrawn: false,
        }
    }

    /// What concerns every record of a data set, for whoever sent it.
    pub(super) fn of_data_set(path: &str, lines: Vec<LetterProblem>) -> Self {
        Self { file: file_name(path), lines, ..Self::default() }
    }

    fn count(&self, severity: Severity) -> usize {
        self.lines.iter().filter(|line| line.severity == severity).count()
    }

    /// Whether anything is left to ask.
    pub(super) fn is_empty(&self) -> bool {
        self.unread.is_none() && self.lines.iter().all(|line| line.severity == Severity::Note)
    }

    fn opening(&self, lang: Lang) -> String {
        if let Some(reason) = &self.unread {
            return filled("notice-unread", lang, &[("file", &self.file), ("reason", reason)]);
        }
        let document = self.document.as_ref().map(|name| filled("notice-document", lang, &[("document", name)]));
        let counts = [("notice-errors", Severity::Error), ("notice-warnings", Severity::Warning)];
        let counts = counts.map(|(name, severity)| (name, self.count(severity)));
        let counts = counts.iter().filter(|(_, count)| *count > 0);
        let counts: Vec<String> = counts.map(|(name, count)| filled(name, lang, &[("count", count)])).collect();
        let facts: [(&str, &dyn ToString); 4] = [
            ("report", &report(self.year, lang)),
            ("file", &self.file),
            ("document", &document.unwrap_or_default()),
            ("counts", &counts.join(phrase("list", lang))),
        ];
        filled("notice-opening", lang, &facts)
    }

    /// The likely corrections first, then what was found, by how grave it is.
    fn sections(&self, lang: Lang) -> Vec<(&'static str, Vec<LetterBlock>)> {
        let suspects = numbered(self.suspects.iter().map(plain));
        let remark = (!suspects.is_empty()).then(|| LetterBlock::Text(plain(phrase("notice-suspects-remark", lang))));
        let mut sections = vec![("notice-suspects", suspects.into_iter().chain(remark).collect())];
        for (name, severity) in [
            ("notice-corrections", Severity::Error),
            ("notice-confirmations", Severity::Warning),
            ("notice-reminders", Severity::Note),
        ] {
            let of: Vec<&LetterProblem> = self.lines.iter().filter(|line| line.severity == severity).collect();
            sections.push((name, listed(&of, lang)));
        }
        sections.retain(|(_, blocks): &(_, Vec<LetterBlock>)| !blocks.is_empty());
        sections
    }
}

impl LetterProblem {
    fn of(said: Said, lang: Lang) -> Self {
        let (lines, place) = (said.lines(), said.place());
        let name = if place.is_empty() { "notice-where" } else { "notice-place" };
        let at = if lines.is_empty() {
            String::new()
        } else {
            filled(name, lang, &[("where", &clean(&lines)), ("place", &clean(&place))])
        };
        let text = format!("{at}{}{}", phrase("title-separator", lang), clean(&sentence(said)));
        Self { words: titled(said.title(), text), ..Self::plain(said) }
    }

    /// What the run shows of an agency, in words for it.
    fn of_run(said: Said, lang: Lang) -> Option<Self> {
        let Detail::Stated(stated) = &said.finding.detail else { return None };
        let fact = |name| clean(stated.facts.get(&name).map(String::as_str).unwrap_or_default()).into_owned();
        let text = match said.finding.rule.trigger {
            Trigger::Check(Check::AgencyDuplicated | Check::FilingRepeated) => {
                let files = fact(Fact::Paths);
                let files: Vec<_> = files.split(", ").map(file_name).collect();
                let same =
                    phrase(if stated.reason == Some(Reason::Same) { "notice-same" } else { "notice-different" }, lang);
                let facts: [(&str, &dyn ToString); 4] = [
                    ("report", &report(said.filing.assessment.year, lang)),
                    ("count", &fact(Fact::Count)),
                    ("files", &files.join(phrase("list", lang))),
                    ("same", &same),
                ];
                filled("notice-doubled", lang, &facts)
            }
            Trigger::Check(Check::AggregateMismatch) => said.sentence(),
            _ => return None,
        };
        let text = format!("{}{}", phrase("title-separator", lang), clean(&text));
        Some(Self { words: titled(said.title(), text), ..Self::plain(said) })
    }

    fn plain(said: Said) -> Self {
        Self {
            severity: said.finding.severity,
            words: StyledLine::new(),
            basis: clean(said.basis()).into_owned(),
            key: key_of_data_set(said),
        }
    }

    /// The same of so many records of a data set.
    pub(super) fn of_records(mut self, count: usize, lang: Lang) -> Self {
        self.words.push(Span { text: filled("notice-of-records", lang, &[("count", &count)]), is_bold: false });
        self
    }
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

/// What an agency is asked about: what it has explained is not asked again, and of what the office lacks it knows nothing.
fn is_asked(said: &Said) -> bool {
    const OF_THE_OFFICE: [Check; 3] = [Check::PreviousMissing, Check::AgencyUnlisted, Check::ExplanationOrphan];
    let is_of_office = matches!(said.finding.rule.trigger, Trigger::Check(check) if OF_THE_OFFICE.contains(&check));
    !said.finding.explained && !is_of_office
}

/// The sentence of a finding, with files under their names: an agency knows nothing of our folders.
fn sentence(said: Said) -> String {
    let mut finding = said.finding.clone();
    if let Detail::Stated(stated) = &mut finding.detail {
        for (_, path) in stated.facts.iter_mut().filter(|(name, _)| [Fact::Source, Fact::Path].contains(name)) {
            *path = file_name(path);
        }
    }
    Said { finding: &finding, ..said }.sentence()
}

/// A list of problems, each in a line, and under it what they rest on, each once.
fn listed(lines: &[&LetterProblem], lang: Lang) -> Vec<LetterBlock> {
    let mut blocks = numbered(lines.iter().take(SAID).map(|line| line.words.clone()));
    let rest = lines.len().saturating_sub(SAID);
    if rest > 0 {
        blocks.push(LetterBlock::Text(plain(filled("notice-more", lang, &[("count", &rest)]))));
    }
    let mut bases: Vec<&str> = Vec::new();
    for line in lines.iter().filter(|line| line.severity != Severity::Note) {
        if !bases.contains(&line.basis.as_str()) {
            bases.push(&line.basis);
        }
    }
    blocks
        .extend(bases.iter().map(|basis| LetterBlock::Text(plain(filled("notice-basis", lang, &[("basis", basis)])))));
    blocks
}

fn numbered(lines: impl Iterator<Item = StyledLine>) -> Vec<LetterBlock> {
    (1..).zip(lines).map(|(number, words)| LetterBlock::Item(Some(number), words)).collect()
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

fn titled(title: &str, text: String) -> StyledLine {
    vec![Span { text: title.to_owned(), is_bold: true }, Span { text, is_bold: false }]
}

/// `2023年度政府信息公开工作年度报告`
fn report(year: Option<u16>, lang: Lang) -> String {
    let year = year.map(|year| filled("notice-year", lang, &[("year", &year)])).unwrap_or_default();
    filled("notice-report", lang, &[("year", &year)])
}

/// The file's name without its folders: the agency sent a file, not our path to it.
pub(super) fn file_name(path: &str) -> String {
    clean(path.rsplit(['/', '\\']).next().unwrap_or_default()).into_owned()
}

/// Where in its file a filing stands.
fn part(source: &Source, lang: Lang) -> String {
    let sheet = source.sheet.as_ref().map(|sheet| format!(" [{}]", clean(sheet)));
    let record = source.record.map(|record| format!(" {}", filled("record", lang, &[("record", &record)])));
    [sheet, record].into_iter().flatten().collect()
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
