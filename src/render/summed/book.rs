//! The workbook: each sum on a sheet as the law prints it, then who is in it, then who is not and why.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::parts::{ListedSum, Parts};
use super::words::{remark_words, why_words};
use crate::diagnosis::{Count, Gathered, LeftOut, Said, Total};
use crate::model::{CellIndex, Figure};
use crate::render::Style;
use crate::render::canonical::field::Field;
use crate::render::canonical::names::SheetNames;
use crate::render::canonical::sheet::{Looks, put_merged};
use crate::render::canonical::statutory::{FiledSheet, sheet};
use crate::render::canonical::{Filed, refused, save_listed};
use crate::render::listing::Listing;
use crate::render::template::checks::{CheckLines, said};
use crate::render::words::clean::clean;
use crate::render::words::phrases::phrase;
use crate::render::words::wrap::wrap;

/// The columns of the sheet of what was left out, and how wide they are.
const COLUMNS: [(&str, u16); 4] = [("sum-matter", 12), ("list-agency", 30), ("list-file", 44), ("column-message", 70)];
const COLUMNS_BY: [(&str, u16); 5] =
    [("sum-superior", 24), ("sum-matter", 12), ("list-agency", 30), ("list-file", 40), ("column-message", 60)];
/// A line of a remark below a filing, in points, and how many half-width characters it takes for each unit of width.
const REMARK_LINE: f64 = 15.0;
const COLUMN_CHARS: usize = 8;

/// Writes a workbook with these sums.
pub(super) fn write(
    gathered: &mut Gathered,
    which: Range<usize>,
    style: Style,
    mut out: Box<dyn Write + '_>,
) -> io::Result<()> {
    let (mut workbook, mut names, looks) = (Workbook::new(), SheetNames::default(), Looks::new());
    let sheet_names = ["sum-parts-sheet", "sum-left-sheet"].map(|name| phrase(name, style.lang));
    // No superior may be called as a list is.
    let lists = sheet_names.map(|name| names.name(Some(name), None));
    let mut listed = Vec::new();
    let mut parts = None;
    let totals = &gathered.totals[which];
    for total in totals {
        let Some(filed) = Filed::of(&total.filing, style.forms) else { continue };
        let (form, agency) = (filed.form, filed.agency.map(clean));
        let filed = Filed { agency: agency.as_deref(), ..filed };
        let name = names.name(filed.agency.or(Some(phrase("sum-sheet", style.lang))), filed.year);
        workbook.push_worksheet(filing(total, &filed, &name, &looks, style).map_err(refused)?);
        let sheet = parts.get_or_insert_with(|| Parts::new(form, style.lang));
        let count = |cell: &CellIndex| match filed.transcript.figure(*cell) {
            Some(Figure::Number(number)) => Count::Number(number),
            _ => Count::Blank,
        };
        let sum = sheet.cells.iter().map(count).collect();
        listed.push(ListedSum { superior: total.filing.agency.as_deref(), parts: &total.parts, sum });
    }
    let mut list_names = Vec::new();
    if let Some(parts) = parts {
        list_names = parts.write(&mut workbook, &mut gathered.figures, &listed)?;
    }
    workbook.push_worksheet(left_out(totals, style).map_err(refused)?);
    list_names.push(lists[1].clone());
    save_listed(&mut workbook, &list_names, &mut *out)
}

/// The sheet of a sum: the form, below it whether its balances hold, and what has to be known of it.
fn filing(total: &Total, filed: &Filed, name: &str, looks: &Looks, style: Style) -> Result<Worksheet, XlsxError> {
    let look = |index| if filed.form.cell(index).total { &looks.total } else { &looks.value };
    let FiledSheet { mut sheet, places, below, last } = sheet(filed, name, looks, look)?;
    let places: HashMap<CellIndex, (u32, u16)> =
        places.into_iter().map(|(index, row, column)| (index, (row, column))).collect();
    let look = looks.section.clone().set_font_size(10.5);
    let checks = CheckLines { edition: filed.form, places: &places, lang: style.lang, last, look: &look };
    let figure = |cell| match filed.transcript.figure(cell) {
        Some(Figure::Number(number)) => Some(number),
        _ => None,
    };
    let mut row = below;
    for table in 0..filed.form.tables.len() {
        row = checks.draw(&mut sheet, table, row, |balance| said(balance, style.lang, figure))?;
    }
    let look = look.unset_bold();
    for remark in &total.remarks {
        let words = remark_words(remark, filed.form, style.lang);
        row = line(&mut sheet, row, last, &words, &look)?;
    }
    if total.is_partial() {
        row = line(&mut sheet, row, last, phrase("sum-partial", style.lang), &look)?;
    }
    sheet.set_print_area(0, 0, row - 1, last)?;
    Ok(sheet)
}

/// A remark over the whole width, as high as it is long.
fn line(sheet: &mut Worksheet, row: u32, last: u16, words: &str, look: &Format) -> Result<u32, XlsxError> {
    let words = clean(words);
    put_merged(sheet, (row, 0), (row, last), &words, look)?;
    let lines = wrap(&words, (usize::from(last) + 1) * COLUMN_CHARS).lines().count();
    let lines = u16::try_from(lines).unwrap_or(u16::MAX).min(24);
    sheet.set_row_height(row, f64::from(lines) * REMARK_LINE + 3.0)?;
    Ok(row + 1)
}

/// What was left out and why, and what else has to be said, one a row.
fn left_out(totals: &[Total], style: Style) -> Result<Worksheet, XlsxError> {
    let by_superior = totals.len() > 1;
    let columns: &'static [(&'static str, u16)] = if by_superior { &COLUMNS_BY } else { &COLUMNS };
    let mut listing = Listing::new("sum-left-sheet", 1, columns, style);
    let lang = style.lang;
    let mut row = |total: &Total, fields: [String; 4]| {
        let superior = total.filing.agency.clone().filter(|_| by_superior);
        let fields: Vec<Field> = superior.into_iter().chain(fields).map(|text| Field::Text(text.into())).collect();
        listing.row(&fields, None)
    };
    for total in totals {
        let Some(form) = total.filing.edition.as_ref().and_then(|edition| style.forms.get(edition)) else { continue };
        for LeftOut { source, agency, year, edition, why } in &total.left_out {
            let agency = agency.clone().unwrap_or_default();
            let words = why_words(*why, *year, edition.as_deref(), lang);
            row(total, [phrase("sum-matter-left", lang).to_owned(), agency, source.to_string(), words])?;
        }
        for remark in &total.remarks {
            let matter = if remark.said.is_doubt() { "sum-matter-doubt" } else { "sum-matter-note" };
            let words = remark_words(remark, form, lang);
            // A cell of a workbook does not hold the names of a province.
            let nobody = remark.said == Said::Unknown || remark.who.is_empty();
            let who = if nobody { vec![String::new()] } else { remark.who.clone() };
            for who in who {
                row(total, [phrase(matter, lang).to_owned(), who, String::new(), words.clone()])?;
            }
        }
    }
    listing.end()
}
