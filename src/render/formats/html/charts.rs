//! Two small pictures: filings by state, findings by rule. All they show is said in words beside them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{class, said};
use crate::diagnosis::Report;
use crate::model::Lang;
use crate::render::page::escape::escaped;
use crate::render::said::State;

/// The drawing is this wide, in its own units.
const WIDTH: usize = 720;
/// One bar with its words.
const LINE: usize = 24;
/// Where bars begin: code and title of a rule stand left of them.
const LABELS: usize = 240;
/// What is left free right of the longest bar for its number.
const NUMBER: usize = 60;
/// As many rules have a bar of their own.
const MAX_BARS: usize = 12;

/// One bar in the parts of the states, with a legend.
pub(super) fn states(out: &mut String, report: &Report, lang: Lang) {
    let all = report.filings().max(1);
    let title = said("chart-states", lang, &[]);
    let _ = write!(out, "<figure><figcaption>{title}</figcaption><svg viewBox=\"0 0 {WIDTH} 48\" role=\"img\">");
    let _ = write!(out, "<title>{title}</title>");
    let (mut begun, mut legend) = (0, 0);
    // From what passes to what could not be read.
    for state in State::ALL.into_iter().rev() {
        let count = state.count(report);
        if count == 0 {
            continue;
        }
        let (from, to) = (begun * WIDTH / all, (begun + count) * WIDTH / all);
        let (class, width) = (class(state), to.saturating_sub(from).max(2));
        let words = format!("{} {count}", escaped(state.words(lang)));
        let _ = write!(out, "<rect class=\"{class}\" x=\"{from}\" y=\"0\" width=\"{width}\" height=\"18\"></rect>");
        let _ = write!(out, "<rect class=\"{class}\" x=\"{legend}\" y=\"30\" width=\"12\" height=\"12\"></rect>");
        let _ = write!(out, "<text x=\"{}\" y=\"41\">{words}</text>", legend + 18);
        begun += count;
        legend += WIDTH / State::ALL.len();
    }
    out.push_str("</svg></figure>\n");
}

/// A bar for every rule that fired, the most frequent first.
pub(super) fn rules(out: &mut String, report: &Report, titles: &BTreeMap<String, String>, lang: Lang) {
    let mut counts: Vec<(&str, usize)> =
        report.summary().by_code.iter().map(|(code, count)| (code.as_str(), *count)).collect();
    counts.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    let Some((_, most)) = counts.first().copied() else { return };
    let title = said("chart-rules", lang, &[]);
    let height = counts.len().min(MAX_BARS) * LINE;
    let _ = write!(out, "<figure><figcaption>{title}</figcaption><svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">");
    let _ = write!(out, "<title>{title}</title>");
    for (at, (code, count)) in counts.iter().take(MAX_BARS).enumerate() {
        let words = titles.get(*code).map(String::as_str).unwrap_or_default();
        let (top, text) = (at * LINE, at * LINE + 16);
        let width = (count * (WIDTH - LABELS - NUMBER) / most.max(1)).max(2);
        let _ = write!(out, "<text x=\"0\" y=\"{text}\">{} {}</text>", escaped(code), escaped(&brief(words)));
        let _ =
            write!(out, "<rect class=\"bar\" x=\"{LABELS}\" y=\"{}\" width=\"{width}\" height=\"16\"></rect>", top + 3);
        let _ = write!(out, "<text x=\"{}\" y=\"{text}\">{count}</text>", LABELS + width + 6);
    }
    out.push_str("</svg>");
    let rest = counts.len().saturating_sub(MAX_BARS);
    if rest > 0 {
        let sum: usize = counts[MAX_BARS..].iter().map(|(_, count)| count).sum();
        let _ = write!(out, "<small>{}</small>", said("chart-rest", lang, &[("rules", &rest), ("count", &sum)]));
    }
    out.push_str("</figure>\n");
}

/// As much of a title as stands beside a bar.
fn brief(title: &str) -> String {
    use unicode_width::UnicodeWidthChar;
    const ROOM: usize = 28;
    let mut room = ROOM;
    let fits = |c: &char| room.checked_sub(c.width().unwrap_or(0)).map(|rest| room = rest).is_some();
    let kept: String = title.chars().take_while(fits).collect();
    if kept.len() < title.len() { kept + "…" } else { kept }
}
