//! The patterns of `words.toml`, made once.

use std::sync::LazyLock;

use regex::Regex;

use super::super::words::WORDS;

/// What a figure of requests is, where received and carried in are done and carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Received,
    CarriedIn,
    Done,
    CarriedOut,
}

/// The patterns.
pub(super) struct Patterns {
    pub(super) share: Regex,
    pub(super) bare_share: Regex,
    pub(super) opener: Regex,
    pub(super) partial: Regex,
    pub(super) topics: Regex,
    pub(super) subject: Regex,
    pub(super) of_requests: Regex,
    pub(super) kind: Regex,
    pub(super) enumerated: Regex,
    pub(super) summed: Regex,
    pub(super) next: Regex,
    pub(super) deed: Regex,
    pub(super) across: Regex,
    pub(super) way: Regex,
    /// In the order in which they are tried.
    roles: [(Role, Regex); 4],
    outcome: Regex,
}

/// The patterns, made once.
pub(super) static WORDING: LazyLock<Patterns> = LazyLock::new(|| {
    let made = |pattern: &str| Regex::new(pattern).expect("a test makes every pattern");
    let (list, balance) = (&WORDS.list, &WORDS.balance);
    Patterns {
        share: made(&list.share),
        bare_share: made(&list.bare_share),
        opener: made(&list.opener),
        partial: made(&list.partial),
        topics: made(&list.topics),
        subject: made(&list.subject),
        of_requests: made(&list.of_requests),
        kind: made(&list.kind),
        enumerated: made(&list.enumerated),
        summed: made(&list.summed),
        next: made(&list.next),
        deed: made(&list.deed),
        across: made(&list.across),
        way: made(&list.way),
        roles: [
            (Role::CarriedOut, made(&balance.carried_out)),
            (Role::CarriedIn, made(&balance.carried_in)),
            (Role::Received, made(&balance.received)),
            (Role::Done, made(&balance.done)),
        ],
        outcome: made(&balance.outcome),
    }
});

impl Patterns {
    /// The role that some words give a figure. What names an outcome is a part of what was done and not all of it.
    pub(super) fn role(&self, words: &str) -> Option<Role> {
        let found = self.roles.iter().find(|(_, pattern)| pattern.is_match(words))?.0;
        (found != Role::Done || !self.outcome.is_match(words)).then_some(found)
    }

    /// Whether some words say that requests were carried over to the next year.
    pub(super) fn is_carried_out(&self, words: &str) -> bool {
        self.roles.iter().any(|(role, pattern)| *role == Role::CarriedOut && pattern.is_match(words))
    }

    /// Whether some words say that requests were concluded, whatever else they say.
    pub(super) fn is_done(&self, words: &str) -> bool {
        self.roles.iter().any(|(role, pattern)| *role == Role::Done && pattern.is_match(words))
    }

    /// Whether some words say what became of requests.
    pub(super) fn is_outcome(&self, words: &str) -> bool {
        self.outcome.is_match(words)
    }
}
