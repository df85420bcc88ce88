//! What words of a header say that the form does not have: a column spelt otherwise, a year, or something else.
//!
//! A figure under 上年处理决定数量, 东区 or 一审 is not the form's, however well it would fit. So a column is never found by
//! elimination against its words: words are a column's only if they are nearer to its label than to any other, and share
//! with it more than 本年 and 数量. Pieces of labels, as texts break them, say nothing by themselves.

use super::super::surface::Word;
use super::super::vocabulary::{Known, LabelPart};
use super::super::year_words::{YearWords, leading_year};
use super::TableReader;
use crate::model::{Axis, Label, LineSpec, fold};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::words::Words;
use crate::reading::recognise::place::LineAt;

/// What unknown words of a header say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// One line of the axis, spelt otherwise.
    Line(usize),
    /// A piece that a text broke off one line's label, and that no other has.
    PieceOf(usize),
    /// A piece of several labels, or words that go with any column.
    Nothing,
    /// Something that the form does not have.
    Else,
}

/// The year that words over or beside figures name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    /// That of the report.
    This,
    /// Another, or several.
    Other,
    /// A year, and that of the report is not known.
    Unknown,
}

impl Period {
    /// Bytes of the words of a year; none are longer.
    const LONGEST: usize = 36;

    /// Of words that name a year and nothing else: 上年数, 2022年, 历年累计.
    pub(super) fn of(text: &str, year: Option<u16>) -> Option<Self> {
        let words = if text.len() > Self::LONGEST { None } else { YearWords::of(&fold(text).body) };
        words.map(|words| Self::named(words, year))
    }

    /// Of a word on a surface, whose words are folded unless it is meant as a value.
    pub(super) fn of_word(word: &Word<'_>, year: Option<u16>) -> Option<Self> {
        match word.label.as_deref() {
            _ if word.cell.text.len() > Self::LONGEST => None,
            Some(label) => {
                let words = *label.year.get_or_init(|| YearWords::of(&label.folded.body));
                words.map(|words| Self::named(words, year))
            }
            None => Self::of(&word.cell.text, year),
        }
    }

    fn named(words: YearWords, year: Option<u16>) -> Self {
        match (words, year) {
            (YearWords::This, _) => Self::This,
            (YearWords::Last | YearWords::Other | YearWords::Replaced, _) => Self::Other,
            (YearWords::Named(_), None) => Self::Unknown,
            (YearWords::Named(named), Some(year)) => {
                if year == named {
                    Self::This
                } else {
                    Self::Other
                }
            }
        }
    }
}

impl TableReader<'_, '_> {
    /// The words of a line that may stand over figures of a block and that the form does not have. A line is of a header
    /// if the form has other words of it, or if it is nothing but several short ones.
    pub(super) fn strange_words(&self, at: LineAt) -> Vec<(u32, &str, &Known)> {
        let cells = &self.line(at).cells;
        let labels = || cells.iter().filter_map(|word| Some((word, word.label.as_deref()?)));
        let is_known = |label: &Known| self.parts(label).any(|(part, _)| part != LabelPart::Title);
        let strange = labels().filter(|(_, label)| self.parts(label).next().is_none());
        let strange: Vec<_> = strange.map(|(word, label)| (word.cell.column, word.cell.text.as_str(), label)).collect();
        let is_short = |text: &str| {
            let words = without_additions(text);
            words.chars().count() <= 16 && !words.contains(SENTENCE)
        };
        let is_header = labels().any(|(_, label)| is_known(label))
            || (strange.len() > 1 && strange.iter().all(|(_, text, _)| is_short(text)));
        strange.into_iter().filter(|(_, text, _)| is_header && is_short(text)).collect()
    }

    /// What words say among the lines of an axis.
    pub(super) fn says(&self, block: usize, axis: &Axis, text: &str, label: &Known) -> Says {
        /// Characters of a cell that a narrow column holds on a line.
        const LONGEST_PIECE: usize = 3;
        let body = &label.folded.body;
        if Period::of(text, self.year) == Some(Period::This) || LEXICON.is_stub(text) || LEXICON.is_unit(text) {
            return Says::Nothing;
        }
        let of_other_year = LEXICON.words_of_other_years().into_iter().any(|words| words.begin(body));
        let of_year = leading_year(body).is_some_and(|(year, _)| Some(year) != self.year);
        // A sum in a unit that nobody has heard of: （美元）.
        let has_other_unit = label.folded.unit.is_none() && body.contains(['元', '圆']);
        if of_other_year || of_year || has_other_unit || is_of_something_else(axis, text) {
            return Says::Else;
        }
        let bare = telling(body);
        if bare.is_empty() || LEXICON.value_columns.have(body) {
            return Says::Nothing;
        }
        // A column of another edition is the one that has its name here too, or none.
        let key = self.vocabulary.key_of(self.edition_at, self.table);
        let mut others =
            label.meanings.iter().filter(|m| m.edition != self.edition_at && self.vocabulary.key(m) == key);
        let other = others.find_map(|m| self.vocabulary.column_id(m));
        if let Some(id) = other {
            let same = axis.lines.iter().position(|line| line.id == id);
            return same.map_or(Says::Else, Says::Line);
        }
        // Half a label, in one short piece, is what a text broke off: 维持 of 结果维持, 务机构 of 法律服务机构. Longer ones are
        // names, as 直接起诉.
        let length = bare.chars().count();
        let is_broken_off = |label: &Label| {
            let body = telling(&label.folded().body);
            length <= LONGEST_PIECE && body.contains(&bare) && 2 * length <= body.chars().count()
        };
        let mut whole = (0..axis.lines.len()).filter(|line| is_broken_off(&axis.lines[*line].label));
        if let Some(first) = whole.next() {
            return if whole.next().is_none() { Says::PieceOf(first) } else { Says::Nothing };
        }
        let near = |line: &LineSpec| {
            let labels = line.labels();
            labels.map(|label| likeness(&bare, &telling(&label.folded().body))).max().unwrap_or(0)
        };
        let mut best: Vec<(u32, usize)> =
            axis.lines.iter().map(near).zip(0..).filter(|(near, _)| *near >= 50).collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        match best.as_slice() {
            [(_, line)] => return Says::Line(*line),
            [(first, line), (second, _), ..] if first > second => return Says::Line(*line),
            _ => {}
        }
        if self.shares_a_word(block, &bare) { Says::Nothing } else { Says::Else }
    }

