//! The form as its files spell it. Nothing is checked here but the spelling of the keys; see [`super::validate`].

use serde::Deserialize;

use crate::model::{BalanceEach, Text, Unit, ValueKind, YearRange};

/// `edition.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEdition {
    pub(super) id: String,
    pub(super) title: Text,
    pub(super) document: String,
    pub(super) years: YearRange,
    /// Table files in printed order, without `.toml`.
    pub(super) tables: Vec<String>,
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
    pub(super) relation: Option<String>,
    pub(super) brief: Option<Text>,
    /// Columns only: overrides the block's kind of value.
    pub(super) value: Option<ValueKind>,
    /// Columns only: the unit the header prints.
    pub(super) unit: Option<Unit>,
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
