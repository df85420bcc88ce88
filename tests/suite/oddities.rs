//! What real and possible copies of a form do to it, each by its name: read right, or refused, never misread.

use crate::support::{assess, cells, codes, codes_in_words, only};

const CSV: &str = "fixtures/published/two-years-a-2023.csv";

fn text() -> String {
    std::fs::read_to_string(CSV).expect("the fixture is text")
}

/// The fixture with each line of table 三 rebuilt from its fields.
fn with_rows(rebuild: impl Fn(usize, Vec<&str>) -> Vec<String>) -> String {
    let mut number = 0;
    let text = text();
    let lines = text.lines().map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        if fields.len() != 10 {
            return line.to_owned();
        }
        number += 1;
        rebuild(number, fields).join(",")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn owned(fields: &[&str]) -> Vec<String> {
    fields.iter().map(|field| (*field).to_owned()).collect()
}

/// One of the layouts of recognised text.
fn recognised(name: &str) -> String {
    std::fs::read_to_string(format!("fixtures/texts/{name}")).expect("the fixture is text")
}

/// The cells of `text` that were read are those of the fixture, those of the rows named were not read, and it says so.
#[track_caller]
fn refuses_rows(text: &str, rows: &[&str], codes: &str) {
    let filings = assess("table.txt", text.as_bytes());
    assert_eq!(filings.len(), 1);
    let mut expected = cells(&only(CSV));
    expected.retain(|id, _| !rows.iter().any(|row| id.starts_with(row)));
    assert_eq!(cells(&filings[0]), expected);
    assert_eq!(codes_in_words(&filings[0]), codes);
}

/// The one filing in `text` reads to the cells of the fixture, but for those named.
#[track_caller]
fn reads_right(text: &str, codes: &str, but: &[&str]) {
    let filings = assess("table.csv", text.as_bytes());
    assert_eq!(filings.len(), 1);
    let mut expected = cells(&only(CSV));
    let mut found = cells(&filings[0]);
    for id in but {
        expected.remove(*id);
        found.remove(*id);
    }
    assert_eq!(found, expected);
    assert_eq!(codes_in_words(&filings[0]), codes);
}

/// Three header lines come first, then 25 rows.
const HEADER_LINES: usize = 3;

#[test]
fn a_column_of_row_numbers_under_its_header_is_no_column_of_the_form() {
    for blank_total in [false, true] {
        let numbered = with_rows(|number, fields| {
            let mut row = owned(&fields);
            let inserted =
                if number == 1 { "行次".to_owned() } else { number.saturating_sub(HEADER_LINES).to_string() };
            row.insert(3, if (2..=HEADER_LINES).contains(&number) { String::new() } else { inserted });
            if blank_total && number == HEADER_LINES + 1 {
                row[10] = String::new();
            }
            row
        });
        let (codes, but): (_, &[&str]) =
            if blank_total { ("S313×1 V210×1", &["requests.received.total"]) } else { ("S313×1", &[]) };
        reads_right(&numbered, codes, but);
    }
}

#[test]
fn row_numbers_left_of_the_labels_are_passed_over() {
    let numbered = with_rows(|number, fields| {
        let mut row = owned(&fields);
        row.insert(0, if number > HEADER_LINES { (number - HEADER_LINES).to_string() } else { String::new() });
        row
    });
    reads_right(&numbered, "-", &[]);
}

#[test]
fn row_numbers_without_a_header_are_refused() {
    let numbered = with_rows(|number, fields| {
        let mut row = owned(&fields);
        row.insert(3, number.saturating_sub(HEADER_LINES).to_string());
        row[10] = String::new();
        row
    });
    let header = numbered.lines().position(|line| line.starts_with("（本列")).expect("a header");
    let lines: Vec<_> = numbered.lines().enumerate().filter(|(at, _)| !(header..header + 3).contains(at)).collect();
    let bare = lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n");
    let filing = assess("table.csv", bare.as_bytes()).remove(0);
    assert_eq!(codes_in_words(&filing), "S312×1");
}

#[test]
fn words_where_a_figure_belongs_are_unreadable_and_no_label() {
    for words in ["百", "约5", "180万", "无数据", "①"] {
        let odd = text().replacen("1.属于国家秘密,0", &format!("1.属于国家秘密,{words}"), 1);
        reads_right(&odd, "V201×1", &["requests.denied.state_secret.natural_person"]);
        let odd = text().replacen("行政许可,1808595", &format!("行政许可,{words}"), 1);
        reads_right(&odd, "V201×1", &["disclosure.permits.decisions"]);
    }
}

#[test]
fn money_in_a_count_is_no_figure() {
    let odd = text().replacen("1.属于国家秘密,0", "1.属于国家秘密,3万元", 1);
    reads_right(&odd, "V201×1", &["requests.denied.state_secret.natural_person"]);
}

#[test]
fn the_exact_label_wins_over_an_alias() {
    let odd = text().replacen(",（七）总计", "合计,,,9,9,9,9,9,9,54\n,（七）总计", 1);
    reads_right(&odd, "S305×1", &[]);
}

#[test]
fn a_foreign_table_with_the_words_of_the_form_is_passed_over() {
    let before =
        text().replacen("二、主动公开", ",网站,微信,总计\n规范性文件,3,4,7\n其他,1,1,2\n总计,4,5,9\n二、主动公开", 1);
    let filing = assess("table.csv", before.as_bytes());
    assert_eq!((filing.len(), cells(&filing[0]) == cells(&only(CSV))), (1, true));
    reads_right(&(text() + "\n其他,3\n总计,8\n"), "-", &[]);
}

#[test]
fn a_moved_row_is_one_row_out_of_order() {
    let row = text().lines().find(|line| line.starts_with("四、结转")).expect("the row").to_owned() + "\n";
    let moved = text().replacen(&row, "", 1).replacen("一、本年新收", &format!("{row}一、本年新收"), 1);
    reads_right(&moved, "S308×1", &[]);
}

#[test]
fn groups_of_table_4_in_another_order_are_read_under_their_labels() {
    let odd = text()
        .replacen("行政复议,,,,,行政诉讼", "行政诉讼,,,,,,,,,,行政复议", 1)
        .replacen(",,,,,未经复议直接起诉,,,,,复议后起诉", "未经复议直接起诉,,,,,复议后起诉,,,,,", 1)
        .replacen("309,17,88,26,440,1,1,16,6,24,13,0,67,9,89", "1,1,16,6,24,13,0,67,9,89,309,17,88,26,440", 1);
    reads_right(&odd, "-", &[]);
}

#[test]
fn a_table_4_without_its_line_of_figures_is_empty_and_not_missing() {
    let odd = text().replacen("309,17,88,26,440,1,1,16,6,24,13,0,67,9,89", ",,,,,,,,,,,,,,", 1);
    let filing = assess("table.csv", odd.as_bytes()).remove(0);
    assert_eq!(codes_in_words(&filing), "S309×1");
}

#[test]
fn a_page_number_under_a_title_is_no_line_of_figures() {
    let odd = text().replacen("四、政府信息公开行政复议、行政诉讼情况", "四、政府信息公开行政复议、行政诉讼情况\n5", 1);
    reads_right(&odd, "-", &[]);
}

#[test]
fn the_mark_that_closes_a_line_is_no_blank_cell() {
    let flattened = std::fs::read_to_string("fixtures/published/flattened-2021.txt").expect("the fixture is text");
    let short =
        flattened.replacen("二、上年结转政府信息公开申请数量 | 0 | 0", "二、上年结转政府信息公开申请数量 | 0", 1);
    assert_ne!(flattened, short);
    let filing = assess("table.txt", short.as_bytes()).remove(0);
    assert!(codes_in_words(&filing).contains("S312×1"), "{}", codes_in_words(&filing));
}

#[test]
fn tables_in_any_order_are_one_filing() {
    let text = text();
    let parts: Vec<&str> = text.split("\n\n").collect();
    let reversed = [parts[0], parts[3], parts[2], parts[1]].join("\n\n");
    reads_right(&reversed, "-", &[]);
}

/// The agency and year of each filing of a file, and the tables it has.
fn owners(text: &str) -> Vec<(Option<String>, Option<u16>, usize)> {
    let filings = assess("table.csv", text.as_bytes());
    let tables = |filing: &gouji::diagnosis::Assessment| {
        let tables = &filing.transcript.as_ref().expect("it was read").tables;
        tables.iter().filter(|status| **status == gouji::model::TableStatus::Present).count()
    };
    filings.iter().map(|filing| (filing.agency.clone(), filing.year, tables(filing))).collect()
}

#[test]
fn figures_are_given_to_the_agency_named_above_them() {
    let text = text();
    let (title, form) = text.split_once('\n').expect("a title line");
    let parts: Vec<&str> = form.split("\n\n").collect();
    let own = |name: &str| Some(name.to_owned());
    // The second of two is the one that is named.
    let named = format!("{form}\n填报单位：青禾县民政局\n{form}");
    assert_eq!(owners(&named), [(None, None, 3), (own("青禾县民政局"), None, 3)]);
    // Two source lines; the tables are not shared out by their kind.
    let two = format!("填报单位：青禾县民政局\n{}\n{}\n填报单位：白石市教育局\n{}", parts[0], parts[1], parts[2]);
    assert_eq!(owners(&two), [(own("青禾县民政局"), None, 2), (own("白石市教育局"), None, 1)]);
    // One agency's tables under a title each are one filing.
    let titled = format!("{title}\n{}\n{title}\n{}\n{title}\n{}", parts[0], parts[1], parts[2]);
    assert_eq!(owners(&titled), [(own("临澄市人民政府"), Some(2023), 3)]);
    // Tables of two agencies in turn.
    let other = title.replace("临澄市", "南汐县");
    let turns = format!("{title}\n{}\n{other}\n{}\n{title}\n{}\n{other}\n{}", parts[0], parts[0], parts[1], parts[1]);
    assert_eq!(owners(&turns), [(own("临澄市人民政府"), Some(2023), 2), (own("南汐县人民政府"), Some(2023), 2)]);
}

#[test]
fn a_sheet_named_after_an_agency_is_that_agencys() {
    let text = text();
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in ["青禾县民政局", "白石市教育局"] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        for (row, line) in (0_u32..).zip(text.lines().skip(1)) {
            for (column, field) in (0_u16..).zip(line.split(',')) {
                sheet.write_string(row, column, field).expect("written");
            }
        }
    }
    let filings = assess("book.xlsx", &book.save_to_buffer().expect("a workbook"));
    let agencies: Vec<_> = filings.iter().map(|filing| filing.agency.as_deref()).collect();
    assert_eq!(agencies, [Some("青禾县民政局"), Some("白石市教育局")]);
    assert!(filings.iter().all(|filing| cells(filing) == cells(&only(CSV))));
}

