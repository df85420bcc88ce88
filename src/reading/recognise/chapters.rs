//! Reports of several agencies below one title, each under a heading that is its agency's name, as an office prints those of its
//! departments: 某县2023年政府信息公开工作年度报告汇编, and below it 一、某县民政局 with its tables, 二、某县教育局 with its own.
//!
//! The name of an agency stands alone on many lines: in a list of contents, in a signature, over a table that this agency filled
//! in. It begins a report where tables of a form follow it before another name or title does, and only if the same come again
//! under the next name. Where tables stand above the first name, nobody knows whether names stand above tables or below.

use std::collections::{HashMap, HashSet};

use super::heading::{Heading, is_another};
use super::identify::{self, Title};
use super::marked;
use super::place::LineAt;
use super::surface::{GridLine, Surface, lines};
use super::vocabulary::{LabelPart, Meaning};
use crate::reading::cells::lexicon::LEXICON;

/// Words of a form below two names; fewer are such that it shares with any table.
const CONVINCING_WORDS: usize = 3;
/// Words of a form below a name; fewer are those of a small table in the text, as reports have one for each department.
const WHOLE_WORDS: usize = 8;

/// The lines of a file that begin the report of an agency without being its title, and what each says in its place.
#[derive(Debug, Default)]
pub(in crate::reading) struct Chapters(HashMap<LineAt, Title>);

/// The report below a name.
#[derive(Debug)]
struct Chapter<'s> {
    agency: String,
    year: Option<u16>,
    /// The name, and titles right below it that name nobody.
    lines: Vec<LineAt>,
    words: HashSet<&'s str>,
    /// The titles of statutory tables stand below it.
    has_titles: bool,
}

impl Chapters {
    /// Looks for them in a file.
    pub(super) fn of(surfaces: &[Surface]) -> Self {
        let names: HashMap<LineAt, Heading> =
            lines(surfaces).filter_map(|(at, line)| Some((at, name(line)?))).collect();
        let mut agencies = names.values().map(|heading| &heading.agency);
        let first = agencies.next();
        if !agencies.any(|agency| Some(agency) != first) {
            return Self::default();
        }
        let chapters = chapters(surfaces, names).filter(|chapters| are_alike(chapters)).unwrap_or_default();
        let said = |chapter: Chapter| {
            let title = Title { agency: Some(chapter.agency), year: chapter.year, ..Title::default() };
            chapter.lines.into_iter().map(move |at| (at, title.clone()))
        };
        Self(chapters.into_iter().flat_map(said).collect())
    }

    /// Whether the file is no compilation.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a line says as the title of a report, if it begins a chapter.
    pub(super) fn title(&self, at: LineAt) -> Option<&Title> {
        self.0.get(&at)
    }
}

/// The words that stand alone on a line and are none of a form.
fn alone<'s>(line: &'s GridLine) -> Option<&'s str> {
    let word = line.only()?;
    word.label.as_deref()?.meanings.is_empty().then_some(word.cell.text.as_str())
}

/// The heading that a line is, where it may be the name of an agency with its report below: a mark would say what it is of.
fn name(line: &GridLine) -> Option<Heading> {
    let text = alone(line).filter(|text| !text.contains([':', '：']))?;
    Heading::read(text).filter(|heading| {
        let agency = &heading.agency;
        !LEXICON.is_kind_of_bodies(agency) && !LEXICON.begins_as_no_body(agency)
    })
}

/// The words of a form on a line of its tables: the label of a row with figures, or those of a header, which is all that a table
/// printed on one line has.
fn form_words<'s>(line: &'s GridLine) -> impl Iterator<Item = &'s str> {
    let has_values = line.value_count() > 0;
    let is_wide = line.cells.len() > 1;
    let is_of_line = move |meaning: &Meaning| match meaning.part {
        LabelPart::Row { .. } => has_values || is_wide,
        LabelPart::Column { .. } => !has_values,
        LabelPart::Title | LabelPart::Furniture => false,
    };
    let labels = line.cells.iter().filter_map(|word| word.label.as_deref());
    let of_line = labels.filter(move |label| label.meanings.iter().any(is_of_line));
    of_line.map(|label| label.folded.body.as_str())
}

