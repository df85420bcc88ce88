//! Fields of a document: a code, and behind a mark the result that a person sees in its place.
//!
//! A report that was merged from a workbook holds `{ IF { MERGEFIELD 行政许可 } = "" "0" "{ MERGEFIELD 行政许可 }" }`: the
//! results of the inner fields stand in the code of the outer one, and one figure is shown where the file has three. So it
//! is told how deep in codes a text stands, by the marks of all fields that are open.

use super::damaged;
use crate::reading::bytes::problem::ReadError;

/// How many fields may stand inside each other.
const MAX_FIELDS: usize = 64;
/// How much of a code is kept: it begins with the name of the field.
const MAX_CODE: usize = 32;

/// Fields that show something without a result: signs set over each other, numbers of paragraphs, buttons, boxes, and what
/// was chosen from a list.
const SHOWN: &[&str] = &[
    "AUTONUM",
    "AUTONUMLGL",
    "AUTONUMOUT",
    "EQ",
    "FORMCHECKBOX",
    "FORMDROPDOWN",
    "GOTOBUTTON",
    "LISTNUM",
    "MACROBUTTON",
    "SYMBOL",
];

/// The fields that are open, each in the one before.
#[derive(Default)]
pub(super) struct Fields {
    open: Vec<Field>,
}

#[derive(Default)]
struct Field {
    /// Its result has begun; before that all of it is its code.
    has_result: bool,
    /// Something is shown as its result.
    is_shown: bool,
    /// How its code begins.
    code: String,
}

impl Fields {
    /// Begins a field.
    ///
    /// # Errors
    /// More fields inside each other than in any document.
    pub(super) fn begin(&mut self) -> Result<(), ReadError> {
        if self.open.len() == MAX_FIELDS {
            return Err(damaged(format!("more than {MAX_FIELDS} fields inside each other")));
        }
        self.open.push(Field::default());
        Ok(())
    }

    /// Begins the result of the innermost field.
    pub(super) fn begin_result(&mut self) {
        self.open.last_mut().into_iter().for_each(|field| field.has_result = true);
    }

    /// Ends the innermost field. Whether it shows something without a result, or with a blank one, which is not known then.
    pub(super) fn end(&mut self) -> bool {
        let Some(field) = self.open.pop() else { return false };
        let name = field.code.split_whitespace().next().unwrap_or_default();
        !field.is_shown && !self.is_in_code() && SHOWN.iter().any(|shown| shown.eq_ignore_ascii_case(name))
    }

    /// Hears of text that is shown as a result.
    pub(super) fn hear(&mut self, text: &str) {
        if !self.open.is_empty() && !text.trim().is_empty() {
            self.open.iter_mut().for_each(|field| field.is_shown = true);
        }
    }

    /// Takes a part of the code of the innermost field.
    pub(super) fn take_code(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.has_result && field.code.len() < MAX_CODE) {
            field.code.extend(text.chars().take(MAX_CODE));
        }
    }

    /// Whether what comes is code of any field, and seen by nobody.
    pub(super) fn is_in_code(&self) -> bool {
        self.open.iter().any(|field| !field.has_result)
    }

    /// How many are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Ends fields until so many are open: none reaches out of its cell, and one that has lost its end would swallow the
    /// figures behind it.
    pub(super) fn end_all_but(&mut self, depth: usize) {
        self.open.truncate(depth);
    }

    /// Hears that the document is over.
    ///
    /// # Errors
    /// A code that goes on to its end.
    pub(super) fn finish(&self) -> Result<(), ReadError> {
        if self.is_in_code() {
            return Err(damaged("a field does not end, and what belongs to it cannot be told"));
        }
        Ok(())
    }
}
