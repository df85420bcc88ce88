//! What holds of every file, whatever is in it. Each fuzz target makes bytes and hands them to [`hold`].

mod containers;

use std::alloc::System;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use cap::Cap;
use gouji::diagnosis::{Assessment, Assessor, Policy, Report};
use gouji::forms::Forms;
use gouji::model::{Entry, Figure, Lang};
use gouji::reading::{ReadOptions, Reader};
use gouji::render::{self, Renderer, Style};
use gouji::rules::Catalogue;
use serde::de::IgnoredAny;

pub use containers::{BIFF, DOCX, ODS, Package, XLSB, XLSX, parts, stream};

/// What `gouji::reading::limits` promises of any file; an allocation beyond it aborts.
const MEMORY: usize = 256 << 20;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, MEMORY);

static FORMS: LazyLock<Forms> = LazyLock::new(|| Forms::embedded().expect("the embedded forms keep the laws"));

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded().expect("the records are sound"));
static POLICY: LazyLock<Policy> = LazyLock::new(Policy::default);

/// One that decides on the edition, and one for each edition that a user may ask for.
static ASSESSORS: LazyLock<Vec<Assessor<'static>>> = LazyLock::new(|| {
    let editions = FORMS.editions().iter().map(|edition| Some(edition.id.clone()));
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
/// Every mutant is assessed; what takes as long again is done to one in four each, chosen by the bytes.
pub fn hold(bytes: &[u8]) -> Vec<Assessment> {
    let filings = assess(&ASSESSORS[0], bytes);
    match bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)) % 4 {
        0 => drop(render(&filings, Lang::Zh)),
        1 => drop(render(&filings, Lang::En)),
        2 => {
            let again = render(&assess(&ASSESSORS[0], bytes), Lang::Zh);
            assert_eq!(render(&filings, Lang::Zh), again, "the same bytes give another result");
        }
        _ => drop(assess(&ASSESSORS[1 + bytes.len() % (ASSESSORS.len() - 1)], bytes)),
    }
    filings
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
            Figure::Blank => assert_eq!(entry.printed, "", "a blank with text"),
            Figure::Number(_) => {
                assert!(is_placed(entry), "{entry:?} stands nowhere");
                printed(entry);
            }
            Figure::Placeholder | Figure::Unreadable => assert!(is_placed(entry) && !entry.printed.is_empty()),
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
        c => c,
    };
    let flat = entry.printed.chars().map(narrow).take_while(|c| *c != '(');
    let digits: String = flat.filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let figure = entry.number().map(|number| number.abs());
    assert_eq!(digits.parse().ok(), figure, "{entry:?} has another figure");
}

/// Everything that is said of filings, in every format. A new renderer is a line here.
fn render(filings: &[Assessment], lang: Lang) -> [u64; 3] {
    let (width, is_zh) = if lang == Lang::Zh { (100, true) } else { (40, false) };
    let (forms, catalogue, policy) = (&*FORMS, &*CATALOGUE, &*POLICY);
    let (fail_on, color, show_form, cells, quiet) = (None, false, is_zh, true, !is_zh);
    let style = Style { forms, catalogue, policy, fail_on, lang, width, color, show_form, cells, quiet };
    let written = |renderer: for<'w> fn(Style<'w>, &'w mut Vec<u8>) -> Box<dyn Renderer + 'w>, check: fn(&str)| {
        let mut out = Vec::new();
        let mut report = Report::default();
        report.files = 1;
        let mut renderer = renderer(style, &mut out);
        for filing in filings {
            report.count(filing);
            renderer.filing(filing).expect("written to memory");
        }
        renderer.finish(&report).expect("written to memory");
        drop(renderer);
        check(std::str::from_utf8(&out).expect("text"));
        let mut hasher = DefaultHasher::new();
        out.hash(&mut hasher);
        hasher.finish()
    };
    [
        written(|style, out| Box::new(render::Terminal::new(style, out)), harmless),
        written(|style, out| Box::new(render::Json::new(style, out)), is_json),
        written(|style, out| Box::new(render::JsonLines::new(style, out)), |lines| lines.lines().for_each(is_json)),
    ]
}

fn harmless(text: &str) {
    assert!(text.lines().all(|line| render::clean(line) == line), "control characters pass");
}

fn is_json(text: &str) {
    serde_json::from_str::<IgnoredAny>(text).expect("JSON");
}
