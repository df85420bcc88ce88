//! The county of a trial: an office's folder with 121 filings, made up. One body did not submit, one submitted twice, the
//! county's own filing is among them, and ten have a slip of the pen that the county's figures do not have. What belongs to
//! the run is a handful of sentences, and each is true.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use serde_json::Value;

/// Bodies on the roster, the county apart.
const BODIES: usize = 120;
/// Who did not submit, and who submitted twice.
const MISSING: usize = 57;
const DOUBLE: usize = 83;
/// Who has a slip, in which cell, and by how much the figure is too large.
const SLIPS: [(usize, &str, i64); 10] = [
    (4, "requests.granted.natural_person", 9),
    (11, "requests.received.enterprise", 40),
    (18, "requests.granted.natural_person", 27),
    (25, "requests.partly_granted.natural_person", 4),
    (39, "requests.denied.third_party.natural_person", 100),
    (46, "requests.carried_out.total", 18),
    (60, "requests.unavailable.not_held.natural_person", 63),
    (74, "requests.processed_total.total", 200),
    (88, "requests.not_processed.petition.natural_person", 7),
    (102, "requests.carried_in.natural_person", 11),
];

/// The names of a form's cells, and figures that balance.
static FORM: LazyLock<(Vec<String>, Vec<i64>)> = LazyLock::new(|| {
    let run = gouji(
        Path::new("."),
        &["convert", "fixtures/published/two-years-a-2023.csv", "--to", "csv", "--layout", "wide"],
    );
    let text = String::from_utf8(run.stdout).expect("UTF-8");
    let mut lines = text.trim_start_matches('\u{FEFF}').lines();
    let (names, figures) = (lines.next().expect("a header"), lines.next().expect("a filing"));
    let cells = names.split(',').zip(figures.split(',')).filter(|(name, _)| name.contains('.'));
    cells.map(|(name, figure)| (name.to_owned(), figure.parse().unwrap_or(0))).unzip()
});

fn gouji(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gouji")).current_dir(folder).args(arguments).output().expect("gouji runs")
}

fn name(body: usize) -> String {
    format!("青禾县第{body}局")
}

/// The figures of a body as they should be; no two bodies have the same.
fn figures(body: usize) -> Vec<i64> {
    FORM.1.iter().map(|figure| figure * (i64::try_from(body).expect("few") + 1)).collect()
}

fn filing(agency: &str, figures: &[i64]) -> String {
    let figures: Vec<_> = figures.iter().map(ToString::to_string).collect();
    format!("agency,year,{}\n{agency},2023,{}\n", FORM.0.join(","), figures.join(","))
}

fn at(cell: &str) -> usize {
    FORM.0.iter().position(|name| name == cell).expect("a cell")
}

/// The folder of the office: `in/` with the filings, and the roster beside it.
struct Office(tempfile::TempDir);

impl Office {
    fn new() -> Self {
        let office = Self(tempfile::tempdir().expect("a temporary folder"));
        fs::create_dir(office.0.path().join("in")).expect("a folder");
        let mut roster = "填报单位,上级单位\n青禾县人民政府,\n".to_owned();
        let mut whole = vec![0; FORM.0.len()];
        for body in 0..BODIES {
            let _ = writeln!(roster, "{},青禾县人民政府", name(body));
            let mut own = figures(body);
            whole.iter_mut().zip(&own).for_each(|(sum, figure)| *sum += figure);
            for (_, cell, by) in SLIPS.iter().filter(|(who, ..)| *who == body) {
                own[at(cell)] += by;
            }
            if body != MISSING {
                office.put(&format!("in/{body:03}.csv"), &filing(&name(body), &own));
            }
            if body == DOUBLE {
                office.put(&format!("in/{body:03}-再报.csv"), &filing(&name(body), &own));
            }
        }
        office.put("in/县.csv", &filing("青禾县人民政府", &whole));
        office.put("roster.csv", &roster);
        office
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).expect("written");
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let run = gouji(self.0.path(), &[&["check", "in", "--format", "json"], arguments].concat());
        serde_json::from_slice(&run.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&run.stderr)))
    }
}

/// The findings of the run with a code.
fn of<'r>(result: &'r Value, code: &str) -> Vec<&'r Value> {
    result["findings"].as_array().expect("a list").iter().filter(|finding| finding["code"] == code).collect()
}

fn sentence(finding: &Value) -> &str {
    finding["message"].as_str().expect("a sentence")
}

