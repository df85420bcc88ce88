//! `gouji sum`: what goes in, what it comes to, what is said of the rest; and A501, which counts in the same way. Names
//! are invented.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use gouji::diagnosis::{Assessor, Gathering, Policy, Report, Wish};
use gouji::model::FormEdition;
use gouji::reading::{ReadOptions, Reader};
use gouji::render::{Style, SumKind, write_sum};
use gouji::rules::Severity;
use proptest::prelude::*;
use serde_json::Value;

use crate::properties::Form;
use crate::support::{CATALOGUE, FORMS, cells, only};

pub(crate) const COUNTY: &str = "临河县人民政府";

fn edition() -> &'static FormEdition {
    FORMS.get("2021").expect("an embedded edition")
}

/// The cells of the printed form.
fn ids() -> Vec<&'static str> {
    edition().cells.iter().filter(|cell| !cell.alternative).map(|cell| &*cell.id).collect()
}

/// The id of a cell, as the edition keeps it.
pub(crate) fn id(id: &str) -> &'static str {
    ids().into_iter().find(|own| *own == id).expect("a cell")
}

/// A filing as a row of a data set: whose, for which year, its figures by cell.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    agency: String,
    year: &'static str,
    figures: BTreeMap<&'static str, String>,
}

impl Row {
    /// A balanced filing of its own for each seed.
    pub(crate) fn new(agency: &str, seed: u16) -> Self {
        let seeds: Vec<u16> = (1..=7).map(|step| (seed * step) % 11).collect();
        Self::of(agency, &Form::balanced(edition(), &seeds))
    }

    fn of(agency: &str, form: &Form) -> Self {
        let mut figures: BTreeMap<_, _> = ids().into_iter().map(|id| (id, form.figure(id))).collect();
        // Stock and fees as they are in life; nobody but a few has rules of its own.
        for row in ["issued", "repealed", "in_force"] {
            figures.insert(
                ids().into_iter().find(|id| id.ends_with(&format!("regulations.{row}"))).expect("a cell"),
                "0".to_owned(),
            );
        }
        figures.insert("disclosure.normative_documents.repealed", "0".to_owned());
        figures.insert("disclosure.normative_documents.in_force", "500".to_owned());
        let fees = format!("{}.25", figures["disclosure.fees.amount"]);
        figures.insert("disclosure.fees.amount", fees);
        Self { agency: agency.to_owned(), year: "2024", figures }
    }

    pub(crate) fn called(self, agency: &str) -> Self {
        Self { agency: agency.to_owned(), ..self }
    }

    pub(crate) fn all(mut self, figure: &str) -> Self {
        self.figures.values_mut().for_each(|own| figure.clone_into(own));
        self
    }

    pub(crate) fn with(mut self, id: &'static str, text: &str) -> Self {
        self.figures.insert(id, text.to_owned());
        self
    }

    fn in_year(mut self, year: &'static str) -> Self {
        self.year = year;
        self
    }
}

/// A data set of these filings.
pub(crate) fn data_set(rows: &[Row]) -> String {
    let mut text = format!("agency,year,{}\n", ids().join(","));
    for row in rows {
        let figures: Vec<&str> = ids().iter().map(|id| row.figures[id].as_str()).collect();
        let _ = writeln!(text, "{},{},{}", row.agency, row.year, figures.join(","));
    }
    text
}

pub(crate) fn bureaus(count: u16) -> Vec<Row> {
    (1..=count).map(|at| Row::new(&format!("临河县第{at}局"), at)).collect()
}

/// Σ of the filings, rules left out, as the reader quotes figures.
fn sum(rows: &[Row]) -> BTreeMap<&'static str, String> {
    let hundredths = |text: &str| {
        let (whole, places) = text.split_once('.').unwrap_or((text, "0"));
        whole.parse::<u64>().expect("a figure") * 100 + format!("{places:0<2}").parse::<u64>().expect("places")
    };
    let quoted = |sum: u64| {
        let text = format!("{}.{:02}", sum / 100, sum % 100);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let summed = ids().into_iter().filter(|id| !id.contains(".regulations."));
    summed.map(|id| (id, quoted(rows.iter().map(|row| hundredths(&row.figures[id])).sum()))).collect()
}

/// The filing of a superior that has added up these.
pub(crate) fn superior(rows: &[Row]) -> Row {
    let mut row = Row::new(COUNTY, 1);
    row.figures.extend(sum(rows));
    row
}

