//! `--format github`: workflow commands, which GitHub Actions shows as annotations of a run and of the changed files.
//!
//! One command a line: `::error file=…,line=…,title=…::message`. 强制性 is an error, 核实性 a warning, 提示性 and what is
//! explained a notice; a file that could not be assessed is an error. The last line is a notice with the summary. GitHub
//! shows ten annotations of each kind a step; the log has them all.

use std::io::{self, Write};

use super::Scribe;
use crate::model::Lang;
use crate::render::Style;
use crate::render::said::{Said, SaidFiling, SaidRun};
use crate::render::words::phrases::phrase;
use crate::render::words::places;
use crate::rules::Severity;

/// One workflow command a line.
#[derive(Debug)]
pub(super) struct GitHub<W> {
    lang: Lang,
    out: W,
}

impl<W: Write> GitHub<W> {
    /// A result that is written to `out`.
    pub(super) fn new(style: Style, out: W) -> Self {
        Self { lang: style.lang, out }
    }

    fn command(&mut self, level: &str, properties: &[(&str, String)], message: &str) -> io::Result<()> {
        let said = properties.iter().filter(|(_, value)| !value.is_empty());
        let said: Vec<_> = said.map(|(name, value)| format!("{name}={}", property(value))).collect();
        writeln!(self.out, "::{level} {}::{}", said.join(","), data(message))
    }

    fn finding(&mut self, said: Said) -> io::Result<()> {
        let level = match said.finding.severity {
            _ if said.finding.explained => "notice",
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let path = &said.filing.assessment.source.path;
        let line = places::line(said.finding, path).map(|line| line.to_string()).unwrap_or_default();
        let mut message = said.filing.owner();
        if !message.is_empty() {
            message.push_str(phrase("title-separator", self.lang));
        }
        message.push_str(&said.paragraph());
        self.command(level, &[("file", places::file(path)), ("line", line), ("title", said.heading())], &message)
    }
}

impl<W: Write> Scribe for GitHub<W> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        if let Some(refusal) = filing.refusal() {
            let path = &filing.assessment.source.path;
            // The log names the file as well; an annotation of a file that was not changed is seen only there.
            let message = format!("{} {}", places::path(path), refusal.line());
            let title = filing.state().words(self.lang).to_owned();
            self.command("error", &[("file", places::file(path)), ("title", title)], message.trim())?;
        }
        filing.findings().try_for_each(|said| self.finding(said))
    }

    fn end(&mut self, run: SaidRun) -> io::Result<()> {
        let text = run.lines().collect::<Vec<_>>().join("\n");
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