#[test]
fn what_belongs_to_the_run_is_a_handful_and_true() {
    let office = Office::new();
    let result = office.json(&["--roster", "roster.csv"]);
    let summary = &result["summary"];
    assert_eq!((&summary["filings"], &summary["with_errors"]), (&121.into(), &SLIPS.len().into()));
    let all: Vec<&str> = result["findings"].as_array().expect("a list").iter().map(sentence).collect();
    assert!(all.len() <= 12, "{}: {all:#?}", all.len());

    let missing = of(&result, "A502");
    assert_eq!(missing.len(), 1);
    assert!(sentence(missing[0]).contains(&name(MISSING)));
    let double = of(&result, "A503");
    assert_eq!(double.len(), 1, "{double:#?}");
    assert!(sentence(double[0]).contains(&name(DOUBLE)) && sentence(double[0]).contains("有 2 份报表，数字完全相同"));

    // One cause is one finding with its cells: the body that is missing, beside the errors found in the others.
    let sums = of(&result, "A501");
    assert_eq!(sums.len(), 1, "{all:#?}");
    let said = sentence(sums[0]);
    assert!(said.contains(&format!("“{}”没有报表", name(MISSING))), "{said}");
    let cells = sums[0]["cells"].as_array().expect("a list");
    let touched = FORM.1.iter().filter(|figure| **figure != 0).count();
    assert!(cells.len() + 10 >= touched && cells.len() > 20, "{} of {touched}", cells.len());
    assert!(sums[0]["left"].is_null() && sums[0]["difference"].is_null(), "the figures are those of the cells");
    let received = cells.iter().find(|cell| cell["id"] == "requests.received.total").expect("the cell");
    let own = |body: usize| figures(body)[at("requests.received.total")];
    assert_eq!(received["difference"], own(MISSING).to_string());
    assert_eq!(received["left"], (0..BODIES).map(own).sum::<i64>().to_string());
}

#[test]
fn differences_that_errors_explain_are_one_finding() {
    let office = Office::new();
    office.put(&format!("in/{MISSING:03}.csv"), &filing(&name(MISSING), &figures(MISSING)));
    let result = office.json(&["--roster", "roster.csv"]);
    let sums = of(&result, "A501");
    assert_eq!(sums.len(), 1, "{sums:#?}");
    let cells: Vec<&str> =
        sums[0]["cells"].as_array().expect("a list").iter().filter_map(|one| one["id"].as_str()).collect();
    // Two slips are in one cell.
    assert_eq!(cells.len(), SLIPS.len() - 1, "{cells:?}");
    let said = sentence(sums[0]);
    assert!(said.contains("有 9 格不符") && said.contains("10 个单位的这些格有错"), "{said}");
    // Its identity is its cause: with one slip mended it is the same finding.
    let before = sums[0]["fingerprint"].clone();
    let (body, ..) = SLIPS[9];
    office.put(&format!("in/{body:03}.csv"), &filing(&name(body), &figures(body)));
    let result = office.json(&["--roster", "roster.csv"]);
    let sums = of(&result, "A501");
    assert_eq!((sums.len(), &sums[0]["fingerprint"]), (1, &before));
}

/// Of five agencies that have exactly the difference nobody knows which it is.
#[test]
fn agencies_that_have_exactly_the_difference_are_named_or_counted() {
    for (alike, words) in [
        (1, vec!["正好是“青禾县第0局”的数"]),
        (3, vec!["“青禾县第0局”、“青禾县第1局”、“青禾县第2局”", "其中一个"]),
        (9, vec!["有 9 个单位", "其中一个"]),
    ] {
        let office = tempfile::tempdir().expect("a temporary folder");
        let mut rows = filing(&name(0), &figures(0));
        let mut whole = figures(0);
        for body in 1..12 {
            let own = if body < alike { figures(0) } else { figures(body + 20) };
            whole.iter_mut().zip(&own).for_each(|(sum, figure)| *sum += figure);
            rows += filing(&name(body), &own).split_once('\n').expect("two lines").1;
        }
        // One of them was counted twice.
        whole.iter_mut().zip(figures(0)).for_each(|(sum, figure)| *sum += figure);
        fs::write(office.path().join("parts.csv"), rows).expect("written");
        fs::write(office.path().join("whole.csv"), filing("青禾县人民政府", &whole)).expect("written");
        let run = gouji(office.path(), &["check", "parts.csv", "--aggregate", "whole.csv", "--format", "json"]);
        let result: Value = serde_json::from_slice(&run.stdout).expect("JSON");
        let sums = of(&result, "A501");
        assert_eq!(sums.len(), 1, "{sums:#?}");
        for words in words {
            assert!(sentence(sums[0]).contains(words), "{}", sentence(sums[0]));
        }
    }
}

