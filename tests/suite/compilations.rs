//! Compilations: reports of several agencies below one title, each under a heading that is its agency's name.

use gouji::diagnosis::Assessment;

use crate::support::{assess, cells, codes_in_words};

const TITLE: &str = "云泽县2023年政府信息公开工作年度报告汇编";
const AGENCIES: [&str; 3] = ["云泽县民政局", "云泽县教育局", "白石镇人民政府"];

/// A balanced report without its title, with permits of its own: table 2, table 3 and table 4.
fn tables(permits: &str) -> [String; 3] {
    let text = std::fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("the fixture is text");
    let (_, tables) = text.split_once('\n').expect("a title above the tables");
    let tables = tables.replace("1808595", permits);
    let (second, rest) = tables.split_once("三、收到和处理").expect("table 3");
    let (third, fourth) = rest.split_once("四、政府信息公开").expect("table 4");
    [second.to_owned(), format!("三、收到和处理{third}"), format!("四、政府信息公开{fourth}")]
}

const PERMITS: [&str; 3] = ["1808595", "1708595", "1608595"];

/// Whose the filings are, of which year, with how many permits, and what was found.
fn read(text: &str) -> Vec<(String, Option<u16>, String, String)> {
    let filings = assess("a.csv", text.as_bytes());
    let permits = |filing: &Assessment| {
        let cells = cells(filing);
        cells.get("disclosure.permits.decisions").cloned().flatten().unwrap_or_default()
    };
    let told =
        filings.iter().map(|one| (one.agency.clone().unwrap_or_default(), one.year, permits(one), codes_in_words(one)));
    told.collect()
}

fn expected(agencies: &[&str]) -> Vec<(String, Option<u16>, String, String)> {
    let named =
        |(agency, permits): (&&str, &str)| ((*agency).to_owned(), Some(2023), permits.to_owned(), "-".to_owned());
    agencies.iter().zip(PERMITS).map(named).collect()
}

/// Each report with what stands above it and below.
fn compiled(title: &str, around: impl Fn(usize) -> (String, String)) -> String {
    let report = |at: usize| {
        let (above, below) = around(at);
        format!("{above}\n{}\n{below}\n", tables(PERMITS[at]).concat())
    };
    format!("{title}\n{}", (0..3).map(report).collect::<String>())
}

/// They were nobody's, or with the number in the name, and of no year.
#[test]
fn a_heading_that_is_a_name_begins_the_report_of_an_agency() {
    let numbers = ["一", "二", "三"];
    for (front, behind) in [
        ("", ""),
        ("N、", ""),
        ("（N）", ""),
        ("第N部分　", ""),
        ("【", "】"),
        ("", "政府信息公开工作年度报告"),
        ("N、", "政府信息公开工作年度报告"),
        ("N、", "2023年政府信息公开工作年度报告"),
        ("", "年度报告"),
        ("", "政府信息公开情况"),
        ("", "2023年政府信息公开情况"),
    ] {
        for text in ["", "一、总体情况\n\"全面落实条例，主动公开信息。\"\n"] {
            let heading = |at: usize| format!("{}{}{behind}\n{text}", front.replace('N', numbers[at]), AGENCIES[at]);
            let found = read(&compiled(TITLE, |at| (heading(at), String::new())));
            assert_eq!(found, expected(&AGENCIES), "{front}云泽县民政局{behind} {text}");
        }
    }
}

/// What an office calls its departments is what they are called, and the year that each names is its own.
#[test]
fn short_names_and_titles_below_names() {
    let short = ["民政局", "教育局", "白石镇"];
    let found = read(&compiled(TITLE, |at| (format!("（{}）{}", at + 1, short[at]), String::new())));
    assert_eq!(found, expected(&short));
    let title = "2023年政府信息公开工作年度报告";
    let found = read(&compiled("云泽县各部门年报", |at| {
        (format!("{}.{}\n{title}", at + 1, AGENCIES[at]), String::new())
    }));
    assert_eq!(found, expected(&AGENCIES));
}

/// They end as no office does, and their reports were nobody's.
#[test]
fn associations_schools_and_works_are_bodies_too() {
    for name in
        ["县残联", "云泽县妇联", "县文联", "县工商联", "县科协", "云泽一中", "县气象台", "县水务集团", "县自来水厂"]
    {
        let agencies = [AGENCIES[0], name, AGENCIES[2]];
        let found = read(&compiled(TITLE, |at| (format!("（{}）{}", at + 1, agencies[at]), String::new())));
        assert_eq!(found, expected(&agencies), "{name}");
    }
}

