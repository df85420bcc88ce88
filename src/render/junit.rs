//! `--format junit`: `JUnit` XML, as Jenkins, GitLab and others show test results.
//!
//! A suite is a filing, a case a rule that the run asks for and that can speak of the filing's edition. 强制性 is a
//! failure; 核实性 and 提示性 are failures where `--fail-on` counts them, and are said in the case's output where it does
//! not, as is what the agency has explained. A case whose relations nobody can judge is skipped, and so is one that compares
//! with a year before that is not there. What belongs to the run is one suite more. A file that could not be
//! assessed is a suite with an error. There are no times: the same input gives the same bytes.

use std::collections::HashMap;
use std::io::{self, Write};
use std::mem;
use std::sync::Arc;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::lines::{self, headline, refusal, sentences, title};
use super::message::edition;
use super::phrases::{filled, phrase};
use super::{Renderer, Style, message};
use crate::diagnosis::{Assessment, Finding, Report};
use crate::model::{FormEdition, Transcript};
use crate::rules::{Plan, Rule, Severity, Values, Verdict};

/// One suite a filing.
pub struct JUnit<'f, W> {
    style: Style<'f>,
    out: Writer<W>,
    opened: bool,
    plans: HashMap<Arc<str>, Plan>,
    /// The file of the last suite and how often each name was used in it: a reader tells suites apart by their names.
    file: Arc<str>,
    names: HashMap<String, usize>,
}

/// What became of one rule in one filing.
struct Case<'a> {
    rule: &'a Arc<Rule>,
    /// Findings that fail the case.
    failures: Vec<&'a Finding>,
    /// Findings that are only said.
    said: Vec<&'a Finding>,
    /// Balance relations that nobody can judge.
    undetermined: usize,
    /// There is no filing of the year before, which the rule compares with.
    is_inapplicable: bool,
}

impl<'a> Case<'a> {
    fn of(rule: &'a Arc<Rule>, filing: &'a Assessment, undetermined: usize, style: Style) -> Self {
        let threshold = style.fail_on.unwrap_or(Severity::Error).max(Severity::Error);
        let fails = |finding: &&Finding| !finding.explained && finding.severity <= threshold;
        let findings = filing.findings.iter().filter(|finding| finding.rule.code == rule.code);
        let (failures, said): (Vec<_>, Vec<_>) = findings.partition(fails);
        let is_silent = failures.is_empty() && said.is_empty();
        let is_inapplicable = is_silent && rule.needs_year_before() && !filing.has_year_before;
        Case { rule, failures, said, undetermined, is_inapplicable }
    }

    fn is_skipped(&self) -> bool {
        self.failures.is_empty() && self.undetermined > 0 || self.is_inapplicable
    }
}

impl<'f, W: Write> JUnit<'f, W> {
    /// A result that is written to `out`.
    pub fn new(style: Style<'f>, out: W) -> Self {
        let out = Writer::new_with_indent(out, b' ', 2);
        let (plans, names) = (HashMap::new(), HashMap::new());
        Self { style, out, opened: false, plans, file: "".into(), names }
    }

    fn open(&mut self) -> io::Result<()> {
        if mem::replace(&mut self.opened, true) {
            return Ok(());
        }
        self.out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        self.out.write_event(Event::Start(BytesStart::new("testsuites").with_attributes([("name", "gouji")])))
    }

    /// A name that no other suite of the file has.
    fn name(&mut self, filing: &Assessment) -> String {
        if self.file != filing.source.path {
            self.file.clone_from(&filing.source.path);
            self.names.clear();
        }
        let name = Some(headline(filing, self.style.lang)).filter(|name| !name.is_empty());
        self.unique(name.unwrap_or_else(|| "gouji".to_owned()))
    }

    fn unique(&mut self, name: String) -> String {
        let times = self.names.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 { format!("{name} #{times}") } else { name }
    }

    fn suite(&mut self, name: &str, counts: [(&str, usize); 4]) -> io::Result<()> {
        let counts = counts.map(|(what, count)| (what, count.to_string()));
        let counts = counts.iter().map(|(what, count)| (*what, count.as_str()));
        let suite = BytesStart::new("testsuite").with_attributes([("name", name)]).with_attributes(counts);
        self.out.write_event(Event::Start(suite))
    }

    fn unassessed(&mut self, name: &str, kind: &str, text: &str) -> io::Result<()> {
        self.suite(name, [("tests", 1), ("failures", 0), ("errors", 1), ("skipped", 0)])?;
        let attributes = [("name", phrase("junit-reading", self.style.lang)), ("classname", name)];
        self.out.write_event(Event::Start(BytesStart::new("testcase").with_attributes(attributes)))?;
        self.element("error", &[("type", kind), ("message", text)], "")?;
        self.close("testcase")?;
        self.close("testsuite")
    }

