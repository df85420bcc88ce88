use std::io::{Cursor, Write};

use super::*;
use crate::reading::bytes::problem::Problem;
use crate::reading::cells::grid::Origin;

/// Where the text of a document begins: the head and three pages.
const TEXT: usize = 0x600;
const PAGE: usize = 512;

/// Text with properties of its characters and of its paragraphs.
#[derive(Clone, Default)]
struct WrittenRun {
    text: String,
    characters: Vec<u8>,
    paragraph: Vec<u8>,
}

/// A document to be written; its text is one piece of UTF-16, unless there are pieces.
#[derive(Default)]
struct Draft {
    runs: Vec<WrittenRun>,
    /// Position, characters, change; of the runs that stand in the file one after the other.
    pieces: Option<Vec<(usize, usize, u16)>>,
    changes: Vec<Vec<u8>>,
    styles: Vec<u8>,
    data: Vec<u8>,
    /// Characters that are no text proper.
    behind: usize,
    /// Boxes: the character that anchors each, and how many characters are written in it.
    boxes: Vec<(usize, usize)>,
    /// They stand in drawings with others, which have numbers of their own.
    are_loose: bool,
}

fn run(text: &str) -> WrittenRun {
    WrittenRun { text: text.to_owned(), ..WrittenRun::default() }
}

impl WrittenRun {
    fn like(mut self, characters: &[u8]) -> Self {
        self.characters.extend(characters);
        self
    }

    fn of(mut self, paragraph: &[u8]) -> Self {
        self.paragraph.extend(paragraph);
        self
    }
}

/// Properties of characters.
const DELETED: &[u8] = &[0x00, 0x08, 1];
const STRUCK: &[u8] = &[0x37, 0x08, 1];
const STRUCK_TWICE: &[u8] = &[0x53, 0x2A, 1];
const HIDDEN: &[u8] = &[0x3C, 0x08, 1];
const RAISED: &[u8] = &[0x48, 0x2A, 1];
const LOWERED: &[u8] = &[0x48, 0x2A, 2];
/// Six half points up, and as many down.
const SET_HIGHER: &[u8] = &[0x45, 0x48, 6, 0];
const SET_LOWER: &[u8] = &[0x45, 0x48, 0xFA, 0xFF];
/// Properties of paragraphs.
const IN_TABLE: &[u8] = &[0x16, 0x24, 1];
const ENDS_ROW: &[u8] = &[0x17, 0x24, 1];
const INNER: &[u8] = &[0x16, 0x24, 1, 0x49, 0x66, 2, 0, 0, 0];
const INNER_CELL: &[u8] = &[0x4B, 0x24, 1];
const INNER_ROW: &[u8] = &[0x4C, 0x24, 1];

/// A row with these borders.
fn borders(borders: &[i16]) -> Vec<u8> {
    let mut value = vec![u8::try_from(borders.len() - 1).expect("a short row")];
    value.extend(borders.iter().flat_map(|border| border.to_le_bytes()));
    let length = u16::try_from(value.len() + 1).expect("a short row");
    [&[0x08, 0xD6][..], &length.to_le_bytes(), &value].concat()
}

fn cells(texts: &[&str]) -> Vec<WrittenRun> {
    texts.iter().map(|text| run(&format!("{text}\u{7}")).of(IN_TABLE)).collect()
}

fn row(texts: &[&str], edges: &[i16]) -> Vec<WrittenRun> {
    [cells(texts), vec![run("\u{7}").of(IN_TABLE).of(ENDS_ROW).of(&borders(edges))]].concat()
}

fn long(number: usize) -> [u8; 4] {
    u32::try_from(number).expect("a short file").to_le_bytes()
}

/// A page for one run of text.
fn page(start: usize, end: usize, word: u8, line: usize, list: &[u8]) -> Vec<u8> {
    let mut page = [long(start), long(end)].concat();
    page.push(word);
    page.resize(8 + line, 0);
    page.resize(2 * usize::from(word), 0);
    page.extend(list);
    page.resize(PAGE, 0);
    page[PAGE - 1] = 1;
    page
}

