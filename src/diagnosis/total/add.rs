//! The sums of a run: one, or one for each superior of the roster.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::adding::{Adding, Chosen};
use super::choose::{Refusal, unfit, without_doubles, year_and_edition};
use super::gather::{Gathered, HeardFiling, Notes, PartFigures};
use super::select::{Collector, Standing, standing};
use super::spool::Spooled;
use super::subtotals::{Line, SumsUp, subtotals};
use super::sum::Sum;
use super::tree;
use super::whole::{LeftOut, Said, SumRemark, Total, Why};
use crate::diagnosis::assessment::Source;
use crate::diagnosis::identity::{Identity, identity};
use crate::model::{Member, Roster, agency_key};
use crate::reading::TotalOf;

impl<'a> Notes<'a> {
    pub(super) fn of_one(mut self, spooled: Spooled) -> Result<Gathered, Refusal> {
        let agency = self.superior()?;
        let roster = self.roster();
        let collector = Collector::of(agency.as_deref(), roster);
        let chosen = self.chosen(|heard| collector.leaves_out(heard.identity, heard.standing))?;
        let mut adding = Adding { notes: &self, chosen: &chosen, spooled };
        let mut sum = Sum::of(chosen.edition);
        for part in &chosen.parts {
            sum.add(*part, &adding.read(*part)?);
        }
        sum.end(chosen.plan);
        let mut remarks = Vec::new();
        remarks.extend(adding.missing(|member, standing| collector.leaves_out(member, standing).is_none()));
        if roster.is_none() {
            remarks.extend(adding.looks_superior(&sum)?);
        }
        let total = adding.total(agency.as_deref(), &sum, &chosen.parts, &[], remarks);
        let totals = adding.totals(&sum)?;
        let figures = PartFigures { cells: chosen.edition.cells.len(), spooled: adding.spooled };
        let mut left_out = std::mem::take(&mut self.left_out);
        left_out.extend(chosen.left_out.into_iter().chain(totals));
        let totals = vec![Total { left_out: sorted(left_out, roster), ..total }];
        Ok(Gathered { totals, empty: Vec::new(), left_out: Vec::new(), figures })
    }

    pub(super) fn by_superior(mut self, spooled: Spooled) -> Result<Gathered, Refusal> {
        let Some(roster) = self.roster() else { return Err(Refusal::NoSuperiors) };
        let superiors = tree::superiors(roster)?;
        let is_superior: HashSet<Identity> = superiors.iter().map(|superior| superior.identity).collect();
        let stranger = |heard: &HeardFiling| match heard.standing {
            Standing::Under(_) => None,
            Standing::Exempt => Some(Why::Exempt),
            Standing::Total(_) => Some(Why::Total),
            _ if is_superior.contains(&heard.identity) => Some(Why::Superior),
            Standing::Free | Standing::Unlisted => Some(Why::NoSuperior),
        };
        let chosen = self.chosen(stranger)?;
        let by_identity: HashMap<Identity, usize> =
            chosen.parts.iter().map(|part| (self.heard[*part].identity, *part)).collect();
        let mut adding = Adding { notes: &self, chosen: &chosen, spooled };
        let mut sums: HashMap<Identity, Sum> = HashMap::new();
        let mut totals: BTreeMap<usize, (Identity, Total)> = BTreeMap::new();
        let mut empty = Vec::new();
        // Those that have no superiors among their members come first: their sums may be parts of others.
        for superior in superiors.iter().rev() {
            let mut sum = Sum::of(chosen.edition);
            let (mut parts, mut replaced, mut missing) = (Vec::new(), Vec::new(), Vec::new());
            for member in &superior.members {
                if let Some(part) = by_identity.get(&member.identity) {
                    sum.add(*part, &adding.read(*part)?);
                    parts.push(*part);
                } else if let Some(own) = sums.get(&member.identity) {
                    sum.add_sum(own);
                    replaced.push((member.name.clone(), own));
                } else {
                    missing.push(member.name.clone());
                }
            }
            if parts.is_empty() && replaced.is_empty() {
                empty.push(superior.name.clone());
                continue;
            }
            sum.end(chosen.plan);
            let missing = SumRemark { said: Said::Missing, who: missing, cells: Vec::new() };
            let remarks = Some(missing).filter(|remark| !remark.who.is_empty()).into_iter().collect();
            let total = adding.total(Some(&superior.name), &sum, &parts, &replaced, remarks);
            totals.insert(superior.at, (superior.identity, total));
            sums.insert(superior.identity, sum);
        }
        if totals.is_empty() {
            return Err(Refusal::Nothing);
        }
        let figures = PartFigures { cells: chosen.edition.cells.len(), spooled: adding.spooled };
        let mut left_out = std::mem::take(&mut self.left_out);
        left_out.extend(chosen.left_out);
        let mut left_out = sorted(left_out, Some(roster));
        let concerns = |superior: Identity, one: &LeftOut| concerns(superior, one, &is_superior, roster);
        for (superior, total) in totals.values_mut() {
            total.left_out = left_out.iter().filter(|one| concerns(*superior, one)).cloned().collect();
        }
        left_out.retain(|one| !totals.values().any(|(superior, _)| concerns(*superior, one)));
        empty.reverse();
        let totals = totals.into_values().map(|(_, total)| total).collect();
        Ok(Gathered { totals, empty, left_out, figures })
    }

    /// Takes out what adds up others beside it.
    fn without_subtotals(&self, parts: &mut Vec<usize>) -> Vec<LeftOut> {
        parts.sort_unstable();
        let lines: Vec<Line> = parts.iter().map(|part| self.heard[*part].line()).collect();
        let found = subtotals(&lines, self.roster().is_none());
        let left_out = parts.iter().zip(&found).filter_map(|(part, found)| {
            let why = if (*found)? == SumsUp::ByName { Why::Total } else { Why::Subtotal };
            Some(self.heard[*part].left_out(why))
        });
        let left_out = left_out.collect();
        let mut found = found.iter();
        parts.retain(|_| found.next().is_none_or(Option::is_none));
        left_out
    }

