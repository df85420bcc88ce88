//! Who an agency is, however it is called: by the name that it has on the roster.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::model::{Roster, agency_key};
use crate::reading::{TotalOf, total_of, without_version};

/// By what an agency is known: a hash of the name that it has on the roster, however it is called now.
pub(super) type Identity = u64;

/// The identity of an agency. Who wants two names to be one agency can make them so: that spoils a comparison and no
/// check.
pub(super) fn identity(agency: &str, roster: Option<&Roster>) -> Identity {
    let mut hasher = DefaultHasher::new();
    known_as(agency, roster).hash(&mut hasher);
    hasher.finish()
}

/// The name by which an agency is known, folded: the one that it has on the roster.
pub(super) fn known_as<'n>(agency: &'n str, roster: Option<&'n Roster>) -> Cow<'n, str> {
    let listed = roster.and_then(|roster| Some(roster.members()[listed(roster, agency)?].name.as_str()));
    agency_key(listed.unwrap_or_else(|| without_version(agency)))
}

/// The position of an agency on the roster. What its name says of the version of its filing is none of it: 甲局（更正）.
pub(super) fn listed(roster: &Roster, agency: &str) -> Option<usize> {
    roster.find(agency).or_else(|| roster.find(without_version(agency)))
}

/// Whether an agency is called by a word for a total, 合计 or 上年数: its filing has figures and is nobody's. One that is called
/// by a group of agencies may hold all that is told of it.
pub(super) fn is_total(agency: Option<&str>) -> bool {
    agency.and_then(total_of).is_some_and(|total| total != TotalOf::Group)
}
