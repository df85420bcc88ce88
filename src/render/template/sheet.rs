//! One sheet of the blank workbook.

use std::collections::HashMap;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, Formula, ProtectionOptions, Worksheet, XlsxError,
    row_col_to_cell_absolute,
};

use super::checks::CheckLines;
use super::computed::{covered, items, listed};
use crate::model::{CellIndex, FormEdition, Lang, ValueKind};
use crate::reading::YEARS;
use crate::render::canonical::FORM_LANG;
use crate::render::canonical::sheet::{
    Area, Looks, SECTION_HEIGHT, TITLE_HEIGHT, draw, lay_on_paper, put_field, put_merged,
};
use crate::render::canonical::spacing::Spacing;
use crate::render::printed::{PrintedTable, RowPart};
use crate::render::words::phrases::{fill, phrase};

/// A table of the blank form, on its way to a sheet.
pub(super) struct BlankSheet<'f> {
    edition: &'f FormEdition,
    table: &'f PrintedTable<'f>,
    lang: Lang,
    looks: Looks,
    sheet: Worksheet,
    spacing: Spacing,
    area: Area,
    /// Where each cell of the form is.
    places: HashMap<CellIndex, (u32, u16)>,
}

impl<'f> BlankSheet<'f> {
    /// A sheet that begins with the fields for agency and year, if it is the first one.
    pub(super) fn new(edition: &'f FormEdition, table: &'f PrintedTable<'f>, lang: Lang, is_first: bool) -> Self {
        let spacing = Spacing::of(table);
        let fields = if is_first { 2 } else { 0 };
        // Below the fields: the title, and the name of the table.
        let area = Area { top: fields + 2, edges: spacing.edges(table) };
        let places = table.values().map(|(index, row, column)| (index, area.at(row, column))).collect();
        Self { edition, table, lang, looks: Looks::new(), sheet: Worksheet::new(), spacing, area, places }
    }

    /// Draws the sheet. The title refers to that of the first sheet, or to the fields above it; returned is also where
    /// the title stands.
    pub(super) fn draw(mut self, at: usize, name: &str, title: Option<&str>) -> Result<(Worksheet, String), XlsxError> {
        self.sheet.set_name(name)?;
        // Not the zero that the writer would store: nothing is computed yet.
        self.sheet.set_formula_result_default("");
        self.spacing.set_columns(&mut self.sheet)?;
        let formula = match title {
            Some(title) => format!("={title}"),
            None => self.fields()?,
        };
        let top = self.area.top - 2;
        let last = self.spacing.columns() - 1;
        put_merged(&mut self.sheet, (top, 0), (top, last), "", &self.looks.title)?;
        let formula = Formula::new(formula).set_result(title_of("", phrase("fill-in-year", FORM_LANG)));
        self.sheet.write_formula_with_format(top, 0, formula, &self.looks.title)?;
        self.sheet.set_row_height(top, TITLE_HEIGHT)?;
        let section = self.table.form.label.printed();
        put_merged(&mut self.sheet, (top + 1, 0), (top + 1, last), section, &self.looks.section)?;
        self.sheet.set_row_height(top + 1, SECTION_HEIGHT)?;
        let heights = self.spacing.heights(self.table, &self.area, |_| String::new());
        let input = self.looks.value.clone().set_unlocked();
        let look = |index| if items(self.edition, index).is_some() { &self.looks.total } else { &input };
        draw(&mut self.sheet, self.table, &self.area, &heights, &self.looks, look)?;
        self.sum_totals()?;
        self.validate()?;
        let below = self.check_balances(at)?;
        self.set_up_pages(below)?;
        // Without a password: it keeps formulas from being overtyped, and who wants to can lift it.
        self.sheet.protect_with_options(&ProtectionOptions {
            format_columns: true,
            format_rows: true,
            ..ProtectionOptions::default()
        });
        Ok((self.sheet, row_col_to_cell_absolute(top, 0)))
    }

