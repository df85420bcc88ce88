//! What the header of a block says: where its columns are, and in which unit they count.

use std::collections::HashMap;

use super::super::align::BlockHeader;
use super::super::surface::Word;
use super::super::vocabulary::{Known, LabelPart};
use super::TableReader;
use super::order::{one_line_order, tree_order};
use super::wording::{Period, Says};
use crate::model::{Axis, Unit};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::measure::counts;
use crate::reading::recognise::place::LineAt;

impl TableReader<'_, '_> {
    pub(super) fn header(&self, block: usize, lines: &[LineAt], columns: &[usize]) -> BlockHeader {
        let mut header = BlockHeader { known: vec![None; columns.len()], ..BlockHeader::default() };
        let mut is_doubled = false;
        let axis = &self.block_spec(block).columns;
        // Of 总计 and 合计 beside it the form's own words are the column, whatever the other adds up.
        let has_own_words = |column: usize| {
            let mut labels = lines.iter().flat_map(|line| self.header_labels(block, *line));
            labels.any(|(other, word)| other == column && is_in_own_words(axis, column, word))
        };
        for &line in lines {
            for (column, word) in self.header_labels(block, line) {
                let Some(at) = columns.iter().position(|other| *other == column) else { continue };
                let place = word.cell.column;
                if !is_in_own_words(axis, column, word) && has_own_words(column) {
                    header.strangers.insert(place, word.cell.text.clone());
                    continue;
                }
                // A text or a copy that fills in merged cells prints a label twice, but then all of them stand there.
                is_doubled |= header.known[at].is_some_and(|known| known != place);
                let taken = header.known.iter().enumerate().any(|(other, known)| other != at && *known == Some(place));
                header.conflict |= taken || header.known[at].is_some_and(|known| known != place);
                header.known[at] = Some(place);
                header.grids.insert(line.grid);
                header.spans.extend(self.surfaces[line.grid].last_merged(line.line, place).map(|last| (place, last)));
            }
        }
        header.strangers.retain(|place, _| !header.known.contains(&Some(*place)));
        header.is_foreign = is_doubled && header.known.contains(&None);
        header.order = tree_order(axis, columns, &self.lines_named(block, lines, (false, true)));
        self.hear_strangers((block, axis), lines, columns, &mut header);
        self.note_strangers(lines, &mut header);
        self.note_headed_once(&mut header);
        self.hear_scale(block, lines, &mut header);
        header
    }

    /// Takes down what heads a column right of the table at its top, and of all blocks below: 备注, 上年数.
    fn note_headed_once(&self, header: &mut BlockHeader) {
        let Some(last) =
            header.known.iter().copied().collect::<Option<Vec<u32>>>().and_then(|known| known.into_iter().max())
        else {
            return;
        };
        for word in self.top.iter().flat_map(|at| &self.line(*at).cells) {
            let place = word.cell.column;
            let is_strange = word.label.as_deref().is_some_and(|label| self.parts(label).next().is_none());
            if is_strange && place > last && !header.is_over(place) {
                header.strangers.entry(place).or_insert_with(|| word.cell.text.clone());
            }
        }
    }

    /// Takes down the words of a header that are no label of the table, nor years over its columns.
    fn note_strangers(&self, lines: &[LineAt], header: &mut BlockHeader) {
        let years = self.years_over(lines);
        for &at in lines {
            let cells = &self.line(at).cells;
            let has_columns =
                cells.iter().filter_map(|word| word.label.as_deref()).any(|label| self.is_of_columns(label));
            for word in cells {
                let is_year = !years.is_empty() && Period::of_word(word, self.year).is_some();
                if word.label.as_deref().is_some_and(|label| self.parts(label).next().is_none()) && !is_year {
                    let is_own = header.is_missing_at(word.cell.column);
                    header.has_extra |= has_columns && !is_own && LEXICON.is_column_name(&word.cell.text);
                    header.strangers.entry(word.cell.column).or_insert_with(|| word.cell.text.clone());
                }
            }
        }
    }

