//! By which forms, records and lists a run reads and judges; and `gouji config`, which shows the settings of a check that
//! stand up to them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::Wishes;
use super::settings::Project;
use super::{Exit, Failure, shown, write_text};
use crate::diagnosis::{Answers, Policy};
use crate::forms::{FormError, Forms};
use crate::model::{Lang, Roster};
use crate::reading::{ReadError, ReadOptions, Reader};
use crate::render::{error_text, phrase};
use crate::rules::{Catalogue, CatalogueError};

/// The forms and the rules, those of folders among them.
pub(super) struct Laws {
    pub(super) forms: Forms,
    pub(super) catalogue: Catalogue,
}

impl Laws {
    /// Those of a check, which its settings agree with.
    pub(super) fn of_check(wishes: &Wishes, project: &Project) -> Result<Self, Failure> {
        let lang = wishes.lang();
        let laws = Self::read(&wishes.project.shared.forms, lang)?;
        project.agrees_with(&laws.catalogue, &wishes.settings, lang)?;
        Ok(laws)
    }

    /// Those that are built in, and those of the folders named.
    pub(super) fn read(folders: &[PathBuf], lang: Lang) -> Result<Self, Failure> {
        let forms = forms(folders, lang)?;
        let catalogue = Catalogue::embedded()?.with_own(&forms).map_err(|error| match error {
            CatalogueError::Fault(fault) => Failure::Usage(fault.words(lang)),
            CatalogueError::Form(error) => Failure::Usage(error.words(lang)),
            error => Failure::Catalogue(error),
        })?;
        Ok(Self { forms, catalogue })
    }
}

/// The forms that are built in, and those of the folders named.
pub(super) fn forms(folders: &[PathBuf], lang: Lang) -> Result<Forms, Failure> {
    let refused = |error: FormError| Failure::Usage(error.words(lang));
    let mut forms = Forms::embedded().map_err(refused)?;
    for folder in folders {
        forms = forms.with_folder(folder).map_err(refused)?;
    }
    Ok(forms)
}

/// `gouji config`: the settings that are in force.
pub(super) fn config(wishes: &Wishes, project: &Project) -> Result<Exit, Failure> {
    let Laws { forms, .. } = Laws::of_check(wishes, project)?;
    let reader = Reader::new(&forms, options(wishes, &forms)?);
    policy(wishes, project, &forms, &reader)?;
    project.letters(wishes.lang())?;
    write_text(&project.written(wishes.lang()))
}

/// How a check reads.
pub(super) fn options(wishes: &Wishes, forms: &Forms) -> Result<ReadOptions, Failure> {
    Ok(ReadOptions {
        edition: edition(&wishes.read.edition.edition, forms, wishes.lang())?,
        year: wishes.read.year,
        // Beside a superior's filing it names that one: parts that were all called alike would be one agency.
        agency: wishes.read.agency.clone().filter(|_| wishes.aggregate.is_none()),
        text: wishes.settings.text,
        max_file_bytes: wishes.project.shared.max_file_size,
    })
}

/// How a check judges.
pub(super) fn policy(wishes: &Wishes, project: &Project, forms: &Forms, reader: &Reader) -> Result<Policy, Failure> {
    let (settings, lang) = (&wishes.settings, wishes.lang());
    for table in &settings.tables {
        if !forms.editions().iter().flat_map(|edition| &edition.tables).any(|known| known.id == *table) {
            let text = phrase("no-table", lang);
            return Err(Failure::Usage(format!("--tables {table}: {text}")));
        }
    }
    let path = settings.explanations.as_deref();
    let answers = path.map(|path| reader.explanations(path).map_err(|error| unread(path, &error, lang))).transpose()?;
    let answers = answers.zip(path).map(|(list, path)| Answers::new(path.to_string_lossy().into_owned(), list));
    Ok(Policy {
        select: settings.select.clone(),
        ignore: settings.ignore.clone(),
        tables: settings.tables.clone(),
        blank: settings.blank,
        severity: project.severity().clone(),
        thresholds: project.thresholds().clone(),
        by_file: project.ignored_by_file(lang)?,
        roster: roster(wishes.roster.roster.as_deref(), reader, lang)?,
        answers: answers.map(Arc::new),
    })
}

/// The edition to read against; `None` for `auto`.
pub(super) fn edition(name: &str, forms: &Forms, lang: Lang) -> Result<Option<String>, Failure> {
    if name == "auto" {
        return Ok(None);
    }
    if forms.get(name).is_some() {
        return Ok(Some(name.to_owned()));
    }
    let known: Vec<_> = forms.editions().iter().map(|edition| &*edition.id).collect();
    let text = phrase("no-edition", lang);
    Err(Failure::Usage(format!("--edition {name}: {text} auto, {}", known.join(", "))))
}

/// Who has to report, where that is told.
pub(super) fn roster(path: Option<&Path>, reader: &Reader, lang: Lang) -> Result<Option<Arc<Roster>>, Failure> {
    let read = |path| reader.roster(path).map(Arc::new).map_err(|error| unread(path, &error, lang));
    path.map(read).transpose()
}

/// A list of the run that cannot be read.
pub(super) fn unread(path: &Path, error: &ReadError, lang: Lang) -> Failure {
    let (fact, help) = error_text(error, lang);
    let help = phrase("what-to-do", lang).to_owned() + &help;
    Failure::List { path: shown(path), fact, help }
}
