//! The results themselves: their schema, the same bytes each time, and that they are known for results.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;

use calamine::Reader as _;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{compared_in, folder, published, run, run_in, stderr, stdout};
use crate::machine::schemas::{Validator, check, closed};
use crate::people::{Element, elements};

const FORMATS: [(&str, &str); 5] =
    [("table", "r.txt"), ("csv", "r.csv"), ("json", "r.json"), ("html", "r.html"), ("xlsx", "r.xlsx")];
const YEARS: [&str; 2] = ["fixtures/published/two-years-a-2023.csv", "fixtures/published/two-years-a-2024.csv"];

#[test]
fn json_is_gouji_compare_1() {
    let text = fs::read_to_string("src/render/gouji-compare-1.schema.json").expect("the schema is there");
    let document = Validator::new(closed(serde_json::from_str(&text).expect("JSON")));
    let runs: [&[&str]; 5] = [
        &["fixtures/published/two-years-a-2023.csv", "fixtures/published/two-years-a-2024.csv"],
        &["fixtures/rules/flow-unbalanced/fires.csv", "fixtures/rules/flow-unbalanced/holds.csv"],
        &["fixtures/published/trial-2019.csv", "fixtures/published/blank-total-2024.csv", "--lang", "en"],
        &["fixtures/published", "fixtures/rules"],
        &["fixtures/refused", "fixtures/published"],
    ];
    for args in runs {
        let (result, _) = compared_in(".".as_ref(), args);
        check(&document, &result, "gouji-compare/1");
    }
    let (nothing, code) = compared_in(".".as_ref(), runs[4]);
    assert_eq!((&nothing["schema"], &nothing["pairs"], code), (&json!("gouji-compare/1"), &json!([]), Some(2)));
    let unread = nothing["summary"]["unread"].as_array().expect("a list");
    assert!(unread.iter().all(|one| one["message"].as_str().is_some_and(|text| !text.is_empty())));
}

/// The largest change stands first, and a total before the items that it is made of.
#[test]
fn the_largest_changes_come_first() {
    let said = stdout(&run(&[
        "compare",
        "fixtures/published/two-years-a-2023.csv",
        "fixtures/published/two-years-a-2024.csv",
    ]));
    let lines: Vec<&str> = said.lines().collect();
    let first = lines.iter().position(|line| line.starts_with('╞')).expect("a list");
    let list: Vec<&str> = lines[first + 1..].iter().take_while(|line| line.starts_with('│')).copied().collect();
    assert_eq!(list.len(), 10);
    assert!(list[0].contains("行政许可") && list[0].contains("-235416") && list[0].contains("-13.0%"), "{}", list[0]);
    assert!(list.iter().all(|line| line.contains("表二") || line.contains("总计")), "{list:?}");
}

#[test]
fn results_are_the_same_each_time_and_go_where_they_are_sent() {
    let files = YEARS;
    let sets = folder(&[]);
    for (format, name) in FORMATS {
        let path = sets.path().join(name).to_string_lossy().into_owned();
        let args = [&["compare", files[0], files[1], "--format", format, "-o", &path][..]].concat();
        let first = run(&args);
        assert_eq!(first.status.code(), Some(0), "{format}: {}", stderr(&first));
        assert!(first.stdout.is_empty() && stderr(&first).contains("对比 1 对"), "{format}: {}", stderr(&first));
        let bytes = fs::read(&path).expect("written");
        run(&args);
        assert_eq!(bytes, fs::read(&path).expect("written again"), "{format}");
    }
    // One more than there are files goes to the screen.
    let path = sets.path().join("r.json").to_string_lossy().into_owned();
    let both = run(&["compare", files[0], files[1], "--format", "json", "-o", &path, "--format", "csv"]);
    assert!(both.status.success() && stdout(&both).starts_with("\u{feff}填报单位,对比方式"), "{}", stderr(&both));
    assert_eq!(stdout(&both).lines().count(), 201);
    assert_eq!(run(&["compare", files[0], files[1], "-o", &path, "-o", "x"]).status.code(), Some(2));
}

