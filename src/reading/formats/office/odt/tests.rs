//! What of a text document counts, and where it stands.

use std::io::{Cursor, Write};

use super::styles::MAX_STYLES;
use super::*;
use crate::reading::cells::grid::Origin;

/// The texts of a document with these styles and this body; those of tables with their places.
fn texts(styles: &str, body: &str) -> Vec<String> {
    let content = format!("<d><a>{styles}</a><office:body><office:text>{body}</office:text></office:body></d>");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("mimetype", std::str::from_utf8(TEXT).expect("ASCII")), ("content.xml", &content)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("written to memory");
    }
    let source = zip.finish().expect("a package").into_inner().into();
    let mut package = Package::open(&source).expect("a package");
    assert!(is_text(&mut package).expect("whole"));
    let grids = read(&mut package).expect("a document");
    let place = |grid: &Grid, row, column| match grid.origin {
        Origin::Table(_) => format!("{row},{column}="),
        _ => String::new(),
    };
    let of = |grid: &Grid| {
        let cells = grid.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row.index, cell)));
        cells.map(|(row, cell)| place(grid, row, cell.column) + &cell.text).collect::<Vec<_>>()
    };
    grids.iter().flat_map(of).collect()
}

fn cell(attributes: &str, text: &str) -> String {
    format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
}

#[test]
fn merged_cells_stand_where_they_are_printed() {
    let covered = "<table:covered-table-cell><text:p>old</text:p></table:covered-table-cell>";
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let wide = cell("table:number-columns-spanned=\"2\"", "wide");
    let tall = cell("table:number-rows-spanned=\"2\"", "tall");
    let table = [
        row(&format!("{wide}{covered}{}", cell("", "c"))),
        row(&format!("{tall}{}{}", cell("", "b"), cell("", "c"))),
        row(&format!("{covered}{}{}", cell("", "b"), cell("", "<text:span>c</text:span>"))),
    ];
    let body = format!("<text:h>above</text:h><table:table>{}</table:table><text:p>below</text:p>", table.concat());
    assert_eq!(
        texts("", &body),
        ["above", "0,0=wide", "0,2=c", "1,0=tall", "1,1=b", "1,2=c", "2,1=b", "2,2=c", "below"]
    );
}

#[test]
fn styles_without_end_are_refused() {
    let refused = |styles: &str| {
        let mut styles_read = OdtStyles::default();
        let text = format!("<a>{styles}</a>");
        let mut nodes = Nodes::new(&text);
        while let Some(node) = nodes.next().expect("XML") {
            if let Node::Open(element) = node
                && styles_read.take(&element).is_err()
            {
                return true;
            }
        }
        false
    };
    let style = |name: &str| format!("<style:style style:family=\"text\" style:name=\"{name}\"/>");
    assert!(!refused(&style("T1")));
    assert!(refused(&style(&"T".repeat(5_000))));
    let many: String = (0..=MAX_STYLES).map(|number| style(&number.to_string())).collect();
    assert!(refused(&many));
}

#[test]
fn what_nobody_sees_is_left_out() {
    let style = |family: &str, name: &str, more: &str, properties: &str| {
        format!(
            "<style:style style:family=\"{family}\" style:name=\"{name}\" {more}><style:text-properties {properties}/></style:style>"
        )
    };
    let styles = [
        style("text", "Cut", "", "style:text-line-through-style=\"solid\" style:text-line-through-type=\"double\""),
        style("text", "T1", "style:parent-style-name=\"Cut\"", "fo:color=\"#000\""),
        style("text", "T2", "", "text:display=\"none\""),
        style("text", "T3", "", "style:text-line-through-style=\"none\" style:text-line-through-type=\"none\""),
        style("text", "T4", "", "style:text-position=\"super 58%\""),
        style("text", "T5", "", "style:text-position=\"-33% 58%\""),
        style("text", "T6", "", "style:text-position=\"0% 100%\""),
        style("paragraph", "P1", "", "style:text-line-through-style=\"solid\""),
    ]
    .concat();
    let span = |style: &str, text: &str| format!("<text:span text:style-name=\"{style}\">{text}</text:span>");
    let body = format!(
        "<text:tracked-changes><text:p>9</text:p></text:tracked-changes>\
         <text:p>1{}{}2<text:note><text:p>9</text:p></text:note><draw:frame><text:p>9</text:p></draw:frame>3</text:p>\
         <text:p text:style-name=\"P1\">9{}</text:p>\
         <text:section text:display=\"none\"><text:p>9</text:p></text:section>\
         <text:p>{}{}5{}</text:p>\
         <text:p>a<text:s text:c=\"9\"/>b<text:tab/>c<text:line-break/>d</text:p>",
        span("T1", &format!("8{}", span("T3", "-"))),
        span("T2", "7"),
        span("T3", "4"),
        span("T4", "9"),
        span("T5", &format!("9{}", span("T6", "4"))),
        span("T6", "6")
    );
    assert_eq!(texts(&styles, &body), ["1-23", "4", "456", "a b c", "d"]);
}

