//! What may explain broken relations, as `gouji/1` writes it.

use serde::Serialize;

use crate::diagnosis::Diagnosis;
use crate::model::{FormEdition, plain};

/// Explanations as small as each other that are listed at most.
const MOST_SUSPECTS: usize = 50;

/// One explanation of the broken relations that hang together.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Suspect"))]
pub(super) struct SuspectJson<'a> {
    cells: Vec<SuspectCellJson<'a>>,
    slip: &'static str,
    /// The fingerprints of the findings that the corrections resolve.
    resolves: Vec<&'a str>,
    #[cfg_attr(test, schemars(extend("enum" = ["only", "likely", "possible"])))]
    certainty: &'static str,
    /// How many explanations of these relations are as small, this one among them; more than are listed, if they are
    /// very many.
    alternatives: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "SuspectCell"))]
struct SuspectCellJson<'a> {
    id: &'a str,
    place: Option<String>,
    reported: Option<&'a str>,
    proposed: String,
}

pub(super) fn suspects<'d>(
    diagnosis: &'d Diagnosis,
    form: Option<&'d FormEdition>,
) -> impl Iterator<Item = SuspectJson<'d>> {
    diagnosis.suspects.iter().take(MOST_SUSPECTS).map(move |suspect| SuspectJson {
        cells: suspect
            .cells
            .iter()
            .map(|cell| SuspectCellJson {
                id: form.map(|form| &*form.cell(cell.cell).id).unwrap_or_default(),
                place: cell.place.as_ref().map(ToString::to_string),
                reported: cell.reported.as_deref(),
                proposed: plain(cell.proposed),
            })
            .collect(),
        slip: suspect.slip.name(),
        resolves: diagnosis.findings.iter().map(AsRef::as_ref).collect(),
        certainty: suspect.certainty.word(),
        alternatives: diagnosis.suspects.len(),
    })
}
