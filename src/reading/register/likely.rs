//! Columns of a roster whose name is not known and that say what one that is known says: whom an agency reports to, that it
//! reports elsewhere. Passed over, they would change sums without a word.
//!
//! What such a column is called gives it away beside what stands in it, or 垂直管理 under whatever name. A roster has many
//! columns of other things, 主管科室, 是否纳入汇总, and these pass.

use crate::reading::cells::words::Words;
use std::collections::HashSet;

use serde::Deserialize;

use super::{Form, Register, Stranger};
use crate::model::{agency_key, fold};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::lexicon::LEXICON;

/// By what a column is known that is meant for one of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Likely {
    /// What such a column has in its name: one word of each list.
    words: Vec<Vec<String>>,
    /// What may stand behind the word in its name; whatever it likes, where there is none.
    #[serde(default)]
    tails: Words,
    /// What stands in it then.
    holds: Holds,
    /// What a column is called that says the opposite.
    #[serde(default)]
    opposite: String,
    /// What stands only in such a column, whatever its name.
    #[serde(default)]
    signs: Words,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Holds {
    /// Names of public bodies, two of them at least.
    Agencies,
    /// Yes and no.
    Signs,
}

/// Refuses a list with a column that is one that it lacks, by another name.
///
/// # Errors
/// [`Problem::UnknownColumn`].
pub(super) fn refuse(register: &Register, form: &'static Form) -> Result<(), ReadError> {
    let names: HashSet<_> = register.lines.iter().map(|line| agency_key(line.text("agency"))).collect();
    let is_body = |text: &str| !LEXICON.is_region(text) && (names.contains(&agency_key(text)) || is_public_body(text));
    for (role, likely) in &form.likely {
        let is_there = register.lines.iter().any(|line| line.fields.contains_key(role.as_str()));
        for stranger in register.strangers.iter().filter(|_| !is_there) {
            let Some((line, printed)) = likely.sign(stranger, &is_body) else { continue };
            let error = ReadError::new(Problem::UnknownColumn).with("column", stranger.name).with("printed", printed);
            return Err(error
                .with("line", line)
                .with("name", form.columns[role][0].as_str())
                .with("expected", form.columns[role][1].as_str()));
        }
    }
    Ok(())
}

impl Likely {
    /// The line and text by which a column is known for one of this kind.
    fn sign<'g>(&self, stranger: &Stranger<'g>, is_body: &dyn Fn(&str) -> bool) -> Option<(u32, &'g str)> {
        let filled = || {
            let is_filled = |text: &str| !text.is_empty() && !LEXICON.is_placeholder(text);
            stranger.texts.iter().copied().filter(move |(_, text)| is_filled(text))
        };
        let name = fold(stranger.name).body;
        let by_name = || match self.holds {
            Holds::Agencies => {
                let mut bodies = filled().filter(|(_, text)| is_body(text));
                bodies.next().filter(|_| bodies.next().is_some())
            }
            Holds::Signs => filled().find(|(_, text)| LEXICON.says_yes(text) == Some(true)),
        };
        let by_opposite = || filled().find(|(_, text)| LEXICON.says_yes(text) == Some(false));
        let by_sign = || filled().find(|(_, text)| self.is_sign(text));
        let named = self.is_named(&name).then(by_name).flatten();
        let opposite = (!name.is_empty() && name == self.opposite).then(by_opposite).flatten();
        named.or(opposite).or_else(by_sign)
    }

    fn is_named(&self, name: &str) -> bool {
        let is_tail = |behind: &str| behind.is_empty() || self.tails.is_empty() || self.tails.have(behind);
        self.words.iter().enumerate().all(|(at, words)| {
            let mut behind = words.iter().filter_map(|word| Some(name.split_once(word.as_str())?.1));
            behind.any(|behind| at > 0 || is_tail(behind))
        })
    }

    /// Whether a cell begins with what stands only in such a column: 垂直管理, 垂管单位，不汇总.
    fn is_sign(&self, text: &str) -> bool {
        let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        self.signs.have(first)
    }
}

/// Whether a text is the full name of a public body and not of an office within one: 办公室, 政策法规处.
pub(super) fn is_public_body(text: &str) -> bool {
    text.chars().count() > 4 && LEXICON.is_agency(text) && !is_office_within(text)
}

/// Whether a text is the name of an office within a body: 办公室, 政策法规处.
pub(super) fn is_office_within(text: &str) -> bool {
    let is_office = |office: &str| text.strip_suffix(office).is_some_and(|of| !LEXICON.is_agency(of));
    is_office("办公室") || (text.ends_with('处') && !text.ends_with("办事处"))
}
