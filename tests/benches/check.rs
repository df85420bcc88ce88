//! `cargo bench`: what reading and checking one form costs, beside the plain reading of the same bytes by the crates
//! everybody uses. Compare the rows of one run; a time by itself says more about the machine.

use std::hint::black_box;
use std::io::Cursor;
use std::sync::LazyLock;

use calamine::Reader as _;
use divan::Bencher;
use gouji::diagnosis::{Assessor, Policy};
use gouji::forms::Forms;
use gouji::reading::{ReadOptions, Reader};
use gouji::rules::{BlankPolicy, Catalogue, Plan, Verdict};

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
        let verdict = |edit| plan.confront(edit, edition, black_box(&transcript), BlankPolicy::Zero);
        plan.edits().iter().filter(|edit| verdict(edit) == Verdict::Holds).count()
    });
}

/// What a run pays once.
#[divan::bench]
fn load_forms_and_rules() -> usize {
    let forms = Forms::embedded().expect("the forms keep the laws");
    forms.editions().len() + Catalogue::embedded().map_or(0, |catalogue| catalogue.rules().len())
}
