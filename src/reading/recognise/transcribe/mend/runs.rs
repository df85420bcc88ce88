//! Values without labels, and the labels they take turns with.

use super::super::super::align::{Placed, Values};
use super::super::pieces::TableLine;
use super::join::Mark;

/// The values of one row, without a label beside them.
pub(super) struct ValueRun<'g> {
    /// The piece it begins at.
    pub(super) at: usize,
    pub(super) values: Values<'g>,
}

/// The rows of values in a stretch, each complete for a block of `n` columns; or the first values that are not. A value
/// alone where several belong is a page number, and the numbers of the columns are no row.
pub(super) fn runs<'g>(stretch: &[TableLine<'g>], n: usize) -> Result<Vec<ValueRun<'g>>, Values<'g>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < stretch.len() {
        let TableLine::Values(values) = &stretch[at] else {
            at += 1;
            continue;
        };
        let chain: Vec<Placed<'g>> = stretch[at..].iter().map_while(single).collect();
        let length = chain.len().max(1);
        if chain.len() > 1 && n > 1 {
            let cells: Vec<_> = (0..).zip(chain).map(|(column, placed)| Placed { column, ..placed }).collect();
            let values = Values { at: values.at, label: None, width: u32::try_from(cells.len()).ok(), cells };
            if values.cells.len() != n {
                return Err(values);
            }
            runs.push(ValueRun { at, values });
        } else if chain.len() == 1 && n > 1 {
            // A page number.
        } else if is_numbering(values, n) {
            // The numbers of the columns (栏次).
        } else if values.value_columns().next().is_some() && values.by_count(n).is_some() {
            let each = (at..at + length).filter_map(|at| match &stretch[at] {
                TableLine::Values(values) => Some(ValueRun { at, values: values.clone() }),
                _ => None,
            });
            runs.extend(each);
        } else {
            return Err(values.clone());
        }
        at += length;
    }
    Ok(runs)
}

/// The value of a line that has one and nothing else.
fn single<'g>(piece: &TableLine<'g>) -> Option<Placed<'g>> {
    match piece {
        TableLine::Values(values) if values.cells.len() == 1 && values.width.is_none_or(|width| width == 1) => {
            values.cells.first().copied()
        }
        _ => None,
    }
}

/// Whether values are 1, 2, 3 up to the number of columns.
pub(in super::super) fn is_numbering(values: &Values, n: usize) -> bool {
    const ENOUGH: usize = 5;
    let numbers = values.cells.iter().map(|placed| placed.cell.text.parse::<usize>().ok());
    n >= ENOUGH && values.cells.len() == n && numbers.eq((1..=n).map(Some))
}

/// The row of each run where labels and runs take turns: the stretch begins with a label and ends with values, or begins
/// with values and ends with a label, and each run has one label.
/// Words at either end that may be a label nobody knows, as `is_label_like` says, forbid it: with them it could as well
/// be the other way round.
pub(super) fn by_label(
    marks: &[Mark],
    runs: &[ValueRun],
    length: usize,
    is_label_like: impl Fn(usize) -> bool,
) -> Option<Vec<usize>> {
    let (first, last) = (runs.first()?.at, runs.last()?.at);
    let is_before = marks.first()?.at < first && marks.last()?.at < last;
    let is_after = marks.first()?.at > first && marks.last()?.at > last;
    let is_doubtful = if is_before { (last..length).any(&is_label_like) } else { (0..first).any(&is_label_like) };
    if is_doubtful
        || marks.len() != runs.len()
        || is_before == is_after
        || !marks.windows(2).all(|pair| pair[0].row < pair[1].row)
    {
        return None;
    }
    let takes_turns = |(at, (mark, run)): (usize, (&Mark, &ValueRun))| {
        if is_before {
            mark.at < run.at && (at == 0 || mark.at > runs[at - 1].at)
        } else {
            mark.at > run.at && runs.get(at + 1).is_none_or(|next| mark.at < next.at)
        }
    };
    marks.iter().zip(runs).enumerate().all(takes_turns).then(|| marks.iter().map(|mark| mark.row).collect())
}
