//! What a line is, once its labels are looked up.

use super::super::surface::{GridLine, RowWord, Word};
use super::super::vocabulary::{Known, LabelPart, TableKey, Vocabulary};

/// What a line is.
pub(super) enum Sense {
    /// A row of a table, by its label.
    Row(RowSeen),
    /// Values under the header of a table that prints a block on one line.
    Values(TableKey),
    /// A row with values whose label no form has.
    Stranger,
    /// Values without any words: their label may stand on another line.
    Loose,
    /// A header or title: of which table, how many column labels it prints, and whether it is the table's title.
    Header(Option<(TableKey, usize, bool)>),
}

/// A row label that was recognised.
pub(super) struct RowSeen {
    pub(super) table: TableKey,
    pub(super) body: String,
    /// How many rows of the table have these words.
    pub(super) of: usize,
    /// The first row of its table, with which it can begin without a header.
    pub(super) is_first: bool,
}

/// What the lines around a line tell of it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    /// The table it stands in, or whose header stands above.
    pub(super) named: Option<TableKey>,
    /// The table whose header or title stands above, and whether column labels gave it.
    pub(super) hint: Option<(TableKey, bool)>,
    /// Nothing but values stands on the line before or after.
    pub(super) beside_values: bool,
    /// So many lines from here on have one value each and nothing else.
    pub(super) column: usize,
    /// The table it stands in has a label beside the figures of each row.
    pub(super) is_by_rows: bool,
}

/// Values below each other: as many are no page number.
const CONVINCING_COLUMN: usize = 5;

/// Looks at a line among others.
pub(super) fn sense(vocabulary: &Vocabulary, line: &GridLine, around: Around) -> Sense {
    if let Some(table) = around.named.filter(|table| is_column_and_value(vocabulary, line, *table)) {
        let is_announced = around.hint.is_some_and(|(hint, _)| hint == table);
        return if is_announced { Sense::Values(table) } else { Sense::Loose };
    }
    // Numbers of columns and years over them belong to a header, though they look like figures.
    if line.is_numbering() || (line.row_label(row_word).is_none_or(|(_, is_known)| !is_known) && line.is_years()) {
        return Sense::Header(header(vocabulary, line));
    }
    let header = header(vocabulary, line);
    let label = line.row_label(row_word);
    // 合计 in front of all figures of such a table is a row of others, and here only what somebody called the line.
    if let Some(table) = around.named.filter(|table| is_line_of(vocabulary, line, label, *table)) {
        let is_announced = around.hint.is_some_and(|(hint, by_columns)| hint == table && by_columns);
        return if is_announced { Sense::Values(table) } else { Sense::Stranger };
    }
    match label {
        Some((at, true)) => {
            let found = line.cells[at].label.as_deref().and_then(|label| row(vocabulary, line, at, label, around));
            let is_header = header.is_some() && !line.has_value_after(at);
            found.filter(|_| !is_header).map_or(Sense::Header(header), Sense::Row)
        }
        // 数量 or 2023年 beside the one line of a table.
        Some((at, false))
            if header.is_none()
                && around.hint.is_some_and(|(table, by_columns)| {
                    by_columns
                        && 2 * line.value_count() > vocabulary.one_line_cells(table)
                        && vocabulary.has_one_line(table)
                }) =>
        {
            let table = around.hint.map_or(0, |(table, _)| table);
            if line.has_value_after(at) { Sense::Values(table) } else { Sense::Header(header) }
        }
        Some((at, false)) if header.is_none() && line.has_value_after(at) => {
            turned(vocabulary, line, at, around).map_or(Sense::Stranger, Sense::Row)
        }
        None if line.cells.iter().any(|word| word.label.is_none()) => match around.hint {
            // A page number stands alone; a line of values under its header may too, when the rest is blank.
            Some((table, by_columns))
                if vocabulary.has_one_line(table)
                    && (by_columns || line.value_count() > 1 || around.column >= CONVINCING_COLUMN) =>
            {
                Sense::Values(table)
            }
            _ if line.is_values() => Sense::Loose,
            _ => Sense::Header(header),
        },
        _ => Sense::Header(header),
    }
}

/// Whether a line has most of the figures of a table that prints them on one line, behind a word that is a row of other tables
/// and none of this one.
fn is_line_of(vocabulary: &Vocabulary, line: &GridLine, label: Option<(usize, bool)>, table: TableKey) -> bool {
    let Some((at, true)) = label else { return false };
    let is_row_here = |label: &Known| {
        let mut rows = label.meanings.iter().filter(|m| matches!(m.part, LabelPart::Row { .. }));
        rows.any(|m| vocabulary.key(m) == table)
    };
    let is_other = line.cells[at].label.as_deref().is_some_and(|label| !is_row_here(label));
    let is_long = 2 * line.value_count() > vocabulary.one_line_cells(table);
    vocabulary.has_one_line(table) && is_long && is_other && line.has_value_after(at)
}

