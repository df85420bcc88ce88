//! Printed pages: the same form as offices print it reads to the same cells, or is refused with the reason.

use std::path::Path;

use gouji::reading::Problem;

use crate::support::{assess_file, cells, codes_in_words, differences, files_below, only};

const PLAIN: [&str; 2] = ["fixtures/published/two-years-a-2023.csv", "fixtures/published/two-years-a-2024.csv"];

/// What a fixture gives.
enum Reads {
    /// Every cell of the plain copies, one filing for each, and nothing to say.
    Whole(usize),
    /// The cells of the plain copy but for these, and these findings.
    But(&'static [(&'static str, &'static str)], &'static str),
    /// No cell that is not right, and these findings instead of the rest.
    InPart(&'static str),
    /// Refused.
    Not(Problem),
}

/// By `tests/pdf/make.py`; its page says how each was made.
const FIXTURES: &[(&str, Reads)] = &[
    ("calc-borderless", Reads::Whole(1)),
    ("calc-landscape-lit", Reads::Whole(1)),
    ("calc-portrait", Reads::Whole(1)),
    ("chromium-borderless", Reads::Whole(1)),
    ("chromium-collapsed", Reads::Whole(1)),
    ("chromium-drawn-font", Reads::Whole(1)),
    ("chromium-landscape-lit", Reads::Whole(1)),
    ("chromium-row-lines", Reads::Whole(1)),
    ("chromium-separate", Reads::Whole(1)),
    // Two years side by side: which seven are this year's cannot be known.
    ("chromium-two-years", Reads::InPart("S312×1")),
    ("chromium-upright-label", Reads::Whole(1)),
    ("font-without-text", Reads::Not(Problem::FontWithoutText)),
    ("outlines", Reads::Not(Problem::OutlinedText)),
    ("password", Reads::Not(Problem::PdfProtected)),
    ("restricted", Reads::Not(Problem::PdfProtected)),
    ("scan", Reads::Not(Problem::Scan)),
    ("turned-pages", Reads::Whole(1)),
    ("unseen-chromium", Reads::But(&[("disclosure.coercive_measures.decisions", "")], "V204×1 V212×4")),
    ("unseen-edited", Reads::But(EDITED, "V201×1 V204×1 V212×4")),
    ("unseen-writer", Reads::But(&[("disclosure.coercive_measures.decisions", "")], "V204×1 V212×4")),
    // Two labels go on over the page.
    ("writer-borderless", Reads::Whole(1)),
    ("writer-landscape-lit", Reads::Whole(1)),
    ("writer-portrait", Reads::Whole(1)),
    ("writer-two-filings", Reads::Whole(2)),
];

/// What stands on two boxes, under the line of a note, and under half a box.
const EDITED: &[(&str, &str)] = &[
    ("disclosure.permits.decisions", "41"),
    ("disclosure.penalties.decisions", ""),
    ("disclosure.coercive_measures.decisions", "22"),
    ("disclosure.fees.amount", "\u{FFFD}7.2449"),
];

#[test]
fn every_print_reads_to_the_cells_of_the_plain_copy_or_is_refused() {
    let files = files_below("fixtures/pdf");
    let names: Vec<String> =
        files.iter().map(|file| file.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    let known: Vec<&str> = FIXTURES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, known, "every fixture is tested");
    for (file, (name, reads)) in files.iter().zip(FIXTURES) {
        let filings = assess_file(file);
        match reads {
            Reads::Whole(count) => {
                assert_eq!(filings.len(), *count, "{name}");
                for ((filing, plain), year) in filings.iter().zip(PLAIN).zip(2023..) {
                    assert_eq!(cells(filing), cells(&only(plain)), "{name}");
                    let said = (filing.agency.as_deref(), filing.year);
                    assert_eq!(said, (Some("临澄市人民政府"), Some(year)), "{name}");
                    // The second report has the paragraph of the first, period and all, as often as it is printed.
                    let told = codes_in_words(filing);
                    assert_eq!(
                        (told.starts_with("N603×"), told == "-"),
                        (year == 2024, year == 2023),
                        "{name}: {told}"
                    );
                    assert_eq!(filing.checked.held, 42, "{name}");
                    let transcript = filing.transcript.as_ref().expect("it was read");
                    let place = transcript.entries[0].as_ref().and_then(|entry| entry.place.clone()).expect("a place");
                    assert!(place.to_string().starts_with("page "), "{name}: {place}");
                }
            }
            Reads::But(others, codes) => {
                assert_eq!(filings.len(), 1, "{name}");
                let mut plain = cells(&only(PLAIN[0]));
                for (id, value) in *others {
                    plain.insert((*id).to_owned(), (!value.is_empty()).then(|| (*value).to_owned()));
                }
                let plain = plain.into_iter().filter(|(_, value)| value.is_some());
                let own = cells(&filings[0]).into_iter().filter(|(_, value)| value.is_some());
                assert_eq!(own.collect::<Vec<_>>(), plain.collect::<Vec<_>>(), "{name}");
                assert_eq!(codes_in_words(&filings[0]), *codes, "{name}");
            }
            Reads::InPart(codes) => {
                assert_eq!(filings.len(), 1, "{name}");
                let plain = cells(&only(PLAIN[0]));
                for (id, value) in cells(&filings[0]) {
                    assert_eq!(plain.get(&id), Some(&value), "{name}: {id}");
                }
                assert_eq!(codes_in_words(&filings[0]), *codes, "{name}");
            }
            Reads::Not(problem) => {
                assert_eq!(filings.len(), 1, "{name}");
                assert_eq!(filings[0].error.as_ref().map(|error| error.problem), Some(*problem), "{name}");
            }
        }
    }
}

/// Rows, labels and groups that a page cuts, labels in two cells, figures on two lines of theirs: as `LibreOffice` prints pages
/// of the web, some without lines. The figures of some are typed, of others published.
#[test]
fn what_pages_and_narrow_columns_cut_is_put_together() {
    let mut prints = 0;
    for file in files_below("fixtures/prints").iter().filter(|file| file.extension().is_some_and(|end| end == "pdf")) {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let published = ["-2023", "-2024"].iter().position(|year| name.ends_with(year));
        let plain = published.map_or("fixtures/prints/plain.csv", |at| PLAIN[at]);
        let filing = only(file);
        assert_eq!(differences(&filing, &only(plain)), "", "{name}");
        let codes = codes_in_words(&filing);
        let expected = match name.as_str() {
            // A heading stands right above the first of its columns.
            "unruled-wrapped-labels" => "S307×1",
            "wrapped-number-a4-16pt" => "V209×1",
            _ => "-",
        };
        assert_eq!(codes, expected, "{name}");
        prints += 1;
    }
    assert_eq!(prints, 6);
}

/// Two published files that are not part of the project: the cells of the tables beside them, and the same findings plus
/// one for a label that both misprint.
#[test]
#[expect(clippy::print_stdout, reason = "what was not tested is said")]
fn published_files_read_to_the_cells_of_the_tables_beside_them() {
    let folder = Path::new("../shared/real");
    for (name, codes) in [("hongze-2023", "B104×2 S307×1 S310×1"), ("hongze-2024", "S307×1 S310×1")] {
        let file = folder.join(format!("{name}.pdf"));
        if !file.is_file() {
            println!("skipped: there is no {}", file.display());
            continue;
        }
        let filing = only(&file);
        let beside = only(folder.join(format!("{name}.csv")));
        assert_eq!(cells(&filing), cells(&beside), "{name}");
        assert_eq!(cells(&filing).len(), 186, "{name}");
        assert_eq!(codes_in_words(&filing), codes, "{name}");
        assert_eq!(filing.year, beside.year, "{name}");
    }
}
