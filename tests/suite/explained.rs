//! Explanations (情况说明): what they speak of, when they hold no longer, and which finding each of them answers.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// The columns of table 4 that are filled.
const REVIEW: &str = "agency,year,review.reconsideration.upheld,review.reconsideration.corrected,\
    review.reconsideration.other,review.reconsideration.pending,review.reconsideration.total\n";
const REPORT: &str = include_str!("../../fixtures/published/two-years-a-2023.csv");

fn review(rows: &str) -> String {
    format!("{REVIEW}{rows}\n")
}

/// A folder in which gouji is run.
struct Desk(tempfile::TempDir);

impl Desk {
    fn with(files: &[(&str, String)]) -> Self {
        let desk = Self(tempfile::tempdir().expect("a temporary folder"));
        desk.put(files);
        desk
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn put(&self, files: &[(&str, String)]) {
        for (name, text) in files {
            fs::write(self.path().join(name), text).expect("written");
        }
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).expect("there")
    }

    fn check(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
        command.current_dir(self.path()).arg("check").args(arguments).output().expect("gouji runs")
    }

    /// The form for explanations, each filled in.
    fn explain(&self, arguments: &[&str]) -> String {
        self.check(&[arguments, &["--write-explanations", "form.csv"]].concat());
        let form = self.read("form.csv").replace(",,,\r\n", ",属实,,\r\n");
        self.put(&[("said.csv", form.clone())]);
        form
    }

    /// All findings of a run with the explanations.
    fn findings(&self, arguments: &[&str]) -> Vec<Value> {
        let run = self.check(&[arguments, &["--explanations", "said.csv", "--format", "json"]].concat());
        let run: Value = serde_json::from_slice(&run.stdout).expect("JSON");
        let list = |of: &Value| of["findings"].as_array().expect("a list").clone();
        let filings = run["filings"].as_array().expect("a list");
        filings.iter().flat_map(list).chain(list(&run)).collect()
    }
}

/// The sentences of the findings with a code.
fn sentences(findings: &[Value], code: &str) -> Vec<String> {
    let of_code = findings.iter().filter(|finding| finding["code"] == code);
    of_code.map(|finding| finding["message"].as_str().expect("a sentence").to_owned()).collect()
}

/// Whether every finding with a code is explained.
fn are_explained(findings: &[Value], code: &str) -> bool {
    let mut of_code = findings.iter().filter(|finding| finding["code"] == code).peekable();
    of_code.peek().is_some() && of_code.all(|finding| finding["explained"] == true)
}

