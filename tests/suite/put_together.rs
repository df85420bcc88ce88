//! Data sets as people put them together: of several files, with columns left free, a unit on each row or below each name,
//! the words of the programs that wrote them. Names are invented.

use gouji::diagnosis::Assessment;
use gouji::reading::Problem;

use crate::dataset::{review, review_only};
use crate::support::{assess, cells, codes_in_words};

/// A data set of 表二 with the fee, one record.
const FEES: &str = "agency,year,disclosure.permits.decisions,disclosure.penalties.decisions,\
    disclosure.coercive_measures.decisions,disclosure.fees.amount";

fn problems(filings: &[Assessment]) -> Vec<Option<Problem>> {
    filings.iter().map(|filing| filing.error.as_ref().map(|error| error.problem)).collect()
}

fn figure(filing: &Assessment, cell: &str) -> Option<String> {
    cells(filing).get(cell).cloned().flatten()
}

/// The figure of the fee and its unit, and the codes of the first filing besides tables that are missing.
fn fee(text: &str) -> (Option<String>, Option<&'static str>, String) {
    let filing = assess("2023.csv", text.as_bytes()).remove(0);
    let transcript = filing.transcript.as_ref().expect("it was read");
    let unit = transcript.entries.iter().flatten().find_map(|entry| entry.unit).map(gouji::model::Unit::word);
    (figure(&filing, "disclosure.fees.amount"), unit, codes_in_words(&filing).replace("S301×2", "").trim().to_owned())
}

/// Files one below the other, each with its own header.
#[test]
fn a_second_header_heads_what_stands_below_it() {
    let lines: Vec<String> = review(&[]).lines().map(str::to_owned).collect();
    let turned = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        [&fields[..3], &fields[3..].iter().rev().copied().collect::<Vec<_>>()].concat().join(",")
    };
    let text = [&*lines[0], &lines[1], &turned(&lines[0]), &turned(&lines[2])].join("\n");
    let filings = assess("data.csv", text.as_bytes());
    let expected = assess("data.csv", review(&[]).as_bytes());
    assert_eq!(filings.len(), expected.len());
    for (filing, expected) in filings.iter().zip(&expected) {
        assert_eq!((&filing.agency, cells(filing)), (&expected.agency, cells(expected)));
    }
}

/// Columns left free between the tables, or commas behind the last.
#[test]
fn columns_without_a_name_and_figures_are_nothing() {
    let header = review(&[]).lines().next().expect("a header").to_owned();
    let places = [2, 3, 8, 8, 13, 13, 18, 18, 18];
    let with_gaps = |line: &str| {
        let mut fields: Vec<&str> = line.split(',').collect();
        places.iter().rev().for_each(|at| fields.insert(*at, ""));
        fields.join(",")
    };
    let text: Vec<String> = review(&[]).lines().map(with_gaps).collect();
    assert!(text[0].len() > header.len());
    assert_eq!(review_only(&text.join("\n")), ["-", "-"]);
}

/// A unit on each row: 万元 holds, 元 is another, and under what nobody knows no figure is read.
#[test]
fn the_unit_of_a_row_is_understood_or_the_figure_is_refused() {
    let long = |unit: &str, figure: &str| {
        let count = "某县民政局,2023,disclosure.permits.decisions,3,件\n";
        format!("单位名称,年度,指标,数值,计量单位\n{count}某县民政局,2023,disclosure.fees.amount,{figure},{unit}\n")
    };
    let read = |unit: &str| {
        let (figure, unit, codes) = fee(&long(unit, "12.5"));
        (figure, unit, codes.contains("V201"))
    };
    let twelve = || Some("12.5".to_owned());
    assert_eq!(read("万元"), (twelve(), Some("万元"), false));
    assert_eq!(read("件、万元"), (twelve(), Some("万元"), false));
    assert_eq!(read("元"), (twelve(), Some("元"), false));
    for unit in ["10000元", "100万元", "角", "美元", "元/万元"] {
        assert_eq!(read(unit), (Some(format!("12.5 {unit}")), None, true), "{unit}");
    }
    // Of nothing there is nothing.
    assert_eq!(fee(&long("美元", "0")).0.as_deref(), Some("0"));
    // Things are counted in no money.
    let text = long("万元", "12.5").replace("3,件", "3,元");
    let filing = assess("2023.csv", text.as_bytes()).remove(0);
    assert_eq!(figure(&filing, "disclosure.permits.decisions").as_deref(), Some("3 元"));
}

