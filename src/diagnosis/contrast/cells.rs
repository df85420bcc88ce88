//! What each cell was and is.
//!
//! Cells are matched by their names, across editions too. Only what both filings have can change; a line that one form or
//! one filing lacks is no change and is listed apart. A group that one side reports undivided (（六）其他处理, as real
//! reports of 2023 do) is held against the sum of its items on the other.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::total::groups;
use crate::forms::Forms;
use crate::model::{Axis, CellIndex, CellSpec, Entry, Figure, FormEdition, Role, Transcript, Unit, scaled};
use crate::rules::{BlankPolicy, value};

/// What a filing says in a cell, money in the unit of the new form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reported {
    /// Nothing.
    Blank,
    /// A sign for "none", as printed.
    Sign(String),
    /// A figure.
    Figure(Decimal),
    /// Something that is no figure, as printed.
    Text(String),
    /// The sum of items of which one is no figure.
    Unknown,
}

/// A cell that both filings have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Its name.
    pub id: Arc<str>,
    /// Its position in the new form.
    pub cell: CellIndex,
    /// What it was.
    pub old: Reported,
    /// What it is.
    pub new: Reported,
    /// New − old; `None` where one of them is not known. A blank item counts as zero, a blank total is not known.
    pub change: Option<Decimal>,
    /// The change as a part of what it was, in per cent with one decimal; `None` where that was nothing.
    pub percent: Option<Decimal>,
    /// It says another thing than before. Nothing and zero are the same thing.
    pub is_changed: bool,
    /// It is added up in a total.
    pub is_item: bool,
    /// One side reports the group undivided, and this is the sum of the items of the other.
    pub is_summed: bool,
}

/// A cell that only one of the filings has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lone {
    /// Its name.
    pub id: Arc<str>,
    /// Its position in the form of that filing.
    pub cell: CellIndex,
    /// What it says.
    pub reported: Reported,
}

/// A filled form.
pub(super) struct FilledForm<'a> {
    pub(super) form: &'a FormEdition,
    filled: &'a Transcript,
}

impl<'a> FilledForm<'a> {
    pub(super) fn of(filing: &'a Assessment, forms: &'a Forms) -> Option<Self> {
        let filled = filing.transcript.as_ref()?;
        Some(Self { form: forms.get(&filled.edition)?, filled })
    }

    fn entry(&self, id: &str) -> Option<&Entry> {
        self.filled.entry(*self.form.index.get(id)?)
    }

    /// What the cell called `id` says, in the unit asked for.
    fn reported(&self, id: &str, unit: Option<Unit>) -> Option<Reported> {
        let own = self.form.cell(*self.form.index.get(id)?);
        self.entry(id).map(|entry| reported(entry, own, unit))
    }

    /// What the items of the undivided group called `id` come to, where this filing divides it.
    fn sum_of_group(&self, id: &str) -> Option<Reported> {
        let whole = *self.form.index.get(id)?;
        let group = groups(self.form).into_iter().find(|group| group.whole == whole)?;
        let items: Vec<CellIndex> = group.items.into_iter().filter(|cell| !self.filled.is_absent(*cell)).collect();
        let is_blank = |cell: &CellIndex| self.filled.figure(*cell) == Some(Figure::Blank);
        if items.iter().all(|cell| self.filled.entry(*cell).is_none()) {
            return None;
        }
        // Of a group with a row missing nobody knows the whole.
        if items.iter().any(|cell| self.filled.entry(*cell).is_none()) {
            return Some(Reported::Unknown);
        }
        if items.iter().all(is_blank) {
            return Some(Reported::Blank);
        }
        let add =
            |sum: Decimal, cell: &CellIndex| sum.checked_add(value(*cell, self.form, self.filled, BlankPolicy::Zero)?);
        // Where the cell is one of the column of totals, a blank among them is not known.
        Some(items.iter().try_fold(Decimal::ZERO, add).map_or(Reported::Unknown, Reported::Figure))
    }
}

fn reported(entry: &Entry, own: &CellSpec, unit: Option<Unit>) -> Reported {
    match entry.figure {
        Figure::Blank => Reported::Blank,
        Figure::Placeholder => Reported::Sign(entry.printed().into_owned()),
        Figure::Unreadable => Reported::Text(entry.printed().into_owned()),
        Figure::Number(_) => {
            let counted = entry.in_unit(own.unit).and_then(|number| {
                // Two editions may count money in different units.
                let in_own = Entry::new(Figure::Number(number), "", None, own.unit);
                in_own.in_unit(unit)
            });
            counted.map_or_else(|| Reported::Text(entry.printed().into_owned()), Reported::Figure)
        }
    }
}

impl Reported {
    /// What it counts as; `None` where nobody knows.
    fn counted(&self, is_total: bool) -> Option<Decimal> {
        match self {
            Self::Figure(figure) => Some(*figure),
            Self::Blank | Self::Sign(_) if !is_total => Some(Decimal::ZERO),
            _ => None,
        }
    }

    /// Nothing, a sign for nothing, or zero.
    fn is_nothing(&self) -> bool {
        match self {
            Self::Figure(figure) => figure.is_zero(),
            Self::Blank | Self::Sign(_) => true,
            Self::Text(_) | Self::Unknown => false,
        }
    }
}

