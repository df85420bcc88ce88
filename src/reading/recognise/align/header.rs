//! The header of a block as words give it: where its columns are, what else stands over figures, in which order.

use std::collections::{BTreeMap, BTreeSet};

use super::{Placed, Values};
use crate::reading::cells::lexicon::LEXICON;

/// The header of a block, as far as it was recognised.
#[derive(Debug, Default)]
pub(in crate::reading) struct BlockHeader {
    /// Per column of the form: the column of the file its label stands in.
    pub(in crate::reading) known: Vec<Option<u32>>,
    /// The surfaces its labels stand on.
    pub(in crate::reading) grids: BTreeSet<usize>,
    /// Per column of the file with the label of a column: the last that the label is merged over, where it is.
    pub(in crate::reading) spans: BTreeMap<u32, u32>,
    /// Labels that are no column of the form, by their column.
    pub(in crate::reading) strangers: BTreeMap<u32, String>,
    /// A short label that no form has stands among the columns: 行次, 小计, 备注. Then figures cannot be counted off.
    pub(in crate::reading) has_extra: bool,
    /// Two labels claim one column, or one label stands in two.
    pub(in crate::reading) conflict: bool,
    /// Words stand over the figures that are of something else: 上年处理决定数量, 东区, 一审. What is not under a known label
    /// is nobody's then.
    pub(in crate::reading) is_foreign: bool,
    /// Per label that is no column of the form, by its column: which of the form's columns its words may be.
    pub(in crate::reading) likely: BTreeMap<u32, usize>,
    /// Columns that the header gives to other blocks of the table.
    pub(in crate::reading) others: Vec<u32>,
    /// In which order its words put the columns.
    pub(in crate::reading) order: Order,
}

impl BlockHeader {
    /// Whether a value stands under no label, neither of the `columns` of the form as they were found nor of anything else.
    pub(in crate::reading) fn is_stray(&self, placed: &Placed, columns: &[Option<u32>]) -> bool {
        let at = placed.column;
        let is_named = columns.contains(&Some(at)) || self.strangers.contains_key(&at) || self.is_over(at);
        placed.is_value && !is_named && !self.is_for_others(placed)
    }

    /// Whether the words at a place are a shorter name of one column that no label names, and the only ones: 商业 of 商业企业,
    /// where a text has the rest on the next line.
    pub(in crate::reading) fn is_missing_at(&self, place: u32) -> bool {
        let Some(column) = self.likely.get(&place) else { return false };
        let places = self.likely.values().filter(|other| *other == column).count();
        places == 1 && self.known.get(*column).is_some_and(Option::is_none)
    }

    /// Whether the columns of a row are those of its labels: both stand on one surface, not on two pages of a table that
    /// are ruled apart.
    pub(in crate::reading) fn is_above(&self, row: &Values) -> bool {
        self.grids.iter().all(|grid| *grid == row.at.grid)
    }

    /// Whether a label is merged over a column.
    pub(in crate::reading) fn is_over(&self, column: u32) -> bool {
        self.spans.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// Whether a value says that a column of other blocks is not for its row: `/` or a zero under it.
    pub(in crate::reading) fn is_for_others(&self, placed: &Placed) -> bool {
        let text = placed.cell.text.as_str();
        self.others.contains(&placed.column) && (text == "0" || LEXICON.is_placeholder(text))
    }
}

/// In which order the words of a header put the columns of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reading) enum Order {
    /// In the form's, or they say nothing of it.
    #[default]
    Form,
    /// Per figure from left to right: which of the form's columns it is.
    Words(Vec<usize>),
    /// Not in the form's, and some are missing.
    Contradicted,
}

impl Order {
    /// The order that the words say.
    pub(in crate::reading) fn of_words(order: Vec<usize>) -> Self {
        if order.is_sorted() { Self::Form } else { Self::Words(order) }
    }

    /// The order if all words are there, or as much of it as is certain.
    pub(in crate::reading) fn only_if(self, is_all_seen: bool) -> Self {
        if is_all_seen || self == Self::Form { self } else { Self::Contradicted }
    }

    /// The columns of the file by columns of the form, where they were counted off from left to right.
    pub(super) fn arrange(&self, counted: Vec<Option<u32>>) -> Vec<Option<u32>> {
        let Self::Words(order) = self else { return counted };
        let mut arranged = vec![None; counted.len()];
        for (column, place) in order.iter().zip(counted) {
            if let Some(slot) = arranged.get_mut(*column) {
                *slot = place;
            }
        }
        arranged
    }
}
