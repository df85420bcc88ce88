//! What stands on the line of a title, or in the name of a file, in front of the title and behind it.

use super::years::numeral;
use crate::reading::cells::lexicon::LEXICON;

/// A title without its number among the annexes, or what kind of file it is, in front: 附件1：…, 【年报】…, 副本…; and without
/// when it was put up behind: …年度报告 发布时间：….
pub(super) fn bare_title(text: &str) -> &str {
    let end = LEXICON.title_tails.places(text).find(|at| *at > 0);
    let text = end.map_or(text, |end| text[..end].trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')'));
    let text = LEXICON.copy_marks.behind(text).unwrap_or(text);
    without_annex(without_note(without_label(text)))
}

/// Without the label that a page gives it among its own data: 名称：…, 信息名称：….
fn without_label(text: &str) -> &str {
    /// Characters of such a label.
    const LONGEST: usize = 6;
    let is_label = |label: &str| label.chars().count() <= LONGEST && LEXICON.title_labels.end(label);
    text.split_once(':').filter(|(label, _)| is_label(label)).map_or(text, |(_, title)| title)
}

/// Without a note in brackets in front that names neither an agency nor a year: （修订版）….
fn without_note(text: &str) -> &str {
    let behind = |(open, close)| text.strip_prefix(open).and_then(|text: &str| text.split_once(close));
    let found = [('(', ')'), ('【', '】'), ('[', ']'), ('〔', '〕')].into_iter().find_map(behind);
    let is_note =
        |note: &str| !note.contains(|c: char| c.is_ascii_digit()) && !LEXICON.is_agency(note) && !begins_as_link(note);
    let note = found.filter(|(note, _)| is_note(note));
    note.map_or(text, |(_, rest)| rest)
}

/// Without the word for an annex in front, with its number or a colon: 附件1：…, 附表：…. Of 附件12023年 the year stays.
fn without_annex(text: &str) -> &str {
    let Some(rest) = LEXICON.annex_marks.behind(text) else { return text };
    let bare = without_number(rest).trim_start_matches([':', '、', '.', '-', '—', '_']);
    if bare.len() < rest.len() { bare } else { text }
}

/// Without a number of one or two figures in front; the four of a year stay.
pub(super) fn without_number(text: &str) -> &str {
    let behind = text.trim_start_matches(numeral);
    let figures = text[..text.len() - behind.len()].chars().count();
    let number = match figures {
        1 | 2 if !behind.starts_with('年') => figures,
        5 | 6 => figures - 4,
        _ => return text,
    };
    text.char_indices().nth(number).map_or("", |(at, _)| &text[at..])
}

/// Without the number of an item: （二）, 二、, 2., 第二部分.
pub(super) fn without_item_number(text: &str) -> &str {
    let behind = |text: &str| {
        let rest = text.trim_start_matches(numeral);
        (rest.len() < text.len()).then_some(rest.len())
    };
    let rest = |from: &'_ str, marks: &[char]| {
        let rest = &from[from.len() - behind(from)?..];
        let mark = rest.chars().next().filter(|mark| marks.contains(mark))?;
        Some(rest.len() - mark.len_utf8())
    };
    let part = text.strip_prefix('第').map(|text| text.trim_start_matches(numeral));
    if let Some(rest) = part.and_then(|part| LEXICON.chapter_words.behind(part)) {
        return rest;
    }
    let left = match text.strip_prefix('(') {
        Some(inner) => rest(inner, &[')']),
        None => rest(text, &['、', '.', '．']),
    };
    left.map_or(text, |left| &text[text.len() - left..])
}

/// Whether words lead to another report: 上一条, 详见.
fn begins_as_link(words: &str) -> bool {
    LEXICON.link_marks.begin(words)
}

/// The name of an agency as a title has it, without where its page stands in front, 首页»年报»某县教育局, and what was done
/// with the report behind: 某县教育局公布. `None` where it is none, because the words are a sentence or lead to another report.
pub(super) fn named(words: &str) -> Option<&str> {
    // What has tags in it is no path.
    let path = Some(words).filter(|words| !words.contains('<'));
    let (front, name) = path.and_then(|path| path.rsplit_once([':', '»', '›', '>'])).unwrap_or(("", words));
    let bare = name.trim_start_matches(|c: char| !c.is_alphanumeric());
    let leads = || LEXICON.link_marks.end(front) || LEXICON.note_marks.end(front) || begins_as_link(bare);
    if name.contains(['。', '；', '，', ',', ';', '!', '？']) || leads() {
        return None;
    }
    match LEXICON.handing_in.before(name) {
        Some(name) => Some(name).filter(|name| LEXICON.is_agency(name)),
        None => Some(name),
    }
}

/// A name without its number in a folder or a list: 01云泽县教育局, 1.云泽县教育局, （3）云泽县教育局, ④云泽县教育局; but
/// 110指挥中心, 1.5公里办.
pub(in crate::reading) fn without_serial(name: &str) -> &str {
    let is_digit = |c: char| matches!(c, '0'..='9' | '０'..='９' | '①'..='⑳');
    let is_open = |c: char| matches!(c, '(' | '（');
    let inner = name.strip_prefix(is_open).unwrap_or(name);
    let rest = inner.trim_start_matches(is_digit);
    let number = &inner[..inner.len() - rest.len()];
    let is_mark = |c: char| !c.is_alphanumeric() && !is_open(c);
    let is_told = |c: char| matches!(c, '0' | '０' | '①'..='⑳');
    let is_apart = if inner.len() < name.len() {
        rest.starts_with([')', '）'])
    } else {
        rest.starts_with(is_mark) || number.starts_with(is_told)
    };
    let bare = rest.trim_start_matches(is_mark);
    let is_serial = !number.is_empty() && is_apart && !bare.is_empty() && !bare.starts_with(is_digit);
    if is_serial { bare } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_a_list_is_no_part_of_a_name() {
        for name in [
            "1.某县教育局",
            "01某县教育局",
            "12、某县教育局",
            "（3）某县教育局",
            "(3)某县教育局",
            "④某县教育局",
            "5． 某县教育局",
            "某县教育局",
        ] {
            assert_eq!(without_serial(name), "某县教育局", "{name}");
        }
        for name in ["110指挥中心", "12345热线", "（开发区）财政局", "1.5公里办", "2、"] {
            assert_eq!(without_serial(name), name);
        }
    }
}
