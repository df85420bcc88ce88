//! Where a result goes, and how it gets there whole. Everything that gouji writes passes through here: results,
//! conversions, templates, forms to fill in.
//!
//! Offices run gouji over their only copies, so three things hold. All targets of a run are known before any is opened,
//! and one that is a file the run reads, another target, or a list or form that somebody has filled in, is refused with nothing
//! touched ([`keep_apart`]). A file is written beside its place, under a name that begins with a dot, and takes the place of the old one when all results of
//! the run are whole ([`Pending::put`]). What is no regular file has nothing to lose and is written directly. A result can
//! also be a [`folder`] of files.

mod apart;
pub(super) mod folder;
mod pending;

pub(super) use apart::{Taken, keep_apart};
pub(super) use pending::Pending;

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, LineWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use file_id::{FileId, get_file_id};

use super::{Failure, shown};
use crate::model::Lang;
use crate::reading::Reader;
use crate::render::{self, fill, phrase};
use folder::Files;
use pending::{Destination, Watched, beside};

/// The names that standard input and output have as files, which may be one with a file that a run writes or reads. Other
/// systems have no such names, and there a result that a shell sends to a file is not known for that file.
#[cfg(unix)]
pub(super) const STDIN: Option<&str> = Some("/dev/stdin");
#[cfg(unix)]
const STDOUT: Option<&str> = Some("/dev/stdout");
#[cfg(not(unix))]
pub(super) const STDIN: Option<&str> = None;
#[cfg(not(unix))]
const STDOUT: Option<&str> = None;

/// The option that names a form for explanations.
const TO_EXPLAIN: &str = "--write-explanations";

/// A place for a result. Nothing is opened yet.
#[derive(Debug)]
pub(super) struct Target {
    /// As it was named.
    name: PathBuf,
    /// By which option.
    option: &'static str,
    way: Way,
    /// Somebody waits for each line of it.
    is_awaited: bool,
    /// It will be a blank form.
    is_blank_form: bool,
}

#[derive(Debug)]
enum Way {
    /// Standard output, also where it was named as a device or as the file that a shell sent it to: it may be in the
    /// middle of something (`>> log`).
    Standard,
    /// A device or a pipe.
    Direct,
    /// A file under its real name, there or not.
    File(PathBuf),
    /// Files in a folder, there or not.
    Folder,
}

