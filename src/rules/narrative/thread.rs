//! What a text is about as it goes on from clause to clause: whose figures and of which time, which of them, and what was
//! counted last.

use rust_decimal::Decimal;

use super::changes::{Counted, Terms};
use super::clause::Clause;
use super::quantity::Quantity;
use super::scope::{SCOPES, SpokenOf};
use super::sentence::{Sentence, SentencePiece};
use super::wording::{ClaimRecord, RECORDS};

/// What a text is about where it counts something that no claim is of, so that 行政复议、诉讼均为0件 behind it is of that.
const ELSE: &str = "else";
/// The topic of sentences about requests, and those of some of them: who made them, what was done with them, what was
/// carried over. These end with their sentence: 办结149件，其中新收139件 does not say how many were received.
const REQUESTS: &str = "requests";
const PROCESSED: &str = "processed";
const SOME: &str = "some";
const OF_SOME: [&str; 4] = ["applicants", PROCESSED, "carried", SOME];

/// What the text is about as it goes on.
#[derive(Debug, Clone, Default)]
pub(super) struct Thread {
    pub(super) scope: SpokenOf,
    pub(super) topic: String,
    /// It was said that the requests are those for information: others apply for permits.
    pub(super) is_named: bool,
    /// Or that they are of another business.
    pub(super) is_of_business: bool,
    /// What the claims just met have counted, for a change that follows them.
    pub(super) counted: Vec<Counted>,
    /// What the first claim of the paragraph has counted, for a sentence that opens with a change.
    pub(super) opening: Option<Counted>,
    /// The claims that were borne out: whatever is counted so again is another count.
    pub(super) said: Vec<usize>,
}

impl Thread {
    /// What a heading leaves to what stands below it.
    pub(super) fn of_heading(&self) -> Self {
        Self { counted: Vec::new(), opening: None, said: Vec::new(), ..self.clone() }
    }

    /// A sentence begins. What the one before said of some requests is over, unless this one goes on with 其中.
    pub(super) fn begin_sentence(&mut self, sentence: &Sentence) {
        if OF_SOME.contains(&self.topic.as_str()) && sentence.pieces.first() != Some(&SentencePiece::Among) {
            self.turn_to_requests();
        }
    }

    /// Hears which requests a clause is about.
    pub(super) fn hear(&mut self, clause: &Clause, is_first: bool) {
        if RECORDS.about.named.is_match(&clause.words) {
            (self.is_named, self.is_of_business) = (true, false);
        } else if is_of_business(clause, is_first) {
            (self.is_named, self.is_of_business) = (false, true);
        }
    }

    /// A claim is met: the text is about its topic, unless it may be of anything where nothing was said yet.
    pub(super) fn turn_to(&mut self, claim: &ClaimRecord) {
        let is_open = self.topic.is_empty() && claim.needs.contains(&self.topic);
        if let Some(topic) = claim.topic.as_ref().filter(|_| !is_open) {
            self.topic.clone_from(topic);
        }
    }

    /// What follows is of some of the requests, and no claim is of these.
    pub(super) fn turn_to_some(&mut self) {
        SOME.clone_into(&mut self.topic);
    }

    pub(super) fn turn_to_requests(&mut self) {
        REQUESTS.clone_into(&mut self.topic);
    }

    /// The text counts something else, or speaks of it.
    pub(super) fn turn_to_else(&mut self) {
        ELSE.clone_into(&mut self.topic);
        self.counted.clear();
    }

    /// Whether the words of a clause that claims nothing are about something else. Where nothing was said yet, all are that
    /// have no word of disclosure; a heading, 一、总体情况, leaves it open.
    pub(super) fn is_of_else(&self, words: &str, bare: &str, sentence: &Sentence) -> bool {
        let is_open = self.topic.is_empty() && !sentence.is_heading && !bare.is_empty();
        (is_open && !RECORDS.about.own.is_match(words)) || RECORDS.about.r#else.is_match(words)
    }

    /// Takes note of what a claim has counted, with the basis that bears it out in front.
    pub(super) fn count(
        &mut self,
        claim: &ClaimRecord,
        quantity: &Quantity,
        mut bases: Vec<(Option<Decimal>, Terms)>,
        first: usize,
    ) {
        bases[..=first].rotate_right(1);
        let counted = Counted { name: claim.name.clone(), value: quantity.value, unit: quantity.unit.clone(), bases };
        self.opening.get_or_insert_with(|| counted.clone());
        self.counted.push(counted);
    }
}

/// Whether a clause says that its requests are of another business, or is the heading of one with which its sentence
/// begins. An agency may have one in its name.
pub(super) fn is_of_business(clause: &Clause, is_first: bool) -> bool {
    let own = || SCOPES.without_own(&clause.canonical);
    let says = |own: String| {
        RECORDS.about.business.is_match(&own) || is_first && RECORDS.about.business_heading.is_match(&own)
    };
    !RECORDS.about.named.is_match(&clause.words) && says(own())
}

/// Whether a claim is of requests in general, which may be those of another business too.
pub(super) fn is_of_requests(claim: &ClaimRecord) -> bool {
    claim.topic.as_deref().is_some_and(|topic| [REQUESTS, PROCESSED].contains(&topic))
}
