//! Whose report it is, and of which year, in the ways in which the heads of reports and forms say so.

use std::process::Command;

use crate::layouts::Report;
use crate::support::{assess, cells, codes, codes_in_words, only};

const REPORT: &str = "fixtures/published/two-years-a-2023.csv";

/// The report under another head than its own title.
fn under(head: &str) -> String {
    let text = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let (_, tables) = text.split_once('\n').expect("a title above the tables");
    format!("{head}\n{tables}")
}

/// Titles as governments report to congresses and bureaus to governments; and the head of a form, ruled in cells.
#[test]
fn a_head_names_the_agency_and_the_year() {
    let tables = only(REPORT);
    for (agency, head) in [
        ("某县人民政府", "某县人民政府关于2023年度政府信息公开工作情况的报告"),
        ("某县教育局", "某县教育局政府信息公开工作年度报告（2023）"),
        ("某县教育局", "关于报送某县教育局2023年政府信息公开工作年度报告的报告"),
        ("某县教育局", "填报单位,某县教育局,统计年度,2023"),
        ("某县教育局", "政府信息公开工作统计表\n填报单位,某县教育局,,,\n统计年度,2023年,,,"),
        ("某县教育局", "填报单位（盖章）：,某县教育局,,报告期：2023年"),
        ("某县教育局", "填报单位：某县教育局,统计年度：2023"),
    ] {
        let filing = assess("a.csv", under(head).as_bytes()).remove(0);
        assert_eq!((filing.agency.as_deref(), filing.year), (Some(agency), Some(2023)), "{head}");
        assert_eq!(cells(&filing), cells(&tables), "{head}");
        assert_eq!(codes_in_words(&filing), "-", "{head}");
    }
}

/// Forms and pages that name whose they are elsewhere than in the title.
#[test]
fn an_agency_is_named_below_the_title_behind_a_mark_or_in_the_first_sentence() {
    const TITLE: &str = "2023年政府信息公开工作年度报告";
    for head in [
        format!("{TITLE}\n云泽县教育局"),
        format!("{TITLE}\n云泽县教育局,,单位：件、万元"),
        format!("{TITLE}\n（云泽县教育局）"),
        "政府信息公开工作年度报告\n（2023年度）\n——云泽县教育局\n（2024年1月20日）".to_owned(),
        format!("{TITLE}——云泽县教育局"),
        format!("{TITLE}\n（云泽县教育局  2024年1月）"),
        format!("{TITLE}\n云泽县教育局    2024年1月12日"),
        "云泽县教育局\n政府信息公开工作年度报告\n（2023年度）".to_owned(),
        "云泽县教育局\n2023年\n政府信息公开工作年度报告".to_owned(),
        "填报单位：云泽县教育局    2023年度".to_owned(),
        "填报单位：云泽县教育局\n统计时段：2023年1-12月".to_owned(),
        "云泽县教育局2023年《政府信息公开工作年度报告》".to_owned(),
        "云泽县教育局2023年信息公开年报".to_owned(),
        format!("{TITLE}\n单  位：云泽县教育局"),
        format!("{TITLE}\n填报单位(签章)云泽县教育局"),
        format!("{TITLE}\n填报单位（公章）\n云泽县教育局"),
        "单位,云泽县教育局\n统计年度,2023".to_owned(),
        "编制单位：云泽县教育局\n统计时间：2023年1月1日—2023年12月31日".to_owned(),
        "填报单位：云泽县教育局\n2023年度".to_owned(),
        "　　现公布云泽县教育局2023年政府信息公开工作年度报告。本报告依据《条例》编制。".to_owned(),
        format!("{TITLE}\n根据《条例》要求，特编制云泽县教育局2023年政府信息公开工作年度报告。"),
        format!("{TITLE}\n根据《条例》规定，现将云泽县教育局2023年度政府信息公开工作年度报告公布如下。"),
    ] {
        let filing = assess("a.csv", under(&head).as_bytes()).remove(0);
        assert_eq!((filing.agency.as_deref(), filing.year), (Some("云泽县教育局"), Some(2023)), "{head}");
        assert_eq!(codes_in_words(&filing), "-", "{head}");
    }
}

