//! `gouji completions` and `gouji man`, from the definitions of the command line.

use clap::Command;

use super::args::{CompletionsArgs, ManArgs};
use super::{Exit, Failure, help, write_text};
use crate::model::Lang;
use crate::render::phrase;

/// `gouji completions SHELL`
pub(super) fn completions(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(Lang::Zh), "gouji", &mut out);
    write_text(&String::from_utf8_lossy(&out))
}

/// `gouji man [COMMAND]`
pub(super) fn man(args: &ManArgs) -> Result<Exit, Failure> {
    let mut command = help::command(Lang::Zh);
    command.build();
    let page: Option<&Command> = match &args.command {
        None => Some(&command),
        Some(name) => command.find_subcommand(name),
    };
    let Some(page) = page else {
        let name = args.command.as_deref().unwrap_or_default();
        return Err(Failure::Usage(format!("{name}: {}", phrase("no-command", Lang::Zh))));
    };
    let mut out = Vec::new();
    let failed = |error| Failure::Output { path: "<stdout>".to_owned(), error };
    clap_mangen::Man::new(page.clone()).render(&mut out).map_err(failed)?;
    write_text(&String::from_utf8_lossy(&out))
}
