//! What every file is before anybody knows its format: bytes, of which there may be too many, in some encoding.
//!
//! | module | what it knows |
//! |---|---|
//! | `source` | a file in memory or where it stands |
//! | `archive` | the files in a zip archive |
//! | `encoding` | UTF-8, UTF-16 and GB18030, as the bytes say |
//! | `limits` | how much of anything is read |
//! | `fence` | what a third-party reader does not survive |
//! | `problem` | why a file cannot be read, and what to do |

pub(super) mod archive;
pub(super) mod encoding;
pub(super) mod fence;
pub mod limits;
pub(super) mod problem;
pub(super) mod source;
