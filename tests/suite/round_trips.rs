//! What is converted reads back as what was read, letter for letter, or what is lost is named.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use gouji::diagnosis::{Assessment, Policy, Report};
use gouji::model::{Figure, Lang};
use gouji::render::{Arrangement, FileKind, Style, json_with_cells};

use crate::support::{CATALOGUE, FORMS, assess, assess_file, files_below, only, sample};
use crate::writing::{Shared, written};

const LAYOUTS: [Arrangement; 3] = [Arrangement::Statutory, Arrangement::Wide, Arrangement::Long];
const KINDS: [(FileKind, &str); 2] = [(FileKind::Csv, "back.csv"), (FileKind::Xlsx, "back.xlsx")];

/// What a cell holds: its figure in the form's unit, or what stands in its place.
type Held = (Figure, String);

/// Whose it is, letter for letter, and every cell.
type Read = (Option<String>, Option<u16>, Option<String>, BTreeMap<String, Held>);

/// What was read. A blank and a sign for none are one where `signs` are not told apart.
fn read(filing: &Assessment, signs: bool) -> Read {
    let transcript = filing.transcript.as_ref().expect("it was read");
    let form = FORMS.get(&transcript.edition).expect("the edition is known");
    let cells = form.each_cell().filter_map(|(index, cell)| {
        let entry = transcript.entry(index)?;
        let held = match (entry.figure, entry.in_unit(cell.unit)) {
            (_, Some(number)) => (Figure::Number(number.normalize()), String::new()),
            (Figure::Placeholder, _) if !signs => (Figure::Blank, String::new()),
            (figure, None) => (figure, entry.printed().into_owned()),
        };
        Some((cell.id.to_string(), held))
    });
    let edition = filing.edition.as_ref().map(ToString::to_string);
    (filing.agency.clone(), filing.year, edition, cells.collect())
}

fn all(filings: &[Assessment], signs: bool) -> Vec<Read> {
    filings.iter().map(|filing| read(filing, signs)).collect()
}

fn json(filings: &[Assessment]) -> Vec<u8> {
    let (policy, out) = (Policy::default(), Shared::default());
    let style = Style::new(&FORMS, &CATALOGUE, &policy, Lang::Zh);
    let mut json = json_with_cells(style, None, Box::new(out.clone()));
    for filing in filings {
        json.filing(filing).expect("it is written");
    }
    json.finish(&Report::default()).expect("it ends");
    out.take()
}

/// Checks that filings come back from every layout and kind of file; the long one makes one of two of one agency and year.
fn assert_come_back(filings: &[Assessment], of: &str) {
    let expected = all(filings, true);
    let mut keys: Vec<_> = filings.iter().map(|filing| (&filing.agency, filing.year)).collect();
    keys.sort_unstable();
    keys.dedup();
    for layout in LAYOUTS.into_iter().filter(|layout| *layout != Arrangement::Long || keys.len() == filings.len()) {
        for (kind, name) in KINDS {
            let back = assess(name, &written(filings, layout, kind));
            assert!(back.iter().all(|filing| filing.error.is_none()), "{of} as {layout:?} {name}");
            assert_eq!(all(&back, true), expected, "{of} as {layout:?} {name}");
        }
    }
    assert_eq!(all(&assess("back.json", &json(filings)), false), all(filings, false), "{of} as JSON");
}

#[test]
fn every_fixture_reads_back_from_every_layout() {
    let mut files = 0;
    for file in sample(files_below("fixtures")) {
        let filings = assess_file(&file);
        if filings.iter().any(|filing| filing.checked.cells == 0) {
            continue;
        }
        files += 1;
        assert_come_back(&filings, &file.to_string_lossy());
    }
    assert!(files > 40);
}

/// The figure of a cell that is merged over several is nobody's: written into a cell of its own it must not become one.
#[test]
fn a_merged_figure_does_not_become_one() {
    let filings = assess_file(Path::new("fixtures/rules/text-not-shown/fires-covered.xls"));
    assert!(filings.iter().any(|filing| filing.checked.cells > 0));
    assert_come_back(&filings, "a merged figure");
}

