//! Labels: what the form prints beside its figures, and the folded form by which copies of it are recognised.
//!
//! Published copies differ in width, spacing, quotes, brackets and list marks, never (but for misprints) in the words.
//! So a label is folded to its words, and its ordinal is split off and kept as a tie-breaker: `3.其他` is a row of table
//! 三 and `其他` a column, and section numbers shift from report to report.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::stated_unit::split_unit;

/// A label of the form: the words as the law prints them, and their folded form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    printed: String,
    folded: Folded,
}

impl Label {
    /// A label from the words as printed.
    pub fn new(printed: impl Into<String>) -> Self {
        let printed = printed.into();
        let folded = fold(&printed);
        Self { printed, folded }
    }

    /// The words, verbatim.
    #[must_use]
    pub fn printed(&self) -> &str {
        &self.printed
    }

    /// The folded form that copies are compared by.
    #[must_use]
    pub fn folded(&self) -> &Folded {
        &self.folded
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.printed)
    }
}

/// A folded label: equal for every copy of the same words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Folded {
    /// The list mark in front, if there was one.
    pub ordinal: Option<Ordinal>,
    /// Letters, digits and characters only; no spaces, quotes, brackets or punctuation.
    pub body: String,
    /// The unit a header declares, as in `本年收费金额（单位：万元）`.
    pub unit: Option<String>,
}

/// A list mark, by its kind and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ordinal {
    /// `一、`
    Section(u8),
    /// `（一）`
    Part(u8),
    /// `1.`
    Item(u8),
}

/// Folds `text`: NFKC, no white space or quotes, ordinal and unit split off, punctuation dropped.
///
/// # Example
/// ```
/// use gouji::model::fold;
/// let folded = fold("（二）部分公开（区分处理的，只计这一情形，不计其他情形）");
/// assert!(folded.ordinal.is_some() && folded.body.starts_with("部分公开"));
/// assert_eq!(fold("行政 复议").body, "行政复议");
/// ```
#[must_use]
pub fn fold(text: &str) -> Folded {
    let mut flat = String::with_capacity(text.len());
    compatible(text, |c| {
        if !is_invisible(c) {
            flat.push(c);
        }
    });
    let (ordinal, rest) = split_ordinal(without_bullet(&flat));
    let (rest, unit) = split_unit(rest);
    let mut body = String::with_capacity(rest.len());
    body.extend(rest.chars().filter(|c| is_common(*c) || c.is_alphanumeric()));
    Folded { ordinal, body, unit }
}

/// Hands on the characters of the compatibility form (NFKC) of a text.
pub(super) fn compatible(text: &str, mut each: impl FnMut(char)) {
    // Nearly every text is of characters whose form needs no table.
    if text.chars().all(|c| plain_form(c).is_some()) {
        text.chars().filter_map(plain_form).for_each(each);
    } else {
        text.nfkc().for_each(&mut each);
    }
}

/// The common Chinese characters: letters all, and spared the tables of Unicode.
pub(crate) fn is_common(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// The NFKC form of a character that has one by itself: common Chinese characters and ASCII stay, full-width ASCII
/// becomes ASCII. `None` sends the whole text through the tables.
fn plain_form(c: char) -> Option<char> {
    match c {
        '\0'..='\x7F' | '\u{4E00}'..='\u{9FFF}' | '、' | '。' | '“' | '”' | '‘' | '’' => Some(c),
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0),
        _ => None,
    }
}

/// White space, quotes, controls, soft hyphens and the zero-width and bidirectional marks that copies pick up.
pub(super) fn is_invisible(c: char) -> bool {
    if is_common(c) {
        return false;
    }
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
        || matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '`')
}

/// The words behind the mark of a list without numbers, as Markdown and office programs write it; a mark of a font of
/// pictures stands in a private place.
fn without_bullet(text: &str) -> &str {
    const BULLETS: &str = "-*+•●○■□◆◇▪–—";
    text.trim_start_matches(|c| BULLETS.contains(c) || matches!(c, '\u{F000}'..='\u{F0FF}'))
}

