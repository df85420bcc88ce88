//! The comparisons of an edition: names with `*` to cells.

use std::collections::HashMap;
use std::sync::Arc;

use super::raw::{RawComparisons, RawContinuity};
use crate::model::{Backlog, CellIndex, CellSpec, Comparisons, Continuity};

/// The cells of an edition, by id.
pub(super) struct Cells<'c> {
    pub(super) cells: &'c [CellSpec],
    pub(super) index: &'c HashMap<Arc<str>, CellIndex>,
}

impl Cells<'_> {
    /// Resolves every name; a name that is no cell's is an error.
    pub(super) fn comparisons(&self, raw: &RawComparisons) -> Result<Comparisons, String> {
        let mut continuities = Vec::new();
        for one in &raw.continuities {
            continuities.extend(self.continuities(one)?);
        }
        let backlog = raw
            .backlog
            .as_ref()
            .map(|raw| Ok::<_, String>(Backlog { part: self.all(&raw.part)?, whole: self.all(&raw.whole)? }));
        Ok(Comparisons {
            continuities,
            steady: self.all(&raw.steady)?,
            reserved: self.all(&raw.reserved)?,
            aggregated: self.all(&raw.aggregated)?,
            backlog: backlog.transpose()?,
        })
    }

    fn continuities(&self, raw: &RawContinuity) -> Result<Vec<Continuity>, String> {
        let Some(first) = raw.now.first().filter(|_| !raw.before.is_empty()) else {
            return Err(format!("continuity `{}` needs cells of this year and of the last", raw.relation));
        };
        let stands_for = match first.split_once('*') {
            None => vec![""],
            Some((front, back)) => {
                let inside = |cell: &'_ CellSpec| Some(cell.id.strip_prefix(front)?.strip_suffix(back)?.len());
                let found = self.cells.iter().filter_map(|cell| {
                    let length = inside(cell)?;
                    Some(&cell.id[front.len()..front.len() + length])
                });
                found.collect()
            }
        };
        if stands_for.is_empty() {
            return Err(format!("continuity `{}`: no cell is called `{first}`", raw.relation));
        }
        let continuity = |word: &str| {
            let put = |names: &[String]| names.iter().map(|name| name.replace('*', word)).collect::<Vec<_>>();
            Ok(Continuity {
                relation: raw.relation.clone(),
                now: self.each(&put(&raw.now))?,
                less: self.each(&put(&raw.less))?,
                before: put(&raw.before),
            })
        };
        stands_for.into_iter().map(continuity).collect()
    }

    fn each(&self, names: &[String]) -> Result<Vec<CellIndex>, String> {
        names
            .iter()
            .map(|name| self.index.get(name.as_str()).copied().ok_or_else(|| format!("no cell is called `{name}`")))
            .collect()
    }

    /// All cells with such names, in the order of the names.
    fn all(&self, names: &[String]) -> Result<Vec<CellIndex>, String> {
        let mut found = Vec::new();
        for name in names {
            let before = found.len();
            let (front, back) = name.split_once('*').unwrap_or((name, ""));
            let fits = |id: &str| id.len() >= front.len() + back.len() && id.starts_with(front) && id.ends_with(back);
            let is_called = |id: &str| if name.contains('*') { fits(id) } else { id == name };
            let cells = (0_u16..).map(CellIndex).zip(self.cells);
            found.extend(cells.filter(|(_, cell)| is_called(&cell.id)).map(|(index, _)| index));
            if found.len() == before {
                return Err(format!("no cell is called `{name}`"));
            }
        }
        Ok(found)
    }
}
