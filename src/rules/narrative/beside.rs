//! What the sentence of a claim counts beside it. 新制定8件，修订1件 are nine that were issued, and 收到22件，其中3件退回 nineteen
//! that count: the figure of the table may be either.

use rust_decimal::Decimal;

use super::clause::position;
use super::pattern::Pattern;
use super::quantity::Quantity;
use super::wording::RECORDS;

/// The clauses of a sentence in the words that patterns are made for, and its figures.
pub(super) struct Around<'s> {
    pub(super) bare: &'s [String],
    /// Which of them stand behind 其中.
    pub(super) among: &'s [bool],
    pub(super) figures: &'s [&'s Quantity],
}

impl Around<'_> {
    /// Whether a clause beside that at `own` makes the claim none, or the one that it needs is not there.
    pub(super) fn forbids(&self, claim: usize, own: usize) -> bool {
        let claim = &RECORDS.claim[claim];
        let is_lacking = |only: &Pattern| !self.others(own).any(|clause| only.is_match(clause));
        // 同意公开17件，其中部分公开5件: that is in the figure, and not beside it.
        let is_apart = |at: usize| at < own || !self.among[own + 1..=at].contains(&true);
        let others = || self.bare.iter().enumerate().filter(|(at, _)| *at != own && is_apart(*at));
        claim.unless.as_ref().is_some_and(|unless| others().any(|(_, clause)| unless.is_match(clause)))
            || claim.beside.as_ref().is_some_and(is_lacking)
    }

    /// What may have to be added to the figure of a claim in the clause at `own`: each of the figures beside it, or all.
    pub(super) fn offsets(&self, claim: usize, own: usize) -> Vec<Decimal> {
        let claim = &RECORDS.claim[claim];
        let mut offsets = self.counted(claim.plus.as_ref(), own);
        offsets.extend(self.counted(claim.less.as_ref(), own).into_iter().map(|value| -value));
        offsets
    }

    fn counted(&self, pattern: Option<&Pattern>, own: usize) -> Vec<Decimal> {
        let is_counted = |quantity: &&&Quantity| quantity.is_exact() && RECORDS.units.contains(&quantity.unit);
        let figure = |clause: &str| {
            let figure = pattern?.captures(clause)?.iter().skip(1).flatten().next()?.as_str().chars().next()?;
            self.figures.get(position(figure)).filter(is_counted).map(|quantity| quantity.value)
        };
        let mut counted: Vec<Decimal> = self.others(own).filter_map(|clause| figure(clause)).collect();
        if counted.len() > 1 {
            counted.push(counted.iter().sum());
        }
        counted
    }

    fn others(&self, own: usize) -> impl Iterator<Item = &String> {
        self.bare.iter().enumerate().filter(move |(at, _)| *at != own).map(|(_, clause)| clause)
    }
}
