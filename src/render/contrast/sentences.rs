//! Sentences that a report may say of the change on the year before, from the records in `sentences.toml`.
//!
//! They are offered, not claimed: the officer who writes section 一 knows what else there is to say. Each says what the
//! tables say, so that gouji, reading the report, finds nothing (N601, N602).

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::diagnosis::{ContrastKind, Pair, Reported};
use crate::model::{Lang, plain};
use crate::render::words::phrases::{filled, phrase};

static RECORDS: LazyLock<ContrastRecords> = LazyLock::new(|| embedded!("render/contrast/sentences"));

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContrastRecords {
    sentence: Vec<ContrastRecord>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContrastRecord {
    claim: String,
    unit: String,
    cells: Vec<String>,
}

/// The sentences for a pair of years, where the years are known and in their order.
pub(super) fn sentences(pair: &Pair) -> Vec<String> {
    let years = pair.old.year.zip(pair.new.year).filter(|(old, new)| old < new && pair.kind == ContrastKind::Years);
    let Some(years) = years else { return Vec::new() };
    RECORDS.sentence.iter().filter_map(|record| sentence(record, pair, years)).collect()
}

fn sentence(record: &ContrastRecord, pair: &Pair, (before, year): (u16, u16)) -> Option<String> {
    let (mut old, mut new) = (Decimal::ZERO, Decimal::ZERO);
    for id in &record.cells {
        let cell = pair.cells.iter().find(|cell| *cell.id == **id)?;
        let (Reported::Figure(was), Reported::Figure(is)) = (&cell.old, &cell.new) else { return None };
        (old, new) = (old.checked_add(*was)?, new.checked_add(*is)?);
    }
    // There is nothing to say of what there was none of.
    if old.is_zero() && new.is_zero() {
        return None;
    }
    let lang = Lang::Zh;
    let last = year.checked_sub(1) == Some(before);
    let than = if last {
        phrase("sentence-last-year", lang).to_owned()
    } else {
        filled("sentence-in-year", lang, &[("year", &before)])
    };
    let change = change(old, new, &than, &record.unit)?;
    let claim = format!("{}{}{}", record.claim, plain(new), record.unit);
    Some(filled("sentence-offered", lang, &[("year", &year), ("claim", &claim), ("change", &change)]))
}

/// By how much, and how much that is of what it was; the latter is left out of nothing, and where it rounds to nothing.
fn change(old: Decimal, new: Decimal, than: &str, unit: &str) -> Option<String> {
    let lang = Lang::Zh;
    let change = new.checked_sub(old)?;
    if change.is_zero() {
        return Some(filled("sentence-equal", lang, &[("than", &than)]));
    }
    let (by, share) = if change.is_sign_negative() {
        ("sentence-less", "sentence-less-percent")
    } else {
        ("sentence-more", "sentence-more-percent")
    };
    let text = filled(by, lang, &[("than", &than), ("by", &plain(change.abs())), ("unit", &unit)]);
    let percent = crate::diagnosis::percent(change, old).filter(|percent| !percent.is_zero());
    let share = percent.map(|percent| filled(share, lang, &[("percent", &plain(percent.abs()))]));
    Some(text + &share.unwrap_or_default())
}
