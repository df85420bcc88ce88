//! A new edition is a folder of records and no code.

use std::path::Path;

use crate::support::CATALOGUE;
use gouji::diagnosis::{Assessor, Policy};
use gouji::forms::{FormError, Forms};
use gouji::reading::{ReadOptions, Reader};
use gouji::rules::Plan;

fn forms() -> Forms {
    Forms::embedded()
        .and_then(|forms| forms.with_folder(Path::new("fixtures/editions")))
        .expect("the made-up edition keeps the laws")
}

/// Other tables, a relation along rows, a subtotal inside a total: all from the records.
#[test]
fn a_third_edition_works_from_its_folder() {
    let forms = forms();
    let edition = forms.get("2027").expect("it was loaded");
    // 2 rows of table 2; rows of table 3: 6; subtotal and total in 3 columns each.
    assert_eq!(Plan::of(edition).printed().count(), 2 + 6 + 3 + 3);
    let assessor = Assessor::new(Reader::new(&forms, ReadOptions::default()), CATALOGUE.clone(), Policy::default())
        .expect("every relation has a rule");
    let path = Path::new("fixtures/editions/report-2027.csv");
    let filings = assessor.assess("report-2027.csv", assessor.reader().load(path));
    let found: Vec<_> = filings[0]
        .findings
        .iter()
        .map(|finding| (finding.rule.code.as_str(), finding.equation().unwrap_or_default()))
        .collect();
    assert_eq!(filings[0].edition.as_deref(), Some("2027"));
    assert_eq!(
        found,
        [
            ("B101", "10 + 4 = 14 ≠ 3 + 12 = 15".to_owned()),
            ("B102", "5 + 3 = 8 ≠ 9".to_owned()),
            ("B103", "6 + 2 = 8 ≠ 9".to_owned()),
        ]
    );
}

/// A report of 2023 is still a report of 2023.
#[test]
fn more_editions_do_not_disturb_the_others() {
    let forms = forms();
    let assessor = Assessor::new(Reader::new(&forms, ReadOptions::default()), CATALOGUE.clone(), Policy::default())
        .expect("every relation has a rule");
    let path = Path::new("fixtures/published/two-years-a-2023.csv");
    let filings = assessor.assess("a.csv", assessor.reader().load(path));
    assert_eq!(filings[0].edition.as_deref(), Some("2021"));
    assert!(filings[0].findings.is_empty());
}

