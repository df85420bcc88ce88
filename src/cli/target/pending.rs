//! A result that is being written, and how it takes its place when it is whole.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use tempfile::{Builder, TempPath};

use super::failed;
use super::folder::Files;
use crate::cli::{Failure, interrupt};

/// What has gone wrong with a stream, for who holds its other end.
type Trouble = Rc<RefCell<Option<io::Error>>>;

/// A result that is being written.
#[derive(Debug)]
pub(in crate::cli) struct Pending {
    pub(super) name: PathBuf,
    pub(super) destination: Option<Destination>,
    pub(super) files: Option<Files>,
    pub(super) trouble: Trouble,
}

#[derive(Debug)]
pub(super) struct Destination {
    pub(super) temporary: TempPath,
    pub(super) real: PathBuf,
}

impl Pending {
    /// Why it cannot be written any more: what the system said, or, where that had nothing to say, the writer's own
    /// `error`. A reader that closed the pipe has seen enough.
    pub(in crate::cli) fn failure(&self, error: Option<io::Error>) -> Option<Failure> {
        if let Some(failure) = self.files.as_ref().and_then(Files::failure) {
            return Some(failure);
        }
        let error = self.trouble.take().or(error)?;
        (error.kind() != io::ErrorKind::BrokenPipe).then(|| failed(&self.name, error))
    }

    /// Ends a result whose writer gave `written` and has gone: it is whole, unless something went wrong with it.
    pub(in crate::cli) fn finish(self, written: io::Result<()>) -> Result<Self, Failure> {
        self.failure(written.err()).map_or(Ok(self), Err)
    }

    /// The run was broken off: what it would take away stays.
    pub(in crate::cli) fn leave_old(&mut self) {
        self.files.iter_mut().for_each(Files::leave_old);
    }

    /// Puts it in its place: whatever stood there was whole until now, and this is whole from now on. The writer has gone,
    /// so that all it held back is written.
    pub(in crate::cli) fn put(self) -> Result<(), Failure> {
        if let Some(files) = self.files {
            return files.put();
        }
        let Some(destination) = self.destination else { return Ok(()) };
        destination.temporary.persist(&destination.real).map_err(|error| failed(&self.name, error.error))
    }
}

/// A stream that keeps what went wrong. Writers wrap what they are told and drop what they still hold; here it is seen.
pub(super) struct Watched {
    pub(super) out: Box<dyn Write>,
    pub(super) trouble: Trouble,
}

impl Watched {
    fn keep<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.inspect_err(|error| {
            if error.kind() != io::ErrorKind::Interrupted {
                let copy = error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
                self.trouble.borrow_mut().get_or_insert(copy);
            }
        })
    }
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes);
        self.keep(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.out.flush();
        self.keep(flushed)
    }
}

/// A new file in the folder of `real`, which a walk passes over, with the rights that the old one has or a new one gets.
pub(super) fn beside(real: &Path) -> io::Result<(File, TempPath)> {
    let mut builder = Builder::new();
    builder.prefix(".gouji-").suffix(".tmp");
    readable(&mut builder);
    let folder = real.parent().unwrap_or(Path::new("."));
    // The library names its own file; the user knows the folder.
    let made = builder.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))?;
    let (file, temporary) = made.into_parts();
    interrupt::to_remove(&temporary);
    if let Ok(old) = fs::metadata(real) {
        file.set_permissions(old.permissions())?;
    }
    Ok((file, temporary))
}

/// A result is for others too; the library keeps its files to their owner.
#[cfg(unix)]
fn readable(builder: &mut Builder) {
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
}

/// Elsewhere a new file has the rights of its folder.
#[cfg(not(unix))]
fn readable(_: &mut Builder) {}
