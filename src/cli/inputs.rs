//! From the paths that were named to the files to read, in a fixed order.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::{Failure, bounded};
use crate::model::Lang;
use crate::reading::{EXTENSIONS, PICTURES, Problem, ReadError, Readable, Reader, Source};
use crate::render::is_result;

/// By as many bytes a result of gouji is known.
const RESULT_HEAD: usize = 4 << 10;

/// One thing to assess. A run begins with all of them in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Input {
    path: Box<Path>,
    from: From,
}

/// Where the bytes of an input come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// A file that was named: it is assessed whatever it holds.
    Named,
    /// A file met in a folder; a text without any statutory label is passed over.
    Met(Readable),
    /// A picture or a link to a folder, met in a folder: passed over, and said.
    Passed,
    /// Standard input.
    Stdin,
    /// A folder without anything to assess.
    Nothing,
}

/// What reading an input gave.
pub(super) enum Opened {
    Source(Result<Source<'static>, ReadError>),
    Skipped,
}

/// The inputs that `paths` and the list in `files_from` name. Folders are walked, their files sorted by path.
pub(super) fn collect(
    paths: &[PathBuf],
    files_from: Option<&Path>,
    gitignore: bool,
    lang: Lang,
) -> Result<Vec<Input>, Failure> {
    let mut inputs = Vec::new();
    for path in paths {
        add(path, gitignore, &mut inputs);
    }
    if let Some(list) = files_from {
        bounded::each_path(list, lang, |path| add(&path, gitignore, &mut inputs))?;
        if inputs.is_empty() {
            inputs.push(Input::new(list, From::Nothing));
        }
    }
    inputs.shrink_to_fit();
    Ok(inputs)
}

fn add(path: &Path, gitignore: bool, inputs: &mut Vec<Input>) {
    if path.as_os_str() == "-" {
        inputs.push(Input::new(path, From::Stdin));
    } else if path.is_dir() {
        walk(path, gitignore, inputs);
    } else if let Some(found) = matches(path) {
        // A shell that expands no patterns hands them on as they are.
        for path in &found {
            add(path, gitignore, inputs);
        }
    } else {
        inputs.push(Input::new(path, From::Named));
    }
}

/// The paths that a pattern means, in their order; `None` where it is the name of a file, or means nothing.
fn matches(path: &Path) -> Option<Vec<PathBuf>> {
    let pattern = path.to_str().filter(|text| text.contains(['*', '?', '[']) && !path.exists())?;
    let found: Vec<_> = glob::glob(pattern).ok()?.filter_map(Result::ok).collect();
    (!found.is_empty()).then_some(found)
}

fn walk(folder: &Path, gitignore: bool, inputs: &mut Vec<Input>) {
    let before = inputs.len();
    // Links to folders are not followed, so a loop of them cannot trap the walk and no file is met twice.
    // Dot files and folders belong to the system, `~$` files are locks of an open document.
    let is_visible = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || name.starts_with("~$"))
    };
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false).git_ignore(gitignore).parents(gitignore).require_git(false).follow_links(false);
    walk.sort_by_file_name(Ord::cmp).filter_entry(is_visible);
    for entry in walk.build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                // A folder that may not be entered is named like a file that cannot be opened.
                inputs.push(Input::new(path_of(&error).unwrap_or(folder), From::Named));
                continue;
            }
        };
        let (path, is_link) = (entry.path(), entry.path_is_symlink());
        if is_link && entry.depth() > 0 && path.is_dir() {
            inputs.push(Input::new(path, From::Passed));
            continue;
        }
        // A link to nothing is a file that is not there.
        let is_gone = is_link && !path.exists();
        if !path.is_file() && !is_gone {
            continue;
        }
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        let known = EXTENSIONS.iter().find(|(known, _)| *known == extension);
        let from = match known {
            Some((_, readable)) => From::Met(*readable),
            None if PICTURES.contains(&extension.as_str()) => From::Passed,
            None => continue,
        };
        inputs.push(Input::new(path, from));
    }
    if inputs.len() == before {
        inputs.push(Input::new(folder, From::Nothing));
    }
}

/// The file or folder that could not be entered.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Partial(errors) => errors.iter().find_map(path_of),
        _ => None,
    }
}

impl Input {
    fn new(path: &Path, from: From) -> Self {
        Self { path: path.into(), from }
    }

    /// The path as shown; a file name that is no Unicode is shown as well as it can be.
    pub(super) fn shown(&self) -> Cow<'_, str> {
        self.path.to_string_lossy()
    }

    /// Opens what it names.
    pub(super) fn open(&self, reader: &Reader) -> Opened {
        match self.from {
            From::Named => Opened::Source(reader.open(&self.path)),
            From::Met(readable) => {
                let source = reader.open(&self.path);
                match &source {
                    Ok(text) if is_own(text, readable, reader) => Opened::Skipped,
                    Ok(text) if readable == Readable::IfStatutory && is_passed_over(text, reader) => Opened::Skipped,
                    _ => Opened::Source(source),
                }
            }
            From::Passed => Opened::Skipped,
            From::Stdin => Opened::Source(reader.open_stream(io::stdin().lock())),
            From::Nothing => Opened::Source(Err(ReadError::new(Problem::NothingToCheck))),
        }
    }

    /// The file it reads, if it is one.
    pub(super) fn path(&self) -> Option<&Path> {
        match self.from {
            From::Named | From::Met(_) => Some(&self.path),
            From::Stdin => Some(Path::new("/dev/stdin")),
            From::Passed | From::Nothing => None,
        }
    }

    /// As it was named.
    pub(super) fn name(&self) -> &Path {
        &self.path
    }

    /// Whether anything of it is assessed: what a walk meets may be an earlier result, or one that a shell has just begun.
    pub(super) fn is_read(&self, reader: &Reader) -> bool {
        if !matches!(self.from, From::Met(_)) {
            return true;
        }
        match self.open(reader) {
            Opened::Source(Ok(source)) => source.length() > 0,
            Opened::Source(Err(_)) => true,
            Opened::Skipped => false,
        }
    }

    /// A result takes its place: it is named among what was passed over.
    pub(super) fn pass_over(&mut self) {
        self.from = From::Passed;
    }
}

/// A result of gouji itself, as a text, a page or a workbook: it quotes the tables that it checked.
fn is_own(text: &Source, readable: Readable, reader: &Reader) -> bool {
    if text.head(4).is_ok_and(|head| head.starts_with(b"PK")) {
        return reader.is_result(text).unwrap_or(false);
    }
    let is_own = |head: &[u8]| match readable {
        Readable::IfStatutory => head.starts_with(b"{\"source\":") || is_result(head),
        _ => head.starts_with(b"<!DOCTYPE html>") && is_result(head),
    };
    text.head(RESULT_HEAD).is_ok_and(|head| is_own(&head))
}

/// A text of a folder that is no data set and in which no line or field is a row label of any form.
fn is_passed_over(text: &Source, reader: &Reader) -> bool {
    reader.is_statutory_text(text).is_ok_and(|is_statutory| !is_statutory)
}
