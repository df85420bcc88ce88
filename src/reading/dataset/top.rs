//! The rows at the top of a surface: the lines above a data set, and the row that heads it.
//!
//! Offices print a title there, who filled it in and when, and the unit: 填报单位：某县政府办 | 日期：2024年1月5日 | 单位：件、万元. A
//! line of several texts is one of these where all of them but one, which may be the title, say before a colon what they
//! are of; the line is none where it is anything else, so that no table of a form is looked through for a header below it.

use super::divided::divided;
use super::header::{CellLayout, Header};
use super::rows::{Row, Rows};
use super::{Halt, year_of_field};
use crate::model::{Unit, fold};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::{CellKind, Grid, GridRow};
use crate::reading::cells::number;
use crate::reading::recognise::Recogniser;
use crate::reading::recognise::identify::{self, Title};

/// What a row at the top of a surface is.
#[derive(Debug)]
pub(super) enum TopRow {
    /// It heads a data set.
    Header(Box<Header>),
    /// A title, its unit, who filled it in.
    Title,
    /// It heads none.
    Other,
}

impl TopRow {
    /// Lines that may stand above a header.
    pub(super) const MOST_TITLES: usize = 12;

    /// Reads a row that has nothing but titles above it.
    ///
    /// # Errors
    /// As [`Header::read`].
    pub(super) fn read(row: &Row, recogniser: &Recogniser) -> Result<Self, ReadError> {
        if row.cells().nth(1).is_none() {
            return Ok(Self::Title);
        }
        let header = Header::read(row, recogniser)?;
        let other = || if is_title(row) { Self::Title } else { Self::Other };
        Ok(header.map_or_else(other, |header| Self::Header(Box::new(header))))
    }
}

/// The header of a data set that was recognised, and what is said above it.
///
/// # Errors
/// As [`TopRow::read`] and [`divided`].
pub(super) fn read(rows: &dyn Rows, recogniser: &Recogniser, file: &Title) -> Result<(Header, Above), ReadError> {
    let (mut above, mut found): (Above, Option<(Header, GridRow)>) = (Above::default(), None);
    let walked = rows.walk(&mut |row| {
        if row.is_empty() {
            return Ok(());
        }
        // The row below may be of the header too.
        if let Some((header, head)) = &mut found {
            let asked = recogniser.options.year;
            let year = || named(rows, &above, file).year.filter(|_| header.year.is_none());
            if let Some(divided) = divided((header, head), &row, recogniser, asked.or_else(year))? {
                *header = divided.header;
                above.year = above.year.or(divided.year);
            }
            return Err(Halt::Enough);
        }
        match TopRow::read(&row, recogniser)? {
            TopRow::Title if above.lines < TopRow::MOST_TITLES => {
                above.listen(&row);
                Ok(())
            }
            TopRow::Header(header) => {
                found = Some((*header, row.with(std::iter::empty())));
                Ok(())
            }
            TopRow::Title | TopRow::Other => Err(Halt::Enough),
        }
    });
    if let Err(Halt::Failed(error)) = walked {
        return Err(error);
    }
    // It was there when the data set was recognised.
    let (mut header, _) = found.ok_or_else(|| ReadError::new(Problem::NoStatutoryTable))?;
    if recogniser.options.agency.is_some() || named(rows, &above, file).agency.is_some() {
        header.set_alone_aside();
    }
    Ok((header, above))
}

/// What the names of a sheet and its file, and the lines above its header, say of all its records.
pub(super) fn named(rows: &dyn Rows, above: &Above, file: &Title) -> Title {
    let tab = rows.origin().sheet().map(|name| identify::name(name)).unwrap_or_default();
    Title { agency: tab.agency.or(file.agency.clone()), year: tab.year.or(above.year).or(file.year), ..tab }
}

/// What is said above a header.
#[derive(Debug, Default)]
pub(super) struct Above {
    /// So many lines of it.
    pub(super) lines: usize,
    /// The year that the title names.
    pub(super) year: Option<u16>,
    /// The unit of money.
    pub(super) unit: Option<Unit>,
}

impl Above {
    /// Takes what was stated above a header further up, where nothing is stated above this one.
    pub(super) fn inherit(&mut self, stated: &Self) {
        self.year = self.year.or(stated.year);
        self.unit = self.unit.or(stated.unit);
    }

    /// Listens to a line. What stands behind a mark in the next cell is of that mark: 日期： | 2024年1月5日.
    pub(super) fn listen(&mut self, row: &Row) {
        self.lines += 1;
        let mut mark = String::new();
        for cell in row.cells() {
            let text = std::mem::take(&mut mark) + cell.text;
            self.year = self.year.or_else(|| identify::year_above(&text));
            self.unit = self.unit.or_else(|| fold(&text).unit.as_deref().and_then(Unit::named));
            if is_mark(cell.text) {
                mark = text;
            }
        }
    }
}

/// Whether a row that heads nothing is a title: it has one text, or its texts are remarks, and one of them at most the title.
pub(super) fn is_title(row: &Row) -> bool {
    if row.cells().nth(1).is_none() {
        return true;
    }
    let (mut remarks, mut others, mut is_behind_mark) = (0, 0, false);
    for cell in row.cells() {
        let is_remark = is_behind_mark || cell.text.contains(['：', ':']);
        *(if is_remark { &mut remarks } else { &mut others }) += 1;
        is_behind_mark = is_mark(cell.text);
    }
    remarks > 0 && others <= 1
}

fn is_mark(text: &str) -> bool {
    text.ends_with(['：', ':'])
}

/// The header of a grid whose first row below its titles heads a data set.
///
/// # Errors
/// As [`TopRow::read`].
pub(super) fn header(grid: &Grid, recogniser: &Recogniser) -> Result<Option<Header>, ReadError> {
    for row in grid.rows.iter().take(TopRow::MOST_TITLES + 1) {
        match TopRow::read(&row.into(), recogniser)? {
            TopRow::Title => {}
            TopRow::Header(header) => return Ok(Some(*header)),
            TopRow::Other => break,
        }
    }
    Ok(None)
}

/// Whether the first row of a grid goes on with a data set whose header stands on another sheet: the agency and the year
/// where that has them, and figures in its columns. Whose the row is then.
pub(in crate::reading) fn goes_on(grid: &Grid, data: &Grid, recogniser: &Recogniser) -> Option<String> {
    /// Fewer figures may be anything: a telephone number.
    const ENOUGH: usize = 3;
    let header = header(data, recogniser).ok().flatten()?;
    let is_title = |row: &&GridRow| matches!(TopRow::read(&Row::from(*row), recogniser), Ok(TopRow::Title));
    let row = Row::from(grid.rows.iter().take(TopRow::MOST_TITLES).find(|row| !is_title(row))?);
    let is_value = |column: u32| row.cell(column).is_some_and(|cell| number::is_meant(cell.text, cell.kind));
    let agency = row.text(Some(header.agency?)).filter(|text| !number::is_meant(text, CellKind::Text))?;
    let is_year = header.year.is_none_or(|year| row.text(Some(year)).and_then(year_of_field).is_some());
    let is_of_cells = match &header.layout {
        CellLayout::Wide { cells, .. } => cells.iter().filter(|(column, _)| is_value(*column)).count() >= ENOUGH,
        CellLayout::Long { cells, value, .. } => {
            let mut names = cells.iter().filter_map(|column| row.text(Some(*column)));
            is_value(*value) && names.any(|name| recogniser.name(name).is_known())
        }
    };
    (is_year && is_of_cells).then(|| agency.to_owned())
}
