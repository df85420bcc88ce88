//! A rule of the catalogue as SARIF describes it.

use serde::Serialize;

use super::{Message, literal};
use crate::model::Lang;
use crate::render::catalogue::sections;
use crate::render::words::phrases::severity_words;
use crate::rules::Rule;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor<'a> {
    id: &'a str,
    name: &'a str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
    properties: RuleProperties<'a>,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties<'a> {
    /// The first letter of the code.
    family: &'a str,
    /// The word officers use, in Chinese whatever the language.
    severity: &'static str,
    since: &'a str,
    tags: [&'a str; 2],
}

impl<'a> Descriptor<'a> {
    pub(super) fn new(rule: &'a Rule, lang: Lang) -> Self {
        let wording = rule.wording(lang);
        let sections = sections(rule, lang);
        let join = |section: &dyn Fn(&str, &[String]) -> String| {
            let sections: Vec<_> = sections.iter().map(|(name, text)| section(name, text)).collect();
            literal(&sections.join("\n\n"))
        };
        let family = &rule.code[..rule.code.len().min(1)];
        Self {
            id: &rule.code,
            name: &rule.name,
            short_description: Message::new(&wording.title),
            full_description: Message::new(&wording.checks),
            help: Help {
                text: join(&|name, text| format!("{name}\n{}", text.join("\n"))),
                markdown: join(&|name, text| format!("**{name}**\n\n{}", text.join("\n\n"))),
            },
            default_configuration: Configuration { level: rule.severity.word() },
            properties: RuleProperties {
                family,
                severity: severity_words(rule.severity, Lang::Zh),
                since: &rule.since,
                tags: [family, &rule.name],
            },
        }
    }
}
