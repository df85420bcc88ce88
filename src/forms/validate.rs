//! Raw records to a [`FormEdition`], with every law of a form checked in one step. After this no room has to doubt one.

use std::collections::{HashMap, HashSet};

use super::comparisons::NamedCells;
use super::fault::Law;
use super::raw::{RawBalance, RawBlock, RawEdition, RawKind, RawLayout, RawLine, RawTable, Spot};
use crate::model::{
    Axis, Balance, BalanceEach, Block, CellIndex, CellSpec, Comparator, Comparisons, FormEdition, Label, Layout,
    LineSpec, Role, Table,
};

/// Builds an edition; `file` is that of its own record.
pub(super) fn edition(raw: RawEdition, tables: Vec<RawTable>, file: usize) -> Result<FormEdition, Law> {
    if raw.id.is_empty() || raw.years.to.is_some_and(|to| to < raw.years.from) {
        return Err(Law::near("edition-years", file, &*raw.id).with("id", &raw.id));
    }
    let mut cells = Vec::new();
    let mut built: Vec<Table> = Vec::new();
    let mut files = Vec::new();
    for (at, raw) in tables.into_iter().enumerate() {
        let (file, id) = (raw.file, raw.id.clone());
        if built.iter().any(|known| known.id == id) {
            return Err(Law::near("table-twice", file, &*id).with("id", id));
        }
        let mut table = table(raw)?;
        for (block_at, block) in table.blocks.iter_mut().enumerate() {
            // An edition with too many cells is refused below, before anyone uses this.
            block.first_cell = CellIndex(u16::try_from(cells.len()).unwrap_or(u16::MAX));
            push_cells(&mut cells, &table.id, at, block_at, block);
        }
        built.push(table);
        files.push(file);
    }
    if let Err(id) = unique(cells.iter().map(|cell: &CellSpec| cell.id.as_ref())) {
        let cell = cells.iter().rev().find(|cell| *cell.id == *id);
        let line = cell.map(|cell| built[cell.table].blocks[cell.block].rows.lines[cell.row].id.clone());
        let file = cell.map_or(file, |cell| files[cell.table]);
        return Err(Law::near("cell-twice", file, line.unwrap_or_default()).with("id", id));
    }
    if cells.is_empty() || u16::try_from(cells.len()).is_err() {
        return Err(Law::near("cell-count", file, &*raw.id).with("count", cells.len()));
    }
    let index = (0_u16..).map(CellIndex).zip(&cells).map(|(index, cell)| (cell.id.clone(), index)).collect();
    let mut edition = FormEdition {
        comparisons: Comparisons::default(),
        id: raw.id.into(),
        extension: raw.extension.map(Into::into),
        title: raw.title,
        document: raw.document,
        remark: raw.remark,
        years: raw.years,
        tables: built,
        cells,
        index,
    };
    // What the form compares are its own cells, and never those that somebody adds.
    let mut comparisons = NamedCells { edition: &edition, with_added: false }.comparisons(&raw.comparisons)?;
    let more = NamedCells { edition: &edition, with_added: true }.comparisons(&raw.more_comparisons)?;
    comparisons.continuities.extend(more.continuities);
    comparisons.steady.extend(more.steady);
    comparisons.reserved.extend(more.reserved);
    comparisons.aggregated.extend(more.aggregated);
    edition.comparisons = comparisons;
    Ok(edition)
}

fn table(raw: RawTable) -> Result<Table, Law> {
    if raw.id.is_empty() || raw.id.contains('.') {
        return Err(Law::near("table-id", raw.file, &*raw.id).with("id", &raw.id));
    }
    if raw.blocks.is_empty() {
        return Err(Law::near("table-empty", raw.file, &*raw.id).with("id", &raw.id));
    }
    Ok(Table {
        id: raw.id,
        label: Label::new(raw.label),
        aliases: raw.aliases.into_iter().map(Label::new).collect(),
        brief: raw.brief,
        corner: raw.corner,
        is_optional: raw.optional,
        levels: raw.levels,
        is_added: raw.is_added,
        blocks: raw.blocks.into_iter().map(block).collect::<Result<Vec<_>, _>>()?,
    })
}

