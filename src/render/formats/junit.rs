//! `--format junit`: `JUnit` XML, as Jenkins, GitLab and others show test results.
//!
//! A suite is a filing, a case a rule that the run asks for and that can speak of the filing's edition. 强制性 is a
//! failure; 核实性 and 提示性 are failures where `--fail-on` counts them, and are said in the case's output where it does
//! not, as is what the agency has explained. A case whose relations nobody can judge is skipped, and so is one that compares
//! with a year before that is not there. How much was found of a filing and is not listed is a property of its suite. What belongs to the run is one suite more. A file that could not be
//! assessed is a suite with an error. There are no times: the same input gives the same bytes.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::Scribe;
use crate::render::Style;
use crate::render::said::{Refusal, Said, SaidFiling, SaidRun, heading};
use crate::render::words::phrases::{filled, phrase};
use crate::rules::{Plan, Rule, Severity};

/// One suite a filing.
pub(super) struct JUnit<'f, W> {
    style: Style<'f>,
    out: Writer<W>,
    plans: HashMap<Arc<str>, Plan>,
    /// The file of the last suite and the names in it: a reader tells suites apart by their names.
    file: Arc<str>,
    names: Names,
}

/// How often each name was used.
#[derive(Debug, Default)]
struct Names(HashMap<String, usize>);

impl Names {
    /// The name, with a number where it was used before.
    fn unique(&mut self, name: String) -> String {
        let times = self.0.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 { format!("{name} #{times}") } else { name }
    }
}

/// What became of one rule in one filing.
struct Case<'a> {
    name: String,
    /// Findings that fail the case.
    failures: Vec<Said<'a>>,
    /// Findings that are only said.
    said: Vec<Said<'a>>,
    /// Balance relations that nobody can judge.
    undetermined: usize,
    /// There is no filing of the year before, which the rule compares with.
    is_inapplicable: bool,
}

impl<'a> Case<'a> {
    fn of(rule: &Rule, filing: SaidFiling<'a>) -> Self {
        let threshold = filing.style.fail_on.unwrap_or(Severity::Error);
        let fails = |said: &Said| !said.finding.explained && said.finding.severity <= threshold;
        let (failures, said): (Vec<_>, Vec<_>) =
            filing.findings().filter(|said| said.code() == rule.code).partition(fails);
        let is_silent = failures.is_empty() && said.is_empty();
        let is_inapplicable = is_silent && rule.needs_year_before() && !filing.assessment.has_year_before;
        let undetermined = filing.assessment.checked.unjudged.get(&rule.code).copied().unwrap_or(0);
        Case { name: heading(rule, filing.style.lang), failures, said, undetermined, is_inapplicable }
    }

    /// A case for one whom the run concerns, under a name that no other has.
    fn of_run(said: Said<'a>, names: &mut Names) -> Self {
        let name = names.unique(format!("{} · {}", said.heading(), said.filing.headline()));
        Case { name, ..Case::of(&said.finding.rule, said.filing) }
    }

    fn is_skipped(&self) -> bool {
        self.failures.is_empty() && self.undetermined > 0 || self.is_inapplicable
    }
}

impl<'f, W: Write> JUnit<'f, W> {
    /// A result that is written to `out`.
    pub(super) fn new(style: Style<'f>, out: W) -> Self {
        let out = Writer::new_with_indent(out, b' ', 2);
        Self { style, out, plans: HashMap::new(), file: "".into(), names: Names::default() }
    }

    /// A name that no other suite of the file has.
    fn name(&mut self, filing: SaidFiling) -> String {
        let path = &filing.assessment.source.path;
        if self.file != *path {
            self.file.clone_from(path);
            self.names = Names::default();
        }
        let name = Some(filing.headline()).filter(|name| !name.is_empty());
        self.names.unique(name.unwrap_or_else(|| "gouji".to_owned()))
    }

    fn suite(&mut self, name: &str, counts: [(&str, usize); 4]) -> io::Result<()> {
        let counts = counts.map(|(what, count)| (what, count.to_string()));
        let counts = counts.iter().map(|(what, count)| (*what, count.as_str()));
        let suite = BytesStart::new("testsuite").with_attributes([("name", name)]).with_attributes(counts);
        self.out.write_event(Event::Start(suite))
    }

    fn unassessed(&mut self, name: &str, refusal: &Refusal) -> io::Result<()> {
        self.suite(name, [("tests", 1), ("failures", 0), ("errors", 1), ("skipped", 0)])?;
        let attributes = [("name", phrase("junit-reading", self.style.lang)), ("classname", name)];
        self.out.write_event(Event::Start(BytesStart::new("testcase").with_attributes(attributes)))?;
        self.element("error", &[("type", &refusal.kind), ("message", &refusal.line())], "")?;
        self.close("testcase")?;
        self.close("testsuite")
    }

