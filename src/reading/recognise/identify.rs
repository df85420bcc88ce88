//! Whose report it is, and of which year: from its title, the signature, the sheet or the file.

pub(in crate::reading::recognise) mod broken;

use std::borrow::Cow;

use super::bare_title::{bare_title, named, without_item_number, without_serial};
use super::handed_in::{without_others, without_times};
use super::marked;
use super::versions::without_words;
use super::years::{
    JoinedYears, bracketed_year, has_date, is_of_date, is_of_part, joined_years, numeral, short_year, split_date,
    split_last_year, split_year, year_in, year_of,
};
use crate::reading::cells::lexicon::LEXICON;

/// What a title says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reading) struct Title {
    pub(in crate::reading) agency: Option<String>,
    pub(in crate::reading) year: Option<u16>,
    /// It is of a part of the year: 2023年上半年.
    pub(in crate::reading) is_of_part: bool,
    /// It is the title of a table, as it stands over an annex of a report.
    pub(in crate::reading) is_of_form: bool,
    /// It has its agency from the title above it.
    pub(in crate::reading) is_borrowed: bool,
}

impl Title {
    /// With the agency of the title above, where it is that of a table of the same report: 附件：政府信息公开情况统计表（2018年度）.
    pub(in crate::reading) fn below(self, above: Option<Self>) -> Self {
        let is_report = |above: &Self| above.year.is_none() || self.year.is_none() || above.year == self.year;
        match above.filter(|above| self.is_of_form && self.agency.is_none() && is_report(above)) {
            Some(above) => {
                let is_borrowed = above.agency.is_some();
                Self { agency: above.agency, year: self.year.or(above.year), is_borrowed, ..self }
            }
            None => self,
        }
    }
}

/// Whether a line can name an agency or a year at all, below others; most are labels, and labels are many.
pub(in crate::reading) fn is_worth_a_look(above: &[&str], text: &str) -> bool {
    let is_digit = |c: char| matches!(c, '0'..='9' | '０'..='９' | '〇' | '○' | '零');
    // One look at each character: most labels have none of these.
    let (mut has_year, mut has_digit, mut is_named) = (false, false, false);
    let mut look = |text: &str| {
        for c in text.chars() {
            match c {
                ':' | '：' => return true,
                '年' => has_year = true,
                '报' | '表' | '公' => is_named = true,
                c => has_digit |= is_digit(c),
            }
        }
        has_year && has_digit
    };
    if look(text) {
        return true;
    }
    let mut is_dated = false;
    for line in above {
        is_dated |= look(line);
    }
    is_dated && is_named
}

/// Whether a text begins a section of a report: 一、总体情况.
pub(in crate::reading) fn is_section(text: &str) -> bool {
    let text = text.trim_start();
    let is_numbered = |rest: &str| rest.len() < text.len() && rest.starts_with('、');
    is_numbered(text.trim_start_matches(numeral)) || text.strip_prefix('第').is_some_and(is_chapter)
}

/// Of what stands behind 第: 一部分, 一章.
fn is_chapter(text: &str) -> bool {
    let rest = text.trim_start_matches(numeral);
    rest.len() < text.len() && LEXICON.chapter_words.begin(rest)
}

/// Whether a text is nothing but the title of a report.
pub(in crate::reading) fn is_title(text: &str) -> bool {
    title_on(None, text).is_some()
}

/// The title that a line is and nothing else, or that it ends.
pub(in crate::reading) fn title_on(previous: Option<&str>, text: &str) -> Option<Title> {
    let is_sentence = text.contains(['。', '；', '，', ',', ';', '|']);
    (!is_sentence && is_worth_a_look(previous.as_slice(), text)).then(|| title(previous, text)).flatten()
}

/// Whether the title that `text` is says that a report is this agency's, for the whole of this year: so that who writes a
/// title knows whether it can be read. Blanks and the width of brackets are no difference.
#[must_use]
pub fn is_title_of(text: &str, agency: &str, year: u16) -> bool {
    let said = title(None, text).filter(|title| !title.is_of_part);
    said.is_some_and(|said| said.year == Some(year) && said.agency.is_some_and(|said| said == flat(agency)))
}

/// Reads `text` as the title of a report: `某县人民政府2023年政府信息公开工作年度报告`. Also the year first, and the
/// agency alone on the line before (`previous`), or the first half of it.
pub(in crate::reading) fn title(previous: Option<&str>, text: &str) -> Option<Title> {
    broken::title(previous.as_slice(), text)
}

