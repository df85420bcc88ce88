//! The one table of edition 2014 as offices lay it out: read right, or refused, never misread.

use crate::support::{FORMS, assess, cells, codes_in_words, only};
use gouji::model::Lang;

const CSV: &str = "fixtures/published/statistics-2018.csv";

fn text() -> String {
    std::fs::read_to_string(CSV).expect("the fixture is text")
}

/// The fixture with each row of three fields rebuilt; headings, which are crossed out, as well.
fn with_rows(rebuild: impl Fn(usize, [&str; 3]) -> Vec<String>) -> String {
    let mut number = 0;
    let text = text();
    let lines = text.lines().map(|line| match *line.split(',').collect::<Vec<_>>() {
        [label, measure, value] => {
            number += 1;
            rebuild(number - 1, [label, measure, value]).join(",")
        }
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn owned(fields: &[&str]) -> Vec<String> {
    fields.iter().map(|field| (*field).to_owned()).collect()
}

/// The one filing in `text` reads to the cells of the fixture, but for those named.
#[track_caller]
fn reads_right(text: &str, codes: &str, but: &[&str]) {
    let filings = assess("table.csv", text.as_bytes());
    assert_eq!(filings.len(), 1);
    let (mut expected, mut found) = (cells(&only(CSV)), cells(&filings[0]));
    for id in but {
        expected.remove(*id);
        found.remove(*id);
    }
    assert_eq!(found, expected);
    assert_eq!(codes_in_words(&filings[0]), codes);
}

#[test]
fn a_report_of_2018_is_of_edition_2014() {
    let filing = only(CSV);
    assert_eq!(filing.edition.as_deref(), Some("2014"));
    assert_eq!((filing.agency.as_deref(), filing.year), (Some("云泽县人民政府"), Some(2018)));
    assert_eq!(only("fixtures/published/statistics-2016.txt").agency.as_deref(), Some("白石市教育局"));
}

#[test]
fn the_column_of_units_may_be_there_or_not() {
    reads_right(&with_rows(|_, [label, _, value]| owned(&[label, value])), "-", &[]);
    // Behind the figures, under another name, and without any header.
    reads_right(&with_rows(|_, [label, measure, value]| owned(&[label, value, measure])), "-", &[]);
    reads_right(&text().replacen("指标,单位,统计数", "统计指标,计量单位,统计数量", 1), "S307×1", &[]);
    reads_right(&text().replacen("指标,单位,统计数\n", "", 1), "-", &[]);
    // In the cell of the label or of the figure.
    let in_label = with_rows(|number, [label, measure, value]| {
        let is_row = number > 0 && measure != "——";
        owned(&[&if is_row { format!("{label}（{measure}）") } else { label.to_owned() }, value])
    });
    reads_right(&in_label, "S307×56", &[]);
    let in_figure = with_rows(|number, [label, measure, value]| {
        owned(&[label, &if number > 0 && measure != "——" { format!("{value}{measure}") } else { value.to_owned() }])
    });
    reads_right(&in_figure, "V206×58", &[]);
}

#[test]
fn row_numbers_are_no_figures() {
    let left = with_rows(|number, [label, measure, value]| {
        let number = if number == 0 { "序号".to_owned() } else { number.to_string() };
        owned(&[&number, label, measure, value])
    });
    reads_right(&left, "-", &[]);
    let between = with_rows(|number, [label, measure, value]| {
        let number = if number == 0 { "行次".to_owned() } else { number.to_string() };
        owned(&[label, &number, measure, value])
    });
    reads_right(&between, "S313×1", &[]);
    // Without their header nobody knows which column is which.
    let bare = between.replacen("指标,行次,单位,统计数\n", "", 1);
    assert!(cells(&assess("table.csv", bare.as_bytes())[0]).is_empty());
}

#[test]
fn list_marks_and_of_which_vary() {
    let words = |label: &str| -> String {
        let label = label.trim_start_matches("其中：");
        match label.chars().nth(1) {
            Some('、' | '.') => label.chars().skip(2).collect(),
            _ if label.starts_with('（') => label.chars().skip(3).collect(),
            _ => label.to_owned(),
        }
    };
    reads_right(&with_rows(|_, [label, measure, value]| owned(&[&words(label), measure, value])), "S307×57", &[]);
    let firsts = ["1.当面申请数", "1.按时办结数", "1.属于已主动公开范围数", "（一）维持具体行政行为数", "1.专职人员数"];
    let of_which = with_rows(|_, [label, measure, value]| {
        let is_first = firsts.iter().any(|first| label.starts_with(first));
        let label = label.split_once("（不包括").map_or(label, |(label, _)| label);
        owned(&[&if is_first { format!("其中：{label}") } else { label.to_owned() }, measure, value])
    });
    reads_right(&of_which, "S307×6", &[]);
}

/// Two rows under 四 and two under 五 have the same words.
#[test]
fn rows_of_the_same_words_are_told_apart_by_what_they_stand_under() {
    let row = "（二）被依法纠错数,件,";
    let twice = text().replacen(&format!("{row}1\n"), &format!("{row}1\n{row}8\n"), 1);
    reads_right(&twice, "S304×1", &[]);
    let without = text().replacen(&format!("{row}1\n"), "", 1);
    reads_right(&without, "S302×1", &["statistics.reconsideration.corrected.count"]);
    let without = text().replacen(&format!("{row}0\n"), "", 1);
    reads_right(&without, "S302×1", &["statistics.litigation.corrected.count"]);
}

#[test]
fn a_blank_whole_is_judged_by_nobody_and_a_blank_part_is_zero() {
    let blank = text().replacen("（三）申请答复数,件,27", "（三）申请答复数,件,", 1);
    reads_right(&blank, "V210×1", &["statistics.replies.count"]);
    let filing = assess("table.csv", blank.as_bytes()).remove(0);
    assert_eq!((filing.checked.held, filing.checked.undetermined), (10, 1));
    let message = gouji::render::message(&filing.findings[0], &filing, &FORMS, Lang::Zh);
    assert!(message.ends_with("应为 27。"), "{message}");

    let blank = text().replacen("2.传真申请数,件,1", "2.传真申请数,件,", 1);
    let filing = assess("table.csv", blank.as_bytes()).remove(0);
    assert_eq!(codes_in_words(&filing), "B105×1 V204×1");
    let found = filing.findings.iter().find(|finding| finding.rule.code == "B105").expect("found");
    assert_eq!(found.equation().as_deref(), Some("4 + 0 + 18 + 6 = 28 ≠ 29"));
}

/// No sentence calls the recalled words the form's own.
#[test]
fn recalled_words_are_not_given_as_official() {
    let odd = text().replacen("2.传真申请数,件,1\n", "", 1).replacen("（一）收到申请数", "收到申请数", 1);
    let filing = assess("table.csv", odd.as_bytes()).remove(0);
    assert_eq!(codes_in_words(&filing), "S302×1 S307×1");
    for finding in &filing.findings {
        let said = gouji::render::message(finding, &filing, &FORMS, Lang::Zh);
        let basis = gouji::render::basis(finding, Lang::Zh);
        assert!(!said.contains("表式") && basis.contains("未与原件逐字核对"), "{said} {basis}");
        assert!(!basis.contains("〔2021〕") && !basis.contains("〔2019〕"), "{basis}");
    }
}

/// The amounts are in 万元; a column of units that says 元 is believed.
#[test]
fn an_amount_in_yuan_keeps_its_figure() {
    let filing = only("fixtures/rules/fee-unit-not-wanyuan/fires-2014.csv");
    assert_eq!(cells(&filing)["statistics.fees.count"].as_deref(), Some("3600"));
    let transcript = filing.transcript.as_ref().expect("it was read");
    let form = FORMS.get("2014").expect("an embedded edition");
    let cell = form.index["statistics.fees.count"];
    let in_wanyuan = transcript.entry(cell).and_then(|entry| entry.in_unit(form.cell(cell).unit)).expect("a figure");
    assert_eq!(in_wanyuan.normalize().to_string(), "0.36");
}

/// Tables of two editions that nobody files together are two filings, whatever stands between them.
#[test]
fn tables_of_two_editions_are_two_filings() {
    let newer = std::fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("the fixture is text");
    let untitled = |text: &str| text.split_once('\n').map(|(_, rest)| rest.to_owned()).expect("a title line");
    let (old, new) = (untitled(&text()), untitled(&newer));
    for (both, editions) in [(format!("{old}\n{new}"), ["2014", "2021"]), (format!("{new}\n{old}"), ["2021", "2014"])] {
        let filings = assess("both.csv", both.as_bytes());
        let found: Vec<_> = filings.iter().filter_map(|filing| filing.edition.as_deref()).collect();
        assert_eq!(found, editions);
        assert!(filings.iter().all(|filing| codes_in_words(filing) == "-"));
    }
    // A report of today that counts its channels in the old words has no old table.
    let few: String =
        text().lines().filter(|line| line.contains("公开政府信息数,条")).map(|line| line.to_owned() + "\n").collect();
    assert!(few.lines().count() > 3);
    for both in [format!("{newer}\n{few}"), newer.replacen('\n', &format!("\n{few}"), 1)] {
        let filings = assess("both.csv", both.as_bytes());
        assert_eq!(filings.len(), 1);
        assert_eq!((filings[0].edition.as_deref(), codes_in_words(&filings[0]).as_str()), (Some("2021"), "-"));
        assert_eq!(cells(&filings[0]), cells(&only("fixtures/published/two-years-a-2023.csv")));
    }
}
