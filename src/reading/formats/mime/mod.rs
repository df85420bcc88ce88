//! MIME, as far as saved web pages need it: the parts of a message that are wanted, each with what its header says.
//!
//! A walk of our own, once over the lines, because a message is cheap to inflate and the usual crates believe it. On
//! 32 MB of junk `mailparse` 0.18 takes 1.5 GB for empty parts and minutes for unclosed encoded words, `mail-parser`
//! 0.11 takes 1.3 GB for short header lines and minutes for continued parameters (1.0 needs a compiler later than
//! ours). Here a part that is not wanted costs nothing but its lines.
//!
//! Here is where parts begin and end; `head` reads what their headers say, and `content` unpacks what they hold.

mod content;
mod head;
#[cfg(test)]
mod tests;

use crate::reading::bytes::problem::{Problem, ReadError};
pub(in crate::reading) use head::Head;

/// How deep messages may nest; a saved page nests one deep, a saved mail two.
const MAX_DEPTH: usize = 16;
/// Parts of a message, pictures and style sheets included.
const MAX_PARTS: usize = 20_000;
/// A part that holds no parts.
pub(in crate::reading) struct MimePart<'a> {
    pub(in crate::reading) head: Head,
    body: &'a [u8],
}

/// Whether bytes begin with the header of a message.
pub(in crate::reading) fn is_message(bytes: &[u8]) -> bool {
    Head::read(bytes, start(bytes)).is_ok_and(|(head, _)| head.is_mime || head.boundary.is_some())
}

/// Whether the header of a message says that it went from somebody to somebody: a page that was saved did not.
pub(in crate::reading) fn was_sent(bytes: &[u8]) -> bool {
    Head::read(bytes, start(bytes)).is_ok_and(|(head, _)| head.was_sent)
}

/// The wanted parts of a message, in its order. Of alternatives to each other the last stands, as RFC 2046 has it.
///
/// # Errors
/// [`Problem::Damaged`] for a message that nests or divides beyond what programs write.
pub(in crate::reading) fn parts(bytes: &[u8], wanted: impl Fn(&Head) -> bool) -> Result<Vec<MimePart<'_>>, ReadError> {
    let mut found = Vec::new();
    let mut open: Vec<Container> = Vec::new();
    let mut at = start(bytes);
    for _ in 0..MAX_PARTS {
        let (head, body) = Head::read(bytes, at)?;
        let is_container = head.media.starts_with("multipart/") && head.boundary.is_some();
        if let Some(boundary) = head.boundary.clone().filter(|_| is_container) {
            if open.len() == MAX_DEPTH {
                return Err(damaged(format!("more than {MAX_DEPTH} messages inside each other")));
            }
            let is_choice = head.media == "multipart/alternative";
            open.push(Container { boundary, is_choice, first: found.len(), latest: found.len() });
        }
        let end = next_boundary(bytes, body, &open);
        if !is_container && wanted(&head) {
            found.push(MimePart { head, body: without_line_end(&bytes[body..end.line]) });
        }
        let Some(next) = close(bytes, end, &mut open, &mut found) else { return Ok(found) };
        at = next;
    }
    Err(damaged(format!("more than {MAX_PARTS} parts")))
}

/// A message with parts that is under way.
struct Container {
    boundary: String,
    /// Its parts say the same in different ways.
    is_choice: bool,
    /// How many parts had been found when it began, and when its latest part did.
    first: usize,
    latest: usize,
}

/// A line that ends a part: where it begins, where the next begins, whose it is, and whether that one ends too.
struct Boundary {
    line: usize,
    next: usize,
    owner: Option<usize>,
    is_last: bool,
}

/// Ends what the boundary ends, and after a last one goes on to the next; says where the next part begins, if one does.
fn close(bytes: &[u8], mut end: Boundary, open: &mut Vec<Container>, found: &mut Vec<MimePart>) -> Option<usize> {
    loop {
        while open.len() > end.owner.map_or(0, |owner| owner + 1) {
            open.pop()?.settle(found);
        }
        open.get_mut(end.owner?)?.settle(found);
        if !end.is_last {
            return Some(end.next);
        }
        open.pop();
        end = next_boundary(bytes, end.next, open);
    }
}

impl Container {
    /// Its latest part has ended. An alternative that holds something takes the place of those before.
    fn settle(&mut self, found: &mut Vec<MimePart>) {
        if self.is_choice && self.latest < found.len() {
            found.drain(self.first..self.latest);
        }
        self.latest = found.len();
    }
}

/// The next line from `at` on that is a boundary of one that is open; the innermost comes first.
fn next_boundary(bytes: &[u8], mut at: usize, open: &[Container]) -> Boundary {
    while at < bytes.len() && !open.is_empty() {
        let next = line_end(bytes, at);
        if let Some(rest) = bytes[at..next].strip_prefix(b"--") {
            let rest = rest.trim_ascii_end();
            for (owner, container) in open.iter().enumerate().rev() {
                match rest.strip_prefix(container.boundary.as_bytes()) {
                    Some(b"") => return Boundary { line: at, next, owner: Some(owner), is_last: false },
                    Some(b"--") => return Boundary { line: at, next, owner: Some(owner), is_last: true },
                    _ => {}
                }
            }
        }
        at = next;
    }
    Boundary { line: bytes.len(), next: bytes.len(), owner: None, is_last: true }
}

/// Where the line that holds `at` ends and the next begins.
fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |length| at + length + 1)
}

/// The line end in front of a boundary belongs to the boundary.
fn without_line_end(body: &[u8]) -> &[u8] {
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    body.strip_suffix(b"\r").unwrap_or(body)
}

/// Where the first line begins.
fn start(bytes: &[u8]) -> usize {
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    mark + bytes[mark..].iter().take_while(|b| b.is_ascii_whitespace()).count()
}

#[expect(clippy::needless_pass_by_value, reason = "a reason is made for it")]
fn damaged(reason: impl ToString) -> ReadError {
    ReadError::new(Problem::Damaged).with("reason", reason.to_string())
}
