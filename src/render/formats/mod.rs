//! The formats of `--format`, one file or folder each. None imports another: what two of them say alike is made in
//! [`super::said`], and what they draw alike stands beside this folder.
//!
//! A new format is one file and one entry in [`FORMATS`]: its name, the ending of its files, how it begins, and how an
//! earlier result is known for one. The command line, the walk that passes results over, the fuzz targets and the tests that
//! every format has to pass (`tests/suite/machine/every.rs`) take it from there. The file holds a [`Scribe`]: what it
//! writes at the beginning, of a filing, of what belongs to the run, and at the end. When each of these is due is known
//! here, once.

mod concise;
mod csv;
mod filings;
mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod ledger;
mod markdown;
mod marked;
mod notice;
mod sarif;
mod statistics;
mod terminal;

use std::io::{self, Write};
use std::mem;
use std::path::Path;

use super::said::{SaidFiling, SaidRun};
use super::{Renderer, Style};
use crate::diagnosis::{Assessment, Report, Skipped, Total};
use crate::reading::{EXTENSIONS, Readable};
use notice::LetterShelf;
pub use notice::{FIELDS, FieldSlip, Folder, LetterTemplate, LetterWishes, Medium, TemplateFault};

/// One entry of the list of formats.
///
/// # Example
/// ```
/// use gouji::render::Format;
/// let format = Format::named("junit").expect("a format");
/// assert_eq!(format.extension, "xml");
/// assert_eq!(Format::of_path("result.xml".as_ref()), Some(format));
/// assert!(Format::named("pdf").is_none());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What `--format` calls it.
    pub name: &'static str,
    /// What its files end in.
    pub extension: &'static str,
    /// What else they may end in.
    others: &'static [&'static str],
    /// Whether it is a workbook, which no terminal shows.
    pub is_workbook: bool,
    /// Whether a result names what was passed over.
    pub names_skipped: bool,
    begin: for<'a> fn(Style<'a>, Out<'a>) -> Box<dyn Renderer + 'a>,
    /// The same as files in a folder, of a format that can be several.
    begin_in: Option<BeginIn>,
    is_own: fn(&str) -> bool,
}

/// How a result begins that is files in a folder.
type BeginIn = for<'a> fn(Style<'a>, Box<dyn Folder + 'a>) -> Box<dyn Renderer + 'a>;

/// Where a result goes.
type Out<'a> = Box<dyn Write + 'a>;

/// The formats, in the order in which they are listed.
pub static FORMATS: [Format; 14] = [
    Format::TABLE,
    Format::text("concise", "txt", |style, out| told(style, concise::Concise::new(out)), |_| false).without_skipped(),
    Format::text("json", "json", |style, out| told(style, json::Json::new(out)), json::is_own),
    Format {
        others: &["ndjson"],
        ..Format::text("jsonl", "jsonl", |style, out| told(style, json::JsonLines::new(out)), json::is_own_line)
    },
    Format::text("sarif", "sarif", |style, out| told(style, sarif::Sarif::new(style, out)), sarif::is_own),
    Format::text("junit", "xml", |style, out| told(style, junit::JUnit::new(style, out)), |_| false).without_skipped(),
    Format::text("github", "txt", |style, out| told(style, github::GitHub::new(style, out)), |_| false),
    Format::text("gitlab", "json", |style, out| told(style, gitlab::GitLab::new(style, out)), gitlab::is_own)
        .without_skipped(),
    Format::text("csv", "csv", |style, out| told(style, csv::Csv::new(style, out)), csv::is_own).without_skipped(),
    Format::text("filings", "csv", |style, out| told(style, filings::Filings::new(style, out)), filings::is_own)
        .without_skipped(),
    Format::text("markdown", "md", |style, out| told(style, markdown::Markdown::new(style, out)), markdown::is_own),
    Format::HTML,
    Format::book("xlsx", "xlsx", workbook),
    Format::NOTICE,
];

/// For people: every finding, or how often each rule spoke.
fn table<'a>(style: Style<'a>, out: Out<'a>) -> Box<dyn Renderer + 'a> {
    if style.statistics {
        told(style, statistics::Statistics::new(style, out))
    } else {
        told(style, terminal::Terminal::new(style, out))
    }
}

/// A workbook: the ledger, or the forms with their wrong cells marked.
fn workbook<'a>(style: Style<'a>, out: Out<'a>) -> Box<dyn Renderer + 'a> {
    if style.marked {
        told(style, marked::MarkedBook::new(style, out))
    } else {
        told(style, ledger::Ledger::new(style, out))
    }
}

/// Filings in the canonical form as JSON: a result that holds every cell; of a `sum` also what it was made of.
#[must_use]
pub fn json_with_cells<'a>(style: Style<'a>, sum: Option<&'a Total>, out: Out<'a>) -> Box<dyn Renderer + 'a> {
    told(Style { cells: true, ..style }, json::Json::of_filings(sum, out))
}

impl Format {
    /// What an officer reads.
    pub const TABLE: Self = Self::text("table", "txt", table, |_| false);
    /// A page.
    pub const HTML: Self = Self {
        others: &["htm"],
        ..Self::text("html", "html", |style, out| told(style, html::Html::new(style, out)), html::is_own)
    };