/// A list of contents, groups and signatures name agencies as well, and none of them begins a report.
#[test]
fn other_lines_with_the_name_of_an_agency_begin_nothing() {
    let contents = format!("{TITLE}\n目录\n{}", AGENCIES.join("\n"));
    let group = |at: usize| if at == 2 { "二、乡镇\n" } else { "" };
    let signed = |at: usize| format!("{}\n2024年1月15日", AGENCIES[at]);
    let found = read(&compiled(&contents, |at| (format!("{}（一）{}", group(at), AGENCIES[at]), signed(at))));
    assert_eq!(found, expected(&AGENCIES));
    // Whoever filled in a table of one report is not whose report it is.
    let [second, third, fourth] = tables(PERMITS[0]);
    let title = "云泽县民政局2023年政府信息公开工作年度报告";
    let text = format!("{title}\n云泽县司法局\n{second}\n云泽县政务公开办公室\n{third}\n云泽县人民法院\n{fourth}");
    assert_eq!(read(&text), expected(&AGENCIES[..1]));
    // Names that may stand below their tables name none.
    let found = read(&compiled(TITLE, |at| (String::new(), AGENCIES[at].to_owned())));
    assert!(found.iter().all(|(agency, ..)| agency.is_empty()), "{found:?}");
}

/// The name stands over each table, on every page or because the tables of all agencies follow each other.
#[test]
fn names_over_every_table_are_one_report_each() {
    let page = |at: usize| tables(PERMITS[at]).map(|table| format!("{}\n{table}\n", AGENCIES[at])).concat();
    assert_eq!(read(&format!("{TITLE}\n{}", (0..3).map(page).collect::<String>())), expected(&AGENCIES));
    let table =
        |table: usize| [0, 1, 2].map(|at| format!("{}\n{}\n", AGENCIES[at], tables(PERMITS[at])[table])).concat();
    assert_eq!(read(&format!("{TITLE}\n{}", (0..3).map(table).collect::<String>())), expected(&AGENCIES));
}

/// The county's own report stands above those of its departments.
#[test]
fn a_report_with_a_title_may_stand_above() {
    let own = format!("云泽县人民政府2023年政府信息公开工作年度报告\n{}\n", tables("1508595").concat());
    let found = read(&compiled(&format!("{own}\n附：各部门情况"), |at| {
        (format!("{}、{}", at + 1, AGENCIES[at]), String::new())
    }));
    assert_eq!(found[0].0, "云泽县人民政府");
    assert_eq!(found[1..], expected(&AGENCIES));
}

/// Small tables of its departments in the text of a report, or below it, are no reports of theirs.
#[test]
fn small_tables_of_departments_are_no_reports() {
    let title = "云泽县人民政府2023年政府信息公开工作年度报告";
    let rows = "项目,件数\n一、本年新收政府信息公开申请数量,3\n二、上年结转政府信息公开申请数量,0\n（一）予以公开,3\n\
        四、结转下年度继续办理,0\n";
    let small: String = AGENCIES.map(|agency| format!("{agency}\n{rows}\n")).concat();
    let own = tables(PERMITS[0]).concat();
    for text in [format!("{title}\n一、总体情况\n{small}\n{own}"), format!("{title}\n{own}\n{small}")] {
        let found = read(&text);
        assert_eq!(found[0].0, "云泽县人民政府", "{found:?}");
        assert!(found.iter().all(|(agency, ..)| !AGENCIES.contains(&agency.as_str())), "{found:?}");
    }
}

/// The line above the sum of all says the year, and the tables above it have none but their agency's name.
#[test]
fn a_sum_behind_the_last_agency_takes_nothing_from_it() {
    let sum = format!("云泽县2023年汇总\n{}", tables("9").concat());
    let text = compiled(TITLE, |at| {
        let name = format!("{}、{}", ["一", "二", "三"][at], AGENCIES[at]);
        (name, if at == 2 { sum.clone() } else { String::new() })
    });
    let found = read(&text);
    assert_eq!(found[..3], expected(&AGENCIES));
    assert_eq!((found.len(), found[3].0.as_str(), found[3].2.as_str()), (4, "", "9"));
}
