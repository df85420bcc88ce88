//! Whose part a filing is. `gouji sum`, A501 and the roll call ask here alike.

use std::collections::HashMap;
use std::sync::Arc;

use super::whole::Why;
use crate::diagnosis::assessment::Source;
use crate::diagnosis::identity::{Identity, identity, listed};
use crate::model::Roster;
use crate::reading::{TotalOf, total_of};

/// Where an agency stands among those that report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::diagnosis) enum Standing {
    /// There is no roster, or it names no superior: it is a part of whoever adds up.
    Free,
    /// It is not on the roster, or not known by name: the same.
    Unlisted,
    /// The roster names its superior.
    Under(Identity),
    /// It reports to somebody else, as vertically managed bodies do, and is part of no sum.
    Exempt,
    /// It is no agency: a line that adds up others, under a word for a total.
    Total(TotalOf),
}

impl Standing {
    /// The superior that the roster names.
    pub(in crate::diagnosis) fn superior(self) -> Option<Identity> {
        if let Self::Under(superior) = self { Some(superior) } else { None }
    }
}

/// Who adds up, as the roster knows it.
#[derive(Debug)]
pub(in crate::diagnosis) struct Collector {
    own: Option<Identity>,
    /// Its superiors, one above the other. They are no parts of it, though the roster names no superior of the highest.
    above: Vec<Identity>,
    takes_free: bool,
}

impl Collector {
    /// One that takes its members, and whoever is without a superior.
    pub(in crate::diagnosis) fn of(agency: Option<&str>, roster: Option<&Roster>) -> Self {
        let own = agency.map(|agency| identity(agency, roster));
        let above = agency.map(|agency| above(roster, agency)).unwrap_or_default();
        Self { own, above, takes_free: true }
    }

    /// One that takes its members only.
    pub(in crate::diagnosis) fn of_members(agency: Option<&str>, roster: Option<&Roster>) -> Self {
        Self { takes_free: false, ..Self::of(agency, roster) }
    }

    /// Its identity, where its name is known.
    pub(in crate::diagnosis) fn identity(&self) -> Option<Identity> {
        self.own
    }

    /// Whether it takes whoever is without a superior.
    pub(in crate::diagnosis) fn takes_free(&self) -> bool {
        self.takes_free
    }

    /// Why an agency is no part of what is added up; `None` of a part. Those of another superior are in that one's figures
    /// already.
    pub(in crate::diagnosis) fn leaves_out(&self, agency: Identity, standing: Standing) -> Option<Why> {
        match standing {
            _ if Some(agency) == self.own => Some(Why::Superior),
            _ if self.above.contains(&agency) => Some(Why::Above),
            Standing::Exempt => Some(Why::Exempt),
            Standing::Total(_) => Some(Why::Total),
            Standing::Under(superior) => (Some(superior) != self.own).then_some(Why::Elsewhere),
            Standing::Free | Standing::Unlisted => (!self.takes_free).then_some(Why::NoSuperior),
        }
    }
}

/// The sheets that are called by a word for a total (汇总, 合计). The name says so only beside other filings of its file: a
/// file's only one is somebody's, whatever its sheet is called. So it is known when all are heard.
#[derive(Debug, Default)]
pub(in crate::diagnosis) struct SheetTotals {
    /// By file: how many filings stand on its sheets.
    filings: HashMap<Arc<str>, usize>,
}

impl SheetTotals {
    /// Counts a filing.
    pub(in crate::diagnosis) fn hear(&mut self, source: &Source) {
        if source.sheet.is_some() {
            *self.filings.entry(Arc::clone(&source.path)).or_default() += 1;
        }
    }

    /// What a filing adds up that tells no agency. A record of a data set is called by what all of them are together.
    pub(in crate::diagnosis) fn total(&self, agency: Option<&str>, source: &Source) -> Option<TotalOf> {
        let sheet = source.sheet.as_deref().filter(|_| agency.is_none() && source.record.is_none())?;
        total_of(sheet).filter(|total| {
            *total != TotalOf::Group && self.filings.get(&source.path).is_some_and(|filings| *filings > 1)
        })
    }
}

/// The standing of an agency. A line of a roster may add up the others too.
pub(in crate::diagnosis) fn standing(roster: Option<&Roster>, agency: Option<&str>) -> Standing {
    // What is called by a group may hold all that is told of it: its figures say whether it adds up lines beside it.
    if let Some(total @ (TotalOf::All | TotalOf::Some)) = agency.and_then(total_of) {
        return Standing::Total(total);
    }
    let Some(roster) = roster else { return Standing::Free };
    let Some(at) = agency.and_then(|agency| listed(roster, agency)) else { return Standing::Unlisted };
    let member = &roster.members()[at];
    match &member.parent {
        _ if member.is_exempt => Standing::Exempt,
        Some(parent) => Standing::Under(identity(parent, Some(roster))),
        None => Standing::Free,
    }
}

/// The superiors of an agency. It is as long as the roster at most, also where that goes in a circle.
fn above(roster: Option<&Roster>, agency: &str) -> Vec<Identity> {
    let mut above = Vec::new();
    let Some(roster) = roster else { return above };
    let parent = |name: &str| roster.member(name).and_then(|member| member.parent.as_deref());
    let mut at = parent(agency);
    while let Some(name) = at.filter(|_| above.len() <= roster.members().len()) {
        above.push(identity(name, Some(roster)));
        at = parent(name);
    }
    above
}
