//! Writes what the targets start from: `corpus/<target>/` from the fixtures and the parts inside them, and
//! `dictionaries/<target>.dict` from the words of the forms and the markup of the fixtures.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use encoding_rs::GB18030;
use laws::{BIFF, DATA, DOCX, ODS, ODT, Package, XLSB, XLSX};

/// The longest word that libFuzzer keeps.
const LONGEST: usize = 64;
/// Stands in a table where the target `repeat` wants a separator.
const MARK: &str = "\u{1}";

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.join("../..");
    let labels = labels(&root);
    for (target, seeds) in seeds(&root.join("fixtures")) {
        let corpus = here.join("corpus").join(target);
        fs::create_dir_all(&corpus).expect("a folder");
        let mut words = labels.clone();
        words.extend(labels.iter().filter_map(|label| utf16(label)));
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(corpus.join(format!("seed-{number:03}")), seed).expect("written");
        }
        words.extend(markup(&seeds));
        match target {
            "mht" => words.extend(headers(&seeds)),
            "wide" | "long" | "json" | "data" => words.extend(names(&seeds)),
            _ => {}
        }
        words.retain(|word| (1..=LONGEST).contains(&word.len()));
        let lines: String = words.iter().map(|word| format!("{}\n", quoted(word))).collect();
        fs::create_dir_all(here.join("dictionaries")).expect("a folder");
        fs::write(here.join(format!("dictionaries/{target}.dict")), lines).expect("written");
        println!("{target}: {} seeds, {} words", seeds.len(), words.len());
    }
}

/// The seeds of each target. A new target is a line here.
fn seeds(fixtures: &Path) -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let all = files(fixtures);
    let of = |extensions: &[&str]| -> Vec<Vec<u8>> {
        let chosen =
            all.iter().filter(|path| extensions.iter().any(|known| path.extension().is_some_and(|e| e == *known)));
        chosen.map(|path| fs::read(path).expect("a fixture")).collect()
    };
    let data = |name: &str| fs::read_to_string(fixtures.join("datasets").join(name)).expect("a fixture");
    let (wide, long, json) = (data("wide.csv"), data("long.csv"), data("filings.json"));
    let narrow = columns(&wide, 0..12);
    let tables: Vec<String> = of(&["csv"]).into_iter().filter_map(|bytes| String::from_utf8(bytes).ok()).collect();
    let written = |write: fn(&str) -> String| tables.iter().map(move |table| write(table).into_bytes());
    let old = of(&["xls", "et"]);
    let records = old.iter().filter_map(|bytes| {
        let mut content = Vec::new();
        let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
        file.open_stream(format!("/{BIFF}")).ok()?.read_to_end(&mut content).ok()?;
        Some(content)
    });
    let part = |at: u8, content: Vec<u8>| [vec![at], content].concat();
    vec![
        ("format", all.iter().map(|path| fs::read(path).expect("a fixture")).collect()),
        (
            "text",
            of(&["csv", "txt"])
                .into_iter()
                .chain(written(|table| table.replace(',', "|")))
                .chain(written(|table| table.replace(',', "\t")))
                .chain(tables.iter().take(9).map(|table| GB18030.encode(table).0.into_owned()))
                .collect(),
        ),
        ("html", of(&["html"]).into_iter().chain(written(html)).collect()),
        ("mht", of(&["mht", "mhtml"]).into_iter().chain(written(mht)).collect()),
        ("docx", packed(&DOCX, &of(&["docx"])).chain(written(docx).map(|body| part(0, body))).collect()),
        ("odt", packed(&ODT, &of(&["odt"])).collect()),
        ("rtf", of(&["rtf"]).into_iter().map(|bytes| bytes[6..].to_vec()).chain(written(rtf)).collect()),
        ("doc", of(&["doc"]).iter().flat_map(|bytes| streams(bytes)).collect()),
        ("xlsx", packed(&XLSX, &of(&["xlsx", "xlsm"])).chain(written(sheet).map(|sheet| part(0, sheet))).collect()),
        ("xlsb", packed(&XLSB, &of(&["xlsb"])).collect()),
        ("ods", packed(&ODS, &of(&["ods"])).chain(written(ods).map(|content| part(0, content))).collect()),
        ("biff", records.collect()),
        // A header of two hundred names leaves a mutant little room: most begin with fewer.
        (
            "wide",
            [
                wide.clone(),
                narrow.clone(),
                columns(&wide, 0..80),
                narrow.replace(',', "\t"),
                narrow.replace('\n', "\r\n"),
            ]
            .into_iter()
            .map(String::into_bytes)
            .chain([fs::read(fixtures.join("datasets/wide-labels.csv")).expect("a fixture")])
            .collect(),
        ),
        (
            "long",
            [lines(&long, 0..30), lines(&long, 0..230), lines(&data("scattered.tsv"), 0..60), apart(&long)]
                .map(String::into_bytes)
                .into(),
        ),
        ("json", [json.clone(), lines(&json, 0..80), filings(&json)].map(String::into_bytes).into()),
        (
            "data",
            packed(&DATA, &of(&["xlsx"]))
                .chain([narrow, lines(&long, 0..60)].map(|t| part(0, sheet(&t).into())))
                .collect(),
        ),
        ("pdf", written(drawn).collect()),
        ("repeat", repeats(&tables)),
        ("archive", archives(&tables)),
        ("xls", old.iter().cloned().chain(of(&["doc"])).collect()),
    ]
}

