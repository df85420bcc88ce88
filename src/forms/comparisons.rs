//! The comparisons of an edition: names with `*` to cells.

use super::fault::Law;
use super::raw::{RawComparisons, RawContinuity};
use crate::model::{Backlog, CellIndex, CellSpec, Comparisons, Continuity, FormEdition};

/// The cells that comparisons may name.
pub(super) struct NamedCells<'c> {
    pub(super) edition: &'c FormEdition,
    /// Those of an extension among them.
    pub(super) with_added: bool,
}

impl NamedCells<'_> {
    /// Resolves every name; a name that is no cell's is an error.
    pub(super) fn comparisons(&self, raw: &RawComparisons) -> Result<Comparisons, Law> {
        let mut continuities = Vec::new();
        for one in &raw.continuities {
            continuities.extend(self.continuities(one)?);
        }
        let all = |names: &[String]| self.all(names, raw.file);
        let backlog =
            raw.backlog.as_ref().map(|raw| Ok::<_, Law>(Backlog { part: all(&raw.part)?, whole: all(&raw.whole)? }));
        Ok(Comparisons {
            continuities,
            steady: all(&raw.steady)?,
            reserved: all(&raw.reserved)?,
            aggregated: all(&raw.aggregated)?,
            backlog: backlog.transpose()?,
        })
    }

    fn cells(&self) -> impl Iterator<Item = (CellIndex, &CellSpec)> {
        self.edition.each_cell().filter(|(_, cell)| self.with_added || !cell.added)
    }

    fn continuities(&self, raw: &RawContinuity) -> Result<Vec<Continuity>, Law> {
        let Some(first) = raw.now.first().filter(|_| !raw.before.is_empty()) else {
            return Err(Law::at("continuity-sides", raw.spot).with("relation", &raw.relation));
        };
        let stands_for = match first.split_once('*') {
            None => vec![""],
            Some((front, back)) => {
                let inside = |cell: &'_ CellSpec| Some(cell.id.strip_prefix(front)?.strip_suffix(back)?.len());
                let found = self.cells().filter_map(|(_, cell)| {
                    let length = inside(cell)?;
                    Some(&cell.id[front.len()..front.len() + length])
                });
                found.collect()
            }
        };
        if stands_for.is_empty() {
            return Err(self.unknown(first, raw.spot.file));
        }
        let continuity = |word: &str| {
            let put = |names: &[String]| names.iter().map(|name| name.replace('*', word)).collect::<Vec<_>>();
            let each = |names: &[String]| self.each(&put(names), raw.spot.file);
            Ok(Continuity {
                relation: raw.relation.clone(),
                now: each(&raw.now)?,
                less: each(&raw.less)?,
                before: put(&raw.before),
            })
        };
        stands_for.into_iter().map(continuity).collect()
    }

    fn each(&self, names: &[String], file: usize) -> Result<Vec<CellIndex>, Law> {
        let find = |name: &String| self.edition.index.get(name.as_str()).copied();
        names.iter().map(|name| find(name).ok_or_else(|| self.unknown(name, file))).collect()
    }

    /// All cells with such names, in the order of the names.
    fn all(&self, names: &[String], file: usize) -> Result<Vec<CellIndex>, Law> {
        let mut found = Vec::new();
        for name in names {
            let before = found.len();
            let cells = self.edition.cells_called(name).into_iter();
            found.extend(cells.filter(|cell| self.with_added || !self.edition.cell(*cell).added));
            if found.len() == before {
                return Err(self.unknown(name, file));
            }
        }
        Ok(found)
    }

    fn unknown(&self, name: &str, file: usize) -> Law {
        Law::near("cell-unknown", file, name)
            .with("id", name)
            .among(name, self.edition.cells.iter().map(|cell| &*cell.id))
    }
}
