//! Grids with figures of a form that gave no filing. Whoever passed them over in silence would lose agencies: a second sheet
//! whose header is not known, indicators below each other with the agencies side by side, a data set on a page.
//!
//! Words alone are no figures: instructions, a list of the indicators and a form that is not filled in stay silent. So do
//! figures that no agency stands over or beside, and a few figures of several: a list of indicators has its own numbers,
//! corrections and mistakes are listed cell by cell, and what is drawn in a chart or compared with other years is said by the
//! filing already. What a report has in its text beside its tables is told by single labels; cells are named there by their
//! row and column only in a data set.

use std::collections::{BTreeMap, BTreeSet};

use super::Recogniser;
use super::surface::{GridLine, Surface, Word};
use super::vocabulary::{Known, Meaning};
use crate::reading::cells::grid::Grid;
use crate::reading::cells::lexicon::{ColumnRole, LEXICON};

/// Lines of a grid that are looked at.
const MOST_LINES: usize = 300;

/// Cells of the form that a data set has of an agency. Fewer are an extract.
const ENOUGH: usize = 10;

/// Lines and words of a line without any name, after which none is looked for: what has figures of a form has its names from
/// the beginning.
const UNNAMED_LINES: usize = 20;
const UNNAMED_WORDS: usize = 16;

impl Recogniser<'_> {
    /// The first words of a form under which, or beside which, a grid has figures.
    pub(in crate::reading) fn words_of_figures(&self, grid: &Grid) -> Option<String> {
        let sheet = grid.sheet();
        if sheet.is_some_and(|name| LEXICON.is_sample(name)) {
            return None;
        }
        let rows = grid.rows.iter().take(MOST_LINES).cloned().collect();
        let head = Grid { rows, ..Grid::new(grid.origin.clone()) };
        let lines = &Surface::new(&head, &self.vocabulary).lines;
        let mut named: Vec<Vec<NamedWord>> = Vec::new();
        for line in lines {
            named.push(self.named(line));
            if named.len() >= UNNAMED_LINES && named.iter().all(Vec::is_empty) {
                return None;
            }
        }
        let is_of_agency = sheet.is_some_and(|name| LEXICON.ends_as_agency(name));
        let over = |at: usize| over(&named[at], &lines[at + 1..], sheet.is_some());
        (0..lines.len()).find_map(over).or_else(|| beside(&named, lines, is_of_agency))
    }

    /// The words of a line that name a cell, or a row or column.
    fn named<'l>(&self, line: &'l GridLine) -> Vec<NamedWord<'l>> {
        let named = |word: &'l Word| {
            let label = word.label.as_deref()?;
            let text = word.cell.text.as_str();
            let is_path = label.meanings.is_empty() && self.name(text).is_known();
            (is_path || is_line(label)).then_some(NamedWord { text, column: word.cell.column, is_path })
        };
        let (first, others) = line.cells.split_at(line.cells.len().min(UNNAMED_WORDS));
        let first: Vec<NamedWord> = first.iter().filter_map(named).collect();
        let others = if first.is_empty() { &[] } else { others };
        first.into_iter().chain(others.iter().filter_map(named)).collect()
    }
}

/// Words of a form on a line.
struct NamedWord<'l> {
    text: &'l str,
    column: u32,
    /// They name a cell by its row and its column, as only a data set does.
    is_path: bool,
}

fn is_line(label: &Known) -> bool {
    label.meanings.iter().any(Meaning::is_line)
}

/// The first of the words that head columns with figures, if these are columns of a data set: many, and a line below them is
/// an agency's.
fn over(words: &[NamedWord], below: &[GridLine], is_sheet: bool) -> Option<String> {
    /// Lines below a header until the first figures: column numbers, units.
    const NEAR: usize = 5;
    let is_below = |line: &GridLine| {
        let under = |word: &NamedWord| line.cells.iter().any(|own| own.cell.column == word.column && is_figure(own));
        !line.is_numbering() && !line.is_years() && words.iter().filter(|word| under(word)).nth(1).is_some()
    };
    // The same columns stand under each row of the form.
    let is_many = different(words.iter().filter(|word| word.is_path)) >= ENOUGH || (is_sheet && words.len() >= ENOUGH);
    let mut filled = below.iter().take(NEAR).filter(|line| is_many && is_below(line));
    filled.any(|line| line.cells.iter().any(is_agency)).then(|| words[0].text.to_owned())
}

/// The first of the words that stand before figures on lines below each other, if an agency heads these, or stands on enough of
/// the lines beside the one figure of each; or if the whole sheet is called by an agency, and the figures are its values.
fn beside(named: &[Vec<NamedWord>], lines: &[GridLine], is_of_agency: bool) -> Option<String> {
    let (mut words, mut columns, mut first) = (BTreeSet::new(), BTreeSet::new(), None);
    let mut told: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (at, (named, line)) in named.iter().zip(lines).enumerate() {
        let Some(word) = named.iter().find(|word| word.is_path) else { continue };
        let figures: Vec<u32> = line
            .cells
            .iter()
            .filter(|own| own.cell.column > word.column && is_figure(own))
            .map(|own| own.cell.column)
            .collect();
        if figures.is_empty() {
            continue;
        }
        first.get_or_insert((at, word.text));
        words.insert(word.text);
        if let (Some(agency), [_]) = (line.cells.iter().find(|own| is_agency(own)), figures.as_slice()) {
            told.entry(agency.cell.text.as_str()).or_default().insert(word.text);
        }
        columns.extend(figures);
    }
    let (first, text) = first.filter(|_| words.len() >= ENOUGH)?;
    let is_head = |own: &Word| {
        let text = own.cell.text.as_str();
        let is_value = || is_of_agency && LEXICON.column_role(text) == Some(ColumnRole::Value);
        columns.contains(&own.cell.column) && (LEXICON.ends_as_agency(text) || is_value())
    };
    let is_told = told.values().any(|words| words.len() >= ENOUGH);
    let is_headed = || lines[..first].iter().any(|line| line.cells.iter().any(is_head));
    (is_told || is_headed()).then(|| text.to_owned())
}

fn different<'w, 'l: 'w>(words: impl Iterator<Item = &'w NamedWord<'l>>) -> usize {
    words.map(|word| word.text).collect::<BTreeSet<_>>().len()
}

fn is_figure(word: &Word) -> bool {
    word.label.is_none() && word.cell.text.contains(|c: char| c.is_numeric())
}

fn is_agency(word: &Word) -> bool {
    word.label.as_deref().is_some_and(|label| label.meanings.is_empty()) && LEXICON.ends_as_agency(&word.cell.text)
}
