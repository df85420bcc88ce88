//! What belongs to a run and is read before it begins: its settings, and lists of paths. Both are bounded in size, line
//! and time, because what is named may be a device or a pipe (`--files-from <(find …)`) and need not end.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use super::{Failure, shown};
use crate::model::Lang;
use crate::render::{fill, io_words, phrase};

/// A list of paths that is a file. Whoever has more pipes them in.
const MAX_LIST_BYTES: u64 = 64 << 20;

/// A path: no system has longer ones.
const MAX_LINE_BYTES: usize = 64 << 10;

/// How long a pipe may take until it ends.
const PATIENCE: Duration = Duration::from_secs(5);

/// The bytes of a file that has no more than `limit`, or of a pipe that ends in time.
pub(super) fn whole(path: &Path, limit: u64, lang: Lang) -> Result<Vec<u8>, Failure> {
    let read = move |path: &Path| {
        let mut bytes = Vec::new();
        File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
    };
    let result = fs::metadata(path).and_then(|metadata| {
        if metadata.is_file() {
            return read(path);
        }
        // To open a pipe that nobody writes to takes as long as to read one that nobody closes. The thread ends with
        // the program.
        let (done, result) = mpsc::channel();
        let path = path.to_owned();
        thread::spawn(move || done.send(read(&path)));
        result.recv_timeout(PATIENCE).unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    });
    result.map_err(|error| {
        let text = match error.kind() {
            io::ErrorKind::FileTooLarge => {
                let limit = format!("{} MiB", limit >> 20);
                fill(phrase("bounded-size", lang), |_| Some(limit.as_str()))
            }
            io::ErrorKind::TimedOut => fill(phrase("bounded-time", lang), |_| Some(PATIENCE.as_secs().to_string())),
            _ => io_words(&error, lang),
        };
        Failure::Usage(format!("{}: {text}", shown(path)))
    })
}

/// Hands on the paths of a list, one a line, until `each` fails; `-` is standard input, which may go on as long as it
/// likes.
pub(super) fn each_path(
    list: &Path,
    lang: Lang,
    mut each: impl FnMut(PathBuf) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if list.as_os_str() == "-" {
        return lines(io::stdin().lock(), list, lang, &mut each);
    }
    lines(&*whole(list, MAX_LIST_BYTES, lang)?, list, lang, &mut each)
}

/// The paths on standard input as they come, and what went wrong with it. A thread waits for them, so that nobody else
/// has to: it ends with the program.
pub(super) fn coming(lang: Lang) -> Receiver<Result<PathBuf, Failure>> {
    /// Some more than a thread looks at while another waits. It bounds memory, and nobody waits for it to be full.
    const AHEAD: usize = 64;
    let (paths, come) = mpsc::sync_channel(AHEAD);
    thread::spawn(move || {
        let list = Path::new("-");
        // Where nobody hears any more there is nothing to read for.
        let gone = |_| Failure::Usage(String::new());
        let ended = lines(io::stdin().lock(), list, lang, &mut |path| paths.send(Ok(path)).map_err(gone));
        ended.map_or_else(|failure| drop(paths.send(Err(failure))), drop);
    });
    come
}

fn lines(
    mut text: impl BufRead,
    list: &Path,
    lang: Lang,
    each: &mut impl FnMut(PathBuf) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        let read = text.by_ref().take(MAX_LINE_BYTES as u64 + 1).read_until(b'\n', &mut line);
        let read = read.map_err(|error| Failure::Usage(format!("{}: {}", shown(list), io_words(&error, lang))))?;
        if read == 0 {
            break;
        }
        if line.len() > MAX_LINE_BYTES {
            let text = fill(phrase("bounded-line", lang), |_| Some(number.to_string()));
            return Err(Failure::Usage(format!("{}: {text}", shown(list))));
        }
        let path = line.trim_ascii_end();
        let path = path.strip_prefix("\u{FEFF}".as_bytes()).filter(|_| number == 1).unwrap_or(path);
        if !path.trim_ascii().is_empty() {
            each(named(path))?;
        }
    }
    Ok(())
}

/// A path as the system has it: names on Linux are bytes, and those packed in China often GBK.
#[cfg(unix)]
fn named(path: &[u8]) -> PathBuf {
    <OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(path).into()
}

/// A path as the system has it; what is no text names no file, and is said to be not there.
#[cfg(not(unix))]
fn named(path: &[u8]) -> PathBuf {
    OsStr::new(&*String::from_utf8_lossy(path)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &[u8]) -> Result<Vec<PathBuf>, Failure> {
        let mut paths = Vec::new();
        let mut keep = |path| {
            paths.push(path);
            Ok(())
        };
        lines(text, Path::new("list"), Lang::Zh, &mut keep).map(|()| paths)
    }

    #[test]
    fn a_list_has_one_path_a_line_however_the_line_ends() {
        let read = paths("\u{FEFF}a.csv\r\n\n  \nb c.xlsx\n d".as_bytes()).expect("a list");
        assert_eq!(read, ["a.csv", "b c.xlsx", " d"].map(PathBuf::from));
    }

    #[test]
    fn a_line_without_an_end_is_refused_with_its_number() {
        let mut text = b"a.csv\n".to_vec();
        text.extend("x".repeat(MAX_LINE_BYTES).bytes());
        assert_eq!(paths(&text).expect("as long as a path may be").len(), 2);
        text.push(b'x');
        assert!(paths(&text).expect_err("too long").to_string().contains("第 2 行"));
    }
}