/// A line wrongly taken for the agency is worse than none.
#[test]
fn a_line_below_the_title_need_not_be_its_agency() {
    const TITLE: &str = "2023年政府信息公开工作年度报告";
    for below in [
        "县政府部门",
        "乡镇街道",
        "云泽县人民政府门户网站",
        "我县教育局",
        "云泽县教育局,云泽县民政局",
        "单位：件",
        "责任单位：云泽县教育局",
        "发布时间：2024年1月20日\n云泽县教育局",
        "现将我局2023年政府信息公开工作年度报告公布如下。",
        "张三 云泽县教育局",
        "云泽县融媒体中心",
        "填报单位：,,填报日期",
        "填报单位：（盖章） 负责人 张三",
        "填报单位：合计",
        "填报单位：全县",
        "填报单位：见附件",
        "填报单位：张三",
        "一、总体情况\n现公布云泽县人民政府2023年政府信息公开工作年度报告。",
        "现将云泽县人民政府2023年政府信息公开工作年度报告的要求落实情况报告如下。",
    ] {
        let head = format!("{TITLE}\n{below}");
        let filing = assess("a.csv", under(&head).as_bytes()).remove(0);
        assert_eq!((filing.agency.as_deref(), filing.year), (None, Some(2023)), "{head}");
    }
    // Below the tables it is whose the site is.
    let footed = under(TITLE) + "\n主办单位：云泽县人民政府办公室\n";
    assert_eq!(assess("a.csv", footed.as_bytes()).remove(0).agency, None);
    for (head, year) in
        [("云泽县教育局政府信息公开工作年度报告\n2024年", None), ("填报单位：云泽县教育局\n2023年", None)]
    {
        assert_eq!(assess("a.csv", under(head).as_bytes()).remove(0).year, year, "{head}");
    }
}

/// A title, a form and a page say whose report it is, in this order; then a line alone, the sentence that publishes it, and
/// a word that may be of any other.
#[test]
fn what_says_whose_report_it_is_outranks_what_may_be_of_another() {
    const TITLE: &str = "2023年政府信息公开工作年度报告";
    for head in [
        "主办单位：云泽县人民政府\n填报单位：云泽县教育局",
        "主办单位：云泽县人民政府办公室\n来源：云泽县教育局",
        "来源：云泽县人民政府\n填报单位：云泽县教育局",
        "国务院办公厅\n填报单位：云泽县教育局",
        "云泽县人民政府\n填报单位：云泽县教育局",
        "云泽县融媒体中心\n来源：云泽县教育局",
        "索引号,000,发布机构,云泽县教育局\n主题分类,政务公开,公开主体,云泽县人民政府",
        "建设人民满意的服务型政府\n来源：云泽县教育局",
        "现将云泽县人民政府2023年政府信息公开工作年度报告公布如下。\n发布机构：云泽县教育局",
        "主办单位：云泽县人民政府\n现公布云泽县教育局2023年政府信息公开工作年度报告。",
        "云泽县教育局\n公开主体：云泽县人民政府",
    ] {
        let filing = assess("a.csv", under(&format!("{TITLE}\n{head}")).as_bytes()).remove(0);
        assert_eq!((filing.agency.as_deref(), filing.year), (Some("云泽县教育局"), Some(2023)), "{head}");
    }
    // What signs below the tables is surer than a word that may be of another, and so is the name of the file.
    let weak = under(&format!("{TITLE}\n主办单位：云泽县人民政府"));
    let signed = format!("{weak}\n云泽县教育局\n2024年1月5日\n");
    assert_eq!(assess("a.csv", signed.as_bytes()).remove(0).agency.as_deref(), Some("云泽县教育局"));
    assert_eq!(assess("云泽县教育局.csv", weak.as_bytes()).remove(0).agency.as_deref(), Some("云泽县教育局"));
    assert_eq!(assess("a.csv", weak.as_bytes()).remove(0).agency.as_deref(), Some("云泽县人民政府"));
    // Behind a title it is to whom it went, or what is left out.
    for note in ["报县政府", "上报县人民政府", "呈县人民政府", "不含乡镇"] {
        let said = under(&format!("{TITLE}（{note}）\n发布机构：云泽县教育局"));
        assert_eq!(assess("a.csv", said.as_bytes()).remove(0).agency.as_deref(), Some("云泽县教育局"), "{note}");
    }
}

