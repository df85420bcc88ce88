//! Raw records to a [`FormEdition`], with every law of a form checked in one step. After this no room has to doubt one.

use std::collections::{HashMap, HashSet};

use super::FormError;
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
        let (mut table, kinds) = table(raw).map_err(|what| law(format!("table `{table_id}`: {what}")))?;
        for (block_at, (block, kinds)) in table.blocks.iter_mut().zip(&kinds).enumerate() {
            // An edition with too many cells is refused below, before anyone uses this.
            block.first_cell = CellIndex(u16::try_from(cells.len()).unwrap_or(u16::MAX));
            push_cells(&mut cells, &table.id, at, block_at, block, kinds);
        }
        built.push(table);
    }
    unique(built.iter().map(|table| table.id.as_str())).map_err(|id| law(format!("two tables are called `{id}`")))?;
    unique(cells.iter().map(|cell| cell.id.as_str())).map_err(|id| law(format!("two cells are called `{id}`")))?;
    if cells.is_empty() || u16::try_from(cells.len()).is_err() {
        return Err(law(format!("a form has between 1 and 65535 cells, this one {}", cells.len())));
    }
    let index: HashMap<_, _> =
        (0_u16..).map(CellIndex).zip(&cells).map(|(index, cell)| (cell.id.clone(), index)).collect();
    Ok(FormEdition {
        id: raw.id,
        title: raw.title,
        document: raw.document,
        years: raw.years,
        tables: built,
        cells,
        index,
    })
}

/// Per column of a block: what its cells hold.
type Kinds = Vec<(crate::model::ValueKind, Option<crate::model::Unit>)>;

fn table(raw: RawTable) -> Result<(Table, Vec<Kinds>), String> {
    if raw.id.is_empty() || raw.id.contains('.') {
        return Err("its id is a word without dots".to_owned());
    }
    let kinds = raw.blocks.iter().map(|block| {
        block.columns.iter().map(|line| (line.value.unwrap_or(block.value), line.unit)).collect::<Kinds>()
    });
    let kinds = kinds.collect();
    let blocks = raw.blocks.into_iter().map(block).collect::<Result<Vec<_>, _>>()?;
    if blocks.is_empty() {
        return Err("it has no block".to_owned());
    }
    let table = Table {
        id: raw.id,
        label: Label::new(raw.label),
        aliases: raw.aliases.into_iter().map(Label::new).collect(),
        brief: raw.brief,
        corner: raw.corner,
        blocks,
    };
    Ok((table, kinds))
}

fn block(raw: RawBlock) -> Result<Block, String> {
    let rows = axis(raw.rows)?;
    let columns = axis(raw.columns)?;
    let balances =
        raw.balances.into_iter().map(|balance| declared(balance, &rows, &columns)).collect::<Result<_, _>>()?;
    Ok(Block {
        heading: raw.heading.map(Label::new),
        stub: raw.stub.map(Label::new),
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
        let find = |id: &str| {
            lines
                .iter()
                .position(|other| other.id == id && matches!(other.role, Role::Heading { .. }))
                .ok_or_else(|| format!("line `{}` names `{id}`, which is no heading above it", line.id))
        };
        let parent = line.under.as_deref().map(find).transpose()?;
        let role = match (line.kind, line.total_of.as_deref(), line.relation) {
            (RawKind::Value, None, None) => Role::Item,
            (RawKind::Heading, None, None) => Role::Heading { undivided: line.undivided },
            (RawKind::Value, Some(""), Some(relation)) => Role::TotalOf { of: None, relation },
            (RawKind::Value, Some(group), Some(relation)) => Role::TotalOf { of: Some(find(group)?), relation },
            _ => return Err(format!("line `{}`: a total has `total_of` and `relation`, other lines neither", line.id)),
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
            role,
            parent,
        });
    }
    let axis = Axis { lines };
    laws_of_lines(&axis)?;
    Ok(axis)
}

/// Laws that need the whole axis: groups have items, and no two lines are told apart by nothing.
fn laws_of_lines(axis: &Axis) -> Result<(), String> {
    for (at, line) in axis.lines.iter().enumerate() {
        let group = match line.role {
            Role::Heading { .. } => Some(at),
            Role::TotalOf { of, .. } => of,
            Role::Item => continue,
        };
        if !axis.summands(group).any(|item| axis.lines[item].role == Role::Item) {
            return Err(format!("line `{}` has no items", line.id));
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

fn push_cells(
    cells: &mut Vec<CellSpec>,
    table_id: &str,
    table: usize,
    block_at: usize,
    block: &Block,
    kinds: &[(crate::model::ValueKind, Option<crate::model::Unit>)],
) {
    for row in block.rows.with_cells() {
        for column in block.columns.with_cells() {
            let (row_line, column_line) = (&block.rows.lines[row], &block.columns.lines[column]);
            let (value, unit) = kinds[column];
            cells.push(CellSpec {
                id: format!("{table_id}.{}.{}", row_line.id, column_line.id),
                table,
                block: block_at,
                row,
                column,
                value,
                unit,
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
