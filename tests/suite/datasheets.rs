//! Workbooks of data sets as offices keep them: a sheet for the bureaus and one for the townships, each under lines of its
//! own. No sheet with figures is passed over without a word, and what holds none is none of anybody's business.

use std::process::Command;

use gouji::diagnosis::Assessment;
use gouji::reading::Problem;

use crate::dataset::review;
use crate::support::{assess, codes_in_words};

/// A workbook of such sheets, by name, as lines of fields.
pub(crate) fn book(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, text) in sheets {
        write(book.add_worksheet().set_name(*name).expect("a name"), text);
    }
    book.save_to_buffer().expect("a workbook")
}

fn write(sheet: &mut rust_xlsxwriter::Worksheet, text: &str) {
    for (row, line) in (0..).zip(text.lines()) {
        for (column, field) in (0..).zip(line.split(',')) {
            match field.parse::<f64>() {
                _ if field.is_empty() => {}
                Ok(number) => drop(sheet.write_number(row, column, number)),
                Err(_) => drop(sheet.write_string(row, column, field)),
            }
        }
    }
}

/// The cases of two towns, under these heads of the columns of agency and year.
fn towns(agency: &str, year: &str) -> String {
    review(&[("agency,year", &format!("{agency},{year}")), ("某县人民政府", "白石镇人民政府"), ("青禾县", "青禾镇")])
}

/// Whose figures of which year were read from which sheet, and what was found.
fn read(sheets: &[(&str, &str)]) -> Vec<(String, Option<u16>, String, String)> {
    let told = |filing: &Assessment| {
        let agency = filing.agency.clone().unwrap_or_default();
        (agency, filing.year, filing.source.sheet.as_deref().unwrap_or("").to_owned(), codes_in_words(filing))
    };
    assess("book.xlsx", &book(sheets)).iter().map(told).collect()
}

fn said(agency: &str, year: u16, sheet: &str) -> (String, Option<u16>, String, String) {
    (agency.to_owned(), Some(year), sheet.to_owned(), "S301×2".to_owned())
}

/// Who filled it in, when, and the unit, beside each other; and a cover's worth of lines.
#[test]
fn lines_of_several_texts_may_stand_above_a_data_set() {
    let expected = [said("白石镇人民政府", 2023, "乡镇"), said("青禾镇人民政府", 2024, "乡镇")];
    for above in [
        "云泽县乡镇汇总\n填报单位：县政府办,,,,,单位：件",
        "填报单位：县政府办,,日期：2025年1月5日,,单位：件、万元",
        "云泽县乡镇汇总表,,,,,单位：件",
        "填报单位：,县政府办,,日期：,2025年1月5日",
        "云泽县汇总\n单位：件\n制表：张三\n审核：李四\n日期：2025年1月5日\n说明\n附表",
    ] {
        let towns = format!("{above}\n{}", towns("agency", "year"));
        assert_eq!(read(&[("乡镇", &towns)]), expected, "{above}");
        assert_eq!(read(&[("部门", &review(&[])), ("乡镇", &towns)])[2..], expected, "{above}");
    }
}

/// The date in such a line is no year of the records, and its title and marks are.
#[test]
fn a_date_above_a_data_set_is_no_year() {
    let rows = review(&[("agency,year,edition", "agency,note,edition")]);
    for (above, year) in [
        ("填报单位：县政府办,,日期：2025年1月5日", None),
        ("日期：,2025/1/5", None),
        ("日期：2025年1月5日", None),
        ("填报单位：县政府办,,统计年度：2023", Some(2023)),
        ("附件1：云泽县2023年政府信息公开汇总表,,日期：2025年1月5日", Some(2023)),
        ("云泽县2023年乡镇汇总\n填表日期：2025-01-05", Some(2023)),
    ] {
        let found = read(&[("数据", &format!("{above}\n{rows}"))]);
        assert_eq!((found.len(), found[0].1), (2, year), "{above}");
    }
}

