//! The codes of number formats, as Excel, WPS and Calc have them: sections for positive and negative numbers, zero and
//! texts, or for whatever a condition says; in each, places for digits among words.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::rounded;
use crate::reading::cells::lexicon::LEXICON;

/// Makes the number ten times smaller, as the styles of ODF can, which know other factors than a thousand. No file has it.
pub(in super::super) const TENTH: char = '\u{1}';

/// The longest code that Excel takes. A longer one is none.
const MAX_CODE_CHARS: usize = 255;

/// One section of a format.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a code switches each on by itself")]
pub(super) struct CodeSection {
    /// The numbers it is for, all where there is none.
    condition: Option<Condition>,
    /// What is printed, from left to right.
    pub(super) tokens: Vec<CodeToken>,
    /// How many powers of ten the number is made larger, or smaller, before it is printed.
    scale: i32,
    /// Places for digits behind the point.
    pub(super) places: usize,
    /// Places for digits before it.
    whole: usize,
    /// Thousands are set apart.
    is_grouped: bool,
    /// It prints the number, and not words alone.
    pub(super) has_digits: bool,
    /// It is printed in a colour of its own, as negative figures are.
    pub(super) is_coloured: bool,
    /// A date, a power or a fraction, of which it is not asked what a person sees.
    pub(super) is_opaque: bool,
    /// The sign is printed by the section itself, if at all.
    is_unsigned: bool,
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodeToken {
    /// A character as it is.
    Word(char),
    /// A place for a digit: `0`, or `#` and `?`, which print no zero in front.
    Digit(char),
    /// The decimal point.
    Point,
    /// The number as it is.
    General,
    /// A text as it is.
    Text,
}

/// A comparison with the number: the outcomes that it allows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Condition {
    allows: Vec<Ordering>,
    than: Decimal,
}

impl Condition {
    fn zero(allows: &[Ordering]) -> Self {
        Self { allows: allows.to_vec(), than: Decimal::ZERO }
    }

    /// Of `>=100`, `<>0`.
    fn of(text: &str) -> Option<Self> {
        use Ordering::{Equal, Greater, Less};
        let end = text.find(|c| !matches!(c, '<' | '>' | '='))?;
        let (sign, than) = text.split_at(end);
        let allows: &[Ordering] = match sign {
            "=" => &[Equal],
            "<" => &[Less],
            ">" => &[Greater],
            "<=" => &[Less, Equal],
            ">=" => &[Greater, Equal],
            "<>" => &[Less, Greater],
            _ => return None,
        };
        Some(Self { allows: allows.to_vec(), than: than.trim().parse().ok()? })
    }
}

/// The sections of a code: those for numbers, with the conditions that their order implies, and that for texts. `None` for
/// no code.
pub(super) fn parse(code: &str) -> Option<(Vec<CodeSection>, Option<CodeSection>)> {
    use Ordering::{Equal, Greater, Less};
    if code.chars().nth(MAX_CODE_CHARS).is_some() {
        return None;
    }
    let mut sections: Vec<CodeSection> = split(code).into_iter().take(4).map(CodeSection::of).collect();
    let is_for_text = |section: &CodeSection| {
        section.tokens.contains(&CodeToken::Text) && !section.has_digits && section.condition.is_none()
    };
    let text = (sections.len() == 4 || sections.last().is_some_and(is_for_text)).then(|| sections.pop()).flatten();
    if sections.is_empty() {
        // A text format prints numbers as they are.
        sections.push(CodeSection::of("General"));
    }
    let count = sections.len();
    for (at, section) in sections.iter_mut().enumerate().take(count - 1) {
        let of_order = match (at, count) {
            (0, 2) => Condition::zero(&[Greater, Equal]),
            (0, _) => Condition::zero(&[Greater]),
            (1, _) => Condition::zero(&[Less]),
            _ => continue,
        };
        section.condition.get_or_insert(of_order);
    }
    // A section that only negative numbers come to has their sign, or another mark for it, itself.
    let mut taken = Vec::new();
    for section in &mut sections {
        section.is_unsigned = match &section.condition {
            None => taken.contains(&Greater) && taken.contains(&Equal),
            Some(condition) => condition.than.is_zero() && condition.allows == [Less],
        };
        let of_zero = section.condition.iter().filter(|condition| condition.than.is_zero());
        taken.extend(of_zero.flat_map(|condition| condition.allows.clone()));
    }
    Some((sections, text))
}

