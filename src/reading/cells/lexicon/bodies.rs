//! What public bodies are called, and what is no name of one.

use super::Lexicon;
use crate::model::is_common;
use crate::reading::cells::totals::total_of;

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
        (2..=40).contains(&text.chars().count())
            && text.chars().all(|c| is_common(c) || c.is_alphabetic() || matches!(c, '(' | ')' | '（' | '）' | '·'))
            && self.has_agency_ending(text)
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
