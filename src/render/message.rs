//! The sentence of a finding: its record's template, filled with its facts.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::clean::clean;
use super::phrases::{fill, phrase};
use crate::diagnosis::{Assessment, Detail, Facts, Finding, TermValue};
use crate::forms::Forms;
use crate::model::{CellIndex, FormEdition, Lang, LineSpec, Observation};
use crate::reading::ReadError;
use crate::rules::{Line, Side};

/// How many cells a sentence names before it says how many more there are.
const NAMED_CELLS: usize = 6;
/// Characters of a fact beyond the form and the file: a sentence with its figures.
const LONG_FACT: usize = 160;
/// As many rows, whose labels are longer.
const NAMED_ROWS: usize = 3;

/// The sentence of a finding, without its basis.
#[must_use]
pub fn message(finding: &Finding, assessment: &Assessment, forms: &Forms, lang: Lang) -> String {
    let template = finding.rule.message_in(&finding.edition, lang);
    let mut facts = edition(assessment, forms).map(|form| facts(finding, assessment, form, lang)).unwrap_or_default();
    if let Detail::Stated(stated) = &finding.detail {
        facts.extend(stated_facts(finding, stated, lang));
    }
    fill(template, |name| facts.get(name).map(String::as_str)).trim().to_owned()
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
    let mut parts = Vec::new();
    if let Some(table) = finding.table {
        parts.push(form.tables[table].brief.get(lang).to_owned());
    }
    match (&finding.detail, finding.cells.as_slice()) {
        (Detail::Balance { line, block, terms, .. }, _) => {
            let along = finding.table.and_then(|table| telling_line(form, (table, *block), *line, lang));
            parts.extend(along.or_else(|| only_name(form, *line, terms, Side::Right, lang)));
        }
        (_, [cell]) => {
            let spec = form.cell(cell.cell);
            parts.push(words(form.row_of(spec), lang));
            parts.push(words(form.column_of(spec), lang));
        }
        (Detail::Observed(seen), _) => {
            let (row, column) = common_line(form, seen);
            parts.extend([row, column].into_iter().flatten().map(|line| words(line, lang)));
            if finding.cells.is_empty() && !seen.printed.is_empty() {
                parts.push(shorten(&seen.printed));
            }
        }
        _ => {}
    }
    clean(&parts.join(" · ")).into_owned()
}

/// The row and the column that a finding is about, in the words of the form, where it is about one.
pub(super) fn row_and_column(
    finding: &Finding,
    assessment: &Assessment,
    forms: &Forms,
    lang: Lang,
) -> (Option<String>, Option<String>) {
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
            let (row, column) = common_line(form, seen);
            (row.map(|row| words(row, lang)), column.map(|column| words(column, lang)))
        }
        _ => (None, None),
    };
    (row.map(|row| clean(&row).into_owned()), column.map(|column| clean(&column).into_owned()))
}

/// The facts of a check beyond the form and the file, with what its record says of the reason; and, where something is
/// thought to be meant instead, of that.
fn stated_facts(finding: &Finding, stated: &Facts, lang: Lang) -> BTreeMap<&'static str, String> {
    let mut facts: BTreeMap<_, _> =
        stated.facts.iter().map(|(name, value)| (*name, clean(&shortened(value, LONG_FACT)).into_owned())).collect();
    let reasons = &finding.rule.wording(lang).reasons;
    let said = |reason: &str| {
        let template = reasons.get(reason).map(String::as_str).unwrap_or_default();
        fill(template, |name| facts.get(name).map(String::as_str))
    };
    let near = if facts.contains_key("expected") { said("near") } else { String::new() };
    let reason = said(stated.reason);
    facts.insert("near", near);
    facts.insert("reason", reason);
    facts
}

