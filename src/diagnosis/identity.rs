//! Who an agency is, however it is called: by the name that it has on the roster.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::model::{Roster, agency_key};

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
    let listed = roster.and_then(|roster| roster.member(agency)).map(|member| member.name.as_str());
    agency_key(listed.unwrap_or(agency))
}
