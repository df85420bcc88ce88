//! The roll call: every agency of the roster has one filing a year, and every filing an agency of the roster.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;
use strsim::levenshtein;

use super::repeated::several_facts;
use super::trace::Digest;
use super::{Heard, Remark, Trace, Watch, Whom};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::{Assessment, Source};
use crate::diagnosis::finding::Facts;
use crate::diagnosis::identity::{is_total, listed};
use crate::diagnosis::report::{Because, Skipped};
use crate::diagnosis::total::SheetTotals;
use crate::model::{Member, Reason, Roster, agency_in_short, agency_key};
use crate::reading::total_of;
use crate::rules::{Check, Fact};

/// What was found, of whom.
type Concern = (Check, Whom, Facts);

/// Who was heard of.
#[derive(Debug)]
pub(super) struct RollCall {
    roster: Arc<Roster>,
    /// Per member: its filings by year.
    heard: Vec<BTreeMap<Option<u16>, Vec<MemberFiling>>>,
    unlisted: Vec<(Source, Option<String>, Option<u16>)>,
    sheets: SheetTotals,
    /// Files that could not be assessed and tell no agency, and those that were passed over.
    unread: Vec<File>,
    passed: Vec<File>,
    years: BTreeSet<u16>,
}

/// A file of which nothing says whose it is but what it and its folders are called.
#[derive(Debug)]
struct File {
    path: String,
    key: String,
    /// Members that are called as one of its folders or as itself, however short.
    called: Vec<usize>,
}

impl File {
    fn of(path: &str, roster: &Roster) -> Self {
        let names = path.split(['/', '\\']).map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem));
        let called = names.filter_map(|name| listed(roster, name)).collect();
        Self { path: path.to_owned(), key: agency_key(path).into_owned(), called }
    }

    fn names(&self, member: usize, key: &str) -> bool {
        self.called.contains(&member) || self.key.contains(key)
    }
}

/// A filing: where it is, and what its figures come to.
#[derive(Debug)]
struct MemberFiling {
    whom: Arc<Whom>,
    digest: Option<u64>,
    largest: Option<Decimal>,
}

impl RollCall {
    /// The filings of `superiors` were named for themselves: they are there, whoever else is heard of.
    pub(super) fn new(roster: Arc<Roster>, superiors: &[Assessment]) -> Self {
        let mut heard: Vec<BTreeMap<_, Vec<_>>> = roster.members().iter().map(|_| BTreeMap::new()).collect();
        for superior in superiors {
            let member = superior.agency.as_deref().and_then(|agency| listed(&roster, agency));
            if let Some(heard) = member.map(|member| &mut heard[member]) {
                heard.entry(superior.year).or_default();
            }
        }
        let (unlisted, unread, passed) = (Vec::new(), Vec::new(), Vec::new());
        Self { roster, heard, unlisted, sheets: SheetTotals::default(), unread, passed, years: BTreeSet::new() }
    }

    fn concern(&self, check: Check, member: &Member, year: Option<u16>, facts: Facts) -> Concern {
        let source = Source { path: self.roster.path.as_str().into(), sheet: None, record: Some(member.line) };
        let facts = facts.with(Fact::Agency, &member.name).with(Fact::Line, member.line);
        (check, Whom { source, agency: Some(member.name.as_str().into()), year }, facts)
    }

    fn missing(&self, at: usize, heard: &BTreeMap<Option<u16>, Vec<MemberFiling>>) -> Vec<Concern> {
        let member = &self.roster.members()[at];
        // A roster whose last line says 合计 asks for nobody there.
        if member.is_exempt || total_of(&member.name).is_some() {
            return Vec::new();
        }
        let named = |facts: Facts| {
            let facts = member.level.iter().fold(facts, |facts, level| facts.with(Fact::Level, level));
            member.parent.iter().fold(facts, |facts, parent| facts.with(Fact::Parent, parent))
        };
        if heard.is_empty() {
            let facts = self.beside(at, &agency_key(&member.name));
            return vec![self.concern(Check::AgencyMissing, member, None, named(facts))];
        }
        // A filing of no year may be that of any.
        if heard.contains_key(&None) {
            return Vec::new();
        }
        let missing = self.years.iter().filter(|year| !heard.contains_key(&Some(**year)));
        let concern = |year: &u16| {
            let facts = Facts::because(Reason::Year).with(Fact::Year, year);
            self.concern(Check::AgencyMissing, member, Some(*year), named(facts))
        };
        missing.map(concern).collect()
    }

    fn doubled(&self, member: &Member, heard: &BTreeMap<Option<u16>, Vec<MemberFiling>>) -> Vec<Concern> {
        let several = heard.iter().filter_map(|(year, filings)| (*year).zip((filings.len() > 1).then_some(filings)));
        let concern = |(year, filings): (u16, &Vec<MemberFiling>)| {
            let is_same = filings.iter().all(|one| one.digest.is_some() && one.digest == filings[0].digest);
            let filed: Vec<_> = filings.iter().map(|one| (one.whom.source.clone(), one.largest)).collect();
            let facts = several_facts(&filed, is_same).with(Fact::Year, year);
            self.concern(Check::AgencyDuplicated, member, Some(year), facts)
        };
        several.map(concern).collect()
    }

