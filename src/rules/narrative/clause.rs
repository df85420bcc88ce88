//! The clauses of a sentence, as the patterns of claims see them: words, with a private character for each figure.

use super::scope::{ReportVoice, SCOPES};
use super::sentence::SentencePiece;
use super::wording::RECORDS;
use super::words::WORDS;

/// In a clause under a pattern, the figures are characters from here on, and those that are nought from `NOUGHT` on: a
/// pattern can ask for 0件 by itself (`{zero}`).
const FIGURE: u32 = 0xE000;
const NOUGHT: u32 = 0xF000;

/// A clause: its words with figures as private characters.
pub(super) struct Clause {
    pub(super) words: String,
    /// It stands in brackets: a remark, which does not change what the text is about.
    pub(super) is_remark: bool,
    /// The same in the words of `scope.toml`.
    pub(super) canonical: String,
}

/// Whether a character stands for a figure.
pub(super) fn is_figure(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

/// The clauses of a sentence. A mark between two words parts no clauses if it is 、: 行政复议、行政诉讼.
pub(super) fn clauses(pieces: &[SentencePiece], whose: &ReportVoice) -> Vec<Clause> {
    let mut clauses: Vec<(String, bool)> = Vec::new();
    let (mut words, mut figures, mut depth) = (String::new(), 0_u32, 0_usize);
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            SentencePiece::Words(text) => words.push_str(text),
            SentencePiece::Among => words.push_str(&WORDS.list.among[0]),
            SentencePiece::Quantity(quantity) => {
                let first = if quantity.value.is_zero() && quantity.is_exact() { NOUGHT } else { FIGURE };
                words.extend(char::from_u32(first + figures));
                figures += 1;
            }
            SentencePiece::Mark('、')
                if !matches!(at.checked_sub(1).map(|at| &pieces[at]), Some(SentencePiece::Quantity(_))) =>
            {
                words.push('、');
            }
            SentencePiece::Mark(mark) => {
                clauses.push((std::mem::take(&mut words), depth > 0));
                match mark {
                    '(' => depth += 1,
                    ')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
        }
    }
    clauses.push((words, depth > 0));
    let clause = |(words, is_remark): (String, bool)| Clause { canonical: whose.canonical(&words), words, is_remark };
    clauses.into_iter().filter(|(words, _)| !words.is_empty()).map(clause).collect()
}

/// A clause without its fillers and the words that mean this agency and this year.
pub(super) fn bare(clause: &Clause) -> String {
    without_fillers(&clause.canonical)
}

/// Some words without fillers and those that mean this year.
pub(super) fn without_fillers(words: &str) -> String {
    let own = SCOPES.without_own(words);
    RECORDS
        .fillers
        .iter()
        .fold(own, |text, filler| if text.contains(filler.as_str()) { text.replace(filler.as_str(), "") } else { text })
}

/// Which figure of the sentence a character stands for.
pub(super) fn position(figure: char) -> usize {
    let figure = u32::from(figure);
    figure.saturating_sub(if figure < NOUGHT { FIGURE } else { NOUGHT }) as usize
}
