//! Where a result is, for viewers that open the file there.
//!
//! A place in a text is a region: its line, and the character of it where that is known, counted as `columnKind` says. A
//! place that people read counts fields, and stands in the name of a logical location, as does a place in a sheet or a
//! table, which has no line that a viewer could open. The qualified name is the cell's.

use serde::Serialize;

use super::Message;
use crate::diagnosis::FoundCell;
use crate::model::Place;
use crate::render::words::clean::clean;
use crate::render::words::places;

#[derive(Debug, Serialize)]
pub(super) struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    physical: PhysicalLocation,
    #[serde(rename = "logicalLocations", skip_serializing_if = "Vec::is_empty")]
    logical: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Debug, Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fully_qualified_name: Option<String>,
    kind: &'static str,
}

impl Location {
    pub(super) fn of_cell(path: &str, cell: &FoundCell) -> Self {
        Self::new(path, cell.place.as_ref(), Some(&cell.id))
    }

    /// The location under the number and with the words of one that is related to a result.
    pub(super) fn related(self, id: usize, message: Option<Message>) -> Self {
        Self { id: Some(id), message, ..self }
    }

    pub(super) fn new(path: &str, place: Option<&Place>, cell: Option<&str>) -> Self {
        // A viewer opens the archive; which of its files it is stands beside it.
        let (file, packed) = places::in_archive(path);
        let region = match place {
            Some(Place::Line { line, character, .. }) if packed.is_none() => {
                Some(Region { start_line: *line, start_column: *character })
            }
            _ => None,
        };
        let name = place.map(|place| clean(&place.to_string()).into_owned());
        let is_named = name.is_some() || cell.is_some();
        let cell =
            is_named.then(|| LogicalLocation { name, fully_qualified_name: cell.map(str::to_owned), kind: "cell" });
        let packed = packed.map(|packed| LogicalLocation {
            name: Some(clean(packed).into_owned()),
            fully_qualified_name: Some(places::path(path)),
            kind: "file",
        });
        Self {
            id: None,
            physical: PhysicalLocation { artifact_location: ArtifactLocation { uri: places::uri(file) }, region },
            logical: cell.into_iter().chain(packed).collect(),
            message: None,
        }
    }
}