/// What is said of a file that could not be assessed: the fact, and what to do.
#[must_use]
pub fn error_text(error: &ReadError, lang: Lang) -> (String, String) {
    let record = error.problem.record();
    let fact = |name: &str| error.facts.get(name).map(String::as_str);
    (clean(&fill(record.message.get(lang), fact)).into_owned(), fill(record.help.get(lang), fact))
}

/// The edition whose cells an assessment speaks of.
pub(super) fn edition<'f>(assessment: &Assessment, forms: &'f Forms) -> Option<&'f FormEdition> {
    // What a run says of a filing that it has said already has no figures with it.
    let read = assessment.transcript.as_ref().map(|transcript| &transcript.edition);
    forms.get(read.or(assessment.edition.as_ref())?)
}

/// The words of a line, without the remark some labels print after them: `（二）部分公开（区分处理的，…）` is
/// `（二）部分公开`.
pub(super) fn words(line: &LineSpec, lang: Lang) -> String {
    let label = line.label.printed();
    match lang {
        Lang::En if !line.english.is_empty() => line.english.clone(),
        _ => match label.rfind('（').filter(|at| *at > 0 && label.ends_with('）')) {
            Some(remark) => label[..remark].to_owned(),
            None => label.to_owned(),
        },
    }
}

/// What equations call a line: its short name where the form has one (第一项), else its words.
pub(super) fn brief(line: &LineSpec, lang: Lang) -> String {
    line.brief.as_ref().map_or_else(|| words(line, lang), |brief| brief.get(lang).to_owned())
}

/// The words of the line along which a relation is repeated.
pub(super) fn line_words(form: &FormEdition, table: usize, block: usize, line: Line, lang: Lang) -> String {
    let grid = &form.tables[table].blocks[block];
    match line {
        Line::Row(row) => words(&grid.rows.lines[usize::from(row)], lang),
        Line::Column(column) => words(&grid.columns.lines[usize::from(column)], lang),
    }
}

/// The words of that line where they tell anything: the only line of its axis does not.
pub(super) fn telling_line(
    form: &FormEdition,
    (table, block): (usize, usize),
    line: Line,
    lang: Lang,
) -> Option<String> {
    let grid = &form.tables[table].blocks[block];
    let axis = match line {
        Line::Row(_) => &grid.rows,
        Line::Column(_) => &grid.columns,
    };
    (axis.with_cells().count() > 1).then(|| line_words(form, table, block, line, lang))
}

/// What equations call a cell of a relation along `line`.
pub(super) fn name_along(form: &FormEdition, line: Line, cell: CellIndex, lang: Lang) -> String {
    let cell = form.cell(cell);
    match line {
        Line::Column(_) => brief(form.row_of(cell), lang),
        Line::Row(_) => brief(form.column_of(cell), lang),
    }
}

/// The name of the one cell on a side, as a total, a whole or a part is.
fn only_name(form: &FormEdition, line: Line, terms: &[TermValue], side: Side, lang: Lang) -> Option<String> {
    let mut cells = terms.iter().filter(|term| term.side == side).map(|term| term.cell);
    let only = cells.next().filter(|_| cells.next().is_none())?;
    Some(name_along(form, line, only, lang))
}

