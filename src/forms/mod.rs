//! Which forms exist. An edition is a folder of records; the folders beside this file are built in, `--forms DIR` adds
//! more, and neither needs a line of code.
//!
//! A folder holds `edition.toml` (name, document, years, the order of the tables) and one file per table. The trees of
//! its axes say which line is the total of which and the whole of which parts, and from that alone the `rules` room
//! derives the balance relations; a `[[block.balance]]` is written only for what the trees cannot say.
//!
//! A folder whose `edition.toml` says `extends = "2021"` adds lines, blocks and tables to that edition and takes its place for
//! the run. Whatever is wrong with a folder is a [`Fault`] that says where it stands and what to do.

#[cfg(any(doc, doctest))]
#[doc = include_str!("adding_an_edition.md")]
pub mod adding_an_edition {}

mod additions;
mod comparisons;
mod extend;
mod fault;
mod raw;
mod validate;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use thiserror::Error;

use crate::model::{FormEdition, Lang};
use additions::RawExtension;
use extend::Extended;
use fault::Law;
pub use fault::{Fault, RecordFile};
use raw::{RawEdition, RawTable};

/// `(path below src/forms, text)` of every embedded record, sorted by path.
static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/forms.rs"));

/// A record file is a few kilobytes; more than this is not one.
const MAX_RECORD_BYTES: u64 = 1 << 20;

/// Why a form could not be loaded.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FormError {
    /// A file or folder could not be read.
    #[error("{path}: {error}")]
    Io {
        /// The path as given.
        path: String,
        /// What the system said.
        error: io::Error,
    },
    /// A record is not TOML, has keys that no form has or lacks some, or breaks a law that every form keeps.
    #[error("{0}")]
    Fault(Box<Fault>),
    /// There is no edition in the folder.
    #[error("{0}: no edition.toml in this folder or in one below it")]
    NoEdition(String),
    /// Two editions have the same name.
    #[error("two editions are called `{0}`")]
    Duplicate(String),
}

impl FormError {
    /// What is wrong, where, and what to do.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        let (at, kind, facts) = match self {
            Self::Fault(fault) => return fault.words(lang),
            Self::Io { path, error } => (Some(path), "unreadable", ("error", error.to_string())),
            Self::NoEdition(path) => (Some(path), "no-edition", ("path", path.clone())),
            Self::Duplicate(id) => (None, "edition-twice", ("id", id.clone())),
        };
        let (message, help) = fault::said(kind, lang, |name| (name == facts.0).then(|| facts.1.clone()));
        let at = at.map(|path| format!("{path}{}", fault::colon(lang))).unwrap_or_default();
        format!("{at}{message}\n  {help}")
    }
}

impl From<Fault> for FormError {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

/// All editions a run knows, the newest first.
///
/// # Example
/// ```
/// let forms = gouji::forms::Forms::embedded()?;
/// let form = forms.for_year(2024).expect("a form for that year");
/// assert_eq!(&*form.id, "2021");
/// assert!(forms.get("2019").is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Forms {
    editions: Vec<FormEdition>,
    /// What the editions were made of, for those that extend one.
    records: Vec<Extended>,
    /// The folders that were added, and what was read there.
    folders: Vec<PathBuf>,
    files: Vec<RecordFile>,
    /// The editions that are from there.
    own: Vec<Arc<str>>,
}

