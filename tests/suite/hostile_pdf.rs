//! PDF files made to do harm, and damaged at random: each in a child process under the memory limit, with a good file
//! beside it.
#![cfg(unix)]

use std::fs;
use std::io::Write;

use crate::hostile::{check_folder, lines, outcome};
use crate::mutants::{Random, batches, damage};

/// Mutants of the fixtures, in full.
const MUTANTS: usize = 3_000;

/// A file of these objects, numbered from 1; the first is the catalogue.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n").into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    out.extend(format!("trailer <</Root 1 0 R/Size {}>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).into_bytes());
    out
}

fn plain(text: impl Into<String>) -> Vec<u8> {
    text.into().into_bytes()
}

/// A stream object, with what else its dictionary has.
fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<</Length {}{entries}>>stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(data).expect("written to memory");
    encoder.finish().expect("written to memory")
}

fn packed(data: &[u8]) -> Vec<u8> {
    stream("/Filter/FlateDecode", &deflated(data))
}

/// A file of one page: what it has besides, its resources, its content, and more objects from number 5 on.
fn page(entries: &str, resources: &str, content: Vec<u8>, more: &[Vec<u8>]) -> Vec<u8> {
    let first = [
        plain("<</Type/Catalog/Pages 2 0 R>>"),
        plain("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        plain(format!("<</Type/Page/Parent 2 0 R/Resources<<{resources}>>/Contents 4 0 R{entries}>>")),
        content,
    ];
    file(&[&first[..], more].concat())
}

fn drawn(content: &str) -> Vec<u8> {
    page(
        "/MediaBox[0 0 595 842]",
        "/Font<</F 5 0 R>>",
        packed(content.as_bytes()),
        &[plain("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")],
    )
}

#[test]
#[ignore = "takes a minute: files as large as the limits allow"]
fn pages_that_go_on_and_on() {
    let bomb = page("", "", packed(&vec![b' '; 1 << 30]), &[]);
    assert_eq!(outcome("bomb.pdf", &bomb), "package-too-large");
    let twice = stream("/Filter[/FlateDecode/FlateDecode]", &deflated(&deflated(&vec![b' '; 1 << 30])));
    assert_eq!(outcome("twice.pdf", &page("", "", twice, &[])), "package-too-large");
    let many = (0..40).map(|_| packed(&vec![b' '; 3_000_000])).collect::<Vec<_>>();
    assert_eq!(outcome("many.pdf", &page("", "", packed(b""), &many)), "package-too-large");
    let long = "q Q ".repeat(800_000);
    assert_eq!(outcome("states.pdf", &drawn(&long)), "no-statutory-table");
    assert_eq!(outcome("saved.pdf", &drawn(&"q ".repeat(1_600_000))), "no-statutory-table");
    let again = plain(format!("[{}]", "6 0 R ".repeat(20_000)));
    let content = packed(&b"q Q ".repeat(100_000));
    let again = page("", "", again, &[plain("null"), content]);
    assert_eq!(outcome("again.pdf", &again), "package-too-large");
    let text = format!("BT /F 9 Tf {} ET", "(0123456789) Tj ".repeat(100_000));
    assert_eq!(outcome("glyphs.pdf", &drawn(&text)), "too-complex");
    assert_eq!(outcome("lines.pdf", &drawn(&"0 0 9 .1 re f ".repeat(200_000))), "too-complex");
    assert_eq!(outcome("path.pdf", &drawn(&"1 1 l ".repeat(500_000))), "too-complex");
    assert_eq!(outcome("nested.pdf", &drawn(&"[".repeat(3_000_000))), "no-statutory-table");
    let lattice = lines(150, |n| format!("{0} 0 .1 800 re f 0 {0} 500 .1 re f ", n * 5));
    assert_eq!(outcome("lattice.pdf", &drawn(&lattice)), "no-statutory-table");
    let lattice = lines(400, |n| format!("{0} 0 .1 4000 re f 0 {0} 4000 .1 re f ", n * 9));
    let large = page("/MediaBox[0 0 4000 4000]", "", packed(lattice.as_bytes()), &[]);
    assert_eq!(outcome("large.pdf", &large), "too-complex");
    // Crosses without end, and tables of two cells.
    let crosses = lines(40_000, |n| format!("{0} {1} 5 .1 re {0} {1} .1 5 re f ", n % 200 * 19, n / 200 * 19));
    let crosses = page("/MediaBox[0 0 4000 4000]", "", packed(crosses.as_bytes()), &[]);
    assert_eq!(outcome("crosses.pdf", &crosses), "no-statutory-table");
    let pair = |x: u32, y: u32| format!("{x} {y} 20 20 re {} {y} 20 20 re S ", x + 20);
    let pairs = lines(2_000, |n| pair(n % 50 * 60, n / 50 * 60));
    let pairs = page("/MediaBox[0 0 4000 4000]", "", packed(pairs.as_bytes()), &[]);
    assert_eq!(outcome("pairs.pdf", &pairs), "too-complex");
    let figures = format!("BT /F 1 Tf {} ET", "1 0 0 1 0 9 Tm (1) Tj 3 0 Td (1) Tj ".repeat(90_000));
    assert_eq!(outcome("figures.pdf", &drawn(&figures)), "too-complex");
    let row = lines(190, |n| format!("1 0 0 1 {} 0 Tm (1) Tj ", n * 3));
    let rows = lines(600, |n| row.replace(" 0 Tm", &format!(" {n}.{} Tm", n % 10)));
    assert_eq!(outcome("rows.pdf", &drawn(&format!("BT /F 1 Tf {rows} ET"))), "no-statutory-table");
    let images = "BI /W 1 /H 1 /BPC 8 /CS /G ID 0 EI ".repeat(50_000);
    assert_eq!(outcome("images.pdf", &drawn(&images)), "no-statutory-table");
}

#[test]
fn drawings_inside_drawings() {
    let form = |resources: &str, content: &str| {
        stream(
            &format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<{resources}>>>>"),
            content.as_bytes(),
        )
    };
    let own =
        page("", "/XObject<</A 5 0 R>>", plain("<<>>stream\n/A Do\nendstream"), &[form("/A 5 0 R", "/A Do /A Do")]);
    assert_eq!(outcome("own.pdf", &own), "no-statutory-table");
    let each = "/A Do /B Do ".repeat(8);
    let mutual = [form("/A 5 0 R/B 6 0 R", &each), form("/A 5 0 R/B 6 0 R", &each)];
    let content = || plain("<<>>stream\n/A Do\nendstream");
    assert_eq!(outcome("mutual.pdf", &page("", "/XObject<</A 5 0 R>>", content(), &mutual)), "no-statutory-table");
    // Ten drawings, each of which has the next ten times.
    let fan: Vec<_> = (6..16).map(|next| form(&format!("/A {next} 0 R"), &"/A Do ".repeat(10))).collect();
    assert_eq!(outcome("fan.pdf", &page("", "/XObject<</A 5 0 R>>", content(), &fan)), "too-complex");
    let chain: Vec<_> = (6..200).map(|next| form(&format!("/A {next} 0 R"), "/A Do")).collect();
    assert_eq!(outcome("chain.pdf", &page("", "/XObject<</A 5 0 R>>", content(), &chain)), "too-complex");
    // What an interpreter would expand again for each of a hundred thousand states.
    let mask = form("", &" ".repeat(1_000_000));
    let states = "/G gs q ".repeat(100_000);
    let states = page("", "/ExtGState<</G<</SMask<</S/Alpha/G 5 0 R>>>>>>", packed(states.as_bytes()), &[mask]);
    assert_eq!(outcome("masks.pdf", &states), "no-statutory-table");
}

#[test]
fn trees_of_pages_made_to_do_harm() {
    let catalogue = || plain("<</Type/Catalog/Pages 2 0 R>>");
    let deep = (3..60_000).map(|next| plain(format!("<</Type/Pages/Kids[{next} 0 R]/Count 1>>")));
    assert_eq!(outcome("deep.pdf", &file(&[vec![catalogue()], deep.collect()].concat())), "no-statutory-table");
    let deeper = (3..200_000).map(|next| plain(format!("<</Type/Pages/Kids[{next} 0 R]/Count 1>>")));
    assert_eq!(outcome("deeper.pdf", &file(&[vec![catalogue()], deeper.collect()].concat())), "too-complex");
    let wide = plain(format!("<</Type/Pages/Kids[{}]>>", "<</Type/Page>>".repeat(150_000)));
    assert_eq!(outcome("wide.pdf", &file(&[catalogue(), wide])), "too-complex");
    let loops = plain("<</Type/Pages/Kids[2 0 R 2 0 R 1 0 R]>>");
    assert_eq!(outcome("loop.pdf", &file(&[catalogue(), loops])), "no-statutory-table");
    let itself = file(&[catalogue(), plain("2 0 R")]);
    assert_eq!(outcome("itself.pdf", &itself), "damaged");
    assert_eq!(outcome("none.pdf", b"%PDF-1.7\n"), "damaged");
    for size in ["0 0 1e30 1e30", "0 0 -1 -1", "5 5 5 5", "0 0 99999999999999999999 1", "a b c d"] {
        let sized = page(&format!("/MediaBox[{size}]/Rotate 2147483647"), "", packed(b"0 0 9 9 re f"), &[]);
        assert_eq!(outcome("size.pdf", &sized), "no-statutory-table", "{size}");
    }
}

#[test]
fn objects_made_to_do_harm() {
    for (name, piece, times, found) in [
        ("dictionaries.pdf", "<< ", 1_000_000, "too-complex"),
        ("arrays.pdf", "[", 3_000_000, "damaged"),
        ("objects.pdf", "1 0 obj [ ", 300_000, "too-complex"),
        ("fewer.pdf", "1 0 obj [ ", 30_000, "damaged"),
        ("strings.pdf", "1 0 obj (", 90_000, "damaged"),
        ("streams.pdf", "1 0 obj <</Type/ObjStm/N 1/First 5/Length 99999999>> stream\n", 90_000, "damaged"),
        ("trailers.pdf", "trailer <</Root 1 0 R/Prev 9>> startxref 9 ", 90_000, "damaged"),
    ] {
        assert_eq!(outcome(name, ("%PDF-1.7\n".to_owned() + &piece.repeat(times)).as_bytes()), found, "{name}");
    }
    // A table of a million objects, one byte each.
    let table = stream("/W[0 1 0]/Size 3000000/Root 1 0 R/Filter/FlateDecode", &deflated(&vec![9; 3_000_000]));
    let table = [&b"%PDF-1.7\n1 0 obj\n"[..], &table, b"\nendobj\nstartxref\n9\n%%EOF"].concat();
    assert_eq!(outcome("table.pdf", &table), "too-complex");
    let lzw = page("", "", stream("/Filter/LZWDecode", &[0x80, 0x0B, 0x60]), &[]);
    assert_eq!(outcome("lzw.pdf", &lzw), "damaged");
    let secret = [&drawn("")[..], b"trailer <</Root 1 0 R/Encrypt 9 0 R>>"].concat();
    assert_eq!(outcome("secret.pdf", &secret), "pdf-protected");
}

#[test]
fn fonts_made_to_do_harm() {
    let with = |font: &str, more: &[Vec<u8>]| {
        let content = packed(b"BT /F 9 Tf (0123456789) Tj ET");
        page("", "/Font<</F 5 0 R>>", content, &[&[plain(font)], more].concat())
    };
    let late = "<</Type/Font/Subtype/Type1/BaseFont/A/FirstChar 2147483647/LastChar 2147483647/Widths[1]>>";
    assert_eq!(outcome("late.pdf", &with(late, &[])), "too-complex");
    for widths in ["/W[0 4294967295 500]", "/W2[0 4294967295 1 1 1]"] {
        let below = plain(format!("<</Type/Font/Subtype/CIDFontType2/BaseFont/A{widths}>>"));
        let font = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]>>";
        assert_eq!(outcome("widths.pdf", &with(font, &[below])), "too-complex", "{widths}");
    }
    let font = "<</Type/Font/Subtype/Type1/BaseFont/A/ToUnicode 6 0 R>>";
    let map = packed(&b"1 beginbfrange <00> <FF> <0030> endbfrange ".repeat(60_000));
    assert_eq!(outcome("map.pdf", &with(font, &[map])), "package-too-large");
    let own = stream("/Length1 9/Filter/FlateDecode", &deflated(&vec![0; 1 << 30]));
    let font = "<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor<</FontFile2 6 0 R>>>>";
    assert_eq!(outcome("own.pdf", &with(font, &[own])), "font-without-text");
}

