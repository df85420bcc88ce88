//! Formats: bytes to sparse grids, each reader bounded before it allocates. None of them knows a form; where words have to
//! be told from figures, whoever calls hands in what is known of words.
//!
//! | module | what it reads |
//! |---|---|
//! | `format` | what a file is, by its content; what cannot be read, and what to do instead |
//! | `delimited`, `records`, `blanks` | text: with separators, with quotes, with blanks alone |
//! | `raised` | when characters stand so far off the line that they are the mark of a note |
//! | `contrast` | when letters are told from what they lie on |
//! | `html`, `tag`, `css`, `looks`, `unshown`, `page` | web pages, what of them is not seen; paragraphs and tables in the order of the page |
//! | `markdown` | Markdown with tables in tags, as a page |
//! | `mht`, `mime`, `linked` | web archives, and the style sheets in them |
//! | `office` | what office programs save |
//! | `pdf` | what is printed |

pub(super) mod blanks;
mod contrast;
mod css;
pub(super) mod delimited;
pub(super) mod format;
pub(super) mod html;
mod linked;
mod looks;
pub(super) mod markdown;
pub(super) mod mht;
mod mime;
pub(super) mod office;
mod page;
pub(super) mod pdf;
mod raised;
pub(super) mod records;
mod tag;
mod unshown;

use self::format::Format;
use self::linked::Beside;
use self::page::Page;
use super::bytes::encoding;
use super::bytes::problem::ReadError;

/// Adds a file that stands in a document to the page of that, by the reader of its kind; `false` where it is none that is
/// read so.
///
/// # Errors
/// What its reader refuses.
fn add_part(bytes: &[u8], page: &mut Page) -> Result<bool, ReadError> {
    match format::recognise(bytes) {
        Ok(Format::Page) => html::add(&encoding::decode_page(bytes, None), Beside::default(), page),
        Ok(Format::Archive) => mht::add(bytes, html::add, page)?,
        Ok(Format::RichText) => *page = office::rtf::add(bytes, std::mem::take(page))?,
        Ok(Format::Text) => {
            for line in encoding::decode(bytes)?.lines() {
                page.text(line);
                page.break_line();
            }
        }
        Ok(Format::Container | Format::Pdf) | Err(_) => return Ok(false),
    }
    Ok(true)
}
