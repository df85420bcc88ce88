//! What people read: the page, the ledger, the marked forms, the notices. Everything found is there, everything links,
//! and nothing that came from a file does anything.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::process::Command;
use std::sync::LazyLock;

use calamine::Reader as _;
use gouji::diagnosis::{Assessment, Detail, Finding, Policy, Report, Status};
use gouji::model::{Lang, ObservationKind};
use gouji::render::{Format, Renderer, Style};
use gouji::rules::Severity;
use html5gum::{Token, Tokenizer};

use crate::support::{
    CATALOGUE, FORMS, assess, assess_file, cells, codes_in_words, files_below, only, other_program, part, sample,
};
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
    let style = Style { marked: format == "marked", with_passing: true, ..style(lang) };
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
    sample(files_below("fixtures"))
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
            // What every record of a data set lacks is said once, so that a later one has fewer rows than findings.
            if filing.source.record.is_some() && filing.findings.iter().any(is_missing) {
                continue;
            }
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
                    assert!(["wrong", "candidate", "sum", "doubtful", "item"].contains(&class), "{id}: {class}");
                    let title = drawn.attribute("title").expect("it says why");
                    assert!(title.contains(&*finding.rule.code) || title.contains('…'), "{id}: {title}");
                    let linked = row.attribute("data-cells").expect("the finding names its cells");
                    assert!(linked.split(' ').any(|one| one == id), "{linked}");
                    marked += 1;
                }
            }
        }
        // In every fourth fixture; in all of them some hundreds.
        assert!(marked > 50, "{marked}");
        for target in elements.iter().filter_map(|element| element.attribute("href")) {
            let id = target.strip_prefix('#').expect("a link stays on the page");
            assert!(ids.contains_key(id), "{target}");
        }
    }
}

/// Whether it says that something is not in the file.
fn is_missing(finding: &Finding) -> bool {
    use ObservationKind::{ColumnMissing, RowMissing, TableMissing};
    matches!(&finding.detail, Detail::Observed(seen) if [ColumnMissing, RowMissing, TableMissing].contains(&seen.kind))
}

/// The cells of the forms of a page that wear a mark.
fn wearing<'e>(elements: &'e [Element], mark: &str) -> Vec<&'e Element> {
    let is_worn = |one: &&Element| one.name == "td" && one.attribute("class") == Some(mark);
    elements.iter().filter(is_worn).collect()
}

/// Red is the cell that is wrong, with `60→61` in it; the sums that show it are only tinted.
#[test]
fn red_is_the_cell_that_is_wrong() {
    let page = text(written(&[only("fixtures/rules/flow-unbalanced/fires-columns.csv")], "html", Lang::Zh));
    let all = elements(&page);
    let ids: Vec<_> = wearing(&all, "wrong").into_iter().filter_map(|one| one.attribute("id")).collect();
    assert_eq!(ids.len(), 2);
    assert!(page.contains(">60</a><i>→61</i></td>") && page.contains(">1</a><i>→0</i></td>"));
    assert_eq!((wearing(&all, "sum").len(), wearing(&all, "candidate").len()), (6, 0));
    assert!(page.contains("自然人 60→61"), "the likeliest correction stands in the list");
    assert!(page.contains("<b class=\"wrong\">1→0</b> 填错的格") && page.contains("<b class=\"sum\">0≠</b>"));
    assert!(!page.contains("<b class=\"candidate\">"), "the legend has the marks in use");
}

/// Of several corrections none is red: all cells that one of them changes wear the same lighter mark.
#[test]
fn candidates_are_alike_and_all_are_named() {
    let filing = only("fixtures/rules/case-total-unbalanced/fires.csv");
    let corrections = filing.diagnoses[0].suspects.len();
    let page = text(written(std::slice::from_ref(&filing), "html", Lang::Zh));
    let all = elements(&page);
    assert_eq!((wearing(&all, "wrong").len(), wearing(&all, "candidate").len()), (0, corrections));
    // Four are named in the sentence; the fifth is not only counted.
    assert!(page.contains("另有 1 种。") && page.contains("其他改法（1 种）") && page.contains("总计 5→4"), "{page}");
    for format in ["notice", "table", "markdown"] {
        let said = text(written(std::slice::from_ref(&filing), format, Lang::Zh));
        assert!(said.contains("其他改法：") && said.contains("5→4"), "{format}: {said}");
    }
}

