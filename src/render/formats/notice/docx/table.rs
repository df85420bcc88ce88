//! A table of the form in a document: how wide its columns are, and cells over several rows and columns.

use std::fmt::Write as _;

use super::super::block::{Cell, Look, Sheet, SheetRow};
use crate::render::page::escape::push_escaped;

/// The width between the margins, in twentieths of a point.
const WIDTH: usize = 8_844;
/// The narrowest and the widest column of figures: a figure of six digits, and one that has room.
const FIGURE: (usize, usize) = (580, 1_500);
/// What stands between a figure and what it should be.
const PROPOSED: char = '→';
/// So many characters of a label count for its column, at least and at most.
const LABEL: (usize, usize) = (4, 24);

pub(super) fn push(out: &mut String, sheet: &Sheet) {
    let widths = widths(sheet);
    out.push_str("<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:jc w:val=\"center\"/><w:tblBorders>");
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(out, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    }
    out.push_str(
        "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"40\" w:type=\"dxa\"/><w:right \
         w:w=\"40\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
    );
    for width in &widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid>");
    // Of each column: in how many rows more a cell from above goes on, and over how many columns.
    let mut above = vec![(0, 1); sheet.width];
    let mut is_top = true;
    for row in &sheet.rows {
        is_top &= row.is_head;
        push_row(out, row, &widths, &mut above, is_top);
    }
    out.push_str("</w:tbl>");
}

fn push_row(out: &mut String, row: &SheetRow, widths: &[usize], above: &mut [(usize, usize)], is_top: bool) {
    let head = if is_top { "<w:tblHeader/>" } else { "" };
    let _ = write!(out, "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"320\" w:hRule=\"atLeast\"/>{head}</w:trPr>");
    let mut column = 0;
    while column < widths.len() {
        let (rows, columns) = above[column];
        let cell = row.cells.iter().find(|cell| cell.column == column);
        column += if rows > 0 {
            above[column].0 -= 1;
            push_cell(out, widths, (column, columns), "<w:vMerge/>", None);
            columns
        } else if let Some(cell) = cell {
            above[column] = (cell.rowspan - 1, cell.colspan);
            let merge = if cell.rowspan > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
            push_cell(out, widths, (column, cell.colspan), merge, Some(cell));
            cell.colspan
        } else {
            push_cell(out, widths, (column, 1), "", None);
            1
        };
    }
    out.push_str("</w:tr>");
}

fn push_cell(out: &mut String, widths: &[usize], (column, columns): (usize, usize), merge: &str, cell: Option<&Cell>) {
    let width: usize = widths.iter().skip(column).take(columns).sum();
    let (fill, color, align) = match cell.map(|cell| cell.look) {
        Some(Look::Label) => ("", "", "left"),
        Some(Look::Tinted) => ("FFF4CC", "", "center"),
        Some(Look::Open) => ("FFD9A0", "000000", "center"),
        Some(Look::Wrong) => ("C00000", "FFFFFF", "center"),
        Some(Look::Head | Look::Figure) | None => ("", "", "center"),
    };
    let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
    if columns > 1 {
        let _ = write!(out, "<w:gridSpan w:val=\"{columns}\"/>");
    }
    out.push_str(merge);
    if !fill.is_empty() {
        let _ = write!(out, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>");
    }
    let _ = write!(
        out,
        "<w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"FormCell\"/><w:jc w:val=\"{align}\"/></w:pPr>"
    );
    if let Some(cell) = cell.filter(|cell| !cell.text.is_empty()) {
        out.push_str("<w:r>");
        if !color.is_empty() {
            let _ = write!(out, "<w:rPr><w:b/><w:bCs/><w:color w:val=\"{color}\"/></w:rPr>");
        }
        // A narrow cell has room for a figure and, below it, for the other.
        for (line, text) in cell.text.split_inclusive(PROPOSED).enumerate() {
            let (text, arrow) = text.strip_suffix(PROPOSED).map_or((text, false), |text| (text, true));
            out.push_str("<w:t xml:space=\"preserve\">");
            if line > 0 {
                out.push(PROPOSED);
            }
            push_escaped(out, text);
            out.push_str(if arrow { "</w:t><w:br/>" } else { "</w:t>" });
        }
        out.push_str("</w:r>");
    }
    out.push_str("</w:p></w:tc>");
}

/// Columns of figures are alike and have the room they need; labels share the rest by how long they are.
fn widths(sheet: &Sheet) -> Vec<usize> {
    let figures = sheet.width - sheet.label_columns;
    let share = if sheet.label_columns == 0 { WIDTH } else { WIDTH / 2 };
    let figure = (share / figures.max(1)).min(FIGURE.1).max(FIGURE.0.min(WIDTH / figures.max(1)));
    let longest = |column: usize| {
        let cells = sheet.rows.iter().flat_map(|row| &row.cells);
        let own = cells.filter(|cell| cell.column == column && cell.colspan == 1 && cell.look == Look::Label);
        own.map(|cell| cell.text.chars().count()).max().unwrap_or(0).clamp(LABEL.0, LABEL.1)
    };
    let weights: Vec<usize> = (0..sheet.label_columns).map(longest).collect();
    let (all, room) = (weights.iter().sum::<usize>().max(1), WIDTH.saturating_sub(figure * figures));
    let labels = weights.iter().map(|weight| room * weight / all);
    labels.chain(std::iter::repeat_n(figure, figures)).collect()
}
