//! Rules of somebody's own: records with codes `X…` in the folder `rules` beside an edition or an extension of one.
//!
//! They are of the kinds that the rules of gouji are of, any number of each, on cells of the forms of the run. What a record
//! must say it says in Chinese; English that is not there is Chinese. A finding can be an error only where the folder itself
//! says what has to hold, in a table of its own: elsewhere it is at most a warning.

mod laws;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::catalogue::{Catalogue, CatalogueError};
use super::kind::Kind;
use super::plan::Plan;
use super::record::{Example, Rule, Severity, Threshold, Trigger, Wording};
use crate::forms::{Fault, FormError, Forms, RecordFile, read_record};
use crate::model::{FormEdition, Text, places};

/// A record, as its file spells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    code: String,
    name: Option<String>,
    severity: Severity,
    trigger: Trigger,
    #[serde(default)]
    cells: Vec<String>,
    #[serde(default)]
    of: Vec<String>,
    #[serde(default)]
    threshold: BTreeMap<String, Threshold>,
    #[serde(default)]
    words: BTreeMap<String, Vec<String>>,
    basis: RawText,
    example: Option<Example>,
    zh: RawWording,
    en: Option<RawWording>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawText {
    zh: String,
    en: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWording {
    title: String,
    message: String,
    remedy: String,
    #[serde(default)]
    checks: String,
    #[serde(default)]
    matters: String,
    #[serde(default)]
    unseen: String,
    #[serde(default)]
    fires: String,
    #[serde(default)]
    holds: String,
}

impl RawRule {
    /// Whether its messages name what rules of its kind have.
    fn names_known_places(&self, kind: &Kind, file: &RecordFile) -> Result<(), Fault> {
        let messages = [Some(&self.zh.message), self.en.as_ref().map(|en| &en.message)];
        let named = messages.into_iter().flatten().flat_map(|message| places(message));
        let Some(place) = named.into_iter().find(|place| !kind.places.contains_key(*place)) else { return Ok(()) };
        let start = file.text.find(&format!("{{{place}")).unwrap_or(0);
        let fault = Fault::new("place-unknown", file, start).with("code", &self.code).with("name", place);
        Err(fault.among(place, kind.places.keys().map(String::as_str)))
    }
}

/// Whether a code is one of somebody's own: `X` and up to six digits.
fn is_own_code(code: &str) -> bool {
    let digits = code.strip_prefix('X');
    digits.is_some_and(|digits| (1..=6).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit()))
}

impl From<RawWording> for Wording {
    fn from(raw: RawWording) -> Self {
        let RawWording { title, message, remedy, checks, matters, unseen, fires, holds } = raw;
        // Readers of results show what a rule checks; who says no more says it in the title.
        let checks = if checks.is_empty() { title.clone() } else { checks };
        let (message_many, reasons) = (String::new(), BTreeMap::new());
        Self { title, message, message_many, checks, matters, unseen, remedy, fires, holds, reasons }
    }
}

impl Catalogue {
    /// These rules, and those of the folders that `forms` were loaded from. Every relation of the forms has one.
    ///
    /// # Errors
    /// When a record cannot be read, is wrong, or a relation has no rule.
    pub fn with_own(mut self, forms: &Forms) -> Result<Self, CatalogueError> {
        let mut own = Vec::new();
        for folder in forms.folders() {
            for file in files(&folder.join("rules"))? {
                let rule = self.own_rule(&file, forms, folder, &own)?;
                own.push((rule.code.clone(), file.name.clone()));
                self.add(rule);
            }
        }
        self.cover(forms)?;
        Ok(self)
    }

    /// Adds a rule in the order of the codes, which begin with X and stand last.
    fn add(&mut self, rule: Rule) {
        let at = self.rules.partition_point(|known| known.code < rule.code);
        self.rules.insert(at, Arc::new(rule));
        self.by_trigger.values_mut().filter(|known| **known >= at).for_each(|known| *known += 1);
        self.by_trigger.entry(self.rules[at].trigger.clone()).or_insert(at);
    }

