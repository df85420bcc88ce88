//! `gouji check`: read, check, report.

use std::path::Path;
use std::sync::Arc;

use rayon::ThreadPool;

use super::args::{CheckArgs, ConfigArgs};
use super::assess::{Met, assess, assess_each, pool};
use super::closing::Closing;
use super::inputs::{self, How, Input, Listed};
use super::output::{Known, Outputs};
use super::progress::Progress;
use super::settings::Settings;
use super::target::STDIN;
use super::{Exit, Failure, complain_of, interrupt, page, show, shown, write_text};
use crate::diagnosis::{Answers, Assessment, Assessor, Desk, Policy, Previous, Report, Unclear, superiors};
use crate::forms::Forms;
use crate::model::{Lang, Roster};
use crate::reading::{ReadError, ReadOptions, Reader};
use crate::render::{self, error_text, fill, phrase};

/// Checks what was named and writes the results.
pub(super) fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let mut settings = Settings::of(&args.wishes)?;
    let lang = settings.lang();
    if args.list_formats {
        return write_text(&show::formats(lang));
    }
    let forms = show::load_forms(&settings.forms.value, lang)?;
    let catalogue = show::load_catalogue(&forms, lang)?;
    settings.agree_with(&catalogue)?;
    let page = page::plan(&mut settings, args.open)?;
    let reader = Reader::new(&forms, options(&settings, args, &forms)?);
    let policy = policy(&settings, &forms, &reader)?;
    let how = How { gitignore: settings.gitignore.value, exclude: settings.exclude.value.clone() };
    // A list that is still being written is read while the run goes on.
    let goes_on = Listed::is_meant(args.files_from.as_deref());
    let list = args.files_from.as_deref().filter(|_| !goes_on);
    let mut inputs = inputs::collect(&args.paths, list, &how, lang)?;
    let listed_how = how.clone();
    let how = How { gitignore: false, ..how };
    let mut last_year = inputs::collect(&settings.previous.value, None, &how, lang)?;
    let mut superior = inputs::collect(args.wishes.aggregate.as_slice(), None, &how, lang)?;
    if goes_on && [&inputs, &last_year, &superior].into_iter().flatten().any(Input::is_stdin) {
        return Err(Failure::Usage(phrase("stdin-twice", lang).to_owned()));
    }
    let mut reads = settings.reads();
    reads.file("--files-from", if goes_on { STDIN.map(Path::new) } else { list });
    reads.goes_on = goes_on;
    reads.inputs = vec![("", &mut inputs), ("--previous", &mut last_year), ("--aggregate", &mut superior)];
    let known = Known { forms: &forms, catalogue: &catalogue, policy: &policy };
    let letters = settings.letters()?;
    let (mut outputs, taken) = Outputs::open(&settings, &args.wishes, reads, &reader, known, &letters)?;
    let assessor = Assessor::new(reader, catalogue.clone(), policy.clone())?;
    let mut progress = Progress::new(Some(inputs.len()).filter(|_| !goes_on), settings.progress.value, lang);
    let mut report = Report::default();
    let pool = pool(settings.jobs.value)?;
    let mut beside = Beside { assessor: &assessor, pool: &pool, lang, is_whole: true };
    let mut previous = if last_year.is_empty() { Previous::default() } else { Previous::asked_for() };
    beside.read("--previous", last_year, |filing| previous.remember(filing, &assessor));
    let mut superiors = Vec::new();
    beside.read("--aggregate", superior, |filing| superiors.push(filing.clone()));
    let is_whole = beside.is_whole;
    let superiors = match &args.wishes.aggregate {
        Some(path) => aggregates(superiors, path, args, &policy, lang)?,
        None => superiors,
    };
    let mut desk = Desk::new(&assessor, previous, superiors);
    let mut closing = Closing::new(&settings);
    interrupt::listen();
    let mut broken = None;
    let listed = goes_on.then(|| Listed::new(listed_how, taken, assessor.reader(), lang));
    let listed = listed.into_iter().flatten().map_while(|input| input.map_err(|failure| broken = Some(failure)).ok());
    let has_list = args.files_from.is_some();
    assess_each(
        inputs.into_iter().chain(listed),
        &assessor,
        &pool,
        &mut report,
        &mut progress,
        |result| match result {
            Met::Filing(filing) => {
                desk.hear(filing);
                closing.note(filing);
                outputs.filing(filing);
            }
            Met::Skipped(skipped) if has_list => outputs.skipped(skipped),
            Met::Skipped(_) => {}
        },
    );
    broken.map_or(Ok(()), Err)?;
    // Half a run shows nothing of the whole.
    if report.left.is_none() {
        report.add(desk.close());
    }
    progress.end();
    outputs.finish(&report)?;
    closing.say(&report);
    if let Some(page) = page {
        page.open(lang);
    }
    Ok(exit(&report, &settings, args.wishes.exit_zero, is_whole))
}

/// The filings that the others are compared with: last year's, the superior's. What cannot be read of them is said on
/// standard error; the run goes on without it.
struct Beside<'b> {
    assessor: &'b Assessor<'b>,
    pool: &'b ThreadPool,
    lang: Lang,
    is_whole: bool,
}

