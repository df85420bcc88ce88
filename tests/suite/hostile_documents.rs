//! Old documents and rich text made to do harm, and damaged at random: each in a child process under the memory limit.
#![cfg(unix)]

use std::fs;
use std::io::{Cursor, Read, Write};

use crate::hostile::{check_folder, outcome, package};
use crate::mutants::{Random, batches, damage};
use crate::support::{is_long, sample};

/// Mutants of each fixture, in full, and how many of them one child process gets.
const MUTANTS: usize = 3_000;
const BATCH: usize = 100;

/// The streams of a document that are read.
const STREAMS: [&str; 2] = ["WordDocument", "1Table"];

fn document(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("written to memory");
    for (name, content) in streams {
        file.create_stream(format!("/{name}")).expect("a stream").write_all(content).expect("written to memory");
    }
    file.flush().expect("written to memory");
    file.into_inner().into_inner()
}

fn streams(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).expect("a container");
    let stream = |name: &&str| {
        let mut content = Vec::new();
        file.open_stream(format!("/{name}")).expect("a stream").read_to_end(&mut content).expect("read");
        content
    };
    STREAMS.iter().map(stream).collect()
}

/// A mutant of a `.doc`: of its container, of the text and its pages, or of what says where everything is.
fn doc(whole: &[u8], random: &mut Random) -> Vec<u8> {
    if random.below(4) == 0 {
        let mut bytes = whole.to_vec();
        damage(&mut bytes, random);
        return bytes;
    }
    let mut content = streams(whole);
    match random.below(3) {
        // The head; there is little of it.
        0 => {
            let mut head = content[0][..0x300].to_vec();
            damage(&mut head, random);
            head.resize(0x300, 0);
            content[0].splice(..0x300, head);
        }
        stream => damage(&mut content[stream - 1], random),
    }
    document(&STREAMS.into_iter().zip(content.iter().map(Vec::as_slice)).collect::<Vec<_>>())
}

/// A mutant of rich text; half of them with signs of its own.
fn rtf(whole: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    damage(&mut bytes, random);
    let signs = [
        "{",
        "}",
        "\\",
        "\\'",
        "\\bin",
        "\\bin99999 ",
        "\\u-1?",
        "\\uc99 ",
        "\\cellx-99999999",
        "\\trowd",
        "\\row",
        "\\cell",
        "\\itap9 ",
        "\\nestrow",
        "\\*",
        "{\\*",
        "\\intbl",
        "\\pard",
        "\\strike",
        "\\v",
        "\\fonttbl",
        "{\\footnote",
        "\\ansicpg65001 ",
        "\\f99",
    ];
    for _ in 0..random.below(4) {
        let at = random.below(bytes.len());
        bytes.splice(at..at, signs[random.below(signs.len())].bytes());
    }
    bytes
}

/// A mutant of an ODF text: of the package, or of its content in a valid one.
fn odt(whole: &[u8], random: &mut Random) -> Vec<u8> {
    if random.below(4) == 0 {
        let mut bytes = whole.to_vec();
        damage(&mut bytes, random);
        return bytes;
    }
    let mut zip = zip::ZipArchive::new(Cursor::new(whole)).expect("a package");
    let mut parts = Vec::new();
    for name in ["mimetype", "styles.xml", "content.xml"] {
        let mut content = Vec::new();
        zip.by_name(name).expect("a part").read_to_end(&mut content).expect("inflated");
        parts.push((name, content));
    }
    let at = usize::from(random.below(5) > 0) + 1;
    damage(&mut parts[at].1, random);
    package(&parts.iter().map(|(name, content)| (*name, content.as_slice())).collect::<Vec<_>>())
}

/// Each mutant is read or refused; some of either, or it was no test.
fn survive(name: &str, mutant: fn(&[u8], &mut Random) -> Vec<u8>) {
    let whole = fs::read(format!("fixtures/documents/{name}")).expect("the fixture is there");
    let mut random = Random::new(0x9E37_79B9_7F4A_7C15 ^ whole.len() as u64);
    let (mut refused, mut read) = (0, 0);
    for count in batches(MUTANTS, BATCH) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let inner = folder.path().join("in");
        fs::create_dir(&inner).expect("a folder");
        let extension = name.rsplit('.').next().expect("an extension");
        for number in 0..count {
            fs::write(inner.join(format!("{number:04}.{extension}")), mutant(&whole, &mut random)).expect("written");
        }
        let (_, filings) = check_folder(&inner);
        let mut names: Vec<&String> = filings.iter().map(|(name, _)| name).collect();
        names.dedup();
        assert_eq!(names.len(), count, "{name}: a mutant is lost");
        refused += filings.iter().filter(|(_, filing)| filing["status"] == "unassessed").count();
        read += filings.iter().filter(|(_, filing)| filing["status"] != "unassessed").count();
    }
    let enough = (refused + read) / 20;
    assert!(refused > enough && read > enough, "{name}: {refused} refused, {read} read");
}

