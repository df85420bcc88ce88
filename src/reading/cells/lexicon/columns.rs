//! What the columns of a data set are called, and what some of them say.

use super::Lexicon;
use crate::model::fold;
use crate::reading::cells::words::Words;

/// What a column of a data set is for, besides those of the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum ColumnRole {
    Agency,
    Year,
    Edition,
    Cell,
    Value,
    /// The unit of the figure on its row.
    Unit,
    /// The file a figure comes from, or its place there.
    Provenance,
    /// What time the row is of, besides the year.
    Period,
    /// What kind of figures they are, and perhaps what time they are of: a year in it is that of something else.
    Kind,
    /// What time it is of, or when the figures were collected.
    Time,
    /// What became of the filing where it was handed in.
    Status,
    /// The mark of a table that is no input any more.
    Marked,
}

impl Lexicon {
    /// What columns of a data set are called, by what they are for.
    fn columns(&self) -> [(&Words, ColumnRole); 12] {
        [
            (&self.agency_columns, ColumnRole::Agency),
            (&self.year_columns, ColumnRole::Year),
            (&self.edition_columns, ColumnRole::Edition),
            (&self.cell_columns, ColumnRole::Cell),
            (&self.value_columns, ColumnRole::Value),
            (&self.unit_columns, ColumnRole::Unit),
            (&self.provenance_columns, ColumnRole::Provenance),
            (&self.period_columns, ColumnRole::Period),
            (&self.kind_columns, ColumnRole::Kind),
            (&self.time_columns, ColumnRole::Time),
            (&self.status_columns, ColumnRole::Status),
            (&self.mark_columns, ColumnRole::Marked),
        ]
    }

    /// What a column of this name is for in a data set.
    pub(in crate::reading) fn column_role(&self, name: &str) -> Option<ColumnRole> {
        // No such name is longer than a few words; the label paths of a wide header are.
        if name.len() > 48 {
            return None;
        }
        let name = fold(name).body.to_lowercase();
        self.columns().into_iter().find(|(words, _)| words.have(&name)).map(|(_, role)| role)
    }

    /// What a column for this is called.
    pub(in crate::reading) fn name_of(&self, wanted: ColumnRole) -> &str {
        let mut columns = self.columns().into_iter();
        columns.find(|(_, role)| *role == wanted).map_or("", |(words, _)| words.first())
    }

    /// Whether what became of a filing says that it counts no more, and nothing else: 作废, 已退回, 审核不通过; not 退回后重报.
    pub(in crate::reading) fn is_void(&self, status: &str) -> bool {
        let status = fold(status).body.to_lowercase();
        let mut word = status.as_str();
        while let Some(rest) = self.void_leads.behind(word) {
            word = rest;
        }
        self.void_marks.have(word)
    }

    /// Which of some columns is that of the agency or the year, where none is called so.
    pub(in crate::reading) fn column_alone(&self, role: ColumnRole, names: &[&str]) -> Option<usize> {
        let words = match role {
            ColumnRole::Agency => &self.agency_columns_alone,
            ColumnRole::Year => &self.year_columns_alone,
            _ => return None,
        };
        let names: Vec<_> = names.iter().map(|name| fold(name).body.to_lowercase()).collect();
        words.iter().find_map(|word| names.iter().position(|name| name == word))
    }

    /// Whether a column of this name says the unit of the sums and of nothing else.
    pub(in crate::reading) fn is_money_unit_column(&self, name: &str) -> bool {
        self.money_unit_columns.have(&fold(name).body)
    }

    /// Whether a column of this name says where the agencies of a data set are.
    pub(in crate::reading) fn is_region_column(&self, name: &str) -> bool {
        self.region_columns.have(&fold(name).body.to_lowercase())
    }

    /// Whether a column of this name may be for something else.
    pub(in crate::reading) fn is_vague_column(&self, name: &str) -> bool {
        self.vague_columns.have(&fold(name).body)
    }

    /// Whether `text` counts a column of words.
    pub(in crate::reading) fn is_numbering_letter(&self, text: &str) -> bool {
        self.numbering_letters.iter().any(|letters| letters.have(text))
    }

    /// Whether it counts the first.
    pub(in crate::reading) fn is_first_letter(&self, text: &str) -> bool {
        self.numbering_letters.iter().any(|letters| letters.first() == text)
    }
}
