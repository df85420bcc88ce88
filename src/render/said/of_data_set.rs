//! What the records of a data set have alike: a column that its header lacks is missing in every one of them. Each record has
//! the finding (its status, the exit code and results for programs are made of it); people read it once, with the number.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Said, SaidFiling};
use crate::diagnosis::{Assessment, Detail};
use crate::model::{Lang, ObservationKind};
use crate::render::words::phrases::filled;
use crate::render::words::places;

/// What was said, and of how many records.
#[derive(Debug, Default)]
pub(in crate::render) struct OfDataSet {
    said: BTreeMap<(Arc<str>, String), usize>,
}

impl OfDataSet {
    /// A filing with what was not said of another record of its file yet.
    pub(in crate::render) fn unsaid<'a>(&mut self, filing: SaidFiling<'a>) -> Cow<'a, Assessment> {
        let mut is_new: Vec<bool> = Vec::new();
        for said in filing.findings() {
            is_new.push(key_of_data_set(said).is_none_or(|key| {
                let times = self.said.entry(key).or_default();
                *times += 1;
                *times == 1
            }));
        }
        if is_new.iter().all(|new| *new) {
            return Cow::Borrowed(filing.assessment);
        }
        let mut shown = filing.assessment.clone();
        let mut at = is_new.iter();
        shown.findings.retain(|_| at.next().is_none_or(|new| *new));
        Cow::Owned(shown)
    }

    /// What is said at the end: each with its file and number.
    pub(in crate::render) fn in_words(&self, lang: Lang) -> Vec<String> {
        let said = self.said.iter().filter(|(_, times)| **times > 1);
        let words = said.map(|((path, said), times)| {
            filled("of-data-set", lang, &[("path", &places::path(path)), ("said", said), ("count", times)])
        });
        words.collect()
    }
}

/// The file and what is said, of what concerns every record of a data set.
pub(in crate::render) fn key_of_data_set(said: Said) -> Option<(Arc<str>, String)> {
    let path = &said.filing.assessment.source.path;
    is_of_data_set(said).then(|| (Arc::clone(path), format!("{} {}", said.code(), said.titled())))
}

fn is_of_data_set(said: Said) -> bool {
    use ObservationKind::{ColumnMissing, RowMissing, TableMissing};
    let is_missing = |kind| matches!(kind, ColumnMissing | RowMissing | TableMissing);
    said.filing.assessment.source.record.is_some()
        && matches!(&said.finding.detail, Detail::Observed(seen) if is_missing(seen.kind))
}