    /// One suite for what belongs to no filing, a case for each of whom it concerns.
    fn concerns(&mut self, concerns: &[Assessment]) -> io::Result<()> {
        if concerns.is_empty() {
            return Ok(());
        }
        let mut cases = Vec::new();
        for concern in concerns {
            for finding in &concern.findings {
                let whom = headline(concern, self.style.lang);
                let name = self.unique(format!("{} · {whom}", title(&finding.rule, self.style.lang)));
                cases.push((name, Case::of(&finding.rule, concern, 0, self.style), concern));
            }
        }
        self.cases(phrase("junit-run", self.style.lang), &cases)
    }

    fn cases(&mut self, name: &str, cases: &[(String, Case, &Assessment)]) -> io::Result<()> {
        let failures = cases.iter().filter(|(_, case, _)| !case.failures.is_empty()).count();
        let skipped = cases.iter().filter(|(_, case, _)| case.is_skipped()).count();
        self.suite(name, [("tests", cases.len()), ("failures", failures), ("errors", 0), ("skipped", skipped)])?;
        cases.iter().try_for_each(|case| self.case(name, case))?;
        self.close("testsuite")
    }

    fn case(&mut self, suite: &str, (name, case, filing): &(String, Case, &Assessment)) -> io::Result<()> {
        let lang = self.style.lang;
        let start = BytesStart::new("testcase").with_attributes([("name", name.as_str()), ("classname", suite)]);
        if case.failures.is_empty() && case.said.is_empty() && !case.is_skipped() {
            return self.out.write_event(Event::Empty(start));
        }
        self.out.write_event(Event::Start(start))?;
        let style = self.style;
        let text = |findings: &[&Finding]| {
            findings.iter().map(|finding| sentences(finding, filing, style)).collect::<Vec<_>>().join("\n\n")
        };
        if let [first, ..] = case.failures.as_slice() {
            let mut said = message(first, filing, style.forms, lang);
            if case.failures.len() > 1 {
                said += &filled("junit-more", lang, &[("count", &case.failures.len())]);
            }
            self.element("failure", &[("type", first.severity.word()), ("message", &said)], &text(&case.failures))?;
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

impl<W: Write> Renderer for JUnit<'_, W> {
    fn filing(&mut self, filing: &Assessment) -> io::Result<()> {
        self.open()?;
        let name = self.name(filing);
        if let Some(error) = &filing.error {
            return self.unassessed(&name, &error.problem.kind(), &refusal(error, self.style.lang));
        }
        let read = filing.transcript.as_ref().zip(edition(filing, self.style.forms));
        let cases = read.map_or_else(Vec::new, |(transcript, form)| {
            let plan = self.plans.entry(form.id.clone()).or_insert_with(|| Plan::of(form));
            cases(filing, transcript, form, plan, self.style)
        });
        let cases: Vec<_> = cases.into_iter().map(|case| (title(case.rule, self.style.lang), case, filing)).collect();
        self.cases(&name, &cases)
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        lines::nothing(report).iter().try_for_each(|none| self.filing(none))?;
        self.open()?;
        self.names.clear();
        self.concerns(report.concerns())?;
        self.close("testsuites")?;
        writeln!(self.out.get_mut())?;
        self.out.get_mut().flush()
    }
}

/// What became of each rule that applies.
fn cases<'a>(
    filing: &'a Assessment,
    transcript: &Transcript,
    form: &FormEdition,
    plan: &Plan,
    style: Style<'a>,
) -> Vec<Case<'a>> {
    let mut undetermined: HashMap<&str, usize> = HashMap::new();
    let values = Values::of(form, transcript, style.policy.blank).with_totals_made(plan, form, transcript);
    for edit in plan.edits() {
        if let Some(rule) = style.catalogue.for_relation(plan.relation(edit))
            && plan.confront(edit, &values) == Verdict::Undetermined
        {
            *undetermined.entry(&rule.code).or_default() += 1;
        }
    }
    let case = |rule: &'a Arc<Rule>| {
        let undetermined = undetermined.get(rule.code.as_str()).copied().unwrap_or(0);
        Case::of(rule, filing, undetermined, style)
    };
    let cases = style.catalogue.rules().iter().map(case);
    // Whatever was found is a case, also of a rule that should not have spoken.
    cases
        .filter(|case| {
            let applies = style.policy.wants(case.rule) && case.rule.speaks_of(form, plan);
            applies || !case.failures.is_empty() || !case.said.is_empty()
        })
        .collect()
}
