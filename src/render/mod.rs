//! How it is said. One file per format; each turns a [`Report`](crate::diagnosis::Report) into text and decides nothing.
//!
//! [`message()`] fills the sentences of the rule records with the facts of a finding, in the language asked for; the
//! words of the surfaces themselves are records in `phrases.toml`. Text that came from a file is cleaned for its medium
//! by [`clean()`]: it is as hostile on the way out as it was on the way in.

mod catalogue;
mod clean;
mod form_view;
mod forms;
mod json;
mod message;
mod phrases;
mod table;
mod terminal;
mod wrap;

pub use catalogue::{explain, list_rules};
pub use clean::clean;
pub use forms::{describe_form, edit_in_words, list_forms};
pub use json::{json, json_lines};
pub use message::{basis, error_text, message, where_words};
pub use phrases::{fill, phrase};
pub use terminal::terminal;

use crate::forms::Forms;
use crate::model::Lang;

/// What every renderer needs besides the report.
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
