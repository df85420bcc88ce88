//! `gouji check`: read, check, report.

use std::path::Path;

use rayon::ThreadPool;

use super::args::{CheckArgs, ProjectArgs, Wishes};
use super::assess::{Met, assess, assess_each, pool};
use super::closing::Closing;
use super::inputs::{self, How, Input, ListedPaths};
use super::laws::{Laws, options, policy};
use super::output::{OutputContext, Outputs, infer_formats};
use super::progress::Progress;
use super::reads::Reads;
use super::settings::Project;
use super::target::{STDIN, Taken};
use super::{Exit, Failure, complain_of, interrupt, page, show, shown, write_text};
use crate::diagnosis::{Assessment, Assessor, Desk, Previous, Report, Unclear, superior_filings};
use crate::reading::Reader;
use crate::render::{self, fill, phrase};

/// Checks what was named and writes the results.
pub(super) fn run(mut args: CheckArgs, project: &Project) -> Result<Exit, Failure> {
    if args.list_formats {
        return write_text(&show::formats(args.wishes.lang()));
    }
    let is_asked = infer_formats(&mut args.wishes.settings, project) || project.is_said("format");
    let page = args.open.then(|| page::plan(&mut args.wishes.settings, is_asked)).transpose()?;
    let laws = Laws::of_check(&args.wishes, project)?;
    let reader = Reader::new(&laws.forms, options(&args.wishes, &laws.forms)?);
    let policy = policy(&args.wishes, project, &laws.forms, &reader)?;
    let known = OutputContext { forms: &laws.forms, catalogue: &laws.catalogue, policy: &policy };
    let letters = project.letters(args.wishes.lang())?;
    let mut asked = Asked::collect(&args)?;
    let reads = Reads { told: policy.answers.as_deref(), ..asked.reads(&args, project) };
    let (mut outputs, taken) = Outputs::open(&args.wishes, reads, &reader, known, &letters)?;
    let assessor = Assessor::new(reader, laws.catalogue.clone(), policy.clone())?;
    let mut run = CheckRun { args: &args, assessor: &assessor, pool: pool(args.wishes.settings.jobs)?, is_whole: true };
    let desk = run.desk(asked.last_year, asked.superior)?;
    let mut closing = Closing::new(&args.wishes);
    let report = run.assess(asked.inputs, asked.is_awaited.then_some(taken), desk, &mut closing, &mut outputs)?;
    outputs.finish(&report)?;
    closing.say(&report);
    if let Some(page) = page {
        page.open(args.wishes.lang());
    }
    Ok(run.exit(&report))
}

/// What was named.
struct Asked {
    inputs: Vec<Input>,
    last_year: Vec<Input>,
    superior: Vec<Input>,
    /// A list on standard input goes on to name more, which is read while the run goes on.
    is_awaited: bool,
}

impl Asked {
    fn collect(args: &CheckArgs) -> Result<Self, Failure> {
        let lang = args.wishes.lang();
        let how = how(args);
        let is_awaited = ListedPaths::is_meant(args.files_from.as_deref());
        let list = args.files_from.as_deref().filter(|_| !is_awaited);
        let inputs = inputs::collect(&args.paths, list, &how, lang)?;
        let how = How { gitignore: false, ..how };
        let last_year = inputs::collect(&args.wishes.settings.previous, None, &how, lang)?;
        let superior = inputs::collect(args.wishes.aggregate.as_slice(), None, &how, lang)?;
        if is_awaited && [&inputs, &last_year, &superior].into_iter().flatten().any(Input::is_stdin) {
            return Err(Failure::usage("stdin-twice", lang));
        }
        Ok(Self { inputs, last_year, superior, is_awaited })
    }

    /// All that the run reads.
    fn reads(&mut self, args: &CheckArgs, project: &Project) -> Reads<'_> {
        let Wishes { settings, roster, project: ProjectArgs { shared, .. }, .. } = &args.wishes;
        let mut reads: Reads<'_> = project.reads(shared, roster.roster.as_deref());
        reads.file("--explanations", settings.explanations.as_deref());
        reads.file("--files-from", if self.is_awaited { STDIN.map(Path::new) } else { args.files_from.as_deref() });
        reads.goes_on = self.is_awaited;
        reads.inputs =
            vec![("", &mut self.inputs), ("--previous", &mut self.last_year), ("--aggregate", &mut self.superior)];
        reads
    }
}

/// How folders are walked.
fn how(args: &CheckArgs) -> How {
    args.wishes.project.shared.how(args.wishes.settings.gitignore)
}

/// A check under way.
struct CheckRun<'r> {
    args: &'r CheckArgs,
    assessor: &'r Assessor<'r>,
    pool: ThreadPool,
    /// What the others are compared with was read.
    is_whole: bool,
}

