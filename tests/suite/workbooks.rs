//! Workbooks that store more than they show: what a person sees is what is read, and what is stored besides is said.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command;

use gouji::diagnosis::{Assessment, Detail};
use gouji::model::Lang;
use gouji::render::message;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use crate::support::{FORMS, assess, cells, codes_in_words, only};

/// The figures that all of these workbooks hold.
const PUBLISHED: &str = "fixtures/published/two-years-a-2023.csv";

/// A workbook of the published form, a line of the file a row, and what is done to it.
fn book(change: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let text = std::fs::read_to_string(PUBLISHED).expect("the fixture is text");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(sheet, &text);
    change(sheet);
    book.save_to_buffer().expect("a workbook")
}

/// Writes a text of commas and lines, cell by cell.
fn write(sheet: &mut Worksheet, text: &str) {
    for (row, line) in (0..).zip(text.trim_start_matches('\u{feff}').lines()) {
        for (column, cell) in (0..).zip(line.split(',').map(|cell| cell.trim_matches('"'))) {
            match cell.parse::<f64>() {
                _ if cell.is_empty() => {}
                Ok(number) => drop(sheet.write_number(row, column, number)),
                Err(_) => drop(sheet.write_string(row, column, cell)),
            }
        }
    }
}

fn read(workbook: &[u8]) -> Assessment {
    let mut filings = assess("a.xlsx", workbook);
    assert_eq!(filings.len(), 1);
    filings.remove(0)
}

/// What differs from the published figures.
fn differing(filing: &Assessment) -> BTreeMap<String, Option<String>> {
    let published = cells(&only(PUBLISHED));
    cells(filing).into_iter().filter(|(id, figure)| published.get(id) != Some(figure)).collect()
}

fn messages(filing: &Assessment, code: &str) -> Vec<String> {
    let found = filing.findings.iter().filter(|finding| finding.rule.code == code);
    found.map(|finding| message(finding, filing, &FORMS, Lang::Zh)).collect()
}

/// What each shows, by cell.
fn shown(filing: &Assessment) -> Vec<(&str, &str)> {
    let seen = filing.findings.iter().filter(|finding| finding.rule.code == "V211");
    let seen = seen.filter_map(|finding| match &finding.detail {
        Detail::Observed(seen) => Some((&*finding.cells[0].id, seen.printed.as_str())),
        _ => None,
    });
    seen.collect()
}

#[test]
fn a_format_that_shows_another_figure_is_said_and_the_stored_one_counts() {
    let wan = only("fixtures/rules/shown-otherwise/fires-wan.xlsx");
    assert_eq!(cells(&wan)["disclosure.fees.amount"].as_deref(), Some("592372449"));
    assert_eq!(shown(&wan), [("disclosure.fees.amount", "59237.2449")]);
    let said = messages(&wan, "V211").remove(0);
    assert!(said.contains("存储的是 592372449") && said.contains("显示成“59237.2449”"), "{said}");
    let kinds = [
        ("disclosure.normative_documents.issued", "0"),
        ("disclosure.normative_documents.in_force", "59700%"),
        ("disclosure.permits.decisions", "180.9万"),
        ("disclosure.penalties.decisions", "2,823"),
        ("disclosure.coercive_measures.decisions", ""),
        ("disclosure.fees.amount", "59237.24元"),
    ];
    let mixed = only("fixtures/rules/shown-otherwise/fires-kinds.xlsx");
    assert_eq!(shown(&mixed), kinds);
    assert!(messages(&mixed, "V211")[4].contains("完全不显示"));
    assert!(differing(&mixed).is_empty());
    let old = [("disclosure.permits.decisions", "1,809"), ("disclosure.penalties.decisions", "")];
    for kind in ["xlsx", "xls"] {
        let filing = only(format!("fixtures/rules/shown-otherwise/fires-old.{kind}"));
        assert_eq!((shown(&filing), differing(&filing)), (old.to_vec(), BTreeMap::new()), "{kind}");
    }
    let styles = only("fixtures/rules/shown-otherwise/fires.ods");
    assert_eq!(
        shown(&styles),
        [
            ("disclosure.normative_documents.issued", ""),
            ("disclosure.permits.decisions", "1809"),
            ("disclosure.penalties.decisions", "282265200%"),
            ("disclosure.coercive_measures.decisions", "0"),
            ("disclosure.fees.amount", "5.9237"),
        ]
    );
    assert!(differing(&styles).is_empty());
}

