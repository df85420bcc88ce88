//! What the name of a line says that is no agency's: a word for a total, the heading of a group, another time.

use super::words::Words;
use serde::Deserialize;

use super::lexicon::LEXICON;
use crate::model::agency_key;

/// The words of a line that adds up others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TotalWords {
    names: Words,
    sums: Words,
    data: Words,
    subtotals: Words,
    statistics: Words,
    pub(super) all: Words,
    pub(super) some: Words,
    headings: Words,
    pub(super) places: Words,
    bodies: Words,
    among: Words,
    without: Words,
}

/// What a line or sheet is that is called by no agency's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotalOf {
    /// It adds up all agencies: 合计, 全县汇总.
    All,
    /// Some of them: 小计, 乡镇合计; or they are counted otherwise: 平均值, 上年数.
    Some,
    /// It is called by a group of agencies, 一、县直部门: a heading that adds up those below it, or all that is told of them.
    Group,
}

/// What a name says that is no agency's but a word for a total.
#[must_use]
pub fn total_of(name: &str) -> Option<TotalOf> {
    LEXICON.totals.of(name)
}

/// Whether the texts of a row make it a note below a list: every one says what it is of before a colon (制表人：…, 注：…), or
/// there is one sentence.
pub(in crate::reading) fn is_note<'t>(mut texts: impl Iterator<Item = &'t str>) -> bool {
    let is_remark = |text: &str| text.contains(['：', ':']);
    let Some(first) = texts.next() else { return false };
    (is_remark(first) || first.ends_with('。')) && texts.all(is_remark)
}

impl TotalWords {
    /// Brackets say how many a total adds up (合计（2家）), or which (小计（部门）); or they are around the word itself.
    fn of(&self, name: &str) -> Option<TotalOf> {
        let name = agency_key(name);
        let (name, is_listed) =
            without_list_mark(name.trim_matches(|c: char| c.is_whitespace() || c == '※' || c == '*'));
        let (base, notes) = apart(name);
        let base = bare(&base);
        if base.is_empty() {
            return notes.last().and_then(|note| self.kind(bare(note)));
        }
        if notes.iter().any(|note| LEXICON.is_other_time(bare(note))) {
            return Some(TotalOf::Some);
        }
        // A note alone makes no group of a body: 某县教育局（含下属单位）.
        let within = || notes.last().and_then(|note| self.kind(&format!("{base}{}", bare(note))));
        let within = || within().filter(|kind| *kind != TotalOf::Group);
        let kind = self.kind(base).or_else(within);
        // A body that is numbered is one all the same.
        let is_body = || LEXICON.has_agency_ending(base) || self.bodies.end(base);
        let heads = || (is_listed && !is_body()).then_some(TotalOf::Group);
        match kind.or_else(heads) {
            Some(TotalOf::All) if notes.iter().any(|note| self.is_of_some(bare(note))) => Some(TotalOf::Some),
            kind => kind,
        }
    }

    /// What a name without brackets is.
    fn kind(&self, name: &str) -> Option<TotalOf> {
        let before = |words: &Words| {
            let ends = words.iter().filter_map(|word| name.strip_suffix(word.as_str()));
            ends.map(|before| bare(before).to_owned()).collect::<Vec<_>>()
        };
        if LEXICON.is_other_time(name)
            || LEXICON.is_other_figure(name)
            || self.statistics.have(name)
            || self.among.begin(name)
        {
            return Some(TotalOf::Some);
        }
        let (names, sums, data) = (before(&self.names), before(&self.sums), before(&self.data));
        if !before(&self.subtotals).is_empty() {
            return Some(TotalOf::Some);
        }
        let mut is_some = false;
        for (befores, is_never_of_a_body) in [(&names, true), (&data, true), (&sums, false)] {
            for before in befores {
                let (whose, is_of_this_year) = without_year(before);
                if is_of_this_year && (whose.is_empty() || self.all.have(whose)) {
                    return Some(TotalOf::All);
                }
                is_some |= self.some.have(whose) || self.is_heading(whose);
                is_some |= is_never_of_a_body && !self.is_of_body(whose);
            }
        }
        if is_some {
            return Some(TotalOf::Some);
        }
        (self.some.have(name) || self.is_heading(name)).then_some(TotalOf::Group)
    }

    /// Whether a name is that of a group of agencies: 县政府工作部门, 各乡镇.
    fn is_heading(&self, name: &str) -> bool {
        self.headings.end(name)
    }

    /// Whether a name ends as that of a body, and not as that of a place or of a group.
    fn is_of_body(&self, name: &str) -> bool {
        let is_place = self.places.end(name);
        !is_place && !name.starts_with('各') && LEXICON.has_agency_ending(name)
    }

