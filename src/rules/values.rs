//! What the cells of a filing count as, and what that makes of an edit.

use rust_decimal::Decimal;

use super::linear::{BalanceEdit, Term, Verdict};
use super::plan::Plan;
use crate::model::{CellIndex, CellSpec, Comparator, Entry, Figure, FormEdition, Transcript, scaled, unscaled};

/// How blank items count (`--blank`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BlankPolicy {
    /// As zero; every blank is said.
    #[default]
    Zero,
    /// As unknown: an edit that holds one is undetermined.
    Missing,
}

/// What the cells of a filing count as in the edits of its form, worked out once: a cell is in several. All are whole
/// numbers of the last decimal place that any of them has, so that a sum is a sum of whole numbers, decimals or not.
#[derive(Debug)]
pub struct Values {
    cells: Box<[Value]>,
    places: u32,
    /// Totals of which nothing readable is printed, with what their own items make.
    made: Vec<Made>,
}

/// A total that its own items stand in for.
#[derive(Debug, Clone, Copy)]
struct Made {
    cell: CellIndex,
    number: i128,
    /// The edit that makes it, by its first term: nothing is left there to be confronted.
    by: u32,
}

/// What a cell counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    /// The filing's shape has no such cell.
    Absent,
    /// It makes every edit undetermined.
    Unknown,
    /// So many of the last decimal place.
    Known(i128),
}

impl Values {
    /// The values of a filing, blanks counted as `blank` says.
    #[must_use]
    pub fn of(edition: &FormEdition, filing: &Transcript, blank: BlankPolicy) -> Self {
        let mut places = 0;
        let mut own_places = Vec::new();
        let figure = |(at, (entry, spec)): (usize, (&Option<Entry>, &CellSpec))| {
            if filing.absent[at] {
                return Value::Absent;
            }
            let number = entry.as_ref().and_then(|entry| value_of(entry, spec, blank));
            let Some((number, own)) = number.map(scaled) else { return Value::Unknown };
            if own > 0 {
                places = places.max(own);
                own_places.push((at, own));
            }
            Value::Known(number)
        };
        let mut cells: Box<[Value]> = filing.entries.iter().zip(&edition.cells).enumerate().map(figure).collect();
        if places > 0 {
            let mut own_places = own_places.into_iter().peekable();
            let power = |own: u32| 10_i128.checked_pow(places - own);
            let of_whole = power(0);
            for (at, value) in cells.iter_mut().enumerate() {
                let factor = match own_places.next_if(|(other, _)| *other == at) {
                    Some((_, own)) => power(own),
                    None => of_whole,
                };
                if let Value::Known(number) = *value
                    && number != 0
                {
                    // Input is bounded to figures that fit.
                    *value = factor.and_then(|factor| number.checked_mul(factor)).map_or(Value::Unknown, Value::Known);
                }
            }
        }
        Self { cells, places, made: Vec::new() }
    }

    /// With the items of each total that is blank or unreadable in its place, where all of these are known: what follows
    /// from the relations without the total is a relation still. A total may be made of totals that were made.
    #[must_use]
    pub fn with_totals_made(mut self, plan: &Plan, edition: &FormEdition, filing: &Transcript) -> Self {
        let is_open = |cell: CellIndex| {
            let is_printed = filing.entry(cell).is_some_and(|entry| !matches!(entry.figure, Figure::Number(_)));
            is_printed && edition.cell(cell).total
        };
        // Nearly every filing has all its totals.
        if !(0..).map(CellIndex).zip(&self.cells).any(|(cell, value)| *value == Value::Unknown && is_open(cell)) {
            return self;
        }
        loop {
            let before = self.made.len();
            for edit in plan.edits() {
                let Some((cell, items)) = plan.total_of(edit) else { continue };
                let is_sum = edit.comparison == Comparator::Equal;
                if !is_sum || self.cells[cell.at()] != Value::Unknown || !is_open(cell) || self.is_made(cell) {
                    continue;
                }
                if let Some((number, 1..)) = self.sum(items) {
                    self.made.push(Made { cell, number, by: edit.first });
                }
            }
            if self.made.len() == before {
                return self;
            }
        }
    }

    /// Whether a cell is a total that its items stand in for.
    #[must_use]
    pub fn is_made(&self, cell: CellIndex) -> bool {
        self.made_of(cell).is_some()
    }

    fn made_of(&self, cell: CellIndex) -> Option<i128> {
        self.made.iter().find(|made| made.cell == cell).map(|made| made.number)
    }

    /// What a cell counts as, or its items in its place; `None` where that is not known.
    #[must_use]
    pub fn get(&self, cell: CellIndex) -> Option<Decimal> {
        let number = match self.cells[cell.at()] {
            Value::Known(number) => Some(number),
            Value::Absent => None,
            Value::Unknown => self.made_of(cell),
        };
        number.map(|number| decimal(number, self.places))
    }

    /// The sum of some cells; `None` where one is not known. With it, how many of them the filing's shape has.
    fn sum(&self, terms: &[Term]) -> Option<(i128, usize)> {
        terms.iter().try_fold((0, 0), |(sum, count), term| match self.cells[term.cell.at()] {
            Value::Absent => Some((sum, count)),
            Value::Unknown => self.made_of(term.cell).map(|number| (sum + number, count + 1)),
            Value::Known(number) => Some((sum + number, count + 1)),
        })
    }