impl Compared {
    fn of(id: &Arc<str>, before: &FilledForm, after: &FilledForm) -> Option<Self> {
        let cell = *after.form.index.get(id)?;
        let spec = after.form.cell(cell);
        let (was, is) = (before.reported(id, spec.unit), after.reported(id, spec.unit));
        let is_summed = was.is_some() != is.is_some();
        let (old, new) = match (was, is) {
            (Some(old), Some(new)) => (old, new),
            (Some(old), None) => (old, after.sum_of_group(id)?),
            (None, Some(new)) => (before.sum_of_group(id)?, new),
            (None, None) => return None,
        };
        let counted = old.counted(spec.total).zip(new.counted(spec.total));
        // Of two blanks there is no change to speak of.
        let is_said = matches!(old, Reported::Figure(_)) || matches!(new, Reported::Figure(_));
        let change = counted.filter(|_| is_said).and_then(|(old, new)| new.checked_sub(old)).map(|it| it.normalize());
        let percent = match old {
            Reported::Figure(old) => change.and_then(|change| percent(change, old)),
            _ => None,
        };
        let is_changed = change.map_or_else(
            || old != new && !(old.is_nothing() && new.is_nothing()) && ![&old, &new].contains(&&Reported::Unknown),
            |change| !change.is_zero(),
        );
        let is_item = !spec.total && is_added_up(after.form, spec);
        Some(Self { id: Arc::clone(id), cell, old, new, change, percent, is_changed, is_item, is_summed })
    }
}

/// A change as a part of what was, in per cent with one decimal, half away from zero; `None` of nothing. Whole numbers make
/// it exact.
///
/// # Example
/// ```
/// use gouji::diagnosis::percent;
/// let change = |change: i64, was: i64| percent(change.into(), was.into()).map(|percent| percent.to_string());
/// assert_eq!(change(-5, 40).as_deref(), Some("-12.5"));
/// assert_eq!(change(5, 0), None, "of nothing there is no part");
/// ```
#[must_use]
pub fn percent(change: Decimal, was: Decimal) -> Option<Decimal> {
    let ((change, places), (was, other_places)) = (scaled(change), scaled(was));
    let level = |number: i128, by: u32| number.checked_mul(10_i128.checked_pow(by)?);
    let most = places.max(other_places);
    let (change, was) = (level(change, most - places)?, level(was, most - other_places)?);
    let (part, whole) = (change.checked_mul(1_000)?, was);
    if whole == 0 {
        return None;
    }
    let (part_size, whole_size) = (part.checked_abs()?, whole.checked_abs()?);
    let tenths = part_size.checked_mul(2)?.checked_add(whole_size)? / whole_size.checked_mul(2)?;
    let signed = if (part < 0) == (whole < 0) { tenths } else { -tenths };
    Decimal::try_from_i128_with_scale(signed, 1).ok()
}

/// Whether a cell is added up in a total, in its row or its column.
fn is_added_up(form: &FormEdition, cell: &CellSpec) -> bool {
    let block = form.block_of(cell);
    let is_in = |axis: &Axis, line: usize| {
        axis.lines.iter().enumerate().any(|(at, total)| match total.role {
            Role::TotalOf { of, .. } => axis.summands(of).any(|item| item == line),
            Role::Whole { .. } => axis.is_under(line, Some(at)),
            Role::Item | Role::Heading { .. } => false,
        })
    };
    is_in(&block.rows, cell.row) || is_in(&block.columns, cell.column)
}

/// The cells of both, and those of one only.
pub(super) fn compare(before: &FilledForm, after: &FilledForm) -> (Vec<Compared>, Vec<Lone>, Vec<Lone>) {
    let compared: Vec<Compared> =
        after.form.cells.iter().filter_map(|cell| Compared::of(&cell.id, before, after)).collect();
    let is_compared = |id: &str| {
        let at = after.form.index.get(id);
        at.is_some_and(|cell| compared.binary_search_by_key(cell, |compared| compared.cell).is_ok())
    };
    let lone = |sheet: &FilledForm| -> Vec<Lone> {
        let left = sheet.form.each_cell().filter(|(_, cell)| !is_compared(&cell.id));
        let lone = left.filter_map(|(at, cell)| {
            let reported = sheet.reported(&cell.id, cell.unit)?;
            Some(Lone { id: Arc::clone(&cell.id), cell: at, reported })
        });
        lone.collect()
    };
    let (only_old, only_new) = (lone(before), lone(after));
    (compared, only_old, only_new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cent_has_one_decimal_half_away_from_zero() {
        let of = |was: &str, is: &str| {
            let [was, is] = [was, is].map(|text| text.parse::<Decimal>().expect("a figure"));
            percent(is - was, was).map(|percent| percent.to_string())
        };
        for (was, is, made) in [
            ("30", "34", Some("13.3")),
            ("2000", "2001", Some("0.1")),
            ("2000", "1999", Some("-0.1")),
            ("4", "0", Some("-100.0")),
            ("24252.311082", "24252.311082", Some("0.0")),
            ("0.5", "12.75", Some("2450.0")),
            ("-8", "12", Some("-250.0")),
            ("0", "7", None),
        ] {
            assert_eq!(of(was, is).as_deref(), made, "{was} to {is}");
        }
    }
}
