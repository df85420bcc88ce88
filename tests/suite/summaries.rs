//! Summaries of a county as offices keep them: a head of several rows, and indicators with the agencies side by side. The
//! figures were read as those of one report of the county, or of nobody.

use gouji::diagnosis::Assessment;
use gouji::model::{Axis, CellSpec, Entry};

use crate::support::{FORMS, assess, cells, codes, codes_in_words};

const AGENCIES: [&str; 3] = ["云泽县教育局", "云泽县民政局", "白石镇人民政府"];

/// Words over a column, from the top, and the figure of each agency.
type Column = (Vec<String>, Vec<String>);

/// The columns of all cells of a table of the form of 2021, under so many words at most; figures add up only by chance.
fn columns(table: usize, with_table: bool) -> Vec<Column> {
    let form = FORMS.editions().iter().find(|form| &*form.id == "2021").expect("the form");
    let cells = form.each_cell().filter(|(_, cell)| cell.table == table && !cell.alternative);
    let column = |(at, (_, cell)): (usize, (_, &CellSpec))| {
        let block = form.block_of(cell);
        let path = |axis: &Axis, line: usize| {
            let mut labels: Vec<usize> = std::iter::once(line).chain(axis.above(line)).collect();
            labels.reverse();
            labels.iter().map(|at| axis.lines[*at].label.printed().to_owned()).collect::<Vec<_>>()
        };
        let title = form.tables[table].label.printed().to_owned();
        let row = path(&block.rows, cell.row).join("");
        let column = path(&block.columns, cell.column).pop().expect("a label");
        let words = with_table.then_some(title).into_iter().chain([row, column]).collect();
        (words, (1..=AGENCIES.len()).map(|agency| (100 * at + agency).to_string()).collect())
    };
    cells.enumerate().map(column).collect()
}

/// Lines of a summary with a row for each agency. What stands over several columns stands over the first of them.
fn upright(corner: &str, columns: &[Column]) -> Vec<Vec<String>> {
    let levels = columns[0].0.len();
    let mut lines = vec![vec!["云泽县2023年政府信息公开情况汇总表".to_owned()]];
    for level in 0..levels {
        let word = |at: usize| {
            let is_same = |other: usize| columns[other].0[..=level] == columns[at].0[..=level];
            let is_covered = level + 1 < levels && at.checked_sub(1).is_some_and(is_same);
            if is_covered { String::new() } else { columns[at].0[level].clone() }
        };
        let corner = if level == 0 { corner.to_owned() } else { String::new() };
        lines.push(std::iter::once(corner).chain((0..columns.len()).map(word)).collect());
    }
    for (at, agency) in AGENCIES.iter().enumerate() {
        let figures = columns.iter().map(|(_, figures)| figures[at].clone());
        lines.push(std::iter::once((*agency).to_owned()).chain(figures).collect());
    }
    lines
}

/// The same with its rows as columns, below the title.
fn turned(lines: &[Vec<String>]) -> Vec<Vec<String>> {
    let (title, lines) = lines.split_first().expect("a title");
    let column = |at: usize| lines.iter().map(|line| line[at].clone()).collect();
    std::iter::once(title.clone()).chain((0..lines[0].len()).map(column)).collect()
}

fn csv(lines: &[Vec<String>]) -> Vec<u8> {
    let quoted = |field: &String| format!("\"{field}\"");
    let line = |line: &Vec<String>| line.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n";
    lines.iter().map(line).collect::<String>().into_bytes()
}

fn book(lines: &[Vec<String>]) -> Vec<u8> {
    book_of(&[("汇总", lines)])
}

