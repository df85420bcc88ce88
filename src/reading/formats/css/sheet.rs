//! The style sheet of a page: its rules, and which of them speak of an element.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::elements::OpenElements;
use super::generated::{self, Generated, Side};
use super::selector::Selector;
use super::{Declaration, Property, Style, Styled, declarations, media, parser, text, variables};
use crate::reading::formats::looks::ElementLook;

/// Rules that decide what is seen, one for each selector; the sheets that content systems write into a page have some
/// thousand.
const MAX_RULES: usize = 100_000;
/// Looks at whether an element is meant, on all of a page; a page of ten thousand elements takes some hundred thousand.
const MAX_STEPS: usize = 40_000_000;
/// As many looks as it takes to put together a selector that stands in the block of others.
const LOOKS_OF_NESTED: usize = 50;
/// How deep rules stand in parts of a sheet.
const MAX_DEPTH: usize = 8;
/// What selectors begin with that most browsers do not know, and then pass over the whole rule.
const OF_OTHERS: [&str; 3] = [":-ms-", ":-moz-", ":-o-"];
/// What stands round all of a page. It has begun where most sheets are heard, and what they call by a name in it goes for
/// the whole page.
const OF_ALL: [&str; 3] = [":root", "html", "body"];
const CONTENT: Property = Property::Known("content");
/// Classes of one element.
pub(in crate::reading::formats) const MAX_CLASSES: usize = 64;

/// Where rules stand: in the blocks of selectors, in so many parts of a sheet, and in one of which it cannot be told whether
/// it goes for an element.
#[derive(Clone, Copy, Default)]
struct Within<'a> {
    around: &'a [String],
    depth: usize,
    is_doubtful: bool,
}

/// A rule, for one of its selectors.
#[derive(Debug)]
struct Rule {
    selector: Selector,
    declarations: Rc<[Declaration]>,
}

/// Rules by a name that an element must have.
type ByKey = HashMap<String, Vec<usize>>;

/// The style sheet of a page.
#[derive(Debug)]
pub(in crate::reading::formats) struct StyleSheet {
    rules: Vec<Rule>,
    /// The rules by a name that an element must have: `#id`, `.class`, `element`, or `*`.
    by_key: ByKey,
    /// The same of those that speak of what stands before an element, and of what stands behind it.
    beside: [ByKey; 2],
    /// What elements say of their style themselves, by their words: editors give all cells of a table the same.
    own: HashMap<String, Rc<[Declaration]>>,
    /// The attributes that are asked for.
    attributes: HashSet<String>,
    /// What is said of all of the page.
    of_all: Style,
    /// There is more of it elsewhere.
    is_in_part: bool,
    steps: usize,
}

impl Default for StyleSheet {
    fn default() -> Self {
        let (by_key, beside, own, attributes) = (HashMap::new(), Default::default(), HashMap::new(), HashSet::new());
        let (rules, of_all) = (Vec::new(), Style::default());
        Self { rules, by_key, beside, own, attributes, of_all, is_in_part: false, steps: MAX_STEPS }
    }
}

impl StyleSheet {
    /// Hears the text of a `style` element.
    pub(in crate::reading::formats) fn hear(&mut self, text: &str) {
        let text = text::plain(text);
        self.is_in_part |= text.contains("@import");
        self.hear_rules(&text, Within::default());
    }

    /// Hears that there is more of it elsewhere.
    pub(in crate::reading::formats) fn miss(&mut self) {
        self.is_in_part = true;
    }

    /// Whether all of it is known.
    pub(in crate::reading::formats) fn is_whole(&self) -> bool {
        !self.is_in_part
    }

