//! A whole and its parts in one sentence: `N条，其中A a条、B b条`, `N件（A a件、B b件）`, one inside the other.
//!
//! Where it is not certain that the parts are all there are, and all of the same thing, nothing is said. Which lists
//! a sentence holds is read in `list`; here it is judged whether they come out.

mod list;

use rust_decimal::Decimal;

use super::quantity::{Nearness, Quantity};
use super::sentence::Piece;
use super::words::{WORDS, beginning};
use list::{List, Part, lists};

/// Lists of one sentence that are looked at.
const MAX_LISTS: usize = 32;
/// A sum that a sentence prints, and that does not come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenSum {
    /// The whole.
    pub whole: Decimal,
    /// What is counted.
    pub unit: String,
    /// The parts with what they are called.
    pub parts: Vec<(String, Decimal)>,
}

impl BrokenSum {
    /// What the parts come to.
    #[must_use]
    pub fn sum(&self) -> Decimal {
        self.parts.iter().map(|(_, part)| part).sum()
    }
}

/// A share that a sentence prints, and that its figures do not make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenShare {
    /// What it is a share of.
    pub whole: Decimal,
    /// What it is the share of.
    pub part: (String, Decimal),
    /// What is counted.
    pub unit: String,
    /// The share as printed, in per cent.
    pub printed: Decimal,
}

/// What came of the lists of a sentence.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// How many could be told.
    pub(super) told: usize,
    pub(super) broken: Vec<BrokenSum>,
    pub(super) shares: Vec<BrokenShare>,
}

/// Looks at every list of a sentence; `before` is the sentence before it in its paragraph, for one that begins with 其中.
pub(super) fn sums(pieces: &[Piece], before: Option<&[Piece]>) -> Sums {
    let mut sums = Sums::default();
    for (list, wholes) in lists(pieces, before).into_iter().take(MAX_LISTS) {
        sums.judge(&list, &wholes);
    }
    sums
}

impl Sums {
    fn judge(&mut self, list: &List, wholes: &[&Quantity]) {
        let Some(whole) = wholes.first().filter(|whole| whole.is_exact()) else { return };
        self.shares(list, whole);
        if list.parts.len() < 2 {
            return;
        }
        let is_whole = |sum: Decimal| wholes.iter().any(|whole| whole.is_exact() && whole.value == sum);
        if list.ends().any(|end| is_whole(sum(&list.parts[..end]))) {
            self.told += 1;
            return;
        }
        if list.is_mixed || list.is_of_outcomes() {
            return;
        }
        let run = if list.first_run >= 2 { list.first_run } else { list.parts.len() };
        let parts = &list.parts[..run];
        let sum = sum(parts);
        if !is_full(parts, list.enclosed, sum, whole.value) {
            return;
        }
        self.told += 1;
        let parts = parts.iter().map(|part| (part.label.clone(), part.value)).collect();
        self.broken.push(BrokenSum { whole: whole.value, unit: whole.unit.clone(), parts });
    }

    fn shares(&mut self, list: &List, whole: &Quantity) {
        for part in &list.parts {
            let Some(share) = &part.share else { continue };
            if whole.value.is_zero() || !matches!(share.nearness, Nearness::Exact) {
                continue;
            }
            self.told += 1;
            let off = (part.value * Decimal::ONE_HUNDRED / whole.value - share.value).abs();
            // Rounded or cut off, both are printed.
            if off >= share.step {
                let (whole, unit, printed) = (whole.value, whole.unit.clone(), share.value);
                self.shares.push(BrokenShare { whole, part: (part.label.clone(), part.value), unit, printed });
            }
        }
    }
}

fn sum(parts: &[Part]) -> Decimal {
    parts.iter().map(|part| part.value).sum()
}

impl List {
    /// After how many parts the list can be over: all; where a mark parts more; and, of a list that is not long, after
    /// any, because what follows may only look like a part.
    fn ends(&self) -> impl Iterator<Item = usize> {
        let is_short = |end: usize| WORDS.list.least.iter().any(|least| least.parts == end);
        let is_end = move |end: &usize| is_short(*end) || *end == self.first_run || *end == self.parts.len();
        (2..=self.parts.len()).filter(is_end)
    }

    /// Whether the parts say what became of requests, and the whole how many came in: some are left over from the year
    /// before, some for the next, and the two need not agree.
    fn is_of_outcomes(&self) -> bool {
        let has = |words: &[String], text: &str| words.iter().any(|word| text.contains(word.as_str()));
        let words = &WORDS.list;
        let is_received = has(&words.received, &self.of) && !has(&words.concluded, &self.of);
        is_received && self.parts.iter().any(|part| has(&words.outcomes, &part.label))
    }
}

/// Whether the parts of a list that does not come out are meant to be all.
fn is_full(parts: &[Part], enclosed: bool, sum: Decimal, whole: Decimal) -> bool {
    let words = &WORDS.list;
    let has_rest = parts.iter().any(|part| beginning(&words.rest, &part.label).is_some());
    let least = words.least.iter().find(|least| least.parts == parts.len()).filter(|_| !enclosed && !has_rest);
    let Some(least) = least else { return true };
    let share = if whole.is_zero() { Decimal::MAX } else { sum * Decimal::ONE_HUNDRED / whole };
    let is_too_much = share > words.most.into();
    share >= least.share.into() && (!is_too_much || parts.iter().any(|part| part.value > whole))
}
