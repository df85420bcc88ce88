//! What the pages of a file may still cost.

use std::time::Instant;

use super::guard::too_complex;
use super::limits;
use crate::reading::bytes::problem::ReadError;

/// What is left of each limit.
#[derive(Debug)]
pub(super) struct Budget {
    instructions: usize,
    glyphs: usize,
    lines: usize,
    content: usize,
    widths: usize,
    looks: usize,
    deadline: Instant,
}

impl Budget {
    pub(super) fn new(deadline: Instant) -> Self {
        Self {
            instructions: limits::MAX_INSTRUCTIONS,
            glyphs: limits::MAX_GLYPHS,
            lines: limits::MAX_LINES,
            content: limits::MAX_CONTENT_BYTES,
            widths: limits::MAX_WIDTHS,
            looks: limits::MAX_LOOKS,
            deadline,
        }
    }

    /// Takes so many bytes of content.
    pub(super) fn take_content(&mut self, bytes: usize) -> Result<(), ReadError> {
        take(&mut self.content, bytes, "content", limits::MAX_CONTENT_BYTES)
    }

    /// How many bytes of content may still come.
    pub(super) fn content(&self) -> usize {
        self.content
    }

    /// Takes a glyph.
    pub(super) fn take_glyph(&mut self) -> Result<(), ReadError> {
        take(&mut self.glyphs, 1, "glyphs", limits::MAX_GLYPHS)
    }

    /// Takes a line.
    pub(super) fn take_line(&mut self) -> Result<(), ReadError> {
        take(&mut self.lines, 1, "lines", limits::MAX_LINES)
    }

    /// Takes the widths that a font lists.
    pub(super) fn take_widths(&mut self, widths: usize) -> Result<(), ReadError> {
        take(&mut self.widths, widths, "widths", limits::MAX_WIDTHS)
    }

    /// Takes looks at what lies over glyphs and beside them.
    pub(super) fn take_looks(&mut self, looks: usize) -> Result<(), ReadError> {
        take(&mut self.looks, looks, "marks over each other", limits::MAX_LOOKS)
    }

    /// Takes an instruction, and looks at the clock now and then.
    pub(super) fn take_instruction(&mut self) -> Result<(), ReadError> {
        take(&mut self.instructions, 1, "instructions", limits::MAX_INSTRUCTIONS)?;
        if self.instructions.is_multiple_of(1_024) && Instant::now() > self.deadline {
            return Err(too_complex("seconds", 2));
        }
        Ok(())
    }
}

fn take(left: &mut usize, amount: usize, what: &str, limit: usize) -> Result<(), ReadError> {
    *left = left.checked_sub(amount).ok_or_else(|| too_complex(what, limit))?;
    Ok(())
}
