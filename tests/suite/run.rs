//! What a run knows beyond its filings: the roster, explanations, `gouji.toml`, and which files it means.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Two agencies' table 4 as a data set: the second one's first total is blank.
const FILINGS: &str = "agency,year,review.reconsideration.upheld,review.reconsideration.corrected,\
    review.reconsideration.other,review.reconsideration.pending,review.reconsideration.total\n\
    甲县民政局,2023,1,0,0,0,1\n甲县文旅局,2023,2,0,0,1,\n";
const ROSTER: &str = "填报单位,层级\n甲县民政局,县级部门\n甲县文旅局,县级部门\n甲县公安局,县级部门\n";

/// Three bodies' table 4, whose totals are right.
const COUNTY: &str = "agency,year,review.reconsideration.upheld,review.reconsideration.total\n\
    某县民政局,2023,1,1\n某县教育局,2023,2,2\n某县财政局,2023,3,3\n";

/// A folder with these files, in which gouji is run.
struct Desk(tempfile::TempDir);

impl Desk {
    fn with(files: &[(&str, &str)]) -> Self {
        let desk = Self(tempfile::tempdir().expect("a temporary folder"));
        for (name, text) in files {
            desk.put(name, text);
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    fn run(&self, arguments: &[&str]) -> Output {
        run_in(self.0.path(), arguments)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[&["check", "--format", "json"], arguments].concat());
        serde_json::from_slice(&run.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&run.stderr)))
    }
}

fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gouji")).current_dir(folder).args(arguments).output().expect("gouji runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Rules that need a run have one each: `fixtures/runs/<rule>/fires*` and `holds*`, with settings of their own.
pub(crate) fn codes_of_run(folder: &Path) -> Vec<String> {
    let run = run_in(folder, &["check", "filings.csv", "--format", "json"]);
    let result: Value =
        serde_json::from_slice(&run.stdout).unwrap_or_else(|_| panic!("{}: {}", folder.display(), text(&run.stderr)));
    result["summary"]["by_code"].as_object().expect("codes").keys().cloned().collect()
}

#[test]
fn every_format_says_who_is_missing() {
    let desk = Desk::with(&[("filings.csv", FILINGS), ("roster.csv", ROSTER)]);
    for format in ["table", "json", "jsonl", "sarif", "junit", "github", "gitlab", "csv", "markdown", "html", "notice"]
    {
        let run = desk.run(&["check", "filings.csv", "--roster", "roster.csv", "--format", format]);
        let said = text(&run.stdout);
        assert!(said.contains("甲县公安局"), "{format}: {said}");
        assert!(!said.contains("{agency}") && !said.contains("{reason}"), "{format}");
    }
    let result = desk.json(&["filings.csv", "--roster", "roster.csv"]);
    let finding = &result["findings"][0];
    assert_eq!((&finding["code"], &finding["agency"]), (&"A502".into(), &"甲县公安局".into()));
    assert_eq!((&finding["source"]["path"], &finding["source"]["record"]), (&"roster.csv".into(), &4.into()));
    assert_eq!(result["summary"]["by_code"]["A502"], 1);
    assert_eq!(result["summary"]["filings"], 2, "a missing filing is no filing");
    let code = |fail_on: &str| {
        let arguments = ["check", "filings.csv", "--roster", "roster.csv", "--select", "A", "--fail-on", fail_on];
        desk.run(&arguments).status.code()
    };
    assert_eq!((code("error"), code("warning")), (Some(0), Some(1)));
}

#[test]
fn the_ledger_has_a_sheet_of_those_who_are_missing() {
    let desk = Desk::with(&[("filings.csv", FILINGS), ("roster.csv", ROSTER)]);
    desk.run(&["check", "filings.csv", "--roster", "roster.csv", "--format", "xlsx", "-o", "ledger.xlsx"]);
    let rows = sheet(&desk.path("ledger.xlsx"), "未报送单位");
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[1][0].as_str(), rows[1][1].as_str()), ("甲县公安局", "县级部门"));
}

