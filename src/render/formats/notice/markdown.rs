//! Letters in Markdown, with a line between them. A table of the form has cells over several rows, which Markdown has
//! not; the likely corrections say where they are.

use std::fmt::Write as _;

use super::block::{LetterBlock, StyledLine};
use crate::render::words::markdown::escape;

/// What stands between two letters.
const SEPARATOR: &str = "\n---\n\n";

/// The letters, or what is said where there are none.
pub(super) fn written(letters: &[Vec<LetterBlock>], none: &str) -> String {
    if letters.is_empty() {
        return format!("{none}\n");
    }
    letters.iter().map(|blocks| letter(blocks)).collect::<Vec<_>>().join(SEPARATOR)
}

fn letter(blocks: &[LetterBlock]) -> String {
    let mut out = String::new();
    let mut is_list = false;
    for block in blocks {
        let was_list = std::mem::replace(&mut is_list, matches!(block, LetterBlock::Item(..)));
        let (mark, words) = match block {
            LetterBlock::Title(words) => ("# ".to_owned(), words),
            LetterBlock::Heading(level, words) => ("#".repeat(usize::from(*level)) + " ", words),
            LetterBlock::Item(Some(number), words) => (format!("{number}. "), words),
            LetterBlock::Item(None, words) => ("- ".to_owned(), words),
            LetterBlock::Number(words)
            | LetterBlock::Address(words)
            | LetterBlock::Text(words)
            | LetterBlock::Signature(words) => (String::new(), words),
            LetterBlock::Form(_) | LetterBlock::Legend(_) => continue,
        };
        if !(out.is_empty() || was_list && is_list) {
            out.push('\n');
        }
        let _ = writeln!(out, "{mark}{}", line(words));
    }
    out
}

fn line(words: &StyledLine) -> String {
    let spans = words.iter().map(|span| {
        let text = escape(&span.text);
        if span.is_bold && !text.is_empty() { format!("**{text}**") } else { text }
    });
    spans.collect()
}
