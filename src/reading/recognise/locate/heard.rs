//! What was said of agency and year since the last row of a table, and in a text as a whole.

use super::super::captions::{self, Captions};
use super::super::heading::Heading;
use super::super::identify::{self, Title};
use super::super::marked::{self, Marked};
use super::super::surface::{GridLine, Surface};
use super::super::vocabulary::{Known, LabelPart};
use super::Found;
use crate::reading::recognise::place::LineAt;

/// Longer text above a title is a paragraph, not the first half of the title.
const MAX_PREVIOUS_CHARS: usize = 60;

/// Agency and year as heard, by how much each kind of line counts.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// The title of a report.
    pub(super) title: Option<Title>,
    /// The words of a title that is of a part of the year.
    pub(super) part: Option<String>,
    /// A line that names the source.
    pub(super) source: Option<String>,
    /// The year of the period that a text covers.
    pub(super) period: Option<u16>,
    /// The year behind a word for it. It yields to all others: a page may say of itself what is not so of the report.
    pub(super) marked: Option<u16>,
    /// The heading right above, which is no title.
    pub(super) heading: Option<Heading>,
    /// The agency that the sheet is named after.
    pub(super) tab: Option<String>,
    /// Lines that name the year of the table below.
    pub(super) captions: Captions,
}

/// What a line turned out to be, besides what it may be in a table.
pub(super) enum LineSaid {
    /// The title of a report.
    Title,
    /// The date under a signature: the agency that signs what stands above.
    Signature(String),
    /// The heading of an agency's tables.
    Heading,
    /// Nothing of that kind.
    Nothing,
}

/// The lines of a file that name another report than the one before: by a title of another agency or year, a source or a
/// signature, or a line that says a year and nothing else.
pub(in crate::reading) fn borders(surfaces: &[Surface]) -> Vec<LineAt> {
    let (mut borders, mut last, mut source, mut year) = (Vec::new(), None::<Title>, None, None);
    for (grid, surface) in surfaces.iter().enumerate() {
        let mut previous: Option<&str> = None;
        for (at, line) in surface.lines.iter().enumerate() {
            let mut heard = Heard::default();
            let is_signed = matches!(heard.listen(line, previous), LineSaid::Signature(_));
            let title = heard.title.map(|title| title.below(last.clone()));
            let is_titled = title.as_ref().is_some_and(|title| {
                last.as_ref().is_none_or(|last| (&last.agency, last.year) != (&title.agency, title.year))
            });
            let named = captions::plain_year_of(line);
            let is_other = |heard: bool, is_known: bool| heard && !is_known;
            let is_sourced = is_other(heard.source.is_some(), heard.source == source);
            let is_captioned = is_other(named.is_some(), named == year);
            let owner = last.as_ref().and_then(|last| last.agency.as_deref());
            let is_headed = heard.heading.zip(owner).is_some_and(|(heading, owner)| heading.is_of_another(owner));
            if is_headed || is_signed || is_titled || is_sourced || is_captioned {
                borders.push(LineAt { grid, line: at });
            }
            (last, source, year) = (title.or(last), heard.source.or(source), named.or(year));
            previous = line.cells.first().map(|word| word.cell.text.as_str());
        }
    }
    borders
}

/// Whose text it is and of which year, where there is no table to belong to.
pub(in crate::reading) fn heard(surfaces: &[Surface]) -> Title {
    let mut heard = Heard::default();
    let mut signed = None;
    for surface in surfaces {
        let mut previous: Option<&str> = None;
        for line in &surface.lines {
            if let LineSaid::Signature(agency) = heard.listen(line, previous) {
                signed = Some(agency);
            }
            previous = line.cells.first().map(|word| word.cell.text.as_str());
        }
    }
    let year = heard.year();
    let title = heard.title.unwrap_or_default();
    Title { agency: title.agency.or(heard.source).or(signed), year: title.year.or(year), ..title }
}

impl Heard {
    /// The year that something else than a title says.
    pub(super) fn year(&self) -> Option<u16> {
        self.period.or(self.marked)
    }

