//! gouji's own work on files, on this thread, as the program does it.

use std::hint::black_box;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use gouji::diagnosis::{Assessment, Assessor, Desk, Policy, Previous, Report, Summary};
use gouji::forms::Forms;
use gouji::model::Lang;
use gouji::reading::{ReadOptions, Reader};
use gouji::render::{Format, Style};
use gouji::rules::Catalogue;

use crate::Bench;
use crate::data::Set;

pub(crate) struct Checks<'f> {
    forms: &'f Forms,
    catalogue: &'f Catalogue,
    policy: Policy,
    assessor: Assessor<'f>,
}

impl<'f> Checks<'f> {
    /// Without what these codes, or beginnings of codes, stand for.
    pub(crate) fn without(bench: &Bench<'f>, codes: &[&str]) -> Self {
        let policy = Policy { ignore: codes.iter().map(|code| (*code).to_owned()).collect(), ..Policy::default() };
        let reader = Reader::new(bench.forms, ReadOptions::default());
        let assessor = Assessor::new(reader, bench.catalogue.clone(), policy.clone());
        let assessor = assessor.expect("every relation has a rule");
        Self { forms: bench.forms, catalogue: bench.catalogue, policy, assessor }
    }

    pub(crate) fn all(bench: &Bench<'f>) -> Self {
        Self::without(bench, &[])
    }

    /// Findings as lines of JSON.
    pub(crate) fn lines(&self, paths: &[PathBuf]) -> Report {
        black_box(self.run(paths, "jsonl"))
    }

    /// Findings as a page.
    pub(crate) fn page(&self, paths: &[PathBuf]) -> Report {
        black_box(self.run(paths, "html"))
    }

    /// Makes sure that every filing of a set is read, and that those with a slip are found and no others.
    pub(crate) fn verify(&self, paths: &[PathBuf], set: Set) -> Summary {
        let report = self.lines(paths);
        let (summary, faulty) = (report.summary(), set.slipped.of(set.count));
        assert_eq!(report.filings(), set.count, "every filing is read");
        assert_eq!(summary.unassessed, 0, "every filing is assessed");
        // A slip among figures that no relation joins breaks nothing.
        assert!(summary.with_errors <= faulty && 10 * summary.with_errors >= 9 * faulty, "{summary:?}");
        summary.clone()
    }

    fn run(&self, paths: &[PathBuf], format: &str) -> Report {
        let format = Format::named(format).expect("a format");
        let mut renderer = format.begin(self.style(), Box::new(io::sink()));
        let assessor = &self.assessor;
        let (mut desk, mut report) = (Desk::new(assessor, Previous::default(), Vec::new()), Report::default());
        let mut say = |filing: &mut Assessment| {
            desk.hear(filing);
            renderer.filing(filing).expect("a sink takes everything");
            report.count(filing);
        };
        for path in paths {
            let shown = path.to_string_lossy();
            let shown: Arc<str> = shown.into();
            let (mut filings, data) = assessor.open(&shown, assessor.reader().open(path));
            filings.iter_mut().for_each(&mut say);
            if let Some(data) = data {
                let each = |record| {
                    say(&mut assessor.assess_record(&shown, record));
                    true
                };
                assessor.reader().each_record(&data, each).expect("the data set is sound");
            }
        }
        report.add(desk.close());
        renderer.finish(&report).expect("a sink takes everything");
        report
    }

    fn style(&self) -> Style<'_> {
        Style::new(self.forms, self.catalogue, &self.policy, Lang::Zh)
    }
}
