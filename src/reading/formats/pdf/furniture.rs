//! What is printed on every page: headers, footers and the numbers of the pages.

use std::collections::HashMap;

use super::lines::TextLine;
use super::marks::Length;
use super::pages::{NEAR, PageBlock, PrintedPage};

/// How far from the top or bottom what is printed on every page stands, in parts of the page.
const MARGIN: Length = 8;

/// Leaves out what is printed on every page, except the first time, and the numbers of the pages.
pub(super) fn drop_furniture(sheets: &mut [PrintedPage]) {
    let key = |line: &TextLine| (without_page_number(&line.text), line.frame.center().1 / NEAR);
    let mut times: HashMap<(String, Length), usize> = HashMap::new();
    for sheet in sheets.iter() {
        for line in sheet.edge_lines() {
            *times.entry(key(line)).or_default() += 1;
        }
    }
    let mut seen: HashMap<(String, Length), usize> = HashMap::new();
    for sheet in sheets.iter_mut() {
        let height = sheet.height;
        sheet.blocks.retain(|block| match block {
            PageBlock::Line(line) if is_at_edge(line, height) => {
                let key = key(line);
                // A row of figures is no header, though two pages have one at the same height.
                let is_repeated = !key.0.is_empty() && times.get(&key).is_some_and(|times| *times > 1);
                let earlier = seen.entry(key).or_default();
                *earlier += 1;
                let is_furniture = is_page_number(&line.text) || (is_repeated && *earlier > 1);
                !is_furniture
            }
            _ => true,
        });
    }
}

impl PrintedPage {
    fn edge_lines(&self) -> impl Iterator<Item = &TextLine> {
        self.blocks.iter().filter_map(|block| match block {
            PageBlock::Line(line) if is_at_edge(line, self.height) => Some(line),
            _ => None,
        })
    }
}

fn is_at_edge(line: &TextLine, height: Length) -> bool {
    let y = line.frame.center().1;
    y < height / MARGIN || y > height - height / MARGIN
}

/// A line without the numbers in it that may be a page's: a year stays, for a title of another year is another title.
fn without_page_number(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let years: String = words.filter(|run| run.len() > 3).collect();
    text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).chain(years.chars()).collect()
}

/// `- 3 -`, `第 3 页 共 5 页`, `3 / 5`.
fn is_page_number(text: &str) -> bool {
    /// No report has a thousand pages.
    const DIGITS: usize = 3;
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let is_mark = |c: char| "-—–－·/第页共".contains(c);
    let numbers: Vec<&str> = text.split(|c| !is_digit(c)).filter(|number| !number.is_empty()).collect();
    let are_pages = numbers.iter().all(|number| number.chars().count() <= DIGITS);
    // Figures that nothing but blanks parts are a row of a table.
    let is_number = numbers.len() == 1 || (numbers.len() == 2 && text.contains(is_mark));
    are_pages && is_number && text.chars().all(|c| is_digit(c) || is_mark(c) || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::super::marks::Frame;
    use super::*;

    #[test]
    fn headers_are_kept_once_and_rows_of_figures_always() {
        let line = |text: &str, top: Length| {
            let frame = Frame { left: 0, top, right: 10_000, bottom: top + 1_000 };
            PageBlock::Line(TextLine { frame, text: text.to_owned(), words: Vec::new(), left_out: Vec::new() })
        };
        let page = |figures: &str| {
            let blocks = vec![line("某市人民政府公报", 1_000), line(figures, 3_000), line("- 3 -", 80_000)];
            PrintedPage { height: 84_000, blocks, goes_on: 0 }
        };
        let mut sheets = [page("118  5  0  125"), page("859  33  0  897")];
        drop_furniture(&mut sheets);
        let text = |sheet: &PrintedPage| {
            let lines = sheet.blocks.iter().filter_map(|block| match block {
                PageBlock::Line(line) => Some(line.text.clone()),
                PageBlock::Table(_) => None,
            });
            lines.collect::<Vec<_>>()
        };
        assert_eq!(text(&sheets[0]), ["某市人民政府公报", "118  5  0  125"]);
        assert_eq!(text(&sheets[1]), ["859  33  0  897"]);
    }

    #[test]
    fn numbers_of_pages_are_known() {
        for text in ["-3-", "— 3 —", "第 3 页 共 5 页", "3 / 5", "３"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in [
            "三、",
            "- -",
            "118  5",
            "5 0 0 1",
            "20163",
            "- 3 - 4 - 5",
            "2023年政府信息公开工作年度报告",
            "第二十条第（一）项",
        ] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
