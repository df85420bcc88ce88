//! How much a table has of a statutory one: all of it, or a part.

use std::collections::HashSet;

use super::super::Recogniser;
use super::super::surface::Surface;
use super::super::vocabulary::{Known, LabelPart, Meaning, TableKey, Vocabulary};
use super::stretch::Stretch;
use crate::forms::Forms;
use crate::model::{Axis, Layout};
use crate::reading::recognise::place::LineAt;

/// What a stretch has of a statutory table.
#[derive(Debug, Default)]
pub(super) struct Share<'s> {
    /// Its labels that are rows of it, or of one printed on one line columns too.
    pub(super) rows: Vec<LabelAt<'s>>,
    /// Words over columns of it that are no rows as well, as 总计 and 其他 are.
    columns: Vec<LabelAt<'s>>,
    /// It has its title: it says itself which table it is.
    pub(super) is_titled: bool,
}

/// A label of a form: the line, and which of its cells.
pub(super) type LabelAt<'s> = (LineAt, usize, &'s Known);

/// How much there is of a statutory table: rows, columns and, of one printed on one line, cells.
#[derive(Debug, Clone, Copy)]
pub(in crate::reading::recognise) struct Extent {
    rows: usize,
    columns: usize,
    cells: usize,
}

impl Recogniser<'_> {
    /// Whether a label stands over columns and has no figures of its own, as 法人或其他组织: small tables add up below it.
    fn is_heading_of_columns(&self, Meaning { edition, table, part, .. }: &Meaning) -> bool {
        let LabelPart::Column { block, line } = *part else { return false };
        !self.forms.editions()[*edition].tables[*table].blocks[block].columns.lines[line].has_cells()
    }

    /// What a stretch has of each table.
    pub(super) fn shares<'s>(&self, surfaces: &'s [Surface], stretch: &Stretch) -> Vec<Share<'s>> {
        let mut shares: Vec<Share> = (0..self.vocabulary.table_count()).map(|_| Share::default()).collect();
        for (at, line) in stretch.lines(surfaces) {
            for (cell, label) in
                line.cells.iter().enumerate().filter_map(|(cell, word)| Some((cell, word.label.as_deref()?)))
            {
                for meaning in label.meanings.iter().filter(|meaning| !self.is_heading_of_columns(meaning)) {
                    let key = self.vocabulary.key(meaning);
                    shares[key].take((at, cell, label), meaning, self.vocabulary.has_one_line(key));
                }
            }
        }
        shares
    }
}

impl<'s> Share<'s> {
    fn take(&mut self, word: LabelAt<'s>, meaning: &Meaning, is_one_line: bool) {
        match meaning.part {
            LabelPart::Row { heading, .. } if is_one_line || !heading => {}
            LabelPart::Column { .. } if is_one_line => {}
            LabelPart::Column { .. } if !word.2.meanings.iter().any(Meaning::is_row) => {
                self.columns.push(word);
                return;
            }
            LabelPart::Title => {
                self.is_titled = true;
                return;
            }
            LabelPart::Row { .. } | LabelPart::Column { .. } | LabelPart::Furniture => return,
        }
        if self.rows.last().is_none_or(|last| (last.0, last.1) != (word.0, word.1)) {
            self.rows.push(word);
        }
    }

