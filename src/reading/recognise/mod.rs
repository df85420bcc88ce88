//! Which cells of which form a file's words and figures are: by folded labels alone, never by where they stand.
//!
//! A [`Surface`](surface::Surface) is a grid with what each of its words can mean. `locate` finds which lines belong to
//! which table of which filing, `editions` against which edition these are read, `transcribe` reads them: it joins labels
//! and values that stand apart (`mend`), gives values to columns only where that is certain (`align`), and keeps an
//! [`Observation`](crate::model::Observation) of whatever it had to see through. What is left is the `narrative`.
//!
//! | module | what it knows |
//! |---|---|
//! | `vocabulary`, `spellings` | what words mean in the forms, and how else they are written |
//! | `year_words` | words that name a year |
//! | `names` | what the columns and rows of data sets are called |
//! | `identify`, `bare_title`, `handed_in`, `years`, `period`, `marked`, `lead` | agencies and years in titles and names of files, behind a word for them, and in sentences |
//! | `fields` | the fields for agency and year of gouji's own forms |
//! | `surface` | the lines of a grid, each word with its meanings |
//! | `abreast` | tables beside each other on the same rows |
//! | `report_signs` | whether a text is a report at all |
//! | `place` | where something stands, on a surface and in a form |
//! | `locate` | sections of tables, and whose they are |
//! | `editions` | which edition a filing follows |
//! | `align`, `entry` | which column a value belongs to; what an entry says |
//! | `transcribe` | the entries of a filing |
//! | `narrative` | the paragraphs around the tables |
//! | `heading` | lines over tables that name their agency and are no title |
//! | `captions` | lines that name the year of the tables below them |
//! | `versions` | what words say of which year tables are, and whether others took their place |
//! | `chapters` | names of agencies that begin their reports in a compilation |
//! | `beside` | tables that stand beside a report's and are none of it: of another year, of a part of one, a sample |
//! | `quoted` | tables in the text that quote lines of a statutory one |
//! | `filings` | all of it, for the grids of a file |
//! | `unread` | whether a grid that gave no filing has figures of a form |
//! | `gaps` | what a filing says that it lacks |
//! | `formulas` | what the totals add up |
//! | `hidden` | that of a file which nobody sees, where it is needed |
//! | `merged` | figures merged over several rows of the form |
//! | `seen` | what a person sees of a cell, where that is not what the file holds |

mod abreast;
pub(super) mod align;
pub(super) mod bare_title;
mod beside;
mod captions;
mod chapters;
pub(super) mod editions;
pub(super) mod entry;
mod fields;
pub(super) mod filings;
mod formulas;
pub(super) mod gaps;
mod handed_in;
mod heading;
pub(super) mod hidden;
pub(super) mod identify;
mod lead;
pub(super) mod locate;
mod marked;
mod merged;
pub(super) mod names;
pub(super) mod narrative;
mod period;
mod place;
mod quoted;
pub(super) mod report_signs;
pub(super) mod seen;
pub(super) mod spellings;
pub(super) mod surface;
pub(super) mod transcribe;
mod unread;
mod versions;
pub(super) mod vocabulary;
pub(super) mod year_words;
pub(super) mod years;

use std::sync::OnceLock;

use crate::forms::Forms;
use names::Names;
use quoted::Extent;
use vocabulary::Vocabulary;

/// What a run says of its files before they are read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The edition to read against, instead of deciding.
    pub edition: Option<String>,
    /// The report year, instead of what the file says.
    pub year: Option<u16>,
    /// The agency, instead of what the file says.
    pub agency: Option<String>,
    /// Read texts that have no statutory table, for what their sentences say.
    pub text: bool,
    /// The largest file to read, in bytes. When `None`, [`MAX_FILE_BYTES`](crate::reading::limits::MAX_FILE_BYTES) for what is read whole, and none for
    /// a data set.
    pub max_file_bytes: Option<u64>,
}

/// What is known before a file is opened: the forms with the words they are known by, and what the run says of its files.
/// Shared by all threads.
#[derive(Debug)]
pub(super) struct Recogniser<'f> {
    pub(super) forms: &'f Forms,
    pub(super) vocabulary: Vocabulary,
    /// How much there is of each statutory table.
    extents: Vec<Extent>,
    /// What data sets call cells; made when a header asks for it.
    names: OnceLock<Names>,
    pub(super) options: ReadOptions,
}

impl<'f> Recogniser<'f> {
    /// Of all editions of `forms`.
    pub(super) fn new(forms: &'f Forms, options: ReadOptions) -> Self {
        let vocabulary = Vocabulary::new(forms);
        let extents = Extent::all(forms, &vocabulary);
        Self { forms, vocabulary, extents, names: OnceLock::new(), options }
    }
}
