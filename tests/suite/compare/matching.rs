//! Which filing belongs to which.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use super::{agencies, compared_in, data_set, folder, published, run_in, stderr};

const ONE: [&str; 5] = ["1", "0", "0", "0", "1"];
const TWO: [&str; 5] = ["2", "0", "0", "0", "2"];

#[test]
fn a_renamed_agency_is_found_by_its_former_name() {
    let sets = folder(&[
        ("old.csv", &data_set(&[("某县环保局", 2023, ONE), ("某县民政局", 2023, ONE)])),
        ("new.csv", &data_set(&[("某县生态环境局", 2024, TWO), ("某县 民政局", 2024, TWO)])),
        ("名录.csv", "填报单位,曾用名\n某县生态环境局,某县环保局\n某县民政局,\n"),
    ]);
    let (alone, _) = compared_in(sets.path(), &["old.csv", "new.csv"]);
    assert_eq!(agencies(&alone["pairs"]), ["某县 民政局"]);
    assert_eq!(
        (agencies(&alone["only_old"]), agencies(&alone["only_new"])),
        (vec!["某县环保局"], vec!["某县生态环境局"])
    );
    let (listed, code) = compared_in(sets.path(), &["old.csv", "new.csv", "--roster", "名录.csv"]);
    assert_eq!((agencies(&listed["pairs"]), code), (vec!["某县生态环境局", "某县 民政局"], Some(0)));
    assert_eq!(listed["pairs"][0]["old"]["agency"], "某县环保局");
    // The same from the settings of a project.
    fs::write(sets.path().join("gouji.toml"), "roster = \"名录.csv\"\nlang = \"en\"\nignore = [\"V204\"]\n")
        .expect("written");
    let run = run_in(sets.path(), &["compare", "old.csv", "new.csv"]);
    let said = super::stdout(&run);
    assert!(said.contains("某县生态环境局 2023 → 2024 · two years") && said.contains("Formerly 某县环保局."), "{said}");
}

/// The same year on both sides is a resubmission, whatever other years there are; else the latest years are compared.
#[test]
fn years_are_matched_and_what_is_left_is_named() {
    let old = data_set(&[
        ("甲局", 2021, ONE),
        ("甲局", 2022, ONE),
        ("乙局", 2022, ONE),
        ("乙局", 2023, ONE),
        ("丁局", 2023, ONE),
    ]);
    let new = data_set(&[
        ("丙局", 2023, TWO),
        ("乙局", 2023, TWO),
        ("甲局", 2023, TWO),
        ("甲局", 2024, TWO),
        ("乙局", 2023, ONE),
    ]);
    let sets = folder(&[("old.csv", &old), ("new.csv", &new)]);
    let (result, code) = compared_in(sets.path(), &["old.csv", "new.csv"]);
    assert_eq!(code, Some(0));
    let pairs: Vec<_> = result["pairs"].as_array().expect("a list").iter().collect();
    let said: Vec<_> = pairs
        .iter()
        .map(|pair| json!([pair["agency"], pair["kind"], pair["old"]["year"], pair["new"]["year"]]))
        .collect();
    assert_eq!(said, [json!(["乙局", "resubmission", 2023, 2023]), json!(["甲局", "years", 2022, 2024])]);
    // The first of two for one year counts.
    assert_eq!(pairs[0]["cells"][0]["new"], "2");
    assert_eq!((agencies(&result["only_old"]), agencies(&result["only_new"])), (vec!["丁局"], vec!["丙局"]));
    let summary = &result["summary"];
    assert_eq!(summary["repeated"]["new"][0]["source"]["record"], 6);
    assert_eq!(agencies(&summary["other_years"]["old"]), ["甲局", "乙局"].iter().rev().copied().collect::<Vec<_>>());
    assert_eq!(agencies(&summary["other_years"]["new"]), ["甲局"]);
    let list = run_in(sets.path(), &["compare", "old.csv", "new.csv", "--format", "csv"]);
    assert!(stderr(&list).contains("没有用：乙局 2023年（new.csv:6）"), "{}", stderr(&list));
}

/// Two files with a filing each are meant, whatever these are called; folders are searched for agencies.
#[test]
fn two_files_with_one_filing_each_are_compared_whatever_they_are_called() {
    let other = published("two-years-a-2024.csv").replace("临澄市人民政府2024年", "");
    let sets = folder(&[("a/x.csv", &published("two-years-a-2023.csv")), ("b/y.csv", &other)]);
    let (result, code) = compared_in(sets.path(), &["a/x.csv", "b/y.csv"]);
    assert_eq!((result["pairs"].as_array().map(Vec::len), code), (Some(1), Some(0)));
    let run = run_in(sets.path(), &["compare", "a", "b"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(stderr(&run).contains("没有可以对比的报表"), "{}", stderr(&run));
}

#[test]
fn a_file_is_not_compared_with_itself() {
    let sets =
        folder(&[("a/x.csv", &published("two-years-a-2023.csv")), ("y.csv", &published("two-years-a-2024.csv"))]);
    for args in
        [["compare", "y.csv", "./y.csv"], ["compare", "a", "a/x.csv"], ["compare", "-", "-"], ["compare", ".", "y.csv"]]
    {
        let run = run_in(sets.path(), &args);
        assert_eq!(run.status.code(), Some(2), "{args:?}");
        assert!(args[1] == "-" || stderr(&run).contains("不能和自己对比"), "{args:?}: {}", stderr(&run));
    }
}

#[test]
fn one_side_may_be_standard_input() {
    let gouji = Path::new(env!("CARGO_BIN_EXE_gouji"));
    let args = ["compare", "-", "fixtures/published/two-years-a-2024.csv", "--format", "json"];
    let mut child = Command::new(gouji).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("runs");
    let text = published("two-years-a-2023.csv");
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("written");
    let run = child.wait_with_output().expect("it ends");
    let result: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!((run.status.code(), &result["summary"]["years"]), (Some(0), &json!(1)));
}

/// What cannot be read is named with what to do, and what can is compared.
#[test]
fn an_unreadable_file_is_named_and_does_not_stop_the_others() {
    let sets = folder(&[
        ("old/a.csv", &published("two-years-a-2023.csv")),
        ("old/b.xlsx", "no workbook"),
        ("old/photo.png", "a picture"),
        ("new/a.csv", &published("two-years-a-2024.csv")),
        ("new/draft/a.csv", "x"),
    ]);
    let (result, code) = compared_in(sets.path(), &["old", "new"]);
    assert_eq!((&result["summary"]["years"], code), (&json!(1), Some(2)));
    let unread = &result["summary"]["unread"][0];
    assert_eq!((&unread["side"], &unread["source"]["path"]), (&json!("old"), &json!("old/b.xlsx")));
    assert!(unread["kind"].is_string() && unread["help"].as_str().is_some_and(|help| !help.is_empty()));
    let run = run_in(sets.path(), &["compare", "old", "new"]);
    assert!(
        stderr(&run).contains("旧的一方无法读取：old/b.xlsx") && stderr(&run).contains("photo.png"),
        "{}",
        stderr(&run)
    );
    let (_, code) = compared_in(sets.path(), &["old", "new", "--exclude", "*.xlsx"]);
    assert_eq!(code, Some(0));
    fs::write(sets.path().join("gouji.toml"), "exclude = [\"b.*\"]\n").expect("written");
    assert_eq!(compared_in(sets.path(), &["old", "new"]).1, Some(0));
}
