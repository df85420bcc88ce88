//! Reports that print the tables of two years: those under the line of the title's year are the report's, wherever they
//! stand, and the others are said.

use std::fmt::Write as _;

use gouji::diagnosis::{Assessor, Policy};
use gouji::reading::{ReadOptions, Reader};
use rust_xlsxwriter::Workbook;

use crate::support::{CATALOGUE, FORMS, assess, cells, codes_in_words, only};

const THIS: &str = "fixtures/published/two-years-a-2024.csv";
const LAST: &str = "fixtures/published/two-years-a-2023.csv";
const TITLE: &str = "临澄市人民政府2024年政府信息公开工作年度报告";
const ORDERS: [[(&str, &str); 2]; 2] = [[("2023", LAST), ("2024", THIS)], [("2024", THIS), ("2023", LAST)]];

/// The lines of a fixture below its title, table by table.
fn tables(path: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).expect("the fixture is text");
    let mut tables: Vec<Vec<String>> = Vec::new();
    for line in text.lines().skip(1).filter(|line| !line.is_empty()) {
        if ["二、主动公开", "三、收到", "四、政府"].iter().any(|title| line.starts_with(title)) {
            tables.push(Vec::new());
        }
        tables.last_mut().expect("a title comes first").push(line.to_owned());
    }
    tables
}

/// Adds a sheet with the tables of a fixture, and no title.
fn add_sheet(book: &mut Workbook, name: &str, path: &str) {
    let sheet = book.add_worksheet().set_name(name).expect("a name");
    for (row, line) in (0..).zip(tables(path).concat()) {
        for (column, field) in (0..).zip(line.split(',')).filter(|(_, field)| !field.is_empty()) {
            sheet.write_string(row, column, field).expect("written");
        }
    }
}

/// A report with a whole set of tables below each line.
fn sets(captioned: &[(&str, &str)]) -> String {
    let mut text = format!("{TITLE}\n");
    for (caption, path) in captioned {
        let _ = write!(text, "\n{caption}\n\n{}\n", tables(path).concat().join("\n"));
    }
    text
}

/// The report is the only filing, with its own figures.
fn is_this_year(filings: &[gouji::diagnosis::Assessment], said: &str, what: &str) {
    let found: Vec<_> = filings.iter().map(|one| (one.agency.as_deref(), one.year, codes_in_words(one))).collect();
    assert_eq!(found, [(Some("临澄市人民政府"), Some(2024), said.to_owned())], "{what}");
    assert_eq!(cells(&filings[0]), cells(&only(THIS)), "{what}");
}

#[test]
fn the_set_under_the_years_own_line_is_the_reports() {
    for (last, this) in [
        ("2023年", "2024年"),
        ("（一）2023年情况", "（二）2024年情况"),
        ("上年情况", "本年情况"),
        ("附件1：上年数据", "附件2：本年数据"),
        ("（二〇二三年度）", "（二〇二四年度）"),
        ("统计年度：2023", "统计年度：2024"),
        ("2023年1月1日至2023年12月31日", "2024年1月1日至2024年12月31日"),
        ("2023年", "其他"),
    ] {
        let first = sets(&[(last, LAST), (this, THIS)]);
        is_this_year(&assess("a.csv", first.as_bytes()), "S318×1", last);
        if this != "其他" {
            let second = sets(&[(this, THIS), (last, LAST)]);
            is_this_year(&assess("a.csv", second.as_bytes()), "S318×1", this);
        }
    }
    let cut = sets(&[("（一）2023年情况\n2023年的情况如下。", LAST), ("（二）2024年情况\n2024年的情况如下。", THIS)]);
    is_this_year(&assess("a.csv", cut.as_bytes()), "S318×1", "with sentences");
}

/// Where every table comes once for each year, on text and in the captions of a page.
#[test]
fn tables_that_take_turns_are_not_mixed() {
    for order in ORDERS {
        let mut text = format!("{TITLE}\n");
        let mut page = format!("<h1>{TITLE}</h1>");
        for at in 0..3 {
            for (year, path) in order {
                let table = &tables(path)[at];
                let _ = write!(text, "\n{year}年\n{}\n", table.join("\n"));
                let row = |line: &String| format!("<tr><td>{}</td></tr>", line.replace(',', "</td><td>"));
                let rows: String = table[1..].iter().map(row).collect();
                let _ = write!(page, "<p>{}</p><table><caption>{year}年</caption>{rows}</table>", table[0]);
            }
        }
        is_this_year(&assess("a.csv", text.as_bytes()), "S318×1", "text");
        is_this_year(&assess("a.html", page.as_bytes()), "S318×1", "page");
    }
}

