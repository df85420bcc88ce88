//! Across agencies (汇总): a superior's figures are the sums of its subordinates'.
//!
//! Who is whose subordinate is said by the roster (`parent`), or by `--aggregate`, whose parts are the filings of the run.
//! Who goes in and what each cell counts as is asked of [`total`](crate::diagnosis::total), as `gouji sum` does: exempt
//! bodies are left out, and of an agency with two filings for a year the first counts. A cell is compared where the
//! superior has a figure for it, and what every part counts as is known; the items of a group that the superior or a part
//! reports as one line are compared together.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::figures::CellFigures;
use super::gap::{Cause, Gaps};
use super::subordinate::Subordinate;
use super::uncompared::{NAMED, Yearless, quoted, uncompared, yearless};
use super::{Heard, Remark, Trace, Watch, Whom};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::finding::Facts;
use crate::diagnosis::identity::{Identity, identity};
use crate::diagnosis::total::{
    Collector, Counted, Group, Imprint, Line, SheetTotals, Standing, groups, of_nobody, standing, subtotals,
};
use crate::model::{CellIndex, Figure, FormEdition, Reason, Roster};
use crate::rules::{Check, Fact};

/// Superiors and parts, until the run is over.
#[derive(Debug)]
pub(super) struct Aggregation {
    roster: Option<Arc<Roster>>,
    /// The superiors of `--aggregate`, by year; everybody else in the run is a part of them.
    named: Vec<Assessment>,
    /// Whom the roster names as a superior.
    parents: HashSet<Identity>,
    superiors: BTreeMap<(Identity, u16), Assessment>,
    /// By superior's identity where the roster says it, and year.
    parts: HashMap<(Option<Identity>, u16), Vec<Subordinate>>,
    /// Per edition that was met: the cells that a superior adds up.
    summed: HashMap<Arc<str>, Arc<[CellIndex]>>,
    seen: HashSet<(Identity, u16)>,
    /// Filings that tell no year.
    yearless: Vec<Yearless>,
    sheets: SheetTotals,
}

impl Aggregation {
    /// A watch over the parts of `named`, and of the superiors on the roster; `None` where there is neither.
    pub(super) fn new(roster: Option<Arc<Roster>>, named: Vec<Assessment>) -> Option<Self> {
        let members = roster.iter().flat_map(|roster| roster.members());
        let parents = members.filter_map(|member| member.parent.as_deref());
        let parents: HashSet<_> = parents.map(|parent| identity(parent, roster.as_deref())).collect();
        if parents.is_empty() && named.is_empty() {
            return None;
        }
        let (superiors, parts, summed, seen) = (BTreeMap::new(), HashMap::new(), HashMap::new(), HashSet::new());
        let (yearless, sheets) = (Vec::new(), SheetTotals::default());
        Some(Self { roster, named, parents, superiors, parts, summed, seen, yearless, sheets })
    }

    /// The members of a superior that have no filing for a year.
    fn missing(&self, collector: &Collector, year: u16) -> Vec<&str> {
        let (Some(roster), Some(_)) = (&self.roster, collector.identity()) else { return Vec::new() };
        let members = roster.members().iter().filter(|member| {
            let own = identity(&member.name, Some(roster));
            let standing = standing(Some(roster), Some(&member.name));
            collector.leaves_out(own, standing).is_none() && !self.seen.contains(&(own, year))
        });
        members.map(|member| member.name.as_str()).collect()
    }

    /// The filings of a year that may be parts of a superior, in the order in which they were heard.
    fn beside(&self, collector: &Collector, year: u16) -> Vec<&Subordinate> {
        let free = collector.takes_free().then_some(None);
        let keys = free.into_iter().chain(collector.identity().map(Some));
        let parts = keys.filter_map(|key| self.parts.get(&(key, year))).flatten();
        let is_part = |part: &&Subordinate| collector.leaves_out(part.identity, self.standing(part)).is_none();
        let mut parts: Vec<&Subordinate> = parts.filter(is_part).collect();
        parts.sort_by_key(|part| part.at);
        parts
    }

    /// Those that a superior adds up.
    fn parts(&self, collector: &Collector, year: u16) -> Vec<Subordinate> {
        let parts = self.beside(collector, year);
        let lines: Vec<Line> = parts.iter().map(|part| part.line()).collect();
        let subtotals = subtotals(&lines, self.roster.is_none());
        parts.into_iter().zip(subtotals).filter(|(_, found)| found.is_none()).map(|(part, _)| part.clone()).collect()
    }

