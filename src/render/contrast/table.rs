//! `--format table`: what an officer reads. Of two years the largest changes first, then the form with both; of a
//! resubmission what changed, and what became of the findings.

use std::io::{self, Write};

use comfy_table::CellAlignment;
use unicode_width::UnicodeWidthStr;

use super::beside::{Beside, Both};
use super::sentences::sentences;
use super::words;
use crate::diagnosis::{Compared, Contrast, ContrastKind, Era, Lone, Pair};
use crate::model::{Block, BlockAt, CellIndex, FormEdition, Lang};
use crate::render::words::labels;
use crate::render::words::phrases::{clauses, filled, phrase};
use crate::render::words::wrap::{hanging, wrap};
use crate::render::{Style, table};

/// As many rows of one side are named.
const MAX_LONE: usize = 12;

/// Writes the pairs, what is not compared, and the summary.
pub(super) fn write(contrast: &Contrast, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for pair in &contrast.pairs {
        write_pair(pair, style, out)?;
        writeln!(out)?;
    }
    for note in words::contrast_notes(contrast, style.lang) {
        writeln!(out, "{}", hanging(&note, style.width, 0))?;
    }
    writeln!(out, "{}", hanging(&words::contrast_summary(contrast, style.lang), style.width, 0))
}

fn write_pair(pair: &Pair, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let mut say =
        |text: &str, indent: usize| writeln!(out, "{}{}", " ".repeat(indent), hanging(text, style.width, indent));
    say(&format!("{} · {}", words::title(pair, lang), words::kind(pair, lang)), 0)?;
    let files: [(&str, &dyn ToString); 2] = [("old", &words::file(&pair.old)), ("new", &words::file(&pair.new))];
    say(&filled("compare-files", lang, &files), 2)?;
    for remark in words::remarks(pair, style) {
        say(&remark, 2)?;
    }
    say(&words::counts(pair, lang), 2)?;
    let Some(beside) = Beside::of(pair, style) else { return Ok(()) };
    let listed = words::first_changes(pair);
    if !listed.is_empty() {
        let name = if pair.kind == ContrastKind::Years { "compare-largest" } else { "compare-changes" };
        say(&filled(name, lang, &[("count", &listed.len())]), 2)?;
        writeln!(out, "{}", changes(&listed, pair, beside.form, style))?;
    }
    match pair.kind {
        ContrastKind::Years => write_form(pair, &beside, style, out)?,
        ContrastKind::Resubmission => write_findings(pair, style, out)?,
    }
    for (era, lone) in [(Era::Old, &pair.only_old), (Era::New, &pair.only_new)] {
        write_lone(era, lone, pair, style, out)?;
    }
    let offered = sentences(pair);
    if !offered.is_empty() {
        writeln!(out, "  {}", phrase("compare-sentences", lang))?;
        for sentence in offered {
            writeln!(out, "    {}", hanging(&sentence, style.width, 4))?;
        }
    }
    Ok(())
}

