//! The sheet 各单位: a row for every part of a sum, a column for every cell that is added up, and the sum below them.
//!
//! A province has tens of thousands of parts, so the rows go to a file as they are made (`constant_memory`), from top to
//! bottom.

use std::io;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::diagnosis::{Count, Part, PartFigures};
use crate::model::{CellIndex, FormEdition, Lang};
use crate::render::canonical::field::Field;
use crate::render::canonical::refused;
use crate::render::canonical::sheet::{FONT, MAX_ROWS, put, put_merged};
use crate::render::words::clean::clean;
use crate::render::words::labels::words;
use crate::render::words::phrases::{filled, phrase};
use crate::render::words::wrap::wrap;

/// Above the rows: the title, the rows of the form, its columns.
const HEAD: u32 = 3;
/// The columns of the agencies, and of the figures.
const NAME_COLUMN: f64 = 26.0;
const FIGURE_COLUMN: f64 = 7.25;
/// A figure that has a row of the form for itself; its header is as wide as the words of that row allow.
const LONE_COLUMN: f64 = 11.0;
/// The heights of the header, in points.
const TITLE: f64 = 24.0;
const ROWS: f64 = 54.0;
const COLUMNS: f64 = 42.0;
/// A line of a name, in points, and the half-width characters on it.
const LINE: f64 = 12.5;
const NAME_CHARS: usize = 28;
/// Of a full page, in per cent, on paper, and the widths of the columns that are on it then.
const SCALE: u16 = 75;
const PAGE: f64 = 136.0;
/// A4, as spreadsheet programs number it.
const A4: u8 = 9;

/// What the sheets are made from.
pub(super) struct Parts<'p> {
    pub(super) edition: &'p FormEdition,
    /// The cells that are added up.
    pub(super) cells: Vec<CellIndex>,
    pub(super) lang: Lang,
    looks: PartLooks,
}

struct PartLooks {
    title: Format,
    remark: Format,
    header: Format,
    name: Format,
    figure: Format,
    sum_name: Format,
    sum: Format,
}

impl PartLooks {
    fn new() -> Self {
        let text = Format::new().set_font_name(FONT).set_font_size(9).set_align(FormatAlign::VerticalCenter);
        let cell = text.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00BF_BFBF));
        let centred = cell.clone().set_align(FormatAlign::Center);
        let shade = Color::RGB(0x00F2_F2F2);
        let name = cell.set_text_wrap().set_quote_prefix();
        Self {
            title: text.clone().set_font_size(12).set_bold(),
            remark: text,
            header: centred.clone().set_text_wrap().set_bold().set_background_color(shade),
            sum_name: name.clone().set_bold().set_background_color(shade),
            sum: centred.clone().set_bold().set_background_color(shade),
            figure: centred,
            name,
        }
    }
}

/// A sum and its parts, to be listed one after the other.
pub(super) struct ListedSum<'t> {
    /// Whose sum it is.
    pub(super) superior: Option<&'t str>,
    pub(super) parts: &'t [Part],
    /// Per cell that is added up.
    pub(super) sum: Vec<Count>,
}

impl<'p> Parts<'p> {
    pub(super) fn new(edition: &'p FormEdition, lang: Lang) -> Self {
        let is_summed = |(cell, spec): &(CellIndex, &crate::model::CellSpec)| {
            !spec.alternative && !edition.comparisons.reserved.contains(cell)
        };
        let cells = edition.each_cell().filter(is_summed).map(|(cell, _)| cell).collect();
        Self { edition, cells, lang, looks: PartLooks::new() }
    }

    /// Adds the sheets to a workbook, and gives their names.
    pub(super) fn write(
        &self,
        workbook: &mut Workbook,
        figures: &mut PartFigures,
        sums: &[ListedSum],
    ) -> io::Result<Vec<String>> {
        let has_superiors = sums.len() > 1;
        let (mut names, mut next) = (Vec::new(), MAX_ROWS + 1);
        let mut sheet: Option<Worksheet> = None;
        for sum in sums {
            for at in 0..=sum.parts.len() {
                if next > MAX_ROWS {
                    if let Some(full) = sheet.take() {
                        workbook.push_worksheet(full);
                    }
                    let name = phrase("sum-parts-sheet", self.lang).to_owned();
                    names.push(if names.is_empty() { name } else { format!("{name} ({})", names.len() + 1) });
                    let new = workbook.new_worksheet_with_constant_memory().map_err(refused)?;
                    sheet = Some(self.begin(new, &names[names.len() - 1], has_superiors).map_err(refused)?);
                    next = HEAD;
                }
                let Some(sheet) = sheet.as_mut() else { continue };
                let superior = sum.superior.filter(|_| has_superiors);
                let part = sum.parts.get(at);
                let counts = match part {
                    Some(part) => {
                        let counts = figures.of(part)?;
                        self.cells.iter().map(|cell| counts[cell.at()]).collect()
                    }
                    None => sum.sum.clone(),
                };
                self.row(sheet, next, (has_superiors, superior), part, &counts).map_err(refused)?;
                next += 1;
            }
        }
        if let Some(last) = sheet {
            workbook.push_worksheet(last);
        }
        Ok(names)
    }

