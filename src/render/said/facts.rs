//! The facts that the sentence of a finding is filled with, by the names that the records use.

use std::borrow::Cow;

use crate::diagnosis::{Assessment, BlankTotal, Detail, Finding, FoundCell, TermValue};
use crate::model::{FormEdition, Lang, LineSpec, Observation, Reason, plain};
use crate::render::words::clean::clean;
use crate::render::words::labels::{
    in_table, line_words, lines_of, name_along, only_name, shared_lines, telling_lines, words,
};
use crate::render::words::phrases::{clauses, fill, filled, joined, list, phrase};
use crate::render::words::places::place_words;
use crate::rules::{Fact, Line, Side};

/// How many cells a sentence names before it says how many more there are.
const NAMED_CELLS: usize = 6;
/// As many cells with their figures.
const COMPARED_CELLS: usize = 4;
/// As many rows, whose labels are longer.
const NAMED_ROWS: usize = 3;
/// Characters of a fact beyond the form and the file: a sentence with its figures.
const LONG_FACT: usize = 160;

/// What is known of a finding. A fact is worked out where a template asks for it: most ask for a few, and to find the
/// words of a cell costs more than to say them.
#[derive(Clone, Copy)]
pub(super) struct KnownFacts<'a> {
    pub(super) finding: &'a Finding,
    pub(super) assessment: &'a Assessment,
    /// The form it speaks of. Without one only what the finding itself states is known.
    pub(super) form: Option<&'a FormEdition>,
    pub(super) lang: Lang,
}

