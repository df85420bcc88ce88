//! Why a file could not be assessed. The wording for officers, in both languages and with what to do, is a record in
//! `problems.toml`, keyed by the kind.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::Text;

/// A file, or a part of one, that could not be read.
///
/// # Example
/// ```
/// let forms = gouji::forms::Forms::embedded()?;
/// let reader = gouji::reading::Reader::new(&forms, gouji::reading::ReadOptions::default());
/// let error = reader.read(b"Rar!\x1A\x07\x01\0", Some("reports.rar")).unwrap_err();
/// assert_eq!(error.problem.kind(), "other-archive");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{problem} {facts:?}")]
pub struct ReadError {
    /// What kind of problem it is.
    pub problem: Problem,
    /// The facts its wording names.
    pub facts: BTreeMap<&'static str, String>,
}

impl ReadError {
    /// An error of kind `problem`.
    #[must_use]
    pub fn new(problem: Problem) -> Self {
        Self { problem, facts: BTreeMap::new() }
    }

    /// The refusal that a reader wrapped into an error of the system, where it is one.
    pub(in crate::reading) fn inside(error: &std::io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().cloned()
    }

    /// Adds a fact that the wording names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.facts.insert(name, value.to_string());
        self
    }
}

/// The kinds of problem; `kind` in results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// There is no such file.
    NotFound,
    /// The system would not open or read it: `reason`.
    Unopenable,
    /// The user may not read it.
    NotPermitted,
    /// A device or a pipe.
    NotAFile,
    /// A path of a list that is still being written, where a result of the run is to be.
    ResultOfThisRun,
    /// Larger than `--max-file-size`: `limit`.
    TooLarge,
    /// No bytes, or nothing but white space.
    EmptyFile,
    /// A folder or list without a single file to assess.
    NothingToCheck,
    /// A PDF that is encrypted: for a password, or against copying and printing.
    PdfProtected,
    /// A PDF whose pages are pictures.
    Scan,
    /// A PDF whose letters are drawn as shapes: `page`.
    OutlinedText,
    /// A PDF with a table in a font that does not say which characters its glyphs are: `page`.
    FontWithoutText,
    /// A PDF that draws more than any report: `what`, `limit`.
    TooComplex,
    /// A document of Word 95 or before.
    OldDocument,
    /// A web archive (`.mht`) or mail without a page in it.
    WebArchive,
    /// A picture: `format`.
    Picture,
    /// Protected by a password.
    Encrypted,
    /// An archive or package that is no workbook.
    UnknownPackage,
    /// An archive that is no zip: `format`.
    OtherArchive,
    /// A mail, whose attachments are not looked for.
    Mail,
    /// The layout format of Chinese offices (GB/T 33190).
    Ofd,
    /// An archive with more files than are listed: `limit`.
    TooManyFiles,
    /// An archive that expands beyond the limit: `limit`.
    ArchiveTooLarge,
    /// An archive in an archive in an archive.
    NestedTooDeep,
    /// A file of an archive that is a link, or whose name leads out of the archive: `path`.
    UnsafePath,
    /// Bytes that are no text and no known format.
    UnknownBinary,
    /// A file that stands in a document as it is, and is not read: `part`.
    PartUnread,
    /// Text in no known encoding: `offset` of the first byte that fits none.
    UnknownEncoding,
    /// The file is damaged: `reason`.
    Damaged,
    /// More cells than any report: `limit`.
    TooManyCells,
    /// More filings than one file is read for: `limit`.
    TooManyFilings,
    /// More to point out than anybody reads: `limit`.
    TooManyFindings,
    /// A line with more fields than a sheet has columns: `line`, `limit`.
    TooManyFields,
    /// A cell or field with more text than a program writes: `limit`.
    TextTooLong,
    /// The package expands beyond the limit: `part`, `limit`.
    PackageTooLarge,
    /// A document type declaration, which no office program writes.
    Doctype,
    /// Labels and figures run together: `line`, `text`.
    Concatenated,
    /// No table of the statutory form was recognised.
    NoStatutoryTable,
    /// A sheet with figures of a form that is no known table of it and no data set: `sheet`, `printed`.
    SheetUnread,
    /// The same of a table of a page or document: `printed`.
    TableUnread,
    /// A data set with a header and nothing below it.
    NoRecords,
    /// Two columns of a data set are the same thing: `first`, `first_field`, `second`, `second_field`.
    ColumnsAmbiguous,
    /// A column of a data set is divided by the row below its header, and which part counts is not known: `first`, `printed`.
    ColumnsDivided,
    /// A note below a data set states a unit in which its sums were not read: `printed`, `unit`.
    UnitBelow,
    /// Two keys of a record of JSON are the same thing.
    KeysAmbiguous,
    /// A table for research, in which blanks, signs for "none" and absent cells are one word.
    BlanksReplaced,
    /// A record with more or fewer fields than its header: `fields`, `expected`.
    RaggedRecord,
    /// A record of no year: `printed`.
    UnknownYear,
    /// A record says that it is of another time than its year: `printed`, `year`.
    OtherPeriod,
    /// A data set says of a record that it counts no more: `printed`.
    SetAside,
    /// The unit beside the figures of a record is none that they can be read in: `printed`.
    UnknownUnit,
    /// A record of an edition that there is none of: `printed`.
    UnknownEdition,
    /// The rows of a filing do not stand together, in more cells than are kept: `limit`.
    TooScattered,
    /// A result of gouji without the cells that were read.
    NoCells,
    /// A result of gouji that is for people.
    OwnResult,
    /// A filing that was not assessed in the result it comes from: `reason`.
    NotAssessedBefore,
    /// A list without the columns it needs: `expected`.
    NoListHeader,
    /// A sheet of a list names others of its kind and has no header: `sheet`, `line`, `printed`.
    ListSheetUnread,
    /// A list says neither yes nor no: `line`, `column`, `printed`.
    UnknownSign,
    /// An agency stands on the roster twice: `printed`, `first`, `line`.
    ListedTwice,
    /// A column of the roster seems to be one that it lacks, under another name: `column`, `line`, `printed`, `name`,
    /// `expected`.
    UnknownColumn,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind())
    }
}

/// The wording of a problem.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProblemRecord {
    /// In a few words, where people read a code.
    pub title: Text,
    /// What is wrong. `{name}` stands for a fact.
    pub message: Text,
    /// What to do about it.
    pub help: Text,
}

static RECORDS: LazyLock<BTreeMap<Problem, ProblemRecord>> = LazyLock::new(|| embedded!("reading/bytes/problems"));

impl Problem {
    /// The kind as results spell it, in kebab-case.
    #[must_use]
    pub fn kind(self) -> String {
        serde_json::to_value(self).ok().and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The wording.
    ///
    /// # Panics
    /// Never in a tested build: a test asks for every kind.
    #[must_use]
    pub fn record(self) -> &'static ProblemRecord {
        &RECORDS[&self]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_says_what_to_do_in_both_languages() {
        let source = include_str!("problem.rs");
        let list = source.split("pub enum Problem {").nth(1).and_then(|rest| rest.split("\n}").next()).unwrap_or("");
        let kinds =
            list.lines().filter_map(|line| line.trim().strip_suffix(',')).filter(|line| !line.starts_with("//"));
        assert_eq!(kinds.count(), RECORDS.len(), "each kind has one record");
        for (problem, record) in RECORDS.iter() {
            for text in [&record.title, &record.message, &record.help] {
                assert!(!text.zh.is_empty() && !text.en.is_empty(), "{problem}");
            }
        }
    }
}
