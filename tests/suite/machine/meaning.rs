//! What the formats say of runs that are out of the ordinary.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use gouji::diagnosis::{Assessment, Policy};
use gouji::model::{Explanation, Lang};
use gouji::rules::Severity;
use serde_json::Value;

use super::xml::{Element, junit};
use super::{FORMATS, REPORTS, Wish, gouji, rendered};
use crate::support::{CATALOGUE, only};

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// The filing with errors, a warning and notes.
fn findings() -> Assessment {
    only(Path::new("fixtures/reports/findings.csv"))
}

/// What is inside the case of a rule: the names of its elements.
fn outcome(suite: &Element, code: &str) -> Option<Vec<String>> {
    let case = suite.inside.iter().find(|case| case.attributes["name"].starts_with(code))?;
    Some(case.inside.iter().map(|element| element.name.clone()).collect())
}

/// A result without a filing is no pass in any format.
#[test]
fn a_run_without_any_filing_says_so() {
    for format in FORMATS {
        let text = rendered(format, &[], &Wish::default());
        assert!(text.contains("这里没有可核查的文件"), "{format}: {text}");
    }
    let log = json(&rendered("sarif", &[], &Wish::default()));
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
    let suites = junit(&rendered("junit", &[], &Wish::default()));
    assert_eq!(suites.inside[0].attributes["errors"], "1");
}

#[test]
fn warnings_and_notes_fail_a_case_only_where_the_run_counts_them() {
    for (fail_on, failing) in [
        (None, &["B101"][..]),
        (Some(Severity::Error), &["B101"]),
        (Some(Severity::Warning), &["B101", "V210"]),
        (Some(Severity::Note), &["B101", "V210", "V204", "V206"]),
    ] {
        let suites = junit(&rendered("junit", &[findings()], &Wish { fail_on, ..Wish::default() }));
        for code in ["B101", "V210", "V204", "V206"] {
            let expected = if failing.contains(&code) { "failure" } else { "system-out" };
            assert_eq!(outcome(&suites.inside[0], code), Some(vec![expected.to_owned()]), "{code} with {fail_on:?}");
        }
        assert_eq!(outcome(&suites.inside[0], "B104"), Some(vec![]));
        // What makes the blank total cannot be held against it; its column is judged with what it makes.
        assert_eq!(outcome(&suites.inside[0], "B103"), Some(vec!["skipped".to_owned()]));
        assert_eq!(outcome(&suites.inside[0], "B102"), Some(vec![]));
    }
}

/// A rule that the run does not want, or that has nothing to say of the edition, is no case.
#[test]
fn the_cases_are_the_rules_that_apply() {
    let policy = Policy { select: vec!["B".to_owned()], ..Policy::default() };
    let wish = Wish { policy, ..Wish::default() };
    let codes = |path: &str, wish: &Wish| -> Vec<String> {
        let suites = junit(&rendered("junit", &[only(Path::new(path))], wish));
        suites.inside[0].inside.iter().map(|case| case.attributes["name"][..4].to_owned()).collect()
    };
    assert_eq!(codes("fixtures/published/two-years-a-2023.csv", &wish), ["B101", "B102", "B103", "B104"]);
    assert_eq!(codes("fixtures/published/statistics-2018.csv", &wish), ["B104", "B105", "B106"]);
    let all = codes("fixtures/published/two-years-a-2023.csv", &Wish::default());
    assert!(all.len() > 20 && all.len() < CATALOGUE.rules().len());
    assert!(!codes("fixtures/published/statistics-2018.csv", &Wish::default()).contains(&"S310".to_owned()));
}

