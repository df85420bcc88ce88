//! Embeds the records that gouji is made of: the forms, a folder each under `src/forms/`; the rules, a file each under
//! `src/rules/catalogue/`; and the words, lists and patterns that stand beside the code that reads them.
//!
//! A new folder or file is picked up by being there; no list is edited. Records are written in TOML, by people. Every start
//! reads most of them, so they are embedded as JSON, which takes a fifth of the time. Forms stay as they are written: whoever
//! breaks a law in a form is told the line, and those of `--forms` come the same way.
//!
//! The two generated lists hold `(path relative to their folder, text)`, sorted by path so that a build is the same
//! everywhere; any other record is `records/` and its path below `src`, for the macro `embedded!`.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fmt, fs, io};

const FORMS: &str = "forms/";
const CATALOGUE: &str = "rules/catalogue/";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = |name| PathBuf::from(env::var_os(name).expect("cargo sets it"));
    let (source, out) = (folder("CARGO_MANIFEST_DIR").join("src"), folder("OUT_DIR"));
    println!("cargo:rerun-if-changed=src");
    // Of a record that is gone nothing stays.
    if out.join("records").exists() {
        fs::remove_dir_all(out.join("records"))?;
    }
    let mut records = Vec::new();
    collect(&source, &mut records)?;
    records.sort();
    let [mut forms, mut catalogue] = [String::from("&[\n"), String::from("&[\n")];
    for path in records {
        let name = path.strip_prefix(&source)?.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        if let Some(form) = name.strip_prefix(FORMS).filter(|below| below.contains('/')) {
            list(&mut forms, form, &path)?;
            continue;
        }
        let json = out.join("records").join(&name).with_extension("json");
        embed(&path, &json)?;
        if let Some(rule) = name.strip_prefix(CATALOGUE) {
            list(&mut catalogue, rule, &json)?;
        }
    }
    fs::write(out.join("forms.rs"), forms + "]\n")?;
    fs::write(out.join("catalogue.rs"), catalogue + "]\n")?;
    Ok(())
}

/// Adds a record to a list.
fn list(list: &mut String, name: &str, path: &Path) -> fmt::Result {
    let path = path.to_string_lossy();
    writeln!(list, "    ({name:?}, include_str!({path:?})),")
}

/// Writes the record at `path` as JSON.
fn embed(path: &Path, json: &Path) -> Result<(), Box<dyn Error>> {
    let named = |error: &dyn Error| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| named(&error))?;
    let record: toml::Table = toml::from_str(&text).map_err(|error| named(&error))?;
    fs::create_dir_all(json.parent().expect("it is in a folder"))?;
    fs::write(json, serde_json::to_string(&record)?)?;
    Ok(())
}

/// The records in a folder and those below it.
fn collect(folder: &Path, records: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, records)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            records.push(path);
        }
    }
    Ok(())
}
