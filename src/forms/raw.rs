//! The form as its files spell it. Nothing is checked here but the spelling of the keys; see [`super::validate`].

use serde::Deserialize;

use crate::model::{BalanceEach, Comparison, Text, Unit, ValueKind, YearRange};

/// `edition.toml`.
#[derive(Debug, Deserialize)]
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
}

/// Cells are named by their ids; `*` in one stands for whatever fits there.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawComparisons {
    #[serde(default, rename = "continuity")]
    pub(super) continuities: Vec<RawContinuity>,
    #[serde(default)]
    pub(super) steady: Vec<String>,
    #[serde(default)]
    pub(super) reserved: Vec<String>,
    #[serde(default)]
    pub(super) aggregated: Vec<String>,
    pub(super) backlog: Option<RawBacklog>,
}

/// What `*` stands for in the first of `now` it stands for in all.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawContinuity {
    pub(super) relation: String,
    pub(super) now: Vec<String>,
    #[serde(default)]
    pub(super) less: Vec<String>,
    pub(super) before: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBacklog {
    pub(super) part: Vec<String>,
    pub(super) whole: Vec<String>,
}

/// One table's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTable {
    pub(super) id: String,
    pub(super) label: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) brief: Text,
    pub(super) corner: Option<String>,
    #[serde(rename = "block")]
    pub(super) blocks: Vec<RawBlock>,
}

#[derive(Debug, Deserialize)]
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
    pub(super) rows: Vec<RawLine>,
    pub(super) columns: Vec<RawLine>,
    #[serde(default, rename = "balance")]
    pub(super) balances: Vec<RawBalance>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawLayout {
    #[default]
    Rows,
    OneLine,
}

#[derive(Debug, Deserialize)]
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
    pub(super) parts: Option<Comparison>,
    pub(super) relation: Option<String>,
    pub(super) brief: Option<Text>,
    /// Overrides the block's kind of value; only one of the two axes does.
    pub(super) value: Option<ValueKind>,
    /// The unit of money that the form prints.
    pub(super) unit: Option<Unit>,
    /// Rows only: what the column of units prints.
    pub(super) measure: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawKind {
    #[default]
    Value,
    Heading,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBalance {
    pub(super) relation: String,
    pub(super) plus: Vec<String>,
    pub(super) minus: Vec<String>,
    pub(super) each: BalanceEach,
}
