//! The command line as it presents itself: in one language. The definitions say each thing in both, `中文（English）`, and here
//! the half that was asked for is taken; what the parser would add of its own (headings, lists of values) is replaced.

use clap::{Arg, ArgAction, Command, CommandFactory};

use super::args::Args;
use crate::model::Lang;
use crate::render::{fill, phrase};

/// The command line in a language.
pub(super) fn command(lang: Lang) -> Command {
    let command = said(Args::command(), lang).about(phrase("help-about", lang)).after_help(None);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    command.disable_version_flag(true).arg(described(version.help(phrase("help-version", lang)), lang))
}

/// A command and those below it.
fn said(command: Command, lang: Lang) -> Command {
    let about = command.get_about().map(|text| half(&text.to_string(), lang));
    let after = command.get_after_help().map(|text| half(&text.to_string(), lang));
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help(phrase("help-help", lang));
    let usage = usage(&command, lang);
    let command = command
        .mut_args(|arg| described(arg, lang))
        .mut_subcommands(|below| said(below, lang))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(described(help, lang))
        .subcommand_help_heading(phrase("help-commands", lang))
        .help_template(fill(phrase("help-template", lang), |_| None::<&str>))
        .override_usage(usage);
    let command = about.into_iter().fold(command, Command::about).long_about(None);
    after.into_iter().fold(command, Command::after_help)
}

/// An option or a word of a command.
fn described(arg: Arg, lang: Lang) -> Arg {
    let heading = if arg.is_positional() { "help-words" } else { "help-options" };
    let mut help = arg.get_help().map(|text| half(&text.to_string(), lang)).unwrap_or_default();
    let values: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let takes_value = arg.get_action().takes_values();
    if takes_value && !values.is_empty() {
        help += &fill(phrase("help-values", lang), |_| Some(values.join(phrase("help-or", lang))));
    }
    let named = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
    let name = placeholder(named.as_deref().unwrap_or(arg.get_id().as_str()), lang);
    let arg = arg.help(help).long_help(None).help_heading(phrase(heading, lang));
    if takes_value { arg.value_name(name).hide_possible_values(true).hide_default_value(true) } else { arg }
}

/// How a command is called, in a line.
fn usage(command: &Command, lang: Lang) -> String {
    let mut line = match command.get_name() {
        "gouji" => "gouji".to_owned(),
        name => format!("gouji {name}"),
    };
    if command.has_subcommands() {
        return line + " " + phrase("help-usage-command", lang);
    }
    line.extend([" ", phrase("help-usage-options", lang)]);
    for arg in command.get_positionals() {
        let named = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
        let name = placeholder(named.as_deref().unwrap_or(arg.get_id().as_str()), lang);
        let more = if matches!(arg.get_action(), ArgAction::Append) { "…" } else { "" };
        line.extend([" [", name, "]", more]);
    }
    line
}

/// The half of `中文（English）` that a language reads; a text without one is said as it is.
fn half(text: &str, lang: Lang) -> String {
    let text = text.trim();
    let parts = text.strip_suffix('）').and_then(|text| text.rsplit_once('（'));
    match (parts.filter(|(_, english)| english.is_ascii()), lang) {
        (Some((chinese, _)), Lang::Zh) => chinese.to_owned(),
        (Some((_, english)), Lang::En) => english.to_owned(),
        (None, _) => text.to_owned(),
    }
}

/// What stands for a value.
fn placeholder(name: &str, lang: Lang) -> &'static str {
    const NAMES: [(&str, &str); 24] = [
        ("FILE", "文件"),
        ("PATH", "路径"),
        ("DIR", "文件夹"),
        ("NAME", "名称"),
        ("N", "数"),
        ("SIZE", "大小"),
        ("FORMAT", "格式"),
        ("LEVEL", "级别"),
        ("GLOB", "通配"),
        ("TABLES", "表"),
        ("CODES", "代码"),
        ("KIND", "种类"),
        ("LAYOUT", "版式"),
        ("BLANK", "办法"),
        ("LANG", "语言"),
        ("COLOR", "颜色"),
        ("RULE", "规则"),
        ("EDITION", "版本"),
        ("SHELL", "命令行"),
        ("COMMAND", "命令"),
        ("OLD", "旧"),
        ("NEW", "新"),
        ("TO", "种类"),
        ("CELLS", "指标"),
    ];
    let name = name.to_uppercase();
    let (english, chinese) = NAMES.iter().find(|(english, _)| *english == name).unwrap_or(&("VALUE", "值"));
    if lang == Lang::En { english } else { chinese }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(command: &mut Command) -> Vec<String> {
        let mut pages = vec![command.render_help().to_string(), command.render_long_help().to_string()];
        let below = command.get_subcommands_mut().flat_map(self::pages);
        pages.extend(below);
        pages
    }

    #[test]
    fn every_page_of_help_speaks_one_language() {
        for page in pages(&mut command(Lang::En)) {
            // A value that is typed, in whatever language: the column of the roster that sums go by.
            let page = page.replace("上级单位", "");
            assert!(page.is_ascii() || !page.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{page}");
        }
        for page in pages(&mut command(Lang::Zh)) {
            for heading in ["Usage", "Options", "Commands", "Arguments", "possible values", "default:", "Print"] {
                assert!(!page.contains(heading), "{heading}: {page}");
            }
            assert!(page.contains("用法："), "{page}");
        }
    }

    #[test]
    fn no_page_of_chinese_help_has_an_english_sentence() {
        // Two words of English in a row are a phrase; the names of values stand between other marks.
        for page in pages(&mut command(Lang::Zh)) {
            for line in page.lines() {
                let words: Vec<&str> = line.split_whitespace().collect();
                let is_english = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
                let pairs = words.windows(2).filter(|pair| pair.iter().all(is_english));
                let pairs: Vec<_> = pairs.filter(|pair| pair[0] != "gouji").collect();
                assert!(pairs.is_empty(), "{pairs:?} in {line}");
            }
        }
    }

    #[test]
    fn a_text_is_cut_where_its_english_begins() {
        assert_eq!(
            half("空白格按 0 计（zero，默认），或视为缺失（how blanks count）", Lang::Zh),
            "空白格按 0 计（zero，默认），或视为缺失"
        );
        assert_eq!(half("设置文件（settings）", Lang::En), "settings");
        assert_eq!(half("最后（默认）", Lang::Zh), "最后（默认）");
    }
}