    /// Whether brackets behind a total say that it is one of some: 合计（部门）, 合计（不含乡镇）; not 合计（含乡镇）.
    fn is_of_some(&self, note: &str) -> bool {
        let is_count = note.contains(|c: char| c.is_ascii_digit());
        let is_without = self.without.begin(note);
        let is_with = LEXICON.remarks.begin(note);
        let is_named = || self.some.have(note) || self.is_heading(note);
        is_without || (!is_count && !is_with && is_named())
    }
}

/// A text without the marks around it.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A name without the mark of a list in front, and whether there is one that a heading has: 一、, （一）.
fn without_list_mark(name: &str) -> (&str, bool) {
    let is_chinese = |c: char| "一二三四五六七八九十".contains(c);
    let (open, inner) = name.strip_prefix('(').map_or((false, name), |rest| (true, rest));
    let rest = inner.trim_start_matches(|c: char| is_chinese(c) || c.is_ascii_digit());
    let number = &inner[..inner.len() - rest.len()];
    let marks: &[char] = if open { &[')'] } else { &['、', '.', ')', ':', ','] };
    match rest.strip_prefix(marks) {
        Some(rest) if !number.is_empty() => (rest, number.chars().all(is_chinese)),
        _ => (name, false),
    }
}

/// What stands outside the brackets of a name, and in each of them.
fn apart(name: &str) -> (String, Vec<String>) {
    let (mut base, mut notes, mut depth) = (String::new(), Vec::<String>::new(), 0_usize);
    for c in name.chars() {
        match c {
            '(' | '[' | '【' | '〔' => {
                if depth == 0 {
                    notes.push(String::new());
                }
                depth += 1;
            }
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ => if depth == 0 { &mut base } else { notes.last_mut().unwrap_or(&mut base) }.push(c),
        }
    }
    (base, notes)
}

/// A text without the year in front, and whether that may be the report's: `2023年`, 本年; not 上年.
fn without_year(text: &str) -> (&str, bool) {
    if let Some(rest) = LEXICON.words_of_other_years().into_iter().find_map(|words| words.behind(text)) {
        return (bare(rest), false);
    }
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let year = (text.len() - digits.len() == 4).then(|| {
        let rest = digits.strip_prefix('年').unwrap_or(digits);
        bare(rest.strip_prefix('度').unwrap_or(rest))
    });
    (year.or_else(|| LEXICON.this_year.behind(text).map(bare)).unwrap_or(text), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_for_a_total_is_no_agency() {
        for name in [
            "合计",
            "总 计",
            "汇总：",
            "（合计）",
            "全县汇总",
            "各单位合计",
            "Total",
            "合计（2家）",
            "合计（共 12 个单位）",
            "总合计",
            "2023年合计",
            "2023年度合计",
            "本年合计",
            "全县（合计）",
            "三、合计",
            "合计（含乡镇）",
            "共计",
            "汇总数据",
            "【合计】",
        ] {
            assert_eq!(total_of(name), Some(TotalOf::All), "{name}");
        }
        for name in [
            "小计",
            "乡镇小计",
            "县直部门合计",
            "教育口小计",
            "一、乡镇小计",
            "其中：乡镇",
            "甲县合计",
            "卫生系统合计",
            "平均值",
            "小计（部门）",
            "合计（部门）",
            "合计（不含乡镇）",
            "部门共计",
            "县级合计",
            "县政府各部门合计",
            "某县汇总数据",
            "上年数",
            "上年合计",
            "审核数",
            "上报数",
            "差额",
            "同比",
            "某局（上年）",
            "教育局（小计）",
        ] {
            assert_eq!(total_of(name), Some(TotalOf::Some), "{name}");
        }
        for name in [
            "一、县直部门",
            "县直部门（2个）",
            "二、乡镇",
            "（一）教育系统",
            "县政府工作部门",
            "垂直管理单位",
            "一、其他",
        ] {
            assert_eq!(total_of(name), Some(TotalOf::Group), "{name}");
        }
        for name in [
            "某县教育局",
            "某县人民政府（汇总）",
            "某县教育局汇总",
            "某县教育局合计",
            "某县统计局",
            "汇总办公室",
            "全县",
            "",
            "某县总工会",
            "东区人民政府",
            "东区",
            "一、东区",
            "甲",
            "甲县民政局",
            "1.甲局",
            "（一）某县教育局",
            "某县审核局",
            "某县第一中学",
            "十里镇",
            "一中",
            "五里乡人民政府",
            "某县（开发区）财政局",
            "某县行政审批局（政务服务管理局）",
            "某县乡镇企业局",
            "某县教育局（含下属单位）",
            "某县卫健委（直属单位）",
            "（一）某某集团",
            "二、白石林场",
            "某县本级",
            "市本级",
        ] {
            assert_eq!(total_of(name), None, "{name}");
        }
    }
}
