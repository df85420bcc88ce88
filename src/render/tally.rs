//! What a filing adds up to, in the few words of a list of agencies.

use super::Style;
use super::message::edition;
use super::phrases::{filled, phrase};
use super::suspects::fix_words;
use crate::diagnosis::{Assessment, Detail};
use crate::model::ObservationKind;
use crate::rules::Severity;

/// The counts of a filing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) errors: usize,
    /// Warnings that nobody has explained.
    pub(super) warnings: usize,
    pub(super) explained: usize,
    pub(super) notes: usize,
}

impl Tally {
    pub(super) fn of(filing: &Assessment) -> Self {
        let mut tally = Self::default();
        for finding in &filing.findings {
            *match finding.severity {
                Severity::Error => &mut tally.errors,
                Severity::Warning if finding.explained => &mut tally.explained,
                Severity::Warning => &mut tally.warnings,
                Severity::Note => &mut tally.notes,
            } += 1;
        }
        tally
    }

    /// The counts of errors, warnings and notes, explained or not.
    pub(super) fn by_severity(self) -> [usize; 3] {
        [self.errors, self.warnings + self.explained, self.notes]
    }
}

/// The tables that a filing should hold and does not, in the form's words.
pub(super) fn missing_tables(filing: &Assessment, style: Style) -> String {
    let Some(form) = edition(filing, style.forms) else { return String::new() };
    let missing = filing.findings.iter().filter(
        |finding| matches!(&finding.detail, Detail::Observed(seen) if seen.kind == ObservationKind::TableMissing),
    );
    let names = missing.filter_map(|finding| Some(form.tables[finding.table?].brief.get(style.lang)));
    names.collect::<Vec<_>>().join(phrase("list", style.lang))
}

/// The one correction that resolves most; where several are equally small, that they are.
pub(super) fn likeliest_fix(filing: &Assessment, style: Style) -> String {
    let believed = filing.diagnoses.iter().filter_map(|one| Some((one.findings.len(), one.best()?)));
    // Of equals the first in the form's order.
    let best = believed.rev().max_by_key(|(findings, _)| *findings);
    let words = best.zip(edition(filing, style.forms)).map(|((_, best), form)| fix_words(best, form, style.lang));
    let several = || {
        let count = filing.diagnoses.iter().map(|one| one.suspects.len()).find(|count| *count > 0)?;
        Some(filled("fix-several", style.lang, &[("count", &count)]))
    };
    words.or_else(several).unwrap_or_default()
}
