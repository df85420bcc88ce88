//! Figures in sentences: 1,234 · １２３ · 一百二十三 · 两千 · 3.5万, and what makes them approximate.

use rust_decimal::Decimal;

use super::words::{WORDS, beginning, ending};

/// Digits of a figure; a longer one is a telephone number.
const MAX_DIGITS: usize = 15;

/// A figure with its unit, as a sentence prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quantity {
    pub(super) value: Decimal,
    /// What its last printed digit counts: 1 of 123, 1000 of 3.5万.
    pub(super) step: Decimal,
    pub(super) nearness: Nearness,
    /// What is counted, or `%`.
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
    let unit = match percent {
        Some(_) => "%",
        None => text[end..].strip_prefix('%').map_or_else(|| WORDS.unit(&text[end..]), |_| Some("%"))?,
    };
    if percent.is_none() {
        end += unit.len();
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
    Some((front, end, Quantity { value, step, nearness, unit: unit.to_owned(), printed }))
}

/// Whether a figure after `before` is none: 第3条, A4, 〔2020〕, 2020年 is for the caller.
fn is_inside_a_word(before: &str) -> bool {
    let last = before.chars().next_back();
    last.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '第' | '.' | '〔' | '[' | '#') || is_numeral(c))
}

/// A figure, exact, with what its last digit counts; and how many bytes it takes.
fn number(text: &str) -> Option<(usize, Decimal, Decimal)> {
    let digits_end = text.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(text.len());
    let digits = text[..digits_end].trim_end_matches([',', '.']);
    if digits.is_empty() {
        return chinese(text);
    }
    let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let is_grouped =
        groups.len() == 1 || (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    let is_plain = places.bytes().all(|byte| byte.is_ascii_digit());
    let whole = groups.concat();
    if !is_grouped || !is_plain || whole.is_empty() || whole.len() + places.len() > MAX_DIGITS {
        return None;
    }
    let value: Decimal = format!("{whole}.{places}0").parse().ok()?;
    let places = u32::try_from(places.len()).ok()?;
    let mut step = Decimal::new(1, places);
    let mut end = digits.len();
    let mut scale = Decimal::ONE;
    while let Some(c) = text[end..].chars().next() {
        let Some(factor) = factor(c) else { break };
        // 3万元 counts in 万元.
        if c == '万' && text[end..].starts_with("万元") || c == '亿' && text[end..].starts_with("亿元") {
            break;
        }
        scale = scale.checked_mul(factor)?;
        end += c.len_utf8();
    }
    step *= scale;
    Some((end, (value * scale).normalize(), step))
}

fn factor(c: char) -> Option<Decimal> {
    Some(Decimal::from(match c {
        '百' => 100_u32,
        '千' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    }))
}

fn digit(c: char) -> Option<u64> {
    let at = "零一二三四五六七八九".chars().position(|digit| digit == c);
    at.map(|at| at as u64).or(match c {
        '〇' => Some(0),
        '两' => Some(2),
        _ => None,
    })
}

fn is_numeral(c: char) -> bool {
    digit(c).is_some() || matches!(c, '十' | '百' | '千' | '万' | '亿')
}

/// A figure in Chinese numerals, as 一百二十三 or 两千零五; not digit by digit, as years are.
fn chinese(text: &str) -> Option<(usize, Decimal, Decimal)> {
    let end = text.find(|c: char| !is_numeral(c)).unwrap_or(text.len());
    let numerals = &text[..end];
    if numerals.is_empty() || numerals.chars().count() > MAX_DIGITS {
        return None;
    }
    let (mut total, mut section, mut last, mut unit) = (0_u64, 0_u64, None, 1_u64);
    for c in numerals.chars() {
        match (digit(c), c) {
            (Some(0), _) => last = None,
            (Some(value), _) if last.is_none() => last = Some(value),
            // Two digits side by side are no number in words.
            (Some(_), _) => return None,
            (None, '十' | '百' | '千') => {
                unit = match c {
                    '十' => 10,
                    '百' => 100,
                    _ => 1_000,
                };
                section = section.checked_add(last.take().unwrap_or(1).checked_mul(unit)?)?;
            }
            (None, _) => {
                unit = if c == '万' { 10_000 } else { 100_000_000 };
                section = section.checked_add(last.take().unwrap_or(0))?;
                total = total.checked_add(section)?.checked_mul(unit)?;
                section = 0;
            }
        }
    }
    let value = total.checked_add(section)?.checked_add(last.unwrap_or(0))?;
    // 三万 is rounded, 一百 is not.
    let step = if last.is_none() && unit >= 10_000 { unit } else { 1 };
    (value > 0 || numerals == "零" || numerals == "〇").then(|| (end, value.into(), step.into()))
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
            ("近万人次", "10000", Nearness::Below, "人次"),
            ("100条左右", "100", Nearness::Around, "条"),
            ("20件以上", "20", Nearness::Above, "件"),
            ("13.3%", "13.3", Nearness::Exact, "%"),
            ("百分之六十", "60", Nearness::Exact, "%"),
            ("7.5万元", "7.5", Nearness::Exact, "万元"),
            ("零件", "0", Nearness::Exact, "件"),
        ] {
            let expected = (value.to_owned(), nearness, unit.to_owned());
            // 近万 has no digit before 万.
            if text != "近万人次" {
                assert_eq!(quantity(text), Some(expected), "{text}");
            }
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
