//! The rooms of the house and their direction: a room uses only rooms to its left.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const ROOMS: [&str; 7] = ["model", "forms", "reading", "rules", "diagnosis", "render", "cli"];

/// The parts of the room `reading`, in the same order. What is not in a part joins them.
const READING: [&str; 5] = ["bytes", "cells", "formats", "recognise", "dataset"];

/// The parts of the room `diagnosis`, in the order in which they use each other.
const DIAGNOSIS: [&str; 15] = [
    "finding",
    "identity",
    "localise",
    "assessment",
    "answers",
    "policy",
    "cell_checks",
    "formulas",
    "assess",
    "confront",
    "narrate",
    "report",
    "total",
    "run",
    "contrast",
];

/// Folders of formats, each with what its formats share; everything else in it is a format.
const FORMATS: [(&str, &[&str]); 4] = [
    ("render/formats", &[]),
    ("render/contrast", &["beside", "doubled", "sentences", "words"]),
    (
        "reading/formats",
        &[
            "blanks", "contrast", "css", "format", "linked", "looks", "mime", "page", "raised", "records", "tag",
            "unshown",
        ],
    ),
    (
        "reading/formats/office",
        &[
            "anchored",
            "binary",
            "borders",
            "calendar",
            "choice",
            "container",
            "drawn",
            "dxf",
            "fields",
            "ink",
            "look",
            "marked",
            "number",
            "package",
            "paint",
            "paragraph",
            "relations",
            "sheet",
            "shown",
            "strings",
            "styles",
            "tests",
            "xml",
        ],
    ),
];

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
        let code = code.lines().map(|line| absolute(line, &path)).collect::<Vec<_>>().join("\n");
        (path, code)
    };
    files.into_iter().map(text).collect()
}

/// A line of a file with what it calls `super::` by its whole name, so that these tests see it.
fn absolute(line: &str, path: &Path) -> String {
    let inside = path.strip_prefix("src").expect("a source file").with_extension("");
    let module: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).filter(|part| part != "mod").collect();
    let (mut rest, mut whole) = (line, String::new());
    while let Some(at) = rest.find("super::") {
        whole.push_str(&rest[..at]);
        let mut above = module.len();
        rest = &rest[at..];
        while let Some(next) = rest.strip_prefix("super::") {
            (above, rest) = (above.saturating_sub(1), next);
        }
        module[..above].iter().fold(&mut whole, |whole, part| {
            whole.push_str(if whole.ends_with("::") { "" } else { "crate::" });
            whole.push_str(part);
            whole.push_str("::");
            whole
        });
    }
    whole + rest
}