/// Reports of several agencies one below the other, each named by a line alone.
#[test]
fn each_report_of_a_collection_has_the_agency_on_its_own_line() {
    let tables = under("");
    for (first, next) in [
        ("2023年政府信息公开工作年度报告\n", ""),
        ("2023年政府信息公开工作年度报告\n", "2023年政府信息公开工作年度报告\n"),
    ] {
        let text = format!("{first}云泽县教育局\n{tables}{next}云泽县民政局\n{tables}");
        let agencies: Vec<_> = assess("a.csv", text.as_bytes()).into_iter().map(|filing| filing.agency).collect();
        assert_eq!(agencies, [Some("云泽县教育局".into()), Some("云泽县民政局".into())], "{next}");
    }
}

/// A page says when it was put up, and a form may be of another year than its mark: the period and the title are the
/// report's own.
#[test]
fn what_a_page_says_of_itself_yields_to_the_period_and_the_title() {
    const TITLE: &str = "某县教育局政府信息公开工作年度报告";
    for (head, year) in [
        (format!("年份：2024\n发布机构：某县政府办\n{TITLE}\n2023年1月1日至2023年12月31日"), Some(2023)),
        (format!("{TITLE}\n索引号：1 年份：2024\n统计期限自2023年1月1日起至2023年12月31日止。"), Some(2023)),
        (format!("统计年度：2024\n{TITLE}\n统计期限自2023年1月1日起至2023年12月31日止。"), Some(2023)),
        ("统计年度,2024\n某县教育局2023年政府信息公开工作年度报告".to_owned(), Some(2023)),
        (format!("{TITLE}\n索引号：000/2024-001　年份：2024　主题分类：教育"), None),
        (format!("{TITLE}\n年度：2024"), None),
        (format!("{TITLE}\n统计年度：2023"), Some(2023)),
    ] {
        assert_eq!(assess("a.csv", under(&head).as_bytes()).remove(0).year, year, "{head}");
    }
}

/// Nobody knows of which of the years the tables are.
#[test]
fn a_head_of_several_years_names_none() {
    for head in ["某县教育局2022-2023年政府信息公开工作年度报告", "填报单位,某县教育局,统计年度,2022-2023"]
    {
        let filing = assess("a.csv", under(head).as_bytes()).remove(0);
        assert_eq!((filing.agency.as_deref(), filing.year), (Some("某县教育局"), None), "{head}");
    }
}

/// A table that another filing has too, which does not tell its year: the sentence names the file and no year.
#[test]
fn tables_of_a_filing_without_a_year_are_named_without_one() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, head) in [("a.csv", "填报单位：某县教育局"), ("b.csv", "某县教育局2023年政府信息公开工作年度报告")]
    {
        std::fs::write(folder.path().join(name), under(head)).expect("it is written");
    }
    for (lang, said) in [("zh", "没有写明年度"), ("en", "does not tell its year")] {
        let mut gouji = Command::new(env!("CARGO_BIN_EXE_gouji"));
        let run = gouji
            .current_dir(folder.path())
            .args(["check", "--select", "P706", "--format", "jsonl", "--lang", lang, "a.csv", "b.csv"]);
        let run = run.output().expect("gouji runs");
        let told = String::from_utf8_lossy(&run.stdout).into_owned();
        assert!(told.contains(said) && !told.contains(" 年"), "{told}");
    }
}

