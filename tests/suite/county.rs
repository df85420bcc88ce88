//! A supervising office's run: hundreds of agencies, one in five with a slip, every format at once, and each result
//! opened by the kind of program that opens it in life.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

use crate::machine::schemas;
use crate::support::{is_long, other_program};

/// How many agencies: two thousand where the long runs are asked for.
static AGENCIES: LazyLock<usize> = LazyLock::new(|| if is_long() { 2_000 } else { 600 });
/// One in so many has a slip.
const FAULTY: usize = 5;

/// What the run wrote, by format.
const RESULTS: [(&str, &str); 12] = [
    ("table", "result.txt"),
    ("json", "result.json"),
    ("jsonl", "result.jsonl"),
    ("sarif", "result.sarif"),
    ("junit", "result.xml"),
    ("github", "github.txt"),
    ("gitlab", "gitlab.json"),
    ("csv", "result.csv"),
    ("markdown", "result.md"),
    ("html", "result.html"),
    ("xlsx", "ledger.xlsx"),
    ("notice", "notice.md"),
];

/// The folder of the run; it is made once for all tests.
static RUN: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("agencies.csv"), agencies()).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.current_dir(folder.path()).args(["check", "agencies.csv"]);
    for (format, name) in RESULTS {
        command.args(["--format", format, "-o", name]);
    }
    let run = command.output().expect("gouji runs");
    assert_eq!(run.status.code(), Some(1), "{}", String::from_utf8_lossy(&run.stderr));
    folder
});

fn path(name: &str) -> PathBuf {
    RUN.path().join(name)
}

fn result(name: &str) -> String {
    fs::read_to_string(path(name)).expect("the result is there")
}

/// A balanced form, so many times over in every figure; every fifth with a figure one too high.
fn agencies() -> String {
    let form = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["convert", "fixtures/published/two-years-a-2023.csv", "--to", "csv", "--layout", "wide"])
        .output()
        .expect("gouji runs");
    let form = String::from_utf8(form.stdout).expect("UTF-8");
    let (header, figures) =
        form.trim_end().split_once("\r\n").or_else(|| form.trim_end().split_once('\n')).expect("two lines");
    let columns: Vec<&str> = header.trim_start_matches('\u{FEFF}').split(',').collect();
    let granted = columns.iter().position(|name| *name == "requests.granted.natural_person").expect("the cell");
    let mut text = format!("{}\n", columns.join(","));
    for number in 0..*AGENCIES {
        let fields = columns.iter().zip(figures.split(',')).enumerate().map(|(at, (name, figure))| match *name {
            "agency" => format!("第{number}局"),
            "year" | "edition" => figure.to_owned(),
            // What is no whole number, as a fee, stays.
            _ => figure.parse().map_or(figure.to_owned(), |figure: u64| {
                let slip = u64::from(at == granted && number % FAULTY == 0);
                (figure * (number as u64 % 7 + 1) + slip).to_string()
            }),
        });
        let _ = writeln!(text, "{}", fields.collect::<Vec<_>>().join(","));
    }
    text
}

#[test]
fn the_results_for_machines_keep_their_schemas() {
    let document: Value = serde_json::from_str(&result("result.json")).expect("JSON");
    schemas::check(&schemas::Validator::new(schemas::gouji_1()), &document, "json");
    let summary = &document["summary"];
    assert_eq!((&summary["filings"], &summary["with_errors"]), (&(*AGENCIES).into(), &(*AGENCIES / FAULTY).into()));
    assert_eq!(result("result.jsonl").lines().count(), *AGENCIES + 1);
    let log: Value = serde_json::from_str(&result("result.sarif")).expect("JSON");
    schemas::check(&schemas::sarif(), &log, "sarif");
    assert_eq!(schemas::junit_suites(&result("result.xml")), *AGENCIES);
    let issues: Value = serde_json::from_str(&result("gitlab.json")).expect("JSON");
    let findings = summary["by_severity"]["error"].as_u64().expect("a count");
    let critical = issues.as_array().expect("issues").iter().filter(|issue| issue["severity"] == "critical").count();
    assert_eq!(critical as u64, findings);
    assert_eq!(result("github.txt").lines().filter(|line| line.starts_with("::error ")).count() as u64, findings);
}

/// Nothing is cut silently: the list on the terminal has every agency that did not pass.
#[test]
fn the_table_lists_every_agency_that_did_not_pass() {
    let table = result("result.txt");
    let (_, list) = table.rsplit_once("没有通过的报表：").expect("the list");
    for number in (0..*AGENCIES).step_by(FAULTY) {
        assert!(list.contains(&format!("第{number}局 2023 年")), "{number}");
    }
    assert!(list.contains("问题按规则：B102"));
}

