//! Flat tables for notebooks and databases: one line a filing, one line a figure with its place.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{assess_file, cells, other_program};

const FILINGS: [&str; 5] = ["two-years-a-2023", "two-years-a-2024", "undivided-2023", "trial-2019", "decimal-fee-2021"];

fn gouji(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gouji")).args(args).output().expect("gouji runs")
}

fn said(run: &Output) -> String {
    String::from_utf8_lossy(&run.stderr).into_owned()
}

/// A CSV as a list of records, each by the names of its columns.
fn table(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    reader.deserialize().map(|record| record.expect("a record of the same columns")).collect()
}

/// As many filings as `count`, a record each, with decimals, blanks, signs for "none" and one fault in ten.
fn data_set(folder: &Path, count: usize) -> String {
    let run = gouji(&["convert", "fixtures/published/decimal-fee-2021.csv", "--to", "csv", "--layout", "wide"]);
    let text = String::from_utf8(run.stdout).expect("text");
    let (header, record) = text.trim_end().split_once('\n').expect("a header and a record");
    let names: Vec<&str> = header.split(',').collect();
    let mut lines = vec![header.to_owned()];
    for number in 0..count {
        let mut fields: Vec<String> = record.split(',').map(str::to_owned).collect();
        fields[0] = format!("第{number}县人民政府");
        let mut set = |id: &str, value: &str| {
            let at = names.iter().position(|name| *name == id).expect("a column of the form");
            value.clone_into(&mut fields[at]);
        };
        set("disclosure.coercive_measures.decisions", if number % 3 == 0 { "" } else { "/" });
        if number % 10 == 0 {
            set("review.reconsideration.total", "999");
        }
        lines.push(fields.join(","));
    }
    let path = folder.join("data.csv");
    fs::write(&path, lines.join("\n")).expect("written");
    path.to_string_lossy().into_owned()
}

#[test]
fn a_line_a_filing_says_what_the_json_says() {
    let inputs = ["fixtures/published", "fixtures/rules/blank-cell", "fixtures/rules/flow-unbalanced", "no-such.xlsx"];
    let run = |format: &str| gouji(&[&["check", "--format", format, "--lang", "en"], &inputs[..]].concat());
    let run_zh = gouji(&[&["check", "--format", "filings"], &inputs[..]].concat());
    let (flat, json) = (run("filings"), run("json"));
    assert!(flat.stdout == run_zh.stdout, "the columns are for programs, whatever the language");
    assert_eq!(flat.status.code(), Some(2));
    let json: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let filings = json["filings"].as_array().expect("filings");
    let mut lines = table(&flat.stdout);
    // What was found of the run stands after the filings.
    let of_run = lines.split_off(filings.len());
    assert_eq!(of_run.len(), json["findings"].as_array().expect("a list").len());
    assert!(of_run.iter().all(|line| line["status"] == "run"));
    let header = String::from_utf8_lossy(&flat.stdout).lines().next().expect("a header").to_owned();
    let header: Vec<&str> = header.trim_start_matches('\u{FEFF}').split(',').collect();
    assert_eq!(
        header[..11],
        ["agency", "year", "edition", "status", "errors", "warnings", "notes", "checks", "path", "sheet", "record"]
    );
    let codes: Vec<&str> = crate::support::CATALOGUE.rules().iter().map(|rule| rule.code.as_str()).collect();
    assert_eq!(header[11..], codes);
    for (line, filing) in lines.iter().zip(filings) {
        let text = |value: &Value| value.as_str().map(str::to_owned).or(value.as_u64().map(|n| n.to_string()));
        for (column, value) in [
            ("agency", &filing["agency"]),
            ("year", &filing["year"]),
            ("edition", &filing["edition"]),
            ("status", &filing["status"]),
            ("path", &filing["source"]["path"]),
            ("record", &filing["source"]["record"]),
        ] {
            assert_eq!(line[column], text(value).unwrap_or_default(), "{column}");
        }
        let findings = filing["findings"].as_array().expect("findings");
        if filing["status"] == "unassessed" {
            assert!(codes.iter().chain(&["errors", "notes", "checks"]).all(|code| line[*code].is_empty()), "{line:?}");
            continue;
        }
        let count = |key: &str, word: &str| findings.iter().filter(|one| one[key] == word).count().to_string();
        for code in &codes {
            assert_eq!(line[*code], count("code", code), "{code}");
        }
        for (column, word) in [("errors", "error"), ("warnings", "warning"), ("notes", "note")] {
            assert_eq!(line[column], count("severity", word));
        }
    }
    let whole = lines.iter().find(|line| line["path"].ends_with("two-years-a-2023.csv")).expect("it is there");
    assert_eq!((whole["status"].as_str(), whole["checks"].as_str()), ("pass", "42"));
}

