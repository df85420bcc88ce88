//! The signs of rich text: groups, control words, characters.

/// The longest name of a control word, and the most digits of its number.
const MAX_NAME: usize = 32;
const MAX_DIGITS: usize = 10;

/// One sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
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
    pub(super) fn next(&mut self, double: bool) -> Option<Token<'a>> {
        // Lines are broken for those who read the file, not the document.
        let begin = self.0.iter().position(|byte| !matches!(byte, b'\r' | b'\n' | 0))?;
        let rest = &self.0[begin..];
        let (token, length) = match rest[0] {
            b'{' => (Token::Open, 1),
            b'}' => (Token::Close, 1),
            b'\\' => control(rest),
            _ => {
                let length = plain(rest, double);
                (Token::Text(&rest[..length]), length)
            }
        };
        self.0 = rest.get(length..).unwrap_or_default();
        if let Token::Word(b"bin", Some(length)) = token {
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
fn control(rest: &[u8]) -> (Token<'_>, usize) {
    let letters = rest[1..].iter().take(MAX_NAME).take_while(|byte| byte.is_ascii_alphabetic()).count();
    if letters > 0 {
        let (name, behind) = rest[1..].split_at(letters);
        let (number, length) = number(behind);
        let blank = usize::from(behind.get(length) == Some(&b' '));
        return (Token::Word(name, number), 1 + letters + length + blank);
    }
    match rest {
        [_, b'\'', high, low, ..] => {
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            let byte = digit(*high).zip(digit(*low)).map(|(high, low)| high << 4 | low);
            byte.map_or((Token::Symbol(b'\''), 2), |byte| (Token::Byte(byte), 4))
        }
        [_, symbol, ..] => (Token::Symbol(*symbol), 2),
        _ => (Token::Symbol(b'\\'), 1),
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

    fn all(text: &[u8], double: bool) -> Vec<Token<'_>> {
        let mut tokens = Tokens(text);
        std::iter::from_fn(|| tokens.next(double)).collect()
    }

    #[test]
    fn signs_are_told_from_text() {
        let text = b"{\\rtf1\\pard x\r\ny \\'d2\\'BBz\\~\\u-123 ?\\bin3 }}}\\par}";
        assert_eq!(
            all(text, false),
            [
                Token::Open,
                Token::Word(b"rtf", Some(1)),
                Token::Word(b"pard", None),
                Token::Text(b"x"),
                Token::Text(b"y "),
                Token::Byte(0xD2),
                Token::Byte(0xBB),
                Token::Text(b"z"),
                Token::Symbol(b'~'),
                Token::Word(b"u", Some(-123)),
                Token::Text(b"?"),
                Token::Word(b"bin", Some(3)),
                Token::Word(b"par", None),
                Token::Close
            ]
        );
        // 昞 is 0x95 0x5C in GBK, and 0x5C is `\`.
        assert_eq!(all(b"\x95\\par", true), [Token::Text(b"\x95\\par")]);
        assert_eq!(all(b"\x95\\par", false), [Token::Text(b"\x95"), Token::Word(b"par", None)]);
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
