//! What departments really send: zip archives with folders, files nobody asked for, archives of other kinds, mails.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use zip::write::SimpleFileOptions;

const GOOD: &str = "fixtures/published/two-years-a-2023.csv";
const BAD: &str = "fixtures/published/undivided-2023.csv";

/// What every report, and what no report, is sent with.
const BESIDE: [(&str, &[u8]); 5] = [
    ("说明.md", "# 报送说明\n本年新收政府信息公开申请数量一栏请按实填写。\n".as_bytes()),
    ("通讯录.csv", "姓名,电话\n某某,0000\n".as_bytes()),
    ("照片.jpg", b"\xFF\xD8\xFF\xE0"),
    ("录像.mp4", b"\0\0\0\x20ftyp"),
    ("数据字典.txt", "规章\n行政规范性文件\n行政许可\n行政处罚\n".as_bytes()),
];

fn zip(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default();
        if let Some(folder) = name.strip_suffix('/') {
            zip.add_directory(folder, options).expect("a folder");
            continue;
        }
        zip.start_file(*name, options).expect("a file");
        zip.write_all(content).expect("written to memory");
    }
    zip.finish().expect("an archive").into_inner()
}

fn read(path: &str) -> Vec<u8> {
    fs::read(path).expect("the fixture is there")
}

/// Every occurrence of some bytes made others of the same length: in the header of a file and in the list.
fn patched(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(from.len()).position(|window| window == from) {
        at += found;
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gouji")).current_dir(folder).args(arguments).output().expect("gouji runs")
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let run = run(folder, &[&["check", "--format", "json"], arguments].concat());
    serde_json::from_slice(&run.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&run.stderr)))
}

/// The state of each filing, or the kind of its error, by path.
fn states(result: &Value) -> BTreeMap<String, String> {
    let filings = result["filings"].as_array().expect("a list").iter().map(|filing| {
        let kind = filing["error"]["kind"].as_str().or(filing["status"].as_str()).expect("a state");
        (filing["source"]["path"].as_str().expect("a path").to_owned(), kind.to_owned())
    });
    filings.collect()
}

/// Why each file was passed over, by path.
fn skipped(result: &Value) -> BTreeMap<String, String> {
    let because = result["summary"]["skipped_because"].as_array().expect("a list").iter().map(|one| {
        let word = |key: &str| one[key].as_str().expect("a text").to_owned();
        (word("path"), word("kind"))
    });
    let because: BTreeMap<_, _> = because.collect();
    let paths = result["summary"]["skipped"].as_array().expect("a list").iter();
    assert_eq!(paths.map(|path| path.as_str().expect("a path")).collect::<Vec<_>>().len(), because.len());
    because
}

