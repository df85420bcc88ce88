//! `gouji forms --forms DIR --check`: what a folder adds to the forms, its rules with what became of their examples, and how
//! rules of each kind are written.

use std::fmt::Write as _;
use std::sync::Arc;

use super::forms::{describe_form, edit_in_words};
use super::table;
use super::words::labels::words;
use super::words::phrases::{filled, list, phrase, severity_words};
use super::words::wrap::hanging;
use crate::forms::Forms;
use crate::model::{FormEdition, Lang, plain};
use crate::rules::{Catalogue, Kind, Plan, Rule};

/// What became of an example of a rule.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The file.
    pub file: String,
    /// The rule is meant to find something in it.
    pub is_meant: bool,
    /// It did.
    pub has_fired: bool,
}

impl Tried {
    /// Whether the rule does what it is meant to.
    #[must_use]
    pub fn is_as_meant(&self) -> bool {
        self.is_meant == self.has_fired
    }
}

/// What folders add, with what became of the examples of each rule.
#[must_use]
pub fn describe_folder(
    forms: &Forms,
    catalogue: &Catalogue,
    tried: &[(Arc<Rule>, Vec<Tried>)],
    lang: Lang,
    width: u16,
) -> String {
    let mut out = String::new();
    for form in forms.own() {
        match form.extension {
            Some(_) => out += &additions(form, lang, width),
            None => out += &(describe_form(form, lang, width) + "\n"),
        }
    }
    let _ = writeln!(out, "{}", filled("own-rules", lang, &[("count", &tried.len())]));
    for (rule, tried) in tried {
        let severity = severity_words(rule.severity, lang);
        let _ = writeln!(out, "  {} {} · {severity} · {}", rule.code, rule.name, rule.wording(lang).title);
        for one in tried {
            let name = match (one.is_meant, one.has_fired) {
                (true, true) => "own-fires",
                (true, false) => "own-silent",
                (false, false) => "own-holds",
                (false, true) => "own-false-alarm",
            };
            let _ = writeln!(out, "    {}", hanging(&filled(name, lang, &[("file", &one.file)]), width, 4));
        }
        if tried.is_empty() {
            let _ = writeln!(out, "    {}", phrase("own-no-example", lang));
        }
        if catalogue.untranslated().contains(&rule.code) {
            let _ = writeln!(out, "    {}", phrase("own-no-english", lang));
        }
    }
    let _ = writeln!(out, "\n{}", phrase("own-kinds", lang));
    for kind in Kind::all().values() {
        let _ = writeln!(out, "  {} · trigger = {}", kind.title.get(lang), kind.trigger);
        let places = kind.places.iter().map(|(name, what)| match lang {
            Lang::Zh => format!("{{{name}}} {what}"),
            Lang::En => format!("{{{name}}}"),
        });
        let places = filled("own-places", lang, &[("places", &list(places, lang))]);
        let _ = writeln!(out, "    {}", hanging(&places, width, 4));
        let thresholds = kind.thresholds.iter().map(|(name, value)| format!("{name} = {}", plain(value.0)));
        let thresholds = thresholds.chain(kind.words.iter().map(|name| format!("words.{name} = […]")));
        let thresholds = list(thresholds, lang);
        if !thresholds.is_empty() {
            let text = filled("own-thresholds", lang, &[("thresholds", &thresholds)]);
            let _ = writeln!(out, "    {}", hanging(&text, width, 4));
        }
    }
    out
}

/// What an extension adds to its edition: cells, and relations that hold among them.
fn additions(form: &FormEdition, lang: Lang, width: u16) -> String {
    let name = form.extension.as_deref().unwrap_or_default();
    let mut out = filled("own-extension", lang, &[("name", &name), ("edition", &form.id)]) + "\n";
    let header = ["forms-cell-id", "forms-row", "forms-column", "own-need"].map(|name| phrase(name, lang));
    let mut cells = table::listed(&header);
    let added = || form.each_cell().filter(|(_, cell)| cell.added);
    for (_, cell) in added() {
        let table = &form.tables[cell.table];
        let need = match (cell.optional || table.is_optional, table.levels.as_slice()) {
            (true, _) => phrase("own-optional", lang).to_owned(),
            (false, []) => phrase("own-needed", lang).to_owned(),
            (false, levels) => filled("own-levels", lang, &[("levels", &list(levels, lang))]),
        };
        let (row, column) = (words(form.row_of(cell), lang), words(form.column_of(cell), lang));
        cells.add_row([&*cell.id, row, column, &need]);
    }
    let _ = writeln!(out, "{cells}");
    let plan = Plan::of(form);
    let is_new = |edit: &&crate::rules::BalanceEdit| plan.terms(edit).iter().any(|term| form.cell(term.cell).added);
    let edits: Vec<_> = plan.printed().filter(is_new).collect();
    let _ = writeln!(out, "{}", filled("own-relations", lang, &[("count", &edits.len())]));
    for edit in edits {
        let _ = writeln!(out, "  {}", hanging(&edit_in_words(form, &plan, edit, lang), width, 4));
    }
    out.push('\n');
    out
}
