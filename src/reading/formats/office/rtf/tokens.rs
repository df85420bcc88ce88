//! The signs of rich text: groups, control words, characters.

/// The longest name of a control word, and the most digits of its number.
const MAX_NAME: usize = 32;
const MAX_DIGITS: usize = 10;

/// One sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RtfToken<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\name` or `\name12`.
    Word(&'a [u8], Option<i32>),
    /// `\` and one character that is no letter.
    Symbol(u8),
    /// `\'d2`: one byte of text.
    Byte(u8),
    /// Text as it stands.
    Text(&'a [u8]),
}

/// Cuts a file into signs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tokens<'a>(pub(super) &'a [u8]);

impl<'a> Tokens<'a> {
    /// The next sign. Where `double`, a byte above ASCII and the one behind it are a character: in GBK that can be a `\`.
    pub(super) fn next(&mut self, double: bool) -> Option<RtfToken<'a>> {
        // Lines are broken for those who read the file, not the document.
        let begin = self.0.iter().position(|byte| !matches!(byte, b'\r' | b'\n' | 0))?;
        let rest = &self.0[begin..];
        let (token, length) = match rest[0] {
            b'{' => (RtfToken::Open, 1),
            b'}' => (RtfToken::Close, 1),
            b'\\' => control(rest),
            _ => {
                let length = plain(rest, double);
                (RtfToken::Text(&rest[..length]), length)
            }
        };
        self.0 = rest.get(length..).unwrap_or_default();
        if let RtfToken::Word(b"bin", Some(length)) = token {
            self.0 = self.0.get(usize::try_from(length).unwrap_or(0)..).unwrap_or_default();
        }
        Some(token)
    }
}

/// How many bytes of text there are up to the next sign that is none.
fn plain(rest: &[u8], double: bool) -> usize {
    let mut at = 0;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0 => break,
            0x81..=0xFE if double => at += 2,
            _ => at += 1,
        }
    }
    at.min(rest.len())
}

/// What begins with `\`, and how long it is.
fn control(rest: &[u8]) -> (RtfToken<'_>, usize) {
    let letters = rest[1..].iter().take(MAX_NAME).take_while(|byte| byte.is_ascii_alphabetic()).count();
    if letters > 0 {
        let (name, behind) = rest[1..].split_at(letters);
        let (number, length) = number(behind);
        let blank = usize::from(behind.get(length) == Some(&b' '));
        return (RtfToken::Word(name, number), 1 + letters + length + blank);
    }
    match rest {
        [_, b'\'', high, low, ..] => {
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            let byte = digit(*high).zip(digit(*low)).map(|(high, low)| high << 4 | low);
            byte.map_or((RtfToken::Symbol(b'\''), 2), |byte| (RtfToken::Byte(byte), 4))
        }
        [_, symbol, ..] => (RtfToken::Symbol(*symbol), 2),
        _ => (RtfToken::Symbol(b'\\'), 1),
    }
}

/// The number behind a control word, and how long it is. What is too large for any measure is none.
fn number(behind: &[u8]) -> (Option<i32>, usize) {
    let sign = usize::from(behind.first() == Some(&b'-'));
    let digits = behind[sign..].iter().take(MAX_DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 {
        return (None, 0);
    }
    let text = std::str::from_utf8(&behind[..sign + digits]).unwrap_or_default();
    (text.parse().ok(), sign + digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8], double: bool) -> Vec<RtfToken<'_>> {
        let mut tokens = Tokens(text);
        std::iter::from_fn(|| tokens.next(double)).collect()
    }

    #[test]
    fn signs_are_told_from_text() {
        let text = b"{\\rtf1\\pard x\r\ny \\'d2\\'BBz\\~\\u-123 ?\\bin3 }}}\\par}";
        assert_eq!(
            all(text, false),
            [
                RtfToken::Open,
                RtfToken::Word(b"rtf", Some(1)),
                RtfToken::Word(b"pard", None),
                RtfToken::Text(b"x"),
                RtfToken::Text(b"y "),
                RtfToken::Byte(0xD2),
                RtfToken::Byte(0xBB),
                RtfToken::Text(b"z"),
                RtfToken::Symbol(b'~'),
                RtfToken::Word(b"u", Some(-123)),
                RtfToken::Text(b"?"),
                RtfToken::Word(b"bin", Some(3)),
                RtfToken::Word(b"par", None),
                RtfToken::Close
            ]
        );
        // 昞 is 0x95 0x5C in GBK, and 0x5C is `\`.
        assert_eq!(all(b"\x95\\par", true), [RtfToken::Text(b"\x95\\par")]);
        assert_eq!(all(b"\x95\\par", false), [RtfToken::Text(b"\x95"), RtfToken::Word(b"par", None)]);
    }

    #[test]
    fn nonsense_ends() {
        for text in
            [&b"\\"[..], b"\\'", b"\\'g", b"\\'zz", b"\\bin99999999999", b"\\bin-1 a", b"\x95", b"\\a-", b"\0\r\n"]
        {
            assert!(all(text, true).len() < 5, "{text:?}");
        }
        let name = [&b"\\"[..], &[b'a'; 100]].concat();
        assert!(all(&name, false).len() < 5);
    }
}
