//! `cargo bench --bench speed -- 2000`: how fast so many filings are checked, beside the plain reading of the same files
//! by the crates everybody uses, and what a run costs in memory.
//!
//! Every line is measured twice: on filings *like life*, as offices write them (decimal fees, blanks, signs for nothing,
//! thousands separators, other words for a row, two encodings: [`offices`] has the list), and on *bare* ones, nothing but
//! whole numbers under the form's own words. A checker that is fast on the bare ones alone is fast on no report.
//!
//! What is measured together is measured in one run, in turns, five times after a round to warm up; what counts is the
//! median of the ratios of a round, since a time by itself says more about the machine. What one thread does is measured
//! by the time it has a processor. It prints a table in Markdown and exits with 1 when a target is missed; `--no-fail`
//! lets it pass, `--keep` leaves the files for a profiler in `speed` below cargo's folder for temporary files. Words name
//! parts to run alone: `files`, `wide`, `bad`, `years`, `program`, `memory`; `life` or `bare` leaves out the other data.

#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr)]

mod agencies;
mod anchors;
mod checks;
mod clock;
mod data;
mod documents;
mod offices;
mod outcome;
mod parts;
mod program;
mod report;
#[path = "../../suite/slips.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod slips;
mod texts;
mod workbooks;

use std::path::Path;
use std::process::ExitCode;

use data::Data;
use gouji::forms::Forms;
use gouji::rules::Catalogue;
use offices::Writing;
use outcome::{Line, Outcome, table};

/// The program's allocator, for all that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is measured together, on one of the two kinds of data.
type Part = fn(&Bench<'_>, Writing) -> Vec<Outcome>;

struct Bench<'f> {
    forms: &'f Forms,
    catalogue: &'f Catalogue,
    data: Data<'f>,
    /// How many filings a line is measured on; a data set has ten times as many.
    count: usize,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    let asks = |option: &str| words.iter().any(|word| word == option);
    let count = words.iter().find_map(|word| word.parse().ok()).unwrap_or(2_000_usize);
    let forms = Forms::embedded().expect("the embedded forms keep the laws");
    let catalogue = Catalogue::embedded().expect("the records are sound");
    let data = Data::new(&forms, &Path::new(env!("CARGO_TARGET_TMPDIR")).join("speed"));
    let bench = Bench { forms: &forms, catalogue: &catalogue, data, count };
    let parts: [(&str, Part); 6] = [
        ("files", parts::files),
        ("wide", parts::wide),
        ("bad", parts::bad),
        ("years", parts::years),
        ("program", program::threads_and_start),
        ("memory", program::memory),
    ];
    let is_all = !parts.iter().any(|(name, _)| asks(name));
    let measure = |part: &Part, writing, other: &str| if asks(other) { Vec::new() } else { part(&bench, writing) };
    let mut lines: Vec<Line> = Vec::new();
    for (_, part) in parts.iter().filter(|(name, _)| is_all || asks(name)) {
        let (life, bare) = (measure(part, Writing::LIFE, "bare"), measure(part, Writing::BARE, "life"));
        lines.extend(Line::pair(life, bare));
    }
    if !asks("--keep") {
        bench.data.remove();
    }
    println!("{}", table(count, &lines));
    let is_missed = lines.iter().any(Line::is_missed);
    ExitCode::from(u8::from(is_missed && !asks("--no-fail")))
}
