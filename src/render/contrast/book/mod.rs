//! `--format xlsx`: the largest changes with small bars, the form of each pair with the two years side by side, every cell
//! as a list to filter, and what was not compared.

mod lists;

use std::cmp::Ordering::{self, Equal, Greater, Less};
use std::collections::HashMap;
use std::io::{self, Write};

use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, Format, Workbook, Worksheet, XlsxError};

use super::beside::Beside;
use super::doubled::Doubled;
use super::sentences::sentences;
use super::words;
use crate::diagnosis::{Contrast, Era, Pair, Reported};
use crate::model::{CellIndex, Lang};
use crate::render::Style;
use crate::render::canonical::field::Field;
use crate::render::canonical::names::SheetNames;
use crate::render::canonical::sheet::{
    Area, FONT, Looks, SECTION_HEIGHT, TITLE_HEIGHT, draw, lay_on_paper, put, put_merged,
};
use crate::render::canonical::spacing::Spacing;
use crate::render::canonical::{refused, save_result};
use crate::render::printed::PrintedTable;
use crate::render::words::clean::clean;
use crate::render::words::phrases::phrase;
use lists::Lists;

/// As many pairs have a sheet of their own.
const MAX_FORMS: usize = 200;
/// The columns of a form: fourteen of figures in table 3, and room for the labels beside them.
const COLUMNS: usize = 22;
/// The colours of the two sides, and of cells that went up and down.
const OLD: u32 = 0x0080_8894;
const NEW: u32 = 0x001A_56B0;
const UP: u32 = 0x00E3_EDFB;
const DOWN: u32 = 0x00FD_F0D8;

/// Writes the workbook.
pub(super) fn write(contrast: &Contrast, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut workbook = made(contrast, style).map_err(refused)?;
    save_result(&mut workbook, out)
}

fn made(contrast: &Contrast, style: Style) -> Result<Workbook, XlsxError> {
    let (mut workbook, mut names) = (Workbook::new(), SheetNames::default());
    let lists = Lists { style };
    let mut sheets = Vec::new();
    if contrast.pairs.len() > 1 {
        sheets.push(lists.pairs(contrast, &mut names)?);
    }
    sheets.push(lists.largest(contrast, &mut names)?);
    for pair in contrast.pairs.iter().take(MAX_FORMS) {
        sheets.extend(form(pair, style, &mut names)?);
    }
    sheets.extend(lists.cells(contrast, &mut names)?);
    sheets.extend(lists.findings(contrast, &mut names)?);
    sheets.extend(lists.rest(contrast, &mut names)?);
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    Ok(workbook)
}

/// Words that came from a file are text that nothing computes.
fn text(words: &str) -> Field<'static> {
    Field::words(clean(words).into_owned())
}

fn figure(reported: &Reported) -> Field<'static> {
    match reported {
        Reported::Figure(figure) => Field::Number(*figure),
        other => text(&words::reported(other)),
    }
}

