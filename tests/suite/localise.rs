//! What arithmetic can see is named, and nothing is called certain that is not.

use gouji::diagnosis::{Evidence, localise, strengths};
use gouji::rules::BlankPolicy;

use crate::slips::{Kind, Result, SINGLES, confusion, published};
use crate::support::{FORMS, assess, share};

#[test]
fn slips_are_named_as_surely_as_arithmetic_allows() {
    for edition in ["2021", "2019"] {
        let form = FORMS.get(edition).expect("an embedded edition");
        let reports = if edition == "2021" { published(&FORMS) } else { Vec::new() };
        let table = confusion(form, &reports, share(if edition == "2021" { 600 } else { 300 }));
        for (kind, tally) in &table {
            let (visible, named) = (tally.visible(), tally.count(&[Result::Only, Result::First]));
            let listed = named + tally.count(&[Result::Listed]);
            let context = format!("{edition} {kind:?} {:?}", tally.results);
            match kind {
                Kind::Clean => assert_eq!(visible, 0, "{context}"),
                _ if SINGLES.contains(kind) => assert_eq!(tally.count(&[Result::Only]), visible, "{context}"),
                Kind::TwoSlips => assert!(visible - named <= 1 + visible / 100, "{context}"),
                Kind::Swapped | Kind::OtherApplicant | Kind::OtherResult | Kind::OneRowDown => {
                    assert_eq!(listed, visible, "{context}");
                }
                _ => {}
            }
            if matches!(kind, Kind::OtherApplicant | Kind::OtherResult | Kind::OneRowDown) {
                assert_eq!(tally.lines_named, visible, "{context}");
            }
            let at_most_two = !matches!(
                kind,
                Kind::ThreeSlips | Kind::ShiftedColumn | Kind::ShiftedRow | Kind::SwappedColumns | Kind::ShiftedRows
            );
            assert!(!at_most_two || tally.count(&[Result::WronglyOnly]) == 0, "{context}");
        }
    }
}

/// The one filing in `text`, what is said to be wrong in it as `cell: reported → proposed`, and how surely.
fn suspects(text: &str) -> Vec<(String, &'static str)> {
    let filing = assess("table.csv", text.as_bytes()).remove(0);
    let form = FORMS.get(filing.edition.as_deref().expect("an edition")).expect("an embedded edition");
    let say = |suspect: &gouji::diagnosis::Suspect| {
        let cells = suspect.cells.iter().map(|cell| {
            let reported = cell.reported.as_deref().unwrap_or("-");
            format!("{}: {reported} → {}", form.cell(cell.cell).id, cell.proposed)
        });
        (cells.collect::<Vec<_>>().join(", "), suspect.certainty.word())
    };
    filing.diagnoses.iter().flat_map(|diagnosis| diagnosis.suspects.iter().map(say)).collect()
}

fn changed(name: &str, from: &str, to: &str) -> String {
    let text = std::fs::read_to_string(format!("fixtures/published/{name}.csv")).expect("the fixture is text");
    assert!(text.contains(from), "{name}: {from}");
    text.replacen(from, to, 1)
}

const WRONG: (&str, &str) = (",,2.重复申请,39,", ",,2.重复申请,93,");
const NAMED: &str = "requests.not_processed.repeat.natural_person: 93 → 39";

#[test]
fn a_wrong_cell_is_named_with_its_right_value() {
    let text = changed("two-years-a-2023", WRONG.0, WRONG.1);
    assert_eq!(suspects(&text), [(NAMED.to_owned(), "only")]);
}

/// A blank total takes its relations out, and those that are left still name the cell.
#[test]
fn a_blank_total_does_not_hide_the_wrong_cell() {
    let text = changed("two-years-a-2023", WRONG.0, WRONG.1);
    for (total, blank) in [("93,0,0,0,0,0,39", "93,0,0,0,0,0,"), ("（七）总计,,3375", "（七）总计,,")] {
        assert!(text.contains(total));
        assert_eq!(suspects(&text.replacen(total, blank, 1)), [(NAMED.to_owned(), "only")]);
    }
}

