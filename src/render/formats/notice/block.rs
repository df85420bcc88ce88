//! What letters are made of, whatever they are written as.

/// A part of a letter that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LetterBlock {
    /// What the letter is: 退回修改通知.
    Title(StyledLine),
    /// The number under the title.
    Number(StyledLine),
    /// A heading, of the second or third level.
    Heading(u8, StyledLine),
    /// Whom it is to.
    Address(StyledLine),
    /// A paragraph.
    Text(StyledLine),
    /// One of a list, with its number where it has one.
    Item(Option<usize>, StyledLine),
    /// A line at the right: who signs, and when.
    Signature(StyledLine),
    /// A table of the form.
    Form(Sheet),
    /// What the colours of the tables above mean.
    Legend(StyledLine),
}

/// A line of text.
pub(super) type StyledLine = Vec<Span>;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) is_bold: bool,
}

/// A line without anything bold.
pub(super) fn plain(text: impl Into<String>) -> StyledLine {
    vec![Span { text: text.into(), is_bold: false }]
}

/// A table of the form as printed, with what a filing has in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) title: String,
    pub(super) label_columns: usize,
    pub(super) width: usize,
    pub(super) rows: Vec<SheetRow>,
}

/// A row of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetRow {
    /// It holds no figures.
    pub(super) is_head: bool,
    pub(super) cells: Vec<Cell>,
}

/// A cell of it, where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) column: usize,
    pub(super) colspan: usize,
    pub(super) rowspan: usize,
    pub(super) text: String,
    pub(super) look: Look,
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// The words of a row.
    Label,
    /// The words of a column, or over a whole block.
    Head,
    /// A figure of which nothing is said.
    Figure,
    /// A figure that takes part in what does not add up.
    Tinted,
    /// One of several that may be wrong.
    Open,
    /// The one that is wrong.
    Wrong,
}
