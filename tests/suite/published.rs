//! What published copies do to the form, one named fixture each: read to the same cells as the plain copy, but for what
//! is named here, or refused where two readings are possible.

use std::collections::BTreeMap;

use crate::support::{cells, codes_in_words, files_below, only};

const PLAIN_2021: &str = "fixtures/published/two-years-a-2023.csv";
const PLAIN_2019: &str = "fixtures/published/trial-2019.csv";

/// A fixture, what is said of it, and the cells that are not those of the plain copy: `None` for a cell that is not
/// there, the empty string for a blank one.
type Oddity = (&'static str, &'static str, &'static str, &'static [(&'static str, Option<&'static str>)]);

const ODDITIES: &[Oddity] = &[
    // The group label sometimes takes a cell and sometimes not, so a row stands further left.
    ("cell-shift", PLAIN_2021, "-", &[]),
    ("blank-separator-columns", PLAIN_2021, "-", &[]),
    ("repeated-header", PLAIN_2021, "-", &[]),
    // `（四）无` on one page, `法提供` on the next.
    ("cut-by-a-page", PLAIN_2021, "-", &[]),
    ("shifted-sections", PLAIN_2021, "-", &[]),
    // `1、` for `1.`.
    ("list-marks", PLAIN_2021, "-", &[]),
    // A label over two cells of a row, and over two rows.
    ("split-labels", PLAIN_2021, "-", &[]),
    ("misprint", PLAIN_2021, "S307×1", &[]),
    ("extra-row", PLAIN_2021, "S305×1", &[]),
    ("remark-in-cell", PLAIN_2021, "V209×1", &[]),
    ("figures-as-written", PLAIN_2021, "V206×1 V209×4", &[]),
    ("letter-o", PLAIN_2021, "V201×1", &[("requests.not_processed.repeat.enterprise", Some("O"))]),
    ("yuan-in-header", PLAIN_2021, "V207×1", &[("disclosure.fees.amount", Some("592372449"))]),
    // Two years side by side: which seven are this year's cannot be known.
    ("fourteen-values", PLAIN_2021, "S312×1", &[("requests", None)]),
    (
        "undivided-group",
        PLAIN_2021,
        "S310×1",
        &[
            ("requests.other.no_correction", None),
            ("requests.other.unpaid_fee", None),
            ("requests.other.other", None),
            ("requests.other.natural_person", Some("337")),
            ("requests.other.enterprise", Some("3")),
            ("requests.other.research", Some("0")),
            ("requests.other.nonprofit", Some("0")),
            ("requests.other.legal_service", Some("1")),
            ("requests.other.other_org", Some("0")),
            ("requests.other.total", Some("341")),
        ],
    ),
    ("form-of-2019-in-2022", PLAIN_2019, "S306×1 V204×2 V206×1 V210×2", &[]),
    (
        "words-for-a-sign",
        PLAIN_2019,
        "V204×2 V206×1 V209×3 V210×2",
        &[
            ("disclosure.permits.items_last_year", Some("20")),
            ("disclosure.permits.items_change", Some("-4")),
            ("disclosure.permits.decisions", Some("310")),
            ("disclosure.other_services.items_last_year", Some("8")),
            ("disclosure.other_services.items_change", Some("2")),
            ("disclosure.other_services.decisions", Some("95")),
            ("disclosure.penalties.items_last_year", Some("30")),
            ("disclosure.penalties.items_change", Some("-3")),
            ("disclosure.penalties.decisions", Some("41")),
            ("disclosure.coercive_measures.items_last_year", Some("7")),
            ("disclosure.coercive_measures.items_change", Some("1")),
            ("disclosure.coercive_measures.decisions", Some("12")),
        ],
    ),
];

fn path(name: &str) -> String {
    format!("fixtures/oddities/{name}.csv")
}

#[test]
fn every_oddity_is_read_to_the_cells_of_the_plain_copy_or_refused() {
    for (name, plain, codes, differences) in ODDITIES {
        let filing = only(path(name));
        let is_named = |id: &str| {
            differences
                .iter()
                .any(|(named, _)| id == *named || id.strip_prefix(named).is_some_and(|rest| rest.starts_with('.')))
        };
        let mut expected = cells(&only(plain));
        expected.retain(|id, _| !is_named(id));
        for (id, value) in differences.iter().filter_map(|(id, value)| Some((id, (*value)?))) {
            expected.insert((*id).to_owned(), Some(value.to_owned()).filter(|value| !value.is_empty()));
        }
        assert_eq!(cells(&filing), expected, "{name}");
        assert_eq!(codes_in_words(&filing), *codes, "{name}");
    }
}

/// The columns of table 三 by what a copy left in them.
fn by_column(name: &str) -> BTreeMap<String, Vec<Option<String>>> {
    let mut columns: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (id, value) in cells(&only(path(name))) {
        if let Some((row, column)) = id.rsplit_once('.')
            && row.starts_with("requests.")
        {
            columns.entry(column.to_owned()).or_default().push(value);
        }
    }
    columns
}

/// The block of legal persons left empty counts as zero. Its own totals, empty too, are what their items make, so that five
/// flows and the sum of row （七） are judged; the five sums of results that make them cannot be.
#[test]
fn a_blank_block_of_legal_persons_counts_as_zero() {
    let columns = by_column("blank-legal-persons");
    for (column, values) in &columns {
        let is_filled = ["natural_person", "total"].contains(&column.as_str());
        assert!(values.len() == 25 && values.iter().all(|value| value.is_some() == is_filled), "{column}");
    }
    let filing = only(path("blank-legal-persons"));
    assert_eq!(codes_in_words(&filing), "V204×1 V210×1");
    assert_eq!((filing.checked.violated, filing.checked.undetermined), (0, 5));
}

/// Only 总计 filled: the items are blank, which is said once, and count as zero, so no total but a zero holds.
#[test]
fn only_totals_filled_in_is_said() {
    let columns = by_column("only-totals");
    assert!(columns.iter().all(|(column, values)| values.iter().all(|value| value.is_some() == (column == "total"))));
    let filing = only(path("only-totals"));
    assert_eq!(codes_in_words(&filing), "B103×23 V204×1 V210×1");
}

/// Signs for "none" count as zero, as does a total they stand for, and each is said.
#[test]
fn placeholders_are_said_and_count_as_zero() {
    let filing = only(path("placeholders"));
    assert!(codes_in_words(&filing).starts_with("V205×"), "{}", codes_in_words(&filing));
    assert_eq!(filing.checked.violated, 0);
}

#[test]
fn every_fixture_of_an_oddity_has_its_test() {
    let others = [
        "joined-2021",
        "label-variants-2019",
        "label-variants-2021",
        "blank-legal-persons",
        "only-totals",
        "placeholders",
    ];
    for file in files_below("fixtures/oddities") {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let is_tested = others.contains(&name.as_str()) || ODDITIES.iter().any(|(other, ..)| *other == name);
        assert!(is_tested, "{name} is tested nowhere");
    }
}

/// Every spelling seen in the wild reads as the form's row or column, and is said.
#[test]
fn label_variants_are_read_and_said() {
    for (name, codes) in [("label-variants-2021", "S307×12"), ("label-variants-2019", "S307×7")] {
        let filing = only(path(name));
        assert_eq!(codes_in_words(&filing), codes, "{name}");
        assert!(cells(&filing).values().all(Option::is_some) && filing.checked.undetermined == 0, "{name}");
    }
}
