//! Zip archives, as departments send their reports: which files are in one, and the bytes of each.
//!
//! Not to be confused with a package, a zip that is itself one workbook or document. Nothing is ever written to disk, so a
//! name can do no harm by itself; but one that leads out of the archive was made to, and the file it names is refused.
//! What an archive may cost is bounded before any of it is expanded: how many files it lists, how far they say they
//! expand, and that no two of them are made of the same bytes.

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use encoding_rs::GB18030;
use memchr::memmem;
use tempfile::NamedTempFile;
use zip::ZipArchive;

use super::fence::fenced;
use super::limits;
use super::problem::{Problem, ReadError};
use super::source::unopenable;

/// How much is fetched at a time.
const FETCHED_BYTES: usize = 64 << 10;

/// The first bytes of an entry in the list of a zip.
const ENTRY: &[u8] = b"PK\x01\x02";

/// Parts that make a zip a workbook, a document or a page for reading, and no archive.
const OF_PACKAGES: [&str; 3] = ["[content_types].xml", "mimetype", "ofd.xml"];

/// A zip archive, which threads may share: every reading of a file opens it anew.
#[derive(Debug)]
pub struct Archive {
    zip: ZipArchive<Handle>,
    files: Vec<PackedFile>,
    /// Of one that lies in another: its bytes, for as long as it is read.
    _unpacked: Option<NamedTempFile>,
}

/// A file in an archive.
#[derive(Debug, Clone)]
pub struct PackedFile {
    /// Its path in the archive, with forward slashes, as well as the archive says it.
    pub name: String,
    index: usize,
    /// Why it is not read whatever it holds.
    pub refused: Option<ReadError>,
}

impl Archive {
    /// Opens a zip archive; `None` for what is no zip, or a package.
    ///
    /// # Errors
    /// [`Problem::TooManyFiles`], [`Problem::ArchiveTooLarge`], [`Problem::Damaged`], [`Problem::Unopenable`].
    pub fn open(path: &Path) -> Result<Option<Self>, ReadError> {
        fenced(|| Self::of(Handle::new(path), None))
    }

    /// Opens an archive that is packed in this one, from a temporary file: a run may have many of them under way.
    ///
    /// # Errors
    /// As [`Archive::open`], and what [`Archive::read`] is refused for.
    pub fn open_inner(&self, file: &PackedFile) -> Result<Option<Self>, ReadError> {
        let mut unpacked = NamedTempFile::new().map_err(|error| unopenable(&error))?;
        let length = self.read(file, |content| {
            io::copy(&mut content.take(limits::MAX_FILE_BYTES + 1), &mut unpacked).map_err(damaged)
        })?;
        if length > limits::MAX_FILE_BYTES {
            return Err(too_large(limits::MAX_FILE_BYTES));
        }
        fenced(|| Self::of(Handle::new(unpacked.path()), Some(unpacked)))
    }

