//! What several test modules need: the pipeline over a file of `fixtures/`.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use gouji::diagnosis::{Assessment, Assessor, Policy};
use gouji::forms::Forms;
use gouji::reading::{ReadOptions, Reader};
use gouji::rules::Catalogue;

/// The built-in forms.
pub(crate) static FORMS: LazyLock<Forms> =
    LazyLock::new(|| Forms::embedded().expect("the embedded forms keep the laws"));

/// The built-in rules.
pub(crate) static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::embedded().expect("the records are sound"));

static ASSESSOR: LazyLock<Assessor<'static>> = LazyLock::new(|| {
    Assessor::new(Reader::new(&FORMS, ReadOptions::default()), CATALOGUE.clone(), Policy::default())
        .expect("every relation has a rule")
});

/// How much of the long runs is asked for, in per cent of their full length: `GOUJI_RUNS=100 cargo test` takes half an
/// hour; `.ci/run` asks for a tenth.
static RUNS: LazyLock<usize> =
    LazyLock::new(|| std::env::var("GOUJI_RUNS").ok().and_then(|asked| asked.parse().ok()).unwrap_or(2));

/// The share that is asked for of a run that is so long in full.
pub(crate) fn share(full: usize) -> usize {
    (full * *RUNS).div_ceil(100).max(1)
}

/// Whether a tenth of the long runs is asked for, as `.ci/run` does.
pub(crate) fn is_thorough() -> bool {
    *RUNS >= 10
}

/// The share that is asked for of the cases of a property.
pub(crate) fn cases(full: usize) -> u32 {
    u32::try_from(share(full)).unwrap_or(u32::MAX)
}

/// Of so many things that a test does the same with, those that are tried: all where a tenth of the long runs is asked for,
/// else one in four, spread evenly.
pub(crate) fn sample<T>(all: Vec<T>) -> Vec<T> {
    let step = if is_thorough() { 1 } else { 4 };
    all.into_iter().step_by(step).collect()
}

/// Whether files as large as the limits allow are asked for, which take a program without optimisation long to read.
pub(crate) fn is_long() -> bool {
    *RUNS >= 50
}

/// Assesses bytes as the program does without options.
pub(crate) fn assess(name: &str, bytes: &[u8]) -> Vec<Assessment> {
    ASSESSOR.assess(name, Ok(bytes.to_vec()))
}

/// Assesses a file.
pub(crate) fn assess_file(path: &Path) -> Vec<Assessment> {
    ASSESSOR.assess(&path.to_string_lossy(), ASSESSOR.reader().load(path))
}

/// The one filing of a file.
pub(crate) fn only(path: impl AsRef<Path>) -> Assessment {
    let mut filings = assess_file(path.as_ref());
    assert_eq!(filings.len(), 1, "{} holds one filing", path.as_ref().display());
    filings.remove(0)
}

/// How often each code was found.
pub(crate) fn codes(filing: &Assessment) -> BTreeMap<String, usize> {
    let mut codes = BTreeMap::new();
    for finding in &filing.findings {
        *codes.entry(finding.rule.code.clone()).or_default() += 1;
    }
    codes
}

/// `B101×2 V204×1`, or `-`.
pub(crate) fn codes_in_words(filing: &Assessment) -> String {
    let codes = codes(filing).into_iter().map(|(code, times)| format!("{code}×{times}"));
    let words = codes.collect::<Vec<_>>().join(" ");
    if words.is_empty() { "-".to_owned() } else { words }
}

/// Every cell that was read, with its figure or text.
pub(crate) fn cells(filing: &Assessment) -> BTreeMap<String, Option<String>> {
    let transcript = filing.transcript.as_ref().expect("the filing was read");
    let form = FORMS.get(&transcript.edition).expect("the edition is known");
    let quoted = |index| Some(transcript.entry(index)?.quoted());
    form.each_cell().filter_map(|(index, cell)| Some((cell.id.to_string(), quoted(index)?))).collect()
}

/// What cells read otherwise than others do, in words; nothing if none does.
pub(crate) fn differences(own: &Assessment, other: &Assessment) -> String {
    let (own, other) = (cells(own), cells(other));
    let ids: std::collections::BTreeSet<&String> = own.keys().chain(other.keys()).collect();
    let differing = ids.into_iter().filter(|id| own.get(*id) != other.get(*id));
    let in_words = differing.map(|id| format!("{id}: {:?} and not {:?}", own.get(id), other.get(id)));
    in_words.collect::<Vec<_>>().join("\n")
}

/// All files below a folder, sorted.
pub(crate) fn files_below(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("a fixture can be read"))
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.sort();
    files
}

/// Runs a program that may not be installed; says so and gives nothing if it is not.
pub(crate) fn other_program(name: &str, args: &[&str]) -> Option<std::process::Output> {
    let output = Command::new(name).args(args).output().ok();
    if output.is_none() {
        skipped(name);
    }
    output
}

#[expect(clippy::print_stderr, reason = "who reads the results of the tests must know what was not tested")]
fn skipped(name: &str) {
    eprintln!("skipped: {name} is not installed");
}

/// A part of a workbook or document as text.
pub(crate) fn part(package: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(package)).expect("a package");
    let mut text = String::new();
    zip.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}
