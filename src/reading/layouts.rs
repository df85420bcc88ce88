//! Layouts that were read before. The offices of a county fill in one template, so nearly every file differs from the one
//! before in its figures and in whose it is, and in nothing else. Where that is certain, the figures are taken from where
//! they stood then, and no label is looked up again.
//!
//! It is certain because of a plain figure nothing is asked but where it stands. A file is remembered only if nothing had
//! to be observed of it, and recognised only if every word and every position are the same, plain figures stand where
//! plain figures stood, and these do not count off rows or columns, whose numbers they could be. So what is remembered
//! changes no result, whichever file comes first; it only saves the way there.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use super::grid::{CellKind, Grid, GridCell, GridRow, Origin};
use super::identify::{self, Title};
use super::locate::{self, Found};
use super::narrative::{self, At};
use super::number;
use super::surface::{Surface, Word};
use super::vocabulary::Vocabulary;
use crate::forms::Forms;
use crate::model::{CellIndex, Entry, Figure, Filing, FormEdition, Transcript, Unit, fold};

/// So many are remembered: each costs a comparison with the first words of a file, and a folder has a handful.
const MOST: usize = 32;
/// A file with more in it than this, in bytes, is more than a form.
const MOST_BYTES: usize = 1 << 15;
/// So many figures that go up one by one could be the numbers of rows or columns.
const COUNTED: usize = 5;

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
    /// What was read, without the figures.
    blank: Transcript,
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
        known.iter().find_map(|layout| layout.read(grids, forms.get(&layout.blank.edition)?, vocabulary))
    }

    /// Remembers how a file was read, if it is plain.
    pub(super) fn remember(&self, read: &Read, vocabulary: &Vocabulary) {
        let has_room = self.0.read().is_ok_and(|known| known.len() < MOST);
        let layout = has_room.then(|| Layout::of(read, vocabulary)).flatten();
        if let Some((layout, mut known)) = layout.zip(self.0.write().ok()) {
            known.push(Arc::new(layout));
        }
    }
}

impl Layout {
    fn of(read: &Read, vocabulary: &Vocabulary) -> Option<Self> {
        let Read { surfaces, found, told, filing } = *read;
        let transcript = filing.transcripts.first().filter(|_| filing.transcripts.len() == 1)?;
        if !transcript.observations.is_empty() || !is_plain(surfaces, told) {
            return None;
        }
        let titles = titles(surfaces, found, vocabulary);
        let mut blank = transcript.clone();
        let mut figures = HashMap::new();
        for (index, slot) in (0..).map(CellIndex).zip(&mut blank.entries) {
            if let Some(Entry { place, unit, .. }) = slot.take_if(|entry| entry.number().is_some()) {
                figures.insert(place?, Content::Figure(index, unit));
            }
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
        let names_sheet = blank.entries.iter().flatten().any(|entry| entry.place.is_some());
        let is_one_sheet = surfaces.len() == 1 && sheet.is_some() && !names_sheet;
        let (year, told) = (filing.year, told.to_vec());
        // A figure that stands nowhere cannot be found again.
        figures.is_empty().then_some(Self { grids, named, tab, sheet, is_one_sheet, year, told, blank })
    }

    /// The filing on `grids`, if they are laid out so.
    fn read<'g>(&self, grids: &'g [Grid], edition: &'g FormEdition, vocabulary: &'g Vocabulary) -> Option<Recalled> {
        let is_like = |(grid, (origin, rows)): (&Grid, &(Origin, Vec<Row>))| {
            let is_any_sheet = self.is_one_sheet && grid.sheet().is_some();
            grid.rows.len() == rows.len() && (is_any_sheet || grid.origin == *origin) && !grid.hidden
        };
        if grids.len() != self.grids.len() || !grids.iter().zip(&self.grids).all(is_like) {
            return None;
        }
        let mut reading = Reading {
            edition,
            vocabulary,
            named: self.named.clone(),
            title: None,
            out: self.blank.clone(),
            down: Counted::default(),
            along: Counted::default(),
        };
        for (grid, (_, rows)) in grids.iter().zip(&self.grids) {
            for (row, known) in grid.rows.iter().zip(rows) {
                reading.row(grid, row, known)?;
            }
        }
        let sheet = grids.first().filter(|_| self.is_one_sheet).and_then(Grid::sheet);
        let tab = sheet.map_or(self.tab.clone(), |sheet| identify::name(sheet).agency);
        let sheet = sheet.map_or(self.sheet.clone(), |sheet| Some(sheet.to_owned()));
        let filing = Filing {
            year: self.year,
            sheet,
            transcripts: vec![reading.out],
            narrative: narrative::of_rows(grids, &self.told),
            ..Filing::default()
        };
        Some(Recalled { named: reading.named, tab, filing })
    }
}

/// A file under way into the cells of a layout.
struct Reading<'e> {
    edition: &'e FormEdition,
    vocabulary: &'e Vocabulary,
    named: Title,
    title: Option<&'e str>,
    out: Transcript,
    /// The first figures of the rows.
    down: Counted,
    /// All figures, row by row.
    along: Counted,
}

