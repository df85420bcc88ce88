//! What every format has to keep, whichever it is: a new one is in the list and so in these tests.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};

use gouji::render::FORMATS;
use serde_json::Value;

use super::REPORTS;

fn gouji(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gouji")).args(arguments).output().expect("gouji runs")
}

#[test]
fn names_are_unique_and_each_is_taken_by_the_command_line() {
    let names: BTreeSet<_> = FORMATS.iter().map(|format| format.name).collect();
    assert_eq!(names.len(), FORMATS.len());
    let help = gouji(&["check", "--help", "--lang", "en"]);
    let help = String::from_utf8(help.stdout).expect("text");
    let listed =
        help.split("--format <FORMAT>").nth(1).expect("the option").split("--output").next().expect("the next");
    let missing: Vec<_> = names.iter().filter(|name| !listed.contains(*name)).collect();
    assert_eq!(missing, Vec::<&&str>::new(), "{listed}");
}

/// A result that lies among reports is none: it is passed over, and said to be.
#[test]
fn an_earlier_result_in_a_walked_folder_is_no_filing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    fs::copy(REPORTS[0], place("report.csv")).expect("copied");
    let mut results = Vec::new();
    for format in FORMATS {
        let name = format!("{}.{}", format.name, format.extension);
        let mut arguments = vec!["check", "--exit-zero", "--quiet", "--format", format.name, "-o"];
        let path = place(&name);
        arguments.push(&path);
        // Findings, and nothing that could not be read.
        arguments.extend(&REPORTS[..2]);
        assert_eq!(gouji(&arguments).status.code(), Some(0), "{}", format.name);
        assert!(fs::metadata(&path).expect("a result").len() > 0, "{}", format.name);
        results.push(name);
        // Whatever it was named, by a download or a mail.
        if !format.is_workbook {
            let name = format!("{}-too.json", format.name);
            fs::copy(&path, place(&name)).expect("copied");
            results.push(name);
        }
    }
    let run = gouji(&["check", "--format", "json", &folder.path().to_string_lossy()]);
    let run: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let names = |list: &Value, path: &str| -> BTreeSet<String> {
        let one = |item: &Value| {
            let path = item.pointer(path).and_then(Value::as_str).expect("a path").to_owned();
            path.rsplit('/').next().expect("a name").to_owned()
        };
        list.as_array().expect("a list").iter().map(one).collect()
    };
    assert_eq!(names(&run["filings"], "/source/path"), BTreeSet::from(["report.csv".to_owned()]));
    // Named, it is no filing either: the tables in it are those that were checked.
    for name in &results {
        let run = gouji(&["check", "--format", "json", &place(name)]);
        let read: Value = serde_json::from_slice(&run.stdout).expect("JSON");
        assert_eq!(run.status.code(), Some(2), "{name}: {read}");
        assert!(read["filings"].as_array().expect("a list").iter().all(|one| one["status"] == "unassessed"), "{name}");
    }
    assert_eq!(names(&run["summary"]["skipped"], ""), results.into_iter().collect());
}

/// A run that found nothing to assess ends as such in every format.
#[test]
fn a_run_without_filings_ends_in_every_format() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("note.txt"), "not a report").expect("written");
    let out = folder.path().join("out");
    for format in FORMATS {
        let (folder, out) = (folder.path().to_string_lossy(), out.to_string_lossy());
        let run = gouji(&["check", "--format", format.name, "-o", &out, &folder]);
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{}: {said}", format.name);
        assert!(!said.contains("panicked"), "{}: {said}", format.name);
        fs::remove_file(&*out).expect("a result");
    }
}
