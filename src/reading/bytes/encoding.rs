//! Bytes to text. Strict: a byte that fits no encoding is said with its offset, never replaced.

use std::borrow::Cow;
use std::io::{self, Cursor, Read};
use std::ops::Range;

use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::problem::{Problem, ReadError};

/// Decodes text in UTF-8 (with or without byte order mark), UTF-16 with byte order mark, or GB18030.
///
/// Excel and WPS on a Chinese Windows write CSV as GBK, which GB18030 contains; Excel's “Unicode text” is UTF-16LE.
///
/// # Errors
/// [`Problem::UnknownBinary`] for bytes that no text holds, [`Problem::UnknownEncoding`] with the offset of the first
/// byte that fits neither UTF-8 nor GB18030.
pub(in crate::reading) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]).ok_or_else(|| unknown(encoding, &bytes[mark..], mark));
    }
    if bytes.contains(&0) {
        return Err(ReadError::new(Problem::UnknownBinary));
    }
    strict(UTF_8, bytes).or_else(|| strict(GB18030, bytes)).ok_or_else(|| unknown(GB18030, bytes, 0))
}

/// Decodes a web page: by its byte order mark, as UTF-16 if that is what came along with it (`declared`), as UTF-8 if it
/// is that, by the charset that came along or that it declares itself, else as GB18030. A byte that fits nothing becomes
/// U+FFFD: in a narrative it does no harm, and in a figure it is no digit.
pub(in crate::reading) fn decode_page<'a>(bytes: &'a [u8], declared: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    let known = |label: &str| Encoding::for_label(label.as_bytes());
    let declared = declared.and_then(known);
    if let Some(encoding) = declared.filter(|encoding| [UTF_16LE, UTF_16BE].contains(encoding)) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    if let Some(text) = strict(UTF_8, bytes) {
        return text;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4_096)]).to_ascii_lowercase();
    let within = head.split("charset=").nth(1).map(|rest| rest.trim_start_matches(['"', '\'', ' ']));
    let label =
        within.and_then(|rest| rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).next());
    // gb2312 and gbk are what GB18030 grew out of; a page that says UTF-8 and is none says nothing.
    let says = |encoding: &&Encoding| ![UTF_8, encoding_rs::GBK].contains(encoding);
    let encoding = declared.filter(says).or(label.and_then(known).filter(says)).unwrap_or(GB18030);
    encoding.decode_without_bom_handling(bytes).0
}

/// The text that begins a longer one: as [`decode`] would read it, as far as it goes. `None` for what is no text.
pub(in crate::reading) fn decode_head(head: &[u8]) -> Option<(&'static Encoding, Cow<'_, str>)> {
    match Encoding::for_bom(head) {
        Some((encoding, mark)) if encoding == UTF_8 => begun_utf_8(&head[mark..]),
        Some((encoding, mark)) => begun(encoding, &head[mark..]),
        None if head.contains(&0) => None,
        None => begun_utf_8(head).or_else(|| begun(GB18030, head)),
    }
}

/// The last character may be cut in two.
fn begun_utf_8(bytes: &[u8]) -> Option<(&'static Encoding, Cow<'_, str>)> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()?,
        Err(_) => return None,
    };
    Some((UTF_8, Cow::Borrowed(text)))
}

fn begun<'t>(encoding: &'static Encoding, bytes: &[u8]) -> Option<(&'static Encoding, Cow<'t, str>)> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(bytes.len())?);
    let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, false);
    (result == DecoderResult::InputEmpty).then_some((encoding, Cow::Owned(text)))
}

/// A stream of text in some encoding, read as UTF-8. As strict as [`decode`]: a byte that does not fit is an error.
pub(in crate::reading) struct Decoded<R> {
    source: R,
    decoder: Decoder,
    /// Bytes that were fetched, and which of them are still to be decoded.
    fetched: Box<[u8]>,
    fetched_rest: Range<usize>,
    /// Text that was decoded, and how much of it is still to be read.
    text: Box<[u8]>,
    text_rest: Range<usize>,
    /// Bytes of the stream that were decoded.
    offset: u64,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    /// Reads `source`, which is in `encoding` or begins with a byte order mark.
    pub(in crate::reading) fn new(source: R, encoding: &'static Encoding) -> Self {
        const PIECE: usize = 16 << 10;
        let (fetched, text) = (vec![0; PIECE].into(), vec![0; 2 * PIECE].into());
        let decoder = encoding.new_decoder();
        Self { source, decoder, fetched, fetched_rest: 0..0, text, text_rest: 0..0, offset: 0, ended: false }
    }

