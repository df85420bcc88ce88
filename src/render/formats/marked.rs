//! `--format xlsx --marked`: every filing on a sheet as the law prints it, wrong cells coloured, with notes that hold
//! the equations and what the cell should be.
//!
//! The figures are what was read, so the workbook is read again as the same filing; whoever corrects it here and checks
//! it again sees what is left. What has no cell of its own is said in the note of the title.

use std::collections::HashMap;
use std::io::{self, Write};

use rust_xlsxwriter::{Color, Format, FormatBorder, Note, Workbook, Worksheet, XlsxError};

use super::Scribe;
use crate::model::{CellIndex, Entry, Transcript, plain};
use crate::render::Style;
use crate::render::canonical::names::SheetNames;
use crate::render::canonical::sheet::{FONT, Looks, shown};
use crate::render::canonical::statutory::{FiledSheet, sheet};
use crate::render::canonical::{Filed, refused, save_result};
use crate::render::marks::{Mark, Marked, Proposal, marks};
use crate::render::said::{SaidFiling, SaidRun, State};
use crate::render::words::clean::clean;
use crate::render::words::phrases::{fill, phrase};
use crate::render::words::wrap::wrap;

/// As many findings are said in the note of one cell, and of a title.
const SAID: usize = 4;
const SAID_OF_FILING: usize = 20;
/// Characters of a note; Excel shows more only in part.
const MAX_NOTE: usize = 1_500;
/// The size of notes, in pixels.
const NOTE_WIDTH: u32 = 320;
const NOTE_LINE: u32 = 18;
/// Half-width characters on a line of a note.
const NOTE_COLUMNS: usize = 44;

/// A workbook with a sheet for every filing that was read, and one for the files that could not be.
pub(super) struct MarkedBook<'f, W> {
    style: Style<'f>,
    out: W,
    workbook: Workbook,
    names: SheetNames,
    looks: Looks,
    /// Every look that a figure can have: marked and suspect, in a total or not.
    figures: HashMap<(Option<Mark>, bool, bool), Format>,
    unread: Vec<[String; 3]>,
}

impl<'f, W: Write> MarkedBook<'f, W> {
    /// A workbook that is written to `out`.
    pub(super) fn new(style: Style<'f>, out: W) -> Self {
        let looks = Looks::new();
        let mut figures = HashMap::new();
        for mark in [None, Some(Mark::Wrong), Some(Mark::Doubtful), Some(Mark::Part), Some(Mark::Noted)] {
            for (is_total, base) in [(true, &looks.total), (false, &looks.value)] {
                for is_suspect in [true, false] {
                    figures.insert((mark, is_suspect, is_total), look(base, mark, is_suspect));
                }
            }
        }
        let (names, workbook) = (SheetNames::default(), Workbook::new());
        Self { style, out, workbook, names, looks, figures, unread: Vec::new() }
    }

    fn sheet(&mut self, filing: SaidFiling, filed: &Filed) -> Result<Worksheet, XlsxError> {
        let marks = marks(filing.assessment);
        let of = |index: CellIndex| {
            let marked = marks.get(&index);
            let mark = marked.and_then(|marked| marked.mark);
            let is_suspect = marked.is_some_and(|marked| marked.suspect.is_some());
            self.figures.get(&(mark, is_suspect, filed.form.cell(index).total)).unwrap_or(&self.looks.value)
        };
        let name = self.names.name(filed.agency, filed.year);
        let FiledSheet { mut sheet, places, .. } = sheet(filed, &name, &self.looks, of)?;
        for (index, row, column) in places {
            let Some(marked) = marks.get(&index) else { continue };
            // A form is full of blanks, and the title says that there are some.
            if marked.mark != Some(Mark::Noted) || marked.suspect.is_some() {
                sheet.insert_note(row, column, &note(&words(filing, marked)))?;
            }
        }
        sheet.insert_note(0, 0, &note(&summary(filing)))?;
        Ok(sheet)
    }

    /// The files that could not be read, on a sheet of their own.
    fn unread(&mut self) -> Result<(), XlsxError> {
        if self.unread.is_empty() {
            return Ok(());
        }
        let mut sheet = Worksheet::new();
        sheet.set_name(self.names.name(Some(State::Unassessed.words(self.style.lang)), None))?;
        let names = ["list-file", "list-reason", "ledger-help"].map(|name| phrase(name, self.style.lang).to_owned());
        let text = Format::new().set_text_wrap().set_quote_prefix();
        for (row, fields) in (0..).zip(std::iter::once(names).chain(self.unread.drain(..))) {
            for (column, field) in (0..).zip(&fields) {
                sheet.write_string_with_format(row, column, shown(field), &text)?;
                sheet.set_column_width(column, 48)?;
            }
        }
        self.workbook.push_worksheet(sheet);
        Ok(())
    }
}

