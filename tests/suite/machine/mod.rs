//! The formats for machines: what they say of the same reports, whether they keep the rules of their formats, and that
//! no text from a file gets out of its field.

mod concise;
mod every;
mod hostile;
mod meaning;
pub(crate) mod schemas;
mod snapshots;
mod xml;

use gouji::diagnosis::{Assessment, Because, Policy, Report, Skipped};
use gouji::model::Lang;
use gouji::render::{Format, Style};
use gouji::rules::Severity;

use crate::support::{CATALOGUE, FORMS};

/// The formats, by their names on the command line.
const FORMATS: [&str; 7] = ["concise", "sarif", "junit", "github", "gitlab", "csv", "markdown"];

/// The reports that every format is shown with: one that is clean; errors, a warning and notes; texts that try to get
/// out; a workbook, whose places are no lines; and a file that cannot be read.
const REPORTS: [&str; 5] = [
    "fixtures/published/two-years-a-2023.csv",
    "fixtures/reports/findings.csv",
    "fixtures/reports/hostile.csv",
    "fixtures/rules/formula-not-computed/fires-openpyxl.xlsx",
    "fixtures/refused/photo.xlsx",
];

/// What a run asks for.
struct Wish {
    lang: Lang,
    policy: Policy,
    fail_on: Option<Severity>,
    skipped: Vec<String>,
}

impl Default for Wish {
    fn default() -> Self {
        Self { lang: Lang::Zh, policy: Policy::default(), fail_on: Some(Severity::Error), skipped: Vec::new() }
    }
}

/// The result of a run over `filings` in one format.
fn rendered(format: &str, filings: &[Assessment], wish: &Wish) -> String {
    let style = Style { fail_on: wish.fail_on, ..Style::new(&FORMS, &CATALOGUE, &wish.policy, wish.lang) };
    let mut report = Report::default();
    report.files = filings.len();
    let skipped = wish.skipped.iter().cloned();
    report.skipped = skipped.map(|path| Skipped { path, because: Because::NoTable }).collect();
    for filing in filings {
        report.count(filing);
    }
    let mut out = Vec::new();
    let format = Format::named(format).expect("a format");
    let mut renderer = format.begin(style, Box::new(&mut out));
    for filing in filings {
        renderer.filing(filing).expect("written to memory");
    }
    renderer.finish(&report).expect("written to memory");
    drop(renderer);
    String::from_utf8(out).expect("UTF-8")
}

/// The output of the program.
fn gouji(args: &[&str]) -> String {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gouji"));
    // Results in files leave a summary, unless asked not to.
    command.args(args).args(args.contains(&"-o").then_some("--quiet"));
    let output = command.output().expect("the program runs");
    // What was passed over is said there, of formats that have no place for it.
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.lines().all(|line| line.starts_with("略过 ")), "{args:?}: {said}");
    String::from_utf8(output.stdout).expect("the program writes UTF-8")
}
