//! What a sentence claims of the cells of the tables. Each claim is a record in `claims.toml`: the words it is made in, and
//! the cells whose figure it may be.
//!
//! A clause is matched as a whole, when what the text is about, and whose and of which year it speaks, are certain.

use rust_decimal::Decimal;

use super::Disagreement;
use super::beside::Around;
use super::changes::{ClaimedChange, worded};
use super::clause::{Clause, bare, clauses, is_figure, position};
use super::quantity::Quantity;
use super::scope::{ReportVoice, SCOPES, Scopes, SpokenOf, Whose};
use super::sentence::{Sentence, SentencePiece};
use super::thread::{Thread, is_of_business, is_of_requests};
use super::verdict::{Stated, judge};
use super::wording::{ClaimRecord, RECORDS, claims_in, may_claim};
use super::words::WORDS;
use crate::model::{CellIndex, FormEdition, Text, Transcript};
use crate::rules::values::BlankPolicy;

/// Figures of a sentence; a clause has as many private characters for those that are nought, and more for the others.
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
    pub(super) contradictions: Vec<Contradiction>,
    pub(super) changes: Vec<ClaimedChange>,
    pub(super) supported: Vec<CellIndex>,
    /// The figures that the tables bear out: which sentence, and which of its figures.
    pub(super) borne_out: Vec<(usize, usize)>,
    /// What requests that the text calls requests for information were counted as, as the tables count them.
    pub(super) counted_own: Vec<String>,
}

impl Outcome {
    /// The figures that are not those of the tables.
    pub(super) fn wrong(&self) -> impl Iterator<Item = &WrongFigure> {
        self.contradictions.iter().filter_map(|one| one.wrong.as_ref())
    }
}

/// A claim that the tables do not bear out.
#[derive(Debug)]
pub(super) struct Contradiction {
    pub(super) disagreement: Disagreement,
    pub(super) wrong: Option<WrongFigure>,
    /// It is of requests, and nothing says of which.
    pub(super) is_of_any: bool,
    /// What it is called, and the paragraph it is in.
    pub(super) name: String,
    pub(super) paragraph: usize,
}

/// A figure of a sentence that the tables do not bear out.
#[derive(Debug)]
pub(super) struct WrongFigure {
    /// Which sentence, and which of its figures.
    pub(super) sentence: usize,
    pub(super) figure: usize,
    /// What the tables have instead.
    pub(super) values: Vec<Decimal>,
}

/// Compares every claim of a text with the tables. `parts` gives the figures of a sentence that are a part of what was
/// received: 答复7件，不予受理4件 of 12 is no total.
pub(super) fn claims<'p>(
    all: &[Sentence],
    parts: impl Fn(usize) -> &'p [usize],
    whose: Whose,
    tables: Tables,
) -> Outcome {
    let mut outcome = Outcome::default();
    if !all.iter().any(|sentence| may_claim(sentence.text) || sentence.pieces.iter().any(|it| it.quantity().is_some()))
    {
        return outcome;
    }
    let whose = ReportVoice::of(whose);
    let (mut heading, mut thread) = (Thread::default(), Thread::default());
    let mut paragraph = None;
    for (at, sentence) in all.iter().enumerate() {
        if paragraph != Some(sentence.paragraph) {
            paragraph = Some(sentence.paragraph);
            if sentence.is_heading {
                heading = Thread::default();
            }
            thread = heading.clone();
        }
        let begun = thread.clone();
        let (known, borne_out) = (outcome.contradictions.len(), outcome.borne_out.len());
        let has_figures = read(sentence, parts(at), &mut thread, &whose, tables, &mut outcome);
        let new = outcome.contradictions[known..].iter_mut().filter_map(|one| one.wrong.as_mut());
        new.for_each(|wrong| wrong.sentence = at);
        outcome.borne_out[borne_out..].iter_mut().for_each(|(sentence, _)| *sentence = at);
        if sentence.is_heading {
            heading = thread.of_heading();
        } else if !has_figures && sentence.text.chars().count() > 15 {
            // Whoever is named in a sentence without figures is not whose figures come next.
            thread.scope = begun.scope;
        }
    }
    // 接收企业和群众申请12356件 beside 收到政府信息公开申请34件: those are requests of another business.
    let is_of_business = |one: &Contradiction| one.is_of_any && outcome.counted_own.contains(&one.name);
    let business: Vec<usize> =
        outcome.contradictions.iter().filter(|one| is_of_business(one)).map(|one| one.paragraph).collect();
    outcome.contradictions.retain(|one| !(one.is_of_any && business.contains(&one.paragraph)));
    outcome
}

