//! The letters to agencies: what they say and to whom, what they are written as, and what becomes of a folder of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use crate::people::elements;
use crate::support::{other_program, part};

/// Of 青禾县人民政府 an error, of 某县人民政府 one whose cell is known, and one that passes.
const FLOW: &str = "fixtures/rules/flow-unbalanced/fires.csv";
const COLUMNS: &str = "fixtures/rules/flow-unbalanced/fires-columns.csv";

fn run(folder: &Path, args: &[&str]) -> Output {
    let root = env!("CARGO_MANIFEST_DIR");
    let args =
        args.iter().map(|arg| if arg.starts_with("fixtures/") { format!("{root}/{arg}") } else { (*arg).to_owned() });
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.current_dir(folder).arg("check").args(args).output().expect("gouji runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// What a document says, a paragraph a line with its style; on the way, that its tables are whole: each row covers all
/// columns, and every part of the package is well formed.
fn paragraphs(bytes: &[u8]) -> Vec<(String, String)> {
    for name in ["[Content_Types].xml", "_rels/.rels", "word/styles.xml", "word/fontTable.xml", "docProps/custom.xml"] {
        let text = part(bytes, name);
        let mut reader = Reader::from_str(&text);
        while !matches!(reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")), Event::Eof) {}
    }
    let document = part(bytes, "word/document.xml");
    let mut reader = Reader::from_str(&document);
    let (mut all, mut columns, mut covered) = (Vec::new(), 0, 0);
    loop {
        let event = reader.read_event().expect("well formed");
        let value = |element: &quick_xml::events::BytesStart| {
            let attribute = element.try_get_attribute("w:val").expect("attributes").expect("a value");
            attribute.value.into_owned()
        };
        match &event {
            Event::Empty(element) if element.name().as_ref() == "w:gridCol" => columns += 1,
            Event::Start(element) if element.name().as_ref() == "w:tbl" => columns = 0,
            Event::Start(element) if element.name().as_ref() == "w:tr" => covered = 0,
            Event::Start(element) if element.name().as_ref() == "w:tc" => covered += 1,
            Event::Empty(element) if element.name().as_ref() == "w:gridSpan" => {
                covered += value(element).parse::<usize>().expect("a number") - 1;
            }
            Event::End(element) if element.name().as_ref() == "w:tr" => assert_eq!(covered, columns),
            Event::Empty(element) if element.name().as_ref() == "w:pStyle" => all.push((value(element), String::new())),
            Event::Text(text) => all.last_mut().iter_mut().for_each(|last| last.1.push_str(text)),
            Event::Eof => return all,
            _ => {}
        }
    }
}

/// The list of an office of four: one has errors, one is to correct a cell, one passes, one is missing.
fn roster(folder: &Path) -> PathBuf {
    let path = folder.join("roster.csv");
    fs::write(&path, "agency\n青禾县人民政府\n某县人民政府\n白石县人民政府\n").expect("written");
    path
}

#[test]
fn a_folder_has_a_letter_for_each_agency_that_has_to_do_something() {
    let folder = tempfile::tempdir().expect("a folder");
    roster(folder.path());
    let args = ["--format", "notice", "-o", "letters/", "--roster", "roster.csv", FLOW, COLUMNS];
    let first = run(folder.path(), &args);
    assert_eq!(first.status.code(), Some(1), "{}", said(&first));
    assert!(said(&first).contains("letters/"), "{}", said(&first));
    let letters = folder.path().join("letters");
    let all = set(["青禾县人民政府.docx", "某县人民政府.docx", "白石县人民政府.docx"]);
    assert_eq!(names(&letters), all);
    let bytes = |name: &str| fs::read(letters.join(name)).expect("a letter");
    let before = all.iter().map(|name| bytes(name)).collect::<Vec<_>>();
    // Who did not submit is asked to; nobody hears of the list, nor of the paths of the office.
    let missing = paragraphs(&bytes("白石县人民政府.docx"));
    assert_eq!(missing[0], ("Heading1".to_owned(), "催报通知".to_owned()));
    assert!(missing.iter().any(|(_, text)| text.starts_with("截至目前，尚未收到你单位的")), "{missing:?}");
    for name in &all {
        let text: String = paragraphs(&bytes(name)).into_iter().map(|(_, text)| text).collect();
        for word in ["名录", "曾用名", "移出核查范围", "fixtures", "gouji", "--"] {
            assert!(!text.contains(word), "{name} says {word}: {text}");
        }
    }
    // The likely correction stands before what it resolves, in the list and in the form.
    let one = paragraphs(&bytes("某县人民政府.docx"));
    let headings: Vec<&str> =
        one.iter().filter(|(style, _)| style == "Heading2").map(|(_, text)| text.as_str()).collect();
    assert_eq!(headings[..2], ["一、疑似填错的指标及修改建议", "二、须更正的问题（强制性）"]);
    assert!(one.iter().any(|(style, text)| style == "FormCell" && text == "60→61"), "{one:?}");
    assert!(part(&bytes("某县人民政府.docx"), "word/document.xml").contains("w:fill=\"C00000\""));
    // The same letters are the same bytes, and replace themselves.
    assert_eq!(run(folder.path(), &args).status.code(), Some(1));
    assert!(before == all.iter().map(|name| bytes(name)).collect::<Vec<_>>());
    // They are results: a walk passes them over, and one that is named is no filing.
    let walked: Value =
        serde_json::from_slice(&run(folder.path(), &["--format", "json", "letters"]).stdout).expect("JSON");
    assert_eq!(walked["summary"]["skipped"].as_array().map(Vec::len), Some(3));
    assert_eq!(walked["summary"]["skipped_because"][0]["kind"], "own-result");
    let named = run(folder.path(), &["--format", "json", "letters/某县人民政府.docx"]);
    let json: Value = serde_json::from_slice(&named.stdout).expect("JSON");
    assert_eq!((named.status.code(), &json["filings"][0]["error"]["kind"]), (Some(2), &Value::from("own-result")));
    assert!(json["filings"][0]["error"]["help"].as_str().is_some_and(|help| help.contains("原来的报表")));
}

#[test]
fn letters_that_are_not_needed_any_more_go_and_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let letters = folder.path().join("letters");
    fs::create_dir(&letters).expect("a folder");
    fs::write(letters.join("某局.docx"), "somebody's own").expect("written");
    fs::write(letters.join("目录.txt"), "somebody's own").expect("written");
    // All of them in one document is no letter of the folder.
    let all = ["--format", "notice", "-o", "letters/全部.docx", FLOW, COLUMNS];
    assert_eq!(run(folder.path(), &all).status.code(), Some(1));
    assert_eq!(run(folder.path(), &["--format", "notice", "-o", "letters", FLOW, COLUMNS]).status.code(), Some(1));
    let own = ["某局.docx", "目录.txt", "全部.docx"];
    let with = |more: &[&str]| own.iter().chain(more).map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(names(&letters), with(&["青禾县人民政府.docx", "某县人民政府.docx"]));
    let second = run(folder.path(), &["--format", "notice", "-o", "letters", "--quiet", COLUMNS]);
    assert_eq!(names(&letters), with(&["某县人民政府.docx"]));
    assert!(said(&second).contains("青禾县人民政府.docx") && !said(&second).contains("某县"), "{}", said(&second));
}

#[test]
fn a_file_of_somebody_else_is_never_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let letters = folder.path().join("letters");
    fs::create_dir(&letters).expect("a folder");
    fs::write(letters.join("青禾县人民政府.docx"), "somebody's own").expect("written");
    for lang in ["zh", "en"] {
        let args =
            ["--format", "notice", "-o", "letters/", "--lang", lang, "--format", "json", "-o", "a.json", FLOW, COLUMNS];
        let refused = run(folder.path(), &args);
        assert_eq!(refused.status.code(), Some(2));
        assert!(said(&refused).contains("青禾县人民政府.docx"), "{}", said(&refused));
        assert!(said(&refused).contains(if lang == "zh" { "不是 gouji 写的" } else { "not written by gouji" }));
        // And no other result of the run is written either.
        assert_eq!(names(&letters), set(["青禾县人民政府.docx"]));
        assert_eq!(fs::read(letters.join("青禾县人民政府.docx")).expect("it is there"), b"somebody's own");
        assert!(!folder.path().join("a.json").exists());
    }
    // A letter that the run reads is none that it replaces.
    fs::remove_file(letters.join("青禾县人民政府.docx")).expect("removed");
    assert_eq!(run(folder.path(), &["--format", "notice", "-o", "letters/", FLOW]).status.code(), Some(1));
    let args = ["--format", "notice", "-o", "letters/", FLOW, "letters/青禾县人民政府.docx"];
    let refused = run(folder.path(), &args);
    assert_eq!((refused.status.code(), names(&letters)), (Some(2), set(["青禾县人民政府.docx"])));
    assert!(said(&refused).contains("letters/青禾县人民政府.docx"), "{}", said(&refused));
}

/// Agencies whose names differ only in what a system does not take in a file's name, and one with a very long name.
#[test]
fn files_are_called_as_every_system_lets_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = fs::read_to_string(FLOW).expect("a fixture");
    let long = "某".repeat(80);
    for (number, agency) in ["某局（一/二）", "某局（一|二）", "con", long.as_str()].iter().enumerate() {
        let name = format!("{number}.csv");
        fs::write(folder.path().join(&name), report.replace("青禾县人民政府", agency)).expect("written");
    }
    let args = ["--format", "notice", "-o", "letters/", "--quiet", "0.csv", "1.csv"];
    assert_eq!(run(folder.path(), &args).status.code(), Some(1));
    let letters = names(&folder.path().join("letters"));
    assert_eq!(letters, set(["某局(一二).docx", "某局(一二)-2.docx"]));
    for (file, agency) in [("2.csv", "con"), ("3.csv", long.as_str())] {
        let args = ["--format", "notice", "-o", "more/", "--agency", agency, file];
        let done = run(folder.path(), &args);
        assert_eq!(done.status.code(), Some(1), "{}", said(&done));
        let letters = names(&folder.path().join("more"));
        assert!(letters.iter().all(|name| name.len() <= 120 && name != "con.docx"), "{letters:?}");
    }
}

