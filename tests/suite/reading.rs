//! The same table in every format and layout reads to the same cells.

use calamine::Reader as _;
use encoding_rs::GB18030;
use gouji::model::Unit;

use crate::support::{FORMS, assess, cells, codes, codes_in_words, files_below, only};

const CSV: &str = "fixtures/published/two-years-a-2023.csv";

/// Made by `LibreOffice` (xlsx, xlsm, xls, ods), `SheetJS` (xlsb, xls), openpyxl and xlwt from one printed layout: merged
/// cells, labels in three columns, three header rows; and once with a sheet per table, each starting somewhere else.
#[test]
fn every_kind_of_workbook_reads_to_the_cells_of_the_csv() {
    let expected = only(CSV);
    let files = files_below("fixtures/workbooks");
    assert!(files.len() >= 10);
    for file in files {
        let filing = only(&file);
        assert_eq!(cells(&filing), cells(&expected), "{}", file.display());
        assert_eq!(
            (filing.agency.as_deref(), filing.year, filing.edition.as_deref()),
            (Some("临澄市人民政府"), Some(2023), Some("2021")),
            "{}",
            file.display()
        );
        assert_eq!((codes_in_words(&filing).as_str(), filing.checked.held), ("-", 42), "{}", file.display());
    }
}

/// As offices publish them: tables inside tables and gb2312 declared; a word processor's export with text in spans; a
/// table broken in two by a page, cells and rows never closed. The same pages as Chromium, Word, Internet Explorer and
/// Excel save them as one file, with frames, headers and alternatives. And documents as `LibreOffice` and python-docx write them,
/// cells merged across and down.
#[test]
fn every_kind_of_page_and_document_reads_to_the_cells_of_the_csv() {
    let expected = only(CSV);
    let files = [files_below("fixtures/pages"), files_below("fixtures/documents")].concat();
    assert!(files.len() >= 10);
    for file in files {
        let filing = only(&file);
        assert_eq!(cells(&filing), cells(&expected), "{}", file.display());
        assert_eq!((filing.agency.as_deref(), filing.year), (Some("临澄市人民政府"), Some(2023)), "{}", file.display());
        // Beside the figures of these stands what nobody counts.
        let is_said = file.to_string_lossy().contains("unseen") && codes(&filing).keys().all(|code| code == "V212");
        assert!(is_said || codes_in_words(&filing) == "-", "{}: {}", file.display(), codes_in_words(&filing));
        assert_eq!(filing.checked.held, 42, "{}", file.display());
        let transcript = filing.transcript.expect("it was read");
        let place = transcript.entries[0].as_ref().and_then(|entry| entry.place.clone()).expect("a place");
        assert!(place.to_string().starts_with("table "), "{place}");
    }
}

/// As text recognition and the text layers of PDF files give them: labels on the lines before or after their values, long
/// labels in pieces, a small table a row, one value a line, columns of blanks with the figures beside any piece.
#[test]
fn every_layout_of_recognised_text_reads_to_the_cells_of_the_csv() {
    let expected = only(CSV);
    let files = files_below("fixtures/texts");
    assert!(files.len() >= 4);
    for file in files {
        let filing = only(&file);
        assert_eq!(cells(&filing), cells(&expected), "{}", file.display());
        assert_eq!((filing.agency.as_deref(), filing.year), (Some("临澄市人民政府"), Some(2023)), "{}", file.display());
        assert_eq!((codes_in_words(&filing).as_str(), filing.checked.held), ("-", 42), "{}", file.display());
    }
}

