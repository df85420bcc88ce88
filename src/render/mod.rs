//! How it is said. One file per format; each is a [`Renderer`] that is told of the filings as they come, and decides
//! nothing. None has to keep them: a data set has more than fit into memory.
//!
//! [`PrintedTable`] is the form laid out as the law prints it; filings written in the canonical form ([`Conversion`])
//! and the blank form ([`template()`]) are drawn from it.
//!
//! [`message()`] fills the sentences of the rule records with the facts of a finding, in the language asked for; the
//! words of the surfaces themselves are records in `phrases.toml`. Text that came from a file is cleaned for its medium
//! by [`clean()`]: it is as hostile on the way out as it was on the way in.

mod canonical;
mod catalogue;
mod clean;
mod form_view;
mod forms;
mod json;
mod message;
mod phrases;
mod printed;
mod suspects;
mod table;
mod template;
mod terminal;
mod wrap;

pub use canonical::{Arrangement, Conversion, FileKind};
pub use catalogue::{explain, list_rules};
pub use clean::clean;
pub use forms::{describe_form, describe_proof, edit_in_words, list_forms};
pub use json::{Json, JsonLines};
pub use message::{basis, error_text, message, where_words};
pub use phrases::{fill, phrase};
pub use printed::{Content, PrintedCell, PrintedRow, PrintedTable, RowPart};
pub use suspects::suspect_words;
pub use template::template;
pub use terminal::Terminal;

use std::io;

use crate::diagnosis::{Assessment, Report};
use crate::forms::Forms;
use crate::model::Lang;

/// The mark of a cell that is likely wrong.
const SUSPECT: &str = "»";

/// A result under way: filing by filing in the order of the input, then what they add up to.
pub trait Renderer {
    /// Says one filing.
    ///
    /// # Errors
    /// When the writer fails.
    fn filing(&mut self, filing: &Assessment) -> io::Result<()>;

    /// Says what the filings add up to and ends the result. It is called once, also when there was no filing.
    ///
    /// # Errors
    /// When the writer fails.
    fn finish(&mut self, report: &Report) -> io::Result<()>;
}

/// What every renderer needs besides the filings.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own, asked for by its own option")]
pub struct Style<'f> {
    /// The forms of the run, for words and cell names.
    pub forms: &'f Forms,
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
    /// Only the summary and what is wrong.
    pub quiet: bool,
}
