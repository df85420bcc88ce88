//! Selectors: of which elements a rule speaks.
//!
//! An element, its id, classes and attributes, its number among its siblings, and what it stands in or behind can be told
//! of a page whose tags are heard one after the other; whether it is the last of its siblings cannot. A selector that asks
//! for what cannot be told is doubtful: it may be met wherever the rest of it is.

use super::elements::{Element, OpenElements, Standing};
use super::parser::Parser;

/// Compounds of one selector, at most; what content systems write has five or six.
const MAX_COMPOUNDS: usize = 16;
/// How a compound stands to the one left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Inside,
    ChildOf,
    Behind,
    /// Behind, with others between.
    Later,
}

/// Of which elements a rule speaks.
#[derive(Debug)]
pub(super) struct Selector {
    /// From the right.
    compounds: Vec<Compound>,
    steps: Vec<Step>,
    /// It asks for what cannot be told.
    pub(super) is_doubtful: bool,
}

/// What is asked of one element.
#[derive(Debug, Default)]
pub(super) struct Compound {
    pub(super) element: Option<String>,
    pub(super) id: Option<String>,
    pub(super) classes: Vec<String>,
    pub(super) attributes: Vec<Attribute>,
    /// Its number among its siblings: every so many, and from which on.
    pub(super) numbers: Vec<(i32, i32)>,
    pub(super) nots: Vec<Compound>,
    /// Of each of these lists one has to be met.
    pub(super) choices: Vec<Choice>,
}

/// A list of compounds of which one has to be met: `:is(.a, .b)`.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) any: Vec<Compound>,
    /// It counts as much as the one of them that counts most; `:where()` counts for nothing.
    pub(super) weighs: bool,
}

#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: String,
    /// `=`, `~`, `^`, `$`, `*` or `|`; a blank where it only has to be there.
    pub(super) relation: char,
    pub(super) value: String,
}

impl Selector {
    /// Reads a selector; nothing comes of one that is never met by an element as it stands, or of none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parser = Parser::new(text);
        let (mut compounds, mut steps) = (vec![parser.compound()?], Vec::new());
        let mut is_doubtful = false;
        while let Some(step) = parser.step() {
            compounds.push(parser.compound()?);
            steps.push(step);
            // Of more than anybody writes the last are asked.
            if steps.len() > MAX_COMPOUNDS {
                compounds.remove(0);
                steps.remove(0);
                is_doubtful = true;
            }
        }
        if !parser.rest.is_empty() {
            return None;
        }
        compounds.reverse();
        steps.reverse();
        is_doubtful |= parser.is_doubtful;
        for at in 0..steps.len() {
            // Of the siblings before an element the last is known.
            if steps[at] == Step::Later || (at > 0 && steps[at - 1] != Step::Inside && steps[at] == Step::Behind) {
                (steps[at], compounds[at + 1], is_doubtful) = (Step::Later, Compound::default(), true);
            }
        }
        let selector = Self { compounds, steps, is_doubtful };
        if is_doubtful { selector.doubted() } else { Some(selector) }
    }

    /// The same in doubt; nothing of one that names nothing, and may be met by anything.
    pub(super) fn doubted(self) -> Option<Self> {
        let says_any = self.compounds.iter().any(Compound::says_any);
        says_any.then_some(Self { is_doubtful: true, ..self })
    }

    /// What it counts for beside others.
    pub(super) fn weight(&self) -> (usize, usize, usize) {
        self.compounds.iter().map(Compound::weight).fold((0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2))
    }

    /// The name, in its last compound, that the fewest elements have: `#id`, `.class`, `element`, or `*`.
    pub(super) fn key(&self) -> String {
        let last = &self.compounds[0];
        let class = || last.classes.first().map(|class| format!(".{class}"));
        let id = last.id.as_ref().map(|id| format!("#{id}"));
        id.or_else(class).or_else(|| last.element.clone()).unwrap_or_else(|| "*".to_owned())
    }

    /// The names of the attributes it asks for.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &str> {
        let all = self.compounds.iter().flat_map(|compound| compound.inner().chain([compound]));
        all.flat_map(|compound| compound.attributes.iter().map(|attribute| attribute.name.as_str()))
    }

    /// Whether it is met by the element that begins last, in so many steps as are left.
    ///
    /// Compounds that stand to each other by something nearer than being inside are met together, each such run as far
    /// inside as it can: no other choice leaves more room to those left of it. So no element is looked at twice for one.
    pub(super) fn is_met(&self, open: &OpenElements, steps: &mut usize) -> bool {
        let mut met = open.last().and_then(|last| self.run(0, last, open, steps));
        while let Some((part, top)) = met {
            if part + 1 == self.compounds.len() {
                return true;
            }
            let mut around = std::iter::successors(open.parent(&top), |at| open.parent(at));
            met = around.find_map(|at| self.run(part + 1, at, open, steps));
        }
        false
    }

    /// Meets compounds from one on up to that which is inside of the next; which that is, and where it is met.
    fn run<'e>(
        &self,
        mut part: usize,
        mut at: Standing<'e>,
        open: &'e OpenElements,
        steps: &mut usize,
    ) -> Option<(usize, Standing<'e>)> {
        loop {
            *steps = steps.saturating_sub(1);
            if *steps == 0 || !self.compounds[part].is_met(&at) {
                return None;
            }
            at = match self.steps.get(part) {
                None | Some(Step::Inside) => return Some((part, at)),
                Some(Step::ChildOf) => open.parent(&at)?,
                Some(Step::Behind) => at.before()?,
                Some(Step::Later) => at,
            };
            part += 1;
        }
    }
}

