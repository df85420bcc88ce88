//! `--format html`: one page for people. It needs no network and no script; a small script adds the filter.
//!
//! On top stands what the run adds up to, then the agencies, then what concerns the whole run, then each filing with what
//! to correct, its findings and its form as printed.
//! The top is known only at the end, so what follows it waits in memory as text: the page of a filing takes some ten
//! thousand bytes, one that passes a line. A browser has to hold the whole page anyway, in more memory than this; for
//! the same reason no more forms are drawn once they have filled [`FORMS_BYTES`], and the page says so. Forms of filings
//! that pass are not drawn. The other way, sections first and the top moved up by a style sheet, would save the memory
//! and give everyone who reads without one, or aloud, the page in the wrong order.
//!
//! Text from files is escaped everywhere ([`crate::render::page::escape`]), and should that ever fail, the page's own policy lets no script
//! run but the one it was written with.

mod charts;
mod form;
mod overview;
mod section;

use std::collections::BTreeMap;
use std::io::{self, Write};

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

use super::Scribe;
use crate::model::Lang;
use crate::render::Style;
use crate::render::page::escape::escaped;
use crate::render::page::{CSS, PAGE};
use crate::render::said::{OfDataSet, Said, SaidFiling, SaidRun, State};
use crate::render::words::phrases::{fill, filled, language_tag, phrase};
use overview::{Entry, Overview};
use section::FilingSection;

const SCRIPT: &str = include_str!("report.js");

/// Drawn forms take this much room on a page at most. Two thousand filings with findings stay below it.
const FORMS_BYTES: usize = 20 << 20;

/// A page that is written when it is finished.
#[derive(Debug)]
pub(super) struct Html<'f, W> {
    style: Style<'f>,
    out: W,
    entries: Vec<Entry>,
    sections: String,
    /// The titles of the rules that fired, by code.
    rules: BTreeMap<String, String>,
    of_data_set: OfDataSet,
    forms_bytes: usize,
    /// How many filings have findings and no form, for want of room.
    undrawn: usize,
}

impl<'f, W: Write> Html<'f, W> {
    /// A page that is written to `out`.
    pub(super) fn new(style: Style<'f>, out: W) -> Self {
        let (entries, sections, rules) = (Vec::new(), String::new(), BTreeMap::new());
        Self { style, out, entries, sections, rules, of_data_set: OfDataSet::default(), forms_bytes: 0, undrawn: 0 }
    }

    fn learn(&mut self, said: Said) {
        if !self.rules.contains_key(said.code()) {
            self.rules.insert(said.code().to_owned(), said.title().to_owned());
        }
    }
}

/// Whether a text begins as a page of gouji's does.
pub(super) fn is_own(head: &str) -> bool {
    head.starts_with("<!DOCTYPE html>") && head.contains("gouji/1")
}

impl<W: Write> Scribe for Html<'_, W> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        filing.findings().for_each(|said| self.learn(said));
        let number = self.entries.len() + 1;
        let shown = self.of_data_set.unsaid(filing);
        let has_section = !shown.findings.is_empty();
        if has_section {
            let shown = SaidFiling::of(&shown, self.style);
            let is_wanted = filing.state() != State::Pass;
            let is_drawn = is_wanted && self.forms_bytes < FORMS_BYTES;
            self.undrawn += usize::from(is_wanted && !is_drawn);
            self.forms_bytes += FilingSection::new(shown, filing.state(), number, is_drawn).write(&mut self.sections);
        }
        self.entries.push(Entry::of(filing, number, has_section));
        Ok(())
    }

    /// What belongs to the run stands on top of the page.
    fn run(&mut self, run: SaidRun) -> io::Result<()> {
        run.findings().for_each(|said| self.learn(said));
        Ok(())
    }

    fn end(&mut self, run: SaidRun) -> io::Result<()> {
        let lang = self.style.lang;
        let of_data_set = self.of_data_set.in_words(lang);
        let (entries, rules, undrawn) = (&self.entries, &self.rules, self.undrawn);
        let overview = Overview { run, entries, rules, of_data_set: &of_data_set, undrawn };
        let policy = format!(
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
            BASE64.encode(&Sha256::digest(SCRIPT.as_bytes()))
        );
        let script = format!("<script>{SCRIPT}</script>\n");
        let fact = |name: &str| match name {
            "lang" => Some(language_tag(lang)),
            "title" => Some(phrase("page-title", lang)),
            "policy" => Some(policy.as_str()),
            "css" => Some(CSS),
            "schema" => Some("gouji/1"),
            "script" => Some(script.as_str()),
            "foot" => Some(phrase("page-foot", lang)),
            _ => None,
        };
        let (head, foot) = PAGE.split_once("{body}").unwrap_or((PAGE, ""));
        self.out.write_all(fill(head, fact).as_bytes())?;
        self.out.write_all(overview.written().as_bytes())?;
        self.out.write_all(self.sections.as_bytes())?;
        self.out.write_all(fill(foot, fact).as_bytes())?;
        self.out.flush()
    }
}

/// The class of a state, for its colour.
fn class(state: State) -> &'static str {
    match state {
        State::Errors => "error",
        State::Warnings => "warning",
        State::Unassessed => "unassessed",
        State::Pass => "pass",
    }
}

/// A phrase with its facts, escaped.
fn said(name: &str, lang: Lang, facts: &[(&str, &dyn ToString)]) -> String {
    escaped(&filled(name, lang, facts))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in the page's own parts must not end them.
    #[test]
    fn the_style_sheet_and_the_script_stay_inside_their_elements() {
        assert!(!CSS.contains("</") && !SCRIPT.contains("</"));
    }
}
