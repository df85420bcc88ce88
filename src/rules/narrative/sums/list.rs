//! Lists of parts in a sentence: where one begins and ends, and what its clauses count.

use rust_decimal::Decimal;

use super::super::quantity::Quantity;
use super::super::sentence::Piece;
use super::super::words::{WORDS, beginning};

/// Parts of a list.
const MAX_PARTS: usize = 200;

/// The parts of a list and what is known of it.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) parts: Vec<Part>,
    /// In brackets: it ends where it says.
    pub(super) enclosed: bool,
    /// How many parts stand before a mark that parts more than the first one does.
    pub(super) first_run: usize,
    /// What follows counts something else: the list may be over before, or be of different things.
    pub(super) is_mixed: bool,
    /// What stands before the whole.
    pub(super) of: String,
}

#[derive(Debug)]
pub(super) struct Part {
    pub(super) label: String,
    pub(super) value: Decimal,
    /// The share printed after it.
    pub(super) share: Option<Quantity>,
}

/// The lists of a sentence, each with the figures that its whole can be, the nearest first.
pub(super) fn lists<'p>(pieces: &'p [Piece], before: Option<&'p [Piece]>) -> Vec<(List, Vec<&'p Quantity>)> {
    let mut found = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let (heads, from, end) = match piece {
            Piece::Mark('(') => match at.checked_sub(1).map(|before| &pieces[before]) {
                Some(Piece::Quantity(_)) => (&pieces[..at], at + 1, closing(pieces, at)),
                _ => continue,
            },
            Piece::Among => match at.checked_sub(1).map(|before| (&pieces[before], before)) {
                None => match before {
                    Some(before) => (before, at + 1, pieces.len()),
                    None => continue,
                },
                Some((Piece::Mark(',' | '、' | ';' | ':'), mark)) => {
                    (&pieces[..mark], at + 1, closing_around(pieces, at))
                }
                // Brackets and a clause that goes on are looked at from where they begin.
                Some(_) => continue,
            },
            _ => continue,
        };
        let Some(Piece::Quantity(whole)) = heads.last() else { continue };
        let enclosed = matches!(piece, Piece::Mark(_));
        let skipped = usize::from(enclosed && pieces.get(from) == Some(&Piece::Among));
        let Some(mut list) = parts(&pieces[from + skipped..end], &whole.unit) else { continue };
        list.enclosed = enclosed;
        if let Some(Piece::Words(words)) = heads.len().checked_sub(2).map(|at| &heads[at]) {
            list.of.clone_from(words);
        }
        let wholes = heads.iter().rev().filter_map(|piece| match piece {
            Piece::Quantity(quantity) if quantity.unit == whole.unit => Some(quantity),
            _ => None,
        });
        found.push((list, wholes.collect()));
    }
    found
}

/// Where the bracket closes that opens at `open`.
fn closing(pieces: &[Piece], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, piece) in pieces.iter().enumerate().skip(open) {
        match piece {
            Piece::Mark('(') => depth += 1,
            Piece::Mark(')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    pieces.len()
}

/// Where the bracket closes that `at` stands in.
fn closing_around(pieces: &[Piece], at: usize) -> usize {
    let mut depth = 0_usize;
    for (end, piece) in pieces.iter().enumerate().skip(at) {
        match piece {
            Piece::Mark('(') => depth += 1,
            Piece::Mark(')') if depth == 0 => return end,
            Piece::Mark(')') => depth -= 1,
            _ => {}
        }
    }
    pieces.len()
}

/// Reads the parts of a list; `None` where it is not understood, or says that it is not the full list.
fn parts(pieces: &[Piece], unit: &str) -> Option<List> {
    let mut list = List::default();
    let mut level = None;
    let mut is_cut = false;
    let mut rest =
        pieces.strip_prefix(&[Piece::Mark(':')]).or(pieces.strip_prefix(&[Piece::Mark(',')])).unwrap_or(pieces);
    while !rest.is_empty() && list.parts.len() < MAX_PARTS {
        let (clause, mark) = clause(rest);
        rest = &rest[(clause.len() + usize::from(mark.is_some())).min(rest.len())..];
        match said(clause, unit) {
            Said::Part(part) => {
                if !is_cut {
                    list.first_run = list.parts.len() + 1;
                }
                list.parts.push(part);
            }
            Said::Aside(share) => {
                if let (Some(part), Some(share)) = (list.parts.last_mut(), share) {
                    part.share.get_or_insert(share);
                }
            }
            // A list inside of this one: it goes on behind the next semicolon.
            Said::Inner => {
                let inner = rest.iter().position(|piece| *piece == Piece::Mark(';')).map_or(rest.len(), |at| at + 1);
                let is_outer = mark != Some(';');
                rest = if is_outer { &rest[inner..] } else { rest };
            }
            Said::Other if list.parts.len() >= 2 => {
                list.is_mixed = true;
                break;
            }
            Said::Other | Said::Unclear => return None,
            Said::End => break,
        }
        if let (Some(mark), Some(own)) = (mark, level.or(mark.and_then(rank))) {
            level = Some(own);
            is_cut |= rank(mark).is_some_and(|rank| rank > own);
        }
    }
    Some(list)
}

/// How much a mark parts.
fn rank(mark: char) -> Option<u8> {
    match mark {
        '、' => Some(0),
        ',' => Some(1),
        ';' => Some(2),
        _ => None,
    }
}

/// The clause with which `pieces` begin, and the mark that ends it. Brackets are within.
fn clause(pieces: &[Piece]) -> (&[Piece], Option<char>) {
    let mut depth = 0_usize;
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Mark('(') => depth += 1,
            Piece::Mark(')') => depth = depth.saturating_sub(1),
            Piece::Mark(mark @ (',' | '、' | ';')) if depth == 0 => return (&pieces[..at], Some(*mark)),
            _ => {}
        }
    }
    (pieces, None)
}

