//! # gouji 勾稽
//!
//! Checks the statutory tables of China's annual reports on government information disclosure
//! (政府信息公开工作年度报告) and says which cell is wrong and why.
//!
//! **The form is the rulebook.** An edition of the form is data: its lines, their tree, which line is the total of
//! which. The same records recognise a table in a messy file, yield every balance relation without a hand-written sum,
//! lay out what is printed, and give every cell its stable name. A new form is a new folder and no code.
//!
//! The rooms, each using only rooms to its left (a test holds the direction):
//!
//! | [`model`] | [`forms`] | [`reading`] | [`rules`] | [`diagnosis`] | [`render`] | [`cli`] |
//! |---|---|---|---|---|---|---|
//! | what a form and a filled form are | which forms exist | bytes to filings | what must hold | what it means | how it is said | who asked |
//!
//! Inside `reading` the parts stand in an order as the rooms do: `bytes`, `cells`, `formats`, `recognise`, `dataset`, and
//! the `reader` that joins them. There is one road from a file to a filing, whatever the file: grids of cells, words looked
//! up once a run, entries, a filing.
//!
//! Two things differ from what one might expect. Of workbooks, calamine reads `.xls` and `.et`, and nothing of them but the
//! values that a fence took out of their records one by one; `.xlsx`, `.ods` and `.xlsb` are read by bounded readers of our
//! own. A checker has to know what a person sees in a cell, and a fence that makes calamine safe there has to walk the
//! same elements as a reader does; of an `.xlsb` as `SheetJS` writes it (`fixtures/workbooks/printed.xlsb`), calamine 0.38
//! gives 7 of 200 figures, and the rest as blanks, which would count as zero: a missed imbalance. The figures are in
//! `reading/formats/office`. calamine stays the reference for all of them in tests and benchmarks.
//!
//! And PDF is read by a walk of our own (`reading/formats/pdf`) over `hayro-syntax` and `hayro-font`, and not through
//! `hayro-interpret` on top of them: an interpreter that draws works without bound where it does not call back.
//!
//! # For those who carry on
//!
//! Each page lists the files that a change of its kind touches; a test holds that they are there.
//!
//! * [A new rule](rules::adding_a_rule), of a known kind or of a new one
//! * [A new edition of the form](forms::adding_an_edition)
//! * [A new input format](reading::adding_a_format), [a new output format](render::adding_a_format)
//! * [Why was this finding printed?](diagnosis::why_a_finding)
//!
//! # Example
//! ```
//! use gouji::{diagnosis, forms, reading, rules};
//!
//! let forms = forms::Forms::embedded()?;
//! let reader = reading::Reader::new(&forms, reading::ReadOptions::default());
//! let assessor = diagnosis::Assessor::new(reader, rules::Catalogue::embedded()?, diagnosis::Policy::default())?;
//! let table = "四、政府信息公开行政复议、行政诉讼情况\n行政复议 | 行政诉讼\n\
//!     结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计\n\
//!     10|1|0|0|0|0|0|0|0|0|0|0|0|0|0";
//! let filings = assessor.assess("table.txt", Ok(table.into()));
//! assert!(filings[0].findings.iter().any(|finding| finding.rule.code == "B104"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

/// The records of the TOML file at a path below `src`, given without its `.toml`, as `build.rs` embeds them.
macro_rules! embedded {
    ($path:literal) => {
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/records/", $path, ".json"))).expect(concat!(
            "a test reads ",
            $path,
            ".toml"
        ))
    };
}

pub mod cli;
pub mod diagnosis;
pub mod forms;
pub mod model;
pub mod reading;
pub mod render;
pub mod rules;