/// A walk through a folder takes no result for a report, and a result may take the place of an earlier one.
#[test]
fn an_earlier_result_in_a_walked_folder_is_known_for_one() {
    for (format, name) in FORMATS {
        let sets = folder(&[
            ("old/a.csv", &published("two-years-a-2023.csv")),
            ("new/a.csv", &published("two-years-a-2024.csv")),
        ]);
        let target = format!("new/{name}");
        let args = ["compare", "old", "new", "--format", format, "-o", &target];
        for _ in 0..2 {
            let run = run_in(sets.path(), &args);
            assert_eq!(run.status.code(), Some(0), "{format}: {}", stderr(&run));
        }
        let checked = run_in(sets.path(), &["check", "new", "--format", "json"]);
        let result: Value = serde_json::from_slice(&checked.stdout).expect("JSON");
        assert_eq!(result["summary"]["filings"], 1, "{format}");
        assert_eq!(result["summary"]["skipped"].as_array().map(Vec::len), Some(1), "{format}: {}", result["summary"]);
    }
}

/// The excerpt in the README is what the program prints.
#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = fs::read_to_string("README.md").expect("the README is there");
    let shown = readme.split("```console\n$ gouji compare ").nth(1).and_then(|rest| rest.split("\n```").next());
    let (files, excerpt) = shown.and_then(|shown| shown.split_once('\n')).expect("a command and its output");
    let args: Vec<&str> = std::iter::once("compare").chain(files.split(' ')).collect();
    let said = stdout(&run(&args));
    assert!(excerpt.lines().count() > 10 && said.starts_with(excerpt), "{said:.2000}");
}

/// Nothing that is read is written to.
#[test]
fn no_result_takes_the_place_of_what_is_read() {
    let sets = folder(&[
        ("old.csv", &published("two-years-a-2023.csv")),
        ("new/a.csv", &published("two-years-a-2024.csv")),
        ("roster.csv", "填报单位\n临澄市人民政府\n"),
        ("gouji.toml", "roster = \"roster.csv\"\n"),
    ]);
    for target in ["old.csv", "new/a.csv", "roster.csv", "gouji.toml"] {
        let before = fs::read(sets.path().join(target)).expect("there");
        let run = run_in(sets.path(), &["compare", "old.csv", "new", "--format", "csv", "-o", target]);
        assert_eq!(run.status.code(), Some(2), "{target}");
        assert!(stderr(&run).contains(target) && fs::read(sets.path().join(target)).expect("still there") == before);
    }
}

/// Names of files and agencies are as hostile as any text.
#[test]
fn hostile_text_does_nothing() {
    let odd = "=cmd|A0\u{1b}[31m<script>";
    let hostile = published("two-years-a-2024.csv")
        .replace("行政强制,29351", &format!("行政强制,{odd}"))
        .replace("临澄市人民政府", "临澄市<b>人民\u{202e}政府");
    let sets = folder(&[("old.csv", &published("two-years-a-2023.csv")), ("<i>new.csv", &hostile)]);
    let as_ = |format: &str| {
        let run = run_in(sets.path(), &["compare", "old.csv", "<i>new.csv", "--format", format, "-o", "-"]);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        run.stdout
    };
    let text = |format: &str| String::from_utf8(as_(format)).expect("UTF-8");
    let table = text("table");
    assert!(table.contains("=cmd") && !table.contains('\u{1b}'));
    // A reader of JSON gets the text as it was, a screen does not.
    let json = text("json");
    assert!(json.contains("\\u202e") && !json.contains('\u{202e}') && !json.contains('\u{1b}'));
    let list = text("csv");
    assert!(list.contains(",'=cmd") && !list.contains(",=cmd") && !list.contains('\u{1b}'));
    let page = text("html");
    let elements = elements(&page);
    assert!(elements.iter().all(|element| !["script", "i"].contains(&element.name.as_str())));
    assert!(elements.iter().all(|element| element.attributes.keys().all(|name| !name.starts_with("on"))));
    assert!(
        page.contains("&lt;script&gt;")
            && !page.contains("<b>人民")
            && !page.contains('\u{202e}')
            && !page.contains('\u{1b}')
    );
    let mut book = calamine::Xlsx::new(Cursor::new(as_("xlsx"))).expect("a workbook");
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).expect("a sheet").is_empty(), "{name} computes nothing");
    }
}

