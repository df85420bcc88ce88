//! Reports as text.

use std::fmt::Write as _;

use super::Report;
use crate::support::FORMS;

/// The printed layout with commas, or with tabs in UTF-16 as Excel's “Unicode text”.
pub(super) fn csv(report: &Report, encoding: &str) -> Vec<u8> {
    let quoted = |cell: &String| {
        if cell.contains(['"', ',', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    let join = |mark: &str| {
        let rows = report.rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(mark) + "\r\n");
        rows.collect::<String>()
    };
    match encoding {
        "gb18030" => encoding_rs::GB18030.encode(&join(",")).0.into_owned(),
        "utf-16le" => [0xFF, 0xFE].into_iter().chain(join("\t").encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        _ => [b"\xEF\xBB\xBF", join(",").as_bytes()].concat(),
    }
}

/// The printed layout with bars.
pub(super) fn pipes(report: &Report) -> Vec<u8> {
    let rows = report.rows.iter().map(|row| match row.len() {
        0 | 1 => row.concat() + "\n",
        _ => format!("| {} |\n", row.join(" | ").replace('\n', "<br>")),
    });
    rows.collect::<String>().into_bytes()
}

/// The printed layout with blanks, as a terminal or the text layer of a page has it: blank cells are not there.
pub(super) fn spaced(report: &Report) -> Vec<u8> {
    let filled = |row: &Vec<String>| {
        let cells = row.iter().filter(|cell| !cell.is_empty()).map(|cell| cell.replace('\n', ""));
        cells.collect::<Vec<_>>().join("   ") + "\n"
    };
    report.rows.iter().map(filled).collect::<String>().into_bytes()
}

/// As text recognition writes it: a small table a row or a group, its first row taken for a header; group labels in a
/// cell, on a line of their own or lost; long labels in pieces on the lines before; blank cells at the end.
pub(super) fn recognised(report: &Report) -> Vec<u8> {
    let mut text = String::new();
    for (number, row) in report.rows.iter().enumerate() {
        let filled = |cells: &[String]| cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>();
        let (labels, figures) = match row.len() {
            10 if number % 2 == 0 => (filled(&row[..3]), row[3..].to_vec()),
            // The group label keeps its cell.
            10 => (filled(&row[..3]).into_iter().rev().take(1).collect(), row[3..].to_vec()),
            15 => (Vec::new(), row.clone()),
            4 => (filled(&row[..1]), filled(&row[1..])),
            _ => (filled(row), Vec::new()),
        };
        let is_header = row.len() == 10 && !row[..3].iter().any(|cell| !cell.is_empty() && !cell.starts_with("（本列"));
        let rule = |n: usize| format!("|{}\n", "---|".repeat(n));
        let table = |cells: &[String]| format!("| {} |\n{}", cells.join(" | "), rule(cells.len()));
        let is_blank = figures.iter().all(String::is_empty);
        if figures.is_empty() || is_header || row.iter().any(|cell| cell.starts_with("信息内容")) {
            let words = filled(row).join(" ");
            let _ = writeln!(text, "{words}\n");
        } else if labels.last().is_some_and(|label| label.chars().count() > 16) && !is_blank {
            // The label in pieces, then its figures.
            let label: Vec<char> = labels[labels.len() - 1].chars().collect();
            let pieces = label.chunks(11).map(|piece| piece.iter().collect::<String>() + "\n");
            let _ = writeln!(text, "\n{}\n{}", pieces.collect::<String>(), table(&figures));
        } else {
            // Sometimes a cell too many; with blanks in the row too, which one it is could not be told.
            let is_complete = row.len() == 10 && !figures.iter().any(String::is_empty);
            let trailing = vec![String::new(); usize::from(is_complete && number % 3 == 0)];
            text += &table(&[labels, figures, trailing].concat());
        }
    }
    text.into_bytes()
}

/// What was read, by cell: its figure, its unit behind it.
fn figures(report: &Report) -> Vec<(String, String)> {
    let transcript = report.filing.transcript.as_ref().expect("it was read");
    let form = FORMS.get(&transcript.edition).expect("the edition is known");
    let cell = |(index, cell): (_, &gouji::model::CellSpec)| {
        Some((cell.id.to_string(), transcript.entry(index)?.printed().into_owned()))
    };
    form.each_cell().filter_map(cell).collect()
}

/// A data set of one line.
pub(super) fn wide(report: &Report) -> Vec<u8> {
    let (ids, figures): (Vec<_>, Vec<_>) = figures(report).into_iter().unzip();
    let (agency, year) = (report.filing.agency.as_deref().unwrap_or_default(), report.filing.year.unwrap_or_default());
    format!("填报单位,年度,{}\n{agency},{year},{}\n", ids.join(","), figures.join(",")).into_bytes()
}

/// A data set of one line a cell.
pub(super) fn long(report: &Report) -> Vec<u8> {
    let (agency, year) = (report.filing.agency.as_deref().unwrap_or_default(), report.filing.year.unwrap_or_default());
    let rows = figures(report).into_iter().map(|(id, figure)| format!("{agency},{year},{id},{figure}\n"));
    ("agency,year,cell,value\n".to_owned() + &rows.collect::<String>()).into_bytes()
}
