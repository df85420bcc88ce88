//! What was measured, and the table of it.

use std::fmt::Write as _;
use std::fs;
use std::thread;
use std::time::Duration;

use crate::clock::{median, ratio};

/// One thing that was measured, on one of the two kinds of data.
#[derive(Clone)]
pub(crate) struct Outcome {
    what: String,
    beside: String,
    /// Ours and the other's, in their own units.
    value: String,
    /// What a target is about.
    measured: Option<f64>,
    unit: &'static str,
    target: Option<Target>,
    is_on_bare_too: bool,
}

#[derive(Clone, Copy)]
enum Target {
    AtMost(f64),
    AtLeast(f64),
}

impl Outcome {
    fn new(what: &str, beside: &str, value: String, measured: Option<f64>, unit: &'static str) -> Self {
        Self { what: what.into(), beside: beside.into(), value, measured, unit, target: None, is_on_bare_too: false }
    }

    /// How long ours takes, as a multiple of another.
    pub(crate) fn against(what: &str, beside: &str, ours: &[Duration], theirs: &[Duration], filings: usize) -> Self {
        Self::new(what, beside, both(ours, theirs, filings), Some(ratio(ours, theirs)), "×")
    }

    /// How many times as fast as another ours is.
    pub(crate) fn gain(what: &str, beside: &str, ours: &[Duration], theirs: &[Duration], filings: usize) -> Self {
        Self::new(what, beside, both(ours, theirs, filings), Some(ratio(theirs, ours)), "×")
    }

    /// A time without anything to compare it with.
    pub(crate) fn alone(what: &str, times: &[Duration], filings: usize) -> Self {
        Self::new(what, "", each(times, filings), None, "")
    }

    /// One run, from its start to its end.
    pub(crate) fn cold(what: &str, time: Duration) -> Self {
        Self::new(what, "", String::new(), Some(time.as_secs_f64() * 1e3), " ms")
    }

    /// A peak of memory as a multiple of another, in KiB.
    pub(crate) fn peaks(what: &str, beside: &str, ours: u64, theirs: u64) -> Self {
        let [ours, theirs] = [ours, theirs].map(megabytes);
        Self::new(what, beside, format!("{ours:.1} MB : {theirs:.1} MB"), Some(ours / theirs), "×")
    }

    /// A peak of memory in KiB.
    pub(crate) fn peak(what: &str, kib: u64) -> Self {
        Self::new(what, "", String::new(), Some(megabytes(kib)), " MB")
    }

    pub(crate) fn at_most(self, most: f64) -> Self {
        Self { target: Some(Target::AtMost(most)), ..self }
    }

    pub(crate) fn at_least(self, least: f64) -> Self {
        Self { target: Some(Target::AtLeast(least)), ..self }
    }

    /// The target holds for bare figures as well; else these only say what habits of writing cost.
    pub(crate) fn on_bare_too(self) -> Self {
        Self { is_on_bare_too: true, ..self }
    }

    fn is_missed(&self) -> bool {
        self.target.zip(self.measured).is_some_and(|(target, measured)| match target {
            Target::AtMost(most) => measured > most,
            Target::AtLeast(least) => measured < least,
        })
    }

    fn said(&self) -> String {
        let measured = self.measured.map(|measured| format!("**{measured:.2}{}**", self.unit)).unwrap_or_default();
        [self.value.as_str(), &measured].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" = ")
    }
}

/// One line of the table: the same on both kinds of data.
pub(crate) struct Line {
    life: Option<Outcome>,
    bare: Option<Outcome>,
}

impl Line {
    /// The lines of a part; one kind of data may have been left out.
    pub(crate) fn pair(life: Vec<Outcome>, bare: Vec<Outcome>) -> Vec<Self> {
        let count = life.len().max(bare.len());
        let (mut life, mut bare) = (life.into_iter(), bare.into_iter());
        (0..count).map(|_| Self { life: life.next(), bare: bare.next() }).collect()
    }

    pub(crate) fn is_missed(&self) -> bool {
        let bare = self.bare.as_ref().filter(|bare| bare.is_on_bare_too);
        self.life.iter().chain(bare).any(Outcome::is_missed)
    }

    fn written(&self) -> String {
        let Some(one) = self.life.as_ref().or(self.bare.as_ref()) else { return String::new() };
        let target = match one.target {
            None => String::new(),
            Some(Target::AtMost(most)) => format!("≤ {most}{}", one.unit),
            Some(Target::AtLeast(least)) => format!("≥ {least}{}", one.unit),
        };
        let mark = match one.target {
            Some(_) if self.is_missed() => "missed",
            Some(_) if self.life.is_some() || one.is_on_bare_too => "met",
            _ => "",
        };
        let [life, bare] = [&self.life, &self.bare].map(|side| side.as_ref().map(Outcome::said).unwrap_or_default());
        format!("| {} | {} | {life} | {target} | {mark} | {bare} |\n", one.what, one.beside)
    }
}

fn both(ours: &[Duration], theirs: &[Duration], filings: usize) -> String {
    format!("{} : {}", each(ours, filings), each(theirs, filings))
}

fn each(times: &[Duration], filings: usize) -> String {
    let nanoseconds = median(&mut times.to_vec()).as_nanos() / u128::try_from(filings.max(1)).unwrap_or(1);
    format!("{}.{} µs", nanoseconds / 1000, nanoseconds / 100 % 10)
}

/// Millions of bytes.
fn megabytes(kib: u64) -> f64 {
    f64::from(u32::try_from(kib).unwrap_or(u32::MAX)) * 1024.0 / 1e6
}

/// The table in Markdown.
pub(crate) fn table(count: usize, lines: &[Line]) -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name));
    let mut text = format!("{count} filings, {cores} cores, {}\n\n", model.unwrap_or("an unknown processor"));
    text += "| what | beside | like life, per filing | target | | bare whole numbers, per filing |\n|---|---|---|---|---|---|\n";
    for line in lines {
        let _ = write!(text, "{}", line.written());
    }
    text
}