#[test]
fn the_name_of_the_target_decides_what_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    for lang in ["zh", "en"] {
        let written = |name: &str| {
            let done = run(folder.path(), &["--format", "notice", "-o", name, "--lang", lang, FLOW, COLUMNS]);
            assert_eq!(done.status.code(), Some(1), "{}", said(&done));
            fs::read(folder.path().join(name)).expect("a result")
        };
        let all = paragraphs(&written("all.docx"));
        assert_eq!(all.iter().filter(|(style, _)| style == "Heading1").count(), 2);
        // A letter begins a page.
        let document = part(&written("all.docx"), "word/document.xml");
        assert!(document.contains("<w:pStyle w:val=\"Heading1\"/><w:pageBreakBefore/>"));
        let page = String::from_utf8(written("all.html")).expect("UTF-8");
        let parts = elements(&page);
        let is_letter =
            |element: &&crate::people::Element| element.attributes.get("class").is_some_and(|class| class == "letter");
        assert_eq!(parts.iter().filter(is_letter).count(), 2);
        assert!(page.contains("<td class=\"wrong\">60→61</td>"), "{page}");
        assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"));
        let markdown = String::from_utf8(written("all.md")).expect("UTF-8");
        let title = if lang == "zh" { "# 退回修改通知\n" } else { "# Returned for correction\n" };
        assert_eq!(markdown.matches(title).count(), 2, "{markdown}");
        assert!(lang == "zh" || !markdown.contains("你单位"), "{markdown}");
        assert_eq!(text(&run(folder.path(), &["--format", "notice", "--lang", lang, FLOW, COLUMNS])), markdown);
    }
    let refused = run(folder.path(), &["--format", "notice", "-o", "a.pdf", FLOW]);
    assert!(refused.status.code() == Some(2) && said(&refused).contains(".docx"), "{}", said(&refused));
    // A folder is none for a result that is one file.
    fs::create_dir(folder.path().join("there")).expect("a folder");
    assert_eq!(run(folder.path(), &["--format", "html", "-o", "there", FLOW]).status.code(), Some(2));
}

