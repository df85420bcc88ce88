//! The blank form: what it computes, what it refuses, and that it reads once it is filled in.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::process::Command;

use calamine::Reader as _;
use gouji::model::{CellSpec, Comparator, FormEdition, Role};
use gouji::render::{Arrangement, FileKind, template};

use crate::support::{FORMS, assess, cells, codes_in_words, only};
use crate::writing::{Shared, written};

fn blank(edition: &FormEdition, kind: FileKind) -> Vec<u8> {
    let out = Shared::default();
    template(edition, kind, gouji::model::Lang::Zh, Box::new(out.clone())).expect("it is written");
    out.take()
}

fn part(workbook: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(workbook)).expect("a package");
    let mut text = String::new();
    zip.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

/// The 2021 template, filled in with invented figures by openpyxl, computed and saved by `LibreOffice`.
#[test]
fn a_template_that_was_filled_in_passes() {
    let filing = only("fixtures/templates/filled-2021.xlsx");
    assert_eq!((filing.agency.as_deref(), filing.year), (Some("青禾县人民政府"), Some(2025)));
    assert_eq!((codes_in_words(&filing).as_str(), filing.checked.held, cells(&filing).len()), ("-", 42, 200));
}

/// The same with one request more than was handled: the totals follow, the flow does not, and the sheet says so too.
#[test]
fn a_template_with_a_wrong_figure_breaks_the_flow() {
    let path = "fixtures/templates/unbalanced-2021.xlsx";
    let filing = only(path);
    assert_eq!(codes_in_words(&filing), "B101×2");
    let said: Vec<_> = filing.findings.iter().filter_map(gouji::diagnosis::Finding::equation).collect();
    assert_eq!(said, ["61 + 3 = 64 ≠ 62 + 1 = 63", "76 + 5 = 81 ≠ 79 + 1 = 80"]);
    let mut book = calamine::open_workbook_auto(path).expect("a workbook");
    let range = book.worksheet_range("表三").expect("the sheet");
    let last = range.rows().next_back().expect("a row")[0].to_string();
    assert_eq!(last, "勾稽校验未通过（应有 第一项＋第二项＝第三项总计＋第四项）：自然人相差 1；总计相差 1；");
}

/// A blank form is no form of zeros, and belongs to nobody.
#[test]
fn a_blank_template_reads_as_empty_tables() {
    for edition in FORMS.editions() {
        for (kind, name) in [(FileKind::Xlsx, "blank.xlsx"), (FileKind::Csv, "blank.csv")] {
            let filings = assess(name, &blank(edition, kind));
            assert_eq!(filings.len(), 1, "{} {name}", edition.id);
            let filing = &filings[0];
            assert_eq!((&filing.agency, filing.year, filing.edition.as_deref()), (&None, None, Some(&*edition.id)));
            assert_eq!(codes_in_words(filing), format!("S309×{}", edition.tables.len()), "{} {name}", edition.id);
            // Each is said of its own table, and in a workbook of its own sheet.
            for finding in &filing.findings {
                let cells = finding.cells.iter().filter_map(|cell| cell.place.as_ref());
                let place = finding.place.iter().chain(cells).next().expect("a place").to_string();
                let table = &edition.tables[finding.table.expect("a table")];
                assert!(kind == FileKind::Csv || place.starts_with(&*table.brief.zh), "{place}");
            }
            let read = cells(filing);
            assert_eq!(read.len(), edition.printed_cells());
            assert!(read.values().all(Option::is_none));
        }
    }
}

/// Whether the form says what a cell adds up to.
fn is_sum(edition: &FormEdition, cell: &CellSpec) -> bool {
    let adds_up = |role: &Role| matches!(role, Role::TotalOf { .. } | Role::Whole { parts: Comparator::Equal, .. });
    !cell.alternative && (adds_up(&edition.row_of(cell).role) || adds_up(&edition.column_of(cell).role))
}