/// Sheets that are named after years are filings of these, whichever the title stands on or before.
#[test]
fn sheets_are_of_the_years_they_are_named_after() {
    for order in ORDERS {
        let mut book = Workbook::new();
        let cover = book.add_worksheet().set_name("封面").expect("a name");
        cover.write_string(0, 0, TITLE).expect("written");
        for (year, path) in order {
            add_sheet(&mut book, &format!("{year}年"), path);
        }
        let filings = assess("a.xlsx", &book.save_to_buffer().expect("written"));
        assert_eq!(filings.len(), 2);
        for (filing, (year, path)) in filings.iter().zip(order) {
            assert_eq!(filing.agency.as_deref(), Some("临澄市人民政府"));
            assert_eq!(filing.year, year.parse().ok(), "{order:?}");
            assert_eq!(cells(filing), cells(&only(path)), "{order:?}");
        }
    }
}

#[test]
fn a_line_that_names_a_year_above_the_only_tables_takes_nothing_from_them() {
    for line in ["2023年12月31日止", "一、2024年总体情况", "与2023年相比", "2025年1月", "二〇二五年一月", "2025年"]
    {
        is_this_year(&assess("a.csv", sets(&[(line, THIS)]).as_bytes()), "-", line);
    }
    // The line and the title cannot both be right.
    is_this_year(&assess("a.csv", sets(&[("上年情况", THIS)]).as_bytes()), "S318×1", "上年情况");
}

/// Nothing in the workbook says a year but the names of its sheets, and its own name says this year's.
#[test]
fn a_sheet_of_last_year_is_last_years() {
    for (names, years) in
        [(["本年", "上年"], [2024, 2023]), (["去年同期", "今年"], [2023, 2024]), (["23年", "24年"], [2023, 2024])]
    {
        let mut book = Workbook::new();
        for (name, year) in names.iter().zip(years) {
            let path = if year == 2024 { THIS } else { LAST };
            add_sheet(&mut book, name, path);
        }
        let filings = assess("某县教育局2024年.xlsx", &book.save_to_buffer().expect("written"));
        let read: Vec<_> = filings.iter().map(|one| (one.agency.as_deref(), one.year)).collect();
        assert_eq!(read, years.map(|year| (Some("某县教育局"), Some(year))), "{names:?}");
    }
}

/// A heading that was kept from last year's report: nobody but the office knows whether the figures were kept too.
#[test]
fn a_heading_of_another_year_above_a_table_is_said() {
    let text = std::fs::read_to_string(THIS).expect("the fixture is text");
    let review = "四、政府信息公开行政复议、行政诉讼情况";
    for heading in [
        "四、2023年度政府信息公开行政复议、行政诉讼情况",
        "四、政府信息公开行政复议、行政诉讼情况（2023年）",
        "四、政府信息公开行政复议、行政诉讼情况\n统计年度：2023年",
    ] {
        let stale = text.replacen(review, heading, 1);
        assert_ne!(stale, text);
        is_this_year(&assess("a.csv", stale.as_bytes()), "S318×1", heading);
    }
    for heading in [
        "四、2024年度政府信息公开行政复议、行政诉讼情况",
        "与2023年相比，有所增加。\n四、政府信息公开行政复议、行政诉讼情况",
        "2023年收到的申请均已办结\n四、政府信息公开行政复议、行政诉讼情况",
    ] {
        is_this_year(&assess("a.csv", text.replacen(review, heading, 1).as_bytes()), "-", heading);
    }
}

