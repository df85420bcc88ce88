//! Published texts, reports in other formats, and what a finding names.

use std::path::Path;

use super::{READS_TEXT, narrative_codes, of_text, report_with};
use crate::support::{CATALOGUE, FORMS, assess, codes_in_words};
use gouji::diagnosis::{Assessor, Policy, Status};
use gouji::reading::{ReadOptions, Reader};

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

/// In a file of several reports a sentence belongs to the one whose tables it stands among, or below whose title it stands.
#[test]
fn of_several_reports_each_has_its_own_text() {
    let second = report_with("全年收到政府信息公开申请34件。").replace("云泽县民政局", "青禾县民政局");
    let both = format!("{}\n{second}", report_with("全年收到政府信息公开申请43件。"));
    let filings = assess("a.txt", both.as_bytes());
    let codes: Vec<_> = filings.iter().map(narrative_codes).collect();
    assert_eq!(codes, [vec!["N601"], vec![]]);
    // Those of the second stand between the tables of two reports.
    let wrong = |agency: &str| report_with("全年收到政府信息公开申请43件。").replace("云泽县民政局", agency);
    let all = [wrong("云泽县民政局"), wrong("青禾县民政局"), wrong("白石县民政局")].join("\n");
    let filings = assess("a.txt", all.as_bytes());
    let codes: Vec<_> = filings.iter().map(narrative_codes).collect();
    assert_eq!(codes, [["N601"], ["N601"], ["N601"]]);
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
