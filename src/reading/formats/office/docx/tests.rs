//! What of a Word document counts, and where it stands.

use std::io::{Cursor, Write};

use super::*;
use crate::reading::bytes::problem::Problem;
use crate::reading::cells::grid::Origin;

/// The cells of all tables of a document with this body: row, column, text.
fn cells(body: &str) -> Vec<(u32, u32, String)> {
    styled_cells("", body)
}

/// The same with these styles.
fn styled_cells(styles: &str, body: &str) -> Vec<(u32, u32, String)> {
    let bytes = package(styles, body, &[]);
    let grids = read(&mut Package::open(&bytes.into()).expect("a package")).expect("a document");
    let tables = grids.iter().filter(|grid| matches!(grid.origin, Origin::Table(_)));
    let rows = tables.flat_map(|grid| &grid.rows);
    rows.flat_map(|row| row.cells.iter().map(|cell| (row.index, cell.column, cell.text.clone()))).collect()
}

/// A document with these styles, this body, and these files in it.
fn package(styles: &str, body: &str, chunks: &[(&str, &[u8])]) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = format!(
        "<Relationships><Relationship Id='a' Type='{office}/officeDocument' Target='word/document.xml'/></Relationships>"
    );
    let chunk =
        |(name, _): &(&str, &[u8])| format!("<Relationship Id='{name}' Type='{office}/aFChunk' Target='{name}'/>");
    let parts = format!(
        "<Relationships><Relationship Id='a' Type='{office}/styles' Target='styles.xml'/>{}</Relationships>",
        chunks.iter().map(chunk).collect::<String>()
    );
    let styles = format!("<w:styles xmlns:w='w'>{styles}</w:styles>");
    let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("_rels/.rels", &relations),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", &parts),
        ("word/styles.xml", &styles),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("written to memory");
    }
    for (name, content) in chunks {
        zip.start_file(format!("word/{name}"), zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(content).expect("written to memory");
    }
    zip.finish().expect("a package").into_inner()
}

fn cell(row: u32, column: u32, text: &str) -> (u32, u32, String) {
    (row, column, text.to_owned())
}

