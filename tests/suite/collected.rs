//! Data sets as offices collect them: under a title, with notes below, half-years and months in a column, subtotals between
//! the agencies.

use std::fmt::Write as _;

use gouji::diagnosis::Assessment;
use gouji::reading::{Problem, TotalOf, total_of};

use crate::dataset::review;
use crate::support::{assess, assess_file, cells, codes_in_words};

/// What a data set of two agencies reads to: whose, of when, and what was found.
fn read(text: &str) -> Vec<(Option<String>, Option<u16>, String)> {
    let told = |filing: &Assessment| (filing.agency.clone(), filing.year, codes_in_words(filing));
    assess("data.csv", text.as_bytes()).iter().map(told).collect()
}

/// The same rows, one cell to each.
fn long(year: &str, period: &[&str]) -> String {
    let wide = review(&[]);
    let mut rows = wide.lines().map(|row| row.split(',').collect::<Vec<_>>());
    let (head, row) = (rows.next().expect("a header"), rows.next().expect("a record"));
    let mut text =
        String::from("填报单位,年度,指标,数值") + &period.first().map(|name| format!(",{name}")).unwrap_or_default();
    let behind = period.get(1).map(|value| format!(",{value}")).unwrap_or_default();
    for (cell, value) in head.iter().zip(&row).skip(3) {
        let _ = write!(text, "\n{},{year},{cell},{value}{behind}", row[0]);
    }
    text
}

/// A summary that was typed: a title over it and the unit of its sums, its maker below. In a text the title's line has the
/// separators of the others, as Excel writes it, or only those columns are many.
#[test]
fn a_data_set_may_have_a_title_above_and_notes_below() {
    let plain = read(&review(&[]));
    assert_eq!(plain.iter().map(|(_, year, _)| *year).collect::<Vec<_>>(), [Some(2023), Some(2024)]);
    let behind = ",".repeat(17);
    let title = format!("某县政府信息公开年报汇总表{behind}\n单位：件{behind}\n{}", review(&[]));
    assert_eq!(read(&title), plain);
    for note in [
        format!("制表人：张三,审核人：李四{}", ",".repeat(16)),
        format!("注：数据取自各单位年报{behind}"),
        format!("以上为全部单位。{behind}"),
    ] {
        assert_eq!(read(&format!("{}{note}\n", review(&[]))), plain, "{note}");
    }
    assert_eq!(read(&format!("{}注：数据取自各单位年报\n", review(&[]))), plain, "no separators behind it");
    // An agency without figures is no note.
    assert_eq!(read(&format!("{}某县教育局{behind}\n", review(&[]))).len(), 3);
}

/// The title tells the year of records that have none, and a line above the unit of the fees.
#[test]
fn a_line_above_a_data_set_is_heard() {
    let wide =
        "某县2023年政府信息公开年报汇总表,\n单位：元,\n填报单位,行政事业性收费/本年收费金额\n某县教育局,251000\n";
    let long = "某县2023年政府信息公开年报汇总表,,\n单位：元,,\n填报单位,指标,数值\n某县教育局,disclosure.fees.amount,251000\n";
    for text in [wide, long] {
        let filings = assess("data.csv", text.as_bytes());
        assert_eq!((filings.len(), filings[0].year), (1, Some(2023)), "{text}");
        assert_eq!(cells(&filings[0])["disclosure.fees.amount"].as_deref(), Some("251000"));
        assert!(codes_in_words(&filings[0]).contains("V207"), "{text}");
    }
}

/// Collections of half-years and quarters were read as those of a year, without a word.
#[test]
fn a_part_of_a_year_in_a_column_is_said() {
    for year in ["2023年上半年", "2023Q1", "2023H1", "2023年第一季度", "2023-06", "2023年1-6月"] {
        for text in [review(&[(",2023,", &format!(",{year},"))]), long(year, &[])] {
            let read = read(&text);
            assert_eq!(read[0].1, Some(2023), "{year}");
            assert!(read[0].2.contains("S318"), "{year}: {}", read[0].2);
        }
    }
    for year in ["2023预算", "2023年计划", "2023（上年）"] {
        assert_eq!(read(&review(&[(",2023,", &format!(",{year},"))]))[0].1, None, "{year}");
    }
    for period in [["月份", "6"], ["季度", "第一季度"], ["month", "6月"]] {
        assert!(read(&long("2023", &period))[0].2.contains("S318"), "{period:?}");
    }
    for period in [["期间", "上年"], ["数据类型", "同比增长"]] {
        let filings = assess("data.csv", long("2023", &period).as_bytes());
        assert!(filings.iter().all(|filing| filing.error.is_some()), "{period:?}");
    }
    for period in [["期间", "全年"], ["月份", "1-12月"], ["数据类型", "年报"]] {
        let found = &read(&long("2023", &period))[0].2;
        assert!(!found.contains("S318"), "{period:?}: {found}");
    }
}

