//! `--format notice`: letters in Markdown, one for each agency whose filings are returned for correction (退回修改) or
//! to be confirmed, with a line between them. Who passes gets none.
//!
//! The filings of an agency may come apart, so letters are kept as text until the end; they are short, and there are no
//! more than agencies with findings.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::iter;

use super::Scribe;
use crate::diagnosis::Assessment;
use crate::model::Lang;
use crate::render::Style;
use crate::render::said::{OfDataSet, Said, SaidFiling, SaidRun, State};
use crate::render::words::clean::clean;
use crate::render::words::phrases::{filled, phrase};
use crate::rules::Severity;

/// What stands between two letters.
const SEPARATOR: &str = "\n---\n\n";
/// As many findings of one kind are said in a letter.
const SAID: usize = 100;

/// Letters that are written when the run is over.
#[derive(Debug)]
pub(super) struct Notices<W> {
    lang: Lang,
    out: W,
    letters: Vec<Letter>,
    known: HashMap<String, usize>,
    of_data_set: OfDataSet,
}

/// A letter under way.
#[derive(Debug)]
struct Letter {
    to: String,
    /// Something has to be corrected, or could not be read.
    is_return: bool,
    body: String,
}

impl<W: Write> Notices<W> {
    /// Letters that are written to `out`.
    pub(super) fn new(style: Style, out: W) -> Self {
        Self { lang: style.lang, out, letters: Vec::new(), known: HashMap::new(), of_data_set: OfDataSet::default() }
    }

    /// The letter to the agency of a filing; who is not known gets one for every file.
    fn letter(&mut self, filing: &Assessment) -> &mut Letter {
        self.letter_to(filing.agency.as_deref(), &filing.source.path)
    }

    fn letter_to(&mut self, agency: Option<&str>, path: &str) -> &mut Letter {
        let (key, name) = match agency {
            Some(agency) => (agency.to_owned(), "notice-to"),
            None => (format!("\u{1f}{path}"), "notice-to-sender"),
        };
        let at = *self.known.entry(key).or_insert(self.letters.len());
        if at == self.letters.len() {
            let (agency, file) = (agency.map(plain_text).unwrap_or_default(), file_name(path));
            let to = filled(name, self.lang, &[("agency", &agency), ("file", &file)]);
            self.letters.push(Letter { to, is_return: false, body: String::new() });
        }
        &mut self.letters[at]
    }

    /// What a data set lacks is asked of whoever sent it, once, and not of every agency in it.
    fn of_data_sets(&mut self) {
        let each: Vec<_> =
            self.of_data_set.each().map(|(path, said, times)| (path.to_owned(), said.to_owned(), times)).collect();
        for (path, said, times) in each {
            let facts: [(&str, &dyn ToString); 2] = [("said", &plain_text(&said)), ("count", &times)];
            let words = filled("notice-of-data-set", self.lang, &facts);
            let letter = self.letter_to(None, &path);
            letter.is_return = true;
            let _ = write!(letter.body, "{words}\n\n");
        }
    }
}

