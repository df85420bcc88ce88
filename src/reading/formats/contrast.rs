//! Whether a person tells one colour from another: letters from what they lie on, in every format that has colours.

/// Whether nobody does, by the parts of red, green and blue: grey of five per cent is white.
pub(super) fn is_near(one: [u8; 3], other: [u8; 3]) -> bool {
    const LEAST: u8 = 0x10;
    one.iter().zip(other).all(|(one, other)| one.abs_diff(other) < LEAST)
}