/// calamine, which everybody uses, sees the same cells in the same places. Not in `.xlsb`: of the short cell records that
/// `SheetJS` writes (and `LibreOffice` reads as we do) it makes blanks, which would count as zero.
#[test]
fn the_readers_agree_with_calamine() {
    for name in
        ["printed.xlsx", "printed.xlsm", "printed.xls", "sheetjs.xls", "xlwt.xls", "printed.ods", "openpyxl.xlsx"]
    {
        let path = format!("fixtures/workbooks/{name}");
        let mut book = calamine::open_workbook_auto(&path).expect("a workbook");
        let range = book.worksheet_range("统计表").expect("the sheet");
        let quoted = |cell: &calamine::Data| format!("\"{}\"", cell.to_string().replace('"', "\"\""));
        let rows = range.rows().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(","));
        let filings = assess("table.csv", rows.collect::<Vec<_>>().join("\n").as_bytes());
        assert_eq!(cells(&filings[0]), cells(&only(&path)), "{name}");
    }
}

#[test]
fn every_encoding_and_separator_reads_to_the_cells_of_the_csv() {
    let expected = cells(&only(CSV));
    let text = std::fs::read_to_string(CSV).expect("the fixture is text");
    let utf16 = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2], text: &str| {
        mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
    };
    let tabs = text.replace(',', "\t");
    let each = |line: fn(&str) -> String| text.lines().map(line).collect::<Vec<_>>().join("\n").into_bytes();
    for (name, bytes) in [
        ("bom", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        ("gb18030", GB18030.encode(&text).0.into_owned()),
        ("crlf", text.replace('\n', "\r\n").into_bytes()),
        ("utf-16le tabs", utf16([0xFF, 0xFE], u16::to_le_bytes, &tabs)),
        ("utf-16be", utf16([0xFE, 0xFF], u16::to_be_bytes, &text)),
        ("tsv", tabs.clone().into_bytes()),
        ("quoted", each(|line| format!("\"{}\"", line.replace(',', "\",\"")))),
        ("markdown", each(|line| format!("| {} |", line.replace(',', " | ")))),
    ] {
        let filings = assess("table.csv", &bytes);
        assert_eq!(filings.len(), 1, "{name}");
        assert_eq!(cells(&filings[0]), expected, "{name}");
        assert_eq!(codes_in_words(&filings[0]), "-", "{name}");
    }
}

/// Labels joined with their headings in one cell, in every way copies have, each said.
#[test]
fn joined_labels_read_to_the_cells_of_the_csv() {
    let filing = only("fixtures/oddities/joined-2021.csv");
    assert_eq!(cells(&filing), cells(&only(CSV)));
    assert_eq!(codes_in_words(&filing), "S307×27");
    assert_eq!(filing.checked.held, 42);
}

#[test]
fn several_filings_in_one_file_are_told_apart() {
    let first = std::fs::read_to_string(CSV).expect("the fixture is text");
    let second = std::fs::read_to_string("fixtures/published/two-years-a-2024.csv").expect("the fixture is text");
    let filings = assess("both.csv", format!("{first}\n{second}").as_bytes());
    assert_eq!(filings.iter().map(|filing| filing.year).collect::<Vec<_>>(), [Some(2023), Some(2024)]);
    assert_eq!(cells(&filings[0]), cells(&only(CSV)));
    assert_eq!(cells(&filings[1]), cells(&only("fixtures/published/two-years-a-2024.csv")));

    // Without titles a table that comes again begins the next filing.
    let untitled = |text: &str| text.split_once('\n').map(|(_, rest)| rest.to_owned()).expect("a title line");
    let filings = assess("both.csv", format!("{}\n{}", untitled(&first), untitled(&second)).as_bytes());
    assert_eq!(filings.len(), 2);
    assert_eq!(cells(&filings[1]), cells(&only("fixtures/published/two-years-a-2024.csv")));
}

/// A table split by a page break repeats its header; its rows go on.
#[test]
fn a_repeated_header_does_not_begin_another_filing() {
    let text = std::fs::read_to_string(CSV).expect("the fixture is text");
    let header: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("（本列数据")).take(3).collect();
    let row = text.lines().find(|line| line.starts_with(",（四）无法提供")).expect("the row is there");
    let split = text.replacen(row, &format!("{}\n{row}", header.join("\n")), 1);
    let filings = assess("split.csv", split.as_bytes());
    assert_eq!(filings.len(), 1);
    assert_eq!(cells(&filings[0]), cells(&only(CSV)));
}

