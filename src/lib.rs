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
//! One thing differs from what one might expect: workbooks are read by bounded readers of our own (`reading/office`)
//! and not by calamine behind a fence. A fence that makes it safe has to walk the same records (shared strings, their
//! continuations, every cell) as a reader does, so the reader is the smaller half; and of an `.xlsb` calamine
//! gives formula errors and short cell records (`fixtures/workbooks/printed.xlsb`) as blank cells, which would count as
//! zero: a missed imbalance. calamine stays as the reference in tests and benchmarks.
//!
//! For the same reason PDF is read by a walk of our own (`reading/pdf`) over `hayro-syntax` and `hayro-font`, and not through
//! `hayro-interpret` on top of them: an interpreter that draws works without bound where it does not call back.
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

pub mod cli;
pub mod diagnosis;
pub mod forms;
pub mod model;
pub mod reading;
pub mod render;
pub mod rules;