/// 乡镇街道 over the names is the agency's column, and beside one that certainly is it says where the agency is.
#[test]
fn heads_of_towns_and_of_the_year_of_filling_in_are_known() {
    let expected = [said("白石镇人民政府", 2023, "乡镇"), said("青禾镇人民政府", 2024, "乡镇")];
    for (agency, year) in [("乡镇街道", "填报年"), ("镇街名称", "年度"), ("填报部门", "报告年"), ("县市区", "年份")]
    {
        assert_eq!(read(&[("部门", &review(&[])), ("乡镇", &towns(agency, year))])[2..], expected, "{agency}");
    }
    let both = review(&[("agency,year,edition", "单位名称,年度,乡镇街道")]);
    let found = read(&[("数据", &both.replace(",2023,,", ",2023,白石镇,"))]);
    assert_eq!((found[0].0.as_str(), found[0].3.as_str()), ("某县人民政府", "S301×2 S313×1"));
}

/// A column of places is the agency's only where nothing else says whose the figures are, and none that may name an office or
/// a person; in a long data set it may say who answers for a cell.
#[test]
fn a_known_agency_is_never_replaced_by_a_column_of_another_name() {
    let whose = |file: &str, heads: &str| {
        let filings = assess(file, review(&[("agency,year", heads)]).as_bytes());
        let told = |filing: &Assessment| (filing.agency.clone().unwrap_or_default(), codes_in_words(filing));
        filings.iter().map(told).collect::<Vec<_>>()
    };
    let said = |agency: &str, codes: &str| (agency.to_owned(), codes.to_owned());
    let read = [said("某县人民政府", "S301×2"), said("青禾县人民政府", "S301×2")];
    assert_eq!(whose("2023.csv", "乡镇街道,年度"), read);
    for heads in ["乡镇街道,年度", "责任单位,年度", "name,year", "department,year"] {
        let told = whose("云泽县民政局.csv", heads);
        assert_eq!(told[0], said("云泽县民政局", "S301×2 S313×1"), "{heads}");
    }
    for heads in ["责任单位,年度", "主体,年度", "name,year", "dept,year"] {
        assert_eq!(whose("2023.csv", heads)[0], said("", "S301×2 S313×1"), "{heads}");
    }
    let text = "年度,指标,数值,乡镇街道\n2023,review.reconsideration.upheld,1,白石镇\n\
        2023,review.reconsideration.corrected,1,青禾镇\n";
    let filings = assess("2023.csv", text.as_bytes());
    assert!(filings.len() == 1 && filings[0].agency.is_none() && codes_in_words(&filings[0]).contains("S313×1"));
}

/// The sheets that are said not to have been read, and how many filings there are besides.
fn unread(sheets: &[(&str, &str)]) -> (Vec<String>, usize) {
    let filings = assess("book.xlsx", &book(sheets));
    let refused = |filing: &Assessment| filing.error.as_ref().map(|error| (error.problem, filing.source.sheet.clone()));
    let (refused, read): (Vec<_>, Vec<_>) = filings.iter().map(refused).partition(Option::is_some);
    let name = |(problem, sheet): (Problem, Option<std::sync::Arc<str>>)| {
        assert_eq!(problem, Problem::SheetUnread);
        sheet.expect("a sheet").to_string()
    };
    (refused.into_iter().flatten().map(name).collect(), read.len())
}

/// The indicators below each other, and the figures of these beside them.
fn turned(heads: &str) -> String {
    let wide = review(&[]);
    let lines: Vec<Vec<&str>> = wide.lines().map(|line| line.split(',').collect()).collect();
    let line = |at: usize| format!("{},{},{}", lines[0][at], lines[1][at], lines[2][at]);
    let rows: Vec<String> = (3..lines[0].len()).map(line).collect();
    format!("{heads}{}", rows.join("\n"))
}

