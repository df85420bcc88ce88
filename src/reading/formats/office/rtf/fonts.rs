//! In which code page the bytes of a text are: the font says it, or else the file.

use std::collections::HashMap;

use encoding_rs::Encoding;

/// Fonts of one file; a document has some dozen.
const MAX_FONTS: usize = 4_096;

/// The fonts of a file, and the code page of the file.
#[derive(Debug)]
pub(super) struct Fonts {
    page: &'static Encoding,
    pages: HashMap<i32, &'static Encoding>,
    /// The font of text that names none.
    pub(super) usual: Option<i32>,
    /// The font that the table under way describes.
    described: i32,
}

impl Default for Fonts {
    /// What China wrote without saying is GBK.
    fn default() -> Self {
        Self { page: encoding_rs::GB18030, pages: HashMap::default(), usual: None, described: 0 }
    }
}

impl Fonts {
    /// The code page of a font.
    pub(super) fn of(&self, font: Option<i32>) -> &'static Encoding {
        font.or(self.usual).and_then(|font| self.pages.get(&font).copied()).unwrap_or(self.page)
    }

    /// Takes the code page of the file.
    pub(super) fn page(&mut self, number: i32) {
        self.page = code_page(number).unwrap_or(encoding_rs::GB18030);
    }

    /// A word of the table of fonts.
    pub(super) fn describe(&mut self, word: &[u8], number: i32) {
        let encoding = match word {
            b"f" => {
                self.described = number;
                return;
            }
            b"fcharset" => charset(number).and_then(code_page),
            b"cpg" => code_page(number),
            _ => return,
        };
        let Some(encoding) = encoding else { return };
        if self.pages.len() < MAX_FONTS {
            self.pages.insert(self.described, encoding);
        }
    }
}

/// The code page of a character set; 0 and 1 are that of the file, and so are those of symbols and of DOS.
fn charset(number: i32) -> Option<i32> {
    Some(match number {
        77 => 10_000,
        128 => 932,
        129 | 130 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178..=180 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

fn code_page(number: i32) -> Option<&'static Encoding> {
    Some(match number {
        874 => encoding_rs::WINDOWS_874,
        932 | 10_001 => encoding_rs::SHIFT_JIS,
        936 | 10_008 | 54_936 => encoding_rs::GB18030,
        949 | 1361 | 10_003 => encoding_rs::EUC_KR,
        950 | 10_002 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1252 => encoding_rs::WINDOWS_1252,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10_000 => encoding_rs::MACINTOSH,
        65_001 => encoding_rs::UTF_8,
        _ => return None,
    })
}

/// Whether a character above ASCII is two bytes in a code page, of which the second may be ASCII.
pub(super) fn is_double(encoding: &'static Encoding) -> bool {
    [encoding_rs::GB18030, encoding_rs::BIG5, encoding_rs::SHIFT_JIS, encoding_rs::EUC_KR].contains(&encoding)
}