impl Draft {
    /// The changes, and the pieces of the text: where each begins in it, and where in the file.
    fn piece_table(&self, pieces: &[(usize, usize, u16)]) -> Vec<u8> {
        let mut list = Vec::new();
        for change in &self.changes {
            list.push(1);
            list.extend(u16::try_from(change.len()).expect("short").to_le_bytes());
            list.extend(change);
        }
        list.push(2);
        list.extend(long(4 + 12 * pieces.len()));
        let mut position = 0;
        for piece in pieces {
            list.extend(long(position));
            position += piece.1;
        }
        list.extend(long(position));
        for (start, _, change) in pieces {
            list.extend([0, 0]);
            list.extend(long(*start));
            list.extend(change.to_le_bytes());
        }
        list
    }

    fn write(&self) -> Vec<u8> {
        let units = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let mut document = vec![0; TEXT];
        let mut starts = Vec::new();
        for run in &self.runs {
            starts.push(document.len());
            document.extend(units(&run.text));
        }
        let end = document.len();
        let characters = (end - TEXT) / 2;
        starts.push(end);
        document.resize(end.next_multiple_of(PAGE), 0);
        let mut table = vec![0; 8];
        let mut bins = [Vec::new(), Vec::new()];
        for (run, ends) in self.runs.iter().zip(starts.windows(2)) {
            let list = [&[u8::try_from(run.characters.len()).expect("short")][..], &run.characters].concat();
            bins[0].push(document.len() / PAGE);
            document.extend(page(ends[0], ends[1], 10, 1, &list));
            // The style, and a length in words behind a zero.
            let half = run.paragraph.len().div_ceil(2);
            let words = u8::try_from(1 + half).expect("short");
            let list = [&[0, words][..], &[u8::from(run.characters == [0xFF]), 0], &run.paragraph].concat();
            bins[1].push(document.len() / PAGE);
            document.extend(page(ends[0], ends[1], 15, 13, &list));
        }
        let mut parts = Vec::new();
        let mut part = |table: &mut Vec<u8>, number: usize, content: &[u8]| {
            parts.push((number, table.len(), content.len()));
            table.extend(content);
        };
        for (number, pages) in [(12, &bins[0]), (13, &bins[1])] {
            let list = starts.iter().chain(pages).flat_map(|number| long(*number)).collect::<Vec<u8>>();
            part(&mut table, number, &list);
        }
        let whole = vec![(TEXT, characters, 0)];
        let pieces = self.pieces.as_ref().unwrap_or(&whole);
        let position: usize = pieces.iter().map(|piece| piece.1).sum();
        part(&mut table, 33, &self.piece_table(pieces));
        part(&mut table, 1, &self.styles);
        let anchors = self.boxes.iter().map(|(anchor, _)| *anchor).chain([position]);
        let anchors = anchors.flat_map(long).collect::<Vec<u8>>();
        let ends = self.boxes.iter().scan(0, |end, (_, count)| {
            *end += count;
            Some(*end)
        });
        let ends = [0].into_iter().chain(ends).flat_map(long).collect::<Vec<u8>>();
        let said = |before: usize, behind: usize| {
            let base = if self.are_loose { 1_024 + before } else { 1_024 };
            let of = |number| [&vec![0; before][..], &long(base + number), &vec![0; behind]].concat();
            (0..self.boxes.len()).flat_map(of).collect::<Vec<u8>>()
        };
        if !self.boxes.is_empty() {
            part(&mut table, 40, &[anchors, said(0, 22)].concat());
            part(&mut table, 56, &[ends, said(14, 4)].concat());
        }
        let boxed: usize = self.boxes.iter().map(|(_, count)| count).sum();
        document[..4].copy_from_slice(&[0xEC, 0xA5, 0xC1, 0]);
        document[0x4C..0x50].copy_from_slice(&long(position - self.behind));
        document[0x50..0x54].copy_from_slice(&long(self.behind - boxed));
        document[0x64..0x68].copy_from_slice(&long(boxed));
        for (number, offset, length) in parts {
            let at = 0x9A + 8 * number;
            document[at..at + 8].copy_from_slice(&[long(offset), long(length)].concat());
        }
        compound(&[("WordDocument", &document), ("0Table", &table), ("Data", &self.data)])
    }
}

fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("written to memory");
    for (name, content) in streams {
        file.create_stream(format!("/{name}")).expect("a stream").write_all(content).expect("written to memory");
    }
    file.flush().expect("written to memory");
    file.into_inner().into_inner()
}

/// The texts of a document; those of tables with their table, row and column.
fn texts(draft: &Draft) -> Vec<String> {
    let grids = document(&draft.write()).expect("a document");
    let texts = grids.iter().flat_map(|grid| {
        grid.rows.iter().flat_map(move |row| {
            row.cells.iter().map(move |cell| match grid.origin {
                Origin::Table(number) => format!("{number}:{},{}={}", row.index, cell.column, cell.text),
                _ => cell.text.clone(),
            })
        })
    });
    texts.collect()
}

fn of(runs: Vec<WrittenRun>) -> Vec<String> {
    texts(&Draft { runs, ..Draft::default() })
}

fn document(bytes: &[u8]) -> Result<Vec<Grid>, ReadError> {
    read(Container::open(bytes)?)
}

#[test]
fn cells_stand_where_their_borders_are() {
    let runs = [
        vec![run("before\rtwo\u{B}lines\u{C}next page\r")],
        row(&["wide", "c"], &[-108, 2000, 3000]),
        row(&["a", "b", "c\rd"], &[-113, 1000, 2013, 3000]),
        vec![run("after\r")],
    ];
    let expected =
        ["before", "two", "lines", "next page", "1:0,0=wide", "1:0,2=c", "1:1,0=a", "1:1,1=b", "1:1,2=c\nd", "after"];
    assert_eq!(of(runs.concat()), expected);
}

#[test]
fn tables_in_cells_are_tables() {
    let inner = |text: &str, ends: &[u8]| run(&format!("{text}\r")).of(INNER).of(ends);
    let runs = [
        vec![run("above\r").of(IN_TABLE), inner("1", INNER_CELL), inner("2", INNER_CELL)],
        vec![run("\r").of(INNER).of(INNER_ROW).of(&borders(&[0, 500, 1000]))],
        row(&["below"], &[0, 5000]),
    ];
    assert_eq!(of(runs.concat()), ["above", "2:0,0=1", "2:0,1=2", "below"]);
}

#[test]
fn what_nobody_sees_is_left_out() {
    let seen = vec![
        run("3"),
        run("8").like(STRUCK),
        run("9").like(STRUCK_TWICE),
        run("4"),
        run("6").like(HIDDEN),
        run("7").like(DELETED),
        run("1").like(RAISED),
        run("1").like(LOWERED),
        run("1").like(SET_HIGHER),
        run("1").like(SET_LOWER),
        run("\u{13} =1+\u{13}PAGE\u{14}9\u{15} \u{14}2\u{15}\u{13}PAGE\u{15}\u{1}\u{2}\u{8}\t\u{1E}\u{1F}x\r"),
    ];
    assert_eq!(of(seen), ["342 -x"]);
    let symbol = run("(\r").like(&[0x09, 0x6A, 0, 0, 0x32, 0xF0]);
    assert_eq!(of(vec![symbol, run("(\r")]), ["\u{F032}", "("]);
    let end = |edges: &[i16]| run("\u{7}").of(IN_TABLE).of(ENDS_ROW).of(&borders(edges));
    let gone = || cells(&["8"]).into_iter().map(|run| run.like(DELETED));
    let word = gone().chain([end(&[0, 9]).like(DELETED)]).collect();
    assert_eq!(of([row(&["1"], &[0, 9]), word, row(&["3"], &[0, 9])].concat()), ["1:0,0=1", "1:1,0=3"]);
    // Writer deletes from the end of the row above on, and not the end of the row itself.
    let above = cells(&["1", "2"]).into_iter().chain([end(&[0, 4, 9]).like(DELETED)]).collect();
    let writer = gone().chain([end(&[0, 9])]).collect();
    assert_eq!(of([above, writer, row(&["3"], &[0, 9])].concat()), ["1:0,0=1", "1:0,1=2", "1:2,0=3"]);
}

