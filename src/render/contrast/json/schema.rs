//! The JSON Schema of `gouji-compare/1`, made from the types that are written. `SNAPSHOTS=overwrite cargo test` writes
//! `gouji-compare-1.schema.json` anew when they have grown.

use std::path::Path;

use schemars::generate::SchemaSettings;

use super::ContrastDocument;

#[test]
fn the_schema_beside_the_renderer_is_that_of_the_types() {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema = generator.into_root_schema_for::<ContrastDocument>();
    let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render/gouji-compare-1.schema.json");
    snapbox::assert_data_eq!(text, snapbox::Data::read_from(&path, Some(snapbox::data::DataFormat::Text)));
}