    /// What there is of a member without a filing: a file that bears its name, or the name of somebody unknown near its own.
    fn beside(&self, member: usize, key: &str) -> Facts {
        let named = |files: &[File]| Some(files.iter().find(|file| file.names(member, key))?.path.clone());
        let nameless = || {
            let mut nameless = self.unlisted.iter().filter(|(_, name, _)| name.is_none());
            let path = |source: &Source| File::of(&source.path, &self.roster).names(member, key);
            nameless.find(|(source, _, _)| path(source)).map(|(source, _, _)| source.to_string())
        };
        let because = |reason, path: Option<String>| Some(Facts::because(reason).with(Fact::Path, path?));
        because(Reason::Unread, named(&self.unread))
            .or_else(|| because(Reason::Nameless, nameless()))
            .or_else(|| because(Reason::Unread, named(&self.passed)))
            .unwrap_or_else(|| self.near_unlisted(key, Facts::because(Reason::Never)))
    }

    /// Names the filing of nobody on the roster that may be the missing one.
    fn near_unlisted(&self, key: &str, facts: Facts) -> Facts {
        let names = self.unlisted.iter().filter_map(|(_, name, _)| name.as_deref());
        nearest(names, key).map_or(facts.clone(), |name| facts.with(Fact::Expected, name))
    }

    fn unlisted(&self, source: &Source, name: Option<&String>, year: Option<u16>) -> Concern {
        let facts = match name {
            Some(name) => {
                let absent = self.roster.members().iter().zip(&self.heard).filter(|(_, heard)| heard.is_empty());
                let near = nearest(absent.map(|(member, _)| member.name.as_str()), &agency_key(name));
                let facts = Facts::because(Reason::Unlisted).with(Fact::Agency, name);
                near.map_or(facts.clone(), |near| facts.with(Fact::Expected, near))
            }
            None => Facts::because(Reason::Unnamed),
        };
        let whom = Whom { source: source.clone(), agency: name.map(|name| name.as_str().into()), year };
        (Check::AgencyUnlisted, whom, facts)
    }
}

/// The name that may be meant by another: one of the two is short for the other, or lacks a character of it. One character
/// in place of another is no misspelling: 民政局 and 财政局 are two bureaus.
fn nearest<'n>(names: impl Iterator<Item = &'n str>, key: &str) -> Option<&'n str> {
    let own = in_short(key);
    let near = names.filter_map(|name| {
        let other = agency_key(name);
        let short = in_short(&other);
        let is_near = is_short_for(&short, &own) || is_short_for(&own, &short);
        is_near.then(|| (levenshtein(&other, key), name))
    });
    near.min().map(|(_, name)| name)
}

/// A name as it is said, without a second signboard in brackets.
fn in_short(key: &str) -> String {
    agency_in_short(key.strip_suffix(')').and_then(|bare| bare.split_once('(')).map_or(key, |(bare, _)| bare))
}

/// Whether the characters of `short` stand in `full` in their order, and both end alike: 教体局 is short for 教育和体育局.
fn is_short_for(short: &str, full: &str) -> bool {
    let mut rest = full.chars();
    !short.is_empty()
        && short.chars().all(|wanted| rest.any(|c| c == wanted))
        && short.chars().last() == full.chars().last()
}

impl Watch for RollCall {
    fn hear(&mut self, filing: &Assessment, trace: &Trace, _: &Assessor) -> Heard {
        self.sheets.hear(&filing.source);
        // A line that adds up the others is no agency's, also where the roster has such a line.
        if is_total(filing.agency.as_deref()) {
            return Heard::default();
        }
        let member = filing.agency.as_deref().and_then(|agency| listed(&self.roster, agency));
        match member {
            Some(member) => {
                self.years.extend(filing.year);
                let heard = MemberFiling {
                    whom: Arc::clone(&trace.whom),
                    digest: trace.digest.as_ref().map(|digest| digest.all),
                    largest: trace.digest.as_ref().and_then(Digest::largest),
                };
                self.heard[member].entry(filing.year).or_default().push(heard);
            }
            None if filing.error.is_some() => self.unread.push(File::of(&filing.source.path, &self.roster)),
            // Nor is one that is called by a group of them.
            None if filing.agency.as_deref().and_then(total_of).is_some() => {}
            None => self.unlisted.push((filing.source.clone(), filing.agency.clone(), filing.year)),
        }
        Heard::default()
    }

    fn pass_over(&mut self, skipped: &Skipped) {
        // What somebody left out, and what gouji made, is no report that came.
        if matches!(skipped.because, Because::NoTable | Because::Picture | Because::UnknownKind) {
            self.passed.push(File::of(&skipped.path, &self.roster));
        }
    }

    fn close(&mut self, assessor: &Assessor) -> Vec<Remark> {
        let members = || self.roster.members().iter().zip(&self.heard);
        let missing = self.heard.iter().enumerate().flat_map(|(member, heard)| self.missing(member, heard));
        let doubled = members().flat_map(|(member, heard)| self.doubled(member, heard));
        let unlisted = self.unlisted.iter();
        let unlisted = unlisted.filter(|(source, name, _)| self.sheets.total(name.as_deref(), source).is_none());
        let unlisted = unlisted.map(|(source, name, year)| self.unlisted(source, name.as_ref(), *year));
        let all = missing.chain(doubled).chain(unlisted);
        all.filter_map(|(check, whom, facts)| {
            Some(Remark::new(assessor.catalogue().for_check(check)?, facts).concerning(whom))
        })
        .collect()
    }
}
