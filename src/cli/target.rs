//! Where a result goes, and how it gets there whole. Everything that gouji writes passes through here: results,
//! conversions, templates, forms to fill in.
//!
//! Offices run gouji over their only copies, so three things hold. All targets of a run are known before any is opened,
//! and one that is a file the run reads, another target, or a list that somebody has filled in, is refused with nothing
//! touched ([`keep_apart`]). A file is written beside its place, under a name that begins with a dot, and takes the place of the old one when all results of
//! the run are whole ([`Pending::put`]). What is no regular file has nothing to lose and is written directly. A result can
//! also be a [`folder`] of files.

pub(super) mod folder;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, LineWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use file_id::{FileId, get_file_id};
use tempfile::{Builder, TempPath};

use super::reads::Reads;
use super::{Failure, interrupt, shown};
use crate::diagnosis::Answers;
use crate::model::{Explanation, Lang};
use crate::reading::{Problem, Reader};
use crate::render::{self, error_text, fill, phrase};
use folder::Files;

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
            return Ok(Self { name: PathBuf::from("<stdout>"), option: "-o", way: Way::Standard, is_awaited: false });
        };
        let way = Way::of(path).map_err(|error| failed(path, error))?;
        Ok(Self { name: path.to_owned(), option: "-o", way, is_awaited: false })
    }

    /// The form for explanations, to be filled in.
    pub(super) fn to_explain(path: &Path) -> Result<Self, Failure> {
        Ok(Self { option: TO_EXPLAIN, ..Self::of(Some(path))? })
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
            _ => Ok(Self { name: path.to_owned(), option: "-o", way: Way::Folder, is_awaited: false }),
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

    /// Refuses to take the place of a list in which somebody has explained what this run has not been told of: a form, a
    /// ledger, a list of findings.
    fn keeps_explanations(&self, told: Option<&Answers>, reader: &Reader, lang: Lang) -> Result<(), Failure> {
        let Way::File(real) = &self.way else { return Ok(()) };
        if fs::metadata(real).map_or(0, |metadata| metadata.len()) == 0 {
            return Ok(());
        }
        let filled = match reader.explanations(real) {
            Ok(filled) => filled,
            // A file that is no list may be replaced by any result. A form is nothing but a list, and one that cannot be
            // read may be filled in all the same; of a list it is said that a year is none where it is filled in.
            Err(error) if self.option != TO_EXPLAIN && error.problem != Problem::UnknownYear => return Ok(()),
            Err(error) => {
                let why = error_text(&error, lang).0;
                return Err(self.refused("output-unread-explanations", &why, &self.name, lang));
            }
        };
        let is_lost = |one: &&Explanation| !told.is_some_and(|told| told.say(one));
        match filled.iter().filter(is_lost).count() {
            0 => Ok(()),
            lost => Err(self.refused("output-explained", &lost.to_string(), &self.name, lang)),
        }
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

/// A new file in the folder of `real`, which a walk passes over, with the rights that the old one has or a new one gets.
fn beside(real: &Path) -> io::Result<(File, TempPath)> {
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

/// The files that results of the run will take the place of.
#[derive(Debug, Default)]
pub(super) struct Taken(HashSet<FileId>);

impl Taken {
    /// Whether a path leads to one of them.
    pub(super) fn has(&self, path: &Path) -> bool {
        !self.0.is_empty() && get_file_id(path).is_ok_and(|id| self.0.contains(&id))
    }
}

/// Refuses a target that is what the run reads, or another target, or holds what somebody has explained. A result of an
/// earlier run that was met in a folder is not read, and may be replaced. Gives what is taken, for what the run comes to
/// read later.
pub(super) fn keep_apart<'t>(
    targets: impl IntoIterator<Item = &'t Target>,
    reads: Reads,
    reader: &Reader,
    lang: Lang,
) -> Result<Taken, Failure> {
    let targets: Vec<&Target> = targets.into_iter().collect();
    let refuse = |target: &Target, what: &str, path: &Path| {
        let name = if what.is_empty() { "output-input" } else { "output-read" };
        Err(target.refused(name, what, path, lang))
    };
    let mut taken = apart(&targets, lang)?;
    for target in targets.iter().filter(|target| matches!(target.way, Way::Folder)) {
        let letters = folder::letters(&target.name, reader).into_iter().map(|name| target.name.join(name));
        for id in letters.filter_map(|path| get_file_id(path).ok()) {
            taken.entry(id).or_insert(target);
        }
    }
    // Nothing can be overwritten where nothing is there.
    if taken.is_empty() {
        return Ok(Taken::default());
    }
    let is_taken = |path: &Path| get_file_id(path).ok().and_then(|id| taken.get(&id).copied());
    for (what, path) in &reads.files {
        if let Some(target) = is_taken(path) {
            return refuse(target, what, path);
        }
    }
    for (what, inputs) in reads.inputs {
        for input in inputs {
            match input.path().and_then(is_taken) {
                Some(target) if input.is_read(reader) => return refuse(target, what, input.name()),
                Some(_) => input.pass_over(),
                None => {}
            }
        }
    }
    targets.iter().try_for_each(|target| target.keeps_explanations(reads.told, reader, lang))?;
    Ok(Taken(taken.into_keys().collect()))
}

/// The targets that are files already; no two are one.
fn apart<'t>(targets: &[&'t Target], lang: Lang) -> Result<HashMap<FileId, &'t Target>, Failure> {
    let mut taken = HashMap::new();
    for (at, &target) in targets.iter().enumerate() {
        let is_same = |other: &&&Target| match (&other.way, &target.way) {
            (Way::File(other), Way::File(own)) => is_same_name(other, own),
            (Way::Standard, Way::Standard) => true,
            (Way::Folder, Way::Folder) => match (real(&other.name), real(&target.name)) {
                (Ok(other), Ok(own)) => is_same_name(&other, &own),
                _ => other.name == target.name,
            },
            _ => false,
        };
        let same_file = target.id().and_then(|id| taken.insert(id, target));
        if let Some(other) = targets[..at].iter().find(is_same).copied().or(same_file) {
            return Err(target.refused("output-twice", "", &other.name, lang));
        }
    }
    Ok(taken)
}

