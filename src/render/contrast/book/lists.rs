//! The sheets that are lists: to filter, to sort, to print.

use rust_xlsxwriter::{Color, Sparkline, SparklineType, Worksheet, XlsxError};

use super::{MAX_FORMS, NEW, OLD, figure, text};
use crate::diagnosis::{Compared, Contrast, ContrastKind, Era, Lone, Pair};
use crate::model::{CellIndex, FormEdition, Lang};
use crate::render::Style;
use crate::render::canonical::field::Field;
use crate::render::canonical::names::SheetNames;
use crate::render::canonical::sheet::MAX_ROWS;
use crate::render::contrast::words;
use crate::render::listing::{Columns, LINE, Listing};
use crate::render::words::phrases::phrase;

const PAIRS: Columns = &[
    ("list-agency", 30),
    ("compare-kind", 11),
    ("compare-old-year", 9),
    ("compare-new-year", 9),
    ("compare-cells-compared", 12),
    ("compare-cells-changed", 13),
    ("compare-largest-of", 48),
    ("compare-old-figure", 13),
    ("compare-new-figure", 13),
    ("compare-change", 13),
    ("compare-percent", 10),
];
const LARGEST_COLUMNS: Columns = &[
    ("list-agency", 24),
    ("compare-cell", 44),
    ("compare-old-year", 8),
    ("compare-new-year", 8),
    ("compare-old-figure", 13),
    ("compare-new-figure", 13),
    ("compare-bars", 9),
    ("compare-change", 14),
    ("compare-percent", 10),
];
const CELLS: Columns = &[
    ("list-agency", 24),
    ("csv-table", 7),
    ("csv-row", 40),
    ("csv-column", 14),
    ("compare-old-year", 8),
    ("compare-new-year", 8),
    ("compare-old-figure", 13),
    ("compare-new-figure", 13),
    ("compare-change", 14),
    ("compare-percent", 10),
    ("compare-state", 12),
    ("csv-cells", 50),
];
const FINDINGS: Columns =
    &[("list-agency", 24), ("list-year", 8), ("compare-state", 10), ("csv-code", 8), ("csv-message", 90)];
const REST: Columns = &[("compare-filing", 60), ("compare-why", 80)];

/// The sheets that are lists.
pub(super) struct Lists<'a> {
    pub(super) style: Style<'a>,
}