/// Whether a line is one value of a table printed on one line, beside its column's label and perhaps its group's.
fn is_column_and_value(vocabulary: &Vocabulary, line: &GridLine, table: TableKey) -> bool {
    let is = |label: &Known, part: fn(&LabelPart) -> bool| {
        label.meanings.iter().any(|m| vocabulary.key(m) == table && part(&m.part))
    };
    let is_column = |word: &Word| {
        word.label.as_deref().is_some_and(|label| is(label, |part| matches!(part, LabelPart::Column { .. })))
    };
    let is_group = |word: &Word| {
        word.label.as_deref().is_some_and(|label| is(label, |part| matches!(part, LabelPart::Row { .. })))
    };
    vocabulary.has_one_line(table)
        && match line.cells.as_slice() {
            [label, value] => value.label.is_none() && is_column(label),
            [group, label, value] => value.label.is_none() && is_column(label) && is_group(group),
            _ => false,
        }
}

/// Whether a label is a row's, and whether that row has figures of its own.
fn row_word(label: &Known) -> RowWord {
    RowWord::of(label.meanings.iter().map(|m| m.part))
}

fn row(vocabulary: &Vocabulary, line: &GridLine, at: usize, label: &Known, around: Around) -> Option<RowSeen> {
    let meanings = &label.meanings;
    let rows = || meanings.iter().filter(|m| matches!(m.part, LabelPart::Row { .. }));
    let tables = || rows().map(|m| vocabulary.key(m));
    let table = tables().find(|table| Some(*table) == around.named).or_else(|| tables().next())?;
    let is_inside = Some(table) == around.named;
    // 其他 and 总计 head columns too, and stand in tables of all kinds: alone they begin nothing.
    let is_weak = label.folded.ordinal.is_none() && meanings.iter().any(|m| matches!(m.part, LabelPart::Column { .. }));
    let has_value = line.has_value_after(at) || around.beside_values;
    // Inside its table a row may be blank, or hold words where figures belong.
    let is_by_rows = around.is_by_rows || !vocabulary.has_one_line(table);
    let is_row = has_value || (is_inside && is_by_rows && !line.has_known_word_after(at));
    if !is_row || (is_weak && (!is_inside || !has_value)) {
        return None;
    }
    let in_edition = |edition| rows().filter(|m| m.edition == edition && vocabulary.key(m) == table).count();
    let of = rows().map(|m| in_edition(m.edition)).max().unwrap_or(1);
    let is_first =
        rows().any(|m| vocabulary.key(m) == table && matches!(m.part, LabelPart::Row { block: 0, line: 0, .. }));
    Some(RowSeen { table, body: label.folded.body.clone(), of, is_first })
}

/// A line of a table that is turned: several figures behind the label of a column, under the title of its table.
fn turned(vocabulary: &Vocabulary, line: &GridLine, at: usize, around: Around) -> Option<RowSeen> {
    let (table, label) = (around.named?, line.cells[at].label.as_deref()?);
    let mut meanings = label.meanings.iter().filter(|m| vocabulary.key(m) == table);
    let is_column = meanings.any(|m| matches!(m.part, LabelPart::Column { .. }));
    let is_turned = is_column && line.value_count() > 1 && !vocabulary.has_one_line(table);
    is_turned.then(|| RowSeen { table, body: label.folded.body.clone(), of: 1, is_first: false })
}

/// The table whose title, furniture or columns a line prints, and how many columns. One column label names no table.
fn header(vocabulary: &Vocabulary, line: &GridLine) -> Option<(TableKey, usize, bool)> {
    let mut votes = vec![(0_usize, 0_usize); vocabulary.table_count()];
    let mut mine = votes.clone();
    let mut heard: Vec<&str> = Vec::new();
    for label in line.cells.iter().filter_map(|word| word.label.as_deref()) {
        // The same words again say nothing new: 其他 heads a column in several tables.
        let meanings = &label.meanings;
        if meanings.is_empty() || heard.contains(&label.folded.body.as_str()) {
            continue;
        }
        // The labels of the forms are few, whatever a line holds.
        heard.push(&label.folded.body);
        mine.fill((0, 0));
        for meaning in meanings {
            let key = vocabulary.key(meaning);
            let (weight, column) = match meaning.part {
                LabelPart::Title => (4, 0),
                LabelPart::Furniture => (1, 0),
                LabelPart::Column { .. } => (1, 1),
                // Printed on one line, the rows of a table are part of its header.
                LabelPart::Row { .. } if vocabulary.has_one_line(key) => (1, 0),
                LabelPart::Row { .. } => continue,
            };
            mine[key] = (weight.max(mine[key].0), column.max(mine[key].1));
        }
        for (sum, (weight, column)) in votes.iter_mut().zip(&mine) {
            *sum = (sum.0 + weight, sum.1 + column);
        }
    }
    let best = votes.iter().map(|(weight, _)| *weight).max().filter(|weight| *weight >= 2)?;
    let is_title = |table: TableKey| line.titles().any(|title| vocabulary.key(title) == table);
    let table = votes.iter().position(|(weight, _)| *weight == best)?;
    Some((table, votes[table].1, is_title(table)))
}
