//! The rooms of the house and their direction: a room uses only rooms to its left.

use std::fs;
use std::path::{Path, PathBuf};

const ROOMS: [&str; 7] = ["model", "forms", "reading", "rules", "diagnosis", "render", "cli"];

/// The parts of the room `reading`, in the same order. What is not in a part joins them.
const READING: [&str; 5] = ["bytes", "cells", "formats", "recognise", "dataset"];

/// Files of a room, with their text up to the unit tests: a test may look at any room.
fn sources(room: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the room is a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(&Path::new("src").join(room), &mut files);
    files.sort();
    let text = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a source file is text");
        // Unit tests close a file; a test module in a file of its own is walked like any other and tests all rooms.
        let is_test = path.file_name().is_some_and(|name| name == "tests.rs");
        let code = if is_test { "" } else { text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default() };
        let code = code.to_owned();
        (path, code)
    };
    files.into_iter().map(text).collect()
}

#[test]
fn a_room_uses_only_rooms_to_its_left() {
    let mut wrong = Vec::new();
    for (at, room) in ROOMS.iter().enumerate() {
        for (path, text) in sources(room) {
            for (number, line) in (1..).zip(text.lines()) {
                let code = line.split("//").next().unwrap_or_default();
                assert!(
                    !code.contains("crate::{"),
                    "{}:{number}: one room a line, so that this test sees it",
                    path.display()
                );
                for later in &ROOMS[at + 1..] {
                    if code.contains(&format!("crate::{later}")) {
                        wrong.push(format!("{}:{number}: {room} uses {later}", path.display()));
                    }
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "the order is {}; a room uses only what stands to its left. Move the code to the room it belongs in, or hand \
         what it needs in from the right:\n{}",
        ROOMS.join(" ← "),
        wrong.join("\n")
    );
}

#[test]
fn a_part_of_reading_uses_only_parts_above_it() {
    for (at, part) in READING.iter().enumerate() {
        let files = sources(&format!("reading/{part}"));
        assert!(!files.is_empty(), "{part} is no part of reading");
        for (path, text) in files {
            for (number, line) in (1..).zip(text.lines().filter_map(|line| line.split("//").next())) {
                let later = READING[at + 1..].iter().chain(&["reader", "contents", "register"]);
                let mut named = later.map(|later| format!("crate::reading::{later}::"));
                let is_door = line.contains("crate::reading::{") || line.contains("crate::reading::Reader");
                assert!(!is_door && !named.any(|named| line.contains(&named)), "{}:{number}: {line}", path.display());
            }
        }
    }
}

#[test]
fn only_the_cli_touches_standard_streams_and_the_environment() {
    let forbidden = ["println!", "eprintln!", "print!(", "stdout()", "stderr()", "stdin()", "env::var", "env::args"];
    for room in &ROOMS[..ROOMS.len() - 1] {
        for (path, text) in sources(room) {
            for word in forbidden {
                assert!(!text.contains(word), "{} has `{word}`: only `cli` may", path.display());
            }
        }
    }
}

#[test]
fn every_room_is_in_the_order() {
    let mut found: Vec<String> = fs::read_dir("src")
        .expect("src is a folder")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    found.sort();
    let mut rooms = ROOMS.map(str::to_owned);
    rooms.sort();
    assert_eq!(found, rooms, "a new room needs its place in the order, here and in src/lib.rs");
}