/// The page holds the figures of both years in every cell of the form, and its largest change is a bar on top.
#[test]
fn the_page_has_both_figures_in_every_cell() {
    let page = stdout(&run(&["compare", YEARS[0], YEARS[1], "--format", "html"]));
    let elements = elements(&page);
    let expected = figures("two-years-a");
    let class = |element: &Element, class: &str| element.attributes.get("class").is_some_and(|own| own == class);
    let of = |name: &str| -> Vec<&str> {
        elements.iter().filter(|one| one.name == "span" && class(one, name)).map(|one| one.text.as_str()).collect()
    };
    let (old, new) = (of("o"), of("n"));
    // One more is the key of the bars.
    assert_eq!((old.len(), new.len()), (200, 201));
    let sum = |list: &[&str]| -> Decimal { list.iter().filter_map(|text| text.parse::<Decimal>().ok()).sum() };
    for (at, said) in [(0, sum(&old)), (1, sum(&new))] {
        let right: Decimal = expected.values().map(|figures| figures[at].parse::<Decimal>().expect("a figure")).sum();
        assert_eq!(said, right);
    }
    let first = elements.iter().position(|one| one.name == "svg").expect("bars");
    let bars: Vec<_> = elements[first..].iter().filter(|one| one.name == "rect").take(2).collect();
    assert_eq!([&bars[0].attributes["width"], &bars[1].attributes["width"]], ["200", "173"], "1573179 of 1808595");
    assert!(!page.contains("<script") && page.contains("default-src 'none'"));
}

/// The workbook has every cell in a line, and in the form the new figure beside the old one.
#[test]
fn the_workbook_has_every_cell_and_the_years_side_by_side() {
    let run = run(&["compare", YEARS[0], YEARS[1], "--format", "xlsx", "-o", "-"]);
    let mut book = calamine::Xlsx::new(Cursor::new(run.stdout)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["最大变化", "临澄市人民政府2024", "逐格对比"]);
    let expected = figures("two-years-a");
    let cells = book.worksheet_range("逐格对比").expect("the list");
    let number = |value: &calamine::Data| value.to_string().parse::<Decimal>().ok();
    let mut seen = 0;
    for row in cells.rows().skip(1) {
        let figures = &expected[&row[11].to_string()];
        for (at, figure) in [6, 7, 8, 9].into_iter().zip(figures) {
            assert_eq!(number(&row[at]), figure.parse().ok(), "{}", row[11]);
        }
        seen += 1;
    }
    assert_eq!(seen, expected.len());
    let form = book.worksheet_range("临澄市人民政府2024").expect("the form");
    let row = form.rows().find(|row| row[0].to_string().starts_with("一、本年新收")).expect("the row");
    let said: Vec<String> = row[1..].iter().map(ToString::to_string).filter(|text| !text.is_empty()).collect();
    assert_eq!(said, ["3402", "3440", "99", "75", "0", "0", "4", "1", "5", "6", "1", "3", "3511", "3525"]);
}

fn figures(name: &str) -> BTreeMap<String, [String; 4]> {
    let text = fs::read_to_string(format!("fixtures/compare/{name}.toml")).expect("the fixture is there");
    toml::from_str(&text).expect("figures")
}
