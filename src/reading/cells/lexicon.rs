//! The words of `lexicon.toml`.

mod bodies;
mod columns;

use super::words::Words;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::totals::TotalWords;
use crate::model::{Unit, agency_key, is_common};
pub(in crate::reading) use bodies::Joint;
pub(in crate::reading) use columns::ColumnRole;

/// Words the reader knows besides the labels of the forms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::reading) struct Lexicon {
    placeholders: Words,
    zero_words: Words,
    placeholder_marks: String,
    pub(in crate::reading) count_units: Words,
    count_scales: Words,
    currencies: Words,
    yuan_signs: Words,
    pub(in crate::reading) unit_leads: Words,
    pub(in crate::reading) unit_tails: Words,
    stubs: Words,
    generic_names: Words,
    title_subjects: Words,
    pub(in crate::reading) title_endings: Words,
    pub(in crate::reading) compilation_endings: Words,
    pub(in crate::reading) chapter_words: Words,
    form_endings: Words,
    pub(in crate::reading) title_joins: Words,
    pub(in crate::reading) title_tails: Words,
    pub(in crate::reading) title_labels: Words,
    pub(in crate::reading) handing_in: Words,
    pub(in crate::reading) form_events: Words,
    pub(in crate::reading) edition_years: Words,
    pub(in crate::reading) body_events: Words,
    pub(in crate::reading) places_like_events: Words,
    pub(in crate::reading) annex_marks: Words,
    pub(in crate::reading) link_marks: Words,
    pub(in crate::reading) copy_marks: Words,
    pub(super) versions: Words,
    pub(in crate::reading) version_ends: Words,
    pub(in crate::reading) year_joins: Words,
    agency_endings: Words,
    no_body_fronts: Words,
    no_body_endings: Words,
    kinds_of_bodies: Words,
    mere_kinds: Words,
    departments: Words,
    name_joins: Words,
    no_places: Words,
    pub(in crate::reading) source_marks: Words,
    pub(in crate::reading) form_marks: Words,
    pub(in crate::reading) blank_names: Words,
    no_name_words: Words,
    no_name_endings: Words,
    family_names: String,
    pub(in crate::reading) heading_marks: Words,
    pub(in crate::reading) head_marks: Words,
    pub(in crate::reading) seals: Words,
    pub(in crate::reading) year_marks: Words,
    pub(in crate::reading) lead_words: Words,
    pub(in crate::reading) lead_ends: Words,
    pub(in crate::reading) lead_title_words: Words,
    agency_columns: Words,
    agency_columns_alone: Words,
    region_columns: Words,
    year_columns: Words,
    year_columns_alone: Words,
    edition_columns: Words,
    cell_columns: Words,
    pub(in crate::reading) value_columns: Words,
    unit_columns: Words,
    money_unit_columns: Words,
    pub(in crate::reading) region_endings: Words,
    pub(in crate::reading) year_parts: Words,
    pub(in crate::reading) part_marks: Words,
    pub(in crate::reading) whole_years: Words,
    pub(in crate::reading) year_words: Words,
    sample_names: Words,
    table_titles: Words,
    table_names: Words,
    pub(in crate::reading) section_endings: Words,
    pub(in crate::reading) meant_marks: Words,
    unit_subjects: Words,
    provenance_columns: Words,
    period_columns: Words,
    kind_columns: Words,
    time_columns: Words,
    mark_columns: Words,
    status_columns: Words,
    void_marks: Words,
    void_leads: Words,
    vague_columns: Words,
    pub(in crate::reading) this_year: Words,
    pub(in crate::reading) last_year: Words,
    /// The year after that of the report.
    pub(in crate::reading) next_year: Words,
    pub(in crate::reading) other_years: Words,
    pub(in crate::reading) replaced: Words,
    pub(in crate::reading) figure_words: Words,
    pub(in crate::reading) caption_words: Words,
    pub(in crate::reading) common_words: Words,
    pub(in crate::reading) other_things: Words,
    other_signs: String,
    other_marks: Words,
    pub(in crate::reading) other_times: Words,
    pub(in crate::reading) remarks: Words,
    pub(in crate::reading) ditto: Words,
    pub(in crate::reading) line_names: Words,
    pub(in crate::reading) note_marks: Words,
    pub(in crate::reading) numbering_names: Words,
    numbering_letters: Vec<Words>,
    pub(in crate::reading) own_fields: [String; 2],
    absent_marks: Words,
    uncomputed_marks: Words,
    original_mark: String,
    yes_marks: Words,
    yes_endings: Words,
    yes_doubts: Words,
    no_marks: Words,
    pub(super) totals: TotalWords,
}

/// The words, read once.
pub(in crate::reading) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| embedded!("reading/cells/lexicon"));

impl Lexicon {
    /// Whether `text` is a sign for "none".
    pub(in crate::reading) fn is_placeholder(&self, text: &str) -> bool {
        self.placeholders.iter().any(|word| word.eq_ignore_ascii_case(text))
            || (!text.is_empty() && text.chars().all(|c| self.placeholder_marks.contains(c)))
    }

