//! What the formats for machines say in a line or two: whose filing it is, what a finding says, what a run adds up to.

use super::clean::clean;
use super::message::{basis, edition, error_text, message};
use super::phrases::{filled, phrase};
use super::suspects::suspect_words;
use super::{Style, whereabouts};
use crate::diagnosis::{Assessment, Finding, Report};
use crate::model::Lang;
use crate::reading::{Problem, ReadError};
use crate::rules::Rule;

/// Whose filing it is, as far as that is known: `某县人民政府 2023 年`.
pub(super) fn owner(filing: &Assessment, lang: Lang) -> String {
    let agency = filing.agency.as_deref().map(|agency| clean(agency).into_owned());
    let year = filing.year.map(|year| filled("year", lang, &[("year", &year)]));
    [agency, year].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Where a filing stands: `统计表.xlsx [Sheet1]`, or with the line of a data set `all.csv:12`.
pub(super) fn file(filing: &Assessment) -> String {
    let source = &filing.source;
    let mut file = whereabouts::path(&source.path);
    file.extend(source.record.map(|record| format!(":{record}")));
    file.extend(source.sheet.as_ref().map(|sheet| format!(" [{}]", clean(sheet))));
    file
}

/// Whose filing it is and where it stands: `某县人民政府 2023 年 · 统计表.xlsx [Sheet1]`.
pub(super) fn headline(filing: &Assessment, lang: Lang) -> String {
    let parts = [owner(filing, lang), file(filing)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A rule in a few words: `B101 收办不平`.
pub(super) fn title(rule: &Rule, lang: Lang) -> String {
    format!("{} {}", rule.code, rule.wording(lang).title)
}

/// Which cells are likely wrong, where that explains a finding.
pub(super) fn suspects(finding: &Finding, filing: &Assessment, style: Style) -> Option<String> {
    let form = edition(filing, style.forms)?;
    let mut said = filing.diagnoses.iter().filter(|diagnosis| !diagnosis.is_silent());
    let diagnosis = said.find(|diagnosis| diagnosis.findings.contains(&finding.fingerprint))?;
    Some(suspect_words(diagnosis, form, style.lang))
}

/// A finding in sentences of a line each: what is wrong, where it is in the file, what is likely wrong, on what basis.
pub(super) fn sentences(finding: &Finding, filing: &Assessment, style: Style) -> String {
    let lang = style.lang;
    let explained = if finding.explained { phrase("explained", lang) } else { "" };
    let mut text = format!("{}{explained}", message(finding, filing, style.forms, lang));
    let (place, suspects) = (whereabouts::span(finding, lang), suspects(finding, filing, style).unwrap_or_default());
    for (name, fact) in [("where", place.as_str()), ("suspect", &suspects), ("basis", basis(finding, lang))] {
        if !fact.is_empty() {
            text.extend(["\n", phrase(name, lang), fact]);
        }
    }
    text
}

/// What is wrong with a file that could not be assessed, and what to do, in one line.
pub(super) fn refusal(error: &ReadError, lang: Lang) -> String {
    let (fact, help) = error_text(error, lang);
    let end = phrase("sentence-end", lang);
    clean(&format!("{fact}{end}{help}")).into_owned()
}

/// A run in which nothing was assessed is no pass: what its result says in place of a filing.
pub(super) fn nothing() -> Assessment {
    Assessment::unassessed(String::new(), ReadError::new(Problem::NothingToCheck))
}

/// What a run adds up to.
pub(super) fn summary(report: &Report, lang: Lang) -> String {
    let summary = report.summary();
    filled(
        "summary",
        lang,
        &[
            ("files", &report.files),
            ("filings", &report.filings()),
            ("pass", &summary.pass),
            ("with_errors", &summary.with_errors),
            ("with_warnings", &summary.with_warnings),
            ("unassessed", &summary.unassessed),
        ],
    )
}
