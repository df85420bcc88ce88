//! What one thread does, file by file and record by record, and what it is held against.

use std::path::PathBuf;

use crate::Bench;
use crate::agencies::Slipped;
use crate::anchors::{Sums, read_text, read_workbook};
use crate::checks::Checks;
use crate::clock::{Clock, in_turns};
use crate::data::Set;
use crate::offices::{Fees, Writing};
use crate::outcome::Outcome;

/// Notes on how figures are written: nearly every filing like life has some.
const NOTES: [&str; 4] = ["V204", "V205", "V206", "V209"];
/// What holds years and sentences against each other.
const ACROSS: [&str; 3] = ["C", "P", "N601"];

/// Files of one filing.
pub(crate) fn files(bench: &Bench, writing: Writing) -> Vec<Outcome> {
    let set = Set::usual(bench.count, writing);
    let [workbooks, texts, pages, documents] =
        ["xlsx", "csv", "html", "docx"].map(|ending| bench.data.files(ending, set));
    let checks = Checks::all(bench);
    for paths in [&workbooks, &texts, &pages, &documents] {
        checks.verify(paths, set);
    }
    let check = |paths: &[PathBuf]| drop(checks.lines(paths));
    let times = in_turns(
        Clock::Thread,
        &[
            &|| workbooks.iter().for_each(|path| read_workbook(path)),
            &|| check(&workbooks),
            &|| texts.iter().for_each(|path| read_text(path)),
            &|| check(&texts),
            &|| check(&pages),
            &|| check(&documents),
        ],
    );
    vec![
        Outcome::against("xlsx", "calamine `worksheet_range`", &times[1], &times[0], set.count).at_most(1.6),
        Outcome::against("csv", "csv `byte_records`", &times[3], &times[2], set.count).at_most(6.0),
        Outcome::alone("html", &times[4], set.count),
        Outcome::alone("docx", &times[5], set.count),
    ]
}

/// Data sets of one filing a line.
pub(crate) fn wide(bench: &Bench, writing: Writing) -> Vec<Outcome> {
    let set = Set::usual(10 * bench.count, writing);
    let paths = bench.data.wide(set);
    let [whole, decimal] =
        [Fees::Whole, Fees::Decimal].map(|fees| bench.data.wide(Set { writing: writing.with(fees), ..set }));
    let (all, quiet) = (Checks::all(bench), Checks::without(bench, &NOTES));
    let sums = Sums::of(bench.data.agencies().form);
    let sum = |paths: &[PathBuf]| paths.iter().map(|path| sums.broken(path)).sum::<usize>();
    let found = all.verify(&paths, set);
    let broken = sum(&paths);
    assert!(broken <= found.with_errors && 10 * broken >= 9 * found.with_errors, "{broken} are summed up: {found:?}");
    let times = in_turns(
        Clock::Thread,
        &[
            &|| paths.iter().for_each(|path| read_text(path)),
            &|| {
                std::hint::black_box(sum(&paths));
            },
            &|| drop(quiet.lines(&paths)),
            &|| drop(all.lines(&paths)),
            &|| drop(all.lines(&whole)),
            &|| drop(all.lines(&decimal)),
        ],
    );
    let against = |what, beside, ours: usize, theirs: usize| {
        Outcome::against(what, beside, &times[ours], &times[theirs], set.count)
    };
    vec![
        against("wide, notes ignored", "csv `byte_records`", 2, 0).at_most(4.0),
        against("wide, notes ignored", "read and sum", 2, 1),
        against("wide, all notes written", "csv `byte_records`", 3, 0).at_most(8.0),
        against("wide, all notes written", "read and sum", 3, 1),
        against("wide, decimal fees", "whole fees", 5, 4).at_most(1.25).on_bare_too(),
    ]
}

/// Workbooks that are all faulty beside such that are all sound, a page written of them.
pub(crate) fn bad(bench: &Bench, writing: Writing) -> Vec<Outcome> {
    let checks = Checks::all(bench);
    let [good, bad] = [Slipped::None, Slipped::All].map(|slipped| {
        let set = Set { slipped, ..Set::usual(bench.count, writing) };
        let paths = bench.data.files("xlsx", set);
        checks.verify(&paths, set);
        paths
    });
    let times = in_turns(Clock::Thread, &[&|| drop(checks.page(&good)), &|| drop(checks.page(&bad))]);
    vec![Outcome::against("all-bad", "all-good", &times[1], &times[0], bench.count).at_most(2.0)]
}

/// Agencies with three years each, held against each other and one by one.
pub(crate) fn years(bench: &Bench, writing: Writing) -> Vec<Outcome> {
    let set = Set { slipped: Slipped::None, ..Set::usual(3 * bench.count, writing) };
    let paths = bench.data.files("csv", set);
    let (together, alone) = (Checks::all(bench), Checks::without(bench, &ACROSS));
    let codes = together.verify(&paths, set).by_code;
    let is_across = |code: &str| ACROSS.iter().any(|across| code.starts_with(across));
    assert!(!codes.keys().any(|code| is_across(code)), "one year follows from another: {codes:?}");
    let times = in_turns(Clock::Thread, &[&|| drop(alone.lines(&paths)), &|| drop(together.lines(&paths))]);
    vec![Outcome::against("three years", "one by one", &times[1], &times[0], set.count).at_most(1.3)]
}
