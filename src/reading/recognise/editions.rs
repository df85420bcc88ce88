//! Which edition of the form a filing follows: its labels decide, table by table in printed order, then its year.

use std::cmp::Reverse;

use super::Recogniser;
use super::locate::{Found, Section};
use super::place::LineAt;
use super::surface::Surface;
use super::vocabulary::Known;
use crate::model::{FormEdition, Observation, ObservationKind, Transcript};

impl<'f> Recogniser<'f> {
    /// The editions a filing can be of: the one its labels fit best, the first table that tells them apart deciding.
    pub(in crate::reading) fn editions(
        &self,
        surfaces: &[Surface],
        found: &Found,
        year: Option<u16>,
    ) -> Vec<(usize, &'f FormEdition)> {
        let all: Vec<(usize, &FormEdition)> = self.forms.editions().iter().enumerate().collect();
        if let Some(id) = &self.options.edition {
            return all.into_iter().filter(|(_, edition)| *edition.id == **id).collect();
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
        nearest(left, year)
    }

    /// Tables that no edition has together are of two filings: the tables of 2018 and of 2019 on one page. Beside the
    /// tables of one edition, those of another must be mostly there, or they are words that a report shares with a form.
    pub(in crate::reading) fn told_apart(&self, surfaces: &[Surface], mut found: Found) -> Vec<Found> {
        let editions = || 0..self.forms.editions().len();
        let has = |edition: usize, section: &Section| self.vocabulary.table_in(edition, section.table).is_some();
        let belong_together = |edition: usize| found.sections.iter().all(|section| has(edition, section));
        if self.options.edition.is_some() || editions().any(belong_together) {
            return vec![found];
        }
        let mut left = std::mem::take(&mut found.sections);
        let mut parts: Vec<Vec<Section>> = Vec::new();
        while !left.is_empty() {
            let labels = |edition| left.iter().map(|section| self.fit(surfaces, section, edition)).sum::<usize>();
            let main = editions().max_by_key(|edition| (labels(*edition), Reverse(*edition))).unwrap_or(0);
            let known = labels(main);
            let (own, others): (Vec<_>, Vec<_>) = left.into_iter().partition(|section| has(main, section));
            let rows: usize = own.iter().map(|section| self.rows_of(main, section)).sum();
            if parts.is_empty() || (rows > 0 && 2 * known >= rows) {
                parts.push(own);
            }
            // A table that no edition knows cannot be; were it, it would stay for ever.
            left = if rows > 0 { others } else { Vec::new() };
        }
        parts.sort_by_key(|sections| sections.first().and_then(|section| section.lines.first().copied()));
        parts.into_iter().map(|sections| found.with(sections)).collect()
    }

    /// How many rows an edition prints in the table of a section.
    fn rows_of(&self, edition: usize, section: &Section) -> usize {
        let table = self.vocabulary.table_in(edition, section.table);
        let table = table.map(|table| &self.forms.editions()[edition].tables[table]);
        table
            .into_iter()
            .flat_map(|table| &table.blocks)
            .map(|block| block.rows.printed().filter(|row| !block.rows.lines[*row].is_optional).count())
            .sum()
    }

    /// How many cells of a section are labels of an edition.
    fn fit(&self, surfaces: &[Surface], section: &Section, edition: usize) -> usize {
        let labels = section.lines.iter().flat_map(|LineAt { grid, line }| &surfaces[*grid].lines[*line].cells);
        let is_known = |label: &&Known| {
            let mut meanings = label.meanings.iter();
            meanings.any(|m| m.edition == edition && self.vocabulary.key(m) == section.table)
        };
        labels.filter_map(|word| word.label.as_deref()).filter(is_known).count()
    }

    pub(in crate::reading) fn note_editions(&self, transcripts: &mut [Transcript], year: Option<u16>) {
        if let [transcript] = transcripts {
            // The newest edition for a year is the one in force, though an older one may have no end.
            let in_force = year.and_then(|year| self.forms.for_year(year));
            if let Some(expected) = in_force.filter(|expected| expected.id != transcript.edition) {
                transcript.observations.push(Observation {
                    printed: transcript.edition.to_string(),
                    expected: expected.id.to_string(),
                    ..Observation::new(ObservationKind::WrongEdition)
                });
            }
            return;
        }
        let names: Vec<_> = transcripts.iter().map(|transcript| transcript.edition.to_string()).collect();
        for transcript in transcripts {
            let undetermined = Observation::new(ObservationKind::EditionUndetermined);
            transcript.observations.push(Observation { expected: names.join("、"), ..undetermined });
        }
    }
}

/// Of several editions that fit, the one for the year; where none is, the one whose years are nearest, so that a report of
/// 2016 that holds nothing but table 4 of the later forms is said to be on the wrong one.
pub(in crate::reading) fn nearest(
    mut fitting: Vec<(usize, &FormEdition)>,
    year: Option<u16>,
) -> Vec<(usize, &FormEdition)> {
    let distance = |edition: &FormEdition| year.map(|year| edition.years.distance(year));
    let nearest = fitting.iter().filter_map(|(_, edition)| distance(edition)).min();
    if nearest.is_some() {
        fitting.retain(|(_, edition)| distance(edition) == nearest);
        fitting.truncate(1);
    }
    fitting
}
