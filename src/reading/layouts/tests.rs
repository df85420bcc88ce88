//! What is remembered, beside what is read without it.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::reading::{ReadOptions, Reader};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            files(&entry, found);
        } else {
            found.push(entry);
        }
    }
}

/// Figures in place of those of a text: `from` gives the next.
fn with_figures(text: &str, mut from: impl FnMut() -> u64) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, after) = rest.split_at(at);
        let (digits, after) = after.split_at(after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len()));
        out += before;
        let is_field =
            before.ends_with(['|', ',', '\t', '>', ' ']) && !after.starts_with(|c: char| !"|,\t< \r\n".contains(c));
        out += &if is_field { from().to_string() } else { digits.to_owned() };
        rest = after;
    }
    out + rest
}

/// What is read of a file does not depend on what was read before.
#[test]
fn what_is_remembered_changes_nothing() {
    let forms = Forms::embedded().expect("the embedded forms keep the laws");
    let [mut warm, mut cold] = [(); 2].map(|()| Reader::new(&forms, ReadOptions::default()));
    let said = |reader: &Reader, bytes: &[u8], name: &str| format!("{:?}", reader.read(bytes, Some(name)));
    let mut all = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut all);
    all.sort();
    let (mut state, mut remembered, mut recalled) = (20_240_331_u64, 0, 0);
    let mut dice = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for path in all {
        let bytes = fs::read(&path).expect("a fixture");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        warm.layouts = Layouts::default();
        let known = |reader: &Reader| reader.layouts.0.read().expect("no panic").len();
        let before = said(&warm, &bytes, &name);
        assert_eq!(said(&warm, &bytes, &name), before, "{} a second time", path.display());
        remembered += known(&warm);
        let Some(text) = String::from_utf8(bytes).ok().filter(|_| known(&warm) > 0) else { continue };
        for variant in 0..12 {
            let mut count = 0;
            let figures = with_figures(&text, || {
                count += 1;
                match variant {
                    0..4 => dice(3),
                    4..8 => dice(2_100),
                    8 => count,
                    _ => count % 7 + dice(2),
                }
            });
            // A name before the title's changes whose it is.
            let renamed = figures.replace("某县", if variant % 2 == 0 { "某县" } else { "云泽县" });
            cold.layouts = Layouts::default();
            let fresh = said(&cold, renamed.as_bytes(), &name);
            assert_eq!(said(&warm, renamed.as_bytes(), &name), fresh, "{} {variant}\n{renamed}", path.display());
            recalled += usize::from(known(&warm) == 1);
        }
    }
    assert!(remembered > 50 && recalled > 300, "{remembered} files are plain, {recalled} more are laid out like one");
}
