//! The cells of a printed form on a page, whatever stands in its figures' places.

use std::fmt::Write as _;

use super::escape::push_escaped;
use crate::render::printed::{Content, PrintedCell, RowPart};

/// The words of a cell that holds no figure.
pub(in crate::render) fn push_label(out: &mut String, cell: &PrintedCell, part: RowPart) {
    let class = match (part, cell.content) {
        (RowPart::Heading | RowPart::Header, _) => "",
        (_, Content::Measure(_) | Content::Crossed) => " class=\"m\"",
        _ if cell.rowspan > 1 => " class=\"g\"",
        _ => " class=\"l\"",
    };
    let _ = write!(out, "<th{class}");
    push_spans(out, cell.colspan, cell.rowspan);
    out.push('>');
    push_escaped(out, cell.content.words());
    out.push_str("</th>");
}

/// How many columns and rows a cell covers.
pub(in crate::render) fn push_spans(out: &mut String, colspan: usize, rowspan: usize) {
    for (name, span) in [("colspan", colspan), ("rowspan", rowspan)] {
        if span > 1 {
            let _ = write!(out, " {name}=\"{span}\"");
        }
    }
}
