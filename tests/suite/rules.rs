//! Every rule on every fixture.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::run::codes_of_run;
use crate::support::{CATALOGUE, FORMS, assess, assess_file, codes, codes_in_words, files_below, only};
use gouji::model::{Lang, ObservationKind, Reason};
use gouji::rules::{Plan, Rule, Scope, Severity, Trigger};

/// Rules with the folder of their fixtures: `fires*` set them off, `holds*` come near and do not.
#[test]
fn every_rule_fires_and_holds() {
    for rule in CATALOGUE.rules() {
        if matches!(rule.trigger, Trigger::Check(check) if check.scope() != Scope::Text)
            || matches!(rule.trigger, Trigger::Continuity(_))
        {
            of_runs(rule);
            continue;
        }
        let folder = Path::new("fixtures/rules").join(&rule.name);
        let (mut fires, mut holds) = (0, 0);
        for file in files_below(&folder) {
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let filings = assess_file(&file);
            assert!(filings.iter().all(|filing| filing.error.is_none()), "{} can be read", file.display());
            let found = filings.iter().any(|filing| codes(filing).contains_key(&rule.code));
            if name.starts_with("fires") {
                fires += 1;
                assert!(found, "{} must set off {rule}", file.display());
            } else {
                assert!(name.starts_with("holds"), "{}: a fixture fires or holds", file.display());
                holds += 1;
                assert!(!found, "{} must not set off {rule}", file.display());
            }
        }
        assert!(fires > 0 && holds > 0, "{rule} needs fixtures that fire and that hold in {}", folder.display());
    }
}

/// Rules that see more than a filing have whole runs as fixtures.
fn of_runs(rule: &Rule) {
    let folder = Path::new("fixtures/runs").join(&rule.name);
    let runs = std::fs::read_dir(&folder).unwrap_or_else(|_| panic!("{rule} needs runs in {}", folder.display()));
    let (mut fires, mut holds) = (0, 0);
    for run in runs.map(|entry| entry.expect("an entry").path()) {
        let is_firing = run.file_name().is_some_and(|name| name.to_string_lossy().starts_with("fires"));
        *if is_firing { &mut fires } else { &mut holds } += 1;
        assert_eq!(codes_of_run(&run).contains(&rule.code), is_firing, "{rule} in {}", run.display());
    }
    assert!(fires > 0 && holds > 0, "{rule} needs runs that fire and that hold in {}", folder.display());
}

/// The codes of every fixture, so that no rule speaks where it should be silent.
#[test]
fn every_rule_on_every_fixture() {
    let mut lines = String::new();
    for folder in [
        "fixtures/datasets",
        "fixtures/documents",
        "fixtures/oddities",
        "fixtures/pages",
        "fixtures/published",
        "fixtures/rules",
        "fixtures/texts",
        "fixtures/workbooks",
    ] {
        for file in files_below(folder) {
            for filing in assess_file(&file) {
                let words = filing.error.as_ref().map_or_else(|| codes_in_words(&filing), |error| error.problem.kind());
                let _ = writeln!(lines, "{}  {words}", file.display());
            }
        }
    }
    snapbox::assert_data_eq!(lines, snapbox::Data::read_from(Path::new("tests/snapshots/codes.txt"), None));
}

/// Explanations are keyed on them: unique in a filing, and the same whatever else is corrected.
#[test]
fn fingerprints_are_identities() {
    for file in files_below("fixtures/rules") {
        for filing in assess_file(&file) {
            let all: BTreeSet<_> = filing.findings.iter().map(|finding| &finding.fingerprint).collect();
            assert_eq!(all.len(), filing.findings.len(), "{}", file.display());
        }
    }
    let text =
        std::fs::read_to_string("fixtures/rules/flow-unbalanced/fires-columns.csv").expect("the fixture is text");
    let fingerprints = |text: &str| {
        let filing = assess("a.csv", text.as_bytes()).remove(0);
        filing.findings.iter().map(|finding| finding.fingerprint.clone()).collect::<Vec<_>>()
    };
    let before = fingerprints(&text);
    // Rows moved down by a note, and the second finding corrected.
    let moved = text.replacen('\n', "\n注：\n\n", 1);
    assert_eq!(fingerprints(&moved), before);
    let row = "一、本年新收政府信息公开申请数量,,,60,10,1,2,1,1,75";
    let corrected = moved.replace(row, "一、本年新收政府信息公开申请数量,,,60,10,1,2,1,0,74");
    assert_ne!(moved, corrected);
    assert!(fingerprints(&corrected).contains(&before[0]) && !fingerprints(&corrected).contains(&before[1]));
}

