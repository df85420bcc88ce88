//! What public bodies are called, and what is no name of one.

use std::ops::RangeInclusive;

use super::Lexicon;
use crate::model::is_common;
use crate::reading::cells::totals::total_of;
use crate::reading::cells::words::Words;

/// Where two lines of a heading meet, of which the second is or begins with the name of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum Joint {
    /// Within the name: 云泽市住房和城乡 and 建设局.
    Within,
    /// Before it: the line above is something else.
    Between,
    /// It may be either.
    Unknown,
}

impl Lexicon {
    /// Whether `text` ends as the name of a place and not as that of a body: 某县 for 某县人民政府.
    pub(in crate::reading) fn is_region(&self, text: &str) -> bool {
        self.region_endings.end(text)
    }

    /// Whether `text` could be the name of a public body: short, Chinese, and ending as such names do.
    pub(in crate::reading) fn is_agency(&self, text: &str) -> bool {
        text.chars().count() >= 3 && self.ends_as_agency(text)
    }

    /// The same, of two characters too where it stands among agencies: 东乡, 甲镇.
    pub(in crate::reading) fn ends_as_agency(&self, text: &str) -> bool {
        self.has_agency_ending(text)
            && (2..=40).contains(&text.chars().count())
            && text.chars().all(|c| is_common(c) || c.is_alphabetic() || matches!(c, '(' | ')' | '（' | '）' | '·'))
    }

    /// Whether there may be the name of a public body in `text`.
    pub(in crate::reading) fn may_name(&self, text: &str) -> bool {
        self.agency_endings.are_in(text)
    }

    /// Whether `text` ends as the names of public bodies do.
    pub(in crate::reading::cells) fn has_agency_ending(&self, text: &str) -> bool {
        self.agency_endings.end(text)
    }

    /// Whether `text` names a public body where nothing says that it does: in full, and neither a site nor a kind of bodies.
    pub(in crate::reading) fn is_body(&self, text: &str) -> bool {
        self.is_agency(text)
            && text.chars().count() >= 4
            && !text.contains(['(', '（', '的'])
            && !self.begins_as_no_body(text)
            && !self.no_body_endings.end(text)
            && !self.is_kind_of_bodies(text)
            && !self.totals.some.have(text)
    }

    /// Whether `text` names bodies of a kind and none of them: 乡镇街道, 县人民政府.
    pub(in crate::reading) fn is_kind_of_bodies(&self, text: &str) -> bool {
        self.kinds_of_bodies.have(text)
    }

    /// Whether a name says what kind of body it is of and not whose, so that every place has one: 人民政府, 办公室.
    pub(in crate::reading) fn is_mere_kind(&self, name: &str) -> bool {
        self.mere_kinds.have(name) || self.is_kind_of_bodies(name)
    }

    /// Whether a line and the name of a body below it are one name.
    pub(in crate::reading) fn joint(&self, above: &str, below: &str) -> Joint {
        /// Characters of the first half of a name.
        const LENGTHS: RangeInclusive<usize> = 2..=20;
        /// Characters of what begins a second time where a name stands below that of its place: 云泽县 over 云泽县教育局.
        const SAME: usize = 2;
        let whole = format!("{above}{below}");
        let begins_again = above.chars().zip(below.chars()).take_while(|(one, other)| one == other).count() >= SAME;
        let may_be_half = LENGTHS.contains(&above.chars().count()) && above.chars().all(char::is_alphabetic);
        let is_other = self.title_subject(above).is_some() || self.begins_as_no_body(above) || begins_again;
        if !may_be_half || is_other || !self.is_agency(&whole) {
            return Joint::Between;
        }
        let words = [&self.agency_endings, &self.kinds_of_bodies, &self.departments].into_iter().flat_map(Words::iter);
        let is_within_word = words.filter(|word| word.len() > below.len()).any(|word| whole.ends_with(word.as_str()));
        if is_within_word || self.name_joins.end(above) {
            return Joint::Within;
        }
        let is_kind = self.is_mere_kind(below) && !self.region_endings.begin(below);
        if (self.has_place(below) && !is_kind) || !self.has_place(above) || self.is_kind_of_bodies(above) {
            return Joint::Between;
        }
        // Above the name of a department that of a government is a site's.
        match (self.is_region(above), self.ends_as_agency(above)) {
            (true, _) => Joint::Within,
            (false, true) => Joint::Between,
            (false, false) if !self.is_agency(below) => Joint::Within,
            (false, false) => Joint::Unknown,
        }
    }

    /// Whether a name says of which place: 云泽县教育局 and 县教育局 do, 城乡建设局 does not.
    pub(in crate::reading) fn has_place(&self, name: &str) -> bool {
        let bare = self.no_places.iter().fold(name.to_owned(), |name, word| name.replace(word.as_str(), ""));
        self.region_endings.are_in(&bare) || self.totals.places.are_in(&bare)
    }

    /// Whether `text` begins as what is no name: 我县教育局, 报县政府, 不含乡镇.
    pub(in crate::reading) fn begins_as_no_body(&self, text: &str) -> bool {
        [&self.no_body_fronts, &self.source_marks, &self.form_marks].into_iter().any(|fronts| fronts.begin(text))
    }

    /// Whether `text` can be the name of whoever fills in a form, where the form asks for it: 城关, 甲局. Where it was left
    /// blank the next label follows, or who filled it in, a word for all or a remark.
    pub(in crate::reading) fn is_name(&self, text: &str) -> bool {
        /// Characters of what does not end as a body; who is called by more is called in full.
        const LONGEST: usize = 6;
        let is_of_body = self.ends_as_agency(text);
        let may_be_short = || {
            (2..=LONGEST).contains(&text.chars().count())
                && text.chars().all(char::is_alphabetic)
                && !self.no_name_endings.end(text)
                && !text.starts_with(|c: char| self.family_names.contains(c))
                && !self.is_unit(text)
                && !self.is_scale(text)
                && !self.ditto.have(text)
        };
        (is_of_body || may_be_short())
            && !self.no_name_words.are_in(text)
            && ![&self.blank_names, &self.seals, &self.totals.all].into_iter().any(|words| words.have(text))
            && !self.is_placeholder(text)
            && total_of(text).is_none()
    }
}