    fn of(mut handle: Handle, unpacked: Option<NamedTempFile>) -> Result<Option<Self>, ReadError> {
        let length = handle.seek(SeekFrom::End(0)).map_err(|error| unopenable(&error))?;
        handle.rewind().map_err(|error| unopenable(&error))?;
        let mut magic = Vec::new();
        handle.by_ref().take(4).read_to_end(&mut magic).map_err(|error| unopenable(&error))?;
        if magic != b"PK\x03\x04" && magic != b"PK\x05\x06" {
            return Ok(None);
        }
        handle.rewind().map_err(|error| unopenable(&error))?;
        if count_entries(&mut handle).map_err(|error| unopenable(&error))? > limits::MAX_ARCHIVE_FILES {
            return Err(ReadError::new(Problem::TooManyFiles).with("limit", limits::MAX_ARCHIVE_FILES));
        }
        let mut zip = ZipArchive::new(handle).map_err(damaged)?;
        if OF_PACKAGES.iter().any(|part| zip.file_names().flatten().any(|name| name.eq_ignore_ascii_case(part))) {
            return Ok(None);
        }
        if zip.has_duplicate_names() {
            return Err(damaged("two files have the same name"));
        }
        if zip.has_overlapping_entries().map_err(damaged)? {
            return Err(damaged("two files are made of the same bytes"));
        }
        let mut files = Vec::new();
        let mut expanded: u64 = 0;
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(damaged)?;
            expanded = expanded.saturating_add(entry.size());
            if entry.is_dir() {
                continue;
            }
            let name = name(entry.name_raw());
            let refused = if entry.is_symlink() || !is_inside(&name) {
                Some(ReadError::new(Problem::UnsafePath).with("path", &name))
            } else if entry.encrypted() {
                Some(ReadError::new(Problem::Encrypted))
            } else {
                None
            };
            files.push(PackedFile { name, index, refused });
        }
        let limit = length.saturating_mul(limits::MAX_STREAM_RATIO).max(limits::MAX_PACKAGE_BYTES);
        if expanded > limit {
            return Err(too_large(limit));
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Some(Self { zip, files, _unpacked: unpacked }))
    }

    /// Its files, sorted by name, folders left out.
    #[must_use]
    pub fn files(&self) -> &[PackedFile] {
        &self.files
    }

    /// Hands the content of a file to `read` while it expands, which is no further than it says.
    ///
    /// # Errors
    /// Why the file is refused, and what `read` says.
    pub fn read<T>(
        &self,
        file: &PackedFile,
        read: impl FnOnce(&mut dyn Read) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        if let Some(refused) = &file.refused {
            return Err(refused.clone());
        }
        fenced(|| {
            let mut zip = self.zip.clone();
            let mut entry = zip.by_index(file.index).map_err(damaged)?;
            read(&mut entry)
        })
    }
}

/// The name of a file: UTF-8 if it is that, whatever the archive says; else what a Chinese Windows writes.
fn name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    };
    name.replace('\\', "/")
}

/// Whether a name stays inside its archive.
fn is_inside(name: &str) -> bool {
    let is_drive = |part: &str| part.len() == 2 && part.ends_with(':');
    !name.is_empty() && !name.starts_with('/') && !name.split('/').any(|part| part == ".." || is_drive(part))
}

/// How many entries the list of a zip can have, counted without making one: reading a list costs memory for each entry.
/// The stream is left at its start.
pub(in crate::reading) fn count_entries(reader: &mut (impl Read + Seek)) -> io::Result<usize> {
    let mut buffer = vec![0; FETCHED_BYTES];
    let (mut kept, mut count) = (0, 0);
    loop {
        let read = reader.read(&mut buffer[kept..])?;
        if read == 0 {
            reader.rewind()?;
            return Ok(count);
        }
        let filled = kept + read;
        count += memmem::find_iter(&buffer[..filled], ENTRY).count();
        // The beginning of an entry may be cut in two.
        kept = filled.min(ENTRY.len() - 1);
        buffer.copy_within(filled - kept..filled, 0);
    }
}

fn too_large(limit: u64) -> ReadError {
    ReadError::new(Problem::ArchiveTooLarge).with("limit", limit)
}

fn damaged(reason: impl fmt::Display) -> ReadError {
    ReadError::new(Problem::Damaged).with("reason", reason)
}

/// The bytes of an archive. A clone is at the start, and opens the file when it is first asked for something.
#[derive(Debug)]
struct Handle {
    path: Arc<Path>,
    file: Option<BufReader<File>>,
}

impl Handle {
    fn new(path: &Path) -> Self {
        Self { path: path.into(), file: None }
    }

    fn opened(&mut self) -> io::Result<&mut BufReader<File>> {
        match &mut self.file {
            Some(file) => Ok(file),
            none => Ok(none.insert(BufReader::with_capacity(FETCHED_BYTES, File::open(&self.path)?))),
        }
    }
}

impl Clone for Handle {
    fn clone(&self) -> Self {
        Self { path: Arc::clone(&self.path), file: None }
    }
}

impl Read for Handle {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.opened()?.read(buffer)
    }
}

impl Seek for Handle {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.opened()?.seek(to)
    }
}
