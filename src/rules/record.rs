//! One rule, as its record says it.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::check::{Check, Scope};
use super::plan::Plan;
use crate::model::{FormEdition, Lang, ObservationKind, Reason, Text};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// 强制性: must be corrected.
    Error,
    /// 核实性: must be confirmed or explained.
    Warning,
    /// 提示性: a reminder.
    Note,
}

impl Severity {
    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A rule: what sets it off, how grave it is, and everything that is said about it.
///
/// # Example
/// ```
/// use gouji::{model::Lang, rules::Catalogue};
/// let catalogue = Catalogue::embedded()?;
/// let rule = catalogue.find("B103").expect("a rule");
/// assert!(rule.is_meant_by("B1") && rule.is_meant_by("applicant-total-unbalanced"));
/// assert!(!rule.wording(Lang::Zh).remedy.is_empty());
/// # Ok::<(), gouji::rules::CatalogueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The code, as `B101`.
    pub code: String,
    /// The defect, in kebab-case, as `flow-unbalanced`.
    pub name: String,
    /// How grave it is.
    pub severity: Severity,
    /// The version that brought it.
    pub since: String,
    /// What sets it off.
    pub trigger: Trigger,
    /// Where it stands in the law or the form.
    pub basis: Text,
    /// What is said otherwise of one edition, by its id.
    #[serde(default, rename = "in")]
    pub local: BTreeMap<String, Local>,
    /// From which figures on it speaks, by names that its wording explains; `gouji.toml` can set others.
    #[serde(default)]
    pub threshold: BTreeMap<String, Threshold>,
    /// Words it looks for, by what they are.
    #[serde(default)]
    pub words: BTreeMap<String, Vec<String>>,
    /// The cells that it looks at, where the form's comparisons do not say it: ids, with `*` for whatever fits there.
    #[serde(default)]
    pub cells: Vec<String>,
    /// Of a rule about a part: the cells that it is a part of.
    #[serde(default)]
    pub of: Vec<String>,
    /// Files that show it, where it is a rule of somebody's own.
    #[serde(skip)]
    pub example: Option<Example>,
    /// The Chinese wording.
    pub zh: Wording,
    /// The English wording.
    pub en: Wording,
}

/// Files that show a rule; its record names them as they lie below its folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Filings of which one sets it off.
    pub fires: Option<String>,
    /// Filings of which none does.
    pub holds: Option<String>,
    /// The filings of the year before, to compare both with.
    pub previous: Option<String>,
    /// Who has to report, for rules that ask for a level.
    pub roster: Option<String>,
}

/// What sets a rule off. A new rule of a kind listed here is a record and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// A balance relation of the form does not hold; the relation's name in the form.
    Relation(String),
    /// A figure lies outside what its kind of value allows.
    Bound(Bound),
    /// A total is blank while its items are there.
    BlankTotal,
    /// The formula of a total leaves out items or adds others.
    TotalFormula,
    /// The reader saw something.
    Observation(ObservationKind),
    /// A figure does not follow from last year's; the relation's name in the form.
    Continuity(String),
    /// A check of its own, beyond the form and the file.
    Check(Check),
}

/// An exact figure in a record: a whole number, or a decimal as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "toml::Value")]
pub struct Threshold(pub Decimal);

impl TryFrom<toml::Value> for Threshold {
    type Error = String;

    fn try_from(value: toml::Value) -> Result<Self, String> {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.parse().map(Self).map_err(|_| format!("`{text}` is no number"))
    }
}

/// A bound that a kind of value implies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// Counts and amounts are not below zero.
    NonNegative,
    /// Counts are whole.
    Whole,
}

/// What is said of a rule in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// A few words: 收办不平.
    pub title: String,
    /// The sentence of a finding; `{name}` stands for a fact.
    pub message: String,
    /// The same of a finding that lists several cells, where that cannot be said in one sentence for both.
    #[serde(default)]
    pub message_many: String,
    /// What is checked.
    pub checks: String,
    /// Why it matters.
    pub matters: String,
    /// What the check cannot see, where that matters.
    #[serde(default)]
    pub unseen: String,
    /// What to do.
    pub remedy: String,
    /// An example that sets it off.
    pub fires: String,
    /// An example that does not.
    pub holds: String,
    /// The ways in which a finding can come about; `{reason}` stands for one.
    #[serde(default)]
    pub reasons: BTreeMap<Reason, String>,
}

/// What a record says of one edition of the form, where that differs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Local {
    /// Where the rule stands in this edition.
    pub basis: Text,
    /// The sentence of a finding.
    pub message: Option<Text>,
}

impl Rule {
    /// Where the rule stands in an edition.
    #[must_use]
    pub fn basis_in(&self, edition: &str) -> &Text {
        self.local.get(edition).map_or(&self.basis, |local| &local.basis)
    }

    /// The sentence of a finding about so many cells in an edition; `{name}` stands for a fact.
    #[must_use]
    pub fn message_in(&self, edition: &str, cells: usize, lang: Lang) -> &str {
        let local = self.local.get(edition).and_then(|local| local.message.as_ref());
        let wording = self.wording(lang);
        let own = if cells > 1 && !wording.message_many.is_empty() { &wording.message_many } else { &wording.message };
        local.map_or(own, |message| message.get(lang))
    }

    /// The wording in `lang`.
    #[must_use]
    pub fn wording(&self, lang: Lang) -> &Wording {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Whether the rule can have anything to say of filings of an edition, whose relations are `plan`.
    #[must_use]
    pub fn speaks_of(&self, edition: &FormEdition, plan: &Plan) -> bool {
        let mut cells = edition.cells.iter();
        match &self.trigger {
            Trigger::Relation(name) => plan.relations().iter().any(|relation| name == relation),
            Trigger::Bound(Bound::NonNegative) => cells.any(|cell| !cell.value.may_be_negative()),
            Trigger::Bound(Bound::Whole) => cells.any(|cell| cell.value.is_whole()),
            Trigger::BlankTotal | Trigger::TotalFormula => cells.any(|cell| cell.total),
            Trigger::Observation(ObservationKind::ForeignUnit) => cells.any(|cell| cell.unit.is_some()),
            Trigger::Observation(ObservationKind::GroupUndivided) => cells.any(|cell| cell.alternative),
            Trigger::Continuity(name) => edition.comparisons.continuities.iter().any(|one| one.relation == *name),
            Trigger::Check(check) => check.scope() != Scope::Run,
            Trigger::Observation(_) => true,
        }
    }

    /// Whether it compares a filing with the one of the year before, and is silent where that is not there.
    #[must_use]
    pub fn needs_year_before(&self) -> bool {
        match &self.trigger {
            Trigger::Continuity(_) => true,
            Trigger::Check(check) => check.scope() == Scope::YearBefore,
            _ => false,
        }
    }

    /// Whether a selector of `--select` or `--ignore` means this rule: a code, the beginning of one, or a name.
    #[must_use]
    pub fn is_meant_by(&self, selector: &str) -> bool {
        !selector.is_empty() && (self.name == selector || self.code.starts_with(selector.to_ascii_uppercase().as_str()))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.name)
    }
}
