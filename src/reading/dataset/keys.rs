//! What the keys of a record of JSON tell besides its cells: whose it is, of which year, time and edition, in which unit.

use serde_json::value::RawValue;

use super::header::roles;
use super::record::{Heard, Told, heard, years_beside};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::{CellKind, trimmed};
use crate::reading::cells::lexicon::{ColumnRole, LEXICON};
use crate::reading::cells::measure::{Measure, measure};
use crate::reading::recognise::Recogniser;

/// A key and its value, as it is written.
pub(super) type Key = (String, Box<RawValue>);

/// What the keys of a record tell besides its cells.
#[derive(Default)]
pub(super) struct Whose {
    pub(super) agency: Option<String>,
    pub(super) year: Option<String>,
    pub(super) edition: Option<String>,
    /// What it says of its time besides.
    pub(super) times: Vec<(String, Heard)>,
    /// The units of its figures.
    pub(super) units: Vec<String>,
}

impl Whose {
    /// What the keys tell beside a year that is known, and the keys that tell nothing of the kind. 单位 beside 填报单位 is
    /// something else.
    ///
    /// # Errors
    /// [`Problem::KeysAmbiguous`] where two keys tell of two agencies, years or editions.
    pub(super) fn of(
        keys: Vec<Key>,
        recogniser: &Recogniser,
        year: Option<&str>,
    ) -> Result<(Self, Vec<Key>), ReadError> {
        let names: Vec<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
        let roles = roles(&names);
        let mut told: [Option<(String, String)>; 3] = [const { None }; 3];
        let (mut others, mut units, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for ((key, value), role) in keys.into_iter().zip(roles) {
            let (text, _) = text(&value);
            let at = match role {
                // 单位 may be the unit of the figures: no agency is called 件.
                Some(ColumnRole::Agency | ColumnRole::Unit) if is_unit(&text) => {
                    units.push(text);
                    continue;
                }
                Some(ColumnRole::Agency) => 0,
                Some(ColumnRole::Year) => 1,
                Some(ColumnRole::Edition) => 2,
                Some(ColumnRole::Unit) if text.is_empty() => continue,
                role => {
                    match role.and_then(Told::of) {
                        Some(told) => times.push((told, (key, value))),
                        None => others.push((key, value)),
                    }
                    continue;
                }
            };
            match &told[at] {
                Some((first, known)) if !text.is_empty() && *known != text => {
                    let error = ReadError::new(Problem::KeysAmbiguous);
                    return Err(error.with("first", first.as_str()).with("second", key));
                }
                None if !text.is_empty() => told[at] = Some((key, text)),
                _ => {}
            }
        }
        let [agency, own, edition] = told.map(|told| told.map(|(_, text)| text));
        let years = years_beside(recogniser, year.or(own.as_deref()), None);
        let mut understood = Vec::new();
        times.sort_by_key(|(told, _)| *told);
        for (told, (key, value)) in times {
            let (text, _) = text(&value);
            // No time of the collection gives a record its year.
            let is_certain = told != Told::Time || years.iter().any(Option::is_some);
            let heard = heard(&text, told, years).filter(|heard| is_certain || heard.year().is_none());
            match heard {
                Some(heard) => understood.push((text, heard)),
                None if text.is_empty() => {}
                None => others.push((key, value)),
            }
        }
        Ok((Self { agency, year: own, edition, times: understood, units }, others))
    }
}

/// Whether a text says a unit, 件（万元）, and is no name with a word in brackets.
fn is_unit(text: &str) -> bool {
    let front = text.split(['(', '（']).next().unwrap_or_default();
    measure(text) != Measure::Nothing && !LEXICON.is_agency(front)
}

/// The text of a figure: as it is written in quotes, or the digits of a number.
pub(super) fn text(value: &RawValue) -> (String, CellKind) {
    let raw = value.get();
    if raw == "null" {
        (String::new(), CellKind::Text)
    } else if raw.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        (raw.to_owned(), CellKind::Number)
    } else {
        // What is neither is shown as it is written, and is no figure.
        let plain = serde_json::from_str(raw).unwrap_or_else(|_| raw.to_owned());
        (trimmed(&plain).to_owned(), CellKind::Text)
    }
}
