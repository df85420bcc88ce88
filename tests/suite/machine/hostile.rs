//! Text from a file stays in its field. A result about hostile texts must be built exactly as one about plain texts.

use std::sync::Arc;

use gouji::diagnosis::{Assessment, Detail};
use gouji::model::{Entry, Lang, Place};
use gouji::reading::{Problem, ReadError};
use proptest::prelude::*;
use serde_json::Value;

use super::xml::{Element, junit};
use super::{FORMATS, REPORTS, Wish, rendered};
use crate::support::{cases, only};

/// What the grammar of one medium or another takes for more than text.
#[rustfmt::skip]
const PIECES: [&str; 58] = [
    "\n", "\r\n", "\r", "\t", "\0", "\u{1b}[31m", "\u{7f}", "\u{85}", "\u{202e}", "\u{2066}", "\u{200b}", "\u{2028}",
    "\u{feff}", "\u{fffe}", "\u{ffff}", "\u{e0041}", "::", "::error file=x,line=1::y", "%0A", "%", ",", ":", ";",
    "=cmd|' /C calc'!A0", "+1", "-1", "@someone", "＝1", "\"", "\"\"", "'", "<script>alert(1)</script>", "</td>",
    "</details>", "</failure>", "<!--", "-->", "]]>", "<![CDATA[", "&amp;", "&#10;", "&", "|", "\\|", "\\", "`", "```",
    "*", "_", "[a](http://b.c)", "![x](//y.z)", "{0}", "}", "#1", "~~", "$$", "www.a.b", "表三",
];

fn payload() -> impl Strategy<Value = String> {
    // Something to see at the end: an empty text would leave out its field.
    prop::collection::vec(prop::sample::select(PIECES.as_slice()), 1..7).prop_map(|pieces| pieces.concat() + "甲")
}

/// The reports, with `text` wherever a text can come from a file.
fn filings(text: &str) -> Vec<Assessment> {
    let mut filings: Vec<Assessment> = REPORTS.iter().map(only).collect();
    filings.push(Assessment::unassessed(String::new(), ReadError::new(Problem::Damaged).with("reason", text)));
    for filing in &mut filings {
        filing.source.path = text.into();
        filing.source.sheet = Some(text.into());
        filing.agency = Some(text.to_owned());
        for entry in filing.transcript.iter_mut().flat_map(|transcript| transcript.entries.iter_mut()).flatten() {
            *entry = Entry::new(entry.figure, text, entry.place.take(), entry.unit);
        }
        let suspects = filing.diagnoses.iter_mut().flat_map(|diagnosis| &mut diagnosis.suspects);
        for cell in suspects.flat_map(|suspect| &mut suspect.cells) {
            cell.reported = Some(text.into());
            cell.place = Some(Place::Sheet { sheet: Arc::from(text), row: 6, column: 3 });
        }
        for finding in &mut filing.findings {
            for cell in &mut finding.cells {
                cell.value = Some(text.into());
                cell.place = Some(Place::Sheet { sheet: Arc::from(text), row: 6, column: 3 });
            }
            if let Detail::Observed(seen) = &mut finding.detail {
                text.clone_into(&mut seen.printed);
                text.clone_into(&mut seen.expected);
            }
        }
    }
    filings
}

/// How a result is built, without its texts; and on the way, what no text of the medium may hold.
fn skeleton(format: &str, text: &str) -> Vec<String> {
    let is_unseen = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\r')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
    };
    if let Some(at) = text.find(is_unseen) {
        let around: String = text[..at].chars().rev().take(60).collect();
        panic!("{format}: something unseen after {:?}", around.chars().rev().collect::<String>());
    }
    match format {
        "sarif" | "gitlab" => {
            let mut out = Vec::new();
            shape(&serde_json::from_str(text).expect("JSON"), "", &mut out);
            out
        }
        "junit" => junit(text).all().into_iter().map(element).collect(),
        "github" => text.lines().map(command).collect(),
        "csv" => records(text),
        "concise" => text.lines().map(concise).collect(),
        _ => text.lines().map(markup).collect(),
    }
}