#[test]
fn pdf_files_cut_short() {
    for name in ["calc-portrait", "writer-portrait"] {
        let whole = fs::read(format!("fixtures/pdf/{name}.pdf")).expect("the fixture is there");
        for part in [9, 600, whole.len() / 2, whole.len() * 9 / 10, whole.len() - 30] {
            let found = outcome("cut.pdf", &whole[..part]);
            assert!(
                ["damaged", "no-statutory-table", "pass"].contains(&found.as_str()),
                "{name} cut at {part}: {found}"
            );
        }
    }
}

/// Bytes changed, cut out, copied; objects of one file in the place of another's; and the content of pages changed where
/// it is not compressed. Each is read or refused within the limits.
#[test]
fn mutants_of_pdf_files_are_read_or_refused() {
    let subjects: Vec<Vec<u8>> = ["calc-portrait", "writer-portrait", "chromium-collapsed", "turned-pages"]
        .iter()
        .map(|name| fs::read(format!("fixtures/pdf/{name}.pdf")).expect("the fixture is there"))
        .collect();
    let mut random = Random::new(0x5EED_0007);
    for count in batches(MUTANTS, 100) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let inner = folder.path().join("in");
        fs::create_dir(&inner).expect("a folder");
        for number in 0..count {
            let subject = &subjects[random.below(subjects.len())];
            let mutant = match random.below(3) {
                0 => spliced(subject, &subjects[random.below(subjects.len())], &mut random),
                1 => unpacked_and_damaged(subject, &mut random),
                _ => {
                    let mut bytes = subject.clone();
                    damage(&mut bytes, &mut random);
                    bytes
                }
            };
            fs::write(inner.join(format!("{number:03}.pdf")), mutant).expect("written");
        }
        let (_, filings) = check_folder(&inner);
        let mut names: Vec<&str> = filings.iter().map(|(name, _)| name.as_str()).collect();
        names.dedup();
        assert_eq!(names.len(), count, "none is lost");
        for (name, filing) in &filings {
            let kind = filing["error"]["kind"].as_str().unwrap_or("read");
            let known = [
                "read",
                "damaged",
                "no-statutory-table",
                "too-complex",
                "package-too-large",
                "font-without-text",
                "scan",
                "outlined-text",
                "pdf-protected",
                "unknown-encoding",
                "unknown-binary",
                "concatenated",
            ];
            assert!(known.contains(&kind), "{name}: {kind}");
        }
    }
}

