//! What the sentences of a report say in figures (文表一致): sums of a whole and its parts, shares, and claims about the
//! cells of its tables.
//!
//! A sentence is cut into pieces (`sentence`); what it counts is read exactly, with what makes it approximate
//! (`quantity`). The words that all this knows are records: `words.toml` for figures and lists, `claims.toml` for what
//! is claimed of which cells, `scope.toml` for whose figures and of which time a clause speaks, `dates.toml` for periods
//! and dates. A sentence that is not understood as a whole says nothing here: a false alarm costs more than a missed one.

mod changes;
mod claims;
mod period;
mod quantity;
mod scope;
mod sentence;
mod sums;
mod wording;
mod words;

use crate::model::{CellIndex, Narrative, Place};
pub use changes::{BrokenChange, ClaimedChange};
pub use claims::{Base, BrokenClaim, Tables, claimed_cells};
pub use period::{Dated, Says, dates};
pub use scope::Whose;
pub use sums::{BrokenShare, BrokenSum};

/// Something that a sentence says, and that does not agree.
#[derive(Debug, Clone)]
pub struct Disagreement {
    /// The sentence as printed.
    pub sentence: String,
    /// Where it stands.
    pub place: Place,
    /// What does not agree.
    pub with: Conflict,
}

impl Disagreement {
    fn of(sentence: &sentence::Sentence, with: Conflict) -> Self {
        Self { sentence: sentence.text.to_owned(), place: sentence.place.clone(), with }
    }
}

/// What a sentence does not agree with.
#[derive(Debug, Clone)]
pub enum Conflict {
    /// Its parts do not come to its whole.
    Sum(BrokenSum),
    /// Its share is not what its figures make.
    Share(BrokenShare),
    /// The tables have another figure.
    Claim(BrokenClaim),
}

/// What came of a text.
#[derive(Debug, Default)]
pub struct Reviewed {
    /// Sentences.
    pub sentences: usize,
    /// Sums and shares that could be told.
    pub sums: usize,
    /// Claims that could be told.
    pub claims: usize,
    /// What does not agree.
    pub disagreements: Vec<Disagreement>,
    /// Changes on last year, to be held against its figures.
    pub changes: Vec<ClaimedChange>,
    /// Cells whose printed figure, not zero, a sentence repeats.
    pub supported: Vec<CellIndex>,
}

/// Reads a text: its sums and shares, and, where there are tables, what it claims of them.
#[must_use]
pub fn review(narrative: &Narrative, whose: Whose, tables: Option<Tables>) -> Reviewed {
    let mut reviewed = Reviewed::default();
    let sentences: Vec<sentence::Sentence> = sentence::sentences(narrative).collect();
    for (at, sentence) in sentences.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &sentences[at]);
        let previous = before.filter(|before| before.paragraph == sentence.paragraph);
        let found = sums::sums(&sentence.pieces, previous.map(|before| before.pieces.as_slice()));
        reviewed.sentences += 1;
        reviewed.sums += found.told;
        let broken = found.broken.into_iter().map(Conflict::Sum).chain(found.shares.into_iter().map(Conflict::Share));
        reviewed.disagreements.extend(broken.map(|with| Disagreement::of(sentence, with)));
    }
    if let Some(tables) = tables.filter(|_| !sentences.is_empty()) {
        let claims = claims::claims(&sentences, whose, tables);
        reviewed.claims = claims.told;
        reviewed.disagreements.extend(claims.disagreements);
        (reviewed.changes, reviewed.supported) = (claims.changes, claims.supported);
    }
    reviewed
}
