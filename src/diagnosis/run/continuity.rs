//! Across years (跨期): figures that follow from last year's, figures that seldom change much, tables that fall to zero,
//! and what the text says of the change on last year.
//!
//! A filing is held against the one of the year before, be it named for that or heard earlier in the run. Where the
//! earlier year comes later in the run, the filing has been said already, and the remark stands alone. A blank is no
//! claim of zero: where a figure is blank in either year, nothing is compared.

use std::collections::HashSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::previous::{Past, Previous};
use super::repeated::told_facts;
use super::{Heard, Remark, Trace, Watch, Whom};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::finding::{Facts, FoundCell};
use crate::diagnosis::localise::Evidence;
use crate::model::{CellIndex, Continuity, FormEdition, Reason, fold, plain};
use crate::rules::narrative::ClaimedChange;
use crate::rules::{Check, Fact, Rule};

/// The filings heard so far, and those named to be compared with.
#[derive(Debug)]
pub(super) struct History {
    previous: Previous,
}

impl History {
    pub(super) fn new(previous: Previous) -> Self {
        Self { previous }
    }

    /// What is said of a filing that nobody knows how to find among those named: it does not say whose it is, or of when.
    fn lost(&self, filing: &Assessment, trace: &Trace, assessor: &Assessor) -> Option<Remark> {
        let reason = match (trace.identity, filing.year) {
            (None, _) => Reason::Unnamed,
            (_, None) => Reason::Yearless,
            _ => return None,
        };
        let is_wanted = self.previous.is_asked_for && filing.transcript.is_some();
        let rule = assessor.catalogue().for_check(Check::PreviousMissing).filter(|_| is_wanted)?;
        Some(Remark::new(rule, Facts::because(reason)))
    }

    /// What is said of a filing for whose year before several were named that differ: any of them may be the final one, or
    /// they are of the bodies that it was made of.
    fn undecided(rivals: &[Arc<Whom>], before: u16, assessor: &Assessor) -> Option<Remark> {
        let is_one = rivals.iter().all(|rival| rival.agency == rivals[0].agency);
        let told = |rival: &Arc<Whom>| match rival.agency.as_deref().filter(|_| !is_one) {
            Some(agency) => format!("{agency} ({})", rival.source),
            None => rival.source.to_string(),
        };
        let paths: Vec<String> = rivals.iter().map(told).collect();
        let facts = told_facts(&paths, Facts::because(Reason::Different)).with(Fact::Before, before);
        assessor.catalogue().for_check(Check::PreviousMissing).map(|rule| Remark::new(rule, facts))
    }

    /// What is said of a filing whose year before is not known.
    fn alone(&self, known: Option<&Past>, year: u16, assessor: &Assessor) -> Option<Remark> {
        let has_gap = known.is_some_and(|known| known.has_gap_before(year));
        let reason = match (self.previous.is_asked_for, has_gap) {
            (true, _) => Reason::Named,
            (_, true) => Reason::Gap,
            _ => return None,
        };
        let facts = Facts::because(reason).with(Fact::Before, year.saturating_sub(1));
        assessor.catalogue().for_check(Check::PreviousMissing).map(|rule| Remark::new(rule, facts))
    }
}

fn one(remark: Option<Remark>) -> Heard {
    remark.into_iter().collect::<Vec<_>>().into()
}

impl Watch for History {
    fn hear(&mut self, filing: &Assessment, trace: &Trace, assessor: &Assessor) -> Heard {
        let Some((identity, past)) = self.previous.past(filing, trace, assessor) else {
            return one(self.lost(filing, trace, assessor));
        };
        let year = past.year;
        let known = self.previous.of(identity);
        let of_year = |year: Option<u16>| known?.find(year?);
        let before = year.checked_sub(1);
        let rivals = before.and_then(|before| Some((self.previous.rivals(identity, before)?, before)));
        let mut heard = match (rivals, of_year(before)) {
            (Some((rivals, before)), _) => one(Self::undecided(rivals, before, assessor)),
            (None, Some(before)) => YearPair { now: &past, before, assessor }.compare(),
            (None, None) => one(self.alone(known, year, assessor)),
        };
        // The filing of the year after was heard before this one.
        let after = of_year(year.checked_add(1));
        if let Some(after) = after.filter(|_| !self.previous.is_asked_for) {
            let whom = Whom { agency: trace.whom.agency.clone(), ..Whom::clone(&after.whom) };
            let late = YearPair { now: after, before: &past, assessor }.compare();
            let concerning = |remark: Remark| remark.concerning(whom.clone()).in_edition(after.edition());
            heard.remarks.extend(late.remarks.into_iter().map(concerning));
        }
        self.previous.keep(identity, past);
        heard
    }
}

