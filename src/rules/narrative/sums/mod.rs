//! A whole and its parts in the sentences of a report, and the shares that parts have in it.
//!
//! # How a sentence is read
//! 1. **A part is everything from the last figure up to this one** (`item`). No comma and no 、 cuts a list: `政策、法规类信息2条`
//!    is one part, and so is what a bracket or a subordinate clause stands in.
//! 2. **A list begins** behind 其中, in a bracket behind a figure, or where the words say so (从申请方式看, 分别是, 包括, a
//!    colon); or, with less certainty, behind the first figure of the sentence (`list`). One may also end in 合计. What was
//!    received and carried in, done and carried out is a list too, wherever these stand.
//! 3. **Its whole** is a figure before it that counts the same, or two that stand together (`92件、上年结转2件。其中…`), chosen
//!    by what fits: rates, increases and what was carried in stand in between and are passed over (`reading`).
//! 4. If **any** reading comes out, nothing is said. If none does, the list has to be meant as the full one (`full`); then
//!    the reading that comes nearest is named, with the figures of the sentence and no other.
//! 5. **Shares** are of the figure of which most of them come out; where no whole is said, of what the parts come to
//!    (`share`).
//! 6. What was carried over the sentence need not say, where the tables do.
//!
//! # How to add a wording
//! All words are in `words.toml`, in what half-width folding leaves of them (`,` `;` `:` and `、`), each record with a line on
//! what it is for. A new opener is an alternative in `list.opener`; what begins a remark on a figure goes to `list.aside`;
//! a unit goes to `units` (and to `alike` if it counts what another does); what makes a list one of many to
//! `list.partial`, `list.topics` or `list.and_more`; a way of publishing to `list.way`; words of receiving, finishing and
//! carrying over to `balance`. What is claimed of the tables is worded in `claims.toml`; whose figures these are, and of
//! which time, in `scope.toml`. Then put the sentence, true and with one figure changed, into
//! `fixtures/narrative/reports/read.toml`, and run `cargo test --test suite narrative`: every sentence that adds up has to
//! stay silent.

mod full;
mod item;
mod list;
mod reading;
mod role;
mod share;
mod slip;

use rust_decimal::Decimal;

use super::sentence::SentencePiece;
use item::Level;
use list::{List, Opener, lists};
use reading::{ListVerdict, SumReading, judge};
use role::Role;

/// Lists of one sentence that are looked at.
const MAX_LISTS: usize = 32;
/// A sentence with more figures is a table.
const MAX_FIGURES: usize = 400;

/// A sum that a sentence prints, and that does not come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenSum {
    /// The figures that are the whole together: mostly one.
    pub wholes: Vec<Decimal>,
    /// What is counted.
    pub unit: String,
    /// The parts with what they are called.
    pub parts: Vec<(String, Decimal)>,
    /// Which of the figures of the sentence these are: those of the whole, then the parts. `None` in the sentence before.
    figures: Vec<Option<usize>>,
    /// It is of what was received, and the sentence does not say what was carried in.
    lacks_carried_in: bool,
}

impl BrokenSum {
    /// What the parts come to.
    #[must_use]
    pub fn sum(&self) -> Decimal {
        self.parts.iter().map(|(_, part)| part).sum()
    }

    /// What they should come to.
    #[must_use]
    pub fn whole(&self) -> Decimal {
        self.wholes.iter().sum()
    }

    /// Whether it would come out if the figure of the sentence at `at` were another.
    pub(super) fn comes_out_with(&self, at: usize, figure: Decimal) -> bool {
        let Some(place) = self.figures.iter().position(|own| *own == Some(at)) else { return false };
        let (printed, is_whole) = match place.checked_sub(self.wholes.len()) {
            None => (self.wholes[place], true),
            Some(part) => (self.parts[part].1, false),
        };
        let off = if is_whole { printed - figure } else { figure - printed };
        self.sum() + off == self.whole()
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
    /// Which of the figures of the sentence the part is.
    figure: usize,
}

/// The figures of a sentence.
#[derive(Debug)]
pub(super) struct SentenceFigures<'p>(Level<'p>);

impl<'p> SentenceFigures<'p> {
    pub(super) fn of(pieces: &'p [SentencePiece]) -> Self {
        Self(Level::of(pieces, &mut 0, 0))
    }
}

