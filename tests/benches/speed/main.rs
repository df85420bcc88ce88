//! `cargo bench --bench speed -- 2000`: how fast files of so many invented agencies are checked, beside the plain
//! reading of the same files by the crates everybody uses, and what a run costs in memory.
//!
//! Everything is measured in one run, in turns, five times after a round to warm up; what counts is the median of the
//! ratios of a round, since a time by itself says more about the machine. What one thread does is measured by the time
//! it has a processor. It prints a table in Markdown and exits with
//! 1 when a target is missed; `--no-fail` lets it pass, `--keep` leaves the files for a profiler in `speed` below cargo's
//! folder for temporary files. Words name parts to run alone: `files`, `wide`, `bad`, `years`, `program`.

#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr)]

mod agencies;
mod measure;
#[path = "../../suite/slips.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod slips;

use std::fs;
use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use agencies::{Agencies, Slipped};
use calamine::Reader as _;
use gouji::diagnosis::{Assessment, Assessor, Desk, Policy, Previous, Report};
use gouji::forms::Forms;
use gouji::model::Lang;
use gouji::reading::{ReadOptions, Reader};
use gouji::render::{Html, JsonLines, Renderer, Style};
use gouji::rules::Catalogue;
use measure::{Clock, Outcome, gouji, in_turns, median, peak_memory};

/// The program's allocator, for all that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ENDINGS: [&str; 4] = ["xlsx", "csv", "html", "docx"];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    let asks = |option: &str| words.iter().any(|word| word == option);
    let count = words.iter().find_map(|word| word.parse().ok()).unwrap_or(2_000_usize);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("speed");
    let _ = fs::remove_dir_all(&folder);
    let forms = Forms::embedded().expect("the embedded forms keep the laws");
    let catalogue = Catalogue::embedded().expect("the records are sound");
    let reader = Reader::new(&forms, ReadOptions::default());
    let assessor = Assessor::new(reader, catalogue.clone(), Policy::default()).expect("every relation has a rule");
    let bench = Bench { forms: &forms, catalogue: &catalogue, policy: Policy::default(), assessor, folder, count };
    bench.generate();
    let parts: [(&str, Part); 5] = [
        ("files", Bench::files),
        ("wide", Bench::data_set),
        ("bad", Bench::bad),
        ("years", Bench::years),
        ("program", Bench::program),
    ];
    let is_all = !parts.iter().any(|(name, _)| asks(name));
    let wanted = parts.iter().filter(|(name, _)| is_all || asks(name));
    let outcomes: Vec<Outcome> = wanted.flat_map(|(_, part)| part(&bench)).collect();
    if !asks("--keep") {
        let _ = fs::remove_dir_all(&bench.folder);
    }
    println!("{}", measure::table(count, &outcomes));
    let missed = outcomes.iter().any(Outcome::is_missed);
    ExitCode::from(u8::from(missed && !asks("--no-fail")))
}

/// What is measured together.
type Part<'f> = fn(&Bench<'f>) -> Vec<Outcome>;

struct Bench<'f> {
    forms: &'f Forms,
    catalogue: &'f Catalogue,
    policy: Policy,
    assessor: Assessor<'f>,
    folder: PathBuf,
    count: usize,
}

