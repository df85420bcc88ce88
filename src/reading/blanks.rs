//! Lines whose cells are parted by blanks alone, as a text layer or a terminal prints them.
//!
//! A line is split only where that is certain to part cells: where figures end it, with a label or nothing before them,
//! or where labels of a form stand apart. A sentence with a figure in it stays one cell.

use super::grid::CellKind;
use super::number;

/// The cells of `line`. `is_label` says whether words are a label of any form.
pub(super) fn split<'t>(line: &'t str, is_label: &impl Fn(&str) -> bool) -> Vec<&'t str> {
    let line = line.trim();
    // A narrative is not worth a look.
    if line.len() > 1_000 || !line.contains(is_blank) {
        return vec![line];
    }
    let (words, figures) = trailing_figures(line);
    let mut cells = apart(words);
    let is_known = |cell: &&str| is_label(cell);
    let is_header = cells.len() > 1 && cells.iter().filter(|cell| is_known(cell)).count() * 2 >= cells.len();
    let is_row = match figures.len() {
        0 => false,
        1 => cells.is_empty() || is_known(&words) || cells.last().is_some_and(is_known),
        2 => cells.is_empty() || cells.iter().any(is_known),
        _ => true,
    };
    if is_row {
        if cells.len() > 1 && is_label(words) {
            cells = vec![words];
        }
        cells.extend(figures);
        return cells;
    }
    let labels: Vec<&str> = line.split(is_blank).filter(|word| !word.is_empty()).collect();
    if labels.len() > 1 && labels.iter().all(is_known) {
        return labels;
    }
    if is_header && figures.is_empty() { cells } else { vec![line] }
}

/// The words of a line and the figures that end it.
fn trailing_figures(line: &str) -> (&str, Vec<&str>) {
    let (mut words, mut figures) = (line, Vec::new());
    loop {
        let (rest, last) = match words.rfind(is_blank) {
            Some(at) => words.split_at(at),
            None => ("", words),
        };
        let last = last.trim();
        if last.is_empty() || !number::is_meant(last, CellKind::Text) {
            break;
        }
        figures.push(last);
        words = rest.trim_end();
        if words.is_empty() {
            break;
        }
    }
    figures.reverse();
    (words, figures)
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
        let is_label =
            |text: &str| ["信息内容", "规章", "行政许可", "本年制发件数", "商业企业", "总计"].contains(&text);
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
        ];
        for (line, cells) in cases {
            assert_eq!(split(line, &is_label), *cells, "{line}");
        }
    }
}