    /// Hears that figures are counted by the hundred or more, in money or other money, or are shares: （单位：万件） in a label or
    /// above the table, （%） behind a label. No column is the form's then.
    fn hear_scale(&self, block: usize, lines: &[LineAt], header: &mut BlockHeader) {
        // Money over a column that counts, or two units to choose from: 元/万元.
        let is_of_money = |(column, word): (usize, &Word)| {
            let is_count =
                || self.cells_of_column(block, column).iter().all(|at| self.edition.cell(*at).value.is_whole());
            let mut units = word.cell.text.split(|c: char| !c.is_alphanumeric()).filter_map(Unit::named);
            let are_several = units.next().is_some_and(|first| units.any(|unit| unit != first));
            are_several || (word.stated_money().is_some() && !counts(&word.cell.text) && is_count())
        };
        let cells = || self.top.iter().chain(lines).flat_map(|at| &self.line(*at).cells);
        let mut units = cells().filter_map(|word| word.label.as_deref()?.folded.unit.as_deref());
        let mut shares =
            cells().filter(|word| LEXICON.has_other_sign(&word.cell.text)).filter_map(|word| word.label.as_deref());
        if self.is_scaled
            || cells().any(Word::states_scale)
            || lines.iter().flat_map(|at| self.header_labels(block, *at)).any(is_of_money)
            || units.any(|unit| LEXICON.is_currency(unit))
            || shares.any(|label| self.is_of_columns(label))
        {
            header.is_foreign = true;
            header.known.fill(None);
        }
    }

    /// The lines of an axis of a block that each line of a header names, headings too.
    /// Of those that only pieces name, only where `with_pieces`.
    fn lines_named(&self, block: usize, lines: &[LineAt], (of_rows, with_pieces): (bool, bool)) -> Vec<Vec<usize>> {
        let spec = self.block_spec(block);
        let axis = if of_rows { &spec.rows } else { &spec.columns };
        let named = |label: &Known| {
            self.parts(label).find_map(|(part, _)| match part {
                LabelPart::Row { block: of, line, .. } if of == block && of_rows => Some(line),
                LabelPart::Column { block: of, line } if of == block && !of_rows => Some(line),
                _ => None,
            })
        };
        // The pieces of a label, which a text breaks over cells and lines, name their column once.
        let mut last = None;
        let mut line = |at: &LineAt| -> Vec<usize> {
            let strange: HashMap<u32, (usize, bool)> = self
                .strange_words(*at)
                .into_iter()
                .filter_map(|(place, text, label)| match self.says(block, axis, text, label) {
                    Says::Line(line) => Some((place, (line, false))),
                    Says::PieceOf(line) => Some((place, (line, true))),
                    Says::Nothing | Says::Else => None,
                })
                .collect();
            let labels = self.line(*at).cells.iter().filter_map(|word| Some((word, word.label.as_deref()?)));
            let known =
                |label: &Known, place| named(label).map(|line| (line, false)).or_else(|| strange.get(&place).copied());
            let words = labels.flat_map(|(word, label)| match known(label, word.cell.column) {
                None if self.parts(label).next().is_none() => {
                    run_together(axis, &label.folded.body).into_iter().map(|line| (line, false)).collect()
                }
                known => known.into_iter().collect::<Vec<_>>(),
            });
            words
                .filter(|(_, is_piece)| with_pieces || !is_piece)
                .filter(|(line, is_piece)| last.replace(*line) != Some(*line) || !is_piece)
                .map(|(line, _)| line)
                .collect()
        };
        lines.iter().map(&mut line).filter(|line| !line.is_empty()).collect()
    }

    /// Hears what the words say that the form does not have, `missing` being the lines of an axis that no label names.
    fn hear_strangers(
        &self,
        (block, axis): (usize, &Axis),
        lines: &[LineAt],
        missing: &[usize],
        header: &mut BlockHeader,
    ) {
        let years = self.years_over(lines);
        for &line in lines {
            for (place, text, label) in self.strange_words(line) {
                // Years over the columns are heard apart.
                if !years.is_empty() && Period::of(text, self.year).is_some() {
                    continue;
                }
                match self.says(block, axis, text, label) {
                    // Half a label alone over its column is a shorter name of it: 企业.
                    Says::Line(line) | Says::PieceOf(line) => {
                        if let Some(at) = missing.iter().position(|other| *other == line) {
                            header.likely.insert(place, at);
                        }
                    }
                    Says::Nothing => {}
                    Says::Else => header.is_foreign = true,
                }
            }
        }
    }

