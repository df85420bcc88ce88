//! The files that are measured, made when a part first asks for them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use gouji::forms::Forms;

use crate::agencies::{Agencies, Slipped, YEARS};
use crate::documents::{docx, html};
use crate::offices::{Office, Writing};
use crate::report::Blank;
use crate::texts::{csv, wide};
use crate::workbooks::xlsx;

/// The filings of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Set {
    pub(crate) count: usize,
    /// How many years of an agency stand beside each other.
    pub(crate) years: usize,
    pub(crate) slipped: Slipped,
    pub(crate) writing: Writing,
}

impl Set {
    /// Three years of each agency, one filing in five with a slip.
    pub(crate) fn usual(count: usize, writing: Writing) -> Self {
        Self { count, years: YEARS.len(), slipped: Slipped::OneInFive, writing }
    }
}

pub(crate) struct Data<'f> {
    agencies: Agencies<'f>,
    blank: Blank<'f>,
    folder: PathBuf,
    made: RefCell<HashMap<String, Vec<PathBuf>>>,
}

impl<'f> Data<'f> {
    /// Files below `folder`, which begins empty.
    pub(crate) fn new(forms: &'f Forms, folder: &Path) -> Self {
        let form = forms.for_year(YEARS[0]).expect("an embedded edition");
        let _ = fs::remove_dir_all(folder);
        Self { agencies: Agencies::new(form), blank: Blank::of(form), folder: folder.into(), made: RefCell::default() }
    }

    pub(crate) fn agencies(&self) -> &Agencies<'f> {
        &self.agencies
    }

    pub(crate) fn remove(&self) {
        let _ = fs::remove_dir_all(&self.folder);
    }

    /// A file for each filing.
    pub(crate) fn files(&self, ending: &str, set: Set) -> Vec<PathBuf> {
        self.make(&format!("{ending}-{}", name(set)), |folder| {
            let filings = self.agencies.filings(set.count, set.years, set.slipped);
            let files = filings.enumerate().map(|(at, filing)| {
                let report = self.blank.filled(&filing, Office::of(&filing, set.writing));
                let bytes = match ending {
                    "xlsx" => xlsx(&report),
                    "csv" => csv(&report),
                    "html" => html(&report),
                    _ => docx(&report),
                };
                let path = folder.join(format!("{at:06}.{ending}"));
                fs::write(&path, bytes).expect("a file is written");
                path
            });
            files.collect()
        })
    }

    /// Data sets of one filing a line. Half of what offices send is in GB18030: two files then, one in each encoding.
    pub(crate) fn wide(&self, set: Set) -> Vec<PathBuf> {
        self.make(&format!("wide-{}", name(set)), |folder| {
            let files: &[(&str, bool)] =
                if set.writing.is_like_life { &[("utf-8", false), ("gb18030", true)] } else { &[("utf-8", false)] };
            let mut filings = self.agencies.filings(set.count, set.years, set.slipped);
            // All years of an agency in one file.
            let part = set.count.div_ceil(files.len()).next_multiple_of(set.years);
            let files = files.iter().map(|(encoding, is_gb)| {
                let path = folder.join(format!("{encoding}.csv"));
                let file = BufWriter::new(File::create(&path).expect("a file is made"));
                wide(self.agencies.form, filings.by_ref().take(part), set.writing, *is_gb, file);
                path
            });
            files.collect()
        })
    }

    fn make(&self, name: &str, make: impl Fn(&Path) -> Vec<PathBuf>) -> Vec<PathBuf> {
        if let Some(paths) = self.made.borrow().get(name) {
            return paths.clone();
        }
        let folder = self.folder.join(name);
        fs::create_dir_all(&folder).expect("a folder is made");
        let paths = make(&folder);
        self.made.borrow_mut().insert(name.to_owned(), paths.clone());
        paths
    }
}

/// The folder of a set.
fn name(set: Set) -> String {
    let hand = if set.writing.is_like_life { "life" } else { "bare" };
    format!("{hand}-{:?}-{:?}-{}x{}", set.writing.fees, set.slipped, set.count, set.years).to_lowercase()
}
