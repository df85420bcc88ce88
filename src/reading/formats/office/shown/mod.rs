//! What a number format makes of a number: the figure that a person sees, where that is not the one the cell stores.
//!
//! Officers who hold money in 元 under a header of 万元 format the cell instead of converting it: `0!.0000` shows 251000 as
//! 25.1000, and the file still says 251000. A report that was hidden for a meeting has `;;;`, one that was tidied up `"0"`.
//! Such a format scales, hides or replaces; rounding and grouping are how figures are printed, and say nothing.
//!
//! The rule is one of figures and not of codes: what is shown is read as a person reads it, and held against what is
//! stored, rounded to as many places as the format has. A zero that is shown as `-`, as 无 or as nothing at all is the zero
//! that it was, for so the form counts them: accounting formats and `0;-0;;@` are honest. A negative figure may be told by
//! its colour or by brackets. What a format makes of dates, powers and fractions is taken to be the figure.

mod code;
#[cfg(test)]
mod tests;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::reading::cells::grid::Shown;
use crate::reading::cells::lexicon::LEXICON;
pub(super) use code::TENTH;
use code::{CodeSection, CodeToken};

/// A number format, as far as it decides which figure a person sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NumberFormat {
    /// For numbers, in order: the first whose condition holds is used.
    sections: Vec<CodeSection>,
    /// For texts, where they have one of their own.
    text: Option<CodeSection>,
}

impl NumberFormat {
    /// The format of a code; `None` for one that shows every figure as it is, as nearly all do.
    pub(super) fn of_code(code: &str) -> Option<Self> {
        let (sections, text) = code::parse(code)?;
        let hides_text = text.as_ref().is_some_and(|text| !text.tokens.contains(&CodeToken::Text));
        let is_plain = !hides_text && sections.len() == 1 && sections.iter().all(CodeSection::is_plain);
        (!is_plain).then_some(Self { sections, text })
    }

    /// Whether a text in a cell of this format can be seen.
    pub(super) fn shows_text(&self) -> bool {
        self.text.as_ref().is_none_or(|text| text.tokens.contains(&CodeToken::Text))
    }

    /// What it shows of a number in plain notation, where that is another figure, or the figure with a unit beside it that
    /// may make it another, of money or 万; `None` too where it is no number of a form.
    pub(super) fn show(&self, number: &str) -> Option<Shown> {
        let number: Decimal = number.parse().ok()?;
        let Some(section) = self.sections.iter().find(|section| section.holds(number)) else {
            // As Excel fills the cell where no section is for the number.
            return Some(Shown { text: "#".repeat(8), is_figure: false });
        };
        if section.is_opaque {
            return None;
        }
        let text = section.print(number)?.trim().to_owned();
        let places = u32::try_from(section.places).ok().filter(|_| section.has_digits);
        let rounded = places.map_or(number, |places| rounded(number, places));
        let is_figure = match seen(&text) {
            Seen::Nothing => rounded.is_zero(),
            Seen::Figure(figure) => figure == rounded || (section.is_coloured && figure == rounded.abs()),
            Seen::Words => false,
        };
        let is_said = !is_figure || text.contains(|sign| LEXICON.is_of_money(sign) || LEXICON.is_of_scale(sign));
        is_said.then_some(Shown { text, is_figure })
    }
}

fn rounded(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// What a person takes a printed number for.
enum Seen {
    /// Nothing, or a sign for nothing.
    Nothing,
    /// A figure, whatever words stand before and behind it.
    Figure(Decimal),
    /// Words, or digits that are no one figure.
    Words,
}

fn seen(text: &str) -> Seen {
    let is_currency = |c: char| c.is_whitespace() || LEXICON.is_of_money(c);
    let text = text.trim_matches(is_currency);
    if text.is_empty() || LEXICON.is_placeholder(text) || LEXICON.is_zero(text) {
        return Seen::Nothing;
    }
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let Some((start, end)) = text.find(is_part).zip(text.rfind(is_part)) else { return Seen::Words };
    let digits: String = text[start..=end].chars().filter(|c| !matches!(c, ',' | '，' | ' ' | '\u{a0}')).collect();
    let before = text[..start].trim_end_matches(is_currency);
    let is_bracketed = before.ends_with(['(', '（']) && text[end + 1..].contains([')', '）']);
    match digits.trim_end_matches('.').parse::<Decimal>() {
        Ok(figure) if before.ends_with(['-', '−']) || is_bracketed => Seen::Figure(-figure),
        Ok(figure) => Seen::Figure(figure),
        Err(_) => Seen::Words,
    }
}
