//! Plain figures: digits and nothing else, as nearly every cell holds them. What is more is read in [`super::number`].

use super::grid::CellKind;
use super::number::MAX_WHOLE_DIGITS;

/// A whole number without anything else, as nearly every cell holds it.
pub(super) fn plain(text: &str, kind: CellKind) -> Option<u64> {
    number(text.as_bytes(), 0, text.len()).filter(|_| matches!(kind, CellKind::Text | CellKind::Number))
}

/// The number that a field of a text is, from one position to another, if it is plain.
#[inline]
pub(super) fn number(text: &[u8], start: usize, end: usize) -> Option<u64> {
    match text[..end].last_chunk() {
        Some(word) if end - start <= 4 => few(*word, end - start),
        _ => any(&text[start..end]),
    }
}

fn any(field: &[u8]) -> Option<u64> {
    let is_plain = (1..=MAX_WHOLE_DIGITS).contains(&field.len())
        && (field.len() == 1 || field[0] != b'0')
        && field.iter().all(u8::is_ascii_digit);
    is_plain.then(|| field.iter().fold(0, |number, byte| 10 * number + u64::from(byte - b'0')))
}

/// The number that the last of four bytes are, so many of them, if they are plain. They are read all at once: fields are
/// of one, two or three digits in no order, and to go digit by digit costs more in wrong guesses of the processor than
/// in work.
#[inline]
fn few(word: [u8; 4], digits: usize) -> Option<u64> {
    /// The least number of so many digits that has no zero in front; nothing is one of no digits.
    const LEAST: [u32; 8] = [u32::MAX, 0, 10, 100, 1_000, u32::MAX, u32::MAX, u32::MAX];
    let digits = digits & 7;
    // What stands before them makes way for zeros.
    let others = (32 - 8 * digits) & 31;
    let digit = (u32::from_le_bytes(word) ^ 0x3030_3030) >> others << others;
    // Above nine it has its highest bit, or gets it.
    let is_plain = (digit | digit.wrapping_add(0x7676_7676)) & 0x8080_8080 == 0;
    // Two and four of them make one number.
    let two = digit.wrapping_mul((10 << 8) + 1) >> 8 & 0x00FF_00FF;
    let number = two.wrapping_mul((100 << 16) + 1) >> 16;
    (is_plain && number >= LEAST[digits]).then(|| number.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields of digits and other characters, alone and behind another field, whatever follows.
    #[test]
    fn a_plain_field_is_the_number_that_its_digits_are() {
        let pieces = ["0", "1", "9", "27", "-", "县", ":", "/", "\u{ff}", ""];
        for at in 0..pieces.len().pow(5) {
            let own: String = (0..5).map(|place| pieces[at / pieces.len().pow(place) % pieces.len()]).collect();
            let is_plain = own.bytes().all(|byte| byte.is_ascii_digit()) && (own.len() == 1 || !own.starts_with('0'));
            let expected = own.parse().ok().filter(|_: &u64| is_plain);
            for (before, after) in [("", ""), ("7,", ",3"), ("12,34,56,78,", ",12,34,56,7"), ("县县县,", "县")] {
                let text = format!("{before}{own}{after}");
                assert_eq!(number(text.as_bytes(), before.len(), before.len() + own.len()), expected, "{text}");
            }
        }
        for digits in 1..20 {
            let text = &"987654321012345678901"[..digits];
            let expected = text.parse().ok().filter(|_| digits <= MAX_WHOLE_DIGITS);
            for before in ["", "0,0,0,0,"] {
                let line = format!("{before}{text},");
                assert_eq!(number(line.as_bytes(), before.len(), before.len() + digits), expected);
            }
        }
    }
}
