//! All that a run reads: the files to check, those they are compared with, and the lists and records that belong to the
//! run. No result may take the place of any of them.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::inputs::Input;
use crate::diagnosis::Answers;

/// What a run reads, by the option that named it.
#[derive(Debug, Default)]
pub(super) struct Reads<'r> {
    /// What is checked, converted or compared with; the option is empty where a path needs none.
    pub(super) inputs: Vec<(&'static str, &'r mut [Input])>,
    /// Single files.
    pub(super) files: Vec<(&'static str, PathBuf)>,
    /// What agencies have explained, as far as the run is told.
    pub(super) told: Option<&'r Answers>,
    /// Standard input goes on to name more, and whoever names it waits for the answers.
    pub(super) goes_on: bool,
}

impl Reads<'_> {
    /// A file.
    pub(super) fn file(&mut self, option: &'static str, path: Option<&Path>) {
        self.files.extend(path.map(|path| (option, path.to_owned())));
    }

    /// The records of forms: whatever lies in their folders.
    pub(super) fn forms(&mut self, folders: &[PathBuf]) {
        for folder in folders {
            let found = WalkBuilder::new(folder).standard_filters(false).build().filter_map(Result::ok);
            self.files.extend(found.map(|entry| ("--forms", entry.into_path())).filter(|(_, path)| path.is_file()));
        }
    }
}
