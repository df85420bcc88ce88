//! The facts that the sentence of a finding is filled with, by the names that the records use.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::plain;
use crate::diagnosis::{Assessment, Detail, Facts, Finding, TermValue};
use crate::model::{CellIndex, FormEdition, Lang, LineSpec, Observation};
use crate::render::clean::clean;
use crate::render::labels::{line_words, name_along, only_name, shared_lines, words};
use crate::render::phrases::{fill, filled, names, phrase};
use crate::rules::{Line, Side};

/// How many cells a sentence names before it says how many more there are.
const NAMED_CELLS: usize = 6;
/// As many rows, whose labels are longer.
const NAMED_ROWS: usize = 3;
/// Characters of a fact beyond the form and the file: a sentence with its figures.
const LONG_FACT: usize = 160;

/// What the form and the file say of a finding.
pub(super) fn facts(
    finding: &Finding,
    assessment: &Assessment,
    form: &FormEdition,
    template: &str,
    lang: Lang,
) -> BTreeMap<&'static str, String> {
    let mut facts = Gathered { wanted: names(template).collect(), facts: BTreeMap::new() };
    let table = finding.table.map(|table| form.tables[table].brief.get(lang));
    // What no table has belongs to the data set it stands in.
    facts.say("table", || table.unwrap_or_else(|| phrase("data-set", lang)).to_owned());
    facts.say("year", || assessment.year.map(|year| year.to_string()).unwrap_or_default());
    facts.say("edition", || form.id.clone());
    facts.say("count", || finding.cells.len().to_string());
    facts.say("cells", || cell_list(finding, form, lang));
    let place = finding.place.clone().or_else(|| finding.cells.first().and_then(|cell| cell.place.clone()));
    facts.say("place", || place.map(|place| place.to_string()).unwrap_or_default());
    if let [cell] = finding.cells.as_slice() {
        let spec = form.cell(cell.cell);
        facts.say("row", || words(form.row_of(spec), lang));
        facts.say("column", || words(form.column_of(spec), lang));
        facts.say("printed", || printed_value(assessment, cell.cell));
    }
    match &finding.detail {
        Detail::Balance { .. } => balance(&mut facts, finding, form, lang),
        Detail::BlankTotal { by_row, by_column, at_least } => {
            facts.say("value", || total_value(*by_row, *by_column, *at_least, lang));
        }
        Detail::Observed(seen) => observed(&mut facts, finding, seen, form, lang),
        Detail::Stated(_) => {
            let cells: Vec<_> = finding.cells.iter().map(|found| found.cell).collect();
            name_lines(&mut facts, shared_lines(form, &cells), lang);
        }
        Detail::Bound => {}
    }
    facts.facts
}

/// The facts that a template asks for; most ask for a few, and to find the words of a cell costs more than to say them.
struct Gathered<'t> {
    wanted: Vec<&'t str>,
    facts: BTreeMap<&'static str, String>,
}

impl Gathered<'_> {
    /// Takes a fact, if the template asks for it. The last one said stands.
    fn say(&mut self, name: &'static str, fact: impl FnOnce() -> String) {
        if self.wanted.contains(&name) {
            self.facts.insert(name, clean(&fact()).into_owned());
        }
    }
}

/// The two sides of a relation that does not hold.
fn balance(facts: &mut Gathered, finding: &Finding, form: &FormEdition, lang: Lang) {
    let Detail::Balance { line, block, terms, left, right, .. } = &finding.detail else { return };
    if let Some(table) = finding.table {
        facts.say("line", || line_words(form, table, *block, *line, lang));
    }
    let kind = match line {
        Line::Row(_) => "line-row",
        Line::Column(_) => "line-column",
    };
    facts.say("line_kind", || phrase(kind, lang).to_owned());
    facts.say("left", || plain(*left));
    facts.say("right", || plain(*right));
    facts.say("difference", || plain(*left - *right));
    facts.say("left_terms", || named_terms(form, *line, terms, Side::Left, lang));
    facts.say("right_terms", || named_terms(form, *line, terms, Side::Right, lang));
    for (name, side) in [("part", Side::Left), ("whole", Side::Right)] {
        if let Some(words) = only_name(form, *line, terms, side, lang) {
            facts.say(name, || words);
        }
    }
    facts.say("left_sum", || finding.figures(Side::Left).unwrap_or_default());
    facts.say("right_sum", || finding.figures(Side::Right).unwrap_or_default());
}

