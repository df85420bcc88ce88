//! Labels and values of several blocks in one stretch, as where each row is a card: its label, the header of its block,
//! its values. A header is no border there, and each block is read the same way, or none.

use super::super::TableReader;
use super::super::pieces::TableLine;
use super::Bounds;
use super::join::Mark;
use crate::reading::recognise::place::{LineAt, RowAt};

/// Which pieces nothing is read across, as the lines of words that `is_header` says are headers. Between a label with
/// nothing beside it and values it is the header of these values, whose label stands above it.
pub(super) fn borders(pieces: &[TableLine], is_header: impl Fn(LineAt) -> bool) -> Vec<bool> {
    let words = |piece: &TableLine| if let TableLine::Words { at } = piece { Some(*at) } else { None };
    let mut borders: Vec<bool> = pieces.iter().map(|piece| words(piece).is_some_and(&is_header)).collect();
    let mut from = 0;
    while from < pieces.len() {
        let length = pieces[from..].iter().map_while(words).count();
        let is_label_above = from.checked_sub(1).is_some_and(|above| pieces[above].is_alone());
        if is_label_above && matches!(pieces.get(from + length), Some(TableLine::Values(_))) {
            borders[from..from + length].fill(false);
        }
        from += length.max(1);
    }
    borders
}

impl<'g> TableReader<'_, 'g> {
    /// Gives the values of a stretch with labels of several blocks to rows, or says that it cannot be done. Each label comes
    /// before its values or each after, and each has some: with one exception it could be the other way round.
    pub(super) fn settle_blocks(
        &mut self,
        stretch: Vec<TableLine<'g>>,
        marks: &[Mark<'g>],
        bounds: Bounds,
        doubtful: &[RowAt],
        out: &mut Vec<TableLine<'g>>,
    ) {
        let mut parts = Vec::new();
        let mut rest = stretch;
        for cut in cuts(&rest, marks).into_iter().rev() {
            parts.push(rest.split_off(cut));
        }
        parts.push(rest);
        parts.reverse();
        let last = parts.len() - 1;
        let mut readings = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let bounds = Bounds {
                above: bounds.above.filter(|_| at == 0),
                below: bounds.below.filter(|_| at == last),
                ..bounds
            };
            let (marks, used) = self.marks(part);
            let block = marks.first().map_or(0, |mark| mark.block);
            readings.push(self.reading(part, (marks, used), block, bounds, doubtful));
        }
        let is_certain = readings.iter().all(|reading| reading.rows.is_some());
        let first = parts.iter().flatten().find_map(TableLine::values).cloned();
        for (part, mut reading) in parts.iter().zip(readings) {
            reading.rows = reading.rows.filter(|_| is_certain);
            // The values of a label without any are among those of another part, or nowhere.
            if let Some(first) = first.as_ref().filter(|_| !part.iter().any(|piece| piece.values().is_some())) {
                let rows = reading.marks.iter().map(|mark| RowAt { block: reading.block, row: mark.row });
                self.leave_open(&rows.collect::<Vec<_>>(), first);
            }
            self.take_reading(part, reading, out);
        }
    }
}

/// Before which pieces a stretch is cut, so that each part has the labels of one block and the values that belong to them.
fn cuts(stretch: &[TableLine], marks: &[Mark]) -> Vec<usize> {
    let values = stretch.iter().position(|piece| matches!(piece, TableLine::Values(_)));
    let are_before = marks.first().map(|mark| mark.at) < values;
    let changes = marks.windows(2).filter(|pair| pair[0].block != pair[1].block);
    changes.map(|pair| if are_before { pair[1].at } else { pair[0].at + 1 }).collect()
}
