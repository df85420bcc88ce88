//! What holds of every file, whatever is in it. Each fuzz target makes bytes and hands them to [`hold`].

mod containers;

use std::alloc::System;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::sync::LazyLock;

use cap::Cap;
use gouji::diagnosis::{Assessment, Assessor, Policy, Report};
use gouji::forms::Forms;
use gouji::model::{Entry, Figure, Lang};
use gouji::reading::{Archive, ReadOptions, Reader};
use gouji::render::{self, Arrangement, Conversion, Dialect, FORMATS, FileKind, Format, Renderer, Style};
use gouji::rules::Catalogue;
use serde::de::IgnoredAny;

pub use containers::{BIFF, DATA, DOCX, ODS, ODT, Package, XLSB, XLSX, document, document_streams, parts, pdf, stream};

/// What `gouji::reading::limits` promises of any file; an allocation beyond it aborts.
const MEMORY: usize = 256 << 20;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, MEMORY);

static FORMS: LazyLock<Forms> = LazyLock::new(|| Forms::embedded().expect("the embedded forms keep the laws"));

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded().expect("the records are sound"));
static POLICY: LazyLock<Policy> = LazyLock::new(Policy::default);

/// One that decides on the edition, and one for each edition that a user may ask for.
static ASSESSORS: LazyLock<Vec<Assessor<'static>>> = LazyLock::new(|| {
    let editions = FORMS.editions().iter().map(|edition| Some(edition.id.to_string()));
    let assessor = |edition| {
        let reader = Reader::new(&FORMS, ReadOptions { edition, ..ReadOptions::default() });
        let catalogue = Catalogue::embedded().expect("the records are sound");
        Assessor::new(reader, catalogue, Policy::default()).expect("every relation has a rule")
    };
    std::iter::once(None).chain(editions).map(assessor).collect()
});

/// Reads and assesses the bytes of a file, and asserts what must hold. A panic inside the fence of `gouji::reading` is a
/// crash too: the hook that `fuzz_target!` sets aborts before anything is caught.
///
/// Every mutant is assessed; what takes as long again is done to one in four each, and of the results that are only
/// written, each to its share of these, chosen by the bytes.
pub fn hold(bytes: &[u8]) -> Vec<Assessment> {
    let filings = assess(&ASSESSORS[0], bytes);
    let sum = bytes.iter().fold(0_usize, |sum, byte| sum.wrapping_add(usize::from(*byte)));
    let choice = sum / 4;
    match sum % 4 {
        0 => said(&filings, Lang::Zh, choice),
        1 => said(&filings, Lang::En, choice),
        2 => {
            let again = render(&assess(&ASSESSORS[0], bytes), Lang::Zh);
            assert_eq!(render(&filings, Lang::Zh), again, "the same bytes give another result");
        }
        _ => drop(assess(&ASSESSORS[1 + bytes.len() % (ASSESSORS.len() - 1)], bytes)),
    }
    filings
}

/// Opens an archive and all that lies in it, and asserts that no name leads out of it and that no file expands further than
/// an archive may as a whole.
pub fn unpack(bytes: &[u8]) {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), bytes).expect("written");
    let Ok(Some(archive)) = Archive::open(file.path()) else { return };
    let (mut expanded, limit) = (0, (100 * bytes.len() as u64).max(MEMORY as u64));
    for file in archive.files() {
        let leads_out = file.name.starts_with('/') || file.name.split('/').any(|part| part == "..");
        assert!(!leads_out || file.refused.is_some(), "{:?} leads out of the archive", file.name);
        let length = archive.read(file, |content| Ok(io::copy(content, &mut io::sink()).unwrap_or_default()));
        expanded += length.unwrap_or_default();
        if let Ok(Some(inner)) = archive.open_inner(file) {
            assert!(inner.files().len() <= 10_000, "an endless list");
        }
    }
    assert!(expanded <= limit, "it expanded to {expanded} bytes");
}

/// What is said to be printed stands in the text.
pub fn stand_in(text: &[u8], filings: &[Assessment]) {
    let Ok(text) = std::str::from_utf8(text) else { return };
    // In JSON a character may be spelt by its number.
    if text.contains('\\') {
        return;
    }
    let entries = filings.iter().filter_map(|filing| filing.transcript.as_ref()).flat_map(|read| read.entries.iter());
    for printed in entries.flatten().map(Entry::printed) {
        assert!(text.contains(&*printed) || printed.contains('"'), "{printed:?} was never printed");
    }
}

