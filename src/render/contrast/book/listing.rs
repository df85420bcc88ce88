//! How a list looks: a header that stays in sight, with filters, and rows high enough for their text.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::render::Style;
use crate::render::canonical::field::Field;
use crate::render::canonical::names::SheetNames;
use crate::render::canonical::sheet::{FONT, lay_on_paper, put};
use crate::render::words::phrases::phrase;
use crate::render::words::wrap::wrap;

/// One line of a list, in points.
pub(super) const LINE: f64 = 15.0;

/// The sheets that are lists.
pub(super) struct Lists<'a> {
    pub(super) style: Style<'a>,
    header: Format,
    text: Format,
    number: Format,
    signed: Format,
    percent: Format,
}

/// The columns of a list, and how wide they are.
pub(super) type Columns = &'static [(&'static str, u16)];

impl<'a> Lists<'a> {
    pub(super) fn new(style: Style<'a>) -> Self {
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
            signed: figure.clone().set_num_format("+General;-General;General").set_bold(),
            percent: figure.clone().set_num_format("+0.0\"%\";-0.0\"%\";0.0\"%\""),
            number: figure,
        }
    }

    pub(super) fn open(&self, name: &str, columns: Columns, names: &mut SheetNames) -> Result<Worksheet, XlsxError> {
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
    pub(super) fn row(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        columns: Columns,
        fields: &[Field],
    ) -> Result<(), XlsxError> {
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
                lines = lines.max(wrap(words, usize::from(*width).saturating_sub(1)).lines().count());
            }
            put(sheet, (row, column), field, format)?;
        }
        sheet.set_row_height(row, f64::from(u32::try_from(lines.min(20)).unwrap_or(1)) * LINE + 3.0)?;
        Ok(())
    }

    pub(super) fn close(sheet: &mut Worksheet, next: u32, columns: Columns) -> Result<(), XlsxError> {
        let last = u16::try_from(columns.len()).unwrap_or(1) - 1;
        sheet.autofilter(0, 0, next.max(2) - 1, last)?;
        lay_on_paper(sheet, columns.iter().map(|(_, width)| f64::from(*width)).sum());
        Ok(())
    }
}
