//! What is written reads back: filings in the canonical form, and the blank form once it is filled in.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::process::Command;
use std::rc::Rc;

use calamine::Reader as _;
use gouji::diagnosis::{Assessment, Report};
use gouji::render::{Arrangement, Conversion, Dialect, FileKind, Renderer};

use proptest::prelude::*;

use crate::properties::{Form, form, title};
use crate::support::{FORMS, assess, assess_file, cases, cells, codes, files_below, sample};

const KINDS: [(FileKind, &str); 2] = [(FileKind::Csv, "back.csv"), (FileKind::Xlsx, "back.xlsx")];

/// A writer whose bytes are there when the conversion is done.
#[derive(Clone, Default)]
pub(crate) struct Shared(Rc<RefCell<Vec<u8>>>);

impl Shared {
    pub(crate) fn take(&self) -> Vec<u8> {
        self.0.take()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Filings as a file.
pub(crate) fn written(filings: &[Assessment], arrangement: Arrangement, kind: FileKind) -> Vec<u8> {
    let out = Shared::default();
    let mut conversion =
        Conversion::new(&FORMS, arrangement, kind, Dialect::default(), Box::new(out.clone())).expect("it begins");
    for filing in filings {
        conversion.filing(filing).expect("it is written");
    }
    conversion.finish(&Report::default()).expect("it ends");
    out.take()
}

/// What must survive: whose it is, its edition, every cell and its unit.
pub(crate) type Gist =
    (Option<String>, Option<u16>, Option<String>, BTreeMap<String, Option<String>>, BTreeMap<String, String>);

pub(crate) fn gist(filing: &Assessment) -> Gist {
    let transcript = filing.transcript.as_ref().expect("it was read");
    let form = FORMS.get(&transcript.edition).expect("the edition is known");
    let units = form.each_cell().filter_map(|(index, cell)| {
        let unit = transcript.entry(index)?.foreign_unit(cell.unit)?;
        Some((cell.id.to_string(), unit.word().to_owned()))
    });
    (
        filing.agency.clone(),
        filing.year,
        filing.edition.as_ref().map(ToString::to_string),
        cells(filing),
        units.collect(),
    )
}

/// Agencies and years, filings without either, the same one twice, tables missing: one file holds them all. Of one
/// agency and year the tables of another edition come right after, wherever they stood.
#[test]
fn all_fixtures_read_back_from_one_file() {
    // The runs have parts of filings, which side by side make one.
    let filings: Vec<_> = sample(files_below("fixtures"))
        .iter()
        .filter(|file| !file.starts_with("fixtures/runs"))
        // Of a form that is not loaded here most columns are refused, and what is left goes on in the next filing.
        .filter(|file| !file.ends_with("editions/report-2027.csv"))
        .flat_map(|file| assess_file(file))
        .filter(|filing| filing.checked.cells > 0)
        .collect();
    let gists = |filings: &[Assessment]| {
        let mut gists: Vec<_> = filings.iter().map(gist).collect();
        gists.sort();
        gists
    };
    for (kind, name) in KINDS {
        let back = assess(name, &written(&filings, Arrangement::Statutory, kind));
        assert_eq!(back.len(), filings.len(), "{name}");
        for (back, expected) in gists(&back).iter().zip(gists(&filings)) {
            assert_eq!(*back, expected, "{name}");
        }
    }
}

/// The lines of a data set.
fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix("\u{FEFF}".as_bytes()).expect("a byte order mark, for Excel");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|record| record.expect("CSV").iter().map(str::to_owned).collect()).collect()
}

