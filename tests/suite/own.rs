//! A province's own rows, table and rules: a folder that takes the place of an edition for the run.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{files_below, sample};

const PROVINCE: &str = "fixtures/own/province";

fn gouji(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gouji")).args(args).output().expect("gouji runs")
}

fn out(run: &Output) -> String {
    String::from_utf8_lossy(&run.stdout).into_owned()
}

fn said(run: &Output) -> String {
    String::from_utf8_lossy(&run.stderr).into_owned()
}

fn example(name: &str) -> String {
    format!("{PROVINCE}/examples/{name}.csv")
}

/// A check under the province's forms, as JSON.
fn checked(args: &[&str]) -> Value {
    let run = gouji(&[&["check", "--forms", PROVINCE, "--format", "json", "--cells"], args].concat());
    serde_json::from_slice(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", said(&run)))
}

fn codes(filing: &Value) -> Vec<&str> {
    filing["findings"].as_array().expect("findings").iter().filter_map(|one| one["code"].as_str()).collect()
}

#[test]
fn the_province_passes_its_own_rules() {
    for name in ["county", "county-2023", "town", "town-2023"] {
        let run = checked(&[&example(name)]);
        let filing = &run["filings"][0];
        assert_eq!((filing["status"].as_str(), &codes(filing)[..]), (Some("pass"), &[][..]), "{name}");
        assert_eq!(
            (filing["edition"].as_str(), filing["extension"].as_str()),
            (Some("2021"), Some("云岭省")),
            "{name}"
        );
    }
    let run = gouji(&["check", "--forms", PROVINCE, &example("county"), &example("town")]);
    // 42 of the form; three columns of the extra rows; four columns and four rows of the table.
    assert!(out(&run).contains("45 项勾稽关系全部成立，209 个指标"), "{}", out(&run));
    assert!(out(&run).contains("50 项勾稽关系全部成立，216 个指标"), "{}", out(&run));
}

#[test]
fn a_broken_one_fails_by_its_own_code_in_its_own_words() {
    let run = checked(&[&example("county-broken"), &example("town-broken")]);
    assert_eq!(codes(&run["filings"][0]), ["X101"]);
    assert_eq!(codes(&run["filings"][1]), ["X103", "X103", "X102"]);
    for (lang, words) in [
        (
            "zh",
            [
                "表二 现行有效件数栏：规划计划（15）＋办事指南（30）＝45，“其他主动公开文件”填 47，相差 -2",
                "表五 当场答复件数行：各途径之和 185（100 + 55 + 30），总计填 195，相差 -10",
                "表五 网上咨询栏：受理 40，当场答复件数（30）＋转办件数（7）＋年末未办结件数（4）共 41，相差 -1",
            ],
        ),
        (
            "en",
            [
                "Plans (15) + Guides (30) make 45, “Other published documents” says 47, difference -2",
                "the ways add up to 185 (100 + 55 + 30), the total says 195, difference -10",
                // What was not written in English is Chinese, with the English names of the form.
                "Table 5 Online栏：受理 40",
            ],
        ),
    ] {
        let args = ["check", "--forms", PROVINCE, "--format", "csv", "--lang", lang];
        let run = gouji(&[&args[..], &[&example("county-broken"), &example("town-broken")]].concat());
        assert_eq!(run.status.code(), Some(1));
        for words in words {
            assert!(out(&run).contains(words), "{lang}: {words}\n{}", out(&run));
        }
    }
}

/// Without the folder these rows are none of the form, and with it they are cells like any other.
#[test]
fn without_the_folder_the_rows_are_strangers() {
    let run = gouji(&["check", "--format", "json", &example("county")]);
    let run: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!(codes(&run["filings"][0]), ["S305", "S305", "S305"]);
    assert_eq!(run["filings"][0]["extension"], Value::Null);
}

/// Plain filings of other bodies are as without it, to the byte.
#[test]
fn plain_filings_are_as_without_it() {
    let plain: Vec<String> = sample(files_below("fixtures"))
        .into_iter()
        .filter(|path| !path.starts_with("fixtures/own") && !path.ends_with("extra-row.csv"))
        .filter(|path| {
            path.extension()
                .is_some_and(|kind| ["csv", "txt", "xlsx", "html", "tsv", "docx"].iter().any(|own| kind == *own))
        })
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    assert!(plain.len() > 30, "{}", plain.len());
    // Rows, columns and blocks that nobody has to have, in every table.
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(
        folder.path().join("edition.toml"),
        r#"
extends = "2021"
name = "各处都加"
[[add.column]]
table = "requests"
after = "other_org"
id = "media"
label = "新闻媒体"
optional = true
[[add.row]]
table = "requests"
after = "denied.administrative_query"
id = "denied.commercial"
label = "9.涉及商业秘密"
optional = true
[[add.column]]
table = "review"
after = "pending"
id = "withdrawn"
label = "撤回申请"
optional = true
[[add.block]]
table = "disclosure"
optional = true
heading = "其他"
value = "count"
stub = "信息内容"
rows = [{ id = "open_data", label = "数据开放目录" }]
columns = [{ id = "sets", label = "数据集数量" }]
"#,
    )
    .expect("written");
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let run = |more: &[&str]| {
        let run = gouji(&[&["check", "--format", "jsonl", "--cells"], more, &plain[..]].concat());
        out(&run).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let expected = run(&[]);
    for forms in [PROVINCE, &folder.path().to_string_lossy()] {
        let found = run(&["--forms", forms]);
        assert_eq!(found.len(), expected.len());
        let differing: Vec<_> = expected.iter().zip(&found).filter(|(one, other)| one != other).collect();
        assert!(
            differing.is_empty(),
            "{forms}: {} differ, first\n{:.1500}\n{:.1500}",
            differing.len(),
            differing[0].0,
            differing[0].1
        );
    }
}

/// The table of towns is missing where the roster says that an agency is one, and nowhere else.
#[test]
fn a_table_is_asked_of_the_levels_it_names() {
    let roster = example("roster");
    let run = checked(&["--roster", &roster, &example("town"), &example("town-without"), &example("county")]);
    let of = |at: usize| codes(&run["filings"][at]);
    assert_eq!((of(0).contains(&"S301"), of(1).contains(&"S301"), of(2).contains(&"S301")), (false, true, false));
    let plain = checked(&[&example("town-without")]);
    assert_eq!(codes(&plain["filings"][0]), [""; 0]);
    assert_eq!(plain["filings"][0]["tables"].get("consultation"), None);
    assert_eq!(plain["filings"][0]["extension"], Value::Null);
}

/// What an extension adds is compared with other years where its rules name it, and only there.
#[test]
fn years_are_compared_where_a_rule_names_cells() {
    let both = [example("county-2023"), example("county-broken"), example("town-2023"), example("town")];
    let both: Vec<&str> = both.iter().map(String::as_str).collect();
    let run = checked(&both);
    let found: Vec<Vec<&str>> = run["filings"].as_array().expect("filings").iter().map(codes).collect();
    assert_eq!(found[1], ["X201", "X101"]);
    assert_eq!(found[3], ["X301"]);
    let last = run["filings"][3]["findings"][0]["message"].as_str().expect("a sentence");
    assert_eq!(last, "表五 本年受理咨询件数·总计：本年 220，2023 年 60，相差 3 倍以上。");
}

/// Every cell, by every way out and in again.
#[test]
fn the_cells_go_through_template_and_convert() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let cells = |path: &str| checked(&[path])["filings"][0]["cells"].clone();
    let town = example("town");
    let expected = cells(&town);
    assert_eq!(expected["consultation.open.total"], "10");
    for (to, layout) in
        [("csv", "statutory"), ("xlsx", "statutory"), ("csv", "wide"), ("csv", "long"), ("xlsx", "wide")]
    {
        let out = place(&format!("{layout}.{to}"));
        let run = gouji(&["convert", "--forms", PROVINCE, "--to", to, "--layout", layout, "-o", &out, &town]);
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
        assert_eq!(cells(&out), expected, "{to} {layout}");
    }
    for kind in ["csv", "xlsx"] {
        let blank = place(&format!("blank.{kind}"));
        let run = gouji(&["template", "--forms", PROVINCE, "--edition", "2021", "-o", &blank]);
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
        let run = checked(&[&blank]);
        let tables = run["filings"][0]["tables"].as_object().expect("tables");
        assert_eq!(tables.keys().collect::<Vec<_>>(), ["consultation", "disclosure", "requests", "review"], "{kind}");
    }
}

/// A superior's own figures against the sum of those of its parts, of which some do without the table.
#[test]
fn sums_of_parts_hold_what_the_folder_names() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let parts = [example("town"), example("town-without")];
    let long = gouji(&["convert", "--forms", PROVINCE, "--to", "csv", "--layout", "long", &parts[0], &parts[1]]);
    let mut sums: std::collections::BTreeMap<String, rust_decimal::Decimal> = std::collections::BTreeMap::new();
    for line in out(&long).lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        *sums.entry(fields[2].to_owned()).or_default() += fields[3].parse::<rust_decimal::Decimal>().expect("a figure");
    }
    let mismatches = |by: i64| {
        let mut text = "agency,year,cell,value\n".to_owned();
        for (cell, sum) in &sums {
            let more = if cell.starts_with("consultation.open") { by } else { 0 };
            let _ = writeln!(text, "青石县汇总,2024,{cell},{}", *sum + rust_decimal::Decimal::from(more));
        }
        let path = folder.path().join("superior.csv").to_string_lossy().into_owned();
        fs::write(&path, text).expect("written");
        let run = checked(&["--aggregate", &path, &parts[0], &parts[1]]);
        let found = run["findings"].as_array().expect("findings").clone();
        found
            .iter()
            .flat_map(|one| {
                let cells = one["cells"].as_array().expect("cells");
                cells.iter().map(move |cell| format!("{} {}", one["code"], cell["id"]).replace('"', ""))
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(mismatches(0), [""; 0]);
    assert_eq!(
        mismatches(1),
        ["phone", "counter", "online", "total"].map(|column| format!("A501 consultation.open.{column}"))
    );
}

/// Lines count in the totals they stand under, unless they say otherwise; relations of the folder's own stand beside those
/// of the form.
#[test]
fn what_is_added_is_read_and_derived() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = |name: &str| folder.path().join(name);
    fs::write(
        place("edition.toml"),
        r#"
extends = "2021"
name = "青石县"
[[add.column]]
table = "requests"
after = "other_org"
id = "media"
label = "新闻媒体"
[[add.row]]
table = "requests"
under = "denied"
id = "denied.commercial"
label = "9.涉及商业秘密"
[[add.row]]
table = "requests"
after = "processed_total"
id = "online"
label = "（八）网上办结"
total = false
[[add.alias]]
table = "requests"
row = "denied.commercial"
aliases = ["9.商业秘密"]
[[add.balance]]
table = "requests"
relation = "online-within"
plus = ["online"]
minus = ["processed_total"]
each = "column"
comparison = "at-most"
"#,
    )
    .expect("written");
    fs::create_dir(place("rules")).expect("made");
    fs::write(
        place("rules/X401.toml"),
        r#"
code = "X401"
severity = "warning"
trigger = { relation = "online-within" }
basis = { zh = "（虚构）" }
[zh]
title = "网上办结多于办结"
message = "{line}栏：{part} {left}，多于{whole} {right}。"
remedy = "核对。"
"#,
    )
    .expect("written");
    let forms = folder.path().to_string_lossy().into_owned();
    let text = out(&gouji(&["forms", "2021", "--forms", &forms]));
    for words in ["requests.denied.commercial.media", "[online-within] 表三 · 自然人: （八）网上办结 ≤ 第三项总计"]
    {
        assert!(text.contains(words), "{words}\n{text}");
    }
    // What the form printed with a column, a row and a row more.
    let county = fs::read_to_string(example("county")).expect("text");
    let mut lines = Vec::new();
    for line in county
        .lines()
        .filter(|line| !["其他主动公开文件", "规划计划", "办事指南"].iter().any(|own| line.starts_with(own)))
    {
        let fields: Vec<&str> = line.split(',').collect();
        let is_figures = fields.len() == 10 && fields[3].parse::<u32>().is_ok();
        let mut own: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
        if is_figures {
            own.insert(9, "0".to_owned());
        } else if fields.len() == 10 {
            own.insert(9, if line.contains("商业企业") { "新闻媒体" } else { "" }.to_owned());
        }
        let is_total = line.contains("（七）总计");
        lines.push(own.join(","));
        if line.contains("8.属于行政查询事项") {
            lines.push(",,9.商业秘密,0,0,0,0,0,0,0,0".to_owned());
        }
        if is_total {
            lines.push(",（八）网上办结,,40,0,0,0,0,0,0,40".to_owned());
        }
    }
    let path = place("filing.csv");
    let check = |from: &str, to: &str| {
        let text = lines.join("\n");
        assert!(text.contains(from), "{from}\n{text}");
        fs::write(&path, text.replace(from, to)).expect("written");
        let run = gouji(&["check", "--forms", &forms, "--format", "json", "--cells", &path.to_string_lossy()]);
        let run: Value = serde_json::from_slice(&run.stdout).expect("JSON");
        run["filings"][0].clone()
    };
    let whole = check("40", "40");
    assert_eq!((codes(&whole), whole["cells"]["requests.online.total"].as_str()), (vec!["S307"], Some("40")));
    let more = check("（八）网上办结,,40,0,0,0,0,0,0,40", "（八）网上办结,,400,0,0,0,0,0,0,400");
    assert_eq!(codes(&more)[..2], ["X401", "X401"]);
    let secret = check("9.商业秘密,0,0,0,0,0,0,0,0", "9.商业秘密,1,0,0,0,0,0,0,1");
    assert_eq!(codes(&secret).iter().filter(|code| **code == "B102").count(), 2);
    // What it should have and has not is missing; the base says nothing of it.
    let plain = gouji(&["check", "--forms", &forms, "--format", "json", &example("town-without")]);
    let plain: Value = serde_json::from_slice(&plain.stdout).expect("JSON");
    let plain = &plain["filings"][0];
    assert_eq!((codes(plain), plain["extension"].as_str()), (vec!["S303", "S302", "S302"], Some("青石县")));
}

/// A form with a table that only some have to have is filled in by all.
#[test]
fn a_table_left_blank_by_who_need_not_have_it_is_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = fs::read_to_string(example("town-without")).expect("text");
    let blank = "\n五、政策咨询情况\n咨询情况,电话咨询,窗口咨询,网上咨询,总计\n本年受理咨询件数,,,,\n当场答复件数,,,,\n转办件数,,,,\n年末未办结件数,,,,\n";
    let path = folder.path().join("blank.csv").to_string_lossy().into_owned();
    fs::write(&path, text + blank).expect("written");
    assert_eq!(codes(&checked(&[&path])["filings"][0]), [""; 0]);
    let run = checked(&["--roster", &example("roster"), &path]);
    assert!(codes(&run["filings"][0]).contains(&"S309"), "{:?}", codes(&run["filings"][0]));
}

