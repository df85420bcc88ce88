//! Workbooks of data sets as offices keep them: a sheet for the bureaus and one for the townships, each under lines of its
//! own. No sheet with figures is passed over without a word, and what holds none is none of anybody's business.

use gouji::diagnosis::Assessment;

use crate::dataset::review;
use crate::support::{assess, codes_in_words};

/// A workbook of such sheets, by name, as lines of fields.
fn book(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, text) in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a name");
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
    book.save_to_buffer().expect("a workbook")
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
