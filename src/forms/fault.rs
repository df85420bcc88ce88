//! What is wrong with a record that somebody wrote: where it stands, what it is and what to do, in both languages. The
//! wording is records in `faults.toml`, keyed by the kind.
//!
//! Five things can be wrong with a record: it is no TOML; a key that no such record has; a key that it must have; a value of
//! another type; and a law that is broken. The first four the reader of TOML says, in English; here they are told apart by
//! what it says, so that an officer is told in Chinese.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::raw::Spot;
use crate::model::{Lang, Text, fill, nearest};

static WORDING: LazyLock<Wording> = LazyLock::new(|| embedded!("forms/faults"));

/// How faults are worded.
#[derive(Debug, Deserialize)]
struct Wording {
    /// Where it stands.
    at: Text,
    /// The name that is nearest to one that was not found.
    near: Text,
    #[serde(flatten)]
    kinds: HashMap<String, FaultRecord>,
}

/// What is said of a kind of fault.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultRecord {
    message: Text,
    help: Text,
}

/// A fault of a record, where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The character on the line, from 1.
    pub column: usize,
    /// What kind it is of.
    pub kind: &'static str,
    facts: BTreeMap<&'static str, String>,
}

impl Fault {
    /// A fault of this kind in a file.
    #[must_use]
    pub fn new(kind: &'static str, file: &RecordFile, start: usize) -> Self {
        let (line, column) = file.position(start);
        Self { file: file.name.clone(), line, column, kind, facts: BTreeMap::new() }
    }

    /// Adds a fact that its wording names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.facts.insert(name, value.to_string());
        self
    }

    /// With what is known of a name that was not found: those that there are, and the one that is nearest to it.
    #[must_use]
    pub fn among<'n>(self, name: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let near = nearest(name, known.iter().copied()).map(str::to_owned);
        let this = self.with("known", known.join(", "));
        let Some(near) = near else { return this };
        this.with("near", near)
    }

    /// What is wrong, and what to do, in a language.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        let fact = |name: &str| self.facts.get(name).cloned();
        let position = |name: &str| match name {
            "line" => Some(self.line.to_string()),
            "column" => Some(self.column.to_string()),
            _ => None,
        };
        let near = self.facts.get("near").map(|_| fill(WORDING.near.get(lang), fact)).unwrap_or_default();
        let (message, help) = said(self.kind, lang, fact);
        let (at, colon) = (fill(WORDING.at.get(lang), position), colon(lang));
        format!("{}{colon}{at}{colon}{message}\n  {near}{help}", self.file)
    }
}

/// What is wrong and what to do, of a kind of fault.
pub(super) fn said(kind: &str, lang: Lang, fact: impl Fn(&str) -> Option<String>) -> (String, String) {
    let Some(record) = WORDING.kinds.get(kind) else { return (kind.to_owned(), String::new()) };
    (fill(record.message.get(lang), &fact), fill(record.help.get(lang), &fact))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Lang::En))
    }
}

pub(super) fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "：",
        Lang::En => ": ",
    }
}

/// A file of records that was read, for saying where in it something stands.
#[derive(Debug, Clone)]
pub struct RecordFile {
    /// Its name, as it was named.
    pub name: String,
    /// What it holds.
    pub text: String,
}

impl RecordFile {
    /// Line and character, both from 1, of a byte.
    fn position(&self, start: usize) -> (usize, usize) {
        let mut start = start.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let before = &self.text[..start];
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }

