//! Numbers in as many bytes as they take.

/// Writes numbers one behind the other.
#[derive(Debug, Default)]
pub(super) struct Writer {
    pub(super) bytes: Vec<u8>,
}

impl Writer {
    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    pub(super) fn number(&mut self, number: impl Into<u128>) {
        let mut number: u128 = number.into();
        // Nearly all are small, and need no wide arithmetic.
        if let Some(byte) = u8::try_from(number).ok().filter(|byte| *byte < 0x80) {
            return self.bytes.push(byte);
        }
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }
}

/// Reads them again.
pub(super) struct Reader<'p> {
    pub(super) bytes: &'p [u8],
}

impl Reader<'_> {
    pub(super) fn number(&mut self) -> u128 {
        let (mut number, mut shift) = (0_u128, 0);
        while let Some((byte, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            number |= u128::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        number
    }
}

/// Small numbers of either sign as small ones.
pub(super) fn zigzag(number: i64) -> u64 {
    number.unsigned_abs() << 1 | u64::from(number < 0)
}

pub(super) fn unzigzag(number: u128) -> i64 {
    let magnitude = i64::try_from(number >> 1).unwrap_or_default();
    if number & 1 == 1 { -magnitude } else { magnitude }
}
