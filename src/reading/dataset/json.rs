//! JSON: that of gouji itself, with the cells it read (a `gouji/1` document, or one filing a line), and records of others.
//!
//! Documents and lines are the same to this reader: one object after the other, or a list of them, each a filing, a list
//! of filings under `filings`, or a record whose keys are the names of a wide data set. It goes through them without
//! keeping any, and passes over every key it does not need. A figure is a text, as gouji writes it, or a number, of which
//! the digits as written count and never a binary fraction.
//!
//! The number of a record is that of the filing, and a cell has no place: nobody goes to a cell of JSON. A filing that was
//! not assessed where it comes from is not assessed here either, and why is said again; one that was assessed and has no
//! cells ends the reading, because then the whole result was made without them.

use std::collections::HashMap;
use std::fmt;
use std::io::BufReader;

use encoding_rs::UTF_8;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::{RawValue, to_raw_value};

use super::keys::{Whose, text};
use super::record::{At, Record};
use super::{Halt, Take};
use crate::model::ObservationKind;
use crate::reading::bytes::encoding::Decoded;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::bytes::source::{Ration, Rationed, Source};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::recognise::Recogniser;
use crate::reading::recognise::names::Remembered;

/// The contract that a document keeps to. Another one may mean something else by the same words.
const SCHEMA: &str = "gouji/1";

/// Whether a text that begins with `head` is an object of JSON, or a list of them.
pub(in crate::reading) fn is_json(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let text = text.strip_prefix(b"[").map_or(text, <[u8]>::trim_ascii_start);
    text.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
}

/// Hands on a record for each filing.
pub(super) fn walk(source: &Source, recogniser: &Recogniser, take: &mut Take) -> Result<(), Halt> {
    let text = Rationed::new(Decoded::new(source.reader()?, UTF_8), limits::MAX_RECORD_BYTES);
    let ration = text.ration();
    let mut walk = JsonWalk { recogniser, take, ration, names: Remembered::new(recogniser), filings: 0, halted: None };
    let mut document = serde_json::Deserializer::from_reader(BufReader::new(text));
    // One object after the other, until nothing but white space is left.
    while document.end().is_err() {
        let object = Object { walk: &mut walk, is_outermost: true };
        object
            .deserialize(&mut document)
            .map_err(|error| walk.halted.take().unwrap_or_else(|| refused(error).into()))?;
    }
    Ok(())
}

/// What a source refused on the way is said as it is; everything else is damage.
fn refused(error: serde_json::Error) -> ReadError {
    let reason = error.to_string();
    let inside = if error.is_io() { ReadError::inside(&error.into()) } else { None };
    inside.unwrap_or_else(|| ReadError::new(Problem::Damaged).with("reason", reason))
}

struct JsonWalk<'w, 't> {
    recogniser: &'w Recogniser<'w>,
    take: &'w mut Take<'t>,
    ration: Ration,
    names: Remembered<'w>,
    filings: u32,
    /// Why the walk ends; the deserialiser has errors of its own only.
    halted: Option<Halt>,
}

/// A filing as the document has it.
#[derive(Default)]
struct RecordDraft {
    is_filing: bool,
    agency: Option<String>,
    year: Option<Box<RawValue>>,
    edition: Option<String>,
    status: Option<String>,
    cells: Option<Vec<(String, Box<RawValue>)>>,
    /// What no filing of ours has: the cells of somebody else's record.
    others: Vec<(String, Box<RawValue>)>,
    units: HashMap<String, String>,
    error: Option<Failure>,
}

/// Why a filing was not assessed.
#[derive(Deserialize)]
struct Failure {
    message: String,
}

impl JsonWalk<'_, '_> {
    /// Hands on a record whose keys are the names of a wide data set. A text without any is nobody's here.
    fn hand_on_row(&mut self, row: Vec<(String, Box<RawValue>)>) -> Result<(), Halt> {
        self.ration.renew();
        self.filings = self.filings.saturating_add(1);
        let (whose, cells) = Whose::of(row, self.recogniser, None)?;
        let cells: Vec<_> = cells.into_iter().map(|(key, value)| (self.names.find(&key), text(&value))).collect();
        if !cells.iter().any(|(name, _)| name.is_known()) {
            return Err(ReadError::new(Problem::NoStatutoryTable).into());
        }
        let mut record = self.record(whose);
        record.stranger = ObservationKind::ColumnNotInForm;
        for (name, (text, kind)) in cells {
            record.push_named(name, &text, kind, At::NOWHERE, None);
        }
        (self.take)(record)
    }

