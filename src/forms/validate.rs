//! Raw records to a [`FormEdition`], with every law of a form checked in one step. After this no room has to doubt one.

use std::collections::{HashMap, HashSet};

use super::FormError;
use super::comparisons::Cells;
use super::raw::{RawBalance, RawBlock, RawEdition, RawKind, RawLayout, RawLine, RawTable};
use crate::model::{
    Axis, Balance, BalanceEach, Block, CellIndex, CellSpec, FormEdition, Label, Layout, LineSpec, Role, Table,
};

/// Builds an edition; `source` is the folder named in errors.
pub(super) fn edition(raw: RawEdition, tables: Vec<RawTable>, source: &str) -> Result<FormEdition, FormError> {
    let law = |what: String| FormError::Law { source_name: source.to_owned(), what };
    if raw.id.is_empty() || raw.years.to.is_some_and(|to| to < raw.years.from) {
        return Err(law(format!("edition `{}` needs a name and years that do not end before they begin", raw.id)));
    }
    let mut cells = Vec::new();
    let mut built = Vec::new();
    for (at, raw) in tables.into_iter().enumerate() {
        let table_id = raw.id.clone();
        let mut table = table(raw).map_err(|what| law(format!("table `{table_id}`: {what}")))?;
        for (block_at, block) in table.blocks.iter_mut().enumerate() {
            // An edition with too many cells is refused below, before anyone uses this.
            block.first_cell = CellIndex(u16::try_from(cells.len()).unwrap_or(u16::MAX));
            push_cells(&mut cells, &table.id, at, block_at, block);
        }
        built.push(table);
    }
    unique(built.iter().map(|table| table.id.as_str())).map_err(|id| law(format!("two tables are called `{id}`")))?;
    unique(cells.iter().map(|cell| cell.id.as_ref())).map_err(|id| law(format!("two cells are called `{id}`")))?;
    if cells.is_empty() || u16::try_from(cells.len()).is_err() {
        return Err(law(format!("a form has between 1 and 65535 cells, this one {}", cells.len())));
    }
    let index: HashMap<_, _> =
        (0_u16..).map(CellIndex).zip(&cells).map(|(index, cell)| (cell.id.clone(), index)).collect();
    let named = Cells { cells: &cells, index: &index };
    let comparisons = named.comparisons(&raw.comparisons).map_err(law)?;
    Ok(FormEdition {
        comparisons,
        id: raw.id.into(),
        title: raw.title,
        document: raw.document,
        remark: raw.remark,
        years: raw.years,
        tables: built,
        cells,
        index,
    })
}

fn table(raw: RawTable) -> Result<Table, String> {
    if raw.id.is_empty() || raw.id.contains('.') {
        return Err("its id is a word without dots".to_owned());
    }
    let blocks = raw.blocks.into_iter().map(block).collect::<Result<Vec<_>, _>>()?;
    if blocks.is_empty() {
        return Err("it has no block".to_owned());
    }
    Ok(Table {
        id: raw.id,
        label: Label::new(raw.label),
        aliases: raw.aliases.into_iter().map(Label::new).collect(),
        brief: raw.brief,
        corner: raw.corner,
        blocks,
    })
}

