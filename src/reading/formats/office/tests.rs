//! Workbooks that office programs write, and workbooks that nobody means well with.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;

use super::package::Package;
use super::{OfficeKind, read, recognise};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::Problem;
use crate::reading::cells::grid::Grid;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A zip package of these parts.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(1));
    for (name, content) in parts {
        writer.start_file(*name, options).expect("a new part");
        writer.write_all(content).expect("written to memory");
    }
    writer.finish().expect("a whole package").into_inner()
}

fn relationships(targets: &[(&str, &str)]) -> String {
    let list = targets.iter().enumerate().map(|(index, (kind, target))| {
        format!("<Relationship Id=\"r{}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>", index + 1)
    });
    format!("<Relationships>{}</Relationships>", list.collect::<String>())
}

/// An `.xlsx` with one sheet of these rows and these shared strings.
fn xlsx(rows: &str, strings: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    xlsx_of(sheet.as_bytes(), strings.as_bytes())
}

fn xlsx_of(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    package(&[
        ("_rels/.rels", relationships(&[("officeDocument", "xl/workbook.xml")]).as_bytes()),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            relationships(&[
                ("worksheet", "worksheets/sheet1.xml"),
                ("sharedStrings", "/xl/sharedStrings.xml"),
                ("styles", "styles.xml"),
            ])
            .as_bytes(),
        ),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/SharedStrings.xml", strings),
        ("xl/styles.xml", b"<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
    ])
}

/// An `.ods` with this content in its spreadsheet.
fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name=\"ta2\" style:family=\"table\">\
         <style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    package(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

fn grids(bytes: &[u8]) -> Result<Vec<Grid>, Problem> {
    let source = bytes.into();
    read(&source, &|_, _| Ok(Some(false))).map(|(_, grids)| grids).map_err(|error| error.problem)
}

/// Each cell as `S!A1 Number 12`.
fn cells(bytes: &[u8]) -> Result<Vec<String>, Problem> {
    let mut cells = Vec::new();
    for grid in grids(bytes)? {
        for row in &grid.rows {
            for cell in &row.cells {
                cells.push(format!("{} {:?} {}", grid.place(row.index, cell.column), cell.kind, cell.text));
            }
        }
    }
    Ok(cells)
}

fn problem(bytes: &[u8]) -> Option<Problem> {
    let start = Instant::now();
    let problem = grids(bytes).err();
    assert!(start.elapsed() < Duration::from_secs(20), "took {:?}", start.elapsed());
    problem
}

#[test]
fn every_kind_of_cell_is_read_for_what_it_is() {
    let rows = "<row r=\"2\"><c r=\"B2\" t=\"s\"><v>1</v></c><c><v> 7730.280000000001 </v></c><c s=\"1\"><v>45352</v></c></row>\
        <row><c t=\"inlineStr\"><is><r><t>行</t></r><r><t>内</t></r></is></c><c t=\"str\"><f>A1</f><v>a&amp;b</v></c>\
        <c t=\"str\"><f>\"\"</f><v></v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>\
        <row r=\"9\"><c r=\"A9\"><f>SUM(B1:B2)</f><v></v></c><c r=\"C9\"><f>1+1</f></c><c r=\"D9\" t=\"d\"><v>2024-03-01</v></c>\
        <c r=\"E9\"><v>NaN</v></c><c r=\"F9\"><v>1e999</v></c><c r=\"G9\"><v>inf</v></c><c r=\"H9\" s=\"9\"/></row>";
    let strings = "<sst><si><t>一</t></si><si><t>&#20108;&#x3001;</t></si></sst>";
    let expected = [
        "S!B2 Text 二、",
        "S!C2 Number 7730.28",
        "S!D2 Date 45352",
        "S!A3 Text 行内",
        "S!B3 Text a&b",
        "S!D3 Text TRUE",
        "S!E3 Error #DIV/0!",
        "S!A9 Uncomputed =SUM(B1:B2)",
        "S!C9 Uncomputed =1+1",
        "S!D9 Date 45352",
        "S!E9 Text NaN",
        "S!F9 Text 1e999",
        "S!G9 Text inf",
    ];
    assert_eq!(cells(&xlsx(rows, strings)), Ok(expected.map(str::to_owned).to_vec()));
}

