//! Which edition of the form a filing follows: its labels decide, table by table in printed order, then its year.

use super::Reader;
use super::locate::{Found, Section};
use super::surface::Surface;
use crate::model::{Folded, FormEdition, Observation, ObservationKind, Transcript};

impl<'f> Reader<'f> {
    /// The editions a filing can be of: the one its labels fit best, the first table that tells them apart deciding.
    pub(super) fn editions(
        &self,
        surfaces: &[Surface],
        found: &Found,
        year: Option<u16>,
    ) -> Vec<(usize, &'f FormEdition)> {
        let all: Vec<(usize, &FormEdition)> = self.forms.editions().iter().enumerate().collect();
        if let Some(id) = &self.options.edition {
            return all.into_iter().filter(|(_, edition)| edition.id == *id).collect();
        }
        let mut left = all;
        // Printed order: a filing's tables are compared one by one until a single edition is left.
        let mut tables: Vec<_> = found.sections.iter().collect();
        tables.sort_by_key(|section| self.vocabulary.rank(section.table));
        for section in tables {
            let fits: Vec<usize> = left.iter().map(|(edition, _)| self.fit(surfaces, section, *edition)).collect();
            let best = fits.iter().copied().max().unwrap_or(0);
            let mut fits = fits.into_iter();
            left.retain(|_| fits.next() == Some(best));
        }
        match year.filter(|_| left.len() > 1) {
            Some(year) if left.iter().any(|(_, edition)| edition.years.contains(year)) => {
                left.retain(|(_, edition)| edition.years.contains(year));
                left.truncate(1);
                left
            }
            _ => left,
        }
    }

    /// How many cells of a section are labels of an edition.
    fn fit(&self, surfaces: &[Surface], section: &Section, edition: usize) -> usize {
        let labels = section.lines.iter().flat_map(|(grid, line)| &surfaces[*grid].lines[*line].cells);
        let is_known = |label: &&Folded| {
            let mut meanings = self.vocabulary.meanings(label).iter();
            meanings.any(|m| m.edition == edition && self.vocabulary.key(m) == section.table)
        };
        labels.filter_map(|word| word.label.as_ref()).filter(is_known).count()
    }

    pub(super) fn note_editions(&self, transcripts: &mut [Transcript], year: Option<u16>) {
        let names: Vec<String> = transcripts.iter().map(|transcript| transcript.edition.clone()).collect();
        let undetermined = names.len() > 1;
        for transcript in transcripts {
            let mut seen = Observation::new(ObservationKind::EditionUndetermined);
            if undetermined {
                seen.expected = names.join("、");
                transcript.observations.push(seen);
                continue;
            }
            // The newest edition for a year is the one in force, though an older one may have no end.
            let in_force = year.and_then(|year| self.forms.for_year(year));
            if let Some(expected) = in_force.filter(|expected| expected.id != transcript.edition) {
                seen.kind = ObservationKind::WrongEdition;
                seen.printed.clone_from(&transcript.edition);
                seen.expected.clone_from(&expected.id);
                transcript.observations.push(seen);
            }
        }
    }
}