impl<W: Write> Scribe for MarkedBook<'_, W> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        let path = || clean(&filing.assessment.source.path).into_owned();
        let refusal = filing.refusal();
        let is_refused = refusal.is_some();
        self.unread.extend(refusal.map(|refusal| [path(), refusal.fact, refusal.help]));
        let Some(filed) = Filed::of(filing.assessment, self.style.forms) else {
            if !is_refused {
                let reason = phrase("no-cells", self.style.lang).to_owned();
                self.unread.push([path(), reason, String::new()]);
            }
            return Ok(());
        };
        // What is converted stays as it was printed; what people look at is cleaned like everything shown to them.
        let (agency, transcript) = (filed.agency.map(clean), cleaned(filed.transcript));
        let filed = Filed { agency: agency.as_deref(), transcript: &transcript, ..filed };
        let sheet = self.sheet(filing, &filed).map_err(refused)?;
        self.workbook.push_worksheet(sheet);
        Ok(())
    }

    /// What belongs to the run is about no cell of a form.
    fn run(&mut self, _: SaidRun) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, _: SaidRun) -> io::Result<()> {
        self.unread().map_err(refused)?;
        save_result(&mut self.workbook, &mut self.out)
    }
}

/// What is said of a cell: first what it should be, then why.
fn words(filing: SaidFiling, marked: &Marked) -> String {
    let lang = filing.style.lang;
    let mut lines = Vec::new();
    match marked.suspect {
        Some(Proposal::Figure(figure)) => {
            let figure = plain(figure);
            lines.push(fill(phrase("marked-proposed", lang), |_| Some(&figure)));
        }
        Some(Proposal::Open) => lines.push(phrase("marked-open", lang).to_owned()),
        None => {}
    }
    for said in marked.findings.iter().take(SAID).filter_map(|at| filing.finding(*at)) {
        lines.push(match said.equation() {
            Some(equation) => format!("{}\n{}", said.heading(), equation.text),
            None => format!("{} {}", said.code(), said.sentence()),
        });
    }
    lines.join("\n")
}

/// What is said of the filing.
fn summary(filing: SaidFiling) -> String {
    let lang = filing.style.lang;
    let findings = filing.findings();
    if findings.len() == 0 {
        return phrase("marked-none", lang).to_owned();
    }
    let rest = if findings.len() > SAID_OF_FILING { Some("…".to_owned()) } else { None };
    let mut lines = vec![phrase("marked-legend", lang).to_owned(), phrase("marked-found", lang).to_owned()];
    lines.extend(findings.take(SAID_OF_FILING).map(|said| format!("{} {}", said.code(), said.sentence())));
    lines.extend(rest);
    lines.join("\n")
}

/// A transcript whose texts are safe to show. A cell of a workbook has lines, and what is on two of them is read so.
fn cleaned(transcript: &Transcript) -> Transcript {
    let mut transcript = transcript.clone();
    for entry in transcript.entries.iter_mut().flatten() {
        let lines: Vec<String> = entry.printed().lines().map(|line| clean(line).into_owned()).collect();
        let text = lines.join("\n");
        if text != entry.printed() {
            *entry = Entry::new(entry.figure, &text, entry.place.take(), entry.unit);
        }
    }
    transcript
}

/// How a figure looks: colour for what is said of it, and a frame if it is likely wrong. Nothing is said by colour
/// alone; the notes say it too.
fn look(base: &Format, mark: Option<Mark>, is_suspect: bool) -> Format {
    let shaded = |color: u32| base.clone().set_background_color(Color::RGB(color));
    let format = match mark {
        Some(Mark::Wrong) => shaded(0x00F8_B4B4).set_font_color(Color::RGB(0x009C_0006)).set_bold(),
        Some(Mark::Doubtful) => shaded(0x00FF_E08A).set_font_color(Color::RGB(0x007F_4B00)).set_bold(),
        Some(Mark::Part) => shaded(0x00F3_E8F5),
        Some(Mark::Noted) | None => base.clone(),
    };
    if is_suspect { format.set_border(FormatBorder::Thick).set_border_color(Color::RGB(0x001A_56B0)) } else { format }
}

/// A note high enough for its words.
fn note(words: &str) -> Note {
    let lines: Vec<_> = words.split('\n').map(clean).collect();
    let text: String = lines.join("\n").chars().take(MAX_NOTE).collect();
    let lines = wrap(&text, NOTE_COLUMNS).lines().count();
    let height = u32::try_from(lines + 1).unwrap_or(1) * NOTE_LINE;
    let note = Note::new(text).set_author("gouji").add_author_prefix(false);
    note.set_font_name(FONT).set_font_size(9).set_width(NOTE_WIDTH).set_height(height)
}
