//! The sentence of a finding: its record's template, filled with its facts.

mod facts;

use std::borrow::Cow;

use super::clean::clean;
use super::io_words::named_kind;
use super::labels::{only_name, shared_lines, telling_line, words};
use super::phrases::{fill, filled};
use crate::diagnosis::{Assessment, Detail, Finding, TermValue};
use crate::forms::Forms;
use crate::model::{FormEdition, Lang, plain};
use crate::reading::{Problem, ReadError};
use crate::rules::{Line, Side};
use facts::{Known, shorten};

/// The sentence of a finding, without its basis.
#[must_use]
pub fn message(finding: &Finding, assessment: &Assessment, forms: &Forms, lang: Lang) -> String {
    let known = Known { finding, assessment, form: edition(assessment, forms), lang };
    let mut filled =
        fill(finding.rule.message_in(&finding.edition, finding.cells.len(), lang), |name| known.fact(name));
    if filled.trim().len() != filled.len() {
        filled = filled.trim().to_owned();
    }
    if let (Detail::Balance { terms, .. }, Some(form)) = (&finding.detail, known.form) {
        filled += &left_out(terms, form, lang);
    }
    filled
}

/// Which totals of a relation are not printed, and what stands in their place.
fn left_out(terms: &[TermValue], form: &FormEdition, lang: Lang) -> String {
    let total = |term: &TermValue| {
        let cell = form.cell(term.cell);
        let (row, column) = (words(form.row_of(cell), lang), words(form.column_of(cell), lang));
        filled("total-made", lang, &[("row", &row), ("column", &column), ("value", &plain(term.value))])
    };
    terms.iter().filter(|term| term.is_made).map(total).collect()
}

/// The basis of a finding in the law or the form.
#[must_use]
pub fn basis(finding: &Finding, lang: Lang) -> &str {
    finding.rule.basis_in(&finding.edition).get(lang)
}

/// Where a finding is, in the words of the form: `表三 · 予以公开 · 自然人`.
#[must_use]
pub fn where_words(finding: &Finding, assessment: &Assessment, forms: &Forms, lang: Lang) -> String {
    let Some(form) = edition(assessment, forms) else { return String::new() };
    let table = finding.table.map(|table| form.tables[table].brief.get(lang).into());
    let (row, column) = row_and_column(finding, assessment, forms, lang);
    let lines = match &finding.detail {
        // The line along which it holds says enough; the other one stands in where that tells nothing.
        Detail::Balance { line: Line::Row(_), .. } => [row.or(column), None],
        Detail::Balance { line: Line::Column(_), .. } => [column.or(row), None],
        _ => [row, column],
    };
    let printed = match &finding.detail {
        Detail::Observed(seen) if finding.cells.is_empty() => Some(shorten(&seen.printed)),
        _ => None,
    };
    let parts = [table].into_iter().chain(lines).chain([printed]).flatten().filter(|part| !part.is_empty());
    clean(&parts.collect::<Vec<_>>().join(" · ")).into_owned()
}

/// The row and the column that a finding is about, in the words of the form, where it is about one.
pub(super) fn row_and_column<'f>(
    finding: &Finding,
    assessment: &Assessment,
    forms: &'f Forms,
    lang: Lang,
) -> (Option<Cow<'f, str>>, Option<Cow<'f, str>>) {
    let Some(form) = edition(assessment, forms) else { return (None, None) };
    let (row, column) = match (&finding.detail, finding.cells.as_slice()) {
        (Detail::Balance { line, block, terms, .. }, _) => {
            let along = finding.table.and_then(|table| telling_line(form, (table, *block), *line, lang));
            let across = only_name(form, *line, terms, Side::Right, lang);
            match line {
                Line::Row(_) => (along, across),
                Line::Column(_) => (across, along),
            }
        }
        (_, [cell]) => {
            let spec = form.cell(cell.cell);
            (Some(words(form.row_of(spec), lang)), Some(words(form.column_of(spec), lang)))
        }
        (Detail::Observed(seen), _) => {
            let (row, column) = shared_lines(form, seen.cells.iter().copied());
            (row.map(|row| words(row, lang)), column.map(|column| words(column, lang)))
        }
        _ => (None, None),
    };
    (row.map(clean), column.map(clean))
}

/// What is said of a file that could not be assessed: the fact, and what to do.
#[must_use]
pub fn error_text(error: &ReadError, lang: Lang) -> (String, String) {
    let record = error.problem.record();
    // What the system says is in the system's language; what it means is not.
    let meant = error.facts.get("reason").filter(|_| error.problem == Problem::Unopenable);
    let meant = meant.map(|kind| named_kind(kind, lang));
    let fact = |name: &str| meant.filter(|_| name == "reason").or_else(|| error.facts.get(name).map(String::as_str));
    (clean(&fill(record.message.get(lang), fact)).into_owned(), fill(record.help.get(lang), fact))
}

/// The edition whose cells an assessment speaks of.
pub(super) fn edition<'f>(assessment: &Assessment, forms: &'f Forms) -> Option<&'f FormEdition> {
    // What a run says of a filing that it has said already has no figures with it.
    let read = assessment.transcript.as_ref().map(|transcript| &transcript.edition);
    forms.get(read.or(assessment.edition.as_ref())?)
}
