//! Reads files against the forms of a run: opens them, says what they hold, hands on the records of data sets.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use super::bytes::problem::{Problem, ReadError};
use super::bytes::source::{Source, too_large, unopenable};
use super::bytes::{fence, limits};
use super::dataset::{self, DataSet, Record, Unread};
use super::formats::office;
use super::recognise::{ReadOptions, Recogniser};
use crate::forms::Forms;
use crate::model::Filing;

/// Reads files against the forms of a run. Shared by all threads.
///
/// # Example
/// ```
/// let forms = gouji::forms::Forms::embedded()?;
/// let reader = gouji::reading::Reader::new(&forms, gouji::reading::ReadOptions::default());
/// let text = "某局2024年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n行政复议 | 行政诉讼\n\
///     结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计\n10|1|0|0|0|0|0|0|0|0|0|0|0|0|0";
/// let filings = reader.read(text.as_bytes(), Some("report.txt"))?;
/// assert_eq!((filings[0].agency.as_deref(), filings[0].year), (Some("某局"), Some(2024)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Reader<'f> {
    pub(super) recogniser: Recogniser<'f>,
}

impl<'f> Reader<'f> {
    /// A reader for all editions of `forms`.
    #[must_use]
    pub fn new(forms: &'f Forms, options: ReadOptions) -> Self {
        Self { recogniser: Recogniser::new(forms, options) }
    }

    /// The forms it reads against.
    #[must_use]
    pub fn forms(&self) -> &'f Forms {
        self.recogniser.forms
    }

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
        match self.recogniser.options.max_file_bytes {
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
        let limit = self.largest();
        let mut bytes = Vec::new();
        (&mut stream).take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unopenable(&error))?;
        if bytes.len() as u64 <= limit {
            return Ok(bytes.into());
        }
        let head = &bytes[..bytes.len().min(limits::HEAD_BYTES)];
        let may_be_data =
            head.starts_with(b"PK") || dataset::is_json(head) || dataset::is_delimited(head, &self.recogniser);
        if self.recogniser.options.max_file_bytes.is_some() || !may_be_data {
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

    /// Makes room for so many bytes, and one more to see that there are no more.
    fn load_with_room(&self, stream: impl Read, expected: u64) -> Result<Vec<u8>, ReadError> {
        let limit = self.largest();
        let mut bytes = Vec::with_capacity(usize::try_from(expected.min(limit) + 1).unwrap_or(0));
        stream.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unopenable(&error))?;
        if bytes.len() as u64 > limit { Err(too_large(limit)) } else { Ok(bytes) }
    }

    pub(super) fn whole<'s>(&self, source: &'s Source) -> Result<Cow<'s, [u8]>, ReadError> {
        source.whole(self.largest())
    }

    /// Reads the filings in `bytes`, those of a data set too; `name` is the file's name without folder, where it has one.
    ///
    /// # Errors
    /// When the bytes are no format that can be read, are damaged or beyond the limits, or hold no statutory table; and
    /// when a sheet with figures of a form or a record of a data set cannot be read.
    pub fn read(&self, bytes: &[u8], name: Option<&str>) -> Result<Vec<Filing>, ReadError> {
        let contents = self.contents(bytes.into(), name)?;
        let mut filings = contents.filings;
        if let Some(unread) = contents.unread.into_iter().next() {
            return Err(unread.error);
        }
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

    /// Hands on each record of a data set, in the order of the file, until `take` wants no more.
    ///
    /// # Errors
    /// Where the data set is damaged or beyond the limits. What was handed on before stands.
    pub fn each_record(&self, data: &DataSet, mut take: impl FnMut(Record) -> bool) -> Result<(), ReadError> {
        fence::fenced(|| data.walk(&self.recogniser, &mut take))
    }

    /// Whether a file is a workbook or document that a check wrote: a ledger, forms with their wrong cells marked, letters.
    ///
    /// # Errors
    /// When the package is damaged or beyond the limits.
    pub fn is_result(&self, source: &Source) -> Result<bool, ReadError> {
        Ok(self.has_properties(source)? && fence::fenced(|| office::is_result(source))?)
    }

    /// Whether a workbook or document is a result of gouji that lists or quotes what was checked, and holds no filing that
    /// could be read again.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn is_quotation(&self, source: &Source) -> Result<bool, ReadError> {
        Ok(self.has_properties(source)? && fence::fenced(|| office::is_quotation(source))?)
    }

    /// Whether a file is one of the letters that a check wrote into a folder.
    ///
    /// # Errors
    /// When the package is damaged or beyond the limits.
    pub fn is_letter(&self, source: &Source) -> Result<bool, ReadError> {
        Ok(self.has_properties(source)? && fence::fenced(|| office::is_letter(source))?)
    }

    /// Whether a workbook is as gouji wrote it: nobody has saved it since.
    ///
    /// # Errors
    /// When the package is damaged or beyond the limits.
    pub fn is_as_written(&self, source: &Source) -> Result<bool, ReadError> {
        fence::fenced(|| office::is_as_written(source))
    }

    /// Whether a file holds what somebody filled in: a form with the name of an agency or with anything in the place of a
    /// figure, be it in a table or a record, or a table with figures that was not understood.
    ///
    /// # Errors
    /// As [`Reader::contents`].
    pub fn is_filled_in(&self, source: Source) -> Result<bool, ReadError> {
        let contents = self.contents(source, None)?;
        let mut is_filled = !contents.unread.is_empty() || contents.filings.iter().any(Filing::is_filled_in);
        if let Some(data) = contents.data.as_ref().filter(|_| !is_filled) {
            self.each_record(data, |record| {
                // A record that cannot be read is somebody's work all the same.
                is_filled = self.transcribe(record).map_or(true, |filing| filing.is_filled_in());
                !is_filled
            })?;
        }
        Ok(is_filled)
    }

    fn has_properties(&self, source: &Source) -> Result<bool, ReadError> {
        // Hardly any package has such properties, and the list of its parts comes last.
        const LIST_BYTES: usize = 1 << 20;
        let bytes = self.whole(source)?;
        let list = &bytes[bytes.len().saturating_sub(LIST_BYTES)..];
        Ok(memchr::memmem::find(list, b"docProps/custom.xml").is_some())
    }

    /// Reads a record of a data set against the editions of the form.
    ///
    /// # Errors
    /// When the record names a year or edition that there is none of, its fields cannot be told apart, or it was not
    /// assessed where it comes from.
    pub fn transcribe(&self, record: Record) -> Result<Filing, Box<Unread>> {
        self.recogniser.transcribe(record)
    }

    /// The largest file that is read whole, in bytes.
    pub(super) fn largest(&self) -> u64 {
        self.recogniser.options.max_file_bytes.unwrap_or(limits::MAX_FILE_BYTES)
    }
}