    /// What these cells, which the filing's shape has, count as by themselves.
    #[must_use]
    pub fn shifted(&self, cells: &[CellIndex]) -> Shifted {
        let mut shifted = Shifted { numbers: vec![0; cells.len()], unknown: Vec::new(), places: self.places };
        for (at, (cell, number)) in cells.iter().zip(&mut shifted.numbers).enumerate() {
            match self.cells[cell.at()] {
                Value::Known(own) => *number = own,
                Value::Absent | Value::Unknown => shifted.unknown.push(at),
            }
        }
        // Counts have no places, whatever the fee beside them has.
        while shifted.places > 0 && shifted.numbers.iter().all(|number| number % 10 == 0) {
            shifted.numbers.iter_mut().for_each(|number| *number /= 10);
            shifted.places -= 1;
        }
        shifted
    }
}

/// The figure that so many of the last of so many decimal places are. It fits: figures have fifteen digits and ten decimal
/// places, and the sum of some thousand of them no more than the twenty-eight digits of a decimal.
fn decimal(number: i128, places: u32) -> Decimal {
    unscaled(number, places).unwrap_or_default()
}

/// What some cells count as, in units of the last decimal place that any of them has.
#[derive(Debug, Clone)]
pub struct Shifted {
    /// Per cell; zero where that is not known.
    pub numbers: Vec<i128>,
    /// The positions of the cells of which it is not known.
    pub unknown: Vec<usize>,
    /// How many places that are.
    pub places: u32,
}

impl Plan {
    /// Confronts an edit with what the cells of a filing count as.
    #[must_use]
    pub fn confront(&self, edit: &BalanceEdit, values: &Values) -> Verdict {
        if values.made.iter().any(|made| made.by == edit.first) {
            return Verdict::Undetermined;
        }
        let sides = self.sides(edit).map(|terms| values.sum(terms));
        let [Some((left, lefts)), Some((right, rights))] = sides else { return Verdict::Undetermined };
        // Of a line that a filing may do without, and that it does without, nothing follows for what is on the other side.
        if lefts == 0 || rights == 0 {
            return Verdict::Inapplicable;
        }
        if !edit.comparison.holds(&left, &right) {
            let [left, right] = [left, right].map(|sum| decimal(sum, values.places));
            return Verdict::Violated { left, right };
        }
        Verdict::Holds
    }
}

/// What a cell counts as in an edit; `None` makes the edit undetermined. A blank or placeholder item is zero, a blank or
/// placeholder total is unknown: real reports leave the totals of small rows blank.
#[must_use]
pub fn value(cell: CellIndex, edition: &FormEdition, filing: &Transcript, blank: BlankPolicy) -> Option<Decimal> {
    let spec = edition.cell(cell);
    let Some(entry) = filing.entry(cell) else {
        // What an extension adds and a filing may do without is nothing in what others add up.
        return (spec.added && filing.is_absent(cell)).then_some(Decimal::ZERO);
    };
    value_of(entry, spec, blank)
}

/// The same of an entry.
fn value_of(entry: &Entry, spec: &CellSpec, blank: BlankPolicy) -> Option<Decimal> {
    match entry.figure {
        Figure::Number(_) => entry.in_unit(spec.unit),
        Figure::Placeholder if !spec.total => Some(Decimal::ZERO),
        Figure::Blank if !spec.total && blank == BlankPolicy::Zero => Some(Decimal::ZERO),
        _ => None,
    }
}

/// The sum of what some cells count as; `None` where that is not known of all.
///
/// # Example
/// ```
/// let forms = gouji::forms::Forms::embedded()?;
/// use gouji::{model::{TableStatus, Transcript}, rules::{BlankPolicy, sum}};
/// let form = forms.get("2021").expect("an edition that is built in");
/// let blank = Transcript::blank(form, TableStatus::Present);
/// let cells = [form.index["requests.granted.natural_person"]];
/// assert_eq!(sum(&cells, form, &blank, BlankPolicy::Zero), None, "a line that is not there is not zero");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn sum(cells: &[CellIndex], edition: &FormEdition, filing: &Transcript, blank: BlankPolicy) -> Option<Decimal> {
    cells.iter().try_fold(Decimal::ZERO, |sum, cell| sum.checked_add(value(*cell, edition, filing, blank)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Forms;
    use crate::model::TableStatus;

    /// A sum is exact whatever the places of its figures, of another table's too.
    #[test]
    fn sums_are_of_whole_numbers_decimals_or_not() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        let edition = forms.get("2021").expect("an embedded edition");
        let plan = Plan::of(edition);
        let mut filing = Transcript::blank(edition, TableStatus::Present);
        filing.absent = edition.cells.iter().map(|cell| cell.alternative).collect();
        let mut enter = |id: &str, figure: &str| {
            let entry = Entry::new(Figure::Number(figure.parse().expect("a figure")), figure, None, None);
            filing.entries[edition.index[id].at()] = Some(entry);
        };
        enter("disclosure.fees.amount", "5123.7700000001");
        for (cell, figure) in ["upheld", "corrected", "other", "pending", "total"].iter().zip([
            "0.1",
            "0.2",
            "999999999999999",
            "0",
            "999999999999999.30",
        ]) {
            enter(&format!("review.reconsideration.{cell}"), figure);
        }
        let values = Values::of(edition, &filing, BlankPolicy::Zero);
        let total = edition.index["review.reconsideration.total"];
        let edit = plan.printed().find(|edit| plan.terms(edit).iter().any(|term| term.cell == total)).expect("an edit");
        assert_eq!(plan.confront(edit, &values), Verdict::Holds);
        assert_eq!(values.get(total), "999999999999999.3".parse().ok());
        let cells: Vec<_> = plan.terms(edit).iter().map(|term| term.cell).collect();
        assert_eq!(values.shifted(&cells).places, 1);
        assert_eq!(values.shifted(&cells[3..4]).places, 0);
    }
}
