//! No output may ever destroy a file: whatever a run reads, and whatever earlier runs made, is whole after it.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Table 4 of one agency.
const REPORT: &str = "某县民政局2023年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n行政复议,行政诉讼\n\
    结果维持,结果纠正,其他结果,尚未审结,总计\n1,0,0,0,1,0,0,0,0,0,0,0,0,0,0\n";
const ROSTER: &str = "填报单位\n某县民政局\n";
const ANSWERS: &str = "fingerprint,agency,year,code,cells,figures,reason,author,date\n";

/// What a run can read, by the file that must stay as it is, and the arguments that make it be read.
const READS: [(&str, &[&str]); 13] = [
    ("in.csv", &["check", "in.csv"]),
    ("in.csv", &["check", "."]),
    ("in.csv", &["check", "in*.csv"]),
    ("in.csv", &["check", "--files-from", "list.txt"]),
    ("list.txt", &["check", "--files-from", "list.txt"]),
    ("last/a.csv", &["check", "in.csv", "--previous", "last"]),
    ("last/a.csv", &["check", "in.csv", "--previous", "last/a.csv"]),
    ("last/a.csv", &["check", "in.csv", "--aggregate", "last/a.csv"]),
    ("roster.csv", &["check", "in.csv", "--roster", "roster.csv"]),
    ("answers.csv", &["check", "in.csv", "--explanations", "answers.csv"]),
    ("own.toml", &["check", "in.csv", "--config", "own.toml"]),
    ("gouji.toml", &["check", "in.csv"]),
    ("forms/requests.toml", &["check", "in.csv", "--forms", "forms"]),
];

/// Under which other name the file is written to: a link, a second name, a way round.
const ALIASES: [&str; 6] = ["itself", "dot", "round", "link", "hard link", "link to a link"];

/// What is written, the path to follow.
const WRITES: [&[&str]; 4] =
    [&["--format", "csv", "-o"], &["--format", "xlsx", "-o"], &["--format", "html", "-o"], &["--write-explanations"]];

/// A folder with one of each.
fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().expect("a temporary folder");
    let put = |name: &str, text: &str| {
        let path = desk.path().join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(path, text).expect("written");
    };
    put("in.csv", REPORT);
    put("last/a.csv", &REPORT.replace("2023", "2022"));
    put("list.txt", "in.csv\n");
    put("roster.csv", ROSTER);
    put("answers.csv", ANSWERS);
    put("own.toml", "lang = \"zh\"\n");
    put("gouji.toml", "lang = \"zh\"\n");
    for file in ["edition.toml", "disclosure.toml", "requests.toml"] {
        put(&format!("forms/{file}"), &fs::read_to_string(Path::new("fixtures/editions/2027").join(file)).expect(file));
    }
    desk
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gouji")).current_dir(folder).args(arguments).output().expect("gouji runs")
}

fn said(run: &Output) -> String {
    String::from_utf8_lossy(&run.stderr).into_owned()
}

/// Every file of a folder with its bytes; temporary ones too.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = crate::support::files_below(folder);
    let name = |path: &Path| path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), fs::read(path).expect("read"))).collect()
}

#[cfg(unix)]
fn aliased(folder: &Path, file: &str, alias: &str) -> String {
    let named = |name: &str| {
        let path = folder.join(name);
        let _ = fs::remove_file(&path);
        (path, name.to_owned())
    };
    match alias {
        "itself" => file.to_owned(),
        "dot" => format!("./{file}"),
        "round" => format!("last/../{file}"),
        "link" => {
            let (path, name) = named("linked.txt");
            std::os::unix::fs::symlink(file, path).expect("linked");
            name
        }
        "hard link" => {
            let (path, name) = named("second.bin");
            fs::hard_link(folder.join(file), path).expect("linked");
            name
        }
        _ => {
            let (_, inner) = named("inner.txt");
            let (path, name) = named("outer.txt");
            std::os::unix::fs::symlink(file, folder.join(&inner)).expect("linked");
            std::os::unix::fs::symlink(inner, path).expect("linked");
            name
        }
    }
}