/// White and tiny letters beside a figure; on a ground that shows them they are digits like any other.
#[test]
fn letters_that_nobody_reads_are_no_digits() {
    let style = |family: &str, name: &str, kind: &str, properties: &str| {
        format!(
            "<style:style style:family=\"{family}\" style:name=\"{name}\"><style:{kind}-properties {properties}/></style:style>"
        )
    };
    let styles = [
        style("text", "White", "text", "fo:color=\"#ffffff\""),
        style("text", "Tiny", "text", "fo:font-size=\"1pt\""),
        style("text", "Black", "text", "fo:color=\"#000000\" fo:font-size=\"10.5pt\""),
        style("text", "Auto", "text", "fo:color=\"#ffffff\" style:use-window-font-color=\"true\""),
        style("text", "Marked", "text", "fo:color=\"#ffffff\" fo:background-color=\"#ff0000\""),
        style("paragraph", "Dark", "paragraph", "fo:background-color=\"#000080\""),
        style("table-cell", "Head", "table-cell", "fo:background-color=\"#4472c4\""),
        style("table-cell", "Plain", "table-cell", "fo:background-color=\"#ffffff\""),
        style("table-cell", "None", "table-cell", "fo:background-color=\"transparent\""),
        style("table", "Blue", "table", "fo:background-color=\"#4472c4\""),
        style("table-row", "Row", "table-row", "fo:background-color=\"#4472c4\""),
    ]
    .concat();
    let read = |more: &str, [table, row, of_cell, paragraph]: [&str; 4], text: &str| {
        let named = |name: &str| format!("table:style-name=\"{name}\"");
        let body = format!(
            "<table:table {}><table:table-row {}><table:table-cell {}><text:p text:style-name=\"{paragraph}\">{text}\
             </text:p></table:table-cell></table:table-row></table:table><text:p>{text}</text:p>",
            named(table),
            named(row),
            named(of_cell)
        );
        texts(&(styles.clone() + more), &body)
    };
    let span = |style: &str, text: &str| format!("<text:span text:style-name=\"{style}\">{text}</text:span>");
    let (white, figure) = (span("White", "8") + "45", ["0,0=45".to_owned(), "845".to_owned()]);
    for unseen in [
        span("White", "8") + "45",
        span("Tiny", "8") + "45",
        span("White", &(span("White", "8") + &span("Black", "45"))),
    ] {
        assert_eq!(read("", ["", "", "", ""], &unseen), figure, "{unseen}");
    }
    for seen in ["Auto", "Black", "Marked", ""] {
        assert_eq!(read("", ["", "", "", ""], &(span(seen, "8") + "45"))[0], "0,0=845", "{seen}");
    }
    for none in [["", "", "Plain", ""], ["Blue", "", "Plain", ""], ["", "", "None", ""]] {
        assert_eq!(read("", none, &white), figure, "{none:?}");
    }
    for shaded in [["", "", "Head", ""], ["Blue", "", "", ""], ["", "Row", "None", ""], ["", "", "", "Dark"]] {
        assert_eq!(read("", shaded, &white)[0], "0,0=845", "{shaded:?}");
    }
    // Where it is not known what is behind, letters count that stand alone, and so do words in any case.
    assert_eq!(read("", ["", "", "", ""], &span("White", "8")), ["8"]);
    assert_eq!(read("", ["", "", "", ""], &span("White", "2023年")), ["0,0=2023年", "2023年"]);
    for page in [
        "<style:page-layout-properties fo:background-color=\"#4472c4\"/>",
        "<style:graphic-properties style:run-through=\"background\"/>",
    ] {
        assert_eq!(read(page, ["", "", "", ""], &white), figure, "{page}");
        assert_eq!(read(page, ["", "", "", ""], &span("White", "8")), ["0,0=8", "8"], "{page}");
    }
}