impl Lists<'_> {
    fn open(&self, name: &str, columns: Columns, names: &mut SheetNames) -> Listing {
        Listing::called(&names.name(Some(phrase(name, self.style.lang)), None), columns, self.style)
    }

    pub(super) fn pairs(&self, contrast: &Contrast, names: &mut SheetNames) -> Result<Worksheet, XlsxError> {
        let lang = self.style.lang;
        let mut listing = self.open("compare-sheet-pairs", PAIRS, names);
        for pair in contrast.pairs.iter().take(MAX_ROWS as usize) {
            let largest = pair.largest(1).first().copied().zip(pair.form(Era::New, self.style.forms));
            let (name, cell) = match largest {
                Some((cell, form)) => (text(&words::cell(form, cell.cell, lang)), Some(cell)),
                None => (Field::Blank, None),
            };
            let of = |field: fn(&Compared) -> Field<'static>| cell.map_or(Field::Blank, field);
            let fields = [
                agency(pair, lang),
                text(words::kind(pair, lang)),
                Field::number(pair.old.year),
                Field::number(pair.new.year),
                count(pair.cells.len()),
                count(pair.changed().count()),
                name,
                of(|cell| figure(&cell.old)),
                of(|cell| figure(&cell.new)),
                of(|cell| Field::number(cell.change)),
                of(percent),
            ];
            listing.row(&fields, None)?;
        }
        listing.end()
    }

    /// The largest changes of every pair, of a resubmission all, with two small bars each.
    pub(super) fn largest(&self, contrast: &Contrast, names: &mut SheetNames) -> Result<Worksheet, XlsxError> {
        let lang = self.style.lang;
        let mut listing = self.open("compare-sheet-largest", LARGEST_COLUMNS, names);
        for pair in &contrast.pairs {
            let Some(form) = pair.form(Era::New, self.style.forms) else { continue };
            for cell in words::first_changes(pair) {
                if listing.is_full() {
                    break;
                }
                let fields = [
                    agency(pair, lang),
                    text(&words::cell(form, cell.cell, lang)),
                    Field::number(pair.old.year),
                    Field::number(pair.new.year),
                    figure(&cell.old),
                    figure(&cell.new),
                    Field::Blank,
                    Field::number(cell.change),
                    percent(cell),
                ];
                listing.row(&fields, None)?;
                let (sheet, next) = listing.sheet();
                let row = next - 1;
                sheet.set_row_height(row, 1.6 * LINE)?;
                let name = sheet.name();
                // No bar reaches the edge of its cell, or those of two rows would look like one.
                let most = [&cell.old, &cell.new].map(|reported| figure(reported).stored().unwrap_or(0.0).abs());
                let bars = Sparkline::new()
                    .set_custom_max(most[0].max(most[1]).max(1.0) * 1.25)
                    .set_range((name.as_str(), row, 4, row, 5))
                    .set_type(SparklineType::Column)
                    .set_custom_min(0)
                    .set_sparkline_color(Color::RGB(NEW))
                    .show_first_point(true)
                    .set_first_point_color(Color::RGB(OLD));
                sheet.add_sparkline(row, 6, &bars)?;
            }
        }
        listing.end()
    }

    /// Every cell, of a resubmission those that changed; sheet after sheet, since one has an end.
    pub(super) fn cells(&self, contrast: &Contrast, names: &mut SheetNames) -> Result<Vec<Worksheet>, XlsxError> {
        let mut listings = vec![self.open("compare-sheet-cells", CELLS, names)];
        for (number, pair) in contrast.pairs.iter().enumerate() {
            for fields in self.lines(pair, number >= MAX_FORMS) {
                if listings.last().is_none_or(Listing::is_full) {
                    listings.push(self.open("compare-sheet-cells", CELLS, names));
                }
                if let Some(listing) = listings.last_mut() {
                    listing.row(&fields, None)?;
                }
            }
        }
        listings.into_iter().map(Listing::end).collect()
    }

    /// The lines of a pair. A workbook is made in memory, so that of very many pairs the last have `only_changed`.
    fn lines<'p>(&'p self, pair: &'p Pair, only_changed: bool) -> impl Iterator<Item = [Field<'static>; 12]> + 'p {
        let is_listed = move |cell: &&Compared| cell.is_changed || (pair.kind == ContrastKind::Years && !only_changed);
        let both = pair.cells.iter().filter(is_listed).filter_map(move |cell| {
            let state = if cell.is_changed { "compare-changed" } else { "compare-unchanged" };
            let form = pair.form(Era::New, self.style.forms)?;
            let figures = [figure(&cell.old), figure(&cell.new), Field::number(cell.change), percent(cell)];
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
        let agency = agency(pair, lang);
        let (before, after) = (Field::number(pair.old.year), Field::number(pair.new.year));
        [agency, table, row, column, before, after, old, new, change, percent, text(phrase(state, lang)), text(id)]
    }

    /// What became of the findings of resubmissions.
    pub(super) fn findings(&self, contrast: &Contrast, names: &mut SheetNames) -> Result<Option<Worksheet>, XlsxError> {
        let lang = self.style.lang;
        let pairs: Vec<&Pair> = contrast.pairs.iter().filter(|pair| pair.kind == ContrastKind::Resubmission).collect();
        if pairs.is_empty() {
            return Ok(None);
        }
        let mut listing = self.open("compare-sheet-findings", FINDINGS, names);
        for pair in pairs {
            for (name, said) in words::turned(pair, self.style) {
                if listing.is_full() {
                    break;
                }
                let fields = [
                    agency(pair, lang),
                    Field::number(said.filing.assessment.year),
                    text(phrase(name, lang)),
                    text(said.code()),
                    text(&said.titled()),
                ];
                listing.row(&fields, None)?;
            }
        }
        listing.end().map(Some)
    }

    /// What was not compared, and why.
    pub(super) fn rest(&self, contrast: &Contrast, names: &mut SheetNames) -> Result<Option<Worksheet>, XlsxError> {
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
        let mut listing = self.open("compare-sheet-rest", REST, names);
        for line in lines.iter().take(MAX_ROWS as usize) {
            listing.row(&line.each_ref().map(|words| text(words)), None)?;
        }
        listing.end().map(Some)
    }
}

fn count(count: usize) -> Field<'static> {
    Field::Number(count.into())
}

fn agency(pair: &Pair, lang: Lang) -> Field<'static> {
    text(pair.agency().unwrap_or(phrase("agency-unknown", lang)))
}

/// Per cent as a number of per cent: what it is a part of stands beside it.
fn percent(cell: &Compared) -> Field<'static> {
    Field::number(cell.percent)
}
