//! The form as the law prints it: every table a rectangle of cells, merged where the print merges them.
//!
//! The records of an edition say what belongs under what, and from that alone the layout follows. The tree of an axis
//! becomes merged labels (`forest`); a block with fewer columns than its table stretches its last one; a table printed
//! on one line has its rows as the upper half of its header; a block with a column of units is a list in which headings
//! have rows of their own. Nothing here knows a table by name, so a new edition is laid out as soon as its records are
//! there.
//!
//! What is laid out is either the blank form or what a filing has of it: lines it lacks are left out, and a group that
//! it reports undivided is one line. Every renderer that shows a form as printed draws one of these.

mod forest;
mod piece;
#[cfg(test)]
mod tests;

use crate::model::{CellIndex, FormEdition, Label, LineSpec, Table, Transcript};
use piece::{PrintedBlock, RowShape};

/// A table laid out: rows from top to bottom whose cells tile a rectangle.
///
/// # Example
/// ```
/// let forms = gouji::forms::Forms::embedded()?;
/// let form = forms.get("2021").expect("an edition that is built in");
/// let table = gouji::render::PrintedTable::blank(form, 1);
/// assert_eq!(table.values().count(), form.cells_of(1).filter(|at| !form.cells[*at].alternative).count());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedTable<'f> {
    /// The table of the form.
    pub form: &'f Table,
    /// How many columns at the left hold row labels and units.
    pub label_columns: usize,
    /// How many columns there are.
    pub width: usize,
    /// The rows.
    pub rows: Vec<PrintedRow<'f>>,
}

/// One row of a printed table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedRow<'f> {
    /// What the row is for.
    pub part: RowPart,
    /// The cells that begin on it, from left to right; a cell from above may stand between them.
    pub cells: Vec<PrintedCell<'f>>,
}

/// What a row of a printed table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowPart {
    /// Words over the whole width, as 第二十条第（一）项.
    Heading,
    /// Column labels.
    Header,
    /// Figures.
    Body,
}

/// One cell of a printed table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintedCell<'f> {
    /// Its first column.
    pub column: usize,
    /// How many columns it covers.
    pub colspan: usize,
    /// How many rows it covers.
    pub rowspan: usize,
    /// What stands in it.
    pub content: Content<'f>,
}

