//! A record: one agency's figures for one year, as a data set has them. All layouts are lowered to it. It holds its texts
//! in one piece, so that it is cheap to make on the thread that reads and to hand to the one that assesses.

use std::ops::Range;
use std::sync::Arc;

use super::year_of_field;
use crate::model::{Observation, ObservationKind, Place, Reason, Unit};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::{CellKind, Origin};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::recognise::Recogniser;
use crate::reading::recognise::names::Name;
use crate::reading::recognise::years;

/// One agency's figures for one year, as a data set has them.
#[derive(Debug)]
pub struct Record {
    pub(super) agency: Option<String>,
    pub(super) year: Option<u16>,
    /// The edition that the data set names.
    pub(super) edition: Option<String>,
    /// What it stands on; `None` in a document, where nobody goes to a cell.
    pub(super) origin: Option<Origin>,
    /// The line it begins on, from 1.
    pub(super) line: u32,
    /// What its cells are called; the rows of a wide data set have their names in common.
    pub(super) names: Arc<Vec<Arc<Name>>>,
    /// The cells that it has, blank ones included.
    values: Vec<NamedText>,
    texts: String,
    /// The unit of its money, where neither a cell nor its name has one.
    pub(super) unit: Option<Unit>,
    /// What a name is that the edition does not have: a column of a wide data set, a row of a long one.
    pub(super) stranger: ObservationKind,
    /// What is said of it besides: what concerns the whole data set is said of its first record.
    pub(super) seen: Vec<Observation>,
    /// Why it cannot be read.
    pub(super) error: Option<ReadError>,
}

/// A cell, by its name's position among the names, and its text's among the texts.
#[derive(Debug)]
struct NamedText {
    name: u32,
    text: Range<u32>,
    kind: CellKind,
    unit: Option<Unit>,
    at: At,
}

/// Where a cell of a record stands on its surface: its row and column, from 0, and of a text the character of its line.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) start: Option<u32>,
}

impl At {
    /// Of a cell of JSON: nobody goes there.
    pub(super) const NOWHERE: Self = Self { row: 0, column: 0, start: None };
}

/// A cell of a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'r> {
    record: &'r Record,
    value: &'r NamedText,
}

impl Record {
    /// A record without cells, on this line: whose it is as the data set says, or as the run does. Of which year it is, its
    /// year says, and what says of which time it is besides: 报告期 2022年.
    pub(super) fn of(
        recogniser: &Recogniser,
        line: u32,
        agency: Option<String>,
        [year, period]: [Option<&str>; 2],
        edition: Option<&str>,
    ) -> Self {
        let options = &recogniser.options;
        let known = |text: &str| recogniser.edition_called(text).map(str::to_owned);
        let is_year = |text: &&str| year_of_field(text).is_some();
        let (year, period) = match (year, period.filter(is_year)) {
            (None, Some(told)) => (Some(told), None),
            _ => (year, period),
        };
        let read_year = year.filter(|_| options.year.is_none()).map(|text| year_of_field(text).ok_or(text));
        let read_edition = edition.filter(|_| options.edition.is_none()).map(|text| known(text).ok_or(text));
        let unknown = |problem, printed: &str| ReadError::new(problem).with("printed", printed);
        let error = match (&read_year, &read_edition) {
            (Some(Err(printed)), _) => Some(unknown(Problem::UnknownYear, printed)),
            (_, Some(Err(printed))) => Some(unknown(Problem::UnknownEdition, printed)),
            _ => None,
        };
        let read_year = read_year.and_then(Result::ok);
        let mut record = Self {
            agency: options.agency.clone().or(agency),
            year: options.year.or(read_year),
            edition: options.edition.clone().or(read_edition.and_then(Result::ok)),
            origin: None,
            line,
            names: Arc::default(),
            values: Vec::new(),
            texts: String::new(),
            unit: None,
            stranger: ObservationKind::RowNotInForm,
            seen: year.filter(|text| years::is_of_part_field(text)).map(only_a_part).into_iter().collect(),
            error,
        };
        if let Some(period) = period {
            record.of_period(period, read_year);
        }
        record
    }

    /// What a column besides that of the year says of its time: of a part of the year, 6月, that is said; figures of another
    /// time, 上年, 2022年 beside 2023, or of something else, 同比, are none of this year's.
    fn of_period(&mut self, text: &str, year: Option<u16>) {
        let other = year_of_field(text).zip(year).filter(|(own, year)| own != year);
        let error = match other {
            Some((_, year)) => ReadError::new(Problem::OtherPeriod).with("printed", text).with("year", year),
            None if years::is_of_part_field(text) => {
                self.seen.push(only_a_part(text));
                return;
            }
            None if LEXICON.has_other_thing(text) => ReadError::new(Problem::UnknownYear).with("printed", text),
            None => return,
        };
        self.error = self.error.take().or(Some(error));
    }

    /// Hears the unit of its money in a text beside its cells: 元, 件、元. Under two units, or under 千件 or 美元, a figure is not
    /// what its digits say, and no name says which figures are meant. Returns whether it is a unit at all.
    pub(super) fn of_unit(&mut self, text: &str) -> bool {
        let mut is_unit = false;
        for word in words_of_unit(text) {
            is_unit = true;
            let unit = Unit::named(word);
            let is_other = unit.is_some() && self.unit.is_some() && self.unit != unit;
            if is_other || (unit.is_none() && !LEXICON.is_unit(word)) {
                self.refuse_unit(text);
            }
            self.unit = self.unit.or(unit);
        }
        is_unit
    }