/// Heads over the only column of a block that speak of another time, of a share or of something else; and one column of a
/// block named twice. Nothing below them is the form's.
#[test]
fn figures_under_the_head_of_something_else_are_nobodys() {
    let report = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let (decisions, fees) = ("本年处理决定数量", "本年收费金额（单位：万元）");
    for (form, heads) in [
        (decisions, &["处理决定占比", "本年处理决定数量（%）", "本年处理决定数量（截至11月）", "本月处理决定数量"][..]),
        (decisions, &["本年撤销决定数量", "本年处理决定数量（千）", "本年处理决定数量增减", "上一年度处理决定数量"]),
        (fees, &["上年收费金额（单位：万元）", "2022年收费金额（单位：万元）", "上半年收费金额（单位：万元）"]),
        (fees, &["累计收费金额（单位：万元）", "本年减免收费金额（单位：万元）", "本年收费金额（美元）"]),
        ("本年制发件数", &["本年废止件数"]),
    ] {
        for head in heads {
            let filing = assess("a.csv", report.replace(form, head).as_bytes()).remove(0);
            assert!(codes(&filing).contains_key("S312"), "{head}: {}", codes_in_words(&filing));
        }
    }
    for head in ["现行有效比例", "年初现行有效件数"] {
        let filing = assess("a.csv", report.replace("现行有效件数", head).as_bytes()).remove(0);
        assert!(codes(&filing).contains_key("S303"), "{head}: {}", codes_in_words(&filing));
    }
    // What says the same in other words is the form's, in silence or with a note.
    for (head, said) in [("本年度处理决定件数（件）", "-"), ("本年处理决定总数", "S307×2")] {
        let filing = assess("a.csv", report.replace(decisions, head).as_bytes()).remove(0);
        assert_eq!((codes_in_words(&filing).as_str(), cells(&filing)), (said, cells(&only(REPORT))), "{head}");
    }
}

/// What is of a part of the year is no annual report: beside one it is left out, and alone it is read and said to be none.
#[test]
fn a_part_of_the_year_and_a_sample_are_no_reports() {
    for head in ["某县教育局2023年上半年政府信息公开情况统计表", "某县教育局2023年1-9月政府信息公开统计表"]
    {
        let filing = assess("a.csv", under(head).as_bytes()).remove(0);
        assert_eq!((filing.agency.as_deref(), filing.year), (Some("某县教育局"), Some(2023)), "{head}");
        assert_eq!((codes_in_words(&filing).as_str(), cells(&filing)), ("S318×1", cells(&only(REPORT))), "{head}");
    }
    let title = "某县教育局2023年1-12月政府信息公开统计表";
    assert_eq!(codes_in_words(&assess("a.csv", under(title).as_bytes()).remove(0)), "-");

    for (sheets, read) in
        [(["填报示例", "年报"], 1), (["年报", "样表"], 0), (["一季度", "全年"], 1), (["年报", "上半年"], 0)]
    {
        let filings = assess("a.xlsx", &book_of(&sheets));
        assert_eq!(filings.len(), 1, "{sheets:?}");
        assert_eq!(filings[0].source.sheet.as_deref(), Some(sheets[read]));
        assert_eq!((codes_in_words(&filings[0]).as_str(), cells(&filings[0])), ("S318×1", cells(&only(REPORT))));
    }
    // A zone that goes first is no sample.
    let filings = assess("a.xlsx", &book_of(&["某县教育局", "示范区教育局"]));
    assert_eq!(filings.iter().map(codes_in_words).collect::<Vec<_>>(), ["-", "-"]);
    // Nothing else is there: it may be a report whatever its sheet is called.
    let filings = assess("a.xlsx", &book_of(&["样表"]));
    assert_eq!(filings.iter().map(codes_in_words).collect::<Vec<_>>(), ["-"]);
}

