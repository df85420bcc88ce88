//! `gouji explain`, `gouji forms` and `--list-formats`: what gouji knows.

use std::fmt::Write as _;

use super::args::{ExplainArgs, FormsArgs, FormsTo};
use super::laws::{self, Laws};
use super::{Exit, Failure, own, width, write_file, write_text};
use crate::model::Lang;
use crate::reading::{EXTENSIONS, Readable};
use crate::render;
use crate::render::phrase;

/// `gouji explain [CODE|NAME]`
pub(super) fn explain(args: &ExplainArgs) -> Result<Exit, Failure> {
    let lang = args.voice.lang();
    let Laws { catalogue, .. } = Laws::read(&args.forms, lang)?;
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
    if args.check {
        return own::try_out(&Laws::read(&args.forms, lang)?, lang);
    }
    let forms = laws::forms(&args.forms, lang)?;
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
        let _ = writeln!(out, ".{extension:<7}{text}");
    }
    out
}
