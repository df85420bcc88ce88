//! What a person sees in a cell: a figure in a table of its own, and what is written over or beside a figure and is no part
//! of it.

use gouji::model::ObservationKind::TextNotShown;

use crate::support::{assess, cells, codes, only};

mod apart;
mod datasets;
mod documents;
mod generated;
mod typed;
mod workbooks;

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

/// A print, the figure of 行政许可 in it, and what was left out of that cell.
const COLOURED: &[(&str, &str, Option<&str>)] = &[
    ("white-digit.pdf", "1965", Some("4")),
    ("clear-digit.pdf", "1965", Some("4")),
    // White on a coloured field, and on one with a round corner, of which nobody can say where it ends.
    ("white-on-colour.pdf", "19654", None),
    ("white-on-shape.pdf", "19654", None),
];

/// A digit in the colour of the paper, and one as clear as glass, are there for programs alone.
#[test]
fn what_has_no_colour_of_its_own_on_a_page_is_no_part_of_a_figure() {
    for (name, figure, left_out) in COLOURED {
        let filing = only(format!("fixtures/seen/{name}"));
        assert_eq!(cells(&filing)["disclosure.permits.decisions"].as_deref(), Some(*figure), "{name}");
        let seen = filing.transcript.as_ref().expect("it was read").observations.iter();
        let printed: Vec<&str> =
            seen.filter(|seen| seen.kind == TextNotShown).map(|seen| seen.printed.as_str()).collect();
        assert_eq!(printed, left_out.iter().copied().collect::<Vec<_>>(), "{name}");
    }
}

