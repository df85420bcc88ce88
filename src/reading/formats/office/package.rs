//! A zip package: which parts it has, and how far they may expand.
//!
//! One megabyte of zip expands to a gigabyte of spaces, in one part or in a thousand, so the sum is bounded too, and
//! both by what the package declares and by what really comes out. A part is expanded when it is asked for and not
//! before: pictures and macros stay packed.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::UTF_8;
use zip::ZipArchive;

use super::{REASON_CHARS, damaged};
use crate::reading::bytes::archive::count_entries;
use crate::reading::bytes::encoding::Decoded;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::bytes::source::{Seekable, Source, unopenable};

/// How much is fetched at a time.
const FETCHED_BYTES: usize = 64 << 10;

/// A part no larger is expanded at once. A printed form has some thirty kilobytes of XML, a generous one some hundred.
const SMALL_BYTES: u64 = 512 << 10;

/// A zip package whose parts are found by name in any case, as Windows programs write them.
pub(super) struct Package<'a> {
    archive: ZipArchive<Box<dyn Seekable + 'a>>,
    parts: HashMap<String, usize>,
    expanded: u64,
    /// The part that the package is about, once it was looked for.
    pub(super) main: Option<String>,
}

impl<'a> Package<'a> {
    /// Opens a package and lists its parts.
    ///
    /// Two parts of one name are refused: programs differ on which of them counts, so one could be shown to a person
    /// and the other be checked.
    pub(super) fn open(source: &'a Source<'_>) -> Result<Self, ReadError> {
        let too_many = || ReadError::new(Problem::PackageTooLarge).with("limit", limits::MAX_PACKAGE_PARTS);
        // Before the list is read, because reading it costs memory for each entry.
        let mut reader = source.reader()?;
        if count_entries(&mut reader).map_err(|error| unopenable(&error))? > limits::MAX_PACKAGE_PARTS {
            return Err(too_many().with("part", "zip"));
        }
        let archive = ZipArchive::new(reader).map_err(damaged)?;
        if archive.has_duplicate_names() {
            return Err(damaged("two parts have the same name"));
        }
        let mut parts = HashMap::new();
        for index in 0..archive.len() {
            let Some(Ok(name)) = archive.name_for_index(index) else {
                return Err(damaged("a part has no readable name"));
            };
            if parts.insert(key(&name), index).is_some() {
                return Err(damaged(format!("two parts are named {name}")));
            }
        }
        Ok(Self { archive, parts, expanded: 0, main: None })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&key(name))
    }

    /// Refuses an ODF file with a password.
    pub(super) fn refuse_locked_odf(&mut self) -> Result<(), ReadError> {
        let manifest = self.part("META-INF/manifest.xml")?.unwrap_or_default();
        let is_locked = manifest.windows(b"encryption-data".len()).any(|window| window == b"encryption-data");
        if is_locked { Err(ReadError::new(Problem::Encrypted)) } else { Ok(()) }
    }

    /// Whether it declares to be an ODF file of this type.
    pub(super) fn declares(&mut self, kind: &[u8]) -> Result<bool, ReadError> {
        if !self.has("content.xml") {
            return Ok(false);
        }
        if let Some(declared) = self.part("mimetype")? {
            return Ok(declared.trim_ascii().starts_with(kind));
        }
        let manifest = self.part("META-INF/manifest.xml")?.unwrap_or_default();
        Ok(manifest.windows(kind.len()).any(|window| window == kind))
    }

    /// The content of a part, if there is one of this name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(&index) = self.parts.get(&key(name)) else {
            return Ok(None);
        };
        let entry = self.archive.by_index(index).map_err(locked)?;
        let left = limits::MAX_PACKAGE_BYTES - self.expanded;
        let limit = limits::MAX_PART_BYTES.min(left);
        let too_large =
            || too_large(name, if limit == left { limits::MAX_PACKAGE_BYTES } else { limits::MAX_PART_BYTES });
        if entry.size() > limit {
            return Err(too_large());
        }
        let room = entry.size().min(FETCHED_BYTES as u64) + 1;
        let mut content = Vec::with_capacity(usize::try_from(room).unwrap_or(FETCHED_BYTES));
        let size = entry.take(limit + 1).read_to_end(&mut content).map_err(damaged)?;
        self.expanded += u64::try_from(size).unwrap_or(u64::MAX).min(limit);
        if content.len() as u64 > limit {
            return Err(too_large());
        }
        Ok(Some(content))
    }

    /// Whether a part, which has to be there, says that it is no larger than a form.
    pub(super) fn is_small(&mut self, name: &str) -> Result<bool, ReadError> {
        let index = self.parts.get(&key(name)).copied();
        let entry = index.map(|index| self.archive.by_index_raw(index).map_err(damaged)).transpose()?;
        Ok(entry.is_some_and(|entry| entry.size() <= SMALL_BYTES))
    }

    /// Hands the content of a part, which has to be there, to `read` while it expands. A part that only begins as it
    /// should is not expanded to its end; one that is asked for to its end may grow no larger than `limit` and, with the
    /// other parts, than a package may.
    pub(super) fn stream<T>(
        &mut self,
        name: &str,
        size: PartSize,
        read: impl FnOnce(&mut dyn BufRead) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let left = limits::MAX_PACKAGE_BYTES - self.expanded;
        let Some(&index) = self.parts.get(&key(name)) else {
            return Err(damaged(format!("the part {name} is missing")));
        };
        let entry = self.archive.by_index(index).map_err(locked)?;
        let limit = match size {
            PartSize::Whole => limits::MAX_PART_BYTES.min(left),
            PartSize::Streamed => {
                let packed = entry.compressed_size().saturating_mul(limits::MAX_STREAM_RATIO);
                packed.clamp(limits::MAX_PART_BYTES, limits::MAX_STREAMED_PART_BYTES)
            }
        };
        let refusal = too_large(name, if limit == left { limits::MAX_PACKAGE_BYTES } else { limit });
        let mut bounded = Bounded { source: entry, left: limit, refusal };
        let mut content = BufReader::with_capacity(FETCHED_BYTES, &mut bounded);
        let is_wide = matches!(content.fill_buf().map_err(damaged)?, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
        let result = if is_wide { read(&mut BufReader::new(Decoded::new(content, UTF_8))) } else { read(&mut content) };
        if size == PartSize::Whole {
            self.expanded += limit - bounded.left;
        }
        result.map_err(|error| match error.problem {
            Problem::UnknownEncoding => damaged("the XML is not in the encoding it says"),
            _ => error,
        })
    }

    /// The content of a part that has to be there.
    pub(super) fn required(&mut self, name: &str) -> Result<Vec<u8>, ReadError> {
        self.part(name)?.ok_or_else(|| damaged(format!("the part {name} is missing")))
    }
}

/// How far a part may expand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartSize {
    /// As far as one that is kept.
    Whole,
    /// As far as one that is walked and not kept, in proportion to what it takes up in the package.
    Streamed,
}

/// A part as it expands, up to its limit.
struct Bounded<R> {
    source: R,
    left: u64,
    refusal: ReadError,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && self.source.read(&mut [0])? > 0 {
            return Err(io::Error::other(self.refusal.clone()));
        }
        let length = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = self.source.read(&mut buffer[..length])?;
        self.left -= read as u64;
        Ok(read)
    }
}

fn too_large(part: &str, limit: u64) -> ReadError {
    let part: String = part.chars().take(REASON_CHARS).collect();
    ReadError::new(Problem::PackageTooLarge).with("part", part).with("limit", limit)
}

fn locked(error: zip::result::ZipError) -> ReadError {
    match error {
        zip::result::ZipError::UnsupportedArchive(reason) if reason.contains("assword") => {
            ReadError::new(Problem::Encrypted)
        }
        other => damaged(other),
    }
}

/// Part names have no case and one kind of slash; a few programs write others.
fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}
