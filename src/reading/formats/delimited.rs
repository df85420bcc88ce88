//! Text with fields: CSV, tab- and semicolon-separated exports, and `|` tables.
//!
//! Which separator a text uses is not asked of its name but of the forms: the one whose fields match the most labels.
//! A line without the separator is one cell, or where blanks part its figures, several (see [`super::blanks`]).

use std::borrow::Cow;

use super::blanks;
use super::records::Records;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::build::GridBuilder;
use crate::reading::cells::grid::{CellKind, Grid, Origin};
use crate::reading::cells::number;

/// Reads `text` into one grid. `is_label` says whether a field is a label of any form.
pub(in crate::reading) fn read(text: &str, is_label: impl Fn(&str) -> bool) -> Result<Vec<Grid>, ReadError> {
    let lines = with_line_feeds(text);
    let drawn = with_plain_marks(&lines);
    let text = drawn.as_ref();
    let marked = || Separator::ALL.into_iter().filter(|separator| text.contains(separator.mark()));
    // One that stands alone needs one label; of several, the one with the most is it.
    let enough = if marked().count() == 1 { 1 } else { usize::MAX };
    let best = marked()
        .map(|separator| (separator.score(text, &is_label, enough), separator))
        // The first of equals stands: max_by_key would take the last.
        .fold((0, Separator::Blank), |best, next| if next.0 > best.0 { next } else { best });
    let mut builder = GridBuilder::default();
    builder.begin(Origin::Text, false);
    match best.1 {
        Separator::Pipe | Separator::Blank => pipes(text, &is_label, &mut builder)?,
        Separator::Comma => quoted(text, b',', &mut builder)?,
        Separator::Tab => quoted(text, b'\t', &mut builder)?,
        Separator::Semicolon => quoted(text, b';', &mut builder)?,
    }
    Ok(builder.finish())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Comma,
    Tab,
    Pipe,
    Semicolon,
    /// Blanks, one cell a line, or labels outside the tables.
    Blank,
}

impl Separator {
    const ALL: [Self; 5] = [Self::Comma, Self::Tab, Self::Pipe, Self::Semicolon, Self::Blank];

    fn mark(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Tab => '\t',
            Self::Pipe => '|',
            Self::Semicolon => ';',
            Self::Blank => ' ',
        }
    }

    /// How many fields of the text are labels when it is split at this separator, counted until there are enough. Lines
    /// without it say nothing.
    fn score(self, text: &str, is_label: &impl Fn(&str) -> bool, enough: usize) -> usize {
        // A page of lines is enough to tell, and most fields are figures.
        let lines = text.lines().filter(|line| line.contains(self.mark())).take(1_000);
        let is_known = |field: &str| field.contains(|c: char| !c.is_ascii()) && field.len() <= 512 && is_label(field);
        if self == Self::Blank {
            // Blanks pad the cells of the other kinds too.
            let lines = lines.filter(|line| !line.contains(['|', '\t']));
            let fields = lines.flat_map(|line| blanks::split(line, is_label));
            return fields.filter(|field| is_known(field)).take(enough).count();
        }
        let fields = lines.flat_map(|line| line.split(self.mark()).take(64));
        fields.filter(|field| is_known(&plain(field.trim().trim_matches('"')))).take(enough).count()
    }
}

/// Reads a list, whose separator is the one that most of its first lines have, and of several the most often: where one is
/// within the fields, as `;` between the cells of an explanation, the header has none of it.
pub(in crate::reading) fn read_list(text: &str) -> Result<Vec<Grid>, ReadError> {
    let text = with_line_feeds(text);
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(20);
    let times = |separator: &u8| {
        let in_line = |line: &str| line.bytes().filter(|byte| byte == separator).count();
        (lines().filter(|line| in_line(line) > 0).count(), lines().map(in_line).sum::<usize>())
    };
    // Of equals the last stands.
    let separator = [b';', b'\t', b','].into_iter().max_by_key(times).unwrap_or(b',');
    let mut builder = GridBuilder::default();
    builder.begin(Origin::Text, false);
    quoted(&text, separator, &mut builder)?;
    Ok(builder.finish())
}

