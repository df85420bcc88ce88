//! A file's pages, one after the other, as marks.

use std::borrow::Cow;
use std::collections::HashSet;
use std::time::Instant;

use hayro_font::kurbo::{Affine, Rect};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;
use hayro_syntax::{Filter, Pdf};

use super::budget::Budget;
use super::fonts::Fonts;
use super::guard::{too_complex, too_large};
use super::marks::Marks;
use super::seen;
use super::streams::{self, Unfit};
use super::walk::{self, ContentWalk};
use super::{damaged, limits};
use crate::reading::bytes::problem::ReadError;

/// Reads the pages of a file that was measured; see [`super::guard`].
pub(super) fn pages(bytes: Vec<u8>, deadline: Instant) -> Result<Vec<Marks>, ReadError> {
    let file = Pdf::new(bytes).map_err(|_| damaged("no pages"))?;
    if file.pages().len() > limits::MAX_PAGES {
        return Err(too_complex("pages", limits::MAX_PAGES));
    }
    let layers = Layers::of(&file);
    let (mut fonts, mut budget) = (Fonts::default(), Budget::new(deadline));
    file.pages().iter().map(|page| marks(page, &mut fonts, &layers, &mut budget)).collect()
}

fn marks<'a>(page: &Page<'a>, fonts: &mut Fonts<'a>, layers: &Layers, budget: &mut Budget) -> Result<Marks, ReadError> {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let matrix = Affine::new(page.initial_transform(true).as_coeffs());
    let mut walk = ContentWalk::new(fonts, layers, budget, matrix, Rect::new(0.0, 0.0, width, height));
    let content = page_content(page, walk.budget)?;
    walk.run(&content, page.resources())?;
    for note in walk::notes(page.raw()).iter().take(limits::MAX_STATES) {
        walk.draw_note(note, page.resources())?;
    }
    let mut marks = walk.marks;
    marks.turn_upright();
    seen::judge(&mut marks, budget)?;
    Ok(marks)
}

fn page_content(page: &Page<'_>, budget: &mut Budget) -> Result<Vec<u8>, ReadError> {
    let mut all = Vec::new();
    let mut add = |stream: &Stream<'_>| -> Result<(), ReadError> {
        all.extend_from_slice(&content(stream, budget)?);
        all.push(b' ');
        Ok(())
    };
    match page.raw().get::<Object<'_>>("Contents") {
        Some(Object::Stream(stream)) => add(&stream)?,
        Some(Object::Array(streams)) => {
            for stream in streams.iter::<Object<'_>>() {
                if let Object::Stream(stream) = stream {
                    add(&stream)?;
                }
            }
        }
        _ => {}
    }
    Ok(all)
}

/// The content of a page or drawing, expanded.
pub(super) fn content<'a>(stream: &Stream<'a>, budget: &mut Budget) -> Result<Cow<'a, [u8]>, ReadError> {
    let content = expanded(stream, budget.content())?;
    // Each costs something, also an empty one.
    budget.take_content(content.len() + 64)?;
    Ok(content)
}

/// A stream, expanded to at most `limit` bytes.
pub(super) fn expanded<'a>(stream: &Stream<'a>, limit: usize) -> Result<Cow<'a, [u8]>, ReadError> {
    let filters = stream.filters();
    let raw = stream.raw_data();
    let has_filter = ["Filter", "F"].iter().any(|key| stream.dict().contains_key(key));
    match filters.as_slice() {
        [] if !has_filter => Ok(raw),
        [Filter::FlateDecode] if !stream.dict().contains_key("DecodeParms") => {
            streams::inflate(&raw, limit).map(Cow::Owned).map_err(|unfit| match unfit {
                Unfit::TooLong => too_large(limit),
                Unfit::Damaged => damaged("a stream"),
            })
        }
        [Filter::FlateDecode | Filter::Ascii85Decode | Filter::AsciiHexDecode, ..] if filters.len() <= 2 => {
            // What such a stream expands to was measured when the file was opened.
            stream.decoded_data().map_err(|_| damaged("a stream"))
        }
        _ => Err(damaged("a stream in a code that is not known")),
    }
}

/// Which layers of a file are not shown.
#[derive(Debug, Default)]
pub(super) struct Layers {
    hidden: HashSet<ObjectIdentifier>,
}

impl Layers {
    fn of(file: &Pdf) -> Self {
        let catalog = file.xref().get::<Dict<'_>>(file.xref().root_id());
        let Some(layers) = catalog.and_then(|catalog| catalog.get::<Dict<'_>>("OCProperties")) else {
            return Self::default();
        };
        let shown = layers.get::<Dict<'_>>("D").unwrap_or_default();
        let listed = |dict: &Dict<'_>, key: &str| -> Vec<ObjectIdentifier> {
            let list = dict.get::<Array<'_>>(key);
            list.iter().flat_map(Array::raw_iter).filter_map(|layer| layer.as_obj_ref()).map(Into::into).collect()
        };
        let mut hidden: HashSet<_> = listed(&shown, "OFF").into_iter().collect();
        if shown.get::<Name<'_>>("BaseState").is_some_and(|state| state.as_str() == "OFF") {
            let on: HashSet<_> = listed(&shown, "ON").into_iter().collect();
            hidden.extend(listed(&layers, "OCGs").into_iter().filter(|layer| !on.contains(layer)));
        }
        Self { hidden }
    }

    /// Whether the layer that `dict` names is not shown.
    pub(super) fn hides(&self, dict: &Dict<'_>, name: &Name<'_>) -> bool {
        !self.hidden.is_empty()
            && dict.get_ref(name).is_some_and(|layer| self.hidden.contains(&ObjectIdentifier::from(layer)))
    }
}
