//! The sentences that are offered for section 一: gouji itself, reading them beside the table, finds nothing.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{folder, published, run_in, stdout};

/// The sentences of a comparison.
fn offered(said: &str) -> Vec<String> {
    let (_, rest) = said.split_once("可用于“一、总体情况”的表述\n").expect("sentences are offered");
    rest.lines().take_while(|line| line.starts_with("    ")).map(|line| line.trim().to_owned()).collect()
}

/// A report with these sentences behind its title.
fn with_text(report: &str, sentences: &[String]) -> String {
    let (title, rest) = report.split_once('\n').expect("lines");
    format!("{title}\n一、总体情况\n{}\n{rest}", sentences.join("\n"))
}

#[test]
fn they_pass_the_checks_of_text_against_tables() {
    let mut told = BTreeSet::new();
    for (name, old, new) in
        [("two-years-a", "2023", "2024"), ("undivided", "2023", "2024"), ("decimal-fee", "2021", "2022")]
    {
        let reports = [old, new].map(|year| published(&format!("{name}-{year}.csv")));
        let sets = folder(&[("old.csv", &reports[0]), ("new.csv", &reports[1])]);
        let said = stdout(&run_in(sets.path(), &["compare", "old.csv", "new.csv"]));
        let sentences = offered(&said);
        assert!(sentences.len() >= 6, "{sentences:?}");
        told.extend(sentences.iter().map(|sentence| sentence.chars().skip(6).take(8).collect::<String>()));
        // As one paragraph, and a line each.
        for sentences in [sentences.clone(), vec![sentences.concat()]] {
            let whole = with_text(&reports[1], &sentences);
            std::fs::write(sets.path().join("new.csv"), &whole).expect("written");
            assert_eq!(codes(sets.path()), Vec::<String>::new(), "{name}: {sentences:?}");
            // And they are read: another figure than the tables have is found, and another change.
            for said in ["新收政府信息公开申请", "件，比上年增加"] {
                let wrong = whole.replacen(said, &format!("{said}9"), 1);
                assert_ne!(wrong, whole, "{name}: {said}");
                std::fs::write(sets.path().join("new.csv"), &wrong).expect("written");
                assert_eq!(codes(sets.path()).first().map(String::as_str), Some("N601"), "{name}: {wrong:.900}");
            }
        }
    }
    assert!(told.len() >= 9, "{told:?}");
}

/// The findings of text in new.csv, which follows old.csv.
fn codes(folder: &std::path::Path) -> Vec<String> {
    let args = ["check", "new.csv", "--previous", "old.csv", "--select", "N601,N602,N603", "--format", "json"];
    let run = run_in(folder, &args);
    let result: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert!(run.stderr.is_empty());
    let findings = result["filings"][0]["findings"].as_array().expect("a list");
    findings.iter().map(|finding| finding["code"].as_str().expect("a code").to_owned()).collect()
}

/// With a year between them a change is not on the year before, and the wrong way round there is nothing to say.
#[test]
fn they_say_on_which_year_and_only_forwards() {
    let report = published("two-years-a-2023.csv");
    let sets =
        folder(&[("2021.csv", &report.replace("2023年", "2021年")), ("2024.csv", &published("two-years-a-2024.csv"))]);
    let said = stdout(&run_in(sets.path(), &["compare", "2021.csv", "2024.csv"]));
    let sentences = offered(&said);
    assert_eq!(sentences[0], "2024年，新收政府信息公开申请3525件，比2021年增加14件，增长0.4%。");
    let back = stdout(&run_in(sets.path(), &["compare", "2024.csv", "2021.csv"]));
    assert!(back.contains("两个参数是不是写反了") && !back.contains("可用于"), "{back}");
}