/// The reports below the names; `None` if they may stand above them.
fn chapters<'s>(surfaces: &'s [Surface<'s>], mut names: HashMap<LineAt, Heading>) -> Option<Vec<Chapter<'s>>> {
    let mut chapters: Vec<Chapter> = Vec::new();
    // The name that nothing stands below so far.
    let mut open: Option<Chapter> = None;
    // Rows here are of the last chapter; or a title has said whose.
    let (mut is_under_way, mut is_titled) = (false, false);
    let (mut year, mut previous) = (None, None);
    for (at, line) in lines(surfaces) {
        let mut words = form_words(line).peekable();
        if words.peek().is_some() {
            if let Some(chapter) = open.take() {
                match chapters.last_mut().filter(|last| (&last.agency, last.year) == (&chapter.agency, chapter.year)) {
                    // It stands on every page.
                    Some(last) => {
                        last.lines.extend(chapter.lines);
                        last.has_titles |= chapter.has_titles;
                    }
                    None => chapters.push(chapter),
                }
                is_under_way = true;
            }
            match chapters.last_mut().filter(|_| is_under_way) {
                Some(chapter) => chapter.words.extend(words),
                None if is_titled => {}
                None => return None,
            }
            previous = None;
            continue;
        }
        if line.titles().next().is_some() {
            let under_way = if is_under_way { chapters.last_mut() } else { None };
            open.as_mut().or(under_way).into_iter().for_each(|chapter| chapter.has_titles = true);
        }
        let Some(text) = alone(line) else { continue };
        // A name is no second half of the title above it.
        let above = previous.filter(|_| !names.contains_key(&at));
        if let Some(title) = identify::title_on(above, text) {
            let is_of = |open: &&mut Chapter| title.agency.as_ref().is_none_or(|name| !is_another(name, &open.agency));
            if let Some(open) = open.as_mut().filter(is_of) {
                open.lines.push(at);
                open.year = title.year.or(open.year);
            } else {
                (open, is_under_way, is_titled) = (None, false, title.agency.is_some());
                year = title.year.or(year);
            }
        } else if let Some(of_all) = compiled_year(text) {
            year = Some(of_all);
        } else if let Some(Heading { agency, year: own, .. }) = names.remove(&at) {
            open =
                Some(Chapter { agency, year: own.or(year), lines: vec![at], words: HashSet::new(), has_titles: false });
        } else if identify::signature(previous, text).is_some() {
            open = None;
        } else if marked::agency(text).is_some() {
            (open, is_under_way, is_titled) = (None, false, true);
        }
        previous = Some(text);
    }
    Some(chapters)
}

/// The year of the title that stands over all reports: 某县2023年政府信息公开工作年度报告汇编.
fn compiled_year(text: &str) -> Option<u16> {
    let title = LEXICON.compilation_endings.before(text.trim_end());
    identify::title(None, title?)?.year
}

/// Whether the tables of each come again in the next, or are others of an agency that stood above: table 2 of every agency, then
/// table 3 of every agency.
fn are_alike(chapters: &[Chapter]) -> bool {
    let are_same = |one: &Chapter, other: &Chapter| one.words.intersection(&other.words).count() >= CONVINCING_WORDS;
    let goes_on = |at: usize| {
        let mut earlier = chapters[..at].iter().filter(|earlier| earlier.agency == chapters[at].agency).peekable();
        match earlier.peek() {
            Some(_) => !earlier.any(|earlier| are_same(earlier, &chapters[at])),
            None => are_same(&chapters[at - 1], &chapters[at]),
        }
    };
    // Below the last small table of a text stand the tables of the report.
    let ends_in_report = chapters.last().is_some_and(|chapter| chapter.has_titles);
    let is_report = |chapter: &Chapter| chapter.words.len() >= WHOLE_WORDS && (chapter.has_titles || !ends_in_report);
    chapters.len() > 1 && chapters.iter().all(is_report) && (1..chapters.len()).all(goes_on)
}