fn sheet(path: &Path, name: &str) -> Vec<Vec<String>> {
    use calamine::Reader as _;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    let range = book.worksheet_range(name).expect("the sheet");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn a_roster_that_cannot_be_used_says_why() {
    let desk = Desk::with(&[
        ("filings.csv", FILINGS),
        ("no-header.csv", "甲县民政局\n甲县文旅局\n"),
        ("twice.csv", "agency,former\n甲县民政局,\n甲县文旅局,甲县 民政局\n"),
        ("sign.csv", "agency,exempt\n甲县民政局,也许\n"),
    ]);
    for (roster, words) in [
        ("no-header.csv", "agency/填报单位"),
        ("twice.csv", "第 2 行和第 3 行"),
        ("sign.csv", "“也许”"),
        ("nowhere.csv", "nowhere.csv"),
    ] {
        let run = desk.run(&["check", "filings.csv", "--roster", roster]);
        assert_eq!(run.status.code(), Some(2), "{roster}");
        assert!(text(&run.stderr).contains(words), "{roster}: {}", text(&run.stderr));
    }
}

/// A roster in any encoding and separator, and as a workbook.
#[test]
fn a_roster_is_read_in_every_form() {
    let desk = Desk::with(&[("filings.csv", FILINGS), ("tabs.txt", &format!("名录\n\n{}", ROSTER.replace(',', "\t")))]);
    fs::write(desk.path("gbk.csv"), encoding_rs::GB18030.encode(ROSTER).0).expect("written");
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (row, line) in (0..).zip(ROSTER.lines()) {
        for (column, field) in (0..).zip(line.split(',')) {
            page.write(row, column, field).expect("written");
        }
    }
    book.save(desk.path("roster.xlsx")).expect("saved");
    for roster in ["tabs.txt", "gbk.csv", "roster.xlsx"] {
        let result = desk.json(&["filings.csv", "--roster", roster]);
        assert_eq!(result["summary"]["by_code"]["A502"], 1, "{roster}");
    }
}

/// The whole way of an explanation: asked for, filled in, accepted, and reopened when the figures change.
#[test]
fn a_warning_is_explained_until_its_figures_change() {
    let desk = Desk::with(&[("filings.csv", FILINGS)]);
    let run = desk.run(&["check", "filings.csv", "--select", "V210", "--write-explanations", "todo.csv"]);
    assert_eq!(run.status.code(), Some(0));
    let todo = fs::read_to_string(desk.path("todo.csv")).expect("written");
    assert!(todo.starts_with("\u{FEFF}fingerprint,agency,year,code,cells,figures,reason,author,date\r\n"), "{todo}");
    assert_eq!(todo.lines().count(), 2, "{todo}");
    let row = "甲县文旅局,2023,V210,review.reconsideration.total,|3,";
    assert!(todo.contains(row), "{todo}");

    desk.put("done.csv", &todo.replace(&format!("{row},,"), &format!("{row}总计按正文口径不填,张某,2024-01-20")));
    let check = |file: &str| desk.json(&["filings.csv", "--select", "V210,E", "--explanations", file]);
    let explained = check("done.csv");
    let filing = &explained["filings"][1];
    assert_eq!((&filing["status"], &filing["findings"][0]["explained"]), (&"pass".into(), &true.into()));
    assert_eq!(filing["findings"][0]["explanation"]["author"], "张某");
    let code = |file: &str| {
        let arguments = ["check", "filings.csv", "--select", "V210", "--fail-on", "warning", "--explanations", file];
        desk.run(&arguments).status.code()
    };
    assert_eq!((code("todo.csv"), code("done.csv")), (Some(1), Some(0)), "a line without a reason explains nothing");
    let run = desk.run(&["check", "filings.csv", "--explanations", "done.csv", "--write-explanations", "rest.csv"]);
    assert_eq!(run.status.code(), Some(1), "S301 and its like are errors");
    assert!(!text(&fs::read(desk.path("rest.csv")).expect("written")).contains("V210"), "it is not asked for again");
    // A file of explanations is never written over.
    let run = desk.run(&["check", "filings.csv", "--explanations", "done.csv", "--write-explanations", "done.csv"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(fs::read_to_string(desk.path("done.csv")).expect("there").contains("张某"));

    desk.put("filings.csv", &FILINGS.replace("2,0,0,1,\n", "2,0,0,1,／\n"));
    let reopened = check("done.csv");
    let findings = reopened["filings"][1]["findings"].as_array().expect("a list");
    let of = |code: &str| findings.iter().find(|finding| finding["code"] == code).expect("found");
    assert_eq!(of("V210")["explained"], false);
    assert!(of("E802")["message"].as_str().expect("a sentence").contains("总计按正文口径不填"));

    desk.put("filings.csv", &FILINGS.replace("2,0,0,1,\n", "2,0,0,1,3\n"));
    let gone = check("done.csv");
    assert_eq!(gone["findings"][0]["code"], "E801");
    assert_eq!(gone["findings"][0]["source"]["record"], 2);
}

/// Spreadsheet programs take a fingerprint for a number; agency, year, code and cells say the same.
#[test]
fn a_ledger_that_was_filled_in_is_read_back() {
    let desk = Desk::with(&[("filings.csv", FILINGS)]);
    for (lang, name) in [("zh", "核查台账"), ("en", "Findings")] {
        desk.run(&["check", "filings.csv", "--lang", lang, "--format", "xlsx", "-o", "ledger.xlsx"]);
        let mut rows = sheet(&desk.path("ledger.xlsx"), name);
        let column =
            |wanted: &[&str]| rows[0].iter().position(|name| wanted.contains(&name.as_str())).expect("a column");
        let reason = column(&["情况说明（请填写）", "Explanation (to fill in)"]);
        let (code, fingerprint) = (column(&["代码", "Code"]), column(&["指纹", "Fingerprint"]));
        let row = rows.iter_mut().find(|row| row[code] == "V210").expect("the blank total");
        "总计按正文口径不填".clone_into(&mut row[reason]);
        "1.23457E+15".clone_into(&mut row[fingerprint]);
        let mut book = rust_xlsxwriter::Workbook::new();
        let page = book.add_worksheet();
        for (at, row) in (0..).zip(&rows) {
            for (column, field) in (0..).zip(row) {
                page.write_string(at, column, field).expect("written");
            }
        }
        book.save(desk.path("filled.xlsx")).expect("saved");
        let result = desk.json(&["filings.csv", "--select", "V210,E", "--explanations", "filled.xlsx"]);
        assert_eq!(result["filings"][1]["findings"][0]["explained"], true, "{lang}");
        assert_eq!(result["findings"].as_array().map(Vec::len), Some(0), "{lang}");
    }
}

#[test]
fn settings_are_found_upwards_and_what_is_typed_wins() {
    let desk = Desk::with(&[
        ("gouji.toml", "select = [\"A\"]\nroster = \"lists/roster.csv\"\nfail-on = \"warning\"\n"),
        ("lists/roster.csv", ROSTER),
        ("a/b/filings.csv", FILINGS),
    ]);
    let below = desk.path("a/b");
    let run = run_in(&below, &["check", "filings.csv"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(text(&run.stdout).contains("甲县公安局"));
    assert_eq!(run_in(&below, &["check", "filings.csv", "--fail-on", "error"]).status.code(), Some(0));

    let shown = text(&run_in(&below, &["config", "--ignore", "A504"]).stdout);
    for (line, origin) in
        [("select = [\"A\"]", "设置文件"), ("ignore = [\"A504\"]", "命令行"), ("blank = \"zero\"", "默认")]
    {
        assert!(shown.lines().any(|said| said.starts_with(line) && said.ends_with(origin)), "{shown}");
    }
    assert!(shown.contains("roster.csv"));
    // What it prints is a file of settings.
    desk.put("printed.toml", &shown);
    let run = run_in(
        &below,
        &["check", "filings.csv", "--config", "../../printed.toml", "--roster", "../../lists/roster.csv"],
    );
    assert_eq!(run.status.code(), Some(1), "{}", text(&run.stderr));
}

/// What a project decides of reading is a setting as well.
#[test]
fn texts_without_tables_can_be_a_setting() {
    let text = fs::read_to_string("fixtures/narrative/no-tables.txt").expect("the fixture is text");
    for (settings, code) in [("", Some(2)), ("text = false", Some(2)), ("text = true", Some(0))] {
        let desk = Desk::with(&[("report.txt", &text), ("gouji.toml", settings)]);
        assert_eq!(desk.run(&["check", "report.txt"]).status.code(), code, "{settings}");
    }
}

#[test]
fn settings_that_make_no_sense_are_errors() {
    for (settings, words) in [
        ("sellect = [\"B\"]", "是不是 `select`"),
        ("blank = \"nought\"", "zero, missing"),
        ("select = [\"Z9\"]", "Z9"),
        ("[severity]\nB101 = \"warning\"", "B101"),
        ("[severity]\nB = \"note\"", "强制性问题不能降级"),
        ("[severity]\nX1 = \"note\"", "X1"),
        ("roster = \"nowhere.csv\"", "nowhere.csv"),
        ("edition = \"1999\"", "1999"),
        ("select = [", "gouji.toml"),
    ] {
        let desk = Desk::with(&[("filings.csv", FILINGS), ("gouji.toml", settings)]);
        let run = desk.run(&["check", "filings.csv"]);
        assert_eq!(run.status.code(), Some(2), "{settings}");
        assert!(text(&run.stderr).contains(words), "{settings}: {}", text(&run.stderr));
        assert_eq!(desk.run(&["config"]).status.code(), Some(2), "{settings}");
    }
}

#[test]
fn a_severity_can_be_raised_and_lowered() {
    let settings = "select = [\"V210\", \"S301\"]\n[severity]\nV = \"note\"\nV210 = \"error\"\nS301 = \"note\"\n";
    let desk = Desk::with(&[("filings.csv", FILINGS), ("gouji.toml", settings)]);
    let result = desk.json(&["filings.csv"]);
    let findings = result["filings"][1]["findings"].as_array().expect("a list");
    let severity = |code: &str| findings.iter().find(|one| one["code"] == code).map(|one| one["severity"].clone());
    assert_eq!((severity("V210"), severity("S301")), (Some("error".into()), Some("note".into())));
    assert_eq!(result["filings"][0]["status"], "pass", "its missing tables are notes now");
}

/// Patterns, names that are no Unicode, links to nothing and in circles, `.gitignore`.
#[cfg(unix)]
#[test]
fn a_run_finds_its_files() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    let desk = Desk::with(&[
        ("in/a.csv", FILINGS),
        ("in/deep/b.csv", FILINGS),
        ("in/drafts/c.csv", FILINGS),
        ("in/.gitignore", "drafts/\n"),
        ("elsewhere/d.csv", FILINGS),
    ]);
    fs::write(desk.path("in").join(OsStr::from_bytes(b"\xFF\xFE.csv")), FILINGS).expect("written");
    symlink(desk.path("in"), desk.path("in/deep/round")).expect("a link");
    symlink(desk.path("elsewhere"), desk.path("in/linked")).expect("a link");
    symlink(desk.path("nowhere.csv"), desk.path("in/gone.csv")).expect("a link");
    let paths = |arguments: &[&str]| {
        let result = desk.json(arguments);
        let filings = result["filings"].as_array().expect("a list").iter();
        let mut paths: Vec<_> = filings.map(|one| one["source"]["path"].as_str().expect("a path").to_owned()).collect();
        paths.dedup();
        let skipped = result["summary"]["skipped"].as_array().expect("a list").len();
        (paths, skipped)
    };
    let (all, skipped) = paths(&["in"]);
    let names = ["in/a.csv", "in/deep/b.csv", "in/drafts/c.csv", "in/gone.csv", "in/\u{FFFD}\u{FFFD}.csv"];
    assert_eq!(
        (all.as_slice(), skipped),
        (&names.map(str::to_owned)[..], 2),
        "links to folders are said, not followed"
    );
    let (kept, _) = paths(&["in", "--gitignore"]);
    assert_eq!(kept.len(), 4, "{kept:?}");
    assert!(!kept.contains(&"in/drafts/c.csv".to_owned()));
    let (matched, _) = paths(&["in/d*/*.csv"]);
    assert_eq!(matched, ["in/deep/b.csv", "in/drafts/c.csv"]);
    let none = desk.run(&["check", "in/x*.csv"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(text(&none.stdout).contains("in/x*.csv"));
}

/// Ctrl-C ends a run in good order: what was done is written, and the code is 130.
#[cfg(unix)]
#[test]
fn an_interrupted_run_says_what_was_done() {
    use std::fmt::Write as _;
    use std::io::{BufRead as _, BufReader, Read as _};

    let header = FILINGS.lines().next().expect("a header");
    let mut rows = format!("{header}\n");
    for row in 0..400_000 {
        let _ = writeln!(rows, "第{row}局,2023,1,0,0,0,1");
    }
    let desk = Desk::with(&[("filings.csv", &rows), ("roster.csv", ROSTER)]);
    let mut run = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .current_dir(desk.0.path())
        .args(["check", "filings.csv", "--format", "jsonl", "--roster", "roster.csv"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("gouji runs");
    let mut out = BufReader::new(run.stdout.take().expect("a pipe"));
    let mut line = String::new();
    out.read_line(&mut line).expect("a filing");
    let killed = Command::new("kill").args(["-INT", &run.id().to_string()]).status().expect("kill runs");
    assert!(killed.success());
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("the rest");
    assert_eq!(run.wait().expect("it ends").code(), Some(130));
    let last: Value = serde_json::from_str(rest.lines().last().expect("a summary")).expect("JSON");
    let filings = last["summary"]["filings"].as_u64().expect("a count");
    assert!((1..400_000).contains(&filings), "{filings}");
    assert_eq!(last["summary"]["interrupted"], 0, "the file was begun");
    assert_eq!(last["findings"].as_array().map(Vec::len), Some(0), "nobody is missing from half a run");
}

#[test]
fn completions_and_manual_pages_come_from_the_definitions() {
    let here = Path::new(".");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = run_in(here, &["completions", shell]);
        assert!(run.status.success() && text(&run.stdout).contains("write-explanations"), "{shell}");
    }
    let page = text(&run_in(here, &["man"]).stdout);
    assert!(page.starts_with(".ie") || page.contains(".TH"), "{page}");
    assert!(text(&run_in(here, &["man", "check"]).stdout).contains("roster"));
    assert_eq!(run_in(here, &["man", "nothing"]).status.code(), Some(2));
}

/// What a check wrote into the folder is not checked the next time; named, a marked form is a form.
#[test]
fn results_left_in_the_folder_are_passed_over() {
    let desk = Desk::with(&[("in/filings.csv", FILINGS)]);
    let mut arguments = vec!["check", "in"];
    let formats = ["json", "jsonl", "sarif", "gitlab", "csv", "markdown", "html", "xlsx"];
    let names = formats.map(|format| format!("in/result.{}", if format == "jsonl" { "json" } else { format }));
    for (at, (format, name)) in formats.into_iter().zip(&names).enumerate() {
        // The extensions that are read; both kinds of JSON take their turn.
        let name = if at == 1 { "in/lines.json" } else { name.as_str() };
        let name = match format {
            "sarif" | "gitlab" => {
                if format == "sarif" {
                    "in/sarif.json"
                } else {
                    "in/gitlab.json"
                }
            }
            "markdown" => "in/result.md",
            _ => name,
        };
        arguments.extend(["--format", format, "-o", name]);
    }
    desk.run(&arguments);
    desk.run(&["check", "in/filings.csv", "--format", "xlsx", "--marked", "-o", "in/marked.xlsx"]);
    let again = desk.json(&["in"]);
    assert_eq!(again["summary"]["filings"], 2, "{}", again["summary"]);
    assert_eq!(again["summary"]["skipped"].as_array().map(Vec::len), Some(formats.len() + 1), "{}", again["summary"]);
    let marked = desk.json(&["in/marked.xlsx"]);
    assert_eq!(marked["summary"]["filings"], 2, "whoever corrects a marked form checks it by its name");
}

/// A cell that agrees with last year's carry-over is less suspect than one that nothing supports.
#[test]
fn last_year_tells_which_explanation_is_likelier() {
    let form = run_in(
        Path::new("."),
        &["convert", "fixtures/published/two-years-a-2024.csv", "--to", "csv", "--layout", "wide"],
    );
    let form = text(&form.stdout);
    let mut lines = form.trim_start_matches('\u{FEFF}').lines();
    let (names, figures) = (lines.next().expect("a header"), lines.next().expect("a filing"));
    let at = |cell: &str| names.split(',').position(|name| name == cell).expect("a cell");
    // A case that moved from one kind of applicant to another in 结转: the sums of 新收 and 上年结转 would explain it too.
    let mut moved: Vec<String> = figures.split(',').map(str::to_owned).collect();
    for (cell, by) in [("natural_person", -1), ("enterprise", 1)] {
        let field = &mut moved[at(&format!("requests.carried_out.{cell}"))];
        *field = (field.parse::<i64>().expect("a number") + by).to_string();
    }
    let desk = Desk::with(&[("2024.csv", &format!("{names}\n{}\n", moved.join(",")))]);
    fs::copy("fixtures/published/two-years-a-2023.csv", desk.path("2023.csv")).expect("copied");
    let rows = |arguments: &[&str]| {
        let result = desk.json(&[&["2024.csv"], arguments].concat());
        let suspects = result["filings"][0]["suspects"].as_array().expect("a list").clone();
        let row =
            |suspect: &Value| suspect["cells"][0]["id"].as_str().and_then(|id| id.split('.').nth(1)).map(str::to_owned);
        suspects.iter().map(|suspect| row(suspect).expect("a cell")).collect::<Vec<_>>()
    };
    assert_eq!(rows(&[]), ["received", "carried_in", "carried_out"]);
    assert_eq!(rows(&["--previous", "2023.csv"]), ["received", "carried_out", "carried_in"]);
}

/// A zero is a figure like others: it is said where it stands, whichever year comes first in the run.
#[test]
fn zeros_of_either_year_are_where_they_stand() {
    let header = "agency,year,requests.carried_in.natural_person,requests.carried_out.natural_person\n";
    let (before, now) = ("甲县民政局,2023,0,0\n", "甲县民政局,2024,2,0\n");
    let (after, last) = ("甲县公安局,2023,0,5\n", "甲县公安局,2024,0,0\n");
    for (rows, lines) in [([before, now, after, last], [3, 2, 5, 4]), ([now, before, last, after], [2, 3, 4, 5])] {
        let desk = Desk::with(&[("filings.csv", &format!("{header}{}", rows.concat()))]);
        let result = desk.json(&["filings.csv", "--select", "C401"]);
        let of_filings = result["filings"].as_array().into_iter().flatten();
        let findings = of_filings.flat_map(|filing| filing["findings"].as_array().into_iter().flatten());
        let findings = findings.chain(result["findings"].as_array().into_iter().flatten());
        let said: Vec<_> = findings.map(|one| (&one["cells"][0]["place"], one["message"].as_str())).collect();
        let [now, before, last, after] = lines;
        assert_eq!(said.len(), 2, "{result}");
        for ((place, message), (own, other)) in said.into_iter().zip([(now, before), (last, after)]) {
            assert_eq!(*place, format!("line {own}, field 3"));
            assert!(message.is_some_and(|text| text.contains(&format!("第{other}行第4列"))), "{message:?}");
        }
    }
}

/// Offices call themselves by shorter names than lists have, by the name of their town, by both of their signboards.
#[test]
fn names_as_in_life_are_those_of_the_roster_or_asked_about() {
    let filings = |names: &[&str]| {
        let (header, rest) = FILINGS.split_once('\n').expect("a header");
        let line = rest.lines().next().expect("a filing");
        let (_, figures) = line.split_once(',').expect("its agency comes first");
        names.iter().fold(format!("{header}\n"), |all, name| format!("{all}{name},{figures}\n"))
    };
    let told = |listed: &[&str], names: &[&str]| {
        let roster = format!("填报单位\n{}\n", listed.join("\n"));
        let desk = Desk::with(&[("filings.csv", &filings(names)), ("roster.csv", &roster)]);
        let result = desk.json(&["filings.csv", "--roster", "roster.csv", "--select", "A502,A504"]);
        let findings = result["findings"].as_array().expect("a list").clone();
        findings.into_iter().map(|one| one["message"].as_str().expect("words").to_owned()).collect::<Vec<_>>()
    };
    for (listed, name) in [
        ("甲县白石镇人民政府", "甲县白石镇"),
        ("甲县白石乡", "甲县白石乡人民政府"),
        ("甲县红旗街道办事处", "甲县红旗街道"),
        ("甲县卫生健康委员会", "甲县卫健委"),
        ("甲县人民政府办公室", "甲县政府办"),
        ("甲县住房和城乡建设局", "甲县住建局"),
    ] {
        assert!(told(&[listed], &[name]).is_empty(), "{listed} {name}");
    }
    let both = ["甲县白石镇人民政府", "甲县白石镇"];
    assert!(told(&both, &both).is_empty());
    for (listed, name) in [
        ("甲县民政局", "甲县民政局（甲县老龄工作委员会办公室）"),
        ("甲县教育和体育局", "甲县教体局"),
        ("甲县农业农村委员会", "甲县农委"),
        ("甲县教育局", "教育局"),
    ] {
        let said = told(&[listed], &[name]);
        assert!(said.len() == 2 && said[0].contains("是不是它"), "{listed} {name}: {said:?}");
    }
    let said = told(&["甲县民政局"], &["甲县财政局"]);
    assert!(said.iter().all(|message| !message.contains("是不是")), "{said:?}");
}

/// A superior that is merged over its bodies was that of the first of them, and the others were added to whoever asked.
#[test]
fn a_merged_cell_of_a_roster_holds_for_its_rows() {
    let desk = Desk::with(&[("filings.csv", COUNTY)]);
    let mut book = rust_xlsxwriter::Workbook::new();
    let (page, format) = (book.add_worksheet(), rust_xlsxwriter::Format::new());
    let names = ["某县民政局", "某县教育局", "某县财政局"];
    for (column, name) in (0..).zip(["上级单位", "填报单位", "联系人"]) {
        page.write_string(0, column, name).expect("written");
    }
    page.merge_range(1, 0, 3, 0, "某市人民政府", &format).expect("merged");
    page.write_string(4, 0, "某县人民政府").expect("written");
    // Whoever has two people to call takes up two lines.
    page.merge_range(2, 1, 3, 1, names[1], &format).expect("merged");
    for (row, name) in [(1, names[0]), (4, names[2])] {
        page.write_string(row, 1, name).expect("written");
    }
    for row in 1..5 {
        page.write_string(row, 2, format!("第{row}人")).expect("written");
    }
    book.save(desk.path("roster.xlsx")).expect("saved");
    let run = desk.run(&["sum", "filings.csv", "--roster", "roster.xlsx", "--agency", "某县人民政府", "-o", "sum.csv"]);
    let said = text(&run.stdout) + &text(&run.stderr);
    assert!(said.contains("汇总 1 份"), "{said}");
    assert!(names[..2].iter().all(|name| said.contains(name)), "{said}");
}

/// What is passed over in a roster without a word would be added up, or missed, all the same.
#[test]
fn a_column_of_a_roster_that_seems_to_matter_is_understood_or_refused() {
    let desk = Desk::with(&[("filings.csv", COUNTY)]);
    let said = |roster: &str| {
        desk.put("roster.csv", roster);
        let args = ["sum", "filings.csv", "--roster", "roster.csv", "--agency", "某县人民政府", "-o", "sum.csv"];
        let run = desk.run(&args);
        (run.status.code(), text(&run.stdout) + &text(&run.stderr))
    };
    let roster = |header: &str, fields: [&str; 3]| {
        let [civil, school, money] = fields;
        format!("单位名称,{header}\n某县民政局,{civil}\n某县教育局,{school}\n某县财政局,{money}\n")
    };
    for header in ["上级主管部门", "上级部门", "隶属单位", "主管部门"] {
        let (exit, said) = said(&roster(header, ["某县人民政府", "某市教育局", "某县人民政府"]));
        assert!(exit != Some(2) && said.contains("汇总 2 份"), "{header}: {said}");
    }
    for (yes, no) in [("是", "否"), ("是（省垂管）", "非垂管"), ("省垂管", "/"), ("市垂直管理", "")]
    {
        for header in ["垂管", "是否垂管", "垂直管理", "垂直管理单位"] {
            let (exit, said) = said(&roster(header, [yes, no, ""]));
            assert!(exit != Some(2) && said.contains("汇总 2 份"), "{header} {yes} {no}: {said}");
        }
    }
    for sign in ["是否待定", "原垂管", "也许"] {
        assert_eq!(said(&roster("垂管", [sign, "", ""])).0, Some(2), "{sign}");
    }
    // A column of the second rank beside one of the first is no column of this kind.
    for (second, text) in
        [("主管部门", "某市教育局"), ("隶属单位", "某市教育局"), ("更名前", "某县财政局"), ("垂管", "是")]
    {
        let header = format!("上级单位,垂直管理,曾用名,{second}");
        let line = format!("某县人民政府,,无,{text}");
        let (exit, said) = said(&roster(&header, [&line, "某县人民政府,否,/,", "某县人民政府,,-,"]));
        assert!(exit != Some(2) && said.contains("汇总 3 份"), "{second}: {said}");
    }
    let two = ["某县人民政府,某省民政厅", "某市教育局,某县人民政府", "某县人民政府,某省财政厅"];
    let (exit, two) = said(&roster("隶属单位,主管部门", two));
    assert!(exit != Some(2) && two.contains("汇总 2 份"), "{two}");
    for (header, fields, role) in [
        ("上级主管科室所在单位", ["某县人民政府", "某市教育局", "某县人民政府"], "上级单位"),
        ("隶属的机关", ["", "某县民政局", "某县民政局"], "上级单位"),
        ("是否属于垂管", ["是", "否", ""], "垂直管理"),
        ("免报情况", ["免报", "", ""], "垂直管理"),
        ("是否汇总", ["否", "是", "是"], "垂直管理"),
        ("管理体制", ["垂直管理", "属地管理", "属地管理"], "垂直管理"),
        ("备注", ["垂管", "", ""], "垂直管理"),
        ("备注", ["垂直管理。", "", ""], "垂直管理"),
        ("说明", ["", "垂管单位，不汇总", ""], "垂直管理"),
    ] {
        let (exit, said) = said(&roster(header, fields));
        assert_eq!(exit, Some(2), "{header}: {said}");
        assert!(said.contains(header) && said.contains(role), "{header}: {said}");
    }
    let bodies = ["某县人民政府", "某县财政局", "某县民政局"];
    for (header, fields) in [
        ("主管领导", ["张三", "李四", "王五"]),
        ("汇总顺序", ["1", "2", "3"]),
        ("更名时间", ["2019年3月", "", ""]),
        ("备注", ["原为垂直管理，已下放", "", ""]),
        ("备注", ["免报", "不汇总", "某县财政局"]),
        ("全称", ["某县民政局", "某县教育局", "某县财政局"]),
        ("归口部门", bodies),
        ("归口单位", bodies),
        ("归口管理部门", bodies),
        ("行政级别", ["正科级", "正科级", "副科级"]),
        ("机构级别", ["正科级", "正科级", "副科级"]),
        ("主管科室", ["政府信息公开办公室", "政策法规处", "办公室"]),
        ("归口股室", ["办公室", "办公室", "办公室"]),
        ("行业主管部门", bodies),
        ("隶属地区", ["某市某县", "某市某县", "某市某县"]),
        ("曾用名及时间", ["某县社会局（2019年）", "", ""]),
        ("是否汇总", ["是", "是", "是"]),
        ("是否已汇总", ["是", "否", "否"]),
        ("是否纳入汇总", ["是", "否", "否"]),
        ("是否免报备案", ["是", "否", "否"]),
        ("审核单位", bodies),
        ("考核单位", bodies),
        ("同级政府", ["某县人民政府", "某县人民政府", "某县人民政府"]),
        ("网站主办单位", bodies),
        ("上级部门科室", ["办公室", "政策法规处", "秘书科"]),
        ("上级单位所在地", ["某市某区", "某市某区", "某市某区"]),
    ] {
        let (exit, said) = said(&roster(header, fields));
        assert!(exit != Some(2) && said.contains("汇总 3 份"), "{header}: {said}");
    }
}

/// Of a draft and the final filing of last year the first was taken, whichever it was; and what does not say whose it is, or
/// of which year, was compared with nothing, without a word.
#[test]
fn last_years_filing_is_certain_or_it_is_said() {
    let header = "agency,year,requests.carried_in.natural_person,requests.carried_out.natural_person";
    let set = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    let (draft, last) = ("某县文旅局,2022,0,5", "某县文旅局,2022,0,3");
    let bodies = ["某县文化局,2022,0,1", "某县旅游局,2022,0,2"];
    let now = "某县文旅局,2023,3,0";
    let desk = Desk::with(&[("roster.csv", "填报单位,曾用名\n某县文旅局,某县文化局;某县旅游局\n")]);
    let said = |now: &str, previous: &[&str], options: &[&str]| {
        desk.put("now.csv", &set(&[now]));
        desk.put("previous.csv", &set(previous));
        let args = [&["now.csv", "--previous", "previous.csv", "--select", "C4", "--lang", "zh"], options].concat();
        let findings = desk.json(&args)["filings"][0]["findings"].as_array().expect("findings").clone();
        let told = |finding: &Value| format!("{} {}", finding["code"].as_str()?, finding["message"].as_str()?).into();
        findings.iter().filter_map(told).collect::<Vec<String>>()
    };
    assert_eq!(said(now, &[last], &[]), [""; 0]);
    assert_eq!(said(now, &[last, last], &[]), [""; 0], "twice the same");
    assert!(said(now, &[draft], &[])[0].starts_with("C401"));
    for previous in [[draft, last], [last, draft]] {
        let said = said(now, &previous, &[]);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("C405") && said[0].contains("2 份报表"), "{said:?}");
    }
    for previous in [[bodies[0], bodies[1]], [bodies[1], bodies[0]]] {
        let said = said(now, &previous, &["--roster", "roster.csv"]);
        assert!(said.len() == 1 && said[0].starts_with("C405"), "{said:?}");
        assert!(said[0].contains("某县文化局") && said[0].contains("某县旅游局"), "{said:?}");
    }
    for (nobodys, word) in [(",2023,3,0", "哪个单位"), ("某县文旅局,,3,0", "哪一年")] {
        let said = said(nobodys, &[last], &[]);
        assert!(said.len() == 1 && said[0].starts_with("C405") && said[0].contains(word), "{said:?}");
    }
    // Who asked for no comparison is not told that there was none.
    desk.put("now.csv", &set(&[",2023,3,0"]));
    assert!(
        desk.json(&["now.csv", "--select", "C4"])["summary"]["by_code"]
            .as_object()
            .is_some_and(serde_json::Map::is_empty)
    );
}
