//! A folder for files that are one result together: a letter for each agency, a sum for each superior.
//!
//! Which letters there will be is known when the run is over. So all that may be lost is known before: the letters of
//! earlier runs, by their mark. They are what this result replaces, and what is left of them when it is whole goes.
//! Anything else in the folder is somebody's own: a letter that would be called so is refused, and then none is written.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::failed;
use super::pending::{Destination, beside};
use crate::cli::inputs::extension;
use crate::cli::{Failure, complain, shown};
use crate::model::Lang;
use crate::reading::Reader;
use crate::render::{self, fill, phrase};

/// Bytes of a file's name, with its number and its ending: no file system has fewer, and mail programs cut longer ones.
const MAX_NAME: usize = 120;

/// What Windows keeps for devices, whatever follows the first dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A folder that is there, or was made; one that was made and got nothing goes again.
#[derive(Debug)]
pub(in crate::cli) struct Made(Option<PathBuf>);

impl Made {
    /// The folder of this name.
    pub(in crate::cli) fn of(path: &Path) -> Result<Self, Failure> {
        let is_new = !path.exists();
        fs::create_dir_all(path).map_err(|error| failed(path, error))?;
        Ok(Self(is_new.then(|| path.to_owned())))
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            // Where there is something in it, it stays.
            let _ = fs::remove_dir(path);
        }
    }
}

/// Whether a folder is named: one that is there, or a name that ends as one.
pub(in crate::cli) fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

/// A name for a file that every system takes, and no other file of the run has.
pub(in crate::cli) fn free_name(name: &str, ending: &str, taken: &mut HashSet<String>) -> String {
    let is_allowed = |c: &char| !c.is_control() && !"<>:\"/\\|?*".contains(*c);
    let name: String = name.chars().filter(is_allowed).collect();
    let numbers = (1_usize..).map(|at| if at == 1 { String::new() } else { format!("-{at}") });
    let names = numbers.map(|number| base(&name, MAX_NAME - ending.len() - number.len()) + &number + ending);
    let mut free = names.filter(|name| !taken.contains(&name.to_lowercase()));
    let name = free.next().unwrap_or_default();
    taken.insert(name.to_lowercase());
    name
}

/// As much of a name as there is room for, and none that a system would read otherwise.
fn base(name: &str, room: usize) -> String {
    let end = name.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end < room).last().unwrap_or(0);
    let base = name[..end].trim_matches(|c: char| c.is_whitespace() || c == '.');
    let stem = base.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let device = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_device =
        DEVICES.contains(&device) && stem.len() - device.len() == usize::from(device == "com" || device == "lpt");
    if base.is_empty() || is_device { format!("_{base}") } else { base.to_owned() }
}

