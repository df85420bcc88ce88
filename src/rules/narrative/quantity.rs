//! Figures in sentences: 1,234 · １２３ · 一百二十三 · 两千 · 3.5万, and what makes them approximate.

use rust_decimal::Decimal;

use super::numeral::{is_numeral, number};
use super::words::{WORDS, beginning, ending};
use crate::model::is_common;

/// A figure with its unit, as a sentence prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quantity {
    pub(super) value: Decimal,
    /// What its last printed digit counts: 1 of 123, 1000 of 3.5万.
    pub(super) step: Decimal,
    pub(super) nearness: Nearness,
    /// What is counted, or `%`; empty where the sentence leaves it to its other figures.
    pub(super) unit: String,
    /// As printed, without the unit.
    pub(super) printed: String,
}

/// How the true figure lies to the printed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nearness {
    Exact,
    /// 约, 左右.
    Around,
    /// 近, 不足.
    Below,
    /// 余, 多, 超过.
    Above,
    /// One of a range, or otherwise not understood.
    Unclear,
}

impl Quantity {
    /// Whether nothing makes it approximate but its rounding.
    pub(super) fn is_certain(&self) -> bool {
        self.nearness == Nearness::Exact
    }

    /// Whether it can be added to others.
    pub(super) fn is_exact(&self) -> bool {
        self.nearness == Nearness::Exact && self.step == Decimal::ONE
    }

    /// Whether it says `figure`, with the rounding it prints. `None` when it is not understood.
    pub(super) fn agrees_with(&self, figure: Decimal) -> Option<bool> {
        let off = figure - self.value;
        let rounded = if self.step > Decimal::ONE { self.step } else { Decimal::ZERO };
        // 30余 has a zero where the figure is not said.
        let loose = self.step.max(self.last_place()).max(Decimal::ONE);
        Some(match self.nearness {
            Nearness::Exact => off.abs() <= rounded,
            Nearness::Around => off.abs() <= loose,
            Nearness::Below => off <= Decimal::ZERO && off.abs() <= loose,
            Nearness::Above => off >= Decimal::ZERO && off <= loose,
            Nearness::Unclear => return None,
        })
    }

    /// What its last digit that is not zero counts.
    fn last_place(&self) -> Decimal {
        let mut place = self.step;
        while place < self.value && (self.value % (place * Decimal::TEN)).is_zero() {
            place *= Decimal::TEN;
        }
        place
    }
}

/// Reads the figure with which `text` begins, if it counts something; `before` is what stands in front of it. Gives the
/// bytes of `before` that belong to it (约), and of `text`.
pub(super) fn read(before: &str, text: &str) -> Option<(usize, usize, Quantity)> {
    if is_inside_a_word(before) {
        return None;
    }
    let percent = text.strip_prefix("百分之").map(|rest| text.len() - rest.len());
    let (length, value, step) = number(&text[percent.unwrap_or(0)..])?;
    let mut end = percent.unwrap_or(0) + length;
    let words = &WORDS.approximate;
    let kinds = [(&words.around, Nearness::Around), (&words.less, Nearness::Below), (&words.more, Nearness::Above)];
    let (mut front, mut nearness) = (0, Nearness::Exact);
    for (list, kind) in kinds {
        if let Some(word) = ending(list, before).filter(|word| word.len() > front) {
            (front, nearness) = (word.len(), kind);
        }
    }
    let printed = text[..end].to_owned();
    for (list, kind) in kinds {
        if let Some(word) = beginning(list, &text[end..]) {
            (end, nearness) = (end + word.len(), kind);
            break;
        }
    }
    let percent_sign = text[end..].starts_with('%').then_some("%");
    let unit = match (percent, percent_sign.or_else(|| WORDS.unit(&text[end..]))) {
        (Some(_), _) => "%",
        (None, Some(unit)) => unit,
        (None, None) if is_bare(before, &text[..end], &text[end..]) => "",
        (None, None) => return None,
    };
    if percent.is_none() {
        end += unit.len();
    }
    let mut unit = unit.to_owned();
    // 340人（次） counts both ways.
    if let Some(rest) = text[end..].strip_prefix("(次)").filter(|_| !unit.is_empty()) {
        end = text.len() - rest.len();
        if !unit.ends_with('次') {
            unit.push('次');
        }
    }
    for (list, kind) in kinds {
        if let Some(word) = beginning(list, &text[end..]).filter(|word| word.chars().count() > 1 || *word == "余") {
            (end, nearness) = (end + word.len(), kind);
            break;
        }
    }
    let after = text[end..].chars().next();
    let is_range = before.ends_with(['-', '~', '—', '–', '至', '到', '/', '.'])
        && before.trim_end_matches(['-', '~', '—', '–', '至', '到', '/', '.']).ends_with(|c: char| c.is_ascii_digit())
        || matches!(after, Some('-' | '~' | '—' | '/'));
    if is_range || before.ends_with(' ') && before.trim_end().ends_with(|c: char| c.is_ascii_digit()) {
        nearness = Nearness::Unclear;
    }
    Some((front, end, Quantity { value, step, nearness, unit, printed }))
}

