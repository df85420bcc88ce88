//! One table over layouts × reports: the figures of every consistent report, laid out in every way that is sent or
//! published, read to the same cells without an error.

mod disguises;
mod documents;
mod lines;
mod merged;
mod sheets;
mod texts;

use gouji::diagnosis::Assessment;
use gouji::rules::Severity;

use crate::support::{assess, cells, codes_in_words, only};

/// Figures as published, typed in the layout of the form.
const REPORTS: [&str; 7] = [
    "decimal-fee-2021",
    "decimal-fee-2022",
    "two-years-a-2023",
    "two-years-a-2024",
    // 23 rows: one group reported undivided.
    "undivided-2024",
    // Figures with blanks, totals left blank, a unit in a cell.
    "trial-2019",
    // One total left blank.
    "blank-total-2024",
];

/// A report to lay out.
pub(crate) struct Report {
    /// The lines of the printed layout; label columns and merged cells hold their text in the first cell.
    pub(crate) rows: Vec<Vec<String>>,
    /// How it reads.
    pub(crate) filing: Assessment,
}

impl Report {
    /// The figures of a published report.
    pub(crate) fn load(name: &str) -> Self {
        let path = format!("fixtures/published/{name}.csv");
        let text = std::fs::read_to_string(&path).expect("the fixture is text");
        let cells = |line: &str| line.split(',').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
        let rows = text.lines().map(|line| if line.is_empty() { Vec::new() } else { cells(line) }).collect();
        Self { rows, filing: only(path) }
    }

    /// The report as a web page with merged cells.
    pub(crate) fn page(&self) -> String {
        String::from_utf8(documents::html(self, "utf-8")).expect("written as UTF-8")
    }

    /// The tables, each with its title.
    pub(crate) fn tables(&self) -> Vec<Vec<Vec<String>>> {
        let mut tables: Vec<Vec<Vec<String>>> = vec![Vec::new()];
        for row in &self.rows {
            if row.first().is_some_and(|cell| ["二、", "三、收", "四、政"].iter().any(|mark| cell.starts_with(mark)))
            {
                tables.push(Vec::new());
            }
            tables.last_mut().expect("one table at least").push(row.clone());
        }
        // What stands above the first table is its title.
        let title = tables.remove(0);
        tables[0].splice(0..0, title);
        tables
    }
}

/// A cell over several rows or columns: row, column, rows, columns.
pub(crate) type Merge = (usize, usize, usize, usize);

/// The merged cells of a printed table: words reach right over blanks, then down over blanks.
pub(crate) fn merges(rows: &[Vec<String>]) -> Vec<Merge> {
    let is_figure =
        |cell: &str| cell.starts_with(|c: char| c.is_ascii_digit() || "-/—".contains(c)) && !cell.contains(['.', '、']);
    let mut merges: Vec<Merge> = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let is_taken = |row: usize, column: usize| {
                merges.iter().any(|m| (m.0..m.0 + m.2).contains(&row) && (m.1..m.1 + m.3).contains(&column))
            };
            if cell.is_empty() || is_figure(cell) || cell.contains("年政府信息公开") || is_taken(row, column) {
                continue;
            }
            let is_free = |row: usize, column: usize| {
                rows.get(row).and_then(|cells| cells.get(column)).is_some_and(String::is_empty)
                    && !is_taken(row, column)
            };
            // In table 三 the labels have the first three columns; figures may be blank.
            let labels = if cells.len() == 10 && column < 3 { 3 } else { cells.len() };
            let is_heading = row + 1 < rows.len()
                && cells.len() == 10
                && column < 2
                && cells[column + 1..3].iter().any(|cell| !cell.is_empty());
            let wide = if is_heading {
                1
            } else {
                (column + 1..labels).take_while(|column| is_free(row, *column)).count() + 1
            };
            let is_row_free = |row: &usize| (column..column + wide).all(|column| is_free(*row, column));
            let is_label = column < 3 && cells.len() == 10;
            let tall = (row + 1..rows.len())
                .take_while(is_row_free)
                .take_while(|row| !is_label || (0..column).all(|column| rows[*row][column].is_empty()))
                .take_while(|row| column >= 3 || rows[*row].iter().any(|cell| !cell.is_empty()))
                .count();
            // Only headers and group labels reach down, and only in table 三.
            let tall = if cells.len() == 10 && (is_heading || !rows[row].iter().any(|cell| is_figure(cell))) {
                tall + 1
            } else {
                1
            };
            if wide > 1 || tall > 1 {
                merges.push((row, column, tall, wide));
            }
        }
    }
    merges
}

/// A layout: its name, the name of the file, and the bytes for a report.
type Layout = (&'static str, &'static str, fn(&Report) -> Vec<u8>);

const LAYOUTS: &[Layout] = &[
    ("xlsx, numbers", "table.xlsx", |report| {
        sheets::xlsx(std::slice::from_ref(&report.rows), sheets::Figures::Numbers, (0, 0))
    }),
    ("xlsx, text with blanks", "table.xlsx", |report| {
        sheets::xlsx(std::slice::from_ref(&report.rows), sheets::Figures::TextWithBlanks, (0, 0))
    }),
    ("xlsx, further down and right", "table.xlsx", |report| {
        sheets::xlsx(std::slice::from_ref(&report.rows), sheets::Figures::Numbers, (7, 3))
    }),
    ("xlsx, three sheets", "table.xlsx", |report| sheets::xlsx(&report.tables(), sheets::Figures::Numbers, (0, 0))),
    ("xls", "table.xls", |report| sheets::xls(&report.rows)),
    ("ods", "table.ods", |report| sheets::ods(&report.rows)),
    ("csv, utf-8 with mark", "table.csv", |report| texts::csv(report, "utf-8")),
    ("csv, gb18030", "table.csv", |report| texts::csv(report, "gb18030")),
    ("csv, utf-16", "table.txt", |report| texts::csv(report, "utf-16le")),
    ("html, utf-8", "table.html", |report| documents::html(report, "utf-8")),
    ("html, gb2312", "table.html", |report| documents::html(report, "gb2312")),
    ("docx", "table.docx", documents::docx),
    ("pipe text", "table.txt", texts::pipes),
    ("recognised Markdown", "table.md", texts::recognised),
    ("wide", "table.csv", texts::wide),
    ("long", "table.csv", texts::long),
];

#[test]
fn every_report_in_every_layout_reads_to_the_same_cells() {
    let mut wrong = Vec::new();
    for name in REPORTS {
        let report = Report::load(name);
        for (layout, file, write) in LAYOUTS {
            let filings = assess(file, &write(&report));
            let [filing] = filings.as_slice() else {
                wrong.push(format!("{name} as {layout}: {} filings", filings.len()));
                continue;
            };
            if let Some(error) = &filing.error {
                wrong.push(format!("{name} as {layout}: {}", error.problem.kind()));
                continue;
            }
            let (found, expected) = (cells(filing), cells(&report.filing));
            let differing = expected.iter().filter(|(id, value)| found.get(*id) != Some(value)).count();
            let has_error = filing.findings.iter().any(|finding| finding.severity == Severity::Error);
            let is_same = (filing.agency.as_ref(), filing.year) == (report.filing.agency.as_ref(), report.filing.year);
            if differing > 0 || found.len() != expected.len() || has_error || !is_same {
                let codes = codes_in_words(filing);
                wrong.push(format!("{name} as {layout}: {differing} cells differ, {codes}, {:?}", filing.agency));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
