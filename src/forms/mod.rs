//! Which forms exist. An edition is a folder of records; the folders beside this file are built in, `--forms DIR` adds
//! more, and neither needs a line of code.
//!
//! A folder holds `edition.toml` (name, document, years, the order of the tables) and one file per table. The trees of
//! its axes say which line is the total of which and the whole of which parts, and from that alone the `rules` room
//! derives the balance relations; a `[[block.balance]]` is written only for what the trees cannot say.

mod comparisons;
mod raw;
mod validate;

use std::path::Path;
use std::{fs, io};

use thiserror::Error;

use crate::model::FormEdition;

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
    /// A record is not TOML, or has keys that no form has.
    #[error("{path}: {error}")]
    Syntax {
        /// The file.
        path: String,
        /// What is wrong and where.
        error: Box<toml::de::Error>,
    },
    /// A record breaks a law that every form keeps.
    #[error("{source_name}: {what}")]
    Law {
        /// The edition's folder.
        source_name: String,
        /// The law, in words.
        what: String,
    },
    /// There is no edition in the folder.
    #[error("{0}: no edition.toml in this folder or in one below it")]
    NoEdition(String),
    /// Two editions have the same name.
    #[error("two editions are called `{0}`")]
    Duplicate(String),
}

/// All editions a run knows, the newest first.
#[derive(Debug, Clone)]
pub struct Forms {
    editions: Vec<FormEdition>,
}

impl Forms {
    /// The editions that gouji ships.
    ///
    /// # Errors
    /// When an embedded record breaks a law; the tests load them all, so a released program never does.
    pub fn embedded() -> Result<Self, FormError> {
        let names = EMBEDDED.iter().filter_map(|(path, _)| path.strip_suffix("/edition.toml"));
        let editions = names.map(|folder| {
            load(folder, |file| {
                let path = format!("{folder}/{file}");
                EMBEDDED
                    .iter()
                    .find(|(name, _)| *name == path)
                    .map(|(_, text)| (*text).to_owned())
                    .ok_or_else(|| FormError::Io { path: path.clone(), error: io::ErrorKind::NotFound.into() })
            })
        });
        Self::from_editions(editions.collect::<Result<_, _>>()?)
    }

    /// Adds the editions in `folder`: the folder itself, or each folder below it that holds an `edition.toml`.
    ///
    /// # Errors
    /// When a record cannot be read, breaks a law, or has the name of an edition already known.
    pub fn with_folder(self, folder: &Path) -> Result<Self, FormError> {
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
        let mut editions = self.editions;
        for folder in folders {
            editions.push(load(&folder.to_string_lossy(), |file| read_record(&folder.join(file)))?);
        }
        Self::from_editions(editions)
    }

    fn from_editions(mut editions: Vec<FormEdition>) -> Result<Self, FormError> {
        editions.sort_by(|a, b| b.years.from.cmp(&a.years.from).then_with(|| a.id.cmp(&b.id)));
        for (at, edition) in editions.iter().enumerate() {
            if editions[..at].iter().any(|other| other.id == edition.id) {
                return Err(FormError::Duplicate(edition.id.to_string()));
            }
        }
        Ok(Self { editions })
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
}

fn load(source: &str, read: impl Fn(&str) -> Result<String, FormError>) -> Result<FormEdition, FormError> {
    fn parse<T: serde::de::DeserializeOwned>(source: &str, file: &str, text: &str) -> Result<T, FormError> {
        toml::from_str(text)
            .map_err(|error| FormError::Syntax { path: format!("{source}/{file}"), error: Box::new(error) })
    }
    let edition: raw::RawEdition = parse(source, "edition.toml", &read("edition.toml")?)?;
    let tables = edition.tables.iter().map(|table| {
        // A table's name is a file beside the edition, never a path to somewhere else.
        if table.is_empty() || !table.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
            let what = format!("`{table}` is not a table's name (letters, digits, - and _)");
            return Err(FormError::Law { source_name: source.to_owned(), what });
        }
        let file = format!("{table}.toml");
        parse(source, &file, &read(&file)?)
    });
    let tables = tables.collect::<Result<_, _>>()?;
    validate::edition(edition, tables, source)
}

fn read_record(path: &Path) -> Result<String, FormError> {
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
