//! Which findings went, stayed and came.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnosis::finding::{Detail, Finding};
use crate::model::FormEdition;

/// What became of the findings of a filing: their positions in its list, or in the list of the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turned {
    /// Of the old filing, and not of the new one.
    pub gone: Vec<usize>,
    /// Of the new filing, and of the old one too.
    pub remaining: Vec<usize>,
    /// Of the new filing only.
    pub new: Vec<usize>,
}

impl Turned {
    pub(super) fn of(old: &[Finding], before: &FormEdition, new: &[Finding], after: &FormEdition) -> Self {
        let mut open: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
        for (at, finding) in old.iter().enumerate().rev() {
            open.entry(identity(finding, before)).or_default().push(at);
        }
        let mut turned = Self::default();
        for (at, finding) in new.iter().enumerate() {
            let same = open.get_mut(&identity(finding, after)).and_then(Vec::pop);
            if same.is_some() { turned.remaining.push(at) } else { turned.new.push(at) }
        }
        turned.gone = open.into_values().flatten().collect();
        turned.gone.sort_unstable();
        turned
    }
}

/// What a finding is by its code and cells, whoever's and of whichever year. Findings of one cause (blanks) have the
/// cells of that cause, and those without a cell their words, as their fingerprints do.
fn identity(finding: &Finding, form: &FormEdition) -> Arc<str> {
    let mut anybody = finding.clone();
    match &finding.detail {
        Detail::Stated(_) if finding.cells.is_empty() => anybody.sign_as("", None),
        _ => anybody.sign("", None, form),
    }
    anybody.fingerprint
}
