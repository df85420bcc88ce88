//! Tables without ruling lines: what stands below each other is a column.
//!
//! Only figures make columns: rows whose figures stand below those of the rows before. Words are put together where they
//! stand below each other and are a label of the form only together; a label belongs to the row of figures it stands
//! beside, and over a column to the column its middle is over. Whatever fits nowhere stays on a line of its own, and a row
//! without a label is not read: recognition refuses it.

use std::collections::HashSet;

use super::Meaning;
use super::cells::{RuledCell, Table};
use super::lines::{TextLine, WordsOfLine};
use super::marks::{Frame, Length};
use crate::reading::cells::grid::CellKind;
use crate::reading::cells::number;

/// Lines that a label goes over: the longest of the form has 38 characters, in columns of two or three.
const MAX_LABEL_LINES: usize = 20;
/// Words of a line that is looked at; no form has as many columns.
const MAX_WORDS: usize = 200;
/// How many words are asked whether they are the next line of others.
const NEIGHBOURS: usize = 3 * MAX_WORDS;
/// Label cells left of the figures.
pub(super) const LABELS: usize = 4;

/// Lines of text, and the tables among them.
pub(super) enum FoundInLines {
    Line(TextLine),
    /// A table, and the line it begins with.
    Table(Table, usize),
}

/// Finds the tables in lines that stand below each other on one page.
pub(super) fn tables(lines: &[TextLine], meaning: &impl Fn(&str) -> Meaning) -> Vec<FoundInLines> {
    let mut found = Vec::new();
    let mut rest = lines;
    while let Some(segment) = Segment::first(rest, meaning) {
        found.extend(rest[..segment.begin].iter().cloned().map(FoundInLines::Line));
        let table = segment.table(&rest[segment.begin..segment.end], meaning);
        found.push(FoundInLines::Table(table, lines.len() - rest.len() + segment.begin));
        rest = &rest[segment.end..];
    }
    found.extend(rest.iter().cloned().map(FoundInLines::Line));
    found
}

fn is_figure(words: &WordsOfLine) -> bool {
    number::is_meant(&words.text, CellKind::Text)
}

/// Whether words begin with the number of an item: `四、`, `（七）`, `3.`.
fn is_item(text: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九".contains(c);
    match text.strip_prefix(['（', '(']) {
        Some(rest) => rest.starts_with(is_number),
        None => text.strip_prefix(is_number).is_some_and(|rest| rest.starts_with(['.', '、', '．'])),
    }
}

fn is_row(line: &TextLine) -> bool {
    line.words.len() <= MAX_WORDS && line.words.iter().any(is_figure)
}

/// Whether a line is a row for certain: figures beside each other, or one beside words.
fn is_first_row(line: &TextLine) -> bool {
    is_row(line) && line.words.len() > 1
}

/// Lines whose figures stand below each other, with the lines between and around them.
struct Segment {
    begin: usize,
    end: usize,
    /// From where to where each column of figures goes.
    columns: Vec<(Length, Length)>,
}

impl Segment {
    /// The first of `lines`. The title of a table or report ends what stands above it.
    fn first(lines: &[TextLine], meaning: &impl Fn(&str) -> Meaning) -> Option<Self> {
        let is_title = |line: &TextLine| line.words.len() == 1 && meaning(&line.text) == Meaning::Title;
        let first = lines.iter().position(is_first_row)?;
        let mut segment = Self { begin: first, end: first + 1, columns: extents(&lines[first]) };
        for (at, line) in lines.iter().enumerate().skip(first + 1).take_while(|(_, line)| !is_title(line)) {
            if is_row(line) && !segment.takes(&extents(line)) {
                break;
            }
            segment.end = if is_row(line) { at + 1 } else { segment.end };
        }
        let left = segment.left();
        let is_beside =
            |line: &TextLine| (1..=LABELS).contains(&line.words.len()) && line.frame.right <= left && !is_title(line);
        // Words alone belong to a row only right above it or right below.
        let is_next = |at: usize| lines[at].frame.top - lines[at - 1].frame.bottom < lines[at].frame.height();
        while let Some(above) = segment.begin.checked_sub(1)
            && (lines[above].words.len() > 1 || (is_beside(&lines[above]) && is_next(segment.begin)))
        {
            segment.begin = above;
        }
        // What begins as an item of the form does is the label of a row below, whose figures stand in other columns.
        let is_rest = |line: &TextLine| is_beside(line) && !line.words.iter().any(|words| is_item(&words.text));
        while segment.end < lines.len() && is_rest(&lines[segment.end]) && is_next(segment.end) {
            segment.end += 1;
        }
        Some(segment)
    }

