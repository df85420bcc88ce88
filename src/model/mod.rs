//! What a statutory form and a filled form *are*. No input or output, no rules.
//!
//! A [`FormEdition`] (报表格式) is the law as data: tables, each made of blocks, each block a grid of two axes whose
//! lines (行次 and 栏次, one [`LineSpec`]) know whether they are items, headings, totals or wholes of parts. Every cell
//! (指标) of an edition has a stable name and a [`CellIndex`].
//!
//! A [`Filing`] (填报数据) is one agency's figures for one year, read against an edition: an [`Entry`] (填报值) per cell
//! and what the reader saw on the way ([`Observation`]), each with the [`Place`] it was found at. What the report says in
//! sentences is its [`Narrative`].
//!
//! A [`Roster`] (填报单位名录) names who has to report, an [`Explanation`] (情况说明) says why a figure is right after all.

mod agency;
mod axis;
mod cell;
mod comparisons;
mod edition;
mod explanation;
mod figure;
mod filing;
mod formula;
mod label;
mod likeness;
mod narrative;
mod observation;
mod place;
mod reason;
mod roster;
mod stated_unit;
mod table;
mod template;
mod text;

pub use agency::agency_key;
pub(crate) use agency::{agency_abbreviations, agency_in_short};
pub use axis::{Axis, Comparator, LineSpec, Role};
pub use cell::{BlockAt, CellIndex, CellSpec, ValueKind};
pub use comparisons::{Backlog, Comparisons, Continuity};
pub use edition::{FormEdition, YearRange};
pub use explanation::Explanation;
pub use figure::{Entry, Figure, Unit, plain, push_plain, scaled, unscaled};
pub use filing::{Filing, TableStatus, Transcript};
pub use formula::TotalFormula;
pub(crate) use label::is_common;
pub use label::{Folded, Label, Ordinal, fold};
pub use likeness::nearest;
pub use narrative::{Narrative, Paragraph};
pub use observation::{Observation, ObservationKind};
pub use place::Place;
pub use reason::Reason;
pub use roster::{ListedTwice, Member, Roster};
pub use table::{Balance, BalanceEach, Block, Layout, Table};
pub use template::{fill, places};
pub use text::{Lang, Text};
