//! One pair: its largest changes, what became of its findings, its form.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::form::{push_form, sides};
use crate::diagnosis::{Compared, ContrastKind, Era, Lone, Pair, Reported};
use crate::model::FormEdition;
use crate::render::Style;
use crate::render::contrast::beside::Beside;
use crate::render::contrast::sentences::sentences;
use crate::render::contrast::words;
use crate::render::page::escape::{escaped, shortened};
use crate::render::words::phrases::{filled, phrase};

/// The width of a bar, in its own units.
const BAR: u32 = 200;
/// As many findings of a pair are listed.
const MAX_FINDINGS: usize = 500;

/// A pair on its way to the page.
pub(super) struct ContrastSection<'a> {
    pair: &'a Pair,
    style: Style<'a>,
    out: String,
}

impl ContrastSection<'_> {
    /// A pair, and how many bytes of it its form and its list of cells take.
    pub(super) fn written(pair: &Pair, style: Style, number: usize, is_drawn: bool) -> (String, usize) {
        let mut section = ContrastSection { pair, style, out: String::new() };
        let size = section.write(number, is_drawn);
        (section.out, size)
    }

    fn write(&mut self, number: usize, is_drawn: bool) -> usize {
        let (pair, lang) = (self.pair, self.style.lang);
        let title = escaped(&words::title(pair, lang));
        let _ = writeln!(self.out, "<section class=\"pair\" id=\"p{number}\">\n<h2>{title}</h2>");
        let files: [(&str, &dyn ToString); 2] = [("old", &words::file(&pair.old)), ("new", &words::file(&pair.new))];
        let files = escaped(&filled("compare-files", lang, &files));
        let _ = writeln!(self.out, "<p class=\"files\">{} · {files}</p>", words::kind(pair, lang));
        for remark in words::remarks(pair, self.style) {
            let _ = writeln!(self.out, "<p class=\"note\">{}</p>", escaped(&remark));
        }
        let _ = writeln!(self.out, "<p>{}</p>", escaped(&words::counts(pair, lang)));
        let mut size = 0;
        if let Some(beside) = Beside::of(pair, self.style) {
            self.changes(beside.form);
            if pair.kind == ContrastKind::Resubmission {
                self.findings();
            }
            if is_drawn {
                let before = self.out.len();
                push_form(&mut self.out, pair, &beside, lang);
                if pair.kind == ContrastKind::Years {
                    self.every_cell(beside.form);
                }
                size = self.out.len() - before;
            }
        }
        self.lone(Era::Old, &pair.only_old);
        self.lone(Era::New, &pair.only_new);
        self.sentences();
        let _ =
            writeln!(self.out, "<p class=\"back\"><a href=\"#top\">{}</a></p>\n</section>", phrase("page-back", lang));
        size
    }

    /// The largest changes, or of a resubmission all of them, with a pair of bars each.
    fn changes(&mut self, form: &FormEdition) {
        let (pair, lang) = (self.pair, self.style.lang);
        let listed = words::first_changes(pair);
        if listed.is_empty() {
            return;
        }
        let name = if pair.kind == ContrastKind::Years { "compare-largest" } else { "compare-changes" };
        let sides = self.sides();
        let heading = escaped(&filled(name, lang, &[("count", &listed.len())]));
        let _ = writeln!(
            self.out,
            "<h3>{heading}<small class=\"key\"><span></span>{}<span class=\"n\"></span>{}</small></h3>",
            sides[0], sides[1]
        );
        self.out.push_str("<div class=\"largest\"><table><thead><tr>");
        let _ = write!(self.out, "<th>{}</th><th></th>", phrase("compare-cell", lang));
        self.figure_heads();
        for cell in listed {
            let _ =
                write!(self.out, "<tr><td>{}</td><td class=\"bars\">", escaped(&words::cell(form, cell.cell, lang)));
            push_bars(&mut self.out, cell, &sides);
            self.out.push_str("</td>");
            self.figures(cell);
        }
        self.out.push_str("</tbody></table></div>\n");
    }

    fn sides(&self) -> [String; 2] {
        sides(self.pair, self.style.lang)
    }

    fn figure_heads(&mut self) {
        let lang = self.style.lang;
        for side in self.sides() {
            let _ = write!(self.out, "<th class=\"f\">{side}</th>");
        }
        let (change, percent) = (phrase("compare-change", lang), phrase("compare-percent", lang));
        let _ = writeln!(self.out, "<th class=\"f\">{change}</th><th class=\"f\">{percent}</th></tr></thead><tbody>");
    }

    fn figures(&mut self, cell: &Compared) {
        let lang = self.style.lang;
        for reported in [&cell.old, &cell.new] {
            let _ = write!(
                self.out,
                "<td class=\"f\">{}</td>",
                escaped(&shortened(&words::reported_or_blank(reported, lang)))
            );
        }
        let _ = writeln!(
            self.out,
            "<td class=\"f c\">{}</td><td class=\"f\">{}</td></tr>",
            words::change(cell),
            words::percent(cell)
        );
    }

    /// Every cell in a line, closed.
    fn every_cell(&mut self, form: &FormEdition) {
        let (pair, lang) = (self.pair, self.style.lang);
        let title = escaped(&filled("compare-all-cells", lang, &[("count", &pair.cells.len())]));
        let _ = write!(self.out, "<details class=\"every\"><summary>{title}</summary>");
        let _ = write!(
            self.out,
            "<div class=\"scroll\"><table class=\"cells\"><thead><tr><th>{}</th>",
            phrase("compare-cell", lang)
        );
        self.figure_heads();
        for cell in &pair.cells {
            let _ = write!(self.out, "<tr><td>{}</td>", escaped(&words::cell(form, cell.cell, lang)));
            self.figures(cell);
        }
        self.out.push_str("</tbody></table></div></details>\n");
    }

    fn findings(&mut self) {
        let (pair, lang) = (self.pair, self.style.lang);
        let _ = write!(self.out, "<p>{}</p>\n<ul class=\"turned\">", escaped(&words::turned_counts(pair, lang)));
        for (name, said) in words::turned(pair, self.style).take(MAX_FINDINGS) {
            let said = escaped(&words::finding(name, said));
            let state = escaped(phrase(name, lang));
            let rest = said.strip_prefix(&*state).unwrap_or(&said);
            let _ = writeln!(self.out, "<li><b>{state}</b>{rest}</li>");
        }
        self.out.push_str("</ul>\n");
        let rest = words::turned(pair, self.style).count().saturating_sub(MAX_FINDINGS);
        if rest > 0 {
            let _ = writeln!(self.out, "<p>{}</p>", escaped(&filled("page-more-findings", lang, &[("count", &rest)])));
        }
    }

    fn lone(&mut self, era: Era, lone: &[Lone]) {
        let lang = self.style.lang;
        let Some(form) = self.pair.form(era, self.style.forms).filter(|_| !lone.is_empty()) else { return };
        let name = if era == Era::Old { "compare-lone-old" } else { "compare-lone-new" };
        let title = escaped(&filled(name, lang, &[("count", &lone.len())]));
        let _ = write!(self.out, "<p>{title}</p>\n<ul class=\"turned\">");
        for row in words::lone_rows(form, lone, lang) {
            let _ = writeln!(self.out, "<li>{}</li>", escaped(&row));
        }
        self.out.push_str("</ul>\n");
    }

    fn sentences(&mut self) {
        let offered = sentences(self.pair);
        if offered.is_empty() {
            return;
        }
        let _ = write!(
            self.out,
            "<h3>{}</h3>\n<div class=\"offered\" lang=\"zh-CN\">",
            phrase("compare-sentences", self.style.lang)
        );
        for sentence in offered {
            let _ = writeln!(self.out, "<p>{}</p>", escaped(&sentence));
        }
        self.out.push_str("</div>\n");
    }
}

