//! What the styles of a document say of the look of characters: a style may strike, hide or raise them.

use super::super::binary::Fields;
use super::super::look::Look;
use super::sprms::Characters;

/// How many styles a style is based on in turn; programs stop at ten.
const MAX_BASES: usize = 16;
/// No style: what the first one is based on.
const NONE: u16 = 0x0FFF;
/// Kinds of styles.
const OF_PARAGRAPHS: u16 = 1;
const OF_CHARACTERS: u16 = 2;

/// The looks of all styles, by their number.
#[derive(Debug, Default)]
pub(super) struct WordStyles(Vec<Look>);

/// A style as it is written.
#[derive(Debug, Clone, Copy)]
struct WordStyle {
    base: u16,
    own: Characters,
}

impl WordStyles {
    /// Reads the styles; as far as they can be read, for a damaged style loses no text.
    pub(super) fn read(sheet: &[u8]) -> Self {
        let styles = list(sheet).unwrap_or_default();
        let look = |style: &Option<WordStyle>| {
            let (mut chain, mut next) = (Vec::new(), *style);
            while let Some(style) = next.filter(|_| chain.len() < MAX_BASES) {
                chain.push(style.own);
                next = styles.get(usize::from(style.base)).copied().flatten();
            }
            chain.iter().rev().fold(Look::default(), |base, own| own.look(base))
        };
        Self(styles.iter().map(look).collect())
    }

    /// How characters look in a paragraph of one style with characters of another: what both turn is as it was.
    /// What one of them raises is raised.
    pub(super) fn look(&self, paragraph: u16, characters: Option<u16>) -> Look {
        let of = |style: u16| self.0.get(usize::from(style)).copied().unwrap_or_default();
        let (paragraph, characters) = (of(paragraph), characters.map(of).unwrap_or_default());
        Look {
            struck: paragraph.struck != characters.struck,
            hidden: paragraph.hidden != characters.hidden,
            raised: paragraph.raised || characters.raised,
            off_line: paragraph.off_line || characters.off_line,
            faint: paragraph.faint || characters.faint,
            pale: paragraph.pale || characters.pale,
            ..Look::default()
        }
    }
}

fn list(sheet: &[u8]) -> Option<Vec<Option<WordStyle>>> {
    let mut fields = Fields(sheet);
    let length = fields.u16().ok()?;
    let mut head = Fields(fields.take(usize::from(length)).ok()?);
    let (count, base_length) = (head.u16().ok()?, head.u16().ok()?);
    let mut styles = Vec::new();
    for _ in 0..count.min(NONE) {
        let Ok(length) = fields.u16() else { break };
        let Ok(content) = fields.take(usize::from(length)) else { break };
        styles.push(style(content, usize::from(base_length)));
        // Each begins at an even place.
        fields.take(usize::from(length % 2)).ok();
    }
    Some(styles)
}

fn style(content: &[u8], base_length: usize) -> Option<WordStyle> {
    let mut fields = Fields(content.get(2..)?);
    let (kind, lists) = (fields.u16().ok()?, fields.u16().ok()?);
    let (kind, base, lists) = (kind & 0xF, kind >> 4, lists & 0xF);
    let mut fields = Fields(content.get(base_length..)?);
    let name = usize::from(fields.u16().ok()?);
    fields.take(2 * (name + 1)).ok()?;
    let wanted = match kind {
        OF_PARAGRAPHS => 1,
        OF_CHARACTERS => 0,
        _ => return None,
    };
    let mut own = Characters::default();
    for list in 0..lists {
        let length = usize::from(fields.u16().ok()?);
        let properties = fields.take(length).ok()?;
        if list == wanted {
            own.apply(properties);
        }
        fields.take(length % 2).ok();
    }
    Some(WordStyle { base, own })
}
