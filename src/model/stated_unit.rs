//! The unit that a label states, in whatever words: `本年收费金额（单位：万元）`, `单位：件、元`, `注：收费金额以元为单位`.

use std::borrow::Cow;

use super::Unit;

/// The characters of money, which every unit of it ends with.
const MONEY: [char; 2] = ['元', '圆'];

/// Takes the unit out of a header: one of money that brackets at its end state, `单位:X` wherever it stands, and one of money
/// behind a stroke, a colon or the word for a sum. Of words that are nothing but a statement of a unit the words stay.
pub(super) fn split_unit(text: &str) -> (Cow<'_, str>, Option<String>) {
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
    use crate::model::fold;

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
