//! Lists of properties: each a number of two bytes, which also says how long its value is, and the value.
//!
//! Of some hundred properties a dozen are of interest here: whether characters are deleted, struck, hidden, raised or
//! white, in how many tables a paragraph stands and what it ends there, and where the cells of a row are.

use super::super::binary::Fields;
use super::super::ink::{Colour, is_tiny};
use super::super::look::Look;
use crate::reading::formats::raised;

/// Numbers of properties. The names are those that the description of the format gives.
mod number {
    pub(super) const C_F_DATA: u16 = 0x0806;
    pub(super) const C_F_SPEC: u16 = 0x0855;
    pub(super) const C_PIC_LOCATION: u16 = 0x6A03;
    pub(super) const C_F_R_MARK_DEL: u16 = 0x0800;
    pub(super) const C_F_STRIKE: u16 = 0x0837;
    pub(super) const C_F_VANISH: u16 = 0x083C;
    pub(super) const C_F_WEB_HIDDEN: u16 = 0x0811;
    pub(super) const C_HIGHLIGHT: u16 = 0x2A0C;
    pub(super) const C_ICO: u16 = 0x2A42;
    pub(super) const C_ISS: u16 = 0x2A48;
    pub(super) const C_PLAIN: u16 = 0x2A33;
    pub(super) const C_F_D_STRIKE: u16 = 0x2A53;
    pub(super) const C_HPS: u16 = 0x4A43;
    pub(super) const C_HPS_POS: u16 = 0x4845;
    pub(super) const C_ISTD: u16 = 0x4A30;
    pub(super) const C_CV: u16 = 0x6870;
    pub(super) const C_SYMBOL: u16 = 0x6A09;
    pub(super) const P_F_IN_TABLE: u16 = 0x2416;
    pub(super) const P_F_TTP: u16 = 0x2417;
    pub(super) const P_F_INNER_TABLE_CELL: u16 = 0x244B;
    pub(super) const P_F_INNER_TTP: u16 = 0x244C;
    pub(super) const P_HUGE_PAPX_OLD: u16 = 0x6645;
    pub(super) const P_HUGE_PAPX: u16 = 0x6646;
    pub(super) const P_ITAP: u16 = 0x6649;
    pub(super) const P_DTAP: u16 = 0x664A;
    pub(super) const P_CHG_TABS: u16 = 0xC615;
    pub(super) const T_DEF_TABLE_10: u16 = 0xD606;
    pub(super) const T_DEF_TABLE: u16 = 0xD608;
}

/// The properties of a list.
#[derive(Debug, Clone)]
pub(super) struct Sprms<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Sprms<'a> {
    type Item = (u16, &'a [u8]);

    /// The next property and its value; nothing at the end of the list, or where it is damaged.
    fn next(&mut self) -> Option<Self::Item> {
        let mut fields = Fields(self.0);
        let kind = fields.u16().ok()?;
        let length = match kind {
            // The length is in two bytes and counts one of them.
            number::T_DEF_TABLE | number::T_DEF_TABLE_10 => usize::from(fields.u16().ok()?).checked_sub(1)?,
            number::P_CHG_TABS => tabs(&mut fields)?,
            _ => match kind >> 13 {
                0 | 1 => 1,
                2 | 4 | 5 => 2,
                3 => 4,
                7 => 3,
                _ => usize::from(fields.u8().ok()?),
            },
        };
        let value = fields.take(length).ok()?;
        self.0 = fields.0;
        Some((kind, value))
    }
}

/// How long a list of changed tab stops is: too long a one does not say it.
fn tabs(fields: &mut Fields<'_>) -> Option<usize> {
    let length = fields.u8().ok()?;
    if length < 255 {
        return Some(usize::from(length));
    }
    let mut ahead = *fields;
    let deleted = 4 * usize::from(ahead.u8().ok()?);
    ahead.take(deleted).ok()?;
    let added = 3 * usize::from(ahead.u8().ok()?);
    Some(2 + deleted + added)
}

/// A property of a piece by the short number that the list of pieces has for the most common ones.
pub(super) fn single(short: u8, value: u8) -> Option<[u8; 3]> {
    let number = match short {
        0x18 => number::P_F_IN_TABLE,
        0x19 => number::P_F_TTP,
        0x41 => number::C_F_R_MARK_DEL,
        0x53 => number::C_PLAIN,
        0x57 => number::C_F_STRIKE,
        0x5C => number::C_F_VANISH,
        0x68 => number::C_ISS,
        0x73 => number::C_F_D_STRIKE,
        _ => return None,
    };
    let [low, high] = number.to_le_bytes();
    Some([low, high, value])
}

