//! Which of the texts that a walk meets are reports: a folder has manuals, lists of contacts and settings besides.

use super::bytes::encoding;
use super::bytes::limits;
use super::bytes::problem::{Problem, ReadError};
use super::bytes::source::Source;
use super::dataset::{self, DataSet};
use super::formats::blanks;
use super::reader::Reader;
use super::recognise::narrative;
use super::recognise::report_signs::ReportSigns;

impl Reader<'_> {
    /// Whether a text is a report: it has some rows of one table, with figures beside them where it `needs_figures`, or the
    /// header of a table that is printed without row labels, or is a data set, or has sentences where these are asked for.
    /// A folder's other texts are passed over.
    ///
    /// # Errors
    /// When the bytes are no text, or there are more than are read whole.
    pub fn is_report(&self, source: &Source, needs_figures: bool) -> Result<bool, ReadError> {
        /// Fields of a line that are looked at.
        const MOST_FIELDS: usize = 64;
        /// What may part them, that of tags in Markdown among it.
        const MARKS: [char; 7] = ['|', ',', '\t', ';', ':', '<', '>'];
        if dataset::is_delimited(&source.head(limits::HEAD_BYTES)?, &self.recogniser) {
            return Ok(true);
        }
        if self.is_other_data_set(source)? {
            return Ok(true);
        }
        let bytes = self.whole(source)?;
        let text = encoding::decode(&bytes)?;
        if self.recogniser.options.text && narrative::is_told(&text) {
            return Ok(true);
        }
        let mut signs = ReportSigns::new(&self.recogniser.vocabulary, needs_figures);
        let is_like = |line: &str| {
            signs.line();
            let is_quote = |c: char| c.is_whitespace() || matches!(c, '"' | '{' | '}' | '[' | ']');
            let mut fields = line.split(MARKS).take(MOST_FIELDS).map(|field| field.trim_matches(is_quote));
            if line.contains(MARKS) {
                return fields.any(|field| signs.cell(field));
            }
            let cells = blanks::split(line, &|words: &str| self.is_label(words));
            cells.into_iter().any(|cell| signs.cell(cell))
        };
        // All rows of a table in tags may stand on one line.
        Ok(text.lines().flat_map(|line| line.split("<tr")).any(is_like))
    }

    /// Whether a text is a data set that no row of delimited fields heads: of JSON, or parted by `|` as people and
    /// databases print tables. A manual shows how such a one looks; one that has something in it is one.
    fn is_other_data_set(&self, source: &Source) -> Result<bool, ReadError> {
        let head = source.head(limits::HEAD_BYTES)?;
        if !dataset::is_json(&head) && !head.contains(&b'|') {
            return Ok(false);
        }
        let data = self.contents(source.again()?, None).ok().and_then(|contents| contents.data);
        Ok(data.is_some_and(|data| self.has_records(&data)))
    }

    /// Whether a data set has a record in which something is filled in. One that cannot be read has; one that was not read
    /// where it comes from has nothing.
    fn has_records(&self, data: &DataSet) -> bool {
        let mut has_any = false;
        let read = self.each_record(data, |record| {
            has_any = match self.transcribe(record) {
                Ok(filing) => filing.has_entries(),
                Err(unread) => unread.error.problem != Problem::NotAssessedBefore,
            };
            !has_any
        });
        has_any && read.is_ok()
    }
}