/// What a clause of a list says.
enum Said {
    Part(Part),
    /// It compares the part before it; with a share of the whole, or without.
    Aside(Option<Quantity>),
    /// It begins a list inside of this one.
    Inner,
    /// Nothing to count: the list is over.
    End,
    /// A part that counts something else.
    Other,
    Unclear,
}

fn said(clause: &[Piece], unit: &str) -> Said {
    let words = &WORDS.list;
    if clause.first() == Some(&Piece::Among) {
        return Said::Inner;
    }
    let first =
        clause.first().and_then(|piece| if let Piece::Words(words) = piece { Some(words.as_str()) } else { None });
    let label = first.unwrap_or_default();
    if beginning(&words.aside, label).is_some() {
        return Said::Aside(share(clause));
    }
    let outside = outside_of_brackets(clause);
    let said_of = |piece: &&Piece| match piece {
        Piece::Words(text) => words.partial.iter().any(|word| text.contains(word.as_str())),
        _ => false,
    };
    let is_partial = outside.iter().any(said_of) || beginning(&words.partial_beginnings, label).is_some();
    let mut quantities = outside.iter().filter(|piece| matches!(piece, Piece::Quantity(_)));
    if quantities.clone().next().is_none() {
        return if is_partial { Said::Unclear } else { Said::End };
    }
    // A rate at the end of the sentence counts nothing.
    if quantities.all(|piece| matches!(piece, Piece::Quantity(quantity) if quantity.unit == "%")) {
        return Said::End;
    }
    let (name, quantity) = match outside.as_slice() {
        // The label may follow: 60件为….
        [Piece::Words(name), Piece::Quantity(quantity)]
        | [Piece::Words(name), Piece::Mark(':'), Piece::Quantity(quantity)]
        | [Piece::Quantity(quantity), Piece::Words(name)] => (name.clone(), quantity),
        _ => return Said::Unclear,
    };
    if is_partial {
        return Said::Unclear;
    }
    if quantity.unit != unit {
        return Said::Other;
    }
    if !quantity.is_exact() {
        return Said::Unclear;
    }
    Said::Part(Part { label: name, value: quantity.value, share: None })
}

/// The share in a clause as 占总数的60%.
fn share(clause: &[Piece]) -> Option<Quantity> {
    let [Piece::Words(words), Piece::Quantity(quantity)] = clause else { return None };
    let of = words.strip_prefix('占')?;
    let is_of_whole = WORDS.list.share_of.iter().any(|word| word == of) && quantity.unit == "%";
    is_of_whole.then(|| quantity.clone())
}

fn outside_of_brackets(clause: &[Piece]) -> Vec<&Piece> {
    let mut depth = 0_usize;
    let mut outside = Vec::new();
    for piece in clause {
        match piece {
            Piece::Mark('(') => depth += 1,
            Piece::Mark(')') => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(piece),
            _ => {}
        }
    }
    outside
}
