//! Style sheets that came with a page: those that stand in the same web archive.
//!
//! A page calls them by the address they were saved from, written in full or from its own (`css/a.css`), or by the name of
//! their part (`cid:…`); so does a sheet that begins with others (`@import`). What of these is not there is left as it is.

use std::borrow::Cow;
use std::cell::Cell;

use super::css;

/// Bytes of linked sheets that are heard on all pages of an archive: Excel links one to each of its sheets.
const MAX_BYTES: usize = 64 << 20;
/// How deep sheets begin with others.
const MAX_DEPTH: usize = 8;

/// The style sheets of an archive.
#[derive(Debug, Default)]
pub(super) struct LinkedSheets {
    sheets: Vec<LinkedSheet>,
    /// Bytes that were heard.
    heard: Cell<usize>,
}

#[derive(Debug)]
struct LinkedSheet {
    /// The addresses it stands at, in full.
    addresses: [String; 2],
    text: String,
}

impl LinkedSheets {
    /// Adds a sheet with the address it was saved from and the name of its part, either of which may be empty.
    pub(super) fn add(&mut self, location: &str, id: &str, text: &str) {
        let by_id = if id.is_empty() { String::new() } else { format!("cid:{id}") };
        self.sheets.push(LinkedSheet { addresses: [resolved("", location), by_id], text: text.to_owned() });
    }

    fn find(&self, address: &str) -> Option<&LinkedSheet> {
        self.sheets.iter().find(|sheet| !address.is_empty() && sheet.addresses.iter().any(|own| own == address))
    }
}

/// What stands beside a page.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::reading) struct Beside<'s> {
    sheets: Option<&'s LinkedSheets>,
    /// The address of the page.
    address: &'s str,
}

impl<'s> Beside<'s> {
    /// What stands beside the page that was saved from an address.
    pub(super) fn page(sheets: &'s LinkedSheets, address: &'s str) -> Self {
        Self { sheets: Some(sheets), address }
    }

    /// Whether its sheets took more than those of any page.
    pub(super) fn is_spent(self) -> bool {
        self.sheets.is_some_and(|sheets| sheets.heard.get() > MAX_BYTES)
    }

    /// The texts of the sheet that the page links to, in the order in which they count; nothing where it is not there.
    pub(super) fn linked(self, address: &str) -> Option<Vec<Cow<'s, str>>> {
        let mut texts = Vec::new();
        self.take(&resolved(self.address, address), 0, &mut texts).then_some(texts)
    }

    /// The texts of a sheet that is written into the page, with those it begins with before it.
    pub(super) fn texts<'t>(self, text: &'t str) -> Vec<Cow<'t, str>>
    where
        's: 't,
    {
        let mut texts = Vec::new();
        self.take_text(self.address, text, 0, &mut texts);
        texts
    }

    fn take<'t>(self, address: &str, depth: usize, texts: &mut Vec<Cow<'t, str>>) -> bool
    where
        's: 't,
    {
        let Some(sheets) = self.sheets.filter(|_| depth < MAX_DEPTH && !self.is_spent()) else { return false };
        let Some(sheet) = sheets.find(address) else { return false };
        sheets.heard.set(sheets.heard.get().saturating_add(sheet.text.len()));
        self.take_text(&sheet.addresses[0], &sheet.text, depth + 1, texts);
        true
    }

    fn take_text<'t>(self, own: &str, text: &'t str, depth: usize, texts: &mut Vec<Cow<'t, str>>)
    where
        's: 't,
    {
        // Without its comments they stand at the beginning, behind the name of its letters.
        if self.sheets.is_none() || !text.contains("@import") {
            return texts.push(Cow::Borrowed(text));
        }
        let (mut kept, plain) = (String::new(), css::without_comments(text));
        let mut rest = plain.trim_start();
        while let Some((rule, behind)) = rest.split_once(';').filter(|_| rest.starts_with('@')) {
            let Some(import) = Import::parse(rule) else {
                if !["@charset", "@layer", "@import"].iter().any(|known| rule.starts_with(known)) {
                    break;
                }
                kept.push_str(rule);
                kept.push(';');
                rest = behind.trim_start();
                continue;
            };
            let is_taken = !css::is_of_screen(import.media) || self.take(&resolved(own, import.address), depth, texts);
            if !is_taken {
                kept.push_str(rule);
                kept.push(';');
            }
            rest = behind.trim_start();
        }
        texts.push(Cow::Owned(kept + rest));
    }
}

/// A sheet that another begins with, and for which screens.
struct Import<'t> {
    address: &'t str,
    media: &'t str,
}

