//! A record: one agency's figures for one year, as a data set has them. All layouts are lowered to it. It holds its texts
//! in one piece, so that it is cheap to make on the thread that reads and to hand to the one that assesses.

use std::ops::Range;
use std::sync::Arc;

use super::seen::{RowNotes, SeenCell};
use super::year_of_field;
use crate::model::{Observation, ObservationKind, Place, Reason, Unit};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::{CellKind, Origin, Position};
use crate::reading::cells::lexicon::{ColumnRole, LEXICON};
use crate::reading::cells::measure::{Measure, counts, measure};
use crate::reading::recognise::Recogniser;
use crate::reading::recognise::identify;
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
    /// The line it begins on, from 1, where it is on one.
    pub(super) line: Option<u32>,
    /// What its cells are called; the rows of a wide data set have their names in common.
    pub(super) names: Arc<Vec<Arc<Name>>>,
    /// The cells that it has, blank ones included.
    values: Vec<NamedText>,
    texts: String,
    /// What a person sees of cells in a workbook, where that is not what they hold; by row and column.
    seen_cells: Vec<(At, SeenCell)>,
    /// The unit of its money, where neither a cell nor its name has one.
    pub(super) unit: Option<Unit>,
    /// What a name is that the edition does not have: a column of a wide data set, a row of a long one.
    pub(super) stranger: ObservationKind,
    /// What is said of it besides: what concerns the whole data set is said of its first record.
    pub(super) seen: Vec<Observation>,
    /// Why it cannot be read.
    pub(super) error: Option<ReadError>,
    /// What other sheets have of it.
    others: Vec<Self>,
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
    /// year says, and what was heard of its time besides: 报告期 2022年.
    pub(super) fn of(
        recogniser: &Recogniser,
        line: Option<u32>,
        agency: Option<String>,
        (year, times): (Option<&str>, &[(&str, Heard)]),
        edition: Option<&str>,
    ) -> Self {
        let options = &recogniser.options;
        let known = |text: &str| recogniser.edition_called(text).map(str::to_owned);
        let read_year = year.filter(|_| options.year.is_none()).map(|text| year_of_field(text).ok_or(text));
        let read_edition = edition.filter(|_| options.edition.is_none()).map(|text| known(text).ok_or(text));
        let unknown = |problem, printed: &str| ReadError::new(problem).with("printed", printed);
        let error = match (&read_year, &read_edition) {
            (Some(Err(printed)), _) => Some(unknown(Problem::UnknownYear, printed)),
            (_, Some(Err(printed))) => Some(unknown(Problem::UnknownEdition, printed)),
            _ => None,
        };
        let read_year = read_year.and_then(Result::ok);
        let told = options.year.or(read_year).or_else(|| times.iter().find_map(|(_, heard)| heard.year()));
        // 某县教育局2023年 is called so in its year, where nothing else says that it is called so in every one.
        let dated = agency.as_deref().and_then(identify::dated_name);
        let (agency, told) = match dated.filter(|(_, year)| error.is_none() && told.is_none_or(|told| told == *year)) {
            Some((name, year)) => (Some(name), Some(year)),
            None => (agency, told),
        };
        let mut record = Self {
            agency: options.agency.clone().or(agency),
            year: told,
            edition: options.edition.clone().or(read_edition.and_then(Result::ok)),
            origin: None,
            line,
            names: Arc::default(),
            values: Vec::new(),
            seen_cells: Vec::new(),
            texts: String::new(),
            unit: None,
            stranger: ObservationKind::RowNotInForm,
            seen: year.filter(|text| years::is_of_part_field(text)).map(only_a_part).into_iter().collect(),
            error,
            others: Vec::new(),
        };
        for (text, heard) in times {
            record.of_time(text, *heard);
        }
        record
    }

    /// What a column besides that of the year says of its time: of a part of the year, 6月, that is said; figures of another
    /// time, 上年, 2022年 beside 2023, or of something else, 同比, are none of this year's.
    fn of_time(&mut self, text: &str, heard: Heard) {
        let error = match heard {
            Heard::Whole(_) => return,
            Heard::Part(_) => {
                self.seen.push(only_a_part(text));
                return;
            }
            Heard::Other(year) => ReadError::new(Problem::OtherPeriod).with("printed", text).with("year", year),
            Heard::Strange => ReadError::new(Problem::UnknownYear).with("printed", text),
        };
        self.error = self.error.take().or(Some(error));
    }

    /// Hears the unit of its money in a text beside its cells: 元, 件、元. Under two units, or under 千件 or 美元, a figure is not
    /// what its digits say, and no name says which figures are meant. Returns whether it is understood.
    pub(super) fn of_unit(&mut self, text: &str) -> bool {
        match measure(text) {
            Measure::Nothing => return false,
            Measure::Known(unit) if unit.is_none() || self.unit.is_none() || self.unit == unit => {
                self.unit = self.unit.or(unit);
            }
            Measure::Known(_) | Measure::Other => self.refuse_unit(text),
        }
        true
    }

    /// Refuses it, because in which unit its money is cannot be told.
    pub(super) fn refuse_unit(&mut self, printed: &str) {
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

    /// Adds what a person sees of the cell there.
    pub(super) fn see(&mut self, at: At, notes: RowNotes) {
        let seen = notes.of_cell(Position { row: at.row, column: at.column });
        self.seen_cells.extend(seen.map(|seen| (at, seen)));
    }

    /// Adds a cell of a name that the records have not in common, in this unit if it says one. Under 千件 or 美元, of money under what is no unit, and of a count under 元 a figure is not what its digits say: it is written with its
    /// unit, which no figure of the form has.
    pub(super) fn push_named(&mut self, name: Arc<Name>, text: &str, kind: CellKind, at: At, unit: Option<&str>) {
        let is_money = name.is_of_money;
        let (names, count) = (Arc::make_mut(&mut self.names), self.values.len());
        names.push(name);
        let last = names.len() - 1;
        // Of nothing there is nothing, in whatever unit.
        let is_something = !text.is_empty() && text != "0" && !LEXICON.is_placeholder(text);
        let unit = unit.filter(|word| is_something && !LEXICON.count_units.have(word));
        let measure = unit.map_or(Measure::Known(None), measure);
        let is_strange = |word: &&str| match measure {
            Measure::Known(money) => money.is_some() && !is_money && !counts(word),
            Measure::Other => true,
            Measure::Nothing => is_money || LEXICON.is_strange_unit(word),
        };
        match unit.filter(is_strange) {
            // 10000元 would be more digits of it.
            Some(word) => self.push(last, &format!("{text} {word}"), CellKind::Text, at),
            None => self.push(last, text, kind, at),
        }
        if let (Measure::Known(money), Some(value)) = (measure, self.values.get_mut(count)) {
            value.unit = money.or(value.unit);
        }
    }

    /// Its cells, in the order of the data set.
    pub(super) fn given(&self) -> impl Iterator<Item = Given<'_>> {
        let sheets = std::iter::once(self).chain(&self.others);
        sheets.flat_map(|record| record.values.iter().map(move |value| Given { record, value }))
    }

    /// Takes what another sheet has of the same filing.
    pub(super) fn join(&mut self, mut other: Self) {
        self.seen.append(&mut other.seen);
        self.others.push(other);
    }

    /// Whether a person sees something else of a cell than it holds.
    pub(super) fn has_seen(&self) -> bool {
        std::iter::once(self).chain(&self.others).any(|record| !record.seen_cells.is_empty())
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

/// How a data set says what time a record is of, besides its year; the most certain first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Told {
    /// As the time of the figures: 报告期.
    Period,
    /// Along with what kind of figures they are: 数据口径. A year in it is that of something else.
    Kind,
    /// As a time that may as well be that of their collection: 统计时间.
    Time,
}

