//! Containers round what is mutated. A mutant of a whole package dies at a checksum and a mutant of a whole compound
//! file in its directory, so that the readers behind them would see next to nothing: here a part or stream is mutated
//! and the container stays valid.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::sync::OnceLock;

use zip::write::SimpleFileOptions;

/// A package of the fixtures, and the parts of it that are mutated one at a time.
pub struct Package {
    /// Which parts; the first byte of a mutant chooses.
    pub parts: &'static [&'static str],
    fixture: &'static [u8],
    content: OnceLock<BTreeMap<String, Vec<u8>>>,
}

impl Package {
    const fn new(fixture: &'static [u8], parts: &'static [&'static str]) -> Self {
        Self { parts, fixture, content: OnceLock::new() }
    }

    /// The package with one part in place of its own; nothing for an empty mutant.
    pub fn with(&self, mutant: &[u8]) -> Option<Vec<u8>> {
        let (choice, content) = mutant.split_first()?;
        let replaced = self.parts[usize::from(*choice) % self.parts.len()];
        let parts = self.content.get_or_init(|| parts(self.fixture).expect("a fixture"));
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        let others = parts.iter().filter(|(name, _)| name.as_str() != replaced);
        let all = others.map(|(name, content)| (name.as_str(), content.as_slice())).chain([(replaced, content)]);
        for (name, content) in all {
            zip.start_file(name, stored).ok()?;
            zip.write_all(content).ok()?;
        }
        Some(zip.finish().ok()?.into_inner())
    }
}

/// The parts of a package that a reader opens; nothing for what is no package.
pub fn parts(package: &[u8]) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(package)).ok()?;
    let mut parts = BTreeMap::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).ok()?;
        let name = part.name().ok()?.into_owned();
        let is_read = !["docProps", "theme", "Thumbnails", "Configurations2"].iter().any(|word| name.contains(word));
        if is_read && !name.ends_with('/') {
            let mut content = Vec::new();
            part.read_to_end(&mut content).ok()?;
            parts.insert(name, content);
        }
    }
    Some(parts)
}

/// A compound file of one stream.
pub fn stream(name: &str, content: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("written to memory");
    file.create_stream(format!("/{name}")).expect("a stream").write_all(content).expect("written to memory");
    file.flush().expect("written to memory");
    file.into_inner().into_inner()
}

/// An old Word document of which one stream is `mutant`: its first byte chooses the stream.
pub fn document(mutant: &[u8]) -> Option<Vec<u8>> {
    static STREAMS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    let (choice, content) = mutant.split_first()?;
    let mut streams = STREAMS.get_or_init(|| document_streams(DOC)).clone();
    streams[usize::from(*choice) % DOCUMENT.len()] = content.to_vec();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).ok()?;
    for (name, content) in DOCUMENT.iter().zip(streams) {
        file.create_stream(format!("/{name}")).ok()?.write_all(&content).ok()?;
    }
    file.flush().ok()?;
    Some(file.into_inner().into_inner())
}

/// The streams of an old Word document that are read; one that it has not is empty.
pub fn document_streams(document: &[u8]) -> Vec<Vec<u8>> {
    let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(document)) else { return Vec::new() };
    let mut stream = |name: &str| {
        let mut content = Vec::new();
        let stream = file.open_stream(format!("/{name}")).ok();
        stream.and_then(|mut stream| stream.read_to_end(&mut content).ok());
        content
    };
    DOCUMENT.iter().map(|name| stream(name)).collect()
}

/// The streams of an old Word document.
pub const DOCUMENT: [&str; 3] = ["WordDocument", "1Table", "Data"];
const DOC: &[u8] = include_bytes!("../../fixtures/documents/unseen.doc");

/// A PDF of one page that draws `content`.
pub fn pdf(content: &[u8]) -> Vec<u8> {
    let font = "<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2\
        /BaseFont/S/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>]>>";
    let objects = format!(
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type\
        /Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F {font}>>/XObject<</X 4 0 R>>>>/Contents 4 0 R>>endobj\n"
    );
    let head = format!("4 0 obj<</Subtype/Form/BBox[0 0 595 842]/Length {}>>stream\n", content.len());
    let tail = b"\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n";
    [objects.as_bytes(), head.as_bytes(), content, tail].concat()
}

/// The stream of an `.xls`.
pub const BIFF: &str = "Workbook";

pub static XLSX: Package = Package::new(
    include_bytes!("../../fixtures/workbooks/printed.xlsx"),
    &[
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "_rels/.rels",
    ],
);

pub static XLSB: Package = Package::new(
    include_bytes!("../../fixtures/workbooks/printed.xlsb"),
    &["xl/worksheets/sheet1.bin", "xl/sharedStrings.bin", "xl/styles.bin", "xl/workbook.bin"],
);

pub static ODS: Package = Package::new(
    include_bytes!("../../fixtures/workbooks/printed.ods"),
    &["content.xml", "META-INF/manifest.xml", "mimetype"],
);

pub static DOCX: Package =
    Package::new(include_bytes!("../../fixtures/documents/writer.docx"), &["word/document.xml", "_rels/.rels"]);

pub static ODT: Package = Package::new(
    include_bytes!("../../fixtures/documents/merged.odt"),
    &["content.xml", "styles.xml", "META-INF/manifest.xml", "mimetype"],
);

/// A workbook with a data set on its sheet.
pub static DATA: Package = Package::new(
    include_bytes!("../../fixtures/datasets/wide.xlsx"),
    &["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"],
);