/// The tables stand without a title, and the name of the file tells whose they are: not by the number of a document, nor by
/// the time at which it was handed in.
#[test]
fn a_file_is_named_after_more_than_its_report() {
    let text = std::fs::read_to_string(LAST).expect("the fixture is text");
    let (_, untitled) = text.split_once('\n').expect("a title");
    for name in [
        "某民发〔2024〕3号-某县民政局2023年度统计表.csv",
        "某县民政局2024年上报2023年度.csv",
        "2024年1月报送某县民政局2023年度年报.csv",
        "2024.1某县民政局2023年统计表.csv",
        "某县民政局2023年度统计表（2024年1月15日报送）.csv",
    ] {
        let filings = assess(name, untitled.as_bytes());
        let whose: Vec<_> = filings.iter().map(|filing| (filing.agency.as_deref(), filing.year)).collect();
        assert_eq!(whose, [(Some("某县民政局"), Some(2023))], "{name}");
    }
    let filings = assess("2024年1月15日某县民政局.csv", untitled.as_bytes());
    assert_eq!((filings[0].agency.as_deref(), filings[0].year), (Some("某县民政局"), None));
    for label in ["名称：", "信息名称: ", "标题："] {
        let text = format!("{label}某县民政局2023年政府信息公开工作年度报告\n{untitled}");
        let filings = assess("a.csv", text.as_bytes());
        assert_eq!((filings[0].agency.as_deref(), filings[0].year), (Some("某县民政局"), Some(2023)), "{label}");
    }
}

/// A report with captions over the tables of one of its sections, in the order given.
fn with_section(section: usize, captioned: &[(&str, &str)]) -> String {
    let mut text = format!("{TITLE}\n");
    for (at, table) in tables(THIS).into_iter().enumerate() {
        if at != section {
            let _ = write!(text, "\n{}\n", table.join("\n"));
            continue;
        }
        let _ = write!(text, "\n{}\n", table[0]);
        for (caption, path) in captioned {
            let _ = write!(text, "\n{caption}\n\n{}\n", tables(path)[section][1..].join("\n"));
        }
    }
    text
}

/// Within one section the table of last year was read as this year's wherever it stood first, and the report was torn in two.
#[test]
fn a_section_with_the_tables_of_two_years_has_its_own() {
    for (section, name) in ["主动公开", "收到和处理政府信息公开申请", "行政复议、行政诉讼"].into_iter().enumerate()
    {
        let captions = [
            ("2023年".to_owned(), "2024年".to_owned()),
            (format!("2023年{name}情况"), format!("2024年{name}情况")),
            (format!("表1 2023年{name}情况"), format!("表2 2024年{name}情况")),
            (format!("图表1　2023年度{name}情况统计"), format!("图表2　2024年度{name}情况统计")),
            (format!("上年{name}情况"), format!("本年{name}情况")),
            ("上年（2023年）".to_owned(), "本年（2024年）".to_owned()),
            ("（更正前）".to_owned(), "（更正后）".to_owned()),
        ];
        for (last, this) in captions {
            for order in [[(&last, LAST), (&this, THIS)], [(&this, THIS), (&last, LAST)]] {
                let text = with_section(section, &order.map(|(caption, path)| (caption.as_str(), path)));
                is_this_year(&assess("a.csv", text.as_bytes()), "S318×1", &format!("{section} {last} {order:?}"));
            }
        }
    }
}

/// A line about a picture or a small table named another year, and the tables below it were not read, nor the others.
#[test]
fn a_line_between_two_tables_ends_where_the_next_has_its_title() {
    for section in [0, 1] {
        for line in ["上年情况", "2023年", "附：2023年情况", "2023年度"] {
            // A small table below it, and last year's table of the section without its title.
            let own = with_section(section, &[("", THIS)]);
            let next = tables(THIS)[section + 1][0].clone();
            let text = own.replace(&next, &format!("{line}\n网站访问量,312\n发布信息,45\n\n{next}"));
            let filings = assess("a.csv", text.as_bytes());
            assert_eq!(filings.len(), 1, "{section} {line}");
            assert_eq!(cells(&filings[0]), cells(&only(THIS)), "{section} {line}");
            // Nothing between: whose the table is nobody knows.
            let text = own.replace(&next, &format!("{line}\n\n{next}"));
            let said = codes_in_words(&assess("a.csv", text.as_bytes())[0]);
            assert!(said.contains("S301") && said.contains("S318"), "{section} {line}: {said}");
            let text = with_section(section, &[("", THIS), (line, LAST)]);
            is_this_year(&assess("a.csv", text.as_bytes()), "S318×1", &format!("{section} {line} with a table"));
        }
    }
    // Each table is followed by last year's, and all have their titles.
    let mut text = format!("{TITLE}\n");
    for (this, last) in tables(THIS).into_iter().zip(tables(LAST)) {
        let _ = write!(text, "\n{}\n\n（附2023年）\n\n{}\n", this.join("\n"), last.join("\n"));
    }
    is_this_year(&assess("a.csv", text.as_bytes()), "S318×1", "each is followed by last year's");
}