#[test]
fn an_office_has_words_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = "[notice]\noffice = \"某市政务公开办\"\nnumber = \"某公开函〔2024〕{n}号\"\ndeadline = \"3月8日\"\n\
                    contact = \"老李 0000-1234\"\n";
    fs::write(folder.path().join("gouji.toml"), settings).expect("written");
    let letters = text(&run(folder.path(), &["--format", "notice", FLOW, COLUMNS]));
    for words in ["某公开函〔2024〕1号", "某公开函〔2024〕2号", "于3月8日前", "某市政务公开办", "老李 0000-1234"]
    {
        assert!(letters.contains(words), "{words}: {letters}");
    }
    let template = "# 关于{year}年报的函\n\n{agency}：\n\n贵单位 **{files}** 有 {errors} 处错误。\n\n{problems}\n\n联系人：{contact}\n\n> {office}\n";
    fs::write(folder.path().join("letter.md"), template).expect("written");
    fs::write(folder.path().join("gouji.toml"), format!("{settings}template = \"letter.md\"\n")).expect("written");
    let letters = text(&run(folder.path(), &["--format", "notice", COLUMNS]));
    assert!(
        letters.starts_with("# 关于2023年报的函\n\n某县人民政府：\n\n贵单位 **fires-columns.csv** 有 "),
        "{letters}"
    );
    let config = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .current_dir(folder.path())
        .arg("config")
        .output()
        .expect("gouji runs");
    let config = text(&config);
    for key in ["office = \"某市政务公开办\"", "number = ", "deadline = ", "contact = ", "template = \"letter.md\""]
    {
        let line = config.lines().find(|line| line.starts_with(key)).unwrap_or_else(|| panic!("{key}: {config}"));
        assert!(line.contains("设置文件"), "{line}");
    }
    // The template is read: no result takes its place.
    let refused = run(folder.path(), &["--format", "notice", "-o", "letter.md", COLUMNS]);
    assert_eq!(
        (refused.status.code(), fs::read_to_string(folder.path().join("letter.md")).expect("text")),
        (Some(2), template.to_owned())
    );
}

