//! Lines whose cells are parted by blanks alone, as a text layer or a terminal prints them.
//!
//! A line is split only where that is certain to part cells: where figures stand together, with a label or nothing before
//! them, or where labels of a form stand apart. A sentence with a figure in it stays one cell.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::reading::cells::grid::CellKind;
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::number;

/// The cells of `line`. `is_label` says whether words are a label of any form.
pub(in crate::reading) fn split<'t>(line: &'t str, is_label: &impl Fn(&str) -> bool) -> Vec<&'t str> {
    let line = line.trim();
    // A narrative is not worth a look.
    if line.len() > 1_000 || !line.contains(is_blank) {
        return vec![line];
    }
    // Its dashes would be signs for "none".
    if number::is_page_number(line) {
        return vec![line];
    }
    let is_known = |cell: &&str| is_label(cell);
    let marked = parts(line, 1);
    let is_marked = is_list_mark(line) && (is_known(&marked.words) || marked.is_row_with_words());
    let Parts { words, figures, rest } = if is_marked { marked } else { parts(line, 0) };
    let mut cells = if is_marked { vec![words] } else { apart(words) };
    // 行政许可 件 97: the unit of a row stands in a column of its own.
    let unit = words.rsplit_once(is_blank).filter(|(label, unit)| LEXICON.is_unit(unit) && is_label(label.trim_end()));
    if let Some((label, unit)) = unit {
        cells = vec![label.trim_end(), unit];
    }
    let is_header = cells.len() > 1 && cells.iter().filter(|cell| is_known(cell)).count() * 2 >= cells.len();
    let has_label = is_known(&words) || cells.iter().any(is_known);
    let is_row = match figures.len() {
        0 => false,
        1 => {
            cells.is_empty() && rest.is_empty()
                || is_known(&words)
                || cells.last().is_some_and(is_known)
                || unit.is_some()
        }
        2 => cells.is_empty() && rest.is_empty() || has_label,
        _ => true,
    };
    if is_row {
        if cells.len() > 1 && is_label(words) && !cells.iter().any(is_known) {
            cells = vec![words];
        }
        cells.extend(figures);
        // A second row on the same line.
        let next = split(rest, is_label);
        let is_next = next.len() > 1 && is_known(&next[0]);
        let counted = counted(rest);
        let rest = if is_next { next } else { counted.unwrap_or_else(|| vec![rest]) };
        cells.extend(rest.into_iter().filter(|cell| !cell.is_empty()));
        return cells;
    }
    let labels: Vec<&str> = line.split(is_blank).filter(|word| !word.is_empty()).collect();
    if labels.len() > 1 && labels.iter().all(is_known) {
        return labels;
    }
    if is_header && figures.is_empty() {
        return cells;
    }
    // The number of a row in front of a header is of its first cell, as that in front of a label is.
    let numbered = line.split_once(is_blank).filter(|(mark, _)| mark.bytes().all(|byte| byte.is_ascii_digit()));
    let mut behind = numbered.map(|(_, rest)| split(rest, is_label)).unwrap_or_default();
    if behind.len() < 2 || behind.iter().filter(|cell| is_known(cell)).count() * 2 < behind.len() {
        return vec![line];
    }
    let first = line.find(behind[0]).map_or(0, |at| at + behind[0].len());
    behind[0] = &line[..first];
    behind
}

/// The cells behind a figure that begin with what it counts and have another figure: 行政许可 12 项 3517 件. A remark that has a
/// figure begins with other words.
fn counted(rest: &str) -> Option<Vec<&str>> {
    let Parts { words, figures, rest } = parts(rest, 0);
    let is_counter = LEXICON.is_unit(words) || words.chars().count() == 1;
    (is_counter && !figures.is_empty()).then(|| [vec![words], figures, vec![rest]].concat())
}

/// What the line below `line` holds of its figures: digits that stand under one of them and nothing else, as text from a
/// narrow column has them. By the position of the field. Digits under every figure are a line of their own. Of a
/// text that does not keep positions, a figure alone goes on at the beginning of the next line.
pub(in crate::reading) fn rests<'t>(line: &str, fields: &[&str], below: &'t str) -> Vec<(u32, &'t str)> {
    /// Columns of a terminal that a digit may stand beside its figure.
    const NEAR: usize = 2;
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // 5123 and .77, 512 and 3.77; a figure with its decimal places is whole.
    let has_places =
        |text: &str| text.split_once('.').is_some_and(|(whole, places)| is_digits(&[whole, places].concat()));
    if below.len() > 1_000 || !below.split_whitespace().all(|word| is_digits(word) || has_places(word)) {
        return Vec::new();
    }
    if is_digits(below) || has_places(below) {
        let mut figures = (0..).zip(fields).skip(1).filter(|(_, field)| is_digits(field));
        let is_rest = |field: &str| has_places(below) || below.len() <= field.len();
        let only = figures.next().filter(|(_, field)| figures.next().is_none() && is_rest(field));
        return only.map(|(at, _)| (at, below)).into_iter().collect();
    }
    // A line that is too long goes on at the beginning of the next.
    if !below.starts_with(is_blank) {
        return Vec::new();
    }
    let spans = |line: &str, words: &[&str]| -> Vec<Range<usize>> {
        let mut from = 0;
        let span = |word: &&str| {
            let at = from + line[from..].find(word).unwrap_or(0);
            from = at + word.len();
            let start = line[..at].width();
            start..start + word.width()
        };
        words.iter().map(span).collect()
    };
    let digits: Vec<&str> = below.split_whitespace().collect();
    let figures = (0..).zip(spans(line, fields)).zip(fields).filter(|(_, field)| is_digits(field));
    let figures: Vec<(u32, Range<usize>)> = figures.map(|(placed, _)| placed).collect();
    let under = |(own, span): (&&'t str, Range<usize>)| {
        let is_under = |(_, at): &&(u32, Range<usize>)| span.start < at.end + NEAR && at.start < span.end + NEAR;
        figures.iter().rev().find(is_under).map(|(column, _)| (*column, *own))
    };
    let found: Option<Vec<_>> = digits.iter().zip(spans(below, &digits)).map(under).collect();
    let is_part = figures.len() == 1 || digits.len() < figures.len();
    found.filter(|_| is_part).unwrap_or_default()
}

