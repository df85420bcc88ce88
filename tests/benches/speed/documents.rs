//! Reports as pages and documents, with what content systems and Word put around every cell.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use crate::report::Report;

const NAMESPACE: &str = "http://schemas.openxmlformats.org";

/// A page as content systems publish it: every cell with a style of its own.
pub(crate) fn html(report: &Report) -> Vec<u8> {
    let title = &report.office.title;
    let mut page = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body><h1>{title}</h1>\
         <p>{}</p>",
        report.office.source
    );
    for table in &report.tables {
        let _ = write!(page, "<p style=\"text-indent:2em\">{}</p><table border=\"1\">", table.label);
        for row in &table.rows {
            page += "<tr style=\"height:28px\">";
            for cell in row {
                let _ = write!(
                    page,
                    "<td rowspan=\"{}\" colspan=\"{}\" style=\"padding:0 7px;border:1px solid #000;text-align:center\">\
                     <p><span style=\"font-family:宋体;font-size:14px\">{}</span></p></td>",
                    cell.down,
                    cell.across,
                    cell.content.text()
                );
            }
            page += "</tr>\n";
        }
        page += "</table>";
    }
    (page + "</body></html>").into_bytes()
}

/// A document with `gridSpan` and `vMerge`, its runs with the properties that Word gives them.
pub(crate) fn docx(report: &Report) -> Vec<u8> {
    let mut body = paragraph(&report.office.title) + &paragraph(&report.office.source);
    for table in &report.tables {
        body += &paragraph(&table.label);
        body += "<w:tbl>";
        // Cells from above: their column, their width, and how many rows they still reach down.
        let mut above: Vec<(usize, usize, usize)> = Vec::new();
        for row in &table.rows {
            let cell = |across: usize, merge: &str, text: &str| {
                let text = paragraph(text);
                format!("<w:tc><w:tcPr><w:gridSpan w:val=\"{across}\"/>{merge}</w:tcPr>{text}</w:tc>")
            };
            let continued = above.iter().map(|(at, across, _)| (*at, cell(*across, "<w:vMerge/>", "")));
            let own = row.iter().map(|own| {
                let merge = if own.down > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
                (own.column, cell(own.across, merge, &own.content.text()))
            });
            let mut cells: Vec<(usize, String)> = continued.chain(own).collect();
            cells.sort_by_key(|(column, _)| *column);
            let cells: String = cells.into_iter().map(|(_, cell)| cell).collect();
            let _ = write!(body, "<w:tr>{cells}</w:tr>");
            above.extend(row.iter().map(|own| (own.column, own.across, own.down)));
            for (_, _, left) in &mut above {
                *left -= 1;
            }
            above.retain(|(_, _, left)| *left > 0);
        }
        body += "</w:tbl>";
    }
    package(&body)
}

fn paragraph(text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"宋体\" w:eastAsia=\"宋体\"/>\
         <w:sz w:val=\"21\"/></w:rPr><w:t>{text}</w:t></w:r></w:p>"
    )
}

fn package(body: &str) -> Vec<u8> {
    let document =
        format!("<w:document xmlns:w=\"{NAMESPACE}/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>");
    let relations = format!(
        "<Relationships xmlns=\"{NAMESPACE}/package/2006/relationships\"><Relationship Id=\"r1\" \
         Type=\"{NAMESPACE}/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
         </Relationships>"
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("_rels/.rels", relations), ("word/document.xml", document)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part begins");
        zip.write_all(text.as_bytes()).expect("a part is written");
    }
    zip.finish().expect("a package").into_inner()
}