/// What was heard of the time of a record, and the year in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    Whole(Option<u16>),
    Part(Option<u16>),
    /// Of another year than this, which is the record's.
    Other(u16),
    /// Of another time or another thing.
    Strange,
}

impl Told {
    /// How a column for this says it.
    pub(super) fn of(role: ColumnRole) -> Option<Self> {
        match role {
            ColumnRole::Period => Some(Self::Period),
            ColumnRole::Kind => Some(Self::Kind),
            ColumnRole::Time => Some(Self::Time),
            _ => None,
        }
    }
}

impl Heard {
    /// The year that it gives.
    pub(super) fn year(self) -> Option<u16> {
        match self {
            Self::Whole(year) | Self::Part(year) => year,
            Self::Other(_) | Self::Strange => None,
        }
    }
}

/// The year of a record by its own column, and that by the run, its title or its file.
pub(super) fn years_beside(recogniser: &Recogniser, year: Option<&str>, named: Option<u16>) -> [Option<u16>; 2] {
    match recogniser.options.year {
        Some(asked) => [None, Some(asked)],
        None => [year.and_then(year_of_field), named],
    }
}

/// What a text says of the time of a record that has these years, if it is certain: 2024年 may be when its figures of 2023 were
/// collected, and so may be 2024年报送, 2024-01-20 and 202401.
pub(super) fn heard(text: &str, told: Told, [own, named]: [Option<u16>; 2]) -> Option<Heard> {
    let is_day = || years::of_whole_year(text).is_some();
    let is_handed_in = LEXICON.handing_in.are_in(text);
    if is_handed_in || (told == Told::Time && (years::is_month_field(text) || is_day())) {
        return None;
    }
    let is_part = years::is_of_part_field(text);
    let said = |year| if is_part { Heard::Part(year) } else { Heard::Whole(year) };
    let year = if is_part { year_of_field(text) } else { years::of_whole_field(text) };
    let known = own.or(named);
    match year {
        None if is_part || years::is_whole_year(text) => Some(said(None)),
        None => (told != Told::Time && is_of_another_thing(text)).then_some(Heard::Strange),
        Some(_) if is_part && told == Told::Kind => Some(said(None)),
        Some(year) if known == Some(year) => Some(said(Some(year))),
        Some(_) if told == Told::Kind => None,
        Some(_) if known.is_some() => {
            let is_certain = told == Told::Period && !years::is_month_field(text);
            own.filter(|_| is_certain).map(Heard::Other)
        }
        Some(year) => (told == Told::Period || !is_part).then_some(said(Some(year))),
    }
}

/// Whether a text is of another time than the report's, 上年, or of another thing, 同比; not where it only says that it has it
/// too (含上年), nor where a date has such a word (2024年9月20日).
fn is_of_another_thing(text: &str) -> bool {
    let is_remark = LEXICON.remarks.begin(text);
    LEXICON.has_other_thing(text) && !is_remark && !years::has_date_field(text)
}

/// What is said of a record that is of a part of its year: there is no other of it.
fn only_a_part(words: &str) -> Observation {
    Observation::aside(Reason::OnlyPart, words, None)
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

    /// What a person sees of it, where that is not what it holds.
    pub(super) fn seen(self) -> impl Iterator<Item = &'r SeenCell> {
        let place = |at: At| (at.row, at.column);
        let (own, all) = (place(self.value.at), &self.record.seen_cells);
        let first = all.partition_point(|(at, _)| place(*at) < own);
        all[first..].iter().take_while(move |(at, _)| place(*at) == own).map(|(_, seen)| seen)
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