/// A sheet a table; a formula in every total and in no cell that is filled in.
#[test]
fn totals_are_computed_and_nothing_else() {
    for edition in FORMS.editions() {
        let bytes = blank(edition, FileKind::Xlsx);
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).expect("a workbook");
        let names: Vec<String> = edition.tables.iter().map(|table| table.brief.zh.clone()).collect();
        assert_eq!(book.sheet_names(), names);
        // Each place is known by where a reader finds a figure of its own.
        let filing = assess("blank.xlsx", &bytes).remove(0);
        let transcript = filing.transcript.expect("it was read");
        for (table, name) in names.iter().enumerate() {
            let formulas = book.worksheet_formula(name).expect("a sheet");
            let sums = formulas.used_cells().filter(|(.., formula)| formula.starts_with("IF(COUNT(")).count();
            let totals = edition.cells.iter().filter(|cell| cell.table == table && is_sum(edition, cell));
            let checks: usize = edition.tables[table].blocks.iter().map(|block| block.balances.len()).sum();
            assert_eq!(sums, totals.count() + checks, "{} {name}", edition.id);
            let start = formulas.start().expect("formulas");
            for (index, cell) in edition.each_cell().filter(|(_, cell)| cell.table == table && !cell.alternative) {
                let place = transcript.entry(index).and_then(|entry| entry.place.clone());
                let Some(gouji::model::Place::Sheet { row, column, .. }) = place else { continue };
                let formula = (row >= start.0 && column >= start.1)
                    .then(|| formulas.get(((row - start.0) as usize, (column - start.1) as usize)))
                    .flatten();
                assert_eq!(
                    formula.is_some_and(|formula| !formula.is_empty()),
                    is_sum(edition, cell),
                    "{} {}",
                    edition.id,
                    cell.id
                );
            }
        }
    }
}

/// What a spreadsheet program is told of the sheets: locked formulas, bounds, the paper.
#[test]
fn sheets_are_validated_protected_and_laid_out_for_print() {
    let bytes = blank(FORMS.get("2021").expect("the edition"), FileKind::Xlsx);
    let [disclosure, requests, review] =
        [1, 2, 3].map(|number| part(&bytes, &format!("xl/worksheets/sheet{number}.xml")));
    for sheet in [&disclosure, &requests, &review] {
        for setting in ["<sheetProtection sheet=\"1\"", "paperSize=\"9\"", "fitToHeight=\"0\"", "fitToPage=\"1\""] {
            assert!(sheet.contains(setting), "{setting}");
        }
        assert!(!sheet.contains("password"));
        assert!(sheet.contains("state=\"frozen\""));
    }
    assert!(!requests.contains("orientation=\"landscape\"") && review.contains("orientation=\"landscape\""));
    for rule in [
        "type=\"whole\" operator=\"greaterThanOrEqual\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\" \
         errorTitle=\"填写有误\" error=\"请填 0 或正整数，不带单位和文字；没有的填 0。\" sqref=\"B7:D8 B11 B14:B15\"",
        "type=\"decimal\" operator=\"greaterThanOrEqual\"",
    ] {
        assert!(disclosure.contains(rule), "{rule}\n{disclosure}");
    }
    // The seven columns of the flow, each with its four cells.
    assert_eq!(requests.matches("<conditionalFormatting").count(), 7);
    assert!(requests.contains("<conditionalFormatting sqref=\"D6:D7 D29:D30\">"));
    let names = part(&bytes, "xl/workbook.xml");
    assert!(
        names.contains("表二!$3:$4") && names.contains("表三!$1:$5") && names.contains("表二!$A$3:$D$18"),
        "{names}"
    );
    let signed = blank(FORMS.get("2019").expect("the edition"), FileKind::Xlsx);
    assert!(part(&signed, "xl/worksheets/sheet1.xml").contains("请填整数，减少的在前面加“-”，不带单位和文字。"));
}