fn owned(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// A desk with files.
fn desk(files: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
    let desk = tempfile::tempdir().expect("a temporary folder");
    for (name, content) in files {
        let path = desk.path().join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(path, content).expect("written");
    }
    desk
}

#[test]
fn a_folder_and_the_same_folder_packed_are_the_same_run() {
    let mut parts: Vec<(&str, Vec<u8>)> = vec![
        ("县局/", Vec::new()),
        ("县局/好.csv", read(GOOD)),
        ("县局/乡镇/错.csv", read(BAD)),
        ("表.xlsx", read("fixtures/workbooks/printed.xlsx")),
        ("旧表.xls", read("fixtures/workbooks/printed.xls")),
        ("报告.doc", read("fixtures/documents/merged.doc")),
        ("全县.csv", read("fixtures/datasets/wide.csv")),
        ("坏.pdf", b"x".to_vec()),
    ];
    parts.extend(BESIDE.map(|(name, content)| (name, content.to_vec())));
    let files: Vec<_> = parts.iter().filter(|(name, _)| !name.ends_with('/')).cloned().collect();
    let unpacked: Vec<(String, Vec<u8>)> =
        files.iter().map(|(name, content)| (format!("in/a.zip!/{name}"), content.clone())).collect();
    let unpacked: Vec<_> = unpacked.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
    let (folder, packed) = (desk(&unpacked), desk(&[("in/a.zip", zip(&parts))]));
    let (mut expected, mut found) = (json(folder.path(), &["in", "--cells"]), json(packed.path(), &["in", "--cells"]));
    // The files are sorted by path either way, but a folder sorts before what has its name in front.
    for result in [&mut expected, &mut found] {
        let filings = result["filings"].as_array_mut().expect("a list");
        filings.sort_by_key(|filing| (filing["source"]["path"].to_string(), filing["source"]["record"].as_u64()));
        for key in ["skipped", "skipped_because"] {
            result["summary"][key].as_array_mut().expect("a list").sort_by_key(Value::to_string);
        }
    }
    assert_eq!(found["filings"], expected["filings"]);
    assert_eq!(found["summary"], expected["summary"]);
    let kinds = skipped(&found);
    let kinds: Vec<_> = BESIDE.iter().map(|(name, _)| kinds[&format!("in/a.zip!/{name}")].as_str()).collect();
    assert_eq!(kinds, ["no-table", "no-table", "picture", "unknown-kind", "no-table"]);
    // By itself it is named as it was typed.
    let alone = states(&json(packed.path(), &["in/a.zip"]));
    assert_eq!(alone["in/a.zip!/县局/好.csv"], "pass");
    assert_eq!(alone["in/a.zip!/县局/乡镇/错.csv"], "findings");
}

#[test]
fn an_archive_in_an_archive_is_opened_and_no_further() {
    let inner = zip(&[("好.csv", read(GOOD))]);
    let deep = zip(&[("更深.zip", inner.clone())]);
    let outer = zip(&[
        ("里面.zip", inner),
        ("太深.zip", deep),
        ("空的.zip", zip(&[])),
        ("错.csv", read(BAD)),
        ("其实是表.zip", read("fixtures/workbooks/printed.xlsx")),
    ]);
    let found = states(&json(desk(&[("a.zip", outer)]).path(), &["."]));
    let expected = owned(&[
        ("./a.zip!/里面.zip!/好.csv", "pass"),
        ("./a.zip!/太深.zip!/更深.zip", "nested-too-deep"),
        ("./a.zip!/空的.zip", "nothing-to-check"),
        ("./a.zip!/错.csv", "findings"),
        ("./a.zip!/其实是表.zip", "pass"),
    ]);
    assert_eq!(found, expected);
}

/// A Chinese Windows packs names in GBK and does not say so; a Mac packs UTF-8 and does not say so either.
#[test]
fn names_are_read_as_they_were_written() {
    let name = encoding_rs::GB18030.encode("某县公安局2023年统计表.csv").0.into_owned();
    let stand_in = vec![b'x'; name.len()];
    let stand_in = String::from_utf8(stand_in).expect("letters");
    let review = "四、政府信息公开行政复议、行政诉讼情况\n行政复议,,,,,行政诉讼\n".to_owned();
    let text = fs::read_to_string(GOOD).expect("the fixture is text");
    let packed = patched(zip(&[(&stand_in, text.clone().into_bytes())]), stand_in.as_bytes(), &name);
    let result = json(desk(&[("a.zip", packed)]).path(), &["a.zip"]);
    assert_eq!(states(&result), owned(&[("a.zip!/某县公安局2023年统计表.csv", "pass")]));
    let windows = zip(&[("县局\\报表.csv", text.into_bytes()), ("__MACOSX/._报表.csv", review.into_bytes())]);
    let result = json(desk(&[("a.zip", windows)]).path(), &["a.zip"]);
    assert_eq!(states(&result), owned(&[("a.zip!/县局/报表.csv", "pass")]));
}

#[test]
fn what_was_made_to_do_harm_is_refused_and_the_rest_is_checked() {
    let good = || ("好.csv", read(GOOD));
    let bytes = zip(&[good(), ("xx/up.csv", read(BAD)), ("xroot.csv", read(BAD)), ("C-/a.csv", read(BAD))]);
    let bytes = patched(
        patched(patched(bytes, b"xx/up.csv", b"../up.csv"), b"xroot.csv", b"/root.csv"),
        b"C-/a.csv",
        b"C:/a.csv",
    );
    let found = states(&json(desk(&[("a.zip", bytes)]).path(), &["a.zip"]));
    let unsafe_path = "unsafe-path";
    let expected = owned(&[
        ("a.zip!/好.csv", "pass"),
        ("a.zip!/../up.csv", unsafe_path),
        ("a.zip!//root.csv", unsafe_path),
        ("a.zip!/C:/a.csv", unsafe_path),
    ]);
    assert_eq!(found, expected);

    let mut links = zip::ZipWriter::new(Cursor::new(Vec::new()));
    links.add_symlink("链接.csv", "/etc/hostname", SimpleFileOptions::default()).expect("a link");
    links.start_file("好.csv", SimpleFileOptions::default()).expect("a file");
    links.write_all(&read(GOOD)).expect("written to memory");
    let links = links.finish().expect("an archive").into_inner();
    let found = states(&json(desk(&[("a.zip", links)]).path(), &["a.zip"]));
    assert_eq!(found, owned(&[("a.zip!/好.csv", "pass"), ("a.zip!/链接.csv", unsafe_path)]));

    // The bit that says a file is locked, in its header and in the list.
    let mut locked = zip(&[good(), ("锁.csv", read(BAD))]);
    for (mark, at) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> = (0..locked.len() - 4).filter(|from| locked[*from..].starts_with(mark)).collect();
        locked[places[1] + at] |= 1;
    }
    let found = states(&json(desk(&[("a.zip", locked)]).path(), &["a.zip"]));
    assert_eq!(found, owned(&[("a.zip!/好.csv", "pass"), ("a.zip!/锁.csv", "encrypted")]));
}

