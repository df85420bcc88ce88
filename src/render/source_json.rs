//! Where a filing comes from as `gouji/1` writes it, in the results of a check and of a comparison.

use serde::Serialize;

use crate::diagnosis::Source;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Source"))]
pub(in crate::render) struct SourceJson<'a> {
    path: &'a str,
    sheet: Option<&'a str>,
    /// The line of a data set, from 1.
    record: Option<u32>,
}

impl<'a> SourceJson<'a> {
    pub(in crate::render) fn of(source: &'a Source) -> Self {
        Self { path: &source.path, sheet: source.sheet.as_deref(), record: source.record }
    }

    /// Of a path that gave no filing.
    pub(in crate::render) fn of_path(path: &'a str) -> Self {
        Self { path, sheet: None, record: None }
    }
}