impl Forms {
    /// The editions that gouji ships.
    ///
    /// # Errors
    /// When an embedded record breaks a law; the tests load them all, so a released program never does.
    pub fn embedded() -> Result<Self, FormError> {
        let mut forms =
            Self { editions: Vec::new(), records: Vec::new(), folders: Vec::new(), files: Vec::new(), own: Vec::new() };
        for folder in EMBEDDED.iter().filter_map(|(path, _)| path.strip_suffix("/edition.toml")) {
            let read = |file: &str| {
                let path = format!("{folder}/{file}");
                let found = EMBEDDED.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_owned());
                found.ok_or_else(|| FormError::Io { path: path.clone(), error: io::ErrorKind::NotFound.into() })
            };
            forms.load(folder, read)?;
        }
        // Nobody asks where in these something stands.
        forms.files.clear();
        forms.own.clear();
        forms.sorted()
    }

    /// Adds the editions in `folder`: the folder itself, or each folder below it that holds an `edition.toml`. One that
    /// extends an edition takes the place of that.
    ///
    /// # Errors
    /// When a record cannot be read, breaks a law, or has the name of an edition already known.
    pub fn with_folder(mut self, folder: &Path) -> Result<Self, FormError> {
        let name = folder.to_string_lossy().into_owned();
        let io = |error| FormError::Io { path: name.clone(), error };
        let mut folders = Vec::new();
        if folder.join("edition.toml").is_file() {
            folders.push(folder.to_owned());
        } else {
            for entry in fs::read_dir(folder).map_err(io)? {
                let path = entry.map_err(io)?.path();
                if path.join("edition.toml").is_file() {
                    folders.push(path);
                }
            }
            folders.sort();
        }
        if folders.is_empty() {
            return Err(FormError::NoEdition(name));
        }
        for folder in folders {
            self.load(&folder.to_string_lossy(), |file| read_record(&folder.join(file)))?;
            self.folders.push(folder);
        }
        self.sorted()
    }

    fn sorted(mut self) -> Result<Self, FormError> {
        self.editions.sort_by(|a, b| b.years.from.cmp(&a.years.from).then_with(|| a.id.cmp(&b.id)));
        for (at, edition) in self.editions.iter().enumerate() {
            if self.editions[..at].iter().any(|other| other.id == edition.id) {
                return Err(FormError::Duplicate(edition.id.to_string()));
            }
        }
        Ok(self)
    }

    /// The editions that are from folders, extended ones among them.
    pub fn own(&self) -> impl Iterator<Item = &FormEdition> {
        self.editions.iter().filter(|edition| self.own.contains(&edition.id))
    }

    /// The folders that were added, in the order in which they were.
    #[must_use]
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The records that were read there.
    #[must_use]
    pub fn files(&self) -> &[RecordFile] {
        &self.files
    }

    /// The editions, the newest first.
    #[must_use]
    pub fn editions(&self) -> &[FormEdition] {
        &self.editions
    }

    /// The edition called `id`.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&FormEdition> {
        self.editions.iter().find(|edition| *edition.id == *id)
    }

    /// The edition for reports of `year`: the newest that is for it.
    #[must_use]
    pub fn for_year(&self, year: u16) -> Option<&FormEdition> {
        self.editions.iter().find(|edition| edition.years.contains(year))
    }

    fn load(&mut self, source: &str, read: impl Fn(&str) -> Result<String, FormError>) -> Result<(), FormError> {
        let file = self.read(source, "edition.toml", &read)?;
        let is_extension = self.files[file].parse::<toml::Table>().is_ok_and(|record| record.contains_key("extends"));
        let records = if is_extension { self.extended(source, file, &read)? } else { self.whole(source, file, &read)? };
        let edition = validate::edition(records.edition.clone(), records.tables.clone(), file);
        let edition = edition.map_err(|law| law.in_files(&self.files))?;
        if edition.extension.is_some() {
            self.editions.retain(|known| known.id != edition.id);
            self.records.retain(|known| known.edition.id != records.edition.id);
        }
        self.own.push(edition.id.clone());
        self.editions.push(edition);
        self.records.push(records);
        Ok(())
    }

    /// An edition by itself.
    fn whole(
        &mut self,
        source: &str,
        file: usize,
        read: &impl Fn(&str) -> Result<String, FormError>,
    ) -> Result<Extended, FormError> {
        let mut edition: RawEdition = self.files[file].parse()?;
        edition.comparisons.in_file(file);
        let tables = edition.tables.iter().map(|id| self.table(source, (id, file), read)).collect::<Result<_, _>>()?;
        Ok(Extended { edition, tables })
    }

    /// An edition with what an extension adds to it.
    fn extended(
        &mut self,
        source: &str,
        file: usize,
        read: &impl Fn(&str) -> Result<String, FormError>,
    ) -> Result<Extended, FormError> {
        let extension: RawExtension = self.files[file].parse()?;
        let extension = extension.in_file(file);
        let wanted = &extension.extends;
        let law = |kind| Law::near(kind, file, wanted).with("id", wanted);
        let known = self.records.iter().map(|known| known.edition.id.as_str());
        let base = match self.records.iter().find(|known| known.edition.id == *wanted) {
            None => Err(law("base-unknown").among(wanted, known)),
            Some(base) if base.edition.extension.is_some() => Err(law("extension-twice")),
            Some(_) if extend::has_backlog(&extension.comparisons) => Err(law("backlog-of-the-form")),
            Some(base) => Ok(base.clone()),
        };
        let base = base.map_err(|law| law.in_files(&self.files))?;
        let own: Result<Vec<RawTable>, FormError> =
            extension.add.tables.iter().map(|table| self.table(source, (&table.id, file), read)).collect();
        let extended = base.with(extension, own?, file);
        Ok(extended.map_err(|law| law.in_files(&self.files))?)
    }

    /// A table's record: a file beside the edition, never a path to somewhere else.
    fn table(
        &mut self,
        source: &str,
        (id, named_in): (&str, usize),
        read: &impl Fn(&str) -> Result<String, FormError>,
    ) -> Result<RawTable, FormError> {
        let refuse = |kind| Law::near(kind, named_in, id).with("id", id);
        if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
            return Err(refuse("table-name").in_files(&self.files).into());
        }
        let file = match self.read(source, &format!("{id}.toml"), read) {
            Err(FormError::Io { error, .. }) if error.kind() == io::ErrorKind::NotFound => {
                return Err(refuse("table-file-missing").in_files(&self.files).into());
            }
            read => read?,
        };
        let table: RawTable = self.files[file].parse()?;
        Ok(table.in_file(file))
    }

    fn read(
        &mut self,
        source: &str,
        file: &str,
        read: &impl Fn(&str) -> Result<String, FormError>,
    ) -> Result<usize, FormError> {
        let text = read(file)?;
        self.files.push(RecordFile { name: format!("{source}/{file}"), text });
        Ok(self.files.len() - 1)
    }
}