fn block(raw: RawBlock) -> Result<Block, String> {
    let rows = axis(raw.rows)?;
    let columns = axis(raw.columns)?;
    let says_value = |axis: &Axis| axis.lines.iter().any(|line| line.value.is_some() || line.unit.is_some());
    if says_value(&rows) && says_value(&columns) {
        return Err("rows and columns both say what their cells hold".to_owned());
    }
    let has_measure = |axis: &Axis| axis.lines.iter().any(|line| line.measure.is_some());
    if has_measure(&columns) || (raw.measures.is_empty() && has_measure(&rows)) {
        return Err("only rows beside a column of units (`measures`) have a `measure`".to_owned());
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

fn axis(raw: Vec<RawLine>) -> Result<Axis, String> {
    unique(raw.iter().map(|line| line.id.as_str())).map_err(|id| format!("two lines are called `{id}`"))?;
    let mut lines: Vec<LineSpec> = Vec::with_capacity(raw.len());
    for line in raw {
        let above = |id: &str| lines.iter().position(|other| other.id == id);
        let heading = |id: &str| {
            let found = above(id).filter(|at| lines[*at].is_heading());
            found.ok_or_else(|| format!("line `{}` names `{id}`, which is no heading above it", line.id))
        };
        let parent = match line.under.as_deref().map(|id| (id, above(id))) {
            Some((_, Some(at))) if matches!(lines[at].role, Role::Whole { .. }) => Some(at),
            Some((id, Some(at))) if !lines[at].is_heading() => {
                return Err(format!("line `{}` is a part of `{id}`, which names no relation to its `parts`", line.id));
            }
            Some((id, _)) => Some(heading(id)?),
            None => None,
        };
        let role = match (line.kind, line.total_of.as_deref(), line.parts, line.relation) {
            (RawKind::Value, None, None, None) => Role::Item,
            (RawKind::Heading, None, None, None) => Role::Heading { undivided: line.undivided },
            (RawKind::Value, Some(""), None, Some(relation)) => Role::TotalOf { of: None, relation },
            (RawKind::Value, Some(group), None, Some(relation)) => {
                Role::TotalOf { of: Some(heading(group)?), relation }
            }
            (RawKind::Value, None, Some(parts), Some(relation)) => Role::Whole { parts, relation },
            _ => {
                let law =
                    "a total has `total_of` and `relation`, a whole `parts` and `relation`, other lines none of these";
                return Err(format!("line `{}`: {law}", line.id));
            }
        };
        if line.undivided && line.kind != RawKind::Heading {
            return Err(format!("line `{}`: only a heading can be reported undivided", line.id));
        }
        let label = Label::new(line.label);
        if line.id.is_empty() || label.folded().body.is_empty() {
            return Err(format!("line `{}` needs an id and a label", line.id));
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
        });
    }
    let axis = Axis::new(lines);
    laws_of_lines(&axis)?;
    Ok(axis)
}

/// Laws that need the whole axis: groups have items, wholes have parts that count the same, and no two lines are told
/// apart by nothing.
fn laws_of_lines(axis: &Axis) -> Result<(), String> {
    for (at, line) in axis.lines.iter().enumerate() {
        let group = match line.role {
            Role::Heading { .. } | Role::Whole { .. } => Some(at),
            Role::TotalOf { of, .. } => of,
            Role::Item => continue,
        };
        if axis.summands(group).all(|item| axis.lines[item].is_heading()) {
            return Err(format!("line `{}` has no items", line.id));
        }
        let counts = |at: usize| (axis.lines[at].value, axis.lines[at].unit);
        let odd = |part: &usize| !line.is_heading() && counts(*part) != counts(at);
        if let Some(part) = axis.summands(group).find(odd) {
            return Err(format!(
                "line `{}` and `{}`, which counts in it, hold different things",
                line.id, axis.lines[part].id
            ));
        }
    }
    if axis.printed().next().is_none() {
        return Err("an axis needs at least one item".to_owned());
    }
    let signs = axis.lines.iter().map(|line| (line.parent, line.label.folded().ordinal, &line.label.folded().body));
    let mut seen = HashSet::new();
    for (line, sign) in axis.lines.iter().zip(signs) {
        if !seen.insert(sign) {
            return Err(format!("line `{}` has the label of another line under the same heading", line.id));
        }
    }
    Ok(())
}

fn declared(raw: RawBalance, rows: &Axis, columns: &Axis) -> Result<Balance, String> {
    let axis = match raw.each {
        BalanceEach::Column => rows,
        BalanceEach::Row => columns,
    };
    let find = |id: &String| {
        axis.lines
            .iter()
            .position(|line| line.id == *id && line.has_cells())
            .ok_or_else(|| format!("balance `{}` names `{id}`, which is no line with figures", raw.relation))
    };
    let plus = raw.plus.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    let minus = raw.minus.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    if plus.is_empty() || minus.is_empty() || unique(plus.iter().chain(&minus)).is_err() {
        return Err(format!("balance `{}` needs two sides, each line once", raw.relation));
    }
    Ok(Balance { relation: raw.relation, plus, minus, each: raw.each })
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