fn book_of(sheets: &[(&str, &[Vec<String>])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, lines) in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a name");
        for (row, line) in (0..).zip(*lines) {
            for (column, field) in (0..).zip(line).filter(|(_, field)| !field.is_empty()) {
                match field.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).map(drop),
                    Err(_) => sheet.write_string(row, column, field).map(drop),
                }
                .expect("it is written");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// The figures that were read of the agencies, in the form's order.
fn figures(filings: &[Assessment]) -> Vec<(String, Vec<String>)> {
    let told = |filing: &Assessment| {
        let transcript = filing.transcript.as_ref().expect("it was read");
        let figures = transcript.entries.iter().flatten().filter_map(Entry::quoted);
        (filing.agency.clone().unwrap_or_default(), figures.collect())
    };
    filings.iter().map(told).collect()
}

#[test]
fn a_summary_is_read_by_the_words_over_its_columns() {
    for table in 0..3 {
        for with_table in [false, true] {
            let columns = columns(table, with_table);
            let expected: Vec<_> = (0..)
                .zip(AGENCIES)
                .map(|(at, agency): (usize, _)| {
                    (agency.to_owned(), columns.iter().map(|(_, figures)| figures[at].clone()).collect::<Vec<_>>())
                })
                .collect();
            for corner in ["单位名称", "单位", "指标", ""] {
                let upright = upright(corner, &columns);
                for lines in [turned(&upright), upright] {
                    for (name, bytes) in [("a.csv", csv(&lines)), ("a.xlsx", book(&lines))] {
                        let filings = assess(name, &bytes);
                        assert_eq!(figures(&filings), expected, "{name} {table} {with_table} {corner}");
                        assert!(filings.iter().all(|filing| filing.year == Some(2023)), "{name} {table} {corner}");
                        assert!(filings.iter().all(|filing| codes(filing).get("S301") == Some(&2)));
                    }
                }
            }
        }
    }
}

/// What is wrong is named where it stands, in the turned one too.
#[test]
fn a_cell_of_a_summary_is_named_where_it_stands() {
    let mut lines = turned(&upright("指标", &columns(2, false)));
    lines[3][3] = "3O".to_owned();
    let place = |name: &str, bytes: &[u8]| {
        let filing = assess(name, bytes).remove(1);
        let found = filing.findings.iter().find(|finding| finding.rule.code == "V201").expect("it is no figure");
        (found.cells[0].place.clone().map(|place| place.to_string()), filing.source.record)
    };
    assert_eq!(place("a.xlsx", &book(&lines)), (Some("汇总!D4".to_owned()), None));
    assert_eq!(place("a.csv", &csv(&lines)), (Some("line 4, field 4".to_owned()), None));
}

/// Units in a column of their own, numbers of the rows, totals, and groups of another year.
#[test]
fn what_stands_beside_the_words_is_heard() {
    let read = |lines: &[Vec<String>]| assess("a.xlsx", &book(lines));
    let mut bare = columns(0, false);
    bare.iter_mut().flat_map(|(words, _)| words).for_each(|word| *word = word.replace("（单位：万元）", ""));
    let own = turned(&upright("指标", &bare));
    let plain = cells(&read(&own)[0]);
    let with = |at: usize, head: &str, field: &dyn Fn(usize) -> String| {
        let mut lines = own.clone();
        for (row, line) in lines.iter_mut().enumerate().skip(1) {
            line.insert(at, if row == 1 { head.to_owned() } else { field(row) });
        }
        read(&lines)
    };
    let numbered = with(0, "序号", &|row| (row - 1).to_string());
    assert_eq!(numbered.iter().map(cells).next(), Some(plain.clone()));
    let last = own.len() - 1;
    let unit = |of_fee: &'static str| move |row: usize| if row == last { of_fee } else { "件" }.to_owned();
    let in_yuan = |of_fee| with(2, "单位", &unit(of_fee)).iter().map(codes_in_words).collect::<Vec<_>>();
    assert!(in_yuan("元").iter().all(|codes| codes.contains("V207×1")), "{:?}", in_yuan("元"));
    assert!(in_yuan("万元").iter().all(|codes| !codes.contains("V207")));
    let total = with(2, "合计", &|_| "9".to_owned());
    assert_eq!(total.iter().find_map(|filing| filing.agency.as_deref()), Some("合计"));
    // Last year's column is none of this year's.
    let grouped = |first: &str, second: &str| {
        let under = |word: &str, plus: &str| {
            let mut columns = columns(0, false);
            for (words, figures) in &mut columns {
                words.insert(0, word.to_owned());
                for figure in figures {
                    figure.push_str(plus);
                }
            }
            columns
        };
        read(&upright("单位名称", &[under(first, ""), under(second, "7")].concat()))
    };
    for (first, second) in [("本年", "上年"), ("本年数", "上年同期数")] {
        let filings = grouped(first, second);
        assert_eq!(cells(&filings[0]), plain, "{first} {second}");
        assert!(codes_in_words(&filings[0]).contains("S313"), "{first} {second}");
    }
    // Of two that are alike nobody knows which counts.
    let filings = grouped("县本级", "乡镇");
    assert!(filings.iter().all(|filing| filing.error.is_some()), "{:?}", filings[0].findings.len());
}

/// A table on each sheet, and the same agencies: they were three filings each, that lacked two tables.
#[test]
fn tables_on_a_sheet_each_are_those_of_one_filing() {
    let tables = [0, 1, 2].map(|table| columns(table, false));
    let names = ["主动公开", "依申请公开", "复议诉讼"];
    let flat = |columns: &[Column]| {
        let joined = |(words, figures): &Column| (vec![words.join("-")], figures.clone());
        upright("单位名称", &columns.iter().map(joined).collect::<Vec<_>>())
    };
    let stacked: Vec<_> = tables.iter().map(|columns| upright("单位名称", columns)).collect();
    let beside: Vec<_> = stacked.iter().map(|lines| turned(lines)).collect();
    let whole: Vec<_> = AGENCIES.iter().map(|agency| ((*agency).to_owned(), 200)).collect();
    for sheets in [stacked, beside, tables.iter().map(|columns| flat(columns)).collect()] {
        let sheets: Vec<(&str, &[Vec<String>])> = names.into_iter().zip(sheets.iter().map(Vec::as_slice)).collect();
        let filings = assess("a.xlsx", &book_of(&sheets));
        let told: Vec<_> = figures(&filings).into_iter().map(|(agency, figures)| (agency, figures.len())).collect();
        assert_eq!(told, whole);
        assert!(filings.iter().all(|filing| !codes(filing).contains_key("S301")));
        // A cell is named on its own sheet.
        let unbalanced = filings[0].findings.iter().find(|finding| finding.rule.code == "B104").expect("B104");
        assert!(unbalanced.cells[0].place.as_ref().is_some_and(|place| place.to_string().starts_with("复议诉讼!")));
    }
    // An agency that stands twice on a sheet has two filings, and sheets of different agencies are no parts.
    let both: Vec<_> = tables.iter().map(|columns| upright("单位名称", columns)).collect();
    let mut twice = both.clone();
    let again = twice[0].last().expect("a row").clone();
    twice[0].push(again);
    let sheets: Vec<(&str, &[Vec<String>])> = names.into_iter().zip(twice.iter().map(Vec::as_slice)).collect();
    assert_eq!(assess("a.xlsx", &book_of(&sheets)).len(), 4);
    assert_eq!(assess("a.xlsx", &book_of(&[("部门", &both[0]), ("乡镇", &both[0])])).len(), 6);
}

/// What offices put between the rows and the columns of a summary is no agency, and none of its figures.
#[test]
fn what_stands_between_the_records_is_none() {
    let columns = columns(2, false);
    let own = upright("单位名称", &columns);
    let expected: Vec<_> = assess("a.xlsx", &book(&own)).iter().map(cells).collect();
    let read = |lines: &[Vec<String>]| {
        let [sheet, text] = [("a.xlsx", book(lines)), ("a.csv", csv(lines))].map(|(name, bytes)| assess(name, &bytes));
        let told = |filings: &[Assessment]| filings.iter().map(cells).collect::<Vec<_>>();
        assert_eq!(told(&sheet), told(&text));
        (told(&sheet), sheet.iter().map(|filing| filing.year).collect::<Vec<_>>())
    };
    let with = |at: usize, fields: &[&str]| {
        let mut lines = own.clone();
        lines.insert(at, fields.iter().map(|field| (*field).to_owned()).collect());
        read(&lines).0
    };
    let last = own.len() - 1;
    assert_eq!(with(own.len() - AGENCIES.len(), &["一、县直部门"]), expected);
    assert_eq!(with(last, &["二、乡镇"]), expected);
    assert_eq!(with(1, &["填报单位：云泽县政府办", "填报日期：2024年1月15日"]), expected);
    assert_eq!(with(own.len(), &["注：以上不含垂直管理单位"]), expected);
    let mut beside = turned(&own);
    for (head, field) in [("备注", "无"), ("较上年增减", "3"), ("占比", "5%")] {
        for (row, line) in beside.iter_mut().enumerate().skip(1) {
            line.push(if row == 1 { head } else { field }.to_owned());
        }
    }
    assert_eq!(read(&beside).0, expected);
    // The places of the agencies before them, and years below each other under a word that says nothing of years.
    let mut years = own.clone();
    for (row, line) in years.iter_mut().enumerate().skip(1) {
        let year = if row + AGENCIES.len() < own.len() { String::new() } else { (2020 + row).to_string() };
        line.insert(1, if row == 1 { "项目".to_owned() } else { year });
    }
    let (told, years) = read(&years);
    let first = 2020 + own.len() - AGENCIES.len();
    assert_eq!(told, expected);
    assert_eq!(years, (0..AGENCIES.len()).map(|at| u16::try_from(first + at).ok()).collect::<Vec<_>>());
    // A second summary below the first has its own head.
    let below = [own.clone(), upright("单位名称", &self::columns(0, false))].concat();
    let filings = assess("a.xlsx", &book(&below));
    assert_eq!(figures(&filings).iter().map(|(_, figures)| figures.len()).collect::<Vec<_>>(), [25; 3]);
}
