//! The results themselves: their schema, the same bytes each time, and that they are known for results.

use std::fs;

use serde_json::{Value, json};

use super::{compared_in, folder, published, run, run_in, stderr, stdout};
use crate::machine::schemas::{Validator, check, closed};

const FORMATS: [(&str, &str); 3] = [("table", "r.txt"), ("csv", "r.csv"), ("json", "r.json")];

#[test]
fn json_is_gouji_compare_1() {
    let text = fs::read_to_string("src/render/gouji-compare-1.schema.json").expect("the schema is there");
    let document = Validator::new(closed(serde_json::from_str(&text).expect("JSON")));
    let runs: [&[&str]; 5] = [
        &["fixtures/published/two-years-a-2023.csv", "fixtures/published/two-years-a-2024.csv"],
        &["fixtures/rules/flow-unbalanced/fires.csv", "fixtures/rules/flow-unbalanced/holds.csv"],
        &["fixtures/published/trial-2019.csv", "fixtures/published/blank-total-2024.csv", "--lang", "en"],
        &["fixtures/published", "fixtures/rules"],
        &["fixtures/refused", "fixtures/published"],
    ];
    for args in runs {
        let (result, _) = compared_in(".".as_ref(), args);
        check(&document, &result, "gouji-compare/1");
    }
    let (nothing, code) = compared_in(".".as_ref(), runs[4]);
    assert_eq!((&nothing["schema"], &nothing["pairs"], code), (&json!("gouji-compare/1"), &json!([]), Some(2)));
    let unread = nothing["summary"]["unread"].as_array().expect("a list");
    assert!(unread.iter().all(|one| one["message"].as_str().is_some_and(|text| !text.is_empty())));
}

/// The largest change stands first, and a total before the items that it is made of.
#[test]
fn the_largest_changes_come_first() {
    let said = stdout(&run(&[
        "compare",
        "fixtures/published/two-years-a-2023.csv",
        "fixtures/published/two-years-a-2024.csv",
    ]));
    let lines: Vec<&str> = said.lines().collect();
    let first = lines.iter().position(|line| line.starts_with('╞')).expect("a list");
    let list: Vec<&str> = lines[first + 1..].iter().take_while(|line| line.starts_with('│')).copied().collect();
    assert_eq!(list.len(), 10);
    assert!(list[0].contains("行政许可") && list[0].contains("-235416") && list[0].contains("-13.0%"), "{}", list[0]);
    assert!(list.iter().all(|line| line.contains("表二") || line.contains("总计")), "{list:?}");
}

#[test]
fn results_are_the_same_each_time_and_go_where_they_are_sent() {
    let files = ["fixtures/published/two-years-a-2023.csv", "fixtures/published/two-years-a-2024.csv"];
    let sets = folder(&[]);
    for (format, name) in FORMATS {
        let path = sets.path().join(name).to_string_lossy().into_owned();
        let args = [&["compare", files[0], files[1], "--format", format, "-o", &path][..]].concat();
        let first = run(&args);
        assert_eq!(first.status.code(), Some(0), "{format}: {}", stderr(&first));
        assert!(first.stdout.is_empty() && stderr(&first).contains("对比 1 对"), "{format}: {}", stderr(&first));
        let bytes = fs::read(&path).expect("written");
        run(&args);
        assert_eq!(bytes, fs::read(&path).expect("written again"), "{format}");
    }
    // One more than there are files goes to the screen.
    let path = sets.path().join("r.json").to_string_lossy().into_owned();
    let both = run(&["compare", files[0], files[1], "--format", "json", "-o", &path, "--format", "csv"]);
    assert!(both.status.success() && stdout(&both).starts_with("\u{feff}填报单位,对比方式"), "{}", stderr(&both));
    assert_eq!(stdout(&both).lines().count(), 201);
    assert_eq!(run(&["compare", files[0], files[1], "-o", &path, "-o", "x"]).status.code(), Some(2));
}

/// A walk through a folder takes no result for a report, and a result may take the place of an earlier one.
#[test]
fn an_earlier_result_in_a_walked_folder_is_known_for_one() {
    for (format, name) in FORMATS {
        let sets = folder(&[
            ("old/a.csv", &published("two-years-a-2023.csv")),
            ("new/a.csv", &published("two-years-a-2024.csv")),
        ]);
        let target = format!("new/{name}");
        let args = ["compare", "old", "new", "--format", format, "-o", &target];
        for _ in 0..2 {
            let run = run_in(sets.path(), &args);
            assert_eq!(run.status.code(), Some(0), "{format}: {}", stderr(&run));
        }
        let checked = run_in(sets.path(), &["check", "new", "--format", "json"]);
        let result: Value = serde_json::from_slice(&checked.stdout).expect("JSON");
        assert_eq!(result["summary"]["filings"], 1, "{format}");
        assert_eq!(result["summary"]["skipped"].as_array().map(Vec::len), Some(1), "{format}: {}", result["summary"]);
    }
}

/// Nothing that is read is written to.
#[test]
fn no_result_takes_the_place_of_what_is_read() {
    let sets = folder(&[
        ("old.csv", &published("two-years-a-2023.csv")),
        ("new/a.csv", &published("two-years-a-2024.csv")),
        ("roster.csv", "填报单位\n临澄市人民政府\n"),
        ("gouji.toml", "roster = \"roster.csv\"\n"),
    ]);
    for target in ["old.csv", "new/a.csv", "roster.csv", "gouji.toml"] {
        let before = fs::read(sets.path().join(target)).expect("there");
        let run = run_in(sets.path(), &["compare", "old.csv", "new", "--format", "csv", "-o", target]);
        assert_eq!(run.status.code(), Some(2), "{target}");
        assert!(stderr(&run).contains(target) && fs::read(sets.path().join(target)).expect("still there") == before);
    }
}

/// Names of files and agencies are as hostile as any text.
#[test]
fn hostile_text_does_nothing() {
    let hostile =
        published("two-years-a-2024.csv").replace("行政强制,29351", "行政强制,=cmd|'/C calc'!A0\u{1b}[31m<script>");
    let sets = folder(&[("old.csv", &published("two-years-a-2023.csv")), ("new.csv", &hostile)]);
    let table = stdout(&run_in(sets.path(), &["compare", "old.csv", "new.csv"]));
    assert!(table.contains("=cmd") && !table.contains('\u{1b}'));
    let list = stdout(&run_in(sets.path(), &["compare", "old.csv", "new.csv", "--format", "csv"]));
    assert!(list.contains(",'=cmd") && !list.contains(",=cmd") && !list.contains('\u{1b}'));
}
