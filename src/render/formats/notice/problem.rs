//! One problem in the words of a letter, and lists of them.

use super::Key;
use super::block::{LetterBlock, Span, StyledLine, plain};
use super::names::{file_name, report};
use crate::diagnosis::Detail;
use crate::model::{Lang, Reason};
use crate::render::said::{Said, key_of_data_set};
use crate::render::words::clean::clean;
use crate::render::words::phrases::{filled, list, phrase};
use crate::rules::{Check, Fact, Severity, Trigger};

/// As many findings of one severity are said of a filing.
const SAID: usize = 100;

/// One problem.
#[derive(Debug)]
pub(super) struct LetterProblem {
    pub(super) severity: Severity,
    words: StyledLine,
    basis: String,
    /// What it has in common with other records of its file.
    pub(super) key: Option<Key>,
}

impl LetterProblem {
    pub(super) fn of(said: Said, lang: Lang) -> Self {
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
    pub(super) fn of_run(said: Said, lang: Lang) -> Option<Self> {
        let Detail::Stated(stated) = &said.finding.detail else { return None };
        let fact = |name| clean(stated.facts.get(&name).map(String::as_str).unwrap_or_default()).into_owned();
        let text = match said.finding.rule.trigger {
            Trigger::Check(Check::AgencyDuplicated | Check::FilingRepeated) => {
                let files = fact(Fact::Paths);
                let files = list(files.split(", ").map(file_name), lang);
                let same =
                    phrase(if stated.reason == Some(Reason::Same) { "notice-same" } else { "notice-different" }, lang);
                let facts: [(&str, &dyn ToString); 4] = [
                    ("report", &report(said.filing.assessment.year, lang)),
                    ("count", &fact(Fact::Count)),
                    ("files", &files),
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

/// What an agency is asked about: what it has explained is not asked again, and of what the office lacks it knows nothing.
pub(super) fn is_asked(said: &Said) -> bool {
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
pub(super) fn listed(lines: &[&LetterProblem], lang: Lang) -> Vec<LetterBlock> {
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

pub(super) fn numbered(lines: impl Iterator<Item = StyledLine>) -> Vec<LetterBlock> {
    (1..).zip(lines).map(|(number, words)| LetterBlock::Item(Some(number), words)).collect()
}

fn titled(title: &str, text: String) -> StyledLine {
    vec![Span { text: title.to_owned(), is_bold: true }, Span { text, is_bold: false }]
}