/// A workbook keeps the form that was handed out beside the one that was filled in. Alone, a blank form is a finding.
#[test]
fn a_blank_form_beside_a_filled_one_is_no_report() {
    let filled = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let no_figure = |line: &str| {
        let fields = line.split(',').map(|field| if field.parse::<f64>().is_ok() { "" } else { field });
        fields.collect::<Vec<_>>().join(",")
    };
    let blank = filled.lines().map(no_figure).collect::<Vec<_>>().join("\n");
    for text in [format!("{blank}\n\n{filled}"), format!("{filled}\n\n{blank}")] {
        let filings = assess("a.csv", text.as_bytes());
        assert_eq!(filings.iter().map(codes_in_words).collect::<Vec<_>>(), ["S318×1"]);
        assert_eq!(cells(&filings[0]), cells(&only(REPORT)));
    }
    let alone = assess("a.csv", blank.as_bytes());
    assert_eq!(codes_in_words(&alone[0]), "S309×3");
    // That of another agency is its report.
    let other = blank.replacen("临澄市人民政府", "临澄市教育局", 1);
    let filings = assess("a.csv", format!("{filled}\n\n{other}").as_bytes());
    assert_eq!(filings.iter().map(codes_in_words).collect::<Vec<_>>(), ["-", "S309×3"]);
}

/// What stands in front of the one line of table 4: 合计 is what somebody called it, and beside a line of another name it is one
/// of two, of which nobody knows which is the report's.
#[test]
fn the_line_of_table_4_may_be_called_a_total() {
    let text = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let (above, last) = text.trim_end().rsplit_once('\n').expect("the last line");
    // A column for what the line is called stands in front of all of table 4.
    let (tables, fourth) = above.split_once("四、政府信息公开").expect("table 4");
    let (title, heads) = fourth.split_once('\n').expect("its head");
    let heads = heads.lines().map(|line| format!(",{line}")).collect::<Vec<_>>().join("\n");
    let with = |lines: &[&str]| {
        let figures = [last.to_owned(), last.replacen("309", "310", 1)];
        let lines = lines.iter().zip(&figures).map(|(name, line)| format!("{name},{line}"));
        let lines = lines.collect::<Vec<_>>().join("\n");
        assess("a.csv", format!("{tables}四、政府信息公开{title}\n{heads}\n{lines}").as_bytes()).remove(0)
    };
    for name in ["合计", "总计", "小计", "数量", "2023年", ""] {
        let filing = with(&[name]);
        assert_eq!((codes_in_words(&filing).as_str(), cells(&filing)), ("-", cells(&only(REPORT))), "{name}");
    }
    for names in [["本级", "合计"], ["某县民政局", "合计"], ["", "合计"], ["数量", "总计"]] {
        let filing = with(&names);
        let said = codes(&filing);
        assert!(said.contains_key("S304") || said.contains_key("S312"), "{names:?}: {said:?}");
    }
}

/// A workbook with the tables of the report on each of its sheets.
fn book_of(sheets: &[&str]) -> Vec<u8> {
    book(&std::fs::read_to_string(REPORT).expect("the fixture is text"), sheets)
}

/// A workbook with the tables of a report, whose title is left out, on each of its sheets, as texts and numbers.
pub(crate) fn book(report: &str, sheets: &[&str]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, line) in (0..).zip(report.lines().skip(1)) {
            for (column, field) in (0..).zip(line.split(',')).filter(|(_, field)| !field.is_empty()) {
                match field.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).map(drop),
                    Err(_) => sheet.write_string(row, column, field).map(drop),
                }
                .expect("it is written");
            }
        }
    }
    book.save_to_buffer().expect("it is written")
}