/// A workbook for two years or two agencies with a table a sheet; whatever the order of its sheets.
#[test]
fn sheets_with_a_table_each_are_filings_by_what_their_names_say_besides() {
    const CHANGED: [(&str, &str, &str); 3] = [
        ("20163", "7", "disclosure.coercive_measures.decisions"),
        ("3402", "9", "requests.received.natural_person"),
        ("309", "8", "review.reconsideration.upheld"),
    ];
    let text = text();
    let parts: Vec<&str> = text.trim().split("\n\n").skip(1).collect();
    let names = |sets: [&str; 2]| sets.map(|set| ["表二", "表三", "表四"].map(|table| set.replace('@', table)));
    for sets in [["@", "2022@"], ["2022年@", "2023年@"], ["@", "@(2022)"], ["本年@", "上年@"], ["教育局@", "民政局@"]]
    {
        let [one, other] = names(sets);
        let in_turn: Vec<(usize, &String)> = (0..3).flat_map(|at| [(at, &one[at]), (at, &other[at])]).collect();
        let blocks: Vec<(usize, &String)> =
            one.iter().chain(&other).enumerate().map(|(at, name)| (at % 3, name)).collect();
        for sheets in [in_turn, blocks] {
            let mut book = rust_xlsxwriter::Workbook::new();
            for (part, name) in &sheets {
                let sheet = book.add_worksheet();
                sheet.set_name(*name).expect("a name");
                for (row, line) in (0_u32..).zip(parts[*part].lines()) {
                    for (column, field) in (0_u16..).zip(line.split(',')) {
                        // The tables of one set have each another figure, so that it is told whose they are.
                        let changed = CHANGED.iter().find(|(figure, ..)| one.contains(name) && *figure == field);
                        let field = changed.map_or(field, |(_, other, _)| *other);
                        sheet.write_string(row, column, field).expect("written");
                    }
                }
            }
            let filings = assess("book.xlsx", &book.save_to_buffer().expect("a workbook"));
            let mut expected = cells(&only(CSV));
            assert_eq!(filings.len(), 2, "{sheets:?}");
            assert_eq!(cells(&filings[1]), expected, "{sheets:?}");
            expected.extend(CHANGED.map(|(_, other, id)| (id.to_owned(), Some(other.to_owned()))));
            assert_eq!(cells(&filings[0]), expected, "{sheets:?}");
        }
    }
}

