//! What a filing is called: its title, and the name of its sheet.

use std::collections::HashSet;

use super::FORM_LANG;
use super::field::Field;
use crate::reading::is_title_of;
use crate::render::words::phrases::{fill, phrase};

/// Characters of a sheet's name, as Excel counts them.
const MAX_SHEET_NAME: usize = 31;

/// The title over a filing, in words from which the reader knows agency and year again. It leaves out an agency whose name
/// would not be read from it as it is: that stands in the field below the title, as every name does.
pub(in crate::render) fn title(agency: Option<&str>, year: Option<u16>) -> String {
    let Some(year) = year else { return phrase("report-untitled", FORM_LANG).to_owned() };
    let digits = year.to_string();
    let of = |agency: &str| {
        fill(phrase("report-title", FORM_LANG), |fact| match fact {
            "agency" => Some(agency),
            "year" => Some(&digits),
            _ => None,
        })
    };
    let named = agency.map(|agency| (of(agency), agency)).filter(|(title, agency)| is_title_of(title, agency, year));
    named.map_or_else(|| of(""), |(title, _)| title)
}

/// The fields below the title, each with its words and what stands in it.
pub(in crate::render) fn fields(agency: Option<&str>, year: Option<u16>) -> [(&'static str, Field<'_>); 2] {
    [("field-agency", Field::name(agency)), ("field-year", Field::number(year))]
        .map(|(name, field)| (phrase(name, FORM_LANG), field))
}

/// Names for the sheets of one workbook.
#[derive(Debug, Default)]
pub(in crate::render) struct SheetNames {
    /// As Excel compares them: without regard to case.
    taken: HashSet<String>,
}

impl SheetNames {
    /// A name that Excel allows and no other sheet has. It is cut from the agency's, never from the year.
    pub(in crate::render) fn name(&mut self, agency: Option<&str>, year: Option<u16>) -> String {
        let year = year.map(|year| year.to_string()).unwrap_or_default();
        let is_of_excel = |c: char| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
        // Besides control characters these two cannot stand in XML at all: the workbook would not open.
        let is_of_xml = |c: char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
        let is_allowed = |c: &char| is_of_xml(*c) && !is_of_excel(*c);
        let agency: String = agency.unwrap_or_default().chars().filter(is_allowed).collect();
        let agency = agency.trim();
        let base = if agency.is_empty() && year.is_empty() { phrase("sheet-untitled", FORM_LANG) } else { agency };
        let names = (1_usize..).map(|number| {
            let end = if number == 1 { year.clone() } else { format!("{year} ({number})") };
            let mut room = MAX_SHEET_NAME.saturating_sub(end.encode_utf16().count());
            let fits = |c: &char| room.checked_sub(c.len_utf16()).map(|rest| room = rest).is_some();
            base.chars().take_while(fits).collect::<String>() + &end
        });
        // `History` is Excel's own.
        let mut free =
            names.filter(|name| name.to_lowercase() != "history" && !self.taken.contains(&name.to_lowercase()));
        let name = free.next().unwrap_or_default();
        self.taken.insert(name.to_lowercase());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_legal_and_each_is_used_once() {
        let mut names = SheetNames::default();
        let long = "某".repeat(40);
        let given: Vec<String> = [
            (Some("某县人民政府"), Some(2023)),
            (Some("某县人民政府"), Some(2023)),
            (Some("A/B:C"), None),
            (Some("a/b:c"), None),
            (Some("History"), None),
            (Some(long.as_str()), Some(2023)),
            (Some(long.as_str()), Some(2023)),
            (None, None),
            (None, None),
            (None, Some(2022)),
            (Some("''"), Some(2022)),
            (Some("\u{FFFE}乙\u{FFFF}\u{1}县"), Some(2022)),
        ]
        .into_iter()
        .map(|(agency, year)| names.name(agency, year))
        .collect();
        assert_eq!(given[..5], ["某县人民政府2023", "某县人民政府2023 (2)", "ABC", "abc (2)", "History (2)"]);
        assert_eq!(given[5], format!("{}2023", "某".repeat(27)));
        assert_eq!(given[6], format!("{}2023 (2)", "某".repeat(23)));
        assert_eq!(given[7..], ["报表", "报表 (2)", "2022", "2022 (2)", "乙县2022"]);
    }
}