/// Offices rule table 2 as one grid: a head with the columns of all its parts, and `/` or zeros where a column is not for a
/// row. The head says the unit of the fees.
#[test]
fn one_head_may_stand_over_all_parts_of_a_table() {
    let grid = |none: &str, unit: &str, permits: &str| {
        format!(
            "某县教育局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n\
             类别,信息内容,本年制发件数,本年废止件数,现行有效件数,本年处理决定数量,本年收费金额（单位：{unit}）\n\
             第二十条第（一）项,规章,0,0,0,{none},{none}\n,行政规范性文件,1,0,6,{none},{none}\n\
             第二十条第（五）项,行政许可,{none},{none},{none},{permits},{none}\n\
             第二十条第（六）项,行政处罚,{none},{none},{none},237,{none}\n,行政强制,{none},{none},{none},21,{none}\n\
             第二十条第（八）项,行政事业性收费,{none},{none},{none},{none},12.5\n"
        )
    };
    let read = |text: String| assess("a.csv", text.as_bytes()).remove(0);
    let plain = cells(&read(grid("", "万元", "1239")));
    assert_eq!(plain["disclosure.permits.decisions"].as_deref(), Some("1239"));
    assert_eq!(plain["disclosure.fees.amount"].as_deref(), Some("12.5"));
    for none in ["/", "—", "0"] {
        let filing = read(grid(none, "万元", "1239"));
        assert_eq!(cells(&filing), plain, "{none}");
        assert!(!codes(&filing).contains_key("S312") && !codes(&filing).contains_key("S313"), "{none}");
        // A figure that is blank takes none from beside it.
        let blank = cells(&read(grid(none, "万元", "")));
        assert_eq!(blank["disclosure.permits.decisions"], None, "{none}");
    }
    for none in ["", "/"] {
        let yuan = read(grid(none, "元", "1239"));
        let transcript = yuan.transcript.as_ref().expect("it was read");
        assert!(codes(&yuan).contains_key("V207"), "{none}: {}", codes_in_words(&yuan));
        assert!(transcript.entries.iter().flatten().any(|entry| entry.unit.is_some_and(|unit| unit.word() == "元")));
    }
    // Something else under the column of another part is no sign for none.
    let strange = read(grid("/", "万元", "1239").replace("行政处罚,/", "行政处罚,7"));
    assert!(codes(&strange).contains_key("S312"), "{}", codes_in_words(&strange));
}

/// Officers leave the unit out of the head and write it above the table or below.
#[test]
fn the_unit_of_the_fees_is_heard_wherever_it_is_stated() {
    let text = std::fs::read_to_string(REPORT).expect("the fixture is text").replace("（单位：万元）", "");
    let (title, tables) = text.split_once('\n').expect("a title above the tables");
    let read = |text: String| assess("a.csv", text.as_bytes()).remove(0);
    let unit = |filing: &gouji::diagnosis::Assessment| {
        let transcript = filing.transcript.as_ref().expect("it was read");
        transcript.entries.iter().flatten().find_map(|entry| entry.unit).map(gouji::model::Unit::word)
    };
    assert_eq!(unit(&read(text.clone())), None);
    for stated in ["填报单位：某县教育局,,单位：元", "单位：元", "（金额单位：元）", "计量单位：件、元"]
    {
        for above in [format!("{title}\n{stated}\n{tables}"), format!("{stated}\n{title}\n{tables}")] {
            let filing = read(above);
            assert_eq!(unit(&filing), Some("元"), "{stated}");
            assert!(codes(&filing).contains_key("V207"), "{stated}");
        }
    }
    let fees = "行政事业性收费,59237.2449,,";
    for below in ["注：本表金额均为人民币元", "注：本表金额单位为元", "计量单位：件、元", "（金额：元）"]
    {
        assert_eq!(unit(&read(text.replace(fees, &format!("{fees}\n{below}")))), Some("元"), "{below}");
    }
    // What is stated of something else is not of the fees.
    for other in ["其中财政投入（单位：元）", "部门收支情况\n单位：元"] {
        assert_eq!(unit(&read(format!("{other}\n{title}\n{tables}"))), None, "{other}");
        assert_eq!(unit(&read(format!("{title}\n{}\n{tables}", other.replace('\n', "")))), None, "{other}");
    }
    // The head is nearer.
    let own = std::fs::read_to_string(REPORT).expect("the fixture is text").replacen('\n', "\n单位：件\n", 1);
    assert_eq!(unit(&read(own)), Some("万元"));
}