/// What was chosen from a list stands in no result, or in a blank one, as Writer writes it.
#[test]
fn a_field_that_shows_what_no_result_says_is_told() {
    let field = |result: &str| {
        let text = format!("\u{13} FORMDROPDOWN \u{1}{result}\u{15}");
        let draft = Draft { runs: row(&["a", &text], &[0, 1, 2]), ..Draft::default() };
        document(&draft.write()).expect("a document").iter().map(|grid| grid.pictures.len()).sum::<usize>()
    };
    assert_eq!([field(""), field("\u{14}"), field("\u{14} "), field("\u{14}3517")], [1, 1, 1, 0]);
}

/// A picture on its line, but for spacers, and for the data of a box; and a field that shows what no result of it says.
#[test]
fn a_picture_is_told_in_a_cell() {
    let head = |width: u16, scale: u16| {
        let sizes = [width, 300, scale, 1000].map(u16::to_le_bytes).concat();
        [&[0; 28][..], &sizes].concat()
    };
    let data = [head(900, 310), head(900, 10)].concat();
    let (special, is_data) = (&[0x55, 0x08, 1][..], &[0x06, 0x08, 1][..]);
    let picture =
        |at: u8, more: &[u8]| run("\u{1}").like(special).like(&[0x03, 0x6A, at, 0, 0, 0]).like(more).of(IN_TABLE);
    let field = |code: &str| run(&format!("\u{13} {code} \u{15}")).of(IN_TABLE);
    let cell = |inner: WrittenRun| {
        let ends = vec![run("\u{7}").of(IN_TABLE).of(ENDS_ROW).of(&borders(&[0, 900]))];
        let runs = [vec![run("45").of(IN_TABLE), inner], cells(&[""]), ends].concat();
        texts(&Draft { runs, data: data.clone(), ..Draft::default() })
    };
    for unread in [picture(0, &[]), picture(0, SET_LOWER), picture(200, &[]), field("EQ \\o(3,—)")] {
        assert_eq!(cell(unread), ["1:0,0=45\u{FFFD}"]);
    }
    for none in [picture(36, &[]), picture(0, is_data), picture(0, HIDDEN), run("\u{1}").of(IN_TABLE), field("XE 4")] {
        assert_eq!(cell(none), ["1:0,0=45"]);
    }
}

/// White letters beside a figure of a cell are none of its digits; alone they may stand on a dark ground.
#[test]
fn letters_that_nobody_reads_are_no_digits() {
    let cell = |before: &[u8], figure: &str| {
        let ends = vec![run("\u{7}").of(IN_TABLE).of(ENDS_ROW).of(&borders(&[0, 900]))];
        of([vec![run("8").like(before).of(IN_TABLE)], cells(&[figure]), ends].concat())
    };
    let (white, tiny) = (&[0x70, 0x68, 255, 255, 255, 0][..], &[0x43, 0x4A, 2, 0][..]);
    assert_eq!(cell(white, "45"), ["1:0,0=45"]);
    assert_eq!(cell(tiny, "45"), ["1:0,0=45"]);
    assert_eq!(cell(white, ""), ["1:0,0=8"]);
    assert_eq!(cell(&[0x43, 0x4A, 21, 0], "45"), ["1:0,0=845"]);
    assert_eq!(of(vec![run("8").like(white), run("45\r")]), ["845"]);
}

