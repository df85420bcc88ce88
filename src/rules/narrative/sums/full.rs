//! Whether a list that does not come out is meant to be the full one. A list of some kinds out of many is written in the
//! same way, so something has to say so: its words, its bracket, its shares, or that it comes near.

use rust_decimal::Decimal;

use super::super::words::{Least, WORDS, beginning};
use super::item::Item;
use super::list::{List, Opener};
use super::reading::SumReading;
use super::role::Role;
use super::slip::is_slip;

/// Whether the parts of a reading are meant to be all that there are.
pub(super) fn is_full(list: &List, reading: &SumReading) -> bool {
    let (whole, sum) = (reading.whole(), reading.sum());
    if list.is_partial || whole.is_zero() || is_overlapping(list, whole, reading) || is_each_of_its_own(reading) {
        return false;
    }
    let shares = sum_of_shares(list);
    let is_short = shares.is_some_and(|shares| shares < Decimal::from(99));
    if has_own_share(list) || is_short {
        return false;
    }
    if is_of_outcomes(list, reading) {
        return is_one_slip(reading) || is_above(list, reading);
    }
    let words = &WORDS.list;
    let has_rest = reading.parts.iter().any(|part| beginning(&words.rest, &part.name()).is_some());
    let is_of_kinds = reading.parts.iter().any(|part| WORDS.list.kind.is_match(&part.name()));
    if is_of_kinds && !has_rest && sum < whole {
        return false;
    }
    let share = sum * Decimal::ONE_HUNDRED / whole;
    let within = |bounds: Least| (bounds.share.into()..=bounds.most.into()).contains(&share);
    let of = |bounds: &[Least]| bounds.iter().rfind(|least| least.parts <= reading.parts.len()).copied();
    let of = |bounds: &[Least]| of(bounds).is_some_and(within);
    match list.opener {
        Opener::Split => of(&words.least_split),
        // One part as large as its whole: these follow each other, and nothing more.
        Opener::Nothing if reading.parts.iter().any(|part| part.figure.value >= whole) => false,
        Opener::Nothing if !is_summed(reading) || !has_rest && !is_enumerated(reading) && !is_across(reading) => false,
        Opener::Nothing => of(&words.least_enumerated) || is_one_slip(reading) && reading.parts.len() >= 3,
        _ if is_one_slip(reading) || is_above(list, reading) => true,
        Opener::Bracket => within(words.sure),
        Opener::Words if has_rest || shares.is_some_and(|shares| shares <= Decimal::from(101)) => within(words.sure),
        Opener::Words if reading.wholes.iter().all(|whole| whole.is_like(&words.published)) => {
            of(&words.least_published)
        }
        Opener::Words => of(&words.least),
        Opener::Total => reading.wholes.iter().all(|whole| whole.is_bare_total()) && of(&words.least),
        Opener::Balance => within(words.balance),
    }
}

/// Whether each part is of a whole of its own, in the same order: 建议35件、提案42件，其中公开建议办理结果30件、公开提案办理结果40件.
fn is_each_of_its_own(reading: &SumReading) -> bool {
    let (wholes, parts) = (&reading.wholes, &reading.parts);
    let is_within = |(whole, part): (&&Item, &&Item)| part.figure.value <= whole.figure.value;
    wholes.len() > 1 && wholes.len() == parts.len() && wholes.iter().zip(parts).all(is_within)
}

/// Whether the kinds overlap: a part is all of the whole, though of few things one may be as many by a slip, or they are
/// ways in which the same may be published twice.
fn is_overlapping(list: &List, whole: Decimal, reading: &SumReading) -> bool {
    let is_way = |part: &&Item| WORDS.list.way.is_match(part.clause()) && part.figure.value <= whole;
    let is_above = reading.sum() * Decimal::ONE_HUNDRED > whole * Decimal::from(WORDS.list.most_of_ways);
    if is_above && reading.parts.iter().all(is_way) {
        return true;
    }
    let is_all = reading.parts.iter().any(|part| part.figure.value == whole);
    is_all && list.opener != Opener::Balance && whole >= Decimal::TEN
}