impl Target {
    /// What is named; nothing and `-` are standard output.
    pub(super) fn of(named: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = named.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self::by(PathBuf::from("<stdout>"), Way::Standard));
        };
        let way = Way::of(path).map_err(|error| failed(path, error))?;
        Ok(Self::by(path.to_owned(), way))
    }

    fn by(name: PathBuf, way: Way) -> Self {
        Self { name, option: "-o", way, is_awaited: false, is_blank_form: false }
    }

    /// The form for explanations, to be filled in.
    pub(super) fn to_explain(path: &Path) -> Result<Self, Failure> {
        Ok(Self { option: TO_EXPLAIN, ..Self::of(Some(path))? })
    }

    /// The same for a blank form, which is never the next of a form that was filled in.
    pub(super) fn blank_form(self) -> Self {
        Self { is_blank_form: true, ..self }
    }

    /// The same, of which each line is written when it is made.
    pub(super) fn awaited(self) -> Self {
        Self { is_awaited: true, ..self }
    }

    /// The folder that is named, for files that are one result together.
    pub(super) fn folder(path: &Path) -> Result<Self, Failure> {
        match fs::metadata(path) {
            Ok(metadata) if !metadata.is_dir() => Err(failed(path, io::ErrorKind::NotADirectory.into())),
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(path, error)),
            _ => Ok(Self::by(path.to_owned(), Way::Folder)),
        }
    }

    /// Where it will be, of one that is a file.
    pub(super) fn file(&self) -> Option<PathBuf> {
        match &self.way {
            Way::File(real) => Some(real.clone()),
            Way::Standard | Way::Direct | Way::Folder => None,
        }
    }

    /// The file that is there already, if it is one that could be lost.
    fn id(&self) -> Option<FileId> {
        match &self.way {
            Way::Standard => standard(),
            Way::Direct | Way::Folder => None,
            Way::File(real) => get_file_id(real).ok(),
        }
    }

    fn refused(&self, name: &str, what: &str, path: &Path, lang: Lang) -> Failure {
        let path = shown(path);
        let text = fill(phrase(name, lang), |fact| Some(if fact == "what" { what } else { path.as_str() }));
        Failure::Usage(format!("{} {}: {text}", self.option, shown(&self.name)))
    }

    /// Opens it, and gives what a result is written to. A terminal gets each line when it is written.
    pub(super) fn open(self) -> Result<(Pending, Box<dyn Write>), Failure> {
        let refused = |error| failed(&self.name, error);
        let (out, destination): (Box<dyn Write>, _) = match &self.way {
            Way::Standard => (Box::new(io::stdout()), None),
            Way::Direct => (Box::new(OpenOptions::new().write(true).open(&self.name).map_err(refused)?), None),
            Way::File(real) => {
                let (file, temporary) = beside(real).map_err(refused)?;
                (Box::new(file), Some(Destination { temporary, real: real.clone() }))
            }
            Way::Folder => return Err(refused(io::ErrorKind::IsADirectory.into())),
        };
        let trouble = Rc::default();
        let out = Watched { out, trouble: Rc::clone(&trouble) };
        let is_seen = matches!(self.way, Way::Standard) && io::stdout().is_terminal();
        let out: Box<dyn Write> = match (is_seen, self.is_awaited) {
            (true, _) => Box::new(out),
            (false, true) => Box::new(LineWriter::new(out)),
            (false, false) => Box::new(BufWriter::new(out)),
        };
        Ok((Pending { name: self.name, destination, files: None, trouble }, out))
    }

    /// The same of a folder; no file of it goes to one of the places of `others`.
    pub(super) fn open_folder(
        self,
        others: &[PathBuf],
        reader: &Reader,
        lang: Lang,
    ) -> Result<(Pending, Box<dyn render::Folder>), Failure> {
        let (files, folder) = Files::of(&self.name, others, reader, lang)?;
        Ok((Pending { name: self.name, destination: None, files: Some(files), trouble: Rc::default() }, folder))
    }
}

impl Way {
    fn of(path: &Path) -> io::Result<Self> {
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return real(path).map(Self::File),
            Err(error) => return Err(error),
        };
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !metadata.is_file() {
            return Ok(Self::Direct);
        }
        if standard().is_some_and(|id| get_file_id(path).is_ok_and(|own| own == id)) {
            return Ok(Self::Standard);
        }
        // Whoever took the right to write from a file means that it stays as it is; a renamed file would not ask.
        if metadata.permissions().readonly() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        OpenOptions::new().write(true).open(path)?;
        real(path).map(Self::File)
    }
}

/// Where a file is or will be, whatever links lead there.
fn real(path: &Path) -> io::Result<PathBuf> {
    match (fs::canonicalize(path), fs::read_link(path)) {
        (Ok(real), _) => Ok(real),
        (Err(error), Ok(_)) if error.kind() != io::ErrorKind::NotFound => Err(error),
        // A link to what is not there yet.
        (Err(_), Ok(link)) => real(&path.parent().unwrap_or(Path::new("")).join(link)),
        (Err(_), Err(_)) => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
            Ok(fs::canonicalize(folder)?.join(name))
        }
    }
}

/// The file that standard output goes to, where a shell sent it to one.
fn standard() -> Option<FileId> {
    let device = Path::new(STDOUT?);
    fs::metadata(device).is_ok_and(|metadata| metadata.is_file()).then(|| get_file_id(device).ok()).flatten()
}

/// Refuses to show a workbook on a terminal.
pub(super) fn not_on_terminal(is_workbook: bool, named: Option<&Path>, lang: Lang) -> Result<(), Failure> {
    if is_workbook && is_terminal(named) { Err(Failure::usage("workbook-on-terminal", lang)) } else { Ok(()) }
}

/// Whether a result goes to a terminal.
pub(super) fn is_terminal(named: Option<&Path>) -> bool {
    named.is_none_or(|path| path.as_os_str() == "-") && io::stdout().is_terminal()
}

fn failed(path: &Path, error: io::Error) -> Failure {
    Failure::Output { path: shown(path), error }
}
