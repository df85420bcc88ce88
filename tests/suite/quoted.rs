//! Reports print small tables between their sentences that have a few lines of the statutory ones: what became of the
//! requests in two years, the cases by year. They are none of the form's tables, and they are said.

use std::fmt::Write as _;

use gouji::model::Lang;
use gouji::render::message;

use crate::support::{FORMS, assess, cells, codes, codes_in_words, only};

const REPORT: &str = "fixtures/published/two-years-a-2023.csv";

/// Small tables as reports have them, a line a row.
const SMALL: [&str; 18] = [
    "年度,行政复议,行政诉讼\n2022年,3,1\n2023年,5,2",
    ",2022年,2023年\n行政复议,400,440\n行政诉讼,98,113",
    "项目,2022年,2023年,增减\n本年新收政府信息公开申请数量,3000,3511,511\n上年结转政府信息公开申请数量,80,96,16\n行政复议,4,5,1",
    "项目,2022年,2023年\n新收申请,3000,3511\n予以公开,1000,1191\n部分公开,300,328",
    "办理结果,件数,占比\n予以公开,1191,34.2%\n部分公开,328,9.4%\n不予公开,122,3.5%\n总计,3486,100%",
    "结果维持,结果纠正,其他结果,尚未审结,总计\n309,17,88,26,440",
    "行政复议,,,,\n结果维持,结果纠正,其他结果,尚未审结,总计\n309,17,88,26,440",
    "年份,结果维持,结果纠正,其他结果,尚未审结,总计\n2022年,300,10,80,10,400\n2023年,309,17,88,26,440",
    "行政复议,2022年,2023年\n结果维持,300,309\n结果纠正,10,17\n总计,400,440",
    "类别,数量\n行政许可,18\n行政处罚,28\n行政强制,2",
    "类别,制发,废止,现行有效\n规章,2,0,11\n行政规范性文件,1,4,5",
    "年度,本年新收政府信息公开申请数量,上年结转政府信息公开申请数量,结转下年度继续办理\n2022,30,8,6\n2023,35,6,1",
    "申请方式,自然人,法人或其他组织,总计\n当面,4,0,4\n网络,152,35,187\n总计,265,55,320",
    "季度,自然人,商业企业,科研机构,社会公益组织,法律服务机构,其他,总计\n一季度,60,10,0,0,3,1,74\n合计,265,40,0,1,11,3,320",
    "方式,自然人,其他,总计\n信函,109,20,129\n其他,9,2,11",
    "办理结果,自然人,总计\n予以公开,1175,1191",
    "单位,自然人,总计,予以公开,部分公开,不予公开\n县自然资源局,70,87,33,10,8\n合计,108,130,53,16,11",
    "信息内容,本年制发件数,本年废止件数,现行有效件数\n行政规范性文件,109,489,597\n其他政策文件,36,2,180",
];

/// How a report is written.
#[derive(Clone, Copy, PartialEq)]
enum Writing {
    Page,
    Markdown,
}

impl Writing {
    const ALL: [Self; 2] = [Self::Page, Self::Markdown];

    fn name(self) -> &'static str {
        if self == Self::Page { "report.html" } else { "report.md" }
    }

    fn table(self, lines: &str) -> String {
        let mut out = String::new();
        for (at, line) in lines.lines().enumerate() {
            let _ = match self {
                Self::Page => write!(out, "<tr><td>{}</td></tr>", line.replace(',', "</td><td>")),
                Self::Markdown => writeln!(out, "|{}|", line.replace(',', "|")),
            };
            if at == 0 && self == Self::Markdown {
                let _ = writeln!(out, "|{}", "---|".repeat(line.matches(',').count() + 1));
            }
        }
        if self == Self::Page { format!("<table>{out}</table>") } else { format!("{out}\n") }
    }

    fn sentence(self, words: &str) -> String {
        if self == Self::Page { format!("<p>{words}</p>") } else { format!("{words}\n\n") }
    }
}

/// The report, with a small table before its tables, between them or behind them.
fn report(writing: Writing, small: &str, position: usize) -> String {
    let text = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let (title, tables) = text.split_once('\n').expect("a title above the tables");
    let mut out = writing.sentence(title) + &writing.sentence("一、总体情况");
    let put = |out: &mut String, at: usize| {
        if at == position && !small.is_empty() {
            *out += &writing.sentence("有关情况如下：");
            *out += &writing.table(small);
        }
    };
    for (at, block) in tables.trim().split("\n\n").enumerate() {
        put(&mut out, at);
        let (heading, rows) = block.split_once('\n').expect("a heading above the rows");
        out += &writing.sentence(heading);
        out += &writing.table(rows);
    }
    put(&mut out, 3);
    out + &writing.sentence("六、其他需要报告的事项") + &writing.sentence("无。")
}