/// A remark that names last year stands above a table of the report, and a whole set of last year's at the end: that set's table
/// was read for it.
#[test]
fn a_remark_with_a_year_gives_no_table_to_the_set_of_another() {
    let set = format!("\n附：2023年情况\n\n{}\n", tables(LAST).concat().join("\n"));
    for section in 0..3 {
        for line in ["与2023年对比", "注：2023年", "2023年工作回顾"] {
            let own = with_section(section, &[("", THIS)]);
            let title = tables(THIS)[section][0].clone();
            let text = own.replacen(&title, &format!("{line}\n\n{title}"), 1) + &set;
            let filings = assess("a.csv", text.as_bytes());
            assert_eq!(filings.len(), 1, "{section} {line}");
            assert_eq!(cells(&filings[0]), cells(&only(THIS)), "{section} {line}");
        }
    }
}

/// A workbook has a cover and a sheet for each table of both years: 表二上年, 表二(2023), 表四草稿.
#[test]
fn sheets_of_tables_say_of_which_year_they_are() {
    let book = |sheets: &[(&str, usize, &str)]| {
        let mut book = Workbook::new();
        book.add_worksheet().set_name("封面").expect("a name").write_string(0, 0, TITLE).expect("written");
        for (name, table, path) in sheets {
            let sheet = book.add_worksheet().set_name(*name).expect("a name");
            for (row, line) in (0..).zip(&tables(path)[*table]) {
                for (column, field) in (0..).zip(line.split(',')).filter(|(_, field)| !field.is_empty()) {
                    sheet.write_string(row, column, field).expect("written");
                }
            }
        }
        assess("a.xlsx", &book.save_to_buffer().expect("a workbook"))
    };
    let own = |filings: &[gouji::diagnosis::Assessment], what: &str| {
        let own = filings.iter().find(|one| one.year == Some(2024));
        let told: Vec<_> = filings.iter().map(|one| (one.agency.clone(), one.year, codes_in_words(one))).collect();
        let own = own.unwrap_or_else(|| panic!("{what}: {told:?}"));
        assert_eq!(own.agency.as_deref(), Some("临澄市人民政府"), "{what}");
        assert!(cells(own) == cells(&only(THIS)), "{what}: {told:?}");
    };
    for (front, behind) in
        [("", "上年"), ("上年", ""), ("", "-上年"), ("", "（2023）"), ("", "2023年"), ("", "旧"), ("", "草稿")]
    {
        let named: Vec<[String; 2]> =
            ["表二", "表三", "表四"].map(|table| [format!("{front}{table}{behind}"), table.to_owned()]).to_vec();
        let last = (0..3).map(|at| (named[at][0].as_str(), at, LAST));
        let this = (0..3).map(|at| (named[at][1].as_str(), at, THIS));
        own(&book(&last.clone().chain(this.clone()).collect::<Vec<_>>()), &format!("{front}表二{behind}, last first"));
        let turns: Vec<_> = last.zip(this).flat_map(|(last, this)| [last, this]).collect();
        own(&book(&turns), &format!("{front}表二{behind}, in turns"));
    }
}

/// The lines above the tables named the years, and the table without one stood under the title: it was read as this year's.
#[test]
fn a_table_below_the_years_own_line_is_the_reports_beside_one_without_a_line() {
    for section in 0..3 {
        let filings = assess("a.csv", with_section(section, &[("", LAST), ("2024年", THIS)]).as_bytes());
        let own = filings.iter().find(|one| one.agency.is_some()).expect("a report");
        assert_eq!(cells(own), cells(&only(THIS)), "{section}");
        let others: Vec<_> = filings.iter().filter(|one| one.agency.is_none()).map(|one| one.year).collect();
        assert_eq!(others, [None], "{section}");
        // A mark above last year's table is a line like any other.
        let marked = with_section(section, &[("统计年度：2024", THIS), ("统计年度：2023", LAST)]);
        is_this_year(&assess("a.csv", marked.as_bytes()), "S318×1", "a mark");
    }
}

