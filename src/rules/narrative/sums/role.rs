//! What a figure of requests is by its words, where received and carried in are done and carried out.

use super::super::words::BalanceWords;

/// What a figure of requests is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Received,
    CarriedIn,
    Done,
    CarriedOut,
}

impl BalanceWords {
    /// The role that some words give a figure. What names an outcome is a part of what was done and not all of it.
    pub(super) fn role(&self, words: &str) -> Option<Role> {
        let tried = [
            (Role::CarriedOut, &self.carried_out),
            (Role::CarriedIn, &self.carried_in),
            (Role::Received, &self.received),
            (Role::Done, &self.done),
        ];
        let found = tried.into_iter().find(|(_, pattern)| pattern.is_match(words))?.0;
        (found != Role::Done || !self.outcome.is_match(words)).then_some(found)
    }
}
