//! The readings that a list admits: which figures are its whole, and where it ends.
//!
//! If any of them comes out, the list is right. If none does, and the list is meant to be the full one (`full`), the
//! reading that comes nearest is named.

use rust_decimal::Decimal;

use super::super::words::{WORDS, beginning};
use super::full::is_full;
use super::item::Item;
use super::list::{List, ListPart, Opener};
use super::role::Role;

/// Counts that may be the whole together.
const MAX_JOINED: usize = 3;

/// A list with more parts goes on to where the sentence lets it end.
const MAX_SHORT: usize = 5;

/// Parts of two splits of one whole.
const MAX_SPLIT: usize = 16;

/// A whole and its parts.
#[derive(Debug, Clone)]
pub(super) struct SumReading<'l, 'p> {
    pub(super) wholes: Vec<&'l Item<'p>>,
    pub(super) parts: Vec<&'l Item<'p>>,
}

/// What came of a list.
pub(super) enum ListVerdict<'l, 'p> {
    /// This reading comes out.
    Holds(SumReading<'l, 'p>),
    /// None does; this one comes nearest.
    Broken(SumReading<'l, 'p>),
    /// It is not certain that the list is full.
    Unclear,
}

impl SumReading<'_, '_> {
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
pub(super) fn judge<'l, 'p>(list: &List<'l, 'p>, verdicts: &mut Vec<ListVerdict<'l, 'p>>) {
    // One figure is no sum.
    if list.parts.len() < 2 {
        return;
    }
    let Some(unit) = list.unit() else { return };
    if list.opener == Opener::Total {
        verdicts.push(judge_total(list, unit));
        return;
    }
    let wholes = list.wholes_of(unit);
    let run: Vec<&Item> = list.own(unit, false).collect();
    if let Some(reading) = list.holds(&run, &wholes) {
        // What follows may be the whole split once more.
        let rest = &run[reading.parts.len()..];
        let is_parted = |first: &&Item| first.distance() > own_distance(&run);
        let opener = if rest.first().is_some_and(is_parted) { Opener::Split } else { Opener::Nothing };
        let split = (rest.len() >= 2).then(|| list.over(opener, rest));
        verdicts.push(ListVerdict::Holds(reading));
        if let Some(split) = split {
            judge(&split, verdicts);
        }
        return;
    }
    let inner: Vec<&Item> = list.own(unit, true).collect();
    let mixed: Vec<&Item> = list.parts.iter().map(|part| part.item).collect();
    if let Some(reading) = list.holds(&inner, &wholes).or_else(|| list.holds(&mixed, &wholes)) {
        verdicts.push(ListVerdict::Holds(reading));
        return;
    }
    // Or what stands before such a split.
    let parts = if run.len() <= MAX_SPLIT { run.len() } else { 0 };
    let first = (2..parts.saturating_sub(1)).find_map(|at| list.before_split(&run, at, &wholes));
    let list = first.as_ref().unwrap_or(list);
    verdicts.push(match nearest(list, &wholes, unit) {
        Some(reading) if reading.sum() == reading.whole() => ListVerdict::Holds(reading),
        Some(reading) if is_full(list, &reading) => ListVerdict::Broken(reading),
        _ => ListVerdict::Unclear,
    });
}

/// Judges a total behind its parts. It may be that of any that follow each other; if it is not, it has to be of all.
fn judge_total<'l, 'p>(list: &List<'l, 'p>, unit: &str) -> ListVerdict<'l, 'p> {
    let reading = |parts: &[&'l Item<'p>]| SumReading { wholes: list.wholes.clone(), parts: parts.to_vec() };
    for inner in [true, false] {
        let mut run: Vec<&Item> = list.own(unit, inner).collect();
        run.drain(..run.len().saturating_sub(MAX_SPLIT));
        for from in 0..run.len() {
            let fits =
                (from + 2..=run.len()).map(|end| reading(&run[from..end])).find(|fits| fits.sum() == fits.whole());
            if let Some(fits) = fits {
                return ListVerdict::Holds(fits);
            }
        }
    }
    let row = reading(&list.own(unit, false).collect::<Vec<_>>());
    let is_clear = |item: &&Item| item.figure.is_exact() && !item.name().is_empty();
    let is_whole_row = row.parts.len() >= 2 && row.parts.len() == list.parts.len();
    let is_certain = is_whole_row && row.parts.iter().chain(&row.wholes).all(is_clear);
    if is_certain && is_full(list, &row) { ListVerdict::Broken(row) } else { ListVerdict::Unclear }
}

/// The reading that comes nearest, of those that end where the sentence lets them.
fn nearest<'l, 'p>(list: &List<'l, 'p>, wholes: &[Vec<&'l Item<'p>>], unit: &str) -> Option<SumReading<'l, 'p>> {
    let run: Vec<&Item> = list.own(unit, false).collect();
    run.get(1)?;
    let ends = |item: &Item| is_beyond(item, &run);
    // 县直部门28个单位公开300条: the 28 are who, and no part.
    let is_told_of =
        |at: usize| list.parts.get(at + 1).is_some_and(|next| next.item.qualifies() && next.item.counts(unit));
    let foreign = list.parts.iter().enumerate().find(|(at, part)| !part.item.counts(unit) && !is_told_of(*at));
    let foreign = foreign.map(|(_, part)| part.item);
    // Where something else is counted the list is over, or it is of different things.
    let foreign_at = match foreign {
        Some(item) if !ends(item) => return None,
        Some(item) => run.iter().take_while(|own| own.at < item.at).count(),
        None => run.len(),
    };
    let over_at = foreign_at.min(list.begins_anew(&run));
    let unclear = |item: &&Item| !item.figure.is_exact() || item.name().is_empty();
    let clear = run.iter().position(unclear).unwrap_or(run.len());
    let is_end = |end: usize| end == over_at || run.get(end).is_some_and(|item| ends(item));
    let wholes: Vec<_> =
        wholes.iter().filter(|whole| list.can_name(whole, unit)).map(|whole| (whole, sum(whole))).collect();
    let (mut so_far, mut best) = (Decimal::ZERO, None::<(Decimal, &Vec<&Item>, usize)>);
    for end in 1..=over_at.min(clear) {
        so_far += run[end - 1].figure.value;
        for (whole, value) in wholes.iter().filter(|(_, value)| end >= 2 && is_end(end) && !value.is_zero()) {
            let miss = (so_far - value).abs() / value;
            if best.is_none_or(|(least, ..)| miss < least) {
                best = Some((miss, *whole, end));
            }
        }
    }
    best.map(|(_, whole, end)| SumReading { wholes: whole.clone(), parts: run[..end].to_vec() })
}

/// Whether a list can be over before `item`: a mark parts it more than the parts are from each other, or its words do.
fn is_beyond(item: &Item, parts: &[&Item]) -> bool {
    item.distance() > own_distance(parts) || WORDS.list.beyond.of(item.clause()).is_some()
}

/// How much the parts of a list are parted from each other.
fn own_distance(parts: &[&Item]) -> u8 {
    parts.get(1).map_or(0, |second| second.distance())
}

/// The characters of some words, two by two.
fn pairs(words: &str) -> impl Iterator<Item = &str> {
    let ends = words.char_indices().skip(1).map(|(at, c)| at + c.len_utf8());
    words.char_indices().zip(ends).map(move |((from, _), to)| &words[from..to])
}

impl<'l, 'p> List<'l, 'p> {
    /// The reading of `parts` that comes out, where the list may be over before the last: behind any part of one that is
    /// short, because what follows may only look like a part; but not before 其他, and not before a bracket closes.
    fn holds(&self, parts: &[&'l Item<'p>], wholes: &[Vec<&'l Item<'p>>]) -> Option<SumReading<'l, 'p>> {
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
                return Some(SumReading { wholes: whole.clone(), parts: parts[..end].to_vec() });
            }
        }
        None
    }

    /// Where the figures are no parts of this list any more: 网站12条，其中动态3条；微信20条，其中原创5条. Of at least two.
    fn begins_anew(&self, run: &[&Item]) -> usize {
        let among: Vec<usize> = self.parts.iter().filter(|part| part.item.is_among).map(|part| part.item.at).collect();
        let has_own_list = |item: &Item| among.contains(&(item.at + 1));
        let is_ordinal = |item: &Item| WORDS.list.next.is_match(item.clause());
        let is_new =
            |item: &&Item| has_own_list(item) || item.is_total() || is_ordinal(item) && !run[0].label.contains("一是");
        // 印发文件126件，其中主动公开80件；印发通知26件: a semicolon ends a list that has begun with no mark of its own.
        // One of more goes on behind it, until an item names again what the whole is of, or what was done: 主动公开80件；不予公开10件.
        let is_loose = self.is_loose();
        if is_loose && run.len() == 2 && run[1].distance() > 1 {
            return 1;
        }
        let says_again = |item: &Item| {
            let is_told = |words: &str| item.clause().contains(words) && !run[0].clause().contains(words);
            // 网站发布320条，其中原创210条；微信86条；微博35条.
            let is_way = |item: &Item| WORDS.list.way.is_match(item.clause());
            is_way(item) && !is_way(run[0])
                || WORDS.list.deed.find_iter(item.clause()).any(|deed| is_told(deed.as_str()))
                || self.wholes.iter().flat_map(|whole| pairs(whole.clause())).any(is_told)
        };
        let is_new = |item: &&Item| is_new(item) || is_loose && item.distance() > 1 && says_again(item);
        run.iter().skip(1).position(is_new).map_or(run.len(), |at| at + 1)
    }

    /// The parts before the one at `at`, where the others are another split of the same whole, and these are one too or
    /// a mark parts the two. 自然人6件，法人1件，公开3件，不予公开4件 of 7 is said of each request twice.
    fn before_split(&self, run: &[&'l Item<'p>], at: usize, wholes: &[Vec<&'l Item<'p>>]) -> Option<Self> {
        let (first, second) = run.split_at(at);
        let whole = self.holds(second, wholes)?.whole();
        let is_near = (whole / Decimal::TWO..=whole * Decimal::TWO).contains(&sum(first));
        let is_parted = second[0].distance() > own_distance(run) || sum(first) == whole;
        (is_near && is_parted).then(|| self.over(self.opener, first))
    }

    /// What its parts count: what a count before it does, or the like.
    pub(super) fn unit(&self) -> Option<&'p str> {
        let wholes = || self.wholes.iter().rev().filter(|whole| whole.role() != Some(Role::CarriedIn));
        let wholes = || wholes().chain(&self.wholes).map(|whole| whole.figure.unit.as_str());
        let parts = || self.parts.iter().map(|part| part.item);
        let same = wholes().find(|unit| parts().any(|part| part.figure.unit == **unit));
        let first = parts().find(|part| !part.figure.unit.is_empty());
        let like = first.filter(|part| wholes().any(|unit| part.is_like(unit)));
        let like = if self.wholes.is_empty() { first } else { like };
        same.or_else(|| like.map(|part| part.figure.unit.as_str()))
    }

    /// Its parts that count `unit`, with those of a list inside of it or without.
    pub(super) fn own<'s>(&'s self, unit: &'s str, inner: bool) -> impl Iterator<Item = &'l Item<'p>> + 's {
        let own = move |part: &&ListPart| part.item.counts(unit) && (inner || !part.is_inner);
        self.parts.iter().filter(own).map(|part| part.item)
    }

    /// The figures that may be its whole, alone or together, the nearest first.
    pub(super) fn wholes_of(&self, unit: &str) -> Vec<Vec<&'l Item<'p>>> {
        let can = |whole: &&&Item| whole.is_like(unit) && whole.figure.is_exact();
        let mut counts: Vec<&Item> = self.wholes.iter().filter(can).copied().collect();
        if self.is_enclosed {
            counts.drain(..counts.len().saturating_sub(2));
        }
        let is_parted = self.is_enclosed && matches!(counts[..], [before, _] if !before.brackets.is_empty());
        counts.drain(..usize::from(is_parted));
        let singles = counts.iter().rev().take(if self.is_enclosed { 1 } else { counts.len() });
        let mut wholes: Vec<Vec<&Item>> = singles.map(|item| vec![*item]).collect();
        for joined in 2..=MAX_JOINED {
            wholes.extend(counts.windows(joined).rev().map(<[_]>::to_vec));
        }
        wholes
    }

    /// Whether a message may name these as the whole: what was carried in is none alone, and of counts further back only
    /// those that are the whole by themselves, and that no semicolon parts from the last.
    fn can_name(&self, wholes: &[&Item], unit: &str) -> bool {
        let is_own = |whole: &&&Item| whole.is_like(unit) && whole.role() != Some(Role::CarriedIn);
        let last = self.wholes.iter().rfind(is_own);
        if last.is_none_or(|last| !last.figure.is_exact()) {
            return false;
        }
        match wholes {
            [whole] => {
                let last = last.map_or(whole.at, |last| last.at);
                let is_parted = |item: &&&Item| (whole.at + 1..=last).contains(&item.at) && item.distance() > 1;
                let is_parted = self.opener != Opener::Balance && self.wholes.iter().any(|item| is_parted(&item));
                whole.role() != Some(Role::CarriedIn) && !is_parted
            }
            [.., whole] => wholes.len() == 2 && self.wholes.last().is_some_and(|last| last.at == whole.at),
            [] => false,
        }
    }

    /// The same list over some of its parts.
    fn over(&self, opener: Opener, parts: &[&'l Item<'p>]) -> Self {
        let is_kept = |item: &Item| parts.iter().any(|part| part.at == item.at);
        let parts = self.parts.iter().filter(|part| is_kept(part.item)).copied().collect();
        let (wholes, asides) = (self.wholes.clone(), self.asides.clone());
        Self { opener, wholes, parts, asides, ..*self }
    }
}
