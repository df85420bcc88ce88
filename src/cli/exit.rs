//! What scripts see.

use std::process::ExitCode;

/// The exit codes of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: everything was assessed and nothing reaches `--fail-on`.
    Fine,
    /// 1: there are findings at or above `--fail-on`.
    Findings,
    /// 2: something could not be assessed. It wins over 1, whatever `--fail-on` says.
    Unassessed,
    /// 130: Ctrl-C.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::Unassessed => 2,
            Exit::Interrupted => 130,
        })
    }
}
