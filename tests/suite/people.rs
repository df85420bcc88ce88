//! What people read: the page, the ledger, the marked forms, the notices. Everything found is there, everything links,
//! and nothing that came from a file does anything.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::process::Command;
use std::sync::LazyLock;

use calamine::Reader as _;
use gouji::diagnosis::{Assessment, Detail, Policy, Report, Status};
use gouji::model::Lang;
use gouji::render::{Format, Renderer, Style};
use gouji::rules::Severity;
use html5gum::{Token, Tokenizer};

use crate::support::{CATALOGUE, FORMS, assess, assess_file, cells, codes_in_words, files_below, only, other_program};
use crate::writing::{Shared, gist};

const FORMATS: [&str; 4] = ["html", "ledger", "marked", "notice"];
/// What files, agencies and cells may be called.
const HOSTILE: &str = "<script>alert(1)</script>\"><img src=x onerror='alert(2)'>=cmd|'/C calc'!A0\u{1b}[31m\u{202e}";

static POLICY: LazyLock<Policy> = LazyLock::new(Policy::default);

fn style(lang: Lang) -> Style<'static> {
    Style { fail_on: Some(Severity::Error), ..Style::new(&FORMS, &CATALOGUE, &POLICY, lang) }
}

/// Begins a result; of the workbooks one is the ledger, the other the forms with their wrong cells marked.
fn begun(format: &str, lang: Lang, out: Shared) -> Box<dyn Renderer> {
    let name = if ["ledger", "marked"].contains(&format) { "xlsx" } else { format };
    let style = Style { marked: format == "marked", ..style(lang) };
    Format::named(name).expect("a format").begin(style, Box::new(out))
}

