//! The tables of a filing in which something is wrong, as the law prints them.

use super::block::{Cell, Look, Sheet, SheetRow};
use crate::model::{CellIndex, plain};
use crate::render::marks::{Mark, marks};
use crate::render::page::escape::shortened;
use crate::render::printed::{Content, PrintedTable, RowPart};
use crate::render::said::SaidFiling;
use crate::render::words::clean::clean;
use crate::render::words::phrases::{filled, phrase};

/// The tables with a cell that is marked; the others tell the agency nothing.
pub(super) fn sheets(filing: SaidFiling) -> Vec<Sheet> {
    let Some((transcript, form)) = filing.assessment.transcript.as_ref().zip(filing.form) else { return Vec::new() };
    let (lang, marks) = (filing.style.lang, marks(filing.assessment));
    let figure = |index: CellIndex| -> (String, Look) {
        let text = match transcript.entry(index) {
            Some(entry) => clean(&shortened(&entry.printed())).into_owned(),
            None => phrase("cell-missing", lang).to_owned(),
        };
        let Some(marked) = marks.get(&index) else { return (text, Look::Figure) };
        let proposed = marked
            .proposed
            .map(|figure| filled("notice-proposed", lang, &[("reported", &text), ("proposed", &plain(figure))]));
        match (marked.mark, proposed) {
            (Some(Mark::Wrong), proposed) => (proposed.unwrap_or(text), Look::Wrong),
            (Some(Mark::Candidate), Some(proposed)) => (proposed, Look::Open),
            (Some(Mark::Candidate), None) => (text + phrase("notice-open", lang), Look::Open),
            (Some(Mark::Sum | Mark::Doubtful), proposed) => (proposed.unwrap_or(text), Look::Tinted),
            (Some(Mark::Noted) | None, _) => (text, Look::Figure),
        }
    };
    let drawn = (0..form.tables.len()).filter_map(|at| PrintedTable::filed(form, at, transcript)).map(|table| {
        let rows = table.rows.iter().map(|row| SheetRow {
            is_head: row.part != RowPart::Body,
            cells: row
                .cells
                .iter()
                .map(|cell| {
                    let (text, look) = match cell.content {
                        Content::Value(index) => figure(index),
                        Content::Row(_) => (cell.content.words().to_owned(), Look::Label),
                        _ => (cell.content.words().to_owned(), Look::Head),
                    };
                    Cell { column: cell.column, colspan: cell.colspan, rowspan: cell.rowspan, text, look }
                })
                .collect(),
        });
        let (title, rows) = (table.form.label.printed().to_owned(), rows.collect());
        Sheet { title, label_columns: table.label_columns, width: table.width, rows }
    });
    drawn.filter(Sheet::is_marked).collect()
}

impl Sheet {
    /// Whether anything is said of one of its figures.
    fn is_marked(&self) -> bool {
        let mut looks = self.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.look);
        looks.any(|look| matches!(look, Look::Tinted | Look::Open | Look::Wrong))
    }
}
