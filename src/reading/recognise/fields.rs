//! The two fields of gouji's own forms: `填报单位：` and, on the line below, `报告年度：`, each in a cell of its own with what
//! was typed in the next. What stands there is meant letter for letter; a title made of the same words may say less of it,
//! where the name has what no title can carry: 某县热线12345, 某县统计局 政府信息公开科.

use super::identify::flat;
use super::marked;
use super::surface::GridLine;
use crate::reading::cells::lexicon::LEXICON;

/// What was typed in such fields.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// In the one for the agency, on the line before.
    pub(super) above: Option<String>,
    /// The agency, where the field for the year stands right below.
    pub(super) agency: Option<String>,
}

impl Fields {
    /// Listens to a line; of one that is a field and nothing else, its words and what was typed.
    pub(super) fn listen<'t>(&mut self, line: &'t GridLine) -> Option<(&'t str, &'t str)> {
        let above = self.above.take();
        let (label, typed) = match line.cells.as_slice() {
            [label] => (label.cell.text.as_str(), ""),
            [label, typed] => (label.cell.text.as_str(), typed.cell.text.as_str()),
            _ => return None,
        };
        // Sign for sign as gouji writes them.
        if label == LEXICON.own_fields[0] {
            self.above = Some(typed.to_owned());
        } else if label == LEXICON.own_fields[1] {
            self.agency = above.filter(|name| is_typed_name(name)).or(self.agency.take());
        } else {
            return None;
        }
        Some((label, typed))
    }
}

/// Whether what was typed in the first field can be a name: something, and not what the field asks for.
fn is_typed_name(typed: &str) -> bool {
    let words = flat(typed);
    let bare = words.trim_matches(|c| matches!(c, '(' | ')'));
    !bare.is_empty() && !bare.ends_with(':') && !marked::is_asked_for(bare)
}

#[cfg(test)]
mod tests {
    use super::is_typed_name;

    #[test]
    fn whatever_is_typed_is_a_name_unless_the_field_asks_for_it() {
        for name in ["某县热线12345", "12345", "某县统计局 政府信息公开科", "合计"] {
            assert!(is_typed_name(name), "{name}");
        }
        for none in ["", "（盖章）", "(公章)", "单位全称", "负责人："] {
            assert!(!is_typed_name(none), "{none}");
        }
    }
}
