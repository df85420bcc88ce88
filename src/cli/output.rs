//! The results asked for, each in its format to its target, written as the filings come.

use std::io;
use std::path::PathBuf;

use super::args::{CheckSettings, Color, Wishes};
use super::reads::Reads;
use super::settings::Project;
use super::target::{Pending, Taken, Target, folder, is_terminal, keep_apart, not_on_terminal};
use super::{Failure, shown, width};
use crate::diagnosis::{Assessment, Policy, Report, Skipped};
use crate::forms::Forms;
use crate::model::Lang;
use crate::reading::Reader;
use crate::render::{self, FORMATS, Format, LetterWishes, Medium, PAGE_WIDTH, Renderer, Style, fill, phrase};
use crate::rules::Catalogue;

/// What the results speak of.
#[derive(Clone, Copy)]
pub(super) struct OutputContext<'f> {
    pub(super) forms: &'f Forms,
    pub(super) catalogue: &'f Catalogue,
    pub(super) policy: &'f Policy,
}

impl<'f> OutputContext<'f> {
    /// How a page speaks of it, if nothing else is asked for.
    pub(super) fn style(self, lang: Lang) -> Style<'f> {
        Style::new(self.forms, self.catalogue, self.policy, lang)
    }
}

/// The results asked for, each under way in its format.
pub(super) struct Outputs<'f> {
    outputs: Vec<Output<'f>>,
    failure: Option<Failure>,
}

struct Output<'f> {
    pending: Pending,
    renderer: Box<dyn Renderer + 'f>,
}

impl<'f> Outputs<'f> {
    /// Opens the results: the first formats go to the files named, one more to standard output. The `reads` of the run,
    /// which `reader` can tell from earlier results, stay as they are; so must what the run comes to read later, and
    /// therefore what is taken is told.
    pub(super) fn open(
        wishes: &Wishes,
        reads: Reads,
        reader: &Reader,
        known: OutputContext<'f>,
        letters: &'f LetterWishes,
    ) -> Result<(Self, Taken), Failure> {
        let lang = wishes.lang();
        let (formats, named) = (&wishes.settings.format, &wishes.settings.output);
        if named.len() > formats.len() || formats.len() > named.len() + 1 {
            return Err(Failure::usage("output-pairs", lang));
        }
        if wishes.statistics && formats.iter().any(|format| *format != Format::TABLE) {
            return Err(Failure::usage("statistics-with-table", lang));
        }
        if wishes.marked && !formats.iter().any(|format| format.is_workbook) {
            return Err(Failure::usage("marked-without-workbook", lang));
        }
        if wishes.with_passing && !wishes.marked {
            return Err(Failure::usage("with-passing-without-marked", lang));
        }
        let named = |at: usize| named.get(at).map(PathBuf::as_path);
        for (at, format) in formats.iter().enumerate() {
            if let Some(path) = named(at).filter(|path| format.belies(path)) {
                let text = fill(phrase("output-ending", lang), |_| Some(format.name));
                return Err(Failure::Usage(format!("-o {}: {text}", shown(path))));
            }
            not_on_terminal(format.is_workbook, named(at), lang)?;
        }
        let is_awaited = reads.goes_on;
        let folder = |at: usize| named(at).filter(|path| formats[at].fills_folders() && folder::is_folder(path));
        let target = |at: usize| folder(at).map_or_else(|| Target::of(named(at)), Target::folder);
        let to_explain = wishes.write_explanations.as_deref().map(Target::to_explain);
        let targets: Vec<Target> = (0..formats.len()).map(target).chain(to_explain).collect::<Result<_, _>>()?;
        let taken = keep_apart(&targets, reads, reader, lang)?;
        let files: Vec<PathBuf> = targets.iter().filter_map(Target::file).collect();
        let mut outputs = Vec::new();
        for (at, target) in targets.into_iter().enumerate() {
            let target = if is_awaited { target.awaited() } else { target };
            let Some(format) = formats.get(at) else {
                let (pending, out) = target.open()?;
                outputs.push(Output { pending, renderer: Box::new(render::ExplanationForm::new(out)) });
                continue;
            };
            let medium = named(at).map(Medium::of).unwrap_or_default();
            let style = Style { medium, letters: Some(letters), ..style(known, wishes, is_terminal(named(at))) };
            if folder(at).is_some() {
                let (pending, shelf) = target.open_folder(&files, reader, lang)?;
                outputs.extend(format.begin_in(style, shelf).map(|renderer| Output { pending, renderer }));
            } else {
                let (pending, out) = target.open()?;
                outputs.push(Output { pending, renderer: format.begin(style, out) });
            }
        }
        Ok((Self { outputs, failure: None }, taken))
    }

