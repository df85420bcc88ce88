//! Numerals in sentences: 1,234 · １２３ · 一百二十三 · 两千 · 3.5万.

use rust_decimal::Decimal;

/// Digits of a figure; a longer one is a telephone number.
const MAX_DIGITS: usize = 15;

/// A figure, exact, with what its last digit counts; and how many bytes it takes.
pub(super) fn number(text: &str) -> Option<(usize, Decimal, Decimal)> {
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
    let step = Decimal::new(1, places);
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
    let (value, step) = (value.checked_mul(scale)?, step.checked_mul(scale)?);
    Some((end, value.normalize(), step))
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

/// Whether a character is a numeral in words.
pub(super) fn is_numeral(c: char) -> bool {
    matches!(c, '〇' | '零' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九')
        || matches!(c, '十' | '百' | '千' | '万' | '亿')
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
