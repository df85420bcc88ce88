//! Rows of data sets as offices keep them: what is no record, whose a row is, and headers of several rows. Names are
//! invented.

use crate::dataset::{review, review_only};
use crate::support::{assess, codes_in_words};

/// The numbers of the columns below the header, and a sample above the first record, are nobody's figures.
#[test]
fn what_counts_the_columns_or_is_a_sample_is_no_record() {
    let agencies = |row: &str| {
        let text = review(&[]).replacen('\n', &format!("\n{row}\n"), 1);
        let filings = assess("data.csv", text.as_bytes());
        filings.iter().map(|filing| filing.agency.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    let counted = |first: u32| (first..first + 15).map(|at| at.to_string()).collect::<Vec<_>>().join(",");
    let both = ["某县人民政府", "青禾县人民政府"];
    let results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let groups = ["行政复议", "未经复议直接起诉", "复议后起诉"];
    let names: Vec<String> =
        groups.iter().flat_map(|group| results.iter().map(move |result| format!("{group}/{result}"))).collect();
    for row in [
        format!("栏次,,,{}", counted(1)),
        format!("甲,乙,丙,{}", counted(1)),
        format!("甲,,,{}", counted(1)),
        format!(",,,{}", counted(1)),
        format!("1,2,3,{}", counted(4)),
        format!("序号,—,—,{}", counted(1)),
        "示例：某某局,2023,,5,0,1,2,8,3,0,0,1,4,0,0,0,0,0".to_owned(),
        // The names of the columns below their codes, and the header again.
        format!("机关,年度,,{}", names.join(",")),
        review(&[]).lines().next().expect("a header").to_owned(),
    ] {
        assert_eq!(agencies(&row), both, "{row}");
    }
    // Other columns than those above are those of what stands below.
    let turned: Vec<&str> = names.iter().rev().map(String::as_str).collect();
    assert_eq!(agencies(&format!("机关,年度,,{}", turned.join(","))), both);
    // An agency of an example, one with figures in a row, and a zone.
    for (agency, figures) in [
        ("甲", "5,0,1,2,8,3,0,0,1,4,0,0,0,0,0"),
        ("甲局", &*counted(1)),
        ("示范区管委会", "5,0,1,2,8,3,0,0,1,4,0,0,0,0,0"),
    ] {
        assert_eq!(agencies(&format!("{agency},2023,,{figures}")), [agency, both[0], both[1]]);
    }
    // The columns are counted from the first.
    let letters =
        "单位名称,review.reconsideration.upheld,review.reconsideration.corrected,review.reconsideration.other";
    let filings = assess("2023.csv", format!("{letters}\n丙,1,2,3\n丁,1,2,3\n").as_bytes());
    let agencies: Vec<_> = filings.iter().filter_map(|filing| filing.agency.as_deref()).collect();
    assert_eq!(agencies, ["丙", "丁"]);
    let text = review(&[]).replacen('\n', "\n示例：某某局,2023,,5,0,1,2,8,3,0,0,1,4,0,0,0,0,0\n", 1);
    assert_eq!(review_only(&text), ["-", "S318×1"]);
    // A long one has a row for each cell of the sample, which is one.
    let row = |agency: &str, part: &str, figure: u32| format!("{agency},2023,review.reconsideration.{part},{figure}\n");
    let long = ["示例：某某局", "青禾县人民政府"].map(|agency| row(agency, "upheld", 3) + &row(agency, "corrected", 1));
    let filings = assess("long.csv", format!("agency,year,cell,value\n{}", long.concat()).as_bytes());
    let told: Vec<_> = filings.iter().map(|filing| (filing.agency.as_deref(), codes_in_words(filing))).collect();
    assert!(matches!(told.as_slice(), [(Some("青禾县人民政府"), codes)] if codes.contains("S318×1")), "{told:?}");
}

/// A data set of table 四 whose columns the row below the header divides, each into these: the figures of a column called
/// by the report's year are right, and those of the others are in the thousands.
fn divided(words: &[&str], right: &str) -> String {
    let header: Vec<String> = review(&[]).lines().next().expect("a header").split(',').map(str::to_owned).collect();
    let cells = &header[3..];
    let gap = ",".repeat(words.len() - 1);
    let above = cells.iter().map(|cell| format!(",{cell}{gap}")).collect::<Vec<_>>().concat();
    let below = cells.iter().flat_map(|_| words).map(|word| format!(",{word}")).collect::<Vec<_>>().concat();
    let row = |agency: &str, figures: &str| {
        let of = |figure: &str, word: &&str| format!(",{}{figure}", if *word == right { "" } else { "77" });
        let figures = figures.split(',').flat_map(|figure| words.iter().map(move |word| of(figure, word)));
        format!("{agency}{}", figures.collect::<String>())
    };
    let rows =
        [row("某县人民政府", "5,0,1,2,8,3,0,0,1,4,0,0,0,0,0"), row("青禾县人民政府", "1,0,1,2,4,3,0,0,1,4,0,0,0,0,0")];
    format!("单位名称{above}\n{below}\n{}\n", rows.join("\n"))
}

/// Last year's figures are never read as this year's: the row below the header says which they are, or nothing is read.
#[test]
fn columns_that_are_divided_by_year_are_read_by_it() {
    let read = |name: &str, text: &str| {
        let filings = assess(name, text.as_bytes());
        let upheld = |filing: &gouji::diagnosis::Assessment| {
            let error = filing.error.as_ref().map(|error| error.problem.kind());
            let figure = || crate::support::cells(filing).get("review.reconsideration.upheld").cloned().flatten();
            (filing.agency.clone().unwrap_or_default(), filing.year, error.or_else(figure).unwrap_or_default())
        };
        filings.iter().map(upheld).collect::<Vec<_>>()
    };
    let both = |year: Option<u16>| {
        ["某县人民政府", "青禾县人民政府"]
            .into_iter()
            .zip(["5", "1"])
            .map(|(agency, figure)| (agency.to_owned(), year, figure.to_owned()))
            .collect::<Vec<_>>()
    };
    for (name, words, right, year) in [
        ("云泽2023年.csv", &["2022", "2023"][..], "2023", Some(2023)),
        ("云泽2022年.csv", &["2022", "2023"], "2022", Some(2022)),
        ("云泽2023年.csv", &["2023年", "2022年"], "2023年", Some(2023)),
        ("云泽.csv", &["上年", "本年"], "本年", None),
        ("云泽2023年.csv", &["本年数", "上年数", "增减"], "本年数", Some(2023)),
        ("云泽.csv", &["2023"], "2023", Some(2023)),
    ] {
        assert_eq!(read(name, &divided(words, right)), both(year), "{name} {words:?}");
    }
    for (name, words) in [
        ("云泽.csv", &["2022", "2023"][..]),
        ("云泽2024年.csv", &["2022", "2023"]),
        ("云泽2023年.csv", &["本年", "2023"]),
        ("云泽2023年.csv", &["本级", "下级"]),
        ("云泽.csv", &["上年", "同比"]),
    ] {
        let told = read(name, &divided(words, ""));
        assert!(told.len() == 1 && told[0].2 == "columns-divided", "{name} {words:?}: {told:?}");
    }
    // What else stands in the first row of a data set is a record, though it tells no agency.
    let plain = review(&[("某县人民政府,2023", ",2023")]);
    assert_eq!(read("data.csv", &plain)[0], (String::new(), Some(2023), "5".to_owned()));
    let counts = "年度,review.reconsideration.upheld,review.reconsideration.corrected,review.reconsideration.other\n\
        ,2010,2012,2013\n2023,1,2,3\n";
    let told: Vec<_> = read("data.csv", counts).into_iter().map(|(_, year, figure)| (year, figure)).collect();
    assert_eq!(told, [(None, "2010".to_owned()), (Some(2023), "1".to_owned())]);
}

/// 同上 is no agency's name, nor a year.
#[test]
fn ditto_is_what_stands_above() {
    let whose = |rows: &[&str]| {
        let header = review(&[]).lines().next().expect("a header").to_owned();
        let rows =
            rows.iter().map(|row| format!("{row},,5,0,1,2,8,3,0,0,1,4,0,0,0,0,0\n")).collect::<Vec<_>>().concat();
        let filings = assess("data.csv", format!("{header}\n{rows}").as_bytes());
        filings.iter().map(|filing| (filing.agency.clone().unwrap_or_default(), filing.year)).collect::<Vec<_>>()
    };
    let of = |agency: &str, year| (agency.to_owned(), year);
    let (one, other) = ("云泽县教育局", "云泽县民政局");
    assert_eq!(
        whose(&["云泽县教育局,2022", "同上,2023", "〃,2024", "云泽县民政局,〃"]),
        [of(one, Some(2022)), of(one, Some(2023)), of(one, Some(2024)), of(other, Some(2024))]
    );
    assert_eq!(whose(&["同上,2022", "云泽县教育局,同上"]), [of("", Some(2022)), of(one, Some(2022))]);
    // A total is nobody, whose next line is then not known.
    assert_eq!(whose(&["云泽县教育局,2022", "合计,2022", "同上,2023"])[2], of("", Some(2023)));
    // A blank says nothing, and what is above it neither.
    assert_eq!(whose(&["云泽县教育局,2022", ",2023", "同上,2023"])[2], of("", Some(2023)));
    assert_eq!(
        whose(&["同上村委会,2022", "上同镇人民政府,2022"]),
        [of("同上村委会", Some(2022)), of("上同镇人民政府", Some(2022))]
    );
}

/// What was sent back or is void is said and counts nowhere.
#[test]
fn a_record_that_was_set_aside_is_no_filing() {
    let read = |status: &str| {
        let with = |line: &str, field: &str| format!("{line},{field}\n");
        let text = review(&[]);
        let mut lines = text.lines();
        let header = with(lines.next().expect("a header"), "审核状态");
        let rows = lines.map(|line| with(line, status)).collect::<String>();
        let filings = assess("data.csv", (header + &rows).as_bytes());
        let kinds = filings.iter().map(|filing| filing.error.as_ref().map(|error| error.problem.kind()));
        kinds.map(Option::unwrap_or_default).collect::<Vec<_>>()
    };
    for status in ["退回", "已作废", "审核不通过", "退回修改", "无效"] {
        assert_eq!(read(status), ["set-aside", "set-aside"], "{status}");
    }
    for status in [
        "",
        "通过",
        "审核通过",
        "已报送",
        "待审",
        "未审核",
        "有效",
        "退回后已重新报送",
        "退回后重报",
        "撤销退回",
        "退回0次",
        "作废0条",
    ] {
        assert_eq!(read(status), ["", ""], "{status}");
    }
    // In a long one it is that of one cell.
    let text = "单位名称,年度,指标,数值,状态\n云泽县教育局,2023,review.reconsideration.upheld,1,退回\n\
        云泽县教育局,2023,review.reconsideration.corrected,1,\n";
    let filings = assess("data.csv", text.as_bytes());
    assert!(filings.len() == 1 && filings[0].error.is_none() && codes_in_words(&filings[0]).contains("S313×1"));
}

/// Sums that count in the unit of a note below them were read ten thousand times too large, in silence.
#[test]
fn a_unit_below_the_records_is_no_secret() {
    let kinds = |text: &str| {
        let filings = assess("data.csv", text.as_bytes());
        let kinds = filings.iter().map(|filing| filing.error.as_ref().map(|error| error.problem.kind()));
        kinds.map(Option::unwrap_or_default).collect::<Vec<_>>()
    };
    let text = |above: &str, column: &str, note: &str| {
        format!(
            "{above}\n单位名称,年度,行政许可,{column}\n云泽县教育局,2023,5,3575400\n云泽县民政局,2023,6,120\n{note}\n"
        )
    };
    for note in ["注：收费金额以元为单位。", "注：行政事业性收费单位为元", "单位：元", "说明：本表金额均为人民币元"]
    {
        assert_eq!(kinds(&text("", "行政事业性收费", note)), ["", "", "unit-below"], "{note}");
        assert_eq!(kinds(&text("", "行政事业性收费（元）", note)), ["", ""], "{note}");
        assert_eq!(kinds(&text("单位：元,,,", "行政事业性收费", note)), ["", ""], "{note}");
    }
    for note in ["注：收费金额以万元为单位。", "注：本表由各单位填报", "制表人：张三"] {
        assert_eq!(kinds(&text("", "行政事业性收费", note)), ["", ""], "{note}");
    }
    // Above them it is heard however it is said.
    for above in ["单位：件；收费金额单位：元,,,", "单位：件（收费为元）,,,", "单位：件 元,,,"]
    {
        let filings = assess("data.csv", text(above, "行政事业性收费", "").as_bytes());
        assert!(codes_in_words(&filings[0]).contains("V207×1"), "{above}");
    }
}

/// Whose a record is, and of which year, in the words that offices and other programs use.
#[test]
fn columns_of_agency_and_year_have_many_names() {
    let whose = |header: &str, row: &str| {
        let text = format!("{header},行政许可,行政处罚\n{row},5,6\n");
        let filing = assess("data.csv", text.as_bytes()).remove(0);
        (filing.agency.clone().unwrap_or_default(), filing.year)
    };
    for header in ["单位简称,年份（年）", "org,fiscal_year", "unit_name,年报年度"] {
        assert_eq!(whose(header, "云泽县教育局,2023"), ("云泽县教育局".to_owned(), Some(2023)), "{header}");
    }
    // Beside the agency itself it is another.
    assert_eq!(whose("单位名称,所属单位,年度", "云泽县教育局,云泽县人民政府,2023").0, "云泽县教育局");
    assert_eq!(whose("序号,单位名称,年度", "合计,,2023").0, "合计");
    assert_eq!(whose("序号,单位名称,年度", "1,,2023").0, "");
}

/// A year that was typed as a date, and years of two digits on the tabs of a workbook.
#[test]
fn years_of_workbooks_are_told_as_people_see_them() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("22年").expect("a name");
    for (column, text) in (0..).zip(["单位名称", "行政许可", "行政处罚"]) {
        sheet.write_string(0, column, text).expect("it is written");
    }
    sheet.write_string(1, 0, "云泽县教育局").expect("it is written");
    sheet.write_number(1, 1, 5).expect("it is written");
    let sheet = book.add_worksheet().set_name("数据").expect("a name");
    for (column, text) in (0..).zip(["单位名称", "年度", "行政许可"]) {
        sheet.write_string(0, column, text).expect("it is written");
    }
    let shown = rust_xlsxwriter::Format::new().set_num_format("yyyy\"年\"");
    sheet.write_string(1, 0, "云泽县教育局").expect("it is written");
    sheet.write_number_with_format(1, 1, 45291, &shown).expect("it is written");
    sheet.write_number(1, 2, 5).expect("it is written");
    let filings = assess("a.xlsx", &book.save_to_buffer().expect("a workbook"));
    assert_eq!(filings.iter().map(|filing| filing.year).collect::<Vec<_>>(), [Some(2022), Some(2023)]);
}
