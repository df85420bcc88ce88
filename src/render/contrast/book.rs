//! `--format xlsx`: the largest changes with small bars, the form of each pair with the two years side by side, every cell
//! as a list to filter, and what was not compared.

use std::collections::HashMap;
use std::io::{self, Write};

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, Sparkline, SparklineType, Workbook, Worksheet, XlsxError,
};

use super::beside::Beside;
use super::doubled::Doubled;
use super::sentences::sentences;
use super::{LARGEST, words};
use crate::diagnosis::{Compared, Contrast, Era, Kind, Lone, Pair, Reported};
use crate::model::{CellIndex, FormEdition};
use crate::render::Style;
use crate::render::canonical::field::Field;
use crate::render::canonical::names::SheetNames;
use crate::render::canonical::sheet::{
    Area, FONT, Looks, MAX_ROWS, SECTION_HEIGHT, TITLE_HEIGHT, draw, lay_on_paper, put, put_merged,
};
use crate::render::canonical::spacing::Spacing;
use crate::render::canonical::{refused, save_result};
use crate::render::clean::clean;
use crate::render::phrases::phrase;
use crate::render::printed::PrintedTable;
use crate::render::wrap::wrap;

/// As many pairs have a sheet of their own.
const MAX_FORMS: usize = 200;
/// The columns of a form: fourteen of figures in table 3, and room for the labels beside them.
const COLUMNS: usize = 22;
/// One line of a list, in points.
const LINE: f64 = 15.0;
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
    let lists = Lists::new(style);
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
    if words.is_empty() { Field::Blank } else { Field::Text(clean(words).into_owned().into()) }
}

fn number(number: Option<Decimal>) -> Field<'static> {
    number.map_or(Field::Blank, Field::Number)
}

fn count(count: usize) -> Field<'static> {
    Field::Number(count.into())
}

fn year(year: Option<u16>) -> Field<'static> {
    number(year.map(Decimal::from))
}

fn figure(reported: &Reported) -> Field<'static> {
    match reported {
        Reported::Figure(figure) => Field::Number(*figure),
        other => text(&words::reported(other)),
    }
}

/// Per cent as a number of per cent: what it is a part of stands beside it.
fn percent(cell: &Compared) -> Field<'static> {
    number(cell.percent)
}

/// The sheets that are lists.
struct Lists<'a> {
    style: Style<'a>,
    header: Format,
    text: Format,
    number: Format,
    signed: Format,
    percent: Format,
}

/// The columns of a list, and how wide they are.
type Columns = &'static [(&'static str, f64)];

const PAIRS: Columns = &[
    ("list-agency", 30.0),
    ("compare-kind", 11.0),
    ("compare-old-year", 9.0),
    ("compare-new-year", 9.0),
    ("compare-cells-compared", 12.0),
    ("compare-cells-changed", 13.0),
    ("compare-largest-of", 40.0),
    ("compare-old-figure", 13.0),
    ("compare-new-figure", 13.0),
    ("compare-change", 13.0),
    ("compare-percent", 10.0),
];
const LARGEST_COLUMNS: Columns = &[
    ("list-agency", 24.0),
    ("compare-cell", 44.0),
    ("compare-old-year", 8.0),
    ("compare-new-year", 8.0),
    ("compare-old-figure", 13.0),
    ("compare-new-figure", 13.0),
    ("compare-bars", 9.0),
    ("compare-change", 14.0),
    ("compare-percent", 10.0),
];
const CELLS: Columns = &[
    ("list-agency", 24.0),
    ("csv-table", 7.0),
    ("csv-row", 40.0),
    ("csv-column", 14.0),
    ("compare-old-year", 8.0),
    ("compare-new-year", 8.0),
    ("compare-old-figure", 13.0),
    ("compare-new-figure", 13.0),
    ("compare-change", 14.0),
    ("compare-percent", 10.0),
    ("compare-state", 12.0),
    ("csv-cells", 50.0),
];
const FINDINGS: Columns =
    &[("list-agency", 24.0), ("list-year", 8.0), ("compare-state", 10.0), ("csv-code", 8.0), ("csv-message", 90.0)];
const REST: Columns = &[("compare-filing", 60.0), ("compare-why", 80.0)];