/// The lines of a filing are those of the template, with figures in them.
#[test]
fn a_filing_is_the_template_filled_in() {
    let filing = only("fixtures/published/two-years-a-2023.csv");
    let agency = filing.agency.clone().expect("an agency");
    let filed = String::from_utf8(written(&[filing], Arrangement::Statutory, FileKind::Csv)).expect("text");
    let form = String::from_utf8(blank(FORMS.get("2021").expect("the edition"), FileKind::Csv)).expect("text");
    let empty = |line: &str| {
        let is_filled_in = |field: &str| field.parse::<f64>().is_ok() || field == agency;
        let fields = line.split(',').map(|field| if is_filled_in(field) { "" } else { field });
        fields.collect::<Vec<_>>().join(",")
    };
    let filed: Vec<String> = filed.lines().skip(1).map(empty).collect();
    let form: Vec<&str> = form.lines().skip(1).collect();
    assert_eq!(filed[..form.len()], form);
}

/// Agency and year are typed in the fields of the text, whatever the title still says, or in the title.
#[test]
fn the_fields_of_the_text_are_read() {
    for edition in FORMS.editions() {
        let form = String::from_utf8(blank(edition, FileKind::Csv)).expect("text");
        let typed =
            form.replacen("填报单位：,", "填报单位：,某县热线12345", 1).replacen("报告年度：,", "报告年度：,2023", 1);
        let titled = form.replacen("________ ____年", "某县教育局2023年", 1);
        for (text, agency) in [(typed, "某县热线12345"), (titled, "某县教育局")] {
            let filing = assess("typed.csv", text.as_bytes()).remove(0);
            assert_eq!((filing.agency.as_deref(), filing.year), (Some(agency), Some(2023)), "{}", edition.id);
        }
    }
}

#[test]
fn the_command_writes_the_kind_of_file_that_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = |args: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_gouji")).arg("template").args(args).output().expect("the program runs")
    };
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    for (name, kind) in [("a.xlsx", FileKind::Xlsx), ("b.CSV", FileKind::Csv)] {
        let output = run(&["--edition", "2019", "-o", &path(name)]);
        assert_eq!((output.status.code(), output.stdout.len(), output.stderr.len()), (Some(0), 0, 0));
        let expected = blank(FORMS.get("2019").expect("the edition"), kind);
        assert!(std::fs::read(path(name)).expect("written") == expected, "{name}");
    }
    // The newest edition, to a pipe.
    assert!(run(&[]).stdout == blank(&FORMS.editions()[0], FileKind::Xlsx));
    let refused = run(&["-o", &path("c.docx")]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("空白表只能写成 .xlsx 或 .csv 文件"));
    assert!(!folder.path().join("c.docx").exists());
    let unwritable = run(&["-o", &path("no/such/folder/a.xlsx")]);
    assert_eq!(unwritable.status.code(), Some(2));
}

/// A template of another edition is drawn from its folder alone.
#[test]
fn a_template_needs_no_code() {
    let output = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["template", "--forms", "fixtures/editions", "--edition", "2027"])
        .output()
        .expect("the program runs");
    let first = part(&output.stdout, "xl/worksheets/sheet1.xml");
    // Opening and issued against repealed and in force, in each of two rows.
    assert!(first.contains("<conditionalFormatting sqref=\"B6:E6\">"), "{first}");
    let second = part(&output.stdout, "xl/worksheets/sheet2.xml");
    // The subtotal is no item of the total around it.
    assert!(second.contains("SUM($D$5:$D$6,$D$8)"), "{second}");
    let mut file = tempfile::Builder::new().suffix(".xlsx").tempfile().expect("a temporary file");
    file.write_all(&output.stdout).expect("written");
    let path = file.path().to_string_lossy().into_owned();
    let check = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--forms", "fixtures/editions", "--format", "jsonl", &path])
        .output()
        .expect("the program runs");
    let line = String::from_utf8_lossy(&check.stdout).lines().next().map(str::to_owned).expect("a filing");
    let filing: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(filing["edition"], "2027");
    let codes: BTreeSet<_> =
        filing["findings"].as_array().expect("a list").iter().map(|finding| finding["code"].to_string()).collect();
    assert_eq!(codes, BTreeSet::from(["\"S309\"".to_owned()]));
}

