//! `gouji sum` 汇总: one filing whose every cell is the sum of the filings read, or one for every superior of the roster.

mod place;

use super::args::SumArgs;
use super::inputs;
use super::laws::{self, Laws};
use super::output::OutputContext;
use super::progress::Progress;
use super::settings::Project;
use super::{Exit, Failure, assess, complain, complain_of, interrupt};
use crate::diagnosis::{Assessor, Gathered, Gathering, Policy, Refusal, Report, Total, Wish};
use crate::forms::Forms;
use crate::model::Lang;
use crate::reading::{ReadOptions, Reader};
use crate::render::{fill, left_out_lines, named, phrase, refusal_words, remark_words, said_skipped, sum_summary};
use place::Places;

/// Adds up what was named and writes it.
pub(super) fn run(args: &SumArgs, project: &Project) -> Result<Exit, Failure> {
    let shared = &args.project.shared;
    let lang = shared.lang();
    let Laws { forms, catalogue } = Laws::read(&shared.forms, lang)?;
    let options = ReadOptions { max_file_bytes: shared.max_file_size, ..ReadOptions::default() };
    let reader = Reader::new(&forms, options);
    let policy = Policy { roster: laws::roster(args.roster.roster.as_deref(), &reader, lang)?, ..Policy::default() };
    let places = Places::of(args, policy.roster.as_deref(), lang)?;
    let mut inputs = inputs::collect(&args.paths, args.files_from.as_deref(), &shared.how(false), lang)?;
    let mut reads = project.reads(shared, args.roster.roster.as_deref());
    reads.file("--files-from", args.files_from.as_deref());
    reads.inputs = vec![("", &mut inputs)];
    places.keep_apart(reads, &reader, lang)?;

    let known = OutputContext { forms: &forms, catalogue: &catalogue, policy: &policy };
    let assessor = Assessor::new(reader, catalogue.clone(), policy.clone())?;
    let wish = Wish {
        agency: args.agency.clone(),
        year: args.year,
        prefer: args.prefer.unwrap_or_default(),
        by_superior: args.by.is_some(),
    };
    let refused = |refusal: &Refusal| Failure::Usage(refusal_words(refusal, args.agency.as_deref(), lang));
    let mut gathering = Gathering::new(&assessor, wish).map_err(|error| refused(&error.into()))?;
    let mut progress = Progress::new(Some(inputs.len()), !args.no_progress && !args.quiet, lang);
    let mut report = Report::default();
    let mut failed = None;
    interrupt::listen();
    assess::assess(inputs, &assessor, &assess::pool(args.jobs)?, &mut report, &mut progress, |filing| {
        if let Some(error) = filing.error.as_ref().filter(|_| !args.quiet) {
            complain_of("", &filing.source.path, error, lang);
        }
        failed = failed.take().or_else(|| gathering.hear(filing).err());
    });
    progress.end();
    // Half a sum is no sum. Earlier results stay as they are.
    if report.left.is_some() {
        return Ok(Exit::Interrupted);
    }
    if !report.skipped.is_empty() && !args.quiet {
        complain(&said_skipped(&report.skipped, lang));
    }
    let gathered = failed.map_or_else(|| gathering.close(), |error| Err(error.into()));
    let mut gathered = gathered.map_err(|refusal| refused(&refusal))?;
    let written = places.write(&mut gathered, known.style(lang), &report)?;
    if !args.quiet {
        say(&gathered, &written, &forms, lang);
    }
    Ok(exit(&gathered))
}

/// What was added up, what was not and why.
fn say(gathered: &Gathered, written: &[String], forms: &Forms, lang: Lang) {
    for (at, total) in gathered.totals.iter().enumerate() {
        let place = written.get(at).map(|path| fill(phrase("sum-written", lang), |_| Some(path)));
        complain(&(sum_summary(total, lang) + &place.unwrap_or_default()));
        for line in lines(total, forms, lang) {
            complain(&format!("  {line}"));
        }
    }
    if !gathered.empty.is_empty() {
        complain(&fill(phrase("sum-empty", lang), |_| Some(named(&gathered.empty, lang))));
        for line in left_out_lines(&gathered.left_out, lang) {
            complain(&format!("  {line}"));
        }
    }
}

fn lines(total: &Total, forms: &Forms, lang: Lang) -> Vec<String> {
    let mut lines = left_out_lines(&total.left_out, lang);
    if let Some(form) = total.filing.edition.as_ref().and_then(|edition| forms.get(edition)) {
        lines.extend(total.remarks.iter().map(|remark| remark_words(remark, form, lang)));
    }
    lines
}

fn exit(gathered: &Gathered) -> Exit {
    let totals = &gathered.totals;
    if totals.iter().any(Total::is_partial) || gathered.left_out.iter().any(|one| one.why.is_unread()) {
        Exit::Unassessed
    } else if !gathered.empty.is_empty() || totals.iter().any(Total::is_doubtful) {
        Exit::Findings
    } else {
        Exit::Fine
    }
}
