//! What a glyph says: its characters by the font's own table, and where there is none, by the character set its codes
//! are in. Radicals and compatibility forms become the characters they stand for; everything else stays as printed.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use hayro_cmap::{BfString, CMap};
use hayro_font::{Font, FontGlyph, GlyphId};
use hayro_syntax::object::{Array, Dict, Name};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// A font and what is known of the characters its codes stand for.
#[derive(Debug)]
pub(super) struct TextFont<'a> {
    pub(super) font: Font<'a>,
    /// Its own table.
    characters: Option<CMap>,
    /// The character set of its codes.
    codes: Option<CodeSet>,
    /// Its codes are names of glyphs, or numbers in a published collection of glyphs. Of a font that brings its own glyphs
    /// under numbers of its own, the library would take the numbers for letters.
    is_named: bool,
    /// Its glyphs are drawings, which may have colours of their own.
    pub(super) is_drawn: bool,
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
    pub(super) fn new(font: Font<'a>, dict: &Dict<'a>, characters: Option<CMap>) -> Self {
        let name = |dict: &Dict<'a>, key: &str| dict.get::<Name<'_>>(key).map(|name| name.as_str().to_owned());
        let encoding = name(dict, "Encoding").unwrap_or_default();
        let codes = match encoding.as_str() {
            "GB-EUC-H" | "GB-EUC-V" | "GBK-EUC-H" | "GBK-EUC-V" | "GBKp-EUC-H" | "GBKp-EUC-V" | "GBK2K-H"
            | "GBK2K-V" => Some(CodeSet::Gb),
            "UniGB-UCS2-H" | "UniGB-UCS2-V" | "UniGB-UTF16-H" | "UniGB-UTF16-V" => Some(CodeSet::Utf16),
            _ => None,
        };
        let below = dict.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        let own = below.as_ref().unwrap_or(dict);
        let descriptor = own.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
        let is_embedded = ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| descriptor.contains_key(key));
        let is_drawn = name(dict, "Subtype").as_deref() == Some("Type3");
        let is_named = match &below {
            // Numbers in a collection, unless the glyphs are numbered as the font that is embedded has them.
            Some(below) => !is_embedded || name(below, "Subtype").as_deref() == Some("CIDFontType0"),
            // A font of drawings has whatever names its maker liked.
            None if is_drawn => false,
            None => !is_embedded || dict.contains_key("Encoding"),
        };
        Self { font, characters, codes, is_named, is_drawn }
    }

    /// The characters of a code; empty where nobody can say.
    pub(super) fn text(&self, code: u32, bytes: &[u8]) -> String {
        let named = || match self.font.glyph(GlyphId::NOTDEF, code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let told = self.characters.as_ref().and_then(|characters| characters.lookup_bf_string(code));
        let told = told.or_else(|| if self.codes.is_none() && self.is_named { named() } else { None });
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
    let records: Radicals = embedded!("reading/formats/pdf/radicals");
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
