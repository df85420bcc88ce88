//! What a letter says of one filing.

use super::block::{LetterBlock, Sheet, plain};
use super::names::{file_name, part, report};
use super::problem::{LetterProblem, is_asked, listed, numbered};
use super::sheet::sheets;
use crate::diagnosis::Skipped;
use crate::model::Lang;
use crate::render::said::{SaidFiling, skipped};
use crate::render::words::clean::clean;
use crate::render::words::phrases::{filled, list, phrase};
use crate::rules::Severity;

/// What is said of one filing.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) year: Option<u16>,
    pub(super) file: String,
    /// Where in the file it stands, as far as that says more: the sheet, the line of a data set.
    pub(super) part: String,
    document: Option<String>,
    /// Why it could not be read.
    pub(super) unread: Option<String>,
    suspects: Vec<String>,
    pub(super) lines: Vec<LetterProblem>,
    /// Tables with what is wrong in them, and whether there was no room for more.
    pub(super) sheets: Vec<Sheet>,
    pub(super) is_undrawn: bool,
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

    /// Of a file that was passed over and seems to be what was submitted.
    pub(super) fn of_skipped(passed: &Skipped, lang: Lang) -> Self {
        let unread = Some(skipped::reason(passed.because, lang).to_owned());
        Self { file: file_name(&passed.path), unread, ..Self::default() }
    }

    pub(super) fn count(&self, severity: Severity) -> usize {
        self.lines.iter().filter(|line| line.severity == severity).count()
    }

    /// Whether anything is left to ask.
    pub(super) fn is_empty(&self) -> bool {
        self.unread.is_none() && self.lines.iter().all(|line| line.severity == Severity::Note)
    }

    pub(super) fn opening(&self, lang: Lang) -> String {
        if let Some(reason) = &self.unread {
            return filled("notice-unread", lang, &[("file", &self.file), ("reason", reason)]);
        }
        let document = self.document.as_ref().map(|name| filled("notice-document", lang, &[("document", name)]));
        let counts = [("notice-errors", Severity::Error), ("notice-warnings", Severity::Warning)];
        let counts = counts.map(|(name, severity)| (name, self.count(severity)));
        let counts = counts.iter().filter(|(_, count)| *count > 0);
        let counts = counts.map(|(name, count)| filled(name, lang, &[("count", count)]));
        let facts: [(&str, &dyn ToString); 4] = [
            ("report", &report(self.year, lang)),
            ("file", &self.file),
            ("document", &document.unwrap_or_default()),
            ("counts", &list(counts, lang)),
        ];
        filled("notice-opening", lang, &facts)
    }

    /// The likely corrections first, then what was found, by how grave it is.
    pub(super) fn sections(&self, lang: Lang) -> Vec<(&'static str, Vec<LetterBlock>)> {
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
