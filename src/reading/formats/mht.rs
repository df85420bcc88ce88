//! Web archives (`.mht`, `.mhtml`): a page, the pages of its frames and its pictures as one message, as browsers save
//! a page, and Word, Excel and WPS a “single file web page”.
//!
//! Every page in it is read, in the order in which they stand: the text of a frame is text of the document, and so are
//! the sheets that Excel puts in frames. The pages that Office adds for itself are not: the headers and footers of
//! Word, the tabs of Excel. The style sheets that a page links to stand in the archive too: Chrome and Edge take even those
//! out of the page that were written into it.

use super::linked::{Beside, LinkedSheets};
use super::mime::{self, Head};
use super::page::Page;
use crate::reading::bytes::encoding;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::Grid;

/// Pages that Office writes beside the document, by the end of their addresses.
const ASIDE: &[&str] = &["header.htm", "header.html", "tabstrip.htm", "tabstrip.html"];

/// Reads the pages of an archive as one: its tables are numbered through. `add_page` is what reads one.
///
/// # Errors
/// [`Problem::WebArchive`] when no page is in it.
pub(in crate::reading) fn read(
    bytes: &[u8],
    add_page: impl Fn(&str, Beside<'_>, &mut Page),
) -> Result<Vec<Grid>, ReadError> {
    let mut page = Page::default();
    add(bytes, add_page, &mut page)?;
    page.finish()
}

/// Adds the pages of an archive to a page, as [`read`] does.
pub(super) fn add(
    bytes: &[u8],
    add_page: impl Fn(&str, Beside<'_>, &mut Page),
    all: &mut Page,
) -> Result<(), ReadError> {
    let mut pages = mime::parts(bytes, |head| ["text/html", "application/xhtml+xml"].contains(&head.media.as_str()))?;
    if pages.is_empty() {
        return Err(ReadError::new(Problem::WebArchive));
    }
    // The first is the document, whatever it is called.
    let mut is_first = true;
    pages.retain(|page| std::mem::take(&mut is_first) || !is_aside(&page.head));
    let sheets = sheets(bytes)?;
    for page in pages {
        let text = encoding::decode_page(&page.content()?, page.head.charset.as_deref()).into_owned();
        add_page(&text, Beside::page(&sheets, &page.head.location), all);
    }
    Ok(())
}

/// The style sheets of an archive. One that is damaged is none: a browser shows the page without it.
fn sheets(bytes: &[u8]) -> Result<LinkedSheets, ReadError> {
    let mut sheets = LinkedSheets::default();
    for part in mime::parts(bytes, |head| head.media == "text/css")? {
        let Ok(content) = part.content() else { continue };
        let text = encoding::decode_page(&content, part.head.charset.as_deref());
        sheets.add(&part.head.location, &part.head.id, &text);
    }
    Ok(sheets)
}

fn is_aside(head: &Head) -> bool {
    let name = head.location.rsplit(['/', '\\']).next().unwrap_or_default();
    ASIDE.iter().any(|aside| name.eq_ignore_ascii_case(aside))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::cells::grid::Origin;
    use crate::reading::formats::html;

    /// An archive of pages with these addresses and charsets.
    fn archive(pages: &[(&str, &str, &[u8])]) -> Vec<u8> {
        let mut bytes = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n".to_vec();
        for (location, charset, body) in pages {
            let head = format!("--b\nContent-Type: text/html; charset={charset}\nContent-Location: {location}\n\n");
            bytes = [&bytes, head.as_bytes(), body, b"\n"].concat();
        }
        [&bytes[..], b"--b--"].concat()
    }

    fn words(bytes: &[u8]) -> Vec<(Option<u32>, String)> {
        let number = |grid: &Grid| if let Origin::Table(number) = grid.origin { Some(number) } else { None };
        let grids = read(bytes, html::add).expect("an archive");
        let cells =
            grids.iter().flat_map(|grid| grid.rows.iter().flat_map(move |row| row.cells.iter().zip([grid; 99])));
        cells.map(|(cell, grid)| (number(grid), cell.text.clone())).collect()
    }

    #[test]
    fn the_tables_of_all_pages_are_numbered_through_and_no_page_goes_on_in_the_next() {
        let pages: [(&str, &str, &[u8]); 3] = [
            ("a.htm", "utf-8", b"<p>1<table><tr><td>2<style>"),
            ("a.files/header.htm", "utf-8", b"<table><tr><td>3</table>"),
            ("a.files/sheet001.htm", "utf-8", b"<td>4<table><tr><td>5</table>"),
        ];
        let expected = [(None, "1"), (Some(1), "2"), (None, "4"), (Some(2), "5")];
        assert_eq!(words(&archive(&pages)), expected.map(|(table, text)| (table, text.to_owned())));
        // A document that is called so itself.
        assert_eq!(words(&archive(&pages[1..2])), [(Some(1), "3".to_owned())]);
    }

    #[test]
    fn a_page_is_in_the_charset_that_its_part_declares() {
        let page = "<p>規章";
        let wide: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (charset, bytes) in [
            ("\"big5\"", encoding_rs::BIG5.encode(page).0.into_owned()),
            ("gb2312", encoding_rs::GB18030.encode(page).0.into_owned()),
            ("unicode", wide),
            ("us-ascii", page.as_bytes().to_vec()),
            ("utf-8", encoding_rs::GB18030.encode(page).0.into_owned()),
        ] {
            assert_eq!(words(&archive(&[("a.htm", charset, &bytes)])), [(None, "規章".to_owned())], "{charset}");
        }
    }

    /// What Chrome and Edge make of a page with a style sheet in it, Excel of sheets that share one, and browsers of old.
    #[test]
    fn what_a_sheet_in_the_archive_hides_is_not_read() {
        let shown = |head: &str, part: &str| {
            let page = format!("{head}<table><tr><td>a<td><span class=h>9</span>3517</table>");
            let html = format!("--b\nContent-Type: text/html\nContent-Location: http://a/x/y.htm\n\n{page}\n");
            let sheet = format!("--b\nContent-Type: text/css\n{part}\n\n.h {{ display: none; }}\n--b--");
            let begin = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n";
            words(format!("{begin}{html}{sheet}").as_bytes()).pop().map(|(_, text)| text)
        };
        let link = |address: &str| format!("<link rel=stylesheet href='{address}'>");
        for (head, part) in [
            (link("cid:css-1@mhtml.blink"), "Content-Location: cid:css-1@mhtml.blink"),
            (link("cid:css-1@mhtml.blink"), "Content-ID: <css-1@mhtml.blink>"),
            (link("../s.css"), "Content-Location: http://a/s.css"),
            ("<style>@import url(/s.css);</style>".to_owned(), "Content-Location: http://a/s.css"),
        ] {
            assert_eq!(shown(&head, part).as_deref(), Some("3517"), "{head} {part}");
        }
        for head in [
            "<link rel='alternate stylesheet' href='/s.css'>",
            "<link rel=stylesheet disabled href='/s.css'>",
            "<link rel=stylesheet media=print href='/s.css'>",
            "<link rel=stylesheet href='s.css'>",
            "<link rel=preload href='/s.css'>",
        ] {
            assert_eq!(shown(head, "Content-Location: http://a/s.css").as_deref(), Some("93517"), "{head}");
        }
    }

    #[test]
    fn a_mail_without_a_page_is_said_to_be_one() {
        let error = read(b"MIME-Version: 1.0\nContent-Type: text/plain\n\n1", html::add).expect_err("no page");
        assert_eq!(error.problem, Problem::WebArchive);
    }
}
