//! `gouji convert`: read anything, write the canonical form.

use std::collections::HashSet;
use std::io::{self, Write};
use std::slice;
use std::sync::Arc;

use super::args::{ConvertArgs, ConvertTo};
use super::inputs;
use super::laws::{self, Laws};
use super::output::{OutputContext, Outputs};
use super::progress::Progress;
use super::settings::Project;
use super::target::{self, Target};
use super::{Exit, Failure, assess, complain, complain_of};
use crate::diagnosis::{Assessment, Assessor, Policy, Report, Source};
use crate::forms::Forms;
use crate::model::Lang;
use crate::reading::{ReadOptions, Reader};
use crate::render::{
    Arrangement, Conversion, Dialect, FileKind, Renderer, clean, fill, json_with_cells, message, phrase, said_skipped,
};
use crate::rules::Severity;

/// Reads what was named and writes it.
pub(super) fn run(args: &ConvertArgs, project: &Project) -> Result<Exit, Failure> {
    let shared = &args.project.shared;
    let lang = shared.lang();
    if args.to == ConvertTo::Json && args.layout.is_some() {
        return Err(Failure::usage("json-layout", lang));
    }
    dialect_fits(args, lang)?;
    let target = args.output.as_deref();
    target::not_on_terminal(args.to == ConvertTo::Xlsx, target, lang)?;
    let Laws { forms, catalogue } = Laws::read(&shared.forms, lang)?;
    let options = ReadOptions {
        edition: laws::edition(&args.read.edition.edition, &forms, lang)?,
        year: args.read.year,
        agency: args.read.agency.clone(),
        text: false,
        max_file_bytes: shared.max_file_size,
    };
    let policy = Policy::default();
    let known = OutputContext { forms: &forms, catalogue: &catalogue, policy: &policy };
    let assessor = Assessor::new(Reader::new(&forms, options), catalogue.clone(), policy.clone())?;
    let mut inputs = inputs::collect(&args.paths, args.files_from.as_deref(), &shared.how(false), lang)?;
    let target = Target::of(target)?;
    let mut reads = project.reads(shared, None);
    reads.file("--files-from", args.files_from.as_deref());
    reads.inputs = vec![("", &mut inputs)];
    target::keep_apart(slice::from_ref(&target), reads, assessor.reader(), lang)?;
    let (pending, out) = target.open()?;
    let renderer = match renderer(args, known, lang, out) {
        Ok(renderer) => renderer,
        Err(error) => return pending.failure(Some(error)).map_or(Ok(Exit::Fine), Err),
    };
    let mut outputs = Outputs::only(pending, renderer);
    let mut is_whole = true;
    let mut losses = Losses { forms: &forms, lang, path: Arc::default(), said: HashSet::new(), keys: HashSet::new() };
    let is_long = args.layout == Some(Arrangement::Long);
    let mut report = Report::default();
    let mut progress = Progress::new(Some(inputs.len()), true, lang);
    assess::assess(inputs, &assessor, &assess::pool(None)?, &mut report, &mut progress, |filing| {
        let is_filed = is_written(filing, lang);
        is_whole &= is_filed & losses.are_none(filing);
        if is_long && is_filed {
            losses.name_double(filing);
        }
        outputs.filing(filing);
    });
    progress.end();
    outputs.finish(&report)?;
    Ok(exit(&report, is_whole, lang))
}

fn renderer<'f>(
    args: &ConvertArgs,
    known: OutputContext<'f>,
    lang: Lang,
    out: Box<dyn Write>,
) -> io::Result<Box<dyn Renderer + 'f>> {
    let kind = match args.to {
        ConvertTo::Csv => FileKind::Csv,
        ConvertTo::Xlsx => FileKind::Xlsx,
        ConvertTo::Json => return Ok(json_with_cells(known.style(lang), None, out)),
    };
    let arrangement = args.layout.unwrap_or(Arrangement::Statutory);
    let dialect =
        Dialect { header: args.header, with: args.with.clone(), is_unmarked: args.no_bom, na: args.na.clone() };
    Ok(Box::new(Conversion::new(known.forms, arrangement, kind, dialect, out)?))
}

