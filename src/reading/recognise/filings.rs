//! The filings on the grids of a file that is no data set.

use super::beside::{self, Beside, tab_year};
use super::chapters::Chapters;
use super::heading::is_another;
use super::identify::{self, Title};
use super::locate::{self, Found, Naming};
use super::surface::{GridLine, Surface};
use super::{Recogniser, narrative, transcribe};
use crate::model::{Filing, Narrative, Observation, ObservationKind};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::Grid;

/// What the grids of a file hold.
#[derive(Debug, Clone)]
pub(in crate::reading) struct OnGrids {
    pub(in crate::reading) filings: Vec<Filing>,
    /// For each grid: whether figures of it are known for those of a table of a form, read or not.
    pub(in crate::reading) known: Vec<bool>,
}

impl Recogniser<'_> {
    /// The filings on `grids`, which hold no data set, whatever of them can be seen.
    pub(super) fn filings_on(&self, grids: &[Grid], file: &Title) -> Result<OnGrids, ReadError> {
        let mut surfaces: Vec<Surface> = grids.iter().map(|grid| Surface::new(grid, &self.vocabulary)).collect();
        drop_titles_led_to(&mut surfaces);
        let chapters = Chapters::of(&surfaces);
        let quotations = self.quotations(&surfaces, &chapters);
        let years = (file.year, self.options.year);
        let found = locate::locate(&surfaces, &self.vocabulary, years, &quotations, &chapters);
        let found: Vec<Found> = found.into_iter().flat_map(|found| self.told_apart(&surfaces, found)).collect();
        if found.is_empty() {
            let error = self.nothing_found(&surfaces);
            // What looks like a table that lost its separators is no text.
            let is_asked_for = self.options.text && error.problem == Problem::NoStatutoryTable;
            let text = is_asked_for.then(|| narrative::of_text(&surfaces)).filter(narrative::has_sentences);
            let alone = |text| vec![self.text_alone(&surfaces, text, file)];
            return text.map(|text| OnGrids { filings: alone(text), known: vec![true; grids.len()] }).ok_or(error);
        }
        if found.len() > limits::MAX_FILINGS {
            return Err(ReadError::new(Problem::TooManyFilings).with("limit", limits::MAX_FILINGS));
        }
        let too_many = || ReadError::new(Problem::TooManyFindings).with("limit", limits::MAX_FINDINGS);
        // A form has some hundred lines: whatever a table has more of is to be pointed out.
        if found.iter().flat_map(|found| &found.sections).any(|section| section.lines.len() > limits::MAX_FINDINGS) {
            return Err(too_many());
        }
        let mut known: Vec<bool> = (0..grids.len()).map(|grid| quotations.are_on(grid)).collect();
        // The words above a table may stand on the grid before it.
        for line in found.iter().flat_map(|found| &found.sections).flat_map(|section| &section.lines) {
            known[line.grid] |= surfaces[line.grid].lines[line.line].value_count() > 0;
        }
        let others = self.beside(&surfaces, &found);
        let alone = others.iter().flatten().count() + 1 == found.len() || beside::are_of_years(&surfaces, &found);
        let mut filings = Vec::with_capacity(found.len());
        let mut seen = 0;
        let told = narrative::of_filings(&surfaces, &found, &chapters, |at| others[at].is_none());
        for (at, (found, told)) in found.iter().zip(&told).enumerate().filter(|(at, _)| others[*at].is_none()) {
            let narrative = narrative::of_lines(&surfaces, told);
            let mut filing = Filing { narrative, ..self.filing(&surfaces, found, file, alone) };
            let beside = others.iter().flatten().filter(|other| other.filing == at).map(Beside::observation);
            let only = self.only_others(&surfaces, found);
            for seen in beside.chain(only).chain(quotations.of(found, &surfaces)) {
                filing.transcripts.iter_mut().for_each(|transcript| transcript.observations.push(seen.clone()));
            }
            seen += filing.transcripts.iter().map(|transcript| transcript.observations.len()).sum::<usize>();
            if seen > limits::MAX_FINDINGS {
                return Err(too_many());
            }
            filings.push(filing);
        }
        Ok(OnGrids { filings, known })
    }

    /// The agency and year of a filing: as the run says, or the file, or the sheet, or the file's name. That speaks for a
    /// file with one filing; with several it is the folder's or the superior's.
    fn whose(&self, found: &Found, year: Option<u16>, file: &Title, alone: bool) -> (Option<String>, Option<u16>) {
        let own = found.called();
        let outside = found.tab.clone().or_else(|| file.agency.clone().filter(|_| alone));
        // A line alone may be short for what the sheet or the file says, and a guess yields to it.
        let is_short_for = |outside: &String, own: &String| outside.len() > own.len() && !is_another(own, outside);
        let is_better = match found.naming {
            Naming::Said | Naming::Page => false,
            Naming::Alone => {
                own.as_ref().zip(outside.as_ref()).is_some_and(|(own, outside)| is_short_for(outside, own))
            }
            Naming::Guessed => true,
        };
        let found = if is_better { outside.or(own) } else { own.or(outside) };
        let agency = self.options.agency.clone().or(found);
        (agency, self.options.year.or(year).or(file.year))
    }

    /// Why a file holds no table: a line of a text that lost its separators, or nothing like one.
    fn nothing_found(&self, surfaces: &[Surface]) -> ReadError {
        let lines = surfaces.iter().flat_map(|surface| &surface.lines);
        let mut lines = lines.filter_map(|line| line.cells.first().map(|word| (line.row.index, word)));
        match lines.find(|(_, word)| self.vocabulary.run_together(&word.cell.text).is_some()) {
            Some((line, word)) => {
                let text: String = word.cell.text.chars().take(40).collect();
                ReadError::new(Problem::Concatenated).with("line", u64::from(line) + 1).with("text", text)
            }
            None => ReadError::new(Problem::NoStatutoryTable),
        }
    }

    /// A text without tables as a filing.
    fn text_alone(&self, surfaces: &[Surface], narrative: Narrative, file: &Title) -> Filing {
        let heard = locate::heard(surfaces);
        let agency = self.options.agency.clone().or(heard.agency).or(file.agency.clone());
        let year = self.options.year.or(heard.year).or(file.year);
        Filing { agency, year, narrative, ..Filing::default() }
    }

    fn filing(&self, surfaces: &[Surface], found: &Found, file: &Title, alone: bool) -> Filing {
        let grids: Vec<usize> =
            found.sections.iter().flat_map(|section| &section.lines).map(|line| line.grid).collect();
        let grid = grids.first().map(|grid| surfaces[*grid].grid);
        let sheet = grid.and_then(|grid| grid.origin.sheet()).cloned();
        let year = found.year.or(tab_year(surfaces, found));
        let year = year.or_else(|| beside::captioned_year(surfaces, found));
        let (agency, year) = self.whose(found, year, file, alone);
        let mut transcripts: Vec<_> = self
            .editions(surfaces, found, year)
            .into_iter()
            .map(|edition| transcribe::transcribe(surfaces, found, &self.vocabulary, edition, year))
            .collect();
        let hidden = grids.iter().map(|grid| surfaces[*grid].grid).find(|grid| grid.hidden);
        for transcript in &mut transcripts {
            if let Some(sheet) = hidden.and_then(Grid::sheet) {
                let mut seen = Observation::new(ObservationKind::HiddenSheet);
                sheet.clone_into(&mut seen.printed);
                transcript.observations.push(seen);
            }
        }
        for transcript in &mut transcripts {
            self.note_seen(surfaces, found, transcript);
        }
        self.note_editions(&mut transcripts, year);
        Filing { agency, year, sheet, record: None, transcripts, ..Filing::default() }
    }
}

/// Takes out the titles that a page leads to, where it has one of its own: of a list of reports below the title of the one that
/// stands there, the last was taken for it.
fn drop_titles_led_to(surfaces: &mut [Surface]) {
    if surfaces.iter().all(|surface| surface.grid.links.is_empty()) {
        return;
    }
    let is_link = |surface: &Surface, line: &GridLine| surface.grid.links.binary_search(&line.row.index).is_ok();
    let is_title = |line: &GridLine| line.only().is_some_and(|word| identify::is_title(&word.cell.text));
    let is_own = |surface: &Surface| surface.lines.iter().any(|line| is_title(line) && !is_link(surface, line));
    if surfaces.iter().any(is_own) {
        for surface in surfaces {
            let lines = std::mem::take(&mut surface.lines);
            surface.lines = lines.into_iter().filter(|line| !(is_link(surface, line) && is_title(line))).collect();
        }
    }
}
