//! Streams of records made by hand, harmless and not.

use std::io::{Cursor, Write};

use super::*;

fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("a short record");
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
}

/// Row, column and format 0, then the rest.
fn cell(kind: u16, row: u16, column: u16, rest: &[u8]) -> Vec<u8> {
    record(kind, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], rest].concat())
}

/// A stream with these records before the sheets, and a sheet `S` for each of these lists of records.
fn workbook(version: u16, globals: &[u8], sheets: &[Vec<u8>]) -> Vec<u8> {
    let begin = |kind: u16| record(record::BOF, &[version.to_le_bytes(), kind.to_le_bytes()].concat());
    let name: &[u8] = if version == 0x0500 { &[1, b'S'] } else { &[1, 0, b'S'] };
    let listed = |offset: u32| record(record::BOUNDSHEET, &[&offset.to_le_bytes()[..], &[0, 0], name].concat());
    let end = record(record::EOF, &[]);
    let globals = [&begin(5)[..], globals].concat();
    let mut offset = globals.len() + sheets.len() * listed(0).len() + end.len();
    let (mut list, mut parts) = (Vec::new(), Vec::new());
    for sheet in sheets {
        let part = [&begin(WORKSHEET)[..], sheet, &end].concat();
        list.extend(listed(u32::try_from(offset).expect("a short stream")));
        offset += part.len();
        parts.extend(part);
    }
    [globals, list, end, parts].concat()
}

fn file(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("written to memory");
    for (name, content) in streams {
        file.create_stream(name).expect("a new stream").write_all(content).expect("written to memory");
    }
    file.flush().expect("written to memory");
    file.into_inner().into_inner()
}

/// Each cell as `S!A1 Number 12`.
fn cells(bytes: &[u8]) -> Result<Vec<String>, Problem> {
    let mut grids = GridBuilder::default();
    recognise(bytes).and_then(|_| read(bytes, &mut grids)).map_err(|error| error.problem)?;
    let grids = grids.finish();
    let all = grids.iter().flat_map(|grid| {
        grid.rows.iter().flat_map(move |row| {
            let place = |column| grid.place(row.index, column);
            row.cells.iter().map(move |cell| format!("{} {:?} {}", place(cell.column), cell.kind, cell.text))
        })
    });
    Ok(all.collect())
}

fn stream(version: u16, globals: &[u8], sheet: &[Vec<u8>]) -> Vec<u8> {
    let name = if version == 0x0500 { "Book" } else { "Workbook" };
    file(&[(name, &workbook(version, globals, &[sheet.concat()]))])
}

