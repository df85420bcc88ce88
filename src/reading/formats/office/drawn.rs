//! Pictures in a document, as far as they are part of its text: a figure that was pasted as a picture, a correction by hand,
//! a formula that is an object.
//!
//! What a picture says is not read, so a figure that one stands in is none. Seals, signatures, watermarks and lines are
//! pictures too: a document anchors them in the nearest paragraph, which may be that of a figure, and they are none of it.

/// How a picture stands to the text round it, and how large it is in points, as far as that is said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Frame {
    /// It stands at a place of its own, and not on the line.
    pub(super) is_afloat: bool,
    /// It lies behind the text, or is a line across the page.
    pub(super) is_ground: bool,
    pub(super) width: Option<f64>,
    pub(super) height: Option<f64>,
}

impl Frame {
    /// Whether a picture in it may be a figure, or a part of one.
    pub(super) fn is_of_text(self) -> bool {
        /// Two pixels.
        const LINE: f64 = 1.5;
        /// A centimetre: as high as figures that are laid over a cell, and lower than any seal.
        const FIGURE: f64 = 28.35;
        let is_line = [self.width, self.height].into_iter().flatten().any(|side| side <= LINE);
        let is_high = self.is_afloat && self.height.is_none_or(|height| height > FIGURE);
        !self.is_ground && !is_line && !is_high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_a_watermark_and_a_line_are_no_part_of_a_figure() {
        let inline = |width: f64, height: f64| Frame { width: Some(width), height: Some(height), ..Frame::default() };
        let afloat = |frame: Frame| Frame { is_afloat: true, ..frame };
        for frame in [Frame::default(), inline(34.0, 11.0), inline(200.0, 80.0), afloat(inline(34.0, 11.0))] {
            assert!(frame.is_of_text(), "{frame:?}");
        }
        let behind = Frame { is_ground: true, ..inline(34.0, 11.0) };
        for frame in
            [inline(0.75, 0.75), inline(400.0, 1.0), afloat(inline(119.0, 119.0)), afloat(Frame::default()), behind]
        {
            assert!(!frame.is_of_text(), "{frame:?}");
        }
    }
}
