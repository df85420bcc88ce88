//! The form of a filing as the law prints it, with what is wrong marked.

use std::collections::HashSet;
use std::fmt::Write as _;

use crate::model::{CellIndex, Lang, Transcript, plain};
use crate::render::marks::{Mark, Marked, Marks, used};
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
    pub(super) fn of(filing: SaidFiling, number: usize, marks: &Marks) -> Self {
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
    marks: &'a Marks,
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
        self.marks.get(&cell).filter(|marked| marked.mark != Some(Mark::Noted) || marked.is_item)
    }

    fn value(&self, index: CellIndex, cell: &PrintedCell, drawing: &mut FormDrawing) {
        let out = &mut drawing.html;
        let text = match self.transcript.entry(index) {
            Some(entry) => escaped(&shortened(&entry.printed())),
            None => escaped(phrase("cell-missing", self.filing.style.lang)),
        };
        out.push_str("<td");
        push_spans(out, cell.colspan, cell.rowspan);
        let Some(marked) = self.marked(index) else {
            let noted = if self.marks.contains_key(&index) { " class=\"noted\"" } else { "" };
            let _ = write!(out, "{noted}>{text}</td>");
            return;
        };
        let (class, beside) = (marked.mark.filter(|mark| *mark != Mark::Noted).map_or("item", class), beside(marked));
        let _ = write!(out, " class=\"{class}\" id=\"f{}c{}\"", self.number, index.0);
        drawing.anchors.insert(index);
        let text = if text.is_empty() { "□" } else { &text };
        let Some(first) = marked.findings.first() else {
            let _ = write!(out, ">{text}{beside}</td>");
            return;
        };
        let title = self.equations(marked);
        let _ = write!(out, " title=\"{title}\"><a href=\"#f{}-{}\">{text}</a>{beside}</td>", self.number, first + 1);
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

/// What stands beside a figure: what it should be, or else the sign of its mark, since nothing is said by colour alone.
fn beside(marked: &Marked) -> String {
    match (marked.proposed, marked.mark) {
        (Some(figure), _) => format!("<i>→{}</i>", plain(figure)),
        (None, Some(mark)) => format!("<i>{}</i>", mark.sign()),
        (None, None) => String::new(),
    }
}

/// The class of a mark, for its colour.
fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Wrong => "wrong",
        Mark::Candidate => "candidate",
        Mark::Sum => "sum",
        Mark::Doubtful => "doubtful",
        Mark::Noted => "noted",
    }
}

/// What the marks in use mean, each behind a figure that wears it.
pub(super) fn legend(marks: &Marks, lang: Lang) -> String {
    let item = |mark: Mark| {
        let (class, words) = (class(mark), escaped(mark.words(lang)));
        // A figure as it stands in the form.
        let figure = if mark == Mark::Wrong { "1→0".to_owned() } else { format!("0{}", mark.sign()) };
        format!("<li><b class=\"{class}\">{figure}</b> {words}</li>")
    };
    let items: String = used(marks).into_iter().map(item).collect();
    if items.is_empty() { items } else { format!("<ul class=\"legend marks\">{items}</ul>\n") }
}
