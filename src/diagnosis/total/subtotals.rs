//! Which filings of a file are sums of those beside them: a line above or below the lines that it adds up, whatever it is
//! called. Who adds it up too has these twice.
//!
//! Of each filing its imprint is kept, a number that adds up as its figures do: the imprint of a sum is the sum of the
//! imprints. So a run of lines is compared in one step, however long it is, and no figure is read again.

use std::collections::HashMap;
use std::sync::Arc;

use super::count::Counted;
use super::sum::{is_summed, units};
use crate::diagnosis::assessment::Source;
use crate::model::FormEdition;
use crate::reading::{TotalOf, total_of};

/// So many digits have the figures of a line, totals left aside, that is the sum of others by no chance. Bodies with two or
/// three applications have few, and one of them may well be the sum of its neighbours.
const DIGITS: f64 = 8.0;
/// The same of one that is called by a group of agencies.
const DIGITS_OF_GROUP: f64 = 3.0;

/// What the figures of a filing come to, so that it adds up as they do.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::diagnosis) struct Imprint {
    sum: u128,
    /// How many digits its figures have that are no totals.
    digits: f64,
    /// Its first figure, with the cell.
    first: Option<(u16, u128)>,
}

impl Imprint {
    /// That of a filing.
    pub(in crate::diagnosis) fn of(edition: &FormEdition, counted: &Counted) -> Self {
        let mut imprint = Self::default();
        for (cell, spec) in edition.each_cell().filter(|(cell, _)| is_summed(edition, *cell)) {
            let amount = counted.get(cell).amount().filter(|amount| !amount.is_zero());
            let Some(own) = amount.and_then(units) else { continue };
            imprint.first = imprint.first.or(Some((cell.0, own.cast_unsigned())));
            imprint.sum = imprint.sum.wrapping_add(own.cast_unsigned().wrapping_mul(weight(cell.0)));
            if !spec.total {
                let size: f64 = amount
                    .and_then(|amount| amount.abs().normalize().mantissa().to_string().parse().ok())
                    .unwrap_or(0.0);
                imprint.digits += (1.0 + size).log10();
            }
        }
        imprint
    }
}

impl Imprint {
    /// Whether the figures of one are so many times those of the other.
    fn is_multiple_of(self, other: Self) -> bool {
        let ((cell, own), (other_cell, others)) = match (self.first, other.first) {
            (Some(own), Some(others)) => (own, others),
            (own, others) => return own.is_none() && others.is_none(),
        };
        cell == other_cell && own.wrapping_mul(other.sum) == others.wrapping_mul(self.sum)
    }
}

/// An odd number for each cell, without a pattern that figures could have.
fn weight(cell: u16) -> u128 {
    let mixed = |seed: u64| {
        let seed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let seed = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let seed = (seed ^ (seed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        u128::from(seed ^ (seed >> 31))
    };
    let seed = u64::from(cell) * 2;
    (mixed(seed + 1) << 64 | mixed(seed + 2)) | 1
}

/// A filing among those of its file.
#[derive(Debug, Clone, Copy)]
pub(in crate::diagnosis) struct Line<'s> {
    pub(in crate::diagnosis) source: &'s Source,
    pub(in crate::diagnosis) agency: Option<&'s str>,
    pub(in crate::diagnosis) edition: &'s str,
    pub(in crate::diagnosis) imprint: Imprint,
    /// The roster knows it for an agency, whatever its figures are.
    pub(in crate::diagnosis) is_listed: bool,
}

/// Why a line is one that adds up those beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::diagnosis) enum SumsUp {
    /// It is called by a group, and its figures are those of the lines beside it.
    ByName,
    /// Its figures are, by no chance.
    ByFigures,
}

/// Which lines are the sums of lines directly above or below them, in the order of the input. One that is the sum of all
/// others there are is left to whoever asks for superiors, where `spares_whole` says so.
pub(in crate::diagnosis) fn subtotals(lines: &[Line], spares_whole: bool) -> Vec<Option<SumsUp>> {
    let mut found = vec![None; lines.len()];
    let mut files: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<(&str, Option<Arc<str>>, &str), usize> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        // Records stand on one sheet; where each sheet holds a filing the file is one list of them.
        let sheet = line.source.sheet.clone().filter(|_| line.source.record.is_some());
        let file = *known.entry((&line.source.path, sheet, line.edition)).or_insert(files.len());
        if file == files.len() {
            files.push(Vec::new());
        }
        files[file].push(at);
    }
    let all = lines.iter().fold(0_u128, |sum, line| sum.wrapping_add(line.imprint.sum));
    let is_spared = |line: &Line| spares_whole && line.imprint.sum.wrapping_mul(2) == all;
    for file in files.iter().filter(|file| file.len() > 1) {
        // Below each line, and then above it: what is found is in no other sum, for its parts are.
        let upwards: Vec<usize> = file.iter().rev().copied().collect();
        for order in [&upwards, file] {
            pass(lines, order, &is_spared, &mut found);
        }
    }
    found
}

/// Looks for lines that are the sums of lines directly before them in this order.
fn pass(lines: &[Line], order: &[usize], is_spared: &dyn Fn(&Line) -> bool, found: &mut [Option<SumsUp>]) {
    // The sum of all lines so far, these lines, and after how many of them it was which sum.
    let (mut sum, mut before_this) = (0_u128, Vec::<&Line>::new());
    let mut before: HashMap<u128, usize> = HashMap::from([(0, 0)]);
    for at in order {
        let line = &lines[*at];
        if found[*at].is_some() {
            continue;
        }
        let own = line.imprint.sum;
        let run = before.get(&sum.wrapping_sub(own)).map_or(&[][..], |start| &before_this[*start..]);
        let is_group = line.agency.and_then(total_of) == Some(TotalOf::Group);
        // Where the lines are multiples of each other, one figure makes all of them a sum.
        let is_own = |part: &&&Line| part.imprint.first.is_some() && !part.imprint.is_multiple_of(line.imprint);
        let kind = if run.is_empty() || line.is_listed {
            None
        } else if is_group && line.imprint.digits >= DIGITS_OF_GROUP {
            Some(SumsUp::ByName)
        } else {
            let is_told = line.imprint.digits >= DIGITS && run.iter().filter(is_own).nth(1).is_some();
            (is_told && !is_spared(line)).then_some(SumsUp::ByFigures)
        };
        if kind.is_some() {
            found[*at] = kind;
            continue;
        }
        sum = sum.wrapping_add(own);
        before_this.push(line);
        before.insert(sum, before_this.len());
    }
}
