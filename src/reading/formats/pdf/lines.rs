//! Glyphs to lines of text, in the order in which people read them: lines from the top, in each from the left; what is
//! written downwards, column by column from the right. All keys are whole numbers.

use super::marks::{Frame, Glyph, Length};

/// What stands for a glyph whose font does not say what it is.
pub(super) const UNKNOWN: char = '\u{FFFD}';

/// A line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextLine {
    pub(super) frame: Frame,
    /// What it says; words that stand apart are parted by two blanks.
    pub(super) text: String,
    /// The words that stand apart.
    pub(super) words: Vec<WordsOfLine>,
    /// Words on it that a person does not count; of a line that has nothing else, all.
    pub(super) left_out: Vec<WordsOfLine>,
}

impl TextLine {
    /// Moves it down.
    pub(super) fn move_down(&mut self, by: Length) {
        let words = self.words.iter_mut().chain(&mut self.left_out).map(|words| &mut words.frame);
        for frame in words.chain([&mut self.frame]) {
            (frame.top, frame.bottom) = (frame.top + by, frame.bottom + by);
        }
    }
}

/// Words of a line with nothing wide between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WordsOfLine {
    pub(super) frame: Frame,
    pub(super) text: String,
}

/// What stands in a cell, its lines joined where the words of a label go on.
pub(super) fn text(glyphs: &[&Glyph]) -> String {
    let mut out = String::new();
    for line in lines_of(glyphs, false) {
        let goes_on = out.chars().next_back().is_none_or(is_chinese) && line.text.chars().next().is_none_or(is_chinese);
        if !goes_on && !out.is_empty() {
            out.push('\n');
        }
        // In a cell words that are spread out are still one word.
        out.push_str(&line.text.replace("  ", " "));
    }
    out
}

/// What stands in a cell and is not counted.
pub(super) fn left_out(glyphs: &[&Glyph]) -> String {
    lines_of(glyphs, true).iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The lines that glyphs make, with what is not counted on each.
pub(super) fn lines(glyphs: &[&Glyph]) -> Vec<TextLine> {
    let mut lines = lines_of(glyphs, false);
    for line in lines_of(glyphs, true) {
        let (_, y) = line.frame.center();
        match lines.iter_mut().find(|other| (other.frame.top..=other.frame.bottom).contains(&y)) {
            Some(other) => other.left_out.extend(line.words),
            None => lines.push(TextLine { text: String::new(), words: Vec::new(), left_out: line.words, ..line }),
        }
    }
    lines
}

/// The lines that the glyphs make that are left out, or those that are not.
fn lines_of(glyphs: &[&Glyph], left_out: bool) -> Vec<TextLine> {
    let mut upright: Vec<LineGlyph> = Vec::new();
    let mut groups: [Vec<LineGlyph>; 3] = Default::default();
    for glyph in glyphs.iter().filter(|glyph| glyph.is_left_out == left_out) {
        match glyph.turned {
            1 | 3 => groups[usize::from(glyph.turned / 2)].push(LineGlyph::along(glyph, glyph.turned)),
            _ if glyph.is_stacked => groups[2].push(LineGlyph::along(glyph, 1)),
            _ => upright.push(LineGlyph::along(glyph, 0)),
        }
    }
    let mut lines = in_lines(upright);
    for group in groups {
        lines.extend(in_lines(group));
    }
    lines
}

/// A glyph as its line sees it: how far along the line and how far across.
#[derive(Debug, Clone)]
struct LineGlyph<'g> {
    glyph: &'g Glyph,
    /// Where the line it is on lies: smaller is read earlier.
    across: Length,
    from: Length,
    to: Length,
}

impl<'g> LineGlyph<'g> {
    fn along(glyph: &'g Glyph, turned: u8) -> Self {
        let frame = &glyph.frame;
        let (x, y) = frame.center();
        let (across, from, to) = match turned {
            // Downwards, the first column at the right.
            1 => (-x, frame.top, frame.bottom),
            // Upwards, the first column at the left.
            3 => (x, -frame.bottom, -frame.top),
            _ => (y, frame.left, frame.right),
        };
        Self { glyph, across, from, to }
    }
}

fn in_lines(mut pieces: Vec<LineGlyph<'_>>) -> Vec<TextLine> {
    pieces.sort_by_key(|piece| (piece.across, piece.from));
    let mut lines: Vec<Vec<LineGlyph<'_>>> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if is_same_line(line, &piece) => line.push(piece),
            _ => lines.push(vec![piece]),
        }
    }
    lines.into_iter().filter_map(in_order).collect()
}