fn shape(value: &Value, key: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                out.push(key.clone());
                shape(value, key, out);
            }
        }
        Value::Array(items) => {
            out.push(items.len().to_string());
            for item in items {
                shape(item, key, out);
            }
        }
        Value::String(text) if key == "uri" => {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%:".contains(c);
            assert!(text.chars().all(is_plain), "{text}");
            assert!(!text.contains(':') || text.starts_with("file:///"), "{text}");
        }
        Value::String(text) if key == "text" => {
            // No placeholder, no link.
            assert_eq!(text.replace("{{", "").replace("}}", "").find(['{', '}']), None, "{text}");
            assert!(!text.contains("]("), "{text}");
        }
        Value::String(text) => assert!(!text.contains(['\n', '\r']) || key == "markdown", "{key}: {text}"),
        _ => out.push(value.to_string()),
    }
}

fn element(element: &Element) -> String {
    let names: Vec<&str> = element.attributes.keys().map(String::as_str).collect();
    let lines = element.text.trim().lines().count();
    format!("{} {names:?} {lines}", element.name)
}

/// A command as GitHub's runner takes it apart.
fn command(line: &str) -> String {
    let rest = line.strip_prefix("::").expect("a command");
    let (head, message) = rest.split_once("::").expect("the end of the properties");
    let (level, properties) = head.split_once(' ').expect("properties");
    let names: Vec<_> = properties.split(',').map(|property| property.split_once('=').expect("a value").0).collect();
    assert!(!message.contains('\r'));
    format!("{level} {names:?} {}", message.matches("%0A").count())
}

/// What of a line for editors is no text: that it is one, that no log takes it for a command, and how many places more.
fn concise(line: &str) -> String {
    assert!(!["::", "##["].iter().any(|mark| line.trim_start().starts_with(mark)), "{line}");
    assert!(!line.contains('\r') && line.contains(": "), "{line}");
    let more = line.rsplit_once(" (+").and_then(|(_, more)| more.strip_suffix(')'));
    more.filter(|more| more.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or_default().to_owned()
}

fn records(text: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    // Left, right and difference.
    let figures = 13..=15;
    let line = |record: csv::Result<csv::StringRecord>| {
        let record = record.expect("a line with as many fields as the header");
        for (at, field) in record.iter().enumerate() {
            let begins = field.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
            let is_figure = figures.contains(&at) && field.parse::<f64>().is_ok();
            assert!(!begins || is_figure, "column {at} is a formula: {field}");
            assert!(!field.contains(['\n', '\r']), "column {at} has lines: {field}");
        }
        format!("{} {} {}", record.len(), &record[6], &record[15])
    };
    reader.records().map(line).collect()
}

/// What of a line has power in Markdown or HTML, once references to characters are taken for text.
fn markup(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("&#") {
        let (number, behind) = after.split_once(';').expect("the end of a reference");
        assert!(number.parse::<u32>().is_ok(), "{line}");
        plain.push_str(before);
        plain.push('字');
        rest = behind;
    }
    plain.push_str(rest);
    // A link, a person, an issue.
    assert!(["://", "www.", "@s", "#1"].iter().all(|call| !plain.contains(call)), "{line}");
    let active: String = plain.chars().filter(|c| "<>|`*_[]\\~$&".contains(*c)).collect();
    let first = plain.chars().next().filter(char::is_ascii_punctuation);
    format!("{first:?} {active}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(400), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_gets_out_of_its_field(text in payload(), english in any::<bool>()) {
        let lang = if english { Lang::En } else { Lang::Zh };
        let (hostile, plain) = (filings(&text), filings("甲"));
        for format in FORMATS {
            let wish = |text: &str| Wish { lang, skipped: vec![text.to_owned()], ..Wish::default() };
            let built = skeleton(format, &rendered(format, &hostile, &wish(&text)));
            let expected = skeleton(format, &rendered(format, &plain, &wish("甲")));
            let differing = built.iter().zip(&expected).find(|(built, expected)| built != expected);
            prop_assert!(built.len() == expected.len() && differing.is_none(), "{}: {:?}", format, differing);
        }
    }
}
