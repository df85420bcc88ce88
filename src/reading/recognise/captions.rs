//! Lines above tables that name the year of these: `附：2021年情况`, `（一）2023年情况`, `上年情况`.
//!
//! A report that prints last year's tables besides this year's tells them apart by such lines alone. One that says a year
//! and nothing else is *plain*. One that says more may be about anything, as `与2022年相比` is, and counts only where the
//! tables are not the title's anyway, or another line names the title's year.

use super::place::LineAt;
use super::surface::{GridLine, Word};
use super::versions::{Version, is_heading, year_said};
use super::vocabulary::{LabelPart, Vocabulary};
use super::year_words::YearWords;

/// A line that names the year of what stands below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) struct Caption {
    pub(in crate::reading) at: LineAt,
    said: YearWords,
    /// It says a year and nothing else.
    pub(in crate::reading) is_plain: bool,
    /// No sentence stands between it and its table.
    pub(in crate::reading) is_near: bool,
    /// Its other words are the title of a table, or a mark before a year: it can be about nothing else.
    pub(in crate::reading) is_heading: bool,
}

impl Caption {
    /// The year, in a report of that year.
    pub(in crate::reading) fn year(&self, report: Option<u16>) -> Option<u16> {
        self.version(report)?.year()
    }

    /// What it says, in a report of that year.
    pub(in crate::reading) fn version(&self, report: Option<u16>) -> Option<Version> {
        Version::of(self.said, report)
    }
}

/// What lines of one kind said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Said {
    #[default]
    Nothing,
    One(Caption),
    /// Several years: the links of a page, or words over columns that stand below each other.
    Several,
}

impl Said {
    fn and(self, caption: Caption) -> Self {
        match self {
            Self::Nothing => Self::One(caption),
            Self::One(first) if first.said == caption.said => Self::One(caption),
            _ => Self::Several,
        }
    }
}

/// The captions that were heard since the last row of a table.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Captions {
    near: Said,
    /// With sentences below it: of a section, more often than of a table.
    far: Said,
    loose: Said,
}

impl Captions {
    /// Listens to a line. A caption stands alone on it.
    pub(super) fn listen(&mut self, at: LineAt, line: &GridLine, vocabulary: &Vocabulary) {
        // No label of a form is a sentence.
        let is_sentence = |word: &Word| {
            word.label.as_deref().is_some_and(|label| label.meanings.is_empty()) && word.cell.text.contains('。')
        };
        if line.cells.iter().any(is_sentence) {
            self.far = if self.near == Said::Nothing { self.far } else { self.near };
            (self.near, self.loose) = (Said::Nothing, Said::Nothing);
        }
        let [word] = line.cells.as_slice() else { return };
        let is_other = |meaning: LabelPart| meaning != LabelPart::Title;
        if word.label.as_deref().is_none_or(|label| label.meanings.iter().any(|meaning| is_other(meaning.part))) {
            return;
        }
        let Some((said, is_plain)) = year_said(&word.cell.text) else { return };
        let is_heading = !is_plain && is_heading(&word.cell.text, vocabulary);
        let caption = Caption { at, said, is_plain, is_near: true, is_heading };
        let kind = if is_plain { &mut self.near } else { &mut self.loose };
        *kind = kind.and(caption);
    }

    /// The plain caption with nothing between it and what comes now.
    pub(super) fn nearest(&self) -> Option<Caption> {
        if let Said::One(caption) = self.near { Some(caption) } else { None }
    }

    /// The caption of what comes now, where not several say several years.
    pub(super) fn first(self) -> Option<Caption> {
        let far =
            if let Said::One(caption) = self.far { Said::One(Caption { is_near: false, ..caption }) } else { self.far };
        match [self.near, far, self.loose].into_iter().find(|said| *said != Said::Nothing) {
            Some(Said::One(caption)) => Some(caption),
            _ => None,
        }
    }
}
