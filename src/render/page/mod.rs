//! What pages are made with, whatever is on them: the page around everything ([`PAGE`]), its style ([`CSS`]), text made
//! safe for it ([`escape`]), and the cells of a printed form that hold no figure ([`cells`]).

pub(super) mod cells;
pub(super) mod escape;

/// The page. `{lang}`, `{title}`, `{policy}`, `{schema}`, `{css}`, `{script}`, `{body}` and `{foot}` stand for what goes there.
pub(super) const PAGE: &str = include_str!("page.html");

/// The style sheet.
pub(super) const CSS: &str = include_str!("report.css");
