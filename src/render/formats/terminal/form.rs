//! `--show-form`: the statutory form as it was read, with what is wrong marked.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Ansi};
use unicode_width::UnicodeWidthStr;

use crate::model::{Block, BlockAt, CellIndex, FormEdition, Lang, Role, TableStatus, Transcript, plain};
use crate::render::marks::{Mark, Marks, marks, used};
use crate::render::said::SaidFiling;
use crate::render::table;
use crate::render::words::clean::clean;
use crate::render::words::labels::words;
use crate::render::words::phrases::phrase;
use crate::render::words::wrap::hanging;

/// A cell whose line was not found.
const NOT_FOUND: &str = "?";
/// What stands between the fields of a drawn table.
const FIELD_BORDERS: [char; 2] = ['│', '┆'];

/// Draws all tables that were found.
pub(super) fn draw(said: SaidFiling, out: &mut dyn Write) -> io::Result<()> {
    let (filing, style) = (said.assessment, said.style);
    let Some((transcript, form)) = filing.transcript.as_ref().zip(said.form) else {
        return Ok(());
    };
    let marks = marks(filing);
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
                View { transcript, form, marks: &marks, at: BlockAt { table: at, block: block_at }, lang: style.lang };
            let drawn = view.block(block, style.width).to_string();
            writeln!(out, "{}", if style.color { painted_marks(&drawn) } else { drawn })?;
        }
    }
    let not_found = (NOT_FOUND, phrase("mark-missing", style.lang));
    let used = used(&marks).into_iter().filter(|mark| !mark.sign().is_empty());
    for (sign, words) in used.map(|mark| (mark.sign(), mark.words(style.lang))).chain([not_found]) {
        writeln!(out, "  {}", hanging(&format!("{sign} {words}"), style.width, 4))?;
    }
    Ok(())
}

struct View<'a> {
    transcript: &'a Transcript,
    form: &'a FormEdition,
    marks: &'a Marks,
    at: BlockAt,
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
            out.add_row(
                std::iter::once(table::form_label(&block.rows, row, self.lang)).chain(values).collect::<Vec<_>>(),
            );
        }
        let widest = columns.iter().map(|column| {
            let figures = (0..block.rows.lines.len()).filter_map(|row| self.cell_at(row, *column));
            figures.map(|cell| self.value(cell).width()).max().unwrap_or(0)
        });
        table::fit_figures(&mut out, 1, &widest.collect::<Vec<_>>(), width);
        out
    }

    fn cell_at(&self, row: usize, column: usize) -> Option<CellIndex> {
        self.form.cell_at(self.at, row, column)
    }

    fn value(&self, cell: CellIndex) -> String {
        let entry = self.transcript.entry(cell);
        let text = entry.map_or(NOT_FOUND.to_owned(), |entry| clean(&entry.printed()).into_owned());
        let Some(marked) = self.marks.get(&cell) else { return text };
        let sign = marked.mark.map(Mark::sign).filter(|sign| !sign.is_empty());
        let sign = sign.map(|sign| format!("{sign} ")).unwrap_or_default();
        let proposed = marked.proposed.map(|figure| format!("→{}", plain(figure))).unwrap_or_default();
        format!("{sign}{text}{proposed}")
    }
}

/// A drawn table with its marked figures in colour: what is wrong is red all over, other marks only colour the figure.
fn painted_marks(table: &str) -> String {
    let plain_style = Ansi::new();
    let looks = [
        (Mark::Wrong, plain_style.fg_color(Some(AnsiColor::White.into())).bg_color(Some(AnsiColor::Red.into())).bold()),
        (Mark::Candidate, plain_style.fg_color(Some(AnsiColor::Red.into()))),
        (Mark::Sum, plain_style.fg_color(Some(AnsiColor::Magenta.into()))),
        (Mark::Doubtful, plain_style.fg_color(Some(AnsiColor::Yellow.into()))),
    ];
    let painted = |field: &str| {
        let figure = field.trim();
        let look = looks.iter().find(|(mark, _)| figure.starts_with(mark.sign()));
        look.map(|(_, look)| field.replacen(figure, &format!("{look}{figure}{look:#}"), 1))
    };
    let fields = table.split(FIELD_BORDERS).map(|field| painted(field).unwrap_or_else(|| field.to_owned()));
    // The borders between the fields, in their order.
    let borders = table.matches(FIELD_BORDERS).chain([""]);
    fields.zip(borders).flat_map(|(field, border)| [field, border.to_owned()]).collect()
}