impl<W: Write> Scribe for Notices<W> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        let own = self.of_data_set.own(filing);
        let filing = SaidFiling::of(&own, filing.style);
        let body = match filing.state() {
            State::Pass => return Ok(()),
            State::Unassessed => unread(filing),
            State::Errors | State::Warnings => findings(filing),
        };
        let letter = self.letter(filing.assessment);
        letter.is_return |= is_return(filing);
        letter.body += &body;
        Ok(())
    }

    /// What only the run shows of an agency: that it did not submit, or submitted twice.
    fn run(&mut self, run: SaidRun) -> io::Result<()> {
        self.of_data_sets();
        let asked = |said: &Said| said.finding.severity != Severity::Note && !said.finding.explained;
        for said in run.findings().filter(|said| said.filing.assessment.agency.is_some()).filter(asked) {
            let (remedy, to_do) = (plain_text(said.remedy()), phrase("what-to-do", self.lang));
            let letter = self.letter(said.filing.assessment);
            let _ = write!(letter.body, "{}\n\n{to_do}{remedy}\n\n", item(said));
        }
        Ok(())
    }

    fn end(&mut self, run: SaidRun) -> io::Result<()> {
        let lang = self.lang;
        if let Some(interrupted) = run.interrupted() {
            writeln!(self.out, "> {interrupted}\n")?;
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

fn is_return(filing: SaidFiling) -> bool {
    matches!(filing.state(), State::Unassessed | State::Errors)
}

fn unread(filing: SaidFiling) -> String {
    let Some(refusal) = filing.refusal() else { return String::new() };
    let (lang, file) = (filing.style.lang, file_name(&filing.assessment.source.path));
    let text = filled("notice-unread", lang, &[("file", &file), ("reason", &plain_text(&refusal.fact))]);
    format!("{text}\n\n{}{}\n\n", phrase("what-to-do", lang), plain_text(&refusal.help))
}

/// The part of a letter about one filing.
fn findings(filing: SaidFiling) -> String {
    let lang = filing.style.lang;
    let sections = [
        // The answer first: what to correct, and then what that resolves.
        ("notice-suspects", suspects(filing)),
        ("notice-corrections", list(filing, Severity::Error)),
        ("notice-confirmations", list(filing, Severity::Warning)),
        ("notice-reminders", list(filing, Severity::Note)),
    ];
    let mut out = opening(filing);
    let numbers = phrase("notice-numbers", lang).split(';').chain(iter::repeat(""));
    for (number, (name, text)) in numbers.zip(sections.iter().filter(|(_, text)| !text.is_empty())) {
        let _ = writeln!(out, "## {number}{}\n\n{text}", phrase(name, lang));
    }
    out
}

/// Which report it is about, how much is wrong with it, and what is asked for.
fn opening(filing: SaidFiling) -> String {
    let (assessment, lang) = (filing.assessment, filing.style.lang);
    let year = assessment.year.map(|year| filled("notice-year", lang, &[("year", &year)])).unwrap_or_default();
    let report = filled("notice-report", lang, &[("year", &year)]);
    let form = filing.form.filter(|_| assessment.edition.is_some());
    let document = form.map(|form| filled("notice-document", lang, &[("document", &plain_text(&form.document))]));
    let text = filled(
        "notice-opening",
        lang,
        &[
            ("report", &report),
            ("file", &file_name(&assessment.source.path)),
            ("document", &document.unwrap_or_default()),
            ("errors", &asked(filing, Severity::Error).count()),
            ("warnings", &asked(filing, Severity::Warning).count()),
        ],
    );
    let please = if is_return(filing) { "notice-please-return" } else { "notice-please-confirm" };
    format!("{text}\n\n{}\n\n", phrase(please, lang))
}

/// The findings of a severity that the agency is asked about; what is explained already is not asked for again.
fn asked(filing: SaidFiling, severity: Severity) -> impl Iterator<Item = Said> {
    filing.findings().filter(move |said| said.finding.severity == severity && !said.finding.explained)
}

fn list(filing: SaidFiling, severity: Severity) -> String {
    let mut out = String::new();
    for (number, said) in (1..).zip(asked(filing, severity).take(SAID)) {
        let _ = writeln!(out, "{number}. {}", item(said));
    }
    let rest = asked(filing, severity).count().saturating_sub(SAID);
    if rest > 0 {
        let _ = writeln!(out, "\n{}", filled("page-more-findings", filing.style.lang, &[("count", &rest)]));
    }
    out
}

fn suspects(filing: SaidFiling) -> String {
    let lang = filing.style.lang;
    let items = filing.suspects().map(|one| {
        let others = one.others(SAID).0.join(phrase("list-of-clauses", lang));
        let others = if others.is_empty() { others } else { filled("suspect-others", lang, &[("list", &others)]) };
        let separator = if others.is_empty() { "" } else { "\n   " };
        format!("{}. {}{separator}{}\n", one.number, plain_text(&one.words()), plain_text(&others))
    });
    let items: String = items.collect();
    if items.is_empty() { items } else { format!("{}\n\n{items}", phrase("notice-suspects-remark", lang)) }
}

/// What is wrong, where, and by which basis.
fn item(said: Said) -> String {
    let lang = said.filing.style.lang;
    let (words, place) = (plain_text(&said.lines()), plain_text(&said.place()));
    let name = if place.is_empty() { "notice-where" } else { "notice-place" };
    let at = if words.is_empty() { String::new() } else { filled(name, lang, &[("where", &words), ("place", &place)]) };
    let (title, text, basis) = (said.title(), plain_text(&said.sentence()), plain_text(said.basis()));
    let separator = phrase("title-separator", lang);
    format!("**{title}**{at}{separator}{text}{}", filled("notice-basis", lang, &[("basis", &basis)]))
}

/// The file's name without its folders: the agency sent a file, not our path to it.
fn file_name(path: &str) -> String {
    plain_text(path.rsplit(['/', '\\']).next().unwrap_or_default())
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