impl<'r> CheckRun<'r> {
    /// Who listens for what no filing shows by itself, with the filings that the others are compared with: last year's,
    /// the superior's.
    fn desk(&mut self, last_year: Vec<Input>, superior: Vec<Input>) -> Result<Desk<'r>, Failure> {
        let mut previous = if last_year.is_empty() { Previous::default() } else { Previous::asked_for() };
        let assessor = self.assessor;
        self.read("--previous", last_year, |filing| previous.remember(filing, assessor));
        let mut superiors = Vec::new();
        self.read("--aggregate", superior, |filing| superiors.push(filing.clone()));
        let superiors = match &self.args.wishes.aggregate {
            Some(path) => self.aggregates(superiors, path)?,
            None => superiors,
        };
        Ok(Desk::new(assessor, previous, superiors))
    }

    /// Filings beside those that are checked. What cannot be read of them is said on standard error; the run goes on
    /// without it.
    fn read(&mut self, option: &str, inputs: Vec<Input>, mut each: impl FnMut(&Assessment)) {
        let lang = self.args.wishes.lang();
        let mut progress = Progress::new(Some(inputs.len()), false, lang);
        assess(inputs, self.assessor, &self.pool, &mut Report::default(), &mut progress, |filing| {
            if let Some(error) = &filing.error {
                complain_of(&format!("{option} "), &filing.source.path, error, lang);
                self.is_whole = false;
            }
            each(filing);
        });
    }

    /// The superior's filing for each year in the file of `--aggregate`.
    fn aggregates(&self, filings: Vec<Assessment>, path: &Path) -> Result<Vec<Assessment>, Failure> {
        let (lang, agency) = (self.args.wishes.lang(), &self.args.wishes.read.agency);
        let roster = self.assessor.policy().roster.as_deref();
        superior_filings(filings, agency.as_deref(), roster).map_err(|unclear| {
            let (name, who) = match &unclear {
                Unclear::Several { year: Some(_), who, .. } => ("aggregate-several", who.as_slice()),
                Unclear::Several { who, .. } => ("aggregate-several-yearless", who.as_slice()),
                Unclear::Nobodys(who) => ("aggregate-nobodys", who.as_slice()),
                Unclear::Yearless => ("aggregate-yearless", &[][..]),
                Unclear::EditionOpen => ("aggregate-edition", &[][..]),
                Unclear::Empty => ("aggregate-empty", &[][..]),
            };
            let text = fill(phrase(name, lang), |fact| match (fact, &unclear) {
                ("who", _) => Some(render::named(who, lang)),
                ("year", Unclear::Several { year, .. }) => year.map(|year| year.to_string()),
                ("count", Unclear::Several { count, .. }) => Some(count.to_string()),
                _ => agency.clone(),
            });
            Failure::Usage(format!("--aggregate {}: {text}", shown(path)))
        })
    }

    /// Assesses the inputs, and those that a list goes on to name; each filing is heard at the desk and written.
    fn assess(
        &self,
        inputs: Vec<Input>,
        awaited: Option<Taken>,
        mut desk: Desk,
        closing: &mut Closing,
        outputs: &mut Outputs,
    ) -> Result<Report, Failure> {
        let lang = self.args.wishes.lang();
        let (count, has_list) = (inputs.len(), self.args.files_from.is_some());
        let mut progress =
            Progress::new(Some(count).filter(|_| awaited.is_none()), self.args.wishes.settings.progress, lang);
        let mut report = Report::default();
        let mut broken = None;
        interrupt::listen();
        let listed = awaited.map(|taken| ListedPaths::new(how(self.args), taken, self.assessor.reader(), lang));
        let listed =
            listed.into_iter().flatten().map_while(|input| input.map_err(|failure| broken = Some(failure)).ok());
        let inputs = inputs.into_iter().chain(listed);
        assess_each(inputs, self.assessor, &self.pool, &mut report, &mut progress, |result| match result {
            Met::Filing(filing) => {
                desk.hear(filing);
                closing.note(filing);
                outputs.filing(filing);
            }
            Met::Skipped(skipped) => {
                desk.pass_over(skipped);
                if has_list {
                    outputs.skipped(skipped);
                }
            }
        });
        broken.map_or(Ok(()), Err)?;
        // Half a run shows nothing of the whole.
        if report.left.is_none() {
            report.add(desk.close());
        }
        progress.end();
        Ok(report)
    }

    fn exit(&self, report: &Report) -> Exit {
        let threshold = self.args.wishes.settings.fail_on.threshold();
        if report.left.is_some() {
            Exit::Interrupted
        } else if self.args.wishes.exit_zero {
            Exit::Fine
        } else if !self.is_whole || report.summary().unassessed > 0 || report.filings() == 0 {
            Exit::Unassessed
        } else if threshold.is_some_and(|threshold| report.reaches(threshold)) {
            Exit::Findings
        } else {
            Exit::Fine
        }
    }
}
