//! What the sentence of a check may name, beyond the form and the file. A watch states facts by these names and a record
//! asks for them by their words, so that neither can name what the other does not know.

use std::fmt::{self, Display};

use serde::Deserialize;
use serde::de::IntoDeserializer as _;
use serde::de::value::StrDeserializer;

/// The name of a fact; its word in a record is in snake case.
///
/// # Example
/// ```
/// use gouji::rules::Fact;
/// assert_eq!(Fact::named("other_year"), Some(Fact::OtherYear));
/// assert_eq!(Fact::named("weather"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// An agency.
    Agency,
    /// Its level, as the roster has it.
    Level,
    /// Its superior.
    Parent,
    /// The name that may be meant.
    Expected,
    /// Where it stands in a list.
    Line,
    /// A file.
    Path,
    /// Files, one behind the other.
    Paths,
    /// How many there are.
    Count,
    /// A report year.
    Year,
    /// The year before it, or the last one that is known.
    Before,
    /// The filing that is compared with.
    Source,
    /// A figure of this year, and of last year.
    Now,
    /// The figure of the year before.
    Last,
    /// The same, as a sentence compares with it.
    Then,
    /// The change that the two years make.
    Made,
    /// The largest figure of a table.
    Largest,
    /// What follows for the beginning of the year.
    Opening,
    /// A part of a whole, its name or its figure.
    Part,
    /// Parts: the terms of a sentence, or how many were added up.
    Parts,
    /// The whole.
    Whole,
    /// The part in the whole, in per cent.
    Percent,
    /// The same, as it comes out.
    Share,
    /// The figure of a part.
    Value,
    /// What parts come to.
    Sum,
    /// Their unit.
    Unit,
    /// Σ left.
    Left,
    /// Σ right.
    Right,
    /// left − right.
    Difference,
    /// A sentence of the text.
    Sentence,
    /// Where it stands.
    At,
    /// What it claims.
    Printed,
    /// What it speaks of, in Chinese.
    NameZh,
    /// What it speaks of, in English.
    NameEn,
    /// The figures that it may be of, in Chinese.
    BasesZh,
    /// The figures that it may be of, in English.
    BasesEn,
    /// The first year of a period.
    From,
    /// Its last year.
    To,
    /// A day.
    Date,
    /// The agency of the other filing.
    Other,
    /// The year of the other filing.
    OtherYear,
    /// Who may be the cause.
    Who,
    /// How many are named for it.
    Named,
    /// How many explanations there are.
    Ways,
    /// How many cells differ.
    Gaps,
    /// How many of them have another cause besides.
    Beside,
    /// Whose errors these are.
    Others,
    /// How many have such errors.
    Erring,
    /// Whose explanation it is.
    Owner,
    /// The code that it explains.
    Code,
    /// The rule that was explained.
    Subject,
    /// What was said of it.
    Explanation,
    /// The figures that were explained.
    Old,
    /// The figures that stand there now.
    New,
    /// Items that a formula leaves out.
    Omitted,
    /// Cells that it adds besides.
    Added,
}

impl Fact {
    /// The fact that a record means by a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let word: StrDeserializer<'_, NoFact> = word.into_deserializer();
        Self::deserialize(word).ok()
    }
}

/// A word that names no fact. Most words of a sentence are of the form or the file, so nothing is made of it.
#[derive(Debug)]
struct NoFact;

impl Display for NoFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no fact")
    }
}

impl std::error::Error for NoFact {}

impl serde::de::Error for NoFact {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}