/// Columns in another order are read under their labels.
#[test]
fn shuffled_columns_are_read_by_their_labels() {
    let text = std::fs::read_to_string(CSV).expect("the fixture is text");
    let swap = |line: &str| {
        let mut fields: Vec<&str> = line.split(',').collect();
        if fields.len() == 10 {
            fields.swap(3, 9);
            fields.swap(5, 6);
        }
        fields.join(",")
    };
    let shuffled: String = text.lines().map(|line| swap(line) + "\n").collect();
    let filings = assess("shuffled.csv", shuffled.as_bytes());
    assert_eq!(cells(&filings[0]), cells(&only(CSV)));
}

/// Without its header a shuffled table cannot be told from the form's order. A flattened one whose header has every label
/// is read in the order of its words, a part of one may be left out, and with one label lost it is refused.
#[test]
fn a_flattened_header_in_another_order_is_followed_or_refused() {
    let text = std::fs::read_to_string("fixtures/published/flattened-2021.txt").expect("the fixture is text");
    let shuffled = text.replacen("商业企业 | 科研机构", "科研机构 | 商业企业", 1);
    assert_ne!(text, shuffled);
    let swapped = cells(&assess("flattened.txt", shuffled.as_bytes())[0]);
    let other = |id: &str| match id.rsplit_once('.') {
        Some((row, "enterprise")) => format!("{row}.research"),
        Some((row, "research")) => format!("{row}.enterprise"),
        _ => id.to_owned(),
    };
    let original = cells(&assess("flattened.txt", text.as_bytes())[0]);
    let expected = original.into_iter().map(|(id, figure)| (other(&id), figure)).collect();
    assert_eq!(swapped, expected);
    let short = shuffled.replacen("社会公益组织", "社会", 1);
    assert_eq!(cells(&assess("flattened.txt", short.as_bytes())[0]), swapped);
    let lost = shuffled.replacen("社会公益组织", "园区", 1);
    let filings = assess("flattened.txt", lost.as_bytes());
    assert!(codes_in_words(&filings[0]).contains("S312×1"), "{}", codes_in_words(&filings[0]));
    assert!(cells(&filings[0]).keys().all(|id| !id.starts_with("requests.")));
}

#[test]
fn the_agency_and_year_come_from_what_the_file_says() {
    let text = std::fs::read_to_string(CSV).expect("the fixture is text");
    let untitled = text.split_once('\n').map(|(_, rest)| rest).expect("a title line");
    let named = |name: &str| {
        let filing = assess(name, untitled.as_bytes()).remove(0);
        (filing.agency, filing.year)
    };
    assert_eq!(named("青禾县教育局2022年报.csv"), (Some("青禾县教育局".to_owned()), Some(2022)));
    assert_eq!(named("table.csv"), (None, None));
}

/// A fee in 元 keeps its printed figure.
#[test]
fn a_figure_in_another_unit_stays_as_printed() {
    let filing = only("fixtures/rules/fee-unit-not-wanyuan/fires.csv");
    let printed = cells(&filing)["disclosure.fees.amount"].clone().expect("a figure");
    let text = std::fs::read_to_string("fixtures/rules/fee-unit-not-wanyuan/fires.csv").expect("text");
    assert!(text.contains(&format!("行政事业性收费,{printed}")));
}

/// A cover above the title has figures too; they belong to no table.
#[test]
fn what_stands_above_a_title_is_no_row_of_its_tables() {
    let text = std::fs::read_to_string(CSV).expect("the fixture is text");
    let filings = assess("table.csv", format!("单位代码,11\n报告年度,2023\n{text}").as_bytes());
    assert_eq!(codes_in_words(&filings[0]), "-");
    assert_eq!(cells(&filings[0]), cells(&only(CSV)));
}

