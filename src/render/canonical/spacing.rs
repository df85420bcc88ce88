//! How wide and how high: every label is shown whole, broken where Chinese text may break.
//!
//! Widths are in the unit of spreadsheet programs, a digit of the default font; a Chinese character takes two. Heights
//! are in points.

use rust_xlsxwriter::{Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::sheet::Area;
use crate::model::CellIndex;
use crate::render::printed::{Content, PrintedCell, PrintedTable, RowPart};
use crate::render::words::wrap::wrap;

/// A line of a label that covers several rows: seven characters.
const GROUP_LINE: usize = 14;
/// The narrowest columns of labels, of groups and of rows, and the widest.
const GROUP_COLUMN: f64 = 8.0;
const MIN_LABEL_COLUMN: f64 = 20.0;
const LABEL_COLUMN: f64 = 32.0;
const WIDE_LABEL_COLUMN: f64 = 56.0;
/// What is left free beside a label.
const LABEL_MARGIN: f64 = 3.0;
/// A column of units.
const MEASURE_COLUMN: f64 = 10.0;
/// A column of figures among many, and among few.
const VALUE_COLUMN: f64 = 9.0;
const WIDE_VALUE_COLUMN: f64 = 16.0;
/// How many columns of figures are few.
const FEW: usize = 4;
/// The columns of a sheet that holds several tables below each other: how many at least, and how wide.
const SHARED_COLUMNS: usize = 15;
const SHARED_COLUMN: f64 = 8.0;
/// The longest figure that widens its column.
const MAX_FIGURE: f64 = 17.0;
/// One line of text, and what is left free above and below.
const LINE: f64 = 15.0;
const MARGIN: f64 = 6.0;
/// The highest row a spreadsheet program has.
const MAX_HEIGHT: f64 = 400.0;

/// The columns of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct Spacing {
    widths: Vec<f64>,
}

impl Spacing {
    /// Columns for one table: as many as it has.
    pub(in crate::render) fn of(table: &PrintedTable) -> Self {
        Self { widths: natural(table) }
    }

    /// Columns for the tables of a filing below each other: those of the only one, else as many as every table can share
    /// out among its own, all alike; and wide enough for every figure.
    pub(super) fn shared(tables: &[PrintedTable], text: impl Fn(CellIndex) -> String) -> Self {
        Self::shared_by(SHARED_COLUMNS, tables, text)
    }

    /// The same, with at least so many columns where there are several tables.
    pub(in crate::render) fn shared_by(
        least: usize,
        tables: &[PrintedTable],
        text: impl Fn(CellIndex) -> String,
    ) -> Self {
        let mut spacing = if let [table] = tables {
            Self::of(table)
        } else {
            let count = tables.iter().map(|table| table.width).fold(least, usize::max);
            Self { widths: vec![SHARED_COLUMN; count] }
        };
        for table in tables {
            let edges = spacing.edges(table);
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                let Content::Value(index) = cell.content else { continue };
                let figure = text(index);
                // Words are broken into lines.
                if figure.is_ascii() {
                    let columns = usize::from(edges[cell.column])..usize::from(edges[cell.column + cell.colspan]);
                    let needed = (units(figure.len()) + 1.0).min(MAX_FIGURE) / units(columns.len());
                    spacing.widths[columns].iter_mut().for_each(|width| *width = width.max(needed));
                }
            }
        }
        spacing
    }

    pub(in crate::render) fn columns(&self) -> u16 {
        u16::try_from(self.widths.len()).unwrap_or(u16::MAX)
    }

    /// How many columns at the left make at least `width`; one stays free if there are several.
    pub(in crate::render) fn columns_within(&self, width: f64) -> u16 {
        let mut sum = 0.0;
        let narrow = self.widths.iter().take_while(|column| {
            sum += **column;
            sum < width
        });
        u16::try_from(narrow.count() + 1).unwrap_or(u16::MAX).min(self.columns().saturating_sub(1).max(1))
    }

    pub(in crate::render) fn width(&self) -> f64 {
        self.widths.iter().sum()
    }

    pub(in crate::render) fn set_columns(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for (column, width) in (0..).zip(&self.widths) {
            sheet.set_column_width(column, *width)?;
        }
        Ok(())
    }

    /// The column of the sheet at which each column of a table begins, and the end. Of the columns that the sheet has
    /// more, the figures take their part, each the same, and the labels the rest.
    pub(in crate::render) fn edges(&self, table: &PrintedTable) -> Vec<u16> {
        let (count, labels) = (self.widths.len(), table.label_columns);
        let figures = (table.width - labels).max(1);
        let natural = natural(table);
        let part = natural[labels..].iter().sum::<f64>() / natural.iter().sum::<f64>();
        let each = whole(units(count) * part / units(figures) + 0.5).min((count - labels) / figures).max(1);
        let mut sizes = shared_out(count - figures * each, &natural[..labels]);
        sizes.extend(std::iter::repeat_n(each, figures - 1));
        let mut edges = vec![0];
        edges.extend(sizes.iter().scan(0, |sum, size| {
            *sum += size;
            Some(*sum)
        }));
        // The last takes what is left.
        edges.push(count);
        edges.into_iter().map(|edge| u16::try_from(edge).unwrap_or(u16::MAX)).collect()
    }

    /// The height of each row of a table: enough for the labels on it, and for those that cover it and others.
    pub(in crate::render) fn heights(
        &self,
        table: &PrintedTable,
        area: &Area,
        text: impl Fn(CellIndex) -> String,
    ) -> Vec<f64> {
        let needed = |cell: &PrintedCell| {
            let from = usize::from(area.edges[cell.column]);
            let to = usize::from(area.edges[cell.column + cell.colspan]);
            let words = match cell.content {
                Content::Value(index) => text(index),
                content => content.words().to_owned(),
            };
            let lines = wrap(&words, whole(self.widths[from..to].iter().sum::<f64>() - 1.0)).lines().count();
            units(lines.max(1)) * LINE + MARGIN
        };
        let mut heights = vec![LINE + MARGIN; table.rows.len()];
        // Cells over one row first: what they take is there for those over several.
        let mut cells: Vec<_> = table
            .rows
            .iter()
            .enumerate()
            .flat_map(|(row, printed)| printed.cells.iter().map(move |cell| (row, cell)))
            .collect();
        cells.sort_by_key(|(_, cell)| cell.rowspan);
        for (row, cell) in cells {
            let rows = row..row + cell.rowspan;
            let lacking = needed(cell) - heights[rows.clone()].iter().sum::<f64>();
            if lacking > 0.0 {
                let each = lacking / units(cell.rowspan);
                heights[rows].iter_mut().for_each(|height| *height = (*height + each).min(MAX_HEIGHT));
            }
        }
        heights
    }
}

