//! What words beside figures say of their unit.

use super::lexicon::LEXICON;
use crate::model::Unit;

/// What a text beside figures says of their unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum Measure {
    /// Nothing that is understood: the name of a body is none, whatever it has in it.
    Nothing,
    /// The form's: 件, 件（万元）, 收费为万元; with that of the money, where it is said.
    Known(Option<Unit>),
    /// Certainly another: 千件, 美元, or two of money.
    Other,
}

/// What a text beside figures says of their unit.
pub(in crate::reading) fn measure(text: &str) -> Measure {
    /// A word with one of these and no unit may be that of the money, or anything.
    const SIGNS: [char; 6] = ['元', '圆', '百', '千', '万', '亿'];
    let is_between = |c: char| c.is_whitespace() || "、/／,，;；:：()（）[]【】。".contains(c);
    let words = || text.split(is_between).map(bare_unit).filter(|word| !word.is_empty());
    let mut units = words().filter_map(Unit::named);
    let unit = units.next();
    if units.any(|other| Some(other) != unit)
        || words().any(|word| Unit::named(word).is_none() && LEXICON.is_other_unit(word))
    {
        return Measure::Other;
    }
    let is_unclear = |word: &str| !LEXICON.is_unit(word) && word.contains(SIGNS);
    if words().any(is_unclear) || !words().any(|word| LEXICON.is_unit(word)) {
        return Measure::Nothing;
    }
    Measure::Known(unit)
}

/// A unit without the words around it: 收费为万元, 以万元计.
fn bare_unit(text: &str) -> &str {
    let mut word = text;
    while let Some(rest) = LEXICON.unit_leads.behind(word) {
        word = rest;
    }
    LEXICON.unit_tails.before(word).unwrap_or(word)
}

/// What a word or two beside a single figure say of its unit; a remark that is longer or has figures of its own says nothing.
pub(in crate::reading) fn measure_beside(text: &str) -> Measure {
    /// Characters: （人民币万元）.
    const LONGEST: usize = 8;
    // Of nothing there is nothing, in per cent or in whatever: —%.
    let is_remark = |c: char| (c.is_numeric() && !"百千万亿".contains(c)) || "-—–/\\".contains(c);
    if text.chars().count() > LONGEST || text.contains(is_remark) { Measure::Nothing } else { measure(text) }
}

/// Whether words name a unit in which things are counted: 件、元.
pub(in crate::reading) fn counts(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| LEXICON.is_unit(word) && Unit::named(word).is_none())
}
