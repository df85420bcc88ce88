//! What a style sheet puts on a page beside what the page holds.

use super::styled;

/// The figure with this sheet, and how often V201 is said.
fn read(sheet: &str, permits: &str) -> (Option<String>, Option<usize>) {
    let (figure, codes) = styled(&format!("<style>{sheet}</style>"), permits);
    (figure, codes.get("V201").copied())
}

/// Data pages of portals print units by their sheets, and whole figures out of attributes.
#[test]
fn text_of_a_style_sheet_is_part_of_a_figure() {
    let span = "<span class='n big' data-v=65>19</span>";
    for (sheet, permits, shown, unread) in [
        (".n::after{content:\"万\"}", span, "19万", Some(1)),
        (".n:after{content:'\\4e07 '}", span, "19万", Some(1)),
        ("td .n::after{content:attr(data-v)}", span, "1965", None),
        (".n::before{content:attr(data-v)}", "<span class=n data-v=1965></span>", "1965", None),
        (".n::before{content:'-'} .big::before{color:red}", span, "-19", None),
        (".n::before{content:'约'}", span, "约19", Some(1)),
        (".n::after{content:'件'}", span, "19", None),
        ("@media screen{td > .n::after{content:'65'}}", span, "1965", None),
        ("td::after{content:'65'}", "19", "1965", None),
        ("td::after{content:'65'}", "<i>19<tr><td>备注", "1965", None),
        // A paragraph ends its line, written or not.
        ("td::after{content:'65'}", "<p>19<tr><td>备注", "19\n65", Some(1)),
        // What has no words, or may not be there.
        (".n::after{content:url(5.png)}", span, "19\u{FFFD}", Some(1)),
        (".n::before{content:counter(n)}", span, "\u{FFFD}19", Some(1)),
        (".n:last-child::after{content:'万'}", span, "19\u{FFFD}", Some(1)),
        (".n::after{content:url(1965.png)}", "<span class=n></span>", "\u{FFFD}", Some(1)),
        (".n::after{content:'\\e605'}", "<span class=n></span>", "\u{FFFD}", Some(1)),
    ] {
        assert_eq!(read(sheet, permits), (Some(shown.to_owned()), unread), "{sheet}");
    }
}

/// What ordinary sheets put on pages: nothing, icons, the names of columns, marks, and what is not shown on a screen.
#[test]
fn other_text_of_a_style_sheet_is_no_part_of_a_figure() {
    let span = "<span class='n big' data-label=处理决定 title=9>1965</span>";
    for sheet in [
        ".n::after{content:\"\"} .n:before,.n:after{display:table;content:' '}",
        ".n::after{content:none} td::before{content:normal}",
        ".n::before{content:'\\f0a9'} .n::after{content:\"\u{e600}\";font-family:iconfont}",
        "@media (max-width:767px){td::before,.n::before{content:attr(data-label)}}",
        "@media print{.n::after{content:'万'}}",
        ".n::before{content:attr(data-label) '：'}",
        "td::before{content:'本年处理决定数量'}",
        ".n:hover::after{content:attr(title)} .n[data-tip]::after{content:attr(title)}",
        ".n::after{content:attr(title);opacity:0} .big::before{content:'9';display:none}",
        ".n::after{content:'1';vertical-align:super}",
        ".n::after{content:'万'} td .n::after{content:''}",
        "th .n::after,.m::after{content:'万'}",
        "q::before{content:open-quote}",
        "li::before{content:'•'} a::after{content:'»'} td:empty::before{content:'0'}",
    ] {
        assert_eq!(read(sheet, span), (Some("1965".to_owned()), None), "{sheet}");
    }
    // In the cells of labels and heads, and where a figure might stand and none does.
    for sheet in [
        "td::before{content:'\\e605'} td::after{content:'▲'}",
        "td:first-child::before{counter-increment:row;content:counter(row) '.'}",
        "td::after{content:'件'} tr td:nth-child(1)::after{content:url(a.gif)}",
        "td::before{content:attr(data-label)}",
    ] {
        let (figure, codes) = styled(&format!("<style>{sheet}</style>"), "<span></span>1965");
        assert!(figure.is_some_and(|figure| figure.starts_with("1965")), "{sheet} {codes:?}");
        assert!(!codes.contains_key("S305") && !codes.contains_key("S307"), "{sheet} {codes:?}");
    }
    assert_eq!(read("td::after{content:'件'}", "<s>9</s>"), (None, None));
}
