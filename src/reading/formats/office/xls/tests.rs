//! Streams of records made by hand, harmless and not.

use std::io::{Cursor, Write};
use std::ops::RangeInclusive;

use super::records::WORKSHEET;
use super::*;
use crate::reading::bytes::problem::Problem;

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
    let begin = |kind: u16| record(records::BOF, &[version.to_le_bytes(), kind.to_le_bytes()].concat());
    let name: &[u8] = if version == 0x0500 { &[1, b'S'] } else { &[1, 0, b'S'] };
    let listed = |offset: u32| record(records::BOUNDSHEET, &[&offset.to_le_bytes()[..], &[0, 0], name].concat());
    let end = record(records::EOF, &[]);
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
    Container::open(bytes).and_then(|file| read(file, &mut grids)).map_err(|error| error.problem)?;
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
    let formats = [record(records::XF, &[0, 0, 0, 0]), record(records::XF, &[0, 0, 14, 0])].concat();
    let globals = [formats, record(records::SST, &strings)].concat();
    let chart =
        [record(records::BOF, &[0, 6, 0x20, 0]), cell(records::NUMBER, 9, 9, &[0; 8]), record(records::EOF, &[])];
    let text_result = [0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    let bytes = stream(
        0x0600,
        &globals,
        &[
            cell(records::LABELSST, 0, 0, &[0; 4]),
            cell(records::NUMBER, 0, 1, &7_730.280_000_000_001_f64.to_le_bytes()),
            cell(records::RK, 0, 2, &50_u32.to_le_bytes()),
            record(records::MULRK, &[1, 0, 0, 0, 0, 0, 6, 0, 0, 0, 1, 0, 10, 0, 0, 0, 1, 0]),
            cell(records::BOOLERR, 2, 0, &[1, 0]),
            cell(records::BOOLERR, 2, 1, &[0x17, 1]),
            cell(records::FORMULA, 3, 0, &text_result),
            record(records::STRING, &[3, 0, 0, b'x', b'y', b'z']),
            cell(records::FORMULA, 3, 1, &[2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF]),
            cell(records::FORMULA, 3, 2, &12.5_f64.to_le_bytes()),
            chart.concat(),
            cell(records::NUMBER, 4, 0, &f64::NAN.to_le_bytes()),
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
    for globals in [Vec::new(), record(records::CODEPAGE, &936_u16.to_le_bytes())] {
        let bytes = stream(0x0500, &globals, &[cell(records::LABEL, 0, 0, &label)]);
        assert_eq!(cells(&bytes), Ok(vec!["S!A1 Text 二、".to_owned()]));
    }
}

/// Each would be wrong in silence, or lost, had calamine read the stream as it is.
#[test]
fn what_calamine_would_read_otherwise_is_read_as_it_is_shown() {
    let one = [&[2, 0, 0][..], b"ab"].concat();
    let sheet = [cell(records::LABEL, 0, 0, &one), cell(records::NUMBER, 0, 0, &7_f64.to_le_bytes())];
    let stream_of = |globals: &[u8], sheets: &[Vec<u8>]| file(&[("Workbook", &workbook(0x0600, globals, sheets))]);
    assert_eq!(
        cells(&stream_of(&[], &[sheet.concat()])),
        Ok(vec!["S!A1 Text ab".to_owned()]),
        "the first of two stands"
    );
    let number = |value: f64| cell(records::NUMBER, 1, 1, &value.to_le_bytes());
    let expected = ["S!B2 Number 1", "S!B2 Number 2"].map(str::to_owned).to_vec();
    assert_eq!(cells(&stream_of(&[], &[number(1.0), number(2.0)])), Ok(expected), "two sheets of one name");
    // As Perl writes it: UTF-16, and beside it the code page of Windows.
    let wide = [&[2, 0, 1][..], &[0x8C, 0x4E, 0x01, 0x30]].concat();
    let perl = stream_of(&record(records::CODEPAGE, &1252_u16.to_le_bytes()), &[cell(records::LABEL, 0, 0, &wide)]);
    assert_eq!(cells(&perl), Ok(vec!["S!A1 Text 二、".to_owned()]));
}

#[test]
fn any_format_of_a_date_is_known() {
    let format = |id: u16, code: &[u8]| record(records::FORMAT, &[&id.to_le_bytes()[..], code].concat());
    let use_of = |id: u16| record(records::XF, &[&[0, 0], &id.to_le_bytes()[..]].concat());
    let number = |column: u16| {
        let head = [0, 0, u8::try_from(column).expect("few columns"), 0, u8::try_from(column).expect("few"), 0];
        record(records::NUMBER, &[&head[..], &45_352_f64.to_le_bytes()].concat())
    };
    let sheet: Vec<_> = (0..4).map(number).collect();
    let expected = ["S!A1 Number 45352", "S!B1 Date 45352", "S!C1 Number 45352", "S!D1 Date 45352"].map(str::to_owned);
    // Numbers 27 to 36 are dates in East Asia unless the file says otherwise, and there is no last number.
    let declared = [format(30, &[3, 0, 0, b'0', b'.', b'0']), format(1_000, &[1, 0, 1, b'y', 0])].concat();
    let globals = [declared, use_of(30), use_of(1_000), use_of(0), use_of(14)].concat();
    assert_eq!(cells(&stream(0x0600, &globals, &sheet)), Ok(expected.to_vec()));
    // Excel 95 has one byte for the length of a code.
    let globals = [format(200, &[1, b'd']), use_of(0), use_of(200), use_of(0), use_of(14)].concat();
    assert_eq!(cells(&stream(0x0500, &globals, &sheet)), Ok(expected.to_vec()));
}

#[test]
fn a_shared_text_is_whole_wherever_its_table_is_cut() {
    let rare: Vec<u8> = "a𬇹b".encode_utf16().flat_map(u16::to_le_bytes).collect();
    // Between the halves of the character, with nothing between the halves, and where no text goes on.
    let table = [&[0; 8][..], &[4, 0, 1], &rare[..4]].concat();
    let parts = [record(records::SST, &table), record(records::CONTINUE, &[])];
    let more = [&[1][..], &rare[4..], &[2, 0, 8, 1, 0, b'c']].concat();
    let last = record(records::CONTINUE, &[0, b'd', 1, 2, 3, 4, 1, 0, 0, b'e']);
    let globals = [parts.concat(), record(records::CONTINUE, &more), last].concat();
    let texts = [0_u8, 1, 2, 0].iter().zip(0..).map(|(index, row)| cell(records::LABELSST, row, 0, &[*index, 0, 0, 0]));
    let expected = ["S!A1 Text a𬇹b", "S!A2 Text cd", "S!A3 Text e", "S!A4 Text a𬇹b"].map(str::to_owned);
    assert_eq!(cells(&stream(0x0600, &globals, &texts.collect::<Vec<_>>())), Ok(expected.to_vec()));
}

#[test]
fn a_text_that_is_not_all_there_is_damage() {
    let long = [record(records::STRING, &[3, 0, 0, b'x']), record(records::CONTINUE, &[0, b'y', b'z'])].concat();
    for sheet in [cell(records::LABEL, 0, 0, &[3, 0, 0, b'x']), cell(records::LABEL, 0, 0, &[2, 0, 1, b'x', 0]), long] {
        assert_eq!(cells(&stream(0x0600, &[], std::slice::from_ref(&sheet))), Err(Problem::Damaged), "{sheet:?}");
    }
}

#[test]
fn hidden_lines_are_noted() {
    let row = |row: u16, flags: u8| {
        record(records::ROW, &[&row.to_le_bytes()[..], &[0, 0, 9, 0, 0xFF, 0, 0, 0, 0, 0, flags, 1, 0, 0]].concat())
    };
    let columns = |first: u8, last: u8, width: u8, flags: u8| {
        record(records::COLINFO, &[first, 0, last, 0, width, 0, 0, 0, flags, 0, 0, 0])
    };
    let lines = [row(7, 0x20), row(2, 0), row(3, 0x20), row(7, 0x20), columns(4, 5, 9, 1), columns(0, 1, 9, 0)];
    let zero = columns(2, 2, 0, 0);
    let bytes = stream(0x0600, &[], &[lines.concat(), zero, cell(records::NUMBER, 3, 4, &[0; 8])]);
    let mut grids = GridBuilder::default();
    read(Container::open(&bytes).expect("a container"), &mut grids).expect("a whole workbook");
    let grids = grids.finish();
    assert_eq!(grids[0].hidden_lines.rows, [3, 7]);
    assert_eq!(grids[0].hidden_lines.columns, [2..=2, 4..=5] as [RangeInclusive<u32>; 2]);
    assert_eq!(grids[0].rows[0].cells[0].text, "0", "and read like all others");
}

#[test]
fn far_cells_are_cells_or_damage_and_never_an_area() {
    let far = |row, column| {
        let number = 1.0_f64.to_le_bytes();
        let size = record(0x0200, &[0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0]);
        stream(0x0600, &[], &[size, cell(records::NUMBER, 0, 0, &number), cell(records::NUMBER, row, column, &number)])
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
        workbook(0x0600, &record(records::BOUNDSHEET, &beyond), &[]),
        workbook(0x0600, &[], &[cell(records::LABELSST, 0, 0, &[0xFF; 4])]),
        workbook(0x0600, &[], &[record(records::NUMBER, &[0; 5])]),
        workbook(0x0600, &record(records::SST, &[0xFF; 4]), &[]),
        vec![],
        vec![9, 8],
    ] {
        assert_eq!(cells(&file(&[("Workbook", &stream)])), Err(Problem::Damaged), "{stream:?}");
    }
}

#[test]
fn sheets_in_one_place_are_refused() {
    let sheet = cell(records::NUMBER, 0, 0, &[0; 8]).repeat(10_000);
    let mut stream = workbook(0x0600, &[], &[sheet, vec![]]);
    let listed: Vec<usize> = (0..100).filter(|at| stream[*at..].starts_with(&[0x85, 0, 9, 0])).collect();
    // The second sheet is said to stand where the first one does.
    stream.copy_within(listed[0] + 4..listed[0] + 8, listed[1] + 4);
    let bytes = file(&[("Workbook", &stream)]);
    let error = Container::open(&bytes).and_then(|file| read(file, &mut GridBuilder::default()));
    let error = error.map_err(|error| error.to_string());
    assert!(error.as_ref().is_err_and(|error| error.contains("share")), "{error:?}");
}

#[test]
fn other_compound_files_are_told_apart() {
    let locked = workbook(0x0600, &record(records::FILEPASS, &[0; 6]), &[]);
    for (name, content, problem) in [
        ("Workbook", &locked[..], Problem::Encrypted),
        ("EncryptedPackage", b"x", Problem::Encrypted),
        ("Contents", b"x", Problem::UnknownBinary),
    ] {
        let error = super::super::read(&file(&[(name, content)])[..].into(), &|_, _| Ok(Some(false)));
        assert_eq!(error.map(|(kind, _)| kind).map_err(|error| error.problem), Err(problem), "{name}");
    }
}

#[test]
fn chains_that_run_in_a_circle_are_damage() {
    let content = workbook(0x0600, &[], &[cell(records::NUMBER, 0, 0, &[0; 8]).repeat(1_000)]);
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

/// `SheetJS` marks the sectors beyond the end of the file as ends of chains.
#[test]
fn a_table_of_sectors_longer_than_the_file_is_read_whatever_it_says_there() {
    for size in [1_000, 600_000] {
        let content = workbook(0x0600, &[], &[cell(records::NUMBER, 0, 0, &[0; 8]).repeat(size / 18)]);
        let whole = super::super::container::of_stream("Workbook", &[&content]).expect("written to memory");
        let sectors = whole.len() / 512 - 1;
        let mut bytes = whole.clone();
        let table =
            |at: usize| usize::try_from(u32::from_le_bytes([0, 1, 2, 3].map(|byte| whole[at + byte]))).expect("fits");
        let start = (table(76 + 4 * (table(44) - 1)) + 1) * 512;
        for entry in bytes[start..start + 512].chunks_exact_mut(4).skip(sectors % 128) {
            entry.copy_from_slice(&(u32::MAX - 1).to_le_bytes());
        }
        assert!(bytes != whole && cfb::CompoundFile::open(Cursor::new(&bytes)).is_err(), "{size}");
        assert_eq!(cells(&bytes), cells(&whole), "{size}");
        assert!(cells(&bytes).is_ok_and(|cells| cells.len() == 1), "{size}");
    }
}

/// What stands in the cells that refer to these shared texts in turn, and what was left out of them.
fn seen(fonts: &[(u16, u16, u16)], table: &[&[u8]], count: u32) -> Vec<(String, String)> {
    let font = |(size, flags, raised): &(u16, u16, u16)| {
        let fields = [*size, *flags, 0x7FFF, 400, *raised, 0];
        record(records::FONT, &fields.iter().flat_map(|field| field.to_le_bytes()).collect::<Vec<_>>())
    };
    let mut globals: Vec<u8> = fonts.iter().flat_map(font).collect();
    globals.extend(record(records::XF, &[0, 0, 0, 0]));
    for (number, part) in table.iter().enumerate() {
        globals.extend(record(if number == 0 { records::SST } else { records::CONTINUE }, part));
    }
    let cells =
        (0..count).map(|number| cell(records::LABELSST, u16::try_from(number).expect("few"), 0, &number.to_le_bytes()));
    let bytes = stream(0x0600, &globals, &cells.collect::<Vec<_>>());
    let mut grids = GridBuilder::default();
    Container::open(&bytes).and_then(|file| read(file, &mut grids)).expect("it is read");
    let grid = grids.finish().remove(0);
    let text = |row: u32| grid.rows.iter().find(|other| other.index == row).map(|row| row.cells[0].text.clone());
    let left_out =
        |row: u32| grid.left_out.iter().find(|left_out| left_out.row == row).map(|left_out| left_out.text.clone());
    (0..count).map(|row| (text(row).unwrap_or_default(), left_out(row).unwrap_or_default())).collect()
}

/// The old figure struck out beside the new one, the mark of a note; in one record, and cut where records may be cut.
#[test]
fn characters_that_nobody_counts_are_left_out() {
    const PLAIN: (u16, u16, u16) = (240, 0, 0);
    let fonts = [PLAIN, PLAIN, PLAIN, PLAIN, (240, 8, 0), (240, 0, 1), (20, 0, 0)];
    let rich = |text: &str, runs: &[(u16, u16)]| {
        let runs: Vec<u8> =
            runs.iter().flat_map(|(from, font)| [from.to_le_bytes(), font.to_le_bytes()].concat()).collect();
        let length = u16::try_from(text.len()).expect("short").to_le_bytes();
        let count = u16::try_from(runs.len() / 4).expect("few").to_le_bytes();
        [&length[..], &[8], &count, text.as_bytes(), &runs].concat()
    };
    let texts = [
        rich("88123", &[(0, 5), (2, 0)]),
        rich("12388", &[(3, 5)]),
        rich("1231", &[(3, 6)]),
        rich("40123", &[(0, 7), (2, 1)]),
        rich("1965", &[(2, 1)]),
        [&[3, 0, 0][..], b"123"].concat(),
        rich("12", &[(1, 99)]),
    ];
    let expected = [("123", "88"), ("123", "88"), ("123", "1"), ("123", "40"), ("1965", ""), ("123", ""), ("12", "")];
    let expected: Vec<_> = expected.map(|(text, left_out)| (text.to_owned(), left_out.to_owned())).to_vec();
    let table = [vec![0; 8], texts.concat()].concat();
    assert_eq!(seen(&fonts, &[&table], 7), expected);
    // Between the characters of the first text, whose rest says again how wide it is; and between its runs.
    let head = 8 + 5;
    let cut = [&table[..head + 2], &[&[0][..], &table[head + 2..head + 7]].concat(), &table[head + 7..]];
    assert_eq!(seen(&fonts, &cut, 7), expected);
}

/// The font of the cell is that of its first characters alone.
#[test]
fn a_cell_in_a_struck_font_counts_where_its_runs_are_not() {
    let runs = [&[5, 0, 8, 1, 0][..], b"88123", &[2, 0, 1, 0]].concat();
    let table = [vec![0; 8], runs].concat();
    assert_eq!(seen(&[(240, 8, 0), (240, 0, 0)], &[&table], 1), [("123".to_owned(), "88".to_owned())]);
}
