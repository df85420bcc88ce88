//! What stands in the columns of names besides a name: a number in front, names of before side by side, and on the last line
//! how many there are.

use serde::Deserialize;

use super::likely::is_office_within;
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::words::Words;

/// How the last line of a list counts those above it: 共36家.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counts {
    /// What may stand before the number.
    before: Words,
    /// What stands behind it.
    behind: Words,
}

impl Counts {
    /// Whether a text counts those that are listed and is none of them.
    pub(super) fn is_one(&self, text: &str) -> bool {
        let text: String = text.chars().filter(|c| !c.is_whitespace() && !"()（）：:。".contains(*c)).collect();
        let digits = |c: char| c.is_numeric() || "一二三四五六七八九十百".contains(c);
        let is_counted = |text: &str| {
            let rest = text.trim_start_matches(digits);
            rest.len() < text.len() && self.behind.have(rest)
        };
        is_counted(&text) || self.before.iter().filter_map(|word| text.strip_prefix(word.as_str())).any(is_counted)
    }
}

/// A name without its number in the list: 1.某局, 2、某局, （3）某局, ④某局.
pub(super) fn without_number(name: &str) -> &str {
    let circled = |c: char| ('①'..='⑳').contains(&c);
    let digits = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let inner = name.strip_prefix(['(', '（']);
    let rest = inner.unwrap_or(name).trim_start_matches(digits);
    let is_numbered = rest.len() < inner.unwrap_or(name).len();
    let rest = match inner {
        Some(_) => rest.strip_prefix([')', '）']),
        None if is_numbered => rest.trim_start().strip_prefix(['.', '．', '、', ')', '）']),
        None => name.strip_prefix(circled),
    };
    let rest = rest.map(str::trim_start).filter(|rest| is_numbered || inner.is_none() && rest.len() < name.len());
    rest.filter(|rest| !rest.is_empty() && !rest.starts_with(digits)).unwrap_or(name)
}

/// The names in a cell of names of before. Blanks, line ends and strokes part them where each is a body's: they also stand
/// within one name that is too long for its cell.
pub(super) fn former(text: &str) -> Vec<&str> {
    let is_body = |name: &&str| LEXICON.is_agency(without_number(name)) && !is_office_within(without_number(name));
    let mut names = Vec::new();
    for part in text.split([';', '；', '、', '，', ',']).map(str::trim) {
        // 1、某局 has a mark of its own.
        if part.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        let pieces: Vec<&str> = part
            .split(|c: char| c.is_whitespace() || matches!(c, '/' | '／'))
            .filter(|name| !name.is_empty())
            .collect();
        if pieces.iter().all(is_body) {
            names.extend(pieces.into_iter().map(without_number));
        } else {
            names.push(without_number(part));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_no_part_of_a_name() {
        for name in ["1.某县教育局", "12、某县教育局", "（3）某县教育局", "④某县教育局", "5． 某县教育局", "某县教育局"]
        {
            assert_eq!(without_number(name), "某县教育局", "{name}");
        }
        for name in ["110指挥中心", "12345热线", "（开发区）财政局", "1.5公里办", "2、"] {
            assert_eq!(without_number(name), name);
        }
    }

    #[test]
    fn names_of_before_are_parted_where_each_is_one() {
        let both = ["某县文化局", "某县旅游局"];
        for text in [
            "某县文化局、某县旅游局",
            "某县文化局\n某县旅游局",
            "某县文化局 某县旅游局",
            "某县文化局\u{3000}某县旅游局",
            "某县文化局，某县旅游局",
            "某县文化局/某县旅游局",
            "1.某县文化局 2.某县旅游局",
            "1、某县文化局；2、某县旅游局",
            "某县文化局；\n某县旅游局；",
        ] {
            assert_eq!(former(text), both, "{text}");
        }
        for text in ["某县文化\n和旅游局", "某县人民政府\n办公室", "某县 民政局"] {
            assert_eq!(former(text), [text]);
        }
        assert_eq!(former(""), Vec::<&str>::new());
    }
}