/// What to correct stands above what that resolves.
#[test]
fn the_answer_stands_first() {
    let filings = [only("fixtures/rules/flow-unbalanced/fires-columns.csv")];
    for (format, finding) in
        [("table", "B101"), ("html", "id=\"f1-1\""), ("markdown", "| B101"), ("notice", "收办不平")]
    {
        let said = text(written(&filings, format, Lang::Zh));
        let (answer, finding) = (said.find("填 60，应为 61"), said.find(finding));
        assert!(answer.is_some() && answer < finding, "{format}: {answer:?} {finding:?}");
    }
}

/// A data set of three agencies in which a column is missing, and one has a slip.
fn data_set() -> Vec<Assessment> {
    let mut whole = cells(&only("fixtures/published/two-years-a-2023.csv"));
    whole.remove("requests.carried_out.research").expect("the column");
    let mut table = format!("agency,year,{}\n", whole.keys().cloned().collect::<Vec<_>>().join(","));
    for (agency, times, slip) in [("青禾县教育局", 1, 0), ("青禾县民政局", 2, 5), ("青禾县水利局", 3, 0)]
    {
        let figure = |(id, figure): (&String, &Option<String>)| {
            let figure = figure.as_deref().and_then(|figure| figure.parse::<u64>().ok()).unwrap_or(0);
            (figure * times + if id == "requests.granted.natural_person" { slip } else { 0 }).to_string()
        };
        let figures = whole.iter().map(figure).collect::<Vec<_>>().join(",");
        table.extend([agency, ",2023,", &figures, "\n"]);
    }
    let filings = assess("column-missing.csv", table.as_bytes());
    assert_eq!(filings.len(), 3);
    assert!(filings.iter().all(|filing| filing.findings.iter().any(is_missing)), "each has it");
    filings
}

#[test]
fn what_every_record_lacks_is_said_once_with_the_number() {
    let filings = data_set();
    let page = text(written(&filings, "html", Lang::Zh));
    assert_eq!(page.matches("<b>S302</b>").count(), 1);
    assert!(page.contains("的 3 份报表都有"), "{page}");
    let findings = rows(&written(&filings, "ledger", Lang::Zh), 0);
    let said: Vec<&str> = findings.iter().map(|row| row[7].as_str()).filter(|said| said.contains("缺少行")).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[1].contains("的 3 份报表都有"));
    // The letter about it goes to whoever sent the file, and to none of the agencies in it.
    let notices = text(written(&filings, "notice", Lang::Zh));
    let letters: Vec<_> = notices.split("\n---\n").collect();
    assert_eq!(letters.len(), 2, "{notices}");
    let (own, of_file) = (letters[0], letters[1]);
    assert!(own.contains("应为") && !own.contains("缺少行"), "{own}");
    assert!(of_file.contains("column-missing.csv") && of_file.contains("3 条记录相同"), "{of_file}");
}