/// ¥ is 元, which is not the unit of the form, and $ is no money of it at all, as officers and Excel write the formats.
#[test]
fn a_format_with_a_currency_is_said_where_it_is_not_that_of_the_column() {
    let fee = |code: &str, figure: f64, unit: &str| {
        let filing = read(&book(|sheet| {
            let format = Format::new().set_num_format(code);
            sheet.write_with_format(16, 1, figure, &format).expect("a figure");
            sheet.write(15, 1, format!("本年收费金额（单位：{unit}）")).expect("a head");
        }));
        shown(&filing).first().map(|(_, shown)| (*shown).to_owned())
    };
    let accounting = "_ \"¥\"* #,##0.00_ ;_ \"¥\"* -#,##0.00_ ;_ \"¥\"* \"-\"??_ ;_ @_ ";
    for (code, shown) in [
        ("\"¥\"#,##0.00", "¥251,000.00"),
        ("¥#,##0.00;¥-#,##0.00", "¥251,000.00"),
        (accounting, "¥251,000.00"),
        ("[$¥-804]#,##0", "¥251,000"),
        ("[$￥-804]#,##0", "￥251,000"),
        ("[$CNY] #,##0", "CNY 251,000"),
        ("\"人民币\"0", "人民币251000"),
        ("0\"元\"", "251000元"),
    ] {
        assert_eq!(fee(code, 251_000.0, "万元").as_deref(), Some(shown), "{code}");
        assert_eq!((fee(code, 0.0, "万元"), fee(code, 251_000.0, "元")), (None, None), "{code}");
    }
    for (code, shown) in [
        ("\"$\"#,##0", "$251,000"),
        ("#,##0 [$€-2]", "251,000 €"),
        ("[$HK$-C04]#,##0", "HK$251,000"),
        ("[$USD] #,##0.00", "USD 251,000.00"),
        ("0\"美元\"", "251000美元"),
    ] {
        for unit in ["万元", "元"] {
            assert_eq!(fee(code, 251_000.0, unit).as_deref(), Some(shown), "{code}");
        }
        assert_eq!(fee(code, 0.0, "万元"), None, "{code}");
    }
    for code in ["_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "#,##0.00_ ", "\"¥\"0.00\"万元\"", "0.0\"万元\""]
    {
        assert_eq!(fee(code, 25.1, "万元"), None, "{code}");
    }
    // The formats of money that every program knows by number.
    let by_number = read(&book(|sheet| {
        drop(sheet.write_with_format(16, 1, 251_000, &Format::new().set_num_format_index(44)));
    }));
    assert_eq!(shown(&by_number), [("disclosure.fees.amount", "¥251,000.00")]);
    let said = messages(&by_number, "V211").remove(0);
    assert!(said.contains("与表式不同的单位或货币"), "{said}");
}

#[test]
fn what_is_hidden_is_read_only_where_nothing_visible_gives_it() {
    for (name, codes) in [
        ("fires-row.xlsx", "S317×1"),
        ("fires-row.xls", "S317×1"),
        ("fires-column.xlsx", "S317×2"),
        ("fires.ods", "S317×2"),
        ("holds-copy.xlsx", "-"),
        ("holds-copy.xls", "-"),
        ("holds-draft.xlsx", "-"),
        ("holds-column.xlsx", "-"),
        ("holds-sheet.xlsx", "-"),
        ("holds.ods", "-"),
    ] {
        let filing = only(format!("fixtures/rules/hidden-lines/{name}"));
        assert_eq!((codes_in_words(&filing).as_str(), filing.year), (codes, Some(2023)), "{name}");
        assert!(differing(&filing).is_empty() && cells(&filing).len() == 200, "{name}");
    }
    // The labels are hidden, the figures are not.
    let labels = read(&book(|sheet| drop(sheet.set_column_hidden(0))));
    assert!(differing(&labels).is_empty() && cells(&labels).len() == 200, "{}", codes_in_words(&labels));
    // A table that stands on a hidden sheet alone.
    let hidden = only("fixtures/rules/hidden-sheet/fires.xlsx");
    assert!(codes_in_words(&hidden).contains("S314"));
}

/// A hidden copy makes no filing, whatever its year; the hidden report of another agency is one, and is said to be hidden.
#[test]
fn a_hidden_sheet_makes_a_filing_only_of_another_agency() {
    let with_sheet = |agency: &str, year: &str| {
        let text = std::fs::read_to_string(PUBLISHED).expect("the fixture is text");
        let mut book = Workbook::new();
        for (name, title) in [("本年", "临澄市人民政府2023".to_owned()), ("另一张", format!("{agency}{year}"))]
        {
            let sheet = book.add_worksheet();
            sheet.set_name(name).expect("a name");
            sheet.set_hidden(name == "另一张");
            write(sheet, &text.replace("临澄市人民政府2023", &title));
        }
        let filings = assess("a.xlsx", &book.save_to_buffer().expect("a workbook"));
        filings.iter().map(codes_in_words).collect::<Vec<_>>()
    };
    assert_eq!(with_sheet("临澄市人民政府", "2022"), ["-"]);
    assert_eq!(with_sheet("临澄市人民政府", "2023"), ["-"]);
    assert_eq!(with_sheet("青禾县人民政府", "2023"), ["-", "S314×1"]);
}

#[test]
fn what_a_merged_cell_covers_or_a_line_strikes_out_does_not_count() {
    for kind in ["xlsx", "xls"] {
        let covered = only(format!("fixtures/rules/text-not-shown/fires-covered.{kind}"));
        assert_eq!(cells(&covered)["requests.received.research"], None, "{kind}");
        assert_eq!(messages(&covered, "V212").len(), 1, "{kind}");
        let font = only(format!("fixtures/rules/text-not-shown/fires-font.{kind}"));
        assert_eq!(cells(&font)["disclosure.coercive_measures.decisions"], None, "{kind}");
        assert!(messages(&font, "V212")[0].contains("“20163”"), "{kind}");
    }
    let spans = only("fixtures/rules/text-not-shown/fires-spans.ods");
    let differing = differing(&spans);
    assert_eq!(
        differing,
        [("disclosure.penalties.decisions".to_owned(), None)].into(),
        "only that is struck out whole"
    );
    let left_out: Vec<bool> = messages(&spans, "V212")
        .iter()
        .zip(["“88”", "“2822652”", "“1”"])
        .map(|(said, text)| said.contains(text))
        .collect();
    assert_eq!(left_out, [true; 3]);
    let under = only("fixtures/rules/text-not-shown/fires-covered.ods");
    assert!(messages(&under, "V212")[0].contains("“7”") && self::differing(&under).is_empty());
    for kind in ["xlsx", "ods"] {
        let repeated = only(format!("fixtures/rules/text-not-shown/holds-repeated.{kind}"));
        assert_eq!((codes_in_words(&repeated).as_str(), self::differing(&repeated).len()), ("-", 0), "{kind}");
    }
}

/// One finding a table, whose fingerprint does not hang on the cells; no suspect quotes a formula, and no total that was
/// never computed is said to be blank or wrong.
#[test]
fn a_formula_that_was_never_computed_is_unknown() {
    let filing = only("fixtures/rules/formula-not-computed/fires.xlsx");
    assert_eq!(codes_in_words(&filing), "V213×1");
    assert_eq!(filing.findings[0].cells.len(), 7 + 24);
    assert!(filing.findings[0].cells.iter().all(|cell| cell.value.is_none()));
    assert!(messages(&filing, "V213")[0].contains("31 格"), "{:?}", messages(&filing, "V213"));
    assert!(filing.diagnoses.is_empty());
    let calc = only("fixtures/rules/formula-not-computed/fires.ods");
    assert_eq!((codes_in_words(&calc).as_str(), calc.findings[0].cells.len()), ("V213×1", 2));
    assert_eq!(calc.findings[0].fingerprint, filing.findings[0].fingerprint);
}

/// Total formulas that are wrong, with what they leave out and what they add.
const WRONG: &[(&str, &str, &str)] = &[
    ("J46", "SUM(J25:J44)", "漏加了 J45（3.其他）"),
    ("J46", "SUM(J26:J45)", "漏加了 J25（（一）予以公开）"),
    ("J46", "SUM(J24:J45)", "多加了 J24（二、上年结转政府信息公开申请数量）"),
    ("D46", "SUM(D23:D45)", "多加了 D23（一、本年新收政府信息公开申请数量）、D24（二、上年结转政府信息公开申请数量）"),
    ("D46", "SUM(D25:D35,D37:D45)", "漏加了 D36（2.没有现成信息需要另行制作）"),
    ("D46", "SUM(D25:D45)-D30", "漏加了 D30（4.保护第三方合法权益）"),
    ("D46", "SUM(D25:D45)+D25", "多加了 D25（（一）予以公开）"),
    ("D46", "SUM(D25:D45)+1", "多加了 +1"),
    ("D46", "SUM(D25:D45,D47)", "多加了 D47（四、结转下年度继续办理）"),
    ("J23", "SUM(D23:H23)", "漏加了 I23（其他）"),
    ("J23", "SUM(E23:I23)", "漏加了 D23（自然人）"),
    ("J23", "D23+E23+F23+G23+I23", "漏加了 H23（法律服务机构）"),
    ("J23", "D23+E23+F23+G23+H23+I24", "漏加了 I23（其他），多加了 I24"),
    ("J24", "SUM(D24:I24,D23)", "多加了 D23（自然人）"),
    ("J25", "SUM($D$25:$G$25)", "漏加了 H25（法律服务机构）、I25（其他）"),
    ("J47", "IF(COUNT(D47:I47)=0,\"\",SUM(D47:G47))", "漏加了 H47（法律服务机构）、I47（其他）"),
    ("J47", "ROUND(SUM(D47:H47),0)", "漏加了 I47（其他）"),
    ("E53", "SUM(A53:C53)", "漏加了 D53（尚未审结）"),
    ("J53", "SUM(E53:I53)", "多加了 E53"),
    ("O53", "SUBTOTAL(9,L53:N53)", "漏加了 K53（结果维持）"),
    ("O53", "SUM(K53:N53)+J53", "多加了 J53"),
    ("J45", "SUM(D45:I45)+Q60", "多加了 Q60"),
];

fn place(cell: &str) -> (u32, u16) {
    let letter = u16::from(cell.as_bytes()[0] - b'A');
    (cell[1..].parse::<u32>().expect("a row") - 1, letter)
}

#[test]
fn a_total_whose_formula_leaves_out_or_adds_is_named_with_the_cells() {
    assert!(WRONG.len() >= 20);
    let published = cells(&only(PUBLISHED));
    for (cell, formula, said) in WRONG {
        let (row, column) = place(cell);
        let text = std::fs::read_to_string(PUBLISHED).expect("the fixture is text");
        let line = text.lines().nth(row as usize).expect("the row");
        let stored = line.split(',').nth(usize::from(column)).expect("the figure").to_owned();
        let filing = read(&book(|sheet| {
            let formula = Formula::new(*formula).set_result(stored);
            sheet.write_formula(row, column, formula).expect("it is written");
            sheet.write_number(59, 16, 0).expect("it is written");
        }));
        let found = messages(&filing, "V214");
        assert_eq!(found.len(), 1, "{cell} {formula}: {}", codes_in_words(&filing));
        assert!(found[0].contains(said), "{cell} {formula}: {}", found[0]);
        assert_eq!(filing.findings[0].cells[0].place.as_ref().map(ToString::to_string), Some(format!("Sheet1!{cell}")));
        assert_eq!(cells(&filing), published, "{cell} {formula}");
    }
}

#[test]
fn a_formula_that_is_right_or_is_no_sum_says_nothing() {
    for (cell, formula) in [
        ("J46", "SUM(J25:J45)"),
        ("J46", "SUM(D46:I46)"),
        ("J46", "J23+J24-J47"),
        ("J46", "SUM(J25:J30)+SUM(J31:J45)"),
        ("J46", "SUM(J25:J30,J31,J32:J45)"),
        ("J46", "IF(COUNT($J$25:$J$45)=0,\"\",SUM($J$25:$J$45))"),
        ("D46", "SUM(D25:D45)+D48"),
        ("D46", "D25+D26+SUM(D27:D45)"),
        ("J23", "D23+E23+F23+G23+H23+I23"),
        ("J23", "D23+K23"),
        ("J23", "SUM(Sheet1!D23:I23)"),
        ("J23", "SUMPRODUCT(D23:I23)"),
        ("J23", "3511"),
        ("O53", "SUM(K53:N53)"),
        ("B17", "SUM(B10:B14)"),
    ] {
        let (row, column) = place(cell);
        let text = std::fs::read_to_string(PUBLISHED).expect("the fixture is text");
        let line = text.lines().nth(row as usize).expect("the row");
        let stored = line.split(',').nth(usize::from(column)).expect("the figure").to_owned();
        let filing = read(&book(|sheet| {
            // A subtotal of legal persons that the sheet has for itself.
            sheet.write_formula(22, 10, Formula::new("SUM(E23:I23)").set_result("109")).expect("it is written");
            sheet.write_formula(row, column, Formula::new(formula).set_result(stored)).expect("it is written");
        }));
        assert_eq!(messages(&filing, "V214"), Vec::<String>::new(), "{cell} {formula}");
    }
}

#[test]
fn where_the_formula_explains_the_imbalance_it_is_the_suspect() {
    let filing = only("fixtures/rules/total-formula-incomplete/fires.xlsx");
    let suspect = filing.diagnoses[0].best().expect("one stands out");
    assert_eq!((suspect.slip.name(), suspect.certainty.word()), ("total-formula", "only"));
    assert_eq!(suspect.cells[0].proposed.to_string(), "3486");
    // A formula that is wrong and makes no difference is not blamed for a figure that is.
    let other = read(&book(|sheet| {
        let formula = Formula::new("SUM(F25:F44)").set_result("0");
        sheet.write_formula(45, 5, formula).expect("it is written");
        sheet.write_number(22, 9, 3512).expect("it is written");
    }));
    assert_eq!(messages(&other, "V214").len(), 1);
    assert_eq!(other.diagnoses[0].best().expect("one stands out").slip.name(), "off-by-one");
}

/// Our own template, filled in, before and after an office program saved it.
#[test]
fn the_template_is_silent_before_and_after_an_office_program_saved_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let blank = at("blank.xlsx");
    let wrote =
        Command::new(env!("CARGO_BIN_EXE_gouji")).args(["template", "-o"]).arg(&blank).output().expect("it runs");
    assert!(wrote.status.success());
    let filled = fill(&std::fs::read(&blank).expect("it was written"));
    let found = codes_in_words(&read(&filled));
    assert!(!found.contains("V214") && !found.contains("V208"), "{found}");
    std::fs::write(at("filled.xlsx"), &filled).expect("it is written");
    let profile = format!("-env:UserInstallation=file://{}", at("profile").display());
    for kind in ["xlsx", "ods"] {
        let out = at(kind);
        let saved = Command::new("soffice")
            .args([profile.as_str(), "--headless", "--convert-to", kind, "--outdir"])
            .args([&out, &at("filled.xlsx")])
            .output();
        // Not everywhere is an office program installed.
        if saved.is_err() {
            return;
        }
        let filing = only(out.join(format!("filled.{kind}")));
        assert_eq!((codes_in_words(&filing).as_str(), filing.checked.held), ("-", 42), "{kind}");
    }
}