    /// A sheet with its header.
    fn begin(&self, mut sheet: Worksheet, name: &str, has_superiors: bool) -> Result<Worksheet, XlsxError> {
        sheet.set_name(name)?;
        let labels = u16::from(has_superiors) + 1;
        for column in 0..labels {
            sheet.set_column_width(column, NAME_COLUMN)?;
        }
        let at = |cell: usize| labels + u16::try_from(cell).unwrap_or(u16::MAX);
        let rows = self.rows();
        // A row of the form is not torn apart by the end of a page.
        let (mut breaks, mut used) = (Vec::new(), 0.0);
        for (_, cells) in &rows {
            let width = if cells.len() == 1 { LONE_COLUMN } else { FIGURE_COLUMN };
            for cell in cells.clone() {
                sheet.set_column_width(at(cell), width)?;
            }
            let wide = width * f64::from(u16::try_from(cells.len()).unwrap_or(u16::MAX));
            if used > 0.0 && used + wide > PAGE - NAME_COLUMN * f64::from(labels) {
                breaks.push(u32::from(at(cells.start)));
                used = 0.0;
            }
            used += wide;
        }
        sheet.set_vertical_page_breaks(&breaks)?;
        sheet.set_row_height(0, TITLE)?;
        sheet.set_row_height(1, ROWS)?;
        sheet.set_row_height(2, COLUMNS)?;
        // A page further right shows no more of the first row than what stands in the columns of the names.
        sheet.write_string_with_format(0, 0, phrase("sum-parts-title", self.lang), &self.looks.title)?;
        let remark = phrase("sum-parts-remark", self.lang);
        sheet.write_string_with_format(0, labels, remark, &self.looks.remark)?;
        // A name over two rows would be merged, and what is written goes from top to bottom.
        let names: &[&str] = if has_superiors { &["sum-superior", "list-agency"] } else { &["list-agency"] };
        for column in 0..labels {
            sheet.write_blank(1, column, &self.looks.header)?;
        }
        for (row, cells) in &rows {
            put_merged(&mut sheet, (1, at(cells.start)), (1, at(cells.end - 1)), row, &self.looks.header)?;
        }
        for (column, name) in (0..).zip(names) {
            sheet.write_string_with_format(2, column, phrase(name, self.lang), &self.looks.header)?;
        }
        for (column, cell) in self.cells.iter().enumerate() {
            let line = self.edition.column_of(self.edition.cell(*cell));
            sheet.write_string_with_format(2, at(column), words(line, self.lang), &self.looks.header)?;
        }
        sheet.set_freeze_panes(HEAD, labels)?;
        sheet.set_repeat_rows(1, 2)?;
        sheet.set_repeat_columns(0, labels - 1)?;
        sheet.set_paper_size(A4).set_landscape().set_print_scale(SCALE);
        sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
        Ok(sheet)
    }

    /// The rows of the form, each with the columns of the sheet that belong to it.
    fn rows(&self) -> Vec<(String, std::ops::Range<usize>)> {
        let mut rows: Vec<(String, std::ops::Range<usize>)> = Vec::new();
        let mut last = None;
        for (at, cell) in self.cells.iter().enumerate() {
            let spec = self.edition.cell(*cell);
            let row = (spec.block_at(), spec.row);
            if last == Some(row) {
                if let Some((_, cells)) = rows.last_mut() {
                    cells.end = at + 1;
                }
                continue;
            }
            last = Some(row);
            let brief = self.edition.tables[spec.table].brief.get(self.lang);
            let axis = &self.edition.block_of(spec).rows;
            // 3.其他 alone would not say of what.
            let above = axis.lines[spec.row].parent.filter(|parent| axis.lines[*parent].parent.is_some());
            let above = above.map(|parent| words(&axis.lines[parent], self.lang).to_owned() + " ");
            let own = words(&axis.lines[spec.row], self.lang);
            rows.push((format!("{brief} {}{own}", above.unwrap_or_default()), at..at + 1));
        }
        rows
    }

    fn row(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        (has_superiors, superior): (bool, Option<&str>),
        part: Option<&Part>,
        counts: &[Count],
    ) -> Result<(), XlsxError> {
        let (name_look, figure_look) = match part {
            Some(_) => (&self.looks.name, &self.looks.figure),
            None => (&self.looks.sum_name, &self.looks.sum),
        };
        let name = match part {
            None => filled("sum-parts-total", self.lang, &[]),
            Some(part) if part.source.path.is_empty() => {
                let agency = clean(part.agency.as_deref().unwrap_or_default());
                filled("sum-parts-replaced", self.lang, &[("agency", &agency)])
            }
            Some(part) => clean(&part.source.name_or(part.agency.as_deref())).into_owned(),
        };
        // A name that is broken is shown whole: half-width characters of this size are a little narrower than a unit.
        let lines = [superior.unwrap_or_default(), &name].map(|name| wrap(name, NAME_CHARS).lines().count());
        if let Some(lines) = lines.into_iter().max().filter(|lines| *lines > 1) {
            sheet.set_row_height(row, LINE * f64::from(u16::try_from(lines).unwrap_or(u16::MAX)) + 3.0)?;
        }
        let mut column = 0;
        if has_superiors {
            put(sheet, (row, column), &Field::text(&clean(superior.unwrap_or_default())), name_look)?;
            column += 1;
        }
        put(sheet, (row, column), &Field::text(&name), name_look)?;
        for count in counts {
            column += 1;
            let field = match count {
                Count::Missing => Field::text(phrase("cell-missing", self.lang)),
                Count::Unknown => Field::text(phrase("sum-unknown", self.lang)),
                Count::Blank => Field::Blank,
                Count::Number(number) => Field::Number(*number),
            };
            put(sheet, (row, column), &field, figure_look)?;
        }
        Ok(())
    }
}
