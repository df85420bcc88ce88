//! What office programs save: workbooks and documents, told apart by content and read into sparse grids.
//!
//! Every reader has the same shape: inflate or take out only the parts that are needed, walk them once, push cells into
//! the bounded [`GridBuilder`]. Nothing is ever as large as the *area* of a sheet, and nothing is reserved because a file
//! declared a number. The usual crate, calamine, does both: 1.4 KB of `.xlsx` with the cells A1 and XFD1048576 makes it ask
//! for 512 GiB, a `.xls` with a record at (65535, 65535) aborts inside its constructor, an `.ods` repeats a cell a million
//! times, and an abort cannot be caught.
//!
//! `.xls` is read by calamine all the same, behind a fence (`xls`): the records of four generations of Excel are not ours
//! to know, and a record says nothing but a value, so that the fence can take values out one by one. The other formats
//! are read by readers of our own:
//!
//! * `.xlsx` and `.ods`, because calamine says what a cell stores, and a check has to know what a person sees in it: the
//!   number format that shows 251000 as 25.1, characters that are struck out, lines that are hidden. It reads
//!   `<v>18<!-- x -->08595</v>` as 18, and cells that a merged one covers as if they could be seen. A fence before it would
//!   have to walk the same elements as the reader does.
//! * `.xlsb`, because of the 283 cells of `fixtures/workbooks/printed.xlsb`, 200 of them figures, calamine 0.38 gives 60, 7 of
//!   them figures. `SheetJS` writes cells as short records, which calamine passes over, as it does rich text and the errors
//!   that formulas result in; a blank would count as zero. To mend that, a fence had to rewrite every cell of every sheet
//!   behind the same package, relations, texts and styles: more than the 190 lines of the reader.
//!
//! What a person sees of a cell is noted beside what it stores: another figure that its number format shows, characters that
//! are struck out, raised or hidden, cells under a merged one, rows and columns that are hidden, the formula that makes the
//! value. Of that, `.xls` has all but colours and formulas; `.xlsb` has number formats, struck-out fonts, merged cells and
//! hidden lines. What conditional formats show is not asked, and
//! of a data set, whose sheets are walked, only the values are read, and the merged cells of its keys.
//!
//! | module | what it knows |
//! |---|---|
//! | `package` | zip: which parts there are, how far they may expand |
//! | `relations` | which part of an Office package is what |
//! | `xml` | elements and text of a part, with a depth, without a DOCTYPE |
//! | `xlsx`, `sheet` | the workbook part; the cells of a worksheet |
//! | `anchored` | what is drawn over cells of a worksheet |
//! | `styles` | which cell formats show a date, or are struck out |
//! | `shown` | what number formats make of numbers |
//! | `strings` | the shared strings of `.xlsx` and `.xlsb` |
//! | `xlsb` | the binary records of `.xlsb` |
//! | `xls` | `.xls` through calamine: its container, the fence, the values put where they stood |
//! | `binary` | fields of binary records, packed numbers, error codes |
//! | `ods` | ODF |
//! | `docx` | Word documents |
//! | `word` | Word documents up to 2003 |
//! | `rtf` | rich text |
//! | `odt` | ODF text documents |
//! | `marked` | documents whose tables are marks between paragraphs |
//! | `paragraph` | one of these |
//! | `borders` | the columns of a table whose rows have borders of their own |
//! | `drawn` | which pictures of a document are part of its text |
//! | `fields` | what of a field is shown, in documents that keep its code beside the result |
//! | `choice` | what was chosen from the list of a field |
//! | `look` | which characters of a document a person counts |
//! | `paint` | the colours of fonts and fills of a workbook |
//! | `dxf` | what the formats that conditions give change of those of the cells |
//! | `ink` | which letters are told from what is behind them |
//! | `number`, `calendar` | numbers as a sheet shows them; dates as numbers |

mod anchored;
mod binary;
mod borders;
mod calendar;
mod choice;
mod container;
mod docx;
mod drawn;
mod dxf;
mod fields;
mod ink;
mod look;
mod marked;
mod number;
mod ods;
mod odt;
mod package;
mod paint;
mod paragraph;
mod relations;
pub(in crate::reading) mod rtf;
mod sheet;
mod shown;
mod strings;
mod styles;
#[cfg(test)]
mod tests;
mod word;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

pub(in crate::reading) use self::calendar::year_of_serial;
use self::container::Container;
use self::package::Package;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::bytes::source::Source;
use crate::reading::cells::build::{Cells, GridBuilder};
use crate::reading::cells::grid::{Grid, GridRow, Origin, Position};

/// How much of a reason is said.
const REASON_CHARS: usize = 160;

