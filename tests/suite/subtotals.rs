//! Lines of a data set that are no agency's: totals, subtotals, headings of groups, figures of another time. Names are
//! invented.

use crate::sums::{COUNTY, Desk, Row, bureaus, data_set, superior};

/// A line that adds up these.
fn adding_up(name: &str, rows: &[Row]) -> Row {
    superior(rows).called(name)
}

fn zeros(name: &str) -> Row {
    Row::new(name, 1).all("0")
}

/// How a set of lines is added up: what is said, the exit code, and that A501 counts as the sum does.
fn added_up(name: &str, rows: &[Row], (exit, words): (i32, &[&str])) {
    let desk = Desk::new();
    desk.put("parts.csv", &data_set(rows));
    let (code, said) = desk.said("sum parts.csv -o sum.xlsx");
    assert!(words.iter().all(|word| said.contains(word)), "{name}: {said}");
    assert_eq!(code, Some(exit), "{name}: {said}");
    assert_eq!(desk.mismatches(&format!("parts.csv --aggregate sum.xlsx --agency {COUNTY}")), 0, "{name}");
}

#[test]
fn a_line_called_by_a_word_for_a_total_is_not_added_up() {
    let parts = bureaus(4);
    let and = |line: Row| [parts.clone(), vec![line]].concat();
    for name in ["合计（4家）", "2024年合计", "本年合计", "总合计", "共计", "（合计）"] {
        added_up(
            name,
            &and(adding_up(name, &parts)),
            (0, &["汇总 4 份", &format!("是合计，不是一个单位的报表：{name}")]),
        );
        let other = and(Row::new(name, 9));
        added_up(name, &other, (1, &["汇总 4 份", &format!("数字与汇入各份之和不同：{name}")]));
    }
    for name in
        ["小计（部门）", "部门共计", "县级合计", "县政府各部门合计", "某县汇总数据", "上年数", "审核数", "其中：乡镇"]
    {
        added_up(name, &and(Row::new(name, 9)), (0, &["汇总 4 份", &format!("不是一个单位的报表：{name}")]));
    }
}

#[test]
fn the_sum_of_the_lines_beside_it_is_not_added_twice() {
    let parts = bureaus(5);
    let [one, two, three, four, five] = &parts[..] else { panic!("five") };
    let lines = |lines: &[&Row]| lines.iter().map(|line| (*line).clone()).collect::<Vec<_>>();
    let (ab, cd) = (&parts[..2], &parts[2..4]);
    let (east, west) = (adding_up("东区", ab), adding_up("西区", cd));
    let (departments, town) = (adding_up("一、县直部门", ab), three.clone().called("二、乡镇"));
    let whole = adding_up("云泽县", &parts[..4]);
    let is_like = "像是小计：";
    for (name, rows, exit, words) in [
        ("headings", lines(&[&departments, one, two, &town, three]), 0, ["汇总 3 份", "一、县直部门", "二、乡镇"]),
        ("above", lines(&[&east, one, two, &west, three, four]), 1, ["汇总 4 份", is_like, "东区"]),
        ("below", lines(&[one, two, &east, three, four, &west]), 1, ["汇总 4 份", is_like, "西区"]),
        (
            "above each other",
            lines(&[&whole, &east, one, two, &west, three, four]),
            1,
            ["汇总 4 份", is_like, "云泽县"],
        ),
        (
            "below each other",
            lines(&[one, two, &east, three, four, &west, &whole, five]),
            1,
            ["汇总 5 份", is_like, "云泽县"],
        ),
        (
            "zeros among them",
            lines(&[&east, one, &zeros("临河县第8局"), two, three]),
            1,
            ["汇总 4 份", is_like, "东区"],
        ),
        ("a group alone", lines(&[&departments, three, four]), 1, ["汇总 3 份", "请核实", "一、县直部门"]),
    ] {
        added_up(name, &rows, (exit, &words));
    }
}

