//! Figures of one cell that a page shows apart, and one figure whose parts it shows together.

use super::styled;

/// The figure with this sheet, and how often V201 is said.
fn read(sheet: &str, permits: &str) -> (Option<String>, Option<usize>) {
    let (figure, codes) = styled(&format!("<style>{sheet}</style>"), permits);
    (figure, codes.get("V201").copied())
}

/// Data pages of portals set figures apart by boxes, columns and margins, with no space in the text: two figures are not one.
#[test]
fn two_figures_that_a_page_shows_apart_are_not_one() {
    for permits in [
        "<span style='display:block'>12</span><span style='display:block'>260</span>",
        "<span class=line>12</span><span class=line>260</span>",
        "12<span class=line>260</span>",
        "<div style='display:flex;justify-content:space-between'><span>12</span><span>260</span></div>",
        "<div class=grid><b>12</b><b>260</b></div>",
        "<span style='display:inline-block;width:50%'>12</span><span style='display:inline-block;width:50%'>260</span>",
        "<span style='float:left'>12</span><span style='float:right'>260</span>",
        "<span style='margin-right:2em'>12</span>260",
        "<span style='padding:0 2em 0 0'>12</span><b>260</b>",
        "12<b><i style='margin-left:20px'>260</i></b>",
        "12<span style='position:absolute;right:0'>260</span>",
        "<fieldset>12</fieldset>260",
        "12<figure>260</figure>",
        "12<address>260</address>",
        "<button>12</button>260",
        "<textarea>12</textarea><textarea>260</textarea>",
        "<input value=12><input value=260>",
        "<input value=12>260",
        "<input value=１２><input value=２６０>",
        "<input value=12><input value=260>件",
        "<pre>12\n260</pre>",
        "<pre>12\t260</pre>",
        "<span style='white-space:pre-line'>12\n260</span>",
        "<span class=far data-v=260>12</span>",
    ] {
        let sheet = ".line{display:block} .grid{display:grid} .far::after{content:attr(data-v);margin-left:3em}";
        let (figure, unread) = read(sheet, permits);
        assert_eq!(unread, Some(1), "{permits} {figure:?}");
        assert!(figure.is_some_and(|figure| figure.contains('\n')), "{permits}");
    }
}

/// A box round the whole figure, one round its unit or its separators, and boxes without a gap set nothing apart.
#[test]
fn one_figure_in_boxes_is_one() {
    for permits in [
        "<span style='display:block'>1965</span>",
        "<div style='float:right'>1965</div>",
        "<span style='margin-left:2em'>1965</span>",
        "<input value=1965>",
        "<input value=1965>件",
        "<fieldset><legend></legend>1965</fieldset>",
        "<pre>\n1965\n</pre>",
        "<div style='display:flex'><span>1965</span></div>",
        "<div style='display:flex'><span>1965</span><span>件</span></div>",
        "<span style='display:inline-block'>1965</span>件",
        "<span style='display:inline-block;width:4em'>1965</span><span style='padding-left:1em'>件</span>",
        "1<span style='padding:0 1px'>,</span>965",
        "<span style='display:inline-block'>19</span><span style='display:inline-block'>65</span>",
        "<span style='margin:0;padding:0 1px'>19</span><span>65</span>",
        "<label>19</label><label>65</label>",
        "<a>19</a><a>65</a>",
        "<span class=hover>19</span>65",
        "19<span style='display:none;float:left'>4</span>65",
        "1965<sup style='margin-left:4px'>1</sup>",
    ] {
        let sheet = ".hover:hover{display:block} @media (max-width:767px){.hover{float:left}} td{display:table-cell}";
        let (figure, unread) = read(sheet, permits);
        let digits: String = figure.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        assert_eq!((digits.as_str(), unread), ("1965", None), "{permits}");
    }
}

/// Words do not care: labels, heads and units that a page sets in boxes are read as without them.
#[test]
fn words_in_boxes_are_read_as_without() {
    let sheet = "td span{display:inline-block;width:3em;margin:0 1em} td{display:flex} b{float:left}";
    let (figure, codes) = styled(&format!("<style>{sheet}</style>"), "<b></b>1965<span></span>");
    assert_eq!((figure.as_deref(), codes.get("V201")), (Some("1965"), None));
    assert!(!codes.contains_key("S305") && !codes.contains_key("S307"), "{codes:?}");
}
