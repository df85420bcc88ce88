//! What a cell was and is.

use std::collections::BTreeMap;
use std::fs;

use serde_json::json;

use super::{cell, compared_in, data_set, folder, ids, published};

/// The figures of the published pairs were written down by hand of the files' positions, not by gouji.
#[test]
fn every_cell_of_published_years_is_right() {
    for (name, old, new) in [("two-years-a", 2023, 2024), ("undivided", 2023, 2024), ("decimal-fee", 2021, 2022)] {
        let text = fs::read_to_string(format!("fixtures/compare/{name}.toml")).expect("the fixture is there");
        let expected: BTreeMap<String, [String; 4]> = toml::from_str(&text).expect("figures");
        let path = |year| format!("fixtures/published/{name}-{year}.csv");
        let (result, code) = compared_in(".".as_ref(), &[&path(old), &path(new)]);
        assert_eq!(code, Some(0), "{name}");
        let pair = &result["pairs"][0];
        assert_eq!(
            (&pair["kind"], &pair["old"]["year"], &pair["new"]["year"]),
            (&json!("years"), &json!(old), &json!(new))
        );
        let cells = pair["cells"].as_array().expect("a list");
        assert_eq!(cells.len(), expected.len(), "{name}");
        for cell in cells {
            let id = cell["id"].as_str().expect("a name");
            let said = ["old", "new", "change", "percent"].map(|key| cell[key].as_str().unwrap_or_default());
            assert_eq!(said, expected[id].each_ref().map(String::as_str), "{name} {id}");
        }
        assert!(ids(&pair["only_old_cells"]).is_empty() && ids(&pair["only_new_cells"]).is_empty(), "{name}");
        let changed = expected.values().filter(|figures| figures[2] != "0").count();
        assert_eq!(result["summary"]["changed"], changed, "{name}");
    }
}

/// The trial form of 2019 has other columns in table 2 and one row for （六）其他处理.
#[test]
fn editions_are_compared_by_the_names_of_their_cells() {
    let later = published("two-years-a-2023.csv").replace("临澄市人民政府2023年", "白石市人民政府办公室2021年");
    let folder = folder(&[("2019.csv", &published("trial-2019.csv")), ("2021.csv", &later)]);
    let (result, code) = compared_in(folder.path(), &["2019.csv", "2021.csv"]);
    assert_eq!(code, Some(0));
    let pair = &result["pairs"][0];
    assert_eq!((&pair["old"]["edition"], &pair["new"]["edition"]), (&json!("2019"), &json!("2021")));
    let of = |id: &str| cell(pair, id).clone();
    assert_eq!(
        of("requests.received.total"),
        json!({"id": "requests.received.total", "old": "859", "new": "3511", "change": "2652", "percent": "308.7"})
    );
    // 40 + 10 + 287 of natural persons are three rows in the later form.
    let id = "requests.other.natural_person";
    assert_eq!(of(id), json!({"id": id, "old": null, "new": "337", "change": "337", "percent": null}));
    let (old, new) = (ids(&pair["only_old_cells"]), ids(&pair["only_new_cells"]));
    assert!(old.contains(&"disclosure.normative_documents.public_total"));
    assert!(new.contains(&"disclosure.normative_documents.in_force"));
    assert!(new.contains(&"requests.other.no_correction.natural_person"));
    assert!(old.iter().all(|id| !new.contains(id)));
}

/// A group that one year reports undivided is held against the sum of its items, whichever side divides it.
#[test]
fn an_undivided_group_is_compared_with_the_sum_of_its_items() {
    let divided = published("two-years-a-2023.csv").replace("临澄市", "南汐县");
    let folder = folder(&[("2024.csv", &published("undivided-2024.csv")), ("2023.csv", &divided)]);
    let (result, _) = compared_in(folder.path(), &["2023.csv", "2024.csv"]);
    let undivided = published("undivided-2024.csv");
    let row = undivided.lines().find(|line| line.contains("（六）其他处理")).expect("the row");
    let total = row.rsplit(',').next().expect("a figure").trim();
    let pair = &result["pairs"][0];
    assert_eq!(cell(pair, "requests.other.total")["old"], "341");
    assert_eq!(cell(pair, "requests.other.total")["new"], total);
    assert_eq!(ids(&pair["only_old_cells"]).len(), 21);
    let (turned, _) = compared_in(folder.path(), &["2024.csv", "2023.csv"]);
    assert_eq!(cell(&turned["pairs"][0], "requests.other.total")["new"], "341");
    // What a row that is missing would add is not known, and neither is the whole.
    let lacking: Vec<&str> =
        divided.lines().filter(|line| !line.contains("2.申请人逾期未按收费通知要求缴纳费用")).collect();
    assert_eq!(lacking.len() + 1, divided.lines().count());
    fs::write(folder.path().join("2023.csv"), lacking.join("\n")).expect("written");
    let (lacking, _) = compared_in(folder.path(), &["2023.csv", "2024.csv"]);
    let whole = cell(&lacking["pairs"][0], "requests.other.total");
    assert_eq!([&whole["old"], &whole["change"]], [&json!(null), &json!(null)]);
}

