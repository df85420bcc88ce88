//! What a person sees in a cell: a figure in a table of its own, and what is written over or beside a figure and is no part
//! of it.

use gouji::model::ObservationKind::TextNotShown;

use crate::support::{assess, cells, codes, only};

/// A file, the figure of 行政许可 in it, and what was left out of that cell, as far as something was.
const PERMITS: &[(&str, &str, Option<&str>)] = &[
    ("nested-table.html", "123", None),
    ("nested-twice.html", "123", None),
    ("beside-nested.html", "123", None),
    ("textbox.docx", "123", Some("456")),
    ("textbox-in-figure.docx", "123", Some("4 56")),
    ("textbox-vml.docx", "123", Some("4 56")),
    ("textbox.odt", "123", Some("456")),
    ("textbox-in-figure.odt", "123", Some("4 56")),
    ("textbox-rectangle.odt", "123", Some("456")),
    ("textbox.rtf", "123", Some("4 56")),
    ("textbox-in-figure.rtf", "123", Some("9456")),
    ("textbox-old.rtf", "123", Some("456")),
];

/// A field of a form that stands in a table of its own, as systems that publish form by form write it; and text boxes of
/// Word, Writer and rich text, anchored in a cell, that lie over its figure or beside it.
#[test]
fn a_figure_is_what_stands_in_its_cell_and_what_is_drawn_there_is_said() {
    for (name, figure, left_out) in PERMITS {
        let filing = only(format!("fixtures/seen/{name}"));
        assert_eq!(cells(&filing)["disclosure.permits.decisions"].as_deref(), Some(*figure), "{name}");
        let seen = filing.transcript.as_ref().expect("it was read").observations.iter();
        let printed: Vec<&str> =
            seen.filter(|seen| seen.kind == TextNotShown).map(|seen| seen.printed.as_str()).collect();
        let own = printed.iter().find(|text| **text != "4" || left_out.is_some()).copied();
        assert_eq!(
            own.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).as_deref(),
            *left_out,
            "{name}"
        );
    }
    // In the second an old figure beside the new one is struck, two tables deep; in the third two figures stand below
    // each other, of which no relation of table 2 says that they are one.
    let struck = only("fixtures/seen/nested-twice.html");
    assert_eq!(cells(&struck)["disclosure.penalties.decisions"].as_deref(), Some("5"));
    assert!(codes(&struck).contains_key("V212"));
    let two = only("fixtures/seen/beside-nested.html");
    assert!(codes(&two).contains_key("V201"), "{:?}", codes(&two));
}

/// A print, the figure of 行政强制 in it, and what was left out of that cell.
const COERCIVE: &[(&str, Option<&str>, Option<&str>)] = &[
    ("whited-out.pdf", Some("22"), Some("20163")),
    ("whited-by-pen.pdf", Some("22"), Some("20163")),
    // A polygon over the first two digits.
    ("whited-in-part.pdf", Some("163"), Some("20")),
    ("struck-out.pdf", None, Some("20163")),
    ("struck-and-new.pdf", Some("22"), Some("20163")),
    ("raised-mark.pdf", Some("20163"), Some("2")),
    ("lowered-mark.pdf", Some("20163"), Some("2")),
    // A ground that was drawn before the text, and a line at its foot.
    ("ground-and-underline.pdf", Some("20163"), None),
];

/// What editors of PDF files leave: a white box or a thick white stroke over the old figure and a new one typed on it, a line
/// through a figure, the number of a note.
#[test]
fn what_is_covered_struck_or_raised_on_a_page_is_no_part_of_a_figure() {
    for (name, figure, left_out) in COERCIVE {
        let filing = only(format!("fixtures/seen/{name}"));
        assert_eq!(cells(&filing)["disclosure.coercive_measures.decisions"].as_deref(), *figure, "{name}");
        let seen = filing.transcript.as_ref().expect("it was read").observations.iter();
        let printed: Vec<&str> =
            seen.filter(|seen| seen.kind == TextNotShown).map(|seen| seen.printed.as_str()).collect();
        assert_eq!(printed, left_out.iter().copied().collect::<Vec<_>>(), "{name}");
        assert_eq!(codes(&filing).contains_key("V204"), figure.is_none(), "{name}: {:?}", codes(&filing));
    }
}