#[test]
fn what_was_explained_cell_by_cell_stays_explained() {
    let office = Office::new();
    office.put(&format!("in/{MISSING:03}.csv"), &filing(&name(MISSING), &figures(MISSING)));
    let run = |rows: &str| {
        let head = "fingerprint,agency,year,code,cells,figures,reason,author,date\n";
        office.put("explained.csv", &format!("{head}{rows}"));
        office.json(&["--roster", "roster.csv", "--explanations", "explained.csv"])
    };
    let result = office.json(&["--roster", "roster.csv"]);
    let cells = of(&result, "A501")[0]["cells"].as_array().expect("a list").clone();
    let row = |cell: &Value| {
        let text = |key: &str| cell[key].as_str().expect("text").to_owned();
        format!(
            "0123456789abcdef,青禾县人民政府,2023,A501,{},{},以县级汇总为准,张某,2024-01-20\n",
            text("id"),
            text("value")
        )
    };
    let all: String = cells.iter().map(row).collect();
    let explained = run(&all);
    assert_eq!(of(&explained, "A501")[0]["explained"], true);
    assert_eq!(of(&explained, "E801").len(), 0, "each of the old explanations speaks of it");
    // A part of it is no answer to the whole, and no orphan either.
    let partly = run(&row(&cells[0]));
    assert_eq!(of(&partly, "A501")[0]["explained"], false);
    assert_eq!(of(&partly, "E801").len(), 0);
}

/// The same agency and year in two files, or in two rows, where no roster says who has to report.
#[test]
fn a_filing_that_is_there_twice_is_said_without_a_roster() {
    let office = tempfile::tempdir().expect("a temporary folder");
    let put = |name: &str, text: &str| fs::write(office.path().join(name), text).expect("written");
    put("a.csv", &filing(&name(1), &figures(1)));
    put("b.csv", &filing(&name(1), &figures(2)));
    let row = filing(&name(3), &figures(3));
    put("rows.csv", &format!("{row}{}", row.split_once('\n').expect("two lines").1));
    let run = |arguments: &[&str]| {
        let run = gouji(office.path(), &[&["check", "--format", "json"], arguments].concat());
        serde_json::from_slice::<Value>(&run.stdout).expect("JSON")
    };
    let result = run(&["a.csv", "b.csv"]);
    let found = of(&result, "A505");
    assert_eq!(found.len(), 1);
    for words in ["“青禾县第1局”", "2023", "2 份报表", "数字不同", "a.csv", "b.csv"] {
        assert!(sentence(found[0]).contains(words), "{}", sentence(found[0]));
    }
    assert!(sentence(of(&run(&["rows.csv"]), "A505")[0]).contains("数字完全相同"));
    assert_eq!(of(&run(&["a.csv", "rows.csv"]), "A505").len(), 1);
    assert_eq!(of(&run(&["a.csv"]), "A505").len(), 0);
    put("roster.csv", "填报单位\n青禾县第1局\n");
    let listed = run(&["a.csv", "b.csv", "--roster", "roster.csv"]);
    assert_eq!((of(&listed, "A505").len(), of(&listed, "A503").len()), (0, 1), "with a roster it is A503");
}

/// Last year's report handed in again: this year's is named, be last year's in the run, before or after it, or beside it.
#[test]
fn a_copy_of_last_year_is_found_and_this_year_is_named() {
    let office = tempfile::tempdir().expect("a temporary folder");
    let own = filing(&name(1), &figures(1));
    fs::write(office.path().join("a.csv"), &own).expect("written");
    fs::write(office.path().join("b.csv"), own.replace(",2023,", ",2024,")).expect("written");
    for arguments in [&["b.csv", "--previous", "a.csv"][..], &["a.csv", "b.csv"], &["b.csv", "a.csv"]] {
        let run = gouji(office.path(), &[&["check", "--format", "json", "--select", "P706"], arguments].concat());
        let result: Value = serde_json::from_slice(&run.stdout).expect("JSON");
        let of_filings = result["filings"].as_array().into_iter().flatten();
        let of_filings = of_filings
            .flat_map(|filing| filing["findings"].as_array().into_iter().flatten().map(move |one| (filing, one)));
        let of_run = result["findings"].as_array().into_iter().flatten().map(|one| (one, one));
        let found: Vec<_> = of_filings.chain(of_run).collect();
        assert!(!found.is_empty(), "{arguments:?}");
        for (whose, finding) in found {
            assert_eq!((&whose["year"], &whose["source"]["path"]), (&2024.into(), &"b.csv".into()), "{arguments:?}");
            assert!(sentence(finding).contains("2023"), "{}", sentence(finding));
        }
    }
}

