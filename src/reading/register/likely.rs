//! Columns of a roster whose name is not known and that seem to say what one that is known says: whom an agency reports to,
//! that it reports elsewhere, what it was called. Passed over, they would change sums without a word.
//!
//! What such a column is called gives it away, or what stands in it: nothing but names of the roster under 报送对象, 垂直管理
//! under 备注.

use std::collections::HashSet;

use serde::Deserialize;

use super::{Form, Register, Stranger};
use crate::model::{agency_key, fold};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::lexicon::LEXICON;

/// By what a column is known that may be meant for one of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Likely {
    /// What such a column has in its name.
    words: Vec<String>,
    /// What stands in it then.
    holds: Holds,
    /// What stands only in such a column, whatever its name.
    #[serde(default)]
    signs: Vec<String>,
    /// So does nothing but names of the list, none of them that of its own line.
    #[serde(default)]
    of_list: bool,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Holds {
    /// Names of public bodies.
    Agencies,
    /// Yes and no.
    Signs,
}

/// Refuses a list with a column that seems to be one that it lacks.
///
/// # Errors
/// [`Problem::UnknownColumn`].
pub(super) fn refuse(register: &Register, form: &'static Form) -> Result<(), ReadError> {
    let names: HashSet<_> = register.lines.iter().map(|line| agency_key(line.text("agency"))).collect();
    let is_listed = |text: &str| names.contains(&agency_key(text));
    let is_own = |line: u32, text: &str| {
        let own = register.lines.iter().find(|own| own.number == line);
        own.is_some_and(|own| agency_key(own.text("agency")) == agency_key(text))
    };
    for (role, likely) in &form.likely {
        let is_there = register.lines.iter().any(|line| line.fields.contains_key(role.as_str()));
        for stranger in register.strangers.iter().filter(|_| !is_there) {
            let Some((line, printed)) = likely.sign(stranger, &is_listed, &is_own) else { continue };
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
    fn sign<'g>(
        &self,
        stranger: &Stranger<'g>,
        is_listed: &dyn Fn(&str) -> bool,
        is_own: &dyn Fn(u32, &str) -> bool,
    ) -> Option<(u32, &'g str)> {
        let filled = || stranger.texts.iter().copied().filter(|(_, text)| !LEXICON.is_placeholder(text));
        let name = fold(stranger.name).body;
        let is_named = self.words.iter().any(|word| name.contains(word.as_str()));
        let by_name = || match self.holds {
            Holds::Agencies => filled().find(|(_, text)| LEXICON.is_agency(text) || is_listed(text)),
            // 汇总顺序 1, 2, 3 is no column of yes and no.
            Holds::Signs if filled().any(|(_, text)| is_number(text) && LEXICON.says_yes(text).is_none()) => None,
            Holds::Signs => filled().find(|(_, text)| LEXICON.says_yes(text) == Some(true)),
        };
        let by_sign = || filled().find(|(_, text)| self.signs.iter().any(|sign| sign == text));
        let by_names = || {
            let is_of_names = filled().all(|(line, text)| is_listed(text) && !is_own(line, text));
            filled().next().filter(|_| is_of_names && self.of_list)
        };
        is_named.then(by_name).flatten().or_else(by_sign).or_else(by_names)
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