/// The items of the template's sheets, filled with ones; its formulas stay as they are, with nothing in them.
fn fill(template: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    let mut package = zip::ZipArchive::new(Cursor::new(template)).expect("a package");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..package.len() {
        let mut part = package.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).expect("whole");
        if name.starts_with("xl/worksheets/sheet") {
            let sheet = String::from_utf8(text).expect("UTF-8");
            text = filled_sheet(&sheet, &name).into_bytes();
        }
        out.start_file(&name, zip::write::SimpleFileOptions::default()).expect("a part");
        out.write_all(&text).expect("written to memory");
    }
    out.finish().expect("a package").into_inner()
}

/// A sheet whose blank cells right of labels hold figures that keep every balance: in table 三 only of natural persons.
fn filled_sheet(sheet: &str, name: &str) -> String {
    let figure = |cell: &str| -> Option<u32> {
        let column = cell.as_bytes()[0];
        let row: u32 = cell[1..].parse().ok()?;
        match name.rsplit('/').next()? {
            "sheet1.xml" => matches!((column, row), (b'B'..=b'D', 7 | 8) | (b'B', 11 | 14 | 15 | 18)).then_some(2),
            "sheet2.xml" if !(b'D'..=b'I').contains(&column) => None,
            "sheet2.xml" => match row {
                6 if column == b'D' => Some(21),
                8..=28 => Some(u32::from(column == b'D')),
                6 | 7 | 30 => Some(0),
                _ => None,
            },
            _ => (row == 6 && !matches!(column, b'E' | b'J' | b'O') && column <= b'N').then_some(1),
        }
    };
    let mut out = String::new();
    let mut rest = sheet;
    while let Some(start) = rest.find("<c r=\"") {
        let cell = &rest[start + 6..];
        let end = cell.find('"').expect("a reference");
        let close = cell.find('>').expect("the end of a tag");
        let is_blank = cell[..close].ends_with('/');
        out.push_str(&rest[..start + 6]);
        match figure(&cell[..end]).filter(|_| is_blank) {
            Some(figure) => {
                out.push_str(&cell[..close - 1]);
                let _ = write!(out, "><v>{figure}</v></c>");
            }
            None => out.push_str(&cell[..=close]),
        }
        rest = &cell[close + 1..];
    }
    out + rest
}

