//! Tables in the text of a report that quote lines of a statutory table: what became of the requests in two years, 行政复议 and
//! 行政诉讼 by year, the decisions of each kind. Reports print them between their sentences, with rows of the form under heads
//! of their own.
//!
//! A table is taken for a quotation only where nothing can be lost with it: it has a head of its own, and no more than half of
//! the form's table; all that it has stands in another table of the same report, with no line between the two that names
//! another agency or year, which is whole in one piece; and where it has columns of the form, they stand over the same figures
//! there, or over rows that the form does not have, as the quarters of the year. Above the first title of a statutory table a
//! report has none of them, so there the figures may differ, and that is said. Sheets are never taken for one: a sheet that
//! holds a part of a table may be anybody's.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use super::Recogniser;
use super::chapters::Chapters;
use super::locate::{self, Found};
use super::surface::{GridLine, Surface, Word, lines};
use super::versions;
use super::vocabulary::{Known, LabelPart, Meaning, TableKey, Vocabulary};
use crate::forms::Forms;
use crate::model::{Axis, Layout, Observation, Reason};
use crate::reading::cells::grid::Origin;
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::recognise::place::LineAt;

/// A table of a page, or lines of a text with several cells each, one below the other.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    grid: usize,
    lines: Range<usize>,
}

/// A table that quotes another.
#[derive(Debug)]
struct Quotation {
    stretch: Stretch,
    /// A line of the table that it quotes.
    of: LineAt,
    /// Where the first label stands that it has of that.
    first: LineAt,
    cell: usize,
    /// The title of the statutory table.
    title: String,
    /// It has other figures than that.
    differs: bool,
}

/// What a stretch has of a statutory table.
#[derive(Debug, Default)]
struct Share<'s> {
    /// Its labels that are rows of it, or of one printed on one line columns too.
    rows: Vec<LabelAt<'s>>,
    /// Words over columns of it that are no rows as well, as 总计 and 其他 are.
    columns: Vec<LabelAt<'s>>,
    /// It has its title: it says itself which table it is.
    is_titled: bool,
}

/// A label of a form: the line, and which of its cells.
type LabelAt<'s> = (LineAt, usize, &'s Known);

/// How much there is of a statutory table: rows, columns and, of one printed on one line, cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    rows: usize,
    columns: usize,
    cells: usize,
}

impl Stretch {
    fn first(&self) -> LineAt {
        LineAt { grid: self.grid, line: self.lines.start }
    }

    /// Whether its first line is a head: what goes on with a table that is cut in two has none.
    fn has_head(&self, surfaces: &[Surface]) -> bool {
        let first = self.lines(surfaces).next();
        first.is_some_and(|(_, line)| line.value_count() == 0 || line.is_years())
    }

    /// Whether its head or the line above it says that it corrects a table.
    fn corrects(&self, surfaces: &[Surface]) -> bool {
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
    fn holds(&self, at: LineAt) -> bool {
        self.grid == at.grid && self.lines.contains(&at.line)
    }

    fn lines<'s>(&self, surfaces: &'s [Surface]) -> impl Iterator<Item = (LineAt, &'s GridLine<'s>)> {
        let grid = self.grid;
        self.lines.clone().map(move |line| (LineAt { grid, line }, &surfaces[grid].lines[line]))
    }

