//! Values that a sheet gives a name: `:root{--gone:none}` and `display:var(--gone)`.
//!
//! What an element says of such a name goes for all that stands in it. One that nothing is said of stays as it is written,
//! and decides nothing.

use std::collections::HashMap;
use std::rc::Rc;

use super::Style;

/// Values by their names, in small letters.
pub(super) type Variables = HashMap<Rc<str>, Rc<str>>;

/// Names that a value is put together of, those in the values of others counted.
const MAX_NAMES: usize = 32;
/// Characters of a value; no property that is asked for here has one as long.
const MAX_CHARS: usize = 1_000;

/// Puts values in the place of their names.
pub(super) fn resolve<'v>(style: &mut Style, value_of: impl Fn(&str) -> Option<&'v Rc<str>>) {
    if !style.values.iter().any(|(_, value)| value.contains("var(")) {
        return;
    }
    let own = std::mem::take(&mut style.variables);
    let known = |name: &str| own.get(name).or_else(|| value_of(name)).map(|value| &**value);
    for (property, value) in style.values.iter_mut().filter(|(_, value)| value.contains("var(")) {
        if let Some(resolved) = resolved(value, known) {
            // Text that is put on the page is no word of the language.
            *value = if *property == "content" { resolved.into() } else { resolved.to_ascii_lowercase().into() };
        }
    }
    style.variables = own;
}

/// A value with those in it that it names, or with what it says itself for want of one.
fn resolved<'v>(value: &str, value_of: impl Fn(&str) -> Option<&'v str>) -> Option<String> {
    let mut value = value.to_owned();
    for _ in 0..MAX_NAMES {
        // The last to begin holds no other.
        let Some((before, rest)) = value.rsplit_once("var(") else { return Some(value.trim().to_owned()) };
        let (inside, behind) = rest.split_at(end(rest)?);
        let (name, other) = inside.split_once(',').map_or((inside, None), |(name, other)| (name, Some(other)));
        let put = value_of(name.trim().to_ascii_lowercase().as_str()).or(other)?;
        value = [before, put.trim(), &behind[1..]].concat();
        if value.len() > MAX_CHARS {
            break;
        }
    }
    None
}

/// Where a bracket ends, others in it.
fn end(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    text.find(|c: char| {
        depth = depth + usize::from(c == '(') - usize::from(c == ')');
        depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_its_value() {
        let known = |name: &str| match name {
            "--gone" => Some("none"),
            "--again" => Some("var(--gone)"),
            "--round" => Some("var(--round) var(--round)"),
            "--wan" => Some("\"万\""),
            _ => None,
        };
        for (value, expected) in [
            ("var(--gone)", Some("none")),
            ("var( --GONE )", Some("none")),
            ("var(--again)", Some("none")),
            ("var(--gone,block)", Some("none")),
            ("var(--other, none)", Some("none")),
            ("var(--other, var(--gone))", Some("none")),
            ("var(--other,rgb(1,2,3))", Some("rgb(1,2,3)")),
            ("var(--wan) \"元\"", Some("\"万\" \"元\"")),
            ("block", Some("block")),
            ("var(--other)", None),
            ("var(--round)", None),
            ("var(--gone", None),
            ("var(", None),
        ] {
            assert_eq!(resolved(value, known).as_deref(), expected, "{value}");
        }
    }
}