/// Sheets with agencies that no header heads, or one of which nobody knows what its columns are. They were passed over, and a
/// sum was made without them.
#[test]
fn a_sheet_with_figures_that_is_no_table_and_no_data_set_is_said() {
    let data = review(&[]);
    let (_, rows) = data.split_once('\n').expect("a header");
    let long = |text: &str| -> String {
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        let row = |at: usize| format!("{},2023,{},{}", lines[1][0], lines[0][at], lines[1][at]);
        (3..lines[0].len()).map(row).collect::<Vec<_>>().join("\n")
    };
    let statutory = std::fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("the fixture is text");
    for (name, text) in [
        ("续", rows.to_owned()),
        ("续表", format!("续上表\n{rows}")),
        ("续", long(&data)),
        ("名称不明", towns("村居", "何年")),
        ("示范区", towns("村居", "何年")),
        ("青禾镇", turned("指标,数值\n")),
    ] {
        assert_eq!(unread(&[("部门", &data), (name, &text)]), (vec![name.to_owned()], 2), "{name}: {text}");
        if name != "续" && name != "续表" {
            assert_eq!(unread(&[("统计表", &statutory), (name, &text)]), (vec![name.to_owned()], 1), "{name}: {text}");
        }
    }
}

/// What is no filing and has nothing of one besides words.
#[test]
fn a_sheet_without_figures_of_the_form_stays_silent() {
    let data = review(&[]);
    let ids: Vec<&str> = data.lines().next().expect("a header").split(',').skip(3).collect();
    let list = |line: &dyn Fn(usize, &str) -> String| -> String {
        (1..).zip(&ids).map(|(at, id)| line(at, id) + "\n").collect()
    };
    let header = data.lines().next().expect("a header");
    for (name, text) in [
        ("封面", "云泽县政府信息公开年报\n填报单位：县政府办,,日期：2025年1月5日\n联系电话,05611234567".to_owned()),
        ("填表说明", format!("序号,指标,解释\n{}", list(&|at, id| format!("{at},{id},指结果维持的件数")))),
        ("指标解释", list(&|at, id| format!("{id},第{at}栏"))),
        ("字段", format!("字段,表,栏次,长度\n{}", list(&|at, id| format!("{id},表四,{at},10")))),
        ("栏名", format!("栏名,启用年\n单位名称,2021\n{}", list(&|_, id| format!("{id},2021")))),
        ("通讯录", "单位,联系人,电话\n白石镇人民政府,张三,05611234567\n青禾镇人民政府,李四,05617654321".to_owned()),
        ("名录", "单位名称,级别,上级单位\n白石镇人民政府,乡镇,云泽县人民政府".to_owned()),
        ("修改记录", "日期,修改人,内容\n2025-01-05,张三,更正 3 处\n2025-01-06,李四,更正 1 处".to_owned()),
        ("其他统计", "单位名称,年份,网站数,新媒体数,发文数\n白石镇人民政府,2023,1,2,40".to_owned()),
        (
            "空表",
            format!("{}\n1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18", header.replace("agency,year", "名称,何年")),
        ),
        ("图表", "类型,件数\n自然人,40\n商业企业,3\n科研机构,0\n社会公益组织,1\n法律服务机构,0\n其他,2".to_owned()),
        ("填报示例", towns("村居", "何年")),
        ("历年", turned("指标,2023年,2024年\n")),
        ("历年", turned("指标,2023,2024\n")),
        ("数据字典", format!("字段,说明,值\n{}", list(&|at, id| format!("{id},整数,{at}")))),
        ("列号对照", format!("列号,{}\n2021版{}", ids.join(","), list(&|at, _| format!(",{at}")).replace('\n', ""))),
        ("分析", format!("口径,{}\n均值{}", ids.join(","), ",3".repeat(ids.len()))),
        (
            "修改明细",
            format!("单位,指标,原值,新值\n{}", list(&|at, id| format!("白石镇人民政府,{id},{at},{}", at + 1))),
        ),
        (
            "错误清单",
            format!("代码,单位,指标,数字\n{}", list(&|at, id| format!("B101,云泽县第{}小学,{id},{at}", at % 3))),
        ),
        ("空白", String::new()),
    ] {
        let statutory =
            std::fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("the fixture is text");
        assert_eq!(unread(&[("部门", &data), (name, &text)]), (vec![], 2), "{name}");
        assert_eq!(unread(&[(name, &text), ("统计表", &statutory)]), (vec![], 1), "{name}");
    }
}

