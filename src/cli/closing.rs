//! What is said on standard error when the results went to files: where these are, what the run adds up to, and what could
//! not be assessed. And what was passed over, where no result on the screen names it: a scan in a folder of reports is
//! seen by nobody else.

use std::path::PathBuf;

use super::args::Wishes;
use super::target::Target;
use super::target::folder::is_folder;
use super::{complain, shown};
use crate::diagnosis::{Assessment, Report};
use crate::model::Lang;
use crate::render::{clean, error_text, fill, phrase, run_lines, said_skipped};

/// So many files that could not be assessed are named.
const NAMED: usize = 50;

/// What is kept for the end.
pub(super) struct Closing {
    is_wanted: bool,
    /// What was passed over is named nowhere else.
    names_skipped: bool,
    /// Where results are kept.
    files: Vec<PathBuf>,
    lang: Lang,
    unassessed: Vec<String>,
    more: usize,
}

impl Closing {
    pub(super) fn new(wishes: &Wishes) -> Self {
        let is_kept = |path: &&PathBuf| {
            is_folder(path) || Target::of(Some(path.as_path())).is_ok_and(|target| target.file().is_some())
        };
        let files: Vec<PathBuf> = wishes.settings.output.iter().filter(is_kept).cloned().collect();
        let is_wanted = !wishes.settings.quiet && !files.is_empty();
        let on_screen = |at: usize| wishes.settings.output.get(at).is_none_or(|path| path.as_os_str() == "-");
        let mut formats = wishes.settings.format.iter().enumerate();
        let names_skipped =
            !wishes.settings.quiet && !formats.any(|(at, format)| format.names_skipped && on_screen(at));
        Self { is_wanted, names_skipped, files, lang: wishes.lang(), unassessed: Vec::new(), more: 0 }
    }

    /// Takes note of a filing.
    pub(super) fn note(&mut self, filing: &Assessment) {
        let Some(error) = filing.error.as_ref().filter(|_| self.is_wanted) else { return };
        if self.unassessed.len() == NAMED {
            self.more += 1;
            return;
        }
        let (fact, help) = error_text(error, self.lang);
        let path = clean(&filing.source.path).into_owned();
        let said = fill(phrase("closing-unassessed", self.lang), |name| {
            Some(if name == "path" { path.as_str() } else { fact.as_str() })
        });
        self.unassessed.push(format!("{said}\n  {}{help}", phrase("what-to-do", self.lang)));
    }

    /// Says it.
    pub(super) fn say(self, report: &Report) {
        self.say_written(report);
        if self.names_skipped && !report.skipped.is_empty() {
            complain(&said_skipped(&report.skipped, self.lang));
        }
    }

    fn say_written(&self, report: &Report) {
        if !self.is_wanted {
            return;
        }
        for path in &self.files {
            complain(&fill(phrase("written", self.lang), |_| Some(shown(path))));
        }
        run_lines(report, self.lang).for_each(|line| complain(&line));
        self.unassessed.iter().for_each(|said| complain(said));
        if self.more > 0 {
            complain(&fill(phrase("closing-more", self.lang), |_| Some(self.more.to_string())));
        }
    }
}
