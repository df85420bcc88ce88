//! Whose part a filing is.

use crate::diagnosis::run::{Identity, identity};
use crate::model::Roster;

/// Where an agency stands among those that report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::diagnosis) enum Place {
    /// There is no roster, or it names no superior: it is a part of whoever adds up.
    Free,
    /// It is not on the roster, or not known by name: the same.
    Unlisted,
    /// The roster names its superior.
    Under(Identity),
    /// It reports to somebody else, as vertically managed bodies do, and is part of no sum.
    Exempt,
}

impl Place {
    /// The superior that the roster names.
    pub(in crate::diagnosis) fn superior(self) -> Option<Identity> {
        if let Self::Under(superior) = self { Some(superior) } else { None }
    }

    /// Whether it is a part of what `superior` adds up: those of another superior are in that one's figures already.
    pub(in crate::diagnosis) fn is_part_of(self, superior: Option<Identity>) -> bool {
        match self {
            Self::Free | Self::Unlisted => true,
            Self::Under(own) => Some(own) == superior,
            Self::Exempt => false,
        }
    }
}

/// The place of an agency.
pub(in crate::diagnosis) fn place(roster: Option<&Roster>, agency: Option<&str>) -> Place {
    let Some(roster) = roster else { return Place::Free };
    let Some(at) = agency.and_then(|agency| roster.find(agency)) else { return Place::Unlisted };
    let member = &roster.members()[at];
    match &member.parent {
        _ if member.is_exempt => Place::Exempt,
        Some(parent) => Place::Under(identity(parent, Some(roster))),
        None => Place::Free,
    }
}

/// The superiors of an agency, one above the other. They are no parts of it, though the roster names no superior of the
/// highest. It is as long as the roster at most, also where that goes in a circle.
pub(in crate::diagnosis) fn above(roster: Option<&Roster>, agency: &str) -> Vec<Identity> {
    let mut above = Vec::new();
    let Some(roster) = roster else { return above };
    let parent = |name: &str| roster.find(name).and_then(|at| roster.members()[at].parent.as_deref());
    let mut at = parent(agency);
    while let Some(name) = at.filter(|_| above.len() <= roster.members().len()) {
        above.push(identity(name, Some(roster)));
        at = parent(name);
    }
    above
}
