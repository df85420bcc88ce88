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
    let text = report_with(WRONG_TWICE);
    let paragraph = |line: &str| format!("<p>{line}</p>");
    let row = |line: &str| format!("<table><tr><td>{}</td></tr></table>", line.replace('|', "</td><td>"));
    let body: String = text.lines().map(|line| if line.contains('|') { row(line) } else { paragraph(line) }).collect();
    let page = format!("<!DOCTYPE html><html><body>{}</body></html>", body.replace("</table><table>", ""));
    let filing = assess("a.html", page.as_bytes()).remove(0);
    assert_eq!(narrative_codes(&filing), ["N602", "N601"]);
}

/// And a document; its sentences stand in paragraphs of several runs.
#[test]
fn a_document_is_read_as_a_text_is() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let paragraph = |line: &str| {
        let (at, _) = line.char_indices().nth(line.chars().count() / 2).unwrap_or_default();
        format!("<w:p>{}{}</w:p>", run(&line[..at]), run(&line[at..]))
    };
    let row = |line: &str| {
        let cells = line.split('|').map(|cell| format!("<w:tc><w:p>{}</w:p></w:tc>", run(cell)));
        format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cells.collect::<String>())
    };
    let codes = |sentences: &str| {
        let text = report_with(sentences);
        let line = |line: &str| if line.contains('|') { row(line) } else { paragraph(line) };
        let body = text.lines().map(line).collect::<String>().replace("</w:tbl><w:tbl>", "");
        let filing = assess("a.docx", &document(&body)).remove(0);
        assert_eq!((filing.error.is_none(), filing.checked.violated, filing.checked.cells), (true, 0, 200));
        let places = filing.findings.iter().filter_map(|found| found.place.as_ref()).map(ToString::to_string).collect();
        (narrative_codes(&filing).join(" "), places)
    };
    let nowhere: Vec<String> = Vec::new();
    assert_eq!(codes("全年收到政府信息公开申请34件，发布信息100条（动态70条、公告30条）。"), (String::new(), nowhere));
    let (found, places) = codes(WRONG_TWICE);
    assert_eq!(found, "N602 N601");
    assert!(places.iter().all(|place| place == "line 3, field 1"), "{places:?}");
}

/// A claim that the tables do not bear out, and parts that are not their whole.
const WRONG_TWICE: &str = "全年收到政府信息公开申请43件，发布信息100条（动态60条、公告30条）。";

/// A package with a body.
fn document(body: &str) -> Vec<u8> {
    use std::io::{Cursor, Write as _};
    let namespace = "http://schemas.openxmlformats.org";
    let relations = format!(
        "<Relationships xmlns=\"{namespace}/package/2006/relationships\"><Relationship Id=\"r1\" \
         Type=\"{namespace}/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
         </Relationships>"
    );
    let document =
        format!("<w:document xmlns:w=\"{namespace}/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>");
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("_rels/.rels", relations), ("word/document.xml", document)] {
        package.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part begins");
        package.write_all(text.as_bytes()).expect("a part is written");
    }
    package.finish().expect("a package").into_inner()
}

/// The report of the year before: 30 received, 1 carried over, 28 processed.
fn last_year() -> String {
    let figures = [
        ("申请数量 | 30 | 4 | 0 | 0 | 0 | 0 | 34 |", "申请数量 | 26 | 4 | 0 | 0 | 0 | 0 | 30 |"),
        ("申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |", "申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |"),
        ("(七)总计 | 29 | 4 | 0 | 0 | 0 | 0 | 33 |", "(七)总计 | 24 | 4 | 0 | 0 | 0 | 0 | 28 |"),
    ];
    figures.into_iter().fold(
        report_with("本年度工作平稳。").replace("2023年", "2022年"),
        |text, (now, then)| {
            assert!(text.contains(now), "{now}");
            text.replace(now, then)
        },
    )
}