    fn left(&self) -> Length {
        self.columns.first().map_or(0, |column| column.0)
    }

    /// Takes a row if each of its figures stands below one column, or above; a row with more figures adds columns.
    fn takes(&mut self, row: &[(Length, Length)]) -> bool {
        let meets = |a: &(Length, Length), b: &(Length, Length)| a.0 <= b.1 && b.0 <= a.1;
        let is_single = |own: &[(Length, Length)], others: &[(Length, Length)]| {
            own.iter().all(|extent| others.iter().filter(|other| meets(extent, other)).count() == 1)
        };
        let is_below = is_single(row, &self.columns) && row.len() <= self.columns.len();
        let is_above = is_single(&self.columns, row) && row.len() > self.columns.len();
        if !is_below && !is_above {
            return false;
        }
        let mut columns: Vec<(Length, Length)> = Vec::new();
        let mut extents = [&self.columns[..], row].concat();
        extents.sort_unstable();
        for extent in extents {
            match columns.last_mut() {
                Some(last) if meets(last, &extent) => last.1 = last.1.max(extent.1),
                _ => columns.push(extent),
            }
        }
        // Two columns that a wide figure joins are no columns.
        let fits = columns.len() == self.columns.len().max(row.len());
        if fits {
            self.columns = columns;
        }
        fits
    }

    /// The column that words in a header stand over: the one nearest to their middle.
    fn column_under(&self, frame: &Frame) -> usize {
        let distance = |at: usize| (i32::midpoint(self.columns[at].0, self.columns[at].1) - frame.center().0).abs();
        (0..self.columns.len()).min_by_key(|at| distance(*at)).unwrap_or(0)
    }

    fn table(&self, lines: &[TextLine], meaning: &impl Fn(&str) -> Meaning) -> Table {
        let rows: Vec<usize> = (0..lines.len()).filter(|at| is_row(&lines[*at])).collect();
        let mut cells = Vec::new();
        for &row in &rows {
            for words in lines[row].words.iter().filter(|words| is_figure(words)) {
                cells.push(cell(row, LABELS + self.column_under(&words.frame), words.text.clone()));
            }
        }
        let left_out = (0..).zip(lines).flat_map(|(row, line)| line.left_out.iter().map(move |words| (row, words)));
        for (row, words) in left_out.filter(|(_, words)| words.frame.right >= self.left()) {
            let column = LABELS + self.column_under(&words.frame);
            cells.push(RuledCell { left_out: words.text.clone(), ..cell(row, column, String::new()) });
        }
        let mut beside: Vec<(usize, Length, String)> = Vec::new();
        for label in labels(lines, meaning) {
            if label.frame.center().0 >= self.left() && !rows.contains(&label.line) {
                cells.push(cell(label.line, LABELS + self.column_under(&label.frame), label.text));
            } else {
                beside.push((row_beside(&label, lines, &rows), label.frame.left, label.text));
            }
        }
        refuse_blank_rows(&mut beside, &rows, meaning);
        cells.extend(self.columns_beside(beside));
        cells.sort_by_key(|cell| (cell.row, cell.column));
        cells.dedup_by(|later, first| {
            let is_same = (later.row, later.column) == (first.row, first.column);
            if is_same {
                for (first, later) in [(&mut first.text, &later.text), (&mut first.left_out, &later.left_out)] {
                    if !first.is_empty() && !later.is_empty() {
                        first.push(' ');
                    }
                    first.push_str(later);
                }
            }
            is_same
        });
        let frame = lines.iter().map(|line| line.frame).reduce(|a, b| a.join(&b)).unwrap_or_default();
        let outer = [frame.left; LABELS].into_iter();
        let edges = outer.chain(self.columns.iter().map(|column| column.0)).chain([frame.right]).collect();
        Table { frame, edges, rows: lines.len(), cells, is_ruled: false, breaks: Vec::new() }
    }