#[test]
fn mutants_of_doc() {
    survive("merged.doc", doc);
    survive("unseen.doc", doc);
}

#[test]
fn mutants_of_rtf() {
    survive("merged.rtf", rtf);
}

#[test]
fn mutants_of_odt() {
    survive("merged.odt", odt);
}

/// A `.doc` whose text is `bytes`, one byte a character, in pieces of this many characters that are all the same bytes.
fn pieces(bytes: &[u8], count: usize, length: usize) -> Vec<u8> {
    let long = |number: usize| u32::try_from(number).expect("a short file").to_le_bytes();
    let mut text = vec![0; 0x600];
    text.extend(bytes);
    text[..4].copy_from_slice(&[0xEC, 0xA5, 0xC1, 0]);
    text[0x4C..0x50].copy_from_slice(&long(count * length));
    let mut table = vec![2];
    table.extend(long(4 + 12 * count));
    (0..=count).for_each(|piece| table.extend(long(piece * length)));
    for _ in 0..count {
        table.extend([&[0, 0][..], &long((2 * 0x600) | (1 << 30)), &[0, 0]].concat());
    }
    text[0x1A2..0x1AA].copy_from_slice(&[long(0), long(table.len())].concat());
    document(&[("WordDocument", &text), ("0Table", &table)])
}

/// How long the files are, in bytes: in a long run the largest that are read.
fn size() -> usize {
    if is_long() { 30 << 20 } else { 3 << 20 }
}

#[test]
fn documents_without_end() {
    let again = |text: &[u8]| text.repeat(size() / text.len());
    let of = |text: &[u8]| pieces(text, 1, text.len());
    let plain = again(b"1");
    // Pieces of one character, each of them twelve bytes.
    let count = size() / 16;
    let cases = vec![
        ("words", of(&again(b"1\r")), "too-many-cells"),
        ("text", pieces(&plain, 2, plain.len()), "damaged"),
        ("plain", of(&plain), "text-too-long"),
        ("lines", of(&again(b"\r")), "too-many-cells"),
        ("pieces", pieces(&vec![b'1'; count], count, 1), "text-too-long"),
        ("cells", of(&again(b"1\x07")), "too-many-cells"),
        ("fields", of(&again(b"\x13\x14")), "damaged"),
    ];
    for (name, bytes, expected) in sample(cases) {
        assert_eq!(outcome(&format!("{name}.doc"), &bytes), expected, "{name}");
    }
}

#[test]
fn rich_text_without_end() {
    let of =
        |before: &str, again: &str| format!("{{\\rtf1 {before}{}}}", again.repeat(size() / again.len())).into_bytes();
    let cases = vec![
        ("groups", of("", "{"), "damaged"),
        ("pairs", of("", "{}"), "no-statutory-table"),
        ("cells", of("", "\\cell"), "too-many-cells"),
        ("words", of("", "1\\par "), "too-many-cells"),
        ("borders", of("\\trowd", "\\cellx9"), "damaged"),
        ("fonts", of("{\\fonttbl", "\\f1\\fcharset134 \\f2\\fcharset1 "), "damaged"),
        ("marks", of("", "\\u20108?"), "text-too-long"),
        ("bytes", of("", "\\'d2\\'bb"), "text-too-long"),
        ("deep", of("", "\\pard\\intbl\\itap30 x\\par\\pard x\\par "), "damaged"),
        ("inside", of("", "\\pard\\intbl\\itap30 x\\par\\pard\\intbl x\\par "), "damaged"),
    ];
    for (name, bytes, expected) in sample(cases) {
        assert_eq!(outcome(&format!("{name}.rtf"), &bytes), expected, "{name}");
    }
    let row = "\\trowd\\cellx1 1\\cell\\row";
    let rows = if size() / row.len() > 250_000 { "too-many-cells" } else { "no-statutory-table" };
    assert_eq!(outcome("rows.rtf", &of("", row)), rows);
    // One definition of sixteen thousand cells, and rows of one.
    let wide = format!("\\trowd{}", "\\cellx9".repeat(16_000));
    let rows = if size() / 10 > 250_000 { "too-many-cells" } else { "no-statutory-table" };
    assert_eq!(outcome("shapes.rtf", &of(&wide, "\\cell\\row ")), rows);
}
