//! Labels and figures on lines of their own: a report pasted into one column, labels over their figures, rows as cards.
//!
//! A figure that stands alone next to a label with nothing beside it is read by a rule that is sure, or both are refused.
//! Its label is never a blank.

use gouji::diagnosis::Assessment;
use gouji::rules::Severity;

use super::sheets::{Figures, xlsx};
use super::{REPORTS, Report, documents};
use crate::support::{assess, cells, codes_in_words, differences, only};

/// Its figures are whole, so no line is left out.
const WHOLE: &str = "decimal-fee-2021";

/// The lines of the printed form, cells parted by commas.
fn printed() -> String {
    std::fs::read_to_string(format!("fixtures/published/{WHOLE}.csv")).expect("the fixture is text")
}

/// Every cell that holds something, line by line.
fn column(report: &Report) -> Vec<String> {
    report.rows.iter().flatten().filter(|cell| !cell.is_empty()).cloned().collect()
}

/// The form with one row laid out otherwise, in a text and on a sheet.
fn both(laid_out: &str) -> [(&'static str, Vec<u8>); 2] {
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = laid_out.lines().map(cells).collect();
    [("t.csv", laid_out.as_bytes().to_vec()), ("t.xlsx", xlsx(&[rows], Figures::Numbers, (0, 0)))]
}

/// The form with some of its text replaced, once.
fn with(from: &str, to: &str) -> String {
    let text = printed();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// Reads bytes as the cells of the printed form, without an error.
fn reads(name: &str, bytes: &[u8]) {
    let filing = assess(name, bytes).remove(0);
    let expected = only(format!("fixtures/published/{WHOLE}.csv"));
    let said = codes_in_words(&filing);
    assert_eq!(short(&differences(&filing, &expected)), "", "{name}: {said}");
    assert_eq!(errors(&filing), 0, "{name}: {said}");
}

/// Refuses these cells and no others; none of them is a blank.
fn refuses(laid_out: &str, refused: &[&str]) {
    let expected = only(format!("fixtures/published/{WHOLE}.csv"));
    for (name, bytes) in both(laid_out) {
        let filing = assess(name, &bytes).remove(0);
        let said = codes_in_words(&filing);
        let differences = differences(&filing, &expected);
        let is_refused = |line: &&str| refused.iter().any(|id| line.starts_with(id)) && line.contains(": None and not");
        let others: Vec<&str> = differences.lines().filter(|line| !is_refused(line)).collect();
        assert_eq!(short(&others.join("\n")), "", "{name}: {said}\n{laid_out}");
        assert!(!differences.is_empty() && said.contains("S312"), "{name}: {said}\n{laid_out}");
        assert!(!said.contains("V204"), "{name}: {said}\n{laid_out}");
    }
}

/// How many errors were found.
fn errors(filing: &Assessment) -> usize {
    filing.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}

/// The first lines of a text that may be long.
fn short(text: &str) -> String {
    text.lines().take(5).collect::<Vec<_>>().join("\n")
}

/// As a text is: whole reports are, and those with blanks are refused alike.
#[test]
fn one_cell_a_line_is_read_in_every_kind_of_file() {
    let paragraph = |text: &String| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    for name in REPORTS {
        let lines = column(&Report::load(name));
        let page = |begin: &str, end: &str| {
            let lines: String = lines.iter().map(|line| [begin, line, end].concat()).collect();
            format!("<html><meta charset=\"utf-8\"><body>{lines}</body></html>").into_bytes()
        };
        let rows: Vec<Vec<String>> = lines.iter().map(|line| vec![line.clone()]).collect();
        let text = assess("t.txt", lines.join("\n").as_bytes()).remove(0);
        for (file, bytes) in [
            ("t.html", page("", "<br>")),
            ("t.html", page("<p>", "</p>")),
            ("t.html", page("<div>", "</div>")),
            ("t.docx", documents::document(&lines.iter().map(paragraph).collect::<String>())),
            ("t.xlsx", xlsx(&[rows], Figures::Numbers, (0, 0))),
        ] {
            if name == WHOLE {
                reads(file, &bytes);
            }
            let filing = assess(file, &bytes).remove(0);
            assert_eq!(short(&differences(&filing, &text)), "", "{name} as {file}");
            assert_eq!(errors(&filing), errors(&text), "{name} as {file}: {}", codes_in_words(&filing));
        }
    }
}

/// Each label of 表三 in a cell over its line, and its seven figures below.
#[test]
fn a_label_over_its_figures_is_read() {
    let mut page = String::from("<html><meta charset=\"utf-8\"><body>");
    for table in Report::load(WHOLE).tables() {
        page += "<table>";
        for row in &table {
            let cell = |cell: &String| format!("<td>{cell}</td>");
            let (labels, figures) = row.split_at(if row.len() == 10 { 3 } else { 0 });
            let label = labels.iter().rev().find(|cell| !cell.is_empty());
            if let Some(label) = label {
                page += &["<tr><td colspan=7>", label, "</td></tr>"].concat();
            }
            page += &["<tr>", &figures.iter().map(cell).collect::<String>(), "</tr>"].concat();
        }
        page += "</table>";
    }
    reads("t.html", page.as_bytes());
}

/// Label, header and figures below each other, as a page shows a row on a telephone.
#[test]
fn rows_as_cards_are_read_all_or_none() {
    let text = printed();
    let (table, rest) = text.split_once("\n\n三、").expect("表三");
    let title = table.lines().next().expect("a title");
    let card = |(label, header, figures): &(&str, &str, &str)| format!("{label}\n{header}\n{figures}\n");
    let documents = "本年制发件数,本年废止件数,现行有效件数";
    let cards = [
        ("规章", documents, "0,0,0"),
        ("行政规范性文件", documents, "69,3,665"),
        ("行政许可", "本年处理决定数量", "2293"),
        ("行政处罚", "本年处理决定数量", "1282"),
        ("行政强制", "本年处理决定数量", "42"),
        ("行政事业性收费", "本年收费金额（单位：万元）", "24252.311082"),
    ];
    let page = |cards: String| format!("{title}\n二、主动公开政府信息情况\n{cards}\n三、{rest}");
    for (name, bytes) in both(&page(cards.iter().map(card).collect())) {
        reads(name, &bytes);
    }
    // One without its figure: those of the others may be the ones before their labels as well.
    for lost in 1..cards.len() {
        let some: String = (0..)
            .zip(&cards)
            .map(|(at, one)| if at == lost { format!("{}\n{}\n", one.0, one.1) } else { card(one) })
            .collect();
        refuses(&page(some), &["disclosure."]);
    }
    // Figures before their labels, each under its header.
    let before: String =
        cards.iter().map(|(label, header, figures)| [header, "\n", figures, "\n", label, "\n"].concat()).collect();
    for (name, bytes) in both(&page(before)) {
        reads(name, &bytes);
    }
}

/// One row is laid out otherwise than all others.
#[test]
fn a_figure_beside_a_label_with_nothing_is_no_other_row() {
    let row = "行政许可,2293,,\n";
    for laid_out in ["行政许可\n2293\n", "行政许可,,,\n,2293,,\n", ",2293,,\n行政许可,\n", "2293\n行政许可\n"]
    {
        refuses(&with(row, laid_out), &["disclosure.permits"]);
    }
    // Behind the name of its column.
    for laid_out in ["行政许可\n本年处理决定数量：2293\n", "行政许可,,\n本年处理决定数量,2293\n"]
    {
        refuses(&with(row, laid_out), &["disclosure.permits"]);
    }
    // Left of its label, under the name of its column or not.
    let headed = "信息内容,本年处理决定数量,,\n行政许可,2293,,\n";
    refuses(&with(headed, "本年处理决定数量,信息内容\n2293,行政许可\n"), &["disclosure.permits"]);
    refuses(&with(row, "2293,行政许可\n"), &["disclosure.permits"]);
    let two = "行政处罚,1282,,\n行政强制,42,,\n";
    for laid_out in ["行政处罚\n行政强制\n1282\n42\n", "行政处罚,,\n行政强制,,\n,1282\n,42\n"] {
        refuses(&with(two, laid_out), &["disclosure.penalties", "disclosure.coercive_measures"]);
    }
}

/// What stands alone on a line and is no row's figure leaves blanks what they are.
#[test]
fn numbers_of_columns_and_of_rows_are_no_figures_of_blank_rows() {
    let blank = "规章,,,\n";
    for laid_out in [with("规章,0,0,0\n", &format!(",1,2,3\n{blank}")), with("规章,0,0,0\n", blank)] {
        for (name, bytes) in both(&laid_out) {
            let filing = assess(name, &bytes).remove(0);
            assert_eq!(cells(&filing)["disclosure.regulations.issued"], None, "{name}");
            assert!(!codes_in_words(&filing).contains("S312"), "{name}: {}", codes_in_words(&filing));
        }
    }
    let numbered: String = with("行政许可,2293,,\n", "行政许可,,,\n");
    let numbered: Vec<String> = numbered.lines().zip(1..).map(|(line, number)| format!("{number},{line}")).collect();
    for (name, bytes) in both(&numbered.join("\n")) {
        let filing = assess(name, &bytes).remove(0);
        assert_eq!(cells(&filing)["disclosure.permits.decisions"], None, "{name}: {}", codes_in_words(&filing));
    }
}
