//! What of `gouji.toml` the commands read that are no check: a comparison, a sum.

use std::path::{Path, PathBuf};

use super::Failure;
use super::args::Language;
use super::config::Config;
use super::inputs::How;
use super::reads::Reads;
use crate::model::Lang;

/// What was typed.
pub(super) struct Typed<'t> {
    pub(super) config: Option<&'t Path>,
    pub(super) lang: Option<Language>,
    pub(super) forms: &'t [PathBuf],
    pub(super) exclude: &'t [String],
    pub(super) roster: Option<&'t Path>,
}

/// What was typed and what the file says, made one: what was typed wins.
pub(super) struct Project {
    pub(super) forms: Vec<PathBuf>,
    pub(super) roster: Option<PathBuf>,
    pub(super) how: How,
    pub(super) lang: Lang,
    file: Option<PathBuf>,
}

impl Project {
    pub(super) fn of(typed: &Typed) -> Result<Self, Failure> {
        let config = Config::load(typed.config, typed.lang.map_or(Lang::Zh, Into::into))?;
        let exclude =
            if typed.exclude.is_empty() { config.exclude.unwrap_or_default() } else { typed.exclude.to_vec() };
        let forms = if typed.forms.is_empty() { config.forms.unwrap_or_default() } else { typed.forms.to_vec() };
        Ok(Self {
            forms,
            roster: typed.roster.map(Path::to_owned).or(config.roster),
            how: How { gitignore: false, exclude },
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
