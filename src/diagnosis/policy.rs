//! What a run makes of findings: which rules it wants to hear of, and in which order they are said.

use std::collections::BTreeMap;
use std::path::{self, Component, Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rust_decimal::Decimal;

use super::answers::Answers;
use super::assessment::Unlisted;
use super::finding::{Detail, Finding};
use super::identity::listed;
use crate::model::{FormEdition, ObservationKind, Roster};
use crate::rules::{BlankPolicy, Rule, Severity, Threshold};

/// The wishes of a run.
///
/// # Example
/// ```
/// use gouji::{diagnosis::Policy, rules::Catalogue};
/// let catalogue = Catalogue::embedded()?;
/// let policy = Policy { select: vec!["B1".into()], ignore: vec!["B102".into()], ..Policy::default() };
/// let wants = |code: &str| catalogue.find(code).is_some_and(|rule| policy.wants(rule));
/// assert!(wants("B101") && !wants("B102") && !wants("V201"));
/// # Ok::<(), gouji::rules::CatalogueError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Codes, beginnings of codes or names to report; all when empty.
    pub select: Vec<String>,
    /// The same, not to report. A longer selector wins over a shorter one.
    pub ignore: Vec<String>,
    /// The tables a filing must hold, by id; all of its edition when empty.
    pub tables: Vec<String>,
    /// How blank items count.
    pub blank: BlankPolicy,
    /// By code, beginning of a code or name: how grave its findings are in this run. The longest that fits counts.
    pub severity: BTreeMap<String, Severity>,
    /// From which figures on rules speak in this run, by code and name.
    pub thresholds: BTreeMap<String, BTreeMap<String, Threshold>>,
    /// What is not to be reported of some files.
    pub by_file: Vec<FileIgnore>,
    /// Who has to report.
    pub roster: Option<Arc<Roster>>,
    /// What agencies have explained; it is held against what was found at a [`Desk`](super::Desk).
    pub answers: Option<Arc<Answers>>,
}

/// What is not to be reported of the files that a pattern means.
#[derive(Debug, Clone)]
pub struct FileIgnore {
    files: Gitignore,
    codes: Vec<String>,
}

impl FileIgnore {
    /// A pattern in the syntax of `.gitignore`, relative to a folder; `None` if it is no pattern.
    #[must_use]
    pub fn new(folder: &Path, pattern: &str, codes: Vec<String>) -> Option<Self> {
        let mut files = GitignoreBuilder::new(lexically(&path::absolute(folder).ok()?));
        files.add_line(None, pattern).ok()?;
        Some(Self { files: files.build().ok()?, codes })
    }

    fn means(&self, rule: &Rule, file: &str) -> bool {
        // A file that lies elsewhere, and the folders above the project, have no place in its patterns.
        let is_named = || {
            let file = lexically(&path::absolute(file).unwrap_or_default());
            let Ok(inside) = file.strip_prefix(self.files.path()) else { return false };
            let parts = inside.ancestors().filter(|part| !part.as_os_str().is_empty());
            parts.enumerate().any(|(at, part)| self.files.matched(part, at > 0).is_ignore())
        };
        self.codes.iter().any(|code| rule.is_meant_by(code)) && is_named()
    }
}

/// A path without `.` and `..`, by its words alone.
fn lexically(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

impl Policy {
    /// Whether findings of a rule about a file are wanted.
    fn wants_of(&self, rule: &Rule, file: &str) -> bool {
        self.wants(rule) && !self.by_file.iter().any(|one| one.means(rule, file))
    }

    /// Whether findings of a rule are wanted. `--select B1 --ignore B102` and `--ignore S --select S302` both mean what
    /// they say: the more exact word wins, and of equals the refusal.
    #[must_use]
    pub fn wants(&self, rule: &Rule) -> bool {
        let exactness = |selectors: &[String]| {
            selectors.iter().filter(|selector| rule.is_meant_by(selector)).map(String::len).max()
        };
        match (exactness(&self.select), exactness(&self.ignore)) {
            (Some(wanted), Some(refused)) => wanted > refused,
            (None, Some(_)) => false,
            (Some(_), None) => true,
            (None, None) => self.select.is_empty(),
        }
    }

    /// Whether the run asks for a rule, though it may ignore what it finds.
    pub(super) fn asks_for(&self, rule: &Rule) -> bool {
        self.select.is_empty() || self.select.iter().any(|selector| rule.is_meant_by(selector))
    }

    /// Keeps of these findings what the run wants to hear of, and counts the others.
    pub(super) fn set_aside(&self, findings: &mut Vec<Finding>, file: &str, unlisted: &mut Unlisted) {
        if self.select.is_empty() && self.ignore.is_empty() && self.by_file.is_empty() {
            return;
        }
        findings.retain(|finding| {
            let is_wanted = self.wants_of(&finding.rule, file);
            if !is_wanted {
                unlisted.count(finding, self.asks_for(&finding.rule));
            }
            is_wanted
        });
    }

    /// How grave the findings of a rule are in this run.
    #[must_use]
    pub fn severity(&self, rule: &Rule) -> Severity {
        let meant = self.severity.iter().filter(|(selector, _)| rule.is_meant_by(selector));
        meant.max_by_key(|(selector, _)| selector.len()).map_or(rule.severity, |(_, severity)| *severity)
    }

    /// From which figure on a rule speaks in this run.
    #[must_use]
    pub fn threshold(&self, rule: &Rule, name: &str) -> Decimal {
        debug_assert!(rule.threshold.contains_key(name), "{rule}: {name}");
        let own = [&rule.code, &rule.name].into_iter().find_map(|key| self.thresholds.get(key)?.get(name));
        own.or_else(|| rule.threshold.get(name)).map_or(Decimal::ZERO, |threshold| threshold.0)
    }

    /// Whether the run cares about what was found: a table that it does not ask for, or that agencies of that level do not
    /// have to have, is not missing.
    pub(super) fn keeps(&self, finding: &Finding, edition: &FormEdition, agency: Option<&str>) -> bool {
        let is_of = |kind| matches!(&finding.detail, Detail::Observed(seen) if seen.kind == kind);
        let is_missing_table = is_of(ObservationKind::TableMissing);
        let table = finding.table.map(|table| &edition.tables[table]);
        // Whoever need not have a table may leave it blank on the form of those who do.
        if is_missing_table || is_of(ObservationKind::TableEmpty) {
            let level = self.level_of(agency);
            if table.is_some_and(|table| !table.is_asked_of(level)) {
                return false;
            }
        }
        let is_asked_for = |id: &str| self.tables.is_empty() || self.tables.iter().any(|asked| asked == id);
        !is_missing_table || table.is_none_or(|table| is_asked_for(&table.id))
    }

    /// At which level an agency is, as the roster says.
    fn level_of(&self, agency: Option<&str>) -> Option<&str> {
        let roster = self.roster.as_ref()?;
        roster.members()[listed(roster, agency?)?].level.as_deref()
    }
}