/// A finding is explained; then something changes that it is compared with, and no cell of the filing.
struct Change {
    code: &'static str,
    arguments: &'static [&'static str],
    before: Vec<(&'static str, String)>,
    after: Vec<(&'static str, String)>,
    /// What is said of it.
    was: &'static str,
    is: &'static str,
}

fn changes() -> Vec<Change> {
    let wide = |cell: &str, rows: &str| format!("agency,year,{cell}\n{rows}\n");
    let carried = |figure: u32| wide("requests.carried_out.natural_person", &format!("甲局,2022,{figure}"));
    let permits = |year: u16, figure: u32| wide("disclosure.permits.decisions", &format!("甲局,{year},{figure}"));
    let told = |count: &str| format!("一、总体情况\n2023年，我市新收政府信息公开申请{count}件。\n{REPORT}");
    let last_year: &[&str] = &["now.csv", "--previous", "last.csv"];
    vec![
        Change {
            code: "C401",
            arguments: last_year,
            before: vec![
                ("now.csv", wide("requests.carried_in.natural_person", "甲局,2023,12")),
                ("last.csv", carried(10)),
            ],
            after: vec![("last.csv", carried(510))],
            was: "12（对照 10）",
            is: "12（对照 510）",
        },
        Change {
            code: "P702",
            arguments: last_year,
            before: vec![("now.csv", permits(2023, 1000)), ("last.csv", permits(2022, 150))],
            after: vec![("last.csv", permits(2022, 100_000))],
            was: "1000（对照 150）",
            is: "1000（对照 100000）",
        },
        Change {
            code: "P703",
            arguments: last_year,
            before: vec![("now.csv", review("甲局,2023,0,0,0,0,0")), ("last.csv", review("甲局,2022,9,0,0,3,12"))],
            after: vec![("last.csv", review("甲局,2022,9,0,0,30,39"))],
            was: "针对的是 12",
            is: "现在是 39",
        },
        Change {
            code: "P704",
            arguments: &["now.csv"],
            before: vec![(
                "now.csv",
                wide(
                    "requests.received.total,requests.carried_in.total,requests.carried_out.total",
                    "甲局,2023,40,0,15",
                ),
            )],
            after: vec![(
                "now.csv",
                wide(
                    "requests.received.total,requests.carried_in.total,requests.carried_out.total",
                    "甲局,2023,18,0,15",
                ),
            )],
            was: "15（对照 40）",
            is: "15（对照 18）",
        },
        Change {
            code: "A501",
            arguments: &["now.csv", "--aggregate", "whole.csv"],
            before: vec![
                ("now.csv", permits(2023, 70)),
                ("whole.csv", wide("disclosure.permits.decisions", "某县,2023,71")),
            ],
            after: vec![("now.csv", permits(2023, 90))],
            was: "71（对照 70）",
            is: "71（对照 90）",
        },
        Change {
            code: "A505",
            arguments: &["now.csv"],
            before: vec![("now.csv", review("甲局,2023,1,0,0,0,1\n甲局,2023,2,0,0,0,2"))],
            after: vec![("now.csv", review("甲局,2023,1,0,0,0,1\n甲局,2023,2,0,0,0,2\n甲局,2023,3,0,0,0,3"))],
            was: "针对的是 1 ≠ 2",
            is: "现在是 1 ≠ 2 ≠ 3",
        },
        Change {
            code: "P706",
            arguments: &["now.csv"],
            before: vec![("now.csv", review("甲局,2023,9,3,2,1,15\n戊局,2023,9,3,2,1,15"))],
            after: vec![("now.csv", review("庚局,2023,9,3,2,1,15\n戊局,2023,9,3,2,1,15"))],
            was: "针对的是 甲局 2023",
            is: "现在是 庚局 2023",
        },
        Change {
            code: "N601",
            arguments: &["now.csv"],
            before: vec![("now.csv", told("3999"))],
            after: vec![("now.csv", told("39"))],
            was: "对照 3999件",
            is: "对照 39件",
        },
        Change {
            code: "V210",
            arguments: &["now.csv"],
            before: vec![("now.csv", review("甲局,2023,5,0,0,0,"))],
            after: vec![("now.csv", review("甲局,2023,5,0,0,3,"))],
            was: "空白（对照 5）",
            is: "空白（对照 8）",
        },
    ]
}

#[test]
fn an_explanation_holds_until_what_it_was_compared_with_changes() {
    for Change { code, arguments, before, after, was, is } in changes() {
        let desk = Desk::with(&before);
        let codes = format!("{code},E");
        let arguments = [arguments, &["--select", &codes]].concat();
        let form = desk.explain(&arguments);
        let findings = desk.findings(&arguments);
        assert!(are_explained(&findings, code), "{code}: {form}");
        assert_eq!(sentences(&findings, "E802"), [""; 0], "{code}");

        desk.put(&after);
        let findings = desk.findings(&arguments);
        assert!(!are_explained(&findings, code), "{code}: {findings:#?}");
        let said = sentences(&findings, "E802");
        assert!(said.len() == 1 && said[0].contains(was) && said[0].contains(is), "{code}: {said:?}");

        // One that was given of the figures of the cells alone speaks of no others.
        let old: Vec<String> = form.lines().map(cut).collect();
        desk.put(&[("said.csv", old.join("\r\n"))]);
        let findings = desk.findings(&arguments);
        assert!(are_explained(&findings, code), "{code}: {old:?} {findings:#?}");
    }
}

/// A line of explanations without what the figures were compared with.
fn cut(line: &str) -> String {
    let fields = line.split(',').map(|field| field.split('|').next().unwrap_or_default());
    fields.collect::<Vec<_>>().join(",")
}

/// A folder may be moved, and a line put in further up: neither is another filing.
#[test]
fn where_filings_stand_is_none_of_what_was_explained() {
    let row = "甲局,2023,1,0,0,0,1\n甲局,2023,2,0,0,0,2";
    let desk = Desk::with(&[("now.csv", review(row))]);
    let arguments = ["now.csv", "--select", "A505,E"];
    desk.explain(&arguments);
    desk.put(&[("now.csv", review(&format!("乙局,2023,7,0,0,0,7\n{row}")))]);
    assert!(are_explained(&desk.findings(&arguments), "A505"));
    fs::create_dir(desk.path().join("moved")).expect("a folder");
    fs::rename(desk.path().join("now.csv"), desk.path().join("moved/now.csv")).expect("moved");
    assert!(are_explained(&desk.findings(&["moved", "--select", "A505,E"]), "A505"));
}

/// Of filings with the same table whoever comes first is the one that the others are said to have copied. In another order
/// that is another one, and what was explained is the same.
#[test]
fn the_order_of_the_files_is_none_of_what_was_explained() {
    let file = |agency: &str, year: u16| review(&format!("{agency},{year},9,3,2,1,15"));
    let files = [("a.csv", file("甲局", 2023)), ("b.csv", file("乙局", 2023)), ("c.csv", file("丙局", 2023))];
    let desk = Desk::with(&files);
    desk.put(&[("last.csv", file("丁局", 2022))]);
    let judged = |files: &[&str]| {
        let findings = desk.findings(&[files, &["--select", "P706,E"]].concat());
        let open = findings.iter().filter(|finding| finding["explained"] == false);
        let open: Vec<_> = open.map(|finding| finding["code"].as_str().unwrap_or_default().to_owned()).collect();
        (findings.len(), open)
    };
    let orders = |[one, two, three]: [&'static str; 3]| {
        [
            [one, two, three],
            [one, three, two],
            [two, one, three],
            [two, three, one],
            [three, one, two],
            [three, two, one],
        ]
    };
    desk.put(&[("d.csv", file("庚局", 2023))]);
    for explained in orders(["a.csv", "b.csv", "c.csv"]) {
        desk.explain(&[&explained[..], &["--select", "P706"]].concat());
        for order in orders(explained) {
            assert_eq!(judged(&order), (2, vec![]), "{explained:?}: {order:?}");
        }
        // Who comes later has been explained to nobody.
        for order in [["d.csv", explained[0]], [explained[0], "d.csv"]] {
            assert_eq!(judged(&order).1.first().map(String::as_str), Some("P706"), "{explained:?}: {order:?}");
        }
    }
    // Of two years the later is the copy in any order.
    for (explained, order) in
        [(["a.csv", "last.csv"], ["last.csv", "a.csv"]), (["last.csv", "a.csv"], ["a.csv", "last.csv"])]
    {
        desk.explain(&[&explained[..], &["--select", "P706"]].concat());
        assert_eq!(judged(&order), (1, vec![]), "{explained:?}");
    }
}

/// A second claim of the same cells is a finding of its own, and the words about the first are none about it.
#[test]
fn an_explanation_is_of_one_finding() {
    let report = |more: &str| format!("一、总体情况\n2023年，我市新收政府信息公开申请3999件。\n{REPORT}{more}");
    let desk = Desk::with(&[("now.csv", report(""))]);
    let arguments = ["now.csv", "--select", "N601,E"];
    let form = desk.explain(&arguments);
    desk.put(&[("now.csv", report("\n五、其他\n2023年，我市共收到政府信息公开申请88888件。\n"))]);
    let open = |form: String| {
        desk.put(&[("said.csv", form)]);
        let findings = desk.findings(&arguments);
        let of_code = findings.iter().filter(|finding| finding["code"] == "N601");
        let open: Vec<_> = of_code.filter(|finding| finding["explained"] == false).cloned().collect();
        (sentences(&open, "N601"), sentences(&findings, "E801").len(), sentences(&findings, "E802").len())
    };
    let (said, orphans, reopened) = open(form.clone());
    assert_eq!((said.len(), orphans, reopened), (1, 0, 0), "{said:?}");
    assert!(said[0].contains("88888"), "{said:?}");

    // A spreadsheet program takes the fingerprint for a number; the figures tell which of the two it is.
    let fingerprint = form.lines().nth(1).and_then(|row| row.split(',').next()).expect("a row");
    let (said, orphans, reopened) = open(form.replace(fingerprint, "1.23457E+15"));
    assert_eq!((said.len(), orphans, reopened), (1, 0, 0), "{said:?}");
    assert!(said[0].contains("88888"), "{said:?}");
}

/// An agency that filed twice is asked twice, and both of its rows have been read.
#[test]
fn a_row_that_stands_twice_answers_as_one() {
    let row = "甲局,2023,5,0,0,0,";
    let desk = Desk::with(&[("now.csv", review(&format!("{row}\n{row}")))]);
    let arguments = ["now.csv", "--select", "V210,E"];
    desk.explain(&arguments);
    let findings = desk.findings(&arguments);
    assert!(are_explained(&findings, "V210"));
    assert_eq!(sentences(&findings, "E801"), Vec::<String>::new());
}

/// The form that asks about a table with many blank totals has more `;` in it than commas.
#[test]
fn a_form_with_many_cells_is_read_back() {
    let desk = Desk::with(&[]);
    let form = desk.path().join("form.csv");
    let run = |more: &[&std::ffi::OsStr]| {
        let mut gouji = Command::new(env!("CARGO_BIN_EXE_gouji"));
        gouji.args(["check", "--exit-zero", "fixtures/datasets/wide.csv"]).args(more).output().expect("gouji runs")
    };
    assert!(run(&["--write-explanations".as_ref(), form.as_os_str()]).status.success());
    let read = run(&["--explanations".as_ref(), form.as_os_str()]);
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
}

/// What somebody has written into the form or the ledger is never lost to the next run.
#[test]
fn a_list_that_was_filled_in_is_not_written_over() {
    let desk = Desk::with(&[("now.csv", review("甲局,2023,5,0,0,0,"))]);
    let ledger = ["now.csv", "--select", "V210", "-o", "ledger.xlsx"];
    let form = ["now.csv", "--select", "V210", "--write-explanations", "form.csv"];
    let codes = |runs: [&[&str]; 2]| runs.map(|arguments| desk.check(arguments).status.code());
    assert_eq!(codes([&ledger, &form]), [Some(0), Some(0)]);
    assert_eq!(codes([&ledger, &form]), [Some(0), Some(0)], "nothing is filled in");

    let filled = desk.read("form.csv").replace(",,,\r\n", ",属实,张某,\r\n");
    desk.put(&[("form.csv", filled.clone()), ("said.csv", filled.clone())]);
    let with_answers = [&ledger[..], &["--explanations", "said.csv"]].concat();
    assert_eq!(desk.check(&with_answers).status.code(), Some(0), "now the ledger has it too");
    let book = fs::read(desk.path().join("ledger.xlsx")).expect("written");
    for (arguments, option) in [(ledger, "-o ledger.xlsx"), (form, "--write-explanations form.csv")] {
        let run = desk.check(&arguments);
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(2), "{said}");
        assert!(said.contains(option) && said.contains("1 条情况说明"), "{said}");
    }
    assert_eq!(desk.read("form.csv"), filled);
    assert_eq!(fs::read(desk.path().join("ledger.xlsx")).expect("there"), book);
    // What the run is told by another file is not lost.
    let form_again = [&form[..], &["--explanations", "said.csv"]].concat();
    assert_eq!(codes([&with_answers, &form_again]), [Some(0), Some(0)]);
}

