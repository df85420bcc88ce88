//! Embeds the records that gouji is made of: every form under `src/forms/` and every rule under `src/rules/catalogue/`.
//!
//! A new folder or file is picked up by being there; no list is edited. The two generated files hold one array each of
//! `(path relative to its folder, text)`, sorted by path so that a build is the same everywhere.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for (folder, target) in [("src/forms", "forms.rs"), ("src/rules/catalogue", "catalogue.rs")] {
        println!("cargo:rerun-if-changed={folder}");
        let folder = root.join(folder);
        let mut files = Vec::new();
        collect(&folder, &folder, &mut files)?;
        files.sort();
        let mut text = String::from("&[\n");
        for (name, path) in files {
            writeln!(text, "    ({name:?}, include_str!({path:?})),").expect("a string takes any text");
        }
        text.push_str("]\n");
        fs::write(out.join(target), text)?;
    }
    Ok(())
}

fn collect(base: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(base, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let parts: Vec<_> =
                path.strip_prefix(base).unwrap_or(&path).iter().map(|part| part.to_string_lossy()).collect();
            files.push((parts.join("/"), path.to_string_lossy().into_owned()));
        }
    }
    Ok(())
}
