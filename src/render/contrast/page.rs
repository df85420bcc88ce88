//! `--format html`: one page, the largest changes as bars on top, the form with both figures in every cell below them. It
//! needs no network and no script.

use std::fmt::Write as _;
use std::io::{self, Write};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::beside::{Beside, Both};
use super::sentences::sentences;
use super::{LARGEST, words};
use crate::diagnosis::{Compared, Contrast, Era, Kind, Lone, Pair, Reported};
use crate::model::{CellIndex, FormEdition, Lang};
use crate::render::Style;
use crate::render::drawn::{push_label, push_spans};
use crate::render::html::escape::{escaped, push_escaped, shortened};
use crate::render::phrases::{fill, filled, language_tag, phrase};
use crate::render::printed::{Content, PrintedCell, PrintedTable};

const PAGE: &str = include_str!("page.html");
/// The sheet of the page of a check, and what this one has besides.
const CSS: [&str; 2] = [include_str!("../html/report.css"), include_str!("page.css")];
/// Drawn forms and lists of cells take this much room on a page at most: some three hundred pairs.
const FORMS_BYTES: usize = 20 << 20;
/// The width of a bar, in its own units.
const BAR: u32 = 200;
/// As many findings of a pair are listed.
const MAX_FINDINGS: usize = 500;

/// Writes the page.
pub(super) fn write(contrast: &Contrast, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let css = CSS.concat();
    let fact = |name: &str| match name {
        "lang" => Some(language_tag(lang)),
        "title" => Some(phrase("compare-title", lang)),
        "css" => Some(css.as_str()),
        "foot" => Some(phrase("compare-foot", lang)),
        _ => None,
    };
    let (head, foot) = PAGE.split_once("{body}").unwrap_or((PAGE, ""));
    out.write_all(fill(head, fact).as_bytes())?;
    let mut text = String::new();
    push_head(&mut text, contrast, style);
    out.write_all(text.as_bytes())?;
    let (mut drawn, mut undrawn) = (0, 0);
    for (number, pair) in (1..).zip(&contrast.pairs) {
        let is_drawn = drawn < FORMS_BYTES;
        undrawn += usize::from(!is_drawn);
        let mut section = Section { pair, style, out: String::new() };
        drawn += section.write(number, is_drawn);
        out.write_all(section.out.as_bytes())?;
    }
    if undrawn > 0 {
        writeln!(out, "<p>{}</p>", escaped(&filled("compare-undrawn", lang, &[("count", &undrawn)])))?;
    }
    out.write_all(fill(foot, fact).as_bytes())
}

/// What it all comes to, a list of the pairs where there are several, and what is not compared.
fn push_head(out: &mut String, contrast: &Contrast, style: Style) {
    let lang = style.lang;
    let _ = write!(out, "<h1>{}</h1>\n<ul class=\"counts\">", phrase("compare-title", lang));
    for (count, name) in [(contrast.pairs.len(), "compare-pairs"), (contrast.changed(), "compare-changes-in-all")] {
        let words = escaped(&filled(name, lang, &[("count", &count)]));
        let _ = write!(out, "<li><b>{count}</b> {words}</li>");
    }
    out.push_str("</ul>\n");
    if contrast.pairs.len() > 1 {
        push_overview(out, contrast, style);
    }
    for note in words::contrast_notes(contrast, lang) {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escaped(&note));
    }
    for (era, filing) in &contrast.unread {
        let name = if *era == Era::Old { "compare-unread-old" } else { "compare-unread-new" };
        let (fact, help) = words::unread_words(filing, lang);
        let path = &filing.source.path;
        let _ = writeln!(
            out,
            "<p class=\"note\">{}{} {}</p>",
            phrase(name, lang),
            escaped(path),
            escaped(&(fact + " " + &help))
        );
    }
    if contrast.pairs.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escaped(phrase("compare-no-pair", lang)));
    }
}