/// The letters of earlier runs in a folder, by name.
pub(super) fn letters(folder: &Path, reader: &Reader) -> Vec<String> {
    let is_letter = |path: &Path| {
        extension(path) == "docx"
            && fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
            && reader.open(path).is_ok_and(|source| reader.is_letter(&source).unwrap_or(false))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let found = entries.filter(|entry| is_letter(&entry.path()));
    let mut names: Vec<String> = found.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// The files of a folder, written beside their destinations.
#[derive(Debug)]
pub(super) struct Files {
    folder: PathBuf,
    made: Made,
    /// Letters of earlier runs.
    old: Vec<String>,
    lang: Lang,
    /// What is left of earlier runs goes.
    is_whole: bool,
    under_way: Rc<RefCell<UnderWay>>,
}

#[derive(Debug, Default)]
struct UnderWay {
    destinations: Vec<Destination>,
    taken: HashSet<String>,
    /// A file that is somebody's own.
    foreign: Option<PathBuf>,
}

/// Where a renderer puts them.
struct FolderShelf {
    folder: PathBuf,
    old: Vec<String>,
    under_way: Rc<RefCell<UnderWay>>,
}

impl Files {
    /// Begins files in a folder; no other result, of those that go to `others`, takes one of their destinations.
    pub(super) fn of(
        folder: &Path,
        others: &[PathBuf],
        reader: &Reader,
        lang: Lang,
    ) -> Result<(Self, Box<dyn render::Folder>), Failure> {
        let made = Made::of(folder)?;
        let folder = fs::canonicalize(folder).map_err(|error| failed(folder, error))?;
        let mut old = letters(&folder, reader);
        let name = |path: &PathBuf| {
            let is_here = path.parent() == Some(&folder);
            is_here.then(|| path.file_name().unwrap_or_default().to_string_lossy().to_lowercase())
        };
        let taken: HashSet<String> = others.iter().filter_map(name).collect();
        old.retain(|name| !taken.contains(&name.to_lowercase()));
        let under_way = Rc::new(RefCell::new(UnderWay { taken, ..UnderWay::default() }));
        let shelf = FolderShelf { folder: folder.clone(), old: old.clone(), under_way: Rc::clone(&under_way) };
        Ok((Self { folder, made, old, lang, is_whole: true, under_way }, Box::new(shelf)))
    }

    /// The run was broken off: who got no letter may yet be to get one.
    pub(super) fn leave_old(&mut self) {
        self.is_whole = false;
    }

    /// What is wrong with the folder rather than with a writer.
    pub(super) fn failure(&self) -> Option<Failure> {
        let foreign = self.under_way.borrow_mut().foreign.take()?;
        Some(Failure::Usage(format!("{}: {}", shown(&foreign), phrase("letter-foreign", self.lang))))
    }

    /// Puts them into their destinations; what earlier runs left and this one did not write goes, and is named.
    pub(super) fn put(self) -> Result<(), Failure> {
        let destinations = std::mem::take(&mut self.under_way.borrow_mut().destinations);
        let mut new = HashSet::new();
        for destination in destinations {
            new.extend(destination.real.file_name().map(|name| name.to_string_lossy().into_owned()));
            destination.temporary.persist(&destination.real).map_err(|error| failed(&destination.real, error.error))?;
        }
        for name in self.old.iter().filter(|name| self.is_whole && !new.contains(*name)) {
            let path = self.folder.join(name);
            fs::remove_file(&path).map_err(|error| failed(&path, error))?;
            complain(&fill(phrase("letter-removed", self.lang), |_| Some(clean_name(name))));
        }
        drop(self.made);
        Ok(())
    }
}

impl render::Folder for FolderShelf {
    fn put(&mut self, name: &str, ending: &str, bytes: &[u8]) -> io::Result<()> {
        let mut under_way = self.under_way.borrow_mut();
        let file = free_name(name, ending, &mut under_way.taken);
        let real = self.folder.join(&file);
        if !self.old.contains(&file) && fs::symlink_metadata(&real).is_ok() {
            under_way.foreign = Some(real);
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let (mut out, temporary) = beside(&real)?;
        out.write_all(bytes)?;
        under_way.destinations.push(Destination { temporary, real });
        Ok(())
    }
}

fn clean_name(name: &str) -> String {
    shown(Path::new(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_as_its_owner_where_a_system_lets_it() {
        let mut taken = HashSet::new();
        let long = "某".repeat(60);
        for (owner, file) in [
            ("某县人民政府", "某县人民政府.docx"),
            ("某县/人民政府", "某县人民政府-2.docx"),
            ("a:B", "aB.docx"),
            ("AB", "AB-2.docx"),
            ("../..", "_.docx"),
            ("nul", "_nul.docx"),
            ("COM1", "_COM1.docx"),
            ("com", "com.docx"),
            ("con.局", "_con.局.docx"),
            (long.as_str(), &("某".repeat(38) + ".docx")),
            (long.as_str(), &("某".repeat(37) + "-2.docx")),
        ] {
            let name = free_name(owner, ".docx", &mut taken);
            assert!(name.len() <= MAX_NAME, "{name}");
            assert_eq!(name, file);
        }
    }
}
