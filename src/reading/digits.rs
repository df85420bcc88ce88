//! Plain figures: digits and nothing else, as nearly every cell holds them. What is more is read in [`super::number`].

use super::grid::CellKind;
use super::number::MAX_WHOLE_DIGITS;

/// A whole number without anything else, as nearly every cell holds it.
pub(super) fn plain(text: &str, kind: CellKind) -> Option<u64> {
    let (length, number) = field(text.as_bytes(), 0);
    number.filter(|_| matches!(kind, CellKind::Text | CellKind::Number) && length == text.len())
}

/// The least number of so many digits that has no zero in front.
const LEAST: [u64; 8] = [0, 0, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/// How far a field goes that ends before `separator` or with the text, and the number it is if it is plain.
#[inline]
pub(super) fn field(text: &[u8], separator: u8) -> (usize, Option<u64>) {
    match few_digits(text) {
        Some((digits, number)) if text[digits] == separator && number >= LEAST[digits] => (digits, Some(number)),
        _ => any_field(text, separator),
    }
}

fn any_field(text: &[u8], separator: u8) -> (usize, Option<u64>) {
    let length = text.iter().position(|byte| *byte == separator).unwrap_or(text.len());
    let field = &text[..length];
    let is_plain = (1..=MAX_WHOLE_DIGITS).contains(&length)
        && (length == 1 || field[0] != b'0')
        && field.iter().all(u8::is_ascii_digit);
    let number = || field.iter().fold(0, |number, byte| 10 * number + u64::from(byte - b'0'));
    (length, is_plain.then(number))
}

/// How many digits a text begins with and the number they are, if they are fewer than eight and the text is longer. They
/// are read all at once, as bytes of one word: fields are of one, two or three digits in no order, and to go digit by
/// digit costs more in wrong guesses of the processor than in work.
#[inline]
fn few_digits(text: &[u8]) -> Option<(usize, u64)> {
    const HIGH: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    let word = u64::from_le_bytes(*text.first_chunk()?);
    // A digit is 0x30 to 0x39: its high half is 3, and still so with six more. The first byte of which that is not true
    // leaves something; what is left of those behind it does not matter.
    let left = (word & HIGH | (word.wrapping_add(0x0606_0606_0606_0606) & HIGH) >> 4) ^ 0x3333_3333_3333_3333;
    let digits @ 1..8 = left.trailing_zeros() / 8 else { return None };
    // Zeros in front of the digits, then two, four and eight of them make one number.
    let digit = (word & 0x0F0F_0F0F_0F0F_0F0F) << (64 - 8 * digits);
    let two = digit.wrapping_mul((10 << 8) + 1) >> 8 & 0x00FF_00FF_00FF_00FF;
    let four = two.wrapping_mul((100 << 16) + 1) >> 16 & 0x0000_FFFF_0000_FFFF;
    Some((digits as usize, four.wrapping_mul((10_000 << 32) + 1) >> 32))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields of digits and other characters, alone, before another field and at the end of a text, whatever follows.
    #[test]
    fn a_plain_field_is_the_number_that_its_digits_are() {
        let pieces = ["0", "1", "9", "27", "-", "县", ":", "/", "\u{ff}", ""];
        for number in 0..pieces.len().pow(5) {
            let own: String = (0..5).map(|at| pieces[number / pieces.len().pow(at) % pieces.len()]).collect();
            let is_plain = own.bytes().all(|byte| byte.is_ascii_digit()) && (own.len() == 1 || !own.starts_with('0'));
            let expected = own.parse().ok().filter(|_: &u64| is_plain);
            for rest in ["", ",", ",12,34,56,7", ",县县县县"] {
                let text = format!("{own}{rest}");
                assert_eq!(field(text.as_bytes(), b','), (own.len(), expected), "{text}");
            }
        }
        for digits in 1..20 {
            let text = "987654321012345678901"[..digits].to_owned();
            let expected = text.parse().ok().filter(|_| digits <= MAX_WHOLE_DIGITS);
            assert_eq!(field(format!("{text},0,0,0,0").as_bytes(), b','), (digits, expected));
        }
    }
}
