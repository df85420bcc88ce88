//! Sentences with places for facts, as every record has them.

/// Puts facts into a template: `{name}` stands for the fact called `name`, and `{name|cell|cells}` for one word where that
/// is 1 and for the other elsewhere. An unknown name stays as it is, so that a
/// mistake in a record is seen. Facts are put in once: what looks like a name inside a fact is text.
///
/// # Example
/// ```
/// use gouji::model::fill;
/// let said = fill("{count} {count|cell|cells} of {table}", |name| match name {
///     "count" => Some("1"),
///     _ => None,
/// });
/// assert_eq!(said, "1 cell of {table}");
/// ```
#[must_use]
pub fn fill<T: AsRef<str>>(template: &str, fact: impl Fn(&str) -> Option<T>) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let filled = after.find('}').and_then(|close| {
            let (name, words) = after[..close].split_once('|').unwrap_or((&after[..close], ""));
            Some((close, words.split_once('|'), fact(name)?))
        });
        if let Some((close, words, fact)) = filled {
            let fact = fact.as_ref();
            out.push_str(words.map_or(fact, |(one, many)| if fact == "1" { one } else { many }));
            rest = &after[close + 1..];
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The names in a template.
pub fn places(template: &str) -> impl Iterator<Item = &str> {
    let after = template.split('{').skip(1);
    after.filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.split('|').next().unwrap_or(name))
}
