//! The top of the page: counts, charts, the filter, the agencies, and what could not be read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::charts;
use super::{class, said};
use crate::model::Lang;
use crate::render::page::escape::{escaped, push_escaped};
use crate::render::said::{Said, SaidFiling, SaidRun, State, skipped};
use crate::render::words::phrases::{list, phrase, severity_words};
use crate::rules::Severity;

/// As many skipped files are named.
const NAMED: usize = 50;

/// A filing's line in the list.
#[derive(Debug)]
pub(super) struct Entry {
    state: State,
    html: String,
}

impl Entry {
    pub(super) fn of(said: SaidFiling, number: usize, has_section: bool) -> Self {
        let (filing, state, lang) = (said.assessment, said.state(), said.style.lang);
        let codes: BTreeSet<&str> = said.findings().map(Said::code).collect();
        let codes = codes.into_iter().collect::<Vec<_>>().join(" ");
        let mut html = format!("<tr data-filing=\"f{number}\" data-codes=\"{}\"><td>", escaped(&codes));
        if let Some(refusal) = said.refusal() {
            let (path, help) = (escaped(&filing.source.path), phrase("what-to-do", lang).to_owned() + &refusal.help);
            let (fact, help) = (escaped(&refusal.fact), escaped(&help));
            let _ = writeln!(html, "{path}</td><td>{fact}<br><small>{help}</small></td></tr>");
            return Self { state, html };
        }
        let name = filing.agency.as_deref().unwrap_or(phrase("agency-unknown", lang));
        if has_section {
            let _ = write!(html, "<a href=\"#f{number}\">{}</a>", escaped(name));
        } else {
            push_escaped(&mut html, name);
        }
        let year = filing.year.map(|year| year.to_string()).unwrap_or_default();
        let _ = write!(html, "</td><td>{year}</td>");
        for count in said.tally().by_severity() {
            let class = if count == 0 { "count zero" } else { "count" };
            let _ = write!(html, "<td class=\"{class}\">{count}</td>");
        }
        let _ = write!(html, "<td>{}</td>", escaped(&said.likeliest_fix()));
        html.push_str("<td class=\"file\">");
        push_escaped(&mut html, &filing.source.to_string());
        html.push_str("</td></tr>\n");
        Self { state, html }
    }
}

/// Everything above the filings.
pub(super) struct Overview<'a> {
    pub(super) run: SaidRun<'a>,
    pub(super) entries: &'a [Entry],
    pub(super) rules: &'a BTreeMap<String, String>,
    /// What every record of a data set has.
    pub(super) of_data_set: &'a [String],
    /// How many filings have findings and no form.
    pub(super) undrawn: usize,
}

