//! The form of a filing as the law prints it, with what is wrong marked.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use crate::model::{CellIndex, Transcript, plain};
use crate::render::marks::{Mark, Marked, Proposal};
use crate::render::page::cells::{push_label, push_spans};
use crate::render::page::escape::{escaped, push_escaped, shortened};
use crate::render::printed::{Content, PrintedCell, PrintedTable};
use crate::render::said::SaidFiling;
use crate::render::words::phrases::phrase;

/// As many equations are said at a cell.
const SAID: usize = 4;

/// The tables of a filing as HTML.
#[derive(Debug, Default)]
pub(super) struct FormDrawing {
    pub(super) html: String,
    /// The cells that have an anchor, `f<number>c<cell>`.
    pub(super) anchors: HashSet<CellIndex>,
}

impl FormDrawing {
    pub(super) fn of(filing: SaidFiling, number: usize, marks: &BTreeMap<CellIndex, Marked>) -> Self {
        let mut drawing = Self::default();
        let Some((transcript, form)) = filing.assessment.transcript.as_ref().zip(filing.form) else {
            return drawing;
        };
        let pen = Pen { filing, transcript, number, marks };
        for table in (0..form.tables.len()).filter_map(|at| PrintedTable::filed(form, at, transcript)) {
            pen.table(&table, &mut drawing);
        }
        drawing
    }
}

struct Pen<'a> {
    filing: SaidFiling<'a>,
    transcript: &'a Transcript,
    number: usize,
    marks: &'a BTreeMap<CellIndex, Marked>,
}

impl Pen<'_> {
    /// A table; one in which nothing is marked is closed.
    fn table(&self, table: &PrintedTable, drawing: &mut FormDrawing) {
        let is_marked = table.values().any(|(cell, ..)| self.marked(cell).is_some());
        let out = &mut drawing.html;
        let open = if is_marked { " open" } else { "" };
        let _ = write!(out, "<details class=\"form\"{open}><summary>{}</summary>", escaped(table.form.label.printed()));
        out.push_str("<table>\n");
        for row in &table.rows {
            drawing.html.push_str("<tr>");
            for cell in &row.cells {
                match cell.content {
                    Content::Value(index) => self.value(index, cell, drawing),
                    _ => push_label(&mut drawing.html, cell, row.part),
                }
            }
            drawing.html.push_str("</tr>\n");
        }
        drawing.html.push_str("</table></details>\n");
    }

    /// What is marked at a cell. A note of a blank is no mark: a form is full of blanks.
    fn marked(&self, cell: CellIndex) -> Option<&Marked> {
        self.marks.get(&cell).filter(|marked| marked.suspect.is_some() || marked.mark != Some(Mark::Noted))
    }

    fn value(&self, index: CellIndex, cell: &PrintedCell, drawing: &mut FormDrawing) {
        let out = &mut drawing.html;
        let text = match self.transcript.entry(index) {
            Some(entry) => escaped(&shortened(&entry.printed())),
            None => escaped(phrase("cell-missing", self.filing.style.lang)),
        };
        out.push_str("<td");
        push_spans(out, cell);
        let Some(marked) = self.marked(index) else {
            let noted = if self.marks.contains_key(&index) { " class=\"noted\"" } else { "" };
            let _ = write!(out, "{noted}>{text}</td>");
            return;
        };
        let mut classes = match marked.mark {
            Some(Mark::Wrong) => "wrong",
            Some(Mark::Doubtful) => "doubtful",
            Some(Mark::Part) => "part",
            Some(Mark::Noted) | None => "",
        }
        .to_owned();
        if marked.suspect.is_some() {
            classes += " suspect";
        }
        let _ = write!(out, " class=\"{}\" id=\"f{}c{}\"", classes.trim_start(), self.number, index.0);
        drawing.anchors.insert(index);
        let Some(first) = marked.findings.first() else {
            let _ = write!(out, ">{text}{}</td>", proposal(marked));
            return;
        };
        let _ = write!(out, " title=\"{}\"", self.equations(marked));
        let text = if text.is_empty() { "□" } else { &text };
        let proposal = proposal(marked);
        let _ = write!(out, "><a href=\"#f{}-{}\">{text}</a>{proposal}</td>", self.number, first + 1);
    }

    /// What is said when the cell is looked at: the code of each finding with its equation, or its title.
    fn equations(&self, marked: &Marked) -> String {
        let mut out = String::new();
        for said in marked.findings.iter().take(SAID).filter_map(|at| self.filing.finding(*at)) {
            if !out.is_empty() {
                // A line break that attributes keep.
                out.push_str("&#10;");
            }
            match said.equation() {
                Some(equation) => push_escaped(&mut out, &format!("{} {}", said.code(), equation.text)),
                None => push_escaped(&mut out, &said.heading()),
            }
        }
        if marked.findings.len() > SAID {
            out.push_str("&#10;…");
        }
        out
    }
}

fn proposal(marked: &Marked) -> String {
    match marked.suspect {
        Some(Proposal::Figure(figure)) => format!("<i>→{}</i>", plain(figure)),
        Some(Proposal::Open) => "<i>?</i>".to_owned(),
        None => String::new(),
    }
}