    /// Hears rules, and what stands beside them in the block of others: that is said of the elements that these speak of.
    fn hear_rules(&mut self, text: &str, within: Within<'_>) {
        let Within { around, depth, is_doubtful } = within;
        let (mut own, mut inner, mut rest) = (String::new(), Vec::new(), text);
        while let Some((before, behind)) = rest.split_once('{') {
            let (block, behind) = behind.split_at(text::end_of_block(behind));
            rest = behind.get(1..).unwrap_or_default();
            let begin = before.rfind([';', '}']).map_or(0, |at| at + 1);
            if !around.is_empty() {
                own.push_str(&before[..begin]);
            }
            inner.push((before[begin..].trim(), block));
        }
        if !around.is_empty() {
            own.push_str(rest);
            self.hear_rule(&own, within);
        }
        for (before, block) in inner {
            let Some(of_what) = before.strip_prefix('@') else {
                self.hear_block(before, block, within);
                continue;
            };
            let end = of_what.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(of_what.len());
            let (kind, of_what) = of_what.split_at(end);
            let kind = kind.to_ascii_lowercase();
            // Of which elements these are, and how wide what holds them is, is not told.
            let may_be_heard = matches!(kind.as_str(), "scope" | "container");
            let is_heard = match kind.as_str() {
                "media" => media::is_of_screen(of_what),
                // Conditions in words of one browser's are met by that one alone.
                "supports" => !of_what.trim_start().to_ascii_lowercase().starts_with("not") && !of_what.contains("(-"),
                "layer" => true,
                _ => may_be_heard,
            };
            if is_heard && depth < MAX_DEPTH {
                let is_doubtful = is_doubtful || may_be_heard;
                self.hear_rules(block, Within { around, depth: depth + 1, is_doubtful });
            }
        }
    }

    /// Hears the block of a list of selectors, with the rules in it. A list with a selector of another browser's is none.
    fn hear_block(&mut self, selectors: &str, block: &str, within: Within<'_>) {
        let Within { around, depth, .. } = within;
        if selectors.is_empty() || self.is_spent() || OF_OTHERS.iter().any(|prefix| selectors.contains(prefix)) {
            return;
        }
        let list = selectors.to_lowercase();
        let inner = parser::split(&list).map(str::trim);
        let selectors = match around {
            [] => Some(inner.map(str::to_owned).collect()),
            around => text::nested(around, inner),
        };
        let Some(selectors) = selectors.filter(|_| depth < MAX_DEPTH) else { return self.miss() };
        self.steps = self.steps.saturating_sub(LOOKS_OF_NESTED * if around.is_empty() { 0 } else { selectors.len() });
        let inner = Within { around: &selectors, depth: depth + 1, ..within };
        if block.contains('{') {
            self.hear_rules(block, inner);
        } else {
            self.hear_rule(block, inner);
        }
    }

    fn hear_rule(&mut self, block: &str, within: Within<'_>) {
        let declarations: Rc<[Declaration]> = declarations(block).into();
        if declarations.is_empty() {
            return;
        }
        for selector in within.around {
            if OF_ALL.contains(&selector.as_str()) && !within.is_doubtful {
                declarations.iter().for_each(|one| self.of_all.set(one));
            }
            let (side, selector) = generated::part(selector);
            let selector = Selector::parse(&selector);
            let doubted = |selector: Selector| if within.is_doubtful { selector.doubted() } else { Some(selector) };
            let Some(selector) = selector.and_then(doubted) else { continue };
            if self.rules.len() >= MAX_RULES {
                self.steps = 0;
                return;
            }
            self.attributes.extend(selector.attributes().map(str::to_owned));
            let contents = declarations.iter().filter(|one| side.is_some() && one.property == CONTENT);
            self.attributes.extend(contents.flat_map(|one| generated::attributes(&one.value)));
            let by_key = side.map_or(&mut self.by_key, |side| &mut self.beside[side as usize]);
            by_key.entry(selector.key()).or_default().push(self.rules.len());
            self.rules.push(Rule { selector, declarations: Rc::clone(&declarations) });
        }
    }