/// Cells in a line each.
fn changes(cells: &[&Compared], pair: &Pair, form: &FormEdition, style: Style) -> comfy_table::Table {
    let lang = style.lang;
    let sides = [Era::Old, Era::New].map(|era| words::side(pair, era, lang));
    let header = [
        phrase("compare-cell", lang),
        &sides[0],
        &sides[1],
        phrase("compare-change", lang),
        phrase("compare-percent", lang),
    ];
    let rows: Vec<[String; 5]> = cells
        .iter()
        .map(|cell| {
            [
                words::cell(form, cell.cell, lang),
                words::reported_or_blank(&cell.old, lang),
                words::reported_or_blank(&cell.new, lang),
                words::change(cell),
                words::percent(cell),
            ]
        })
        .collect();
    let width = |at: usize| rows.iter().map(|row| row[at].width()).chain([header[at].width()]).max().unwrap_or(0);
    let figures: usize = (1..5).map(|at| width(at) + 3).sum();
    let room = usize::from(style.width.max(60)).saturating_sub(figures + 4).max(16).min(width(0));
    let mut out = table::bordered(style.width, &header);
    for row in &rows {
        let name = wrap(&row[0], room);
        out.add_row(std::iter::once(name.as_str()).chain(row[1..].iter().map(String::as_str)).collect::<Vec<_>>());
    }
    for at in 1..5 {
        if let Some(column) = out.column_mut(at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    out
}

fn write_findings(pair: &Pair, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {}", hanging(&words::turned_counts(pair, style.lang), style.width, 2))?;
    for (name, said) in words::turned(pair, style) {
        writeln!(out, "    {}", hanging(&words::finding(name, said), style.width, 6))?;
    }
    Ok(())
}

fn write_lone(era: Era, lone: &[Lone], pair: &Pair, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let Some(form) = pair.form(era, style.forms).filter(|_| !lone.is_empty()) else { return Ok(()) };
    let name = if era == Era::Old { "compare-lone-old" } else { "compare-lone-new" };
    let rows = words::lone_rows(form, lone, lang);
    let rest = if rows.len() > MAX_LONE { phrase("compare-more", lang) } else { "" };
    let said = clauses(rows.iter().take(MAX_LONE), lang);
    let text = filled(name, lang, &[("count", &lone.len())]) + &said + rest;
    writeln!(out, "  {}", hanging(&text, style.width, 2))
}

/// The form with both years.
fn write_form(pair: &Pair, beside: &Beside, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let sides = [Era::Old, Era::New].map(|era| words::side(pair, era, lang));
    let title: [(&str, &dyn ToString); 2] = [("old", &sides[0]), ("new", &sides[1])];
    let title = format!("{} {}", filled("compare-form", lang, &title), phrase("compare-form-rows", lang));
    writeln!(out, "  {}", hanging(&title, style.width, 2))?;
    for (at, spec) in beside.form.tables.iter().enumerate() {
        let blocks: Vec<_> = (0..spec.blocks.len())
            .map(|block| View { beside, at: BlockAt { table: at, block }, sides: &sides, lang })
            .filter(View::has_cells)
            .collect();
        if blocks.is_empty() {
            continue;
        }
        writeln!(out, "\n  {}", spec.label)?;
        for view in blocks {
            let block = &spec.blocks[view.at.block];
            if let Some(heading) = &block.heading {
                writeln!(out, "  {heading}")?;
            }
            writeln!(out, "{}", view.block(block, style.width))?;
        }
    }
    Ok(())
}

/// A block of the form with both figures.
struct View<'a> {
    beside: &'a Beside<'a>,
    at: BlockAt,
    sides: &'a [String; 2],
    lang: Lang,
}

impl View<'_> {
    fn has_cells(&self) -> bool {
        let form = self.beside.form;
        let block = form.block(self.at);
        form.cells_of_block(block).any(|cell| self.beside.get(cell).is_some())
    }

    fn block(&self, block: &Block, width: u16) -> comfy_table::Table {
        let columns: Vec<usize> = block.columns.printed().collect();
        let corner = block.stub.as_ref().map_or("", |stub| stub.printed());
        let names = columns.iter().map(|column| labels::words(&block.columns.lines[*column], self.lang));
        let header: Vec<&str> = [corner, ""].into_iter().chain(names).collect();
        let mut out = table::bordered(width, &header);
        let mut widest = vec![0; columns.len()];
        for (row, line) in block.rows.lines.iter().enumerate() {
            let cells: Vec<Option<CellIndex>> = columns.iter().map(|column| self.cell_at(row, *column)).collect();
            let both: Vec<Option<Both>> = cells.iter().map(|cell| self.beside.get((*cell)?)).collect();
            let has_figures = both.iter().any(Option::is_some);
            let has_items = line.is_heading() && self.has_row_under(block, row);
            if !has_figures && !has_items {
                continue;
            }
            let is_changed = both.iter().flatten().any(|both| both.is_changed() || both.compared.is_none());
            let cells: Vec<String> = cells.iter().map(|cell| self.figures(*cell, is_changed)).collect();
            for (widest, cell) in widest.iter_mut().zip(&cells) {
                *widest = cell.lines().map(UnicodeWidthStr::width).max().unwrap_or(0).max(*widest);
            }
            let years = if is_changed && has_figures {
                format!("{}\n{}\n{}", self.sides[0], self.sides[1], phrase("compare-change", self.lang))
            } else {
                String::new()
            };
            out.add_row(
                [table::form_label(&block.rows, row, self.lang), years].into_iter().chain(cells).collect::<Vec<_>>(),
            );
        }
        let years = self.sides.iter().map(|side| side.width()).max().unwrap_or(0);
        table::fit(&mut out, 1, years.max(table::MIN_COLUMN));
        table::fit_figures(&mut out, 2, &widest, width);
        out
    }

    fn cell_at(&self, row: usize, column: usize) -> Option<CellIndex> {
        self.beside.form.cell_at(self.at, row, column)
    }

    fn has_row_under(&self, block: &Block, heading: usize) -> bool {
        let mut under = (0..block.rows.lines.len()).filter(|row| block.rows.is_under(*row, Some(heading)));
        under.any(|row| {
            let mut cells = block.columns.with_cells().filter_map(|column| self.cell_at(row, column));
            cells.any(|cell| self.beside.get(cell).is_some())
        })
    }

    /// The figures of a cell in a line each, or its only one.
    fn figures(&self, cell: Option<CellIndex>, is_row_changed: bool) -> String {
        let Some((cell, both)) = cell.and_then(|cell| Some((cell, self.beside.get(cell)?))) else {
            return String::new();
        };
        let [old, new] = [Era::Old, Era::New].map(|era| self.beside.words(cell, era, self.lang));
        if !is_row_changed {
            // Nothing and zero are the same thing, and a zero is seen.
            return if new.is_empty() { old } else { new };
        }
        let change = both.compared.filter(|cell| cell.is_changed).map(words::change).unwrap_or_default();
        format!("{old}\n{new}\n{change}")
    }
}
