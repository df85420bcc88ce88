//! Compressed streams under a bound. What a stream expands to is known before anything is built from it, and a stream
//! whose check sum does not fit is damaged: a flipped bit in it could have made a figure another figure.

use flate2::{Decompress, FlushDecompress, Status};

/// How much is expanded at a time.
const STEP: usize = 64 << 10;

/// How many streams inside each other are looked into.
const DEEPEST: usize = 8;

/// Why a stream was not expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It expands beyond the limit.
    TooLong,
    /// It is cut short, is no such stream, or its check sum does not fit.
    Damaged,
}

/// Expands a zlib stream to at most `limit` bytes.
pub(super) fn inflate(data: &[u8], limit: usize) -> Result<Vec<u8>, Unfit> {
    let (out, rest) = expand(data, limit)?;
    let rest = rest.ok_or(Unfit::Damaged)?;
    // Some writers leave the check sum out.
    match data[rest..].first_chunk::<4>() {
        Some(sum) if has_header(data) && u32::from_be_bytes(*sum) != adler2::adler32_slice(&out) => Err(Unfit::Damaged),
        _ => Ok(out),
    }
}

/// Whether what `data` could be taken for as a compressed stream, and as streams inside that, stays within `limit`.
pub(super) fn stays_within(data: &[u8], limit: usize) -> Option<Vec<u8>> {
    let first = expand(data, limit).ok()?.0;
    let mut inner = expand(&first, limit).ok()?.0;
    for _ in 0..DEEPEST {
        if inner.is_empty() {
            break;
        }
        inner = expand(&inner, limit).ok()?.0;
    }
    Some(first)
}

/// What a stream expands to as far as it is sound, and where it ends if it is sound to its end.
fn expand(data: &[u8], limit: usize) -> Result<(Vec<u8>, Option<usize>), Unfit> {
    let start = if has_header(data) { 2 } else { 0 };
    let mut inflater = Decompress::new(false);
    let mut out = Vec::new();
    let mut buffer = vec![0; STEP];
    loop {
        let (before_in, before_out) = (position(inflater.total_in()), position(inflater.total_out()));
        let status = inflater.decompress(&data[start + before_in..], &mut buffer, FlushDecompress::None);
        let produced = position(inflater.total_out()) - before_out;
        if out.len() + produced > limit {
            return Err(Unfit::TooLong);
        }
        out.extend_from_slice(&buffer[..produced]);
        let consumed = position(inflater.total_in());
        match status {
            Ok(Status::StreamEnd) => return Ok((out, Some(start + consumed))),
            Ok(_) if produced > 0 || consumed > before_in => {}
            _ => return Ok((out, None)),
        }
    }
}

fn position(total: u64) -> usize {
    usize::try_from(total).unwrap_or(usize::MAX)
}

fn has_header(data: &[u8]) -> bool {
    data.first_chunk::<2>().is_some_and(|[method, flags]| {
        method & 0x0F == 8 && flags & 0x20 == 0 && (u16::from(*method) << 8 | u16::from(*flags)).is_multiple_of(31)
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn deflated(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(data).expect("written to memory");
        encoder.finish().expect("written to memory")
    }

    #[test]
    fn a_stream_is_expanded_if_it_is_sound_and_short() {
        let text = b"BT 21 0 0 0 ET ".repeat(20_000);
        let stream = deflated(&text);
        assert_eq!(inflate(&stream, 1 << 20).as_deref(), Ok(&text[..]));
        assert_eq!(inflate(&stream, 1_000), Err(Unfit::TooLong));
        assert_eq!(inflate(&stream[..stream.len() / 2], 1 << 20), Err(Unfit::Damaged));
        assert_eq!(inflate(&stream[..stream.len() - 4], 1 << 20).as_deref(), Ok(&text[..]), "no check sum");
        let mut other = stream;
        let last = other.len() - 1;
        other[last] ^= 1;
        assert_eq!(inflate(&other, 1 << 20), Err(Unfit::Damaged));
    }

    #[test]
    fn a_stream_inside_a_stream_is_measured_too() {
        let bomb = deflated(&deflated(&vec![0; 4 << 20]));
        assert_eq!(stays_within(&bomb, 1 << 20), None);
        assert!(stays_within(&deflated(b"q 1 0 0 1 0 0 cm Q"), 1 << 20).is_some());
    }
}