/// What came of the lists of a sentence.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// How many could be told.
    pub(super) told: usize,
    pub(super) broken: Vec<BrokenSum>,
    pub(super) shares: Vec<BrokenShare>,
    /// The figures that are a part of what was received, and so are no total.
    pub(super) parts_of_received: Vec<usize>,
    /// The figures that a list has taken, right or wrong.
    taken: Vec<usize>,
}

/// Looks at every list of a sentence; `before` is the sentence before it in its paragraph.
pub(super) fn sums(figures: &SentenceFigures, before: Option<&SentenceFigures>) -> Sums {
    let mut sums = Sums::default();
    if figures.0.items.len() > MAX_FIGURES {
        return sums;
    }
    for list in lists(&figures.0, before.map(|before| &before.0)).into_iter().take(MAX_LISTS) {
        sums.judge(&list);
    }
    sums
}

impl Sums {
    fn judge(&mut self, list: &List) {
        // What a surer list has taken is no list by itself.
        let is_taken = |list: &List| list.parts.iter().any(|part| self.taken.contains(&part.item.at));
        if matches!(list.opener, Opener::Total | Opener::Nothing) && is_taken(list) {
            return;
        }
        let mut verdicts = Vec::new();
        judge(list, &mut verdicts);
        let mut held = None;
        let mut is_broken = false;
        for verdict in verdicts {
            match verdict {
                ListVerdict::Holds(reading) => {
                    self.told += 1;
                    self.take(&reading);
                    if list.is_of_received() {
                        self.parts_of_received.extend(reading.parts.iter().map(|part| part.at));
                    }
                    held = held.or(Some(reading));
                }
                ListVerdict::Broken(_) if list.is_tentative => {}
                ListVerdict::Broken(reading) => {
                    is_broken = true;
                    // Two lists may run over the same figures; that is one mistake.
                    if !reading.parts.iter().any(|part| self.taken.contains(&part.at)) {
                        self.told += 1;
                        self.take(&reading);
                        self.broken.push(broken(&reading, list.is_of_before));
                    }
                }
                ListVerdict::Unclear => {}
            }
        }
        if list.opener != Opener::Balance && !is_broken {
            let (told, shares) = share::shares(list, held.as_ref());
            self.told += told;
            self.shares.extend(shares);
        }
    }

    /// Takes back what would come out if the figure at `at` were one of `values`.
    pub(super) fn forgive(&mut self, at: usize, values: &[Decimal]) {
        self.broken.retain(|broken| !values.iter().any(|value| broken.comes_out_with(at, *value)));
        self.shares.retain(|share| share.figure != at);
    }

    /// Takes back the sums whose parts all are figures of the tables: such a list has some of these, as 办结57件，其中予以公开25件，
    /// 不予公开8件，无法提供12件, and a wrong whole is told by the tables.
    pub(super) fn forgive_borne_out(&mut self, is_borne_out: impl Fn(usize) -> bool) {
        let is_of_tables = |broken: &BrokenSum| {
            let parts = &broken.figures[broken.wholes.len()..];
            parts.len() > 1 && parts.iter().all(|at| at.is_some_and(&is_borne_out))
        };
        self.broken.retain(|broken| !is_of_tables(broken));
    }

    /// Takes back what would come out with what the tables say was carried over, where the sentence does not.
    pub(super) fn forgive_carried(&mut self, carried: &[Decimal]) {
        let is_it = |broken: &BrokenSum| broken.lacks_carried_in && carried.contains(&(broken.sum() - broken.whole()));
        self.broken.retain(|broken| !is_it(broken));
    }

    fn take(&mut self, reading: &SumReading) {
        self.taken.extend(reading.parts.iter().map(|part| part.at));
    }
}

impl List<'_, '_> {
    fn is_of_received(&self) -> bool {
        self.wholes.iter().any(|whole| whole.role() == Some(Role::Received))
    }
}

fn broken(reading: &SumReading, is_of_before: bool) -> BrokenSum {
    let (wholes, parts) = (&reading.wholes, &reading.parts);
    let has = |role: Role| wholes.iter().any(|whole| whole.role() == Some(role));
    let whole_at = wholes.iter().map(|item| (!is_of_before).then_some(item.at));
    BrokenSum {
        wholes: wholes.iter().map(|whole| whole.figure.value).collect(),
        unit: wholes.last().map(|whole| whole.figure.unit.clone()).unwrap_or_default(),
        parts: parts.iter().map(|part| (part.name(), part.figure.value)).collect(),
        figures: whole_at.chain(parts.iter().map(|item| Some(item.at))).collect(),
        lacks_carried_in: has(Role::Received) && !has(Role::CarriedIn),
    }
}