#[test]
fn consistent_forms_are_silent() {
    for name in ["two-years-a-2023", "two-years-a-2024", "decimal-fee-2021", "decimal-fee-2022"] {
        let filing = only(format!("fixtures/published/{name}.csv"));
        assert_eq!(codes_in_words(&filing), "-", "{name}");
        assert_eq!((filing.checked.held, filing.checked.cells), (42, 200), "{name}");
    }
    for name in ["statistics-2018.csv", "statistics-2016.txt"] {
        let filing = only(format!("fixtures/published/{name}"));
        assert_eq!(codes_in_words(&filing), "-", "{name}");
        assert_eq!((filing.checked.held, filing.checked.cells), (11, 58), "{name}");
        assert_eq!(filing.edition.as_deref(), Some("2014"), "{name}");
    }
}

/// The 总计 column balances while 自然人 has 60+0 against 61+0 and 其他 1+0 against 0+0.
#[test]
fn columns_that_hide_behind_a_balanced_total_are_named() {
    let filing = only("fixtures/rules/flow-unbalanced/fires-columns.csv");
    let found: Vec<_> = filing.findings.iter().map(|f| (f.rule.code.as_str(), &*f.cells[0].id, f.equation())).collect();
    assert_eq!(
        found,
        [
            ("B101", "requests.received.natural_person", Some("60 + 0 = 60 ≠ 61 + 0 = 61".to_owned())),
            ("B101", "requests.received.other_org", Some("1 + 0 = 1 ≠ 0 + 0 = 0".to_owned())),
        ]
    );
}

#[test]
fn a_flattened_copy_is_read_whole() {
    let filing = only("fixtures/published/flattened-2021.txt");
    assert_eq!(filing.checked.cells, 200);
    assert!(filing.findings.iter().all(|finding| finding.severity == Severity::Note));
}

/// Leaf totals left blank are undetermined, never zero; the value their items make is given.
#[test]
fn blank_totals_of_a_real_report_are_no_errors() {
    let filing = only("fixtures/published/trial-2019.csv");
    assert_eq!(filing.edition.as_deref(), Some("2019"));
    assert!(filing.findings.iter().all(|finding| finding.severity != Severity::Error));
    assert!(filing.checked.undetermined > 0 && filing.checked.violated == 0);
}

#[test]
fn every_relation_and_every_observation_has_its_rule() {
    for edition in FORMS.editions() {
        for relation in Plan::of(edition).relations() {
            assert!(CATALOGUE.for_relation(relation).is_some(), "{}: no rule checks `{relation}`", edition.id);
        }
    }
    let source = std::fs::read_to_string("src/model/observation.rs").expect("the source is there");
    let list = source.split("pub enum ObservationKind {").nth(1).and_then(|rest| rest.split("\n}").next());
    let kinds = list.expect("the kinds are listed").lines().map(str::trim);
    let kinds: Vec<_> =
        kinds.filter_map(|line| line.strip_suffix(',')).filter(|line| !line.starts_with("//")).collect();
    let with_rule = CATALOGUE.rules().iter().filter_map(|rule| match rule.trigger {
        Trigger::Observation(kind) => Some(format!("{kind:?}")),
        _ => None,
    });
    let mut with_rule: Vec<_> = with_rule.collect();
    let mut all: Vec<_> = kinds.into_iter().map(str::to_owned).collect();
    with_rule.sort();
    all.sort();
    assert_eq!(with_rule, all, "each kind of observation has one record");
    assert!(CATALOGUE.for_observation(ObservationKind::BlankCell).is_some());
}