/// A row that a page hides is no copy of the one it shows; where nothing shown gives its cells it is read and said.
#[test]
fn hidden_rows_of_a_page_are_read_only_where_nothing_else_is() {
    let row = |attributes: &str, figure: &str| format!("<tr {attributes}><td>行政许可<td>{figure}</tr>");
    let page = |rows: &str| {
        format!(
            "<style>.old{{display:none}}</style><p>二、主动公开政府信息情况</p><table><tr><td>信息内容<td>本年处理决定数量</tr>\
             {rows}<tr><td>行政处罚<td>5</tr><tr><td>行政强制<td>6</tr></table>"
        )
    };
    let permits = |rows: &str| {
        let filing = assess("page.html", page(rows).as_bytes()).remove(0);
        (cells(&filing).get("disclosure.permits.decisions").cloned().flatten(), codes(&filing))
    };
    for hidden in ["hidden", "style='display: none'", "class=old"] {
        let (figure, codes) = permits(&(row(hidden, "88") + &row("", "123")));
        assert_eq!(figure.as_deref(), Some("123"), "{hidden}");
        assert!(!codes.contains_key("S304"), "{hidden} {codes:?}");
        let (figure, codes) = permits(&row(hidden, "88"));
        assert_eq!(figure.as_deref(), Some("88"), "{hidden}");
        assert!(codes.contains_key("S317"), "{hidden} {codes:?}");
    }
}

/// A column that a page hides is no copy of the one it shows; where nothing shown gives its cells it is read and said.
#[test]
fn hidden_columns_of_a_page_are_read_only_where_nothing_else_is() {
    let table = |style: &str, columns: &str, cell: &str, copy: &str| {
        let row = |label: &str, old: &str, figure: &str| {
            let figure = if copy.is_empty() { String::new() } else { format!("<td>{figure}") };
            format!("<tr><td>{label}<td {cell}>{old}{figure}</tr>")
        };
        format!(
            "<style>{style}</style><p>二、主动公开政府信息情况</p><table>{columns}\
             {}{}{}{}</table>",
            row("信息内容", "本年处理决定数量", copy),
            row("行政许可", "88", "123"),
            row("行政处罚", "4", "5"),
            row("行政强制", "7", "6")
        )
    };
    let read = |page: &str| {
        let filing = assess("page.html", page.as_bytes()).remove(0);
        let cells = cells(&filing);
        let figure = |id: &str| cells.get(id).cloned().flatten();
        ((figure("disclosure.permits.decisions"), figure("disclosure.coercive_measures.decisions")), codes(&filing))
    };
    let both = |first: &str, second: &str| (Some(first.to_owned()), Some(second.to_owned()));
    for (style, columns, cell) in [
        ("", "<col><col style='visibility: collapse'>", ""),
        ("", "<colgroup><col span=1><col width=0 style='display:none'></colgroup>", ""),
        ("", "", "style='display:none'"),
        ("", "", "hidden"),
        (".old{display:none}", "", "class=old"),
        ("col.old{visibility:collapse}", "<col><col class=old>", ""),
    ] {
        let page = table(style, columns, cell, "本年处理决定数量");
        let (figures, codes) = read(&page);
        assert_eq!(figures, both("123", "6"), "{page}");
        assert!(!codes.contains_key("S312") && !codes.contains_key("S313"), "{page} {codes:?}");
        let page = table(style, columns, cell, "");
        let (figures, codes) = read(&page);
        assert_eq!(figures, both("88", "7"), "{page}");
        assert!(codes.contains_key("S317"), "{page} {codes:?}");
    }
}