    fn cases(&mut self, name: &str, cases: &[Case], unlisted: Option<&str>) -> io::Result<()> {
        let failures = cases.iter().filter(|case| !case.failures.is_empty()).count();
        let skipped = cases.iter().filter(|case| case.is_skipped()).count();
        self.suite(name, [("tests", cases.len()), ("failures", failures), ("errors", 0), ("skipped", skipped)])?;
        if let Some(unlisted) = unlisted {
            self.out.write_event(Event::Start(BytesStart::new("properties")))?;
            self.element("property", &[("name", "unlisted"), ("value", unlisted)], "")?;
            self.close("properties")?;
        }
        cases.iter().try_for_each(|case| self.case(name, case))?;
        self.close("testsuite")
    }

    fn case(&mut self, suite: &str, case: &Case) -> io::Result<()> {
        let lang = self.style.lang;
        let start = BytesStart::new("testcase").with_attributes([("name", case.name.as_str()), ("classname", suite)]);
        if case.failures.is_empty() && case.said.is_empty() && !case.is_skipped() {
            return self.out.write_event(Event::Empty(start));
        }
        self.out.write_event(Event::Start(start))?;
        let text = |said: &[Said]| said.iter().map(|said| said.paragraph()).collect::<Vec<_>>().join("\n\n");
        if let [first, ..] = case.failures.as_slice() {
            let mut said = first.sentence();
            if case.failures.len() > 1 {
                said += &filled("junit-more", lang, &[("count", &case.failures.len())]);
            }
            let attributes = [("type", first.finding.severity.word()), ("message", &said)];
            self.element("failure", &attributes, &text(&case.failures))?;
        } else if case.is_inapplicable {
            self.element("skipped", &[("message", phrase("junit-not-applicable", lang))], "")?;
        } else if case.is_skipped() {
            let said = filled("junit-undetermined", lang, &[("count", &case.undetermined)]);
            self.element("skipped", &[("message", &said)], "")?;
        }
        if !case.said.is_empty() {
            self.element("system-out", &[], &text(&case.said))?;
        }
        self.close("testcase")
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        if text.is_empty() {
            return self.out.write_event(Event::Empty(start));
        }
        self.out.write_event(Event::Start(start))?;
        self.out.write_event(Event::Text(BytesText::new(text)))?;
        self.close(name)
    }

    fn close(&mut self, name: &str) -> io::Result<()> {
        self.out.write_event(Event::End(BytesEnd::new(name)))
    }
}

impl<W: Write> Scribe for JUnit<'_, W> {
    fn begin(&mut self) -> io::Result<()> {
        self.out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        self.out.write_event(Event::Start(BytesStart::new("testsuites").with_attributes([("name", "gouji")])))
    }

    fn filing(&mut self, filing: SaidFiling) -> io::Result<()> {
        let name = self.name(filing);
        if let Some(refusal) = filing.refusal() {
            return self.unassessed(&name, &refusal);
        }
        let form = filing.form.filter(|_| filing.assessment.transcript.is_some());
        let rules = form.map_or_else(Vec::new, |form| {
            let plan = self.plans.entry(form.id.clone()).or_insert_with(|| Plan::of(form));
            let applies = |rule: &Rule| filing.style.policy.wants(rule) && rule.speaks_of(form, plan);
            // Whatever was found is a case, also of a rule that should not have spoken.
            let is_found = |rule: &Rule| filing.findings().any(|said| said.code() == rule.code);
            filing.style.catalogue.rules().iter().filter(|rule| applies(rule) || is_found(rule)).collect()
        });
        let cases: Vec<Case> = rules.into_iter().map(|rule| Case::of(rule, filing)).collect();
        self.cases(&name, &cases, filing.unlisted().as_deref())
    }

    fn run(&mut self, run: SaidRun) -> io::Result<()> {
        run.say_nothing(|none| self.filing(none))?;
        // One suite for what belongs to no filing, a case for each of whom it concerns.
        let mut names = Names::default();
        let cases: Vec<_> = run.findings().map(|said| Case::of_run(said, &mut names)).collect();
        if cases.is_empty() { Ok(()) } else { self.cases(phrase("junit-run", self.style.lang), &cases, None) }
    }

    fn end(&mut self, _: SaidRun) -> io::Result<()> {
        self.close("testsuites")?;
        writeln!(self.out.get_mut())?;
        self.out.get_mut().flush()
    }
}
