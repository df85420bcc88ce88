//! A run in words: what it adds up to, and what belongs to no filing.

use std::io;

use super::{Said, SaidFiling, filing, skipped};
use crate::diagnosis::{Assessment, Report};
use crate::model::Lang;
use crate::reading::{Problem, ReadError};
use crate::render::Style;
use crate::render::words::phrases::filled;

/// A run that is over, about to be said.
#[derive(Debug, Clone, Copy)]
pub(in crate::render) struct SaidRun<'a> {
    /// What it adds up to.
    pub(in crate::render) report: &'a Report,
    /// How it is said.
    pub(in crate::render) style: Style<'a>,
}

impl<'a> SaidRun<'a> {
    /// The findings of the run itself, each with what it speaks of.
    pub(in crate::render) fn findings(self) -> impl Iterator<Item = Said<'a>> + Clone {
        self.concerns().flat_map(SaidFiling::findings)
    }

    /// The same by what they speak of, as if these were filings.
    pub(in crate::render) fn concerns(self) -> impl Iterator<Item = SaidFiling<'a>> + Clone {
        self.report.concerns().iter().map(move |concern| SaidFiling::of(concern, self.style))
    }

    /// A run in which nothing was assessed is no pass: says so as of a filing that could not be read.
    pub(in crate::render) fn say_nothing(self, say: impl FnOnce(SaidFiling) -> io::Result<()>) -> io::Result<()> {
        if self.report.filings() > 0 {
            return Ok(());
        }
        let none = Assessment::unassessed(String::new(), ReadError::new(Problem::NothingToCheck));
        say(SaidFiling::of(&none, self.style))
    }

    /// What it adds up to, in a line.
    pub(in crate::render) fn summary(self) -> String {
        summary(self.report, self.style.lang)
    }

    /// All that is said of it as a whole, in lines.
    pub(in crate::render) fn lines(self) -> impl Iterator<Item = String> {
        run_lines(self.report, self.style.lang).chain(self.skipped()).chain(self.interrupted())
    }

    /// How many inputs a run that was interrupted left, in a line.
    pub(in crate::render) fn interrupted(self) -> Option<String> {
        self.report.left.map(|left| filled("interrupted", self.style.lang, &[("count", &left)]))
    }

    /// How much was found and is not listed, in a line.
    pub(in crate::render) fn unlisted(self) -> Option<String> {
        filing::unlisted(&self.report.summary().unlisted, self.style.lang)
    }

    /// What was passed over, in a line; empty where nothing was.
    pub(in crate::render) fn skipped(self) -> Option<String> {
        let all = &self.report.skipped;
        (!all.is_empty()).then(|| skipped::said_skipped(all, self.style.lang))
    }
}

/// What a run adds up to, and how much it found and did not list, in a line each.
pub fn run_lines(report: &Report, lang: Lang) -> impl Iterator<Item = String> {
    [summary(report, lang)].into_iter().chain(filing::unlisted(&report.summary().unlisted, lang))
}

fn summary(report: &Report, lang: Lang) -> String {
    let summary = report.summary();
    filled(
        "summary",
        lang,
        &[
            ("files", &report.files),
            ("filings", &report.filings()),
            ("pass", &summary.pass),
            ("with_errors", &summary.with_errors),
            ("with_warnings", &summary.with_warnings),
            ("unassessed", &summary.unassessed),
        ],
    )
}
