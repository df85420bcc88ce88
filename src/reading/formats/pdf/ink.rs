//! The colour that fills, as far as it matters whether text in it is seen on what it lies on.

use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro_syntax::page::Resources;

use crate::reading::formats::contrast;

/// A colour; nothing where it is not known, as that of a pattern or of an ink by its name.
pub(super) type Ink = Option<[u8; 3]>;

pub(super) const BLACK: Ink = Some([0; 3]);
pub(super) const WHITE: Ink = Some([255; 3]);

/// In what the numbers of a colour are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Gray,
    Rgb,
    Cmyk,
    Other,
}

impl Measure {
    /// What a name stands for, among the spaces of colours that a drawing brings along.
    pub(super) fn of(name: &Name<'_>, resources: &Resources<'_>) -> Self {
        match (name.as_str(), resources.get_color_space(name)) {
            ("DeviceGray" | "G", _) => Self::Gray,
            ("DeviceRGB" | "RGB", _) => Self::Rgb,
            ("DeviceCMYK" | "CMYK", _) => Self::Cmyk,
            (_, Some(Object::Array(space))) => Self::of_space(&space),
            _ => Self::Other,
        }
    }

    /// Office programs and those of Apple name a profile, which has as many numbers as its stream says.
    fn of_space(space: &Array<'_>) -> Self {
        let mut parts = space.iter::<Object<'_>>();
        let kind = parts.next().and_then(Object::into_name);
        let next = parts.next();
        match (kind.as_ref().map(Name::as_str), next) {
            (Some("CalGray"), _) => Self::Gray,
            (Some("CalRGB"), _) => Self::Rgb,
            (Some("ICCBased"), Some(Object::Stream(profile))) => match numbers(&profile) {
                Some(1) => Self::Gray,
                Some(3) => Self::Rgb,
                Some(4) => Self::Cmyk,
                _ => Self::Other,
            },
            _ => Self::Other,
        }
    }

    /// The colour of so many numbers.
    pub(super) fn ink(self, numbers: &[Number]) -> Ink {
        let part = |value: f64| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
            let part = (value * 255.0).round().clamp(0.0, 255.0) as u8;
            part
        };
        match (self, numbers) {
            (Self::Gray, [gray]) => Some([part(gray.as_f64()); 3]),
            (Self::Rgb, [red, green, blue]) => Some([red, green, blue].map(|number| part(number.as_f64()))),
            (Self::Cmyk, [cyan, magenta, yellow, black]) => {
                let left = 1.0 - black.as_f64();
                Some([cyan, magenta, yellow].map(|number| part((1.0 - number.as_f64()) * left)))
            }
            _ => None,
        }
    }
}

fn numbers(profile: &Stream<'_>) -> Option<i32> {
    let dict: &Dict<'_> = profile.dict();
    dict.get::<i32>("N")
}

/// Whether nobody tells one colour from the other.
pub(super) fn is_near(one: Ink, other: Ink) -> bool {
    one.zip(other).is_some_and(|(one, other)| contrast::is_near(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_is_white_in_every_measure() {
        let numbers = |all: &[f32]| all.iter().map(|number| Number::from_f32(*number)).collect::<Vec<_>>();
        for (measure, white, other) in [
            (Measure::Gray, &[1.0][..], &[0.0][..]),
            (Measure::Rgb, &[1.0, 1.0, 0.99], &[1.0, 1.0, 0.5]),
            (Measure::Cmyk, &[0.0, 0.0, 0.0, 0.0], &[0.0, 0.0, 0.0, 1.0]),
        ] {
            assert!(is_near(measure.ink(&numbers(white)), WHITE));
            assert!(!is_near(measure.ink(&numbers(other)), WHITE));
        }
        // The whole of an ink, whatever that is; and a number too few.
        assert_eq!(Measure::Other.ink(&numbers(&[1.0])), None);
        assert_eq!(Measure::Rgb.ink(&numbers(&[1.0])), None);
        assert!(!is_near(None, None));
    }
}
