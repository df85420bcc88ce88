//! Times, memory, and the table of what they come to.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

/// Rounds after the one to warm up.
const ROUNDS: usize = 5;

/// One line of the table.
pub(crate) struct Outcome {
    what: String,
    beside: String,
    value: String,
    /// What is held against the target: a ratio, or milliseconds.
    measured: f64,
    target: Option<Target>,
}

#[derive(Clone, Copy)]
enum Target {
    AtMost(f64, &'static str),
    AtLeast(f64, &'static str),
}

impl Outcome {
    /// How long ours takes, as a multiple of another.
    pub(crate) fn against(
        what: &str,
        beside: &str,
        ours: &[Duration],
        theirs: &[Duration],
        target: f64,
        filings: usize,
    ) -> Self {
        Self::compared([what, beside], [ours, theirs], Target::AtMost(target, "×"), filings)
    }

    /// How many times as fast as another ours is.
    pub(crate) fn gain(
        what: &str,
        beside: &str,
        ours: &[Duration],
        theirs: &[Duration],
        target: f64,
        filings: usize,
    ) -> Self {
        Self::compared([what, beside], [ours, theirs], Target::AtLeast(target, "×"), filings)
    }

    /// Both times, and the ratio that the target is about.
    fn compared(names: [&str; 2], [ours, theirs]: [&[Duration]; 2], target: Target, filings: usize) -> Self {
        let [what, beside] = names.map(str::to_owned);
        let value = format!("{} : {}", each(ours, filings), each(theirs, filings));
        let measured = match target {
            Target::AtMost(..) => ratio(ours, theirs),
            Target::AtLeast(..) => ratio(theirs, ours),
        };
        Self { what, beside, value, measured, target: Some(target) }
    }

    /// A time without a target.
    pub(crate) fn alone(what: &str, times: &[Duration], filings: usize) -> Self {
        Self { what: what.to_owned(), beside: String::new(), value: each(times, filings), measured: 0.0, target: None }
    }

    /// Peaks of memory in KiB.
    pub(crate) fn memory(few: usize, many: usize, few_peak: u64, many_peak: u64, target: f64) -> Self {
        let [few_mb, many_mb] =
            [few_peak, many_peak].map(|kib| f64::from(u32::try_from(kib).unwrap_or(u32::MAX)) / 1024.0);
        Self {
            what: format!("peak memory, {many} files"),
            beside: format!("{few} files"),
            value: format!("{many_mb:.1} MiB : {few_mb:.1} MiB"),
            measured: many_mb / few_mb,
            target: Some(Target::AtMost(target, "×")),
        }
    }

    /// One file, from the start of the program to its end.
    pub(crate) fn cold(time: Duration, target: Duration) -> Self {
        let [measured, target] = [time, target].map(|time| time.as_secs_f64() * 1e3);
        Self {
            what: "one file, cold".to_owned(),
            beside: String::new(),
            value: String::new(),
            measured,
            target: Some(Target::AtMost(target, " ms")),
        }
    }

    /// Whether the target is missed.
    pub(crate) fn is_missed(&self) -> bool {
        self.target.is_some_and(|target| match target {
            Target::AtMost(most, _) => self.measured > most,
            Target::AtLeast(least, _) => self.measured < least,
        })
    }
}

/// What time is measured by.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Clock {
    /// The processor time of this thread, whatever else the machine does; where the system does not say, that on the wall.
    Thread,
    /// The clock on the wall.
    Wall,
}

impl Clock {
    fn now(self) -> Duration {
        static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);
        let wall = BEGIN.elapsed();
        // Nanoseconds on a processor, then nanoseconds of waiting for one. They are added up in ticks of some milliseconds,
        // and whenever a thread makes way.
        let spent = || {
            thread::yield_now();
            fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
        };
        match self {
            Self::Wall => wall,
            Self::Thread => spent().filter(|spent| *spent > 0).map_or(wall, Duration::from_nanos),
        }
    }
}

/// Does each of `works` once to warm up and then in turns; the times of each.
pub(crate) fn in_turns(clock: Clock, works: &[&dyn Fn()]) -> Vec<Vec<Duration>> {
    let mut times = vec![Vec::new(); works.len()];
    for work in works {
        work();
    }
    for _ in 0..ROUNDS {
        for (work, times) in works.iter().zip(&mut times) {
            let begin = clock.now();
            work();
            times.push(clock.now().saturating_sub(begin));
        }
    }
    times
}

pub(crate) fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The median of the ratios of each round: what else the machine did then slowed both.
fn ratio(ours: &[Duration], theirs: &[Duration]) -> f64 {
    let mut ratios: Vec<f64> = ours.iter().zip(theirs).map(|(a, b)| a.as_secs_f64() / b.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

fn each(times: &[Duration], filings: usize) -> String {
    let nanoseconds = median(&mut times.to_vec()).as_nanos() / u128::try_from(filings.max(1)).unwrap_or(1);
    format!("{}.{} µs", nanoseconds / 1000, nanoseconds / 100 % 10)
}

/// The program, its words thrown away.
pub(crate) fn gouji() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The most memory that a program has, in KiB, as the median of five runs: how far its threads are ahead of each other
/// differs. Nothing where the system does not say.
pub(crate) fn peak_memory(command: impl Fn() -> Command) -> Option<u64> {
    let mut peaks = (0..ROUNDS).map(|_| peak_of(&mut command())).collect::<Option<Vec<u64>>>()?;
    peaks.sort_unstable();
    peaks.get(ROUNDS / 2).copied()
}

fn peak_of(command: &mut Command) -> Option<u64> {
    let mut child = command.spawn().expect("it runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    // The peak only grows, so the last look before its end has it.
    while child.try_wait().expect("it runs").is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).or(peak);
        thread::sleep(Duration::from_millis(2));
    }
    peak
}

/// The table in Markdown.
pub(crate) fn table(count: usize, outcomes: &[Outcome]) -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name));
    let mut text = format!("{count} agencies, {cores} cores, {}\n\n", model.unwrap_or("an unknown processor"));
    text += "| what | beside | per filing | measured | target | |\n|---|---|---|---|---|---|\n";
    for outcome in outcomes {
        let Outcome { what, beside, value, measured, target } = outcome;
        let _ = match target {
            None => writeln!(text, "| {what} | {beside} | {value} | | | |"),
            Some(target) => {
                let (sign, limit, unit) = match target {
                    Target::AtMost(most, unit) => ("≤", most, unit),
                    Target::AtLeast(least, unit) => ("≥", least, unit),
                };
                let mark = if outcome.is_missed() { "missed" } else { "met" };
                writeln!(text, "| {what} | {beside} | {value} | {measured:.2}{unit} | {sign} {limit}{unit} | {mark} |")
            }
        };
    }
    text
}