/// Archives of tables: stored and packed, in folders, named as a Chinese Windows names them, and one in the other.
fn archives(tables: &[String]) -> Vec<Vec<u8>> {
    let short: Vec<&str> = tables.iter().map(String::as_str).filter(|table| table.len() < 4_000).take(4).collect();
    let zip = |files: &[(&str, &[u8])], method| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        for (name, content) in files {
            zip.start_file(*name, options).expect("a file");
            zip.write_all(content).expect("written to memory");
        }
        zip.finish().expect("written to memory").into_inner()
    };
    let files: Vec<(&str, &[u8])> = ["2023/甲局.csv", "乙局.txt", "a/../b.csv", "c.csv"]
        .into_iter()
        .zip(short.iter().map(|text| text.as_bytes()))
        .collect();
    let (stored, packed) = (zip(&files, zip::CompressionMethod::Stored), zip(&files, zip::CompressionMethod::Deflated));
    let nested = zip(&[("下属.zip", &packed), ("c.csv", files[0].1)], zip::CompressionMethod::Stored);
    vec![stored, packed, nested, zip(&[], zip::CompressionMethod::Stored)]
}

/// The content of a page that draws a table with its lines.
fn drawn(table: &str) -> String {
    let mut content = String::from("0.5 w /F 8 Tf\n");
    for (row, line) in table.lines().take(60).enumerate() {
        let y = 820 - row * 13;
        for (column, field) in line.split(',').enumerate() {
            let x = 20 + column * 54;
            let codes: String = field.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            content += &format!("{x} {y} 54 13 re S BT 1 0 0 1 {} {} Tm <{codes}> Tj ET\n", x + 2, y + 3);
        }
    }
    content
}

/// Some columns of a table.
fn columns(table: &str, which: Range<usize>) -> String {
    let line = |line: &str| line.split(',').skip(which.start).take(which.len()).collect::<Vec<_>>().join(",") + "\n";
    table.lines().map(line).collect()
}

/// Some lines of a text.
fn lines(text: &str, which: Range<usize>) -> String {
    text.lines().skip(which.start).take(which.len()).map(|line| format!("{line}\n")).collect()
}

/// Lines of which those of one filing do not stand together.
fn apart(long: &str) -> String {
    lines(long, 0..12) + &lines(long, 202..212) + &lines(long, 12..22)
}

