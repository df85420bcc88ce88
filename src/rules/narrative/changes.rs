//! What a sentence says of the change on last year (同比增长13.3%, 较上年减少4件), behind a figure of the tables.
//!
//! Last year's filing is hardly ever at hand when a text is read, so a change is only taken down here, with the cells
//! whose figures would have to make it. Whoever comes to know last year's figures asks [`ClaimedChange::broken_by`].

use rust_decimal::Decimal;
use serde::Deserialize;

use super::pattern::Pattern;
use super::quantity::Quantity;
use super::sentence::Sentence;
use crate::model::{CellIndex, Place, Text};

/// So many figures before a change can be what changed.
const MAX_CANDIDATES: usize = 8;

/// How a change is worded, and which way it goes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeRecord {
    pub(super) pattern: Pattern,
    pub(super) is_less: bool,
}

/// The cells of a figure; `false` takes one off.
pub(super) type Terms = Vec<(CellIndex, bool)>;

/// A figure of the tables as a sentence counted it, and rightly so.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    /// What it is about.
    pub(super) name: Text,
    pub(super) value: Decimal,
    pub(super) unit: String,
    /// The cells that it may be the figure of, those that make it first, with what they make where the sentence prints that
    /// too: 收到37件（含上年结转3件共40件），同比下降14.9%.
    pub(super) bases: Vec<(Option<Decimal>, Terms)>,
}

/// A change on last year that a sentence claims.
#[derive(Debug, Clone)]
pub struct ClaimedChange {
    /// What it is about.
    pub name: Text,
    /// The change as printed, with its sign and unit: `-13.3%`.
    pub printed: String,
    /// This year's figure, as the sentence has it.
    pub now: Decimal,
    /// The cells of this figure.
    pub cells: Vec<CellIndex>,
    /// The sentence as printed.
    pub sentence: String,
    /// Where it stands.
    pub place: Place,
    by: By,
    /// This year's figures that may have changed, and the cells that make each: the likeliest first.
    bases: Vec<(Decimal, Terms)>,
}

/// By how much, with what the last printed digit counts.
#[derive(Debug, Clone, Copy)]
struct By {
    value: Decimal,
    step: Decimal,
    is_share: bool,
}

/// A change that last year's figures do not make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenChange {
    /// Last year's figure.
    pub then: Decimal,
    /// The change that it makes, as the claim prints its own: `+13.33%`.
    pub made: String,
}

impl ClaimedChange {
    /// The change that `quantity` claims of what was counted before it, `counted` with the nearest last. `None` where it
    /// is not certain what changed, or by how much.
    pub(super) fn of(quantity: &Quantity, is_less: bool, counted: &[Counted], sentence: &Sentence) -> Option<Self> {
        let near = counted.last()?;
        let is_share = quantity.unit == "%";
        if !quantity.is_certain() || !(is_share || quantity.unit == near.unit) {
            return None;
        }
        let candidates = counted.iter().rev().take(MAX_CANDIDATES);
        let each = |one: &Counted| {
            let of = |(own, terms): &(Option<Decimal>, Terms)| {
                [Some(one.value), *own].into_iter().flatten().map(|now| (now, terms.clone())).collect::<Vec<_>>()
            };
            one.bases.iter().flat_map(of).collect::<Vec<_>>()
        };
        let bases = candidates.flat_map(each).collect();
        let mut cells: Vec<_> = near.bases.iter().flat_map(|(_, terms)| terms).map(|(cell, _)| *cell).collect();
        cells.sort_unstable();
        cells.dedup();
        let sign = if is_less { "-" } else { "+" };
        Some(Self {
            name: near.name.clone(),
            printed: format!("{sign}{}{}", quantity.printed, quantity.unit),
            now: near.value,
            cells,
            sentence: sentence.text.to_owned(),
            place: sentence.place.clone(),
            by: By { value: if is_less { -quantity.value } else { quantity.value }, step: quantity.step, is_share },
            bases,
        })
    }

