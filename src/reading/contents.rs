//! What a file holds: filings in statutory tables, a data set, or on several sheets both; then the tables come first.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use super::dataset::{self, DataSet, Record};
use super::grid::Grid;
use super::identify::{self, Title};
use super::problem::{Problem, ReadError};
use super::source::{Source, too_large, unopenable};
use super::vocabulary::{Meaning, Part};
use super::{Reader, delimited, encoding, fence, format, html, limits, mht, office, pdf};
use crate::model::Filing;

/// What a file holds.
#[derive(Debug)]
pub struct Contents<'a> {
    /// The filings in statutory tables.
    pub filings: Vec<Filing>,
    /// A data set, whose filings are still where they stand.
    pub data: Option<DataSet<'a>>,
}

impl Reader<'_> {
    /// A file, if it is there and not too large. What is larger than a statutory table ever is stays where it is.
    ///
    /// # Errors
    /// [`Problem::NotFound`], [`Problem::NotPermitted`], [`Problem::NotAFile`], [`Problem::Unopenable`] or, of a limit
    /// that was asked for, [`Problem::TooLarge`].
    pub fn open(&self, path: &Path) -> Result<Source<'static>, ReadError> {
        let refused = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => ReadError::new(Problem::NotFound),
            io::ErrorKind::PermissionDenied => ReadError::new(Problem::NotPermitted),
            _ => unopenable(&error),
        };
        // Before it is opened: a pipe without a writer would wait for ever.
        let metadata = fs::metadata(path).map_err(refused)?;
        if !metadata.is_file() {
            return Err(ReadError::new(Problem::NotAFile));
        }
        let file = File::open(path).map_err(refused)?;
        if metadata.len() <= limits::HEAD_BYTES as u64 {
            return self.load_with_room(file, metadata.len()).map(Source::from);
        }
        match self.options.max_file_bytes {
            Some(limit) if metadata.len() > limit => Err(too_large(limit)),
            _ => Ok(Source::of_file(file, metadata.len())),
        }
    }

    /// A stream, such as standard input. One that goes on beyond what is read whole is kept in a file without a name,
    /// if it can be a data set.
    ///
    /// # Errors
    /// [`Problem::Unopenable`] or [`Problem::TooLarge`].
    pub fn open_stream(&self, mut stream: impl Read) -> Result<Source<'static>, ReadError> {
        let limit = self.options.max_file_bytes.unwrap_or(limits::MAX_FILE_BYTES);
        let mut bytes = Vec::new();
        (&mut stream).take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unopenable(&error))?;
        if bytes.len() as u64 <= limit {
            return Ok(bytes.into());
        }
        let head = &bytes[..bytes.len().min(limits::HEAD_BYTES)];
        let may_be_data = head.starts_with(b"PK") || dataset::is_json(head) || dataset::is_delimited(head, self);
        if self.options.max_file_bytes.is_some() || !may_be_data {
            return Err(too_large(limit));
        }
        let mut spool = || {
            let mut file = tempfile::tempfile()?;
            file.write_all(&bytes)?;
            io::copy(&mut stream, &mut file)?;
            let length = file.stream_position()?;
            Ok((file, length))
        };
        spool().map(|(file, length)| Source::of_file(file, length)).map_err(|error: io::Error| unopenable(&error))
    }

    /// The bytes of a file that is read whole.
    ///
    /// # Errors
    /// As [`Reader::open`]; and [`Problem::TooLarge`].
    pub fn load(&self, path: &Path) -> Result<Vec<u8>, ReadError> {
        self.whole(&self.open(path)?).map(Cow::into_owned)
    }

    /// The bytes of a stream that is read whole, if they are not too many.
    ///
    /// # Errors
    /// [`Problem::Unopenable`] or [`Problem::TooLarge`].
    pub fn load_from(&self, stream: impl Read) -> Result<Vec<u8>, ReadError> {
        self.load_with_room(stream, 0)
    }

    /// Makes room for so many bytes, and one more to see that there are no more.
    fn load_with_room(&self, stream: impl Read, expected: u64) -> Result<Vec<u8>, ReadError> {
        let limit = self.options.max_file_bytes.unwrap_or(limits::MAX_FILE_BYTES);
        let mut bytes = Vec::with_capacity(usize::try_from(expected.min(limit) + 1).unwrap_or(0));
        stream.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unopenable(&error))?;
        if bytes.len() as u64 > limit { Err(too_large(limit)) } else { Ok(bytes) }
    }

    pub(super) fn whole<'s>(&self, source: &'s Source) -> Result<Cow<'s, [u8]>, ReadError> {
        source.whole(self.options.max_file_bytes.unwrap_or(limits::MAX_FILE_BYTES))
    }

    /// Reads the filings in `bytes`, those of a data set too; `name` is the file's name without folder, where it has one.
    ///
    /// # Errors
    /// When the bytes are no format that can be read, are damaged or beyond the limits, or hold no statutory table; and
    /// when a record of a data set cannot be read.
    pub fn read(&self, bytes: &[u8], name: Option<&str>) -> Result<Vec<Filing>, ReadError> {
        let contents = self.contents(bytes.into(), name)?;
        let mut filings = contents.filings;
        let Some(data) = &contents.data else { return Ok(filings) };
        let mut refused = None;
        self.each_record(data, |record| {
            match self.transcribe(record) {
                Ok(filing) => filings.push(filing),
                Err(unread) => refused = Some(unread.error),
            }
            refused.is_none() && filings.len() <= limits::MAX_FILINGS
        })?;
        if filings.len() > limits::MAX_FILINGS {
            return Err(ReadError::new(Problem::TooManyFilings).with("limit", limits::MAX_FILINGS));
        }
        refused.map_or(Ok(filings), Err)
    }

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
            Ok(format::Format::Container) => self.container(source, file),
            Ok(format::Format::Text) => match DataSet::of_text(source, &head, self, file)? {
                Ok(data) => Ok(Contents { filings: Vec::new(), data: Some(data) }),
                Err(source) => self.text(&source, file),
            },
            // What only begins blank may hold something further down.
            Err(error) if error.problem != Problem::EmptyFile => Err(error),
            Ok(format::Format::Pdf) => self.printed(&source, file),
            Ok(format::Format::Page | format::Format::Archive | format::Format::RichText) | Err(_) => {
                self.text(&source, file)
            }
        }
    }

    /// A text or page that is no data set.
    fn text(&self, source: &Source, file: &Title) -> Result<Contents<'static>, ReadError> {
        let bytes = self.whole(source)?;
        let grids = match format::recognise(&bytes)? {
            format::Format::Page => html::read(&encoding::decode_page(&bytes, None))?,
            format::Format::Archive => mht::read(&bytes)?,
            format::Format::RichText => office::rtf::read(&bytes)?,
            format::Format::Text | format::Format::Container | format::Format::Pdf => {
                delimited::read(&encoding::decode(&bytes)?, |field: &str| self.is_label(field))?
            }
        };
        Ok(Contents { filings: self.filings(&grids, file)?, data: None })
    }

    /// Printed pages.
    fn printed(&self, source: &Source, file: &Title) -> Result<Contents<'static>, ReadError> {
        let printed = pdf::read(&self.whole(source)?, |words| self.meaning(words))?;
        let filings = self.filings(&printed.grids, file).map_err(|error| match printed.why_nothing() {
            Some(why) if is_nothing(&error) => why,
            _ => error,
        })?;
        Ok(Contents { filings, data: None })
    }

    /// What words mean in any form.
    fn meaning(&self, words: &str) -> pdf::Meaning {
        // No label of any form is longer.
        if words.len() > 600 {
            return pdf::Meaning::None;
        }
        let known = self.vocabulary.known(words);
        let meanings = &known.meanings;
        if meanings.iter().any(|meaning| meaning.part == Part::Title) || identify::title(None, words).is_some() {
            pdf::Meaning::Title
        } else if meanings.is_empty() {
            pdf::Meaning::None
        } else {
            pdf::Meaning::Label
        }
    }

    /// Whether words are a label of any form.
    fn is_label(&self, words: &str) -> bool {
        !self.vocabulary.known(words).meanings.is_empty()
    }

    fn container<'a>(&self, source: Source<'a>, file: &Title) -> Result<Contents<'a>, ReadError> {
        // Only a package whose sheets are walked may be larger than what is read whole.
        let limit = self.options.max_file_bytes.unwrap_or(limits::MAX_FILE_BYTES);
        let is_too_large = source.length() > limit;
        let is_header = |row: &_| dataset::is_header(row, self);
        let read = office::read(&source, &is_header);
        let (kind, grids) = read.map_err(|error| if is_too_large { too_large(limit) } else { error })?;
        let (data, tables): (Vec<_>, Vec<_>) = grids.into_iter().enumerate().partition(|(_, grid)| grid.is_data_set);
        let tables: Vec<Grid> = tables.into_iter().map(|(_, grid)| grid).collect();
        let filings = match self.filings(&tables, file) {
            // The other sheets of a data set need not hold anything.
            Err(error) if !data.is_empty() && is_nothing(&error) => Vec::new(),
            filings => filings?,
        };
        let data = (!data.is_empty()).then(|| DataSet::of_sheets(source, data, kind == office::OfficeKind::Xlsx, file));
        if is_too_large && data.is_none() { Err(too_large(limit)) } else { Ok(Contents { filings, data }) }
    }

    /// Hands on each record of a data set, in the order of the file, until `take` wants no more.
    ///
    /// # Errors
    /// Where the data set is damaged or beyond the limits. What was handed on before stands.
    pub fn each_record(&self, data: &DataSet, mut take: impl FnMut(Record) -> bool) -> Result<(), ReadError> {
        fence::fenced(|| data.walk(self, &mut take))
    }

    /// Whether a file is a workbook that a check wrote: a ledger, or forms with their wrong cells marked.
    ///
    /// # Errors
    /// When the package is damaged or beyond the limits.
    pub fn is_result(&self, source: &Source) -> Result<bool, ReadError> {
        // Hardly any package has such properties, and the list of its parts comes last.
        const LIST_BYTES: usize = 1 << 20;
        let bytes = self.whole(source)?;
        let list = &bytes[bytes.len().saturating_sub(LIST_BYTES)..];
        let has_properties = list.windows(19).any(|name| name == b"docProps/custom.xml");
        if has_properties { fence::fenced(|| office::is_result(source)) } else { Ok(false) }
    }

    /// Whether a text holds a row label of any form, or is a data set, or has sentences where these are asked for; a
    /// folder's other texts are passed over.
    ///
    /// # Errors
    /// When the bytes are no text, or there are more than are read whole.
    pub fn is_statutory_text(&self, source: &Source) -> Result<bool, ReadError> {
        if dataset::is_delimited(&source.head(limits::HEAD_BYTES)?, self) {
            return Ok(true);
        }
        let bytes = self.whole(source)?;
        let text = encoding::decode(&bytes)?;
        let is_row = |field: &str| {
            let is_row = |m: &Meaning| matches!(m.part, Part::Row { heading: false, .. });
            field.len() <= 512 && self.vocabulary.known(field.trim().trim_matches('"')).meanings.iter().any(is_row)
        };
        let has_sentences = self.options.text && text.contains('。');
        Ok(has_sentences
            || text.lines().any(|line| is_row(line) || line.split(['|', ',', '\t', ';']).take(64).any(is_row)))
    }
}

/// Whether a file has no table, and is not damaged.
fn is_nothing(error: &ReadError) -> bool {
    matches!(error.problem, Problem::NoStatutoryTable | Problem::Concatenated)
}
