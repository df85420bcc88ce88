//! MIME, as far as saved web pages need it: the parts of a message that are wanted, each with what its header says.
//!
//! A walk of our own, once over the lines, because a message is cheap to inflate and the usual crates believe it. On
//! 32 MB of junk `mailparse` 0.18 takes 1.5 GB for empty parts and minutes for unclosed encoded words, `mail-parser`
//! 0.11 takes 1.3 GB for short header lines and minutes for continued parameters (1.0 needs a compiler later than
//! ours). Here a part that is not wanted costs nothing but its lines.

use std::borrow::Cow;

use super::problem::{Problem, ReadError};

/// How deep messages may nest; a saved page nests one deep, a saved mail two.
const MAX_DEPTH: usize = 16;
/// Parts of a message, pictures and style sheets included.
const MAX_PARTS: usize = 20_000;
/// The header of a part, in bytes.
const MAX_HEAD_BYTES: usize = 64 << 10;

/// What the header of a message or part says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// Whether it says that it is MIME.
    is_mime: bool,
    /// The type, in lower case: `text/html`.
    pub(super) media: String,
    /// The charset of a text, where one is declared.
    pub(super) charset: Option<String>,
    /// The address it was saved from, or would be found at.
    pub(super) location: String,
    boundary: Option<String>,
    encoding: String,
}

/// A part that holds no parts.
pub(super) struct Part<'a> {
    pub(super) head: Head,
    body: &'a [u8],
}

/// Whether bytes begin with the header of a message.
pub(super) fn is_message(bytes: &[u8]) -> bool {
    Head::read(bytes, start(bytes)).is_ok_and(|(head, _)| head.is_mime || head.boundary.is_some())
}

/// The wanted parts of a message, in its order. Of alternatives to each other the last stands, as RFC 2046 has it.
///
/// # Errors
/// [`Problem::Damaged`] for a message that nests or divides beyond what programs write.
pub(super) fn parts(bytes: &[u8], wanted: impl Fn(&Head) -> bool) -> Result<Vec<Part<'_>>, ReadError> {
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
            found.push(Part { head, body: without_line_end(&bytes[body..end.line]) });
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
fn close(bytes: &[u8], mut end: Boundary, open: &mut Vec<Container>, found: &mut Vec<Part>) -> Option<usize> {
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
    fn settle(&mut self, found: &mut Vec<Part>) {
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

impl Head {
    /// Reads the header that begins at `at`; says where the body begins.
    fn read(bytes: &[u8], mut at: usize) -> Result<(Self, usize), ReadError> {
        let mut head = Self::default();
        let begin = at;
        while at < bytes.len() {
            let mut next = line_end(bytes, at);
            let line = bytes[at..next].trim_ascii_end();
            if line.is_empty() {
                return Ok((head, next));
            }
            let Some(colon) = line.iter().position(|b| !is_name(*b)).filter(|colon| line[*colon] == b':') else {
                break;
            };
            while bytes.get(next).is_some_and(|b| matches!(b, b' ' | b'\t')) {
                next = line_end(bytes, next);
            }
            if next - begin > MAX_HEAD_BYTES {
                return Err(damaged(format!("a header of more than {MAX_HEAD_BYTES} bytes")));
            }
            head.field(&line[..colon], &String::from_utf8_lossy(&bytes[at + colon + 1..next]));
            at = next;
        }
        Ok((head, at))
    }

    /// Takes in a field; its value may go over several lines. The first of a name stands.
    fn field(&mut self, name: &[u8], value: &str) {
        let value = value.trim();
        match name.to_ascii_lowercase().as_slice() {
            b"mime-version" => self.is_mime = true,
            b"content-type" if self.media.is_empty() => {
                let mut fields = fields(value).into_iter();
                self.media = fields.next().unwrap_or_default().to_ascii_lowercase();
                for parameter in fields {
                    let (name, value) = parameter.split_once('=').unwrap_or((&parameter, ""));
                    let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
                    match name.trim_end().to_ascii_lowercase().as_str() {
                        "boundary" => self.boundary = value,
                        "charset" => self.charset = value,
                        _ => {}
                    }
                }
            }
            b"content-transfer-encoding" => self.encoding = value.to_ascii_lowercase(),
            b"content-location" => value.clone_into(&mut self.location),
            _ => {}
        }
    }
}

/// The pieces of a value between semicolons that are in no quotes, without the quotes.
fn fields(value: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut chars = value.chars().filter(|c| !matches!(c, '\r' | '\n'));
    let mut is_quoted = false;
    while let Some(c) = chars.next() {
        let piece = pieces.len() - 1;
        match c {
            '"' => is_quoted = !is_quoted,
            '\\' if is_quoted => pieces[piece].extend(chars.next()),
            ';' if !is_quoted => pieces.push(String::new()),
            c if !c.is_whitespace() || !pieces[piece].is_empty() => pieces[piece].push(c),
            _ => {}
        }
    }
    pieces.iter().map(|piece| piece.trim_end().to_owned()).collect()
}

impl<'a> Part<'a> {
    /// The bytes of the part, as they were before they were packed for the way.
    ///
    /// # Errors
    /// [`Problem::Damaged`] for Base64 that is cut or is none, and for a packing that no program uses.
    pub(super) fn content(&self) -> Result<Cow<'a, [u8]>, ReadError> {
        match self.head.encoding.as_str() {
            "" | "7bit" | "8bit" | "binary" => Ok(Cow::Borrowed(self.body)),
            "quoted-printable" => Ok(Cow::Owned(quoted_printable(self.body))),
            "base64" => {
                let unpacked = data_encoding::BASE64_MIME_PERMISSIVE.decode(self.body.trim_ascii());
                unpacked.map(Cow::Owned).map_err(|_| damaged("a part in Base64 is cut or damaged"))
            }
            other => Err(damaged(format!("a part is encoded as {}", other.chars().take(40).collect::<String>()))),
        }
    }
}

/// Bytes in quoted-printable; what is none of it stands for itself.
fn quoted_printable(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(packed.len());
    let mut rest = packed;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'=' {
            bytes.push(*byte);
        } else if let Some((high, low)) = hex(after.first()).zip(hex(after.get(1))) {
            bytes.push(high << 4 | low);
            rest = &after[2..];
        } else {
            // At the end of a line, blanks behind it or not: the line goes on in the next.
            let blanks = after.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
            match after.get(blanks) {
                Some(b'\n') => rest = &after[blanks + 1..],
                None => rest = &[],
                Some(_) => bytes.push(*byte),
            }
        }
    }
    bytes
}