/// Of the tables of two years those of the year that is asked for are read.
#[test]
fn the_year_asked_for_is_the_one_that_is_read() {
    let reader = Reader::new(&FORMS, ReadOptions { year: Some(2023), ..ReadOptions::default() });
    let assessor = Assessor::new(reader, CATALOGUE.clone(), Policy::default());
    let assessor = assessor.expect("every relation has a rule");
    for (last, this) in [("2023年", "2024年"), ("上年情况", "本年情况"), ("统计年度：2023", "统计年度：2024")]
    {
        for order in [[(last, LAST), (this, THIS)], [(this, THIS), (last, LAST)]] {
            let filings = assessor.assess("a.csv", Ok(sets(&order).into_bytes()));
            let read: Vec<_> = filings.iter().map(|one| (one.agency.as_deref(), one.year)).collect();
            assert_eq!(read, [(Some("临澄市人民政府"), Some(2023))], "{order:?}");
            assert_eq!(cells(&filings[0]), cells(&only(LAST)), "{order:?}");
        }
    }
}

/// Table 4 as three small tables beside last year's whole one, whose parts they were taken for.
#[test]
fn a_table_in_parts_is_this_years_beside_a_whole_one_of_last_year() {
    let [second, third, fourth] = [0, 1, 2].map(|at| tables(THIS)[at].clone());
    let figures: Vec<&str> = fourth.last().expect("a line of figures").split(',').collect();
    let part = |(at, name): (usize, &str)| {
        let own = figures[5 * at..5 * at + 5].join(",");
        format!("\n（{}）{name}\n结果维持,结果纠正,其他结果,尚未审结,总计\n{own}\n", at + 1)
    };
    let parts: String = ["行政复议", "未经复议直接起诉", "复议后起诉"].into_iter().enumerate().map(part).collect();
    let last = tables(LAST)[2][1..].join("\n");
    for line in ["2023年政府信息公开行政复议、行政诉讼情况", "附：2023年情况"] {
        let front = format!("{TITLE}\n{}\n\n{}\n\n{}\n", second.join("\n"), third.join("\n"), fourth[0]);
        let text = format!("{front}{parts}\n{line}\n{last}\n");
        is_this_year(&assess("a.csv", text.as_bytes()), "S318×1", line);
    }
    // Without a line that says so, both are read.
    let text = format!("{}\n\n{}\n{parts}", sets(&[("", THIS)]), fourth[0]);
    let same = assess("a.csv", text.as_bytes());
    assert_eq!((same.len(), codes_in_words(&same[0]).as_str()), (1, "S318×3"), "the parts quote it");
    let text = format!("{}\n{parts}", sets(&[("", LAST)]));
    assert_eq!(assess("a.csv", text.as_bytes()).len(), 2, "the parts have figures of their own");
}

/// The head of a form has its year in a cell of its own, or on a line.
#[test]
fn the_year_of_a_form_may_stand_beside_who_fills_it_in() {
    let text = std::fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("a fixture");
    let tables: Vec<&str> = text.lines().skip_while(|line| !line.contains("主动公开")).collect();
    let read = |head: &[&str]| {
        let lines: Vec<Vec<&str>> = head.iter().chain(&tables).map(|line| line.split(',').collect()).collect();
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (row, line) in (0..).zip(&lines) {
            for (column, text) in (0..).zip(line).filter(|(_, text)| !text.is_empty()) {
                sheet.write(row, column, *text).expect("written");
            }
        }
        let filing = assess("统计表.xlsx", &book.save_to_buffer().expect("a workbook")).remove(0);
        (filing.agency, filing.year)
    };
    let known = (Some("云泽市民政局".to_owned()), Some(2023));
    assert_eq!(read(&["云泽市民政局政府信息公开统计表", "填报单位：云泽市民政局,,,2023年"]), known);
    assert_eq!(read(&["制定机关：国务院办公厅", "填报单位：云泽市民政局,,,2023年度"]), known);
    assert_eq!(read(&["填报单位：,云泽市民政局,,2023年"]), known);
    assert_eq!(read(&["云泽市民政局政府信息公开统计表", "2023年"]).1, Some(2023));
}