    /// Hands on a filing; the next one has the whole ration.
    fn hand_on(&mut self, draft: RecordDraft) -> Result<(), Halt> {
        self.ration.renew();
        self.filings = self.filings.saturating_add(1);
        let year = draft.year.map(|year| text(&year).0).filter(|year| !year.is_empty());
        // Somebody else's record around the cells may call its keys as the columns of a data set are called.
        let (told, _) = Whose::of(draft.others, self.recogniser, year.as_deref())?;
        let (agency, edition) = (draft.agency.or(told.agency), draft.edition.or(told.edition));
        let mut record = self.record(Whose { agency, year: year.or(told.year), edition, ..told });
        match draft.cells {
            Some(cells) => {
                for (name, cell) in cells {
                    let (text, kind) = text(&cell);
                    let unit = draft.units.get(&name).map(String::as_str);
                    record.push_named(self.names.find(&name), &text, kind, At::NOWHERE, unit);
                }
            }
            None if draft.status.as_deref() == Some("unassessed") => {
                let reason = draft.error.map(|error| error.message).unwrap_or_default();
                record.error = Some(ReadError::new(Problem::NotAssessedBefore).with("reason", reason));
            }
            None => return Err(ReadError::new(Problem::NoCells).into()),
        }
        (self.take)(record)
    }

    /// A record without cells.
    fn record(&self, whose: Whose) -> Record {
        let Whose { agency, year, edition, times, units } = whose;
        let times: Vec<_> = times.iter().map(|(text, heard)| (text.as_str(), *heard)).collect();
        let mut record =
            Record::of(self.recogniser, Some(self.filings), agency, (year.as_deref(), &times), edition.as_deref());
        for unit in units {
            record.of_unit(&unit);
        }
        record
    }

    fn halt<E: serde::de::Error>(&mut self, halt: impl Into<Halt>) -> E {
        self.halted = Some(halt.into());
        E::custom("enough")
    }
}

/// A filing, or the document around a list of them.
struct Object<'o, 'w, 't> {
    walk: &'o mut JsonWalk<'w, 't>,
    is_outermost: bool,
}

impl<'de> DeserializeSeed<'de> for Object<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.is_outermost { deserializer.deserialize_any(self) } else { deserializer.deserialize_map(self) }
    }
}

impl<'de> Visitor<'de> for Object<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a filing of gouji/1")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Object { walk: self.walk, is_outermost: true })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut draft = RecordDraft { is_filing: !self.is_outermost, ..RecordDraft::default() };
        let mut is_document = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "filings" if self.is_outermost => {
                    is_document = true;
                    map.next_value_seed(JsonList { walk: self.walk })?;
                }
                // The line that closes a list of filings.
                "summary" if self.is_outermost => {
                    is_document = true;
                    map.next_value::<IgnoredAny>()?;
                }
                "schema" if self.is_outermost => {
                    is_document = true;
                    if map.next_value::<String>()? != SCHEMA {
                        return Err(self.walk.halt(ReadError::new(Problem::NoStatutoryTable)));
                    }
                }
                "agency" => draft.agency = map.next_value()?,
                "year" => draft.year = map.next_value()?,
                "edition" => draft.edition = map.next_value()?,
                "status" => {
                    draft.is_filing = true;
                    draft.status = map.next_value()?;
                }
                "error" => draft.error = map.next_value()?,
                "units" => draft.units = map.next_value::<Option<_>>()?.unwrap_or_default(),
                "cells" => {
                    draft.is_filing = true;
                    draft.cells = map.next_value_seed(CellMap)?;
                }
                _ if is_document || (draft.is_filing && LEXICON.column_role(&key).is_none()) => {
                    map.next_value::<IgnoredAny>()?;
                }
                _ => {
                    let value: Box<RawValue> = map.next_value()?;
                    if draft.others.len() >= limits::MAX_RECORD_CELLS {
                        return Err(A::Error::custom(format!(
                            "more than {} keys in one record",
                            limits::MAX_RECORD_CELLS
                        )));
                    }
                    let is_plain = !value.get().starts_with(['{', '[']);
                    draft.others.extend(is_plain.then_some((key, value)));
                }
            }
        }
        let done = if draft.is_filing {
            self.walk.hand_on(draft)
        } else if is_document {
            Ok(())
        } else {
            let whose = [("agency", draft.agency.as_ref()), ("edition", draft.edition.as_ref())];
            let whose = whose.into_iter().filter_map(|(key, text)| Some((key.to_owned(), to_raw_value(text?).ok()?)));
            let year = draft.year.map(|year| ("year".to_owned(), year));
            self.walk.hand_on_row(whose.chain(year).chain(draft.others).collect())
        };
        done.map_err(|halt| self.walk.halt(halt))
    }
}

/// The list of filings of a document.
struct JsonList<'o, 'w, 't> {
    walk: &'o mut JsonWalk<'w, 't>,
}

impl<'de> DeserializeSeed<'de> for JsonList<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for JsonList<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of filings")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Object { walk: self.walk, is_outermost: false })?.is_some() {}
        Ok(())
    }
}

/// The cells of a filing, each as it is written, also where one comes twice; `None` for null.
struct CellMap;

impl<'de> DeserializeSeed<'de> for CellMap {
    type Value = Option<Vec<(String, Box<RawValue>)>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CellMap {
    type Value = Option<Vec<(String, Box<RawValue>)>>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the cells of a filing")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut cells = Vec::new();
        while let Some(cell) = map.next_entry()? {
            if cells.len() >= limits::MAX_RECORD_CELLS {
                return Err(A::Error::custom(format!("more than {} cells in one filing", limits::MAX_RECORD_CELLS)));
            }
            cells.push(cell);
        }
        Ok(Some(cells))
    }
}