/// The rows of two months of one agency are two filings, and not one with every cell twice.
#[test]
fn rows_of_two_periods_are_two_filings() {
    let (june, july) = (long("2023", &["月份", "6"]), long("2023", &["月份", "7"]));
    let (_, july) = july.split_once('\n').expect("a header");
    assert_eq!(read(&format!("{june}\n{july}")).len(), 2);
}

/// A row that ends before the columns that name its cell ended the reading of the whole file.
#[test]
fn a_long_row_may_end_early() {
    let text = "填报单位,年度,表,行,栏,数值\n某县教育局,2023,表二,行政许可,本年处理决定数量,3\n某县教育局,2023\n某县民政局,2023,表二,行政许可,本年处理决定数量,4\n";
    let filings = assess("data.csv", text.as_bytes());
    let agencies: Vec<_> = filings.iter().map(|filing| filing.agency.as_deref()).collect();
    assert_eq!(agencies, [Some("某县教育局"), Some("某县民政局")]);
    assert_eq!(cells(&filings[1])["disclosure.permits.decisions"].as_deref(), Some("4"));
}

/// A wide data set of table 二, or the same record of JSON, with something beside its cells.
fn fees(name: &str, value: &str, header: &str) -> [Vec<Assessment>; 3] {
    let csv = format!("填报单位,年度,{name},行政许可/本年处理决定数量,{header}\n某县民政局,2023,{value},7,251000\n");
    let whose = format!(r#""填报单位":"某县民政局","年度":2023,"{name}":"{value}""#);
    let figures = format!(r#""行政许可/本年处理决定数量":7,"{header}":251000"#);
    let beside = format!("{{{whose},{figures}}}");
    let apart = format!(r#"{{{whose},"cells":{{{figures}}}}}"#);
    [("data.csv", csv), ("data.json", beside), ("data.json", apart)].map(|(file, text)| assess(file, text.as_bytes()))
}

/// 金额单位 元 beside the cells was passed over, and 25.1万元 read as 251000万元.
#[test]
fn the_unit_beside_a_record_is_that_of_its_money() {
    const FEE: &str = "行政事业性收费/本年收费金额";
    for (name, value) in [("金额单位", "元"), ("计量单位", "件、元"), ("单位", "元"), ("unit", "人民币元")]
    {
        for filings in fees(name, value, FEE) {
            let found = codes_in_words(&filings[0]);
            assert!(found.contains("V207") && !found.contains("S313"), "{name} {value}: {found}");
        }
    }
    for (name, value) in [
        ("金额单位", "万元"),
        ("计量单位", "件"),
        ("单位", "件/万元"),
        ("计量单位", "件（万元）"),
        ("计量单位", "件；收费为万元"),
        ("计量单位", "件，金额：万元"),
        ("计量单位", "件，收费以万元计"),
    ] {
        for filings in fees(name, value, FEE) {
            let found = codes_in_words(&filings[0]);
            assert!(!found.contains("V207") && !found.contains("S313"), "{name} {value}: {found}");
        }
    }
    for (value, header) in [
        ("美元", FEE),
        ("千件", FEE),
        ("件（千）", FEE),
        ("收费为港元", FEE),
        ("元、万元", FEE),
        ("元", "行政事业性收费/本年收费金额（万元）"),
    ] {
        for filings in fees("计量单位", value, header) {
            let problem = filings[0].error.as_ref().map(|error| error.problem);
            assert_eq!(problem, Some(Problem::UnknownUnit), "{value} {header}");
        }
    }
    // The body below the one that reports, whatever its name has in it; and what nobody knows.
    for (name, value) in [("单位", "元山镇"), ("计量单位", "件；收费为若干元")] {
        let [filings, ..] = fees(name, value, FEE);
        assert!(filings[0].error.is_none() && codes_in_words(&filings[0]).contains("S313"), "{name} {value}");
    }
}

/// A period beside the cells of JSON was not heard, nor the year in a column 报告期.
#[test]
fn a_time_beside_a_record_is_that_of_its_figures() {
    const FEE: &str = "行政事业性收费/本年收费金额";
    for (name, value) in [("期间", "上半年"), ("period", "上半年"), ("统计时间", "2023年上半年"), ("报告期", "2023Q1")]
    {
        for filings in fees(name, value, FEE) {
            let found = codes_in_words(&filings[0]);
            assert!(found.contains("S318") && !found.contains("S313"), "{name} {value}: {found}");
        }
    }
    for (name, value) in [("报告期", "2023年"), ("统计时间", "2023年度"), ("统计期间", "2023年1月1日至12月31日")]
    {
        for filings in fees(name, value, FEE) {
            let found = codes_in_words(&filings[0]);
            assert!(!found.contains("S318") && !found.contains("S313"), "{name} {value}: {found}");
        }
    }
    // When they were collected.
    for value in ["2024年1月", "2024-01-15", "2024-01", "2024年", "2024年度上报", "2024年1月1日至1月31日"]
    {
        for filings in fees("统计时间", value, FEE) {
            assert!(filings[0].error.is_none() && !codes_in_words(&filings[0]).contains("S318"), "{value}");
        }
        let [csv, ..] = fees("统计时间", value, FEE);
        assert!(codes_in_words(&csv[0]).contains("S313"), "{value}");
    }
    for filings in fees("报告期", "2022年", FEE) {
        assert_eq!(filings[0].error.as_ref().map(|error| error.problem), Some(Problem::OtherPeriod));
    }
    // What is named after a year holds figures of that year, whatever a column says.
    let fee = |file: &str, name: &str, value: &str| {
        let csv = format!("填报单位,{FEE},{name}\n某县民政局,2.5,{value}\n");
        let mut filings = assess(file, csv.as_bytes());
        let filing = filings.remove(0);
        let codes = codes_in_words(&filing);
        (filing.year, ["S318", "S313"].map(|code| codes.contains(code)))
    };
    for (name, value, found) in [
        ("报告期", "全年", [false, false]),
        ("报告期", "2023年", [false, false]),
        ("报告期", "2023年上半年", [true, false]),
        ("统计时间", "2023年度", [false, false]),
        ("统计时间", "2024", [false, true]),
        ("数据时间", "2024年", [false, true]),
        ("时间", "2024年度上报", [false, true]),
        ("统计时间", "2024年1月1日至1月31日", [false, true]),
        ("统计时间", "2024-01-15", [false, true]),
        ("统计时间", "2024-01", [false, true]),
        ("统计时间", "2024年上半年", [false, true]),
        ("报告期", "2024年", [false, true]),
        ("所属期", "2022年上半年", [false, true]),
        ("数据口径", "2024年口径", [false, true]),
    ] {
        assert_eq!(fee("2023年度汇总.csv", name, value), (Some(2023), found), "{name} {value}");
    }
    let titled = format!("某县2023年政府信息公开年报汇总表,,\n填报单位,{FEE},统计时间\n某县民政局,2.5,2024\n");
    assert_eq!(assess("data.csv", titled.as_bytes())[0].year, Some(2023));
    for (name, value, year) in [
        ("报告期", "2022年", Some(2022)),
        ("统计时间", "2022", Some(2022)),
        ("所属期", "2022年上半年", Some(2022)),
        ("统计时间", "2022年报送", None),
        ("统计时间", "2022-12-31", None),
        ("期别", "2022年", None),
        ("报告期", "202212", None),
        ("报告期", "2022-2023", None),
    ] {
        assert_eq!(fee("汇总.csv", name, value).0, year, "{name} {value}");
    }
    let json = format!(r#"[{{"填报单位":"某县民政局","统计时间":"2024","{FEE}":2.5}}]"#);
    assert_eq!(assess("2023年度汇总.json", json.as_bytes())[0].year, None);
}

/// A period that is not understood is a column that nobody hears, and a year in words of something else is none.
#[test]
fn a_period_that_is_not_understood_is_said() {
    for (name, value) in [
        ("报告期", "202212"),
        ("报告期", "20221231"),
        ("报告期", "2022-2023"),
        ("报告期", "22年"),
        ("报告期", "202201-202212"),
        ("报告期", "2024-01-20"),
        ("报告期", "2024年9月20日"),
        ("所属期", "2024年报送"),
        ("数据口径", "2019版"),
        ("数据口径", "2024年口径"),
        ("期别", "2024年第1期"),
        ("数据类型", "2024年"),
    ] {
        let [csv, json, apart] = fees(name, value, "行政事业性收费/本年收费金额");
        for filings in [&csv, &json, &apart] {
            assert!(filings[0].error.is_none() && filings[0].year == Some(2023), "{name} {value}");
        }
        for filings in [&csv, &json] {
            assert!(codes_in_words(&filings[0]).contains("S313"), "{name} {value}");
        }
        let long = read(&long("2023", &[name, value]));
        assert!(long[0].1 == Some(2023) && long[0].2.contains("S313"), "{name} {value}: {}", long[0].2);
    }
}

#[test]
fn columns_are_known_by_what_crawlers_and_offices_call_them() {
    for name in ["发布机构", "报告主体", "填报机关", "公开主体", "agency_name"] {
        assert_eq!(read(&review(&[("agency", name)]))[0].0.as_deref(), Some("某县人民政府"), "{name}");
    }
    assert_eq!(read(&review(&[("year", "report_year")]))[0].1, Some(2023));
    let text = "填报单位,年度,表,行,栏,数值\n某县教育局,2023,表二,规章,本年制发件数,0\n某县教育局,2023,表二,行政许可,本年处理决定数量,3\n";
    let filings = assess("data.csv", text.as_bytes());
    let read = cells(&filings[0]);
    assert_eq!(read["disclosure.permits.decisions"].as_deref(), Some("3"));
    assert_eq!(read["disclosure.regulations.issued"].as_deref(), Some("0"));
}

/// Between the agencies of a sum stand lines that add some of them up, and of research files lines of means.
#[test]
fn subtotals_are_no_agencies_whatever_they_are_of() {
    for name in ["教育口小计", "卫健系统小计", "甲县合计", "一、乡镇小计", "其中：乡镇", "平均值", "最大值"]
    {
        assert_eq!(total_of(name), Some(TotalOf::Some), "{name}");
    }
    for name in ["某县平均价格监测中心", "甲县汇总办公室", "某小计量站"] {
        assert_eq!(total_of(name), None, "{name}");
    }
}

/// An agency is written once and merged over its years, or a year over the agencies: the rows below the first were nobody's.
#[test]
fn a_merged_key_is_that_of_all_its_rows() {
    let expected = [
        (Some("某县民政局"), Some(2022)),
        (Some("某县民政局"), Some(2023)),
        (Some("某县教育局"), Some(2023)),
        (Some("某县财政局"), Some(2023)),
    ];
    for kind in ["xlsx", "xls", "ods"] {
        let filings = assess_file(format!("fixtures/sheets/merged-keys.{kind}").as_ref());
        let whose: Vec<_> = filings.iter().map(|filing| (filing.agency.as_deref(), filing.year)).collect();
        assert_eq!(whose, expected, "{kind}");
    }
}

/// Below each other, the agency, the year and the table may be merged, and the name of a row over its columns; a figure
/// is that of its own.
#[test]
fn merged_cells_of_a_long_sheet_hold_for_their_rows() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let format = rust_xlsxwriter::Format::new();
    for (column, name) in (0..).zip(["填报单位", "年度", "表", "行", "栏", "数值"]) {
        sheet.write_string(0, column, name).expect("written");
    }
    for (row, (column, figure)) in
        (1..).zip([("本年制发件数", Some(7)), ("本年废止件数", None), ("现行有效件数", Some(9))])
    {
        sheet.write_string(row, 4, column).expect("written");
        figure.map(|figure| sheet.write_number(row, 5, figure).expect("written"));
    }
    for (column, text) in (0..).zip(["某县教育局", "2023", "表二", "规章"]) {
        sheet.merge_range(1, column, 3, column, text, &format).expect("merged");
    }
    // A blank that is not merged stays nobody's.
    for (column, text) in [(1, "2023"), (2, "表二"), (3, "规章"), (4, "本年制发件数"), (5, "8")] {
        sheet.write_string(4, column, text).expect("written");
    }
    let filings = assess("data.xlsx", &book.save_to_buffer().expect("a workbook"));
    assert_eq!((filings.len(), filings[1].agency.as_deref()), (2, None));
    assert_eq!((filings[0].agency.as_deref(), filings[0].year), (Some("某县教育局"), Some(2023)));
    let read = cells(&filings[0]);
    let figure = |column: &str| read[&format!("disclosure.regulations.{column}")].as_deref();
    assert_eq!(["issued", "repealed", "in_force"].map(figure), [Some("7"), None, Some("9")]);
}
