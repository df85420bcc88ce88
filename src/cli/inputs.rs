//! From the paths that were named to the files to read, in a fixed order.

use std::fs;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::Failure;
use crate::reading::{EXTENSIONS, PICTURES, Problem, ReadError, Readable, Reader, Source};
use crate::render::is_result;

/// By as many bytes a result of gouji is known.
const RESULT_HEAD: usize = 4 << 10;

/// One thing to assess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Input {
    /// The path as shown; a file name that is no Unicode is shown as well as it can be.
    pub(super) shown: String,
    pub(super) from: From,
}

/// Where the bytes of an input come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum From {
    /// A file that was named: it is assessed whatever it holds.
    Named(PathBuf),
    /// A file met in a folder; a text without any statutory label is passed over.
    Met(PathBuf, Readable),
    /// A picture met in a folder: passed over, and said.
    Picture,
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
pub(super) fn collect(paths: &[PathBuf], files_from: Option<&Path>) -> Result<Vec<Input>, Failure> {
    let mut inputs = Vec::new();
    for path in paths {
        add(path, &mut inputs);
    }
    if let Some(list) = files_from {
        let failed = |error: io::Error| Failure::Usage(format!("{}: {error}", list.display()));
        let lines: Box<dyn BufRead> = if list.as_os_str() == "-" {
            Box::new(io::stdin().lock())
        } else {
            Box::new(io::BufReader::new(fs::File::open(list).map_err(failed)?))
        };
        for line in lines.lines() {
            let line = line.map_err(failed)?;
            if !line.trim().is_empty() {
                add(Path::new(line.trim_end_matches('\r')), &mut inputs);
            }
        }
        if inputs.is_empty() {
            inputs.push(Input { shown: list.to_string_lossy().into_owned(), from: From::Nothing });
        }
    }
    Ok(inputs)
}

fn add(path: &Path, inputs: &mut Vec<Input>) {
    let shown = path.to_string_lossy().into_owned();
    if shown == "-" {
        inputs.push(Input { shown, from: From::Stdin });
    } else if path.is_dir() {
        walk(path, shown, inputs);
    } else {
        inputs.push(Input { shown, from: From::Named(path.to_owned()) });
    }
}

fn walk(folder: &Path, shown: String, inputs: &mut Vec<Input>) {
    let before = inputs.len();
    // Links are not followed, so a loop of them cannot trap the walk.
    // Dot files and folders belong to the system, `~$` files are locks of an open document.
    let is_visible = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || name.starts_with("~$"))
    };
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_visible) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                // A folder that may not be entered is named like a file that cannot be opened.
                let path = error.path().unwrap_or(folder).to_owned();
                inputs.push(Input { shown: path.to_string_lossy().into_owned(), from: From::Named(path) });
                continue;
            }
        };
        if !entry.path().is_file() {
            continue;
        }
        let extension = entry.path().extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        let known = EXTENSIONS.iter().find(|(known, _)| *known == extension);
        let from = match known {
            Some((_, readable)) => From::Met(entry.path().to_owned(), *readable),
            None if PICTURES.contains(&extension.as_str()) => From::Picture,
            None => continue,
        };
        inputs.push(Input { shown: entry.path().to_string_lossy().into_owned(), from });
    }
    if inputs.len() == before {
        inputs.push(Input { shown, from: From::Nothing });
    }
}

impl Input {
    /// Opens what it names.
    pub(super) fn open(&self, reader: &Reader) -> Opened {
        match &self.from {
            From::Named(path) => Opened::Source(reader.open(path)),
            From::Met(path, readable) => {
                let source = reader.open(path);
                match &source {
                    Ok(text) if is_own(text, *readable) => Opened::Skipped,
                    Ok(text) if *readable == Readable::IfStatutory && is_passed_over(text, reader) => Opened::Skipped,
                    _ => Opened::Source(source),
                }
            }
            From::Picture => Opened::Skipped,
            From::Stdin => Opened::Source(reader.open_stream(io::stdin().lock())),
            From::Nothing => Opened::Source(Err(ReadError::new(Problem::NothingToCheck))),
        }
    }

    /// The file it reads, if it is one.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.from {
            From::Named(path) | From::Met(path, _) => Some(path),
            From::Picture | From::Stdin | From::Nothing => None,
        }
    }
}

/// A result of gouji itself, as a text or as a page: it quotes the tables that it checked.
fn is_own(text: &Source, readable: Readable) -> bool {
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