fn tc(properties: &str, inner: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{inner}</w:p></w:tc>")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

/// What programs make of printed pages sets whole cells off their line; a mark stands beside other text.
#[test]
fn text_is_off_its_line_beside_other_text_alone() {
    let off = |text: &str| format!("<w:r><w:rPr><w:position w:val='-6'/></w:rPr><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}{}</w:p></w:tc></w:tr></w:tbl>",
        off("45871"),
        run("4587"),
        off("1")
    );
    assert_eq!(cells(&body), [cell(0, 0, "45871"), cell(0, 1, "4587")]);
}

#[test]
fn merged_cells_stand_where_they_are_printed() {
    let merged = tc("<w:vMerge w:val='restart'/>", &run("三"));
    let wide = tc("<w:gridSpan w:val='2'/>", &run("申请人"));
    let below = tc("<w:vMerge/>", "");
    let body = format!(
        "<w:tbl><w:tr>{merged}{wide}</w:tr><w:tr>{below}{}{}</w:tr><w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>{}</w:tr></w:tbl>",
        tc("", &run("1")),
        tc("", &run("2")),
        tc("", &run("3"))
    );
    assert_eq!(
        cells(&body),
        [cell(0, 0, "三"), cell(0, 1, "申请人"), cell(1, 1, "1"), cell(1, 2, "2"), cell(2, 2, "3")]
    );
}

#[test]
fn changes_that_are_tracked_away_are_not_there() {
    let deleted = "<w:del><w:r><w:delText>9</w:delText><w:t>9</w:t></w:r></w:del>";
    let inserted = format!("<w:ins>{}</w:ins>", run("1"));
    let control = format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", run("2"));
    let row = format!("<w:tr>{}</w:tr>", tc("", &format!("{deleted}{inserted}{control}")));
    let gone = format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>", tc("", &run("8")));
    let body = format!("<w:tbl>{row}{gone}<w:tr>{}</w:tr></w:tbl>", tc("", &run("3")));
    assert_eq!(cells(&body), [cell(0, 0, "12"), cell(1, 0, "3")]);
}

#[test]
fn what_a_person_does_not_count_is_left_out() {
    let marked = |mark: &str, text: &str| format!("<w:r><w:rPr>{mark}</w:rPr><w:t>{text}</w:t></w:r>");
    for mark in [
        "<w:strike/>",
        "<w:dstrike w:val='1'/>",
        "<w:vanish/>",
        "<w:vertAlign w:val='superscript'/>",
        "<w:position w:val='12'/>",
        "<w:position w:val='-6'/>",
    ] {
        let body = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", tc("", &(marked(mark, "8") + &run("45"))));
        assert_eq!(cells(&body), [cell(0, 0, "45")], "{mark}");
    }
    for mark in [
        "<w:strike w:val='0'/>",
        "<w:b/>",
        "<w:position w:val='0'/>",
        "<w:position w:val='-1'/>",
        "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>",
    ] {
        let body = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", tc("", &(marked(mark, "8") + &run("45"))));
        assert_eq!(cells(&body), [cell(0, 0, "845")], "{mark}");
    }
    let gone = tc("<w:cellDel w:id='1'/>", &run("9"));
    let body = format!("<w:tbl><w:tr>{gone}{}</w:tr></w:tbl>", tc("", &run("1")));
    assert_eq!(cells(&body), [cell(0, 1, "1")]);
}

#[test]
fn text_in_runs_is_one_text_and_a_table_in_a_cell_is_a_table() {
    let inner = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", tc("", &(run("规") + &run("章"))));
    let body = format!("<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>");
    assert_eq!(cells(&body), [cell(0, 0, "规章")]);
}

#[test]
fn styles_strike_hide_and_raise_and_what_two_of_them_turn_is_as_it_was() {
    let style = |kind: &str, id: &str, more: &str, properties: &str| {
        format!("<w:style w:type='{kind}' w:styleId='{id}'>{more}<w:rPr>{properties}</w:rPr></w:style>")
    };
    let based = |id: &str| format!("<w:basedOn w:val='{id}'/>");
    let styles = [
        style("character", "Old", "", "<w:strike/>"),
        style(
            "character",
            "Older",
            &based("Old"),
            "<w:b/><w:rPrChange><w:rPr><w:strike w:val='0'/></w:rPr></w:rPrChange>",
        ),
        style("character", "New", &based("Older"), "<w:strike w:val='0'/>"),
        style("character", "Twice", "", "<w:dstrike/>"),
        style("character", "Mark", "", "<w:vertAlign w:val='superscript'/>"),
        style("character", "Level", &based("Mark"), "<w:vertAlign w:val='baseline'/>"),
        style("character", "Set", "", "<w:position w:val='8'/>"),
        style("character", "Unseen", "", "<w:vanish/>"),
        style("character", "Loop", &based("Loop2"), ""),
        style("character", "Loop2", &based("Loop"), "<w:b/>"),
        style("paragraph", "Cut", "", "<w:strike/>"),
        style("paragraph", "CutToo", &based("Cut"), "<w:b/>"),
    ]
    .concat();
    let in_style = |paragraph: &str, run: &str, own: &str| {
        let run = format!("<w:r><w:rPr><w:rStyle w:val='{run}'/>{own}</w:rPr><w:t>8</w:t></w:r>");
        let level = "<w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>45</w:t></w:r>";
        let cell = format!("<w:tc><w:p><w:pPr><w:pStyle w:val='{paragraph}'/></w:pPr>{run}{level}</w:p></w:tc>");
        let cells = styled_cells(&styles, &format!("<w:tbl><w:tr>{cell}</w:tr></w:tbl>"));
        cells.into_iter().map(|(.., text)| text).collect::<String>()
    };
    for (paragraph, run, own, expected) in [
        ("", "Old", "", "45"),
        ("", "Older", "", "45"),
        ("", "Old", "<w:strike w:val='0'/>", "845"),
        ("", "New", "", "845"),
        ("", "Twice", "", "45"),
        ("", "Mark", "", "45"),
        ("", "Mark", "<w:vertAlign w:val='baseline'/>", "845"),
        ("", "Level", "", "845"),
        ("", "Set", "", "45"),
        ("", "Unseen", "", "45"),
        ("", "Loop", "", "845"),
        ("", "Nowhere", "", "845"),
        // A style of paragraphs is none of characters, nor the other way round.
        ("", "Cut", "", "845"),
        ("Old", "", "", "845"),
        ("Cut", "", "", "45"),
        ("CutToo", "", "", "45"),
        ("Cut", "Old", "", "845"),
        ("Cut", "Old", "<w:strike/>", "45"),
    ] {
        assert_eq!(in_style(paragraph, run, own), expected, "{paragraph} {run} {own}");
    }
}

#[test]
fn the_usual_style_holds_where_a_paragraph_names_none_and_changed_properties_do_not() {
    let styles = "<w:style w:type='paragraph' w:default='1' w:styleId='a'><w:rPr><w:vanish/></w:rPr></w:style>\
                  <w:style w:type='paragraph' w:styleId='b'/>";
    let cell = |style: &str| format!("<w:tc><w:p><w:pPr>{style}</w:pPr>{}</w:p></w:tc>", run("8"));
    let named = cell("<w:pStyle w:val='b'/><w:pPrChange><w:pPr><w:pStyle w:val='a'/></w:pPr></w:pPrChange>");
    let body = format!("<w:tbl><w:tr>{}{named}{}</w:tr></w:tbl>", cell(""), cell("<w:pStyle w:val='c'/>"));
    assert_eq!(styled_cells(styles, &body), [(0, 1, "8".to_owned())]);
}

#[test]
fn styles_without_end_are_refused() {
    let style = |id: &str| format!("<w:style w:type='character' w:styleId='{id}'/>");
    let read = |styles: &str| DocxStyles::read(&format!("<w:styles>{styles}</w:styles>"));
    assert!(read(&style("a")).is_ok());
    assert!(read(&style(&"a".repeat(5_000))).is_err());
    let many: String = (0..60_000).map(|number| style(&number.to_string())).collect();
    assert!(read(&many).is_err());
}

/// White and tiny letters beside a figure; on a ground that shows them they are digits like any other.
#[test]
fn letters_that_nobody_reads_are_no_digits() {
    let white = "<w:color w:val='FFFFFF'/>";
    let styles = "<w:style w:type='table' w:styleId='Grid'><w:tblPr/></w:style>\
        <w:style w:type='table' w:styleId='Banded'><w:tblStylePr w:type='firstRow'><w:rPr/><w:tcPr>\
        <w:shd w:val='clear' w:color='auto' w:fill='4472C4'/></w:tcPr></w:tblStylePr></w:style>\
        <w:style w:type='table' w:styleId='Banded2'><w:basedOn w:val='Banded'/></w:style>\
        <w:style w:type='character' w:styleId='White'><w:rPr><w:color w:val='FFFFFF'/></w:rPr></w:style>\
        <w:style w:type='paragraph' w:styleId='Dark'><w:pPr><w:shd w:val='clear' w:fill='000080'/></w:pPr></w:style>";
    let shading = |fill: &str| format!("<w:shd w:val='clear' w:color='auto' w:fill='{fill}'/>");
    let table = |style: &str| format!("<w:tblStyle w:val='{style}'/>");
    let read = |before: &str, table: &str, cell: &str, paragraph: &str, run: &str, beside: &str| {
        let marked = format!("<w:r><w:rPr>{run}</w:rPr><w:t>8</w:t></w:r>");
        let beside = if beside.is_empty() { String::new() } else { format!("<w:r><w:t>{beside}</w:t></w:r>") };
        let paragraph =
            format!("<w:p><w:pPr>{paragraph}<w:rPr>{}</w:rPr></w:pPr>{marked}{beside}</w:p>", shading("000000"));
        let cell = format!("<w:tc><w:tcPr>{cell}</w:tcPr>{paragraph}</w:tc>");
        let body = format!("{before}<w:tbl><w:tblPr>{table}</w:tblPr><w:tr>{cell}</w:tr></w:tbl>");
        styled_cells(styles, &body).into_iter().map(|(.., text)| text).collect::<String>()
    };
    let plain = |run: &str| (read("", &table("Grid"), "", "", run, "45"), read("", "", "", "", run, ""));
    for unseen in [white, "<w:rStyle w:val='White'/>", "<w:color w:val='FDFDFD'/>", "<w:sz w:val='2'/>"] {
        assert_eq!(plain(unseen), ("45".to_owned(), String::new()), "{unseen}");
    }
    for seen in [
        "<w:color w:val='auto'/>",
        "<w:color w:val='FF0000'/>",
        "<w:rStyle w:val='White'/><w:color w:val='000000'/>",
        "<w:sz w:val='9'/>",
        "<w:color w:val='FFFFFF'/><w:highlight w:val='blue'/>",
    ] {
        assert_eq!(plain(seen), ("845".to_owned(), "8".to_owned()), "{seen}");
    }
    // Some programs hide it and some do not.
    assert_eq!(plain("<w:webHidden/>"), ("45".to_owned(), "8".to_owned()));
    for (table, cell, paragraph) in [
        ("", shading("4472C4"), String::new()),
        ("", String::new(), shading("4472C4")),
        ("", String::new(), "<w:pStyle w:val='Dark'/>".to_owned()),
    ] {
        assert_eq!(read("", table, &cell, &paragraph, white, "45"), "845", "{cell} {paragraph}");
    }
    for none in [shading("FFFFFF"), shading("auto"), "<w:shd w:val='nil' w:fill='4472C4'/>".to_owned()] {
        assert_eq!(read("", "", &none, "", white, ""), "", "{none}");
    }
    // Where it is not known what is behind, letters count that stand alone, and so do words in any case.
    let anchored = "<w:p><w:r><w:drawing><wp:anchor behindDoc='1'/></w:drawing></w:r></w:p>";
    for (before, table) in [("", table("Banded2")), ("", shading("4472C4")), (anchored, String::new())] {
        assert_eq!(read(before, &table, "", "", white, ""), "8", "{before} {table}");
        assert_eq!(read(before, &table, "", "", white, "45"), "45", "{before} {table}");
    }
    let white = |text: &str| format!("<w:r><w:rPr>{white}</w:rPr><w:t>{text}</w:t></w:r>");
    let head = tc("", &["2023", "年总计"].map(white).concat());
    assert_eq!(cells(&format!("<w:tbl><w:tr>{head}</w:tr></w:tbl>")), [cell(0, 0, "2023年总计")]);
}

/// What is written in a box that is anchored in a cell: in the older language of drawings and in the newer one, which gives
/// the older one beside it for programs that know no other.
#[test]
fn a_figure_in_a_box_is_that_of_the_cell_that_holds_nothing_else() {
    let boxed =
        |inner: &str| format!("<v:textbox><w:txbxContent><w:p><w:r>{inner}</w:r></w:p></w:txbxContent></v:textbox>");
    let old = |inner: &str| format!("<w:r><w:pict><v:shape>{}</v:shape></w:pict></w:r>", boxed(inner));
    let new = |inner: &str| {
        let drawing = format!("<w:drawing><wp:anchor><wps:txbx>{}</wps:txbx></wp:anchor></w:drawing>", boxed(inner));
        let fallback = format!("<mc:Fallback>{}</mc:Fallback>", old(inner));
        format!("<w:r><mc:AlternateContent><mc:Choice>{drawing}</mc:Choice>{fallback}</mc:AlternateContent></w:r>")
    };
    let read = |inner: &str| {
        let cells = cells(&format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", tc("", &run("a")), tc("", inner)));
        cells.into_iter().find(|(_, column, _)| *column == 1).map(|(.., text)| text)
    };
    let text = |text: &str| format!("<w:t>{text}</w:t>");
    for boxed in
        [old(&text("3517")), new(&text("3517")), new(&(text("35") + &text("17"))), old(&text("3517")) + &run(" ")]
    {
        assert_eq!(read(&boxed).as_deref(), Some("3517"), "{boxed}");
    }
    // A person sees two.
    assert_eq!(read(&(old(&text("35")) + &old(&text("17")))).as_deref(), Some("35\n17"));
    for unread in ["见附件3", "", "公章"] {
        assert_eq!(read(&new(&text(unread))), None, "{unread}");
    }
    assert_eq!(read(&old(&format!("<w:rPr><w:vanish/></w:rPr>{}", text("3517")))), None);
    assert_eq!(read(&(run("45") + &new(&text("9")))).as_deref(), Some("45"));
}

#[test]
fn a_file_in_a_document_is_shown_where_it_stands() {
    let table = |text: &str| format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", tc("", &run(text)));
    let inner = package("", &table("4"), &[]);
    let nested = package("", "<w:altChunk r:id='1.txt'/>", &[("1.txt", b"1")]);
    let mht = b"MIME-Version: 1.0\nContent-Type: text/html\n\n<table><tr><td>3</table>";
    let chunks: &[(&str, &[u8])] = &[
        ("2.html", b"<html><table><tr><td>2</table>"),
        ("3.mht", mht),
        ("4.docx", &inner),
        ("5.rtf", b"{\\rtf1\\trowd\\cellx900\\intbl 5\\cell\\row}"),
        ("6.txt", "\u{feff}\u{7b2c}6\r\n7".as_bytes()),
    ];
    let chunk = |name: &str| format!("<w:altChunk r:id='{name}'><w:altChunkPr/></w:altChunk>");
    let body = chunks.iter().map(|(name, _)| chunk(name)).collect::<String>();
    let bytes = package("", &(table("1") + &body + &table("8")), chunks).into();
    let grids = read(&mut Package::open(&bytes).expect("a package")).expect("a document");
    let of = |grid: &Grid| {
        let number = if let Origin::Table(number) = grid.origin { number } else { 0 };
        let cells = grid.rows.iter().flat_map(|row| &row.cells);
        cells.map(|cell| format!("{number}:{}", cell.text)).collect::<Vec<_>>()
    };
    let texts = grids.iter().flat_map(of).collect::<Vec<_>>();
    assert_eq!(texts, ["1:1", "2:2", "3:3", "4:4", "5:5", "0:第6", "0:7", "6:8"]);
    let refused = |body: &str, chunks: &[(&str, &[u8])]| {
        let bytes = package("", body, chunks).into();
        let error = read(&mut Package::open(&bytes).expect("a package")).expect_err("refused");
        (error.problem, error.facts.get("part").cloned().unwrap_or_default())
    };
    for (body, content, part) in [
        (chunk("x.docx"), nested.as_slice(), "1.txt"),
        (chunk("x.pdf"), b"%PDF-1.4", "x.pdf"),
        (chunk("x.png"), b"\x89PNG", "x.png"),
        (chunk("y.html"), b"<html>", ""),
        (format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", tc("", &chunk("x.txt"))), b"3", "x.txt"),
        (chunk("x.txt").repeat(chunks::MAX_CHUNKS + 1), b"3", "x.txt"),
    ] {
        let name = if part.starts_with('x') { part } else { "x.docx" };
        assert_eq!(refused(&body, &[(name, content)]), (Problem::PartUnread, part.to_owned()), "{body}");
    }
}