/// Cuts a code at its semicolons.
fn split(code: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut is_quoted, mut is_bracketed, mut is_escaped) = (false, false, false);
    for (at, character) in code.char_indices() {
        match character {
            _ if std::mem::take(&mut is_escaped) => {}
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '\\' | '!' | '_' | '*' => is_escaped = true,
            '[' => is_bracketed = true,
            ']' => is_bracketed = false,
            ';' if !is_bracketed => {
                parts.push(&code[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&code[start..]);
    parts
}

impl CodeSection {
    fn of(code: &str) -> Self {
        let mut section = Self::default();
        let mut rest = code;
        while let Some(character) = rest.chars().next() {
            let after = &rest[character.len_utf8()..];
            rest = section.take(character, rest, after);
        }
        section.settle();
        section
    }

    /// Takes what begins with `character`, behind which stands `after`; what is left.
    fn take<'c>(&mut self, character: char, from: &'c str, after: &'c str) -> &'c str {
        /// What stands for the number as it is; the second is what Chinese Excel calls it.
        const GENERAL: [&str; 3] = ["general", "g/通用格式", "standard"];
        let one = |text: &'c str| text.chars().next().map_or(text, |next| &text[next.len_utf8()..]);
        let is_here = |name: &&&str| from.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        let general = GENERAL.iter().find(is_here).filter(|_| matches!(character, 'g' | 'G' | 's' | 'S'));
        if let Some(name) = general {
            self.tokens.push(CodeToken::General);
            return &from[name.len()..];
        }
        match character {
            '"' => {
                let end = after.find('"').unwrap_or(after.len());
                self.tokens.extend(after[..end].chars().map(CodeToken::Word));
                return after.get(end + 1..).unwrap_or_default();
            }
            // `!` is what the Chinese version writes for `\`.
            '\\' | '!' => {
                self.tokens.extend(after.chars().next().map(CodeToken::Word));
                return one(after);
            }
            // The width of a character, or a character that fills the cell.
            '_' | '*' => return one(after),
            '[' => {
                let Some(end) = after.find(']') else { return "" };
                self.bracket(&after[..end]);
                return &after[end + 1..];
            }
            '0' | '#' | '?' => self.tokens.push(CodeToken::Digit(character)),
            '.' if self.tokens.contains(&CodeToken::Point) => self.tokens.push(CodeToken::Word('.')),
            '.' => self.tokens.push(CodeToken::Point),
            ',' => self.tokens.push(CodeToken::Word('\0')),
            '%' => {
                self.scale += 2;
                self.tokens.push(CodeToken::Word('%'));
            }
            TENTH => self.scale -= 1,
            '@' => self.tokens.push(CodeToken::Text),
            '/' if self.tokens.iter().any(|token| matches!(token, CodeToken::Digit(_))) => self.is_opaque = true,
            'E' | 'e' if after.starts_with(['+', '-']) => self.is_opaque = true,
            'y' | 'm' | 'd' | 'h' | 's' | 'Y' | 'M' | 'D' | 'H' | 'S' => self.is_opaque = true,
            word => self.tokens.push(CodeToken::Word(word)),
        }
        after
    }

    /// What stands in brackets: a currency, a colour, a condition, elapsed time, how digits are written.
    fn bracket(&mut self, inside: &str) {
        if let Some(currency) = inside.strip_prefix('$') {
            let symbol = currency.split('-').next().unwrap_or_default();
            self.tokens.extend(symbol.chars().map(CodeToken::Word));
        } else if inside.starts_with(['<', '>', '=']) {
            self.condition = Condition::of(inside);
        } else if !inside.is_empty() && inside.chars().all(|c| matches!(c, 'h' | 'm' | 's' | 'H' | 'M' | 'S')) {
            self.is_opaque = true;
        } else {
            let is_of_digits = inside.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("dbnum"))
                || inside.get(..6).is_some_and(|head| head.eq_ignore_ascii_case("natnum"));
            self.is_coloured |= !is_of_digits;
        }
    }

    /// Tells what commas are, and counts the places. A comma between digits sets thousands apart, one behind the last of
    /// them makes the number a thousand times smaller, and any other is printed.
    fn settle(&mut self) {
        let is_digit = |token: &CodeToken| matches!(token, CodeToken::Digit(_));
        let last = self.tokens.iter().rposition(is_digit);
        let point = self.tokens.iter().position(|token| *token == CodeToken::Point);
        let mut kept = Vec::with_capacity(self.tokens.len());
        let mut is_after_digit = false;
        for (at, token) in self.tokens.iter().copied().enumerate() {
            if token != CodeToken::Word('\0') {
                is_after_digit = is_digit(&token) || (token == CodeToken::Point && is_after_digit);
                kept.push(token);
                continue;
            }
            let next = self.tokens[at..].iter().find(|token| **token != CodeToken::Word('\0'));
            match last {
                Some(last) if is_after_digit && (at > last || next == Some(&CodeToken::Point)) => self.scale -= 3,
                Some(last) if is_after_digit && at < last && point.is_none_or(|point| at < point) => {
                    self.is_grouped = true;
                }
                Some(_) if is_after_digit => {}
                _ => kept.push(CodeToken::Word(',')),
            }
        }
        self.tokens = kept;
        let point = self.tokens.iter().position(|token| *token == CodeToken::Point).unwrap_or(self.tokens.len());
        self.whole = self.tokens[..point].iter().filter(|token| is_digit(token)).count();
        self.places = self.tokens[point..].iter().filter(|token| is_digit(token)).count();
        let is_general = self.tokens.iter().any(|token| matches!(token, CodeToken::General | CodeToken::Text));
        self.has_digits = self.whole + self.places > 0 && !is_general;
    }

    /// Whether it prints every figure so that it is read as the one that is stored.
    pub(super) fn is_plain(&self) -> bool {
        let is_number =
            |token: &CodeToken| matches!(token, CodeToken::Digit(_) | CodeToken::Point | CodeToken::General);
        let (first, last) = (self.tokens.iter().position(is_number), self.tokens.iter().rposition(is_number));
        let Some((first, last)) = first.zip(last) else { return self.is_opaque };
        let is_apart = |token: &CodeToken| match token {
            CodeToken::Word(word) => {
                let is_unit = LEXICON.is_of_money(*word) || LEXICON.is_of_scale(*word);
                let is_seen_through = !matches!(word, '−' | '（') && !is_unit;
                !word.is_ascii() && is_seen_through || *word == ' '
            }
            _ => false,
        };
        let around = self.tokens[..first].iter().chain(&self.tokens[last + 1..]);
        self.condition.is_none()
            && self.scale == 0
            && self.tokens[first..=last].iter().all(is_number)
            && around.into_iter().all(is_apart)
    }

    /// Whether it is for a number.
    pub(super) fn holds(&self, number: Decimal) -> bool {
        self.condition.as_ref().is_none_or(|condition| condition.allows.contains(&number.cmp(&condition.than)))
    }

    /// The number as it is printed.
    pub(super) fn print(&self, number: Decimal) -> Option<String> {
        let mut value = number.abs();
        for _ in 0..self.scale.unsigned_abs() {
            let ten = Decimal::TEN;
            value = if self.scale > 0 { value.checked_mul(ten)? } else { value.checked_div(ten)? };
        }
        let value = rounded(value, u32::try_from(self.places).ok()?.min(28)).normalize();
        let printed = value.to_string();
        let (whole, places) = printed.split_once('.').unwrap_or((&printed, ""));
        let whole = if whole == "0" { "" } else { whole };
        let mut text = String::new();
        if number.is_sign_negative() && !number.is_zero() && !self.is_unsigned && self.prints_number() {
            text.push('-');
        }
        // How many places before the point are left, and what stands in those behind it.
        let mut left = self.whole;
        let mut behind = places.chars();
        let mut is_behind = false;
        for token in &self.tokens {
            match token {
                CodeToken::Word(word) => text.push(*word),
                CodeToken::General | CodeToken::Text => text.push_str(&number.abs().normalize().to_string()),
                CodeToken::Point => {
                    if self.whole == 0 {
                        text.push_str(whole);
                    }
                    text.push('.');
                    is_behind = true;
                }
                CodeToken::Digit(kind) if is_behind => match behind.next() {
                    Some(digit) => text.push(digit),
                    None if *kind == '0' => text.push('0'),
                    None => {}
                },
                CodeToken::Digit(kind) => {
                    // The first place takes all that the others have no room for.
                    let is_first = left == self.whole;
                    let length = whole.len();
                    let from = if is_first { 0 } else { length.saturating_sub(left) };
                    let to = length.saturating_sub(left - 1);
                    let digits = whole.get(from..to).unwrap_or_default();
                    for (at, digit) in digits.char_indices() {
                        text.push(digit);
                        let behind = length - from - at - 1;
                        if self.is_grouped && behind > 0 && behind.is_multiple_of(3) {
                            text.push(',');
                        }
                    }
                    if digits.is_empty() && *kind == '0' {
                        text.push('0');
                    }
                    left -= 1;
                }
            }
        }
        Some(text)
    }

    fn prints_number(&self) -> bool {
        self.has_digits || self.tokens.iter().any(|token| matches!(token, CodeToken::General | CodeToken::Text))
    }
}
