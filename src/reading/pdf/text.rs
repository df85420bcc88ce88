//! What a glyph says: its characters by the font's own table, and where there is none, by the character set its codes
//! are in. Radicals and compatibility forms become the characters they stand for; everything else stays as printed.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use hayro_cmap::BfString;
use hayro_font::{Font, FontGlyph, GlyphId};
use hayro_syntax::object::{Dict, Name};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// A font and the character set of its codes, where that is known.
#[derive(Debug)]
pub(super) struct TextFont<'a> {
    pub(super) font: Font<'a>,
    codes: Option<CodeSet>,
}

/// A character set that the codes of a font are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CodeSet {
    /// GBK, or GB18030, which holds it.
    Gb,
    /// UTF-16 or UCS-2, high byte first.
    Utf16,
}

impl<'a> TextFont<'a> {
    pub(super) fn new(font: Font<'a>, dict: &Dict<'a>) -> Self {
        let encoding = dict.get::<Name<'_>>("Encoding");
        let codes = encoding.as_ref().map(Name::as_str).and_then(|name| match name {
            "GB-EUC-H" | "GB-EUC-V" | "GBK-EUC-H" | "GBK-EUC-V" | "GBKp-EUC-H" | "GBKp-EUC-V" | "GBK2K-H"
            | "GBK2K-V" => Some(CodeSet::Gb),
            "UniGB-UCS2-H" | "UniGB-UCS2-V" | "UniGB-UTF16-H" | "UniGB-UTF16-V" => Some(CodeSet::Utf16),
            _ => None,
        });
        Self { font, codes }
    }

    /// The characters of a code; empty where nobody can say.
    pub(super) fn text(&self, code: u32, bytes: &[u8]) -> String {
        let told = match self.font.glyph(GlyphId::NOTDEF, code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let text = match told {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => self.codes.map(|codes| codes.decode(bytes)).unwrap_or_default(),
        };
        if text.chars().any(is_nothing) { String::new() } else { characters(&text) }
    }
}

impl CodeSet {
    fn decode(self, bytes: &[u8]) -> String {
        let encoding = match self {
            Self::Gb => encoding_rs::GB18030,
            Self::Utf16 => encoding_rs::UTF_16BE,
        };
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    }
}

/// Whether a character says nothing: a private one, or a mark for one that is not known.
fn is_nothing(c: char) -> bool {
    matches!(c, '\0' | '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

/// The characters that radicals stand for; NFKC knows those of U+2F00 and leaves these.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Radicals {
    radicals: BTreeMap<char, char>,
}

static RADICALS: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let records: Radicals = toml::from_str(include_str!("radicals.toml")).expect("a test reads radicals.toml");
    records.radicals
});

/// Radicals, compatibility ideographs and upright punctuation as the characters they stand for. Digits and marks stay as
/// they are printed: what they mean is for the reader of figures.
fn characters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2E80}'..='\u{2EFF}' => out.push(RADICALS.get(&c).copied().unwrap_or(c)),
            '\u{2F00}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE4F}' => {
                out.extend(c.nfkc());
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_read_as_the_characters_they_stand_for() {
        assert_eq!(characters("⼀⼆⼈⾏⽂⺠⻔⻓"), "一二人行文民门长");
        assert_eq!(characters("︵一︶２²①"), "(一)２²①");
        for (radical, character) in RADICALS.iter() {
            assert!(('\u{2E80}'..='\u{2EFF}').contains(radical) && ('\u{3400}'..='\u{9FFF}').contains(character));
            assert!(radical.nfkc().eq([*radical]) || radical.nfkc().eq([*character]), "{radical}");
        }
    }

    #[test]
    fn private_characters_say_nothing() {
        assert!(['\u{E000}', '\u{F8FF}', '\0', '\u{FFFD}', '\u{100000}'].into_iter().all(is_nothing));
        assert!(!is_nothing('规') && !is_nothing('\u{2F00}'));
    }

    #[test]
    fn codes_are_read_by_their_character_set() {
        assert_eq!(CodeSet::Gb.decode(&[0xB9, 0xE6]), "规");
        assert_eq!(CodeSet::Utf16.decode(&[0x89, 0xC4]), "规");
    }
}
