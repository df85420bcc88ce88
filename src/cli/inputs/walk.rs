//! A folder, or an archive, walked: every file in it is an input or is passed over with the reason.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{DirEntry, WalkBuilder};

use super::packed::{Level, Packed};
use super::{Failure, From, How, Input, is_of_system, treatment};
use crate::diagnosis::Because;
use crate::reading::{Archive, Problem, Readable};

/// A walk from one folder or archive.
pub(super) struct Walk<'h> {
    root: &'h Path,
    gitignore: bool,
    excluded: Gitignore,
}

impl<'h> Walk<'h> {
    /// A walk from `root`.
    ///
    /// # Errors
    /// A pattern that is none.
    pub(super) fn new(root: &'h Path, how: &How) -> Result<Self, Failure> {
        let mut patterns = GitignoreBuilder::new(root);
        for pattern in &how.exclude {
            patterns.add_line(None, pattern).map_err(|_| Failure::Pattern(pattern.clone()))?;
        }
        let excluded = patterns.build().map_err(|_| Failure::Pattern(how.exclude.join(" ")))?;
        Ok(Self { root, gitignore: how.gitignore, excluded })
    }

    fn is_excluded(&self, path: &Path, is_folder: bool) -> bool {
        self.excluded.matched(path, is_folder).is_ignore()
    }

    /// The files below the root, sorted by path.
    pub(super) fn folder(&self, inputs: &mut Vec<Input>) {
        let before = inputs.len();
        // Links to folders are not followed, so a loop of them cannot trap the walk and no file is met twice.
        let is_visible = |entry: &DirEntry| entry.depth() == 0 || !is_of_system(&entry.file_name().to_string_lossy());
        let mut walk = WalkBuilder::new(self.root);
        walk.standard_filters(false).git_ignore(self.gitignore).parents(self.gitignore).require_git(false);
        walk.follow_links(false).sort_by_file_name(Ord::cmp).filter_entry(is_visible);
        let mut left_out: Option<PathBuf> = None;
        for entry in walk.build() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    // A folder that may not be entered is named like a file that cannot be opened.
                    let path = path_of(&error).unwrap_or(self.root);
                    if !left_out.as_ref().is_some_and(|folder| path.starts_with(folder)) {
                        inputs.push(Input::new(path, From::Named));
                    }
                    continue;
                }
            };
            let (path, is_link) = (entry.path(), entry.path_is_symlink());
            if entry.depth() == 0 || left_out.as_ref().is_some_and(|folder| path.starts_with(folder)) {
                continue;
            }
            let is_folder = path.is_dir();
            // A folder that is left out is said once, not file by file.
            if self.is_excluded(path, is_folder) {
                inputs.push(Input::new(path, From::Passed(Because::Excluded)));
                left_out = is_folder.then(|| path.to_owned());
                continue;
            }
            if is_link && is_folder {
                inputs.push(Input::new(path, From::Passed(Because::Link)));
                continue;
            }
            // A link to nothing is a file that is not there.
            let is_gone = is_link && !path.exists();
            if path.is_file() || is_gone {
                self.file(path, inputs);
            }
        }
        if inputs.len() == before {
            inputs.push(Input::new(self.root, From::Nothing));
        }
    }

    fn file(&self, path: &Path, inputs: &mut Vec<Input>) {
        match treatment(path) {
            Ok(Readable::Packed) => self.archive(path, From::Met(Readable::Packed), inputs),
            Ok(readable) => inputs.push(Input::new(path, From::Met(readable))),
            Err(because) => inputs.push(Input::new(path, From::Passed(because))),
        }
    }

    /// The files in an archive; what is no archive, whatever its name, is an input `otherwise`.
    pub(super) fn archive(&self, path: &Path, otherwise: From, inputs: &mut Vec<Input>) {
        match Archive::open(path) {
            Ok(Some(archive)) => self.packed(path, &Level::outer(path, archive), inputs),
            Ok(None) => inputs.push(Input::new(path, otherwise)),
            // What hinders it to be opened is said as of any other file.
            Err(error) if error.problem == Problem::Unopenable => inputs.push(Input::new(path, otherwise)),
            Err(error) => inputs.push(Input::new(path, From::Refused(Box::new(error)))),
        }
    }

    fn packed(&self, path: &Path, level: &Arc<Level>, inputs: &mut Vec<Input>) {
        let before = inputs.len();
        let mut left_out: Option<String> = None;
        for (at, file) in level.archive.files().iter().enumerate() {
            let mut put = |name: &str, from| inputs.push(Input::new(Path::new(&level.shown(name)), from));
            // Whatever it is called, it was made to do harm.
            if let Some(refused) = file.refused.as_ref().filter(|error| error.problem == Problem::UnsafePath) {
                put(&file.name, From::Refused(Box::new(refused.clone())));
                continue;
            }
            let is_left_out = left_out.as_ref().is_some_and(|folder| file.name.starts_with(folder));
            if is_left_out || file.name.split('/').any(is_of_system) {
                continue;
            }
            if let Some(excluded) = self.excluded_in(level, &file.name) {
                put(&excluded, From::Passed(Because::Excluded));
                left_out = Some(excluded).filter(|name| name.ends_with('/'));
                continue;
            }
            let packed = |readable| From::Packed(Packed::new(level, at), readable);
            match treatment(Path::new(&file.name)) {
                Err(because) => put(&file.name, From::Passed(because)),
                Ok(Readable::Packed) => match level.inner(file) {
                    Ok(Some(inner)) => self.packed(path, &inner, inputs),
                    Ok(None) => inputs.push(Input::new(path, packed(Readable::Packed))),
                    Err(error) => put(&file.name, From::Refused(Box::new(error))),
                },
                Ok(readable) => inputs.push(Input::new(path, packed(readable))),
            }
        }
        if inputs.len() == before {
            inputs.push(Input::new(Path::new(&level.shown), From::Nothing));
        }
    }

    /// The file of an archive, or the folder above it there (with a slash behind it), that a pattern names. To a pattern
    /// an archive is a folder.
    fn excluded_in(&self, level: &Level, name: &str) -> Option<String> {
        let folders = name.match_indices('/').map(|(at, _)| (&name[..at], true));
        let mut all = folders.chain([(name, false)]);
        let (named, is_folder) =
            all.find(|(part, is_folder)| self.is_excluded(&level.folder.join(part), *is_folder))?;
        Some(if is_folder { format!("{named}/") } else { named.to_owned() })
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