/// A unit beside a figure or behind its label, under which it is none of the form's.
#[test]
fn a_figure_in_another_unit_is_none_of_the_forms() {
    let text = std::fs::read_to_string(REPORT).expect("the fixture is text");
    let read = |row: &str, told: &str| assess("a.csv", text.replace(row, told).as_bytes()).remove(0);
    let permits = "行政许可,1808595,,";
    for told in [
        "行政许可,1808595,万件,",
        "行政许可,1808595,%,",
        "行政许可,1808595,（千件）,",
        "行政许可（%）,1808595,,",
        "行政许可（±）,1808595,,",
        "行政许可（＄）,1808595,,",
        "行政许可（金额，万元）,1808595,,",
    ] {
        let codes = codes(&read(permits, told));
        assert_eq!(codes.get("V201"), Some(&1), "{told}: {codes:?}");
    }
    for told in [
        "行政许可,1808595,件,",
        "行政许可,1808595,同比增长5%,",
        "行政许可（件）,1808595,,",
        "行政许可,1808595,含不予许可3件,",
    ] {
        assert!(!codes(&read(permits, told)).contains_key("V201"), "{told}");
    }
    for told in ["行政许可,1808595,件、元,", "行政许可（件、元）,1808595,,", "行政许可,1808595,—%,"]
    {
        assert!(!codes(&read(permits, told)).contains_key("V201"), "{told}");
    }
    let shares =
        text.replacen("本年处理决定数量,,\n行政许可,1808595,,", "本年处理决定数量,占比,\n行政许可,1808595,%,", 1);
    assert!(!codes(&assess("a.csv", shares.as_bytes()).remove(0)).contains_key("V201"));
    let nothing = read("行政强制,20163,,", "行政强制,0,万件,");
    assert!(!codes(&nothing).contains_key("V201"));
    let fees = "行政事业性收费,59237.2449,,";
    assert!(codes(&read(fees, "行政事业性收费,59237.2449,万美元,")).contains_key("V201"));
    assert!(codes(&read(fees, "行政事业性收费（港币）,59237.2449,,")).contains_key("S302"));
    for told in ["行政事业性收费,592372449,（元）,", "行政事业性收费,592372449,元,", "行政事业性收费（元）,592372449,,"]
    {
        assert!(codes(&read(fees, told)).contains_key("V207"), "{told}");
    }
    let head = read("（单位：万元）", "（单位：万美元）");
    assert_eq!(cells(&head).get("disclosure.fees.amount").cloned().flatten(), None);
}

