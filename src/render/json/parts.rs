//! What a sum was made of, as `gouji/1` writes it.

use serde::Serialize;

use crate::diagnosis::{LeftOut, Part, Total};

/// With `gouji sum`: the filings that were added up, and those that were not.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Parts"))]
pub(in crate::render) struct SumParts<'a> {
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

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "LeftOut"))]
struct LeftOutJson<'a> {
    path: &'a str,
    agency: Option<&'a str>,
    why: &'static str,
}

impl<'a> SumParts<'a> {
    pub(in crate::render) fn new(total: &'a Total) -> Self {
        let included = |part: &'a Part| IncludedJson {
            path: Some(&*part.source.path).filter(|path| !path.is_empty()),
            agency: part.agency.as_deref(),
        };
        let left_out = |one: &'a LeftOut| LeftOutJson {
            path: &one.source.path,
            agency: one.agency.as_deref(),
            why: one.why.word(),
        };
        Self {
            included: total.parts.iter().map(included).collect(),
            left_out: total.left_out.iter().map(left_out).collect(),
        }
    }
}