/// A row that was struck out, and a sample, went into no sum without a word.
#[test]
fn what_is_no_record_is_said_to_be_left_out() {
    added_up(
        "sample",
        &[vec![Row::new("示例：某某局", 9)], bureaus(3)].concat(),
        (0, &["汇总 3 份", "是填报示例：示例：某某局（parts.csv #2）"]),
    );
    let desk = Desk::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let (sheet, struck) = (book.add_worksheet(), rust_xlsxwriter::Format::new().set_font_strikethrough());
    for (row, line) in (0..).zip(data_set(&bureaus(3)).lines()) {
        for (column, field) in (0..).zip(line.split(',')) {
            let plain = rust_xlsxwriter::Format::new();
            sheet.write_with_format(row, column, field, if row == 2 { &struck } else { &plain }).expect("a cell");
        }
    }
    std::fs::write(desk.path().join("parts.xlsx"), book.save_to_buffer().expect("a workbook")).expect("written");
    let (code, said) = desk.said("sum parts.xlsx -o sum.csv");
    assert!(said.contains("汇总 2 份") && said.contains("未汇入 1 份，整行加了删除线：临河县第2局"), "{said}");
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn an_agency_is_no_subtotal() {
    let parts = bureaus(4);
    let [a, b, c, _] = &parts[..] else { panic!("four") };
    let lines = |lines: &[&Row]| lines.iter().map(|line| (*line).clone()).collect::<Vec<_>>();
    // Bodies with one application and with two: one is the sum of its neighbours, and that is chance.
    let small = |name: &str, count: &str| {
        let cells = ["requests.received", "requests.granted", "requests.processed_total"];
        let columns = ["natural_person", "total"];
        let ids = cells.iter().flat_map(|row| columns.map(|column| format!("{row}.{column}")));
        ids.fold(zeros(name), |row, id| row.with(crate::sums::id(&id), count))
    };
    // Lines that are multiples of one of them, as somebody makes up who tries this.
    let times = [3, 2, 1, 7].map(|times| {
        let figure = |figure: u64| (figure * times).to_string();
        let mut row = Row::new(&format!("青禾县第{times}局"), 1).all("0");
        for (at, id) in (1..).zip(["permits", "penalties", "coercive_measures"]) {
            row = row.with(crate::sums::id(&format!("disclosure.{id}.decisions")), &figure(at * 31_415));
        }
        row
    });
    for (name, rows) in [
        (
            "names",
            vec![Row::new("甲", 3), Row::new("甲局", 4), Row::new("东区人民政府", 5), Row::new("临河县总工会", 6)],
        ),
        (
            "zeros everywhere",
            vec![zeros("临河县第1局"), zeros("临河县第2局"), zeros("临河县第3局"), zeros("临河县第4局")],
        ),
        ("figures of one bureau", lines(&[&a.clone().called("东区人民政府"), a, b, c])),
        ("of one and zeros", lines(&[&a.clone().called("东区人民政府"), a, &zeros("临河县第8局"), c])),
        ("by chance", lines(&[&small("甲局", "2"), &small("乙局", "1"), &small("丙局", "1"), c])),
        ("multiples", times.to_vec()),
        ("not beside it", lines(&[a, c, &adding_up("东区人民政府", &parts[..2]), b])),
    ] {
        added_up(name, &rows, (0, &["汇总 4 份"]));
    }
}

/// What the roster knows for an agency is one, whatever its figures are.
#[test]
fn an_agency_of_the_roster_is_no_subtotal() {
    let parts = bureaus(3);
    let first = adding_up("临河县第9局", &parts[..2]);
    let desk = Desk::new();
    desk.put("parts.csv", &data_set(&[vec![first], parts].concat()));
    let members = ["临河县第9局", "临河县第1局", "临河县第2局", "临河县第3局"].map(|name| format!("{name},{COUNTY}\n"));
    desk.put("roster.csv", &format!("填报单位,上级单位\n{}", members.concat()));
    let (exit, said) = desk.said("sum parts.csv --roster roster.csv -o sum.xlsx");
    assert!(exit == Some(0) && said.contains("汇总 4 份"), "{said}");
}

/// A corrected filing beside the one that it corrects is a second one of its agency.
#[test]
fn a_corrected_filing_is_that_of_its_agency() {
    for name in ["临河县第1局（更正）", "临河县第1局（2024年修订稿）", "临河县第1局(作废)"] {
        let rows = [bureaus(3), vec![Row::new(name, 9)]].concat();
        added_up(name, &rows, (1, &["汇总 3 份", &format!("重复的报表，数字不同（用 --prefer 选先后）：{name}")]));
        let desk = Desk::new();
        desk.put("parts.csv", &data_set(&rows));
        let told = desk.json("check parts.csv --select A --format json");
        assert_eq!(told["summary"]["by_code"], serde_json::json!({"A505": 1}), "{name}: {told}");
        desk.put("roster.csv", "填报单位\n临河县第1局\n临河县第2局\n临河县第3局\n");
        let told = desk.json("check parts.csv --roster roster.csv --select A --format json");
        assert_eq!(told["summary"]["by_code"], serde_json::json!({"A503": 1}), "{name}: {told}");
    }
    for name in ["临河县第1局（开发区）", "临河县第1局（第2局）", "临河县第1局（本级）"] {
        let rows = [bureaus(3), vec![Row::new(name, 9)]].concat();
        added_up(name, &rows, (0, &["汇总 4 份"]));
    }
}
