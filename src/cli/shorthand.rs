//! `gouji PATH…` is `gouji check PATH…`, and `gouji help check` is `gouji check --help`: the words are put in before they
//! are parsed.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::Command;

use super::inputs::extension;
use crate::model::Lang;
use crate::reading::EXTENSIONS;

/// The words as they are parsed.
pub(super) fn spelt_out(mut words: Vec<OsString>, command: &Command) -> Vec<OsString> {
    let Some(at) = first_word(&words, command) else { return words };
    if command.find_subcommand(&words[at]).is_some() {
        return words;
    }
    if words[at] == "help" && at == 1 && !Path::new("help").exists() {
        words.remove(at);
        words.push("--help".into());
    } else if is_path(&words[at]) {
        words.insert(1, "check".into());
    }
    words
}

/// The language that is asked for, before anything is parsed.
pub(super) fn language(words: &[OsString]) -> Lang {
    let is_english = |(at, word): (usize, &OsString)| {
        word == "--lang=en" || (word == "--lang" && words.get(at + 1).is_some_and(|lang| lang == "en"))
    };
    if words.iter().enumerate().any(is_english) { Lang::En } else { Lang::Zh }
}

/// The position of the first word that is no option of `check` and no value of one.
fn first_word(words: &[OsString], command: &Command) -> Option<usize> {
    let check = command.find_subcommand("check")?;
    let takes_value = |word: &str| {
        let of = |name: &str| {
            let mut args = check.get_arguments();
            args.any(|arg| (arg.get_long() == Some(name)) && arg.get_action().takes_values())
        };
        let short = |name: char| {
            let mut args = check.get_arguments();
            args.any(|arg| (arg.get_short() == Some(name)) && arg.get_action().takes_values())
        };
        match word.strip_prefix("--") {
            Some(name) => !name.contains('=') && of(name),
            None => word.chars().count() == 2 && word.chars().nth(1).is_some_and(short),
        }
    };
    let mut at = 1;
    while let Some(word) = words.get(at) {
        let text = word.to_string_lossy();
        if text == "-" || !text.starts_with('-') {
            return Some(at);
        }
        if text == "--" {
            return words.get(at + 1).map(|_| at + 1);
        }
        at += if takes_value(&text) { 2 } else { 1 };
    }
    None
}

/// Whether a word is a path or looks like one: it is there, or has a separator, a pattern or the extension of a report.
fn is_path(word: &OsStr) -> bool {
    let text = word.to_string_lossy();
    let extension = extension(Path::new(word));
    let is_known = EXTENSIONS.iter().any(|(known, _)| *known == extension);
    text == "-" || is_known || text.contains(['/', '\\', '*', '?']) || Path::new(word).exists()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::help;

    fn spelt(words: &str) -> String {
        let words = ["gouji"].into_iter().chain(words.split(' ')).map(OsString::from).collect();
        let words = spelt_out(words, &help::command(Lang::Zh));
        words.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_path_is_checked_and_a_command_carried_out() {
        for words in
            ["nowhere.xlsx", "a/b", "各单位/*", "-", "src", "--open a.xlsx", "--format json a.csv", "-o x.html a.csv"]
        {
            assert_eq!(spelt(words), format!("check {words}"));
        }
        for words in ["check a.csv", "explain B101", "--help", "chekc", "--format json", "--format=json nothing"] {
            assert_eq!(spelt(words), words);
        }
        assert_eq!(spelt("help check"), "check --help");
    }
}