#[test]
fn every_record_is_documented_in_both_languages() {
    for rule in CATALOGUE.rules() {
        for lang in [Lang::Zh, Lang::En] {
            let wording = rule.wording(lang);
            for text in [
                &wording.title,
                &wording.message,
                &wording.checks,
                &wording.matters,
                &wording.remedy,
                &wording.fires,
                &wording.holds,
            ] {
                assert!(!text.trim().is_empty(), "{rule} has an empty text in {lang:?}");
            }
            // In a cell of a spreadsheet it would be marked as no formula, and a person reads '--previous.
            for text in [&wording.message, &wording.message_many].into_iter().chain(wording.reasons.values()) {
                assert!(!text.trim().starts_with(['=', '+', '-', '@']), "{rule} begins with a sign in {lang:?}");
            }
        }
        assert_eq!(rule.zh.message_many.is_empty(), rule.en.message_many.is_empty(), "{rule}");
        let reasons = |lang| rule.wording(lang).reasons.keys().copied().collect::<Vec<_>>();
        assert_eq!(reasons(Lang::Zh), reasons(Lang::En), "{rule}");
        assert!(!rule.basis.zh.is_empty() && !rule.basis.en.is_empty(), "{rule} has no basis");
        let cites_law = rule.basis.zh.contains('〔') || rule.basis.zh.contains('《') || rule.basis.zh.contains('表');
        assert!(rule.severity != Severity::Error || cites_law, "{rule}: an error cites the form or the law");
        for (edition, local) in &rule.local {
            assert!(FORMS.get(edition).is_some(), "{rule}: there is no edition `{edition}`");
            for text in std::iter::once(&local.basis).chain(&local.message) {
                assert!(!text.zh.is_empty() && !text.en.is_empty(), "{rule} in {edition} has an empty text");
            }
        }
    }
}

/// Each reason is worded by some record. A record that words another does not load.
#[test]
fn every_reason_is_worded() {
    let worded: BTreeSet<_> = CATALOGUE.rules().iter().flat_map(|rule| rule.zh.reasons.keys().copied()).collect();
    let silent: Vec<&str> = Reason::ALL.iter().filter(|one| !worded.contains(one)).map(|one| one.word()).collect();
    assert!(silent.is_empty(), "no record words {silent:?}");
}

/// Each message of each finding of each fixture has all its facts, in both languages.
#[test]
fn no_message_lacks_a_fact() {
    for file in files_below("fixtures/rules") {
        for filing in assess_file(&file) {
            for finding in &filing.findings {
                for lang in [Lang::Zh, Lang::En] {
                    let text = gouji::render::message(finding, &filing, &FORMS, lang);
                    let empty = ["“”", "（）", "()", "  "];
                    let is_whole = !text.contains(['{', '}']) && !empty.iter().any(|gap| text.contains(gap));
                    assert!(is_whole, "{}: {} says: {text}", file.display(), finding.rule);
                }
            }
        }
    }
}

/// What is printed fits, the form drawn included; a cell's name or a path may be longer than any line.
#[test]
fn the_terminal_table_fits_its_width() {
    use gouji::render::Style;
    use unicode_width::UnicodeWidthStr;
    let files = ["published/undivided-2023.csv", "published/trial-2019.csv", "rules/parts-unbalanced/fires.csv"];
    let filings = files.map(|name| only(Path::new("fixtures").join(name)));
    let mut report = gouji::diagnosis::Report::default();
    report.files = files.len();
    for filing in &filings {
        report.count(filing);
    }
    for (width, lang) in [(80, Lang::Zh), (80, Lang::En), (200, Lang::Zh), (200, Lang::En)] {
        let policy = gouji::diagnosis::Policy::default();
        let style = Style { width, show_form: true, ..Style::new(&FORMS, &CATALOGUE, &policy, lang) };
        let mut out = Vec::new();
        let mut terminal = gouji::render::Format::TABLE.begin(style, Box::new(&mut out));
        for filing in &filings {
            terminal.filing(filing).expect("written to memory");
        }
        terminal.finish(&report).expect("written to memory");
        drop(terminal);
        let text = String::from_utf8(out).expect("UTF-8");
        for line in text.lines() {
            assert!(line.width() <= usize::from(width), "{} columns of {width}: {line}", line.width());
        }
    }
}

/// A form with the relations in words: what gouji takes from the law.
#[test]
fn the_relations_of_each_edition_in_words() {
    for edition in FORMS.editions() {
        let plan = Plan::of(edition);
        let words = plan.printed().map(|edit| gouji::render::edit_in_words(edition, &plan, edit, Lang::Zh));
        let text = words.collect::<Vec<_>>().join("\n") + "\n";
        let path = format!("tests/snapshots/relations-{}.txt", edition.id);
        snapbox::assert_data_eq!(text, snapbox::Data::read_from(Path::new(&path), None));
    }
}
