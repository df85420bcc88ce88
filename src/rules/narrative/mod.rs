//! What the sentences of a report say in figures (文表一致): sums of a whole and its parts, shares, and claims about the
//! cells of its tables.
//!
//! A sentence is cut into pieces (`sentence`); what it counts is read exactly, with what makes it approximate
//! (`quantity`). The words that all this knows are records: `words.toml` for figures and lists, `claims.toml` for what
//! is claimed of which cells, `scope.toml` for whose figures and of which time a clause speaks, `dates.toml` for periods
//! and dates, `articles.toml` for the other reports that a page names. A sentence that is not understood as a whole says
//! nothing here: a false alarm costs more than a missed one.

mod article;
mod basis;
mod beside;
mod changes;
mod claims;
mod clause;
mod numeral;
mod pattern;
mod period;
mod quantity;
mod scope;
mod sentence;
mod sums;
mod thread;
mod verdict;
mod wording;
mod words;

use crate::model::{CellIndex, Narrative, Place};
pub use article::own;
pub use basis::claimed_cells;
pub use changes::{BrokenChange, ClaimedChange};
pub use claims::{Base, BrokenClaim, Tables};
pub use period::{Dated, Says, dates};
pub use scope::Whose;
pub use sums::{BrokenShare, BrokenSum};
use sums::{SentenceFigures, Sums};

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
    let figures: Vec<SentenceFigures> =
        sentences.iter().map(|sentence| SentenceFigures::of(&sentence.pieces)).collect();
    let before = |at: usize| at.checked_sub(1).filter(|before| sentences[*before].paragraph == sentences[at].paragraph);
    let sum = |at: usize| sums::sums(&figures[at], before(at).map(|before| &figures[before]));
    let mut found: Vec<Sums> = (0..sentences.len()).map(sum).collect();
    let claims = tables.filter(|_| !sentences.is_empty()).map(|tables| {
        let parts = |at: usize| found[at].parts_of_received.as_slice();
        claims::claims(&sentences, parts, whose, tables)
    });
    let claims = claims.unwrap_or_default();
    // A figure that is not that of the tables is one mistake, though its sentence adds up no more either.
    for wrong in claims.wrong() {
        found[wrong.sentence].forgive(wrong.figure, &wrong.values);
    }
    for (at, sums) in found.iter_mut().enumerate() {
        sums.forgive_borne_out(|figure| claims.borne_out.contains(&(at, figure)));
    }
    let carried = tables.filter(|_| found.iter().any(|sums| !sums.broken.is_empty())).map(basis::carried);
    let carried = carried.unwrap_or_default();
    for sums in &mut found {
        sums.forgive_carried(&carried);
    }
    reviewed.sentences = sentences.len();
    for (sentence, sums) in sentences.iter().zip(found) {
        reviewed.sums += sums.told;
        let broken = sums.broken.into_iter().map(Conflict::Sum).chain(sums.shares.into_iter().map(Conflict::Share));
        reviewed.disagreements.extend(broken.map(|with| Disagreement::of(sentence, with)));
    }
    reviewed.claims = claims.told;
    reviewed.disagreements.extend(claims.contradictions.into_iter().map(|one| one.disagreement));
    (reviewed.changes, reviewed.supported) = (claims.changes, claims.supported);
    reviewed
}
