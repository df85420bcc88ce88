//! `--format gitlab`: a Code Quality report, which GitLab shows in a merge request.
//!
//! An array of issues with the keys GitLab reads. 强制性 is `critical`, 核实性 `major`, 提示性 and what is explained
//! `info`; a file that could not be assessed is a `blocker`. GitLab links to lines of a text; of a workbook or document
//! the description says the place, and the line is the first.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;

use super::Scribe;
use crate::model::Lang;
use crate::render::Style;
use crate::render::elements::Elements;
use crate::render::said::{Said, SaidFiling, SaidRun};
use crate::render::words::clean::{clean, escaped_json};
use crate::render::words::phrases::phrase;
use crate::render::words::places;
use crate::rules::Severity;

/// What the first issue begins with, by which a result is known for one of gouji.
const MARK: &str = "{\"check_name\":\"gouji/";

/// An array of issues.
#[derive(Debug)]
pub(super) struct GitLab<W> {
    lang: Lang,
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

/// Whether a text begins as a report of gouji's does.
pub(super) fn is_own(head: &str) -> bool {
    head.starts_with('[') && head.contains(MARK)
}

impl<W: Write> GitLab<W> {
    /// A result that is written to `out`.
    pub(super) fn new(style: Style, out: W) -> Self {
        Self { lang: style.lang, issues: Elements::new(out, "\n"), fingerprints: HashMap::new() }
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

    fn finding(&self, said: Said) -> Issue {
        let (title, explained, sentence) = (said.title(), said.explained(), said.sentence());
        let separator = phrase("title-separator", self.lang);
        let place = Some(said.place()).filter(|place| !place.is_empty());
        let place = place.map(|place| format!(" {}{place}", phrase("where", self.lang))).unwrap_or_default();
        let suspects = said.suspects();
        let suspects = suspects.map(|words| format!(" {}{words}", phrase("suspect", self.lang))).unwrap_or_default();
        let headline = said.filing.headline();
        let path = &said.filing.assessment.source.path;
        Issue {
            check_name: check_name(said.code()),
            description: format!("{title}{explained}{separator}{sentence}{place}{suspects} · {headline}"),
            severity: match said.finding.severity {
                _ if said.finding.explained => "info",
                Severity::Error => "critical",
                Severity::Warning => "major",
                Severity::Note => "info",
            },
            fingerprint: said.finding.fingerprint.to_string(),
            location: Location {
                path: places::file(path),
                lines: Lines { begin: places::line(said.finding, path).unwrap_or(1) },
            },
        }
    }
}

/// Under gouji's name, so that the checks of two programs stay apart.
fn check_name(check: &str) -> String {
    format!("gouji/{check}")
}

impl<W: Write> Scribe for GitLab<W> {
    fn begin(&mut self) -> io::Result<()> {
        self.issues.write("[")
    }

    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        if let Some(refusal) = filing.refusal() {
            let path = &filing.assessment.source.path;
            let packed = places::in_archive(path).1;
            let packed = packed.map(|packed| clean(packed).into_owned() + " ").unwrap_or_default();
            self.issue(Issue {
                check_name: check_name(&refusal.kind),
                description: format!("{}{packed}{}", phrase("cannot-assess", self.lang), refusal.line()),
                severity: "blocker",
                fingerprint: format!("{}:{}", refusal.kind, places::path(path)),
                location: Location { path: places::file(path), lines: Lines { begin: 1 } },
            })?;
        }
        for said in filing.findings() {
            let issue = self.finding(said);
            self.issue(issue)?;
        }
        Ok(())
    }

    fn end(&mut self, _: SaidRun) -> io::Result<()> {
        self.issues.close("\n]\n")
    }
}
