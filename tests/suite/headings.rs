//! Reports below each other in one file, of which the second has a heading and no title of a report.

use crate::support::{assess, cells, codes, codes_in_words};

const REPORT: &str = "fixtures/published/two-years-a-2023.csv";

/// The tables of a report, without its title.
fn tables() -> String {
    let text = std::fs::read_to_string(REPORT).expect("the fixture is text");
    text.split_once('\n').expect("a title above the tables").1.to_owned()
}

/// Whose filings of which year a file holds, and what was found of them.
fn read(text: &str) -> Vec<(String, Option<u16>, String)> {
    let filings = assess("a.csv", text.as_bytes());
    let told = filings.iter().map(|one| (one.agency.clone().unwrap_or_default(), one.year, codes_in_words(one)));
    told.collect()
}

const TITLE: &str = "云泽县民政局2023年政府信息公开工作年度报告";

/// Nobody's was the second filing, or last year's of the first and not read.
#[test]
fn a_heading_names_the_filing_below_it() {
    let first = ("云泽县民政局".to_owned(), Some(2023), "-".to_owned());
    for (heading, year) in [
        ("2023年度 云泽县教育局统计表", Some(2023)),
        ("云泽县教育局政府信息公开统计表", None),
        ("单位：云泽县教育局", None),
        ("二、云泽县教育局2023年度", Some(2023)),
        ("云泽县教育局2022年", Some(2022)),
        ("附：云泽县教育局2022年情况", Some(2022)),
    ] {
        let second = ("云泽县教育局".to_owned(), year, "-".to_owned());
        let text = format!("{TITLE}\n{0}\n{heading}\n{0}", tables());
        assert_eq!(read(&text), [first.clone(), second.clone()], "{heading}");
        // Both have headings alone.
        let text = format!("{}\n{1}\n{heading}\n{1}", "2023年度 云泽县民政局统计表", tables());
        assert_eq!(read(&text), [first.clone(), second], "{heading}");
    }
}

/// What stands below the tables of a report that nothing above names is its own, and none of the next: that was one agency late.
#[test]
fn a_mark_below_the_tables_is_of_these() {
    let tables = tables();
    let untitled = "2023年政府信息公开工作年度报告";
    let other = tables.replace("1808595", "1708595");
    for mark in ["填报单位", "填报单位（盖章）", "单位名称"] {
        let below = |agency: &str, tables: &str| format!("{untitled}\n{tables}\n{mark}：{agency}\n");
        let found = read(&(below("云泽县民政局", &tables) + &below("云泽县教育局", &other)));
        let named = |agency: &str| (agency.to_owned(), Some(2023), "-".to_owned());
        assert_eq!(found, [named("云泽县民政局"), named("云泽县教育局")], "{mark}");
        // Above the titles they are of what follows.
        let above = |agency: &str, tables: &str| format!("{mark}：{agency}\n{untitled}\n{tables}\n");
        let found = read(&(above("云泽县民政局", &tables) + &above("云泽县教育局", &other)));
        assert_eq!(found, [named("云泽县民政局"), named("云泽县教育局")], "{mark}");
    }
    // Without any titles the last mark tells that they stand below.
    let named = |agency: &str| (agency.to_owned(), Some(2023), "-".to_owned());
    let below = |agency: &str, tables: &str| format!("{tables}\n填报单位：{agency}　　2023年度\n");
    let third = tables.replace("1808595", "1608595");
    let all = below("云泽县民政局", &tables) + &below("云泽县教育局", &other) + &below("白石镇人民政府", &third);
    assert_eq!(read(&all), [named("云泽县民政局"), named("云泽县教育局"), named("白石镇人民政府")]);
    let above = |agency: &str, tables: &str| format!("填报单位：{agency}　　2023年度\n{tables}\n");
    let all = above("云泽县民政局", &tables) + &above("云泽县教育局", &other);
    assert_eq!(read(&all), [named("云泽县民政局"), named("云泽县教育局")]);
    // The figures of the county first, and those of its agencies under marks.
    let first = read(&format!("{tables}\n{}", above("云泽县民政局", &other) + &above("云泽县教育局", &third)));
    assert_eq!(first[1..], [named("云泽县民政局"), named("云泽县教育局")]);
    let sheets = [("A", "云泽县民政局"), ("东山镇", "云泽县教育局")];
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, agency) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        let text = format!("{untitled}\n{tables}\n填报单位：{agency}");
        for (row, line) in (0..).zip(text.lines()) {
            for (column, field) in (0..).zip(line.split(',')).filter(|(_, field)| !field.is_empty()) {
                sheet.write_string(row, column, field).expect("it is written");
            }
        }
    }
    let filings = assess("a.xlsx", &book.save_to_buffer().expect("a workbook"));
    let agencies: Vec<_> = filings.iter().filter_map(|filing| filing.agency.as_deref()).collect();
    assert_eq!(agencies, ["云泽县民政局", "云泽县教育局"]);
}

