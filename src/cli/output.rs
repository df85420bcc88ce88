//! Where results go. Files are created before the work starts, so that a bad path fails early, and written as the
//! filings come.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::args::{Color, Format, Wishes};
use super::inputs::Input;
use super::settings::Settings;
use super::{Failure, PAGE_WIDTH, width};
use crate::diagnosis::{Assessment, Policy, Report};
use crate::forms::Forms;
use crate::model::Lang;
use crate::render::phrase;
use crate::render::{self, Renderer, Style};
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
        Style {
            forms: self.forms,
            catalogue: self.catalogue,
            policy: self.policy,
            fail_on: None,
            lang,
            width: PAGE_WIDTH,
            color: false,
            show_form: false,
            cells: false,
            quiet: false,
        }
    }
}

/// The results asked for, each under way in its format.
pub(super) struct Outputs<'f> {
    outputs: Vec<Output<'f>>,
    failure: Option<Failure>,
}

struct Output<'f> {
    path: PathBuf,
    renderer: Box<dyn Renderer + 'f>,
}

impl<'f> Outputs<'f> {
    /// Opens the results: the first formats go to the files named, one more to standard output.
    ///
    /// An output that is one of the inputs, or another output, is refused before anything is overwritten.
    pub(super) fn open(
        settings: &Settings,
        wishes: &Wishes,
        inputs: &[Input],
        known: Known<'f>,
    ) -> Result<Self, Failure> {
        let lang = settings.lang();
        let (formats, targets) = (&settings.format.value, &settings.output.value);
        if targets.len() > formats.len() || formats.len() > targets.len() + 1 {
            let text = phrase("output-pairs", lang);
            return Err(Failure::Usage(text.to_owned()));
        }
        if wishes.marked && !formats.contains(&Format::Xlsx) {
            return Err(Failure::Usage(phrase("marked-without-workbook", lang).to_owned()));
        }
        // Nothing can be overwritten where nothing is named.
        let mut taken = if targets.is_empty() { HashSet::new() } else { taken(inputs) };
        taken.extend(settings.read_files().filter_map(|path| path.canonicalize().ok()));
        let mut outputs = Vec::new();
        for (at, format) in formats.iter().enumerate() {
            let target = targets.get(at).map(PathBuf::as_path);
            if *format == Format::Xlsx && is_terminal(target) {
                return Err(Failure::Usage(phrase("workbook-on-terminal", lang).to_owned()));
            }
            let style = style(known, settings, is_terminal(target));
            let (path, out) = open(target, &mut taken, lang)?;
            outputs.push(Output { path, renderer: renderer(*format, wishes.marked, style, out) });
        }
        if let Some(target) = &wishes.write_explanations {
            let (path, out) = open(Some(target), &mut taken, lang)?;
            outputs.push(Output { path, renderer: Box::new(render::ExplanationForm::new(out)) });
        }
        Ok(Self { outputs, failure: None })
    }

    /// One result, already open.
    pub(super) fn only(path: PathBuf, renderer: Box<dyn Renderer + 'f>) -> Self {
        Self { outputs: vec![Output { path, renderer }], failure: None }
    }

    /// Says one filing in every result.
    pub(super) fn filing(&mut self, filing: &Assessment) {
        self.write(|renderer| renderer.filing(filing));
    }

    /// Ends every result.
    ///
    /// # Errors
    /// What first went wrong with any of them on the way.
    pub(super) fn finish(mut self, report: &Report) -> Result<(), Failure> {
        self.write(|renderer| renderer.finish(report));
        self.failure.map_or(Ok(()), Err)
    }

    /// A result that cannot be written any more ends, the others go on. A reader that closed the pipe has seen enough.
    fn write(&mut self, mut say: impl FnMut(&mut dyn Renderer) -> io::Result<()>) {
        let failure = &mut self.failure;
        self.outputs.retain_mut(|output| match say(&mut *output.renderer) {
            Ok(()) => true,
            Err(error) => {
                if error.kind() != io::ErrorKind::BrokenPipe {
                    failure.get_or_insert_with(|| failed(&output.path, error));
                }
                false
            }
        });
    }
}

/// The files that no result may be written to.
pub(super) fn taken(inputs: &[Input]) -> HashSet<PathBuf> {
    inputs.iter().filter_map(Input::path).filter_map(|path| path.canonicalize().ok()).collect()
}

/// Whether a result goes to a terminal.
pub(super) fn is_terminal(target: Option<&Path>) -> bool {
    file(target).is_none() && io::stdout().is_terminal()
}

/// Opens where a result goes, a file or standard output, and says what it is called.
pub(super) fn open(
    target: Option<&Path>,
    taken: &mut HashSet<PathBuf>,
    lang: Lang,
) -> Result<(PathBuf, Box<dyn Write>), Failure> {
    let Some(path) = file(target) else {
        // On a terminal a line is seen when it is written.
        let out: Box<dyn Write> =
            if is_terminal(target) { Box::new(io::stdout()) } else { Box::new(BufWriter::new(io::stdout())) };
        return Ok((PathBuf::from("<stdout>"), out));
    };
    let real = || path.canonicalize().ok();
    if real().is_some_and(|path| taken.contains(&path)) {
        let text = phrase("output-taken", lang);
        return Err(Failure::Usage(format!("-o {}: {text}", path.display())));
    }
    let created = File::create(path).map_err(|error| failed(path, error))?;
    taken.extend(real());
    Ok((path.to_owned(), Box::new(BufWriter::new(created))))
}

/// The file that is named as a target; `-` is standard output.
fn file(target: Option<&Path>) -> Option<&Path> {
    target.filter(|path| path.as_os_str() != "-")
}

pub(super) fn failed(path: &Path, error: io::Error) -> Failure {
    Failure::Output { path: path.display().to_string(), error }
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

fn renderer<'f>(format: Format, is_marked: bool, style: Style<'f>, out: Box<dyn Write>) -> Box<dyn Renderer + 'f> {
    match format {
        Format::Table => Box::new(render::Terminal::new(style, out)),
        Format::Json => Box::new(render::Json::new(style, out)),
        Format::Jsonl => Box::new(render::JsonLines::new(style, out)),
        Format::Sarif => Box::new(render::Sarif::new(style, out)),
        Format::Junit => Box::new(render::JUnit::new(style, out)),
        Format::Github => Box::new(render::GitHub::new(style, out)),
        Format::Gitlab => Box::new(render::GitLab::new(style, out)),
        Format::Csv => Box::new(render::Csv::new(style, out)),
        Format::Markdown => Box::new(render::Markdown::new(style, out)),
        Format::Html => Box::new(render::Html::new(style, out)),
        Format::Notice => Box::new(render::Notices::new(style, out)),
        Format::Xlsx if is_marked => Box::new(render::MarkedBook::new(style, out)),
        Format::Xlsx => Box::new(render::Ledger::new(style, out)),
    }
}
