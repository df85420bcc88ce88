//! A filled form.

use std::sync::Arc;

use super::{CellIndex, Entry, Figure, FormEdition, Narrative, Observation, ObservationKind, Place, TotalFormula};

/// One agency's figures for one year (填报数据), as read against one edition.
#[derive(Debug, Clone, Default)]
pub struct Filing {
    /// The agency, where one is known.
    pub agency: Option<String>,
    /// The report year, where one is known.
    pub year: Option<u16>,
    /// The sheet it stands on, where it stands on one.
    pub sheet: Option<Arc<str>>,
    /// The line of a data set it stands on, from 1.
    pub record: Option<u32>,
    /// The figures read against each edition that fits: one, or several where nothing decides between them; none of a text
    /// without tables.
    pub transcripts: Vec<Transcript>,
    /// What it says in sentences.
    pub narrative: Narrative,
}

impl Filing {
    /// Whether anybody filled anything in: whose it is, or something in the place of a figure.
    #[must_use]
    pub fn is_filled_in(&self) -> bool {
        self.agency.is_some() || self.has_entries()
    }

    /// Whether something stands in the place of a figure. A formula that was never computed is the form's own.
    #[must_use]
    pub fn has_entries(&self) -> bool {
        let is_typed = |entry: &Entry| match entry.figure {
            Figure::Blank => false,
            Figure::Placeholder | Figure::Number(_) => true,
            Figure::Unreadable => !entry.printed().is_empty(),
        };
        let mut entries = self.transcripts.iter().flat_map(|transcript| transcript.entries.iter().flatten());
        entries.any(is_typed)
    }
}

/// The figures of a filing in the cells of one edition.
#[derive(Debug, Clone, Default)]
pub struct Transcript {
    /// The edition's name.
    pub edition: Arc<str>,
    /// One slot per cell of the edition. `None` is a cell whose line was not found, or an alternative not used.
    pub entries: Box<[Option<Entry>]>,
    /// Per cell: the filing's shape has no such cell (a divided group's heading, an undivided group's items).
    pub absent: Box<[bool]>,
    /// One status per table of the edition.
    pub tables: Box<[TableStatus]>,
    /// What else was seen.
    pub observations: Vec<Observation>,
    /// What the formulas of its totals add up, of those that are sums.
    pub formulas: Vec<TotalFormula>,
}

/// Whether a table was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TableStatus {
    /// Found.
    Present,
    /// Not found.
    #[default]
    Missing,
}

impl TableStatus {
    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Missing => "missing",
        }
    }
}

impl Transcript {
    /// A transcript of `edition` in which no cell was read yet, every table of this status.
    #[must_use]
    pub fn blank(edition: &FormEdition, tables: TableStatus) -> Self {
        Self {
            edition: edition.id.clone(),
            entries: vec![None; edition.cells.len()].into_boxed_slice(),
            absent: vec![false; edition.cells.len()].into(),
            tables: vec![tables; edition.tables.len()].into(),
            observations: Vec::new(),
            formulas: Vec::new(),
        }
    }

    /// Whether its figures stood on a sheet that its author hid.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.observations.iter().any(|seen| seen.kind == ObservationKind::HiddenSheet)
    }

    /// Notes that a table is there.
    pub fn found(&mut self, table: usize) {
        self.tables[table] = TableStatus::Present;
    }

    /// The entry of a cell.
    #[must_use]
    pub fn entry(&self, cell: CellIndex) -> Option<&Entry> {
        self.entries[cell.at()].as_ref()
    }

    /// What a cell reads as.
    #[must_use]
    pub fn figure(&self, cell: CellIndex) -> Option<Figure> {
        self.entry(cell).map(|entry| entry.figure)
    }

    /// Where a cell stands.
    #[must_use]
    pub fn place(&self, cell: CellIndex) -> Option<Place> {
        self.entry(cell)?.place.clone()
    }

    /// How the value of a cell is quoted in a result, as [`Entry::quoted`] says.
    #[must_use]
    pub fn quoted(&self, cell: CellIndex) -> Option<String> {
        self.entry(cell)?.quoted()
    }

    /// Whether the filing's shape has no such cell; it then counts as zero and no line of it is missing.
    #[must_use]
    pub fn is_absent(&self, cell: CellIndex) -> bool {
        self.absent[cell.at()]
    }

    /// The extension of `form`, against which it was read, if the filing has any of its cells or should have.
    #[must_use]
    pub fn extension<'f>(&self, form: &'f FormEdition) -> Option<&'f str> {
        let has_any = || form.each_cell().any(|(index, cell)| cell.added && !self.is_absent(index));
        form.extension.as_deref().filter(|_| has_any())
    }

    /// How many cells were read.
    #[must_use]
    pub fn read_cells(&self) -> usize {
        self.entries.iter().flatten().count()
    }
}