    /// Whose sum it is: whoever was asked for, else the only superior of the roster.
    fn superior(&self) -> Result<Option<String>, Refusal> {
        let Some(roster) = self.roster() else { return Ok(self.wish.agency.clone()) };
        let mut superiors = match tree::superiors(roster) {
            Err(Refusal::NoSuperiors) => return Ok(self.wish.agency.clone()),
            superiors => superiors?,
        };
        superiors.sort_by_key(|superior| superior.at);
        let is_superior = |who: Identity| superiors.iter().any(|superior| superior.identity == who);
        let names = || superiors.iter().map(|superior| superior.name.clone()).collect();
        let Some(agency) = &self.wish.agency else {
            return if let [only] = &superiors[..] {
                Ok(Some(only.name.clone()))
            } else {
                Err(Refusal::Superiors(names()))
            };
        };
        let own = identity(agency, Some(roster));
        // Members whose superior was left blank are its own, if it is on the roster itself: a name that is not may be
        // a slip of the pen.
        let is_free = |member: &Member| {
            let identity = identity(&member.name, Some(roster));
            member.parent.is_none() && !member.is_exempt && identity != own && !is_superior(identity)
        };
        let is_listed = roster.find(agency).is_some();
        if is_superior(own) || is_listed && roster.members().iter().any(is_free) {
            Ok(Some(agency.clone()))
        } else {
            Err(Refusal::NoSuperior(names()))
        }
    }

    /// What goes in: the parts of one year and edition, each agency once, in the order of the roster, else of the names.
    fn chosen(&self, stranger: impl Fn(&HeardFiling) -> Option<Why>) -> Result<Chosen<'a>, Refusal> {
        let mut left_out = Vec::new();
        let (mut parts, mut totals): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        // Of several superiors a line that adds up everybody is that of none.
        let has_totals = !self.wish.by_superior;
        for (at, heard) in self.heard.iter().enumerate() {
            match stranger(heard) {
                Some(Why::Total) if has_totals && heard.standing == Standing::Total(TotalOf::All) => totals.push(at),
                Some(why) => left_out.push(heard.left_out(why)),
                None => parts.push(at),
            }
        }
        let all: Vec<&HeardFiling> = parts.iter().map(|part| &self.heard[*part]).collect();
        let (year, edition) = year_and_edition(&all, self.wish.year, self.assessor.forms())?;
        parts.retain(|part| {
            let why = unfit(&self.heard[*part], self.wish.year, year, edition);
            left_out.extend(why.map(|why| self.heard[*part].left_out(why)));
            why.is_none()
        });
        // Of another year, or on another form, a total says nothing of this one.
        let (totals, others): (Vec<usize>, Vec<usize>) = totals.into_iter().partition(|total| {
            let heard = &self.heard[*total];
            heard.year.is_none_or(|own| own == year) && heard.edition == edition.id
        });
        left_out.extend(others.into_iter().map(|total| self.heard[total].left_out(Why::Total)));
        let (mut parts, doubles) = without_doubles(&self.heard, parts, self.wish.prefer);
        left_out.extend(doubles.into_iter().map(|(part, why)| self.heard[part].left_out(why)));
        let roster = self.roster();
        left_out.extend(self.without_subtotals(&mut parts));
        parts.sort_by(|one, other| {
            let (one, other) = (&self.heard[*one], &self.heard[*other]);
            in_order(roster, (one.agency.as_deref(), &one.source), (other.agency.as_deref(), &other.source))
        });
        Ok(Chosen { year, edition, plan: &self.assessor.plans[&edition.id], parts, totals, left_out })
    }
}

/// Whether what was left out is said of a superior: whatever belongs to none is said of each, of the others what is theirs.
fn concerns(superior: Identity, one: &LeftOut, is_superior: &HashSet<Identity>, roster: &Roster) -> bool {
    let Some(agency) = one.agency.as_deref() else { return true };
    let whose = identity(agency, Some(roster));
    match standing(Some(roster), Some(agency)) {
        _ if whose == superior => true,
        Standing::Under(own) => own == superior,
        _ => !is_superior.contains(&whose),
    }
}

/// What stands in the order of the roster, else of the names: the order of the input changes nothing.
fn in_order(roster: Option<&Roster>, one: (Option<&str>, &Source), other: (Option<&str>, &Source)) -> Ordering {
    let key = |(agency, source): (Option<&str>, &Source)| {
        let listed = agency.and_then(|agency| roster?.find(agency)).unwrap_or(usize::MAX);
        let place = (Arc::clone(&source.path), source.sheet.clone(), source.record);
        (listed, agency.map(|agency| counting(&agency_key(agency))), place)
    };
    key(one).cmp(&key(other))
}

/// A name in which numbers stand in their order: 第2中学 before 第10中学.
fn counting(name: &str) -> String {
    let runs = name.split_inclusive(|c: char| !c.is_ascii_digit());
    runs.map(|run| if run.starts_with(|c: char| c.is_ascii_digit()) { format!("{run:0>24}") } else { run.to_owned() })
        .collect()
}

fn sorted(mut left_out: Vec<LeftOut>, roster: Option<&Roster>) -> Vec<LeftOut> {
    left_out.sort_by(|one, other| {
        let order = in_order(roster, (one.agency.as_deref(), &one.source), (other.agency.as_deref(), &other.source));
        one.why.cmp(&other.why).then(order)
    });
    left_out
}