#[test]
fn bombs_are_refused_before_they_expand() {
    let good = ("好.csv", read(GOOD));
    let zeros = zip(&[("零.csv", vec![b'0'; 200 << 20])]);
    let many: Vec<(String, Vec<u8>)> = (0..10_001).map(|number| (format!("{number}.csv"), Vec::new())).collect();
    let many = zip(&many.iter().map(|(name, content)| (name.as_str(), content.clone())).collect::<Vec<_>>());
    // The second entry of the list is made to point to the bytes of the first.
    let mut overlapping = zip(&[("a.csv", read(GOOD)), ("b.csv", read(GOOD))]);
    let list = (0..overlapping.len()).rev().find(|at| overlapping[*at..].starts_with(b"PK\x01\x02")).expect("a list");
    overlapping[list + 42..list + 46].fill(0);
    let cut = zip(&[("好.csv", read(GOOD))])[..200].to_vec();
    let desk = desk(&[
        ("in/零.zip", zeros),
        ("in/多.zip", many),
        ("in/叠.zip", overlapping),
        ("in/断.zip", cut),
        ("in/空.zip", zip(&[])),
        ("in/zz.zip", zip(&[good])),
    ]);
    let found = states(&json(desk.path(), &["in"]));
    let expected = owned(&[
        ("in/零.zip", "archive-too-large"),
        ("in/多.zip", "too-many-files"),
        ("in/叠.zip", "damaged"),
        ("in/断.zip", "damaged"),
        ("in/空.zip", "nothing-to-check"),
        ("in/zz.zip!/好.csv", "pass"),
    ]);
    assert_eq!(found, expected);
}

#[test]
fn archives_of_other_kinds_and_mails_are_named_with_the_way_out() {
    let tar = [&b"\x91\x91.csv"[..], &[0; 251], b"ustar\x0000"].concat();
    let ofd = zip(&[("OFD.xml", b"<ofd:OFD/>".to_vec())]);
    let mail = "Received: from a\nFrom: a@example.org\nTo: b@example.org\nMIME-Version: 1.0\nContent-Type: text/html\n\n<table>";
    let mut outlook = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("written to memory");
    outlook
        .create_stream("/__properties_version1.0")
        .expect("a stream")
        .write_all(&[0; 32])
        .expect("written to memory");
    outlook.flush().expect("written to memory");
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("a.rar", b"Rar!\x1A\x07\x01\0".to_vec()),
        ("b.7z", b"7z\xBC\xAF\x27\x1C\0\x04".to_vec()),
        ("c.tar", tar),
        ("d.tgz", b"\x1F\x8B\x08\0".to_vec()),
        ("e.ofd", ofd),
        ("f.eml", mail.as_bytes().to_vec()),
        ("g.msg", outlook.into_inner().into_inner()),
        ("h.bz2", b"BZh91AY".to_vec()),
    ];
    let folder = desk(&files);
    let result = json(folder.path(), &["."]);
    let expected = owned(&[
        ("./a.rar", "other-archive"),
        ("./b.7z", "other-archive"),
        ("./c.tar", "other-archive"),
        ("./d.tgz", "other-archive"),
        ("./e.ofd", "ofd"),
        ("./f.eml", "mail"),
        ("./g.msg", "mail"),
        ("./h.bz2", "other-archive"),
    ]);
    assert_eq!(states(&result), expected);
    assert_eq!(run(folder.path(), &["check", "."]).status.code(), Some(2));
    // Packed in a zip they are the same.
    let packed = states(&json(desk(&[("x.zip", zip(&files))]).path(), &["x.zip"]));
    assert_eq!(packed.into_values().collect::<Vec<_>>(), expected.into_values().collect::<Vec<_>>());
}

