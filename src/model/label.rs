//! Labels: what the form prints beside its figures, and the folded form by which copies of it are recognised.
//!
//! Published copies differ in width, spacing, quotes, brackets and list marks, never (but for misprints) in the words.
//! So a label is folded to its words, and its ordinal is split off and kept as a tie-breaker: `3.其他` is a row of table
//! 三 and `其他` a column, and section numbers shift from report to report.

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::Unit;

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

/// The characters of money, which every unit of it ends with.
const MONEY: [char; 2] = ['元', '圆'];

/// Takes the unit out of a header: one of money that brackets at its end state, `单位:X` wherever it stands, and one of money
/// behind a stroke, a colon or the word for a sum. Of words that are nothing but a statement of a unit the words stay.
fn split_unit(text: &str) -> (Cow<'_, str>, Option<String>) {
    const MARK: &str = "单位:";
    let has_money = text.contains(MONEY);
    if let Some((words, behind, unit)) = Some(text).filter(|_| has_money).and_then(bracketed_money) {
        let words = if behind.is_empty() { Cow::Borrowed(words) } else { Cow::Owned(format!("{words}{behind}")) };
        return (words, Some(unit.word().to_owned()));
    }
    // Where it stands twice, as in 填报单位:某局 单位:元 and 单位:件;金额单位:元, it is that of money that counts.
    let marks = || text.match_indices(MARK).map(|(at, _)| (at, Listed::of(&text[at + MARK.len()..])));
    let stated = || marks().find(|(_, listed)| has_money && listed.money.is_some()).or_else(|| marks().next());
    if let Some((at, Listed { text: listed, money })) = text.find(':').and_then(|_| stated()) {
        let unit = money.map(|unit| unit.word().to_owned());
        let unit = unit.or_else(|| listed.split(Listed::MARKS).next().map(str::to_owned));
        let behind = &text[at + MARK.len() + listed.len()..];
        return (Cow::Owned(format!("{}{behind}", &text[..at])), unit.filter(|unit| !unit.is_empty()));
    }
    if !has_money {
        return (Cow::Borrowed(text), None);
    }
    let behind = text.rsplit_once(['/', ':']).and_then(|(words, unit)| Some((words, Unit::named(unit)?)));
    let behind = behind.or_else(|| behind_sum(text));
    let unit = behind.map(|(_, unit)| unit).or_else(|| stated_money(text));
    (Cow::Borrowed(behind.map_or(text, |(words, _)| words)), unit.map(|unit| unit.word().to_owned()))
}

/// The units behind `单位:`: of 件、元 the first is that of the counts and the other that of the sums.
struct Listed<'t> {
    text: &'t str,
    money: Option<Unit>,
}

impl<'t> Listed<'t> {
    const MARKS: [char; 3] = ['、', ',', '/'];

    /// Those that a text begins with.
    fn of(text: &'t str) -> Self {
        /// What counts stand before the sum without a mark, 单位: 件 元.
        const COUNTED: [char; 4] = ['件', '条', '项', '个'];
        let end = text.find(|c: char| !c.is_alphanumeric() && !Self::MARKS.contains(&c)).unwrap_or(text.len());
        let text = &text[..end];
        let money = text.split(Self::MARKS).find_map(|unit| Unit::named(unit.trim_start_matches(COUNTED)));
        Self { text, money }
    }
}

/// Words, the unit of money that the brackets behind them state, whatever they say besides, and further brackets behind
/// those: `(元)`, `(金额单位:人民币元)`, `(币种:人民币;单位:元)`, `(元,保留两位小数)`, `(¥/元)`, `(万元)(不含罚款)`.
fn bracketed_money(text: &str) -> Option<(&str, &str, Unit)> {
    const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('〔', '〕'), ('【', '】')];
    let bracketed = |text: &'_ str| {
        let inner = |(open, close)| text.strip_suffix(close)?.rsplit_once(open);
        BRACKETS.into_iter().find_map(inner).map(|(words, inner)| (words.len(), inner.len()))
    };
    let stated = |part: &str| Unit::named(part).or_else(|| stated_money(part));
    let mut end = text.len();
    while let Some((words, inner)) = bracketed(&text[..end]) {
        let start = end - text[..end].chars().next_back().map_or(0, char::len_utf8) - inner;
        let mut units = text[start..start + inner].split(|c: char| !c.is_alphanumeric()).filter_map(stated);
        if let Some(first) = units.next() {
            return units.all(|unit| unit == first).then_some((&text[..words], &text[end..], first));
        }
        end = words;
    }
    None
}

