//! Shares that are printed behind the parts of a list. They are of the total that the sentence is about, and that is the
//! figure of which most of them come out; rounded or cut off, both are printed.

use rust_decimal::Decimal;

use super::super::words::WORDS;
use super::BrokenShare;
use super::item::Item;
use super::list::List;
use super::reading::SumReading;

/// The shares of a list that are not what its figures make, and how many could be told. `held` is the reading that comes
/// out, if one does.
pub(super) fn shares(list: &List, held: Option<&SumReading>) -> (usize, Vec<BrokenShare>) {
    let printed: Vec<(&Item, &Item)> = list.parts.iter().filter_map(|part| Some((part.item, part.share?))).collect();
    if printed.is_empty() {
        return (0, Vec::new());
    }
    let Some(unit) = list.unit() else { return (0, Vec::new()) };
    let right =
        |base: Decimal| printed.iter().filter(|(part, share)| is_share(part, share, base) == Some(true)).count();
    let own = list.own(unit, true).filter(|item| item.figure.is_exact()).map(|item| item.figure.value);
    let bases = held.map(SumReading::whole).into_iter();
    let bases =
        bases.chain(list.wholes_of(unit).into_iter().map(|whole| whole.iter().map(|item| item.figure.value).sum()));
    let mut best = (0, Decimal::ZERO);
    for base in bases.chain([own.sum()]) {
        if right(base) > best.0 || best.1.is_zero() {
            best = (right(base), base);
        }
    }
    let (right, base) = best;
    // None is right, and nothing says that the whole is what they are of: it may be anything.
    let least = if list.wholes.is_empty() { 2 } else { 1 };
    let is_certain = held.is_some() || is_alone(list);
    if right < least && !is_certain
        || right * 2 < printed.len() && !is_alone(list) && held.is_none_or(|held| held.whole() != base)
    {
        return (0, Vec::new());
    }
    // Of what the list does not count a share may be of any figure before it: 实际办理38件，公开20件，占52.6%.
    let is_counted = |part: &Item| held.is_none_or(|held| held.parts.iter().any(|own| own.at == part.at));
    let is_of_other = |part: &Item, share: &Item| {
        let mut before = list.own(unit, true).filter(|item| item.at < part.at && item.figure.is_exact());
        before.any(|item| is_share(part, share, item.figure.value) == Some(true))
    };
    let is_wrong = |(part, share): &&(&Item, &Item)| {
        is_counted(part) && is_share(part, share, base) == Some(false) && !is_of_other(part, share)
    };
    let broken = printed.iter().filter(is_wrong);
    let broken = broken.map(|(part, share)| BrokenShare {
        whole: base,
        part: (part.name(), part.figure.value),
        unit: unit.to_owned(),
        printed: share.figure.value,
        figure: part.at,
    });
    (printed.len(), broken.collect())
}

/// Whether the sentence has one whole and one part, and says of what that is a share: 公开50条，其中动态40条，占80%.
fn is_alone(list: &List) -> bool {
    let ([_], [part]) = (&*list.wholes, &*list.parts) else { return false };
    let is_bare = part.share.is_some_and(|share| WORDS.list.bare_share.is_match(share.clause()));
    is_bare && part.item.is_among && !list.is_of_before && !list.is_enclosed
}

/// Whether a share is that of a part in `base`. `None` where it cannot be: it is of something else, or approximate.
fn is_share(part: &Item, share: &Item, base: Decimal) -> Option<bool> {
    let (share, hundred) = (share.figure, Decimal::ONE_HUNDRED);
    let is_of_base = part.figure.is_exact() && share.is_certain() && !base.is_zero() && part.figure.value <= base;
    let off = is_of_base.then(|| (part.figure.value * hundred / base - share.value).abs())?;
    (share.value <= hundred || off < share.step).then(|| off < share.step)
}