    /// The header of a block printed on one line: its column labels once per row, the row labels above them.
    pub(super) fn one_line_header(
        &self,
        block: usize,
        lines: &[LineAt],
        rows: &[usize],
        columns: &[usize],
    ) -> BlockHeader {
        let mut header = BlockHeader::default();
        let mut places: Vec<(u32, usize)> = Vec::new();
        // Where a column is called otherwise than in the form, and how.
        let mut otherwise: Vec<(u32, &str)> = Vec::new();
        let mut groups: Vec<(u32, usize)> = Vec::new();
        let axis = &self.block_spec(block).columns;
        for &line in lines {
            for (column, word) in self.header_labels(block, line) {
                if let Some(at) = columns.iter().position(|other| *other == column) {
                    places.push((word.cell.column, at));
                    if !is_in_own_words(axis, column, word) {
                        otherwise.push((word.cell.column, &word.cell.text));
                    }
                }
            }
            for word in &self.line(line).cells {
                let Some(label) = &word.label else { continue };
                let row = self.parts(label).find_map(|(part, _)| match part {
                    LabelPart::Row { block: of, line, .. } if of == block => rows.iter().position(|row| *row == line),
                    _ => None,
                });
                groups.extend(row.map(|row| (word.cell.column, row)));
            }
        }
        let spec = self.block_spec(block);
        let in_rows = tree_order(&spec.rows, rows, &self.lines_named(block, lines, (true, true)));
        let at = |line: &usize| columns.iter().position(|other| other == line);
        let named = |with_pieces| -> Vec<Vec<usize>> {
            let named = self.lines_named(block, lines, (false, with_pieces)).into_iter();
            named.map(|line| line.iter().filter_map(at).collect()).collect()
        };
        header.order = one_line_order(&in_rows, (rows.len(), columns.len()), &named(true), &named(false).concat());
        let missing: Vec<usize> =
            rows.iter().copied().filter(|row| !groups.iter().any(|(_, at)| rows[*at] == *row)).collect();
        self.hear_strangers((block, &spec.rows), lines, &missing, &mut header);
        header.likely.clear();
        places.sort_unstable();
        places.dedup();
        // 合计 behind the totals of all groups is no total of one, and is called otherwise.
        let has_more = places.len() > rows.len() * columns.len();
        if has_more {
            places.retain(|(place, _)| !otherwise.iter().any(|(other, _)| other == place));
        }
        groups.sort_unstable();
        groups.dedup();
        // A group begins at its label and has each column once, in whatever order.
        let mut known = vec![None; rows.len() * columns.len()];
        let fits = places.len() == known.len() && groups.len() == rows.len();
        for (group, labels) in groups.iter().zip(places.chunks(columns.len())).take_while(|_| fits) {
            if labels[0].0 == group.0 {
                for (place, column) in labels {
                    known[group.1 * columns.len() + column] = Some(*place);
                }
            }
        }
        header.conflict = known.iter().any(Option::is_none);
        // Where a label is missing its words may be one of the others: then the figures are counted off.
        if !header.conflict {
            header.known = known;
            if has_more {
                header.strangers.extend(otherwise.iter().map(|(place, text)| (*place, (*text).to_owned())));
            }
            self.note_strangers(lines, &mut header);
        }
        self.hear_scale(block, lines, &mut header);
        header
    }
}

/// Whether a word calls a line of an axis as the form does, and by no other name.
fn is_in_own_words(axis: &Axis, line: usize, word: &Word) -> bool {
    word.label.as_deref().is_some_and(|label| label.folded.body == axis.lines[line].label.folded().body)
}

/// The lines of an axis whose labels stand in one cell, from left to right: a header that a text has not kept apart. One
/// alone is part of something else.
fn run_together(axis: &Axis, body: &str) -> Vec<usize> {
    /// Bytes; all labels of a header together are not longer.
    const LONGEST: usize = 600;
    let mut found: Vec<usize> = Vec::new();
    let mut rest = Some(body).filter(|body| body.len() <= LONGEST).unwrap_or_default();
    while let Some(first) = rest.chars().next() {
        let begins = |line: &&usize| rest.starts_with(axis.lines[**line].label.folded().body.as_str());
        let lines: Vec<usize> = (0..axis.lines.len()).collect();
        let longest = lines.iter().filter(begins).max_by_key(|line| axis.lines[**line].label.folded().body.len());
        found.extend(longest);
        rest = &rest[longest.map_or(first.len_utf8(), |line| axis.lines[*line].label.folded().body.len())..];
    }
    let covered: usize = found.iter().map(|line| axis.lines[*line].label.folded().body.len()).sum();
    let is_several = found.iter().any(|line| *line != found[0]);
    if is_several && 2 * covered > body.len() { found } else { Vec::new() }
}