#[test]
fn a_small_table_of_the_text_is_none_of_the_reports() {
    let whole = cells(&only(REPORT));
    for writing in Writing::ALL {
        assert_eq!(cells(&assess(writing.name(), report(writing, "", 0).as_bytes())[0]), whole);
        for small in SMALL {
            for position in 0..4 {
                let filings = assess(writing.name(), report(writing, small, position).as_bytes());
                let said: Vec<_> = filings.iter().map(codes_in_words).collect();
                assert_eq!(said, ["S318×1"], "{} {position}: {small}", writing.name());
                assert_eq!(cells(&filings[0]), whole, "{} {position}: {small}", writing.name());
            }
        }
    }
}

/// The same small table stands in two sections of a page: together they have nearly as many figures as table 4, and are not it.
#[test]
fn a_small_table_that_stands_twice_is_one() {
    let whole = cells(&only(REPORT));
    let chart = Writing::Page.table("年度,行政复议,行政诉讼\n2022,3,2\n2023,4,11\n");
    let page = report(Writing::Page, "", 0);
    let (head, rest) = page.split_once("<table").expect("a table");
    let filings = assess("a.html", format!("{head}{chart}<table{rest}{chart}").as_bytes());
    assert_eq!((filings.len(), cells(&filings[0])), (1, whole));
}

/// A table with other figures under columns of the form, or with what no whole table has, is no quotation: it may be what is
/// left of one.
#[test]
fn a_part_of_a_table_that_is_nowhere_whole_is_read() {
    let page = report(Writing::Page, "", 0);
    let fourth = page.find("<p>四、").expect("table 4");
    let end = page.find("<p>六、").expect("the last section");
    let small = "<p>四、政府信息公开行政复议、行政诉讼情况</p><table><tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td>\
        <td>总计</td></tr><tr><td>1</td><td>2</td><td>3</td><td>4</td><td>10</td></tr></table>";
    let cut = format!("{}{small}{}", &page[..fourth], &page[end..]);
    let filings = assess("report.html", cut.as_bytes());
    assert!(codes(&filings[0]).contains_key("S312") && !codes(&filings[0]).contains_key("S318"));
    let corrected = report(Writing::Page, "项目,更正前,更正后\n予以公开,1191,1190\n部分公开,328,329", 3);
    let filings = assess("report.html", corrected.as_bytes());
    let said: Vec<_> = filings[0].findings.iter().map(|found| message(found, &filings[0], &FORMS, Lang::Zh)).collect();
    assert!(said.len() == 1 && said[0].contains("更正"), "{said:?}");
    let other = "信息内容,本年处理决定数量\n行政许可,18";
    let filings = assess("report.html", report(Writing::Page, other, 3).as_bytes());
    assert!(filings.iter().all(|filing| !codes(filing).contains_key("S318")));
}

/// Above the titles of the statutory tables a report has none of them: a table of one row tore it into three filings, with the
/// figure of the text as one of table 2.
#[test]
fn a_small_table_with_other_figures_is_said_where_no_table_can_stand() {
    let other = "信息内容,本年处理决定数量\n行政许可,18";
    for writing in Writing::ALL {
        let filings = assess(writing.name(), report(writing, other, 0).as_bytes());
        let [filing] = filings.as_slice() else { panic!("{}: {} filings", writing.name(), filings.len()) };
        assert_eq!((codes_in_words(filing).as_str(), cells(filing)), ("S318×1", cells(&only(REPORT))));
        let said = message(&filing.findings[0], filing, &FORMS, Lang::Zh);
        assert!(said.contains("行政许可") && said.contains("不同"), "{said}");
    }
}

/// The middle of a table that is cut in three has no head; between the tables of two years stands a line that says so.
#[test]
fn a_piece_of_a_table_is_no_quotation_of_another_years() {
    let whole = cells(&only(REPORT));
    let page = report(Writing::Page, "", 0);
    let third = page.find("<p>三、").expect("table 3");
    let fourth = page.find("<p>四、").expect("table 4");
    let table = &page[third..fourth];
    let rows: Vec<&str> = table.split("<tr>").collect();
    let pieces = format!(
        "{}</table><table><tr>{}</table><table><tr>{}",
        rows[..12].join("<tr>"),
        rows[12..20].join("<tr>"),
        rows[20..].join("<tr>")
    );
    for (caption, other) in [("", ""), ("<p>2022年</p>", table)] {
        let own = if caption.is_empty() { "" } else { "<p>2023年</p>" };
        let cut = format!("{}{caption}{other}{own}{pieces}{}", &page[..third], &page[fourth..]);
        let filings = assess("report.html", cut.as_bytes());
        let read = filings.iter().find(|filing| filing.year == Some(2023)).map(cells).unwrap_or_default();
        let lost: Vec<_> = whole.keys().filter(|cell| !read.contains_key(*cell)).collect();
        assert!(lost.is_empty(), "{caption}: {lost:?}");
    }
}