fn facts(finding: &Finding, assessment: &Assessment, form: &FormEdition, lang: Lang) -> BTreeMap<&'static str, String> {
    let mut facts = BTreeMap::new();
    let table = finding.table.map(|table| form.tables[table].brief.get(lang));
    // What no table has belongs to the data set it stands in.
    facts.insert("table", table.unwrap_or_else(|| phrase("data-set", lang)).to_owned());
    facts.insert("year", assessment.year.map(|year| year.to_string()).unwrap_or_default());
    facts.insert("edition", form.id.clone());
    facts.insert("count", finding.cells.len().to_string());
    facts.insert("cells", cell_list(finding, form, lang));
    let place = finding.place.clone().or_else(|| finding.cells.first().and_then(|cell| cell.place.clone()));
    facts.insert("place", place.map(|place| place.to_string()).unwrap_or_default());
    if let [cell] = finding.cells.as_slice() {
        let spec = form.cell(cell.cell);
        facts.insert("row", words(form.row_of(spec), lang));
        facts.insert("column", words(form.column_of(spec), lang));
        facts.insert("printed", printed_value(assessment, cell.cell));
    }
    match &finding.detail {
        Detail::Balance { line, block, terms, left, right, .. } => {
            if let Some(table) = finding.table {
                facts.insert("line", line_words(form, table, *block, *line, lang));
            }
            let kind = match line {
                Line::Row(_) => "line-row",
                Line::Column(_) => "line-column",
            };
            facts.insert("line_kind", phrase(kind, lang).to_owned());
            facts.insert("left", plain(*left));
            facts.insert("right", plain(*right));
            facts.insert("difference", plain(*left - *right));
            facts.insert("left_terms", named_terms(form, *line, terms, Side::Left, lang));
            facts.insert("right_terms", named_terms(form, *line, terms, Side::Right, lang));
            for (name, side) in [("part", Side::Left), ("whole", Side::Right)] {
                facts.extend(only_name(form, *line, terms, side, lang).map(|words| (name, words)));
            }
            facts.insert("left_sum", finding.figures(Side::Left).unwrap_or_default());
            facts.insert("right_sum", finding.figures(Side::Right).unwrap_or_default());
        }
        Detail::BlankTotal { by_row, by_column, at_least } => {
            facts.insert("value", total_value(*by_row, *by_column, *at_least, lang));
        }
        Detail::Observed(seen) => observed(&mut facts, finding, seen, form, lang),
        Detail::Stated(_) => {
            let cells: Vec<_> = finding.cells.iter().map(|found| found.cell).collect();
            let (row, column) = shared_lines(form, &cells);
            for (name, line) in [("row", row), ("column", column)] {
                facts.entry(name).or_insert_with(|| line.map(|line| words(line, lang)).unwrap_or_default());
            }
        }
        Detail::Bound => {}
    }
    for text in facts.values_mut() {
        *text = clean(text).into_owned();
    }
    facts
}

fn observed(
    facts: &mut BTreeMap<&'static str, String>,
    finding: &Finding,
    seen: &Observation,
    form: &FormEdition,
    lang: Lang,
) {
    let (row, column) = common_line(form, seen);
    for (name, line) in [("row", row), ("column", column)] {
        facts.entry(name).or_insert_with(|| line.map(|line| words(line, lang)).unwrap_or_default());
    }
    facts.insert("rows", row_list(form, seen, lang));
    facts.insert("printed", shorten(&seen.printed));
    // Of a row that has several cells only one is meant.
    let is_one_of_many = seen.cells.len() == 1
        && row.is_some()
        && seen.cells.iter().any(|cell| form.block_of(form.cell(*cell)).columns.with_cells().count() > 1);
    let name = column.map(|column| words(column, lang));
    let of_column = fill(phrase("of-column", lang), |_| name.as_deref());
    facts.insert("of_column", if is_one_of_many { of_column } else { String::new() });
    let expected = |_: &str| Some(seen.expected.as_str());
    let suggestion = if seen.expected.is_empty() { String::new() } else { fill(phrase("suggestion", lang), expected) };
    facts.insert("suggestion", suggestion);
    facts.insert("expected", seen.expected.clone());
    let reason = finding.rule.wording(lang).reasons.get(seen.reason);
    facts.insert("reason", reason.cloned().unwrap_or_default());
}

/// The row or the column that all cells of an observation share.
fn common_line<'f>(form: &'f FormEdition, seen: &Observation) -> (Option<&'f LineSpec>, Option<&'f LineSpec>) {
    shared_lines(form, &seen.cells)
}