    /// All of the file.
    fn all(surfaces: &[Surface]) -> Vec<Self> {
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

impl Quotation {
    /// What is said of it.
    fn observation(&self, surfaces: &[Surface]) -> Observation {
        let surface = &surfaces[self.first.grid];
        let word = &surface.lines[self.first.line].cells[self.cell];
        let place = surface.place(self.first.line, word.cell.column);
        let expected = self.title.clone();
        let why = match (self.stretch.corrects(surfaces), self.differs) {
            (true, _) => Reason::Corrected,
            (false, true) => Reason::QuotedOtherwise,
            (false, false) => Reason::Quoted,
        };
        Observation { expected, ..Observation::aside(why, word.cell.text.trim(), Some(place)) }
    }
}

/// The tables of a file that quote others, in its order.
#[derive(Debug, Default)]
pub(super) struct Quotations(Vec<Quotation>);

impl Quotations {
    /// Whether a line is of one.
    pub(super) fn hold(&self, at: LineAt) -> bool {
        let next = self.0.partition_point(|quotation| quotation.stretch.first() <= at);
        next.checked_sub(1).is_some_and(|last| self.0[last].stretch.holds(at))
    }

    /// Whether one stands on a grid.
    pub(super) fn are_on(&self, grid: usize) -> bool {
        self.0.iter().any(|quotation| quotation.stretch.grid == grid)
    }

    /// Whether one is all of a grid.
    pub(super) fn are_all_of(&self, grid: usize, surface: &Surface) -> bool {
        let all = Stretch { grid, lines: 0..surface.lines.len() };
        self.0
            .binary_search_by_key(&all.first(), |quotation| quotation.stretch.first())
            .is_ok_and(|at| self.0[at].stretch == all)
    }

    /// What is said of those that quote a table of a filing.
    pub(super) fn of(&self, found: &Found, surfaces: &[Surface]) -> Vec<Observation> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let lines: HashSet<LineAt> = found.sections.iter().flat_map(|section| &section.lines).copied().collect();
        let own = self.0.iter().filter(|quotation| lines.contains(&quotation.of));
        own.map(|quotation| quotation.observation(surfaces)).collect()
    }
}

impl Recogniser<'_> {
    /// The tables of a file that quote others.
    pub(super) fn quotations(&self, surfaces: &[Surface], chapters: &Chapters) -> Quotations {
        /// Whole tables that are looked at; a file has some hundred filings.
        const MOST: usize = 200;
        let stretches = Stretch::all(surfaces);
        if stretches.len() < 2 {
            return Quotations::default();
        }
        let extents = &self.extents;
        let shares: Vec<Vec<Share>> = stretches.iter().map(|stretch| self.shares(surfaces, stretch)).collect();
        let values: Vec<usize> = stretches.iter().map(|stretch| most_values(surfaces, stretch)).collect();
        let is_whole = |at: usize, key: TableKey| extents[key].is_whole(&shares[at][key], values[at]);
        let of_table = |key: TableKey| (0..stretches.len()).filter(|at| is_whole(*at, key)).take(MOST).collect();
        let wholes: Vec<Vec<usize>> = (0..extents.len()).map(of_table).collect();
        if wholes.iter().all(Vec::is_empty) {
            return Quotations::default();
        }
        let borders = OnceCell::new();
        let borders = || borders.get_or_init(|| locate::borders(surfaces, chapters)).as_slice();
        let report = |at: usize| borders().partition_point(|border| *border <= stretches[at].first());
        let titles = OnceCell::new();
        let titles = || titles.get_or_init(|| self.titles_of_tables(surfaces)).as_slice();
        let is_in_front = |at: usize| {
            let begins = report(at).checked_sub(1).map(|last| borders()[last]).unwrap_or_default();
            let next = titles().partition_point(|title| *title < begins);
            titles().get(next).is_some_and(|title| stretches[at].first() < *title)
        };
        // Several parts that come to more than half of a table may be it, cut into pieces.
        let are_few = |key: TableKey, of: usize| {
            let parts = (0..stretches.len()).filter(|at| report(*at) == report(of) && !wholes[key].contains(at));
            let rows = parts.flat_map(|at| shares[at][key].rows.iter().map(|(.., label)| label.folded.body.as_str()));
            let whole = wholes[key].iter().find(|whole| report(**whole) == report(of));
            whole.is_some_and(|whole| 2 * different(rows) <= shares[*whole][key].row_count())
        };
        let quotation = |(at, stretch): (usize, &Stretch)| {
            // 其他 and 总计 stand in tables of all kinds.
            let own: Vec<TableKey> = (0..extents.len()).filter(|key| shares[at][*key].first().is_some()).collect();
            let is_part =
                |key: &TableKey| extents[*key].is_part(&shares[at][*key], values[at]) && !shares[at][*key].is_titled;
            if own.is_empty() || values[at] == 0 || !own.iter().all(is_part) || !stretch.has_head(surfaces) {
                return None;
            }
            let whole = |key: TableKey, of: &dyn Fn(&Share) -> bool| {
                let mut of_report = wholes[key].iter().filter(|whole| report(**whole) == report(at));
                of_report.find(|whole| of(&shares[**whole][key])).map(|whole| (key, *whole))
            };
            let same = |key: &TableKey| whole(*key, &|whole| whole.has_all(&shares[at][*key], surfaces));
            let other = |key: &TableKey| {
                let whole = whole(*key, &|whole| whole.has_rows(&shares[at][*key]))?;
                are_few(*key, at).then_some(whole)
            };
            let quoted = own.iter().map(same).collect::<Option<Vec<_>>>();
            let differs = quoted.is_none();
            let others = || is_in_front(at).then(|| own.iter().map(other).collect()).flatten();
            let quoted = quoted.or_else(others)?;
            let (key, whole) = *quoted.first()?;
            let (first, cell, _) = shares[at][key].first()?;
            let of = shares[whole][key].rows.first()?.0;
            Some(Quotation { stretch: stretch.clone(), of, first, cell, title: self.title_of(key), differs })
        };
        Quotations(stretches.iter().enumerate().filter_map(quotation).collect())
    }