/// The row of the second figure was read as blank, and both rows as wrong.
#[test]
fn a_figure_merged_over_two_rows_is_of_neither() {
    let text = std::fs::read_to_string(PUBLISHED).expect("the fixture is text");
    let at = |label: &str| text.lines().position(|line| line.contains(label)).expect("a row");
    let row = u32::try_from(at("1.信访举报投诉类申请")).expect("a short form");
    let figure =
        text.lines().nth(at("1.信访举报投诉类申请")).and_then(|line| line.split(',').nth(3)).expect("a figure");
    let merge = |figure: &str| {
        book(|sheet| {
            sheet.merge_range(row, 3, row + 1, 3, figure, &Format::new()).expect("a merged cell");
        })
    };
    assert_ne!(figure, "0");
    let filing = read(&merge(figure));
    assert_eq!(codes_in_words(&filing), "V201×1");
    let said = message(&filing.findings[0], &filing, &FORMS, Lang::Zh);
    assert!(said.contains("和旁边的格合并在一起"), "{said}");
    // Nothing over two rows is nothing in each.
    let said = codes_in_words(&read(&merge("0")));
    assert!(!said.contains("V201"), "{said}");
    let page = |rows: &str| {
        let row = |(at, line): (usize, &str)| {
            let cells = line.split(',').enumerate().filter(|(column, _)| !(at == row as usize + 1 && *column == 3));
            let cell = |(column, text): (usize, &str)| {
                let over = if at == row as usize && column == 3 { rows } else { "" };
                format!("<td{over}>{text}</td>")
            };
            format!("<tr>{}</tr>", cells.map(cell).collect::<String>())
        };
        let rows: String = text.lines().enumerate().map(row).collect();
        format!("<table>{rows}</table>")
    };
    let filings = assess("a.html", page(" rowspan=2").as_bytes());
    assert_eq!(codes_in_words(&filings[0]), "V201×1");
}

