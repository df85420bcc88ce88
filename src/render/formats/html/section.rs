//! One filing: its findings, what explains them, and its form.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::form::{FormDrawing, legend};
use super::{class, said};
use crate::model::{CellIndex, plain};
use crate::render::marks::{Mark, Marks, marks};
use crate::render::page::escape::{escaped, push_escaped};
use crate::render::said::{Said, SaidFiling, State};
use crate::render::words::phrases::phrase;

/// As many findings of a filing are listed; a hostile file could make more than a page can hold.
const MAX_FINDINGS: usize = 500;

/// As many corrections are listed beside the likeliest.
const MAX_OTHERS: usize = 60;

/// A filing on its way to the page.
pub(super) struct FilingSection<'a> {
    /// With those of its findings that are shown.
    filing: SaidFiling<'a>,
    state: State,
    number: usize,
    marks: Marks,
    /// The tables, and the cells that have an anchor in them.
    drawing: FormDrawing,
}

impl<'a> FilingSection<'a> {
    pub(super) fn new(filing: SaidFiling<'a>, state: State, number: usize, is_drawn: bool) -> Self {
        let mut marks = marks(filing.assessment);
        for marked in marks.values_mut() {
            marked.findings.retain(|at| *at < MAX_FINDINGS);
        }
        let drawing = if is_drawn { FormDrawing::of(filing, number, &marks) } else { FormDrawing::default() };
        Self { filing, state, number, marks, drawing }
    }

    /// Appends the section; returns how many bytes its form takes.
    pub(super) fn write(&self, out: &mut String) -> usize {
        let lang = self.filing.style.lang;
        let (class, number) = (class(self.state), self.number);
        let _ = write!(out, "<section class=\"filing {class}\" id=\"f{number}\">\n<h2>");
        push_escaped(out, &self.filing.heading());
        let _ = write!(out, "</h2>\n<p>{}</p>\n", escaped(&self.filing.checked()));
        // The answer first: what to correct, and then what that resolves.
        self.write_suspects(out);
        self.write_findings(out);
        if !self.drawing.html.is_empty() {
            out.push_str(&legend(&self.marks, lang));
            out.push_str(&self.drawing.html);
        }
        let _ = writeln!(out, "<p class=\"back\"><a href=\"#top\">{}</a></p>\n</section>", phrase("page-back", lang));
        self.drawing.html.len()
    }

    fn write_findings(&self, out: &mut String) {
        let lang = self.filing.style.lang;
        out.push_str("<div class=\"scroll\"><table class=\"findings\"><thead><tr>");
        for name in ["column-code", "column-where", "column-equation", "column-message"] {
            let _ = write!(out, "<th scope=\"col\">{}</th>", said(name, lang, &[]));
        }
        out.push_str("</tr></thead><tbody>\n");
        let mut bases = BTreeSet::new();
        for (ordinal, said) in (1..).zip(self.filing.findings().take(MAX_FINDINGS)) {
            self.write_finding(out, ordinal, said, bases.insert(said.code()));
        }
        out.push_str("</tbody></table></div>\n");
        let rest = self.filing.findings().len().saturating_sub(MAX_FINDINGS);
        if rest > 0 {
            let _ = writeln!(out, "<p>{}</p>", said("page-more-findings", lang, &[("count", &rest)]));
        }
    }

    /// One finding; its basis is said where its rule is first met.
    fn write_finding(&self, out: &mut String, ordinal: usize, said: Said, is_first: bool) {
        let (lang, number) = (self.filing.style.lang, self.number);
        let severity = said.finding.severity.word();
        let cells = said.finding.cells.iter().map(|found| found.cell);
        let anchored: Vec<CellIndex> = cells.filter(|cell| self.drawing.anchors.contains(cell)).collect();
        let _ = write!(out, "<tr id=\"f{number}-{ordinal}\" class=\"{severity}\"");
        if !anchored.is_empty() {
            let cells: Vec<String> = anchored.iter().map(|cell| format!("f{number}c{}", cell.0)).collect();
            let _ = write!(out, " data-cells=\"{}\"", cells.join(" "));
        }
        let _ = write!(out, "><td><b>{}</b> <span class=\"severity\">", escaped(said.code()));
        push_escaped(out, said.severity());
        push_escaped(out, said.explained());
        out.push_str("</span></td><td>");
        self.write_where(out, said, &anchored);
        out.push_str("</td><td class=\"equation\">");
        if let Some(equation) = said.equation() {
            push_escaped(out, &equation.text);
            let _ = write!(out, " <small>{} {}</small>", phrase("difference", lang), plain(equation.difference));
        }
        let separator = escaped(phrase("title-separator", lang));
        let _ = write!(out, "</td><td><b>{}</b>{separator}", escaped(said.title()));
        push_escaped(out, &said.sentence());
        if is_first {
            let _ = write!(out, " <small>{}{}</small>", escaped(phrase("basis", lang)), escaped(said.basis()));
        }
        out.push_str("</td></tr>\n");
    }

    /// Where a finding is, in the words of the form and in the file, with a link to the cell to look at first.
    fn write_where(&self, out: &mut String, said: Said, anchored: &[CellIndex]) {
        // One that is wrong to the eye before one that takes part.
        let grave = |cell: &CellIndex| {
            self.marks.get(cell).and_then(|marked| marked.mark).map_or((1, Mark::Noted), |mark| (0, mark))
        };
        let words = escaped(&said.lines());
        match anchored.iter().copied().min_by_key(|cell| (grave(cell), *cell)) {
            Some(cell) if !words.is_empty() => {
                let _ = write!(out, "<a href=\"#f{}c{}\">{words}</a>", self.number, cell.0);
            }
            _ => out.push_str(&words),
        }
        let place = said.place();
        if !place.is_empty() {
            let _ = write!(out, " <small>{}</small>", escaped(&place));
        }
    }

    fn write_suspects(&self, out: &mut String) {
        let (lang, number) = (self.filing.style.lang, self.number);
        let mut has_any = false;
        for suspects in self.filing.suspects() {
            if !has_any {
                let _ = write!(out, "<h3>{}</h3>\n<ol class=\"suspects\">", phrase("page-suspects", lang));
                has_any = true;
            }
            out.push_str("<li>");
            push_escaped(out, &suspects.words());
            let findings = (1..).zip(self.filing.findings().take(MAX_FINDINGS));
            for (ordinal, said) in findings.filter(|(_, said)| suspects.resolves(said.finding)) {
                let _ = write!(out, " <a href=\"#f{number}-{ordinal}\">{}</a>", escaped(said.code()));
            }
            let (others, rest) = suspects.others(MAX_OTHERS);
            if !others.is_empty() {
                let title = said("page-others", lang, &[("count", &(others.len() + rest))]);
                let _ = write!(out, "<details><summary>{title}</summary><ul>");
                for other in others {
                    let _ = write!(out, "<li>{}</li>", escaped(&other));
                }
                out.push_str("</ul>");
                if rest > 0 {
                    out.push_str(&said("page-others-rest", lang, &[("count", &rest)]));
                }
                out.push_str("</details>");
            }
            out.push_str("</li>\n");
        }
        if has_any {
            out.push_str("</ol>\n");
        }
    }
}
