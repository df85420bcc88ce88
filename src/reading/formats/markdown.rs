//! Markdown whose tables are written in tags, as converters write those with merged cells, which Markdown has not: pandoc,
//! and programs that read scanned pages. It is read as the page that it stands for, with the tables that it writes with
//! strokes.

use super::super::cells::grid::trimmed;

/// The page that a text stands for; `None` of a text without a table in tags.
pub(in crate::reading) fn page(text: &str) -> Option<String> {
    if count(text, "<table") == 0 || count(text, "<td") == 0 {
        return None;
    }
    let mut page = String::with_capacity(text.len() + text.len() / 8);
    let (mut open, mut is_code, mut is_table) = (0_usize, false, false);
    let mut has_table = false;
    for line in text.lines() {
        let begun = if is_code { 0 } else { count(line, "<table") };
        let cells = cells(line).filter(|_| open == 0 && begun == 0 && !is_code);
        if is_table != cells.is_some() {
            page.push_str(if is_table { "</table>\n" } else { "<table>\n" });
            is_table = !is_table;
        }
        if let Some(cells) = cells {
            row(cells, &mut page);
        } else if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if open == 0 && begun == 0 {
            paragraph(line, &mut page);
        } else {
            has_table = true;
            page.push_str(line);
            page.push('\n');
        }
        open = (open + begun).saturating_sub(if is_code { 0 } else { count(line, "</table") });
    }
    if is_table {
        page.push_str("</table>\n");
    }
    has_table.then_some(page)
}

/// How often a tag begins in a text.
fn count(text: &str, tag: &str) -> usize {
    let begins =
        |at: usize| text.as_bytes().get(at..at + tag.len()).is_some_and(|it| it.eq_ignore_ascii_case(tag.as_bytes()));
    memchr::memchr_iter(b'<', text.as_bytes()).filter(|at| begins(*at)).count()
}

/// The cells of a line that Markdown parts with strokes: `| 规章 | 0 |`.
fn cells(line: &str) -> Option<impl Iterator<Item = &str>> {
    Some(line.trim().strip_prefix('|')?.strip_suffix('|')?.split('|').map(trimmed))
}

/// Writes a row of a table; what parts the head from the others, `|---|:-:|`, is none.
fn row<'t>(cells: impl Iterator<Item = &'t str>, page: &mut String) {
    let cells: Vec<&str> = cells.collect();
    let is_rule = |cell: &&str| cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':' | ' '));
    if cells.iter().all(is_rule) {
        return;
    }
    page.push_str("<tr>");
    for cell in cells {
        page.push_str("<td>");
        escape(cell, page);
        page.push_str("</td>");
    }
    page.push_str("</tr>\n");
}

/// Writes a line of Markdown as a paragraph, without the marks of a heading or of emphasis around it.
fn paragraph(line: &str, page: &mut String) {
    let is_mark = |c: char| c == '#' || c == '*' || c.is_whitespace();
    let text = trimmed(line.trim_start_matches(is_mark).trim_end_matches(is_mark));
    if !text.is_empty() {
        page.push_str("<p>");
        escape(text, page);
        page.push_str("</p>\n");
    }
}

fn escape(text: &str, page: &mut String) {
    for c in text.chars() {
        match c {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            c => page.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn lines_around_tables_in_tags_are_paragraphs_and_rows() {
        let text = "# 某县教育局 & 其他\n\n**二、情况**\n<TABLE ><tr>\n<td>规章</td></tr></table>\n1 < 2\n\
            | 规章 | 0 |\n|---|:-:|\n| - |  |\n";
        let expected = "<p>某县教育局 &amp; 其他</p>\n<p>二、情况</p>\n<TABLE ><tr>\n<td>规章</td></tr></table>\n\
            <p>1 &lt; 2</p>\n<table>\n<tr><td>规章</td><td>0</td></tr>\n<tr><td>-</td><td></td></tr>\n</table>\n";
        assert_eq!(page(text).as_deref(), Some(expected));
        for text in ["| 规章 | 0 |\n<table 是什么", "| 规章 | 0 |\n```\n<table><tr><td>1</td></tr></table>\n```\n"]
        {
            assert_eq!(page(text), None, "{text}");
        }
    }
}
