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
            self.agency = above.and_then(|typed| typed_name(&typed).map(str::to_owned)).or(self.agency.take());
        } else {
            return None;
        }
        Some((label, typed))
    }
}

/// The name that was typed in the first field, without the place for a seal behind it; nothing where the field is blank, says so
/// or has another behind it.
fn typed_name(typed: &str) -> Option<&str> {
    let typed = typed.trim();
    let sealed = typed
        .rfind(['（', '('])
        .filter(|at| LEXICON.seals.iter().any(|seal| flat(&typed[*at..]) == format!("({seal})")));
    let name = sealed.map_or(typed, |at| typed[..at].trim_end());
    let words = flat(name);
    let bare = words.trim_matches(|c| matches!(c, '(' | ')'));
    let is_none = bare.is_empty() || bare == "0" || LEXICON.is_placeholder(bare) || bare.contains("某某");
    let is_marked = words.split_once(':').is_some_and(|(before, _)| LEXICON.head_marks.have(before));
    (!is_none && !is_marked && !words.ends_with(':') && !marked::is_asked_for(bare)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::typed_name;

    #[test]
    fn whatever_is_typed_is_a_name_unless_the_field_asks_for_it() {
        for name in ["某县热线12345", "12345", "某县统计局 政府信息公开科", "合计"] {
            assert_eq!(typed_name(name), Some(name));
        }
        for (typed, name) in [("某县教育局（盖章）", "某县教育局"), ("某县教育局\n(公章)", "某县教育局")]
        {
            assert_eq!(typed_name(typed), Some(name));
        }
        for none in ["", "（盖章）", "(公章)", "单位全称", "负责人：", "/", "无", "0", "某某单位", "单位：某县教育局"]
        {
            assert_eq!(typed_name(none), None, "{none}");
        }
    }
}
