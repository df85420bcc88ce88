//! What calamine is handed: values, one after the other in a workbook of one sheet.

use std::collections::HashMap;

use encoding_rs::GBK as GBK_ENCODING;

use super::super::binary::{Fields, utf16};
use super::super::container;
use super::super::damaged;
use super::records::{self, BiffRecord, append};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};

/// How many values stand in a row of the sheet that is made for calamine: as many as a row of an `.xls` has.
const VALUES_IN_ROW: u32 = 256;

/// Values that calamine is handed at most, in bytes. It holds them three times over, beside what it makes of them.
const MAX_VALUE_BYTES: usize = 15 << 20;

/// Shared texts that calamine is handed at most, in bytes. An empty one has three and costs eight times as much.
const MAX_SHARED_BYTES: usize = 6 << 20;

/// The code page of Excel 97 and later, in which upper bytes are left out where they are all zero.
const UTF_16: u16 = 1200;

/// The code page that China wrote in before, without saying.
const GBK: u16 = 936;

/// Which of the values.
#[derive(Debug, Clone, Copy)]
pub(super) struct ValueId(u32);

impl ValueId {
    /// Where it stands in the sheet that is made for calamine.
    pub(super) fn place(self) -> (u32, u32) {
        (self.0 / VALUES_IN_ROW, self.0 % VALUES_IN_ROW)
    }
}

/// The code page of the part of a stream that begins with this record, as far as the record tells.
pub(super) fn code_page(first: BiffRecord<'_>) -> Result<u16, ReadError> {
    if first.kind != records::BOF {
        return Err(damaged("the workbook does not begin as one"));
    }
    Ok(if Fields(first.content).u16()? == 0x0500 { GBK } else { UTF_16 })
}

/// The values that were found.
pub(super) struct StoredValues<'s> {
    code_page: u16,
    records: Vec<u8>,
    count: u32,
    /// The table of shared texts, in the records that it is cut into.
    shared: Vec<&'s [u8]>,
    /// Which value each shared text is that was asked for.
    asked_for: HashMap<u32, ValueId>,
}

impl<'s> StoredValues<'s> {
    /// No values yet, whose texts will be in this code page.
    pub(super) fn new(code_page: u16) -> Self {
        Self { code_page, records: Vec::new(), count: 0, shared: Vec::new(), asked_for: HashMap::new() }
    }

    /// The code page of the texts.
    pub(super) fn code_page(&self) -> u16 {
        self.code_page
    }

    /// Takes a stream of Excel 95 at its word, as far as calamine knows the code page.
    pub(super) fn declare(&mut self, said: u16) {
        if self.code_page != UTF_16 {
            let is_known = matches!(said, 874 | 932 | 949 | 950 | 1250..=1258 | 10_000 | 65_001);
            self.code_page = if is_known { said } else { GBK };
        }
    }

    /// The code of a number format. Before Excel 97 it is in the code page of China or in ASCII.
    pub(super) fn format_code(&self, content: &[u8]) -> Result<String, ReadError> {
        let narrow = |text: &[u8]| text.iter().map(|byte| char::from(*byte)).collect();
        if self.code_page != UTF_16 {
            let mut fields = Fields(content);
            let length = usize::from(fields.u8()?);
            return Ok(GBK_ENCODING
                .decode_without_bom_handling(fields.take(length.min(fields.0.len()))?)
                .0
                .into_owned());
        }
        Ok(match self.whole_text(content)? {
            [_, _, flags, wide @ ..] if flags & 1 != 0 => utf16(wide),
            text => narrow(text.get(3..).unwrap_or_default()),
        })
    }

    /// Takes the table of shared texts.
    pub(super) fn share(&mut self, table: Vec<&'s [u8]>) -> Result<(), ReadError> {
        self.shared = table;
        let bytes: usize = self.shared.iter().map(|part| part.len()).sum();
        if bytes > MAX_SHARED_BYTES { Err(too_many()) } else { Ok(()) }
    }

    /// A shared text, by its number.
    pub(super) fn shared_text(&mut self, number: u32) -> Result<ValueId, ReadError> {
        if let Some(value) = self.asked_for.get(&number) {
            return Ok(*value);
        }
        let value = self.push(records::LABELSST, &number.to_le_bytes())?;
        self.asked_for.insert(number, value);
        Ok(value)
    }

    /// A text as cells have it, with its length in two bytes.
    pub(super) fn text(&mut self, content: &[u8]) -> Result<ValueId, ReadError> {
        let text = self.whole_text(content)?;
        self.push(records::LABEL, text)
    }

    /// A text and nothing after it. One that ends early is damage.
    fn whole_text<'t>(&self, content: &'t [u8]) -> Result<&'t [u8], ReadError> {
        let mut fields = Fields(content);
        let length = usize::from(fields.u16()?);
        if self.code_page != UTF_16 {
            return Ok(content);
        }
        let is_wide = fields.u8()? & 1;
        fields.take(length << is_wide)?;
        Ok(&content[..content.len() - fields.0.len()])
    }

    /// A value that a record of this kind stores.
    pub(super) fn push(&mut self, kind: u16, value: &[u8]) -> Result<ValueId, ReadError> {
        if self.records.len() > MAX_VALUE_BYTES {
            return Err(too_many());
        }
        let id = ValueId(self.count);
        self.count += 1;
        let (row, column) = id.place();
        let place = |line: u32| u16::try_from(line).map(u16::to_le_bytes).map_err(damaged);
        append(&mut self.records, kind, &[&place(row)?, &place(column)?, &[0, 0], value])?;
        Ok(id)
    }

    /// The workbook of one sheet, which has no name.
    pub(super) fn pack(&self) -> Result<Vec<u8>, ReadError> {
        let version = if self.code_page == UTF_16 { [0, 6] } else { [0, 5] };
        let mut globals = Vec::new();
        append(&mut globals, records::BOF, &[&version, &[5, 0]])?;
        // calamine decodes each record for itself: of 𬇹 cut in two it would make two characters that are none. The half
        // goes where the other one is, behind the byte that says how wide characters are.
        let mut half: &[u8] = &[];
        for (number, part) in self.shared.iter().enumerate() {
            let (width, rest) = part.split_at(half.len().min(1));
            let next = self.shared.get(number + 1).copied().unwrap_or_default();
            let is_cut = matches!((rest, next), ([.., _, 0xD8..=0xDB], [1, _, 0xDC..=0xDF, ..]));
            let (rest, next) = rest.split_at(rest.len() - if is_cut { 2 } else { 0 });
            let kind = if number == 0 { records::SST } else { records::CONTINUE };
            append(&mut globals, kind, &[width, half, rest])?;
            half = next;
        }
        // The sheet begins behind this record and the next, which have four bytes before what they hold.
        let start = u32::try_from(globals.len() + 4 + 8 + 4).map_err(damaged)?;
        append(&mut globals, records::BOUNDSHEET, &[&start.to_le_bytes(), &[0; 4]])?;
        append(&mut globals, records::EOF, &[])?;
        container::of_stream("Workbook", &[&globals, &self.records]).map_err(damaged)
    }
}

/// The error of a workbook that holds more than is read.
pub(super) fn too_many() -> ReadError {
    ReadError::new(Problem::TooManyCells).with("limit", limits::MAX_CELLS)
}