/// One paragraph style that hides, and one of characters that is based on another, which strikes.
#[test]
fn styles_hide_and_strike() {
    let style = |kind: u8, base: u16, lists: &[&[u8]]| {
        let flags = [[0, 0], (u16::from(kind) | base << 4).to_le_bytes(), [u8::try_from(lists.len()).expect("few"), 0]];
        let mut content = [&flags.concat()[..], &[0; 4], &[1, 0, b'A', 0, 0, 0]].concat();
        for list in lists {
            content.extend(u16::try_from(list.len()).expect("short").to_le_bytes());
            content.extend(*list);
            content.resize(content.len().next_multiple_of(2), 0);
        }
        [&u16::try_from(content.len()).expect("short").to_le_bytes()[..], &content].concat()
    };
    let styles = [
        vec![4, 0, 4, 0, 10, 0],
        style(1, 0xFFF, &[&[0, 0], &[]]),
        style(1, 0xFFF, &[&[1, 0], HIDDEN]),
        style(2, 3, &[&[0x35, 0x08, 1]]),
        style(2, 0xFFF, &[STRUCK]),
    ]
    .concat();
    let runs = vec![
        run("1"),
        // 0xFF alone is no property; it asks for the second style here.
        run("2").like(&[0xFF]),
        run("3").like(&[0x30, 0x4A, 2, 0]),
        run("4").like(&[0x30, 0x4A, 2, 0, 0x37, 0x08, 0]),
        run("5\r"),
    ];
    assert_eq!(texts(&Draft { runs, styles, ..Draft::default() }), ["145"]);
}

/// A document that was saved fast: the text is put together from pieces that stand anywhere, one of them with one byte a
/// character, and one hidden as a whole.
#[test]
fn pieces_are_read_in_the_order_of_the_text() {
    let runs = vec![run("def"), run("abc"), run("ghi"), run("\u{9400}\u{8B95}\r\r"), run("a note\r")];
    let start = |run: usize| TEXT + 2 * [0, 3, 6, 9, 13][run];
    let narrow = (2 * start(3)) | 1 << 30;
    let hidden = 0x5C << 1 | 1 << 8;
    let pieces = vec![(start(1), 3, 0), (narrow, 4, 0), (start(2), 3, 1), (start(0), 3, hidden), (start(4), 7, 0)];
    let draft = Draft { runs, pieces: Some(pieces), changes: vec![STRUCK.to_vec()], behind: 7, ..Draft::default() };
    assert_eq!(texts(&draft), ["abc”•‹"]);
}

#[test]
fn properties_that_are_too_many_for_a_page_stand_elsewhere() {
    let shape = [IN_TABLE, ENDS_ROW, &borders(&[0, 500, 1000])].concat();
    let data = [&[9; 7][..], &u16::try_from(shape.len()).expect("short").to_le_bytes(), &shape].concat();
    let row = [
        row(&["wide"], &[0, 1000]),
        cells(&["a", "b"]),
        vec![run("\u{7}").of(&[0x46, 0x66, 7, 0, 0, 0])],
        vec![run("after\r")],
    ];
    let mut draft = Draft { runs: row.concat(), data, ..Draft::default() };
    assert_eq!(texts(&draft), ["1:0,0=wide", "1:1,0=a", "1:1,1=b", "after"]);
    draft.data.truncate(12);
    assert_eq!(document(&draft.write()).map_err(|error| error.problem), Err(Problem::Damaged));
}

#[test]
fn what_cannot_be_read_is_said() {
    let draft = Draft { runs: vec![run("text\r")], ..Draft::default() };
    let change = |at: usize, with: &[u8]| {
        let mut file = cfb::CompoundFile::open(Cursor::new(draft.write())).expect("a container");
        let mut stream = file.open_stream("/WordDocument").expect("a stream");
        std::io::Seek::seek(&mut stream, std::io::SeekFrom::Start(at as u64)).expect("inside");
        stream.write_all(with).expect("written to memory");
        stream.flush().expect("written to memory");
        drop(stream);
        document(&file.into_inner().into_inner()).map_err(|error| (error.problem, error.to_string()))
    };
    assert!(change(0x300, &[0]).is_ok());
    let cases: &[(usize, &[u8], Problem, &str)] = &[
        (0, &[0xDC, 0xA5], Problem::OldDocument, ""),
        (2, &[0x68, 0], Problem::OldDocument, ""),
        (11, &[1], Problem::Encrypted, ""),
        (11, &[2], Problem::Damaged, "1Table"),
        (0, &[0, 0], Problem::Damaged, "begin"),
        (0x4C, &[0xFF, 0xFF, 0xFF, 0x7F], Problem::Damaged, "longer"),
        (0x4C, &[6, 0, 0, 0], Problem::Damaged, "all of the text"),
        (0x1A2, &[0xFF, 0xFF, 0, 0], Problem::Damaged, "beyond the end"),
    ];
    for (at, with, problem, words) in cases {
        let error = change(*at, with).expect_err(words);
        assert!(error.0 == *problem && error.1.contains(words), "{at}: {error:?}");
    }
    let unended = Draft { runs: vec![run("\u{13}PAGE 7\r")], ..Draft::default() };
    assert!(document(&unended.write()).is_err_and(|error| error.to_string().contains("field")));
    // In a cell it is over with the cell.
    let cell = [cells(&["\u{13}PAGE"]), row(&["7"], &[0, 1, 2])].concat();
    assert_eq!(of(cell), ["1:0,1=7"]);
    let fields = Draft { runs: vec![run(&"\u{13}".repeat(65))], ..Draft::default() };
    assert!(document(&fields.write()).is_err_and(|error| error.to_string().contains("64 fields")));
}