/// The same report twice, the first time without its first rows: the second title says that they are the second's.
#[test]
fn a_title_above_a_table_that_is_done_begins_the_next_filing() {
    let part = "fixtures/rules/row-missing/fires2.csv";
    let text = |path: &str| std::fs::read_to_string(path).expect("the fixture is text");
    let whole = "fixtures/rules/row-missing/holds.csv";
    let filings = assess("both.csv", format!("{}\n{}", text(part), text(whole)).as_bytes());
    assert_eq!(filings.iter().map(cells).collect::<Vec<_>>(), [cells(&only(part)), cells(&only(whole))]);
    // On every page of one report it begins nothing.
    let (title, rest) = text(CSV).split_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned())).expect("a title");
    let row = rest.lines().find(|line| line.starts_with(",（四）无法提供")).expect("the row is there").to_owned();
    let pages =
        rest.replacen("三、收到", &format!("{title}\n三、收到"), 1).replacen(&row, &format!("{title}\n{row}"), 1);
    let filings = assess("pages.csv", format!("{title}\n{pages}").as_bytes());
    assert_eq!(filings.iter().map(cells).collect::<Vec<_>>(), [cells(&only(CSV))]);
}

/// The unit of the fees in any writing and any place: the figure counts in the unit of the form, and it is said.
#[test]
fn the_unit_of_the_fees_is_heard_wherever_it_stands() {
    let edition = FORMS.get("2021").expect("an embedded edition");
    let fees = edition.index["disclosure.fees.amount"];
    let filing = |lines: &str| {
        let text = format!("二、主动公开政府信息情况\n信息内容,本年处理决定数量\n行政许可,5\n{lines}\n");
        assess("table.csv", text.as_bytes()).remove(0)
    };
    let counted = |lines: &str| {
        let filing = filing(lines);
        let entry = filing.transcript.as_ref().and_then(|transcript| transcript.entry(fees)).cloned().expect(lines);
        let number = entry.in_unit(edition.cell(fees).unit).map(|number| number.normalize().to_string());
        (number, codes(&filing).contains_key("V207"))
    };
    for lines in [
        "信息内容,本年收费金额（元）\n行政事业性收费,251000",
        "信息内容,本年收费金额\n行政事业性收费（元）,251000",
        "信息内容,本年收费金额/元\n行政事业性收费,251000",
        "信息内容,本年收费金额［元］\n行政事业性收费,251000",
        "信息内容,本年收费金额（单位：人民币元）\n行政事业性收费,251000",
        "信息内容,本年收费金额\n行政事业性收费,251000元",
        "信息内容,本年收费金额（百元）\n行政事业性收费,2510",
        "信息内容,本年收费金额（千元）\n行政事业性收费,251",
        "信息内容,收费金额（元）\n行政事业性收费,251000",
        "单位：元\n信息内容,本年收费金额\n行政事业性收费,251000",
        "第二十条第（八）项（单位：千元）\n信息内容,本年收费金额\n行政事业性收费,251",
        "信息内容,本年收费金额（单位：万元）\n行政事业性收费（元）,251000",
        "信息内容,本年收费金额（人民币：元）\n行政事业性收费,251000",
        "信息内容,本年收费金额，单位元\n行政事业性收费,251000",
        "信息内容,本年收费金额 元\n行政事业性收费,251000",
        "信息内容,本年收费金额（以元计）\n行政事业性收费,251000",
        "信息内容,本年收费金额（按元填列）（不含罚款）\n行政事业性收费,251000",
        "信息内容,本年收费金额【人民币圆】\n行政事业性收费,251000",
        "信息内容,本年收费金额（仟元）\n行政事业性收费,251",
        "信息内容,本年收费金额\n行政事业性收费,251000\n单位：元",
        "信息内容,本年收费金额\n行政事业性收费,251000\n（单位：件、元）",
        "信息内容,本年收费金额\n行政事业性收费,251000\n以上收费金额单位均为元",
        "信息内容,本年收费金额\n行政事业性收费,251000\n说明：第（八）项金额按元填报。",
        "信息内容,本年收费金额（金额单位：人民币元）\n行政事业性收费,251000",
        "信息内容,本年收费金额（计量单位：元）\n行政事业性收费,251000",
        "信息内容,本年收费金额（币种：人民币；单位：元）\n行政事业性收费,251000",
        "信息内容,\"本年收费金额（元，保留两位小数）\"\n行政事业性收费,251000",
        "信息内容,本年收费金额（以元为单位）\n行政事业性收费,251000",
        "信息内容,本年收费金额（十万元）\n行政事业性收费,2.51",
        "信息内容,本年收费金额\n行政事业性收费,251000\n注：收费金额单位为元。",
    ] {
        assert_eq!(counted(lines), (Some("25.1".to_owned()), true), "{lines}");
    }
    for lines in [
        "信息内容,本年收费金额（单位：万元）\n行政事业性收费,25.1",
        "信息内容,本年收费金额（万元）\n行政事业性收费,25.1",
        "信息内容,本年收费金额\n行政事业性收费,25.1",
        "单位：万元\n信息内容,本年收费金额\n行政事业性收费（万元）,25.1",
    ] {
        assert_eq!(counted(lines), (Some("25.1".to_owned()), false), "{lines}");
    }
}

