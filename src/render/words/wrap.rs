//! Lines of Chinese text: where they may break, and how wide they are.

use textwrap::{LineEnding, Options, WordSeparator, WordSplitter, WrapAlgorithm, fill};

/// Breaks `text` into lines of at most `width` columns, where the Unicode rules let it break: between characters, but
/// not before a full stop or inside a number. A piece that is too long by itself is cut.
pub(in crate::render) fn wrap(text: &str, width: usize) -> String {
    let options = Options::new(width.max(2))
        .line_ending(LineEnding::LF)
        .word_separator(WordSeparator::UnicodeBreakProperties)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    fill(text.trim_end_matches('\n'), options)
}

/// Wraps `text` so that all but its first line begin `indent` columns from the left, where the caller has put that one.
pub(in crate::render) fn hanging(text: &str, width: u16, indent: usize) -> String {
    let margin = format!("\n{}", " ".repeat(indent));
    wrap(text, usize::from(width).saturating_sub(indent)).replace('\n', &margin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_does_not_begin_with_a_full_stop_and_a_number_stays_whole() {
        assert_eq!(wrap("相差十件。请核对", 8), "相差十\n件。请核\n对");
        assert_eq!(wrap("总计填 12345 件", 9), "总计填\n12345 件");
        assert_eq!(wrap("合计 0（0 + 0）", 8), "合计 0\n（0 +\n0）");
    }

    #[test]
    fn what_cannot_break_is_cut() {
        assert_eq!(wrap("abcdefgh", 3), "abc\ndef\ngh");
        assert_eq!(wrap("a\nb", 9), "a\nb");
        assert_eq!(wrap("", 9), "");
        assert_eq!(wrap("甲\n", 9), "甲");
    }
}