fn hex(digit: Option<&u8>) -> Option<u8> {
    char::from(*digit?).to_digit(16)?.try_into().ok()
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
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

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(message: &str) -> Vec<String> {
        let parts = parts(message.as_bytes(), |head| head.media == "text/html").expect("a message");
        parts.iter().map(|part| String::from_utf8_lossy(&part.content().expect("bytes")).into_owned()).collect()
    }

    fn message(kind: &str, boundary: &str, parts: &[&str]) -> String {
        let parts = parts.iter().map(|part| format!("--b\r\n{part}\r\n")).collect::<Vec<_>>().concat();
        format!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; {boundary}\r\n\r\npreface\r\n{parts}--b--\r\nafter"
        )
    }

    const PAGE: &str = "Content-Type: text/html\r\n\r\n";

    #[test]
    fn parts_end_where_their_boundary_says_it() {
        let pages =
            [&format!("{PAGE}1"), "Content-Type: image/gif\r\n\r\nGIF", &format!("{PAGE}2\r\n--bb\r\n--b-\r\n")];
        for boundary in ["boundary=b", "boundary=\"b\"", "type=\"a;b\";\r\n\tBoundary = \"b\"; charset=x"] {
            assert_eq!(texts(&message("related", boundary, &pages)), ["1", "2\r\n--bb\r\n--b-\r\n"], "{boundary}");
        }
        assert_eq!(texts(&message("related", "boundary=b", &pages).replace("\r\n", "\n")).len(), 2);
        assert_eq!(texts(&format!("\u{feff}\n{PAGE}alone\n")), ["alone"]);
        // Cut short, and without its parts.
        assert_eq!(
            texts("Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\ncut"),
            ["cut"]
        );
        assert_eq!(texts("Content-Type: multipart/related; boundary=b\n\n"), [""; 0]);
        assert_eq!(texts("Content-Type: multipart/related\n\n--b\nContent-Type: text/html\n\n"), [""; 0]);
    }

    #[test]
    fn of_alternatives_the_last_page_stands() {
        let inner = message("related", "boundary=c", &[]).replace("--b", "--c");
        let page = |text: &str| format!("{PAGE}{text}");
        let within = inner.replace("preface\r\n", &format!("--c\r\n{}\r\n--c\r\n{}\r\n", page("2"), page("3")));
        let parts = [page("1"), within, "Content-Type: text/plain\r\n\r\n4".to_owned()];
        let all = message("alternative", "boundary=b", &parts.each_ref().map(String::as_str));
        assert_eq!(texts(&all), ["2", "3"]);
        assert_eq!(texts(&all.replace("alternative", "mixed")), ["1", "2", "3"]);
        assert_eq!(texts(all.split("--c--").next().unwrap_or_default()).len(), 2);
    }

    #[test]
    fn content_is_unpacked() {
        let packed = |encoding: &str, body: &str| {
            let message = format!("Content-Type: text/html\nContent-Transfer-Encoding: {encoding}\n\n{body}");
            let parts = parts(message.as_bytes(), |_| true).expect("a message");
            parts[0].content().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).ok()
        };
        assert_eq!(packed("Quoted-Printable", "=E8=a7=84=\r\n=E7=AB=A0= \n1=3D1=\n").as_deref(), Some("规章1=1"));
        // What is no quoted-printable is left as it is.
        assert_eq!(packed("quoted-printable", "<a b=c>=\t=G1=4").as_deref(), Some("<a b=c>=\t=G1=4"));
        assert_eq!(packed("BASE64", "6KeE\r\n56ug\r\n\r\n").as_deref(), Some("规章"));
        assert_eq!(packed("base64", "6KeE56u"), None);
        assert_eq!(packed("base64", "6KeE!6ug"), None);
        assert_eq!(packed("8bit", "规章").as_deref(), Some("规章"));
        assert_eq!(packed("x-uuencode", "#"), None);
    }
}
