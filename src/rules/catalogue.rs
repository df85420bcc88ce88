//! All rules, read from their records.

use std::collections::HashMap;
use std::sync::Arc;

use thiserror::Error;

use super::record::{Bound, Rule, Trigger};
use crate::model::ObservationKind;

/// `(file name, text)` of every embedded record, sorted by name.
static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// Why the catalogue could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// A record is not TOML, or has keys that no rule has.
    #[error("{file}: {error}")]
    Syntax {
        /// The record's file.
        file: String,
        /// What is wrong and where.
        error: Box<toml::de::Error>,
    },
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
#[derive(Debug, Clone)]
pub struct Catalogue {
    rules: Vec<Arc<Rule>>,
    by_trigger: HashMap<String, usize>,
}

impl Catalogue {
    /// The rules that gouji ships.
    ///
    /// # Errors
    /// When a record is malformed; the tests read them all, so a released program never fails here.
    pub fn embedded() -> Result<Self, CatalogueError> {
        let mut catalogue = Self { rules: Vec::new(), by_trigger: HashMap::new() };
        for (file, text) in EMBEDDED {
            let rule: Rule = toml::from_str(text)
                .map_err(|error| CatalogueError::Syntax { file: (*file).to_owned(), error: Box::new(error) })?;
            let taken = |what: String| CatalogueError::Taken { file: (*file).to_owned(), what };
            if catalogue.rules.iter().any(|other| other.code == rule.code || other.name == rule.name) {
                return Err(taken(rule.to_string()));
            }
            let trigger = key(&rule.trigger);
            if catalogue.by_trigger.insert(trigger.clone(), catalogue.rules.len()).is_some() {
                return Err(taken(trigger));
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

    /// The rule that checks a balance relation of a form.
    #[must_use]
    pub fn for_relation(&self, relation: &str) -> Option<&Arc<Rule>> {
        self.at(&Trigger::Relation(relation.to_owned()))
    }

    /// The rule about a bound.
    #[must_use]
    pub fn for_bound(&self, bound: Bound) -> Option<&Arc<Rule>> {
        self.at(&Trigger::Bound(bound))
    }

    /// The rule about totals left blank.
    #[must_use]
    pub fn for_blank_total(&self) -> Option<&Arc<Rule>> {
        self.at(&Trigger::BlankTotal(true))
    }

    /// The rule about something the reader saw.
    #[must_use]
    pub fn for_observation(&self, kind: ObservationKind) -> Option<&Arc<Rule>> {
        self.at(&Trigger::Observation(kind))
    }

    fn at(&self, trigger: &Trigger) -> Option<&Arc<Rule>> {
        self.by_trigger.get(&key(trigger)).map(|at| &self.rules[*at])
    }
}

/// A trigger as a key.
fn key(trigger: &Trigger) -> String {
    format!("{trigger:?}")
}