    /// The rule of a record, if it keeps the laws.
    fn own_rule(
        &mut self,
        file: &RecordFile,
        forms: &Forms,
        folder: &Path,
        own: &[(String, String)],
    ) -> Result<Rule, Fault> {
        let raw: RawRule = file.parse()?;
        let at = |kind, word: &str| Fault::new(kind, file, file.find(word).unwrap_or(0)).with("code", &raw.code);
        if !is_own_code(&raw.code) {
            return Err(at("rule-code", &raw.code));
        }
        if let Some((_, other)) = own.iter().find(|(code, _)| *code == raw.code) {
            return Err(at("rule-twice", &raw.code).with("other", other));
        }
        let name = raw.name.clone().unwrap_or_else(|| raw.code.to_lowercase());
        if let Some(known) = self.rules.iter().find(|known| known.name == name) {
            return Err(at("rule-name-taken", &name).with("name", &name).with("code", &known.code));
        }
        let said = [
            ("title", &raw.zh.title),
            ("message", &raw.zh.message),
            ("remedy", &raw.zh.remedy),
            ("basis", &raw.basis.zh),
        ];
        if let Some((key, _)) = said.iter().find(|(_, text)| text.trim().is_empty()) {
            return Err(at("rule-empty", "").with("key", key));
        }
        let kind = Self::kind(&raw, file)?;
        self.laws(&raw, kind, file, forms)?;
        raw.names_known_places(kind, file)?;
        let example = raw.example.iter().flat_map(Example::files).find(|path| !is_below(folder, path));
        if let Some(path) = example {
            return Err(at("example-missing", path).with("path", path));
        }
        if raw.en.is_none() || raw.basis.en.is_none() {
            self.untranslated.push(raw.code.clone());
        }
        let basis = Text { en: raw.basis.en.unwrap_or_else(|| raw.basis.zh.clone()), zh: raw.basis.zh };
        let mut threshold = kind.thresholds.clone();
        threshold.extend(raw.threshold);
        Ok(Rule {
            code: raw.code,
            name,
            severity: raw.severity,
            since: String::new(),
            trigger: raw.trigger,
            basis,
            local: BTreeMap::new(),
            threshold,
            words: raw.words,
            cells: raw.cells,
            of: raw.of,
            example: raw.example.map(|example| example.below(folder)),
            en: raw.en.unwrap_or_else(|| raw.zh.clone()).into(),
            zh: raw.zh.into(),
        })
    }

    fn has(&self, name: &str, is_relation: bool) -> bool {
        let name = name.to_owned();
        self.by_trigger.contains_key(&if is_relation { Trigger::Relation(name) } else { Trigger::Continuity(name) })
    }

    /// Whether every relation of the forms has a rule; of a folder's own the file that names it is known.
    fn cover(&self, forms: &Forms) -> Result<(), CatalogueError> {
        for form in forms.editions() {
            for is_relation in [true, false] {
                for name in relations(form, is_relation).into_iter().filter(|name| !self.has(name, is_relation)) {
                    let found = forms.files().iter().find_map(|file| Some((file, file.find(&name)?)));
                    let Some((file, start)) = found else { continue };
                    let fault = Fault::new("relation-without-rule", file, start).with("relation", &name);
                    let known = self.relations().map(str::to_owned).collect::<Vec<_>>();
                    return Err(fault.among(&name, known.iter().map(String::as_str)).into());
                }
            }
        }
        Ok(())
    }
}

impl Example {
    /// The same, with the folder in front of its files.
    fn below(self, folder: &Path) -> Self {
        let below = |file: Option<String>| file.map(|file| folder.join(file).to_string_lossy().into_owned());
        let Self { fires, holds, previous, roster } = self;
        Self { fires: below(fires), holds: below(holds), previous: below(previous), roster: below(roster) }
    }

    /// The files that it names.
    pub fn files(&self) -> impl Iterator<Item = &String> {
        [&self.fires, &self.holds, &self.previous, &self.roster].into_iter().flatten()
    }
}

/// The relations of a form, or those between its years.
fn relations(form: &FormEdition, is_relation: bool) -> Vec<String> {
    if is_relation {
        Plan::of(form).relations().to_vec()
    } else {
        form.comparisons.continuities.iter().map(|one| one.relation.clone()).collect()
    }
}

/// Whether a path leads to a file below a folder.
fn is_below(folder: &Path, path: &str) -> bool {
    let path = Path::new(path);
    let is_plain = path.components().all(|part| matches!(part, std::path::Component::Normal(_)));
    is_plain && folder.join(path).exists()
}

/// The records of a folder, by name.
fn files(folder: &Path) -> Result<Vec<RecordFile>, FormError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(FormError::Io { path: folder.to_string_lossy().into_owned(), error }),
    };
    let paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>();
    let mut paths = paths.map_err(|error| FormError::Io { path: folder.to_string_lossy().into_owned(), error })?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| Ok(RecordFile { text: read_record(&path)?, name: path.to_string_lossy().into_owned() }))
        .collect()
}