/// Whether a line can be the first half of a title. What stands below a whole title is no second half of it, nor below what
/// a page says of itself.
fn is_half(line: &str) -> bool {
    !has_date(line) && !line.contains(SENTENCE) && !is_section(line) && title_of(line).is_none()
}

fn title_of(text: &str) -> Option<Title> {
    let title = words_of_title(text)?;
    let agency = match title.agency.as_deref() {
        Some(words) => Some(named(words)?.to_owned()),
        None => None,
    };
    Some(Title { agency, ..title })
}

/// What the words of a title say, whatever stands where it has the name of the agency.
fn words_of_title(text: &str) -> Option<Title> {
    let printed = plain_title(text);
    // Most lines that are asked for have no words of a title, or only those of a table's: 收到和处理政府信息公开申请情况.
    subject_of(&printed).filter(|_| LEXICON.title_endings.are_in(&printed))?;
    // The year of a form's edition or of a body's founding is none of a report.
    let text = without_others(&printed);
    let has_other_year = text.len() < printed.len();
    let text = bare_title(&text);
    // When it was handed in is no year of a report that names another.
    let bare = without_times(text);
    let text = if has_year_before_subject(&bare) { &*bare } else { text };
    let (subject, is_of_table) = subject_of(text)?;
    let end = text[subject..].split('(').next().unwrap_or(text).trim_end_matches('-');
    if text.chars().count() > 80 || !LEXICON.title_endings.end(end) {
        return None;
    }
    let name = |parts: [&str; 2]| {
        let names = parts.map(|part| without_serial(without_item_number(&name_in(part))).to_owned());
        with_office(names.into_iter().find(|part| part.chars().count() >= 2), text)
    };
    let head = &text[..subject];
    let is_of_part = is_of_part(text);
    let is_of_form = LEXICON.is_of_form(end);
    // The title of a table that names no agency is a line over it.
    let is_agency = |name: &str| LEXICON.is_agency(name) && !LEXICON.begins_as_no_body(name);
    let is_title = |agency: &Option<String>| !is_of_table || agency.as_deref().is_some_and(is_agency);
    let of = |agency: Option<String>, year| {
        let title = |agency| Title { agency, year, is_of_part, is_of_form, ..Title::default() };
        is_title(&agency).then(|| title(agency))
    };
    let joined = joined_years(text);
    let outside = joined.as_ref().map_or(0..0, |years| years.at.clone());
    let behind = &text[subject..];
    let year_behind = || split_year(behind, &(0..0)).map(|(_, year, _)| year).or_else(|| bracketed_year(behind));
    // The years of a plan are not the report's: “十四五”（2021-2025）规划2023年….
    if let Some((before, year, after)) = split_year(head, &outside) {
        return match split_last_year(head).filter(|(_, last)| *last != year) {
            // 2022年2023年: nobody knows which.
            Some((front, _)) if front.len() <= head.len() - after.len() => of(name([before, ""]), None),
            // The year that the words of the title stand behind is the report's; another is in the agency's name, or what a
            // folder is called in front of it: 某市2022年运动会筹备办公室2023年….
            Some((front, last)) => {
                let from = if before.is_empty() { head.len() - after.len() } else { 0 };
                of(name([&front[from..], ""]), Some(last))
            }
            None => match year_behind().filter(|behind| *behind != year && !before.is_empty() && !after.is_empty()) {
                Some(behind) => of(name([head, ""]), Some(behind)),
                None => of(name([without_year(before, year), after]), Some(year)),
            },
        };
    }
    // A report of several years is of none of them.
    if let Some(JoinedYears { at, only }) = joined {
        let until = |part: &str| subject_of(part).map_or(part.len(), |(at, _)| at);
        let around = [&text[..at.start], &text[at.end..]];
        return of(name(around.map(|part| &part[..until(part)])), only);
    }
    // 2023年12月政府信息公开情况统计表 is of a month.
    if let Some((before, year, is_month)) = split_date(head) {
        let title = of(name([before, ""]), Some(year))?;
        return Some(Title { is_of_part: is_of_part || is_month, ..title });
    }
    // 云泽县教育局2023政府信息公开年报.
    if let Some((before, year)) = head.len().checked_sub(4).and_then(|at| head.split_at_checked(at))
        && let Some(year) = year_of(year).filter(|_| !before.ends_with(|c: char| c.is_ascii_digit()))
    {
        return of(name([before, ""]), Some(year));
    }
    // The year behind: …年度报告（2023年度）, …年度报告（2023）.
    let year = year_behind();
    // Without any year it is no title, but the heading of many things.
    (year.is_some() || has_other_year || has_date(text)).then(|| of(name([head, ""]), year)).flatten()
}

