//! The program as a person or a script runs it. The cases are files in `tests/cmd`: command, exit code, output.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::{files_below, sample};

#[test]
fn cases() {
    trycmd::TestCases::new().case("tests/cmd/*.md").run();
}

fn gouji(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gouji")).args(args).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8")
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_the_number_of_threads() {
    let files = sample(files_below("fixtures"));
    let files: Vec<String> = files.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let run = |jobs: &str| {
        let args = ["check", "--format", "json", "--cells", "--jobs", jobs].into_iter();
        gouji(&args.chain(files.iter().map(String::as_str)).collect::<Vec<_>>())
    };
    let one = run("1");
    assert_eq!(one.status.code(), Some(2));
    for jobs in sample(vec!["3", "2", "8"]) {
        assert!(run(jobs).stdout == one.stdout, "--jobs {jobs}");
    }
}

/// A folder and a file in it, a file under two names for one place: nobody submitted twice.
#[test]
fn a_file_that_several_paths_lead_to_is_read_once() {
    let desk = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| desk.path().join(name);
    fs::create_dir_all(path("in/sub")).expect("a folder");
    fs::copy("fixtures/published/two-years-a-2023.csv", path("in/sub/a.csv")).expect("copied");
    fs::write(path("in/说明.csv"), "姓名,电话\n").expect("written");
    let mut zip = zip::ZipWriter::new(fs::File::create(path("in/b.zip")).expect("made"));
    zip.start_file("b.csv", zip::write::SimpleFileOptions::default()).expect("a file");
    std::io::Write::write_all(&mut zip, &fs::read("fixtures/published/undivided-2023.csv").expect("read"))
        .expect("packed");
    zip.finish().expect("an archive");
    fs::write(path("list.txt"), "in/sub/a.csv\nin/sub/a.csv\n").expect("written");
    for (words, expected) in [
        (&["in", "in/sub/a.csv"][..], &["in/b.zip!/b.csv", "in/sub/a.csv"][..]),
        (&["in/sub/a.csv", "in"], &["in/sub/a.csv", "in/b.zip!/b.csv"]),
        (&["in", "./in", "in/sub"], &["in/b.zip!/b.csv", "in/sub/a.csv"]),
        (&["in/b.zip", "in/sub/../b.zip"], &["in/b.zip!/b.csv"]),
        (&["in/sub/a.csv", "./in/sub/a.csv", "in/sub/a.csv"], &["in/sub/a.csv"]),
        // What is named is assessed, whatever a walk makes of it.
        (&["in", "in/说明.csv"], &["in/b.zip!/b.csv", "in/sub/a.csv", "in/说明.csv"]),
        (&["in", "in/sub/a.csv", "--exclude", "sub/"], &["in/b.zip!/b.csv", "in/sub/a.csv"]),
        (&["--files-from", "list.txt"], &["in/sub/a.csv", "in/sub/a.csv"]),
    ] {
        let mut gouji = Command::new(env!("CARGO_BIN_EXE_gouji"));
        let run = gouji.current_dir(desk.path()).args(["check", "--format", "json"]).args(words).output();
        let run: serde_json::Value = serde_json::from_slice(&run.expect("gouji runs").stdout).expect("JSON");
        let filings = run["filings"].as_array().expect("a list");
        let read: Vec<&str> = filings.iter().filter_map(|filing| filing["source"]["path"].as_str()).collect();
        assert_eq!(read, expected, "{words:?}");
    }
}

#[test]
fn a_folder_without_tables_is_an_error_that_says_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().to_string_lossy().into_owned();
    let empty = gouji(&["check", &path]);
    assert_eq!(empty.status.code(), Some(2));
    assert!(text(&empty.stdout).contains("这里没有可核查的文件"));

    // Texts without a label and pictures are passed over, and said; a run without any filing is no pass.
    fs::write(folder.path().join("readme.md"), "# 说明\n").expect("written");
    fs::write(folder.path().join("photo.jpg"), "x").expect("written");
    let skipped = gouji(&["check", "--format", "json", &path]);
    assert_eq!(skipped.status.code(), Some(2));
    let result: serde_json::Value = serde_json::from_slice(&skipped.stdout).expect("JSON");
    assert_eq!(result["summary"]["skipped"].as_array().map(Vec::len), Some(2));
    assert_eq!(result["summary"]["filings"], 0);
}