/// What stands in a cell of a printed table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'f> {
    /// The words in the corner of the header.
    Corner(&'f str),
    /// The heading of a block.
    Heading(&'f Label),
    /// What the header prints over the row labels, as 信息内容, or over the units.
    Stub(&'f Label),
    /// The label of a row, or of a heading over rows.
    Row(&'f LineSpec),
    /// The label of a column, or of a heading over columns.
    Column(&'f LineSpec),
    /// What the form prints in the column of units: 件.
    Measure(&'f str),
    /// A figure of the form.
    Value(CellIndex),
    /// Crossed out: a heading of a list has neither unit nor figure.
    Crossed,
    /// Nothing: a corner without words.
    Empty,
}

impl<'f> Content<'f> {
    /// The words that the form prints there, verbatim; a figure's place has none.
    #[must_use]
    pub fn words(&self) -> &'f str {
        match self {
            Self::Corner(words) | Self::Measure(words) => words,
            Self::Crossed => "——",
            Self::Heading(label) | Self::Stub(label) => label.printed(),
            Self::Row(line) | Self::Column(line) => line.label.printed(),
            Self::Value(_) | Self::Empty => "",
        }
    }
}

impl<'f> PrintedTable<'f> {
    /// A table of the blank form, its groups divided.
    #[must_use]
    pub fn blank(edition: &'f FormEdition, table: usize) -> Self {
        Self::of(edition, table, |cell| !edition.cell(cell).alternative)
    }

    /// What a filing has of a table; `None` where it has no cell of it.
    #[must_use]
    pub fn filed(edition: &'f FormEdition, table: usize, filing: &Transcript) -> Option<Self> {
        Self::holding(edition, table, |cell| filing.entry(cell).is_some())
    }

    /// A table with these of its cells; `None` where it has none of them.
    #[must_use]
    pub fn holding(edition: &'f FormEdition, table: usize, has: impl Fn(CellIndex) -> bool) -> Option<Self> {
        edition
            .each_cell()
            .any(|(index, cell)| cell.table == table && has(index))
            .then(|| Self::of(edition, table, has))
    }

    fn of(edition: &'f FormEdition, table: usize, has: impl Fn(CellIndex) -> bool) -> Self {
        let form = &edition.tables[table];
        let blocks: Vec<PrintedBlock> = edition
            .blocks_of(table)
            .map(|(at, _)| PrintedBlock::of(edition, at, &has))
            .filter(|piece| !piece.rows.is_empty())
            .collect();
        let label_columns = blocks.iter().map(PrintedBlock::label_columns).max().unwrap_or(0);
        let width = blocks.iter().map(|piece| piece.width(label_columns)).max().unwrap_or(0);
        let mut sheet = Self { form, label_columns, width, rows: Vec::new() };
        // The corner's words stand in the first corner that is free for them, else above everything.
        let mut corner = form.corner.as_deref();
        if blocks.first().is_some_and(|piece| piece.shape == RowShape::OneLine || piece.block.stub.is_some())
            && let Some(words) = corner.take()
        {
            sheet.push_heading(Content::Corner(words));
        }
        for piece in &blocks {
            if let Some(heading) = &piece.block.heading {
                sheet.push_heading(Content::Heading(heading));
            }
            sheet.push_block(edition, piece, corner.take());
        }
        sheet
    }

    /// The row and column of every figure's place, in the form's order.
    pub fn values(&self) -> impl Iterator<Item = (CellIndex, usize, usize)> + '_ {
        self.rows.iter().enumerate().flat_map(|(row, printed)| {
            printed.cells.iter().filter_map(move |cell| match cell.content {
                Content::Value(index) => Some((index, row, cell.column)),
                _ => None,
            })
        })
    }

    fn push_heading(&mut self, content: Content<'f>) {
        let cell = PrintedCell { column: 0, colspan: self.width, rowspan: 1, content };
        self.rows.push(PrintedRow { part: RowPart::Heading, cells: vec![cell] });
    }

    fn push_block(&mut self, edition: &'f FormEdition, piece: &PrintedBlock<'f>, corner: Option<&'f str>) {
        let labels = if piece.shape == RowShape::OneLine { 0 } else { self.label_columns };
        let header = piece.header();
        let edges = edges(header.leaves(), labels, self.width);
        let top = self.rows.len();
        self.open_rows(RowPart::Header, header.depth());
        for (columns, content) in piece.corner(labels, corner) {
            let (column, colspan) = (columns.start, columns.len());
            self.rows[top].cells.push(PrintedCell { column, colspan, rowspan: header.depth(), content });
        }
        header.place(0, header.depth(), &edges, &mut |along, across, content| {
            let (column, colspan) = (along.start, along.len());
            self.rows[top + across.start].cells.push(PrintedCell { column, colspan, rowspan: across.len(), content });
        });
        let top = self.rows.len();
        let lines = piece.lines(edition);
        self.open_rows(RowPart::Body, lines.len());
        piece.place_labels(labels, &mut |along, across, content| {
            let (column, colspan) = (across.start, across.len());
            self.rows[top + along.start].cells.push(PrintedCell { column, colspan, rowspan: along.len(), content });
        });
        for (row, line) in self.rows[top..].iter_mut().zip(lines) {
            row.cells.extend(line.into_iter().zip(edges.windows(2)).map(|(content, span)| PrintedCell {
                column: span[0],
                colspan: span[1] - span[0],
                rowspan: 1,
                content,
            }));
        }
        for row in &mut self.rows {
            row.cells.sort_by_key(|cell| cell.column);
        }
    }

    fn open_rows(&mut self, part: RowPart, count: usize) {
        self.rows.extend((0..count).map(|_| PrintedRow { part, cells: Vec::new() }));
    }
}

/// Where `count` columns begin between `start` and `end`, and the end: one each, the last takes what is left.
fn edges(count: usize, start: usize, end: usize) -> Vec<usize> {
    (0..count).map(|at| start + at).chain([end]).collect()
}
