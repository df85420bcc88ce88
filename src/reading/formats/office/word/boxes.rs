//! Boxes of text. What is written in them stands behind the text proper, one after the other; a number ties each to the
//! drawing that is anchored somewhere in the text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::binary::Fields;
use super::fib::Fib;
use crate::reading::formats::raised;

/// What is said of a drawing, and of a box, behind the list of their places.
const DRAWING: usize = 26;
const BOX: usize = 22;
/// Where the number of a box stands in what is said of it.
const NUMBER: usize = 14;

/// The boxes of a document.
#[derive(Debug, Default)]
pub(super) struct Boxes {
    /// The drawings by the character that anchors them.
    anchors: HashMap<usize, u32>,
    /// Where the text of each is, in characters of the document.
    places: HashMap<u32, Range<usize>>,
    /// What is written in all of them, by its first character.
    story: Vec<(usize, String)>,
    /// Some hold a figure and are tied to no anchor: they stand in a drawing with others, and which it is is not told.
    has_loose: bool,
}

/// What stands in a drawing.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Boxed {
    Text(String),
    /// It may be a figure.
    Unknown,
}

impl Boxes {
    /// The boxes that a table stream lists. Lists that are damaged say nothing.
    pub(super) fn read(fib: &Fib, table: &[u8]) -> Self {
        let anchors = listed(fib.anchors.of(table).unwrap_or_default(), DRAWING, 0);
        let boxes = listed(fib.boxes.of(table).unwrap_or_default(), BOX, NUMBER);
        let mut places = HashMap::new();
        for (place, number) in boxes {
            let place = fib.boxed.start + place.start..fib.boxed.start + place.end;
            places.entry(number).or_insert(place);
        }
        Self { anchors: anchors.map(|(place, number)| (place.start, number)).collect(), places, ..Self::default() }
    }

    /// Whether no box is anchored anywhere.
    pub(super) fn is_empty(&self) -> bool {
        self.anchors.is_empty() || self.places.is_empty()
    }

    /// Hears what is written from a character on.
    pub(super) fn hear(&mut self, first: usize, text: &str) {
        self.story.push((first, text.to_owned()));
    }

    /// Hears that all was heard.
    pub(super) fn settle(&mut self) {
        let anchored: HashSet<u32> = self.anchors.values().copied().collect();
        let is_figure = |text: String| text.contains(|c: char| c.is_ascii_digit()) && raised::is_wordless(&text);
        let mut loose = self.places.iter().filter(|(number, _)| !anchored.contains(number));
        self.has_loose = loose.any(|(_, place)| is_figure(self.text(place)));
    }

    /// Takes what stands in the drawing that a character anchors, as far as it is written.
    pub(super) fn take(&mut self, anchor: usize) -> Option<Boxed> {
        let number = self.anchors.remove(&anchor)?;
        match self.places.remove(&number) {
            Some(place) => Some(Boxed::Text(self.text(&place))),
            None => self.has_loose.then_some(Boxed::Unknown),
        }
    }

    fn text(&self, place: &Range<usize>) -> String {
        let first = self.story.partition_point(|(first, _)| *first < place.start);
        let own = self.story.iter().skip(first).take_while(|(first, _)| *first < place.end);
        own.map(|(_, text)| text.as_str()).collect()
    }
}

/// What a list has, each with the places from its own to the next, and the number that stands so far behind the places.
fn listed(list: &[u8], size: usize, number: usize) -> impl Iterator<Item = (Range<usize>, u32)> {
    let count = list.len().saturating_sub(4) / (4 + size);
    let (places, said) = list.split_at_checked(4 * (count + 1)).unwrap_or_default();
    places.windows(8).step_by(4).zip(said.chunks_exact(size)).filter_map(move |(two, said)| {
        let mut two = Fields(two);
        let place = two.size().ok()?..two.size().ok()?;
        Some((place, Fields(said.get(number..)?).u32().ok()?))
    })
}
