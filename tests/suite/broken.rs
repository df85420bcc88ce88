//! Figures on several lines of their cell: one figure in a narrow column, or two. Read where the relations of the form say
//! which, refused elsewhere.

use gouji::model::Layout;

use crate::properties::Form;
use crate::shuffles::{Style, block};
use crate::support::{FORMS, assess, cells, codes, share};

/// How a kind of text writes a cell of two lines.
type Break = fn(&str, &str) -> String;

/// Every figure of tables 2 and 3 of two digits and more, broken at every place, in three kinds of text.
#[test]
fn a_figure_on_two_lines_of_its_cell_is_one_where_the_form_says_so() {
    let edition = FORMS.get("2021").expect("an embedded edition");
    let seed: Vec<u16> = (0..211).map(|n| 10 + n * 37 % 890).collect();
    let form = Form::balanced(edition, &seed);
    let csv: Break = |a, b| format!("\"{a}\n{b}\"");
    let pipes: Break = |a, b| format!("{a}<br>{b}");
    let (mut one, mut refused, mut at) = (0, 0, 0);
    for table in 0..2 {
        let blocks = || edition.blocks_of(table).map(|(at, _)| at);
        for own in blocks().filter(|own| edition.block(*own).layout == Layout::Rows) {
            let (printed, ids) = block(&form, edition, own);
            let places = ids.iter().enumerate().flat_map(|(row, ids)| (0..ids.len()).map(move |column| (row, column)));
            for (row, column) in places {
                let figure = printed.lines[row].1[column].clone();
                for cut in 1..figure.len() {
                    at += 1;
                    if at % (100 / share(100).min(50)) != 0 {
                        continue;
                    }
                    let (style, write) = if at % 2 == 0 { (Style::Csv, csv) } else { (Style::Pipes, pipes) };
                    let (first, rest) = figure.split_at(cut);
                    let mut text = "青禾县人民政府2023年政府信息公开工作年度报告\n\n".to_owned();
                    for other in blocks() {
                        let (mut printed, _) = block(&form, edition, other);
                        if other == own {
                            printed.lines[row].1[column] = write(first, rest);
                        }
                        text += &style.write(&printed);
                    }
                    let filing = assess("table.txt", text.as_bytes()).remove(0);
                    let (read, codes) = (cells(&filing), codes(&filing));
                    let own = read[&ids[row][column]].clone().expect("it is printed");
                    let is_one = own == figure;
                    let fits = rest.len() <= first.len();
                    assert!(
                        is_one || (own.contains('\n') && codes.contains_key("V201")),
                        "{figure} as {first}/{rest}: {own}"
                    );
                    assert!(!is_one || (fits && codes.contains_key("V209")), "{figure} as {first}/{rest}");
                    // Every cell of table 3 stands in relations.
                    assert_eq!(is_one, table == 1 && fits, "{figure} as {first}/{rest}: {codes:?}");
                    one += usize::from(is_one);
                    refused += usize::from(!is_one);
                }
            }
        }
    }
    assert!(one > 0 && refused > 0, "{one} {refused}");
}

/// Table 3 with these cells; `write` says what stands in each.
fn requests(write: impl Fn(usize, usize, &str) -> String) -> String {
    let edition = FORMS.get("2021").expect("an embedded edition");
    let seed: Vec<u16> = (0..211).map(|n| 10 + n * 37 % 890).collect();
    let form = Form::balanced(edition, &seed);
    let (mut printed, _) = block(&form, edition, edition.blocks_of(1).map(|(at, _)| at).next().expect("a block"));
    for (row, line) in printed.lines.iter_mut().enumerate() {
        for (column, figure) in line.1.iter_mut().enumerate() {
            *figure = write(row, column, figure);
        }
    }
    format!("青禾县人民政府2023年政府信息公开工作年度报告\n\n{}", Style::Csv.write(&printed))
}

/// Where all columns are narrow each figure waits for another; together they are what every relation says.
#[test]
fn figures_that_are_all_on_two_lines_are_read_together() {
    let plain = assess("table.csv", requests(|_, _, figure| figure.to_owned()).as_bytes()).remove(0);
    let narrow = |_, _, figure: &str| match figure.split_at_checked(2) {
        Some((first, rest)) if !rest.is_empty() && rest.len() <= 2 => format!("\"{first}\n{rest}\""),
        _ => figure.to_owned(),
    };
    let filing = assess("table.csv", requests(narrow).as_bytes()).remove(0);
    assert_eq!((cells(&filing) == cells(&plain), codes(&filing).contains_key("V201")), (true, false));
    assert!(codes(&filing).contains_key("V209"));
    // With one wrong digit nobody knows which lines are one figure.
    let wrong = |row, column, figure: &str| {
        let broken = narrow(row, column, figure);
        if (row, column) == (3, 0) { broken.replacen('\n', "\n1", 1) } else { broken }
    };
    assert!(codes(&assess("table.csv", requests(wrong).as_bytes())[0]).contains_key("V201"));
}

/// This year's figures below last year's add up as they do in one row of digits.
#[test]
fn figures_of_two_years_in_each_cell_are_not_read_together() {
    let both = |_, _, figure: &str| {
        let figure: u32 = figure.parse().expect("a count");
        format!("\"{figure:05}\n{figure:05}\"")
    };
    let filing = assess("table.csv", requests(both).as_bytes()).remove(0);
    assert!(codes(&filing).contains_key("V201"));
    assert!(cells(&filing).values().flatten().all(|figure| figure.contains('\n')));
}

/// A narrow column of a text without ruling: the digits below a figure are never dropped, and a page number is none.
#[test]
fn digits_below_a_figure_of_a_text_are_not_dropped() {
    let table = |permits: &str| {
        format!(
            "二、主动公开政府信息情况\n信息内容   本年制发件数   本年废止件数   现行有效件数\n规章   1   0   3\n\
             行政规范性文件   2   1   30\n信息内容   本年处理决定数量\n{permits}\n行政处罚   12\n行政强制   3\n\
             信息内容   本年收费金额（单位：万元）\n行政事业性收费   5.5\n"
        )
    };
    let permits = |text: &str| {
        let filing = assess("report.txt", text.as_bytes()).remove(0);
        let read = cells(&filing).get("disclosure.permits.decisions").cloned().flatten();
        (read, codes(&filing).contains_key("V201"))
    };
    assert_eq!(permits(&table("行政许可   4587")), (Some("4587".to_owned()), false));
    for broken in ["行政许可   4587\n           1", "行政许可 4587\n1"] {
        assert_eq!(permits(&table(broken)), (Some("4587\n1".to_owned()), true), "{broken}");
    }
    // The text numbers its pages.
    assert_eq!(permits(&("3\n".to_owned() + &table("行政许可 4587\n4"))), (Some("4587".to_owned()), false));
}