    /// Decodes the next piece; nothing at the end.
    fn advance(&mut self) -> io::Result<()> {
        while self.text_rest.is_empty() && !(self.ended && self.fetched_rest.is_empty()) {
            if self.fetched_rest.is_empty() {
                self.fetched_rest = 0..self.source.read(&mut self.fetched)?;
                self.ended = self.fetched_rest.is_empty();
            }
            let bytes = &self.fetched[self.fetched_rest.clone()];
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(bytes, &mut self.text, self.ended);
            self.fetched_rest.start += read;
            self.offset += read as u64;
            self.text_rest = 0..written;
            if let DecoderResult::Malformed(..) = result {
                let error = ReadError::new(Problem::UnknownEncoding).with("offset", self.offset.saturating_sub(1));
                return Err(io::Error::other(error));
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.advance()?;
        let length = buffer.len().min(self.text_rest.len());
        let start = self.text_rest.start;
        buffer[..length].copy_from_slice(&self.text[start..start + length]);
        self.text_rest.start += length;
        Ok(length)
    }
}

/// Whether a stream is UTF-8, with or without byte order mark.
pub(in crate::reading) fn is_utf_8(mut source: impl Read) -> io::Result<bool> {
    const PIECE: usize = 64 << 10;
    let mut piece = Vec::with_capacity(PIECE + 4);
    while (&mut source).take(PIECE as u64).read_to_end(&mut piece)? > 0 {
        let valid = match std::str::from_utf8(&piece) {
            Ok(text) => text.len(),
            // The last character goes on in the next piece.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        piece.drain(..valid);
    }
    Ok(piece.is_empty())
}

/// The bytes of a text in UTF-8 without its byte order mark.
pub(in crate::reading) fn unmarked(mut source: impl Read) -> io::Result<impl Read> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    let mut head = Vec::new();
    source.by_ref().take(MARK.len() as u64).read_to_end(&mut head)?;
    head.truncate(if head == MARK { 0 } else { head.len() });
    Ok(Cursor::new(head).chain(source))
}

fn strict<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
    }
    encoding.decode_without_bom_handling_and_without_replacement(bytes)
}

/// The error, with the offset where `encoding` stopped making sense.
fn unknown(encoding: &'static Encoding, bytes: &[u8], before: usize) -> ReadError {
    let at = if encoding == UTF_8 {
        std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len)
    } else if encoding == UTF_16LE || encoding == UTF_16BE {
        0
    } else {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut sink = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
        let (_, read) = decoder.decode_to_string_without_replacement(bytes, &mut sink, true);
        read.saturating_sub(1)
    };
    ReadError::new(Problem::UnknownEncoding).with("offset", before + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "规章,0,0,0\r\n";

    #[test]
    fn the_encodings_officers_send_decode_to_the_same_text() {
        let gb = GB18030.encode(TEXT).0.into_owned();
        let utf16 = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
            mark.into_iter().chain(TEXT.encode_utf16().flat_map(bytes)).collect::<Vec<_>>()
        };
        for bytes in [
            TEXT.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(),
            gb,
            utf16([0xFF, 0xFE], u16::to_le_bytes),
            utf16([0xFE, 0xFF], u16::to_be_bytes),
        ] {
            assert_eq!(decode(&bytes).expect("decodes"), TEXT);
        }
    }

    #[test]
    fn what_is_utf_8_passes_without_its_mark() {
        for length in [0, 1, 3, 65_535, 65_536, 65_537, 131_070, 200_000] {
            let text = format!("{}县", "a".repeat(length));
            for bytes in [text.clone().into_bytes(), [b"\xEF\xBB\xBF", text.as_bytes()].concat()] {
                assert!(is_utf_8(&bytes[..]).expect("memory"));
                assert!(!is_utf_8(&bytes[..bytes.len() - 1]).expect("memory"), "a character that is cut off");
                assert!(!is_utf_8(&[&bytes[..], b"\xFF", b"0"].concat()[..]).expect("memory"));
                let mut read = String::new();
                unmarked(&bytes[..]).expect("memory").read_to_string(&mut read).expect("UTF-8");
                assert!(read == text, "{length}");
            }
        }
    }

    #[test]
    fn a_stream_decodes_to_the_text_of_the_whole() {
        let text = "规章,䶮,0\r\n".repeat(5_000);
        let gb = GB18030.encode(&text).0.into_owned();
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        for (bytes, encoding) in [(gb, GB18030), (utf16, UTF_16LE), (marked, UTF_8), (text.clone().into_bytes(), UTF_8)]
        {
            let mut stream = Decoded::new(&bytes[..], encoding);
            assert_eq!(io::read_to_string(&mut stream).expect("text"), text);
            let (found, head) = decode_head(&bytes[..1_001]).expect("text");
            assert!(found == encoding && text.starts_with(&*head) && head.len() > 400, "{}", encoding.name());
        }
        let mut stream = Decoded::new(&b"abc,1\n\xFF\xFF,2"[..], GB18030);
        let error = io::read_to_string(&mut stream).expect_err("0xFF begins nothing");
        assert_eq!(ReadError::inside(&error).expect("a refusal").facts["offset"], "6");
    }

    #[test]
    fn a_page_is_read_by_what_it_declares_or_is() {
        let page = "<meta charset=\"gb2312\"><td>规章䶮</td>";
        let gb = GB18030.encode(page).0;
        assert_eq!(decode_page(&gb, None), page);
        // Declared gb2312, and UTF-8 all the same.
        assert_eq!(decode_page(page.as_bytes(), None), page);
        let big = "<meta http-equiv=content-type content='text/html; charset=big5'><td>規章</td>";
        assert_eq!(decode_page(&encoding_rs::BIG5.encode(big).0, None), big);
    }

    #[test]
    fn a_byte_that_fits_nothing_is_named_by_its_offset() {
        let error = decode(b"abc,1\n\xFF\xFF,2").expect_err("0xFF begins nothing");
        assert_eq!(error.problem, Problem::UnknownEncoding);
        assert_eq!(error.facts["offset"], "6");
    }
}