fn block(raw: RawBlock) -> Result<Block, Law> {
    let spot = raw.spot;
    if raw.table.is_some() || raw.after.is_some() {
        return Err(Law::at("key-out-of-place", spot).with("key", "table, after"));
    }
    let rows = axis(raw.rows, spot)?;
    let columns = axis(raw.columns, spot)?;
    let says_value = |axis: &Axis| axis.lines.iter().any(|line| line.value.is_some() || line.unit.is_some());
    if says_value(&rows) && says_value(&columns) {
        return Err(Law::at("value-said-twice", spot));
    }
    let has_measure = |axis: &Axis| axis.lines.iter().any(|line| line.measure.is_some());
    if has_measure(&columns) || (raw.measures.is_empty() && has_measure(&rows)) {
        return Err(Law::at("measure-without-column", spot));
    }
    let balances =
        raw.balances.into_iter().map(|balance| declared(balance, &rows, &columns)).collect::<Result<_, _>>()?;
    Ok(Block {
        heading: raw.heading.map(Label::new),
        stub: raw.stub.map(Label::new),
        measures: raw.measures.into_iter().map(Label::new).collect(),
        value: raw.value,
        layout: match raw.layout {
            RawLayout::Rows => Layout::Rows,
            RawLayout::OneLine => Layout::OneLine,
        },
        // Known once the cells before it are counted.
        first_cell: CellIndex(0),
        rows,
        columns,
        balances,
    })
}

/// The lines of a block, which stands at `spot`.
fn axis(raw: Vec<RawLine>, spot: Spot) -> Result<Axis, Law> {
    let mut lines: Vec<LineSpec> = Vec::with_capacity(raw.len());
    let spots: Vec<(Spot, bool)> = raw.iter().map(|line| (line.spot, line.is_added)).collect();
    for line in raw {
        let law = |kind| Law::at(kind, line.spot).with("line", &line.id);
        let above = |id: &str| lines.iter().position(|other| other.id == id);
        if above(&line.id).is_some() {
            return Err(Law::at("line-twice", line.spot).with("id", &line.id));
        }
        if line.table.is_some() || line.block.is_some() || line.after.is_some() {
            return Err(law("key-out-of-place").with("key", "table, block, after"));
        }
        let heading = |id: &str| {
            let found = above(id).filter(|at| lines[*at].is_heading());
            let headings = lines.iter().filter(|line| line.is_heading()).map(|line| line.id.as_str());
            found.ok_or_else(|| law("no-heading-above").with("name", id).among(id, headings))
        };
        let parent = match line.under.as_deref().map(|id| (id, above(id))) {
            Some((_, Some(at))) if matches!(lines[at].role, Role::Whole { .. }) => Some(at),
            Some((id, Some(at))) if !lines[at].is_heading() => return Err(law("part-of-no-whole").with("name", id)),
            Some((id, _)) => Some(heading(id)?),
            None => None,
        };
        let role = match (line.kind, line.total_of.as_deref(), line.parts, line.relation.clone()) {
            (RawKind::Value, None, None, None) => Role::Item,
            (RawKind::Heading, None, None, None) => Role::Heading { undivided: line.undivided },
            (RawKind::Value, Some(""), None, Some(relation)) => Role::TotalOf { of: None, relation },
            (RawKind::Value, Some(group), None, Some(relation)) => {
                Role::TotalOf { of: Some(heading(group)?), relation }
            }
            (RawKind::Value, None, Some(parts), Some(relation)) => Role::Whole { parts, relation },
            _ => return Err(law("keys-of-a-total")),
        };
        if line.undivided && line.kind != RawKind::Heading {
            return Err(law("undivided-without-heading"));
        }
        let label = Label::new(line.label.clone());
        if line.id.is_empty() || label.folded().body.is_empty() {
            return Err(law("line-unnamed"));
        }
        lines.push(LineSpec {
            id: line.id,
            label,
            aliases: line.aliases.into_iter().map(Label::new).collect(),
            english: line.en,
            brief: line.brief,
            value: line.value,
            unit: line.unit,
            measure: line.measure,
            role,
            parent,
            is_counted: line.total.unwrap_or(true),
            is_optional: line.optional,
            is_added: line.is_added,
        });
    }
    let axis = Axis::new(lines);
    laws_of_lines(&axis, &spots, spot)?;
    Ok(axis)
}

