//! `--format table`: what an officer reads.

mod form;
mod roundup;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Ansi};

use super::Scribe;
use crate::model::plain;
use crate::render::said::{OfDataSet, SaidFiling, SaidRun, State};
use crate::render::words::phrases::{filled, phrase};
use crate::render::words::wrap::{hanging, wrap};
use crate::render::{SUSPECT, Style, table};
use roundup::Roundup;

/// Each filing with its findings, then the summary.
#[derive(Debug)]
pub(super) struct Terminal<'f, W> {
    style: Style<'f>,
    out: W,
    roundup: Roundup,
    of_data_set: OfDataSet,
}

impl<'f, W: Write> Terminal<'f, W> {
    /// A result that is written to `out`.
    pub(super) fn new(style: Style<'f>, out: W) -> Self {
        Self { style, out, roundup: Roundup::default(), of_data_set: OfDataSet::default() }
    }
}

impl<W: Write> Scribe for Terminal<'_, W> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        self.roundup.note(filing);
        if self.style.quiet && filing.state() == State::Pass {
            return Ok(());
        }
        let shown = self.of_data_set.unsaid(filing);
        write_filing(filing, SaidFiling::of(&shown, self.style), &mut self.out)
    }

    fn run(&mut self, run: SaidRun) -> io::Result<()> {
        for said in self.of_data_set.in_words(self.style.lang) {
            writeln!(self.out, "{}\n", hanging(&said, self.style.width, 0))?;
        }
        self.roundup.write(run, &mut self.out)
    }

    fn end(&mut self, run: SaidRun) -> io::Result<()> {
        write_summary(run, &mut self.out)?;
        self.out.flush()
    }
}

/// A filing, and of its findings those that are shown.
fn write_filing(filing: SaidFiling, shown: SaidFiling, out: &mut dyn Write) -> io::Result<()> {
    let (state, style) = (filing.state(), filing.style);
    let color = match state {
        State::Unassessed => AnsiColor::Magenta,
        State::Errors => AnsiColor::Red,
        State::Warnings => AnsiColor::Yellow,
        State::Pass => AnsiColor::Green,
    };
    let mark = painted(state.mark(), color, style.color);
    // The widest mark takes two columns.
    writeln!(out, "{mark} {}", hanging(&filing.heading(), style.width, 3))?;
    if let Some(refusal) = filing.refusal() {
        for (name, text) in [("cannot-assess", refusal.fact), ("what-to-do", refusal.help)] {
            writeln!(out, "  {}", hanging(&(phrase(name, style.lang).to_owned() + &text), style.width, 2))?;
        }
        return writeln!(out);
    }
    writeln!(out, "  {}", hanging(&filing.checked(), style.width, 2))?;
    if let Some(text) = filing.unnamed() {
        writeln!(out, "  {}", hanging(text, style.width, 2))?;
    }
    let repeated = filing.findings().len() - shown.findings().len();
    if repeated > 0 {
        let text = filled("of-data-set-more", style.lang, &[("count", &repeated)]);
        writeln!(out, "  {}", hanging(&text, style.width, 2))?;
    }
    if shown.findings().len() > 0 {
        // The answer first: what to correct, and then what that resolves.
        write_suspects(filing, out)?;
        writeln!(out, "{}", findings(shown))?;
        write_bases(shown, out)?;
    }
    if style.show_form {
        form::draw(filing, out)?;
    }
    writeln!(out)
}

fn findings(filing: SaidFiling) -> comfy_table::Table {
    let (style, lang) = (filing.style, filing.style.lang);
    let has_equations = filing.assessment.findings.iter().any(|finding| finding.sums().is_some());
    let mut header = vec!["column-code", "column-where", "column-equation", "column-message"];
    header.retain(|name| has_equations || *name != "column-equation");
    // What is short gets no more than its share, so that the sentence has the room.
    let total = usize::from(style.width.max(60)) - (3 * header.len() + 1);
    let code = 7;
    let (place_width, equation_width) = (total * 30 / 100, if has_equations { total * 25 / 100 } else { 0 });
    let mut widths = vec![code, place_width, equation_width, total - code - place_width - equation_width];
    widths.retain(|width| *width > 0);
    let titles: Vec<_> = header.iter().zip(&widths).map(|(name, width)| wrap(phrase(name, lang), *width)).collect();
    let mut out = table::ruled(style.width, &titles.iter().map(String::as_str).collect::<Vec<_>>());
    for said in filing.findings() {
        let (code, severity, explained) = (said.code(), said.severity(), said.explained());
        // Findings that one correction resolves bear one number.
        let group = said.group().map(|number| format!("\n{SUSPECT} {number}")).unwrap_or_default();
        let mut row =
            vec![format!("{code}\n{severity}{explained}{group}"), format!("{}\n{}", said.lines(), said.place())];
        if has_equations {
            let equation = said.equation().map(|equation| {
                let (text, difference) = (equation.text.replace(" ≠ ", "\n≠ "), plain(equation.difference));
                format!("{text}\n{} {difference}", phrase("difference", lang))
            });
            row.push(equation.unwrap_or_default());
        }
        row.push(said.titled());
        out.add_row(row.iter().zip(&widths).map(|(text, width)| wrap(text.trim_end(), *width)));
    }
    out
}

/// Which cells are likely wrong, one sentence for the relations that hang together.
fn write_suspects(filing: SaidFiling, out: &mut dyn Write) -> io::Result<()> {
    let mark = painted(SUSPECT, AnsiColor::Cyan, filing.style.color);
    for suspects in filing.suspects() {
        let text = suspects.title() + &suspects.words();
        writeln!(out, "  {mark} {}", hanging(&text, filing.style.width, 4))?;
        let others = suspects.others_line();
        if !others.is_empty() {
            writeln!(out, "    {}", hanging(&others, filing.style.width, 4))?;
        }
    }
    Ok(())
}

/// The bases of the errors and warnings, each once.
fn write_bases(filing: SaidFiling, out: &mut dyn Write) -> io::Result<()> {
    for (code, basis) in filing.bases() {
        let text = format!("{}{basis}", phrase("basis", filing.style.lang));
        writeln!(out, "  {code} {}", hanging(&text, filing.style.width, 7))?;
    }
    Ok(())
}

/// What is said of the run as a whole.
fn write_summary(run: SaidRun, out: &mut dyn Write) -> io::Result<()> {
    run.lines().try_for_each(|line| writeln!(out, "{}", hanging(&line, run.style.width, 0)))
}

fn painted(text: &str, color: AnsiColor, enabled: bool) -> String {
    let paint = Ansi::new().fg_color(Some(color.into())).bold();
    if enabled { format!("{paint}{text}{paint:#}") } else { text.to_owned() }
}
