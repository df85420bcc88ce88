//! What no result may take the place of: what the run reads, another result, a list or a form
//! that somebody has filled in.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use file_id::{FileId, get_file_id};

use super::{TO_EXPLAIN, Target, Way, folder, real};
use crate::cli::Failure;
use crate::cli::reads::Reads;
use crate::diagnosis::Answers;
use crate::model::{Explanation, Lang};
use crate::reading::{Problem, ReadError, ReadOptions, Reader};
use crate::render::error_text;

/// How a workbook or document of before 2007 begins, and one that a password protects.
const COMPOUND: &[u8] = &[0xD0, 0xCF];

/// The files that results of the run will take the place of.
#[derive(Debug, Default)]
pub(in crate::cli) struct Taken(HashSet<FileId>);

impl Taken {
    /// Whether a path leads to one of them.
    pub(in crate::cli) fn has(&self, path: &Path) -> bool {
        !self.0.is_empty() && get_file_id(path).is_ok_and(|id| self.0.contains(&id))
    }
}

/// Refuses a target that is what the run reads, or another target, or holds what somebody has explained or reported. A result of an
/// earlier run that was met in a folder is not read, and may be replaced. Gives what is taken, for what the run comes to
/// read later.
pub(in crate::cli) fn keep_apart<'t>(
    targets: impl IntoIterator<Item = &'t Target>,
    reads: Reads,
    reader: &Reader,
    lang: Lang,
) -> Result<Taken, Failure> {
    let targets: Vec<&Target> = targets.into_iter().collect();
    let refuse = |target: &Target, what: &str, path: &Path| {
        let name = if what.is_empty() { "output-input" } else { "output-read" };
        Err(target.refused(name, what, path, lang))
    };
    let mut taken = apart(&targets, lang)?;
    for target in targets.iter().filter(|target| matches!(target.way, Way::Folder)) {
        let letters = folder::letters(&target.name, reader).into_iter().map(|name| target.name.join(name));
        for id in letters.filter_map(|path| get_file_id(path).ok()) {
            taken.entry(id).or_insert(target);
        }
    }
    // Nothing can be overwritten where nothing is there.
    if taken.is_empty() {
        return Ok(Taken::default());
    }
    let is_taken = |path: &Path| get_file_id(path).ok().and_then(|id| taken.get(&id).copied());
    for (what, path) in &reads.files {
        if let Some(target) = is_taken(path) {
            return refuse(target, what, path);
        }
    }
    for (what, inputs) in reads.inputs {
        for input in inputs {
            match input.path().and_then(is_taken) {
                Some(target) if input.is_read(reader) => return refuse(target, what, input.name()),
                Some(_) => input.pass_over(),
                None => {}
            }
        }
    }
    targets.iter().try_for_each(|target| {
        target.keeps_explanations(reads.told, reader, lang)?;
        target.keeps_form(reader, lang)
    })?;
    Ok(Taken(taken.into_keys().collect()))
}

/// The targets that are files already; no two are one.
fn apart<'t>(targets: &[&'t Target], lang: Lang) -> Result<HashMap<FileId, &'t Target>, Failure> {
    let mut taken = HashMap::new();
    for (at, &target) in targets.iter().enumerate() {
        let is_same = |other: &&&Target| match (&other.way, &target.way) {
            (Way::File(other), Way::File(own)) => is_same_name(other, own),
            (Way::Standard, Way::Standard) => true,
            (Way::Folder, Way::Folder) => match (real(&other.name), real(&target.name)) {
                (Ok(other), Ok(own)) => is_same_name(&other, &own),
                _ => other.name == target.name,
            },
            _ => false,
        };
        let same_file = target.id().and_then(|id| taken.insert(id, target));
        if let Some(other) = targets[..at].iter().find(is_same).copied().or(same_file) {
            return Err(target.refused("output-twice", "", &other.name, lang));
        }
    }
    Ok(taken)
}

/// Whether two files that may not be there yet will be one.
fn is_same_name(one: &Path, other: &Path) -> bool {
    let is_one_case = cfg!(any(windows, target_os = "macos"));
    one == other || is_one_case && one.to_string_lossy().to_lowercase() == other.to_string_lossy().to_lowercase()
}

impl Target {
    /// Refuses to take the place of a list in which somebody has explained what this run has not been told of: a form, a
    /// ledger, a list of findings.
    fn keeps_explanations(&self, told: Option<&Answers>, reader: &Reader, lang: Lang) -> Result<(), Failure> {
        let Way::File(real) = &self.way else { return Ok(()) };
        if fs::metadata(real).map_or(0, |metadata| metadata.len()) == 0 {
            return Ok(());
        }
        let filled = match reader.explanations(real) {
            Ok(filled) => filled,
            // A file that is no list may be replaced by any result. A form is nothing but a list, and one that cannot be
            // read may be filled in all the same; of a list it is said that a year is none where it is filled in.
            Err(error) if self.option != TO_EXPLAIN && error.problem != Problem::UnknownYear => return Ok(()),
            Err(error) => {
                let why = error_text(&error, lang).0;
                return Err(self.refused("output-unread-explanations", &why, &self.name, lang));
            }
        };
        let is_lost = |one: &&Explanation| !told.is_some_and(|told| told.say(one));
        match filled.iter().filter(is_lost).count() {
            0 => Ok(()),
            lost => Err(self.refused("output-explained", &lost.to_string(), &self.name, lang)),
        }
    }

    /// Refuses to take the place of a form that somebody has filled in: a template, a report, a form that was written to be
    /// corrected. A workbook says when it was saved last, so one that is as gouji wrote it may be replaced by the next. A
    /// text does not, and conversions are made again and again: only a blank form is never the next of one with figures.
    fn keeps_form(&self, reader: &Reader, lang: Lang) -> Result<(), Failure> {
        let Way::File(real) = &self.way else { return Ok(()) };
        match self.is_lost(real, reader) {
            Ok(true) => Err(self.refused("output-filled", "", &self.name, lang)),
            Err(error) if self.may_hide_a_form(error.problem) => {
                let why = error_text(&error, lang).0;
                Err(self.refused("output-unread-form", &why, &self.name, lang))
            }
            Ok(false) | Err(_) => Ok(()),
        }
    }

    /// Whether somebody's work would be lost.
    fn is_lost(&self, real: &Path, reader: &Reader) -> Result<bool, ReadError> {
        let source = reader.open(real)?;
        if source.length() == 0 {
            return Ok(false);
        }
        let is_package = source.head(2)?.starts_with(b"PK");
        if !self.is_blank_form {
            let is_made = || Ok(reader.is_as_written(&source)? || reader.is_quotation(&source)?);
            if !(is_package || source.head(2)?.starts_with(COMPOUND)) || is_package && is_made()? {
                return Ok(false);
            }
        }
        // What a run is told of its files (`--agency`) is not told of this one.
        Reader::new(reader.forms(), ReadOptions::default()).is_filled_in(source)
    }

    /// Whether a file of which nothing can be read may be a form for all that: what a password protects is no result of
    /// gouji, and a blank form takes the place of nothing that is not known to be blank.
    fn may_hide_a_form(&self, problem: Problem) -> bool {
        use Problem::{EmptyFile, Encrypted, NoRecords, NoStatutoryTable};
        problem == Encrypted || self.is_blank_form && ![EmptyFile, NoRecords, NoStatutoryTable].contains(&problem)
    }
}
