//! Where results go. Files are created before the work starts, so that a bad path fails early.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::args::{CheckArgs, Color, Format};
use super::inputs::Input;
use super::{Failure, PAGE_WIDTH, width};
use crate::diagnosis::Report;
use crate::forms::Forms;
use crate::model::Lang;
use crate::render::phrase;
use crate::render::{self, Style};

/// One result to write.
pub(super) struct Output {
    format: Format,
    target: Target,
}

enum Target {
    Stdout,
    File(PathBuf, File),
}

/// The results asked for: the first formats go to the files named, one more to standard output.
///
/// An output that is one of the inputs, or another output, is refused before anything is overwritten.
pub(super) fn open(args: &CheckArgs, inputs: &[Input], lang: Lang) -> Result<Vec<Output>, Failure> {
    let formats = if args.format.is_empty() { &[Format::Table][..] } else { &args.format };
    if args.output.len() > formats.len() || formats.len() > args.output.len() + 1 {
        let text = phrase("output-pairs", lang);
        return Err(Failure::Usage(text.to_owned()));
    }
    let real = |path: &Path| path.canonicalize().ok();
    let mut taken: HashSet<PathBuf> = inputs.iter().filter_map(Input::path).filter_map(real).collect();
    let mut outputs = Vec::new();
    for (at, format) in formats.iter().enumerate() {
        let target = match args.output.get(at).filter(|path| path.as_os_str() != "-") {
            None => Target::Stdout,
            Some(path) if real(path).is_some_and(|path| taken.contains(&path)) => {
                let text = phrase("output-taken", lang);
                return Err(Failure::Usage(format!("-o {}: {text}", path.display())));
            }
            Some(path) => {
                let file = File::create(path).map_err(|error| failed(path, error))?;
                taken.extend(real(path));
                Target::File(path.clone(), file)
            }
        };
        outputs.push(Output { format: *format, target });
    }
    Ok(outputs)
}

fn failed(path: &Path, error: io::Error) -> Failure {
    Failure::Output { path: path.display().to_string(), error }
}

impl Output {
    /// Writes the report. A reader that closed the pipe has seen enough.
    pub(super) fn write(self, report: &Report, forms: &Forms, args: &CheckArgs) -> Result<(), Failure> {
        let (path, result) = match self.target {
            Target::Stdout => {
                let is_terminal = io::stdout().is_terminal();
                let style = style(forms, args, is_terminal);
                let result = print(self.format, report, style, &mut BufWriter::new(io::stdout().lock()));
                (PathBuf::from("<stdout>"), result)
            }
            Target::File(path, file) => {
                let style = style(forms, args, false);
                (path, print(self.format, report, style, &mut BufWriter::new(file)))
            }
        };
        match result {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(failed(&path, error)),
            _ => Ok(()),
        }
    }
}

fn style<'f>(forms: &'f Forms, args: &CheckArgs, is_terminal: bool) -> Style<'f> {
    Style {
        forms,
        lang: args.voice.lang(),
        width: if is_terminal { width() } else { PAGE_WIDTH },
        color: match args.voice.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        },
        show_form: args.show_form,
        cells: args.cells,
        quiet: args.quiet,
    }
}

fn print(format: Format, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table => render::terminal(report, style, out)?,
        Format::Json => render::json(report, style, out)?,
        Format::Jsonl => render::json_lines(report, style, out)?,
    }
    out.flush()
}