/// Who signs a report wrote it, and whose the page is may be another.
#[test]
fn a_signature_outranks_what_the_page_says_of_itself() {
    for (mark, agency) in [("来源：云泽县融媒体局", "云泽县民政局"), ("填报单位：云泽县教育局", "云泽县教育局")]
    {
        let text = format!("{mark}\n2023年政府信息公开工作年度报告\n{}\n云泽县民政局\n2024年1月5日\n", tables());
        assert_eq!(read(&text)[0].0, agency, "{mark}");
    }
}

/// In the sections of a report, and in links, stand the titles of others.
#[test]
fn a_title_that_a_report_tells_of_is_not_its_own() {
    let own = [("云泽县民政局".to_owned(), Some(2023), "-".to_owned())];
    for told in [
        "一、总体情况\n（一）按时发布2022年政府信息公开年报",
        "一、总体情况\n我局坚持以公开为常态，认真编制并公布2022年政府信息公开工作年度报告",
        "一、总体情况\n云泽县民政局2022年政府信息公开工作年度报告",
        "下一条：云泽县财政局2024年政府信息公开工作年度报告",
        "附件：云泽县民政局2022年政府信息公开工作年度报告.docx",
    ] {
        assert_eq!(read(&format!("{TITLE}\n{told}\n{}", tables())), own, "{told}");
    }
    // One cell may hold the title and more.
    for more in ["单位：件", "填报单位：云泽县民政局", "二、主动公开政府信息情况"] {
        assert_eq!(read(&format!("\"{TITLE}\n{more}\"\n{}", tables())), own, "{more}");
    }
    let untitled = "2023年政府信息公开工作年度报告\n云泽县民政局";
    assert_eq!(read(&format!("\"{untitled}\"\n{}", tables())), own);
}

/// A page lists the reports of others as links, above its own title, below it and between its tables: the last was taken for its
/// own. Where the only title is a link to the page itself, it is the page's.
#[test]
fn a_title_that_a_page_leads_to_is_not_its_own() {
    let row = |line: &str| format!("<tr><td>{}</td></tr>", line.replace(',', "</td><td>"));
    let text = tables();
    let (second, rest) = text.split_once("三、收到和处理").expect("table 3");
    let table = |text: &str| format!("<table>{}</table>", text.lines().map(row).collect::<Vec<_>>().concat());
    let third = format!("三、收到和处理{rest}");
    let links = ["云泽县教育局2022年", "云泽县财政局2021年", "白石镇人民政府2022年"]
        .map(|of| format!("<li><a href=\"/{of}.html\">{of}政府信息公开工作年度报告</a></li>"))
        .concat();
    let own = [("云泽县民政局".to_owned(), Some(2023), "-".to_owned())];
    let page = |title: &str, parts: [&str; 3]| {
        let [above, below, between] = parts;
        let page = format!("<meta charset=utf-8>{above}{title}{below}{}{between}{}", table(second), table(&third));
        let told = assess("a.html", page.as_bytes());
        told.iter()
            .map(|one| (one.agency.clone().unwrap_or_default(), one.year, codes_in_words(one)))
            .collect::<Vec<_>>()
    };
    let title = format!("<h1>{TITLE}</h1>");
    for parts in [[links.as_str(), "", ""], ["", links.as_str(), ""], ["", "", links.as_str()]] {
        assert_eq!(page(&title, parts), own);
    }
    assert_eq!(page(&format!("<h1><a href=\"/own.html\">{TITLE}</a></h1>"), ["", "", ""]), own);
}

/// The tables of two agencies that have different ones were one filing.
#[test]
fn a_heading_of_another_agency_ends_a_filing() {
    let tables = tables();
    let (own, others) = tables.split_once("三、收到和处理").expect("table 3");
    let found = read(&format!("{TITLE}\n{own}\n2023年度 云泽县教育局统计表\n三、收到和处理{others}"));
    let told: Vec<_> = found.iter().map(|(agency, _, codes)| (agency.as_str(), codes.as_str())).collect();
    assert_eq!(told, [("云泽县民政局", "S301×2"), ("云泽县教育局", "S301×1")]);
}

