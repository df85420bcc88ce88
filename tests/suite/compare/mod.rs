//! `gouji compare`: the right figures beside each other, what belongs to what, and nothing that goes unnamed.

mod cells;
mod matching;
mod results;
mod sentences;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const PUBLISHED: &str = "fixtures/published";

/// Runs gouji in a folder.
fn run_in(folder: &Path, args: &[&str]) -> Output {
    let gouji = Path::new(env!("CARGO_BIN_EXE_gouji"));
    Command::new(gouji).current_dir(folder).stdin(Stdio::null()).args(args).output().expect("gouji runs")
}

fn run(args: &[&str]) -> Output {
    run_in(Path::new("."), args)
}

fn stdout(run: &Output) -> String {
    String::from_utf8(run.stdout.clone()).expect("UTF-8")
}

fn stderr(run: &Output) -> String {
    String::from_utf8_lossy(&run.stderr).into_owned()
}

/// The JSON of a comparison, and its exit code.
fn compared_in(folder: &Path, args: &[&str]) -> (Value, Option<i32>) {
    let run = run_in(folder, &[&["compare", "--format", "json"], args].concat());
    let value = serde_json::from_slice(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", stderr(&run)));
    (value, run.status.code())
}

/// A folder with files in it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }
    folder
}

/// A published table under a name of its own.
fn published(name: &str) -> String {
    fs::read_to_string(Path::new(PUBLISHED).join(name)).expect("the fixture is text")
}

/// Records of the reconsideration of agencies: upheld, corrected, other, pending, total.
fn data_set(records: &[(&str, u16, [&str; 5])]) -> String {
    let ids = ["upheld", "corrected", "other", "pending", "total"].map(|id| format!("review.reconsideration.{id}"));
    let lines = records.iter().map(|(agency, year, figures)| format!("{agency},{year},{}", figures.join(",")));
    let header = format!("agency,year,{}", ids.join(","));
    std::iter::once(header).chain(lines).collect::<Vec<_>>().join("\n") + "\n"
}

fn cell<'v>(pair: &'v Value, id: &str) -> &'v Value {
    let cells = pair["cells"].as_array().expect("a list");
    cells.iter().find(|cell| cell["id"] == id).unwrap_or_else(|| panic!("{id} is compared"))
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().filter_map(Value::as_str).collect()
}

fn agencies(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().filter_map(|one| one["agency"].as_str()).collect()
}