/// A browser breaks the heading of a page where it is full, a cover has the agency, the year and the words on lines of their own,
/// and a name may be broken as well: a run of two counties had both for 人民政府.
#[test]
fn a_title_over_several_lines_is_whole() {
    let read = |head: &str| {
        let filing = assess("a.csv", under(head).as_bytes()).remove(0);
        assert_eq!(codes_in_words(&filing), "-", "{head}");
        (filing.agency, filing.year)
    };
    let named = |agency: &str| (Some(agency.to_owned()), Some(2023));
    for head in [
        "云泽市住房和城乡建设局2023年政府信息公开工作年度报\n告",
        "云泽市住房和城乡建设局\n2023年政府信息公开\n工作年度报告",
        "云泽市住房和城乡建设局\n2023年\n政府信息公开\n工作年度报告",
        "云泽市住房和城乡建设局2023\n年政府信息公开工作年度报告",
        "云泽市住房和城乡建设局\n2023\n年政府信息公开\n工作年度报告",
        "云泽市住房和城乡\n建设局2023年政府信息公开工作年度报告",
        "云泽市住房和城乡建\n设局2023年政府信息公开工作年度报告",
        "云泽市住房和城乡建设\n局2023年政府信息公开工作年度报告",
        "云泽市住房和城乡\n建设局\n2023年政府信息公开\n工作年度报告",
        "云泽市\n住房和城乡\n建设局2023年政府信息公开工作年度报告",
        "首页\n云泽市住房和\n城乡建设局2023年政府信息公开工作年度报告",
    ] {
        assert_eq!(read(head), named("云泽市住房和城乡建设局"), "{head}");
    }
    for (agency, head) in [
        ("云泽市东河县人民政府", "云泽市东河县\n人民政府\n2023年政府信息公开工作年度报告"),
        ("云泽市东河县人民政府", "云泽市东河县\n人民政府2023年政府信息公开\n工作年度报告"),
        ("云泽县人民政府办公室", "云泽县人民政府办\n公室2023年政府信息公开工作年度报告"),
        ("云泽县人民政府办公室", "云泽县人民\n政府办公室2023年政府信息公开工作年度报告"),
        ("云泽县人民政府办公室", "云泽县人民政府\n办公室2023年政府信息公开工作年度报告"),
        ("云泽县卫生健康委员会", "云泽县卫生健康委\n员会2023年政府信息公开工作年度报告"),
        ("云泽高新技术产业开发区管理委员会", "云泽高新技术产业开发区\n管理委员会2023年政府信息公开工作年度报告"),
        ("云泽县第一人民医院", "云泽县第一人民医\n院2023年政府信息公开工作年度报告"),
        ("云泽县教育局", "2023年云泽县\n教育局政府信息公开\n工作年度报告"),
    ] {
        assert_eq!(read(head), named(agency), "{head}");
    }
}

/// What else stands above a title, line by line: where the page stands, whose the site is, its menu, the number of a document.
#[test]
fn lines_above_a_title_are_not_always_a_part_of_it() {
    const TITLE: &str = "2023年政府信息公开工作年度报告";
    let read = |head: &str| {
        let filing = assess("a.csv", under(head).as_bytes()).remove(0);
        (filing.agency, filing.year)
    };
    for above in [
        "云泽县人民政府",
        "云泽县",
        "中国云泽",
        "首页\n政务公开\n政府信息公开年报",
        "云泽县人民政府\n云泽县财政局",
        "当前位置：首页 > 年报 > 云泽县民政局",
        "云泽教发〔2024〕3号",
        "政府信息公开工作年度报告",
        "2024年1月20日",
        "2022年",
    ] {
        let head = format!("{above}\n云泽县教育局{TITLE}");
        assert_eq!(read(&head), (Some("云泽县教育局".into()), Some(2023)), "{head}");
    }
    // A name that may be anybody's is nobody's, and what may be an item of a menu begins none.
    for above in ["首页", "云泽县概况", "政务公开", "来源：本站"] {
        for kind in ["人民政府", "办公室", "管理委员会"] {
            assert_eq!(read(&format!("{above}\n{kind}{TITLE}")), (None, Some(2023)), "{above}, {kind}");
        }
    }
    assert_eq!(read(&format!("首页\n教育局{TITLE}")).0.as_deref(), Some("教育局"));
    assert_eq!(read(&format!("云泽县概况\n教育局{TITLE}")).0, None);
    // Two years stand in a menu.
    assert_eq!(read("2022年\n2023年\n政府信息公开工作年度报告"), (None, Some(2023)));
}

/// A table that goes on over the page may be ruled otherwise there, as where wider tables stand below: its columns are not
/// those of the head on the page above.
#[test]
fn a_head_on_another_page_says_nothing_of_the_columns_below() {
    let report = Report::load("two-years-a-2023");
    let page = report.page().replace("&nbsp;", "");
    let (above, row) = page.split_once("行政许可").expect("it is printed");
    let (above, cell) = above.rsplit_once("<tr>").expect("it stands in a row");
    let cut = format!("{above}</table><table><tr>{cell}行政许可</td><td></td><td></td><td>{row}");
    let filing = assess("a.html", cut.as_bytes()).remove(0);
    assert_eq!((cells(&filing), codes_in_words(&filing)), (cells(&report.filing), "-".to_owned()));
}