/// An explained warning is said, and counts nowhere.
#[test]
fn what_is_explained_is_said_and_does_not_fail() {
    let mut filing = findings();
    for finding in filing.findings.iter_mut().filter(|finding| finding.rule.code == "V210") {
        finding.explained = true;
        let explanation = Explanation { reason: "正文口径不同".to_owned(), ..Explanation::default() };
        finding.explanation = Some(Arc::new(explanation));
    }
    let filings = [filing];
    let wish = Wish { fail_on: Some(Severity::Note), ..Wish::default() };
    let log = json(&rendered("sarif", &filings, &wish));
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let suppressions = result["suppressions"].as_array().expect("every result says whether it is suppressed");
        assert_eq!(suppressions.len(), usize::from(result["ruleId"] == "V210"), "{result}");
    }
    let suites = junit(&rendered("junit", &filings, &wish));
    assert_eq!(outcome(&suites.inside[0], "V210"), Some(vec!["system-out".to_owned()]));
    let line = |format: &str, needle: &str| {
        let text = rendered(format, &filings, &wish);
        text.lines().find(|line| line.contains(needle)).expect("the finding is there").to_owned()
    };
    assert!(line("github", "title=V210").starts_with("::notice "));
    assert!(line("gitlab", "gouji/V210").contains("\"severity\":\"info\""));
    assert!(line("csv", ",V210,").contains(",正文口径不同,"));
    assert!(line("markdown", "| V210").contains("（已说明）"));
}

/// Lines are lines of the file; other places are named.
#[test]
fn places_are_regions_of_texts_and_names_elsewhere() {
    let filings = REPORTS[1..4].iter().map(|path| only(Path::new(path))).collect::<Vec<_>>();
    let wish = Wish::default();
    let log = json(&rendered("sarif", &filings, &wish));
    let mut seen = 0;
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let location = &result["locations"][0];
        let uri = location["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("an address");
        let region = &location["physicalLocation"]["region"];
        if Path::new(uri).extension().is_some_and(|extension| extension == "xlsx") {
            assert!(region.is_null());
            assert_eq!(location["logicalLocations"][0]["name"], "统计表!J23");
            assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "requests.received.total");
            continue;
        }
        // A column of SARIF counts characters, and which field it is stands in the name: both are one place.
        let text = fs::read_to_string(uri).expect("a relative path");
        let line = region["startLine"].as_u64().and_then(|n| usize::try_from(n).ok()).expect("a number");
        let column = region["startColumn"].as_u64().and_then(|n| usize::try_from(n).ok()).expect("a number");
        let name = location["logicalLocations"][0]["name"].as_str().expect("a name");
        let field = name.strip_prefix(&format!("line {line}, field ")).and_then(|field| field.parse::<usize>().ok());
        let line = text.lines().nth(line - 1).expect("a line of the file");
        let mut fields = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
        let record = fields.records().next().expect("a record").expect("UTF-8");
        // As far as no quote of its own is doubled.
        let own = record[field.expect("a number") - 1].split('"').next().unwrap_or_default();
        let here: String = line.chars().skip(column - 1).collect();
        assert!(here.trim_start_matches('"').starts_with(own), "{own}: {result}");
        assert!(column == 1 || line.chars().nth(column - 2) == Some(','), "{result}");
        seen += 1;
    }
    assert!(seen >= 8);
    let issues = json(&rendered("gitlab", &filings, &wish));
    let book = issues.as_array().expect("issues").iter().find(|issue| issue["check_name"] == "gouji/V213");
    let book = book.expect("the workbook's finding");
    assert_eq!(book["location"]["lines"]["begin"], 1);
    assert!(book["description"].as_str().is_some_and(|text| text.contains("统计表!J23")));
}

/// The same filing twice: GitLab would show one, and a reader of `JUnit` would count one.
#[test]
fn nothing_is_lost_to_equal_names() {
    let filings = [findings(), findings()];
    let issues = json(&rendered("gitlab", &filings, &Wish::default()));
    let fingerprints = issues.as_array().expect("issues").iter().map(|issue| issue["fingerprint"].to_string());
    let unique: std::collections::BTreeSet<_> = fingerprints.collect();
    assert_eq!(unique.len(), 2 * findings().findings.len());
    let suites = junit(&rendered("junit", &filings, &Wish::default()));
    assert_ne!(suites.inside[0].attributes["name"], suites.inside[1].attributes["name"]);
}