#[test]
fn a_walked_folder_assesses_what_it_can_and_names_the_rest() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copy = |from: &str, to: &str| {
        let to = folder.path().join(to);
        fs::create_dir_all(to.parent().unwrap_or(Path::new("."))).expect("a folder");
        fs::copy(from, to).expect("copied");
    };
    copy("fixtures/published/two-years-a-2023.csv", "b/two.csv");
    copy("fixtures/workbooks/printed.xls", "a/one.et");
    copy("fixtures/refused/budget.csv", "a/budget.csv");
    copy("fixtures/refused/document.doc", "a/report.doc");
    copy("fixtures/refused/photo.xlsx", "c.xlsx");
    copy("fixtures/refused/photo.xlsx", "~$c.xlsx");
    copy("fixtures/refused/photo.xlsx", "c.exe");
    let out = folder.path().join("result.json");
    let path = folder.path().to_string_lossy().into_owned();
    let run = gouji(&["check", "--format", "json", "-o", &out.to_string_lossy(), &path]);
    assert_eq!(run.status.code(), Some(2));
    let result: serde_json::Value = serde_json::from_slice(&fs::read(&out).expect("written")).expect("JSON");
    let states: Vec<_> = result["filings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|filing| {
            let path = filing["source"]["path"].as_str().expect("a path");
            (
                path.rsplit('/').next().expect("a name").to_owned(),
                filing["status"].as_str().expect("a state").to_owned(),
            )
        })
        .collect();
    let expected = [("one.et", "pass"), ("report.doc", "unassessed"), ("two.csv", "pass"), ("c.xlsx", "unassessed")];
    assert_eq!(states, expected.map(|(name, state)| (name.to_owned(), state.to_owned())));
    assert_eq!(result["summary"]["files"], 4);
    // The budget has no label of the form; the empty result file was met while it was still empty.
    let skipped = result["summary"]["skipped"].as_array().expect("a list");
    assert!(skipped.iter().any(|path| path.as_str().is_some_and(|path| path.ends_with("budget.csv"))));

    // A result of gouji is no filing the next time.
    let again = gouji(&["check", "--format", "json", &path]);
    let again: serde_json::Value = serde_json::from_slice(&again.stdout).expect("JSON");
    let skipped = again["summary"]["skipped"].as_array().expect("a list").clone();
    assert!(skipped.iter().any(|path| path.as_str().is_some_and(|path| path.ends_with("result.json"))));
}

#[test]
fn standard_input_and_lists_of_files_are_read() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--format", "jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let bytes = fs::read("fixtures/workbooks/printed.ods").expect("the fixture is there");
    child.stdin.take().expect("a pipe").write_all(&bytes).expect("written");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout).lines().count(), 2);

    let list = tempfile::NamedTempFile::new().expect("a temporary file");
    fs::write(list.path(), "fixtures/published/two-years-a-2023.csv\r\n\nfixtures/published/two-years-a-2024.csv\n")
        .expect("written");
    let run = gouji(&["check", "--format", "jsonl", "--files-from", &list.path().to_string_lossy()]);
    assert_eq!((run.status.code(), text(&run.stdout).lines().count()), (Some(0), 3));
}

#[test]
fn a_closed_pipe_is_no_error_and_an_unwritable_output_is() {
    for command in [&["check", "--format", "json", "--cells"][..], &["convert", "--to", "csv", "--layout", "long"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .args(command)
            .arg("fixtures/published/two-years-a-2023.csv")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        drop(child.stdout.take());
        let run = child.wait_with_output().expect("the program ends");
        assert_eq!((run.status.code(), text(&run.stderr).as_str()), (Some(0), ""));
    }

    let file = "fixtures/published/two-years-a-2023.csv";
    let run = gouji(&["check", "-o", "fixtures/no/such/folder/out.txt", file]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("fixtures/no/such/folder/out.txt"));
}

/// A full disk ends the result that is written to it, and no other.
#[cfg(target_os = "linux")]
#[test]
fn an_output_that_fails_on_the_way_does_not_end_the_others() {
    let files = ["fixtures/published/two-years-a-2023.csv", "fixtures/published/two-years-a-2022.csv"];
    let args = [&["check", "--format", "json", "-o", "/dev/full", "--format", "jsonl"], &files[..]].concat();
    let run = gouji(&args);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("/dev/full"));
    assert_eq!(text(&run.stdout).lines().count(), 3);
}

