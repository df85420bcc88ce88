//! Paths that come over standard input, each answered before many more are needed: gouji as a filter in the pipe of an
//! engine that spreads a run over many machines.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

use crate::machine::schemas::{Validator, check, gouji_1};

const FILING: &str = "fixtures/published/two-years-a-2023.csv";

fn start(args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--files-from", "-", "--format", "jsonl"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("gouji runs")
}

fn run(args: &[&str], list: &str) -> Output {
    let mut child = start(args);
    let mut stdin = child.stdin.take().expect("a pipe");
    let list = list.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(list.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    // A run that was refused does not read its list.
    let _ = writer.join().expect("written");
    output
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn path_of(line: &Value) -> String {
    line["source"]["path"].as_str().expect("a path").to_owned()
}

/// A path of a list: some are there, each under a name of its own, and some are gone.
fn name(number: usize) -> String {
    if number.is_multiple_of(4) { format!("gone-{number}.xlsx") } else { format!("{}{FILING}", "./".repeat(number)) }
}

/// The contract of the filter: whoever writes the paths one by one gets the answer to path n before path n + 2·jobs + 1
/// is needed.
#[test]
fn an_answer_comes_before_many_more_paths_are_needed() {
    const PATHS: usize = 40;
    for jobs in [1, 3] {
        let mut child = start(&["--exit-zero", "--jobs", &jobs.to_string()]);
        let (mut paths, answers) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
        let (said, heard) = mpsc::channel();
        std::thread::spawn(move || BufReader::new(answers).lines().try_for_each(|line| said.send(line)));
        let answer = || {
            let line = heard.recv_timeout(Duration::from_mins(1)).expect("an answer that waits for no more paths");
            path_of(&serde_json::from_str(&line.expect("text")).expect("JSON"))
        };
        for number in 0..PATHS {
            if let Some(due) = number.checked_sub(2 * jobs + 1) {
                assert_eq!(answer(), name(due), "{jobs} jobs");
            }
            writeln!(paths, "{}", name(number)).expect("written");
        }
        drop(paths);
        for due in PATHS - (2 * jobs + 1)..PATHS {
            assert_eq!(answer(), name(due), "{jobs} jobs");
        }
        assert_eq!(child.wait().expect("it ends").code(), Some(0));
    }
}

/// What was asked about is answered, whatever it is: an engine that counts paths must not lose one.
#[test]
fn every_path_of_a_list_has_a_line_of_its_own() {
    let desk = tempfile::tempdir().expect("a folder");
    let at = |name: &str| desk.path().join(name).to_string_lossy().into_owned();
    let put = |name: &str, text: &[u8]| fs::write(desk.path().join(name), text).expect("written");
    put("empty.csv", b"");
    put("manual.md", "怎样填报：请按表样填写。\n".as_bytes());
    put("picture.png", b"\x89PNG\r\n\x1a\n");
    put("noise.xlsx", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 7, 7, 7, 7]);
    put("old.jsonl", b"{\"source\":{\"path\":\"x\"}}\n");
    for folder in ["nothing", "only-pictures", "reports"] {
        fs::create_dir(desk.path().join(folder)).expect("made");
    }
    put("only-pictures/a.jpg", b"x");
    fs::copy(FILING, desk.path().join("reports/a.csv")).expect("copied");
    put("reports/notes.txt", b"x");
    zip(&desk.path().join("pack.zip"));
    let mut named: Vec<String> = ["empty.csv", "manual.md", "picture.png", "noise.xlsx", "old.jsonl", "gone.xlsx"]
        .into_iter()
        .chain(["nothing", "only-pictures", "reports", "reports/*.csv", "pack.zip", "reports/a.csv", "reports/a.csv"])
        .map(at)
        .collect();
    named.extend(["-", "/dev/stdin", "name\u{1b}[31m\u{202e}.csv"].map(str::to_owned));
    named.extend(["x".repeat(4_000), FILING.to_owned()]);

    let over_pipe = run(&["--exit-zero", "--quiet"], &named.join("\n"));
    assert_eq!(over_pipe.status.code(), Some(0), "{}", String::from_utf8_lossy(&over_pipe.stderr));
    let mut answers = lines(&over_pipe);
    let summary = answers.pop().expect("the summary is last");
    assert!(summary["source"].is_null() && summary["summary"]["filings"].is_u64());
    let answered: BTreeSet<String> = answers.iter().map(path_of).collect();
    for path in &named {
        assert!(answered.contains(path), "no line says {path:?}");
    }
    let times = |path: &str| answers.iter().filter(|line| path_of(line) == at(path) && is_filing(line)).count();
    assert_eq!(times("reports/a.csv"), 4, "named twice, met in its folder, and meant by a pattern");
    let kind = |path: &str| {
        let line = answers.iter().find(|line| path_of(line) == at(path)).expect("a line");
        assert_eq!(line["status"], "skipped", "{path}");
        line["kind"].as_str().expect("why").to_owned()
    };
    for (path, why) in [
        ("only-pictures/a.jpg", "picture"),
        ("reports/notes.txt", "no-table"),
        ("only-pictures", "opened"),
        ("reports", "opened"),
        ("reports/*.csv", "opened"),
        ("pack.zip", "opened"),
    ] {
        assert_eq!(kind(path), why, "{path}");
    }
    // What was opened was not passed over.
    assert!(!summary["summary"]["skipped_because"].to_string().contains("opened"));
    assert_eq!(summary["summary"]["skipped"].as_array().map(Vec::len), Some(2));

    let validator = Validator::new(line_schema());
    answers.iter().chain([&summary]).for_each(|line| check(&validator, line, "a line"));

    // A list in a file is answered with the same bytes, but for the stream that the pipe is.
    let list = desk.path().join("list");
    let files: Vec<&String> = named.iter().filter(|path| *path != "-" && *path != "/dev/stdin").collect();
    let text = files.into_iter().map(String::as_str).collect::<Vec<_>>().join("\n");
    fs::write(&list, &text).expect("written");
    let over_pipe = run(&["--exit-zero"], &text);
    let from_file = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--format", "jsonl", "--exit-zero", "--files-from"])
        .arg(&list)
        .output()
        .expect("gouji runs");
    assert!(over_pipe.stdout == from_file.stdout);
}

fn is_filing(line: &Value) -> bool {
    line["status"] != "skipped"
}

/// The schema of a line of `jsonl`, as it says itself.
fn line_schema() -> Value {
    let mut schema = gouji_1();
    let of = |name: &str| serde_json::json!({"$ref": format!("#/$defs/{name}")});
    serde_json::json!({
        "$schema": schema["$schema"].take(), "$defs": schema["$defs"].take(),
        "anyOf": [of("Filing"), of("SkippedLine"), of("Closing")]
    })
}

fn zip(path: &Path) {
    let mut archive = zip::ZipWriter::new(fs::File::create(path).expect("made"));
    archive.start_file("a.csv", zip::write::SimpleFileOptions::default()).expect("begun");
    archive.write_all(&fs::read(FILING).expect("the fixture is there")).expect("written");
    archive.finish().expect("ended");
}

/// Standard input is a list or a filing.
#[test]
fn standard_input_is_not_both_the_list_and_a_filing() {
    for args in [&["-"][..], &["--previous", "-"], &["--aggregate", "-"]] {
        let output = run(args, "gone.csv\n");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{args:?}: {said}");
        assert!(said.contains("--files-from -") && said.contains("标准输入"), "{args:?}: {said}");
    }
}

/// A partition without paths is no fault of anybody.
#[test]
fn an_empty_list_is_a_summary_and_nothing_else() {
    for (args, code) in [(&["--exit-zero"][..], 0), (&[], 2)] {
        let output = run(args, "\n\r\n");
        assert_eq!((output.status.code(), lines(&output).len()), (Some(code), 1), "{args:?}");
        assert_eq!(lines(&output)[0]["summary"]["filings"], 0);
    }
}

/// What was answered before a line that is none stays answered; the run fails aloud, `--exit-zero` or not.
#[test]
fn a_line_without_an_end_fails_the_run() {
    let output = run(&["--exit-zero"], &format!("{FILING}\n{}\n{FILING}\n", "x".repeat(70_000)));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("第 2 行"), "{said}");
    let answers = lines(&output);
    assert_eq!(answers.iter().map(path_of).collect::<Vec<_>>(), [FILING]);
}