/// On a page the unit is a paragraph above its table or below, and so it is in documents and on printed pages.
#[test]
fn the_unit_of_the_fees_is_heard_beside_a_table_of_a_page() {
    let edition = FORMS.get("2021").expect("an embedded edition");
    let fees = edition.index["disclosure.fees.amount"];
    let read = |above: &str, header: &str, below: &str| {
        let page = format!(
            "<p>二、主动公开政府信息情况</p>{above}<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr>\
             <tr><td>行政许可</td><td>5</td></tr><tr><td>信息内容</td><td>{header}</td></tr>\
             <tr><td>行政事业性收费</td><td>251000</td></tr></table>{below}<p>三、收到和处理政府信息公开申请情况</p>"
        );
        let filing = assess("page.html", page.as_bytes()).remove(0);
        let entry = filing.transcript.as_ref().and_then(|transcript| transcript.entry(fees)).cloned().expect("a fee");
        (entry.unit, codes(&filing).contains_key("V207"))
    };
    let bare = "本年收费金额";
    for (above, below) in [
        ("<p>金额单位：元</p>", ""),
        ("<p>（单位：件、元）</p>", ""),
        ("<p>本年情况如下。</p><p>单位：元</p>", ""),
        ("", "<p>注：收费金额单位均为元</p>"),
        ("", "<p>单位：元</p>"),
    ] {
        assert_eq!(read(above, bare, below), (Some(Unit::Yuan), true), "{above}{below}");
    }
    for (above, below) in [
        ("", ""),
        ("<p>单位：件</p>", ""),
        ("", "<p>全年共支出12元。</p>"),
        ("", "<p>一</p><p>二</p><p>三</p><p>注：收费金额单位均为元</p>"),
    ] {
        assert_eq!(read(above, bare, below), (None, false), "{above}{below}");
    }
    // Between the title of the report and that of its first table.
    let titled = |lines: &str| {
        let page = format!(
            "<h1>某县民政局2023年政府信息公开情况统计表</h1>{lines}<p>二、主动公开政府信息情况</p><table><tr><td>信息内容</td>\
             <td>本年收费金额</td></tr><tr><td>行政事业性收费</td><td>251000</td></tr></table>"
        );
        let filing = assess("page.html", page.as_bytes()).remove(0);
        filing.transcript.as_ref().and_then(|transcript| transcript.entry(fees)).and_then(|entry| entry.unit)
    };
    for lines in ["<p>单位：元</p>", "<p>填报单位：某县民政局　　单位：元</p>", "<p>单位：件；收费金额单位：元</p>"]
    {
        assert_eq!(titled(lines), Some(Unit::Yuan), "{lines}");
    }
    assert_eq!(titled("<p>单位：元</p><p>一、总体情况</p><p>全年情况较好。</p>"), None);
    // What stands in the header is nearer.
    let own = read("<p>单位：元</p>", "本年收费金额（单位：万元）", "");
    assert_eq!(own, (Some(Unit::WanYuan), false));
}

