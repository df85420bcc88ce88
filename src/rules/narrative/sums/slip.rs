//! Slips of the pen: a figure that another becomes when two digits change places, or one is lost or written twice.

use rust_decimal::Decimal;

/// Whether one figure is the other with such a slip. Of figures of one digit, and where few digits are left to agree,
/// anything would be.
pub(super) fn is_slip(printed: Decimal, meant: Decimal) -> bool {
    if printed <= Decimal::ZERO || meant <= Decimal::ZERO {
        return false;
    }
    let (printed, meant) = (printed.normalize().to_string(), meant.normalize().to_string());
    let (short, long) = if printed.len() < meant.len() { (printed, meant) } else { (meant, printed) };
    let (short, long) = (short.as_bytes(), long.as_bytes());
    match long.len() - short.len() {
        0 => (1..long.len()).any(|at| {
            let mut swapped = long.to_vec();
            swapped.swap(at - 1, at);
            swapped == short && swapped != long
        }),
        1 if long.len() >= 3 => (0..long.len()).any(|at| long[..at] == short[..at] && long[at + 1..] == short[at..]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_that_change_places_get_lost_or_come_twice() {
        for (printed, meant, expected) in [
            (64, 46, true),
            (1323, 1332, true),
            (1332, 132, true),
            (13, 133, true),
            (55, 55, false),
            (5, 4, false),
            (5, 55, false),
            (120, 210, true),
            (135, 531, false),
            (0, 10, false),
        ] {
            assert_eq!(is_slip(printed.into(), meant.into()), expected, "{printed} {meant}");
        }
    }
}