impl Overview<'_> {
    fn lang(&self) -> Lang {
        self.run.style.lang
    }

    pub(super) fn written(&self) -> String {
        let mut out = format!("<h1 id=\"top\">{}</h1>\n", said("page-title", self.lang(), &[]));
        self.counts(&mut out);
        if self.run.report.filings() > 0 {
            charts::states(&mut out, self.run.report, self.lang());
        }
        self.filter(&mut out);
        for state in State::ALL {
            self.list(&mut out, state);
        }
        self.run_findings(&mut out);
        self.data_sets(&mut out);
        charts::rules(&mut out, self.run.report, self.rules, self.lang());
        self.remarks(&mut out);
        out
    }

    fn counts(&self, out: &mut String) {
        let by_severity = &self.run.report.summary().by_severity;
        let of = |severity| by_severity.get(&severity).copied().unwrap_or(0);
        out.push_str("<ul class=\"counts\">");
        for (name, count) in [
            ("count-files", self.run.report.files),
            ("count-filings", self.run.report.filings()),
            ("count-errors", of(Severity::Error)),
            ("count-warnings", of(Severity::Warning)),
            ("count-notes", of(Severity::Note)),
        ] {
            let _ = write!(out, "<li><b>{count}</b> {}</li>", said(name, self.lang(), &[("count", &count)]));
        }
        out.push_str("</ul>\n");
        if let Some(interrupted) = self.run.interrupted() {
            let _ = writeln!(out, "<p class=\"interrupted\">{}</p>", escaped(&interrupted));
        }
        if let Some(unlisted) = self.run.unlisted() {
            let _ = writeln!(out, "<p class=\"legend\">{}</p>", escaped(&unlisted));
        }
    }

    /// What belongs to the run: agencies that are missing first.
    fn run_findings(&self, out: &mut String) {
        if self.run.report.concerns().is_empty() {
            return;
        }
        let _ = writeln!(out, "<h2>{}</h2>", said("page-run", self.lang(), &[]));
        let (notes, mut graver): (Vec<_>, Vec<_>) =
            self.run.findings().partition(|said| said.finding.severity == Severity::Note);
        graver.sort_by_key(|said| said.missing_agency().is_none());
        self.run_list(out, &graver);
        // Reminders may be as many as filings.
        if !notes.is_empty() {
            let words = escaped(severity_words(Severity::Note, self.lang()));
            let _ = writeln!(out, "<details><summary>{words} {}</summary>", notes.len());
            self.run_list(out, &notes);
            out.push_str("</details>\n");
        }
    }

    /// What every record of a data set has is said once.
    fn data_sets(&self, out: &mut String) {
        if self.of_data_set.is_empty() {
            return;
        }
        let _ = writeln!(out, "<h2>{}</h2>\n<ul class=\"run\">", said("page-of-data-set", self.lang(), &[]));
        for words in self.of_data_set {
            let _ = writeln!(out, "<li>{}</li>", escaped(words));
        }
        out.push_str("</ul>\n");
    }

    fn run_list(&self, out: &mut String, findings: &[Said]) {
        let separator = escaped(phrase("title-separator", self.lang()));
        out.push_str("<ul class=\"run\">");
        for said in findings {
            let (code, severity, words) = (said.code(), said.finding.severity.word(), escaped(said.severity()));
            let (code, title, sentence) = (escaped(code), escaped(said.title()), escaped(&said.sentence()));
            let _ = write!(
                out,
                "<li class=\"{severity}\" data-codes=\"{code}\"><b>{code}</b> <span class=\"severity\">{words}</span> "
            );
            let _ = writeln!(out, "<b>{title}</b>{separator}{sentence}</li>");
        }
        out.push_str("</ul>\n");
    }

    /// Shown by the script that makes it work.
    fn filter(&self, out: &mut String) {
        let _ = write!(
            out,
            "<h2>{}</h2>\n<div id=\"filter\" hidden><input id=\"words\" type=\"search\" placeholder=\"{words}\" \
             aria-label=\"{words}\"><select id=\"rule\" aria-label=\"{all}\"><option value=\"\">{all}</option>",
            said("page-agencies", self.lang(), &[]),
            words = said("filter-words", self.lang(), &[]),
            all = said("filter-all", self.lang(), &[]),
        );
        for code in self.run.report.summary().by_code.keys() {
            let (code, title) = (escaped(code), self.rules.get(code).map(|title| escaped(title)).unwrap_or_default());
            let _ = write!(out, "<option value=\"{code}\">{code} {title}</option>");
        }
        let _ = writeln!(out, "</select> <output id=\"shown\"></output></div>");
    }

    fn list(&self, out: &mut String, state: State) {
        let count = state.count(self.run.report);
        if count == 0 {
            return;
        }
        let open = if state == State::Pass { "" } else { " open" };
        let class = class(state);
        let words = escaped(state.words(self.lang()));
        let _ = write!(
            out,
            "<details class=\"list\"{open}><summary><span class=\"{class}\">{words}</span> <span class=\"n\">{count}</span>"
        );
        out.push_str("</summary><div class=\"scroll\"><table><thead><tr>");
        let columns: &[&str] = if state == State::Unassessed {
            &["list-file", "list-reason"]
        } else {
            &[
                "list-agency",
                "list-year",
                "severity-error",
                "severity-warning",
                "severity-note",
                "list-fix",
                "list-file",
            ]
        };
        for name in columns {
            let _ = write!(out, "<th scope=\"col\">{}</th>", said(name, self.lang(), &[]));
        }
        out.push_str("</tr></thead><tbody>\n");
        for entry in self.entries.iter().filter(|entry| entry.state == state) {
            out.push_str(&entry.html);
        }
        out.push_str("</tbody></table></div></details>\n");
    }

    fn remarks(&self, out: &mut String) {
        if self.undrawn > 0 {
            let text = said("page-undrawn", self.lang(), &[("count", &self.undrawn)]);
            let _ = writeln!(out, "<p class=\"legend\">{text}</p>");
        }
        let all = &self.run.report.skipped;
        if !all.is_empty() {
            let heading = skipped::heading(all, self.lang());
            let items = all.iter().take(NAMED).map(|one| skipped::item(one, escaped, self.lang()));
            let items = list(items, self.lang());
            let rest = if all.len() > NAMED { " …" } else { "" };
            let _ = writeln!(out, "<details><summary>{heading}</summary><p>{items}{rest}</p></details>");
        }
    }
}
