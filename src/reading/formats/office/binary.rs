//! Fields of binary records, as `.xls` and `.xlsb` share them: little-endian numbers, packed numbers, error codes.

use super::damaged;
use crate::reading::bytes::problem::ReadError;

/// Reads a record from front to back and never past its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub &'a [u8]);

impl<'a> Fields<'a> {
    /// The next `count` bytes.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], ReadError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or_else(|| damaged("a record is too short"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ReadError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    /// The next byte.
    pub(super) fn u8(&mut self) -> Result<u8, ReadError> {
        self.array().map(u8::from_le_bytes)
    }

    /// The next two bytes.
    pub(super) fn u16(&mut self) -> Result<u16, ReadError> {
        self.array().map(u16::from_le_bytes)
    }

    /// The next four bytes.
    pub(super) fn u32(&mut self) -> Result<u32, ReadError> {
        self.array().map(u32::from_le_bytes)
    }

    /// The next four bytes as a size, which the record need not have.
    pub(super) fn size(&mut self) -> Result<usize, ReadError> {
        usize::try_from(self.u32()?).map_err(damaged)
    }

    /// The next eight bytes as a number.
    pub(super) fn f64(&mut self) -> Result<f64, ReadError> {
        self.array().map(f64::from_le_bytes)
    }

    /// The next four bytes as a packed number: 30 bits of an integer or of the front of a double, possibly hundredths.
    pub(super) fn packed(&mut self) -> Result<f64, ReadError> {
        let packed = self.u32()?;
        let value = if packed & 2 == 0 {
            f64::from_bits(u64::from(packed & !3) << 32)
        } else {
            f64::from(packed.cast_signed() >> 2)
        };
        Ok(if packed & 1 == 0 { value } else { value / 100.0 })
    }
}

/// UTF-16 text; half a surrogate pair becomes U+FFFD.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// What a sheet shows for an error code.
pub(super) fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#UNKNOWN!",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_integers_doubles_or_hundredths() {
        for (packed, value) in [
            (0x0000_0032_u32, 12.0),
            (0xFFFF_FFFA, -2.0),
            (0x0001_E243, 308.64),
            (0x3FF8_0000, 1.5),
            (0x3FF8_0001, 0.015),
        ] {
            let bytes = packed.to_le_bytes();
            assert_eq!(Fields(&bytes).packed(), Ok(value), "{packed:x}");
        }
    }

    #[test]
    fn a_record_is_never_read_past_its_end() {
        let mut fields = Fields(&[1, 0, 2]);
        assert_eq!(fields.u16().ok(), Some(1));
        assert!(fields.u16().is_err());
        assert_eq!(fields.u8().ok(), Some(2));
    }
}
