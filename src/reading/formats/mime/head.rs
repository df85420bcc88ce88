//! The header of a message or part.

use super::{damaged, line_end};
use crate::reading::bytes::problem::ReadError;

/// The header of a part, in bytes.
const MAX_HEAD_BYTES: usize = 64 << 10;

/// What the header of a message or part says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::reading) struct Head {
    /// Whether it says that it is MIME.
    pub(super) is_mime: bool,
    /// Whether it names who receives it, or the servers that passed it on.
    pub(super) was_sent: bool,
    /// The type, in lower case: `text/html`.
    pub(in crate::reading) media: String,
    /// The charset of a text, where one is declared.
    pub(in crate::reading) charset: Option<String>,
    /// The address it was saved from, or would be found at.
    pub(in crate::reading) location: String,
    /// What other parts call it by, without its brackets.
    pub(in crate::reading) id: String,
    pub(super) boundary: Option<String>,
    pub(super) encoding: String,
}

impl Head {
    /// Reads the header that begins at `at`; says where the body begins.
    pub(super) fn read(bytes: &[u8], mut at: usize) -> Result<(Self, usize), ReadError> {
        let mut head = Self::default();
        let begin = at;
        while at < bytes.len() {
            let mut next = line_end(bytes, at);
            let line = bytes[at..next].trim_ascii_end();
            if line.is_empty() {
                return Ok((head, next));
            }
            let Some(colon) = line.iter().position(|b| !is_name(*b)).filter(|colon| line[*colon] == b':') else {
                break;
            };
            while bytes.get(next).is_some_and(|b| matches!(b, b' ' | b'\t')) {
                next = line_end(bytes, next);
            }
            if next - begin > MAX_HEAD_BYTES {
                return Err(damaged(format!("a header of more than {MAX_HEAD_BYTES} bytes")));
            }
            head.field(&line[..colon], &String::from_utf8_lossy(&bytes[at + colon + 1..next]));
            at = next;
        }
        Ok((head, at))
    }

    /// Takes in a field; its value may go over several lines. The first of a name stands.
    fn field(&mut self, name: &[u8], value: &str) {
        let value = value.trim();
        match name.to_ascii_lowercase().as_slice() {
            b"mime-version" => self.is_mime = true,
            b"to" | b"received" | b"message-id" => self.was_sent = true,
            b"content-type" if self.media.is_empty() => {
                let mut fields = fields(value).into_iter();
                self.media = fields.next().unwrap_or_default().to_ascii_lowercase();
                for parameter in fields {
                    let (name, value) = parameter.split_once('=').unwrap_or((&parameter, ""));
                    let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
                    match name.trim_end().to_ascii_lowercase().as_str() {
                        "boundary" => self.boundary = value,
                        "charset" => self.charset = value,
                        _ => {}
                    }
                }
            }
            b"content-transfer-encoding" => self.encoding = value.to_ascii_lowercase(),
            b"content-location" => value.clone_into(&mut self.location),
            b"content-id" => value.trim_matches(['<', '>']).clone_into(&mut self.id),
            _ => {}
        }
    }
}

/// The pieces of a value between semicolons that are in no quotes, without the quotes.
fn fields(value: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut chars = value.chars().filter(|c| !matches!(c, '\r' | '\n'));
    let mut is_quoted = false;
    while let Some(c) = chars.next() {
        let piece = pieces.len() - 1;
        match c {
            '"' => is_quoted = !is_quoted,
            '\\' if is_quoted => pieces[piece].extend(chars.next()),
            ';' if !is_quoted => pieces.push(String::new()),
            c if !c.is_whitespace() || !pieces[piece].is_empty() => pieces[piece].push(c),
            _ => {}
        }
    }
    pieces.iter().map(|piece| piece.trim_end().to_owned()).collect()
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}