#[test]
fn every_kind_of_cell_is_read_for_what_it_is() {
    let strings = [&[0; 8][..], &[2, 0, 1, 0x8C, 0x4E, 0x01, 0x30, 1, 0, 0], b"a"].concat();
    let formats = [record(record::XF, &[0, 0, 0, 0]), record(record::XF, &[0, 0, 14, 0])].concat();
    let globals = [formats, record(record::SST, &strings)].concat();
    let chart = [record(record::BOF, &[0, 6, 0x20, 0]), cell(record::NUMBER, 9, 9, &[0; 8]), record(record::EOF, &[])];
    let text_result = [0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    let bytes = stream(
        0x0600,
        &globals,
        &[
            cell(record::LABELSST, 0, 0, &[0; 4]),
            cell(record::NUMBER, 0, 1, &7_730.280_000_000_001_f64.to_le_bytes()),
            cell(record::RK, 0, 2, &50_u32.to_le_bytes()),
            record(record::MULRK, &[1, 0, 0, 0, 0, 0, 6, 0, 0, 0, 1, 0, 10, 0, 0, 0, 1, 0]),
            cell(record::BOOLERR, 2, 0, &[1, 0]),
            cell(record::BOOLERR, 2, 1, &[0x17, 1]),
            cell(record::FORMULA, 3, 0, &text_result),
            record(record::STRING, &[3, 0, 0, b'x']),
            record(record::CONTINUE, &[1, b'y', 0, b'z', 0]),
            cell(record::FORMULA, 3, 1, &[2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF]),
            cell(record::FORMULA, 3, 2, &12.5_f64.to_le_bytes()),
            chart.concat(),
            cell(record::NUMBER, 4, 0, &f64::NAN.to_le_bytes()),
        ],
    );
    let expected = [
        "S!A1 Text 二、",
        "S!B1 Number 7730.28",
        "S!C1 Number 12",
        "S!A2 Number 1",
        "S!B2 Date 2",
        "S!A3 Text TRUE",
        "S!B3 Error #REF!",
        "S!A4 Text xyz",
        "S!B4 Error #N/A",
        "S!C4 Number 12.5",
        "S!A5 Text NaN",
    ];
    assert_eq!(cells(&bytes), Ok(expected.map(str::to_owned).to_vec()));
}

#[test]
fn excel_95_writes_bytes_in_a_code_page() {
    let label = [&[4, 0][..], &[0xB6, 0xFE, 0xA1, 0xA2]].concat();
    for globals in [Vec::new(), record(record::CODEPAGE, &936_u16.to_le_bytes())] {
        let bytes = stream(0x0500, &globals, &[cell(record::LABEL, 0, 0, &label)]);
        assert_eq!(cells(&bytes), Ok(vec!["S!A1 Text 二、".to_owned()]));
    }
}

#[test]
fn far_cells_are_cells_or_damage_and_never_an_area() {
    let far = |row, column| {
        let number = 1.0_f64.to_le_bytes();
        let size = record(0x0200, &[0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0]);
        stream(0x0600, &[], &[size, cell(record::NUMBER, 0, 0, &number), cell(record::NUMBER, row, column, &number)])
    };
    let expected = ["S!A1 Number 1", "S!IV65536 Number 1"].map(str::to_owned);
    assert_eq!(cells(&far(65_535, 255)), Ok(expected.to_vec()));
    assert_eq!(cells(&far(65_535, 65_535)), Err(Problem::Damaged));
}

#[test]
fn wild_lengths_offsets_and_numbers_are_damage() {
    let mut long = workbook(0x0600, &[], &[vec![]]);
    long.truncate(long.len() - 4);
    let beyond = [0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 1, 0, b'S'];
    for stream in [
        [&long[..], &[3, 2, 0xFF, 0xFF, 0]].concat(),
        long,
        workbook(0x0600, &record(record::BOUNDSHEET, &beyond), &[]),
        workbook(0x0600, &[], &[cell(record::LABELSST, 0, 0, &[0xFF; 4])]),
        workbook(0x0600, &[], &[record(record::NUMBER, &[0; 5])]),
        workbook(0x0600, &record(record::SST, &[0xFF; 4]), &[]),
        vec![],
        vec![9, 8],
    ] {
        assert_eq!(cells(&file(&[("Workbook", &stream)])), Err(Problem::Damaged), "{stream:?}");
    }
}

#[test]
fn sheets_in_one_place_are_refused() {
    let sheet = cell(record::NUMBER, 0, 0, &[0; 8]).repeat(10_000);
    let mut stream = workbook(0x0600, &[], &[sheet, vec![]]);
    let listed: Vec<usize> = (0..100).filter(|at| stream[*at..].starts_with(&[0x85, 0, 9, 0])).collect();
    // The second sheet is said to stand where the first one does.
    stream.copy_within(listed[0] + 4..listed[0] + 8, listed[1] + 4);
    let error = read(&file(&[("Workbook", &stream)]), &mut GridBuilder::default()).map_err(|error| error.to_string());
    assert!(error.as_ref().is_err_and(|error| error.contains("share")), "{error:?}");
}

#[test]
fn other_compound_files_are_told_apart() {
    let locked = workbook(0x0600, &record(record::FILEPASS, &[0; 6]), &[]);
    for (name, content, problem) in [
        ("Workbook", &locked[..], Problem::Encrypted),
        ("EncryptedPackage", b"x", Problem::Encrypted),
        ("WordDocument", b"x", Problem::OldDocument),
        ("Contents", b"x", Problem::UnknownBinary),
    ] {
        assert_eq!(cells(&file(&[(name, content)])), Err(problem), "{name}");
    }
}

#[test]
fn chains_that_run_in_a_circle_are_damage() {
    let content = workbook(0x0600, &[], &[cell(record::NUMBER, 0, 0, &[0; 8]).repeat(1_000)]);
    let whole = file(&[("Workbook", &content)]);
    assert!(cells(&whole).is_ok());
    // Every entry of every sector that looks like a table is made to point to sector 1.
    for sector in (512..whole.len()).step_by(512) {
        let mut bytes = whole.clone();
        let end = bytes.len().min(sector + 512);
        for entry in bytes[sector..end].chunks_exact_mut(4) {
            entry.copy_from_slice(&1_u32.to_le_bytes());
        }
        cells(&bytes).ok();
    }
}