    /// Letters to agencies.
    pub const NOTICE: Self = Self {
        others: &["docx"],
        names_skipped: false,
        begin_in: Some(|style, folder| told(style, notice::Notices::new(style, LetterShelf::Each(folder)))),
        ..Self::text(
            "notice",
            "md",
            |style, out| told(style, notice::Notices::new(style, LetterShelf::One(out))),
            |_| false,
        )
    };

    /// A format of text; `is_own` knows a result by its beginning.
    const fn text(
        name: &'static str,
        extension: &'static str,
        begin: for<'a> fn(Style<'a>, Out<'a>) -> Box<dyn Renderer + 'a>,
        is_own: fn(&str) -> bool,
    ) -> Self {
        Self { name, extension, others: &[], is_workbook: false, names_skipped: true, begin, begin_in: None, is_own }
    }

    /// A workbook, which says in its properties that it is a result.
    const fn book(
        name: &'static str,
        extension: &'static str,
        begin: for<'a> fn(Style<'a>, Out<'a>) -> Box<dyn Renderer + 'a>,
    ) -> Self {
        Self {
            name,
            extension,
            others: &[],
            is_workbook: true,
            names_skipped: false,
            begin,
            begin_in: None,
            is_own: |_| false,
        }
    }

    /// The same without a place for what was passed over.
    const fn without_skipped(self) -> Self {
        Self { names_skipped: false, ..self }
    }

    /// The format that `--format` calls so.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        FORMATS.iter().copied().find(|format| format.name == name)
    }

    /// The format that a file of this name is likely meant to be: of several with its ending the first of the list, as
    /// `.json` is JSON and no report for GitLab.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = ending(path);
        let others = |format: &&Self| format.others.contains(&ending.as_str());
        let first = FORMATS.iter().find(|format| format.extension == ending);
        first.or_else(|| FORMATS.iter().find(others)).copied()
    }

    /// Whether a file of this name would be taken for one of another kind: which no program that opens text opens, or whose
    /// text no format is, as that of tabs.
    #[must_use]
    pub fn belies(self, path: &Path) -> bool {
        let (ending, own) = (ending(path), Self::of_path(path));
        let is_text = |readable| (readable == Readable::IfStatutory && own.is_some()) || own == Some(Self::HTML);
        let is_known = |(known, readable): &(&str, Readable)| *known == ending && !is_text(*readable);
        own != Some(self) && EXTENSIONS.iter().any(is_known)
    }

    /// Begins a result that is written to `out`.
    #[must_use]
    pub fn begin<'a>(self, style: Style<'a>, out: Box<dyn Write + 'a>) -> Box<dyn Renderer + 'a> {
        (self.begin)(style, out)
    }

    /// Begins a result that is files in a folder; `None` of a format that is one file.
    #[must_use]
    pub fn begin_in<'a>(self, style: Style<'a>, folder: Box<dyn Folder + 'a>) -> Option<Box<dyn Renderer + 'a>> {
        self.begin_in.map(|begin| begin(style, folder))
    }

    /// Whether it can be files in a folder.
    #[must_use]
    pub fn fills_folders(self) -> bool {
        self.begin_in.is_some()
    }
}

/// What a name ends in, in lower case; empty where it has no ending.
fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

/// Whether a text begins as a result in one of the formats does.
pub(super) fn is_own(head: &str) -> bool {
    FORMATS.iter().any(|format| (format.is_own)(head))
}

/// A result under way in one format.
trait Scribe {
    /// Writes what stands before everything else.
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Writes of one filing.
    fn filing(&mut self, filing: SaidFiling) -> io::Result<()>;

    /// Answers for what a list of paths named and what was passed over.
    fn skipped(&mut self, _: &Skipped) -> io::Result<()> {
        Ok(())
    }

    /// Writes of what belongs to the run and not to one filing: as of the filings, unless the format has a place for it;
    /// and that nothing was assessed, where that is so.
    fn run(&mut self, run: SaidRun) -> io::Result<()> {
        run.say_nothing(|none| self.filing(none))?;
        run.concerns().try_for_each(|concern| self.filing(concern))
    }

    /// Writes what the run adds up to, and ends the result.
    fn end(&mut self, run: SaidRun) -> io::Result<()>;
}

/// A scribe that is told of filings.
struct Told<'f, S> {
    style: Style<'f>,
    scribe: S,
    has_begun: bool,
}

fn told<'f>(style: Style<'f>, scribe: impl Scribe + 'f) -> Box<dyn Renderer + 'f> {
    Box::new(Told { style, scribe, has_begun: false })
}

impl<S: Scribe> Told<'_, S> {
    /// A result begins with its first filing, or else when it ends: one that is never told of anything stays empty.
    fn begin(&mut self) -> io::Result<()> {
        if mem::replace(&mut self.has_begun, true) { Ok(()) } else { self.scribe.begin() }
    }
}

impl<S: Scribe> Renderer for Told<'_, S> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        self.begin()?;
        self.scribe.filing(SaidFiling::of(filing, self.style))
    }

    fn skipped(&mut self, skipped: &Skipped) -> io::Result<()> {
        self.begin()?;
        self.scribe.skipped(skipped)
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        let run = SaidRun { report, style: self.style };
        self.begin()?;
        self.scribe.run(run)?;
        self.scribe.end(run)
    }
}
