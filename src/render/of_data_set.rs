//! What the records of a data set have alike: a column that its header lacks is missing in every one of them. Each record has
//! the finding (its status, the exit code and results for programs are made of it); people read it once, with the number.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::phrases::filled;
use super::{Style, lines};
use crate::diagnosis::{Assessment, Detail, Finding};
use crate::model::ObservationKind;

/// What was said, and of how many records.
#[derive(Debug, Default)]
pub(super) struct OfDataSet {
    said: BTreeMap<(Arc<str>, String), usize>,
}

impl OfDataSet {
    /// A filing with what was not said of another record of its file yet.
    pub(super) fn unsaid<'a>(&mut self, filing: &'a Assessment, style: Style) -> Cow<'a, Assessment> {
        let mut is_new: Vec<bool> = Vec::new();
        for finding in &filing.findings {
            is_new.push(
                !is_of_data_set(finding, filing) || {
                    let said = format!("{} {}", finding.rule.code, lines::titled(finding, filing, style));
                    let times = self.said.entry((Arc::clone(&filing.source.path), said)).or_default();
                    *times += 1;
                    *times == 1
                },
            );
        }
        if is_new.iter().all(|new| *new) {
            return Cow::Borrowed(filing);
        }
        let mut shown = filing.clone();
        let mut at = is_new.iter();
        shown.findings.retain(|_| at.next().is_none_or(|new| *new));
        Cow::Owned(shown)
    }

    /// What is said at the end: each with its file and number.
    pub(super) fn in_words(&self, style: Style) -> Vec<String> {
        let said = self.said.iter().filter(|(_, times)| **times > 1);
        let words = said.map(|((path, said), times)| {
            filled(
                "of-data-set",
                style.lang,
                &[("path", &super::whereabouts::path(path)), ("said", said), ("count", times)],
            )
        });
        words.collect()
    }
}

fn is_of_data_set(finding: &Finding, filing: &Assessment) -> bool {
    use ObservationKind::{ColumnMissing, RowMissing, TableMissing};
    let is_missing = |kind| matches!(kind, ColumnMissing | RowMissing | TableMissing);
    filing.source.record.is_some() && matches!(&finding.detail, Detail::Observed(seen) if is_missing(seen.kind))
}