/// Whoever reads a result of a run that was cut short has to see that.
#[test]
fn an_interrupted_run_looks_interrupted() {
    let filing = only("fixtures/rules/flow-unbalanced/fires.csv");
    for format in ["html", "notice", "ledger", "marked", "table", "markdown"] {
        let out = Shared::default();
        let mut renderer = begun(format, Lang::Zh, out.clone());
        let mut report = Report::default();
        report.left = Some(7);
        report.count(&filing);
        renderer.filing(&filing).expect("it is written");
        renderer.finish(&report).expect("it ends");
        let bytes = out.take();
        let said = if ["ledger", "marked"].contains(&format) {
            let workbook: String = parts(&bytes).into_iter().map(|(_, text)| text).collect();
            assert!(workbook.contains("（未完成）"), "{format}: the name of the sheet says it");
            workbook
        } else {
            text(bytes)
        };
        assert!(said.contains("还有 7 个文件没有核查"), "{format}");
    }
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
        filing.source.sheet = Some(HOSTILE.into());
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
    assert_eq!(findings[0][9], "情况说明（请填写）");
    let is_own = |finding: &&Finding, filing: &Assessment| filing.source.record.is_none() || !is_missing(finding);
    let own = |filing| move |finding: &&Finding| is_own(finding, filing);
    let expected: Vec<_> = filings.iter().flat_map(|filing| filing.findings.iter().filter(own(filing))).collect();
    // What every record lacks has a row for the first, and one with the number.
    let is_of_data_set = |row: &[String]| row[18].contains(" #") && ["S301", "S302", "S303"].contains(&&*row[3]);
    let is_own_row = |row: &&Vec<String>| !row[21].is_empty() && !is_of_data_set(row);
    let listed: Vec<_> = findings[1..].iter().filter(is_own_row).collect();
    assert_eq!(listed.len(), expected.len());
    for (row, finding) in listed.into_iter().zip(expected) {
        assert_eq!((row[3].as_str(), row[21].as_str()), (finding.rule.code.as_str(), &*finding.fingerprint));
        assert_eq!(row[13], finding.equation().unwrap_or_default());
        if let Some((left, right, difference)) = finding.sums() {
            let exact = |text: &str| text.parse::<rust_decimal::Decimal>().expect("a number");
            assert_eq!((exact(&row[14]), exact(&row[15]), exact(&row[16])), (left, right, difference));
        }
        assert_eq!(row[9], "");
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
    assert_eq!(row[..7], ["某县人民政府", "2023", "强制性", "B101", "表三", "", "自然人"]);
    assert!(row[8].contains("填 60，应为 61"), "{}", row[8]);
    assert_eq!(row[12..17], ["第23行第4列 … 第47行第4列", "60 + 0 = 60 ≠ 61 + 0 = 61", "60", "61", "-1"]);
    assert_eq!(row[18], "fixtures/rules/flow-unbalanced/fires-columns.csv");
}

/// What is printed fits on A4 across; what programs read is folded away; and an error cannot be explained away.
#[test]
fn the_ledger_is_printed_and_filled_in() {
    let filings = [
        only("fixtures/rules/flow-unbalanced/holds.csv"),
        only("fixtures/rules/blank-total/fires2.csv"),
        only("fixtures/rules/flow-unbalanced/fires-columns.csv"),
    ];
    let ledger = written(&filings, "ledger", Lang::Zh);
    let sheet = part(&ledger, "xl/worksheets/sheet1.xml");
    assert!(
        sheet.contains("orientation=\"landscape\"") && sheet.contains("fitToWidth") || sheet.contains("fitToHeight")
    );
    let columns: Vec<&str> = sheet.split("<col ").skip(1).filter_map(|rest| rest.split("/>").next()).collect();
    let hidden =
        columns.iter().filter(|column| column.contains("hidden=\"1\"") && column.contains("outlineLevel=\"1\""));
    let number = |column: &str, name: &str| -> f64 {
        let value = column.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        value.and_then(|value| value.parse().ok()).expect("a number")
    };
    let count: f64 = hidden.map(|column| number(column, "max") - number(column, "min") + 1.0).sum();
    assert!((count - 10.0).abs() < 0.1, "{columns:?}");
    let shown = columns.iter().filter(|column| !column.contains("hidden"));
    let width: f64 =
        shown.map(|column| (number(column, "max") - number(column, "min") + 1.0) * number(column, "width")).sum();
    assert!(width < 195.0, "{width}: smaller print is not read");
    assert!(sheet.contains("<dataValidation type=\"custom\"") && sheet.contains("LEFT($C2,3)=\"核实性\""), "{sheet}");
    // Two agencies: the one with errors first, with its likeliest correction.
    let agencies = rows(&ledger, 1);
    assert_eq!((agencies[1][0].as_str(), agencies.len()), ("某县人民政府", 3));
    assert!(agencies[1][8].contains("自然人 60→61"), "{:?}", agencies[1]);
}

#[test]
fn a_marked_workbook_reads_back_as_the_same_filing() {
    let mut files = 0;
    for file in sample(files_below("fixtures")) {
        let filings = assess_file(&file);
        // What people read is cleaned of controls, so hostile text comes back otherwise.
        let is_hostile = file.ends_with("reports/hostile.csv");
        if is_hostile || filings.iter().any(|filing| filing.checked.cells == 0) {
            continue;
        }
        files += 1;
        let back = assess("back.xlsx", &written(&filings, "marked", Lang::Zh));
        // The faulty stand first.
        let sorted = |filings: &[Assessment]| {
            let mut all: Vec<_> = filings.iter().map(gist).collect();
            all.sort_by_key(|one| format!("{one:?}"));
            all
        };
        assert_eq!(sorted(&back), sorted(&filings), "{}", file.display());
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
    for words in ["60 + 0 = 60 ≠ 61 + 0 = 61", "填错，应为 61", "本表核查发现："] {
        assert!(notes.contains(words), "{words}: {notes}");
    }
    assert!(rows(&book, 2)[1][0].ends_with("report.pdf"));
    let back = assess("back.xlsx", &book);
    assert_eq!(back.len(), 1);
    assert_eq!(cells(&back[0]), cells(&filings[0]));
    assert_eq!(codes_in_words(&back[0]), codes_in_words(&filings[0]));
}

/// An index in front, the faulty first; who passes is counted, and drawn only where that is asked for. What a cell should be
/// and what the marks mean is printed, and not only in notes.
#[test]
fn a_marked_workbook_begins_with_what_is_wrong() {
    let filings = [
        only("fixtures/rules/flow-unbalanced/holds.csv"),
        only("fixtures/rules/blank-total/fires2.csv"),
        only("fixtures/rules/flow-unbalanced/fires-columns.csv"),
    ];
    let made = |with_passing: bool| {
        let out = Shared::default();
        let style = Style { marked: true, with_passing, ..style(Lang::Zh) };
        let mut renderer = Format::named("xlsx").expect("a format").begin(style, Box::new(out.clone()));
        let mut report = Report::default();
        for filing in &filings {
            report.count(filing);
            renderer.filing(filing).expect("it is written");
        }
        renderer.finish(&report).expect("it ends");
        out.take()
    };
    let book = made(false);
    let index = rows(&book, 0);
    assert_eq!(index[1][2..4], ["有强制性问题", "2"]);
    assert!(index[2][2].contains("核实性"), "{index:?}");
    assert!(index.iter().any(|row| row[0].contains("另有 1 份报表通过")), "{index:?}");
    let form = rows(&book, 1);
    let printed: Vec<&String> = form.iter().flatten().collect();
    for words in ["← 自然人 60→61；其他 1→0", "填错的格，→ 后是应填的数", "≠"] {
        assert!(printed.iter().any(|cell| cell.contains(words)), "{words}: {printed:?}");
    }
    assert!(printed.iter().any(|cell| cell.starts_with("疑似差错 1：")));
    let sheet = part(&book, "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("<tabColor rgb=\"FFC02B2B\""), "a red tab");
    let sheets = |book: &[u8]| parts(book).iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")).count();
    assert_eq!((sheets(&book), sheets(&made(true))), (3, 4));
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
    for (format, words) in [("ledger", "60 + 0 = 60 ≠ 61 + 0 = 61"), ("marked", "自然人 60→61")] {
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
