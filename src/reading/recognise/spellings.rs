//! Other spellings of a line that follow from the form itself, so that no edition has to list them.
//!
//! Copies lose the cell border between a heading and what stands under it, so that one cell reads
//! `三、本年度办理结果（一）予以公开` or `（三）不予公开/1.属于国家秘密`; and they print the unit of a row behind its label instead of
//! in its column. Each spelling is only words to look up; which of them may be looked up is for
//! [`super::vocabulary`].

use std::collections::HashSet;

use crate::model::{Axis, Folded, Label, LineSpec, fold};
use crate::reading::cells::lexicon::LEXICON;

/// No line has more ways to be written than this. Real forms stay far below; a form made to cost time does not.
const MAX_SPELLINGS: usize = 64;

/// The words of a line with its unit behind them: `（一）收到申请数（件）`.
pub(in crate::reading) fn measured(line: &LineSpec) -> impl Iterator<Item = Folded> {
    let measures = line.labels().zip(std::iter::repeat(line.measure.as_ref()));
    measures.filter_map(|(own, measure)| Some(fold(&format!("{}{}", own.printed(), measure?))))
}

/// A label without the remark in brackets or the sign of a footnote behind it: 行政许可（含不予许可）, 规章①, 规章（件）. `None`
/// where there is none, and where it speaks of something else than the label: another time, a selection, a multiple.
pub(super) fn without_remark(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let is_footnote = |c: char| matches!(c, '①'..='⑳' | '*' | '＊' | '※' | '#' | '＃');
    let bare = text.trim_end_matches(is_footnote);
    if bare.len() < text.len() {
        return Some(bare);
    }
    let (bare, remark) = bracketed(text)?;
    let words = fold(remark).body;
    let is_remark = LEXICON.remarks.begin(&words);
    let is_else = LEXICON.is_strange_unit(remark)
        || words.chars().filter(char::is_ascii_digit).count() > 1
        || (!is_remark && LEXICON.has_other_thing(&words));
    (!is_else && !bare.trim().is_empty()).then_some(bare)
}

/// The words of a text and what stands in brackets behind them.
pub(super) fn bracketed(text: &str) -> Option<(&str, &str)> {
    text.trim_end().strip_suffix(['）', ')'])?.rsplit_once(['（', '('])
}

/// The words of a line behind those of what it stands under, each once.
pub(in crate::reading) fn joined(axis: &Axis, line: usize) -> Vec<Folded> {
    let printed = joined_words(axis, line, |label| label.printed().to_owned());
    let printed = printed.into_iter().map(|words| fold(&words));
    // 不予公开-属于国家秘密: list marks are lost too. Such words are folded already, unless a digit in front of them would be
    // taken for another list mark.
    let bare = joined_words(axis, line, |label| label.folded().body.clone());
    let is_marked = |body: &str| body.starts_with(|c: char| c.is_ascii_digit());
    let bare = bare.into_iter();
    let bare = bare.map(|body| if is_marked(&body) { fold(&body) } else { Folded { body, ..Folded::default() } });
    let mut seen = HashSet::new();
    printed.chain(bare).filter(|folded| seen.insert(folded.body.clone())).collect()
}

/// The words of a line behind those of the line above it, of the two above it, and so on.
fn joined_words(axis: &Axis, line: usize, words: impl Fn(&Label) -> String) -> Vec<String> {
    let mut behind: Vec<String> = axis.lines[line].labels().map(&words).take(MAX_SPELLINGS).collect();
    let mut all = Vec::new();
    for at in axis.above(line) {
        if all.len() >= MAX_SPELLINGS {
            break;
        }
        let heads = axis.lines[at].labels().map(&words);
        behind =
            heads.flat_map(|head| behind.iter().map(move |own| format!("{head}{own}"))).take(MAX_SPELLINGS).collect();
        all.extend(behind.iter().take(MAX_SPELLINGS - all.len()).cloned());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_behind_a_label_is_told_from_another_line() {
        for (text, bare) in [
            ("行政许可（含不予许可）", "行政许可"),
            ("3.其他(撤回)", "3.其他"),
            ("规章（件）", "规章"),
            ("规章①", "规章"),
            ("（七）总计（自动计算）", "（七）总计"),
        ] {
            assert_eq!(without_remark(text), Some(bare));
        }
        for text in [
            "行政许可",
            "行政许可（上年）",
            "行政许可（不予许可）",
            "行政许可（万件）",
            "行政许可（%）",
            "收费金额（美元）",
            "行政许可（2022年）",
            "（其他）",
        ] {
            assert_eq!(without_remark(text), None, "{text}");
        }
    }
    use crate::forms::Forms;

    fn rows(edition: &str, table: usize) -> Axis {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        forms.get(edition).expect(edition).tables[table].blocks[0].rows.clone()
    }

    fn bodies(edition: &str, table: usize, id: &str) -> Vec<String> {
        let rows = rows(edition, table);
        let line = rows.lines.iter().position(|line| line.id == id).expect(id);
        joined(&rows, line).into_iter().map(|folded| folded.body).collect()
    }

    #[test]
    fn a_label_is_joined_with_every_end_of_its_path() {
        let found = bodies("2021", 1, "denied.state_secret");
        for copy in [
            "（三）不予公开1.属于国家秘密",
            "三、本年度办理结果（三）不予公开1.属于国家秘密",
            "三、本年度办理结果 / （三）不予公开 / 1.属于国家秘密",
            "不予公开—属于国家秘密",
            "本年度办理结果不予公开属于国家秘密",
        ] {
            assert!(found.contains(&fold(copy).body), "{copy}");
        }
        assert_eq!(found.len(), 4);
        assert!(bodies("2021", 1, "partly_granted").contains(&fold("三、本年度办理结果（二）部分公开").body));
        assert!(bodies("2021", 1, "received").is_empty());
    }

    #[test]
    fn a_unit_may_stand_behind_the_label() {
        let rows = rows("2014", 0);
        let line = rows.lines.iter().find(|line| line.id == "applications").expect("a line");
        assert_eq!(measured(line).collect::<Vec<_>>(), [fold("（一）收到申请数（件）")]);
    }
}
