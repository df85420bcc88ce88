//! A file in a zip archive as an input: `a.zip!/b.xlsx`, and of an archive in the archive `a.zip!/c.zip!/b.xlsx`.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::reading::{Archive, PackedFile, Problem, ReadError, Reader, Source};

/// How deep archives are opened: one that lies in a folder, and those in it.
const MAX_DEPTH: usize = 2;

/// An archive that is walked.
#[derive(Debug)]
pub(super) struct Level {
    pub(super) archive: Archive,
    /// How it is shown: the path of its file, and where it lies in it.
    pub(super) shown: String,
    /// The folder that it is to a pattern.
    pub(super) folder: PathBuf,
    depth: usize,
}

impl Level {
    /// An archive that is a file.
    pub(super) fn outer(path: &Path, archive: Archive) -> Arc<Self> {
        Arc::new(Self { archive, shown: path.to_string_lossy().into_owned(), folder: path.to_owned(), depth: 1 })
    }

    /// A path in it as it is shown.
    pub(super) fn shown(&self, name: &str) -> String {
        format!("{}!/{name}", self.shown)
    }

    /// An archive that lies in it; `None` for what is no archive, whatever its name.
    ///
    /// # Errors
    /// What is not opened: as [`Archive::open`], and one that lies too deep.
    pub(super) fn inner(&self, file: &PackedFile) -> Result<Option<Arc<Self>>, ReadError> {
        if self.depth == MAX_DEPTH {
            return Err(ReadError::new(Problem::NestedTooDeep));
        }
        Ok(self.archive.open_inner(file)?.map(|archive| {
            let (shown, folder) = (self.shown(&file.name), self.folder.join(&file.name));
            Arc::new(Self { archive, shown, folder, depth: self.depth + 1 })
        }))
    }
}

/// A file in an archive.
#[derive(Debug, Clone)]
pub(super) struct Packed {
    level: Arc<Level>,
    /// Its position among the files of the archive.
    at: usize,
}

impl Packed {
    /// The file at a position of an archive.
    pub(super) fn new(level: &Arc<Level>, at: usize) -> Self {
        Self { level: Arc::clone(level), at }
    }

    fn file(&self) -> &PackedFile {
        &self.level.archive.files()[self.at]
    }

    /// Its name in the file that was opened: of an archive in the archive with the name of that.
    pub(super) fn name(&self) -> String {
        let shown = self.shown();
        shown.split_once("!/").map_or(shown.clone(), |(_, name)| name.to_owned())
    }

    /// As it is shown.
    pub(super) fn shown(&self) -> String {
        self.level.shown(&self.file().name)
    }

    /// Its bytes. What is a data set may be larger than what is kept in memory.
    pub(super) fn open(&self, reader: &Reader) -> Result<Source<'static>, ReadError> {
        self.level.archive.read(self.file(), |content: &mut dyn Read| reader.open_stream(content))
    }
}
