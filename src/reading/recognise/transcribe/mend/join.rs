//! Labels in pieces.

use std::borrow::Cow;
use std::collections::HashSet;

use super::super::pieces::{LabelSeen, TableLine};
use super::super::{RowLine, TableReader};
use crate::model::fold;
use crate::reading::recognise::place::{LineAt, RowAt};

/// Pieces that one label is looked for in, its own among them.
const MAX_PIECES: usize = 6;
/// No label is longer, in bytes.
const MAX_LABEL: usize = 160;
/// Rows under unknown words that are tried, and other words: a table has a few, and each costs some dozen lookups.
const MAX_TRIES: usize = 2_000;

/// A label without values: of one line, or of several together.
pub(super) struct Mark<'g> {
    /// The piece it begins at.
    pub(super) at: usize,
    pub(super) block: usize,
    pub(super) row: usize,
    pub(super) label: LabelSeen<'g>,
}

/// A label made of pieces.
struct JoinedLabel {
    words: String,
    /// How many pieces above and below its own line it takes.
    up: usize,
    down: usize,
    row: RowAt,
}

impl<'g> TableReader<'_, 'g> {
    /// The words of a line that is a piece of some label: its last words, if the form does not know them by themselves.
    fn fragment(&self, at: LineAt) -> Option<&'g str> {
        let last = self.line(at).cells.last()?;
        let label = last.label.as_deref()?;
        let text = Some(last.cell.text.as_str()).filter(|text| text.len() <= MAX_LABEL);
        text.filter(|_| self.parts(label).next().is_none())
    }

    /// Whether unknown words may be a label, or a piece of one: they are part of one of the form, or near one.
    pub(super) fn is_label_like(&self, at: LineAt) -> bool {
        let label = self.fragment(at).map(|words| self.vocabulary.known(words));
        label.is_some_and(|label| self.vocabulary.is_piece(&label) || !self.nearest_row(&label).is_empty())
    }

    /// Values whose label stands in pieces on their own line and on the lines around them.
    pub(super) fn join_pieces(&self, pieces: Vec<TableLine<'g>>) -> Vec<TableLine<'g>> {
        let mut joined: Vec<Option<TableLine<'g>>> = pieces.into_iter().map(Some).collect();
        let mut tries = 0;
        for at in 0..joined.len() {
            let Some(TableLine::Stranger { word, values }) = &joined[at] else { continue };
            tries += 1;
            if tries > MAX_TRIES {
                break;
            }
            let text = |at: usize| self.piece_of_label(joined.get(at)?.as_ref()?);
            let above: Vec<&str> = (0..at).rev().map_while(text).take(MAX_PIECES - 1).collect();
            let below: Vec<&str> = (at + 1..joined.len()).map_while(text).take(MAX_PIECES - 1).collect();
            let own = &self.line(values.at).cells[..=*word];
            let own: Vec<&str> = own.iter().flat_map(|word| word.cell.text.split_whitespace()).collect();
            let own = &own[own.len().saturating_sub(MAX_PIECES)..];
            let Some(found) = self.only_label(own, &above, &below) else { continue };
            let RowAt { block, row } = found.row;
            let label = self.joined_label(found.words, values.at, found.row);
            let row = RowLine { row, values: values.clone(), label, by_order: false };
            for used in (at - found.up..at).chain(at + 1..=at + found.down) {
                joined[used] = None;
            }
            joined[at] = Some(TableLine::Row { block, row });
        }
        joined.into_iter().flatten().collect()
    }

    /// The words of a line that may be a piece of a label. The first words of one may be a short form of it.
    fn piece_of_label(&self, piece: &TableLine<'g>) -> Option<&'g str> {
        match piece {
            TableLine::Words { at } => self.fragment(*at),
            TableLine::Bare { row, .. } => match &row.label.printed {
                Cow::Borrowed(text) => Some(*text),
                Cow::Owned(_) => None,
            },
            _ => None,
        }
    }

    /// The one row that the last words of a line name together with whole lines above and below it; nothing where they
    /// name several, or none.
    fn only_label(&self, own: &[&str], above: &[&str], below: &[&str]) -> Option<JoinedLabel> {
        let mut found: Option<JoinedLabel> = None;
        for first in 0..own.len() {
            for up in 0..=above.len() {
                for down in 0..=below.len() {
                    let above: String = above[..up].iter().rev().copied().collect();
                    let words = [&above, &own[first..].concat(), &below[..down].concat()].map(String::as_str).concat();
                    let row = Some(words.as_str()).filter(|words| words.len() <= MAX_LABEL);
                    let row = row.and_then(|words| self.row_of(&self.vocabulary.known(words), None));
                    let Some(row) = row.filter(|row| self.stand_before(&own[..first], *row)) else { continue };
                    match &found {
                        Some(other) if other.row != row => return None,
                        Some(_) => {}
                        None => found = Some(JoinedLabel { words, up, down, row }),
                    }
                }
            }
        }
        found
    }

    /// Whether words in front of a row's label are pieces of the headings that it stands under: （四）无 and 法提供 beside the
    /// rows of （四）无法提供, whose cell a text has cut into lines.
    fn stand_before(&self, words: &[&str], RowAt { block, row }: RowAt) -> bool {
        let rows = &self.block_spec(block).rows;
        let is_piece = |words: &&str| {
            let piece = fold(words).body;
            piece.is_empty() || rows.above(row).any(|at| rows.lines[at].label.folded().body.contains(&piece))
        };
        words.iter().all(is_piece)
    }

    fn joined_label(&self, words: String, at: LineAt, RowAt { block, row }: RowAt) -> LabelSeen<'g> {
        let spec = &self.block_spec(block).rows.lines[row];
        let column = self.line(at).cells.first().map_or(0, |word| word.cell.column);
        // The heading above may have been read along.
        let (label, form) = (self.vocabulary.known(&words), spec.label.folded());
        let is_exact = label.folded.body != form.body && label.folded.body.ends_with(&form.body);
        LabelSeen {
            closeness: if is_exact { LabelSeen::EXACT } else { LabelSeen::closeness(&label, spec) },
            printed: Cow::Owned(words),
            place: Some(self.place(at, column)),
        }
    }

    /// The labels of a stretch that are rows of the form, and the pieces they are made of.
    pub(super) fn marks(&self, stretch: &[TableLine<'g>]) -> (Vec<Mark<'g>>, HashSet<usize>) {
        let (mut marks, mut used, mut tries) = (Vec::new(), HashSet::new(), 0);
        for at in 0..stretch.len() {
            let line = match &stretch[at] {
                TableLine::Bare { block, row } => {
                    marks.push(Mark { at, block: *block, row: row.row, label: row.label.clone() });
                    continue;
                }
                TableLine::Words { at: line } if !used.contains(&at) => *line,
                _ => continue,
            };
            tries += 1;
            if tries > MAX_TRIES {
                break;
            }
            // Values may stand between the pieces of a label.
            let words = (at..stretch.len()).filter(|at| !matches!(stretch[*at], TableLine::Values(_)));
            let words = words.map_while(|at| match &stretch[at] {
                TableLine::Words { at: line } if !used.contains(&at) => Some((at, self.fragment(*line)?)),
                _ => None,
            });
            let words: Vec<(usize, &str)> = words.take(MAX_PIECES).collect();
            for length in (2..=words.len()).rev() {
                let text: String = words[..length].iter().map(|(_, text)| *text).collect();
                let Some(RowAt { block, row }) = self.row_of(&self.vocabulary.known(&text), None) else { continue };
                used.extend(words[..length].iter().map(|(at, _)| *at));
                let label = self.joined_label(text, line, RowAt { block, row });
                marks.push(Mark { at, block, row, label });
                break;
            }
        }
        (marks, used)
    }
}