#[test]
fn the_comment_is_a_table_in_markdown() {
    let text = result("result.md");
    assert!(text.chars().count() < 65_536);
    let mut page = String::new();
    pulldown_cmark::html::push_html(&mut page, pulldown_cmark::Parser::new_ext(&text, pulldown_cmark::Options::all()));
    assert!(page.contains("<table>") && page.matches("<tr>").count() > 100, "rendered as a table");
    assert!(page.contains("第0局") && !page.contains("| 第"), "and none of it as text");
}

/// The filter and the links of the page, in a browser: a copy of the page tries them and says what it saw.
#[test]
fn the_page_is_searched_in_a_browser() {
    let page = result("result.html");
    assert!(page.len() < 30 << 20, "{} bytes", page.len());
    assert!(!page.contains("http://") && !page.contains("https://"), "nothing comes from elsewhere");
    let trial = "<script>addEventListener('load', () => {\
        const seen = [], words = document.getElementById('words'), shown = document.getElementById('shown');\
        seen.push(shown.textContent);\
        words.value = '第595局'; words.dispatchEvent(new Event('input')); seen.push(shown.textContent);\
        const counts = () => document.querySelector('.list .n').textContent;\
        seen.push(counts());\
        words.value = '2023 第595局'; words.dispatchEvent(new Event('input')); seen.push(shown.textContent);\
        words.value = ''; words.dispatchEvent(new Event('input'));\
        seen.push(counts());\
        const rule = document.getElementById('rule'); rule.value = 'B102'; rule.dispatchEvent(new Event('change'));\
        seen.push(shown.textContent);\
        const broken = [...document.querySelectorAll('a[href^=\"#\"]')]\
            .filter((link) => !document.getElementById(link.getAttribute('href').slice(1)));\
        seen.push('broken ' + broken.length);\
        const row = document.querySelector('tr[data-cells]');\
        row.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));\
        seen.push('lit ' + (document.querySelectorAll('.lit').length > 0));\
        document.title = seen.join('; ');\
        document.body.textContent = '';\
    });</script>";
    // The page lets no script run but its own.
    let (head, rest) = page.split_once("<meta http-equiv=\"Content-Security-Policy\"").expect("a policy");
    let (_, rest) = rest.split_once('>').expect("its end");
    let copy = path("trial.html");
    fs::write(&copy, format!("{head}{rest}{trial}")).expect("written");
    let profile = format!("--user-data-dir={}", path("profile").display());
    let address = format!("file://{}", copy.display());
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=20000",
        &profile,
        "--dump-dom",
        &address,
    ];
    let Some(output) = other_program("chromium", &arguments) else { return };
    let dom = String::from_utf8_lossy(&output.stdout);
    let title = dom.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
    let (all, faulty) = (*AGENCIES, *AGENCIES / FAULTY);
    let expected =
        format!("{all} / {all}; 1 / {all}; 1 / {faulty}; 1 / {all}; {faulty}; {faulty} / {all}; broken 0; lit true");
    assert_eq!(title, expected);
}

/// The ledger in an office program, and as `--explanations` reads it back: nobody has filled it in.
#[test]
fn the_ledger_is_opened_by_an_office_program() {
    let findings = result("result.csv").lines().count() - 1;
    let profile = format!("-env:UserInstallation=file://{}", path("office").display());
    let (out, ledger) = (RUN.path().to_string_lossy(), path("ledger.xlsx").to_string_lossy().into_owned());
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76";
    let arguments = [&profile, "--headless", "--convert-to", filter, "--outdir", &out, &ledger];
    if other_program("soffice", &arguments).is_some() {
        let opened = fs::File::open(path("ledger.csv")).expect("it was converted");
        let rows: Result<Vec<_>, _> = csv::Reader::from_reader(opened).into_records().collect();
        let rows = rows.expect("it is a table").len();
        assert_eq!(rows, findings);
    }
    let again = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .current_dir(RUN.path())
        .args(["check", "agencies.csv", "--explanations", "ledger.xlsx", "--format", "json", "--select", "E"])
        .output()
        .expect("gouji runs");
    let again: Value = serde_json::from_slice(&again.stdout).expect("JSON");
    assert_eq!(again["findings"].as_array().map(Vec::len), Some(0));
}

#[test]
fn each_agency_with_errors_has_a_notice() {
    let notices = result("notice.md");
    assert_eq!(notices.matches("# 退回修改通知\n").count(), *AGENCIES / FAULTY);
}