/// Whether a line begins with the mark of a list that looks like a figure: `1 属于国家秘密`, `- 规章`.
fn is_list_mark(line: &str) -> bool {
    let mark = line.split(is_blank).next().unwrap_or_default();
    matches!(mark, "-" | "*" | "+" | "–" | "—") || (mark.len() <= 2 && mark.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The words of a line, its first run of figures, and what stands after it.
struct Parts<'t> {
    words: &'t str,
    figures: Vec<&'t str>,
    rest: &'t str,
}

impl Parts<'_> {
    /// Whether the words are more than a list mark, and figures enough for a row stand behind them.
    fn is_row_with_words(&self) -> bool {
        self.words.contains(is_blank) && self.figures.len() > 2
    }
}

/// Figures among the first `mark` tokens are none.
fn parts(line: &str, mark: usize) -> Parts<'_> {
    let mut tokens: Vec<(usize, &str)> = Vec::new();
    for token in line.split(is_blank).filter(|token| !token.is_empty()) {
        let from = tokens.last().map_or(0, |(at, token)| at + token.len());
        tokens.push((from + line[from..].find(token).unwrap_or(0), token));
    }
    let is_figure = |token: &str| number::is_meant(token, CellKind::Text);
    let first = tokens.iter().skip(mark).position(|(_, token)| is_figure(token)).map_or(tokens.len(), |at| at + mark);
    let count = tokens[first..].iter().take_while(|(_, token)| is_figure(token)).count();
    let figures = tokens[first..first + count].iter().map(|(_, token)| *token).collect();
    let border = |at: usize| tokens.get(at).map_or(line.len(), |(at, _)| *at);
    Parts { words: line[..border(first)].trim_end(), figures, rest: line[border(first + count)..].trim() }
}

/// Words that two blanks or more part, or a tab.
fn apart(words: &str) -> Vec<&str> {
    let wide = |text: &str| {
        text.char_indices()
            .zip(text.chars().skip(1))
            .find_map(|((at, a), b)| (a == '\t' || a == '\u{3000}' || (is_blank(a) && is_blank(b))).then_some(at))
    };
    let (mut rest, mut cells) = (words.trim(), Vec::new());
    while let Some(at) = wide(rest) {
        cells.push(rest[..at].trim());
        rest = rest[at..].trim_start();
    }
    cells.push(rest);
    cells.retain(|cell| !cell.is_empty());
    cells
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_only_where_cells_are_certain() {
        let is_label = |text: &str| {
            ["信息内容", "规章", "行政许可", "本年制发件数", "商业企业", "总计", "1 规章", "- 规章"].contains(&text)
        };
        let cases: &[(&str, &[&str])] = &[
            ("规章  2  1  12", &["规章", "2", "1", "12"]),
            ("行政许可 97", &["行政许可", "97"]),
            ("  0 0 0 —  0", &["0", "0", "0", "—", "0"]),
            ("信息内容    本年制发件数", &["信息内容", "本年制发件数"]),
            ("信息内容 本年制发件数", &["信息内容", "本年制发件数"]),
            ("（三）不予公开   止公开   0 0 0", &["（三）不予公开", "止公开", "0", "0", "0"]),
            ("全年收到政府信息公开申请 34", &["全年收到政府信息公开申请 34"]),
            ("2024 年某市政府信息公开工作", &["2024 年某市政府信息公开工作"]),
            ("某县人民政府  2023年政府信息公开工作年度报告", &["某县人民政府  2023年政府信息公开工作年度报告"]),
            ("规章000", &["规章000"]),
            ("行政许可 97  件", &["行政许可", "97", "件"]),
            ("行政许可  件  97", &["行政许可", "件", "97"]),
            // Kinds of permits and permits: which figure is the row's, nobody knows, and both have to be seen.
            ("行政许可  12  项  3517  件", &["行政许可", "12", "项", "3517", "件"]),
            ("行政许可  12  类  3517", &["行政许可", "12", "类", "3517"]),
            ("行政许可 件 97", &["行政许可", "件", "97"]),
            ("5 0 0 2  注：含上年", &["5", "0", "0", "2", "注：含上年"]),
            ("规章  1 2 3 行政许可 7", &["规章", "1", "2", "3", "行政许可", "7"]),
            ("规章  1 2 3 附注 7", &["规章", "1", "2", "3", "附注 7"]),
            ("1 规章  2 1 12", &["1 规章", "2", "1", "12"]),
            ("- 规章  2 1 12", &["- 规章", "2", "1", "12"]),
            ("- 3 -", &["- 3 -"]),
            ("3 / 12", &["3 / 12"]),
        ];
        for (line, cells) in cases {
            assert_eq!(split(line, &is_label), *cells, "{line}");
        }
    }
}
