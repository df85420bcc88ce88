//! `gouji template`: a blank form to fill in.

use std::slice;

use super::args::{TemplateArgs, TemplateTo};
use super::inputs::extension;
use super::reads::Reads;
use super::target::{self, Target};
use super::{Exit, Failure, laws, shown};
use crate::model::Lang;
use crate::reading::{ReadOptions, Reader};
use crate::render;
use crate::render::{FileKind, phrase};

/// Writes the blank form of an edition.
pub(super) fn run(args: &TemplateArgs) -> Result<Exit, Failure> {
    let lang = args.voice.lang();
    let forms = laws::forms(&args.forms, lang)?;
    let named = args.edition.as_deref().map(|name| laws::edition(name, &forms, lang)).transpose()?.flatten();
    let edition = named.map_or(forms.editions().first(), |name| forms.get(&name));
    // The program has forms built in.
    let Some(edition) = edition else { return Err(Failure::usage("no-form", lang)) };
    let kind = kind(args, lang)?;
    let target = args.output.as_deref();
    target::not_on_terminal(kind == FileKind::Xlsx, target, lang)?;
    let target = Target::of(target)?.blank_form();
    let mut reads = Reads::default();
    reads.forms(&args.forms);
    let reader = Reader::new(&forms, ReadOptions::default());
    target::keep_apart(slice::from_ref(&target), reads, &reader, lang)?;
    let (pending, out) = target.open()?;
    let written = render::template(edition, kind, lang, out);
    match pending.failure(written.err()) {
        Some(failure) => Err(failure),
        None => pending.put().map(|()| Exit::Fine),
    }
}

/// What was asked for, else what the file is called.
fn kind(args: &TemplateArgs, lang: Lang) -> Result<FileKind, Failure> {
    let path = args.output.as_ref().filter(|path| path.as_os_str() != "-");
    match (args.to, path.map(|path| extension(path)).as_deref()) {
        (Some(TemplateTo::Xlsx), _) | (None, None | Some("xlsx")) => Ok(FileKind::Xlsx),
        (Some(TemplateTo::Csv), _) | (None, Some("csv")) => Ok(FileKind::Csv),
        (None, Some(_)) => {
            let path = path.map(|path| shown(path)).unwrap_or_default();
            Err(Failure::Usage(format!("-o {path}: {}", phrase("template-extension", lang))))
        }
    }
}
