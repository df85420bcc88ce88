//! `--format xlsx --marked`: the filings on sheets of their own as the law prints them, wrong cells red, what they should be
//! beside their row, and below the form what the marks mean and what is likely wrong. Notes hold the equations.
//!
//! An index stands in front, with a link to every sheet; those with errors come first. Filings that pass are drawn only
//! where that is asked for: of a county's hundred an officer opens the ten that are not right.
//!
//! The figures are what was read, so a filing is read again as the same; whoever corrects it here and checks it again sees
//! what is left. What has no cell of its own is said in the note of the title.

use std::collections::HashMap;
use std::io::{self, Write};

use rust_xlsxwriter::{Color, Format, FormatBorder, Note, Workbook, Worksheet, XlsxError};

use super::Scribe;
use crate::model::{CellIndex, Entry, FormEdition, Layout, Transcript, plain};
use crate::render::Style;
use crate::render::canonical::field::Field;
use crate::render::canonical::names::SheetNames;
use crate::render::canonical::sheet::{FONT, Looks, lay_on_paper, put_merged, shown};
use crate::render::canonical::statutory::{FiledSheet, sheet};
use crate::render::canonical::{Filed, refused, save_listed};
use crate::render::listing::{Columns, Listing};
use crate::render::marks::{Mark, Marked, Marks, marks, used};
use crate::render::said::{SaidFiling, SaidRun, State};
use crate::render::words::clean::clean;
use crate::render::words::labels;
use crate::render::words::phrases::{fill, filled, phrase};
use crate::render::words::wrap::wrap;
use crate::rules::Severity;

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
/// A line below a form, in points.
const LINE: f64 = 15.0;
/// Half-width characters of what stands beside a row.
const MARGIN: u16 = 24;

const INDEX_COLUMNS: Columns = &[
    ("list-agency", 26),
    ("list-year", 7),
    ("ledger-state", 14),
    ("severity-error", 8),
    ("severity-warning", 8),
    ("list-fix", 44),
    ("index-form", 22),
    ("list-file", 30),
];

/// A workbook with an index, a sheet for every filing that is drawn, and one for the files that could not be read.
pub(super) struct MarkedBook<'f, W> {
    style: Style<'f>,
    out: W,
    names: SheetNames,
    looks: Looks,
    /// Every look that a figure can have: marked, in a total or not.
    figures: HashMap<(Option<Mark>, bool), Format>,
    drawn: Vec<Drawn>,
    /// How many passed and are not drawn.
    passed: usize,
    unread: Vec<[String; 3]>,
}

/// A filing that is drawn, and its line of the index.
struct Drawn {
    state: State,
    sheet: Worksheet,
    name: String,
    fields: [Field<'static>; 8],
}

impl<'f, W: Write> MarkedBook<'f, W> {
    /// A workbook that is written to `out`.
    pub(super) fn new(style: Style<'f>, out: W) -> Self {
        let looks = Looks::new();
        let mut figures = HashMap::new();
        let marks = [Mark::Wrong, Mark::Candidate, Mark::Sum, Mark::Doubtful, Mark::Noted];
        for mark in marks.into_iter().map(Some).chain([None]) {
            for (is_total, base) in [(true, &looks.total), (false, &looks.value)] {
                figures.insert((mark, is_total), look(base, mark));
            }
        }
        let mut names = SheetNames::default();
        // No filing may be called as a list is.
        names.name(Some(phrase("sheet-index", style.lang)), None);
        Self { style, out, names, looks, figures, drawn: Vec::new(), passed: 0, unread: Vec::new() }
    }

