//! Grids with figures of a form that gave no filing. Whoever passed them over in silence would lose agencies: a second sheet
//! whose header is not known, indicators below each other with the agencies side by side, a data set on a page.
//!
//! Words alone are no figures: instructions, a list of the indicators and a form that is not filled in stay silent. So do
//! figures that no agency and no year stands over or beside: a list of indicators has its own numbers, and what is drawn in
//! a chart is said by the report already.

use std::collections::BTreeSet;

use super::Recogniser;
use super::identify;
use super::surface::{GridLine, Surface, Word};
use super::vocabulary::{Known, LabelPart};
use crate::reading::cells::grid::Grid;
use crate::reading::cells::lexicon::{ColumnRole, LEXICON};

/// Lines of a grid that are looked at.
const MOST_LINES: usize = 300;

/// Lines and words of a line without any name, after which none is looked for: what has figures of a form has its names from
/// the beginning.
const UNNAMED_LINES: usize = 20;
const UNNAMED_WORDS: usize = 16;

impl Recogniser<'_> {
    /// The first words of a form under which, or beside which, a grid has figures.
    pub(in crate::reading) fn words_of_figures(&self, grid: &Grid) -> Option<String> {
        let is_sample = |name: &str| LEXICON.sample_names.iter().any(|sample| name.contains(sample.as_str()));
        if grid.sheet().is_some_and(is_sample) {
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
        (0..lines.len()).find_map(|at| over(&named[at], &lines[at + 1..])).or_else(|| beside(&named, lines))
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
    label.meanings.iter().any(|meaning| matches!(meaning.part, LabelPart::Row { .. } | LabelPart::Column { .. }))
}

/// The first of the words that head columns with figures, if these are columns of a data set.
fn over(words: &[NamedWord], below: &[GridLine]) -> Option<String> {
    /// So many names of cells are no chance.
    const PATHS: usize = 3;
    /// Labels of rows or columns, where a line below them is an agency's.
    const LABELS: usize = 4;
    /// Lines below a header until the first figures: column numbers, units.
    const NEAR: usize = 5;
    let is_below = |line: &GridLine| {
        let under = |word: &NamedWord| line.cells.iter().any(|own| own.cell.column == word.column && is_figure(own));
        !line.is_numbering() && !line.is_years() && words.iter().filter(|word| under(word)).nth(1).is_some()
    };
    let filled: Vec<&GridLine> = below.iter().take(NEAR).filter(|line| is_below(line)).collect();
    filled.first()?;
    let is_certain = different(words.iter().filter(|word| word.is_path)) >= PATHS;
    let is_agencys = || different(words.iter()) >= LABELS && filled.iter().any(|line| line.cells.iter().any(is_agency));
    (is_certain || is_agencys()).then(|| words[0].text.to_owned())
}

/// The first of the words that stand before figures on lines below each other, if an agency or a year heads these or stands on
/// the line.
fn beside(named: &[Vec<NamedWord>], lines: &[GridLine]) -> Option<String> {
    const ENOUGH: usize = 3;
    let (mut words, mut columns, mut first, mut is_told) = (BTreeSet::new(), BTreeSet::new(), None, false);
    for (at, (named, line)) in named.iter().zip(lines).enumerate() {
        let Some(word) = named.iter().find(|word| word.is_path) else { continue };
        let figures = || line.cells.iter().filter(|own| own.cell.column > word.column && is_figure(own));
        if figures().next().is_none() {
            continue;
        }
        first.get_or_insert((at, word.text));
        words.insert(word.text);
        columns.extend(figures().map(|own| own.cell.column));
        is_told |= line.cells.iter().any(is_agency);
    }
    let (first, text) = first.filter(|_| words.len() >= ENOUGH)?;
    let is_head = |line: &GridLine, own: &Word| {
        let text = own.cell.text.as_str();
        // One year alone may be anything: since when there is such an indicator.
        let is_year = || (own.label.is_some() || line.is_years()) && identify::year_above(text).is_some();
        let is_value = || LEXICON.column_role(text) == Some(ColumnRole::Value);
        columns.contains(&own.cell.column) && (LEXICON.ends_as_agency(text) || is_year() || is_value())
    };
    let is_headed = lines[..first].iter().any(|line| line.cells.iter().any(|own| is_head(line, own)));
    (is_told || is_headed).then(|| text.to_owned())
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
