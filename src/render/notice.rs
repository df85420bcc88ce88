//! `--format notice`: letters in Markdown, one for each agency whose filings are returned for correction (退回修改) or
//! to be confirmed, with a line between them. Who passes gets none.
//!
//! The filings of an agency may come apart, so letters are kept as text until the end; they are short, and there are no
//! more than agencies with findings.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::iter;

use super::clean::clean;
use super::lines::told;
use super::message::{basis, edition, error_text, message, where_words};
use super::phrases::{filled, phrase};
use super::state::State;
use super::suspects::suspect_words;
use super::whereabouts::span;
use super::{Renderer, Style};
use crate::diagnosis::{Assessment, Finding, Report, Status};
use crate::rules::Severity;

/// What stands between two letters.
const SEPARATOR: &str = "\n---\n\n";
/// As many findings of one kind are said in a letter.
const SAID: usize = 100;

/// Letters that are written when the run is over.
#[derive(Debug)]
pub struct Notices<'f, W> {
    style: Style<'f>,
    out: W,
    letters: Vec<Letter>,
    known: HashMap<String, usize>,
}

/// A letter under way.
#[derive(Debug)]
struct Letter {
    to: String,
    /// Something has to be corrected, or could not be read.
    is_return: bool,
    body: String,
}

impl<'f, W: Write> Notices<'f, W> {
    /// Letters that are written to `out`.
    pub fn new(style: Style<'f>, out: W) -> Self {
        Self { style, out, letters: Vec::new(), known: HashMap::new() }
    }

    /// The letter to the agency of a filing; who is not known gets one for every file.
    fn letter(&mut self, filing: &Assessment) -> &mut Letter {
        let (key, name) = match &filing.agency {
            Some(agency) => (agency.clone(), "notice-to"),
            None => (format!("\u{1f}{}", filing.source.path), "notice-to-sender"),
        };
        let at = *self.known.entry(key).or_insert(self.letters.len());
        if at == self.letters.len() {
            let (agency, file) = (filing.agency.as_deref().map(plain_text).unwrap_or_default(), file_name(filing));
            let to = filled(name, self.style.lang, &[("agency", &agency), ("file", &file)]);
            self.letters.push(Letter { to, is_return: false, body: String::new() });
        }
        &mut self.letters[at]
    }
}

impl<W: Write> Renderer for Notices<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        let style = self.style;
        let body = match filing.status() {
            Status::Pass => return Ok(()),
            Status::Unassessed => unread(filing, style),
            Status::Findings => findings(filing, style),
        };
        let is_return = is_return(filing);
        let letter = self.letter(filing);
        letter.is_return |= is_return;
        letter.body += &body;
        Ok(())
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        let (style, lang) = (self.style, self.style.lang);
        // What only the run shows of an agency: that it did not submit, or submitted twice.
        for concern in report.concerns().iter().filter(|concern| concern.agency.is_some()) {
            let asked = |finding: &&Finding| finding.severity != Severity::Note && !finding.explained;
            for finding in concern.findings.iter().filter(asked) {
                let remedy = plain_text(&finding.rule.wording(lang).remedy);
                let text = format!("{}\n\n{}{remedy}\n\n", item(finding, concern, style), phrase("what-to-do", lang));
                self.letter(concern).body += &text;
            }
        }
        if self.letters.is_empty() {
            writeln!(self.out, "{}", phrase("notice-nothing", lang))?;
        }
        for (at, letter) in self.letters.iter().enumerate() {
            if at > 0 {
                self.out.write_all(SEPARATOR.as_bytes())?;
            }
            let title = phrase(if letter.is_return { "notice-return" } else { "notice-confirm" }, lang);
            let (closing, signature) = (phrase("notice-closing", lang), phrase("notice-signature", lang));
            writeln!(self.out, "# {title}\n\n**{}**\n\n{}{closing}\n\n{signature}", letter.to, letter.body)?;
        }
        self.out.flush()
    }
}

fn is_return(filing: &Assessment) -> bool {
    matches!(State::of(filing), State::Unassessed | State::Errors)
}

fn unread(filing: &Assessment, style: Style) -> String {
    let Some(error) = &filing.error else { return String::new() };
    let (reason, help) = error_text(error, style.lang);
    let text = filled("notice-unread", style.lang, &[("file", &file_name(filing)), ("reason", &plain_text(&reason))]);
    format!("{text}\n\n{}{}\n\n", phrase("what-to-do", style.lang), plain_text(&help))
}