/// What a run finds in sentences of reports that are heard one after the other, `previous` having been named before.
fn changes_found(previous: Option<&str>, run: &[&str]) -> Vec<String> {
    use gouji::diagnosis::{Desk, Previous};
    let mut known = Previous::default();
    if let Some(text) = previous {
        known = Previous::asked_for();
        known.remember(&of_text("previous.txt", text), &READS_TEXT);
    }
    let mut desk = Desk::new(&READS_TEXT, known, Vec::new());
    let mut filings: Vec<Assessment> = run.iter().map(|text| of_text("a.txt", text)).collect();
    for filing in &mut filings {
        desk.hear(filing);
    }
    filings.extend(desk.close());
    let said = filings.iter().flat_map(|filing| filing.findings.iter().map(move |finding| (filing, finding)));
    let said = said.filter(|(_, finding)| finding.rule.code.starts_with('N'));
    said.map(|(filing, finding)| gouji::render::message(finding, filing, &FORMS, gouji::model::Lang::Zh)).collect()
}

/// A change on the year is compared with last year's figures, with the rounding that it prints.
#[test]
fn a_change_on_the_year_is_held_against_last_year() {
    for (sentence, expected) in [
        ("全年收到政府信息公开申请34件，同比增长13.3%。", 0),
        ("全年收到政府信息公开申请34件，同比增长13%。", 0),
        ("全年收到政府信息公开申请34件，同比增长23.3%。", 1),
        ("全年收到政府信息公开申请34件，比上年下降13.3%。", 1),
        ("全年收到政府信息公开申请34件，比2022年增加4件，增长13.3%。", 0),
        ("全年收到政府信息公开申请34件，较上年增加5件，增幅23.3%。", 2),
        ("全年收到政府信息公开申请34件，与上年相比，减少4件。", 1),
        ("全年收到政府信息公开申请34件（同比上升23.3%）。", 1),
        // Of received + carried over, 31, or of what was processed, 28.
        ("全年收到政府信息公开申请34件，同比增加3件。", 0),
        ("全年收到政府信息公开申请34件，同比增加6件。", 0),
        // It may be the whole that grew.
        ("全年收到政府信息公开申请34件，其中自然人30件，同比增长13.3%。", 0),
        ("全年收到政府信息公开申请34件，其中自然人30件，同比增长33.3%。", 1),
        // What the sentence counts wrongly is one mistake.
        ("全年收到政府信息公开申请43件，同比增长43.3%。", 1),
        // Another time, another thing, another body, and nothing that is certain.
        ("全年收到政府信息公开申请34件，环比增长50%。", 0),
        ("全年收到政府信息公开申请34件，较2019年增长50%。", 0),
        ("全年收到政府信息公开申请34件，与2019年相比，增长50%。", 0),
        ("全年收到政府信息公开申请34件，比前两年平均数增长50%。", 0),
        ("全年收到政府信息公开申请34件，占来件总数的40%，同比增长5%。", 0),
        ("全年收到政府信息公开申请34件，同比增长约50%。", 0),
        ("全年收到政府信息公开申请34件，同比增长5个百分点。", 0),
        ("全年收到政府信息公开申请34件，同比增长1.5倍。", 0),
        ("全年收到政府信息公开申请34件，同比增长至45件。", 0),
        ("全年收到政府信息公开申请34件，增加50个受理点。", 0),
        ("全年收到政府信息公开申请34件，同比增长一成。", 0),
        ("全年收到政府信息公开申请约30件，同比增长50%。", 0),
        ("全县各部门收到政府信息公开申请34件，同比增长50%。", 0),
        ("全年发布信息100条，同比增长50%。", 0),
        ("全年收到政府信息公开申请34件，发布信息100条，同比增长50%。", 0),
    ] {
        let (now, before) = (report_with(sentence), last_year());
        for found in [changes_found(None, &[&before, &now]), changes_found(None, &[&now, &before])] {
            assert_eq!(found.len(), expected, "{sentence} {found:?}");
        }
        assert_eq!(changes_found(Some(&before), &[&now]).len(), expected, "{sentence}");
    }
}

