//! Data sets: what is in one file reads to the same cells and findings as each filing in a file of its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use encoding_rs::GB18030;
use gouji::diagnosis::{Assessment, Assessor, Policy};
use gouji::model::{Entry, TableStatus};
use gouji::reading::{Problem, ReadOptions, Reader};
use proptest::prelude::*;

use crate::properties::{Form, form};
use crate::support::{CATALOGUE, FORMS, assess, assess_file, cells, codes, codes_in_words, files_below, only};

/// The filings of `fixtures/datasets`, each with what is found in it besides what is found in the statutory file: of
/// data sets that were read from JSON or from cells, the unit beside the one figure in 元 is lost.
const FILINGS: [&str; 4] = ["two-years-a-2023", "two-years-a-2024", "undivided-2023", "trial-2019"];

fn statutory(name: &str) -> Assessment {
    only(format!("fixtures/published/{name}.csv"))
}

/// The codes of a filing but those of a note about the data set.
fn codes_but(filing: &Assessment, but: &[&str]) -> BTreeMap<String, usize> {
    let mut codes = codes(filing);
    codes.retain(|code, _| !but.contains(&code.as_str()));
    codes
}

#[track_caller]
fn holds_the_filings(filings: &[Assessment]) {
    assert_eq!(filings.len(), FILINGS.len());
    for (filing, name) in filings.iter().zip(FILINGS) {
        let expected = statutory(name);
        assert_eq!(cells(filing), cells(&expected), "{name}");
        assert_eq!(
            (&filing.agency, filing.year, &filing.edition),
            (&expected.agency, expected.year, &expected.edition),
            "{name}"
        );
        assert_eq!(codes_but(filing, &["S313", "S316"]), codes_but(&expected, &["V206"]), "{name}");
        assert_eq!(filing.checked, expected.checked, "{name}");
    }
}

/// Ids and label paths, in columns and in rows, in any order, of two editions in one file; delimited, on a sheet that
/// `LibreOffice` saved, and as JSON.
#[test]
fn every_layout_reads_to_the_cells_of_the_statutory_files() {
    let files = files_below("fixtures/datasets");
    assert!(files.len() >= 7);
    for file in files {
        let filings = assess_file(&file);
        holds_the_filings(&filings);
        let once = filings.iter().map(|filing| codes(filing).keys().any(|code| code == "S313" || code == "S316"));
        let is_odd = ["wide-labels.csv", "scattered.tsv"].iter().any(|name| file.ends_with(name));
        assert_eq!(once.collect::<Vec<_>>(), [is_odd, false, false, false], "{}", file.display());
    }
}

#[test]
fn a_cell_is_where_it_stands() {
    let place = |path: &str, cell: &str| {
        let filing = assess_file(Path::new(path)).remove(1);
        let edition = FORMS.get("2021").expect("an embedded edition");
        let transcript = filing.transcript.expect("it was read");
        let entry = transcript.entry(edition.index[cell]).and_then(|entry: &Entry| entry.place.clone());
        (filing.source.sheet, filing.source.record, entry.map(|place| place.to_string()))
    };
    let cell = "disclosure.regulations.issued";
    let expected = |sheet: Option<&str>, record, place: Option<&str>| {
        (sheet.map(Arc::from), Some(record), place.map(str::to_owned))
    };
    assert_eq!(place("fixtures/datasets/wide.csv", cell), expected(None, 3, Some("line 3, field 3")));
    assert_eq!(place("fixtures/datasets/long.csv", cell), expected(None, 202, Some("line 202, field 2")));
    assert_eq!(place("fixtures/datasets/wide.xlsx", cell), expected(Some("wide"), 3, Some("wide!C3")));
    assert_eq!(place("fixtures/datasets/filings.json", cell), expected(None, 2, None));
}

#[test]
fn every_encoding_and_separator_reads_to_the_same_filings() {
    for file in ["wide.csv", "long.csv"] {
        let text = fs::read_to_string(Path::new("fixtures/datasets").join(file)).expect("the fixture is text");
        let tabs = text.replace(',', "\t");
        let utf16 = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2], text: &str| {
            mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
        };
        for (name, bytes) in [
            ("bom", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
            ("gb18030", GB18030.encode(&text).0.into_owned()),
            ("utf-16le tabs", utf16([0xFF, 0xFE], u16::to_le_bytes, &tabs)),
            ("utf-16be", utf16([0xFE, 0xFF], u16::to_be_bytes, &text)),
            ("semicolons", text.replace(',', ";").into_bytes()),
            ("old lines", text.replace('\n', "\r").into_bytes()),
            ("crlf", text.replace('\n', "\r\n").into_bytes()),
            ("blank lines", format!("\n\n{}", text.replace('\n', "\n\n")).into_bytes()),
        ] {
            let filings = assess("data.csv", &bytes);
            assert_eq!(filings.len(), FILINGS.len(), "{file} {name}");
            holds_the_filings(&filings);
            let lines = if name == "blank lines" { 2 } else { 0 };
            let first = filings[0].source.record;
            assert_eq!(first, Some(2 + lines + lines / 2), "{file} {name}");
        }
    }
}

/// What is GB18030 only further down than anybody looks at first.
#[test]
fn a_text_that_begins_as_ascii_may_go_on_in_gb18030() {
    let header = "agency,year,review.reconsideration.upheld,review.reconsideration.total";
    let mut text = header.to_owned() + "\n";
    for _ in 0..1_000 {
        text.push_str("bureau,2023,1,1\n");
    }
    let bytes = [text.as_bytes(), &GB18030.encode("某县人民政府,2023,2,2\n").0].concat();
    let filings = assess("data.csv", &bytes);
    assert_eq!((filings.len(), filings[1_000].agency.as_deref()), (1_001, Some("某县人民政府")));
}