#[test]
fn a_column_for_the_unit_of_sums_is_heard_by_whatever_name() {
    for name in ["金额单位", "收费金额单位", "收费单位", "单位（金额）", "计量单位", "units"] {
        let text = format!("{FEES},{name}\n某县民政局,2023,1,2,3,12.5,元\n");
        let (figure, unit, _) = fee(&text);
        assert_eq!((figure.as_deref(), unit), (Some("12.5"), Some("元")), "{name}");
    }
    let text = format!("{FEES},金额单位\n某县民政局,2023,1,2,3,12.5,角\n");
    assert_eq!(problems(&assess("data.csv", text.as_bytes())), [Some(Problem::UnknownUnit)]);
    // Who collects the fee is no unit.
    let text = format!("{FEES},收费单位\n某县民政局,2023,1,2,3,12.5,某县财政局\n");
    assert_eq!(fee(&text).0.as_deref(), Some("12.5"));
}

/// Units below the names of the columns.
#[test]
fn a_row_of_units_is_no_record() {
    for (row, unit) in
        [(",,件,件,件,元", Some("元")), (",,件,件,件,万元", Some("万元")), ("单位,,件,件,—,万元", Some("万元"))]
    {
        let text = format!("{FEES}\n{row}\n某县民政局,2023,1,2,3,12.5\n");
        assert_eq!(assess("data.csv", text.as_bytes()).len(), 1, "{row}");
        let (figure, own, _) = fee(&text);
        assert_eq!((figure.as_deref(), own), (Some("12.5"), unit), "{row}");
    }
    let text = format!("{FEES}\n,,万件,件,件,万元\n某县民政局,2023,1,2,3,12.5\n");
    let filing = assess("data.csv", text.as_bytes()).remove(0);
    assert_eq!(figure(&filing, "disclosure.permits.decisions"), None);
}

/// What kind of figures they are may be told beside the time, and each is heard.
#[test]
fn figures_of_last_year_are_none_whatever_the_column_is_called() {
    for name in ["类型", "口径", "统计口径", "年度类型", "时间类型"] {
        let text = review(&[("agency,year,edition", &format!("agency,year,{name}")), (",2024,,", ",2024,上年,")]);
        let filings = assess("data.csv", text.as_bytes());
        assert_eq!(problems(&filings), [None, Some(Problem::UnknownYear)], "{name}");
    }
    let row = "全年,上年";
    let text = review(&[("agency,year,edition", "agency,year,期间,类型"), (",2023,,", ",2023,,,")]);
    let text = text.replace(",2024,,", &format!(",2024,{row},"));
    assert_eq!(problems(&assess("data.csv", text.as_bytes())), [None, Some(Problem::UnknownYear)]);
    // A kind of agencies is nothing of the kind.
    let text = review(&[("agency,year,edition", "agency,year,类型"), (",2023,,", ",2023,乡镇,")]);
    assert_eq!(problems(&assess("data.csv", text.as_bytes())), [None, None]);
    let text = review(&[(",2023,", ",2022年1月1日至2023年12月31日,")]);
    assert_eq!(problems(&assess("data.csv", text.as_bytes())), [Some(Problem::UnknownYear), None]);
}

/// The words of pandas, R and SQL for what is not there; names as programs guard them from Excel.
#[test]
fn the_words_of_programs_are_no_figures_and_names_are_names() {
    for word in ["NA", "N/A", "NaN", "None", "<NA>", "NULL", "\\N"] {
        let text = review(&[("3,0,0,1,4", &format!("3,{word},{word},1,4"))]);
        assert!(!codes_in_words(&assess("data.csv", text.as_bytes())[0]).contains("V201"), "{word}");
    }
    let text = review(&[("某县人民政府,2023", "\"=\"\"某县人民政府\"\"\",2023")]);
    assert_eq!(assess("data.csv", text.as_bytes())[0].agency.as_deref(), Some("某县人民政府"));
}

#[test]
fn a_file_may_be_named_after_its_agency_and_what_it_is() {
    let text = std::fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("a fixture");
    let bare: String =
        text.lines().skip_while(|line| !line.contains("主动公开")).flat_map(|line| [line, "\n"]).collect();
    for name in [
        "云泽县教育局统计表.csv",
        "2023年云泽县教育局统计表.csv",
        "云泽县教育局年报.csv",
        "云泽县教育局报表（终稿）.csv",
        "关于报送云泽县教育局2023年政府信息公开工作年度报告统计表的函.csv",
    ] {
        assert_eq!(assess(name, bare.as_bytes())[0].agency.as_deref(), Some("云泽县教育局"), "{name}");
    }
}
