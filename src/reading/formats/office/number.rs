//! Numbers as a sheet shows them: decimal, to 15 significant digits, without an exponent.

use std::borrow::Cow;

use crate::reading::cells::grid::CellKind;

/// What Excel keeps of a number.
const SIGNIFICANT_DIGITS: usize = 15;

/// A stored number as text. What is no number (`NaN` is a bit pattern like any other) is text.
pub(super) fn stored(value: f64, is_date: bool) -> (String, CellKind) {
    match plain(value) {
        Some(text) => (text, kind(is_date)),
        None => (value.to_string(), CellKind::Text),
    }
}

/// A number that is stored as text. `inf`, `NaN` and `1e999` are no numbers, though a parser takes them for such.
pub(super) fn stored_as_text(text: &str, is_date: bool) -> (Cow<'_, str>, CellKind) {
    // Nearly every figure of a form.
    let is_plain = text.len() <= SIGNIFICANT_DIGITS && text.bytes().all(|b| b.is_ascii_digit());
    if is_plain && (text.len() == 1 || !text.starts_with('0')) {
        return (text.into(), kind(is_date));
    }
    match text.parse().ok().and_then(plain) {
        Some(number) => (number.into(), kind(is_date)),
        None => (text.into(), CellKind::Text),
    }
}

fn kind(is_date: bool) -> CellKind {
    if is_date { CellKind::Date } else { CellKind::Number }
}

/// A number in plain notation, to the 15 significant digits that Excel keeps: the sum of three tenths is stored as
/// 0.30000000000000004 and is 0.3 to everybody who looks at the sheet.
pub(super) fn plain(value: f64) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    // The shortest notation that reads back the same is what is shown if it has no more digits than that.
    let shortest = value.to_string();
    if value != 0.0 && shortest.len() <= SIGNIFICANT_DIGITS {
        return Some(shortest);
    }
    let scientific = format!("{:.14e}", value.abs());
    let (mantissa, exponent) = scientific.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    // How many digits stand before the decimal point; negative: how many zeros follow it.
    let whole = exponent + 1;
    let mut text = String::from(if value < 0.0 { "-" } else { "" });
    match usize::try_from(whole) {
        Ok(whole) if whole >= digits.len() => {
            text.push_str(digits);
            text.extend(std::iter::repeat_n('0', whole - digits.len()));
        }
        Ok(whole) if whole > 0 => {
            text.push_str(&digits[..whole]);
            text.push('.');
            text.push_str(&digits[whole..]);
        }
        _ => {
            text.push_str("0.");
            text.extend(std::iter::repeat_n('0', usize::try_from(-whole).unwrap_or(0)));
            text.push_str(digits);
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_excel_shows_them() {
        for (value, text) in [
            (12.0, "12"),
            (0.0, "0"),
            (-0.0, "0"),
            (-3.5, "-3.5"),
            (7_730.280_000_000_001, "7730.28"),
            (0.1 + 0.2, "0.3"),
            (0.05, "0.05"),
            (1e20, "100000000000000000000"),
            (123_456_789_012_345_680.0, "123456789012346000"),
            (999_999_999_999_999.9, "1000000000000000"),
            (1e-7, "0.0000001"),
        ] {
            assert_eq!(plain(value).as_deref(), Some(text), "{value}");
        }
        assert_eq!(plain(f64::MAX).map(|text| text.len()), Some(309));
        assert_eq!([plain(f64::NAN), plain(f64::INFINITY)], [None, None]);
    }
}
