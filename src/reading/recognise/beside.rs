//! Tables beside a report's that are none of it: another year's, which a report prints once more under `附：2021年情况`, those
//! of a part of the year on a sheet of their own, and the sample that shows how a form is filled in. They are no filings,
//! with whatever they lack as errors, and none of this year's.

use super::Recogniser;
use super::identify::{self, Title};
use super::locate::Found;
use super::surface::{GridLine, Surface};
use super::years::is_of_part;
use crate::model::{Observation, ObservationKind, Place, Reason};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::recognise::place::LineAt;

/// A table that is not read.
pub(super) struct Beside {
    /// The filing it stands beside, by position.
    pub(super) filing: usize,
    why: Reason,
    /// The words that say so: a line above it, or the name of its sheet.
    words: String,
    /// Of another year.
    year: Option<u16>,
    place: Option<Place>,
}

impl Beside {
    /// What is said of it.
    pub(super) fn observation(&self) -> Observation {
        Observation {
            printed: self.words.clone(),
            expected: self.year.map(|year| year.to_string()).unwrap_or_default(),
            reason: Some(self.why),
            place: self.place.clone(),
            ..Observation::new(ObservationKind::OtherYearTable)
        }
    }

    /// The sheet of a sample, and what is of a part of the year by its title or its sheet.
    fn by_name(surfaces: &[Surface], found: &Found) -> Option<Self> {
        let tab = tab(surfaces, found);
        let is_sample = |tab: &&str| LEXICON.sample_names.iter().any(|name| tab.contains(name.as_str()));
        let sample = tab.filter(is_sample).map(|tab| (Reason::Sample, tab));
        let part = found.part.as_deref().or(tab.filter(|tab| is_of_part(&identify::flat(tab))));
        let (why, words) = sample.or(part.map(|words| (Reason::PartOfYear, words)))?;
        Some(Self { filing: 0, why, words: words.to_owned(), year: None, place: None })
    }
}

/// What is said of a filing that is read though its title or its sheet is of a part of the year: there is no other.
pub(super) fn only_a_part(surfaces: &[Surface], found: &Found) -> Option<Observation> {
    let part = Beside::by_name(surfaces, found).filter(|part| part.why == Reason::PartOfYear)?;
    Some(Beside { why: Reason::OnlyPart, ..part }.observation())
}

/// The name of the sheet on which a filing begins.
fn tab<'s>(surfaces: &'s [Surface], found: &Found) -> Option<&'s str> {
    found.sections.first()?.lines.first().and_then(|line| surfaces[line.grid].grid.sheet())
}

impl Recogniser<'_> {
    /// For each of what was found: what it is, if it is none of the report. Of another year it is where a line above its
    /// table names another year than the file has; a report of another year has a title of its own and stays. So does
    /// everything where nothing would be left.
    pub(super) fn beside(&self, surfaces: &[Surface], found: &[Found], file: &Title) -> Vec<Option<Beside>> {
        let mut known = None;
        let mut others: Vec<_> = (0..)
            .zip(found)
            .map(|(at, one)| {
                let named = Beside::by_name(surfaces, one);
                if named.is_some() && found.len() > 1 {
                    return named.map(|named| Beside { filing: known.map_or(0, |(at, _)| at), ..named });
                }
                let tab = tab(surfaces, one).and_then(|name| identify::name(name).year);
                let own = self.options.year.or(one.year).or(tab).or(file.year).or(known.map(|(_, year)| year));
                let caption =
                    caption(surfaces, one).filter(|caption| one.year.is_none() && tab.is_none() && own != caption.year);
                if own.is_some()
                    && let Some(caption) = caption
                {
                    return Some(Beside { filing: known.map_or(0, |(at, _)| at), ..caption });
                }
                known = own.map(|year| (at, year)).or(known);
                None
            })
            .collect();
        match others.iter().position(Option::is_none) {
            // What stands above the first filing of this year stands beside that.
            Some(first) => others.iter_mut().flatten().for_each(|other| other.filing = other.filing.max(first)),
            None => others.fill_with(|| None),
        }
        others
    }
}

/// The line above the first figures of a filing that names a year, and no other one does.
fn caption(surfaces: &[Surface], found: &Found) -> Option<Beside> {
    let lines = &found.sections.first()?.lines;
    let &LineAt { grid, line: first } = lines.first()?;
    let above = first.checked_sub(1).map(|line| LineAt { grid, line });
    let is_head = |at: &LineAt| !has_values(&surfaces[at.grid].lines[at.line]);
    let heads = above.into_iter().filter(is_head).chain(lines.iter().copied().take_while(is_head));
    let mut named = heads.filter_map(|LineAt { grid, line: at }| {
        let [word] = surfaces[grid].lines[at].cells.as_slice() else { return None };
        let year = identify::caption(&word.cell.text)?;
        let place = Some(surfaces[grid].place(at, word.cell.column));
        let words = word.cell.text.trim().to_owned();
        Some(Beside { filing: 0, why: Reason::OtherYear, words, year: Some(year), place })
    });
    let caption = named.next()?;
    named.all(|other| other.year == caption.year).then_some(caption)
}

fn has_values(line: &GridLine) -> bool {
    line.cells.iter().any(|word| word.label.is_none())
}
