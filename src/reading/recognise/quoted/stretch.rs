//! Tables of a page and lines of a text that may be one: what is looked at whole.

use std::ops::Range;

use super::super::surface::{GridLine, Surface};
use crate::reading::cells::grid::Origin;
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::recognise::place::LineAt;

/// A table of a page, or lines of a text with several cells each, one below the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) grid: usize,
    pub(super) lines: Range<usize>,
}

impl Stretch {
    pub(super) fn first(&self) -> LineAt {
        LineAt { grid: self.grid, line: self.lines.start }
    }

    /// Whether its first line is a head: what goes on with a table that is cut in two has none.
    pub(super) fn has_head(&self, surfaces: &[Surface]) -> bool {
        let first = self.lines(surfaces).next();
        first.is_some_and(|(_, line)| line.value_count() == 0 || line.is_years())
    }

    /// Whether its head or the line above it says that it corrects a table.
    pub(super) fn corrects(&self, surfaces: &[Surface]) -> bool {
        let Self { grid, lines } = self;
        let above = match lines.start.checked_sub(1) {
            Some(line) => surfaces[*grid].lines.get(line),
            None => grid.checked_sub(1).and_then(|grid| surfaces[grid].lines.last()),
        };
        let head = surfaces[*grid].lines.get(lines.start);
        let words = above.into_iter().chain(head).flat_map(|line| &line.cells);
        words.map(|word| word.cell.text.as_str()).any(|text| LEXICON.has_version(text))
    }

    /// Whether a line is of it.
    pub(super) fn holds(&self, at: LineAt) -> bool {
        self.grid == at.grid && self.lines.contains(&at.line)
    }

    pub(super) fn lines<'s>(&self, surfaces: &'s [Surface]) -> impl Iterator<Item = (LineAt, &'s GridLine<'s>)> {
        let grid = self.grid;
        self.lines.clone().map(move |line| (LineAt { grid, line }, &surfaces[grid].lines[line]))
    }

    /// The figures of each of its lines that has some.
    pub(super) fn figures<'s>(&self, surfaces: &'s [Surface]) -> Vec<Vec<&'s str>> {
        let of_line = |line: &'s GridLine| line.values().map(|word| word.cell.text.as_str()).collect::<Vec<_>>();
        self.lines(surfaces).map(|(_, line)| of_line(line)).filter(|line| !line.is_empty()).collect()
    }

    /// Whether the figures on one of its lines stand beside each other on a line of another, but for a year in front.
    pub(super) fn has_figures_of(&self, other: &Self, surfaces: &[Surface]) -> bool {
        let whole = other.figures(surfaces);
        let is_there = |part: &[&str]| whole.iter().any(|line| line.windows(part.len()).any(|own| own == part));
        self.figures(surfaces).iter().any(|line| is_there(line) || line.len() > 1 && is_there(&line[1..]))
    }

    /// All of the file.
    pub(super) fn all(surfaces: &[Surface]) -> Vec<Self> {
        let mut all = Vec::new();
        for (grid, surface) in surfaces.iter().enumerate() {
            match surface.grid.origin {
                Origin::Sheet(_) | Origin::Turned { .. } => {}
                Origin::Table(_) | Origin::Pages(_) => all.push(Self { grid, lines: 0..surface.lines.len() }),
                Origin::Text => all.extend(runs(&surface.lines).into_iter().map(|lines| Self { grid, lines })),
            }
        }
        all
    }
}

/// The lines of a text that have several cells, in runs. The rule below the header of a Markdown table is no line of it.
fn runs(lines: &[GridLine]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.row.cells.len() > 1 || line.width > Some(1)) {
        let gap = |run: &Range<usize>| line.row.index - lines[run.end - 1].row.index;
        match runs.last_mut() {
            Some(run) if run.end == at && gap(run) <= if run.len() == 1 { 2 } else { 1 } => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// The most values on one of its lines.
pub(super) fn most_values(surfaces: &[Surface], stretch: &Stretch) -> usize {
    stretch.lines(surfaces).map(|(_, line)| line.value_count()).max().unwrap_or(0)
}
