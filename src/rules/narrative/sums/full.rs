//! Whether a list that does not come out is meant to be the full one. A list of some kinds out of many is written in the
//! same way, so something has to say so: its words, its bracket, its shares, or that it comes near.

use rust_decimal::Decimal;

use super::super::words::{Least, WORDS, beginning};
use super::item::Item;
use super::list::{List, Opener};
use super::reading::Reading;
use super::slip::is_slip;
use super::wording::{Role, WORDING};

/// Whether the parts of a reading are meant to be all that there are.
pub(super) fn is_full(list: &List, reading: &Reading) -> bool {
    let (whole, sum) = (reading.whole(), reading.sum());
    if list.is_partial || whole.is_zero() || is_overlapping(list, whole, reading) {
        return false;
    }
    if is_of_outcomes(list, reading) || has_own_share(list) {
        return false;
    }
    let share = sum * Decimal::ONE_HUNDRED / whole;
    let within = |bounds: Least| (bounds.share.into()..=bounds.most.into()).contains(&share);
    let words = &WORDS.list;
    let has_rest = reading.parts.iter().any(|part| beginning(&words.rest, &part.name()).is_some());
    let of = |bounds: &[Least]| bounds.iter().rfind(|least| least.parts <= reading.parts.len()).copied();
    let of = |bounds: &[Least]| of(bounds).is_some_and(within);
    match list.opener {
        Opener::Split => of(&words.least_split),
        // One part as large as its whole: these follow each other, and nothing more.
        Opener::Nothing if reading.parts.iter().any(|part| part.figure.value >= whole) => false,
        Opener::Nothing => is_summed(reading) && (has_rest || is_enumerated(reading)) && of(&words.least_enumerated),
        _ if is_one_slip(reading) => true,
        Opener::Bracket => within(words.sure),
        Opener::Words if has_rest || has_all_shares(list) => within(words.sure),
        Opener::Words => of(&words.least),
        Opener::Balance => within(words.balance),
    }
}

/// Whether a part is all of the whole: then the kinds overlap. Of few things one may be as many by a slip.
fn is_overlapping(list: &List, whole: Decimal, reading: &Reading) -> bool {
    let is_all = reading.parts.iter().any(|part| part.figure.value == whole);
    is_all && list.opener != Opener::Balance && whole >= Decimal::TEN
}

/// Whether the parts say what became of requests, and the whole how many came in: some are left over from the year
/// before, some for the next, and the two need not agree.
fn is_of_outcomes(list: &List, reading: &Reading) -> bool {
    let is_received = |item: &&Item| {
        let clause = item.clause();
        item.role() == Some(Role::Received) && !WORDING.is_done(clause)
    };
    let has = |role: Role, items: &[&Item]| items.iter().any(|item| item.role() == Some(role));
    let is_outcome = |part: &&Item| {
        let words = [part.clause(), part.after.as_str()];
        part.role() == Some(Role::Done) || words.iter().any(|words| WORDING.is_outcome(words))
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

/// Whether all parts have their share, and these are all there is.
fn has_all_shares(list: &List) -> bool {
    let shares: Option<Vec<Decimal>> = list.parts.iter().map(|part| Some(part.share?.figure.value)).collect();
    let near = Decimal::from(99)..=Decimal::from(101);
    shares.is_some_and(|shares| shares.len() >= 2 && near.contains(&shares.iter().sum()))
}

/// Whether one slip of the pen explains all of it.
fn is_one_slip(reading: &Reading) -> bool {
    let (whole, sum) = (reading.whole(), reading.sum());
    let is_whole = matches!(reading.wholes[..], [_]) && is_slip(whole, sum);
    is_whole || reading.parts.iter().any(|part| is_slip(part.figure.value, part.figure.value + whole - sum))
}

/// Whether the whole is more than the first of several that are told one by one: 通过网站发布9条，通过微信发布5条.
fn is_summed(reading: &Reading) -> bool {
    let is_total = |whole: &&Item| {
        let clause = whole.clause();
        !WORDING.enumerated.is_match(clause) || WORDING.summed.is_match(clause)
    };
    reading.wholes.iter().all(is_total)
}

/// Whether the parts are told one by one: 通过网站, 通过公众号; 一是, 二是.
fn is_enumerated(reading: &Reading) -> bool {
    reading.parts.iter().filter(|part| WORDING.enumerated.is_match(part.clause())).count() + 1 >= reading.parts.len()
}
