//! What is heard in a whole file: where another report begins in it, and whose a text without tables is.

use super::super::chapters::Chapters;
use super::super::identify::Title;
use super::super::identify::broken::Above;
use super::super::surface::Surface;
use super::super::versions;
use super::heard::{Heard, LineSaid, Marks};
use crate::reading::recognise::place::LineAt;

/// The lines of a file that name another report than the one before: by a title of another agency or year, a source or a
/// signature, or a line that says a year and nothing else.
pub(in crate::reading) fn borders(surfaces: &[Surface], chapters: &Chapters) -> Vec<LineAt> {
    let (mut borders, mut last, mut source, mut year) = (Vec::new(), None::<Title>, None, None);
    for (grid, surface) in surfaces.iter().enumerate() {
        let (mut previous, mut lines): (Option<&str>, _) = (None, Above::default());
        for (at, line) in surface.lines.iter().enumerate() {
            let mut heard = Heard::below(lines);
            let begun = chapters.title(LineAt { grid, line: at });
            let is_signed = matches!(heard.listen(line, previous, begun), LineSaid::Signature(_));
            lines = heard.lines;
            let title = heard.title.map(|title| title.below(last.clone()));
            let is_titled = title.as_ref().is_some_and(|title| {
                last.as_ref().is_none_or(|last| (&last.agency, last.year) != (&title.agency, title.year))
            });
            let named = versions::plain_year_of(line);
            let is_other = |heard: bool, is_known: bool| heard && !is_known;
            let typed = heard.fields.above.filter(|typed| !typed.is_empty());
            let said = typed.or(heard.marks.form).or(heard.marks.source);
            let is_sourced = is_other(said.is_some(), said == source);
            let is_captioned = is_other(named.is_some(), named == year);
            let owner = last.as_ref().and_then(|last| last.agency.as_deref());
            let is_headed = heard.heading.zip(owner).is_some_and(|(heading, owner)| heading.is_of_another(owner));
            if is_headed || is_signed || is_titled || is_sourced || is_captioned {
                borders.push(LineAt { grid, line: at });
            }
            (last, source, year) = (title.or(last), said.or(source), named.or(year));
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
            if let LineSaid::Signature(agency) = heard.listen(line, previous, None) {
                signed = Some(agency);
            }
            previous = line.cells.first().map(|word| word.cell.text.as_str());
        }
    }
    let year = heard.marks.year();
    let title = heard.title.unwrap_or_default();
    let lead = heard.lead.unwrap_or_default();
    let Marks { form, source, other, .. } = heard.marks;
    let said = title.agency.or(form).or(source).or(heard.head).or(signed);
    Title { agency: said.or(lead.agency).or(other), year: title.year.or(year).or(lead.year), ..title }
}