    fn draw(&mut self, filing: SaidFiling, filed: &Filed) -> Result<(), XlsxError> {
        let marks = marks(filing.assessment);
        let of = |index: CellIndex| {
            let mark = marks.get(&index).and_then(|marked| marked.mark);
            self.figures.get(&(mark, filed.form.cell(index).total)).unwrap_or(&self.looks.value)
        };
        let name = self.names.name(filed.agency, filed.year);
        let FiledSheet { mut sheet, places, below, last } = sheet(filed, &name, &self.looks, of)?;
        let mut beside: Vec<(u32, Vec<String>)> = Vec::new();
        for (index, row, column) in places {
            let Some(marked) = marks.get(&index) else { continue };
            // A form is full of blanks, and the title says that there are some.
            if marked.mark != Some(Mark::Noted) {
                sheet.insert_note(row, column, &note(&words(filing, marked)))?;
            }
            let Some(proposed) = marked.proposed else { continue };
            let words = proposal(filed.form, index, filed.transcript, &plain(proposed), self.style);
            match beside.last_mut().filter(|(last, _)| *last == row) {
                Some((_, all)) => all.push(words),
                None => beside.push((row, vec![words])),
            }
        }
        put_beside(&mut sheet, last + 1, &beside)?;
        self.put_below(&mut sheet, filing, &marks, (below + 1, last))?;
        sheet.insert_note(0, 0, &note(&summary(filing)))?;
        let (state, tally) = (filing.state(), filing.tally());
        if let Some(color) = tab(state) {
            sheet.set_tab_color(Color::RGB(color));
        }
        let fields = [
            Field::words(filed.agency.unwrap_or(phrase("agency-unknown", self.style.lang)).to_owned()),
            Field::number(filed.year),
            Field::words(state.words(self.style.lang).to_owned()),
            Field::Number(tally.errors.into()),
            Field::Number(tally.warnings.into()),
            Field::words(filing.likeliest_fix()),
            Field::words(name.clone()),
            Field::words(filing.file()),
        ];
        self.drawn.push(Drawn { state, sheet, name, fields });
        Ok(())
    }

    /// What the marks mean, and what is likely wrong.
    fn put_below(
        &self,
        sheet: &mut Worksheet,
        filing: SaidFiling,
        marks: &Marks,
        (mut row, last): (u32, u16),
    ) -> Result<(), XlsxError> {
        let lang = self.style.lang;
        let look = self.looks.section.clone().unset_bold().set_font_size(10.5);
        let chars = (usize::from(last) + 1) * 8;
        for suspects in filing.suspects() {
            let words = suspects.title() + &suspects.words();
            put_merged(sheet, (row, 0), (row, last), &clean(&words), &look)?;
            let lines = u16::try_from(wrap(&words, chars).lines().count()).unwrap_or(1);
            sheet.set_row_height(row, f64::from(lines.min(20)) * LINE + 3.0)?;
            row += 1;
        }
        for mark in used(marks) {
            let swatch = self.figures.get(&(Some(mark), false)).unwrap_or(&self.looks.value);
            sheet.write_string_with_format(row, 0, mark.sign(), swatch)?;
            put_merged(sheet, (row, 1), (row, last), mark.words(lang), &look)?;
            row += 1;
        }
        Ok(())
    }

    /// The sheets in front: every filing that is drawn, the worst first.
    fn index(&mut self, run: SaidRun) -> Result<(Worksheet, String), XlsxError> {
        let lang = self.style.lang;
        let mut name = phrase("sheet-index", lang).to_owned();
        let mut listing = Listing::called(&name, INDEX_COLUMNS, self.style);
        if run.report.left.is_some() {
            listing.call_unfinished()?;
            name += phrase("sheet-unfinished", lang);
        }
        self.drawn.sort_by_key(|drawn| drawn.state);
        for drawn in &self.drawn {
            let severity = match drawn.state {
                State::Unassessed | State::Errors => Some(Severity::Error),
                State::Warnings => Some(Severity::Warning),
                State::Pass => None,
            };
            listing.row(&drawn.fields, severity)?;
            listing.link(6, &drawn.name, &drawn.name)?;
        }
        let passed = Some(self.passed).filter(|count| *count > 0);
        let passed = passed.map(|count| filled("index-passed", lang, &[("count", &count)]));
        for (below, words) in (1..).zip(passed.into_iter().chain(run.unlisted()).chain(run.interrupted())) {
            let (sheet, row) = listing.sheet();
            let look = Format::new().set_font_name(FONT).set_font_size(10);
            sheet.write_string_with_format(row + below, 0, words, &look)?;
        }
        Ok((listing.end()?, name))
    }

    /// The files that could not be read, on a sheet of their own.
    fn unread(&mut self) -> Result<Option<(Worksheet, String)>, XlsxError> {
        if self.unread.is_empty() {
            return Ok(None);
        }
        let mut sheet = Worksheet::new();
        let name = self.names.name(Some(State::Unassessed.words(self.style.lang)), None);
        sheet.set_name(&name)?;
        let names = ["list-file", "list-reason", "ledger-help"].map(|name| phrase(name, self.style.lang).to_owned());
        let text = Format::new().set_text_wrap().set_quote_prefix();
        for (row, fields) in (0..).zip(std::iter::once(names).chain(self.unread.drain(..))) {
            for (column, field) in (0..).zip(&fields) {
                sheet.write_string_with_format(row, column, shown(field), &text)?;
                sheet.set_column_width(column, 48)?;
            }
        }
        lay_on_paper(&mut sheet, 3.0 * 48.0);
        Ok(Some((sheet, name)))
    }