/// Whether a number without a unit counts something: 微信170，其他渠道49条. What stands before it says what, and a mark
/// ends it.
fn is_bare(before: &str, digits: &str, after: &str) -> bool {
    const MAX_BARE: usize = 6;
    let is_named = before.ends_with(is_common);
    let is_whole = digits.len() <= MAX_BARE && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_named && is_whole && (after.is_empty() || after.starts_with([',', '、', ';', ')', '。']))
}

/// Whether a figure after `before` is none: 第3条, A4, 〔2020〕, 2020年 is for the caller.
fn is_inside_a_word(before: &str) -> bool {
    let last = before.chars().next_back();
    last.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '第' | '.' | '〔' | '[' | '#') || is_numeral(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Option<(String, Nearness, String)> {
        let start = text.find(|c: char| c.is_ascii_digit() || is_numeral(c))?;
        let start = text.find("百分之").unwrap_or(start);
        let (_, _, quantity) = read(&text[..start], &text[start..])?;
        Some((quantity.value.normalize().to_string(), quantity.nearness, quantity.unit))
    }

    #[test]
    fn figures_as_reports_print_them() {
        for (text, value, nearness, unit) in [
            ("34件", "34", Nearness::Exact, "件"),
            ("1,234条", "1234", Nearness::Exact, "条"),
            ("一百二十三件", "123", Nearness::Exact, "件"),
            ("两千零五条", "2005", Nearness::Exact, "条"),
            ("十二次", "12", Nearness::Exact, "次"),
            ("三万五千件", "35000", Nearness::Exact, "件"),
            ("3.5万条", "35000", Nearness::Exact, "条"),
            ("30余件", "30", Nearness::Above, "件"),
            ("约100条", "100", Nearness::Around, "条"),
            ("100条左右", "100", Nearness::Around, "条"),
            ("20件以上", "20", Nearness::Above, "件"),
            ("13.3%", "13.3", Nearness::Exact, "%"),
            ("百分之六十", "60", Nearness::Exact, "%"),
            ("7.5万元", "7.5", Nearness::Exact, "万元"),
            ("零件", "0", Nearness::Exact, "件"),
        ] {
            let expected = (value.to_owned(), nearness, unit.to_owned());
            assert_eq!(quantity(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_counts_nothing_is_no_figure() {
        for text in ["第3条", "2020年", "3部门", "一般", "一次性", "12345热线", "A4件", "二〇二〇年", "1,23件", "5个人"]
        {
            assert_eq!(quantity(text), None, "{text}");
        }
    }

    #[test]
    fn an_approximate_figure_is_compared_as_such() {
        let agrees = |text: &str, figure: u32| {
            let start = text.find(|c: char| c.is_ascii_digit()).expect("a figure");
            let (_, _, quantity) = read(&text[..start], &text[start..]).expect("a figure");
            quantity.agrees_with(figure.into()).expect("understood")
        };
        for (text, figure, expected) in [
            ("34件", 34, true),
            ("34件", 35, false),
            ("30余件", 37, true),
            ("30余件", 29, false),
            ("30余件", 47, false),
            ("约100件", 96, true),
            ("近100件", 101, false),
            ("3.5万条", 35_200, true),
            ("3.5万条", 37_000, false),
        ] {
            assert_eq!(agrees(text, figure), expected, "{text} {figure}");
        }
    }
}