/// A row that is missing can be anything; the cell is still named by its own row and column.
#[test]
fn a_missing_row_does_not_hide_the_wrong_cell() {
    let text = changed("two-years-a-2023", WRONG.0, WRONG.1);
    let text: String =
        text.lines().filter(|line| !line.contains("3.要求提供公开出版物")).map(|line| line.to_owned() + "\n").collect();
    let found = suspects(&text);
    assert!(found.iter().any(|(cells, _)| cells == NAMED), "{found:?}");
}

#[test]
fn an_undivided_group_is_a_row_like_others() {
    let text = changed("undivided-2024", "1.本机关不掌握相关政府信息,31,", "1.本机关不掌握相关政府信息,13,");
    assert_eq!(suspects(&text), [("requests.unavailable.not_held.natural_person: 13 → 31".to_owned(), "only")]);
}

/// What is no figure is the first suspect, and the sums give what it was meant to be.
#[test]
fn an_unreadable_cell_is_given_its_value() {
    let text = changed("two-years-a-2023", ",,2.重复申请,39,", ",,2.重复申请,3g,");
    assert_eq!(suspects(&text), [("requests.not_processed.repeat.natural_person: 3g → 39".to_owned(), "only")]);
}

/// A unit moved between two applicants: the columns are certain, the rows are candidates.
#[test]
fn a_moved_unit_names_its_columns() {
    let text = changed("two-years-a-2023", "（一）予以公开,,1175,12,", "（一）予以公开,,1174,13,");
    let filing = assess("table.csv", text.as_bytes()).remove(0);
    let form = FORMS.get("2021").expect("an embedded edition");
    let [diagnosis] = filing.diagnoses.as_slice() else { panic!("one thing is wrong") };
    assert!(diagnosis.suspects.len() > 1 && diagnosis.best().is_none());
    let columns = diagnosis.shared_columns(form).expect("the columns are certain");
    let changes: Vec<_> = columns.iter().map(|shared| shared.change.map(|change| change.to_string())).collect();
    assert_eq!(changes, [Some("1".to_owned()), Some("-1".to_owned())]);
    let truth = "requests.granted.natural_person: 1174 → 1175, requests.granted.enterprise: 13 → 12";
    assert!(suspects(&text).iter().any(|(cells, _)| cells == truth));
}

/// One relation cannot tell its cells apart: every candidate is given with the value it would need.
#[test]
fn table_four_gives_candidates() {
    let found = suspects(&changed("two-years-a-2023", "309,17,88,26,440", "309,71,88,26,440"));
    assert_eq!(found[0], ("review.reconsideration.corrected: 71 → 17".to_owned(), "likely"));
    // The fifth would have to be below zero.
    assert_eq!(found.len(), 4, "{found:?}");
}

/// Evidence from elsewhere: a figure that last year's report supports is less suspect, and last year's figure is a slip.
#[test]
fn evidence_ranks_what_arithmetic_cannot() {
    let form = FORMS.get("2021").expect("an embedded edition");
    let plan = gouji::rules::Plan::of(form);
    let text = changed("two-years-a-2023", "309,17,88,26,440", "309,17,88,62,440");
    let filing = assess("table.csv", text.as_bytes()).remove(0);
    let transcript = filing.transcript.expect("it was read");
    let cell = |id: &str| form.index[format!("review.reconsideration.{id}").as_str()];
    let best = |evidence: &Evidence| {
        let found = localise(form, &plan, &transcript, BlankPolicy::Zero, evidence);
        form.cell(found[0].suspects[0].cells[0].cell).id.to_string()
    };
    assert_eq!(best(&Evidence::default()), "review.reconsideration.pending");
    let supported = Evidence { supported: [cell("pending")].into(), ..Evidence::default() };
    assert_ne!(best(&supported), "review.reconsideration.pending");
    let last_year = Evidence { last_year: [(cell("upheld"), 309.into())].into(), ..supported };
    assert_eq!(best(&last_year), "review.reconsideration.upheld");
}

