//! What a PDF may cost. A report has some ten pages of a thousand glyphs; the limits leave room for a yearbook and keep
//! every file under 256 MB of memory and two seconds.

use std::time::Duration;

/// Pages of a file.
pub(super) const MAX_PAGES: usize = 1_000;
/// Streams of a file.
pub(super) const MAX_STREAMS: usize = 50_000;
/// Dictionaries of a file, also those inside others.
pub(super) const MAX_DICTIONARIES: usize = 100_000;
/// Objects of a file.
pub(super) const MAX_OBJECTS: usize = 100_000;
/// Streams in a row that begin and do not end.
pub(super) const MAX_OPEN_STREAMS: usize = 100;
/// One stream that is no picture and no font, expanded, in bytes. As a table of objects, one byte an object, it takes up
/// forty times as much.
pub(super) const MAX_STREAM_BYTES: usize = 3_600_000;
/// All of these of a file, expanded, in bytes.
pub(super) const MAX_STREAMS_BYTES: usize = 32 << 20;
/// What all pages draw, in bytes of their content, each drawing counted as often as it is used.
pub(super) const MAX_CONTENT_BYTES: usize = 24 << 20;
/// Instructions in what all pages draw.
pub(super) const MAX_INSTRUCTIONS: usize = 2_000_000;
/// Glyphs on all pages.
pub(super) const MAX_GLYPHS: usize = 300_000;
/// Straight lines on all pages.
pub(super) const MAX_LINES: usize = 100_000;
/// Looks at what lies over a glyph or beside it, on all pages; a report of ten pages takes some ten thousand.
pub(super) const MAX_LOOKS: usize = 20_000_000;
/// Points of one path.
pub(super) const MAX_POINTS: usize = 100_000;
/// Drawings inside each other.
pub(super) const MAX_NESTED: usize = 12;
/// Saved states of one page.
pub(super) const MAX_STATES: usize = 1_000;
/// Fonts of a file.
pub(super) const MAX_FONTS: usize = 300;
/// The maps of one font from codes to characters, expanded, in bytes.
pub(super) const MAX_MAP_BYTES: usize = 1 << 20;
/// Widths that all fonts of a file list.
pub(super) const MAX_WIDTHS: usize = 2_000_000;
/// Cells of one table.
pub(super) const MAX_TABLE_CELLS: usize = 20_000;
/// Tables with lines on one page.
pub(super) const MAX_TABLES: usize = 300;
/// Stack of the thread that reads: the library nests five hundred objects.
pub(super) const STACK_BYTES: usize = 16 << 20;

/// How long one file may take. Every count above ends earlier on any machine of today; this is for what a library may
/// do that nobody has seen it do. A build for tests is slower by far.
pub(super) const DEADLINE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 20_000 } else { 1_700 });
