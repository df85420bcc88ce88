//! Which lines of the form a finding is about, in the form's words.

use std::borrow::Cow;

use super::facts::shorten;
use crate::diagnosis::{Detail, Finding};
use crate::model::{FormEdition, Lang, LineSpec};
use crate::render::words::clean::clean;
use crate::render::words::labels::{self, only_name, telling_line, words};
use crate::rules::{Line, Side};

/// Where a finding is, in the words of the form: `表三 · 予以公开 · 自然人`.
pub(super) fn where_words(finding: &Finding, form: &FormEdition, lang: Lang) -> String {
    let table = finding.table.map(|table| form.tables[table].brief.get(lang).into());
    let (row, column) = row_and_column(finding, form, lang);
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
    form: &'f FormEdition,
    lang: Lang,
) -> (Option<Cow<'f, str>>, Option<Cow<'f, str>>) {
    let (row, column) = match (&finding.detail, finding.cells.as_slice()) {
        (Detail::Balance { line, at, terms, .. }, _) => {
            let along = telling_line(form, *at, *line, lang);
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
            let (row, column) = labels::shared_lines(form, seen.cells.iter().copied());
            (row.map(|row| words(row, lang)), column.map(|column| words(column, lang)))
        }
        _ => (None, None),
    };
    (row.map(clean), column.map(clean))
}

/// The row and the column that all cells of a finding share.
pub(super) fn shared_lines<'f>(finding: &Finding, form: &'f FormEdition, lang: Lang) -> (&'f str, &'f str) {
    if let Detail::Balance { line, at, .. } = &finding.detail {
        let words = telling_line(form, *at, *line, lang).unwrap_or_default();
        return match line {
            Line::Row(_) => (words, ""),
            Line::Column(_) => ("", words),
        };
    }
    let (row, column) = labels::shared_lines(form, finding.cells.iter().map(|found| found.cell));
    let said = |line: Option<&'f LineSpec>| line.map(|line| words(line, lang)).unwrap_or_default();
    (said(row), said(column))
}