impl<'a> KnownFacts<'a> {
    /// The fact called `name`, safe for any medium; `None` if there is no such.
    pub(super) fn fact(self, name: &str) -> Option<Cow<'a, str>> {
        self.stated(name).or_else(|| Some(cleaned(self.seen(self.form?, name)?)))
    }

    /// A fact of a check beyond the form and the file; what its record says of the reason; and, where something is
    /// thought to be meant instead, what it says of that.
    fn stated(self, name: &str) -> Option<Cow<'a, str>> {
        let Detail::Stated(stated) = &self.finding.detail else { return None };
        let own = |name: &str| {
            let named = Fact::named(name)?;
            let fact = stated.facts.get(&named).map(|fact| match named {
                Fact::Old | Fact::New => cleaned(shortened(&self.grounds(fact), LONG_FACT).into_owned().into()),
                _ => cleaned(shortened(fact, LONG_FACT)),
            });
            let place = stated.places.get(&named).map(|place| place_words(place, self.lang));
            match (fact, place) {
                (Some(fact), Some(place)) => Some(format!("{fact} {place}").into()),
                (fact, place) => fact.or(place.map(Cow::Owned)),
            }
        };
        match name {
            "near" if !stated.facts.contains_key(&Fact::Expected) => Some("".into()),
            "beside" if !stated.facts.contains_key(&Fact::Beside) => Some("".into()),
            "near" => Some(fill(self.reason(Some(Reason::Near)), own).into()),
            "beside" => Some(fill(self.reason(Some(Reason::Beside)), own).into()),
            "reason" => Some(fill(self.reason(stated.reason), own).into()),
            // What belongs to the run, or is of several tables, has none.
            "of_table" => Some(match self.form.zip(self.finding.table) {
                Some((form, table)) => {
                    filled("of-table", self.lang, &[("table", &form.tables[table].brief.get(self.lang))]).into()
                }
                None => "".into(),
            }),
            _ => own(name),
        }
    }

    /// The figures that a finding rests on, in words: those of its cells, and what these were compared with.
    fn grounds(self, figures: &str) -> String {
        let lang = self.lang;
        let words = |figures: &str| {
            let words =
                figures.split(';').map(|figure| if figure.is_empty() { phrase("no-figure", lang) } else { figure });
            list(words, lang)
        };
        match figures.split_once('|') {
            Some((_, compared)) if self.finding.cells.is_empty() => words(compared),
            Some((own, compared)) => {
                filled("figures-compared", lang, &[("figures", &words(own)), ("compared", &words(compared))])
            }
            None => words(figures),
        }
    }

    /// What the form and the file say.
    fn seen(self, form: &'a FormEdition, name: &str) -> Option<Cow<'a, str>> {
        let Self { finding, assessment, lang, .. } = self;
        let detail = match &finding.detail {
            Detail::Balance { .. } => self.balance(form, name),
            Detail::BlankTotals(totals) if name == "totals" => Some(total_list(finding, totals, form, lang).into()),
            Detail::Observed(seen) => self.observed(form, seen, name),
            _ => None,
        };
        detail.or_else(|| {
            Some(match name {
                // What no table has belongs to the data set it stands in.
                "table" => {
                    finding.table.map_or(phrase("data-set", lang), |table| form.tables[table].brief.get(lang)).into()
                }
                "year" => assessment.year.map(|year| year.to_string()).unwrap_or_default().into(),
                "edition" => (&*form.id).into(),
                "count" => finding.cells.len().to_string().into(),
                "cells" => cell_list(finding, form, lang).into(),
                "compared" => compared_list(finding, form, lang).into(),
                "place" => {
                    let place = finding.place.as_ref().or_else(|| finding.cells.first()?.place.as_ref());
                    place.map(|place| place_words(place, lang)).unwrap_or_default().into()
                }
                "row" => self.lines(form)?.0.map_or("", |row| words(row, lang)).into(),
                "column" => self.lines(form)?.1.map_or("", |column| words(column, lang)).into(),
                "in_column" => match self.lines(form)?.1 {
                    Some(column) => fill(phrase("in-column", lang), |_| Some(words(column, lang))).into(),
                    None => "".into(),
                },
                "printed" => self.printed()?,
                _ => return None,
            })
        })
    }

    /// The two sides of a relation that does not hold.
    fn balance(self, form: &'a FormEdition, name: &str) -> Option<Cow<'a, str>> {
        let Self { finding, lang, .. } = self;
        let Detail::Balance { line, at, terms, left, right, .. } = &finding.detail else { return None };
        Some(match name {
            "line" => line_words(form, *at, *line, lang).into(),
            "line_kind" => match line {
                Line::Row(_) => phrase("line-row", lang).into(),
                Line::Column(_) => phrase("line-column", lang).into(),
            },
            "left" => plain(*left).into(),
            "right" => plain(*right).into(),
            "difference" => plain(*left - *right).into(),
            "left_terms" => named_terms(form, *line, terms, Side::Left, lang).into(),
            "right_terms" => named_terms(form, *line, terms, Side::Right, lang).into(),
            "part" => only_name(form, *line, terms, Side::Left, lang)?.into(),
            "whole" => only_name(form, *line, terms, Side::Right, lang)?.into(),
            "left_sum" => finding.figures(Side::Left)?.into(),
            "right_sum" => finding.figures(Side::Right)?.into(),
            _ => return None,
        })
    }

    /// What was seen where the file was read, and what was expected in its place.
    fn observed(self, form: &'a FormEdition, seen: &'a Observation, name: &str) -> Option<Cow<'a, str>> {
        Some(match name {
            "rows" => row_list(form, seen, self.lang).into(),
            "printed" => shorten(&seen.printed),
            "stored" => shorten(self.finding.cells.first()?.value.as_deref().unwrap_or_default()),
            "of_column" => of_column(form, seen, self.lang).into(),
            "suggestion" if seen.expected.is_empty() => "".into(),
            "suggestion" => fill(phrase("suggestion", self.lang), |_| Some(&seen.expected)).into(),
            "expected" => seen.expected.as_str().into(),
            // What it says of the reason may name every fact but itself.
            "reason" => {
                let fact =
                    |name: &str| Some(name).filter(|name| *name != "reason").and_then(|name| self.seen(form, name));
                fill(self.reason(seen.reason), fact).into()
            }
            _ => return None,
        })
    }

    /// The row and the column of the one cell, or those that all cells share; `None` of what is about no such cells.
    fn lines(self, form: &'a FormEdition) -> Option<(Option<&'a LineSpec>, Option<&'a LineSpec>)> {
        match (&self.finding.detail, self.finding.cells.as_slice()) {
            (Detail::Stated(_), cells) | (_, cells @ [_]) => Some(shared_lines(form, cells.iter().map(|one| one.cell))),
            (Detail::Observed(seen), _) => Some(shared_lines(form, seen.cells.iter().copied())),
            _ => None,
        }
    }

    /// The text of the one cell.
    fn printed(self) -> Option<Cow<'a, str>> {
        let [cell] = self.finding.cells.as_slice() else { return None };
        let entry = self.assessment.transcript.as_ref().and_then(|transcript| transcript.entry(cell.cell));
        Some(entry.map(|entry| shorten(&entry.printed()).into_owned().into()).unwrap_or_default())
    }

    /// What the record says of one of its reasons.
    fn reason(self, reason: Option<Reason>) -> &'a str {
        let reasons = &self.finding.rule.wording(self.lang).reasons;
        debug_assert!(reason.is_none_or(|one| reasons.contains_key(&one)), "{}: {reason:?}", self.finding.rule);
        reason.and_then(|reason| reasons.get(&reason)).map(String::as_str).unwrap_or_default()
    }
}

