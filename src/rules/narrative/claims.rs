//! What a sentence claims of the cells of the tables. Each claim is a record in `claims.toml`: the words it is made in, and
//! the cells whose figure it may be.
//!
//! A clause is matched as a whole, when what the text is about, and whose and of which year it speaks, are certain.

use rust_decimal::Decimal;

use super::changes::{ClaimedChange, Counted, Terms, worded};
use super::quantity::Quantity;
use super::scope::{SCOPES, Scope, Scopes, Voice, Whose};
use super::sentence::{Piece, Sentence};
use super::wording::{BaseRecord, ClaimRecord, PATTERNS, RECORDS};
use super::words::{WORDS, beginning};
use super::{Conflict, Disagreement};
use crate::model::{CellIndex, FormEdition, Text, Transcript};
use crate::rules::values::{BlankPolicy, value};

/// In a clause under a pattern, the figures are characters from here on.
const FIGURE: u32 = 0xE000;
/// Figures of a sentence; the private characters are 6,400.
const MAX_FIGURES: usize = 1_000;

/// A claim that none of the figures it can mean bears out.
#[derive(Debug, Clone)]
pub struct BrokenClaim {
    /// What it is about.
    pub name: Text,
    /// The figure as the sentence prints it, with its unit.
    pub printed: String,
    /// The figures it could mean.
    pub bases: Vec<Base>,
    /// The cells of all of them.
    pub cells: Vec<CellIndex>,
}

/// A figure of the tables that a claim can mean.
#[derive(Debug, Clone)]
pub struct Base {
    /// What it is.
    pub name: Text,
    /// What it comes to.
    pub value: Decimal,
}

/// The tables that a text is compared with.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// The form.
    pub edition: &'a FormEdition,
    /// Its figures.
    pub filing: &'a Transcript,
    /// How blank items count.
    pub blank: BlankPolicy,
}

/// What came of the claims of a text.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) told: usize,
    pub(super) disagreements: Vec<Disagreement>,
    pub(super) changes: Vec<ClaimedChange>,
    pub(super) supported: Vec<CellIndex>,
}

/// A clause: its words with figures as private characters, and whether a bracket or a list opened before it.
struct Clause {
    words: String,
    /// The same in the words of `scope.toml`.
    canonical: String,
}

/// What the text is about as it goes on.
#[derive(Debug, Clone, Default)]
struct Thread {
    scope: Scope,
    topic: String,
    /// What the claims just met have counted, for a change that follows them.
    counted: Vec<Counted>,
    /// The claims that were borne out: whatever is counted so again is another count.
    said: Vec<usize>,
}

/// Compares every claim of a text with the tables.
pub(super) fn claims(all: &[Sentence], whose: Whose, tables: Tables) -> Outcome {
    let whose = Voice::of(whose);
    let mut outcome = Outcome::default();
    let (mut heading, mut thread) = (Thread::default(), Thread::default());
    let mut paragraph = None;
    for sentence in all {
        if paragraph != Some(sentence.paragraph) {
            paragraph = Some(sentence.paragraph);
            if sentence.is_heading {
                heading = Thread::default();
            }
            thread = heading.clone();
        }
        let begun = thread.clone();
        let has_figures = read(sentence, &mut thread, &whose, tables, &mut outcome);
        if sentence.is_heading {
            heading = Thread { counted: Vec::new(), said: Vec::new(), ..thread.clone() };
        } else if !has_figures && sentence.text.chars().count() > 15 {
            // Whoever is named in a sentence without figures is not whose figures come next.
            thread.scope = begun.scope;
        }
    }
    outcome
}

