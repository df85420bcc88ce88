//! What an agency's name says besides: that its filing is a corrected one, or one that was sent back.

use super::lexicon::LEXICON;

/// The name of an agency without what brackets behind it say of the version of its filing: 甲局 of 甲局（更正）, 甲局（2023年修订稿）.
///
/// # Example
/// ```
/// use gouji::reading::without_version;
/// assert_eq!(without_version("某县教育局（更正）"), "某县教育局");
/// assert_eq!(without_version("某县（开发区）教育局"), "某县（开发区）教育局");
/// ```
#[must_use]
pub fn without_version(name: &str) -> &str {
    let name = name.trim_end();
    let open = |c: char| "(（[【〔".contains(c);
    let inner = name.strip_suffix([')', '）', ']', '】', '〕']);
    let Some((own, note)) = inner.and_then(|inner| inner.rsplit_once(open)) else { return name };
    let is_version = |text: &str| LEXICON.versions.have(text);
    let text = note.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || "年度第次已的".contains(c));
    let ends = || LEXICON.version_ends.iter().filter_map(|end| text.strip_suffix(end.as_str()));
    let own = own.trim_end();
    if !own.is_empty() && (is_version(text) || ends().any(is_version)) { own } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_that_speak_of_a_version_are_none_of_the_name() {
        for name in [
            "甲局（更正）",
            "甲局(已修正)",
            "甲局（更正后）",
            "甲局【重报】",
            "甲局（2023年修订稿）",
            "甲局（第2次补报）",
            "甲局 （作废）",
        ] {
            assert_eq!(without_version(name), "甲局", "{name}");
        }
        for name in [
            "甲局",
            "（更正）",
            "甲县（新区）",
            "甲局（乙局）",
            "某县（开发区）教育局",
            "甲局（原乙局）",
            "甲局（本级）",
            "甲局（2023年）",
            "甲局（汇总）",
        ] {
            assert_eq!(without_version(name), name);
        }
    }
}
