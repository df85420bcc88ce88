//! What sentences say of the change on last year.

use super::{READS_TEXT, of_text, report_with};
use crate::support::FORMS;
use gouji::diagnosis::Assessment;

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

/// The reports of a run that are heard one after the other, `previous` having been named before.
fn heard(previous: Option<&str>, run: &[&str]) -> Vec<Assessment> {
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
    filings.extend(desk.close().found);
    filings
}

/// What a run finds in the sentences of its reports.
fn changes_found(previous: Option<&str>, run: &[&str]) -> Vec<String> {
    let filings = heard(previous, run);
    let said = filings.iter().flat_map(|filing| filing.findings.iter().map(move |finding| (filing, finding)));
    let said = said.filter(|(_, finding)| finding.rule.code.starts_with('N'));
    said.map(|(filing, finding)| gouji::render::message(finding, filing, &FORMS, gouji::model::Lang::Zh)).collect()
}

/// The codes that are found in a report when last year's is known.
pub(super) fn codes_found(previous: Option<&str>, text: &str) -> Vec<String> {
    let found = heard(previous, &[text]);
    found.iter().flat_map(|filing| &filing.findings).map(|finding| finding.rule.code.clone()).collect()
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
    for part in ["收到的申请", "+23.3%", "+13.33%", "34", "30", "2022", "previous.txt", sentence, "第3行第1列"]
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