#[test]
fn a_picture_is_told_in_a_cell_and_a_field_shows_its_result_alone() {
    let read = |inner: &str| {
        texts(
            "",
            &format!(
                "<table:table><table:table-row>{}</table:table-row></table:table>",
                cell("", &format!("45{inner}"))
            ),
        )
    };
    let frame = |anchor: &str, height: &str, inner: &str| {
        format!("<draw:frame text:anchor-type='{anchor}' svg:width='2cm' svg:height='{height}'>{inner}</draw:frame>")
    };
    let image = "<draw:image/><draw:image/>";
    for unread in [
        frame("as-char", "0.5cm", image),
        frame("char", "0.5cm", image),
        frame("as-char", "5cm", "<draw:object/><draw:image/>"),
    ] {
        assert_eq!(read(&unread), ["0,0=45\u{FFFD}"], "{unread}");
    }
    let boxed = format!("<draw:text-box><text:p>{}</text:p></draw:text-box>", frame("as-char", "0.5cm", image));
    for none in [
        frame("as-char", "0.01cm", image),
        frame("paragraph", "4.2cm", image),
        frame("as-char", "2cm", &boxed),
        "<draw:line text:anchor-type='as-char'/>".to_owned(),
    ] {
        assert_eq!(read(&none), ["0,0=45"], "{none}");
    }
    let field = |code: &str, result: &str| {
        format!("<field:fieldmark-start/>{code}<field:fieldmark-separator/>{result}<field:fieldmark-end/>")
    };
    assert_eq!(read(&field(&format!("IF {} = 0", field("MERGEFIELD x", "45871")), "871")), ["0,0=45871"]);
    assert_eq!(read("<field:fieldmark-start/>871<field:fieldmark-end/>"), ["0,0=45871"]);
}

#[test]
fn what_was_chosen_from_a_list_is_what_is_shown() {
    let shown = |chosen: &str| {
        let param = |name: &str, value: &str| format!("<field:param field:name=\"{name}\" field:value=\"{value}\"/>");
        let list = ["0", "3517"].map(|entry| param("Dropdown_ListEntry", entry)).concat();
        let kind = "vnd.oasis.opendocument.field.FORMDROPDOWN";
        let field = format!("<field:fieldmark field:type=\"{kind}\">{list}{chosen}</field:fieldmark>");
        let row = format!("<table:table-row>{}{}</table:table-row>", cell("", "a"), cell("", &field));
        texts("", &format!("<table:table>{row}</table:table>"))
    };
    let selected = |number: &str| format!("<field:param field:name=\"Dropdown_Selected\" field:value=\"{number}\"/>");
    assert_eq!(shown(&selected("1")), ["0,0=a", "0,1=3517"]);
    // Of what nobody can tell there is a picture, which is no text.
    assert_eq!(shown(&selected("7")), ["0,0=a"]);
    assert_eq!(shown(""), ["0,0=a"]);
}

#[test]
fn a_figure_in_a_box_is_that_of_the_cell_that_holds_nothing_else() {
    let styles = "<style:style style:name=\"H\" style:family=\"text\"><style:text-properties text:display=\"none\"/></style:style>";
    let boxed = |inner: &str| {
        format!(
            "<draw:frame><draw:text-box><text:p>{inner}</text:p></draw:text-box><svg:desc>9</svg:desc></draw:frame>"
        )
    };
    let read = |inner: &str| {
        let row = format!("<table:table-row>{}{}</table:table-row>", cell("", "a"), cell("", inner));
        texts(styles, &format!("<table:table>{row}</table:table>"))
    };
    assert_eq!(read(&boxed("35<text:span>17</text:span>")), ["0,0=a", "0,1=3517"]);
    assert_eq!(read(&boxed("<text:span text:style-name=\"H\">3517</text:span>")), ["0,0=a"]);
    assert_eq!(read(&boxed("见附件3")), ["0,0=a"]);
    assert_eq!(read(&("45".to_owned() + &boxed("9"))), ["0,0=a", "0,1=45"]);
}
