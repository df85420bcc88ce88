//! All rules, read from their records.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::Arc;

use thiserror::Error;

use super::check::Check;
use super::kind::Kind;
use super::plan::Plan;
use super::record::{Bound, Rule, Trigger};
use crate::forms::{Fault, FormError};
use crate::model::ObservationKind;

/// The families of rules that the contract names, with or without rules in this version. X, somebody's own, has none without
/// a folder: who selects it and names none checks nothing.
const FAMILIES: &str = "BVSCANPE";

/// `(file name, JSON)` of every embedded record, sorted by name.
static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// Why the catalogue could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// A record has keys that no rule has, or lacks some.
    #[error("{file}: {error}")]
    Syntax {
        /// The record's file.
        file: String,
        /// What is wrong, and no place: what is embedded is not laid out as the file is.
        error: String,
    },
    /// A form has a relation that no rule checks.
    #[error("edition `{edition}`: no rule checks the relation `{relation}`; known are {known}")]
    NoRule {
        /// The edition.
        edition: String,
        /// The relation's name in the form.
        relation: String,
        /// The relations that have a rule.
        known: String,
    },
    /// A record of somebody's own is wrong.
    #[error("{0}")]
    Fault(Box<Fault>),
    /// A record of somebody's own cannot be read.
    #[error("{0}")]
    Form(FormError),
    /// Two records answer to the same trigger, code or name.
    #[error("{file}: {what} belongs to another record already")]
    Taken {
        /// The second record's file.
        file: String,
        /// What they share.
        what: String,
    },
}

/// The rules of gouji, sorted by code.
///
/// # Example
/// ```
/// use gouji::rules::Catalogue;
/// let catalogue = Catalogue::embedded()?;
/// let rule = catalogue.find("flow-unbalanced").expect("a rule of that name");
/// assert_eq!(rule.code, "B101");
/// assert!(catalogue.knows("B1") && !catalogue.knows("Q"));
/// # Ok::<(), gouji::rules::CatalogueError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Catalogue {
    pub(super) rules: Vec<Arc<Rule>>,
    /// The first rule of each trigger. Of a check on cells that a record can name there may be more.
    pub(super) by_trigger: HashMap<Trigger, usize>,
    /// Those of them of which the English was not written, and what stands there is Chinese, by code.
    pub(super) untranslated: Vec<String>,
}

impl From<Fault> for CatalogueError {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

impl From<FormError> for CatalogueError {
    fn from(error: FormError) -> Self {
        Self::Form(error)
    }
}

impl Catalogue {
    /// The rules that gouji ships.
    ///
    /// # Errors
    /// When a record is malformed; the tests read them all, so a released program never fails here.
    pub fn embedded() -> Result<Self, CatalogueError> {
        let mut catalogue = Self { rules: Vec::new(), by_trigger: HashMap::default(), untranslated: Vec::new() };
        for (file, text) in EMBEDDED {
            let rule: Rule = serde_json::from_str(text).map_err(|error| {
                let error = error.to_string();
                let error = error.rsplit_once(" at line ").map_or(error.as_str(), |(what, _)| what).to_owned();
                CatalogueError::Syntax { file: (*file).to_owned(), error }
            })?;
            let taken = |what: String| CatalogueError::Taken { file: (*file).to_owned(), what };
            if catalogue.rules.iter().any(|other| other.code == rule.code || other.name == rule.name) {
                return Err(taken(rule.to_string()));
            }
            let may_be_several = matches!(rule.trigger, Trigger::Check(_)) && Kind::of(&rule.trigger).is_some();
            match catalogue.by_trigger.entry(rule.trigger.clone()) {
                Slot::Vacant(new) => drop(new.insert(catalogue.rules.len())),
                Slot::Occupied(_) if may_be_several => {}
                Slot::Occupied(_) => return Err(taken(format!("{:?}", rule.trigger))),
            }
            catalogue.rules.push(Arc::new(rule));
        }
        Ok(catalogue)
    }

