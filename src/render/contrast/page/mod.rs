//! `--format html`: one page, the largest changes as bars on top, the form with both figures in every cell below them. It
//! needs no network and no script.

mod form;
mod section;

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{SCHEMA, words};
use crate::diagnosis::{Contrast, Era};
use crate::render::Style;
use crate::render::page::escape::{escaped, push_escaped};
use crate::render::page::{self, PAGE};
use crate::render::words::phrases::{fill, filled, language_tag, phrase};
use section::ContrastSection;

/// Nothing is loaded, and no script runs.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/// The sheet of all pages, and what this one has besides.
const CSS: [&str; 2] = [page::CSS, include_str!("page.css")];
/// Drawn forms and lists of cells take this much room on a page at most: some three hundred pairs.
const FORMS_BYTES: usize = 20 << 20;

/// Writes the page.
pub(super) fn write(contrast: &Contrast, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let css = CSS.concat();
    let fact = |name: &str| match name {
        "lang" => Some(language_tag(lang)),
        "title" => Some(phrase("compare-title", lang)),
        "schema" => Some(SCHEMA),
        "policy" => Some(POLICY),
        "css" => Some(css.as_str()),
        "script" => Some(""),
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
        let (section, size) = ContrastSection::written(pair, style, number, is_drawn);
        drawn += size;
        out.write_all(section.as_bytes())?;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in the page's own parts must not end them.
    #[test]
    fn the_style_sheet_stays_inside_its_element() {
        assert!(CSS.iter().all(|css| !css.contains("</")));
    }
}
