//! Files made to do harm. Each runs in a child process under a memory limit, together with a good file: it is refused
//! in Chinese or read for what it is, and the good file is checked all the same.
#![cfg(unix)]

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use zip::write::SimpleFileOptions;

use crate::support::is_thorough;

/// Address space of the child, in KiB. What a process has resident is never more than what it has mapped.
const MEMORY_KIB: u32 = 256 << 10;
/// A hang is told from a slow machine by an order of magnitude: a release build takes under a second for each.
const HANG: Duration = Duration::from_mins(3);

/// Runs `gouji check` on a folder under the memory limit; the results by file name.
pub(crate) fn check_folder(folder: &Path) -> (Option<i32>, Vec<(String, Value)>) {
    let out = folder.with_extension("json");
    // One allocation arena and one worker: the limit is for the file, not for the number of threads.
    let script = format!("ulimit -v {MEMORY_KIB}; exec \"$0\" \"$@\"");
    let mut child = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_gouji"), "check", "--quiet", "--jobs", "1", "--format", "json", "-o"])
        .args([out.as_path(), folder])
        // Address space that the allocator sets aside is no memory.
        .env("MIMALLOC_DISALLOW_ARENA_ALLOC", "1")
        .env("MALLOC_ARENA_MAX", "1")
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        if started.elapsed() > HANG {
            child.kill().expect("killed");
            panic!("{} hangs", folder.display());
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let stderr = std::io::read_to_string(child.stderr.take().expect("a pipe")).expect("text");
    assert!(status.code().is_some(), "{}: {status}: {stderr}", folder.display());
    assert_eq!(stderr, "", "{}", folder.display());
    let result: Value = serde_json::from_slice(&fs::read(&out).expect("a result")).expect("JSON");
    let filings = result["filings"].as_array().expect("a list").iter().map(|filing| {
        let path = filing["source"]["path"].as_str().expect("a path");
        (path.rsplit('/').next().expect("a name").to_owned(), filing.clone())
    });
    (status.code(), filings.collect())
}

/// What became of a hostile file: the kind of its error, or its status. The good file beside it passes.
pub(crate) fn outcome(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inner = folder.path().join("in");
    fs::create_dir(&inner).expect("a folder");
    fs::copy("fixtures/workbooks/printed.xlsx", inner.join("zz-good.xlsx")).expect("copied");
    fs::write(inner.join(name), bytes).expect("written");
    let (code, filings) = check_folder(&inner);
    let good = filings.last().expect("the good file");
    assert!(filings.len() > 1, "{name}");
    assert_eq!((good.0.as_str(), &good.1["status"]), ("zz-good.xlsx", &Value::from("pass")), "{name}");
    let error = &filings[0].1["error"];
    if error.is_null() {
        return filings[0].1["status"].as_str().expect("a state").to_owned();
    }
    assert_eq!(code, Some(2), "{name}");
    for text in ["message", "help"] {
        let text = error[text].as_str().expect("a text");
        assert!(text.chars().any(|c| ('一'..='龥').contains(&c)) && !text.contains('{'), "{name}: {text}");
    }
    error["kind"].as_str().expect("a kind").to_owned()
}

/// A package of these parts.
pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_level(Some(1))).expect("a part");
        zip.write_all(content).expect("written to memory");
    }
    zip.finish().expect("a package").into_inner()
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook with this sheet and these shared strings.
fn xlsx(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    workbook(sheet, "sharedStrings", strings)
}

/// A workbook with this sheet and another part of this kind.
fn workbook(sheet: &[u8], kind: &str, part: &[u8]) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |inner: &str| format!("<Relationships>{inner}</Relationships>");
    let root = relations(&relation("r1", "officeDocument", "xl/workbook.xml"));
    let book = relations(&(relation("r1", "worksheet", "s.xml") + &relation("r2", kind, "t.xml")));
    package(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", book.as_bytes()),
        ("xl/s.xml", sheet),
        ("xl/t.xml", part),
    ])
}

/// A spreadsheet of `LibreOffice` with these rows.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!("<d><b><s><table:table table:name=\"S\">{rows}</table:table></s></b></d>");
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    package(&[("mimetype", kind), ("content.xml", content.as_bytes())])
}

/// A record of an `.xls`.
fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("a short record");
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
}

