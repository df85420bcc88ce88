//! What stands in the columns of names besides a name: names of before side by side, and on the last line how many there are.

use serde::Deserialize;

use super::likely::is_office_within;
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::words::Words;
use crate::reading::recognise::bare_title::without_serial;

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

/// The names in a cell of names of before. Blanks, line ends and strokes part them where each is a body's: they also stand
/// within one name that is too long for its cell.
pub(super) fn former(text: &str) -> Vec<&str> {
    let is_body = |name: &&str| LEXICON.is_agency(without_serial(name)) && !is_office_within(without_serial(name));
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
            names.extend(pieces.into_iter().map(without_serial));
        } else {
            names.push(without_serial(part));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[cfg(test)]
mod tests {
    use super::*;

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
