//! Filings in the canonical form: what was read from anything, written so that gouji, a spreadsheet program or a script
//! reads it again.
//!
//! Three layouts, each as CSV or as a workbook. *Statutory* is the form as the law prints it, one sheet or run of lines a
//! filing; *wide* is one filing a line; *long* one cell a line. A [`Conversion`] is told of the filings as they come;
//! only the wide layout keeps their figures until the last, because its header names the cells of all of them.
//!
//! What is written is what was read, no more: a cell that a filing has not is left out, or is the word for a missing
//! cell where the layout has a place for it; a figure is the plain decimal; signs for "none", text that is no figure and
//! figures in another unit than the form's are written as printed.

mod dialect;
pub(super) mod field;
pub(super) mod names;
mod records;
pub(super) mod rows;
pub(super) mod sheet;
pub(super) mod spacing;
pub(super) mod statutory;

use std::io::{self, BufWriter, Seek, SeekFrom, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::Renderer;
use crate::diagnosis::{Assessment, Report, Source};
use crate::forms::Forms;
use crate::model::{CellIndex, Figure, FormEdition, Lang, Transcript};
use crate::reading::{LISTS_PROPERTY, RESULT_PROPERTY, WRITTEN, stands_for_itself};
use crate::render::words::phrases::phrase;
pub(super) use dialect::is_for_research;
pub use dialect::{Dialect, Provenance};
use field::{Field, said_to_be_no_figure};
use records::{Long, Wide};
use rows::{DelimitedRows, SheetRows};
use statutory::{StatutoryBook, StatutoryText};

/// How filings are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement {
    /// As the law prints the form.
    Statutory,
    /// One filing a line, one column a cell.
    Wide,
    /// One cell a line.
    Long,
}

/// The kinds of file that filings are written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Comma-separated, UTF-8 with a byte order mark: without it Excel takes Chinese for another encoding.
    Csv,
    /// An Excel workbook.
    Xlsx,
}

/// Filings being written.
pub struct Conversion<'f> {
    forms: &'f Forms,
    writer: Box<dyn Writer + 'f>,
}

impl<'f> Conversion<'f> {
    /// Begins a file that is written to `out`; a workbook is written when it is finished.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn new(
        forms: &'f Forms,
        arrangement: Arrangement,
        kind: FileKind,
        dialect: Dialect,
        out: Box<dyn Write + 'f>,
    ) -> io::Result<Self> {
        let text = |out| DelimitedRows::new(out, !dialect.is_unmarked);
        let writer: Box<dyn Writer + 'f> = match (arrangement, kind) {
            (Arrangement::Statutory, FileKind::Csv) => Box::new(StatutoryText::new(forms, text(out)?)),
            (Arrangement::Statutory, FileKind::Xlsx) => Box::new(StatutoryBook::new(out)),
            (Arrangement::Wide, FileKind::Csv) => Box::new(Wide::new(forms, text(out)?, dialect)),
            (Arrangement::Wide, FileKind::Xlsx) => Box::new(Wide::new(forms, SheetRows::new(out), dialect)),
            (Arrangement::Long, FileKind::Csv) => Box::new(Long::new(text(out)?, dialect)),
            (Arrangement::Long, FileKind::Xlsx) => Box::new(Long::new(SheetRows::new(out), dialect)),
        };
        Ok(Self { forms, writer })
    }
}

impl Renderer for Conversion<'_> {
    /// Writes a filing; one of which nothing could be read is passed over.
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        Filed::of(filing, self.forms).map_or(Ok(()), |filed| self.writer.filing(&filed))
    }

    /// Ends the file. What the filings add up to is no part of it.
    fn finish(&mut self, _: &Report) -> io::Result<()> {
        self.writer.finish()
    }
}

/// One layout in one kind of file.
trait Writer {
    fn filing(&mut self, filing: &Filed) -> io::Result<()>;

    fn finish(&mut self) -> io::Result<()>;
}

/// A filing that was read, with the edition whose cells it speaks of.
pub(super) struct Filed<'a> {
    pub(super) source: &'a Source,
    pub(super) agency: Option<&'a str>,
    pub(super) year: Option<u16>,
    /// `None` when two editions fit equally; `form` is then the newest of them.
    pub(super) edition: Option<&'a str>,
    pub(super) form: &'a FormEdition,
    pub(super) transcript: &'a Transcript,
}

impl<'a> Filed<'a> {
    pub(super) fn of(filing: &'a Assessment, forms: &'a Forms) -> Option<Self> {
        let transcript = filing.transcript.as_ref().filter(|transcript| transcript.read_cells() > 0)?;
        Some(Self {
            source: &filing.source,
            agency: filing.agency.as_deref(),
            year: filing.year,
            edition: filing.edition.as_deref(),
            form: forms.get(&transcript.edition)?,
            transcript,
        })
    }

    /// What is written of a cell where its line and column are: a cell that the filing has not is said to be missing,
    /// since a blank would count as zero.
    fn field(&self, index: CellIndex) -> Field<'a> {
        let Some(entry) = self.transcript.entry(index) else { return missing() };
        match Field::of(entry, self.form.cell(index)) {
            // Among labels a text that is no figure may be taken for one: it says that it is none.
            Field::Text(text) if entry.figure == Figure::Unreadable && !stands_for_itself(&text) => {
                Field::Text(said_to_be_no_figure(&text).into())
            }
            field => field,
        }
    }
}

/// The word for a cell that a filing has not.
fn missing<'a>() -> Field<'a> {
    Field::text(phrase("cell-missing", FORM_LANG))
}

/// The language of what is written: a statutory form speaks Chinese, whoever reads the messages.
pub(super) const FORM_LANG: Lang = Lang::Zh;

/// Saves a workbook. Its date is always the same, so the same filings give the same bytes.
pub(super) fn save(workbook: &mut Workbook, out: &mut dyn Write) -> io::Result<()> {
    save_with(workbook, &properties()?, out)
}

/// The same for a result of a check, which a walk through its folder must not take for a report.
pub(super) fn save_result(workbook: &mut Workbook, out: &mut dyn Write) -> io::Result<()> {
    save_with(workbook, &properties()?.set_custom_property(RESULT_PROPERTY, "gouji/1"), out)
}

/// The same for a result that holds filings: a walk passes it over, who names it has it read, but for the sheets that only
/// `list` what is in it. It is not held in memory, for the list of a sum may be long.
pub(super) fn save_listed(workbook: &mut Workbook, lists: &[String], out: &mut dyn Write) -> io::Result<()> {
    let properties = properties()?.set_custom_property(RESULT_PROPERTY, "gouji/1");
    workbook.set_properties(&properties.set_custom_property(LISTS_PROPERTY, &*lists.join("/")));
    let mut file = tempfile::tempfile()?;
    workbook.save_to_writer(BufWriter::new(&mut file)).map_err(refused)?;
    file.seek(SeekFrom::Start(0))?;
    io::copy(&mut file, out)?;
    out.flush()
}

fn properties() -> io::Result<DocProperties> {
    let created = ExcelDateTime::parse_from_str(WRITTEN).map_err(refused)?;
    Ok(DocProperties::new().set_author("gouji").set_creation_datetime(&created))
}

fn save_with(workbook: &mut Workbook, properties: &DocProperties, out: &mut dyn Write) -> io::Result<()> {
    workbook.set_properties(properties);
    out.write_all(&workbook.save_to_buffer().map_err(refused)?)?;
    out.flush()
}

/// Why a workbook could not be made, as an error of its writer.
pub(super) fn refused(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error),
    }
}
