//! Bytes to filings. This room knows formats and labels; it knows no rules and judges nothing.
//!
//! A file goes through four steps, each in a part of the room that uses only the parts above it:
//!
//! | part | what it does |
//! |---|---|
//! | `bytes` | opens and decodes a file, under limits; says why one cannot be read |
//! | `cells` | what all formats are turned into, sparse grids, and what a single cell says |
//! | `formats` | one reader a format, each bounded before it allocates |
//! | `recognise` | which cells of which form the words and figures are |
//! | `dataset` | the filings of many agencies in one file |
//! | `contents`, `reader` | the road: from a file to its filings |
//! | `walked` | which of the texts that a folder holds are reports |
//! | `register` | lists that officers keep beside the reports |
//!
//! Which edition a filing follows is decided by its labels, table by table in printed order; where they fit two
//! editions equally, by its year; and where there is none, the filing keeps a transcript for each.

#[cfg(any(doc, doctest))]
#[doc = include_str!("adding_a_format.md")]
pub mod adding_a_format {}

mod bytes;
mod cells;
mod contents;
mod dataset;
mod formats;
mod reader;
mod recognise;
mod register;
mod walked;

pub use bytes::archive::{Archive, PackedFile};
pub use bytes::fence::is_fenced;
pub use bytes::limits;
pub use bytes::problem::{Problem, ProblemRecord, ReadError};
pub use bytes::source::Source;
pub use cells::number::{passes_for_value, stands_for_itself};
pub use cells::totals::{TotalOf, total_of};
pub use cells::versions::without_version;
pub use contents::Contents;
pub use dataset::{DataSet, Record, Unread};
pub use formats::format::{EXTENSIONS, PICTURES, Readable};
pub use formats::office::{LETTER_PROPERTY, LISTS_PROPERTY, RESULT_PROPERTY, WRITTEN};
pub use reader::Reader;
pub use recognise::ReadOptions;
pub use recognise::identify::is_title_of;
pub use recognise::years::YEARS;