/// Nothing but the rows of 第二十条第（一）项 stands above the first header that is there.
#[test]
fn rows_above_the_first_header_of_their_table_are_kept() {
    let odd = text().replacen("二、主动公开政府信息情况\n", "", 1).replacen("第二十条第（一）项,,,\n", "", 1).replacen(
        "信息内容,本年制发件数,本年废止件数,现行有效件数\n",
        "",
        1,
    );
    reads_right(&odd, "-", &[]);
}

#[test]
fn a_misspelt_label_is_not_read_by_a_guess_and_the_nearest_is_named() {
    let odd = text().replacen("4.无正当理由大量反复申请", "4.无正当理由大量重复请求", 1);
    let filing = assess("table.csv", odd.as_bytes()).remove(0);
    assert_eq!(codes_in_words(&filing), "S302×1 S305×1");
    let strange = filing.findings.iter().find(|finding| finding.rule.code == "S305").expect("found");
    let message = gouji::render::message(strange, &filing, &crate::support::FORMS, gouji::model::Lang::Zh);
    assert!(message.contains("是不是“4.无正当理由大量反复申请”"), "{message}");
    let other = text().replacen("（七）总计", "4.无法联系到申请人,0,0,0,0,0,0,0\n,（七）总计", 1);
    let filing = assess("table.csv", other.as_bytes()).remove(0);
    let strange = filing.findings.iter().find(|finding| finding.rule.code == "S305").expect("found");
    assert!(
        !gouji::render::message(strange, &filing, &crate::support::FORMS, gouji::model::Lang::Zh).contains("是不是")
    );
}