    /// The standing of a part, now that all filings of its file are known.
    fn standing(&self, part: &Subordinate) -> Standing {
        let total = self.sheets.total(part.agency(), &part.source);
        total.map_or(part.standing, Standing::Total)
    }

    fn compare(
        &self,
        superior: &Assessment,
        collector: &Collector,
        parts: &[Subordinate],
        assessor: &Assessor,
    ) -> Vec<Remark> {
        let Some((edition, transcript)) = assessor.figures(superior) else { return Vec::new() };
        let Some((rule, year)) = assessor.catalogue().for_check(Check::AggregateMismatch).zip(superior.year) else {
            return Vec::new();
        };
        let (parts, others): (Vec<&Subordinate>, Vec<&Subordinate>) =
            parts.iter().partition(|part| part.edition == edition.id);
        // What is on another form cannot be added up.
        let others: Vec<&str> = others.iter().map(|part| part.name.as_str()).collect();
        if parts.is_empty() {
            return if others.is_empty() { Vec::new() } else { uncompared(superior, &others, assessor) };
        }
        let counted = Counted::of(edition, &assessor.plans[&edition.id], transcript);
        let is_grouped = counted.is_undivided || parts.iter().any(|part| part.is_undivided);
        let compared = SummedCells::of(edition, if is_grouped { groups(edition) } else { Vec::new() });
        let grouped: Vec<Subordinate> =
            if is_grouped { parts.iter().map(|part| compared.grouped(part)).collect() } else { Vec::new() };
        let parts = if is_grouped { grouped.iter().collect() } else { parts };
        let sum =
            |cell: CellIndex| parts.iter().try_fold(Decimal::ZERO, |sum, part| Some(sum + part.figures.get(cell)?));
        let figures = compared.cells.iter().filter_map(|cell| {
            // A line that only some bodies have, and the superior has not.
            compared.printed(cell).find_map(|item| transcript.entry(item))?;
            // A total that the superior left blank is said as such.
            let is_blank = |item| matches!(transcript.figure(item), Some(Figure::Blank | Figure::Placeholder));
            if compared.printed(cell).any(|item| edition.cell(item).total && is_blank(item)) {
                return None;
            }
            let figure = |item: &CellIndex| counted.get(*item).amount();
            let own = compared.items(cell).iter().try_fold(Decimal::ZERO, |sum, item| Some(sum + figure(item)?));
            Some((*cell, (own?, sum(*cell)?)))
        });
        let figures: BTreeMap<CellIndex, (Decimal, Decimal)> = figures.collect();
        let missing = self.missing(collector, year);
        let fixes = fixes(superior);
        let gaps = Gaps { compared: &figures, parts: &parts, missing: &missing, others: &others, own: &fixes };
        let whom = Whom::of(superior);
        let remark = |cause: Cause| {
            let wholes: Vec<CellIndex> =
                cause.cells.iter().map(|cell| compared.group(*cell).map_or(*cell, |group| group.whole)).collect();
            let mut remark = Remark::new(rule, said(&cause, parts.len())).of_cells(edition, transcript, &wholes);
            // It is one thing, in whichever tables its cells are.
            let is_one_table = remark.cells.iter().all(|found| Some(edition.cell(found.cell).table) == remark.table);
            remark.table = remark.table.filter(|_| is_one_table);
            for (found, cell) in remark.cells.iter_mut().zip(&cause.cells) {
                found.sums = figures.get(cell).copied();
            }
            remark.concerning(whom.clone()).in_edition(&edition.id)
        };
        gaps.explained().into_iter().map(remark).collect()
    }

    /// The same; a superior may have put the sum of its members for one that did not submit, as `gouji sum --by` does, and
    /// is right then too.
    fn compare_either(
        &self,
        superior: &Assessment,
        collector: &Collector,
        mut parts: Vec<Subordinate>,
        assessor: &Assessor,
    ) -> Vec<Remark> {
        let remarks = self.compare(superior, collector, &parts, assessor);
        let before = parts.len();
        if let Some((own, year)) = collector.identity().zip(superior.year).filter(|_| !remarks.is_empty()) {
            self.stand_ins(own, year, &mut parts);
        }
        let is_right = parts.len() > before && self.compare(superior, collector, &parts, assessor).is_empty();
        if is_right { Vec::new() } else { remarks }
    }