/// Nor to any other result of any command.
#[test]
fn nothing_is_written_over_a_list_that_was_filled_in() {
    let desk = Desk::with(&[("now.csv", review("甲局,2023,5,0,0,0,"))]);
    let made = ["now.csv", "--select", "V210", "-o", "list.csv", "-o", "ledger.xlsx"];
    desk.check(&[&made[..], &["--write-explanations", "form.csv"]].concat());
    let form = desk.read("form.csv");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
        let run = command.current_dir(desk.path()).args(arguments).output().expect("gouji runs");
        (run.status.code(), String::from_utf8_lossy(&run.stderr).into_owned())
    };
    let writes: [&[&str]; 9] = [
        &["check", "now.csv", "--exit-zero", "--format", "csv", "-o"],
        &["check", "now.csv", "--exit-zero", "--format", "json", "-o"],
        &["check", "now.csv", "--exit-zero", "--format", "table", "-o"],
        &["check", "now.csv", "--exit-zero", "--write-explanations"],
        &["convert", "now.csv", "--to", "csv", "-o"],
        &["convert", "now.csv", "--to", "xlsx", "-o"],
        &["template", "--to", "csv", "-o"],
        &["sum", "now.csv", "--agency", "甲县", "--to", "csv", "-o"],
        &["compare", "now.csv", "then.csv", "--format", "csv", "-o"],
    ];
    desk.put(&[("then.csv", review("甲局,2022,5,0,0,0,"))]);
    let filled = form.replace(",,,\r\n", ",属实,张某,\r\n");
    // Whoever fills in a year by hand has filled in the list.
    let of_some_year = filled.replace(",2023,", ",去年,");
    assert!(filled != form && of_some_year != filled);
    for list in [&filled, &of_some_year] {
        for write in writes {
            desk.put(&[("form.csv", list.clone())]);
            let (code, said) = run(&[write, &["form.csv"]].concat());
            let option = write.last().expect("an option");
            assert_eq!(code, Some(2), "{write:?}: {said}");
            assert!(said.contains(&format!("{option} form.csv: ")) && said.contains("情况说明"), "{write:?}: {said}");
            assert_eq!(desk.read("form.csv"), *list, "{write:?}");
        }
    }
    // The list of findings and the ledger have a place for it too.
    desk.put(&[("said.csv", filled)]);
    let told = ["--explanations", "said.csv"];
    assert!(desk.check(&[&made[..], &told].concat()).status.success());
    for write in writes {
        for name in ["list.csv", "ledger.xlsx"] {
            let is_belied = write[..4].contains(&"--format") && name == "ledger.xlsx";
            let (code, said) = run(&[write, &[name]].concat());
            assert!(code == Some(2) && (is_belied || said.contains("情况说明")), "{write:?} {name}: {said}");
        }
    }
    assert!(desk.check(&[&made[..], &told].concat()).status.success(), "what the run is told is not lost");
    // A list that nobody has filled in may go.
    for write in &writes {
        desk.put(&[("form.csv", form.clone())]);
        let (code, said) = run(&[write, &["form.csv"][..]].concat());
        assert!(code != Some(2) && !said.contains("情况说明"), "{write:?}: {said}");
    }
}
