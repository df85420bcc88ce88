//! What a file says in sentences: the paragraphs that are left when its statutory tables are taken out.
//!
//! Every format comes here as lines with their places. A line of a text may be half a sentence, cut where the page was
//! full, so what does not end is joined with what follows. Text on sheets is left alone: a workbook holds tables, and a
//! sentence in one is a note on them.

use super::chapters::Chapters;
use super::identify;
use super::locate::{Found, Section};
use super::surface::{Surface, Word, lines};
use crate::model::{Narrative, Paragraph, Place, is_common};
use crate::reading::bytes::limits;
use crate::reading::cells::grid::Origin;
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::recognise::place::LineAt;

/// Shorter lines are headings, or whole.
const LEAST_CUT_CHARS: usize = 15;
/// Longer lines were not cut where a page was full.
const MOST_CUT_CHARS: usize = 60;

/// The whole text of a file without tables.
pub(in crate::reading) fn of_text(surfaces: &[Surface]) -> Narrative {
    of_lines(surfaces, &within_limits(surfaces).collect::<Vec<_>>())
}

/// Whether there is a sentence in it: one that ends, or one that counts something in clauses, as a sentence that was
/// copied out of its report does.
pub(in crate::reading) fn has_sentences(narrative: &Narrative) -> bool {
    narrative.paragraphs.iter().any(|paragraph| is_sentence(&paragraph.text))
}

fn is_sentence(text: &str) -> bool {
    is_prose(text) || counts_in_clauses(text)
}

/// Whether a line of a text is a sentence in that sense.
pub(in crate::reading) fn is_told(text: &str) -> bool {
    text.lines().any(is_sentence)
}

/// Whether a text has clauses, and a figure with what it counts. A list of telephone numbers has none.
fn counts_in_clauses(text: &str) -> bool {
    let mut chars = text.chars().filter(|c| !c.is_whitespace()).peekable();
    let mut has_count = false;
    while let Some(c) = chars.next() {
        has_count |= c.is_numeric() && chars.peek().is_some_and(|next| is_common(*next));
    }
    has_count && text.contains(['，', ',', '；', ';', '、']) && !text.contains(" | ")
}

/// The lines of text of each filing of a file: of one alone all that there are, of several what stands inside its tables,
/// above the first or below the last. What stands between two filings is divided by the title of the report that the second
/// stands in, and without one it is nobody's. What stands above tables that are not read, as last year's that a report prints
/// first, is told of those that are.
pub(in crate::reading) fn of_filings(
    surfaces: &[Surface],
    filings: &[Found],
    chapters: &Chapters,
    is_read: impl Fn(usize) -> bool,
) -> Vec<Vec<LineAt>> {
    let mut taken: Vec<Vec<bool>> = surfaces.iter().map(|surface| vec![false; surface.lines.len()]).collect();
    let mut is_table = vec![false; surfaces.len()];
    let mut spans: Vec<(LineAt, LineAt)> = Vec::new();
    for filing in filings {
        let printed: Vec<LineAt> = filing.sections.iter().flat_map(|section| rows(surfaces, section)).collect();
        for at in &printed {
            taken[at.grid][at.line] = true;
            is_table[at.grid] |= matches!(surfaces[at.grid].grid.origin, Origin::Table(_) | Origin::Pages(_));
        }
        let (first, last) = (printed.iter().min(), printed.iter().max());
        // The line that names the year of tables begins them.
        let first = first.into_iter().copied().chain(filing.caption.map(|caption| caption.at)).min();
        spans.push((first.unwrap_or_default(), last.copied().unwrap_or_default()));
    }
    let is_title = |at: &LineAt| {
        let only = surfaces[at.grid].lines[at.line].only().filter(|word| word.label.is_some());
        only.is_some_and(|word| chapters.title(*at).is_some() || identify::is_title(&word.cell.text))
    };
    let titles: Vec<LineAt> =
        if spans.len() > 1 { within_limits(surfaces).filter(is_title).collect() } else { Vec::new() };
    let owner = |at: LineAt| match spans.as_slice() {
        [_] => Some(0),
        spans => {
            let within: Vec<usize> =
                (0..spans.len()).filter(|one| spans[*one].0 <= at && at <= spans[*one].1).collect();
            match within.as_slice() {
                [one] => Some(*one),
                [] if spans.iter().all(|span| at < span.0) => {
                    (0..spans.len()).filter(|one| is_read(*one)).min_by_key(|one| spans[*one].0)
                }
                [] if spans.iter().all(|span| span.1 < at) => (0..spans.len()).max_by_key(|one| spans[*one].1),
                [] => {
                    let above = (0..spans.len()).filter(|one| spans[*one].1 < at).max_by_key(|one| spans[*one].1)?;
                    let below = (0..spans.len()).filter(|one| at < spans[*one].0).min_by_key(|one| spans[*one].0)?;
                    let from = titles.partition_point(|title| *title < spans[above].1);
                    let between = &titles[from..titles.partition_point(|title| *title < spans[below].0)];
                    match (between.first()?, between.last()?) {
                        (first, _) if at < *first => Some(above),
                        (_, last) if *last <= at => Some(below),
                        _ => None,
                    }
                }
                _ => None,
            }
        }
    };
    let mut told: Vec<Vec<LineAt>> = vec![Vec::new(); filings.len()];
    for at in within_limits(surfaces) {
        if taken[at.grid][at.line] || is_table[at.grid] {
            continue;
        }
        if let Some(told) = owner(at).and_then(|one| told.get_mut(one)) {
            told.push(at);
        }
    }
    told
}

