//! What a part holds, as it was before it was packed for the way.

use std::borrow::Cow;

use super::{MimePart, damaged};
use crate::reading::bytes::problem::ReadError;

impl<'a> MimePart<'a> {
    /// The bytes of the part, as they were before they were packed for the way.
    ///
    /// # Errors
    /// [`Problem::Damaged`](crate::reading::Problem::Damaged) for Base64 that is cut or is none, and for a packing that
    /// no program uses.
    pub(in crate::reading) fn content(&self) -> Result<Cow<'a, [u8]>, ReadError> {
        match self.head.encoding.as_str() {
            "" | "7bit" | "8bit" | "binary" => Ok(Cow::Borrowed(self.body)),
            "quoted-printable" => Ok(Cow::Owned(quoted_printable(self.body))),
            "base64" => {
                let unpacked = data_encoding::BASE64_MIME_PERMISSIVE.decode(self.body.trim_ascii());
                unpacked.map(Cow::Owned).map_err(|_| damaged("a part in Base64 is cut or damaged"))
            }
            other => Err(damaged(format!("a part is encoded as {}", other.chars().take(40).collect::<String>()))),
        }
    }
}

/// Bytes in quoted-printable; what is none of it stands for itself.
fn quoted_printable(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(packed.len());
    let mut rest = packed;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'=' {
            bytes.push(*byte);
        } else if let Some((high, low)) = hex(after.first()).zip(hex(after.get(1))) {
            bytes.push(high << 4 | low);
            rest = &after[2..];
        } else {
            // At the end of a line, blanks behind it or not: the line goes on in the next.
            let blanks = after.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
            match after.get(blanks) {
                Some(b'\n') => rest = &after[blanks + 1..],
                None => rest = &[],
                Some(_) => bytes.push(*byte),
            }
        }
    }
    bytes
}

fn hex(digit: Option<&u8>) -> Option<u8> {
    char::from(*digit?).to_digit(16)?.try_into().ok()
}