/// The part of a letter about one filing.
fn findings(filing: &Assessment, style: Style) -> String {
    let sections = [
        ("notice-corrections", list(filing, Severity::Error, style)),
        ("notice-suspects", suspects(filing, style)),
        ("notice-confirmations", list(filing, Severity::Warning, style)),
        ("notice-reminders", list(filing, Severity::Note, style)),
    ];
    let mut out = opening(filing, style);
    let numbers = phrase("notice-numbers", style.lang).split(';').chain(iter::repeat(""));
    for (number, (name, text)) in numbers.zip(sections.iter().filter(|(_, text)| !text.is_empty())) {
        let _ = writeln!(out, "## {number}{}\n\n{text}", phrase(name, style.lang));
    }
    out
}

/// Which report it is about, how much is wrong with it, and what is asked for.
fn opening(filing: &Assessment, style: Style) -> String {
    let lang = style.lang;
    let year = filing.year.map(|year| filled("notice-year", lang, &[("year", &year)])).unwrap_or_default();
    let report = filled("notice-report", lang, &[("year", &year)]);
    let form = edition(filing, style.forms).filter(|_| filing.edition.is_some());
    let document = form.map(|form| filled("notice-document", lang, &[("document", &plain_text(&form.document))]));
    let text = filled(
        "notice-opening",
        lang,
        &[
            ("report", &report),
            ("file", &file_name(filing)),
            ("document", &document.unwrap_or_default()),
            ("errors", &asked(filing, Severity::Error).count()),
            ("warnings", &asked(filing, Severity::Warning).count()),
        ],
    );
    let please = if is_return(filing) { "notice-please-return" } else { "notice-please-confirm" };
    format!("{text}\n\n{}\n\n", phrase(please, lang))
}

/// The findings of a severity that the agency is asked about; what is explained already is not asked for again.
fn asked(filing: &Assessment, severity: Severity) -> impl Iterator<Item = &Finding> {
    filing.findings.iter().filter(move |one| one.severity == severity && !one.explained)
}

fn list(filing: &Assessment, severity: Severity, style: Style) -> String {
    let mut out = String::new();
    for (number, finding) in (1..).zip(asked(filing, severity).take(SAID)) {
        let _ = writeln!(out, "{number}. {}", item(finding, filing, style));
    }
    let rest = asked(filing, severity).count().saturating_sub(SAID);
    if rest > 0 {
        let _ = writeln!(out, "\n{}", filled("page-more-findings", style.lang, &[("count", &rest)]));
    }
    out
}

fn suspects(filing: &Assessment, style: Style) -> String {
    let Some(form) = edition(filing, style.forms) else { return String::new() };
    let items = (1..)
        .zip(told(filing))
        .map(|(number, diagnosis)| format!("{number}. {}\n", plain_text(&suspect_words(diagnosis, form, style.lang))));
    let items: String = items.collect();
    if items.is_empty() { items } else { format!("{}\n\n{items}", phrase("notice-suspects-remark", style.lang)) }
}

/// What is wrong, where, and by which basis.
fn item(finding: &Finding, filing: &Assessment, style: Style) -> String {
    let lang = style.lang;
    let title = &finding.rule.wording(lang).title;
    let (words, place) = (where_words(finding, filing, style.forms, lang), span(finding, style.lang));
    let (words, place) = (plain_text(&words), plain_text(&place));
    let name = if place.is_empty() { "notice-where" } else { "notice-place" };
    let at = if words.is_empty() {
        String::new()
    } else {
        filled(name, style.lang, &[("where", &words), ("place", &place)])
    };
    let text = plain_text(&message(finding, filing, style.forms, lang));
    let basis = plain_text(basis(finding, lang));
    let separator = phrase("title-separator", lang);
    format!("**{title}**{at}{separator}{text}{}", filled("notice-basis", style.lang, &[("basis", &basis)]))
}

/// The file's name without its folders: the agency sent a file, not our path to it.
fn file_name(filing: &Assessment) -> String {
    plain_text(filing.source.path.rsplit(['/', '\\']).next().unwrap_or_default())
}

/// Text that Markdown takes as it is: cleaned, and no character of it means anything.
fn plain_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A forge would call a person of that name, also where a mark stands before it.
            '@' => out.push('＠'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(
            plain_text("<b>*a*_b_ [c](d) `e` | ! @all \u{202e}"),
            "&lt;b&gt;\\*a\\*\\_b\\_ \\[c\\](d) \\`e\\` \\| \\! ＠all "
        );
    }
}
