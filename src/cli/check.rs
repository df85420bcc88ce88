//! `gouji check`: read, check, report.

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::args::CheckArgs;
use super::inputs::{self, Input, Opened};
use super::output::Outputs;
use super::pipeline::in_order;
use super::{Exit, Failure, show, write_text};
use crate::diagnosis::{Assessment, Assessor, Policy, Report};
use crate::forms::Forms;
use crate::model::Lang;
use crate::reading::{Problem, ReadOptions, Reader};
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
    let mut outputs = Outputs::open(args, &inputs, &forms)?;
    let assessor = Assessor::new(Reader::new(&forms, options), catalogue, policy)?;
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
        Opened::Bytes(bytes) => Ok(assessor.assess(&input.shown, bytes)),
        Opened::Skipped => Err(input.shown.clone()),
    };
    let ahead = 2 * pool.current_num_threads();
    in_order(pool, ahead, inputs.iter(), open, |result| match result {
        Ok(filings) => {
            report.files += usize::from(filings.iter().all(is_opened));
            for filing in &filings {
                report.count(filing);
                each(filing);
            }
        }
        Err(skipped) => report.skipped.push(skipped),
    });
    report
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
