//! Tables of a page in other pieces than the form has: cut in two, with the header in a table of its own, or with a head
//! that the source writes last.

use gouji::diagnosis::Assessment;

use crate::support::{assess, cells, codes_in_words, only};

const REPORT: &str = "fixtures/published/two-years-a-2023.csv";
/// The five columns of a group of table 4.
const COLUMNS: &str = "结果维持,结果纠正,其他结果,尚未审结,总计";
const AFTER_REVIEW: &str = "未经复议直接起诉,,,,,复议后起诉,,,,";

/// The report's title, and its tables as lines, each under its own.
fn parts() -> (String, Vec<(String, Vec<String>)>) {
    let text = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let mut parts = text.trim().split("\n\n");
    let title = parts.next().expect("a title").to_owned();
    let tables = parts.map(|part| {
        let (caption, lines) = part.split_once('\n').expect("a caption above its table");
        (caption.to_owned(), lines.lines().map(str::to_owned).collect())
    });
    (title, tables.collect())
}

fn rows(lines: &[impl AsRef<str>]) -> String {
    let row = |line: &str| line.split(',').map(|field| ["<td>", field, "</td>"].concat()).collect::<Vec<_>>().concat();
    lines.iter().map(|line| ["<tr>", &row(line.as_ref()), "</tr>"].concat()).collect::<Vec<_>>().concat()
}

fn table(lines: &[impl AsRef<str>]) -> String {
    format!("<table>{}</table>", rows(lines))
}

/// The report as a page, with one of its tables written in another way.
fn page(changed: usize, write: impl Fn(&[String]) -> String) -> String {
    let (title, tables) = parts();
    let tables = tables.iter().enumerate().map(|(at, (caption, lines))| {
        let table = if at == changed { write(lines) } else { table(lines) };
        ["<p>", caption, "</p>", &table].concat()
    });
    format!("<!DOCTYPE html><meta charset=utf-8><h1>{title}</h1>{}", tables.collect::<Vec<_>>().concat())
}

fn read(page: &str) -> Assessment {
    let mut filings = assess("page.html", page.as_bytes());
    assert_eq!(filings.len(), 1, "{page}");
    filings.remove(0)
}

#[track_caller]
fn reads_right(page: &str) {
    let filing = read(page);
    assert_eq!(cells(&filing), cells(&only(REPORT)), "{page}");
    assert_eq!(codes_in_words(&filing), "-", "{page}");
}

/// The figures of table 4, group by group.
fn groups(lines: &[String]) -> Vec<String> {
    let figures: Vec<&str> = lines.last().expect("a line of figures").split(',').collect();
    figures.chunks(5).map(|group| group.join(",")).collect()
}

/// So that its fifteen columns fit the page.
#[test]
fn table_4_in_two_or_three_tables_is_read() {
    let twice = format!("{COLUMNS},{COLUMNS}");
    let in_two = |between: &str, heads: &[&str]| {
        page(2, |lines| {
            let of = groups(lines);
            let (head, figures) = (["行政复议,,,,", COLUMNS, &of[0]], format!("{},{}", of[1], of[2]));
            table(&head) + between + &table(&[heads, &[&twice, &figures]].concat())
        })
    };
    reads_right(&in_two("", &["行政诉讼,,,,,,,,,", AFTER_REVIEW]));
    reads_right(&in_two("", &[AFTER_REVIEW]));
    reads_right(&in_two("<p>（二）行政诉讼情况</p>", &[AFTER_REVIEW]));
    reads_right(&page(2, |lines| {
        let heads = ["行政复议,,,,", "未经复议直接起诉,,,,", "复议后起诉,,,,"];
        heads.iter().zip(groups(lines)).map(|(head, figures)| table(&[head, COLUMNS, &figures])).collect()
    }));
}

