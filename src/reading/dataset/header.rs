//! The row that heads a data set: which columns name the agency, the year and the edition, and which hold cells.
//!
//! A statutory table must never be taken for a data set, so a header says so without doubt or is none: a column for the
//! agency or the year beside columns named after cells, or columns for the cell and its value.

use std::collections::HashMap;

use super::record::Told;
use super::rows::{Row, RowCell};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::lexicon::{ColumnRole, LEXICON};
use crate::reading::recognise::Recogniser;
use crate::reading::recognise::names::Name;

/// What a header says.
#[derive(Debug)]
pub(super) struct Header {
    /// The row it stands on, from 0.
    pub(super) row: u32,
    /// How many fields it has, blank ones included; `None` on a sheet.
    pub(super) width: Option<u32>,
    pub(super) agency: Option<u32>,
    /// Its name, where the column is that of the agency only because no other is.
    pub(super) alone: Option<Box<str>>,
    /// The region of the agency, where that may be a part of its name.
    pub(super) region: Option<u32>,
    pub(super) year: Option<u32>,
    pub(super) edition: Option<u32>,
    /// What time a row is of, besides its year, and how that is said; the most certain first.
    pub(super) times: Vec<(Told, u32)>,
    /// What became of the filings.
    pub(super) status: Option<u32>,
    /// Columns that are heard where they say something that is understood, and else are none of a data set, with their
    /// names: those of units beside cells, and that of the time.
    pub(super) unsure: Vec<(u32, String)>,
    pub(super) layout: CellLayout,
    /// Columns that are none of a data set, with their names.
    pub(super) strangers: Vec<(u32, String)>,
    /// Columns without a name, and the column behind the last.
    pub(super) unnamed: Vec<u32>,
    pub(super) end: u32,
}

/// How the cells of a filing lie.
#[derive(Debug)]
pub(super) enum CellLayout {
    /// Beside each other: a row is a filing. The units are those of its figures.
    Wide { cells: Vec<(u32, Name)>, units: Vec<u32> },
    /// Below each other: a row is a cell of a filing, named in one column or in several.
    Long { cells: Vec<u32>, value: u32, unit: Option<u32> },
}

impl Header {
    /// The columns that say whose a row is and of what time.
    pub(super) fn whose(&self) -> impl Iterator<Item = u32> {
        let of_time = self.times.iter().map(|(_, column)| *column);
        [self.agency, self.year, self.edition, self.region].into_iter().flatten().chain(of_time)
    }

    /// Whether a column says whose a row is or holds figures.
    pub(super) fn is_of_record(&self, column: u32) -> bool {
        let is_of_cells = match &self.layout {
            CellLayout::Wide { cells, .. } => cells.binary_search_by_key(&column, |(own, _)| *own).is_ok(),
            CellLayout::Long { cells, value, .. } => *value == column || cells.contains(&column),
        };
        is_of_cells || self.whose().any(|own| own == column)
    }

    /// Whether several of its columns have no name, so that the row below may have more of it: a head of several rows.
    pub(super) fn has_gaps(&self) -> bool {
        let is_behind = |column: &&u32| self.agency.is_some_and(|agency| **column > agency);
        self.unnamed.iter().filter(is_behind).nth(1).is_some()
    }

    /// Takes the column that is the agency's only because no other is for one that the data set has besides: where the agency
    /// is told otherwise, 乡镇街道 may be where its office stands.
    pub(super) fn set_alone_aside(&mut self) {
        if let (Some(name), Some(column)) = (self.alone.take(), self.agency) {
            self.agency = None;
            let at = self.strangers.partition_point(|(other, _)| *other < column);
            self.strangers.insert(at, (column, name.into_string()));
        }
    }

    /// The columns whose merged cells hold for every row that they take up: whose a figure is, and of a long one which. A
    /// figure holds for one row.
    pub(super) fn spread(&self) -> impl Iterator<Item = u32> {
        let others = match &self.layout {
            CellLayout::Wide { units, .. } => units,
            CellLayout::Long { cells, .. } => cells,
        };
        let unit = if let CellLayout::Long { unit, .. } = self.layout { unit } else { None };
        self.whose().chain(others.iter().copied()).chain(unit)
    }

