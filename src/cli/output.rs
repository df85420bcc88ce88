//! The results asked for, each in its format to its target, written as the filings come.

use std::io;
use std::path::PathBuf;

use super::args::{Color, Wishes};
use super::reads::Reads;
use super::settings::Settings;
use super::target::{Pending, Target, is_terminal, keep_apart};
use super::{Failure, PAGE_WIDTH, width};
use crate::diagnosis::{Assessment, Policy, Report};
use crate::forms::Forms;
use crate::model::Lang;
use crate::reading::Reader;
use crate::render::phrase;
use crate::render::{self, Format, Renderer, Style};
use crate::rules::Catalogue;

/// What the results speak of.
#[derive(Clone, Copy)]
pub(super) struct Known<'f> {
    pub(super) forms: &'f Forms,
    pub(super) catalogue: &'f Catalogue,
    pub(super) policy: &'f Policy,
}

impl<'f> Known<'f> {
    /// How a page speaks of it, if nothing else is asked for.
    pub(super) fn style(self, lang: Lang) -> Style<'f> {
        Style { width: PAGE_WIDTH, ..Style::new(self.forms, self.catalogue, self.policy, lang) }
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
    /// which `reader` can tell from earlier results, stay as they are.
    pub(super) fn open(
        settings: &Settings,
        wishes: &Wishes,
        reads: Reads,
        reader: &Reader,
        known: Known<'f>,
    ) -> Result<Self, Failure> {
        let lang = settings.lang();
        let (formats, named) = (&settings.format.value, &settings.output.value);
        if named.len() > formats.len() || formats.len() > named.len() + 1 {
            let text = phrase("output-pairs", lang);
            return Err(Failure::Usage(text.to_owned()));
        }
        if wishes.statistics && formats.iter().any(|format| *format != Format::TABLE) {
            return Err(Failure::Usage(phrase("statistics-with-table", lang).to_owned()));
        }
        if wishes.marked && !formats.iter().any(|format| format.is_workbook) {
            return Err(Failure::Usage(phrase("marked-without-workbook", lang).to_owned()));
        }
        if wishes.with_passing && !wishes.marked {
            return Err(Failure::Usage(phrase("with-passing-without-marked", lang).to_owned()));
        }
        let named = |at: usize| named.get(at).map(PathBuf::as_path);
        for (at, format) in formats.iter().enumerate() {
            if format.is_workbook && is_terminal(named(at)) {
                return Err(Failure::Usage(phrase("workbook-on-terminal", lang).to_owned()));
            }
        }
        let to_explain = wishes.write_explanations.as_deref().map(Some);
        let targets: Vec<Target> =
            (0..formats.len()).map(named).chain(to_explain).map(Target::of).collect::<Result<_, _>>()?;
        keep_apart(&targets, reads, reader, lang)?;
        let mut outputs = Vec::new();
        for (at, target) in targets.into_iter().enumerate() {
            let (pending, out) = target.open()?;
            let renderer = match formats.get(at) {
                Some(format) => {
                    let style = style(known, settings, is_terminal(named(at)));
                    let (marked, statistics, with_passing) = (wishes.marked, wishes.statistics, wishes.with_passing);
                    format.begin(Style { statistics, marked, with_passing, ..style }, out)
                }
                None => Box::new(render::ExplanationForm::new(out)),
            };
            outputs.push(Output { pending, renderer });
        }
        Ok(Self { outputs, failure: None })
    }

    /// One result, already open.
    pub(super) fn only(pending: Pending, renderer: Box<dyn Renderer + 'f>) -> Self {
        Self { outputs: vec![Output { pending, renderer }], failure: None }
    }

    /// Says one filing in every result.
    pub(super) fn filing(&mut self, filing: &Assessment) {
        self.write(|renderer| renderer.filing(filing));
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
            match pending.failure(None) {
                Some(failure) => drop(self.failure.get_or_insert(failure)),
                None => whole.push(pending),
            }
        }
        self.failure.map_or(Ok(()), Err)?;
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

fn style<'f>(known: Known<'f>, settings: &Settings, is_terminal: bool) -> Style<'f> {
    Style {
        fail_on: settings.fail_on.value.threshold(),
        width: if is_terminal { width() } else { PAGE_WIDTH },
        color: match settings.color.value {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        },
        show_form: settings.show_form.value,
        cells: settings.cells.value,
        quiet: settings.quiet.value,
        ..known.style(settings.lang())
    }
}