/// Figures of a table of decisions: what is read for the permits, and the codes of errors and of S305.
fn permits(name: &str, lines: &str) -> (Option<String>, Vec<String>) {
    let text = format!(
        "二、主动公开政府信息情况\n{lines}\n信息内容,本年处理决定数量\n行政处罚,7\n行政强制,2\n信息内容,本年收费金额（单位：万元）\n\
         行政事业性收费,1.5\n"
    );
    let filing = assess(name, text.as_bytes()).remove(0);
    let read = cells(&filing).remove("disclosure.permits.decisions").flatten();
    let wanted = ["S305", "S312", "V201"];
    let said = codes(&filing).into_keys().filter(|code| wanted.contains(&code.as_str()));
    (read, said.collect())
}

/// What stands over a column of one figure and speaks of something else is not the form's, however well the figure would fit.
#[test]
fn words_of_something_else_are_no_header() {
    for header in [
        "本年罚没金额（万元）",
        "上半年处理决定数量",
        "本年处理决定数量（上年）",
        "本年不予许可决定数量",
        "本年处罚人数",
        "其中简易程序",
        "1-6月处理决定数量",
        "本年处理决定数量（万件）",
        "本年处理决定数量（单位：百件）",
        "本年处理决定数量（单位：万件、万元）",
        "本年处理决定数量/万件",
        "本年处理决定数量（万元）",
        "本年处理决定数量（元/万元）",
    ] {
        let (read, said) = permits("table.csv", &format!("信息内容,{header}\n行政许可,45871"));
        assert_eq!((read, said.contains(&"S312".to_owned())), (None, true), "{header}");
    }
    for header in [
        "本年处理决定数量",
        "处理决定数量",
        "本年处理决定数量（不含不予许可）",
        "处理决定数量（含上年）",
        "本年处理决定数量（单位：件、万元）",
        "1-12月处理决定数量",
        "本年处理决定数量（件）",
        "单位：件",
        "决定数",
    ] {
        let (read, said) = permits("table.csv", &format!("信息内容,{header}\n行政许可,45871"));
        assert_eq!((read.as_deref(), said.len()), (Some("45871"), 0), "{header}");
    }
}

/// A column of sums for which the form of 2019 prints no unit may be given one.
#[test]
fn sums_without_a_unit_of_the_form_may_have_one() {
    let head = "某县教育局2020年政府信息公开工作年度报告\n二、主动公开政府信息情况\n第二十条第（九）项\n";
    let text = format!("{head}信息内容,采购项目数量,采购总金额（万元）\n政府集中采购,12,1265.3\n");
    let filing = assess("table.csv", text.as_bytes()).remove(0);
    let read: Vec<_> = cells(&filing).into_values().flatten().collect();
    assert!(read.contains(&"1265.3".to_owned()) && !codes(&filing).contains_key("S312"), "{read:?}");
}

/// What stands above the first table in which unit things are counted there.
#[test]
fn a_line_above_says_that_things_are_counted_by_the_ten_thousand() {
    for (unit, is_read) in [("件、万元", true), ("万件、万元", false), ("千件", false)] {
        let head = format!("某县教育局2022年政府信息公开工作年度报告\n填报单位：某县教育局,单位：{unit}\n");
        let text = format!("{head}二、主动公开政府信息情况\n信息内容,本年处理决定数量\n行政许可,45871\n");
        let filing = assess("table.csv", text.as_bytes()).remove(0);
        let read = cells(&filing).remove("disclosure.permits.decisions").flatten();
        assert_eq!((read.is_some(), codes(&filing).contains_key("S312")), (is_read, !is_read), "{unit}");
    }
}

