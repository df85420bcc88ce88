//! What follows from the figures of a form: which cells make a total, and which sums must be equal.

use rust_xlsxwriter::{cell_range, cell_range_absolute};

use crate::model::{Axis, BalanceEach, Block, BlockAt, CellIndex, Comparator, FormEdition, Lang, Role};
use crate::render::words::labels::{brief, words};

/// The cells whose sum belongs into a cell; `None` for one that is filled in. Where a row and a column of totals cross,
/// both sums are the same.
pub(super) fn items(edition: &FormEdition, index: CellIndex) -> Option<Vec<CellIndex>> {
    let cell = edition.cell(index);
    let block = edition.block_of(cell);
    let group = |axis: &Axis, line: usize| match &axis.lines[line].role {
        Role::TotalOf { of, .. } => Some(axis.summands(*of).collect::<Vec<_>>()),
        Role::Whole { parts: Comparator::Equal, .. } => Some(axis.summands(Some(line)).collect()),
        Role::Whole { parts: Comparator::AtMost, .. } | Role::Item | Role::Heading { .. } => None,
    };
    let at = |row, column| edition.cell_at(cell.block_at(), row, column);
    let items: Vec<CellIndex> = match (group(&block.rows, cell.row), group(&block.columns, cell.column)) {
        (Some(rows), _) => rows.into_iter().filter_map(|row| at(row, cell.column)).collect(),
        (None, Some(columns)) => columns.into_iter().filter_map(|column| at(cell.row, column)).collect(),
        (None, None) => return None,
    };
    // The blank form divides every group.
    Some(items.into_iter().filter(|item| !edition.cell(*item).alternative).collect())
}

/// A declared balance of a block.
pub(in crate::render) struct Balance {
    /// `第一项＋第二项＝第三项总计＋第四项`
    pub(in crate::render) words: String,
    /// Every line along which it is repeated.
    pub(in crate::render) lines: Vec<BalanceLine>,
}

/// A balance in one line.
pub(in crate::render) struct BalanceLine {
    /// What the line is called.
    pub(in crate::render) name: String,
    /// The cells of either side.
    pub(in crate::render) left: Vec<CellIndex>,
    pub(in crate::render) right: Vec<CellIndex>,
}

impl Balance {
    /// The balances of a table.
    pub(super) fn of_table(edition: &FormEdition, table: usize, lang: Lang) -> Vec<Self> {
        edition.blocks_of(table).flat_map(|(at, block)| Self::of_block(edition, at, block, lang)).collect()
    }

    fn of_block(edition: &FormEdition, at: BlockAt, block: &Block, lang: Lang) -> Vec<Self> {
        let balances = block.balances.iter().map(|balance| {
            let (summed, along) = match balance.each {
                BalanceEach::Column => (&block.rows, &block.columns),
                BalanceEach::Row => (&block.columns, &block.rows),
            };
            let cells = |side: &[usize], line: usize| {
                let cell = |summand: &usize| match balance.each {
                    BalanceEach::Column => edition.cell_at(at, *summand, line),
                    BalanceEach::Row => edition.cell_at(at, line, *summand),
                };
                let cells = side.iter().filter_map(cell);
                cells.filter(|cell| !edition.cell(*cell).alternative).collect::<Vec<_>>()
            };
            let lines = along.printed().map(|line| BalanceLine {
                name: words(&along.lines[line], lang).to_owned(),
                left: cells(&balance.plus, line),
                right: cells(&balance.minus, line),
            });
            // A side of nothing but undivided groups is none of the blank form's.
            let lines = lines.filter(|line| !line.left.is_empty() && !line.right.is_empty());
            let names = |side: &[usize]| {
                side.iter().map(|line| brief(&summed.lines[*line], lang)).collect::<Vec<_>>().join("＋")
            };
            Self { words: format!("{}＝{}", names(&balance.plus), names(&balance.minus)), lines: lines.collect() }
        });
        balances.collect()
    }
}

/// Cells of a sheet as a formula lists them: `$D$9:$D$29,$D$31`.
pub(super) fn listed(cells: impl IntoIterator<Item = (u32, u16)>) -> String {
    let span = |span: &Span| cell_range_absolute(span.top, span.left, span.bottom, span.right);
    spans(cells).iter().map(span).collect::<Vec<_>>().join(",")
}

/// Cells of a sheet as a rule for them names them: `D9:D29 D31`.
pub(super) fn covered(cells: impl IntoIterator<Item = (u32, u16)>) -> String {
    let span = |span: &Span| cell_range(span.top, span.left, span.bottom, span.right);
    spans(cells).iter().map(span).collect::<Vec<_>>().join(" ")
}

/// A rectangle of cells, its ends included.
struct Span {
    top: u32,
    bottom: u32,
    left: u16,
    right: u16,
}

/// Few rectangles that cover exactly these cells: runs along a row, and equal runs below each other as one.
fn spans(cells: impl IntoIterator<Item = (u32, u16)>) -> Vec<Span> {
    let mut cells: Vec<(u32, u16)> = cells.into_iter().collect();
    cells.sort_unstable();
    cells.dedup();
    let mut runs: Vec<Span> = Vec::new();
    for (row, column) in cells {
        match runs.last_mut() {
            Some(run) if run.bottom == row && run.right + 1 == column => run.right = column,
            _ => runs.push(Span { top: row, bottom: row, left: column, right: column }),
        }
    }
    let mut spans: Vec<Span> = Vec::new();
    for run in runs {
        let above = spans
            .iter_mut()
            .find(|span| span.bottom + 1 == run.top && (span.left, span.right) == (run.left, run.right));
        match above {
            Some(span) => span.bottom = run.bottom,
            None => spans.push(run),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Forms;

    #[test]
    fn ranges_cover_exactly_the_cells() {
        assert_eq!(covered([(3, 1), (3, 2), (4, 1), (4, 2)]), "B4:C5");
        assert_eq!(listed([(5, 3), (6, 3), (8, 3), (5, 3)]), "$D$6:$D$7,$D$9");
        assert_eq!(covered([(1, 0), (1, 2), (2, 0)]), "A2:A3 C2");
        assert_eq!(covered([]), "");
    }

    /// What the template sums is what the rules check.
    #[test]
    fn a_total_is_the_sum_of_the_items_that_its_balance_relation_names() {
        use crate::rules::{Plan, Side};
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        for edition in forms.editions() {
            let plan = Plan::of(edition);
            let mut totals = 0;
            for (index, _) in edition.each_cell().filter(|(_, cell)| !cell.alternative) {
                let edits = plan.printed().filter(|edit| {
                    let mut right = plan.terms(edit).iter().filter(|term| term.side == Side::Right);
                    edit.comparison == Comparator::Equal
                        && right.next().is_some_and(|term| term.cell == index)
                        && right.next().is_none()
                });
                let sums: Vec<Vec<CellIndex>> = edits
                    .map(|edit| {
                        let left = plan.terms(edit).iter().filter(|term| term.side == Side::Left);
                        left.map(|term| term.cell).filter(|cell| !edition.cell(*cell).alternative).collect()
                    })
                    .collect();
                match items(edition, index) {
                    Some(sum) => assert!(sums.contains(&sum), "{} {}", edition.id, edition.cell(index).id),
                    None => assert!(sums.is_empty(), "{} {}", edition.id, edition.cell(index).id),
                }
                totals += usize::from(!sums.is_empty());
            }
            assert!(totals > 5, "{}", edition.id);
        }
    }
}
