//! Layouts that were read before. The offices of a county fill in one template, so nearly every file differs from the one
//! before in its figures and in whose it is, and in nothing else. Where that is certain, the figures are taken from where
//! they stood then, and no label is looked up again.
//!
//! It is certain because of a plain figure nothing is asked but where it stands. A file is remembered only if nothing had
//! to be observed of it, and recognised only if every word and every position are the same, plain figures stand where
//! plain figures stood, and these do not count off rows or columns, whose numbers they could be. So what is remembered
//! changes no result, whichever file comes first; it only saves the way there.

mod recall;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use super::grid::{CellKind, Grid, Origin};
use super::identify::Title;
use super::locate::{self, Found};
use super::narrative::{self, At};
use super::surface::{Surface, Word};
use super::vocabulary::Vocabulary;
use crate::forms::Forms;
use crate::model::{CellIndex, Entries, Entry, Filing, Pattern, Transcript, Unit};
use recall::agency_in;

/// So many are remembered: each costs a comparison with the first words of a file, and a folder has a handful.
const MOST: usize = 32;
/// A file with more in it than this, in bytes, is more than a form.
const MOST_BYTES: usize = 1 << 15;

/// The layouts of a run; shared by its threads.
#[derive(Debug, Default)]
pub(super) struct Layouts(RwLock<Vec<Arc<Layout>>>);

/// A file as it is without its figures, and what was read from it.
#[derive(Debug)]
struct Layout {
    grids: Vec<(Origin, Vec<Row>)>,
    /// The agency and year that its words name; of its title's, only the year counts.
    named: Title,
    tab: Option<String>,
    sheet: Option<String>,
    /// It is a workbook of one sheet, whatever that is called.
    is_one_sheet: bool,
    /// The report year, by which its edition may have been decided.
    year: Option<u16>,
    /// The lines of its text.
    told: Vec<At>,
    /// What was read, without its entries.
    read: Transcript,
    /// Its entries.
    pattern: Arc<Pattern>,
}

/// A row without its figures.
#[derive(Debug)]
struct Row {
    index: u32,
    width: Option<u32>,
    cells: Vec<Cell>,
}

#[derive(Debug)]
struct Cell {
    column: u32,
    kind: CellKind,
    content: Content,
}

/// What a cell of a layout holds.
#[derive(Debug)]
enum Content {
    /// The same words in every file.
    Words(Box<str>),
    /// The title of the report, whosever it is.
    Title,
    /// A figure of this cell of the form, with the unit that its header declares.
    Figure(CellIndex, Option<Unit>),
}

/// A file with one filing, as it was read.
pub(super) struct Read<'r> {
    pub(super) surfaces: &'r [Surface<'r>],
    pub(super) found: &'r Found,
    /// The lines of its text.
    pub(super) told: &'r [At],
    pub(super) filing: &'r Filing,
}

/// A file whose layout was read before.
pub(super) struct Recalled {
    /// What its words name.
    pub(super) named: Title,
    pub(super) tab: Option<String>,
    /// What it holds, without the agency. It is read right only if the year turns out to be this one's.
    pub(super) filing: Filing,
}

impl Layouts {
    /// Reads `grids` as a file of the same layout was read, if there was one.
    pub(super) fn recall(&self, grids: &[Grid], forms: &Forms, vocabulary: &Vocabulary) -> Option<Recalled> {
        let known = self.0.read().ok()?;
        known.iter().find_map(|layout| layout.read(grids, forms.get(&layout.read.edition)?, vocabulary))
    }

    /// Remembers how a file was read, if it is plain.
    pub(super) fn remember(&self, read: &Read, forms: &Forms, vocabulary: &Vocabulary) {
        let has_room = self.0.read().is_ok_and(|known| known.len() < MOST);
        let layout = has_room.then(|| Layout::of(read, forms, vocabulary)).flatten();
        if let Some((layout, mut known)) = layout.zip(self.0.write().ok()) {
            known.push(Arc::new(layout));
        }
    }
}

