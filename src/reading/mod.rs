//! Bytes to filings. This room knows formats and labels; it knows no rules and judges nothing.
//!
//! A file goes through four steps. [`format`](self) tells what it is by content and refuses what cannot be read, with
//! what to do instead. A reader turns it into sparse `Grid`s: `delimited` for text, `html` and `mht` for pages, `office`
//! for what office programs save, each bounded before it allocates. `locate` finds which lines belong to which table of
//! which filing, by folded labels alone. `transcribe` reads them against an edition of the form, joins labels and values
//! that stand apart (`mend`), gives values to columns only where that is certain (`align`), and keeps an [`Observation`]
//! of whatever it had to see through.
//!
//! Which edition a filing follows is decided by its labels, table by table in printed order; where they fit two
//! editions equally, by its year; and where there is none, the filing keeps a transcript for each.

mod align;
mod blanks;
mod delimited;
mod editions;
mod encoding;
mod fence;
mod format;
mod grid;
mod html;
mod identify;
mod lexicon;
pub mod limits;
mod locate;
mod mht;
mod mime;
mod number;
mod office;
mod page;
mod problem;
mod spellings;
mod surface;
mod transcribe;
mod vocabulary;

use std::fs;
use std::io::Read;
use std::path::Path;

pub use fence::is_fenced;
pub use format::{EXTENSIONS, PICTURES, Readable};
pub use identify::YEARS;
pub use problem::{Problem, ProblemRecord, ReadError};

use crate::forms::Forms;
use crate::model::{Filing, Observation, ObservationKind, fold};
use grid::Grid;
use identify::Title;
use locate::Found;
use surface::Surface;
use vocabulary::{Part, Vocabulary};

/// What a run says of its files before they are read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The edition to read against, instead of deciding.
    pub edition: Option<String>,
    /// The report year, instead of what the file says.
    pub year: Option<u16>,
    /// The agency, instead of what the file says.
    pub agency: Option<String>,
    /// The largest file to read, in bytes; [`limits::MAX_FILE_BYTES`] when `None`.
    pub max_file_bytes: Option<u64>,
}

/// Reads files against the forms of a run. Shared by all threads.
#[derive(Debug)]
pub struct Reader<'f> {
    forms: &'f Forms,
    vocabulary: Vocabulary,
    options: ReadOptions,
}

impl<'f> Reader<'f> {
    /// A reader for all editions of `forms`.
    #[must_use]
    pub fn new(forms: &'f Forms, options: ReadOptions) -> Self {
        Self { forms, vocabulary: Vocabulary::new(forms), options }
    }