fn written(filings: &[Assessment], format: &str, lang: Lang) -> Vec<u8> {
    let out = Shared::default();
    let mut renderer = begun(format, lang, out.clone());
    let mut report = Report::default();
    for filing in filings {
        report.files += 1;
        report.count(filing);
        renderer.filing(filing).expect("it is written");
    }
    renderer.finish(&report).expect("it ends");
    out.take()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

fn every_fixture() -> Vec<Assessment> {
    files_below("fixtures")
        .iter()
        .filter(|file| !file.starts_with("fixtures/editions"))
        .flat_map(|file| assess_file(file))
        .collect()
}

/// An element: its name, attributes, and the text directly in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) text: String,
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// The elements of a page, in order; every one that is opened is closed, and where it should be.
pub(crate) fn elements(page: &str) -> Vec<Element> {
    const VOID: [&str; 4] = ["meta", "br", "input", "link"];
    let mut emitter = html5gum::DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let (mut elements, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    for token in Tokenizer::new_with_emitter(page, emitter) {
        match token.expect("text does not fail") {
            Token::StartTag(tag) => {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                let name = text(&tag.name);
                let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
                if !VOID.contains(&name.as_str()) {
                    open.push(elements.len());
                }
                elements.push(Element { name, attributes, text: String::new() });
            }
            Token::EndTag(tag) => {
                let last = open.pop().map(|at| elements[at].name.as_bytes().to_vec());
                assert_eq!(
                    last.as_deref(),
                    Some(&tag.name[..]),
                    "{} closes what is open",
                    String::from_utf8_lossy(&tag.name)
                );
            }
            Token::String(words) => {
                if let Some(at) = open.last() {
                    elements[*at].text += &String::from_utf8_lossy(&words);
                }
            }
            Token::Error(error) => panic!("the page is not well formed: {error:?}"),
            Token::Comment(_) | Token::Doctype(_) => {}
        }
    }
    assert!(open.is_empty(), "every element is closed");
    elements
}

fn by_id(elements: &[Element]) -> BTreeMap<&str, &Element> {
    let mut ids = BTreeMap::new();
    for element in elements {
        if let Some(id) = element.attribute("id") {
            assert!(ids.insert(id, element).is_none(), "{id} is there once");
        }
    }
    ids
}

#[test]
fn every_finding_of_every_fixture_has_its_anchor_and_every_broken_cell_its_mark() {
    let filings = every_fixture();
    for lang in [Lang::Zh, Lang::En] {
        let page = text(written(&filings, "html", lang));
        let elements = elements(&page);
        let ids = by_id(&elements);
        let mut marked = 0;
        for (number, filing) in (1..).zip(&filings) {
            for (ordinal, finding) in (1..).zip(&filing.findings) {
                let row = ids.get(format!("f{number}-{ordinal}").as_str()).expect("the finding is listed");
                assert_eq!(row.attribute("class"), Some(finding.severity.word()));
                let is_broken = finding.severity == Severity::Error || matches!(finding.detail, Detail::Balance { .. });
                let transcript = filing.transcript.as_ref().expect("what has findings was read");
                for cell in finding.cells.iter().map(|cell| cell.cell) {
                    if !is_broken || transcript.entry(cell).is_none() {
                        continue;
                    }
                    let id = format!("f{number}c{}", cell.0);
                    let drawn = ids.get(id.as_str()).unwrap_or_else(|| panic!("{}: {id}", filing.source.path));
                    let class = drawn.attribute("class").expect("it is marked");
                    assert!(["wrong", "doubtful", "part"].iter().any(|mark| class.contains(mark)), "{id}: {class}");
                    let title = drawn.attribute("title").expect("it says why");
                    assert!(title.contains(&*finding.rule.code) || title.contains('…'), "{id}: {title}");
                    let linked = row.attribute("data-cells").expect("the finding names its cells");
                    assert!(linked.split(' ').any(|one| one == id), "{linked}");
                    marked += 1;
                }
            }
        }
        assert!(marked > 500, "{marked}");
        for target in elements.iter().filter_map(|element| element.attribute("href")) {
            let id = target.strip_prefix('#').expect("a link stays on the page");
            assert!(ids.contains_key(id), "{target}");
        }
    }
}

/// `60→61` in a cell that is outlined.
#[test]
fn a_cell_that_is_likely_wrong_says_what_it_should_be() {
    let filing = only("fixtures/rules/flow-unbalanced/fires-columns.csv");
    let page = text(written(&[filing], "html", Lang::Zh));
    let outlined: Vec<_> = elements(&page)
        .into_iter()
        .filter(|one| one.attribute("class").is_some_and(|class| class.contains("suspect") && class.contains("wrong")))
        .collect();
    assert_eq!(outlined.len(), 2);
    assert!(page.contains(">60</a><i>→61</i></td>") && page.contains(">1</a><i>→0</i></td>"));
    assert!(page.contains("自然人 60→61"), "the likeliest correction stands in the list");
}

#[test]
fn a_page_names_what_passes_and_what_could_not_be_read_and_draws_neither() {
    let filings = [only("fixtures/rules/flow-unbalanced/holds.csv"), only("fixtures/refused/report.pdf")];
    let page = text(written(&filings, "html", Lang::Zh));
    let elements = elements(&page);
    assert!(!elements.iter().any(|element| element.attribute("class") == Some("form")));
    assert_eq!(elements.iter().filter(|element| element.attribute("data-filing").is_some()).count(), 2);
    assert!(page.contains("report.pdf</td><td>没有找到") && page.contains("怎么办："));
}

#[test]
fn a_run_without_filings_makes_a_page_a_ledger_and_a_notice() {
    elements(&text(written(&[], "html", Lang::Zh)));
    for format in ["ledger", "marked"] {
        calamine::Xlsx::new(Cursor::new(written(&[], format, Lang::Zh))).expect("a workbook");
    }
    assert_eq!(text(written(&[], "notice", Lang::Zh)), "本次审核没有需要退回修改、核实或催报的报表。\n");
}

/// A filing whose every text is hostile: agency, file, sheet, a cell that is no figure, a row that is not in the form.
fn hostile() -> Vec<Assessment> {
    let table = std::fs::read_to_string("fixtures/rules/flow-unbalanced/fires.csv").expect("a fixture");
    let quoted = format!("\"{}\"", HOSTILE.replace('"', "\"\""));
    let table = table.replace("规章,0,0,0", &format!("规章,{quoted},0,0\n{quoted},7,7,7"));
    let mut filings = assess("a.csv", table.as_bytes());
    filings.extend(assess(HOSTILE, b"nothing"));
    for filing in &mut filings {
        filing.agency = Some(HOSTILE.to_owned());
        filing.source.path = format!("folder/{}", HOSTILE.replace('/', "\\")).into();
        filing.source.sheet = Some(HOSTILE.to_owned());
    }
    let codes = codes_in_words(&filings[0]);
    assert!(codes.contains("V201×1") && codes.contains("S305×1"), "both texts are said: {codes}");
    filings
}

/// Every part of a workbook as text.
fn parts(workbook: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(workbook)).expect("a package");
    let names: Vec<String> = zip.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let part = |name: String| {
        let mut text = String::new();
        zip.by_name(&name).expect("the part").read_to_string(&mut text).expect("text");
        (name, text)
    };
    names.into_iter().map(part).collect()
}

#[test]
fn hostile_text_is_inert_in_every_format() {
    let filings = hostile();
    for lang in [Lang::Zh, Lang::En] {
        for format in FORMATS {
            let bytes = written(&filings, format, lang);
            let texts = match format {
                "ledger" | "marked" => parts(&bytes),
                _ => vec![(format.to_owned(), text(bytes.clone()))],
            };
            for (name, text) in &texts {
                assert!(!text.contains(['\u{1b}', '\u{202e}']), "{format} {name}");
                // The page has one script, its own.
                let scripts = usize::from(format == "html");
                assert_eq!(text.matches("<script").count(), scripts, "{format} {name}");
                assert!(!text.contains("<img"), "{format} {name}");
                assert!(!text.contains("<f>"), "{format} {name} computes nothing");
            }
            let all: String = texts.into_iter().map(|(_, text)| text).collect();
            assert!(all.contains("alert(1)"), "{format} says the text all the same");
            if format == "html" {
                for element in elements(&all) {
                    assert_ne!(element.name, "img");
                    assert!(
                        !element.attributes.keys().any(|name| name.starts_with("on") || name == "style"),
                        "{element:?}"
                    );
                }
            }
            if format == "notice" {
                assert!(!all.contains("cmd|"), "nothing begins a table");
            }
        }
    }
}

/// The rows of a sheet of the ledger, as text.
fn rows(workbook: &[u8], sheet: usize) -> Vec<Vec<String>> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(workbook)).expect("a workbook");
    let range = book.worksheet_range_at(sheet).expect("a sheet").expect("cells");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn the_ledger_has_a_row_a_finding_an_agency_and_an_unread_file() {
    let filings = every_fixture();
    let ledger = written(&filings, "ledger", Lang::Zh);
    let findings = rows(&ledger, 0);
    assert_eq!(findings[0].len(), 22);
    assert_eq!(findings[0][16], "情况说明（请填写）");
    let expected: Vec<_> = filings.iter().flat_map(|filing| &filing.findings).collect();
    assert_eq!(findings.len() - 1, expected.len());
    for (row, finding) in findings[1..].iter().zip(expected) {
        assert_eq!((row[3].as_str(), row[21].as_str()), (finding.rule.code.as_str(), &*finding.fingerprint));
        assert_eq!(row[9], finding.equation().unwrap_or_default());
        if let Some((left, right, difference)) = finding.sums() {
            let exact = |text: &str| text.parse::<rust_decimal::Decimal>().expect("a number");
            assert_eq!((exact(&row[10]), exact(&row[11]), exact(&row[12])), (left, right, difference));
        }
        assert_eq!(row[16], "");
    }
    let unread = filings.iter().filter(|filing| filing.status() == Status::Unassessed).count();
    assert_eq!(rows(&ledger, 3).len() - 1, unread);
    let agencies: BTreeSet<_> =
        filings.iter().map(|filing| filing.agency.clone().ok_or_else(|| filing.source.path.clone())).collect();
    let listed = rows(&ledger, 1);
    assert_eq!(listed.len() - 1, agencies.len());
    let errors =
        filings.iter().flat_map(|filing| &filing.findings).filter(|one| one.severity == Severity::Error).count();
    let sum: usize = listed[1..].iter().map(|row| row[2].parse::<usize>().expect("a count")).sum();
    assert_eq!(sum, errors);
}