/// An `.xls` with these records before its sheet and in it.
fn xls(globals: &[u8], sheet: &[u8]) -> Vec<u8> {
    let begin = |kind: u8| record(0x809, &[0, 6, kind, 0]);
    let mut stream = [&begin(5)[..], globals].concat();
    let offset = u32::try_from(stream.len() + 13 + 4).expect("a short stream");
    stream.extend(record(0x85, &[&offset.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat()));
    for part in [&record(10, &[])[..], &begin(0x10), sheet, &record(10, &[])] {
        stream.extend(part);
    }
    compound("Workbook", &stream)
}

/// A compound file with one stream.
pub(crate) fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("written to memory");
    file.create_stream(format!("/{name}")).expect("a stream").write_all(stream).expect("written to memory");
    file.flush().expect("written to memory");
    file.into_inner().into_inner()
}

/// A number at a row and column of an `.xls`.
fn rk(row: u16, column: u16) -> Vec<u8> {
    record(0x27E, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0, 2, 0, 0, 0]].concat())
}

const CELL: &str = "<c><v>1</v></c>";

fn sheet(rows: &str) -> Vec<u8> {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

#[test]
fn workbooks_that_span_the_whole_sheet() {
    let corners =
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>";
    assert_eq!(outcome("corners.xlsx", &xlsx(&sheet(corners), b"<sst/>")), "no-statutory-table");
    let beyond = "<row r=\"4294967297\"><c r=\"A4294967297\"><v>1</v></c></row>";
    assert_eq!(outcome("beyond.xlsx", &xlsx(&sheet(beyond), b"<sst/>")), "damaged");
    assert_eq!(outcome("corners.xls", &xls(&[], &[rk(0, 0), rk(65_535, 255)].concat())), "no-statutory-table");
    assert_eq!(outcome("beyond.xls", &xls(&[], &[rk(0, 0), rk(65_535, 65_535)].concat())), "damaged");
    let cell = "<table:table-cell table:number-columns-repeated=\"16000\" office:value-type=\"string\"><text:p>aaaa\
        </text:p></table:table-cell>";
    let row = format!("<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>");
    assert_eq!(outcome("repeats.ods", &ods(&row)), "too-many-cells");
}

#[test]
fn packages_that_expand_without_end() {
    if is_thorough() {
        assert_eq!(outcome("spaces.xlsx", &xlsx(&vec![b' '; 1 << 30], b"<sst/>")), "package-too-large");
    }
    let strings = format!("<sst count=\"60000000\">{}</sst>", "<si/>".repeat(60_000_000));
    assert_eq!(outcome("strings.xlsx", &xlsx(&sheet(""), strings.as_bytes())), "package-too-large");
    let strings = format!("<sst>{}</sst>", "<si/>".repeat(12_000_000));
    assert_eq!(outcome("fewer.xlsx", &xlsx(&sheet(""), strings.as_bytes())), "too-many-cells");
    let names: Vec<String> = (0..60_000).map(|number| format!("p{number}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(outcome("parts.xlsx", &package(&parts)), "package-too-large");
}

#[test]
fn markup_made_to_do_harm() {
    let entities = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;\">]>\
        <worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&d;</t></is></c></row></sheetData></worksheet>";
    assert_eq!(outcome("entities.xlsx", &xlsx(entities.as_bytes(), b"<sst/>")), "doctype");
    let deep = format!("<worksheet>{}", "<a>".repeat(5_000_000));
    assert_eq!(outcome("deep.xlsx", &xlsx(deep.as_bytes(), b"<sst/>")), "damaged");
    let attributes = format!("<worksheet {}/>", "a=\"b\" ".repeat(4_000_000));
    assert_eq!(outcome("attributes.xlsx", &xlsx(attributes.as_bytes(), b"<sst/>")), "no-statutory-table");
    let index = "<row><c t=\"s\"><v>-1</v></c></row>";
    assert_eq!(outcome("index.xlsx", &xlsx(&sheet(index), b"<sst><si><t>a</t></si></sst>")), "damaged");
}

/// Styles, merged cells, hidden lines and formulas, as many of each as cost something.
#[test]
fn looks_without_end() {
    // Twenty thousand formats, each as long as a code may be, and a figure in each.
    let codes =
        (0..20_000).map(|id| format!("<numFmt numFmtId=\"{}\" formatCode=\"{}{id}\"/>", 164 + id, "0!.".repeat(80)));
    let formats = (0..20_000).map(|id| format!("<xf numFmtId=\"{}\" fontId=\"{id}\"/>", 164 + id));
    let styles = format!(
        "<styleSheet><numFmts>{}</numFmts><fonts>{}</fonts><cellXfs>{}</cellXfs></styleSheet>",
        codes.collect::<String>(),
        "<font><strike val=\"0\"/></font>".repeat(20_000),
        formats.collect::<String>()
    );
    let cells: Vec<String> = (0..20_000).map(|id| format!("<row><c s=\"{id}\"><v>251000</v></c></row>")).collect();
    let content = workbook(&sheet(&cells.concat()), "styles", styles.as_bytes());
    assert_eq!(outcome("styles.xlsx", &content), "damaged");
    // Merged cells over the whole sheet, once and twenty thousand times.
    let rows: String = format!("<row>{}</row>", CELL.repeat(20)).repeat(5_000);
    let merged = |count: usize| {
        let areas = "<mergeCell ref=\"A1:XFD1048576\"/>".repeat(count);
        format!("<worksheet><sheetData>{rows}</sheetData><mergeCells>{areas}</mergeCells></worksheet>").into_bytes()
    };
    assert_eq!(outcome("merged.xlsx", &xlsx(&merged(1), b"<sst/>")), "no-statutory-table");
    assert_eq!(outcome("over.xlsx", &xlsx(&merged(20_000), b"<sst/>")), "too-many-cells");
    // Columns that are hidden over and over, rows of which every other is, and formulas that share one.
    let columns = "<col min=\"1\" max=\"16384\" hidden=\"1\"/>".repeat(20_000);
    let hidden = "<row hidden=\"1\"><c><f t=\"shared\" si=\"0\">SUM(B1:XFD1048576)</f><v>1</v></c></row>\
        <row><c><f t=\"shared\" si=\"0\"/><v>1</v></c></row>";
    let lines =
        format!("<worksheet><cols>{columns}</cols><sheetData>{}</sheetData></worksheet>", hidden.repeat(20_000));
    assert_eq!(outcome("hidden.xlsx", &xlsx(lines.as_bytes(), b"<sst/>")), "no-statutory-table");
}

/// The most that is read: half a million cells with a string each, and one more.
#[test]
#[ignore = "takes a minute: files as large as the limits allow"]
fn as_many_cells_as_are_read_and_one_more() {
    let row = format!("<row>{}</row>", "<c t=\"s\"><v>1</v></c>".repeat(10));
    let strings = format!("<sst>{}</sst>", format!("<si><t>{}</t></si>", "总".repeat(16)).repeat(450_000));
    let full = sheet(&row.repeat(50_000));
    assert_eq!(outcome("full.xlsx", &xlsx(&full, strings.as_bytes())), "no-statutory-table");
    let over = sheet(&(row.repeat(50_000) + &format!("<row>{CELL}</row>")));
    assert_eq!(outcome("over.xlsx", &xlsx(&over, strings.as_bytes())), "too-many-cells");
    let thin = sheet(&format!("<row>{CELL}</row>").repeat(500_000));
    assert_eq!(outcome("thin.xlsx", &xlsx(&thin, b"<sst/>")), "no-statutory-table");
}

#[test]
fn records_made_to_do_harm() {
    let strings = [record(0xFC, &[0xFF; 8]), record(0x3C, &vec![0; 60_000]).repeat(500)].concat();
    assert_eq!(outcome("strings.xls", &xls(&strings, &[])), "too-many-cells");
    let continues = [record(0xFC, &[0; 8]), record(0x3C, &[]).repeat(7_500_000)].concat();
    assert_eq!(outcome("continues.xls", &xls(&continues, &[])), "damaged");
    let cells: Vec<u8> = (0..1_900_000_u32)
        .flat_map(|at| rk(u16::try_from(at % 65_536).unwrap_or(0), u16::try_from(at / 65_536).unwrap_or(0)))
        .collect();
    assert_eq!(outcome("cells.xls", &xls(&[], &cells)), "too-many-cells");
}

#[test]
fn texts_made_to_do_harm() {
    let row = "规章,0,0,0\n行政规范性文件,0,0,0\n行政许可,0\n";
    let field = format!("{row}\"{}\"", "x".repeat(100 << 20));
    assert_eq!(outcome("field.csv", field.as_bytes()), "too-large");
    let field = format!("{row}\"{}\"", "x".repeat(20 << 20));
    assert_eq!(outcome("field.csv", field.as_bytes()), "text-too-long");
    let columns = format!("{row}{}", ",".repeat(1_000_000));
    assert_eq!(outcome("columns.csv", columns.as_bytes()), "too-many-fields");
    let columns = format!("{}{}", row.replace(',', "|"), "|".repeat(1_000_000));
    assert_eq!(outcome("columns.md", columns.as_bytes()), "too-many-fields");
    let cells = format!("{row}{}", "1,1,1,1\n".repeat(3_000_000));
    assert_eq!(outcome("cells.csv", cells.as_bytes()), "too-many-cells");
}

/// Lines that look like a form and go on and on.
#[test]
#[ignore = "takes a minute: files as large as the limits allow"]
fn forms_without_end() {
    let rows = "一、本年新收政府信息公开申请数量,1,1,1,1,1,1,1\n二、上年结转政府信息公开申请数量,0,0,0,0,0,0,0\n\
        四、结转下年度继续办理,0,0,0,0,0,0,0\n";
    assert_eq!(outcome("rows.csv", rows.repeat(8_000).as_bytes()), "findings");
    let again = rows.to_owned() + &"四、结转下年度继续办理,0,0,0,0,0,0,0\n".repeat(20_000);
    assert_eq!(outcome("again.csv", again.as_bytes()), "findings");
    let header = "信息内容,本年制发件数,本年废止件数,现行有效件数\n规章,0,0,0\n行政规范性文件,0,0,0\n行政许可,0\n";
    assert_eq!(outcome("filings.csv", header.repeat(1_900).as_bytes()), "findings");
    assert_eq!(outcome("more.csv", header.repeat(20_000).as_bytes()), "too-many-filings");
    let blank = format!("{header}{}", "\n".repeat(20 << 20));
    assert_eq!(outcome("lines.csv", blank.as_bytes()), "findings");
    let blank = format!("{header}{}", " ,\n".repeat(9 << 20));
    assert_eq!(outcome("commas.csv", blank.as_bytes()), "findings");
    let blank = format!("{}{}", header.replace(',', "|"), "|\n".repeat(14 << 20));
    assert_eq!(outcome("pipes.txt", blank.as_bytes()), "findings");
}

/// A few bytes of a file are a finding, and a finding is a kilobyte.
#[test]
#[ignore = "takes a minute: files as large as the limits allow"]
fn findings_without_end() {
    let header = "信息内容,本年制发件数,本年废止件数,现行有效件数\n规章,0,0,0\n行政规范性文件,0,0,0\n行政许可,0\n";
    let again = header.to_owned() + &"规章\n".repeat(480_000);
    assert_eq!(outcome("again.csv", again.as_bytes()), "too-many-findings");
    let strangers = (0..60_000).map(|n| format!("甲乙丙丁{n},1\n")).collect::<Vec<_>>().concat();
    assert_eq!(outcome("strangers.csv", (header.to_owned() + &strangers).as_bytes()), "too-many-findings");
    let form = fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("the fixture is there");
    let (digits, wrong) = (|c: char| c.is_ascii_digit(), ["１２ 件", "-1.5", "1O"]);
    for figure in wrong {
        let fields = |line: &str| {
            let is_figure = |field: &str| field.starts_with(digits) && field.chars().all(|c| digits(c) || c == '.');
            line.split(',').map(|field| if is_figure(field) { figure } else { field }).collect::<Vec<_>>().join(",")
        };
        let all = form.lines().map(fields).collect::<Vec<_>>().join("\n") + "\n";
        assert_eq!(outcome("figures.csv", all.repeat(400).as_bytes()), "too-many-findings", "{figure}");
        assert_eq!(outcome("figures.csv", all.repeat(100).as_bytes()), "findings", "{figure}");
    }
}

/// Headers and remarks that cost time when each is compared with all the others.
#[test]
#[ignore = "takes a minute: files as large as the limits allow"]
fn words_without_end() {
    let form = "信息内容,本年制发件数,本年废止件数,现行有效件数\n规章,0,0,0\n行政规范性文件,1,0,1\n行政许可,0\n";
    let remarks = format!("{},{}\n", "注".repeat(40_000), "注:1,".repeat(16_000)).repeat(3);
    assert_eq!(outcome("remarks.csv", (remarks + form).as_bytes()), "findings");
    let spelling = |n: usize| format!("信息内容,本年{}制发件数", " ".repeat(n % 40));
    let spellings = (1..30_000).map(spelling).collect::<Vec<_>>().join("\n") + "\n";
    assert_eq!(outcome("spellings.csv", (spellings + form).as_bytes()), "findings");
    let line = (0..15_000).map(|n| format!("栏{n}")).collect::<Vec<_>>().join(",");
    let strangers = format!("信息内容,本年制发件数,本年废止件数,现行有效件数,{line}\n").repeat(15);
    let values = format!("规章,0,0,0,{}\n行政规范性文件,1,0,1\n行政许可,0\n", "1,".repeat(15_000));
    assert_eq!(outcome("strangers.csv", (strangers + &values).as_bytes()), "findings");
}

/// So many lines, each by its number.
pub(crate) fn lines(count: u32, line: impl Fn(u32) -> String) -> String {
    let mut text = String::new();
    for number in 0..count {
        text.push_str(&line(number));
    }
    text
}

/// Data sets are walked and not kept, so nothing bounds them but what is kept of each record.
#[test]
#[ignore = "takes a minute: files as large as the limits allow"]
fn data_sets_made_to_do_harm() {
    let wide = "agency,year,review.reconsideration.upheld,review.reconsideration.total\n";
    let long = "agency,year,cell,value\n";
    let field = format!("{wide}a,2023,{}", "1".repeat(100 << 20));
    assert_eq!(outcome("field.csv", field.as_bytes()), "text-too-long");
    let quoted = format!("{wide}a,2023,\"{}", "1,1\n".repeat(10 << 20));
    assert_eq!(outcome("quoted.csv", quoted.as_bytes()), "text-too-long");
    let columns = format!("{wide}a,2023,{}", ",".repeat(1_000_000));
    assert_eq!(outcome("columns.csv", columns.as_bytes()), "too-many-fields");
    let header = format!("agency,year,review.reconsideration.upheld,{}\na\n", "结果维持,".repeat(16_000));
    assert_eq!(outcome("header.csv", header.as_bytes()), "ragged-record");
    let endless = format!("{long}{}", "a,2023,b,1\n".repeat(300_000));
    assert_eq!(outcome("endless.csv", endless.as_bytes()), "too-many-cells");
    let scattered = lines(510_000, |row| format!("a{},2023,b,1\n", row % 3_000));
    assert_eq!(outcome("scattered.csv", (long.to_owned() + &scattered).as_bytes()), "too-scattered");
    let keys = lines(2_000_100, |row| format!("{row},1,b,1\n"));
    assert_eq!(outcome("keys.csv", (long.to_owned() + &keys).as_bytes()), "too-many-filings");
    let strangers = lines(19_000, |row| format!("a,2023,{}{row},1\n", "指".repeat(100)));
    assert_eq!(outcome("strangers.csv", (long.to_owned() + &strangers).as_bytes()), "findings");
}

#[test]
#[ignore = "takes a minute: files as large as the limits allow"]
fn sheets_of_data_made_to_do_harm() {
    let text = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let header = format!("<row>{}{}{}</row>", text("agency"), text("year"), text("review.reconsideration.upheld"));
    let with = |rows: &str| xlsx(&sheet(&(header.clone() + rows)), b"<sst/>");
    assert_eq!(outcome("bomb.xlsx", &with(&"<row/>".repeat(50_000_000))), "package-too-large");
    let again = format!("<row r=\"2\">{}</row>", "<c r=\"A2\"><v>1</v></c>".repeat(2_000_000));
    assert_eq!(outcome("again.xlsx", &with(&again)), "too-many-fields");
    let cell = format!("<row>{}</row>", text(&"字".repeat(20 << 20)));
    assert_eq!(outcome("cell.xlsx", &with(&cell)), "text-too-long");
    let pieces = format!("<row><c><v>{}</v></c></row>", "1<!-- -->".repeat(1_000_000));
    assert_eq!(outcome("pieces.xlsx", &with(&pieces)), "text-too-long");
    assert_eq!(outcome("blank.xlsx", &with(&"<row></row>".repeat(1_000))), "no-records");
    // Cut off in the middle: what stands before is assessed, and the damage is said.
    let rows = format!("<row>{}<c><v>2023</v></c><c><v>1</v></c></row>", text("某县")).repeat(3);
    assert_eq!(outcome("rows.xlsx", &with(&rows)), "findings");
    assert_eq!(
        outcome("cut.xlsx", &xlsx(format!("<worksheet><sheetData>{header}<row>").as_bytes(), b"<sst/>")),
        "damaged"
    );
}

/// A result of gouji is only read when it is named.
#[test]
fn json_made_to_do_harm() {
    let outcome = |name: &str, text: &str| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join(name);
        fs::write(&file, text).expect("written");
        let (_, filings) = check_folder(&file);
        filings.last().expect("a filing").1["error"]["kind"].as_str().unwrap_or("none").to_owned()
    };
    let with = |cells: &str| {
        let filing = format!("{{\"agency\":\"a\",\"year\":2023,\"cells\":{cells}}}");
        format!("{{\"schema\":\"gouji/1\",\"filings\":[{filing}]}}")
    };
    let long = "1".repeat(40 << 20);
    assert_eq!(outcome("good.jsonl", &with("{\"review.reconsideration.upheld\":\"5\"}")), "none");
    assert_eq!(outcome("text.jsonl", &with(&format!("{{\"a\":\"{long}\"}}"))), "text-too-long");
    assert_eq!(outcome("digits.jsonl", &with(&format!("{{\"a\":{long}}}"))), "text-too-long");
    assert_eq!(outcome("deep.jsonl", &with(&format!("{{\"a\":{}", "[".repeat(40 << 20)))), "text-too-long");
    let ignored = with("{}").replace("\"cells\"", &format!("\"x\":{}1,\"cells\"", "[".repeat(1_000)));
    assert_eq!(outcome("nested.jsonl", &ignored), "damaged");
    let cells = lines(300_000, |cell| format!("\"{cell}\":1,"));
    assert_eq!(outcome("cells.jsonl", &with(&format!("{{{cells}\"a\":1}}"))), "damaged");
    assert_eq!(outcome("blank.jsonl", &(with("{}") + &" ".repeat(60 << 20))), "text-too-long");
}

#[test]
fn documents_made_to_do_harm() {
    let docx = |body: &str| {
        let root = format!(
            "<Relationships><Relationship Id=\"a\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
        );
        let document = format!("<w:document><w:body>{body}</w:body></w:document>");
        package(&[("_rels/.rels", root.as_bytes()), ("word/document.xml", document.as_bytes())])
    };
    assert_eq!(outcome("deep.docx", &docx(&"<w:tbl><w:tr><w:tc>".repeat(10_000))), "damaged");
    assert_eq!(outcome("tables.docx", &docx(&"<w:tbl></w:tbl>".repeat(1_000_000))), "damaged");
    let cells = format!("<w:tbl>{}</w:tbl>", "<w:tr><w:tc><w:t>1</w:t></w:tc></w:tr>".repeat(1_000_000));
    assert_eq!(outcome("cells.docx", &docx(&cells)), "too-many-cells");
    let spans = "<w:tc><w:tcPr><w:gridSpan w:val=\"4294967295\"/></w:tcPr></w:tc>".repeat(100_000);
    assert_eq!(outcome("spans.docx", &docx(&format!("<w:tbl><w:tr>{spans}</w:tr></w:tbl>"))), "too-many-fields");
    let spans = "<w:tc><w:tcPr><w:gridSpan w:val=\"-1\"/></w:tcPr></w:tc>";
    assert_eq!(outcome("negative.docx", &docx(&format!("<w:tbl><w:tr>{spans}</w:tr></w:tbl>"))), "damaged");
    assert_eq!(outcome("spaces.docx", &docx(&" ".repeat(100 << 20))), "package-too-large");
}

#[test]
#[ignore = "takes a minute: files as large as the limits allow"]
fn pages_made_to_do_harm() {
    assert_eq!(outcome("tables.html", "<table><tr><td>".repeat(1_000_000).as_bytes()), "damaged");
    assert_eq!(outcome("many.html", "<table></table>".repeat(1_000_000).as_bytes()), "damaged");
    let deep = "<html>".to_owned() + &"<div>".repeat(4_000_000);
    assert_eq!(outcome("deep.html", deep.as_bytes()), "no-statutory-table");
    let spans = "<table>".to_owned() + &"<tr><td rowspan=65534 colspan=1000>1".repeat(500_000);
    assert_eq!(outcome("spans.html", spans.as_bytes()), "too-many-fields");
    let cells = "<table>".to_owned() + &"<tr><td>1".repeat(2_000_000);
    assert_eq!(outcome("cells.html", cells.as_bytes()), "too-many-cells");
    let attributes = format!("<table {}>", "a=b ".repeat(6_000_000));
    assert_eq!(outcome("attributes.html", attributes.as_bytes()), "no-statutory-table");
    let text = "<table><tr><td>".to_owned() + &"字".repeat(9_000_000);
    assert_eq!(outcome("text.html", text.as_bytes()), "text-too-long");
    let entities = "<table><tr><td>".to_owned() + &"&#20108;".repeat(3_000_000);
    assert_eq!(outcome("entities.html", entities.as_bytes()), "text-too-long");
}

#[test]
#[ignore = "takes a minute: files as large as the limits allow"]
fn archives_made_to_do_harm() {
    let head = |boundary: &str| format!("MIME-Version: 1.0\nContent-Type: multipart/related; boundary={boundary}\n\n");
    let nested: String = (0..400_000).map(|n| head(&format!("b{n}")) + &format!("--b{n}\n")).collect();
    assert_eq!(outcome("nested.mht", nested.as_bytes()), "damaged");
    assert_eq!(outcome("parts.mht", (head("b") + &"--b\n\n".repeat(6_000_000)).as_bytes()), "damaged");
    let page = "--b\nContent-Type: text/html\n\n<table><tr><td>1\n";
    assert_eq!(outcome("pages.mht", (head("b") + &page.repeat(15_000)).as_bytes()), "damaged");
    let header = head("b") + "--b\n" + &"a:\n".repeat(9_000_000);
    assert_eq!(outcome("header.mht", header.as_bytes()), "damaged");
    let field = head("b") + "--b\nContent-Type: text/html" + &";\n a*=b".repeat(3_500_000);
    assert_eq!(outcome("field.mht", field.as_bytes()), "damaged");
    let dashes = head("b") + &"--b".repeat(10_000_000);
    assert_eq!(outcome("dashes.mht", dashes.as_bytes()), "web-archive");
    let packed = |encoding: &str, piece: &str, times: usize| {
        let head = format!("MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: {encoding}\n\n");
        (head + &piece.repeat(times)).into_bytes()
    };
    assert_eq!(outcome("equals.mht", &packed("quoted-printable", "= ", 15_000_000)), "text-too-long");
    assert_eq!(outcome("soft.mht", &packed("quoted-printable", "=\n", 15_000_000)), "no-statutory-table");
    // `<table><tr>`, then `<tr><td>1` without end.
    let rows = [packed("base64", "PHRhYmxlPjx0cj4K", 1), b"PHRyPjx0ZD4x".repeat(2_000_000)].concat();
    assert_eq!(outcome("rows.mht", &rows), "too-many-cells");
    let pages = packed("base64", "PHRhYmxlPjx0cj48dGQ+", 1_000_000);
    assert_eq!(outcome("tables.mht", &pages), "damaged");
}

#[test]
fn files_cut_short() {
    for name in ["printed.xlsx", "printed.xlsb", "printed.ods", "printed.xls"] {
        let whole = fs::read(format!("fixtures/workbooks/{name}")).expect("the fixture is there");
        for part in [9, 600, whole.len() / 2, whole.len() - 1] {
            let found = outcome(name, &whole[..part]);
            assert!(["damaged", "unknown-binary", "pass"].contains(&found.as_str()), "{name} cut at {part}: {found}");
        }
    }
}