/// A form that somebody has filled in is not written over, by whichever command; a blank one, and what gouji wrote and
/// nobody touched, are.
#[test]
fn a_form_that_was_filled_in_is_not_written_over() {
    let desk = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| desk.path().join(name);
    let run = |args: &[&str]| {
        let mut gouji = Command::new(env!("CARGO_BIN_EXE_gouji"));
        let output = gouji.current_dir(desk.path()).args(args).output().expect("gouji runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    std::fs::copy("fixtures/published/two-years-a-2023.csv", path("in.csv")).expect("copied");
    std::fs::copy("fixtures/templates/filled-2021.xlsx", path("filled.xlsx")).expect("copied");
    let form = String::from_utf8(blank(FORMS.get("2021").expect("the edition"), FileKind::Csv)).expect("text");
    let named = form.replacen("填报单位：,", "填报单位：,某县教育局", 1);
    let counted = form.replacen("\n规章,", "\n规章,3", 1);
    assert!(named != form && counted != form);
    std::fs::write(path("named.csv"), &named).expect("written");
    std::fs::write(path("counted.csv"), &counted).expect("written");
    std::fs::write(path("blank.csv"), &form).expect("written");
    std::fs::copy("fixtures/datasets/wide.csv", path("wide.csv")).expect("copied");

    let filled = std::fs::read(path("filled.xlsx")).expect("there");
    for args in [
        &["template", "-o", "filled.xlsx"][..],
        &["template", "--to", "csv", "-o", "filled.xlsx"],
        &["template", "-o", "named.csv"],
        &["template", "-o", "counted.csv"],
        &["template", "-o", "wide.csv"],
        &["convert", "in.csv", "--to", "xlsx", "-o", "filled.xlsx"],
        &["sum", "in.csv", "-o", "filled.xlsx"],
        &["check", "in.csv", "--agency", "某局", "-o", "filled.xlsx"],
        &["compare", "in.csv", "wide.csv", "--format", "xlsx", "-o", "filled.xlsx"],
    ] {
        let (code, said) = run(args);
        assert_eq!(code, Some(2), "{args:?}: {said}");
        assert!(said.contains(args[args.len() - 1]) && said.contains("填写了单位或数字"), "{args:?}: {said}");
    }
    assert!(std::fs::read(path("filled.xlsx")).expect("there") == filled);
    assert_eq!(std::fs::read_to_string(path("named.csv")).expect("there"), named);
    assert_eq!(std::fs::read_to_string(path("counted.csv")).expect("there"), counted);

    for args in [
        &["template", "-o", "blank.csv"][..],
        &["template", "-o", "t.xlsx"],
        &["convert", "in.csv", "--to", "xlsx", "-o", "made.xlsx"],
        &["convert", "in.csv", "--to", "xlsx", "--layout", "wide", "-o", "made.xlsx"],
        &["convert", "in.csv", "--to", "csv", "-o", "made.csv"],
        &["sum", "in.csv", "-o", "sum.xlsx"],
        &["check", "in.csv", "--exit-zero", "-o", "ledger.xlsx"],
        &["check", "in.csv", "--exit-zero", "--marked", "--with-passing", "-o", "marked.xlsx"],
        &["check", "in.csv", "--exit-zero", "-o", "letters.docx"],
    ] {
        for turn in ["first", "again"] {
            let (code, said) = run(args);
            assert_eq!(code, Some(0), "{args:?} {turn}: {said}");
        }
    }
}