/// Two bars, the longer as long as there is room. What they show is said beside them.
fn push_bars(out: &mut String, cell: &Compared, sides: &[String; 2]) {
    let figure = |reported: &Reported| match reported {
        Reported::Figure(figure) => figure.abs(),
        _ => Decimal::ZERO,
    };
    let (old, new) = (figure(&cell.old), figure(&cell.new));
    let most = old.max(new);
    let width = |figure: Decimal| {
        let part = figure.checked_mul(BAR.into()).and_then(|part| part.checked_div(most));
        // What is there is seen.
        part.and_then(|part| part.to_u32()).unwrap_or(0).max(u32::from(!figure.is_zero()))
    };
    let _ = write!(out, "<svg viewBox=\"0 0 {BAR} 22\" preserveAspectRatio=\"none\" role=\"img\"><title>");
    let _ = write!(
        out,
        "{}: {} {}: {}</title>",
        sides[0],
        escaped(&words::reported(&cell.old)),
        sides[1],
        escaped(&words::reported(&cell.new))
    );
    for (class, top, figure) in [("o", 1, old), ("n", 12, new)] {
        let _ =
            write!(out, "<rect class=\"{class}\" x=\"0\" y=\"{top}\" width=\"{}\" height=\"9\"></rect>", width(figure));
    }
    out.push_str("</svg>");
}