/// Each law of a form, broken once.
#[test]
fn a_form_that_breaks_a_law_is_refused_with_the_reason() {
    let whole = std::fs::read_to_string("fixtures/editions/2027/requests.toml").expect("the fixture is there");
    for (from, to, reason) in [
        (r#"total_of = "online""#, r#"total_of = "offline""#, "names `offline`, which is no heading above it"),
        (r#"under = "online", label = "1.全部""#, r#"under = "later", label = "1.全部""#, "no heading above it"),
        (r#"id = "online.part""#, r#"id = "online.full""#, "two lines are called `online.full`"),
        (r#"label = "2.部分""#, r#"label = "1.全部""#, "the label of another line under the same heading"),
        (r#", relation = "applicant-total""#, "", "a total has `total_of` and `relation`"),
        (r#"label = "2.部分""#, r#"label = "、""#, "needs an id and a label"),
        (r#"value = "count""#, r#"value = "counts""#, "unknown variant `counts`"),
        (r#"value = "count""#, "value = \"count\"\ncolour = 1", "unknown field `colour`"),
        (r#"id = "requests""#, r#"id = "disclosure""#, "two tables are called `disclosure`"),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in ["edition.toml", "disclosure.toml"] {
            std::fs::copy(Path::new("fixtures/editions/2027").join(file), folder.path().join(file)).expect("copied");
        }
        assert!(whole.contains(from), "{from}");
        std::fs::write(folder.path().join("requests.toml"), whole.replacen(from, to, 1)).expect("written");
        let error = Forms::embedded().and_then(|forms| forms.with_folder(folder.path())).expect_err(reason).to_string();
        assert!(error.contains(reason), "{error} should say {reason}");
    }
}

/// Each law of wholes and their parts, broken once, on the form that has them.
#[test]
fn wholes_and_parts_keep_their_laws() {
    let record =
        |file: &str| std::fs::read_to_string(Path::new("src/forms/2014").join(file)).expect("the form is there");
    let (edition, table) = (record("edition.toml"), record("statistics.toml"));
    let load = |table: &str| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("edition.toml"), edition.replace("id = \"2014\"", "id = \"copy\""))
            .expect("written");
        std::fs::write(folder.path().join("statistics.toml"), table).expect("written");
        Forms::embedded().and_then(|forms| forms.with_folder(folder.path()))
    };
    assert!(load(&table).is_ok());
    let whole = r#"measure = "人", parts = "equal", relation = "parts" "#;
    let last = r#"id = "training.participants", under = "training""#;
    for (from, to, reason) in [
        (
            whole,
            r#"measure = "人" "#,
            "`support.staff.full_time` is a part of `support.staff`, which names no relation",
        ),
        (whole, r#"measure = "人", parts = "equal" "#, "a whole `parts` and `relation`"),
        (whole, r#"measure = "人", relation = "parts" "#, "a whole `parts` and `relation`"),
        (whole, r#"measure = "人", parts = "equal", total_of = "", relation = "parts" "#, "other lines none of these"),
        (whole, r#"measure = "人", parts = "more", relation = "parts" "#, "unknown variant `more`"),
        (whole, r#"measure = "人", parts = "equal", relation = "parts", value = "amount" "#, "hold different things"),
        (
            last,
            r#"parts = "equal", relation = "parts", id = "training.participants", under = "training""#,
            "has no items",
        ),
        (last, r#"id = "training.participants", under = "training.courses""#, "is a part of `training.courses`"),
        (
            last,
            r#"id = "training.participants", total_of = "support.staff", relation = "parts""#,
            "which is no heading",
        ),
        (r#"label = "统计数""#, r#"label = "统计数", value = "count""#, "rows and columns both say"),
        (r#"label = "统计数""#, r#"label = "统计数", measure = "件""#, "only rows beside a column of units"),
        (r#"measures = ["单位", "计量单位"]"#, "", "only rows beside a column of units"),
    ] {
        assert!(table.contains(from), "{from}");
        let error = load(&table.replacen(from, to, 1)).expect_err(reason).to_string();
        assert!(error.contains(reason), "{error} should say {reason}");
    }
}

/// A whole counts itself in the total of its group, and its parts only in itself.
#[test]
fn parts_count_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let edition = std::fs::read_to_string("src/forms/2014/edition.toml").expect("the form is there");
    std::fs::write(folder.path().join("edition.toml"), edition.replace("id = \"2014\"", "id = \"copy\""))
        .expect("written");
    let table = r#"
id = "statistics"
label = "情况统计表"
brief = { zh = "统计表", en = "Statistics" }
[[block]]
value = "count"
columns = [{ id = "count", label = "统计数" }]
rows = [
  { id = "a", label = "甲", parts = "equal", relation = "parts" },
  { id = "a.b", label = "乙", under = "a", parts = "at-most", relation = "within" },
  { id = "a.b.c", label = "丙", under = "a.b" },
  { id = "a.b.d", label = "丁", under = "a.b" },
  { id = "a.e", label = "戊", under = "a" },
  { id = "f", label = "己" },
  { id = "all", label = "合计", total_of = "", relation = "case-total" },
]"#;
    std::fs::write(folder.path().join("statistics.toml"), table).expect("written");
    let forms = Forms::embedded().and_then(|forms| forms.with_folder(folder.path())).expect("it keeps the laws");
    let edition = forms.get("copy").expect("it was loaded");
    let plan = Plan::of(edition);
    let words: Vec<_> = plan
        .edits()
        .iter()
        .map(|edit| gouji::render::edit_in_words(edition, &plan, edit, gouji::model::Lang::Zh))
        .collect();
    assert_eq!(
        words,
        [
            "[parts] 统计表: 乙 + 戊 = 甲",
            "[within] 统计表: 丙 ≤ 乙",
            "[within] 统计表: 丁 ≤ 乙",
            "[case-total] 统计表: 甲 + 己 = 合计",
        ]
    );
}

#[test]
fn a_table_name_is_no_path_and_an_edition_has_one_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let edition = std::fs::read_to_string("fixtures/editions/2027/edition.toml").expect("the fixture is there");
    std::fs::write(folder.path().join("edition.toml"), edition.replace("\"disclosure\"", "\"../disclosure\""))
        .expect("written");
    let error = Forms::embedded().and_then(|forms| forms.with_folder(folder.path()));
    assert!(matches!(error, Err(FormError::Fault(_))));
    let twice = forms().with_folder(Path::new("fixtures/editions/2027"));
    assert!(matches!(twice, Err(FormError::Duplicate(name)) if name == "2027"));
    let none = forms().with_folder(Path::new("fixtures/published"));
    assert!(matches!(none, Err(FormError::NoEdition(_))));
}
