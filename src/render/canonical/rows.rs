//! Rows of fields, as lines of text or rows of a sheet.

use std::io::{self, Write};

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::field::Field;
use super::sheet::{MAX_ROWS, put, shown};
use super::{refused, save};

/// Columns that a header may be wide; a longer name is broken.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=30;

/// Takes rows one after the other. The first is the header.
pub(in crate::render) trait Rows {
    fn row(&mut self, fields: &[Field]) -> io::Result<()>;

    fn finish(&mut self) -> io::Result<()>;
}

/// Lines of comma-separated text.
pub(in crate::render) struct DelimitedRows<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> DelimitedRows<W> {
    /// Lines that are written to `out`, behind a byte order mark or not.
    pub(in crate::render) fn new(mut out: W, is_marked: bool) -> io::Result<Self> {
        out.write_all(if is_marked { "\u{FEFF}" } else { "" }.as_bytes())?;
        Ok(Self { writer: csv::WriterBuilder::new().flexible(true).from_writer(out) })
    }
}

impl<W: Write> Rows for DelimitedRows<W> {
    fn row(&mut self, fields: &[Field]) -> io::Result<()> {
        let written = self.writer.write_record(fields.iter().map(|field| field.delimited().into_owned()));
        // A closed pipe must stay recognisable as one.
        written.map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            kind => io::Error::other(format!("{kind:?}")),
        })
    }

    fn finish(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Rows of a sheet, and of another with the same header when it is full.
pub(in crate::render) struct SheetRows<W: Write> {
    out: W,
    header: Vec<String>,
    sheets: Vec<Worksheet>,
    next: u32,
}

impl<W: Write> SheetRows<W> {
    pub(in crate::render) fn new(out: W) -> Self {
        Self { out, header: Vec::new(), sheets: Vec::new(), next: 0 }
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        let mut sheet = Worksheet::new();
        let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
        for (column, name) in (0_u16..).zip(&self.header) {
            sheet.write_string_with_format(0, column, name, &bold)?;
            let width = name.len().clamp(*WIDTHS.start(), *WIDTHS.end());
            sheet.set_column_width(column, u32::try_from(width).unwrap_or(0))?;
        }
        sheet.set_freeze_panes(1, 0)?;
        self.sheets.push(sheet);
        self.next = 0;
        Ok(())
    }
}

impl<W: Write> Rows for SheetRows<W> {
    fn row(&mut self, fields: &[Field]) -> io::Result<()> {
        if self.header.is_empty() {
            self.header = fields.iter().map(|field| shown(&field.plain()).into_owned()).collect();
            return self.begin_sheet().map_err(refused);
        }
        if self.next == MAX_ROWS {
            self.begin_sheet().map_err(refused)?;
        }
        self.next += 1;
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        let format = Format::new();
        for (column, field) in (0_u16..).zip(fields) {
            put(sheet, (self.next, column), field, &format).map_err(refused)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let mut workbook = Workbook::new();
        self.sheets.drain(..).for_each(|sheet| workbook.push_worksheet(sheet));
        save(&mut workbook, &mut self.out)
    }
}
