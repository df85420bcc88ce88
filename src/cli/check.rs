//! `gouji check`: read, check, report.

use rayon::prelude::*;

use super::args::CheckArgs;
use super::inputs::{self, Opened};
use super::{Exit, Failure, output, show, write_text};
use crate::diagnosis::{Assessment, Assessor, Policy, Report, Status};
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
        edition: edition(args, &forms, lang)?,
        year: args.year,
        agency: args.agency.clone(),
        max_file_bytes: args.max_file_size,
    };
    let inputs = inputs::collect(&args.paths, args.files_from.as_deref())?;
    let outputs = output::open(args, &inputs, lang)?;
    let assessor = Assessor::new(Reader::new(&forms, options), catalogue, policy)?;
    let report = in_parallel(args.jobs, || assess(&inputs, &assessor))?;
    for output in outputs {
        output.write(&report, &forms, args)?;
    }
    Ok(exit(&report, args))
}

/// Assesses the inputs on all threads; the results are in the order of the inputs.
fn assess(inputs: &[inputs::Input], assessor: &Assessor) -> Report {
    let results: Vec<Option<Vec<Assessment>>> = inputs
        .par_iter()
        .map(|input| match input.open(assessor.reader()) {
            Opened::Bytes(bytes) => Some(assessor.assess(&input.shown, bytes)),
            Opened::Skipped => None,
        })
        .collect();
    let mut report = Report::default();
    for (input, result) in inputs.iter().zip(results) {
        match result {
            Some(filings) => {
                report.files += usize::from(filings.iter().all(is_opened));
                report.filings.extend(filings);
            }
            None => report.skipped.push(input.shown.clone()),
        }
    }
    report
}

/// Whether a file was there to be opened at all.
fn is_opened(filing: &Assessment) -> bool {
    let absent =
        [Problem::NotFound, Problem::NothingToCheck, Problem::NotPermitted, Problem::Unopenable, Problem::NotAFile];
    filing.error.as_ref().is_none_or(|error| !absent.contains(&error.problem))
}

fn in_parallel<T: Send>(jobs: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).build();
    let pool = pool.map_err(|error| Failure::Usage(format!("--jobs: {error}")))?;
    Ok(pool.install(work))
}

fn exit(report: &Report, args: &CheckArgs) -> Exit {
    let unassessed = report.filings.iter().any(|filing| filing.status() == Status::Unassessed);
    if args.exit_zero {
        Exit::Fine
    } else if unassessed || report.filings.is_empty() {
        Exit::Unassessed
    } else if args.fail_on.threshold().is_some_and(|threshold| report.reaches(threshold)) {
        Exit::Findings
    } else {
        Exit::Fine
    }
}

fn edition(args: &CheckArgs, forms: &Forms, lang: Lang) -> Result<Option<String>, Failure> {
    if args.edition == "auto" {
        return Ok(None);
    }
    if forms.get(&args.edition).is_some() {
        return Ok(Some(args.edition.clone()));
    }
    let known: Vec<_> = forms.editions().iter().map(|edition| edition.id.as_str()).collect();
    let text = phrase("no-edition", lang);
    Err(Failure::Usage(format!("--edition {}: {text} auto, {}", args.edition, known.join(", "))))
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
