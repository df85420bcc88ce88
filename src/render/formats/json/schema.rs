//! The JSON Schema of `gouji/1`, made from the types that are written. `SNAPSHOTS=overwrite cargo test` writes
//! `gouji-1.schema.json` anew when they have grown.

use std::path::Path;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use super::SCHEMA;
use super::filing::FilingJson;
use super::parts::PartsJson;
use super::run::{Closing, ConcernJson, SkippedLine, SummaryJson};

/// The document of `gouji check --format json`. Of `jsonl` each line is a `Filing`, or, where a list named the paths, a
/// `SkippedLine`, and the last a `Closing`. Keys are always there; new ones may come.
#[derive(JsonSchema)]
#[schemars(rename = "gouji/1")]
#[expect(dead_code, reason = "the document is written piece by piece and never held; here is its shape")]
struct Document<'a> {
    #[schemars(extend("const" = SCHEMA))]
    schema: &'a str,
    /// Of `gouji convert`: the filings are there to be read again, also where a walk meets them.
    #[serde(skip_serializing_if = "Option::is_none")]
    converted: Option<bool>,
    filings: Vec<FilingJson<'a>>,
    summary: SummaryJson<'a>,
    findings: Vec<ConcernJson<'a>>,
    /// Of `gouji sum`: what was added up.
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<PartsJson<'a>>,
}

#[test]
fn the_schema_beside_the_renderer_is_that_of_the_types() {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    generator.subschema_for::<Closing>();
    generator.subschema_for::<SkippedLine>();
    let schema = generator.into_root_schema_for::<Document>();
    let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render/gouji-1.schema.json");
    snapbox::assert_data_eq!(text, snapbox::Data::read_from(&path, Some(snapbox::data::DataFormat::Text)));
}