/// Whether what is asked for besides the layout is something that it has.
fn dialect_fits(args: &ConvertArgs, lang: Lang) -> Result<(), Failure> {
    let is_data_set = args.to != ConvertTo::Json && matches!(args.layout, Some(Arrangement::Wide | Arrangement::Long));
    let is_csv = args.to == ConvertTo::Csv;
    let asked = [
        ("--with", !args.with.is_empty(), is_data_set, "data-set-only"),
        ("--header", args.header.is_some(), is_data_set, "data-set-only"),
        ("--na", args.na.is_some(), is_data_set, "data-set-only"),
        ("--na", args.na.is_some(), is_csv, "csv-only"),
        ("--no-bom", args.no_bom, is_csv, "csv-only"),
    ];
    if let Some((option, _, _, name)) = asked.iter().find(|(_, is_asked, fits, _)| *is_asked && !fits) {
        return Err(Failure::Usage(fill(phrase(name, lang), |_| Some(option))));
    }
    let is_taken_for_more = |text: &str| {
        let text = text.trim();
        text.starts_with(['=', '+', '-', '@', '\''])
            || text.starts_with(|c: char| c.is_numeric())
            || text.contains(char::is_control)
    };
    match &args.na {
        Some(text) if is_taken_for_more(text) => Err(Failure::Usage(fill(phrase("na-figure", lang), |_| Some(text)))),
        _ => Ok(()),
    }
}

/// Whether there is anything to write of a filing; if not, it is named on standard error with what to do.
fn is_written(filing: &Assessment, lang: Lang) -> bool {
    if let Some(error) = &filing.error {
        complain_of("", &filing.source.path, error, lang);
    } else if filing.checked.cells == 0 {
        complain(&format!("{}: {}", clean(&filing.source.path), phrase("no-cells", lang)));
    }
    filing.error.is_none() && filing.checked.cells > 0
}

/// What stands in the files and in nothing that is written is named on standard error.
struct Losses<'f> {
    forms: &'f Forms,
    lang: Lang,
    /// The file under way.
    path: Arc<str>,
    /// What was said of it: of a column that no form has each record of a data set says the same.
    said: HashSet<String>,
    /// Whose cells a long data set has, and of which year: of two filings of one agency and year it makes one.
    keys: HashSet<(Option<String>, Option<u16>)>,
}

impl Losses<'_> {
    /// Names what a filing loses; whether all that could not be read of it is none of the form's.
    fn are_none(&mut self, filing: &Assessment) -> bool {
        if self.path != filing.source.path {
            (self.path, self.said) = (Arc::clone(&filing.source.path), HashSet::new());
        }
        let mut are_none = true;
        for finding in filing.left_out() {
            are_none &= finding.severity != Severity::Error;
            let what = message(finding, filing, self.forms, self.lang);
            if self.said.insert(what.clone()) {
                let source = Source { record: None, ..filing.source.clone() };
                complain(&format!("{source}: {}", fill(phrase("not-written", self.lang), |_| Some(what.as_str()))));
            }
        }
        are_none
    }

    /// Names a filing whose agency and year another one has.
    fn name_double(&mut self, filing: &Assessment) {
        if !self.keys.insert((filing.agency.clone(), filing.year)) {
            complain(&format!("{}: {}", filing.source, phrase("long-double", self.lang)));
        }
    }
}

fn exit(report: &Report, is_whole: bool, lang: Lang) -> Exit {
    if !report.skipped.is_empty() {
        complain(&said_skipped(&report.skipped, lang));
    }
    if is_whole && report.filings() > 0 { Exit::Fine } else { Exit::Unassessed }
}