/// What `forms --proof` prints: computed for both editions of the matrix.
#[test]
fn the_relations_are_a_code_of_distance_four() {
    for (edition, relations, cells, outside) in [("2021", 39, 175, 10), ("2019", 37, 161, 22)] {
        let form = FORMS.get(edition).expect("an embedded edition");
        let (strengths, unconnected) = strengths(form);
        let [matrix, groups] = strengths.as_slice() else {
            panic!("a matrix and the groups of table 4: {strengths:?}")
        };
        assert_eq!((matrix.relations, matrix.independent, matrix.cells), (relations, relations - 2, cells));
        assert_eq!((matrix.alike, matrix.unseen.len()), (0, 4), "single errors are told apart, three are seen");
        assert_eq!((groups.times, groups.relations, groups.cells, groups.alike, groups.unseen.len()), (3, 1, 5, 5, 2));
        assert_eq!(unconnected, outside);
        // The rectangle: what one cell changes, three others make up for.
        assert_eq!(matrix.unseen.iter().map(|(_, by)| by).sum::<i64>(), 0);
    }
}

/// No relation by itself is broken where a total is blank, but two that share it contradict each other.
#[test]
fn a_contradiction_through_a_blank_total_is_explained() {
    let text = changed("two-years-a-2023", "（七）总计,,3375,", "（七）总计,,,");
    assert!(suspects(&text).is_empty());
    let wrong = text.replacen(
        "一、本年新收政府信息公开申请数量,,,3402,99,0,4,5,1,3511",
        "一、本年新收政府信息公开申请数量,,,3412,99,0,4,5,1,3521",
        1,
    );
    assert_ne!(wrong, text);
    let filing = assess("table.csv", wrong.as_bytes()).remove(0);
    assert!(filing.diagnoses.iter().any(|diagnosis| diagnosis.is_broken && !diagnosis.findings.is_empty()));
}

/// Columns swapped over two rows, and two rows swapped: the lines are named, not only the cells.
#[test]
fn a_pattern_names_the_lines_that_it_spoiled() {
    let filing_of = |from: &[(&str, &str)]| {
        let text = std::fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("the fixture is text");
        let odd = from.iter().fold(text, |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        assess("table.csv", odd.as_bytes()).remove(0)
    };
    let filing = filing_of(&[("1175,12,", "12,1175,"), ("319,7,", "7,319,")]);
    let form = FORMS.get("2021").expect("an embedded edition");
    let said = |lang| {
        let diagnosis = filing.diagnoses.first().expect("a diagnosis");
        gouji::render::suspect_words(diagnosis, form, lang)
    };
    let words = said(gouji::model::Lang::Zh);
    assert!(words.contains("“自然人”、“商业企业”两栏在“（一）予以公开”、“（二）部分公开”上填反了"), "{words}");
    assert!(
        said(gouji::model::Lang::En).contains("columns “Natural persons”, “Enterprises” changed places"),
        "{}",
        said(gouji::model::Lang::En)
    );
}

/// A search that was given up says so, and that nothing explains it is not said.
#[test]
fn a_search_that_was_given_up_says_so() {
    let form = FORMS.get("2021").expect("an embedded edition");
    let diagnosis = |is_unsearched| gouji::diagnosis::Diagnosis {
        cells: Vec::new(),
        findings: vec!["a".into()],
        is_broken: true,
        is_unsearched,
        suspects: Vec::new(),
    };
    let words = |is_unsearched| gouji::render::suspect_words(&diagnosis(is_unsearched), form, gouji::model::Lang::Zh);
    assert!(words(true).contains("没有逐一试完") && !words(true).contains("不能用三格以内"), "{}", words(true));
    assert!(words(false).contains("不能用三格以内"), "{}", words(false));
}