/// The text of some lines.
pub(in crate::reading) fn of_lines(surfaces: &[Surface], told: &[LineAt]) -> Narrative {
    joined(told.iter().map(|LineAt { grid, line: at }| {
        let line = &surfaces[*grid].lines[*at];
        // Its cells stay apart.
        let words: Vec<_> = line.cells.iter().map(|word| word.cell.text.as_str()).collect();
        let column = line.cells.first().map_or(0, |word| word.cell.column);
        (surfaces[*grid].grid.place_on(line.row, column), words.join(" | "))
    }))
}

/// The lines of a section that are printed table: what stood above its first row was only pending.
fn rows<'s>(surfaces: &'s [Surface], section: &'s Section) -> impl Iterator<Item = LineAt> + 's {
    let line = |at: &LineAt| &surfaces[at.grid].lines[at.line];
    let is_table = move |at: &&LineAt| {
        let mut words = line(at).cells.iter();
        words.any(|word| word.label.as_deref().is_none_or(|label| !label.meanings.is_empty()))
    };
    let first = section.lines.iter().position(|at| is_table(&at)).unwrap_or(section.lines.len());
    section.lines[first..].iter().copied().filter(move |at| !line(at).cells.iter().any(is_told_by))
}

/// Whether a word is a sentence: what is a label of a form, or a value, need not be looked through.
fn is_told_by(word: &Word) -> bool {
    word.label.as_deref().is_some_and(|label| label.meanings.is_empty()) && is_prose(&word.cell.text)
}

/// Whether a text is a sentence and no label.
fn is_prose(text: &str) -> bool {
    text.contains('。')
}

/// The lines of all surfaces that can hold sentences, as many as are read.
fn within_limits<'s>(surfaces: &'s [Surface]) -> impl Iterator<Item = LineAt> + 's {
    let is_of_sheet = |at: LineAt| matches!(surfaces[at.grid].grid.origin, Origin::Sheet(_));
    let all = lines(surfaces).filter(move |(at, line)| !is_of_sheet(*at) && !line.cells.is_empty());
    let mut left = limits::MAX_NARRATIVE_BYTES;
    all.map_while(move |(at, line)| {
        let bytes = line.cells.iter().map(|word| word.cell.text.len()).sum::<usize>();
        left = left.checked_sub(bytes)?;
        Some(at)
    })
}