#[test]
fn a_field_that_is_none_is_named_with_file_line_and_the_nearest_one() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("gouji.toml"), "[notice]\ntemplate = \"letter.md\"\n").expect("written");
    for (template, lang, words) in [
        ("# {title}\n\n{agncy}：\n", "zh", ["letter.md: 第 3 行", "{agncy}", "{agency}"]),
        ("# {title}\n\n{agncy}：\n", "en", ["letter.md: line 3", "{agncy}", "{agency}"]),
        ("见 {problems}\n", "zh", ["letter.md: 第 1 行", "{problems}", "单独占一行"]),
    ] {
        fs::write(folder.path().join("letter.md"), template).expect("written");
        for command in ["check", "config"] {
            let mut run = Command::new(env!("CARGO_BIN_EXE_gouji"));
            run.current_dir(folder.path()).args([command, "--lang", lang]);
            let run =
                if command == "check" { run.arg(format!("{}/{FLOW}", env!("CARGO_MANIFEST_DIR"))) } else { &mut run };
            let run = run.output().expect("gouji runs");
            assert_eq!(run.status.code(), Some(2), "{command}");
            assert!(words.iter().all(|word| said(&run).contains(word)), "{command}: {}", said(&run));
        }
    }
    for (settings, word) in
        [("number = \"{m}号\"", "{n}"), ("ofice = \"某办\"", "office"), ("template = \"none.md\"", "none.md")]
    {
        fs::write(folder.path().join("gouji.toml"), format!("[notice]\n{settings}\n")).expect("written");
        let run = run(folder.path(), &["--format", "notice", FLOW]);
        assert!(run.status.code() == Some(2) && said(&run).contains(word), "{settings}: {}", said(&run));
    }
}