    /// Whether words are a piece of a label of the table, or have two characters in a row with one in common.
    fn shares_a_word(&self, block: usize, bare: &str) -> bool {
        let blocks = &self.edition.tables[self.table].blocks;
        let chars: Vec<char> = bare.chars().collect();
        let pairs: Vec<String> = chars.windows(2).map(|pair| pair.iter().collect()).collect();
        let lines = blocks.iter().flat_map(|block| block.rows.lines.iter().chain(&block.columns.lines));
        let mut bodies = lines.map(|line| telling(&line.label.folded().body));
        let heading =
            blocks[block].heading.iter().chain(&blocks[block].stub).any(|label| label.folded().body.contains(bare));
        heading || bodies.any(|body| body.contains(bare) || pairs.iter().any(|pair| body.contains(pair.as_str())))
    }
}

/// What words of a sentence have between them, and those of a column have not.
const SENTENCE: [char; 6] = [':', '：', '。', '，', ',', '；'];

/// The words of a header without what stands behind them in brackets, or behind a comma and states the unit: 上年收费金额 of
/// 上年收费金额（单位：万元）. Of words that state nothing but a unit nothing is taken.
fn without_additions(text: &str) -> &str {
    let is_addition = |(at, mark): &(usize, char)| {
        matches!(mark, '（' | '(') || (SENTENCE.contains(mark) && fold(&text[*at..]).unit.is_some())
    };
    let first = text.char_indices().find(|(_, c)| matches!(c, '（' | '(') || SENTENCE.contains(c));
    let words = first.filter(is_addition).map_or(text, |(at, _)| &text[..at]);
    if words.is_empty() || words.ends_with("单位") { text } else { words }
}

/// Whether words have one in them that makes them speak of something else than any line of an axis. Brackets behind them may
/// name another time or count by ten thousands; what else they say is a remark.
fn is_of_something_else(axis: &Axis, text: &str) -> bool {
    let (words, remark) = text.split_once(['（', '(']).unwrap_or((text, ""));
    let (words, remark) = (fold(words).body, fold(remark).body);
    let labels = || axis.lines.iter().flat_map(LineSpec::labels);
    let is_strange = |word: &str| !labels().any(|label| label.folded().body.contains(word));
    let names = |body: &str, one_of: &Words| one_of.iter().any(|word| body.contains(word.as_str()) && is_strange(word));
    let is_remark = LEXICON.remarks.begin(&remark);
    LEXICON.has_other_sign(text)
        || names(&words, &LEXICON.other_things)
        || names(&words, &LEXICON.other_times)
        || (!is_remark && names(&remark, &LEXICON.other_times))
        || LEXICON.is_scaled_count(&words)
        || LEXICON.is_scale(&remark)
}

/// What is left of words without those that go with any column.
pub(super) fn telling(body: &str) -> String {
    LEXICON.common_words.iter().fold(body.to_owned(), |body, word| body.replace(word.as_str(), ""))
}

/// How much of the longer of two words is in the other, in the same order: per cent.
fn likeness(a: &str, b: &str) -> u32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longer = a.len().max(b.len());
    if longer == 0 || longer > 64 {
        return 0;
    }
    let mut row = vec![0; b.len() + 1];
    for one in &a {
        let mut corner = 0;
        for (at, other) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if one == other { corner + 1 } else { above.max(row[at]) };
            corner = above;
        }
    }
    u32::try_from(100 * row[b.len()] / longer).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_name_a_year_are_of_it() {
        let of = |text| Period::of(text, Some(2023));
        for text in ["本年", "本年数", "2023年", "2023", "2023年度", "当年"] {
            assert_eq!(of(text), Some(Period::This), "{text}");
        }
        for text in ["上年数", "2022年", "2022", "历年累计", "上年", "上年同期"] {
            assert_eq!(of(text), Some(Period::Other), "{text}");
        }
        for text in ["本年处理决定数量", "上年结转", "自然人", "20221"] {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!(Period::of("2022年", None), Some(Period::Unknown));
    }

    #[test]
    fn words_are_as_like_as_the_longer_has_of_the_shorter() {
        assert_eq!(likeness("有效", &telling("现行有效件数")), 50);
        assert_eq!(likeness("废止", &telling("本年废止件数")), 100);
        assert!(likeness("受理", "处理决定") < 50 && likeness("全市合计", "总计") < 50);
    }
}