/// Where objects begin.
fn objects(bytes: &[u8]) -> Vec<usize> {
    bytes
        .windows(5)
        .enumerate()
        .filter(|(_, window)| *window == b" obj\n" || *window == b" obj\r")
        .map(|(at, _)| at)
        .collect()
}

/// One object's content in the place of another's.
fn spliced(subject: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let (own, others) = (objects(subject), objects(other));
    if own.len() < 2 || others.len() < 2 {
        return subject.to_vec();
    }
    let (to, from) = (random.below(own.len() - 1), random.below(others.len() - 1));
    [&subject[..own[to]], &other[others[from]..others[from + 1]], &subject[own[to + 1]..]].concat()
}

/// The first stream that can be expanded from a random place on, expanded, damaged and packed again in its place.
fn unpacked_and_damaged(subject: &[u8], random: &mut Random) -> Vec<u8> {
    let from = random.below(subject.len());
    let find = |from: usize, needle: &[u8]| {
        subject[from..].windows(needle.len()).position(|window| window == needle).map(|at| from + at)
    };
    let mut at = from;
    while let Some(start) = find(at, b"stream\n").map(|found| found + 7) {
        let Some(end) = find(start, b"endstream") else { break };
        let mut data = Vec::new();
        let mut decoder = flate2::read::ZlibDecoder::new(&subject[start..end]);
        if std::io::Read::read_to_end(&mut decoder, &mut data).is_ok() && !data.is_empty() {
            damage(&mut data, random);
            let packed = deflated(&data);
            return [&subject[..start], &packed, b"\n", &subject[end..]].concat();
        }
        at = end;
    }
    subject.to_vec()
}