    /// One result, already open.
    pub(super) fn only(pending: Pending, renderer: Box<dyn Renderer + 'f>) -> Self {
        Self { outputs: vec![Output { pending, renderer }], failure: None }
    }

    /// Says one filing in every result.
    pub(super) fn filing(&mut self, filing: &Assessment) {
        self.write(|renderer| renderer.filing(filing));
    }

    /// Says what was passed over to who waits for an answer to it.
    pub(super) fn skipped(&mut self, skipped: &Skipped) {
        self.write(|renderer| renderer.skipped(skipped));
    }

    /// Ends every result, and puts them in their places if all are whole: a run that fails leaves what earlier runs made.
    ///
    /// # Errors
    /// What first went wrong with any of them on the way.
    pub(super) fn finish(mut self, report: &Report) -> Result<(), Failure> {
        self.write(|renderer| renderer.finish(report));
        let mut whole = Vec::new();
        for Output { pending, renderer } in self.outputs {
            // What its writer held back is written now.
            drop(renderer);
            match pending.finish(Ok(())) {
                Err(failure) => drop(self.failure.get_or_insert(failure)),
                Ok(pending) => whole.push(pending),
            }
        }
        self.failure.map_or(Ok(()), Err)?;
        if report.left.is_some() {
            whole.iter_mut().for_each(Pending::leave_old);
        }
        whole.into_iter().try_for_each(Pending::put)
    }

    /// A result that cannot be written any more ends, the others go on.
    fn write(&mut self, mut say: impl FnMut(&mut dyn Renderer) -> io::Result<()>) {
        let first = &mut self.failure;
        self.outputs.retain_mut(|output| match say(&mut *output.renderer) {
            Ok(()) => true,
            Err(error) => {
                if let Some(failure) = output.pending.failure(Some(error)) {
                    first.get_or_insert(failure);
                }
                false
            }
        });
    }
}

/// Takes the formats from the names of the results, where nobody says any and the names say all. Into a folder go letters. Says
/// whether it did.
pub(super) fn infer_formats(settings: &mut CheckSettings, project: &Project) -> bool {
    let of = |path: &PathBuf| {
        let of_folder = || FORMATS.iter().copied().find(|format| format.fills_folders());
        if folder::is_folder(path) { of_folder() } else { Format::of_path(path) }
    };
    let inferred = settings.output.iter().map(of).collect::<Option<Vec<_>>>();
    let inferred = inferred.filter(|formats| !formats.is_empty() && !project.is_said("format"));
    let is_inferred = inferred.is_some();
    settings.format = inferred.unwrap_or_else(|| std::mem::take(&mut settings.format));
    is_inferred
}

fn style<'f>(known: OutputContext<'f>, wishes: &Wishes, is_terminal: bool) -> Style<'f> {
    let settings = &wishes.settings;
    Style {
        fail_on: settings.fail_on.threshold(),
        width: if is_terminal { width() } else { PAGE_WIDTH },
        color: match settings.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        },
        show_form: settings.show_form,
        cells: settings.cells,
        quiet: settings.quiet,
        statistics: wishes.statistics,
        marked: wishes.marked,
        with_passing: wishes.with_passing,
        ..known.style(wishes.lang())
    }
}