/// On a page the data set beside a report is said too. Small tables of its text are none.
#[test]
fn a_data_set_on_a_page_beside_a_report_is_said() {
    let table = |text: &str| {
        let rows: Vec<String> = text.lines().map(|line| line.replace(',', "</td><td>")).collect();
        format!("<table><tr><td>{}</td></tr></table>", rows.join("</td></tr><tr><td>"))
    };
    let report = std::fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("the fixture is text");
    let page =
        |other: &str| format!("<html><meta charset=utf-8><body>{}{}</body></html>", table(other), table(&report));
    let problems = |other: &str| -> Vec<Option<Problem>> {
        let filings = assess("a.html", page(other).as_bytes());
        filings.iter().map(|filing| filing.error.as_ref().map(|error| error.problem)).collect()
    };
    assert_eq!(problems(&review(&[])), [None, Some(Problem::TableUnread)]);
    for other in [
        "类型,件数\n自然人,40\n商业企业,3\n科研机构,0\n社会公益组织,1",
        "执法单位,行政许可,行政处罚,行政强制\n云泽县民政局,40,3,0",
        "单位,规章,行政规范性文件,行政许可,行政处罚,行政强制\n云泽县民政局,0,3,40,3,0\n云泽县公安局,0,1,12,55,4",
        "年度,行政许可处理决定数量,行政处罚处理决定数量,行政强制处理决定数量\n2022年,3,1,1\n2023年,4,2,1",
        "指标名称,数值\n行政规范性文件制发件数,3\n行政规范性文件废止件数,1\n行政规范性文件现行有效件数,30",
        "单位,自然人,商业企业,科研机构,社会公益组织,法律服务机构,其他\n云泽县民政局,3,0,0,0,0,0",
        "联系人,电话\n张三,05611234567",
    ] {
        assert_eq!(problems(other), [None], "{other}");
    }
}

/// Both commands say so by their exit, and a sum is written without the sheet.
#[test]
fn a_run_with_an_unread_sheet_is_not_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let sheets = [("部门", review(&[])), ("名称不明", towns("村居", "何年"))];
    let sheets: Vec<(&str, &str)> = sheets.iter().map(|(name, text)| (*name, text.as_str())).collect();
    std::fs::write(folder.path().join("a.xlsx"), book(&sheets)).expect("it is written");
    for args in [&["check", "--fail-on", "never", "a.xlsx"][..], &["sum", "--year", "2023", "-o", "s.csv", "a.xlsx"]] {
        let mut gouji = Command::new(env!("CARGO_BIN_EXE_gouji"));
        let run = gouji.current_dir(folder.path()).args(args).output().expect("gouji runs");
        let told = [run.stdout, run.stderr].concat();
        assert_eq!(run.status.code(), Some(2), "{args:?}");
        assert!(String::from_utf8_lossy(&told).contains("名称不明"), "{args:?}");
    }
    assert!(folder.path().join("s.csv").exists());
}

/// Nobody sees a hidden sheet: what it has is read where it is a table, and else of no account.
#[test]
fn a_hidden_sheet_that_is_nothing_stays_silent() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, text) in [("部门", review(&[])), ("底稿", turned("指标,白石镇人民政府,青禾镇人民政府\n"))]
    {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        sheet.set_hidden(name == "底稿");
        write(sheet, &text);
    }
    let filings = assess("book.xlsx", &book.save_to_buffer().expect("a workbook"));
    assert!(filings.len() == 2 && filings.iter().all(|filing| filing.error.is_none()));
}
