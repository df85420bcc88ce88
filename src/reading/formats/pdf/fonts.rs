//! Fonts, for what their codes mean and how wide they are; nothing is drawn with them. What a font lists is counted before
//! the library lists it.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_cmap::CMap;
use hayro_font::{CMapResolverFn, Font, FontCache, FontQuery, FontResolverFn};
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, Stream};
use hayro_syntax::page::Resources;

use super::budget::Budget;
use super::document::expanded;
use super::guard::too_complex;
use super::limits;
use super::text::TextFont;
use crate::reading::bytes::problem::ReadError;

/// The fonts of a file, each loaded once.
#[derive(Default)]
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    loaded: HashMap<FontKey, Option<Rc<TextFont<'a>>>>,
}

/// A font by the number of its object, or where its dictionary stands.
#[derive(Debug, PartialEq, Eq, Hash)]
enum FontKey {
    Object(ObjectIdentifier),
    Inside(usize, usize),
}

impl<'a> Fonts<'a> {
    /// The font of a name; `None` for one that is not there or cannot be read.
    pub(super) fn font(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'a>,
        budget: &mut Budget,
    ) -> Result<Option<Rc<TextFont<'a>>>, ReadError> {
        let key = match resources.fonts.get_ref(name) {
            Some(object) => FontKey::Object(object.into()),
            None => match resources.get_font(name) {
                Some(dict) => FontKey::Inside(dict.data().as_ptr().addr(), dict.data().len()),
                None => return Ok(None),
            },
        };
        if let Some(font) = self.loaded.get(&key) {
            return Ok(font.clone());
        }
        if self.loaded.len() >= limits::MAX_FONTS {
            return Err(too_complex("fonts", limits::MAX_FONTS));
        }
        let Some(dict) = resources.get_font(name) else { return Ok(None) };
        budget.take_widths(width_count(&dict)?)?;
        let characters = to_unicode(&dict)?;
        let font = load_font(&self.cache, &dict);
        let font = font.map(|font| Rc::new(TextFont::new(font, &dict, characters)));
        self.loaded.insert(key, font.clone());
        Ok(font)
    }
}

/// How many widths a font lists.
///
/// # Errors
/// When they are more than any font has, or a map of the font is damaged or too long: the library lists every code of a
/// range by itself, and pads a list that begins late.
fn width_count(font: &Dict<'_>) -> Result<usize, ReadError> {
    let refused = || too_complex("widths", limits::MAX_WIDTHS);
    for map in ["ToUnicode", "Encoding"].iter().filter_map(|key| font.get::<Stream<'_>>(key)) {
        expanded(&map, limits::MAX_MAP_BYTES)?;
    }
    for key in ["FirstChar", "LastChar"] {
        if font.get::<usize>(key).is_some_and(|code| code > usize::from(u16::MAX)) {
            return Err(refused());
        }
    }
    let mut count = font.get::<Array<'_>>("Widths").map_or(256, |widths| widths.raw_iter().count());
    let below = font.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    let Some(below) = below else { return Ok(count) };
    if let Some(map) = below.get::<Stream<'_>>("CIDToGIDMap") {
        expanded(&map, limits::MAX_MAP_BYTES)?;
    }
    let span = |first: u32, last: u32| usize::try_from(last.saturating_sub(first)).unwrap_or(usize::MAX);
    if let Some(widths) = below.get::<Array<'_>>("W") {
        let mut widths = widths.flex_iter();
        loop {
            let more = if let Some((_, range)) = widths.next::<(u32, Array<'_>)>() {
                range.raw_iter().count()
            } else if let Some((first, last, _)) = widths.next::<(u32, u32, f32)>() {
                span(first, last)
            } else {
                break;
            };
            count = count.saturating_add(more).saturating_add(1);
        }
    }
    if let Some(widths) = below.get::<Array<'_>>("W2") {
        let mut widths = widths.flex_iter();
        loop {
            let more = if let Some((_, range)) = widths.next::<(u32, Array<'_>)>() {
                range.raw_iter().count()
            } else if let Some((first, last, ..)) = widths.next::<(u32, u32, f32, f32, f32)>() {
                span(first, last)
            } else {
                break;
            };
            count = count.saturating_add(more).saturating_add(1);
        }
    }
    Ok(count)
}

/// A font's own table from codes to characters.
fn to_unicode(font: &Dict<'_>) -> Result<Option<CMap>, ReadError> {
    let Some(map) = font.get::<Stream<'_>>("ToUnicode") else { return Ok(None) };
    let map = expanded(&map, limits::MAX_MAP_BYTES)?;
    Ok(CMap::parse(&map, hayro_cmap::load_embedded))
}

/// Loads a font. One that is not embedded has its widths in the file; the outlines that stand in for it are not drawn.
fn load_font<'a>(cache: &FontCache<'a>, dict: &Dict<'a>) -> Option<Font<'a>> {
    let fonts: FontResolverFn = Arc::new(|query| match query {
        FontQuery::Standard(font) => Some(font.get_font_data()),
        FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
    });
    let maps: CMapResolverFn = Arc::new(hayro_cmap::load_embedded);
    cache.font(dict, &fonts, &maps)
}