/// A comment that GitHub takes, however much there is to say, and what is not in it is counted.
#[test]
fn a_comment_is_never_too_long_and_says_what_it_left_out() {
    let (bad, good, path) = (findings(), only(Path::new(REPORTS[0])), "很长的文件名".repeat(40));
    for (lang, left_out) in [(Lang::Zh, "因篇幅未列"), (Lang::En, "for length")] {
        let mut filings = vec![good.clone(); 900];
        filings.extend(vec![bad.clone(); 300]);
        let mut endless = bad.clone();
        endless.findings = std::iter::repeat_n(bad.findings[0].clone(), 300).collect();
        filings.insert(0, endless);
        let wish = Wish { lang, skipped: vec![path.clone(); 500], ..Wish::default() };
        let text = rendered("markdown", &filings, &wish);
        assert!(text.chars().count() < 65_536, "{}", text.chars().count());
        // The worst come first: every row is of a filing with errors before one that passes.
        let rows = text.lines().filter(|line| line.contains(" | ✗ ") || line.contains(" | ✓ ")).collect::<Vec<_>>();
        assert!(rows.is_sorted_by_key(|row| row.contains("✓")));
        let details = text.lines().filter(|line| line.starts_with("<details>")).count();
        let said: Vec<usize> = text
            .lines()
            .filter(|line| line.contains(left_out))
            .map(|line| line.split(|c: char| !c.is_ascii_digit()).find_map(|word| word.parse().ok()).expect("a count"))
            .collect();
        // Of the filing with 300 findings, of the table, of the details.
        let mut expected = vec![200, 1_201 - rows.len(), 301 - details];
        let mut said_sorted = said.clone();
        said_sorted.sort_unstable();
        expected.sort_unstable();
        assert_eq!(said_sorted, expected);
        assert!(text.contains("500"), "how many files were passed over");
    }
    let short = rendered("markdown", &[bad], &Wish::default());
    assert!(!short.contains("因篇幅未列"));
}

/// What the README says to copy into a pipeline runs, and writes what it says.
#[test]
fn the_commands_for_pipelines_in_the_readme_run() {
    let readme = fs::read_to_string("README.md").expect("the README is there");
    let commands = readme.lines().filter_map(|line| Some(line.split_once("gouji check --format ")?.1));
    let commands: Vec<_> = commands.filter(|rest| rest.ends_with(" 报表/")).collect();
    assert_eq!(commands.len(), 2);
    for command in commands {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut args = vec!["check".to_owned(), "--format".to_owned()];
        let mut files = Vec::new();
        for word in command.split(' ') {
            args.push(match word {
                "报表/" => "fixtures/reports".to_owned(),
                name if args.last().is_some_and(|last| last == "-o") => {
                    let file = folder.path().join(name.trim_matches(['"', '$']));
                    files.push(file.clone());
                    file.to_string_lossy().into_owned()
                }
                word => word.to_owned(),
            });
        }
        assert!(!gouji(&args.iter().map(String::as_str).collect::<Vec<_>>()).is_empty());
        assert_eq!(files.len(), 2);
        assert!(files.iter().all(|file| fs::metadata(file).is_ok_and(|file| file.len() > 0)), "{command}");
    }
}

/// A result in a folder is no filing the next time, though it names rows of the form.
#[test]
fn a_walk_passes_over_results() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    fs::copy(REPORTS[0], path("a.csv")).expect("copied");
    let mut names = Vec::new();
    for (format, extension) in
        [("sarif", "json"), ("github", "txt"), ("gitlab", "json"), ("csv", "csv"), ("markdown", "md"), ("json", "json")]
    {
        for lang in ["zh", "en"] {
            let name = format!("{format}-{lang}.{extension}");
            gouji(&["check", "--format", format, "-o", &path(&name), "--lang", lang, REPORTS[1], REPORTS[2]]);
            names.push(name);
        }
    }
    let result = json(&gouji(&["check", "--format", "json", &folder.path().to_string_lossy()]));
    let skipped = result["summary"]["skipped"].as_array().expect("a list");
    let skipped: Vec<_> = skipped.iter().filter_map(|path| path.as_str()?.rsplit(['/', '\\']).next()).collect();
    names.sort();
    assert_eq!(skipped, names);
    assert_eq!(result["summary"]["filings"], 1);
}
