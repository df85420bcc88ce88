//! The words that everything is said with: what the surfaces say ([`phrases`], whose records are in `phrases.toml`), what
//! the form calls its lines and cells ([`labels`]), where something stands in a file ([`places`]), which cells are likely
//! wrong ([`suspects`]), what the system says of a file ([`io_words`]); and how text is made fit for where it goes
//! ([`mod@clean`], [`wrap`], [`spreadsheet`], [`markdown`]).
//!
//! Nothing here knows a format or a finding's sentence: [`super::said`] puts the words together.

pub(super) mod clean;
pub(super) mod io_words;
pub(super) mod labels;
pub(super) mod markdown;
pub(super) mod phrases;
pub(super) mod places;
pub(super) mod spreadsheet;
pub(super) mod suspects;
pub(super) mod wrap;
