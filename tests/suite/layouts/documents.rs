//! Reports as pages and documents, with the merged cells of the form.

use std::fmt::Write as _;
use std::io::Write as _;

use super::{Merge, Report, merges};

/// A page as content systems publish it, in the encoding it declares.
pub(super) fn html(report: &Report, charset: &str) -> Vec<u8> {
    let mut page = format!("<html><head><meta charset=\"{charset}\"></head><body>");
    for table in report.tables() {
        let (lines, table) = apart(&table);
        for line in lines {
            let _ = write!(page, "<p>{line}</p>");
        }
        page += "<table>";
        let spans = merges(&table);
        for (row, cells) in table.iter().enumerate() {
            page += "<tr>";
            for (column, cell) in cells.iter().enumerate() {
                match span(&spans, row, column) {
                    Span::Covered => {}
                    Span::Begins(rows, columns) => {
                        let _ = write!(page, "<td rowspan={rows} colspan={columns}>{cell}</td>");
                    }
                    Span::None => {
                        let _ = write!(page, "<td>&nbsp;{cell}</td>");
                    }
                }
            }
            page += "</tr>";
        }
        page += "</table>";
    }
    page += "</body></html>";
    match charset {
        "gb2312" => encoding_rs::GBK.encode(&page).0.into_owned(),
        _ => page.into_bytes(),
    }
}

/// A document with `gridSpan` and `vMerge`.
pub(super) fn docx(report: &Report) -> Vec<u8> {
    let mut body = String::new();
    let paragraph = |text: &str| format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>");
    for table in report.tables() {
        let (lines, table) = apart(&table);
        body += &lines.iter().map(|line| paragraph(line)).collect::<String>();
        body += "<w:tbl>";
        let spans = merges(&table);
        for (row, cells) in table.iter().enumerate() {
            body += "<w:tr>";
            let mut column = 0;
            while column < cells.len() {
                let owner = spans.iter().find(|m| (m.0..m.0 + m.2).contains(&row) && m.1 == column);
                let wide = owner.map_or(1, |merge| merge.3);
                let down = match owner {
                    Some(merge) if merge.2 > 1 && merge.0 == row => "<w:vMerge w:val=\"restart\"/>",
                    Some(merge) if merge.2 > 1 => "<w:vMerge/>",
                    _ => "",
                };
                let text = paragraph(&cells[column]);
                let _ = write!(body, "<w:tc><w:tcPr><w:gridSpan w:val=\"{wide}\"/>{down}</w:tcPr>{text}</w:tc>");
                column += wide;
            }
            body += "</w:tr>";
        }
        body += "</w:tbl>";
    }
    document(&body)
}

/// A document with this body.
pub(super) fn document(body: &str) -> Vec<u8> {
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
        ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" \
        ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship \
        Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
        Target=\"word/document.xml\"/></Relationships>";
    package(&[("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", &document)])
}

/// A zip package of these parts.
pub(super) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part begins");
        zip.write_all(text.as_bytes()).expect("a part is written");
    }
    zip.finish().expect("a package").into_inner()
}

enum Span {
    None,
    Begins(usize, usize),
    Covered,
}

fn span(spans: &[Merge], row: usize, column: usize) -> Span {
    let merge = spans.iter().find(|m| (m.0..m.0 + m.2).contains(&row) && (m.1..m.1 + m.3).contains(&column));
    match merge {
        Some(merge) if (merge.0, merge.1) == (row, column) => Span::Begins(merge.2, merge.3),
        Some(_) => Span::Covered,
        None => Span::None,
    }
}

/// Titles above a table, and its rows made equally long.
fn apart(table: &[Vec<String>]) -> (Vec<String>, Vec<Vec<String>>) {
    let titles = table.iter().filter(|row| row.len() == 1).map(|row| row[0].clone()).collect();
    let rows = table.iter().filter(|row| row.len() > 1).cloned().collect();
    (titles, rows)
}