/// A folder to work in.
pub(crate) struct Desk(tempfile::TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn put(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    pub(crate) fn run(&self, arguments: &str) -> Output {
        let arguments = arguments.split_whitespace();
        Command::new(env!("CARGO_BIN_EXE_gouji")).current_dir(self.path()).args(arguments).output().expect("gouji runs")
    }

    /// The exit code, and what is said on standard error.
    pub(crate) fn said(&self, arguments: &str) -> (Option<i32>, String) {
        let run = self.run(arguments);
        (run.status.code(), String::from_utf8_lossy(&run.stderr).into_owned())
    }

    pub(crate) fn json(&self, arguments: &str) -> Value {
        serde_json::from_slice(&self.run(arguments).stdout).expect("JSON")
    }

    /// How often A501 is said of the parts.
    pub(crate) fn mismatches(&self, arguments: &str) -> u64 {
        let result = self.json(&format!("check --format json --select A501 {arguments}"));
        result["summary"]["by_code"]["A501"].as_u64().unwrap_or(0)
    }

    fn is_there(&self, name: &str) -> bool {
        self.path().join(name).exists()
    }
}

#[test]
fn a_county_is_added_up_and_checked_with_what_it_comes_to() {
    let desk = Desk::new();
    let mut rows = bureaus(30);
    rows.extend((1..=10).map(|at| Row::new(&format!("临河县第{at}镇人民政府"), at + 30)));
    for row in &rows {
        desk.put(&format!("reports/{}.csv", row.agency), &data_set(std::slice::from_ref(row)));
    }
    let expected = sum(&rows);
    for name in ["sum.xlsx", "sum.csv", "sum.json"] {
        let (exit, said) = desk.said(&format!("sum reports --agency {COUNTY} -o {name}"));
        assert_eq!(exit, Some(0), "{said}");
        assert!(said.contains("汇总 40 份") && said.contains("规章"), "{said}");
        let filing = only(desk.path().join(name));
        assert_eq!((filing.agency.as_deref(), filing.year), (Some(COUNTY), Some(2024)), "{name}");
        assert!(filing.findings.iter().all(|finding| finding.severity == Severity::Note), "{name}");
        let read = cells(&filing);
        for (id, figure) in &expected {
            assert_eq!(read[*id].as_ref(), Some(figure), "{name} {id}");
        }
        assert_eq!(read["disclosure.regulations.issued"], None, "{name}");
    }
    assert_eq!(desk.mismatches("reports --aggregate sum.xlsx"), 0);
    // A part less, and it is seen.
    assert!(desk.mismatches("reports --exclude 临河县第7局.csv --aggregate sum.xlsx") > 0);
    // As --format json has it, beside what went in.
    let result: Value =
        serde_json::from_slice(&fs::read(desk.path().join("sum.json")).expect("written")).expect("JSON");
    crate::machine::schemas::check(
        &crate::machine::schemas::Validator::new(crate::machine::schemas::gouji_1()),
        &result,
        "a sum",
    );
    let included = result["parts"]["included"].as_array().expect("a list");
    assert_eq!(included.len(), 40);
    assert_eq!(included[0]["agency"], "临河县第1局");
    assert_eq!(included[1]["agency"], "临河县第1镇人民政府", "numbers in their order");
    assert_eq!(included[2]["path"], "reports/临河县第2局.csv");
}

const ROSTER: &str = "填报单位,上级单位,垂直管理\n临河县第1局,临河县人民政府,\n临河县第2局,临河县人民政府,\n\
    临河县第3局,临河县人民政府,\n临河县第4局,临河县人民政府,是\n临河县第5局,清江市人民政府,\n";

/// What is one way or another no plain part: what is said, and the exit code.
#[test]
#[expect(clippy::too_many_lines, reason = "a table of all that can be odd about a part")]
fn whatever_is_not_a_plain_part_is_said() {
    let four = || bureaus(4);
    let and = |row: Row| [four(), vec![row]].concat();
    let county = || superior(&four());
    let other = || Row::new("临河县第1局", 9);
    let blank_totals = || {
        let mut rows = four();
        rows[1] = rows[1].clone().with("requests.received.total", "").with("review.reconsideration.total", "/");
        rows
    };
    let unreadable = || {
        let mut rows = four();
        rows[1] = rows[1].clone().with("requests.received.natural_person", "1O");
        rows
    };
    let unbalanced = || and(Row::new("临河县第9局", 9).with("requests.received.total", "999"));
    let zeros = |agency: &str| {
        let mut row = Row::new(agency, 1);
        row.figures.values_mut().for_each(|figure| "0".clone_into(figure));
        row
    };
    for (name, rows, options, exit, words) in [
        ("all in", four(), "", 0, vec!["汇总 4 份"]),
        (
            "missing",
            four()[..2].to_vec(),
            "--roster roster.csv",
            1,
            vec!["汇总 2 份", "没有可汇入的报表 1 个：临河县第3局。"],
        ),
        ("exempt", four(), "--roster roster.csv", 0, vec!["汇总 3 份", "免报（垂直管理）：临河县第4局"]),
        ("elsewhere", and(Row::new("临河县第5局", 5)), "--roster roster.csv", 0, vec!["属于其他上级单位：临河县第5局"]),
        (
            "unlisted",
            and(Row::new("临河县第6局", 6)),
            "--roster roster.csv",
            0,
            vec!["汇总 4 份", "不在名录中、已汇入的 1 个：临河县第6局"],
        ),
        ("doubled", and(four()[0].clone()), "", 0, vec!["汇总 4 份", "重复的报表，数字相同：临河县第1局"]),
        ("differs", and(other()), "", 1, vec!["汇总 4 份", "重复的报表，数字不同"]),
        (
            "another year",
            and(Row::new("临河县第9局", 9).in_year("2023")),
            "",
            2,
            vec!["2023 年（2021 版）1 份；2024 年（2021 版）4 份"],
        ),
        (
            "its year",
            and(Row::new("临河县第9局", 9).in_year("2023")),
            "--year 2024",
            0,
            vec!["汇总 4 份", "是 2023 年的报表：临河县第9局"],
        ),
        (
            "no year",
            and(Row::new("临河县第9局", 9).in_year("")),
            "",
            1,
            vec!["汇总 4 份", "看不出年度，加 --year 才会汇入：临河县第9局"],
        ),
        (
            "no year, asked",
            and(Row::new("临河县第9局", 9).in_year("")),
            "--year 2024",
            0,
            vec!["汇总 5 份", "按 --year 汇入的 1 份：临河县第9局"],
        ),
        ("nobody's", and(Row::new("", 9)), "", 0, vec!["汇总 5 份", "看不出单位、已汇入的 1 份"]),
        (
            "superior",
            and(county()),
            "--agency 临河县人民政府",
            0,
            vec!["汇总 4 份", "是上级单位自己的报表：临河县人民政府"],
        ),
        ("like a superior", and(county()), "", 1, vec!["汇总 5 份", "每一格都等于其余各份之和", "临河县人民政府"]),
        (
            "total",
            and(Row { agency: "合计".into(), ..county() }),
            "",
            0,
            vec!["汇总 4 份", "是合计，不是一个单位的报表：合计"],
        ),
        (
            "total, other figures",
            and(Row { agency: "全县汇总".into(), ..Row::new("", 9) }),
            "",
            1,
            vec!["汇总 4 份", "数字与汇入各份之和不同：全县汇总"],
        ),
        (
            "subtotal",
            and(Row { agency: "乡镇小计".into(), ..Row::new("", 9) }),
            "--roster roster.csv",
            0,
            vec!["汇总 3 份", "是合计，不是一个单位的报表：乡镇小计"],
        ),
        (
            "total of no year",
            and(Row { agency: "合计".into(), ..county() }.in_year("")),
            "",
            0,
            vec!["汇总 4 份", "是合计，不是一个单位的报表：合计"],
        ),
        (
            "total of another year",
            and(Row { agency: "合计".into(), ..county() }.in_year("2023")),
            "--year 2024",
            0,
            vec!["汇总 4 份", "是合计，不是一个单位的报表：合计"],
        ),
        ("zeros", vec![zeros("甲局"), zeros("乙局"), zeros("丙局")], "", 0, vec!["汇总 3 份"]),
        (
            "two alike",
            vec![four()[0].clone(), Row { agency: "甲局".into(), ..four()[0].clone() }, zeros("乙局")],
            "",
            0,
            vec!["汇总 3 份"],
        ),
        ("blank totals", blank_totals(), "", 0, vec!["汇总 4 份", "按各项之和计的 1 个：临河县第2局"]),
        (
            "unreadable",
            unreadable(),
            "",
            1,
            vec!["留空 1 格", "本年新收政府信息公开申请数量·自然人", "出自：临河县第2局"],
        ),
        ("unbalanced", unbalanced(), "", 1, vec!["汇总 5 份", "强制性问题的 1 个", "临河县第9局"]),
    ] {
        let desk = Desk::new();
        desk.put("parts.csv", &data_set(&rows));
        desk.put(
            "roster.csv",
            &ROSTER.replace(if name == "elsewhere" { "---" } else { "临河县第5局,清江市人民政府,\n" }, ""),
        );
        let options = if name == "elsewhere" { format!("{options} --agency {COUNTY}") } else { options.to_owned() };
        let (code, said) = desk.said(&format!("sum parts.csv -o sum.xlsx {options}"));
        assert_eq!(code, Some(exit), "{name}: {said}");
        assert!(words.iter().all(|word| said.contains(word)), "{name}: {said}");
        assert_eq!(desk.is_there("sum.xlsx"), exit != 2, "{name}");
        let is_like = said.contains("每一格都等于");
        assert_eq!(is_like, name == "like a superior", "{name}: {said}");
        if exit != 2 && name != "like a superior" {
            let options = if options.contains("--roster") { "--roster roster.csv" } else { "" };
            let year = if name == "no year, asked" { "--year 2024" } else { "" };
            let aggregate = format!("parts.csv --aggregate sum.xlsx --agency {COUNTY} {options} {year}");
            assert_eq!(desk.mismatches(&aggregate), 0, "{name}: A501 counts as the sum does");
        }
    }
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_added_up() {
    let desk = Desk::new();
    desk.put("reports/a.csv", &data_set(&bureaus(3)));
    desk.put("reports/b.xlsx", "no workbook");
    let (exit, said) = desk.said("sum reports -o sum.json");
    assert_eq!(exit, Some(2), "{said}");
    assert!(said.contains("汇总 3 份") && said.contains("无法读取：reports/b.xlsx"), "{said}");
    let result: Value =
        serde_json::from_slice(&fs::read(desk.path().join("sum.json")).expect("written")).expect("JSON");
    assert_eq!(result["parts"]["left_out"][0]["why"], "unread");
    // Nothing at all is no sum, and leaves what was there.
    desk.put("sum.json", "old");
    let (exit, said) = desk.said("sum reports/b.xlsx -o sum.json");
    assert_eq!((exit, fs::read_to_string(desk.path().join("sum.json")).expect("there")), (Some(2), "old".to_owned()));
    assert!(said.contains("没有可以汇总的报表"), "{said}");
}

/// A filing on another edition of the form stays out, and of two of one agency one is chosen.
#[test]
fn the_edition_and_the_filing_are_chosen() {
    let desk = Desk::new();
    desk.put("a.csv", &data_set(&bureaus(3)));
    let old = "某局2024年政府信息公开工作年度报告\n第二十条第（一）项\n信息内容,本年新制作数量,本年新公开数量,对外公开总数量\n规章,0,0,0\n规范性文件,1,1,9\n\
        第二十条第（五）项\n信息内容,上一年项目数量,本年增/减,处理决定数量\n行政许可,3,0,7\n其他对外管理服务事项,1,0,2\n";
    desk.put("b.csv", old);
    let (exit, said) = desk.said("sum a.csv b.csv -o sum.csv");
    assert_eq!(exit, Some(2), "{said}");
    assert!(said.contains("2024 年（2019 版）1 份；2024 年（2021 版）3 份"), "{said}");
    let (exit, said) = desk.said("sum a.csv b.csv -o sum.csv --year 2024");
    assert_eq!(exit, Some(1), "one of that year is not in: {said}");
    assert!(said.contains("汇总 3 份") && said.contains("是 2019 版的报表：某局"), "{said}");
    assert_eq!(desk.mismatches(&format!("a.csv b.csv --aggregate sum.csv --agency {COUNTY}")), 0);
    let twice = [bureaus(2), vec![Row::new("临河县第1局", 8)]].concat();
    desk.put("twice.csv", &data_set(&twice));
    for (prefer, rows) in [("first", [&twice[0], &twice[1]]), ("last", [&twice[2], &twice[1]])] {
        let (exit, said) = desk.said(&format!("sum twice.csv -o sum.csv --prefer {prefer}"));
        assert_eq!(exit, Some(1), "{said}");
        let read = cells(&only(desk.path().join("sum.csv")));
        for (id, figure) in sum(&rows.map(Clone::clone)) {
            assert_eq!(read[id].as_ref(), Some(&figure), "{prefer} {id}");
        }
    }
}

/// A blank total in one part is no reason to say nothing of the superior's; a blank one of its own is said elsewhere.
#[test]
fn a_blank_total_does_not_silence_the_comparison() {
    let desk = Desk::new();
    let mut rows = bureaus(3);
    rows[1] = rows[1].clone().with("requests.received.total", "");
    desk.put("parts.csv", &data_set(&rows));
    let county = superior(&bureaus(3));
    desk.put("county.csv", &data_set(std::slice::from_ref(&county)));
    assert_eq!(desk.mismatches("parts.csv --aggregate county.csv"), 0);
    desk.put("county.csv", &data_set(&[county.with("requests.received.total", "999")]));
    assert_eq!(desk.mismatches("parts.csv --aggregate county.csv"), 1);
}

/// A report with one undivided row （六）其他处理 beside those that divide it.
#[test]
fn an_undivided_group_is_added_up_and_compared_as_a_group() {
    let desk = Desk::new();
    let undivided = fs::read_to_string("fixtures/published/undivided-2023.csv").expect("a fixture");
    desk.put("reports/a.csv", &undivided);
    let row = Row::new("临河县第1局", 4).in_year("2023");
    desk.put("reports/b.csv", &data_set(std::slice::from_ref(&row)));
    let (exit, said) = desk.said(&format!("sum reports -o sum.xlsx --agency {COUNTY}"));
    // The report has an error besides.
    assert_eq!(exit, Some(1), "{said}");
    assert!(said.contains("未分项、计入“3.其他”的 1 个：南汐县人民政府"), "{said}");
    let read = cells(&only(desk.path().join("sum.xlsx")));
    assert!(!read.contains_key("requests.other.natural_person"));
    assert_eq!(read["requests.other.unpaid_fee.total"].as_ref(), Some(&row.figures["requests.other.unpaid_fee.total"]));
    assert_eq!(desk.mismatches("reports --aggregate sum.xlsx"), 0);
    // The superior may divide it otherwise; its sum is what counts.
    let (exit, _) = desk.said(&format!("sum reports -o sum.json --agency {COUNTY}"));
    assert_eq!(exit, Some(1));
    let json = fs::read_to_string(desk.path().join("sum.json")).expect("written");
    let figure = |text: &str, id: &str| {
        let (_, rest) = text.split_once(&format!("\"{id}\": \"")).expect("the cell");
        rest.split('"').next().expect("a figure").parse::<u64>().expect("a count")
    };
    let (one, other) = ("requests.other.no_correction.natural_person", "requests.other.other.natural_person");
    let (before, after) = (figure(&json, one), figure(&json, other));
    let put = |text: &str, id: &str, from: u64, to: u64| {
        text.replace(&format!("\"{id}\": \"{from}\""), &format!("\"{id}\": \"{to}\""))
    };
    assert!(before > 0);
    let moved = put(&put(&json, one, before, before - 1), other, after, after + 1);
    desk.put("moved.json", &moved);
    assert_eq!(desk.mismatches("reports --aggregate moved.json"), 0);
    desk.put("more.json", &put(&json, other, after, after + 1));
    let result = desk.json("check --format json --select A501 reports --aggregate more.json");
    let findings = result["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["cells"][0]["id"], "requests.other.natural_person");
}

/// The superior's own report has one undivided row, those of its parts do or do not.
#[test]
fn an_undivided_superior_is_compared_as_a_group() {
    let desk = Desk::new();
    let undivided = fs::read_to_string("fixtures/published/undivided-2023.csv").expect("a fixture");
    desk.put("county.csv", &undivided);
    desk.put("reports/a.csv", &undivided.replace("南汐县人民政府", "南汐县第1局"));
    let nothing = ids().into_iter().map(|id| (id, "0".to_owned())).collect();
    let part = Row { agency: "南汐县第2局".into(), year: "2023", figures: nothing };
    desk.put("reports/b.csv", &data_set(std::slice::from_ref(&part)));
    assert_eq!(desk.mismatches("reports --aggregate county.csv"), 0);
    let one = ["requests.other.other.", "requests.outcome_total.", "requests.received."];
    let part = one.iter().fold(part, |part, row| {
        let columns = ["natural_person", "total"].map(|column| format!("{row}{column}"));
        let of_row = |id: &&str| columns.iter().any(|column| column == id);
        ids().into_iter().filter(of_row).fold(part, |part, id| part.with(id, "3"))
    });
    desk.put("reports/b.csv", &data_set(&[part]));
    let result = desk.json("check --format json --select A501 reports --aggregate county.csv");
    let cells: Vec<&str> = result["findings"][0]["cells"]
        .as_array()
        .expect("cells")
        .iter()
        .filter_map(|cell| cell["id"].as_str())
        .collect();
    assert!(cells.contains(&"requests.other.natural_person"), "{cells:?}");
    assert!(cells.contains(&"requests.received.total"), "{cells:?}");
}

/// An aggregate that nothing stands beside looks like one that is right.
#[test]
fn an_aggregate_that_is_compared_with_nothing_is_said() {
    let desk = Desk::new();
    desk.put("parts.csv", &data_set(&bureaus(3)));
    let county = superior(&bureaus(3));
    desk.put("county.csv", &data_set(&[county.clone().in_year("2023")]));
    let uncompared = |arguments: &str| {
        let result = desk.json(&format!("check --format json --select A50 --ignore A504 {arguments}"));
        let findings = result["findings"].as_array().expect("a list").clone();
        let said: Vec<String> = findings.iter().map(|one| one["message"].as_str().unwrap_or("").to_owned()).collect();
        assert!(findings.iter().all(|finding| finding["code"] == "A506"), "{said:?}");
        said
    };
    assert_eq!(uncompared("parts.csv --aggregate county.csv").len(), 1);
    assert!(uncompared("parts.csv --aggregate county.csv")[0].contains("没有它所属单位 2023 年的报表"));
    // One of its years is there.
    desk.put("county.csv", &data_set(&[county.clone().in_year("2023"), county]));
    assert!(uncompared("parts.csv --aggregate county.csv").is_empty());
    // One tells no year, and the others are added up without it.
    let mut yearless = bureaus(3);
    yearless[1].year = "";
    desk.put("yearless.csv", &data_set(&yearless));
    desk.put("whole.csv", &data_set(&[superior(&bureaus(3))]));
    let told = desk.json("check --format json --select A506 yearless.csv --aggregate whole.csv");
    let message = told["findings"][0]["message"].as_str().unwrap_or_default();
    assert!(message.starts_with("“临河县第2局”的报表看不出年度"), "{told}");
    // A heading over others has no figures, and the sum of those below it is no part.
    let mut headed = [vec![superior(&bureaus(2)).called("东区"), Row::new("一、县直", 1).all("")], bureaus(3)].concat();
    (headed[0].year, headed[1].year) = ("", "");
    headed.swap(0, 1);
    desk.put("headed.csv", &data_set(&headed));
    let told = desk.json("check --format json --select A506 headed.csv --aggregate whole.csv");
    assert_eq!(told["findings"].as_array().map(Vec::len), Some(0), "{told}");
    let told = desk.json("check --format json --select A506 yearless.csv --aggregate whole.csv --year 2024");
    assert_eq!(told["findings"].as_array().map(Vec::len), Some(0), "{told}");
    // All its parts are on the form of before.
    let old = "某局2024年政府信息公开工作年度报告\n第二十条第（一）项\n信息内容,本年新制作数量,本年新公开数量,对外公开总数量\n规章,0,0,0\n规范性文件,1,1,9\n";
    desk.put("old.csv", old);
    let said = uncompared("old.csv --aggregate county.csv");
    assert!(said.len() == 1 && said[0].contains("“某局”的报表是其他版本"), "{said:?}");
    // What can be compared with nothing whatever its year is refused.
    for (text, words) in [
        (
            &*data_set(&[Row {
                figures: ids().into_iter().map(|id| (id, String::new())).collect(),
                ..bureaus(1)[0].clone()
            }]),
            "没有填数字",
        ),
        (&*old.replace("2024年", ""), "--year"),
    ] {
        desk.put("county.csv", text);
        let (exit, said) = desk.said("check parts.csv --aggregate county.csv");
        assert_eq!(exit, Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
}

/// A superior that the roster does not know is a slip of the pen, and what is left out is said wherever it belongs.
#[test]
fn slips_in_names_and_files_of_nobody_are_said() {
    let desk = Desk::new();
    desk.put("parts.csv", &data_set(&bureaus(3)));
    let roster =
        "填报单位,上级单位\n临河县人民政府,\n临河县第1局,临河县人民政府\n临河县第2局,临河县人民政府\n临河县第3局,\n";
    desk.put("roster.csv", roster);
    let (exit, said) = desk.said("sum parts.csv -o sum.csv --roster roster.csv --agency 临河县人民政俯");
    assert_eq!(exit, Some(2), "{said}");
    assert!(said.contains("临河县人民政府"), "{said}");
    let (exit, said) = desk.said(&format!("sum parts.csv -o sum.csv --roster roster.csv --agency {COUNTY}"));
    assert_eq!(exit, Some(0), "{said}");
    assert!(said.contains("汇总 3 份"), "{said}");
    // Of 望山县 there is one report, and nobody knows on which form: its superior has no sum, and it is said all the same.
    desk.put("by.csv", &format!("{roster}望山县第1局,望山县人民政府\n"));
    desk.put("reports/parts.csv", &data_set(&bureaus(3)));
    let review = "望山县第1局政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n行政复议,,,,,行政诉讼,,,,,,,,,\n\
        ,,,,,未经复议直接起诉,,,,,复议后起诉,,,,\n\
        结果维持,结果纠正,其他结果,尚未审结,总计,结果维持,结果纠正,其他结果,尚未审结,总计,结果维持,结果纠正,其他结果,尚未审结,总计\n\
        1,0,0,0,1,0,0,0,0,0,0,0,0,0,0\n";
    desk.put("reports/望山县第1局.csv", review);
    let (exit, said) = desk.said("sum reports --roster by.csv --by 上级单位 -o sums/");
    assert_eq!(exit, Some(2), "{said}");
    assert!(said.contains("没有汇总：望山县人民政府") && said.contains("望山县第1局"), "{said}");
}

/// Nothing and zero are one figure to who adds up.
#[test]
fn a_blank_and_a_zero_make_no_two_filings() {
    let desk = Desk::new();
    let row = bureaus(1)[0].clone().with("disclosure.regulations.issued", "0");
    desk.put("parts.csv", &data_set(&[row.clone(), row.with("disclosure.regulations.issued", "")]));
    let (exit, said) = desk.said("sum parts.csv -o sum.csv");
    assert_eq!(exit, Some(0), "{said}");
    assert!(said.contains("重复的报表，数字相同"), "{said}");
}

/// Three levels: who has no filing is replaced by the sum of its members, and that is said.
#[test]
fn every_superior_of_the_roster_gets_its_sum() {
    let desk = Desk::new();
    let roster = "填报单位,上级单位\n清江市人民政府,\n临河县人民政府,清江市人民政府\n望山县人民政府,清江市人民政府\n\
        清江市教育局,清江市人民政府\n临河县第1局,临河县人民政府\n临河县第2局,临河县人民政府\n\
        望山县第1局,望山县人民政府\n望山县第2局,望山县人民政府\n空县人民政府,清江市人民政府\n空县第1局,空县人民政府\n";
    desk.put("roster.csv", roster);
    let own = Row::new("望山县人民政府", 7);
    let rows = [
        Row::new("临河县第1局", 1),
        Row::new("临河县第2局", 2),
        Row::new("望山县第1局", 3),
        own.clone(),
        Row::new("清江市教育局", 5),
        Row::new("清江市人民政府", 9),
    ];
    desk.put("parts.csv", &data_set(&rows));
    let (exit, said) = desk.said("sum parts.csv --roster roster.csv --by 上级单位 -o 各级");
    assert_eq!(exit, Some(2), "no folder, no kind: {said}");
    let (exit, said) = desk.said("sum parts.csv --roster roster.csv --by 上级单位 -o 各级/");
    assert_eq!(exit, Some(1), "{said}");
    for words in [
        "汇总 3 份：清江市人民政府",
        "汇总 2 份：临河县人民政府",
        "汇总 1 份：望山县人民政府",
        "以其所属单位之和代替的 1 个：临河县人民政府",
        "没有可汇入的报表 1 个：望山县第2局",
        "没有任何所属单位的报表，没有汇总：空县人民政府",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let folder = desk.path().join("各级");
    let names: Vec<String> = crate::support::files_below(&folder)
        .iter()
        .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["临河县人民政府.xlsx", "望山县人民政府.xlsx", "清江市人民政府.xlsx"]);
    let city = cells(&only(folder.join("清江市人民政府.xlsx")));
    for (id, figure) in sum(&[rows[0].clone(), rows[1].clone(), own, rows[4].clone()]) {
        assert_eq!(city[id].as_ref(), Some(&figure), "{id}");
    }
    // Who puts the sum of its members for a county that did not submit is right, and nobody else.
    let checked = "parts.csv --roster roster.csv --aggregate 各级/清江市人民政府.xlsx";
    let a501 = |arguments: &str| {
        let result = desk.json(&format!("check --format json --select A501 {arguments}"));
        let findings = result["findings"].as_array().expect("a list").clone();
        let of_city = |finding: &&Value| finding["source"]["path"] == "各级/清江市人民政府.xlsx";
        findings.iter().filter(of_city).count()
    };
    assert_eq!(a501(checked), 0);
    desk.put("parts2.csv", &data_set(&rows[1..]));
    assert!(a501(&checked.replace("parts.csv", "parts2.csv")) > 0);
    fs::remove_file(desk.path().join("parts2.csv")).expect("removed");
    // One workbook, a sheet each; a walk passes over what was written, so that it may be written again.
    let (exit, said) = desk.said("sum . --exclude roster.csv --roster roster.csv --by 上级单位 -o 各级.xlsx");
    assert_eq!(exit, Some(1), "{said}");
    let again = desk.json("check --format json 各级.xlsx");
    let sheets: Vec<&str> =
        again["filings"].as_array().expect("a list").iter().filter_map(|one| one["source"]["sheet"].as_str()).collect();
    assert_eq!(sheets, ["清江市人民政府2024", "临河县人民政府2024", "望山县人民政府2024"]);

    desk.put("circle.csv", "填报单位,上级单位\n甲县,乙县\n乙县,丙县\n丙县,甲县\n");
    let (exit, said) = desk.said("sum parts.csv --roster circle.csv --by 上级单位 -o new/");
    assert_eq!(exit, Some(2), "{said}");
    assert!(said.contains("绕成了一圈") && said.contains("甲县") && said.contains("丙县"), "{said}");
    assert!(!desk.is_there("new"), "a refused command leaves nothing");
    let (exit, said) = desk.said("sum parts.csv --roster roster.csv -o sum.csv");
    assert_eq!(exit, Some(2), "{said}");
    assert!(said.contains("名录中有几个上级单位"), "{said}");
}

/// The workbook is no filing that a walk meets, and its lists are none for anybody.
#[test]
fn a_sum_is_known_again() {
    let desk = Desk::new();
    desk.put("reports/parts.csv", &data_set(&bureaus(3)));
    let (exit, said) = desk.said("sum reports -o reports/sum.xlsx --agency 临河县");
    assert_eq!(exit, Some(0), "{said}");
    let walked = desk.json("check --format json reports");
    assert_eq!(walked["summary"]["filings"], 3);
    assert_eq!(walked["summary"]["skipped_because"][0]["kind"], "own-result");
    let named = desk.json("check --format json reports/sum.xlsx");
    assert_eq!(named["summary"]["filings"], 1, "the sheet of the parts is none");
    // It is written over itself, and the same again.
    let first = fs::read(desk.path().join("reports/sum.xlsx")).expect("written");
    let (exit, said) = desk.said("sum reports -o reports/sum.xlsx --agency 临河县");
    assert_eq!(exit, Some(0), "{said}");
    assert!(fs::read(desk.path().join("reports/sum.xlsx")).expect("written") == first);
    assert!(said.contains("gouji 的结果") || said.contains("被本次结果取代"), "{said}");
}

/// A workbook with the report of 某县 on each of its sheets.
fn book_of(sheets: &[&str], path: &std::path::Path) {
    let report = fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("the fixture is text");
    let mut book = rust_xlsxwriter::Workbook::new();
    for sheet in sheets {
        let sheet = book.add_worksheet().set_name(*sheet).expect("a name");
        for (row, line) in (0..).zip(report.lines().skip(1)) {
            for (column, field) in (0..).zip(line.split(',')) {
                match field.parse::<f64>() {
                    Ok(figure) => sheet.write_number(row, column, figure).map(drop),
                    Err(_) => sheet.write_string(row, column, field).map(drop),
                }
                .expect("it is written");
            }
        }
    }
    book.save(path).expect("it is written");
}

/// Each bureau has filled in a workbook whose only sheet is called by a word for a total: it is its own report all the same.
#[test]
fn the_only_sheet_of_a_file_is_no_total() {
    let desk = Desk::new();
    for (file, sheet) in [("a.xlsx", "汇总表"), ("b.xlsx", "合计"), ("c.xlsx", "汇总")] {
        book_of(&[sheet], &desk.path().join(file));
    }
    let (exit, said) = desk.said("sum a.xlsx b.xlsx c.xlsx --year 2023 -o sum.xlsx --agency 某县人民政府");
    assert!(exit != Some(2) && said.contains("汇总 3 份") && !said.contains("是合计"), "{said}");
    let asked = "--agency 某县人民政府 --year 2023";
    assert_eq!(desk.mismatches(&format!("a.xlsx b.xlsx c.xlsx --aggregate sum.xlsx {asked}")), 0, "A501 counts so too");

    // Beside a filing of the same file it is one.
    book_of(&["某县教育局", "汇总表"], &desk.path().join("d.xlsx"));
    let (_, said) = desk.said("sum a.xlsx d.xlsx --year 2023 -o sum.xlsx --agency 某县人民政府");
    assert!(said.contains("汇总 2 份") && said.contains("d.xlsx [汇总表]"), "{said}");
    assert_eq!(desk.mismatches(&format!("a.xlsx d.xlsx --aggregate sum.xlsx {asked}")), 0, "A501 leaves it out too");
}

/// A workbook with a sheet an agency and one that adds them up; and the roll call asks for nobody of that name.
#[test]
fn a_total_is_no_agency() {
    let desk = Desk::new();
    book_of(&["某县教育局", "某县民政局", "汇总"], &desk.path().join("book.xlsx"));
    let (exit, said) = desk.said("sum book.xlsx --year 2023 -o sum.csv --agency 某县人民政府");
    assert_eq!(exit, Some(1), "{said}");
    assert!(said.contains("汇总 2 份") && said.contains("数字与汇入各份之和不同：book.xlsx"), "{said}");

    let county = superior(&bureaus(3));
    desk.put("parts.csv", &data_set(&[bureaus(3), vec![Row { agency: "合计".into(), ..county }]].concat()));
    for last in ["", "合计\n"] {
        desk.put("roster.csv", &format!("填报单位\n临河县第1局\n临河县第2局\n临河县第3局\n{last}"));
        let told = desk.json("check parts.csv --roster roster.csv --select A502,A504 --format json");
        assert_eq!(told["findings"], Value::Array(Vec::new()), "{told}");
        assert_eq!(told["summary"]["pass"], 4, "{told}");
    }

    // A sheet of that name is nobody's either; the other two are somebody's who is not on the roster.
    let told = desk.json("check book.xlsx --year 2023 --roster roster.csv --select A504 --format json");
    let sheets: Vec<_> =
        told["findings"].as_array().expect("a list").iter().map(|one| &one["source"]["sheet"]).collect();
    assert_eq!(sheets, ["某县教育局", "某县民政局"], "{told}");
}

/// A file with the superior on one sheet and its parts on another made superiors of them all.
#[test]
fn the_superior_has_one_filing_a_year() {
    let desk = Desk::new();
    let county = superior(&bureaus(3));
    desk.put("parts.csv", &data_set(&bureaus(3)));
    desk.put("all.csv", &data_set(&[vec![county.clone()], bureaus(3)].concat()));
    let (exit, said) = desk.said("check parts.csv --aggregate all.csv");
    assert_eq!(exit, Some(2), "{said}");
    assert!(said.contains("--agency") && said.contains(COUNTY) && said.contains("临河县第1局"), "{said}");
    assert_eq!(desk.mismatches(&format!("parts.csv --aggregate all.csv --agency {COUNTY}")), 0);
    let wrong = [vec![county.with("disclosure.permits.decisions", "77777")], bureaus(3)].concat();
    desk.put("all.csv", &data_set(&wrong));
    assert_eq!(desk.mismatches(&format!("parts.csv --aggregate all.csv --agency {COUNTY}")), 1);
    let (exit, said) = desk.said("check parts.csv --aggregate all.csv --agency 望山县人民政府");
    assert_eq!(exit, Some(2), "{said}");
    assert!(said.contains("没有“望山县人民政府”的报表"), "{said}");
}

#[test]
fn settings_of_a_project_are_read() {
    let desk = Desk::new();
    desk.put("reports/a.csv", &data_set(&bureaus(4)));
    desk.put("reports/old/b.csv", &data_set(&bureaus(9)));
    desk.put("roster.csv", &ROSTER.replace("临河县第5局,清江市人民政府,\n", ""));
    desk.put("gouji.toml", "roster = \"roster.csv\"\nexclude = [\"old\"]\nlang = \"en\"\nselect = [\"B\"]\n");
    let (exit, said) = desk.said("sum reports -o sum.csv");
    assert_eq!(exit, Some(0), "{said}");
    assert!(said.contains("3 filings added up: 临河县人民政府") && said.contains("exempt on the roster"), "{said}");
    let (exit, said) = desk.said("sum reports -o roster.csv --to csv");
    assert_eq!(exit, Some(2), "{said}");
    assert_eq!(fs::read_to_string(desk.path().join("roster.csv")).expect("whole").matches('\n').count(), 5);
}

/// Whatever the order of the input and the number of threads.
#[test]
fn order_and_threads_change_nothing() {
    let desk = Desk::new();
    let mut rows = bureaus(12);
    rows.push(Row::new("临河县第13局", 3).with("requests.granted.total", ""));
    for (at, row) in rows.iter().enumerate() {
        desk.put(&format!("{at}.csv"), &data_set(std::slice::from_ref(row)));
    }
    let names: Vec<String> = (0..rows.len()).map(|at| format!("{at}.csv")).collect();
    let reversed: Vec<String> = names.iter().rev().cloned().collect();
    for kind in ["xlsx", "json", "csv"] {
        let make = |names: &[String], jobs: &str| {
            let run = desk.run(&format!("sum {} --jobs {jobs} -o out.{kind}", names.join(" ")));
            (run.status.code(), run.stderr, fs::read(desk.path().join(format!("out.{kind}"))).expect("written"))
        };
        let first = make(&names, "1");
        assert_eq!(first.0, Some(0));
        assert!(make(&reversed, "4") == first, "{kind}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::support::cases(400)))]

    /// The sum of filings that keep every relation keeps every relation, cell by cell.
    #[test]
    fn the_sum_of_consistent_filings_is_consistent(seeds in prop::collection::vec(prop::collection::vec(0..900_u16, 40), 1..6)) {
        let rows: Vec<Row> = (1..).zip(&seeds).map(|(at, seed)| {
            Row::of(&format!("第{at}局"), &Form::balanced(edition(), seed))
        }).collect();
        let assessor = Assessor::new(Reader::new(&FORMS, ReadOptions::default()), CATALOGUE.clone(), Policy::default())
            .expect("every relation has a rule");
        let add = |rows: &[Row]| {
            let mut gathering = Gathering::new(&assessor, Wish::default()).expect("a file");
            for filing in assessor.assess("parts.csv", Ok(data_set(rows).into_bytes())) {
                gathering.hear(&filing).expect("kept");
            }
            let mut gathered = gathering.close().expect("a sum");
            let style = Style::new(&FORMS, &CATALOGUE, assessor.policy(), gouji::model::Lang::Zh);
            let mut bytes = Vec::new();
            write_sum(&mut gathered, 0..1, SumKind::Json, style, Report::default(), Box::new(&mut bytes)).expect("written");
            (gathered, bytes)
        };
        let (gathered, bytes) = add(&rows);
        let filing = &gathered.totals[0].filing;
        prop_assert_eq!((filing.checked.violated, filing.checked.undetermined, filing.checked.held), (0, 0, 42));
        let read = cells(filing);
        for (id, figure) in sum(&rows) {
            prop_assert_eq!(read[id].as_ref(), Some(&figure), "{}", id);
        }
        let shuffled: Vec<Row> = rows.iter().rev().cloned().collect();
        prop_assert!(add(&shuffled).1 == bytes);
    }
}