/// Each option that reads, in each way to name a file twice, and with each option that writes.
#[cfg(unix)]
#[test]
fn nothing_that_a_run_reads_is_written_to() {
    for (at, (file, reads)) in READS.into_iter().enumerate() {
        for (turn, alias) in ALIASES.into_iter().enumerate() {
            let desk = desk();
            let target = aliased(desk.path(), file, alias);
            let before = contents(desk.path());
            // There are more names than options that write: each of these has its turn with each that reads.
            let writes = WRITES[(at + turn) % WRITES.len()];
            let arguments = [reads, writes, &[&*target]].concat();
            let run = run(desk.path(), &arguments);
            assert_eq!(run.status.code(), Some(2), "{arguments:?} ({alias})");
            assert!(said(&run).contains(&*target), "{arguments:?} ({alias}): {}", said(&run));
            assert!(contents(desk.path()) == before, "{arguments:?} ({alias}) changed a file");
        }
    }
}

/// The other commands that read and write.
#[test]
fn what_is_converted_and_the_records_of_a_form_are_not_written_to() {
    let desk = desk();
    let before = contents(desk.path());
    for arguments in [
        &["convert", "in.csv", "--to", "csv", "-o", "in.csv"][..],
        &["convert", ".", "--to", "json", "-o", "./in.csv"],
        &["convert", "--files-from", "list.txt", "--to", "xlsx", "-o", "list.txt"],
        &["convert", "in.csv", "--forms", "forms", "--to", "csv", "-o", "forms/edition.toml"],
        &["template", "--forms", "forms", "--to", "csv", "-o", "forms/edition.toml"],
        &["sum", "in.csv", "-o", "in.csv"],
        &["sum", ".", "-o", "./in.csv"],
        &["sum", "in.csv", "--roster", "roster.csv", "-o", "roster.csv"],
        &["sum", "in.csv", "--config", "own.toml", "--to", "json", "-o", "own.toml"],
        &["sum", "--files-from", "list.txt", "--to", "xlsx", "-o", "list.txt"],
        &["sum", "in.csv", "--forms", "forms", "--to", "csv", "-o", "forms/edition.toml"],
    ] {
        assert_eq!(run(desk.path(), arguments).status.code(), Some(2), "{arguments:?}");
        assert!(contents(desk.path()) == before, "{arguments:?} changed a file");
    }
}

/// Standard input and standard output are files too, where a shell made them so.
#[cfg(target_os = "linux")]
#[test]
fn a_shell_s_own_files_are_told_apart_as_well() {
    let desk = desk();
    let shell = |line: &str| {
        let line = line.replace("gouji", env!("CARGO_BIN_EXE_gouji"));
        let run = Command::new("sh").current_dir(desk.path()).args(["-c", &line]).output().expect("sh runs");
        (run.status.code(), said(&run))
    };
    let (code, text) = shell("gouji check - --format csv -o in.csv < in.csv");
    assert!(code == Some(2) && text.contains("in.csv"), "{text}");
    let (code, text) = shell("gouji check in.csv >> in.csv");
    assert!(code == Some(2) && text.contains("in.csv"), "{text}");
    assert_eq!(fs::read_to_string(desk.path().join("in.csv")).expect("read"), REPORT);

    // What a shell appends to is appended to, under whatever name it is written.
    for target in ["/dev/stdout", "log"] {
        fs::write(desk.path().join("log"), "earlier\n").expect("written");
        let (code, text) =
            shell(&format!("gouji check in.csv --quiet --tables review --format jsonl -o {target} >> log"));
        assert_eq!((code, &*text), (Some(0), ""));
        let log = fs::read_to_string(desk.path().join("log")).expect("read");
        assert!(log.starts_with("earlier\n{") && log.lines().count() == 3, "{target}: {log}");
    }

    // A result begun in a folder that is walked is no input.
    let (code, text) = shell("gouji check . --exit-zero --format html > page.html");
    assert_eq!((code, &*text), (Some(0), ""));
}

