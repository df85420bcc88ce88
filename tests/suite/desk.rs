//! The program at an officer's desk and in a pipeline: what it says of itself, where it puts results, and in which language.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{CATALOGUE, codes_in_words, files_below, only, part};
use gouji::model::Lang;

const BROKEN: &str = "fixtures/rules/flow-unbalanced/fires-columns.csv";

struct Desk(tempfile::TempDir);

impl Desk {
    fn with(files: &[(&str, &str)]) -> Self {
        let desk = Self(tempfile::tempdir().expect("a temporary folder"));
        for (name, text) in files {
            let path = desk.0.path().join(name);
            fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
            fs::write(path, text).expect("written");
        }
        desk
    }

    /// A desk with the report whose relations are broken, as `a.csv`.
    fn broken() -> Self {
        let desk = Self::with(&[]);
        fs::copy(BROKEN, desk.0.path().join("a.csv")).expect("copied");
        desk
    }

    fn run(&self, arguments: &[&str]) -> Output {
        gouji(self.0.path(), arguments)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[&["check", "--format", "json"], arguments].concat());
        serde_json::from_slice(&run.stdout).unwrap_or_else(|_| panic!("{}", text(&run.stderr)))
    }
}

fn gouji(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    // Nothing that could open a page is found here.
    command.current_dir(folder).env("PATH", "").args(arguments).output().expect("gouji runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_table_of_another_year_is_said_and_is_no_filing() {
    for name in ["fires.csv", "fires-headless.csv"] {
        let filing = only(format!("fixtures/rules/other-year-table/{name}"));
        assert_eq!(codes_in_words(&filing), "S318×1", "{name}");
        assert_eq!(filing.year, Some(2023));
    }
    let both = crate::support::assess_file(Path::new("fixtures/rules/other-year-table/holds-report.csv"));
    assert_eq!(both.iter().map(|filing| filing.year).collect::<Vec<_>>(), [Some(2023), Some(2021)]);
    let said = text(&gouji(Path::new("."), &["explain", "S318"]).stdout);
    assert!(said.contains("附：2021年情况"), "{said}");
}

#[test]
fn results_in_files_leave_a_summary_and_what_was_not_assessed_on_standard_error() {
    let desk = Desk::broken();
    fs::write(desk.0.path().join("b.xlsx"), "no workbook").expect("written");
    let arguments = ["check", "a.csv", "b.xlsx", "--format", "json", "-o", "result.json"];
    let run = desk.run(&arguments);
    let said = text(&run.stderr);
    for words in ["已写入 result.json", "有强制性问题 1", "无法核查 b.xlsx"] {
        assert!(said.contains(words), "{said}");
    }
    assert!(run.stdout.is_empty() && run.status.code() == Some(2));
    let quiet = desk.run(&[&arguments[..], &["--quiet"]].concat());
    assert!(quiet.stderr.is_empty(), "{}", text(&quiet.stderr));
    let shown = desk.run(&["check", "a.csv"]);
    assert!(shown.stderr.is_empty(), "what is shown needs no summary beside it");
}

#[test]
fn who_is_not_known_is_told_how_to_say_it() {
    let form = fs::read_to_string(BROKEN).expect("text");
    let body = form.lines().skip_while(|line| line.contains("年度报告")).collect::<Vec<_>>().join("\n");
    let desk = Desk::with(&[("b.csv", &body)]);
    let said = text(&desk.run(&["check", "b.csv"]).stdout);
    assert!(said.contains("--agency、--year"), "{said}");
    let known = text(&desk.run(&["check", "b.csv", "--year", "2023"]).stdout);
    assert!(!known.contains("--agency、--year"), "{known}");
}

#[test]
fn another_bureau_is_no_misspelling() {
    let table = "agency,year,review.reconsideration.total\n青禾县财政局,2023,1\n青禾县教体局,2023,1\n";
    let desk = Desk::with(&[("a.csv", table), ("r.csv", "填报单位\n青禾县民政局\n青禾县教育和体育局\n")]);
    let result = desk.json(&["a.csv", "--roster", "r.csv", "--select", "A"]);
    let said: Vec<&str> =
        result["findings"].as_array().expect("a list").iter().filter_map(|one| one["message"].as_str()).collect();
    assert!(
        said.iter()
            .all(|message| !message.contains("“青禾县财政局”的报表") && !message.contains("是不是“青禾县民政局”")),
        "{said:?}"
    );
    assert!(said.iter().any(|message| message.contains("“青禾县教体局”")), "{said:?}");
}

/// Two filings of one agency and year are copies where they read alike, what cannot be read included; with a roster and
/// without.
#[test]
fn what_cannot_be_read_tells_copies_apart_too() {
    let report = |cell: &str| {
        format!(
            "青禾县人民政府2023年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n行政复议 | 行政诉讼\n\
            结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计\n1|{cell}|0|0|1|0|0|0|0|0|0|0|0|0|0"
        )
    };
    let roster = "填报单位\n青禾县人民政府\n";
    for (first, second, is_same) in [("1O", "1O", true), ("1O", "15x", false), ("0", "/", false), ("", "/", true)] {
        let desk = Desk::with(&[("a.txt", &report(first)), ("b.txt", &report(second)), ("roster.csv", roster)]);
        for (code, options) in [("A505", &[][..]), ("A503", &["--roster", "roster.csv"])] {
            let result = desk.json(&[&["a.txt", "b.txt", "--select", code], options].concat());
            let said = result["findings"].to_string();
            assert!(said.contains(code), "{first} {second}: {said}");
            assert_eq!(said.contains("完全相同"), is_same, "{code} {first} {second}: {said}");
        }
    }
}

#[test]
fn an_odd_row_is_not_a_row_that_is_there() {
    let form = fs::read_to_string(BROKEN).expect("text");
    let row = form.lines().find(|line| line.contains("无正当理由大量反复申请")).expect("a row");
    let odd = row.replace("4.无正当理由大量反复申请", "5.无理由大量反复申请");
    let desk = Desk::with(&[("a.csv", &form.replace(row, &format!("{row}\n{odd}")))]);
    let result = desk.json(&["a.csv", "--select", "S305"]);
    let said = result["filings"][0]["findings"][0]["message"].as_str().unwrap_or_default();
    assert!(!said.contains("是不是"), "{result}");
}

#[test]
fn what_is_ignored_is_counted() {
    let desk = Desk::broken();
    let result = desk.json(&["a.csv", "--ignore", "B"]);
    assert_eq!(result["summary"]["ignored"], serde_json::json!({"B101": 2}));
    assert_eq!(desk.json(&["a.csv"])["summary"]["ignored"], serde_json::json!({}));
    assert_eq!(
        desk.json(&["a.csv", "--select", "V"])["summary"]["ignored"],
        serde_json::json!({}),
        "nobody asked for it"
    );
    // What a text says, and what only the run shows.
    let row = "agency,year,review.reconsideration.upheld,review.reconsideration.total\n青禾县财政局,2023,1,1\n";
    let twice = Desk::with(&[("a.csv", row), ("b.csv", row)]);
    let said = |ignore: &str| twice.json(&["a.csv", "b.csv", "--select", "A", "--ignore", ignore])["summary"].clone();
    assert_eq!(said("A501")["by_code"], serde_json::json!({"A505": 1}));
    assert_eq!(said("A505")["by_code"], serde_json::json!({}));
    assert_eq!(said("A505")["ignored"], serde_json::json!({"A505": 1}));
}

/// Who reads a result must not take what was hidden for what is not there, whatever hides it: two relations that do not hold
/// and an agency that has no power, or any two of these.
#[test]
fn what_is_hidden_is_said_in_every_format_that_has_a_place_for_it() {
    let form = fs::read_to_string(BROKEN).expect("text");
    let (reserved, head) = ("规章,1,1,1", "规章,0,0,0");
    let desk = Desk::with(&[("a.csv", &form.replace(head, reserved))]);
    let all = desk.json(&["a.csv"]);
    let codes = all["summary"]["by_code"].as_object().expect("codes");
    let count = |chosen: &dyn Fn(&str) -> bool| {
        codes.iter().filter(|(code, _)| chosen(code)).filter_map(|(_, count)| count.as_u64()).sum::<u64>()
    };
    let hides: [(&[&str], u64); 5] = [
        (&["--ignore", "B"], count(&|code| code.starts_with('B'))),
        (&["--select", "V"], count(&|code| !code.starts_with('V'))),
        (&["--select", "B"], count(&|code| !code.starts_with('B'))),
        (&["--select", "B,V", "--ignore", "B101"], count(&|code| !code.starts_with('V') && !code.starts_with('B')) + 2),
        (&["--select", "P701"], count(&|code| code != "P701")),
    ];
    let run = |arguments: &[&str]| gouji(desk.0.path(), &[&["check", "a.csv"], arguments].concat());
    for (hide, count) in hides {
        let said = format!("另有 {count} 项问题按 --select／--ignore 或 gouji.toml 未列出");
        for format in ["table", "github", "html", "markdown", "notice", "sarif", "junit"] {
            let out = text(&run(&[&["--format", format], hide].concat()).stdout);
            assert!(out.contains(&said), "{format} {hide:?} {count}: {out}");
        }
        assert!(text(&run(&[&["--statistics"], hide].concat()).stdout).contains(&said), "{hide:?}");
        assert_eq!(desk.json(&[&["a.csv"], hide].concat())["summary"]["unlisted"], count, "{hide:?}");
        // What is a list and nothing else has no place for it; who writes a file is told.
        for format in ["concise", "gitlab", "filings"] {
            let out = text(&run(&[&["--format", format, "-o", "list"], hide].concat()).stderr);
            assert!(out.contains(&said), "{format} {hide:?}: {out}");
        }
        for name in ["list.csv", "ledger.xlsx"] {
            let out = text(&run(&[&["-o", name], hide].concat()).stderr);
            assert!(out.contains(&said), "{name} {hide:?}: {out}");
        }
        let marked: &[&str] = &["--format", "xlsx", "--marked", "-o", "marked.xlsx"];
        assert!(run(&[marked, hide].concat()).status.code() != Some(2));
        for name in ["ledger.xlsx", "marked.xlsx"] {
            let strings = part(&fs::read(desk.0.path().join(name)).expect("written"), "xl/sharedStrings.xml");
            assert!(strings.contains(&said), "{name} {hide:?}: {strings}");
        }
    }
    for format in ["table", "github", "html", "markdown", "notice", "sarif", "junit"] {
        assert!(!text(&run(&["--format", format]).stdout).contains("未列出"), "{format}");
    }
}

/// What is explained and not listed has not gone.
#[test]
fn what_is_not_listed_is_no_orphan() {
    let row = "agency,year,review.reconsideration.upheld,review.reconsideration.total\n青禾县财政局,2023,1,\n";
    let said = "agency,year,code,cells,reason\n青禾县财政局,2023,V210,review.reconsideration.total,属实\n";
    let desk = Desk::with(&[("a.csv", row), ("said.csv", said)]);
    for (hide, orphans) in [(&["--select", "B,E"], 0), (&["--ignore", "V210"], 0), (&["--ignore", "V204"], 0)] {
        let result = desk.json(&[&["a.csv", "--explanations", "said.csv"], &hide[..]].concat());
        assert_eq!(result["findings"].as_array().map(Vec::len), Some(orphans), "{hide:?}");
    }
}

#[test]
fn rules_can_be_ignored_for_some_files() {
    let blank = "agency,year,review.reconsideration.upheld,review.reconsideration.total\n青禾县财政局,2023,1,\n";
    let config =
        "select = [\"V210\", \"S301\"]\n[per-file-ignores]\n\"old/\" = [\"S\"]\n\"*.tsv\" = [\"blank-total\"]\n";
    let desk = Desk::with(&[("a.csv", blank), ("old/b.csv", blank), ("gouji.toml", config)]);
    let codes = |path: &str| {
        let result = desk.json(&[path]);
        result["summary"]["by_code"].as_object().expect("codes").keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(codes("a.csv"), ["S301", "V210"]);
    assert_eq!(codes("old/b.csv"), ["V210"]);
    assert_eq!(desk.json(&["old/b.csv"])["summary"]["ignored"], serde_json::json!({"S301": 2}));
    let below = gouji(&desk.0.path().join("old"), &["check", "b.csv", "--format", "json"]);
    let below: Value = serde_json::from_slice(&below.stdout).expect("JSON");
    assert!(below["summary"]["by_code"]["S301"].is_null(), "patterns are relative to the settings");
    // A folder above the settings that is called like one below them is another.
    let inner = desk.0.path().join("old/project");
    fs::create_dir(&inner).expect("a folder");
    fs::write(inner.join("gouji.toml"), config).expect("written");
    fs::write(inner.join("a.csv"), blank).expect("written");
    for words in [["check", "a.csv"], ["check", "../project/a.csv"]] {
        let run = gouji(&inner, &[&words[..], &["--format", "json"]].concat());
        let run: Value = serde_json::from_slice(&run.stdout).expect("JSON");
        assert!(run["summary"]["by_code"]["S301"].is_number(), "{words:?} {}", run["summary"]);
    }
    for (codes, words) in [("[\"B101\"]", "不能按文件忽略"), ("[\"B\"]", "不能按文件忽略"), ("[\"Z\"]", "Z")]
    {
        fs::write(desk.0.path().join("gouji.toml"), format!("[per-file-ignores]\n\"*.csv\" = {codes}\n"))
            .expect("written");
        let run = desk.run(&["check", "a.csv"]);
        assert_eq!(run.status.code(), Some(2));
        let said = text(&run.stderr);
        assert!(said.contains("[per-file-ignores]") && said.contains(words), "{said}");
    }
}

#[test]
fn a_threshold_is_set_by_code_or_name() {
    let row = |carried: u32| format!("青禾县财政局,2023,40,0,{carried}\n");
    let head = "agency,year,requests.received.total,requests.carried_in.total,requests.carried_out.total\n";
    let desk = Desk::with(&[("a.csv", &format!("{head}{}", row(15)))]);
    for (settings, count) in
        [("", 1), ("[threshold.P704]\nshare = \"0.5\"\n", 0), ("[threshold.large-carry-over]\nshare = \"0.5\"\n", 0)]
    {
        fs::write(desk.0.path().join("gouji.toml"), settings).expect("written");
        let result = desk.json(&["a.csv", "--select", "P704"]);
        assert_eq!(result["filings"][0]["findings"].as_array().map(Vec::len), Some(count), "{settings}");
    }
}

#[test]
fn a_threshold_that_is_none_is_refused_in_words_for_an_officer() {
    let desk = Desk::broken();
    for (settings, place, words) in [
        ("[threshold.P702]\nfactor = \"abc\"\n", "第 2 行", "写数"),
        ("[threshold.P702]\nfactor = -1\n", "[threshold.P702] factor", "不能小于 0"),
        ("[threshold.P702]\nfaktor = 2\n", "[threshold.P702] faktor", "factor"),
        ("[threshold.P999]\nfactor = 1\n", "[threshold.P999]", "P702, P703"),
        ("[threshold.B101]\nfactor = 1\n", "[threshold.B101]", "P702, P703"),
        ("quiet = true\njobs = \n", "第 2 行", "等号后面要有值"),
    ] {
        fs::write(desk.0.path().join("gouji.toml"), settings).expect("written");
        let run = desk.run(&["check", "a.csv"]);
        let said = text(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{settings}");
        assert!(said.contains(place) && said.contains(words) && english_in(&said).is_empty(), "{said}");
    }
}

/// A name that says tabs gets no table for the screen, and blanks behind commas are no part of a word.
#[test]
fn names_of_files_and_lists_of_words_are_taken_as_people_write_them() {
    let desk = Desk::broken();
    let run = desk.run(&["check", "a.csv", "-o", "o.tsv"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("-o o.tsv"), "{}", text(&run.stderr));
    assert!(!desk.0.path().join("o.tsv").exists());
    desk.run(&["check", "a.csv", "-o", "o.ndjson"]);
    assert!(fs::read_to_string(desk.0.path().join("o.ndjson")).expect("written").starts_with("{\"source\""));
    let found =
        |tables: &str, codes: &str| desk.json(&["a.csv", "--tables", tables, "--select", codes])["filings"].take();
    assert_eq!(found("requests, review", "S, B"), found("requests,review", "S,B"));
}

/// A scan among the reports is named wherever the result goes, and the result is what it was.
#[test]
fn what_was_passed_over_is_said_where_the_result_does_not_say_it() {
    let desk = Desk::broken();
    let folder = desk.0.path().join("in");
    fs::create_dir(&folder).expect("a folder");
    fs::copy(desk.0.path().join("a.csv"), folder.join("a.csv")).expect("copied");
    let results = |format: &str| {
        let run = desk.run(&["check", "in", "--format", format]);
        (run.stdout.clone(), text(&run.stderr))
    };
    let formats = ["concise", "csv", "filings", "junit", "gitlab", "notice", "table", "json", "markdown", "github"];
    let before = formats.map(|format| results(format).0);
    fs::write(folder.join("扫描件.jpg"), b"\xFF\xD8\xFF\xE0").expect("written");
    for (at, format) in formats.into_iter().enumerate() {
        let (result, said) = results(format);
        let is_named = said.contains("略过 1 个：in/扫描件.jpg（图片）");
        assert_eq!(is_named, at < 6, "{format}: {said}");
        assert_eq!(result == before[at], at < 6, "{format}");
        let quiet = desk.run(&["check", "in", "--quiet", "--format", format]);
        assert_eq!(text(&quiet.stderr), "", "{format}");
    }
    for name in ["o.html", "o.xlsx", "o.txt", "o.json"] {
        let said = text(&desk.run(&["check", "in", "-o", name]).stderr);
        assert_eq!(said.matches("扫描件.jpg（图片）").count(), 1, "{name}: {said}");
    }
    let both = text(&desk.run(&["check", "in", "--format", "html", "-o", "o.html", "--format", "table"]).stderr);
    assert!(!both.contains("扫描件"), "the screen says it: {both}");
}

#[test]
fn statistics_stand_in_place_of_the_findings() {
    let desk = Desk::broken();
    let said = text(&desk.run(&["check", "a.csv", "--statistics"]).stdout);
    assert!(said.contains("| B101 | 2 ") && said.contains("收办不平") && !said.contains("疑似差错"), "{said}");
    let run = desk.run(&["check", "a.csv", "--statistics", "--format", "json"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("--statistics"));
}

#[test]
fn a_path_is_checked_without_the_command() {
    let desk = Desk::broken();
    assert_eq!(desk.run(&["a.csv"]).stdout, desk.run(&["check", "a.csv"]).stdout);
    assert_eq!(desk.run(&["--format", "json", "a.csv"]).status.code(), Some(1));
    let gone = desk.run(&["nowhere.xlsx"]);
    assert!(text(&gone.stdout).contains("找不到这个文件") && gone.status.code() == Some(2));
    let short = desk.run(&[]);
    let said = text(&short.stderr);
    assert!(said.starts_with("勾稽") && said.lines().count() < 10 && short.status.code() == Some(2), "{said}");
    assert!(["gouji 报表.xlsx", "gouji template", "gouji explain"].iter().all(|words| said.contains(words)), "{said}");
}

#[test]
fn a_page_is_made_to_be_opened() {
    let desk = Desk::broken();
    let run = desk.run(&["--open", "a.csv", "-o", "page.html"]);
    assert_eq!(run.status.code(), Some(1), "{}", text(&run.stderr));
    assert!(fs::read_to_string(desk.0.path().join("page.html")).expect("written").starts_with("<!DOCTYPE html>"));
    assert!(text(&run.stderr).contains("请自行打开 page.html"), "{}", text(&run.stderr));
    // Without a file of one's own it is a temporary one, which stays.
    let run = desk.run(&["check", "a.csv", "--open"]);
    let said = text(&run.stderr);
    let path = said.lines().find_map(|line| line.strip_prefix("已写入 ")).expect("a path");
    assert!(fs::read_to_string(path).expect("it is there").contains("收办不平"));
    fs::remove_file(path).expect("removed");
    assert!(run.stdout.is_empty());
    // One that was asked for without a file is that page, and no second one fills the screen.
    let page = desk.run(&["check", "a.csv", "--open", "--format", "html"]);
    assert!(page.stdout.is_empty());
    fs::remove_file(text(&page.stderr).lines().find_map(|line| line.strip_prefix("已写入 ")).expect("a path"))
        .expect("removed");
    let both = desk.run(&["check", "a.csv", "--open", "--format", "json"]);
    assert!(text(&both.stdout).starts_with('{'), "what was asked for goes where it would");
    let said = text(&both.stderr);
    fs::remove_file(said.lines().find_map(|line| line.strip_prefix("已写入 ")).expect("a path")).expect("removed");
}

#[test]
fn names_of_cells_are_listed_and_a_misspelt_one_is_recognised() {
    let desk = Desk::with(&[(
        "a.csv",
        "agency,year,review.reconsideration.upheld,requests.recieved.total,备注\n青禾县财政局,2023,1,2,无\n",
    )]);
    let list = text(&desk.run(&["forms", "2021", "--to", "csv"]).stdout);
    assert!(list.starts_with("\u{FEFF}id,table,row,column,unit\r\n") && list.lines().count() == 201, "{list}");
    assert!(list.contains("requests.received.total,表三,一、本年新收政府信息公开申请数量,总计,"));
    let result = desk.json(&["a.csv", "--select", "S313"]);
    let said: Vec<_> = result["filings"][0]["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["message"].as_str())
        .collect();
    assert!(
        said.iter().any(|message| message.contains("requests.recieved.total")
            && message.contains("是不是“requests.received.total”")),
        "{said:?}"
    );
    assert!(said.iter().any(|message| message.contains("备注") && !message.contains("是不是")), "{said:?}");
}

#[test]
fn rules_that_need_last_year_do_not_apply_without_it() {
    let desk = Desk::with(&[]);
    for year in ["2023", "2024"] {
        let name = format!("two-years-a-{year}.csv");
        fs::copy(format!("fixtures/published/{name}"), desk.0.path().join(&name)).expect("copied");
    }
    let junit = |arguments: &[&str]| text(&desk.run(&[&["check", "--format", "junit"], arguments].concat()).stdout);
    let alone = junit(&["two-years-a-2024.csv"]);
    assert!(alone.matches("不适用：没有上年的报表").count() >= 5, "{alone}");
    let after = junit(&["two-years-a-2024.csv", "--previous", "two-years-a-2023.csv"]);
    assert!(!after.contains("不适用"), "{after}");
    let suites = |text: &str| text.matches("<testsuite ").count();
    assert_eq!((suites(&alone), suites(&after)), (1, 1));
}

/// English words that Chinese output may hold: names of programs, formats, options and what a person typed.
fn english_in(said: &str) -> Vec<String> {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '\'';
    let mut found = Vec::new();
    for line in said.lines() {
        // Two words of English with a blank between them are English; one alone is a name.
        let mut before = "";
        for word in line.split(' ') {
            let is_english = |word: &str| {
                word.len() > 1 && word.chars().all(is_letter) && word.chars().any(|c| c.is_ascii_lowercase())
            };
            if is_english(word) && is_english(before) && before != "gouji" {
                found.push(format!("{before} {word}"));
            }
            before = word;
        }
    }
    found
}

/// Every finding of every fixture of a rule, and every record of a rule: no English in Chinese, and no Chinese but the
/// form's in English.
#[test]
fn no_message_in_chinese_is_in_english() {
    for file in files_below("fixtures/rules").into_iter().chain(files_below("fixtures/narrative")) {
        for filing in crate::support::assess_file(&file) {
            for finding in &filing.findings {
                let said = gouji::render::message(finding, &filing, &crate::support::FORMS, Lang::Zh);
                let places = ["line ", "table ", "page ", ", row", ", column", ", field"];
                assert!(!places.iter().any(|word| said.contains(word)), "{}: {said}", file.display());
                assert!(english_in(&said).is_empty(), "{}: {said}", file.display());
            }
        }
    }
    for rule in CATALOGUE.rules() {
        let wording = rule.wording(Lang::Zh);
        let texts = [
            &wording.title,
            &wording.message,
            &wording.message_many,
            &wording.checks,
            &wording.matters,
            &wording.remedy,
        ];
        for said in texts.into_iter().chain(wording.reasons.values()) {
            assert!(english_in(said).is_empty(), "{rule}: {said}");
        }
        let english = rule.wording(Lang::En);
        assert!(!english.title.is_empty() && !english.message.is_empty(), "{rule}");
    }
}

#[test]
fn no_error_in_chinese_is_in_english() {
    let desk = Desk::with(&[
        ("broken.xlsx", "PK\u{3}\u{4}nothing"),
        ("text.txt", "hello"),
        ("empty.csv", ""),
        ("a.csv", "agency,year,review.reconsideration.total\n青禾县财政局,2023,1\n"),
        ("bad.toml", "blank = \"nought\""),
    ]);
    fs::create_dir(desk.0.path().join("folder")).expect("a folder");
    let calls: [&[&str]; 16] = [
        &["check", "broken.xlsx", "text.txt", "empty.csv", "nowhere.csv"],
        &["check", "broken.xlsx", "text.txt", "empty.csv", "--format", "csv"],
        &["check"],
        &["chekc", "a.csv"],
        &["check", "--formt", "json", "a.csv"],
        &["check", "a.csv", "--format", "yaml"],
        &["check", "a.csv", "--year", "x"],
        &["check", "a.csv", "--jobs", "x"],
        &["check", "a.csv", "-o", "folder", "--format", "json"],
        &["check", "a.csv", "-o", "nowhere/x.json", "--format", "json"],
        &["check", "a.csv", "--roster", "folder"],
        &["check", "a.csv", "--config", "nowhere.toml"],
        &["check", "a.csv", "--files-from", "nowhere.txt"],
        &["explain", "Z999"],
        &["convert", "a.csv"],
        &["forms", "1999"],
    ];
    let mut seen = BTreeSet::new();
    for call in calls {
        let run = desk.run(call);
        let said = text(&run.stdout) + &text(&run.stderr);
        assert!(!said.is_empty(), "{call:?}");
        assert!(english_in(&said).is_empty(), "{call:?}: {:?} in {said}", english_in(&said));
        let kinds = ["no-statutory-table", "empty-file", "not-found", "unknown-package", "os error", "error:", "Usage"];
        assert!(!kinds.iter().any(|kind| said.contains(kind)), "{call:?}: {said}");
        let english = desk.run(&[call, &["--lang", "en"]].concat());
        let english = text(&english.stdout) + &text(&english.stderr);
        assert!(!english.is_empty() && english != said, "{call:?}: {english}");
        seen.insert(said);
    }
    assert!(seen.len() > 12);
}