/// A name without the year that the title names again behind it: 2023某县某乡2023年….
fn without_year(name: &str, year: u16) -> &str {
    let rest = name.strip_prefix(&*year.to_string());
    rest.filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(name)
}

/// A title as it is printed elsewhere: without the marks of a title around its words, 某县2023年《…年度报告》, and with the
/// agency behind it in brackets, …年度报告——某县教育局.
fn plain_title(text: &str) -> Cow<'_, str> {
    let quoted = text.strip_suffix('》').and_then(|text| text.split_once('《'));
    // What somebody did with a report is a sentence: 编制了《…年度报告》.
    let is_named = |before: &str| before.is_empty() || before.ends_with(['年', '度']) || LEXICON.is_agency(before);
    if let Some((before, title)) = quoted.filter(|(before, _)| is_named(before)) {
        return Cow::Owned(format!("{before}{title}"));
    }
    let is_dash = |c: char| matches!(c, '—' | '–' | '－' | '―' | '-' | '_' | ':');
    let signed = text.rsplit_once(is_dash).filter(|(title, name)| !title.is_empty() && LEXICON.is_body(name));
    match signed {
        Some((title, name)) => Cow::Owned(format!("{}({name})", title.trim_end_matches(is_dash))),
        None => Cow::Borrowed(text),
    }
}

/// Where what a title is about stands in it, and whether that is what the form calls a table: 主动公开政府信息情况.
fn subject_of(title: &str) -> Option<(usize, bool)> {
    let subject = LEXICON.title_subject(title);
    let table = LEXICON.table_title(title).map(|table| table.start);
    match (table, subject) {
        (Some(table), subject) if subject.is_none_or(|subject| table < subject) => Some((table, true)),
        (_, subject) => subject.map(|subject| (subject, false)),
    }
}

fn has_year_before_subject(text: &str) -> bool {
    let head = subject_of(text).map_or("", |(at, _)| &text[..at]);
    split_year(head, &(0..0)).is_some()
}

/// What a sentence has between its words, and what a page says of itself.
const SENTENCE: [char; 9] = ['。', '；', '，', ',', ';', '|', ':', '!', '？'];

/// The name in a part of a title, without what joins it to the rest: 某县人民政府关于, 关于报送某县教育局.
fn name_in<'p>(part: &'p str) -> String {
    let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, ')' | '(');
    let joins = &LEXICON.title_joins;
    // Of brackets around what was taken out one half is left.
    let trim = |part: &'p str| {
        part.trim_start_matches(|c: char| is_mark(c) || c == ')').trim_end_matches(|c: char| is_mark(c) || c == '(')
    };
    let part = trim(part);
    let part = joins.behind(part).unwrap_or(part);
    let part = joins.before(part).unwrap_or(part);
    trim(part).to_owned()
}

/// The name of a county with the office that stands in brackets behind the title, 某县2023年…统计表（教育局）; or what stands
/// there, where nothing in front names anybody: 2023年…年度报告（某县教育局）.
fn with_office(name: Option<String>, text: &str) -> Option<String> {
    let office = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map(|(_, inner)| inner);
    let Some(name) = name else { return office.filter(|office| LEXICON.is_body(office)).map(str::to_owned) };
    let is_office = |office: &&str| LEXICON.is_agency(office) && !LEXICON.begins_as_no_body(office);
    let office = office.filter(|office| LEXICON.is_region(&name) && is_office(office));
    Some(match office {
        Some(office) if office.starts_with(&name) => office.to_owned(),
        Some(office) => format!("{name}{office}"),
        None => name,
    })
}

/// The agency in a signature: a line of its own above a date.
pub(in crate::reading) fn signature(previous: Option<&str>, text: &str) -> Option<String> {
    /// Bytes, blanks between its characters included; no date is longer.
    const LONGEST: usize = 80;
    if text.len() > LONGEST {
        return None;
    }
    let date = flat(text);
    let parts: Vec<_> = date.split(['年', '月', '日']).collect();
    let is_date = parts.len() == 4
        && parts[3].is_empty()
        && parts[..3].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let previous = flat(previous?);
    (is_date && LEXICON.is_agency(&previous)).then_some(previous)
}