/// Table 4 right of table 2 was said to be empty, and its figures to be columns of table 2.
#[test]
fn tables_beside_each_other_are_read_each_under_its_title() {
    let text = std::fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("a fixture");
    let (title, tables) = text.split_once('\n').expect("a title");
    let at = ["三、收到和处理", "四、政府信息公开行政复议"].map(|title| tables.find(title).expect("a table"));
    let [second, third, fourth] = [&tables[..at[0]], &tables[at[0]..at[1]], &tables[at[1]..]];
    let expected = cells(&only("fixtures/published/two-years-a-2023.csv"));
    for (left, right, below) in [(second, fourth, third), (second, third, fourth), (third, fourth, second)] {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, title).expect("written");
        let mut add = |from: (u32, u16), table: &str| {
            for (row, line) in (from.0..).zip(table.trim().lines()) {
                for (column, field) in (from.1..).zip(line.split(',')).filter(|(_, field)| !field.is_empty()) {
                    sheet.write_string(row, column, field).expect("written");
                }
            }
        };
        add((1, 0), left);
        add((1, 12), right);
        add((40, 0), below);
        let filings = assess("a.xlsx", &book.save_to_buffer().expect("written"));
        assert_eq!(filings.len(), 1);
        assert_eq!((cells(&filings[0]), codes_in_words(&filings[0])), (expected.clone(), "-".to_owned()));
    }
}
