//! Labels as published: with one wrong character, and with pieces of their headings in front of them.

use std::collections::BTreeMap;

use gouji::model::{FormEdition, Layout};

use crate::heads::book;
use crate::properties::Form;
use crate::shuffles::{Style, block};
use crate::support::{FORMS, assess, cells, codes_in_words, only, share};

const REPORT: &str = "fixtures/published/two-years-a-2023.csv";

/// A filing as text, each label as `write` has it, and its figures by cell. `at` counts the rows of all tables.
fn filing(
    edition: &'static FormEdition,
    style: Style,
    write: impl Fn(usize, &str) -> String,
) -> (String, BTreeMap<String, String>) {
    let seed: Vec<u16> = (0..211).map(|n| n * 37 % 900).collect();
    let form = Form::balanced(edition, &seed);
    let mut text = "青禾县人民政府2023年政府信息公开工作年度报告\n\n".to_owned();
    let (mut truth, mut row) = (BTreeMap::new(), 0);
    for (at, _) in edition.each_block().filter(|(_, block)| block.layout == Layout::Rows) {
        let (mut printed, ids) = block(&form, edition, at);
        for (label, _) in &mut printed.lines {
            *label = label.take().map(|label| write(row, &label));
            row += 1;
        }
        truth.extend(ids.into_iter().flatten().map(|id| (id.clone(), form.figure(&id))));
        text += &style.write(&printed);
    }
    (text, truth)
}

/// The rows of tables with a row a line, by their labels.
fn labels(edition: &FormEdition) -> Vec<String> {
    let blocks = edition.tables.iter().flat_map(|table| &table.blocks).filter(|block| block.layout == Layout::Rows);
    let label = |block: &gouji::model::Block, row: usize| block.rows.lines[row].label.printed().to_owned();
    blocks.flat_map(|block| block.rows.printed().map(|row| label(block, row)).collect::<Vec<_>>()).collect()
}

/// A label with one character another, left out, or twice; its list mark stays.
fn slips(label: &str) -> Vec<String> {
    let start = label.find(['）', '、', '.']).map_or(0, |at| at + label[at..].chars().next().map_or(0, char::len_utf8));
    let start = if start < label.len() && label.char_indices().take(4).any(|(at, _)| at >= start) { start } else { 0 };
    let (mark, words) = label.split_at(start);
    let words: Vec<char> = words.chars().collect();
    let is_word = |c: char| c.is_alphanumeric();
    let at = (0..words.len()).filter(|at| is_word(words[*at]));
    at.flat_map(|at| {
        let (before, after): (String, String) = (words[..at].iter().collect(), words[at + 1..].iter().collect());
        let own = words[at];
        [
            format!("{mark}{before}壹{after}"),
            format!("{mark}{before}{after}"),
            format!("{mark}{before}{own}{own}{after}"),
        ]
    })
    .collect()
}

/// A row is read in its place, with a word, or refused; it is never another row, and none is lost in silence.
#[test]
fn a_label_with_one_wrong_character_is_read_in_its_place() {
    let edition = FORMS.get("2021").expect("an embedded edition");
    let mut cases: Vec<(usize, String)> = Vec::new();
    for (row, label) in labels(edition).iter().enumerate() {
        cases.extend(slips(label).into_iter().map(|slip| (row, slip)));
    }
    assert!(cases.len() > 900, "{}", cases.len());
    let step = cases.len() / share(cases.len()).max(60);
    let (mut read_whole, mut tried) = (0, 0);
    for (row, slip) in cases.into_iter().step_by(step.max(1)) {
        let write = |at: usize, label: &str| if at == row { slip.clone() } else { label.to_owned() };
        let (text, truth) = filing(edition, Style::Csv, write);
        let filings = assess("table.csv", text.as_bytes());
        assert_eq!(filings.len(), 1, "{slip}");
        let read = cells(&filings[0]);
        for (id, value) in &read {
            assert_eq!(value.as_ref(), truth.get(id), "{slip}: {id}");
        }
        let words = codes_in_words(&filings[0]);
        let is_whole = truth.keys().all(|id| read.contains_key(id));
        let is_long = slip.chars().count() > 6;
        assert!(is_whole || (!is_long && words.contains("S302")), "{slip}: {words}");
        tried += 1;
        read_whole += usize::from(is_whole);
    }
    assert!(10 * read_whole > 9 * tried, "{read_whole} of {tried}");
}