    /// The lines of a file that are titles of statutory tables, with or without a year, or name that of a table: what stands
    /// below may be one.
    fn titles_of_tables(&self, surfaces: &[Surface]) -> Vec<LineAt> {
        let is_called = |word: &Word| versions::is_of_table(&word.cell.text, &self.vocabulary);
        let is_title = |line: &GridLine| line.titles().next().is_some() || line.only().is_some_and(is_called);
        lines(surfaces).filter(|(_, line)| is_title(line)).map(|(at, _)| at).collect()
    }

    /// Whether a label stands over columns and has no figures of its own, as 法人或其他组织: small tables add up below it.
    fn is_heading_of_columns(&self, Meaning { edition, table, part, .. }: &Meaning) -> bool {
        let LabelPart::Column { block, line } = *part else { return false };
        !self.forms.editions()[*edition].tables[*table].blocks[block].columns.lines[line].has_cells()
    }

    fn title_of(&self, key: TableKey) -> String {
        let mut editions = self.forms.editions().iter().enumerate().rev();
        let table = editions.find_map(|(at, form)| Some(&form.tables[self.vocabulary.table_in(at, key)?]));
        table.map(|table| table.label.printed().to_owned()).unwrap_or_default()
    }

    /// What a stretch has of each table.
    fn shares<'s>(&self, surfaces: &'s [Surface], stretch: &Stretch) -> Vec<Share<'s>> {
        let mut shares: Vec<Share> = (0..self.vocabulary.table_count()).map(|_| Share::default()).collect();
        for (at, line) in stretch.lines(surfaces) {
            for (cell, label) in
                line.cells.iter().enumerate().filter_map(|(cell, word)| Some((cell, word.label.as_deref()?)))
            {
                for meaning in label.meanings.iter().filter(|meaning| !self.is_heading_of_columns(meaning)) {
                    let key = self.vocabulary.key(meaning);
                    shares[key].take((at, cell, label), meaning, self.vocabulary.has_one_line(key));
                }
            }
        }
        shares
    }
}

impl<'s> Share<'s> {
    fn take(&mut self, word: LabelAt<'s>, meaning: &Meaning, is_one_line: bool) {
        match meaning.part {
            LabelPart::Row { heading, .. } if is_one_line || !heading => {}
            LabelPart::Column { .. } if is_one_line => {}
            LabelPart::Column { .. } if !word.2.meanings.iter().any(Meaning::is_row) => {
                self.columns.push(word);
                return;
            }
            LabelPart::Title => {
                self.is_titled = true;
                return;
            }
            LabelPart::Row { .. } | LabelPart::Column { .. } | LabelPart::Furniture => return,
        }
        if self.rows.last().is_none_or(|last| (last.0, last.1) != (word.0, word.1)) {
            self.rows.push(word);
        }
    }