/// The years of two lines of table 4 stand in front of them without 年.
#[test]
fn a_line_of_another_year_is_none_of_the_reports() {
    let text = std::fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("a fixture");
    let last = text.trim_end().lines().next_back().expect("the figures of table 4");
    let head = text.lines().rev().skip(1).take(3).collect::<Vec<_>>();
    let mut own = text.trim_end().strip_suffix(last).expect("it ends so").to_owned();
    for line in &head {
        own = own.replacen(&format!("\n{line}\n"), &format!("\n,{line}\n"), 1);
    }
    let zeros = vec!["0"; 15].join(",");
    let filing = |lines: [&str; 2]| assess("a.csv", (own.clone() + &lines.join("\n")).as_bytes()).remove(0);
    let (old, new) = (format!("2022,{zeros}"), format!("2023,{last}"));
    let expected = crate::support::cells(&assess("a.csv", text.as_bytes())[0]);
    for lines in [[old.as_str(), new.as_str()], [&new, &old]] {
        assert_eq!(crate::support::cells(&filing(lines)), expected, "{lines:?}");
    }
}

/// Two whole sets of tables below each other, each under a line of its own: the newest was taken for last year's, and not read.
#[test]
fn whole_sets_under_lines_of_one_kind_are_filings_of_their_years() {
    let heads =
        ["", "临澄市人民政府政府信息公开工作年度报告统计表", "临澄市人民政府政府信息公开年报数据（2023-2024年）"];
    let lines: [&dyn Fn(&str) -> String; 3] =
        [&|year| format!("临澄市人民政府{year}年"), &|year| format!("（{year}年度）"), &|year| {
            format!("{year}年度")
        }];
    for order in ORDERS {
        for (head, line) in heads.into_iter().zip(lines) {
            // The year below a title is the title's.
            if head.ends_with("统计表") && order[0].0 == "2024" {
                continue;
            }
            let mut text = format!("{head}\n");
            for (year, path) in order {
                let _ = write!(text, "\n{}\n{}\n", line(year), tables(path).concat().join("\n"));
            }
            let filings = assess("a.csv", text.as_bytes());
            assert_eq!(filings.len(), 2, "{head} {order:?}");
            for (filing, (year, path)) in filings.iter().zip(order) {
                assert_eq!(filing.agency.as_deref(), Some("临澄市人民政府"), "{head} {order:?}");
                assert_eq!(filing.year, year.parse().ok(), "{head} {order:?}");
                assert_eq!(cells(filing), cells(&only(path)), "{head} {order:?}");
                assert_eq!(codes_in_words(filing), "-", "{head} {order:?}");
            }
        }
    }
    // Some of the tables are no set.
    let some = tables(LAST)[..2].concat().join("\n");
    let text = format!("临澄市人民政府2024年\n{}\n临澄市人民政府2023年\n{some}\n", tables(THIS).concat().join("\n"));
    assert_eq!(assess("a.csv", text.as_bytes()).len(), 1);
}

/// 其他2022年 over a column of last year's figures refused the row 3.其他, whose label its first words are.
#[test]
fn a_year_behind_the_label_of_a_column_is_no_figure_of_a_row() {
    let text = std::fs::read_to_string(LAST).expect("a fixture");
    let doubled = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        if fields.len() != 10 || fields[3..].iter().all(|field| field.is_empty()) {
            return line.to_owned();
        }
        let is_head = fields[0].is_empty() && fields[9].is_empty() || fields[9] == "总计";
        let twice = fields[3..].iter().flat_map(|field| {
            let other = if is_head { format!("{field}2022年") } else { "7".to_owned() };
            [(*field).to_owned(), if field.is_empty() { String::new() } else { other }]
        });
        fields[..3].iter().map(|field| (*field).to_owned()).chain(twice).collect::<Vec<_>>().join(",")
    };
    let text: String = text.lines().map(|line| doubled(line) + "\n").collect();
    let filing = assess("a.csv", text.as_bytes()).remove(0);
    assert!(!codes_in_words(&filing).contains("S312"), "{}", codes_in_words(&filing));
}
