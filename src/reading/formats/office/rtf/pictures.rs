//! How large a picture is: the size it is to have, in twentieths of a point, and how much of that it has, in percent.

use super::super::drawn::Frame;

/// What is said of the size of a picture; nothing where a word does not come.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PictureSize {
    width: Option<i32>,
    height: Option<i32>,
    scale: [Option<i32>; 2],
}

impl PictureSize {
    /// Takes a word of the group of the picture.
    pub(super) fn take(&mut self, word: &[u8], number: i32) {
        match word {
            b"picwgoal" => self.width = Some(number),
            b"pichgoal" => self.height = Some(number),
            b"picscalex" => self.scale[0] = Some(number),
            b"picscaley" => self.scale[1] = Some(number),
            _ => {}
        }
    }

    /// The picture on its line.
    pub(super) fn frame(self) -> Frame {
        let [across, down] = self.scale.map(|scale| scale.unwrap_or(100));
        let points = |goal: Option<i32>, scale: i32| {
            Some(f64::from(goal.filter(|goal| *goal > 0)?) * f64::from(scale) / 2_000.0)
        };
        Frame { width: points(self.width, across), height: points(self.height, down), ..Frame::default() }
    }
}