#[test]
fn what_is_excluded_is_said_once() {
    let files = || {
        vec![
            ("好.csv", read(GOOD)),
            ("旧/错.csv", read(BAD)),
            ("旧/更旧/错.csv", read(BAD)),
            ("草稿-错.csv", read(BAD)),
        ]
    };
    let inside: Vec<(String, Vec<u8>)> =
        files().into_iter().map(|(name, content)| (format!("in/{name}"), content)).collect();
    let mut all: Vec<_> = inside.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
    all.push(("in/a.zip", zip(&files())));
    all.push(("gouji.toml", b"exclude = [\"drafts\"]\n".to_vec()));
    let desk = desk(&all);
    let patterns = ["--exclude", "旧/", "--exclude", "草稿-*"];
    let result = json(desk.path(), &[&["in"], &patterns[..]].concat());
    assert_eq!(states(&result), owned(&[("in/好.csv", "pass"), ("in/a.zip!/好.csv", "pass")]));
    let left_out = ["in/旧", "in/草稿-错.csv", "in/a.zip!/旧/", "in/a.zip!/草稿-错.csv"].map(|path| (path, "excluded"));
    assert_eq!(skipped(&result), owned(&left_out));
    // What is named is never left out; what is anchored is so to the folder that is walked.
    assert_eq!(states(&json(desk.path(), &["in/草稿-错.csv", "--exclude", "草稿-*"])).len(), 1);
    assert_eq!(skipped(&json(desk.path(), &["in", "--exclude", "/错.csv"])), BTreeMap::new());
    fs::write(desk.path().join("gouji.toml"), "exclude = [\"*.zip\", \"旧\", \"草稿*\"]\n").expect("written");
    let result = json(desk.path(), &["in"]);
    assert_eq!(states(&result), owned(&[("in/好.csv", "pass")]));
    assert_eq!(skipped(&result)["in/a.zip"], "excluded");
    let refused = run(desk.path(), &["check", "in", "--exclude", "a{b"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--exclude a{b: 不是 .gitignore 那样的写法"));
    let convert = run(
        desk.path(),
        &["convert", "in", "--exclude", "*.zip", "--exclude", "旧", "--exclude", "草稿*", "--to", "csv"],
    );
    assert_eq!(convert.status.code(), Some(0), "{}", String::from_utf8_lossy(&convert.stderr));
}

/// The year before, and the superior's own filing, may be packed too.
#[test]
fn what_is_compared_with_may_be_packed() {
    let last_year = zip(&[("2023/报表.csv", read(GOOD)), ("说明.txt", "见附件。".into())]);
    let desk = desk(&[
        ("2024.csv", read("fixtures/published/two-years-a-2024.csv")),
        ("last.zip", last_year),
        ("last.csv", read(GOOD)),
    ]);
    let packed = json(desk.path(), &["2024.csv", "--previous", "last.zip", "--ignore", "P"]);
    let plain = json(desk.path(), &["2024.csv", "--previous", "last.csv", "--ignore", "P"]);
    let without_path = |result: &Value| result["filings"].to_string().replace("last.zip!/2023/报表.csv", "last.csv");
    assert_eq!(without_path(&packed), without_path(&plain));
    assert_eq!(packed["summary"]["by_code"], plain["summary"]["by_code"]);
    let aggregate = json(desk.path(), &["2024.csv", "--aggregate", "last.zip"]);
    assert_eq!(aggregate["summary"]["filings"], 1);
}

/// A viewer, or a forge, knows the archive and not what is in it.
#[test]
fn machines_are_pointed_to_the_archive() {
    let desk =
        desk(&[("送来 的.zip", zip(&[("县局/错.csv", read("fixtures/rules/flow-unbalanced/fires-columns.csv"))]))]);
    let out = |format: &str| {
        String::from_utf8(run(desk.path(), &["check", "--format", format, "送来 的.zip"]).stdout).expect("text")
    };
    let sarif: Value = serde_json::from_str(&out("sarif")).expect("JSON");
    let location = &sarif["runs"][0]["results"][0]["locations"][0];
    assert_eq!(location["physicalLocation"]["artifactLocation"]["uri"], "%E9%80%81%E6%9D%A5%20%E7%9A%84.zip");
    assert_eq!(location["physicalLocation"]["region"], Value::Null);
    let logical = location["logicalLocations"].as_array().expect("a list").last().expect("the file");
    assert_eq!((logical["name"].as_str(), logical["kind"].as_str()), (Some("县局/错.csv"), Some("file")));
    assert_eq!(logical["fullyQualifiedName"], "送来 的.zip!/县局/错.csv");
    assert!(out("github").contains("::error file=送来 的.zip,title="), "{}", out("github"));
    let gitlab: Value = serde_json::from_str(&out("gitlab")).expect("JSON");
    assert_eq!(
        (gitlab[0]["location"]["path"].as_str(), &gitlab[0]["location"]["lines"]["begin"]),
        (Some("送来 的.zip"), &Value::from(1))
    );
    assert!(out("table").contains("送来 的.zip!/县局/错.csv"));
}

/// A result may not take the place of an archive that the run reads.
#[test]
fn an_archive_that_is_read_is_not_written_to() {
    let bytes = zip(&[("好.csv", read(GOOD))]);
    let desk = desk(&[("a.zip", bytes.clone())]);
    let refused = run(desk.path(), &["check", "a.zip", "--format", "json", "-o", "a.zip"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(fs::read(desk.path().join("a.zip")).expect("it is there"), bytes);
}

/// A county as it is sent: a hundred and twenty bodies in four archives with folders, every kind of file among them, one
/// archive of another kind and a note. One command answers for every file.
#[test]
fn a_county_in_four_archives() {
    let form = fs::read_to_string(GOOD).expect("the fixture is text");
    let body = |number: usize| format!("某县第{number}镇人民政府");
    let report = |number: usize| form.replace("临澄市人民政府", &body(number)).into_bytes();
    // What people save in place of the text: the same report as a document, a workbook, a page for print.
    let saved = [
        ("doc", "documents/merged.doc"),
        ("wps", "documents/merged.doc"),
        ("docx", "documents/merged.docx"),
        ("rtf", "documents/merged.rtf"),
        ("xls", "workbooks/printed.xls"),
        ("xlsx", "workbooks/printed.xlsx"),
        ("pdf", "pdf/calc-portrait.pdf"),
    ];
    let mut archives: Vec<Vec<(String, Vec<u8>)>> = vec![Vec::new(); 4];
    for number in 1..=119 {
        let folder = if number % 3 == 0 { "乡镇/" } else { "" };
        archives[number % 4].push((format!("{folder}{}.csv", body(number)), report(number)));
    }
    for (number, (ending, fixture)) in saved.iter().enumerate() {
        archives[number % 4].push((format!("另存/{number}.{ending}"), read(&format!("fixtures/{fixture}"))));
    }
    archives[0].push(("README.md".to_owned(), "# 报送说明\n".into()));
    archives[1].push(("第120镇.rar".to_owned(), b"Rar!\x1A\x07\x01\0".to_vec()));
    let packed: Vec<(String, Vec<u8>)> = (0..4)
        .map(|at| {
            let parts: Vec<_> = archives[at].iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
            (format!("in/{at}.zip"), zip(&parts))
        })
        .collect();
    let mut files: Vec<_> = packed.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
    let roster = (1..=120).map(|number| body(number) + "\n").collect::<String>();
    files.push(("roster.csv", format!("填报单位\n{roster}").into_bytes()));
    let desk = desk(&files);
    let result = json(desk.path(), &["in", "--roster", "roster.csv", "--year", "2023"]);
    let states = states(&result);
    let sent: usize = archives.iter().map(Vec::len).sum();
    assert_eq!(states.len() + skipped(&result).len(), sent, "every file is answered for");
    assert_eq!(states["in/1.zip!/第120镇.rar"], "other-archive");
    assert_eq!(skipped(&result), owned(&[("in/0.zip!/README.md", "no-table")]));
    let refused = states.values().filter(|state| !["pass", "findings"].contains(&state.as_str())).count();
    assert_eq!(refused, 1, "{states:?}");
    // Only who sent the archive that was not opened is missing.
    let run = result["findings"].as_array().expect("a list");
    let missing: Vec<_> = run.iter().filter(|finding| finding["code"] == "A502").collect();
    assert_eq!(missing.iter().map(|finding| &finding["agency"]).collect::<Vec<_>>(), [&body(120)]);
}