/// What the name of a sheet or a file says. A name without Chinese words names no agency.
pub(in crate::reading) fn name(name: &str) -> Title {
    let text = flat(name);
    let (undocumented, bare) = (without_others(&text), without_times(&text));
    // A title in it may have something else where the agency's name goes, as 附件1, and the agency behind.
    let title = title_of(&text);
    let of_title = title.as_ref().and_then(|title| title.agency.as_deref()).filter(|name| !LEXICON.is_generic(name));
    let words = || {
        let words = bare.split(|c: char| !c.is_alphabetic() && !matches!(c, '(' | ')'));
        words
            .map(|word| word.trim_start_matches(['年', '度']).trim_matches(|c| matches!(c, '(' | ')')))
            .map(|word| LEXICON.title_joins.behind(word).unwrap_or(word))
            // 云泽县审计局（终稿） is the agency's, whatever the brackets say of the file.
            .flat_map(|word| [word, word.split('(').next().unwrap_or(word)])
            .flat_map(|word| [word, without_words(word)])
            .find(|word| LEXICON.is_agency(word) && !LEXICON.is_generic(word) && !word.contains("政府信息公开"))
    };
    let agency = of_title.or_else(words).map(str::to_owned);
    let year = match title {
        Some(title) => title.year,
        None => year_in(&bare).or_else(|| year_in(&undocumented)).or_else(|| short_year(&bare)),
    };
    Title { agency, year, ..Title::default() }
}

/// The name and the year that the field for an agency has: 某县教育局2023年, 某县教育局（2023）, 2023年某县教育局. What begins with
/// a year and names no place may be called after it: 2022年运动会筹备办公室.
pub(in crate::reading) fn dated_name(field: &str) -> Option<(String, u16)> {
    // Most names have no figures.
    let field = field.contains(char::is_numeric).then(|| flat(field))?;
    let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')');
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let front = || {
        let (year, behind) = field.split_at(digits(&field));
        let name = behind.strip_prefix('年').map_or(behind, |name| name.strip_prefix('度').unwrap_or(name));
        let is_dated = name.len() < behind.len() && is_of_date(name);
        Some((name, year_of(year)?)).filter(|(name, _)| !is_dated && LEXICON.has_place(name))
    };
    let behind = || {
        let bare = field.strip_suffix(')').and_then(|field| field.rsplit_once('('));
        let (name, year) = bare.unwrap_or_else(|| {
            let year = field.rfind(|c: char| !c.is_numeric() && !matches!(c, '年' | '度'));
            field.split_at(year.map_or(0, |at| field.ceil_char_boundary(at + 1)))
        });
        Some((name, year_of(year.trim_end_matches('度').trim_end_matches('年'))?))
    };
    let (name, year) = behind().or_else(front)?;
    let name = name.trim_matches(is_mark);
    (LEXICON.ends_as_agency(name) || LEXICON.is_name(name)).then(|| (name.to_owned(), year))
}

/// The year that a line above the header of a data set names: its title, or a mark of the year. Any other mark, as that of
/// the date, says something else: 日期：2024年1月5日.
pub(in crate::reading) fn year_above(line: &str) -> Option<u16> {
    let text = flat(line);
    let text = bare_title(&text);
    match title_of(text) {
        Some(title) => title.year,
        None if text.contains(':') => marked::year(text),
        None => year_in(&without_times(text)),
    }
}

/// Without white space, with half-width digits and brackets; 二〇二三年 becomes 2023年.
pub(super) fn flat(text: &str) -> String {
    let mut flat = String::with_capacity(text.len());
    flat.extend(text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{FEFF}').map(narrow));
    let mut begin = 0;
    while let Some(end) = flat[begin..].find('年').map(|at| begin + at) {
        begin = end + '年'.len_utf8();
        if let Some((from, year)) = year_in_words(&flat[..end]) {
            flat.replace_range(from..end, &year);
            begin -= end - from - year.len();
        }
    }
    flat
}

/// Where the year begins that stands in Chinese digits at the end of a text, and its digits.
fn year_in_words(text: &str) -> Option<(usize, String)> {
    const DIGITS: usize = 4;
    let (from, _) = text.char_indices().rev().nth(DIGITS - 1)?;
    let digits: Option<String> = text[from..].chars().map(chinese_digit).collect();
    digits.map(|digits| (from, digits))
}

/// Digits, brackets and colons in half width.
pub(super) fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '（' | '）' | '：' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

fn chinese_digit(c: char) -> Option<char> {
    let words = "〇一二三四五六七八九".chars();
    let word = if matches!(c, '○' | '零' | '0') { '〇' } else { c };
    ('0'..='9').zip(words).find(|(_, other)| *other == word).map(|(digit, _)| digit)
}

#[cfg(test)]
mod tests;