/// The row and the column that the cells share, unless those of the one cell are said already.
fn name_lines(facts: &mut Gathered, (row, column): (Option<&LineSpec>, Option<&LineSpec>), lang: Lang) {
    for (name, line) in [("row", row), ("column", column)] {
        if !facts.facts.contains_key(name) {
            facts.say(name, || line.map(|line| words(line, lang)).unwrap_or_default());
        }
    }
}

/// The facts of a check beyond the form and the file, with what its record says of the reason; and, where something is
/// thought to be meant instead, of that.
pub(super) fn stated_facts(finding: &Finding, stated: &Facts, lang: Lang) -> BTreeMap<&'static str, String> {
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

/// What was seen where the file was read, and what was expected in its place.
fn observed(facts: &mut Gathered, finding: &Finding, seen: &Observation, form: &FormEdition, lang: Lang) {
    let (row, column) = shared_lines(form, &seen.cells);
    name_lines(facts, (row, column), lang);
    facts.say("rows", || row_list(form, seen, lang));
    facts.say("printed", || shorten(&seen.printed));
    // Of a row that has several cells only one is meant.
    let is_one_of_many = seen.cells.len() == 1
        && row.is_some()
        && seen.cells.iter().any(|cell| form.block_of(form.cell(*cell)).columns.with_cells().count() > 1);
    let name = column.map(|column| words(column, lang));
    let of_column = fill(phrase("of-column", lang), |_| name.as_deref());
    facts.say("of_column", || if is_one_of_many { of_column } else { String::new() });
    let expected = |_: &str| Some(seen.expected.as_str());
    let suggestion = if seen.expected.is_empty() { String::new() } else { fill(phrase("suggestion", lang), expected) };
    facts.say("suggestion", || suggestion);
    facts.say("expected", || seen.expected.clone());
    let reason = finding.rule.wording(lang).reasons.get(seen.reason);
    facts.say("reason", || reason.cloned().unwrap_or_default());
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
    let name = if rows.len() <= NAMED_ROWS { "rows" } else { "many-rows" };
    filled(name, lang, &[("list", &names.join(phrase("list", lang))), ("count", &rows.len())])
}

/// `第一项（60）＋第二项（0）`
fn named_terms(form: &FormEdition, line: Line, terms: &[TermValue], side: Side, lang: Lang) -> String {
    let named = terms.iter().filter(|term| term.side == side).map(|term| {
        let name = name_along(form, line, term.cell, lang);
        filled("term", lang, &[("name", &name), ("value", &plain(term.value))])
    });
    named.collect::<Vec<_>>().join(phrase("plus", lang))
}

/// What the items of a blank total make; both ways where they differ.
fn total_value(by_row: Option<Decimal>, by_column: Option<Decimal>, at_least: Option<Decimal>, lang: Lang) -> String {
    match (by_row, by_column) {
        (Some(row), Some(column)) if row != column => {
            filled("total-two-ways", lang, &[("row", &plain(row)), ("column", &plain(column))])
        }
        (Some(value), _) | (None, Some(value)) => plain(value),
        (None, None) => match at_least {
            Some(value) => filled("total-at-least", lang, &[("value", &plain(value))]),
            None => phrase("total-unknown", lang).to_owned(),
        },
    }
}

fn cell_list(finding: &Finding, form: &FormEdition, lang: Lang) -> String {
    let names = finding.cells.iter().take(NAMED_CELLS).map(|cell| {
        let spec = form.cell(cell.cell);
        format!("{}·{}", words(form.row_of(spec), lang), words(form.column_of(spec), lang))
    });
    let list = names.collect::<Vec<_>>().join(phrase("list", lang));
    match finding.cells.len() {
        count if count > NAMED_CELLS => list + &filled("and-others", lang, &[("count", &count)]),
        _ => list,
    }
}

/// The text of a cell as printed.
fn printed_value(assessment: &Assessment, cell: CellIndex) -> String {
    let entry = assessment.transcript.as_ref().and_then(|transcript| transcript.entry(cell));
    entry.map(|entry| shorten(&entry.printed)).unwrap_or_default()
}

/// Long enough to recognise, short enough for a sentence.
pub(super) fn shorten(text: &str) -> String {
    const LONG: usize = 60;
    shortened(text, LONG)
}

fn shortened(text: &str, long: usize) -> String {
    match text.char_indices().nth(long) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
