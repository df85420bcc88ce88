//! Files that stand in a Word document as they are (`altChunk`): systems put reports together of pages and documents, and
//! Word shows each where it stands. Each is read by the reader of its kind, and refused where there is none.

use super::super::package::Package;
use super::super::{OfficeKind, recognise};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::formats::page::Page;
use crate::reading::formats::{add_part, format};

/// Files in one document; a report has one for each of its chapters.
pub(super) const MAX_CHUNKS: usize = 100;

/// Adds what stands in a part to a page.
///
/// # Errors
/// [`Problem::PartUnread`] for what is not there, is of a kind that is not read, or holds such parts itself; and what its
/// reader refuses.
pub(super) fn add(package: &mut Package<'_>, part: &str, page: &mut Page) -> Result<(), ReadError> {
    let bytes = package.part(part)?.ok_or_else(|| unread(part))?;
    if format::recognise(&bytes) != Ok(format::Format::Container) {
        return if add_part(&bytes, page)? { Ok(()) } else { Err(unread(part)) };
    }
    // A document in it is read here, for that holds no other.
    let source = bytes.into();
    let mut inner = Package::open(&source)?;
    if recognise(&mut inner)? != OfficeKind::Docx {
        return Err(unread(part));
    }
    *page = super::add(&mut inner, std::mem::take(page), false)?;
    Ok(())
}

/// The refusal of a part that is not read.
pub(super) fn unread(part: &str) -> ReadError {
    ReadError::new(Problem::PartUnread).with("part", part.rsplit('/').next().unwrap_or_default())
}