#[test]
fn the_ledger_says_row_column_and_equation() {
    let ledger = written(&[only("fixtures/rules/flow-unbalanced/fires-columns.csv")], "ledger", Lang::Zh);
    let row = &rows(&ledger, 0)[1];
    let said = [
        "某县人民政府",
        "2023",
        "fixtures/rules/flow-unbalanced/fires-columns.csv",
        "B101",
        "强制性",
        "表三",
        "",
        "自然人",
    ];
    assert_eq!(row[..8], said);
    assert_eq!(row[8..13], ["第23行第4列 … 第47行第4列", "60 + 0 = 60 ≠ 61 + 0 = 61", "60", "61", "-1"]);
    assert!(row[15].contains("填 60，应为 61"), "{}", row[15]);
}

#[test]
fn a_marked_workbook_reads_back_as_the_same_filing() {
    let mut files = 0;
    for file in files_below("fixtures") {
        let filings = assess_file(&file);
        // What people read is cleaned of controls, so hostile text comes back otherwise.
        let is_hostile = file.ends_with("reports/hostile.csv");
        if is_hostile || filings.iter().any(|filing| filing.checked.cells == 0) {
            continue;
        }
        files += 1;
        let back = assess("back.xlsx", &written(&filings, "marked", Lang::Zh));
        assert_eq!(
            back.iter().map(gist).collect::<Vec<_>>(),
            filings.iter().map(gist).collect::<Vec<_>>(),
            "{}",
            file.display()
        );
    }
    assert!(files > 40);
}