    /// Whether a cell says zero in a word.
    pub(in crate::reading) fn is_zero(&self, text: &str) -> bool {
        self.zero_words.have(text)
    }

    /// What the sign in a column of yes and no says, if it says anything; a blank is a no. With a word more a yes is one:
    /// 是（省垂管）, 省垂管.
    pub(in crate::reading) fn says_yes(&self, text: &str) -> Option<bool> {
        let text = text.trim().to_lowercase();
        let is_told = text.starts_with('是') || self.yes_endings.end(&text);
        let is_yes = self.yes_marks.have(&text) || (is_told && !self.yes_doubts.are_in(&text));
        (is_yes || text.is_empty() || self.no_marks.have(&text) || self.is_placeholder(&text)).then_some(is_yes)
    }

    /// Whether `text` is a unit, of things or of money.
    pub(in crate::reading) fn is_unit(&self, text: &str) -> bool {
        self.count_units.have(text) || Unit::named(text).is_some()
    }

    /// Whether words are a unit that counts things by the hundred or more and nothing else, as 万件.
    pub(in crate::reading) fn is_scaled_count(&self, words: &str) -> bool {
        self.count_units
            .iter()
            .filter_map(|unit| words.strip_suffix(unit.as_str()))
            .any(|rest| self.is_count_scale(rest))
    }

    /// Whether such a unit stands among words: 数量/万件.
    pub(in crate::reading) fn has_scaled_count(&self, words: &str) -> bool {
        // Hardly any label has a scale in it.
        self.count_scales.are_in(words)
            && words.split(|c: char| !c.is_alphanumeric()).any(|word| self.is_scaled_count(word))
    }

    /// Whether a word makes the figure before it a hundred times as large or more, as 万.
    pub(in crate::reading) fn is_count_scale(&self, word: &str) -> bool {
        self.count_scales.have(word)
    }

    /// Whether such a word has this sign.
    pub(in crate::reading) fn is_of_scale(&self, sign: char) -> bool {
        self.count_scales.iter().any(|scale| scale.contains(sign))
    }

    /// Whether what brackets add counts by the hundred or more, with the unit or without: （万件）, （千）.
    pub(in crate::reading) fn is_scale(&self, words: &str) -> bool {
        self.is_scaled_count(words) || self.is_count_scale(words)
    }

    /// Whether a unit makes a figure another one than its digits say, and is none of the form's: 千件, 美元, %.
    pub(in crate::reading) fn is_strange_unit(&self, word: &str) -> bool {
        self.is_other_unit(word) || word.contains(['元', '圆'])
    }

    /// Whether a unit is certainly one under which a figure is not what its digits say: 千件, 美元, %.
    pub(in crate::reading) fn is_other_unit(&self, word: &str) -> bool {
        self.is_scale(word) || self.has_other_sign(word) || self.is_currency(word)
    }

    /// Whether a unit is of money of which no figure of the form is: 万美元.
    pub(in crate::reading) fn is_currency(&self, word: &str) -> bool {
        self.currencies.end(word)
    }

    /// Whether a word beside a figure says that it is of 元: ¥, CNY.
    pub(in crate::reading) fn is_yuan_sign(&self, word: &str) -> bool {
        self.yuan_signs.have(word)
    }

    /// Whether a word of money, whichever, has this sign.
    pub(in crate::reading) fn is_of_money(&self, sign: char) -> bool {
        sign == '元' || self.yuan_signs.iter().chain(self.currencies.iter()).any(|word| word.contains(sign))
    }

    /// The words of years other than the report's, last year's among them.
    pub(in crate::reading) fn words_of_other_years(&self) -> [&Words; 2] {
        [&self.last_year, &self.other_years]
    }

    fn words_of_other_times(&self) -> [&Words; 3] {
        [&self.last_year, &self.other_years, &self.other_times]
    }

    /// Whether words are those of another time than the report's and nothing else: 上年, 上半年.
    pub(in crate::reading) fn is_other_time(&self, words: &str) -> bool {
        let is_one = |text: &str| self.words_of_other_times().into_iter().any(|times| times.have(text));
        is_one(words) || self.figure_words.iter().filter_map(|end| words.strip_suffix(end.as_str())).any(is_one)
    }

    /// Whether words name figures of another kind than those of the form, and nothing else: 同比, 占比.
    pub(in crate::reading) fn is_other_figure(&self, words: &str) -> bool {
        self.other_things.have(words)
    }

    /// Whether words have a sign with which they speak of a share or a change of something, or of other money, whatever it is:
    /// 处理决定数量（%）, 行政许可（±）.
    pub(in crate::reading) fn has_other_sign(&self, words: &str) -> bool {
        let may_be_marked = || words.contains(['+', '-', '－']);
        words.contains(|c: char| !is_common(c) && self.other_signs.contains(c))
            || (may_be_marked() && self.other_marks.are_in(words))
    }

