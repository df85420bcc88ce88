//! `gouji forms`: the editions, and one edition with its cells and the relations derived from it.

use std::fmt::Write as _;

use super::table;
use super::words::labels::{name_along, telling_line, words};
use super::words::phrases::{fill, filled, list, phrase};
use super::words::wrap::hanging;
use crate::diagnosis::strengths;
use crate::forms::Forms;
use crate::model::{FormEdition, Lang, LineSpec, Unit};
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
            edition.id.to_string(),
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
            let row = row_words(edition.row_of(cell), lang);
            cells.add_row([&*cell.id, row, words(edition.column_of(cell), lang)]);
        }
        let _ = writeln!(out, "{cells}");
    }
    let plan = Plan::of(edition);
    let count = plan.printed().count();
    let _ = writeln!(out, "\n{}", filled("forms-relations-of", lang, &[("count", &count)]));
    for (number, edit) in (1..).zip(plan.printed()) {
        let words = edit_in_words(edition, &plan, edit, lang);
        let _ = writeln!(out, "{number:>3}  {}", hanging(&words, width, 5));
    }
    out
}

/// The cells of an edition as CSV: ids, and the words of the form. Either names a column of a data set.
#[must_use]
pub fn list_cells(edition: &FormEdition, lang: Lang) -> String {
    let quoted = |text: &str| {
        if text.contains(['"', ',', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    };
    let mut out = "\u{FEFF}id,table,row,column,unit\r\n".to_owned();
    for cell in edition.cells.iter().filter(|cell| !cell.alternative) {
        let row = row_words(edition.row_of(cell), lang);
        let table = edition.tables[cell.table].brief.get(lang);
        let unit = cell.unit.map(Unit::word).unwrap_or_default();
        let fields = [&*cell.id, table, row, words(edition.column_of(cell), lang), unit].map(quoted);
        let _ = writeln!(out, "{}\r", fields.join(","));
    }
    out
}

/// A balance relation in words: `[flow] 表三 · 自然人: 新收 + 上年结转 = （七）总计 + 结转下年度`.
#[must_use]
pub fn edit_in_words(edition: &FormEdition, plan: &Plan, edit: &BalanceEdit, lang: Lang) -> String {
    let at = edit.block_at();
    let side = |side: Side| {
        let cells = plan.terms(edit).iter().filter(|term| term.side == side).map(|term| term.cell);
        let names = cells.filter(|cell| !edition.cell(*cell).alternative);
        let names = names.map(|cell| name_along(edition, edit.line, cell, lang));
        names.collect::<Vec<_>>().join(" + ")
    };
    let name = edition.tables[at.table].brief.get(lang);
    let line = telling_line(edition, at, edit.line, lang).map(|line| format!(" · {line}"));
    let (line, sign) = (line.unwrap_or_default(), edit.comparison.sign());
    format!("[{}] {name}{line}: {} {sign} {}", plan.relation(edit), side(Side::Left), side(Side::Right))
}

/// What the relations of an edition can see and what they cannot, computed.
#[must_use]
pub fn describe_proof(edition: &FormEdition, lang: Lang, width: u16) -> String {
    let (strengths, unconnected) = strengths(edition);
    let mut out = format!("\n{}\n", phrase("proof-title", lang));
    for strength in &strengths {
        let facts: [(&str, &dyn ToString); 6] = [
            ("table", &edition.tables[strength.table].brief.get(lang)),
            ("times", &strength.times),
            ("relations", &strength.relations),
            ("cells", &strength.cells),
            ("independent", &strength.independent),
            ("alike", &strength.alike),
        ];
        let mut text = filled(if strength.times > 1 { "proof-groups" } else { "proof-group" }, lang, &facts);
        text += &filled(if strength.alike == 0 { "proof-told-apart" } else { "proof-alike" }, lang, &facts);
        let unseen = strength.unseen.iter().map(|(cell, by)| {
            let spec = edition.cell(*cell);
            let (row, column) = (words(edition.row_of(spec), lang), words(edition.column_of(spec), lang));
            let by = format!("{by:+}");
            filled("proof-unseen-cell", lang, &[("row", &row), ("column", &column), ("by", &by)])
        });
        let unseen: Vec<String> = unseen.collect();
        if !unseen.is_empty() {
            let cells = list(&unseen, lang);
            text += &filled("proof-unseen", lang, &[("count", &unseen.len()), ("cells", &cells)]);
        }
        let _ = writeln!(out, "  {}", hanging(&text, width, 2));
    }
    if unconnected > 0 {
        let text = filled("proof-none", lang, &[("count", &unconnected)]);
        let _ = writeln!(out, "  {}", hanging(&text, width, 2));
    }
    // Whole lines can change places where single cells are told apart.
    if strengths.iter().any(|strength| strength.alike == 0) {
        let _ = writeln!(out, "  {}", hanging(phrase("proof-blind", lang), width, 2));
    }
    out
}

/// A row as the form prints it, or what it means.
fn row_words(row: &LineSpec, lang: Lang) -> &str {
    match lang {
        Lang::Zh => row.label.printed(),
        Lang::En => words(row, lang),
    }
}