/// The files that could not be read are named on a last sheet, which is no filing.
#[test]
fn a_marked_workbook_has_notes_and_names_what_could_not_be_read() {
    let filings = [only("fixtures/rules/flow-unbalanced/fires-columns.csv"), only("fixtures/refused/report.pdf")];
    let book = written(&filings, "marked", Lang::Zh);
    let notes: String =
        parts(&book).into_iter().filter(|(name, _)| name.contains("comments")).map(|(_, text)| text).collect();
    for words in ["60 + 0 = 60 ≠ 61 + 0 = 61", "建议改为 61", "本表核查发现："] {
        assert!(notes.contains(words), "{words}: {notes}");
    }
    assert!(rows(&book, 1)[1][0].ends_with("report.pdf"));
    let back = assess("back.xlsx", &book);
    assert_eq!(back.len(), 1);
    assert_eq!(cells(&back[0]), cells(&filings[0]));
    assert_eq!(codes_in_words(&back[0]), codes_in_words(&filings[0]));
}

#[test]
fn a_notice_asks_each_agency_for_its_own() {
    let filings: Vec<_> =
        ["flow-unbalanced/fires.csv", "flow-unbalanced/fires-columns.csv", "flow-unbalanced/holds.csv"]
            .iter()
            .map(|name| only(format!("fixtures/rules/{name}")))
            .chain([only("fixtures/rules/blank-total/fires2.csv")])
            .collect();
    let notices = text(written(&filings, "notice", Lang::Zh));
    let letters: Vec<_> = notices.split("\n---\n").collect();
    assert_eq!(letters.len(), 2, "{notices}");
    // The first agency's second filing joins its letter; one that passes is not spoken of.
    assert!(letters[0].contains("\n青禾县人民政府：\n") && letters[0].contains("文件：fires.csv"));
    assert!(letters[0].contains("文件：fires2.csv") && !notices.contains("holds.csv"));
    assert!(letters[1].contains("# 退回修改通知") && letters[1].contains("\n某县人民政府：\n"));
    assert!(letters[1].contains("填 60，应为 61") && letters[1].contains("依据：表三表头"));
    let only_warnings = text(written(&filings[3..], "notice", Lang::Zh));
    assert!(only_warnings.starts_with("# 核实通知") && only_warnings.contains("书面说明情况"));
}

#[test]
fn the_same_filings_give_the_same_bytes() {
    let filings = every_fixture();
    for format in FORMATS {
        assert!(written(&filings, format, Lang::Zh) == written(&filings, format, Lang::Zh), "{format}");
    }
}

/// Two thousand filings of which every one is wrong.
#[test]
fn a_large_page_stays_small() {
    const FILINGS: usize = 300;
    let kinds = [
        "flow-unbalanced/fires.csv",
        "outcome-total-unbalanced/fires.csv",
        "applicant-total-unbalanced/fires2.csv",
        "unreadable-number/fires2.csv",
        "row-missing/fires.csv",
    ]
    .map(|name| only(format!("fixtures/rules/{name}")));
    let filings: Vec<_> = kinds.iter().cycle().take(FILINGS).cloned().collect();
    let bytes = written(&filings, "html", Lang::Zh).len();
    let expected = bytes * 2_000 / FILINGS;
    assert!(expected < 30_000_000, "{expected} bytes");
}