    /// Listens to a line.
    pub(super) fn listen(&mut self, line: &GridLine, previous: Option<&str>) -> LineSaid {
        let previous = previous.filter(|text| text.chars().nth(MAX_PREVIOUS_CHARS).is_none());
        for (at, word) in line.cells.iter().enumerate() {
            let text = word.cell.text.as_str();
            // A label of a table says nothing of the kind; some titles are both.
            let is_label = |label: &Known| label.meanings.iter().any(|meaning| meaning.part != LabelPart::Title);
            let is_other = word.label.as_deref().is_none_or(is_label);
            if is_other || text.len() > 2_000 {
                continue;
            }
            match marked::beside(text, line.cells[at + 1..].iter().map(|word| word.cell.text.as_str())) {
                Some(Marked::Agency(agency)) => self.source = self.source.take().or(Some(agency)),
                Some(Marked::Year(year)) => self.marked = self.marked.or(Some(year)),
                None => {}
            }
            // Below a sentence or a date a heading is that of what is over.
            if text.contains('。') || identify::signature(previous, text).is_some() {
                self.heading = None;
            }
            let heading = if line.cells.len() == 1 { Heading::of(text) } else { None };
            if !identify::is_worth_a_look(previous, text) {
                if heading.is_some() {
                    self.heading = heading;
                    return LineSaid::Heading;
                }
                continue;
            }
            if let Some(title) = identify::title(previous, text) {
                self.part = title.is_of_part.then(|| text.trim().to_owned());
                self.title = Some(title.below(self.title.take()));
                self.heading = None;
                return LineSaid::Title;
            }
            self.period = self.period.or_else(|| identify::period(text));
            self.marked = self.marked.or_else(|| marked::year(text));
            if let Some(source) = marked::agency(text) {
                self.source.get_or_insert(source);
            }
            if let Some(signature) = identify::signature(previous, text) {
                return LineSaid::Signature(signature);
            }
            if heading.is_some() {
                self.heading = heading;
                return LineSaid::Heading;
            }
        }
        LineSaid::Nothing
    }

    /// Whether what was heard belongs to another filing than the one under way.
    pub(super) fn is_of_another(&self, current: &Found) -> bool {
        // Tables that take turns: table 2 of 2022, table 2 of 2023, table 3 of 2022, and so on.
        let caption = self.captions.nearest().and_then(|caption| caption.year(current.report.year));
        let by_caption = caption.zip(current.year_of_tables()).is_some_and(|(heard, known)| heard != known);
        by_caption || self.is_of_another_report(current)
    }

    /// Whether a heading names another agency than that of the filing under way; `None` where either is not named.
    pub(super) fn is_headed_by_another(&self, current: &Found) -> Option<bool> {
        let known = current.agency.as_ref().or(current.heading.as_ref().map(|heading| &heading.agency))?;
        Some(self.heading.as_ref()?.is_of_another(known))
    }

    /// Whether it belongs to another report: the tables of one may be of several years.
    pub(super) fn is_of_another_report(&self, current: &Found) -> bool {
        let differs = |heard: Option<&String>, known: Option<&String>| {
            heard.zip(known).is_some_and(|(heard, known)| heard != known)
        };
        let by_title = self.title.as_ref().is_some_and(|title| {
            let other_year = title.year.zip(current.year).is_some_and(|(heard, known)| heard != known);
            // A title over what had none so far begins a filing of its own.
            let is_first = title.agency.is_some() && current.agency.is_none() && current.year.is_none();
            other_year || is_first || differs(title.agency.as_ref(), current.agency.as_ref())
        });
        let by_source = self.title.is_none() && differs(self.source.as_ref(), current.agency.as_ref());
        let is_headed = self.title.is_none() && self.source.is_none();
        let by_heading = is_headed && self.is_headed_by_another(current) == Some(true);
        by_title || by_source || by_heading || differs(self.tab.as_ref(), current.tab.as_ref())
    }
}
