//! Tables turned by a quarter: read by their labels, or refused in one sentence.

use gouji::model::BlockAt;

use crate::properties::Form;
use crate::shuffles::block;
use crate::support::{FORMS, assess, cells, codes};

/// Table 3 with the applicants as rows, its rows as columns, in an order of their own.
fn turned(cut: impl Fn(usize, &str) -> String) -> (Vec<String>, Vec<Vec<String>>, Vec<Vec<String>>) {
    let edition = FORMS.get("2021").expect("an embedded edition");
    let seed: Vec<u16> = (0..211).map(|n| n * 53 % 900).collect();
    let form = Form::balanced(edition, &seed);
    let (printed, ids) = block(&form, edition, BlockAt { table: 1, block: 0 });
    let order: Vec<usize> = (0..printed.lines.len()).rev().collect();
    let header = order.iter().map(|row| cut(*row, printed.lines[*row].0.as_deref().unwrap_or_default())).collect();
    let places: Vec<usize> = [6, 0, 1, 2, 3, 4, 5].into_iter().collect();
    let lines = places.iter().map(|column| {
        let values = order.iter().map(|row| printed.lines[*row].1[*column].clone());
        std::iter::once(printed.header[*column].clone()).chain(values).collect()
    });
    let truth = ids.into_iter().flatten().map(|id| vec![id.clone(), form.figure(&id)]);
    (header, lines.collect(), truth.collect())
}

fn text(header: &[String], lines: &[Vec<String>], mark: &str) -> String {
    let rows: Vec<String> = lines.iter().map(|line| line.join(mark)).collect();
    format!("三、收到和处理政府信息公开申请情况\n申请人{mark}{}\n{}\n", header.join(mark), rows.join("\n"))
}

#[test]
fn the_applicants_as_rows_are_read_by_their_labels() {
    let (header, lines, truth) = turned(|_, label| label.to_owned());
    for mark in [",", "|", "\t"] {
        let filing = assess("table.csv", text(&header, &lines, mark).as_bytes()).remove(0);
        let read = cells(&filing);
        assert_eq!(truth.len(), 175);
        for pair in &truth {
            assert_eq!(read.get(&pair[0]), Some(&Some(pair[1].clone())), "{}", pair[0]);
        }
        assert!(!codes(&filing).contains_key("S302"));
    }
}

/// A group that a filing may report as one row stands over its rows, which are there: it has no figures of its own.
#[test]
fn a_heading_over_rows_that_are_named_is_no_row() {
    let (header, lines, truth) = turned(|_, label| label.to_owned());
    let over =
        |label: &String| if label.starts_with("1.申请人无正当理由") { "（六）其他处理" } else { "" };
    let above: Vec<&str> = header.iter().map(over).collect();
    assert!(above.contains(&"（六）其他处理"));
    let table = text(&header, &lines, ",").replacen("申请人,", &format!(",{}\n申请人,", above.join(",")), 1);
    let filing = assess("table.csv", table.as_bytes()).remove(0);
    let read = cells(&filing);
    assert_eq!(read.keys().filter(|cell| cell.starts_with("requests.")).count(), truth.len());
}

#[test]
fn a_label_that_stands_twice_refuses_them_in_one_sentence() {
    let twice =
        |row: usize, label: &str| if row == 4 { "7.属于行政执法案卷".to_owned() } else { label.to_owned() };
    let (header, lines, _) = turned(twice);
    let filing = assess("table.csv", text(&header, &lines, ",").as_bytes()).remove(0);
    assert!(cells(&filing).is_empty());
    assert_eq!(codes(&filing).get("S312"), Some(&1));
    assert!(!codes(&filing).contains_key("S302"));
}

/// Table 4 with one figure a line: the group beside the first of its figures, beside each, or above them.
#[test]
fn table_4_one_figure_a_line_is_read_by_its_labels() {
    const COLUMNS: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    const GROUPS: [&str; 3] = ["行政复议", "未经复议直接起诉", "复议后起诉"];
    let figures = [34, 20, 6, 17, 77, 34, 24, 11, 23, 92, 15, 35, 35, 33, 118];
    let lines = |write: &dyn Fn(usize, usize) -> String| {
        let line = |at: usize| format!("{}{}", write(at / 5, at % 5), figures[at]);
        let lines = (0..15).map(line).collect::<Vec<_>>().join("\n") + "\n";
        format!("四、政府信息公开行政复议、行政诉讼情况\n{lines}")
    };
    for text in [
        lines(&|group, at| format!("{},{},", if at == 0 { GROUPS[group] } else { "" }, COLUMNS[at])),
        lines(&|group, at| format!("{},{},", GROUPS[group], COLUMNS[at])),
        lines(&|group, at| {
            format!("{}{},", if at == 0 { format!("{},\n", GROUPS[group]) } else { String::new() }, COLUMNS[at])
        }),
    ] {
        let filing = assess("table.csv", text.as_bytes()).remove(0);
        let read = cells(&filing);
        assert_eq!(read.get("review.litigation_after_review.total"), Some(&Some("118".to_owned())), "{text}");
        assert_eq!(read.get("review.litigation_direct.corrected"), Some(&Some("24".to_owned())), "{text}");
        assert_eq!(read.len(), 15, "{text}");
    }
    // In another order than the form's it is not guessed.
    let shuffled = lines(&|group, at| format!("{},{},", GROUPS[group], COLUMNS[(at + 1) % 5]));
    let filing = assess("table.csv", shuffled.as_bytes()).remove(0);
    assert!(cells(&filing).is_empty() && codes(&filing).contains_key("S312"), "{:?}", codes(&filing));
}
