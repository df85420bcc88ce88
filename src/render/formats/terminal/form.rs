//! `--show-form`: the statutory form as it was read, with the cells of broken relations marked.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use comfy_table::{CellAlignment, ColumnConstraint, Width};
use unicode_width::UnicodeWidthStr;

use crate::diagnosis::{Detail, Finding};
use crate::model::{Axis, Block, CellIndex, FormEdition, Lang, Role, TableStatus, Transcript, plain};
use crate::render::marks::{Proposal, proposals};
use crate::render::said::SaidFiling;
use crate::render::words::clean::clean;
use crate::render::words::labels::words;
use crate::render::words::phrases::phrase;
use crate::render::words::wrap::hanging;
use crate::render::{SUSPECT, table};
use crate::rules::Severity;

/// The mark before a cell that takes part in something that is wrong.
const MARK: &str = "✗";
/// A cell whose line was not found.
const NOT_FOUND: &str = "?";
/// The narrowest column of figures: two Chinese characters.
const MIN_COLUMN: usize = 4;

/// Draws all tables that were found.
pub(super) fn draw(said: SaidFiling, out: &mut dyn Write) -> io::Result<()> {
    let (filing, style) = (said.assessment, said.style);
    let Some((transcript, form)) = filing.transcript.as_ref().zip(said.form) else {
        return Ok(());
    };
    // A blank or unusual cell is no broken cell: only errors, relations that do not hold, and totals left blank are
    // marked.
    let is_relation = |finding: &Finding| matches!(finding.detail, Detail::Balance { .. });
    let broken = |finding: &&Finding| {
        finding.severity == Severity::Error || is_relation(finding) || matches!(finding.detail, Detail::BlankTotals(_))
    };
    let marked: HashSet<CellIndex> =
        filing.findings.iter().filter(broken).flat_map(|finding| &finding.cells).map(|cell| cell.cell).collect();
    let suspects = proposals(filing);
    for (at, spec) in form.tables.iter().enumerate() {
        if transcript.tables[at] == TableStatus::Missing {
            continue;
        }
        writeln!(out, "\n  {}", spec.label)?;
        for (block_at, block) in spec.blocks.iter().enumerate() {
            if let Some(heading) = &block.heading {
                writeln!(out, "  {heading}")?;
            }
            let view =
                View { transcript, form, marked: &marked, suspects: &suspects, at: (at, block_at), lang: style.lang };
            writeln!(out, "{}", view.block(block, style.width))?;
        }
    }
    let has_lesser = filing.findings.iter().any(|finding| is_relation(finding) && finding.severity != Severity::Error);
    let legend = if has_lesser { "legend-relations" } else { "legend" };
    writeln!(out, "  {}", hanging(phrase(legend, style.lang), style.width, 2))?;
    if !suspects.is_empty() {
        writeln!(out, "  {}", hanging(phrase("legend-suspects", style.lang), style.width, 2))?;
    }
    Ok(())
}

struct View<'a> {
    transcript: &'a Transcript,
    form: &'a FormEdition,
    marked: &'a HashSet<CellIndex>,
    suspects: &'a HashMap<CellIndex, Proposal>,
    at: (usize, usize),
    lang: Lang,
}

impl View<'_> {
    fn block(&self, block: &Block, width: u16) -> comfy_table::Table {
        let columns: Vec<usize> = block.columns.printed().collect();
        let corner = block.stub.as_ref().map_or("", |stub| stub.printed());
        let names = columns.iter().map(|column| words(&block.columns.lines[*column], self.lang));
        let header: Vec<&str> = std::iter::once(corner).chain(names).collect();
        let mut out = table::bordered(width, &header);
        for (row, line) in block.rows.lines.iter().enumerate() {
            let is_heading = matches!(line.role, Role::Heading { .. });
            let cells: Vec<_> = columns.iter().filter_map(|column| self.cell_at(row, *column)).collect();
            if cells.iter().any(|cell| self.transcript.is_absent(*cell)) && !is_heading {
                continue;
            }
            let values = columns.iter().map(|column| match self.cell_at(row, *column) {
                Some(cell) if !self.transcript.is_absent(cell) => self.value(cell),
                _ => String::new(),
            });
            out.add_row(std::iter::once(self.label(&block.rows, row)).chain(values).collect::<Vec<_>>());
        }
        // As in print, the headers of a wide table break after two characters, and row labels get the room.
        let narrow = if columns.len() > 4 { MIN_COLUMN } else { usize::from(width) };
        for (at, column) in (1..).zip(&columns) {
            let figures = (0..block.rows.lines.len()).filter_map(|row| self.cell_at(row, *column));
            let widest = figures.map(|cell| self.value(cell).width()).max().unwrap_or(0).max(narrow);
            if let Some(column) = out.column_mut(at) {
                column.set_cell_alignment(CellAlignment::Right);
                // The width of a column includes its padding.
                let width = Width::Fixed(u16::try_from(widest + 2).unwrap_or(u16::MAX));
                column.set_constraint(ColumnConstraint::UpperBoundary(width));
            }
        }
        out
    }

    fn cell_at(&self, row: usize, column: usize) -> Option<CellIndex> {
        self.form.cell_at(self.at.0, self.at.1, row, column)
    }

    fn label(&self, rows: &Axis, row: usize) -> String {
        // Spaces that do not break, or wrapping would eat the indent.
        format!("{}{}", "\u{a0}".repeat(2 * rows.depth(row)), words(&rows.lines[row], self.lang))
    }

    fn value(&self, cell: CellIndex) -> String {
        let entry = self.transcript.entry(cell);
        let text = entry.map_or(NOT_FOUND.to_owned(), |entry| clean(&entry.printed()).into_owned());
        match self.suspects.get(&cell) {
            Some(Proposal::Figure(proposed)) => format!("{SUSPECT} {text}→{}", plain(*proposed)),
            Some(Proposal::Open) => format!("{SUSPECT} {text}"),
            None if self.marked.contains(&cell) => format!("{MARK} {text}"),
            None => text,
        }
    }
}