    /// Reads a row as a header, if it is one.
    ///
    /// # Errors
    /// [`Problem::ColumnsAmbiguous`] where two columns are the same thing, [`Problem::BlanksReplaced`] for a table whose
    /// blanks are words.
    pub(super) fn read(row: &Row, recogniser: &Recogniser) -> Result<Option<Self>, ReadError> {
        let cells: Vec<RowCell> = row.cells().collect();
        let roles = roles(&cells.iter().map(|cell| cell.text).collect::<Vec<_>>());
        let with = |wanted: ColumnRole| {
            cells.iter().zip(&roles).filter(move |(_, role)| **role == Some(wanted)).map(|(cell, _)| *cell)
        };
        if roles.contains(&Some(ColumnRole::Marked)) {
            return Err(ReadError::new(Problem::BlanksReplaced));
        }
        let (agencies, years) = (|| with(ColumnRole::Agency), || with(ColumnRole::Year));
        let (names, values) = (|| with(ColumnRole::Cell), || with(ColumnRole::Value));
        if agencies().next().is_none() && years().next().is_none() {
            return Ok(None);
        }
        // 单位 alone may be the unit of a figure, as in the header 指标, 单位, 统计数 of a statutory form.
        let is_keyed = years().next().is_some() || agencies().any(|cell| !LEXICON.is_vague_column(cell.text));
        let is_long = is_keyed && names().next().is_some() && values().next().is_some();
        // When figures were collected may differ from row to row of a filing.
        let told = |role: ColumnRole| Told::of(role).filter(|told| !is_long || *told != Told::Time);
        let times = cells.iter().zip(&roles).filter_map(|(cell, role)| Some((told((*role)?)?, cell.column)));
        let mut times: Vec<(Told, u32)> = times.collect();
        times.sort_unstable();
        let (mut known, mut units) = (Vec::new(), Vec::new());
        let (mut strangers, mut unsure) = (Vec::new(), Vec::new());
        for (cell, role) in cells.iter().zip(&roles) {
            match role {
                Some(ColumnRole::Agency | ColumnRole::Year | ColumnRole::Edition | ColumnRole::Provenance) => {}
                Some(role) if told(*role).is_some() => unsure.push((cell.column, cell.text.to_owned())),
                Some(ColumnRole::Unit) if !is_long => {
                    units.push(cell.column);
                    unsure.push((cell.column, cell.text.to_owned()));
                }
                Some(ColumnRole::Cell | ColumnRole::Value | ColumnRole::Unit) if is_long => {}
                _ if is_long => strangers.push((cell.column, cell.text.to_owned())),
                _ => match recogniser.name(cell.text) {
                    name if name.is_known() => known.push((cell.column, name)),
                    name => strangers.push((cell.column, name.printed)),
                },
            }
        }
        if !is_long && known.is_empty() {
            return Ok(None);
        }
        let layout = if is_long {
            let value = one(values())?.map_or(0, |cell| cell.column);
            let unit = one(with(ColumnRole::Unit))?.map(|cell| cell.column);
            CellLayout::Long { cells: names().map(|cell| cell.column).collect(), value, unit }
        } else {
            each_cell_once(&known)?;
            CellLayout::Wide { cells: known, units }
        };
        let column = |found: Option<RowCell>| found.map(|cell| cell.column);
        let agency = one(agencies())?;
        let is_alone = |cell: &RowCell| LEXICON.column_role(cell.text) != Some(ColumnRole::Agency);
        let region = strangers.iter().find(|(_, name)| LEXICON.is_region_column(name)).map(|(column, _)| *column);
        let end = row.width.or_else(|| Some(cells.last()?.column + 1)).unwrap_or_default();
        Ok(Some(Self {
            row: row.index,
            width: row.width,
            agency: column(agency),
            alone: agency.filter(is_alone).map(|cell| cell.text.into()),
            region: region.filter(|_| agency.is_some_and(|agency| LEXICON.column_role(agency.text).is_some())),
            year: column(one(years())?),
            edition: column(one(with(ColumnRole::Edition))?),
            times,
            // In a long one it is that of a cell.
            status: with(ColumnRole::Status).next().filter(|_| !is_long).map(|cell| cell.column),
            unsure,
            layout,
            strangers,
            unnamed: (0..end)
                .filter(|column| cells.binary_search_by_key(column, |cell| cell.column).is_err())
                .collect(),
            end,
        }))
    }
}

/// What each column is for. 单位 beside 填报单位 is the unit of the figures; 城市 or 乡镇街道 name the agency where nothing else
/// does, but not where a row is one cell: there it may be who answers for the cell.
pub(super) fn roles(names: &[&str]) -> Vec<Option<ColumnRole>> {
    let roles: Vec<_> = names.iter().map(|name| (LEXICON.column_role(name), LEXICON.is_vague_column(name))).collect();
    let is_told = roles.contains(&(Some(ColumnRole::Agency), false));
    let settled = |(role, is_vague)| match role {
        Some(ColumnRole::Agency) if is_told && is_vague => Some(ColumnRole::Unit),
        role => role,
    };
    let mut roles: Vec<_> = roles.into_iter().map(settled).collect();
    let is_long = [ColumnRole::Cell, ColumnRole::Value].iter().all(|role| roles.contains(&Some(*role)));
    for role in [ColumnRole::Agency, ColumnRole::Year] {
        let alone = || LEXICON.column_alone(role, names).filter(|at| roles[*at].is_none());
        if role == ColumnRole::Agency && is_long {
            continue;
        }
        if let Some(alone) = (!roles.contains(&Some(role))).then(alone).flatten() {
            roles[alone] = Some(role);
        }
    }
    roles
}

/// The one column of its kind, if there is any.
fn one<'c>(mut columns: impl Iterator<Item = RowCell<'c>>) -> Result<Option<RowCell<'c>>, ReadError> {
    match (columns.next(), columns.next()) {
        (Some(first), Some(second)) => Err(ambiguous((first.column, first.text), (second.column, second.text))),
        (first, _) => Ok(first),
    }
}

/// Two columns for one cell: nobody knows which of them counts.
fn each_cell_once(columns: &[(u32, Name)]) -> Result<(), ReadError> {
    let mut taken = HashMap::new();
    for (column, name) in columns {
        for (edition, cell) in name.cells.iter().enumerate().filter_map(|(at, cell)| Some((at, (*cell)?))) {
            if let Some((first, printed)) = taken.insert((edition, cell), (*column, &name.printed)) {
                return Err(ambiguous((first, printed), (*column, &name.printed)));
            }
        }
    }
    Ok(())
}

fn ambiguous(first: (u32, &str), second: (u32, &str)) -> ReadError {
    let error = ReadError::new(Problem::ColumnsAmbiguous).with("first", first.1).with("second", second.1);
    error.with("first_field", u64::from(first.0) + 1).with("second_field", u64::from(second.0) + 1)
}
