//! A file that several of the named paths lead to, `in in/a.xlsx` or `a.xlsx ./a.xlsx`, is one input: an agency would have
//! submitted twice.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::{From, Input};

/// Each input once, where it came first. One that is named is assessed whatever it holds, also where a walk would pass it
/// over.
pub(super) fn each_once(inputs: Vec<Input>) -> Vec<Input> {
    let mut folders = Folders::default();
    let mut known: HashMap<PathBuf, usize> = HashMap::new();
    let mut all: Vec<Input> = Vec::with_capacity(inputs.len());
    for input in inputs {
        let Some(place) = folders.place(&input) else {
            all.push(input);
            continue;
        };
        match known.entry(place) {
            Entry::Vacant(new) => {
                new.insert(all.len());
                all.push(input);
            }
            Entry::Occupied(first) if matches!(input.from, From::Named) => all[*first.get()] = input,
            Entry::Occupied(_) => {}
        }
    }
    all
}

/// Where folders are, by the names that lead to them.
#[derive(Default)]
struct Folders(HashMap<PathBuf, PathBuf>);

impl Folders {
    /// Where an input is. Another name of a file, a link to it, is another place: nobody named one of them twice.
    fn place(&mut self, input: &Input) -> Option<PathBuf> {
        match &input.from {
            From::Stdin => None,
            From::Packed(packed, _) => Some(self.of(&input.path).join(packed.name())),
            _ => Some(self.of(&input.path)),
        }
    }

    fn of(&mut self, path: &Path) -> PathBuf {
        let Some(name) = path.file_name() else { return real(path) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !self.0.contains_key(folder) {
            self.0.insert(folder.to_owned(), real(folder));
        }
        self.0[folder].join(name)
    }
}

/// A folder under its real name; what lies in an archive has none, and is told by its words.
fn real(folder: &Path) -> PathBuf {
    let in_words = || folder.components().filter(|part| *part != Component::CurDir).collect();
    fs::canonicalize(folder).unwrap_or_else(|_| in_words())
}
