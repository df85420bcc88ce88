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
        self.kept(filing, |times| times == 1)
    }

    /// A filing with what is its own: what the file lacks is nothing that one of its agencies can mend.
    pub(in crate::render) fn own<'a>(&mut self, filing: SaidFiling<'a>) -> Cow<'a, Assessment> {
        self.kept(filing, |_| false)
    }

    /// A filing with those of its findings that are its own, and of the others those that are wanted by how often they were
    /// met.
    fn kept<'a>(&mut self, filing: SaidFiling<'a>, is_wanted: impl Fn(usize) -> bool) -> Cow<'a, Assessment> {
        let mut is_kept: Vec<bool> = Vec::new();
        for said in filing.findings() {
            is_kept.push(
                !is_of_data_set(said) || {
                    let words = format!("{} {}", said.code(), said.titled());
                    let times = self.said.entry((Arc::clone(&filing.assessment.source.path), words)).or_default();
                    *times += 1;
                    is_wanted(*times)
                },
            );
        }
        if is_kept.iter().all(|kept| *kept) {
            return Cow::Borrowed(filing.assessment);
        }
        let mut shown = filing.assessment.clone();
        let mut at = is_kept.iter();
        shown.findings.retain(|_| at.next().is_none_or(|kept| *kept));
        Cow::Owned(shown)
    }

    /// What is said at the end: each with its file and number.
    pub(in crate::render) fn in_words(&self, lang: Lang) -> Vec<String> {
        let said = self.each().filter(|(.., times)| *times > 1);
        let words = said.map(|(path, said, times)| {
            filled("of-data-set", lang, &[("path", &places::path(path)), ("said", &said), ("count", &times)])
        });
        words.collect()
    }

    /// Everything that is of a data set: its file, what is said, and of how many of its records.
    pub(in crate::render) fn each(&self) -> impl Iterator<Item = (&str, &str, usize)> {
        self.said.iter().map(|((path, said), times)| (&**path, said.as_str(), *times))
    }
}

fn is_of_data_set(said: Said) -> bool {
    use ObservationKind::{ColumnMissing, RowMissing, TableMissing};
    let is_missing = |kind| matches!(kind, ColumnMissing | RowMissing | TableMissing);
    said.filing.assessment.source.record.is_some()
        && matches!(&said.finding.detail, Detail::Observed(seen) if is_missing(seen.kind))
}