/// Whether the parts say what became of requests, and the whole how many came in: some are left over from the year
/// before, some for the next, and the two need not agree.
fn is_of_outcomes(list: &List, reading: &SumReading) -> bool {
    let is_received = |item: &&Item| {
        let clause = item.clause();
        item.role() == Some(Role::Received) && !WORDS.balance.done.is_match(clause)
    };
    let has = |role: Role, items: &[&Item]| items.iter().any(|item| item.role() == Some(role));
    let is_outcome = |part: &&Item| {
        let words = [part.clause(), part.after.as_str()];
        part.role() == Some(Role::Done) || words.iter().any(|words| WORDS.balance.outcome.is_match(words))
    };
    list.opener != Opener::Balance
        && reading.wholes.iter().any(is_received)
        && !has(Role::CarriedIn, &reading.wholes)
        && !has(Role::CarriedOut, &reading.parts)
        && reading.parts.iter().any(is_outcome)
}

/// Whether the sentence itself says how much of something else the parts are: 占全县的80%.
fn has_own_share(list: &List) -> bool {
    list.asides.iter().any(|aside| aside.figure.unit == "%" && aside.clause().contains('占'))
}

/// What the shares of the parts come to, where all have one: 100 if these are all parts, and less if there are others.
fn sum_of_shares(list: &List) -> Option<Decimal> {
    let shares: Option<Vec<Decimal>> = list.parts.iter().map(|part| Some(part.share?.figure.value)).collect();
    shares.filter(|shares| shares.len() >= 2).map(|shares| shares.iter().sum())
}

/// Whether a part is more than any count before the list: that is none of what it is a part of.
fn is_above(list: &List, reading: &SumReading) -> bool {
    let most = list.wholes.iter().map(|whole| whole.figure.value).max();
    let is_listed = matches!(list.opener, Opener::Words | Opener::Bracket);
    is_listed && reading.parts.iter().any(|part| Some(part.figure.value) > most)
}

/// Whether one slip of the pen explains all of it.
fn is_one_slip(reading: &SumReading) -> bool {
    let (whole, sum) = (reading.whole(), reading.sum());
    // Of two parts and small figures one would be found by chance.
    let is_telling = |figure: Decimal| reading.parts.len() > 2 || figure >= Decimal::ONE_HUNDRED;
    let is_one = |printed: Decimal, meant: Decimal| is_telling(printed.max(meant)) && is_slip(printed, meant);
    let is_whole = matches!(reading.wholes[..], [_]) && is_one(whole, sum);
    // Where most is missing some digit fits by chance.
    let is_near = sum * Decimal::TWO >= whole;
    is_whole || is_near && reading.parts.iter().any(|part| is_one(part.figure.value, part.figure.value + whole - sum))
}

/// Whether the whole is more than the first of several that are told one by one: 通过网站发布9条，通过微信发布5条. The
/// first behind a colon is mostly one of them too: 答复结果为：予以公开4件，不予公开2件. And a way beside other ways is none of
/// all: 网站公开9条，微信公开5条.
fn is_summed(reading: &SumReading) -> bool {
    let is_of_ways = reading.parts.iter().any(|part| WORDS.list.way.is_match(part.clause()));
    let is_total = |whole: &&Item| {
        let clause = whole.clause();
        let is_first = WORDS.list.enumerated.is_match(clause) || whole.label.contains(':');
        let is_way = WORDS.list.way.is_match(clause) && !WORDS.list.across.is_match(clause);
        (!is_first || WORDS.list.summed.is_match(clause)) && !(is_way && is_of_ways)
    };
    reading.wholes.iter().all(is_total)
}

/// Whether the whole is said to be of all ways, and the parts are each of one: 通过各渠道公开9条，网站4条.
fn is_across(reading: &SumReading) -> bool {
    reading.wholes.iter().all(|whole| WORDS.list.across.is_match(whole.clause()))
}

/// Whether the parts are told one by one: 通过网站, 通过公众号; 一是, 二是.
fn is_enumerated(reading: &SumReading) -> bool {
    reading.parts.iter().filter(|part| WORDS.list.enumerated.is_match(part.clause())).count() + 1 >= reading.parts.len()
}