/// A column that a data set lacks is nothing that its agencies can mend one by one.
#[test]
fn what_concerns_a_whole_data_set_is_asked_of_its_sender_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let wide = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["convert", "fixtures/published/two-years-a-2023.csv", "--to", "csv", "--layout", "wide", "--no-bom"])
        .output()
        .expect("gouji runs");
    let wide = text(&wide);
    let rows: Vec<Vec<&str>> = wide.lines().map(|line| line.split(',').collect()).collect();
    let at = |name: &str| rows[0].iter().position(|column| *column == name).expect("the column");
    let (agency, lost, slip) =
        (at("agency"), at("requests.carried_out.research"), at("requests.granted.natural_person"));
    let row = |cells: &[&str], name: &str, is_wrong: bool| {
        let cells = cells.iter().enumerate().filter(|(at, _)| *at != lost);
        let cells = cells.map(|(at, cell)| match at {
            at if at == agency && !name.is_empty() => name.to_owned(),
            at if at == slip && is_wrong => format!("{cell}7"),
            _ => (*cell).to_owned(),
        });
        cells.collect::<Vec<_>>().join(",")
    };
    let lines = [
        row(&rows[0], "", false),
        row(&rows[1], "甲局", true),
        row(&rows[1], "乙局", false),
        row(&rows[1], "丙局", false),
    ];
    fs::write(folder.path().join("all.csv"), lines.join("\n")).expect("written");
    let letters = text(&run(folder.path(), &["--format", "notice", "--ignore", "P706", "all.csv"]));
    let mut letters: Vec<&str> = letters.split("\n---\n").collect();
    assert!(letters.remove(0).contains("按 --select／--ignore"), "what is hidden is said to the office");
    assert_eq!(letters.len(), 2, "{letters:#?}");
    assert!(letters[0].contains("\n甲局：\n") && !letters[0].contains("条记录相同"), "{}", letters[0]);
    assert!(letters[1].contains("报送单位（文件 all.csv）：") && letters[1].contains("3 条记录相同"), "{}", letters[1]);
    assert_eq!(letters[1].matches("\n1. ").count() + letters[1].matches("\n2. ").count(), 1, "{}", letters[1]);
}

/// A copy under another name is one problem of its agency, in words for it.
#[test]
fn who_submitted_twice_is_asked_which_one_holds() {
    let folder = tempfile::tempdir().expect("a folder");
    roster(folder.path());
    fs::create_dir(folder.path().join("sub")).expect("a folder");
    let source = fs::read_to_string("fixtures/rules/flow-unbalanced/holds.csv").expect("a fixture");
    fs::write(folder.path().join("sub/一.csv"), &source).expect("written");
    fs::write(folder.path().join("sub/二.csv"), &source).expect("written");
    for roster in [&["--roster", "roster.csv"][..], &[]] {
        let letters = text(&run(folder.path(), &[&["--format", "notice", "sub"], roster].concat()));
        let line = letters.lines().find(|line| line.contains("以哪一份为准")).unwrap_or_else(|| panic!("{letters}"));
        assert!(line.contains("一.csv、二.csv") && !line.contains("sub"), "{line}");
    }
}

