//! A list of words in a record, and the ways in which a text may have one of them.

use std::slice::Iter;

use serde::Deserialize;

/// Words of one kind. Where several would do, the first is it.
///
/// Nearly all texts that are asked about have none of them, so the signs that they begin and end with are looked at first.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub(in crate::reading) struct Words {
    all: Vec<String>,
    /// The signs that words begin with, each once, in order.
    firsts: Vec<char>,
    /// Those that words end with.
    lasts: Vec<char>,
}

impl TryFrom<Vec<String>> for Words {
    type Error = &'static str;

    /// Every text would have a word without letters.
    fn try_from(words: Vec<String>) -> Result<Self, Self::Error> {
        if words.iter().any(String::is_empty) {
            return Err("a list of words has an empty one");
        }
        let each_once = |mut signs: Vec<char>| {
            signs.sort_unstable();
            signs.dedup();
            signs
        };
        let firsts = each_once(words.iter().filter_map(|word| word.chars().next()).collect());
        let lasts = each_once(words.iter().filter_map(|word| word.chars().next_back()).collect());
        Ok(Self { all: words, firsts, lasts })
    }
}

impl Words {
    /// The words, in the record's order.
    pub(in crate::reading) fn iter(&self) -> Iter<'_, String> {
        self.all.iter()
    }

    /// Whether there are none.
    pub(in crate::reading) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The first, by which things of this kind are called where gouji names them.
    pub(in crate::reading) fn first(&self) -> &str {
        self.all.first().map_or("", String::as_str)
    }

    /// Whether `text` is one of them.
    pub(in crate::reading) fn have(&self, text: &str) -> bool {
        self.may_begin(text) && self.iter().any(|word| word == text)
    }

    /// Whether `text` begins with one.
    pub(in crate::reading) fn begin(&self, text: &str) -> bool {
        self.behind(text).is_some()
    }

    /// Whether `text` ends with one.
    pub(in crate::reading) fn end(&self, text: &str) -> bool {
        self.before(text).is_some()
    }

    /// Whether one stands anywhere in `text`.
    pub(in crate::reading) fn are_in(&self, text: &str) -> bool {
        self.places(text).next().is_some()
    }

    /// Where words begin in `text`, from the left.
    pub(in crate::reading) fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        let may_begin = text.char_indices().filter(|(_, sign)| self.firsts.binary_search(sign).is_ok());
        may_begin.map(|(at, _)| at).filter(|at| self.iter().any(|word| text[*at..].starts_with(word.as_str())))
    }

    /// Where one begins in `text`: of several that do the first in the record, wherever it stands.
    pub(in crate::reading) fn find_in(&self, text: &str) -> Option<usize> {
        if self.are_in(text) { self.iter().find_map(|word| text.find(word.as_str())) } else { None }
    }

    /// What stands behind the one that `text` begins with.
    pub(in crate::reading) fn behind<'t>(&self, text: &'t str) -> Option<&'t str> {
        if self.may_begin(text) { self.iter().find_map(|word| text.strip_prefix(word.as_str())) } else { None }
    }

    /// What stands before the one that `text` ends with.
    pub(in crate::reading) fn before<'t>(&self, text: &'t str) -> Option<&'t str> {
        let may_end = text.chars().next_back().is_some_and(|sign| self.lasts.binary_search(&sign).is_ok());
        if may_end { self.iter().find_map(|word| text.strip_suffix(word.as_str())) } else { None }
    }

    fn may_begin(&self, text: &str) -> bool {
        text.chars().next().is_some_and(|sign| self.firsts.binary_search(&sign).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_a_word_as_its_letters_do() {
        let words =
            Words::try_from(["政府信息公开", "公开", "Total", "局"].map(str::to_owned).to_vec()).expect("words");
        for text in [
            "",
            "局",
            "某局",
            "局长",
            "政府信息公开",
            "主动公开情况",
            "政府信息",
            "公",
            "开",
            "Total of",
            "subTotal",
            "total",
        ] {
            let having = |is: fn(&str, &str) -> bool| words.iter().find(|word| is(text, word)).map(String::as_str);
            assert_eq!(words.have(text), having(|text, word| text == word).is_some(), "{text}");
            assert_eq!(words.are_in(text), having(|text, word| text.contains(word)).is_some(), "{text}");
            let begin = having(|text, word| text.starts_with(word));
            assert_eq!(words.behind(text), begin.map(|word| &text[word.len()..]), "{text}");
            let end = having(|text, word| text.ends_with(word));
            assert_eq!(words.before(text), end.map(|word| &text[..text.len() - word.len()]), "{text}");
            let place = having(|text, word| text.contains(word)).and_then(|word| text.find(word));
            assert_eq!(words.find_in(text), place, "{text}");
            let least = words.iter().filter_map(|word| text.find(word.as_str())).min();
            assert_eq!(words.places(text).next(), least, "{text}");
        }
    }

    #[test]
    fn an_empty_word_is_refused() {
        assert!(Words::try_from(vec!["局".to_owned(), String::new()]).is_err());
    }
}