    fn refuse_unit(&mut self, printed: &str) {
        let error = || ReadError::new(Problem::UnknownUnit).with("printed", printed);
        self.error = self.error.take().or_else(|| Some(error()));
    }

    /// Makes room for so many cells.
    pub(super) fn reserve(&mut self, cells: usize) {
        /// Most figures are of few digits.
        const DIGITS: usize = 4;
        self.values.reserve(cells);
        self.texts.reserve(DIGITS * cells);
    }

    /// Adds the cell called by the name at this position, unless its text says that the filing does not have it.
    pub(super) fn push(&mut self, name: usize, text: &str, kind: CellKind, at: At) {
        // No mark of that kind begins with a digit, as nearly every text does.
        if !text.starts_with(|c: char| c.is_ascii_digit()) && LEXICON.is_absent(text) {
            return;
        }
        // A record is bounded far below four gigabytes.
        let short = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        let start = short(self.texts.len());
        self.texts.push_str(text);
        let text = start..short(self.texts.len());
        let unit = self.names[name].unit;
        // The name or a line above says 万元, and the row 元.
        if let Some(own) = self.unit.filter(|own| unit.is_some_and(|unit| unit != *own)) {
            self.refuse_unit(own.word());
        }
        self.values.push(NamedText { name: short(name), text, kind, unit: unit.or(self.unit), at });
    }

    /// Adds a cell of a name that the records have not in common, in this unit if it says one. Under 千件 or 美元 a figure is
    /// not what its digits say: it is written with its unit, which no figure of the form has.
    pub(super) fn push_named(&mut self, name: Arc<Name>, text: &str, kind: CellKind, at: At, unit: Option<&str>) {
        let (names, count) = (Arc::make_mut(&mut self.names), self.values.len());
        names.push(name);
        let last = names.len() - 1;
        let money = unit.and_then(Unit::named);
        match unit.filter(|word| money.is_none() && !text.is_empty() && LEXICON.is_strange_unit(word)) {
            Some(word) => self.push(last, &format!("{text}{word}"), CellKind::Text, at),
            None => self.push(last, text, kind, at),
        }
        if let Some(value) = self.values.get_mut(count) {
            value.unit = money.or(value.unit);
        }
    }

    /// Its cells, in the order of the data set.
    pub(super) fn given(&self) -> impl Iterator<Item = Given<'_>> {
        self.values.iter().map(|value| Given { record: self, value })
    }

    /// How many cells it has.
    pub(super) fn count(&self) -> usize {
        self.values.len()
    }

    /// The sheet it stands on, if it is on one.
    pub(super) fn sheet(&self) -> Option<&Arc<str>> {
        self.origin.as_ref().and_then(Origin::sheet)
    }

    /// About how much memory it takes, in bytes.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.values.len() * size_of::<NamedText>() + self.texts.len()
    }
}

/// The words of a text that are units: 件、万元. The name of a body is none, whatever it has in it.
pub(super) fn words_of_unit(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(['、', '/', '／', ',', '，', ';', '；', ' ']).map(str::trim);
    words.filter(|word| LEXICON.is_unit(word) || LEXICON.is_strange_unit(word) && !LEXICON.is_agency(word))
}

/// Whether a time is that of the figures, beside a year, where it may as well be that of their collection: 统计时间 2023年上半年 is,
/// 2024年1月 or 2024 beside 2023 is not.
pub(super) fn is_of_figures(text: &str, year: Option<&str>) -> bool {
    let year = year.and_then(year_of_field);
    let is_year = |own: u16| year.is_none_or(|year| year == own);
    !years::is_month_field(text) && year_of_field(text).map_or_else(|| years::is_of_part_field(text), is_year)
}

/// What is said of a record that is of a part of its year: there is no other of it.
fn only_a_part(words: &str) -> Observation {
    Observation {
        printed: words.to_owned(),
        reason: Some(Reason::OnlyPart),
        ..Observation::new(ObservationKind::OtherYearTable)
    }
}

impl<'r> Given<'r> {
    /// What it is called.
    pub(super) fn name(self) -> &'r Name {
        &self.record.names[self.value.name as usize]
    }

    pub(super) fn text(self) -> &'r str {
        &self.record.texts[self.value.text.start as usize..self.value.text.end as usize]
    }

    /// What the file says of it.
    pub(super) fn kind(self) -> CellKind {
        self.value.kind
    }

    /// The unit that it or its name declares.
    pub(super) fn unit(self) -> Option<Unit> {
        self.value.unit
    }

    /// Where it stands.
    pub(super) fn place(self) -> Option<Place> {
        let At { row, column, start } = self.value.at;
        self.record.origin.as_ref().map(|origin| origin.place_from(row, column, start))
    }

    pub(super) fn is_filled(self) -> bool {
        !self.value.text.is_empty()
    }

    /// Whether it says more than that there is nothing.
    pub(super) fn is_something(self) -> bool {
        match self.text().as_bytes() {
            [] => false,
            [b'1'..=b'9', ..] => true,
            text => text.iter().any(|byte| *byte != b'0') && !LEXICON.is_placeholder(self.text()),
        }
    }
}