/// The rows of the only sheet of a data set.
fn sheet(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// What a data set says of a cell.
fn value((.., cells, units): &Gist, id: &str) -> String {
    match (cells.get(id), units.get(id)) {
        (None, _) => "缺".to_owned(),
        (Some(value), None) => value.clone().unwrap_or_default(),
        (Some(value), Some(unit)) => value.clone().unwrap_or_default() + unit,
    }
}

fn only(path: &str) -> Assessment {
    crate::support::only(format!("fixtures/{path}"))
}

/// Two editions, a group undivided, a table missing, a fee in 元: the header is the union, and what a filing has not is
/// said by a word.
#[test]
fn a_wide_data_set_has_a_line_a_filing() {
    let names = ["undivided-2023.csv", "trial-2019.csv", "two-years-a-2023.csv"];
    let mut filings: Vec<_> = names.map(|name| only(&format!("published/{name}"))).into();
    filings.push(only("rules/table-missing/fires.csv"));
    filings.push(only("rules/fee-unit-not-wanyuan/fires.csv"));
    let bytes = written(&filings, Arrangement::Wide, FileKind::Csv);
    let lines = records(&bytes);
    let header = &lines[0];
    let form = |id: &str| FORMS.get(id).expect("the edition is there");
    assert_eq!(header[..3], ["agency", "year", "disclosure.regulations.issued"]);
    assert_eq!(header.last().map(String::as_str), Some("edition"));
    // 2019 adds what table 2 of 2021 does not have; its （六）其他处理 has the name of the undivided row of 2021.
    let (newer, older) = (form("2021"), form("2019"));
    let added = older.cells.iter().filter(|cell| !newer.index.contains_key(&cell.id)).count();
    assert_eq!((added, header.len()), (22 - 3, 3 + newer.printed_cells() + added + 7));
    let tables: Vec<&str> = header[2..header.len() - 1].iter().filter_map(|id| id.split('.').next()).collect();
    assert!(tables.is_sorted(), "table by table");
    for (line, filing) in lines[1..].iter().zip(&filings) {
        let gist = gist(filing);
        assert_eq!(line[0], gist.0.clone().unwrap_or_default());
        assert_eq!(line[1], gist.1.map(|year| year.to_string()).unwrap_or_default());
        assert_eq!(line[line.len() - 1], gist.2.clone().unwrap_or_default());
        for (id, field) in header[2..header.len() - 1].iter().zip(&line[2..]) {
            assert_eq!(*field, value(&gist, id), "{id}");
        }
    }
    assert!(lines[1].contains(&"缺".to_owned()) && lines[5].iter().any(|field| field.ends_with('元')));
    assert_eq!(sheet(&written(&filings, Arrangement::Wide, FileKind::Xlsx)), lines);
}

/// A table that nobody has is left out, and so is the row of a group that all divide.
#[test]
fn a_wide_header_holds_only_what_some_filing_has() {
    let whole = [only("published/two-years-a-2023.csv")];
    let header = records(&written(&whole, Arrangement::Wide, FileKind::Csv)).remove(0);
    assert_eq!(header.len(), 3 + 200);
    let part = [only("rules/table-missing/fires.csv")];
    let lines = records(&written(&part, Arrangement::Wide, FileKind::Csv));
    let missing = part[0].findings.iter().find(|finding| finding.rule.code == "S301").expect("a table is missing");
    let form = FORMS.get("2021").expect("the edition is there");
    let id = format!("{}.", form.tables[missing.table.expect("a table")].id);
    assert!(lines[0].iter().all(|column| !column.starts_with(&id)));
    assert!(!lines[1].contains(&"缺".to_owned()));
    assert_eq!(records(&written(&[], Arrangement::Wide, FileKind::Csv)), [["agency", "year", "edition"]]);
}

#[test]
fn a_long_data_set_has_a_line_a_cell() {
    let filings = [only("published/trial-2019.csv"), only("rules/row-missing/fires.csv")];
    let lines = records(&written(&filings, Arrangement::Long, FileKind::Csv));
    assert_eq!(lines[0], ["agency", "year", "cell", "value", "edition"]);
    let expected = filings.iter().flat_map(|filing| {
        let gist = gist(filing);
        let form = FORMS.get(gist.2.as_deref().expect("determined")).expect("known");
        let ids = form.cells.iter().map(|cell| cell.id.to_string()).filter(|id| gist.3.contains_key(id));
        let line = |id: String| {
            let year = gist.1.map(|year| year.to_string()).unwrap_or_default();
            let value = value(&gist, &id);
            vec![gist.0.clone().unwrap_or_default(), year, id, value, gist.2.clone().unwrap_or_default()]
        };
        ids.map(line).collect::<Vec<_>>()
    });
    assert_eq!(lines[1..], expected.collect::<Vec<_>>());
    assert_eq!(sheet(&written(&filings, Arrangement::Long, FileKind::Xlsx)), lines);
}

/// The same filings, the same bytes: nothing of the clock or of the machine is in a workbook.
#[test]
fn a_workbook_is_the_same_bytes_every_time() {
    let filings = [only("published/trial-2019.csv")];
    for arrangement in [Arrangement::Statutory, Arrangement::Wide, Arrangement::Long] {
        let once = written(&filings, arrangement, FileKind::Xlsx);
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        assert!(once == written(&filings, arrangement, FileKind::Xlsx), "{arrangement:?}");
    }
}

fn gouji(args: &[&str]) -> std::process::Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_gouji")).args(args).output().expect("the program runs")
}