fn called(agency: &str) -> Assessment {
    Assessment { agency: Some(agency.to_owned()), ..only("fixtures/published/two-years-a-2023.csv") }
}

/// Names that no title can carry, or not as they are: the field below it does.
#[test]
fn names_come_back_letter_for_letter() {
    let names = [
        "某县政府信息公开工作领导小组办公室",
        "某县热线12345",
        "12345",
        "某县统计局 政府信息公开科",
        "某县教育局（2022年更名）",
        "某县财政局（国资办）",
        "某县民政局(社会组织局)",
        "=某县局",
        "某县2022年运动会筹备办公室",
        "某县年度考核办公室",
        "某县教育局关于",
        "附件1：某县商务局",
        "某县上半年考评局",
        "某县\n水利局",
        "ＷＴＯ 咨询点",
        "规章",
        "一、本年新收政府信息公开申请数量",
        "某县人民政府",
    ];
    // Each alone, for the name of a sheet says something too, and all below each other.
    let filings: Vec<_> = names.iter().map(|name| called(name)).collect();
    let back = assess("back.csv", &written(&filings, Arrangement::Statutory, FileKind::Csv));
    assert_eq!(back.iter().map(|filing| filing.agency.as_deref().unwrap_or("")).collect::<Vec<_>>(), names);
    for filing in &filings {
        assert_come_back(std::slice::from_ref(filing), filing.agency.as_deref().unwrap_or_default());
    }
}

/// Whose it is, or of which year, may not be known.
#[test]
fn what_is_not_known_stays_unknown() {
    let known = called("某县热线12345");
    for (agency, year) in [(None, Some(2023)), (Some("某县热线12345".to_owned()), None), (None, None)] {
        let filing = Assessment { agency, year, ..known.clone() };
        let back = assess("back.csv", &written(std::slice::from_ref(&filing), Arrangement::Statutory, FileKind::Csv));
        assert_eq!(all(&back, true), all(&[filing], true));
    }
}

/// Filings that have nothing in common but the year, with parts of a form each, stay apart where their titles name nobody.
#[test]
fn the_fields_tell_filings_apart() {
    let form = FORMS.get("2021").expect("the edition");
    let with = |agency: &str, tables: &[usize]| {
        let mut filing = called(agency);
        let entries = &mut filing.transcript.as_mut().expect("it was read").entries;
        for (index, cell) in form.each_cell().filter(|(_, cell)| !tables.contains(&cell.table)) {
            let _ = (cell, entries[index.at()].take());
        }
        filing
    };
    let filings = [with("某县热线12345", &[0, 1]), with("某县热线12366", &[2]), with("某县统计局 公开科", &[0, 1, 2])];
    let back = assess("back.csv", &written(&filings, Arrangement::Statutory, FileKind::Csv));
    assert_eq!(all(&back, true), all(&filings, true));
}

