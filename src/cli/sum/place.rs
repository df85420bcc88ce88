//! Where sums go: one file, or a file for each superior in a folder.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::slice;

use crate::cli::args::SumArgs;
use crate::cli::reads::Reads;
use crate::cli::target::folder::{Made, free_name, is_folder};
use crate::cli::target::{self, Pending, Taken, Target};
use crate::cli::{Failure, inputs, shown};
use crate::diagnosis::{Gathered, Report, Total, superior_names};
use crate::model::{Lang, Roster};
use crate::reading::Reader;
use crate::render::{Style, SumKind, phrase, refusal_words, write_sum};

/// Where the sums of a run go.
pub(super) enum Places {
    /// One file.
    One { kind: SumKind, target: Target, name: PathBuf },
    /// A folder, with the superiors in their order and a file for each.
    Folder { kind: SumKind, folder: Made, files: Vec<(String, Target, PathBuf)> },
}

impl Places {
    /// What was asked for.
    pub(super) fn of(args: &SumArgs, roster: Option<&Roster>, lang: Lang) -> Result<Self, Failure> {
        let output = args.output.as_deref().filter(|path| path.as_os_str() != "-");
        let typed = args.to;
        let refused = |refusal| Failure::Usage(refusal_words(&refusal, None, lang));
        let superiors = args.by.map(|_| superior_names(roster).map_err(refused)).transpose()?;
        if let Some((folder, superiors)) = output.filter(|path| is_folder(path)).zip(superiors.as_ref()) {
            let made = Made::of(folder)?;
            let kind = typed.unwrap_or(SumKind::Xlsx);
            let mut taken = HashSet::new();
            let file = |name: &String| {
                let path = folder.join(free_name(name, extension(kind), &mut taken));
                Ok((name.clone(), Target::of(Some(&path))?, path))
            };
            let files = superiors.iter().map(file).collect::<Result<_, Failure>>()?;
            return Ok(Self::Folder { kind, folder: made, files });
        }
        let kind = kind(output, typed, lang)?;
        if superiors.is_some() && kind != SumKind::Xlsx {
            return Err(Failure::usage("sum-by-target", lang));
        }
        target::not_on_terminal(kind == SumKind::Xlsx, output, lang)?;
        let name = output.map_or_else(|| PathBuf::from("<stdout>"), Path::to_owned);
        Ok(Self::One { kind, target: Target::of(output)?, name })
    }

    /// Refuses places of what the run reads.
    pub(super) fn keep_apart(&self, reads: Reads, reader: &Reader, lang: Lang) -> Result<Taken, Failure> {
        match self {
            Self::One { target, .. } => target::keep_apart(slice::from_ref(target), reads, reader, lang),
            Self::Folder { files, .. } => {
                target::keep_apart(files.iter().map(|(_, target, _)| target), reads, reader, lang)
            }
        }
    }

    /// Writes the sums, and gives where they are.
    pub(super) fn write(self, gathered: &mut Gathered, style: Style, report: &Report) -> Result<Vec<String>, Failure> {
        let read = || {
            let mut read = Report::default();
            (read.files, read.skipped) = (report.files, report.skipped.clone());
            read
        };
        match self {
            Self::One { kind, target, name } => {
                let name = shown(&name);
                gathered.totals.iter_mut().for_each(|total| total.filing.source.path = name.as_str().into());
                let all = 0..gathered.totals.len();
                let (pending, out) = target.open()?;
                pending.finish(write_sum(gathered, all, kind, style, read(), out))?.put()?;
                Ok(vec![name])
            }
            Self::Folder { kind, folder, files } => {
                let (mut whole, mut names) = (Vec::new(), Vec::new());
                for (superior, target, path) in files {
                    let is_meant = |total: &Total| total.filing.agency.as_ref() == Some(&superior);
                    let Some(at) = gathered.totals.iter().position(is_meant) else { continue };
                    let name = shown(&path);
                    gathered.totals[at].filing.source.path = name.as_str().into();
                    let (pending, out) = target.open()?;
                    whole.push(pending.finish(write_sum(gathered, at..at + 1, kind, style, read(), out))?);
                    names.push(name);
                }
                whole.into_iter().try_for_each(Pending::put)?;
                drop(folder);
                Ok(names)
            }
        }
    }
}

/// What was asked for, else what the file is called; on a screen text.
fn kind(output: Option<&Path>, typed: Option<SumKind>, lang: Lang) -> Result<SumKind, Failure> {
    let Some(path) = output else { return Ok(typed.unwrap_or(SumKind::Csv)) };
    if let Some(kind) = typed {
        return Ok(kind);
    }
    match inputs::extension(path).as_str() {
        "xlsx" => Ok(SumKind::Xlsx),
        "csv" => Ok(SumKind::Csv),
        "json" => Ok(SumKind::Json),
        _ => Err(Failure::Usage(format!("-o {}: {}", shown(path), phrase("sum-extension", lang)))),
    }
}

fn extension(kind: SumKind) -> &'static str {
    match kind {
        SumKind::Xlsx => ".xlsx",
        SumKind::Csv => ".csv",
        SumKind::Json => ".json",
    }
}
