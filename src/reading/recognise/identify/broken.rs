//! Titles that are broken over lines: …局2021年…年度报 / 告, 某局 / 2021年政府信息公开 / 工作年度报告, and names of agencies that
//! are: 某市住房和城乡 / 建设局2021年…, 某市某县 / 人民政府.
//!
//! The lines of one heading are short, stand below each other and have nothing but words and the year on them. Joined they
//! are the title if they read as one. Above a title stand other things too: the name of a site, its menu, where the page
//! stands. So a name that is one by itself is left alone, and one that may be the end of another is nobody's.

use super::super::years::{has_date, year_of};
use super::{Title, flat, is_half, title_of};
use crate::reading::cells::lexicon::{Joint, LEXICON};

/// Characters of a line; a longer one is a paragraph.
const LONGEST: usize = 60;
/// Lines of a heading above the last, and no more of a name.
const MOST: usize = 4;

/// The lines of a heading that stand right above.
#[derive(Debug, Default)]
pub(in crate::reading::recognise) struct Above(Vec<String>);

impl Above {
    /// Goes on below a line. What is no line of a heading ends it.
    pub(in crate::reading::recognise) fn go_on(&mut self, line: &str, may_be_of_one: bool) {
        let line = if may_be_of_one && line.len() <= 4 * LONGEST { flat(line) } else { String::new() };
        if !is_of_heading(&line) {
            self.0.clear();
            return;
        }
        if self.0.len() == MOST {
            self.0.remove(0);
        }
        self.0.push(line);
    }

    /// The lines above another, of which the nearest is known.
    pub(in crate::reading::recognise) fn of<'a>(&'a self, previous: Option<&'a str>) -> Vec<&'a str> {
        let is_known = previous.is_some_and(|previous| self.0.last().is_some_and(|last| *last == flat(previous)));
        if is_known { self.0.iter().map(String::as_str).collect() } else { previous.into_iter().collect() }
    }
}

/// Whether a flat line has nothing but words on it and the year, or a half of it.
fn is_of_heading(line: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '(' | ')' | '《' | '》' | '“' | '”' | '·');
    let is_year = |digits: &str| digits.is_empty() || year_of(digits).is_some();
    !line.is_empty()
        && line.chars().count() <= LONGEST
        && line.chars().all(is_part)
        && line.split(|c: char| !c.is_ascii_digit()).all(is_year)
        && !has_date(line)
}

/// Reads the title of a report on the last of several lines, of which the others stand right above.
pub(in crate::reading::recognise) fn title(above: &[&str], text: &str) -> Option<Title> {
    let mut lines = above.iter().rev().map(|line| flat(line)).take_while(|line| line.chars().count() <= LONGEST);
    let mut joined = flat(text);
    let mut added = 0;
    let found = loop {
        if let Some(found) = title_of(&joined) {
            break found;
        }
        // The nearest may have marks on it.
        let above = lines.next().filter(|line| added == 0 || is_of_heading(line))?;
        if !is_half(&above) {
            return None;
        }
        joined.insert_str(0, &above);
        added += 1;
    };
    let agency = match found.agency {
        Some(name) if joined.starts_with(&name) => whole(lines, name),
        Some(name) => Some(name).filter(|name| !LEXICON.is_mere_kind(name)),
        None => match lines.next() {
            Some(line) if LEXICON.is_agency(&line) => whole(lines, line),
            // A name of which one sign stands below is none there: 某县住房和城乡建设 / 局2021年….
            Some(line) if is_of_heading(&line) => broken_in_last_sign(&line, &joined, &found),
            _ => None,
        },
    };
    Some(Title { agency, ..found })
}

fn broken_in_last_sign(line: &str, text: &str, found: &Title) -> Option<String> {
    let whole = title_of(&format!("{line}{text}")).filter(|whole| whole.year == found.year)?;
    whole.agency.filter(|name| name.strip_prefix(line).is_some_and(|end| LEXICON.joint(line, end) == Joint::Within))
}

/// The whole of a name that begins on one of the flat lines above, the nearest first, and none where it may.
pub(in crate::reading::recognise) fn whole(above: impl Iterator<Item = String>, name: String) -> Option<String> {
    let mut whole = name;
    for line in above.take_while(|line| is_of_heading(line)) {
        match LEXICON.joint(&line, &whole) {
            Joint::Within => whole.insert_str(0, &line),
            Joint::Between => break,
            Joint::Unknown => return None,
        }
    }
    Some(whole).filter(|name| !LEXICON.is_mere_kind(name))
}
