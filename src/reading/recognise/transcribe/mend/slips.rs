//! Labels with one wrong character.
//!
//! Offices copy last year's table and retype a label: 5.属于三类内容事务信息, 只计这一情况. Such a row is the form's where its
//! words and its list mark are those of one row but for a character, no other row of the table is as near, and it stands
//! where the form has that row and nothing else does. It is said (`LabelVariant`).

use super::super::super::align::Values;
use super::super::super::surface::GridLine;
use super::super::super::vocabulary::Known;
use super::super::pieces::{LabelSeen, TableLine, values_of};
use super::super::{RowLine, TableReader};
use crate::model::{Label, LineSpec};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::words::Words;
use crate::reading::recognise::place::RowAt;

/// A label of fewer characters is another word when one of them is another.
const SHORTEST: usize = 4;
/// Rows under unknown words that are compared with the form; a table has a few, a hostile file any number.
const MAX_TRIES: usize = 200;

impl<'g> TableReader<'_, 'g> {
    /// Makes rows of those whose labels are one character off.
    pub(super) fn read_slips(&self, mut pieces: Vec<TableLine<'g>>) -> Vec<TableLine<'g>> {
        let rows: Vec<Option<RowAt>> = pieces.iter().map(TableLine::row).collect();
        let candidates = (0..pieces.len()).filter(|at| self.slip_label(&pieces[*at]).is_some()).take(MAX_TRIES);
        let found: Vec<(usize, RowAt)> = candidates
            .filter_map(|at| {
                let (line, word) = self.slip_label(&pieces[at])?;
                let row = self.row_but_one_character(line.cells[word].label.as_deref()?)?;
                let above = rows[..at].iter().rev().find_map(|row| *row);
                let below = rows[at..].iter().find_map(|row| *row);
                let is_in_place = above.is_none_or(|above| above < row) && below.is_none_or(|below| row < below);
                (is_in_place && !rows.contains(&Some(row))).then_some((at, row))
            })
            .collect();
        for (at, row) in &found {
            // Two that may be one row are neither.
            if found.iter().filter(|(_, other)| other == row).count() > 1 {
                continue;
            }
            if let Some(made) = self.slip_row(&pieces[*at], *row) {
                pieces[*at] = made;
            }
        }
        pieces
    }

    /// The line of a piece that may be such a row, and which of its words is the label. A row of a grid may be blank.
    fn slip_label(&self, piece: &TableLine<'g>) -> Option<(&GridLine<'g>, usize)> {
        match piece {
            TableLine::Stranger { word, values } => Some((self.line(values.at), *word)),
            TableLine::Words { at } => {
                let line = self.line(*at);
                let word = line.cells.len().checked_sub(1)?;
                let label = line.cells[word].label.as_deref()?;
                let is_row = self.parts(label).next().is_none() && label.folded.ordinal.is_some();
                let has_cells_beside = line.width != Some(line.cells[word].cell.column + 1);
                (is_row && has_cells_beside).then_some((line, word))
            }
            _ => None,
        }
    }

    fn slip_row(&self, piece: &TableLine<'g>, RowAt { block, row }: RowAt) -> Option<TableLine<'g>> {
        let (TableLine::Stranger { values: Values { at, .. }, .. } | TableLine::Words { at }) = piece else {
            return None;
        };
        let (line, word) = self.slip_label(piece)?;
        let (word, at) = (&line.cells[word], *at);
        let label = LabelSeen { closeness: LabelSeen::ONE_OFF, ..self.label_seen(word, at, self.row_spec(block, row)) };
        let values = values_of(line, at, Some(word.cell.column));
        Some(TableLine::Row { block, row: RowLine { row, values, label, by_order: false } })
    }

    fn row_spec(&self, block: usize, row: usize) -> &LineSpec {
        &self.block_spec(block).rows.lines[row]
    }

    /// The only row of the table that words are, but for one character.
    fn row_but_one_character(&self, label: &Known) -> Option<RowAt> {
        let blocks = &self.edition.tables[self.table].blocks;
        let body = &label.folded.body;
        let is_near = |form: &Label| {
            let form = form.folded();
            form.ordinal == label.folded.ordinal && is_but_one_character(body, &form.body)
        };
        let rows = (0..blocks.len())
            .flat_map(|block| self.printed_rows(block).iter().map(move |row| RowAt { block, row: *row }));
        let mut near = rows.filter(|RowAt { block, row }| {
            let spec = self.row_spec(*block, *row);
            spec.labels().any(is_near)
        });
        let row = near.next().filter(|_| near.next().is_none())?;
        // 上年新收 is not 本年新收 with a slip of the pen.
        let form = &self.row_spec(row.block, row.row).label.folded().body;
        let mut other_years = LEXICON.words_of_other_years().into_iter().flat_map(Words::iter);
        let names_another_year = other_years.any(|word| body.contains(word.as_str()) && !form.contains(word.as_str()));
        (!names_another_year).then_some(row)
    }
}

/// Whether words become others when one character is put in, left out or another, or two change places.
fn is_but_one_character(a: &str, b: &str) -> bool {
    let (long, short) = (a.chars().count(), b.chars().count());
    long.abs_diff(short) <= 1 && long.min(short) >= SHORTEST && strsim::osa_distance(a, b) <= 1
}

#[cfg(test)]
mod tests {
    use super::is_but_one_character;

    #[test]
    fn one_character_is_one() {
        assert!(is_but_one_character("属于三类内容事务信息", "属于三类内部事务信息"));
        assert!(is_but_one_character("属于行政执法案", "属于行政执法案卷"));
        assert!(is_but_one_character("重复请申", "重复申请"));
        assert!(!is_but_one_character("行政检查", "行政强制"));
        // 合计 is no slip of 总计, 规定 none of 规章.
        assert!(!is_but_one_character("规定", "规章"));
    }
}