/// A result replaces the one of an earlier run in the folder that it is about, in every format.
#[test]
fn an_earlier_result_in_a_walked_folder_is_replaced() {
    for (format, name) in [
        ("html", "报告.html"),
        ("json", "r.json"),
        ("jsonl", "r.json"),
        ("sarif", "r.json"),
        ("gitlab", "r.json"),
        ("csv", "r.csv"),
        ("markdown", "r.md"),
        ("notice", "r.md"),
        ("xlsx", "r.xlsx"),
        ("junit", "r.xml"),
        ("table", "r.txt"),
        ("github", "r.txt"),
    ] {
        let desk = desk();
        let folder = desk.path().join("报表");
        fs::create_dir(&folder).expect("a folder");
        fs::write(folder.join("a.csv"), REPORT).expect("written");
        let target = format!("报表/{name}");
        let arguments = ["check", "报表", "--quiet", "--exit-zero", "--format", format, "-o", &target];
        let first = run(desk.path(), &arguments);
        assert_eq!((first.status.code(), said(&first)), (Some(0), String::new()), "{format}");
        fs::write(folder.join("b.csv"), REPORT.replace("民政局", "文旅局")).expect("written");
        let second = run(desk.path(), &arguments);
        assert_eq!((second.status.code(), said(&second)), (Some(0), String::new()), "{format} again");
        // What the second says is of both agencies.
        let result = fs::read(folder.join(name)).expect("written");
        assert!(format == "xlsx" || String::from_utf8_lossy(&result).contains("文旅局"), "{format}");
        assert!(folder.join("a.csv").is_file() && fs::read_dir(&folder).expect("a folder").count() == 3, "{format}");
    }
}

#[test]
fn two_results_are_two_files() {
    let desk = desk();
    let before = contents(desk.path());
    for (one, other) in [("r.json", "./r.json"), ("r.json", "last/../r.json"), ("-", "-")] {
        let arguments = ["check", "in.csv", "--format", "json", "-o", one, "--format", "html", "-o", other];
        assert_eq!(run(desk.path(), &arguments).status.code(), Some(2), "{one} {other}");
        assert!(contents(desk.path()) == before, "{one} {other}");
    }
}

/// A run that is refused, or that fails, leaves what earlier runs made, and nothing of its own.
#[cfg(target_os = "linux")]
#[test]
fn a_run_that_fails_leaves_earlier_results_whole() {
    let desk = desk();
    fs::write(desk.path().join("old.json"), "an earlier result\n").expect("written");
    fs::create_dir(desk.path().join("folder")).expect("a folder");
    let before = contents(desk.path());
    for second in [
        &["-o", "none/x.html"][..],
        &["-o", "in.csv/x.html"],
        &["-o", "/proc/x.html"],
        &["-o", "folder"],
        &["-o", "/dev/full"],
    ] {
        let arguments =
            [&["check", "in.csv", "--format", "json", "-o", "old.json", "--format", "html"], second].concat();
        let run = run(desk.path(), &arguments);
        assert_eq!(run.status.code(), Some(2), "{second:?}");
        assert!(said(&run).contains(second[1]), "{second:?}: {}", said(&run));
        assert!(contents(desk.path()) == before, "{second:?}");
    }
    for arguments in [
        &["check", "in.csv", "--format", "json", "-o", "old.json", "--marked"][..],
        &["check", "in.csv", "-o", "old.json", "--select", "Q9"],
        &["convert", "in.csv", "--to", "csv", "-o", "old.json", "--edition", "1999"],
    ] {
        assert_eq!(run(desk.path(), arguments).status.code(), Some(2), "{arguments:?}");
        assert!(contents(desk.path()) == before, "{arguments:?}");
    }
}

/// Half a file is written, be it that the disk is full or that the system ends the program there.
#[cfg(target_os = "linux")]
#[test]
fn a_write_that_ends_half_way_leaves_the_old_file() {
    let desk = desk();
    let many: Vec<_> = (0..400).map(|number| format!("某县第{number}局,2023,1,0,0,0,2\n")).collect();
    let head = "agency,year,review.reconsideration.upheld,review.reconsideration.corrected,\
        review.reconsideration.other,review.reconsideration.pending,review.reconsideration.total\n";
    fs::write(desk.path().join("data.csv"), head.to_owned() + &many.concat()).expect("written");
    for (format, name) in
        [("json", "r.json"), ("html", "r.html"), ("csv", "r.csv"), ("xlsx", "r.xlsx"), ("table", "r.txt")]
    {
        fs::write(desk.path().join(name), "an earlier result\n").expect("written");
        let before = contents(desk.path());
        for trap in ["trap '' XFSZ; ", ""] {
            let line = format!(
                "{trap}ulimit -f 16; exec {} check data.csv --format {format} -o {name}",
                env!("CARGO_BIN_EXE_gouji")
            );
            let run = Command::new("bash").current_dir(desk.path()).args(["-c", &line]).output().expect("bash runs");
            // Told of the limit, the program says so and tidies up; ended by it, it cannot.
            let (is_told, left) = (!trap.is_empty(), contents(desk.path()));
            assert_eq!(run.status.code(), is_told.then_some(2), "{format}: {}", said(&run));
            let visible: Vec<_> = left.iter().filter(|(name, _)| !name.starts_with('.')).collect();
            assert!(visible.iter().copied().eq(&before), "{format}");
            assert_eq!(left.len() == visible.len(), is_told, "{format}");
        }
        for (left, _) in contents(desk.path()).iter().filter(|(name, _)| name.starts_with('.')) {
            fs::remove_file(desk.path().join(left)).expect("removed");
        }
    }
}

