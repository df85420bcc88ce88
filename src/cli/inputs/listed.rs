//! A list that is still being written: the paths on standard input, each looked at when it comes, so that whoever writes
//! them may wait for the answer to one before it names many more (an engine that pipes a nation's filings through gouji
//! on many machines).

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::{From, How, Input, add_listed};
use crate::cli::target::Taken;
use crate::cli::{Failure, bounded, interrupt};
use crate::model::Lang;
use crate::reading::Reader;

/// How soon an interrupt is seen while no path comes.
const PATIENCE: Duration = Duration::from_millis(100);

/// The inputs that a list on standard input names, as it names them.
pub(in crate::cli) struct ListedPaths<'l> {
    paths: Receiver<Result<PathBuf, Failure>>,
    how: How,
    taken: Taken,
    reader: &'l Reader<'l>,
    /// What the last path came to: of a folder there may be much.
    waiting: VecDeque<Input>,
}

impl<'l> ListedPaths<'l> {
    /// Whether `--files-from` names standard input.
    pub(in crate::cli) fn is_meant(list: Option<&Path>) -> bool {
        list.is_some_and(|list| list.as_os_str() == "-")
    }

    /// The list, read from now on. A path on it whose file is `taken` by a result is refused: the list is not known when
    /// the results are begun.
    pub(in crate::cli) fn new(how: How, taken: Taken, reader: &'l Reader<'l>, lang: Lang) -> Self {
        Self { paths: bounded::coming(lang), how, taken, reader, waiting: VecDeque::new() }
    }

    fn add(&mut self, path: &Path) -> Result<(), Failure> {
        let mut found = Vec::new();
        if path.as_os_str() == "-" {
            // Standard input is the list itself; a file may be called so.
            found.push(Input::new(path, From::Named));
        } else {
            add_listed(path, &self.how, &mut found)?;
        }
        for input in &mut found {
            match input.path() {
                Some(path) if !self.taken.has(path) => {}
                Some(_) if input.is_read(self.reader) => input.refuse(),
                Some(_) => input.pass_over(),
                None => {}
            }
        }
        self.waiting.extend(found);
        Ok(())
    }
}

impl Iterator for ListedPaths<'_> {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(input) = self.waiting.pop_front() {
                return Some(Ok(input));
            }
            match self.paths.recv_timeout(PATIENCE) {
                Ok(path) => {
                    if let Err(failure) = path.and_then(|path| self.add(&path)) {
                        return Some(Err(failure));
                    }
                }
                Err(RecvTimeoutError::Timeout) if !interrupt::is_wanted() => {}
                Err(_) => return None,
            }
        }
    }
}
