//! `gouji forms --forms DIR --check`: what a folder of somebody's own makes of the forms, and whether its rules do on their
//! examples what they are meant to.

use std::path::Path;
use std::sync::Arc;

use super::laws::{self, Laws};
use super::{Exit, Failure, shown, width, write_text};
use crate::diagnosis::{Assessor, Desk, Policy, Previous};
use crate::forms::Forms;
use crate::model::Lang;
use crate::reading::{ReadError, ReadOptions, Reader};
use crate::render::{Tried, describe_folder};
use crate::rules::{Catalogue, Example, Rule};

/// Prints what the folders derive, and tries the examples; exit 1 where one does not do what it is meant to.
pub(super) fn try_out(Laws { forms, catalogue }: &Laws, lang: Lang) -> Result<Exit, Failure> {
    let own = catalogue.rules().iter().filter(|rule| rule.code.starts_with('X'));
    let mut tried = Vec::new();
    for rule in own {
        tried.push((Arc::clone(rule), of_rule(rule, forms, catalogue, lang)?));
    }
    write_text(&describe_folder(forms, catalogue, &tried, lang, width()))?;
    let is_well = tried.iter().flat_map(|(_, tried)| tried).all(Tried::is_as_meant);
    Ok(if is_well { Exit::Fine } else { Exit::Findings })
}

/// What became of the examples of a rule.
fn of_rule(rule: &Rule, forms: &Forms, catalogue: &Catalogue, lang: Lang) -> Result<Vec<Tried>, Failure> {
    let Some(example) = &rule.example else { return Ok(Vec::new()) };
    let refused = |path: &str, error: &ReadError| laws::unread(Path::new(path), error, lang);
    let reader = Reader::new(forms, ReadOptions::default());
    let roster = laws::roster(example.roster.as_deref().map(Path::new), &reader, lang)?;
    let policy = Policy { roster, ..Policy::default() };
    let assessor = Assessor::new(reader, catalogue.clone(), policy)?;
    let meant = [(&example.fires, true), (&example.holds, false)];
    let files = meant.into_iter().filter_map(|(file, fires)| Some((file.as_ref()?, fires)));
    files
        .map(|(file, fires)| {
            let has_fired = has_fired(rule, file, example, &assessor).map_err(|error| refused(file, &error))?;
            Ok(Tried { file: shown(Path::new(file)), is_meant: fires, has_fired })
        })
        .collect()
}

/// Whether a rule finds something in the filings of a file.
fn has_fired(rule: &Rule, file: &str, example: &Example, assessor: &Assessor) -> Result<bool, ReadError> {
    let load = |path: &str| assessor.assess(path, assessor.reader().load(Path::new(path)));
    let mut previous = Previous::default();
    if let Some(path) = &example.previous {
        previous = Previous::asked_for();
        for filing in load(path) {
            filing.error.as_ref().map_or(Ok(()), |error| Err(error.clone()))?;
            previous.remember(&filing, assessor);
        }
    }
    let mut desk = Desk::new(assessor, previous, Vec::new());
    let mut found = load(file);
    for filing in &mut found {
        filing.error.as_ref().map_or(Ok(()), |error| Err(error.clone()))?;
        desk.hear(filing);
    }
    found.extend(desk.close().found);
    Ok(found.iter().flat_map(|filing| &filing.findings).any(|finding| finding.rule.code == rule.code))
}