    /// Whether words have one among them that is of another time than the report's, or of something else.
    pub(in crate::reading) fn has_other_thing(&self, words: &str) -> bool {
        self.words_of_other_times().into_iter().any(|times| times.are_in(words)) || self.other_things.are_in(words)
    }

    /// Whether words below a table that state a unit state that of the table: a note, or nothing but the unit of the sums.
    pub(in crate::reading) fn is_note_of_unit(&self, body: &str) -> bool {
        let is_note = self.note_marks.begin(body);
        is_note || body.is_empty() || self.unit_subjects.are_in(body)
    }

    /// Whether words in a header that no form has can name a column of their own; what heads the row labels cannot.
    pub(in crate::reading) fn is_column_name(&self, text: &str) -> bool {
        text.chars().count() <= 8 && !self.is_stub(text)
    }

    /// Whether `text` is what copies print over the row labels.
    pub(in crate::reading) fn is_stub(&self, text: &str) -> bool {
        self.stubs.have(text)
    }

    /// Whether `text` says that the filing does not have the cell.
    pub(in crate::reading) fn is_absent(&self, text: &str) -> bool {
        self.absent_marks.have(text)
    }

    /// Whether `text` stands for a formula of which nobody has the value.
    pub(in crate::reading) fn is_uncomputed(&self, text: &str) -> bool {
        self.uncomputed_marks.have(text)
    }

    /// The text that stands in place of a figure, behind the mark that says so.
    pub(in crate::reading) fn original<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.strip_prefix(self.original_mark.as_str()).map(str::trim_start).filter(|text| !text.is_empty())
    }

    /// Whether words are of another version of a filing: 更正如下, 修订后.
    pub(in crate::reading) fn has_version(&self, words: &str) -> bool {
        self.versions.are_in(words)
    }

    /// Whether a sheet or whoever a record is of is called what only shows how a form is filled in: 填报示例, 示例（勿填）, 示例：某局,
    /// 某局（示例）. 示范区 is a place.
    pub(in crate::reading) fn is_sample(&self, name: &str) -> bool {
        let name = agency_key(name);
        let is_apart = |next: Option<char>| next.is_none_or(|c| !c.is_alphabetic());
        let is_told = |at: usize, word: &str| {
            let Some(behind) = name[at..].strip_prefix(word) else { return false };
            let begins = is_apart(name[..at].chars().next_back()) && is_apart(behind.chars().next());
            let is_remark = || behind.starts_with(['(', '[', '【']) && is_apart(behind.chars().next_back());
            let ends = || behind.chars().all(|c| !c.is_alphabetic()) || self.version_ends.have(behind);
            begins || is_remark() || ends()
        };
        name.char_indices().any(|(at, _)| self.sample_names.iter().any(|word| is_told(at, word)))
    }

    /// Where what a report is about stands in its title.
    pub(in crate::reading) fn title_subject(&self, title: &str) -> Option<usize> {
        self.title_subjects.find_in(title)
    }

    /// Whether a title is that of a table.
    pub(in crate::reading) fn is_of_form(&self, title: &str) -> bool {
        self.form_endings.end(title)
    }

    /// Whether a sheet or file name says nothing of the agency.
    pub(in crate::reading) fn is_generic(&self, name: &str) -> bool {
        self.generic_names.are_in(&name.to_lowercase())
    }

    /// What the name of a sheet says beside which table it holds: `2022年` of `2022年表三`; nothing of one that names no table.
    pub(in crate::reading) fn beside_table(&self, name: &str) -> Option<String> {
        let mut words = self.table_titles.iter().chain(self.table_names.iter());
        let word = words.find(|word| name.contains(word.as_str()))?;
        Some(name.replacen(word.as_str(), "", 1))
    }

    /// Where what the form calls a table stands in a line.
    pub(in crate::reading) fn table_title(&self, line: &str) -> Option<Range<usize>> {
        if !self.table_titles.are_in(line) {
            return None;
        }
        let mut places = self.table_titles.iter().filter_map(|title| Some((line.find(title.as_str())?, title.len())));
        places.next().map(|(at, length)| at..at + length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_for_none_are_known_in_any_length() {
        for text in ["无", "/", "-", "—", "——", "－－", "\\"] {
            assert!(LEXICON.is_placeholder(text), "{text}");
        }
        for text in ["", "0", "-2", "有"] {
            assert!(!LEXICON.is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn a_sample_says_so_and_a_zone_is_none() {
        let agencies = ["示例", "示例：某某局", "【示例】某某局", "某某局（示例）", "样例-某局"];
        let sheets = ["填报示例", "样表", "示例1", "示例（勿填）", "填报示例（请勿修改）", "样例数据", "填表说明"];
        assert!(agencies.into_iter().chain(sheets).all(|name| LEXICON.is_sample(name)));
        for name in ["示范区教育局", "某县示范区", "某县样板镇", "农业示范（试点）区管委会", ""]
        {
            assert!(!LEXICON.is_sample(name), "{name}");
        }
    }
}
