//! A zip package: which parts it has, and how far they may expand.
//!
//! One megabyte of zip expands to a gigabyte of spaces, in one part or in a thousand, so the sum is bounded too, and
//! both by what the package declares and by what really comes out. A part is expanded when it is asked for and not
//! before: pictures and macros stay packed.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::super::limits;
use super::super::problem::{Problem, ReadError};
use super::{REASON_CHARS, damaged};

/// The first bytes of an entry in the list of parts.
const ENTRY: &[u8] = b"PK\x01\x02";

/// A zip package whose parts are found by name in any case, as Windows programs write them.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    parts: HashMap<String, usize>,
    expanded: u64,
}

impl<'a> Package<'a> {
    /// Opens a package and lists its parts.
    ///
    /// Two parts of one name are refused: programs differ on which of them counts, so one could be shown to a person
    /// and the other be checked.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let too_many = || ReadError::new(Problem::PackageTooLarge).with("limit", limits::MAX_PACKAGE_PARTS);
        // Before the list is read, because reading it costs memory for each entry.
        if bytes.windows(ENTRY.len()).filter(|window| *window == ENTRY).count() > limits::MAX_PACKAGE_PARTS {
            return Err(too_many().with("part", "zip"));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
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
        Ok(Self { archive, parts, expanded: 0 })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&key(name))
    }

    /// The content of a part, if there is one of this name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(&index) = self.parts.get(&key(name)) else {
            return Ok(None);
        };
        let entry = self.archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(reason) if reason.contains("assword") => {
                ReadError::new(Problem::Encrypted)
            }
            other => damaged(other),
        })?;
        let left = limits::MAX_PACKAGE_BYTES - self.expanded;
        let limit = limits::MAX_PART_BYTES.min(left);
        let too_large = || {
            let whole = if limit == left { limits::MAX_PACKAGE_BYTES } else { limits::MAX_PART_BYTES };
            let part: String = name.chars().take(REASON_CHARS).collect();
            ReadError::new(Problem::PackageTooLarge).with("part", part).with("limit", whole)
        };
        if entry.size() > limit {
            return Err(too_large());
        }
        let mut content = Vec::new();
        let size = entry.take(limit + 1).read_to_end(&mut content).map_err(damaged)?;
        self.expanded += u64::try_from(size).unwrap_or(u64::MAX).min(limit);
        if content.len() as u64 > limit {
            return Err(too_large());
        }
        Ok(Some(content))
    }

    /// The content of a part that has to be there.
    pub(super) fn required(&mut self, name: &str) -> Result<Vec<u8>, ReadError> {
        self.part(name)?.ok_or_else(|| damaged(format!("the part {name} is missing")))
    }
}

/// Part names have no case and one kind of slash; a few programs write others.
fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}