    /// Whether a selector asks for an attribute.
    pub(in crate::reading::formats) fn asks_for(&self, attribute: &str) -> bool {
        self.attributes.contains(attribute)
    }

    /// Whether it took more rules, or more looks at them, than that of any page.
    pub(in crate::reading::formats) fn is_spent(&self) -> bool {
        self.steps == 0
    }

    /// How the element that begins last is styled: by its attributes, by the sheet, and by what it says of its style itself.
    /// Nothing of the sheet is for an element that stands too deep to be told.
    pub(in crate::reading::formats) fn style(
        &mut self,
        open: Option<&OpenElements>,
        attributes: &str,
        own: &str,
    ) -> Styled {
        let meant = open.map_or_else(Vec::new, |open| self.meant(None, open));
        let own = self.said(own);
        self.styled(open, meant, &declarations(attributes), &own)
    }

    /// What an element says of its style itself.
    fn said(&mut self, own: &str) -> Rc<[Declaration]> {
        /// A page has a handful; one made to fill the memory has no more than these kept.
        const MANY: usize = 1_000;
        if let Some(known) = self.own.get(own) {
            return Rc::clone(known);
        }
        let said: Rc<[Declaration]> = declarations(own).into();
        if self.own.len() < MANY {
            self.own.insert(own.to_owned(), Rc::clone(&said));
        }
        said
    }

    /// What it puts beside what the last element holds, as far as that is seen.
    pub(in crate::reading::formats) fn generated(&mut self, open: &OpenElements, side: Side) -> Option<Generated> {
        let meant = self.meant(Some(side), open);
        let element = open.last().filter(|_| !meant.is_empty())?.element;
        let styled = self.styled(Some(open), meant, &[], &[]);
        let sides = styled.sides("", false);
        let Styled { style, doubtful } = styled;
        if ElementLook::of(&style) != ElementLook::default() {
            return None;
        }
        let generated = generated::of(style.get("content"), element);
        let may_be = generated::of(doubtful.get("content"), element);
        let is_in_doubt = may_be.is_unread || !may_be.text.trim().is_empty();
        Some(Generated { is_unread: generated.is_unread || is_in_doubt, sides, ..generated })
    }

    /// The rules that may be meant for the last element, or for what stands beside it.
    fn meant(&mut self, side: Option<Side>, open: &OpenElements) -> Vec<usize> {
        let by_key = side.map_or(&self.by_key, |side| &self.beside[side as usize]);
        let Some(last) = open.last().filter(|_| !by_key.is_empty()) else { return Vec::new() };
        let classes = last.element.classes.iter().map(|class| Cow::from(format!(".{class}")));
        let id = format!("#{}", last.element.id);
        let keys = [Cow::from("*"), last.element.name.as_str().into(), id.into()].into_iter().chain(classes);
        let (rules, steps) = (&self.rules, &mut self.steps);
        let all = keys.filter_map(|key| by_key.get(&*key)).flatten().copied();
        all.filter(|rule| rules[*rule].selector.is_met(open, steps)).collect()
    }

    fn styled(
        &mut self,
        open: Option<&OpenElements>,
        meant: Vec<usize>,
        attributes: &[Declaration],
        own: &[Declaration],
    ) -> Styled {
        let mut styled = Styled::default();
        let (doubtful, mut meant): (Vec<_>, Vec<_>) =
            meant.into_iter().partition(|rule| self.rules[*rule].selector.is_doubtful);
        for rule in doubtful {
            let mut with = styled.doubtful.clone();
            self.rules[rule].declarations.iter().for_each(|declaration| with.set(declaration));
            // What one of them may hide another may show: that is in doubt still.
            let hides = |style: &Style| ElementLook::of(style) != ElementLook::default();
            if hides(&with) || !hides(&styled.doubtful) {
                styled.doubtful = with;
            }
        }
        meant.sort_unstable_by_key(|rule| (self.rules[*rule].selector.weight(), *rule));
        let by_rules = meant.iter().flat_map(|rule| self.rules[*rule].declarations.iter());
        let all = attributes.iter().chain(by_rules).chain(own);
        let (important, usual): (Vec<_>, Vec<_>) = all.partition(|declaration| declaration.is_important);
        for declaration in usual.into_iter().chain(important) {
            styled.style.set(declaration);
        }
        self.steps = self.steps.saturating_sub(styled.style.variables.len());
        let value_of = |name: &str| {
            let of_open = open.and_then(|open| open.variable(name));
            of_open.or_else(|| self.of_all.variables.get(name))
        };
        variables::resolve(&mut styled.style, value_of);
        variables::resolve(&mut styled.doubtful, value_of);
        styled
    }
}