/// What stands in place of a figure comes back as what it was, wherever it stands: among labels some of it would be one, and
/// in the first place of the table that is printed on one line other words would be.
#[test]
fn text_in_place_of_a_figure_comes_back_as_it_was() {
    const TEXTS: [&str; 24] = [
        "约30",
        "见附件",
        "合计",
        "其他",
        "自然人",
        "结果维持",
        "行政复议",
        "规章",
        "（一）予以公开",
        "二、主动公开政府信息情况",
        "1 2",
        "5 6 7",
        "- 3 -",
        "3/12",
        "2023年",
        "万元",
        "同上",
        "上年数",
        "填报单位：",
        "报告年度：",
        "=1+1",
        "#REF!",
        "1O",
        "？",
    ];
    const CELLS: [&str; 6] = [
        "disclosure.regulations.issued",
        "disclosure.fees.amount",
        "requests.received.natural_person",
        "requests.processed_total.total",
        "review.reconsideration.upheld",
        "review.litigation_after_review.total",
    ];
    let ids = ["agency", "year"].into_iter().chain(CELLS);
    let mut text = ids.collect::<Vec<_>>().join(",") + "\n";
    for (at, odd) in TEXTS.iter().enumerate() {
        for place in 0..CELLS.len() {
            let cells = (0..CELLS.len()).map(|cell| if cell == place { format!("\"{odd}\"") } else { "3".to_owned() });
            let cells = cells.collect::<Vec<_>>().join(",");
            text.extend([&format!("某县{at}校{place}区,2023,"), &*cells, "\n"]);
        }
    }
    let filings = assess("odd.csv", text.as_bytes());
    assert_eq!(filings.len(), TEXTS.len() * CELLS.len());
    let unreadable = |filing: &Assessment| {
        let entries = filing.transcript.iter().flat_map(|transcript| transcript.entries.iter().flatten());
        entries.filter(|entry| entry.figure == Figure::Unreadable).count()
    };
    assert!(filings.iter().filter(|filing| unreadable(filing) == 1).count() > filings.len() / 2);
    for (kind, name) in KINDS {
        let back = assess(name, &written(&filings, Arrangement::Statutory, kind));
        assert_eq!(all(&back, true), all(&filings, true), "{name}");
    }
}

fn convert(args: &[&str]) -> (Output, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args([&["convert", "--to", "csv", "--layout", "wide"][..], args].concat())
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    (run, said)
}

/// Figures that could not be assigned are in nothing that is written: the file, the table and the figures are named, and the
/// rest is written.
#[test]
fn what_could_not_be_assigned_is_named() {
    for (path, lost, lines) in [
        ("fixtures/oddities/fourteen-values.csv", "3402 99 0 4 5 1 3511", 2),
        ("fixtures/narrative/reports/tables.txt", "{rec} 0 0 0 0 0 {rec}", 2),
        ("fixtures/pdf/chromium-two-years.pdf", "3440 75 0 1 6 3 3525", 2),
        ("fixtures/rules/values-unassigned/fires.txt", "2 1 0 0 0 3", 2),
        ("fixtures/rules/values-unassigned/fires-2014.txt", "条 1286", 1),
    ] {
        let (run, said) = convert(&[path]);
        assert_eq!(run.status.code(), Some(2), "{path}");
        assert_eq!(String::from_utf8_lossy(&run.stdout).lines().count(), lines, "{path}");
        let named = said.lines().find(|line| line.contains("未写出：")).expect("it is said");
        assert!(named.starts_with(path) && named.contains("表") && named.contains(lost), "{said}");
        let (_, said) = convert(&[path, "--lang", "en"]);
        assert!(said.contains("not written: ") && said.contains(lost), "{said}");
    }
    let (run, said) = convert(&["fixtures/published/two-years-a-2023.csv"]);
    assert_eq!((run.status.code(), said.as_str()), (Some(0), ""));
}

/// A row that the form has not goes into no file; that is said, and nothing is wrong with the rest. Each thing is said once.
#[test]
fn what_the_form_has_not_is_named() {
    let (run, said) = convert(&["fixtures/rules/row-not-in-form/fires.csv"]);
    assert_eq!((run.status.code(), said.lines().count()), (Some(0), 1), "{said}");
    let (run, said) = convert(&["fixtures/rules/row-duplicated/fires.csv"]);
    assert_eq!((run.status.code(), said.lines().count()), (Some(2), 1), "{said}");
}

/// The long layout makes one of two filings of one agency and year.
#[test]
fn a_double_in_the_long_layout_is_named() {
    let path = "fixtures/runs/filing-repeated/fires/filings.csv";
    let run = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["convert", "--to", "csv", "--layout", "long", path])
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(said.starts_with(path) && said.contains("--layout wide"), "{said}");
    let (_, said) = convert(&[path]);
    assert_eq!(said, "");
}
