//! A header of two rows: the cells of the first stand over several columns, and the row below says what these are. Of the years
//! that it names the report's is read, and the others are none of a data set; where it says something else nobody knows
//! which of the columns counts. Or it says in which unit each counts.

use std::collections::BTreeSet;

use super::header::{CellLayout, Header};
use super::rows::{Row, RowCell};
use crate::model::fold;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::{GridCell, GridRow};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::measure::{Measure, measure};
use crate::reading::recognise::Recogniser;
use crate::reading::recognise::year_words::YearWords;

/// A header whose columns the row below divides.
pub(super) struct Divided {
    pub(super) header: Header,
    /// The year that its columns are of, where nothing else names it.
    pub(super) year: Option<u16>,
}

/// What a word below a header says of the time of its column; what comes of two times, as 增减, is of another.
fn time_of(text: &str) -> Option<YearWords> {
    let is_other = || LEXICON.is_other_time(text) || LEXICON.is_other_figure(text);
    YearWords::of(&fold(text).body).or_else(|| is_other().then_some(YearWords::Other))
}

/// The header of which `above` is the first row and `below` the second, if that is no record. `year` is the report's, where
/// something else than a column names it.
///
/// # Errors
/// [`Problem::ColumnsDivided`] where it is not known which of the columns under a cell counts.
pub(super) fn divided(
    (header, above): (&Header, &GridRow),
    below: &Row,
    recogniser: &Recogniser,
    year: Option<u16>,
) -> Result<Option<Divided>, ReadError> {
    let CellLayout::Wide { cells, .. } = &header.layout else { return Ok(None) };
    let is_whose = |column: u32| header.whose().any(|own| own == column);
    let (whose, texts): (Vec<RowCell>, Vec<RowCell>) = below.cells().partition(|cell| is_whose(cell.column));
    if whose.iter().any(|cell| LEXICON.column_role(cell.text).is_none()) || texts.len() < 2 {
        return Ok(None);
    }
    if texts.iter().all(|text| is_unit(text.text)) {
        let header = in_units(above, below, recogniser)?;
        return Ok(header.map(|header| Divided { header, year: None }));
    }
    // A cell stands over its column, and over those without one of their own behind it.
    let heading = |column: u32| above.cells.iter().rev().find(|cell| cell.column <= column);
    let under =
        |first: u32| texts.iter().filter(move |text| heading(text.column).is_some_and(|own| own.column == first));
    let refused = |column: u32| {
        let words = under(column).map(|text| text.text).collect::<Vec<_>>().join("、");
        let heading = heading(column).map_or("", |cell| cell.text.as_ref());
        ReadError::new(Problem::ColumnsDivided).with("first", heading).with("printed", words)
    };
    let times: Option<Vec<(u32, YearWords)>> =
        texts.iter().map(|text| Some((text.column, time_of(text.text)?))).collect();
    let Some(times) = times else {
        let is_divided =
            |(column, _): &&(u32, _)| under(*column).nth(1).is_some() && under(*column).all(|text| is_word(text.text));
        return cells.iter().find(is_divided).map_or(Ok(None), |(column, _)| Err(refused(*column)));
    };
    if texts.iter().all(|text| text.text.bytes().all(|byte| byte.is_ascii_digit())) {
        // A record without its agency may have so many of a thing: years are the same under each cell.
        let years = |column: u32| under(column).map(|text| text.text).collect::<Vec<_>>();
        let first = cells.first().map(|(column, _)| years(*column)).unwrap_or_default();
        let is_same = cells.iter().all(|(column, _)| years(*column) == first);
        if first.is_empty() || !is_same || (cells.len() == 1 && first.len() == 1) {
            return Ok(None);
        }
    }
    let named: BTreeSet<u16> = times
        .iter()
        .filter_map(|(_, time)| if let YearWords::Named(year) = time { Some(*year) } else { None })
        .collect();
    let only = named.first().copied().filter(|_| named.len() == 1);
    let year = year.or(only.filter(|_| header.year.is_none()));
    let is_read = |time: YearWords| time == YearWords::This || year.is_some_and(|year| time == YearWords::Named(year));
    let mut row = GridRow { index: below.index, width: above.width, ..GridRow::default() };
    let mut strangers = Vec::new();
    for cell in &above.cells {
        let is_over_some = under(cell.column).next().is_some();
        if !is_over_some || is_whose(cell.column) {
            row.cells.push(cell.clone());
        }
    }
    for ((column, time), text) in times.iter().zip(&texts) {
        let Some(heading) = heading(*column) else { continue };
        if is_read(*time) {
            row.cells.push(GridCell { column: *column, ..heading.clone() });
        } else {
            strangers.push((*column, format!("{} {}", heading.text, text.text)));
        }
    }
    for (column, _) in cells {
        let read = under(*column).filter(|text| time_of(text.text).is_some_and(is_read)).count();
        if under(*column).next().is_some() && read != 1 {
            return Err(refused(*column));
        }
    }
    row.settle();
    let Some(mut own) = Header::read(&Row::from(&row), recogniser)? else { return Ok(None) };
    own.unnamed.retain(|column| strangers.iter().all(|(other, _)| other != column));
    own.end = own.end.max(header.end).max(texts.last().map_or(0, |text| text.column + 1));
    own.strangers.extend(strangers);
    Ok(Some(Divided { header: own, year: only }))
}

/// Whether a text below the name of a column is the unit of its figures, or says that they have none.
fn is_unit(text: &str) -> bool {
    LEXICON.is_placeholder(text) || measure(text) != Measure::Nothing
}

/// The header with the units that stand below its names. A column that counts by the ten thousand, or in money what is no sum,
/// is no cell's.
fn in_units(above: &GridRow, below: &Row, recogniser: &Recogniser) -> Result<Option<Header>, ReadError> {
    let row = GridRow { index: below.index, ..above.clone() };
    let Some(mut header) = Header::read(&Row::from(&row), recogniser)? else { return Ok(None) };
    let CellLayout::Wide { cells, .. } = &mut header.layout else { return Ok(None) };
    let mut strangers = Vec::new();
    cells.retain_mut(|(column, name)| {
        let Some(text) = below.text(Some(*column)) else { return true };
        let is_of_form = match measure(text) {
            Measure::Known(Some(unit)) => {
                let is_one = name.unit.is_none_or(|own| own == unit);
                name.unit = Some(unit);
                is_one && name.is_of_money
            }
            Measure::Other => false,
            Measure::Known(None) | Measure::Nothing => true,
        };
        if !is_of_form {
            strangers.push((*column, format!("{} {text}", name.printed)));
        }
        is_of_form
    });
    header.strangers.extend(strangers);
    Ok(Some(header))
}

/// Whether a text is neither a figure nor a sign that stands for one, nor a unit.
fn is_word(text: &str) -> bool {
    let is_sign =
        LEXICON.is_placeholder(text) || LEXICON.is_zero(text) || LEXICON.is_absent(text) || LEXICON.is_unit(text);
    !is_sign && text.chars().all(|c| !c.is_ascii_digit())
}