/// Starts a run that goes on until its list ends, lets it write, and hands it to `end`.
#[cfg(unix)]
fn interrupted(end: impl FnOnce(&mut std::process::Child)) -> (Option<i32>, tempfile::TempDir) {
    let desk = desk();
    fs::write(desk.path().join("r.jsonl"), "an earlier result\n").expect("written");
    let many: String = (0..200_000).map(|_| "in.csv\n").collect();
    fs::write(desk.path().join("many.txt"), many).expect("written");
    let mut child = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .current_dir(desk.path())
        .args(["check", "--files-from", "many.txt", "--format", "jsonl", "-o", "r.jsonl"])
        .stderr(Stdio::null())
        .spawn()
        .expect("gouji runs");
    let begun = Instant::now();
    let is_under_way = || {
        let mut entries = fs::read_dir(desk.path()).expect("a folder").filter_map(Result::ok);
        entries.any(|entry| {
            entry.file_name().to_string_lossy().starts_with('.') && entry.metadata().is_ok_and(|data| data.len() > 0)
        })
    };
    while !is_under_way() {
        assert!(begun.elapsed() < Duration::from_mins(1), "nothing is written");
        std::thread::sleep(Duration::from_millis(5));
    }
    end(&mut child);
    (child.wait().expect("it ends").code(), desk)
}

#[cfg(unix)]
fn interrupt(child: &std::process::Child) {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs").success());
}

#[cfg(unix)]
#[test]
fn the_first_interrupt_replaces_the_old_result_and_a_kill_does_not() {
    let (code, desk) = interrupted(|child| interrupt(child));
    let result = fs::read_to_string(desk.path().join("r.jsonl")).expect("there");
    assert_eq!(code, Some(130));
    assert!(result.starts_with('{') && result.ends_with("}\n") && !result.contains("earlier"));

    let (code, desk) = interrupted(|child| child.kill().expect("killed"));
    let kept = || fs::read_to_string(desk.path().join("r.jsonl")).expect("there");
    assert_eq!((code, kept().as_str()), (None, "an earlier result\n"));
    // What the kill left is passed over by the next walk.
    let walk = run(desk.path(), &["check", ".", "--format", "json"]);
    assert!(!String::from_utf8_lossy(&walk.stdout).contains(".tmp"));
}

/// Where no run is under way that could end in good order, the first one ends the program and takes along what it began.
#[cfg(unix)]
#[test]
fn an_interrupt_before_a_run_leaves_nothing_behind() {
    let convert = ["convert", "--to", "csv", "-o", "r.csv", "-"];
    let check = ["check", "in.csv", "--format", "csv", "-o", "r.csv", "--previous", "-"];
    for args in [&convert[..], &check] {
        let desk = desk();
        fs::write(desk.path().join("r.csv"), "an earlier result\n").expect("written");
        let names = || -> BTreeSet<String> {
            let entries = fs::read_dir(desk.path()).expect("a folder").filter_map(Result::ok);
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        };
        let before = names();
        let mut child = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .current_dir(desk.path())
            .args(args)
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("gouji runs");
        let begun = Instant::now();
        while !names().iter().any(|name| name.starts_with(".gouji-")) {
            assert!(begun.elapsed() < Duration::from_mins(1), "nothing is begun");
            std::thread::sleep(Duration::from_millis(5));
        }
        // It is noted as ours a moment after it is there.
        std::thread::sleep(Duration::from_millis(200));
        // Standard input stays open, so that nothing else ends the run.
        let input = child.stdin.take();
        interrupt(&child);
        assert_eq!(child.wait().expect("it ends").code(), Some(130), "{args:?}");
        drop(input);
        assert_eq!(names(), before, "{args:?}");
        assert_eq!(fs::read_to_string(desk.path().join("r.csv")).expect("there"), "an earlier result\n");
    }
}