    /// Labels of rows in the columns left of the figures, from left to right.
    fn columns_beside(&self, mut labels: Vec<(usize, Length, String)>) -> impl Iterator<Item = RuledCell> {
        labels.sort();
        let mut last = None;
        labels.into_iter().map(move |(row, left, text)| {
            let column = match last {
                Some((before, column)) if before == row => column + 1,
                _ => 0,
            };
            last = Some((row, column));
            // More words than a form has beside a row are remarks right of the figures.
            let is_remark = left >= self.left() || column >= LABELS;
            cell(row, if is_remark { LABELS + self.columns.len() + column } else { column }, text)
        })
    }
}

/// Where the label of a row of figures is not known, words near it that stand beside no figures may be its label, and are
/// none of a blank row: they are taken out, and the row is said to be missing.
fn refuse_blank_rows(beside: &mut Vec<(usize, Length, String)>, rows: &[usize], meaning: &impl Fn(&str) -> Meaning) {
    /// Lines that the middle of a label is away from its figures, at most.
    const NEAR: usize = 4;
    let known: HashSet<usize> =
        beside.iter().filter(|(.., text)| meaning(text) == Meaning::Label).map(|(row, ..)| *row).collect();
    let all: HashSet<usize> = rows.iter().copied().collect();
    let unknown: Vec<usize> = rows.iter().copied().filter(|row| !known.contains(row)).collect();
    let is_near = |row: usize| {
        let next = unknown.partition_point(|unknown| *unknown + NEAR < row);
        unknown.get(next).is_some_and(|unknown| *unknown <= row + NEAR)
    };
    // A table that has no labels at all is one of something else, or has them above its columns.
    if !known.is_empty() {
        beside.retain(|(row, ..)| all.contains(row) || !is_near(*row));
    }
}

fn cell(row: usize, column: usize, text: String) -> RuledCell {
    RuledCell { row, column, last_row: row, text, ..RuledCell::default() }
}

/// The row of figures that a label stands beside; beside none, the line nearest to its middle.
fn row_beside(label: &Label, lines: &[TextLine], rows: &[usize]) -> usize {
    // Lines and rows are in order from top to bottom.
    let y = |at: usize| lines[at].frame.center().1;
    let first = rows.get(rows.partition_point(|row| y(*row) < label.frame.top)).copied();
    first.filter(|row| y(*row) <= label.frame.bottom).unwrap_or_else(|| {
        let (_, middle) = label.frame.center();
        let after = lines.partition_point(|line| line.frame.center().1 < middle);
        let nearest = [after.saturating_sub(1), after.min(lines.len() - 1)];
        nearest.into_iter().min_by_key(|at| (y(*at) - middle).abs()).unwrap_or(label.line)
    })
}

fn extents(line: &TextLine) -> Vec<(Length, Length)> {
    line.words.iter().filter(|words| is_figure(words)).map(|words| (words.frame.left, words.frame.right)).collect()
}

/// Words that are one label, over however many lines.
struct Label {
    frame: Frame,
    text: String,
    /// The line it begins on.
    line: usize,
}