/// Whether a piece is on a line, whose pieces all lie before it.
fn is_same_line(line: &[LineGlyph<'_>], piece: &LineGlyph<'_>) -> bool {
    line.first().is_some_and(|first| (piece.across - first.across) * 2 < piece.glyph.em.min(first.glyph.em))
}

/// The text of a line; `None` of one that is blank.
fn in_order(mut line: Vec<LineGlyph<'_>>) -> Option<TextLine> {
    line.sort_by_key(|piece| (piece.from, piece.across));
    let mut tokens: Vec<Token> = Vec::new();
    let mut last: Option<&LineGlyph<'_>> = None;
    let mut blank = false;
    for piece in &line {
        let glyph = piece.glyph;
        if glyph.is_blank() {
            blank = true;
            continue;
        }
        if last.is_some_and(|last| is_again(last, piece)) {
            continue;
        }
        let (gap, em) = last.map_or((0, 1), |last| (piece.from - last.to, glyph.em.max(last.glyph.em)));
        if tokens.is_empty() || blank || gap * 3 > em {
            let words = WordsOfLine { frame: glyph.frame, text: String::new() };
            tokens.push(Token { words, is_apart: gap > em });
        }
        if let Some(Token { words: open, .. }) = tokens.last_mut() {
            if glyph.text.is_empty() {
                open.text.push(UNKNOWN);
            } else {
                open.text.push_str(&glyph.text);
            }
            open.frame = open.frame.join(&glyph.frame);
        }
        (last, blank) = (Some(piece), false);
    }
    let words = in_words(tokens);
    let frame = words.iter().map(|words| words.frame).reduce(|a, b| a.join(&b))?;
    let text = words.iter().map(|words| words.text.as_str()).collect::<Vec<_>>().join("  ");
    Some(TextLine { frame, text, words, left_out: Vec::new() })
}

/// What stands on a line between two blanks.
struct Token {
    words: WordsOfLine,
    /// The blank before it is a wide one.
    is_apart: bool,
}

/// Puts together what no wide blank parts. In a row of figures the first may stand close to the end of its label.
fn in_words(tokens: Vec<Token>) -> Vec<WordsOfLine> {
    /// As many figures behind it make a figure one of a row.
    const ROW: usize = 2;
    let is_figure = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || ",.".contains(c))
    };
    let mut apart = tokens.iter().filter(|token| token.is_apart && is_figure(&token.words.text)).count();
    let mut all: Vec<WordsOfLine> = Vec::new();
    for Token { words, is_apart } in tokens {
        let is_own = is_figure(&words.text);
        apart -= usize::from(is_apart && is_own);
        match all.last_mut() {
            Some(open) if !is_apart && (!is_own || apart < ROW || is_figure(&open.text)) => {
                open.text.push(' ');
                open.text.push_str(&words.text);
                open.frame = open.frame.join(&words.frame);
            }
            _ => all.push(words),
        }
    }
    all
}

/// Whether a glyph is the one before, drawn again a hair further: bold as some programs make it.
fn is_again(last: &LineGlyph<'_>, piece: &LineGlyph<'_>) -> bool {
    let near = piece.glyph.em / 6;
    last.glyph.text == piece.glyph.text && piece.from - last.from <= near && (piece.across - last.across).abs() <= near
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '“' | '”' | '‘' | '’' | '(' | ')' | '.' | ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(text: &str, left: Length, top: Length) -> Glyph {
        let width = if text.is_ascii() { 500 } else { 1_000 };
        let frame = Frame { left, top, right: left + width, bottom: top + 1_000 };
        Glyph { text: text.to_owned(), frame, em: 1_000, ..Glyph::default() }
    }

    fn read(glyphs: &[Glyph]) -> String {
        text(&glyphs.iter().collect::<Vec<_>>())
    }

    #[test]
    fn lines_come_from_the_top_and_glyphs_from_the_left() {
        let glyphs = [glyph("政", 1_000, 1_510), glyph("行", 0, 1_490), glyph("规", 0, 0), glyph("章", 1_000, 20)];
        assert_eq!(read(&glyphs), "规章行政");
    }

    #[test]
    fn figures_that_stand_apart_do_not_run_together() {
        assert_eq!(read(&[glyph("2", 0, 0), glyph("1", 500, 0)]), "21");
        assert_eq!(read(&[glyph("2", 0, 0), glyph("1", 900, 0)]), "2 1");
        assert_eq!(read(&[glyph("2", 0, 0), glyph("1", 0, 1_500)]), "2\n1");
    }

    #[test]
    fn the_first_figure_of_a_row_is_none_of_its_label() {
        let row = |from: Length| {
            let figures = [("属", 0), ("于", 1_000), ("1", 2_500), ("8", 3_000), ("0", 6_000), ("3", 9_000)];
            let glyphs: Vec<Glyph> = figures[..].iter().map(|(text, left)| glyph(text, *left, 0)).collect();
            lines(&glyphs.iter().filter(|glyph| glyph.frame.left < from).collect::<Vec<_>>())[0].text.clone()
        };
        assert_eq!(row(10_000), "属于  18  0  3");
        assert_eq!(row(8_000), "属于 18  0");
    }

    #[test]
    fn what_is_drawn_twice_to_look_bold_is_read_once() {
        assert_eq!(read(&[glyph("2", 0, 0), glyph("2", 150, 0), glyph("1", 500, 0), glyph("1", 650, 10)]), "21");
        assert_eq!(read(&[glyph("1", 0, 0), glyph("1", 500, 0)]), "11");
    }

    #[test]
    fn what_is_written_downwards_is_read_by_columns_from_the_right() {
        let stacked = |text: &str, left, top| Glyph { is_stacked: true, ..glyph(text, left, top) };
        let glyphs =
            [stacked("办", 0, 0), stacked("理", 0, 1_000), stacked("三", 1_200, 0), stacked("、", 1_200, 1_000)];
        assert_eq!(read(&glyphs), "三、办理");
        let upwards = |text: &str, left, top| Glyph { turned: 3, ..glyph(text, left, top) };
        assert_eq!(read(&[upwards("办", 0, 0), upwards("三", 0, 2_000), upwards("、", 0, 1_000)]), "三、办");
    }
}
