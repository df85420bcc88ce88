//! A finding in words, in the language of the run. Every format takes from here what it says: none makes a sentence, a
//! place or a list of suspects by itself.
//!
//! | | what is said |
//! |---|---|
//! | [`Said`] | of a finding: title, sentence, where it is in the form and in the file, equation, suspects, basis |
//! | [`SaidFiling`] | of a filing: whose it is, what was checked, what became of it, why it could not be read |
//! | [`SaidRun`] | of a run: what it adds up to, what belongs to no filing, what was passed over |
//!
//! Nothing is worked out before it is asked for: of a data set's findings most formats say a few facts each, and to find
//! the words of a cell costs more than to write them.

mod facts;
mod filing;
mod lines;
mod of_data_set;
mod refusal;
mod run;
mod sentence;
pub(super) mod skipped;
mod state;
mod tally;

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::words::phrases::{phrase, severity_words};
use super::words::places;
use crate::diagnosis::{Assessment, Detail, Facts, Finding};
use crate::forms::Forms;
use crate::model::{Explanation, Lang, plain};
use crate::rules::{Check, Rule, Trigger};
pub(super) use filing::{SaidFiling, SaidSuspects, nameless_key};
pub(super) use of_data_set::{OfDataSet, key_of_data_set};
pub(super) use refusal::Refusal;
pub use refusal::error_text;
pub(super) use run::SaidRun;
pub use run::run_lines;
pub(super) use state::State;

/// A finding, about to be said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'a> {
    /// Its facts, for programs.
    pub(super) finding: &'a Finding,
    /// The filing it is about.
    pub(super) filing: SaidFiling<'a>,
}

/// The equation of a relation that does not hold, with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Equation {
    /// `60 + 0 = 60 ≠ 61 + 0 = 61`
    pub(super) text: String,
    /// Σ left.
    pub(super) left: Decimal,
    /// Σ right.
    pub(super) right: Decimal,
    /// left − right.
    pub(super) difference: Decimal,
}

impl Equation {
    /// Left, right and difference as exact decimals.
    pub(super) fn figures(&self) -> [String; 3] {
        [self.left, self.right, self.difference].map(plain)
    }
}

impl<'a> Said<'a> {
    /// The code of its rule.
    pub(super) fn code(self) -> &'a str {
        &self.finding.rule.code
    }

    /// The word of officers for how grave it is.
    pub(super) fn severity(self) -> &'static str {
        severity_words(self.finding.severity, self.lang())
    }

    /// What stands behind the severity or the title where its agency has explained it.
    pub(super) fn explained(self) -> &'static str {
        if self.finding.explained { phrase("explained", self.lang()) } else { "" }
    }

    /// What its agency says of it, where that is of effect.
    pub(super) fn answer(self) -> Option<&'a Explanation> {
        self.finding.explanation.as_deref().filter(|_| self.finding.explained)
    }

    /// The rule in a few words: `收办不平`.
    pub(super) fn title(self) -> &'a str {
        &self.finding.rule.wording(self.lang()).title
    }

    /// The same behind its code: `B101 收办不平`.
    pub(super) fn heading(self) -> String {
        heading(&self.finding.rule, self.lang())
    }

    /// What exactly is wrong, in a sentence.
    pub(super) fn sentence(self) -> String {
        let (finding, assessment) = (self.finding, self.filing.assessment);
        sentence::sentence(facts::KnownFacts { finding, assessment, form: self.filing.form, lang: self.lang() })
    }

    /// The sentence under its title: `收办不平：…`.
    pub(super) fn titled(self) -> String {
        format!("{}{}{}", self.title(), phrase("title-separator", self.lang()), self.sentence())
    }

    /// The facts of an agency that did not submit, if it is about one.
    pub(super) fn missing_agency(self) -> Option<&'a Facts> {
        match (&self.finding.rule.trigger, &self.finding.detail) {
            (Trigger::Check(Check::AgencyMissing), Detail::Stated(facts)) => Some(facts),
            _ => None,
        }
    }

    /// Where it is, in the words of the form: `表三 · 予以公开 · 自然人`.
    pub(super) fn lines(self) -> String {
        self.filing.form.map(|form| lines::where_words(self.finding, form, self.lang())).unwrap_or_default()
    }

    /// The table it is about, in the form's words.
    pub(super) fn table(self) -> &'a str {
        let table = self.filing.form.zip(self.finding.table).map(|(form, table)| &form.tables[table]);
        table.map(|table| table.brief.get(self.lang())).unwrap_or_default()
    }

    /// The row and the column it is about, where it is about one.
    pub(super) fn row_and_column(self) -> (Cow<'a, str>, Cow<'a, str>) {
        let lines = self.filing.form.map(|form| lines::row_and_column(self.finding, form, self.lang()));
        let (row, column) = lines.unwrap_or_default();
        (row.unwrap_or_default(), column.unwrap_or_default())
    }

    /// The row and the column that all its cells share.
    pub(super) fn shared_lines(self) -> (&'a str, &'a str) {
        self.filing.form.map(|form| lines::shared_lines(self.finding, form, self.lang())).unwrap_or_default()
    }

    /// Where it is in the file, from its first cell to its last.
    pub(super) fn place(self) -> String {
        places::span(self.finding, self.lang())
    }

    /// Where it is laid down what should hold.
    pub(super) fn basis(self) -> &'a str {
        basis(self.finding, self.lang())
    }

    /// What to do.
    pub(super) fn remedy(self) -> &'a str {
        &self.finding.rule.wording(self.lang()).remedy
    }

    /// The equation, where two sides should be equal.
    pub(super) fn equation(self) -> Option<Equation> {
        let (left, right, difference) = self.finding.sums()?;
        Some(Equation { text: self.finding.equation()?, left, right, difference })
    }

    /// The number, among the suspects of the filing, of those that explain it.
    pub(super) fn group(self) -> Option<usize> {
        let explains = |of: &SaidSuspects| of.resolves(self.finding);
        self.filing.suspects().find(explains).map(|suspects| suspects.number)
    }

    /// Which cells are likely wrong, where that explains it.
    pub(super) fn suspects(self) -> Option<String> {
        self.filing.suspects().find(|suspects| suspects.resolves(self.finding)).map(SaidSuspects::words)
    }

    /// Everything in a line each: what is wrong, where it is in the file, what is likely wrong, on what basis.
    pub(super) fn paragraph(self) -> String {
        let lang = self.lang();
        let mut text = format!("{}{}", self.sentence(), self.explained());
        let (place, suspects) = (self.place(), self.suspects().unwrap_or_default());
        for (name, fact) in [("where", place.as_str()), ("suspect", &suspects), ("basis", self.basis())] {
            if !fact.is_empty() {
                text.extend(["\n", phrase(name, lang), fact]);
            }
        }
        text
    }

    fn lang(self) -> Lang {
        self.filing.style.lang
    }
}

/// A rule in a few words: `B101 收办不平`.
pub(super) fn heading(rule: &Rule, lang: Lang) -> String {
    format!("{} {}", rule.code, rule.wording(lang).title)
}

/// The sentence of a finding, without its basis.
#[must_use]
pub fn message(finding: &Finding, assessment: &Assessment, forms: &Forms, lang: Lang) -> String {
    sentence::sentence(facts::KnownFacts { finding, assessment, form: filing::edition(assessment, forms), lang })
}

/// The basis of a finding in the law or the form.
#[must_use]
pub fn basis(finding: &Finding, lang: Lang) -> &str {
    finding.rule.basis_in(&finding.edition).get(lang)
}