impl Compound {
    fn says_any(&self) -> bool {
        self.element.is_some()
            || self.id.is_some()
            || !self.classes.is_empty()
            || !self.attributes.is_empty()
            || self.choices.iter().any(|choice| choice.any.iter().all(Self::says_any))
    }

    /// How much it names.
    pub(super) fn names(&self) -> usize {
        self.classes.len() + self.attributes.len() + self.numbers.len() + self.nots.len() + self.choices.len()
    }

    /// Forgets most of what it names.
    pub(super) fn forget(&mut self) {
        self.classes.truncate(1);
        self.attributes.truncate(1);
        self.choices.truncate(1);
        (self.numbers, self.nots) = (Vec::new(), Vec::new());
    }

    /// The compounds that it asks for itself.
    fn inner(&self) -> impl Iterator<Item = &Self> {
        self.nots.iter().chain(self.choices.iter().flat_map(|choice| &choice.any))
    }

    fn weight(&self) -> (usize, usize, usize) {
        let marks = self.classes.len() + self.attributes.len() + self.numbers.len();
        let own = (usize::from(self.id.is_some()), marks, usize::from(self.element.is_some()));
        let choices = self.choices.iter().filter(|choice| choice.weighs);
        let heaviest = choices.filter_map(|choice| choice.any.iter().map(Self::weight).max());
        let inner = self.nots.iter().map(Self::weight).chain(heaviest);
        inner.fold(own, |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2))
    }

    fn is_met(&self, at: &Standing<'_>) -> bool {
        let Element { name, id, classes, attributes } = at.element;
        let is_one_of = |choice: &Choice| choice.any.iter().any(|one| one.is_met(at));
        self.element.as_ref().is_none_or(|own| own == name)
            && self.id.as_ref().is_none_or(|own| own == id)
            && self.classes.iter().all(|class| classes.contains(class))
            && self.attributes.iter().all(|attribute| attribute.is_met(attributes))
            && self.numbers.iter().all(|(every, first)| is_of(at.number, *every, *first))
            && !self.nots.iter().any(|other| other.is_met(at))
            && self.choices.iter().all(is_one_of)
    }
}

impl Attribute {
    fn is_met(&self, attributes: &[(String, String)]) -> bool {
        let Some((_, value)) = attributes.iter().find(|(name, _)| *name == self.name) else { return false };
        let own = self.value.as_str();
        match self.relation {
            ' ' => true,
            '=' => value == own,
            '~' => value.split_whitespace().any(|word| word == own),
            '^' => !own.is_empty() && value.starts_with(own),
            '$' => !own.is_empty() && value.ends_with(own),
            '*' => !own.is_empty() && value.contains(own),
            _ => value.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')),
        }
    }
}