/// However many forms there are, no more are drawn than a browser can show, and the page says so.
#[test]
fn a_page_stops_drawing_before_a_browser_stops_showing() {
    let filing = only("fixtures/rules/outcome-total-unbalanced/fires.csv");
    let out = Shared::default();
    let mut page = begun("html", Lang::Zh, out.clone());
    let mut report = Report::default();
    for _ in 0..4_000 {
        report.count(&filing);
        page.filing(&filing).expect("it is written");
    }
    page.finish(&report).expect("it ends");
    let page = text(out.take());
    let forms = page.matches("<details class=\"form\"").count() / 3;
    assert!((1_000..4_000).contains(&forms), "{forms} forms are drawn");
    assert!(page.contains(&format!("后面 {} 份有问题的报表未画出表样", 4_000 - forms)));
}

#[test]
fn the_program_writes_them_and_refuses_what_does_not_fit() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| {
        let fixture = "fixtures/rules/flow-unbalanced/fires.csv";
        Command::new(env!("CARGO_BIN_EXE_gouji"))
            .args(["check", fixture])
            .args(args)
            .output()
            .expect("the program runs")
    };
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (page, ledger, notice) = (path("a.html"), path("a.xlsx"), path("a.md"));
    let done =
        run(&["--format", "html", "-o", &page, "--format", "xlsx", "-o", &ledger, "--format", "notice", "-o", &notice]);
    assert_eq!(done.status.code(), Some(1), "{}", String::from_utf8_lossy(&done.stderr));
    let filing = [only("fixtures/rules/flow-unbalanced/fires.csv")];
    for (path, format) in [(&page, "html"), (&ledger, "ledger"), (&notice, "notice")] {
        assert!(std::fs::read(path).expect("written") == written(&filing, format, Lang::Zh), "{format}");
    }
    // In a folder that is checked, they are no filings.
    let checked = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--format", "json", &folder.path().to_string_lossy()])
        .output()
        .expect("the program runs");
    let found: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    assert_eq!(found["summary"]["skipped"], serde_json::json!([page, notice, ledger]));
    assert!(run(&["--format", "xlsx", "--marked"]).stdout == written(&filing, "marked", Lang::Zh));
    let refused = run(&["--marked"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--marked 须与 --format xlsx 合用"));
}

/// The page's own policy lets its script run, and nothing else: the filter counts the filings.
#[test]
fn the_script_of_the_page_runs_in_a_browser() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page.html");
    std::fs::write(&path, written(&hostile(), "html", Lang::Zh)).expect("written");
    let profile = format!("--user-data-dir={}", folder.path().join("profile").display());
    let page = format!("file://{}", path.display());
    let args = ["--headless", "--no-sandbox", "--disable-gpu", &profile, "--dump-dom", &page];
    let Some(output) = other_program("chromium", &args) else { return };
    let dom = String::from_utf8_lossy(&output.stdout);
    assert!(dom.contains(">2 / 2</output>"), "{dom}");
    assert_eq!((dom.matches("<script").count(), dom.matches("<img").count()), (1, 0));
}

/// Another office program opens the workbooks.
#[test]
fn an_office_program_opens_the_workbooks() {
    let folder = tempfile::tempdir().expect("a folder");
    let filings = [only("fixtures/rules/flow-unbalanced/fires-columns.csv")];
    for (format, words) in
        [("ledger", "60 + 0 = 60 ≠ 61 + 0 = 61"), ("marked", "某县人民政府2023年政府信息公开工作年度报告")]
    {
        let path = folder.path().join(format!("{format}.xlsx"));
        std::fs::write(&path, written(&filings, format, Lang::Zh)).expect("written");
        let profile = format!("-env:UserInstallation=file://{}", folder.path().join("office").display());
        let (out, path) = (folder.path().to_string_lossy(), path.to_string_lossy());
        let filter = "csv:Text - txt - csv (StarCalc):44,34,76";
        let args = [&profile, "--headless", "--convert-to", filter, "--outdir", &out, &path];
        if other_program("soffice", &args).is_none() {
            return;
        }
        let csv = std::fs::read_to_string(folder.path().join(format!("{format}.csv"))).expect("it was converted");
        assert!(csv.contains(words), "{csv}");
    }
}