impl<'t> Import<'t> {
    /// `@import url("a.css") screen`, `@import 'a.css'`; nothing of one that is tied to more than screens.
    fn parse(rule: &'t str) -> Option<Self> {
        let rule = rule.strip_prefix("@import")?.trim();
        let (address, media) = if let Some(inner) = rule.strip_prefix("url(") {
            inner.split_once(')')?
        } else {
            let quote = rule.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            rule[1..].split_once(quote)?
        };
        let is_tied = ["layer", "supports"].iter().any(|word| media.trim_start().starts_with(word));
        let address = address.trim().trim_matches(['"', '\'']);
        (!is_tied).then_some(Self { address, media })
    }
}

/// An address in full, as it is written where `base` is the address of what it is written in.
fn resolved(base: &str, address: &str) -> String {
    let address = address.trim().replace('\\', "/");
    let address = address.split('#').next().unwrap_or_default();
    let base = base.split(['#', '?']).next().unwrap_or_default().replace('\\', "/");
    if address.is_empty() || scheme(address).is_some() || base.is_empty() {
        return address.to_owned();
    }
    let root = scheme(&base).map_or(0, |scheme| scheme.len() + 1);
    let host = base[root..].strip_prefix("//").map_or(0, |rest| 2 + rest.find('/').unwrap_or(rest.len()));
    let (origin, path) = base.split_at(root + host);
    if address.starts_with("//") {
        return format!("{}{address}", &base[..root]);
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = if address.starts_with('/') { address.to_owned() } else { format!("{folder}/{address}") };
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/').skip(1) {
        match step {
            "." => {}
            ".." => _ = steps.pop(),
            step => steps.push(step),
        }
    }
    format!("{origin}/{}", steps.join("/"))
}

/// What an address begins with that says of what kind it is: `http`, `cid`. The letter of a drive is none.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_put_together_as_browsers_do_it() {
        for (base, address, expected) in [
            ("http://a.gov.cn/x/y.html?z=/1", "css/b.css", "http://a.gov.cn/x/css/b.css"),
            ("http://a.gov.cn/x/y.html", "../b.css?v=1#c", "http://a.gov.cn/b.css?v=1"),
            ("http://a.gov.cn/x/y.html", "./b.css", "http://a.gov.cn/x/b.css"),
            ("http://a.gov.cn/x/y.html", "/b.css", "http://a.gov.cn/b.css"),
            ("http://a.gov.cn", "b.css", "http://a.gov.cn/b.css"),
            ("https://a.gov.cn/", "//c.cn/b.css", "https://c.cn/b.css"),
            ("http://a.gov.cn/", "https://c.cn/b.css", "https://c.cn/b.css"),
            ("file:///C:/1/a.htm", "a.files\\b.css", "file:///C:/1/a.files/b.css"),
            ("http://a.gov.cn/", "cid:css-1@mhtml.blink", "cid:css-1@mhtml.blink"),
            ("", "b.css", "b.css"),
        ] {
            assert_eq!(resolved(base, address), expected, "{base} {address}");
        }
    }

    #[test]
    fn sheets_count_in_the_order_in_which_they_are_linked_and_imported() {
        let mut sheets = LinkedSheets::default();
        sheets.add("http://a/css/a.css", "", "/* @import 'x'; */ @charset \"utf-8\"; @import url(b.css); a{}");
        sheets.add("http://a/css/b.css", "", "@import 'c.css' screen; @import \"d.css\"; b{}");
        sheets.add("http://a/css/c.css", "", "c{}");
        sheets.add("cid:css-1", "", "d{}");
        sheets.add("", "e@x", "@import url(http://a/css/c.css) print;e{}");
        sheets.add("http://a/f.css", "", "@import 'f.css';f{}");
        let page = Beside::page(&sheets, "http://a/index.html");
        let texts = |address: &str| Some(page.linked(address)?.concat().replace(char::is_whitespace, ""));
        assert_eq!(texts("css/a.css").as_deref(), Some("c{}@import\"d.css\";b{}@charset\"utf-8\";a{}"));
        assert_eq!(texts("cid:css-1").as_deref(), Some("d{}"));
        assert_eq!(texts("cid:e@x").as_deref(), Some("e{}"));
        assert_eq!(texts("a.css"), None);
        assert_eq!(texts(""), None);
        assert_eq!(texts("f.css").map(|text| text.matches("f{}").count()), Some(MAX_DEPTH));
        assert_eq!(page.texts("@import 'css/c.css';own{}").concat(), "c{}own{}");
        assert_eq!(Beside::default().texts("@import 'c.css';own{}").concat(), "@import 'c.css';own{}");
    }
}
