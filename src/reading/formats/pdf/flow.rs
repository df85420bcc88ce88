//! Lines of text that go on over pages, and the tables without ruling lines in them.
//!
//! A printer breaks such a table where the page ends, in the middle of a row whose label has more lines than there is
//! room for: its figures and `一、` stand at the foot of one page, `本年新收政府信息公开申请数量` at the head of the next. Each
//! page alone would give a row without a label and a label without figures. So where a page ends within a table, the
//! lines of the next are put below, as if the paper went on, and the table is looked for once more.

use super::Meaning;
use super::cells::Table;
use super::columns::{self, FoundInLines, LABELS};
use super::lines::TextLine;
use super::marks::Length;
use super::pages::{PageBlock, PrintedPage};

/// Columns of figures that make certain that the end of a page is a table.
const COLUMNS: usize = 3;

/// Finds the tables in the lines of all pages. `meaning` says what words mean in any form.
pub(super) fn find_tables(sheets: &mut [PrintedPage], meaning: &impl Fn(&str) -> Meaning) {
    let lines: Vec<Vec<PageBlock>> = sheets.iter_mut().map(|sheet| std::mem::take(&mut sheet.blocks)).collect();
    let is_line = |block: &PageBlock| matches!(block, PageBlock::Line(_));
    let is_open: Vec<bool> = lines.iter().map(|blocks| ends_in_table(blocks, meaning)).collect();
    let goes_on = |page: usize| match lines.get(page + 1).and_then(|next| next.first()) {
        Some(PageBlock::Line(line)) => is_open[page] && meaning(&line.text) != Meaning::Title,
        _ => false,
    };
    let goes_on: Vec<bool> = (0..lines.len()).map(goes_on).collect();
    let mut run = LineRun::default();
    for (page, blocks) in lines.into_iter().enumerate() {
        let mut rest = blocks.into_iter().peekable();
        while let Some(block) = rest.next() {
            match block {
                PageBlock::Line(line) => run.push(line, page),
                table @ PageBlock::Table(_) => {
                    std::mem::take(&mut run).end(sheets, meaning);
                    sheets[page].blocks.push(table);
                }
            }
            let is_last = rest.peek().is_none_or(|next| !is_line(next));
            if is_last && !(rest.peek().is_none() && goes_on[page]) {
                std::mem::take(&mut run).end(sheets, meaning);
            }
        }
    }
    run.end(sheets, meaning);
}

/// Whether the lines at the end of a page are a table.
fn ends_in_table(blocks: &[PageBlock], meaning: &impl Fn(&str) -> Meaning) -> bool {
    let lines =
        blocks.iter().rev().map_while(|block| if let PageBlock::Line(line) = block { Some(line) } else { None });
    let mut lines: Vec<TextLine> = lines.cloned().collect();
    lines.reverse();
    match columns::tables(&lines, meaning).pop() {
        Some(FoundInLines::Table(table, _)) => table.edges.len() > LABELS + COLUMNS,
        _ => false,
    }
}

/// A page, and the first line on it.
#[derive(Clone, Copy)]
struct PageStart {
    page: usize,
    line: usize,
}

/// Lines that follow each other, on one page or more.
#[derive(Default)]
struct LineRun {
    lines: Vec<TextLine>,
    pages: Vec<PageStart>,
    /// How far the lines of the last page are moved down.
    down: Length,
}

impl LineRun {
    fn push(&mut self, mut line: TextLine, page: usize) {
        if self.pages.last().is_none_or(|last| last.page != page) {
            self.pages.push(PageStart { page, line: self.lines.len() });
            // The first line of a page stands where the next line of the last one would.
            let end = self.lines.iter().map(|line| line.frame.bottom).max();
            self.down = end.map_or(0, |end| end + line.frame.height() / 4 - line.frame.top);
        }
        line.move_down(self.down);
        self.lines.push(line);
    }

    /// Puts the tables and the lines between them on the pages where they begin.
    fn end(self, sheets: &mut [PrintedPage], meaning: &impl Fn(&str) -> Meaning) {
        let mut at = 0;
        for found in columns::tables(&self.lines, meaning) {
            let begin = if let FoundInLines::Table(_, begin) = &found { *begin } else { at };
            let of_page = self.pages.partition_point(|start| start.line <= begin).saturating_sub(1);
            let Some(PageStart { page, .. }) = self.pages.get(of_page).copied() else { return };
            match found {
                FoundInLines::Line(line) => {
                    sheets[page].blocks.push(PageBlock::Line(line));
                    at = begin + 1;
                }
                FoundInLines::Table(table, _) => {
                    at = begin + table.rows;
                    let later = self.pages[of_page + 1..].iter().filter(|start| start.line < at);
                    let breaks: Vec<usize> = later.clone().map(|start| start.line - begin).collect();
                    later.for_each(|start| sheets[start.page].goes_on += 1);
                    sheets[page].blocks.push(PageBlock::Table(Table { breaks, ..table }));
                }
            }
        }
    }
}