#[test]
fn sheets_keep_their_order_names_and_whether_they_are_hidden() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for name in ["三张表", "隐藏", "说明"] {
        let sheet = workbook.add_worksheet().set_name(name).expect("a good name");
        sheet.write(2, 3, name).expect("inside the grid");
        sheet.write(3, 3, 0.1 + 0.2).expect("inside the grid");
        sheet.set_hidden(name == "隐藏");
    }
    let bytes = workbook.save_to_buffer().expect("written to memory");
    let source = bytes[..].into();
    assert_eq!(Package::open(&source).and_then(|mut package| recognise(&mut package)), Ok(OfficeKind::Xlsx));
    let grids = grids(&bytes).expect("a whole workbook");
    let seen: Vec<_> =
        grids.iter().map(|grid| (grid.sheet().unwrap_or_default(), grid.hidden, grid.rows.len())).collect();
    assert_eq!(seen, [("三张表", false, 2), ("隐藏", true, 2), ("说明", false, 2)]);
    assert_eq!(grids[0].rows[1].cells[0].text, "0.3");
}

#[test]
fn other_prefixes_strict_types_and_utf_16_are_read_the_same() {
    let workbook = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" \
        xmlns:rel=\"http://purl.oclc.org/ooxml/officeDocument/relationships\"><x:sheets>\
        <x:sheet name=\"S\" sheetId=\"7\" state=\"veryHidden\" rel:id=\"r1\"/><x:sheet name=\"Chart\" sheetId=\"8\" rel:id=\"r2\"/>\
        </x:sheets></x:workbook>";
    let utf_16: Vec<u8> = "\u{FEFF}".encode_utf16().chain(workbook.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let strict = |list: String| list.replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships");
    let bytes = package(&[
        ("_rels/.rels", strict(relationships(&[("officeDocument", "/XL/Workbook.xml")])).as_bytes()),
        ("xl/workbook.xml", &utf_16),
        (
            "xl/_rels/workbook.xml.rels",
            strict(relationships(&[("worksheet", "worksheets\\sheet1.xml"), ("chartsheet", "chartsheets/sheet1.xml")]))
                .as_bytes(),
        ),
        (
            "xl\\worksheets\\sheet1.xml",
            "\u{FEFF}<x:worksheet><x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>"
                .as_bytes(),
        ),
    ]);
    assert_eq!(cells(&bytes), Ok(vec!["S!A1 Number 7".to_owned()]));
    assert_eq!(grids(&bytes).map(|grids| grids.iter().map(|grid| grid.hidden).collect()), Ok(vec![true]));
}

#[test]
fn two_cells_at_the_ends_of_the_grid_are_two_cells() {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>";
    let expected = ["S!A1 Number 1", "S!XFD1048576 Number 2"];
    assert_eq!(cells(&xlsx(rows, "<sst/>")), Ok(expected.map(str::to_owned).to_vec()));
}

#[test]
fn positions_outside_the_grid_are_damage() {
    for rows in [
        "<row r=\"1048577\"><c><v>1</v></c></row>",
        "<row r=\"4294967297\"><c><v>1</v></c></row>",
        "<row r=\"99999999999999999999999\"/>",
        "<row r=\"0\"/>",
        "<row r=\"-1\"/>",
        "<row><c r=\"XFE1\"><v>1</v></c></row>",
        "<row><c r=\"AAAA1\"><v>1</v></c></row>",
        "<row><c r=\"A0\"><v>1</v></c></row>",
        "<row><c r=\"A4294967297\"><v>1</v></c></row>",
        "<row><c r=\"7\"><v>1</v></c></row>",
        "<row r=\"1048576\"/><row><c><v>1</v></c></row>",
    ] {
        assert_eq!(problem(&xlsx(rows, "<sst/>")), Some(Problem::Damaged), "{rows}");
    }
}

#[test]
fn a_text_that_does_not_exist_is_damage() {
    for index in ["1", "-1", "4294967296", "18446744073709551616", "0.5", "x"] {
        let rows = format!("<row><c t=\"s\"><v>{index}</v></c></row>");
        assert_eq!(problem(&xlsx(&rows, "<sst><si><t>a</t></si></sst>")), Some(Problem::Damaged), "{index}");
    }
}

#[test]
fn a_part_that_expands_too_far_is_refused() {
    let spaces = vec![b' '; usize::try_from(limits::MAX_PART_BYTES).expect("fits") + 1];
    assert_eq!(problem(&xlsx_of(&spaces, b"<sst/>")), Some(Problem::PackageTooLarge));
    // Two parts below the limit of one are still above the limit of all, with a third.
    let half = [b"<a>".as_slice(), &spaces[..spaces.len() - 10], b"</a>"].concat();
    let strings = [b"<sst>".as_slice(), &spaces[..spaces.len() - 12], b"</sst>"].concat();
    assert_eq!(problem(&xlsx_of(&half, &strings)), Some(Problem::PackageTooLarge));
}

#[test]
fn a_part_that_says_it_is_smaller_than_it_is_is_refused() {
    let size = 1_000_000_u32;
    let content = vec![b' '; usize::try_from(size).expect("fits")];
    let mut bytes = xlsx_of(&content, b"<sst/>");
    let (declared, lie) = (size.to_le_bytes(), 9_u32.to_le_bytes());
    while let Some(at) = bytes.windows(4).position(|window| window == declared) {
        bytes[at..at + 4].copy_from_slice(&lie);
    }
    assert_eq!(problem(&bytes), Some(Problem::Damaged));
}

#[test]
fn a_million_shared_strings_more_than_there_may_be_are_refused() {
    let strings = format!("<sst>{}</sst>", "<si/>".repeat(2 * limits::MAX_SHARED_STRINGS));
    assert_eq!(problem(&xlsx("", &strings)), Some(Problem::TooManyCells));
    let cells = "<row/><row><c><v>1</v></c></row>".repeat(400_000);
    assert_eq!(problem(&xlsx(&cells, "<sst/>")), None, "400,000 numbers are within the budget");
}

#[test]
fn entities_depth_and_cut_files_are_refused() {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;\">]><worksheet>&c;</worksheet>";
    assert_eq!(problem(&xlsx_of(bomb.as_bytes(), b"<sst/>")), Some(Problem::Doctype));
    for sheet in [
        "<worksheet>&c;</worksheet>".to_owned(),
        "<worksheet>&#0;</worksheet>".to_owned(),
        "<worksheet><sheetData>".to_owned(),
        "<worksheet></sheetData></worksheet>".to_owned(),
        "<a>".repeat(1_000_000),
        format!("{}{}", "<a>".repeat(1_000), "</a>".repeat(1_000)),
        "<worksheet>\u{0}\u{1}<".to_owned(),
    ] {
        assert_eq!(problem(&xlsx_of(sheet.as_bytes(), b"<sst/>")), Some(Problem::Damaged));
    }
    assert_eq!(problem(&xlsx_of(b"<a>\xFF\xFE</a>", b"<sst/>")), Some(Problem::Damaged), "no UTF-8");
    let whole = xlsx("<row><c><v>1</v></c></row>", "<sst/>");
    for length in (4..whole.len()).step_by(7) {
        assert!(problem(&whole[..length]).is_some(), "cut at {length}");
    }
}

#[test]
fn two_parts_of_one_name_are_refused() {
    let mut bytes = package(&[("xl/workbook.xml", b"<a/>"), ("xl/workbooX.xml", b"<b/>")]);
    assert_eq!(problem(&bytes), None, "a workbook without sheets");
    while let Some(at) = bytes.windows(9).position(|window| window == b"workbooX.") {
        bytes[at..at + 9].copy_from_slice(b"workbook.");
    }
    let message =
        read(&bytes[..].into(), &|_, _| Ok(Some(false))).map(|(kind, _)| kind).map_err(|error| error.to_string());
    assert!(message.as_ref().is_err_and(|message| message.contains("same name")), "{message:?}");
    let cased = package(&[("xl/workbook.xml", b"<a/>"), ("XL/WORKBOOK.XML", b"<b/>")]);
    assert_eq!(problem(&cased), Some(Problem::Damaged));
}

#[test]
fn what_is_no_workbook_is_said() {
    assert_eq!(problem(&package(&[("表.xlsx", b"PK")])), Some(Problem::UnknownPackage));
    let slides = relationships(&[("officeDocument", "ppt/presentation.xml")]);
    assert_eq!(problem(&package(&[("_rels/.rels", slides.as_bytes())])), Some(Problem::UnknownPackage));
    let text = package(&[("mimetype", b"application/vnd.oasis.opendocument.presentation"), ("content.xml", b"<a/>")]);
    assert_eq!(problem(&text), Some(Problem::UnknownPackage));
    assert_eq!(problem(b"PK\x03\x04"), Some(Problem::Damaged));
    assert_eq!(problem(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Some(Problem::Damaged));
}

#[test]
fn a_reason_never_quotes_a_whole_file() {
    let rows = format!("<row r=\"{}\"/>", "9".repeat(1_000_000));
    let error = read(&xlsx(&rows, "<sst/>").into(), &|_, _| Ok(Some(false))).expect_err("no such row");
    assert!(error.to_string().len() < 1_000);
    let long = "表".repeat(1_000_000);
    assert_eq!(problem(&ods(&format!("<table:table table:name=\"{long}\"/>"))), Some(Problem::Damaged));
}

#[test]
fn odf_cells_are_read_for_what_they_are() {
    let tables = "<table:table table:name=\"S\" table:style-name=\"ta1\"><table:table-column table:number-columns-repeated=\"16384\"/>\
        <table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned=\"2\" office:value-type=\"string\">\
        <office:annotation><text:p>批注</text:p></office:annotation><text:p>自然<text:span>人</text:span><text:s text:c=\"2\"/>&#20108;</text:p>\
        <text:p>下</text:p></table:table-cell><table:covered-table-cell><text:p>盖住</text:p></table:covered-table-cell>\
        <table:table-cell office:value-type=\"float\" office:value=\"0.30000000000000004\"><text:p>0.3</text:p></table:table-cell>\
        <table:table-cell table:number-columns-repeated=\"16381\"/></table:table-row></table:table-header-rows>\
        <table:table-row-group><table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"2\" \
        office:value-type=\"percentage\" office:value=\"0\"/></table:table-row></table:table-row-group><table:table-row>\
        <table:table-cell office:value-type=\"date\" office:date-value=\"2024-03-01\"/>\
        <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/>\
        <table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell>\
        <table:table-cell table:formula=\"of:=X\" office:value-type=\"float\" office:value=\"0\"><text:p>Err:508</text:p></table:table-cell>\
        <table:table-cell table:formula=\"of:=1+1\"/><table:table-cell table:formula=\"of:=&quot;&quot;\"><text:p/></table:table-cell>\
        <table:table-cell office:value-type=\"float\" office:value=\"inf\"/></table:table-row>\
        <table:table-row table:number-rows-repeated=\"1048572\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
        </table:table><table:table table:name=\"T\" table:style-name=\"ta2\"/>";
    let expected = [
        "S!A1 Text 自然人  二\n下",
        "S!C1 Number 0.3",
        "S!A2 Number 0",
        "S!B2 Number 0",
        "S!A3 Number 0",
        "S!B3 Number 0",
        "S!A4 Date 45352",
        "S!B4 Text TRUE",
        "S!C4 Error #DIV/0!",
        "S!D4 Error Err:508",
        "S!E4 Uncomputed =1+1",
        "S!G4 Text inf",
    ];
    let bytes = ods(tables);
    assert_eq!(cells(&bytes), Ok(expected.map(str::to_owned).to_vec()));
    assert_eq!(grids(&bytes).map(|grids| grids.iter().map(|grid| grid.hidden).collect()), Ok(vec![false, true]));
}

#[test]
fn odf_repeats_are_bounded() {
    let table = |row: &str| ods(&format!("<table:table table:name=\"S\">{row}</table:table>"));
    let row = |rows: &str, columns: &str, text: &str| {
        table(&format!(
            "<table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell office:value-type=\"string\" \
             table:number-columns-repeated=\"{columns}\"><text:p>{text}</text:p></table:table-cell></table:table-row>"
        ))
    };
    assert_eq!(problem(&row("1048576", "16384", "a")), Some(Problem::TooManyCells));
    assert_eq!(problem(&row("1", "4294967295", "a")), Some(Problem::Damaged));
    assert_eq!(problem(&row("4294967295", "1", "a")), Some(Problem::TooManyCells));
    assert_eq!(problem(&row("4294967296", "1", "a")), Some(Problem::Damaged));
    assert_eq!(problem(&row("60000", "16", &"长".repeat(20_000))), Some(Problem::TooManyCells));
    assert_eq!(problem(&row("4294967295", "4294967295", "\u{200B}")), None, "blanks cost nothing");
    assert_eq!(problem(&row("4294967295", "4294967295", "<text:s text:c=\"4294967295\"/>")), None);
    assert_eq!(problem(&row("1", "1", &"长".repeat(50_000))), Some(Problem::TextTooLong));
    let blanks = "<table:table-row table:number-rows-repeated=\"4294967295\"/>".repeat(100_000);
    assert_eq!(problem(&table(&blanks)), None);
    assert_eq!(problem(&ods("<!DOCTYPE a>")), Some(Problem::Doctype));
    let encrypted = package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"\x00\x01"),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
    ]);
    assert_eq!(problem(&encrypted), Some(Problem::Encrypted));
}
