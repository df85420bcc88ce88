//! `gouji explain`, `gouji forms` and `--list-formats`: what gouji knows.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::args::{ExplainArgs, FormsArgs, FormsTo};
use super::{Exit, Failure, own, width, write_file, write_text};
use crate::forms::{FormError, Forms};
use crate::model::Lang;
use crate::reading::{EXTENSIONS, Readable};
use crate::render;
use crate::render::phrase;
use crate::rules::{Catalogue, CatalogueError};

/// `gouji explain [CODE|NAME]`
pub(super) fn explain(args: &ExplainArgs) -> Result<Exit, Failure> {
    let lang = args.voice.lang();
    let catalogue = load_catalogue(&load_forms(&args.forms, lang)?, lang)?;
    let Some(wanted) = &args.rule else { return write_text(&render::list_rules(&catalogue, lang)) };
    if let Some(rule) = catalogue.find(wanted) {
        write_text(&render::explain(rule, lang, width()))
    } else {
        let text = phrase("no-rule", lang);
        Err(Failure::Usage(format!("{wanted}: {text}")))
    }
}

/// `gouji forms [EDITION]`
pub(super) fn forms(args: &FormsArgs) -> Result<Exit, Failure> {
    let lang = args.voice.lang();
    let forms = load_forms(&args.forms, lang)?;
    if args.check {
        return own::try_out(&forms, &load_catalogue(&forms, lang)?, lang);
    }
    let Some(wanted) = &args.edition else { return write_text(&render::list_forms(&forms, lang)) };
    if let Some(edition) = forms.get(wanted) {
        if let Some(FormsTo::Csv) = args.to {
            return write_file(&render::list_cells(edition, lang));
        }
        let mut text = render::describe_form(edition, lang, width());
        if args.proof {
            text += &render::describe_proof(edition, lang, width());
        }
        write_text(&text)
    } else {
        let text = phrase("no-form", lang);
        Err(Failure::Usage(format!("{wanted}: {text}")))
    }
}

/// The forms that are built in and those of the folders named.
pub(super) fn load_forms(folders: &[PathBuf], lang: Lang) -> Result<Forms, Failure> {
    let refused = |error: FormError| Failure::Usage(error.words(lang));
    let mut forms = Forms::embedded().map_err(refused)?;
    for folder in folders {
        forms = forms.with_folder(folder).map_err(refused)?;
    }
    Ok(forms)
}

/// The rules that are built in and those of the folders that the forms are from.
pub(super) fn load_catalogue(forms: &Forms, lang: Lang) -> Result<Catalogue, Failure> {
    Catalogue::of(forms).map_err(|error| match error {
        CatalogueError::Fault(fault) => Failure::Usage(fault.words(lang)),
        CatalogueError::Form(error) => Failure::Usage(error.words(lang)),
        error => Failure::Catalogue(error),
    })
}

/// What can be read.
pub(super) fn formats(lang: Lang) -> String {
    let mut out = String::new();
    for (extension, readable) in EXTENSIONS {
        let text = match readable {
            Readable::Yes => phrase("readable-yes", lang),
            Readable::IfStatutory => phrase("readable-statutory", lang),
            Readable::Packed => phrase("readable-packed", lang),
            Readable::NotYet => phrase("readable-not-yet", lang),
        };
        let _ = writeln!(out, ".{extension:<6}{text}");
    }
    out
}
