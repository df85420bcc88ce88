//! What a filing adds up to, in the few words of a list of agencies.

use super::SaidFiling;
use crate::diagnosis::Detail;
use crate::model::ObservationKind;
use crate::render::words::phrases::{filled, list};
use crate::render::words::suspects::fix_words;
use crate::rules::Severity;

/// The counts of a filing.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::render) struct Tally {
    pub(in crate::render) errors: usize,
    /// Warnings that nobody has explained.
    pub(in crate::render) warnings: usize,
    pub(in crate::render) explained: usize,
    pub(in crate::render) notes: usize,
}

impl Tally {
    fn of(filing: SaidFiling) -> Self {
        let mut tally = Self::default();
        for finding in &filing.assessment.findings {
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
    pub(in crate::render) fn by_severity(self) -> [usize; 3] {
        [self.errors, self.warnings + self.explained, self.notes]
    }
}

impl SaidFiling<'_> {
    /// Its counts.
    pub(in crate::render) fn tally(self) -> Tally {
        Tally::of(self)
    }

    /// The tables that it should hold and does not, in the form's words.
    pub(in crate::render) fn missing_tables(self) -> String {
        let (Some(form), lang) = (self.form, self.style.lang) else { return String::new() };
        let missing = self.assessment.findings.iter().filter(
            |finding| matches!(&finding.detail, Detail::Observed(seen) if seen.kind == ObservationKind::TableMissing),
        );
        let names = missing.filter_map(|finding| Some(form.tables[finding.table?].brief.get(lang)));
        list(names, lang)
    }

    /// The one correction that resolves most; where several are equally small, that they are.
    pub(in crate::render) fn likeliest_fix(self) -> String {
        let (diagnoses, lang) = (&self.assessment.diagnoses, self.style.lang);
        let believed = diagnoses.iter().filter_map(|one| Some((one.findings.len(), one.best()?)));
        // Of equals the first in the form's order.
        let best = believed.rev().max_by_key(|(findings, _)| *findings);
        let words = best.zip(self.form).map(|((_, best), form)| fix_words(best, form, lang));
        let several = || {
            let count = diagnoses.iter().map(|one| one.suspects.len()).find(|count| *count > 0)?;
            Some(filled("fix-several", lang, &[("count", &count)]))
        };
        words.or_else(several).unwrap_or_default()
    }
}