/// Lines to paragraphs.
pub(in crate::reading) fn joined(lines: impl IntoIterator<Item = (Place, String)>) -> Narrative {
    let mut narrative = Narrative::default();
    for (place, text) in lines {
        match narrative.paragraphs.last_mut() {
            Some(last) if is_cut(last.last_line()) && !begins(&text) => last.go_on(place, &text),
            _ => narrative.paragraphs.push(Paragraph::new(place, text)),
        }
    }
    for paragraph in &mut narrative.paragraphs {
        paragraph.is_title = identify::is_title(&paragraph.text);
    }
    narrative
}

/// Whether a line can have been cut where the page was full. A title was not, nor was the heading of a section.
fn is_cut(line: &str) -> bool {
    let chars = line.chars().count();
    let ends = line.trim_end().ends_with(['。', '！', '？', '：', ':', '!', '?']) || line.contains(" | ");
    (LEAST_CUT_CHARS..=MOST_CUT_CHARS).contains(&chars) && !ends && !is_heading(line) && !identify::is_title(line)
}

/// Whether a line is the heading of a section: 三、收到和处理政府信息公开申请情况, and no half of a sentence.
fn is_heading(line: &str) -> bool {
    let line = line.trim_end();
    identify::is_section(line) && LEXICON.section_endings.end(line) && !line.contains(['，', ',', '；', ';', '。'])
}

/// Whether a line begins a paragraph: it is numbered, is part of a table, or is the title of a report. A page lists such
/// titles one below the other.
fn begins(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| "一二三四五六七八九十0123456789（(".contains(c));
    let is_numbered = rest.len() < line.len() && rest.starts_with(['、', '.', '．', '）', ')']);
    is_numbered || line.starts_with(['|', '#']) || line.contains(" | ") || identify::is_title(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(lines: &[&str]) -> Vec<String> {
        let places = (1..).map(|line| Place::Line { line, field: 1, character: None });
        let lines = places.zip(lines.iter().map(ToString::to_string));
        joined(lines).paragraphs.into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn a_sentence_cut_by_the_page_is_one() {
        let cut = [
            "一、总体情况",
            "全年收到政府信息公开申请三十四件，上年结转政府信",
            "息公开申请二件，均已办结。",
            "二、其他",
        ];
        let whole =
            ["一、总体情况", "全年收到政府信息公开申请三十四件，上年结转政府信息公开申请二件，均已办结。", "二、其他"];
        assert_eq!(paragraphs(&cut), whole);
    }

    #[test]
    fn a_sentence_below_the_heading_of_a_table_is_no_part_of_it() {
        let lines = ["三、收到和处理政府信息公开申请情况", "本年度未收到政府信息公开申请。"];
        assert_eq!(paragraphs(&lines), lines);
        // A list in a sentence has numbers too.
        let cut = ["三、收到和处理政府信息公开申请的情况良好，各项", "工作有序。"];
        assert_eq!(paragraphs(&cut).len(), 1);
    }

    #[test]
    fn what_is_numbered_or_a_field_begins_anew() {
        for next in ["（二）加强政府信息管理", "2.完善平台建设", "3、强化监督", "生成日期 | 2020-01-02", "| 规章 | 0 |"]
        {
            assert_eq!(paragraphs(&["认真贯彻落实上级关于政务公开的各项要求", next]).len(), 2, "{next}");
        }
    }

    #[test]
    fn a_sentence_stands_where_it_begins() {
        let line = |line| Place::Line { line, field: 1, character: None };
        let mut paragraph = Paragraph::new(line(3), "前半句".to_owned());
        paragraph.go_on(line(4), "后半句。第二句。");
        assert_eq!(
            (paragraph.place_at(0), paragraph.place_at(8), paragraph.place_at(9)),
            (&line(3), &line(3), &line(4))
        );
    }
}
