//! What a record of somebody's own may say: of which kinds it can be, which cells, relations and thresholds it names, and
//! how grave what it finds may be.

use super::{RawRule, relations};
use crate::forms::{Fault, Forms, RecordFile};
use crate::model::FormEdition;
use crate::rules::catalogue::Catalogue;
use crate::rules::kind::Kind;
use crate::rules::plan::Plan;
use crate::rules::record::{Severity, Trigger};

impl Catalogue {
    /// Of what kind a record is.
    pub(super) fn kind(raw: &RawRule, file: &RecordFile) -> Result<&'static Kind, Fault> {
        if let Some(kind) = Kind::of(&raw.trigger) {
            return Ok(kind);
        }
        let start = file.text.find("trigger").unwrap_or(0);
        let check = match &raw.trigger {
            Trigger::Check(check) => check.word(),
            other => format!("{other:?}").split('(').next().unwrap_or_default().to_lowercase(),
        };
        let checks = Kind::all().keys().map(String::as_str).filter(|name| !["relation", "continuity"].contains(name));
        Err(Fault::new("rule-kind", file, start).with("check", &check).among(&check, checks))
    }

    /// What a record names is there, and it claims no more than it may.
    pub(super) fn laws(&self, raw: &RawRule, kind: &Kind, file: &RecordFile, forms: &Forms) -> Result<(), Fault> {
        let at = |name, word: &str| Fault::new(name, file, file.find(word).unwrap_or(0)).with("code", &raw.code);
        let key = |name, key: &str| {
            Fault::new(name, file, file.text.find(key).unwrap_or(0)).with("code", &raw.code).with("key", key)
        };
        let mut may_be_error = false;
        match &raw.trigger {
            Trigger::Check(_) => {
                if raw.cells.is_empty() || (kind.has_whole && raw.of.is_empty()) {
                    return Err(key("rule-without-cells", "trigger"));
                }
                if !kind.has_whole && !raw.of.is_empty() {
                    return Err(key("rule-with-cells", "of"));
                }
                let is_there = |name: &&String| forms.editions().iter().any(|form| !form.cells_called(name).is_empty());
                if let Some(name) = raw.cells.iter().chain(&raw.of).find(|name| !is_there(name)) {
                    let all = forms.editions().iter().flat_map(|form| &form.cells).map(|cell| &*cell.id);
                    let near: Vec<&str> = all.collect();
                    return Err(at("cell-unknown", name).with("id", name).among(name, near));
                }
            }
            Trigger::Relation(name) | Trigger::Continuity(name) => {
                if !raw.cells.is_empty() || !raw.of.is_empty() {
                    return Err(key("rule-with-cells", if raw.cells.is_empty() { "of" } else { "cells" }));
                }
                if let Some(known) = self.by_trigger.get(&raw.trigger) {
                    let fault = at("rule-taken", name).with("relation", name);
                    return Err(fault.with("code", &self.rules[*known].code));
                }
                let is_relation = matches!(raw.trigger, Trigger::Relation(_));
                let known: Vec<String> =
                    forms.editions().iter().flat_map(|form| relations(form, is_relation)).collect();
                if !known.contains(name) {
                    let fault = at("relation-unknown", name).with("relation", name);
                    let new = known.iter().map(String::as_str).filter(|name| !self.has(name, is_relation));
                    return Err(fault.among(name, new));
                }
                may_be_error = is_relation && forms.editions().iter().all(|form| is_of_added_tables(form, name));
            }
            _ => {}
        }
        if raw.severity == Severity::Error && !may_be_error {
            return Err(at("rule-no-severity", "error"));
        }
        if let Some(name) = raw.threshold.keys().find(|name| !kind.thresholds.contains_key(*name)) {
            let fault = key("threshold-unknown", name).with("name", name);
            return Err(fault.among(name, kind.thresholds.keys().map(String::as_str)));
        }
        if let Some(name) = raw.words.keys().find(|name| !kind.words.contains(name)) {
            return Err(key("words-unknown", name)
                .with("name", name)
                .among(name, kind.words.iter().map(String::as_str)));
        }
        Ok(())
    }
}

/// Whether a relation holds in no table but those that were added.
fn is_of_added_tables(form: &FormEdition, relation: &str) -> bool {
    let plan = Plan::of(form);
    let is_new = form.extension.is_none();
    let mut edits = plan.edits().iter().filter(|edit| plan.relation(edit) == relation);
    edits.all(|edit| is_new || form.tables[usize::from(edit.table)].is_added)
}