/// Offices put remarks, units and footnotes behind the labels of rows; the rows were missing then.
#[test]
fn a_remark_behind_a_label_is_no_other_row() {
    let report = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let expected = cells(&only(REPORT));
    for (label, printed) in [
        ("行政许可,", "行政许可（含不予许可）,"),
        ("规章,", "规章（件）,"),
        ("规章,", "规章①,"),
        ("（七）总计,", "（七）总计（自动计算）,"),
        ("自然人,", "自然人（含个体工商户）,"),
    ] {
        assert!(report.contains(label), "{label}");
        let filings = assess("a.csv", report.replacen(label, printed, 1).as_bytes());
        assert_eq!(
            (cells(&filings[0]), codes_in_words(&filings[0]).as_str()),
            (expected.clone(), "S307×1"),
            "{printed}"
        );
    }
    for printed in ["行政许可（上年）,", "行政许可（不予许可）,", "行政许可（万件）,"] {
        let filings = assess("a.csv", report.replacen("行政许可,", printed, 1).as_bytes());
        assert!(codes_in_words(&filings[0]).contains("S302"), "{printed}");
    }
}

/// 上年新收 is one character from 本年新收.
#[test]
fn a_row_of_last_year_is_no_slip_of_the_pen() {
    let report = std::fs::read_to_string(REPORT).expect("the fixture is text");
    for year in ["上年", "去年"] {
        let filings = assess("a.csv", report.replacen("本年新收", &format!("{year}新收"), 1).as_bytes());
        assert!(codes_in_words(&filings[0]).contains("S302"), "{year}");
    }
}

/// The results of table 4 as offices shorten them.
#[test]
fn results_of_table_4_may_leave_out_their_word() {
    let report = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let short = [("结果维持", "维持"), ("结果纠正", "纠正"), ("其他结果", "其他"), ("尚未审结", "未审结")];
    let printed = short.into_iter().fold(report, |report, (form, short)| report.replace(form, short));
    let filings = assess("a.csv", printed.as_bytes());
    assert_eq!(cells(&filings[0]), cells(&only(REPORT)));
    assert!(!codes_in_words(&filings[0]).contains("S301"), "{}", codes_in_words(&filings[0]));
}

/// Heads of columns as offices shorten them.
#[test]
fn a_column_under_a_shorter_name_is_read() {
    let text = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let plain = only(REPORT);
    for (label, short) in [
        ("商业企业", "企业"),
        ("科研机构", "科研单位"),
        ("社会公益组织", "社会公益"),
        ("法律服务机构", "法律服务"),
        ("自然人,法人或其他组织,,,,,总计", "自然人,法人,,,,,总数"),
        ("商业企业,科研机构,社会公益组织", "法人-商业企业,法人-科研机构,法人-社会公益组织"),
    ] {
        assert!(text.contains(label), "{label}");
        let filing = assess("a.csv", text.replacen(label, short, 1).as_bytes()).remove(0);
        assert_eq!(cells(&filing), cells(&plain), "{short}");
    }
}