    /// Adds the members of each member of a superior that has no filing of its own.
    fn stand_ins(&self, superior: Identity, year: u16, parts: &mut Vec<Subordinate>) {
        let Some(roster) = self.roster.as_deref() else { return };
        let (mut open, mut known) = (vec![superior], HashSet::from([superior]));
        while let Some(superior) = open.pop() {
            for member in roster.members().iter().filter(|member| !member.is_exempt) {
                let parent = member.parent.as_deref().map(|parent| identity(parent, Some(roster)));
                let own = identity(&member.name, Some(roster));
                if parent == Some(superior) && !self.seen.contains(&(own, year)) && known.insert(own) {
                    parts.extend(self.parts.get(&(Some(own), year)).into_iter().flatten().cloned());
                    open.push(own);
                }
            }
        }
    }
}

/// The cells that are compared. Of a group that is compared as a whole its last item stands for all.
struct SummedCells {
    cells: Arc<[CellIndex]>,
    groups: HashMap<CellIndex, Group>,
}

impl SummedCells {
    fn of(edition: &FormEdition, groups: Vec<Group>) -> Self {
        let groups: HashMap<CellIndex, Group> = groups.into_iter().map(|group| (group.last(), group)).collect();
        let is_in_group = |cell: &CellIndex| groups.values().any(|group| group.items.contains(cell));
        let is_compared = |cell: &CellIndex| groups.contains_key(cell) || !is_in_group(cell);
        let cells = summed(edition).iter().copied().filter(is_compared).collect();
        Self { cells, groups }
    }

    fn group(&self, cell: CellIndex) -> Option<&Group> {
        self.groups.get(&cell)
    }

    /// The cells that a filing may print for a compared one: of a group its items, or the line that stands for them.
    fn printed<'c>(&'c self, cell: &'c CellIndex) -> impl Iterator<Item = CellIndex> + 'c {
        self.items(cell).iter().copied().chain(self.group(*cell).map(|group| group.whole))
    }

    /// The cells whose figures a compared one stands for.
    fn items<'c>(&'c self, cell: &'c CellIndex) -> &'c [CellIndex] {
        self.group(*cell).map_or(std::slice::from_ref(cell), |group| &group.items)
    }

    /// A part with the figures of the cells that are compared.
    fn grouped(&self, part: &Subordinate) -> Subordinate {
        let figure = |cell: CellIndex| {
            self.items(&cell).iter().try_fold(Decimal::ZERO, |sum, item| Some(sum + part.figures.get(*item)?))
        };
        Subordinate { figures: CellFigures::of(&self.cells, figure), ..part.clone() }
    }
}

/// The cells that a superior adds up, in order.
fn summed(edition: &FormEdition) -> Vec<CellIndex> {
    let aggregated = edition.comparisons.aggregated.iter().copied();
    let mut cells: Vec<CellIndex> = aggregated.filter(|cell| !edition.cell(*cell).alternative).collect();
    cells.sort_unstable();
    cells
}

impl Watch for Aggregation {
    fn hear(&mut self, filing: &Assessment, trace: &Trace, assessor: &Assessor) -> Heard {
        let Some((edition, transcript)) = assessor.figures(filing) else { return Heard::default() };
        self.sheets.hear(&filing.source);
        // One that tells no year goes in where a year is asked for, and then it has that one.
        let (roster, agency) = (self.roster.as_deref(), filing.agency.as_deref());
        let own = trace.identity.unwrap_or_else(|| of_nobody(&filing.source));
        let Some(year) = filing.year else {
            // A heading over others has no figures.
            let is_filled = |cell| !matches!(transcript.figure(cell), None | Some(Figure::Blank | Figure::Placeholder));
            if edition.each_cell().any(|(cell, _)| is_filled(cell)) {
                let counted = Counted::of(edition, &assessor.plans[&edition.id], transcript);
                self.yearless.push(Yearless {
                    identity: own,
                    standing: standing(roster, agency),
                    agency: filing.agency.clone(),
                    source: filing.source.clone(),
                    at: self.seen.len(),
                    edition: Arc::clone(&edition.id),
                    imprint: Imprint::of(edition, &counted),
                });
            }
            return Heard::default();
        };
        if !self.seen.insert((own, year)) {
            return Heard::default();
        }
        if self.parents.contains(&own) {
            self.superiors.insert((own, year), filing.clone());
        }
        let standing = standing(roster, agency);
        if standing.superior().is_some() || !self.named.is_empty() {
            let summed = self.summed.entry(edition.id.clone()).or_insert_with(|| summed(edition).into());
            let counted = Counted::of(edition, &assessor.plans[&edition.id], transcript);
            let part = part((self.seen.len(), filing), (own, standing), edition, (summed, &counted));
            self.parts.entry((standing.superior(), year)).or_default().push(part);
        }
        Heard::default()
    }

