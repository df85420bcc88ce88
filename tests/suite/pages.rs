//! The pages for those who carry on say what is there.

use std::fs;
use std::path::{Path, PathBuf};

/// The pages beside what they describe.
fn pages() -> Vec<(PathBuf, String)> {
    let rooms = fs::read_dir("src").expect("the rooms").map(|entry| entry.expect("an entry").path());
    let files = rooms.filter(|room| room.is_dir()).flat_map(|room| fs::read_dir(room).expect("a room"));
    let files = files.map(|entry| entry.expect("an entry").path());
    let pages = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.map(|path| (path.clone(), fs::read_to_string(&path).expect("text"))).collect()
}

/// What stands in backticks in a text.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn every_file_that_a_page_names_is_there() {
    let pages = pages();
    assert!(pages.len() >= 5, "{pages:?}");
    let mut named = 0;
    for (page, text) in &pages {
        let is_path = |word: &&str| {
            ["src/", "tests/", "fixtures/"].iter().any(|room| word.starts_with(room)) && !word.contains(' ')
        };
        for path in quoted(text).filter(is_path) {
            assert!(Path::new(path).exists(), "{} names {path}", page.display());
            named += 1;
        }
        let room = page.parent().expect("a room").join("mod.rs");
        let name = page.file_name().expect("a name").to_string_lossy().into_owned();
        let door = fs::read_to_string(&room).expect("a door");
        assert!(door.contains(&format!("include_str!(\"{name}\")")), "{} does not show {name}", room.display());
    }
    assert!(named > 30, "{named}");
}

/// Commands in a page are commands of gouji, with options that it has.
#[test]
fn every_command_that_a_page_names_is_one() {
    for (page, text) in pages() {
        for words in quoted(&text).filter_map(|words| words.strip_prefix("gouji ")) {
            let words: Vec<&str> = words.split_whitespace().collect();
            let help = std::process::Command::new(env!("CARGO_BIN_EXE_gouji")).args([words[0], "--help"]).output();
            let help = help.expect("gouji runs");
            assert!(help.status.success(), "{}: {words:?}", page.display());
            let said = String::from_utf8_lossy(&help.stdout).into_owned();
            for option in words.iter().filter(|word| word.starts_with("--")) {
                assert!(said.contains(option), "{}: {words:?} {option}", page.display());
            }
        }
    }
}
