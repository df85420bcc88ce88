//! A sum of filings (汇总), as `gouji sum` writes it: the filing itself as the law prints it, and who is in it.
//!
//! As a workbook it has the filing with the check lines of the template, a sheet 各单位 with a row a part, and a sheet of
//! what was left out and why; the last two are named in the properties of the workbook, so that they are never read as
//! filings (`book`, `parts`). As JSON it is `gouji/1` with one filing and its `parts`; as CSV the filing alone. `words` is
//! how it is said.

mod book;
mod parts;
mod words;

use std::io::{self, Write};

use super::canonical::{Arrangement, Conversion, Dialect, FileKind};
use super::{Renderer, Style, json_with_cells};
use crate::diagnosis::{Gathered, Report, Total};
pub use words::{left_out_lines, named, refusal_words, remark_words, sum_summary};

/// The kinds of file that a sum is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SumKind {
    /// As `convert` writes a filing.
    Csv,
    /// A workbook.
    Xlsx,
    /// `gouji/1`.
    Json,
}

/// Writes the sums `which` of a run, each on a sheet of its own; only a workbook takes several.
///
/// # Errors
/// When the writer fails, or the figures of the parts cannot be read again.
pub fn write_sum(
    gathered: &mut Gathered,
    which: std::ops::Range<usize>,
    kind: SumKind,
    style: Style,
    report: Report,
    out: Box<dyn Write + '_>,
) -> io::Result<()> {
    let first = gathered.totals.get(which.start);
    match (kind, first) {
        (SumKind::Xlsx, _) => book::write(gathered, which, style, out),
        (SumKind::Json, Some(total)) => json(total, style, report, out),
        (SumKind::Csv, Some(total)) => {
            let mut text =
                Conversion::new(style.forms, Arrangement::Statutory, FileKind::Csv, Dialect::default(), out)?;
            text.filing(&total.filing)?;
            text.finish(&report)
        }
        (SumKind::Json | SumKind::Csv, None) => Ok(()),
    }
}

fn json(total: &Total, style: Style, mut report: Report, out: Box<dyn Write + '_>) -> io::Result<()> {
    report.count(&total.filing);
    let mut json = json_with_cells(style, Some(total), out);
    json.filing(&total.filing)?;
    json.finish(&report)
}
