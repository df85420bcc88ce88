//! PDF: printed pages, read for what they show.
//!
//! A page holds no table. It holds glyphs and lines, each somewhere; [`document`] and [`walk`] collect these marks, `rules`
//! and `cells` find the tables that the lines draw, `lines` the text in and between them, `columns` and `flow` the tables
//! without lines, and [`pages`] joins what page breaks cut. The result is the same grid that every other reader hands
//! over; recognition does the rest. No figure is taken from anything but a glyph whose font says which digit it is: no
//! picture is looked at, no shape is recognised.
//!
//! Not every glyph is one that a person counts: `seen` takes out what lies under a box, has a line through it, or is the
//! raised mark of a note beside a figure, `grounds` what is in the colour of what it lies on; figures that are printed over
//! each other are none (`overprint`).
//!
//! The marks come from a walk of our own over `hayro-syntax` and `hayro-font`, and not from `hayro-interpret`, which stands
//! on the same two. An interpreter that draws cannot be stopped where it does not call back, and there it does work
//! without bound: a file of 200 KB that sets a soft mask or a pattern a hundred thousand times has each expanded again and
//! keeps as many as it has saved states. What is needed of a page is a tenth of what a page can draw, so the walk that
//! counts every instruction is the smaller half. For the rest there are three fences: [`guard`] expands every stream
//! within limits before the library does; what a file draws is counted ([`limits`]); and a file is read on a thread of
//! its own, whose result nobody waits for after [`limits::DEADLINE`].

mod budget;
mod cells;
mod columns;
mod document;
mod flow;
mod fonts;
mod furniture;
mod grounds;
mod guard;
mod ink;
mod joined;
mod limits;
mod lines;
mod marks;
mod overprint;
mod pages;
mod path;
mod rules;
mod seen;
mod state;
mod streams;
mod text;
mod walk;

use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use crate::reading::bytes::fence;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::Grid;
use marks::{Length, Marks};

/// What was read of a file.
pub(in crate::reading) struct Printed {
    pub(in crate::reading) grids: Vec<Grid>,
    pages: Vec<Marks>,
}

/// What words mean in any form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum Meaning {
    /// The title of a table, or of a report.
    Title,
    /// The label of a row or column.
    Label,
    /// Nothing.
    None,
}

/// Reads the tables of a file and the text around them. `meaning` says what words mean in any form.
pub(in crate::reading) fn read(bytes: &[u8], meaning: impl Fn(&str) -> Meaning) -> Result<Printed, ReadError> {
    let started = Instant::now();
    let deadline = started + limits::DEADLINE;
    let guarded = guard::guarded(bytes)?;
    let (sender, receiver) = mpsc::channel();
    let read = move || {
        // Nobody may be waiting any more.
        let _ = sender.send(fence::fenced(|| document::pages(guarded, deadline)));
    };
    thread::Builder::new()
        .stack_size(limits::STACK_BYTES)
        .spawn(read)
        .map_err(|error| ReadError::new(Problem::Unopenable).with("reason", error))?;
    let left = deadline.saturating_duration_since(Instant::now());
    let pages = receiver.recv_timeout(left).map_err(|_| guard::too_complex("seconds", 2))??;
    let printed = Printed { grids: pages::grids(&pages, &meaning)?, pages };
    printed.refuse_pictures()?;
    Ok(printed)
}

impl Printed {
    /// Refuses a file that shows text and has none.
    fn refuse_pictures(&self) -> Result<(), ReadError> {
        /// Fewer glyphs on a page are a stamp or a page number.
        const FEW: usize = 20;
        let is_bare = |page: &&Marks| page.glyphs.iter().filter(|glyph| !glyph.is_blank()).count() < FEW;
        if !self.pages.iter().all(|page| is_bare(&page)) {
            return Ok(());
        }
        match self.why_nothing() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Why a file has no table that can be read, if its pages show something that may be one.
    pub(in crate::reading) fn why_nothing(&self) -> Option<ReadError> {
        /// As many letters as the shortest statutory table has.
        const SHAPES: usize = 60;
        let outlined = (1..).zip(&self.pages).find(|(_, page)| page.shapes > SHAPES && page.shapes > page.glyphs.len());
        if let Some((number, _)) = outlined {
            return Some(ReadError::new(Problem::OutlinedText).with("page", number));
        }
        let is_large = |page: &Marks| {
            let area = |width: Length, height: Length| i64::from(width) * i64::from(height);
            let largest = page.pictures.iter().map(|frame| area(frame.width(), frame.height())).max().unwrap_or(0);
            largest * 8 > area(page.width, page.height)
        };
        self.pages.iter().any(is_large).then(|| ReadError::new(Problem::Scan))
    }
}

/// The error of a file that is not what it says it is.
fn damaged(reason: &str) -> ReadError {
    ReadError::new(Problem::Damaged).with("reason", reason)
}
