//! `--format github`: workflow commands, which GitHub Actions shows as annotations of a run and of the changed files.
//!
//! One command a line: `::error file=…,line=…,title=…::message`. 强制性 is an error, 核实性 a warning, 提示性 and what is
//! explained a notice; a file that could not be assessed is an error. The last line is a notice with the summary. GitHub
//! shows ten annotations of each kind a step; the log has them all.

use std::io::{self, Write};

use super::lines::{self, owner, refusal, sentences, summary, title};
use super::phrases::phrase;
use super::skipped::said_skipped;
use super::state::State;
use super::{Renderer, Style, whereabouts};
use crate::diagnosis::{Assessment, Finding, Report};
use crate::rules::Severity;

/// One workflow command a line.
#[derive(Debug)]
pub struct GitHub<'f, W> {
    style: Style<'f>,
    out: W,
}

impl<'f, W: Write> GitHub<'f, W> {
    /// A result that is written to `out`.
    pub fn new(style: Style<'f>, out: W) -> Self {
        Self { style, out }
    }

    fn command(&mut self, level: &str, properties: &[(&str, String)], message: &str) -> io::Result<()> {
        let said = properties.iter().filter(|(_, value)| !value.is_empty());
        let said: Vec<_> = said.map(|(name, value)| format!("{name}={}", property(value))).collect();
        writeln!(self.out, "::{level} {}::{}", said.join(","), data(message))
    }

    fn finding(&mut self, finding: &Finding, filing: &Assessment) -> io::Result<()> {
        let lang = self.style.lang;
        let level = match finding.severity {
            _ if finding.explained => "notice",
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let is_file = whereabouts::in_archive(&filing.source.path).1.is_none();
        let line = whereabouts::line(finding).filter(|_| is_file).map(|line| line.to_string()).unwrap_or_default();
        let file = whereabouts::file(&filing.source.path);
        let mut message = owner(filing, lang);
        if !message.is_empty() {
            message.push_str(phrase("title-separator", lang));
        }
        message.push_str(&sentences(finding, filing, self.style));
        self.command(level, &[("file", file), ("line", line), ("title", title(&finding.rule, lang))], &message)
    }
}

impl<W: Write> Renderer for GitHub<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        if let Some(error) = &filing.error {
            let (path, title) = (whereabouts::path(&filing.source.path), State::Unassessed.words(self.style.lang));
            // The log names the file as well; an annotation of a file that was not changed is seen only there.
            let message = format!("{path} {}", refusal(error, self.style.lang));
            let file = whereabouts::file(&filing.source.path);
            self.command("error", &[("file", file), ("title", title.to_owned())], message.trim())?;
        }
        filing.findings.iter().try_for_each(|finding| self.finding(finding, filing))
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        lines::say_run(self, report)?;
        let mut text = summary(report, self.style.lang);
        if !report.skipped.is_empty() {
            text.extend(["\n", &said_skipped(&report.skipped, self.style.lang)]);
        }
        self.command("notice", &[("title", "gouji".to_owned())], &text)?;
        self.out.flush()
    }
}

/// The escapes of a command's message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The escapes of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_an_escape_is_text() {
        assert_eq!(data("100%0A\r\n::error::"), "100%250A%0D%0A::error::");
        assert_eq!(property("a:b,c=d%"), "a%3Ab%2Cc=d%25");
    }
}
