//! What was passed over, in words: each with the reason.

use crate::diagnosis::{Because, Skipped};
use crate::model::Lang;
use crate::render::words::clean::clean;
use crate::render::words::phrases::{filled, list, phrase};

/// `略过 3 个：`, in front of them.
pub(in crate::render) fn heading(skipped: &[Skipped], lang: Lang) -> String {
    filled("skipped", lang, &[("count", &skipped.len())])
}

/// One of several: its path, as `clean` leaves it, and the reason.
pub(in crate::render) fn item(skipped: &Skipped, clean: impl Fn(&str) -> String, lang: Lang) -> String {
    filled("skipped-item", lang, &[("path", &clean(&skipped.path)), ("reason", &reason(skipped.because, lang))])
}

/// One by itself.
pub(in crate::render) fn alone(skipped: &Skipped, clean: impl Fn(&str) -> String, lang: Lang) -> String {
    filled("skipped-one", lang, &[("path", &clean(&skipped.path)), ("reason", &reason(skipped.because, lang))])
}

/// All of them in a line; of many the first `most`.
pub(in crate::render) fn line(skipped: &[Skipped], most: usize, clean: impl Fn(&str) -> String, lang: Lang) -> String {
    let items = list(skipped.iter().take(most).map(|one| item(one, &clean, lang)), lang);
    let rest = if skipped.len() > most { " …" } else { "" };
    heading(skipped, lang) + &items + rest
}

/// All of them in a line for a terminal.
#[must_use]
pub fn said_skipped(skipped: &[Skipped], lang: Lang) -> String {
    /// Nobody reads more names there; results for machines have them all.
    const MOST: usize = 200;
    line(skipped, MOST, |path| clean(path).into_owned(), lang)
}

/// Why, in a word.
pub(in crate::render) fn reason(because: Because, lang: Lang) -> &'static str {
    let name = match because {
        Because::NoTable => "skipped-no-table",
        Because::Picture => "skipped-picture",
        Because::UnknownKind => "skipped-unknown-kind",
        Because::Excluded => "skipped-excluded",
        Because::Link => "skipped-link",
        Because::OwnResult => "skipped-own-result",
        Because::Replaced => "skipped-replaced",
        Because::Opened => "skipped-opened",
    };
    phrase(name, lang)
}