/// The unit of money that a clause states: `金额单位人民币元`, `注:收费金额单位为元`, `本表金额均为人民币元`, `以万元为单位`,
/// `按元填报`.
fn stated_money(text: &str) -> Option<Unit> {
    const MARKS: [&str; 5] = ["单位", "金额均为", "金额为", "收费均为", "收费为"];
    let named = |words: &str| {
        let words = words.trim_start_matches(['为', '是', '均', '系', ':']);
        words.split(|c: char| !c.is_alphanumeric()).next().and_then(Unit::named)
    };
    let behind = |mark: &&str| text.rfind(*mark).map(|at| &text[at + mark.len()..]);
    MARKS.iter().filter_map(behind).find_map(named).or_else(|| counted_in(text))
}

/// The unit in which sums are said to be counted or filled in: `以元计`, `按万元填列`, `以元为单位`.
fn counted_in(text: &str) -> Option<Unit> {
    const BEFORE: [char; 2] = ['以', '按'];
    const BEHIND: [&str; 7] = ["为单位", "计", "填", "统计", "列", "报", "核算"];
    text.split(BEFORE).skip(1).find_map(|clause| {
        let end = clause.find(MONEY).map(|at| at + MONEY[0].len_utf8())?;
        let (unit, behind) = clause.split_at(end);
        Unit::named(unit).filter(|_| BEHIND.iter().any(|verb| behind.starts_with(verb)))
    })
}

/// Words that end with a sum, and the unit of money directly behind: `本年收费金额元` of a cell with a space or a line break
/// between the two.
fn behind_sum(text: &str) -> Option<(&str, Unit)> {
    const SUMS: [&str; 2] = ["金额", "收费"];
    let words = SUMS.iter().filter_map(|sum| Some(text.rfind(sum)? + sum.len())).max()?;
    Unit::named(text[words..].trim_start_matches([',', ';', '、'])).map(|unit| (&text[..words], unit))
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

    /// However offices state that the sums under a header are in another unit, that is no part of its words.
    #[test]
    fn a_unit_of_money_is_found_however_it_is_stated() {
        for stated in [
            "（元）",
            "[元]",
            "（人民币：元）",
            "（金额单位：人民币元）",
            "（计量单位：元）",
            "（币种：人民币；单位：元）",
            "（单位：元，人民币）",
            "（单位元）",
            "（以元为单位）",
            "（￥/元）",
            "（元，保留两位小数）",
            "（单位：人民币元）",
            "（以元计）",
            "（按元填列）",
            "（人民币圆）",
            "（单位：件、元）",
            "【元】",
            " 元",
            "\n元",
            "/元",
            "：元",
        ] {
            let folded = fold(&format!("本年收费金额{stated}"));
            assert_eq!((folded.body.as_str(), folded.unit.as_deref()), ("本年收费金额", Some("元")), "{stated}");
        }
        for note in [
            "注：收费金额单位为元。",
            "金额单位：人民币元",
            "单位：元",
            "单位：件、元",
            "单位：件 元",
            "单位：件；收费金额单位：元",
            "填报单位：某县民政局　　单位：元",
            "单位：件（收费为元）",
            "以元为单位",
            "（单位：元）",
            "以上收费金额单位均为元",
            "说明：第（八）项金额按元填报。",
            "本年收费金额，单位元",
        ] {
            assert_eq!(fold(note).unit.as_deref(), Some("元"), "{note}");
        }
        assert_eq!(fold("本年收费金额（百万元）").unit.as_deref(), Some("百万元"));
        assert_eq!(fold("本年收费金额（万元）（不含罚款）").unit.as_deref(), Some("万元"));
        assert_eq!(fold("本年收费金额（仟元）").unit.as_deref(), Some("千元"));
        for other in [
            "（元旦前）",
            "单位元老数",
            "单位：件",
            "其他（元、万元）",
            "12345元",
            "以元旦为界",
            "收费金额（美元）",
            "按元件计",
        ] {
            assert!(fold(other).unit.is_none_or(|unit| unit == "件"), "{other}");
        }
    }

    #[test]
    fn a_header_unit_is_split_off() {
        for text in ["本年收费金额（单位：万元）", "本年收费金额单位:万元", "本年收费金额 ( 单位 ： 万元 )"]
        {
            let folded = fold(text);
            assert_eq!((folded.body.as_str(), folded.unit.as_deref()), ("本年收费金额", Some("万元")), "{text}");
        }
    }
}