/// Whether two files that may not be there yet will be one.
fn is_same_name(one: &Path, other: &Path) -> bool {
    let is_one_case = cfg!(any(windows, target_os = "macos"));
    one == other || is_one_case && one.to_string_lossy().to_lowercase() == other.to_string_lossy().to_lowercase()
}

/// What has gone wrong with a stream, for who holds its other end.
type Trouble = Rc<RefCell<Option<io::Error>>>;

/// A result that is being written.
#[derive(Debug)]
pub(super) struct Pending {
    name: PathBuf,
    destination: Option<Destination>,
    files: Option<Files>,
    trouble: Trouble,
}

#[derive(Debug)]
struct Destination {
    temporary: TempPath,
    real: PathBuf,
}

impl Pending {
    /// Why it cannot be written any more: what the system said, or, where that had nothing to say, the writer's own
    /// `error`. A reader that closed the pipe has seen enough.
    pub(super) fn failure(&self, error: Option<io::Error>) -> Option<Failure> {
        if let Some(failure) = self.files.as_ref().and_then(Files::failure) {
            return Some(failure);
        }
        let error = self.trouble.take().or(error)?;
        (error.kind() != io::ErrorKind::BrokenPipe).then(|| failed(&self.name, error))
    }

    /// Ends a result whose writer gave `written` and has gone: it is whole, unless something went wrong with it.
    pub(super) fn finish(self, written: io::Result<()>) -> Result<Self, Failure> {
        self.failure(written.err()).map_or(Ok(self), Err)
    }

    /// The run was broken off: what it would take away stays.
    pub(super) fn leave_old(&mut self) {
        self.files.iter_mut().for_each(Files::leave_old);
    }

    /// Puts it in its place: whatever stood there was whole until now, and this is whole from now on. The writer has gone,
    /// so that all it held back is written.
    pub(super) fn put(self) -> Result<(), Failure> {
        if let Some(files) = self.files {
            return files.put();
        }
        let Some(destination) = self.destination else { return Ok(()) };
        destination.temporary.persist(&destination.real).map_err(|error| failed(&self.name, error.error))
    }
}

/// A stream that keeps what went wrong. Writers wrap what they are told and drop what they still hold; here it is seen.
struct Watched {
    out: Box<dyn Write>,
    trouble: Trouble,
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

/// Whether a result goes to a terminal.
pub(super) fn is_terminal(named: Option<&Path>) -> bool {
    named.is_none_or(|path| path.as_os_str() == "-") && io::stdout().is_terminal()
}

fn failed(path: &Path, error: io::Error) -> Failure {
    Failure::Output { path: shown(path), error }
}
