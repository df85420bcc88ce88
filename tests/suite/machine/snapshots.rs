//! What each format says of the same reports, as the program writes it.

use std::path::Path;

use serde_json::Value;
use snapbox::Data;
use snapbox::data::DataFormat;

use super::{FORMATS, REPORTS, gouji};
use crate::support::sample;

#[test]
fn each_format_on_the_same_reports() {
    for format in FORMATS {
        let text = gouji(&[&["check", "--format", format], &REPORTS[..]].concat());
        let text = if format == "sarif" { without_catalogue(&text) } else { text };
        let path = Path::new("tests/snapshots/formats").join(format!("{format}.txt"));
        // A backslash is none of a path.
        let assert = snapbox::Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV).normalize_paths(false);
        assert.eq(text, Data::read_from(&path, Some(DataFormat::Text)));
    }
}

/// In English only what differs by more than the words.
#[test]
fn the_header_of_the_list_speaks_english() {
    let text = gouji(&["check", "--format", "csv", "--lang", "en", REPORTS[0]]);
    let header = "\u{feff}agency,year,file,sheet,record,edition,code,severity,table,row,column,place,equation,left,right,\
                  difference,message,basis,suspect,explained,cells,fingerprint,\
                  figures\r\n";
    assert_eq!(text, header);
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_the_number_of_threads() {
    for format in sample(FORMATS.to_vec()) {
        let run = |jobs: &str| {
            gouji(&["check", "--format", format, "--jobs", jobs, "fixtures/datasets", "fixtures/oddities"])
        };
        assert!(run("1") == run("8"), "{format}");
    }
}

/// A log of SARIF for reading: indented, and of the rules, which have their own test, only the first.
fn without_catalogue(text: &str) -> String {
    let mut log: Value = serde_json::from_str(text).expect("JSON");
    let driver = &mut log["runs"][0]["tool"]["driver"];
    driver["version"] = "[VERSION]".into();
    driver["rules"].as_array_mut().expect("rules").truncate(1);
    for result in log["runs"][0]["results"].as_array_mut().expect("results") {
        result.as_object_mut().expect("a result").remove("ruleIndex");
    }
    serde_json::to_string_pretty(&log).expect("JSON") + "\n"
}
