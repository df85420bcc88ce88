//! Whose a filing is, as it is kept for hundreds of thousands of them.

use std::num::NonZeroU32;
use std::sync::Arc;

use crate::diagnosis::assessment::{Assessment, Source};

/// Whose a filing is and where it came from; one copy for all who keep it, in little memory.
#[derive(Debug, Clone)]
pub(in crate::diagnosis) struct Whose {
    pub(super) year: Option<u16>,
    record: Option<NonZeroU32>,
    /// Up to the last separator; one copy for all files in it.
    folder: Arc<str>,
    /// The name of the file, then that of the sheet, then that of the agency. An empty one is none.
    names: Box<str>,
    sheet_at: u32,
    agency_at: u32,
}

impl Whose {
    /// `near` is another from the same folder, more often than not.
    pub(super) fn of(filing: &Assessment, near: &Arc<str>) -> Arc<Self> {
        let Source { path, sheet, record } = &filing.source;
        let (folder, file) = path.split_at(path.rfind(['/', '\\']).map_or(0, |at| at + 1));
        let (sheet, agency) = (sheet.as_deref().unwrap_or_default(), filing.agency.as_deref().unwrap_or_default());
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Arc::new(Self {
            year: filing.year,
            record: record.and_then(NonZeroU32::new),
            folder: if **near == *folder { Arc::clone(near) } else { folder.into() },
            names: [file, sheet, agency].concat().into(),
            sheet_at: narrow(file.len()),
            agency_at: narrow(file.len() + sheet.len()),
        })
    }

    /// Notes the folder it came from, for the next one.
    pub(super) fn note_folder(&self, near: &mut Arc<str>) {
        if !Arc::ptr_eq(near, &self.folder) {
            near.clone_from(&self.folder);
        }
    }

    fn name(&self, from: u32, to: usize) -> Option<&str> {
        self.names.get(usize::try_from(from).ok()?..to).filter(|name| !name.is_empty())
    }

    pub(super) fn agency(&self) -> Option<&str> {
        self.name(self.agency_at, self.names.len())
    }

    pub(super) fn source(&self) -> Source {
        let file = self.name(0, self.sheet_at as usize).unwrap_or_default();
        let sheet = self.name(self.sheet_at, self.agency_at as usize).map(str::to_owned);
        Source { path: format!("{}{file}", self.folder).into(), sheet, record: self.record.map(NonZeroU32::get) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_comes_out_as_it_went_in() {
        let mut near: Arc<str> = "".into();
        for (path, sheet, record, agency) in [
            ("a.csv", None, None, None),
            ("in/deep/a.xlsx", Some("民政局 2023"), None, Some("甲县民政局")),
            ("in/deep/b.xlsx", Some("Sheet1"), Some(3), None),
            ("C:\\各单位\\报表.csv", None, Some(200_000), Some("甲县文旅局")),
            ("-", None, None, None),
            ("", None, None, None),
        ] {
            let source = Source { path: path.into(), sheet: sheet.map(str::to_owned), record };
            let filing =
                Assessment { source: source.clone(), agency: agency.map(str::to_owned), ..Assessment::default() };
            let whose = Whose::of(&filing, &near);
            assert_eq!((whose.source(), whose.agency()), (source, agency));
            let is_near = Arc::ptr_eq(&near, &whose.folder);
            assert_eq!(is_near, path == "in/deep/b.xlsx" || path == "a.csv" || path.is_empty(), "{path}");
            whose.note_folder(&mut near);
        }
    }
}