    /// The fields for agency and year; the formula of the title that is made of them.
    fn fields(&mut self) -> Result<String, XlsxError> {
        let agency = self.field(0, "field-agency")?;
        let (row, column) = self.field(1, "field-year")?;
        let years = DataValidationRule::Between(i32::from(*YEARS.start()), i32::from(*YEARS.end()));
        let rule = self.explained(DataValidation::new().allow_whole_number(years), "valid-year")?;
        self.sheet.add_data_validation(row, column, row, column, &rule)?;
        self.sheet.set_selection(agency.0, agency.1, agency.0, agency.1)?;
        let (agency, year) = (row_col_to_cell_absolute(agency.0, agency.1), row_col_to_cell_absolute(row, column));
        let blank = phrase("fill-in-year", FORM_LANG);
        let year = format!("\"&IF({year}=\"\",\"{blank}\",{year})&\"");
        Ok(format!("=\"{}\"", title_of(&format!("\"&{agency}&\""), &year)))
    }

    /// A field above the title: its words, and a cell to fill in.
    fn field(&mut self, row: u32, words: &str) -> Result<(u32, u16), XlsxError> {
        let input = self.looks.field().set_background_color(Color::RGB(0x00FF_F2CC)).set_unlocked();
        put_field(&mut self.sheet, &self.spacing, row, phrase(words, FORM_LANG), &self.looks, &input)
    }

    fn sum_totals(&mut self) -> Result<(), XlsxError> {
        for (index, (row, column)) in &self.places {
            let Some(items) = items(self.edition, *index) else { continue };
            let cells = listed(items.iter().map(|item| self.places[item]));
            let sum = format!("=IF(COUNT({cells})=0,\"\",SUM({cells}))");
            self.sheet.write_formula_with_format(*row, *column, sum.as_str(), &self.looks.total)?;
        }
        Ok(())
    }

    fn validate(&mut self) -> Result<(), XlsxError> {
        for kind in [ValueKind::Count, ValueKind::Change, ValueKind::Amount] {
            let is_mine =
                |index: CellIndex| self.edition.cell(index).value == kind && items(self.edition, index).is_none();
            let mine: Vec<_> = self.places.iter().filter(|(index, _)| is_mine(**index)).map(|(_, at)| *at).collect();
            let Some((row, column)) = mine.iter().min().copied() else { continue };
            let rule = DataValidation::new();
            let (rule, words) = match kind {
                ValueKind::Count => {
                    (rule.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)), "valid-count")
                }
                ValueKind::Change => {
                    (rule.allow_whole_number(DataValidationRule::Between(i32::MIN, i32::MAX)), "valid-change")
                }
                ValueKind::Amount => {
                    (rule.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)), "valid-amount")
                }
            };
            let rule = self.explained(rule, words)?.set_multi_range(covered(mine));
            self.sheet.add_data_validation(row, column, row, column, &rule)?;
        }
        Ok(())
    }

    fn explained(&self, rule: DataValidation, words: &str) -> Result<DataValidation, XlsxError> {
        rule.set_error_title(phrase("valid-title", self.lang))?.set_error_message(phrase(words, self.lang))
    }

    /// Below the table a line for each declared balance. Returned is the first row that is free.
    fn check_balances(&mut self, at: usize) -> Result<u32, XlsxError> {
        let look = self.looks.section.clone().set_font_size(10.5);
        let checks = CheckLines {
            edition: self.edition,
            places: &self.places,
            lang: self.lang,
            last: self.spacing.columns() - 1,
            look: &look,
        };
        checks.draw(&mut self.sheet, at, self.area.below(self.table), |_| String::new())
    }

    /// The title and a header that is the table's only one stay in sight, and are printed on every page.
    fn set_up_pages(&mut self, below: u32) -> Result<(), XlsxError> {
        let is_body = |part| part == RowPart::Body;
        let parts: Vec<RowPart> = self.table.rows.iter().map(|row| row.part).collect();
        let first_body = parts.iter().position(|part| is_body(*part)).unwrap_or(0);
        let has_one_header = parts[first_body..].iter().all(|part| is_body(*part));
        let (body, _) = self.area.at(if has_one_header { first_body } else { 0 }, 0);
        let (title, last) = (self.area.top - 2, self.spacing.columns() - 1);
        self.sheet.set_freeze_panes(body, 0)?;
        self.sheet.set_repeat_rows(title, body - 1)?;
        self.sheet.set_print_area(title, 0, below - 1, last)?;
        lay_on_paper(&mut self.sheet, self.spacing.width());
        Ok(())
    }
}

fn title_of(agency: &str, year: &str) -> String {
    fill(phrase("report-title", FORM_LANG), |fact| match fact {
        "agency" => Some(agency),
        "year" => Some(year),
        _ => None,
    })
}