#[cfg(unix)]
#[test]
fn a_replaced_file_keeps_its_rights_and_its_links() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = desk();
    let path = |name: &str| desk.path().join(name);
    fs::write(path("old.json"), "x").expect("written");
    fs::set_permissions(path("old.json"), fs::Permissions::from_mode(0o640)).expect("set");
    std::os::unix::fs::symlink("old.json", path("link.json")).expect("linked");
    std::os::unix::fs::symlink("later.json", path("dangling.json")).expect("linked");
    for (target, real, mode) in [("link.json", "old.json", 0o640), ("dangling.json", "later.json", 0o644)] {
        let line = format!(
            "umask 022; exec {} check in.csv --quiet --tables review --format json -o {target}",
            env!("CARGO_BIN_EXE_gouji")
        );
        let run = Command::new("sh").current_dir(desk.path()).args(["-c", &line]).output().expect("sh runs");
        assert_eq!((run.status.code(), said(&run)), (Some(0), String::new()), "{target}");
        assert!(path(target).is_symlink() && fs::read_to_string(path(real)).expect("read").starts_with('{'));
        assert_eq!(fs::metadata(path(real)).expect("there").permissions().mode() & 0o777, mode, "{target}");
    }
    // Whoever took the right to write from a file means it.
    fs::set_permissions(path("old.json"), fs::Permissions::from_mode(0o444)).expect("set");
    let before = contents(desk.path());
    assert_eq!(run(desk.path(), &["check", "in.csv", "-o", "old.json"]).status.code(), Some(2));
    assert!(contents(desk.path()) == before);
}

/// Settings and lists that are no files, that do not end, or that have a line without an end.
#[cfg(target_os = "linux")]
#[test]
fn what_never_ends_is_refused_within_seconds() {
    let desk = desk();
    assert!(Command::new("mkfifo").arg(desk.path().join("pipe")).status().expect("mkfifo runs").success());
    fs::write(desk.path().join("one-line.csv"), "x".repeat(40 << 20)).expect("written");
    let is_refused = &|option: &str, endless: &str| {
        let line = format!("ulimit -v 4000000; exec {} check in.csv {option} {endless}", env!("CARGO_BIN_EXE_gouji"));
        let begun = Instant::now();
        let run = Command::new("sh").current_dir(desk.path()).args(["-c", &line]).output().expect("sh runs");
        assert_eq!(run.status.code(), Some(2), "{option} {endless}: {}", said(&run));
        assert!(said(&run).contains(endless), "{option} {endless}: {}", said(&run));
        assert!(begun.elapsed() < Duration::from_secs(30), "{option} {endless}");
    };
    // A pipe is waited for a few seconds: all of them at once.
    std::thread::scope(|threads| {
        for option in ["--config", "--roster", "--explanations", "--files-from"] {
            threads.spawn(move || {
                for endless in ["/dev/zero", "/dev/urandom", "pipe", "one-line.csv"] {
                    is_refused(option, endless);
                }
            });
        }
    });
}

