//! An extension as its file spells it: what it adds to an edition.

use serde::Deserialize;

use super::raw::{RawBalance, RawBlock, RawBlockName, RawComparisons, RawLine, Spot, Spotted, spotted};
use crate::model::Text;

/// `edition.toml` of a folder that extends an edition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExtension {
    /// The edition that it takes the place of.
    pub(super) extends: String,
    /// What it is called in results.
    pub(super) name: String,
    pub(super) title: Option<Text>,
    pub(super) document: Option<String>,
    pub(super) remark: Option<Text>,
    #[serde(default)]
    pub(super) add: RawAdditions,
    #[serde(default)]
    pub(super) comparisons: RawComparisons,
}

/// What an extension adds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAdditions {
    #[serde(default, rename = "row", deserialize_with = "spotted")]
    pub(super) rows: Vec<RawLine>,
    #[serde(default, rename = "column", deserialize_with = "spotted")]
    pub(super) columns: Vec<RawLine>,
    #[serde(default, rename = "block", deserialize_with = "spotted")]
    pub(super) blocks: Vec<RawBlock>,
    #[serde(default, rename = "table", deserialize_with = "spotted")]
    pub(super) tables: Vec<RawAddedTable>,
    #[serde(default, rename = "alias", deserialize_with = "spotted")]
    pub(super) aliases: Vec<RawAlias>,
    #[serde(default, rename = "balance", deserialize_with = "spotted")]
    pub(super) balances: Vec<RawBalance>,
}

/// A table of a file beside the extension.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAddedTable {
    pub(super) id: String,
    /// Behind which table it is printed; behind all without it.
    pub(super) after: Option<String>,
    #[serde(skip)]
    pub(super) spot: Spot,
}

/// Other spellings of a table, or of one of its lines.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAlias {
    pub(super) table: String,
    pub(super) block: Option<RawBlockName>,
    pub(super) row: Option<String>,
    pub(super) column: Option<String>,
    pub(super) aliases: Vec<String>,
    #[serde(skip)]
    pub(super) spot: Spot,
}

impl RawExtension {
    /// Notes which file it is from.
    pub(super) fn in_file(mut self, file: usize) -> Self {
        let add = &mut self.add;
        add.rows.iter_mut().chain(&mut add.columns).for_each(|line| line.spot.file = file);
        add.blocks.iter_mut().for_each(|block| block.in_file(file));
        add.tables.iter_mut().for_each(|table| table.spot.file = file);
        add.aliases.iter_mut().for_each(|alias| alias.spot.file = file);
        add.balances.iter_mut().for_each(|balance| balance.spot.file = file);
        self.comparisons.in_file(file);
        self
    }
}

impl Spotted for RawAddedTable {
    fn spot(&mut self) -> &mut Spot {
        &mut self.spot
    }
}

impl Spotted for RawAlias {
    fn spot(&mut self) -> &mut Spot {
        &mut self.spot
    }
}