/// A table that was pasted as text, without its blank cells, whose labels were typed over two of its rows: 商业 above 企业. In the
/// order of the form and in another; where a word may be a part of several labels nothing is read.
#[test]
fn labels_of_columns_over_two_rows_of_a_pasted_table_are_read() {
    let published = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let truth = cells(&only(REPORT));
    for (header, order, is_read) in [
        (["商业 | 科研 | 社会公益组织 | 法律服务机构 | 其他 |", "企业 | 机构 |"], [0, 1, 2, 3, 4, 5, 6], true),
        (["科研 | 商业 | 社会公益组织 | 法律服务机构 | 其他 |", "机构 | 企业 |"], [0, 2, 1, 3, 4, 5, 6], true),
        (["商业 | 社会公益 | 科研 | 法律服务机构 | 其他 |", "企业 | 组织 | 机构 |"], [0, 1, 3, 2, 4, 5, 6], true),
        (["企业 | 机构 | 组织 | 科研 | 其他 |", ""], [0, 1, 4, 3, 2, 5, 6], false),
    ] {
        let line = |line: &str| {
            let fields = line.split(',').filter(|field| !field.is_empty()).map(str::to_owned).collect::<Vec<_>>();
            let is_figure = |field: &&String| field.bytes().all(|byte| byte.is_ascii_digit());
            let (words, figures) = fields.split_at(fields.len() - fields.iter().rev().take_while(is_figure).count());
            match (figures.len(), fields.first().map(String::as_str)) {
                (7, _) => [words, &order.map(|at| figures[at].clone())].concat().join(" | ") + " |",
                (_, Some("商业企业")) => header.join("\n"),
                (_, _) if fields.len() == 1 => fields.concat(),
                _ => fields.join(" | ") + " |",
            }
        };
        let text = published.lines().map(line).collect::<Vec<_>>().join("\n");
        let filing = assess("pasted.txt", text.as_bytes()).remove(0);
        let of_requests = |id: &&String| id.starts_with("requests.");
        let read = cells(&filing);
        assert!(read.iter().all(|(id, value)| truth[id] == *value), "{header:?}");
        assert_eq!(read.keys().filter(of_requests).count(), if is_read { 175 } else { 0 }, "{header:?}");
        assert_eq!(codes_in_words(&filing), if is_read { "-" } else { "S312×1" }, "{header:?}");
    }
}

/// Offices write the year where the form says 本年, 上年 or 下年度. In a report of another year the same words are another row.
#[test]
fn a_label_that_names_the_year_is_of_the_report_of_that_year() {
    let text = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let plain = only(REPORT);
    for (words, named) in [
        ("本年新收", "2023年新收"),
        ("本年新收", "2023年度新收"),
        ("上年结转", "2022年结转"),
        ("结转下年度", "结转2024年度"),
        ("本年处理决定数量", "2023年处理决定数量"),
        ("本年制发件数", "2023年制发件数"),
        ("本年制发件数", "本年制发件数（2023年）"),
        ("现行有效件数", "现行有效件数（指2023年底）"),
        ("二、上年结转政府信息公开申请数量", "二、上年结转政府信息公开申请数量（2022年度）"),
    ] {
        assert!(text.contains(words), "{words}");
        let filing = assess("a.csv", text.replace(words, named).as_bytes()).remove(0);
        assert_eq!(cells(&filing), cells(&plain), "{named}");
        assert!(!codes_in_words(&filing).contains("S30") || codes_in_words(&filing).starts_with("S307"), "{named}");
    }
    for (words, strange) in [
        ("本年新收", "2022年新收"),
        ("上年结转", "2023年结转"),
        ("本年制发件数", "2022年制发件数"),
        ("本年制发件数", "本年制发件数（2022年）"),
        ("二、上年结转政府信息公开申请数量", "二、上年结转政府信息公开申请数量（2023年度）"),
    ] {
        let filing = assess("a.csv", text.replace(words, strange).as_bytes()).remove(0);
        let read = cells(&filing);
        let lost =
            cells(&plain).iter().filter(|(id, figure)| figure.is_some() && read.get(*id) != Some(figure)).count();
        assert!(lost > 0 && codes_in_words(&filing).contains("S30"), "{strange}: {}", codes_in_words(&filing));
    }
}