/// Three rows of values and two labels: the third could be any of them.
#[test]
fn labels_and_values_that_do_not_take_turns_are_refused() {
    let before = recognised("labels-before.md");
    let two_values = "| 2 | 0 | 11 |\n|---|---|---|\n";
    assert!(before.contains(two_values));
    let odd = before.replacen(two_values, &format!("{two_values}\n{two_values}"), 1);
    refuses_rows(&odd, &["disclosure.regulations", "disclosure.normative"], "S312×1");
    let lost = before.replacen(two_values, "", 1);
    refuses_rows(&lost, &["disclosure.regulations", "disclosure.normative"], "S312×1");
}

/// A page number is no value, and one value too few is not filled up with it.
#[test]
fn a_page_number_among_values_below_each_other_is_not_read_as_one() {
    let column = recognised("one-value-a-line.txt");
    let row = "2.重复申请\n39\n";
    assert!(column.contains(row));
    assert_eq!(cells(&assess("t.txt", column.as_bytes())[0]), cells(&only(CSV)));
    let odd = column.replacen(row, "2.重复申请\n12\n39\n", 1);
    refuses_rows(&odd, &["requests."], "S312×1");
}

/// Rows without labels are counted off only between two rows of the form.
#[test]
fn rows_without_labels_are_read_only_where_their_number_is_the_forms() {
    let (left, right) = ("5.属于三类内部事务信息", "6.属于四类过程性信息");
    let blanks = recognised("spaces.txt");
    let unlabelled = blanks.replacen(left, "", 1).replacen(right, "", 1);
    assert_ne!(unlabelled, blanks);
    reads_right(&unlabelled, "S315×1", &[]);
    let line = unlabelled.lines().find(|line| line.trim_start().starts_with("20 ")).expect("the row").to_owned();
    let one_lost = unlabelled.replacen(&format!("{line}\n"), "", 1);
    refuses_rows(&one_lost, &["requests.denied.internal_affairs", "requests.denied.process_information"], "S312×1");
    let one_more = unlabelled.replacen(&format!("{line}\n"), &format!("{line}\n{line}\n"), 1);
    refuses_rows(&one_more, &["requests.denied.internal_affairs", "requests.denied.process_information"], "S312×1");
}

