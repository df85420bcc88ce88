//! Where a finding is, for people and for programs that open the file there.

use std::fmt::Write as _;
use std::path::MAIN_SEPARATOR;

use super::clean::clean;
use super::phrases::filled;
use crate::diagnosis::{Finding, Source};
use crate::model::{Lang, Place};

/// The path as forges know it: forward slashes, and nothing for "here" in front.
pub(in crate::render) fn path(path: &str) -> String {
    let slashed = slashed(path);
    clean(slashed.strip_prefix("./").unwrap_or(&slashed)).into_owned()
}

/// Where a filing stands: `统计表.xlsx [Sheet1]`, or with the line of a data set `all.csv:12`.
pub(in crate::render) fn source(source: &Source) -> String {
    let mut file = path(&source.path);
    file.extend(source.record.map(|record| format!(":{record}")));
    file.extend(source.sheet.as_ref().map(|sheet| format!(" [{}]", clean(sheet))));
    file
}

/// The file that a path leads to and, for what lies in a zip archive, the path in it: `a.zip!/b.xlsx`.
pub(in crate::render) fn in_archive(path: &str) -> (&str, Option<&str>) {
    let mark = path.match_indices("!/").map(|(at, _)| at).find(|at| {
        let ending = at.checked_sub(4).and_then(|from| path.get(from..*at));
        ending.is_some_and(|ending| ending.eq_ignore_ascii_case(".zip"))
    });
    mark.map_or((path, None), |at| (&path[..at], Some(&path[at + 2..])))
}

/// The file that forges know, as [`path`] writes it: of what lies in an archive the archive.
pub(in crate::render) fn file(of: &str) -> String {
    path(in_archive(of).0)
}

/// The path as a reference by the rules of addresses (RFC 3986, RFC 8089): relative if it is relative, and every
/// character that is not plain as its bytes in hexadecimal.
pub(in crate::render) fn uri(path: &str) -> String {
    let slashed = slashed(path);
    let path = slashed.strip_prefix("./").unwrap_or(&slashed);
    let is_drive = |path: &str| MAIN_SEPARATOR == '\\' && path.as_bytes().get(1) == Some(&b':');
    let (mut out, rest) = match path {
        // A share: the machine's name takes the place of the host.
        path if MAIN_SEPARATOR == '\\' && path.starts_with("//") => ("file:".to_owned(), path),
        path if path.starts_with('/') => ("file://".to_owned(), path),
        path if is_drive(path) => (format!("file:///{}", &path[..2]), &path[2..]),
        path => (String::new(), path),
    };
    for byte in rest.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn slashed(path: &str) -> String {
    if MAIN_SEPARATOR == '/' { path.to_owned() } else { path.replace(MAIN_SEPARATOR, "/") }
}

/// The first place of a finding.
pub(in crate::render) fn first(finding: &Finding) -> Option<&Place> {
    finding.place.as_ref().or_else(|| finding.cells.iter().find_map(|cell| cell.place.as_ref()))
}

/// The line of a text that a finding begins on; none of a text in an archive, which nobody opens at a line.
pub(in crate::render) fn line(finding: &Finding, path: &str) -> Option<u32> {
    match first(finding)? {
        Place::Line { line, .. } if in_archive(path).1.is_none() => Some(*line),
        Place::Line { .. } | Place::Sheet { .. } | Place::Cell { .. } | Place::Printed { .. } => None,
    }
}

/// Where a finding is in its file, in words: from its first cell to its last.
pub(in crate::render) fn span(finding: &Finding, lang: Lang) -> String {
    if let Some(place) = &finding.place {
        return place_words(place, lang);
    }
    let mut places = finding.cells.iter().filter_map(|cell| cell.place.as_ref());
    match (places.next(), places.next_back()) {
        (Some(first), Some(last)) => format!("{} … {}", place_words(first, lang), place_words(last, lang)),
        (Some(only), None) => place_words(only, lang),
        _ => String::new(),
    }
}

/// A place as people say it: `第12行第4列`, `Sheet1!D7`.
pub(in crate::render) fn place_words(place: &Place, lang: Lang) -> String {
    match place {
        Place::Line { line, field, .. } => filled("place-line", lang, &[("line", line), ("field", field)]),
        Place::Cell { table, row, column } => {
            filled("place-cell", lang, &[("table", table), ("row", row), ("column", column)])
        }
        Place::Printed { page, table, row, column } => {
            filled("place-printed", lang, &[("page", page), ("table", table), ("row", row), ("column", column)])
        }
        Place::Sheet { .. } => clean(&place.to_string()).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn an_address_has_only_plain_characters_and_a_relative_one_stays_so() {
        assert_eq!(uri("报表/a b.xlsx"), "%E6%8A%A5%E8%A1%A8/a%20b.xlsx");
        assert_eq!(uri("./a.csv"), "a.csv");
        assert_eq!(uri("../a#1?.csv"), "../a%231%3F.csv");
        assert_eq!(uri("/data/100%.csv"), "file:///data/100%25.csv");
        // No scheme: a colon in a name must not make one.
        assert_eq!(uri("c:a\\b\n\".csv"), "c%3Aa%5Cb%0A%22.csv");
    }

    #[cfg(windows)]
    #[test]
    fn a_drive_and_a_share_are_addresses_of_files() {
        assert_eq!(uri("C:\\报\\a b.csv"), "file:///C:/%E6%8A%A5/a%20b.csv");
        assert_eq!(uri("\\\\host\\share\\a.csv"), "file://host/share/a.csv");
        assert_eq!(uri("a\\b.csv"), "a/b.csv");
    }

    #[test]
    fn a_path_is_shown_without_what_nobody_sees() {
        assert_eq!(path("./a/\u{202e}b\n.csv"), "a/b .csv");
    }
}
