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

#[test]
fn a_table_name_is_no_path_and_an_edition_has_one_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let edition = std::fs::read_to_string("fixtures/editions/2027/edition.toml").expect("the fixture is there");
    std::fs::write(folder.path().join("edition.toml"), edition.replace("\"disclosure\"", "\"../disclosure\""))
        .expect("written");
    let error = Forms::embedded().and_then(|forms| forms.with_folder(folder.path()));
    assert!(matches!(error, Err(FormError::Law { .. })));
    let twice = forms().with_folder(Path::new("fixtures/editions/2027"));
    assert!(matches!(twice, Err(FormError::Duplicate(name)) if name == "2027"));
    let none = forms().with_folder(Path::new("fixtures/published"));
    assert!(matches!(none, Err(FormError::NoEdition(_))));
}