#[test]
fn explain_select_severity_sarif_and_html_know_them() {
    let explained = out(&gouji(&["explain", "X101", "--forms", PROVINCE]));
    assert!(
        explained.starts_with("X101 other-documents-unbalanced · 核实性 · 其他主动公开文件分项不符"),
        "{explained}"
    );
    assert!(!explained.contains("自版本") && explained.contains("第二条"), "{explained}");
    let list = out(&gouji(&["explain", "--forms", PROVINCE]));
    assert!(list.contains("X302") && list.rfind("X101") > list.rfind("V214"));
    assert_eq!(gouji(&["explain", "X101"]).status.code(), Some(2));
    let town = example("town-broken");
    assert_eq!(codes(&checked(&["--select", "X1", "--ignore", "X103", &town])["filings"][0]), ["X102"]);
    assert_eq!(codes(&checked(&["--select", "B", &town])["filings"][0]), [""; 0]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = folder.path().join("gouji.toml");
    let forms = fs::canonicalize(PROVINCE).expect("it is there");
    fs::write(&config, format!("forms = [{:?}]\n[severity]\nX102 = \"note\"\n", forms.to_string_lossy()))
        .expect("written");
    let run = gouji(&["check", "--config", &config.to_string_lossy(), "--format", "json", "--select", "X102", &town]);
    let run: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!(run["filings"][0]["findings"][0]["severity"], "note");
    let sarif = gouji(&["check", "--forms", PROVINCE, "--format", "sarif", &town]);
    let sarif: Value = serde_json::from_slice(&sarif.stdout).expect("JSON");
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    assert!(rules.iter().any(|rule| rule["id"] == "X103"));
    assert!(sarif["runs"][0]["results"].as_array().expect("results").iter().all(|one| one["ruleId"] != "B101"));
    for format in ["html", "markdown", "junit", "github", "table", "filings"] {
        let run = gouji(&["check", "--forms", PROVINCE, "--format", format, "--show-form", &town]);
        assert!(out(&run).contains("X102"), "{format}");
    }
    let html = out(&gouji(&["check", "--forms", PROVINCE, "--format", "html", &town]));
    assert!(html.contains("政策咨询情况") && html.contains("年末未办结件数"));
}

#[test]
fn the_folder_is_checked_and_its_examples_are_tried() {
    let run = gouji(&["forms", "--forms", PROVINCE, "--check"]);
    let text = out(&run);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    for words in [
        "disclosure.other_documents.plans.issued",
        "[other-documents] 表二 · 现行有效件数: 规划计划 + 办事指南 = 其他主动公开文件",
        "仅乡镇、街道",
        "✓ fixtures/own/province/examples/town-broken.csv：查出，与预期一致",
        "没有写英文",
        "{right_terms}",
        "factor = 5",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    // A rule that says nothing of the example that it is meant to find.
    let folder = copied();
    let rule = folder.path().join("rules/X101-other-documents-unbalanced.toml");
    let text = fs::read_to_string(&rule)
        .expect("text")
        .replace("fires = \"examples/county-broken.csv\"", "fires = \"examples/county.csv\"");
    fs::write(&rule, text).expect("written");
    let run = gouji(&["forms", "--forms", &folder.path().to_string_lossy(), "--check"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(out(&run).contains("应当查出而没有查出"), "{}", out(&run));
}

/// A copy of the province's folder.
fn copied() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for path in files_below(PROVINCE) {
        let to = folder.path().join(path.strip_prefix(PROVINCE).expect("below"));
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        fs::copy(path, to).expect("copied");
    }
    folder
}

const EDITION: &str = "edition.toml";
const RULE: &str = "rules/X102-consultation-total-unbalanced.toml";

/// A way to get the folder wrong.
#[derive(serde::Deserialize)]
struct Slip {
    file: String,
    from: String,
    to: String,
    at: String,
    fact: String,
    help: String,
}

#[derive(serde::Deserialize)]
struct Slips {
    slip: Vec<Slip>,
}

/// Each is said in Chinese with the file, the line and what to do.
#[test]
fn every_way_to_get_a_folder_wrong_is_said_with_file_line_and_what_to_do() {
    let slips = fs::read_to_string("fixtures/own/slips.toml").expect("text");
    let slips: Slips = toml::from_str(&slips).expect("the records of slips");
    assert!(slips.slip.len() > 60);
    let mut wrong = Vec::new();
    for Slip { file, from, to, at, fact, help } in &slips.slip {
        let folder = copied();
        let path: PathBuf = folder.path().join(file);
        let text = fs::read_to_string(&path).expect("text");
        assert!(text.contains(from), "{file}: {from}");
        let text = text.replacen(from, to, 1);
        fs::write(&path, &text).expect("written");
        let run = gouji(&["forms", "--forms", &folder.path().to_string_lossy(), "--check"]);
        if fact.is_empty() {
            // A row that is kept out of its whole may count something else.
            assert_eq!(run.status.code(), Some(1), "{to}: {}", said(&run));
            continue;
        }
        // The line is that of the words, or of what stands behind the bar among them.
        let whole = at.replace('¦', "");
        let start = text.find(&whole).unwrap_or_else(|| panic!("{file}: {at}")) + at.find('¦').unwrap_or(0);
        let line = text[..start].matches('\n').count() + 1;
        let said = said(&run);
        let place = format!("第 {line} 行第 ");
        let is_said = [&path.to_string_lossy() as &str, &place, fact, help].iter().all(|words| said.contains(words));
        // One line of what and where, one of what to do.
        if run.status.code() != Some(2) || !is_said || said.lines().count() != 2 {
            wrong.push(format!("{file}: {from} → {to}: {place}{fact} … {help}\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What no single line of a file says.
#[test]
fn a_folder_that_lacks_something_is_named() {
    let copied = copied();
    let name = copied.path().to_string_lossy().into_owned();
    let refused = |args: &[&str], words: &[&str]| {
        let run = gouji(args);
        assert_eq!(run.status.code(), Some(2));
        for words in words {
            assert!(said(&run).contains(words), "{words}\n{}", said(&run));
        }
    };
    // A relation without a rule, at the place that names it.
    fs::remove_file(copied.path().join(RULE)).expect("removed");
    refused(
        &["check", "--forms", &name, &example("town")],
        &["consultation.toml", "第 14 行", "关系“consultation-total”没有规则核查", "rules/"],
    );
    // Two folders for one edition.
    refused(
        &["check", "--forms", PROVINCE, "--forms", &name, &example("town")],
        &["edition.toml", "第 3 行", "表式“2021”已由另一个文件夹增加过", "合并两个文件夹"],
    );
    fs::remove_file(copied.path().join(EDITION)).expect("removed");
    refused(&["forms", "--forms", &name, "--check"], &["都没有 edition.toml", "extends"]);
    refused(&["forms", "--forms", "no-such-folder", "--check"], &["no-such-folder", "读不了"]);
    refused(&["forms", "--forms", &name, "--check", "--lang", "en"], &["no edition.toml in this folder"]);
}

/// In English too, with the same place.
#[test]
fn faults_are_said_in_english() {
    let folder = copied();
    let path = folder.path().join(EDITION);
    let text = fs::read_to_string(&path).expect("text").replacen("[[add.row]]", "[[add.rows]]", 1);
    fs::write(&path, text).expect("written");
    let run = gouji(&["forms", "--forms", &folder.path().to_string_lossy(), "--check", "--lang", "en"]);
    assert!(
        said(&run).contains("line 7, column 7: unknown field `rows`\n  Is it `row`? Known here: row, column"),
        "{}",
        said(&run)
    );
}

/// The records of faults speak both languages, and none is said that has no record.
#[test]
fn every_fault_has_its_words() {
    let records: toml::Table = fs::read_to_string("src/forms/faults.toml").expect("text").parse().expect("TOML");
    let code: String = files_below("src/forms")
        .into_iter()
        .chain(files_below("src/rules"))
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs"))
        .map(|path| fs::read_to_string(path).expect("text"))
        .collect();
    for word in ["at", "near"] {
        assert!(["zh", "en"].iter().all(|lang| records[word][lang].is_str()), "{word}");
    }
    for (name, record) in records.iter().filter(|(_, record)| record.get("zh").is_none()) {
        for part in ["message", "help"] {
            for lang in ["zh", "en"] {
                assert!(record[part][lang].as_str().is_some_and(|words| !words.is_empty()), "{name} {part} {lang}");
            }
        }
        assert!(code.contains(&format!("\"{name}\"")), "{name} is never said");
    }
    let said = code
        .split("Law::at(\"")
        .chain(code.split("Law::near(\""))
        .chain(code.split("law(\""))
        .chain(code.split("fault(\""));
    for rest in said.skip(1).filter(|rest| rest.len() < 4000) {
        let name = rest.split('"').next().unwrap_or_default();
        if name.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !name.is_empty() && name.len() < 40 {
            assert!(records.contains_key(name), "{name} has no record");
        }
    }
    assert!(Path::new(PROVINCE).is_dir());
}
