//! `gouji compare`: two years, or a filing and its resubmission, beside each other.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use file_id::{FileId, get_file_id};

use super::args::CompareArgs;
use super::inputs::{self, Input};
use super::laws::{self, Laws};
use super::output::OutputContext;
use super::progress::Progress;
use super::settings::Project;
use super::target::{self, Pending, Target};
use super::{Exit, Failure, assess, complain, complain_of, interrupt, shown, width};
use crate::diagnosis::{Assessor, Contrast, Era, Policy, Report, Sides};
use crate::model::Lang;
use crate::reading::{ReadOptions, Reader};
use crate::render::{
    ContrastFormat, PAGE_WIDTH, Style, clean, contrast_notes, contrast_summary, fill, phrase, said_skipped,
    write_contrast,
};

/// Compares what was named and writes the results.
pub(super) fn run(args: &CompareArgs, project: &Project) -> Result<Exit, Failure> {
    let shared = &args.project.shared;
    let (lang, how) = (shared.lang(), shared.how(false));
    let formats = formats(args, lang)?;
    let Laws { forms, catalogue } = Laws::read(&shared.forms, lang)?;
    let options = ReadOptions { max_file_bytes: shared.max_file_size, ..ReadOptions::default() };
    let reader = Reader::new(&forms, options);
    let policy = Policy { roster: laws::roster(args.roster.roster.as_deref(), &reader, lang)?, ..Policy::default() };
    let mut old = inputs::collect(std::slice::from_ref(&args.old), None, &how, lang)?;
    let mut new = inputs::collect(std::slice::from_ref(&args.new), None, &how, lang)?;
    tell_apart(&old, &new, lang)?;
    let named = |at: usize| args.output.get(at).map(PathBuf::as_path);
    let targets: Vec<Target> = (0..formats.len()).map(named).map(Target::of).collect::<Result<_, _>>()?;
    let mut reads = project.reads(shared, args.roster.roster.as_deref());
    reads.inputs = vec![("OLD", &mut old), ("NEW", &mut new)];
    target::keep_apart(&targets, reads, &reader, lang)?;
    let results: Vec<_> = targets.into_iter().map(Target::open).collect::<Result<_, _>>()?;

    let assessor = Assessor::new(reader, catalogue.clone(), policy.clone())?;
    let mut progress = Progress::new(Some(old.len() + new.len()), true, lang);
    let pool = assess::pool(None)?;
    let mut sides = Sides::default();
    interrupt::listen();
    let mut reports = Vec::new();
    for (era, path, inputs) in [(Era::Old, &args.old, old), (Era::New, &args.new, new)] {
        if !path.is_dir() {
            sides.is_file(era);
        }
        let mut report = Report::default();
        assess::assess(inputs, &assessor, &pool, &mut report, &mut progress, |filing| {
            sides.hear(era, filing.clone());
        });
        reports.push(report);
    }
    progress.end();
    // Half a comparison would call what was not read missing. Earlier results stay as they are.
    if reports.iter().any(|report| report.left.is_some()) {
        return Ok(Exit::Interrupted);
    }
    let contrast = sides.compare(&forms, policy.roster.as_deref());

    let style = OutputContext { forms: &forms, catalogue: &catalogue, policy: &policy }.style(lang);
    write(&contrast, args, &formats, style, results)?;
    let skipped = reports.iter_mut().flat_map(|report| std::mem::take(&mut report.skipped)).collect::<Vec<_>>();
    if !skipped.is_empty() {
        complain(&said_skipped(&skipped, lang));
    }
    say(&contrast, args, &formats, lang);
    Ok(exit(&contrast, args, reports.last()))
}

/// Writes the results, and puts them in their places when all are whole.
fn write(
    contrast: &Contrast,
    args: &CompareArgs,
    formats: &[ContrastFormat],
    style: Style,
    results: Vec<(Pending, Box<dyn Write>)>,
) -> Result<(), Failure> {
    let mut whole = Vec::new();
    for (at, (pending, mut out)) in results.into_iter().enumerate() {
        let named = args.output.get(at).map(PathBuf::as_path);
        let columns = if target::is_terminal(named) { width() } else { PAGE_WIDTH };
        let written = write_contrast(contrast, formats[at], Style { width: columns, ..style }, &mut *out);
        // What the writer held back is written now.
        drop(out);
        whole.push(pending.finish(written)?);
    }
    whole.into_iter().try_for_each(Pending::put)
}

/// With `--fail-on` what the new side's findings come to; what could not be read outweighs them.
fn exit(contrast: &Contrast, args: &CompareArgs, new: Option<&Report>) -> Exit {
    let reaches = args.fail_on.and_then(super::args::FailOn::threshold);
    if contrast.pairs.is_empty() || !contrast.unread.is_empty() {
        Exit::Unassessed
    } else if reaches.is_some_and(|threshold| new.is_some_and(|report| report.reaches(threshold))) {
        Exit::Findings
    } else {
        Exit::Fine
    }
}

/// What could not be compared, for who looks at standard error, and what it all comes to where no result is on the screen.
fn say(contrast: &Contrast, args: &CompareArgs, formats: &[ContrastFormat], lang: Lang) {
    for (era, filing) in &contrast.unread {
        let name = if *era == Era::Old { "compare-unread-old" } else { "compare-unread-new" };
        let (path, before) = (&filing.source.path, phrase(name, lang));
        match &filing.error {
            Some(error) => complain_of(before, path, error, lang),
            None => complain(&format!("{before}{}: {}", clean(path), phrase("compare-no-cells", lang))),
        }
    }
    if contrast.pairs.is_empty() {
        complain(phrase("compare-no-pair", lang));
    }
    // The formats for people say it themselves.
    if !formats.contains(&ContrastFormat::Table) {
        for note in contrast_notes(contrast, lang) {
            complain(&note);
        }
    }
    if args.output.len() == formats.len() && !args.output.iter().any(|path| path.as_os_str() == "-") {
        complain(&contrast_summary(contrast, lang));
    }
}

/// The formats asked for, in pairs with their files but one.
fn formats(args: &CompareArgs, lang: Lang) -> Result<Vec<ContrastFormat>, Failure> {
    let formats = if args.format.is_empty() { vec![ContrastFormat::Table] } else { args.format.clone() };
    if args.output.len() > formats.len() || formats.len() > args.output.len() + 1 {
        return Err(Failure::usage("output-pairs", lang));
    }
    let named = |at: usize| args.output.get(at).map(PathBuf::as_path);
    let mut each = formats.iter().enumerate();
    each.try_for_each(|(at, format)| target::not_on_terminal(*format == ContrastFormat::Xlsx, named(at), lang))?;
    Ok(formats)
}

/// Refuses to hold a file against itself: every figure would be the same.
fn tell_apart(old: &[Input], new: &[Input], lang: Lang) -> Result<(), Failure> {
    let id = |input: &Input| input.path().and_then(|path| get_file_id(path).ok());
    let known: HashSet<FileId> = old.iter().filter_map(id).collect();
    match new.iter().find(|input| id(input).is_some_and(|id| known.contains(&id))) {
        Some(both) => {
            let path = shown(Path::new(&*both.shown()));
            Err(Failure::Usage(fill(phrase("compare-same-file", lang), |_| Some(path.as_str()))))
        }
        None => Ok(()),
    }
}