/// The widths that the columns of a table would take alone.
fn natural(table: &PrintedTable) -> Vec<f64> {
    let figures = table.width - table.label_columns;
    let value = if figures <= FEW { WIDE_VALUE_COLUMN } else { VALUE_COLUMN };
    (0..table.label_columns)
        .map(|column| label_width(table, column))
        .chain(std::iter::repeat_n(value, figures))
        .collect()
}

/// A column in which rows have labels of their own is as wide as the longest, within bounds; one that holds only labels
/// of groups is narrow, and these are broken into lines of equal length.
fn label_width(table: &PrintedTable, column: usize) -> f64 {
    let body = table.rows.iter().filter(|row| row.part == RowPart::Body).flat_map(|row| &row.cells);
    let mine: Vec<_> = body.filter(|cell| cell.column == column && cell.colspan == 1).collect();
    if mine.iter().any(|cell| matches!(cell.content, Content::Measure(_))) {
        return MEASURE_COLUMN;
    }
    let (own, groups): (Vec<_>, Vec<_>) = mine.into_iter().partition(|cell| cell.rowspan == 1);
    let width = |cell: &&PrintedCell| cell.content.words().width();
    let broken = |width: usize| {
        let line = width.div_ceil(width.div_ceil(GROUP_LINE).max(1));
        // Whole characters, of two units each.
        line.next_multiple_of(2)
    };
    let widest = if table.width - table.label_columns <= FEW { WIDE_LABEL_COLUMN } else { LABEL_COLUMN };
    let label = match own.iter().map(width).max() {
        Some(longest) => units(longest).clamp(MIN_LABEL_COLUMN, widest),
        None => units(groups.iter().map(width).map(broken).max().unwrap_or(0)).max(GROUP_COLUMN),
    };
    label + LABEL_MARGIN
}

/// `count` columns for as many labels as there are weights, one each, and each other to the label that has least for
/// its weight.
fn shared_out(count: usize, weights: &[f64]) -> Vec<usize> {
    let mut sizes = vec![1; weights.len()];
    for _ in weights.len()..count {
        let lacks = |at: &usize| weights[*at] / units(sizes[*at]);
        if let Some(at) = (0..sizes.len()).max_by(|a, b| lacks(a).total_cmp(&lacks(b))) {
            sizes[at] += 1;
        }
    }
    sizes
}

/// A small count as a length.
fn units(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// How many whole characters a length has room for.
fn whole(length: f64) -> usize {
    (1..1_000).take_while(|count| units(*count) <= length).last().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Forms;

    #[test]
    fn tables_of_a_sheet_share_its_columns() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        let form = forms.get("2021").expect("the edition");
        let tables: Vec<_> = (0..3).map(|at| PrintedTable::blank(form, at)).collect();
        let spacing = Spacing::shared(&tables, |_| String::new());
        assert_eq!(spacing.columns(), 15);
        let edges: Vec<_> = tables.iter().map(|table| spacing.edges(table)).collect();
        assert_eq!(edges[0], [0, 6, 9, 12, 15]);
        assert_eq!(edges[1], [0, 2, 4, 8, 9, 10, 11, 12, 13, 14, 15]);
        assert_eq!(edges[2], (0..=15).collect::<Vec<_>>());
    }

    /// A long figure widens the columns it stands in, a long text does not.
    #[test]
    fn columns_are_wide_enough_for_their_figures() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        let form = forms.get("2021").expect("the edition");
        let tables: Vec<_> = (0..3).map(|at| PrintedTable::blank(form, at)).collect();
        let with = |text: &str| Spacing::shared(&tables, |_| text.to_owned()).width();
        let narrow = with("0");
        assert!(with("12345678901") > narrow);
        assert!((with("大约三十件左右") - narrow).abs() < f64::EPSILON);
    }

    /// No label needs more lines than its row has room for.
    #[test]
    fn rows_are_high_enough_for_their_labels() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        for form in forms.editions() {
            for at in 0..form.tables.len() {
                let table = PrintedTable::blank(form, at);
                let spacing = Spacing::of(&table);
                let area = Area { top: 0, edges: spacing.edges(&table) };
                let heights = spacing.heights(&table, &area, |_| String::new());
                for (row, cell) in table
                    .rows
                    .iter()
                    .enumerate()
                    .flat_map(|(row, printed)| printed.cells.iter().map(move |cell| (row, cell)))
                {
                    let width: f64 = spacing.widths[cell.column..cell.column + cell.colspan].iter().sum();
                    let height: f64 = heights[row..row + cell.rowspan].iter().sum();
                    let area = width * height;
                    let words = units(cell.content.words().width()) * LINE;
                    assert!(area >= words, "{} {}", form.id, cell.content.words());
                }
            }
        }
    }
}
