//! Lines of Chinese text: where they may break, and how wide they are.

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_width::UnicodeWidthStr;

/// Breaks `text` into lines of at most `width` columns, where the Unicode rules let it break: between characters, but
/// not before a full stop or inside a number. A piece that is too long by itself is cut.
pub(in crate::render) fn wrap(text: &str, width: usize) -> String {
    let width = width.max(2);
    let mut lines: Vec<String> = vec![String::new()];
    let mut start = 0;
    for (end, opportunity) in linebreaks(text) {
        let piece = text[start..end].trim_end_matches('\n');
        push(&mut lines, piece, width);
        if opportunity == BreakOpportunity::Mandatory && end < text.len() {
            lines.push(String::new());
        }
        start = end;
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

/// Wraps `text` so that all but its first line begin `indent` columns from the left, where the caller has put that one.
pub(in crate::render) fn hanging(text: &str, width: u16, indent: usize) -> String {
    let margin = format!("\n{}", " ".repeat(indent));
    wrap(text, usize::from(width).saturating_sub(indent)).replace('\n', &margin)
}

fn push(lines: &mut Vec<String>, piece: &str, width: usize) {
    let at = lines.len() - 1;
    let has_room = lines[at].width() + piece.trim_end().width() <= width;
    if has_room || lines[at].is_empty() && piece.width() <= width {
        lines[at].push_str(piece);
    } else if piece.trim_end().width() <= width {
        lines.push(piece.to_owned());
    } else {
        for c in piece.chars() {
            let at = lines.len() - 1;
            let mut longer = lines[at].clone();
            longer.push(c);
            if longer.width() > width && !lines[at].is_empty() {
                lines.push(c.to_string());
            } else {
                lines[at] = longer;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_does_not_begin_with_a_full_stop_and_a_number_stays_whole() {
        assert_eq!(wrap("相差十件。请核对", 8), "相差十\n件。请核\n对");
        assert_eq!(wrap("总计填 12345 件", 9), "总计填\n12345 件");
    }

    #[test]
    fn what_cannot_break_is_cut() {
        assert_eq!(wrap("abcdefgh", 3), "abc\ndef\ngh");
        assert_eq!(wrap("a\nb", 9), "a\nb");
        assert_eq!(wrap("", 9), "");
    }
}