/// Comma, tab or semicolon with quotes.
fn quoted(text: &str, separator: u8, builder: &mut GridBuilder) -> Result<(), ReadError> {
    let mut records = Records::of_text(text, separator);
    while let Some((row, fields)) = records.next()? {
        for (column, field) in (0..).zip(fields.iter()) {
            if !field.is_empty() {
                builder.push(row, column, unmarked(field), CellKind::Text)?;
            }
        }
        builder.widen_line(row, (0..fields.len()).map(|at| fields.start(at).unwrap_or(0)));
    }
    Ok(())
}

/// The text with every line ended by a line feed, whatever ended it.
pub(in crate::reading) fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}

/// The text with the lines that draw a table as marks between its fields, character for character: programs print tables
/// on a terminal with │ and ─ round the cells, and so do officers by hand. A dash of a cell stays one.
fn with_plain_marks(text: &str) -> Cow<'_, str> {
    let is_drawn = |c: char| ('\u{2500}'..='\u{257F}').contains(&c);
    if !text.contains(is_drawn) {
        return Cow::Borrowed(text);
    }
    let is_level = |c: char| matches!(c, '─' | '━' | '┄' | '┅' | '┈' | '┉' | '╌' | '╍' | '═' | '╴' | '╶' | '╸' | '╺');
    let is_upright = |c: char| matches!(c, '│' | '┃' | '┆' | '┇' | '┊' | '┋' | '╎' | '╏' | '║');
    let is_border = |c: char| is_drawn(c) && !is_level(c);
    let plain = |line: &str| -> String {
        let is_rule = line.chars().all(|c| is_drawn(c) || c.is_whitespace());
        // A cell over several rows interrupts the rule between them.
        let is_part_rule = line.chars().any(|c| is_border(c) && !is_upright(c));
        let of_line = |c: char| match c {
            c if is_drawn(c) && is_rule => ' ',
            c if is_border(c) => '|',
            c if is_level(c) && is_part_rule => ' ',
            c => c,
        };
        let is_of_table = is_rule || line.chars().filter(|c| is_border(*c)).nth(1).is_some();
        if is_of_table { line.chars().map(of_line).collect() } else { line.to_owned() }
    };
    Cow::Owned(text.split('\n').map(plain).collect::<Vec<_>>().join("\n"))
}

/// A text without the mark that keeps spreadsheet programs from computing it: `'=1+1` was written for `=1+1`, and
/// `="某县教育局"` for what is in the quotes. Of a figure the marks stay: how it is read is said.
pub(in crate::reading) fn unmarked(field: &str) -> &str {
    let is_name = |inner: &&str| inner.starts_with(char::is_alphabetic) && !inner.contains('"');
    if let Some(name) = field.strip_prefix("=\"").and_then(|field| field.strip_suffix('"')).filter(is_name) {
        return name;
    }
    let Some(rest) = field.strip_prefix('\'') else { return field };
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    if rest.trim_start_matches('\'').starts_with(signs) { rest } else { field }
}

/// `|` tables: Markdown with leading and closing marks and rule lines, or bare as web pages are often flattened. Text
/// recognition writes a small table a group and labels on lines of their own, so any other line may belong to a table too.
///
/// Whether a mark at the end of a line closes its last cell or opens a blank one is the habit of the whole text, and so
/// is a mark at its beginning: what nearly all of its lines do. Half of them do by accident, where first cells are blank.
fn pipes(text: &str, is_label: &impl Fn(&str) -> bool, builder: &mut GridBuilder) -> Result<(), ReadError> {
    let (opens, closes) = habits(text);
    let has_page_numbers = number::number_pages(text.lines());
    let mut lines = (0_u32..).zip(text.lines()).peekable();
    while let Some((row, raw)) = lines.next() {
        let line = raw.trim().trim_start_matches("> ").trim_start();
        if line.matches('|').count() > limits::MAX_COLUMNS as usize {
            let error = ReadError::new(Problem::TooManyFields).with("limit", limits::MAX_COLUMNS);
            return Err(error.with("line", u64::from(row) + 1));
        }
        if line.bytes().all(|byte| matches!(byte, b'|' | b' ')) {
            continue;
        }
        if !line.contains('|') {
            let below = lines.peek().map(|(_, below)| *below);
            // Numbers of pages stand at the beginning of their lines.
            let below = below.filter(|below| !has_page_numbers || below.starts_with(char::is_whitespace));
            if spaced(row, raw, below, is_label, builder)? {
                lines.next();
            }
            continue;
        }
        let is_rule = line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
        if is_rule {
            continue;
        }
        let inner = line.strip_prefix('|').filter(|_| opens).unwrap_or(line);
        let inner = inner.strip_suffix('|').filter(|_| closes).unwrap_or(inner);
        let mut starts = Vec::new();
        let mut begun = raw.len() - raw.trim_start().len();
        begun += raw[begun..].find(inner).unwrap_or(0);
        for (column, field) in (0_u32..).zip(inner.split('|')) {
            builder.push(row, column, &plain(field), CellKind::Text)?;
            let start = begun + field.len() - field.trim_start().len();
            starts.push(u32::try_from(raw[..start].chars().count() + 1).unwrap_or(0));
            begun += field.len() + 1;
        }
        builder.widen_line(row, starts.into_iter());
    }
    Ok(())
}