/// The words above each half say whose it is, and they are heard.
#[test]
fn halves_of_table_4_in_another_order_are_never_misread() {
    let twice = format!("{COLUMNS},{COLUMNS}");
    for (litigation, heads) in
        [("", [AFTER_REVIEW].as_slice()), ("<p>（一）行政诉讼</p>", &[]), ("", &["项目", AFTER_REVIEW])]
    {
        let page = page(2, |lines| {
            let of = groups(lines);
            let figures = format!("{},{}", of[1], of[2]);
            let review = table(&[COLUMNS, &of[0]]);
            format!("{litigation}{}<p>（二）行政复议</p>{review}", table(&[heads, &[&twice, &figures]].concat()))
        });
        let (found, right) = (cells(&read(&page)), cells(&only(REPORT)));
        assert!(found.iter().all(|(id, figure)| figure.is_none() || right.get(id) == Some(figure)), "{page}");
        assert!(codes_in_words(&read(&page)).contains("S312"), "{page}");
    }
}

/// Systems that keep the header of a list in view while it is scrolled print it as a table by itself.
#[test]
fn a_header_in_a_table_of_its_own_heads_the_table_below() {
    for (at, head) in [(1, 3), (2, 3)] {
        reads_right(&page(at, |lines| {
            format!("<div>{}</div><div>{}</div>", table(&lines[..head]), table(&lines[head..]))
        }));
    }
}

/// Browsers show the head above and the foot below, wherever they are written.
#[test]
fn a_head_written_last_and_a_foot_written_first_stand_where_browsers_show_them() {
    for (at, head) in [(1, 3), (2, 3)] {
        reads_right(&page(at, |lines| {
            let (head, body) = (rows(&lines[..head]), rows(&lines[head..]));
            format!("<table><tbody>{body}</tbody><thead>{head}</thead></table>")
        }));
    }
    reads_right(&page(1, |lines| {
        let last = lines.len() - 1;
        let (head, body, foot) = (rows(&lines[..3]), rows(&lines[3..last]), rows(&lines[last..]));
        format!("<table><tfoot>{foot}</tfoot>{body}<thead>{head}</thead></table>")
    }));
}

/// Table 3 cut by its columns: the second part was another filing, or a quotation of the first, whose columns were missing.
#[test]
fn a_table_cut_by_its_columns_is_one() {
    let text = std::fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("a fixture");
    let at = ["三、收到和处理", "四、政府信息公开行政复议"].map(|title| text.find(title).expect("a table"));
    let rows: Vec<Vec<&str>> =
        text[at[0]..at[1]].trim().lines().skip(2).map(|line| line.split(',').collect()).collect();
    let part = |labels: bool, columns: std::ops::Range<usize>, rows: &[Vec<&str>]| -> String {
        let fields = |row: &Vec<&str>| {
            let labels = if labels { &row[..3] } else { &row[..0] };
            [labels, &row[columns.clone()]].concat().join(",")
        };
        rows.iter().map(|row| fields(row) + "\n").collect()
    };
    let title = "三、收到和处理政府信息公开申请情况\n";
    let whole = |second: &str| {
        let first = part(true, 3..7, &rows);
        format!("{}{title}{first}\n{second}\n{}", &text[..at[0]], &text[at[1]..])
    };
    let expected = cells(&only("fixtures/published/two-years-a-2023.csv"));
    let second = part(true, 7..10, &rows);
    let unlabelled = part(false, 7..10, &rows);
    for (second, codes) in [
        (second.clone(), "-"),
        (format!("续表\n{second}"), "-"),
        (unlabelled.clone(), "S315×1"),
        (format!("续表\n{unlabelled}"), "S315×1"),
    ] {
        let filings = assess("a.csv", whole(&second).as_bytes());
        assert_eq!(filings.len(), 1, "{second}");
        assert_eq!((cells(&filings[0]), codes_in_words(&filings[0]).as_str()), (expected.clone(), codes), "{second}");
    }
    // With a row less its figures are nobody's.
    for labels in [true, false] {
        let less = part(labels, 7..10, &rows[..rows.len() - 1]);
        let filings = assess("a.csv", whole(&less).as_bytes());
        assert!(filings.len() == 1 && codes_in_words(&filings[0]).contains("S312"), "{labels}");
        let others = |id: &String| {
            id.starts_with("requests.") && ["legal_service", "other_org", "total"].iter().any(|of| id.ends_with(of))
        };
        assert!(cells(&filings[0]).iter().all(|(id, figure)| !others(id) || figure.is_none()), "{labels}");
    }
}
