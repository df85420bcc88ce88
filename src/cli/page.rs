//! `--open`: the page of a check, opened by whatever the system opens pages with.

use std::path::{Path, PathBuf};

use super::settings::Settings;
use super::{Failure, complain, shown};
use crate::render::{Format, fill, phrase};

/// The page to open: one that is asked for with a file, else one more, in a temporary file that stays.
pub(super) fn plan(settings: &mut Settings, is_asked_for: bool) -> Result<Option<PathBuf>, Failure> {
    if !is_asked_for {
        return Ok(None);
    }
    // `-o` alone names the page.
    let is_page = settings.format.is_default();
    let (formats, outputs) = (&mut settings.format.value, &mut settings.output.value);
    if is_page {
        *formats = vec![Format::HTML];
    }
    let named = formats.iter().zip(outputs.iter()).find(|(format, _)| **format == Format::HTML);
    if let Some((_, path)) = named.filter(|(_, path)| path.as_os_str() != "-") {
        return Ok(Some(path.clone()));
    }
    // One that would go to the screen goes to a file instead: the screen gets the summary.
    let is_last = formats.get(outputs.len()) == Some(&Format::HTML);
    let page = tempfile::Builder::new().prefix("gouji-").suffix(".html").tempfile();
    let page = page.and_then(|page| page.into_temp_path().keep().map_err(|error| error.error));
    let page =
        page.map_err(|error| Failure::Output { path: std::env::temp_dir().to_string_lossy().into_owned(), error })?;
    if is_last {
        outputs.push(page.clone());
    } else {
        formats.insert(0, Format::HTML);
        outputs.insert(0, page.clone());
    }
    Ok(Some(page))
}

/// Opens it. Where nothing can, its path is said: that is all that was asked for, and no failure.
pub(super) fn open(page: &Path, settings: &Settings) {
    if open::that_detached(page).is_err() {
        complain(&fill(phrase("opened-not", settings.lang()), |_| Some(shown(page))));
    }
}