    fn close(&mut self, assessor: &Assessor) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let roster = self.roster.as_deref();
        let mut has_parts = false;
        for superior in &self.named {
            let collector = Collector::of(superior.agency.as_deref(), roster);
            let parts = superior.year.map(|year| self.parts(&collector, year)).unwrap_or_default();
            has_parts |= !parts.is_empty();
            remarks.extend(self.compare_either(superior, &collector, parts, assessor));
            let beside = superior.year.map(|year| self.beside(&collector, year)).unwrap_or_default();
            remarks.extend(yearless(superior, &self.yearless, &beside, (&collector, &self.sheets), assessor));
        }
        if !has_parts {
            remarks.extend(self.named.iter().flat_map(|superior| uncompared(superior, &[], assessor)));
        }
        // Of a superior on the roster whose members have no filing these are named already.
        for ((_, year), superior) in &self.superiors {
            let collector = Collector::of_members(superior.agency.as_deref(), roster);
            remarks.extend(self.compare_either(superior, &collector, self.parts(&collector, *year), assessor));
            let beside = self.beside(&collector, *year);
            remarks.extend(yearless(superior, &self.yearless, &beside, (&collector, &self.sheets), assessor));
        }
        remarks
    }
}

/// What the sentence about a cause names. Of many names some stand for all.
fn said(cause: &Cause, parts: usize) -> Facts {
    let reason = match cause.reason {
        Reason::Error if cause.who.len() > NAMED => Reason::ErrorMany,
        Reason::MissingSeveral if cause.who.len() > NAMED => Reason::MissingMany,
        Reason::OtherEditionSeveral if cause.who.len() > NAMED => Reason::OtherEditionMany,
        Reason::TwiceAny if cause.ways > NAMED => Reason::TwiceMany,
        Reason::LeftOutAny if cause.ways > NAMED => Reason::LeftOutMany,
        reason => reason,
    };
    // Which errors were found changes as they are mended; the cause stays what it is.
    let who = if matches!(cause.reason, Reason::Error | Reason::Own) { "" } else { &cause.who.join(";") };
    let facts = Facts::because(reason).with(Fact::Who, quoted(&cause.who)).with(Fact::Ways, cause.ways);
    let facts = facts.with(Fact::Named, cause.who.len()).with(Fact::Parts, parts).with(Fact::Gaps, cause.cells.len());
    let facts = facts.about(format!("{}:{who}", cause.reason.word()));
    match cause.beside {
        (0, _) => facts,
        (cells, ref names) => {
            facts.with(Fact::Beside, cells).with(Fact::Others, quoted(names)).with(Fact::Erring, names.len())
        }
    }
}

/// What is kept of a part: its figures that are summed up, and what is thought to be wrong with them.
fn part(
    (at, filing): (usize, &Assessment),
    (identity, standing): (Identity, Standing),
    edition: &FormEdition,
    (summed, counted): (&Arc<[CellIndex]>, &Counted),
) -> Subordinate {
    let figures = CellFigures::of(summed, |cell| counted.get(cell).amount());
    let name = filing.name();
    let (whole, edition, is_undivided) = (edition, edition.id.clone(), counted.is_undivided);
    let (source, is_named) = (filing.source.clone(), filing.agency.is_some());
    let imprint = Imprint::of(whole, counted);
    Subordinate {
        name,
        identity,
        standing,
        at,
        source,
        is_named,
        imprint,
        edition,
        figures,
        is_undivided,
        fixes: fixes(filing),
    }
}

/// The corrections that are believed of a filing: by how much each cell should be more.
fn fixes(filing: &Assessment) -> Vec<(CellIndex, Decimal)> {
    let best = filing.diagnoses.iter().filter_map(|diagnosis| diagnosis.best());
    best.flat_map(|suspect| &suspect.cells).filter_map(|cell| Some((cell.cell, cell.change?))).collect()
}
