//! `cargo bench`: what reading and checking one form costs, beside the plain reading of the same bytes by the crates
//! everybody uses. Compare the rows of one run; a time by itself says more about the machine.

use std::hint::black_box;
use std::io::Cursor;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use calamine::Reader as _;
use divan::Bencher;
use gouji::diagnosis::{Assessor, Policy};
use gouji::forms::Forms;
use gouji::reading::{ReadOptions, Reader};
use gouji::rules::{BlankPolicy, Catalogue, Plan, Values, Verdict};

static FORMS: LazyLock<Forms> = LazyLock::new(|| Forms::embedded().expect("the forms keep the laws"));

fn main() {
    divan::main();
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("fixtures/{name}")).expect("the fixture is there")
}

fn assessor() -> Assessor<'static> {
    let reader = Reader::new(&FORMS, ReadOptions::default());
    Assessor::new(reader, Catalogue::embedded().expect("the records are sound"), Policy::default())
        .expect("every relation has a rule")
}

/// From the bytes of a file to its findings.
#[divan::bench(args = [
    "workbooks/printed.xlsx",
    "workbooks/printed.xlsb",
    "workbooks/printed.xls",
    "workbooks/printed.ods",
    "published/two-years-a-2023.csv",
    "published/flattened-2021.txt",
    "pdf/writer-portrait.pdf",
    "pdf/chromium-collapsed.pdf",
    "pdf/calc-borderless.pdf",
])]
fn check(bencher: Bencher, name: &str) {
    let (assessor, bytes) = (assessor(), fixture(name));
    bencher.bench(|| assessor.assess(name, Ok(black_box(&bytes).clone())));
}

/// calamine's own reading of a sheet, nothing checked.
#[divan::bench(args = ["xlsx", "xlsb", "xls", "ods"])]
fn calamine_alone(bencher: Bencher, kind: &str) {
    let bytes = fixture(&format!("workbooks/printed.{kind}"));
    bencher.bench(|| {
        let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(black_box(&bytes))).expect("a workbook");
        book.worksheet_range("统计表").expect("the sheet")
    });
}

/// What poppler takes to give the text of the same files, nothing checked: with the start of its process, which is a few
/// milliseconds of it.
#[divan::bench(args = ["writer-portrait", "chromium-collapsed", "calc-borderless"])]
#[expect(clippy::print_stdout, reason = "what was not measured is said")]
fn pdftotext_alone(bencher: Bencher, name: &str) {
    let text = || {
        let file = format!("fixtures/pdf/{name}.pdf");
        Command::new("pdftotext").args(["-layout", &file, "-"]).stderr(Stdio::null()).output()
    };
    if text().is_err() {
        println!("skipped: there is no pdftotext");
        return;
    }
    bencher.bench(text);
}

/// The csv crate's reading of the records, nothing checked.
#[divan::bench]
fn csv_alone(bencher: Bencher) {
    let bytes = fixture("published/two-years-a-2023.csv");
    bencher.bench(|| {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&bytes[..]);
        reader.byte_records().filter(|record| record.as_ref().is_ok_and(|record| !record.is_empty())).count()
    });
}

/// All 42 relations of one filing.
#[divan::bench]
fn evaluate_the_plan(bencher: Bencher) {
    let edition = FORMS.get("2021").expect("an embedded edition");
    let plan = Plan::of(edition);
    let filing = assessor().assess("a.csv", Ok(fixture("published/two-years-a-2023.csv"))).remove(0);
    let transcript = filing.transcript.expect("the fixture is read");
    bencher.bench(|| {
        let values = Values::of(edition, black_box(&transcript), BlankPolicy::Zero);
        plan.edits().iter().filter(|edit| plan.confront(edit, &values) == Verdict::Holds).count()
    });
}

/// What a run pays once.
#[divan::bench]
fn load_forms_and_rules() -> usize {
    let forms = Forms::embedded().expect("the forms keep the laws");
    forms.editions().len() + Catalogue::embedded().map_or(0, |catalogue| catalogue.rules().len())
}

/// Which cell is wrong: a form with so many wrong cells, from its figures to its suspects.
#[divan::bench(args = [0, 1, 2, 3, 12])]
fn localise(bencher: Bencher, wrong: usize) {
    let text = String::from_utf8(fixture("published/two-years-a-2023.csv")).expect("text");
    let slips = [
        (",,2.重复申请,39,", ",,2.重复申请,93,"),
        ("1175,12,0,3,1,0,1191", "1175,21,0,3,1,0,1191"),
        ("968,74,0,1,3,1,1047", "968,74,0,1,8,1,1047"),
        ("319,7,", "391,9,"),
        ("27,0,0,0,0,0,27", "37,2,0,0,6,0,27"),
        ("305,0,0,0,0,0,305", "350,0,4,0,0,0,503"),
        ("287,3,0,0,1,0,291", "278,3,3,5,1,0,219"),
    ];
    let taken = match wrong {
        12 => slips.len(),
        few => few,
    };
    let text = slips.iter().take(taken).fold(text, |text, (right, slip)| text.replacen(right, slip, 1));
    let transcript = assessor().assess("table.csv", Ok(text.into_bytes())).remove(0).transcript.expect("it was read");
    let form = FORMS.get("2021").expect("an embedded edition");
    let plan = Plan::of(form);
    bencher.bench(|| {
        gouji::diagnosis::localise(form, &plan, &transcript, BlankPolicy::Zero, &gouji::diagnosis::Evidence::default())
    });
}
