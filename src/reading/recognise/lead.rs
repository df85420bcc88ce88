//! The sentence that puts a report before the public, as pages have it in place of a title: 现公布某县教育局2023年政府信息公开工作年度报告。

use super::identify::{self, Title};
use crate::reading::cells::lexicon::LEXICON;

/// What the first such sentence of a paragraph says, if it names an agency in full.
pub(super) fn lead(text: &str) -> Option<Title> {
    let at = |word: &String| text.find(word.as_str()).map(|at| at + word.len());
    let behind = &text[LEXICON.lead_words.iter().find_map(at)?..];
    let mut title = behind.split(['，', ',', '。', '：', ':', '；', ';']).next()?.trim();
    loop {
        let found = [title.to_owned(), format!("{title}报告")].iter().find_map(|title| identify::title(None, title));
        if let Some(found) = found {
            return Some(found).filter(|title| title.agency.as_deref().is_some_and(|agency| LEXICON.is_body(agency)));
        }
        title = LEXICON.lead_ends.iter().find_map(|end| title.strip_suffix(end.as_str()))?.trim_end();
    }
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
            "云泽县教育局现将重点放在2023年政府信息公开工作上。",
        ] {
            assert_eq!(lead(text), None, "{text}");
        }
    }
}