/// Notes about how figures are written are said once a column.
#[test]
fn figures_written_alike_are_one_note_a_column() {
    let form = fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("the fixture is text");
    let row = form.lines().find(|line| line.contains("予以公开")).expect("a row").to_owned();
    let floats = form.lines().map(|line| {
        let fields = line.split(',').map(|field| match field.parse::<u32>() {
            Ok(figure) => format!("{figure}.0"),
            Err(_) => field.to_owned(),
        });
        fields.collect::<Vec<_>>().join(",") + "\n"
    });
    let floats: String = floats.collect();
    assert!(floats.contains(".0") && floats.len() > form.len() && !row.is_empty());
    let office = tempfile::tempdir().expect("a temporary folder");
    fs::write(office.path().join("a.csv"), floats).expect("written");
    let run = gouji(office.path(), &["check", "a.csv", "--format", "json", "--select", "V209"]);
    let result: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let notes = result["filings"][0]["findings"].as_array().expect("a list").clone();
    let of_requests: Vec<_> = notes.iter().filter(|note| note["table"] == "requests").collect();
    assert_eq!(of_requests.len(), 7, "one a column");
    assert!(of_requests.iter().all(|note| note["cells"].as_array().is_some_and(|cells| cells.len() == 25)));
    assert!(sentence(of_requests[0]).contains("25 格"), "{}", sentence(of_requests[0]));
    let fingerprints: std::collections::BTreeSet<_> =
        notes.iter().map(|note| note["fingerprint"].to_string()).collect();
    assert_eq!(fingerprints.len(), notes.len());
}

/// A column that a data set lacks is missing in each of its records, and people read that once.
#[test]
fn a_column_that_a_data_set_lacks_is_said_once_to_people() {
    let lost = at("requests.granted.research");
    let mut rows = String::new();
    for body in 0..30 {
        let text = filing(&name(body), &figures(body));
        let lines = text.lines().skip(usize::from(body > 0)).map(|line| {
            let fields = line.split(',').enumerate().filter(|(field, _)| *field != lost + 2).map(|(_, field)| field);
            fields.collect::<Vec<_>>().join(",") + "\n"
        });
        rows.extend(lines);
    }
    let office = tempfile::tempdir().expect("a temporary folder");
    fs::write(office.path().join("a.csv"), rows).expect("written");
    let run = |format: &str| gouji(office.path(), &["check", "a.csv", "--format", format, "--select", "S302"]);
    let json: Value = serde_json::from_slice(&run("json").stdout).expect("JSON");
    assert_eq!(json["summary"]["by_code"]["S302"], 30);
    assert_eq!(run("table").status.code(), Some(1));
    for format in ["table", "markdown"] {
        let said = String::from_utf8(run(format).stdout).expect("UTF-8");
        let said = said.replace(['\n', ' ', '│', '┆'], "");
        assert_eq!(said.matches("的30份报表都有").count(), 1, "{format}: {said}");
        // Where it is listed, by its place and in its sentence, and where its number is.
        assert!((2..=3).contains(&said.matches("科研机构").count()), "{format}: {said}");
    }
}

/// Who opens the page of a county looks for agencies; what belongs to the run stands after them, who did not submit first.
#[test]
fn the_page_of_a_county_begins_with_its_agencies() {
    let office = Office::new();
    let run = gouji(office.0.path(), &["check", "in", "--roster", "roster.csv", "--format", "html"]);
    let page = String::from_utf8(run.stdout).expect("UTF-8");
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(
        at("<h2>填报单位</h2>") < at("<details class=\"list\"")
            && at("有强制性问题</span>") < at("<h2>本次核查的整体问题")
    );
    let run_level = at("<ul class=\"run\">");
    let first = page[run_level..].find("data-codes=\"").map(|at| &page[run_level + at..][..17]);
    assert_eq!(first, Some("data-codes=\"A502\""));
    assert!(page[run_level..].contains("data-codes=\"A503\""));
}

/// Each of the ten slips is red in the picture, with what it should be; ten red cells in all, and no more.
#[test]
fn each_slip_is_the_red_cell() {
    let office = Office::new();
    let page = gouji(office.0.path(), &["check", "in", "--format", "html"]);
    let page = String::from_utf8(page.stdout).expect("UTF-8");
    assert_eq!(page.matches("<td class=\"wrong\"").count(), SLIPS.len());
    for (body, cell, by) in SLIPS {
        let right = figures(body)[at(cell)];
        let drawn = format!(">{}</a><i>→{right}</i></td>", right + by);
        assert_eq!(page.matches(&drawn).count(), 1, "{cell} of {body}");
    }
}