/// The filings of a document, one a line.
fn filings(json: &str) -> String {
    let document: serde_json::Value = serde_json::from_str(json).expect("JSON");
    document["filings"].as_array().expect("a list").iter().map(|filing| format!("{filing}\n")).collect()
}

/// A line of a table again and again, as text, page and part.
fn repeats(tables: &[String]) -> Vec<Vec<u8>> {
    let plain: fn(&str) -> String = |table| rows(table, |line| line + "\n", |cell| format!("{cell},"));
    let mut seeds = Vec::new();
    for (number, table) in tables.iter().enumerate() {
        let mut lines: Vec<&str> = table.lines().collect();
        let at = number % lines.len();
        lines.insert(at, MARK);
        lines.insert(at + 2, MARK);
        for (container, write) in [(7, plain), (7, html), (0, sheet), (1, docx), (2, ods)] {
            let pieces = write(&lines.join("\n"));
            let pieces: Vec<&[u8]> = pieces.split(MARK).map(str::as_bytes).collect();
            seeds.push([vec![container], pieces.join(&0xFF)].concat());
        }
    }
    seeds
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.expect("a fixture"));
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// The parts of packages that a target mutates, each behind the byte that chooses it.
fn packed(package: &Package, fixtures: &[Vec<u8>]) -> impl Iterator<Item = Vec<u8>> {
    // `sheet2.xml` is a seed for the place of `sheet1.xml`.
    let role = |name: &str| name.replace(|c: char| c.is_ascii_digit(), "");
    let parts = fixtures.iter().filter(|bytes| bytes.starts_with(b"PK\x03\x04")).filter_map(|bytes| laws::parts(bytes));
    parts.flatten().filter_map(move |(name, content)| {
        let at = package.parts.iter().position(|known| role(known) == role(&name))?;
        Some([vec![u8::try_from(at).ok()?], content].concat())
    })
}

fn rows(table: &str, row: fn(String) -> String, cell: impl Fn(&str) -> String) -> String {
    let line = |line: &str| if line == MARK { MARK.to_owned() } else { row(line.split(',').map(&cell).collect()) };
    table.lines().map(line).collect()
}

fn html(table: &str) -> String {
    format!("<table>{}</table>", rows(table, |cells| format!("<tr>{cells}"), |cell| format!("<td>{cell}")))
}

fn mht(table: &str) -> String {
    let head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b";
    format!("{head}\n\n--b\nContent-Type: text/html; charset=utf-8\n\n{}\n--b--", html(table))
}

fn docx(table: &str) -> String {
    let cell = |cell: &str| format!("<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>");
    let rows = rows(table, |cells| format!("<w:tr>{cells}</w:tr>"), cell);
    format!("<w:document><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>")
}

/// Rich text without its beginning.
fn rtf(table: &str) -> String {
    let cell = |cell: &str| {
        let units: String = cell.encode_utf16().map(|unit| format!("\\u{}?", unit.cast_signed())).collect();
        format!("{units}\\cell")
    };
    let row = |cells: String| {
        let borders: String = (1..=cells.matches("\\cell").count()).map(|at| format!("\\cellx{at}00")).collect();
        format!("\\trowd{borders}\\pard\\intbl {cells}\\row\n")
    };
    format!("\\ansi\\ansicpg936 {}}}", rows(table, row, cell))
}

/// The streams of an old Word document, each behind the byte that chooses it.
fn streams(document: &[u8]) -> Vec<Vec<u8>> {
    let streams = laws::document_streams(document).into_iter();
    (0..)
        .zip(streams)
        .filter(|(_, content)| !content.is_empty())
        .map(|(at, content)| [vec![at], content].concat())
        .collect()
}

