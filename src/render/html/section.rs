//! One filing: its findings, what explains them, and its form.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::escape::{escaped, push_escaped};
use super::form::FormDrawing;
use super::{class, said};
use crate::diagnosis::{Assessment, Finding};
use crate::model::{CellIndex, plain};
use crate::render::Style;
use crate::render::lines::{explained, severity_words, told};
use crate::render::marks::{Mark, Marked, marks};
use crate::render::message::{basis, edition, message, where_words};
use crate::render::phrases::phrase;
use crate::render::state::State;
use crate::render::suspects::suspect_words;
use crate::render::terminal::{checked, headline};
use crate::render::whereabouts::span;

/// As many findings of a filing are listed; a hostile file could make more than a page can hold.
const MAX_FINDINGS: usize = 500;

/// A filing on its way to the page.
pub(super) struct Section<'a> {
    filing: &'a Assessment,
    style: Style<'a>,
    number: usize,
    marks: BTreeMap<CellIndex, Marked>,
    /// The tables, and the cells that have an anchor in them.
    drawing: FormDrawing,
}

impl<'a> Section<'a> {
    pub(super) fn new(filing: &'a Assessment, style: Style<'a>, number: usize, is_drawn: bool) -> Self {
        let mut marks = marks(filing);
        for marked in marks.values_mut() {
            marked.findings.retain(|at| *at < MAX_FINDINGS);
        }
        let drawing = if is_drawn { FormDrawing::of(filing, style, number, &marks) } else { FormDrawing::default() };
        Self { filing, style, number, marks, drawing }
    }

    /// Appends the section; returns how many bytes its form takes.
    pub(super) fn write(&self, out: &mut String) -> usize {
        let lang = self.style.lang;
        let (class, number) = (class(State::of(self.filing)), self.number);
        let _ = write!(out, "<section class=\"filing {class}\" id=\"f{number}\">\n<h2>");
        push_escaped(out, &headline(self.filing, self.style));
        let _ = write!(out, "</h2>\n<p>{}</p>\n", escaped(&checked(self.filing, self.style)));
        self.write_findings(out);
        self.write_suspects(out);
        out.push_str(&self.drawing.html);
        let _ = writeln!(out, "<p class=\"back\"><a href=\"#top\">{}</a></p>\n</section>", phrase("page-back", lang));
        self.drawing.html.len()
    }

    fn write_findings(&self, out: &mut String) {
        let lang = self.style.lang;
        out.push_str("<div class=\"scroll\"><table class=\"findings\"><thead><tr>");
        for name in ["column-code", "column-where", "column-equation", "column-message"] {
            let _ = write!(out, "<th scope=\"col\">{}</th>", said(name, lang, &[]));
        }
        out.push_str("</tr></thead><tbody>\n");
        let mut bases = BTreeSet::new();
        for (at, finding) in self.filing.findings.iter().enumerate().take(MAX_FINDINGS) {
            self.write_finding(out, at, finding, bases.insert(&finding.rule.code));
        }
        out.push_str("</tbody></table></div>\n");
        let rest = self.filing.findings.len().saturating_sub(MAX_FINDINGS);
        if rest > 0 {
            let _ = writeln!(out, "<p>{}</p>", said("page-more-findings", lang, &[("count", &rest)]));
        }
    }

    /// One finding; its basis is said where its rule is first met.
    fn write_finding(&self, out: &mut String, at: usize, finding: &Finding, is_first: bool) {
        let (filing, forms, lang) = (self.filing, self.style.forms, self.style.lang);
        let (number, ordinal) = (self.number, at + 1);
        let severity = finding.severity.word();
        let anchored: Vec<CellIndex> =
            finding.cells.iter().map(|found| found.cell).filter(|cell| self.drawing.anchors.contains(cell)).collect();
        let _ = write!(out, "<tr id=\"f{number}-{ordinal}\" class=\"{severity}\"");
        if !anchored.is_empty() {
            let cells: Vec<String> = anchored.iter().map(|cell| format!("f{number}c{}", cell.0)).collect();
            let _ = write!(out, " data-cells=\"{}\"", cells.join(" "));
        }
        let _ = write!(out, "><td><b>{}</b> <span class=\"severity\">", escaped(&finding.rule.code));
        push_escaped(out, severity_words(finding.severity, lang));
        push_escaped(out, explained(finding, lang));
        out.push_str("</span></td><td>");
        self.write_where(out, finding, &anchored);
        out.push_str("</td><td class=\"equation\">");
        if let Some((equation, (.., difference))) = finding.equation().zip(finding.sums()) {
            push_escaped(out, &equation);
            let _ = write!(out, " <small>{} {}</small>", phrase("difference", lang), plain(difference));
        }
        let title = escaped(&finding.rule.wording(lang).title);
        let _ = write!(out, "</td><td><b>{title}</b>{}", escaped(phrase("title-separator", lang)));
        push_escaped(out, &message(finding, filing, forms, lang));
        if is_first {
            let basis = escaped(basis(finding, lang));
            let _ = write!(out, " <small>{}{basis}</small>", escaped(phrase("basis", lang)));
        }
        out.push_str("</td></tr>\n");
    }

    /// Where a finding is, in the words of the form and in the file, with a link to the cell to look at first.
    fn write_where(&self, out: &mut String, finding: &Finding, anchored: &[CellIndex]) {
        let lang = self.style.lang;
        // One that is wrong to the eye before one that takes part.
        let grave = |cell: &CellIndex| self.marks.get(cell).and_then(|marked| marked.mark).unwrap_or(Mark::Noted);
        let words = escaped(&where_words(finding, self.filing, self.style.forms, lang));
        match anchored.iter().copied().min_by_key(|cell| (grave(cell), *cell)) {
            Some(cell) if !words.is_empty() => {
                let _ = write!(out, "<a href=\"#f{}c{}\">{words}</a>", self.number, cell.0);
            }
            _ => out.push_str(&words),
        }
        let place = span(finding, lang);
        if !place.is_empty() {
            let _ = write!(out, " <small>{}</small>", escaped(&place));
        }
    }

    fn write_suspects(&self, out: &mut String) {
        let lang = self.style.lang;
        let Some(form) = edition(self.filing, self.style.forms) else { return };
        let mut said_any = false;
        for diagnosis in told(self.filing) {
            if !said_any {
                let _ = write!(out, "<h3>{}</h3>\n<ol class=\"suspects\">", phrase("page-suspects", lang));
                said_any = true;
            }
            out.push_str("<li>");
            push_escaped(out, &suspect_words(diagnosis, form, lang));
            let positions = (1..).zip(self.filing.findings.iter().take(MAX_FINDINGS));
            for (ordinal, finding) in positions.filter(|(_, one)| diagnosis.findings.contains(&one.fingerprint)) {
                let (number, code) = (self.number, escaped(&finding.rule.code));
                let _ = write!(out, " <a href=\"#f{number}-{ordinal}\">{code}</a>");
            }
            out.push_str("</li>\n");
        }
        if said_any {
            out.push_str("</ol>\n");
        }
    }
}