/// What is of the run and of no filing is not lost, nor taken for a filing.
#[test]
fn what_is_of_the_run_stands_last() {
    let case = "fixtures/runs/agency-missing/fires";
    let run = gouji(&[
        "check",
        &format!("{case}/filings.csv"),
        "--config",
        &format!("{case}/gouji.toml"),
        "--format",
        "filings",
    ]);
    let lines = table(&run.stdout);
    let of_run: Vec<_> = lines.iter().filter(|line| line["status"] == "run").collect();
    assert!(!of_run.is_empty(), "{}", said(&run));
    assert!(of_run.iter().all(|line| line["A502"] == "1" && line["checks"].is_empty()), "{of_run:?}");
    assert_eq!(lines.last().map(|line| line["status"].as_str()), Some("run"));
}

/// A walk passes it over as it does every list of gouji.
#[test]
fn the_list_of_filings_is_a_result() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::copy("fixtures/published/two-years-a-2023.csv", folder.path().join("a.csv")).expect("copied");
    let flat = gouji(&["check", "--format", "filings", "fixtures/published"]);
    fs::write(folder.path().join("filings.csv"), flat.stdout).expect("written");
    let run = gouji(&["check", "--format", "json", &folder.path().to_string_lossy()]);
    let run: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!(run["summary"]["filings"], 1);
    assert!(run["summary"]["skipped"][0].as_str().expect("a path").ends_with("filings.csv"));
}

/// Columns of provenance and Chinese names are read back to the same cells, without a word about them.
#[test]
fn a_data_set_with_other_columns_and_names_reads_back() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files: Vec<String> = FILINGS.iter().map(|name| format!("fixtures/published/{name}.csv")).collect();
    let read = |path: &Path| {
        let filings = assess_file(path);
        let code = |filing: &gouji::diagnosis::Assessment| {
            filing.findings.iter().map(|finding| finding.rule.code.clone()).collect::<Vec<_>>()
        };
        filings
            .iter()
            .map(|filing| (filing.agency.clone(), filing.year, cells(filing), code(filing)))
            .collect::<Vec<_>>()
    };
    for (to, layout) in [("csv", "wide"), ("csv", "long"), ("xlsx", "wide"), ("xlsx", "long")] {
        let write = |name: &str, more: &[&str]| {
            let path = folder.path().join(format!("{layout}-{name}.{to}"));
            let out = path.to_string_lossy().into_owned();
            let files: Vec<&str> = files.iter().map(String::as_str).collect();
            let args = [&["convert", "--to", to, "--layout", layout, "-o", &out], more, &files[..]].concat();
            let run = gouji(&args);
            assert_eq!(run.status.code(), Some(0), "{}", said(&run));
            path
        };
        let plain = read(&write("plain", &[]));
        assert_eq!(plain.len(), FILINGS.len());
        for (name, more) in [
            ("with", &["--with", "source,place"][..]),
            ("zh", &["--header", "zh"]),
            ("all", &["--with", "place,source", "--header", "zh"]),
        ] {
            assert_eq!(read(&write(name, more)), plain, "{to} {layout} {name}");
        }
    }
}

#[test]
fn a_figure_says_its_file_and_place() {
    let args = ["convert", "--to", "csv", "--with", "source,place", "fixtures/workbooks/printed.xlsx", "--layout"];
    let long = table(&gouji(&[&args[..], &["long"]].concat()).stdout);
    assert_eq!(long.len(), 200);
    let of = |id: &str| long.iter().find(|line| line["cell"] == id).expect("the cell is there").clone();
    let line = of("requests.received.natural_person");
    assert_eq!(line["source"], "fixtures/workbooks/printed.xlsx");
    let json = gouji(&["check", "--format", "json", "--cells", "fixtures/workbooks/printed.xlsx"]);
    assert!(json.status.success());
    assert!(line["place"].contains('!') && line["place"] != of("requests.received.total")["place"], "{line:?}");
    let wide = table(&gouji(&[&args[..], &["wide"]].concat()).stdout);
    assert_eq!((wide.len(), wide[0]["place"].contains('!')), (1, true));
}

#[test]
fn the_mark_in_front_can_be_left_out() {
    for layout in ["statutory", "wide", "long"] {
        let args = ["convert", "--to", "csv", "--layout", layout, "fixtures/published/undivided-2023.csv"];
        let (marked, plain) = (gouji(&args).stdout, gouji(&[&args[..], &["--no-bom"]].concat()).stdout);
        assert_eq!(marked.strip_prefix("\u{FEFF}".as_bytes()), Some(&plain[..]));
    }
}

