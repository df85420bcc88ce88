//! `--format concise`: a line a finding, with a place that an editor jumps to.

use std::fs;
use std::process::Command;

use gouji::model::{Lang, Place};
use gouji::reading::{EXTENSIONS, Readable};
use regex::Regex;

use super::{REPORTS, gouji, rendered};
use crate::machine::Wish;
use crate::support::only;

/// Fields of a text are numbers, whatever the language of the sentence; other places are those of the JSON.
#[test]
fn a_line_has_a_path_a_place_a_code_and_a_sentence() {
    let field = Regex::new(r"^fixtures/reports/findings\.csv:\d+:\d+: [A-Z]\d{3} (error|warning|note) \S.*$");
    let field = field.expect("a pattern");
    for lang in ["zh", "en"] {
        let text = gouji(&["check", "--format", "concise", "--lang", lang, REPORTS[1]]);
        assert!(text.lines().count() > 3 && text.lines().all(|line| field.is_match(line)), "{text}");
    }
    let book = gouji(&["check", "--format", "concise", "--lang", "en", REPORTS[3]]);
    assert!(book.starts_with(&format!("{}:统计表!J23: V213 error ", REPORTS[3])), "{book}");
    let mut page = only(REPORTS[1]);
    let cell = &mut page.findings[0].cells[0];
    cell.place = Some(Place::Cell { table: 3, row: 7, column: 2 });
    let page = rendered("concise", &[page], &Wish { lang: Lang::En, ..Wish::default() });
    assert!(page.starts_with(&format!("{}:table 3, row 7, column 2: B101 error ", REPORTS[1])), "{page}");
}

/// Of a finding with cells in several places the first, and how many more there are.
#[test]
fn more_places_are_counted_behind_the_sentence() {
    let filing = only(REPORTS[1]);
    let text = rendered("concise", std::slice::from_ref(&filing), &Wish::default());
    for (line, finding) in text.lines().zip(&filing.findings) {
        let places: std::collections::HashSet<_> =
            finding.cells.iter().filter_map(|cell| cell.place.as_ref()).collect();
        let more = places.len().saturating_sub(1);
        assert!(line.contains(&finding.rule.code), "{line}");
        assert_eq!(line.ends_with(&format!(" (+{more})")), more > 0, "{line}");
    }
    assert_eq!(text.lines().count(), filing.findings.len());
}

/// What could not be read has its kind, and what belongs to the run stands behind `-`.
#[test]
fn files_that_cannot_be_read_and_the_run_have_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    let roster = folder.path().join("roster.csv");
    fs::write(&roster, "agency\n青禾县人民政府\n白石县人民政府\n").expect("written");
    let text = gouji(&["check", "--format", "concise", "--roster", &roster.to_string_lossy(), REPORTS[4], REPORTS[1]]);
    assert!(text.starts_with("fixtures/refused/photo.xlsx: unassessed "), "{text}");
    let kind = text.split(' ').nth(2).expect("a kind");
    assert!(kind.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{kind}");
    assert!(text.lines().any(|line| line.starts_with("-: A502 warning ") && line.contains("白石县人民政府")), "{text}");
}

/// A file may be called what stands for the run, and its name may look like a command of a pipeline.
#[test]
fn a_name_is_not_mistaken() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, begins) in [("-", "./-: unassessed "), ("::error::x\n", "./::error::x : unassessed ")] {
        let run = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .current_dir(folder.path())
            .args(["check", "--format", "concise", &format!("./{name}")])
            .output()
            .expect("gouji runs");
        let text = String::from_utf8(run.stdout).expect("UTF-8");
        assert!(text.starts_with(begins) && text.lines().count() == 1, "{text}");
    }
}

/// What the hook hands to gouji is what gouji reads and nobody would take for a text about something else, in one run.
#[test]
fn the_hook_names_what_can_be_read_and_runs() {
    let hook = fs::read_to_string(".pre-commit-hooks.yaml").expect("the hook");
    let value = |key: &str| {
        let line = hook.lines().find_map(|line| line.trim().strip_prefix(key)?.strip_prefix(": "));
        line.unwrap_or_else(|| panic!("the hook has no {key}")).to_owned()
    };
    assert_eq!(value("require_serial"), "true");
    let files = Regex::new(&value("files")).expect("a pattern");
    for (extension, readable) in EXTENSIONS {
        let is_wanted = matches!(readable, Readable::Yes | Readable::Packed);
        assert_eq!(files.is_match(&format!("报表/a.{extension}")), is_wanted, "{extension}");
    }
    assert!(files.is_match("A.XLSX") && !files.is_match("xlsx"));
    let entry = value("entry");
    let run = |path: &str| {
        let words = entry.split(' ').skip(1).chain([path]);
        let run = Command::new(env!("CARGO_BIN_EXE_gouji")).args(words).output().expect("gouji runs");
        (run.status.code(), String::from_utf8(run.stdout).expect("UTF-8"))
    };
    let (exit, text) = run(REPORTS[3]);
    assert!(exit == Some(1) && text.starts_with(REPORTS[3]) && text.lines().count() == 1, "{text}");
    assert_eq!(run(REPORTS[0]), (Some(0), String::new()));
    let readme = fs::read_to_string("README.md").expect("the README");
    assert!(readme.contains(&format!("entry: {entry},")), "the README says what the hook does");
}
