//! The form of a pair, with both figures in every cell.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::diagnosis::{ContrastKind, Era, Pair};
use crate::model::{CellIndex, Lang};
use crate::render::contrast::beside::{Beside, Both};
use crate::render::contrast::words;
use crate::render::page::cells::{push_label, push_spans};
use crate::render::page::escape::{escaped, shortened};
use crate::render::printed::{Content, PrintedCell, PrintedTable};
use crate::render::words::phrases::{filled, phrase};

/// What the sides of a pair are called.
pub(super) fn sides(pair: &Pair, lang: Lang) -> [String; 2] {
    [Era::Old, Era::New].map(|era| escaped(&words::side(pair, era, lang)))
}

/// The tables; of a resubmission those in which nothing changed are closed.
pub(super) fn push_form(out: &mut String, pair: &Pair, beside: &Beside, lang: Lang) {
    let sides = sides(pair, lang);
    let _ = writeln!(
        out,
        "<h3>{}</h3>",
        escaped(&filled(
            "compare-form",
            lang,
            &[("old", &words::side(pair, Era::Old, lang)), ("new", &words::side(pair, Era::New, lang))]
        ))
    );
    let _ = writeln!(out, "<p class=\"note\">{}</p>", escaped(phrase("compare-marked", lang)));
    let tables = 0..beside.form.tables.len();
    for table in tables.filter_map(|at| PrintedTable::holding(beside.form, at, |cell| beside.get(cell).is_some())) {
        let has_changed = table.values().any(|(cell, ..)| beside.get(cell).is_some_and(Both::is_changed));
        let open = if has_changed || pair.kind == ContrastKind::Years { " open" } else { "" };
        let label = escaped(table.form.label.printed());
        let _ = writeln!(out, "<details class=\"form\"{open}><summary>{label}</summary><table>");
        for row in &table.rows {
            out.push_str("<tr>");
            for cell in &row.cells {
                match cell.content {
                    Content::Value(index) => push_value(out, cell, index, beside, &sides, lang),
                    _ => push_label(out, cell, row.part),
                }
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</table></details>\n");
    }
}

/// A cell of the form: the old figure, the new one, and what lies between them.
fn push_value(
    out: &mut String,
    cell: &PrintedCell,
    index: CellIndex,
    beside: &Beside,
    sides: &[String; 2],
    lang: Lang,
) {
    let both = beside.get(index);
    let change = both.and_then(|both| both.compared).and_then(|cell| cell.change);
    let class = match (both.is_some_and(Both::is_changed), change) {
        (false, _) => "same",
        (true, Some(change)) if change > Decimal::ZERO => "up",
        (true, Some(_)) => "down",
        (true, None) => "other",
    };
    let [old, new] = [Era::Old, Era::New].map(|era| escaped(&shortened(&beside.words(index, era, lang))));
    let _ = write!(out, "<td class=\"{class}\"");
    push_spans(out, cell.colspan, cell.rowspan);
    let _ = write!(out, " title=\"{}: {old}&#10;{}: {new}\">", sides[0], sides[1]);
    let _ = write!(out, "<span class=\"o\">{old}</span><span class=\"n\">{new}</span>");
    if let Some(compared) = both.and_then(|both| both.compared).filter(|cell| cell.is_changed) {
        let _ = write!(out, "<small>{}</small>", words::change(compared));
    }
    out.push_str("</td>");
}
