//! Colours as style sheets and the attributes of old pages write them.

use crate::reading::formats::contrast;

/// A colour as far as it matters whether text in it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colour {
    /// What lies behind it is seen as if it were not there.
    None,
    Of([u8; 3]),
}

/// What a style says of what text lies on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// Nothing: what is behind the element is seen.
    Open,
    Colour(Colour),
    /// A picture, or a colour that is not known.
    Unknown,
}

/// The colours of HTML, by their names.
const NAMED: &[(&str, [u8; 3])] = &[
    ("aqua", [0, 255, 255]),
    ("black", [0, 0, 0]),
    ("blue", [0, 0, 255]),
    ("fuchsia", [255, 0, 255]),
    ("gray", [128, 128, 128]),
    ("green", [0, 128, 0]),
    ("lime", [0, 255, 0]),
    ("maroon", [128, 0, 0]),
    ("navy", [0, 0, 128]),
    ("olive", [128, 128, 0]),
    ("purple", [128, 0, 128]),
    ("red", [255, 0, 0]),
    ("silver", [192, 192, 192]),
    ("teal", [0, 128, 128]),
    ("white", [255, 255, 255]),
    ("windowtext", [0, 0, 0]),
    ("yellow", [255, 255, 0]),
];

impl Colour {
    pub(super) const BLACK: Self = Self::Of([0, 0, 0]);
    pub(super) const WHITE: Self = Self::Of([255, 255, 255]);

    /// A colour by its name, as `#fff`, `#FFFFFF`, `rgb(255, 255, 255)`; nothing of one that is not known, or seen in part.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "transparent" {
            return Some(Self::None);
        }
        if let Some((_, colour)) = NAMED.iter().find(|(name, _)| *name == text) {
            return Some(Self::Of(*colour));
        }
        let (parts, alpha) = match text.strip_prefix('#') {
            Some(digits) => hexadecimal(digits)?,
            None => numbers(text)?,
        };
        match alpha {
            255 => Some(Self::Of(parts)),
            0 => Some(Self::None),
            _ => None,
        }
    }

    /// Whether text in a colour is not seen on what it lies on.
    pub(super) fn is_lost(text: Option<Self>, ground: Option<Self>) -> bool {
        match (text, ground) {
            (Some(Self::None), Some(_)) => true,
            (Some(Self::Of(text)), Some(Self::Of(ground))) => contrast::is_near(text, ground),
            _ => false,
        }
    }
}

/// `fff`, `ffff`, `ffffff`, `ffffffff`.
fn hexadecimal(digits: &str) -> Option<([u8; 3], u8)> {
    let digit = |at: usize| u8::try_from(char::from(*digits.as_bytes().get(at)?).to_digit(16)?).ok();
    let is_short = matches!(digits.len(), 3 | 4);
    let part =
        |at: usize| if is_short { Some(digit(at)? * 17) } else { Some(digit(2 * at)? * 16 + digit(2 * at + 1)?) };
    let alpha = if matches!(digits.len(), 4 | 8) { part(3)? } else { 255 };
    matches!(digits.len(), 3 | 4 | 6 | 8).then_some(([part(0)?, part(1)?, part(2)?], alpha))
}

/// `rgb(255, 255, 255)`, `rgba(0 0 0 / 0)`, `rgb(100%, 100%, 100%)`.
fn numbers(text: &str) -> Option<([u8; 3], u8)> {
    let inner = text.strip_prefix("rgba").or_else(|| text.strip_prefix("rgb"))?.trim_start();
    let inner = inner.strip_prefix('(')?.strip_suffix(')')?;
    let numbers = inner.split([',', '/', ' ']).filter(|part| !part.is_empty());
    let of = |part: &str, whole: f64| -> Option<u8> {
        let value = match part.strip_suffix('%') {
            Some(percent) => percent.parse::<f64>().ok()? * 2.55,
            None => part.parse::<f64>().ok()? * 255.0 / whole,
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
        let value = value.round().clamp(0.0, 255.0) as u8;
        Some(value)
    };
    match numbers.collect::<Vec<_>>()[..] {
        [red, green, blue] => Some(([of(red, 255.0)?, of(green, 255.0)?, of(blue, 255.0)?], 255)),
        [red, green, blue, alpha] => Some(([of(red, 255.0)?, of(green, 255.0)?, of(blue, 255.0)?], of(alpha, 1.0)?)),
        _ => None,
    }
}

impl Ground {
    /// What the value of a property of the background says.
    pub(super) fn parse(value: &str) -> Self {
        if matches!(value, "" | "none" | "transparent" | "initial" | "inherit" | "unset" | "0" | "0 0") {
            return Self::Open;
        }
        if value.contains("url(") || value.contains("gradient(") {
            return Self::Unknown;
        }
        match Colour::parse(value) {
            Some(Colour::None) => Self::Open,
            Some(colour) => Self::Colour(colour),
            // `#fff none repeat scroll 0 0`
            None => match value.split_whitespace().find_map(Colour::parse) {
                Some(Colour::None) => Self::Open,
                Some(colour) => Self::Colour(colour),
                None => Self::Unknown,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_is_white_however_it_is_written() {
        for white in [
            "white",
            "#fff",
            "#ffffff",
            "#FFF",
            "#ffff",
            "#fffffffF",
            "rgb(255, 255,255)",
            "rgb(100% 100% 100%)",
            "rgba(255,255,255,1)",
            "#fefefe",
        ] {
            assert!(Colour::is_lost(Colour::parse(white), Some(Colour::WHITE)), "{white}");
            assert!(!Colour::is_lost(Colour::parse(white), Some(Colour::BLACK)), "{white}");
            assert!(!Colour::is_lost(Colour::parse(white), None), "{white}");
        }
        for seen in [
            "black",
            "#eee",
            "rgba(255,255,255,.5)",
            "var(--white)",
            "#ff",
            "#gggggg",
            "rgb(1,2)",
            "whitesmoke",
            "hsl(0,0%,100%)",
            "#ffg",
            "#é",
        ] {
            assert!(!Colour::is_lost(Colour::parse(seen), Some(Colour::WHITE)), "{seen}");
        }
        for clear in ["transparent", "rgba(0,0,0,0)", "rgb(0 0 0 / 0%)", "#0000"] {
            assert!(Colour::is_lost(Colour::parse(clear), Some(Colour::BLACK)), "{clear}");
        }
    }

    #[test]
    fn a_ground_is_a_colour_a_picture_or_nothing() {
        let white = Ground::Colour(Colour::WHITE);
        for (value, ground) in [
            ("none", Ground::Open),
            ("rgba(0,0,0,0)", Ground::Open),
            ("#fff", white),
            ("#fff none repeat scroll 0 0", Ground::Colour(Colour::WHITE)),
            ("url(head.png) #fff", Ground::Unknown),
            ("linear-gradient(#fff, #000)", Ground::Unknown),
            ("steelblue", Ground::Unknown),
        ] {
            assert_eq!(Ground::parse(value), ground, "{value}");
        }
    }
}