fn push_overview(out: &mut String, contrast: &Contrast, style: Style) {
    let lang = style.lang;
    out.push_str("<div class=\"scroll\"><table><thead><tr>");
    for (name, class) in [
        ("list-agency", ""),
        ("compare-kind", ""),
        ("compare-cells-changed", " class=\"f\""),
        ("compare-largest-of", ""),
    ] {
        let _ = write!(out, "<th{class}>{}</th>", phrase(name, lang));
    }
    out.push_str("</tr></thead><tbody>\n");
    for (number, pair) in (1..).zip(&contrast.pairs) {
        let _ = write!(out, "<tr><td><a href=\"#p{number}\">{}</a></td>", escaped(&words::title(pair, lang)));
        let _ = write!(out, "<td>{}</td><td class=\"f\">{}</td><td>", words::kind(pair, lang), pair.changed().count());
        if let Some((largest, form)) = pair.largest(1).first().zip(pair.form(Era::New, style.forms)) {
            push_escaped(out, &words::cell(form, largest.cell, lang));
            let _ = write!(out, " <b>{}</b> ({})", words::change(largest), words::percent(largest));
        }
        out.push_str("</td></tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

struct Section<'a> {
    pair: &'a Pair,
    style: Style<'a>,
    out: String,
}

impl Section<'_> {
    /// Writes a pair; gives how many bytes its form and its list of cells take.
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
            if pair.kind == Kind::Resubmission {
                self.findings();
            }
            if is_drawn {
                let before = self.out.len();
                self.form(&beside);
                if pair.kind == Kind::Years {
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
        let listed = match pair.kind {
            Kind::Years => pair.largest(LARGEST),
            Kind::Resubmission => pair.changed().collect(),
        };
        if listed.is_empty() {
            return;
        }
        let name = if pair.kind == Kind::Years { "compare-largest" } else { "compare-changes" };
        let sides = self.sides();
        let heading = escaped(&filled(name, lang, &[("count", &listed.len())]));
        let _ = write!(
            self.out,
            "<h3>{heading}<small class=\"key\"><span></span>{}<span class=\"n\"></span>{}</small></h3>\n",
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
        [Era::Old, Era::New].map(|era| escaped(&words::side(self.pair, era, self.style.lang)))
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
        for (name, filing, finding) in words::turned(pair).take(MAX_FINDINGS) {
            let said = escaped(&words::finding(name, filing, finding, self.style));
            let state = escaped(phrase(name, lang));
            let rest = said.strip_prefix(&*state).unwrap_or(&said);
            let _ = writeln!(self.out, "<li><b>{state}</b>{rest}</li>");
        }
        self.out.push_str("</ul>\n");
        let rest = words::turned(pair).count().saturating_sub(MAX_FINDINGS);
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

    /// The tables; of a resubmission those in which nothing changed are closed.
    fn form(&mut self, beside: &Beside) {
        let lang = self.style.lang;
        let sides = self.sides();
        let _ = write!(
            self.out,
            "<h3>{}</h3>\n",
            escaped(&filled(
                "compare-form",
                lang,
                &[("old", &words::side(self.pair, Era::Old, lang)), ("new", &words::side(self.pair, Era::New, lang))]
            ))
        );
        let _ = write!(self.out, "<p class=\"note\">{}</p>\n", escaped(phrase("compare-marked", lang)));
        let tables = 0..beside.form.tables.len();
        for table in tables.filter_map(|at| PrintedTable::holding(beside.form, at, |cell| beside.get(cell).is_some())) {
            let has_changed = table.values().any(|(cell, ..)| beside.get(cell).is_some_and(Both::is_changed));
            let open = if has_changed || self.pair.kind == Kind::Years { " open" } else { "" };
            let label = escaped(table.form.label.printed());
            let _ = writeln!(self.out, "<details class=\"form\"{open}><summary>{label}</summary><table>");
            for row in &table.rows {
                self.out.push_str("<tr>");
                for cell in &row.cells {
                    match cell.content {
                        Content::Value(index) => push_value(&mut self.out, cell, index, beside, &sides, lang),
                        _ => push_label(&mut self.out, cell, row.part),
                    }
                }
                self.out.push_str("</tr>\n");
            }
            self.out.push_str("</table></details>\n");
        }
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
    push_spans(out, cell);
    let _ = write!(out, " title=\"{}: {old}&#10;{}: {new}\">", sides[0], sides[1]);
    let _ = write!(out, "<span class=\"o\">{old}</span><span class=\"n\">{new}</span>");
    if let Some(compared) = both.and_then(|both| both.compared).filter(|cell| cell.is_changed) {
        let _ = write!(out, "<small>{}</small>", words::change(compared));
    }
    out.push_str("</td>");
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in the page's own parts must not end them.
    #[test]
    fn the_style_sheet_stays_inside_its_element() {
        assert!(CSS.iter().all(|css| !css.contains("</")));
    }
}