#[test]
fn a_label_and_figures_without_anything_between_are_refused_with_the_line() {
    let odd =
        recognised("spaces.txt").replacen("规章                  ", "规章", 1).replacen("规章      2", "规章2", 1);
    let odd: String = odd
        .lines()
        .map(|line| {
            if line.starts_with("规章") {
                line.split_whitespace().collect::<String>() + "\n"
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    refuses_rows(&odd, &["disclosure.regulations"], "S312×1");
    let whole = &assess("t.txt", &std::fs::read("fixtures/refused/concatenated.txt").expect("the fixture"))[0];
    let error = whole.error.as_ref().expect("nothing can be read");
    assert_eq!((error.problem.kind().as_str(), error.facts["line"].as_str()), ("concatenated", "5"));
}

/// The first label misread and the last row without values: whichever way labels are taken, one row would be another's.
#[test]
fn unknown_words_at_the_end_of_a_stretch_forbid_reading_by_turns() {
    let before = recognised("labels-before.md");
    let first = "一、本年新收政府\n信息公开申请数量\n";
    let last = "| 118 | 3 | 0 | 0 | 0 | 0 | 121 |\n|---|---|---|---|---|---|---|\n";
    assert!(before.contains(last));
    let found = before.lines().position(|line| line.starts_with("一、本年新收")).expect("the first label");
    let lines: Vec<&str> = before.lines().collect();
    let odd: String = lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            if at == found {
                "一、本年新收政府信息公开申请数呈\n".to_owned()
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    assert!(!odd.contains(first));
    let odd = odd.replacen(last, "", 1);
    let filing = assess("table.md", odd.as_bytes()).remove(0);
    assert!(codes_in_words(&filing).contains("S312×1"), "{}", codes_in_words(&filing));
    assert!(cells(&filing).keys().all(|id| !id.starts_with("requests.")));
}

/// Figures that ran into one cell, behind a tab or a bar: the row is refused, not read as blank or one column off.
#[test]
fn several_figures_in_one_cell_refuse_the_row() {
    for (row, odd) in [
        (",,2.重复申请,39,0,0,0,0,0,39", ",,2.重复申请,39 0,0,0,0,0,39,"),
        (",,2.重复申请,39,0,0,0,0,0,39", ",,2.重复申请,39 0 0 0 0 0 39,,,,,,"),
    ] {
        assert!(text().contains(row));
        let filing = assess("table.csv", text().replacen(row, odd, 1).as_bytes()).remove(0);
        assert_eq!(codes_in_words(&filing), "S312×1");
        assert!(cells(&filing).keys().all(|id| !id.starts_with("requests.not_processed.repeat")));
    }
}

/// Two rows on one line, a unit or a remark behind the figures.
#[test]
fn what_stands_behind_the_figures_is_no_figure() {
    let blanks = recognised("spaces.txt");
    let row = blanks.lines().find(|line| line.starts_with("行政许可")).expect("the row");
    reads_right(&blanks.replacen(row, &format!("{row}  件"), 1), "-", &[]);
    let line = blanks.lines().last().expect("the figures of table 4");
    reads_right(&blanks.replacen(line, &format!("{line}  注：含上年"), 1), "-", &[]);
}

/// Section 一 counts what the tables count: above their titles its words are none of theirs.
#[test]
fn a_narrative_above_the_title_is_no_row() {
    let blanks = recognised("spaces.txt");
    for above in ["行政许可\n本年办理\n行政处罚\n", "行政许可  30\n行政处罚 1\n规章 1\n", "2.重复申请\n"]
    {
        let title = "二、主动公开政府信息情况";
        reads_right(&blanks.replacen(title, &format!("一、总体情况\n{above}{title}"), 1), "-", &[]);
    }
}

/// A text as it came out of a program, each with its name and what is said of it.
#[test]
fn texts_in_pieces_are_read_right() {
    for name in [
        // Two rows on one line.
        "glued-rows",
        // `第 1 页`, `- 3 -`, `2/12` between the rows.
        "page-furniture",
        // `①`, `1 ` and `- ` before labels.
        "list-marks",
        // 表四 with a label and a value a line, as three tables, and with its line of values wrapped.
        "cases-one-a-line",
        "cases-by-group",
        "cases-wrapped",
    ] {
        reads_right(&recognised(&format!("{name}.txt")), "-", &[]);
    }
}

/// The label of a blank row and a figure below it, where all other figures stand beside their labels.
#[test]
fn a_page_number_below_a_blank_row_is_nobodys() {
    let row = "行政许可                    1808595\n";
    assert!(recognised("spaces.txt").contains(row));
    let blanks = recognised("spaces.txt").replacen(row, "行政许可\n3\n", 1);
    refuses_rows(&blanks, &["disclosure.permits"], "S312×1");
    refuses_rows(&blanks.replacen("行政许可\n3\n", "3\n行政许可\n", 1), &["disclosure.permits"], "S312×1");
    // What can be nothing but a page number is none of its figures.
    let marked = blanks.replacen("行政许可\n3\n", "行政许可\n- 3 -\n", 1);
    let filing = assess("t.txt", marked.as_bytes()).remove(0);
    assert_eq!(codes_in_words(&filing), "V204×1");
}

/// The same label twice on a line is another year beside this one, and no second row.
#[test]
fn two_years_side_by_side_are_no_glued_rows() {
    let blanks = recognised("spaces.txt");
    let row = blanks.lines().find(|line| line.starts_with("2.重复申请")).expect("the row").to_owned();
    let odd = blanks.replacen(&row, &format!("{row}    {row}"), 1);
    let filing = assess("t.txt", odd.as_bytes()).remove(0);
    assert!(codes_in_words(&filing).contains("S312"), "{}", codes_in_words(&filing));
    assert!(cells(&filing).keys().all(|id| !id.starts_with("requests.not_processed.repeat")));
}

/// Values of 表四 that are not all there, or beside other labels than the form's, are put together by nobody.
#[test]
fn table_4_in_pieces_is_refused_where_a_piece_is_missing() {
    let by_group = recognised("cases-by-group.txt");
    let single = recognised("cases-one-a-line.txt");
    let wrapped = recognised("cases-wrapped.txt");
    for odd in [
        by_group.replacen("1  1  16  6  24", "1  1  16  6", 1),
        by_group.replacen("未经复议直接起诉", "复议后起诉", 1).replacen(
            "复议后起诉\n结果维持  结果纠正  其他结果  尚未审结  总计\n13",
            "未经复议直接起诉\n结果维持  结果纠正  其他结果  尚未审结  总计\n13",
            1,
        ),
        single.replacen("其他结果    16\n", "", 1),
        single.replacen("结果维持    1\n结果纠正    1\n", "结果纠正    1\n结果维持    1\n", 1),
        // A page number makes up for the figure that is missing.
        wrapped.replacen("309  17", "309", 1).replacen("1  16\n", "1  16\n7\n", 1),
    ] {
        assert!(![&by_group, &single, &wrapped].contains(&&odd));
        let filing = assess("t.txt", odd.as_bytes()).remove(0);
        assert!(cells(&filing).keys().all(|id| !id.starts_with("review.")), "{odd}");
        assert!(codes_in_words(&filing).contains("S312"), "{}", codes_in_words(&filing));
    }
}

/// Of twenty-five rows one value a line, the finding is where one is missing.
#[test]
fn a_missing_value_in_a_column_of_values_is_where_it_is_said() {
    let column = recognised("one-value-a-line.txt");
    let odd = column.replacen("2.重复申请\n39\n0\n", "2.重复申请\n39\n", 1);
    let line = odd.lines().position(|line| line == "2.重复申请").expect("the label") + 2;
    let filing = assess("t.txt", odd.as_bytes()).remove(0);
    let finding = filing.findings.iter().find(|finding| finding.rule.code == "S312").expect("refused");
    assert_eq!(finding.place.as_ref().expect("a place").to_string(), format!("line {line}, field 1"));
    let message = gouji::render::message(finding, &filing, &crate::support::FORMS, gouji::model::Lang::Zh);
    assert!(message.contains("“39 0 0 0 0 39”") && message.contains("少于"), "{message}");
}

/// A table quoted a second time is the same agency's; other figures without a name may be anybody's.
#[test]
fn a_table_quoted_twice_has_one_owner() {
    let text = text();
    let (_, form) = text.split_once('\n').expect("a title line");
    let own = (Some("临澄市人民政府".to_owned()), Some(2023), 3);
    assert_eq!(owners(&format!("{text}\n附表\n{form}")), [own.clone(), own.clone()]);
    let other = form.replacen("1808595", "1808596", 1);
    assert_eq!(owners(&format!("{text}\n附表\n{other}")), [own, (None, None, 3)]);
}

/// A row that is there and blank was said to be missing: one of two on a line, and one of table 4 with its labels on the left.
#[test]
fn a_row_without_a_figure_is_blank_where_its_label_stands() {
    let figures = |filing: &gouji::diagnosis::Assessment, ids: [&str; 4]| {
        let cells = cells(filing);
        ids.map(|id| cells.get(id).cloned().flatten().unwrap_or_default())
    };
    let text = text();
    let (head, rest) = text.split_once("第二十条第（五）项").expect("table 2");
    let (_, rest) = rest.split_once("三、收到和处理").expect("table 3");
    let pairs = |lines: [&str; 2]| format!("{head}{}\n三、收到和处理{rest}", lines.join("\n"));
    let ids = ["permits.decisions", "penalties.decisions", "coercive_measures.decisions", "fees.amount"]
        .map(|id| format!("disclosure.{id}"));
    let ids = [0, 1, 2, 3].map(|at: usize| ids[at].as_str());
    for (lines, expected) in [
        (["行政许可,,行政处罚,601", "行政强制,226,行政事业性收费（万元）,284.21"], ["", "601", "226", "284.21"]),
        (["行政许可,3517,行政处罚,", "行政强制,226,行政事业性收费（万元）,284.21"], ["3517", "", "226", "284.21"]),
        (["行政许可,3517,行政处罚,601", "行政强制,226,行政事业性收费（万元）,"], ["3517", "601", "226", ""]),
    ] {
        let filing = assess("a.csv", pairs(lines).as_bytes()).remove(0);
        assert_eq!(figures(&filing, ids), expected, "{lines:?}");
        assert_eq!(codes_in_words(&filing), "V204×1", "{lines:?}");
    }
    let (head, rest) = text.split_once("行政复议,,,,,").expect("table 4");
    let values: Vec<&str> = rest.trim().lines().next_back().expect("its figures").split(',').collect();
    let labels = ["行政复议", "未经复议直接起诉", "复议后起诉"];
    for blank in 0..3 {
        let mut rows = vec!["项目,结果维持,结果纠正,其他结果,尚未审结,总计".to_owned()];
        for (at, label) in labels.into_iter().enumerate() {
            let row = if at == blank { ",,,,".to_owned() } else { values[5 * at..5 * at + 5].join(",") };
            rows.push(format!("{label},{row}"));
        }
        let filing = assess("a.csv", format!("{head}{}\n", rows.join("\n")).as_bytes()).remove(0);
        let found = codes(&filing);
        assert!(found.contains_key("V204") && !found.keys().any(|code| code.starts_with('S')), "{blank} {found:?}");
    }
}
