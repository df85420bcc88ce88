//! `--open`: the page of a check, opened by whatever the system opens pages with.

use std::path::PathBuf;

use tempfile::TempPath;

use super::args::CheckSettings;
use super::{Failure, complain, shown};
use crate::model::Lang;
use crate::render::{Format, fill, phrase};

/// The page of a check that is to be opened.
pub(super) struct Page {
    path: PathBuf,
    /// It stays when it was opened; a run that fails before leaves none.
    temporary: Option<TempPath>,
}

/// The page to open: one that is asked for with a file, else one more, in a temporary file.
pub(super) fn plan(settings: &mut CheckSettings, is_format_asked: bool) -> Result<Page, Failure> {
    // `-o` alone names the page, whatever it is called.
    if !is_format_asked {
        settings.format = vec![Format::HTML];
    }
    let CheckSettings { format: formats, output: outputs, .. } = settings;
    let named = formats.iter().zip(outputs.iter()).find(|(format, _)| **format == Format::HTML);
    if let Some((_, path)) = named.filter(|(_, path)| path.as_os_str() != "-") {
        return Ok(Page { path: path.clone(), temporary: None });
    }
    // One that would go to the screen goes to a file instead: the screen gets the summary.
    let is_last = formats.get(outputs.len()) == Some(&Format::HTML);
    let page = tempfile::Builder::new().prefix("gouji-").suffix(".html").tempfile();
    let temporary = page.map(tempfile::NamedTempFile::into_temp_path).map_err(|error| {
        let path = std::env::temp_dir().to_string_lossy().into_owned();
        Failure::Output { path, error }
    })?;
    let path = temporary.to_path_buf();
    if is_last {
        outputs.push(path.clone());
    } else {
        formats.insert(0, Format::HTML);
        outputs.insert(0, path.clone());
    }
    Ok(Page { path, temporary: Some(temporary) })
}

impl Page {
    /// Opens it. Where nothing can, its path is said: that is all that was asked for, and no failure.
    pub(super) fn open(self, lang: Lang) {
        let is_kept = self.temporary.is_none_or(|temporary| temporary.keep().is_ok());
        if !is_kept || open::that_detached(&self.path).is_err() {
            complain(&fill(phrase("opened-not", lang), |_| Some(shown(&self.path))));
        }
    }
}