/// A figure without a label is nobody's, and is said; next to a row whose own figure is in doubt, so is that row.
#[test]
fn a_figure_that_no_label_claims_is_said() {
    let head = "信息内容,本年处理决定数量\n行政许可";
    for (lines, read, code) in [
        // The label's cell lay over two lines; a figure below another; parts of which one is the sum.
        ("信息内容,本年处理决定数量\n行政许可,\n,45871", None, "S312"),
        ("信息内容,本年处理决定数量\n行政许可,4587\n,1", Some("4587"), "S305"),
        ("信息内容,,本年处理决定数量\n行政许可,准予,45000\n,不予,871\n,合计,45871", None, "S312"),
        ("信息内容,本年处理决定数量,\n行政许可,45871,\n,,12", Some("45871"), "S305"),
    ] {
        let (found, said) = permits("table.csv", lines);
        assert_eq!((found.as_deref(), said.contains(&code.to_owned())), (read, true), "{lines} {said:?}");
    }
    assert_eq!(permits("table.csv", &format!("{head},45871")), (Some("45871".to_owned()), vec![]));
}

/// Digits that a text wraps are one figure however many of them came first, and what cannot be told is not read.
#[test]
fn a_figure_that_a_text_wraps_is_not_read_in_part() {
    for (first, rest, code) in [
        ("4587", "1", "V201"),
        ("5123", ".77", "V201"),
        ("512", "3.77", "V201"),
        // These may be the numbers of pages, and dates are no figures.
        ("45", "871", "S305"),
        ("6", "44", "S305"),
        ("12.5", "2", "S305"),
        ("12.5", "2024.1.15", "S305"),
    ] {
        let text = format!(
            "二、主动公开政府信息情况\n信息内容  本年处理决定数量\n行政许可  {first}\n{rest}\n行政处罚  7\n行政强制  2\n"
        );
        let filing = assess("table.txt", text.as_bytes()).remove(0);
        assert!(codes(&filing).contains_key(code), "{first} {rest}: {:?}", codes(&filing));
        assert_eq!(codes(&filing).contains_key("V201"), code == "V201", "{first} {rest}");
    }
    // The numbers of pages are none.
    let alone = "二、主动公开政府信息情况\n信息内容  本年处理决定数量\n行政许可  45\n\n3\n\n行政处罚  7\n行政强制  2\n";
    assert!(!codes(&assess("table.txt", alone.as_bytes()).remove(0)).contains_key("S305"));
    let page = |number: u8| format!("二、主动公开政府信息情况\n信息内容  本年处理决定数量\n行政许可  45\n{number}\n");
    let text = format!("{}\n行政处罚  7\n行政强制  2\n{}", page(3), 4);
    let filing = assess("table.txt", text.as_bytes()).remove(0);
    assert!(!codes(&filing).contains_key("V201") && !codes(&filing).contains_key("S305"), "{:?}", codes(&filing));
}

/// A sheet for each table, on each the agencies one below the other: what bears one name is one filing.
#[test]
fn the_tables_of_an_agency_are_one_filing_wherever_they_stand() {
    let report = std::fs::read_to_string(CSV).expect("a fixture");
    let second = report.find("二、主动公开").expect("table 2");
    let third = report.find("三、收到").expect("table 3");
    let fourth = report.find("四、政府信息公开行政").expect("table 4");
    let parts = [&report[second..third], &report[third..fourth], &report[fourth..]];
    let of = |part: &str, agency: &str| format!("填报单位：{agency}\n{part}\n");
    for year in ["", "2023年"] {
        let all: String =
            parts.iter().flat_map(|part| ["某县教育局", "某县民政局"].map(|agency| of(part, agency))).collect();
        let filings = assess("all.csv", format!("{year}\n{all}").as_bytes());
        let agencies: Vec<_> = filings.iter().map(|filing| filing.agency.as_deref()).collect();
        assert_eq!(agencies, [Some("某县教育局"), Some("某县民政局")], "{year}");
        assert!(filings.iter().all(|filing| cells(filing) == cells(&only(CSV))), "{year}");
    }
}