/// A fact without what nobody sees.
fn cleaned(fact: Cow<'_, str>) -> Cow<'_, str> {
    let changed = match clean(&fact) {
        Cow::Borrowed(_) => None,
        Cow::Owned(changed) => Some(changed),
    };
    changed.map_or(fact, Cow::Owned)
}

/// The column of the cell that is meant, of a row that has several.
fn of_column(form: &FormEdition, seen: &Observation, lang: Lang) -> String {
    match seen.cells.as_slice() {
        [cell] if form.block_of(form.cell(*cell)).columns.with_cells().count() > 1 => {
            fill(phrase("of-column", lang), |_| Some(words(form.column_of(form.cell(*cell)), lang)))
        }
        _ => String::new(),
    }
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
    let name = |row: &&LineSpec| fill(phrase("quoted", lang), |_| Some(words(row, lang)));
    let names = list(rows.iter().take(NAMED_ROWS).map(name), lang);
    let name = if rows.len() <= NAMED_ROWS { "rows" } else { "many-rows" };
    filled(name, lang, &[("list", &names), ("count", &rows.len())])
}

/// `第一项（60）＋第二项（0）`
fn named_terms(form: &FormEdition, line: Line, terms: &[TermValue], side: Side, lang: Lang) -> String {
    let named = terms.iter().filter(|term| term.side == side).map(|term| {
        let name = name_along(form, line, term.cell, lang);
        filled("term", lang, &[("name", &name), ("value", &plain(term.value))])
    });
    joined(named, phrase("plus", lang))
}

/// Blank totals, each with what its items make: `（一）予以公开·总计 应为 5`.
fn total_list(finding: &Finding, totals: &[BlankTotal], form: &FormEdition, lang: Lang) -> String {
    let named = finding.cells.iter().zip(totals).take(NAMED_CELLS).map(|(cell, total)| {
        let name = in_table(telling_lines(form, cell.cell, lang));
        let is_known = total.by_row.or(total.by_column).is_some();
        let pattern = if is_known { "blank-total" } else { "blank-total-open" };
        filled(pattern, lang, &[("name", &name), ("value", &total_value(*total, lang))])
    });
    first_of(finding, clauses(named, lang), NAMED_CELLS, lang)
}

/// What the items of a blank total make; both ways where they differ.
fn total_value(total: BlankTotal, lang: Lang) -> String {
    let BlankTotal { by_row, by_column, at_least } = total;
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
    let named = finding.cells.iter().take(NAMED_CELLS).map(|cell| in_table(lines_of(form, cell.cell, lang)));
    first_of(finding, list(named, lang), NAMED_CELLS, lang)
}

/// What is said of the first cells of a finding, and how many there are if these are not all.
fn first_of(finding: &Finding, said: String, most: usize, lang: Lang) -> String {
    let count = finding.cells.len();
    if count > most { said + &filled("and-others", lang, &[("count", &count)]) } else { said }
}

/// Cells with the two sides that should be equal: `表三 （一）予以公开·自然人（汇总 12，相加 10，相差 2）`.
fn compared_list(finding: &Finding, form: &FormEdition, lang: Lang) -> String {
    let compared = |cell: &FoundCell| {
        let (left, right) = cell.sums?;
        let name = in_table(lines_of(form, cell.cell, lang));
        let table = form.tables[form.cell(cell.cell).table].brief.get(lang);
        let figures = [plain(left), plain(right), plain(left - right)];
        let [left, right, difference] = &figures;
        let facts: [(&str, &dyn ToString); 5] =
            [("table", &table), ("name", &name), ("left", left), ("right", right), ("difference", difference)];
        Some(filled("compared", lang, &facts))
    };
    let named = finding.cells.iter().filter_map(compared).take(COMPARED_CELLS);
    first_of(finding, clauses(named, lang), COMPARED_CELLS, lang)
}

/// Long enough to recognise, short enough for a sentence.
pub(super) fn shorten(text: &str) -> Cow<'_, str> {
    const LONG: usize = 60;
    shortened(text, LONG)
}

fn shortened(text: &str, long: usize) -> Cow<'_, str> {
    match text.char_indices().nth(long) {
        Some((at, _)) => format!("{}…", &text[..at]).into(),
        None => text.into(),
    }
}
