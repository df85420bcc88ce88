//! What the system says of files, in words of our own: its own are in the language of the system.

use std::io::{self, ErrorKind};

use super::phrases::phrase;
use crate::model::Lang;

/// What went wrong with a file or a stream.
#[must_use]
pub fn io_words(error: &io::Error, lang: Lang) -> String {
    match (word(error.kind()), error.raw_os_error()) {
        ("io-other", Some(code)) => format!("{} ({code})", phrase("io-other", lang)),
        (name, _) => phrase(name, lang).to_owned(),
    }
}

/// The same of the kind by its name, which is all that an error of a file that was read keeps.
pub(in crate::render) fn named_kind(kind: &str, lang: Lang) -> &'static str {
    const KINDS: [ErrorKind; 17] = [
        ErrorKind::NotFound,
        ErrorKind::PermissionDenied,
        ErrorKind::IsADirectory,
        ErrorKind::NotADirectory,
        ErrorKind::AlreadyExists,
        ErrorKind::StorageFull,
        ErrorKind::QuotaExceeded,
        ErrorKind::ReadOnlyFilesystem,
        ErrorKind::FileTooLarge,
        ErrorKind::InvalidFilename,
        ErrorKind::InvalidInput,
        ErrorKind::InvalidData,
        ErrorKind::ResourceBusy,
        ErrorKind::ExecutableFileBusy,
        ErrorKind::UnexpectedEof,
        ErrorKind::TimedOut,
        ErrorKind::BrokenPipe,
    ];
    let kind = KINDS.into_iter().find(|known| format!("{known:?}") == kind);
    phrase(word(kind.unwrap_or(ErrorKind::Other)), lang)
}

fn word(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "io-not-found",
        ErrorKind::PermissionDenied => "io-permission",
        ErrorKind::IsADirectory => "io-is-folder",
        ErrorKind::NotADirectory => "io-no-folder",
        ErrorKind::AlreadyExists => "io-exists",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "io-full",
        ErrorKind::ReadOnlyFilesystem => "io-read-only",
        ErrorKind::FileTooLarge => "io-too-large",
        ErrorKind::InvalidFilename | ErrorKind::InvalidInput => "io-name",
        ErrorKind::InvalidData => "io-no-text",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "io-busy",
        ErrorKind::UnexpectedEof | ErrorKind::BrokenPipe => "io-ended",
        ErrorKind::TimedOut => "io-time",
        _ => "io-other",
    }
}
