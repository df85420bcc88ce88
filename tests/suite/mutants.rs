//! Workbooks of real office suites, damaged at random: inside the container's bytes, inside its inflated parts, and
//! record by record. Every one is refused or read, in a child process under a memory limit; none is lost.
#![cfg(unix)]

use std::fs;
use std::io::{Cursor, Read};

use crate::hostile::{check_folder, compound, package};
use crate::support::share;

/// Mutants of each fixture, in full.
const MUTANTS: usize = 3_000;
/// Mutants that one child process gets at most.
const BATCH: usize = 1_000;

/// How many mutants each child process gets, of those that are asked for.
pub(crate) fn batches(full: usize, most: usize) -> impl Iterator<Item = usize> {
    let wanted = share(full);
    (0..wanted).step_by(most).map(move |done| most.min(wanted - done))
}

/// A small generator with a fixed seed: the same mutants on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next()).unwrap_or(0) % limit.max(1)
    }

    fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// A workbook taken apart as far as a mutation can reach.
enum Subject {
    Zip(Vec<(String, Vec<u8>)>),
    Compound(Vec<u8>),
}

impl Subject {
    fn of(bytes: &[u8]) -> Self {
        if let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(bytes)) {
            let mut stream = Vec::new();
            file.open_stream("/Workbook").expect("a stream").read_to_end(&mut stream).expect("read");
            return Self::Compound(stream);
        }
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
        let mut parts = Vec::new();
        for index in 0..zip.len() {
            let mut part = zip.by_index(index).expect("a part");
            let name = part.name().expect("a readable name").into_owned();
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("inflated");
            // What is never inflated by a reader is not worth mutating.
            if !name.ends_with('/') && !name.contains(".png") && !name.contains("theme") {
                parts.push((name, content));
            }
        }
        Self::Zip(parts)
    }

    fn mutant(&self, whole: &[u8], random: &mut Random) -> Vec<u8> {
        if random.below(3) == 0 {
            let mut bytes = whole.to_vec();
            damage(&mut bytes, random);
            return bytes;
        }
        match self {
            Self::Zip(parts) => {
                let mut parts = parts.clone();
                let at = random.below(parts.len());
                damage(&mut parts[at].1, random);
                package(&parts.iter().map(|(name, content)| (name.as_str(), &content[..])).collect::<Vec<_>>())
            }
            Self::Compound(stream) => {
                let mut stream = stream.clone();
                for _ in 0..=random.below(3) {
                    damage_record(&mut stream, random);
                }
                compound("Workbook", &stream)
            }
        }
    }
}

/// Bits, bytes, extreme numbers, cuts, copies, markup.
pub(crate) fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(5) {
        if bytes.is_empty() {
            return;
        }
        let at = random.below(bytes.len());
        let length = (1 + random.below(48)).min(bytes.len() - at);
        match random.below(8) {
            0 => bytes[at] ^= 1 << random.below(8),
            1 => bytes[at] = u8::try_from(random.below(256)).unwrap_or(0),
            2 => {
                let extreme =
                    random.pick(&[&[0_u8; 4][..], &[0xFF; 4], &[0xFF, 0xFF, 0xFF, 0x7F], &[0xFF; 2], &[0, 0, 0, 0x80]]);
                let end = (at + extreme.len()).min(bytes.len());
                bytes[at..end].copy_from_slice(&extreme[..end - at]);
            }
            3 => drop(bytes.drain(at..at + length)),
            4 => {
                let copy = bytes[at..at + length].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, copy);
            }
            5 => {
                let digits = bytes[at..].iter().position(u8::is_ascii_digit).map(|found| at + found);
                if let Some(start) = digits {
                    let end = start + bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
                    let numbers = ["4294967296", "99999999999999999999", "-1", "1048577", "65535", "1e999", "NaN"];
                    bytes.splice(start..end, random.pick(&numbers).bytes());
                }
            }
            6 => {
                let markup = ["<", ">", "&", "&#0;", "&#x110000;", "<![CDATA[", "<!DOCTYPE a>", "</c>", "<row>", "]]>"];
                bytes.splice(at..at, random.pick(&markup).bytes());
            }
            _ if random.below(5) == 0 => bytes.truncate(at),
            _ => bytes[at] = b'9',
        }
    }
}

