//! Documents of every kind that offices send: the same report is the same filing in each of them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use gouji::diagnosis::Assessment;
use gouji::model::Filing;
use gouji::reading::{Problem, ReadOptions, Reader};

use crate::hostile::package;
use crate::support::{FORMS, assess, cells, codes_in_words, only};

const KINDS: [&str; 4] = ["docx", "doc", "rtf", "odt"];

fn filing(name: &str) -> Filing {
    let bytes = fs::read(Path::new("fixtures/documents").join(name)).expect("the fixture is there");
    let mut filings = Reader::new(&FORMS, ReadOptions::default()).read(&bytes, None).expect("a document");
    assert_eq!(filings.len(), 1, "{name}");
    filings.remove(0)
}

fn paragraphs(filing: &Filing) -> Vec<&str> {
    filing.narrative.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect()
}

/// Where each cell was found, in words.
fn places(filing: &Assessment) -> Vec<Option<String>> {
    let transcript = filing.transcript.as_ref().expect("it was read");
    let form = FORMS.get(&transcript.edition).expect("the edition is known");
    let place = |index| Some(transcript.entry(index)?.place.as_ref()?.to_string());
    form.each_cell().map(|(index, _)| place(index)).collect()
}

/// Merged cells, three header rows, fifteen narrow columns whose borders miss each other by a hair; sentences around.
#[test]
fn a_report_has_the_same_sentences_and_columns_in_every_kind() {
    let expected = filing("merged.docx");
    assert!(paragraphs(&expected).iter().any(|text| text.contains("统计期限为2023年")), "{:?}", paragraphs(&expected));
    assert!(paragraphs(&expected).iter().any(|text| text.contains("加强培训")), "{:?}", paragraphs(&expected));
    for kind in KINDS {
        let name = format!("merged.{kind}");
        assert_eq!(paragraphs(&filing(&name)), paragraphs(&expected), "{name}");
    }
    let read = |kind: &str| places(&only(format!("fixtures/documents/merged.{kind}")));
    let expected = read("doc");
    assert_eq!(expected.last().cloned().flatten().as_deref(), Some("table 3, row 4, column 15"));
    assert!(read("rtf") == expected, "rtf");
    // In the kinds that give columns and not borders, Writer makes a column of a hair.
    for kind in ["docx", "odt"] {
        let differing = read(kind).iter().zip(&expected).filter(|(here, there)| here != there).count();
        assert!(differing <= 10, "{kind}: {differing}");
    }
}

/// The kind is told by content: WPS gives its name to the format of Word, and old systems give that of Word to rich text.
#[test]
fn the_name_of_a_file_does_not_matter() {
    let expected = cells(&only("fixtures/published/two-years-a-2023.csv"));
    for (kind, name) in
        [("doc", "报表.wps"), ("doc", "报表.wpt"), ("rtf", "报表.doc"), ("odt", "报表.docx"), ("doc", "报表.xls")]
    {
        let bytes = fs::read(format!("fixtures/documents/merged.{kind}")).expect("the fixture is there");
        let filings = assess(name, &bytes);
        assert_eq!(filings.iter().map(cells).collect::<Vec<_>>(), std::slice::from_ref(&expected), "{name}");
        assert_eq!((filings[0].agency.as_deref(), filings[0].year), (Some("临澄市人民政府"), Some(2023)), "{name}");
    }
}

/// A footnote, a comment, a text box, a header and a footer hold figures that are no sentence of the report.
#[test]
fn what_stands_beside_the_text_is_not_mixed_in() {
    for kind in ["doc", "rtf", "odt"] {
        let filing = filing(&format!("beside.{kind}"));
        let text = paragraphs(&filing).concat();
        assert!(text.contains("总体情况") && text.contains("（单位：件）"), "{kind}: {text}");
        for beside in ["9999", "8888", "7777", "简报", "第 1 页"] {
            assert!(!text.contains(beside), "{kind}: {text}");
        }
    }
}

/// Beside figures and in a sentence stands what was deleted, struck or hidden.
#[test]
fn what_nobody_sees_is_in_no_sentence_either() {
    for kind in ["doc", "rtf", "odt"] {
        let filing = filing(&format!("unseen.{kind}"));
        let text = paragraphs(&filing).concat();
        assert!(text.contains("统计期限") && !text.contains("9999"), "{kind}: {text}");
    }
}

/// The figure of one cell changed in place.
fn changed(kind: &str, from: &str, to: &str) -> Vec<u8> {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let bytes = |text: &str| if kind == "doc" { wide(text) } else { text.as_bytes().to_vec() };
    edited(&format!("merged.{kind}"), &bytes(from), &bytes(to))
}

/// A fixture with some bytes, which stand in it once, changed into others; of a package, in the part with the text.
fn edited(name: &str, from: &[u8], to: &[u8]) -> Vec<u8> {
    let replaced = |bytes: &[u8]| {
        let at: Vec<usize> = (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
        assert_eq!(at.len(), 1, "{name}: it stands there once");
        [&bytes[..at[0]], to, &bytes[at[0] + from.len()..]].concat()
    };
    let bytes = fs::read(Path::new("fixtures/documents").join(name)).expect("the fixture is there");
    if name.ends_with("doc") || name.ends_with("rtf") {
        return replaced(&bytes);
    }
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut parts = BTreeMap::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).expect("a part");
        let name = part.name().expect("a readable name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("inflated");
        if name == "content.xml" || name == "word/document.xml" {
            content = replaced(&content);
        }
        parts.insert(name, content);
    }
    package(&parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect::<Vec<_>>())
}