impl<'a> Lists<'a> {
    fn new(style: Style<'a>) -> Self {
        let cell = Format::new()
            .set_font_name(FONT)
            .set_font_size(10)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00BF_BFBF));
        let figure = cell.clone().set_align(FormatAlign::Right);
        Self {
            style,
            header: cell
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x00D9_E2F0)),
            text: cell.set_text_wrap().set_quote_prefix(),
            signed: figure.clone().set_num_format("+0.##########;-0.##########;0").set_bold(),
            percent: figure.clone().set_num_format("+0.0\"%\";-0.0\"%\";0.0\"%\""),
            number: figure,
        }
    }

    fn open(&self, name: &str, columns: Columns, names: &mut SheetNames) -> Result<Worksheet, XlsxError> {
        let (mut sheet, lang) = (Worksheet::new(), self.style.lang);
        sheet.set_name(names.name(Some(phrase(name, lang)), None))?;
        for (column, (name, width)) in (0..).zip(columns) {
            sheet.write_string_with_format(0, column, phrase(name, lang), &self.header)?;
            sheet.set_column_width(column, *width)?;
        }
        sheet.set_row_height(0, 2.0 * LINE)?;
        sheet.set_freeze_panes(1, 1)?;
        sheet.set_repeat_rows(0, 0)?;
        Ok(sheet)
    }

    /// A row. Numbers look as their column wants them: changes with their sign.
    fn row(&self, sheet: &mut Worksheet, row: u32, columns: Columns, fields: &[Field]) -> Result<(), XlsxError> {
        let mut lines = 1;
        for ((column, field), (name, width)) in (0..).zip(fields).zip(columns) {
            let format = match (field, *name) {
                (Field::Text(_), _) => &self.text,
                (_, "compare-change") => &self.signed,
                (_, "compare-percent") => &self.percent,
                _ => &self.number,
            };
            // What programs read stays on one line.
            if let Field::Text(words) = field
                && *name != "csv-cells"
            {
                let room =
                    (1..200_usize).take_while(|room| f64::from(u32::try_from(*room).unwrap_or(0)) < *width).count();
                lines = lines.max(wrap(words, room).lines().count());
            }
            put(sheet, (row, column), field, format)?;
        }
        sheet.set_row_height(row, f64::from(u32::try_from(lines.min(20)).unwrap_or(1)) * LINE + 3.0)?;
        Ok(())
    }

    fn close(&self, sheet: &mut Worksheet, next: u32, columns: Columns) -> Result<(), XlsxError> {
        let last = u16::try_from(columns.len()).unwrap_or(1) - 1;
        sheet.autofilter(0, 0, next.max(2) - 1, last)?;
        lay_on_paper(sheet, columns.iter().map(|(_, width)| *width).sum());
        Ok(())
    }

    fn pairs(&self, contrast: &Contrast, names: &mut SheetNames) -> Result<Worksheet, XlsxError> {
        let lang = self.style.lang;
        let mut sheet = self.open("compare-sheet-pairs", PAIRS, names)?;
        let mut next = 1;
        for pair in contrast.pairs.iter().take(MAX_ROWS as usize) {
            let largest = pair.largest(1).first().copied().zip(pair.form(Era::New, self.style.forms));
            let (name, cell) = match largest {
                Some((cell, form)) => (text(&words::cell(form, cell.cell, lang)), Some(cell)),
                None => (Field::Blank, None),
            };
            let of = |field: fn(&Compared) -> Field<'static>| cell.map_or(Field::Blank, field);
            let fields = [
                text(pair.agency().unwrap_or(phrase("agency-unknown", lang))),
                text(words::kind(pair, lang)),
                year(pair.old.year),
                year(pair.new.year),
                count(pair.cells.len()),
                count(pair.changed().count()),
                name,
                of(|cell| figure(&cell.old)),
                of(|cell| figure(&cell.new)),
                of(|cell| number(cell.change)),
                of(percent),
            ];
            self.row(&mut sheet, next, PAIRS, &fields)?;
            next += 1;
        }
        self.close(&mut sheet, next, PAIRS)?;
        Ok(sheet)
    }

    /// The largest changes of every pair, of a resubmission all, with two small bars each.
    fn largest(&self, contrast: &Contrast, names: &mut SheetNames) -> Result<Worksheet, XlsxError> {
        let lang = self.style.lang;
        let mut sheet = self.open("compare-sheet-largest", LARGEST_COLUMNS, names)?;
        let mut next = 1;
        for pair in &contrast.pairs {
            let Some(form) = pair.form(Era::New, self.style.forms) else { continue };
            let listed = match pair.kind {
                Kind::Years => pair.largest(LARGEST),
                Kind::Resubmission => pair.changed().collect(),
            };
            for cell in listed {
                if next > MAX_ROWS {
                    break;
                }
                let fields = [
                    text(pair.agency().unwrap_or(phrase("agency-unknown", lang))),
                    text(&words::cell(form, cell.cell, lang)),
                    year(pair.old.year),
                    year(pair.new.year),
                    figure(&cell.old),
                    figure(&cell.new),
                    Field::Blank,
                    number(cell.change),
                    percent(cell),
                ];
                self.row(&mut sheet, next, LARGEST_COLUMNS, &fields)?;
                sheet.set_row_height(next, 1.6 * LINE)?;
                let name = sheet.name();
                // No bar reaches the edge of its cell, or those of two rows would look like one.
                let most = [&cell.old, &cell.new].map(|reported| figure(reported).stored().unwrap_or(0.0).abs());
                let bars = Sparkline::new()
                    .set_custom_max(most[0].max(most[1]).max(1.0) * 1.25)
                    .set_range((name.as_str(), next, 4, next, 5))
                    .set_type(SparklineType::Column)
                    .set_custom_min(0)
                    .set_sparkline_color(Color::RGB(NEW))
                    .show_first_point(true)
                    .set_first_point_color(Color::RGB(OLD));
                sheet.add_sparkline(next, 6, &bars)?;
                next += 1;
            }
        }
        self.close(&mut sheet, next, LARGEST_COLUMNS)?;
        Ok(sheet)
    }

    /// Every cell, of a resubmission those that changed; sheet after sheet, since one has an end.
    fn cells(&self, contrast: &Contrast, names: &mut SheetNames) -> Result<Vec<Worksheet>, XlsxError> {
        let mut sheets = vec![(self.open("compare-sheet-cells", CELLS, names)?, 1)];
        for pair in &contrast.pairs {
            for fields in self.lines(pair) {
                if sheets.last().is_none_or(|(_, next)| *next > MAX_ROWS) {
                    sheets.push((self.open("compare-sheet-cells", CELLS, names)?, 1));
                }
                if let Some((sheet, next)) = sheets.last_mut() {
                    self.row(sheet, *next, CELLS, &fields)?;
                    *next += 1;
                }
            }
        }
        let closed = sheets.into_iter().map(|(mut sheet, next)| self.close(&mut sheet, next, CELLS).map(|()| sheet));
        closed.collect()
    }

    fn lines<'p>(&'p self, pair: &'p Pair) -> impl Iterator<Item = [Field<'static>; 12]> + 'p {
        let both = pair.cells.iter().filter(|cell| cell.is_changed || pair.kind == Kind::Years).filter_map(|cell| {
            let state = if cell.is_changed { "compare-changed" } else { "compare-unchanged" };
            let form = pair.form(Era::New, self.style.forms)?;
            let figures = [figure(&cell.old), figure(&cell.new), number(cell.change), percent(cell)];
            Some(self.line(pair, form, (cell.cell, &cell.id), figures, state))
        });
        let lone = |era: Era, lone: &'p [Lone], state: &'static str| {
            lone.iter().filter_map(move |lone| {
                let form = pair.form(era, self.style.forms)?;
                let mut figures = [Field::Blank, Field::Blank, Field::Blank, Field::Blank];
                figures[usize::from(era == Era::New)] = figure(&lone.reported);
                Some(self.line(pair, form, (lone.cell, &lone.id), figures, state))
            })
        };
        both.chain(lone(Era::Old, &pair.only_old, "compare-only-old-cell")).chain(lone(
            Era::New,
            &pair.only_new,
            "compare-only-new-cell",
        ))
    }

    fn line(
        &self,
        pair: &Pair,
        form: &FormEdition,
        (cell, id): (CellIndex, &str),
        [old, new, change, percent]: [Field<'static>; 4],
        state: &str,
    ) -> [Field<'static>; 12] {
        let lang = self.style.lang;
        let [table, row, column] = words::cell_lines(form, cell, lang).map(text);
        let agency = text(pair.agency().unwrap_or(phrase("agency-unknown", lang)));
        let (before, after) = (year(pair.old.year), year(pair.new.year));
        [agency, table, row, column, before, after, old, new, change, percent, text(phrase(state, lang)), text(id)]
    }

    /// What became of the findings of resubmissions.
    fn findings(&self, contrast: &Contrast, names: &mut SheetNames) -> Result<Option<Worksheet>, XlsxError> {
        let lang = self.style.lang;
        let pairs: Vec<&Pair> = contrast.pairs.iter().filter(|pair| pair.kind == Kind::Resubmission).collect();
        if pairs.is_empty() {
            return Ok(None);
        }
        let mut sheet = self.open("compare-sheet-findings", FINDINGS, names)?;
        let mut next = 1;
        for pair in pairs {
            for (name, filing, finding) in words::turned(pair) {
                if next > MAX_ROWS {
                    break;
                }
                let said = crate::render::lines::titled(finding, filing, self.style);
                let fields = [
                    text(pair.agency().unwrap_or(phrase("agency-unknown", lang))),
                    year(filing.year),
                    text(phrase(name, lang)),
                    text(&finding.rule.code),
                    text(&said),
                ];
                self.row(&mut sheet, next, FINDINGS, &fields)?;
                next += 1;
            }
        }
        self.close(&mut sheet, next, FINDINGS)?;
        Ok(Some(sheet))
    }

    /// What was not compared, and why.
    fn rest(&self, contrast: &Contrast, names: &mut SheetNames) -> Result<Option<Worksheet>, XlsxError> {
        let lang = self.style.lang;
        let why = |name: &str| phrase(name, lang).trim_end_matches(['：', ':', ' ']).to_owned();
        let mut lines: Vec<[String; 2]> = Vec::new();
        for (name, filings) in words::rest(contrast) {
            lines.extend(filings.into_iter().map(|filing| [words::named(filing, lang), why(name)]));
        }
        for (era, filing) in &contrast.unread {
            let name = if *era == Era::Old { "compare-unread-old" } else { "compare-unread-new" };
            let (fact, help) = words::unread_words(filing, lang);
            let said = format!("{}{fact} {help}", phrase(name, lang));
            lines.push([filing.source.to_string(), said.trim_end().to_owned()]);
        }
        let undrawn = contrast.pairs.iter().skip(MAX_FORMS);
        lines.extend(undrawn.map(|pair| [words::title(pair, lang), phrase("compare-no-sheet", lang).to_owned()]));
        if lines.is_empty() {
            return Ok(None);
        }
        let mut sheet = self.open("compare-sheet-rest", REST, names)?;
        let mut next = 1;
        for line in lines.iter().take(MAX_ROWS as usize) {
            self.row(&mut sheet, next, REST, &line.each_ref().map(|words| text(words)))?;
            next += 1;
        }
        self.close(&mut sheet, next, REST)?;
        Ok(Some(sheet))
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
    sheet.set_name(names.name(Some(pair.agency().unwrap_or_default()), pair.new.year))?;
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
            let change = both
                .filter(|both| both.is_changed())
                .map(|both| both.compared.and_then(|cell| cell.change).is_some_and(|change| change > Decimal::ZERO));
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
    let offered = sentences(pair);
    if !offered.is_empty() {
        put_merged(&mut sheet, (top, 0), (top, last), phrase("compare-sentences", lang), &looks.section)?;
        sheet.set_row_height(top, SECTION_HEIGHT)?;
        let said = Format::new().set_font_name(FONT).set_font_size(10.5).set_quote_prefix();
        for sentence in offered {
            top += 1;
            put_merged(&mut sheet, (top, 0), (top, last), &sentence, &said)?;
        }
    }
    lay_on_paper(&mut sheet, width);
    Ok(Some(sheet))
}

/// How a figure looks: of a total, of the new side, changed and which way.
fn figure_looks(looks: &Looks) -> HashMap<(bool, bool, Option<bool>), Format> {
    let mut figures = HashMap::new();
    for (is_total, base) in [(true, &looks.total), (false, &looks.value)] {
        for is_new in [true, false] {
            for change in [None, Some(true), Some(false)] {
                let format = match change {
                    None => base.clone(),
                    Some(is_up) => base.clone().set_background_color(Color::RGB(if is_up { UP } else { DOWN })),
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