fn sheet(table: &str) -> String {
    let cell = |cell: &str| match cell.parse::<f64>() {
        Ok(_) => format!("<c><v>{cell}</v></c>"),
        Err(_) => format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
    };
    let rows = rows(table, |cells| format!("<row>{cells}</row>"), cell);
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

fn ods(table: &str) -> String {
    let cell = |cell: &str| format!("<table:table-cell><text:p>{cell}</text:p></table:table-cell>");
    let rows = rows(table, |cells| format!("<table:table-row>{cells}</table:table-row>"), cell);
    format!("<office:spreadsheet><table:table table:name=\"S\">{rows}</table:table></office:spreadsheet>")
}

/// The words that the reader looks for: everything Chinese in the forms' records and the lexicon.
fn labels(root: &Path) -> BTreeSet<Vec<u8>> {
    let mut words = BTreeSet::new();
    let records = files(&root.join("src/forms")).into_iter().chain([root.join("src/reading/cells/lexicon.toml")]);
    for path in records.filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        let record: toml::Table = toml::from_str(&fs::read_to_string(path).expect("a record")).expect("TOML");
        gather(&toml::Value::Table(record), &mut words);
    }
    words
}

fn gather(value: &toml::Value, words: &mut BTreeSet<Vec<u8>>) {
    match value {
        toml::Value::String(text) if !text.is_ascii() => drop(words.insert(text.clone().into_bytes())),
        toml::Value::Array(list) => list.iter().for_each(|value| gather(value, words)),
        toml::Value::Table(table) => table.values().for_each(|value| gather(value, words)),
        _ => {}
    }
}

/// As binary workbooks hold them.
fn utf16(label: &[u8]) -> Option<Vec<u8>> {
    Some(std::str::from_utf8(label).ok()?.encode_utf16().flat_map(u16::to_le_bytes).collect())
}

/// Tags and attributes of parts and pages as they are written, each attribute with the first value it comes with.
fn markup(seeds: &[Vec<u8>]) -> BTreeSet<Vec<u8>> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "/:-_".contains(c);
    let name = |rest: &str| rest.chars().take_while(|c| is_name(*c)).collect::<String>();
    let mut words = BTreeMap::new();
    for text in seeds.iter().map(|seed| String::from_utf8_lossy(seed)) {
        for tag in text.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            let element = name(tag);
            if !element.is_empty() && element.len() < LONGEST / 2 {
                for attribute in
                    tag[element.len()..].split_ascii_whitespace().filter(|rest| rest.contains('=')).take(20)
                {
                    let written = format!(" {}", attribute.trim_end_matches('/'));
                    words.entry(name(attribute)).or_insert(written);
                }
                words.insert(format!("<{element}"), format!("<{element}>"));
            }
        }
    }
    words.into_values().map(String::into_bytes).collect()
}

/// Lines of headers.
fn headers(seeds: &[Vec<u8>]) -> BTreeSet<Vec<u8>> {
    let lines = seeds.iter().flat_map(|seed| seed.split(|byte| *byte == b'\n'));
    let is_header = |line: &&[u8]| line.contains(&b':') && line.first().is_some_and(u8::is_ascii_uppercase);
    lines.filter(is_header).map(|line| [line.trim_ascii_end(), b"\n"].concat()).collect()
}

/// What data sets call cells and their own columns.
fn names(seeds: &[Vec<u8>]) -> BTreeSet<Vec<u8>> {
    let is_part = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'0'..=b'9' | b'.' | b'_');
    let words = seeds.iter().flat_map(|seed| seed.split(|byte| !is_part(byte)));
    words.filter(|word| word.len() > 3 && word[0].is_ascii_lowercase()).map(<[u8]>::to_vec).collect()
}

fn quoted(word: &[u8]) -> String {
    let plain = |b: &u8| match b {
        b' '..=b'~' if !br#""\"#.contains(b) => char::from(*b).to_string(),
        b => format!("\\x{b:02X}"),
    };
    format!("\"{}\"", word.iter().map(plain).collect::<String>())
}
