//! Signs of a Word document that are no text of it: symbols that were put in from a font, and what an equation is built of.
//!
//! A person counts the 5 that was put in with *Insert, Symbol*, and sees a flag where the same place of a font of pictures was
//! taken; a raised 4 and a fraction are no digits of one figure. What is said here stands between the digits, so that what is
//! no figure is read as none.

/// Where fonts that have an order of their own have their signs in Unicode: byte by byte behind this.
const OF_FONT: u32 = 0xF000;
/// Fonts of pictures, by a part of their names in lower case.
const PICTURES: &[&str] = &["dings", "marlett", "symbols", "mt extra", "icon", "awesome"];
/// Fonts that are known to have the digits and letters where ASCII has them, in the same way; any with a Chinese name has.
const TEXT: &[&str] = &["symbol", "times", "arial", "calibri", "cambria", "courier", "sim", "fang", "kai"];

/// The sign that a symbol is: of the private place of its font where it may be a picture, U+FFFD where nothing can be told.
pub(super) fn symbol(font: &str, code: &str) -> char {
    let font = font.to_lowercase();
    let is_one_of = |names: &[&str]| names.iter().any(|name| font.contains(name));
    let code = u32::from_str_radix(code.trim(), 16).unwrap_or(u32::MAX);
    let byte = if code & !0xFF == OF_FONT { code - OF_FONT } else { code };
    let is_ascii = (0x20..0x7F).contains(&byte);
    let is_digit = (0x30..0x3A).contains(&byte);
    let is_picture = is_one_of(PICTURES);
    // The letters of the font Symbol are Greek.
    let is_plain = is_digit || (is_ascii && !font.contains("symbol"));
    let sign = match byte {
        _ if !is_picture && is_plain && (byte == code || is_one_of(TEXT) || !font.is_ascii()) => byte,
        0..=0xFF if is_picture => OF_FONT + byte,
        _ => code,
    };
    char::from_u32(sign).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Whether a sign is one of the private place of a font: of a font of pictures, for all that is known.
pub(super) fn is_of_font(sign: char) -> bool {
    u32::from(sign) & !0xFF == OF_FONT
}

/// Elements of an equation that set what is in them, or the next part, apart from the line, with the sign that says so.
const STRUCTURES: &[(&str, &str)] = &[
    ("sup", "^"),
    ("sub", "_"),
    ("den", "⁄"),
    ("rad", "√"),
    ("lim", "_"),
    ("nary", "∑"),
    ("acc", "\u{FFFC}"),
    ("bar", "\u{FFFC}"),
    ("borderBox", "\u{FFFC}"),
    ("d", "\u{FFFC}"),
    ("eqArr", "\u{FFFC}"),
    ("groupChr", "\u{FFFC}"),
    ("m", "\u{FFFC}"),
    ("phant", "\u{FFFC}"),
];

/// The sign that stands for what an element of an equation does to what is in it; `None` for plain runs of signs.
pub(super) fn of_equation(name: &str) -> Option<&'static str> {
    STRUCTURES.iter().find(|(element, _)| *element == name).map(|(_, sign)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_of_a_font_of_text_is_a_digit_and_any_other_sign_is_none() {
        for (font, code, sign) in [
            ("Symbol", "F035", '5'),
            ("Times New Roman", "F031", '1'),
            ("宋体", "0031", '1'),
            ("宋体", "F031", '1'),
            ("SimSun", "F02D", '-'),
            ("", "0039", '9'),
            ("Symbol", "F061", '\u{F061}'),
            ("Wingdings", "F035", '\u{F035}'),
            ("Wingdings 2", "0035", '\u{F035}'),
            ("Nobody's", "F035", '\u{F035}'),
            ("Segoe UI Symbol", "2611", '☑'),
        ] {
            assert_eq!(symbol(font, code), sign, "{font} {code}");
        }
        for code in ["", "x", "110000", "D800", "fffffffff"] {
            assert_eq!(symbol("Arial", code), '\u{FFFD}', "{code}");
        }
    }
}