    /// The forms it reads against.
    #[must_use]
    pub fn forms(&self) -> &'f Forms {
        self.forms
    }

    /// The bytes of a file, if it is not too large.
    ///
    /// # Errors
    /// [`Problem::NotFound`], [`Problem::Unopenable`] or [`Problem::TooLarge`].
    pub fn load(&self, path: &Path) -> Result<Vec<u8>, ReadError> {
        let refused = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => ReadError::new(Problem::NotFound),
            std::io::ErrorKind::PermissionDenied => ReadError::new(Problem::NotPermitted),
            _ => ReadError::new(Problem::Unopenable).with("reason", error),
        };
        // Before it is opened: a pipe without a writer would wait for ever.
        if !fs::metadata(path).map_err(refused)?.is_file() {
            return Err(ReadError::new(Problem::NotAFile));
        }
        self.load_from(fs::File::open(path).map_err(refused)?)
    }

    /// The bytes of a stream, such as standard input, if they are not too many.
    ///
    /// # Errors
    /// [`Problem::Unopenable`] or [`Problem::TooLarge`].
    pub fn load_from(&self, stream: impl Read) -> Result<Vec<u8>, ReadError> {
        let limit = self.options.max_file_bytes.unwrap_or(limits::MAX_FILE_BYTES);
        let mut bytes = Vec::new();
        stream
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| ReadError::new(Problem::Unopenable).with("reason", error))?;
        if bytes.len() as u64 > limit {
            return Err(ReadError::new(Problem::TooLarge).with("limit", limit));
        }
        Ok(bytes)
    }

    /// Reads the filings in `bytes`; `name` is the file's name without folder, where it has one.
    ///
    /// # Errors
    /// When the bytes are no format that can be read, are damaged or beyond the limits, or hold no statutory table.
    pub fn read(&self, bytes: &[u8], name: Option<&str>) -> Result<Vec<Filing>, ReadError> {
        fence::fenced(|| self.read_filings(bytes, name))
    }

    fn read_filings(&self, bytes: &[u8], name: Option<&str>) -> Result<Vec<Filing>, ReadError> {
        let grids = self.grids(bytes)?;
        let surfaces: Vec<Surface> = grids.iter().map(Surface::new).collect();
        let found: Vec<Found> = locate::locate(&surfaces, &self.vocabulary)
            .into_iter()
            .flat_map(|found| self.told_apart(&surfaces, found))
            .collect();
        if found.is_empty() {
            return Err(self.nothing_found(&surfaces));
        }
        if found.len() > limits::MAX_FILINGS {
            return Err(ReadError::new(Problem::TooManyFilings).with("limit", limits::MAX_FILINGS));
        }
        let stem = name.map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem));
        let file = stem.map(identify::name).unwrap_or_default();
        let alone = found.len() == 1;
        Ok(found.iter().map(|found| self.filing(&surfaces, found, &file, alone)).collect())
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

    /// Whether a text holds a row label of any form; a folder's other texts are passed over.
    ///
    /// # Errors
    /// When the bytes are no text.
    pub fn is_statutory_text(&self, bytes: &[u8]) -> Result<bool, ReadError> {
        let text = encoding::decode(bytes)?;
        let is_row = |field: &str| {
            field.len() <= 512 && {
                let folded = fold(field.trim().trim_matches('"'));
                self.vocabulary.meanings(&folded).iter().any(|m| matches!(m.part, Part::Row { heading: false, .. }))
            }
        };
        Ok(text.lines().any(|line| is_row(line) || line.split(['|', ',', '\t', ';']).take(64).any(is_row)))
    }

    fn grids(&self, bytes: &[u8]) -> Result<Vec<Grid>, ReadError> {
        match format::recognise(bytes)? {
            format::Format::Container => office::read(bytes, office::recognise(bytes)?),
            format::Format::Page => html::read(&encoding::decode_page(bytes, None)),
            format::Format::Archive => mht::read(bytes),
            format::Format::Text => {
                let text = encoding::decode(bytes)?;
                delimited::read(&text, |field| !self.vocabulary.meanings(&fold(field)).is_empty())
            }
        }
    }

    fn filing(&self, surfaces: &[Surface], found: &Found, file: &Title, alone: bool) -> Filing {
        let grids: Vec<usize> = found.sections.iter().flat_map(|section| &section.lines).map(|line| line.0).collect();
        let grid = grids.first().map(|grid| surfaces[*grid].grid);
        let sheet = grid.and_then(Grid::sheet).map(str::to_owned);
        let tab_year = sheet.as_deref().and_then(|name| identify::name(name).year);
        // A file's name speaks for a file with one filing; with several it is the folder's or the superior's.
        let file_agency = file.agency.clone().filter(|_| alone);
        let agency = self.options.agency.clone().or(found.agency.clone()).or(found.tab.clone()).or(file_agency);
        let year = self.options.year.or(found.year).or(tab_year).or(file.year);
        let mut transcripts: Vec<_> = self
            .editions(surfaces, found, year)
            .into_iter()
            .map(|edition| transcribe::transcribe(surfaces, found, &self.vocabulary, edition))
            .collect();
        let hidden = grids.iter().map(|grid| surfaces[*grid].grid).find(|grid| grid.hidden);
        for transcript in &mut transcripts {
            if let Some(sheet) = hidden.and_then(Grid::sheet) {
                let mut seen = Observation::new(ObservationKind::HiddenSheet);
                sheet.clone_into(&mut seen.printed);
                transcript.observations.push(seen);
            }
        }
        self.note_editions(&mut transcripts, year);
        Filing { agency, year, sheet, record: None, transcripts }
    }
}
