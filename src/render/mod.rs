//! How it is said. This room decides nothing: what is wrong was found in [`crate::diagnosis`], and here it gets words, a
//! place on a page, and the syntax of a format.
//!
//! A result is made in three steps, each in a part of the room that knows only the parts above it:
//!
//! | part | what it does |
//! |---|---|
//! | `words` | the words of the surfaces (`phrases.toml`), of the form's lines, of places and suspects; text cleaned for its medium |
//! | `said` | a finding, a filing, a run in words, once, in the language asked for |
//! | `formats` | one file or folder a format of `--format`, in one list ([`FORMATS`]); none uses another |
//!
//! A format is told of the filings as they come, through a [`Renderer`], and has to keep none of them: a data set has more
//! than fit into memory. Text that came from a file goes through [`clean()`] on its way out: it is as hostile there as it
//! was on the way in.
//!
//! Beside the formats stands what several of them draw with: `marks` (which cell is wrong, which may be, which only shows
//! it: decided there for all of them), [`PrintedTable`] (the form laid out as the law prints it), `page` (HTML), `listing` (a
//! sheet that lists things), `table` (a terminal), `elements`, `finding_json` and `source_json` (JSON).
//!
//! What is no result of a check has doors of its own: filings in the canonical form ([`Conversion`]), the blank form
//! ([`template()`]), a comparison ([`write_contrast`]), a sum ([`write_sum`]), the form for explanations
//! ([`ExplanationForm`]), and what `gouji explain` and `gouji forms` print ([`explain`], [`describe_form`],
//! [`describe_folder`]).

#[cfg(any(doc, doctest))]
#[doc = include_str!("adding_a_format.md")]
pub mod adding_a_format {}

mod canonical;
mod catalogue;
mod contrast;
mod elements;
mod explanations;
mod finding_json;
mod formats;
mod forms;
mod listing;
mod marks;
mod own;
mod page;
mod printed;
mod said;
mod source_json;
mod summed;
mod table;
mod template;
mod words;

pub use canonical::{Arrangement, Conversion, Dialect, FileKind, Provenance};
pub use catalogue::{explain, list_rules};
pub use contrast::{ContrastFormat, contrast_notes, contrast_summary, write_contrast};
pub use explanations::ExplanationForm;
pub use formats::{
    FIELDS, FORMATS, FieldSlip, Folder, Format, LetterTemplate, LetterWishes, Medium, TemplateFault, json_with_cells,
};
pub use forms::{describe_form, describe_proof, edit_in_words, list_cells, list_forms};
pub use own::{Tried, describe_folder};
pub use printed::{Content, PrintedCell, PrintedRow, PrintedTable, RowPart};
pub use said::skipped::said_skipped;
pub use said::{basis, error_text, message, run_lines};
pub use summed::{SumKind, left_out_lines, named, refusal_words, remark_words, sum_summary, write_sum};
pub use template::template;
pub use words::clean::clean;
pub use words::io_words::io_words;
pub use words::phrases::{fill, phrase};
pub use words::suspects::suspect_words;

use std::io;

use crate::diagnosis::{Assessment, Policy, Report, Skipped};
use crate::forms::Forms;
use crate::model::Lang;
use crate::rules::{Catalogue, Severity};

/// The mark of a cell that is likely wrong.
const SUSPECT: &str = "»";

/// A result under way: filing by filing in the order of the input, then what they add up to.
pub trait Renderer {
    /// Says one filing.
    ///
    /// # Errors
    /// When the writer fails.
    fn filing(&mut self, filing: &Assessment) -> io::Result<()>;

    /// Answers for what was passed over, where a list of paths named it, at its place among the filings. Every result says
    /// at its end what was passed over; one that is read line by line says it here as well.
    ///
    /// # Errors
    /// When the writer fails.
    fn skipped(&mut self, _: &Skipped) -> io::Result<()> {
        Ok(())
    }

    /// Says what the filings add up to and ends the result. It is called once, also when there was no filing.
    ///
    /// # Errors
    /// When the writer fails.
    fn finish(&mut self, report: &Report) -> io::Result<()>;
}

/// The columns of a page that no terminal shows.
pub const PAGE_WIDTH: u16 = 100;

/// What every renderer needs besides the filings.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own, asked for by its own option")]
pub struct Style<'f> {
    /// The forms of the run, for words and cell names.
    pub forms: &'f Forms,
    /// The rules of the run.
    pub catalogue: &'f Catalogue,
    /// What the run asks for: which rules it wants to hear of, and how blanks count.
    pub policy: &'f Policy,
    /// From which severity on a finding fails the run, if any does.
    pub fail_on: Option<Severity>,
    /// The language.
    pub lang: Lang,
    /// Columns of the terminal or page.
    pub width: u16,
    /// Whether colours may be used; nothing is said by colour alone.
    pub color: bool,
    /// Draw the form with the broken cells marked.
    pub show_form: bool,
    /// List every cell that was read.
    pub cells: bool,
    /// For people, how often each rule spoke in place of what it said.
    pub statistics: bool,
    /// Of a workbook the forms with their wrong cells marked, and not the ledger.
    pub marked: bool,
    /// Of these forms also those that pass.
    pub with_passing: bool,
    /// Only the summary and what is wrong.
    pub quiet: bool,
    /// What letters are written as.
    pub medium: Medium,
    /// What an office wants in its letters.
    pub letters: Option<&'f LetterWishes>,
}

impl<'f> Style<'f> {
    /// How a page speaks of these, if nothing else is asked for.
    #[must_use]
    pub fn new(forms: &'f Forms, catalogue: &'f Catalogue, policy: &'f Policy, lang: Lang) -> Self {
        Self {
            forms,
            catalogue,
            policy,
            fail_on: None,
            lang,
            width: PAGE_WIDTH,
            color: false,
            show_form: false,
            cells: false,
            statistics: false,
            marked: false,
            with_passing: false,
            quiet: false,
            medium: Medium::default(),
            letters: None,
        }
    }
}

/// Whether a file begins as a result that quotes a filing and has no cells to be read again: a page, a list, a text. Its
/// tables would be filings for a second time.
#[must_use]
pub fn is_quotation(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&head[..head.len().min(512)]);
    !text.starts_with('{') && (formats::is_own(&text) || contrast::is_own(&text))
}

/// Whether a file begins as a result of gouji does. A walk through a folder passes such files over: the list of findings
/// names rows of the form as a filing does.
#[must_use]
pub fn is_result(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&head[..head.len().min(512)]);
    formats::is_own(&head) || contrast::is_own(&head) || canonical::is_for_research(&head)
}
