//! Letters as one page for a browser, printed a letter a page.

use std::fmt::Write as _;

use super::block::{LetterBlock, Look, Sheet, StyledLine};
use crate::model::Lang;
use crate::render::page::cells::push_spans;
use crate::render::page::escape::{escaped, push_escaped};
use crate::render::page::{CSS, PAGE};
use crate::render::words::phrases::{fill, language_tag, phrase};

/// How letters look, behind what every page of gouji has.
const LETTER: &str = include_str!("letter.css");

/// The letters, or what is said where there are none.
pub(super) fn written(letters: &[Vec<LetterBlock>], none: &str, lang: Lang) -> String {
    let mut body = String::new();
    if letters.is_empty() {
        let _ = writeln!(body, "<p>{}</p>", escaped(none));
    }
    for blocks in letters {
        body.push_str("<section class=\"letter\">\n");
        for block in blocks {
            push(&mut body, block);
        }
        body.push_str("</section>\n");
    }
    let css = format!("{CSS}{LETTER}");
    let fact = |name: &str| match name {
        "lang" => Some(language_tag(lang)),
        "title" => Some(phrase("notice-page", lang)),
        "policy" => Some("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"),
        "css" => Some(css.as_str()),
        "schema" => Some("gouji/1"),
        "script" | "foot" => Some(""),
        _ => None,
    };
    let (head, foot) = PAGE.split_once("{body}").unwrap_or((PAGE, ""));
    fill(head, fact) + &body + &fill(foot, fact)
}

fn push(out: &mut String, block: &LetterBlock) {
    let (open, close, words) = match block {
        LetterBlock::Title(words) => ("<h1>", "</h1>", words),
        LetterBlock::Number(words) => ("<p class=\"number\">", "</p>", words),
        LetterBlock::Heading(2, words) => ("<h2>", "</h2>", words),
        LetterBlock::Heading(_, words) => ("<h3>", "</h3>", words),
        LetterBlock::Address(words) => ("<p class=\"to\">", "</p>", words),
        LetterBlock::Text(words) | LetterBlock::Item(None, words) => ("<p>", "</p>", words),
        LetterBlock::Item(Some(number), words) => {
            let _ = write!(out, "<p>{number}. ");
            ("", "</p>", words)
        }
        LetterBlock::Signature(words) => ("<p class=\"signed\">", "</p>", words),
        LetterBlock::Legend(words) => ("<p class=\"legend\">", "</p>", words),
        LetterBlock::Form(sheet) => return push_sheet(out, sheet),
    };
    out.push_str(open);
    push_words(out, words);
    out.push_str(close);
    out.push('\n');
}

fn push_words(out: &mut String, words: &StyledLine) {
    for span in words {
        let (open, close) = if span.is_bold { ("<b>", "</b>") } else { ("", "") };
        out.push_str(open);
        push_escaped(out, &span.text);
        out.push_str(close);
    }
}

fn push_sheet(out: &mut String, sheet: &Sheet) {
    let _ = writeln!(out, "<div class=\"sheet\"><table><caption>{}</caption>", escaped(&sheet.title));
    for row in &sheet.rows {
        out.push_str("<tr>");
        for cell in &row.cells {
            let (tag, class) = match cell.look {
                Look::Label => ("th", " class=\"label\""),
                Look::Head => ("th", ""),
                Look::Figure => ("td", ""),
                Look::Tinted => ("td", " class=\"tinted\""),
                Look::Open => ("td", " class=\"open\""),
                Look::Wrong => ("td", " class=\"wrong\""),
            };
            let _ = write!(out, "<{tag}{class}");
            push_spans(out, cell.colspan, cell.rowspan);
            out.push('>');
            push_escaped(out, &cell.text);
            let _ = write!(out, "</{tag}>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table></div>\n");
}
