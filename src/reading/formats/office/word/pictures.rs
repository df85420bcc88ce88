//! Pictures in the text: the head of one, as far as it says how large it is.

use super::super::binary::Fields;
use super::super::drawn::Frame;

/// The bytes of the head before the size.
const BEFORE: usize = 28;

/// The picture on its line whose head this is: its width and height in twentieths of a point, and how much of these it has,
/// in thousandths.
pub(super) fn frame(head: &[u8]) -> Frame {
    let sides = || {
        let mut fields = Fields(head);
        fields.take(BEFORE).ok()?;
        Some([fields.u16().ok()?, fields.u16().ok()?, fields.u16().ok()?, fields.u16().ok()?])
    };
    let points = |goal: u16, scale: u16| (goal > 0).then(|| f64::from(goal) * f64::from(scale) / 20_000.0);
    sides().map_or_else(Frame::default, |[width, height, across, down]| Frame {
        width: points(width, across),
        height: points(height, down),
        ..Frame::default()
    })
}