/// The first screen of the README is what the program prints.
#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = fs::read_to_string("README.md").expect("the README is there");
    let shown = readme.split("```console\n$ gouji ").nth(1).and_then(|rest| rest.split("```").next()).expect("a block");
    let (command, expected) = shown.split_once('\n').expect("a command and its output");
    let run = gouji(&command.split(' ').collect::<Vec<_>>());
    assert_eq!(text(&run.stdout).trim_end(), expected.trim_end());
}

/// Several formats at once, each to its file and one to the screen.
#[test]
fn formats_and_outputs_come_in_pairs() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (json, lines) = (folder.path().join("a.json"), folder.path().join("b.jsonl"));
    let file = "fixtures/published/two-years-a-2023.csv";
    let (json_path, lines_path) = (json.to_string_lossy().into_owned(), lines.to_string_lossy().into_owned());
    let args = ["check", "--format", "json", "-o", &json_path, "--format", "jsonl", "-o", &lines_path];
    let run = gouji(&[&args[..], &["--format", "table", file]].concat());
    assert_eq!(run.status.code(), Some(0));
    assert!(text(&run.stdout).contains("42 项勾稽关系全部成立"));
    assert!(fs::read_to_string(json).expect("written").starts_with('{'));
    assert_eq!(fs::read_to_string(lines).expect("written").lines().count(), 2);
}

/// Escape sequences and overrides of a file do not reach the terminal.
#[test]
fn hostile_text_is_cleaned_on_the_way_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let csv = fs::read_to_string("fixtures/rules/row-not-in-form/fires.csv").expect("the fixture is text");
    let hostile = csv.replace("无法联系到申请人", "无法\u{1b}[31m联系\u{202e}到申请人");
    assert_ne!(csv, hostile);
    fs::write(folder.path().join("a.csv"), hostile).expect("written");
    let run = gouji(&["check", "--show-form", "--color", "never", &folder.path().to_string_lossy()]);
    let shown = text(&run.stdout);
    assert!(shown.contains("S305") && !shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
}

/// Every file that this test suite knows of, in one run: nothing crashes, and nothing is lost.
#[test]
fn every_fixture_named_is_a_filing() {
    let files = files_below("fixtures");
    let files: BTreeSet<_> = files.iter().filter(|path| path.extension().is_some_and(|e| e != "toml")).collect();
    let names: BTreeSet<String> = files.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let args: Vec<&str> = ["check", "--format", "json"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let run = gouji(&args);
    let result: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let filings = result["filings"].as_array().expect("a list").iter();
    let found: BTreeSet<_> =
        filings.filter_map(|filing| filing["source"]["path"].as_str().map(str::to_owned)).collect();
    assert_eq!(found, names);
    assert_eq!(text(&run.stderr), "");
}

/// A file to be checked is never overwritten.
#[test]
fn an_output_that_is_an_input_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("a.csv");
    fs::copy("fixtures/published/two-years-a-2023.csv", &file).expect("copied");
    let path = file.to_string_lossy().into_owned();
    for args in [["check", "-o", &path, &path], ["check", "-o", &path, &folder.path().to_string_lossy()]] {
        assert_eq!(gouji(&args).status.code(), Some(2));
        assert_eq!(
            fs::read(&file).expect("still there"),
            fs::read("fixtures/published/two-years-a-2023.csv").expect("text")
        );
    }
}

/// A relation that no rule checks is refused, not passed; so is a selector that means nothing.
#[test]
fn what_cannot_be_checked_does_not_pass() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in ["edition.toml", "disclosure.toml", "requests.toml"] {
        let record = fs::read_to_string(Path::new("fixtures/editions/2027").join(file)).expect("the fixture is there");
        fs::write(folder.path().join(file), record.replace("\"flow\"", "\"stream\"")).expect("written");
    }
    let run = gouji(&["check", "--forms", &folder.path().to_string_lossy(), "fixtures/editions/report-2027.csv"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("关系“stream”没有规则核查"));
    for selector in ["B9", "X", "B101x", ""] {
        let run = gouji(&["check", "--select", selector, "fixtures/published/two-years-a-2023.csv"]);
        assert_eq!(run.status.code(), Some(2), "--select {selector}");
    }
    let family = gouji(&["check", "--ignore", "P7", "fixtures/published/two-years-a-2023.csv"]);
    assert_eq!(family.status.code(), Some(0));
}
