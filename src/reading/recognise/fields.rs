//! The two fields of gouji's own forms: `填报单位：` and, on the line below, `报告年度：`, each in a cell of its own with what
//! was typed in the next. What stands there is meant letter for letter; a title made of the same words may say less of it,
//! where the name has what no title can carry: 某县热线12345, 某县统计局 政府信息公开科.

use super::identify::flat;
use super::marked;
use super::surface::GridLine;
use crate::reading::cells::lexicon::LEXICON;

/// A line that is a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field<'t> {
    /// The first: whose form it is, as typed.
    Agency(&'t str),
    /// The second: of which year.
    Year(&'t str),
}

impl<'t> Field<'t> {
    /// The field that a line is and nothing else. The words are those that gouji writes, sign for sign.
    pub(super) fn of(line: &'t GridLine) -> Option<Self> {
        let (label, typed) = match line.cells.as_slice() {
            [label] => (label, ""),
            [label, typed] => (label, typed.cell.text.as_str()),
            _ => return None,
        };
        let at = LEXICON.own_fields.iter().position(|field| *field == label.cell.text)?;
        Some(if at == 0 { Self::Agency(typed) } else { Self::Year(typed) })
    }

    /// Its words, and what was typed.
    pub(super) fn parts(self) -> (&'static str, &'t str) {
        let [agency, year] = &LEXICON.own_fields;
        match self {
            Self::Agency(typed) => (agency, typed),
            Self::Year(typed) => (year, typed),
        }
    }
}

/// Whether what was typed in the first field can be a name: something, and not what the field asks for.
pub(super) fn is_typed_name(typed: &str) -> bool {
    let words = flat(typed);
    let bare = words.trim_matches(|c| matches!(c, '(' | ')'));
    !bare.is_empty() && !bare.ends_with(':') && !marked::is_asked_for(bare)
}