/// Lines within one report name no other: its own name, short or whole, who signs, and what a sentence stands below.
#[test]
fn a_line_of_the_report_itself_begins_nothing() {
    let tables = tables();
    let (own, others) = tables.split_once("三、收到和处理").expect("table 3");
    for line in ["单位：县民政局", "云泽县民政局2023年度", "云泽县民政局", "单位：件", "（二）县民政局", "单位：万元"]
    {
        let found = read(&format!("{TITLE}\n{own}\n{line}\n三、收到和处理{others}"));
        assert_eq!(found, [("云泽县民政局".to_owned(), Some(2023), "-".to_owned())], "{line}");
    }
    // Last year's table of the report's own agency.
    let earlier = tables.replace("1808595", "1708595");
    let found = read(&format!("{TITLE}\n{tables}\n附：云泽县民政局2022年情况\n{earlier}"));
    assert_eq!(found, [("云泽县民政局".to_owned(), Some(2023), "S318×1".to_owned())]);
    // The signature below the first is not the name of the second.
    let untitled = "2023年政府信息公开工作年度报告";
    let found = read(&format!("{TITLE}\n{tables}\n云泽县民政局\n2024年1月5日\n{untitled}\n{earlier}"));
    assert_eq!(found[1].0, "");
    // One report is called as before: by its file, by its sheet, or not at all.
    assert_eq!(read(&format!("2023年度 云泽县统计表\n{tables}"))[0].0, "");
}

/// Who dealt with a table stands above it, or a short name at the head of every page: one report was torn into several.
#[test]
fn a_name_between_the_tables_of_a_report_tears_it_not_apart() {
    let tables = tables();
    let at = ["三、收到和处理", "四、政府信息公开行政复议"].map(|title| tables.find(title).expect("a table"));
    let parts = [&tables[..at[0]], &tables[at[0]..at[1]], &tables[at[1]..]];
    let untitled = "2023年政府信息公开工作年度报告\n云泽县民政局";
    for (title, lines) in [
        (TITLE, ["", "单位：云泽县司法局"]),
        (TITLE, ["部门：云泽县民政局办公室", "部门：云泽县司法局"]),
        (TITLE, ["", "2023年云泽县人民法院"]),
        (TITLE, ["云泽县人民政府办公室2023年", "云泽县司法局情况表"]),
        (untitled, ["县民政局", "县民政局"]),
        (untitled, ["云泽县人民政府办公室", "云泽县司法局"]),
        ("主办单位：云泽县人民政府\n2023年政府信息公开工作年度报告", ["填报单位：云泽县民政局", ""]),
    ] {
        let text = [title, parts[0], lines[0], parts[1], lines[1], parts[2]].join("\n");
        assert_eq!(read(&text), [("云泽县民政局".to_owned(), Some(2023), "-".to_owned())], "{title} {lines:?}");
        // Another report below it, of one of these names, is another all the same.
        let text = format!("{text}\n单位：云泽县教育局\n{tables}");
        let agencies: Vec<_> = read(&text).into_iter().map(|(agency, ..)| agency).collect();
        assert_eq!(agencies, ["云泽县民政局", "云泽县教育局"], "{title} {lines:?}");
    }
}