/// The text of a record.
///
/// # Errors
/// When it cannot be read, is no file, or is larger than any record.
pub fn read_record(path: &Path) -> Result<String, FormError> {
    let error = |error| FormError::Io { path: path.to_string_lossy().into_owned(), error };
    let metadata = fs::metadata(path).map_err(error)?;
    // A pipe that nobody writes to would wait for ever.
    if !metadata.is_file() {
        return Err(error(io::Error::new(io::ErrorKind::InvalidInput, "not a file")));
    }
    if metadata.len() > MAX_RECORD_BYTES {
        return Err(error(io::Error::new(io::ErrorKind::FileTooLarge, "larger than any form record (1 MiB)")));
    }
    fs::read_to_string(path).map_err(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editions_have_the_cells_the_law_prints() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        for (id, cells) in [("2021", 10 + 25 * 7 + 15), ("2019", 22 + 23 * 7 + 15), ("2014", 58)] {
            assert_eq!(forms.get(id).expect(id).printed_cells(), cells, "{id}");
        }
    }

    #[test]
    fn a_year_has_one_edition() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        for (year, id) in [
            (2013, None),
            (2014, Some("2014")),
            (2018, Some("2014")),
            (2019, Some("2019")),
            (2020, Some("2019")),
            (2021, Some("2021")),
            (2025, Some("2021")),
        ] {
            assert_eq!(forms.for_year(year).map(|edition| &*edition.id), id);
        }
    }

    #[test]
    fn every_line_speaks_english_too() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        for edition in forms.editions() {
            for block in edition.tables.iter().flat_map(|table| &table.blocks) {
                for line in block.rows.lines.iter().chain(&block.columns.lines) {
                    assert!(!line.english.is_empty(), "{} {}", edition.id, line.id);
                }
            }
        }
    }
}