/// Whether nearly all lines with a mark begin with one, and whether nearly all end with one.
fn habits(text: &str) -> (bool, bool) {
    let (mut all, mut opening, mut closing) = (0_u64, 0_u64, 0_u64);
    for line in text.lines().map(|line| line.trim().trim_start_matches("> ").trim()) {
        if line.contains('|') {
            all += 1;
            opening += u64::from(line.starts_with('|'));
            closing += u64::from(line.ends_with('|'));
        }
    }
    (10 * opening >= 9 * all, 10 * closing >= 9 * all)
}

/// A line without a separator, and whether the one below it is the rest of its cells.
fn spaced(
    row: u32,
    line: &str,
    below: Option<&str>,
    is_label: &impl Fn(&str) -> bool,
    builder: &mut GridBuilder,
) -> Result<bool, ReadError> {
    // A quotation or heading of Markdown.
    let bare = line.trim().trim_start_matches("> ").trim_start().trim_start_matches('#');
    let fields = blanks::split(bare, is_label);
    let rests = below.map(|below| blanks::rests(line, &fields, below)).unwrap_or_default();
    for (column, field) in (0_u32..).zip(&fields) {
        let mut text = plain(field);
        if let Some((_, rest)) = rests.iter().find(|(at, _)| *at == column) {
            text = Cow::Owned(format!("{text}\n{rest}"));
        }
        builder.push(row, column, &text, CellKind::Text)?;
    }
    builder.widen(row, u32::try_from(fields.len()).unwrap_or(u32::MAX));
    Ok(!rests.is_empty())
}