#[test]
fn what_is_named_from_above_is_seen() {
    let path = Path::new("src/reading/cells/number/mod.rs");
    assert_eq!(absolute("use super::grid::Grid;", path), "use crate::reading::cells::grid::Grid;");
    assert_eq!(absolute("use super::super::formats::csv;", path), "use crate::reading::formats::csv;");
    let path = Path::new("src/reading/cells/grid.rs");
    assert_eq!(
        absolute("(super::a(), super::b::c)", path),
        "(crate::reading::cells::a(), crate::reading::cells::b::c)"
    );
    assert_eq!(absolute("use crate::model::Figure;", path), "use crate::model::Figure;");
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
fn a_part_of_diagnosis_uses_only_parts_before_it() {
    let parts = parts_of("diagnosis");
    assert_eq!(parts, DIAGNOSIS.iter().map(|part| (*part).to_owned()).collect(), "every part has its place");
    let mut wrong = Vec::new();
    for (path, text) in sources("diagnosis") {
        let Some(at) = part_of("diagnosis", &path).and_then(|own| DIAGNOSIS.iter().position(|part| *part == own))
        else {
            continue;
        };
        let later = DIAGNOSIS[at + 1..].iter().filter(|later| text.lines().any(|line| uses(line, "diagnosis", later)));
        wrong.extend(later.map(|later| format!("{} uses {later}", path.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What two formats have in common is no part of either: it stands beside them, or is handed in.
#[test]
fn no_format_uses_another() {
    let mut wrong = Vec::new();
    for (folder, shared) in FORMATS {
        let parts = parts_of(folder);
        assert!(shared.iter().all(|part| parts.contains(*part)), "{folder} has parts that are not there: {shared:?}");
        let formats: Vec<&String> = parts.iter().filter(|part| !shared.contains(&part.as_str())).collect();
        assert!(formats.len() > 3, "{folder} is a folder of formats");
        for (path, text) in sources(folder) {
            // The door of the folder joins the formats.
            let Some(own) = part_of(folder, &path) else { continue };
            let others = formats.iter().filter(|format| ***format != own);
            let used = |format: &str| text.lines().any(|line| uses(line, folder, format));
            wrong.extend(others.filter(|format| used(format)).map(|format| format!("{}: {format}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "what formats share stands beside them; here one uses another:\n{}", wrong.join("\n"));
}

/// Nothing that formats share, and nothing beside them, knows one of them: only the doors of `render` do.
#[test]
fn only_the_door_of_render_knows_the_formats() {
    for (path, text) in sources("render") {
        let is_door = path.ends_with("render/mod.rs") || path.starts_with("src/render/formats");
        let line = text.lines().find(|line| line.contains("render::formats"));
        assert!(is_door || line.is_none(), "{}: {}", path.display(), line.unwrap_or_default());
    }
}

/// A new format is a file and an entry in the list.
#[test]
fn every_file_of_a_format_is_in_the_list() {
    let list = fs::read_to_string("src/render/formats/mod.rs").expect("the list");
    for format in parts_of("render/formats") {
        assert!(list.contains(&format!("{format}::")), "{format} is in no entry of the list of formats");
    }
    let mut names: Vec<&str> = gouji::render::FORMATS.iter().map(|format| format.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), gouji::render::FORMATS.len(), "two formats have one name");
}

/// The modules of a folder, by name.
fn parts_of(folder: &str) -> BTreeSet<String> {
    sources(folder).iter().filter_map(|(path, _)| part_of(folder, path)).collect()
}

/// The module of a folder that a file belongs to; none of the folder's door.
fn part_of(folder: &str, path: &Path) -> Option<String> {
    let inside = path.strip_prefix(Path::new("src").join(folder)).ok()?;
    let part = inside.iter().next()?.to_string_lossy().trim_end_matches(".rs").to_owned();
    Some(part).filter(|part| part != "mod")
}

/// Whether a line names a module of a folder, by its path from the crate.
fn uses(line: &str, folder: &str, module: &str) -> bool {
    let line = line.split("//").next().unwrap_or_default();
    let door = format!("crate::{}::", folder.replace('/', "::"));
    line.match_indices(&door).any(|(at, _)| {
        let rest = &line[at + door.len()..];
        let list = rest.strip_prefix('{').unwrap_or(rest).split('}').next().unwrap_or_default();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let first = |name: &str| name.trim().split(|c| !is_word(c)).next().unwrap_or_default().to_owned();
        let is_list = rest.starts_with('{');
        if is_list { list.split(',').any(|name| first(name) == module) } else { first(rest) == module }
    })
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

/// What only one system has stands beside what the others have instead. Targets of other systems cannot be compiled
/// everywhere, so this keeps the sources fit for them.
#[test]
fn what_one_system_has_stands_beside_its_other_side() {
    const OF_ONE_SYSTEM: [&str; 5] = ["std::os::", "libc::", "\"/dev", "\"/proc", "SIGINT"];
    let mut seen = 0;
    for (path, text) in ROOMS.iter().flat_map(|room| sources(room)) {
        let lines: Vec<&str> = text.lines().map(|line| line.split(" // ").next().unwrap_or_default()).collect();
        // The name of the item that an attribute stands before.
        let item =
            |at: usize| lines[at + 1].split(['(', ':', '{']).next().unwrap_or_default().replace("pub(super) ", "");
        for (at, line) in lines.iter().enumerate() {
            let is_code = !line.trim_start().starts_with("//");
            // `cfg!` says in the line itself what holds elsewhere.
            if !is_code || line.contains("cfg!(") || !OF_ONE_SYSTEM.iter().any(|word| line.contains(word)) {
                continue;
            }
            seen += 1;
            let above = (0..at).rev().take_while(|above| !lines[*above].is_empty());
            let side =
                above.into_iter().find(|above| lines[*above] == "#[cfg(unix)]" || lines[*above] == "#[cfg(windows)]");
            let named = side.map(item);
            let other = |at: usize| lines[at].starts_with("#[cfg(not(") && named == Some(item(at));
            assert!(
                named.is_some() && (0..lines.len()).any(other),
                "{}:{}: only one system has this; what do the others have? Say so in an item of the same name under `cfg`",
                path.display(),
                at + 1
            );
        }
    }
    assert!(seen >= 4, "the words that this test looks for are in the sources");
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
