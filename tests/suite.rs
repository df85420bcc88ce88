//! The tests of gouji as one program, so that they link once. Each module holds one concern.

#[path = "suite/support.rs"]
mod support;

#[path = "suite/aggregation.rs"]
mod aggregation;
#[path = "suite/archives.rs"]
mod archives;
#[path = "suite/blank_totals.rs"]
mod blank_totals;
#[path = "suite/broken.rs"]
mod broken;
#[path = "suite/collected.rs"]
mod collected;
#[path = "suite/commands.rs"]
mod commands;
#[path = "suite/compare/mod.rs"]
mod compare;
#[path = "suite/compilations.rs"]
mod compilations;
#[path = "suite/county.rs"]
mod county;
#[path = "suite/dataset.rs"]
mod dataset;
#[path = "suite/datasheets.rs"]
mod datasheets;
#[path = "suite/desk.rs"]
mod desk;
#[path = "suite/documents.rs"]
mod documents;
#[path = "suite/editions.rs"]
mod editions;
#[path = "suite/exhaustive.rs"]
mod exhaustive;
#[path = "suite/explained.rs"]
mod explained;
#[path = "suite/flat.rs"]
mod flat;
#[path = "suite/halves.rs"]
mod halves;
#[path = "suite/headings.rs"]
mod headings;
#[path = "suite/heads.rs"]
mod heads;
#[path = "suite/hostile.rs"]
mod hostile;
#[path = "suite/hostile_documents.rs"]
mod hostile_documents;
#[path = "suite/hostile_pdf.rs"]
mod hostile_pdf;
#[path = "suite/labels.rs"]
mod labels;
#[path = "suite/layouts/mod.rs"]
mod layouts;
#[path = "suite/listed.rs"]
mod listed;
#[path = "suite/localise.rs"]
mod localise;
#[path = "suite/machine/mod.rs"]
mod machine;
#[path = "suite/mutants.rs"]
mod mutants;
#[path = "suite/narrative/mod.rs"]
mod narrative;
#[path = "suite/notices.rs"]
mod notices;
#[path = "suite/oddities.rs"]
mod oddities;
#[path = "suite/outputs.rs"]
mod outputs;
#[path = "suite/own.rs"]
mod own;
#[path = "suite/pages.rs"]
mod pages;
#[path = "suite/pdf.rs"]
mod pdf;
#[path = "suite/people.rs"]
mod people;
#[path = "suite/prints.rs"]
mod prints;
#[path = "suite/properties.rs"]
mod properties;
#[path = "suite/published.rs"]
mod published;
#[path = "suite/put_together.rs"]
mod put_together;
#[path = "suite/quoted.rs"]
mod quoted;
#[path = "suite/reading.rs"]
mod reading;
#[path = "suite/records.rs"]
mod records;
#[path = "suite/roll.rs"]
mod roll;
#[path = "suite/rooms.rs"]
mod rooms;
#[path = "suite/rosters.rs"]
mod rosters;
#[path = "suite/round_trips.rs"]
mod round_trips;
#[path = "suite/rules.rs"]
mod rules;
#[path = "suite/run.rs"]
mod run;
#[path = "suite/seen/mod.rs"]
mod seen;
#[path = "suite/shuffles.rs"]
mod shuffles;
#[path = "suite/slips.rs"]
#[allow(dead_code, reason = "the benchmark uses the rest")]
mod slips;
#[path = "suite/statistics.rs"]
mod statistics;
#[path = "suite/subtotals.rs"]
mod subtotals;
#[path = "suite/summaries.rs"]
mod summaries;
#[path = "suite/sums.rs"]
mod sums;
#[path = "suite/templates.rs"]
mod templates;
#[path = "suite/trial.rs"]
mod trial;
#[path = "suite/turned.rs"]
mod turned;
#[path = "suite/workbooks.rs"]
mod workbooks;
#[path = "suite/writing.rs"]
mod writing;
#[path = "suite/years.rs"]
mod years;
