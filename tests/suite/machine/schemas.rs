//! Whether results keep the rules of their formats, over all fixtures.

use std::collections::BTreeSet;
use std::fs;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

use super::gouji;
use super::xml::{Element, junit};
use crate::support::{CATALOGUE, files_below, sample};

/// A schema that values are held against.
pub(crate) struct Validator {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Validator {
    /// Formats as `date-time` and `uri` are held too.
    pub(crate) fn new(schema: Value) -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.enable_format_assertions();
        compiler.add_resource("schema.json", schema).expect("a schema");
        let index = compiler.compile("schema.json", &mut schemas).expect("a schema");
        Self { schemas, index }
    }

    fn is_valid(&self, value: &Value) -> bool {
        self.schemas.validate(value, self.index).is_ok()
    }
}

pub(crate) fn check(validator: &Validator, value: &Value, what: &str) {
    if let Err(error) = validator.schemas.validate(value, validator.index) {
        let said: String = error.to_string().chars().take(2_000).collect();
        panic!("{what}: {said}");
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// Every run that a test asks of the fixtures. They are named, as a walk passes some of them over.
fn runs<'a>(format: &'a str, more: &[&'a str]) -> String {
    let refused = files_below("fixtures/refused");
    let files = [sample(files_below("fixtures")), refused].concat();
    let files: Vec<String> = files.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let args = ["check", "--format", format, "fixtures/nowhere.csv"];
    gouji(&args.into_iter().chain(more.iter().copied()).chain(files.iter().map(String::as_str)).collect::<Vec<_>>())
}

/// The schema of a document of ours.
pub(crate) fn gouji_1() -> Value {
    closed(json(&fs::read_to_string("src/render/gouji-1.schema.json").expect("the schema is there")))
}

/// The official schema of SARIF 2.1.0.
pub(crate) fn sarif() -> Validator {
    let text = fs::read_to_string("tests/schemas/sarif-2.1.0-rtm.5.json").expect("the schema is there");
    // The pattern of a language has a bracket too many, which only some engines of expressions let pass.
    let mended = text.replace("{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "{2}(-[a-zA-Z]{2})?$");
    assert_ne!(text, mended);
    Validator::new(json(&mended))
}

/// Holds a result against the elements of `JUnit` XML, and counts the suites.
pub(crate) fn junit_suites(text: &str) -> usize {
    let root = junit(text);
    keeps_to_its_schema(&root);
    root.inside.len()
}

/// The schema, and in it no key but those it knows.
pub(crate) fn closed(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(object) => {
            if object.contains_key("properties") && !object.contains_key("additionalProperties") {
                object.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            object.values_mut().for_each(|value| *value = closed(value.take()));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| *value = closed(value.take())),
        _ => {}
    }
    schema
}

#[test]
fn json_is_gouji_1() {
    let schema = gouji_1();
    let document = Validator::new(schema.clone());
    let of = |name: &str| {
        let mut part = schema.clone();
        part["$ref"] = format!("#/$defs/{name}").into();
        for key in ["type", "properties", "required", "additionalProperties"] {
            part.as_object_mut().expect("an object").remove(key);
        }
        Validator::new(part)
    };
    let (filing, closing) = (of("Filing"), of("Closing"));
    for more in [&[][..], &["--cells", "--lang", "en"], &["--blank", "missing", "--edition", "2021"]] {
        check(&document, &json(&runs("json", more)), "json");
        let lines = runs("jsonl", more);
        let lines: Vec<Value> = lines.lines().map(json).collect();
        let (last, filings) = lines.split_last().expect("a closing line");
        assert!(filings.len() > 50);
        for line in filings {
            check(&filing, line, "jsonl");
        }
        check(&closing, last, "jsonl");
        assert!(!filing.is_valid(last), "a closing line is no filing");
    }
    let empty = gouji(&["check", "--format", "json", "--ignore", "P", "fixtures/refused/budget.csv"]);
    check(&document, &json(&empty), "json");
}

#[test]
fn sarif_is_valid_and_its_rules_are_the_catalogue() {
    let validator = sarif();
    for lang in ["zh", "en"] {
        let log = json(&runs("sarif", &["--lang", lang]));
        check(&validator, &log, lang);
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        let ids: Vec<_> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
        assert_eq!(ids, CATALOGUE.rules().iter().map(|rule| rule.code.as_str()).collect::<Vec<_>>());
        let results = run["results"].as_array().expect("results");
        assert!(results.len() > 100);
        for result in results {
            let index = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok()).expect("an index");
            assert_eq!(result["ruleId"], rules[index]["id"]);
            assert_eq!(result["level"], rules[index]["defaultConfiguration"]["level"]);
            let ids = result["relatedLocations"].as_array().into_iter().flatten().map(|location| &location["id"]);
            assert!((1_u64..).zip(ids).all(|(expected, id)| *id == expected), "{result}");
        }
        assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    }
    let pass = json(&gouji(&["check", "--format", "sarif", "fixtures/published/two-years-a-2023.csv"]));
    check(&validator, &pass, "a run without a result");
    assert_eq!(pass["runs"][0]["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn issues_of_gitlab_have_what_it_asks_for() {
    let issues = json(&runs("gitlab", &[]));
    let mut fingerprints = BTreeSet::new();
    for issue in issues.as_array().expect("an array") {
        for key in ["description", "check_name", "fingerprint", "severity"] {
            assert!(issue[key].as_str().is_some_and(|text| !text.is_empty()), "{issue}");
        }
        let severities = ["info", "minor", "major", "critical", "blocker"];
        assert!(severities.iter().any(|severity| issue["severity"] == *severity), "{issue}");
        assert!(issue["location"]["path"].as_str().is_some_and(|path| path.starts_with("fixtures/")), "{issue}");
        assert!(issue["location"]["lines"]["begin"].as_u64().is_some_and(|line| line > 0), "{issue}");
        assert!(fingerprints.insert(issue["fingerprint"].to_string()), "{issue}");
    }
    assert!(fingerprints.len() > 100);
}

/// What an element may have: attributes it must have, others, elements in it.
struct Allowed {
    name: &'static str,
    must: &'static [&'static str],
    may: &'static [&'static str],
    inside: &'static [&'static str],
}

/// The elements of `JUnit` XML that gouji writes, as the schema of Jenkins' xUnit plugin (junit-10) describes them.
const JUNIT: [Allowed; 9] = [
    Allowed { name: "testsuites", must: &[], may: &["name"], inside: &["testsuite"] },
    Allowed {
        name: "testsuite",
        must: &["name", "tests", "failures", "errors"],
        may: &["skipped"],
        inside: &["properties", "testcase"],
    },
    Allowed { name: "properties", must: &[], may: &[], inside: &["property"] },
    Allowed { name: "property", must: &["name", "value"], may: &[], inside: &[] },
    Allowed {
        name: "testcase",
        must: &["name"],
        may: &["classname"],
        inside: &["skipped", "error", "failure", "system-out"],
    },
    Allowed { name: "skipped", must: &[], may: &["type", "message"], inside: &[] },
    Allowed { name: "error", must: &[], may: &["type", "message"], inside: &[] },
    Allowed { name: "failure", must: &[], may: &["type", "message"], inside: &[] },
    Allowed { name: "system-out", must: &[], may: &[], inside: &[] },
];

fn keeps_to_its_schema(root: &Element) {
    assert_eq!(root.name, "testsuites");
    for element in root.all() {
        let allowed = JUNIT.iter().find(|allowed| allowed.name == element.name).expect("an element of the schema");
        let known: Vec<&str> = allowed.must.iter().chain(allowed.may).copied().collect();
        assert!(allowed.must.iter().all(|name| element.attributes.contains_key(*name)), "{element:?}");
        assert!(element.attributes.keys().all(|name| known.contains(&name.as_str())), "{element:?}");
        assert!(element.inside.iter().all(|inner| allowed.inside.contains(&inner.name.as_str())), "{element:?}");
    }
}

#[test]
fn junit_keeps_to_its_schema_and_its_counts_are_right() {
    let root = junit(&runs("junit", &["--fail-on", "warning"]));
    keeps_to_its_schema(&root);
    assert!(root.inside.len() > 50);
    let mut names = BTreeSet::new();
    for suite in &root.inside {
        let with = |name: &str| suite.inside.iter().filter(|case| case.inside.iter().any(|e| e.name == name)).count();
        assert_eq!(suite.attributes["tests"], suite.inside.len().to_string());
        for (count, name) in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
            assert_eq!(suite.attributes[count], with(name).to_string(), "{}", suite.attributes["name"]);
        }
        // What is walked and named is there twice, and only that.
        let is_new = names.insert(&suite.attributes["name"]);
        assert!(is_new || suite.attributes["name"].contains("refused/"), "{}", suite.attributes["name"]);
    }
}