    /// If it has rows, the first of its words that stand in no other tables, as 其他 and 总计 do.
    pub(super) fn first(&self) -> Option<LabelAt<'s>> {
        self.rows.first()?;
        self.rows.iter().find(|(.., label)| !is_common(label)).or(self.columns.first()).copied()
    }

    /// How many different rows it has.
    pub(super) fn row_count(&self) -> usize {
        different(self.rows.iter().map(|(.., label)| label.folded.body.as_str()))
    }

    /// Whether it has each row that another has.
    pub(super) fn has_rows(&self, other: &Self) -> bool {
        other.rows.iter().all(|(.., label)| self.rows.iter().any(|(.., own)| is_row(own, label)))
    }

    /// Whether it has each row that another has, with the same figures under columns of the form.
    pub(super) fn has_all(&self, other: &Self, surfaces: &[Surface]) -> bool {
        let line = |at: LineAt| &surfaces[at.grid].lines[at.line];
        // What goes on with the columns of a table that is cut has others than that.
        let is_there = |label: &Known| self.columns.iter().any(|(.., own)| own.folded.body == label.folded.body);
        if !other.columns.iter().all(|(.., label)| is_there(label)) {
            return false;
        }
        let columns: Vec<u32> = other.columns.iter().map(|(at, cell, _)| line(*at).cells[*cell].cell.column).collect();
        other.rows.iter().all(|(at, _, label)| {
            let mut own = self.rows.iter().filter(|(.., own)| is_row(own, label));
            let figures = line(*at).values().filter(|word| !is_common(label) && columns.contains(&word.cell.column));
            let figures: Vec<&str> = figures.map(|word| word.cell.text.as_str()).collect();
            own.any(|(own, ..)| figures.iter().all(|text| line(*own).values().any(|word| word.cell.text == *text)))
        })
    }
}

/// Whether two labels are that of one row.
fn is_row(own: &Known, label: &Known) -> bool {
    let is_one = |a: &Meaning, b: &Meaning| (a.edition, a.table, a.part) == (b.edition, b.table, b.part);
    own.meanings.iter().any(|own| label.meanings.iter().any(|meaning| is_one(own, meaning)))
}

/// How many different words there are.
pub(super) fn different<'w>(words: impl Iterator<Item = &'w str>) -> usize {
    let mut words: Vec<&str> = words.collect();
    words.sort_unstable();
    words.dedup();
    words.len()
}

impl Extent {
    /// The least that an edition has of each table.
    pub(in crate::reading::recognise) fn all(forms: &Forms, vocabulary: &Vocabulary) -> Vec<Self> {
        (0..vocabulary.table_count()).map(|key| Self::of(key, forms, vocabulary)).collect()
    }

    fn of(key: TableKey, forms: &Forms, vocabulary: &Vocabulary) -> Self {
        let editions = forms.editions().iter().enumerate();
        let tables = editions.filter_map(|(at, form)| Some(&form.tables[vocabulary.table_in(at, key)?]));
        let count = |axes: &mut dyn Iterator<Item = &Axis>| {
            let lines = axes.flat_map(|axis| axis.printed().map(|line| &axis.lines[line]));
            lines.filter(|line| !line.is_optional).map(|line| &line.label.folded().body).collect::<HashSet<_>>().len()
        };
        let is_one_line = vocabulary.has_one_line(key);
        let of = |layout: Layout| (layout == Layout::OneLine) == is_one_line;
        let least = tables.map(|table| {
            let blocks = || table.blocks.iter().filter(|block| of(block.layout));
            (count(&mut blocks().map(|block| &block.rows)), count(&mut blocks().map(|block| &block.columns)))
        });
        let (rows, columns) = least.min().unwrap_or_default();
        Self { rows, columns, cells: vocabulary.one_line_cells(key) }
    }

    /// Whether a stretch has nearly all of a table, under its columns.
    pub(super) fn is_whole(self, share: &Share, values: usize) -> bool {
        if self.cells > 0 {
            return self.comes_to_whole(values) && share.row_count() >= self.columns;
        }
        let columns = different(share.columns.iter().map(|(.., label)| label.folded.body.as_str()));
        5 * share.row_count() >= 4 * self.rows && columns >= self.columns.min(2)
    }

    /// Whether so many values are nearly all of a table printed on one line.
    pub(super) fn comes_to_whole(self, values: usize) -> bool {
        self.cells > 0 && 5 * values >= 4 * self.cells
    }

    /// Whether it has no more than half of it.
    pub(super) fn is_part(self, share: &Share, values: usize) -> bool {
        if self.cells > 0 { 2 * values <= self.cells } else { 2 * share.row_count() <= self.rows }
    }
}

/// Whether a label stands in tables of all kinds: it is both a row and a column of the forms, without the mark of a row.
fn is_common(label: &Known) -> bool {
    let is_column = |meaning: &Meaning| matches!(meaning.part, LabelPart::Column { .. });
    label.folded.ordinal.is_none() && label.meanings.iter().any(Meaning::is_row) && label.meanings.iter().any(is_column)
}