/// The mark of a note, raised or lowered in each way that a kind has, right behind a figure of the report.
#[test]
fn a_raised_mark_is_no_digit_of_the_figure_in_any_kind() {
    let run = |mark: &str| format!("3375</w:t></w:r><w:r><w:rPr>{mark}</w:rPr><w:t>9</w:t></w:r><w:r><w:t>");
    // The style stands where the figure does, which is before it all the same.
    let span = |place: &str| {
        let properties = format!("<style:text-properties style:text-position=\"{place}\"/>");
        let style = format!("<style:style style:name=\"note\" style:family=\"text\">{properties}</style:style>");
        format!("{style}3375<text:span text:style-name=\"note\">9</text:span>")
    };
    let marked = [
        ("docx", run("<w:vertAlign w:val=\"superscript\"/>")),
        ("docx", run("<w:position w:val=\"12\"/>")),
        ("docx", run("<w:position w:val=\"-6\"/>")),
        ("rtf", "3375{\\super 9}".to_owned()),
        ("rtf", "3375{\\dn6 9}".to_owned()),
        ("rtf", "3375\\up 9\\up0 ".to_owned()),
        ("odt", span("super 58%")),
        ("odt", span("-33% 58%")),
    ];
    let expected = cells(&only("fixtures/documents/merged.docx"));
    for (kind, figure) in marked {
        let filings = assess(&format!("报表.{kind}"), &changed(kind, "3375", &figure));
        let [filing] = filings.as_slice() else { panic!("{kind}: {} filings", filings.len()) };
        assert_eq!((cells(filing), codes_in_words(filing).as_str()), (expected.clone(), "V212×1"), "{figure}");
    }
}

/// In the old format the length of a text stands in many places, so what is struck in a fixture is raised instead.
#[test]
fn a_raised_mark_is_no_digit_of_the_figure_in_an_old_document() {
    const STRUCK: &[u8] = &[0x37, 0x08, 1];
    let read = |bytes: &[u8]| {
        let filing = assess("报表.doc", bytes).remove(0);
        (cells(&filing), codes_in_words(&filing))
    };
    let expected = read(&fs::read("fixtures/documents/unseen.doc").expect("the fixture is there"));
    for position in [1, 2] {
        assert_eq!(read(&edited("unseen.doc", STRUCK, &[0x48, 0x2A, position])), expected);
    }
    assert_ne!(read(&edited("unseen.doc", STRUCK, &[0x48, 0x2A, 0])), expected);
}

#[test]
fn a_wrong_figure_is_the_same_finding_in_every_kind() {
    let found = KINDS.map(|kind| {
        let filings = assess(&format!("报表.{kind}"), &changed(kind, "3375", "3357"));
        let [filing] = filings.as_slice() else { panic!("{kind}: {} filings", filings.len()) };
        let findings = filing.findings.iter().map(|finding| format!("{:?}", (&finding.rule.code, &finding.cells)));
        (codes_in_words(filing), findings.collect::<Vec<_>>())
    });
    assert_eq!(found[0].0, "B101×1 B102×1 B103×1");
    for (kind, found_here) in KINDS.iter().zip(&found) {
        assert_eq!(found_here, &found[0], "{kind}");
    }
}

#[test]
fn what_is_older_or_locked_is_refused_with_what_to_do() {
    for (name, problem) in [("document.doc", Problem::OldDocument), ("locked.doc", Problem::Encrypted)] {
        let filing = only(format!("fixtures/refused/{name}"));
        let error = filing.error.expect("it is not read");
        assert_eq!(error.problem, problem, "{name}");
        assert!(!error.problem.record().help.zh.is_empty());
    }
}

/// Converters write tables with merged cells in tags into Markdown; one writes a table on a single line.
#[test]
fn tables_in_tags_between_lines_of_markdown_are_read() {
    let tables = fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("the fixture is text");
    let cells_of = |line: &str| line.split(',').map(|cell| format!("<td>{cell}</td>")).collect::<Vec<_>>().concat();
    let is_heading = |line: &str| !line.contains(',') && line.contains('、');
    let page = |before: &str, between: &str| {
        let mut blocks: Vec<String> = Vec::new();
        let mut rows: Vec<String> = Vec::new();
        for line in tables.lines().chain(["、"]).filter(|line| !line.is_empty()) {
            if is_heading(line) && !rows.is_empty() {
                blocks.push(format!("{before}<table>{}</table>", std::mem::take(&mut rows).join(between)));
            }
            match line {
                "、" => {}
                line if is_heading(line) => blocks.push(format!("**{line}**\n")),
                line if blocks.is_empty() => blocks.push(format!("# {line}\n")),
                line => rows.push(format!("<tr>{}</tr>", cells_of(line))),
            }
        }
        blocks.join("\n")
    };
    let plain = only("fixtures/published/two-years-a-2023.csv");
    for (before, between) in [("", "\n"), ("<html><body>", "")] {
        let filings = assess("a.md", page(before, between).as_bytes());
        assert_eq!(filings.len(), 1);
        assert_eq!((&filings[0].agency, filings[0].year), (&plain.agency, plain.year));
        assert_eq!(cells(&filings[0]), cells(&plain), "{before}");
    }
}
