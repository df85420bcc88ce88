//! Which properties the text at a place in the file has.
//!
//! They stand on pages of 512 bytes in the document, one list of pages for characters and one for paragraphs. A page
//! says where in the file the text begins that each of its lists of properties is for. Nothing is unpacked: the page
//! of a place is looked up and the list on it, and the last one is kept, because the next character is mostly under it too.

use super::super::binary::Fields;

/// A page; its last byte says how many runs of text it is for.
const PAGE: usize = 512;
/// The number of a page takes up so many bits; what is above is unused.
const NUMBER: u32 = (1 << 22) - 1;
/// A line of a page for paragraphs: where its list is, in words, and a height that was once kept.
const PARAGRAPH_LINE: usize = 13;

/// What a list of pages is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bins {
    /// Characters.
    Characters,
    /// Paragraphs.
    Paragraphs,
}

/// The pages of one kind.
pub(super) struct Properties<'a> {
    document: &'a [u8],
    /// Where the text of each page begins, and that of the last ends.
    starts: &'a [u8],
    pages: &'a [u8],
    kind: Bins,
    last: PropertyRun<'a>,
}

/// A run of text with the same properties.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PropertyRun<'a> {
    start: u32,
    /// Where it ends in the file.
    pub(super) end: u32,
    /// The style of a paragraph.
    pub(super) style: u16,
    /// Its properties.
    pub(super) list: &'a [u8],
}

impl<'a> Properties<'a> {
    /// The pages that `bins` lists.
    pub(super) fn new(document: &'a [u8], bins: &'a [u8], kind: Bins) -> Self {
        let count = bins.len().saturating_sub(4) / 8;
        let (starts, pages) = bins.split_at_checked(4 * (count + 1)).unwrap_or_default();
        Self { document, starts, pages, kind, last: PropertyRun::default() }
    }

    /// The run that a place in the file belongs to; it ends behind that place.
    pub(super) fn at(&mut self, place: u32) -> PropertyRun<'a> {
        if !(self.last.start..self.last.end).contains(&place) {
            self.last = self.look_up(place);
        }
        self.last
    }

    fn look_up(&self, place: u32) -> PropertyRun<'a> {
        let (at, bare) = span(self.starts, place);
        let page = at.and_then(|at| Fields(self.pages.get(4 * at..)?).u32().ok());
        let start = page.and_then(|page| usize::try_from(page & NUMBER).ok()?.checked_mul(PAGE));
        let page = start.and_then(|start| self.document.get(start..start.checked_add(PAGE)?));
        page.and_then(|page| self.on_page(page, place)).unwrap_or(bare)
    }

    fn on_page(&self, page: &'a [u8], place: u32) -> Option<PropertyRun<'a>> {
        let runs = usize::from(*page.last()?);
        let (starts, rest) = page.split_at_checked(4 * (runs + 1))?;
        let (at, run) = span(starts, place);
        let at = at?;
        let (style, list) = match self.kind {
            Bins::Characters => (0, characters(page, *rest.get(at)?)),
            Bins::Paragraphs => paragraph(page, *rest.get(at * PARAGRAPH_LINE)?),
        };
        Some(PropertyRun { style, list, ..run })
    }
}

/// The list of a run of characters: its length and then itself. Without one it looks as its style says.
fn characters(page: &[u8], word: u8) -> &[u8] {
    let mut fields = Fields(page.get(2 * usize::from(word)..).unwrap_or_default());
    let length = if word == 0 { 0 } else { fields.u8().unwrap_or(0) };
    fields.take(usize::from(length)).unwrap_or_default()
}

/// The style and list of a paragraph: their length in words, or a zero and then the length.
fn paragraph(page: &[u8], word: u8) -> (u16, &[u8]) {
    let mut fields = Fields(page.get(2 * usize::from(word)..).unwrap_or_default());
    let length = match (word, fields.u8().unwrap_or(0)) {
        (0, _) => 0,
        (_, 0) => 2 * usize::from(fields.u8().unwrap_or(0)),
        (_, words) => 2 * usize::from(words) - 1,
    };
    let mut list = Fields(fields.take(length).unwrap_or_default());
    (list.u16().unwrap_or(0), list.0)
}

/// Between which of the starts a place is, and the bare run between them.
fn span(starts: &[u8], place: u32) -> (Option<usize>, PropertyRun<'static>) {
    let number = |at: usize| Fields(starts.get(4 * at..).unwrap_or_default()).u32().ok();
    let count = starts.len() / 4;
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if number(middle).is_some_and(|start| start <= place) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let start = low.checked_sub(1).and_then(number).unwrap_or(0);
    // The starts of a hostile page need not be in order.
    let end = number(low).unwrap_or(u32::MAX).max(place.saturating_add(1));
    let is_between = low > 0 && low < count;
    (is_between.then(|| low - 1), PropertyRun { start: start.min(place), end, style: 0, list: &[] })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    #[test]
    fn a_place_has_the_properties_of_its_run() {
        let mut page = numbers(&[100, 110, 120]);
        page.extend([0, 100]);
        page.resize(PAGE, 0);
        page[200..203].copy_from_slice(&[2, 8, 9]);
        page[PAGE - 1] = 2;
        let bins = numbers(&[100, 120, 0]);
        let mut properties = Properties::new(&page, &bins, Bins::Characters);
        let ends_and_lists = [99, 100, 109, 110, 119, 120, 115].map(|place| {
            let run = properties.at(place);
            (run.end, run.list.to_vec())
        });
        let (none, some) = (Vec::new(), vec![8, 9]);
        assert_eq!(
            ends_and_lists,
            [
                (100, none.clone()),
                (110, none.clone()),
                (110, none.clone()),
                (120, some.clone()),
                (120, some.clone()),
                (u32::MAX, none),
                (120, some)
            ]
        );
    }

    #[test]
    fn pages_of_nonsense_have_no_properties_and_every_run_ends() {
        for page in [vec![], vec![0xFF; PAGE], vec![0; PAGE - 1], vec![2; PAGE]] {
            for bins in [vec![], numbers(&[9]), numbers(&[7, 3, 0]), numbers(&[0, u32::MAX, 0]), vec![0xFF; 100]] {
                for kind in [Bins::Characters, Bins::Paragraphs] {
                    let mut properties = Properties::new(&page, &bins, kind);
                    for place in [0, 5, 8, 0x0202_0202, u32::MAX - 1] {
                        assert!(properties.at(place).end > place);
                    }
                }
            }
        }
    }
}
