//! Whether letters are told from what is behind them.
//!
//! An old figure that was made white instead of being deleted, and white zeros that hold figures in line, stand in the file
//! like any other. White is seen on a dark ground all the same, as in the head of many a table; so it is asked what is
//! behind, and where that is not known letters count that stand alone.

use crate::reading::formats::contrast;

/// A colour, by its parts of red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) [u8; 3]);

/// The colour of letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Ink {
    /// Black or white, whichever is seen on what is behind.
    #[default]
    Automatic,
    Of(Colour),
}

/// What is behind letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    Of(Colour),
    /// A pattern or a picture, or what only some of the cells of a table have.
    Unknown,
}

/// How letters of an ink are seen on a ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contrast {
    Seen,
    /// White, and it is not known on what.
    Pale,
    Unseen,
}

impl Colour {
    pub(super) const WHITE: Self = Self([0xFF; 3]);

    /// A colour as six digits say it, behind `#` or behind two digits for how opaque it is.
    pub(super) fn of_hex(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.strip_prefix('#').unwrap_or(text);
        let digits = if digits.len() == 8 { digits.get(2..)? } else { digits };
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    /// Whether nobody tells it from another.
    pub(super) fn is_near(self, other: Self) -> bool {
        contrast::is_near(self.0, other.0)
    }
}

impl Default for Ground {
    /// Paper.
    fn default() -> Self {
        Self::Of(Colour::WHITE)
    }
}

impl Ground {
    pub(super) fn contrast(self, ink: Ink) -> Contrast {
        match (ink, self) {
            (Ink::Of(ink), Self::Of(ground)) if ink.is_near(ground) => Contrast::Unseen,
            (Ink::Of(ink), Self::Unknown) if ink.is_near(Colour::WHITE) => Contrast::Pale,
            _ => Contrast::Seen,
        }
    }
}

/// Whether letters of a size in points are too small for anybody to read.
pub(super) fn is_tiny(points: f64) -> bool {
    /// What programs take for the least size is one point.
    const LEAST: f64 = 2.0;
    points <= LEAST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_seen_that_differ_from_what_is_behind_them() {
        let ground = |hex: &str| Ground::Of(Colour::of_hex(hex).expect("a colour"));
        let ink = |hex: &str| Ink::Of(Colour::of_hex(hex).expect("a colour"));
        let paper = Ground::default();
        for unseen in ["FFFFFF", "#fefefe", "FFF2F2F2"] {
            assert_eq!(paper.contrast(ink(unseen)), Contrast::Unseen, "{unseen}");
            assert_eq!(Ground::Unknown.contrast(ink(unseen)), Contrast::Pale, "{unseen}");
        }
        assert_eq!(ground("1F4E79").contrast(ink("1F4E79")), Contrast::Unseen);
        for (seen, behind) in [
            (ink("FFFFFF"), ground("4472C4")),
            (ink("FFFFFF"), ground("D9D9D9")),
            (ink("000000"), paper),
            (ink("FFFF00"), paper),
            (ink("4472C4"), Ground::Unknown),
            (Ink::Automatic, paper),
            (Ink::Automatic, ground("000000")),
        ] {
            assert_eq!(behind.contrast(seen), Contrast::Seen, "{seen:?} {behind:?}");
        }
        for none in ["", "auto", "FFF", "FFFFFFF", "GGGGGG", "一一"] {
            assert_eq!(Colour::of_hex(none), None, "{none}");
        }
        assert!(is_tiny(1.0) && !is_tiny(5.0));
    }
}