/// An agency that was renamed gets one letter, under the name that the roster has for it now, and one row in the ledger.
/// The forms of one year or one copy must not be taken for those of another.
#[test]
fn forms_of_several_filings_bear_their_names() {
    let desk = tempfile::tempdir().expect("a folder");
    let head = "agency,year,review.reconsideration.upheld,review.reconsideration.corrected,\
        review.reconsideration.other,review.reconsideration.pending,review.reconsideration.total\n";
    let table = "四、政府信息公开行政复议、行政诉讼情况";
    let titles = |rows: &str| {
        fs::write(desk.path().join("a.csv"), format!("{head}{rows}\n")).expect("written");
        run(desk.path(), &["a.csv", "--select", "B", "--format", "notice", "-o", "letters.html"]);
        let page = fs::read_to_string(desk.path().join("letters.html")).expect("written");
        let titles = page.split("<caption>").skip(1).filter_map(|rest| rest.split("</caption>").next());
        titles.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(titles("甲局,2023,1,0,0,0,2"), [table]);
    assert_eq!(
        titles("甲局,2022,1,0,0,0,2\n甲局,2023,3,0,0,0,2"),
        [format!("2022年度（文件 a.csv）：{table}"), format!("2023年度（文件 a.csv）：{table}"),]
    );
    assert_eq!(
        titles("甲局,2023,1,0,0,0,2\n甲局,2023,3,0,0,0,2"),
        [format!("2023年度（文件 a.csv 记录 2）：{table}"), format!("2023年度（文件 a.csv 记录 3）：{table}"),]
    );
}

#[test]
fn an_agency_is_one_whatever_it_was_called() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("roster.csv"), "agency,former\n甲县教育和体育局,甲县教育局\n").expect("written");
    let header = "upheld,corrected,other,pending,total".replace("upheld", "review.reconsideration.upheld");
    let header = header.replace(',', ",review.reconsideration.");
    let rows = "甲县教育局,2023,1,0,0,0,2\n甲县教育和体育局,2024,1,0,0,0,3\n甲县 教育和体育局,2022,1,0,0,0,4\n";
    fs::write(folder.path().join("all.csv"), format!("agency,year,{header}\n{rows}")).expect("written");
    let args = ["--roster", "roster.csv", "--tables", "review", "--ignore", "S", "all.csv", "--format"];
    let with = |more: &[&str]| run(folder.path(), &[&args[..], more].concat());
    let first = with(&["notice", "-o", "letters/"]);
    assert_eq!(first.status.code(), Some(1), "{}", said(&first));
    assert_eq!(names(&folder.path().join("letters")), set(["甲县教育和体育局.docx"]));
    let letters = text(&with(&["notice"]));
    assert_eq!(letters.matches("\n甲县教育和体育局：\n").count(), 1, "{letters}");
    for year in ["2022", "2023", "2024"] {
        assert!(letters.contains(year), "{letters}");
    }
}

/// What cannot be read and bears the name of an agency that nothing else came of is that agency's: it gets one letter.
#[test]
fn a_file_that_cannot_be_read_is_its_agencys() {
    let folder = tempfile::tempdir().expect("a folder");
    roster(folder.path());
    fs::write(folder.path().join("白石县人民政府.png.pdf"), b"\x89PNG\r\n\x1a\n").expect("written");
    let args = ["--format", "notice", "--roster", "roster.csv", FLOW, COLUMNS, "白石县人民政府.png.pdf"];
    let letters = text(&run(folder.path(), &args));
    assert_eq!(letters.matches("\n白石县人民政府：\n").count(), 1, "{letters}");
    assert!(
        letters.contains("无法读取，未能审核") && !letters.contains("报送单位（") && !letters.contains("催报"),
        "{letters}"
    );
}

/// What a total of a list says is asked of whoever keeps the list.
#[test]
fn a_total_gets_no_letter() {
    let folder = tempfile::tempdir().expect("a folder");
    let columns =
        ["upheld", "corrected", "other", "pending", "total"].map(|column| format!(",review.reconsideration.{column}"));
    let head = format!("agency,year{}", columns.concat());
    for total in ["合计", "小计", "平均值", "上年数", "其中：县直部门"] {
        fs::write(folder.path().join("all.csv"), format!("{head}\n甲局,2023,1,0,0,0,7\n{total},2023,1,0,0,0,8\n"))
            .expect("written");
        let args = ["--tables", "review", "--ignore", "S", "--format", "notice", "all.csv"];
        let letters = text(&run(folder.path(), &args));
        assert_eq!((letters.matches("\n甲局：\n").count(), letters.matches(&format!("\n{total}：\n")).count()), (1, 0));
        assert_eq!(letters.matches("\n报送单位（文件 all.csv）：\n").count(), 1, "{letters}");
    }
}

