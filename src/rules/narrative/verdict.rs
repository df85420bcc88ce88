//! What a clause states, against the figures of the tables that it can mean.

use rust_decimal::Decimal;

use super::basis::{sum, terms};
use super::changes::Terms;
use super::claims::{Base, BrokenClaim, Contradiction, Outcome, Tables, WrongFigure};
use super::quantity::Quantity;
use super::sentence::Sentence;
use super::thread::{Thread, is_of_requests};
use super::wording::{BaseRecord, ClaimRecord, RECORDS};
use super::{Conflict, Disagreement};
use crate::model::Text;

/// What a clause states: a figure, or one that its words imply.
pub(super) enum Stated<'q> {
    /// Which of the figures of the sentence, and what may have to be added to it.
    Figure(usize, &'q Quantity, Vec<Decimal>),
    Implied(Decimal),
}

impl<'q> Stated<'q> {
    /// What a clause with this claim states: the figure, if it is in a unit that requests are counted in.
    pub(super) fn of(
        claim: &ClaimRecord,
        figure: Option<usize>,
        figures: &[&'q Quantity],
        beside: impl FnOnce() -> Vec<Decimal>,
    ) -> Option<Self> {
        match (figure.and_then(|at| figures.get(at)), claim.value) {
            (Some(quantity), _) if RECORDS.units.contains(&quantity.unit) => {
                Some(Self::Figure(figure.unwrap_or_default(), quantity, beside()))
            }
            (None, Some(value)) => Some(Self::Implied(value.into())),
            _ => None,
        }
    }

    /// Whether it is `value`; `None` where that is not understood.
    fn agrees_with(&self, value: Decimal) -> Option<bool> {
        match self {
            Self::Figure(_, quantity, _) => quantity.agrees_with(value),
            Self::Implied(implied) => Some(value == *implied),
        }
    }

    /// Whether it is `value` with what its sentence counts beside it.
    fn comes_to(&self, value: Decimal) -> bool {
        let Self::Figure(_, quantity, beside) = self else { return false };
        quantity.is_exact() && beside.iter().any(|offset| quantity.value + offset == value)
    }
}

/// Compares a claim with what its bases come to. One that is borne out supports a figure, and may be said to have changed.
pub(super) fn judge(
    at: usize,
    stated: &Stated,
    thread: &mut Thread,
    sentence: &Sentence,
    tables: Tables,
    outcome: &mut Outcome,
) {
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
    let verdicts: Option<Vec<bool>> = known.iter().map(|(_, value, _)| stated.agrees_with(*value)).collect();
    let first = verdicts.as_ref().and_then(|verdicts| verdicts.iter().position(|agrees| *agrees));
    let is_same = |said: &usize| RECORDS.claim[*said].name == claim.name;
    if let Some(first) = first {
        outcome.told += 1;
        if thread.is_named && is_of_requests(claim) {
            outcome.counted_own.push(claim.name.zh.clone());
        }
        thread.said.push(at);
        let Stated::Figure(figure, quantity, _) = stated else { return thread.counted.clear() };
        outcome.borne_out.push((0, *figure));
        if !quantity.is_exact() {
            return thread.counted.clear();
        }
        let (_, value, terms) = &known[first];
        match terms.as_slice() {
            [(cell, true)] if !value.is_zero() => outcome.supported.push(*cell),
            _ => {}
        }
        let is_printed = |value: &Decimal| {
            sentence.pieces.iter().any(|piece| piece.quantity().is_some_and(|own| own.value == *value))
        };
        let bases = known.into_iter().map(|(_, value, terms)| (Some(value).filter(is_printed), terms)).collect();
        thread.count(claim, quantity, bases, first);
        return;
    }
    thread.counted.clear();
    if known.iter().any(|(_, value, _)| stated.comes_to(*value)) {
        outcome.told += 1;
        thread.said.push(at);
        return;
    }
    if verdicts.is_some() && !known.is_empty() && is_known && !thread.said.iter().any(is_same) {
        outcome.told += 1;
        cells.sort_unstable();
        cells.dedup();
        let (printed, wrong) = match stated {
            Stated::Figure(figure, quantity, _) => {
                let values = known.iter().map(|(_, value, _)| *value).collect();
                let wrong = WrongFigure { sentence: 0, figure: *figure, values };
                (format!("{}{}", quantity.printed, quantity.unit), Some(wrong))
            }
            Stated::Implied(value) => (value.to_string(), None),
        };
        let base = |(base, value, _): (&BaseRecord, Decimal, Terms)| Base {
            name: Text { zh: base.zh.clone(), en: base.en.clone() },
            value,
        };
        let bases = known.into_iter().map(base).collect();
        let with = Conflict::Claim(BrokenClaim { name: claim.name.clone(), printed, bases, cells });
        let disagreement = Disagreement::of(sentence, with);
        let is_of_any = !thread.is_named && is_of_requests(claim);
        outcome.contradictions.push(Contradiction {
            disagreement,
            wrong,
            is_of_any,
            name: claim.name.zh.clone(),
            paragraph: sentence.paragraph,
        });
    }
}