/// What office programs save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum OfficeKind {
    /// Office Open XML, with or without macros.
    Xlsx,
    /// Office Open XML with binary parts.
    Xlsb,
    /// ODF, of Calc and others.
    Ods,
    /// Word, Office Open XML.
    Docx,
    /// ODF, of Writer and others.
    Odt,
    /// The compound files of Word 97 to 2003, and what WPS calls `.wps`.
    Doc,
    /// The compound files of Excel 5 to 2003, and what WPS calls `.et`.
    Xls,
}

/// Whether a row heads a data set, below so many that did not tell; `None` where the rows below it tell.
pub(in crate::reading) type IsHeader<'h> = dyn Fn(&GridRow, usize) -> Result<Option<bool>, ReadError> + 'h;

/// What a zip or compound file is, by its content and never by its name, and its worksheets, in its order, hidden ones
/// included; of a document its tables. Those whose first rows hold what `is_header` of a data set are marked; of an `.xlsx`
/// nothing more of them is read, because [`stream`] walks them.
///
/// # Errors
/// [`Problem::OldDocument`] for Word 95 and before, [`Problem::Encrypted`] for a file with a password,
/// [`Problem::Ofd`], [`Problem::Mail`] for what is known and not read, [`Problem::UnknownPackage`] and
/// [`Problem::UnknownBinary`] for everything else that opens, and any [`Problem`] of a
/// file that is damaged or larger than the [limits].
pub(in crate::reading) fn read(
    source: &Source,
    is_header: &IsHeader<'_>,
) -> Result<(OfficeKind, Vec<Grid>), ReadError> {
    let mut grids = GridBuilder::default();
    let kind = if source.head(2)?.starts_with(b"PK") {
        let mut package = Package::open(source)?;
        let kind = recognise(&mut package)?;
        match kind {
            OfficeKind::Xlsb => xlsb::read(&mut package, &mut grids)?,
            OfficeKind::Ods => ods::read(&mut package, &mut grids)?,
            // A letter quotes the tables that it is about. A workbook with its cells marked is for the agency to correct.
            OfficeKind::Docx if has_property(&mut package, RESULT_PROPERTY)? => {
                return Err(ReadError::new(Problem::OwnResult));
            }
            OfficeKind::Docx => return docx::read(&mut package).map(|grids| (kind, grids)),
            OfficeKind::Odt => return odt::read(&mut package).map(|grids| (kind, grids)),
            // No package is an .xls or a .doc.
            OfficeKind::Xlsx | OfficeKind::Xls | OfficeKind::Doc => xlsx::read(&mut package, &mut grids, is_header)?,
        }
        kind
    } else {
        let bytes = source.whole(limits::MAX_FILE_BYTES)?;
        let file = Container::open(&bytes)?;
        if xls::STREAMS.into_iter().any(|name| file.has(name)) {
            xls::read(file, &mut grids)?;
            OfficeKind::Xls
        } else if file.has("EncryptedPackage") {
            return Err(ReadError::new(Problem::Encrypted));
        } else if file.has(word::DOCUMENT) {
            return word::read(file).map(|grids| (OfficeKind::Doc, grids));
        } else if file.has(MAIL) {
            return Err(ReadError::new(Problem::Mail));
        } else {
            return Err(ReadError::new(Problem::UnknownBinary));
        }
    };
    let mut grids = grids.finish();
    for grid in grids.iter_mut().filter(|grid| !grid.is_data_set) {
        let told = grid.rows.iter().enumerate().find_map(|(above, row)| is_header(row, above).transpose());
        grid.is_data_set = told.transpose()?.unwrap_or_default();
    }
    for grid in grids.iter_mut().filter(|grid| !grid.is_data_set) {
        grid.uncover()?;
    }
    Ok((kind, grids))
}

/// Hands the cells of a sheet of an `.xlsx`, by its place among the worksheets, to `cells`.
///
/// # Errors
/// As [`read`]; but a sheet that is walked may be far longer than one that is kept.
pub(in crate::reading) fn stream(source: &Source, sheet: usize, cells: &mut impl Cells) -> Result<(), ReadError> {
    xlsx::stream(&mut Package::open(source)?, sheet, cells)
}

/// The stream of a mail as Outlook saves it, `.msg`.
const MAIL: &str = "__properties_version1.0";

/// The property by which a workbook says that it is the result of a check.
pub const RESULT_PROPERTY: &str = "gouji-result";

/// The property by which it names, between `/`, which no sheet's name has, the sheets that list what a sum is made of.
/// They are no filings: who read them would have every part a second time.
pub const LISTS_PROPERTY: &str = "gouji-lists";

/// The property by which a document says that it is one of the letters of a folder, and to whom.
pub const LETTER_PROPERTY: &str = "gouji-letter";

/// When every workbook of gouji was made and changed last, as its properties say. A program that saves it later puts the
/// time of the day there.
pub const WRITTEN: &str = "2000-01-01T00:00:00Z";

