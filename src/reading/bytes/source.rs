//! Where the bytes of a file are: in memory, or in the file still. What is small is read once; a data set stays where it
//! is and is walked as often as it takes.

use std::borrow::Cow;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::rc::Rc;

use super::problem::{Problem, ReadError};

/// How much of a stream is fetched at a time.
const FETCHED_BYTES: usize = 64 << 10;

/// The bytes of a file.
#[derive(Debug)]
pub struct Source<'a>(Held<'a>);

#[derive(Debug)]
enum Held<'a> {
    Memory(Cow<'a, [u8]>),
    File(File, u64),
}

/// A stream that can be walked from the start again.
pub(in crate::reading) trait Seekable: Read + Seek {}

impl<T: Read + Seek> Seekable for T {}

impl<'a> From<&'a [u8]> for Source<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self(Held::Memory(Cow::Borrowed(bytes)))
    }
}

impl From<Vec<u8>> for Source<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Held::Memory(Cow::Owned(bytes)))
    }
}

impl Source<'_> {
    /// A file that stays where it is.
    pub(in crate::reading) fn of_file(file: File, length: u64) -> Self {
        Self(Held::File(file, length))
    }

    /// How many bytes there are.
    #[must_use]
    pub fn length(&self) -> u64 {
        match &self.0 {
            Held::Memory(bytes) => bytes.len() as u64,
            Held::File(_, length) => *length,
        }
    }

    /// The same bytes for somebody else, who is done before this one is read again: a file has one position.
    ///
    /// # Errors
    /// [`Problem::Unopenable`] when the system will not give the file a second time.
    pub(in crate::reading) fn again(&self) -> Result<Source<'_>, ReadError> {
        Ok(match &self.0 {
            Held::Memory(bytes) => Source::from(&**bytes),
            Held::File(file, length) => Source::of_file(file.try_clone().map_err(|error| unopenable(&error))?, *length),
        })
    }

    /// The bytes from the start. One walk at a time: a file has one position.
    pub(in crate::reading) fn reader(&self) -> Result<Box<dyn Seekable + '_>, ReadError> {
        Ok(match &self.0 {
            Held::Memory(bytes) => Box::new(Cursor::new(&**bytes)),
            Held::File(file, _) => {
                let mut file = file;
                file.rewind().map_err(|error| unopenable(&error))?;
                Box::new(BufReader::with_capacity(FETCHED_BYTES, file))
            }
        })
    }

    /// The first `limit` bytes, or all where there are fewer.
    ///
    /// # Errors
    /// [`Problem::Unopenable`] when the system will not read them.
    pub fn head(&self, limit: usize) -> Result<Cow<'_, [u8]>, ReadError> {
        match &self.0 {
            Held::Memory(bytes) => Ok(Cow::Borrowed(&bytes[..bytes.len().min(limit)])),
            Held::File(..) => self.bytes(limit as u64).map(Cow::Owned),
        }
    }

    /// All bytes, if they are no more than `limit`.
    ///
    /// # Errors
    /// [`Problem::TooLarge`], or [`Problem::Unopenable`] when the system will not read them.
    pub(in crate::reading) fn whole(&self, limit: u64) -> Result<Cow<'_, [u8]>, ReadError> {
        if self.length() > limit {
            return Err(too_large(limit));
        }
        match &self.0 {
            Held::Memory(bytes) => Ok(Cow::Borrowed(&**bytes)),
            // Whatever was added to the file since it was opened is not part of it.
            Held::File(_, length) => self.bytes(*length).map(Cow::Owned),
        }
    }

    fn bytes(&self, limit: u64) -> Result<Vec<u8>, ReadError> {
        let mut bytes = Vec::new();
        self.reader()?.take(limit).read_to_end(&mut bytes).map_err(|error| unopenable(&error))?;
        Ok(bytes)
    }
}

/// The error of a file that is larger than may be read.
pub(in crate::reading) fn too_large(limit: u64) -> ReadError {
    ReadError::new(Problem::TooLarge).with("limit", limit)
}

/// The error of a file that the system will not read.
pub(in crate::reading) fn unopenable(error: &io::Error) -> ReadError {
    ReadError::new(Problem::Unopenable).with("reason", format_args!("{:?}", error.kind()))
}

/// A stream that gives so many bytes and is asked for more in vain until what they were for is done: a line, a row or a
/// filing without end would fill the memory.
pub(in crate::reading) struct Rationed<R> {
    source: R,
    ration: usize,
    left: Rc<Cell<usize>>,
}

/// Renews the ration of a [`Rationed`] stream, from wherever it has got to.
#[derive(Clone)]
pub(in crate::reading) struct Ration {
    ration: usize,
    left: Rc<Cell<usize>>,
}

impl Ration {
    /// What the bytes were for is done; so many more for the next.
    pub(in crate::reading) fn renew(&self) {
        self.left.set(self.ration);
    }
}

impl<R: Read> Rationed<R> {
    /// A stream that gives `ration` bytes at a time.
    pub(in crate::reading) fn new(source: R, ration: usize) -> Self {
        Self { source, ration, left: Rc::new(Cell::new(ration)) }
    }

    /// What renews its ration.
    pub(in crate::reading) fn ration(&self) -> Ration {
        Ration { ration: self.ration, left: Rc::clone(&self.left) }
    }
}

impl<R: Read> Read for Rationed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            return Err(io::Error::other(ReadError::new(Problem::TextTooLong).with("limit", self.ration)));
        }
        let length = buffer.len().min(left);
        let read = self.source.read(&mut buffer[..length])?;
        self.left.set(left - read);
        Ok(read)
    }
}
