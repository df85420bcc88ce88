//! What the form calls its lines and cells, in the language asked for.

use crate::diagnosis::TermValue;
use crate::model::{BlockAt, CellIndex, FormEdition, Lang, LineSpec};
use crate::rules::{Line, Side};

/// The words of a line, without the remark some labels print after them: `（二）部分公开（区分处理的，…）` is
/// `（二）部分公开`.
pub(in crate::render) fn words(line: &LineSpec, lang: Lang) -> &str {
    if lang == Lang::En && !line.english.is_empty() {
        return &line.english;
    }
    let label = line.label.printed();
    let remark = label.strip_suffix('）').and_then(|label| label.rfind('（')).filter(|at| *at > 0);
    remark.map_or(label, |remark| &label[..remark])
}

/// The words of the row and of the column of a cell.
pub(in crate::render) fn lines_of(form: &FormEdition, cell: CellIndex, lang: Lang) -> (&str, &str) {
    let cell = form.cell(cell);
    (words(form.row_of(cell), lang), words(form.column_of(cell), lang))
}

/// The same with nothing for a column that tells nothing, as the only one of its block.
pub(in crate::render) fn telling_lines(form: &FormEdition, cell: CellIndex, lang: Lang) -> (&str, &str) {
    let (row, column) = lines_of(form, cell, lang);
    let is_telling = form.block_of(form.cell(cell)).columns.with_cells().count() > 1;
    (row, if is_telling { column } else { "" })
}

/// A cell within its table, by such lines: `（一）予以公开·自然人`.
pub(in crate::render) fn in_table((row, column): (&str, &str)) -> String {
    if column.is_empty() { row.to_owned() } else { [row, "·", column].concat() }
}

/// A cell with its table, by such lines: `表三 （一）予以公开 · 自然人`.
pub(in crate::render) fn in_form(form: &FormEdition, cell: CellIndex, lines: (&str, &str), lang: Lang) -> String {
    let (table, (row, column)) = (form.tables[form.cell(cell).table].brief.get(lang), lines);
    if column.is_empty() { format!("{table} {row}") } else { format!("{table} {row} · {column}") }
}

/// What equations call a line: its short name where the form has one (第一项), else its words.
pub(in crate::render) fn brief(line: &LineSpec, lang: Lang) -> &str {
    line.brief.as_ref().map_or_else(|| words(line, lang), |brief| brief.get(lang))
}

/// The words of the line along which a relation is repeated.
pub(in crate::render) fn line_words(form: &FormEdition, block: BlockAt, line: Line, lang: Lang) -> &str {
    let grid = form.block(block);
    match line {
        Line::Row(row) => words(&grid.rows.lines[usize::from(row)], lang),
        Line::Column(column) => words(&grid.columns.lines[usize::from(column)], lang),
    }
}

/// The words of that line where they tell anything: the only line of its axis does not.
pub(in crate::render) fn telling_line(form: &FormEdition, block: BlockAt, line: Line, lang: Lang) -> Option<&str> {
    let grid = form.block(block);
    let axis = match line {
        Line::Row(_) => &grid.rows,
        Line::Column(_) => &grid.columns,
    };
    (axis.with_cells().count() > 1).then(|| line_words(form, block, line, lang))
}

/// What equations call a cell of a relation along `line`.
pub(in crate::render) fn name_along(form: &FormEdition, line: Line, cell: CellIndex, lang: Lang) -> &str {
    let cell = form.cell(cell);
    match line {
        Line::Column(_) => brief(form.row_of(cell), lang),
        Line::Row(_) => brief(form.column_of(cell), lang),
    }
}

/// The name of the one cell on a side, as a total, a whole or a part is.
pub(in crate::render) fn only_name<'f>(
    form: &'f FormEdition,
    line: Line,
    terms: &[TermValue],
    side: Side,
    lang: Lang,
) -> Option<&'f str> {
    let mut cells = terms.iter().filter(|term| term.side == side).map(|term| term.cell);
    let only = cells.next().filter(|_| cells.next().is_none())?;
    Some(name_along(form, line, only, lang))
}

/// The row and the column that all these cells share.
pub(in crate::render) fn shared_lines(
    form: &FormEdition,
    cells: impl IntoIterator<Item = CellIndex>,
) -> (Option<&LineSpec>, Option<&LineSpec>) {
    let mut cells = cells.into_iter().map(|cell| form.cell(cell));
    let Some(first) = cells.next() else { return (None, None) };
    let (mut row, mut column) = (true, true);
    for cell in cells {
        let is_near = cell.block_at() == first.block_at();
        row &= is_near && cell.row == first.row;
        column &= is_near && cell.column == first.column;
    }
    (row.then(|| form.row_of(first)), column.then(|| form.column_of(first)))
}