impl Layout {
    fn of(read: &Read, forms: &Forms, vocabulary: &Vocabulary) -> Option<Self> {
        let Read { surfaces, found, told, filing } = *read;
        let transcript = filing.transcripts.first().filter(|_| filing.transcripts.len() == 1)?;
        if !transcript.observations.is_empty() || !is_plain(surfaces, told) {
            return None;
        }
        let titles = titles(surfaces, found, vocabulary);
        let edition = forms.get(&transcript.edition)?;
        let entries = (0..).map(CellIndex).zip(transcript.entries.iter());
        let entries = entries.filter_map(|(index, entry)| Some((index, entry.as_ref()?)));
        let (printed, others): (Vec<_>, Vec<_>) = entries.partition(|(_, entry)| entry.number().is_some());
        let is_in_unit = |entry: &Entry, index| entry.unit.is_none() || entry.unit == edition.cell(index).unit;
        let counts = printed.iter().filter(|(index, entry)| is_in_unit(entry, *index)).map(|(index, _)| *index);
        let pattern = Pattern::of(transcript.entries.to_vec(), counts);
        let mut figures = HashMap::new();
        for (index, entry) in printed {
            figures.insert(entry.place.clone()?, Content::Figure(index, entry.unit));
        }
        let mut grids = Vec::with_capacity(surfaces.len());
        for (number, surface) in surfaces.iter().enumerate() {
            let mut rows = Vec::with_capacity(surface.lines.len());
            for (at, line) in surface.lines.iter().enumerate() {
                let content = |word: &Word| match figures.remove(&surface.place(at, word.cell.column)) {
                    Some(figure) => Some(figure),
                    None if titles.contains(&(number, at)) => Some(Content::Title),
                    // A value that is none of the form's could be the number of a row.
                    None => word.label.as_ref().map(|_| Content::Words(word.cell.text.as_str().into())),
                };
                let contents: Option<Vec<Content>> = line.cells.iter().map(content).collect();
                let cells = line.cells.iter().zip(contents?);
                let cells =
                    cells.map(|(Word { cell, .. }, content)| Cell { column: cell.column, kind: cell.kind, content });
                rows.push(Row { index: line.row.index, width: line.width, cells: cells.collect() });
            }
            grids.push((surface.grid.origin.clone(), rows));
        }
        let named = Title { agency: found.agency.clone().filter(|_| titles.is_empty()), year: found.year };
        let (tab, sheet) = (found.tab.clone(), filing.sheet.clone());
        let names_sheet = others.iter().any(|(_, entry)| entry.place.is_some());
        let is_one_sheet = surfaces.len() == 1 && sheet.is_some() && !names_sheet;
        let (year, told) = (filing.year, told.to_vec());
        let read = Transcript { entries: Entries::default(), ..transcript.clone() };
        let pattern = Arc::new(pattern);
        // A figure that stands nowhere cannot be found again.
        figures.is_empty().then_some(Self { grids, named, tab, sheet, is_one_sheet, year, told, read, pattern })
    }
}

/// The title that alone says whose the file is, if it is nothing else: a line of its own above all tables. A page has it
/// twice.
fn titles(surfaces: &[Surface], found: &Found, vocabulary: &Vocabulary) -> Vec<At> {
    let first_line = found.sections.iter().flat_map(|section| &section.lines).min();
    let word = |at: &At| match surfaces[at.0].lines[at.1].cells.as_slice() {
        [word] if Some(at) < first_line => Some(word.cell),
        _ => None,
    };
    let mut titles = locate::only_titles(surfaces).unwrap_or_default();
    let first = titles.first().and_then(word);
    let agency = first.and_then(|title| agency_in(title, found.year, vocabulary));
    let is_same = |at: &At| word(at).zip(first).is_some_and(|(title, first)| title.text == first.text);
    let is_known = agency.is_some() && agency == found.agency && titles.iter().all(is_same);
    titles.retain(|_| is_known);
    titles
}

/// Whether every cell is a label or a figure that was read, and nothing is a sentence.
fn is_plain(surfaces: &[Surface], told: &[At]) -> bool {
    let is_whole = |surface: &Surface| surface.lines.len() == surface.grid.rows.len() && !surface.grid.hidden;
    let cells = || surfaces.iter().flat_map(|surface| &surface.lines).flat_map(|line| &line.cells);
    let bytes: usize = cells().map(|word| word.cell.text.len()).sum();
    let has_prose = told.iter().flat_map(|(grid, line)| &surfaces[*grid].lines[*line].cells);
    let has_prose = has_prose.into_iter().any(|word| narrative::is_prose(&word.cell.text));
    surfaces.iter().all(is_whole) && bytes <= MOST_BYTES && !has_prose
}
