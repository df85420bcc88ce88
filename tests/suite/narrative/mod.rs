//! The sentences of reports, against their own sums, their tables and their year.
#![expect(clippy::print_stdout, reason = "a corpus says how well it is read, and a test what it skips")]

mod beside;
mod bounds;
mod changes;
mod corpus;
mod kinds;
mod published;
mod reports;

use std::sync::LazyLock;

use crate::support::{CATALOGUE, FORMS};
use gouji::diagnosis::{Assessment, Assessor, Policy};
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

fn report_with(sentence: &str) -> String {
    let tables = std::fs::read_to_string("fixtures/narrative/tables.txt").expect("the fixture is text");
    format!("云泽县民政局2023年政府信息公开工作年度报告\n一、总体情况\n{sentence}\n{tables}")
}
