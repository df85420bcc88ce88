//! `--format gitlab`: a Code Quality report, which GitLab shows in a merge request.
//!
//! An array of issues with the keys GitLab reads. 强制性 is `critical`, 核实性 `major`, 提示性 and what is explained
//! `info`; a file that could not be assessed is a `blocker`. GitLab links to lines of a text; of a workbook or document
//! the description says the place, and the line is the first.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;

use super::clean::{clean, escaped_json};
use super::elements::Elements;
use super::lines::{self, headline, refusal};
use super::phrases::phrase;
use super::{Renderer, Style, message, whereabouts};
use crate::diagnosis::{Assessment, Finding, Report};
use crate::rules::Severity;

/// What the first issue begins with, by which a result is known for one of gouji.
pub(super) const MARK: &str = "{\"check_name\":\"gouji/";

/// An array of issues.
#[derive(Debug)]
pub struct GitLab<'f, W> {
    style: Style<'f>,
    issues: Elements<W>,
    /// How often each fingerprint was used: GitLab shows one issue of each.
    fingerprints: HashMap<String, usize>,
}

#[derive(Serialize)]
struct Issue {
    check_name: String,
    description: String,
    severity: &'static str,
    fingerprint: String,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

impl<'f, W: Write> GitLab<'f, W> {
    /// A result that is written to `out`.
    pub fn new(style: Style<'f>, out: W) -> Self {
        Self { style, issues: Elements::new(out, "\n"), fingerprints: HashMap::new() }
    }

    fn open(&mut self) -> io::Result<()> {
        self.issues.open(|| Ok("[".to_owned()))
    }

    fn issue(&mut self, mut issue: Issue) -> io::Result<()> {
        let times = self.fingerprints.entry(issue.fingerprint.clone()).or_default();
        *times += 1;
        // The same filing twice, or two filings that nothing tells apart.
        if *times > 1 {
            issue.fingerprint = format!("{}-{times}", issue.fingerprint);
        }
        self.issues.push(&escaped_json(serde_json::to_string(&issue)?))
    }

    fn finding(&self, finding: &Finding, filing: &Assessment) -> Issue {
        let lang = self.style.lang;
        let title = &finding.rule.wording(lang).title;
        let separator = phrase("title-separator", lang);
        let said = message(finding, filing, self.style.forms, lang);
        let explained = lines::explained(finding, lang);
        let place = whereabouts::span(finding, lang);
        let place = if place.is_empty() { place } else { format!(" {}{place}", phrase("where", lang)) };
        let suspects = lines::suspects(finding, filing, self.style);
        let suspects = suspects.map(|words| format!(" {}{words}", phrase("suspect", lang))).unwrap_or_default();
        let headline = headline(filing, lang);
        let is_file = whereabouts::in_archive(&filing.source.path).1.is_none();
        Issue {
            check_name: check_name(&finding.rule.code),
            description: format!("{title}{explained}{separator}{said}{place}{suspects} · {headline}"),
            severity: match finding.severity {
                _ if finding.explained => "info",
                Severity::Error => "critical",
                Severity::Warning => "major",
                Severity::Note => "info",
            },
            fingerprint: finding.fingerprint.to_string(),
            location: Location {
                path: whereabouts::file(&filing.source.path),
                lines: Lines { begin: whereabouts::line(finding).filter(|_| is_file).unwrap_or(1) },
            },
        }
    }
}

/// Under gouji's name, so that the checks of two programs stay apart.
fn check_name(check: &str) -> String {
    format!("gouji/{check}")
}

impl<W: Write> Renderer for GitLab<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        self.open()?;
        if let Some(error) = &filing.error {
            let kind = error.problem.kind();
            let path = whereabouts::path(&filing.source.path);
            let packed = whereabouts::in_archive(&filing.source.path).1;
            let packed = packed.map(|packed| clean(packed).into_owned() + " ").unwrap_or_default();
            self.issue(Issue {
                check_name: check_name(&kind),
                description: format!(
                    "{}{packed}{}",
                    phrase("cannot-assess", self.style.lang),
                    refusal(error, self.style.lang)
                ),
                severity: "blocker",
                fingerprint: format!("{kind}:{path}"),
                location: Location { path: whereabouts::file(&filing.source.path), lines: Lines { begin: 1 } },
            })?;
        }
        for finding in &filing.findings {
            let issue = self.finding(finding, filing);
            self.issue(issue)?;
        }
        Ok(())
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        lines::say_run(self, report)?;
        self.open()?;
        self.issues.close("\n]\n")
    }
}
