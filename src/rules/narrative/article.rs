//! What of a page is the report. Beside it a page names other articles: the reports of other years and of other agencies,
//! with the dates on which these were put up, and with their first sentences.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::Deserialize;

use super::pattern::Pattern;
use super::scope::{ReportVoice, SCOPES, SpokenOf, Whose};
use super::sentence::folded;
use crate::model::Narrative;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ArticleRecord {
    title: Pattern,
    deed: Pattern,
    returns: Pattern,
    heading: Pattern,
}

static ARTICLES: LazyLock<ArticleRecord> = LazyLock::new(|| embedded!("rules/narrative/articles"));

/// What a paragraph says of the article that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begins {
    /// It has the title of this report, a numbered heading, or names this year.
    Own,
    /// It begins with the title of another.
    Other,
    Nothing,
}

/// A text without what belongs to other reports: from the title of one on, up to the title of this report, a heading, or
/// words of its year. Where no title is this report's, nobody knows which of them are others.
#[must_use]
pub fn own<'n>(narrative: &'n Narrative, whose: Whose) -> Cow<'n, Narrative> {
    let Some(year) = whose.year.map(|year| format!("{year}年")) else { return Cow::Borrowed(narrative) };
    // Two titles make another article: one alone is the report's.
    if narrative.paragraphs.iter().filter(|paragraph| may_be_title(&paragraph.text)).count() < 2 {
        return Cow::Borrowed(narrative);
    }
    let voice = ReportVoice::of(whose);
    let titles: Vec<Option<bool>> =
        narrative.paragraphs.iter().map(|paragraph| is_of_this(&paragraph.text, &voice, whose)).collect();
    if !titles.contains(&Some(true)) || !titles.contains(&Some(false)) {
        return Cow::Borrowed(narrative);
    }
    let mut is_other = false;
    let mut kept = Narrative::default();
    for (paragraph, title) in narrative.paragraphs.iter().zip(titles) {
        let begins = match title {
            Some(true) => Begins::Own,
            Some(false) => Begins::Other,
            None if is_heading(&paragraph.text) || names(&year, &paragraph.text) => Begins::Own,
            None if is_other && returns(&paragraph.text) => Begins::Own,
            None => Begins::Nothing,
        };
        is_other = begins == Begins::Other || is_other && begins == Begins::Nothing;
        if !is_other {
            kept.paragraphs.push(paragraph.clone());
        }
    }
    Cow::Owned(kept)
}

/// Whether a text can begin with the title of a report: it says 报告 or 年报.
fn may_be_title(text: &str) -> bool {
    text.contains('报')
}

/// Whether the title with which a text begins is of this report; `None` where it begins with none.
fn is_of_this(text: &str, voice: &ReportVoice, whose: Whose) -> Option<bool> {
    let text = may_be_title(text).then(|| folded(text))?;
    let found = ARTICLES.title.captures(&text)?;
    let title = found.name("title")?;
    // A sentence that ends in 年度报告 has a verb, or no year.
    let is_followed = found.name("end").is_some_and(|end| end.as_str() == "。" && end.end() < text.len());
    if ARTICLES.deed.is_match(title.as_str()) || is_followed && !title.as_str().contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (here, _) = SCOPES.follow(SpokenOf::default(), &voice.canonical(title.as_str()), false);
    // Without a name to go by every agency would be another.
    Some(!(here.other_time || here.other_body && whose.agency.is_some()))
}

/// Whether a text speaks as the report does, and of no other year.
fn returns(text: &str) -> bool {
    let text = folded(text);
    let is_dated = text.match_indices('年').any(|(at, _)| text[..at].ends_with(|c: char| c.is_ascii_digit()));
    !is_dated && ARTICLES.returns.is_match(&text)
}

fn is_heading(text: &str) -> bool {
    ARTICLES.heading.is_match(&folded(text))
}

/// Whether a text names the year, and not just a day of it.
fn names(year: &str, text: &str) -> bool {
    text.match_indices(year).any(|(at, _)| !text[at + year.len()..].starts_with(|c: char| c.is_ascii_digit()))
}