/// The filings of two years.
struct YearPair<'p> {
    now: &'p Past,
    before: &'p Past,
    assessor: &'p Assessor<'p>,
}

impl YearPair<'_> {
    fn compare(&self) -> Heard {
        let forms = self.assessor.forms();
        let Some((edition, form)) = forms.get(self.now.edition()).zip(forms.get(self.before.edition())) else {
            return Heard::default();
        };
        let (mut evidence, mut remarks) = (Evidence::default(), Vec::new());
        for continuity in &edition.comparisons.continuities {
            let before = continuity.before.iter().map(|id| form.index.get(id.as_str()).copied());
            let Some(before) = before.collect::<Option<Vec<_>>>() else { continue };
            let Some((left, right)) = self.sides(continuity, &before) else { continue };
            if left != right {
                remarks.extend(self.broken(continuity, &before, (left, right), edition));
            } else if !left.is_zero() {
                evidence.supported.extend(continuity.now.iter().chain(&continuity.less));
            }
        }
        for cell in &edition.comparisons.steady {
            let figures = self.figures(*cell, edition, form);
            evidence.last_year.extend(figures.map(|(_, last)| (*cell, last)));
        }
        remarks.extend(self.jumps(edition, form));
        remarks.extend(self.zeros(edition, form));
        remarks.extend(self.changes(edition, form));
        Heard { remarks, evidence: Some(evidence) }
    }

    /// This year's side and last year's, where every figure was printed.
    fn sides(&self, continuity: &Continuity, before: &[CellIndex]) -> Option<(Decimal, Decimal)> {
        let sum = |of: &Past, cells: &[CellIndex]| {
            cells.iter().try_fold(Decimal::ZERO, |sum, cell| Some(sum + of.figure(*cell)?))
        };
        let left = sum(self.now, &continuity.now)? - sum(self.now, &continuity.less)?;
        Some((left, sum(self.before, before)?))
    }

    fn broken(
        &self,
        continuity: &Continuity,
        before: &[CellIndex],
        (left, right): (Decimal, Decimal),
        edition: &FormEdition,
    ) -> Option<Remark> {
        let rule = self.assessor.catalogue().for_continuity(&continuity.relation)?;
        let cells: Vec<_> = continuity.now.iter().chain(&continuity.less).copied().collect();
        let place = before.iter().find_map(|cell| self.before.place(*cell));
        let facts = self.facts().comparing(left, right);
        let facts = facts.with(Fact::Source, &self.before.whom.source).at(Fact::Source, place);
        Some(self.of_cells(rule, facts, &cells, edition))
    }

    /// Figures that jumped, or that look as if their unit had changed: of a cell that is only one thing.
    fn jumps(&self, edition: &FormEdition, form: &FormEdition) -> Vec<Remark> {
        let assessor = self.assessor;
        let mut remarks: Vec<Remark> = Vec::new();
        for kind in [Check::UnitSuspect, Check::SharpChange] {
            let mut found = Vec::new();
            for check in assessor.cell_checks(edition, kind) {
                for cell in check.cells.iter().copied() {
                    let Some((now, last)) = self.figures(cell, edition, form) else { continue };
                    let is_said = || remarks.iter().any(|remark| remark.cells.iter().any(|found| found.cell == cell));
                    let is_struck = match kind {
                        Check::UnitSuspect => self.is_of_unit(&check.rule, now, last),
                        _ => self.is_sharp(&check.rule, now, last, edition.cell(cell).unit.is_some()) && !is_said(),
                    };
                    found.extend(is_struck.then(|| self.of_change(&check.rule, cell, (now, last), edition)));
                }
            }
            remarks.extend(found);
        }
        remarks
    }

    /// This year's figure and last year's, where both were printed.
    fn figures(&self, cell: CellIndex, edition: &FormEdition, form: &FormEdition) -> Option<(Decimal, Decimal)> {
        let last = same(cell, edition, form).and_then(|cell| self.before.figure(cell));
        self.now.figure(cell).zip(last)
    }

    /// Whether one figure is about so many times the other as a unit is of another.
    fn is_of_unit(&self, rule: &Rule, now: Decimal, last: Decimal) -> bool {
        let threshold = |name| self.assessor.policy().threshold(rule, name);
        let (small, large) = (now.min(last), now.max(last));
        let near = threshold("times") * small;
        let off = threshold("within") * near;
        small > Decimal::ZERO && (near - off..=near + off).contains(&large)
    }

    fn is_sharp(&self, rule: &Rule, now: Decimal, last: Decimal, is_money: bool) -> bool {
        let threshold = |name| self.assessor.policy().threshold(rule, name);
        let (small, large) = (now.min(last), now.max(last));
        small >= threshold(if is_money { "amount" } else { "floor" }) && large > threshold("factor") * small
    }

    fn of_change(
        &self,
        rule: &Arc<Rule>,
        cell: CellIndex,
        (now, last): (Decimal, Decimal),
        edition: &FormEdition,
    ) -> Remark {
        let facts = self.facts().with(Fact::Now, now.normalize()).with(Fact::Last, last.normalize());
        self.of_cells(rule, facts.resting_on(plain(last)), &[cell], edition)
    }

    /// Tables, or cells that a rule names, that are all zero after a year that was not.
    fn zeros(&self, edition: &FormEdition, form: &FormEdition) -> Vec<Remark> {
        let assessor = self.assessor;
        let mut remarks = Vec::new();
        for check in assessor.cell_checks(edition, Check::SuddenZero) {
            let floor = assessor.policy().threshold(&check.rule, "floor");
            let facts =
                |largest: Decimal| self.facts().with(Fact::Largest, largest.normalize()).resting_on(plain(largest));
            if check.is_of_tables() {
                remarks.extend(edition.tables.iter().enumerate().filter_map(|(at, table)| {
                    let last = form.tables.iter().position(|other| other.id == table.id)?;
                    let largest = self.before.largest(last).filter(|largest| *largest >= floor)?;
                    self.now.largest(at).filter(Decimal::is_zero)?;
                    let facts = facts(largest).about(table.id.clone());
                    Some(Remark { table: Some(at), ..Remark::new(&check.rule, facts) })
                }));
                continue;
            }
            let both = check.cells.iter().map(|cell| self.figures(*cell, edition, form)).collect::<Option<Vec<_>>>();
            let Some(both) = both else { continue };
            let largest = both.iter().map(|(_, last)| *last).max().unwrap_or_default();
            if largest >= floor && both.iter().all(|(now, _)| now.is_zero()) {
                remarks.push(self.of_cells(&check.rule, facts(largest), &check.cells, edition));
            }
        }
        remarks
    }

    /// Changes on last year that the text claims and last year's figures do not make.
    fn changes(&self, edition: &FormEdition, form: &FormEdition) -> Vec<Remark> {
        let Some(rule) = self.assessor.catalogue().for_check(Check::NarrativeMismatch) else { return Vec::new() };
        let last_year = |cell: CellIndex| self.before.figure(same(cell, edition, form)?);
        let mut said = HashSet::new();
        let remark = |change: &ClaimedChange| {
            let broken = change.broken_by(last_year)?;
            let subject = format!("{}:{}", fold(&change.sentence).body, change.printed);
            let facts = Facts::because(Reason::Change)
                .with(Fact::NameZh, &change.name.zh)
                .with(Fact::NameEn, &change.name.en)
                .with(Fact::Printed, &change.printed)
                .with(Fact::Now, change.now.normalize())
                .with(Fact::Then, broken.then.normalize())
                .with(Fact::Made, broken.made)
                .with(Fact::Before, self.before.year)
                .with(Fact::Source, &self.before.whom.source)
                .with(Fact::Sentence, &change.sentence)
                .resting_on(&change.printed)
                .resting_on(plain(broken.then))
                .at(Fact::At, Some(change.place.clone()))
                .about(subject.clone());
            // The same words twice are one claim.
            let remark =
                Remark { place: Some(change.place.clone()), ..self.of_cells(rule, facts, &change.cells, edition) };
            said.insert(subject).then_some(remark)
        };
        self.now.changes.iter().filter_map(remark).collect()
    }

    /// What every sentence about two years may name.
    fn facts(&self) -> Facts {
        Facts::default().with(Fact::Before, self.before.year).with(Fact::Source, &self.before.whom.source)
    }

    fn of_cells(&self, rule: &Arc<Rule>, facts: Facts, cells: &[CellIndex], edition: &FormEdition) -> Remark {
        let mut cells = cells.to_vec();
        cells.sort_unstable();
        let table = cells.first().map(|cell| edition.cell(*cell).table);
        let found = cells.into_iter().map(|cell| FoundCell {
            cell,
            id: edition.cell(cell).id.clone(),
            place: self.now.place(cell),
            value: self.now.figure(cell).map(plain),
            sums: None,
        });
        Remark { table, cells: found.collect(), ..Remark::new(rule, facts) }
    }
}

/// The cell of the same name in the form of another year.
fn same(cell: CellIndex, edition: &FormEdition, form: &FormEdition) -> Option<CellIndex> {
    // Nearly always that of the same edition.
    if edition.id == form.id { Some(cell) } else { form.index.get(&edition.cell(cell).id).copied() }
}