/// A file that was passed over, or does not say whose it is, is no reason to tell its agency that nothing came.
#[test]
fn who_sent_something_is_not_told_that_nothing_came() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, text: &[u8]| {
        let path = folder.path().join("in").join(name);
        fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        fs::write(path, text).expect("written");
    };
    let nameless = |is_wrong: bool| {
        let total = if is_wrong { 7 } else { 1 };
        format!(
            "四、政府信息公开行政复议、行政诉讼情况\n行政复议,行政诉讼\n结果维持,结果纠正,其他结果,尚未审结,总计\n\
            1,0,0,0,{total},0,0,0,0,0,0,0,0,0,0\n"
        )
    };
    put("临江县民政局.jpg", b"\xFF\xD8\xFF\xE0");
    put("财政局.mp4", b"\0\0\0\x20ftyp");
    put("临江县教育局/说明.txt", "随文报送\n".as_bytes());
    put("临江县水利局/统计表.csv", nameless(true).as_bytes());
    put("农业农村局/统计表.csv", nameless(false).as_bytes());
    put("旧/临江县司法局.jpg", b"\xFF\xD8\xFF\xE0");
    let names = ["民政", "财政", "教育", "水利", "农业农村", "司法", "应急管理"]
        .map(|name| format!("临江县{name}局,临江县人民政府\n"));
    fs::write(folder.path().join("r.csv"), format!("agency,parent\n{}", names.concat())).expect("written");
    let args = ["in", "--roster", "r.csv", "--tables", "review", "--exclude", "旧/", "--format"];
    let report: Value =
        serde_json::from_slice(&run(folder.path(), &[&args[..], &["json"]].concat()).stdout).expect("JSON");
    let missing = report["findings"].as_array().expect("a list").iter().filter(|one| one["code"] == "A502");
    let missing: Vec<&str> = missing.filter_map(|one| one["message"].as_str()).collect();
    let says = [
        "有文件但没能核查：in/临江县民政局.jpg",
        "有文件但没能核查：in/财政局.mp4",
        "有文件但没能核查：in/临江县教育局/说明.txt",
        "in/临江县水利局/统计表.csv 里没有写单位名称",
        "in/农业农村局/统计表.csv 里没有写单位名称",
        "没有报表",
        "没有报表",
    ];
    assert_eq!(missing.len(), says.len(), "{missing:#?}");
    for (message, words) in missing.iter().zip(says) {
        assert!(message.contains(words), "{message}: {words}");
    }
    let letters = text(&run(folder.path(), &[&args[..], &["notice"]].concat()));
    let letter =
        |agency: &str| letters.split("\n---\n").find(|one| one.contains(&format!("\n{agency}：\n"))).unwrap_or("");
    for agency in ["临江县民政局", "临江县财政局", "临江县教育局"] {
        assert!(letter(agency).contains("无法读取，未能审核") && !letter(agency).contains("尚未收到"), "{letters}");
    }
    assert!(letter("临江县水利局").contains("须更正") && !letter("临江县水利局").contains("尚未收到"), "{letters}");
    // What passes is asked about in the list of the office only.
    assert_eq!(letter("临江县农业农村局"), "");
    assert!(
        letter("临江县司法局").contains("尚未收到") && letter("临江县应急管理局").contains("尚未收到"),
        "{letters}"
    );
}

/// Word's own parts: an office program opens the letters and prints them.
#[test]
fn an_office_program_opens_the_letters() {
    let folder = tempfile::tempdir().expect("a folder");
    roster(folder.path());
    let args = ["--format", "notice", "-o", "all.docx", "--roster", "roster.csv", FLOW, COLUMNS];
    assert_eq!(run(folder.path(), &args).status.code(), Some(1));
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("office").display());
    let (out, path) = (folder.path().to_string_lossy(), folder.path().join("all.docx"));
    let args = [&profile, "--headless", "--convert-to", "pdf", "--outdir", &out, &path.to_string_lossy()];
    if other_program("soffice", &args).is_none() {
        return;
    }
    let pdf = fs::read(folder.path().join("all.pdf")).expect("it was converted");
    assert!(pdf.starts_with(b"%PDF") && pdf.len() > 10_000);
}
