//! A paragraph under way, of a document that says at its end where it stands.

use super::super::raised;
use super::look::Look;
use crate::reading::bytes::limits;

/// What stands in the text of a paragraph for a picture, until it is known where the paragraph stands: Unicode has it for
/// what is in a text and is none.
pub(super) const PICTURE: char = '\u{FFFC}';

#[derive(Default)]
pub(super) struct Paragraph {
    pub(super) text: String,
    /// What nobody counts of it.
    left_out: String,
    /// Some of it is seen, and stands on its line.
    has_level: bool,
    has_faint: bool,
    /// There is more of it than is kept.
    pub(super) is_endless: bool,
}

impl Paragraph {
    /// Adds text, as far as it counts.
    pub(super) fn push(&mut self, text: &str, look: Look) {
        let target = match look {
            look if look.is_unseen() => &mut self.left_out,
            look if look.is_apart() && raised::is_mark(&self.text, self.has_level, text) => &mut self.left_out,
            look => {
                self.has_faint |= look.faint;
                if !look.is_apart() && !text.trim().is_empty() {
                    if !self.has_level && raised::is_mark_before(&self.text, text) {
                        self.left_out.push_str(&std::mem::take(&mut self.text));
                    }
                    self.has_level = true;
                }
                &mut self.text
            }
        };
        self.is_endless |= target.len() + text.len() > limits::MAX_NARRATIVE_BYTES;
        if !self.is_endless {
            target.push_str(text);
        }
    }

    /// Adds a picture that stands on its line, if it is seen.
    pub(super) fn push_picture(&mut self, look: Look) {
        if !look.is_unseen() {
            self.push(PICTURE.encode_utf8(&mut [0; 4]), Look::default());
        }
    }

    /// Begins a new line of it.
    pub(super) fn break_line(&mut self) {
        self.text.push('\n');
    }

    /// What counts of it, and what was left out: all of it, where nothing is seen of it and it holds no words.
    pub(super) fn take(&mut self) -> (String, String) {
        let Self { text, mut left_out, has_level, has_faint, .. } = std::mem::take(self);
        if has_faint && !has_level && raised::is_wordless(&text) {
            left_out.push_str(&text);
            return (String::new(), left_out);
        }
        (text, left_out)
    }
}
