//! The readings that a list admits: which figures are its whole, and where it ends.
//!
//! If any of them comes out, the list is right. If none does, and the list is meant to be the full one (`full`), the
//! reading that comes nearest is named.

use rust_decimal::Decimal;

use super::super::words::{WORDS, beginning};
use super::full::is_full;
use super::item::Item;
use super::list::{List, Opener, Part};
use super::wording::Role;

/// Counts that may be the whole together.
const MAX_JOINED: usize = 3;

/// A list with more parts goes on to where the sentence lets it end.
const MAX_SHORT: usize = 5;

/// Parts of two splits of one whole.
const MAX_SPLIT: usize = 16;

/// A whole and its parts.
#[derive(Debug, Clone)]
pub(super) struct Reading<'l, 'p> {
    pub(super) wholes: Vec<&'l Item<'p>>,
    pub(super) parts: Vec<&'l Item<'p>>,
}

/// What came of a list.
pub(super) enum Verdict<'l, 'p> {
    /// This reading comes out.
    Holds(Reading<'l, 'p>),
    /// None does; this one comes nearest.
    Broken(Reading<'l, 'p>),
    /// It is not certain that the list is full.
    Unclear,
}

impl Reading<'_, '_> {
    pub(super) fn whole(&self) -> Decimal {
        sum(&self.wholes)
    }

    pub(super) fn sum(&self) -> Decimal {
        sum(&self.parts)
    }
}

fn sum(items: &[&Item]) -> Decimal {
    items.iter().map(|item| item.figure.value).sum()
}

/// Judges a list, and what of it is another split of the same whole.
pub(super) fn judge<'l, 'p>(list: &List<'l, 'p>, verdicts: &mut Vec<Verdict<'l, 'p>>) {
    let Some(unit) = list.unit() else { return };
    let wholes = list.wholes_of(unit);
    let run: Vec<&Item> = list.own(unit, false).collect();
    if let Some(reading) = list.holds(&run, &wholes) {
        // What follows may be the whole split once more.
        let rest = &run[reading.parts.len()..];
        let is_parted = |first: &&Item| first.distance() > own_distance(&run);
        let opener = if rest.first().is_some_and(is_parted) { Opener::Split } else { Opener::Nothing };
        let split = (rest.len() >= 2).then(|| list.over(opener, rest));
        verdicts.push(Verdict::Holds(reading));
        if let Some(split) = split {
            judge(&split, verdicts);
        }
        return;
    }
    let inner: Vec<&Item> = list.own(unit, true).collect();
    let mixed: Vec<&Item> = list.parts.iter().map(|part| part.item).collect();
    if let Some(reading) = list.holds(&inner, &wholes).or_else(|| list.holds(&mixed, &wholes)) {
        verdicts.push(Verdict::Holds(reading));
        return;
    }
    // Or what stands before such a split.
    let last = if run.len() <= MAX_SPLIT { run.len() } else { 0 };
    let split = (2..last.saturating_sub(1)).find(|at| list.holds(&run[*at..], &wholes).is_some());
    let first = split.map(|at| list.over(list.opener, &run[..at]));
    let list = first.as_ref().unwrap_or(list);
    verdicts.push(match nearest(list, &wholes, unit) {
        Some(reading) if is_full(list, &reading) => Verdict::Broken(reading),
        _ => Verdict::Unclear,
    });
}

/// The reading that comes nearest, of those that end where the sentence lets them.
fn nearest<'l, 'p>(list: &List<'l, 'p>, wholes: &[Vec<&'l Item<'p>>], unit: &str) -> Option<Reading<'l, 'p>> {
    let run: Vec<&Item> = list.own(unit, false).collect();
    run.get(1)?;
    let ends = |item: &Item| is_beyond(item, &run);
    let foreign = list.parts.iter().find(|part| !part.item.counts(unit)).map(|part| part.item);
    // Where something else is counted the list is over, or it is of different things.
    let last = match foreign {
        Some(item) if !ends(item) => return None,
        Some(item) => run.iter().take_while(|own| own.at < item.at).count(),
        None => run.len(),
    };
    let unclear = |item: &&Item| !item.figure.is_exact() || item.name().is_empty();
    let clear = run.iter().position(|item| unclear(item)).unwrap_or(run.len());
    let is_end = |end: usize| end == last || run.get(end).is_some_and(|item| ends(item));
    let wholes: Vec<_> =
        wholes.iter().filter(|whole| list.can_name(whole, unit)).map(|whole| (whole, sum(whole))).collect();
    let (mut so_far, mut best) = (Decimal::ZERO, None::<(Decimal, &Vec<&Item>, usize)>);
    for end in 1..=last.min(clear) {
        so_far += run[end - 1].figure.value;
        for (whole, value) in wholes.iter().filter(|(_, value)| end >= 2 && is_end(end) && !value.is_zero()) {
            let miss = (so_far - value).abs() / value;
            if best.is_none_or(|(least, ..)| miss < least) {
                best = Some((miss, *whole, end));
            }
        }
    }
    best.map(|(_, whole, end)| Reading { wholes: whole.clone(), parts: run[..end].to_vec() })
}