/// A file that cannot be read is named, and the others are written all the same.
#[test]
fn a_bad_file_does_not_stop_the_others() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("out.xlsx").to_string_lossy().into_owned();
    let (good, bad) = ("fixtures/published/two-years-a-2023.csv", "fixtures/refused/photo.xlsx");
    let run = gouji(&["convert", "--to", "xlsx", "-o", &out, bad, good]);
    assert_eq!((run.status.code(), run.stdout.len()), (Some(2), 0));
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(said.contains(bad) && said.contains("怎么办") && !said.contains(good), "{said}");
    let expected = [only("published/two-years-a-2023.csv")];
    let bytes = std::fs::read(&out).expect("written");
    assert!(bytes == written(&expected, Arrangement::Statutory, FileKind::Xlsx));
    // To a pipe, the same bytes.
    assert!(gouji(&["convert", "--to", "xlsx", good]).stdout == bytes);
    assert_eq!(gouji(&["convert", "--to", "xlsx", good]).status.code(), Some(0));
    // An output that cannot be written.
    let nowhere = folder.path().join("no/such/out.csv").to_string_lossy().into_owned();
    let run = gouji(&["convert", "--to", "csv", "-o", &nowhere, good]);
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).contains("out.csv"));
}

#[test]
fn json_is_what_check_says_with_every_cell() {
    let files = ["fixtures/rules/fee-unit-not-wanyuan/fires.csv", "fixtures/published/trial-2019.csv"];
    let convert = gouji(&[&["convert", "--to", "json"], &files[..]].concat());
    let check = gouji(&[&["check", "--format", "json", "--cells"], &files[..]].concat());
    // It says that it is there to be read again.
    let converted = String::from_utf8(convert.stdout.clone()).expect("text");
    assert!(converted.replacen("\n  \"converted\": true,", "", 1).as_bytes() == check.stdout);
    assert_ne!(convert.stdout, check.stdout);
    let document: serde_json::Value = serde_json::from_slice(&convert.stdout).expect("JSON");
    assert_eq!(document["filings"][0]["units"], serde_json::json!({"disclosure.fees.amount": "元"}));
    assert_eq!(document["filings"][1]["units"], serde_json::json!({"disclosure.procurement.amount": "元"}));
}

/// A formula without a stored value is unknown, and so it comes back from every layout: a blank would count as zero.
#[test]
fn a_formula_that_was_never_computed_does_not_become_a_blank() {
    let filing = only("rules/formula-not-computed/fires.xlsx");
    let uncomputed = |filing: &Assessment| {
        let found = filing.findings.iter().filter(|finding| finding.rule.code == "V213");
        found.flat_map(|finding| &finding.cells).map(|cell| cell.id.to_string()).collect::<Vec<_>>()
    };
    let expected = uncomputed(&filing);
    assert!(!expected.is_empty());
    for arrangement in [Arrangement::Statutory, Arrangement::Wide, Arrangement::Long] {
        for (kind, name) in KINDS {
            let back = assess(name, &written(std::slice::from_ref(&filing), arrangement, kind)).remove(0);
            assert_eq!(uncomputed(&back), expected, "{arrangement:?} {name}");
            assert_eq!(gist(&back), gist(&filing), "{arrangement:?} {name}");
        }
    }
    let json = gouji(&["convert", "--to", "json", "fixtures/rules/formula-not-computed/fires.xlsx"]).stdout;
    let back = assess("back.json", &json).remove(0);
    assert_eq!((uncomputed(&back), gist(&back)), (expected, gist(&filing)));
}

/// Cells that are not there, as in a data set, are no blanks in the printed form: those would count as zero. They are missing
/// when they are read back, in the table that is printed on one line too, and the others stay where they are.
#[test]
fn a_missing_cell_does_not_become_a_blank() {
    let form = FORMS.get("2021").expect("the edition");
    for ids in [
        &["requests.granted.natural_person"][..],
        &["review.reconsideration.upheld"],
        &["review.reconsideration.total", "review.litigation_direct.upheld", "review.litigation_after_review.total"],
        &["disclosure.fees.amount", "disclosure.regulations.repealed", "review.litigation_direct.pending"],
    ] {
        let mut filing = only("published/two-years-a-2023.csv");
        let missing: Vec<_> = ids.iter().map(|id| form.index[*id]).collect();
        for index in &missing {
            filing.transcript.as_mut().expect("it was read").entries[index.at()] = None;
        }
        for (kind, name) in KINDS {
            let back = assess(name, &written(std::slice::from_ref(&filing), Arrangement::Statutory, kind)).remove(0);
            assert_eq!(gist(&back), gist(&filing), "{name}");
            let said = back.findings.iter().filter(|finding| finding.rule.code == "S302");
            let said: Vec<_> = said.flat_map(|finding| finding.cells.iter().map(|cell| cell.id.to_string())).collect();
            assert_eq!(said.len(), ids.len(), "{said:?}");
            assert!(ids.iter().all(|id| said.iter().any(|said| said == id)), "{said:?}");
            assert!(!codes(&back).keys().any(|code| matches!(code.as_str(), "V201" | "S312")));
        }
    }
}

