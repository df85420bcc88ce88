//! Sheets of a roster with agencies on them that no header heads, as the townships on a second sheet under a head that is not
//! known. Passed over, none of them would ever be missed. A sheet of instructions, of telephone numbers, of bodies that are
//! no members or of what became of bodies is called so, or has them on few of its lines.

use crate::reading::cells::words::Words;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::likely::is_public_body;
use super::{Form, Register};
use crate::model::{Roster, agency_key};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::Grid;
use crate::reading::cells::lexicon::LEXICON;

/// How the names of those that a register lists are known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bodies {
    /// How names end that are theirs however short.
    endings: Words,
    /// What the names of sheets have in them that are kept for another purpose.
    purposes: Words,
}

impl Bodies {
    fn is_one(&self, text: &str) -> bool {
        let is_short = || self.endings.end(text);
        is_public_body(text) || (LEXICON.is_agency(text) && is_short())
    }
}

/// Refuses a register with a sheet that has others of its kind and no header.
///
/// # Errors
/// [`Problem::ListSheetUnread`].
pub(super) fn refuse(register: &Register, roster: &Roster, form: &'static Form) -> Result<(), ReadError> {
    let Some(bodies) = &form.bodies else { return Ok(()) };
    let members = roster.members().iter();
    let names = members.flat_map(|member| [&member.name].into_iter().chain(&member.former).chain(&member.parent));
    let names: BTreeSet<String> = names.map(|name| agency_key(name).into_owned()).collect();
    // 青禾镇 is 云泽县青禾镇人民政府.
    let is_listed = |text: &str| {
        let key = agency_key(text);
        names.contains(&*key) || names.iter().any(|name| name.contains(&*key))
    };
    let is_other = |text: &str| bodies.is_one(text) && !is_listed(text);
    let is_for_another = |grid: &&&Grid| bodies.purposes.are_in(grid.sheet().unwrap_or_default());
    for grid in register.unheaded.iter().filter(|grid| !is_for_another(grid)) {
        if let Some((line, printed)) = first_of_several(grid, is_other) {
            let error = ReadError::new(Problem::ListSheetUnread).with("sheet", grid.sheet().unwrap_or_default());
            return Err(error.with("line", line).with("printed", printed));
        }
    }
    Ok(())
}

/// The first text of those that stand in one column, with its line, if there are two and they stand on most of the lines.
fn first_of_several(grid: &Grid, is_wanted: impl Fn(&str) -> bool) -> Option<(u32, &str)> {
    let mut found: BTreeMap<u32, Vec<(u32, &str)>> = BTreeMap::new();
    for row in &grid.rows {
        for cell in row.cells.iter().filter(|cell| is_wanted(cell.text.trim())) {
            found.entry(cell.column).or_default().push((row.index.saturating_add(1), cell.text.trim()));
        }
    }
    let is_most = |texts: &&Vec<(u32, &str)>| {
        2 * texts.len() > grid.rows.len() && texts.iter().any(|(_, text)| *text != texts[0].1)
    };
    found.values().find(is_most).map(|texts| texts[0])
}