/// Laws that need the whole axis: groups have items, wholes have parts that count the same, and no two lines are told
/// apart by nothing.
fn laws_of_lines(axis: &Axis, spots: &[(Spot, bool)], spot: Spot) -> Result<(), Law> {
    for (at, line) in axis.lines.iter().enumerate() {
        let group = match line.role {
            Role::Heading { .. } | Role::Whole { .. } => Some(at),
            Role::TotalOf { of, .. } => of,
            Role::Item => continue,
        };
        let law = |kind| Law::at(kind, spots[at].0).with("line", &line.id);
        if axis.summands(group).all(|item| axis.lines[item].is_heading()) {
            return Err(law("line-without-items"));
        }
        let counts = |at: usize| (axis.lines[at].value, axis.lines[at].unit);
        let odd = |part: &usize| !line.is_heading() && counts(*part) != counts(at);
        if let Some(part) = axis.summands(group).find(odd) {
            let spot = if spots[part].1 { spots[part].0 } else { spots[at].0 };
            let law = Law::at("different-things", spot).with("line", &line.id);
            return Err(law.with("part", &axis.lines[part].id));
        }
    }
    if axis.printed().next().is_none() {
        return Err(Law::at("axis-without-items", spot));
    }
    let signs = axis.lines.iter().map(|line| (line.parent, line.label.folded().ordinal, &line.label.folded().body));
    let mut seen = HashMap::new();
    for (at, sign) in signs.enumerate() {
        if let Some(first) = seen.insert(sign, at) {
            // Of a line of the form and one that was added after it, or before it, the latter is wrong.
            let (wrong, other) = if spots[first].1 && !spots[at].1 { (first, at) } else { (at, first) };
            let law = Law::at("label-twice", spots[wrong].0).with("line", &axis.lines[wrong].id);
            return Err(law.with("other", &axis.lines[other].id).with("label", axis.lines[wrong].label.printed()));
        }
    }
    Ok(())
}

fn declared(raw: RawBalance, rows: &Axis, columns: &Axis) -> Result<Balance, Law> {
    let axis = match raw.each {
        BalanceEach::Column => rows,
        BalanceEach::Row => columns,
    };
    let law = |kind| Law::at(kind, raw.spot).with("relation", &raw.relation);
    if raw.table.is_some() || raw.block.is_some() {
        return Err(law("key-out-of-place").with("key", "table, block"));
    }
    let find = |id: &String| {
        let known = axis.lines.iter().filter(|line| line.has_cells()).map(|line| line.id.as_str());
        let found = axis.lines.iter().position(|line| line.id == *id && line.has_cells());
        found.ok_or_else(|| law("balance-of-no-line").with("id", id).among(id, known))
    };
    let plus = raw.plus.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    let minus = raw.minus.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    if plus.is_empty() || minus.is_empty() || unique(plus.iter().chain(&minus)).is_err() {
        return Err(law("balance-sides"));
    }
    let comparison = raw.comparison.unwrap_or(Comparator::Equal);
    Ok(Balance { relation: raw.relation, comparison, plus, minus, each: raw.each })
}

fn push_cells(cells: &mut Vec<CellSpec>, table_id: &str, table: usize, block_at: usize, block: &Block) {
    for row in block.rows.with_cells() {
        for column in block.columns.with_cells() {
            let (row_line, column_line) = (&block.rows.lines[row], &block.columns.lines[column]);
            cells.push(CellSpec {
                id: format!("{table_id}.{}.{}", row_line.id, column_line.id).into(),
                table,
                block: block_at,
                row,
                column,
                value: row_line.value.or(column_line.value).unwrap_or(block.value),
                unit: row_line.unit.or(column_line.unit),
                total: row_line.is_total() || column_line.is_total(),
                alternative: row_line.is_undivided_heading() || column_line.is_undivided_heading(),
                optional: row_line.is_optional || column_line.is_optional,
                added: row_line.is_added || column_line.is_added,
            });
        }
    }
}

/// The first of `items` that stands twice, as an error.
fn unique<T: Eq + std::hash::Hash + Copy>(items: impl Iterator<Item = T>) -> Result<(), T> {
    let mut seen = HashSet::new();
    for item in items {
        if !seen.insert(item) {
            return Err(item);
        }
    }
    Ok(())
}