    /// If it has rows, the first of its words that stand in no other tables, as 其他 and 总计 do.
    fn first(&self) -> Option<LabelAt<'s>> {
        self.rows.first()?;
        self.rows.iter().find(|(.., label)| !is_common(label)).or(self.columns.first()).copied()
    }

    /// How many different rows it has.
    fn row_count(&self) -> usize {
        different(self.rows.iter().map(|(.., label)| label.folded.body.as_str()))
    }

    /// Whether it has each row that another has.
    fn has_rows(&self, other: &Self) -> bool {
        other.rows.iter().all(|(.., label)| self.rows.iter().any(|(.., own)| is_row(own, label)))
    }

    /// Whether it has each row that another has, with the same figures under columns of the form.
    fn has_all(&self, other: &Self, surfaces: &[Surface]) -> bool {
        let line = |at: LineAt| &surfaces[at.grid].lines[at.line];
        let columns: Vec<u32> = other.columns.iter().map(|(at, cell, _)| line(*at).cells[*cell].cell.column).collect();
        other.rows.iter().all(|(at, _, label)| {
            let mut own = self.rows.iter().filter(|(.., own)| is_row(own, label));
            let figures = line(*at).values().filter(|word| !is_common(label) && columns.contains(&word.cell.column));
            let figures: Vec<&str> = figures.map(|word| word.cell.text.as_str()).collect();
            own.any(|(own, ..)| figures.iter().all(|text| line(*own).values().any(|word| word.cell.text == *text)))
        })
    }
}

/// Whether two labels are that of one row.
fn is_row(own: &Known, label: &Known) -> bool {
    let is_one = |a: &Meaning, b: &Meaning| (a.edition, a.table, a.part) == (b.edition, b.table, b.part);
    own.meanings.iter().any(|own| label.meanings.iter().any(|meaning| is_one(own, meaning)))
}

/// How many different words there are.
fn different<'w>(words: impl Iterator<Item = &'w str>) -> usize {
    let mut words: Vec<&str> = words.collect();
    words.sort_unstable();
    words.dedup();
    words.len()
}

impl Extent {
    /// The least that an edition has of each table.
    pub(super) fn all(forms: &Forms, vocabulary: &Vocabulary) -> Vec<Self> {
        (0..vocabulary.table_count()).map(|key| Self::of(key, forms, vocabulary)).collect()
    }

    fn of(key: TableKey, forms: &Forms, vocabulary: &Vocabulary) -> Self {
        let editions = forms.editions().iter().enumerate();
        let tables = editions.filter_map(|(at, form)| Some(&form.tables[vocabulary.table_in(at, key)?]));
        let count = |axes: &mut dyn Iterator<Item = &Axis>| {
            let lines = axes.flat_map(|axis| axis.printed().map(|line| &axis.lines[line]));
            lines.filter(|line| !line.is_optional).map(|line| &line.label.folded().body).collect::<HashSet<_>>().len()
        };
        let is_one_line = vocabulary.has_one_line(key);
        let of = |layout: Layout| (layout == Layout::OneLine) == is_one_line;
        let least = tables.map(|table| {
            let blocks = || table.blocks.iter().filter(|block| of(block.layout));
            (count(&mut blocks().map(|block| &block.rows)), count(&mut blocks().map(|block| &block.columns)))
        });
        let (rows, columns) = least.min().unwrap_or_default();
        Self { rows, columns, cells: vocabulary.one_line_cells(key) }
    }

    /// Whether a stretch has nearly all of a table, under its columns.
    fn is_whole(self, share: &Share, values: usize) -> bool {
        if self.cells > 0 {
            return 5 * values >= 4 * self.cells && share.row_count() >= self.columns;
        }
        let columns = different(share.columns.iter().map(|(.., label)| label.folded.body.as_str()));
        5 * share.row_count() >= 4 * self.rows && columns >= self.columns.min(2)
    }

    /// Whether it has no more than half of it.
    fn is_part(self, share: &Share, values: usize) -> bool {
        if self.cells > 0 { 2 * values <= self.cells } else { 2 * share.row_count() <= self.rows }
    }
}

/// Whether a label stands in tables of all kinds: it is both a row and a column of the forms, without the mark of a row.
fn is_common(label: &Known) -> bool {
    let is_column = |meaning: &Meaning| matches!(meaning.part, LabelPart::Column { .. });
    label.folded.ordinal.is_none() && label.meanings.iter().any(Meaning::is_row) && label.meanings.iter().any(is_column)
}

/// The most values on one of its lines.
fn most_values(surfaces: &[Surface], stretch: &Stretch) -> usize {
    stretch.lines(surfaces).map(|(_, line)| line.value_count()).max().unwrap_or(0)
}