    /// Where a quoted word stands first, if it stands anywhere.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<usize> {
        ['"', '\''].iter().find_map(|quote| self.text.find(&format!("{quote}{word}{quote}"))).map(|at| at + 1)
    }

    /// What it holds, as records.
    ///
    /// # Errors
    /// The first fault of its spelling.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        toml::from_str(&self.text).map_err(|error| match toml::from_str::<toml::Table>(&self.text) {
            Err(error) => self.fault_of(&error, "not-toml"),
            Ok(_) => self.fault_of(&error, "wrong-value"),
        })
    }

    /// What the reader of TOML says, told apart by its words.
    fn fault_of(&self, error: &toml::de::Error, otherwise: &'static str) -> Fault {
        let start = error.span().map_or(0, |span| span.start);
        let message = error.message();
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let first = quoted.first().copied().unwrap_or_default();
        let known = || quoted.iter().skip(1).copied();
        let fault = |kind| Fault::new(kind, self, start);
        match message {
            _ if otherwise == "not-toml" => fault("not-toml").with("message", message.replace('\n', " ")),
            _ if message.starts_with("unknown field") => fault("unknown-key").with("key", first).among(first, known()),
            _ if message.starts_with("unknown variant") => {
                fault("unknown-word").with("word", first).among(first, known())
            }
            _ if message.starts_with("missing field") => fault("missing-key").with("key", first),
            _ if message.starts_with("invalid type") => {
                let (got, wanted) = message.split_once(", expected ").unwrap_or((message, ""));
                let got = got.trim_start_matches("invalid type: ");
                fault("wrong-type")
                    .with("got", got)
                    .with("got_zh", in_chinese(got))
                    .with("wanted", wanted)
                    .with("wanted_zh", in_chinese(wanted))
            }
            _ => fault(otherwise).with("message", message.replace('\n', " ")),
        }
    }
}

/// What the reader of TOML calls a type.
fn in_chinese(kind: &str) -> &'static str {
    const KINDS: [(&str, &str); 10] = [
        ("string", "带引号的文字"),
        ("str", "带引号的文字"),
        ("integer", "整数"),
        ("u16", "整数"),
        ("usize", "整数"),
        ("bool", "true 或 false"),
        ("float", "小数"),
        ("sequence", "方括号括起来的一列"),
        ("map", "花括号括起来的一组键"),
        ("struct", "花括号括起来的一组键"),
    ];
    KINDS.iter().find(|(name, _)| kind.contains(name)).map_or("别的写法", |(_, words)| words)
}

/// A law that is broken, before it is known how the file is called.
#[derive(Debug)]
pub(super) struct Law(Box<Broken>);

#[derive(Debug)]
struct Broken {
    kind: &'static str,
    place: FaultPlace,
    facts: Vec<(&'static str, String)>,
    /// A name that was not found, and those that there are.
    unknown: Option<(String, Vec<String>)>,
}

/// Where a law is broken.
#[derive(Debug)]
enum FaultPlace {
    Spot(Spot),
    /// Where a word first stands in a file.
    Word(usize, String),
}

impl Law {
    /// A law that is broken at a spot.
    pub(super) fn at(kind: &'static str, spot: Spot) -> Self {
        Self::new(kind, FaultPlace::Spot(spot))
    }

    /// A law that is broken where a word stands in a file.
    pub(super) fn near(kind: &'static str, file: usize, word: impl Into<String>) -> Self {
        Self::new(kind, FaultPlace::Word(file, word.into()))
    }

    fn new(kind: &'static str, place: FaultPlace) -> Self {
        Self(Box::new(Broken { kind, place, facts: Vec::new(), unknown: None }))
    }

    pub(super) fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.0.facts.push((name, value.to_string()));
        self
    }

    pub(super) fn among<'n>(mut self, name: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        self.0.unknown = Some((name.to_owned(), known.into_iter().map(str::to_owned).collect()));
        self
    }

    /// The fault in the file it stands in.
    pub(super) fn in_files(self, files: &[RecordFile]) -> Fault {
        let none = RecordFile { name: String::new(), text: String::new() };
        let Broken { kind, place, facts, unknown } = *self.0;
        let at = |file: usize| files.get(file).unwrap_or(&none);
        let (file, start) = match place {
            FaultPlace::Spot(spot) => (at(spot.file), spot.start),
            FaultPlace::Word(file, word) => (at(file), at(file).find(&word).unwrap_or(0)),
        };
        let fault =
            facts.into_iter().fold(Fault::new(kind, file, start), |fault, (name, value)| fault.with(name, value));
        match unknown {
            Some((name, known)) => fault.among(&name, known.iter().map(String::as_str)),
            None => fault,
        }
    }
}
