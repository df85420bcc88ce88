//! A line of delimited text and its fields.
//!
//! A data set has hundreds of fields a line, of one, two or three digits; so separators are looked for in many bytes at
//! once, and what a field is as a number is read with it.

use super::digits;

/// A record without quotes: a line of text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// Its number, from 0.
    pub(super) index: u32,
    pub(super) text: &'t str,
    pub(super) separator: u8,
}

impl<'t> Line<'t> {
    /// What stands between its separators.
    pub(super) fn fields(self) -> Fields<'t> {
        Fields { line: self.text, ends: Positions::of(self.text.as_bytes(), self.separator), start: 0 }
    }
}

/// The fields of a line, from the left.
pub(super) struct Fields<'t> {
    line: &'t str,
    ends: Positions<'t>,
    start: usize,
}

impl<'t> Iterator for Fields<'t> {
    type Item = Field<'t>;

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "a field is of a few bytes, and to hand it on takes as long as to read it")]
    fn next(&mut self) -> Option<Field<'t>> {
        let (line, start) = (self.line, self.start);
        if start > line.len() {
            return None;
        }
        let end = self.ends.next().unwrap_or(line.len());
        self.start = end + 1;
        Some(Field { line, start, end, number: digits::number(line.as_bytes(), start, end) })
    }
}

/// Where a byte stands in a text. Fields are too short for a search from one to the next to pay; so the bytes of a block
/// are all compared before the first is handed on, and nothing waits for the field before it.
struct Positions<'t> {
    byte: u8,
    /// What is not compared yet.
    rest: &'t [u8],
    /// Where the block at hand ends, and what of it is not handed on yet.
    end: usize,
    found: u64,
}

impl<'t> Positions<'t> {
    fn of(text: &'t [u8], byte: u8) -> Self {
        Self { byte, rest: text, end: 0, found: 0 }
    }

    /// Compares the next block.
    fn fetch(&mut self) -> Option<()> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some((block, rest)) = self.rest.split_first_chunk() {
            (self.found, self.rest) = (matches(block, self.byte), rest);
        } else {
            // The last one, filled up with what is not looked for.
            let mut block = [!self.byte; BLOCK];
            block[..self.rest.len()].copy_from_slice(self.rest);
            (self.found, self.rest) = (matches(&block, self.byte), &[]);
        }
        self.end += BLOCK;
        Some(())
    }
}

impl Iterator for Positions<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            self.fetch()?;
        }
        let at = self.end - BLOCK + self.found.trailing_zeros() as usize;
        self.found &= self.found - 1;
        Some(at)
    }
}

/// So many bytes are compared at once.
const BLOCK: usize = 64;

/// A bit for each of these bytes, the first the lowest: whether it is `byte`. Eight are looked at at once.
fn matches(block: &[u8; BLOCK], byte: u8) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    const SEVEN: u64 = ONES * 0x7F;
    let (words, _) = block.as_chunks::<8>();
    words.iter().rev().fold(0, |found, word| {
        // Zero where it is the byte: only then is nothing carried into the highest bit and nothing there.
        let differs = u64::from_le_bytes(*word) ^ (ONES * u64::from(byte));
        let is_same = !(((differs & SEVEN) + SEVEN) | differs | SEVEN) >> 7;
        // Each bit is moved to the top by a product of its own.
        found << 8 | is_same.wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

/// A field of a line, cut out of it for whoever asks for its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'t> {
    line: &'t str,
    start: usize,
    end: usize,
    /// The number that it is, if it is plain.
    pub(super) number: Option<u64>,
}

impl<'t> Field<'t> {
    pub(super) fn text(self) -> &'t str {
        &self.line[self.start..self.end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Separators anywhere in lines of one block, of several, and of blocks that are just full.
    #[test]
    fn fields_stand_between_separators() {
        let pieces = [",", "1", "-", "县", ",,", "+", "12,345", "\u{7f}", "\u{ac}"];
        for first in 0..pieces.len() {
            let mut text = String::new();
            for at in 0..90 {
                text.push_str(pieces[(first + at * at / 3) % pieces.len()]);
                let line = Line { index: 0, text: &text, separator: b',' };
                assert!(line.fields().map(Field::text).eq(text.split(',')), "{text}");
            }
        }
    }
}
