//! How far a run is, on standard error, for who waits before a terminal.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::model::Lang;
use crate::render::{fill, phrase};

/// A run that is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(700);

/// The bar of a run.
pub(super) struct Progress {
    bar: ProgressBar,
    begun: Option<Instant>,
    filings: usize,
    lang: Lang,
    /// Results are written to the same terminal.
    is_shared: bool,
}

impl Progress {
    /// A bar for so many inputs, where that is known; nothing is drawn where nobody looks.
    pub(super) fn new(inputs: Option<usize>, is_wanted: bool, lang: Lang) -> Self {
        let is_seen = is_wanted && io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(inputs.map(|inputs| inputs as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg} {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, begun: is_seen.then(Instant::now), filings: 0, lang, is_shared: io::stdout().is_terminal() }
    }

    /// An input is done.
    pub(super) fn advance(&mut self) {
        if self.begun.is_some_and(|begun| begun.elapsed() > PATIENCE) {
            self.begun = None;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    /// A filing is done; `say` writes it while the bar is out of the way.
    pub(super) fn filing(&mut self, say: impl FnOnce()) {
        self.filings += 1;
        let count = self.filings.to_string();
        self.bar.set_message(fill(phrase("progress-filings", self.lang), |_| Some(&count)));
        if self.is_shared { self.bar.suspend(say) } else { say() }
    }

    /// The run is over.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