/// A check that somebody typed beside a table is none of it: on a sheet a figure stands where it was typed. In a text it may
/// be the last of a row that moved.
#[test]
fn a_figure_right_of_a_whole_table_is_none_of_it() {
    let report = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let row = report.lines().find(|line| line.contains("新收")).expect("the row");
    let (beside, moved) =
        (report.replacen(row, &format!("{row},0"), 1), report.replacen(row, &row.replacen(',', ",,", 1), 1));
    let sheet = |text: &str| assess("a.xlsx", &book(text, &["统计表"])).remove(0);
    let read = sheet(&beside);
    assert_eq!(cells(&read), cells(&only(REPORT)));
    assert_eq!(codes_in_words(&read), "S313×1");
    // A row that moved as a whole looks as one whose first figure is blank, and that has another beside it.
    assert!(codes_in_words(&sheet(&moved)).contains("S312"));
    assert!(codes_in_words(&assess("a.csv", beside.as_bytes())[0]).contains("S312"));
}

/// Offices put the year in front of table 4, and sums over its groups behind: they are said and no figures of the form.
#[test]
fn columns_beside_a_table_on_one_line_are_none_of_it() {
    let text = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let plain = only(REPORT);
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let (top, table) = lines.split_at(lines.len() - 4);
    let with = |before: [&str; 4], behind: [&str; 4]| {
        let table =
            table.iter().zip(before).zip(behind).map(|((line, before), behind)| format!("{before}{line}{behind}"));
        let lines: Vec<String> = top.iter().map(|line| (*line).to_owned()).chain(table).collect();
        assess("a.csv", lines.join("\n").as_bytes()).remove(0)
    };
    let none = [""; 4];
    for (before, behind, said) in [
        (none, ["", "", ",合计", ",99"], "S313"),
        (none, [",诉讼合计", ",", ",", ",99"], "S313"),
        // The year is understood.
        (["年度,", ",", ",", "2023,"], none, "-"),
    ] {
        let filing = with(before, behind);
        assert_eq!(cells(&filing), cells(&plain), "{before:?} {behind:?}");
        assert!(codes_in_words(&filing).contains(said) && !codes_in_words(&filing).contains("S312"), "{behind:?}");
    }
    // A label in other words does not lose the others: they are counted off.
    for (label, other) in [("结果维持", "维持"), ("尚未审结", "未审结"), ("未经复议直接起诉", "直接起诉")]
    {
        let filing = assess("a.csv", text.replacen(label, other, 1).as_bytes()).remove(0);
        assert_eq!(cells(&filing), cells(&plain), "{other}");
    }
    // Without a head nobody knows whether the last figure is beside the table or one has moved.
    assert!(codes_in_words(&with(none, ["", "", ",", ",99"])).contains("S312"));
}

/// Offices word the title of table 4 in many ways, after the Regulations and the form of 2014. Where each cell stands on a line
/// of its own nothing else parts it from the table above.
#[test]
fn the_title_of_table_4_may_be_worded_otherwise() {
    const TITLE: &str = "四、政府信息公开行政复议、行政诉讼情况";
    let published = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let cell_a_line: Vec<&str> =
        published.lines().flat_map(|line| line.split(',')).filter(|cell| !cell.is_empty()).collect();
    let text = cell_a_line.join("\n");
    assert_eq!(text.matches(TITLE).count(), 1);
    for title in [
        TITLE,
        "四、政府信息公开行政复议和行政诉讼情况",
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "（四）政府信息公开行政复议、行政诉讼的情况",
        "四、行政复议及行政诉讼情况",
    ] {
        let filing = assess("pasted.txt", text.replace(TITLE, title).as_bytes()).remove(0);
        assert_eq!(cells(&filing), cells(&only(REPORT)), "{title}");
        assert_eq!(codes_in_words(&filing), "-", "{title}");
    }
}