/// One record of an `.xls` stream: its length, its type, its content, or the whole of it.
fn damage_record(stream: &mut Vec<u8>, random: &mut Random) {
    let length = |stream: &[u8], at: usize| usize::from(u16::from_le_bytes([stream[at + 2], stream[at + 3]]));
    let (mut starts, mut at) = (Vec::new(), 0);
    while at + 4 <= stream.len() {
        starts.push(at);
        at += 4 + length(stream, at);
    }
    if starts.is_empty() {
        return;
    }
    let start = starts[random.below(starts.len())];
    let end = (start + 4 + length(stream, start)).min(stream.len());
    match random.below(5) {
        0 => stream[start + 2..start + 4].copy_from_slice(random.pick(&[&[0, 0], &[1, 0], &[0xFF, 0xFF], &[20, 0]])),
        1 => {
            let kinds: [&[u8]; 8] =
                [&[0x06, 0], &[0x0A, 0], &[0x3C, 0], &[0x85, 0], &[0xBD, 0], &[0xFC, 0], &[0xFD, 0], &[0x09, 8]];
            stream[start..start + 2].copy_from_slice(random.pick(&kinds));
        }
        2 => {
            let copy = stream[start..end].to_vec();
            stream.splice(start..start, copy);
        }
        3 => drop(stream.drain(start..end)),
        _ => {
            let mut content = stream[start + 4..end].to_vec();
            damage(&mut content, random);
            content.resize(end - start - 4, 0);
            stream[start + 4..end].copy_from_slice(&content);
        }
    }
}

/// Mutants of a text or page: most of them are still read.
fn survive_as_text(name: &str) {
    let whole = fs::read(format!("fixtures/{name}")).expect("the fixture is there");
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    for count in batches(MUTANTS, BATCH) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let inner = folder.path().join("in");
        fs::create_dir(&inner).expect("a folder");
        for number in 0..count {
            let mut bytes = whole.clone();
            (0..5).for_each(|_| damage(&mut bytes, &mut random));
            fs::write(inner.join(format!("{number:04}.html")), bytes).expect("written");
        }
        let (_, filings) = check_folder(&inner);
        let mut names: Vec<&String> = filings.iter().map(|(name, _)| name).collect();
        names.dedup();
        assert_eq!(names.len(), count, "{name}: a mutant is lost");
        assert!(filings.iter().any(|(_, filing)| filing["status"] != "pass"), "{name}: mutation does harm");
    }
}

#[test]
fn mutants_of_pages() {
    survive_as_text("pages/word-export.html");
    survive_as_text("pages/split-unclosed.html");
}

#[test]
fn mutants_of_archives() {
    survive_as_text("pages/chromium-frame.mhtml");
    survive_as_text("pages/explorer-base64.mht");
}

#[test]
fn mutants_of_texts() {
    survive_as_text("published/two-years-a-2023.csv");
    survive_as_text("published/flattened-2021.txt");
}

#[test]
fn mutants_of_data_sets() {
    survive_as_text("datasets/wide-labels.csv");
    survive_as_text("rules/records-scattered/fires.csv");
    survive_as_text("datasets/filings.json");
    survive("datasets/wide.xlsx");
}

fn survive(name: &str) {
    let whole = fs::read(format!("fixtures/{name}")).expect("the fixture is there");
    let subject = Subject::of(&whole);
    let extension = name.rsplit('.').next().expect("an extension");
    let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ u64::from(extension.as_bytes()[2]));
    for count in batches(MUTANTS, BATCH) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let inner = folder.path().join("in");
        fs::create_dir(&inner).expect("a folder");
        for number in 0..count {
            let path = inner.join(format!("{number:04}.{extension}"));
            fs::write(path, subject.mutant(&whole, &mut random)).expect("written");
        }
        let (_, filings) = check_folder(&inner);
        let mut names: Vec<&String> = filings.iter().map(|(name, _)| name).collect();
        names.dedup();
        assert_eq!(names.len(), count, "{name}: a mutant is lost");
        let refused = filings.iter().filter(|(_, filing)| filing["status"] == "unassessed").count();
        // A check that cannot fail is none: mutation must do harm, and not only harm.
        assert!((1.max(count / 50)..count).contains(&refused), "{name}: {refused} of {count} refused");
    }
}

#[test]
fn mutants_of_xls() {
    survive("workbooks/printed.xls");
}

#[test]
fn mutants_of_xlsx() {
    survive("workbooks/printed.xlsx");
}

#[test]
fn mutants_of_ods() {
    survive("workbooks/printed.ods");
}

#[test]
fn mutants_of_xlsb() {
    survive("workbooks/printed.xlsb");
}

#[test]
fn mutants_of_docx() {
    survive("documents/writer.docx");
}
