//! Tables of another year beside this year's: under `附：2021年情况` a report prints last year's table once more. It is no
//! filing of its own, with whatever it lacks as errors, and none of this year's.

use super::Recogniser;
use super::identify::{self, Title};
use super::locate::Found;
use super::surface::{GridLine, Surface};
use crate::model::{Observation, ObservationKind, Place};
use crate::reading::recognise::place::LineAt;

/// A table that is not read.
pub(super) struct OtherYear {
    /// The filing it stands beside, by position.
    pub(super) beside: usize,
    /// The line that names the year.
    caption: String,
    year: u16,
    place: Place,
}

impl OtherYear {
    /// What is said of it.
    pub(super) fn observation(&self) -> Observation {
        Observation {
            printed: self.caption.clone(),
            expected: self.year.to_string(),
            place: Some(self.place.clone()),
            ..Observation::new(ObservationKind::OtherYearTable)
        }
    }
}

impl Recogniser<'_> {
    /// For each of what was found: what it is, if a line above its table names another year than the file has. A report of
    /// another year has a title of its own and stays; so does everything where nothing of this year would be left.
    pub(super) fn other_years(&self, surfaces: &[Surface], found: &[Found], file: &Title) -> Vec<Option<OtherYear>> {
        let mut known = None;
        let mut others: Vec<_> = (0..)
            .zip(found)
            .map(|(at, one)| {
                let tab = || one.sections.first()?.lines.first().and_then(|line| surfaces[line.grid].grid.sheet());
                let tab = tab().and_then(|name| identify::name(name).year);
                let own = self.options.year.or(one.year).or(tab).or(file.year).or(known.map(|(_, year)| year));
                let caption = caption(surfaces, one)
                    .filter(|caption| one.year.is_none() && tab.is_none() && own != Some(caption.year));
                if own.is_some()
                    && let Some(caption) = caption
                {
                    return Some(OtherYear { beside: known.map_or(0, |(at, _)| at), ..caption });
                }
                known = own.map(|year| (at, year)).or(known);
                None
            })
            .collect();
        match others.iter().position(Option::is_none) {
            // What stands above the first filing of this year stands beside that.
            Some(first) => others.iter_mut().flatten().for_each(|other| other.beside = other.beside.max(first)),
            None => others.fill_with(|| None),
        }
        others
    }
}

/// The line above the first figures of a filing that names a year, and no other one does.
fn caption(surfaces: &[Surface], found: &Found) -> Option<OtherYear> {
    let lines = &found.sections.first()?.lines;
    let &LineAt { grid, line: first } = lines.first()?;
    let above = first.checked_sub(1).map(|line| LineAt { grid, line });
    let is_head = |at: &LineAt| !has_values(&surfaces[at.grid].lines[at.line]);
    let heads = above.into_iter().filter(is_head).chain(lines.iter().copied().take_while(is_head));
    let mut named = heads.filter_map(|LineAt { grid, line: at }| {
        let [word] = surfaces[grid].lines[at].cells.as_slice() else { return None };
        let year = identify::caption(&word.cell.text)?;
        let place = surfaces[grid].place(at, word.cell.column);
        Some(OtherYear { beside: 0, caption: word.cell.text.trim().to_owned(), year, place })
    });
    let caption = named.next()?;
    named.all(|other| other.year == caption.year).then_some(caption)
}

fn has_values(line: &GridLine) -> bool {
    line.cells.iter().any(|word| word.label.is_none())
}
