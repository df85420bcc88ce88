//! A sheet that lists things: findings, agencies, what was left out.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::render::Style;
use crate::render::canonical::field::Field;
use crate::render::canonical::sheet::{FONT, MAX_ROWS, lay_on_paper, put};
use crate::render::words::clean::clean;
use crate::render::words::phrases::phrase;
use crate::render::words::wrap::wrap;
use crate::rules::Severity;

/// One line of text, in points, and how many a row shows at most.
const LINE: f64 = 14.5;
const MAX_LINES: usize = 25;

/// The columns that programs read back.
const FOR_PROGRAMS: [&str; 3] = ["csv-cells", "ledger-figures", "ledger-fingerprint"];
/// The columns that stay in sight: those of the agency.
const FIXED_COLUMNS: u16 = 1;

/// A sheet with a header that stays in sight, with filters, and rows high enough for their text.
pub(in crate::render) struct Listing {
    sheet: Worksheet,
    columns: &'static [(&'static str, u16)],
    next: u32,
    looks: Looks,
    failure: Option<XlsxError>,
}

struct Looks {
    /// Without the mark of text: a number that is edited stays one.
    number: Format,
    text: Format,
    code: Format,
    error: Format,
    warning: Format,
}

impl Looks {
    fn new() -> Self {
        let text = Format::new()
            .set_font_name(FONT)
            .set_font_size(10)
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00BF_BFBF));
        let (number, text) = (text.clone().set_align(FormatAlign::Center), text.set_quote_prefix());
        let code = text.clone().unset_text_wrap();
        let shaded = |color| text.clone().set_background_color(Color::RGB(color));
        Self { error: shaded(0x00FC_E4E4), warning: shaded(0x00FF_F2CC), number, text, code }
    }
}

impl Listing {
    pub(in crate::render) fn new(
        name: &str,
        number: usize,
        columns: &'static [(&'static str, u16)],
        style: Style,
    ) -> Self {
        let mut made = Self { sheet: Worksheet::new(), columns, next: 1, looks: Looks::new(), failure: None };
        made.failure = made.open(name, number, style).err();
        made
    }

    fn open(&mut self, name: &str, number: usize, style: Style) -> Result<(), XlsxError> {
        let name = phrase(name, style.lang);
        self.sheet.set_name(if number == 1 { name.to_owned() } else { format!("{name} ({number})") })?;
        let header = Format::new()
            .set_font_name(FONT)
            .set_font_size(10)
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_background_color(Color::RGB(0x00D9_E2F0));
        for (column, (name, width)) in (0..).zip(self.columns) {
            self.sheet.write_string_with_format(0, column, phrase(name, style.lang), &header)?;
            self.sheet.set_column_width(column, *width)?;
        }
        self.sheet.set_row_height(0, 2.0 * LINE)?;
        self.sheet.set_freeze_panes(1, FIXED_COLUMNS)?;
        self.sheet.set_repeat_rows(0, 0)?;
        Ok(())
    }

    pub(in crate::render) fn is_full(&self) -> bool {
        self.next > MAX_ROWS
    }

    /// A row; a severity gives its first cell and that of the severity their colour.
    pub(in crate::render) fn row(&mut self, fields: &[Field], severity: Option<Severity>) -> Result<(), XlsxError> {
        let colored = match severity {
            Some(Severity::Error) => &self.looks.error,
            Some(Severity::Warning) => &self.looks.warning,
            Some(Severity::Note) | None => &self.looks.text,
        };
        let mut lines = 1;
        for ((column, field), (name, width)) in (0..).zip(fields).zip(self.columns) {
            let field = match field {
                Field::Text(text) => {
                    // Line breaks of our own stay, those of a file are cleaned away where they come in.
                    let text: Vec<_> = text.split('\n').map(clean).collect();
                    Field::Text(text.join("\n").into())
                }
                other => other.clone(),
            };
            // What programs read back stays on one line, however long it is.
            let is_for_programs = FOR_PROGRAMS.contains(name);
            if !is_for_programs {
                lines = lines.max(wrap(&field.plain(), usize::from(*width).saturating_sub(1)).lines().count());
            }
            let is_colored = ["rules-severity", "column-code", "ledger-state"].contains(name);
            let format = match field {
                Field::Number(_) => &self.looks.number,
                _ if is_colored => colored,
                _ if is_for_programs => &self.looks.code,
                _ => &self.looks.text,
            };
            put(&mut self.sheet, (self.next, column), &field, format)?;
        }
        let height = f64::from(u16::try_from(lines.min(MAX_LINES)).unwrap_or(1)) * LINE + 3.0;
        self.sheet.set_row_height(self.next, height)?;
        self.next += 1;
        Ok(())
    }

    pub(in crate::render) fn end(mut self) -> Result<Worksheet, XlsxError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let last = u16::try_from(self.columns.len()).unwrap_or(1) - 1;
        self.sheet.autofilter(0, 0, self.next.max(2) - 1, last)?;
        lay_on_paper(&mut self.sheet, self.columns.iter().map(|(_, width)| f64::from(*width)).sum());
        Ok(self.sheet)
    }
}