/// The list is not known when the result is begun, so a path on it that is the result is refused by itself.
#[test]
fn a_path_that_is_the_result_is_refused_by_itself() {
    let desk = tempfile::tempdir().expect("a folder");
    let result = desk.path().join("a.csv");
    fs::copy(FILING, &result).expect("copied");
    let named = result.to_string_lossy().into_owned();
    let output = run(&["-o", &named], &format!("{FILING}\n{named}\n{FILING}\n"));
    assert_eq!(output.status.code(), Some(2));
    let text = fs::read_to_string(&result).expect("the result");
    let answers: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers.len(), 4);
    assert_eq!(
        (&answers[1]["status"], &answers[1]["error"]["kind"]),
        (&"unassessed".into(), &"result-of-this-run".into())
    );
    assert_eq!(path_of(&answers[1]), named);
}

/// An interrupt while the list is waited for ends the run with what was done.
#[cfg(unix)]
#[test]
fn an_interrupt_does_not_wait_for_the_list() {
    let mut child = start(&["--jobs", "1"]);
    let mut paths = child.stdin.take().expect("a pipe");
    for _ in 0..4 {
        writeln!(paths, "{FILING}").expect("written");
    }
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
    // The second answer comes when the last path was read.
    for _ in 0..2 {
        answers.read_line(&mut String::new()).expect("an answer");
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs").success());
    let rest: Vec<String> = answers.lines().map(|line| line.expect("text")).collect();
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert_eq!(rest.len(), 3, "two answers and the summary");
    let summary: Value = serde_json::from_str(&rest[2]).expect("JSON");
    assert!(summary["summary"]["interrupted"].is_u64());
    drop(paths);
}
