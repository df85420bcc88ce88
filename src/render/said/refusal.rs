//! Why a file could not be assessed, in words.

use crate::model::Lang;
use crate::reading::{Problem, ReadError};
use crate::render::words::clean::clean;
use crate::render::words::io_words::named_kind;
use crate::render::words::phrases::{fill, phrase};

/// What is said of a file that could not be assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Refusal {
    /// The kind of problem, for programs.
    pub(in crate::render) kind: String,
    /// The same in words.
    pub(in crate::render) title: &'static str,
    /// What is wrong with it.
    pub(in crate::render) fact: String,
    /// What to do.
    pub(in crate::render) help: String,
    lang: Lang,
}

impl Refusal {
    pub(super) fn of(error: &ReadError, lang: Lang) -> Self {
        let (fact, help) = error_text(error, lang);
        Self { kind: error.problem.kind(), title: error.problem.record().title.get(lang), fact, help, lang }
    }

    /// The fact and what to do, in one line.
    pub(in crate::render) fn line(&self) -> String {
        clean(&format!("{}{}{}", self.fact, phrase("sentence-end", self.lang), self.help)).into_owned()
    }
}

/// What is said of a file that could not be assessed: the fact, and what to do.
#[must_use]
pub fn error_text(error: &ReadError, lang: Lang) -> (String, String) {
    let record = error.problem.record();
    // What the system says is in the system's language; what it means is not.
    let meant = error.facts.get("reason").filter(|_| error.problem == Problem::Unopenable);
    let meant = meant.map(|kind| named_kind(kind, lang));
    let fact = |name: &str| meant.filter(|_| name == "reason").or_else(|| error.facts.get(name).map(String::as_str));
    (clean(&fill(record.message.get(lang), fact)).into_owned(), fill(record.help.get(lang), fact))
}
