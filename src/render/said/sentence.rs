//! The sentence of a finding: its record's template, filled with its facts.

use super::facts::KnownFacts;
use crate::diagnosis::{Detail, TermValue};
use crate::model::{FormEdition, Lang, plain};
use crate::render::words::labels::words;
use crate::render::words::phrases::{fill, filled};

/// The sentence of a finding, without its basis.
pub(super) fn sentence(known: KnownFacts) -> String {
    let KnownFacts { finding, lang, .. } = known;
    let mut filled =
        fill(finding.rule.message_in(&finding.edition, finding.cells.len(), lang), |name| known.fact(name));
    if filled.trim().len() != filled.len() {
        filled = filled.trim().to_owned();
    }
    if let (Detail::Balance { terms, .. }, Some(form)) = (&finding.detail, known.form) {
        filled += &left_out(terms, form, lang);
    }
    filled
}

/// Which totals of a relation are not printed, and what stands in their place.
fn left_out(terms: &[TermValue], form: &FormEdition, lang: Lang) -> String {
    let total = |term: &TermValue| {
        let cell = form.cell(term.cell);
        let (row, column) = (words(form.row_of(cell), lang), words(form.column_of(cell), lang));
        filled("total-made", lang, &[("row", &row), ("column", &column), ("value", &plain(term.value))])
    };
    terms.iter().filter(|term| term.is_made).map(total).collect()
}