/// A list from standard input may take its time; a line of it may not be endless.
#[test]
fn a_list_from_standard_input_is_bounded_by_the_line() {
    let start = |desk: &tempfile::TempDir| {
        Command::new(env!("CARGO_BIN_EXE_gouji"))
            .current_dir(desk.path())
            .args(["check", "--tables", "review", "--format", "jsonl", "--files-from", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("gouji runs")
    };
    let desk = desk();
    let mut slow = start(&desk);
    let mut list = slow.stdin.take().expect("a pipe");
    for _ in 0..3 {
        list.write_all(b"in.csv\n").expect("written");
        std::thread::sleep(Duration::from_millis(200));
    }
    drop(list);
    assert_eq!(slow.wait_with_output().expect("it ends").status.code(), Some(0));

    let mut endless = start(&desk);
    let mut list = endless.stdin.take().expect("a pipe");
    // The program ends before it has read so much.
    while list.write_all(&[b'x'; 4096]).is_ok() {}
    assert_eq!(endless.wait_with_output().expect("it ends").status.code(), Some(2));
}

/// A reader that has seen enough is no error, whatever was being written.
#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error_in_any_format() {
    let checks = gouji::render::FORMATS.map(|format| vec!["check", "--exit-zero", "--format", format.name]);
    let converts = ["statutory", "wide", "long"].map(|layout| vec!["convert", "--to", "csv", "--layout", layout]);
    let others = [vec!["convert", "--to", "json"], vec!["convert", "--to", "xlsx"]];
    for arguments in checks.into_iter().chain(converts).chain(others) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .args(&arguments)
            .args(["fixtures/published", "fixtures/rules/group-undivided", "fixtures/workbooks"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("gouji runs");
        drop(child.stdout.take());
        let run = child.wait_with_output().expect("it ends");
        let text = said(&run);
        assert!(!text.to_lowercase().contains("pipe"), "{arguments:?}: {text}");
        assert_ne!((arguments[0], run.status.code()), ("check", Some(2)), "{arguments:?}: {text}");
    }
    for arguments in [
        &["explain"][..],
        &["explain", "B101"],
        &["forms", "2021"],
        &["config"],
        &["man"],
        &["template", "--to", "xlsx"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("gouji runs");
        drop(child.stdout.take());
        let run = child.wait_with_output().expect("it ends");
        assert_eq!((run.status.code(), said(&run)), (Some(0), String::new()), "{arguments:?}");
    }
}

/// Names that move the cursor, turn text round, or begin a command of whatever collects the lines.
const HOSTILE: &str = "a\u{1b}[31m\u{202e}b\n::error::c";

/// Whether a text is safe to show, line by line.
fn is_clean(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let is_unsafe = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    !text.contains(is_unsafe) && text.lines().all(|line| !line.trim_start().starts_with("::error"))
}

/// What file names, settings, forms and agencies hold reaches standard error, and the commands that tell of themselves,
/// as cleanly as it reaches a result.
#[cfg(unix)]
#[test]
fn nothing_hostile_reaches_standard_error() {
    let desk = desk();
    let hostile = |name: &str| format!("{HOSTILE}{name}");
    let put = |name: &str, text: &str| fs::write(desk.path().join(name), text).expect("written");
    for folder in [hostile("forms"), hostile("other")] {
        fs::create_dir_all(desk.path().join(&folder)).expect("a folder");
        for file in ["edition.toml", "disclosure.toml", "requests.toml"] {
            let record = fs::read_to_string(desk.path().join("forms").join(file)).expect("there");
            let label = "商业企业\\u001b[31m\\n::error::x\\u202e";
            fs::write(desk.path().join(&folder).join(file), record.replace("商业企业", label)).expect("written");
        }
    }
    put(&hostile("other/requests.toml"), "= \u{1b}[31m");
    put(&hostile("bad.toml"), "blank = \"\\u001b[31m\\n::error::x\\u202e\"\n");
    put(&hostile("key.toml"), "\"\\u001b[31m\\n::error::x\\u202e\" = 1\n");
    put(&hostile("fine.toml"), "ignore = [\"V204\"]\n");
    put(&hostile("roster.csv"), "x\n");
    put("gone.toml", &format!("roster = {:?}\n", "a\u{1b}\n::error::b"));
    let name = |name: &str| hostile(name);
    let cases: Vec<Vec<String>> = vec![
        vec!["check".into(), name("none.csv"), "--format".into(), "json".into(), "-o".into(), name("none/x")],
        vec!["check".into(), "in.csv".into(), "-o".into(), name("none/x")],
        vec!["check".into(), "in.csv".into(), "--config".into(), name("bad.toml")],
        vec!["check".into(), "in.csv".into(), "--config".into(), name("key.toml")],
        vec!["check".into(), "in.csv".into(), "--config".into(), "gone.toml".into()],
        vec!["check".into(), "in.csv".into(), "--roster".into(), name("roster.csv")],
        vec!["check".into(), "in.csv".into(), "--explanations".into(), name("roster.csv")],
        vec!["check".into(), "in.csv".into(), "--forms".into(), name("other")],
        vec!["check".into(), "in.csv".into(), "--forms".into(), name("nowhere")],
        vec!["check".into(), "in.csv".into(), "--previous".into(), name("none.csv")],
        vec!["check".into(), "in.csv".into(), "--aggregate".into(), name("none.csv")],
        vec!["check".into(), "in.csv".into(), "--edition".into(), name("")],
        vec!["check".into(), "in.csv".into(), "--tables".into(), name("")],
        vec!["check".into(), "in.csv".into(), "--select".into(), name("")],
        vec!["check".into(), "in.csv".into(), "--format".into(), name("")],
        vec![name("")],
        vec!["convert".into(), name("none.csv"), "--to".into(), "csv".into()],
        vec!["convert".into(), "--files-from".into(), name("none.txt"), "--to".into(), "csv".into()],
        vec!["template".into(), "-o".into(), name("x.doc")],
        vec!["sum".into(), "-o".into(), "x.csv".into(), name("none.csv")],
        vec!["sum".into(), "in.csv".into(), "-o".into(), name("x.doc")],
        vec!["sum".into(), "in.csv".into(), "--agency".into(), name(""), "-o".into(), name("x.json")],
        vec!["explain".into(), name("")],
        vec!["man".into(), name("")],
        vec!["forms".into(), name("")],
        vec!["forms".into(), "2027".into(), "--forms".into(), name("forms")],
        vec!["forms".into(), "2027".into(), "--proof".into(), "--forms".into(), name("forms")],
        vec!["config".into(), "--config".into(), name("fine.toml")],
        vec!["config".into(), "--agency".into(), name("")],
    ];
    for arguments in cases {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let run = run(desk.path(), &arguments);
        assert!(!run.stderr.is_empty() || !run.stdout.is_empty(), "{arguments:?}");
        assert!(is_clean(&run.stderr), "{arguments:?}: {:?}", said(&run));
        let is_about_itself = ["forms", "config", "explain"].contains(&arguments[0]);
        assert!(!is_about_itself || is_clean(&run.stdout), "{arguments:?}: {}", String::from_utf8_lossy(&run.stdout));
    }
}

/// Nobody who writes `-o 台账.xlsx` wants a text of that name; and who says another format has made a slip.
#[test]
fn a_result_is_what_its_name_says() {
    let desk = desk();
    for (name, begins) in [
        ("台账.xlsx", "PK"),
        ("信.docx", "PK"),
        ("页.html", "<!DOCTYPE html>"),
        ("页.HTM", "<!DOCTYPE html>"),
        ("结果.json", "{"),
        ("结果.sarif", "{"),
        ("结果.xml", "<?xml"),
        ("清单.csv", "\u{FEFF}填报单位,年度"),
        ("结果.md", "<!-- gouji -->"),
        ("结果.txt", "✗ 某县民政局"),
        ("结果", "✗ 某县民政局"),
    ] {
        let run = run(desk.path(), &["check", "in.csv", "-o", name]);
        assert_eq!(run.status.code(), Some(1), "{name}: {}", said(&run));
        let bytes = fs::read(desk.path().join(name)).expect(name);
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(64)]).to_string();
        assert!(head.starts_with(begins), "{name}: {head}");
    }
    // Several at once; a name that says nothing has to be paired with a format.
    let both = run(desk.path(), &["check", "in.csv", "-o", "a.xlsx", "-o", "a.json"]);
    assert_eq!(both.status.code(), Some(1), "{}", said(&both));
    let open = run(desk.path(), &["check", "in.csv", "-o", "a.xlsx", "-o", "result"]);
    assert_eq!(open.status.code(), Some(2));

    let before = contents(desk.path());
    for (format, name) in [("csv", "a.xlsx"), ("table", "新.XLSX"), ("html", "信.docx"), ("xlsx", "信.docx")] {
        let run = run(desk.path(), &["check", "in.csv", "--format", format, "-o", name]);
        assert_eq!(run.status.code(), Some(2), "{format} {name}");
        assert!(said(&run).contains(&format!("--format {format}")), "{}", said(&run));
    }
    // Whatever the program reads that is no text is no name for a text, nor for a letter.
    for ending in ["et", "xlsb", "doc", "dotx", "wpt", "rtf", "ofd", "pdf", "mht", "zip", "7z", "gz", "eml"] {
        for format in ["json", "notice", "table"] {
            let run = run(desk.path(), &["check", "in.csv", "--format", format, "-o", &format!("x.{ending}")]);
            assert_eq!(run.status.code(), Some(2), "{format} {ending}");
            assert!(said(&run).contains(&format!("--format {format}")), "{}", said(&run));
        }
    }
    assert_eq!(contents(desk.path()), before, "nothing was written");
    let run = run(desk.path(), &["check", "in.csv", "--format", "concise", "-o", "a.csv"]);
    assert_eq!(run.status.code(), Some(1), "a text may be called as one likes");
}
