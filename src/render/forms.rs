//! `gouji forms`: the editions, and one edition with its cells and the relations derived from it.

use std::fmt::Write as _;

use super::message::{name_along, telling_line, words};
use super::phrases::{fill, phrase};
use super::table;
use super::wrap::hanging;
use crate::forms::Forms;
use crate::model::{FormEdition, Lang};
use crate::rules::{BalanceEdit, Plan, Side};

/// All editions, one a line.
#[must_use]
pub fn list_forms(forms: &Forms, lang: Lang) -> String {
    let names = ["forms-edition", "forms-years", "forms-document", "forms-cells", "forms-edits", "forms-title"];
    let mut out = table::listed(&names.map(|name| phrase(name, lang)));
    for edition in forms.editions() {
        let from = edition.years.from.to_string();
        let years = match edition.years.to {
            Some(to) if to == edition.years.from => from,
            Some(to) => format!("{from}–{to}"),
            None => fill(phrase("forms-onwards", lang), |_| Some(&from)),
        };
        out.add_row(vec![
            edition.id.clone(),
            years,
            edition.document.clone(),
            edition.printed_cells().to_string(),
            Plan::of(edition).printed().count().to_string(),
            edition.title.get(lang).to_owned(),
        ]);
    }
    format!("{out}\n")
}

/// One edition: its tables with the names of their cells, and its balance relations in words.
#[must_use]
pub fn describe_form(edition: &FormEdition, lang: Lang, width: u16) -> String {
    let mut out = format!("{} · {}\n", edition.title.get(lang), edition.document);
    if let Some(remark) = &edition.remark {
        let _ = writeln!(out, "{}", hanging(remark.get(lang), width, 0));
    }
    for (at, spec) in edition.tables.iter().enumerate() {
        let _ = writeln!(out, "\n{} {}", spec.brief.get(lang), spec.label);
        let header = ["forms-cell-id", "forms-row", "forms-column"].map(|name| phrase(name, lang));
        let mut cells = table::listed(&header);
        for cell in edition.cells.iter().filter(|cell| cell.table == at && !cell.alternative) {
            let row = match lang {
                Lang::Zh => edition.row_of(cell).label.printed().to_owned(),
                Lang::En => words(edition.row_of(cell), lang),
            };
            cells.add_row(vec![cell.id.clone(), row, words(edition.column_of(cell), lang)]);
        }
        let _ = writeln!(out, "{cells}");
    }
    let plan = Plan::of(edition);
    let count = plan.printed().count().to_string();
    let _ = writeln!(out, "\n{}", fill(phrase("forms-relations-of", lang), |_| Some(&count)));
    for (number, edit) in (1..).zip(plan.printed()) {
        let words = edit_in_words(edition, &plan, edit, lang);
        let _ = writeln!(out, "{number:>3}  {}", hanging(&words, width, 5));
    }
    out
}

/// A balance relation in words: `[flow] 表三 · 自然人: 新收 + 上年结转 = （七）总计 + 结转下年度`.
#[must_use]
pub fn edit_in_words(edition: &FormEdition, plan: &Plan, edit: &BalanceEdit, lang: Lang) -> String {
    let (table, block) = (usize::from(edit.table), usize::from(edit.block));
    let side = |side: Side| {
        let cells = plan.terms(edit).iter().filter(|term| term.side == side).map(|term| term.cell);
        let names = cells.filter(|cell| !edition.cell(*cell).alternative);
        let names = names.map(|cell| name_along(edition, edit.line, cell, lang));
        names.collect::<Vec<_>>().join(" + ")
    };
    let name = edition.tables[table].brief.get(lang);
    let line = telling_line(edition, (table, block), edit.line, lang).map(|line| format!(" · {line}"));
    let (line, sign) = (line.unwrap_or_default(), edit.comparison.sign());
    format!("[{}] {name}{line}: {} {sign} {}", plan.relation(edit), side(Side::Left), side(Side::Right))
}
