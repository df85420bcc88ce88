//! `gouji explain`, `gouji forms` and `--list-formats`: what gouji knows.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::args::{ExplainArgs, FormsArgs};
use super::{Exit, Failure, say, width, write_text};
use crate::forms::Forms;
use crate::model::Lang;
use crate::reading::{EXTENSIONS, Readable};
use crate::render;
use crate::rules::Catalogue;

/// `gouji explain [CODE|NAME]`
pub(super) fn explain(args: &ExplainArgs) -> Result<Exit, Failure> {
    let catalogue = Catalogue::embedded()?;
    let lang = args.voice.lang();
    let Some(wanted) = &args.rule else { return write_text(&render::list_rules(&catalogue, lang)) };
    if let Some(rule) = catalogue.find(wanted) {
        write_text(&render::explain(rule, lang, width()))
    } else {
        let text =
            say(lang, "没有这条规则；gouji explain 列出全部规则", "no such rule; `gouji explain` lists them all");
        Err(Failure::Usage(format!("{wanted}: {text}")))
    }
}

/// `gouji forms [EDITION]`
pub(super) fn forms(args: &FormsArgs) -> Result<Exit, Failure> {
    let forms = load_forms(&args.forms)?;
    let lang = args.voice.lang();
    let Some(wanted) = &args.edition else { return write_text(&render::list_forms(&forms, lang)) };
    if let Some(edition) = forms.get(wanted) {
        write_text(&render::describe_form(edition, lang, width()))
    } else {
        let text = say(lang, "没有这个版本；gouji forms 列出全部版本", "no such edition; `gouji forms` lists them all");
        Err(Failure::Usage(format!("{wanted}: {text}")))
    }
}

/// The forms that are built in and those of the folders named.
pub(super) fn load_forms(folders: &[PathBuf]) -> Result<Forms, Failure> {
    let mut forms = Forms::embedded()?;
    for folder in folders {
        forms = forms.with_folder(folder)?;
    }
    Ok(forms)
}

/// What can be read.
pub(super) fn formats(lang: Lang) -> String {
    let mut out = String::new();
    for (extension, readable) in EXTENSIONS {
        let text = match readable {
            Readable::Yes => say(lang, "可以读取", "read"),
            Readable::IfStatutory => {
                say(lang, "可以读取；文件夹中不含统计表的略过", "read; in a folder passed over when it holds no table")
            }
            Readable::NotYet => say(lang, "不能读取，会说明怎么办", "not read; what to do instead is said"),
        };
        let _ = writeln!(out, ".{extension:<6}{text}");
    }
    out
}