/// A small data set of table 四, in which what is named replaces what is there.
pub(crate) fn review(replace: &[(&str, &str)]) -> String {
    let groups = ["reconsideration", "litigation_direct", "litigation_after_review"];
    let results = ["upheld", "corrected", "other", "pending", "total"];
    let ids = groups.iter().flat_map(|group| results.iter().map(move |result| format!("review.{group}.{result}")));
    let header = ["agency", "year", "edition"].map(str::to_owned).into_iter().chain(ids).collect::<Vec<_>>().join(",");
    let row = |agency: &str, year: &str| format!("{agency},{year},,5,0,1,2,8,3,0,0,1,4,0,0,0,0,0");
    let text = [header, row("某县人民政府", "2023"), row("青禾县人民政府", "2024")].join("\n") + "\n";
    replace.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

fn codes_of(text: &str) -> Vec<String> {
    assess("data.csv", text.as_bytes()).iter().map(codes_in_words).collect()
}

/// The codes of each filing of a data set that has table 四 only, as `--tables review` asks for them.
pub(crate) fn review_only(text: &str) -> Vec<String> {
    let policy = Policy { tables: vec!["review".to_owned()], ..Policy::default() };
    let assessor = Assessor::new(Reader::new(&FORMS, ReadOptions::default()), CATALOGUE.clone(), policy)
        .expect("every relation has a rule");
    assessor.assess("data.csv", Ok(text.into())).iter().map(codes_in_words).collect()
}

#[test]
fn a_table_without_columns_was_not_supplied() {
    assert_eq!(codes_of(&review(&[])), ["S301×2", "S301×2"]);
    assert_eq!(review_only(&review(&[])), ["-", "-"]);
    // All its cells are marked as not there.
    let absent = review(&[("5,0,1,2,8,3,0,0,1,4,0,0,0,0,0", "缺,缺,缺,缺,缺,缺,缺,缺,缺,缺,缺,缺,缺,缺,缺")]);
    let filings = assess("data.csv", absent.as_bytes());
    assert_eq!(codes_in_words(&filings[0]), "S301×3");
    let transcript = filings[0].transcript.as_ref().expect("it was read");
    assert!(transcript.tables.iter().all(|table| *table == TableStatus::Missing));
}

#[test]
fn what_a_supplied_table_lacks_is_said() {
    let without = |columns: &[usize]| {
        let keep = |line: &str| {
            let fields = line.split(',').enumerate().filter(|(at, _)| !columns.contains(at));
            fields.map(|(_, field)| field).collect::<Vec<_>>().join(",") + "\n"
        };
        let text: String = review(&[]).lines().map(keep).collect();
        let policy = Policy { tables: vec!["review".to_owned()], ..Policy::default() };
        let assessor = Assessor::new(Reader::new(&FORMS, ReadOptions::default()), CATALOGUE.clone(), policy)
            .expect("every relation has a rule");
        let filing = assessor.assess("data.csv", Ok(text.into())).remove(1);
        let found = filing.findings.iter().map(|finding| {
            let message = gouji::render::message(finding, &filing, &FORMS, gouji::model::Lang::Zh);
            format!("{} {}", finding.rule.code, message)
        });
        found.collect::<Vec<_>>()
    };
    assert_eq!(without(&[3]), ["S302 表四 缺少“行政复议”行的“结果维持”栏。"]);
    assert_eq!(without(&[4, 9, 14]), ["S303 表四 缺少“结果纠正”栏。"]);
    assert_eq!(without(&[8, 9, 10, 11, 12]), ["S302 表四 缺少“未经复议直接起诉”行。"]);
    assert_eq!(
        without(&[3, 8, 9, 10, 11, 12, 13]),
        ["S303 表四 缺少“结果维持”栏。", "S302 表四 缺少“未经复议直接起诉”行。"]
    );
    // One cell of one record only.
    assert_eq!(review_only(&review(&[(",8,3", ",缺,3")])), ["S302×1", "-"]);
}

#[test]
fn what_cannot_be_read_is_one_record_and_not_the_file() {
    for (from, to, problem) in [
        (",2023,", ",明年,", Problem::UnknownYear),
        (",2023,,", ",2023,1999版,", Problem::UnknownEdition),
        (",2023,,5,0", ",2023,,1,005,0", Problem::RaggedRecord),
        (",2023,,5,0", ",2023,,50", Problem::RaggedRecord),
    ] {
        let filings = assess("data.csv", review(&[(from, to)]).as_bytes());
        assert_eq!(filings.len(), 2, "{to}");
        let error = filings[0].error.as_ref().expect(to);
        assert_eq!((error.problem, filings[0].source.record), (problem, Some(2)), "{to}");
        assert_eq!(filings[0].agency.as_deref(), Some("某县人民政府"), "{to}");
        assert!(filings[1].error.is_none());
        for lang in [gouji::model::Lang::Zh, gouji::model::Lang::En] {
            let (fact, help) = gouji::render::error_text(error, lang);
            assert!(!fact.contains('{') && !help.contains('{'), "{fact} {help}");
        }
    }
    // A field that is blank and one too many is no figure in the wrong place.
    assert_eq!(review_only(&review(&[("0,0,0,0,0\n", "0,0,0,0,0,\n")])), ["-", "-"]);
}

/// A header that is a form, with a remark behind it: of a row that lost a field nobody knows which one, however it is
/// quoted; of one whose remark is blank all figures stand under their columns.
#[test]
fn a_row_of_plain_figures_that_lost_a_field_is_not_read() {
    let form = FORMS.get("2021").expect("an edition");
    let ids = form.each_cell().filter(|(_, cell)| !cell.alternative).map(|(_, cell)| &*cell.id);
    let ids: Vec<_> = ids.collect();
    let zeros = vec!["0"; ids.len()].join(",");
    for agency in ["某县民政局", "\"某县民政局\""] {
        for (remark, problem) in [("", Some(Problem::RaggedRecord)), (",", None), (",\"\"", None), (",见附件", None)]
        {
            let text = format!("agency,year,{},备注\n{agency},2023,{zeros}{remark}\n", ids.join(","));
            let filing = assess("data.csv", text.as_bytes()).remove(0);
            assert_eq!(filing.error.map(|error| error.problem), problem, "{agency} {remark}");
        }
    }
}

#[test]
fn years_and_editions_as_officers_write_them() {
    for year in ["2023年", "２０２３", "2023年度", "二〇二三年"] {
        let filings = assess("data.csv", review(&[(",2023,", &format!(",{year},"))]).as_bytes());
        assert_eq!(filings[0].year, Some(2023), "{year}");
    }
    for edition in ["2019", "2019版", "2019年版"] {
        let filings = assess("data.csv", review(&[("2023,,", &format!("2023,{edition},"))]).as_bytes());
        assert_eq!(filings[0].edition.as_deref(), Some("2019"), "{edition}");
        assert!(codes(&filings[0]).contains_key("S306"));
    }
}

/// A file of two editions in which whatever does not apply was filled with zeros: what is not zero tells them apart.
#[test]
fn zeros_in_the_columns_of_another_edition_do_not_decide() {
    let text = fs::read_to_string("fixtures/datasets/wide.csv").expect("the fixture is text");
    let filled = text.replace(",,", ",0,").replace(",,", ",0,").replace(",\n", ",0\n");
    let editions = |text: &str| {
        let filings = assess("data.csv", text.as_bytes());
        filings.into_iter().map(|filing| filing.edition.unwrap_or_default().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(editions(&filled), ["2021", "2021", "2021", "2019"]);
    // Where nothing is anything but zero, the year does.
    let figures = |line: &str| {
        let (key, figures) = line.match_indices(',').nth(1).map(|(at, _)| line.split_at(at)).expect("fields");
        key.to_owned() + &figures.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>() + "\n"
    };
    let header = text.lines().next().expect("a header").to_owned() + "\n";
    let zeros = header.clone() + &filled.lines().skip(1).map(figures).collect::<String>();
    assert_eq!(editions(&zeros), ["2021", "2021", "2021", "2019"]);
    // A file of the older form alone is of that form, whatever the year and however little it says.
    let only_2019: Vec<bool> =
        header.trim().split(',').map(|name| FORMS.get("2019").expect("an edition").index.contains_key(name)).collect();
    let keep = |line: &str| {
        let kept = line.split(',').enumerate().filter(|(at, _)| *at < 2 || only_2019[*at]);
        kept.map(|(_, field)| field).collect::<Vec<_>>().join(",") + "\n"
    };
    assert_eq!(editions(&zeros.lines().map(keep).collect::<String>()), ["2019"; 4]);
}

/// Table 四 is the same in two editions: the year decides, and without one nothing does.
#[test]
fn the_edition_is_the_one_that_fits_or_the_years() {
    let filings = assess("data.csv", review(&[(",2023,", ",2020,"), (",2024,", ",,")]).as_bytes());
    assert_eq!(filings[0].edition.as_deref(), Some("2019"));
    assert_eq!((filings[1].edition.as_deref(), codes(&filings[1])["S311"]), (None, 1));
}

/// What the data set has no column for may stand in the name of the file.
#[test]
fn the_name_of_the_file_speaks_for_all_records() {
    let text: String =
        review(&[]).lines().map(|line| line.split_once(',').expect("fields").1.to_owned() + "\n").collect();
    let filings = assess("青禾县人民政府.csv", text.as_bytes());
    assert!(filings.iter().all(|filing| filing.agency.as_deref() == Some("青禾县人民政府")));
}

/// Research tables are keyed by a place; beside a column of agencies that is something else.
#[test]
fn a_place_names_the_agency_where_no_other_column_does() {
    let of = |text: &str| {
        let filings = assess("data.csv", text.as_bytes());
        let names = filings.iter().map(|filing| filing.agency.as_deref().map(str::to_owned));
        (names.collect::<Vec<_>>(), filings.iter().map(|filing| filing.year).collect::<Vec<_>>())
    };
    let expected = of(&review(&[]));
    assert!(expected.0.iter().all(Option::is_some));
    for (agency, year) in [
        ("城市", "统计年份"),
        ("省份", "数据年份"),
        ("地区", "yr"),
        ("乡镇", "年份"),
        ("city", "Year"),
        ("Province", "year"),
        ("institution", "year"),
        ("county", "year"),
    ] {
        let text = review(&[("agency,year,", &format!("{agency},{year},"))]);
        assert_eq!(of(&text), expected, "{agency}, {year}");
        // Of two the nearer one: 省份 says where.
        let beside =
            |column: &str| text.replacen(",edition,", &format!(",{column},"), 1).replace(",2023,,", ",2023,某省,");
        assert_eq!(of(&beside("province")), expected, "{agency} beside a province");
    }
    for stranger in ["地区", "name", "城市"] {
        let text = review(&[(",edition,", &format!(",{stranger},")), (",2023,,", ",2023,某市,")]);
        assert_eq!((of(&text), review_only(&text)), (expected.clone(), vec!["S313×1".to_owned(), "-".to_owned()]));
    }
}

/// Said once, on the first record, however many there are.
#[test]
fn columns_that_the_form_does_not_have_are_said_once() {
    let text = review(&[(",edition,", ",备注,"), (",2023,,", ",2023,已核,"), (",2024,,", ",2024,已核,")]);
    assert_eq!(review_only(&text), ["S313×1", "-"]);
    // A cell of another edition is no cell of this one, if it says anything.
    let procurement = ",edition,disclosure.procurement.projects,";
    let other = review(&[(",edition,", procurement), (",2023,,", ",2023,2021,0,"), (",2024,,", ",2024,2021,7,")]);
    assert_eq!(review_only(&other), ["-", "S313×1"]);
}

#[test]
fn two_columns_for_one_thing_are_refused() {
    for (from, to) in [
        ("review.reconsideration.corrected", "行政复议/结果维持"),
        ("review.reconsideration.corrected", "review.reconsideration.upheld"),
        (",edition,", ",机关名称,"),
        (",edition,", ",年度,"),
    ] {
        let filings = assess("data.csv", review(&[(from, to)]).as_bytes());
        assert_eq!(filings.len(), 1, "{to}");
        let error = filings[0].error.as_ref().expect("refused");
        assert_eq!(error.problem, Problem::ColumnsAmbiguous, "{to}");
    }
}

/// A group that the form divides, in records of either kind beside each other, and in one that fills both.
#[test]
fn undivided_groups_are_told_record_by_record() {
    let text = fs::read_to_string("fixtures/datasets/wide.csv").expect("the fixture is text");
    let lines: Vec<&str> = text.lines().collect();
    let column = |id: &str| lines[0].split(',').position(|name| name == id).expect("a column");
    let with = |line: usize, changes: &[(&str, &str)]| {
        let mut fields: Vec<&str> = lines[line].split(',').collect();
        for (id, value) in changes {
            fields[column(id)] = value;
        }
        let text = format!("{}\n{}\n", lines[0], fields.join(","));
        let filings = assess("data.csv", text.as_bytes());
        (codes_in_words(&filings[0]), cells(&filings[0]))
    };
    let line = "requests.other.natural_person";
    let item = "requests.other.other.natural_person";
    // Divided, and the line above filled too: it is not added.
    let (codes, both) = with(1, &[(line, "287")]);
    assert_eq!(codes, "S305×1");
    assert!(!both.contains_key(line) && both[item].as_deref() == Some("287"));
    // Undivided, and zeros in the rows below.
    let (codes, both) = with(3, &[(line, "1"), (item, "0")]);
    assert_eq!(codes, "B102×1 B103×1 B104×2 S305×1 S310×1");
    assert!(both.contains_key(line) && !both.contains_key(item));
}

/// Rows of a long file that are no cell, or the same cell twice.
#[test]
fn rows_of_a_long_file_that_do_not_fit_are_said() {
    let text = fs::read_to_string("fixtures/rules/records-scattered/holds.csv").expect("the fixture is text");
    let row = "某县人民政府,2023,review.reconsideration.upheld,5\n";
    assert!(text.contains(row));
    let changed = |to: &str| review_only(&text.replacen(row, to, 1));
    assert_eq!(changed(row), ["-", "-"]);
    assert_eq!(changed(&row.repeat(2)), ["S304×1", "-"]);
    assert_eq!(changed(&format!("{row}某县人民政府,2023,review.reconsideration.withdrawn,1\n")), ["S305×1", "-"]);
    assert_eq!(changed(&format!("{row}某县人民政府,2023,requests.received.total,缺\n")), ["-", "-"]);
    assert_eq!(changed(""), ["S302×1", "-"]);
}

/// What stands in no table is said of the data set, in both languages.
#[test]
fn no_message_about_a_data_set_lacks_a_fact() {
    let long = fs::read_to_string("fixtures/rules/records-scattered/fires.csv").expect("the fixture is text");
    let long = long.replacen("review.reconsideration.upheld", "review.reconsideration.withdrawn", 1);
    let twice = long.replacen("review.reconsideration.corrected", "review.reconsideration.other", 1);
    let wide = review(&[(",edition,", ",备注,"), (",2023,,5,", ",2023,已核,缺,")]);
    let mut said = BTreeMap::new();
    for text in [long, twice, wide] {
        for filing in assess("data.csv", text.as_bytes()) {
            for finding in &filing.findings {
                let messages = [gouji::model::Lang::Zh, gouji::model::Lang::En]
                    .map(|lang| gouji::render::message(finding, &filing, &FORMS, lang));
                for message in &messages {
                    let gaps = ["{", "}", "“”", "  ", "（）"];
                    assert!(!gaps.iter().any(|gap| message.contains(gap)), "{message}");
                }
                said.entry(finding.rule.code.clone()).or_insert(messages);
            }
        }
    }
    assert_eq!(said["S305"][0], "数据集 的“review.reconsideration.withdrawn”行不在表式中，没有计入核对。");
    assert_eq!(said["S313"][1], "The data set: the column “备注” is not in the form and took no part in the checks.");
    assert_eq!(said["S302"][1], "Table 4 has no row “Administrative reconsideration” in the column “Upheld”.");
    assert!(said.contains_key("S304") && said.contains_key("S316"), "{:?}", said.keys());
}

/// 指标代码 beside 指标名称: they agree, one says nothing, or they contradict each other.
#[test]
fn a_cell_may_be_named_in_two_columns() {
    let text = fs::read_to_string("fixtures/rules/records-scattered/holds.csv").expect("the fixture is text");
    let named = |name: &str| {
        let text = text.replace("指标,", "指标代码,指标名称,").replace(",review.", ",,review.");
        let text =
            text.replacen(",,review.reconsideration.upheld", &format!(",{name},review.reconsideration.upheld"), 1);
        review_only(&text)
    };
    for name in ["", "行政复议/结果维持", "维持数"] {
        assert_eq!(named(name), ["-", "-"], "{name}");
    }
    assert_eq!(named("行政复议/结果纠正"), ["S302×1 S305×1", "-"]);
}

/// Records of others tell whose they are in whatever order and beside whatever else; two keys that contradict each other
/// do not.
#[test]
fn the_keys_of_a_record_tell_whose_it_is() {
    let figures = r#""disclosure.permits.decisions":3,"disclosure.penalties.decisions":4"#;
    let filing = |record: String| assess("data.json", record.as_bytes()).remove(0);
    for record in [
        format!(r#"{{"单位":"件","填报单位":"某县民政局","年度":2023,{figures}}}"#),
        format!(r#"{{"填报单位":"某县民政局","单位":"件","年度":2023,{figures}}}"#),
        format!(r#"{{"单位":"某县民政局","年份":2023,"cells":{{{figures}}}}}"#),
        format!(r#"{{"cells":{{{figures}}},"单位":"某县民政局","年份":"2023"}}"#),
        format!(r#"{{"部门":"某县民政局","填报单位":"某县民政局","年度":2023,{figures}}}"#),
    ] {
        let filing = filing(record.clone());
        assert_eq!((filing.agency.as_deref(), filing.year), (Some("某县民政局"), Some(2023)), "{record}");
        assert_eq!(cells(&filing)["disclosure.permits.decisions"].as_deref(), Some("3"), "{record}");
    }
    let filing = filing(format!(r#"{{"部门":"某县人民政府","填报单位":"某县民政局","年度":2023,{figures}}}"#));
    assert_eq!(filing.error.map(|error| error.problem), Some(Problem::KeysAmbiguous));
}

/// The unit stands in the header, in the cell, or beside the cells of JSON; the figure stays as printed.
#[test]
fn a_unit_counts_wherever_it_stands() {
    let wide = |header: &str, value: &str| {
        format!("agency,year,{header}\n某县人民政府,2023,{value}\n青禾县人民政府,2023,\n").into_bytes()
    };
    let long = |head: &str, unit: &str| {
        let row = head.lines().last().expect("a row");
        format!("{head},disclosure.fees.amount,251000,{unit}\n{row},disclosure.penalties.decisions,3,件\n").into_bytes()
    };
    let json = |units: &str| {
        let cells = r#"{"disclosure.fees.amount":"251000"}"#;
        format!(r#"{{"source":{{}},"agency":"某县","year":2023,"status":"pass","cells":{cells}{units}}}"#).into_bytes()
    };
    let id = "disclosure.fees.amount";
    for (bytes, foreign) in [
        (wide("行政事业性收费/本年收费金额（单位：元）", "251000"), true),
        (wide(id, "251000元"), true),
        (wide("行政事业性收费/本年收费金额（单位：万元）", "251000"), false),
        (long("agency,year,cell,value,unit\n某县人民政府,2023", "元"), true),
        (long("填报单位,年度,指标,数值,单位\n某县人民政府,2023", "元"), true),
        (long("填报单位,年度,指标,数值,单位\n某县人民政府,2023", "万元"), false),
        (json(r#","units":{"disclosure.fees.amount":"元"}"#), true),
        (json(r#","units":null"#), false),
        (json(""), false),
    ] {
        let filings = assess("data.csv", &bytes);
        assert_eq!(cells(&filings[0])[id].as_deref(), Some("251000"));
        assert_eq!(codes(&filings[0]).contains_key("V207"), foreign, "{}", String::from_utf8_lossy(&bytes));
        let edition = FORMS.get("2021").expect("an embedded edition");
        let transcript = filings[0].transcript.as_ref().expect("it was read");
        let counted =
            transcript.entry(edition.index[id]).and_then(|entry| entry.in_unit(edition.cell(edition.index[id]).unit));
        assert_eq!(
            counted.map(|sum| sum.normalize().to_string()).as_deref(),
            Some(if foreign { "25.1" } else { "251000" })
        );
        // A blank has no unit to speak of.
        assert!(filings.iter().skip(1).all(|filing| !codes(filing).contains_key("V207")));
    }
    // Counts by the thousand, shares, and money of another country: no figure of the form is such.
    for unit in ["千件", "万", "%", "美元"] {
        let data = long("填报单位,年度,指标,数值,计量单位\n某县人民政府,2023", unit);
        assert!(codes(&assess("data.csv", &data)[0]).contains_key("V201"), "{unit}");
    }
}

#[test]
fn json_is_read_for_what_it_is() {
    let problem = |text: &str| {
        let filings = assess("data.json", text.as_bytes());
        filings.iter().map(|filing| filing.error.as_ref().map(|error| error.problem)).collect::<Vec<_>>()
    };
    let filing =
        |cells: &str| format!(r#"{{"agency":"某县","year":2023,"status":"pass","cells":{cells},"error":null}}"#);
    let review = r#"{"review.reconsideration.upheld":"5","review.reconsideration.corrected":0,"review.reconsideration.other":1.50,"review.reconsideration.pending":null,"review.reconsideration.total":"5"}"#;
    // One a line, with a summary behind; unknown keys and nested ones passed over.
    let lines = format!("{}\n\n{}\n{{\"summary\":{{\"files\":1}},\"findings\":[]}}\n", filing(review), filing(review));
    let filings = assess("data.jsonl", lines.as_bytes());
    assert_eq!(filings.len(), 2);
    let read = cells(&filings[1]);
    assert_eq!(read["review.reconsideration.corrected"].as_deref(), Some("0"));
    // The digits as they are written, never a binary fraction.
    assert_eq!(read["review.reconsideration.other"].as_deref(), Some("1.5"));
    assert_eq!(read["review.reconsideration.pending"], None);
    assert!(codes(&filings[1]).contains_key("V203"));

    let exact = filing(r#"{"disclosure.fees.amount":0.1234567891}"#);
    assert_eq!(
        cells(&assess("a.json", exact.as_bytes())[0])["disclosure.fees.amount"].as_deref(),
        Some("0.1234567891")
    );
    let exponent = filing(r#"{"disclosure.fees.amount":1e3}"#);
    assert!(codes(&assess("a.json", exponent.as_bytes())[0]).contains_key("V201"));
    let twice = filing(r#"{"review.reconsideration.upheld":"5","review.reconsideration.upheld":"6"}"#);
    assert!(codes(&assess("a.json", twice.as_bytes())[0]).contains_key("S304"));

    assert_eq!(problem(&filing("null")), [Some(Problem::NoCells)]);
    assert_eq!(problem(r#"{"name":"gouji","version":"1"}"#), [Some(Problem::NoStatutoryTable)]);
    assert_eq!(problem(r#"{"filings":[]}"#), [Some(Problem::NoStatutoryTable)]);
    let unassessed = r#"{"source":{},"agency":"某县","year":2023,"status":"unassessed","cells":null,"error":{"kind":"pdf","message":"这是 PDF"}}"#;
    let document = format!(r#"{{"schema":"gouji/1","filings":[{unassessed},{}]}}"#, filing(review));
    assert_eq!(problem(&document), [Some(Problem::NotAssessedBefore), None]);
    // What was read before the damage stands.
    assert_eq!(problem(&format!("{}\n{{\"agency\":", filing(review))), [None, Some(Problem::Damaged)]);
    assert_eq!(problem(r#"{"schema":"gouji/2","filings":[]}"#), [Some(Problem::NoStatutoryTable)]);
}

/// A list of records whose keys are the names of a wide data set, or one a line; any other JSON is not called ours.
#[test]
fn records_of_json_are_a_data_set() {
    let first =
        r#"{"agency":"云泽县民政局","year":2023,"review.reconsideration.upheld":5,"review.reconsideration.total":"5"}"#;
    let second = r#"{"填报单位":"云泽县教育局","年度":"2023","行政复议/结果维持":7.0,"备注":"无","nested":{"a":[1]}}"#;
    for text in [format!("[{first},\n {second}]"), format!("{first}\n{second}\n")] {
        let filings = assess("data.json", text.as_bytes());
        assert_eq!(filings.len(), 2, "{text}");
        let whose = |at: usize| (filings[at].agency.as_deref(), filings[at].year);
        assert_eq!([whose(0), whose(1)], [(Some("云泽县民政局"), Some(2023)), (Some("云泽县教育局"), Some(2023))]);
        let upheld = |at: usize| cells(&filings[at])["review.reconsideration.upheld"].clone();
        assert_eq!([upheld(0), upheld(1)].map(Option::unwrap_or_default), ["5", "7"]);
        assert!(codes(&filings[1]).contains_key("S313"), "{:?}", codes(&filings[1]));
    }
    for foreign in [
        r#"{"schema_version":"1.0","source":{"report_year":2024},"parsed_json":{"sections":[]}}"#,
        r#"[{"title":"a","items":[1,2]}]"#,
        r#"{"agency":"某县","year":2023}"#,
    ] {
        let filings = assess("data.json", foreign.as_bytes());
        let problems: Vec<_> = filings.iter().filter_map(|filing| filing.error.as_ref()).map(|e| e.problem).collect();
        assert_eq!(problems, [Problem::NoStatutoryTable], "{foreign}");
    }
}

/// The result of a run with `--cells` is a data set of its own.
#[test]
fn what_gouji_writes_it_reads() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = FILINGS[..3].iter().map(|name| format!("fixtures/published/{name}.csv")).collect::<Vec<_>>();
    for format in ["json", "jsonl"] {
        let result = folder.path().join(format!("result.{format}"));
        let run = |paths: &[String], out: &Path| {
            Command::new(env!("CARGO_BIN_EXE_gouji"))
                .args(["check", "--exit-zero", "--cells", "--format", format, "-o"])
                .arg(out)
                .args(paths)
                .status()
                .expect("the program runs")
        };
        run(&files, &result);
        let again = folder.path().join(format!("again.{format}"));
        run(&[result.to_string_lossy().into_owned()], &again);
        let (first, second) = (assess_file(&result), assess_file(&again));
        assert_eq!(first.len(), 3, "{format}");
        for (first, second) in first.iter().zip(&second) {
            assert_eq!(cells(first), cells(second), "{format}");
            assert_eq!(codes_in_words(first), codes_in_words(second), "{format}");
        }
    }
    // In a folder they are results, and passed over.
    let run = Command::new(env!("CARGO_BIN_EXE_gouji")).args(["check", "--format", "json"]).arg(folder.path()).output();
    let run: serde_json::Value = serde_json::from_slice(&run.expect("the program runs").stdout).expect("JSON");
    assert_eq!(
        (run["summary"]["filings"].as_u64(), run["summary"]["skipped"].as_array().map(Vec::len)),
        (Some(0), Some(4))
    );
}

/// Data sets that people, databases and programs leave in a folder or pack, beside texts that only look like them.
#[test]
fn a_walk_meets_data_sets_of_any_writing() {
    const COLUMNS: &str = "agency|year|review.reconsideration.upheld|review.reconsideration.corrected|\
        review.reconsideration.other|review.reconsideration.pending|review.reconsideration.total";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let record = |agency: &str| {
        format!(
            r#"{{"agency":"{agency}","year":2023,"review.reconsideration.upheld":1,"review.reconsideration.total":1}}"#
        )
    };
    put("a.json", &format!("[{}]", record("甲局")));
    put("b.jsonl", &format!("{}\n{}\n", record("乙局"), record("丙局")));
    put("c.ndjson", &(record("丁局") + "\n"));
    let rows = |agency: &str| format!("{agency}|2023|1|0|0|0|1\n{agency}二队|2023|1|0|0|0|1\n");
    put("d.txt", &format!("{COLUMNS}\n{}", rows("戊局")));
    let line = |line: &str| format!("| {} |\n", line.replace('|', " | "));
    let head = line(COLUMNS) + &line("---|---|---|---|---|---|---");
    put("e.md", &(head.clone() + &rows("己局").lines().map(line).collect::<String>()));
    let gouji = |arguments: &[&str]| {
        let mut gouji = Command::new(env!("CARGO_BIN_EXE_gouji"));
        gouji.current_dir(folder.path()).args(arguments).output().expect("gouji runs")
    };
    let printed = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/published/two-years-a-2023.csv");
    let convert = gouji(&["convert", &printed.to_string_lossy(), "--to", "json", "-o", "f.json"]);
    assert_eq!(convert.status.code(), Some(0));
    let others = [
        ("说明.md", format!("# 说明\n\n{head}{}", line("单位全称|四位数字|整数|整数|整数|整数|前四栏之和"))),
        ("package.json", r#"{"name":"report","version":"2023","scripts":{"check":"gouji check ."}}"#.to_owned()),
        ("log.jsonl", "{\"agency\":\"甲局\",\"year\":2023,\"event\":\"sent\"}\n".to_owned()),
        ("list.json", r#"[{"agency":"甲局","year":2023}]"#.to_owned()),
        ("cut.json", r#"{"name":"#.to_owned()),
        ("空.json", r#"[{"agency":"甲局","year":2023,"review.reconsideration.upheld":null}]"#.to_owned()),
    ];
    for (name, text) in &others {
        put(name, text);
    }
    gouji(&["check", "a.json", "--cells", "--format", "json", "-o", "result.json"]);
    gouji(&["sum", "a.json", "--to", "json", "-o", "sum.json"]);

    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for path in crate::support::files_below(folder.path()) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a file");
        std::io::Write::write_all(&mut zip, &fs::read(&path).expect("read")).expect("written to memory");
    }
    let packed = tempfile::tempdir().expect("a temporary folder");
    let archive = packed.path().join("all.zip");
    fs::write(&archive, zip.finish().expect("an archive").into_inner()).expect("written");
    for path in [folder.path(), packed.path(), &archive] {
        let run = gouji(&["check", "--format", "json", "--select", "B", &path.to_string_lossy()]);
        let run: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
        let whose = |filing: &serde_json::Value| filing["agency"].as_str().unwrap_or("?").to_owned();
        let filings = run["filings"].as_array().expect("a list");
        assert!(filings.iter().all(|filing| filing["error"].is_null()), "{filings:?}");
        let agencies: Vec<String> = filings.iter().map(whose).collect();
        let own = ["甲局", "乙局", "丙局", "丁局", "戊局", "戊局二队", "己局", "己局二队"];
        assert_eq!(agencies[..8], own, "{}", path.display());
        assert_eq!(agencies.len(), 9, "{agencies:?}");
        let skipped = run["summary"]["skipped_because"].as_array().expect("a list");
        let of_kind = |kind: &str| skipped.iter().filter(|one| one["kind"] == kind).count();
        assert_eq!((of_kind("no-table"), of_kind("own-result")), (others.len(), 2), "{skipped:?}");
    }
}

/// `gouji convert` writes data sets of several editions; they read back to the cells and codes they were made from.
#[test]
fn what_convert_writes_reads_back() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files: Vec<String> = FILINGS.iter().map(|name| format!("fixtures/published/{name}.csv")).collect();
    files.extend(
        ["table-missing", "row-missing", "blank-cell", "unreadable-number", "fee-unit-not-wanyuan"]
            .map(|rule| format!("fixtures/rules/{rule}/fires.csv")),
    );
    for (to, layout) in [("csv", "wide"), ("csv", "long"), ("xlsx", "wide"), ("xlsx", "long"), ("json", "")] {
        let out = folder.path().join(format!("{layout}.{to}"));
        // In a long file the filings of one agency and year are one, and these are all of one.
        let files = &files[..if layout == "long" { FILINGS.len() + 1 } else { files.len() }];
        let layout: &[&str] = if layout.is_empty() { &[] } else { &["--layout", layout] };
        let run = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .args(["convert", "--to", to, "-o"])
            .arg(&out)
            .args(layout)
            .args(files)
            .output()
            .expect("the program runs");
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        let filings = assess_file(&out);
        assert_eq!(filings.len(), files.len(), "{}", out.display());
        for (filing, file) in filings.iter().zip(files) {
            let expected = only(file);
            assert_eq!(cells(filing), cells(&expected), "{} {file}", out.display());
            assert_eq!(
                (&filing.agency, filing.year, &filing.edition),
                (&expected.agency, expected.year, &expected.edition),
                "{file}"
            );
            let spelling = ["V206", "V207", "V209", "S307"];
            assert_eq!(codes_but(filing, &spelling), codes_but(&expected, &spelling), "{} {file}", out.display());
        }
    }
}

/// Statutory tables whose first line looks a little like a header.
#[test]
fn a_statutory_table_is_no_data_set() {
    let text = fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("the fixture is text");
    let expected = cells(&only("fixtures/published/two-years-a-2023.csv"));
    for line in
        ["填报单位,某县人民政府,年度,2023", "单位,年度", "指标,单位,统计数", "单位：万元,,", "填报单位,年度,总计"]
    {
        let filings = assess("table.csv", format!("{line}\n{text}").as_bytes());
        assert_eq!(filings.len(), 1, "{line}");
        assert_eq!(cells(&filings[0]), expected, "{line}");
        assert_eq!(filings[0].source.record, None, "{line}");
    }
}

/// A workbook of notes, a data set, a hidden data set and a statutory table.
#[test]
fn sheets_of_all_kinds_stand_in_one_workbook() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let write = |sheet: &mut rust_xlsxwriter::Worksheet, text: &str, indent: u32| {
        for (row, line) in (indent..).zip(text.lines()) {
            for (column, field) in (0_u16..).zip(line.split(',')) {
                match field.parse::<f64>() {
                    _ if field.is_empty() => {}
                    Ok(number) => drop(sheet.write_number(row, column, number)),
                    Err(_) => drop(sheet.write_string(row, column, field)),
                }
            }
        }
    };
    let statutory = fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("the fixture is text");
    for (name, text, indent) in [
        ("说明", "本表由系统导出。\n", 0),
        ("数据", &*review(&[]), 3),
        ("隐藏", &*review(&[("某县", "云泽县")]), 0),
        ("统计表", &*statutory, 0),
    ] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        sheet.set_hidden(name == "隐藏");
        write(sheet, text, indent);
    }
    let filings = assess("book.xlsx", &book.save_to_buffer().expect("a workbook"));
    let found: Vec<_> = filings
        .iter()
        .map(|filing| (filing.source.sheet.as_deref().unwrap_or(""), filing.source.record, codes_in_words(filing)))
        .collect();
    let expected = [
        ("统计表", None, "-"),
        ("数据", Some(5), "S301×2"),
        ("数据", Some(6), "S301×2"),
        ("隐藏", Some(2), "S301×2 S314×1"),
        ("隐藏", Some(3), "S301×2"),
    ];
    assert_eq!(found, expected.map(|(sheet, record, codes)| (sheet, record, codes.to_owned())));
}

#[test]
fn a_header_without_records_is_an_error_that_says_so() {
    let header = review(&[]).lines().next().expect("a header").to_owned();
    for text in [header.clone(), header.clone() + "\n\n,,,\n"] {
        let filings = assess("data.csv", text.as_bytes());
        assert_eq!(filings[0].error.as_ref().map(|error| error.problem), Some(Problem::NoRecords));
    }
}

/// `Reader::read` gives the filings too, and bounds them.
#[test]
fn a_reader_gives_the_filings_of_a_data_set() {
    let reader = Reader::new(&FORMS, ReadOptions::default());
    let filings = reader.read(review(&[]).as_bytes(), Some("data.csv")).expect("it can be read");
    assert_eq!(filings.iter().map(|filing| filing.year).collect::<Vec<_>>(), [Some(2023), Some(2024)]);
    let ragged = reader.read(review(&[(",2023,,5,0", ",2023,,50")]).as_bytes(), None);
    assert_eq!(ragged.expect_err("ragged").problem, Problem::RaggedRecord);
    let (header, row) =
        review(&[]).split_once('\n').map(|(header, rows)| (header.to_owned(), rows.to_owned())).expect("lines");
    let many = format!("{header}\n{}", row.repeat(1_500));
    assert_eq!(reader.read(many.as_bytes(), None).expect_err("too many").problem, Problem::TooManyFilings);
}

/// In a folder a data set is a text like any other, and it is never passed over for want of a label.
#[test]
fn a_data_set_is_met_in_a_folder_and_on_standard_input() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("data.txt"), review(&[])).expect("written");
    fs::write(folder.path().join("package.json"), "{\"name\": \"a\"}").expect("written");
    let run = |args: &[&str], input: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gouji"))
            .args(["check", "--format", "json", "--tables", "review", "--ignore", "P"])
            .args(args)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("the program runs");
        std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), input.as_bytes()).expect("written");
        let result = child.wait_with_output().expect("the program ends");
        serde_json::from_slice::<serde_json::Value>(&result.stdout).expect("JSON")["summary"].clone()
    };
    let walked = run(&[&folder.path().to_string_lossy()], "");
    assert_eq!((walked["pass"].as_u64(), walked["skipped"].as_array().map(Vec::len)), (Some(2), Some(1)));
    assert_eq!(run(&["-"], &review(&[]))["pass"], 2);
}

/// A form as rows of a wide and a long data set, with columns and rows in this order.
fn written(forms: &[Form], order: &[usize], long: bool) -> String {
    let edition = forms[0].edition();
    let ids: Vec<&str> = edition.cells.iter().filter(|cell| !cell.alternative).map(|cell| &*cell.id).collect();
    let mut shuffled: Vec<(usize, &str)> = order.iter().copied().cycle().zip(ids).collect();
    shuffled.sort_unstable();
    let ids: Vec<&str> = shuffled.into_iter().map(|(_, id)| id).collect();
    let agency = |at: usize| format!("青禾县第{at}局");
    let year = edition.years.from;
    let mut text = String::new();
    if long {
        text.push_str("年度,指标,填报单位,数值\n");
        for (at, form) in forms.iter().enumerate() {
            for id in &ids {
                let _ = writeln!(text, "{year},{id},{},{}", agency(at), form.figure(id));
            }
        }
        return text;
    }
    let half = ids.len() / 2;
    let _ = writeln!(text, "{},填报单位,{},年度", ids[..half].join(","), ids[half..].join(","));
    for (at, form) in forms.iter().enumerate() {
        let figures: Vec<String> = ids.iter().map(|id| form.figure(id)).collect();
        let _ = writeln!(text, "{},{},{},{year}", figures[..half].join(","), agency(at), figures[half..].join(","));
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Consistent filings in columns or rows of any order are silent and read to the same cells.
    #[test]
    fn consistent_filings_read_back_from_a_data_set(
        forms in prop::collection::vec(form(), 1..4),
        order in prop::collection::vec(0..1_000_usize, 7..50),
        long in any::<bool>(),
    ) {
        let edition = forms[0].edition();
        let forms: Vec<Form> = forms.into_iter().filter(|form| form.edition().id == edition.id).collect();
        let filings = assess("data.csv", written(&forms, &order, long).as_bytes());
        prop_assert_eq!(filings.len(), forms.len());
        for (filing, form) in filings.iter().zip(&forms) {
            prop_assert_eq!(codes_in_words(filing), "-");
            prop_assert_eq!(filing.edition.as_ref(), Some(&edition.id));
            let read = cells(filing);
            prop_assert_eq!(read.len(), edition.printed_cells());
            for (id, value) in read {
                prop_assert_eq!(value, Some(form.figure(&id)), "{}", id);
            }
        }
    }
}

/// Two hundred thousand records under a memory limit that a few thousand would not fit into if they were kept.
#[cfg(unix)]
#[test]
#[ignore = "takes minutes: files as large as the limits allow"]
fn two_hundred_thousand_records_pass_in_little_memory() {
    // A run keeps of each filing what the next year's may be held against: some four hundred bytes.
    const MEMORY_KIB: u32 = 220 << 10;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("data.csv");
    let whole = review(&[]);
    let (header, row) = whole.split_once('\n').map(|(header, rows)| (header, rows.lines().next())).expect("lines");
    let row = row.and_then(|row| row.split_once(',')).expect("an agency").1;
    let mut text = header.to_owned() + "\n";
    for number in 0..200_000 {
        let _ = writeln!(text, "某县第{number}局,{row}");
    }
    fs::write(&file, text).expect("written");
    let run = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY_KIB}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_gouji")])
        .args(["check", "--quiet", "--tables", "review", "--format", "jsonl", "--ignore", "P706"])
        .arg(&file)
        // Address space that the allocator sets aside is no memory.
        .env("MIMALLOC_DISALLOW_ARENA_ALLOC", "1")
        .env("MALLOC_ARENA_MAX", "1")
        .stdout(std::process::Stdio::piped())
        .output()
        .expect("the program runs");
    assert_eq!((run.status.code(), String::from_utf8_lossy(&run.stderr).as_ref()), (Some(0), ""));
    let last = String::from_utf8_lossy(&run.stdout).lines().last().map(str::to_owned).expect("a summary");
    let summary: serde_json::Value = serde_json::from_str(&last).expect("JSON");
    assert_eq!(summary["summary"]["pass"], 200_000);
}

/// Lists of a city have the district in a column of its own: the bureaus of two became one, with figures that differed.
#[test]
fn a_region_is_a_part_of_the_name_where_names_come_again() {
    let read = |text: &str| {
        let filings = assess("a.csv", text.as_bytes());
        let said = filings.iter().any(|filing| codes(filing).contains_key("S313"));
        let whose = filings.into_iter().map(|filing| (filing.agency.unwrap_or_default(), filing.year.unwrap_or(0)));
        (whose.collect::<Vec<_>>(), said)
    };
    let named =
        |names: &[(&str, u16)]| names.iter().map(|(name, year)| ((*name).to_owned(), *year)).collect::<Vec<_>>();
    let both = named(&[("甲区财政局", 2022), ("乙区财政局", 2022), ("甲区财政局", 2023), ("乙区财政局", 2023)]);
    for region in ["区县", "地区", "市县", "辖区", "镇街", "属地", "上级部门"] {
        let rows = "甲区,财政局,2022,1\n乙区,财政局,2022,2\n甲区,财政局,2023,3\n乙区,乙区财政局,2023,4\n";
        let text = format!("{region},部门,年份,disclosure.permits.decisions\n{rows}");
        assert_eq!(read(&text), (both.clone(), false), "{region}");
        let turned: Vec<_> = text
            .lines()
            .map(|line| {
                let fields: Vec<_> = line.splitn(3, ',').collect();
                format!("{},{},{}", fields[1], fields[0], fields[2])
            })
            .collect();
        assert_eq!(read(&turned.join("\n")), (both.clone(), false), "{region}");
    }
    // Each row is a cell.
    let cells = ["disclosure.permits.decisions", "disclosure.penalties.decisions"];
    let of = |region: &str| cells.map(|cell| format!("{region},财政局,2023,{cell},1\n")).concat();
    let text = format!("区县,部门,年份,指标代码,数值\n{}{}", of("甲区"), of("乙区"));
    assert_eq!(read(&text), (named(&[("甲区财政局", 2023), ("乙区财政局", 2023)]), false));
    // Names that are whole without it, in one region or in other years.
    for (rows, names) in [
        ("甲区,财政局,2023,1\n甲区,教育局,2023,2\n", [("财政局", 2023), ("教育局", 2023)]),
        ("甲区,甲区财政局,2023,1\n乙区,乙区财政局,2023,2\n", [("甲区财政局", 2023), ("乙区财政局", 2023)]),
        ("城区,某县财政局,2022,1\n郊区,某县财政局,2023,2\n", [("某县财政局", 2022), ("某县财政局", 2023)]),
    ] {
        assert_eq!(
            read(&format!("区县,部门,年份,disclosure.permits.decisions\n{rows}")),
            (named(&names), true),
            "{rows}"
        );
    }
    let alone = "区县,年份,disclosure.permits.decisions\n甲区,2023,1\n乙区,2023,2\n";
    assert_eq!(read(alone), (named(&[("甲区", 2023), ("乙区", 2023)]), false));
}

/// Exports that have the year behind the name, or the period that the figures are of.
#[test]
fn a_year_beside_the_name_or_in_a_period_is_the_records() {
    let read = |text: &str| {
        let filings = assess("a.csv", text.as_bytes());
        filings.into_iter().map(|filing| (filing.agency.unwrap_or_default(), filing.year)).collect::<Vec<_>>()
    };
    let named = |name: &str, year| (name.to_owned(), year);
    for rows in ["甲县财政局2022年,1\n甲县财政局2023年,2\n", "2022年甲县财政局,1\n甲县财政局（2023年度）,2\n"]
    {
        let expected = [named("甲县财政局", Some(2022)), named("甲县财政局", Some(2023))];
        assert_eq!(read(&format!("单位名称,disclosure.permits.decisions\n{rows}")), expected, "{rows}");
    }
    let text = "单位名称,年度,disclosure.permits.decisions\n甲县财政局2023年,2023,1\n甲县2022年运动会办公室,2023,2\n乙县财政局2022年,2023,3\n";
    let expected = [
        named("甲县财政局", Some(2023)),
        named("甲县2022年运动会办公室", Some(2023)),
        named("乙县财政局2022年", Some(2023)),
    ];
    assert_eq!(read(text), expected);
    for period in ["2023.1.1-2023.12.31", "20230101-20231231", "2023-01-01至2023-12-31", "2023年1月1日-2023年12月31日"]
    {
        let text = format!("单位名称,统计期间,disclosure.permits.decisions\n甲县财政局,{period},1\n");
        assert_eq!(read(&text), [named("甲县财政局", Some(2023))], "{period}");
    }
}