/// Blanks, signs for "none" and missing cells are one word, a fee in yuan is a number of the header's unit; and as nobody can
/// tell any more which of them count as zero, it is no input: refused where it is named, passed over in a folder.
#[test]
fn a_table_for_research_is_no_input_any_more() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = data_set(folder.path(), 3);
    let yuan = "fixtures/rules/fee-unit-not-wanyuan/fires.csv";
    for (layout, bom) in [("wide", "--no-bom"), ("long", "--no-bom"), ("wide", ""), ("long", "")] {
        let bom: &[&str] = if bom.is_empty() { &[] } else { &["--no-bom"] };
        let place = tempfile::tempdir().expect("a temporary folder");
        let out = place.path().join("flat.csv").to_string_lossy().into_owned();
        let args = ["convert", &data, yuan, "--to", "csv", "--layout", layout, "--na", "NA", "-o", &out];
        let run = gouji(&[&args[..], bom].concat());
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
        let lines = table(&fs::read(&out).expect("it was written"));
        assert!(lines.iter().all(|line| line["gouji_na"] == "1"));
        let id = "disclosure.coercive_measures.decisions";
        let fee = "disclosure.fees.amount";
        let values: Vec<&str> = match layout {
            "wide" => lines.iter().flat_map(|line| [line[id].as_str(), line[fee].as_str()]).collect(),
            _ => lines.iter().filter(|line| [id, fee].contains(&&*line["cell"])).map(|line| &*line["value"]).collect(),
        };
        assert_eq!(values[..6].iter().filter(|value| **value == "NA").count(), 3, "{values:?}");
        assert!(values.iter().all(|value| *value == "NA" || value.parse::<f64>().is_ok()), "{values:?}");
        let named = gouji(&["check", "--format", "json", &out]);
        assert_eq!(named.status.code(), Some(2));
        let named: Value = serde_json::from_slice(&named.stdout).expect("JSON");
        assert_eq!(named["filings"][0]["error"]["kind"], "blanks-replaced");
        let walked = gouji(&["check", "--format", "json", &place.path().to_string_lossy()]);
        let walked: Value = serde_json::from_slice(&walked.stdout).expect("JSON");
        assert!(walked["summary"]["skipped"][0].as_str().expect("a path").ends_with("flat.csv"));
    }
}

#[test]
fn what_a_layout_has_not_is_said() {
    for (more, reason) in [
        (&["--to", "csv", "--with", "source"][..], "--with 只用于"),
        (&["--to", "json", "--with", "source"], "--with 只用于"),
        (&["--to", "csv", "--layout", "statutory", "--header", "zh"], "--header 只用于"),
        (&["--to", "csv", "--na", "NA"], "--na 只用于一行一份"),
        (&["--to", "xlsx", "--layout", "wide", "--na", "NA"], "--na 只用于 --to csv"),
        (&["--to", "json", "--no-bom"], "--no-bom 只用于 --to csv"),
        (&["--to", "csv", "--layout", "wide", "--na", "0"], "--na 0"),
        (&["--to", "csv", "--layout", "wide", "--na=-"], "--na -"),
        (&["--to", "csv", "--layout", "wide", "--na", "=A1"], "--na =A1"),
    ] {
        let run = gouji(&[&["convert", "fixtures/published/undivided-2023.csv"], more].concat());
        assert_eq!(run.status.code(), Some(2), "{more:?}");
        assert!(said(&run).contains(reason), "{more:?}: {}", said(&run));
    }
}

/// 121 filings in the three libraries that research is done with, by the lines that the README shows.
#[test]
fn notebooks_read_numbers() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = data_set(folder.path(), 121);
    let place = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    gouji(&["check", "--format", "filings", "-o", &place("filings.csv"), &data]);
    let args = ["convert", "--to", "csv", "--layout", "long", "--with", "source,place", "--na", "", "-o"];
    gouji(&[&args[..], &[&place("long.csv"), &data]].concat());
    let lines = table(&fs::read(place("filings.csv")).expect("it was written"));
    assert_eq!(lines.len(), 121);
    let errors: usize = lines.iter().map(|line| line["errors"].parse::<usize>().expect("a number")).sum();
    let figures = table(&fs::read(place("long.csv")).expect("it was written"));
    let sum: f64 = figures.iter().filter_map(|line| line["value"].parse::<f64>().ok()).sum();
    let script = fs::canonicalize("tests/notebook/read.py").expect("the script is there");
    let code =
        format!("import os, runpy; os.chdir(r'{}'); runpy.run_path(r'{}')", folder.path().display(), script.display());
    let Some(run) = other_program("python3", &["-c", &code]) else { return };
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success(), "{text}{}", said(&run));
    for library in ["pandas", "polars", "duckdb"] {
        let line = text.lines().find(|line| line.contains(library)).expect("each is spoken of");
        let read = format!("{library}: 121 filings, first column agency, {errors} errors, sum {sum:.2}");
        let skipped = format!("skipped: {library} is not installed");
        assert!(line == read || line == skipped, "{line}; expected {read}");
        if line == skipped {
            say(line);
        }
    }
    let (readme, script) = (fs::read_to_string("README.md").expect("text"), fs::read_to_string(script).expect("text"));
    for line in [
        r#"pd.read_csv("filings.csv")"#,
        r#"pl.read_csv("long.csv", infer_schema_length=None)"#,
        r#"duckdb.sql("COPY (FROM 'long.csv') TO 'long.parquet'")"#,
    ] {
        assert!(readme.contains(line) && script.contains(line), "{line}");
    }
}

#[expect(clippy::print_stderr, reason = "who reads the results of the tests must know what was not tested")]
fn say(line: &str) {
    eprintln!("{line}");
}
