//! Rows below the header of a data set that number its columns.

use super::header::Header;
use super::rows::Row;
use crate::model::agency_key;
use crate::reading::cells::lexicon::LEXICON;

/// Whether a row counts the columns, as 栏次 | 1 | 2 | 3 and 甲 | 乙 | 1 | 2: nothing else stands on it. The word says so by
/// itself; letters, which an agency of an example may be called by, and blanks say so above the first record, before three
/// columns at least; letters begin with the first.
pub(super) fn is_numbering(row: &Row, header: &Header, is_first: bool) -> bool {
    let (mut named, mut first_letter, mut last, mut count) = (None, None, None, 0_u32);
    for cell in row.cells() {
        if named.is_none() && count == 0 && LEXICON.numbering_names.iter().any(|name| name == cell.text) {
            named = Some(cell.text);
            continue;
        }
        if count == 0 && (LEXICON.is_numbering_letter(cell.text) || LEXICON.is_placeholder(cell.text)) {
            first_letter = first_letter.or(Some(cell.text).filter(|text| LEXICON.is_numbering_letter(text)));
            continue;
        }
        let Some(number) = number(cell.text) else { return false };
        if last.is_some_and(|last: u32| last.checked_add(1) != Some(number)) {
            return false;
        }
        (last, count) = (Some(number), count + 1);
    }
    let whose = row.text(header.agency);
    let is_named = named.is_some_and(|name| !LEXICON.is_numbering_letter(name));
    let is_nobodys = whose.is_none_or(|whose| number(whose).is_some() || LEXICON.is_numbering_letter(whose));
    let is_lettered = named.is_some() || first_letter.is_none_or(|letter| LEXICON.is_first_letter(letter));
    (is_named && count > 0) || (is_first && is_nobodys && is_lettered && count >= 3)
}

/// The number of a column: `1`, `(1)`, `①`, `12=13+14`.
fn number(text: &str) -> Option<u32> {
    let key = agency_key(text);
    let number = key.split('=').next()?.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '.'));
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| number.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_by_numbers() {
        let numbers = ["1", "１", "(1)", "①", "1.", "12=13+14"].map(number);
        assert_eq!(numbers, [Some(1), Some(1), Some(1), Some(1), Some(1), Some(12)]);
        assert_eq!(["", "3.5", "-1", "1O", "件"].map(number), [None; 5]);
    }
}