/// Figures typed over others that were not taken away: at the same place, from its second digit on, as a note.
#[test]
fn a_figure_printed_over_another_is_none() {
    for name in ["overprinted.pdf", "overprinted-in-part.pdf", "note-on-figure.pdf"] {
        let filing = only(format!("fixtures/seen/{name}"));
        assert_eq!(codes(&filing).get("V201"), Some(&1), "{name} {:?}", codes(&filing));
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

/// A page with a title and these tables.
fn page(body: &str) -> String {
    format!("<!DOCTYPE html><style>.m{{display:none}}</style><body>{body}</body>")
}

fn title(agency: &str) -> String {
    format!("<h1>{agency}2023年政府信息公开工作年度报告</h1>")
}

/// The last lines of table 2 as a table of their own.
fn table(attributes: &str, permits: &str) -> String {
    format!(
        "<table {attributes}><tr><td>信息内容<td>本年处理决定数量</tr><tr><td>行政许可<td>{permits}</tr>\
         <tr><td>行政处罚<td>5</tr><tr><td>行政强制<td>6</tr></table>"
    )
}

/// Whose a page is, its figure of 行政许可, and whether S317 is said. There is one filing, and nothing else in it that
/// has to do with copies.
fn one(body: &str) -> (Option<String>, Option<String>, bool) {
    let filings = assess("page.html", page(body).as_bytes());
    assert_eq!(filings.len(), 1, "{body}");
    assert!(filings[0].error.is_none(), "{body} {:?}", filings[0].error);
    let (cells, codes) = (cells(&filings[0]), codes(&filings[0]));
    assert!(!codes.contains_key("A505") && !codes.contains_key("S304"), "{body} {codes:?}");
    (filings[0].agency.clone(), cells["disclosure.permits.decisions"].clone(), codes.contains_key("S317"))
}

/// What content systems put round a copy for narrow screens, or a tab that no script has opened.
const HIDING: &[(&str, &str)] = &[
    ("<div style='display:none'>", "</div>"),
    ("<section hidden><div>", "</div></section>"),
    ("<div class=m>", "</div>"),
    ("<div style='display: none'><p>手机版<div>", "</div></div>"),
    ("<table><tr><td>导航<td style='display:none'>", "</table>"),
    ("<table><tr style='display:none'><td>", "<tr><td>版权</table>"),
    ("<table class=m><tr><td>", "</table>"),
];

/// A copy of the tables that a page hides as a whole is no filing, whichever comes first, and whatever it is called.
#[test]
fn a_hidden_copy_of_the_tables_makes_no_filing() {
    let whose = Some("青禾县人民政府".to_owned());
    let visible = title("青禾县人民政府") + &table("", "123");
    for (begin, end) in HIDING {
        for copy in [table("", "88"), title("青禾县人民政府") + &table("", "88")] {
            let hidden = format!("{begin}{copy}{end}");
            let expected = (whose.clone(), Some("123".to_owned()), false);
            assert_eq!(one(&(visible.clone() + &hidden)), expected, "behind: {hidden}");
            assert_eq!(one(&(hidden.clone() + &visible)), expected, "before: {hidden}");
            let between = title("青禾县人民政府") + &hidden + &table("", "123");
            assert_eq!(one(&between), expected, "between: {hidden}");
        }
    }
    let expected = (whose, Some("123".to_owned()), false);
    assert_eq!(one(&(visible + &table("style='display:none'", "88"))), expected);
}

/// A table that is hidden as a whole is read where nothing visible gives it, with its title, and it is said.
#[test]
fn a_hidden_table_is_read_where_nothing_visible_gives_it() {
    let expected = (Some("青禾县人民政府".to_owned()), Some("88".to_owned()), true);
    for (begin, end) in HIDING {
        let hidden = format!("{begin}{}{}{end}", title("青禾县人民政府"), table("", "88"));
        // What stands before a table in a cell that is hidden is left out of that cell.
        if !begin.contains("<td") {
            assert_eq!(one(&hidden), expected, "{hidden}");
        }
        let hidden = title("青禾县人民政府") + begin + &table("", "88") + end;
        assert_eq!(one(&hidden), expected, "{hidden}");
    }
    let rows = table("", "88").replacen("<table >", "<table><tbody hidden>", 1);
    assert_eq!(one(&(title("青禾县人民政府") + &rows)), expected);
}

/// An element that is hidden ends where browsers end it, though its own end is missing, and a table behind it is seen.
#[test]
fn what_is_hidden_ends_with_what_it_stands_in() {
    let expected = (Some("青禾县人民政府".to_owned()), Some("123".to_owned()), false);
    for before in [
        "<div><span style='display:none'>分享</div>",
        "<p style='display:none'>分享",
        "<div hidden><div>分享</div></div>",
        "<div hidden>分享</p></div>",
        "<table><tr><td><div hidden>分享<td>首页</table>",
        "<table><tr><td hidden>分享<tr><td>首页</table>",
        "<tr hidden><td hidden>",
        "<img hidden><input hidden><br hidden>",
    ] {
        let body = title("青禾县人民政府") + before + &table("", "123");
        assert_eq!(one(&body), expected, "{before}");
        assert_eq!(one(&(before.to_owned() + &title("青禾县人民政府") + &table("", "123"))), expected, "{before}");
    }
}

/// A table that is drawn in the cell of a figure and hidden, as a hint for a mouse is, is no part of the figure.
#[test]
fn a_hidden_table_in_a_cell_is_no_part_of_its_figure() {
    let hint = "<table style='display:none'><tr><td>9</table>";
    for figure in [format!("123{hint}"), format!("{hint}123"), format!("123<div hidden>{hint}8</div>")] {
        let filing = assess("page.html", page(&(title("青禾县人民政府") + &table("", &figure))).as_bytes()).remove(0);
        assert_eq!(cells(&filing)["disclosure.permits.decisions"].as_deref(), Some("123"), "{figure}");
        assert!(codes(&filing).contains_key("V212"), "{figure}");
    }
}

/// The figure of 行政许可 on a page with this style sheet, and what was found in it.
fn styled(sheet: &str, permits: &str) -> (Option<String>, std::collections::BTreeMap<String, usize>) {
    let body = format!("{sheet}{}{}", title("青禾县人民政府"), table("", permits));
    let filing = assess("page.html", page(&body).as_bytes()).remove(0);
    (cells(&filing)["disclosure.permits.decisions"].clone(), codes(&filing))
}

/// What a style sheet strikes out, hides or raises in `permits` is left out of 1965 and said.
fn is_left_out(sheet: &str, permits: &str) {
    let (figure, codes) = styled(sheet, permits);
    assert_eq!(figure.as_deref(), Some("1965"), "{sheet} {permits}");
    assert_eq!(codes.get("V212"), Some(&1), "{sheet} {permits} {codes:?}");
}

/// Older editors write the sheet as a comment, for browsers of their day that knew none.
#[test]
fn a_style_sheet_in_a_comment_is_heard_from_its_first_rule() {
    for sheet in [
        "<style type='text/css'>\n<!--\n.STYLE1 {text-decoration: line-through}\n.STYLE2 {font-size: 14px}\n-->\n</style>",
        "<style><!--.STYLE1{vertical-align:super}--></style>",
        "<style><!--\n/* Style Definitions */\n span.STYLE1\n\t{display:none}\n--></style>",
        "<style>.x{color:red}--><!--.STYLE1{display:none}</style>",
    ] {
        is_left_out(sheet, "1965<span class=STYLE1>4</span>");
    }
}

/// A sheet says of which elements it speaks by what they stand in, and for which screens.
#[test]
fn what_a_style_sheet_says_of_elements_in_others_counts() {
    for sheet in [
        "td .old{text-decoration:line-through}",
        "table td .old{display:none}",
        "td>span{vertical-align:super;font-size:70%}",
        "body table > tbody > tr > td > .old{display:none}",
        "span.big.old{display:none}",
        "td:nth-child(2) :first-child{display:none}",
        "[data-year]{display:none}",
        "span[class*='old']{visibility:hidden}",
        "td span:not(.new){display:none}",
        "@media screen{.old{display:none}}",
        "@media all and (min-width:768px){td .old{display:none}}",
        "@media print,screen{@supports (display:grid){.old{display:none}}}",
        ".old{display:inline} td .old{display:none} .old{display:inline}",
        ".old{display:none!important} td .old{display:inline}",
        ".x{} .y{content:'}'} .old{display:none",
        "td{color:red; .old{display:none} }",
        ".page,table{ td{ & > .old.big{display:none} } }",
        ":root{--gone:none} .old{display:var(--gone)}",
        "table{--gone:none} .old{display:var(--gone,inline)}",
    ] {
        is_left_out(&format!("<style>{sheet}</style>"), "1965<span class='big old' data-year=2022>4030</span>");
    }
}

/// What ordinary pages have in their sheets: for paper, for telephones, for a mouse, for other elements, and undone.
#[test]
fn what_a_style_sheet_says_of_others_does_not_count() {
    for sheet in [
        "@media print{.old,span{display:none}}",
        "@media (max-width:767px){td .old{display:none}}",
        "@media only screen and (min-width:768px) and (max-width:991px){.hidden-md,.old{display:none!important}}",
        "@media (prefers-color-scheme:dark){.old{color:#fff}}",
        ".old:hover,.old:focus span{display:none} .old::after{content:'9';vertical-align:super} td:empty{display:none}",
        "th .old,.nav td .old,td > b > .old,table table .old{display:none}",
        ".old{display:none} .page .old,td .old{display:inline}",
        "td .old{display:none} .old{display:inline!important}",
        "[hidden],template,audio:not([controls]){display:none} svg:not(:root){overflow:hidden}",
        "sup,sub{vertical-align:baseline} .tip:last-child,h2 ~ .tip{display:none}",
        "tr:last-child,table:last-of-type{display:none}",
        ".clear{height:0;overflow:hidden;font-size:0} ul{font-size:0} a{opacity:.8} .old{opacity:1;text-indent:2em}",
        "@font-face{font-family:x;src:url(x)} @page{margin:0} @keyframes k{from{opacity:0}}",
        "th{ .old{display:none} } .nav{ td &,.old{display:none} } .old{ &:hover,&.new{display:none} }",
        ":root{--bs-white:#fff} .old{color:var(--bs-black);display:var(--gone)} th{--gone:none}",
    ] {
        let (figure, codes) = styled(&format!("<style>{sheet}</style>"), "19<span class='big old'>65</span>");
        assert_eq!(figure.as_deref(), Some("1965"), "{sheet}");
        assert!(!codes.contains_key("V212") && !codes.contains_key("V201"), "{sheet} {codes:?}");
    }
    let (figure, codes) = styled("<style media=print>td .old{display:none}</style>", "19<b class=old>65</b>");
    assert_eq!((figure.as_deref(), codes.get("V212")), (Some("1965"), None));
}

/// Where a sheet asks for what cannot be told of a page, a figure that it may hide is none.
#[test]
fn a_figure_that_may_be_hidden_is_none() {
    for sheet in [
        "td .old:last-child{display:none}",
        "td b ~ .old{text-decoration:line-through}",
        "td:has(.old) .old{vertical-align:super}",
    ] {
        let (_, codes) = styled(&format!("<style>{sheet}</style>"), "<b>19</b>65<span class=old>4</span>");
        assert_eq!((codes.get("V201"), codes.get("V212")), (Some(&1), None), "{sheet} {codes:?}");
        let (figure, codes) = styled(&format!("<style>{sheet}</style>"), "1965<span class=old> </span>");
        assert_eq!((figure.as_deref(), codes.get("V201")), (Some("1965"), None), "{sheet} {codes:?}");
    }
}

/// Elements that a browser shows only when somebody opens them.
#[test]
fn what_is_closed_is_no_part_of_a_figure() {
    for permits in [
        "1965<dialog>4</dialog>",
        "<dialog><p>4</p></dialog>1965",
        "1965<span popover>4</span>",
        "1965<b style='--d:none;display:var(--d)'>4</b>",
    ] {
        is_left_out("", permits);
    }
    let (figure, codes) = styled("", "1965<datalist id=a><option>4</datalist>");
    assert_eq!((figure.as_deref(), codes.get("V201")), (Some("1965"), None));
    let (figure, codes) = styled("", "<dialog open>1965</dialog>");
    assert_eq!((figure.as_deref(), codes.get("V212")), (Some("1965"), None));
    let (_, codes) = styled("<style>dialog{display:block}</style>", "1965<dialog>4</dialog>");
    assert_eq!(codes.get("V201"), Some(&1), "{codes:?}");
}

/// Text that has no size, no colour of its own, or no place on the page.
#[test]
fn text_that_nobody_sees_is_no_part_of_a_figure() {
    for unseen in [
        "style='font-size:0'",
        "style='font:0/0 a'",
        "style='opacity:0'",
        "style='color:#ffffff'",
        "style='color:white;background:#fff'",
        "style='color:rgba(0,0,0,0)'",
        "style='position:absolute;left:-9999px'",
        "class=sr-only",
        "class=white",
    ] {
        let sheet = "<style>.sr-only{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}\
                     td .white{color:#FFF}</style>";
        is_left_out(sheet, &format!("<span {unseen}>40</span>1965"));
        is_left_out(sheet, &format!("1965<b><i {unseen}>4</i></b>"));
    }
    is_left_out("", "1965<font color=white>4</font>");
    is_left_out("", "1965<font color=FFFFFF>4</font>");
    is_left_out("<body bgcolor='#c00000'>", "1965<font color=#c00000>4</font>");
    // The ground may be told in a sheet that is elsewhere.
    let (_, codes) = styled("<link rel=stylesheet href=a.css>", "1965<font color=white>4</font>");
    assert_eq!((codes.get("V201"), codes.get("V212")), (Some(&1), None), "{codes:?}");
}

/// White text on a coloured ground is seen, wherever that is told, and so is what is shown again.
#[test]
fn white_text_on_a_ground_is_seen() {
    for (sheet, permits) in [
        ("", "<span style='background:#1f4e79;color:#fff'>1965</span>"),
        ("", "<span style='background:url(a.png) #fff;color:#fff'>1965</span>"),
        ("<style>td{background-color:navy} td span{color:white}</style>", "<span>1965</span>"),
        ("<style>tr:nth-child(even){background:steelblue;color:#fff}</style>", "1965"),
        ("<style>tr:last-child,tr:nth-last-child(3){background:#333} td{color:#fff}</style>", "<span>1965</span>"),
        ("<style>table{background:linear-gradient(red,blue)} td{color:#fff}</style>", "1965"),
        ("<style>td{color:#fff;-webkit-text-stroke:1px #000}</style>", "1965"),
        ("<body bgcolor=#000080 text=#ffffff>", "1965"),
        ("<body background=sky.gif>", "<font color=white>1965</font>"),
        ("<div style='background:#000'>", "<font color=white>1965</font>"),
        ("<style>td i{font-size:0} td b{font-size:12px}</style>", "<i><b>1965</b></i>"),
        ("", "<span style='font-size:0'><span style='font-size:14pt'>1965</span></span>"),
        ("", "<span style='font:bold 12px/1.5 SimSun'>1965</span>"),
        ("", "<span style='color:#fff'><a href=a style='color:red'>1965</a></span>"),
        ("", "<span style='color:windowtext;text-indent:0;margin-left:-5.4pt'>1965</span>"),
    ] {
        let (figure, codes) = styled(sheet, permits);
        assert_eq!(figure.as_deref(), Some("1965"), "{sheet} {permits}");
        assert!(!codes.contains_key("V212") && !codes.contains_key("V201"), "{sheet} {permits} {codes:?}");
    }
    let columns =
        table("", "<font color=#fff>1965</font>").replacen("<tr>", "<col><col style='background:navy'><tr>", 1);
    let filing = assess("page.html", page(&(title("青禾县人民政府") + &columns)).as_bytes()).remove(0);
    assert_eq!(cells(&filing)["disclosure.permits.decisions"].as_deref(), Some("1965"));
    // The white words of a head on a ground that nobody can tell.
    let head = "<style>td{color:#fff}</style><link rel=stylesheet href=a.css>";
    let body = format!("{head}{}{}", title("青禾县人民政府"), table("", "<b style='color:#000'>1965</b>"));
    let filing = assess("page.html", page(&body).as_bytes()).remove(0);
    assert_eq!(cells(&filing)["disclosure.permits.decisions"].as_deref(), Some("1965"));
}

/// A picture between the digits of a figure is one of them, and so is one that says it is a digit, or nothing of itself. One
/// that is said to be something else is an ornament beside a figure; alone in the cell of a figure it is what is seen of it.
#[test]
fn a_picture_in_a_figure_is_not_passed_over() {
    for permits in [
        "1<img alt=9 src=9.png>65",
        "1<img src=9.png>65",
        "<img alt=1 src=1.png>965",
        "196<img alt='5'>",
        "<img alt='1965'>",
        "1<svg><path d=''/></svg>65",
        "1<canvas>9</canvas>65",
        "<b>1</b><i><img src=9.png></i>65",
        "<img src=1.png>965",
        "196 <img src=5.png width=9 height=15>",
        "196<img src=5.png alt='微信图片_5.PNG'>",
        "<img alt='1965件'>",
        "<img src=1965.png>",
        "<p> <img src=1965.png alt=''></p>",
        "<svg><path d=''/></svg>",
        "<s>4</s><img src=1965.png>",
    ] {
        let (_, codes) = styled("", permits);
        assert_eq!(codes.get("V201"), Some(&1), "{permits} {codes:?}");
    }
    for permits in [
        "<img src=up.png alt=''>1965",
        "1965<img src=new.gif alt='升'>",
        "1965 <svg></svg>",
        "<img src=spacer.gif width=1 height=20>1965<img src=line.gif style='width:100%;height:2px'><hr>",
        "<div style='position:absolute;left:9px'><span><img src=seal.png></span></div>1965",
        "1965<img src=seal.png style='position:absolute'>",
        "19<img hidden src=9.png>65",
        "19<img style='display:none' alt=4>65",
        "19<s><img alt=4></s>65",
    ] {
        let (figure, codes) = styled("", permits);
        assert_eq!((figure.as_deref(), codes.get("V201")), (Some("1965"), None), "{permits} {codes:?}");
    }
    for blank in ["<img src=a.gif width=1 height=1>", "<img style='position:absolute' src=seal.png>", "<img hidden>"] {
        let (figure, codes) = styled("", blank);
        assert_eq!((figure, codes.get("V201"), codes.get("V204")), (None, None, Some(&1)), "{blank} {codes:?}");
    }
    let (figure, codes) = styled("<style>td:last-child{vertical-align:super}</style>", "19<br>65<img><br>7");
    assert_eq!((figure.as_deref(), codes.get("V201")), (Some("19\n65\u{FFFD}\n7"), Some(&1)), "{codes:?}");
    // A title in a table that lays out the page, its year in white on what a sheet from elsewhere may give a colour.
    let layout = "<link rel=stylesheet href=a.css><table><tr><td>青禾县人民政府<font color=white>2023</font>年1<img>2月\
                  政府信息公开工作年度报告";
    let filing = assess("page.html", page(&format!("{layout}{}</table>", table("", "1965"))).as_bytes()).remove(0);
    assert_eq!((filing.agency.as_deref(), filing.year), (Some("青禾县人民政府"), Some(2023)));
    // Beside labels, in a head, in a row that is none of the form's, and in a cell of its own before a label.
    let body = table("", "1965").replace("行政处罚", "<img alt=2>行政处罚<img>").replace("信息内容", "信息内容<img>");
    let body = body.replace("<tr><td>行政强制", "<tr><td><img><td>行政强制");
    let body = body.replace("</table>", "<tr><td>负责人<td><img src=name.png></tr></table>");
    let filing = assess("page.html", page(&(title("青禾县人民政府") + &body)).as_bytes()).remove(0);
    let figures = ["permits", "penalties", "coercive_measures"]
        .map(|row| cells(&filing)[&format!("disclosure.{row}.decisions")].clone());
    assert_eq!(figures.each_ref().map(Option::as_deref), [Some("1965"), Some("5"), Some("6")]);
    let codes = crate::support::codes(&filing);
    assert!(!codes.contains_key("V201"), "{codes:?}");
}

/// What seems to be of no colour, no size or out of sight may be seen by whoever knows more of the page than its tags tell: a
/// sheet further down or from elsewhere, the ground of a parent, a script. Where it is all that a cell holds it is read.
#[test]
fn what_seems_to_be_lost_is_read_where_it_stands_alone() {
    for (sheet, permits) in [
        ("", "<font color=#fff>1965</font>"),
        ("<link rel=stylesheet href=a.css>", "<b style='color:white'>1965</b>"),
        ("<style>:is(td,th){background:#024} td{color:#fff}</style>", "1965"),
        ("<style>td{font-size:0} td font{font-size:2x}</style>", "<font size=3>1965</font>"),
        ("", "<div style='opacity:0;animation:show 1s forwards'>1965</div>"),
        ("", "<div style='height:0;padding-bottom:24px;overflow:hidden;position:absolute'>1965</div>"),
        // Rules that browsers pass over.
        ("<style>_:-ms-fullscreen,:root td{display:none}</style>", "1965"),
        ("<style>@supports (-webkit-touch-callout:none){td{display:none}}</style>", "1965"),
        ("<style>@media not all and (min-resolution:.001dpcm){td{display:none}}</style>", "1965"),
        ("<style>[v-cloak]{display:none}</style>", "<span v-cloak>1965</span>"),
        ("<style>td span{font-size:-1px}</style>", "<span>1965</span>"),
        ("", "1965 <img alt=1>"),
    ] {
        let (figure, codes) = styled(sheet, permits);
        assert_eq!(figure.as_deref().map(str::trim), Some("1965"), "{sheet} {permits} {codes:?}");
        assert!(!codes.contains_key("V201") && !codes.contains_key("V212"), "{sheet} {permits} {codes:?}");
    }
    // Beside a figure it is none of it, or makes it none where that is not certain.
    let white = "<font color=#fff>4</font>1965";
    let (figure, codes) = styled("", white);
    assert_eq!((figure.as_deref(), codes.get("V212")), (Some("1965"), Some(&1)), "{codes:?}");
    let (_, codes) = styled("<link rel=stylesheet href=a.css>", white);
    assert_eq!(codes.get("V201"), Some(&1), "{codes:?}");
}
