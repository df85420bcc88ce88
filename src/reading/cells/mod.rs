//! What all formats are turned into, and what a single cell of it says.
//!
//! | module | what it knows |
//! |---|---|
//! | `area` | where cells stand: one, a rectangle of them, lines that nobody sees |
//! | `build` | how a grid is made of cells and notes |
//! | `formula` | which cells a formula adds up |
//! | `grid` | sparse rows of cells, with the places they came from |
//! | `lexicon` | words that reports have in common, whatever the form: signs for nothing, units, columns of lists |
//! | `measure` | the unit of figures, by the words beside them |
//! | `number` | figures as people and programs write them |
//! | `origin` | what the rows and columns of a grid are called in the file |
//! | `spread` | which merged cells of a list hold for the rows below their first |
//! | `totals` | names that are no agency's: totals, groups, other times |
//! | `versions` | what brackets behind a name say of the version of a filing |

mod area;
pub(super) mod build;
pub(super) mod formula;
pub(super) mod grid;
pub(super) mod lexicon;
pub(super) mod measure;
pub(super) mod number;
mod origin;
pub(super) mod spread;
pub(super) mod totals;
pub(super) mod versions;
pub(super) mod words;