#[test]
fn a_blank_is_shown_as_one_and_is_zero_of_an_item_only() {
    let sets = folder(&[
        ("old.csv", &data_set(&[("某县民政局", 2023, ["", "0", "/", "", ""])])),
        ("new.csv", &data_set(&[("某县民政局", 2024, ["0", "", "0", "5", "5"])])),
    ]);
    let (result, _) = compared_in(sets.path(), &["old.csv", "new.csv"]);
    let pair = &result["pairs"][0];
    let of = |id: &str| {
        let cell = cell(pair, &format!("review.reconsideration.{id}"));
        ["old", "new", "change", "percent"].map(|key| cell[key].as_str().map(str::to_owned))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(of("upheld"), [None, some("0"), some("0"), None]);
    assert_eq!(of("corrected"), [some("0"), None, some("0"), None]);
    assert_eq!(of("other"), [None, some("0"), some("0"), None]);
    assert_eq!(of("pending"), [None, some("5"), some("5"), None]);
    assert_eq!(of("total"), [None, some("5"), None, None], "a blank total is not known");
    assert_eq!(result["summary"]["changed"], 2);
}

/// The fee counts in 万元 whatever its header says, and what is no figure is shown as it stands.
#[test]
fn fees_count_in_the_unit_of_the_form_and_text_is_no_figure() {
    let yuan = published("two-years-a-2023.csv")
        .replace("本年收费金额（单位：万元）", "本年收费金额（单位：元）")
        .replace("59237.2449", "592372449");
    let odd = published("two-years-a-2023.csv").replace("行政强制,20163", "行政强制,2O163");
    let sets = folder(&[("yuan.csv", &yuan), ("wan.csv", &published("two-years-a-2023.csv")), ("odd.csv", &odd)]);
    let (result, _) = compared_in(sets.path(), &["yuan.csv", "wan.csv"]);
    assert_eq!(result["pairs"][0]["cells"], json!([]), "592372449元 is 59237.2449万元");
    let (result, _) = compared_in(sets.path(), &["odd.csv", "wan.csv"]);
    let id = "disclosure.coercive_measures.decisions";
    let changed = json!([{"id": id, "old": "2O163", "new": "20163", "change": null, "percent": null}]);
    assert_eq!(result["pairs"][0]["cells"], changed);
}

/// One cell put right: that cell, and the findings that it was the cause of.
#[test]
fn a_resubmission_shows_what_changed_and_which_findings_are_gone() {
    let right = fs::read_to_string("fixtures/rules/flow-unbalanced/holds.csv").expect("the fixture is text");
    let row = "一、本年新收政府信息公开申请数量,,,60,";
    let wrong = right.replace(row, "一、本年新收政府信息公开申请数量,,,66,");
    assert_ne!(right, wrong);
    let sets = folder(&[("原报.csv", &wrong), ("重报.csv", &right)]);
    let (result, code) = compared_in(sets.path(), &["原报.csv", "重报.csv"]);
    assert_eq!(code, Some(0));
    let pair = &result["pairs"][0];
    assert_eq!(pair["kind"], "resubmission");
    let id = "requests.received.natural_person";
    let changed = json!([{"id": id, "old": "66", "new": "60", "change": "-6", "percent": "-9.1"}]);
    assert_eq!(pair["cells"], changed);
    let codes = |key: &str| -> Vec<String> {
        let found = pair["findings"][key].as_array().expect("a list").iter();
        found.map(|finding| finding["code"].as_str().expect("a code").to_owned()).collect()
    };
    assert_eq!(codes("gone"), ["B101", "B103"]);
    assert!(codes("new").is_empty() && !codes("remaining").iter().any(|code| code.starts_with('B')));
    // The other way round they are new, and by the findings of the new side a script can fail.
    let args = ["compare", "重报.csv", "原报.csv", "--fail-on", "error"];
    let back = super::run_in(sets.path(), &args);
    assert_eq!(back.status.code(), Some(1));
    let said = super::stdout(&back);
    assert!(said.contains("新出现 B101 强制性") && said.contains("66") && !said.contains("可用于"), "{said}");
    assert_eq!(super::run_in(sets.path(), &args[..3]).status.code(), Some(0));
}
