//! An extension (`extends`): lines, blocks, tables, spellings and balances put into the records of the edition that it takes
//! the place of. Nothing of the edition is removed or renamed, so the names of its cells stay what they are.

use super::additions::{RawAlias, RawExtension};
use super::fault::Law;
use super::raw::{RawBlock, RawBlockName, RawComparisons, RawEdition, RawLine, RawTable, Spot};
use crate::model::{BalanceEach, fold};

/// The two axes of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AxisKind {
    Rows,
    Columns,
}

impl AxisKind {
    fn lines(self, block: &mut RawBlock) -> &mut Vec<RawLine> {
        match self {
            Self::Rows => &mut block.rows,
            Self::Columns => &mut block.columns,
        }
    }

    fn seen(self, block: &RawBlock) -> &[RawLine] {
        match self {
            Self::Rows => &block.rows,
            Self::Columns => &block.columns,
        }
    }
}

/// The records of an edition, which an extension adds to.
#[derive(Debug, Clone)]
pub(super) struct Extended {
    pub(super) edition: RawEdition,
    pub(super) tables: Vec<RawTable>,
}

impl Extended {
    /// Puts in what an extension adds; `own` are the tables of its folder, in the order in which it names them.
    pub(super) fn with(mut self, extension: RawExtension, own: Vec<RawTable>, file: usize) -> Result<Self, Law> {
        let RawExtension { name, title, document, remark, add, comparisons, .. } = extension;
        if name.trim().is_empty() {
            return Err(Law::near("extension-unnamed", file, name));
        }
        for (added, table) in add.tables.iter().zip(own) {
            if table.id != added.id {
                let law = Law::near("table-named-otherwise", table.file, &*table.id);
                return Err(law.with("name", &added.id).with("id", &table.id));
            }
            if self.tables.iter().any(|known| known.id == added.id) {
                return Err(Law::at("table-twice", added.spot).with("id", &added.id));
            }
            let at = match &added.after {
                Some(after) => self.table_called(after, added.spot)? + 1,
                None => self.tables.len(),
            };
            self.tables.insert(at, table.added());
            self.edition.tables.insert(at, added.id.clone());
        }
        add.blocks.into_iter().try_for_each(|block| self.block(block))?;
        add.rows.into_iter().try_for_each(|line| self.line(line, AxisKind::Rows))?;
        add.columns.into_iter().try_for_each(|line| self.line(line, AxisKind::Columns))?;
        add.aliases.into_iter().try_for_each(|alias| self.alias(alias))?;
        for mut balance in add.balances {
            let axis = match balance.each {
                BalanceEach::Column => AxisKind::Rows,
                BalanceEach::Row => AxisKind::Columns,
            };
            let (named, spot) = ((balance.table.take(), balance.block.take()), balance.spot);
            let all: Vec<String> = balance.plus.iter().chain(&balance.minus).cloned().collect();
            self.block_with(named, axis, &all, spot)?.balances.push(balance);
        }
        let edition = &mut self.edition;
        edition.extension = Some(name);
        edition.more_comparisons = comparisons;
        edition.title = title.unwrap_or_else(|| edition.title.clone());
        edition.document = document.unwrap_or_else(|| edition.document.clone());
        edition.remark = remark.or_else(|| edition.remark.take());
        Ok(self)
    }

    fn block(&mut self, mut block: RawBlock) -> Result<(), Law> {
        let table = block.table.take().ok_or_else(|| Law::at("table-unnamed", block.spot))?;
        let at = self.table_called(&table, block.spot)?;
        let table = &mut self.tables[at];
        let behind = match block.after.take() {
            Some(after) => block_called(table, &after, block.spot)? + 1,
            None => table.blocks.len(),
        };
        block.mark_added();
        table.blocks.insert(behind, block);
        Ok(())
    }

    /// A line stands behind `after` and what is under that, or, with `under` alone, as the last of its group.
    fn line(&mut self, mut line: RawLine, axis: AxisKind) -> Result<(), Law> {
        let spot = line.spot;
        let (named, after) = ((line.table.take(), line.block.take()), line.after.take());
        let anchors: Vec<String> = after.iter().chain(&line.under).cloned().collect();
        if anchors.is_empty() {
            return Err(Law::at("place-unnamed", spot).with("line", &line.id));
        }
        let block = self.block_with(named, axis, &anchors, spot)?;
        if block.rows.iter().chain(&block.columns).any(|known| known.id == line.id) {
            return Err(Law::at("line-twice", spot).with("id", &line.id));
        }
        let lines = axis.lines(block);
        let at = |id: &str| lines.iter().position(|known| known.id == id).unwrap_or(0);
        if let (Some(after), None) = (&after, &line.under) {
            line.under.clone_from(&lines[at(after)].under);
        }
        let anchor = after.as_deref().or(line.under.as_deref()).map_or(0, at);
        let place = (anchor + 1..lines.len()).find(|next| !is_under(lines, *next, anchor)).unwrap_or(lines.len());
        line.is_added = true;
        lines.insert(place, line);
        Ok(())
    }

