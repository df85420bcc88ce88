//! Which of the known names may be meant by one that is none of them.

/// How alike two names have to be (Jaro and Winkler), from 0 to 1.
const ALIKE: f64 = 0.8;

/// The known name that is most like another, if one is like it at all. Of a slip of the pen that is the one that is meant.
///
/// # Example
/// ```
/// use gouji::model::nearest;
/// assert_eq!(nearest("fail_on", ["lang", "fail-on"]), Some("fail-on"));
/// assert_eq!(nearest("temperature", ["lang", "fail-on"]), None);
/// ```
#[must_use]
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let likeness = known.into_iter().map(|known| (strsim::jaro_winkler(known, name), known));
    let best = likeness.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (best.0 >= ALIKE).then_some(best.1)
}
