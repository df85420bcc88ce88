//! `gouji check`: read, check, report.

use std::sync::mpsc;
use std::thread;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::args::CheckArgs;
use super::inputs::{self, Input, Opened};
use super::output::{Known, Outputs};
use super::pipeline::in_order;
use super::{Exit, Failure, show, write_text};
use crate::diagnosis::{Assessment, Assessor, Policy, Report};
use crate::forms::Forms;
use crate::model::Lang;
use crate::reading::{DataSet, Problem, ReadOptions, Reader, Record};
use crate::render::phrase;
use crate::rules::Catalogue;

/// Checks what was named and writes the results.
pub(super) fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let lang = args.voice.lang();
    if args.list_formats {
        return write_text(&show::formats(lang));
    }
    let forms = show::load_forms(&args.forms)?;
    let catalogue = Catalogue::embedded()?;
    let policy = policy(args, &forms, &catalogue, lang)?;
    let options = ReadOptions {
        edition: edition(&args.edition, &forms, lang)?,
        year: args.year,
        agency: args.agency.clone(),
        max_file_bytes: args.max_file_size,
    };
    let inputs = inputs::collect(&args.paths, args.files_from.as_deref())?;
    let known = Known { forms: &forms, catalogue: &catalogue, policy: &policy };
    let mut outputs = Outputs::open(args, &inputs, known)?;
    let assessor = Assessor::new(Reader::new(&forms, options), catalogue.clone(), policy.clone())?;
    let report = assess(&inputs, &assessor, &pool(args.jobs)?, |filing| outputs.filing(filing));
    outputs.finish(&report)?;
    Ok(exit(&report, args))
}

/// Assesses the inputs on all threads and hands each filing on, in the order of the inputs.
pub(super) fn assess(
    inputs: &[Input],
    assessor: &Assessor,
    pool: &ThreadPool,
    mut each: impl FnMut(&Assessment),
) -> Report {
    let mut report = Report::default();
    let open = |input: &Input| match input.open(assessor.reader()) {
        Opened::Source(source) => Ok((input.shown.clone(), assessor.open(&input.shown, source))),
        Opened::Skipped => Err(input.shown.clone()),
    };
    in_order(pool, ahead(pool), inputs.iter(), open, |result| match result {
        Ok((path, (filings, data))) => {
            report.files += usize::from(filings.iter().all(is_opened));
            let mut say = |filing: &Assessment| {
                report.count(filing);
                each(filing);
            };
            filings.iter().for_each(&mut say);
            if let Some(data) = data {
                records(&path, &data, assessor, pool, &mut say);
            }
        }
        Err(skipped) => report.skipped.push(skipped),
    });
    report
}

/// Assesses the records of a data set: one thread reads them, all others assess them, and this one hands them on.
fn records(path: &str, data: &DataSet, assessor: &Assessor, pool: &ThreadPool, say: &mut impl FnMut(&Assessment)) {
    /// Records that one thread assesses at a time, and about how much memory they may take, in bytes.
    const BATCH: usize = 32;
    const BATCH_BYTES: usize = 1 << 20;
    let (batches, read) = mpsc::sync_channel(ahead(pool));
    let result = thread::scope(|threads| {
        let reading = threads.spawn(move || {
            let (mut batch, mut weight) = (Vec::new(), 0);
            let result = assessor.reader().each_record(data, |record| {
                weight += record.weight();
                batch.push(record);
                if batch.len() < BATCH && weight < BATCH_BYTES {
                    return true;
                }
                weight = 0;
                batches.send(std::mem::take(&mut batch)).is_ok()
            });
            // What was read before it went wrong is assessed.
            let _ = batches.send(batch);
            result
        });
        let assess =
            |batch: Vec<Record>| batch.into_iter().map(|record| assessor.assess_record(path, record)).collect();
        in_order(pool, ahead(pool), read.into_iter(), assess, |filings: Vec<_>| filings.iter().for_each(&mut *say));
        reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    if let Err(error) = result {
        say(&Assessment::unassessed(path.to_owned(), error));
    }
}

/// How many results may wait for their turn.
fn ahead(pool: &ThreadPool) -> usize {
    2 * pool.current_num_threads()
}

/// Whether a file was there to be opened at all.
fn is_opened(filing: &Assessment) -> bool {
    let absent =
        [Problem::NotFound, Problem::NothingToCheck, Problem::NotPermitted, Problem::Unopenable, Problem::NotAFile];
    filing.error.as_ref().is_none_or(|error| !absent.contains(&error.problem))
}

pub(super) fn pool(jobs: Option<usize>) -> Result<ThreadPool, Failure> {
    let pool = ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).build();
    pool.map_err(|error| Failure::Usage(format!("--jobs: {error}")))
}

fn exit(report: &Report, args: &CheckArgs) -> Exit {
    if args.exit_zero {
        Exit::Fine
    } else if report.summary().unassessed > 0 || report.filings() == 0 {
        Exit::Unassessed
    } else if args.fail_on.threshold().is_some_and(|threshold| report.reaches(threshold)) {
        Exit::Findings
    } else {
        Exit::Fine
    }
}

/// The edition to read against; `None` for `auto`.
pub(super) fn edition(name: &str, forms: &Forms, lang: Lang) -> Result<Option<String>, Failure> {
    if name == "auto" {
        return Ok(None);
    }
    if forms.get(name).is_some() {
        return Ok(Some(name.to_owned()));
    }
    let known: Vec<_> = forms.editions().iter().map(|edition| edition.id.as_str()).collect();
    let text = phrase("no-edition", lang);
    Err(Failure::Usage(format!("--edition {name}: {text} auto, {}", known.join(", "))))
}

fn policy(args: &CheckArgs, forms: &Forms, catalogue: &Catalogue, lang: Lang) -> Result<Policy, Failure> {
    for table in &args.tables {
        if !forms.editions().iter().flat_map(|edition| &edition.tables).any(|known| known.id == *table) {
            let text = phrase("no-table", lang);
            return Err(Failure::Usage(format!("--tables {table}: {text}")));
        }
    }
    for selector in args.select.iter().chain(&args.ignore) {
        if !catalogue.knows(selector) {
            let text = phrase("no-selector", lang);
            return Err(Failure::Usage(format!("--select/--ignore {selector}: {text}")));
        }
    }
    Ok(Policy {
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        tables: args.tables.clone(),
        blank: args.blank.into(),
    })
}