/// Reads a sentence; says whether it has figures.
fn read(sentence: &Sentence, thread: &mut Thread, whose: &Voice, tables: Tables, outcome: &mut Outcome) -> bool {
    let figures: Vec<&Quantity> = sentence
        .pieces
        .iter()
        .filter_map(|piece| if let Piece::Quantity(quantity) = piece { Some(quantity) } else { None })
        .collect();
    if figures.len() > MAX_FIGURES {
        return true;
    }
    let clauses = clauses(&sentence.pieces, whose);
    let words: String = clauses.iter().map(|clause| clause.canonical.as_str()).collect();
    let is_of_year = Scopes::names_the_year(&words);
    if thread.topic == "applicants" && sentence.pieces.first() != Some(&Piece::Among) {
        "requests".clone_into(&mut thread.topic);
    }
    for clause in &clauses {
        let (here, behind) = SCOPES.follow(thread.scope, &clause.canonical, is_of_year);
        thread.scope = behind;
        let has_figure = clause.words.contains(is_figure);
        let bare = bare(clause);
        if let Some((figure, is_less)) = worded(&PATTERNS.changes, &bare) {
            let quantity = figures.get(position(figure)).filter(|_| here == Scope::default());
            outcome.changes.extend(quantity.and_then(|by| ClaimedChange::of(by, is_less, &thread.counted, sentence)));
            continue;
        }
        if beginning(&WORDS.list.aside, &clause.words).is_some() {
            // 占90%，同比增长5%: it may be the share that grew.
            if has_figure {
                thread.counted.clear();
            }
            continue;
        }
        match matched(clause, &bare, thread) {
            Some((at, figure)) => {
                let claim = &RECORDS.claim[at];
                let stated = match (figure.and_then(|at| figures.get(at)), claim.value) {
                    (Some(quantity), _) if RECORDS.units.contains(&quantity.unit) => Some(Stated::Figure(quantity)),
                    (None, Some(value)) => Some(Stated::Implied(value.into())),
                    _ => None,
                };
                if let Some(topic) = &claim.topic {
                    thread.topic.clone_from(topic);
                }
                match stated.filter(|_| here == Scope::default()) {
                    Some(stated) => judge(at, &stated, thread, sentence, tables, outcome),
                    None => thread.counted.clear(),
                }
            }
            None if PATTERNS.requests.is_match(&clause.words) && !has_figure => {
                "requests".clone_into(&mut thread.topic);
            }
            None if has_figure || PATTERNS.other.is_match(&clause.words) => {
                thread.topic.clear();
                thread.counted.clear();
            }
            None => {}
        }
    }
    !figures.is_empty()
}

/// What a clause states: a figure, or one that its words imply.
enum Stated<'q> {
    Figure(&'q Quantity),
    Implied(Decimal),
}

fn is_figure(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

/// The clauses of a sentence. A mark between two words parts no clauses if it is 、: 行政复议、行政诉讼.
fn clauses(pieces: &[Piece], whose: &Voice) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let (mut words, mut figures) = (String::new(), 0_u32);
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Words(text) => words.push_str(text),
            Piece::Among => words.push_str(&WORDS.list.among[0]),
            Piece::Quantity(_) => {
                words.extend(char::from_u32(FIGURE + figures));
                figures += 1;
            }
            Piece::Mark('、') if !matches!(at.checked_sub(1).map(|at| &pieces[at]), Some(Piece::Quantity(_))) => {
                words.push('、');
            }
            Piece::Mark(_) => clauses.push(std::mem::take(&mut words)),
        }
    }
    clauses.push(words);
    let clause = |words: String| Clause { canonical: whose.canonical(&words), words };
    clauses.into_iter().filter(|words| !words.is_empty()).map(clause).collect()
}

/// A clause without its fillers and the words that mean this agency and this year.
fn bare(clause: &Clause) -> String {
    let own = SCOPES.without_own(&clause.canonical);
    RECORDS
        .fillers
        .iter()
        .fold(own, |text, filler| if text.contains(filler.as_str()) { text.replace(filler.as_str(), "") } else { text })
}

/// Which figure of the sentence a character stands for.
fn position(figure: char) -> usize {
    u32::from(figure).saturating_sub(FIGURE) as usize
}

/// The claim that a clause makes, and which of the figures it is made with.
fn matched(clause: &Clause, bare: &str, thread: &Thread) -> Option<(usize, Option<usize>)> {
    let is_among = WORDS.list.among.iter().any(|word| clause.words.contains(word.as_str()));
    PATTERNS.claims_in(bare).find_map(|at| {
        let ClaimRecord { needs, alone, .. } = &RECORDS.claim[at];
        let is_told = (needs.is_empty() || needs.contains(&thread.topic)) && !(*alone && is_among);
        let found = PATTERNS.claim(at).captures(bare).filter(|_| is_told)?;
        let figure = found.iter().skip(1).flatten().next();
        Some((at, figure.and_then(|figure| figure.as_str().chars().next()).map(position)))
    })
}

