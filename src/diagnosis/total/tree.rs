//! The superiors of a roster, each above its members.

use std::collections::HashMap;

use super::choose::Refusal;
use crate::diagnosis::identity::{Identity, identity};
use crate::model::Roster;

/// A superior.
#[derive(Debug)]
pub(super) struct Superior {
    pub(super) identity: Identity,
    pub(super) name: String,
    /// Its direct members, exempt ones left out.
    pub(super) members: Vec<Member>,
    /// Its place in the order in which superiors are said: as the roster names them.
    pub(super) at: usize,
}

/// A direct member.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) identity: Identity,
    pub(super) name: String,
}

/// The names of the superiors, as the roster names them first.
///
/// # Errors
/// Where there is no roster, it names no superior, or some are above themselves.
pub fn superior_names(roster: Option<&Roster>) -> Result<Vec<String>, Refusal> {
    let mut superiors = superiors(roster.ok_or(Refusal::NoSuperiors)?)?;
    superiors.sort_by_key(|superior| superior.at);
    Ok(superiors.into_iter().map(|superior| superior.name).collect())
}

/// The superiors, each after its own superior.
///
/// # Errors
/// Where the roster names none, or some are above themselves.
pub(super) fn superiors(roster: &Roster) -> Result<Vec<Superior>, Refusal> {
    let mut superiors: Vec<Superior> = Vec::new();
    let mut at: HashMap<Identity, usize> = HashMap::new();
    let mut above: HashMap<Identity, &str> = HashMap::new();
    for member in roster.members() {
        let Some(parent) = &member.parent else { continue };
        let own = identity(&member.name, Some(roster));
        above.insert(own, parent);
        if member.is_exempt {
            continue;
        }
        let whose = identity(parent, Some(roster));
        let known = *at.entry(whose).or_insert_with(|| {
            // The roster's own name for it, if it has one.
            let name = roster.member(parent).map_or(parent, |member| &member.name).clone();
            superiors.push(Superior { identity: whose, name, members: Vec::new(), at: superiors.len() });
            superiors.len() - 1
        });
        superiors[known].members.push(Member { identity: own, name: member.name.clone() });
    }
    if superiors.is_empty() {
        return Err(Refusal::NoSuperiors);
    }
    let mut depths = HashMap::new();
    for superior in &superiors {
        let mut path = vec![superior.name.as_str()];
        let mut whose = superior.identity;
        while let Some(parent) = above.get(&whose) {
            path.push(*parent);
            if path.len() > roster.members().len() + 1 {
                return Err(Refusal::Circle(circle(&path, roster)));
            }
            whose = identity(parent, Some(roster));
        }
        depths.insert(superior.identity, path.len());
    }
    superiors.sort_by_key(|superior| (depths[&superior.identity], superior.at));
    Ok(superiors)
}

/// The circle in a path that is longer than the roster: from its last step back to where that was before.
fn circle(path: &[&str], roster: &Roster) -> Vec<String> {
    let same = |one: &str, other: &str| identity(one, Some(roster)) == identity(other, Some(roster));
    let Some((last, before)) = path.split_last() else { return Vec::new() };
    let from = before.iter().rposition(|name| same(name, last)).unwrap_or(0);
    path[from..].iter().map(|name| (*name).to_owned()).collect()
}