/// Whether a workbook is as gouji wrote it: nobody has saved it since.
pub(in crate::reading) fn is_as_written(source: &Source) -> Result<bool, ReadError> {
    let Some(part) = Package::open(source)?.part("docProps/core.xml")? else { return Ok(false) };
    let text = String::from_utf8_lossy(&part);
    let has = |name: &str, value: &str| {
        let fields = text.split('<').filter_map(|field| field.split_once('>'));
        let mut named = fields.filter(|(tag, _)| tag.split_whitespace().next() == Some(name));
        named.next().is_some_and(|(_, said)| said == value)
    };
    Ok(has("dc:creator", "gouji") && has("dcterms:created", WRITTEN) && has("dcterms:modified", WRITTEN))
}

/// Whether a workbook or document is the result of a check.
pub(in crate::reading) fn is_result(source: &Source) -> Result<bool, ReadError> {
    has_property(&mut Package::open(source)?, RESULT_PROPERTY)
}

/// Whether it is a result that lists or quotes what was checked, and holds no filing that could be read again.
pub(in crate::reading) fn is_quotation(source: &Source) -> Result<bool, ReadError> {
    let mut package = Package::open(source)?;
    Ok(has_property(&mut package, RESULT_PROPERTY)? && !has_property(&mut package, LISTS_PROPERTY)?)
}

/// Whether a document is one of the letters of a folder.
pub(in crate::reading) fn is_letter(source: &Source) -> Result<bool, ReadError> {
    has_property(&mut Package::open(source)?, LETTER_PROPERTY)
}

fn has_property(package: &mut Package<'_>, name: &str) -> Result<bool, ReadError> {
    let part = package.part("docProps/custom.xml")?;
    let name = format!("name=\"{name}\"");
    Ok(part.is_some_and(|part| String::from_utf8_lossy(&part).contains(&name)))
}

/// The names of the sheets that list what a sum is made of.
fn lists(package: &mut Package<'_>) -> Result<Vec<String>, ReadError> {
    let Some(part) = package.part("docProps/custom.xml")? else { return Ok(Vec::new()) };
    let text = xml::decode(part)?;
    let mut nodes = xml::Nodes::new(&text);
    let (mut is_list, mut names) = (false, String::new());
    while let Some(node) = nodes.next()? {
        match node {
            xml::Node::Open(element) if xml::local(&element) == "property" => {
                is_list = false;
                xml::attributes(&element, |key, value| {
                    is_list |= key == "name" && value == LISTS_PROPERTY;
                    Ok(())
                })?;
            }
            xml::Node::Text(text) if is_list => names.push_str(text.trim()),
            _ => {}
        }
    }
    Ok(names.split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

fn recognise(package: &mut Package<'_>) -> Result<OfficeKind, ReadError> {
    if ods::is_spreadsheet(package)? {
        return Ok(OfficeKind::Ods);
    }
    if odt::is_text(package)? {
        return Ok(OfficeKind::Odt);
    }
    if package.has("OFD.xml") {
        return Err(ReadError::new(Problem::Ofd));
    }
    let main = relations::main_part(package)?;
    if main.starts_with("word/") {
        Ok(OfficeKind::Docx)
    } else if !main.starts_with("xl/") && !main.contains("workbook") {
        Err(ReadError::new(Problem::UnknownPackage))
    } else if main.rsplit('.').next() == Some("bin") {
        Ok(OfficeKind::Xlsb)
    } else {
        Ok(OfficeKind::Xlsx)
    }
}

/// The reason may quote the file, so it is cut: a row number can be sixty megabytes long.
#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn damaged(reason: impl ToString) -> ReadError {
    ReadError::new(Problem::Damaged).with("reason", reason.to_string().chars().take(REASON_CHARS).collect::<String>())
}

/// The sheet of this name. Excel allows 31 characters, Calc more; each place that is printed repeats it.
fn origin(name: &str) -> Result<Origin, ReadError> {
    if name.len() > limits::MAX_SHEET_NAME_BYTES {
        return Err(damaged(format!("a sheet has a name of {} bytes", name.len())));
    }
    Ok(Origin::Sheet(name.into()))
}

/// A position counted from 0, if Excel's grid has it. A wild row number is damage and no cell: calamine lets a row past
/// 2³² wrap to the top of the sheet.
fn position(row: u64, column: u64) -> Result<Position, ReadError> {
    match (u32::try_from(row), u32::try_from(column)) {
        (Ok(row), Ok(column)) if row < limits::MAX_ROWS && column < limits::MAX_COLUMNS => Ok(Position { row, column }),
        _ => Err(damaged(format!("a cell in row {}, column {}", row.saturating_add(1), column.saturating_add(1)))),
    }
}