/// A piece of two bytes is as good as a piece of text; each of these asks for the same properties once more.
#[test]
fn the_same_properties_again_and_again_are_refused() {
    let text = run("\u{7}").of(IN_TABLE);
    let pieces = vec![(TEXT, 1, 1); 12_000];
    let filler = run(&"x".repeat(8_000));
    let changes = vec![[&[0x70, 0xE8, 1, 2, 3].repeat(1_200)[..]].concat()];
    let draft = Draft { runs: vec![text, filler], pieces: Some(pieces), changes, ..Draft::default() };
    let started = std::time::Instant::now();
    assert!(document(&draft.write()).is_err_and(|error| error.to_string().contains("again and again")));
    assert!(started.elapsed().as_secs() < 20);
}

/// A note stands between the text and what is written in the boxes, which are anchored in the second cell and beside all.
#[test]
fn a_figure_in_a_box_is_that_of_the_cell_that_holds_nothing_else() {
    let in_cell = |inner: &str, written: &[WrittenRun], are_loose: bool| {
        let ends = vec![run("\u{7}").of(IN_TABLE).of(ENDS_ROW).of(&borders(&[0, 900, 1800]))];
        let text = [cells(&["a", inner]), ends, vec![run("b\u{8}\r")]].concat();
        let note = vec![run("note\r")];
        let count = |runs: &[WrittenRun]| runs.iter().map(|run| run.text.encode_utf16().count()).sum::<usize>();
        let anchor = 2 + inner.chars().take_while(|c| *c != '\u{8}').count();
        let boxes = vec![(anchor, count(written) - 6), (count(&text) - 2, 6)];
        let behind = count(&note) + count(written);
        Draft { runs: [&text[..], &note, written].concat(), behind, boxes, are_loose, ..Draft::default() }
    };
    let cell = |inner: &str, written: &[WrittenRun]| texts(&in_cell(inner, written, false));
    let written = |text: &str| vec![run(&format!("{text}\r")), run("8888\r\r")];
    assert_eq!(cell("\u{8}", &written("3517")), ["1:0,0=a", "1:0,1=3517", "b"]);
    assert_eq!(cell(" \u{8}", &written("\u{13}=1+1\u{14}2\u{15}")), ["1:0,0=a", "1:0,1=2", "b"]);
    assert_eq!(cell("\u{8}", &written("35\t")), ["1:0,0=a", "1:0,1=35", "b"]);
    for unread in [written("见附件3"), vec![run("3517").like(HIDDEN), run("\r8888\r\r")]] {
        assert_eq!(cell("\u{8}", &unread), ["1:0,0=a", "b"]);
    }
    assert_eq!(cell("45\u{8}", &written("9")), ["1:0,0=a", "1:0,1=45", "b"]);
    // In a drawing with others: a cell that holds nothing else holds what is not read, as a picture.
    let words = [run("见附件3\r"), run("公章公章\r\r")];
    for (written, count) in [(&written("3517")[..], 1), (&words, 0)] {
        let grids = document(&in_cell("\u{8}", written, true).write()).expect("a document");
        assert_eq!(grids.iter().map(|grid| grid.pictures.len()).sum::<usize>(), count);
    }
}