/// Table 2 of both agencies, then table 3 of both. Without their names, the second had the first's table 3.
#[test]
fn tables_of_agencies_that_take_turns_are_not_mixed() {
    let tables = tables();
    let at = ["三、收到和处理", "四、政府信息公开行政复议"].map(|title| tables.find(title).expect("a table"));
    let parts = [&tables[..at[0]], &tables[at[0]..at[1]], &tables[at[1]..]];
    let by_table = |names: [&str; 2]| -> String {
        let mut lines = vec!["2023年政府信息公开统计表".to_owned()];
        for part in parts {
            let (title, rest) = part.trim_start().split_once('\n').expect("a title");
            let permits = rest.replace("1808595", "1708595").replace("\n309,", "\n310,").replace(",118,3,", ",119,3,");
            for (name, rest) in names.iter().zip([rest, permits.as_str()]) {
                lines.extend([title, *name, rest].map(str::to_owned));
            }
        }
        lines.join("\n")
    };
    for (names, agencies) in [
        (["填报单位：云泽县民政局", "填报单位：云泽县教育局"], ["云泽县民政局", "云泽县教育局"]),
        (["填报单位：城关", "填报单位：东乡"], ["城关", "东乡"]),
        (["单位：云泽县民政局", "单位：云泽县教育局"], ["云泽县民政局", "云泽县教育局"]),
        (["（一）云泽县民政局", "（二）云泽县教育局"], ["云泽县民政局", "云泽县教育局"]),
        (["云泽县民政局", "云泽县教育局"], ["云泽县民政局", "云泽县教育局"]),
    ] {
        let filings = assess("a.csv", by_table(names).as_bytes());
        let told: Vec<_> = filings
            .iter()
            .map(|filing| {
                let cells = cells(filing);
                let figure = |id: &str| cells[id].clone().unwrap_or_default();
                let [permits, upheld] = ["disclosure.permits.decisions", "review.reconsideration.upheld"].map(figure);
                (filing.agency.as_deref().unwrap_or("").to_owned(), permits, upheld, codes(filing).contains_key("S301"))
            })
            .collect();
        let expected = [(agencies[0], "1808595", "309"), (agencies[1], "1708595", "310")];
        let expected =
            expected.map(|(name, permits, upheld)| (name.to_owned(), permits.to_owned(), upheld.to_owned(), false));
        assert_eq!(told, expected, "{names:?}");
    }
    // Whose table 3 is whose, nothing tells: each table stands for itself.
    for names in [["（一）", "（二）"], ["", ""]] {
        let filings = assess("a.csv", by_table(names).as_bytes());
        assert!(filings.len() >= 5 && filings.iter().all(|filing| codes(filing)["S301"] >= 1), "{names:?}");
        let has_two = |filing: &gouji::diagnosis::Assessment| codes(filing)["S301"] < 2;
        assert!(!filings.iter().any(has_two), "{names:?}");
    }
}

/// The title of a table with its agency in front or behind was that of a report, whose agency was 收到和处理.
#[test]
fn a_title_of_a_table_may_name_its_agency() {
    let tables = tables();
    let at = ["三、收到和处理", "四、政府信息公开行政复议"].map(|title| tables.find(title).expect("a table"));
    let parts = [&tables[..at[0]], &tables[at[0]..at[1]], &tables[at[1]..]];
    let titles = ["主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况"];
    let bare = |at: usize| parts[at].trim_start().split_once('\n').expect("a title").1;
    let of_one = |titled: &dyn Fn(&str) -> String| -> String {
        (0..3).map(|at| [&titled(titles[at]), bare(at), ""].join("\n")).collect::<Vec<_>>().concat()
    };
    let named = |agency: &str| (agency.to_owned(), Some(2023), "-".to_owned());
    let own = of_one(&|title| format!("云泽县民政局{title}表（2023年）"));
    assert_eq!(read(&own), [named("云泽县民政局")]);
    let both = own + &of_one(&|title| format!("云泽县教育局{title}表（2023年）"));
    assert_eq!(read(&both), [named("云泽县民政局"), named("云泽县教育局")]);
    // Table 2 of all, then table 3 of all.
    let agencies = ["云泽县民政局", "云泽县财政局", "云泽县教育局"];
    for head in ["云泽县2023年政府信息公开工作年度报告汇总", "云泽县2023年政府信息公开工作年度报告统计表"]
    {
        let mut lines = vec![head.to_owned()];
        for at in 0..3 {
            for agency in agencies {
                lines.push(format!("{}、{}（{agency}）", ["二", "三", "四"][at], titles[at]));
                lines.push(bare(at).to_owned());
            }
        }
        let text = lines.join("\n");
        assert_eq!(read(&text), agencies.map(named), "{head}");
    }
    // Who dealt with the tables of one report.
    for by in [["云泽县人民政府办公室"; 3], ["云泽县政府办公室", "云泽县政府办公室", "云泽县司法局"]]
    {
        let parts = (0..3).map(|at| format!("{}（{}）\n{}", titles[at], by[at], bare(at)));
        let text = parts.collect::<Vec<_>>().join("\n");
        assert_eq!(read(&format!("{TITLE}\n{text}")), [named("云泽县民政局")], "{by:?}");
    }
}

/// The title was the first agency's, whose name stands below it, and the others had no year.
#[test]
fn a_title_over_the_tables_of_several_agencies_is_none_of_theirs() {
    let title = "云泽县2023年政府信息公开工作年度报告统计表";
    let other = tables().replace("1808595", "1708595");
    let named = |agency: &str| (agency.to_owned(), Some(2023), "-".to_owned());
    for mark in ["单位：", "附表1：", "部门："] {
        let [first, second] = ["云泽县民政局", "云泽县教育局"].map(|agency| format!("{mark}{agency}"));
        let text = format!("{title}\n{first}\n{}\n{second}\n{other}", tables());
        assert_eq!(read(&text), ["云泽县民政局", "云泽县教育局"].map(named), "{mark}");
    }
}