fn assess(assessor: &Assessor, bytes: &[u8]) -> Vec<Assessment> {
    let filings = assessor.assess("file", Ok(bytes.to_vec()));
    filings.iter().for_each(sound);
    filings
}

/// No figure is invented, and every cell of the form has its slot.
fn sound(filing: &Assessment) {
    let Some(transcript) = &filing.transcript else {
        assert!(filing.error.is_some(), "neither read nor refused");
        return;
    };
    let form = FORMS.get(&transcript.edition).expect("an edition of the forms");
    assert_eq!(transcript.entries.len(), form.each_cell().count());
    // JSON is no place that a person goes to.
    let is_placed = |entry: &Entry| entry.place.is_some() || filing.source.record.is_some();
    for entry in transcript.entries.iter().flatten() {
        match &entry.figure {
            Figure::Blank => assert_eq!(entry.printed(), "", "a blank with text"),
            Figure::Number(_) => {
                assert!(is_placed(entry), "{entry:?} stands nowhere");
                printed(entry);
            }
            Figure::Placeholder | Figure::Unreadable => assert!(is_placed(entry) && !entry.printed().is_empty()),
        }
    }
    for finding in &filing.findings {
        assert!(!finding.fingerprint.is_empty());
    }
}

/// The digits of a figure are those that stand in its cell, in front of a remark in brackets.
fn printed(entry: &Entry) {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        // Zero is the one figure that is read in words.
        '零' | '〇' => '0',
        c => c,
    };
    let flat = entry.printed();
    let flat = flat.chars().map(narrow).take_while(|c| *c != '(');
    let digits: String = flat.filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let figure = entry.number().map(|number| number.abs());
    assert_eq!(digits.parse().ok(), figure, "{entry:?} has another figure");
}

/// Everything that is said of filings.
fn said(filings: &[Assessment], lang: Lang, choice: usize) {
    render(filings, lang);
    write(filings, style(lang), choice).expect("written to nowhere");
}

fn style(lang: Lang) -> Style<'static> {
    let (width, is_zh) = if lang == Lang::Zh { (100, true) } else { (40, false) };
    Style { width, show_form: is_zh, cells: true, marked: is_zh, quiet: !is_zh, ..Style::new(&FORMS, &CATALOGUE, &POLICY, lang) }
}

/// Writes the one of all results that `choice` falls on: a format of the list, or a layout of `gouji convert`.
fn write(filings: &[Assessment], style: Style<'static>, choice: usize) -> io::Result<()> {
    let layouts = [Arrangement::Statutory, Arrangement::Wide, Arrangement::Long];
    let layouts = layouts.map(|layout| [FileKind::Csv, FileKind::Xlsx].map(|kind| (layout, kind))).concat();
    let choice = choice % (FORMATS.len() + layouts.len());
    let out = Box::new(io::sink());
    let mut renderer: Box<dyn Renderer> = match FORMATS.get(choice) {
        Some(format) => format.begin(style, out),
        None => {
            let (layout, kind) = layouts[choice - FORMATS.len()];
            Box::new(Conversion::new(&FORMS, layout, kind, Dialect::default(), out)?)
        }
    };
    tell(&mut *renderer, filings)
}

fn tell(renderer: &mut dyn Renderer, filings: &[Assessment]) -> io::Result<()> {
    let mut report = Report::default();
    report.files = 1;
    for filing in filings {
        report.count(filing);
        renderer.filing(filing)?;
    }
    renderer.finish(&report)
}

/// What people and programs read first, in its own words: of each result a sum of its bytes.
fn render(filings: &[Assessment], lang: Lang) -> [u64; 3] {
    let style = style(lang);
    let written = |format: &str, check: fn(&str)| {
        let mut out = Vec::new();
        let mut renderer = Format::named(format).expect("a format").begin(style, Box::new(&mut out));
        tell(&mut *renderer, filings).expect("written to memory");
        drop(renderer);
        check(std::str::from_utf8(&out).expect("text"));
        let mut hasher = DefaultHasher::new();
        out.hash(&mut hasher);
        hasher.finish()
    };
    [
        written("table", harmless),
        written("json", is_json),
        written("jsonl", |lines| lines.lines().for_each(is_json)),
    ]
}

fn harmless(text: &str) {
    assert!(text.lines().all(|line| render::clean(line) == line), "control characters pass");
}

fn is_json(text: &str) {
    serde_json::from_str::<IgnoredAny>(text).expect("JSON");
}