/// The text of a Markdown cell without its markup: bold and code marks, line breaks and hard spaces of HTML.
fn plain(field: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(field.trim());
    if text.contains(['<', '&']) {
        let flat = ["<br>", "<br/>", "<br />"].iter().fold(text.into_owned(), |text, mark| text.replace(mark, "\n"));
        text = Cow::Owned(flat.replace("&nbsp;", " "));
    }
    for mark in ["**", "__", "`"] {
        let inner = text.trim().strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)).map(str::to_owned);
        if let Some(inner) = inner {
            text = Cow::Owned(inner);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<(u32, String)>> {
        let labels = ["规章", "行政许可", "规范性文件"];
        let grids = read(text, |field| labels.contains(&field)).expect("reads");
        let rows = grids[0].rows.iter();
        rows.map(|row| row.cells.iter().map(|cell| (cell.column, cell.text.clone())).collect()).collect()
    }

    #[test]
    fn a_table_may_be_drawn() {
        let expected = vec![vec![(0, "规章".to_owned()), (1, "1".to_owned()), (3, "2".to_owned())]];
        for (bar, rule) in [('│', "├────┼───┼───┼───┤"), ('┃', "┠────╂───╂───╂───┨"), ('║', "╠════╬═══╬═══╬═══╣")]
        {
            assert_eq!(cells(&format!("{rule}\n{bar}规章{bar} 1 {bar}   {bar} 2{bar}\n{rule}\n")), expected);
        }
        // A dash is one, and what is drawn round one word is no table.
        assert_eq!(cells("│规章│─│"), [[(0, "规章".to_owned()), (1, "─".to_owned())]]);
        assert_eq!(cells("规章,├─2"), [[(0, "规章".to_owned()), (1, "├─2".to_owned())]]);
        let cut = "│ 规章 │ 1 │\n│      ├───┤\n│ 一   ├───┤\n│ 行政许可 │ 3 │";
        let rows = cells(cut);
        assert_eq!((rows.len(), rows[1].len()), (3, 1), "{rows:?}");
    }

    #[test]
    fn the_separator_is_the_one_that_finds_labels() {
        let expected = vec![vec![(0, "规章".to_owned()), (1, "1".to_owned()), (3, "2".to_owned())]];
        for text in
            ["规章,1,,2", "规章\t1\t\t2", "规章 | 1 | | 2", "| 规章 | 1 |  | 2 |", "规章;1;;2", "\"规章\",1,,2\r\n"]
        {
            assert_eq!(cells(text), expected, "{text}");
        }
    }

    #[test]
    fn a_line_is_the_same_line_however_it_ends() {
        for text in [
            "规章,1\n\n行政许可,2\n",
            "\"规\n章\",1\n行政许可,2",
            "规章,1\r\n\r\n行政许可,2\r\n",
            "规章,1\r\r行政许可,2\r",
        ] {
            let grids = read(text, |field| field == "行政许可").expect("reads");
            assert_eq!(grids[0].rows.iter().map(|row| row.index).collect::<Vec<_>>(), [0, 2], "{text:?}");
        }
    }

    #[test]
    fn a_markdown_rule_line_is_no_row() {
        assert_eq!(cells("| 规章 | 1 |\n|:---|---:|\n| 规范性文件 | 2 |").len(), 2);
    }

    #[test]
    fn markup_of_markdown_is_no_part_of_a_cell() {
        let expected = |label: &str| vec![vec![(0, label.to_owned()), (1, "0".to_owned()), (3, "3".to_owned())]];
        for text in ["| 规章 | **0** | &nbsp; | `3` |", "| **规章** | 0 | | **3**<br/> |"] {
            assert_eq!(cells(text), expected("规章"), "{text}");
        }
        assert_eq!(cells("> | 规<br>章 | __0__ |  | 3 |"), expected("规\n章"));
    }

    /// A figure too long for its column goes on below itself; the number of a page stands elsewhere.
    #[test]
    fn digits_below_a_figure_are_of_its_cell() {
        let broken = vec![vec![(0, "行政许可".to_owned()), (1, "4587\n1".to_owned())]];
        assert_eq!(cells("行政许可      4587\n              1\n"), broken);
        assert_eq!(cells("行政许可      4587\n\n              1\n").len(), 2);
        assert_eq!(cells("行政许可 4587\n1\n"), broken);
        assert_eq!(cells("3\n行政许可 4587\n4\n").len(), 3);
        let row = "规章   10   20   30\n";
        assert_eq!(cells(&[row, "             0\n"].concat())[0][2], (2, "20\n0".to_owned()));
        assert_eq!(cells(&[row, "        1    2    3\n"].concat()).len(), 2);
    }

    #[test]
    fn a_mark_before_what_would_be_a_formula_is_taken_off() {
        for (field, text) in [("'=1+1", "=1+1"), ("''-", "'-"), ("'+8", "+8"), ("'quoted'", "'quoted'"), ("'", "'")] {
            assert_eq!(unmarked(field), text);
        }
        assert_eq!(cells("规章,'-,,'@x"), [[(0, "规章".to_owned()), (1, "-".to_owned()), (3, "@x".to_owned())]]);
    }

    #[test]
    fn a_line_that_never_ends_is_refused_before_it_is_read() {
        let commas = format!("规章,{}", ",".repeat(20_000));
        let error = read(&commas, |field| field == "规章").expect_err("too many fields");
        assert_eq!((error.problem, error.facts["line"].as_str()), (Problem::TooManyFields, "1"));
        let field = format!("规章,\"{}\"", "x".repeat(limits::MAX_FIELD_BYTES + 1));
        assert_eq!(read(&field, |field| field == "规章").expect_err("too long").problem, Problem::TextTooLong);
    }
}
