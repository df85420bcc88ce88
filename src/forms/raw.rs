//! The form as its files spell it. Nothing is checked here but the spelling of the keys; see [`super::validate`]. Where
//! something stands in its file is kept, for whoever wrote it wrongly.

use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::model::{BalanceEach, Comparator, Text, Unit, ValueKind, YearRange};

/// Where something stands: the file, by its position among those that were read, and the byte there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) file: usize,
    pub(super) start: usize,
}

/// What knows where it stands.
pub(super) trait Spotted {
    fn spot(&mut self) -> &mut Spot;
}

macro_rules! spotted {
    ($($kind:ty),*) => {
        $(impl Spotted for $kind {
            fn spot(&mut self) -> &mut Spot {
                &mut self.spot
            }
        })*
    };
}

spotted!(RawLine, RawBlock, RawBalance, RawContinuity);

pub(super) fn spotted<'de, D: Deserializer<'de>, T: Deserialize<'de> + Spotted>(from: D) -> Result<Vec<T>, D::Error> {
    let place = |spanned: Spanned<T>| {
        let start = spanned.span().start;
        let mut inner = spanned.into_inner();
        inner.spot().start = start;
        inner
    };
    Ok(Vec::<Spanned<T>>::deserialize(from)?.into_iter().map(place).collect())
}

/// `edition.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEdition {
    pub(super) id: String,
    pub(super) title: Text,
    pub(super) document: String,
    pub(super) remark: Option<Text>,
    pub(super) years: YearRange,
    /// Table files in printed order, without `.toml`.
    pub(super) tables: Vec<String>,
    /// What can be held against other years and other agencies.
    #[serde(default)]
    pub(super) comparisons: RawComparisons,
    /// What extends it, and what that compares besides.
    #[serde(skip)]
    pub(super) extension: Option<String>,
    #[serde(skip)]
    pub(super) more_comparisons: RawComparisons,
}

/// A block, by its number in the table, from 1, or by its heading.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "a block is its number, from 1, or its heading")]
pub(super) enum RawBlockName {
    Number(usize),
    Heading(String),
}

/// Cells are named by their ids; `*` in one stands for whatever fits there.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawComparisons {
    #[serde(default, rename = "continuity", deserialize_with = "spotted")]
    pub(super) continuities: Vec<RawContinuity>,
    #[serde(default)]
    pub(super) steady: Vec<String>,
    #[serde(default)]
    pub(super) reserved: Vec<String>,
    #[serde(default)]
    pub(super) aggregated: Vec<String>,
    pub(super) backlog: Option<RawBacklog>,
    #[serde(skip)]
    pub(super) file: usize,
}

/// What `*` stands for in the first of `now` it stands for in all.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawContinuity {
    pub(super) relation: String,
    pub(super) now: Vec<String>,
    #[serde(default)]
    pub(super) less: Vec<String>,
    pub(super) before: Vec<String>,
    #[serde(skip)]
    pub(super) spot: Spot,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBacklog {
    pub(super) part: Vec<String>,
    pub(super) whole: Vec<String>,
}

/// One table's file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTable {
    pub(super) id: String,
    pub(super) label: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) brief: Text,
    pub(super) corner: Option<String>,
    /// A filing may do without it.
    #[serde(default)]
    pub(super) optional: bool,
    /// Only agencies of these levels of the roster have to have it.
    #[serde(default)]
    pub(super) levels: Vec<String>,
    #[serde(rename = "block", deserialize_with = "spotted")]
    pub(super) blocks: Vec<RawBlock>,
    #[serde(skip)]
    pub(super) is_added: bool,
    #[serde(skip)]
    pub(super) file: usize,
}

impl RawTable {
    /// Notes which file it is from.
    pub(super) fn in_file(mut self, file: usize) -> Self {
        self.file = file;
        self.blocks.iter_mut().for_each(|block| block.in_file(file));
        self
    }

    /// Notes that it is of an extension.
    pub(super) fn added(mut self) -> Self {
        self.is_added = true;
        self.blocks.iter_mut().for_each(RawBlock::mark_added);
        self
    }
}

impl RawBlock {
    pub(super) fn in_file(&mut self, file: usize) {
        self.spot.file = file;
        self.rows.iter_mut().chain(&mut self.columns).for_each(|line| line.spot.file = file);
        self.balances.iter_mut().for_each(|balance| balance.spot.file = file);
    }

    pub(super) fn mark_added(&mut self) {
        for line in self.rows.iter_mut().chain(&mut self.columns) {
            line.is_added = true;
        }
        for row in &mut self.rows {
            row.optional |= self.optional;
        }
    }
}

impl RawComparisons {
    /// Notes which file they are from.
    pub(super) fn in_file(&mut self, file: usize) {
        self.file = file;
        self.continuities.iter_mut().for_each(|one| one.spot.file = file);
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBlock {
    pub(super) heading: Option<String>,
    pub(super) stub: Option<String>,
    /// What heads the column of units; the first is what the form prints.
    #[serde(default)]
    pub(super) measures: Vec<String>,
    #[serde(default)]
    pub(super) layout: RawLayout,
    pub(super) value: ValueKind,
    #[serde(deserialize_with = "spotted")]
    pub(super) rows: Vec<RawLine>,
    #[serde(deserialize_with = "spotted")]
    pub(super) columns: Vec<RawLine>,
    #[serde(default, rename = "balance", deserialize_with = "spotted")]
    pub(super) balances: Vec<RawBalance>,
    /// Of an added block: its table, the block it is printed behind, and whether a filing may do without it.
    pub(super) table: Option<String>,
    pub(super) after: Option<RawBlockName>,
    #[serde(default)]
    pub(super) optional: bool,
    #[serde(skip)]
    pub(super) spot: Spot,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawLayout {
    #[default]
    Rows,
    OneLine,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLine {
    pub(super) id: String,
    pub(super) label: String,
    #[serde(default)]
    pub(super) en: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) under: Option<String>,
    #[serde(default)]
    pub(super) kind: RawKind,
    #[serde(default)]
    pub(super) undivided: bool,
    pub(super) total_of: Option<String>,
    /// What the lines under this one are to it.
    pub(super) parts: Option<Comparator>,
    pub(super) relation: Option<String>,
    pub(super) brief: Option<Text>,
    /// Overrides the block's kind of value; only one of the two axes does.
    pub(super) value: Option<ValueKind>,
    /// The unit of money that the form prints.
    pub(super) unit: Option<Unit>,
    /// Rows only: what the column of units prints.
    pub(super) measure: Option<String>,
    /// A filing may do without it.
    #[serde(default)]
    pub(super) optional: bool,
    /// It counts in the totals it stands under; true without it.
    pub(super) total: Option<bool>,
    /// Of an added line: its table and block, and the line it is printed behind.
    pub(super) table: Option<String>,
    pub(super) block: Option<RawBlockName>,
    pub(super) after: Option<String>,
    #[serde(skip)]
    pub(super) is_added: bool,
    #[serde(skip)]
    pub(super) spot: Spot,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawKind {
    #[default]
    Value,
    Heading,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBalance {
    pub(super) relation: String,
    pub(super) plus: Vec<String>,
    pub(super) minus: Vec<String>,
    pub(super) each: BalanceEach,
    /// How its sides lie; equal without it.
    pub(super) comparison: Option<Comparator>,
    /// Of an added balance: its table and block.
    pub(super) table: Option<String>,
    pub(super) block: Option<RawBlockName>,
    #[serde(skip)]
    pub(super) spot: Spot,
}