fn labels(lines: &[TextLine], meaning: &impl Fn(&str) -> Meaning) -> Vec<Label> {
    let mut pieces: Vec<(usize, &WordsOfLine, bool)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.words.len() <= MAX_WORDS)
        .flat_map(|(at, line)| line.words.iter().filter(|words| !is_figure(words)).map(move |words| (at, words, false)))
        .collect();
    let mut labels = Vec::new();
    for at in 0..pieces.len() {
        if pieces[at].2 {
            continue;
        }
        let (line, first, _) = pieces[at];
        let mut chain = vec![at];
        let mut text = first.text.clone();
        let mut longest = 1;
        while chain.len() < MAX_LABEL_LINES {
            let above = pieces[chain[chain.len() - 1]].1;
            let is_near = |next: &usize| pieces[*next].1.frame.top - above.frame.bottom < above.frame.height();
            let mut near = (at + 1..pieces.len()).take(NEIGHBOURS).take_while(is_near);
            let below = near.find(|next| !pieces[*next].2 && goes_on(above, pieces[*next].1));
            let Some(below) = below else { break };
            chain.push(below);
            text.push_str(&pieces[below].1.text);
            if meaning(&text) != Meaning::None {
                longest = chain.len();
            }
        }
        chain.truncate(longest);
        for piece in &chain {
            pieces[*piece].2 = true;
        }
        let frame = chain.iter().map(|piece| pieces[*piece].1.frame).reduce(|a, b| a.join(&b)).unwrap_or_default();
        let text = chain.iter().map(|piece| pieces[*piece].1.text.as_str()).collect();
        labels.push(Label { frame, text, line });
    }
    labels
}

/// Whether words stand right below others as a second line stands below the first.
fn goes_on(above: &WordsOfLine, below: &WordsOfLine) -> bool {
    let (a, b) = (&above.frame, &below.frame);
    let em = a.height().min(b.height()).max(1);
    let is_next = b.top > a.top && b.top - a.bottom < em;
    let is_aligned = (a.left - b.left).abs() * 2 <= em || (a.center().0 - b.center().0).abs() * 2 <= em;
    is_next && is_aligned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, left: Length, top: Length) -> WordsOfLine {
        let width = text.chars().map(|c| if c.is_ascii() { 500 } else { 1_000 }).sum::<Length>();
        WordsOfLine { text: text.to_owned(), frame: Frame { left, top, right: left + width, bottom: top + 1_000 } }
    }

    fn line(words: Vec<WordsOfLine>) -> TextLine {
        let frame = words.iter().map(|words| words.frame).reduce(|a, b| a.join(&b)).expect("words");
        let text = words.iter().map(|words| words.text.as_str()).collect::<Vec<_>>().join("  ");
        TextLine { frame, text, words, left_out: Vec::new() }
    }

    fn read(lines: &[TextLine]) -> Vec<String> {
        let labels =
            ["5.要求行政机关确认或重新出具已获取信息", "4.无正当理由大量反复申请", "自然人", "商业企业", "总计"];
        let cells = |table: &Table| {
            table.cells.iter().map(|cell| format!("{},{} {}", cell.row, cell.column, cell.text)).collect::<Vec<_>>()
        };
        let meaning = |text: &str| if labels.contains(&text) { Meaning::Label } else { Meaning::None };
        let found = tables(lines, &meaning);
        found
            .iter()
            .flat_map(|found| match found {
                FoundInLines::Line(line) => vec![line.text.clone()],
                FoundInLines::Table(table, _) => cells(table),
            })
            .collect()
    }

    #[test]
    fn figures_below_each_other_are_columns_and_a_blank_stays_blank() {
        let lines = vec![
            line(vec![words("本报告所列数据", 0, 0)]),
            line(vec![words("自然人", 20_000, 2_000), words("总计", 30_000, 2_000)]),
            line(vec![
                words("4.无正当理由大量反复申请", 0, 4_000),
                words("12", 21_000, 4_000),
                words("3", 30_500, 4_000),
            ]),
            line(vec![words("5.要求行政机关确认或重", 0, 6_000)]),
            line(vec![words("7", 30_500, 6_500)]),
            line(vec![words("新出具已获取信息", 0, 7_100)]),
        ];
        let expected = [
            "本报告所列数据",
            "0,4 自然人",
            "0,5 总计",
            "1,0 4.无正当理由大量反复申请",
            "1,4 12",
            "1,5 3",
            "3,0 5.要求行政机关确认或重新出具已获取信息",
            "3,5 7",
        ];
        assert_eq!(read(&lines), expected);
    }
}