#[cfg(test)]
mod tests {
    use super::super::Element;
    use super::*;

    /// The display of an element of a class in a cell.
    fn display(sheet: &str, class: &str, own: &str) -> String {
        styled(sheet, class, own).style.get("display").to_owned()
    }

    fn styled(sheet: &str, class: &str, own: &str) -> Styled {
        let mut heard = StyleSheet::default();
        heard.hear(sheet);
        let mut open = OpenElements::default();
        for (name, class) in [("table", ""), ("tr", ""), ("td", "cell"), ("span", class)] {
            let classes = class.split_whitespace().map(str::to_owned).collect();
            open.begin(Element { name: name.to_owned(), classes, ..Element::default() });
            let styled = heard.style(Some(&open), "", "");
            open.take(&styled);
        }
        heard.style(Some(&open), "", own)
    }

    #[test]
    fn the_rule_that_counts_is_that_which_counts_in_browsers() {
        for (sheet, display_of_x) in [
            (".x{display:none}", "none"),
            (".X , b{ DISPLAY : None !important }", "none"),
            (".x{display:none} .x{display:inline}", "inline"),
            (":is(.x, #y){display:none} .x.x{display:inline}", "none"),
            (":where(.x, #y){display:none} .x{display:inline}", "inline"),
            (".b\\,c, .\\78{display:none}", "none"),
            (".cell .x{display:none} .x{display:inline}", "none"),
            (".x{display:none!important} .cell .x{display:inline}", "none"),
            ("span{display:none} *{display:inline}", "none"),
            (".x.y{display:none} .x{display:block}", "block"),
            ("@charset \"utf-8\"; .x{display:none}", "none"),
            ("/* .y{ */ .x{display:none}", "none"),
            ("a:before{content:'}'} b{content:\"\\\"{\"} .x{display:none}", "none"),
            ("@font-face{src:url(a)} @page :first{margin:0} .x{display:none", "none"),
            ("@media screen{ .y{} @supports (display:grid){ .x{display:none} } } .y{display:block}", "none"),
            ("@media print{ .x{display:none} }", ""),
            ("@media (max-width:767px){ .x{display:none} } .x{color:red}", ""),
            ("@keyframes k{ from{display:none} }", ""),
            ("_:-ms-fullscreen, .x{display:none}", ""),
            ("@supports (-webkit-touch-callout:none){ .x{display:none} }", ""),
            ("@media not all and (min-resolution:.001dpcm){ .x{display:none} }", ""),
            (".x:hover{display:none} .x:last-child{display:none}", ""),
            // Rules in the block of others.
            ("td{ .x{display:none} }", "none"),
            ("td{color:red; .x{display:none} > b{} font:a}", "none"),
            (".cell{ & > .x{display:none} }", "none"),
            (".x{ &.y{display:block} .cell &{display:none} }", "none"),
            ("td,th{ b,span{display:none} }", "none"),
            ("table{ tr{ td{ .x{display:none} } } }", "none"),
            (".x{ @media screen{display:none} }", "none"),
            (".x{ @media print{display:none} display:block }", "block"),
            (".x{ .y{color:red} display:none }", "none"),
            ("th{ .x{display:none} } b{ &.x{display:none} } a:hover{ .x{display:none} }", ""),
            ("{ .x{display:none} } .y{ {display:none} }", ""),
            (".x{ .x{display:none} .y{display:none} &:hover{display:none} }", ""),
            // Values by a name.
            (":root{--d:none} .x{display:var(--d)}", "none"),
            ("*{--D:none} .x{display:var( --d )}", "none"),
            ("table{--d:block} td{--d:none} .x{display:var(--d)}", "none"),
            (":root{--d:none} .cell{--d:inline} .x{display:var(--d)}", "inline"),
            (".x{--d:none !important;display:var(--d);--d:block}", "none"),
            (".x{display:var(--d,none)}", "none"),
            ("th{--d:none} .x{display:var(--d)}", "var(--d)"),
        ] {
            assert_eq!(display(sheet, "x", ""), display_of_x, "{sheet}");
        }
        assert_eq!(display(".x{display:none}", "x", "display:inline"), "inline");
        assert_eq!(display("", "x", "--d:none;display:var(--d)"), "none");
        assert_eq!(display(".x{display:none !important}", "x", "display:inline"), "none");
    }

