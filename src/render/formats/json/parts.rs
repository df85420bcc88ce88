//! What a sum was made of, as `gouji/1` writes it.

use std::io;

use serde::Serialize;

use super::indented;
use crate::diagnosis::{LeftOut, Part, Total};

/// With `gouji sum`: the filings that were added up, and those that were not.
#[cfg(test)]
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "Parts")]
pub(super) struct PartsJson<'a> {
    included: Vec<IncludedJson<'a>>,
    left_out: Vec<LeftOutJson<'a>>,
}

/// A filing that was added; the path is null of a sum that stands in for a filing that was not submitted.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Included"))]
struct IncludedJson<'a> {
    path: Option<&'a str>,
    agency: Option<&'a str>,
}

/// A filing that was not, with the reason in a word.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "LeftOut"))]
struct LeftOutJson<'a> {
    path: &'a str,
    agency: Option<&'a str>,
    why: &'static str,
}

/// Writes them piece by piece, as the last key of a document: a province has tens of thousands.
pub(super) fn write(total: &Total, mut out: impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    let included = |part: &Part| {
        let path = Some(&*part.source.path).filter(|path| !path.is_empty());
        indented(&IncludedJson { path, agency: part.agency.as_deref() }, 3)
    };
    let left_out = |one: &LeftOut| {
        let (path, agency, why) = (&*one.source.path, one.agency.as_deref(), one.why.word());
        indented(&LeftOutJson { path, agency, why }, 3)
    };
    out(",\n  \"parts\": {\n    \"included\": [")?;
    list(total.parts.iter().map(included), &mut out)?;
    out(",\n    \"left_out\": [")?;
    list(total.left_out.iter().map(left_out), &mut out)?;
    out("\n  }")
}

fn list(
    items: impl Iterator<Item = io::Result<String>>,
    out: &mut impl FnMut(&str) -> io::Result<()>,
) -> io::Result<()> {
    let mut end = "";
    for item in items {
        out(if end.is_empty() { "\n      " } else { ",\n      " })?;
        out(&item?)?;
        end = "\n    ";
    }
    out(end)?;
    out("]")
}