    fn workbook(&mut self, run: SaidRun) -> Result<(Workbook, Vec<String>), XlsxError> {
        let (index, name) = self.index(run)?;
        let mut lists = vec![name];
        let mut workbook = Workbook::new();
        workbook.push_worksheet(index);
        for drawn in self.drawn.drain(..) {
            workbook.push_worksheet(drawn.sheet);
        }
        if let Some((sheet, name)) = self.unread()? {
            workbook.push_worksheet(sheet);
            lists.push(name);
        }
        Ok((workbook, lists))
    }
}

impl<W: Write> Scribe for MarkedBook<'_, W> {
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        if filing.state() == State::Pass && !self.style.with_passing {
            self.passed += 1;
            return Ok(());
        }
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
        self.draw(filing, &filed).map_err(refused)
    }

    /// What belongs to the run is about no cell of a form.
    fn run(&mut self, _: SaidRun) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, run: SaidRun) -> io::Result<()> {
        let (mut workbook, lists) = self.workbook(run).map_err(refused)?;
        save_listed(&mut workbook, &lists, &mut self.out)
    }
}

/// What cells of a row should be, right of the form: whoever prints the sheet sees it too.
fn put_beside(sheet: &mut Worksheet, column: u16, beside: &[(u32, Vec<String>)]) -> Result<(), XlsxError> {
    if beside.is_empty() {
        return Ok(());
    }
    let look = Format::new().set_font_name(FONT).set_font_size(10).set_bold().set_text_wrap();
    let look = look.set_font_color(Color::RGB(0x00B0_1E1E)).set_quote_prefix();
    sheet.set_column_width(column, MARGIN)?;
    for (row, words) in beside {
        sheet.write_string_with_format(*row, column, shown(&clean(&format!("← {}", words.join("；")))), &look)?;
    }
    Ok(())
}

/// The colour of the tab of a sheet.
fn tab(state: State) -> Option<u32> {
    match state {
        State::Unassessed | State::Errors => Some(0x00C0_2B2B),
        State::Warnings => Some(0x00E0_A030),
        State::Pass => None,
    }
}

/// What a cell should be, as it stands beside its row: `自然人 60→61`. A table on one line has every row beside itself.
fn proposal(form: &FormEdition, index: CellIndex, filed: &Transcript, proposed: &str, style: Style) -> String {
    let (row, column) = labels::lines_of(form, index, style.lang);
    let is_one_line = form.block_of(form.cell(index)).layout == Layout::OneLine;
    let name = if is_one_line { labels::in_table((row, column)) } else { column.to_owned() };
    let reported = filed.entry(index).map(|entry| entry.printed().into_owned()).filter(|printed| !printed.is_empty());
    let reported = reported.unwrap_or_else(|| phrase("suspect-blank", style.lang).to_owned());
    format!("{name} {reported}→{proposed}")
}

/// What is said of a cell: first what it should be, then why.
fn words(filing: SaidFiling, marked: &Marked) -> String {
    let lang = filing.style.lang;
    let mut lines = Vec::new();
    let figure = marked.proposed.map(plain);
    let proposed = |name: &str| fill(phrase(name, lang), |_| figure.as_deref());
    match (&figure, marked.mark) {
        (Some(_), Some(Mark::Wrong)) => lines.push(proposed("marked-proposed")),
        (Some(_), _) => lines.push(proposed("marked-likely")),
        (None, Some(Mark::Candidate)) => lines.push(phrase("marked-open", lang).to_owned()),
        (None, _) => {}
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
    let mut lines = vec![phrase("marked-found", lang).to_owned()];
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

/// How a figure looks. Only what is wrong is filled with a strong colour; nothing is said by colour alone: the legend has
/// signs, notes say it, and what a cell should be stands beside its row.
fn look(base: &Format, mark: Option<Mark>) -> Format {
    let shaded = |color: u32| base.clone().set_background_color(Color::RGB(color));
    match mark {
        Some(Mark::Wrong) => shaded(0x00D2_2B2B).set_font_color(Color::RGB(0x00FF_FFFF)).set_bold(),
        Some(Mark::Candidate) => {
            let framed = shaded(0x00FB_DEDE).set_font_color(Color::RGB(0x009C_0006)).set_bold();
            framed.set_border(FormatBorder::MediumDashed).set_border_color(Color::RGB(0x00D2_2B2B))
        }
        Some(Mark::Sum) => shaded(0x00E4_DAEE),
        Some(Mark::Doubtful) => shaded(0x00FF_E08A).set_font_color(Color::RGB(0x007F_4B00)).set_bold(),
        Some(Mark::Noted) | None => base.clone(),
    }
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