    #[test]
    fn what_may_be_said_of_an_element_is_in_doubt() {
        for sheet in [
            ".x:last-child{display:none}",
            ".x:has(b){display:none} .x:last-child{display:block}",
            "@scope (table) to (.y){ .x{display:none} }",
            "@scope (table){ td{ .x{display:none} } }",
            "@container (min-width:100px){ @media screen{ td .x{display:none} } }",
            ".x{ @container side (width > 1px){ display:none } }",
            ":is(.y, .z .x){display:none}",
        ] {
            let styled = styled(sheet, "x", "");
            assert_eq!((styled.style.get("display"), styled.doubtful.get("display")), ("", "none"), "{sheet}");
        }
        for sheet in ["@scope (table){ *{display:none} .y{display:none} }", "@container (width > 1px){ display:none }"]
        {
            assert_eq!(styled(sheet, "x", "").doubtful.get("display"), "", "{sheet}");
        }
    }

    #[test]
    fn a_sheet_made_to_cost_time_is_heard_in_time() {
        let mut sheet = StyleSheet::default();
        sheet.hear(&"{".repeat(1_000_000));
        sheet.hear(&"@media{".repeat(100_000));
        sheet.hear(&"/*".repeat(1_000_000));
        sheet.hear(&"'\n".repeat(500_000));
        sheet.hear(&".x{display:none}".repeat(20_000));
        sheet.hear(&"a{".repeat(500_000));
        sheet.hear(&format!("{}b{{{}}}", "a,".repeat(20), "&&&&{&&&&{&&&&{&&&&{}}}} ".repeat(1_000)));
        sheet.hear(&"--a:var(--a);".repeat(100_000));
        sheet.hear(&(":is(".repeat(100_000) + "{}"));
        sheet.hear(&"@scope{@container{".repeat(100_000));
        assert!(!sheet.is_spent());
        let mut open = OpenElements::default();
        for _ in 0..100 {
            open.begin(Element { name: "div".to_owned(), classes: vec!["x".to_owned()], ..Element::default() });
        }
        assert_eq!(sheet.style(Some(&open), "", "").style.get("display"), "none");
        sheet.hear(&format!("b {} .x{{display:none}}", "div ".repeat(12)).repeat(10_000));
        for _ in 0..100 {
            sheet.style(Some(&open), "", "");
        }
        assert!(sheet.is_spent());
        let mut sheet = StyleSheet::default();
        sheet.hear(&format!("{}b{{{}}}", "a,".repeat(900), "b{}".repeat(100_000)));
        assert!(sheet.is_spent());
        let mut sheet = StyleSheet::default();
        sheet.hear(&(".x,".repeat(MAX_RULES) + ".x{display:none}"));
        assert!(sheet.is_spent());
    }
}
