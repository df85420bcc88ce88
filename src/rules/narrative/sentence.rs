//! A sentence in pieces: words, figures that count something, and the marks between them.

use unicode_normalization::UnicodeNormalization;

use super::numeral::is_numeral;
use super::quantity::{self, Quantity};
use super::words::{WORDS, beginning};
use crate::model::{Narrative, Place, is_common};

/// A longer sentence is none.
const MAX_CHARS: usize = 4_000;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SentencePiece {
    /// Anything that is none of the others, folded: half-width, without blanks.
    Words(String),
    Quantity(Quantity),
    /// 其中.
    Among,
    /// `，` `、` `；` `：` `（` `）`, in their half-width forms where there are such.
    Mark(char),
}

impl SentencePiece {
    /// The figure that it is.
    pub(super) fn quantity(&self) -> Option<&Quantity> {
        if let Self::Quantity(quantity) = self { Some(quantity) } else { None }
    }
}

/// A sentence.
#[derive(Debug)]
pub(super) struct Sentence<'n> {
    /// As printed.
    pub(super) text: &'n str,
    pub(super) place: &'n Place,
    /// The paragraph it is in, by position.
    pub(super) paragraph: usize,
    /// A paragraph without an end is a heading.
    pub(super) is_heading: bool,
    pub(super) pieces: Vec<SentencePiece>,
}

/// The sentences of a text, in its order. The title is none.
pub(super) fn sentences(narrative: &Narrative) -> impl Iterator<Item = Sentence<'_>> {
    let paragraphs = narrative.paragraphs.iter().enumerate().filter(|(_, paragraph)| !paragraph.is_title);
    paragraphs.flat_map(|(at, paragraph)| {
        let is_heading = !paragraph.text.contains(['。', '；', '，', ',', ';']);
        let mut from = 0;
        paragraph.text.split_inclusive(ENDS).filter_map(move |text| {
            let place = paragraph.place_at(from + text.len() - text.trim_start().len());
            from += text.len();
            let text = text.trim_end_matches(['|', '\n']).trim();
            let is_readable = !text.is_empty() && text.len() <= 4 * MAX_CHARS;
            is_readable.then(|| Sentence { text, place, paragraph: at, is_heading, pieces: pieces(&folded(text)) })
        })
    })
}

const ENDS: [char; 7] = ['。', '！', '？', '!', '?', '\n', '|'];

/// Half-width and without blanks, but for one between two digits: 12 34 is not 1234.
pub(super) fn folded(text: &str) -> String {
    // Names and titles are folded as they are.
    if text.chars().all(|c| matches!(c, '!'..='~') || is_common(c)) {
        return text.to_owned();
    }
    let mut folded = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.nfkc() {
        if c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}') {
            blank = true;
            continue;
        }
        if blank && c.is_ascii_digit() && folded.ends_with(|last: char| last.is_ascii_digit()) {
            folded.push(' ');
        }
        blank = false;
        folded.push(c);
    }
    folded
}

/// The pieces of a folded sentence. What stands in quotes or is a title has no figures and no marks.
fn pieces(text: &str) -> Vec<SentencePiece> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut quoted: Option<char> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if let Some(end) = quoted {
            quoted = quoted.filter(|_| c != end);
        } else {
            quoted = match c {
                '《' => Some('》'),
                '“' => Some('”'),
                '〔' => Some('〕'),
                _ => None,
            }
            // One that is never closed quotes nothing.
            .filter(|end| text[at..].contains(*end));
            if let Some(word) = beginning(&WORDS.list.among, &text[at..]) {
                flush(&mut words, &mut pieces);
                pieces.push(SentencePiece::Among);
                at += word.len();
                continue;
            }
            let begins = c.is_ascii_digit() || is_numeral(c);
            if let Some((front, length, quantity)) = begins.then(|| quantity::read(&words, &text[at..])).flatten() {
                words.truncate(words.len() - front);
                flush(&mut words, &mut pieces);
                pieces.push(SentencePiece::Quantity(quantity));
                at += length;
                continue;
            }
            if matches!(c, ',' | '、' | ';' | ':' | '(' | ')') {
                flush(&mut words, &mut pieces);
                pieces.push(SentencePiece::Mark(c));
                at += c.len_utf8();
                continue;
            }
        }
        if !matches!(c, '。' | '!' | '?') {
            words.push(c);
        }
        at += c.len_utf8();
    }
    flush(&mut words, &mut pieces);
    pieces
}

fn flush(words: &mut String, pieces: &mut Vec<SentencePiece>) {
    if !words.is_empty() {
        pieces.push(SentencePiece::Words(std::mem::take(words)));
    }
}
