//! The sentences of reports, against their own sums, their tables and their year.
#![expect(clippy::print_stdout, reason = "the corpus says how well it is read, and a test what it skips")]

use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::support::{CATALOGUE, FORMS, assess, codes_in_words};
use gouji::diagnosis::{Assessment, Assessor, Policy, Status};
use gouji::reading::{ReadOptions, Reader};

/// An assessor of texts without tables too.
static READS_TEXT: LazyLock<Assessor<'static>> = LazyLock::new(|| {
    let options = ReadOptions { text: true, ..ReadOptions::default() };
    Assessor::new(Reader::new(&FORMS, options), CATALOGUE.clone(), Policy::default())
        .expect("every relation has a rule")
});

fn of_text(name: &str, text: &str) -> Assessment {
    let mut filings = READS_TEXT.assess(name, Ok(text.as_bytes().to_vec()));
    assert_eq!(filings.len(), 1, "{name} is one filing");
    filings.remove(0)
}

/// The codes of family N, as found.
fn narrative_codes(filing: &Assessment) -> Vec<&str> {
    let codes = filing.findings.iter().map(|finding| finding.rule.code.as_str());
    codes.filter(|code| code.starts_with('N')).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    sentence: Vec<Sentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    text: String,
    #[serde(default)]
    finds: Vec<String>,
    #[serde(default)]
    told: usize,
}

fn report_with(sentence: &str) -> String {
    let tables = std::fs::read_to_string("fixtures/narrative/tables.txt").expect("the fixture is text");
    format!("云泽县民政局2023年政府信息公开工作年度报告\n一、总体情况\n{sentence}\n{tables}")
}

/// Each sentence alone in one report: what is found is right, and what is wrong is found.
#[test]
fn the_corpus_has_no_false_alarm_and_hardly_a_miss() {
    let corpus = std::fs::read_to_string("fixtures/narrative/corpus.toml").expect("the corpus is there");
    let corpus: Corpus = toml::from_str(&corpus).expect("the corpus is sound");
    assert!(corpus.sentence.len() >= 60, "{} sentences", corpus.sentence.len());
    let (mut right, mut found, mut wanted, mut understood, mut true_figures) = (0, 0, 0, 0, 0);
    for Sentence { text, finds, told } in &corpus.sentence {
        let filing = assess("a.txt", report_with(text).as_bytes()).remove(0);
        assert_eq!((filing.error.is_none(), filing.checked.violated), (true, 0), "{text}");
        let mut codes = narrative_codes(&filing);
        let mut expected: Vec<&str> = finds.iter().map(String::as_str).collect();
        (found, wanted) = (found + codes.len(), wanted + expected.len());
        if codes != expected || filing.narrated.told < *told {
            println!("{text}\n    found {codes:?}, not {expected:?}; {} told, not {told}", filing.narrated.told);
        }
        expected.retain(|code| {
            let at = codes.iter().position(|found| found == code);
            at.map(|at| codes.remove(at)).is_some()
        });
        right += expected.len();
        true_figures += told;
        understood += filing.narrated.told.min(*told);
    }
    let per_cent = |part: usize, whole: usize| 100 * part / whole;
    println!(
        "{} sentences: precision {} % ({right} of {found}), recall {} % ({right} of {wanted}), true figures understood {} % ({understood} of {true_figures})",
        corpus.sentence.len(),
        per_cent(right, found),
        per_cent(right, wanted),
        per_cent(understood, true_figures),
    );
    assert_eq!(right, found, "precision is 100 %");
    assert!(per_cent(right, wanted) >= 95, "recall is 95 % at least");
    assert!(per_cent(understood, true_figures) >= 95, "true figures are understood");
}

/// A published text with its figure changed; the texts are beside the project, not in it.
fn seed(name: &str) -> Option<String> {
    let path = Path::new("../shared/seeds").join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: {} is not there", path.display());
    }
    text
}

#[test]
fn published_texts_add_up() {
    for (name, codes, least) in [
        ("000_19fa2b304297a0cc.txt", "-", 1),
        ("001_30c442b183bc4cba.txt", "-", 0),
        ("002_9c431246443ef427.txt", "N604×1", 1),
        ("003_5320efe1365814dd.txt", "-", 0),
    ] {
        let Some(text) = seed(name) else { continue };
        let filing = of_text(name, &text);
        assert_eq!(codes_in_words(&filing), codes, "{name}");
        assert!(filing.edition.is_none() && filing.narrated.told >= least, "{name}");
        // Without the option it is what it was.
        assert_eq!(assess(name, text.as_bytes())[0].status(), Status::Unassessed, "{name}");
    }
    if let Some(text) = seed("004_596f64b8fe124db2.txt") {
        let filing = of_text("004.txt", &text);
        assert!(narrative_codes(&filing).is_empty());
        assert_eq!((filing.checked.cells, filing.edition.as_deref()), (200, Some("2021")));
    }
}