/// What a run of characters is like.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Characters {
    deleted: bool,
    struck: Toggle,
    struck_twice: Toggle,
    hidden: Toggle,
    /// Whether they are an exponent or an index, and whether they stand off the line, if they say so themselves.
    raised: Option<bool>,
    off_line: Option<bool>,
    /// Whether they are white, or not seen in every program; and whether they are too small to be read.
    pale: Option<bool>,
    tiny: Option<bool>,
    /// The marker pen was over them.
    highlighted: Option<bool>,
    /// The style of characters that it has.
    pub(super) style: Option<u16>,
    /// The character that stands for a mark, of a font of symbols.
    pub(super) symbol: Option<char>,
    /// Marks stand for something, which is the data of a box to be filled in, or a picture, and where it is.
    is_special: bool,
    is_data: bool,
    location: Option<u32>,
}

/// A property that a style can have too: the value that a run gives it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Toggle {
    /// As the style has it.
    #[default]
    Styled,
    /// Not as the style has it.
    Turned,
    Off,
    On,
}

impl Toggle {
    fn of(value: &[u8]) -> Self {
        match value {
            [0, ..] => Self::Off,
            [0x80, ..] => Self::Styled,
            [0x81, ..] => Self::Turned,
            _ => Self::On,
        }
    }

    fn on(self, styled: bool) -> bool {
        match self {
            Self::Styled => styled,
            Self::Turned => !styled,
            Self::Off => false,
            Self::On => true,
        }
    }
}

/// White among the sixteen colours that have numbers.
const WHITE: u8 = 8;

/// Whether a colour is white: red, green, blue, and whether it is none but the automatic one.
fn is_white(value: &[u8]) -> bool {
    matches!(value, [red, green, blue, 0] if Colour([*red, *green, *blue]).is_near(Colour::WHITE))
}

impl Characters {
    /// Adds the properties of a list.
    pub(super) fn apply(&mut self, list: &[u8]) {
        for (kind, value) in Sprms(list) {
            match kind {
                number::C_F_R_MARK_DEL => self.deleted = value != [0],
                number::C_F_STRIKE => self.struck = Toggle::of(value),
                number::C_F_D_STRIKE => self.struck_twice = Toggle::of(value),
                number::C_F_VANISH => self.hidden = Toggle::of(value),
                number::C_ISS => self.raised = Some(matches!(value, [1 | 2, ..])),
                number::C_HPS_POS => {
                    let distance = Fields(value).u16().map_or(0, u16::cast_signed);
                    self.off_line = Some(raised::by_half_points(distance.into()));
                }
                number::C_F_WEB_HIDDEN => self.pale = Some(value != [0]),
                number::C_ICO => self.pale = Some(value == [WHITE]),
                number::C_CV => self.pale = Some(is_white(value)),
                number::C_HIGHLIGHT => self.highlighted = Some(value != [0] && value != [WHITE]),
                number::C_HPS => self.tiny = Fields(value).u16().ok().map(|size| is_tiny(f64::from(size) / 2.0)),
                number::C_ISTD => self.style = Fields(value).u16().ok(),
                number::C_PLAIN => *self = Self { deleted: self.deleted, style: self.style, ..Self::default() },
                number::C_F_SPEC => self.is_special = value != [0],
                number::C_F_DATA => self.is_data = value != [0],
                number::C_PIC_LOCATION => self.location = Fields(value).u32().ok(),
                number::C_SYMBOL => {
                    let symbol = Fields(value.get(2..).unwrap_or_default()).u16().ok();
                    self.symbol = symbol.and_then(|symbol| char::from_u32(symbol.into()));
                }
                _ => {}
            }
        }
    }

    /// Where the picture is that its mark stands for, if it does.
    pub(super) fn picture(&self) -> Option<u32> {
        self.location.filter(|_| self.is_special && !self.is_data)
    }

    /// How the characters look, given how their styles do.
    pub(super) fn look(&self, styled: Look) -> Look {
        Look {
            deleted: self.deleted,
            struck: self.struck.on(styled.struck) || self.struck_twice.on(false),
            hidden: self.hidden.on(styled.hidden),
            raised: self.raised.unwrap_or(styled.raised),
            off_line: self.off_line.unwrap_or(styled.off_line),
            covered: false,
            faint: self.tiny.unwrap_or(styled.faint),
            pale: self.pale.unwrap_or(styled.pale) && self.highlighted != Some(true),
        }
    }
}

/// What a paragraph is in a table.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the properties of a paragraph, as the file has them")]
pub(super) struct Paragraph {
    in_table: bool,
    depth: i32,
    /// It ends a row of the outermost table.
    pub(super) ends_row: bool,
    /// It ends a cell of a table in a table.
    pub(super) ends_inner_cell: bool,
    /// It ends a row of a table in a table.
    pub(super) ends_inner_row: bool,
    /// Where in the stream `Data` its properties are, where they are too many for a page.
    pub(super) elsewhere: Option<usize>,
}