/// What officers write in place of a figure.
const ODD: [&str; 14] =
    ["", "/", "-", "——", "无", "1O", "3件", "1,234", "12.50", "-7", "251000元", "=1+1", "@x", "22（其中修订16件）"];

/// A form as text, with lines left out and values replaced.
fn mutilated(form: &Form, dropped: &[prop::sample::Index], odd: &[(prop::sample::Index, &str)]) -> String {
    let mut rows = form.rows(&title(form));
    let is_figure = |text: &String| text.parse::<i64>().is_ok();
    for at in dropped {
        let lines: Vec<usize> = (0..rows.len()).filter(|row| rows[*row].iter().any(is_figure)).collect();
        rows.remove(*at.get(&lines));
    }
    let figures: Vec<(usize, usize)> = rows
        .iter()
        .enumerate()
        .flat_map(|(row, cells)| (0..cells.len()).filter(|at| is_figure(&cells[*at])).map(move |at| (row, at)))
        .collect();
    for (at, text) in odd.iter().filter(|_| !figures.is_empty()) {
        let (row, column) = at.get(&figures);
        rows[*row][*column] = format!("\"{text}\"");
    }
    rows.into_iter().map(|row| row.join(",") + "\n").collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(400), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_filings_read_back_from_the_statutory_layout(
        forms in prop::collection::vec(form(), 1..3),
        dropped in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        odd in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(ODD.to_vec())), 0..20),
    ) {
        let filings: Vec<_> =
            forms.iter().flat_map(|form| assess("form.csv", mutilated(form, &dropped, &odd).as_bytes())).collect();
        let expected: Vec<_> = filings.iter().map(gist).collect();
        for (kind, name) in KINDS {
            let back = assess(name, &written(&filings, Arrangement::Statutory, kind));
            prop_assert!(back.iter().all(|filing| filing.error.is_none()));
            prop_assert_eq!(back.iter().map(gist).collect::<Vec<_>>(), expected.clone());
        }
    }
}

/// The settings of a project hold for a conversion too: what is no report is left out, forms are found, words are English.
#[test]
fn a_conversion_reads_the_settings_of_the_project() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    fs::create_dir(place("reports")).expect("a folder");
    for (fixture, name) in [("two-years-a-2023", "now.csv"), ("two-years-a-2024", "draft.csv")] {
        fs::copy(format!("fixtures/published/{fixture}.csv"), place(&format!("reports/{name}"))).expect("copied");
    }
    fs::write(place("gouji.toml"), "exclude = [\"draft.*\"]\nlang = \"en\"\n").expect("written");
    let convert = |settings: &[&str]| {
        let (reports, config) = (place("reports"), place("gouji.toml"));
        let mut arguments = vec!["convert", "--to", "csv", "--layout", "wide", &reports];
        if settings.is_empty() {
            arguments.extend(["--config", &config]);
        } else {
            arguments.extend(settings);
        }
        Command::new(env!("CARGO_BIN_EXE_gouji")).args(arguments).output().expect("gouji runs")
    };
    let lines = |run: &std::process::Output| String::from_utf8_lossy(&run.stdout).lines().count();
    let with = convert(&[]);
    assert_eq!((with.status.code(), lines(&with)), (Some(0), 2), "{}", String::from_utf8_lossy(&with.stderr));
    let said = String::from_utf8_lossy(&with.stderr).into_owned();
    assert!(!said.contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{said}");
    // What was typed wins.
    let typed = convert(&["--config", &place("gouji.toml"), "--exclude", "now.csv", "--lang", "zh"]);
    assert!(String::from_utf8_lossy(&typed.stdout).contains(",2024,"));
    assert_eq!(lines(&typed), 2);
}