/// Compares a claim with what its bases come to. One that is borne out supports a figure, and may be said to have changed.
fn judge(at: usize, stated: &Stated, thread: &mut Thread, sentence: &Sentence, tables: Tables, outcome: &mut Outcome) {
    let claim = &RECORDS.claim[at];
    let (mut known, mut cells, mut is_known) = (Vec::new(), Vec::new(), true);
    for base in &claim.bases {
        let Some(terms) = terms(base, tables) else { continue };
        cells.extend(terms.iter().map(|(cell, _)| *cell));
        match sum(&terms, tables) {
            Some(value) => known.push((base, value, terms)),
            None => is_known = false,
        }
    }
    let agrees = |value: Decimal| match stated {
        Stated::Figure(quantity) => quantity.agrees_with(value),
        Stated::Implied(implied) => Some(value == *implied),
    };
    let verdicts: Option<Vec<bool>> = known.iter().map(|(_, value, _)| agrees(*value)).collect();
    let first = verdicts.as_ref().and_then(|verdicts| verdicts.iter().position(|agrees| *agrees));
    let is_same = |said: &usize| RECORDS.claim[*said].name == claim.name;
    if let Some(first) = first {
        outcome.told += 1;
        thread.said.push(at);
        match stated {
            Stated::Figure(quantity) if quantity.is_exact() => {
                let (_, value, terms) = &known[first];
                match terms.as_slice() {
                    [(cell, true)] if !value.is_zero() => outcome.supported.push(*cell),
                    _ => {}
                }
                let mut bases: Vec<Terms> = known.into_iter().map(|(_, _, terms)| terms).collect();
                bases[..=first].rotate_right(1);
                let (name, value, unit) = (claim.name.clone(), quantity.value, quantity.unit.clone());
                thread.counted.push(Counted { name, value, unit, bases });
            }
            _ => thread.counted.clear(),
        }
        return;
    }
    thread.counted.clear();
    if verdicts.is_some() && !known.is_empty() && is_known && !thread.said.iter().any(is_same) {
        outcome.told += 1;
        cells.sort_unstable();
        cells.dedup();
        let printed = match stated {
            Stated::Figure(quantity) => format!("{}{}", quantity.printed, quantity.unit),
            Stated::Implied(value) => value.to_string(),
        };
        let base = |(base, value, _): (&BaseRecord, Decimal, Terms)| Base {
            name: Text { zh: base.zh.clone(), en: base.en.clone() },
            value,
        };
        let bases = known.into_iter().map(base).collect();
        let with = Conflict::Claim(BrokenClaim { name: claim.name.clone(), printed, bases, cells });
        outcome.disagreements.push(Disagreement::of(sentence, with));
    }
}

/// The cells of a base with their signs; `None` where the edition has not got them, or the filing has no such table.
fn terms(base: &BaseRecord, tables: Tables) -> Option<Terms> {
    let mut terms = Vec::new();
    for name in &base.cells {
        let (pattern, plus) = signed(name);
        let found = named(pattern, tables.edition).filter(|cell| !tables.filing.is_absent(*cell));
        let before = terms.len();
        terms.extend(found.map(|cell| (cell, plus)));
        if terms.len() == before {
            return None;
        }
    }
    Some(terms)
}

/// A name of cells in a record without its sign, and whether they are added.
fn signed(name: &str) -> (&str, bool) {
    name.strip_prefix('-').map_or((name, true), |rest| (rest, false))
}

/// The cells of an edition that a pattern names: an id, with `*` for any part of it.
fn named<'p>(pattern: &'p str, edition: &'p FormEdition) -> impl Iterator<Item = CellIndex> + 'p {
    let fits = move |id: &str| match pattern.split_once('*') {
        Some((head, rest)) => id.len() >= head.len() + rest.len() && id.starts_with(head) && id.ends_with(rest),
        None => id == pattern,
    };
    edition.each_cell().filter(move |(_, cell)| fits(&cell.id)).map(|(index, _)| index)
}

/// The cells of an edition of which sentences claim anything: what of last year's filing a change is held against.
#[must_use]
pub fn claimed_cells(edition: &FormEdition) -> Vec<CellIndex> {
    let names = RECORDS.claim.iter().flat_map(|claim| &claim.bases).flat_map(|base| &base.cells);
    let mut cells: Vec<_> = names.flat_map(|name| named(signed(name).0, edition)).collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

fn sum(terms: &[(CellIndex, bool)], tables: Tables) -> Option<Decimal> {
    terms.iter().try_fold(Decimal::ZERO, |sum, (cell, plus)| {
        let value = value(*cell, tables.edition, tables.filing, tables.blank)?;
        Some(if *plus { sum + value } else { sum - value })
    })
}