impl<'e> Reading<'e> {
    /// Reads a row, if it is laid out as `known`.
    fn row(&mut self, grid: &Grid, row: &'e GridRow, known: &Row) -> Option<()> {
        if (row.index, row.width, row.cells.len()) != (known.index, known.width, known.cells.len()) {
            return None;
        }
        let mut is_first = true;
        for (cell, known) in row.cells.iter().zip(&known.cells) {
            if (cell.column, cell.kind) != (known.column, known.kind) {
                return None;
            }
            match &known.content {
                Content::Words(words) if cell.text != **words => return None,
                Content::Words(_) => {}
                Content::Title => self.title(cell)?,
                Content::Figure(index, unit) => {
                    let (figure, number) = figure(cell, self.edition.cell(*index).value.is_whole())?;
                    if self.along.goes_on(number) || (is_first && self.down.goes_on(number)) {
                        return None;
                    }
                    is_first = false;
                    let place = Some(grid.place(row.index, cell.column));
                    self.out.entries[index.at()] =
                        Some(Entry { figure, printed: cell.text.clone(), place, unit: *unit });
                }
            }
        }
        Some(())
    }

    /// Reads the title, which may come again.
    fn title(&mut self, cell: &'e GridCell) -> Option<()> {
        if self.title.is_none() {
            self.named.agency = Some(agency_in(cell, self.named.year, self.vocabulary)?);
        }
        let title = self.title.get_or_insert(&cell.text);
        (*title == cell.text).then_some(())
    }
}

/// The figure of a cell that holds nothing else: digits, with a decimal point or a minus sign. Also as a whole number.
fn figure(cell: &GridCell, whole: bool) -> Option<(Figure, Option<u64>)> {
    if let Some(number) = number::plain(&cell.text, cell.kind) {
        return Some((Figure::Number(number.into()), Some(number)));
    }
    let digits = cell.text.strip_prefix('-').unwrap_or(&cell.text);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let reading = is_plain.then(|| number::read(&cell.text, cell.kind, whole))?;
    let is_figure = matches!(reading.figure, Figure::Number(_)) && reading.remarks.is_empty();
    is_figure.then_some((reading.figure, None))
}

/// The agency in a title that names this year and is no label.
fn agency_in(cell: &GridCell, year: Option<u16>, vocabulary: &Vocabulary) -> Option<String> {
    let title = identify::title(None, &cell.text).filter(|title| title.year == year && year.is_some())?;
    let is_label = number::is_meant(&cell.text, cell.kind) || !vocabulary.meanings(&fold(&cell.text)).is_empty();
    title.agency.filter(|_| !is_label)
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

/// Figures one after the other that go up by one.
#[derive(Debug, Default)]
struct Counted {
    last: Option<u64>,
    times: usize,
}

impl Counted {
    /// Whether so many have come that they could be numbers of rows or columns.
    fn goes_on(&mut self, figure: Option<u64>) -> bool {
        let Some(figure) = figure else { return false };
        let is_next = self.last.is_some_and(|last| last.checked_add(1) == Some(figure));
        self.times = if is_next { self.times + 1 } else { 1 };
        self.last = Some(figure);
        self.times >= COUNTED
    }
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::reading::{ReadOptions, Reader};

    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                files(&entry, found);
            } else {
                found.push(entry);
            }
        }
    }

    /// Figures in place of those of a text: `from` gives the next.
    fn with_figures(text: &str, mut from: impl FnMut() -> u64) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, after) = rest.split_at(at);
            let (digits, after) = after.split_at(after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len()));
            out += before;
            let is_field =
                before.ends_with(['|', ',', '\t', '>', ' ']) && !after.starts_with(|c: char| !"|,\t< \r\n".contains(c));
            out += &if is_field { from().to_string() } else { digits.to_owned() };
            rest = after;
        }
        out + rest
    }

    /// What is read of a file does not depend on what was read before.
    #[test]
    fn what_is_remembered_changes_nothing() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        let [mut warm, mut cold] = [(); 2].map(|()| Reader::new(&forms, ReadOptions::default()));
        let said = |reader: &Reader, bytes: &[u8], name: &str| format!("{:?}", reader.read(bytes, Some(name)));
        let mut all = Vec::new();
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut all);
        all.sort();
        let (mut state, mut remembered, mut recalled) = (20_240_331_u64, 0, 0);
        let mut dice = move |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for path in all {
            let bytes = fs::read(&path).expect("a fixture");
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            warm.layouts = Layouts::default();
            let known = |reader: &Reader| reader.layouts.0.read().expect("no panic").len();
            let before = said(&warm, &bytes, &name);
            assert_eq!(said(&warm, &bytes, &name), before, "{} a second time", path.display());
            remembered += known(&warm);
            let Some(text) = String::from_utf8(bytes).ok().filter(|_| known(&warm) > 0) else { continue };
            for variant in 0..12 {
                let mut count = 0;
                let figures = with_figures(&text, || {
                    count += 1;
                    match variant {
                        0..4 => dice(3),
                        4..8 => dice(2_100),
                        8 => count,
                        _ => count % 7 + dice(2),
                    }
                });
                // A name before the title's changes whose it is.
                let renamed = figures.replace("某县", if variant % 2 == 0 { "某县" } else { "云泽县" });
                cold.layouts = Layouts::default();
                let fresh = said(&cold, renamed.as_bytes(), &name);
                assert_eq!(said(&warm, renamed.as_bytes(), &name), fresh, "{} {variant}\n{renamed}", path.display());
                recalled += usize::from(known(&warm) == 1);
            }
        }
        assert!(
            remembered > 50 && recalled > 300,
            "{remembered} files are plain, {recalled} more are laid out like one"
        );
    }
}
