//! Markdown whose tables are written in tags, as converters write those with merged cells, which Markdown has not: pandoc,
//! and programs that read scanned pages. It is read as the page that it stands for.

use super::super::cells::grid::trimmed;

/// The page that a text stands for; `None` of a text without a table in tags.
pub(in crate::reading) fn page(text: &str) -> Option<String> {
    if count(text, "<table") == 0 || count(text, "<td") == 0 {
        return None;
    }
    let mut page = String::with_capacity(text.len() + text.len() / 8);
    let mut open = 0_usize;
    for line in text.lines() {
        let begun = count(line, "<table");
        if open == 0 && begun == 0 {
            paragraph(line, &mut page);
        } else {
            page.push_str(line);
            page.push('\n');
        }
        open = (open + begun).saturating_sub(count(line, "</table"));
    }
    Some(page)
}

/// How often a tag begins in a text.
fn count(text: &str, tag: &str) -> usize {
    let begins =
        |at: usize| text.as_bytes().get(at..at + tag.len()).is_some_and(|it| it.eq_ignore_ascii_case(tag.as_bytes()));
    memchr::memchr_iter(b'<', text.as_bytes()).filter(|at| begins(*at)).count()
}

/// Writes a line of Markdown as a paragraph, without the marks of a heading or of emphasis around it.
fn paragraph(line: &str, page: &mut String) {
    let is_mark = |c: char| c == '#' || c == '*' || c.is_whitespace();
    let text = trimmed(line.trim_start_matches(is_mark).trim_end_matches(is_mark));
    if text.is_empty() {
        return;
    }
    page.push_str("<p>");
    for c in text.chars() {
        match c {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            c => page.push(c),
        }
    }
    page.push_str("</p>\n");
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn lines_around_tables_in_tags_are_paragraphs() {
        let text = "# 某县教育局 & 其他\n\n**二、情况**\n<TABLE ><tr>\n<td>规章</td></tr></table>\n1 < 2";
        let expected = "<p>某县教育局 &amp; 其他</p>\n<p>二、情况</p>\n<TABLE ><tr>\n<td>规章</td></tr></table>\n<p>1 &lt; 2</p>\n";
        assert_eq!(page(text).as_deref(), Some(expected));
        assert_eq!(page("| 规章 | 0 |\n<table 是什么"), None);
    }
}