    /// What last year's figures make instead. `None` where any of the figures that may be meant makes the change that is
    /// claimed, or is not known: `last_year` gives those that were printed.
    pub fn broken_by(&self, last_year: impl Fn(CellIndex) -> Option<Decimal>) -> Option<BrokenChange> {
        let mut first = None;
        for (now, terms) in &self.bases {
            let then = terms.iter().try_fold(Decimal::ZERO, |sum, (cell, is_added)| {
                let figure = last_year(*cell)?;
                if *is_added { sum.checked_add(figure) } else { sum.checked_sub(figure) }
            })?;
            let made = self.by.made(*now, then)?;
            if (made - self.by.value).abs() < self.by.step {
                return None;
            }
            first.get_or_insert((then, made));
        }
        let (then, made) = first?;
        let (made, unit) = (made.round_dp(2).normalize(), if self.by.is_share { "%" } else { "" });
        let sign = if made.is_sign_negative() { "" } else { "+" };
        Some(BrokenChange { then, made: format!("{sign}{made}{unit}") })
    }
}

impl By {
    /// The change from `then` to `now`; `None` of a share of nothing.
    fn made(self, now: Decimal, then: Decimal) -> Option<Decimal> {
        let change = now.checked_sub(then)?;
        if self.is_share { change.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(then) } else { Some(change) }
    }
}

/// The wording of a change that a clause fits as a whole, and which of its figures is the change.
pub(super) fn worded(changes: &[ChangeRecord], clause: &str) -> Option<(char, bool)> {
    changes.iter().find_map(|change| {
        let figure = change.pattern.captures(clause)?.get(1)?.as_str().chars().next()?;
        Some((figure, change.is_less))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: CellIndex = CellIndex(0);
    const OTHER: CellIndex = CellIndex(1);

    fn claimed(value: &str, step: &str, is_share: bool, bases: Vec<(Decimal, Terms)>) -> ClaimedChange {
        let number = |text: &str| text.parse::<Decimal>().expect("a number");
        let name = Text { zh: String::new(), en: String::new() };
        let (place, by) = (
            Place::Line { line: 1, field: 1, character: None },
            By { value: number(value), step: number(step), is_share },
        );
        let (printed, sentence, cells) = (String::new(), String::new(), vec![CELL]);
        ClaimedChange { name, printed, now: 34.into(), cells, sentence, place, by, bases }
    }

    #[test]
    fn a_change_is_held_against_last_year_with_the_rounding_it_prints() {
        let of = |value: &str, step: &str, is_share: bool, then: i64| {
            let change = claimed(value, step, is_share, vec![(34.into(), vec![(CELL, true)])]);
            change.broken_by(|_| Some(then.into())).map(|broken| broken.made)
        };
        // 34 of 30 is 13.33 % more.
        for (value, step) in [("13.3", "0.1"), ("13", "1"), ("13.33", "0.01"), ("14", "1")] {
            assert_eq!(of(value, step, true, 30), None, "{value} %");
        }
        assert_eq!(of("13.5", "0.1", true, 30), Some("+13.33%".to_owned()));
        assert_eq!(of("-13.3", "0.1", true, 30), Some("+13.33%".to_owned()), "the direction counts");
        assert_eq!(of("4", "1", false, 30), None);
        assert_eq!(of("5", "1", false, 30), Some("+4".to_owned()));
        assert_eq!(of("-2", "1", false, 36), None);
        assert_eq!(of("100", "1", true, 0), None, "nobody knows what share of nothing is more");
    }

    #[test]
    fn where_a_basis_agrees_or_is_unknown_nothing_is_said() {
        let bases = vec![(34.into(), vec![(CELL, true)]), (34.into(), vec![(CELL, true), (OTHER, false)])];
        let change = claimed("9", "1", false, bases);
        let last_year = |own: i64, other: Option<i64>| {
            change.broken_by(move |cell| if cell == CELL { Some(own.into()) } else { other.map(Into::into) })
        };
        assert_eq!(last_year(25, Some(0)), None);
        assert_eq!(last_year(30, Some(5)), None, "34 − (30 − 5)");
        assert_eq!(last_year(30, None), None);
        assert_eq!(last_year(30, Some(0)), Some(BrokenChange { then: 30.into(), made: "+4".to_owned() }));
    }
}