    fn alias(&mut self, alias: RawAlias) -> Result<(), Law> {
        let RawAlias { table, block, row, column, aliases, spot } = alias;
        let (axis, id) = match (row, column) {
            (Some(row), None) => (AxisKind::Rows, row),
            (None, Some(column)) => (AxisKind::Columns, column),
            (None, None) => {
                let at = self.table_called(&table, spot)?;
                self.tables[at].aliases.extend(aliases);
                return Ok(());
            }
            (Some(_), Some(_)) => return Err(Law::at("alias-of-two", spot)),
        };
        let block = self.block_with((Some(table), block), axis, std::slice::from_ref(&id), spot)?;
        if let Some(line) = axis.lines(block).iter_mut().find(|line| line.id == id) {
            line.aliases.extend(aliases);
        }
        Ok(())
    }

    fn table_called(&self, id: &str, spot: Spot) -> Result<usize, Law> {
        let known = || self.tables.iter().map(|table| table.id.as_str());
        let unknown = || Law::at("table-unknown", spot).with("id", id).among(id, known());
        known().position(|known| known == id).ok_or_else(unknown)
    }

    /// The block that was named, or the only one of its table that has these lines.
    fn block_with(
        &mut self,
        (table, block): (Option<String>, Option<RawBlockName>),
        axis: AxisKind,
        lines: &[String],
        spot: Spot,
    ) -> Result<&mut RawBlock, Law> {
        let table = table.ok_or_else(|| Law::at("table-unnamed", spot))?;
        let at = self.table_called(&table, spot)?;
        let table = &mut self.tables[at];
        let has = |block: &RawBlock, id: &String| axis.seen(block).iter().any(|line| line.id == *id);
        let named = block.map(|name| block_called(table, &name, spot)).transpose()?;
        let fits: Vec<usize> = if let Some(at) = named {
            vec![at]
        } else {
            let all = table.blocks.iter().enumerate();
            all.filter(|(_, block)| lines.iter().all(|id| has(block, id))).map(|(at, _)| at).collect()
        };
        let known: Vec<&str> =
            table.blocks.iter().flat_map(|block| axis.seen(block)).map(|line| line.id.as_str()).collect();
        let missing = |blocks: &[RawBlock]| lines.iter().find(|id| !blocks.iter().any(|block| has(block, id))).cloned();
        match fits.as_slice() {
            [] => {
                let id = missing(&table.blocks);
                Err(match id {
                    Some(id) => {
                        Law::at("line-unknown", spot).with("id", &id).with("table", &table.id).among(&id, known)
                    }
                    None => Law::at("lines-apart", spot).with("table", &table.id),
                })
            }
            [at] => match missing(std::slice::from_ref(&table.blocks[*at])) {
                Some(id) => {
                    Err(Law::at("line-unknown", spot).with("id", &id).with("table", &table.id).among(&id, known))
                }
                None => Ok(&mut table.blocks[*at]),
            },
            _ => Err(Law::at("block-ambiguous", spot).with("table", &table.id).with("count", fits.len())),
        }
    }
}

fn block_called(table: &RawTable, name: &RawBlockName, spot: Spot) -> Result<usize, Law> {
    let heading = |block: &RawBlock| block.heading.as_deref().map(|heading| fold(heading).body);
    let found = match name {
        RawBlockName::Number(number) => number.checked_sub(1).filter(|at| *at < table.blocks.len()),
        RawBlockName::Heading(words) => {
            table.blocks.iter().position(|block| heading(block).is_some_and(|own| own == fold(words).body))
        }
    };
    let printed = match name {
        RawBlockName::Number(number) => number.to_string(),
        RawBlockName::Heading(words) => words.clone(),
    };
    let known = table.blocks.iter().filter_map(|block| block.heading.as_deref());
    let unknown = || {
        Law::at("block-unknown", spot)
            .with("block", &printed)
            .with("table", &table.id)
            .with("count", table.blocks.len())
    };
    found.ok_or_else(|| unknown().among(&printed, known))
}

/// Whether a line stands under another, at any depth.
fn is_under(lines: &[RawLine], line: usize, group: usize) -> bool {
    let parent = |at: usize| lines[..at].iter().position(|above| Some(&above.id) == lines[at].under.as_ref());
    std::iter::successors(parent(line), |at| parent(*at)).any(|at| at == group)
}

/// Whether an extension names a backlog, which is the form's to name.
pub(super) fn has_backlog(comparisons: &RawComparisons) -> bool {
    comparisons.backlog.is_some()
}
