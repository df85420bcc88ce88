//! Slips of the pen: what may have turned the right figure into the one that was reported.
//!
//! How likely a slip is and how it is said are records (`slips.toml`). Here is only what makes one: each kind is a
//! property of the reported and the proposed figure, of the figures beside them, and of the sums they stand in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::model::Text;

/// A kind of slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slip {
    /// Two neighbouring digits changed places.
    TransposedDigits,
    /// A digit was left out.
    DroppedDigit,
    /// A digit was typed twice.
    DoubledDigit,
    /// One digit is another.
    WrongDigit,
    /// A zero too many at the end.
    ExtraZero,
    /// The sign is wrong.
    Sign,
    /// One more or one less.
    OffByOne,
    /// Zero stands where a figure belongs.
    LostToZero,
    /// Nothing was entered.
    LeftBlank,
    /// What stands there is no figure.
    Unreadable,
    /// In units of ten thousand, or out of them.
    TenThousand,
    /// The figure of the next column.
    NeighbourColumn,
    /// The figure of the next row.
    NeighbourRow,
    /// A total that leaves out one of its items.
    TotalWithoutItem,
    /// A total that counts one of its items twice.
    TotalWithItemTwice,
    /// A total whose formula leaves out items or adds others.
    TotalFormula,
    /// A total typed from another column or row.
    TotalOfAnotherLine,
    /// Last year's figure.
    LastYear,
    /// Two figures changed places.
    SwappedCells,
    /// A figure typed one row down or up.
    OneRowOff,
    /// A figure typed one column over.
    OneColumnOff,
    /// Cases booked under another applicant: two columns of one row.
    OtherColumn,
    /// Cases booked under another result: two rows of one column.
    OtherRow,
    /// A case left out of an item and of its total, or counted twice in both.
    ItemAndTotal,
    /// A stretch of a column one row down or up.
    ShiftedColumn,
    /// A stretch of a row one column over.
    ShiftedRow,
    /// Two columns changed places over some rows.
    SwappedColumns,
    /// Two rows changed places.
    SwappedRows,
    /// Rows one down or up, all columns together.
    ShiftedBlock,
    /// Several figures of one column, by no pattern known here.
    OneColumn,
    /// Several figures of one row, by no pattern known here.
    OneRow,
    /// No slip known here.
    Other,
}

/// What is said of a slip, and how likely it is beside others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlipRecord {
    /// Its name in results.
    #[serde(skip)]
    name: String,
    /// The more, the less likely.
    pub(super) weight: u32,
    /// What happened, in a few words.
    pub said: Text,
}

/// By kind, in the order of the kinds.
static RECORDS: LazyLock<Vec<SlipRecord>> = LazyLock::new(|| {
    // The file is part of the program; a test holds it against the kinds.
    let records: BTreeMap<Slip, SlipRecord> = embedded!("diagnosis/localise/slips");
    let named = |(slip, record)| SlipRecord { name: spelt(slip), ..record };
    records.into_iter().map(named).collect()
});

static UNKNOWN: SlipRecord =
    SlipRecord { name: String::new(), weight: 12, said: Text { zh: String::new(), en: String::new() } };

/// Serde's own spelling of the name, so that records and results agree.
fn spelt(slip: Slip) -> String {
    serde_json::to_value(slip).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

impl Slip {
    /// Its record.
    #[must_use]
    pub fn record(self) -> &'static SlipRecord {
        RECORDS.get(self as usize).unwrap_or(&UNKNOWN)
    }

    /// Whether it explains many cells by one thing that happened, and not only by where they stand.
    pub(super) fn is_pattern(self) -> bool {
        self == Self::LastYear || (Self::ShiftedColumn..=Self::ShiftedBlock).contains(&self)
    }

    /// Its name in results: `transposed-digits`.
    #[must_use]
    pub fn name(self) -> &'static str {
        &self.record().name
    }
}

/// What a single figure's own digits tell.
pub(super) fn of_digits(reported: i128, proposed: i128, step: i128) -> Option<Slip> {
    if reported == -proposed {
        return Some(Slip::Sign);
    }
    if reported == 0 {
        return Some(Slip::LostToZero);
    }
    if reported < 0 || proposed < 0 {
        return None;
    }
    let (was, is) = (reported.to_string(), proposed.to_string());
    let (was, is) = (was.as_bytes(), is.as_bytes());
    if was.len() == is.len() {
        let differing: Vec<usize> = (0..was.len()).filter(|at| was[*at] != is[*at]).collect();
        match differing.as_slice() {
            [a, b] if a + 1 == *b && was[*a] == is[*b] && was[*b] == is[*a] => return Some(Slip::TransposedDigits),
            [_] if (reported - proposed).abs() == step => return Some(Slip::OffByOne),
            // One digit that is another tells nothing where there is only one.
            [_] if was.len() > 1 => return Some(Slip::WrongDigit),
            _ => {}
        }
    }
    if proposed != 0 && (reported == proposed * 10_000 || proposed == reported * 10_000) {
        return Some(Slip::TenThousand);
    }
    if proposed != 0 && reported == proposed * 10 {
        return Some(Slip::ExtraZero);
    }
    if (reported - proposed).abs() == step {
        return Some(Slip::OffByOne);
    }
    let without = |text: &[u8], at: usize| [&text[..at], &text[at + 1..]].concat();
    if was.len() + 1 == is.len() && (0..is.len()).any(|at| without(is, at) == was) {
        return Some(Slip::DroppedDigit);
    }
    let is_doubled = |at: usize| at > 0 && was[at] == was[at - 1] && without(was, at) == is;
    if was.len() == is.len() + 1 && (0..was.len()).any(is_doubled) {
        return Some(Slip::DoubledDigit);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slip_has_a_record_in_both_languages() {
        let records: BTreeMap<Slip, SlipRecord> = embedded!("diagnosis/localise/slips");
        for (slip, record) in &records {
            assert!(!record.said.zh.is_empty() && !record.said.en.is_empty(), "{slip:?}");
        }
        assert_eq!(records.keys().next_back(), Some(&Slip::Other));
        assert_eq!(records.len(), Slip::Other as usize + 1, "a kind without a record");
        assert_eq!(Slip::TransposedDigits.name(), "transposed-digits");
    }

    #[test]
    fn digits_tell_the_slip() {
        for (reported, proposed, slip) in [
            (21, 12, Some(Slip::TransposedDigits)),
            (12, 123, Some(Slip::DroppedDigit)),
            (1223, 123, Some(Slip::DoubledDigit)),
            (173, 123, Some(Slip::WrongDigit)),
            (1230, 123, Some(Slip::ExtraZero)),
            (-5, 5, Some(Slip::Sign)),
            (9, 10, Some(Slip::OffByOne)),
            (8, 9, Some(Slip::OffByOne)),
            (0, 7, Some(Slip::LostToZero)),
            (50_000, 5, Some(Slip::TenThousand)),
            (47, 1_205, None),
        ] {
            assert_eq!(of_digits(reported, proposed, 1), slip, "{reported} for {proposed}");
        }
    }
}