fn split_ordinal(text: &str) -> (Option<Ordinal>, &str) {
    let after_mark = |rest: &'_ str| rest.starts_with(['、', ',', '.', ')', ':']);
    if let Some(rest) = text.strip_prefix('(') {
        if let Some((number, rest)) = take_number(rest)
            && let Some(rest) = rest.strip_prefix(')')
        {
            return (Some(Ordinal::Part(number)), rest);
        }
        return (None, text);
    }
    let is_digit = text.starts_with(|c: char| c.is_ascii_digit());
    match take_number(text) {
        Some((number, rest)) if after_mark(rest) => {
            let rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
            // `12.5` is a figure, not item 12.
            if is_digit && rest.starts_with(|c: char| c.is_ascii_digit()) {
                return (None, text);
            }
            (Some(if is_digit { Ordinal::Item(number) } else { Ordinal::Section(number) }), rest)
        }
        // `①属于国家秘密`, `1 属于国家秘密`: no label begins with a digit of its own.
        Some((number, rest)) if is_digit && rest.starts_with(is_common) => (Some(Ordinal::Item(number)), rest),
        _ => (None, text),
    }
}

/// A number of at most two digits, in Chinese or Arabic, and what follows it.
fn take_number(text: &str) -> Option<(u8, &str)> {
    let arabic = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=2).contains(&arabic) {
        return Some((text[..arabic].parse().ok()?, &text[arabic..]));
    }
    let mut value = None;
    let mut rest = text;
    while let Some(digit) = rest.chars().next().and_then(chinese_digit) {
        value = Some(match (value, digit) {
            (None, digit) => digit,
            (Some(tens), 10) if tens < 10 => tens * 10,
            (Some(sum), digit) if sum % 10 == 0 && digit < 10 => sum + digit,
            _ => return None,
        });
        rest = &rest['一'.len_utf8()..];
    }
    value.map(|value| (value, rest))
}

fn chinese_digit(c: char) -> Option<u8> {
    "一二三四五六七八九十".chars().position(|digit| digit == c).and_then(|at| u8::try_from(at + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_a_label_fold_to_the_same_words() {
        let law = fold("3.危及“三安全一稳定”");
        for copy in [
            "3.危及\"三安全一稳定\"",
            "３．危及 “ 三安全一稳定 ”",
            "3、危及三安全一稳定",
            "3.危及\u{a0}三安全\n一稳定\u{200b}",
        ] {
            assert_eq!(fold(copy), law, "{copy}");
        }
    }

    /// The short way and the tables agree on every character that takes the short way.
    #[test]
    fn plain_forms_are_the_compatibility_forms() {
        for c in (0..=0xFFFF_u32).filter_map(char::from_u32) {
            if let Some(plain) = plain_form(c) {
                assert!(c.nfkc().eq([plain]), "U+{:04X}", u32::from(c));
            }
        }
    }

    #[test]
    fn kangxi_radicals_of_a_pdf_text_layer_fold_to_characters() {
        assert_eq!(fold("⼀、⾏政许可"), fold("一、行政许可"));
    }

    #[test]
    fn the_ordinal_is_kept_apart_from_the_words() {
        let cases = [
            ("一、本年新收", Some(Ordinal::Section(1)), "本年新收"),
            ("(十二)其他", Some(Ordinal::Part(12)), "其他"),
            ("（七）总计", Some(Ordinal::Part(7)), "总计"),
            ("㈦总计", Some(Ordinal::Part(7)), "总计"),
            ("3.其他", Some(Ordinal::Item(3)), "其他"),
            ("1、信访", Some(Ordinal::Item(1)), "信访"),
            ("其他", None, "其他"),
            ("12.5", None, "125"),
            ("三安全", None, "三安全"),
            ("①信访", Some(Ordinal::Item(1)), "信访"),
            ("2 信访", Some(Ordinal::Item(2)), "信访"),
            ("- 3.其他", Some(Ordinal::Item(3)), "其他"),
            ("• 其他", None, "其他"),
            ("2023年度", None, "2023年度"),
        ];
        for (text, ordinal, body) in cases {
            let folded = fold(text);
            assert_eq!((folded.ordinal, folded.body.as_str()), (ordinal, body), "{text}");
        }
    }
}