/// The form of a pair, the two years side by side.
fn form(pair: &Pair, style: Style, names: &mut SheetNames) -> Result<Option<Worksheet>, XlsxError> {
    let lang = style.lang;
    let Some(beside) = Beside::of(pair, style) else { return Ok(None) };
    let sides = [Era::Old, Era::New].map(|era| words::side(pair, era, lang));
    let printed = (0..beside.form.tables.len())
        .filter_map(|at| PrintedTable::holding(beside.form, at, |cell| beside.get(cell).is_some()));
    let doubled: Vec<Doubled> = printed.map(|table| Doubled::of(&table, [&sides[0], &sides[1]])).collect();
    let tables: Vec<PrintedTable> = doubled.iter().map(|doubled| doubled.table.clone()).collect();
    // Columns are wide enough for the longer of the two figures of a cell.
    let longest = |cell| {
        let [old, new] = [Era::Old, Era::New].map(|era| beside.words(cell, era, lang));
        if old.len() > new.len() { old } else { new }
    };
    let spacing = Spacing::shared_by(COLUMNS, &tables, longest);
    let looks = Looks::new();
    let figures = figure_looks(&looks);
    let mut sheet = Worksheet::new();
    sheet.set_name(names.name(Some(&clean(pair.agency().unwrap_or_default())), pair.new.year))?;
    spacing.set_columns(&mut sheet)?;
    let last = spacing.columns() - 1;
    put_merged(&mut sheet, (0, 0), (0, last), &words::title(pair, lang), &looks.title)?;
    sheet.set_row_height(0, TITLE_HEIGHT)?;
    let note =
        Format::new().set_font_name(FONT).set_font_size(9).set_font_color(Color::RGB(0x0059_5959)).set_text_wrap();
    let width = spacing.width();
    let mut top = 1;
    let remarks = std::iter::once(phrase("compare-sheet-note", lang).to_owned()).chain(words::remarks(pair, style));
    for remark in remarks {
        put_merged(&mut sheet, (top, 0), (top, last), &clean(&remark), &note)?;
        top += 1;
    }
    for doubled in &doubled {
        let table = &doubled.table;
        put_merged(&mut sheet, (top, 0), (top, last), table.form.label.printed(), &looks.section)?;
        sheet.set_row_height(top, SECTION_HEIGHT)?;
        let area = Area { top: top + 1, edges: spacing.edges(table) };
        let look = |cell: CellIndex, era: Era| {
            let both = beside.get(cell);
            let change = both.filter(|both| both.is_changed()).map(|both| {
                both.compared.and_then(|cell| cell.change).map_or(Equal, |change| change.cmp(&Decimal::ZERO))
            });
            &figures[&(beside.form.cell(cell).total, era == Era::New, change)]
        };
        draw(&mut sheet, table, &area, &spacing.heights(table, &area, longest), &looks, |cell| look(cell, Era::New))?;
        for (cell, era, row, column) in &doubled.places {
            let both = beside.get(*cell);
            let reported = both.and_then(|both| if *era == Era::Old { both.old } else { both.new });
            let field = reported.map_or_else(|| Field::text(beside.absent(*cell, *era, lang)), figure);
            put(&mut sheet, area.at(*row, *column), &field, look(*cell, *era))?;
        }
        top = area.below(table);
    }
    offer(&mut sheet, pair, (top, last), lang, &looks)?;
    lay_on_paper(&mut sheet, width);
    Ok(Some(sheet))
}

/// Below the form, the sentences that the figures make, from a row on and as wide as the sheet.
fn offer(sheet: &mut Worksheet, pair: &Pair, from: (u32, u16), lang: Lang, looks: &Looks) -> Result<(), XlsxError> {
    let (mut row, last) = from;
    let offered = sentences(pair);
    if offered.is_empty() {
        return Ok(());
    }
    put_merged(sheet, (row, 0), (row, last), phrase("compare-sentences", lang), &looks.section)?;
    sheet.set_row_height(row, SECTION_HEIGHT)?;
    let said = Format::new().set_font_name(FONT).set_font_size(10.5).set_quote_prefix();
    for sentence in offered {
        row += 1;
        put_merged(sheet, (row, 0), (row, last), &sentence, &said)?;
    }
    Ok(())
}

/// How a figure looks: of a total, of the new side, changed and which way.
fn figure_looks(looks: &Looks) -> HashMap<(bool, bool, Option<Ordering>), Format> {
    let mut figures = HashMap::new();
    for (is_total, base) in [(true, &looks.total), (false, &looks.value)] {
        for is_new in [true, false] {
            for change in [None, Some(Less), Some(Equal), Some(Greater)] {
                let format = match change {
                    // Of what is no figure on one side nobody knows which way it went.
                    None | Some(Equal) => base.clone(),
                    Some(Greater) => base.clone().set_background_color(Color::RGB(UP)),
                    Some(Less) => base.clone().set_background_color(Color::RGB(DOWN)),
                };
                let format = match (is_new, change) {
                    (false, _) => format.set_font_color(Color::RGB(0x006B_7280)),
                    (true, Some(_)) => format.set_bold(),
                    (true, None) => format,
                };
                figures.insert((is_total, is_new, change), format);
            }
        }
    }
    figures
}
