//! In which unit figures count: as their header says, a line above the table or below it, or the words beside them.

use super::super::align::{BlockHeader, Placed};
use super::super::identify;
use super::super::surface::{GridLine, Word};
use super::super::vocabulary::{Known, LabelPart};
use super::{BlockLines, RowLine, TableReader};
use crate::model::{ObservationKind, Place, Unit};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::measure::{Measure, counts, measure_beside};
use crate::reading::recognise::place::LineAt;

/// The unit of a figure, by the words beside it.
#[derive(Clone)]
pub(super) enum InUnit {
    /// The form's own, or this one of money.
    Known(Option<Unit>),
    /// What it says makes it no figure of the form: 万件, 美元, or money where things are counted.
    Strange(String),
}

impl InUnit {
    /// The same, or where nothing is said beside the figure what its header says.
    pub(super) fn or(&self, header: Option<Unit>) -> Self {
        if let Self::Known(None) = self { Self::Known(header) } else { self.clone() }
    }

    pub(super) fn known(&self) -> Option<Unit> {
        if let Self::Known(unit) = self { *unit } else { None }
    }

    pub(super) fn strange(&self) -> Option<&str> {
        if let Self::Strange(word) = self { Some(word) } else { None }
    }
}

impl<'g> TableReader<'_, 'g> {
    /// The unit that a row prints: behind its label, or beside it in a column of units.
    pub(super) fn row_unit(&mut self, block: usize, row: &RowLine<'g>, header: &BlockHeader) -> InUnit {
        let cells = self.cells_of_row(block, row.row);
        let money = cells.iter().find_map(|cell| self.edition.cell(*cell).unit);
        let behind =
            row.label.printed.trim_end().strip_suffix(['）', ')']).and_then(|label| label.rsplit_once(['（', '(']));
        let behind = behind.map(|(_, inner)| (format!("（{inner}）"), row.label.place.clone()));
        // Under a head of its own stands a remark or a share.
        let is_beside = |placed: &&Placed| !placed.is_value && !header.strangers.contains_key(&placed.column);
        let beside = row.values.cells.iter().filter(is_beside);
        let beside = beside.map(|placed| (placed.cell.text.clone(), Some(self.place(row.values.at, placed.column))));
        let said = behind.into_iter().chain(beside.collect::<Vec<_>>());
        for (words, place) in said {
            match (measure_beside(&words), money) {
                (Measure::Nothing | Measure::Known(None), _) => {}
                (Measure::Known(Some(unit)), Some(form)) => {
                    if unit != form {
                        self.observe(ObservationKind::ForeignUnit, |seen, _| {
                            (seen.printed, seen.expected) = (words, form.word().to_owned());
                            (seen.place, seen.cells) = (place, cells);
                        });
                    }
                    return InUnit::Known(Some(unit));
                }
                // 件、元 is the unit of counts and sums; a sum of money alone is no count.
                (Measure::Known(Some(_)), None) if counts(&words) => {}
                (Measure::Known(Some(_)) | Measure::Other, _) => return InUnit::Strange(words),
            }
        }
        InUnit::Known(None)
    }

    /// Columns whose header declares a unit other than the form's: in their label, or in words of their own above the
    /// table or the block, as 单位：元 stands in its corner, or in a note below it.
    pub(super) fn header_units(&mut self, block: usize, lines: &BlockLines) -> Vec<(usize, Unit)> {
        let columns = &self.block_spec(block).columns;
        let mut units = Vec::new();
        // One header may stand over all blocks of a table.
        let over = if lines.header_lines.is_empty() { &self.top } else { &lines.header_lines };
        for &line in over {
            for (column, word) in self.header_labels(block, line) {
                let unit = word.label.as_deref().and_then(|label| label.folded.unit.as_deref()).and_then(Unit::named);
                if let Some(unit) = unit {
                    units.push((column, unit, self.place(line, word.cell.column), word.cell.text.clone()));
                }
            }
        }
        let above = || self.top.iter().chain(&lines.header_lines);
        let below: Vec<LineAt> = lines.rows.last().map(|row| self.notes_below(row.values.at)).unwrap_or_default();
        for column in columns.printed().filter(|column| columns.lines[*column].label.folded().unit.is_some()) {
            if units.iter().any(|(own, ..)| *own == column) {
                continue;
            }
            let near = above().rev().chain(&below).find_map(|line| self.stated_unit(*line));
            let above = || {
                let (at, word) = self.stated_above(|word| word.stated_money().is_some())?;
                Some((word.stated_money()?, self.place(at, word.cell.column), word.cell.text.clone()))
            };
            let stated = near.or_else(above);
            units.extend(stated.map(|(unit, place, printed)| (column, unit, place, printed)));
        }
        for (column, unit, place, printed) in &units {
            let expected = &columns.lines[*column].label;
            if expected.folded().unit.as_deref().is_some_and(|form| form != unit.word()) {
                let cells = self.cells_of_column(block, *column);
                let expected = expected.printed().to_owned();
                self.observe(ObservationKind::ForeignUnit, |seen, _| {
                    (seen.printed, seen.expected) = (printed.clone(), expected);
                    (seen.place, seen.cells) = (Some(place.clone()), cells);
                });
            }
        }
        units.into_iter().map(|(column, unit, ..)| (column, unit)).collect()
    }

    /// The notes that follow a line, on a page in the text below its table: 注：收费金额单位为元, and what states a unit there
    /// without being called a note.
    fn notes_below(&self, last: LineAt) -> Vec<LineAt> {
        /// A note stands directly below its table.
        const NEAR: usize = 3;
        let lines = |grid: usize, from: usize| {
            let count = self.surfaces.get(grid).map_or(0, |surface| surface.lines.len());
            (from..count).map(move |line| LineAt { grid, line })
        };
        let is_note = |at: &LineAt| {
            let words = self.line(*at).cells.first().and_then(|word| word.label.as_deref());
            words.is_some_and(|words| LEXICON.is_note_of_unit(&words.folded.body))
        };
        let own = lines(last.grid, last.line + 1).take(NEAR).filter(is_note);
        own.chain(self.text_below(last.grid).take(NEAR).take_while(is_note)).collect()
    }

    /// The words above the first line of the table that state a unit of this kind, from the nearest up: 填报单位：某局 | 单位：元
    /// between the title of the report and that of its first table. Above the title it is the table's only where nothing else
    /// stands there.
    pub(super) fn stated_above(&self, is_unit: impl Fn(&Word<'g>) -> bool) -> Option<(LineAt, &Word<'g>)> {
        /// A title, whose it is, of which time, in which unit.
        const NEAR: usize = 6;
        let first = *self.top.first()?;
        let text = |line: &GridLine<'g>| line.cells.first().map_or("", |word| word.cell.text.as_str());
        let states = |word: &Word<'g>| {
            let words = word.label.as_deref().map(|label| label.folded.body.as_str());
            is_unit(word) && words.is_some_and(|words| LEXICON.is_note_of_unit(words))
        };
        let is_of_head = |word: &Word<'g>| {
            let text = word.cell.text.as_str();
            states(word) || text.contains([':', '：']) || LEXICON.is_agency(text)
        };
        let (mut found, mut is_below_title) = (None, true);
        for at in self.lines_above(first).take(NEAR) {
            let line = self.line(at);
            // On a page the title of the first table is text too.
            if at.grid < first.grid && self.is_title_of_table(line) {
                continue;
            }
            if line.value_count() > 0 || line.names_lines() {
                break;
            }
            let is_title = identify::is_title(text(line));
            if !is_title && !line.cells.iter().all(is_of_head) {
                break;
            }
            is_below_title &= !is_title;
            found = found.or_else(|| line.cells.iter().find(|word| states(word)).map(|word| (at, word)));
            if found.is_some() && (is_below_title || at.line == 0) {
                break;
            }
        }
        found.filter(|(at, _)| is_below_title || at.line == 0)
    }

    /// The lines above one on its grid, and of a table of a page those of the text above it, from the nearest up.
    fn lines_above(&self, first: LineAt) -> impl Iterator<Item = LineAt> {
        let own = (0..first.line).rev().map(move |line| LineAt { grid: first.grid, line });
        let is_page = self.surfaces[first.grid].grid.sheet().is_none();
        let text = first.grid.checked_sub(1).filter(|_| is_page);
        let above = text
            .into_iter()
            .flat_map(|grid| (0..self.surfaces[grid].lines.len()).rev().map(move |line| LineAt { grid, line }));
        own.chain(above)
    }

    /// Whether a line is nothing but the title of a table of the form.
    fn is_title_of_table(&self, line: &GridLine) -> bool {
        let is_title = |label: &Known| self.parts(label).any(|(part, _)| part == LabelPart::Title);
        line.cells.len() == 1 && line.cells[0].label.as_deref().is_some_and(is_title)
    }

    /// The lines of the text below a table of a page. The last of them, if another table follows, is what stands over that.
    fn text_below(&self, grid: usize) -> impl Iterator<Item = LineAt> {
        let is_of_page = |at: usize| self.surfaces.get(at).is_some_and(|surface| surface.grid.sheet().is_none());
        let count = if is_of_page(grid) && is_of_page(grid + 1) { self.surfaces[grid + 1].lines.len() } else { 0 };
        let count = count.saturating_sub(usize::from(is_of_page(grid + 2)));
        (0..count).map(move |line| LineAt { grid: grid + 1, line })
    }

    /// The unit of money that words of no column state: 单位：元, 第二十条第（八）项（元）, or its own spelt otherwise.
    fn stated_unit(&self, at: LineAt) -> Option<(Unit, Place, String)> {
        self.line(at).cells.iter().find_map(|word| {
            let unit = word.stated_money()?;
            let label = word.label.as_deref()?;
            let is_of_other =
                self.parts(label).any(|(part, _)| !matches!(part, LabelPart::Furniture | LabelPart::Title));
            (!is_of_other).then(|| (unit, self.place(at, word.cell.column), word.cell.text.clone()))
        })
    }
}