    /// The rules, sorted by code.
    #[must_use]
    pub fn rules(&self) -> &[Arc<Rule>] {
        &self.rules
    }

    /// The rule of this code or name.
    #[must_use]
    pub fn find(&self, code_or_name: &str) -> Option<&Arc<Rule>> {
        let wanted = code_or_name.to_ascii_uppercase();
        self.rules.iter().find(|rule| rule.code == wanted || rule.name == code_or_name)
    }

    /// The rules that are checks of a kind on cells, of which there can be any number.
    pub fn cell_checks(&self) -> impl Iterator<Item = (Check, &Arc<Rule>)> {
        self.rules.iter().filter_map(|rule| match &rule.trigger {
            Trigger::Check(check) => Kind::of(&rule.trigger).map(|_| (*check, rule)),
            _ => None,
        })
    }

    /// The codes of those that say in Chinese what should be English.
    #[must_use]
    pub fn untranslated(&self) -> &[String] {
        &self.untranslated
    }

    /// The relations that have a rule.
    pub fn relations(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().filter_map(|rule| match &rule.trigger {
            Trigger::Relation(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// The rule that checks a balance relation of a form.
    #[must_use]
    pub fn for_relation(&self, relation: &str) -> Option<&Arc<Rule>> {
        self.at(&Trigger::Relation(relation.into()))
    }

    /// Whether every relation of a form has its rule. A form that cannot be checked must not pass.
    ///
    /// # Errors
    /// [`CatalogueError::NoRule`] with the first relation that has none.
    pub fn covers(&self, edition: &str, plan: &Plan) -> Result<(), CatalogueError> {
        let Some(relation) = plan.relations().iter().find(|relation| self.for_relation(relation).is_none()) else {
            return Ok(());
        };
        let known = self.relations().collect::<Vec<_>>().join(", ");
        Err(CatalogueError::NoRule { edition: edition.to_owned(), relation: relation.clone(), known })
    }

    /// Whether a selector means a rule, or a family of the contract that has no rule in this version.
    #[must_use]
    pub fn knows(&self, selector: &str) -> bool {
        let family = selector.get(..1).map(str::to_ascii_uppercase).unwrap_or_default();
        let is_empty_family = FAMILIES.contains(family.as_str())
            && selector.chars().skip(1).all(|c| c.is_ascii_digit())
            && !self.rules.iter().any(|rule| rule.code.starts_with(&family));
        is_empty_family && !family.is_empty() || self.rules.iter().any(|rule| rule.is_meant_by(selector))
    }

    /// The rule about a bound.
    #[must_use]
    pub fn for_bound(&self, bound: Bound) -> Option<&Arc<Rule>> {
        self.at(&Trigger::Bound(bound))
    }

    /// The rule about totals left blank.
    #[must_use]
    pub fn for_blank_total(&self) -> Option<&Arc<Rule>> {
        self.at(&Trigger::BlankTotal)
    }

    /// The rule about formulas of totals.
    #[must_use]
    pub fn for_total_formula(&self) -> Option<&Arc<Rule>> {
        self.at(&Trigger::TotalFormula)
    }

    /// The rule about something the reader saw.
    #[must_use]
    pub fn for_observation(&self, kind: ObservationKind) -> Option<&Arc<Rule>> {
        self.at(&Trigger::Observation(kind))
    }

    /// The rule that checks whether figures follow from last year's.
    #[must_use]
    pub fn for_continuity(&self, relation: &str) -> Option<&Arc<Rule>> {
        self.at(&Trigger::Continuity(relation.into()))
    }

    /// The rule of a check beyond the form and the file; the first, where there are several.
    #[must_use]
    pub fn for_check(&self, check: Check) -> Option<&Arc<Rule>> {
        self.at(&Trigger::Check(check))
    }

    fn at(&self, trigger: &Trigger) -> Option<&Arc<Rule>> {
        self.by_trigger.get(trigger).map(|at| &self.rules[*at])
    }
}