/// Whether a number is one of every so many from the first on.
fn is_of(number: i32, every: i32, first: i32) -> bool {
    let behind = number.saturating_sub(first);
    if every == 0 { behind == 0 } else { behind.wrapping_rem(every) == 0 && behind.wrapping_div(every) >= 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a selector is met by the last of some elements, each in the one before; `li+` stands before the next.
    fn is_met(selector: &str, elements: &str) -> bool {
        let mut open = OpenElements::default();
        for text in elements.split_whitespace() {
            let (name, rest) = text.split_once('.').unwrap_or((text.trim_end_matches('+'), ""));
            let classes = rest.trim_end_matches('+').split('.').map(str::to_owned).collect();
            let attributes = vec![("title".to_owned(), "old-figure of 2022".to_owned())];
            open.begin(Element { name: name.to_owned(), id: "own".to_owned(), classes, attributes });
            if text.ends_with('+') {
                open.end_last();
            }
        }
        let selector = Selector::parse(selector).expect("a selector");
        assert!(!selector.is_doubtful);
        selector.is_met(&open, &mut 1_000)
    }

    #[test]
    fn what_can_be_told_is_told() {
        let place = "div.page table tr td.n+ td.n span.big.old";
        for met in [
            "span",
            ".old",
            "*",
            "span.old.big",
            "#own.old",
            "td .old",
            "td>span",
            "table > tbody > tr > td > span",
            "html body .page td .old",
            "td.n + td span",
            "td:nth-child(2) span",
            "td:nth-child(2n) span",
            "td:nth-child( even ) > :first-child",
            "td:not(.x):not(:first-child) .old",
            ".page span:not(:hover)",
            "[title]",
            "span[title ^= 'old']",
            "span[title~=of]",
            "span[title*=\"figure\"][title|=old][title$=2022]",
            ":root span:link",
            "div span",
            "html > body > div > table td.n > span.old",
            "body > * td > *",
            "table * span",
            ":is(.old)",
            "span:is(i, .big):where(.old, #x)",
            ":is(td, th) > :is(:hover, .old)",
            "td:-webkit-any(.n) span",
            ".\\6fld",
            ".\\00006F ld",
            "span.o\\ld",
        ] {
            assert!(is_met(met, place), "{met}");
        }
        for unmet in [
            "b",
            ".new",
            "span.new.old",
            "#other",
            "th .old",
            "tr>span",
            "table > tr span",
            "td.n + th span",
            "td.n + span",
            "td:first-child span",
            "td:nth-child(odd) .old",
            "td:not(.n) .old",
            "[alt]",
            "[title='old']",
            "span span",
            "div > td span",
            "body > table td > span",
            "* * * * * * * * span",
            ":is(b, .new)",
            "span:is(.old):where(.new)",
            ":where(th) .old",
            ".\\31 old",
        ] {
            assert!(!is_met(unmet, place), "{unmet}");
        }
    }

    #[test]
    fn what_is_never_met_as_a_page_stands_or_is_no_selector_is_none() {
        for none in [
            "a:hover",
            "a:hover span",
            "p::before",
            "p:after",
            "p:-moz-any",
            "",
            ">",
            ".",
            "a >",
            "[x",
            "a:not(",
            "50%",
            "a,b",
            ":is(:hover, ::before)",
            ":is()",
        ] {
            assert!(Selector::parse(none).is_none(), "{none}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_doubtful() {
        for doubtful in [
            "td:last-child",
            "h2 ~ .old",
            "b + i + a",
            "td:has(span)",
            ".old:is(b, i a)",
            "td:not(:last-child)",
            ":is(.a, i a)",
        ] {
            assert!(Selector::parse(doubtful).expect("a selector").is_doubtful, "{doubtful}");
        }
        assert!(Selector::parse(":last-child").is_none());
    }

    #[test]
    fn a_selector_made_to_cost_time_is_read_in_time() {
        for hostile in [
            ":not(".repeat(200_000) + &")".repeat(200_000),
            "a ".repeat(500_000),
            "a>".repeat(500_000),
            ".a".repeat(500_000),
            "[a]".repeat(500_000),
            "\\".repeat(500_000),
        ] {
            assert!(Selector::parse(&hostile).is_none_or(|selector| selector.compounds.len() <= MAX_COMPOUNDS + 1));
        }
    }
}