impl Beside<'_> {
    fn read(&mut self, option: &str, inputs: Vec<Input>, mut each: impl FnMut(&Assessment)) {
        let mut progress = Progress::new(Some(inputs.len()), false, self.lang);
        assess(inputs, self.assessor, self.pool, &mut Report::default(), &mut progress, |filing| {
            if let Some(error) = &filing.error {
                complain_of(&format!("{option} "), &filing.source.path, error, self.lang);
                self.is_whole = false;
            }
            each(filing);
        });
    }
}

/// The superior's filing for each year in the file of `--aggregate`.
fn aggregates(
    filings: Vec<Assessment>,
    path: &Path,
    args: &CheckArgs,
    policy: &Policy,
    lang: Lang,
) -> Result<Vec<Assessment>, Failure> {
    superiors(filings, args.wishes.read.agency.as_deref(), policy.roster.as_deref()).map_err(|unclear| {
        let (name, who) = match &unclear {
            Unclear::Several(who) => ("aggregate-several", who.as_slice()),
            Unclear::Nobodys(who) => ("aggregate-nobodys", who.as_slice()),
            Unclear::Yearless => ("aggregate-yearless", &[][..]),
            Unclear::EditionOpen => ("aggregate-edition", &[][..]),
            Unclear::Empty => ("aggregate-empty", &[][..]),
        };
        let text = fill(phrase(name, lang), |fact| match fact {
            "who" => Some(render::named(who, lang)),
            _ => args.wishes.read.agency.clone(),
        });
        Failure::Usage(format!("--aggregate {}: {text}", shown(path)))
    })
}

/// `gouji config`: the settings that are in force.
pub(super) fn settings(args: &ConfigArgs) -> Result<Exit, Failure> {
    let settings = Settings::of(&args.wishes)?;
    let forms = show::load_forms(&settings.forms.value, settings.lang())?;
    settings.agree_with(&show::load_catalogue(&forms, settings.lang())?)?;
    policy(&settings, &forms, &Reader::new(&forms, ReadOptions::default()))?;
    edition(&settings.edition.value, &forms, settings.lang())?;
    settings.letters()?;
    write_text(&settings.written())
}

fn exit(report: &Report, settings: &Settings, exit_zero: bool, is_whole: bool) -> Exit {
    if report.left.is_some() {
        Exit::Interrupted
    } else if exit_zero {
        Exit::Fine
    } else if !is_whole || report.summary().unassessed > 0 || report.filings() == 0 {
        Exit::Unassessed
    } else if settings.fail_on.value.threshold().is_some_and(|threshold| report.reaches(threshold)) {
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
    let known: Vec<_> = forms.editions().iter().map(|edition| &*edition.id).collect();
    let text = phrase("no-edition", lang);
    Err(Failure::Usage(format!("--edition {name}: {text} auto, {}", known.join(", "))))
}

fn options(settings: &Settings, args: &CheckArgs, forms: &Forms) -> Result<ReadOptions, Failure> {
    Ok(ReadOptions {
        edition: edition(&settings.edition.value, forms, settings.lang())?,
        year: args.wishes.read.year,
        // Beside a superior's filing it names that one: parts that were all called alike would be one agency.
        agency: args.wishes.read.agency.clone().filter(|_| args.wishes.aggregate.is_none()),
        text: settings.text.value,
        max_file_bytes: settings.max_file_size.value,
    })
}

fn policy(settings: &Settings, forms: &Forms, reader: &Reader) -> Result<Policy, Failure> {
    let lang = settings.lang();
    for table in &settings.tables.value {
        if !forms.editions().iter().flat_map(|edition| &edition.tables).any(|known| known.id == *table) {
            let text = phrase("no-table", lang);
            return Err(Failure::Usage(format!("--tables {table}: {text}")));
        }
    }
    let roster = settings.roster.value.as_deref().map(|path| roster(path, reader, lang)).transpose()?;
    let path = settings.explanations.value.as_deref();
    let answers = path.map(|path| reader.explanations(path).map_err(|error| unread(path, &error, lang))).transpose()?;
    let answers = answers.zip(path).map(|(list, path)| Answers::new(path.to_string_lossy().into_owned(), list));
    Ok(Policy {
        select: settings.select.value.clone(),
        ignore: settings.ignore.value.clone(),
        tables: settings.tables.value.clone(),
        blank: settings.blank.value.into(),
        severity: settings.severity.value.clone(),
        thresholds: settings.threshold.clone(),
        by_file: settings.ignored_by_file()?,
        roster: roster.map(Arc::new),
        answers: answers.map(Arc::new),
    })
}

/// Who has to report.
pub(super) fn roster(path: &Path, reader: &Reader, lang: Lang) -> Result<Roster, Failure> {
    reader.roster(path).map_err(|error| unread(path, &error, lang))
}

/// A list of the run that cannot be read.
pub(super) fn unread(path: &Path, error: &ReadError, lang: Lang) -> Failure {
    let (fact, help) = error_text(error, lang);
    let help = phrase("what-to-do", lang).to_owned() + &help;
    Failure::List { path: shown(path), fact, help }
}
