//! Whose figures a clause speaks of, and of which time: `scope.toml` made one pattern each for a filing.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

/// The records of `scope.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeRecord {
    body: BodyRecord,
    time: TimeRecord,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyRecord {
    own: Vec<String>,
    neutral: Vec<String>,
    other: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeRecord {
    own: Vec<String>,
    plain: Vec<String>,
    since: Vec<String>,
    neutral: Vec<String>,
    cumulative: String,
    other: Vec<String>,
}

static RECORD: LazyLock<ScopeRecord> =
    LazyLock::new(|| toml::from_str(include_str!("scope.toml")).expect("a test reads scope.toml"));

/// Whose report it is, and of which year.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whose<'a> {
    /// The agency, where it is known.
    pub agency: Option<&'a str>,
    /// The report year, where it is known.
    pub year: Option<u16>,
}

/// The words in which a report speaks of itself, and those that `scope.toml` knows for them.
#[derive(Debug)]
pub(super) struct Voice {
    names: Vec<String>,
    /// 我县 is the government's own, and to a department another body.
    is_government: bool,
    years: Vec<(String, &'static str)>,
}

/// The words for a region, and those that mean all of it.
static REGIONS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let words = |region| ['我', '本'].map(|own| (format!("{own}{region}"), format!("全{region}")));
    "省市县区州旗".chars().flat_map(words).collect()
});

impl Voice {
    pub(super) fn of(whose: Whose) -> Self {
        let names = whose.agency.map(called).unwrap_or_default();
        let is_government = whose.agency.is_some_and(|agency| agency.ends_with("政府"));
        let years = whose.year.map(|year| [(year - 1, "上年"), (year, "本年"), (year + 1, "下年")]);
        let years = years.into_iter().flatten().map(|(year, word)| (format!("{year}年"), word)).collect();
        Self { names, is_government, years }
    }

    /// A folded text with the agency's name and the years in the words that `scope.toml` knows.
    pub(super) fn canonical(&self, text: &str) -> String {
        let names = self.names.iter().map(|name| (name.as_str(), "本机关"));
        let regions = REGIONS.iter().filter(|_| !self.is_government && text.contains(['我', '本']));
        let regions = regions.map(|(own, all)| (own.as_str(), all.as_str()));
        let years = self.years.iter().filter(|_| text.contains('年')).map(|(year, word)| (year.as_str(), *word));
        names.chain(regions).chain(years).fold(text.to_owned(), |text, (own, known)| {
            if text.contains(own) { text.replace(own, known) } else { text }
        })
    }
}

/// What an agency calls itself: 云泽县民政局, 县民政局; 云泽县人民政府, 县政府.
fn called(agency: &str) -> Vec<String> {
    const REGIONS: &str = "省市县区州旗镇乡";
    let mut names = vec![agency.to_owned()];
    // From a region on, or from behind one with another inside: 县民政局; 某县人民政府 of 某市某县人民政府.
    let borders = agency.char_indices().skip(1).filter(|(_, c)| REGIONS.contains(*c));
    let from = borders.flat_map(|(at, c)| [&agency[at..], &agency[at + c.len_utf8()..]]);
    let is_telling = |name: &&str| name.chars().count() >= 4 && name.contains(|c| REGIONS.contains(c));
    names.extend(from.filter(is_telling).map(str::to_owned));
    let short: Vec<_> =
        names.iter().filter(|name| name.ends_with("人民政府")).map(|n| n.replace("人民政府", "政府")).collect();
    names.extend(short);
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.iter().map(|name| super::sentence::folded(name)).collect()
}

/// The patterns.
#[derive(Debug)]
pub(super) struct Scopes {
    body: Regex,
    time: Regex,
    own: Regex,
}

/// The patterns, made once.
pub(super) static SCOPES: LazyLock<Scopes> = LazyLock::new(|| Scopes::new().expect("a test makes every pattern"));

/// What the words of a clause say of one of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    Nothing,
    Own,
    Other,
}

/// What a text is speaking of as it goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) other_body: bool,
    pub(super) other_time: bool,
}

impl Scopes {
    fn new() -> Result<Self, regex::Error> {
        let ScopeRecord { body, time } = &*RECORD;
        let kinds = |own: &[String], neutral: &[String], other: &[String]| {
            format!("(?<neutral>{})|(?<own>{})|(?<other>{})", neutral.join("|"), own.join("|"), other.join("|"))
        };
        let time_kinds = kinds(&time.own, &time.neutral, &time.other);
        Ok(Self {
            body: Regex::new(&kinds(&body.own, &body.neutral, &body.other))?,
            time: Regex::new(&format!("(?<cumulative>{})|{time_kinds}", time.cumulative))?,
            own: Regex::new(&format!("{}|{}", body.own.join("|"), time.own.join("|")))?,
        })
    }

    /// Whether a sentence names the year in so many words, and counts from its beginning.
    pub(super) fn names_the_year(sentence: &str) -> bool {
        let has = |words: &[String]| words.iter().any(|word| sentence.contains(word.as_str()));
        has(&RECORD.time.plain) && !has(&RECORD.time.since)
    }

    /// A clause without the words that mean this agency and this year.
    pub(super) fn without_own(&self, clause: &str) -> String {
        self.own.replace_all(clause, "").into_owned()
    }

    /// What a clause itself is about, and what the text is about behind it.
    pub(super) fn follow(&self, before: Scope, clause: &str, is_of_year: bool) -> (Scope, Scope) {
        let (mut body, mut time) = (Vec::new(), Vec::new());
        for found in self.body.captures_iter(clause) {
            body.push(if found.name("own").is_some() {
                Heard::Own
            } else if found.name("other").is_some() {
                Heard::Other
            } else {
                Heard::Nothing
            });
        }
        for found in self.time.captures_iter(clause) {
            time.push(if found.name("cumulative").is_some() {
                if is_of_year { Heard::Nothing } else { Heard::Other }
            } else if found.name("own").is_some() {
                Heard::Own
            } else if found.name("other").is_some() {
                Heard::Other
            } else {
                Heard::Nothing
            });
        }
        let here = |heard: &[Heard], before: bool| match heard {
            heard if heard.contains(&Heard::Other) => true,
            heard if heard.contains(&Heard::Own) => false,
            _ => before,
        };
        let behind = |heard: &[Heard], before: bool| match heard.iter().rev().find(|heard| **heard != Heard::Nothing) {
            Some(last) => *last == Heard::Other,
            None => before,
        };
        (
            Scope { other_body: here(&body, before.other_body), other_time: here(&time, before.other_time) },
            Scope { other_body: behind(&body, before.other_body), other_time: behind(&time, before.other_time) },
        )
    }
}
