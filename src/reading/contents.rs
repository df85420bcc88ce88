//! What a file holds: filings in statutory tables, a data set, or on several sheets both; then the tables come first.

use super::bytes::limits;
use super::bytes::problem::{Problem, ReadError};
use super::bytes::source::{Source, too_large};
use super::bytes::{encoding, fence};
use super::cells::grid::{Grid, Origin};
use super::dataset::{self, DataSet, Unread};
use super::formats::format::{self, Format};
use super::formats::{delimited, html, markdown, mht, office, pdf};
use super::reader::Reader;
use super::recognise::filings::OnGrids;
use super::recognise::hidden;
use super::recognise::identify::{self, Title};
use super::recognise::vocabulary::LabelPart;
use crate::model::Filing;

/// What a file holds.
#[derive(Debug)]
pub struct Contents<'a> {
    /// The filings in statutory tables.
    pub filings: Vec<Filing>,
    /// Sheets and tables with figures of a form that were not read.
    pub unread: Vec<Unread>,
    /// A data set, whose filings are still where they stand.
    pub data: Option<DataSet<'a>>,
}

impl Reader<'_> {
    /// Tells what a file holds, and reads what is no data set; `name` is its name without folder, where it has one.
    ///
    /// # Errors
    /// When the bytes are no format that can be read, are damaged or beyond the limits, or hold no statutory table.
    pub fn contents<'a>(&self, source: Source<'a>, name: Option<&str>) -> Result<Contents<'a>, ReadError> {
        let stem = name.map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem));
        let file = stem.map(identify::name).unwrap_or_default();
        fence::fenced(|| self.contents_of(source, &file))
    }

    fn contents_of<'a>(&self, source: Source<'a>, file: &Title) -> Result<Contents<'a>, ReadError> {
        let head = source.head(limits::HEAD_BYTES)?.into_owned();
        match format::recognise(&head) {
            Ok(Format::Container) => self.container(source, file),
            Ok(Format::Text) => match DataSet::of_text(source, &head, &self.recogniser, file)? {
                Ok(data) => Ok(Contents { filings: Vec::new(), unread: Vec::new(), data: Some(data) }),
                Err(source) => self.text(&source, file),
            },
            // What only begins blank may hold something further down.
            Err(error) if error.problem != Problem::EmptyFile => Err(error),
            Ok(Format::Pdf) => self.printed(&source, file),
            Ok(Format::Page | Format::Archive | Format::RichText) | Err(_) => self.text(&source, file),
        }
    }

    /// A text or page that is no data set.
    fn text(&self, source: &Source, file: &Title) -> Result<Contents<'static>, ReadError> {
        let bytes = self.whole(source)?;
        let grids = match format::recognise(&bytes)? {
            Format::Page => html::read(&encoding::decode_page(&bytes, None))?,
            Format::Archive => mht::read(&bytes, html::add)?,
            Format::RichText => office::rtf::read(&bytes)?,
            Format::Text | Format::Container | Format::Pdf => {
                let text = encoding::decode(&bytes)?;
                match markdown::page(&text) {
                    Some(page) => html::read(&page)?,
                    None => delimited::read(&text, |field: &str| self.is_label(field))?,
                }
            }
        };
        if let [grid] = grids.as_slice()
            && grid.origin == Origin::Text
        {
            let summaries = dataset::summaries(grid, &self.recogniser)?;
            if !summaries.is_empty() {
                let data = Some(DataSet::of_grids(summaries, file));
                return Ok(Contents { filings: Vec::new(), unread: Vec::new(), data });
            }
        }
        Ok(self.without_data(&grids, self.recogniser.filings(&grids, file)?))
    }

    /// Printed pages.
    fn printed(&self, source: &Source, file: &Title) -> Result<Contents<'static>, ReadError> {
        let printed = pdf::read(&self.whole(source)?, |words| self.meaning(words))?;
        let read = self.recogniser.filings(&printed.grids, file).map_err(|error| match printed.why_nothing() {
            Some(why) if is_nothing(&error) => why,
            _ => error,
        })?;
        Ok(self.without_data(&printed.grids, read))
    }

    /// What a file without a data set holds.
    fn without_data(&self, grids: &[Grid], OnGrids { filings, known }: OnGrids) -> Contents<'static> {
        Contents { filings, unread: self.unread(grids, &known, &[]), data: None }
    }

    /// The sheets and tables with figures of a form that are no known table of it and no data set. What nobody sees is nobody's.
    fn unread(&self, grids: &[Grid], known: &[bool], data: &[(usize, Grid)]) -> Vec<Unread> {
        let recogniser = &self.recogniser;
        let unknown = grids.iter().zip(known).filter(|(_, is_known)| !**is_known);
        let refused = |grid: &Grid| {
            let seen = hidden::seen(grid)?;
            let goes_on = || data.iter().find_map(|(_, data)| dataset::goes_on(&seen, data, recogniser));
            let printed = recogniser.words_of_figures(&seen).or_else(goes_on)?;
            let sheet = grid.origin.sheet().cloned();
            let problem = if sheet.is_some() { Problem::SheetUnread } else { Problem::TableUnread };
            let error = ReadError::new(problem).with("printed", printed);
            let error = error.with("sheet", sheet.as_deref().unwrap_or_default());
            Some(Unread { agency: None, year: None, sheet, record: None, error })
        };
        unknown.filter_map(|(grid, _)| refused(grid)).collect()
    }

    /// What words mean in any form.
    fn meaning(&self, words: &str) -> pdf::Meaning {
        // No label of any form is longer.
        if words.len() > 600 {
            return pdf::Meaning::None;
        }
        let known = self.recogniser.vocabulary.known(words);
        let meanings = &known.meanings;
        if meanings.iter().any(|meaning| meaning.part == LabelPart::Title) || identify::title(None, words).is_some() {
            pdf::Meaning::Title
        } else if meanings.is_empty() {
            pdf::Meaning::None
        } else {
            pdf::Meaning::Label
        }
    }

    /// Whether words are a label of any form.
    pub(super) fn is_label(&self, words: &str) -> bool {
        !self.recogniser.vocabulary.known(words).meanings.is_empty()
    }

    fn container<'a>(&self, source: Source<'a>, file: &Title) -> Result<Contents<'a>, ReadError> {
        // Only a package whose sheets are walked may be larger than what is read whole.
        let limit = self.largest();
        let is_too_large = source.length() > limit;
        let is_header = |row: &_, above| dataset::is_header(row, above, &self.recogniser);
        let read = office::read(&source, &is_header);
        let (kind, grids) = read.map_err(|error| if is_too_large { too_large(limit) } else { error })?;
        let (mut data, mut tables) = (Vec::new(), Vec::new());
        for (at, grid) in grids.into_iter().enumerate() {
            if grid.is_data_set {
                data.push((at, grid));
                continue;
            }
            let is_sheet = grid.sheet().is_some() && !grid.hidden;
            let summaries = if is_sheet { dataset::summaries(&grid, &self.recogniser)? } else { Vec::new() };
            if summaries.is_empty() {
                tables.push(grid);
            }
            data.extend(summaries.into_iter().map(|summary| (at, summary)));
        }
        let OnGrids { filings, known } = match self.recogniser.filings(&tables, file) {
            // The other sheets of a data set need not hold anything.
            Err(error) if !data.is_empty() && is_nothing(&error) => {
                OnGrids { filings: Vec::new(), known: vec![false; tables.len()] }
            }
            read => read?,
        };
        let unread = self.unread(&tables, &known, &data);
        let data = (!data.is_empty()).then(|| DataSet::of_sheets(source, data, kind == office::OfficeKind::Xlsx, file));
        if is_too_large && data.is_none() { Err(too_large(limit)) } else { Ok(Contents { filings, unread, data }) }
    }
}

/// Whether a file has no table, and is not damaged.
fn is_nothing(error: &ReadError) -> bool {
    matches!(error.problem, Problem::NoStatutoryTable | Problem::Concatenated)
}
