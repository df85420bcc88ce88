//! What many formats say alike in a line or two: whose filing it is, what a finding says, what a run adds up to.

use std::io;

use super::clean::clean;
use super::message::{basis, edition, error_text, message};
use super::phrases::{filled, phrase};
use super::suspects::suspect_words;
use super::{Renderer, Style, whereabouts};
use crate::diagnosis::{Assessment, Diagnosis, Finding, Report};
use crate::model::Lang;
use crate::reading::{Problem, ReadError};
use crate::rules::{Rule, Severity};

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
    let diagnosis = told(filing).find(|diagnosis| diagnosis.findings.contains(&finding.fingerprint))?;
    Some(suspect_words(diagnosis, form, style.lang))
}

/// What is said of the broken relations of a filing that hang together.
pub(super) fn told(filing: &Assessment) -> impl Iterator<Item = &Diagnosis> {
    filing.diagnoses.iter().filter(|diagnosis| !diagnosis.is_silent())
}

/// The word of officers for a severity.
pub(super) fn severity_words(severity: Severity, lang: Lang) -> &'static str {
    let name = match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Note => "severity-note",
    };
    phrase(name, lang)
}

/// What stands behind the severity or the title of a finding that its agency has explained.
pub(super) fn explained(finding: &Finding, lang: Lang) -> &'static str {
    if finding.explained { phrase("explained", lang) } else { "" }
}

/// A finding in one sentence under its title: `收办不平：…`.
pub(super) fn titled(finding: &Finding, filing: &Assessment, style: Style) -> String {
    let title = &finding.rule.wording(style.lang).title;
    let separator = phrase("title-separator", style.lang);
    format!("{title}{separator}{}", message(finding, filing, style.forms, style.lang))
}

/// The codes of the errors and warnings of a filing, each once and with its basis.
pub(super) fn bases(filing: &Assessment, lang: Lang) -> Vec<(&str, &str)> {
    let mut bases: Vec<(&str, &str)> = Vec::new();
    for finding in filing.findings.iter().filter(|finding| finding.severity != Severity::Note) {
        let code = finding.rule.code.as_str();
        if !bases.iter().any(|(said, _)| *said == code) {
            bases.push((code, basis(finding, lang)));
        }
    }
    bases
}

/// The findings of the run itself, each with what it speaks of.
pub(super) fn concerns(report: &Report) -> impl Iterator<Item = (&Assessment, &Finding)> {
    report.concerns().iter().flat_map(|concern| concern.findings.iter().map(move |finding| (concern, finding)))
}

/// A finding in sentences of a line each: what is wrong, where it is in the file, what is likely wrong, on what basis.
pub(super) fn sentences(finding: &Finding, filing: &Assessment, style: Style) -> String {
    let lang = style.lang;
    let mut text = format!("{}{}", message(finding, filing, style.forms, lang), explained(finding, lang));
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
pub(super) fn nothing(report: &Report) -> Option<Assessment> {
    (report.filings() == 0).then(|| Assessment::unassessed(String::new(), ReadError::new(Problem::NothingToCheck)))
}

/// Says what belongs to the run as it says the filings.
pub(super) fn say_run(renderer: &mut impl Renderer, report: &Report) -> io::Result<()> {
    nothing(report).iter().chain(report.concerns()).try_for_each(|said| renderer.filing(said))
}

/// What is said of a filing of which neither agency nor year is known.
pub(super) fn unnamed(filing: &Assessment, lang: Lang) -> Option<&'static str> {
    let is_read = filing.error.is_none() && filing.agency.is_none() && filing.year.is_none();
    is_read.then(|| phrase("unnamed", lang))
}

/// What a run adds up to.
#[must_use]
pub fn summary(report: &Report, lang: Lang) -> String {
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
