//! The sentence that puts a report before the public, as pages have it in place of a title: 现公布某县教育局2023年政府信息公开工作年度报告。

use super::identify::{self, Title};
use crate::reading::cells::lexicon::LEXICON;

/// What the first such sentence of a paragraph says, if it names an agency in full and nothing but the report behind: what
/// a report asks for is another's, and so may be one of which a sentence goes on to speak.
pub(super) fn lead(text: &str) -> Option<Title> {
    let mut clauses = text.split(['，', ',', '。', '：', ':', '；', ';']).map(str::trim);
    let behind = |clause: &'_ str| {
        let ends = LEXICON.lead_words.iter().filter_map(|word| clause.strip_prefix(word.as_str()));
        ends.map(str::len).next().map(|rest| clause.len() - rest)
    };
    let mut title = clauses.find_map(|clause| Some(clause[behind(clause)?..].trim()))?;
    loop {
        let found = [title.to_owned(), format!("{title}报告")].iter().find_map(|title| identify::title(None, title));
        if let Some(found) = found.filter(|_| is_only_title(title)) {
            return Some(found).filter(|title| title.agency.as_deref().is_some_and(|agency| LEXICON.is_body(agency)));
        }
        title = LEXICON.lead_ends.before(title)?.trim_end();
    }
}

/// Whether a clause has nothing behind its agency and year but the words of a title.
fn is_only_title(clause: &str) -> bool {
    let is_mark = |c: char| !c.is_alphabetic();
    let mut rest = LEXICON.title_subject(clause).map_or("", |at| &clause[at..]).trim_matches(is_mark);
    while let Some(less) = LEXICON.lead_title_words.behind(rest) {
        rest = less.trim_start_matches(is_mark);
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_publishes_a_report_names_its_agency_and_year() {
        for text in [
            "　　现公布云泽县教育局2023年政府信息公开工作年度报告。本报告依据《条例》编制。",
            "现将云泽县教育局2023年度政府信息公开工作年度报告公布如下。",
            "根据《条例》规定，现将云泽县教育局2023年政府信息公开工作情况报告如下：",
            "现将云泽县教育局2023年政府信息公开工作情况向社会公布如下",
            "按照要求，现向社会公布云泽县教育局2023年政府信息公开工作年度报告，请予监督。",
        ] {
            let found = lead(text).map(|title| (title.agency, title.year));
            assert_eq!(found, Some((Some("云泽县教育局".to_owned()), Some(2023))), "{text}");
        }
        for text in [
            "现将我局2023年政府信息公开工作年度报告公布如下。",
            "现将全县2023年政府信息公开工作情况报告如下。",
            "现将2023年政府信息公开工作年度报告公布如下。",
            "现将有关事项通知如下。",
            "现将云泽县人民政府2023年政府信息公开工作年度报告的要求落实情况报告如下。",
            "现将云泽县教育局2022年政府信息公开工作年度报告整改后重新公布",
            "去年，云泽县人民政府办公室现公布云泽县人民政府2023年政府信息公开工作年度报告，我局积极配合。",
            "云泽县教育局现将重点放在2023年政府信息公开工作上。",
        ] {
            assert_eq!(lead(text), None, "{text}");
        }
    }
}
