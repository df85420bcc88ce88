//! What a sentence claims of the cells of the tables. Each claim is a record in `claims.toml`: the words it is made in, and
//! the cells whose figure it may be.
//!
//! A clause is matched as a whole, when what the text is about, and whose and of which year it speaks, are certain.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::quantity::{Nearness, Quantity};
use super::scope::{SCOPES, Scope, Scopes, Voice, Whose};
use super::sentence::{Piece, Sentence};
use super::words::{WORDS, beginning};
use super::{Conflict, Disagreement};
use crate::model::{CellIndex, FormEdition, Text, Transcript};
use crate::rules::plan::{BlankPolicy, value};

/// In a clause under a pattern, the figures are characters from here on.
const FIGURE: u32 = 0xE000;
/// Figures of a sentence; the private characters are 6,400.
const MAX_FIGURES: usize = 1_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimRecords {
    fillers: Vec<String>,
    request: String,
    tail: String,
    about: AboutRecord,
    units: Vec<String>,
    claim: Vec<ClaimRecord>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AboutRecord {
    requests: String,
    r#else: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimRecord {
    name: Text,
    pattern: String,
    #[serde(default)]
    alone: bool,
    #[serde(default)]
    value: Option<u32>,
    needs: Vec<String>,
    #[serde(default)]
    topic: Option<String>,
    bases: Vec<BaseRecord>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BaseRecord {
    zh: String,
    en: String,
    cells: Vec<String>,
}

/// The records with their patterns made.
struct Claims {
    records: ClaimRecords,
    patterns: Vec<Regex>,
    requests: Regex,
    other: Regex,
}

static CLAIMS: LazyLock<Claims> = LazyLock::new(|| {
    let records: ClaimRecords = toml::from_str(include_str!("claims.toml")).expect("a test reads claims.toml");
    let made = |pattern: &str| Regex::new(pattern).expect("a test makes every pattern");
    let pattern = |claim: &ClaimRecord| {
        let filled = claim.pattern.replace("{n}", r"([\u{E000}-\u{F8FF}])").replace("{tail}", &records.tail);
        made(&filled.replace("{request}", &records.request))
    };
    let patterns = records.claim.iter().map(pattern).collect();
    let (requests, other) = (made(&records.about.requests), made(&records.about.r#else));
    Claims { records, patterns, requests, other }
});

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

/// A change against last year that the figures do not make.
#[derive(Debug, Clone)]
pub struct BrokenChange {
    /// What it is about.
    pub name: Text,
    /// The change as printed, in per cent; below zero where it is a decrease.
    pub printed: Decimal,
    /// This year's figure, as the sentence has it.
    pub now: Decimal,
    /// Last year's figure.
    pub then: Decimal,
    /// The cells of the figure.
    pub cells: Vec<CellIndex>,
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
    /// Last year's figures of the same agency, by cell id, where they are known.
    pub last_year: Option<&'a BTreeMap<String, Decimal>>,
}

/// What came of the claims of a text.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) told: usize,
    pub(super) disagreements: Vec<Disagreement>,
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
    /// The claim last met, for a change that follows it.
    last: Option<(usize, Decimal)>,
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
            heading = Thread { last: None, said: Vec::new(), ..thread.clone() };
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
        if beginning(&WORDS.list.aside, &clause.words).is_some() {
            if !here.other_body {
                change(clause, &figures, thread, sentence, tables, outcome);
            }
            continue;
        }
        match matched(clause, thread) {
            Some((at, figure)) => {
                let claim = &CLAIMS.records.claim[at];
                let stated = match (figure.and_then(|at| figures.get(at)), claim.value) {
                    (Some(quantity), _) if CLAIMS.records.units.contains(&quantity.unit) => {
                        Some(Stated::Figure(quantity))
                    }
                    (None, Some(value)) => Some(Stated::Implied(value.into())),
                    _ => None,
                };
                if let Some(topic) = &claim.topic {
                    thread.topic.clone_from(topic);
                }
                thread.last = None;
                if let Some(stated) = stated.filter(|_| here == Scope::default()) {
                    judge(at, &stated, thread, sentence, tables, outcome);
                }
            }
            None if CLAIMS.requests.is_match(&clause.words) && !has_figure => "requests".clone_into(&mut thread.topic),
            None if has_figure || CLAIMS.other.is_match(&clause.words) => {
                thread.topic.clear();
                thread.last = None;
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

/// The claim that a clause makes, and which of the figures it is made with.
fn matched(clause: &Clause, thread: &Thread) -> Option<(usize, Option<usize>)> {
    let is_among = WORDS.list.among.iter().any(|word| clause.words.contains(word.as_str()));
    let own = SCOPES.without_own(&clause.canonical);
    let bare = CLAIMS.records.fillers.iter().fold(own, |text, filler| text.replace(filler.as_str(), ""));
    CLAIMS.patterns.iter().enumerate().find_map(|(at, pattern)| {
        let ClaimRecord { needs, alone, .. } = &CLAIMS.records.claim[at];
        let is_told = (needs.is_empty() || needs.contains(&thread.topic)) && !(*alone && is_among);
        let found = pattern.captures(&bare).filter(|_| is_told)?;
        let figure = found.iter().skip(1).flatten().next();
        let figure = figure.and_then(|figure| figure.as_str().chars().next()).map(|c| u32::from(c) - FIGURE);
        Some((at, figure.and_then(|figure| usize::try_from(figure).ok())))
    })
}

fn judge(at: usize, stated: &Stated, thread: &mut Thread, sentence: &Sentence, tables: Tables, outcome: &mut Outcome) {
    let claim = &CLAIMS.records.claim[at];
    let (mut bases, mut cells, mut is_known) = (Vec::new(), Vec::new(), true);
    for base in &claim.bases {
        let Some(terms) = terms(base, tables.edition, tables.filing) else { continue };
        cells.extend(terms.iter().map(|(cell, _)| *cell));
        match sum(&terms, tables) {
            Some(value) => bases.push(Base { name: Text { zh: base.zh.clone(), en: base.en.clone() }, value }),
            None => is_known = false,
        }
    }
    let agrees = |base: &Base| match stated {
        Stated::Figure(quantity) => quantity.agrees_with(base.value),
        Stated::Implied(value) => Some(base.value == *value),
    };
    let verdicts: Option<Vec<bool>> = bases.iter().map(agrees).collect();
    let (Some(verdicts), false) = (verdicts, bases.is_empty()) else { return };
    if let Stated::Figure(quantity) = stated {
        thread.last = Some((at, quantity.value));
    }
    let is_same = |said: &usize| CLAIMS.records.claim[*said].name == claim.name;
    if verdicts.contains(&true) {
        outcome.told += 1;
        thread.said.push(at);
    } else if is_known && !thread.said.iter().any(is_same) {
        outcome.told += 1;
        cells.sort_unstable();
        cells.dedup();
        let printed = match stated {
            Stated::Figure(quantity) => format!("{}{}", quantity.printed, quantity.unit),
            Stated::Implied(value) => value.to_string(),
        };
        let with = Conflict::Claim(BrokenClaim { name: claim.name.clone(), printed, bases, cells });
        outcome.disagreements.push(Disagreement::of(sentence, with));
    }
}

/// The cells of a base with their signs; `None` where the edition has not got them, or the filing has no such table.
fn terms(base: &BaseRecord, edition: &FormEdition, filing: &Transcript) -> Option<Vec<(CellIndex, bool)>> {
    let mut terms = Vec::new();
    for name in &base.cells {
        let (pattern, plus) = name.strip_prefix('-').map_or((name.as_str(), true), |rest| (rest, false));
        let fits = |id: &str| match pattern.split_once('*') {
            Some((head, rest)) => id.len() >= head.len() + rest.len() && id.starts_with(head) && id.ends_with(rest),
            None => id == pattern,
        };
        let found = edition.each_cell().filter(|(index, cell)| fits(&cell.id) && !filing.is_absent(*index));
        let before = terms.len();
        terms.extend(found.map(|(index, _)| (index, plus)));
        if terms.len() == before {
            return None;
        }
    }
    Some(terms)
}

fn sum(terms: &[(CellIndex, bool)], tables: Tables) -> Option<Decimal> {
    terms.iter().try_fold(Decimal::ZERO, |sum, (cell, plus)| {
        let value = value(*cell, tables.edition, tables.filing, tables.blank)?;
        Some(if *plus { sum + value } else { sum - value })
    })
}

/// Compares a change that follows a claim, as 同比增长13.3%, with last year's figures.
fn change(
    clause: &Clause,
    figures: &[&Quantity],
    thread: &Thread,
    sentence: &Sentence,
    tables: Tables,
    outcome: &mut Outcome,
) {
    let (Some(last_year), Some((at, now))) = (tables.last_year, thread.last) else { return };
    let mut own = clause.words.chars().filter(|c| is_figure(*c)).map(|c| (u32::from(c) - FIGURE) as usize);
    let Some(quantity) = own.next().and_then(|at| figures.get(at)).filter(|_| own.next().is_none()) else { return };
    let sign = [("增长", 1), ("上升", 1), ("增加", 1), ("下降", -1), ("减少", -1)];
    let signs: Vec<i32> = sign.iter().filter(|(word, _)| clause.words.contains(word)).map(|(_, sign)| *sign).collect();
    let ([sign], "%", Nearness::Exact) = (signs.as_slice(), quantity.unit.as_str(), quantity.nearness) else { return };
    let printed = quantity.value * Decimal::from(*sign);
    let claim = &CLAIMS.records.claim[at];
    let mut thens = Vec::new();
    for base in &claim.bases {
        let Some(terms) = terms(base, tables.edition, tables.filing) else { continue };
        let then = terms.iter().try_fold(Decimal::ZERO, |sum, (cell, plus)| {
            let value = *last_year.get(&tables.edition.cell(*cell).id)?;
            Some(if *plus { sum + value } else { sum - value })
        });
        let Some(then) = then.filter(|then| !then.is_zero()) else { return };
        thens.push((then, terms));
    }
    let agrees = |then: Decimal| (((now - then) * Decimal::ONE_HUNDRED / then) - printed).abs() < quantity.step;
    outcome.told += usize::from(!thens.is_empty());
    if thens.iter().any(|(then, _)| agrees(*then)) {
        return;
    }
    let Some((then, terms)) = thens.into_iter().next() else { return };
    let cells = terms.into_iter().map(|(cell, _)| cell).collect();
    let with = Conflict::Change(BrokenChange { name: claim.name.clone(), printed, now, then, cells });
    outcome.disagreements.push(Disagreement::of(sentence, with));
}