/// Reads a sentence; says whether it has figures.
fn read(
    sentence: &Sentence,
    parts: &[usize],
    thread: &mut Thread,
    whose: &ReportVoice,
    tables: Tables,
    outcome: &mut Outcome,
) -> bool {
    let figures: Vec<&Quantity> = sentence.pieces.iter().filter_map(SentencePiece::quantity).collect();
    if figures.len() > MAX_FIGURES {
        return true;
    }
    let clauses = clauses(&sentence.pieces, whose);
    let is_of_year = Scopes::names_the_year(&clauses.iter().map(|clause| &*clause.canonical).collect::<String>());
    thread.begin_sentence(sentence);
    // 收到申请2356件，均为行政许可申请: it may say so behind them.
    let is_first = |place: usize| clauses[..place].iter().all(|before| before.words.chars().count() <= 2);
    let says_business = clauses.iter().enumerate().any(|(place, clause)| is_of_business(clause, is_first(place)));
    let bare: Vec<String> = clauses.iter().map(bare).collect();
    let among: Vec<bool> = clauses.iter().map(is_among).collect();
    let around = Around { bare: &bare, among: &among, figures: &figures };
    for (place, clause) in clauses.iter().enumerate() {
        let bare = bare[place].as_str();
        let (here, behind) = SCOPES.follow(thread.scope, &clause.canonical, is_of_year);
        thread.scope = behind;
        let has_figure = clause.words.contains(is_figure);
        thread.hear(clause, is_first(place));
        if let Some((figure, is_less)) = worded(&RECORDS.change, bare) {
            let quantity = figures.get(position(figure)).filter(|_| here == SpokenOf::default());
            // 同比 that opens a sentence is of the first claim of its paragraph.
            let counted = if place == 0 { thread.opening.as_slice() } else { thread.counted.as_slice() };
            outcome.changes.extend(quantity.and_then(|by| ClaimedChange::of(by, is_less, counted, sentence)));
            continue;
        }
        if WORDS.list.aside.of(&clause.words).is_some() {
            // 占90%，同比增长5%: it may be the share that grew.
            if has_figure {
                thread.counted.clear();
            }
            continue;
        }
        match matched(clause, place, &around, thread) {
            Some((at, Some(figure))) if RECORDS.claim[at].alone && parts.contains(&figure) => thread.counted.clear(),
            Some((at, _))
                if (says_business || thread.is_of_business)
                    && !thread.is_named
                    && is_of_requests(&RECORDS.claim[at]) =>
            {
                thread.turn_to_else();
            }
            Some((at, figure)) => {
                let claim = &RECORDS.claim[at];
                thread.turn_to(claim);
                let is_ours = here == SpokenOf::default();
                let beside = || around.offsets(at, place);
                match Stated::of(claim, figure, &figures, beside).filter(|_| is_ours) {
                    Some(stated) => judge(at, &stated, thread, sentence, tables, outcome),
                    None => thread.counted.clear(),
                }
            }
            None if !has_figure && RECORDS.about.is_of_some(bare) => thread.turn_to_some(),
            None if RECORDS.about.requests.is_match(&clause.words) && !has_figure => {
                thread.turn_to_requests();
            }
            None if !clause.is_remark && (has_figure || thread.is_of_else(&clause.words, bare, sentence)) => {
                thread.turn_to_else();
            }
            None => {}
        }
    }
    !figures.is_empty()
}

/// Whether a clause counts some of what stands before it.
fn is_among(clause: &Clause) -> bool {
    WORDS.list.among.iter().any(|word| clause.words.contains(word.as_str()))
}

/// The claim that a clause makes, and which of the figures it is made with.
fn matched(clause: &Clause, place: usize, around: &Around, thread: &Thread) -> Option<(usize, Option<usize>)> {
    let bare = around.bare[place].as_str();
    let is_among = is_among(clause);
    claims_in(bare).find_map(|at| {
        let ClaimRecord { needs, alone, pattern, .. } = &RECORDS.claim[at];
        let is_told = (needs.is_empty() || needs.contains(&thread.topic)) && !(*alone && is_among);
        let found = pattern.captures(bare).filter(|_| is_told && !around.forbids(at, place))?;
        let figure = found.iter().skip(1).flatten().next();
        Some((at, figure.and_then(|figure| figure.as_str().chars().next()).map(position)))
    })
}
