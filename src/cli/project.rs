//! What of `gouji.toml` the commands read that are no check: a comparison, a conversion, a sum.

use std::path::{Path, PathBuf};

use super::Failure;
use super::args::ProjectArgs;
use super::config::Config;
use super::inputs::How;
use super::reads::Reads;
use crate::model::Lang;

/// What was typed and what the file says, made one: what was typed wins.
pub(super) struct Project {
    pub(super) forms: Vec<PathBuf>,
    pub(super) roster: Option<PathBuf>,
    pub(super) how: How,
    pub(super) max_file_size: Option<u64>,
    pub(super) lang: Lang,
    file: Option<PathBuf>,
}

impl Project {
    /// The project of a command that was told of it, and of a roster if it takes one.
    ///
    /// # Errors
    /// Settings that cannot be read.
    pub(super) fn of(typed: &ProjectArgs, roster: Option<&Path>) -> Result<Self, Failure> {
        let config = Config::load(typed.config.as_deref(), typed.lang.map_or(Lang::Zh, Into::into))?;
        let exclude = if typed.exclude.is_empty() { config.exclude.unwrap_or_default() } else { typed.exclude.clone() };
        let forms = if typed.forms.is_empty() { config.forms.unwrap_or_default() } else { typed.forms.clone() };
        Ok(Self {
            forms,
            roster: roster.map(Path::to_owned).or(config.roster),
            how: How { gitignore: false, exclude },
            max_file_size: typed.max_file_size.or(config.max_file_size),
            lang: typed.lang.or(config.lang).map_or(Lang::Zh, Into::into),
            file: config.path,
        })
    }

    /// The lists and records that the run reads besides its inputs.
    pub(super) fn reads(&self) -> Reads<'static> {
        let mut reads = Reads::default();
        reads.file("--config", self.file.as_deref());
        reads.file("--roster", self.roster.as_deref());
        reads.forms(&self.forms);
        reads
    }
}
