//! A made-up city: four counties with forty departments and fifteen townships among them. Each county has one thing wrong
//! with its sums, or none.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use serde_json::Value;

/// A balanced form as a data set has it: the names of its columns and the figures.
fn form() -> (Vec<String>, Vec<u64>) {
    let run = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["convert", "fixtures/published/two-years-a-2023.csv", "--to", "csv", "--layout", "wide"])
        .output()
        .expect("gouji runs");
    let text = String::from_utf8(run.stdout).expect("UTF-8");
    let mut lines = text.trim_start_matches('\u{FEFF}').lines();
    let (names, figures) = (lines.next().expect("a header"), lines.next().expect("a filing"));
    let cells = names.split(',').zip(figures.split(',')).filter(|(name, _)| name.contains('.'));
    cells.map(|(name, figure)| (name.to_owned(), figure.parse::<u64>().unwrap_or(0))).unzip()
}

struct City {
    names: Vec<String>,
    form: Vec<u64>,
    rows: String,
    roster: String,
}

impl City {
    fn new() -> Self {
        let (names, form) = form();
        let rows = format!("agency,year,{}\n", names.join(","));
        Self { names, form, rows, roster: "填报单位,上级单位,垂直管理\n".to_owned() }
    }

    /// The form so many times over; no two agencies of the city have the same.
    fn times(&self, times: u64) -> Vec<u64> {
        self.form.iter().map(|figure| figure * times).collect()
    }

    fn submit(&mut self, agency: &str, figures: &[u64]) {
        let figures: Vec<_> = figures.iter().map(ToString::to_string).collect();
        let _ = writeln!(self.rows, "{agency},2023,{}", figures.join(","));
    }

    fn list(&mut self, agency: &str, parent: &str, exempt: &str) {
        let _ = writeln!(self.roster, "{agency},{parent},{exempt}");
    }

    fn at(&self, cell: &str) -> usize {
        self.names.iter().position(|name| name == cell).expect("a cell")
    }
}

fn sum<'f>(all: impl IntoIterator<Item = &'f Vec<u64>>) -> Vec<u64> {
    let add = |sum: Vec<u64>, one: &Vec<u64>| {
        if sum.is_empty() { one.clone() } else { sum.iter().zip(one).map(|(a, b)| a + b).collect() }
    };
    all.into_iter().fold(Vec::new(), add)
}

/// The messages of A501, by the superior they concern.
fn mismatches(result: &Value) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in result["findings"].as_array().expect("a list") {
        if finding["code"] == "A501" {
            let agency = finding["agency"].as_str().expect("a superior").to_owned();
            found.entry(agency).or_default().push(finding["message"].as_str().expect("a sentence").to_owned());
        }
    }
    found
}

/// Departments and townships of a county, each with figures of its own.
fn bodies(county: &str, departments: usize, townships: usize, from: u64, city: &City) -> Vec<(String, Vec<u64>)> {
    let departments = (0..departments).map(|number| format!("{county}第{number}局"));
    let townships = (0..townships).map(|number| format!("{county}第{number}镇人民政府"));
    let names: Vec<_> = departments.chain(townships).collect();
    names.into_iter().zip(from..).map(|(name, times)| (name, city.times(times * times * times))).collect()
}

#[test]
fn each_county_learns_why_its_sums_are_wrong() {
    let mut city = City::new();
    let mut counties = Vec::new();
    for (at, (county, departments, townships)) in
        [("甲县", 12, 4), ("乙县", 10, 4), ("丙县", 10, 4), ("丁县", 8, 3)].into_iter().enumerate()
    {
        let government = format!("{county}人民政府");
        let bodies = bodies(county, departments, townships, 2 + 20 * at as u64, &city);
        let mut whole = sum(bodies.iter().map(|(_, figures)| figures));
        for (number, (name, figures)) in bodies.iter().enumerate() {
            city.list(name, &government, if county == "丁县" && number == 2 { "是" } else { "" });
            match (county, number) {
                // It has not submitted; the county knows its figures all the same.
                ("甲县", 3) => {}
                // A figure is wrong in its own report, and right in the county's.
                ("丙县", 5) => {
                    let mut wrong = figures.clone();
                    wrong[city.at("requests.granted.natural_person")] += 40;
                    city.submit(name, &wrong);
                }
                _ => city.submit(name, figures),
            }
        }
        if county == "乙县" {
            whole = sum([&whole, &bodies[6].1]);
        }
        if county == "丁县" {
            whole = whole.iter().zip(&bodies[2].1).map(|(all, one)| all - one).collect();
        }
        city.submit(&government, &whole);
        city.list(&government, "某市人民政府", "");
        counties.push(whole);
    }
    let whole = sum(&counties);
    city.submit("某市人民政府", &whole);

    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("filings.csv"), &city.rows).expect("written");
    fs::write(folder.path().join("roster.csv"), &city.roster).expect("written");
    let run = |arguments: &[&str]| {
        let run = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .current_dir(folder.path())
            .args([&["check", "--format", "json", "--select", "A,B"], arguments].concat())
            .output()
            .expect("gouji runs");
        serde_json::from_slice::<Value>(&run.stdout).expect("JSON")
    };
    let result = run(&["filings.csv", "--roster", "roster.csv"]);
    let found = mismatches(&result);
    assert_eq!(found.keys().collect::<Vec<_>>(), ["丙县人民政府", "乙县人民政府", "甲县人民政府"], "{found:?}");
    let said = |county: &str, words: &str| {
        let messages = &found[county];
        assert!(!messages.is_empty() && messages.iter().all(|message| message.contains(words)), "{messages:?}");
        messages.len()
    };
    said("甲县人民政府", "“甲县第3局”没有报表，差额可能是它的数");
    said("乙县人民政府", "正好是“乙县第6局”的数，可能重复汇总了");
    assert_eq!(said("丙县人民政府", "“丙县第5局”的这些格有错"), 1);
    assert_eq!(result["summary"]["by_code"]["A502"], 1, "only who did not submit");

    // The county by itself, from the superior's own filing; here its parts are whatever is checked.
    let rows = |wanted: &dyn Fn(&str) -> bool| {
        let header = city.rows.lines().next().expect("a header");
        let rows: Vec<_> = city.rows.lines().skip(1).filter(|row| wanted(row)).collect();
        format!("{header}\n{}\n", rows.join("\n"))
    };
    fs::write(folder.path().join("county.csv"), rows(&|row| row.starts_with("乙县人民政府,"))).expect("written");
    let parts = rows(&|row| row.starts_with("乙县第"));
    fs::write(folder.path().join("parts.csv"), parts).expect("written");
    let found = mismatches(&run(&["parts.csv", "--aggregate", "county.csv"]));
    assert_eq!(found.keys().collect::<Vec<_>>(), ["乙县人民政府"]);
    assert!(found["乙县人民政府"].iter().all(|message| message.contains("“乙县第6局”")));
}