/// It says both figures and where last year's are.
#[test]
fn a_wrong_change_names_what_it_is_held_against() {
    let sentence = "全年收到政府信息公开申请34件，同比增长23.3%。";
    let found = changes_found(Some(&last_year()), &[&report_with(sentence)]);
    for part in ["收到的申请", "+23.3%", "+13.33%", "34", "30", "2022", "previous.txt", sentence, "line 3, field 1"]
    {
        assert!(found[0].contains(part), "{part}: {found:?}");
    }
    // The same words twice are one mistake.
    let twice = report_with(&format!("{sentence}\n{sentence}"));
    assert_eq!(changes_found(Some(&last_year()), &[&twice]).len(), 1);
}

/// Where last year is unknown, of another agency, or blank there, nothing is compared.
#[test]
fn a_change_on_an_unknown_year_is_left_alone() {
    let now = report_with("全年收到政府信息公开申请34件，同比增长23.3%。");
    let blank =
        last_year().replace("申请数量 | 26 | 4 | 0 | 0 | 0 | 0 | 30 |", "申请数量 | 26 | 4 | 0 | 0 | 0 | 0 | |");
    assert_ne!(blank, last_year());
    for before in [blank, last_year().replace("云泽县", "青禾县"), last_year().replace("2022年", "2021年")] {
        assert_eq!(changes_found(None, &[&before, &now]), Vec::<String>::new());
        assert_eq!(changes_found(Some(&before), &[&now]), Vec::<String>::new());
    }
    assert_eq!(changes_found(None, &[&now]), Vec::<String>::new());
}

/// Two figures of table 4 explain each other; which one is wrong, only the text says.
#[test]
fn a_sentence_tells_which_explanation_is_likelier() {
    let suspects = |sentence: &str, previous: Option<&str>| {
        use gouji::diagnosis::{Desk, Previous};
        let text = report_with(sentence).replace("2 | 1 | 0 | 1 | 4 | 1 |", "28 | 1 | 1 | 1 | 13 | 1 |");
        let mut known = Previous::default();
        if let Some(text) = previous {
            known.remember(&of_text("previous.txt", text), &READS_TEXT);
        }
        let mut filing = of_text("a.txt", &text);
        Desk::new(&READS_TEXT, known, Vec::new()).hear(&mut filing);
        let [diagnosis] = filing.diagnoses.as_slice() else { panic!("one thing is wrong") };
        let form = FORMS.get("2021").expect("an embedded edition");
        let suspects = diagnosis.suspects.iter();
        suspects.map(|suspect| form.cell(suspect.cells[0].cell).id.to_string()).collect::<Vec<_>>()
    };
    let [first, second] = ["review.reconsideration.total", "review.reconsideration.upheld"];
    let told = "本年度发生政府信息公开行政复议13件。";
    // 13 is 31 with its digits swapped, if nothing says that it is 13.
    assert_eq!(suspects("本年度工作平稳。", None), [first, second]);
    assert_eq!(suspects(told, None), [second, first]);
    // The desk, which knows last year too, still knows what the text says.
    assert_eq!(suspects(told, Some(&last_year())), [second, first]);
}

/// Up to which month a report that states no period may be last year's is a threshold, and `gouji.toml` can set another.
#[test]
fn the_month_from_which_a_report_is_early_can_be_set() {
    let text = report_with("").replace("2023年政府", "2023年度政府") + "\n生成日期：2023-05-16\n";
    let early = |month: Option<u32>| {
        let own = month.map(|month| ("last_due_month".to_owned(), gouji::rules::Threshold(month.into())));
        let thresholds = [("N604".to_owned(), own.into_iter().collect())].into();
        let policy = Policy { thresholds, ..Policy::default() };
        let reader = Reader::new(&FORMS, ReadOptions::default());
        let assessor = Assessor::new(reader, CATALOGUE.clone(), policy).expect("every relation has a rule");
        let filing = assessor.assess("a.txt", Ok(text.clone().into_bytes())).remove(0);
        narrative_codes(&filing).contains(&"N604")
    };
    assert_eq!([early(None), early(Some(4)), early(Some(5))], [false, true, false]);
}