/// Whether a list can be over before `item`: a mark parts it more than the parts are from each other, or its words do.
fn is_beyond(item: &Item, parts: &[&Item]) -> bool {
    item.distance() > own_distance(parts) || beginning(&WORDS.list.beyond, item.clause()).is_some()
}

/// How much the parts of a list are parted from each other.
fn own_distance(parts: &[&Item]) -> u8 {
    parts.get(1).map_or(0, |second| second.distance())
}

impl<'l, 'p> List<'l, 'p> {
    /// The reading of `parts` that comes out, where the list may be over before the last: behind any part of one that is
    /// short, because what follows may only look like a part; but not before 其他, and not before a bracket closes.
    fn holds(&self, parts: &[&'l Item<'p>], wholes: &[Vec<&'l Item<'p>>]) -> Option<Reading<'l, 'p>> {
        let exact = parts.iter().position(|item| !item.figure.is_exact()).unwrap_or(parts.len());
        let says_last = |item: &&Item| beginning(&WORDS.list.rest, &item.name()).is_some();
        let least = parts.iter().rposition(says_last).map_or(2, |last| (last + 1).max(2));
        let is_short = parts.len() <= MAX_SHORT && self.opener != Opener::Bracket;
        let mut so_far = Decimal::ZERO;
        for end in 1..=exact {
            so_far += parts[end - 1].figure.value;
            let is_over = parts.get(end).is_none_or(|next| is_short && end >= least || is_beyond(next, parts));
            let whole = wholes.iter().find(|whole| sum(whole) == so_far).filter(|_| end >= 2 && is_over);
            if let Some(whole) = whole {
                return Some(Reading { wholes: whole.clone(), parts: parts[..end].to_vec() });
            }
        }
        None
    }

    /// What its parts count: what a count before it does, or the like.
    pub(super) fn unit(&self) -> Option<&'p str> {
        let wholes = || self.wholes.iter().rev().filter(|whole| whole.role() != Some(Role::CarriedIn));
        let wholes = || wholes().chain(&self.wholes).map(|whole| whole.figure.unit.as_str());
        let parts = || self.parts.iter().map(|part| part.item);
        let same = wholes().find(|unit| parts().any(|part| part.figure.unit == **unit));
        let first = parts().find(|part| !part.figure.unit.is_empty());
        let like = first.filter(|part| wholes().any(|unit| part.is_like(unit)));
        same.or_else(|| like.map(|part| part.figure.unit.as_str()))
    }

    /// Its parts that count `unit`, with those of a list inside of it or without.
    pub(super) fn own<'s>(&'s self, unit: &'s str, inner: bool) -> impl Iterator<Item = &'l Item<'p>> + 's {
        let own = move |part: &&Part| part.item.counts(unit) && (inner || !part.is_inner);
        self.parts.iter().filter(own).map(|part| part.item)
    }

    /// The figures that may be its whole, alone or together, the nearest first.
    pub(super) fn wholes_of(&self, unit: &str) -> Vec<Vec<&'l Item<'p>>> {
        let can = |whole: &&&Item| whole.is_like(unit) && whole.figure.is_exact();
        let mut counts: Vec<&Item> = self.wholes.iter().filter(can).copied().collect();
        if self.is_enclosed {
            counts.drain(..counts.len().saturating_sub(2));
        }
        let singles = counts.iter().rev().take(if self.is_enclosed { 1 } else { counts.len() });
        let mut wholes: Vec<Vec<&Item>> = singles.map(|item| vec![*item]).collect();
        for joined in 2..=MAX_JOINED {
            wholes.extend(counts.windows(joined).rev().map(<[_]>::to_vec));
        }
        wholes
    }

    /// Whether a message may name these as the whole: what was carried in is none alone, and of counts further back only
    /// those that are the whole by themselves.
    fn can_name(&self, wholes: &[&Item], unit: &str) -> bool {
        let is_own = |whole: &&&Item| whole.is_like(unit) && whole.role() != Some(Role::CarriedIn);
        let last = self.wholes.iter().rfind(is_own);
        if last.is_none_or(|last| !last.figure.is_exact()) {
            return false;
        }
        match wholes {
            [whole] => whole.role() != Some(Role::CarriedIn),
            [.., whole] => wholes.len() == 2 && self.wholes.last().is_some_and(|last| last.at == whole.at),
            [] => false,
        }
    }

    /// The same list over some of its parts.
    fn over(&self, opener: Opener, parts: &[&'l Item<'p>]) -> Self {
        let is_kept = |item: &Item| parts.iter().any(|part| part.at == item.at);
        let parts = self.parts.iter().filter(|part| is_kept(part.item)).copied().collect();
        let (wholes, asides) = (self.wholes.clone(), self.asides.clone());
        Self { opener, parts, wholes, asides, is_enclosed: self.is_enclosed, is_partial: self.is_partial }
    }
}