impl Paragraph {
    /// Adds the properties of a list.
    pub(super) fn apply(&mut self, list: &[u8]) {
        for (kind, value) in Sprms(list) {
            let is_on = value != [0];
            let long = || Fields(value).u32().ok();
            match kind {
                number::P_F_IN_TABLE => self.in_table = is_on,
                number::P_F_TTP => self.ends_row = is_on,
                number::P_F_INNER_TABLE_CELL => self.ends_inner_cell = is_on,
                number::P_F_INNER_TTP => self.ends_inner_row = is_on,
                number::P_ITAP => self.depth = long().map_or(0, u32::cast_signed),
                number::P_DTAP => self.depth = self.depth.saturating_add(long().map_or(0, u32::cast_signed)),
                number::P_HUGE_PAPX | number::P_HUGE_PAPX_OLD => {
                    self.elsewhere = long().and_then(|offset| usize::try_from(offset).ok());
                }
                _ => {}
            }
        }
    }

    /// In how many tables it stands.
    pub(super) fn level(&self) -> usize {
        usize::try_from(self.depth).unwrap_or(0).max(usize::from(self.in_table || self.ends_row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_is_as_long_as_its_number_says() {
        let tabs = [&[0x15, 0xC6, 255, 1][..], &[0; 4], &[2], &[0; 6]].concat();
        let list = [
            &[0x37, 0x08, 1][..],
            &[0x30, 0x4A, 9, 0],
            &[0x49, 0x66, 2, 0, 0, 0],
            &[0x08, 0xD6, 4, 0, 7, 7, 7],
            &tabs,
            &[0x2B, 0xD6, 2, 3, 4],
            &[0x70, 0xE8, 1, 2, 3],
        ]
        .concat();
        let lengths: Vec<_> = Sprms(&list).map(|(kind, value)| (kind, value.len())).collect();
        assert_eq!(
            lengths,
            [(0x0837, 1), (0x4A30, 2), (0x6649, 4), (0xD608, 3), (0xC615, 12), (0xD62B, 2), (0xE870, 3)]
        );
        // A list that was cut off, whatever it says of itself.
        for end in 0..list.len() {
            assert!(Sprms(&list[..end]).count() < lengths.len());
        }
    }

    #[test]
    fn a_run_can_turn_what_its_style_has() {
        let styled = Look { struck: true, hidden: true, ..Look::default() };
        let mut run = Characters::default();
        assert_eq!(run.look(styled), styled);
        run.apply(&[0x37, 0x08, 0x81, 0x3C, 0x08, 0]);
        assert_eq!(run.look(styled), Look::default());
        run.apply(&[0x37, 0x08, 0x80, 0x3C, 0x08, 1, 0x00, 0x08, 1]);
        assert_eq!(run.look(Look::default()), Look { hidden: true, deleted: true, ..Look::default() });
        run.apply(&[0x53, 0x2A, 1]);
        assert!(run.look(Look::default()).struck);
    }

    #[test]
    fn a_run_can_be_white_or_tiny() {
        let look = |list: &[u8]| {
            let mut run = Characters::default();
            run.apply(list);
            run.look(Look::default())
        };
        for white in [&[0x42, 0x2A, 8][..], &[0x70, 0x68, 255, 255, 255, 0], &[0x11, 0x08, 1]] {
            assert!(look(white).pale, "{white:?}");
            assert!(!look(&[white, &[0x0C, 0x2A, 2]].concat()).pale, "{white:?}");
        }
        for seen in [&[0x42, 0x2A, 1][..], &[0x70, 0x68, 255, 255, 255, 255], &[0x70, 0x68, 0, 0, 255, 0]] {
            assert!(!look(seen).pale, "{seen:?}");
        }
        assert!(look(&[0x43, 0x4A, 2, 0]).faint && !look(&[0x43, 0x4A, 21, 0]).faint);
    }

    #[test]
    fn a_run_can_be_raised_and_set_back_on_the_line() {
        let look = |list: &[u8]| {
            let mut run = Characters::default();
            run.apply(list);
            run.look(Look::default())
        };
        assert!(look(&[0x48, 0x2A, 1]).raised && look(&[0x48, 0x2A, 2]).raised);
        assert!(look(&[0x45, 0x48, 6, 0]).off_line && look(&[0x45, 0x48, 0xFA, 0xFF]).off_line);
        for level in
            [&[0x48, 0x2A, 0][..], &[0x45, 0x48, 0, 0], &[0x45, 0x48, 0xFF, 0xFF], &[0x48, 0x2A, 1, 0x33, 0x2A, 0]]
        {
            assert_eq!(look(level), Look::default(), "{level:?}");
        }
        let styled = Look { raised: true, off_line: true, ..Look::default() };
        let mut run = Characters::default();
        assert_eq!(run.look(styled), styled);
        run.apply(&[0x48, 0x2A, 0, 0x45, 0x48, 0, 0]);
        assert_eq!(run.look(styled), Look::default());
    }
}