/// Every figure of a sum, one at a time, made another.
#[test]
fn a_changed_figure_in_a_published_sum_is_found() {
    for (name, list) in [
        ("000_19fa2b304297a0cc.txt", "公文378条(其中略民发162条、略民字132条、略民函84条)"),
        (
            "002_9c431246443ef427.txt",
            "数量174条,其中工作动态信息42条,政策法规8条,政策解读8条,人大代表建议和政协提案办理回复2条,规划计划4条,工作报告19条,工作总结7条,文件公开35条,为民办事48条,办事指南1条",
        ),
        (
            "004_596f64b8fe124db2.txt",
            "共计100件,其中婚姻类22件、临时救助类4件、高龄补贴类14件、殡葬类5件、残疾救助类14件、低保类5件、医疗救助4件、收养1件、地名1件、慈善1件、其他29件",
        ),
    ] {
        let Some(text) = seed(name) else { continue };
        assert!(text.contains(list), "{name} has its list");
        let is_digit = |at: usize| list.as_bytes()[at].is_ascii_digit();
        let starts = (0..list.len()).filter(|at| is_digit(*at) && (*at == 0 || !is_digit(at - 1)));
        for start in starts {
            let end = (start..list.len()).find(|at| !is_digit(*at)).unwrap_or(list.len());
            let figure: u32 = list[start..end].parse().expect("a figure");
            for changed in [figure + 1, figure + 10, figure * 10 + 3, figure - 1] {
                let list = text.replace(list, &format!("{}{changed}{}", &list[..start], &list[end..]));
                let filing = of_text(name, &list);
                let sums = filing.findings.iter().filter(|finding| finding.rule.code == "N602").count();
                assert_eq!(sums, 1, "{name}: {figure} made {changed}");
            }
        }
    }
}

/// The published figures of ../shared, whose text and tables agree.
#[test]
fn published_reports_raise_no_alarm() {
    let Ok(folder) = std::fs::read_dir("../shared/real") else {
        println!("skipped: ../shared/real is not there");
        return;
    };
    for path in folder.map(|entry| entry.expect("an entry").path()) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        for filing in READS_TEXT.assess(&path.to_string_lossy(), Ok(bytes)) {
            assert!(narrative_codes(&filing).is_empty(), "{}: {}", path.display(), codes_in_words(&filing));
        }
    }
}

/// A sentence is where it stands, whatever the format; and a finding names the figures it can mean.
#[test]
fn a_finding_names_sentence_place_and_bases() {
    use gouji::model::Lang;
    use gouji::render::message;
    let filing = assess("a.txt", report_with("全年收到政府信息公开申请43件。").as_bytes()).remove(0);
    let finding = filing.findings.iter().find(|finding| finding.rule.code == "N601").expect("it is found");
    assert_eq!(finding.place.as_ref().map(ToString::to_string).as_deref(), Some("line 3, field 1"));
    assert_eq!(finding.cell_ids(), "requests.received.total;requests.carried_in.total;requests.processed_total.total");
    let said = message(finding, &filing, &FORMS, Lang::Zh);
    for part in ["43件", "新收 34", "新收＋上年结转 36", "办理结果总计 33", "全年收到政府信息公开申请43件。"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// In a file of several reports a sentence belongs to the one whose tables it stands among, or to none.
#[test]
fn of_several_reports_each_has_its_own_text() {
    let second = report_with("全年收到政府信息公开申请34件。").replace("云泽县民政局", "青禾县民政局");
    let both = format!("{}\n{second}", report_with("全年收到政府信息公开申请43件。"));
    let filings = assess("a.txt", both.as_bytes());
    let codes: Vec<_> = filings.iter().map(narrative_codes).collect();
    assert_eq!(codes, [vec!["N601"], vec![]]);
}

/// A page says the same as a text.
#[test]
fn a_page_is_read_as_a_text_is() {
    let text = report_with("全年收到政府信息公开申请43件，发布信息100条（动态60条、公告30条）。");
    let (head, tables) = text.split_once("二、主动公开").expect("the tables follow");
    let paragraph = |line: &str| format!("<p>{line}</p>");
    let row = |line: &str| format!("<table><tr><td>{}</td></tr></table>", line.replace('|', "</td><td>"));
    let line = |line: &str| if line.contains('|') { row(line) } else { paragraph(line) };
    let above: String = head.lines().map(paragraph).collect();
    let below: String = format!("二、主动公开{tables}").lines().map(line).collect();
    let page = format!("<!DOCTYPE html><html><body>{above}{}", below.replace("</table><table>", ""));
    let filing = assess("a.html", page.as_bytes()).remove(0);
    assert_eq!(narrative_codes(&filing), ["N602", "N601"]);
}

/// A change on the year is compared with last year's figures where they are known, and with nothing where they are not.
#[test]
fn a_change_on_the_year_is_held_against_last_year() {
    use gouji::model::{Narrative, Paragraph, Place};
    use gouji::rules::BlankPolicy;
    use gouji::rules::narrative::{Conflict, Tables, Whose, review};
    let filing = assess("a.txt", report_with("").as_bytes()).remove(0);
    let transcript = filing.transcript.as_ref().expect("it is read");
    let edition = FORMS.get(&transcript.edition).expect("it is known");
    let figures =
        [("requests.received.total", 30), ("requests.carried_in.total", 1), ("requests.processed_total.total", 28)];
    let last_year = figures.into_iter().map(|(id, figure)| (id.to_owned(), figure.into())).collect();
    let broken = |sentence: &str, is_known: bool| {
        let place = Place::Line { line: 1, field: 1 };
        let narrative = Narrative { paragraphs: vec![Paragraph::new(place, sentence.to_owned())] };
        let (blank, last_year) = (BlankPolicy::Zero, Some(&last_year).filter(|_| is_known));
        let tables = Tables { edition, filing: transcript, blank, last_year };
        let whose = Whose { agency: Some("云泽县民政局"), year: Some(2023) };
        let found = review(&narrative, whose, Some(tables)).disagreements;
        found.iter().filter(|found| matches!(found.with, Conflict::Change(_))).count()
    };
    for (sentence, is_known, expected) in [
        ("全年收到政府信息公开申请34件，同比增长13.3%。", true, 0),
        ("全年收到政府信息公开申请34件，同比增长23.3%。", true, 1),
        ("全年收到政府信息公开申请34件，比上年下降13.3%。", true, 1),
        ("全年收到政府信息公开申请34件，同比增长23.3%。", false, 0),
    ] {
        assert_eq!(broken(sentence, is_known), expected, "{sentence}");
    }
}