/// The row and the column that all these cells share.
fn shared_lines<'f>(form: &'f FormEdition, cells: &[CellIndex]) -> (Option<&'f LineSpec>, Option<&'f LineSpec>) {
    let mut cells = cells.iter().map(|cell| form.cell(*cell));
    let Some(first) = cells.next() else { return (None, None) };
    let (mut row, mut column) = (true, true);
    for cell in cells {
        row &= (cell.block, cell.row) == (first.block, first.row);
        column &= (cell.block, cell.column) == (first.block, first.column);
    }
    (row.then(|| form.row_of(first)), column.then(|| form.column_of(first)))
}

/// The rows that an observation speaks of: `“（一）予以公开”行`, or the first of many and their number.
fn row_list(form: &FormEdition, seen: &Observation, lang: Lang) -> String {
    let mut rows: Vec<&LineSpec> = Vec::new();
    for cell in &seen.cells {
        let row = form.row_of(form.cell(*cell));
        if rows.last().is_none_or(|last| !std::ptr::eq(*last, row)) {
            rows.push(row);
        }
    }
    let name = |row: &&LineSpec| {
        let row = words(row, lang);
        fill(phrase("quoted", lang), |_| Some(&row))
    };
    let names: Vec<String> = rows.iter().take(NAMED_ROWS).map(name).collect();
    let (list, count) = (names.join(phrase("list", lang)), rows.len().to_string());
    let template = if rows.len() <= NAMED_ROWS { "rows" } else { "many-rows" };
    fill(phrase(template, lang), |name| Some(if name == "list" { &list } else { &count }))
}

/// `第一项（60）＋第二项（0）`
fn named_terms(form: &FormEdition, line: Line, terms: &[TermValue], side: Side, lang: Lang) -> String {
    let named = terms.iter().filter(|term| term.side == side).map(|term| {
        let name = name_along(form, line, term.cell, lang);
        match lang {
            Lang::Zh => format!("{name}（{}）", plain(term.value)),
            Lang::En => format!("{name} ({})", plain(term.value)),
        }
    });
    named.collect::<Vec<_>>().join(match lang {
        Lang::Zh => "＋",
        Lang::En => " + ",
    })
}

/// What the items of a blank total make; both ways where they differ.
fn total_value(by_row: Option<Decimal>, by_column: Option<Decimal>, at_least: Option<Decimal>, lang: Lang) -> String {
    match (by_row, by_column) {
        (Some(row), Some(column)) if row != column => {
            let (row, column) = (plain(row), plain(column));
            let template = phrase("total-two-ways", lang);
            fill(template, |name| if name == "row" { Some(&row) } else { Some(&column) })
        }
        (Some(value), _) | (None, Some(value)) => plain(value),
        (None, None) => match at_least.map(plain) {
            Some(value) => fill(phrase("total-at-least", lang), |_| Some(&value)),
            None => phrase("total-unknown", lang).to_owned(),
        },
    }
}

fn cell_list(finding: &Finding, form: &FormEdition, lang: Lang) -> String {
    let names = finding.cells.iter().take(NAMED_CELLS).map(|cell| {
        let spec = form.cell(cell.cell);
        format!("{}·{}", words(form.row_of(spec), lang), words(form.column_of(spec), lang))
    });
    let list = names.collect::<Vec<_>>().join(match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    });
    if finding.cells.len() <= NAMED_CELLS {
        return list;
    }
    let count = finding.cells.len().to_string();
    format!("{list}{}", fill(phrase("and-others", lang), |_| Some(&count)))
}

/// The text of a cell as printed.
fn printed_value(assessment: &Assessment, cell: CellIndex) -> String {
    let entry = assessment.transcript.as_ref().and_then(|transcript| transcript.entry(cell));
    entry.map(|entry| shorten(&entry.printed)).unwrap_or_default()
}

/// Long enough to recognise, short enough for a sentence.
fn shorten(text: &str) -> String {
    const LONG: usize = 60;
    shortened(text, LONG)
}

fn shortened(text: &str, long: usize) -> String {
    match text.char_indices().nth(long) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A decimal without trailing zeros.
pub(super) fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}