impl Bench<'_> {
    fn generate(&self) {
        let agencies = Agencies::new(self.forms);
        let write = |path: PathBuf, bytes: &[u8]| fs::write(path, bytes).expect("a file is written");
        for (name, slipped) in [("", Slipped::OneInFive), ("good-", Slipped::None), ("bad-", Slipped::All)] {
            let endings = if slipped == Slipped::OneInFive { &ENDINGS[..] } else { &ENDINGS[..1] };
            for ending in endings {
                let folder = self.folder.join(format!("{name}{ending}"));
                fs::create_dir_all(&folder).expect("a folder is made");
                for (at, filing) in agencies.filings(self.count, slipped).enumerate() {
                    write(folder.join(format!("{at:05}.{ending}")), &agencies.file(&filing, ending));
                }
            }
        }
        write(self.folder.join("wide.csv"), &agencies.wide(10 * self.count));
        let put = |name: &str, filings: &mut dyn Iterator<Item = Assessment>| {
            let folder = self.folder.join(name);
            fs::create_dir_all(&folder).expect("a folder is made");
            for (at, filing) in filings.enumerate() {
                write(folder.join(format!("{at:06}.csv")), &agencies.file(&filing, "csv"));
            }
        };
        put("many", &mut agencies.filings(10 * self.count, Slipped::OneInFive));
        put("years", &mut agencies.years(self.count));
    }

    fn paths(&self, folder: &str) -> Vec<PathBuf> {
        let folder = self.folder.join(folder);
        let entries = fs::read_dir(folder).expect("it was generated");
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("it was generated").path()).collect();
        paths.sort();
        paths
    }

    fn style(&self) -> Style<'_> {
        Style {
            forms: self.forms,
            catalogue: self.catalogue,
            policy: &self.policy,
            fail_on: None,
            lang: Lang::Zh,
            width: 100,
            color: false,
            show_form: false,
            cells: false,
            quiet: false,
        }
    }

    /// Checks files as the program does, on this thread.
    fn check(&self, paths: &[PathBuf], renderer: impl Renderer) -> Report {
        check(&self.assessor, paths, renderer)
    }

    fn check_to_lines(&self, paths: &[PathBuf]) {
        black_box(self.check(paths, JsonLines::new(self.style(), io::sink())));
    }

    /// Every fifth filing has a slip, no more and no less.
    fn verify(&self, paths: &[PathBuf], filings: usize, faulty: usize) {
        let report = self.check(paths, JsonLines::new(self.style(), io::sink()));
        let summary = report.summary();
        assert_eq!(report.filings(), filings, "every filing is read");
        assert_eq!(summary.unassessed, 0, "every filing is assessed");
        // A slip among figures that no relation joins breaks nothing.
        assert!(summary.with_errors <= faulty && 10 * summary.with_errors >= 9 * faulty, "{summary:?}");
    }

    /// Files of one filing.
    fn files(&self) -> Vec<Outcome> {
        let [workbooks, texts, pages, documents] = ENDINGS.map(|ending| self.paths(ending));
        for paths in [&workbooks, &texts, &pages, &documents] {
            self.verify(paths, self.count, self.count.div_ceil(5));
        }
        let times = in_turns(
            Clock::Thread,
            &[
                &|| workbooks.iter().for_each(|path| read_workbook(path)),
                &|| self.check_to_lines(&workbooks),
                &|| texts.iter().for_each(|path| read_text(path)),
                &|| self.check_to_lines(&texts),
                &|| self.check_to_lines(&pages),
                &|| self.check_to_lines(&documents),
            ],
        );
        vec![
            Outcome::against("xlsx", "calamine `worksheet_range`", &times[1], &times[0], 1.3, self.count),
            Outcome::against("csv", "csv `records`", &times[3], &times[2], 1.5, self.count),
            Outcome::alone("html", &times[4], self.count),
            Outcome::alone("docx", &times[5], self.count),
        ]
    }

    /// A data set of one filing a line.
    fn data_set(&self) -> Vec<Outcome> {
        let paths = [self.folder.join("wide.csv")];
        let records = 10 * self.count;
        self.verify(&paths, records, records.div_ceil(5));
        let times = in_turns(Clock::Thread, &[&|| read_text(&paths[0]), &|| self.check_to_lines(&paths)]);
        vec![Outcome::against("wide", "csv `records`", &times[1], &times[0], 1.7, records)]
    }

    /// Workbooks that are all faulty beside such that are all sound, a page written of them.
    fn bad(&self) -> Vec<Outcome> {
        let (good, bad) = (self.paths("good-xlsx"), self.paths("bad-xlsx"));
        self.verify(&good, self.count, 0);
        self.verify(&bad, self.count, self.count);
        let page = |paths: &[PathBuf]| drop(black_box(self.check(paths, Html::new(self.style(), io::sink()))));
        let times = in_turns(Clock::Thread, &[&|| page(&good), &|| page(&bad)]);
        vec![Outcome::against("all-bad", "all-good", &times[1], &times[0], 2.0, self.count)]
    }

    /// Agencies with three years each, held against each other and one by one.
    fn years(&self) -> Vec<Outcome> {
        let paths = self.paths("years");
        let alone = Policy { ignore: ["C", "P", "N601"].map(str::to_owned).into(), ..Policy::default() };
        let alone = Assessor::new(Reader::new(self.forms, ReadOptions::default()), self.catalogue.clone(), alone);
        let alone = alone.expect("every relation has a rule");
        let check = |assessor: &Assessor| check(assessor, &paths, JsonLines::new(self.style(), io::sink()));
        let summary = check(&self.assessor).summary().clone();
        assert_eq!(
            (summary.pass, summary.by_code.len()),
            (paths.len(), 0),
            "one year follows from another: {summary:?}"
        );
        let times = in_turns(Clock::Thread, &[&|| drop(check(&alone)), &|| drop(check(&self.assessor))]);
        vec![Outcome::against("three years", "one by one", &times[1], &times[0], 1.3, paths.len())]
    }

    /// The program itself: threads, memory, one file.
    fn program(&self) -> Vec<Outcome> {
        let check = |jobs: &str, folders: &[PathBuf]| {
            let mut command = gouji();
            command.args(["check", "--format", "jsonl", "--jobs", jobs]).args(folders);
            command
        };
        let folder = [self.folder.join("xlsx")];
        let run = |jobs: &str| {
            check(jobs, &folder).status().expect("it runs");
        };
        let times = in_turns(Clock::Wall, &[&|| run("1"), &|| run("2")]);
        let mut outcomes = vec![Outcome::gain("--jobs 2", "--jobs 1", &times[1], &times[0], 1.6, self.count)];
        // Ten times as many, all of them different: a run keeps something of each.
        let [few, many] = ["csv", "many"].map(|name| [self.folder.join(name)]);
        let peak = |folders: &[PathBuf]| peak_memory(|| check("2", folders));
        if let (Some(few), Some(many)) = (peak(&few), peak(&many)) {
            outcomes.push(Outcome::memory(self.count, 10 * self.count, few, many, 1.2));
        }
        let one = &self.paths("xlsx")[..1];
        let mut cold: Vec<Duration> = (0..60)
            .map(|_| {
                let begin = std::time::Instant::now();
                check("2", one).status().expect("it runs");
                begin.elapsed()
            })
            .collect();
        outcomes.push(Outcome::cold(median(&mut cold), Duration::from_millis(10)));
        outcomes
    }
}

/// Checks files as the program does, on this thread.
fn check(assessor: &Assessor, paths: &[PathBuf], mut renderer: impl Renderer) -> Report {
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

/// calamine's own reading of every sheet, nothing checked.
fn read_workbook(path: &Path) {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    for name in book.sheet_names() {
        black_box(book.worksheet_range(&name).expect("a sheet"));
    }
}

/// The csv crate's reading of the records, nothing checked.
fn read_text(path: &Path) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).expect("a text");
    let fields: usize = reader.records().map(|record| record.expect("a record").len()).sum();
    black_box(fields);
}
