//! Whose figures a clause speaks of, and of which time: `scope.toml` made one pattern each for a filing.

use std::sync::LazyLock;

use serde::Deserialize;

use super::pattern::Pattern;
use super::words::ending;
use crate::model::agency_abbreviations;

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
    ends: Vec<String>,
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

static RECORD: LazyLock<ScopeRecord> = LazyLock::new(|| embedded!("rules/narrative/scope"));

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
pub(super) struct ReportVoice {
    /// What means this agency wherever it stands.
    names: Vec<String>,
    /// What means it where no region stands before it: 自然资源局, but not 市自然资源局.
    plain: Vec<String>,
    /// What means it where it begins a clause: 办公室, but not 镇党政办公室.
    end: Option<&'static str>,
    /// Of a government, what means all that it governs; 我县 and 全县 are another body to a department.
    all: Option<String>,
    years: Vec<(String, &'static str)>,
}

const REGIONS: &str = "省市县区州旗镇乡";
const OWN: &str = "本机关";

/// The words for a region, and those that mean all of it.
static ALL_OF: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let words = |region| ['我', '本'].map(|own| (format!("{own}{region}"), format!("全{region}")));
    REGIONS.chars().take(6).flat_map(words).collect()
});

impl ReportVoice {
    pub(super) fn of(whose: Whose) -> Self {
        let [names, plain] = whose.agency.map(called).unwrap_or_default();
        let government = whose.agency.filter(|agency| agency.ends_with("政府"));
        let region = government.and_then(|agency| agency.chars().rev().find(|c| REGIONS.contains(*c)));
        let all = region.map(|region| format!("全{region}"));
        let years = whose.year.map(|year| [(year - 1, "上年"), (year, "本年"), (year + 1, "下年")]);
        let years = years.into_iter().flatten().map(|(year, word)| (format!("{year}年"), word)).collect();
        let end = whose.agency.and_then(|agency| ending(&RECORD.body.ends, agency));
        Self { names, plain, end, all, years }
    }

    /// A folded text with the agency's name and the years in the words that `scope.toml` knows.
    pub(super) fn canonical(&self, text: &str) -> String {
        let names = self.names.iter().chain(&self.all).map(|name| (name.as_str(), OWN));
        let regions = ALL_OF.iter().filter(|_| self.all.is_none() && text.contains(['我', '本']));
        let regions = regions.map(|(own, all)| (own.as_str(), all.as_str()));
        let years = self.years.iter().filter(|_| text.contains('年')).map(|(year, word)| (year.as_str(), *word));
        let text = names.chain(regions).chain(years).fold(text.to_owned(), |text, (own, known)| {
            if text.contains(own) { text.replace(own, known) } else { text }
        });
        let is_own = |name: &&String| match text.find(name.as_str()) {
            Some(at) => !text[..at].ends_with(|c| REGIONS.contains(c) || c == '各'),
            None => false,
        };
        let begins =
            |name: &&str| text.find(name).is_some_and(|at| text[..at].is_empty() || text[..at].ends_with('年'));
        match self.plain.iter().find(is_own).map(String::as_str).or_else(|| self.end.filter(begins)) {
            Some(name) => text.replacen(name, OWN, 1),
            None => text,
        }
    }
}

/// What an agency calls itself: 云泽县民政局, 县民政局; 云泽县人民政府办公室, 县政府办; and without its region.
fn called(agency: &str) -> [Vec<String>; 2] {
    let mut names = vec![agency.to_owned()];
    // From a region on, or from behind one with another inside: 县民政局; 某县人民政府 of 某市某县人民政府.
    let borders = agency.char_indices().skip(1).filter(|(_, c)| REGIONS.contains(*c));
    names.extend(borders.flat_map(|(at, c)| [&agency[at..], &agency[at + c.len_utf8()..]]).map(str::to_owned));
    for [long, short] in agency_abbreviations() {
        let shorter: Vec<_> =
            names.iter().filter(|name| name.contains(long.as_str())).map(|name| name.replace(long, short)).collect();
        names.extend(shorter);
    }
    names.retain(|name| name.chars().count() >= 3);
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let names = names.iter().map(|name| super::sentence::folded(name));
    let is_telling = |name: &String| name.contains(|c| REGIONS.contains(c)) && name.chars().count() >= 4;
    let (telling, plain) = names.partition(is_telling);
    [telling, plain]
}

/// The patterns.
#[derive(Debug)]
pub(super) struct Scopes {
    body: Pattern,
    time: Pattern,
    own: Pattern,
}

/// The patterns.
pub(super) static SCOPES: LazyLock<Scopes> = LazyLock::new(Scopes::new);

/// What the words of a clause say of one of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ClauseSays {
    Nothing,
    Own,
    Other,
}

/// What a text is speaking of as it goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SpokenOf {
    pub(super) other_body: bool,
    pub(super) other_time: bool,
}

impl Scopes {
    fn new() -> Self {
        let ScopeRecord { body, time } = &*RECORD;
        let kinds = |own: &[String], neutral: &[String], other: &[String]| {
            format!("(?<neutral>{})|(?<own>{})|(?<other>{})", neutral.join("|"), own.join("|"), other.join("|"))
        };
        let time_kinds = kinds(&time.own, &time.neutral, &time.other);
        Self {
            body: kinds(&body.own, &body.neutral, &body.other).into(),
            time: format!("(?<cumulative>{})|{time_kinds}", time.cumulative).into(),
            own: format!("{}|{}", body.own.join("|"), time.own.join("|")).into(),
        }
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
    pub(super) fn follow(&self, before: SpokenOf, clause: &str, is_of_year: bool) -> (SpokenOf, SpokenOf) {
        let (mut body, mut time) = (Vec::new(), Vec::new());
        for found in self.body.captures_iter(clause) {
            body.push(if found.name("own").is_some() {
                ClauseSays::Own
            } else if found.name("other").is_some() {
                ClauseSays::Other
            } else {
                ClauseSays::Nothing
            });
        }
        for found in self.time.captures_iter(clause) {
            time.push(if found.name("cumulative").is_some() {
                if is_of_year { ClauseSays::Nothing } else { ClauseSays::Other }
            } else if found.name("own").is_some() {
                ClauseSays::Own
            } else if found.name("other").is_some() {
                ClauseSays::Other
            } else {
                ClauseSays::Nothing
            });
        }
        let here = |heard: &[ClauseSays], before: bool| match heard {
            heard if heard.contains(&ClauseSays::Other) => true,
            heard if heard.contains(&ClauseSays::Own) => false,
            _ => before,
        };
        let behind = |heard: &[ClauseSays], before: bool| match heard
            .iter()
            .rev()
            .find(|heard| **heard != ClauseSays::Nothing)
        {
            Some(last) => *last == ClauseSays::Other,
            None => before,
        };
        (
            SpokenOf { other_body: here(&body, before.other_body), other_time: here(&time, before.other_time) },
            SpokenOf { other_body: behind(&body, before.other_body), other_time: behind(&time, before.other_time) },
        )
    }
}
